"""Hand annotation of who said what, read from PolNeAR folders and JSON Lines.

Source: Stenetorp et al., "brat", EACL 2012; the roles are PolNeAR's (Newell et al., LREC 2018).
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from analystkit import tables

Spans = list[tuple[int, int]]
T = TypeVar("T")


class GoldError(ValueError):
    """An annotation file that cannot be used; the message names file and line."""


@dataclass(frozen=True)
class GoldAttribution:
    """One annotated attribution; offsets count characters."""

    source: Spans
    cue: Spans
    content: Spans


def read_gold(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Annotated texts and their quotations.

    Parameters
    ----------
    path : str or Path
        A PolNeAR folder (``text/*.txt`` and ``attributions/*.ann``, brat stand-off), or
        a ``.jsonl`` file with one object a quotation (``doc``, ``content``, ``source``
        as lists of offsets, and when annotated ``cue, speaker, camp``) that stands
        beside its ``<doc>.txt`` files.  What cannot be read is a `GoldError`.

    Returns
    -------
    articles, gold : DataFrame
        ``article_id`` (the document's name) and ``text``; and ``article_id, content, source,
        cue`` (lists of (start, end)), with ``speaker, camp, kind`` where annotated.
    """
    path = Path(path)
    if path.is_dir():
        rows = {name: (text, [*map(vars, found)]) for name, text, found in read_polnear(path)}
    elif path.is_file():
        rows = _read_lines(path)
    else:
        raise GoldError(f"{path}: no such file or folder of annotations")
    if not rows:
        raise GoldError(
            f"{path}: no annotation found; expected text/*.txt with attributions/*.ann, "
            "or a .jsonl file beside its texts"
        )
    articles = tables.as_articles(
        {"article_id": name, "text": text} for name, (text, _) in rows.items()
    )[["article_id", "text"]]
    records = [{"article_id": n, **row} for n, (_, found) in rows.items() for row in found]
    named = [c for c in ("speaker", "camp", "kind") if any(c in r for r in records)]
    columns = ["article_id", "content", "source", "cue", *named]
    return articles, pd.DataFrame(records, columns=columns)


def _text_of(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: the annotated text cannot be read ({error})") from error


def read_polnear(folder: Path) -> Iterator[tuple[str, str, list[GoldAttribution]]]:
    """Name, text and attributions of each article of a PolNeAR folder."""
    seen = set()
    for ann in sorted((folder / "attributions").glob("*.ann")):
        # where several annotated one text, the annotator's tag ends the annotation's name
        names = [ann.stem, ann.stem.rsplit("_", 1)[0]]
        text = next((t for n in names if (t := folder / "text" / f"{n}.txt").exists()), None)
        if text is not None and text.stem not in seen:
            seen.add(text.stem)
            try:
                found = list(read_attributions(ann.read_text(encoding="utf-8")))
            except (ValueError, IndexError) as error:
                raise GoldError(f"{ann}: no brat stand-off annotation ({error})") from error
            yield text.stem, _text_of(text), found


def _read_lines(path: Path) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def read(line: str) -> None:
        row = json.loads(line)
        spans = {k: _offsets(row.get(k)) for k in ("source", "cue")}
        spans["content"] = _offsets(row["content"])
        kept = {k: row[k] for k in ("speaker", "camp", "kind") if k in row}
        rows[row["doc"]].append(kept | spans)

    each_line(path, read, example='{"doc": "a", "content": [[0, 9]], "source": [[11, 13]]}')
    return {
        doc: (_text_of(path.parent / f"{doc}.txt"), found) for doc, found in sorted(rows.items())
    }


def each_line(path: str | Path, read: Callable[[str], T], *, example: str = "") -> list[T]:
    """What `read` makes of each line that is not blank; a `GoldError` names file and line."""
    expected = f"; expected an object such as {example}" if example else ""
    found = []
    for number, line in enumerate(Path(path).read_text("utf-8").split("\n"), start=1):
        if line.strip():
            try:
                found.append(read(line))
            except GoldError as error:
                raise GoldError(f"{path}, line {number}: {error}") from None
            except (ValueError, TypeError, LookupError, AttributeError) as error:
                said = f"{type(error).__name__}: {error}{expected}"
                raise GoldError(f"{path}, line {number}: {said}") from error
    return found


def _offsets(spans: Any) -> Spans:
    return [(int(start), int(end)) for start, end in spans or []]


def read_attributions(brat: str) -> Iterator[GoldAttribution]:
    """The attributions of one brat file, those without content left out."""
    spans: dict[str, Spans] = {}
    events: list[list[str]] = []
    for line in brat.splitlines():
        key, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", key):
            pieces = rest.split("\t")[0].split(" ", 1)[1].split(";")
            spans[key] = [(int(a), int(b)) for a, b in (piece.split() for piece in pieces)]
        elif re.fullmatch(r"E\d+", key):
            events.append(rest.split())
    for event in events:
        roles: dict[str, Spans] = {"Source": [], "Cue": [], "Content": []}
        for part in event:
            role, _, key = part.partition(":")
            name = role.rstrip("0123456789")
            if name in roles:
                roles[name] += spans.get(key, [])
        if roles["Content"]:
            yield GoldAttribution(roles["Source"], roles["Cue"], roles["Content"])
