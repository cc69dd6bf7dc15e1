"""What the layout tells: turns of a transcript, signed quotations, headlines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from analystkit.quotes.spans.marks import MarkedPiece
from analystkit.quotes.spans.quotation import Marks, Quotation
from analystkit.quotes.speakers.article import is_people_noun
from analystkit.text.lemmas import is_speech
from analystkit.text.paragraphs import Offsets, paragraphs

_LABEL = re.compile(
    r"[ \t\xa0]*[\"“]?(?:([A-Z][A-Z.'’-]*(?:[ \xa0][A-Z][A-Z.'’-]*){0,3})[ \xa0]?(:)"
    r"|(Q|A)(\.)|(Question|Answer|[A-Z][\w.'’-]+(?:[ \xa0][A-Z][\w.'’-]*){1,3})[ \xa0]?(:))"
    r"[ \t\xa0]+(?=\S)"
)
# what heads the documents of a database's export
_FIELDS = frozenset(
    "body byline copyright correction dateline document geographic graphic headline highlight "
    "language length load-date organization person pub-type publication publication-type section "
    "series source subject title type url".split()
)
_TURN_CLOSING = '"” \t\xa0'
_SIGNATURE = re.compile(
    r"[ \t\xa0]*(?:\r?\n[ \t\xa0]*){0,2}([―—–]|--?)[ \t\xa0]*"
    r"([^\W\d_][\w.'’-]*(?:[ \xa0][\w.'’-]+){0,5}(?:,[ \xa0][\w.'’ \xa0-]{1,60})?)"
    r"[ \t\xa0]*(?=[\r\n]|$)"
)
_PARTICLES = frozenset("al- bin ibn de la le van von der den of the and".split())
_NO_NAMES = frozenset("he she they it we i the a an".split())
_INITIAL = 3  # "Jr." and "B." keep their full stop
_LEAST = 3  # words: a scare quote before a dash is none
CERTAIN = {"words": 2.0, "content": 0.0, "begin": 0.0, "end": 0.0}
HEADLINE, CROSSHEAD = 25, 12  # words at most
_DASH = re.compile(r"[ \t\xa0]*(?:[―—–•*]|--?)[ \t\xa0]*\S")
_PULL_QUOTE = re.compile(r"[\"”’»'](?:\s*[–—―-]{1,2}\s*)\S")
_CLOSING = "\"'”’»)]"


def take_turns(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, a transcript's lines each given whole to the speaker who opens it.

    A label counts when it opens two lines or more, and somewhere two labels take turns:
    "WATCH:" and a dateline do not.
    """
    found = list(_labelled(marks.text))
    times = Counter(label for _, label, _ in found)
    turns = [turn for turn in found if times[turn[1]] > 1]
    talk = any(
        number + 1 == following and label != other
        for (number, label, _), (following, other, _) in pairwise(turns)
    )
    if not talk:
        return list(quotations)
    whole = [
        _with_further(turn, n, m, quotations, marks) for (n, _, turn), (m, *_) in pairwise(turns)
    ]
    return _with_certain(quotations, [*whole, turns[-1][2]])


def _with_further(
    turn: Quotation, number: int, following: int, quotations: Sequence[Quotation], marks: Marks
) -> Quotation:
    """A turn with the paragraphs up to the next label, unless these report what others say."""
    further = list(paragraphs(marks.text)[number + 1 : following])
    cues = [q.cue for q in quotations if q.cue and is_speech(marks.text[slice(*q.cue)])]
    told = any(start <= cue[0] < end for cue in cues for start, end in further)
    told = told or any(marks.overlapping(*span) for span in further)
    return turn if told else replace(turn, spans=[*turn.spans, *further])


def _labelled(text: str) -> Iterator[tuple[int, str, Quotation]]:
    """Each paragraph that a label opens: its number, the label, and what is said there."""
    for number, (start, end) in enumerate(paragraphs(text)):
        label = _LABEL.match(text, start, end)
        colon = label.lastindex if label else None
        if label is None or colon is None or label[colon - 1].lower() in _FIELDS:
            continue
        name = colon - 1
        while end > label.end() and text[end - 1] in _TURN_CLOSING:
            end -= 1
        if any(map(str.isalnum, text[label.end() : end])):
            said = Quotation([(label.end(), end)], label.span(colon), label.span(name), CERTAIN)
            yield number, label[name], replace(said, kind="direct")


def sign(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, those that a dash and a name sign given to that name.

    The name must end its line, as under a pull-quote or a reader's answer.
    """
    signed = [q for m in marks.marked if (q := _signed(m, marks.text))]
    return _with_certain(quotations, [*signed, *_pulled(marks)])


def _pulled(marks: Marks) -> Iterator[Quotation]:
    """Pull-quotes without marks: a paragraph, and under it a dash with a name or a role."""
    text, lines = marks.text, paragraphs(marks.text)
    for (start, end), (below, last), (after, _) in zip(lines, lines[1:], lines[2:], strict=False):
        found = _SIGNATURE.fullmatch(text, below, last)
        if found is None or marks.overlapping(start, end) or len(text[start:end].split()) < _LEAST:
            continue
        if text[end - 1] in ":;" or any(_DASH.match(text, at) for at in (start, after)):
            continue  # a list
        words = found[2].replace(",", "").split()
        roles = [word for word in words if is_people_noun(word.lower())]
        if words[0][0].isupper() and (
            _named([w for w in words if w not in roles]) or words[-1] in roles
        ):
            yield Quotation([(start, end)], found.span(1), found.span(2), CERTAIN, "direct")


def _with_certain(quotations: Sequence[Quotation], certain: list[Quotation]) -> list[Quotation]:
    """The quotations, the `certain` ones in place of the pieces that share words with them."""
    taken, kept = [span for q in certain for span in q.spans], list(certain)
    for q in quotations:
        spans = [s for s in q.spans if not any(low < s[1] and s[0] < high for low, high in taken)]
        if spans:
            kept.append(replace(q, spans=spans))
    return sorted(kept, key=lambda q: q.spans)


def _signed(marked: MarkedPiece, text: str) -> Quotation | None:
    found = _SIGNATURE.match(text, marked.end)
    if found is None or len(text[slice(*marked.inner)].split()) < _LEAST:
        return None
    name, (start, end) = found.group(2), found.span(2)
    alone = marked.start == 0 or text[marked.start - 1] in "\r\n"
    if alone and name.endswith("."):  # a line of its own may end with a full stop
        end -= len(name.split()[-1]) > _INITIAL
        name = name[:-1]
    first, *rest = name.partition(",")[0].split()
    is_name = not name.endswith(".") and _named([first, *rest])  # no sentence goes on here
    return Quotation([marked.inner], found.span(1), (start, end), CERTAIN) if is_name else None


def _named(words: Sequence[str]) -> bool:
    """Whether all words up to a comma are written as a name's are."""
    if not words:
        return False
    first, *rest = words
    return (
        first[0].isupper()
        and first.lower() not in _NO_NAMES
        and all(w[0].isupper() or w[:3] in _PARTICLES or w in _PARTICLES for w in rest)
    )


def headlines(text: str) -> list[Offsets]:
    """Offsets of short lines without an end to their sentence, above a blank line and more text."""
    lines = paragraphs(text)
    return [
        (start, end)
        for number, ((start, end), (after, _)) in enumerate(pairwise(lines))
        if end - start <= 400
        and text.count("\n", end, after) > 1  # a wrapped line is none
        and _heads(text[start:end], HEADLINE if number == 0 else CROSSHEAD)
    ]


def _heads(line: str, most: int) -> bool:
    bare = line.strip().strip("#*_ \t\xa0").rstrip(_CLOSING)
    if not bare or len(bare.split()) > most or _PULL_QUOTE.search(line):
        return False
    return bare[-1].isalnum() or bare[-1] == "?"


def without_headlines(quotations: Sequence[Quotation], text: str) -> list[Quotation]:
    """The quotations less those, and those of their parts, that stand in a headline."""
    heads, kept = headlines(text), []
    for q in quotations:
        spans = [s for s in q.spans if not any(a <= s[0] and s[1] <= b for a, b in heads)]
        if q.kind or spans:  # a turn or a pull-quote, its kind known, is no headline
            kept.append(q if q.kind else replace(q, spans=spans))
    return kept
