"""Stance: who is against, neutral or for a target, as a text tells it.

Not polarity: "We condemn the attackers" is unpleasant in tone and for their victims.
"""

from analystkit.stance.compare import polarity_beside_stance, quotes_behind
from analystkit.stance.explain import Explanation, explain_quote, explain_stance
from analystkit.stance.score import score_stance
from analystkit.stance.toward import Question, Stance, stance_toward, stances

__all__ = [
    "Explanation", "Question", "Stance", "explain_quote", "explain_stance",
    "polarity_beside_stance", "quotes_behind", "score_stance", "stance_toward", "stances",
]  # fmt: skip
