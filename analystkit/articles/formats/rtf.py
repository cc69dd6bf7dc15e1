r"""Rich text: its paragraphs, as one article or as the documents of an export.

Read here and not by striprtf, which takes quadratic time over a long table of fonts and does not
tell where pages begin and what is bold, by which exports are told apart.
"""

import re
from pathlib import Path

from analystkit.articles.decode import NotTextError
from analystkit.articles.exports import split_export
from analystkit.articles.exports.documents import Para
from analystkit.articles.formats.docx import join
from analystkit.articles.reading import Note, Options, Rows

_TOKEN = re.compile(
    r"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})? ?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)",
    re.DOTALL,
)
_DUMP = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F][0-9a-fA-F\r\n]{400,}")  # pictures as digits
_DESTINATIONS = frozenset(
    "annotation atnauthor atnid author background bkmkend bkmkstart colortbl comment company "
    "creatim datafield datastore do docvar falt fldinst filetbl footer footerf footerl "
    "footerr footnote ftncn ftnsep ftnsepc generator header headerf headerl headerr info "
    "keywords latentstyles listlevel listname listoverridetable listpicture listtable "
    "listtext mmathPr nonshppict objdata object operator panose pict pntext pnseclvl private "
    "revtbl rsidtbl shp shpinst sp stylesheet themedata title tc template txe userprops "
    "wgrffmtfilter xe xmlnstbl".split()
)
_MARKS = {
    "par": "\n", "sect": "\n\f", "page": "\n\f", "line": "\v", "tab": "\t", "cell": "\x1f",
    "nestcell": "\x1f", "row": "\x1e", "nestrow": "\x1e", "emdash": "—", "endash": "–",
    "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "sectd": "", "column": "\n",
}  # fmt: skip
_SIGNS = {"~": "\xa0", "_": "-", "-": "", "\n": "\n", "\r": "\n", "{": "{", "}": "}", "\\": "\\"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


def is_rtf(head: bytes, path: Path) -> bool:
    r"""Whether a file is rich text, whatever its name.

    >>> is_rtf(rb"{\rtf1\ansi ...", Path("export.doc"))
    True
    """
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")


def read_rtf(path: Path, options: Options, note: Note) -> Rows:
    """The documents of an export, or one article of all paragraphs; pictures are left out."""
    raw = path.read_bytes()
    if not is_rtf(raw[:64], path):
        raise NotTextError("is not an RTF file; skipped")
    paras = rtf_paragraphs(raw.decode("utf-8" if _is_utf8(raw) else "cp1252", errors="replace"))
    export = split_export(paras, note)
    if export is not None:
        return export
    return Rows(["text"], [(None, {"text": join(paras)})], loose=True)


def read_doc(path: Path, options: Options, note: Note) -> Rows:
    """What to do about a .doc that is neither rich text nor an export."""
    with path.open("rb") as file:
        old = file.read(4) == b"\xd0\xcf\x11\xe0"
    what = "is of Word's old format, which is not read" if old else "is not a Word document"
    raise NotTextError(f"{what}: open it and save it as .docx; skipped")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def rtf_paragraphs(rtf: str) -> list[Para]:
    r"""The paragraphs of a rich text, rows of tables with tabs between their cells.

    >>> [para.text for para in rtf_paragraphs(r"{\rtf1 Caf\'e9\par {\b Bold}\par}")]
    ['Café', 'Bold']
    """
    reader = _Reader()
    for match in _TOKEN.finditer(_DUMP.sub(" ", rtf)):
        if reader.take(match):
            break
    return reader.paragraphs()


class _Reader:
    """Takes one token after another; text collects with control characters for its marks."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.bold: list[bool] = []  # beside each piece of `out`
        self.stack: list[tuple[bool, bool, str, int]] = []
        self.skip = self.is_bold = self.in_fonts = False
        self.codec, self.base = "cp1252", "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = -1
        self.uc, self.left = 1, 0
        self.bytes = bytearray()

    def take(self, match: re.Match[str]) -> bool:
        """Take a token; whether the document's own group has closed."""
        word, number, code, sign, brace, text = match.groups()
        if code:
            self._byte(int(code, 16))
            return False
        self._flush()
        if brace == "{":
            self.left = 0
            self.stack.append((self.skip, self.is_bold, self.codec, self.uc))
        elif brace == "}":
            self.left = 0
            if self.stack:
                self.skip, self.is_bold, self.codec, self.uc = self.stack.pop()
            return not self.stack
        elif word:
            self._word(word, int(number) if number else None)
        elif sign == "*":
            self.skip = True
        elif sign:
            self._put(_SIGNS.get(sign, ""))
        elif text:
            dropped, self.left = min(self.left, len(text)), max(0, self.left - len(text))
            self._put(text[dropped:])
        return False

    def _word(self, word: str, number: int | None) -> None:
        if word == "fonttbl":
            self.skip = self.in_fonts = True
        elif word in _DESTINATIONS:
            self.skip = True
            self.in_fonts = False
        elif word == "ansicpg" and number:
            self.base = self.codec = _known(f"cp{number}") or "cp1252"
        elif word == "f" and number is not None:
            self.font = number
            self.codec = self.fonts.get(number, self.base)
        elif word == "fcharset" and self.in_fonts and self.skip:
            named = _CHARSETS.get(number or 0, self.base)
            self.fonts[self.font] = self.base if named == "cp1252" else named
        elif word == "u" and number is not None:
            self._put(chr(number % 0x10000))
            self.left = self.uc
        elif word == "uc":
            self.uc = min(max(number or 0, 0), 8)
        elif word == "b":
            self.is_bold = number != 0
        elif word == "plain":
            self.is_bold, self.codec = False, self.base
        elif word in _MARKS:
            self.left = 0
            self._put(_MARKS[word])

    def _byte(self, value: int) -> None:
        if self.left:
            self.left -= 1
        elif not self.skip:
            self.bytes.append(value)

    def _flush(self) -> None:
        if self.bytes:
            self._put(self.bytes.decode(self.codec, errors="replace"))
            self.bytes.clear()

    def _put(self, text: str) -> None:
        if text and not self.skip:
            self.out.append(text)
            self.bold.append(self.is_bold)

    def paragraphs(self) -> list[Para]:
        """What was taken, in paragraphs."""
        self._flush()
        found: list[Para] = []
        texts: list[str] = []
        bold: list[bool] = []
        page = False
        for piece, strong in zip([*self.out, "\n"], [*self.bold, False], strict=True):
            page = page or ("\f" in piece and not texts)
            if piece.strip(" \t\n\v\f\xa0\x1e\x1f"):
                bold.append(strong)
            if piece not in ("\n", "\n\f", "\x1e"):
                texts.append(piece)
                continue
            text = _clean("".join(texts))
            if text:
                found.append(Para(text, bold=bool(bold) and all(bold), page=page))
            page = piece == "\n\f" or (page and not text)
            texts, bold = [], []
        return found


def _clean(text: str) -> str:
    """A paragraph with surrogate pairs made whole, its lines and its cells parted."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    cells = [cell.strip(" \t\xa0") for cell in text.split("\x1f")]
    text = "\t".join(cell for cell in cells if cell.strip("\v"))
    return text.replace("\f", "").replace("\v", "\n").strip("\n \t\xa0")


def _known(name: str) -> str | None:
    try:
        "".encode(name)
    except LookupError:
        return None
    return name
