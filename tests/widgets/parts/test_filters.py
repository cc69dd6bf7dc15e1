from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import coverage

from analystkit import filter_quotes, tables
from analystkit.tables.joins import with_articles
from analystkit.widgets.parts.facet_index import Facet, Index
from analystkit.widgets.parts.filter_bar import FilterBar
from analystkit.widgets.parts.selection import valid_filters

COLUMNS = ["camp", "speaker", "outlet", "kind", "speaker_type", "cue"]
HOSTILE = "<script>hacked()</script>\"'</style><img src=x onerror=hacked()>&amp;$\\frac{"


def stances(quotes: pd.DataFrame, *, seed: int = 3) -> pd.DataFrame:
    """Zero to three stance rows a quote, toward three targets."""
    draw, rows = np.random.default_rng(seed), []
    for quote in quotes["quote_id"]:
        for target in draw.choice(["strikes", "talks", "us-presence"], draw.integers(4), False):
            label = str(draw.choice(tables.STANCES))
            rows.append({"quote_id": quote, "target": str(target), "label": label, "score": 0.5})
    return tables.as_stance(rows)


QUOTES, ARTICLES = coverage()[::-1]
JOINED = with_articles(QUOTES, ARTICLES)
STANCE = stances(QUOTES)
INDEX = Index(JOINED, STANCE)
RECORDS = JOINED.to_dict("records")
SAID = {
    quote: list(zip(rows["target"], rows["label"], strict=True))
    for quote, rows in STANCE.groupby("quote_id")
}


def kept_by(table: pd.DataFrame, selection: dict, *, stance=None) -> pd.DataFrame:
    """The rows of a table that a selection keeps, the table as it is."""
    index = Index(table, stance)
    return table[index.where(valid_filters(selection, index))]


@pytest.fixture
def joined() -> pd.DataFrame:
    return JOINED.copy()


def naive(selection: dict, *, without: str = "") -> pd.DataFrame:
    """What a selection keeps, by plain pandas, a quote at a time."""

    def holds(wanted, value) -> bool:
        given = None if pd.isna(value) else value
        return given in [None if one is None or one is pd.NA else one for one in wanted]

    def keeps(quote: dict) -> bool:
        for key in COLUMNS:
            if key in selection and key != without and not holds(selection[key], quote[key]):
                return False
        pair = {k: selection[k] for k in ("target", "stance") if k in selection and k != without}
        if pair:
            said = SAID.get(quote["quote_id"], [(pd.NA, pd.NA)])
            if not any(
                holds(pair.get("target", [target]), target)
                and holds(pair.get("stance", [label]), label)
                for target, label in said
            ):
                return False
        if "from" in selection or "to" in selection:
            if pd.isna(quote["published"]):
                return False
            on = quote["published"].date().isoformat()
            if not selection.get("from", "0000") <= on <= selection.get("to", "9999"):
                return False
        if quote["confidence"] < selection.get("min_confidence", 0):
            return False
        return all(
            word in quote["quote"].casefold()
            for word in selection.get("words", "").casefold().split()
        )

    return JOINED[[keeps(quote) for quote in RECORDS]]


def options(key: str) -> st.SearchStrategy:
    facet = INDEX.facets[key]
    return st.lists(
        st.sampled_from([*facet.names, *[None] * facet.lacking]), min_size=1, unique=True
    )


DAYS = [f"2021-{month:02}-{day:02}" for month, day in ((6, 20), (6, 27), (6, 30), (7, 4), (9, 1))]
SELECTIONS = st.fixed_dictionaries(
    {},
    optional={
        **{key: options(key) for key in (*COLUMNS, "target", "stance")},
        "from": st.sampled_from(DAYS[:3]),
        "to": st.sampled_from(DAYS[2:]),
        "min_confidence": st.sampled_from([0.05, 0.6, 0.75, 1.0]),
        "words": st.sampled_from(["the", "THE convoy", "$2_000", "wE a", "no such word", "\u2014"]),
    },
)


@given(SELECTIONS)
def test_a_selection_keeps_what_plain_pandas_keeps(selection):
    kept = kept_by(JOINED, selection, stance=STANCE)
    assert list(kept["quote_id"]) == list(naive(selection)["quote_id"])
    again = INDEX.where(valid_filters(selection, INDEX))
    assert JOINED[again].equals(kept)


@settings(max_examples=60)
@given(SELECTIONS, st.sampled_from([*COLUMNS, "target", "stance"]))
def test_counts_are_those_of_the_other_filters_with_each_option_alone(selection, key):
    facet, counts = INDEX.facets[key], INDEX.counts(valid_filters(selection, INDEX), key)
    for value in [*facet.names, None]:
        expected = len(naive({**selection, key: [value]}))
        assert counts[facet.code[value]] == expected, (value, selection)


@settings(max_examples=40)
@given(SELECTIONS)
def test_a_valid_selection_reads_back_as_it_was_set(selection):
    bar = FilterBar(INDEX)
    bar.apply(selection)
    first = dict(bar.selection)
    bar.apply({})
    assert bar.selection == {}
    bar.apply(first)
    assert bar.selection == first
    loose = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in first.items()}
    bar.apply(loose)
    assert bar.selection == first


KEYWORDS = {"stance": "label", "from": "since", "to": "until"}


@settings(max_examples=40)
@given(SELECTIONS)
def test_the_function_keeps_what_the_explorers_filters_keep(selection):
    chosen = {KEYWORDS.get(key, key): value for key, value in selection.items()}
    kept = filter_quotes(QUOTES, ARTICLES, stance=STANCE, **chosen)
    assert kept.equals(kept_by(JOINED, selection, stance=STANCE))


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"camp": "Irann"}, r"filter_quotes: camp 'Irann' is not in the quotes.*'Iran'"),
        ({"since": "soon"}, "filter_quotes: 'soon' is not a day"),
        ({"label": "for"}, "filter_quotes: 'label' needs a stance table"),
        ({"outlet": "Gulf Lens"}, "filter_quotes: 'outlet' needs a column 'outlet'"),
        ({"min_confidence": 2}, "filter_quotes: min_confidence 2 is not a number between 0 and 1"),
    ],
)
def test_the_function_says_what_is_wrong(chosen, message):
    quotes = QUOTES.drop(columns="outlet", errors="ignore")
    with pytest.raises(ValueError, match=message):
        filter_quotes(quotes, **chosen)


def test_an_unknown_label_is_named_as_the_function_calls_it():
    with pytest.raises(ValueError, match="filter_quotes: label 'agains' is not in the quotes"):
        filter_quotes(QUOTES, ARTICLES, stance=STANCE, label="agains")
    with pytest.raises(ValueError, match="selection: stance 'agains' is not in the quotes"):
        valid_filters({"stance": "agains"}, Index(JOINED, STANCE))


def test_the_function_checks_its_tables_and_leaves_them():
    before = QUOTES.copy(deep=True)
    assert len(filter_quotes(QUOTES)) == len(QUOTES)
    assert filter_quotes(QUOTES, ARTICLES, camp=[None])["camp"].isna().all()
    assert QUOTES.equals(before)
    with pytest.raises(tables.TableError):
        filter_quotes(QUOTES.drop(columns="spans"), camp="Iran")


def test_target_and_stance_must_hold_for_one_row():
    table = JOINED.head(2)
    one, two = table["quote_id"]
    rows = [(one, "strikes", "for"), (one, "talks", "against"), (two, "strikes", "against")]
    stance = tables.as_stance(
        {"quote_id": q, "target": t, "label": s, "score": 0.0} for q, t, s in rows
    )
    kept = kept_by(table, {"target": "strikes", "stance": "against"}, stance=stance)
    assert list(kept["quote_id"]) == [two]
    index = Index(table, stance)
    found = dict(
        zip(
            index.facets["target"].names,
            index.counts({"stance": ["against"]}, "target"),
            strict=False,
        )
    )
    assert found == {"strikes": 1, "talks": 1}


def test_both_days_are_included_and_undated_quotes_are_not(joined):
    kept = kept_by(joined, {"from": "2021-06-28", "to": "2021-06-29"})
    assert set(kept["published"].dt.date) == {date(2021, 6, 28), date(2021, 6, 29)}
    open_ended = kept_by(joined, {"from": date(2021, 6, 28)})
    assert open_ended["published"].notna().all()
    assert len(open_ended) == (joined["published"].dt.date >= date(2021, 6, 28)).sum()


def test_each_word_must_stand_in_the_quote_as_text_not_as_a_pattern(joined):
    kept = kept_by(joined, {"words": "CONVOY twice"})
    assert len(kept) > 0 and kept["quote"].str.contains("convoy", case=False).all()
    assert len(kept_by(joined, {"words": "$2_000"})) > 0
    assert len(kept_by(joined, {"words": ".*"})) == 0
    assert len(kept_by(joined, {"words": "  "})) == len(joined)


@given(st.text())
def test_any_words_can_be_typed(words):
    table = pd.DataFrame({"quote": pd.array(["No.", "We will answer."], dtype="string")})
    kept = kept_by(table, {"words": words})
    assert all(word in q.casefold() for q in kept["quote"] for word in words.casefold().split())


def test_cues_are_told_apart_by_their_words_alone(joined):
    joined["cue"] = ["Said", "said", "SAID\n in a  statement", *[pd.NA] * (len(joined) - 3)]
    assert Index(joined).facets["cue"].names == ["said", "said in a statement"]
    assert len(kept_by(joined, {"cue": "Said"})) == 2


@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ({"kamp": "Iran"}, r"'kamp' is not one of: camp.*did you mean 'camp'"),
        ({"camp": "Irann"}, r"camp 'Irann' is not in the quotes.*'Iran'.*they have: .*Iran"),
        ({"camp": ["Iran", 7]}, "camp '7' is not in the quotes"),
        ({"kind": None}, "kind None is not in the quotes; they have: direct, indirect"),
        ({"from": "2021-07-02", "to": "2021-07-01"}, r"From \(2021-07-02\) is after To"),
        ({"from": "soon"}, "'soon' is not a day"),
        ({"to": float("nan")}, "nan is not a day"),
        ({"min_confidence": 7}, "min_confidence 7 is not a number between 0 and 1"),
        ({"min_confidence": "high"}, "min_confidence 'high' is not a number"),
        ({"target": "strikes"}, r"'target' needs a stance table \(stance=\)"),
        (["camp"], "expected a dict, not list"),
    ],
)
def test_errors_name_what_is_wrong(joined, selection, message):
    with pytest.raises(ValueError, match=message):
        kept_by(joined, selection)


def test_nothing_chosen_is_no_filter(joined):
    none = {"camp": [], "from": None, "to": "", "words": None, "min_confidence": 0}
    assert valid_filters(none, Index(joined)) == {}


def test_a_typed_text_finds_options_and_the_largest_come_first():
    names = [f"Official {i:05}" for i in range(20_000)] + ["Kirby, John", "Al-Kirbyani"]
    facet = Facet(pd.Series([*names, "Official 00777", pd.NA], dtype="string"))
    everything = facet.tally(np.ones(len(names) + 2, dtype=bool))
    shown, found = facet.best(everything)
    assert len(shown) == 101 and found == 20_003
    assert shown[0] == "Official 00777" and shown[-1] is None
    assert facet.best(everything, "KIRBY")[0] == ["Kirby, John", "Al-Kirbyani"]
    assert facet.best(everything, "john kirby")[0] == ["Kirby, John"]
    assert facet.best(everything, "nobody") == ([], 0)
    assert facet.best(everything, "none")[0] == [None]
    chosen = facet.best(everything, chosen=["Official 19999", None])[0]
    assert chosen[-2:] == ["Official 19999", None]


def test_options_without_quotes_stay_and_are_last():
    index = Index(JOINED)
    filters = {"speaker": ["Dana Whitfield"]}
    options, _ = index.facets["camp"].best(index.counts(filters, "camp"))
    assert options[0] == "US Congress" and set(options[:-1]) == set(index.facets["camp"].names)


def test_the_bar_answers_what_the_browser_asks():
    bar, seen = FilterBar(INDEX), []
    bar.observe(lambda change: seen.append(change.new), names="selection")
    assert [facet["key"] for facet in bar.facets] == [*COLUMNS, "target", "stance"]
    bar._heard(None, {"filters": {"camp": ["Iran"]}, "seen": 1}, [])
    assert seen == [{"camp": ["Iran"]}] and bar.state == {"seen": 1, "filters": seen[0]}
    bar._heard(None, {"open": "camp", "typed": "ira", "seen": 2}, [])
    asked = bar.state["open"]
    assert asked["key"] == "camp" and ["Iran", (JOINED["camp"] == "Iran").sum()] in asked["options"]
    assert all("ira" in value.casefold() for value, _ in asked["options"] if value)
    bar._heard(None, {"open": "", "seen": 3}, [])
    assert "open" not in bar.state
    bar.prepare()
    assert set(bar.ready["options"]) == {*COLUMNS, "target", "stance"}


@pytest.mark.parametrize("content", [
    {"filters": {"camp": "Irann"}}, {"filters": {"from": "2021-07-02", "to": "2021-07-01"}},
    {"filters": 7}, {"view": ["fly", "away"]},
])  # fmt: skip
def test_the_bar_says_what_it_cannot_do_and_stays_as_it_was(content):
    def act(action, name):
        raise ValueError(f"cannot {action}")

    bar = FilterBar(INDEX, act=act)
    bar.apply({"camp": "Iran"})
    bar._heard(None, {"seen": 4, **content}, [])
    assert bar.error and bar.selection == {"camp": ["Iran"]}
    assert bar.state["filters"] == {"camp": ["Iran"]}
    bar._heard(None, {"filters": {"camp": ["Iran"], "words": "the"}, "seen": 5}, [])
    assert bar.error == "" and bar.selection["words"] == "the"


def test_a_facet_without_values_is_not_offered(joined):
    joined["outlet"] = pd.NA
    bar = FilterBar(Index(joined.drop(columns="cue")))
    assert [facet["key"] for facet in bar.facets] == ["camp", "speaker", "kind", "speaker_type"]


def test_hostile_values_are_options_like_any_other(joined):
    joined["camp"] = joined["speaker"] = HOSTILE
    index = Index(joined)
    assert valid_filters({"camp": HOSTILE}, index) == {"camp": [HOSTILE]}
    assert index.where({"speaker": [HOSTILE]}).all()


def test_no_rows():
    empty = with_articles(tables.empty_quotes(), tables.empty_articles())
    index = Index(empty, tables.empty_stance())
    bar = FilterBar(index)
    bar.prepare()
    assert bar.facets == [] and index.where({"words": "x", "from": "2021-06-01"}).tolist() == []
    assert index.days is None and not index.sure


def test_stances_of_other_quotes_are_left_out(joined):
    index = Index(joined.head(5), STANCE)
    assert set(index.stance["quote_id"]) <= set(joined["quote_id"].head(5))
    assert index.where({"target": [None]}).sum() == 5 - index.stance["quote_id"].nunique()
