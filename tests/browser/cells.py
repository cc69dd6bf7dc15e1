"""Notebooks written for a journey."""

from pathlib import Path

import nbformat

SET_UP = """
import sys
sys.path.insert(0, {tests!r})
import pandas as pd
from samples import coverage
import analystkit as ak
articles, quotes = coverage(articles=12, each=4)
"""


def write_cells(folder: Path, name: str, *cells: str) -> str:
    """A notebook of these cells, after one that makes invented coverage; gives its name."""
    first = SET_UP.format(tests=str(Path(__file__).parents[1]))
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    sources = [nbformat.v4.new_code_cell(cell) for cell in (first, *cells)]
    book = nbformat.v4.new_notebook(cells=sources, metadata={"kernelspec": kernel})
    nbformat.write(book, folder / name)
    return name
