"""Charts of who speaks, when, and where they stand: a table first, the Axes returned."""

from analystkit.charts._compare import compare
from analystkit.charts._cues import cue_odds, cues
from analystkit.charts._network import network
from analystkit.charts._prominence import prominence, prominence_shares
from analystkit.charts._stance_dots import stance_dots
from analystkit.charts._stance_matrix import stance_matrix
from analystkit.charts._timeline import timeline
from analystkit.charts._verbatim import verbatim, verbatim_shares
from analystkit.charts._voices import voice_shares, voices
from analystkit.charts._who_quotes_whom import quoted_shares, who_quotes_whom
from analystkit.charts.scaffold.stance_cells import stance_cells
from analystkit.charts.scaffold.words import describe
from analystkit.text.lemmas import cue_lemma

__all__ = [
    "compare", "cue_lemma", "cue_odds", "cues", "describe", "network", "prominence",
    "prominence_shares", "quoted_shares", "stance_cells", "stance_dots", "stance_matrix",
    "timeline", "verbatim", "verbatim_shares", "voice_shares", "voices", "who_quotes_whom",
]  # fmt: skip
