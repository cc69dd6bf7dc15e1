"""Corrections in the tables: by words, whoever found the quote; never chosen where two differ."""

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import coverage

from analystkit import tables
from analystkit.reviewing import LabelFile, apply_labels, read_labels

TEXT = (
    "The council met late.\n\n“We will mend the bridge,” Mira Okafor told reporters, “and then "
    "the road.”\n\nA clerk said that the money was there. Jonas Brandt, the treasurer, doubted it: "
    "“Not this year.”\n\nResidents shrugged."
)


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def page(text: str = TEXT) -> pd.DataFrame:
    return tables.as_articles([{"article_id": "a", "text": text}])


def quote(number: int, *pieces: str, text: str = TEXT, **known: object) -> dict:
    row = {"quote_id": f"a#{number}", "article_id": "a", "kind": "direct"}
    row |= {"spans": [at(piece, text) for piece in pieces], "quote": " … ".join(pieces)}
    for name in ("cue", "source"):
        if known.get(name):
            start, end = at(str(known[name]), text)
            row |= {f"{name}_start": start, f"{name}_end": end}
    return {**row, **known}


def found(text: str = TEXT) -> list[dict]:
    return [
        quote(0, "We will mend the bridge,", "and then the road.", text=text, cue="told",
              source="Mira Okafor", speaker="Mira Okafor", camp="Council", actor="okafor",
              speaker_type="person", confidence=0.9),
        quote(1, "the money was there", text=text, cue="said", source="A clerk", kind="indirect",
              speaker="Mira Okafor", camp="Council", actor="okafor", speaker_type="person"),
        quote(2, "Not this year.", text=text, cue="doubted", source="Jonas Brandt",
              speaker="Jonas Brandt", camp="Treasury", actor="brandt", speaker_type="person"),
    ]  # fmt: skip


QUOTES = tables.as_quotes(found())
STANCE = tables.as_stance(
    [
        {"quote_id": "a#0", "target": "bridge", "label": "for", "score": 0.8, "confidence": 0.9},
        {"quote_id": "a#2", "target": "bridge", "label": "neutral", "score": 0.1},
    ]
)
COVERAGE = coverage(articles=2, each=3)
SHOWN = ("speaker", "camp", "kind", "spans", "cue", "source")


@pytest.fixture(autouse=True, scope="module")
def _no_waiting_for_the_disk():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


class Desk:
    """Writes decisions as the review desk does."""

    def __init__(self, folder: Path, quotes: pd.DataFrame = QUOTES) -> None:
        self.path = folder / "labels.jsonl"
        self.rows = {row["quote_id"]: row for row in quotes.to_dict("records")}

    def say(self, quote_id: str, who: str = "Ana", **fields: object) -> None:
        row = self.rows[quote_id]
        shown = {name: None if pd.isna(row[name]) else row[name] for name in SHOWN[:3]}
        shown["spans"] = row["spans"]
        for name in ("cue", "source"):
            shown[name] = tables.place_of(row, name)
        for name, value in fields.items():
            name = name.replace("stance_", "stance:")
            before = (
                value if name != "accept" else {k: v for k, v in shown.items() if k not in fields}
            )
            LabelFile(self.path, who).write(
                quote_id=quote_id, article_id=row["article_id"], field=name, value=value,
                before=before, spans=row["spans"], words=row["quote"],
            )  # fmt: skip

    def miss(self, who: str = "Ana", text: str = TEXT, **value: object) -> dict:
        words = " … ".join(text[start:end] for start, end in value["spans"])
        return LabelFile(self.path, who).write(
            quote_id="a", article_id="a", field="missed", value=value,
            spans=value["spans"], words=words,
        )  # fmt: skip

    @property
    def labels(self) -> pd.DataFrame:
        return read_labels(self.path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def differing(one: pd.DataFrame, other: pd.DataFrame) -> set[str]:
    """Columns of the contract in which two tables of the same quotes differ."""
    columns = [name for name in tables.QUOTES if name in one]
    pairs = zip(one[columns].to_dict("records"), other[columns].to_dict("records"), strict=True)
    return {c for a, b in pairs for c in columns if str(a[c]) != str(b[c])}


def test_accepted_quotes_stay_as_they_were_and_say_who_looked(desk):
    desk.say("a#0", accept=True)
    desk.say("a#2", who="Björn", accept=True)
    given = apply_labels(QUOTES, desk.labels, articles=page())
    assert not differing(given, QUOTES)
    assert given["reviewed_by"].fillna("").tolist() == ["Ana", "", "Björn"]
    assert given["changed"].isna().all()
    assert not len(given.attrs["conflicts"]) and not len(given.attrs["unplaced"])


def test_a_corrected_speaker_brings_what_the_table_knows_of_that_name(desk):
    desk.say("a#1", speaker="Jonas Brandt", accept=True, camp="Treasury")
    desk.say("a#0", speaker="Ines Falk")
    given = apply_labels(QUOTES, desk.labels).set_index("quote_id")
    row = given.loc["a#1"]
    assert (row["speaker"], row["camp"], row["actor"]) == ("Jonas Brandt", "Treasury", "brandt")
    assert row["changed"] == "speaker, camp"
    unknown = given.loc["a#0"]  # nothing is known of her, least of all that she is of the council
    assert unknown["speaker"] == "Ines Falk"
    assert unknown[["camp", "actor", "speaker_type"]].isna().all()


def test_no_speaker_and_no_source_are_answers_too(desk):
    desk.say("a#1", speaker=None, source=None)
    row = apply_labels(QUOTES, desk.labels, articles=page()).iloc[1]
    assert pd.isna(row["speaker"]) and pd.isna(row["source"]) and pd.isna(row["source_start"])
    assert row["changed"] == "speaker, source, camp"


def test_edges_cue_and_source_are_taken_from_the_text(desk):
    desk.say("a#1", spans=[at("that the money was there")], cue=at("clerk said"), accept=True)
    given = apply_labels(QUOTES.assign(sentiment_vader=0.5), desk.labels, articles=page())
    row = given.iloc[1]
    assert row["quote"] == "that the money was there" and row["cue"] == "clerk said"
    assert TEXT[row["cue_start"] : row["cue_end"]] == row["cue"]
    assert pd.isna(row["sentiment_vader"]) and given["sentiment_vader"].notna().sum() == 2
    tables.check_quotes(given)


def test_without_the_articles_a_place_is_left_and_listed(desk):
    desk.say("a#1", spans=[at("that the money was there")], kind="mixed")
    given = apply_labels(QUOTES, desk.labels)
    assert given["quote"][1] == "the money was there" and given["kind"][1] == "mixed"
    assert given.attrs["unplaced"]["reason"].tolist() == [
        "places in the text need the articles (articles=)"
    ]


def test_what_is_no_quote_is_gone_with_its_stances_and_listed(desk):
    desk.say("a#0", not_a_quote=True)
    given, stance = apply_labels(QUOTES, desk.labels, stance=STANCE)
    assert list(given["quote_id"]) == ["a#1", "a#2"]
    assert list(given.attrs["removed"]["quote_id"]) == ["a#0"]
    assert list(stance["quote_id"]) == ["a#2"]


def test_a_missed_quote_stands_in_reading_order(desk):
    added = desk.miss(
        spans=[at("Residents shrugged")], cue=None, source=at("Residents"), speaker="Residents",
        camp=None, kind="indirect",
    )  # fmt: skip
    first = desk.miss(
        spans=[at("The council met late")], cue=None, source=None, speaker="Jonas Brandt",
        camp=None, kind="indirect",
    )  # fmt: skip
    given = apply_labels(QUOTES, desk.labels, articles=page())
    ids = [f"a+{first['id']}", "a#0", "a#1", "a#2", f"a+{added['id']}"]
    assert list(given["quote_id"]) == ids
    last = given.iloc[-1]
    assert (last["quote"], last["source"], last["changed"]) == (
        "Residents shrugged", "Residents", "added",
    )  # fmt: skip
    assert last["paragraph"] == 3 and given["camp"][0] == "Treasury"
    assert len(apply_labels(QUOTES, desk.labels).attrs["unplaced"]) == 2


def test_a_quote_missed_by_the_old_model_and_found_by_the_new_stands_once(desk):
    desk.miss(spans=[at("Residents shrugged")], cue=None, source=at("Residents"),
              speaker="Residents of Holm", camp=None, kind="indirect")  # fmt: skip
    new = tables.as_quotes([*found(), quote(3, "Residents shrugged.", speaker="Mira Okafor")])
    given = apply_labels(new, desk.labels, articles=page())
    assert len(given) == 4
    assert given["speaker"][3] == "Residents of Holm" and given["source"][3] == "Residents"


def test_a_stance_is_corrected_and_added_with_the_score_of_its_label(desk):
    desk.say("a#0", stance_bridge="against")
    desk.say("a#1", stance_bridge="unclear")
    _, stance = apply_labels(QUOTES, desk.labels, stance=STANCE)
    assert stance[["quote_id", "label", "changed"]].fillna("").to_numpy().tolist() == [
        ["a#0", "against", "stance"], ["a#2", "neutral", ""], ["a#1", "unclear", "added"],
    ]  # fmt: skip
    assert stance["score"][0] == -1 and pd.isna(stance["score"][2])


def test_where_reviewers_differ_the_machines_answer_stays_and_both_are_listed(desk):
    desk.say("a#0", speaker="Ines Falk", kind="mixed", accept=True)
    desk.say("a#0", who="Björn", speaker="Jonas Brandt", kind="mixed", accept=True)
    desk.say("a#2", accept=True)
    desk.say("a#2", who="Björn", not_a_quote=True)
    given = apply_labels(QUOTES, desk.labels, articles=page())
    assert given["speaker"].tolist() == QUOTES["speaker"].tolist()
    assert given["kind"][0] == "mixed" and given["changed"][0] == "kind"
    assert given["reviewed_by"][0] == "Ana; Björn"
    conflicts = given.attrs["conflicts"].set_index(["quote_id", "field"])
    assert conflicts.loc[("a#0", "speaker"), "values"] == ["Ines Falk", "Jonas Brandt"]
    assert conflicts.loc[("a#2", "not_a_quote"), "reviewers"] == ["Ana", "Björn"]


def test_an_acceptance_and_a_correction_of_it_are_a_conflict(desk):
    desk.say("a#0", accept=True)
    desk.say("a#0", who="Björn", camp="Opposition")
    given = apply_labels(QUOTES, desk.labels)
    assert given["camp"][0] == "Council"
    assert given.attrs["conflicts"]["field"].tolist() == ["camp"]


def republished() -> str:
    text = TEXT.replace("met late.", "met late, again, on Monday.")
    return text.replace("told reporters", "told reporters, smiling").replace(
        "mend the", "mend, the"
    )


def test_an_article_published_again_with_commas_more_keeps_its_corrections(desk):
    desk.say("a#0", speaker="Ines Falk", source=None, accept=True)
    desk.say("a#1", spans=[at("that the money was there")], cue=at("said"), accept=True)
    desk.say("a#2", source=at("Jonas Brandt, the treasurer"), accept=True)
    desk.miss(spans=[at("Residents shrugged")], cue=None, source=at("Residents"),
              speaker="Residents", camp=None, kind="indirect")  # fmt: skip
    text = republished()
    pieces = ("We will mend, the bridge,", "and then the road.")
    rows = [quote(5, *pieces, text=text, speaker="Mira Okafor"), *found_in(text)[1:]]
    new = tables.as_quotes([{**row, "quote_id": f"a#{i + 7}"} for i, row in enumerate(rows)])
    given = apply_labels(new, desk.labels, articles=page(text))
    assert not len(given.attrs["unplaced"])
    assert given["speaker"].tolist() == ["Ines Falk", "Mira Okafor", "Jonas Brandt", "Residents"]
    assert given["quote"].tolist() == [
        " … ".join(pieces), "that the money was there", "Not this year.", "Residents shrugged",
    ]  # fmt: skip
    assert given["source"].fillna("").tolist() == [
        "", "A clerk", "Jonas Brandt, the treasurer", "Residents",
    ]  # fmt: skip
    assert given["cue"].fillna("").tolist() == ["", "said", "doubted", ""]


def found_in(text: str) -> list[dict]:
    return [{}, *(quote(i, row["quote"], text=text, **{
        k: row[k] for k in ("cue", "source", "speaker", "camp", "kind", "actor")})
        for i, row in enumerate(found()[1:], 1))]  # fmt: skip


def test_words_that_are_gone_are_listed_and_not_put_elsewhere(desk):
    desk.say("a#2", speaker="Ines Falk", accept=True)
    new = QUOTES.iloc[:2]
    given = apply_labels(new, desk.labels, articles=page())
    assert not differing(given, new) and given["reviewed_by"].isna().all()
    left = given.attrs["unplaced"]
    assert left["field"].tolist() == ["speaker", "accept"]
    assert set(left["reason"]) == {"its words are in no quote of the article"}


def test_a_model_that_draws_the_edges_elsewhere_keeps_speaker_and_reviewed_edges(desk):
    desk.say("a#1", speaker="Town clerk", accept=True)
    words = "that the money was there"
    wider = {**found()[1], "quote": words, "spans": [at(words)]}
    given = apply_labels(tables.as_quotes([wider]), desk.labels, articles=page())
    assert given[["speaker", "quote"]].to_numpy().tolist() == [
        ["Town clerk", "the money was there"]
    ]
    assert given["changed"].tolist() == ["speaker, spans"]


def test_a_changed_registry_gives_the_accepted_speaker_its_new_camp(desk):
    desk.say("a#0", accept=True)
    desk.say("a#2", camp="Opposition", accept=True)
    new = QUOTES.assign(camp=["Majority", "Majority", "Ministry"])
    given = apply_labels(new, desk.labels, articles=page())
    assert given["camp"].tolist() == ["Majority", "Majority", "Opposition"]
    assert given["changed"].fillna("").tolist() == ["", "", "camp"]


def test_the_same_words_twice_are_told_apart_by_their_place_or_left(desk):
    text = "“No,” he said.\n\n" + "Rain fell on the bridge. " * 8 + "\n\n“No,” she said."
    spans = [(1, 3), (text.rindex("No"), text.rindex("No") + 2)]
    rows = [{"quote_id": f"a#{i}", "article_id": "a", "kind": "direct", "quote": "No",
             "spans": [span]} for i, span in enumerate(spans)]  # fmt: skip
    quotes = tables.as_quotes(rows)
    desk.rows = {row["quote_id"]: {**dict.fromkeys(tables.QUOTES), **row} for row in rows}
    desk.say("a#1", speaker="Mira Okafor")
    again = quotes.assign(
        quote_id=["a#5", "a#6"], spans=[[(s + 9, e + 9) for s, e in row] for row in quotes["spans"]]
    )
    assert apply_labels(again, desk.labels)["speaker"].fillna("").tolist() == ["", "Mira Okafor"]
    middle = quotes.assign(spans=[[(90, 92)], [(spans[1][0] + 110, spans[1][0] + 112)]])
    given = apply_labels(middle, desk.labels)
    assert given["speaker"].isna().all() and len(given.attrs["unplaced"]) == 1


def test_two_reviewers_who_add_the_same_quote_add_it_once(desk):
    both = {"spans": [at("Residents shrugged")], "cue": None, "source": None, "camp": None}
    desk.miss(**both, speaker="Residents", kind="indirect")
    desk.miss(**both, who="Björn", speaker="Townspeople", kind="indirect")
    given = apply_labels(QUOTES, desk.labels, articles=page())
    assert len(given) == 4
    assert pd.isna(given["speaker"][3]) and given["reviewed_by"][3] == "Ana; Björn"
    assert "Ana says 'Residents'" in given.attrs["unplaced"]["reason"][0]


def test_no_label_changes_nothing_and_a_wrong_name_of_the_file_is_an_error(tmp_path):
    given = apply_labels(QUOTES, Desk(tmp_path).labels)
    assert not differing(given, QUOTES) and given["reviewed_by"].isna().all()
    with pytest.raises(FileNotFoundError, match="lables"):
        apply_labels(QUOTES, tmp_path / "lables.jsonl")


@settings(max_examples=15)
@given(st.data())
def test_whatever_is_decided_the_tables_keep_the_contract(tmp_path_factory, data):
    articles, quotes = COVERAGE
    before = quotes.copy()
    desk = Desk(tmp_path_factory.mktemp("any"), quotes)
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    names = st.sampled_from(["Dana Whitfield", "Ines Falk", None])
    for quote_id in data.draw(st.lists(st.sampled_from(list(desk.rows)), max_size=6)):
        row = desk.rows[quote_id]
        size = len(texts[row["article_id"]])
        start = data.draw(st.integers(0, size - 2))
        span = [start, data.draw(st.integers(start + 1, size))]
        said = {
            "accept": True, "not_a_quote": True, "speaker": data.draw(names),
            "camp": data.draw(names), "kind": data.draw(st.sampled_from(tables.KINDS)),
            "spans": [span], "cue": span, "source": data.draw(st.sampled_from([None, span])),
        }  # fmt: skip
        fields = data.draw(st.lists(st.sampled_from(list(said)), max_size=4, unique=True))
        desk.say(quote_id, data.draw(st.sampled_from(["Ana", "Björn"])), **{
            name: said[name] for name in fields})  # fmt: skip
    given = apply_labels(quotes, desk.labels, articles=articles)
    tables.check_quotes(given)
    for row in given.to_dict("records"):
        text = texts[row["article_id"]]
        assert row["quote"] == " … ".join(text[s:e] for s, e in row["spans"])
        for name in ("cue", "source"):
            if place := tables.place_of(row, name):
                assert row[name] == text[slice(*place)]
    assert len(given) + len(given.attrs["removed"]) == len(quotes)
    assert quotes.equals(before)
