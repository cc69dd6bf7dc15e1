"""Re-run the measured claims: ``python -m analystkit.benchmark --help``."""

from analystkit.benchmark.command import main
from analystkit.benchmark.scores import attribution, predictions, report
from analystkit.benchmark.speakers import named, read_speakers
from analystkit.benchmark.timing import import_seconds, speed

__all__ = [
    "attribution",
    "import_seconds",
    "main",
    "named",
    "predictions",
    "read_speakers",
    "report",
    "speed",
]
