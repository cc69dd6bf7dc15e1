"""Questions without labels, for a teacher to answer and the shipped network to learn from.

PolNeAR marks who speaks and what of; what a speaker may be for or against in it are the names
and the nouns of that content.  NewsMTSC asks about one name a sentence; here the others are asked.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from analystkit.stance.marks import Span
from analystkit.stand_off import read_attributions
from analystkit.targets.sentences import Sentences
from analystkit.training.stance_data import Asked, Sources, without_copies

FAR = 400
_NAME = re.compile(r"\b[A-Z][\w’'.-]*[\w](?: (?:of |the |for )?[A-Z][\w’'.-]*[\w])*")
_NOUN = re.compile(
    r"\b(?:the|this|that|his|her|their|its|a|an) ((?:[a-z-]+ )?[a-z-]{3,})"
    r"(?= (?:of|on|in|by|against|to|that|was|is|were|are|would|will|had|has|and|as)\b|[.,;”\"])"
)
_PRONOUNS = frozenset("I It He She They We You The This That These Those But And".split())


def unlabelled(corpora: Path, sources: Sources, *, count: int, seed: int = 11) -> list[Asked]:
    """At most `count` questions, the same each time; a third of them without a holder.

    Sentences that also stand among the held-out ones are left out.  The labels mean nothing.
    """
    rng = random.Random(seed)
    spoken = list(_spoken(corpora / "polnear" / "train", rng))
    other = list(_other_names(sources.newsmtsc, rng))
    held = without_copies(spoken, sources.held_newsmtsc + sources.held_dse)
    rng.shuffle(held)
    rng.shuffle(other)
    rows = held[: 2 * count // 3] + other[: count // 3]
    rng.shuffle(rows)
    return rows


def _spoken(folder: Path, rng: random.Random) -> Iterator[Asked]:
    """A name and a noun of each attribution, asked of its source or of the sentence itself."""
    for ann in sorted((folder / "attributions").glob("*.ann")):
        text = (folder / "text" / f"{ann.stem}.txt").read_bytes().decode("utf-8")
        sentences = Sentences(text)
        for number, row in enumerate(read_attributions(ann.read_text("utf-8"))):
            if not row.source:
                continue
            source = min(row.source)[0], max(row.source)[1]
            for target in _targets(text, row.content, source, rng):
                low, high = _around(sentences, source, target)
                if high - low > 3 * FAR or "\n" in text[low:high].strip():
                    continue
                name = f"{ann.stem}:{number}:{target[0]}"
                asked = _moved(target, low), _moved(source, low)
                holder = asked[1] if rng.random() < 0.75 else None
                yield Asked(name, text[low:high].rstrip(), asked[0], holder, 0 if holder else 1)


def _targets(
    text: str, content: Sequence[Span], source: Span, rng: random.Random
) -> Iterator[Span]:
    for pattern, group in ((_NAME, 0), (_NOUN, 1)):
        found = [
            match.span(group)
            for start, end in content
            for match in pattern.finditer(text, start, end)
            if match[group] not in _PRONOUNS
            and (match.end(group) <= source[0] or match.start(group) >= source[1])
        ]
        if found:
            yield rng.choice(found)


def _around(sentences: Sentences, *spans: Span) -> Span:
    numbers = [sentences.at(span[0]) for span in spans]
    numbers += [sentences.at(span[1] - 1) for span in spans]
    return sentences.bounds[min(numbers)][0], sentences.bounds[max(numbers)][1]


def _moved(span: Span, by: int) -> Span:
    return span[0] - by, span[1] - by


def _other_names(rows: Iterable[Asked], rng: random.Random) -> Iterator[Asked]:
    """A name or noun of each sentence that its own questions do not ask about."""
    taken: dict[str, list[Span]] = {}
    for row in rows:
        taken.setdefault(row.text, []).append(row.target)
    for number, (text, spans) in enumerate(taken.items()):
        found = [
            match.span(group)
            for pattern, group in ((_NAME, 0), (_NOUN, 1))
            for match in pattern.finditer(text)
            if match[group] not in _PRONOUNS
            and all(match.end(group) <= s or match.start(group) >= e for s, e in spans)
        ]
        if found:
            target = rng.choice(found)
            yield Asked(f"other:{number}:{target[0]}", text, target, None, 1)
