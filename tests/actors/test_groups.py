import pytest

from analystkit.actors.groups import body_in, groups
from analystkit.actors.joining import joined
from analystkit.actors.voices import Said, called


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("Pentagon’s press secretary", "Pentagon"),
        ("Pentagon press secretary", "Pentagon"),
        ("Iranian Foreign Ministry spokesman", "Iranian Foreign Ministry"),
        ("president of the Growers' Federation", "Growers' Federation"),
        ("leader of the militia Kataib Sayyid al-Shuhada", "Kataib Sayyid al-Shuhada"),
        ("chair of the Board of Trade and Ports, a lawyer", "Board of Trade and Ports"),
        ("senior adviser to the Clinton campaign", "Clinton campaign"),
        ("Wells Fargo CEO", "Wells Fargo"),
        ("former head of the Harbour Guard", None),
        ("professor at Northgate University", None),
        ("secretary of state", None), ("Chief Executive", None), ("labour minister", None),
        ("", None), ("’s", None),
    ],
)  # fmt: skip
def test_the_body_that_a_role_names(role, body):
    found = body_in(role)
    assert (found and found[0]) == body


def grouped(*rows: tuple[str, str, str, str]) -> dict[str, str]:
    """The body of each speaker; rows are (article, speaker, type, role)."""
    said = [Said(name, kind, (role,) if role else (), a) for a, name, kind, role in rows]
    voices = joined(said, {}).voices
    found = groups(voices, said, ["union", "crane"])
    return {called(voices[at], said): name for at, name in found.items()}


def test_people_stand_with_the_body_they_speak_for():
    assert grouped(
        ("a", "Dockers' Union", "organisation", ""),
        ("a", "Lena Orsk", "person", "union's general secretary"),
        ("b", "Jan Brandt", "person", "spokesman for the Dockers' Union"),
        ("b", "Ida Falk", "person", "Crane operator"),
    ) == dict.fromkeys(["Dockers' Union", "Lena Orsk", "Jan Brandt"], "Dockers' Union")


def test_who_speaks_for_a_person_has_no_body():
    assert (
        grouped(
            ("a", "Lena Orsk", "person", ""),
            ("a", "Jan Brandt", "person", "spokesman for Lena Orsk"),
        )
        == {}
    )


def test_a_noun_means_the_one_body_of_the_article():
    orsk = ("b", "Lena Orsk", "person", "union's general secretary")
    dockers, drivers = (("a", f"{n} Union", "organisation", "") for n in ("Dockers'", "Drivers'"))
    assert grouped(dockers, orsk) == {}
    assert grouped(("b", *dockers[1:]), ("b", *drivers[1:]), orsk) == {}


def test_offices_of_one_country_stand_together_and_one_alone_makes_no_group():
    premier = ("a", "Lena Orsk", "person", "Sarovian Prime Minister")
    spokesman = ("b", "Jan Brandt", "person", "Sarovian military spokesman")
    assert grouped(premier) == {}
    assert set(grouped(premier, spokesman).values()) == {"Sarovian"}
