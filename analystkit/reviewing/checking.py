"""What of these tables have people checked, and which decisions are not in them?"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from analystkit.reviewing.answers import Labels
from analystkit.reviewing.applying import apply_labels
from analystkit.tables import check_articles
from analystkit.text.wording import plural

WORDS = {
    "spans": "words", "cue": "reporting words", "source": "words that name the speaker",
    "not_a_quote": "whether it is a quote",
}  # fmt: skip
_FIELDS = {**WORDS, "accept": "right", "not_a_quote": "not a quote", "missed": "a missed quote",
           "missed: cue": "reporting words", "missed: source": WORDS["source"]}  # fmt: skip


class Reviewed(NamedTuple):
    """Tables with the reviewers' decisions in them.

    ``quotes`` has a column ``checked``: "Ana: right", "Ana; Bo: camp changed, differ on kind".
    ``notes`` are what `apply_labels` lists of conflicts, of decisions that it could not place and
    of quotes that are none, each under a heading that counts them; those without rows are left out.
    """

    quotes: pd.DataFrame
    stance: pd.DataFrame | None
    notes: dict[str, pd.DataFrame]


def checked_tables(
    quotes: pd.DataFrame, articles: pd.DataFrame, stance: pd.DataFrame | None, labels: Labels | None
) -> Reviewed:
    """The tables as `apply_labels` corrects them; without labels, as it has corrected them before.

    >>> from analystkit.tables import as_articles, as_quotes
    >>> quotes = as_quotes([{"quote_id": "a#0", "article_id": "a", "kind": "direct",
    ...                      "quote": "No", "spans": [(1, 3)]}])
    >>> articles = as_articles([{"article_id": "a", "text": "“No”"}])
    >>> said = [("kind", "mixed", "Ana"), ("kind", "direct", "Bo"), ("camp", "Iran", "Bo")]
    >>> labels = pd.DataFrame(said, columns=["field", "value", "reviewer"])
    >>> labels[["quote_id", "article_id", "words"]] = ["a#0", "a", "No"]
    >>> found = checked_tables(quotes, articles, None, labels)
    >>> print(found.quotes["checked"][0], *found.notes, sep=chr(10))
    Ana; Bo: camp changed, differ on kind
    1 conflict between reviewers, where the machine’s answer stands
    """
    if labels is not None and stance is None:
        quotes = apply_labels(quotes, labels, articles=articles)
    elif labels is not None and stance is not None:
        quotes, stance = apply_labels(quotes, labels, articles=articles, stance=stance)
    elif not {"reviewed_by", "changed"} <= {*quotes}:
        return Reviewed(quotes, stance, {})
    changed: dict[str, list[str]] = defaultdict(list)
    differ: dict[str, list[str]] = defaultdict(list)
    for quote, fields in zip(quotes["quote_id"], quotes["changed"], strict=True):
        changed[quote] = [] if pd.isna(fields) else str(fields).split(", ")
    if stance is not None and "changed" in stance:
        for quote in stance.loc[stance["changed"].notna(), "quote_id"]:
            changed[quote].append("stance")
    for conflict in _listed(quotes, "conflicts").to_dict("records"):
        differ[conflict["quote_id"]].append(conflict["field"])
    said = [
        pd.NA if pd.isna(who) else f"{who}: {_verdict(changed[quote], differ[quote])}"
        for quote, who in zip(quotes["quote_id"], quotes["reviewed_by"], strict=True)
    ]
    quotes = quotes.assign(checked=pd.array(said, dtype="string"))
    known = check_articles(articles)
    texts = dict(zip(known["article_id"].astype(str), known["text"].astype(str), strict=True))
    return Reviewed(quotes, stance, _notes(quotes, texts))


def _listed(quotes: pd.DataFrame, name: str) -> pd.DataFrame:
    found = quotes.attrs.get(name)
    return found if isinstance(found, pd.DataFrame) else pd.DataFrame()


def _notes(quotes: pd.DataFrame, texts: Mapping[str, str]) -> dict[str, pd.DataFrame]:
    """What is not in the tables, in words."""
    known = quotes.set_index("quote_id")[["article_id", "quote"]].to_dict("index")
    conflicts = []
    for row in _listed(quotes, "conflicts").to_dict("records"):
        if own := known.get(row["quote_id"]):
            text = texts.get(str(own["article_id"]), "")
            told = [_told(value, text) for value in row["values"]]
            pairs = zip(row["reviewers"], told, strict=True)
            said = "; ".join(f"{who}: {what}" for who, what in pairs)
            conflicts.append({**own, "about": _named([row["field"]]), "said": said})
    unplaced, removed = _listed(quotes, "unplaced"), _listed(quotes, "removed")
    if len(unplaced):
        unplaced = unplaced.assign(
            field=[_FIELDS.get(each, each.replace(":", " on ")) for each in unplaced["field"]],
            value=[_plain(value) for value in unplaced["value"]],
        )
    found: list[tuple[str, str, pd.DataFrame]] = [
        ("conflict", "between reviewers, where the machine’s answer stands",
         pd.DataFrame(conflicts)),
        ("decision", "that could not be placed",
         unplaced.reindex(columns=["article_id", "words", "field", "value", "reviewer", "reason"])),
        ("quote", "taken out, which reviewers found to be none",
         removed.reindex(columns=["article_id", "quote", "speaker"])),
    ]  # fmt: skip
    heads = {"article_id": "article", "field": "about", "value": "answer", "said": "answers"}
    return {
        f"{plural(len(rows), what)} {which}": rows.rename(columns=heads)
        for what, which, rows in found
        if len(rows)
    }


def _told(value: Any, text: str) -> str:
    """An answer as it is said: the words at a place, not its offsets."""
    if not isinstance(value, tuple):
        return {None: "none", True: "not a quote", False: "a quote"}.get(value, str(value))
    pieces = value if isinstance(value[0], tuple) else [value]
    return "“" + " … ".join(text[start:end] for start, end in pieces) + "”"


def _plain(value: Any) -> Any:
    """An answer that has no place: its name, of a missed quote its speaker's; no offsets."""
    if isinstance(value, Mapping):
        value = value.get("speaker")
    return value if isinstance(value, str) else pd.NA


def _verdict(changed: list[str], differ: list[str]) -> str:
    if "added" in changed:
        return "added"
    parts = [f"{_named(changed)} changed"] if changed else []
    parts += [f"differ on {_named(differ)}"] if differ else []
    return ", ".join(parts) or "right"


def _named(fields: list[str]) -> str:
    names = [WORDS.get(field, field.partition(":")[0]) for field in fields]
    return ", ".join(dict.fromkeys(names))
