"""What to do with a file of a kind that is not read."""

from collections.abc import Iterable
from pathlib import PurePath

_INSTEAD = {
    ".doc": "save it as .docx, or as .txt",
    ".dot": "save it as .docx, or as .txt",
    ".wpd": "save it as .docx, or as .txt",
    ".odt": "save it as .docx, or as .txt",
    ".pages": "export it as .docx (File, Export To)",
    ".xls": "save it as .xlsx",
    ".xlsm": "save it as .xlsx",
    ".xlsb": "save it as .xlsx",
    ".ods": "save it as .xlsx, or as .csv",
    ".numbers": "export it as .csv (File, Export To)",
    ".msg": "open it in the mail program and save it as .eml",
    ".mbox": "save its messages as .eml",
    ".pst": "save its messages as .eml",
    ".epub": "convert it to .html or .txt (Calibre does)",
    ".mobi": "convert it to .html or .txt (Calibre does)",
    ".azw3": "convert it to .html or .txt (Calibre does)",
    ".mht": "save the page as .html (web page, complete)",
    ".mhtml": "save the page as .html (web page, complete)",
    ".webarchive": "save the page as .html (page source)",
    ".url": "save the page that it leads to as .html",
    ".webloc": "save the page that it leads to as .html",
    ".rar": "unpack it, or pack it as .zip",
    ".7z": "unpack it, or pack it as .zip",
    ".zst": "unpack it, or pack it as .gz",
    ".warc": "save its pages as .html",
    ".bib": "export it as .ris or CSL .json",
    ".enw": "export it as .ris",
    ".enl": "export it as .ris",
    ".nbib": "export it as .ris",
    ".ppt": "save its text as .txt",
    ".pptx": "save its text as .txt",
    ".djvu": "convert it to a .pdf with a text layer",
    ".ps": "convert it to .pdf",
    ".sav": "export it as .csv or .parquet",
    ".dta": "export it as .csv or .parquet",
    ".rds": "export it as .csv or .parquet",
    ".rdata": "export it as .csv or .parquet",
    ".sas7bdat": "export it as .csv or .parquet",
    ".feather": "save it as .parquet",
    ".pkl": "save it as .parquet",
    ".pickle": "save it as .parquet",
    ".db": "export its table as .csv",
    ".sqlite": "export its table as .csv",
    ".mdb": "export its table as .csv",
}


def unread(path: PurePath, valid: Iterable[str]) -> str:
    """What is said of a file that is not read: its kind, what to do instead, what is read."""
    suffix = path.suffix.lower()
    kind = f"{path.suffix!r} files" if suffix else "files without an extension"
    instead = f"; {_INSTEAD[suffix]}" if suffix in _INSTEAD else ""
    return f"{kind} are not read{instead}; those that are: {' '.join(valid)}"
