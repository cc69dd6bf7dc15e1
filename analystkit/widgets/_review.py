"""The review desk: one quote at a time in its article, to be found right or set right."""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import anywidget
import pandas as pd
import traitlets

from analystkit.actors import Actors
from analystkit.markup.article import given, page_html
from analystkit.palette import MISSING, STANCES
from analystkit.reviewing import read_labels
from analystkit.tables import KINDS
from analystkit.targets import Targets
from analystkit.text.wording import plural
from analystkit.widgets.parts.base import Guarded, script, stylesheet
from analystkit.widgets.parts.coverage import Coverage
from analystkit.widgets.parts.quote_card import sureness
from analystkit.widgets.parts.review_queue import draw_queue
from analystkit.widgets.parts.review_session import FIELDS, Answers, Session
from analystkit.widgets.parts.selection import check_choice, check_keys

_NAMES = {
    "speaker": ("Speaker", "w"), "camp": ("Camp", "c"), "kind": ("Kind", "k"),
    "spans": ("Words", "q"), "cue": ("Reporting words", "r"), "source": ("Named as", "s"),
}  # fmt: skip
_MARKED = (
    "quote_id", "spans", "camp", "cue_start", "cue_end", "source_start", "source_end",
)  # fmt: skip
_MARKS = '"“”„«»‘’'
_MOST_NAMES = 3000  # offered for a speaker
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:al-|de |bin |van |von )?[A-Z][\w’'-]+){1,3}")


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
        Whose decisions these are.
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
        self._actors, self._left_out = actors, left_out
        self._draft: Answers | None = None  # a missed quote that is being put together
        pages = coverage.articles.to_dict("records")
        self._pages = {str(page["article_id"]): page for page in pages}
        self._own = coverage.quotes.groupby("article_id", sort=False).indices
        self._marks = coverage.quotes.reindex(columns=[*_MARKED, "speaker"])
        self._marks.attrs = {}  # pandas copies them with every row
        pairs = coverage.quotes[["speaker", "camp"]].dropna()
        usual = pairs.groupby("speaker")["camp"].agg(lambda camps: camps.value_counts().index[0])
        self._camp_of = {str(name): str(camp) for name, camp in usual.items()}
        super().__init__()
        self.camps, self.names = self._known_camps(), self._known_names()
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
        if self._draft is not None and self._drafted(do, content):
            return
        match do:
            case "accept" | "not_a_quote" | "skip":
                session.close(do)
                words = {"accept": "Right", "not_a_quote": "Not a quote", "skip": "Skipped"}
                self.said = f"{words[do]}."
            case "answer":
                self._answer(str(content["field"]), content.get("value"))
            case "missed":
                self._start_missed(content["spans"])
            case "note":
                session.note(str(content.get("text") or ""))
                self.said = "The note is kept."
            case "undo":
                field = session.undo()
                self.said = f"Undone: {_NAMES.get(field, (field.replace('_', ' '),))[0].lower()}."
            case "back" | "forward" | "skipped":
                getattr(session, do)()
            case _:
                raise ValueError(f"review: there is no action {do!r}")
        if do not in ("back", "skipped", "missed"):
            self.version += 1

    def _answer(self, field: str, value: Any) -> None:
        session, quote = self._session, self._session.quote_id
        value = session.valid(field, value)
        session.answer(field, value, self._words_at(field, value))
        camp = self._camp_of_name(str(value)) if field == "speaker" and value else None
        if camp is None or "camp" not in session.fields or session.blind:
            return
        answers = session.answers(quote)
        if "camp" not in answers and session.machine(quote)["camp"] != camp:
            session.answer("camp", camp)
            self.said = f"The camp goes with the speaker: {camp}."

    def _camp_of_name(self, name: str) -> str | None:
        known = self._actors.camp(name) if self._actors is not None else None
        return known or self._camp_of.get(name)

    def _words_at(self, field: str, value: Any) -> list[str] | None:
        """The words at an answer's places, by which they are found in another edition."""
        if field not in ("spans", "cue", "source") or value is None:
            return None
        pairs, text = value if field == "spans" else [value], self._text()
        if any(end > len(text) for _, end in pairs):
            raise ValueError(f"review: {field} {value!r} goes beyond the end of the article")
        return [text[start:end] for start, end in pairs]

    def _start_missed(self, spans: Any) -> None:
        spans = self._session.valid("spans", spans)
        self._words_at("spans", spans)
        start, text = spans[0][0], self._text()
        kind = "direct" if {text[start], text[max(0, start - 1)]} & set(_MARKS) else "indirect"
        empty = dict.fromkeys(("speaker", "camp", "cue", "source"))
        self._draft = {**empty, "kind": kind, "spans": spans}

    def _drafted(self, do: str, content: Mapping[str, Any]) -> bool:
        """Whether an action was about the missed quote that is being put together."""
        draft = self._draft
        assert draft is not None
        if do == "answer" and (field := str(content["field"])) in draft:
            value = self._session.valid(field, content.get("value"))
            self._words_at(field, value)
            draft[field] = value
            if field == "speaker" and value and not draft["camp"]:
                draft["camp"] = self._camp_of_name(value)
        elif do == "accept":
            self._session.add_missed(self._article_id(), draft, self._words(draft["spans"]))
            self.said, self._draft = "The missed quote is kept.", None
            self.version += 1
        elif do in ("discard", "undo"):
            self.said, self._draft = "Nothing was added.", None
        else:
            raise ValueError("First keep the missed quote (Enter) or leave it (Escape)")
        return True

    def _article_id(self) -> str:
        return str(self._session.row(self._session.quote_id)["article_id"])

    def _text(self) -> str:
        return str(self._pages[self._article_id()]["text"])

    def _words(self, spans: Iterable[Sequence[int]]) -> str:
        text = self._text()
        return " … ".join(text[start:end] for start, end in spans)

    def _known_names(self) -> list[list[Any]]:
        counts = self._coverage.quotes["speaker"].value_counts()
        names = {str(name): int(n) for name, n in counts.head(_MOST_NAMES).items()}
        names |= {a.name: names.get(a.name, 0) for a in self._actors or ()}
        return [[name, n, self._colour(self._camp_of_name(name))] for name, n in names.items()]

    def _known_camps(self) -> list[list[Any]]:
        counts = self._coverage.quotes["camp"].value_counts()
        camps = {str(camp): int(n) for camp, n in counts.items()}
        camps |= {c: camps.get(c, 0) for c in (self._actors.camps if self._actors else ())}
        return [[camp, n, self._colour(camp)] for camp, n in camps.items()]

    def _colour(self, camp: str | None) -> str:
        return self._coverage.colours.get(camp or "", MISSING)

    def _draw(self) -> None:
        session = self._session
        progress = {**session.counts(), "blind": session.blind, "quote": session.quote_id}
        if not session.quote_id:
            self.view = progress
            return
        quote, row = session.quote_id, session.row(session.quote_id)
        said, known = session.answers(quote), session.machine(quote)
        state = session.closed(quote)
        hidden = session.blind and not state
        now = self._draft or {**known, **said}
        if hidden and self._draft is None:
            now = {key: known[key] for key in ("spans",) if key in known}
            now |= {**dict.fromkeys(known.keys() - now.keys()), **said}
        now.setdefault("spans", [[int(start), int(end)] for start, end in row["spans"]])
        changed = {} if self._draft or hidden else {k: known.get(k) for k in said}
        self.view = {
            **progress, "state": state, "draft": self._draft is not None,
            "html": self._page(quote, now, hidden), "note": session.note_on(quote),
            "fields": [
                {"key": key, "label": _NAMES[key][0], "hotkey": _NAMES[key][1],
                 "value": self._told(key, now.get(key)), "raw": now.get(key),
                 "open": hidden and self._draft is None and key not in said and key != "spans",
                 "was": [self._told(key, changed[key])] if key in changed else []}
                for key in _NAMES if key in session.fields or self._draft
            ],
            "sides": [] if self._draft else self._stances(known, said, hidden),
            "targets": [[t, name] for t, name in self._coverage.names.items()]
            if "stance" in session.fields and not self._draft else [],
            "colour": self._colour(now.get("camp")), "kinds": list(KINDS),
            "sure": "" if hidden or self._draft or not given(row, "confidence")
            else sureness(float(row["confidence"])),
            "here": self._named_here(hidden),
            "marks": {key: now.get(key) for key in ("spans", "cue", "source")},
        }  # fmt: skip

    def _told(self, key: str, value: Any) -> str:
        if value is None:
            return ""
        if key in ("cue", "source"):
            return f"“{self._words([value])}”"
        return self._words(value) if key == "spans" else str(value)

    def _stances(self, known: Answers, said: Answers, hidden: bool) -> list[dict[str, Any]]:
        keys = dict.fromkeys(key for key in [*known, *said] if key.startswith("stance:"))
        sides = []
        for key in keys:
            target = key.partition(":")[2]
            label = said.get(key) or ("" if hidden else known.get(key, ""))
            was = [known.get(key) or ""] if key in said and not hidden else []
            name = self._coverage.names.get(target) or target.replace("-", " ")
            colour = STANCES.get(label, MISSING)
            sides.append({"target": target, "name": name, "label": label, "colour": colour,
                          "was": [each for each in was if each != label]})  # fmt: skip
        return sides

    def _page(self, quote: str, now: Answers, hidden: bool) -> str:
        """The article with its quotes, this one as it is corrected; blind, nobody's camp shows."""
        article_id = self._article_id()
        rows = self._marks.iloc[self._own[article_id]].to_dict("records")
        for row in rows:
            if hidden:
                row.update(_placed(dict.fromkeys(("camp", "cue", "source"))))
            if row["quote_id"] == quote and self._draft is None:
                row.update(_placed(now))
        for added in self._session.missed_in(article_id):
            rows.append(_placed(added) | {"quote_id": f"+{added['id']}"})
        focus = quote
        if self._draft is not None:
            focus = "+"
            rows.append(_placed(self._draft) | {"quote_id": focus})
        table, colours = pd.DataFrame(rows, columns=list(_MARKED)), self._coverage.colours
        page = self._pages[article_id]
        return page_html(page, table, focus=focus, colours=colours, titles=False)

    def _named_here(self, hidden: bool) -> list[str]:
        """The names of this article: its speakers, then what looks like a name in its text."""
        own = self._marks["speaker"].iloc[self._own[self._article_id()]]
        found = [] if hidden else [str(name) for name in own.dropna()]
        return list(dict.fromkeys([*found, *_NAME.findall(self._text())]))


def _placed(answers: Mapping[str, Any]) -> dict[Hashable, Any]:
    """What these answers say of spans, camp and places, as columns of a quotes table."""
    keys = ("spans", "camp")
    found: dict[Hashable, Any] = {key: answers[key] or pd.NA for key in keys if key in answers}
    for name in ("cue", "source"):
        if name in answers:
            start, end = answers[name] or (pd.NA, pd.NA)
            found |= {f"{name}_start": start, f"{name}_end": end}
    return found
