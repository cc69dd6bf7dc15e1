"""Charts of who speaks, when, and where they stand: a table first, the Axes returned."""

from analystkit.charts._cue_lemma import cue_lemma
from analystkit.charts._cue_odds import cue_odds
from analystkit.charts._cues import cues
from analystkit.charts._describe import describe
from analystkit.charts._network import network
from analystkit.charts._prominence import prominence
from analystkit.charts._prominence_shares import prominence_shares
from analystkit.charts._quoted_shares import quoted_shares
from analystkit.charts._shares import voice_shares
from analystkit.charts._stance_dots import stance_dots
from analystkit.charts._stance_matrix import stance_matrix
from analystkit.charts._stance_tables import stance_cells
from analystkit.charts._timeline import timeline
from analystkit.charts._verbatim import verbatim
from analystkit.charts._verbatim_shares import verbatim_shares
from analystkit.charts._voices import voices
from analystkit.charts._who_quotes_whom import who_quotes_whom

__all__ = [
    "cue_lemma", "cue_odds", "cues", "describe", "network", "prominence", "prominence_shares",
    "quoted_shares", "stance_cells", "stance_dots", "stance_matrix", "timeline", "verbatim",
    "verbatim_shares", "voice_shares", "voices", "who_quotes_whom",
]  # fmt: skip
