"""The former name of `analystkit.evaluation`."""

from analystkit.evaluation import *  # noqa: F403
