"""The review desk: one quote at a time in its article, to be found right or set right."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analystkit.actors import Actors
from analystkit.markup.article import given, page_html
from analystkit.palette import MISSING, STANCES
from analystkit.reviewing import read_labels
from analystkit.targets import Targets
from analystkit.text.wording import plural
from analystkit.widgets.parts.base import Guarded, script, stylesheet
from analystkit.widgets.parts.coverage import Coverage
from analystkit.widgets.parts.quote_card import sureness
from analystkit.widgets.parts.review_queue import draw_queue
from analystkit.widgets.parts.review_session import FIELDS, Answers, Session, spans_of
from analystkit.widgets.parts.selection import check_choice, check_keys

_NAMES = {
    "speaker": ("Speaker", "w"), "camp": ("Camp", "c"), "kind": ("Kind", "k"),
    "spans": ("Words", "q"), "cue": ("Reporting words", "r"), "source": ("Named as", "s"),
}  # fmt: skip
_MARKED = ["quote_id", "spans", "camp", "cue_start", "cue_end", "source_start", "source_end"]
_DONE = {"accept": "Right", "not_a_quote": "Not a quote", "skip": "Skipped"}
_MARKS = '"“”„«»‘’'
_MOST_NAMES = 3000  # offered for a speaker
_SMALL = "And|As|At|But|By|For|From|In|Of|On|The|To|With"  # what begins a sentence before a name
_NAME = re.compile(
    rf"\b(?!(?:{_SMALL})\b)[A-Z][\w’'-]+(?: (?:al-|de |bin |van |von )?[A-Z][\w’'-]+){{1,3}}"
)


def review(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    stance: pd.DataFrame | None = None,
    *,
    labels: str | os.PathLike[str] = "labels.jsonl",
    reviewer: str,
    fields: Iterable[str] | None = None,
    sample: str | Iterable[str] | pd.DataFrame | Mapping[str, Any] = "random",
    n: int | None = None,
    by: Sequence[str] = ("camp", "outlet"),
    seed: int = 0,
    blind: bool = False,
    actors: Actors | None = None,
    targets: Targets | None = None,
    colours: Mapping[str, str] | None = None,
) -> ReviewDesk:
    """Check the machine's answers quote by quote, each decision on disk before the next shows.

    Enter finds a quote right as shown; keys or clicks set its speaker, camp, kind, words,
    reporting words, source and stances right, say that it is no quote, or add one that was
    missed. A speaker set right brings the camp along where it is known. With the same arguments
    the desk opens again where it was left.

    Parameters
    ----------
    quotes, articles : DataFrame
        A quotes table and its articles. Quotes whose article is not there cannot be shown: they
        are left out, and counted in what the desk says.
    stance : DataFrame, optional
        A stance table, to check stances too.
    labels : path
        Where decisions are kept, a file a reviewer beside it: ``labels.ana.jsonl``.
    reviewer : str
        Whose decisions these are. Of two desks open under one name, the one that has not seen
        what the other decided refuses the next decision and shows it first.
    fields : iterable of str, optional
        What is checked, of ``speaker``, ``camp``, ``kind``, ``spans``, ``cue``, ``source`` and
        ``stance``; by default all, and blind all but ``cue`` and ``source``.
    sample : {"random", "stratified", "unsure"}, list, DataFrame or mapping
        Which quotes come: drawn at random; drawn evenly over the values of `by`; the least
        confident first; these ``quote_id``; those of a table; those of an explorer's saved view.
        The probability of a draw is kept with every decision, none for the last four.
    n : int, optional
        How many: by default 100 drawn ones, all others. A sample with the same `seed` and a
        larger `n` begins with those of the smaller one.
    by : sequence of str
        The columns whose values make the strata.
    seed : int
        Another seed draws other quotes.
    blind : bool
        A second pass that hides what the machine says until the reviewer has said it.
    actors : Actors, optional
        The registry, whose names and camps are offered.
    targets : Targets, optional
        The registry of targets, for their names.
    colours : mapping, optional
        Camp to colour where it should not be the usual one.

    Returns
    -------
    ReviewDesk
        A widget. ``.labels`` is the table of all decisions under this name, ``.progress`` a dict
        of counts, ``.selection`` the quote on the desk, which can be set. ``version`` is counted
        up after each decision.

    Raises
    ------
    TableError
        When a table breaks the contract.
    ValueError
        When `reviewer`, `fields`, `sample`, `n` or `by` cannot be.

    Examples
    --------
    >>> import tempfile
    >>> from analystkit.tables import as_articles, as_quotes
    >>> rows = [{"quote_id": "a#0", "article_id": "a", "kind": "direct", "quote": "No",
    ...          "spans": [(1, 3)], "speaker": "Dana"}]
    >>> desk = review(as_quotes(rows), as_articles([{"article_id": "a", "text": "“No”"}]),
    ...               labels=f"{tempfile.mkdtemp()}/labels.jsonl", reviewer="Ana")
    >>> desk.progress["left"], desk.selection
    (1, {'quote': 'a#0'})
    """
    coverage = Coverage(quotes, articles, stance, targets, colours)
    drawing: dict[str, Any] = {"n": n, "by": by, "seed": seed}
    return make_desk(
        coverage, labels, reviewer, fields=fields, sample=sample, blind=blind, actors=actors,
        **drawing,
    )  # fmt: skip


def make_desk(
    coverage: Coverage, labels: str | os.PathLike[str], reviewer: str, *, sample: Any,
    fields: Iterable[str] | None = None, blind: bool = False, actors: Actors | None = None,
    **drawing: Any,
) -> ReviewDesk:  # fmt: skip
    """The desk of `review` over tables that are checked and joined already."""
    here = coverage.quotes["article_id"].isin(coverage.articles["article_id"])
    shown, stance = coverage.quotes[here], coverage.stance
    queue = draw_queue(shown, sample, stance=stance, **drawing)
    lacking = {"stance"} if stance is None else set()
    lacking |= {"cue", "source"} if blind else set()
    usual = [field for field in FIELDS if field not in lacking]
    wanted = usual if fields is None else list(fields)
    for field in wanted:
        check_choice("review: fields: ", field, FIELDS)
    if "stance" in wanted and stance is None:
        raise ValueError("review: fields: 'stance' needs a stance table (stance=)")
    session = Session(shown, stance, queue, labels, reviewer, fields=tuple(wanted), blind=blind)
    return ReviewDesk(coverage, session, labels, actors=actors, left_out=int((~here).sum()))


class ReviewDesk(Guarded, anywidget.AnyWidget):
    """What `review` returns; see there. All of a table is set as text, never as HTML."""

    _esm = script("review.js")
    _css = stylesheet("theme.css", "reader.css", "review.css")
    plain = (OSError,)

    view: traitlets.Dict[str, Any] = traitlets.Dict().tag(sync=True)
    names: traitlets.List[Any] = traitlets.List().tag(sync=True)
    camps: traitlets.List[Any] = traitlets.List().tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)
    opened = traitlets.Int(0).tag(sync=True)
    version = traitlets.Int(0, help="Counted up after each decision.")

    def __init__(
        self, coverage: Coverage, session: Session, labels: str | os.PathLike[str], *,
        actors: Actors | None = None, left_out: int = 0,
    ) -> None:  # fmt: skip
        self._coverage, self._session, self._path = coverage, session, labels
        self._actors = actors
        self._draft: Answers | None = None  # a missed quote that is being put together
        pages = coverage.articles.to_dict("records")
        self._pages = {str(page["article_id"]): page for page in pages}
        pairs = coverage.quotes[["speaker", "camp"]].dropna().value_counts(sort=True)
        self._camp_of: dict[str, str] = {}
        for name, camp in pairs.index:  # the camp that a speaker has most often comes first
            self._camp_of.setdefault(str(name), str(camp))
        super().__init__()
        self.camps = self._known("camp", actors.camps if actors else (), lambda camp: camp)
        people = [actor.name for actor in actors or ()]
        self.names = self._known("speaker", people, self._camp_of_name)
        if left_out:
            what = f"{plural(left_out, 'quote')} left out: the articles were not given."
            self.said = what
        self._draw()
        self.on_msg(lambda _, content, __: self._asked(content))

    @property
    def labels(self) -> pd.DataFrame:
        """All decisions under this name, of every reviewer; see `read_labels`."""
        return read_labels(self._path)

    @property
    def progress(self) -> dict[str, Any]:
        """How many are drawn, ``done``, ``skipped`` and ``left``, and the seconds a decision."""
        return self._session.counts()

    @property
    def selection(self) -> dict[str, str]:
        """``{"quote": quote_id}`` of the quote on the desk; can be set to another of them."""
        return {"quote": self._session.quote_id} if self._session.quote_id else {}

    @selection.setter
    def selection(self, selection: Mapping[str, Any]) -> None:
        check_keys(selection, ("quote",))
        if quote := str(selection.get("quote") or ""):
            check_choice("selection: quote ", quote, self._session.order)
            self._session.go(quote)
            self._draft = None
            self._draw()

    def __repr__(self) -> str:
        counts = self.progress
        return f"Review desk: {counts['done']} of {plural(counts['total'], 'quote')} decided"

    def _asked(self, content: Mapping[str, Any]) -> None:
        """A key or click in the browser; one meant for a quote no longer shown does nothing."""
        with self.hold_sync():
            if content.get("quote") == self._session.quote_id:
                self.guard("desk", lambda: self._do(content))
                self._draw()
            self.answered += 1

    def _do(self, content: Mapping[str, Any]) -> None:
        session, do = self._session, str(content.get("do"))
        self.said = ""
        if self._draft is not None:
            self._do_draft(self._draft, do, content)
            return
        match do:
            case "accept" | "not_a_quote" | "skip":
                session.close(do)
                self.said = f"{_DONE[do]}."
            case "answer":
                self._answer(str(content["field"]), content.get("value"))
            case "missed":
                self._start_draft(content["spans"])
            case "note":
                session.note(str(content.get("text") or ""))
                self.said = "The note is kept."
            case "undo":
                field = session.undo()
                where = "" if field == "missed" else f", at quote {session.at + 1}"
                self.said = f"Undone: {_DONE.get(field) or self._name_of(field)}{where}."
            case "back" | "forward" | "skipped":
                getattr(session, do)()
            case _:
                raise ValueError(f"review: there is no action {do!r}")
        if do not in ("back", "skipped", "missed"):
            self.version += 1

    def _answer(self, field: str, value: Any) -> None:
        """Keep an answer; the camp goes with a speaker, or it is said that it does not."""
        session, quote = self._session, self._session.quote_id
        machine = session.machine(quote)
        before = {**machine, **session.answers(quote)}
        value = session.valid(field, value)
        session.answer(field, value, self._words_at(field, value))
        if field != "speaker" or "camp" not in session.fields or session.blind:
            return
        now, known = before["camp"], self._camp_of_name(value)
        camp = machine["camp"] if value == machine["speaker"] else known
        by_hand = now not in (None, machine["camp"], self._camp_of_name(before["speaker"]))
        if camp == now:
            return
        if camp and not by_hand:
            session.answer("camp", camp)
            self.said = f"The camp goes with the speaker: {camp}."
        elif now:
            self.said = f"The camp is still {now}: press c if it is another."

    def _camp_of_name(self, name: str | None) -> str | None:
        known = self._actors.camp(name) if self._actors is not None and name else None
        return known or self._camp_of.get(name or "")

    def _words_at(self, field: str, value: Any) -> list[str] | None:
        """The words at an answer's places, by which they are found in another edition."""
        if field not in ("spans", "cue", "source") or value is None:
            return None
        pairs, text = value if field == "spans" else [value], self._text
        if any(end > len(text) for _, end in pairs):
            raise ValueError(f"review: {field} {value!r} goes beyond the end of the article")
        return [text[start:end] for start, end in pairs]

    def _start_draft(self, spans: Any) -> None:
        spans = self._session.valid("spans", spans)
        self._words_at("spans", spans)
        start, text = spans[0][0], self._text
        kind = "direct" if {text[start], text[max(0, start - 1)]} & set(_MARKS) else "indirect"
        self._draft = {**dict.fromkeys(_NAMES), "kind": kind, "spans": spans}

    def _do_draft(self, draft: Answers, do: str, content: Mapping[str, Any]) -> None:
        """An action while a missed quote is put together."""
        field = str(content.get("field"))
        if do == "answer" and field in draft:
            value = self._session.valid(field, content.get("value"))
            self._words_at(field, value)
            draft[field] = value
            if field == "speaker" and not draft["camp"]:
                draft["camp"] = self._camp_of_name(value)
        elif do == "accept":
            self._session.add_missed(self._session.article_id, draft, self._words(draft["spans"]))
            self.said, self._draft = "The missed quote is kept.", None
            self.version += 1
        elif do in ("discard", "undo"):
            self.said, self._draft = "Nothing was added.", None
        else:
            raise ValueError("First keep the missed quote (Enter) or leave it (Escape)")

    @property
    def _text(self) -> str:
        return str(self._pages[self._session.article_id]["text"])

    def _words(self, spans: Iterable[Sequence[int]]) -> str:
        return " … ".join(self._text[start:end] for start, end in spans)

    def _known(
        self, column: str, more: Iterable[str], camp_of: Callable[[str], str | None]
    ) -> list[list[Any]]:
        """The names that are offered, each with its number of quotes and the camp's colour."""
        counts = self._coverage.quotes[column].value_counts().head(_MOST_NAMES)
        names = {str(name): int(n) for name, n in counts.items()}
        names |= {name: names.get(name, 0) for name in more}
        return [[name, n, self._colour(camp_of(name))] for name, n in names.items()]

    def _colour(self, camp: str | None) -> str:
        return self._coverage.colours.get(camp or "", MISSING)

    def _draw(self) -> None:
        session, quote = self._session, self._session.quote_id
        progress = {**session.counts(), "blind": session.blind, "quote": quote}
        if not quote:
            self.view = progress
            return
        row, state, draft = session.row(quote), session.closed(quote), self._draft
        hidden = session.blind and not state
        known, said = session.machine(quote), session.answers(quote)
        if hidden and draft is None:
            known = {key: value if key == "spans" else None for key, value in known.items()}
        now = draft or {"spans": spans_of(row), **known, **said}
        told = {key: self._told(key, value) for key, value in now.items()}
        was = {} if draft or hidden else {key: self._told(key, known.get(key)) for key in said}
        shown = [key for key in _NAMES if draft or key in session.fields]
        if draft is None:
            shown += [key for key in now if key.startswith("stance:")]
        sure = "" if hidden or draft else given(row, "confidence")
        self.view = {
            **progress, "state": state, "draft": draft is not None, "note": session.note_on(quote),
            "fields": [
                {"key": key, "label": self._name_of(key), "hotkey": _NAMES.get(key, ("", ""))[1],
                 "value": told[key], "colour": STANCES.get(told[key], MISSING),
                 "open": hidden and draft is None and key not in said and key != "spans",
                 "was": [was[key]] if was.get(key, told[key]) != told[key] else []}
                for key in shown
            ],
            "now": {key: now.get(key) for key in _NAMES},
            "targets": [[f"stance:{target}", name] for target, name in self._coverage.names.items()]
            if "stance" in session.fields and draft is None else [],
            "colour": self._colour(now.get("camp")), "sure": sure and sureness(float(sure)),
            "html": self._page(quote, now, hidden), "here": self._named_here(hidden),
        }  # fmt: skip

    def _name_of(self, key: str) -> str:
        if key in _NAMES:
            return _NAMES[key][0]
        target = key.removeprefix("stance:")
        return self._coverage.names.get(target) or target.replace("-", " ")

    def _told(self, key: str, value: Any) -> str:
        if value is None:
            return ""
        if key in ("cue", "source"):
            return f"“{self._words([value])}”"
        return self._words(value) if key == "spans" else str(value)

    def _page(self, quote: str, now: Answers, hidden: bool) -> str:
        """The article with its quotes, this one as it is corrected; blind, nobody's camp shows."""
        article_id, rows = self._session.article_id, dict[str, dict[Hashable, Any]]()
        for name, row in self._session.page(article_id).items():
            rows[name] = row | (_placed(dict.fromkeys(("camp", "cue", "source"))) if hidden else {})
        for added in self._session.missed_in(article_id):
            rows[f"+{added['id']}"] = _placed(added)
        focus = quote if self._draft is None else "+"
        rows[focus] = rows.get(focus, {}) | _placed(now)
        marked = [{**row, "quote_id": name} for name, row in rows.items()]
        table, colours = pd.DataFrame(marked, columns=_MARKED), self._coverage.colours
        page = self._pages[article_id]
        return page_html(page, table, focus=focus, colours=colours, titles=False)

    def _named_here(self, hidden: bool) -> list[str]:
        """The names of this article: its speakers, then what looks like a name in its text."""
        rows = () if hidden else self._session.page(self._session.article_id).values()
        found = [given(row, "speaker") for row in rows] + _NAME.findall(self._text)
        return list(dict.fromkeys(filter(None, found)))


def _placed(answers: Mapping[str, Any]) -> dict[Hashable, Any]:
    """What these answers say of spans, camp and places, as columns of a quotes table."""
    keys = ("spans", "camp")
    found: dict[Hashable, Any] = {key: answers[key] or pd.NA for key in keys if key in answers}
    for name in ("cue", "source"):
        if name in answers:
            start, end = answers[name] or (pd.NA, pd.NA)
            found |= {f"{name}_start": start, f"{name}_end": end}
    return found
