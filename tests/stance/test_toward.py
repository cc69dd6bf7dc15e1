import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analystkit.stance import Question, Stance, stance_toward, stances
from analystkit.stance.toward import REACH, as_marked, excerpt

TEXT = "The defence ministry condemned the strikes, which the opposition had praised."


def span(text: str, words: str) -> tuple[int, int]:
    at = text.index(words)
    return at, at + len(words)


def of(text: str, target: str, holder: str | None = None) -> Stance:
    held = None if holder is None else span(text, holder)
    return stance_toward(text, target=span(text, target), holder=held)


# Each sentence is ours; what is asked of it has one answer for any careful reader.
CLEAR = [
    ("The prime minister condemned the strikes.", "strikes", "The prime minister", "against"),
    ("“We condemn the attack,” the governor said.", "attack", "the governor", "against"),
    ("The senator praised the agreement.", "agreement", "The senator", "for"),
    ("“The raid was necessary,” the general said.", "raid", "the general", "for"),
    ("The mayor confirmed that the talks took place.", "the talks", "The mayor", "neutral"),
    ("The minister denounced the militias.", "the militias", "The minister", "against"),
    ("Smith accused Jones of lying to voters.", "Jones", "Smith", "against"),
    ("Smith accused Jones of lying to voters.", "Smith", "Jones", "neutral"),
    ("Smith endorsed Jones for the presidency.", "Jones", "Smith", "for"),
    (TEXT, "the strikes", "The defence ministry", "against"),
    (TEXT, "the strikes", "the opposition", "for"),
    ("The envoy not only welcomed the truce but offered money.", "truce", "The envoy", "for"),
    ("The group denied involvement in the attack.", "attack", "The group", "neutral"),
    ("Iran said Israel attacked Syria.", "Israel", "Iran", "against"),
    ("Iran said Israel attacked Syria.", "Syria", "Israel", "against"),
    ("The party never stopped supporting the reform.", "reform", "The party", "for"),
    ("The strikes were a cowardly crime.", "The strikes", None, "against"),
    ("The agreement is a triumph for the whole country.", "The agreement", None, "for"),
    ("The talks begin on Tuesday at noon.", "The talks", None, "neutral"),
]


def test_clear_sentences_are_read_right():
    wrong = [
        f"{text} [{holder} on {target}: {found.leaning} {found.score:+.2f}]"
        for text, target, holder, label in CLEAR
        if (found := of(text, target, holder)).leaning != label
    ]
    assert len(wrong) <= 2, "\n".join(wrong)


def test_the_holder_decides():
    against = of(TEXT, "the strikes", "The defence ministry")
    favour = of(TEXT, "the strikes", "the opposition")
    assert against.score < -0.3 and favour.score > 0.3


def test_a_stance_adds_up():
    found = of(TEXT, "the strikes", "The defence ministry")
    assert found.p_against + found.p_neutral + found.p_for == pytest.approx(1)
    assert found.score == pytest.approx(found.p_for - found.p_against)
    assert found.confidence == getattr(found, f"p_{found.leaning}")


def test_an_answer_does_not_depend_on_its_neighbours_or_on_threads():
    questions = [Question(t, span(t, a), h and span(t, h)) for t, a, h, _ in CLEAR]
    alone = [stance_toward(q.text, target=q.target, holder=q.holder) for q in questions]
    same_length = [q for q in questions for _ in range(3)]  # are read together
    ways = (
        stances(questions),
        stances(questions[::-1], threads=3)[::-1],
        stances(same_length)[::3],
    )
    for found in ways:
        assert [s.label for s in found] == [s.label for s in alone]
        assert [s[3:6] for s in found] == [pytest.approx(s[3:6], abs=1e-6) for s in alone]


def test_no_questions_no_answers():
    assert stances([]) == []


def test_unclear_is_below_the_threshold_only(monkeypatch):
    from analystkit.stance import toward

    forms, _ = toward.load_calibration()
    found = of(TEXT, "the strikes", "The defence ministry")
    monkeypatch.setattr(toward, "load_calibration", lambda: (forms, 1.01))
    unsure = of(TEXT, "the strikes", "The defence ministry")
    assert unsure.label == "unclear"
    assert unsure.leaning == found.leaning and unsure.score == found.score


@pytest.mark.parametrize(
    ("target", "holder", "message"),
    [
        ((5, 5), None, r"target \(5, 5\) is empty"),
        ((9, 5), None, r"target \(9, 5\) does not lie"),
        ((-3, 5), None, r"target \(-3, 5\) does not lie"),
        ((0, 1000), None, r"target \(0, 1000\) does not lie in the text's 0 to 77"),
        ((3, 4), None, r"target \(3, 4\) covers no word: ' '"),
        ((4, 11), (3, 4), r"holder \(3, 4\) covers no word"),
        ((4, 11), (11, 11), r"holder \(11, 11\) is empty"),
        ((4, 11), (8, 20), r"holder \(8, 20\) and target \(4, 11\) overlap"),
        ((4, 11), (4, 11), "overlap"),
        (7, None, r"target 7 is no \(start, end\)"),
        ((1.5, 3), None, r"target \(1.5, 3\) is no"),
        (None, None, "target None is no"),
    ],
)
def test_bad_offsets_are_named(target, holder, message):
    with pytest.raises(ValueError, match=message):
        stance_toward(TEXT, target=target, holder=holder)


def test_a_bad_question_of_many_is_numbered():
    with pytest.raises(ValueError, match=r"question 1: target \(0, 0\) is empty"):
        stances([Question(TEXT, (0, 3)), Question(TEXT, (0, 0))])


@pytest.mark.parametrize("text", [None, 5, b"The strikes"])
def test_what_is_no_text_is_named(text):
    with pytest.raises(ValueError, match="not str"):
        stance_toward(text, target=(0, 3))


def test_offsets_of_numpy_are_welcome():
    start, end = np.int64(35), np.int64(42)
    assert stance_toward(TEXT, target=(start, end)) == stance_toward(TEXT, target=(35, 42))


def test_marks_written_in_a_text_are_words():
    text = "The [unused1] ministry [unused2] condemned [MASK] [SEP] the strikes [CLS]."
    plain = re.sub(r"[\[\]]", "", text)
    assert -1 <= of(text, "the strikes", "ministry").score <= 1
    marked = as_marked(Question(text, span(text, "strikes"), span(text, "ministry")))
    other = as_marked(Question(plain, span(plain, "strikes"), span(plain, "ministry")))
    assert sum(n < 110 for n in marked.ids) == sum(n < 110 for n in other.ids)


@pytest.mark.parametrize(
    "text",
    [
        "the strikes " * 100_000,
        "the strikes" + "s" * 500_000,
        "the strikes" + " " * 500_000 + "ended",
        "the strikes " + "“[(" * 200_000,
        "the strikes\0\x1b\ufffe\ud800 \u202e ended",
        "the strikes 打击 ضربة удар 🚀",
    ],
)
def test_hostile_texts_are_read(text):
    at = len(text) // 24 * 12 if text.endswith("the strikes ") else 0
    found = stance_toward(text, target=(at, at + 11))
    assert -1 <= found.score <= 1


def test_a_mention_as_long_as_the_text():
    text = "the strikes " * 5000
    assert -1 <= stance_toward(text, target=(0, len(text))).score <= 1


def test_distant_words_change_nothing():
    text = "It rained. " * 2000 + TEXT + " It rained." * 2000
    longer = "It rained. " * 9000 + TEXT + " It rained." * 9000
    one, two = (of(t, "the strikes", "The defence ministry") for t in (text, longer))
    assert one == two
    assert one.leaning == "against"


@given(st.integers(0, 60_000), st.integers(1, 5000), st.integers(0, 60_000), st.integers(1, 5000))
def test_an_excerpt_keeps_the_mentions_and_what_surrounds_them(gap, one, more, two):
    text = "a" * gap + "T" * one + "b" * more + "H" * two + "c" * gap
    spans = [(gap, gap + one), (gap + one + more, gap + one + more + two)]
    near, moved = excerpt(text, spans)
    assert len(near) <= 10 * REACH
    for (start, end), (from_, to) in zip(spans, moved, strict=True):
        assert near[from_:to] == text[start : min(end, start + REACH)]
        assert near[max(0, from_ - 100) : from_] in text
