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
        ("It is one step of weakening Orlavia, its army and the Front.", "Front", "weakening"),
        ("He saw an effort to silence the reporters.", "reporters", "silence"),
        ("They are guilty of targeting our fighters.", "fighters", "targeting"),
        ("They condemned the attack by armed groups.", "groups", None),
        ("They spoke of weakening prices. The Compact grew.", "Compact", None),
        ("It was meant to divide Orlavia and its neighbours.", "neighbours", "divide"),
        ("By weakening the courts, the government betrays us.", "government", None),
        ("Guilty of killing civilians, the militia must go.", "militia", None),
        ("She accused Fenn of undermining the talks and the ministry of lying.", "ministry", None),
        ("He called the effort to isolate Iran a failure and Oman a friend.", "Oman", None),
        ("Orlan, who wants to destroy the union, called it a disgrace.", "union", None),
        ("They condemned the groups. The attack on Monday went on.", "groups", None),
        ("They spoke of the sanctions, and of the Compact.", "Compact", None),
        ("The union struck.", "union", None),
    ],
)
def test_the_word_for_what_is_done_to_the_target(text, victim, deed):
    found = deed_on(text, at(text, victim))
    assert (text[slice(*found.word)] if found else None) == deed
    assert not found or found.weakens == (deed in ("weakening", "silence", "divide"))


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


def test_who_denounces_that_somebody_is_weakened_takes_their_side():
    text = "The raid is part of a policy of weakening the army, the Front said, calling it a crime."
    (stance,) = stances([Question(text, at(text, "army"), at(text, "Front"))])
    assert stance.leaning == "for"
    text = "The mayor praised the campaign to weaken the cartel."
    (stance,) = stances([Question(text, at(text, "cartel"), at(text, "mayor"))])
    assert stance.leaning == "against"


def test_who_defends_it_may_be():
    text = "The general praised the raid on the militias, whom he called murderers and thugs."
    (stance,) = stances([Question(text, at(text, "militias"), at(text, "general"))])
    assert stance.leaning == "against"
