"""Charts of who speaks, when, and where they stand: a table first, the Axes returned."""

from analystkit.charts._describe import describe
from analystkit.charts._shares import voice_shares
from analystkit.charts._stance_dots import stance_dots
from analystkit.charts._stance_matrix import stance_matrix
from analystkit.charts._stance_tables import stance_cells
from analystkit.charts._timeline import timeline
from analystkit.charts._voices import voices

__all__ = [
    "describe", "stance_cells", "stance_dots", "stance_matrix", "timeline", "voice_shares",
    "voices",
]  # fmt: skip
