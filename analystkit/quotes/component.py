"""The spaCy component: ``nlp.add_pipe("analystkit_quotes")`` fills ``doc._.quotes``."""

from spacy.language import Language
from spacy.tokens import Doc


class QuotesComponent:
    """Adds the quotations of a document as ``doc._.quotes``; placed after the entity recogniser.

    A list of dicts with the columns of the quotes table, less ``article_id``, ``actor`` and
    ``camp``; `min_confidence` is that of `analystkit.extract_quotes`.
    """

    def __init__(self, name: str = "analystkit_quotes", *, min_confidence: float = 0.4) -> None:
        self.name, self.min_confidence = name, min_confidence
        if not Doc.has_extension("quotes"):
            Doc.set_extension("quotes", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its quotations."""
        from analystkit.quotes.entities import find_names
        from analystkit.quotes.find import find_quotations
        from analystkit.quotes.rows import article_rows
        from analystkit.text.edits import Edited

        as_it_is = Edited(doc.text, ())
        rows = article_rows("", as_it_is, find_quotations(doc.text), find_names(doc))
        for row in rows:
            del row["article_id"]
            row["quote_id"] = row["quote_id"].removeprefix("#")
        doc._.quotes = [row for row in rows if row["confidence"] >= self.min_confidence]
        return doc


@Language.factory("analystkit_quotes", default_config={"min_confidence": 0.4})
def make_component(nlp: Language, name: str, min_confidence: float) -> QuotesComponent:
    """The factory spaCy finds by its entry point."""
    return QuotesComponent(name, min_confidence=min_confidence)
