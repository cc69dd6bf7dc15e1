import pandas as pd
import pytest
from samples import coverage

from analystkit import tables
from analystkit.widgets import _dashboard, dashboard
from analystkit.widgets._dashboard import head_html
from analystkit.widgets.parts.base import stylesheet

REGISTRY = """\
# Kept by the desk
camps = ["Iraqi government", "Iran"]

[[actor]]
name = "Mustafa al-Kadhimi"
type = "person"
camp = "Iraqi government"
"""


@pytest.fixture
def registry(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    return path


@pytest.fixture
def tables_of():
    articles, quotes = coverage(articles=6, each=3)
    quotes["speaker"] = ["Mustafa al-Kadhimi", "the Basra native", "a shopkeeper"] * 6
    quotes["actor"] = quotes["camp"] = pd.array([pd.NA] * 18, dtype="string")
    known = quotes["speaker"] == "Mustafa al-Kadhimi"
    quotes.loc[known, ["actor", "camp"]] = ["Mustafa al-Kadhimi", "Iraqi government"]
    return quotes, articles


def test_each_tab_holds_its_explorer(tables_of, registry):
    page = dashboard(*tables_of, registry=registry)
    kinds = []
    for name in page.tabs:
        page.tab = name
        kinds.append(type(page.pane).__name__)
        assert page.error == ""
    assert page.tabs == ["Explore", "Compare speakers", "Registry"]
    assert kinds == ["Explorer", "Comparison", "ActorEditor"]
    assert repr(page)


def test_an_entry_in_the_registry_moves_the_quotes_on_every_tab(tables_of, registry):
    page = dashboard(*tables_of, registry=registry)
    page.pane.selection = {"camp": "Iraqi government"}
    assert len(page.pane.quotes) == 6
    page.tab = "Registry"
    page.pane.add_alias("the Basra native", "Mustafa al-Kadhimi")
    assert (page.quotes["camp"] == "Iraqi government").sum() == 12
    page.tab = "Explore"
    assert page.pane.selection == {"camp": ["Iraqi government"]}
    assert len(page.pane.quotes) == 12
    page.tab = "Registry"
    page.pane.undo()
    page.tab = "Explore"
    assert len(page.pane.quotes) == 6


def test_saved_views_outlive_an_entry(tables_of, registry):
    page = dashboard(*tables_of, registry=registry)
    page.pane.views = {"mine": {"camp": ["Iraqi government"]}}
    page.tab = "Registry"
    page.pane.add_actor("a shopkeeper", name="Abu Ali", camp="Iran")
    page.tab = "Explore"
    assert page.pane.views == {"mine": {"camp": ["Iraqi government"]}}


def test_on_a_copy_the_file_stays_as_it_is_and_the_page_says_so(tables_of, registry):
    page = dashboard(*tables_of, registry=registry, on_copy=True)
    page.tab = "Registry"
    page.pane.add_alias("the Basra native", "Mustafa al-Kadhimi")
    assert registry.read_text(encoding="utf-8") == REGISTRY
    assert "the Basra native" in page.registry.read_text(encoding="utf-8")
    said = page._boxes["Registry"].children[0].value
    assert str(page.registry) in said
    assert f"a copy: {registry} stays as it is" in said


def test_otherwise_the_file_is_written_to_and_named(tables_of, registry):
    page = dashboard(*tables_of, registry=registry)
    page.tab = "Registry"
    page.pane.add_alias("the Basra native", "Mustafa al-Kadhimi")
    assert "the Basra native" in registry.read_text(encoding="utf-8")
    assert registry.read_text(encoding="utf-8").startswith("# Kept by the desk")
    assert f"written to <b>{registry}</b>." in page._boxes["Registry"].children[0].value


def test_without_a_registry_there_is_no_tab_for_it(tables_of):
    page = dashboard(*tables_of)
    with pytest.raises(ValueError, match=r"tab: 'Registry' is not one of: Explore, Compare"):
        page.tab = "Registry"


def test_a_missing_registry_is_named_on_its_tab_and_the_others_work(tables_of, tmp_path):
    page = dashboard(*tables_of, registry=tmp_path / "absent.toml")
    assert page.error == ""
    page.tab = "Registry"
    assert page.error.startswith("FileNotFoundError: ")
    assert "absent.toml: no such file" in page.error
    assert "absent.toml" in page._boxes["Registry"].children[0].value
    page.tab = "Explore"
    assert len(page.pane.quotes) == 18
    (tmp_path / "absent.toml").write_text(REGISTRY, encoding="utf-8")
    page.tab = "Registry"
    assert page.error == ""


def test_a_tab_that_fails_says_why(tables_of, monkeypatch):
    def broken(*_, **__):
        raise KeyError("<b>speaker</b>")

    monkeypatch.setattr(_dashboard, "compare_speakers", broken)
    page = dashboard(*tables_of)
    page.tab = "Compare speakers"
    said = page._boxes["Compare speakers"].children[0].value
    assert "KeyError: &#x27;&lt;b&gt;speaker&lt;/b&gt;&#x27;" in said


def test_nothing_at_all_is_a_page_too(registry):
    page = dashboard(tables.empty_quotes(), tables.empty_articles(), registry=registry)
    for name in page.tabs:
        page.tab = name
        assert page.error == ""
    assert "0 articles" in page.children[0].value


def _articles(*days):
    rows = [{"article_id": str(i), "text": "No.", "published": day} for i, day in enumerate(days)]
    return tables.as_articles(rows)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2021-06-27T23:00Z", "2021-07-27"], "27 June to 27 July 2021"),
        (["2021-07-03", "2021-07-27"], "3 to 27 July 2021"),
        (["2020-12-31", "2021-01-01"], "31 December 2020 to 1 January 2021"),
        (["2021-07-03", None, "2021-07-03"], "3 July 2021"),
    ],
)
def test_the_head_says_from_when_to_when(days, said):
    articles = _articles(*(pd.Timestamp(day) if day else pd.NaT for day in days))
    html = head_html("T", tables.empty_quotes(), articles, problems=None)
    assert f"<span>{said}</span>" in html


def test_the_head_has_no_days_where_none_are_known():
    html = head_html("T", tables.empty_quotes(), _articles(pd.NaT), problems=None)
    assert html.count("<span>") == 3
    assert "NaT" not in html


def test_what_could_not_be_read_stands_at_the_head_escaped(tables_of):
    quotes, articles = tables_of
    evil = "<script>1</script>"
    rows = [(f"{evil}{i}.txt", pd.NA, evil) for i in range(60)]
    articles.attrs["problems"] = pd.DataFrame(rows, columns=["file", "row", "problem"])
    html = dashboard(quotes, articles, title=evil).children[0].value
    assert "60 problems in reading the coverage" in html
    assert "and 10 more" in html
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 101


def test_its_styles_name_only_what_is_its_own():
    sheet = stylesheet("dashboard.css")
    heads = [line for line in sheet.splitlines() if line.endswith("{") or "{ " in line]
    assert heads
    assert all(line.startswith(".ak-") for line in heads)


def test_what_is_still_there_stays_chosen_when_a_choice_is_gone(tables_of, registry):
    quotes, articles = tables_of
    page = dashboard(quotes, articles, registry=registry)
    page.pane.selection = {"camp": [None, "Iraqi government"], "words": "the"}
    page.tab = "Registry"
    for speaker in ("the Basra native", "a shopkeeper"):
        page.pane.add_alias(speaker, "Mustafa al-Kadhimi")
    page.tab = "Explore"
    assert page.pane.selection == {"camp": ["Iraqi government"], "words": "the"}


def test_a_camp_has_one_colour_on_every_tab(tables_of, registry):
    quotes, articles = tables_of
    quotes["camp"] = pd.array(["Labour", "Greens", "Labour"] * 6, dtype="string")
    text = REGISTRY.replace('"Iran"]', '"Iran", "Fianna", "Ennis", "Gaels"]')
    registry.write_text(text, encoding="utf-8")
    page = dashboard(quotes, articles, registry=registry)
    palettes = [page.pane._coverage.colours]
    page.tab = "Compare speakers"
    palettes.append(page.pane._coverage.colours)
    page.tab = "Registry"
    palettes.append(page.pane._colours())
    for camp in ("Labour", "Greens"):
        assert len({palette[camp] for palette in palettes}) == 1


def test_the_reviewers_decisions_are_on_every_tab_and_outlast_an_entry(tables_of, registry):
    quotes, articles = tables_of
    rows = quotes.iloc[[1, 4, 7]].reset_index()
    labels = rows[["quote_id", "article_id"]].assign(words=rows["quote"], reviewer="Ana")
    labels["field"] = ["speaker", "accept", "camp"]
    labels["value"] = ["Dana <i>Reed</i>", True, "Iran"]
    labels.loc[3] = labels.loc[2].replace({"Ana": "Bo", "Iran": "Greens"})
    page = dashboard(quotes, articles, registry=registry, labels=labels)
    assert "<span>3 quotes checked by people</span>" in page.children[0].value
    assert "1 conflict between reviewers" in page.pane.children[4].value
    assert "Ana: Iran" in page.pane.children[4].value
    page.tab = "Compare speakers"
    page.pane.selection = {"who": ["Dana <i>Reed</i>"]}
    assert len(page.pane.quotes) == 1
    page.tab = "Registry"
    page.pane.add_alias("the Basra native", "Mustafa al-Kadhimi")
    page.tab = "Explore"
    table = page.pane.quotes.set_index("quote_id")
    said = table.loc[rows["quote_id"], "checked"].tolist()
    assert said == ["Ana: speaker, camp changed", "Ana: right", "Ana; Bo: differ on camp"]
    assert table.loc[rows["quote_id"][0], "speaker"] == "Dana <i>Reed</i>"
