"""A stance beside what else is known of its quotation: polarity, article, the words behind it."""

import numpy as np
import pandas as pd

from analystkit.sentiment import score_sentiment
from analystkit.tables import TableError, check_quotes, check_stance, hint
from analystkit.tables.joins import tidy_names, with_all_about

TONES = ("unpleasant", "neither", "pleasant")
FROM = 0.05  # the bound that VADER's authors give; nearer to 0, words have no tone
_TOOLS = {"textblob": "TextBlob", "vader": "VADER"}
_OPPOSITE = {"against": "pleasant", "for": "unpleasant"}


def polarity_beside_stance(stance: pd.DataFrame, *, quotes: pd.DataFrame) -> pd.DataFrame:
    """Each stance, or hand label, with its quotation's polarity and tone, and what ``misled``.

    A tool misleads whose tone is the opposite of a clear stance; missing scores are made.
    """
    quotes = check_quotes(quotes)
    if not {f"sentiment_{tool}" for tool in _TOOLS} <= set(quotes.columns):
        quotes = score_sentiment(quotes)
    quotes = quotes.rename(columns={f"sentiment_{tool}": tool for tool in _TOOLS})
    rows = _joined(stance, quotes, ["speaker", "quote", *_TOOLS])
    opposite = rows["label"].map(_OPPOSITE).astype(object)
    misled = pd.Series("", index=rows.index, dtype="string")
    for tool, name in _TOOLS.items():
        tone = rows[f"{tool}_tone"] = tones(rows[tool])
        misled += (tone.astype(object) == opposite).map({True: name, False: ""})
    rows["misled"] = misled.replace("".join(_TOOLS.values()), "both").mask(misled == "")
    first = ["quote_id", "target", "speaker", "quote", "label", "score", "confidence"]
    return rows[[*first, *_TOOLS, *(f"{tool}_tone" for tool in _TOOLS), "misled"]]


def quotes_behind(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    target: str,
    group: str | None,
    by: str = "camp",
) -> pd.DataFrame:
    """The quotations behind one cell of `analystkit.charts.stance_matrix`, in reading order.

    `group` is a value of the text column `by` of quotes or articles; None: those without one.
    """
    table = with_all_about(quotes, articles)
    if by not in table.columns:
        valid = ", ".join(c for c in table.columns if table[c].dtype == "string")
        raise TableError(f"by={by!r} is not one of: {valid}{hint(by, table.columns)}")
    shown = ["article_id", "outlet", "published", "speaker", "quote"]
    table["_group"] = tidy_names(table[by])
    rows = _joined(stance, table, [*shown, "_group"])
    _among(target, rows["target"], "target")
    if group is not None:
        _among(group, table["_group"], by)
    place = pd.Series(range(len(table)), index=table["quote_id"])
    inside = rows["_group"].isna() if group is None else rows["_group"].eq(group).fillna(False)
    found = rows[inside & rows["target"].eq(target)]
    found = found.sort_values("quote_id", key=lambda ids: ids.map(place), kind="stable")
    last = ["score", "label", "confidence", "target", "mention_start", "mention_end"]
    return found[["quote_id", *shown, *last]].reset_index(drop=True)


def _joined(stance: pd.DataFrame, quotes: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The stance rows of these quotes beside columns of theirs, missing where there are none."""
    rows = check_stance(stance)
    optional = ["score", "confidence", "mention_start", "mention_end"]
    rows = rows.reindex(columns=["quote_id", "target", "label", *optional])
    return rows.merge(quotes.reindex(columns=["quote_id", *columns]), on="quote_id")


def tones(scores: pd.Series) -> pd.Series:
    """The tone of each polarity, missing where that is."""
    values = pd.to_numeric(scores).astype("Float64").to_numpy(float, na_value=np.nan)
    named = np.select([values <= -FROM, values >= FROM, np.isfinite(values)], [0, 2, 1], -1)
    codes = pd.Categorical.from_codes(named, pd.Index(TONES), ordered=True)
    return pd.Series(codes, index=scores.index)


def _among(value: str, values: pd.Series, name: str) -> None:
    valid = [str(v) for v in values.dropna().unique()]
    if value not in valid:
        listed = ", ".join(valid[:30]) or "none, the table is empty"
        raise ValueError(f"{name} {value!r} is not one of: {listed}{hint(value, valid)}")
