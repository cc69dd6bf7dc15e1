"""What to say above an explorer: of the articles, and of reviewers' decisions."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from analystkit.markup.html import environment

_MOST = 50  # told of each


def notes_html(notes: Mapping[str, pd.DataFrame]) -> str:
    """Lists to unfold of what the reviewers decided and the tables do not hold."""
    if not notes:
        return ""
    page = environment(Path(__file__).parents[1]).get_template("notes.html")
    return page.render(notes=notes, most=_MOST)
