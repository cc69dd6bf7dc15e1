"""The stance table: for each quotation and each target it is about, which side its source takes."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analystkit import keeping, tables
from analystkit.stance.passages import passage
from analystkit.stance.toward import Question, Stance, answer_of, inverted, of_quotations
from analystkit.tables.checks import Checked
from analystkit.targets import Targets, quote_targets, targets_of
from analystkit.text.sentences import sentences_of

_OF_PAIR = ("quote_id", "target", "mention_start", "mention_end", "turned")
_CHUNK = 256  # questions handed over together
_ROOMS = ("models", "stance", "text")  # what an answer depends on
_LONG = 500  # questions from which a progress bar is worth showing


def score_stance(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    targets: Targets | str | Path,
    *,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Which side each quotation takes toward each target it is about.

    The targets are found by `quote_targets`: in the quotation, or in the clause that
    reports it.  The network reads the sentence of the mention, together with the source
    where that stands near, so that the reporting verb counts ("condemned", "denied").  Where the
    source takes no side, the answer is the mean of that and of what the passage feels toward the
    target; who condemns what is done to a target is not taken to be against it.
    Its data, recipe and measured figures stand in ``analystkit/models/stance.md``.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles the quotes' offsets count in, none of them missing (`ValueError`).
    targets : Targets or path
        From `load_targets`, or its file; a file that names actors needs
        ``load_targets(path, actors=...)``.
    progress : bool, optional
        Show a progress bar; by default for 500 questions and more.

    Returns
    -------
    DataFrame
        The stance table (see `analystkit.tables.STANCE`), in the order of `quotes`: one
        row a quotation and target, ``score`` from −1 (against) to 1 (for), ``label``
        ("against", "neutral", "for", or "unclear" where the network is not sure enough),
        ``confidence`` (the calibrated probability of the answer), and where the target is
        mentioned.  A quotation that is about no target has no row.  The column ``turned`` says
        where the mention names what is done to the target (revenge on it; the key ``against``
        of the registry): who takes a side on that is against the target.
        ``attrs["problems"]`` lists quotes whose words stand nowhere in their article any more
        (``quote_id, problem``): of a text changed since, a warning names the article.

    Examples
    --------
    >>> from analystkit.tables import as_articles, as_quotes
    >>> from analystkit.targets import Target
    >>> articles = as_articles([{"article_id": "a",
    ...     "text": "The senator condemned the strikes as a crime."}])
    >>> quotes = as_quotes([{"quote_id": "a#0", "article_id": "a", "kind": "indirect",
    ...     "quote": "the strikes as a crime", "spans": [(22, 44)], "cue": "condemned",
    ...     "cue_start": 12, "cue_end": 21, "source_start": 0, "source_end": 11}])
    >>> targets = Targets([Target("strikes", "The strikes", ("strikes",))])
    >>> score_stance(quotes, articles, targets)[["quote_id", "target", "label"]].values.tolist()
    [['a#0', 'strikes', 'against']]
    """
    targets = targets_of(targets)
    tables.require(articles, ["article_id", "text"], name="articles")
    found = tables.standing(tables.check_quotes(quotes), articles)
    if found.moved:
        warnings.warn(found.notice, stacklevel=2)
    quotes = Checked.of("quotes", found.quotes[~found.quotes["quote_id"].isin(found.lost)])
    pairs = quote_targets(quotes, articles, targets)
    answers = _answers(questions_of(pairs, quotes, articles), progress=progress)
    rows = []
    for pair, side in zip(pairs.to_dict("records"), answers, strict=True):
        side = inverted(side) if pair["turned"] else side
        answer = {name: getattr(side, name) for name in ("score", "label", "confidence")}
        rows.append({name: pair[name] for name in _OF_PAIR} | answer)
    stance = tables.as_stance(rows)
    stance.attrs["problems"] = tables.SideTable(
        [(key, "its words stand nowhere in its article any more") for key in sorted(found.lost)],
        columns=["quote_id", "problem"],
        dtype="string",
    )
    return stance


def questions_of(
    pairs: pd.DataFrame, quotes: pd.DataFrame, articles: pd.DataFrame
) -> list[Question]:
    """What the network is asked of each pair that `quote_targets` gives, in order."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    rows = {row["quote_id"]: row for row in quotes.to_dict("records")}
    asked = []
    for pair in pairs.to_dict("records"):
        row = rows[pair["quote_id"]]
        text = texts[row["article_id"]]
        mention = (int(pair["mention_start"]), int(pair["mention_end"]))
        asked.append(passage(row, mention, text, sentences_of(text)))
    return asked


def _answers(questions: list[Question], *, progress: bool | None) -> Iterator[Stance]:
    from tqdm.auto import tqdm

    show = len(questions) >= _LONG if progress is None else progress
    kept = keeping.kept("stance", rooms=_ROOMS)
    with tqdm(total=len(questions), disable=not show, unit="question", desc="Stance") as bar:
        for start in range(0, len(questions), _CHUNK):
            some = questions[start : start + _CHUNK]
            keys = [kept.key(question) for question in some] if kept else []
            known = kept.find(keys) if kept else {}
            new = [n for n in range(len(some)) if not (keys and keys[n] in known)]
            made = dict(zip(new, of_quotations([some[n] for n in new]), strict=True))
            if kept and made:
                kept.keep({keys[n]: found[3:6] for n, found in made.items()})
            for n in range(len(some)):
                yield made[n] if n in made else answer_of(known[keys[n]])
            bar.update(len(some))
