"""Which words moved a stance score: what it would be without each of them."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analystkit.palette import stance_colour
from analystkit.stance.marks import Span, gap, overlap
from analystkit.stance.score import questions_of
from analystkit.stance.toward import Question, Stance, as_marked, inverted, of_quotations, stances

LEAST = 0.05  # words with an effect nearer to 0 are not told
FULL = 0.3  # the effect shaded in full, so that small ones look small
MOST = 120  # words left out one by one; the network reads about 90
# Words that hardly ever carry a side; leaving them out too would double the time.
_SMALL = frozenset(
    "a an the of in on at by and that which who whom is are was were be been has have had its "
    "their his her it this these those as to".split()
)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_COLUMNS = {"word": "string", "start": "Int64", "end": "Int64"}
_COLUMNS |= {"effect": "Float64", "textblob": "Float64", "vader": "Float64"}


@dataclass(frozen=True)
class Explanation:
    """A stance and the words behind it; a notebook shows it as highlighted text.

    ``words`` has those left out, their ``effect`` on the score, and what the tools say of each.
    """

    text: str
    target: Span
    holder: Span | None
    stance: Stance
    words: pd.DataFrame

    def __repr__(self) -> str:
        told = self.words[self.words["effect"].abs() >= LEAST]
        strongest = told.reindex(told["effect"].abs().sort_values().index[::-1])
        parts = ", ".join(f"{w.word} {w.effect:+.2f}" for w in strongest.head(5).itertuples())
        return f"{self.stance.label} ({self.stance.score:+.2f}): {parts or self._nothing()}"

    def _nothing(self) -> str:
        return "no word alone moves it" if len(self.words) else "no words to leave out"

    def html(self) -> str:
        """The text with each word shaded by its effect, holder and target underlined."""
        places = {(int(w.start), int(w.end)): float(w.effect) for w in self.words.itertuples()}  # type: ignore[arg-type]
        most = max([FULL, *map(abs, places.values())])
        shown = [(start, end, _shade(effect, most)) for (start, end), effect in places.items()]
        shown.append((*self.target, "border-bottom:2px solid currentColor"))
        if self.holder is not None:
            shown.append((*self.holder, "border-bottom:2px dotted currentColor"))
        parts, done = [], 0
        for start, end, style in sorted(shown):
            parts.append(escape(self.text[done:start]))
            title = f' title="{places[start, end]:+.2f}"' if (start, end) in places else ""
            parts.append(f'<span style="{style}"{title}>{escape(self.text[start:end])}</span>')
            done = end
        parts.append(escape(self.text[done:]))
        return f'<p style="line-height:1.7;max-width:46em">{"".join(parts)}</p>'

    def _repr_html_(self) -> str:
        s = self.stance
        verdict = escape(f"{s.label}, score {s.score:+.2f}, confidence {s.confidence:.2f}")
        key = (
            f'<span style="{_shade(-1, 1)}">moves it against</span>, '
            f'<span style="{_shade(1, 1)}">moves it for</span>; '
            "target underlined, holder dotted"
        )
        if not (self.words["effect"].abs() >= LEAST).any():
            key = f"{self._nothing()}; target underlined, holder dotted"
        return f"<div><b>{verdict}</b> <small>({key})</small>{self.html()}</div>"


def explain_quote(
    row: pd.DataFrame | pd.Series | Mapping[str, Any],
    *,
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
) -> Explanation:
    """The words that moved one row of the stance table, in the passage that `score_stance` read."""
    if isinstance(row, pd.DataFrame):
        if len(row) != 1:
            raise ValueError(f"expected one stance row, not {len(row)}; choose one: stance.head(1)")
        row = row.iloc[0]
    quote_id, start, end = (row.get(k) for k in ("quote_id", "mention_start", "mention_end"))
    if start is None or end is None or pd.isna(start) or pd.isna(end):
        raise ValueError(f"the stance of quote {quote_id!r} does not say where its target stands")
    said = _rows_of(quotes, "quote_id", quote_id)
    home = _rows_of(articles, "article_id", said["article_id"].iloc[0])
    pair = {"quote_id": quote_id, "mention_start": start, "mention_end": end}
    (asked,) = questions_of(pd.DataFrame([pair]), said, home)
    turn = row.get("turned")
    done_to = not pd.isna(turn) and bool(turn)
    text, target, holder = asked
    return explain_stance(text, target=target, holder=holder, quotation=True, done_to=done_to)


def _rows_of(table: pd.DataFrame, key: str, value: Any) -> pd.DataFrame:
    found = table[table[key] == value]
    if found.empty:
        raise ValueError(f"{key} {value!r} is not in the table given")
    return found.head(1)


def explain_stance(
    text: str,
    *,
    target: Span,
    holder: Span | None = None,
    quotation: bool = False,
    done_to: bool = False,
) -> Explanation:
    """The stance of a holder toward a target, and the words that moved it.

    Each word but small ones and those of holder and target is left out in turn, and the question
    asked again: what the score loses is the word's effect.  Words that work together ("not",
    "condemn") share an effect that neither has alone, so effects do not sum to the score.

    Parameters
    ----------
    text, target, holder
        As in `stance_toward`.
    quotation : bool, default False
        Answer as `score_stance` does of a quotation: where the holder takes no side, with the
        mean of that and of what the passage feels toward the target.
    done_to : bool, default False
        The mention names what is done to the target, such as revenge on it: who takes a side
        on that is against the target.

    Returns
    -------
    Explanation
        The stance, the table ``words``, and the highlighted text (in a notebook, or by
        its method ``html``).  Of a long text, the 120 words nearest to the mentions.

    Notes
    -----
    Source: Li, Monroe and Jurafsky, "Understanding neural networks through representation
    erasure", 2016.

    Examples
    --------
    >>> text = "The ministry condemned the strikes."
    >>> found = explain_stance(text, target=(27, 34), holder=(4, 12))
    >>> found.words.sort_values("effect").head(1)["word"].item()
    'condemned'
    """

    def read(questions: list[Question]) -> list[Stance]:
        found = of_quotations(questions) if quotation else stances(questions)
        return [inverted(s) for s in found] if done_to else found

    (stance,) = read([Question(text, target, holder)])
    fixed = [target] if holder is None else [target, holder]
    spans = (m.span() for m in _WORD.finditer(text) if m[0].lower() not in _SMALL)
    places = [place for place in spans if not any(overlap(place, f) for f in fixed)]
    places = sorted(sorted(places, key=lambda p: min(gap(p, f) for f in fixed))[:MOST])
    asked = []
    for place in places:
        question = without(text, place, target, holder)
        with suppress(ValueError):  # a mention may be left without a word
            as_marked(question)
            asked.append((place, question))
    scores = [s.score for s in read([question for _, question in asked])]
    rows = [
        (text[a:b], a, b, stance.score - score, *_word_lists(text[a:b]))
        for ((a, b), _), score in zip(asked, scores, strict=True)
    ]
    words = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    return Explanation(text, target, holder, stance, words)


def without(text: str, place: Span, target: Span, holder: Span | None) -> Question:
    """The question with one word left out and the places moved accordingly."""
    start, end = place
    if end < len(text) and text[end] == " ":
        end += 1

    def moved(span: Span) -> Span:
        back = end - start if span[0] >= end else 0
        return span[0] - back, span[1] - back

    return Question(text[:start] + text[end:], moved(target), holder and moved(holder))


def _word_lists(word: str) -> tuple[float | None, float | None]:
    from analystkit.sentiment import explain_sentiment

    found = explain_sentiment(word)
    by_tool = dict(zip(found["tool"], found["score"], strict=True))
    return by_tool.get("TextBlob"), by_tool.get("VADER")


def _shade(effect: float, most: float) -> str:
    strength = min(1.0, abs(effect) / most)
    if strength < 0.08:
        return "border-radius:2px"
    colour = stance_colour(1.0 if effect > 0 else -1.0).lstrip("#")
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return f"background:rgba({red},{green},{blue},{0.55 * strength:.2f});border-radius:2px"
