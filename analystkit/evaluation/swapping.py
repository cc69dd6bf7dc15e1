"""Whether a stance hangs on who is named: the same questions with two sides' names exchanged."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analystkit.stance import Question, stances
from analystkit.text.edits import Edited


def pairs_of(pairs: Iterable[str]) -> dict[str, str]:
    """Of "Trump=Clinton" each name and the other.

    >>> pairs_of(["Trump=Clinton"])
    {'Trump': 'Clinton', 'Clinton': 'Trump'}
    """
    names: dict[str, str] = {}
    for pair in pairs:
        one, sign, other = (part.strip() for part in pair.partition("="))
        if not (one and sign and other) or one == other or {one, other} & set(names):
            raise ValueError(f"{pair!r} is no pair of names not yet given, such as Trump=Clinton")
        names |= {one: other, other: one}
    return names


def exchanged(question: Question, names: Mapping[str, str]) -> Question | None:
    """The question with every name in place of its other, or None where none is named.

    >>> exchanged(Question("Clinton blamed Trump.", (15, 20), (0, 7)), pairs_of(["Trump=Clinton"]))
    Question(text='Trump blamed Clinton.', target=(13, 20), holder=(0, 5))
    """
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    found = re.finditer(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", question.text)
    edited = Edited(question.text, [(*m.span(), names[m[0]]) for m in found])
    if edited.text == question.text:
        return None
    holder = question.holder and edited.moved(question.holder)
    return Question(edited.text, edited.moved(question.target), holder)


def swap_table(questions: Sequence[Question], names: Mapping[str, str]) -> pd.DataFrame:
    """The label and score of each question that names somebody, before and after the exchange."""
    both = [(q, other) for q in questions if (other := exchanged(q, names)) is not None]
    before, after = (stances(side) for side in zip(*both, strict=True)) if both else ([], [])
    rows = [
        (q.text, q.text[slice(*q.target)], one.leaning, other.leaning, one.score, other.score)
        for (q, _), one, other in zip(both, before, after, strict=True)
    ]
    columns = ["text", "target", "before", "after", "score_before", "score_after"]
    return pd.DataFrame(rows, columns=columns)
