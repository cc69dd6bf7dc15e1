"""Who suffers what is spoken of: "condemned the raid on the village" is not against the village."""

import re

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
_DEED = re.compile(
    rf"\b(?:(?:{_DEEDS})(?:s|es)? (?:on|against|upon|at|targeting)|(?:{_DONE})s? of) "
    r"(?:the |its |our |their |his |her |any |these |those |all |some )?(?:[\w’'-]+ ){0,2}$",
    re.IGNORECASE,
)
_FAR = 90  # characters before a mention in which its deed stands


def deed_on(text: str, target: Span) -> Span | None:
    """The word for what is done to the target, where the target stands behind it as its victim.

    >>> text = "They condemned the air raid on the village."
    >>> text[slice(*deed_on(text, (35, 42)))]
    'raid'
    >>> deed_on("They condemned the raid by the army.", (27, 35))
    """
    begin = max(0, target[0] - _FAR)
    found = _DEED.search(text, begin, target[0])
    if found is None:
        return None
    word = re.compile(r"\w+").match(text, found.start())
    assert word is not None
    return word.span()
