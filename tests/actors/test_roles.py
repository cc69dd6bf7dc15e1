"""The camp of people whom the registry does not know, by what the article says they are."""

from pathlib import Path

import pandas as pd
import pytest

from analystkit.actors import assign, load_actors
from analystkit.quotes import extract_quotes

ACTORS = load_actors(Path(__file__).parents[2] / "data" / "actors.toml")
US, IRAQ, MILITIAS = "United States", "Iraqi government", "Iran-aligned militias"


@pytest.mark.parametrize(
    ("text", "speaker", "camp"),
    [
        ("A Pentagon spokeswoman, Jess Harrow, said the raid was over.", "Jess Harrow", US),
        ("Pentagon spokesman Tom Reddick said nobody was killed.", "Tom Reddick", US),
        (
            "It was wrong, said Hassan Karim, spokesman for the Iraqi military.",
            "Hassan Karim",
            IRAQ,
        ),
        (
            "The commander of the 14th Brigade of the PMF, Abu Sajjad, said they will answer.",
            "Abu Sajjad",
            MILITIAS,
        ),
        ("Kadhimi's spokesman, Ahmed Mulla, said talks went on.", "Ahmed Mulla", IRAQ),
        ("A US adviser to the Iraqi government, Paul Grey, said trust was gone.", "Paul Grey", US),
        ("Former Pentagon official Ray Lund said the raid was late.", "Ray Lund", None),
        ("Ann Dole, a critic of Joe Biden, said the raid was unwise.", "Ann Dole", None),
    ],
)
def test_a_person_has_the_camp_of_the_body_named_with_the_role(text, speaker, camp):
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    row = extract_quotes(articles, actors=ACTORS).iloc[0]
    assert (row["speaker"], row["camp"] if pd.notna(row["camp"]) else None) == (speaker, camp)
    assert pd.isna(row["actor"])
    assert row["camp_from"] == "role" if camp else pd.isna(row["camp_from"])


def test_a_body_named_in_a_description_gives_its_camp():
    for words, camp in {
        "the office of Prime Minister Kadhimi": IRAQ,
        "14th Brigade of the PMF": MILITIAS,
        "critics of Biden": None,
        "US adviser to the Iraqi government": US,
    }.items():
        assert ACTORS.camp(words) == camp


def test_the_registry_comes_before_the_role():
    quotes = pd.DataFrame(
        {
            "article_id": ["a"],
            "speaker": ["Joe Biden"],
            "role": ["spokesman for the Iraqi military"],
        }
    )
    row = assign(quotes, ACTORS).iloc[0]
    assert (row["camp"], row["camp_from"]) == (US, "registry")


def test_roles_that_speak_for_two_camps_give_none():
    role = "Pentagon spokesman; spokesman for the Iraqi military"
    quotes = pd.DataFrame({"article_id": ["a"], "speaker": ["Al Roe"], "role": [role]})
    assert pd.isna(assign(quotes, ACTORS)["camp"][0])
