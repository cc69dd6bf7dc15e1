import pytest
import spacy

from analystkit.text.spacy_model import MODEL


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.load(MODEL)
    nlp.add_pipe("analystkit_quotes")
    return nlp


def test_the_component_fills_the_documents_quotes(nlp):
    text = "“We will not forget this night,” Mayor Dana Whitfield said on Monday."
    (quote,) = nlp(text)._.quotes
    assert quote["speaker"] == "Dana Whitfield"
    assert [text[start:end] for start, end in quote["spans"]] == ["We will not forget this night,"]
    assert nlp("Nobody spoke.")._.quotes == []


def test_documents_with_quotes_survive_a_round_trip(nlp):
    doc = nlp("“We will not forget this night,” the mayor said.")
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [q["quote"] for q in again._.quotes] == [q["quote"] for q in doc._.quotes]
