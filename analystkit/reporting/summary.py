"""The head of a report, and how far to trust it, in figures."""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from itertools import starmap
from typing import Any

import pandas as pd

from analystkit.markup.html import missing
from analystkit.models.loading import MODELS
from analystkit.reporting.content import Material, Row
from analystkit.tables.moved import found_again
from analystkit.text.dates import period
from analystkit.text.wording import percent, plural

LOW = 0.7
_FEW = 3
_LISTED = 3


def told(material: Material) -> dict[str, Any]:
    """What the page tells of all quotes together."""
    return {
        "dates": dates_line(material),
        "figures": summary_figures(material),
        "summary": summary(material),
        "measures": figures(),
        "doubts": doubts(material),
        "checked": checked(material),
        "problems": problems_of(material),
        "low": LOW,
    }


def share(part: int, whole: int) -> str:
    """A share in per cent, in words where there is nothing to share."""
    return percent(part / whole) if whole else "none"


def dates_line(material: Material) -> str:
    """The articles' first to last day, with what has no date."""
    days = [page["published"] for page in material.pages]
    undated = sum(bool(pd.isna(date)) for date in days)
    dates = period(days)
    if not dates:
        return "No dates given" if days else ""
    return dates + (f" ({plural(undated, 'article')} without a date)" if undated else "")


def summary_figures(material: Material) -> list[tuple[str, str, str]]:
    """Quotes, articles, outlets, speakers, the attributed share: figure, words, where it leads."""
    rows = material.rows
    named = [str(row["speaker"]) for row in rows if not missing(row["speaker"])]
    counts = {
        "quote": len(rows),
        "article": len(material.pages),
        "outlet": sum(outlet["name"] is not None for outlet in material.outlets),
        "speaker": len(set(named)),
    }
    figures = [_counted(n, word) for word, n in counts.items()]
    figures.append((share(len(named), len(rows)) if rows else "–", "with a speaker", "trust"))
    if material.stance is not None:
        figures.append(_counted(sum(len(row["stances"]) for row in rows), "stance"))
    if material.notes is not None:
        figures.append((f"{len(checked(material)['all']):,}", "checked by people", "checked"))
    absent = {at for _, _, at in figures if not rows or (at == "articles" and not material.pages)}
    return [(n, word, "" if at in absent else at) for n, word, at in figures]


def _counted(n: int, word: str) -> tuple[str, str, str]:
    figure, words = plural(n, word).split()
    return figure, words, f"{word}s"


def summary(material: Material) -> dict[str, Any]:
    """What stands out: the camps and speakers quoted most, whose words, the clear stances."""
    sizes: Counter[Any] = Counter()
    largest: dict[Any, str] = {}
    for group in material.speakers:
        sizes[group["speaker"]] += len(group["rows"])
        largest.setdefault(group["speaker"], group["anchor"])
    order = sorted(sizes, key=lambda speaker: (-sizes[speaker], str(speaker)))
    cells = [c for c in material.cells if c["n"] >= _FEW and not missing(c["group"])]
    cells.sort(key=lambda cell: -cell["n"])
    return {
        "camps": [camp for camp in material.camps if camp["name"] is not None],
        "speakers": [(name, sizes[name], largest[name]) for name in order[:_LISTED]],
        "kinds": Counter(row["kind"] for row in material.rows),
        # The pairs whose interval does not hold 0, those with most quotes first.
        "against": [cell for cell in cells if cell["high"] < 0][:_LISTED],
        "for": [cell for cell in cells if cell["low"] > 0][:_LISTED],
    }


@cache
def figures() -> dict[str, dict[str, float]]:
    """The measured figures of the shipped networks, as ``models/figures.json`` holds them."""
    parts = json.loads((MODELS / "figures.json").read_text(encoding="utf-8"))
    return {name: part["figures"] for name, part in parts.items()}


@cache
def fingerprint(name: str) -> str:
    """The first letters of a network's SHA-256, which tell versions apart."""
    return sha256((MODELS / name).read_bytes()).hexdigest()[:12]


def doubts(material: Material) -> dict[str, Any]:
    """The quotes to doubt: how sure the least sure are, and which lack what."""
    rows = material.rows
    sure = [row for row in rows if not missing(row["confidence"])]
    labels = [str(stance["label"]) for row in rows for stance in row["stances"]]
    return {
        "confidence": [row["confidence"] for row in sure],
        "unsure": _numbers(row for row in sure if row["confidence"] < LOW),
        "no_speaker": _numbers(row for row in rows if missing(row["speaker"])),
        "no_camp": _numbers(row for row in rows if missing(row["camp"])),
        "unclear": _numbers(
            row for row in rows if any(s["label"] == "unclear" for s in row["stances"])
        ),
        "labels": Counter(labels),
    }


def checked(material: Material) -> dict[str, list[int]]:
    """The quotes that people have checked, and those of them that they have set right."""
    own = [row for row in material.rows if not missing(row.get("checked"))]
    answers = {row["number"]: [row, *row["stances"]] for row in own}
    return {
        "all": list(answers),
        "changed": [
            number
            for number, each in answers.items()
            if not all(missing(one.get("changed")) for one in each)
        ],
    }


def _numbers(rows: Iterable[Row]) -> list[int]:
    return [row["number"] for row in rows]


def problems_of(material: Material) -> dict[str, pd.DataFrame]:
    """The tables of what could not be read, those with rows."""
    found = {
        "What was skipped while loading": material.articles.attrs.get("problems"),
        "Articles that could not be searched for quotes": material.quotes.attrs.get("problems"),
        "Articles whose text is not the one their quotes were extracted from": pd.DataFrame(
            {
                "article_id": list(material.moved),
                "quotes": list(starmap(found_again, material.moved.values())),
            }
        ),
    }
    return {
        f"{name}: {plural(len(problems), 'row')}": problems
        for name, problems in found.items()
        if isinstance(problems, pd.DataFrame) and len(problems)
    }
