"""Decisions of reviewers: kept on disk, put into the tables, and what they say of the machine."""

from analystkit.reviewing.agreeing import agreement
from analystkit.reviewing.answers import Labels, labels_of
from analystkit.reviewing.applying import apply_labels
from analystkit.reviewing.checking import Reviewed, checked_tables
from analystkit.reviewing.coefficients import krippendorff_alpha
from analystkit.reviewing.estimating import estimate
from analystkit.reviewing.labels import (
    LabelFile,
    OvertakenError,
    decided,
    in_force,
    read_labels,
    read_rows,
)
from analystkit.reviewing.planning import plan_review

__all__ = [
    "LabelFile",
    "Labels",
    "OvertakenError",
    "Reviewed",
    "agreement",
    "apply_labels",
    "checked_tables",
    "decided",
    "estimate",
    "in_force",
    "krippendorff_alpha",
    "labels_of",
    "plan_review",
    "read_labels",
    "read_rows",
]
