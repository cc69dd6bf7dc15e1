import pandas as pd
import pytest

from analystkit import charts, tables
from analystkit.tables.checks import Checked
from analystkit.tables.joins import with_articles


def test_only_the_very_table_as_what_it_is_known_for(quotes):
    broken = Checked.of("quotes", quotes.assign(kind="dirct"))
    assert tables.check_quotes(broken) is not broken
    assert type(tables.check_quotes(broken)) is pd.DataFrame
    for made in (broken.copy(), broken.head(), broken.assign(topic="border"), broken[[*broken]]):
        assert type(made) is pd.DataFrame
        with pytest.raises(tables.TableError, match="did you mean 'direct'"):
            tables.check_quotes(made)
    with pytest.raises(tables.TableError, match="column 'text' is missing"):
        tables.check_articles(broken)


def test_a_known_table_keeps_its_attributes_and_users_get_plain_ones(quotes):
    quotes.attrs["problems"] = "none"
    assert tables.check_quotes(Checked.of("quotes", quotes)).attrs == {"problems": "none"}
    assert type(tables.check_quotes(quotes)) is pd.DataFrame


def test_charts_are_the_same_and_leave_the_table_alone(quotes, articles):
    before = quotes.copy(deep=True)
    known = Checked.of("quotes", quotes), Checked.of("articles", articles)
    words = charts.describe(charts.timeline(known[0], articles=known[1]))
    shares = charts.voice_shares(known[0], by="outlet", articles=known[1])
    assert words == charts.describe(charts.timeline(quotes, articles=articles))
    plain = charts.voice_shares(quotes, by="outlet", articles=articles)
    pd.testing.assert_frame_equal(shares, plain)
    assert type(shares) is pd.DataFrame
    pd.testing.assert_frame_equal(quotes, before)


def test_articles_are_joined_where_they_say_something(quotes, articles):
    own = quotes.assign(outlet="As quoted")
    articles["outlet"] = articles["outlet"].where(articles["article_id"] != "a001")
    joined = with_articles(own, articles.iloc[1:])
    told = joined.groupby("article_id", sort=True)["outlet"].first()
    assert told["a000"] == told["a001"] == "As quoted" and told["a002"] == "Gulf Lens"
    pd.testing.assert_index_equal(joined.index, own.index)
    pd.testing.assert_frame_equal(joined[list(quotes.columns)], quotes)
