"""The lemma of a cue: one word for "said", "says", "has said" and "said in a statement"."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from analystkit.text.lists import read_lists
from analystkit.text.spacy_model import MODEL

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_CLITIC = re.compile(r"'(?:s|d|ve|re|ll|m)\b")
_GO_ON = re.compile(r"\b(?:go|goes|going|gone|went) on to (?=\w)")
_NEGATIONS = frozenset("not never cannot no".split())
_LISTS = read_lists(Path(__file__).with_name("words.toml"))
_FILLERS = _NEGATIONS | _LISTS["fillers_of_cues"]
_LY = frozenset("apply bully comply imply rally rely reply".split())
_NO_FORMS = frozenset(("according", "evening"))  # of "accord" and "even", by the tables
# A second word without which the first would say something else.
_PHRASES = frozenset(
    "according to,back down,bear out,call for,call on,call out,carry on,fire back,give up,go on,"
    "hit back,hit out,hold out,lash out,lay out,make clear,play down,point out,point to,push back,"
    "rule out,set out,shoot back,speak out,spell out,take issue,turn down".split(",")
)


@lru_cache(maxsize=65536)
def cue_lemma(cue: str) -> str:
    """One word for the forms of a cue, so that these can be counted together.

    The cue's head word in its dictionary form: the first word that is no auxiliary, pronoun,
    article, weekday or adverb in "-ly". A second word stays where the meaning hangs on it ("call
    for", "point out", "according to"), and so does a negation ("not say"). A cue of such small
    words alone keeps its last word, and one without words its marks ("—"). Words that are not
    English stay as they are, in lower case.

    Words are looked up in the tables of the spaCy model, verbs before nouns, without grammar:
    "was told" and "told" are one, and the noun "claims" is the verb "claim".

    Parameters
    ----------
    cue : str
        A cue as the quotes table has it.

    Returns
    -------
    str
        Never empty unless the cue is.

    Examples
    --------
    >>> [cue_lemma(cue) for cue in ("has said", "Says:", "said in a statement", "told reporters")]
    ['say', 'say', 'say', 'tell']
    >>> [cue_lemma(cue) for cue in ("described", "has called for", "did not say", "According to")]
    ['describe', 'call for', 'not say', 'according to']
    """
    plain = unicodedata.normalize("NFKC", cue).replace("’", "'").lower()
    words = _WORD.findall(_GO_ON.sub("", _CLITIC.sub("", plain)))
    if not words:
        return "".join(plain.split()) or cue
    adverbs = {w for w in words if w.endswith("ly") and w not in _LY}
    small = _FILLERS | adverbs | {w for w in words if w.endswith("n't")}
    at = next((i for i, word in enumerate(words) if word not in small), None)
    if at is None:
        return words[-1]
    base = word_lemma(words[at])
    for after in words[at + 1 : at + 3]:
        for head in (words[at], base):
            if f"{head} {after}" in _PHRASES:
                base = f"{head} {after}"
    denied = any(word in _NEGATIONS or word.endswith("n't") for word in words[:at])
    return f"not {base}" if denied else base


def is_speech(cue: str) -> bool:
    """Whether a cue is a verb of speech: "grumbled", no "nodded"."""
    return cue_lemma(cue).split(" ")[0] in _LISTS["speech"]


def word_lemma(word: str) -> str:
    """The base of a verb's or noun's form, in lower case; another word as it is.

    >>> [word_lemma(w) for w in ("argued", "admitted", "stressing", "denies", "wrote", "قال")]
    ['argue', 'admit', 'stress', 'deny', 'write', 'قال']
    """
    if word in _NO_FORMS:
        return word
    for exceptions, bases, rules in _tables():
        if word in exceptions:
            return exceptions[word][0]
        if word in bases:
            return word
        for old, new in rules:
            if word.endswith(old) and (base := word.removesuffix(old) + new) in bases:
                return base
    return word


@lru_cache(maxsize=1)
def _tables() -> list[tuple[dict[str, list[str]], frozenset[str], list[tuple[str, str]]]]:
    """WordNet's exceptions, bases and rules, for verbs and for nouns, as a spaCy model has them."""
    from spacy.lookups import Lookups
    from spacy.util import get_package_path

    folder = next(get_package_path(MODEL).glob("*/lemmatizer/lookups"))
    tables = Lookups().from_disk(folder)
    exceptions, bases, rules = (tables.get_table(f"lemma_{n}") for n in ("exc", "index", "rules"))
    return [(exceptions[p], frozenset(bases[p]), rules[p]) for p in ("verb", "noun")]
