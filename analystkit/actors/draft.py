"""A registry from nothing: who speaks in this coverage, proposed as a file to edit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from analystkit.actors.assigning import assign
from analystkit.actors.groups import groups
from analystkit.actors.joining import joined
from analystkit.actors.loading import read_actors
from analystkit.actors.namesakes import Texts
from analystkit.actors.registry import Actor, Actors
from analystkit.actors.voices import Said, Voice, called
from analystkit.registry.drafting import Drafted, entry, from_one, outlets_of, shortened
from analystkit.registry.writing import comment, listed, plain, quoted, write_new
from analystkit.tables import check_articles, check_quotes, hint, require
from analystkit.text.names import Tokens, tokens
from analystkit.text.wording import plural
from analystkit.text.words import singular

UNNAMED_CAMP = "to be named"
_CAMPS = 8  # bodies that become camps of their own; charts tell about a dozen colours apart
_SHOWN = 30  # lines of what was left out that the file shows
_UNNAMED = "not named"
_DESCRIBE = """\
Not named. Phrases that speak for a camp go into a [[descriptor]], which counts in every article;
take away the # and fill in the camp:"""
_HEAD = """\
Edit this file, then read it with ak.load_actors, or open it with ak.edit_actors. To do: (1) Put
together who takes one side: a camp here is a body and who speaks for it, and whoever the articles
give no body has none yet: name it in `camps` and at the actor. Rename a camp in both places. (2)
Read the comments at the entries: “perhaps the same” are not joined. To join two, make one of the
names an alias of the other. (3) Look through what is left out, at the end."""


class DraftedActors(Drafted, Actors):
    """A registry proposed by `draft_actors`: use it as any other, or edit its file.

    ``text`` is the TOML, ``file`` where it was written, ``left_out`` the speakers that are not
    among the actors, each with the reason.
    """

    _again = 'ak.draft_actors(quotes, file="actors.toml")'

    def __init__(self, text: str, left_out: pd.DataFrame, file: Path | None = None) -> None:
        drafted = read_actors(text)
        super().__init__(drafted.actors, camps=drafted.camps)
        self.text, self.left_out, self.file = text, left_out, file


def draft_actors(
    quotes: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    file: str | Path | None = None,
    overwrite: bool = False,
    camps: Mapping[str, str] | None = None,
    min_quotes: int = 1,
) -> DraftedActors:
    """A registry proposed from coverage: who speaks, under which names, for which body.

    Spellings and short names are joined across articles where they can be one person only:
    "Lena Orsk", "Dr. Lena Orsk", "L. Orsk", and "Orsk" unless the coverage names another Orsk.
    Other spellings ("Lena Orsck") are joined where the articles give both the same office and
    never stand in one article; else a comment says that they may be the same.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table, from `extract_quotes`.
    articles : DataFrame, optional
        The articles the quotes come from: outlets are counted, and people whom the texts name
        without quoting them keep their surname from being given to somebody else.
    file : str or Path, optional
        Write the draft there, as TOML with comments.
    overwrite : bool, default False
        Write over a file that is there already.
    camps : mapping, optional
        Names for the camps that were proposed, or for speakers, such as ``{"Port Authority":
        "Employers", "Lena Orsk": "Union"}``.
    min_quotes : int, default 1
        Leave out who is quoted less often; they are counted at the end of the file.

    Returns
    -------
    DraftedActors
        A registry as `load_actors` gives it, with ``text``, ``file`` and ``left_out`` (a table:
        ``speaker, speaker_type, quotes, articles, why``). It stands for its file wherever one is
        asked for: ``ak.edit_actors(quotes, draft)``.

    Raises
    ------
    TableError
        When a table breaks the contract.
    ValueError
        When `camps` names what was not proposed, or `min_quotes` is below 1.
    FileExistsError
        When the file is there and `overwrite` is not set.

    Examples
    --------
    >>> from analystkit.tables import as_quotes
    >>> names = ["Lena Orsk", "Dr. Lena Orsk", "Orsk"]
    >>> quotes = as_quotes([
    ...     {"quote_id": f"{a}#0", "article_id": a, "kind": "indirect", "quote": "it rains",
    ...      "spans": [(0, 8)], "speaker": name, "speaker_type": "person"}
    ...     for a, name in zip("abc", names)])
    >>> actors = draft_actors(quotes)
    >>> actors
    Actors: 1 in 0 camps (no camp 1); 1 names, 0 descriptors
    >>> print(actors.text[actors.text.index("[[actor]]"):])
    [[actor]]
    name = "Lena Orsk"  # 3 quotes in 3 articles
    type = "person"
    # camp = "…", to be named
    # also Dr. Lena Orsk, Orsk
    # e.g. it rains (a#0)
    <BLANKLINE>
    """
    from_one(min_quotes=min_quotes)
    quotes = check_quotes(quotes)
    require(quotes, ["speaker", "speaker_type"], name="quotes")
    texts: dict[Hashable, str] = {}
    outlets: dict[Hashable, str] = {}
    if articles is not None:
        articles = check_articles(articles)
        texts = dict(zip(articles["article_id"], articles["text"], strict=True))
        outlets = outlets_of(articles)
    draft = _Draft(list(_said(quotes, outlets)), texts, min_quotes, camps or {})
    text = draft.text(len(quotes), quotes["article_id"].nunique())
    return DraftedActors(text, draft.left_out(), write_new(file, text, overwrite=overwrite))


def _said(quotes: pd.DataFrame, outlets: Mapping[Hashable, str]) -> Iterator[Said]:
    told = quotes[quotes["speaker"].fillna("").str.strip() != ""]
    for row in told.to_dict("records"):
        role, sure = row.get("role"), row.get("confidence")
        roles = tuple(role.split("; ")) if isinstance(role, str) else ()
        kind = row["speaker_type"] if isinstance(row["speaker_type"], str) else "unnamed"
        rank = row["kind"] == "direct", 0.0 if sure is None or pd.isna(sure) else float(sure)
        article, of = row["article_id"], outlets.get(row["article_id"], "")
        yield Said(row["speaker"], kind, roles, article, of, row["quote_id"], row["quote"], rank)


class _Draft:
    """What the file will say."""

    def __init__(
        self,
        said: list[Said],
        texts: Mapping[Hashable, str],
        min_quotes: int,
        camps: Mapping[str, str],
    ) -> None:
        self.said = said
        found = joined(said, texts)
        self.voices = [voice for voice in found.voices if len(voice.rows) >= min_quotes]
        few = [row for voice in found.voices[len(self.voices) :] for row in voice.rows]
        self.left = found.left | dict.fromkeys(few, f"fewer than {min_quotes} quotes")
        self.names = self._names()
        known = set(map(tokens, self.names))
        self.silent = {name: n for name, n in found.silent.items() if tokens(name) not in known}
        self.camps = self._camps(Texts(texts).common, camps)
        actors = self._registry()
        self._say_camps(actors)
        self._say_namesakes(actors)

    def _names(self) -> list[str]:
        """A name for each voice, no two alike."""
        names, taken = [], set[Tokens]()
        for voice in self.voices:
            name = called(voice, self.said)
            if tokens(name) in taken:  # one spelling is the most quoted of two
                name = self.said[voice.rows[0]].speaker
            taken.add(tokens(name))
            names.append(name)
        return names

    def _camps(self, common: set[str], chosen: Mapping[str, str]) -> list[str]:
        """The camp of each voice: its body, if that is one of the most quoted."""
        self.body = groups(self.voices, self.said, common)
        size: Counter[str] = Counter()
        for at, name in self.body.items():
            size[name] += len(self.voices[at].rows)
        kept = sorted(size, key=lambda name: (-size[name], name))[:_CAMPS]
        known = [*kept, UNNAMED_CAMP, *self.names]
        for key in chosen:
            if key not in known:
                raise ValueError(
                    f"camps: {key!r} is neither a proposed camp nor a speaker{hint(key, known)}; "
                    f"the camps are: {', '.join([*kept, UNNAMED_CAMP])}"
                )
        camps = []
        for at, name in enumerate(self.names):
            camp = body if (body := self.body.get(at)) in kept else UNNAMED_CAMP
            camps.append(chosen.get(name) or chosen.get(camp) or camp)
        return camps

    def _registry(self) -> Actors:
        entries = []
        for name, voice, camp in zip(self.names, self.voices, self.camps, strict=True):
            spelled = dict.fromkeys(self.said[row].speaker for row in voice.rows)
            aliases = tuple(self._aliases(voice, name, list(spelled)))
            entries.append(Actor(name, voice.type, _given(camp), aliases))
        return Actors(entries, camps=dict.fromkeys(filter(_given, self.camps)))

    def _say_camps(self, actors: Actors) -> None:
        """Say of unnamed speakers which camp their words give them: "Pentagon officials"."""
        for row, why in self.left.items():
            if why == _UNNAMED and (camp := actors.camp(self.said[row].speaker)):
                self.left[row] = f"{_UNNAMED}; by the words in the camp {camp}"

    def _say_namesakes(self, actors: Actors) -> None:
        """Say whose short name the registry gives nobody, as another in the article bears it."""
        rows = {
            row: name for v, name in zip(self.voices, self.names, strict=True) for row in v.rows
        }
        said = [(one.article, one.speaker) for one in self.said]
        told = pd.DataFrame(said, columns=["article_id", "speaker"])
        found = assign(told, actors)["actor"]
        for row, name in rows.items():
            if pd.isna(found[row]):
                self.left[row] = f"may be {name}, or another of that name in the article"

    def text(self, quotes: int, articles: int) -> str:
        """The file."""
        order: Counter[str] = Counter()
        members: dict[str, list[int]] = defaultdict(list)
        for at, camp in enumerate(self.camps):
            order[camp] += len(self.voices[at].rows)
            members[camp].append(at)
        camps = sorted(order, key=lambda camp: (camp == UNNAMED_CAMP, -order[camp], camp))
        about = f"{plural(quotes, 'quote')} of {plural(articles, 'article')}"
        parts = [
            comment(f"Who speaks in this coverage: a draft from {about}."),
            comment(_HEAD),
            *self._first(),
            "",
            f"camps = {listed(list(filter(_given, camps)))}",
        ]
        for camp in camps:
            n = plural(len(members[camp]), "speaker")
            parts += ["", comment(f"{camp}: {n}, {plural(order[camp], 'quote')}"), ""]
            parts += ["\n".join(self._entry(at, camp)) + "\n" for at in members[camp]]
            parts[-1] = parts[-1].removesuffix("\n")
        parts += self._silent() + self._left()
        return "\n".join(parts) + "\n"

    def _first(self) -> list[str]:
        """The most quoted whom the coverage leaves open, said at the top."""
        open_ = Counter(
            (self.said[row].speaker, why)
            for row, why in self.left.items()
            if why.startswith("may be ")
        )
        if not open_:
            return []
        said = [f"{name} ({plural(n, 'quote')}) {why}" for (name, why), n in open_.most_common(5)]
        return [comment(f"To decide first, since it is nobody's yet: {'; '.join(said)}.")]

    def _entry(self, at: int, camp: str) -> list[str]:
        voice, name = self.voices[at], self.names[at]
        rows = [self.said[row] for row in voice.rows]
        spelled = Counter(row.speaker for row in rows)
        aliases = self._aliases(voice, name, list(spelled))
        known = _given(camp) or ()
        lines = entry(
            "actor", _counted(rows), name=name, type=voice.type, camp=known, aliases=aliases
        )
        if not known:
            lines.append(comment('camp = "…", to be named'))
        others = [s for s in spelled if s != name and s not in aliases]
        if others:
            lines.append(comment(f"also {', '.join(others)}"))
        roles = Counter(role for row in rows for role in row.roles)
        if roles:
            lines.append(comment("; ".join(sorted(roles, key=lambda r: (-roles[r], r))[:3])))
        if (body := self.body.get(at)) and body not in (camp, name):
            lines.append(comment(f"speaks for: {body}"))
        lines += [comment(note) for note in voice.notes]
        best = max(rows, key=lambda row: row.rank)
        lines.append(comment(f"e.g. {shortened(best.quote)} ({best.quote_id})"))
        return lines

    def _aliases(self, voice: Voice, name: str, spelled: list[str]) -> list[str]:
        """The spellings that the registry would not find by the name alone."""
        aliases: list[str] = []
        for spelling in spelled:
            alone = Actors([Actor(name, voice.type, None, tuple(aliases))])
            if alone.match(spelling) is None:
                aliases.append(spelling)
        return aliases

    def _silent(self) -> list[str]:
        """Entries for who is named and not quoted, but bears a speaker's surname."""
        if not self.silent:
            return []
        why = (
            "Named in the texts and not quoted. They stand here so that their surname alone is not "
            "taken for the speaker of that name; delete who is no person of this coverage."
        )
        parts = ["", comment(why)]
        for name, n in self.silent.items():
            where = f"named in {plural(n, 'article')}"
            parts += ["", *entry("actor", where, name=name, type="person")]
        return parts

    def left_out(self) -> pd.DataFrame:
        """The speakers that are no actors, the most quoted first, with the reason."""
        held: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for row, why in self.left.items():
            held[self.said[row].speaker, self.said[row].type, why].append(row)
        lines = [
            (speaker, kind, len(rows), len({self.said[row].article for row in rows}), why)
            for (speaker, kind, why), rows in held.items()
        ]
        lines.sort(key=lambda line: (-line[2], -line[3], line[0], line[4]))
        columns = ["speaker", "speaker_type", "quotes", "articles", "why"]
        types = {"quotes": "Int64", "articles": "Int64"}
        table = pd.DataFrame(lines, columns=columns)
        return table.astype(dict.fromkeys(columns, "string") | types)

    def _left(self) -> list[str]:
        table = self.left_out()
        if table.empty:
            return []
        total = plural(int(table["quotes"].sum()), "quote")
        parts = ["", comment(f"Left out: {total} by {plural(len(table), 'speaker')}.")]
        unnamed = table["why"].str.startswith(_UNNAMED)
        others = [
            f"{row['speaker']}: {plural(row['quotes'], 'quote')}; {row['why']}"
            for row in table[~unnamed].to_dict("records")
        ]
        parts += ["#"] * bool(others) + list(map(comment, _some(others)))
        counts: Counter[str] = Counter()
        for row in table[table["why"] == _UNNAMED].to_dict("records"):
            counts[_phrase(row["speaker"])] += row["quotes"]
        if counts:
            lines = [
                f"  {quoted(plain(p))},  # {plural(n, 'quote')}" for p, n in counts.most_common()
            ]
            parts += [
                "#",
                comment(_DESCRIBE),
                "#",
                "# [[descriptor]]",
                '# camp = ""',
                "# words = [",
            ]
            parts += [f"# {line}" for line in _some(lines)] + ["# ]"]
        return parts


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return lines if more <= 0 else [*lines[:_SHOWN], f"# … and {more} more"]


def _phrase(speaker: str) -> str:
    """A description as a descriptor has it: "U.S. officials" as "US official"."""
    words = speaker.replace("U.S.", "US").split()
    return " ".join([*words[:-1], singular(words[-1])])


def _counted(rows: list[Said]) -> str:
    articles = len({row.article for row in rows})
    outlets = len({row.outlet for row in rows} - {""})
    where = f"{plural(len(rows), 'quote')} in {plural(articles, 'article')}"
    return f"{where} of {plural(outlets, 'outlet')}" if outlets else where


def _given(camp: str) -> str | None:
    """The camp, or none where it is still to be named."""
    return None if camp == UNNAMED_CAMP else camp
