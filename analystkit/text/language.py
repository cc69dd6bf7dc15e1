"""Which language a text is written in, where that is sure."""

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Words that make up a sixth of English news and are none of other languages' common words.
_ENGLISH = set(
    "the and of to that with from have has were been their they which would said this who".split()
)
_LOOKED_AT = 2_000  # characters
_SAMPLE = 1_000  # of them, for the library, which takes its time
_FEWEST = 20  # words of Latin letters on which a language may be told
_FEWEST_LETTERS = 10  # of other scripts
_MUCH, _SOME = 0.1, 0.04  # shares of English words: in English text, in text of two languages
_SURE, _SURE_IN_SCRIPT = 0.95, 0.6
_LATIN = re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\uff21-\uff5a]")
_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ckb": "Kurdish", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "ku": "Kurdish",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
_CODES = {name.lower(): code for code, name in _NAMES.items()}


def language_of(text: str) -> str | None:
    """The ISO 639 code of the language a text is in, None where that is not sure.

    English is told by its small words, at no cost; other languages by py3langid.

    >>> language_of("The crews said that they would return to the boats on Monday, and that the "
    ...             "talks with the company have been hard.")
    'en'
    >>> language_of("Ferry strike ends")
    """
    words, english = _words(text)
    if words >= _FEWEST and english >= _MUCH * words:
        return "en"
    if english > _SOME * words:
        return None
    start = max(0, min(len(text), _LOOKED_AT) - _SAMPLE) // 2
    sample = text[start : start + _SAMPLE]
    other = _other_script(sample)
    if not other and words < _FEWEST:
        return None
    code, share = _identifier().classify(sample)
    return str(code) if share >= (_SURE_IN_SCRIPT if other else _SURE) else None


def tells_no_language(texts: pa.Array) -> np.ndarray:
    """Where `language_of` gives None for sure: few words, on one line and in ASCII.

    >>> tells_no_language(pa.array(["Crews return.", "Экипажи возвращаются."])).tolist()
    [True, False]
    """
    few = pc.less(pc.count_substring(texts, " "), _FEWEST - 1)
    plain = pc.invert(pc.match_substring_regex(texts, r"[^ -~]"))
    return pc.and_(few, plain).to_numpy(zero_copy_only=False)


def not_english(text: str, said: str | None = None) -> str | None:
    """What a text is written in that is surely not English; `said` is what its file says.

    The text counts before what is said of it, since pages are often wrong about themselves.

    >>> not_english("市长周一表示，谈判将继续进行，渡轮将于周二恢复运营。")
    'Chinese'
    >>> not_english("Crews return."), not_english("Keine Einigung.", "de")
    (None, 'German')
    """
    code = language_of(text)
    if code is None and _other_script(text[:_LOOKED_AT]):
        return "another script than English"
    if code is None and said is not None and not _words(text)[1]:
        plain = said.strip().lower()
        code = _CODES.get(plain, re.split(r"[-_]", plain)[0])
        return _NAMES.get(code)
    return None if code in (None, "en") else _NAMES.get(code, f"the language {code!r}")


def _words(text: str) -> tuple[int, int]:
    """How many words the text begins with, and how many of them are English small words."""
    words = text[:_LOOKED_AT].lower().split()
    return len(words), sum(map(_ENGLISH.__contains__, words))


def _other_script(text: str) -> bool:
    """Whether its letters, and there are enough, are nearly all of another script than Latin."""
    letters = sum(map(str.isalpha, text))
    return letters >= _FEWEST_LETTERS and len(_LATIN.findall(text)) < letters / 4


@lru_cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
