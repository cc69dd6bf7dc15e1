import pandas as pd
import pytest

from analystkit import charts, tables
from analystkit.tables.checks import checked


def test_only_the_very_table_and_only_inside_the_block(quotes):
    broken = quotes.assign(kind="dirct")
    with checked(broken):
        assert tables.check_quotes(broken) is not broken
        with pytest.raises(tables.TableError, match="did you mean 'direct'"):
            tables.check_quotes(broken.copy())
    with pytest.raises(tables.TableError):
        tables.check_quotes(broken)


def test_charts_are_the_same_and_leave_the_table_alone(quotes, articles):
    before = quotes.copy(deep=True)
    with checked(quotes, articles):
        words = charts.describe(charts.timeline(quotes, articles=articles))
        shares = charts.voice_shares(quotes, by="outlet", articles=articles)
    assert words == charts.describe(charts.timeline(quotes, articles=articles))
    pd.testing.assert_frame_equal(
        shares, charts.voice_shares(quotes, by="outlet", articles=articles)
    )
    pd.testing.assert_frame_equal(quotes, before)
