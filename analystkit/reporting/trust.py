"""How the quotes and stances were found, and how far to trust them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from analystkit.markup.html import Html, join, missing, share, tag
from analystkit.models.loading import MODELS
from analystkit.reporting.content import Material
from analystkit.reporting.speakers import number_link, table
from analystkit.text.wording import plural

LOW = 0.7


@cache
def figures() -> dict[str, dict[str, str]]:
    """The measured figures of the shipped networks, as ``models/figures.toml`` holds them."""
    return tomllib.loads((MODELS / "figures.toml").read_text(encoding="utf-8"))


@cache
def fingerprint(name: str) -> str:
    """The first letters of a network's SHA-256, which tell versions apart."""
    return sha256((MODELS / name).read_bytes()).hexdigest()[:12]


def trust(material: Material) -> Iterator[Html]:
    """The section's paragraphs and tables."""
    yield tag(
        "p",
        "This report was made by a program. It misses quotes, gives some to the wrong speaker and "
        "misreads some stances. The figures below say how often. Read the sentence behind a "
        "figure before you print the figure.",
    )
    yield tag("h3", "Finding quotes")
    yield from _finding(material)
    if material.stance is not None:
        yield tag("h3", "Reading stances")
        yield from _reading(material)
    yield tag("h3", "Counting")
    yield tag(
        "p",
        "Lines in the charts and intervals in the tables are 95% intervals (Wilson’s for shares, "
        "a smoothed Bayesian bootstrap for mean stances). They take quotes as independent, "
        "although those of one article are not, and as rightly attributed: the true doubt is "
        "larger. A count says how often somebody was quoted in these articles, not in all "
        "coverage.",
    )


def _finding(material: Material) -> Iterator[Html]:
    known = figures()["tagger"]
    yield tag(
        "p",
        "A trained network marks the words said, the reporting words and the source in each "
        "article, and links them; rules mend the edges at quote marks and find each speaker’s "
        "full name; a registry gives camps. As installed where this report was made: analystkit "
        f"{version('analystkit')}, network {fingerprint('tagger.onnx.gz')}. Measured on "
        f"{known['articles']} news articles ({known['corpus']}) that the network was not trained "
        f"on, with confidence from {decimal(known['cut'])} up:",
    )
    rows = [
        (
            "Of what it marks as quotes: right, with the right source",
            "attributed_precision",
        ),
        ("Of the quotes there are: found, with the right source", "attributed_recall"),
        ("… direct quotes", "direct_recall"),
        ("… mixed quotes", "mixed_recall"),
        ("… indirect quotes", "indirect_recall"),
    ]
    rows = [(what, percent(known[key])) for what, key in rows]
    rows.append(("Both in one figure (F1)", decimal(known["attributed_f1"])))
    rows.append(("… of two trained people, against one another", decimal(known["annotators"])))
    yield _measured(rows, caption="Finding quotes, measured")
    yield tag(
        "p",
        f"Of {known['names_asked']} direct and mixed quotes checked by reading, "
        f"{known['names_right']} had the right name.",
    )
    if material.rows:
        yield from _confidence(material, known)
        yield from _absent(material)


def _confidence(material: Material, known: dict[str, str]) -> Iterator[Html]:
    given = [row for row in material.rows if not missing(row["confidence"])]
    if not given:
        yield tag("p", "The quotes table of this report holds no confidence.")
        return
    low = [row["number"] for row in given if row["confidence"] < LOW]
    mean = sum(row["confidence"] for row in given) / len(given)
    least = min(row["confidence"] for row in given)
    wrong = (1 - mean) * len(given)
    yield tag(
        "p",
        "Confidence is calibrated: of quotes given 0.80, about 80% are found and given to the "
        f"right source (average error {decimal(known['calibration_error'])}). Quotes under "
        f"{decimal(known['cut'])} are left out unless the maker of a table asks for them; the "
        f"least sure here has {least:.2f}. On average these quotes have {mean:.2f}, so expect some "
        f"{wrong:,.0f} of {len(given):,} to be wrong.",
    )
    if low:
        told = f"{plural(len(low), 'quote')} ({share(len(low), len(given))}) under {LOW:.2f}"
        yield _numbers(told, low, anchor="low")


def _absent(material: Material) -> Iterator[Html]:
    total, rows = len(material.rows), material.rows
    nobody = [row["number"] for row in rows if missing(row["speaker"])]
    if nobody:
        told = f"{plural(len(nobody), 'quote')} ({share(len(nobody), total)}) without a speaker"
        yield _numbers(told, nobody, anchor="no-speaker")
    if material.by == "camp":
        alone = [row["number"] for row in rows if missing(row["camp"])]
        if alone:
            told = f"{plural(len(alone), 'quote')} ({share(len(alone), total)}) without a camp"
            yield _numbers(told, alone, anchor="no-camp")


def _reading(material: Material) -> Iterator[Html]:
    known = figures()["stance"]
    yield tag(
        "p",
        "A second network reads whether a speaker is for, against or neutral toward a target that "
        "the quote mentions. A quote that does not bear on a target has no stance toward it, and "
        "that is not neutrality. A stance whose confidence is under "
        f"{known['unclear_below']} is called unclear. Network {fingerprint('stance.onnx.gz')}. "
        "Measured:",
    )
    news = f"{known['news_questions']} news sentences about people and bodies"
    own = f"{known['own_pairs']} quotes, mostly about events and policies"
    rows = [
        (f"{news}: macro F1", decimal(known["news_f1"])),
        ("… average error of its confidence", decimal(known["news_error"])),
        (f"{own}: not left unclear", percent(known["own_answered"])),
        ("… right, of these", percent(known["own_accuracy"])),
        ("… macro F1, of these", decimal(known["own_f1"])),
        ("… average error of its confidence", decimal(known["own_error"])),
    ]
    yield _measured(rows, caption="Reading stances, measured")
    labels = [str(row["label"]) for rows in material.stances.values() for row in rows]
    unclear = sorted(
        row["number"]
        for row in material.rows
        if any(s["label"] == "unclear" for s in material.stances.get(row["quote_id"], []))
    )
    if unclear:
        n = labels.count("unclear")
        told = f"{n:,} of {plural(len(labels), 'stance')} ({share(n, len(labels))}) unclear"
        yield _numbers(told, unclear, anchor="unclear")


def percent(figure: str) -> str:
    """``85%`` for ``.85``."""
    return f"{float(figure):.0%}"


def decimal(figure: str) -> str:
    """``0.755`` for ``.755``, also within words."""
    return re.sub(r"(?<!\d)\.", "0.", figure)


def _measured(rows: list[tuple[str, str]], *, caption: str) -> Html:
    body = [tag("tr", tag("th", k, scope="row"), tag("td", v, class_="n")) for k, v in rows]
    return table(["What", "Measured"], body, caption=caption, numbers=1)


def _numbers(told: str, numbers: list[int], *, anchor: str) -> Html:
    """A figure that unfolds into the quotes behind it."""
    links: Any = join(map(number_link, numbers), ", ")
    return tag("details", tag("summary", told), tag("p", links), id=anchor, class_="numbers")
