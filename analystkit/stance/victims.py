"""Who suffers what is spoken of: "condemned the raid on the village" is not against the village."""

import re
from typing import NamedTuple

from analystkit.stance.marks import Span

_DEEDS = (
    "attack|strike|airstrike|raid|bombing|bombardment|shelling|assault|aggression|offensive|operation|"
    "crackdown|violence|sanctions|ambush|campaign|hostilities|reprisal|war|onslaught|embargo|blockade"
)
_DONE = (
    "eviction|killing|murder|assassination|arrest|jailing|detention|persecution|bombing|shelling|"
    "bombardment|invasion|occupation|siege|targeting|expulsion|dismissal|sacking|firing|execution|"
    "destruction|poisoning|kidnapping|abduction|displacement|harassment|beating"
)
_WEAKENING = "weakening|undermining|dividing|destroying|silencing|isolating|humiliating|starving"
_DOING = "terrorising|terrorizing|targeting|bombing|shelling|attacking|killing|arresting|expelling"
_WEAKEN = "weaken|undermine|divide|destroy|silence|isolate|humiliate|starve"
_DO = "terrorise|terrorize|target|bomb|shell|attack|kill|arrest|expel"
_MEANT = "effort|plan|plot|attempt|campaign|bid|designed|meant|intended|aimed"
_WORDS = "(?:the |its |our |their |his |her |any |these |those |all |some )?(?:[\\w’'-]+ ){0,2}"
_OWN = "(?:its|our|their|his|her) (?:[\\w’'-]+ ){0,2}"
_DEED = re.compile(
    rf"\b(?:((?:{_DEEDS})(?:s|es)?) (?:on|against|upon|at|targeting) {_WORDS}"
    rf"|((?:{_DONE})s?) of {_WORDS}"
    # "of weakening Iraq, its forces and the militias"; in a list nothing but "its" tells that it
    # goes on: "by weakening the courts, the government …"
    rf"|(?:(?:of|at|for|in|by) (?:({_DOING})|(?P<of>{_WEAKENING}))"
    rf"|(?:{_MEANT})s? to (?:({_DO})|(?P<to>{_WEAKEN}))) "
    rf"(?:{_WORDS}|{_WORDS}[\w’'-]+(?:,? and |, ){_OWN}|{_WORDS}[\w’'-]+, {_OWN}[\w’'-]+,? and "
    rf"{_WORDS}))$",
    re.IGNORECASE,
)
_FAR = 90  # characters before a mention in which its deed stands


class Deed(NamedTuple):
    """The word for what is done to a victim; who is against weakening somebody is for them."""

    word: Span
    weakens: bool


def deed_on(text: str, target: Span) -> Deed | None:
    """What is done to the target, where it stands behind the word for it as its victim.

    >>> text = "They condemned the air raid on the village."
    >>> word, weakens = deed_on(text, (35, 42))
    >>> text[slice(*word)], weakens
    ('raid', False)
    >>> deed_on("They condemned the raid by the army.", (27, 35))
    """
    begin = max(0, target[0] - _FAR)
    found = _DEED.search(text, begin, target[0])
    if found is None:
        return None
    return Deed(found.span(found.lastindex or 0), bool(found["of"] or found["to"]))
