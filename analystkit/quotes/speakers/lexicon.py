"""Word lists for names, titles and descriptions; everything is in lower case."""

from pathlib import Path

from analystkit.text.lists import read_forms, read_lists
from analystkit.text.names import COMMON_TITLES

_FILE = Path(__file__).with_name("words.toml")
LISTS = read_lists(_FILE)
LIKE = read_lists(_FILE, "like")
ABBREVIATIONS = read_forms(_FILE, "abbreviations")
DEMONYMS = read_forms(_FILE, "demonyms")
STATES = read_forms(_FILE, "states")
SERVES = read_forms(_FILE, "serves")
_COUNTRIES = frozenset(DEMONYMS.values())
STATE_WORDS = frozenset(word for state in STATES.values() for word in state.split())
PLACES = (
    STATE_WORDS
    | _COUNTRIES - {"saudi", "arab", "west", "nato"}
    | {"us", "u.s", "usa", "uk", "america"}
    | LISTS["cities"]
)
MALE_TITLES = LISTS["male_titles"]
FEMALE_TITLES = LISTS["female_titles"]
TITLES = COMMON_TITLES | LISTS["titles"] | ABBREVIATIONS.keys()
PEOPLE_NOUNS = TITLES | LISTS["people_nouns"]
ORG_NOUNS = LISTS["org_nouns"]
CAPITAL_ORG_NOUNS = ORG_NOUNS | LISTS["capital_org_nouns"]
DOCUMENT_NOUNS = LISTS["document_nouns"]
QUANTIFIERS = LISTS["quantifiers"]
DETERMINERS = LISTS["determiners"]
PREPOSITIONS = LISTS["prepositions"]
CLOSED = DETERMINERS | LISTS["closed"]
CALENDAR = LISTS["calendar"]
SUFFIXES = LISTS["suffixes"]
BODY_OPENERS = LISTS["body_openers"]
ARMED_GROUPS = LISTS["armed_groups"]
PARTIES = LISTS["parties"]

_GENDERS = read_lists(Path(__file__).with_name("given_names.toml"))
# common given names with the gender they usually carry; a name given to both has none
GIVEN_NAMES = {
    name: gender
    for gender, other in (("f", "m"), ("m", "f"))
    for name in _GENDERS[gender] - _GENDERS[other]
}


def nation(word: str) -> str:
    """Give the country that a lower-case adjective or name stands for, "" for none.

    >>> nation("iraqi"), nation("us-led"), nation("harbour")
    ('iraq', 'us', '')
    """
    word = word.removesuffix("-led").rstrip(".")
    if word in ("america", "usa", "u.s.a"):
        return "us"
    return DEMONYMS.get(word, word if word in _COUNTRIES else "")
