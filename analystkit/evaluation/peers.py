"""Other tools' quotations as tables, scored and timed beside ours where they are installed."""

from functools import cache
from importlib.util import find_spec
from typing import Any

import pandas as pd

from analystkit import tables
from analystkit.text.paragraphs import paragraphs
from analystkit.text.spacy_model import MODEL, open_model


def has_textacy() -> bool:
    """Whether textacy is installed."""
    return find_spec("textacy") is not None


@cache
def _pipeline() -> Any:
    return open_model(MODEL)


def textacy_quotes(articles: pd.DataFrame) -> pd.DataFrame:
    """The quotations of textacy's ``direct_quotations``, each paragraph read alone.

    Alone, because it raises on a text whose marks do not pair; ``attrs["raised"]`` counts the
    paragraphs that it raised on all the same.
    """
    from textacy.extract import direct_quotations

    rows: list[dict[str, Any]] = []
    raised = 0
    for article_id, text in zip(articles["article_id"], articles["text"], strict=True):
        places = paragraphs(text)
        read = _pipeline().pipe(text[start:end] for start, end in places)
        for (start, _), doc in zip(places, read, strict=True):
            try:
                found = list(direct_quotations(doc))
            except Exception:  # whatever it does not survive
                raised += 1
                continue
            for triple in found:
                span = (start + triple.content.start_char, start + triple.content.end_char)
                row = {"article_id": article_id, "kind": "direct", "quote": text[slice(*span)]}
                row |= {"quote_id": f"{article_id}#{len(rows)}", "spans": [span]}
                if triple.speaker:
                    first, last = triple.speaker[0], triple.speaker[-1]
                    place = (start + first.idx, start + last.idx + len(last))
                    row |= {"source": text[slice(*place)]}
                    row |= {"source_start": place[0], "source_end": place[1]}
                rows.append(row)
    quotes = tables.as_quotes(rows)
    quotes.attrs["raised"] = raised
    return quotes
