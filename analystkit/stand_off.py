"""brat stand-off annotation: attributions with source, cue and content.

Source: Stenetorp et al., "brat: a Web-based Tool for NLP-Assisted Text Annotation",
EACL 2012; the roles are PolNeAR's (Newell, Margolin and Ruths, LREC 2018).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Attribution:
    """One annotated attribution; offsets count characters."""

    source: Spans
    cue: Spans
    content: Spans


def read_attributions(brat: str) -> Iterator[Attribution]:
    r"""The attributions of one brat file, those without content left out.

    Examples
    --------
    >>> brat = "T1\tSource 6 9\tshe\nT2\tContent 1 4\tNo,\nE1\tAttribution:T3 Source:T1 Content:T2"
    >>> list(read_attributions(brat))
    [Attribution(source=[(6, 9)], cue=[], content=[(1, 4)])]
    """
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
            yield Attribution(roles["Source"], roles["Cue"], roles["Content"])
