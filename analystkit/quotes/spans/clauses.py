"""Which reporting clause reports which words, and clauses that report none."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analystkit.quotes.spans.quotation import Marks, Quotation
from analystkit.text.lemmas import cue_lemma, is_speech
from analystkit.text.paragraphs import Offsets, paragraphs
from analystkit.text.sentences import sentences_of

_NOTHING = re.compile(
    r"(?i)(?:nothing|little|no more|not a word|not much|no such thing)(?: at(?: all)?)?"
    r"(?: (?:about|of|on|to|and|more|else|until|when|as|in|for|after|during|but|publicly)\b.*)?"
)
_AT = frozenset("curse swear shout yell scream laugh smile wave look stare glare".split())
_NO_CUES = frozenset("last next this first".split())
_ACTS = frozenset("order command".split())
_CLAUSE = re.compile(r"(?i)\b(?:to|that|be|is|are|was|were|will|would|should|must)\b")
# what is said follows the clause itself, behind "told" after who was told
_COMPLEMENT = re.compile(
    r"\s*(?:that|he|she|it|they|we|i|you|the|this|these|there|his|her|their|its|a|an|no)\b", re.I
)
_TOLD = re.compile(r"\s*(?:[\w’'-]+ ){0,6}?(?:that|he|she|it|they|we|i|you|there)\b", re.I)
_SUBJECT = re.compile(r"\b(?:he|she|they|it)(?= $)", re.I)
_PRONOUNS = frozenset("he she they we i".split())
_NAME = re.compile(r" ((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+){0,3})(?=[,.;!?]| [a-z]|$)")
# the clause behind a sentence: "…, Colonel Kirov said."
_BEHIND = re.compile(
    r",? ((?:(?:the|an?) (?:[a-z][\w’'-]* ){0,3}?)?[\w’'-]+(?: [A-Z][\w’'.-]*){0,4}) "
    r"([a-z]+)(?=[ .,])"
)
_BETWEEN = " \t\xa0,.!?\"'”’»…"
_RELATIVE = re.compile(r",? (which|who|that|where)$")
_NAMED_SAID = re.compile(r"Said(?= )")
_WHICH_SAID = re.compile(
    r"\b(?:which|that|who) ((?:(?:the|an?) )?(?:[\w’'-]+ ){0,3}?[\w’'-]+) (said|says|say) "
    r"(?=(?:\w+ed|left|had|has|was|were|is|are|would|could|will|did)\b)(.)"
)
_SAID = re.compile(r"(?:has |had |also |then )?(\w+)")
_FULL_STOP = re.compile(r"[.!?][\"'”’)]*\s")
WITHOUT_CUE = {"to_cue": -1.0, "to_source": -1.0, "cue": 0.0, "source": 0.0}
_NEXT = re.compile(r" ([a-z]+)\b")
_STRAY = 2  # words
_NEAR, _REACH = 12, 60  # characters between a clause and its words


def untangle(quotations: Sequence[Quotation], marks: Marks) -> list[Quotation]:
    """The quotations, each with the clause that reports it; what reports no words is left out."""
    text = marks.text
    found = [q for q in quotations if not _reports_nothing(q, marks)]
    found = [_inverted(_said_by_said(_whole(q, marks), text), marks) for q in found]
    found = [_own_subject(q, text) for q in found]
    found = [part for q in found for part in _own_words(q, found, marks)]
    found = [part for q in found for part in _own_sentences(q, marks)]
    found = _given_back(_followed(found, text), quotations, text)
    return [*found, *_inner(found, marks)]


def orphaned(quotation: Quotation, spans: list[Offsets] | None = None) -> Quotation:
    """The quotation, or some of its words, without cue and source."""
    certainty = quotation.certainty | WITHOUT_CUE
    return Quotation(spans or quotation.spans, None, None, certainty)


def _reports_nothing(q: Quotation, marks: Marks) -> bool:
    """Whether a clause tells of silence or an act, "has ordered attacks", or is none, "last"."""
    if q.cue is None or marks.share(q.spans) > 0.05:
        return False
    cue = marks.text[slice(*q.cue)]
    lemma, said = cue_lemma(cue), " ".join(marks.text[s:e] for s, e in q.spans).strip(" .")
    if lemma in ("say", "tell", "speak") and _NOTHING.fullmatch(said):
        return True
    if said.lower() in _PRONOUNS or cue in _NO_CUES:
        return True
    if cue.istitle() and _is_name(q.cue, marks.text):
        return True
    if cue.endswith(" at") and lemma.split()[0] in _AT:
        return True
    return lemma in _ACTS and not _CLAUSE.search(said)


def _is_name(cue: Offsets, text: str) -> bool:
    """Whether a word with a capital is a name: inside a sentence that is not in title case."""
    lines = paragraphs(text)
    start, end = lines[_line(lines, cue[0])]
    words = text[start:end].split()
    small = sum(word[:1].islower() for word in words)
    opens = text[start : cue[0]].rstrip(" \"'“‘")[-1:] in ("", ".", "?", "!")
    return small > len(words) / 2 and not opens and not is_speech(text[slice(*cue)])


def _whole(q: Quotation, marks: Marks) -> Quotation:
    """The quotation less a stray word of another sentence: "Iran" beside "to retaliate"."""
    if q.cue is None or len(q.spans) < 2:
        return q
    text, sentences = marks.text, sentences_of(marks.text)
    here = sentences.at(q.cue[0])
    stray = [
        span
        for span in q.spans
        if len(text[slice(*span)].split()) <= _STRAY
        and not marks.overlapping(*span)
        and sentences.at(span[0]) != here
    ]
    return replace(q, spans=[s for s in q.spans if s not in stray] or q.spans)


def _said_by_said(q: Quotation, text: str) -> Quotation:
    """A man named Said, whose name was taken for the cue: "Abu Said told reporters"."""
    if q.cue is None or q.source is None or q.source[1] != q.cue[0] - 1:
        return q
    name = _NAMED_SAID.match(text, q.cue[0])
    after = _SAID.match(text, name.end() + 1) if name else None
    if name is None or after is None or not is_speech(after[1]):
        return q
    spans = [(max(s, after.end() + 1), e) if s <= after.start() < e else (s, e) for s, e in q.spans]
    kept = [s for s in spans if s[0] < s[1]]
    sure = q.certainty | dict.fromkeys((*WITHOUT_CUE, "begin"), 0.0)
    return replace(
        q, spans=kept, cue=after.span(), source=(q.source[0], name.end()), certainty=sure
    )


def _inverted(q: Quotation, marks: Marks) -> Quotation:
    """`“What a day!” sighed Mona`: who is named right behind the cue is the source."""
    if q.cue is None or not marks.overlapping(*q.spans[-1]):
        return q
    text, (begin, end) = marks.text, q.cue
    if q.spans[-1][1] > begin or text[q.spans[-1][1] : begin].strip(_BETWEEN):
        return q
    if not (name := _NAME.match(text, end)):
        return q
    apart = q.source is None or "\n" in text[min(q.source[1], begin) : max(q.source[0], end)]
    return replace(q, source=name.span(1)) if apart else q


def _own_subject(q: Quotation, text: str) -> Quotation:
    """`She added that … . …, Kirov said`: the pronoun before the cue, no name sentences away."""
    subject = _SUBJECT.search(text, max(0, q.cue[0] - 6), q.cue[0]) if q.cue else None
    if subject is None or q.cue is None or q.source is None or q.source[0] < q.cue[1]:
        return q
    sentences = sentences_of(text)
    apart = sentences.at(q.source[0]) != sentences.at(q.cue[0])
    return replace(q, source=subject.span()) if apart else q


def _own_words(q: Quotation, all_: Sequence[Quotation], marks: Marks) -> Iterator[Quotation]:
    """The quotation less marked paragraphs that another sentence keeps from its clause."""
    if q.cue is None:
        # the "we" of a reporter in a paragraph before says nothing in marks
        reporter = q.source and marks.text[slice(*q.source)].lower() in ("i", "we")
        apart = reporter and "\n" in marks.text[q.source[1] : q.spans[0][0]]  # type: ignore[index]
        yield orphaned(q) if apart or _acted(q, marks) else q
        return
    if _acted(q, marks):
        yield orphaned(q)
        return
    strangers = [s for s in q.spans if _apart(s, q, all_, marks)]
    if kept := [s for s in q.spans if s not in strangers]:
        yield replace(q, spans=kept)
    for span in strangers:
        before = q.source and q.source[1] <= span[0] and is_speech(marks.text[slice(*q.cue)])
        yield replace(orphaned(q, [span]), source=q.source if before else None)


def _own_sentences(q: Quotation, marks: Marks) -> Iterator[Quotation]:
    """The quotation, its last sentence apart where that has a clause of its own behind it."""
    text, (start, end) = marks.text, q.spans[-1]
    sentences = sentences_of(text)
    last = sentences.bounds[sentences.at(end - 1)][0]
    behind = _BEHIND.match(text, end) if q.cue and q.cue[1] <= start < last else None
    inside = marks.overlapping(last, end) and text[last] not in "\"'“‘"  # of a longer marked piece
    if behind is None or not is_speech(behind[2]) or inside:
        yield q
        return
    yield replace(q, spans=[*q.spans[:-1], (start, last)])
    yield replace(q, spans=[(last, end)], cue=behind.span(2), source=behind.span(1))


def _acted(q: Quotation, marks: Marks) -> bool:
    """Whether the clause after a closed sentence tells an act: `“Come in.” Bob nodded.`."""
    text, source = marks.text, q.source
    pieces = marks.overlapping(*q.spans[-1])
    if not pieces or not pieces[-1].closed or source is None:
        return False
    inner, end = pieces[-1].inner, pieces[-1].end
    if text[inner[1] - 1] != "." or source[0] < end or text[end : source[0]].strip():
        return False
    if q.cue is None:  # a name on the next line may sign
        word = _NEXT.match(text, source[1])
        return word is not None and "\n" not in text[end : source[0]] and not is_speech(word[1])
    return source[0] < q.cue[0] and not is_speech(text[slice(*q.cue)])


def _apart(span: Offsets, q: Quotation, all_: Sequence[Quotation], marks: Marks) -> bool:
    """Whether a marked paragraph is none that this clause reports."""
    assert q.cue is not None
    text, cue = marks.text, q.cue
    lines = paragraphs(text)
    at, here = _line(lines, span[0]), _line(lines, cue[0])
    pieces = marks.overlapping(*span)
    if here in (at, _line(lines, span[1] - 1)) or not pieces or not pieces[-1].closed:
        return False
    if marks.share([lines[at]]) < 1:
        return False
    between = range(at + 1, here) if at < here else range(here + 1, at)
    if any(marks.share([lines[n]]) < 1 for n in between):
        return True
    if at > here:
        # "we heard him yelling" reports no paragraph further down
        return not is_speech(text[slice(*cue)]) and text[: lines[here][1]][-1] not in ":,"
    end = max(cue[1], q.source[1] if q.source and _line(lines, q.source[0]) == here else 0)
    own = (o.spans[0][0] for o in all_ if o is not q and o.cue is None)
    said = _TOLD if cue_lemma(text[slice(*cue)]) == "tell" else _COMPLEMENT
    return said.match(text, end) is not None or any(0 <= s - end < _NEAR for s in own)


def _line(lines: Sequence[Offsets], at: int) -> int:
    return bisect_right(lines, (at, len(lines) and lines[-1][1] + 1)) - 1


def _followed(found: Sequence[Quotation], text: str) -> list[Quotation]:
    """The quotations; one that ends in "which" goes on to the end of the words reported then."""
    out = []
    for q in found:
        start, end = q.spans[-1]
        if relative := _RELATIVE.search(text, start, end):
            inner = (o for o in found if o.source and 0 <= o.source[0] - end < 4)
            further = next((o.spans[-1][1] for o in inner if o.spans[-1][1] > end), None)
            if further is None or "\n" in text[end:further]:
                further = relative.start() if relative[1] != "that" else end
            q = replace(q, spans=[*q.spans[:-1], (start, further)]) if further > start else q
        out.append(q)
    return out


def _inner(found: Sequence[Quotation], marks: Marks) -> Iterator[Quotation]:
    """What somebody says within what another reports: "a raid which a monitor said killed two"."""
    for q in found:
        start, end = q.spans[-1]
        inner = _WHICH_SAID.search(marks.text, start, end)
        if inner is None or marks.overlapping(start, end):
            continue
        if not any(o is not q and o.spans[0][0] < end and start < o.spans[-1][1] for o in found):
            yield Quotation([(inner.start(3), end)], inner.span(2), inner.span(1), q.certainty)


def _given_back(
    found: Sequence[Quotation], before: Sequence[Quotation], text: str
) -> list[Quotation]:
    """The quotations; a clause that lost its words reports those that follow it unreported."""
    kept = {q.cue for q in found}
    free = [(q.cue, q) for q in before if q.cue and q.cue not in kept]
    out = []
    for q in found:
        start = q.spans[0][0]
        for cue, clause in free if q.cue is None else ():
            end = max(cue[1], (clause.source or (0, 0))[1])
            if 0 <= start - end < _REACH and not _FULL_STOP.search(text[end - 1 : start]):
                sure = {k: clause.certainty[k] for k in WITHOUT_CUE if k in clause.certainty}
                q = Quotation(q.spans, cue, clause.source, q.certainty | sure)
                free.remove((cue, clause))
                break
        out.append(q)
    return out
