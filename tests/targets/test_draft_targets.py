"""Targets from nothing: found, counted as `quote_targets` counts, written to be edited."""

import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import analystkit as ak
from analystkit.actors import Actor, Actors
from analystkit.tables import as_articles, as_quotes
from analystkit.targets import draft as module
from analystkit.targets import draft_targets, load_targets, quote_targets

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "data" / "second"


def tables(*texts: str, outlet: str = "Wire") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Articles that are one quotation each, and their quotes."""
    articles = as_articles(
        {"article_id": f"a{n}", "text": text, "outlet": f"{outlet} {n}"}
        for n, text in enumerate(texts)
    )
    quotes = as_quotes(
        {"quote_id": f"a{n}#0", "article_id": f"a{n}", "kind": "indirect", "quote": text,
         "spans": [(0, len(text))]}
        for n, text in enumerate(texts)
    )  # fmt: skip
    return quotes, articles


def drafted(*texts: str, **given: object) -> dict[str, tuple[str, ...]]:
    draft = draft_targets(*tables(*texts), **given)  # type: ignore[arg-type]
    return {target.name: target.phrases or target.actors for target in draft}


def test_singular_plural_and_determiners_are_one_target():
    found = drafted("The pickets must leave the gate.", "A picket was hurt.", "We fear pickets.")
    assert found == {"Picket": ("picket",)} or found == {"Pickets": ("picket",)}


def test_a_noun_that_is_a_verb_too_counts_with_its_determiner_only():
    found = drafted("The strike goes on.", "This strike is over.", "They strike at dawn.")
    assert found == {"Strike": ("the strike", "this strike")}


def test_a_short_form_goes_with_the_one_longer_name_it_can_be_short_for():
    texts = ["The pay offer was poor.", "A pay offer came late.", "The offer was refused by us.",
             "The offer is dead."]  # fmt: skip
    assert list(drafted(*texts)) == ["Pay offer"]
    other = [*texts, "The peace offer stands.", "A peace offer came."]
    assert {"Pay offer", "Peace offer"} < set(drafted(*other))


def test_people_and_bodies_of_the_registry_are_targets_by_all_their_names():
    orsk = Actor("Lena Orsk", "person", aliases=("Lena Orsck",))
    board = Actor("Northern Trade Board", "organisation")
    actors = Actors([orsk, board, Actor("Jan Brandt", "person")])
    texts = ["Orsk must resign.", "Lena Orsk lied about the Northern Trade Board.",
             "We trust the Trade Board."]  # fmt: skip
    draft = draft_targets(*tables(*texts), actors)
    named = {target.name: (target.actors, target.phrases) for target in draft}
    assert named == {
        "Lena Orsk": (("Lena Orsk",), ()),
        "Northern Trade Board": (("Northern Trade Board",), ("Trade Board",)),
    }


def test_the_mayor_is_the_mayor_who_speaks_if_only_one_does():
    texts = ["The mayor must resign.", "We trust the mayor.", "Dastow lied about the mayors."]
    quotes, articles = tables(*texts)
    actors = Actors([Actor("Corin Dastow", "person"), Actor("Ada Pike", "person")])
    quotes["speaker"], quotes["role"] = "Corin Dastow", "Mayor"
    assert {t.name: t.phrases for t in draft_targets(quotes, articles, actors)} == {
        "Corin Dastow": ("the mayor",)
    }
    quotes.loc[2, ["speaker", "role"]] = ["Ada Pike", "former mayor of Larn"]
    assert [target.name for target in draft_targets(quotes, articles, actors)] == ["Corin Dastow"]
    quotes.loc[2, "role"] = "mayor of Larn"
    assert [target.name for target in draft_targets(quotes, articles, actors)] == ["Mayor"]


def test_both_drafts_stand_beside_one_another_and_are_used(second, tmp_path):
    articles, quotes = second
    ak.draft_actors(quotes, articles, file=tmp_path / "actors.toml")
    actors = ak.load_actors(tmp_path / "actors.toml")
    draft = ak.draft_targets(quotes, articles, actors, file=tmp_path / "targets.toml")
    again = ak.draft_targets(quotes, articles, actors)
    assert draft.text == again.text
    read = load_targets(tmp_path / "targets.toml")  # finds the actors beside it
    assert read.targets == draft.targets and any(target.actors for target in read)
    pairs = quote_targets(quotes, articles, read)
    assert pairs["quote_id"].nunique() > len(quotes) / 2
    counts = draft.counts.set_index("target")
    assert counts.loc[[t.id for t in draft], "kept"].all()
    assert counts["quotes"].is_monotonic_decreasing
    for target in ("pay-offer", "sanctions", "boycott", "verdict", "border-levy"):
        assert target in [t.id for t in draft]


def test_most_targets_chosen_by_hand_are_found(second, figure):
    articles, quotes = second
    draft = ak.draft_targets(quotes, articles, ak.draft_actors(quotes, articles), most=200)
    ours = quote_targets(quotes, articles, draft)
    hand = quote_targets(quotes, articles, load_targets(SECOND / "targets.toml"))
    sets = [set(rows) for _, rows in ours.groupby("target")["quote_id"]]
    found = [
        any(len(own & set(rows)) * 2 >= len(set(rows)) for own in sets)
        for _, rows in hand.groupby("target")["quote_id"]
    ]
    figure("targets proposed", sum(found) / len(found), stated=0.93, of=len(found))


def test_hostile_words_are_escaped_and_the_file_is_read_back(tmp_path):
    name = 'Board "]]\n[[target]] \u202e'
    actors = Actors([Actor(name, "organisation")])
    texts = [f"We trust the {name} now.", f"The {name} failed \u202e us."]
    draft = draft_targets(*tables(*texts), actors, file=tmp_path / "targets.toml")
    assert "\u202e" not in draft.text
    assert tomllib.loads(draft.text)["target"][0]["actors"] == [name]
    assert load_targets(draft, actors).targets == draft.targets
    with pytest.raises(FileExistsError, match="overwrite=True"):
        draft_targets(*tables(*texts), actors, file=tmp_path / "targets.toml")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"most": 0}, "most must be a whole number from 1, not 0"),
        ({"min_quotes": "2"}, "min_quotes must be a whole number from 1, not '2'"),
        ({"model": "en_no_model"}, "the spaCy model 'en_no_model' is not installed"),
    ],
)
def test_wrong_arguments_are_named(given, message):
    with pytest.raises(ValueError, match=message):
        draft_targets(*tables("The strike goes on."), **given)


def test_a_pipeline_without_a_parser_and_a_quote_without_its_article():
    import spacy

    quotes, articles = tables("The strike goes on.")
    with pytest.raises(ValueError, match="the spaCy model given has no parser"):
        draft_targets(quotes, articles, model=spacy.blank("en"))
    with pytest.raises(ValueError, match="the article 'a0' of the quotes is not among them"):
        draft_targets(quotes, articles[:0])


def test_nothing_to_find_gives_an_empty_registry():
    assert len(draft_targets(*tables())) == 0
    assert len(draft_targets(*tables("We know it.", "They said so."))) == 0


def test_the_word_list_is_in_lower_case_and_sorted():
    text = Path(module.__file__).with_suffix(".toml").read_text("utf-8")
    words = tomllib.loads(text)["common"].split()
    assert words == sorted(set(words)) and all(map(str.islower, words))
    assert json.dumps(words).isascii()
