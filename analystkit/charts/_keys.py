"""The legend of camps, where a chart's groups are no camps themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analystkit.charts._style import fit


def camp_keys(
    groups: Iterable[str], camps: Mapping[str, str], palette: Mapping[str, str], *, rest: str
) -> list[tuple[str, str]]:
    """The words and colours of the camps of these groups, in their order.

    Parameters
    ----------
    groups : iterable of str
        Those shown.
    camps, palette : mapping
        Group to camp, and group to colour.
    rest : str
        The colour of groups without a camp, which have a key too.

    Returns
    -------
    list of tuple of str
        Empty where no group has a camp.

    Examples
    --------
    >>> camp_keys(["Dana", "a man"], {"Dana": "Iran"}, {"Dana": "#CC79A7"}, rest="#5F6B76")
    [('Iran', '#CC79A7'), ('no camp', '#5F6B76')]
    """
    shown = list(groups)
    found = {camps[group]: palette[group] for group in shown if group in camps}
    keys = [(fit(camp, 24, lines=1), colour) for camp, colour in found.items()]
    if keys and not all(group in camps for group in shown):
        keys.append(("no camp", rest))
    return keys
