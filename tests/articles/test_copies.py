import random
import time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analystkit.articles import mark_duplicates, without_copies

REPORT = """Crews return to the night boats on Monday after the company and the union agreed on pay,
two officials said late on Friday. Senator Dana Whitfield, who chairs the transport panel, called
the terms a fair end to a hard spring. “We lost eleven weeks to this quarrel,” she told reporters at
the harbour, “and not one of them was needed.” Pay will rise by four percent in July and by two a
year later. The union had asked for nine. Layth Brook, who speaks for the company, said that nobody
would be laid off and that the old timetable would be back before the summer. Shops at the quay,
which had lost half their trade, hung out flags. A vote among the crews is set for Thursday."""
OTHER = """Senator Dana Whitfield faces questions over the ferry talks. “We lost eleven weeks to
this quarrel,” she told reporters at the harbour, but papers seen by this newspaper show that her
office put off three meetings in May. Her rivals want an inquiry before the house rises, and the
mayor of Northgate has asked for the minutes. A spokesman called the papers a draft."""
WORDS = [f"{a}{b}" for a in "ba be bi bo bu da de di do du ka ke ki ko ku".split()
         for b in "lan len lin lon lun ran ren rin ron run".split()]  # fmt: skip


def marked(*texts, **columns):
    ids = [f"a{i}" for i in range(len(texts))]
    articles = pd.DataFrame({"article_id": ids, "text": list(texts), **columns})
    return mark_duplicates(articles)["duplicate_of"].tolist()


@pytest.mark.parametrize(
    "copy",
    [
        REPORT,
        REPORT.upper(),
        REPORT.replace("“", '"').replace("”", '"').replace("\n", "\n\n"),
        f"Ferry strike ends\n\nBy Ana Orsk, Lena Brook\n\nHARBOUR TOWN (Wire) — {REPORT}",
        REPORT.replace("two officials", "two senior officials").replace("July", "July 2021"),
        REPORT[:350],
        f"HARBOUR TOWN — {REPORT[:500]}\n\nSubscribe to read on.",
    ],
)
def test_copies_are_told_with_heads_edits_and_cut_endings(copy):
    marks = marked(OTHER, REPORT, copy)
    assert marks[0] is pd.NA
    assert sorted(map(str, marks[1:])) in (["<NA>", "a1"], ["<NA>", "a2"])
    if len(copy) < 0.9 * len(REPORT):  # what was cut is in the fuller one alone
        assert marks[2] == "a1"


def test_a_report_of_its_own_that_quotes_the_same_is_no_copy():
    assert marked(REPORT, OTHER) == [pd.NA, pd.NA]


def test_of_whole_copies_the_first_published_is_kept_and_a_cut_one_never():
    when = pd.to_datetime(["2021-06-03", "2021-06-02", "2021-06-01", None], utc=True)
    marks = marked(REPORT, f"HARBOUR TOWN — {REPORT}", REPORT[:400], REPORT, published=when)
    assert marks == ["a1", pd.NA, "a1", "a1"]


def test_short_texts_are_never_marked_and_nothing_is_left_out():
    assert marked("Crews return.", "Crews return.", "", "") == [pd.NA] * 4
    articles = pd.DataFrame({"article_id": ["x", "y"], "text": [REPORT, REPORT], "desk": [1, 2]})
    found = mark_duplicates(articles)
    assert found["article_id"].tolist() == ["x", "y"] and found["desk"].tolist() == [1, 2]
    assert "duplicate_of" not in articles
    assert mark_duplicates(found)["duplicate_of"].equals(found["duplicate_of"])
    assert mark_duplicates(articles.iloc[:0])["duplicate_of"].tolist() == []


def story(draw, words=200):
    return " ".join(draw.choice(WORDS) for _ in range(words))


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 6))
def test_marks_find_every_copy_form_no_chains_and_do_not_hang_on_the_order(seed, stories, copies):
    draw = random.Random(seed)
    rows = []
    for number in range(stories):
        text = story(draw, draw.choice([60, 200, 900]))
        for _ in range(copies):
            words = text.split()
            words = words[: draw.randint(int(0.6 * len(words)), len(words))]
            for _ in range(len(words) // 100):
                words[draw.randrange(len(words))] = draw.choice(WORDS)
            rows.append((number, " ".join([*(draw.choice(WORDS) for _ in range(4)), *words])))
    draw.shuffle(rows)
    articles = pd.DataFrame({
        "article_id": [f"a{i}" for i in range(len(rows))],
        "text": [text for _, text in rows],
        "story": [number for number, _ in rows],
    })  # fmt: skip
    found = mark_duplicates(articles).set_index("article_id")
    kept = found[found["duplicate_of"].isna()]
    assert sorted(kept["story"]) == list(range(stories))  # one of each, and none of another's
    copies_of = found["duplicate_of"].dropna()
    assert set(copies_of) <= set(kept.index)
    assert (found.loc[copies_of.index, "story"].array == found.loc[copies_of, "story"].array).all()
    again = mark_duplicates(articles.sample(frac=1, random_state=seed)).set_index("article_id")
    pd.testing.assert_frame_equal(again.loc[found.index], found)


def test_a_report_in_three_outlets_counts_once_and_what_is_left_out_is_said():
    texts = {"wire": REPORT, "daily": f"BRIEFLY\n\n{REPORT}", "weekly": REPORT, "own": OTHER}
    articles = pd.DataFrame({"article_id": [*texts], "text": [*texts.values()]})
    quotes = pd.DataFrame({"article_id": ["wire", "daily", "weekly", "own", "own"]})
    once = without_copies(quotes, articles)
    assert len(once) == 3 and once["article_id"].value_counts()["own"] == 2
    assert len(once.attrs["copies"]) == 2
    assert set(once["article_id"]) | set(once.attrs["copies"]) == set(texts)
    assert without_copies(quotes, mark_duplicates(articles)).equals(once)
    assert without_copies(quotes.iloc[:0], articles).empty


@pytest.mark.parametrize("kind", ["apart", "one wire report", "a paragraph in all"])
def test_the_time_grows_with_the_words_and_not_the_pairs(kind):
    draw = random.Random(3)
    shared = story(draw, 60)
    texts = {
        "apart": lambda: story(draw),
        "one wire report": lambda: f"{story(draw, 5)} {shared} {shared[:200]}",
        "a paragraph in all": lambda: f"{story(draw)} {shared}",
    }
    times = []
    for many in (250, 2_000):
        ids = [f"a{i}" for i in range(many)]
        articles = pd.DataFrame({"article_id": ids, "text": [texts[kind]() for _ in ids]})
        start = time.process_time()
        found = mark_duplicates(articles)["duplicate_of"]
        times.append(time.process_time() - start)
        assert found.isna().sum() == (1 if kind == "one wire report" else many)
    assert times[1] < 24 * times[0] + 1  # eight times the words; pairs would be 64 times
