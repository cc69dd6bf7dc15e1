"""The labelled fields of a document of Nexis, before and after its text, and its date."""

import re

from analystkit.articles.exports import labels
from analystkit.articles.exports.documents import Document, Para, add, one_line, tidy

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_UNTITLED = {"no headline in original", "kein titel", "sans titre", "untitled"}
# A field whose text may go on over several paragraphs.
_RUNS_ON = {"graphic", "correction", "notes", "highlight", "subject", "company"}


def cut(paras: list[Para], kind: str, fields: Document) -> list[Para]:
    """The paragraphs before the last heading of this kind; those after it go to the fields."""
    places = [n for n, para in enumerate(paras) if labels.is_word(para.text, kind)]
    if not places:
        return paras
    name = ""
    for para in paras[places[-1] + 1 :]:
        found = labels.label(para.text, upper=False)
        if kind == "classification" and found:
            name = labels.column(found[0])
            add(fields, name, found[1])
        elif not rights(para, fields):
            add(fields, name or kind, para.text)
    return paras[: places[-1]]


def first_label(paras: list[Para], *, upper: bool) -> int | None:
    """Where the labels of a head begin, within reach of its first paragraphs."""
    for number, para in enumerate(paras[:400]):
        found = labels.label(para.text, upper=upper)
        if found and (found[0] in labels.HEAD or found[0] in labels.WORDS["body"]):
            return number
        if not upper and number > 2 and labels.is_word(para.text, "body"):
            return number
        if upper and number > 12:
            break
    return None


def take_head(
    paras: list[Para],
    start: int,
    fields: Document,
    *,
    upper: bool,
    bounded: bool = False,
) -> int:
    """Take the labels from `start` on; where the body begins.

    Where the paragraphs are not `bounded` by a body that is marked, a label of no head is one only
    with others after it.
    """
    place = start
    while place < len(paras):
        found = labels.label(paras[place].text, upper=upper)
        if found is None:
            break
        name, value = found
        if name in labels.WORDS["body"] and name not in labels.HEAD:
            paras[place] = paras[place]._replace(text=value)
            return place
        if name not in labels.HEAD and not bounded:
            near = (labels.label(para.text, upper=upper) for para in paras[place + 1 : place + 4])
            if not any(other and other[0] in labels.HEAD for other in near):
                break
        if not value and labels.column(name) == "highlight" and place + 1 < len(paras):
            place += 1
            value = paras[place].text
        if labels.column(name) == "published" and "published" not in fields:
            take_date(value, fields)
        else:
            add(fields, labels.column(name), value)
        place += 1
    return place


def without_tail(paras: list[Para], fields: Document, *, upper: bool) -> list[Para]:
    """The paragraphs before the closing labels, whose values go to the fields."""
    start = _tail_start(paras, upper=upper)
    name = ""
    for para in paras[start:]:
        found = labels.label(para.text, upper=upper)
        if found:
            name = labels.column(found[0])
            add(fields, name, found[1])
        elif labels.COPYRIGHT.match(para.text) or name not in _RUNS_ON:
            name = ""
            add(fields, "copyright", para.text)
        else:
            add(fields, name, para.text)
    return paras[:start]


def _tail_start(paras: list[Para], *, upper: bool) -> int:
    """Where the closing labels begin, without gaps to the end but for those of long fields."""
    known = [_closes(para, upper=upper) for para in paras]
    last = next((n for n in range(len(paras) - 1, max(len(paras) - 6, -1), -1) if known[n]), None)
    if last is None:
        rights = [n for n in range(max(len(paras) - 4, 1), len(paras)) if is_rights(paras[n])]
        return rights[0] if rights else len(paras)
    start = place = last
    while place > 0:
        place -= 1
        if known[place]:
            start = place
            continue
        found = labels.label(paras[place].text, upper=upper)
        if upper and found and found[0] not in labels.HEAD and start - place < 4:
            continue  # a label not known, if one that is stands before it
        runs_on = [n for n in range(max(place - 3, 0), place) if known[n]]
        name = labels.label(paras[runs_on[-1]].text, upper=upper) if runs_on else None
        if name is None or labels.column(name[0]) not in _RUNS_ON:
            break
        start = place = runs_on[-1]
    return start


def _closes(para: Para, *, upper: bool) -> bool:
    """Whether a paragraph is a label of those after the text, a date of loading with its date."""
    found = labels.label(para.text, upper=upper)
    if found is None or found[0] not in labels.TAIL:
        return False
    loaded = labels.column(found[0]) == "load_date"
    return not loaded or labels.find_date(found[1]) is not None


def is_rights(para: Para) -> bool:
    """Whether a paragraph says whose the article is."""
    return labels.COPYRIGHT.match(para.text) is not None


def rights(para: Para, fields: Document) -> bool:
    """Take a paragraph of a head that says whose the article is or that it was corrected."""
    if re.match(r"corrections? appended", para.text.strip(), re.IGNORECASE):
        add(fields, "correction", para.text)
    elif is_rights(para):
        add(fields, "copyright", para.text)
    else:
        return False
    return True


def rights_apart(para: Para) -> list[Para]:
    """A paragraph above the date; an outlet that stands in one with its rights apart from them."""
    lines = para.text.split("\n")
    if len(lines) > 1 and is_rights(para) and not labels.COPYRIGHT.match(lines[-1]):
        return [para._replace(text="\n".join(lines[:-1])), para._replace(text=lines[-1])]
    return [para]


def starts_with_date(text: str) -> bool:
    """Whether a paragraph opens with a day, its month and year."""
    found = labels.find_date(tidy(text)[:120])
    return found is not None and found.start == 0


def like_date(text: str) -> bool:
    """Whether a short line has a year: a date that names no day."""
    return len(text) < 60 and _YEAR.search(text) is not None and not labels.COPYRIGHT.match(text)


def take_date(text: str, fields: Document) -> None:
    """The article's own date; what stands beside it is the edition."""
    text = one_line(text)
    found = labels.find_date(text)
    if found is None:
        fields["published"] = text
        return
    fields["published"] = found.value
    add(fields, "edition", (text[: found.start] + text[found.end :]).strip(" ,;-"))


def settle(fields: Document) -> None:
    """No title where the file says that there is none."""
    if (fields.get("title") or "").strip().casefold() in _UNTITLED:
        fields["title"] = None
