"""The noun phrase that opens a sentence, and what it stands for where no source is told."""

import re
from bisect import bisect_left

from analystkit.quotes.speakers import lexicon as lex
from analystkit.quotes.speakers.article import ArticleIndex, is_people_noun
from analystkit.text.lemmas import word_lemma
from analystkit.text.paragraphs import Offsets
from analystkit.text.words import singular

_WITHIN = frozenset("of for in on at from".split())
_LONGEST = 8  # words before the verb
_CONJUNCTIONS = re.compile(r"\b(?:but|yet|and|while|although|though)\b[^.!?]*$")
STATEMENT = re.compile(r"\b(?:statement|communiqu[eé]|declaration)\b")


def opening_subject(article: ArticleIndex, sentence: int) -> Offsets | None:
    """The noun phrase that opens a sentence, up to its verb: "A retired teacher", "Oscar Lund"."""
    tokens = article.tokens
    first = bisect_left(article.sentences, sentence)
    last = bisect_left(article.sentences, sentence + 1)
    for i in range(first, min(last, first + _LONGEST)):
        gap = article.text[tokens[i - 1].end : tokens[i].start] if i > first else " "
        if i > first and gap.strip(" \xa0.") and not tokens[i - 1].owner:
            # "Dana Whitfield, the mayor, said": the name alone
            named = article.mentions_in(tokens[first].start, tokens[i].start)
            is_name = named and named[0].kind == "person" and named[0].last == i and gap == ", "
            return (tokens[first].start, tokens[i - 1].end) if is_name else None
        if i > first and _is_verb(article, i):
            return tokens[first].start, tokens[i - 1].end
        small = tokens[i].lower in lex.CLOSED - lex.DETERMINERS
        if small and (i == first or tokens[i].lower not in _WITHIN):
            return None
    return None


def _is_verb(article: ArticleIndex, i: int) -> bool:
    """Whether a word in lower case is a finite verb, as far as its form tells."""
    token = article.tokens[i]
    word = token.lower
    if word in lex.LISTS["auxiliaries"]:
        return True
    if not token.text.islower() or word in lex.CLOSED or is_people_noun(word):
        return False
    before = article.tokens[i - 1].lower
    past = word.endswith("ed") and len(word) > 4 and before not in lex.DETERMINERS
    return (past or word in lex.LISTS["pasts"]) and word_lemma(word) != word


def somebody_before(article: ArticleIndex, position: int) -> Offsets | None:
    """One unnamed person who opens the sentence before, in the same paragraph: "A teacher"."""
    here = article.sentence_of(position)
    if not here:
        return None
    span = opening_subject(article, here - 1)
    if span is None or article.line_of(span[0]) != article.line_of(position):
        return None
    named = any(m.kind == "person" for m in article.mentions_in(span[0], position))
    if named or article.quoted_at(span[0]):
        return None
    head = article.text[span[0] : span[1]].split()[-1].lower()
    return span if is_people_noun(head) and len(article.text[slice(*span)].split()) > 1 else None


def issuer_before(article: ArticleIndex, position: int) -> Offsets | None:
    """Who opens the last sentence, in this paragraph or the one before, that has a statement."""
    line = article.line_of(position)
    for sentence in range(article.sentence_of(position) - 1, -1, -1):
        first = bisect_left(article.sentences, sentence)
        begin, after = article.tokens[first].start, bisect_left(article.sentences, sentence + 1)
        end = [*article.token_starts[after : after + 1], len(article.text)][0]
        if article.line_of(begin) < line - 1:
            return None
        if not STATEMENT.search(article.text, begin, end) or article.quoted_at(begin):
            continue
        return opening_subject(article, sentence)
    return None


def coordinated_subject(article: ArticleIndex, cue: Offsets) -> Offsets | None:
    """The subject of a clause that has none of its own: "Lund lost in May, but maintains"."""
    sentence = article.sentence_of(cue[0])
    first = article.tokens[bisect_left(article.sentences, sentence)]
    if not _CONJUNCTIONS.search(article.text, first.start, cue[0]):
        return None
    span = opening_subject(article, sentence)
    if span is None or span[1] > cue[0] or article.text[span[1] : span[1] + 2] in ("'s", "’s"):
        return None
    head = article.tokens[article.token_at(span[1]) - 1].lower
    who = {m.kind for m in article.mentions_in(*span)} & {"person", "org"}
    return span if who or is_people_noun(singular(head)) or head in lex.ORG_NOUNS else None


def topic_before(article: ArticleIndex, start: int) -> Offsets | None:
    """The only person whom the paragraph before names, outside quotes, or its last sentence."""
    line = article.line_of(start)
    named = [
        m
        for m in article.mentions_before(start, 12)
        if article.line_of(m.start) == line - 1
        and m.kind == "person"
        and not ((q := article.quoted_at(m.start)) and article.text[max(0, q[0] - 1)] in "\"'“‘«")
    ]
    if len({m.words[-1] for m in named}) > 1:
        last = article.sentence_of(named[0].start)
        named = [m for m in named if article.sentence_of(m.start) == last]
    if not named or len({m.words[-1] for m in named}) > 1:
        return None
    return named[-1].start, named[-1].end
