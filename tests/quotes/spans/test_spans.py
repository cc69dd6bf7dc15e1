import pytest

from analystkit.models.loading import load_tokenizer
from analystkit.quotes.spans.placing import finish, place
from analystkit.quotes.spans.quotation import Marks, kind_of
from analystkit.quotes.tagging.linking import LinkedSpans
from analystkit.quotes.tagging.tags import CONTENT, CUE, SOURCE, TaggedSpan
from analystkit.quotes.tagging.windows import split_words


def quotation(text, *contents, cue=None, source=None):
    """The quotation that these words of the text make, as the stages would see it."""
    words = split_words(text, load_tokenizer())

    def span(role, part):
        start = text.index(part)
        inside = [i for i, s in enumerate(words.starts) if start <= s < start + len(part)]
        return TaggedSpan(role, inside[0], inside[-1] + 1)

    one = LinkedSpans(
        [span(CONTENT, part) for part in contents],
        cue and span(CUE, cue),
        source and span(SOURCE, source),
        {},
    )
    marks = Marks(text)
    (placed,) = place([one], words, marks)
    done = finish(placed, marks)
    return done, [text[start:end] for start, end in done.spans]


def test_a_piece_that_misses_the_edges_gets_the_whole_of_the_marked_words():
    text = "“We will not forget this night,” the mayor said."
    done, pieces = quotation(text, "will not forget this", cue="said", source="the mayor")
    assert pieces == ["We will not forget this night,"]
    assert done.kind == "direct"
    assert text[slice(*done.source)] == "the mayor"


def test_an_interrupted_quotation_has_two_pieces_without_marks():
    text = "“We will not forget,” the mayor said. “Not this night.”"
    done, pieces = quotation(text, "“We will not forget,”", "“Not this night.”", cue="said")
    assert pieces == ["We will not forget,", "Not this night."]
    assert done.kind == "direct"


def test_marks_inside_a_mixed_quotation_stay():
    text = "The mayor called it “a night of shame” for the town."
    done, pieces = quotation(text, "it “a night of shame” for the town", cue="called")
    assert pieces == ["it “a night of shame” for the town"]
    assert done.kind == "mixed"


def test_a_mixed_piece_ends_with_its_closing_mark():
    text = "The mayor called it “a night of shame”."
    _, pieces = quotation(text, "it “a night of shame", cue="called")
    assert pieces == ["it “a night of shame”"]


def test_a_quotation_over_paragraphs_has_a_piece_each():
    text = "“We came at night.\n\n“We left at dawn,” the mayor said."
    done, pieces = quotation(text, "“We came at night.\n\n“We left at dawn,”", cue="said")
    assert pieces == ["We came at night.", "We left at dawn,"]
    assert done.kind == "direct"


def test_a_speaker_named_inside_the_marks_keeps_them_from_growing():
    text = '"We will not forget, the mayor said. Nobody will, and the whole town was there."'
    _, pieces = quotation(
        text, "We will not forget, the mayor said. Nobody will", source="the mayor"
    )
    assert pieces == ["We will not forget, the mayor said. Nobody will"]


@pytest.mark.parametrize(
    ("share", "kind"),
    [(1, "direct"), (0.95, "direct"), (0.5, "mixed"), (0.05, "indirect"), (0, "indirect")],
)
def test_kind_by_the_share_inside_marks(share, kind):
    assert kind_of(share) == kind


@pytest.mark.parametrize(
    "dateline", ["PORT ALDER, March 20 — ", "PORT ALDER (Wire) - ", "BAGHDAD, June 28 (Wire) – "]
)
def test_a_dateline_is_no_part_of_the_source(dateline):
    text = dateline + "Anna Petrov, the mayor, said that the port was shut."
    done, _ = quotation(text, "that the port was shut", source=dateline + "Anna Petrov, the mayor,")
    assert text[slice(*done.source)] == "Anna Petrov, the mayor,"


def test_a_piece_of_small_words_alone_is_left_out():
    text = "The Pentagon described the attack as “retaliatory” on Monday."
    _, pieces = quotation(text, "the", "as “retaliatory”", cue="described", source="Pentagon")
    assert pieces == ["as “retaliatory”"]
