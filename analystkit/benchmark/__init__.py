"""The former name of `analystkit.evaluation`."""

from analystkit.evaluation import (
    attribution,
    import_seconds,
    main,
    named,
    predictions,
    read_speakers,
    report,
    speed,
)

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
