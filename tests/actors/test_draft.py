"""A registry from nothing: the file is read back, gives camps, and is safe to write."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import coverage

import analystkit as ak
from analystkit.actors import assign
from analystkit.tables import TableError, as_quotes
from analystkit.text.names import tokens

ROOT = Path(__file__).parents[2]
NAMES = ["Lena Orsk", "Dr. Lena Orsk", "L. Orsk", "Orsk", "Mara Orsk", "Jan Brandt", "US Congress",
         "Pentagon", "King", "the Union", "two officials", "Lena's aide", "Union (LU)"]  # fmt: skip
SPEAKERS = st.tuples(
    st.sampled_from("abc"),
    st.one_of(st.sampled_from(NAMES), st.text(), st.lists(st.sampled_from(NAMES)).map(" ".join)),
    st.sampled_from(["person", "organisation", "unnamed", "document", None]),
    st.one_of(st.none(), st.sampled_from(["head of the Union", "Pentagon’s chief"]), st.text()),
)


def said(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    return as_quotes(
        {"quote_id": f"{a}#{n}", "article_id": a, "kind": "direct", "quote": "It rains.",
         "spans": [(0, 9)], "speaker": name, "speaker_type": kind, "role": role}
        for n, (a, name, kind, role) in enumerate(rows)
    )  # fmt: skip


@settings(max_examples=25)
@given(st.lists(SPEAKERS, max_size=8))
def test_whatever_speakers_are_called_the_draft_is_a_registry_and_loses_nobody(rows):
    quotes = said(*rows)
    draft = ak.draft_actors(quotes)
    assert draft.text == ak.draft_actors(quotes).text
    named = assign(quotes, draft)
    out = int(draft.left_out["quotes"].sum())
    blank = int((quotes["speaker"].fillna("").str.strip() == "").sum())
    assert named["actor"].notna().sum() + out + blank >= len(quotes)
    assert {actor.camp for actor in draft} <= {*draft.camps, None}


def test_who_is_a_person_by_the_surname_is_one_by_the_whole_name():
    kinds = ("person", "organisation")
    whole = [("a", "Lena Orsk", kind, None) for kind in kinds for _ in range(2)]
    quotes = said(*whole, ("a", "Orsk", "person", None))
    draft = ak.draft_actors(quotes)
    assert assign(quotes, draft)["actor"].tolist() == ["Lena Orsk"] * 5
    (actor,) = draft
    assert actor.type == "person" and "check the type" in draft.text
    quotes = said(("a", "Lena Orsk", "organisation", None), ("a", "Orsk", "person", None))
    (left,) = ak.draft_actors(quotes).left_out.to_dict("records")
    assert left["speaker"] == "Orsk" and left["why"].startswith("may be Orsk, or another of that")


def test_the_file_is_read_back_and_gives_camps(tmp_path, second):
    articles, quotes = second
    draft = ak.draft_actors(quotes, articles, file=tmp_path / "actors.toml")
    read = ak.load_actors(tmp_path / "actors.toml")
    assert read.actors == draft.actors and read.camps == draft.camps
    named = assign(quotes, read)
    left = int(draft.left_out["quotes"].sum()) + int(quotes["speaker"].isna().sum())
    assert named["actor"].notna().sum() == len(quotes) - left
    placed = {actor.name for actor in read if actor.camp}
    assert (named["camp"].notna() == named["actor"].isin(placed)).all()
    assert "to be named" not in read.camps and '# camp = "…", to be named' in draft.text
    camps = named.drop_duplicates("speaker").set_index("speaker")["camp"]
    assert camps["Dilys Marrack"] == camps["Harbour and Transport Workers’ Union"]


def test_most_speakers_marked_by_hand_are_proposed(second, figure):
    articles, quotes = second
    draft = ak.draft_actors(quotes, articles)
    gold = (ROOT / "data" / "second" / "gold" / "quotes.jsonl").read_text("utf-8").splitlines()
    names = {row["speaker"] for row in map(json.loads, gold) if row["speaker"]}
    people = {name for name in names if name[0].isupper() and " " in name}
    found = {name for name in people if draft.match(name)}
    figure("speakers proposed", len(found) / len(people), stated=0.87, of=len(people))


def test_two_people_of_one_surname_are_kept_apart_by_the_registry_too():
    rows = [("a", "Lena Orsk"), ("b", "Mara Orsk"), ("c", "Orsk")]
    quotes = said(*((a, name, "person", None) for a, name in rows))
    draft = ak.draft_actors(quotes)
    assert assign(quotes, draft)["actor"].fillna("").tolist() == ["Lena Orsk", "Mara Orsk", ""]
    assert "Orsk (1 quote) may be Lena Orsk or Mara Orsk" in draft.text.replace("\n# ", " ")
    silent = pd.DataFrame({"article_id": ["a", "b", "c"], "text": ["", "Ms Mara Orsk left.", ""]})
    quotes = said(("a", "Lena Orsk", "person", None), ("c", "Orsk", "person", None))
    draft = ak.draft_actors(quotes, silent)
    assert assign(quotes, draft)["actor"].fillna("").tolist() == ["Lena Orsk", ""]
    assert [actor.name for actor in draft] == ["Lena Orsk", "Mara Orsk"]


def test_hostile_names_stay_what_they_are(tmp_path):
    names = ['Le"na\nOrsk"', "Ory\\sk ]] Brandt", "Jan\u202e Falk", 'camps = ["x"]', "# Ida\0 Falk",
             "'''Bo''' Falk", '""" Al Falk']  # fmt: skip
    quotes = said(*(("a", name, "person", 'x"\n[[actor]]\u202e') for name in names))
    draft = ak.draft_actors(quotes, file=tmp_path / "a.toml", camps={})
    text = (tmp_path / "a.toml").read_text("utf-8")
    assert "\u202e" not in text and "\0" not in text
    read = {tokens(name) for actor in ak.load_actors(draft) for name in actor.names}
    assert {tokens(name) for name in quotes["speaker"]} - read == set()


def test_camps_are_named_in_the_call():
    quotes = said(
        ("a", "Lena Orsk", "person", "head of the Dockers' Union"),
        ("a", "Jan Brandt", "person", None), ("b", "Ida Falk", "person", None),
    )  # fmt: skip
    draft = ak.draft_actors(quotes, camps={"Dockers' Union": "Workers", "Jan Brandt": "Employers"})
    camps = {actor.name: actor.camp for actor in draft}
    assert camps == {"Lena Orsk": "Workers", "Jan Brandt": "Employers", "Ida Falk": None}
    wrong = (
        "'Dockers Union' is neither a proposed camp nor a speaker .did you mean \"Dockers' Union\""
    )
    with pytest.raises(ValueError, match=wrong):
        ak.draft_actors(quotes, camps={"Dockers Union": "Workers"})


def test_an_existing_file_is_not_written_over(tmp_path):
    path, quotes = tmp_path / "actors.toml", said(("a", "Lena Orsk", "person", None))
    path.write_text("# mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="overwrite=True"):
        ak.draft_actors(quotes, file=path)
    assert path.read_text("utf-8") == "# mine"
    assert len(ak.load_actors(ak.draft_actors(quotes, file=path, overwrite=True))) == 1


def test_the_editor_opens_on_a_draft_that_has_a_file(tmp_path):
    articles, quotes = coverage()
    quotes = quotes.assign(actor=pd.NA, camp=pd.NA)
    draft = ak.draft_actors(quotes, articles, file=tmp_path / "actors.toml")
    editor = ak.edit_actors(quotes, draft, articles=articles)
    assert editor.actors.actors == draft.actors
    assert "a border official" in set(editor.unknown["speaker"])
    with pytest.raises(ValueError, match=r'draft_actors\(quotes, file="actors.toml"\)'):
        ak.edit_actors(quotes, ak.draft_actors(quotes))


def test_speakers_below_the_wanted_count_are_left_out_and_said():
    quotes = said(*(("a", "Lena Orsk", "person", None),) * 2, ("a", "Jan Brandt", "person", None))
    draft = ak.draft_actors(quotes, min_quotes=2)
    assert [actor.name for actor in draft] == ["Lena Orsk"]
    assert draft.left_out["why"].tolist() == ["fewer than 2 quotes"]
    assert "Jan Brandt: 1 quote; fewer than 2 quotes" in draft.text


@pytest.mark.parametrize("wrong", [0, -1, 1.5, "2"])
def test_wrong_arguments_are_named(wrong):
    with pytest.raises(ValueError, match="min_quotes must be a whole number from 1, not"):
        ak.draft_actors(said(), min_quotes=wrong)


def test_tables_that_lack_a_column_and_empty_ones():
    with pytest.raises(TableError, match="column 'speaker' is missing"):
        ak.draft_actors(said(("a", "Lena Orsk", "person", None)).drop(columns="speaker"))
    draft = ak.draft_actors(said())
    assert len(draft) == 0 and draft.left_out.empty
