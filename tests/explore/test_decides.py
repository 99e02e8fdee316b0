"""Tornado and flip values: the order is a finite-difference ranking, a flip lands on the verdict's edge."""

import numpy as np
import pytest
from curves import Explorer
from curves.explore import Decides, uncertain
from curves.explore.decides import GRID
from curves.figures import all_figures

FIGURES = {id: make for id, make in all_figures().items() if make().decides}


def affordable(budget, price, years):
    return {"chips": budget * years / price, "enough": budget * years / price >= 1000.0}


@pytest.fixture
def plain():
    return Explorer(affordable, budget=(1e3, 2e4, 1e6), price=(10.0, 30.0, 100.0), years=(1.0, 2.0, 5.0), charts=[],
                    decides=Decides("chips", ",.0f", "enough", "a thousand chips are had"))  # fmt: skip


def test_flip_values_are_the_edges(plain):
    """20,000 a year for two years at 30 buys 1,333 chips: each input has one edge, known in closed form."""
    flips = plain.flips()
    assert flips["budget"] == pytest.approx(15_000, rel=1e-6)
    assert flips["price"] == pytest.approx(40, rel=1e-6)
    assert flips["years"] == pytest.approx(1.5, rel=1e-6)


def test_no_flip_within_the_slider_is_none(plain):
    plain.budget = 1e6
    assert plain.flips() == {"budget": pytest.approx(15_000), "price": None, "years": None}


@pytest.mark.parametrize("id", FIGURES)
def test_a_flip_is_within_one_percent_of_the_edge(id):
    explorer = FIGURES[id]()
    verdict, now = explorer.decides.verdict, explorer.point()[explorer.decides.verdict] >= 0.5
    found = {name: value for name, value in explorer.flips().items() if value is not None}
    assert found
    for name, value in found.items():
        item = explorer.inputs[name]
        assert (explorer.point_at(**{name: value})[verdict] >= 0.5) != now
        beside = [value * 0.99, value * 1.01]
        assert any((explorer.point_at(**{name: np.clip(v, item.min, item.max)})[verdict] >= 0.5) == now for v in beside)


def even(a, b, c, wave):
    """Holds in about half of the draws whatever the wave does, so that a few of them often say the wrong half."""
    margin = a + b - 2 * c + wave * (wave**2 - 0.4) / 4
    return {"margin": margin, "beyond": margin > 0.0}


@pytest.mark.parametrize("start", [-0.99, -0.7, -0.31, 0.02, 0.34, 0.71, 0.98])
def test_the_few_draws_that_search_never_have_the_last_word(start):
    """The nearest turn over all draws, each place of the grid asked of all of them by hand."""
    over = {"a": uncertain(0.0, 2.0), "b": uncertain(0.0, 2.0), "c": uncertain(0.0, 2.0), "draws": 2048, "charts": []}
    explorer = Explorer(even, wave=(-1.0, start, 1.0), decides=Decides("margin", ".2f", "beyond", "it holds"), **over)
    places = np.linspace(-1, 1, GRID)
    held = np.array([explorer.point_at(wave=place)["beyond"] >= 0.5 for place in places])
    few = np.array(explorer.over_few("wave", places, "beyond")) >= 0.5
    assert (held != few).sum() > 20
    now, found = explorer.point()["beyond"] >= 0.5, explorer.flips()["wave"]
    assert (explorer.point_at(wave=found)["beyond"] >= 0.5) != now
    turned = places[held != now]
    nearest = turned[np.argmin(abs(turned - start))]
    assert abs(nearest - 2 / (GRID - 1) * np.sign(nearest - start) - found) <= 2 / (GRID - 1)


@pytest.mark.parametrize("id", FIGURES)
def test_the_order_is_a_finite_difference_ranking(id):
    explorer = FIGURES[id]()
    widths = {}
    for row in explorer.tornado():
        low, high = (explorer.point_at(**{row["name"]: end})[explorer.decides.output] for end in row["ends"])
        widths[row["name"]] = abs(high - low)
    assert list(widths) == sorted(widths, key=widths.get, reverse=True)
    assert set(widths) == set(explorer.used[explorer.variant])


def test_pinning_every_input_leaves_no_spread():
    explorer = Explorer(affordable, budget=uncertain(1e4, 3e4), price=uncertain(20.0, 40.0, "normal"), years=2.0,
                        draws=256, charts=[])  # fmt: skip
    assert set(explorer.values.values()) == {None} and 0 < explorer.outputs()["enough"] < 1
    assert explorer.outputs()["chips_p05"] < explorer.outputs()["chips"] < explorer.outputs()["chips_p95"]
    explorer.budget, explorer.price = 2e4, 30.0
    out = explorer.outputs()
    assert out["enough"] == 1.0 and out["chips_p05"] == out["chips_p95"] == pytest.approx(4e4 / 30)
    explorer.budget = None
    assert 0 < explorer.outputs()["enough"] < 1.01


def test_a_new_input_changes_no_other_draw():
    few = Explorer(affordable, budget=uncertain(1e4, 3e4), price=30.0, years=2.0, draws=64, charts=[])
    more = Explorer(affordable, budget=uncertain(1e4, 3e4), price=uncertain(29, 31), years=2.0, draws=64, charts=[])
    own = "draws of budget"
    assert np.array_equal(few.uniforms()[own].uniforms(), more.uniforms()[own].uniforms())
