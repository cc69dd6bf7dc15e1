"""Re-run the measured claims: ``python -m analystkit.evaluation --help``."""

from analystkit.evaluation.attribution import attribution, named, predictions, read_speakers, report
from analystkit.evaluation.command import main
from analystkit.evaluation.gold import GoldError, read_gold
from analystkit.evaluation.reviewer import review_by_gold
from analystkit.evaluation.scoring import score_quotes
from analystkit.evaluation.stances import (
    annotated_quotes,
    read_stance_labels,
    stance_answers,
    stance_figures,
)
from analystkit.evaluation.timing import import_seconds, speed

__all__ = [
    "GoldError", "annotated_quotes", "attribution", "import_seconds", "main", "named",
    "predictions", "read_gold", "read_speakers", "read_stance_labels", "report",
    "review_by_gold", "score_quotes", "speed", "stance_answers", "stance_figures",
]  # fmt: skip
