import pytest

from analystkit.quotes.spans.clauses import untangle
from analystkit.quotes.spans.quotation import Marks, Quotation

SURE = {"to_cue": -0.1, "to_source": -0.1, "cue": -0.1, "source": -0.1, "begin": -0.1}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“This may sting a little.” Ines shut her eyes.", None),  # an act, no clause of speech
        ("“This may sting a little.” Ines said so twice.", "Ines"),
        ("“This may sting a little,” Ines shut her eyes.", "Ines"),  # the comma leads to a clause
        ("“This may sting a little.”\nInes Ferro", "Ines Ferro"),  # a signature
    ],
)
def test_who_stands_behind_a_closed_sentence_without_a_verb_of_speech_did_not_say_it(text, source):
    name = source or "Ines"
    at = text.index(name)
    given = Quotation([(1, text.index("”"))], None, (at, at + len(name)), SURE)
    (found,) = untangle([given], Marks(text))
    assert (found.source and text[slice(*found.source)]) == source
