import pytest

from analystkit.quotes.spans.page_layout import headlines

BODY = "\n\nThe convoy was struck near the border on Sunday night, the ministry said.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Freedonia slams ‘unacceptable’ raid on border town",
        "Is the mayor's ‘red line’ gone?",
        "## Mayor: ‘A night of shame’",
        "Whitfield says raid ‘crossed a line’",
    ],
)
def test_a_short_line_without_a_full_stop_above_the_text_is_a_headline(line):
    text = line + BODY
    assert [text[start:end] for start, end in headlines(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "“We will not forget,” the mayor said.",
        "“The saddest night I can remember in this town” — Dana Whitfield",
        "He said: “No.”",
        "Whitfield told reporters on the steps of the old town hall that the raid had crossed "
        "every line that the two governments had drawn in many years of talks and that",
    ],
)
def test_sentences_and_pull_quotes_are_none(line):
    assert headlines(line + BODY) == []


def test_the_last_line_and_a_lone_line_are_none():
    assert headlines("The mayor said it was over") == []
    assert headlines("The raid came at night.\n\nThe mayor said it was over") == []


def test_wrapped_lines_are_none():
    text = "The mayor said that the port would stay\nshut until the summer\nand that nobody knew"
    assert headlines(text + ".\n\nIt was over.") == []
