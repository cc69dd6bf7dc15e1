import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

import analystkit as ak
from analystkit.actors import Actor, Actors, Descriptor, assign, normalise, suggest
from analystkit.registry.reading import RegistryError
from analystkit.tables import TableError
from analystkit.text.names import tokens

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
REGISTRY = ak.load_actors(ROOT / "data" / "actors.toml")

CAMPS = ["Senate", "Harbour Guard"]
WHITFIELD = Actor("Dana Whitfield", "person", "Senate", ("Daniela Whitfield",), "Q1")
SAMAWI = Actor("Layth al-Samawi", "person", "Harbour Guard", ("Layth al-Samaoui",))
GUARD = Actor("Harbour Guard", "organisation", "Harbour Guard", ("HG", "Haras al-Mina"))
CHARTER = Actor("Harbour Charter", "document")
SMALL = Actors([WHITFIELD, SAMAWI, GUARD, CHARTER], camps=CAMPS)

# words as names are written, so that hypothesis reaches titles, marks and descriptions
PARTS = st.sampled_from(
    [
        "the", "The", "al-", "el-", "Al", "'s", "s'", "'", "’", "-", ",", ".", "(", ")", "US",
        "U.S.", "two", "senior", "former", "official", "officials", "for", "of", "spokesman",
        "President",
        "Kata'ib", "Kadhimi", "Biden", "Murphy", "militia", "Iran-backed", "and", "Jr.",
        "ß", "İ", "ŉ",
    ]
)  # fmt: skip
NAMES = st.one_of(
    st.text(), st.lists(PARTS).map(" ".join), st.lists(st.one_of(PARTS, st.text())).map("".join)
)


def matched(name: str, actors: Actors = SMALL, **context: list[str]) -> str | None:
    actor = actors.match(name, **context)
    return actor.name if actor else None


@given(NAMES)
def test_normalising_twice_changes_nothing(name):
    once = normalise(name)
    assert normalise(once) == once


@given(NAMES, st.lists(NAMES, max_size=4))
def test_any_string_can_be_looked_up(name, context):
    for actors in (REGISTRY, Actors()):
        actor = actors.match(name, context=context)
        camp = actors.camp(name, context=context)
        assert actor is None or (actor in actors.actors and camp == actor.camp)
        assert camp is None or camp in actors.camps


@pytest.mark.parametrize(
    "name",
    [
        "dana whitfield",
        "DANA WHITFIELD",
        "Senator Dana Whitfield",
        "Sen. Dana Whitfield, D-Conn.",
        "US Secretary of State Dana Whitfield",
        "Harbour Guard spokeswoman Dana Whitfield",
        "Dána Whitfield’s",
        "Dana R. Whitfield",
        "D. Whitfield",
        "Whitfield, Dana",
        "Ms Whitfield",
        "Whitfield",
        "Whitfield, the senator",
        "Dana Whitfield (HG)",
    ],
)
def test_marks_titles_and_appositives_are_set_aside(name):
    assert matched(name) == "Dana Whitfield"


@pytest.mark.parametrize(
    "name", ["Layth Al-Samawi", "Layth al Samawi", "Al Samawi", "as-Samawi", "Samawi", "El-Samaoui"]
)
def test_the_arabic_article_does_not_matter(name):
    assert matched(name) == "Layth al-Samawi"


@pytest.mark.parametrize(
    "name",
    [
        "Ray Whitfield",
        "Ray Dana Whitfield",
        "R. Whitfield",
        "Al Whitfield",
        "Whitfield, Ray",
        "Dana Smith and Ray Whitfield",
        "Dana Whitfield, Ray Orme and others",
        "Dana",
        "New Bedford Governor Whitfield",
        "Whitfield's critics",
        "spokesman for Senator Dana Whitfield",
        "Harbour",
        "Guard",
        "the senator",
        "hg wells",
        "",
        "'",
    ],
)
def test_other_people_and_parts_of_names_match_nobody(name):
    assert matched(name) is None


def test_a_surname_goes_by_whom_the_article_holds():
    assert matched("Whitfield", context=["Senator Dana Whitfield"]) == "Dana Whitfield"
    assert matched("Whitfield", context=["Daniela Whitfield", "Harbour Guard"]) == "Dana Whitfield"
    assert matched("Whitfield", context=["Ray Whitfield"]) is None
    assert matched("Whitfield", context=["Dana Whitfield", "Gov. Ray Whitfield"]) is None
    assert matched("D. Whitfield", context=["Dana Whitfield", "Ray Whitfield"]) is None
    assert matched("Dana Whitfield", context=["Ray Whitfield"]) == "Dana Whitfield"
    assert matched("Whitfield", context=["papers loyal to Whitfield"]) == "Dana Whitfield"


def test_a_surname_two_entries_bear_is_settled_by_the_article_alone():
    two = Actors([WHITFIELD, Actor("Ray Whitfield", "person")], camps=CAMPS)
    assert matched("Whitfield", two) is None
    assert matched("Whitfield", two, context=["Ray Whitfield"]) == "Ray Whitfield"


def test_capitals_tell_a_country_from_a_pronoun():
    assert matched("US", REGISTRY) == matched("the U.S.", REGISTRY) == "United States"
    assert matched("us", REGISTRY) is None
    assert REGISTRY.camp("us") is None


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Prime Minister al-Kazemi", "Mustafa al-Kadhimi"),
        ("Mustafa Al-Kādhimī", "Mustafa al-Kadhimi"),
        ("Kata'ib Hezbollah", "Kataib Hezbollah"),
        ("Kataeb Hizbullah", "Kataib Hezbollah"),
        ("Kata’ib Sayyed ash-Shuhada", "Kataib Sayyid al-Shuhada"),
        ("Hashd al-Sha'abi", "Popular Mobilization Forces"),
        ("the Popular Mobilisation Units (PMU)", "Popular Mobilization Forces"),
        ("the U.S. Department of Defense", "Pentagon"),
        ("Maj. Gen. Yahya Rasul", "Yehia Rasool"),
        ("Abu Ala al-Wala'i", "Abu Alaa al-Walai"),
        ("Joseph R. Biden Jr.", "Joe Biden"),
        ("Ahmed al-Kadhimi", None),
        ("Phil Murphy", None),
        ("Hezbollah", None),
    ],
)
def test_the_registry_of_the_founding_case(name, actor):
    assert matched(name, REGISTRY) == actor


@pytest.mark.parametrize(
    ("description", "camp"),
    [
        ("two senior US defense officials", "United States"),
        ("a defense official", "United States"),
        ("British defense official", None),
        ("a former US official", None),
        ("critics of US officials", None),
        ("families of US troops", None),
        ("Biden's critics", None),
        ("Biden's administration", "United States"),
        ("Pentagon officials in Baghdad", "United States"),
        ("one of the U.S. officials, speaking anonymously", "United States"),
        ("US and Iraqi officials", None),
        ("US-backed Iraqi officials", None),
        ("an Iraqi security official", "Iraqi government"),
        ("a spokesman for the Iraqi prime minister", "Iraqi government"),
        ("Kadhimi’s office", "Iraqi government"),
        ("Iran-backed militias", "Iran-aligned militias"),
        ("Iraqi militia groups aligned with Iran", "Iran-aligned militias"),
        ("two officials from Kata'ib Hezbollah", "Iran-aligned militias"),
        ("Sunni militia leaders", None),
        ("Iranian Foreign Ministry spokesman", "Iran"),
        ("US-led coalition official", "US-led coalition"),
        ("residents of Baghdad", None),
        ("most of us", None),
        ("leaders of the United States, Canada and Mexico", None),
    ],
)
def test_unnamed_sources_have_a_camp_but_no_actor(description, camp):
    assert matched(description, REGISTRY) is None
    assert REGISTRY.camp(description) == camp


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not at hand")
def test_speakers_of_the_founding_case_have_their_camps():
    with (SHARED / "facts" / "statements.csv").open(encoding="utf-8", newline="") as file:
        expected = {(row["speaker"], row["camp"]) for row in csv.DictReader(file)}
    gold = (SHARED / "seed" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    expected |= {(row["speaker"], row["camp"]) for row in map(json.loads, gold)}
    assert {(speaker, REGISTRY.camp(speaker)) for speaker, _ in expected} == expected


def test_descriptors_combine_of_and_words():
    crew = Descriptor("Harbour Guard", ("officer", "crew member"), of=("guard", "harbour"))
    actors = Actors(camps=CAMPS, descriptors=[crew])
    assert actors.camp("three guard officers") == actors.camp("a harbour crew member")
    assert actors.camp("a crew member") is None


@pytest.mark.parametrize(
    ("camps", "message"),
    [(["Senate", " "], "is empty"), (["Senate"] * 2, "'Senate' stands 2 times")],
)
def test_camps_are_named_once(camps, message):
    with pytest.raises(RegistryError, match=message):
        Actors(camps=camps)


def test_a_descriptor_speaks_for_one_camp():
    aides = [Descriptor(camp, ("harbour aides",)) for camp in CAMPS]
    message = "'harbour aides': stands for 'Harbour Guard' and for 'Senate'"
    with pytest.raises(RegistryError, match=message):
        Actors(camps=CAMPS, descriptors=aides)


def test_long_and_hostile_names_are_read_in_time():
    for name in ["the " * 50_000 + "US official", "al-" * 50_000, "a," * 50_000, "'s " * 50_000]:
        assert REGISTRY.match(name) is None


def test_table_and_repr_show_what_the_registry_holds():
    table = SMALL.table()
    assert list(table.columns) == ["actor", "camp", "type", "aliases", "wikidata"]
    assert table["aliases"].tolist()[0] == ["Daniela Whitfield"]
    assert table["camp"].isna().tolist() == [False, False, False, True]
    assert str(table["wikidata"].dtype) == "string"
    assert repr(SMALL).startswith("Actors: 4 in 2 camps (Senate 1, Harbour Guard 2, no camp 1)")


def test_an_empty_registry_works(tmp_path, quotes):
    (tmp_path / "actors.toml").write_text("", encoding="utf-8")
    actors = ak.load_actors(tmp_path / "actors.toml")
    assert (len(actors), len(actors.table()), actors.match("Dana Whitfield")) == (0, 0, None)
    assert assign(quotes, actors)[["actor", "camp"]].isna().all(axis=None)
    assert suggest(quotes, registry=actors)["suggestion"].isna().all()


def entry(**keys: object) -> str:
    keys = {"name": "Dana Whitfield", "type": "person", "camp": "Senate"} | keys
    lines = [f"{key} = {json.dumps(value)}" for key, value in keys.items() if value is not None]
    return "\n".join(["[[actor]]", *lines, ""])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(camp="Senat"), "actor 'Dana Whitfield': camp 'Senat' is not one of: Senate"),
        (entry(camp="Senat"), "did you mean 'Senate'?"),
        (entry(name=None), "actor 1: name is missing; the entry has: type = 'person'"),
        (entry(name=" "), "actor 1: name is missing"),
        (entry(type=None), "actor 'Dana Whitfield': type is missing"),
        (entry(type="persn"), "type 'persn' is not one of: .*.did you mean 'person'"),
        (entry(alias=["D"]), "unknown key 'alias' .did you mean 'aliases'"),
        (entry(aliases="D"), "aliases must be a list of texts, not 'D'"),
        (entry(aliases=[7]), "aliases must be a list of texts"),
        (entry(name=7), "actor 1: name must be text in quotes, not 7"),
        (entry(aliases=["Prime Minister"]), "'Prime Minister' is only a title"),
        (entry(aliases=["the U.S. Secretary of State"]), "is only a title"),
        (entry(aliases=["–"]), "the name '–' is empty"),
        (entry(wikidata="6279"), "wikidata '6279' is not an item such as 'Q6279'"),
        (
            entry() + entry(name="Ray Orme", aliases=["DANA Whitfield"]),
            "actor 'Ray Orme': the name 'DANA Whitfield' also stands at 'Dana Whitfield'",
        ),
        (entry() + entry(), "actor 'Dana Whitfield': has two entries"),
        ("[actor]\nname = 'Dana'", r"'actor' must be written as \[\[actor\]\]"),
        ("[[actr]]\nname = 'Dana'", "unknown key 'actr' .did you mean 'actor'"),
        ("[[descriptor]]\nwords = ['aide']", "descriptor 1: camp is missing"),
        ("[[descriptor]]\ncamp = 'Senate'", "descriptor 1: words are missing"),
        ("[[descriptor]]\ncamp = 'Sena'\nwords = ['aide']", "descriptor 'aide': camp 'Sena'"),
        (
            "[[descriptor]]\ncamp = 'Senate'\nwords = ['–']",
            "descriptor of 'Senate': an entry is empty",
        ),
        ("[[actor]]\nname = Dana", "is not valid TOML: .*line 3"),
    ],
)
def test_errors_name_file_and_entry(tmp_path, text, message):
    file = tmp_path / "people.toml"
    file.write_text('camps = ["Senate"]\n' + text, encoding="utf-8")
    with pytest.raises(RegistryError, match=message) as caught:
        ak.load_actors(file)
    assert str(file) in str(caught.value)


def test_files_that_are_no_registry_say_what_is_expected(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nobody\.toml: no such file; expected a"):
        ak.load_actors(tmp_path / "nobody.toml")
    with pytest.raises(RegistryError, match="is a folder"):
        ak.load_actors(tmp_path)
    (tmp_path / "old.toml").write_bytes(b'camps = ["Sen\xe9"]')
    with pytest.raises(RegistryError, match=r"not UTF-8 text \(byte 13\)"):
        ak.load_actors(tmp_path / "old.toml")


@pytest.mark.parametrize("load", [ak.load_actors, ak.load_targets])
@pytest.mark.parametrize("deep", ["[" * 5000 + "]" * 5000, "{a = " * 5000 + "1" + "}" * 5000])
def test_a_file_nested_without_end_is_named(tmp_path, load, deep):
    path = tmp_path / "deep.toml"
    path.write_text(f"camps = {deep}")
    with pytest.raises(RegistryError, match=r"deep\.toml: .*nested"):
        load(path)


def test_a_file_saved_by_notepad_loads(tmp_path):
    text = ('camps = ["Senate"]\n' + entry()).replace("\n", "\r\n")
    (tmp_path / "actors.toml").write_bytes(text.encode("utf-8-sig"))
    assert len(ak.load_actors(str(tmp_path / "actors.toml"))) == 1


def speakers(*pairs: tuple[str, object]) -> pd.DataFrame:
    rows = [
        {
            "quote_id": f"{article}#{n}",
            "article_id": article,
            "kind": "direct",
            "quote": "We saw it",
            "spans": [(0, 9)],
            "speaker": speaker,
        }
        for n, (article, speaker) in enumerate(pairs)
    ]
    return ak.tables.as_quotes(rows)


def test_assign_goes_article_by_article():
    quotes = speakers(
        ("a", "Dana Whitfield"), ("a", "Whitfield"), ("b", "Whitfield"), ("b", "Ray Whitfield"),
        ("c", pd.NA), ("c", "HG"), ("c", "Harbour Guard officials"), ("d", "Whitfield"),
    )  # fmt: skip
    before = quotes.copy(deep=True)
    found = assign(quotes, SMALL, names={"d": ["Ray Whitfield"]})
    pd.testing.assert_frame_equal(quotes, before)
    person, guard = "Dana Whitfield", "Harbour Guard"
    assert found["actor"].fillna("").tolist() == [person, person, "", "", "", guard, "", ""]
    assert found["camp"].fillna("").tolist() == ["Senate"] * 2 + ["", "", "", guard, guard, ""]
    assert ak.tables.check_quotes(found).equals(found)


def test_assign_writes_anew_and_keeps_the_index():
    quotes = speakers(("a", "Nobody Known"), ("a", "HG")).assign(actor="HG", camp="old")
    found = assign(quotes.set_index(pd.Index([7, 7])), SMALL)
    assert found.index.tolist() == [7, 7]
    assert found["camp"].isna().tolist() == [True, False]
    assert len(assign(ak.tables.empty_quotes(), SMALL)) == 0


def test_assign_asks_for_its_columns():
    with pytest.raises(TableError, match="quotes: column 'speaker' is missing"):
        assign(pd.DataFrame({"article_id": ["a"]}), SMALL)


def test_suggest_lists_the_unknown_most_quoted_first():
    quotes = speakers(
        ("a", "Layth Samaui"), ("a", "Zora Quill"), ("b", "Zora Quill"), ("b", "HG officials"),
        ("b", "Dana Whitfield"), ("b", pd.NA),
    )  # fmt: skip
    table = suggest(quotes, registry=SMALL)
    assert table["speaker"].tolist()[:2] == ["Zora Quill", "Layth Samaui"]
    assert table[["quotes", "articles"]].iloc[0].tolist() == [2, 2]
    assert table["suggestion"].isna().tolist()[0]
    near = table[table["speaker"] == "Layth Samaui"].iloc[0]
    assert (near["suggestion"], near["camp"]) == ("Layth al-Samawi", "Harbour Guard")
    assert 80 < near["score"] < 100
    assert set(table["speaker"]) == {"Zora Quill", "Layth Samaui"}


def test_suggest_gives_one_row_a_speaker_unless_more_are_asked_for():
    near = [Actor(f"Dana Whitfie{letters}", "person") for letters in ("xx", "l", "ldy", "zz")]
    quotes = speakers(("a", "Dana Whitfield"), ("a", "Zora Quill"))
    table = suggest(quotes, registry=Actors(near))
    assert table["speaker"].is_unique
    both = suggest(quotes, registry=Actors(near), limit=2)
    of_dana = both[both["speaker"] == "Dana Whitfield"]
    assert of_dana["suggestion"].tolist() == ["Dana Whitfieldy", "Dana Whitfiel"]
    assert of_dana["score"].is_monotonic_decreasing
    assert table["suggestion"].iloc[0] == of_dana["suggestion"].iloc[0]
    with pytest.raises(ValueError, match="limit must be at least 1, not 0"):
        suggest(speakers(), limit=0)


def test_suggest_asks_for_a_word_in_common():
    ministry = Actor(
        "Iraqi Foreign Ministry", "organisation", aliases=("Foreign Ministry in Iraq",)
    )
    registry = Actors([ministry])
    quotes = speakers(("a", "a mother of four in Karrada"), ("a", "Irak's foreign ministry"))
    table = suggest(quotes, registry=registry).set_index("speaker")["suggestion"]
    assert pd.isna(table["a mother of four in Karrada"])
    assert table["Irak's foreign ministry"] == "Iraqi Foreign Ministry"


@given(st.lists(st.text("abcde ", min_size=1, max_size=14), min_size=1, max_size=8, unique=True))
def test_suggestions_are_those_of_every_name_compared_with_every_other(names):
    def sorted_words(name):
        return " ".join(sorted(tokens(name)))

    own = {tokens(name): name for name in names if tokens(name)}
    registry = Actors(Actor(name, "document") for name in own.values())
    speakers = ["abcd eabc", "dda", "ceb abd"]
    quotes = pd.DataFrame({"article_id": ["a"] * 3, "speaker": speakers})
    found = suggest(quotes, registry=registry, limit=9)
    for speaker in speakers:
        if registry.bearer(speaker):
            continue
        near = {
            actor.name: round(score, 1)
            for actor in registry
            if (score := fuzz.ratio(sorted_words(speaker), sorted_words(actor.name))) >= 60
            and any(fuzz.ratio(a, b) >= 75 for a in tokens(speaker) for b in tokens(actor.name))
        }
        rows = found[found["speaker"].eq(speaker) & found["suggestion"].notna()]
        assert dict(zip(rows["suggestion"], rows["score"], strict=True)) == near


def test_suggest_without_a_registry_goes_by_what_is_missing():
    quotes = assign(speakers(("a", "HG"), ("a", "Zora Quill")), SMALL)
    table = ak.suggest(quotes)
    assert table["speaker"].tolist() == ["Zora Quill"]
    assert table["suggestion"].isna().all()
    assert list(ak.suggest(ak.tables.empty_quotes()).columns) == list(table.columns)


def test_a_tied_name_counts_where_a_word_it_needs_stands_in_the_article():
    american = "Congress voted late. The White House had asked it to."
    indian = "Congress won two states, the party said in Delhi, and the U.S. took note."
    assert REGISTRY.match("Congress") is None
    assert REGISTRY.match("Congress", text=indian) is None
    assert REGISTRY.match("the Congress", text=american).name == "US Congress"
    assert REGISTRY.camp("a member of Congress", text=american) == "US Congress"
    assert REGISTRY.camp("a member of Congress", text=indian) is None
    rows = {"article_id": ["a", "b", "b"], "speaker": ["Congress", "Congress", "US Congress"]}
    given = assign(pd.DataFrame(rows), REGISTRY, texts={"a": american, "b": indian})
    assert given["actor"].fillna("").tolist() == ["US Congress", "", "US Congress"]
    rows["quote"] = ["Biden must ask us first", "Delhi will see", "no"]
    alone = assign(pd.DataFrame(rows), REGISTRY)  # the quotes are all there is of the articles
    assert alone["actor"].fillna("").tolist() == ["US Congress", "", "US Congress"]


def test_extraction_ties_names_to_the_whole_article():
    texts = [f"“We will vote again,” Congress said.\n\nIt was late{end}." for end in (
        "", " at the White House")]  # fmt: skip
    articles = pd.DataFrame({"article_id": ["a", "b"], "text": texts})
    quotes = ak.extract_quotes(articles, actors=REGISTRY)
    assert quotes["camp"].fillna("").tolist() == ["", "US Congress"]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"tied": ("Guard",)}, "'tied' needs 'near'"),
        ({"near": ("Port",)}, "'near' needs 'tied'"),
        ({"tied": ("HG",), "near": ("Port",), "aliases": ("HG",)}, "'HG' stands both among"),
        ({"tied": ("Guard",), "near": ("Port", " ")}, "' ' of 'near' holds no word"),
        ({"tied": ("Senator",), "near": ("Port",)}, "is only a title"),
    ],
)
def test_tied_names_that_cannot_be_used_say_why(entry, message):
    with pytest.raises(RegistryError, match=message):
        Actors([Actor("Harbour Guard", "organisation", **entry)])


def test_an_actor_given_twice_is_told_though_it_is_one_object():
    ann = Actor("Ann Lee", "person")
    with pytest.raises(RegistryError, match=r"actor 'Ann Lee': has two entries"):
        Actors([ann, ann])
