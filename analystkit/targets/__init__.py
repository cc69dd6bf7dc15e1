"""What a stance may be toward: targets, the phrases that mention them, quotes about them."""

from analystkit.targets.loading import load_targets
from analystkit.targets.pairs import quote_targets
from analystkit.targets.registry import Mention, Target, Targets

__all__ = ["Mention", "Target", "Targets", "load_targets", "quote_targets"]
