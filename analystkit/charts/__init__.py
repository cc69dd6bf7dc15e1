"""Charts of who speaks and when: each takes a table first and returns the Axes."""

from analystkit.charts._describe import describe
from analystkit.charts._shares import voice_shares
from analystkit.charts._timeline import timeline
from analystkit.charts._voices import voices

__all__ = ["describe", "timeline", "voice_shares", "voices"]
