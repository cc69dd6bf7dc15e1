"""Targets from nothing: whom and what this coverage's quotes are about, as a file to edit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analystkit.actors import Actors
from analystkit.registry.drafting import Drafted, entry, from_one, outlets_of, shortened
from analystkit.registry.writing import comment, plain, write_new
from analystkit.tables import check_articles, check_quotes, place_of
from analystkit.targets.loading import read_targets
from analystkit.targets.pairs import quote_targets
from analystkit.targets.registry import Target, Targets
from analystkit.targets.words import words as words_of
from analystkit.text.lists import read_lists
from analystkit.text.names import surnames, tokens
from analystkit.text.paragraphs import Offsets, union
from analystkit.text.sentences import sentences_of
from analystkit.text.spacy_model import MODEL, open_model
from analystkit.text.wording import plural
from analystkit.text.words import fold, singular

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span, Token

_LISTS = read_lists(Path(__file__).with_suffix(".toml"))
_COMMON, _OFFICES = _LISTS["common"], _LISTS["offices"]
_NOT_IN_OFFICE = frozenset("former ex then vice deputy acting assistant elect".split())
_BEFORE = frozenset("DET PRON NUM PUNCT CCONJ ADP ADV PART SYM".split())
_WORD = re.compile(r"[^\W\d_][\w.’'&-]*")
_LONG = 2_000  # characters of a sentence that are read; what is longer is no sentence
_PHRASES = 12  # forms of a noun that an entry lists
_HEAD = """\
Edit this file, then read it with ak.load_targets. An entry is what a stance may be toward: delete
what nobody takes a side on, put together what is one thing (move the phrases of one entry to the
other), add what is missing. `phrases` count wherever they stand, in the plural too; for a phrase
that may mean something else too, see `tied`, `near` and `except` in the docstring of Target."""
Key = tuple[str, ...]


@dataclass
class _Noun:
    """A noun or name of the quotes: how it is written, and in which sentences."""

    forms: Counter[str] = field(default_factory=Counter)  # with determiner or adjectives
    bare: Counter[str] = field(default_factory=Counter)
    places: set[tuple[Hashable, int]] = field(default_factory=set)
    name: bool = False


class DraftedTargets(Drafted, Targets):
    """Targets proposed by `draft_targets`: use them as any others, or edit their file.

    ``text`` is the TOML, ``file`` where it was written, ``counts`` a table of all that was
    found: ``target, name, quotes, outlets, kept``.
    """

    _again = 'ak.draft_targets(quotes, articles, file="targets.toml")'

    def __init__(
        self, text: str, actors: Actors | None, counts: pd.DataFrame, file: Path | None = None
    ) -> None:
        super().__init__(read_targets(text), actors=actors)
        self.text, self.counts, self.file = text, counts, file


def draft_targets(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    actors: Actors | None = None,
    *,
    file: str | Path | None = None,
    overwrite: bool = False,
    most: int = 24,
    min_quotes: int = 2,
    model: str | Language = MODEL,
) -> DraftedTargets:
    """Targets proposed from coverage: the people, bodies and recurring nouns quotes are about.

    Nouns and names are those of the sentences that hold quotations, singular and plural and
    all determiners together, those that are said of anything left out.  Each is counted as
    `quote_targets` counts, and the most frequent are kept.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table, from `extract_quotes`.
    articles : DataFrame
        The articles the quotes' offsets count in.
    actors : Actors, optional
        The registry of people and groups: those of them that others speak about are targets by
        all their names, and by an office that they alone hold among the speakers ("the mayor").
    file : str or Path, optional
        Write the draft there, as TOML with comments.  Where it names actors, keep it beside
        their ``actors.toml``.
    overwrite : bool, default False
        Write over a file that is there already.
    most : int, default 24
        The most targets to propose; the next ones are named in a comment.
    min_quotes : int, default 2
        Leave out what fewer quotes are about.
    model : str or spacy Language
        The installed English spaCy model whose tagger and parser find the nouns.

    Returns
    -------
    DraftedTargets
        Targets as `load_targets` gives them, with ``text``, ``file`` and ``counts``.

    Raises
    ------
    TableError
        When a table breaks the contract.
    ValueError
        When `most` or `min_quotes` is below 1, the model is not installed or has no parser, or
        a quote's article is not among the articles.
    FileExistsError
        When the file is there and `overwrite` is not set.

    Examples
    --------
    >>> from analystkit.tables import as_articles, as_quotes
    >>> texts = {"a": "The strikes must end.", "b": "This strike goes on."}
    >>> articles = as_articles([{"article_id": a, "text": text} for a, text in texts.items()])
    >>> quotes = as_quotes([
    ...     {"quote_id": f"{a}#0", "article_id": a, "kind": "indirect", "quote": text,
    ...      "spans": [(0, len(text))]} for a, text in texts.items()])
    >>> targets = draft_targets(quotes, articles)
    >>> print(targets.text[targets.text.index("[[target]]"):])
    [[target]]
    id = "strike"
    name = "Strike"  # 2 quotes
    phrases = ["the strike", "this strike"]
    # e.g. The strikes must end. (a#0)
    <BLANKLINE>
    """
    from_one(most=most, min_quotes=min_quotes)
    quotes, articles = check_quotes(quotes), check_articles(articles)
    nouns = _nouns(quotes, articles, load_parser(model), actors)
    held = _offices(quotes, actors)
    found = _with_ids([*_of_actors(actors, nouns, held), *_of_nouns(nouns, min_quotes)])
    pairs = quote_targets(quotes, articles, Targets(found, actors=actors))
    counts = _counts(found, pairs, quotes, articles)
    counts["kept"] = (counts["quotes"] >= min_quotes) & (counts.index < most)
    text = _text(found, counts, pairs, quotes)
    return DraftedTargets(text, actors, counts, write_new(file, text, overwrite=overwrite))


def load_parser(model: str | Language) -> Language:
    """An installed English spaCy model with its tagger and parser."""
    nlp = _load(model) if isinstance(model, str) else model
    if "parser" not in nlp.pipe_names:
        given = repr(model) if isinstance(model, str) else "given"
        raise ValueError(f"the spaCy model {given} has no parser, which finds the nouns")
    return nlp


@lru_cache(maxsize=1)
def _load(model: str) -> Language:
    return open_model(model, exclude=["ner", "lemmatizer"])


def _nouns(
    quotes: pd.DataFrame, articles: pd.DataFrame, nlp: Language, actors: Actors | None
) -> dict[Key, _Noun]:
    """The nouns and names in the sentences that hold quotations, sources left out."""
    found: dict[Key, _Noun] = defaultdict(_Noun)
    verbs: set[str] = set()
    places = list(_sentences(quotes, articles))
    docs = nlp.pipe((text for _, _, text, _ in places), batch_size=64)
    for (article, start, _, sources), doc in zip(places, docs, strict=True):
        verbs |= {token.lower_ for token in doc if token.pos_ == "VERB"}
        for chunk in doc.noun_chunks:
            a, b = start + chunk.start_char, start + chunk.end_char
            if not any(low < b and a < high for low, high in sources):
                for key, name, determiner, form in _keys(chunk):
                    if name and actors is not None and actors.match(form) is not None:
                        continue
                    noun = found[key]
                    noun.places.add((article, start))
                    noun.name |= name
                    whole = f"{determiner} {form}".strip()
                    (noun.forms if whole != key[-1] and " " in whole else noun.bare)[whole] += 1
    for key, noun in found.items():
        if len(key) == 1 and verbs.intersection((key[0], f"{key[0]}s")):
            noun.bare.clear()  # "they strike" is no mention of the strike
    return {key: noun for key, noun in found.items() if noun.forms or noun.bare}


def _sentences(
    quotes: pd.DataFrame, articles: pd.DataFrame
) -> Iterator[tuple[Hashable, int, str, list[Offsets]]]:
    """Each sentence with a quotation: its article, place and text, and the sources' places."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    for article, rows in quotes.groupby("article_id", sort=False):
        if (text := texts.get(article)) is None:
            raise ValueError(f"articles: the article {article!r} of the quotes is not among them")
        sentences, records = sentences_of(text), rows.to_dict("records")
        sources = union(s for row in records if (s := place_of(row, "source")))
        wanted: set[int] = set()
        for row in records:
            for start, end in row["spans"]:
                wanted |= set(range(sentences.at(start), sentences.at(max(start, end - 1)) + 1))
        for number in sorted(wanted):
            start, end = sentences.bounds[number]
            yield article, start, text[start : min(end, start + _LONG)], sources


def _keys(chunk: Span) -> Iterator[tuple[Key, bool, str, str]]:
    """What a noun phrase names: its key, whether it is a name, determiner and words.

    "Corvane's second pay offer" gives Corvane and "second pay offer" under "pay offer".
    """
    part: list[Token] = []
    for token in chunk:
        if token.tag_ == "POS":
            yield from _key(part)
            part = []
        else:
            part.append(token)
    yield from _key(part)


def _key(part: list[Token]) -> Iterator[tuple[Key, bool, str, str]]:
    determiner = ""
    while part and part[0].pos_ in _BEFORE:
        determiner = part[0].lower_ if part[0].tag_ in ("DT", "PRP$") else ""
        part = part[1:]
    if not part or part[-1].pos_ not in ("NOUN", "PROPN"):
        return
    root = part[-1]
    # a noun is often taken for a name where a sentence opens, and a name for a noun elsewhere
    name = root.text[:1].isupper() and (root.pos_ == "PROPN" or not root.is_sent_start)
    start = len(part) - 1
    while start and (part[start - 1].text == "-" or part[start].text == "-"):
        start -= 1
    while start and _goes_with(part[start - 1], name):
        start -= 1
    own = [token for token in part[start:] if token.text != "-"]
    if not all(_WORD.fullmatch(token.text) for token in own):
        return
    last = fold(root.text) if name else singular(fold(root.text))
    if last in _COMMON or (len(root.text) < 3 and not root.text.isupper()):
        return
    words = part[start:] if name else part[-6:]
    form = "".join(
        (t.text if name or t.pos_ == "PROPN" else t.lower_) + t.whitespace_ for t in words
    )
    alone = name or len(words) > 1
    yield (
        (*(fold(token.text) for token in own[:-1]), last),
        name,
        "" if alone else determiner,
        form.strip(),
    )


def _goes_with(token: Token, name: bool) -> bool:
    """Whether a word before a noun is a part of it: "pay" of "pay offer"."""
    return token.pos_ in (("PROPN",) if name else ("NOUN", "PROPN")) and token.text.isalpha()


def _offices(quotes: pd.DataFrame, actors: Actors | None) -> dict[Key, set[str]]:
    """Who of the registry holds an office, by what the articles say of them: "mayor"."""
    held: dict[Key, set[str]] = defaultdict(set)
    if actors is None or "role" not in quotes:
        return held
    told = quotes.dropna(subset=["speaker", "role"])[["speaker", "role"]].drop_duplicates()
    for speaker, role in told.itertuples(index=False):
        for phrase in role.split("; "):
            office = tuple(fold(phrase.split(" of ")[0]).replace("-", " ").split())
            if office and office[-1] in _OFFICES and _NOT_IN_OFFICE.isdisjoint(office):
                actor = actors.match(speaker)
                for at in range(len(office)):  # somebody unknown may be meant as well
                    if not at or office[at:] != ("minister",):  # of whatever
                        held[office[at:]].add(actor.name if actor else "")
    return held


def _of_actors(
    actors: Actors | None, nouns: dict[Key, _Noun], held: dict[Key, set[str]]
) -> list[Target]:
    """The registry's people and bodies; a name that begins or ends one body's goes with it.

    So does an office that one of them alone holds.
    """
    bodies: dict[Key, set[str]] = defaultdict(set)
    for actor in actors or ():
        for name in actor.names if actor.type != "person" else ():
            key = tuple(word.key for word in words_of(name))
            for at in range(1, len(key)):
                bodies[key[:at]].add(actor.name)
                bodies[key[at:]].add(actor.name)
    people = [actor for actor in actors or () if actor.type == "person"]
    family = (n for actor in people for name in actor.names for n in surnames(tokens(name)))
    for key in {tuple(word.key for word in words_of(name)) for name in family}:
        nouns.pop(key, None)  # it is a person's, or nobody can tell whose
    more: dict[str, list[str]] = defaultdict(list)
    for key in [key for key in nouns if len(held[key]) == 1 and held[key] != {""}]:
        more[next(iter(held[key]))] += _phrases([nouns.pop(key)])
    for key in [key for key, noun in nouns.items() if noun.name and len(bodies[key]) == 1]:
        more[bodies[key].pop()] += _phrases([nouns.pop(key)])
    return [
        Target("", actor.name, tuple(more[actor.name]), actors=(actor.name,))
        for actor in actors or ()
    ]


def _of_nouns(nouns: dict[Key, _Noun], least: int) -> list[Target]:
    """The nouns that recur as targets; "the offer" goes with "pay offer", if no other offer."""
    kept = {key: noun for key, noun in nouns.items() if len(noun.places) >= least}
    longer: dict[Key, list[Key]] = defaultdict(list)
    for key in kept:
        for end in [key[-1:]] if not kept[key].name else [key[-1:], key[:1]]:
            longer[end] += [key] * (len(key) > 1)
    targets = []
    joined: dict[Key, list[_Noun]] = {key: [noun] for key, noun in kept.items()}
    for key in kept:
        if len(key) == 1 and len(longer[key]) == 1:
            joined[longer[key][0]] += joined.pop(key)
    for key, parts in joined.items():
        phrases = _phrases(parts)
        if phrases:
            targets.append(Target("", _title(key, parts[0]), tuple(phrases)))
    return targets


def _phrases(parts: list[_Noun]) -> list[str]:
    """How a noun is mentioned: by itself where it is so written, else with what stands before."""
    phrases: dict[Key, str] = {}
    for noun in parts:
        found = noun.bare or noun.forms
        if noun.bare and not noun.name:
            found = Counter({singular(form): n for form, n in noun.bare.items()})
        for form, _ in sorted(found.items(), key=lambda f: (-f[1], f[0]))[:_PHRASES]:
            last = form if noun.name else _singular_end(form)
            if key := tuple(word.key for word in words_of(last)):
                phrases.setdefault(key, last)
    return list(phrases.values())


def _singular_end(form: str) -> str:
    start, _, last = form.rpartition(" ")
    return f"{start} {singular(last)}".strip()


def _title(key: Key, noun: _Noun) -> str:
    """The noun as it is mostly written, the determiner left out."""
    ends: Counter[str] = Counter()
    for form, n in (noun.bare + noun.forms).items():
        words = form.split(" ")
        ends[" ".join(words[-len(key) :])] += n
    name = min(ends, key=lambda form: (-ends[form], form))
    return name if noun.name else name[:1].upper() + name[1:]


def _with_ids(targets: list[Target]) -> list[Target]:
    """Targets with an id from the name, no two alike."""
    taken: Counter[str] = Counter()
    named = []
    for target in targets:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(target.name)).strip("-") or "target"
        taken[slug] += 1
        named.append(replace(target, id=slug if taken[slug] == 1 else f"{slug}-{taken[slug]}"))
    return named


def _counts(
    targets: list[Target], pairs: pd.DataFrame, quotes: pd.DataFrame, articles: pd.DataFrame
) -> pd.DataFrame:
    """How many quotes of how many outlets are about each target, the most first."""
    article = quotes.drop_duplicates("quote_id").set_index("quote_id")["article_id"]
    outlets = outlets_of(articles)
    about: dict[str, set[str]] = defaultdict(set)
    where: dict[str, set[str]] = defaultdict(set)
    for quote, target in pairs[["quote_id", "target"]].itertuples(index=False):
        about[target].add(quote)
        if article[quote] in outlets:
            where[target].add(outlets[article[quote]])
    rows = [(t.id, t.name, len(about[t.id]), len(where[t.id])) for t in targets]
    rows.sort(key=lambda row: (-row[2], -row[3], row[0]))
    table = pd.DataFrame(rows, columns=["target", "name", "quotes", "outlets"])
    return table.astype({"target": "string", "name": "string", "quotes": int, "outlets": int})


def _text(
    targets: list[Target], counts: pd.DataFrame, pairs: pd.DataFrame, quotes: pd.DataFrame
) -> str:
    about = f"{plural(len(quotes), 'quote')} of {plural(quotes['article_id'].nunique(), 'article')}"
    by_id = {target.id: target for target in targets}
    said = dict(zip(quotes["quote_id"], quotes["quote"], strict=True))
    first = pairs.drop_duplicates("target").set_index("target")["quote_id"].to_dict()
    parts = [
        comment(f"What quotes of this coverage are about: a draft from {about}."),
        comment(_HEAD),
    ]
    kept = counts[counts["kept"]].to_dict("records")
    heads = {True: "People and bodies of actors.toml", False: "Events, policies and other names"}
    for actors, head in heads.items():
        chosen = [row for row in kept if bool(by_id[row["target"]].actors) is actors]
        if chosen and any(t.actors for t in targets):
            parts += ["", comment(head)]
        for row in chosen:
            target = by_id[row["target"]]
            count = plural(row["quotes"], "quote")
            if row["outlets"] > 1:
                count += f" in {plural(row['outlets'], 'outlet')}"
            example = first[target.id]
            parts += [
                "",
                *entry("target", count, id=target.id, name=target.name, phrases=target.phrases,
                       actors=target.actors),
                comment(f"e.g. {shortened(said[example])} ({example})"),
            ]  # fmt: skip
    rest = counts[~counts["kept"] & (counts["quotes"] > 0)]
    if len(rest):
        names = [f"{plain(r['name'])} ({r['quotes']})" for r in rest.head(60).to_dict("records")]
        more = f" and {len(rest) - 60} more" if len(rest) > 60 else ""
        parts += ["", comment(f"Seen less, and the quotes about it: {', '.join(names)}{more}.")]
    return "\n".join(parts) + "\n"
