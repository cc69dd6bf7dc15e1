"""Long and hostile articles: seconds at growing size, up to the size that is promised.

``python tests/benchmarks/long.py`` extracts the quotations of each kind of text at an
eighth, a quarter, a half and the whole of its full size (``--parts 8 4 2 1``) and
prints processor seconds, beside the times of the size before: 2 is linear.  With
``--folder`` its ``*.txt`` files, joined, are the long article.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

_PEOPLE = ("Dana Whitfield", "Amir Hassan", "Lucía Ortega", "John O’Neill", "Mary Stone")
_PLACES = ("council", "school board", "harbour office", "Department of Health", "union")
_CLAIMS = (
    "the bridge will not open before the spring",
    "nobody had asked the people who live there",
    "prices rose by a third in two years",
    "there is no money left for the schools",
    "the figures of last year were wrong",
    "two of the three pumps failed in the night",
    "it would rather wait for the court",
)
_FRAMES = (
    "“{claim},” {person} said on Monday. “We have waited long enough.”",
    "{person}, who heads the {place}, said that {claim}.",
    "According to the {place}, {claim}.",
    "The {place} met for two hours. It did not vote, and most of the seats were empty.",
    "{person} denied it. She told the {place} that “{claim}” was a rumour.",
    "The {place}’s spokesman wouldn’t say whether {claim}.",
)


def sentences() -> Iterator[str]:
    """Plain news prose without end, the same on every call."""
    for i in itertools.count():
        yield _FRAMES[i % len(_FRAMES)].format(
            claim=_CLAIMS[i * 5 // 3 % len(_CLAIMS)],
            person=_PEOPLE[i * 7 // 4 % len(_PEOPLE)],
            place=_PLACES[i * 3 // 2 % len(_PLACES)],
        )


def article(characters: int) -> str:
    """An article of so many characters, in paragraphs of three sentences."""
    some, size, prose = [], 0, sentences()
    while size < characters:
        some.append(" ".join(itertools.islice(prose, 3)))
        size += len(some[-1]) + 2
    return "\n\n".join(some)[:characters]


def unclosed(marks: int, *, line: str = "\n\n") -> str:
    """An article with so many opening quote marks and no closing one, two a paragraph."""
    opening = itertools.cycle(("“", '"', "``", "‘", "„", "''"))
    bare = (s.replace("“", "").replace("”", "") for s in sentences())
    ends = itertools.cycle((" ", line))
    return "".join(
        f"{mark}{sentence}{end}"
        for mark, sentence, end in itertools.islice(zip(opening, bare, ends, strict=False), marks)
    )


def paragraph(words: int) -> str:
    """One paragraph of so many words."""
    return " ".join(itertools.islice((w for s in sentences() for w in s.split()), words))


TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "article, characters": (article, 2_000_000),
    "unclosed quote marks": (unclosed, 5_000),
    "unclosed, one paragraph": (lambda marks: unclosed(marks, line=" "), 5_000),
    "one paragraph, words": (paragraph, 100_000),
}


def main() -> None:
    """Print the table, a row at a time."""
    from analystkit.quotes import extract_quotes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", type=int, nargs="+", default=[8, 4, 2, 1], help="1/n of full")
    parser.add_argument("--folder", type=Path, help="texts for the long article")
    args = parser.parse_args()
    texts = dict(TEXTS)
    if args.folder:
        whole = "\n\n".join(p.read_text("utf-8") for p in sorted(args.folder.rglob("*.txt")))
        texts = {"folder, characters": (lambda n: whole[:n], min(len(whole), 2_000_000)), **texts}
    for kind, (make, full) in texts.items():
        before = None
        for part in args.parts:
            text = make(full // part)
            began, clock = time.process_time(), time.perf_counter()
            quotes = extract_quotes(pd.DataFrame({"article_id": ["long"], "text": [text]}))
            seconds = time.process_time() - began
            wall = time.perf_counter() - clock
            for row in quotes.itertuples():
                assert row.quote == " … ".join(text[s:e] for s, e in row.spans)
            grown = f"{seconds / before:5.2f} times" if before else ""
            print(
                f"{kind:24}{full // part:>10,}{seconds:9.1f} s processor{wall:9.1f} s clock"
                f"  {len(quotes):>6} quotations, {len(quotes.attrs['problems'])} problems  {grown}",
                flush=True,
            )
            before = seconds


if __name__ == "__main__":
    main()
