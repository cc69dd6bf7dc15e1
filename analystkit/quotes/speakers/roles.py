"""Descriptions that stand for somebody named: "the senator", "the 63-year-old"."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import NameMention
from analystkit.quotes.speakers.people import People
from analystkit.quotes.speakers.person import Person, gender_of, role_words

_OFFICES = lex.LISTS["offices_of_states"]
_CAREERS = _OFFICES | lex.LISTS["careers"]
_RANKED = frozenset(
    "president secretary general minister chairman director governor nominee".split()
)
_PARTISANS = frozenset(("republican", "democrat"))
_LESSER = frozenset("deputy vice assistant".split())
_GOVERNS = (("prime", "minister"), ("premier",))
_VAGUE = frozenset("man woman person candidate author leader member one official".split())
_TELLING = lex.STATE_WORDS | lex.PARTIES | lex.PLACES
_WINDOW = 60  # mentions looked back
_NEAR = 12  # mentions looked back for a vague noun
_LONGEST = 5  # words of a role
_OPENING = 2  # paragraphs in which a report may name an office before the person
_OPENING_WINDOW = 40
_NEXT = 3  # sources looked ahead


class Roles:
    """Looks up whom a description means."""

    def __init__(self, people: People) -> None:
        self.article, self.people = people.article, people
        self.by_role: dict[str, list[Person]] = defaultdict(list)
        for person in people.people:
            for role in person.roles:
                self.by_role[role].append(person)
        self.governing = [p for p in people.people if p.governs]

    def add(self, person: Person, words: Sequence[str]) -> None:
        """Note that a person holds the office that some words name."""
        for word in words:
            for role in set(role_words(word)) - person.roles:
                person.roles.add(role)
                self.by_role[role].append(person)

    def person(
        self, words: Sequence[str], position: int, *, of: Collection[str] = (), alone: bool = False
    ) -> Person | None:
        """Find whom "the Vermont senator" means: the last named of those introduced in that role.

        `of` are the words that follow ("of an Ostrian militia"); with `alone`, the role must fit
        one person only.
        """
        if not words:
            return None
        if tuple(words[-3:]) == ("secretary", "of", "state"):
            words = [*words[:-3], "state", "secretary"]
        head, before = words[-1], {w for word in words[:-1] for w in role_words(word)} | {*of}
        if head not in lex.PEOPLE_NOUNS and not head.endswith("-year-old"):
            return None
        wanted = lex.LIKE.get(head, frozenset((head,)))
        found = {id(p): p for role in wanted for p in self.by_role.get(role, ())[:_WINDOW]}
        pool = [p for p in found.values() if fits(head, before, p)]
        if telling := {w for w in before & _TELLING if not lex.nation(w)}:
            fit = [p for p in pool if telling <= p.roles | set(p.words)]
            # a state told of nobody else may be told here for the first time
            open_ = [p for p in pool if head in _OFFICES and not p.roles & lex.STATE_WORDS]
            pool = fit or (open_ if len(open_) == 1 else [])
        pool = of_nation(before, pool)
        if not pool and tuple(w for w in words if not lex.nation(w)) in _GOVERNS:
            pool = of_nation(before, self.governing)
        pool = [p for p in pool if head in p.roles] or pool
        if alone and len(pool) > 1:
            return None
        ids, here = {id(p) for p in pool}, self.article.line_of(position)
        reach = _NEAR if head in _VAGUE and not before else _WINDOW
        nearer: Person | None = None
        for mention in self.article.mentions_before(position, reach):
            person = self.people.of.get(mention.start)
            if person and id(person) in ids:
                # "Obama met Hollande. The French president": Obama's nation is told nowhere
                foreign = any(map(lex.nation, before)) and not any(map(lex.nation, person.roles))
                return None if foreign and nearer and _may_hold(words, nearer) else person
            if nearer is None and self.article.line_of(mention.start) == here:
                nearer = person
        return pool[0] if len(pool) == 1 and (head not in _VAGUE or before) else None

    def same_again(self, words: Sequence[str], position: int, last: Person) -> bool:
        """Tell whether "the billionaire magnate" renames who spoke last, nobody named since."""
        if len(words) < 2 or words[-1] not in _CAREERS or words[-2] in ("attorney", "secretary"):
            return False
        states = set(words[:-1]) & lex.STATE_WORDS
        if states and last.roles & lex.STATE_WORDS and not states <= last.roles:
            return False
        if not fits(words[-1], words[:-1], last):
            return False
        if not of_nation(words[:-1], [last]):
            return False
        named = (self.people.of.get(m.start) for m in self.article.mentions_before(position, _NEAR))
        return next(filter(None, named), None) is last

    def descriptions(self) -> list[tuple[NameMention, Person]]:
        """Find the descriptions outside quotes that mean somebody: "the prime minister"."""
        tokens, text, found = self.article.tokens, self.article.text, []
        for i, token in enumerate(tokens[:-1]):
            if token.lower != "the" or self.article.quoted_at(token.start):
                continue
            last = 0
            for j in range(i + 1, min(i + 1 + _LONGEST, len(tokens))):
                if (
                    tokens[j].lower in lex.CLOSED
                    or text[tokens[j - 1].end : tokens[j].start] != " "
                ):
                    break
                noun = tokens[j].text.islower() or (j > i + 1 and tokens[j].lower in _PARTISANS)
                if noun and tokens[j].lower in lex.PEOPLE_NOUNS:
                    last = j
                if tokens[j].owner:
                    break
            words = tuple(t.lower for t in tokens[i + 1 : last + 1])
            if last and (person := self.person(words, token.start, alone=True)):
                span, end = (i, last + 1), tokens[last].end
                mention = NameMention(token.start, end, words[-1:], (), *span, "person", sure=True)
                found.append((mention, person))
        return found

    def introduced_later(self, words: Sequence[str], position: int) -> Person | None:
        """Find whom an office in the opening means: the only one named, or who speaks next."""
        line = self.article.line_of(position)
        if words[-1] not in lex.LISTS["office_holders"] or line > _OPENING:
            return None
        before = {
            id(person): person
            for mention in self.article.mentions_before(position, _OPENING_WINDOW)
            if (person := self.people.of.get(mention.start))
            and not self.article.quoted_at(mention.start)
        }
        if before:
            alone = next(iter(before.values())) if len(before) == 1 else None
            return alone if alone and _may_hold(words, alone) else None
        i = bisect_left(self.article.sources, (position + 1, 0))
        for start, end in self.article.sources[i : i + _NEXT]:
            for mention in self.article.mentions_in(start, end)[:1]:
                person = self.people.of.get(mention.start)
                if person and self.article.line_of(start) == line + 1 and len(person.words) > 1:
                    return person if _may_hold(words, person) else None
                return None
        return None


def fits(head: str, before: Collection[str], person: Person) -> bool:
    """Tell whether a person can be the spokesman of the ministry told, not of another."""
    if head in _RANKED and _LESSER & person.roles - set(before):
        return False
    genders = {gender_of(word) for word in (*before, head) if word != "spokesman"} - {""}
    if person.gender and genders - {person.gender}:
        return False
    if head == "secretary" and ("press" in person.roles) != ("press" in before):
        return "press" not in before and bool({"state"} & set(before) & person.roles)
    held = [lex.LISTS["portfolios"].intersection(words) for words in (before, person.roles)]
    if all(held) and held[0].isdisjoint(held[1]):
        return False
    served = {lex.SERVES[w] for w in before if w in lex.SERVES}
    known = {lex.SERVES[w] for w in person.roles if w in lex.SERVES}
    return not served or not known or bool(served & known)


def of_nation(before: Collection[str], pool: Sequence[Person]) -> list[Person]:
    """Keep those of the nation told; one whose nation is told nowhere may be of any."""
    wanted = {lex.nation(word) for word in before} - {""}
    if not wanted:
        return list(pool)
    nations = [{lex.nation(role) for role in p.roles} - {""} for p in pool]
    fit = [p for p, known in zip(pool, nations, strict=True) if wanted <= known]
    open_ = [p for p, known in zip(pool, nations, strict=True) if not known]
    return fit or (open_ if len(open_) == 1 else [])


def _may_hold(words: Sequence[str], person: Person) -> bool:
    """Whether a person has no office told and fits the one in question."""
    if person.roles & lex.LISTS["office_holders"] or not fits(words[-1], words[:-1], person):
        return False
    return bool(of_nation(words[:-1], [person]))
