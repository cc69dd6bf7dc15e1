import json
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest

import analystkit as ak
from analystkit import edit_actors, tables
from analystkit.actors import assign, load_actors
from analystkit.registry.reading import RegistryError

REGISTRY = """\
# The coverage's people. Keep this line.
camps = ["Iraqi government", "United States"]

[[actor]]
name = "Layth al-Samawi"  # spokesman
type = "person"
camp = "Iraqi government"

[[actor]]
name = "Harlan R. Pruitt"
type = "person"
camp = "United States"
aliases = ["H. R. Pruit"]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text(REGISTRY)
    return path


@pytest.fixture
def editor(quotes, articles, file):
    return edit_actors(assign(quotes, load_actors(file)), file, articles=articles)


def rows(editor) -> dict[str, dict]:
    return {row["speaker"]: row for row in editor._desk.view["rows"]}


def camp(editor, speaker: str) -> set:
    table = editor.quotes
    return set(table.loc[table["speaker"] == speaker, "camp"].fillna("-"))


def test_the_speakers_the_registry_lacks_with_counts_and_an_example(editor, quotes):
    table = editor.quotes
    lacking = table[table["actor"].isna() & table["camp"].isna()].dropna(subset=["speaker"])
    assert list(editor.unknown["speaker"]) == list(lacking["speaker"].value_counts().index) or (
        set(editor.unknown["speaker"]) == set(lacking["speaker"])
    )
    for speaker, row in rows(editor).items():
        own = lacking[lacking["speaker"] == speaker]
        assert row["quotes"] == len(own)
        assert row["articles"] == own["article_id"].nunique()
        assert row["quote"] in set(own["quote_id"]) and row["example"] in set(own["quote"])
    assert "Layth al-Samawi" not in rows(editor)


def test_an_alias_moves_the_quotes_to_its_camp_and_undo_brings_them_back(editor, file, quotes):
    heard = []
    editor.observe(lambda change: heard.append((change["new"], camp(editor, "Shirin Vahedi"))),
                   names="version")  # fmt: skip
    editor.add_alias("Shirin Vahedi", "Layth al-Samawi")
    assert camp(editor, "Shirin Vahedi") == {"Iraqi government"}
    assert "Shirin Vahedi" not in rows(editor)
    assert editor.actors.match("Shirin Vahedi").name == "Layth al-Samawi"
    assert 'aliases = ["Shirin Vahedi"]' in file.read_text()
    editor.undo()
    assert camp(editor, "Shirin Vahedi") == {"-"}
    assert file.read_text() == REGISTRY
    assert heard == [(1, {"Iraqi government"}), (2, {"-"})]


def test_the_table_is_joined_as_extraction_joins_it(file):
    text = "The trial of Rami Pruet and Omar Pruet opened. “We will answer,” Pruet said on Monday."
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    quotes = ak.extract_quotes(articles, actors=file, min_confidence=0)
    assert list(quotes["speaker"]) == ["Pruet"]
    editor = edit_actors(quotes, file, articles=articles)
    editor.add_actor("Tom Pruet", type="person", camp="United States")
    expected = ak.extract_quotes(articles, actors=file, min_confidence=0)
    pd.testing.assert_frame_equal(editor.quotes, expected)
    assert camp(editor, "Pruet") == {"-"}  # though he would be Tom, were there no other Pruets
    assert assign(quotes, editor.actors)["actor"].item() == "Tom Pruet"


def test_several_edits_are_undone_in_turn(editor, file):
    steps = [file.read_bytes()]
    editor.add_alias("Dana Whitfield", "Harlan R. Pruitt")
    steps.append(file.read_bytes())
    editor.add_actor("Abu Tamim al-Rubaie", camp="Militias")
    steps.append(file.read_bytes())
    editor.add_actor("a border official", type="unnamed", name="border official", camp="Militias")
    assert camp(editor, "a border official") == {"Militias"}
    assert [note.split("”")[0] for note in editor._desk.view["edits"]] == [
        "“Dana Whitfield", "“Abu Tamim al-Rubaie", "“border official",
    ]  # fmt: skip
    for before in reversed(steps):
        editor.undo()
        assert file.read_bytes() == before
    with pytest.raises(ValueError, match="there is no change to undo"):
        editor.undo()


def test_another_name_in_full_has_the_speakers_as_its_alias(editor):
    editor.add_actor("Shirin Vahedi", name="Shirin K. Vahedi-Rad", camp="United States")
    actor = editor.actors.match("Shirin Vahedi")
    assert (actor.name, actor.aliases) == ("Shirin K. Vahedi-Rad", ("Shirin Vahedi",))
    assert camp(editor, "Shirin Vahedi") == {"United States"}


def test_undo_refuses_when_somebody_else_changed_the_file(editor, file):
    editor.add_alias("Dana Whitfield", "Harlan R. Pruitt")
    theirs = file.read_text() + "# theirs\n"
    file.write_text(theirs)
    editor._desk._handle_custom_msg({"do": "undo"}, [])
    assert "was changed by somebody else since" in editor.error
    assert file.read_text() == theirs and camp(editor, "Dana Whitfield") == {"United States"}


def test_what_somebody_else_wrote_is_taken_in_with_the_next_edit(editor, file):
    file.write_text(
        REGISTRY + '\n[[actor]]\nname = "Dana Whitfield"\ntype = "person"\ncamp = "United States"\n'
    )
    editor.add_alias("Shirin Vahedi", "Layth al-Samawi")
    assert camp(editor, "Dana Whitfield") == {"United States"}
    assert [actor.name for actor in editor.actors][-1] == "Dana Whitfield"


def test_a_click_that_cannot_be_is_shown_by_name_and_changes_nothing(editor, file):
    before = editor.quotes
    for content, message in [
        ({"do": "alias", "speaker": "Dana Whitfield", "actor": "Layth"}, "there is no actor"),
        ({"do": "alias", "speaker": "Layth al-Samawi", "actor": "Harlan R. Pruitt"}, "stands at"),
        ({"do": "new", "speaker": "x y", "name": "", "type": "persn", "camp": ""}, "type 'persn'"),
        ({"do": "read", "quote": "zz"}, "quote 'zz' is not in the quotes"),
        ({"do": "alias"}, "KeyError: 'speaker'"),
        ({"do": "undo"}, "there is no change to undo"),
    ]:
        answered = editor._desk.answered
        editor._desk._handle_custom_msg(content, [])
        assert message in editor.error
        assert editor._desk.answered == answered + 1
    assert file.read_text() == REGISTRY and editor.version == 0
    pd.testing.assert_frame_equal(editor.quotes, before)
    editor._desk.page = 1
    assert editor.error == ""


@pytest.mark.parametrize(
    ("error", "shown"),
    [(tables.TableError("a"), "a"), (OSError("b"), "b"), (KeyError("c"), "KeyError: 'c'")],
)
def test_a_wrong_value_or_file_is_told_by_its_message_alone(editor, monkeypatch, error, shown):
    monkeypatch.setattr(editor, "undo", Mock(side_effect=error))
    editor._desk._handle_custom_msg({"do": "undo"}, [])
    assert editor.error == shown


def test_a_saved_view_restores_itself(editor, articles, file):
    quote = editor.quotes["quote_id"].iloc[3]
    editor.selection = {"type": "person", "words": "AB", "quote": quote}
    saved = json.loads(json.dumps(editor.selection))
    assert saved == {"type": "person", "words": "AB", "quote": quote}
    assert set(rows(editor)) == {"Abu Tamim al-Rubaie"}
    other = edit_actors(editor.quotes, file, articles=articles)
    other.selection = saved
    assert other.selection == saved and set(rows(other)) == set(rows(editor))
    with pytest.raises(ValueError, match="type 'body' is not one of: person, organisation"):
        other.selection = {"type": "body"}
    with pytest.raises(ValueError, match="'camp' is not one of: words, type, quote"):
        other.selection = {"camp": "x"}
    assert other.selection == saved


def test_a_change_draws_the_list_once(editor):
    drawn = []
    editor._desk.observe(lambda _: drawn.append(1), names="view")
    editor.selection = {"words": "a", "type": "person"}
    editor.add_alias("Shirin Vahedi", "Layth al-Samawi")
    assert drawn == [1, 1]


def test_spellings_near_an_entry_are_offered(quotes, articles, file):
    quotes.loc[quotes.index[:3], "speaker"] = "Harlan Pruet"
    editor = edit_actors(quotes.assign(actor=pd.NA, camp=pd.NA), file)
    assert rows(editor)["Harlan Pruet"]["near"][0][:2] == ["Harlan R. Pruitt", "United States"]
    assert rows(editor)["Dana Whitfield"]["near"] == []


def test_quotes_without_actors_are_joined_first(quotes, file):
    bare = quotes.drop(columns=["actor", "camp"])
    editor = edit_actors(bare, file)
    assert camp(editor, "Layth al-Samawi") == {"Iraqi government"}
    with pytest.raises(ValueError, match="where the articles are given"):
        editor.selection = {"quote": bare["quote_id"].iloc[0]}


def test_many_speakers_are_paged(quotes, file):
    many = pd.concat([quotes] * 40, ignore_index=True)
    many["quote_id"] = [f"q{i}" for i in range(len(many))]
    many["speaker"] = [f"Speaker{i % 700} Name{i % 700}" for i in range(len(many))]
    editor = edit_actors(many.assign(actor=pd.NA, camp=pd.NA), file)
    assert len(rows(editor)) == 10 and editor._desk.view["pages"] == 70
    first = set(rows(editor))
    editor._desk.page = 1
    assert not first & set(rows(editor))
    editor._desk.words = "speaker699 name699"
    assert set(rows(editor)) == {"Speaker699 Name699"} and editor._desk.page == 0


def test_nothing_lacking_and_a_file_that_is_not_there(file):
    editor = edit_actors(tables.empty_quotes(), str(file))
    assert editor._desk.view["rows"] == [] and editor._desk.view["all"] == 0
    assert editor.unknown.empty and editor.error == ""
    with pytest.raises(FileNotFoundError, match=r"nowhere\.toml: no such file"):
        edit_actors(tables.empty_quotes(), Path("nowhere.toml"))
    file.write_text("camps = 3")
    with pytest.raises(RegistryError, match="camps must be a list"):
        edit_actors(tables.empty_quotes(), file)


def test_articles_are_read_once_and_only_those_that_matter(editor, monkeypatch):
    from analystkit.quotes import entities

    read = []
    monkeypatch.setattr(entities, "load_language", lambda name: None)
    monkeypatch.setattr(
        entities, "names_in", lambda texts, nlp: read.extend(texts) or [[] for _ in texts]
    )
    editor.add_actor("Abu Tamim al-Rubaie", camp="United States")
    assert len(read) < len(set(editor.quotes["article_id"]))
    assert len(read) == len(set(read))


def test_columns_that_a_quotes_table_may_lack(quotes, file):
    bare = quotes.drop(columns=["actor", "camp", "speaker_type", "confidence"])
    editor = edit_actors(bare, file)
    assert editor.error == "" and len(editor.unknown)
    editor.selection = {"words": "the"}
