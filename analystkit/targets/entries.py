"""An entry of the targets' registry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A person, body, event or policy that a stance may be toward.

    Attributes
    ----------
    id : str
        A slug of lower-case letters, digits and hyphens; stands in ``stance.target``.
    name : str
        As charts and tables show it.
    phrases : tuple of str
        Words that mention it wherever they stand.  The last word also matches its plural;
        see `Targets` for what else is set aside.
    tied : tuple of str
        Words that mention it only where one of `near` stands in the same sentence or the
        one before it in the paragraph ("the attack", "the operation").
    near : tuple of str
        The words that tie them to the target ("US", "border").
    exceptions : tuple of str
        Longer phrases in which it is not meant: with "the US embassy" here, "the US" of
        "the US embassy" is no mention.  The key in the file is ``except``.
    actors : tuple of str
        Names in the actors' registry that are the target: all their names and aliases
        mention it, and a person's surname.
    against : tuple of str
        Those of its phrases that name what is done to it ("revenge"): who takes a side on that is
        against the target.
    """

    id: str
    name: str
    phrases: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
