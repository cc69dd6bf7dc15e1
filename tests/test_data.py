"""The sample coverage and its hand attribution are what data/README.md says they are."""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COVERAGE = ROOT / "data" / "coverage"
GOLD = ROOT / "data" / "gold"
STATEMENTS = ROOT.parent / "shared" / "facts" / "statements.csv"
SEED = ROOT.parent / "shared" / "seed" / "article.txt"

REPORTS = sorted(p for p in COVERAGE.iterdir() if p.suffix in {".txt", ".md"})
each_report = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
each_doc = pytest.mark.parametrize("doc", [path.stem for path in REPORTS])

CAMPS = {"Iraqi government", "United States", "Iran-aligned militias", "Iran"}
CAMPS |= {"US Congress", "US-led coalition", None}
WORD = re.compile(r"\w+(?:['’]\w+)*")
CUT = re.compile(r"…|\.\.\.")
# ' and ’ are apostrophes as well, so single marks are told by what stands beside them.
MARKED = re.compile(
    r"""“[^“”]*(?:”|$)|"[^"]*(?:"|$)|«[^«»]*(?:»|$)|''.*?(?:''|$)"""
    r"|(?<!\w)‘(?:[^‘’]|’(?=\w))*(?:’(?!\w)|$)"
)


@cache
def split_report(path: Path) -> tuple[dict[str, object], str]:
    """Front matter and body of a report, the body as the loader gives it."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body.lstrip("\n").rstrip()


@cache
def rows() -> list[dict]:
    lines = (GOLD / "quotes.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def rows_of(doc: str) -> list[dict]:
    return [row for row in rows() if row["doc"] == doc]


@cache
def used() -> list[dict[str, str]]:
    with (GOLD / "statements_used.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def statements() -> dict[str, dict[str, str]]:
    if not STATEMENTS.exists():
        pytest.skip("the table of statements is not at hand (../shared/facts/statements.csv)")
    with STATEMENTS.open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row for row in csv.DictReader(handle)}


def gold_text(doc: str) -> str:
    return (GOLD / f"{doc}.txt").read_bytes().decode()


def words(text: str) -> list[str]:
    return [w.replace("’", "'") for w in WORD.findall(text.lower())]


def runs(tokens: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """All stretches of so many words."""
    return [tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1)]


def contains(whole: list[str], part: list[str]) -> bool:
    return tuple(part) in runs(whole, len(part))


def marked_spans(text: str) -> list[tuple[int, int]]:
    """Spans between quote marks, marks included, paragraph by paragraph."""
    return [
        (paragraph.start() + m.start(), paragraph.start() + m.end())
        for paragraph in re.finditer(r"[^\n]+", text)
        for m in MARKED.finditer(paragraph[0])
    ]


def marked_pieces(row: dict, text: str) -> list[list[str]]:
    """The words of a quotation that stand in quote marks, split wherever they are cut."""
    found = []
    for start, end in row["content"]:
        for a, b in marked_spans(text):
            piece = text[max(a, start) : min(b, end)]
            found += [words(part) for part in CUT.split(piece) if WORD.search(part)]
    return found


def statement_words(statement: dict[str, str]) -> list[str]:
    """A direct statement's words; of a mixed one those between its quote marks."""
    wording = statement["wording"]
    if statement["kind"] == "mixed":
        wording = " ".join(re.findall(r'"([^"]*)"', wording))
    return words(wording)


def kind_of(row: dict, text: str) -> str:
    marked = marked_spans(text)
    inside = [
        any(a <= start + m.start() and start + m.end() <= b for a, b in marked)
        for start, end in row["content"]
        for m in WORD.finditer(text[start:end])
    ]
    return "direct" if all(inside) else "mixed" if any(inside) else "indirect"


def test_twenty_four_reports_of_six_outlets():
    outlets = Counter(split_report(path)[0]["outlet"] for path in REPORTS)
    assert list(outlets.values()) == [4] * 6


@each_report
def test_report_has_the_promised_form(path):
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw
    front, body = split_report(path)
    assert list(front) == ["title", "outlet", "published", "author", "url", "language"]
    assert front["language"] == "en"
    assert re.match(r"https://[a-z-]+\.example/", front["url"])
    assert re.search(r"^published: \S+T\S+[+-]\d\d:\d\d$", raw.decode(), re.MULTILINE)
    first, end = datetime(2021, 6, 27, tzinfo=UTC), datetime(2021, 7, 28, tzinfo=UTC)
    assert first <= front["published"].astimezone(UTC) < end
    assert re.search(rf"^published: {path.name[:10]}T", raw.decode(), re.MULTILINE)
    assert front["outlet"].removeprefix("The ").lower().replace(" ", "-") in path.stem
    assert 150 <= len(body.split()) <= 500
    assert "\n" not in body.replace("\n\n", "") and "\n\n\n" not in body


@each_report
def test_gold_text_is_the_body(path):
    assert gold_text(path.stem) == split_report(path)[1]


def test_gold_covers_every_report_and_nothing_else():
    stems = {path.stem for path in REPORTS}
    assert {row["doc"] for row in rows()} == stems
    assert {path.stem for path in GOLD.glob("*.txt")} == stems
    assert f" {len(rows())} attributions: " in (GOLD.parent / "README.md").read_text("utf-8")


@each_doc
def test_spans_lie_in_the_text_and_words_are_theirs(doc):
    text = gold_text(doc)
    for row in rows_of(doc):
        assert row["content"], row
        for role in ("content", "source", "cue"):
            for start, end in row[role]:
                assert 0 <= start < end <= len(text), row
                assert text[start:end] == text[start:end].strip(), row
                assert "\n" not in text[start:end], row
            assert row[role] == sorted(row[role]), row
        assert row["words"] == [text[start:end] for start, end in row["content"]]


@each_doc
def test_rows_are_in_reading_order_and_never_share_content(doc):
    spans = [row["content"] for row in rows_of(doc)]
    assert [s[0] for s in spans] == sorted(s[0] for s in spans)
    flat = sorted(piece for row in spans for piece in row)
    assert all(a[1] <= b[0] for a, b in pairwise(flat))


@each_doc
def test_kind_agrees_with_the_marks(doc):
    text = gold_text(doc)
    for row in rows_of(doc):
        assert row["kind"] == kind_of(row, text), row


def test_speakers_and_camps():
    for row in rows():
        assert row["camp"] in CAMPS, row
        assert (row["speaker"] is None) == (not row["source"]), row
    camps = {(row["doc"], row["speaker"], row["camp"]) for row in rows()}
    assert len(camps) == len({(doc, speaker) for doc, speaker, _ in camps})


def test_every_statement_is_used_and_several_by_more_than_one_outlet():
    assert {entry["statement"] for entry in used()} == {f"s{i:02}" for i in range(1, 42)}
    assert {entry["how"] for entry in used()} == {"verbatim", "shortened", "paraphrased"}
    outlets = {}
    for entry in used():
        outlet = split_report(next(COVERAGE.glob(f"{entry['doc']}.*")))[0]["outlet"]
        outlets.setdefault(entry["statement"], set()).add(outlet)
    assert sum(len(names) > 1 for names in outlets.values()) >= 20


def test_no_report_is_older_than_its_statements():
    assert {entry["statement"] for entry in used()} == set(statements())
    for entry in used():
        said = date.fromisoformat(statements()[entry["statement"]]["date"])
        assert date.fromisoformat(entry["doc"][:10]) >= said, entry


@each_doc
def test_quoted_words_of_real_people_are_their_own(doc):
    """Nothing stands in quote marks under a camp's name that a statement does not hold."""
    text = gold_text(doc)
    known = [statement_words(statements()[e["statement"]]) for e in used() if e["doc"] == doc]
    for row in (r for r in rows_of(doc) if r["camp"] is not None):
        for piece in marked_pieces(row, text):
            assert any(contains(whole, piece) for whole in known), (row["words"], piece)


@each_doc
def test_statements_are_used_as_the_list_says(doc):
    text = gold_text(doc)
    pieces = [marked_pieces(row, text) for row in rows_of(doc) if row["camp"] is not None]
    whole_quotes = [list(chain.from_iterable(quote)) for quote in pieces]
    for entry in (e for e in used() if e["doc"] == doc):
        statement = statements()[entry["statement"]]
        whole = statement_words(statement)
        full = any(contains(quote, whole) for quote in whole_quotes)
        part = any(contains(whole, piece) for piece in chain.from_iterable(pieces))
        if statement["kind"] == "indirect":
            assert entry["how"] == "paraphrased", entry
        elif entry["how"] == "verbatim":
            assert full, entry
        elif entry["how"] == "shortened":
            assert part and not full, entry
        else:
            assert not full, entry


def test_no_eight_words_in_a_row_are_taken_from_the_seed_article():
    if not SEED.exists():
        pytest.skip("the seed article is not at hand (../shared/seed/article.txt)")
    stated = {run for s in statements().values() for run in runs(words(s["wording"]), 4)}
    seed = set(runs(words(SEED.read_text(encoding="utf-8")), 8))
    for path in REPORTS:
        front, body = split_report(path)
        for run in runs(words(f"{front['title']}\n{body}"), 8):
            if stated.isdisjoint(runs(run, 4)):
                assert run not in seed, path.stem
