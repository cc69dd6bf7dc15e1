"""The board of a comparison, and what it is sent: column heads, days and cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analystkit.palette import STANCES
from analystkit.widgets._compare_rows import Material, day_words, heading
from analystkit.widgets._markup import given
from analystkit.widgets._pane import stylesheet

PAGE = 60  # quotes on a page, all columns together


class CompareBoard(anywidget.AnyWidget):
    """The controls and columns in the browser; all of it is set as text, never as HTML."""

    _esm = stylesheet("dom.js") + stylesheet("compare.js")
    _css = stylesheet("theme.css") + stylesheet("compare.css")

    kinds: traitlets.List[Any] = traitlets.List().tag(sync=True)
    view: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    page = traitlets.Int(0).tag(sync=True)
    quote = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)


def pages(rows: pd.DataFrame) -> int:
    """Pages these rows take, at least one."""
    return max(1, -(-len(rows) // PAGE))


def board_view(
    material: Material,
    state: Mapping[str, Any],
    rows: pd.DataFrame,
    page: int,
    *,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """The state, the targets with counts and names, the columns' heads and one page of days."""
    by, who, target = state["by"], state["who"], state["target"]
    stance = material.stance
    of_target = stance if target is None else stance[stance["target"] == target]
    sizes, camps = material.sizes(by), material.camps(by)
    columns = [
        {
            **heading(name, rows, of=int(sizes[name]), stances=None if stance.empty else of_target),
            "colour": material.colour(by, name),
            "camp": camps.get(name, "") if by != "camp" else "",
        }
        for name in who
    ]
    counts = dict(material.targets(by, who))
    if target is not None:
        counts.setdefault(target, 0)
    return {
        **state,
        "targets": None if stance.empty else [[id, n, names[id]] for id, n in counts.items()],
        "toward": "" if target is None else names[target],
        "columns": columns,
        "groups": len(sizes),
        "total": len(rows),
        "pages": pages(rows),
        "page": page,
        "first": page * PAGE,
        "days": _days(material, state, rows, page * PAGE, names),
    }


def _days(
    material: Material,
    state: Mapping[str, Any],
    rows: pd.DataFrame,
    start: int,
    names: Mapping[str, str],
) -> list[dict[str, Any]]:
    part = rows.iloc[start : start + PAGE]
    held = _stances(material.stance, part, state["target"], names)
    at = {name: number for number, name in enumerate(state["who"])}
    sizes = rows["_day"].fillna("").value_counts()
    days: dict[str, dict[str, Any]] = {}
    for row in part.to_dict("records"):
        key = given(row, "_day")
        if key not in days:
            days[key] = {
                "day": day_words(row["_day"]),
                "weekday": f"{pd.Timestamp(key):%A}" if key else "",
                "n": int(sizes[key]),
                "cells": [[] for _ in at],
            }
        sure = given(row, "confidence")
        card = {
            "id": str(row["quote_id"]),
            "quote": str(row["quote"]),
            "speaker": given(row, "speaker") if state["by"] != "speaker" else "",
            "outlet": given(row, "outlet"),
            "kind": given(row, "kind"),
            "sure": f"{float(sure):.2f}" if sure else "",
            "stances": held.get(str(row["quote_id"]), []),
        }
        days[key]["cells"][at[row["_group"]]].append(card)
    return list(days.values())


def _stances(
    stance: pd.DataFrame, part: pd.DataFrame, target: str | None, names: Mapping[str, str]
) -> dict[str, list[list[str]]]:
    """Label, score, colour and, where any target is meant, the target of each quote's stances."""
    sides = stance[stance["quote_id"].isin(part["quote_id"])]
    if target is not None:
        sides = sides[sides["target"] == target]
    held: dict[str, list[list[str]]] = {}
    for side in sides.to_dict("records"):
        label, score = str(side["label"]), given(side, "score")
        score = f"{float(score):+.2f}".replace("-", "−") if score else ""
        toward = "" if target is not None else names[str(side["target"])]
        held.setdefault(str(side["quote_id"]), []).append([label, score, STANCES[label], toward])
    return held
