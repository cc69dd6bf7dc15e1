"""What a stance may be toward: targets, the phrases that mention them, quotes about them."""

from analystkit.targets.draft import DraftedTargets, draft_targets
from analystkit.targets.loading import load_targets, targets_of
from analystkit.targets.pairs import quote_targets
from analystkit.targets.registry import Mention, Target, Targets

__all__ = [
    "DraftedTargets",
    "Mention",
    "Target",
    "Targets",
    "draft_targets",
    "load_targets",
    "quote_targets",
    "targets_of",
]
