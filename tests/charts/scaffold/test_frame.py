import matplotlib.pyplot as plt
import pytest

from analystkit.charts.scaffold.frame import inches


def test_a_figure_that_was_laid_out_has_as_much_room_as_before():
    figure, axes = plt.subplots(2, figsize=(7, 6), layout="constrained")
    before = inches(axes[0])
    figure.draw_without_rendering()
    assert inches(axes[0]) == pytest.approx(before)


def test_axes_put_anywhere_are_as_large_as_they_are():
    figure = plt.figure(figsize=(10, 5), layout="constrained")
    assert inches(figure.add_axes((0.1, 0.1, 0.5, 0.5))) == pytest.approx((5, 2.5))
