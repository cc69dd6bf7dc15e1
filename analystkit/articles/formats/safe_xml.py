"""XML without what makes it dangerous: no DTD, so no entities but the five of XML itself."""

from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat


class UnsafeXMLError(ValueError):
    """The XML declares a DTD, or cannot be parsed."""


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        _refuse()


def _refuse(*_: Any) -> None:
    raise UnsafeXMLError("declares a DTD, whose entities are not read")


def parse_xml(raw: bytes) -> Any:
    """The root element of a document that declares no DTD.

    >>> parse_xml(b"<a><b>text</b></a>").find("b").text
    'text'
    """
    parser = ElementTree.XMLParser(target=_Builder())
    try:
        parser.feed(raw)
        return parser.close()
    except ElementTree.ParseError as error:
        raise UnsafeXMLError(f"is not XML that can be read ({error})") from None


def walk_xml(
    chunks: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Tell each element's start and end, ``namespace name``, and the text, keeping no tree."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnsafeXMLError(f"is not XML that can be read ({error})") from None
