"""The second set of coverage: its spans, its kinds, and the pairs that are labelled."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

from analystkit import load_articles
from analystkit.evaluation.stances import annotated_quotes, read_stance_labels
from analystkit.reviewing import krippendorff_alpha
from analystkit.targets import load_targets, quote_targets

SECOND = Path(__file__).resolve().parents[1] / "data" / "second"
REPORTS = sorted((SECOND / "coverage").iterdir())
each_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
WORD = re.compile(r"\w+(?:['’]\w+)*")
# ' and ’ are apostrophes as well, so single marks are told by what stands beside them.
MARKED = re.compile(
    r"“[^“”]*(?:”|$)"
    r'|"[^"]*(?:"|$)'
    r"|(?<!\w)‘(?:[^‘’]|’(?=\w))*(?:’(?!\w)|$)"
    r"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)"
)


@cache
def rows() -> list[dict]:
    lines = (SECOND / "gold" / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def kind_of(content: list[list[int]], text: str) -> str:
    marked = [
        (paragraph.start() + m.start(), paragraph.start() + m.end())
        for paragraph in re.finditer(r"[^\n]+", text)
        for m in MARKED.finditer(paragraph[0])
    ]
    inside = [
        any(a <= start + m.start() and start + m.end() <= b for a, b in marked)
        for start, end in content
        for m in WORD.finditer(text[start:end])
    ]
    return "direct" if all(inside) else "mixed" if any(inside) else "indirect"


@each_report
def test_gold_text_is_what_the_loader_reads(path):
    articles = load_articles(path)
    text = (SECOND / "gold" / f"{path.stem}.txt").read_bytes().decode()
    assert articles["text"].tolist() == [text]
    assert articles["article_id"].tolist() == [path.stem]
    assert 300 <= len(text.split()) <= 450


@each_report
def test_spans_hold_their_words_and_the_kind_follows_the_marks(path):
    text = (SECOND / "gold" / f"{path.stem}.txt").read_bytes().decode()
    found = [row for row in rows() if row["doc"] == path.stem]
    assert [r["content"][0][0] for r in found] == sorted(r["content"][0][0] for r in found)
    for row in found:
        assert [text[a:b] for a, b in row["content"]] == row["words"]
        assert row["kind"] == kind_of(row["content"], text)
        for a, b in [*row["content"], *row["source"], *row["cue"]]:
            assert text[a:b] == text[a:b].strip()
            assert not (text[a - 1].isalnum() and text[a].isalnum()) if a else True
            assert not (text[b - 1].isalnum() and text[b : b + 1].isalnum())


def test_the_pairs_are_those_that_the_targets_give():
    articles, quotes = annotated_quotes(SECOND / "gold" / "quotes.jsonl")
    pairs = quote_targets(quotes, articles, load_targets(SECOND / "targets.toml"))
    labels = read_stance_labels(SECOND / "gold" / "stance.jsonl")
    columns = ["quote_id", "target"]
    assert labels[columns].to_dict("records") == pairs[columns].to_dict("records")


def test_where_the_two_readings_differ_the_label_is_neutral_and_the_page_tells_the_agreement():
    labels = read_stance_labels(SECOND / "gold" / "stance.jsonl")
    same = labels["first"] == labels["second"]
    assert (labels["label"] == labels["first"].where(same, "neutral")).all()
    alpha = krippendorff_alpha(labels["first"], labels["second"])
    counts = labels["label"].value_counts()
    page = (SECOND.parent / "README.md").read_text(encoding="utf-8")
    words = " ".join(page.split())
    told = f"{same.sum()} of {len(labels)} agree, Krippendorff's alpha {alpha:.2f}."
    assert told.replace("0.", ".") in words
    assert (
        f"{counts['against']} are against, {counts['for']} for, {counts['neutral']} neutral"
        in words
    )


def test_the_page_tells_the_counts():
    page = (SECOND.parent / "README.md").read_text(encoding="utf-8")
    lines = (SECOND / "gold" / "stance.jsonl").read_text(encoding="utf-8").splitlines()
    assert f" {len(rows())} attributions: " in page
    assert f" {len(lines)} pairs, " in page
