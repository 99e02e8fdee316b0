"""Shifting the curve: values that the essays imply, published conversions, what holds for any reader's numbers."""

import numpy as np
import pytest
from curves import data
from curves.models import shifting
from curves.models.shifting import annual_factor, best_budget, doubling_months, months_to_fall
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

LINE = dict(score_at_1m_usd=20, score_at_100m_usd=60)
rates = st.floats(1.1, 20)
EVEN_PRIZE = dict(prize_usd=2e10, half_prize_usd=3e10, value_steepness=0.5, purse_usd=1e30)


@pytest.mark.parametrize(
    ("usd", "multiplier", "same_for", "points"),
    [(1e7, 2, 5e6, 6.0206), (1e8, 2, 5e7, 6.0206), (1e7, 1.2, 1e7 / 1.2, 1.5836), (1e7, 10, 1e6, 20)],
)
def test_the_essays_multipliers(usd, multiplier, same_for, points):
    """[C107], [C108]; the points follow from the slope of twenty a tenfold."""
    found = shifting.multiply_compute(usd, multiplier, **LINE)
    assert found["same_for_usd"] == pytest.approx(same_for)
    assert found["saved_usd"] == pytest.approx(usd - same_for)
    assert found["points_gained"] == pytest.approx(points, abs=1e-4)


@given(st.floats(1e6, 1e8), st.floats(1, 10), st.floats(1, 3))
def test_two_multipliers_are_their_product(usd, first, second):
    both = shifting.multiply_compute(usd, first * second, **LINE)
    one = shifting.multiply_compute(usd * first, second, **LINE)
    assert both["percent_after"] == pytest.approx(one["percent_after"])


def test_a_year_of_ideas():
    """Four small ideas and a medium one: 1.2^4 x 2."""
    assert shifting.stream_of_ideas(4, 1, 0, 4, 0.5, 0.5, 0.5)["typical"] == pytest.approx(4.15, abs=0.005)


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0, 4.0, 15.0])
def test_ideas_arrive_as_poisson_has_it(rate):
    luck = np.array([1e-9, 0.01, 0.2, 0.5, 0.77, 0.95, 0.999, 0.999999])
    np.testing.assert_array_equal(shifting._poisson(rate, luck), stats.poisson.ppf(luck, rate).clip(0))


def test_a_ladder_holds_each_lab_once():
    luck = np.random.default_rng(4).uniform(size=(3, 400))
    found = shifting.stream_of_ideas(4, 1, 0.3, 4, *luck)
    assert np.all(np.sum(found["between"], axis=0) == 1)
    low = np.array(shifting.LADDER)[np.argmax(found["between"], axis=0)]
    assert np.all(found["factor"] >= low * (1 - 1e-8)) and np.all(found["factor"][low < 64] < 2**0.5 * low[low < 64])


@pytest.mark.parametrize(("k", "g", "months"), [(2, 4, 6.0), (2, 1.68, 16.0), (8, 4, 18.0), (8, 1.68, 48.1)])
def test_months_to_fall(k, g, months):
    assert months_to_fall(k, g) == pytest.approx(months, abs=0.05)


def test_a_published_interval_turns_round():
    """Ho et al. (2024): halving in 8 months, 5 to 14, is 2.8 times a year, 5.3 to 1.8."""
    row = data.table("trends").set_index("id").loc["efficiency-ho-2024"]
    assert (row.value, row.low, row.high) == (8, 5, 14)
    assert [round(annual_factor(m), 1) for m in (row.value, row.low, row.high)] == [2.8, 5.3, 1.8]
    assert round(annual_factor(16), 2) == 1.68  # Hernandez and Brown (2020), as the essay has it [C115]
    found = shifting.how_fast(4, 2, "Ho", {"Ho": tuple(annual_factor(m) for m in (8, 14, 5))})
    assert (found["months_least"], found["months"], found["months_most"]) == pytest.approx((5, 8, 14))


@given(rates)
def test_doubling_time_and_factor_are_each_others_inverse(g):
    assert annual_factor(doubling_months(g)) == pytest.approx(g)


def test_what_does_not_fall_never_arrives():
    assert np.isinf(months_to_fall(2, 1.0)) and np.isinf(doubling_months(0.5))


@given(st.floats(1e6, 1e8), st.floats(1.01, 10))
def test_budgets_answer(usd, multiplier):
    """M5: at -1 quality stays and money is saved, at 0 money stays and quality rises."""
    saved, kept, more = (shifting.spend_response(usd, multiplier, e, **LINE) for e in (-1, 0, 0.5))
    assert saved["percent_then"] == pytest.approx(saved["percent_before"]) and saved["budget_usd"] < usd
    assert kept["budget_usd"] == usd and kept["percent_then"] > kept["percent_before"]
    assert more["budget_usd"] > usd and more["percent_then"] >= kept["percent_then"]
    assert more["spends_more"] and not kept["spends_more"]


@pytest.mark.parametrize("times", [1.0, 12.0, 300.0])
def test_the_best_budget_is_what_pays_best(times):
    """Against a search over budgets by scipy, and its elasticity against a difference: one of each sign."""

    def loss(log_usd, times):
        usd = np.exp(log_usd)
        return usd - 2e10 / (1 + (3e10 / (times * usd)) ** 0.5)

    def searched(times):
        return np.exp(optimize.minimize_scalar(loss, (15, 21, 25), args=(times,), options={"xtol": 1e-10}).x)

    found = best_budget(times, **EVEN_PRIZE)
    assert found["budget_usd"] == pytest.approx(searched(times), rel=1e-5)
    assert found["earned_share"] == pytest.approx(1 / (1 + (3e10 / (times * found["budget_usd"])) ** 0.5))
    nearby = [best_budget(times * f, **EVEN_PRIZE)["budget_usd"] for f in (1.001, 1 / 1.001)]
    assert found["elasticity"] == pytest.approx(np.log(nearby[0] / nearby[1]) / (2 * np.log(1.001)), abs=1e-5)
    assert np.sign(np.round(found["elasticity"], 6)) == {1.0: 1, 12.0: 0, 300.0: -1}[times]
    assert found["top_multiplier"] == pytest.approx(12)


@pytest.mark.parametrize(("half_prize_usd", "sign"), [(1e12, 1), (2.5e9, 0), (1e8, -1)])
def test_three_value_curves_give_three_signs(half_prize_usd, sign):
    """The answer of the budget, recovered from budgets alone: a prize far away, half won, nearly had."""
    curve = EVEN_PRIZE | {"half_prize_usd": half_prize_usd}
    budgets = [best_budget(times, **curve)["budget_usd"] for times in (1.001, 1 / 1.001)]
    recovered = np.log(budgets[0] / budgets[1]) / (2 * np.log(1.001))
    assert best_budget(1.0, **curve)["elasticity"] == pytest.approx(recovered, abs=1e-5)
    assert np.sign(np.round(recovered, 5)) == sign


def test_the_answer_of_budgets_has_the_limits_that_the_formula_names():
    far, near = (best_budget(times, **EVEN_PRIZE)["elasticity"] for times in (1e-9, 1e9))
    assert far == pytest.approx(1, abs=0.01) and near == pytest.approx(-1 / 3, abs=0.01)


def test_an_empty_purse_ends_the_rise():
    found = best_budget(5.0, 2e10, 3e10, 0.5, 1e9)
    assert found["at_purse"] and found["budget_usd"] == 1e9 and found["elasticity"] == 0 and not found["rising"]


def test_a_million_chips_shrink():
    """M15: a million to fifty thousand in 2.16 years at 4, 5.77 at 1.68; to a hundred thousand in 1.66."""
    for g, small, years in [(4, 5e4, 2.16), (1.68, 5e4, 5.77), (4, 1e5, 1.66)]:
        found = shifting.access_and_performance(years, g, 1e6, small, 1e6, 20)
        assert found["years_until_small"] == pytest.approx(years, abs=0.005) and found["years_until_large"] == 0
    assert not shifting.access_and_performance(2.0, 4, 1e6, 5e4, 1e6, 20)["small_there"]
    assert shifting.access_and_performance(2.2, 4, 1e6, 5e4, 1e6, 20)["small_there"]
    assert not shifting.access_and_performance(4, 10, 1e5, 1e3, 1e6, 20)["one_chip"]
    assert shifting.access_and_performance(5, 10, 1e5, 1e3, 1e6, 20)["one_chip"]


@given(st.floats(0, 10), rates)
def test_a_gap_of_a_hundred_stays_forty_points(years, g):
    """M14: 200,000 chips against 2,000 [C016, C017]."""
    assert shifting.access_and_performance(years, g, 1e6, 2e3, 2e5, 20)["gap_points"] == pytest.approx(40)


@pytest.mark.parametrize("k", [10, 100])
def test_with_no_new_chips_the_multiplier_must_grow_as_the_requirement_does(k):
    """M34 [C232, C233]."""
    found = shifting.ingenuity(k, 8, 8, 0, 0)
    assert found["needs_multiplier"] / 8 == pytest.approx(k) and found["thrifty_to_rich"] == pytest.approx(1 / k)
    assert found["even_exponent"] == pytest.approx(1)
    assert shifting.ingenuity(k, 8, 8, found["even_exponent"] + 0.01, 0)["thrifty_leads"]


@given(st.floats(1.1, 1000), st.floats(1, 20), st.floats(1, 20), st.floats(-0.5, 1), st.floats(0, 1))
def test_level_at_the_even_exponent(k, lead, chips, e, h):
    even = shifting.ingenuity(k, lead, chips, e, h)["even_exponent"]
    assert shifting.ingenuity(k, lead, chips, even, h)["thrifty_to_rich"] == pytest.approx(1)


def test_what_past_budgets_imply():
    """2.4 times a year (Cottier et al. 2024) against Amodei's 4 [C117]: ln 2.4 / ln 4."""
    found = shifting.implied_elasticity(2.4, 4)
    assert found["elasticity"] == pytest.approx(0.6315, abs=1e-4) and not found["more_than_saved"]
    assert shifting.implied_elasticity(2.4, 1.68)["more_than_saved"]
    assert found["budget_times"][2] == pytest.approx(5.76) and found["level_times"][2] == pytest.approx(1 / 16)
