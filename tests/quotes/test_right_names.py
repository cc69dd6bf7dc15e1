"""The right name: kinds of error that were seen, each with inputs in other words."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from analystkit.quotes import extract_quotes

KINDS = tomllib.loads(Path(__file__).with_name("right_names.toml").read_text(encoding="utf-8"))
CASES = [(kind, n) for kind, cases in KINDS.items() for n in range(len(cases))]


@pytest.fixture(scope="module")
def found():
    texts = {f"{kind}/{n}": KINDS[kind][n]["text"] for kind, n in CASES}
    quotes = extract_quotes(pd.DataFrame({"article_id": [*texts], "text": [*texts.values()]}))
    return quotes.groupby("article_id")


@pytest.mark.parametrize(("kind", "n"), CASES)
def test_kind(kind, n, found):
    case = KINDS[kind][n]
    name = f"{kind}/{n}"
    rows = found.get_group(name) if name in found.groups else found.obj.head(0)
    for words, speaker in case.get("speakers", {}).items():
        if words[0] == "=":
            holds = rows["quote"] == words[1:]
        else:
            holds = rows["quote"].str.contains(words, regex=False)
        assert rows.loc[holds, "speaker"].tolist() == [speaker], words
    for words in case.get("nowhere", []):
        assert not rows["quote"].str.contains(words, regex=False).any(), words


def test_they_of_days_later_are_not_the_days(found):
    kind = "the source's own words, without time and place"
    for n in (0, 8):
        name = f"{kind}/{n}"
        speakers = set(found.get_group(name)["speaker"].dropna())
        assert not speakers & {"Days", "Weeks", "days", "weeks"}


@pytest.mark.parametrize("n", range(4))
def test_what_somebody_did_names_nobody(n, found):
    name = f"what somebody did is no clause of speech/{n}"
    if name in found.groups:
        assert not set(found.get_group(name)["speaker"].dropna()) & {
            "Bob",
            "Marco",
            "Simon",
            "Paul",
        }
