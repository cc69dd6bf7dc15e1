import multiprocessing
import re
import threading
import time
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import analystkit as ak
from analystkit.actors import assign, editing
from analystkit.actors.assigning import rejoin
from analystkit.actors.editing import add_actor, add_alias, add_descriptor, undo
from analystkit.actors.loading import read_actors
from analystkit.registry import blocks, toml_file
from analystkit.registry.locking import locked
from analystkit.registry.reading import RegistryError
from analystkit.text.names import is_title, tokens

DATA = (Path(__file__).parents[2] / "data" / "actors.toml").read_bytes()
CAMPS = tuple(tomllib.loads(DATA.decode())["camps"])
ACTORS = tuple(actor["name"] for actor in tomllib.loads(DATA.decode())["actor"])

SMALL = """\
# Who is who -- do not sort.
camps = ["Senate",   "Harbour Guard"]  # as charts show them

# Senate

[[actor]]
name = "Dana Whitfield"   # since 2019
type = 'person'
camp = "Senate"
# her given name is spelled in two ways

# Harbour Guard

  [[actor]]
  name = "Harbour Guard"
  type = "organisation"
  camp = "Harbour Guard"
  aliases = [
    "HG",  # as the Wire has it
    "Haras al-Mina" # transliterated
  ]

# Unnamed sources
[[descriptor]]
camp = "Harbour Guard"
words = ["guardsman"]
"""

letters = st.characters(codec="utf-8")
names = st.text(letters, min_size=1, max_size=30)
styles = st.sampled_from(["\n", "\r\n", "mixed"])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text(SMALL)
    return path


def lines_kept(before: bytes, after: bytes) -> bool:
    """Every line of the old file stands in the new one, in order, but for lists grown longer."""
    rest = iter(after.splitlines(keepends=True))

    def same(old: bytes, new: bytes) -> bool:
        grown = old.strip().rstrip(b",").rstrip(b"]")
        return old == new or (bool(grown) and new.strip().startswith(grown))

    return all(any(same(line, new) for new in rest) for line in before.splitlines(keepends=True))


def comments(content: bytes) -> list[str]:
    return re.findall(r"#.*", content.decode("utf-8-sig"))


def test_an_alias_is_written_where_its_actor_stands(file):
    edit = add_alias(file, "Dana Whitfield", 'Daniela "Dee" Whitfield')
    assert file.read_text() == SMALL.replace(
        "# her given name is spelled in two ways\n",
        '# her given name is spelled in two ways\naliases = ["Daniela \\"Dee\\" Whitfield"]\n',
    )
    assert edit.actors.match('Daniela "Dee" Whitfield').name == "Dana Whitfield"
    add_alias(file, "Harbour Guard", "Port Guard")
    assert '    "Haras al-Mina", # transliterated\n    "Port Guard"\n  ]\n' in file.read_text()


def test_a_new_actor_stands_after_the_last_of_its_camp(file):
    add_actor(file, "Ray Orme", type="person", camp="Senate", aliases=["R. T. Orme", "Ray Orme"])
    assert file.read_text() == SMALL.replace(
        "\n# Harbour Guard\n",
        '\n[[actor]]\nname = "Ray Orme"\ntype = "person"\ncamp = "Senate"\n'
        'aliases = ["R. T. Orme"]\n\n# Harbour Guard\n',
    )


def test_a_new_camp_is_named_with_the_others(file):
    edit = add_actor(file, "Port Union", type="organisation", camp="Workers", new_camp=True)
    assert edit.actors.camps == ("Senate", "Harbour Guard", "Workers")
    assert 'camps = ["Senate",   "Harbour Guard",   "Workers"]  # as charts' in file.read_text()
    edit = add_descriptor(file, "port worker", camp="Workers")
    assert edit.actors.camp("two port workers") == "Workers"
    assert file.read_text().endswith(
        '\n[[descriptor]]\ncamp = "Workers"\nwords = ["port worker"]\n'
    )


@pytest.mark.parametrize("before", ["", "# mine", 'camps = ["A"]', 'camps = ["A"]\nactor = []\n'])
def test_a_file_without_entries_takes_its_first(tmp_path, before):
    file = tmp_path / "new.toml"
    file.write_text(before)
    first = add_actor(file, "Ray Orme", type="person", camp="B", new_camp=True)
    then = add_descriptor(file, "port worker", camp="B")
    assert [actor.camp for actor in then.actors] == ["B"]
    assert then.actors.camp("a port worker") == "B"
    undo(then)
    undo(first)
    assert file.read_text() == before


ALIASES = [
    ("Ray Orme", "x", "there is no actor 'Ray Orme'"),
    ("Dana Whitfeld", "x", "(did you mean 'Dana Whitfield'?)"),
    ("Dana Whitfield", " \t", "the new name is empty"),
    ("Dana Whitfield", "—", "actor 'Dana Whitfield': the name '—' is empty"),
    ("Dana Whitfield", "Senator", "is only a title"),
    ("Dana Whitfield", "H.G.", "the name 'H.G.' stands at 'Harbour Guard' already"),
    ("Dana Whitfield", "dana WHITFIELD", "stands at 'Dana Whitfield' already"),
    ("Dana Whitfield", None, "a name must be text, not None"),
]


@pytest.mark.parametrize(("actor", "alias", "message"), ALIASES)
def test_an_alias_that_cannot_be_leaves_the_file_alone(file, actor, alias, message):
    with pytest.raises(RegistryError, match=re.escape(message)):
        add_alias(file, actor, alias)
    assert file.read_text() == SMALL
    assert list(file.parent.iterdir()) == [file]


ENTRIES = [
    ({"type": "persn"}, "type 'persn' is not one of: person, organisation, document"),
    ({"camp": "Senat"}, "camp 'Senat' is not one of: Senate, Harbour Guard (did you mean 'Senate'"),
    ({"name": "Dana Whitfield"}, "the name 'Dana Whitfield' stands at 'Dana Whitfield' already"),
    ({"aliases": ["HG"]}, "the name 'HG' stands at 'Harbour Guard' already"),
    ({"name": " "}, "the new name is empty"),
]


@pytest.mark.parametrize(("given", "message"), ENTRIES)
def test_an_actor_that_cannot_be_leaves_the_file_alone(file, given, message):
    with pytest.raises(RegistryError, match=re.escape(message)) as error:
        add_actor(file, **{"name": "Ray Orme", "type": "person", "camp": "Senate"} | given)
    assert str(error.value).startswith(f"{file}: ")
    assert file.read_text() == SMALL
    assert list(file.parent.iterdir()) == [file]


def test_a_phrase_of_another_camp_or_of_none_is_refused(file):
    for words, camp, message in [
        ("guardsmen", "Senate", "stands for"),
        ("clerk", "Clerks", "camp 'Clerks' is not one of"),
        ("", "Senate", "words are empty"),
        ("clerk", "", "camp is empty"),
    ]:
        with pytest.raises(RegistryError, match=message):
            add_descriptor(file, words, camp=camp)
    assert file.read_text() == SMALL


def test_a_file_that_is_not_there_or_broken_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"none\.toml: no such file"):
        add_alias(tmp_path / "none.toml", "a", "b")
    (tmp_path / "bad.toml").write_text("camps = [")
    with pytest.raises(RegistryError, match=r"bad\.toml: is not valid TOML"):
        add_actor(tmp_path / "bad.toml", "Ray Orme", type="person")


def test_undoing_refuses_a_file_that_somebody_else_changed(file):
    first = add_alias(file, "Dana Whitfield", "D. R. Whitfield")
    second = add_alias(file, "Harbour Guard", "Port Guard")
    changed = file.read_text() + "# a note\n"
    file.write_text(changed)
    with pytest.raises(RegistryError, match="was changed by somebody else since"):
        undo(second)
    assert file.read_text() == changed
    file.unlink()
    with pytest.raises(RegistryError, match="was changed by somebody else since"):
        undo(first)


def test_a_link_stays_a_link_and_the_mode_stays(file):
    file.chmod(0o640)
    link = file.with_name("link.toml")
    link.symlink_to(file)
    add_alias(link, "Dana Whitfield", "D. R. Whitfield")
    assert link.is_symlink() and "D. R. Whitfield" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640


def styled(style: str, mark: bool, content: bytes = DATA) -> bytes:
    if style == "mixed":
        lines = content.split(b"\n")
        content = b"".join(
            line + (b"\r\n" if i % 3 else b"\n") for i, line in enumerate(lines[:-1])
        )
    else:
        content = content.replace(b"\n", style.encode())
    return b"\xef\xbb\xbf" * mark + content


@given(alias=names, actor=st.sampled_from(ACTORS), style=styles, mark=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_alias_is_added_to_its_actor_alone_and_taken_back(tmp_path, alias, actor, style, mark):
    file = tmp_path / "actors.toml"
    before = styled(style, mark)
    file.write_bytes(before)
    old = ak.load_actors(file)
    words = tokens(alias)
    assume(words and not is_title(words))
    assume(all(words != tokens(name) for entry in old for name in entry.names))
    edit = add_alias(file, actor, alias)
    new = ak.load_actors(file)
    for was, now in zip(old, new, strict=True):
        if was.name == actor:
            assert now.aliases == (*was.aliases, " ".join(alias.split()))
        else:
            assert now == was
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf") == mark
    assert lines_kept(before, after)
    undo(edit)
    assert file.read_bytes() == before


@given(
    name=names, camp=st.one_of(st.none(), st.sampled_from(CAMPS), names), style=styles,
    kind=st.sampled_from(["person", "organisation", "document"]), mark=st.booleans(),
)  # fmt: skip
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_actor_is_added_and_all_else_kept(tmp_path, name, camp, style, kind, mark):
    file = tmp_path / "actors.toml"
    before = styled(style, mark)
    file.write_bytes(before)
    old = ak.load_actors(file)
    words = tokens(name)
    assume(words and not is_title(words))
    assume(all(words != tokens(each) for entry in old for each in entry.names))
    edit = add_actor(file, name, type=kind, camp=camp, new_camp=True)
    new = ak.load_actors(file)
    (added,) = set(new) - set(old)
    assert added.name == " ".join(name.split()) and added.type == kind
    assert [actor for actor in new if actor != added] == list(old)
    assert set(comments(before)) <= set(comments(file.read_bytes()))
    assert lines_kept(before, file.read_bytes())
    undo(edit)
    assert file.read_bytes() == before


SPEAKERS = st.sampled_from(
    ["Dana Whitfield", "Whitfield", "Ray Whitfield", "D. Whitfield", "Orme", "Ray Orme", "HG",
     "Harbour Guard", "a spokesman for Orme", "Whitfield's office", "two port workers",
     "a guardsman", "Senator Whitfield", "Port Guard", None]
)  # fmt: skip
PEOPLE = st.sampled_from(["Ray Whitfield", "Dana Whitfield", "Tom Orme", "Ray Orme"])
EDITS = st.sampled_from(
    [
        lambda file: add_alias(file, "Dana Whitfield", "Ray Whitfield"),
        lambda file: add_alias(file, "Harbour Guard", "Port Guard"),
        lambda file: add_actor(file, "Ray Orme", type="person", camp="Senate"),
        lambda file: add_actor(file, "Ray Whitfield", type="person", camp="Harbour Guard"),
        lambda file: add_descriptor(file, "port worker", camp="Workers", new_camp=True),
    ]
)


@given(
    rows=st.lists(st.tuples(st.sampled_from("abc"), SPEAKERS), max_size=12), change=EDITS,
    people=st.dictionaries(st.sampled_from("abc"), st.lists(PEOPLE, max_size=3)),
)  # fmt: skip
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_table_joined_again_is_the_table_joined_anew(tmp_path, rows, people, change):
    file = tmp_path / "actors.toml"
    file.write_text(SMALL)
    old = ak.load_actors(file)
    table = pd.DataFrame(rows, columns=["article_id", "speaker"]).astype("string")
    edit = change(file)
    asked = []

    def names(ids):
        asked.extend(ids)
        return {each: people[each] for each in ids if each in people}

    before = assign(table, old, names=people)
    for one, other in ((old, edit.actors), (edit.actors, old)):
        start = assign(table, one, names=people)
        again = rejoin(start, one, other, names=names)
        pd.testing.assert_frame_equal(again, assign(table, other, names=people))
    pd.testing.assert_frame_equal(before, assign(table, old, names=people))
    assert set(asked) <= set(table["article_id"])


def test_articles_are_only_read_where_the_change_could_matter(file):
    old = ak.load_actors(file)
    table = pd.DataFrame(
        {"article_id": ["a", "b", "c"], "speaker": ["Whitfield", "Port Guard", "Tom Reed"]}
    )
    start = assign(table, old)
    asked = []
    edit = add_alias(file, "Harbour Guard", "Port Guard")
    again = rejoin(start, old, edit.actors, names=lambda ids: asked.extend(ids) or {})
    assert asked == []
    assert again["camp"].fillna("-").tolist() == ["Senate", "Harbour Guard", "-"]


def test_entries_of_two_kinds_by_turns_are_left_to_a_hand(file):
    turns = SMALL + '\n# later\n[[actor]]\nname = "Ray Two"\ntype = "person"\n'
    file.write_text(turns)
    with pytest.raises(RegistryError, match="edit by hand"):
        add_alias(file, "Dana Whitfield", "Daniela")
    assert file.read_text() == turns


def test_a_comment_right_above_an_entry_stays_there(file):
    file.write_text(
        '[[actor]]\nname = "Dana One"\ntype = "person"\n# about Ray\n'
        '[[actor]]\nname = "Ray Two"\ntype = "person"\n'
    )
    add_alias(file, "Dana One", "Daniela Uno")
    assert '# about Ray\n[[actor]]\nname = "Ray Two"' in file.read_text()


def test_a_change_while_the_file_is_read_stops_the_edit(file, monkeypatch):
    def load(path):
        found = ak.load_actors(path)
        file.write_text('[[actor]]\nname = "Zed"\ntype = "person"\n\n' + SMALL.split("\n", 2)[2])
        return found

    monkeypatch.setattr(editing, "load_actors", load)
    with pytest.raises(RegistryError, match="was changed by somebody else just now"):
        add_alias(file, "Harbour Guard", "The Guard")
    assert "The Guard" not in file.read_text()


def edit_often(file, name, times):
    for n in range(times):
        add_alias(file, "Dana Whitfield", f"{name}{n} Whitfield")


def test_of_two_processes_that_edit_one_file_neither_loses_an_edit(file):
    times = 150
    others = [
        multiprocessing.Process(target=edit_often, args=(file, name, times))
        for name in ("Ann", "Bob")
    ]
    for other in others:
        other.start()
    for other in others:
        other.join()
    assert [other.exitcode for other in others] == [0, 0]
    aliases = ak.load_actors(file).actors[0].aliases
    assert sorted(aliases) == sorted(
        f"{name}{n} Whitfield" for name in ("Ann", "Bob") for n in range(times)
    )
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_edit_waits_for_another_and_a_dead_one_holds_nothing(file):
    def hold():
        with locked(file):
            held.set()
            time.sleep(0.3)

    held = threading.Event()
    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    began = time.monotonic()
    add_alias(file, "Dana Whitfield", "D. R. Whitfield")
    assert time.monotonic() - began > 0.2
    other.join()
    file.with_name(f".{file.name}.lock").touch()  # as a killed process leaves it
    add_alias(file, "Dana Whitfield", "Daniela Whitfield")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def large(actors):
    """The sample's registry and many more actors, after its last section's comments."""
    more = (
        f'[[actor]]\nname = "Person{n} Orme{n}"\ntype = "person"\naliases = ["P{n} Orme{n}"]\n\n'
        for n in range(actors)
    )
    head, descriptors = DATA.decode().split("[[descriptor]]", 1)
    return f"{head}{''.join(more)}[[descriptor]]{descriptors}".encode()


@pytest.mark.parametrize("style", ["\n", "\r\n", "mixed"])
@pytest.mark.parametrize(
    "edit",
    [
        lambda file: add_alias(file, ACTORS[3], "Somebody Else"),
        lambda file: add_alias(file, "Person7 Orme7", "Somebody Else"),
        lambda file: add_actor(file, "Ann Lee", type="person", camp=CAMPS[1]),
        lambda file: add_actor(file, "Ann Lee", type="person", camp="New", new_camp=True),
        lambda file: add_actor(file, "Ann Lee", type="person"),
        lambda file: add_descriptor(file, "ferryman", camp=CAMPS[0]),
    ],
)
def test_a_large_file_changed_by_its_blocks_is_as_one_changed_whole(
    tmp_path, monkeypatch, style, edit
):
    file = tmp_path / "actors.toml"
    file.write_bytes(styled(style, mark=False, content=large(20)))
    monkeypatch.setattr(toml_file, "MANY", 10**9)
    monkeypatch.setattr(blocks, "MANY", 10**9)
    whole = edit(file)
    undo(whole)
    monkeypatch.setattr(toml_file, "MANY", 0)
    monkeypatch.setattr(blocks, "MANY", 0)
    monkeypatch.setattr(toml_file, "_changed_whole", lambda *given: None)
    read_actors.cache_clear()
    assert edit(file).after.decode() == whole.after.decode()


def test_an_edit_of_a_large_registry_parses_what_it_changes_alone(tmp_path, monkeypatch):
    file = tmp_path / "actors.toml"
    file.write_bytes(large(2000))
    add_alias(file, "Person7 Orme7", "Somebody Else")
    parsed, real = [], tomllib.loads
    monkeypatch.setattr(tomllib, "loads", lambda text: parsed.append(len(text)) or real(text))
    edit = add_alias(file, "Person1900 Orme1900", "Another One")
    assert sum(parsed) < len(edit.after) / 10
    assert edit.actors.bearer("another one").name == "Person1900 Orme1900"
    assert len(edit.actors) == len(ak.load_actors(file)) == 2000 + len(ACTORS)


@pytest.mark.parametrize(
    "text",
    [
        'note = """\n[[actor]]\nname = 1\n"""\n',
        'camps = [\n["A"],\n]\n',
        "[actor]\nname = 'A'\n",
        "actor = []\n[[actor]]\nname = 'A'\n",
        "[[actor]]\nname = 'A'\n[actor.more]\nage = 3\n",
        "[[actor]]\nname = 'A'\n[[actor]] # again\nname = 'B'\n  [[descriptor]]\ncamp = 'C'",
        "[[actor]]\nname = '\n",
        "",
    ],
)
def test_blocks_parse_as_the_whole_does(text, monkeypatch):
    monkeypatch.setattr(blocks, "MANY", 0)
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        with pytest.raises(tomllib.TOMLDecodeError, match=re.escape(str(error))):
            blocks.parsed(text)
        return
    assert blocks.parsed(text) == whole


def test_a_registry_of_thousands_is_edited_in_a_moment(tmp_path):
    file = tmp_path / "actors.toml"
    file.write_bytes(large(10_000))
    add_alias(file, "Person7 Orme7", "Somebody Else")
    began = time.process_time()
    add_alias(file, "Person9000 Orme9000", "Another One")
    assert time.process_time() - began < 1  # a fifth of it where nothing else runs
