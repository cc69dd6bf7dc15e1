import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.quotes.spans.marks import find_marked, uniform


def inner(text: str) -> list[str]:
    return [text[slice(*m.inner)] for m in find_marked(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It's over,” he said. “Go home.”", ["It's over,", "Go home."]),
        ('"It\'s over," he said. "Go home."', ["It's over,", "Go home."]),
        ("''It's over,'' he said. ''Go home.''", ["It's over,", "Go home."]),
        ("``It's over,'' he said.", ["It's over,"]),
        ("‘It’s over,’ he said. ‘Go home.’", ["It’s over,", "Go home."]),
        ("'It's over,' he said. 'Go home.'", ["It's over,", "Go home."]),
        ("« C’est fini », a-t-il dit.", ["C’est fini"]),
        ("»Vorbei«, sagte er. „Geht heim.“", ["Vorbei", "Geht heim."]),
        ('" Spaced out ," he said.', ["Spaced out ,"]),
    ],
)
def test_every_style_of_mark(text, expected):
    assert inner(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The militias' leaders don't trust Kata'ib Hizb's rivals.",
        "The boys’ and the girls’ schools didn’t open in the ’90s.",
        "The class of ‘22 was lucky, the dean said. Nobody complained about it.",
        "Rock 'n' roll, 'twas said, and O'Brien's sister's house.",
        'He is 6\' 2" tall and the pipe is 5" wide.',
        "Kata‘ib Hezbollah and the Shi‘a parties",
    ],
)
def test_apostrophes_and_inches_are_not_marks(text):
    assert inner(text) == []


def test_apostrophes_within_single_marks():
    assert inner("‘The militias’ attacks don’t help us,’ he said, on the clerks’ day off.") == [
        "The militias’ attacks don’t help us,"
    ]


def test_inner_marks_belong_to_the_outer_quotation():
    assert inner("“He told me ‘never again’ twice,” she said.") == [
        "He told me ‘never again’ twice,"
    ]


def test_paragraphs_opened_at_each_and_closed_once_are_one_chain():
    text = "“We came at night.\n\n“We left at dawn.\n\n“Nobody saw us,” he said. “Nobody.”"
    marked = find_marked(text)
    assert [m.chain for m in marked] == [0, 0, 0, 1]
    assert [m.closed for m in marked] == [False, False, True, True]


def test_an_unclosed_mark_spoils_its_own_paragraph_only():
    text = '"We came at night.\n\nThe mayor was away.\n\n"We left," he said.'
    assert inner(text) == ["We came at night.", "We left,"]


def test_what_stands_between_two_quotations_is_not_marked():
    text = '"First," he said. Then silence fell. "Second," he said. And again. "Third."'
    assert inner(text) == ["First,", "Second,", "Third."]


def test_five_thousand_unclosed_marks():
    text = "“We said so once more " * 5000
    assert len(find_marked(text)) == 5000


MARKS = st.text(alphabet="ab s.,\n\u00a0“”‘’\"'«»„`1", max_size=80)


@given(MARKS | st.text())
def test_pieces_are_inside_the_text_apart_and_in_order(text):
    at = 0
    for m in find_marked(text):
        assert at <= m.start <= m.inner[0] < m.inner[1] <= m.end <= len(text)
        assert not text[m.inner[0]].isspace()
        assert not text[m.inner[1] - 1].isspace()
        assert "\n" not in text[m.start : m.end]
        at = m.end


@given(MARKS | st.text())
def test_uniform_marks_change_nothing_but_the_marks(text):
    marked = find_marked(text)
    same = uniform(text, marked)
    assert len(same) == len(text)
    inside = {i for m in marked for i in [*range(m.start, m.inner[0]), *range(m.inner[1], m.end)]}
    assert all(a == b for i, (a, b) in enumerate(zip(text, same, strict=True)) if i not in inside)


def test_rare_marks_become_common_ones():
    text = "''No,'' said one. « Yes », said two. ‘Why?’ \"So\""
    assert uniform(text, find_marked(text)) == '“ No,”  said one. “ Yes ”, said two. “Why?” "So"'
