"""Who is the same across articles, and who must not be."""

import pytest

from analystkit.actors.joining import joined
from analystkit.actors.voices import Said, called

Row = tuple[str, str] | tuple[str, str, str]


def voices(*rows: Row, kind: str = "person", **texts: str) -> dict[str, int]:
    """How many quotes each proposed name has; rows are (article, speaker) and perhaps a role."""
    said = [Said(row[1], kind, tuple(row[2:]), row[0]) for row in rows]
    found = joined(said, texts)
    assert sorted([*(r for v in found.voices for r in v.rows), *found.left]) == [*range(len(said))]
    return {called(voice, said): len(voice.rows) for voice in found.voices}


def reasons(*rows: Row, kind: str = "person", **texts: str) -> dict[str, str]:
    said = [Said(row[1], kind, tuple(row[2:]), row[0]) for row in rows]
    return {said[row].speaker: why for row, why in joined(said, texts).left.items()}


@pytest.mark.parametrize(
    "other",
    ["Dr. Lena Orsk", "LENA ORSK", "Lena M. Orsk", "Minister Lena Orsk", "L. Orsk", "Orsk",
     "Ms Orsk", "Léna Orsk", "Lena Orsk’s", "Lena Orsk Jr."],
)  # fmt: skip
def test_titles_initials_and_short_names_are_joined_across_articles(other):
    found = voices(("a", "Lena Orsk"), ("a", "Lena Orsk"), ("b", other))
    assert found == {"Lena Orsk": 3}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Lena Orsk", "Mara Orsk"), ("Lena Orsk", "Lena Brandt"), ("Lena Orsk", "Leni Orsk"),
        ("Anna Hansen", "Anna Hanson"), ("George W. Hale", "George H. W. Hale"),
        ("Jeff Merle", "Jeff Berle"), ("Maria Voss", "Mario Voss"),
    ],
)  # fmt: skip
def test_two_full_names_are_two_people_unless_their_office_says_otherwise(a, b):
    assert voices(("a", a), ("b", b)) == {a: 1, b: 1}


def test_a_spelling_is_joined_where_both_hold_one_office_and_stand_in_no_article_together():
    rows = [
        ("a", "Mustafa al-Kadhimi", "Prime Minister"),
        ("b", "Mustapha al-Kazimi", "Iraqi prime minister"),
        ("b", "Mustapha al-Kazimi", "Iraqi prime minister"),
    ]
    assert voices(*rows) == {"Mustapha al-Kazimi": 3}
    others = [*rows[:1], *(("b", name, "oil trader") for _, name, _ in rows[1:])]
    assert len(voices(*others)) == 2
    assert len(voices(*rows, ("a", "Mustapha al-Kazimi"))) == 2
    both = "Mustafa al-Kadhimi met Mustapha al-Kazimi, his namesake."
    assert len(voices(*rows, a=both)) == 2


def test_an_office_of_many_joins_nobody():
    rows = [("a", "Mustafa al-Kadhimi", "Spokesman"), ("b", "Mustapha al-Kazimi", "spokesman")]
    assert len(voices(*rows)) == 2


def test_a_bare_surname_stays_out_where_two_bear_it():
    rows = [("a", "Lena Orsk"), ("b", "Mara Orsk"), ("c", "Orsk"), ("c", "M. Orsk")]
    assert voices(*rows) == {"Lena Orsk": 1, "Mara Orsk": 2}
    assert reasons(*rows) == {"Orsk": "may be Lena Orsk or Mara Orsk"}
    assert voices(*rows, ("b", "Orsk")) == {"Lena Orsk": 1, "Mara Orsk": 3}, "her own article"


def test_somebody_whom_the_texts_only_name_bears_the_surname_too():
    rows = [("a", "Lena Orsk"), ("b", "Orsk")]
    silent = "The harbour was shut.\n\nIts founder, Mara Orsk, had left it to the town."
    assert voices(*rows, c=silent) == {"Lena Orsk": 1}
    assert reasons(*rows, c=silent) == {"Orsk": "may be Lena Orsk or Mara Orsk"}
    assert joined([Said(n, "person", (), a) for a, n in rows], {"c": silent}).silent == {
        "Mara Orsk": 1
    }
    assert voices(*rows, b=silent) == {"Lena Orsk": 1, "Mara Orsk": 1}
    for words in ("Yesterday Orsk left.", "Minister Orsk left.", "In Oslo. Orsk left.",
                  "On Sunday Lena Orsk left.", "yesterday and Orsk’s", "Harbour Gates, Orsk said.",
                  "Meet The New Boss Orsk",
                  "Port Story Exploits Orsk Over Crane Deal Gone Wrong."):  # fmt: skip
        assert voices(*rows, c=f"It was yesterday.\n\n{words}") == {"Lena Orsk": 2}, words


def test_who_speaks_by_surname_has_the_full_name_of_the_texts():
    assert voices(("a", "Orsk"), a="The pilot, Lena Orsk, said so.") == {"Lena Orsk": 1}
    two = "The pilot, Lena Orsk, and her brother Jan Orsk said so."
    assert voices(("a", "Orsk"), a=two) == {}


def test_bodies_are_joined_by_spelling_and_by_their_letters():
    same = voices(("a", "Labour Mobilisation Board"), ("b", "Labor Mobilization Board"),
                  kind="organisation")  # fmt: skip
    assert list(same.values()) == [2]
    for a, b in [("Bankers Association", "Bakers Association"), ("Northern Board", "Norther Board"),
                 ("Mobilization Forces", "Mobilization Units")]:  # fmt: skip
        assert len(voices(("a", a), ("b", b), kind="organisation")) == 2
    rows = [("a", "Harbour Guard Union"), ("b", "HGU")]
    assert len(voices(*rows, kind="organisation")) == 2
    text = "The Harbour Guard Union (HGU) met."
    assert voices(*rows, kind="organisation", a=text) == {"Harbour Guard Union": 2}


@pytest.mark.parametrize(
    ("speaker", "kind", "why"),
    [
        ("company", "organisation", "a common word that may be anybody's"),
        ("their union", "organisation", "a common word that may be anybody's"),
        ("India and Pakistan", "organisation", "several bodies in one name"),
        ("Lena Orsk and Jan Brandt", "person", "several people in one name"),
        ("two officials", "unnamed", "not named"),
        ("Minister", "person", "no name, or a title only"),
        ("…", "person", "no name, or a title only"),
        ("a poll", "document", "a document: its author may be meant"),
    ],
)
def test_what_is_nobodys_name_is_left_out_with_its_reason(speaker, kind, why):
    assert reasons(("a", speaker), kind=kind) == {speaker: why}
