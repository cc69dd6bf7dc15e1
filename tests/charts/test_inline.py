import nbformat
from nbclient import NotebookClient


def test_every_chart_of_a_notebook_appears_not_only_the_first(pytestconfig):
    first = (
        f"import sys; sys.path.insert(0, {str(pytestconfig.rootpath / 'tests')!r})\n"
        "from samples import coverage; import analystkit as ak; articles, quotes = coverage()"
    )
    drawn = [
        "ak.charts.voices(quotes);",
        "ak.charts.timeline(quotes, articles=articles);",
        "ak.charts.voices(quotes.head(0));",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in [first, *drawn]]
    book = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    for cell in book.cells[1:]:
        images = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        assert len(images) == 1, cell.source
