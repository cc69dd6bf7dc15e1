"""Who suffers what is spoken of is not blamed by it."""

import pytest

from analystkit.stance import Question, stances
from analystkit.stance.victims import deed_on


def at(text, word):
    start = text.index(word)
    return start, start + len(word)


@pytest.mark.parametrize(
    ("text", "victim", "deed"),
    [
        ("They condemned the air attack on armed groups.", "groups", "attack"),
        ("He called the eviction of the pickets shameful.", "pickets", "eviction"),
        ("Reprisals against our own villages must stop.", "villages", "Reprisals"),
        ("It denounced strikes targeting the Northern League.", "Northern League", "strikes"),
        ("They condemned the attack by armed groups.", "groups", None),
        ("They condemned the groups. The attack on Monday went on.", "groups", None),
        ("They spoke of the sanctions, and of the Compact.", "Compact", None),
        ("The union struck.", "union", None),
    ],
)
def test_the_word_for_what_is_done_to_the_target(text, victim, deed):
    found = deed_on(text, at(text, victim))
    assert (text[slice(*found)] if found else None) == deed


@pytest.mark.parametrize(
    ("text", "holder", "victim"),
    [
        ("The ministry condemned the air attack on the armed groups.", "ministry", "armed groups"),
        ("Amnesty denounced the shelling of the rebels as a war crime.", "Amnesty", "rebels"),
        ("“The raid on the militias is a crime,” Kadir said.", "Kadir", "militias"),
        ("Lund deplored the sanctions against the government.", "Lund", "government"),
    ],
)
def test_who_condemns_what_is_done_to_somebody_is_not_against_him(text, holder, victim):
    (stance,) = stances([Question(text, at(text, victim), at(text, holder))])
    assert stance.leaning != "against"


def test_who_defends_it_may_be():
    text = "The general praised the raid on the militias, whom he called murderers and thugs."
    (stance,) = stances([Question(text, at(text, "militias"), at(text, "general"))])
    assert stance.leaning == "against"
