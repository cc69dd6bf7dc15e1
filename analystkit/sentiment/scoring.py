"""Both scores of a text or a table, and the words behind them."""

import html
import re

import pandas as pd

from analystkit.sentiment import textblob, vader
from analystkit.tables import require

_TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
# both tools know straight marks only: "isn’t" would lose its negation
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "…": " ... "}
    | dict.fromkeys("—–", " - ")
    | dict.fromkeys("\u00ad\u200b\ufeff\0")
)
_COLUMNS = {
    "tool": "string", "words": "string", "score": "Float64", "effect": "Float64",
    "lexicon": "Float64", "note": "string",
}  # fmt: skip


def score_sentiment(quotes: pd.DataFrame, *, text: str = "quote") -> pd.DataFrame:
    """The quotes with the polarity of their words by TextBlob and by VADER.

    This is not stance (see `analystkit.sentiment`): a speaker may support somebody in
    unpleasant words.  On news, TextBlob reaches macro F1 0.42 and VADER 0.51.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table, or any table with a column of texts.
    text : str, default "quote"
        The column to score, a `TableError` where it is missing.

    Returns
    -------
    DataFrame
        A copy with ``sentiment_textblob`` and ``sentiment_vader``, −1 (unpleasant) to 1
        (pleasant), 0 where the words are known to neither side.  Missing where the text
        is missing or blank, or has letters but none of them Latin: the word lists are
        English, and 0 would claim that an Arabic text is neutral.  HTML tags do not count.

    Examples
    --------
    >>> quotes = pd.DataFrame({"quote": ["A good and friendly talk.", None, "A terrible crime."]})
    >>> score_sentiment(quotes).round(2)[["sentiment_textblob", "sentiment_vader"]]
       sentiment_textblob  sentiment_vader
    0                0.54             0.73
    1                <NA>             <NA>
    2                -1.0            -0.76
    """
    require(quotes, [text], name="quotes")
    texts = quotes[text].astype("string")
    scores = {value: _scores(value) for value in texts.dropna().unique()}
    rows = [scores.get(value, (None, None)) for value in texts.astype(object)]
    columns = ["sentiment_textblob", "sentiment_vader"]
    return quotes.assign(**pd.DataFrame(rows, quotes.index, columns, dtype="Float64"))


def explain_sentiment(text: str) -> pd.DataFrame:
    """The words behind the two scores of a text.

    Parameters
    ----------
    text : str
        Such as a quote.

    Returns
    -------
    DataFrame
        One row a word or group of words that counts, in reading order, TextBlob's first:
        ``tool``, "TextBlob" or "VADER"; ``words``, as the tool compares them; ``score``, what the
        tool makes of them after its rules (TextBlob: −1 to 1; VADER: about −4 to 4, the text's
        score being s / √(s² + 15) with s their sum); ``effect``, how far the text's score moves
        when these words count for nothing; ``lexicon``, VADER's valence before the rules; and
        ``note``, what changed the score, where it is known: a negation, a stronger word,
        capitals, "but".  ``attrs["scores"]`` holds the two scores.

    Examples
    --------
    >>> words = explain_sentiment("This was not a good decision.")
    >>> words[["tool", "words", "score", "note"]].to_numpy().tolist()
    [['TextBlob', 'not good', -0.35, "negated by 'not'"],
     ['VADER', 'good', -1.406, "negated by 'not'"]]
    """
    if not isinstance(text, str):
        raise TypeError(f"expected a text, not {type(text).__name__}: {text!r}")
    plain = _plain(text)
    rows = [*textblob.rows(plain), *vader.rows(plain)] if plain else []
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS).round(4)
    table.attrs["scores"] = dict(zip(("textblob", "vader"), _scores(text), strict=True))
    return table


def _plain(text: str) -> str:
    """The text as both tools get it; empty when there is nothing they could read."""
    plain = html.unescape(_TAG.sub(" ", text)).translate(_PLAIN).strip()
    return "" if _LETTER.search(plain) and not _LATIN.search(plain) else plain


def _scores(text: str) -> tuple[float | None, float | None]:
    if not (plain := _plain(text)):
        return None, None
    return textblob.score(plain), vader.score(plain)
