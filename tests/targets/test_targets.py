from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analystkit as ak
from analystkit.actors import Actor, Actors
from analystkit.evaluation.gold import read_gold
from analystkit.registry.reading import RegistryError
from analystkit.tables import (
    TableError,
    as_articles,
    as_quotes,
    empty_articles,
    empty_quotes,
)
from analystkit.targets import Target, Targets, load_targets, quote_targets
from analystkit.targets.words import spellings, words
from analystkit.text.sentences import Sentences

ROOT = Path(__file__).parents[2]
ACTORS = ak.load_actors(ROOT / "data" / "actors.toml")
CASE = load_targets(ROOT / "data" / "targets.toml", ACTORS)
SEED = ROOT.parent / "shared" / "seed" / "article.txt"

STRIKES = Target(
    "strikes",
    "The strikes",
    ("strike", "US strike", "US air strike", "US raid"),
    ("the attack",),
    ("border",),
)
US = Target("us", "The United States", ("the US", "US troop"), exceptions=("the US embassy",))
MILITIAS = Target("militias", "The militias", ("Iran-backed group",), actors=("Kataib Hezbollah",))
IRAN = Target("iran", "Iran", ("Iran", "proxy"))
SMALL = Targets([STRIKES, US, MILITIAS, IRAN], actors=ACTORS)


def found(text: str, targets: Targets = SMALL) -> list[tuple[str, str]]:
    return [(m.target, text[m.start : m.end]) for m in targets.mentions(text)]


def written(tmp_path: Path, toml: str) -> Path:
    path = tmp_path / "targets.toml"
    path.write_text(toml, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("The strikes went on", "strikes"),
        ("A U.S. air strike", "U.S. air strike"),
        ("Two US air-strikes", "US air-strikes"),
        ("Another US airstrike’s aim", "US airstrike"),
        ("US\N{NO-BREAK SPACE}AIRSTRIKES", "US\N{NO-BREAK SPACE}AIRSTRIKES"),
        ("Sunday's U.S. raids", "U.S. raids"),
        ("the U.S. raid's aim", "U.S. raid"),
    ],
)
def test_inflection_and_spelling_are_set_aside(text, mention):
    assert found(text) == [("strikes", mention)]


@pytest.mark.parametrize(
    "text", ["they told us raids were over", "striker", "a strikeout", "the us", ""]
)
def test_what_only_looks_alike_is_no_mention(text):
    assert found(text) == []


def test_actors_are_found_by_all_their_spellings():
    for name in ("Kata’ib Hizballah", "Kataeb Hezbollah", "KATAIB HEZBOLLAH", "Kata'ib Ḥezbollāh"):
        assert found(f"{name} answered") == [("militias", name)]
    targets = Targets([Target("pm", "PM", actors=("Mustafa al-Kadhimi",))], actors=ACTORS)
    text = "Mustafa al-Kazemi spoke; later Kadhimi left with al-Kadhimi’s aides."
    assert [t for _, t in found(text, targets)] == ["Mustafa al-Kazemi", "Kadhimi", "Kadhimi"]


def test_a_tied_phrase_needs_its_word_in_the_sentence_or_the_one_before():
    assert found("The attack on the border killed seven.") == [("strikes", "The attack")]
    assert found("Jets crossed the border. The attack killed seven.") == [("strikes", "The attack")]
    assert found("Jets crossed the border. Seven died. The attack was short.") == []
    assert found("Jets crossed the border.\n\nThe attack was short.") == []
    assert found("The attack came. It was on the border.") == []


def test_the_longest_mention_wins_and_a_modifier_is_none():
    assert found("the US air strikes") == [("strikes", "US air strikes")]
    assert found("the US troops") == [("us", "US troops")]
    assert found("Iran-backed groups") == [("militias", "Iran-backed groups")]
    assert found("the US embassy") == []
    assert found("the US and Iran") == [("us", "the US"), ("iran", "Iran")]


def test_a_stretch_of_the_text_keeps_its_offsets():
    text = "One strike, two strikes, three strikes."
    second = text.index("two")
    assert [m.start for m in SMALL.mentions(text, start=second, end=second + 12)] == [16]


PIECES = st.sampled_from(
    [
        "US", "U.S.", "us", "the", "The", "air", "strike", "strikes", "-strikes", "'s", "’s", "s'",
        "attack", "border", "Iran", "-backed", "group", "groups", "proxies", "Kata'ib", "Kataeb",
        "Hezbollah", "al-", "embassy", ".", ". ", "\n\n", ", ", "“", "”", "\u0301", "ß", "İ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(), st.lists(PIECES).map(" ".join), st.lists(st.one_of(PIECES, st.text())).map("".join)
)
NAMES = [p for actor in ACTORS if actor.name == "Kataib Hezbollah" for p in actor.names]
KNOWN = {
    t.id: {"".join(keys).casefold() for p in phrases for keys in spellings(p)}
    for t in SMALL
    for phrases in [(*t.phrases, *t.tied, *(NAMES if t.actors else []))]
}


@given(TEXTS)
def test_offsets_point_at_words_that_read_as_a_phrase(text):
    mentions = SMALL.mentions(text)
    assert mentions == sorted(mentions, key=lambda m: (m.start, -m.end, m.target))
    past = {}
    for m in mentions:
        assert 0 <= m.start < m.end <= len(text)
        assert m.start >= past.get(m.target, 0)
        past[m.target] = m.end
        assert "".join(w.key for w in words(text, m.start, m.end)) in KNOWN[m.target]


@given(TEXTS)
def test_sentences_cover_the_text_without_overlap(text):
    sentences = Sentences(text)
    assert "".join(text[s:e] for s, e in sentences.bounds) == text
    for number, (start, end) in enumerate(sentences.bounds):
        assert start == end or sentences.at(start) == sentences.at(end - 1) == number


def test_initials_titles_and_marks_do_not_end_a_sentence():
    text = (
        "Sen. Chris Murphy, D-Conn., spoke. “U.S. Army Col. Wayne Marotto was there,” he said. "
        "“Was he?” She left on Dec. 31. Nobody asked."
    )
    assert [text[s:e].strip() for s, e in Sentences(text).bounds] == [
        "Sen. Chris Murphy, D-Conn., spoke.",
        "“U.S. Army Col. Wayne Marotto was there,” he said.",
        "“Was he?”",
        "She left on Dec. 31.",
        "Nobody asked.",
    ]


def test_long_and_hostile_texts_are_read_to_the_end():
    assert len(SMALL.mentions("The US strikes hit. " * 20_000)) == 20_000  # 400 kB
    for piece in ("“" * 50, "US ", "U.", ". ", "\n", "the the attack ", "al-", "'s"):
        text = piece * 10_000 + " strike"
        assert SMALL.mentions(text)[-1].target == "strikes"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target("The Strikes", "x", ("y",)), "target 'The Strikes': the id must be lower-case"),
        (Target("a", " ", ("y",)), "target 'a': the name is empty"),
        (Target("a", "A"), "target 'a': has no phrases, no tied phrases and no actors"),
        (Target("a", "A", ("…",)), "target 'a': the phrase '…' holds no word"),
        (Target("a", "A", tied=("y",)), "target 'a': 'tied' needs 'near'"),
        (Target("a", "A", ("y",), near=("z",)), "target 'a': 'near' needs 'tied'"),
        (Target("a", "A", actors=("Joe Bidden",)), r"'Joe Bidden' .* \(did you mean 'Joe Biden'"),
    ],
)
def test_errors_name_the_entry(target, message):
    with pytest.raises(RegistryError, match=message):
        Targets([target], actors=ACTORS)


def test_actors_need_their_registry_and_ids_are_unique():
    with pytest.raises(RegistryError, match="target 'militias': names actors, so the actors'"):
        Targets([MILITIAS])
    with pytest.raises(RegistryError, match="target 'us': the id stands 2 times"):
        Targets([US, US])


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[target]]\nname = 'x'", "target 1: id is missing; the entry has: name = 'x'"),
        ("[[target]]\nid = 'a'\nphrases = ['b']", "target 'a': name is missing"),
        ("[[target]]\nid = 'a'\nname = 3", "target 'a': name must be text in quotes, not 3"),
        (
            "[[target]]\nid = 'a'\nname = 'A'\nphrase = ['b']",
            r"target 'a': unknown key 'phrase' \(did you mean 'phrases'\?\)",
        ),
        ("[[target]]\nid = 'a'\nname = 'A'\nphrases = 'b'", "phrases must be a list of texts"),
        ("[target]\nid = 'a'", r"must be written as \[\[target\]\]"),
        ("[[targets]]\nid = 'a'", r"unknown key 'targets' \(did you mean 'target'\?\)"),
        ("[[target]\n", "is not valid TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_entry(tmp_path, toml, message):
    path = written(tmp_path, toml)
    with pytest.raises(RegistryError, match=message) as raised:
        load_targets(path)
    assert str(raised.value).startswith(str(path))


def test_odd_files(tmp_path):
    assert len(load_targets(written(tmp_path, ""))) == 0
    with pytest.raises(FileNotFoundError, match="no such file; expected a TOML file"):
        load_targets(tmp_path / "none.toml")
    with pytest.raises(RegistryError, match="is a folder"):
        load_targets(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# caf\xe9")
    with pytest.raises(RegistryError, match="is not UTF-8"):
        load_targets(latin)


def test_the_registry_as_a_table():
    table = SMALL.table()
    assert (
        table["target"].tolist() == [t.id for t in SMALL] == ["strikes", "us", "militias", "iran"]
    )
    assert table["target"].dtype == "string"
    assert table.loc[1, "except"] == ["the US embassy"]
    assert repr(Targets()) == "Targets: 0; 0 phrases"


def one_quote(text: str, content: str, cue: str | None, source: str | None) -> tuple:
    def place(part):
        return (text.index(part), text.index(part) + len(part)) if part else (pd.NA, pd.NA)

    (cs, ce), (ss, se) = place(cue), place(source)
    row = {"quote_id": "a#0", "article_id": "a", "kind": "mixed", "quote": content}
    row |= {"spans": [place(content)], "cue": cue, "cue_start": cs, "cue_end": ce}
    row |= {"source": source, "source_start": ss, "source_end": se}
    return as_quotes([row]), as_articles([{"article_id": "a", "text": text}])


@pytest.mark.parametrize(
    ("text", "content", "cue", "source", "pairs"),
    [
        # in the quotation itself, the first of several
        ("He condemned the strikes, all strikes.", "the strikes, all strikes", "condemned", "He",
         [("strikes", "strikes", "quote")]),
        # the one who is warned stands in the clause
        ("The ministry warned the US that it would pay.", "that it would pay", "warned",
         "The ministry", [("us", "the US", "clause")]),
        # what only tells the time is not what it is about
        ("She urged calm the day after the US air strikes.", "calm", "urged", "She", []),
        ("“We leave,” she said as the US troops left.", "We leave", "said", "she", []),
        ("Asked about the strikes, she said no.", "no", "said", "she",
         [("strikes", "strikes", "clause")]),
        # another clause of the sentence
        ("The strikes went on, and she said it was late.", "it was late", "said", "she", []),
        ("She said it was late, while Iran waited.", "it was late", "said", "She", []),
        # the holder is no target of its own
        ("Iran said it was late.", "it was late", "said", "Iran", []),
        # nor is a pronoun a mention
        ("The strikes came. “It was a breach,” he said.", "It was a breach", "said", "he", []),
        # nobody is named as the source
        ("The US was reported gone.", "The US", None, None, [("us", "The US", "quote")]),
    ],
)  # fmt: skip
def test_a_quote_is_about_what_it_or_its_clause_mentions(text, content, cue, source, pairs):
    quotes, articles = one_quote(text, content, cue, source)
    table = quote_targets(quotes, articles, SMALL)
    words_of = [text[s:e] for s, e in zip(table.mention_start, table.mention_end, strict=True)]
    assert list(zip(table["target"], words_of, table["where"], strict=True)) == pairs


def test_pairs_have_their_types_even_when_there_are_none():
    quotes, articles = one_quote("She said no.", "no", "said", "She")
    for table in (
        quote_targets(quotes, articles, SMALL),
        quote_targets(quotes[:0], articles, CASE),
    ):
        assert table.dtypes.astype(str).tolist()[1:4] == ["string", "Int64", "Int64"]
        assert len(table) == 0


@pytest.mark.parametrize("targets", [None, {"us": "Washington"}, []])
@pytest.mark.parametrize("ask", [quote_targets, ak.score_stance])
def test_what_is_no_registry_of_targets_is_named(ask, targets):
    with pytest.raises(TypeError, match=r"targets must be what .* not "):
        ask(empty_quotes(), empty_articles(), targets)


def test_pairs_name_what_is_missing():
    quotes, articles = one_quote("She said no.", "no", "said", "She")
    with pytest.raises(ValueError, match="article_id 'a' is not among the articles"):
        quote_targets(quotes, articles[:0], SMALL)
    with pytest.raises(TableError, match="articles: column 'text' is missing"):
        quote_targets(quotes, articles[["article_id"]], SMALL)


def gold_quotes() -> tuple[pd.DataFrame, pd.DataFrame]:
    articles, gold = read_gold(ROOT / "data" / "gold" / "quotes.jsonl")
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows = []
    for number, row in enumerate(gold.to_dict("records")):
        text = texts[row["article_id"]]
        rows.append(
            {
                "quote_id": f"{row['article_id']}#{number}",
                "article_id": row["article_id"],
                "kind": row["kind"],
                "quote": " … ".join(text[s:e] for s, e in row["content"]),
                "spans": row["content"],
            }
        )
        for part in ("cue", "source"):
            if row[part]:
                start, end = row[part][0][0], row[part][-1][1]
                rows[-1] |= {part: text[start:end]}
                rows[-1] |= {f"{part}_start": start, f"{part}_end": end}
    return articles, as_quotes(rows)


def test_what_the_sample_is_about():
    articles, quotes = gold_quotes()
    pairs = quote_targets(quotes, articles, CASE)
    assert not pairs.duplicated(["quote_id", "target"]).any()
    about: dict[str, set[str]] = {}
    for quote_id, target in zip(pairs["quote_id"], pairs["target"], strict=True):
        about.setdefault(quote_id, set()).add(target)
    said = quotes.set_index("quote_id")["quote"]
    for words_said, targets in {
        "We condemn the US air attack": {"strikes"},
        "settling scores": {"escalation"},
        "legal right to respond": {"escalation"},
        "the wrong path in the region": {"united-states"},
        "in a combat mission": {"us-presence"},
        "authority of Iraqi institutions": {"attacks-on-us", "iraqi-government"},
        "by Iran-backed groups": {"militias", "attacks-on-us", "strikes"},
        "American people": {"united-states"},
    }.items():
        ids = said.index[said.str.contains(words_said, regex=False)]
        assert len(ids)
        for quote_id in ids:
            assert targets <= about.get(quote_id, set()), (quote_id, words_said)
    # most of what is said bears on something, and the street's small talk on nothing
    assert 0.8 < len(about) / len(quotes) < 0.9
    assert not said[list(about)].str.contains("eat fish|price of electricity|handshake").any()


@pytest.mark.skipif(not SEED.exists(), reason="the founding article is not at hand")
def test_what_the_founding_article_mentions():
    text = SEED.read_text(encoding="utf-8")
    mentioned = [(target, " ".join(said.split())) for target, said in found(text, CASE)]
    assert {target for target, _ in mentioned} == {t.id for t in CASE}
    assert ("strikes", "US air strikes") in mentioned
    assert ("us-presence", "US military presence") in mentioned
    start = text.index("the mission safely")
    assert not any(m.start == start for m in CASE.mentions(text))
    assert not any(t == "iran" and "backed" in said for t, said in mentioned)


def test_a_surname_of_a_registered_person_is_enough():
    actors = Actors([Actor("Dana Whitfield", "person")])
    targets = Targets([Target("w", "Whitfield", actors=("Dana Whitfield",))], actors=actors)
    assert found("Senator Whitfield’s plan", targets) == [("w", "Whitfield")]


def test_phrases_of_what_is_done_to_a_target_are_among_its_phrases():
    us = Target("us", "US", ("the US",), ("revenge",), ("vow",), against=("revenge",))
    known = Targets([us])
    assert known.turns("us", "take revenge") and not known.turns("us", "the US")
    assert not known.turns("iran", "revenge")
    assert known.table()["against"].tolist() == [["revenge"]]
    with pytest.raises(RegistryError, match=r"'vengeance' of 'against' is not among its phrases"):
        Targets([Target("us", "US", ("the US",), against=("vengeance",))])


def test_the_actors_beside_the_targets_are_used_unless_others_are_given(tmp_path):
    path = written(tmp_path, '[[target]]\nid = "guard"\nname = "Guard"\nactors = ["Harbour Guard"]')
    with pytest.raises(RegistryError, match=r"put it beside the targets as actors\.toml"):
        load_targets(path)
    beside = tmp_path / "actors.toml"
    beside.write_text('[[actor]]\nname = "Harbour Guard"\ntype = "organisation"', encoding="utf-8")
    assert found("the Harbour Guard left", load_targets(path)) == [("guard", "Harbour Guard")]
    other = Actors([Actor("Harbour Guard", "organisation", aliases=("HG",))])
    assert found("HG left", load_targets(path, other)) == [("guard", "HG")]
    beside.write_text("[[actor]]", encoding="utf-8")
    with pytest.raises(RegistryError, match=r"actors\.toml: actor 1: name is missing"):
        load_targets(path)
    path.write_text('[[target]]\nid = "a"\nname = "A"\nphrases = ["ballot"]', encoding="utf-8")
    assert len(load_targets(path)) == 1, "no actor is named, so none is read"


KIN = Actors([Actor("Dana Whitfield", type="person"), Actor("Sam Whitfield", type="person")])
BOTH = Targets(
    [
        Target("dana", "Dana", actors=("Dana Whitfield",)),
        Target("sam", "Sam", actors=("Sam Whitfield",)),
    ],
    actors=KIN,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dana Whitfield won. Whitfield smiled.", ["dana: Dana Whitfield", "dana: Whitfield"]),
        ("Whitfield lost, and Sam Whitfield won.", ["sam: Whitfield", "sam: Sam Whitfield"]),
        ("Nobody knows Whitfield.", []),
        (
            "Dana Whitfield met Sam Whitfield. Whitfield left.\n\nWhitfield said no.",
            ["dana: Dana Whitfield", "sam: Sam Whitfield"],
        ),
        (
            "Dana Whitfield spoke.\n\nSam Whitfield left. Whitfield was tired.",
            ["dana: Dana Whitfield", "sam: Sam Whitfield", "sam: Whitfield"],
        ),
    ],
)
def test_a_shared_surname_is_whose_full_name_tells_it(text, found):
    assert [f"{m.target}: {text[m.start : m.end]}" for m in BOTH.mentions(text)] == found


def test_a_stretch_of_a_text_is_read_with_the_names_of_all_of_it():
    text = "Dana Whitfield spoke.\n\nWhitfield said no."
    assert [m.target for m in BOTH.mentions(text, start=23)] == ["dana"]


def test_who_is_no_target_is_not_taken_for_a_namesake():
    one = Targets([Target("sam", "Sam", actors=("Sam Whitfield",))], actors=KIN)
    assert one.mentions("Dana Whitfield spoke. Whitfield said no.") == []


def test_a_surname_that_the_registry_lists_counts_everywhere():
    dana = Actor("Dana Whitfield", aliases=("Whitfield",), type="person")
    kin = Actors([dana, Actor("Sam Whitfield", type="person")])
    one = Targets([Target("dana", "Dana", actors=("Dana Whitfield",))], actors=kin)
    assert [m.start for m in one.mentions("Nobody knows Whitfield.")] == [13]
