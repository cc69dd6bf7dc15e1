"""Which charts a report holds, and what each is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analystkit import charts
from analystkit.reporting.markup import missing
from analystkit.reporting.material import Material

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Drawing = Callable[[], "Axes"]


def of_voices(material: Material, events: Mapping[Any, str] | None) -> Iterator[Drawing]:
    """Who speaks, and when."""
    quotes, articles, by = material.quotes, material.articles, material.by
    yield lambda: charts.voices(quotes, by=by)
    if by == "camp":
        yield lambda: charts.voices(quotes, by="speaker")
    yield lambda: charts.timeline(quotes, articles=articles, by=by, events=events)


def of_telling(material: Material) -> Iterator[Drawing]:
    """How outlets tell it: whose words, whom they quote, with which verbs, in which place."""
    quotes, articles, by = material.quotes, material.articles, material.by
    if not all(map(missing, articles["outlet"])):
        yield lambda: charts.verbatim(quotes, articles=articles)
        yield lambda: charts.who_quotes_whom(quotes, articles=articles, by=by)
    else:
        yield lambda: charts.verbatim(quotes, by=by)
    yield lambda: charts.cues(quotes, by=by)
    if quotes["position"].notna().any():
        yield lambda: charts.prominence(quotes, by=by, articles=articles)


def of_stance(material: Material) -> Iterator[Drawing]:
    """Who stands where."""
    stance, quotes, by, names = material.stance, material.quotes, material.by, material.targets
    assert stance is not None
    yield lambda: charts.stance_matrix(stance, quotes=quotes, by=by, names=names)
    yield lambda: charts.network(stance, quotes=quotes, by=by, names=names)
