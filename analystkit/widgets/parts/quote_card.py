"""What the reader's card tells of a quote: plain values, and the words that moved a stance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analystkit.markup.article import given
from analystkit.palette import MISSING, STANCES, camp_colours
from analystkit.stance.explain import FULL, LEAST
from analystkit.text.wording import signed

if TYPE_CHECKING:
    from analystkit.stance import Explanation

_EXCERPT = 70  # characters of a quote in the list of quotes
_KINDS = {
    "direct": "direct: word for word", "mixed": "mixed: partly word for word",
    "indirect": "indirect: in the article's words",
}  # fmt: skip
_SURE = ((0.9, "very likely right"), (0.75, "likely right"), (0.5, "more likely right than wrong"))
_STRONGEST = 6


def quote_facts(
    table: pd.DataFrame,
    stance: pd.DataFrame,
    *,
    colours: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """What the card shows of each quote, in the table's order."""
    palette = {**camp_colours(table.get("camp", [])), **(colours or {})}
    sides: dict[str, list[dict[str, str]]] = {}
    for row in stance.to_dict("records"):
        sides.setdefault(str(row["quote_id"]), []).append(_side(row, names or {}))
    return [
        {"id": str(quote["quote_id"]), "speaker": given(quote, "speaker"),
         "colour": palette.get(str(quote.get("camp")), MISSING),
         "checked": bool(given(quote, "checked")),
         "excerpt": _excerpt(given(quote, "quote")), "rows": [list(row) for row in _rows(quote)],
         "stances": sides.get(str(quote["quote_id"]), [])}
        for quote in table.to_dict("records")
    ]  # fmt: skip


def sureness(confidence: float) -> str:
    """A calibrated confidence in words and as a figure."""
    words = next((words for least, words in _SURE if confidence >= least), "may well be wrong")
    return f"{words} ({confidence:.2f})"


def _rows(quote: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    actor, source = given(quote, "actor"), given(quote, "source")
    if actor and actor != given(quote, "speaker"):
        yield "Actor", actor
    yield "Camp", given(quote, "camp") or "none given"
    if given(quote, "speaker_type"):
        yield "Type", given(quote, "speaker_type")
    yield "Kind", _KINDS.get(given(quote, "kind"), given(quote, "kind"))
    if source and source != given(quote, "speaker"):
        yield "Named as", f"“{source}”"
    yield "Reporting words", f"“{given(quote, 'cue')}”" if given(quote, "cue") else "none"
    if given(quote, "confidence"):
        yield "Confidence", sureness(float(quote["confidence"]))
    if given(quote, "checked"):
        yield "Checked", given(quote, "checked")


def _side(row: Mapping[Any, Any], names: Mapping[str, str]) -> dict[str, str]:
    label, target = given(row, "label"), given(row, "target")
    words = [f"score {signed(row['score'], 2)}"] if given(row, "score") else []
    if given(row, "confidence"):
        words.append(f"confidence {float(row['confidence']):.2f}")
    colour = STANCES.get(label, MISSING)
    name = names.get(target, target)
    return {"target": name, "label": label, "colour": colour, "words": ", ".join(words)}


def _excerpt(words: str) -> str:
    words = " ".join(words[: 2 * _EXCERPT].split())
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"


def pieces(found: Explanation) -> list[dict[str, Any]]:
    """The passage cut at its words, target and holder; without them it is the passage again."""
    effects = found.words[["start", "end", "effect"]].astype(object)  # numbers as Python's own
    most = max([FULL, *effects["effect"].abs()])
    marked: list[tuple[Any, dict[str, Any]]] = [
        ((start, end), {"role": "word", **_toned(effect), "strength": round(abs(effect) / most, 2)})
        for start, end, effect in effects.itertuples(index=False)
    ]
    marked.append((tuple(found.target), {"role": "target"}))
    if found.holder is not None:
        marked.append((tuple(found.holder), {"role": "holder"}))
    cut: list[dict[str, Any]] = []
    done = 0
    for (start, end), piece in sorted(marked, key=lambda item: item[0]):
        start = max(start, done)
        if start > done:
            cut.append({"role": "", "text": found.text[done:start]})
        if end > start:
            cut.append({**piece, "text": found.text[start:end]})
            done = end
    if done < len(found.text):
        cut.append({"role": "", "text": found.text[done:]})
    return cut


def strongest(found: Explanation) -> list[dict[str, Any]]:
    """The words with the largest effects, in reading order."""
    words = found.words[found.words["effect"].abs() >= LEAST]
    top = words.loc[words["effect"].abs().sort_values(ascending=False).index[:_STRONGEST]]
    return [
        {"text": word, **_toned(float(effect))}
        for word, effect in top.sort_values("start")[["word", "effect"]].itertuples(index=False)
    ]


def _toned(effect: float) -> dict[str, str]:
    side = "for" if effect > 0 else "against"
    return {"side": side, "tone": STANCES[side], "effect": signed(effect, 2)}
