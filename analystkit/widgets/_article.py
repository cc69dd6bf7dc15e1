"""The pane that shows an article and brings the chosen quote into view."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets


class ArticlePane(anywidget.AnyWidget):
    """Shows ``html``, which must be escaped, scrolled to its first ``.ak-focus``."""

    _esm = Path(__file__).with_name("article.js")

    html = traitlets.Unicode("").tag(sync=True)
