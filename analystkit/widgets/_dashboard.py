"""The dashboard: what the coverage is, and every explorer of it on a tab of its own."""

import shutil
import tempfile
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as w
import pandas as pd

from analystkit.actors import load_actors
from analystkit.markup.html import environment
from analystkit.palette import camp_colours
from analystkit.registry.reading import RegistryError
from analystkit.reviewing import Labels, Reviewed, checked_tables
from analystkit.tables import check_articles, check_quotes
from analystkit.targets import Targets
from analystkit.text.dates import period
from analystkit.text.wording import plural
from analystkit.widgets._compare import compare_speakers
from analystkit.widgets._edit_actors import edit_actors
from analystkit.widgets._explore import explore
from analystkit.widgets.parts.base import failure, stylesheet
from analystkit.widgets.parts.selection import check_choice

EXPLORE, COMPARE, REGISTRY = "Explore", "Compare speakers", "Registry"
_MOST = 50  # problems told


def dashboard(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    stance: pd.DataFrame | None = None,
    *,
    targets: Targets | None = None,
    registry: str | Path | None = None,
    on_copy: bool = False,
    labels: Labels | None = None,
    title: str = "Who said what",
) -> "Dashboard":
    """Every explorer of one coverage on a page: explore, compare speakers, edit the registry.

    Parameters
    ----------
    quotes : DataFrame
        A quotes table.
    articles : DataFrame
        The articles they come from; what could not be read of them is said at the head.
    stance : DataFrame, optional
        A stance table; adds what the explorers show of it.
    targets : Targets, optional
        The registry of targets, for their names; without it their ids are shown.
    registry : str or Path, optional
        The registry of actors, a TOML file; adds the tab on which speakers are entered there.
        The other tabs follow each entry.
    on_copy : bool
        Enter them in a copy of the registry in a temporary folder, and leave the file alone.
    labels : path or DataFrame, optional
        Reviewers' decisions, see `review`, to be put into what the explorers show: the head says
        how many quotes were checked, a column which ones and what was changed, and conflicts and
        what could not be put in are listed.
    title : str
        The heading.

    Returns
    -------
    Dashboard
        A widget. ``.quotes`` is the table as the registry has it now; ``.tab`` the title of the
        tab in front, which can be set; ``.pane`` the explorer on it, or None where it could not
        be drawn, and then ``.error`` says why; ``.registry`` the path written to.

    Raises
    ------
    TableError
        When a table breaks the contract.
    FileNotFoundError
        When there is no such registry, or no file of labels.

    Examples
    --------
    >>> from analystkit import tables
    >>> page = dashboard(tables.empty_quotes(), tables.empty_articles())
    >>> page.tabs
    ['Explore', 'Compare speakers']
    >>> page.tab = "Compare speakers"
    >>> page.pane.selection["who"]
    []
    """
    return Dashboard(
        quotes, articles, stance, targets=targets, registry=registry, on_copy=on_copy,
        labels=labels, title=title,
    )  # fmt: skip


class Dashboard(w.VBox):
    """What `dashboard` returns; see there."""

    def __init__(
        self, quotes: pd.DataFrame, articles: pd.DataFrame, stance: pd.DataFrame | None, *,
        targets: Targets | None, registry: str | Path | None, on_copy: bool,
        labels: Labels | None, title: str,
    ) -> None:  # fmt: skip
        problems = articles.attrs.get("problems")
        self._articles, self._stance, self._targets = check_articles(articles), stance, targets
        self._quotes, self._labels = check_quotes(quotes), labels
        self._reviewed = self._review()
        self.registry = None if registry is None else Path(registry)
        self._original: Path | None = None
        if self.registry is not None and on_copy:
            self._original = self.registry
            folder = tempfile.mkdtemp(prefix="analystkit-")
            self.registry = Path(shutil.copy(self._original, folder))
        self.tabs = [EXPLORE, COMPARE, *([REGISTRY] if self.registry else [])]
        # A pane is drawn when first looked at, and again where the registry has changed since.
        self._panes: dict[str, Any] = {}
        self._stale = set(self.tabs)
        self._errors: dict[str, str] = {}
        self._boxes = {name: w.VBox().add_class("ak-tab") for name in self.tabs}
        self._tabs = w.Tab(list(self._boxes.values()), titles=self.tabs, selected_index=0)
        self._tabs.observe(lambda _: self._look(), names="selected_index")
        style = f"<style>{stylesheet('theme.css', 'dashboard.css')}</style>"
        shown = self._reviewed.quotes
        head = head_html(title, shown, self._articles, problems=problems)
        super().__init__([w.HTML(style + head), self._tabs])
        self.add_class("ak-theme").add_class("ak-dashboard")
        self._look()

    @property
    def quotes(self) -> pd.DataFrame:
        """All quotes, joined with the registry as it is now."""
        return self._quotes.copy()

    @property
    def tab(self) -> str:
        """The title of the tab in front."""
        return self.tabs[self._tabs.selected_index or 0]

    @tab.setter
    def tab(self, name: str) -> None:
        check_choice("tab: ", name, self.tabs)
        self._tabs.selected_index = self.tabs.index(name)

    @property
    def pane(self) -> Any:
        """The explorer on the tab in front."""
        return self._panes.get(self.tab)

    @property
    def error(self) -> str:
        """Why the tab in front could not be drawn, or nothing."""
        return self._errors.get(self.tab, "")

    def _look(self) -> None:
        name = self.tab
        if name not in self._stale:
            return
        before = self._panes.pop(name, None)
        try:
            pane = self._panes[name] = self._make(name)
            _carry_over(before, pane)
        except Exception as error:
            self._panes.pop(name, None)
            self._errors[name] = failure(error, f"the tab {name}")
            said = f'<div class="ak-error" role="alert">{escape(self._errors[name])}</div>'
            self._boxes[name].children = [w.HTML(said)]
        else:
            self._stale.discard(name)
            self._errors.pop(name, None)
            said = f"Entries are written to <b>{escape(str(self.registry))}</b>"
            if self._original is not None:
                said += f", a copy: {escape(str(self._original))} stays as it is"
            head = [w.HTML(f'<p class="ak-where">{said}.</p>')] if name == REGISTRY else []
            self._boxes[name].children = [*head, pane]

    def _colours(self) -> dict[str, str]:
        """One palette for all tabs: the camps of the registry and those of the quotes."""
        camps: tuple[str, ...] = ()
        with suppress(OSError, RegistryError):  # said on the registry's own tab
            camps = load_actors(self.registry).camps if self.registry else ()
        shown = self._reviewed.quotes.get("camp", pd.Series(dtype="string"))
        return camp_colours([*camps, *shown])

    def _review(self) -> Reviewed:
        """Quotes and stances with the reviewers' decisions in them."""
        return checked_tables(self._quotes, self._articles, self._stance, self._labels)

    def _make(self, name: str) -> w.Widget:
        if name == REGISTRY and self.registry:
            editor = edit_actors(self._quotes, self.registry, articles=self._articles)
            editor.observe(self._entered, names="version")
            return editor
        draw = explore if name == EXPLORE else compare_speakers
        more: dict[str, Any] = {"targets": self._targets, "colours": self._colours()}
        shown = self._reviewed
        return draw(shown.quotes, self._articles, stance=shown.stance, **more)

    def _entered(self, change: Any) -> None:
        self._quotes = change["owner"].quotes
        self._reviewed = self._review()
        self._stale |= {EXPLORE, COMPARE}


def _carry_over(before: Any, pane: Any) -> None:
    """What was chosen in a pane stays chosen in the one that takes its place, if it can."""
    if before is None:
        return
    if hasattr(before, "views"):
        with suppress(ValueError):
            pane.views = before.views
    # A name or camp may be gone, or the quote no longer among those kept: the rest stays chosen.
    kept: dict[str, Any] = {}
    for key, value in before.selection.items():
        several, found = isinstance(value, list) and key != "sort", []
        for each in value if several else [value]:
            with suppress(ValueError):
                pane.selection = {**kept, key: each}
                found.append(each)
        if found:
            kept[key] = found if several else found[0]
    pane.selection = kept


def head_html(
    title: str, quotes: pd.DataFrame, articles: pd.DataFrame, *, problems: pd.DataFrame | None
) -> str:
    """The heading, and what the coverage is: how much, of whom, from when to when."""
    facts = [plural(len(articles), "article")]
    if "outlet" in articles and articles["outlet"].notna().any():
        facts.append(plural(articles["outlet"].nunique(), "outlet"))
    days = articles.get("published", pd.Series(dtype="object"))
    facts += filter(None, [period(pd.to_datetime(days, utc=True)), plural(len(quotes), "quote")])
    if "speaker" in quotes:
        facts.append(plural(quotes["speaker"].nunique(), "speaker"))
    if "checked" in quotes:
        facts.append(f"{plural(int(quotes['checked'].notna().sum()), 'quote')} checked by people")
    page = environment(Path(__file__).parent).get_template("head.html")
    return page.render(title=title, facts=facts, problems=problems, most=_MOST)
