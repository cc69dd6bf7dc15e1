"""Articles read on every core: by threads of this process, or by several processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, NamedTuple

from analystkit.models.loading import ModelError, cores, load_tokenizer
from analystkit.quotes.entities import load_language, names_in
from analystkit.quotes.find import find_quotations
from analystkit.quotes.rows import Rows, article_rows
from analystkit.quotes.spans.quotation import Quotation
from analystkit.quotes.tagging.tagger import load_session
from analystkit.text.edits import Edited

if TYPE_CHECKING:
    from spacy.language import Language

    from analystkit.quotes.entities import Name

CHUNK = 8  # the most articles handed over together, to a thread or a process
_TURNS = 8  # shares for each process where articles are few, so that all end at about one time
_AHEAD = 4  # chunks the tagger may be ahead
_KILLED = "every process that read it was killed; it may need more memory than there is"

Entry = tuple[str, Edited, str | None]  # article_id, text as it is read, author
Problems = list[tuple[Any, str]]  # article_id, or None where there is none; what is wrong


class Read(NamedTuple):
    """What a chunk of articles gives: rows, what went wrong, and the people named."""

    rows: Rows
    problems: Problems
    people: dict[str, list[str]]


class Workers:
    """Processes that read: started when first needed, and anew after one was killed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, chunk: list[Entry], model: str) -> Future[Read]:
        """Have a chunk read."""
        if self._pool is None:
            if get_context().get_start_method() == "fork":  # what is loaded here, they all have
                load_language(model)
                load_session()
                load_tokenizer()
            self._pool = ProcessPoolExecutor(max_workers=self.number)
        return self._pool.submit(_read_alone, chunk, model)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None


def read_articles(
    articles: Sequence[Entry], model: str | Language, workers: Workers
) -> Iterator[tuple[Read, int]]:
    """What the articles give, in order and in chunks, each with its number of articles."""
    if workers.number == 1 or not isinstance(model, str):
        yield from _overlapped(_chunks(articles, CHUNK), load_language(model))
        return
    size = min(CHUNK, max(1, len(articles) // (workers.number * _TURNS)))
    chunks = _chunks(articles, size)
    yield from zip(_shared(chunks, model, workers), map(len, chunks), strict=True)


def _chunks(articles: Sequence[Entry], size: int) -> list[list[Entry]]:
    return [list(articles[at : at + size]) for at in range(0, len(articles), size)]


def _shared(chunks: Sequence[list[Entry]], model: str, workers: Workers) -> Iterator[Read]:
    """What processes give, in order; where one is killed, what it had not read is read again."""
    kept: dict[int, Read] = {}
    at = 0
    while at < len(chunks):
        futures: dict[int, Future[Read]] = {}
        try:
            for n in range(at, len(chunks)):
                if n not in kept:
                    futures[n] = workers.submit(chunks[n], model)
            while at < len(chunks):
                yield kept.pop(at) if at in kept else futures.pop(at).result()
                at += 1
        except BrokenProcessPool:
            workers.close()
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
