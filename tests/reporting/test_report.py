"""The report: everything in it, nothing run, every count led back to its quotes."""

import inspect
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import lxml.html
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import coverage

import analystkit as ak
from analystkit import charts, tables
from analystkit.markup.html import environment, web_address
from analystkit.markup.marks import Mark, Sweep
from analystkit.markup.passages import passages
from analystkit.models.loading import MODELS
from analystkit.palette import MISSING
from analystkit.quotes import extract_quotes
from analystkit.reporting import write as writing
from analystkit.reporting.summary import figures
from analystkit.tables import checks

EVIL = (
    '</title></style><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
    "'\"><svg onload=window.hacked=1> &lt;b&gt; ]]> --> \x00\x1b $\\frac{"
)


def stances(quotes: pd.DataFrame) -> pd.DataFrame:
    labels, rows = ("against", "for", "neutral", "unclear"), []
    for place, quote_id in enumerate(quotes["quote_id"]):
        for target in ("strikes", "presence")[: 1 + place % 2]:
            label = labels[place // 2 % 4]
            score = {"against": -0.8, "for": 0.7, "neutral": 0.1, "unclear": -0.2}[label]
            row = {"quote_id": quote_id, "target": target, "score": score, "label": label}
            rows.append({**row, "confidence": 0.6})
    return tables.as_stance(rows)


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a report, without charts unless they are asked for, and parse it."""

    def writer(quotes, articles, *, drawn=False, **given):
        if not drawn:
            none = dict.fromkeys(("voices", "telling", "stances"), ())
            monkeypatch.setattr(writing, "_drawings", lambda *_: none)
        path = ak.report(quotes, articles, path=tmp_path / "report.html", **given)
        assert path == tmp_path / "report.html"
        return lxml.html.fromstring(path.read_text(encoding="utf-8"))

    return writer


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A report of invented coverage, with stances."""
    articles, quotes = coverage(articles=12, each=4)
    path = tmp_path_factory.mktemp("report") / "report.html"
    ak.report(
        quotes, articles, stance=stances(quotes), targets={"strikes": "The strikes"}, path=path
    )
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def one(page, anchor):
    found = page.xpath("//*[@id=$anchor]", anchor=anchor.removeprefix("#"))
    assert len(found) == 1, anchor
    return found[0]


def words(element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def glued(element) -> str:
    return " ".join(element.text_content().split())


def rows_of(page, caption):
    (body,) = page.xpath("//table[starts-with(caption, $caption)]", caption=caption)
    return body.xpath("./tbody/tr[td]")


def behind(page, cell) -> int:
    """How many quotes the link of a table's cell leads to."""
    (link,) = cell.xpath("./a/@href")
    target = one(page, link)
    quotes = target.xpath("descendant-or-self::*[@class='quote']")
    return len(quotes) or len(set(target.xpath(".//a/@href[starts-with(., '#q')]")))


class Tags(HTMLParser):
    """What a second parser makes of the file: its tags, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links, self.text = set(), set(), set(), ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value for name, value in attrs if name in ("href", "src", "action")}

    def handle_data(self, data):
        self.text += data


def test_the_file_needs_nothing_else(page):
    head = page.find("head")
    (policy,) = head.xpath("./meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not page.xpath("//script | //link | //iframe | //object | //form | //base | //embed")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    assert not re.search(r"@import|url\((?!#)", lxml.html.tostring(page, encoding="unicode"))
    assert not page.xpath("//@src")


def test_the_head_counts(page, quotes, articles):
    figures = [words(item) for item in page.xpath("//ul[@class='figures']/li")]
    speakers = quotes["actor"].fillna(quotes["speaker"])
    attributed = f"{speakers.notna().mean():.0%}"
    assert figures == [
        f"{len(quotes)} quotes", f"{len(articles)} articles", "4 outlets",
        f"{speakers.nunique()} speakers", f"{attributed} with a speaker",
        f"{len(stances(quotes))} stances",
    ]  # fmt: skip


def test_every_link_leads_somewhere(page):
    anchors = page.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    inside = [link[1:] for link in page.xpath("//@href") if link.startswith("#")]
    assert set(inside) <= set(anchors)
    named = page.xpath("//*[local-name()='svg']//@*[contains(., 'url(#')]")
    assert {re.search(r"url\(#([^)]+)", value)[1] for value in named} <= set(anchors)


def test_every_quote_is_marked_in_its_sentence(page, quotes, articles):
    texts = " ".join(" ".join(articles["text"]).split())
    shown = []
    for said in page.find_class("said"):
        (number,) = said.find_class("no")
        shown.append(" … ".join(mark.text_content() for mark in said.xpath(".//mark")))
        told = glued(said).removeprefix(number.text).strip("… ")
        assert told in texts
    assert sorted(" ".join(quote.split()) for quote in shown) == sorted(
        " ".join(quote.split()) for quote in quotes["quote"]
    )


def test_a_quote_says_where_it_stands(page, quotes):
    row = quotes.iloc[0]
    (said,) = page.xpath("//div[@class='quote'][.//p[contains(@class, 'about')]]")[:1]
    about = words(said.find_class("about")[0])
    assert re.search(r"(direct|mixed|indirect) confidence 0\.\d\d", about)
    assert re.search(r"\d (June|July) 2021", about)
    assert any(f"confidence {row['confidence']:.2f}" in words(e) for e in page.find_class("about"))
    link = said.find_class("about")[0].xpath("./a/@href")[0]
    passage = one(page, link).getparent()
    assert glued(said.xpath(".//mark")[0]) in glued(passage)


@pytest.mark.parametrize("caption", ["Camps", "Speakers", "Outlets"])
def test_counts_in_tables_lead_to_as_many_quotes(page, caption):
    cells = [cell for row in rows_of(page, caption) for cell in row.xpath("./td[a]")]
    assert cells
    for cell in cells:
        if cell.xpath("./a/@href")[0].startswith("#o") and cell.getprevious().get("class") != "n":
            continue  # of articles
        assert behind(page, cell) == int(words(cell))


def test_counts_of_stances_lead_to_as_many_quotes(page, quotes):
    rows, total = rows_of(page, "Stances"), 0
    for row in rows:
        *_, clear, against, neutral, for_, unclear = row.xpath("./td")
        for cell in (against, neutral, for_, unclear):
            n = int(words(cell))
            total += n
            assert not n or behind(page, cell) == n
        assert int(words(clear)) == sum(int(words(cell)) for cell in (against, neutral, for_))
    assert total == len(stances(quotes))
    assert "The strikes" in words(rows[0].getparent()) + words(rows[-1].getparent())


def test_every_chart_has_words_and_ids_of_its_own(page, quotes):
    drawings = page.xpath("//figure//*[local-name()='svg']")
    assert len(drawings) == 9
    assert [svg.get("role") for svg in drawings] == ["img"] * 9
    for svg in drawings:
        label = svg.get("aria-label")
        assert label.endswith(".") and len(label) > 60
        assert words(svg.getparent().getparent().find("figcaption")).endswith(
            " ".join(label.split())
        )
    assert drawings[0].get("aria-label") == charts.describe(charts.voices(quotes))


def test_names_in_charts_are_text(page):
    texts = {words(text) for text in one(page, "figure-1").xpath(".//*[local-name()='text']")}
    assert {"Iraqi government", "no camp given"} <= texts


def test_the_same_tables_give_the_same_bytes(tmp_path, quotes, articles):
    quotes, articles = quotes.iloc[:12], articles.iloc[:3]
    first, second = (
        ak.report(quotes, articles, stance=stances(quotes), path=tmp_path / f"{name}.html")
        for name in "ab"
    )
    assert first.read_bytes() == second.read_bytes()


def hostile():
    articles, quotes = coverage(articles=3, each=4)
    articles["text"] = [text[:20] + EVIL + text[20:] + EVIL for text in articles["text"]]
    texts = articles.set_index("article_id")["text"]
    moved = [[(s + len(EVIL), e + len(EVIL)) for s, e in spans] for spans in quotes["spans"]]
    moved[0] = [(15, 20 + len(EVIL))]
    quotes["spans"] = pd.Series(moved, dtype=object)
    quotes["quote"] = [
        " … ".join(texts[row.article_id][s:e] for s, e in row.spans) for row in quotes.itertuples()
    ]
    for column in ("title", "outlet", "author"):
        articles[column] = f"{column} {EVIL}"
    articles["url"] = ["javascript:window.hacked=1", f"https://example.org/{EVIL}", f"data:{EVIL}"]
    quotes = quotes.astype({"cue": "object", "camp": "object", "speaker": "object"})
    for column in ("cue", "source", "speaker", "camp", "actor"):
        quotes[column] = [f"{column} {i} {EVIL}" for i in range(len(quotes))]
    evil_id = {key: f"{key} {EVIL}" for key in articles["article_id"]}
    articles["article_id"] = articles["article_id"].map(evil_id)
    quotes["article_id"] = quotes["article_id"].map(evil_id)
    quotes["quote_id"] = [f"{EVIL}#{i}" for i in range(len(quotes))]
    stance = stances(quotes).assign(target=f"target {EVIL}").drop_duplicates("quote_id")
    problems = pd.DataFrame({f"file {EVIL}": [EVIL], "row": [pd.NA], "problem": [EVIL]})
    articles.attrs["problems"] = tables.SideTable(problems)
    return quotes, articles, stance


def test_each_table_is_checked_once(tmp_path, quotes, articles, monkeypatch):
    stance, checked, require = stances(quotes), [], checks.require

    def noted(*given, name):
        checked.append(name)
        require(*given, name=name)

    monkeypatch.setattr(checks, "require", noted)
    ak.report(quotes, articles, stance=stance, path=tmp_path / "report.html")
    assert sorted(checked) == ["articles", "quotes", "stance"]


def test_templates_escape_and_only_charts_and_no_text_of_the_tables_are_let_through():
    pages = environment(Path(writing.__file__).parent, *writing._FILTERS)
    assert pages.autoescape is True
    let_through = {
        name: re.findall(
            r"\{\{[^}]*safe[^}]*\}\}|autoescape", pages.loader.get_source(pages, name)[0]
        )
        for name in pages.list_templates()
    }
    assert {name: found for name, found in let_through.items() if found} == {
        "macros.html": ["{{ chart.svg|safe }}"]
    }


def test_hostile_text_stays_text(tmp_path):
    quotes, articles, stance = hostile()
    path = ak.report(
        quotes, articles, stance=stance, targets={f"target {EVIL}": f"name {EVIL}"}, title=EVIL,
        events={"2021-06-28": EVIL}, made=EVIL, path=tmp_path / "evil.html",
    )  # fmt: skip
    clean_articles, clean_quotes = coverage(articles=3, each=4)
    clean = ak.report(
        clean_quotes, clean_articles, stance=stances(clean_quotes), path=tmp_path / "clean.html",
        events={"2021-06-28": "x"}, made="today",
    )  # fmt: skip
    text = path.read_text(encoding="utf-8")
    found, usual = Tags(text), Tags(clean.read_text(encoding="utf-8"))
    assert found.tags <= usual.tags | {"td"}
    assert found.attributes <= usual.attributes
    assert all(link.startswith("#") for link in found.links)
    assert found.text.count("window.hacked=1") > 100
    assert not re.search("[\x00-\x08\x0b-\x1f]", text)
    page = lxml.html.fromstring(text)
    assert not page.xpath("//script | //img | //b[not(@class or parent::a)]")
    assert {svg.get("role") for svg in page.xpath("//*[local-name()='svg']")} == {"img"}


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ('https://example.org/a?b=1&c="2', False),
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://example.org", True),
        (" https://example.org/ ", True),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,<script>1</script>", False),
        ("//example.org", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[", False),
        ("http://a b", False),
        ("https:\\\\example.org", False),
        ("", False),
        (pd.NA, False),
    ],
)
def test_only_addresses_of_the_web_become_links(write, quotes, articles, url, linked):
    assert (web_address(url) is not None) is linked
    page = write(quotes, articles.assign(url=pd.Series([url] * len(articles), dtype="string")))
    outside = [link for link in page.xpath("//@href") if not link.startswith("#")]
    assert set(outside) == ({url.strip()} if linked else set())


def test_empty_tables(write):
    page = write(tables.empty_quotes(), tables.empty_articles(), stance=tables.empty_stance())
    assert "There are no quotes to show." in words(page)
    assert "has a stance" in words(page)
    inside = {link[1:] for link in page.xpath("//@href")}
    assert inside <= set(page.xpath("//@id"))
    assert not page.xpath("//figure")


def test_the_least_that_tables_hold(write, quotes, articles):
    page = write(
        quotes[["quote_id", "article_id", "kind", "quote", "spans"]],
        articles[["article_id", "text"]],
    )
    assert len(page.find_class("quote")) == len(quotes)
    assert "No dates given" in words(page)
    assert "0% with a speaker" in words(page)
    assert "holds no confidence" in words(page)
    assert not page.xpath("//table[caption='Outlets']")


def test_without_camps_speakers_are_counted(write, quotes, articles):
    page = write(quotes.assign(camp=pd.NA), articles, drawn=True)
    assert "by speaker" in one(page, "figure-1").xpath(".//@aria-label")[0]
    assert not page.xpath("//table[caption='Camps']")
    assert len(page.find_class("quote")) == len(quotes)


def test_names_of_one_actor_are_one_speaker(write, quotes, articles):
    quotes["speaker"] = [f"{name} {i}" for i, name in enumerate(quotes["speaker"])]
    quotes["actor"] = "Dana Whitfield"
    quotes["camp"] = "US Congress"
    (row,) = rows_of(write(quotes, articles), "Speakers")
    assert words(row).startswith(f"Dana Whitfield US Congress {len(quotes)} ")


def test_articles_that_are_not_at_hand(write, quotes, articles):
    page = write(quotes, articles.iloc[1:])
    gone = quotes[quotes["article_id"] == articles["article_id"].iloc[0]]
    told = [about for about in page.find_class("about") if "not among the articles" in words(about)]
    assert len(told) == len(gone)
    page = write(quotes, articles.assign(text="Another text altogether"))
    assert len(page.find_class("absent")) == len(quotes)
    assert sorted(glued(m) for m in page.xpath("//p[@class='said']/mark")) == sorted(
        " ".join(quote.split()) for quote in quotes["quote"]
    )


def test_stances_of_other_quotes_are_left_out(write, quotes, articles):
    some = quotes.iloc[:6]
    page = write(some, articles, stance=stances(quotes))
    assert f"{len(stances(some))} stances" in words(page)


def test_problems_are_printed(write, quotes, articles):
    problems = [{"file": "b.txt", "row": pd.NA, "problem": "it is empty"}]
    articles.attrs["problems"] = tables.SideTable(problems)
    assert "b.txt it is empty" in words(one(write(quotes, articles), "problems"))
    articles.attrs["problems"] = tables.SideTable(problems).iloc[:0]
    assert not write(quotes, articles).xpath("//*[@id='problems']")


def test_many_quotes_are_folded_and_none_left_out(write):
    articles, quotes = coverage(articles=130, each=4)
    page = write(quotes, articles)
    assert len(page.find_class("quote")) == len(quotes)
    assert not page.xpath("//details[@class='speaker'][@open]")
    few = write(quotes.iloc[:50], articles)
    assert len(few.xpath("//details[@class='speaker'][@open]")) > 1


def test_many_speakers_are_all_in_the_table(write, quotes, articles):
    quotes["actor"], quotes["speaker"] = pd.NA, [f"Speaker {i}" for i in range(len(quotes))]
    articles2, quotes2 = coverage(articles=20, each=4)
    quotes2["actor"], quotes2["speaker"] = pd.NA, [f"Speaker {i}" for i in range(len(quotes2))]
    page = write(quotes2, articles2)
    shown, more = rows_of(page, "Speakers"), rows_of(page, "Further speakers")
    assert (len(shown), len(more)) == (40, len(quotes2) - 40)


def test_made_and_title(write, quotes, articles):
    page = write(quotes, articles, title=" After the raid ", made=date(2021, 7, 28))
    assert page.findtext(".//title") == "After the raid"
    assert words(page.find(".//h1")) == "After the raid"
    assert "on 28 July 2021." in words(page.find(".//footer"))
    assert words(write(quotes, articles).find(".//footer")) == "Made with analystkit."


def test_paths(tmp_path, quotes, articles):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        ak.report(quotes, articles, path=tmp_path)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        ak.report(quotes, articles, path=tmp_path / "nowhere" / "report.html")
    with pytest.raises(ValueError, match=r"report\.pdf.*\.html"):
        ak.report(quotes, articles, path=tmp_path / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_file_that_was_there(tmp_path, quotes, articles):
    quotes, articles = quotes.iloc[:4], articles.iloc[:1]
    path = tmp_path / "report.html"
    path.write_text("as it was")
    with pytest.raises(ValueError, match="not a date"):
        ak.report(quotes, articles, events={"someday": "raid"}, path=path)
    with pytest.raises(tables.TableError, match="more than one row"):
        ak.report(quotes, articles, stance=pd.concat([stances(quotes)] * 2), path=path)
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert path.read_text() == "as it was"
    ak.report(quotes.iloc[:0], articles, path=path)
    assert path.read_text().startswith("<!DOCTYPE html>")


def test_a_paragraph_without_end_is_cut(write):
    text = "word " * 40_000 + "“We will answer,” said Dana Whitfield, " + "more " * 40_000
    start = text.index("We will")
    quote = {"quote_id": "a#0", "article_id": "a", "kind": "direct", "quote": "We will answer,"}
    page = write(
        tables.as_quotes([{**quote, "spans": [(start, start + 15)]}]),
        tables.as_articles([{"article_id": "a", "text": text}]),
    )
    (said,) = page.find_class("said")
    assert 500 < len(glued(said)) < 800
    assert glued(said).endswith("more …")
    (article,) = page.find_class("article")
    assert "We will answer" in glued(article) and len(glued(article)) < 2000


SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from(["quote", "cue", "source"])),
    max_size=8,
)


@given(st.text("ab<&\n “.", min_size=1, max_size=70), SPANS, st.integers(0, 70), st.integers(0, 70))
def test_marks_never_change_the_text(text, spans, low, high):
    low, high = sorted((min(low, len(text)), min(high, len(text))))
    marks = [
        Mark(s, min(s + n, len(text)), role, i + 1, MISSING)
        for i, (s, n, role) in enumerate(spans)
        if s < len(text)
    ]
    marked = environment(Path(writing.__file__).parent).get_template("marked.html").module.marked
    told = Tags(f"<p>{marked(Sweep(text, marks).pieces(low, high))}</p>").text
    assert told == text[low:high]
    shown = Tags("".join(marked(pieces, numbered=True) for pieces in passages(text, marks))).tags
    assert ("mark" in shown) is any(mark.role == "quote" for mark in marks)


def test_figures_agree_with_the_code():
    cut = inspect.signature(extract_quotes).parameters["min_confidence"].default
    assert figures()["fitted"]["cut"] == cut
    used = json.loads((MODELS / "stance_calibration.json").read_text())
    assert figures()["fitted"]["unclear_below"] == used["unclear_below"]


def test_figures_of_trust_are_printed(page):
    told = words(one(page, "trust"))
    known = figures()["dev"]
    assert f"{known['attributed_precision']:.0%}" in told
    assert f"{known['attributed_f1']:.3f}" in told
    assert re.search(r"network [0-9a-f]{12}", told)
    assert re.search(r"\d+ quotes \(\d+%\) without a speaker", told)
    assert re.search(r"\d+ of \d+ stances \(\d+%\) unclear", told)
    assert re.search(r"\d+ quotes \(\d+%\) under 0\.70", told)


@pytest.mark.parametrize("odd", ["Da\ufffena Whit\uffff", "\ufdd0 Dana", "Dana \ud83d"])
def test_characters_that_no_drawing_may_hold_do_not_stop_it(write, quotes, articles, odd):
    column = pd.Series([odd] * len(quotes), index=quotes.index, dtype=object)
    table = quotes.assign(speaker=column, camp=column)
    page = write(table, articles, drawn=True, events={"2021-06-28": f"talks {odd}"})
    assert page.xpath("//figure")


def test_quotes_of_articles_that_are_not_given_are_counted_among_the_outlets(
    write, quotes, articles
):
    page = write(quotes, articles.head(3))
    rows = rows_of(page, "Outlets")
    assert words(rows[-1]).startswith("Articles not given 0")
    counted = sum(int(words(row.xpath("./td")[2])) for row in rows)
    assert counted == len(quotes)
    for absent in (articles, tables.empty_articles()):
        test_every_link_leads_somewhere(write(quotes, absent))


def test_a_speaker_of_two_camps_is_named_once_in_brief(write, quotes, articles):
    table = quotes.assign(speaker="Yara Moss", camp=pd.NA, actor=pd.NA)
    table.loc[table.index[6:], "speaker"] = "Xavier Long"
    table.loc[table.index[6:10], "camp"] = "Iran"
    page = write(table, articles)
    (line,) = (words(li) for li in page.xpath("//ul[@class='brief']/li") if "speakers" in words(li))
    assert line.startswith(f"Most quoted speakers: Xavier Long ( {len(table) - 6} quotes ), Yara")
    assert line.count("Xavier") == 1


@pytest.fixture
def decisions(quotes):
    """Ana and Bo on five quotes, and on one whose words are not there."""

    def said(place, reviewer, field, value, words=None):
        row = quotes.iloc[place]
        return {"quote_id": row["quote_id"], "article_id": row["article_id"], "field": field,
                "value": value, "words": words or row["quote"], "reviewer": reviewer,
                "spans": [list(span) for span in row["spans"]]}  # fmt: skip

    return pd.DataFrame([
        said(0, "Ana", "accept", True), said(1, "Ana", "speaker", "Noor <b>Haddad</b>"),
        said(2, "Ana", "not_a_quote", True), said(3, "Ana", "camp", "Iran"),
        said(3, "Bo", "camp", "Greens"), said(4, "Bo", "stance:strikes", "for"),
        said(5, "Bo", "kind", "mixed", "Words that nobody said"),
    ])  # fmt: skip


def test_what_people_have_checked_is_marked_counted_and_shown(write, quotes, articles, decisions):
    page = write(quotes, articles, stance=stances(quotes), labels=decisions)
    marks = [glued(mark) for mark in page.xpath("//span[@class='checked']")]
    assert sorted(marks) == [
        "✓ Checked by Ana: right", "✓ Checked by Ana: speaker changed",
        "✓ Checked by Ana; Bo: differ on camp", "✓ Checked by Bo: stance changed",
    ]  # fmt: skip
    assert "4 checked by people" in words(page.xpath("//ul[@class='figures']")[0])
    assert page.xpath("//h4[bdi='Noor <b>Haddad</b>']") and len(page.xpath("//b[.='Haddad']")) == 0
    assert len(page.xpath("//div[@class='quote']")) == len(quotes) - 1
    part = one(page, "checked")
    assert len(one(page, "checked-quotes").xpath(".//a")) == 4
    assert len(one(page, "changed-quotes").xpath(".//a")) == 2
    assert [glued(caption) for caption in part.xpath(".//caption")] == [
        "1 conflict between reviewers, where the machine’s answer stands",
        "1 decision that could not be placed",
        "1 quote taken out, which reviewers found to be none",
    ]
    assert "Ana: Iran; Bo: Greens" in glued(part) and "Words that nobody said" in glued(part)
    assert "{" not in glued(part)
    test_every_link_leads_somewhere(page)


def test_a_corrected_table_says_so_without_its_labels(write, quotes, articles, decisions):
    corrected = ak.apply_labels(quotes, decisions, articles=articles)
    page = write(corrected.head(2), articles)
    assert len(page.xpath("//span[@class='checked']")) == 2
    assert not page.xpath("//*[@id='checked']//caption[contains(., 'conflict')]")


def test_without_reviewers_nothing_is_said_of_them(page, quotes, articles, tmp_path):
    assert "heck" not in "".join(page.xpath("//nav//text()"))
    with pytest.raises(FileNotFoundError, match=r"nobody\.jsonl"):
        ak.report(quotes, articles, labels=tmp_path / "nobody.jsonl", path=tmp_path / "r.html")
