import pytest

from analystkit.quotes.spans.placing import _ended


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("a note by| the Harbour Board of Vell, the owner", "a note by the Harbour Board of Vell"),
        ("a clerk at| a desk in town", "a clerk"),
        ("the head of the| Ferry Union said", "the head of the Ferry Union"),
        ("a spokesman for Ferro| Lines", "a spokesman for Ferro"),
        ("by| Ines Ferro", "by"),
    ],
)  # fmt: skip
def test_a_source_stops_at_no_preposition(told, source):
    end = told.index("|")
    text = told.replace("|", "")
    assert text[slice(*_ended(text, 0, end))] == source
