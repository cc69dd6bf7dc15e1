"""The stance of a holder toward a target in a text, both given by their offsets."""

import operator
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from analystkit.models.loading import cores
from analystkit.stance.marks import Marked, Pieces, Span, mark, overlap
from analystkit.stance.network import (
    Floats,
    States,
    ask,
    calibrated,
    load_calibration,
    load_tokenizer,
    log_probabilities,
)
from analystkit.stance.victims import Deed, deed_on

LABELS = ("against", "neutral", "for")
_NO_SIDE = ("neutral", "unclear")
REACH = 2000


class Question(NamedTuple):
    """What is asked of a text: offsets of the target, and of the holder if there is one."""

    text: str
    target: Span
    holder: Span | None = None


class Stance(NamedTuple):
    """A calibrated answer, ``score`` being ``p_for - p_against``.

    ``leaning`` is the best answer; ``label`` too, or "unclear" where ``confidence`` is too low.
    """

    score: float
    label: str
    confidence: float
    p_against: float
    p_neutral: float
    p_for: float
    leaning: str


def stance_toward(text: str, *, target: Span, holder: Span | None = None) -> Stance:
    """Whether the holder is against, neutral or for the target, as the text tells it.

    Parameters
    ----------
    text : str
        A sentence or a few, in English.  Of a long text, some 90 words around the
        mentions are read.
    target : (int, int)
        Start and end of the target's mention in `text`.
    holder : (int, int), optional
        Start and end of the mention of whoever holds the stance.  Without one, the
        answer is the sentiment of the passage itself toward the target.

    Returns
    -------
    Stance
        ``score`` from −1 to 1, ``label`` ("against", "neutral", "for" or "unclear"),
        ``confidence`` from 0 to 1, the three probabilities, and the ``leaning`` behind
        "unclear".

    Raises
    ------
    ValueError
        When a span is empty, lies outside the text, covers no word, or the two overlap.

    Examples
    --------
    >>> text = "The ministry condemned the strikes, which its neighbour had welcomed."
    >>> stance_toward(text, target=(27, 34), holder=(4, 12)).label
    'against'
    """
    return stances([Question(text, target, holder)])[0]


def stances(questions: Iterable[Question], *, threads: int | None = None) -> list[Stance]:
    """The stances asked for, in order, by so many threads (all cores by default).

    Hostile words about what is done to the target are not taken as hostile to it.
    """
    return _judged(questions, _answers, threads)


def of_quotations(questions: Iterable[Question], *, threads: int | None = None) -> list[Stance]:
    """The stances of quotations: the holder's, or its mean with the passage's own where it is none.

    The holder's alone is too often neutral: most pairs it learnt from merely share a sentence.
    """

    def answers(asked: Sequence[Question], threads: int | None) -> list[Stance]:
        known: States = {}
        found = _answers(asked, threads, known)
        none = [n for n, q in enumerate(asked) if q.holder and found[n].label in _NO_SIDE]
        alone = _answers([asked[n]._replace(holder=None) for n in none], threads, known)
        for n, passage in zip(none, alone, strict=True):
            both = zip(found[n][3:6], passage[3:6], strict=True)
            found[n] = answer_of([(a + b) / 2 for a, b in both])
        return found

    return _judged(questions, answers, threads)


def _judged(
    questions: Iterable[Question],
    answers: Callable[[Sequence[Question], int | None], list[Stance]],
    threads: int | None,
) -> list[Stance]:
    """The answers; of victims see `_as_victim`."""
    asked = [Question(*question) for question in questions]
    deeds = {n: deed for n, deed in enumerate(map(_deed, asked)) if deed}
    asked_too = [asked[n]._replace(target=deed.word) for n, deed in deeds.items()]
    found = answers([*asked, *asked_too], threads)
    for (n, deed), done in zip(deeds.items(), found[len(asked) :], strict=True):
        found[n] = _as_victim(found[n], done, weakened=deed.weakens)
    return found[: len(asked)]


def _deed(question: Question) -> Deed | None:
    """What is done to the target, where it is named as the victim of something."""
    text, target, holder = question
    try:
        deed = deed_on(text, target)
        apart = deed is not None and not (holder and overlap(deed.word, holder))
    except (TypeError, IndexError):
        return None  # `as_marked` says what is wrong with the offsets
    return deed if apart else None


def _as_victim(stance: Stance, deed: Stance, *, weakened: bool) -> Stance:
    """The stance toward a victim: as far as the holder is against the deed it is not against it.

    Who is against its being weakened is for it.
    """
    spared = deed.p_against * stance.p_against
    for_ = stance.p_for + (spared if weakened else 0.0)
    return answer_of([stance.p_against - spared, 1 - (stance.p_against - spared) - for_, for_])


def _answers(
    questions: Sequence[Question], threads: int | None, known: States | None = None
) -> list[Stance]:
    """The network's answers, each passage read and each question asked once."""
    marked: dict[Question, Marked] = {}
    for number, question in enumerate(questions):
        if question not in marked:
            try:
                marked[question] = as_marked(question)
            except ValueError as error:
                first = f"question {number}: " if len(questions) > 1 else ""
                raise ValueError(f"{first}{error}") from None
    if not marked:
        return []
    five = ask(list(marked.values()), known=known, threads=threads or cores())
    logits = dict(zip(marked, five, strict=True))
    return [_answer(marked[question], logits[question]) for question in questions]


def inverted(stance: Stance) -> Stance:
    """The stance toward a target of who takes this one on what is done to it, such as revenge."""
    # who is for it, or hostile in words as a vow is, is against the target
    return answer_of([stance.p_against + stance.p_for, stance.p_neutral, 0.0])


def _answer(marked: Marked, five: Floats) -> Stance:
    scale = load_calibration()[0]["directed" if marked.holder else "mention"]
    return answer_of(calibrated(log_probabilities(five), scale).tolist())


def answer_of(p: Sequence[float]) -> Stance:
    """The answer that the calibrated probabilities of against, neutral and for give."""
    against, neutral, for_ = p
    confidence = max(p)
    leaning = LABELS[p.index(confidence)]
    label = leaning if confidence >= load_calibration()[1] else "unclear"
    return Stance(for_ - against, label, confidence, against, neutral, for_, leaning)


def as_marked(question: Question) -> Marked:
    """A question as the network reads it; a `ValueError` names what is wrong with it."""
    text, target, holder = question
    if not isinstance(text, str):
        raise ValueError(f"text is {type(text).__name__}, not str")
    given = {"target": target} if holder is None else {"target": target, "holder": holder}
    spans = [_checked(name, span, text) for name, span in given.items()]
    if len(spans) > 1 and overlap(*spans):
        raise ValueError(f"holder {spans[1]} and target {spans[0]} overlap")
    near, moved = excerpt(text, spans)
    tokenizer, special = load_tokenizer()
    pieces = Pieces.of(near, tokenizer)
    at = []
    for name, span, original in zip(given, moved, spans, strict=True):
        try:
            at.append(pieces.within(span))
        except ValueError:
            covered = text[slice(*original)][:40]
            raise ValueError(f"{name} {original} covers no word: {covered!r}") from None
    return mark(pieces, special, target=at[0], holder=at[1] if holder else None)


def _checked(name: str, span: Span, text: str) -> Span:
    try:
        start, end = (operator.index(at) for at in span)
    except (TypeError, ValueError):
        raise ValueError(f"{name} {span!r} is no (start, end) of offsets") from None
    if not 0 <= start < end <= len(text):
        what = "is empty" if start == end else f"does not lie in the text's 0 to {len(text)}"
        raise ValueError(f"{name} {(start, end)} {what}")
    return start, end


def excerpt(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The characters around the mentions, more than are read, and the places there."""
    spans = [(start, min(end, start + REACH)) for start, end in spans]
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    if high - low <= 2 * REACH:
        parts = [(max(0, low - REACH), min(len(text), high + REACH))]
    else:
        parts = [(max(0, s - REACH), min(len(text), e + REACH)) for s, e in sorted(spans)]
        parts[1] = max(parts[0][1], parts[1][0]), parts[1][1]
    near, moved, last = "", {}, parts[0][0]
    for start, end in parts:
        near += "\n" if start > last else ""
        for span in spans:
            if start <= span[0] < end:
                moved[span] = (span[0] - start + len(near), span[1] - start + len(near))
        near, last = near + text[start:end], end
    return near, [moved[span] for span in spans]
