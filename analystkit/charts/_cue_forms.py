"""The dictionary form of an English reporting verb, by a table and rules."""

from __future__ import annotations

import re

IRREGULAR = {
    form: base
    for base, forms in {
        "be": "am is are was were been being", "bear": "bore borne", "become": "became",
        "begin": "began begun", "break": "broke broken", "bring": "brought", "build": "built",
        "buy": "bought", "catch": "caught", "choose": "chose chosen choosing", "come": "came",
        "do": "does did done",
        "draw": "drew drawn", "feel": "felt", "fight": "fought", "find": "found",
        "forbid": "forbade forbidden", "foresee": "foresaw foreseen", "forget": "forgot forgotten",
        "forgive": "forgave forgiven",
        "get": "got gotten", "give": "gave given", "go": "goes went gone", "have": "has had having",
        "hear": "heard", "hold": "held", "keep": "kept", "know": "knew known", "lay": "laid",
        "lead": "led", "leave": "left", "lie": "lying", "make": "made", "mean": "meant",
        "meet": "met", "pay": "paid", "rise": "rose risen", "run": "ran", "say": "said",
        "see": "saw seen",
        "seek": "sought", "sell": "sold", "send": "sent", "shake": "shook shaken", "show": "shown",
        "sing": "sang sung", "speak": "spoke spoken", "stand": "stood", "strike": "struck",
        "swear": "swore sworn", "take": "took taken", "teach": "taught", "tell": "told",
        "think": "thought",
        "throw": "threw thrown", "understand": "understood", "win": "won",
        "withdraw": "withdrew withdrawn", "withhold": "withheld", "write": "wrote written",
    }.items()
    for form in forms.split()
}  # fmt: skip

# How stems end that lost an "e" before "-ed" and "-ing": "describ", "argu", "declar" …
_LOST_E = re.compile(
    r"""
    (?: [cvu] | (?<!z)z | [dr]g | (?<=[aie])g | (?<=lle)ng | (?<=[hr]a)ng
      | [bcdfgkptz]l | (?<![aeiou][aeiou])(?<=[aeiou])s | (?<=[ao]i)s | (?<=[aeo][aou])s | [nrlp]s
      | (?: (?<![aeiou]) | (?<=[gqs]u) ) (?: [aiou][bdkpr] | [aou]m | [iu]n | [iu]l | ut )
      | (?<![eo])at | y[pl] ) $
    """,
    re.VERBOSE,
)
_WITH_E = frozenset(
    "breath chim cit clos compet complet conced condon conven creat devot excit incit interced"
    " interfer interven invit not ous postpon preced promot quot reced recit rever seeth sooth tim"
    " unit vot writ".split()
)
_WITHOUT_E = frozenset(
    "anchor author bang belong caucus censor chat color combat credit custom debut develop edit"
    " exit favor focus format gossip hang harbor honor inhabit labor mirror monitor program sponsor"
    " summon tutor visit worship".split()
)
_DOUBLED = frozenset("add boycott butt err purr".split())
_ONE_L = frozenset("cancel compel control counsel expel label patrol propel rebel signal".split())
_AS_THEY_ARE = frozenset(
    "exceed feed heed need proceed speed succeed according bring during evening nothing sing"
    " something spring thing across always besides perhaps towards yes this us".split()
)


def word_lemma(word: str) -> str:
    """The base of a verb's form, in lower case; a word without such an ending as it is.

    Examples
    --------
    >>> [word_lemma(w) for w in ("argued", "admitted", "stressing", "denies", "wrote", "قال")]
    ['argue', 'admit', 'stress', 'deny', 'write', 'قال']
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word in _AS_THEY_ARE or not re.fullmatch("[a-z]{4,}", word):
        return word
    if word.endswith("ies") or word.endswith("ied"):
        return f"{word[:-3]}y" if len(word) > 4 else word[:-1]
    if re.search(r"(?:ss|sh|ch|x|zz|o)es$", word):
        return word[:-2]
    if re.search(r"[^siu]s$", word):
        return word[:-2] if word[:-2] in _WITHOUT_E else word[:-1]
    stem = re.fullmatch(r"(\w*[aeiouy]\w*)(?:ed|ing)", word)
    return _restored(stem[1]) if stem and len(stem[1]) > 1 else word


def _restored(stem: str) -> str:
    """The base of a stem that "-ed" or "-ing" was taken from."""
    if stem in _DOUBLED or stem in _WITHOUT_E:
        return stem
    if stem[-1] == stem[-2] and (stem[-1] in "bdgmnprt" or stem[:-1] in _ONE_L):
        return stem[:-1]
    lost = stem in _WITH_E or (stem[-1] == "e" != stem[-2]) or _LOST_E.search(stem)
    return f"{stem}e" if lost else stem
