"""Growth fitted through logarithms: the truth is found, and covered as often as said."""

import numpy as np
import pytest
from curves.models.trends import decimal_year, growth
from scipy.stats import linregress


def made_up(rng, n=50, factor=4.5, scatter=0.4):
    years = np.sort(rng.uniform(2018, 2026, n))
    return years, 10 ** (20 + np.log10(factor) * (years - 2018) + scatter * rng.standard_normal(n))


def test_it_is_least_squares_on_the_logarithm():
    years, amounts = made_up(np.random.default_rng(1))
    found, known = growth(2018, 2027, years, amounts), linregress(years, np.log10(amounts))
    assert found["factor"] == pytest.approx(10**known.slope)
    assert np.log10(found["factor_high"] / found["factor"]) == pytest.approx(1.677224 * known.stderr, rel=1e-5)
    assert found["n"] == 50


@pytest.mark.parametrize("n", [6, 50])
def test_ninety_percent_intervals_cover_the_truth_as_often_as_they_say(n):
    """And the band holds nine of ten later amounts."""
    rng, covered, inside, later = np.random.default_rng(7), 0, 0, 0
    for _ in range(2000):
        years, amounts = made_up(rng, n + 4)
        cut = years[n]
        found = growth(2018, cut, years, amounts)
        covered += found["factor_low"] <= 4.5 <= found["factor_high"]
        inside, later = inside + found["n_inside"], later + found["n_later"]
    assert later == 2000 * 4
    assert 0.88 < covered / 2000 < 0.92
    assert 0.88 < inside / later < 0.92


def test_only_what_is_dated_between_is_fitted():
    years, amounts = made_up(np.random.default_rng(3), scatter=0)
    amounts[years < 2020] = 1.0
    amounts[years >= 2024] = 1e40
    found = growth(2020, 2024, years, amounts)
    assert found["factor"] == pytest.approx(4.5)
    assert found["n_inside"] == 0 < found["n_later"] == np.sum(years >= 2024)
    assert found["used"].sum() == found["n"] == np.sum((years >= 2020) & (years < 2024))


def test_two_points_fit_nothing():
    found = growth(2020, 2022, np.array([2020.1, 2021.5, 2023.0]), np.array([1.0, 10.0, 20.0]))
    assert np.isinf(found["factor"]) and found["factor_low"] == 0 and not np.isnan(list(found["fitted"])).any()


def test_decimal_years():
    assert decimal_year(["2023-01-01", "2024-12-31"]).tolist() == [2023, 2024 + 365 / 366]
