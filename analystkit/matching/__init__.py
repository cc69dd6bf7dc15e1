"""The same words in several outlets, whole or cut differently."""

from analystkit.matching.cuts import Cuts, cuts
from analystkit.matching.match import match_quotes

__all__ = ["Cuts", "cuts", "match_quotes"]
