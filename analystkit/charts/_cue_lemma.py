"""The lemma of a cue: one word for "said", "says", "has said" and "said in a statement"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from analystkit.charts._cue_forms import word_lemma

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_CLITIC = re.compile(r"'(?:s|d|ve|re|ll|m)\b")
_GO_ON = re.compile(r"\b(?:go|goes|going|gone|went) on to (?=\w)")
_NEGATIONS = frozenset("not never cannot no".split())
_FILLERS = _NEGATIONS | frozenset(
    """
    a an the some all both one this that these those which who whom whose there what
    i you he she it we they me him her us them my your his its our their
    is are was were be been being am do does did has have had having
    will would shall should can could may might must and but as if when while so too
    to also then later still now again once just even only always already since ever often
    soon first further long far here well more most very today yesterday tonight earlier
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
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

    It is a table and rules, made for verbs that report, and knows no grammar: "was told" and
    "told" are one, and the noun "claims" is the verb "claim". Of the forms of WordNet's verbs
    that stand in a cue of the PolNeAR corpus it gets 98 % right.

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
    at = next((i for i, word in enumerate(words) if not _filler(word)), None)
    if at is None:
        return words[-1]
    base = word_lemma(words[at])
    for after in words[at + 1 : at + 3]:
        for head in (words[at], base):
            if f"{head} {after}" in _PHRASES:
                base = f"{head} {after}"
    denied = any(word in _NEGATIONS or word.endswith("n't") for word in words[:at])
    return f"not {base}" if denied else base


def _filler(word: str) -> bool:
    return word in _FILLERS or word.endswith("n't") or (word.endswith("ly") and word not in _LY)


_LY = frozenset("apply bully comply imply rally rely reply".split())
