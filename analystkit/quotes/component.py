"""The spaCy component: ``nlp.add_pipe("analystkit_quotes")`` fills ``doc._.quotes``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class QuotesComponent:
    """Adds the quotations of a document as ``doc._.quotes``.

    A list of dicts with the columns of the quotes table (``article_id`` left out);
    offsets count characters of ``doc.text``.  Place it after the entity recogniser,
    whose names it uses.
    """

    def __init__(self, name: str = "analystkit_quotes") -> None:
        self.name = name
        if not Doc.has_extension("quotes"):
            Doc.set_extension("quotes", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its quotations."""
        from analystkit.quotes.extract import article_rows
        from analystkit.quotes.find import find_quotations
        from analystkit.quotes.names import find_names

        rows = article_rows("", doc.text, find_quotations(doc.text), find_names(doc))
        for row in rows:
            del row["article_id"]
            row["quote_id"] = row["quote_id"].removeprefix("#")
        doc._.quotes = rows
        return doc


@Language.factory("analystkit_quotes")
def make_component(nlp: Language, name: str) -> QuotesComponent:
    """The factory spaCy finds by its entry point."""
    return QuotesComponent(name)
