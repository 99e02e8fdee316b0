"""Shifting the paradigm: what the essay's amounts imply, and what must hold for any reader's numbers."""

import numpy as np
import pytest
from curves.models import paradigm
from hypothesis import given
from hypothesis import strategies as st

STAGE = dict(rl_start_usd=1e4, points_per_rl_tenfold=10, rl_flat_usd=1e12, strong_base_percent=20)
LINE = dict(score_at_1m_usd=20, score_at_100m_usd=60)
FIRMS = dict(rl_usd=1e6, rl_growth_per_year=10, rl_cap_usd=1e9, rl_flat_usd=1e12, level_within=5)


def test_a_tenfold_on_the_new_curve_costs_a_ten_thousandth():
    """[C127]: from $0.1M to $1M is $0.9M; at $1B the same tenfold is $9B."""
    low, high = (paradigm.two_stages(usd, 1e7, **STAGE, **LINE) for usd in (1e5, 1e9))
    assert low["next_tenfold_usd"] == pytest.approx(9e5) and high["next_tenfold_usd"] / low["next_tenfold_usd"] == 1e4
    assert low["pretrain_tenfold_usd"] == pytest.approx(9e7)
    assert paradigm.two_stages(1e6, 1e7, **STAGE, **LINE)["tenfold_cost_share"] == pytest.approx(0.1)


def test_four_tenfolds_add_four_times_as_much_as_one():
    """M10: far above the start, 0.1 to 1 is one tenfold and 0.1 to 1,000 four."""
    gains = [paradigm.reasoning(90, usd, **STAGE | {"rl_start_usd": 1.0}) for usd in (1e5, 1e6, 1e9)]
    assert (gains[2] - gains[0]) / (gains[1] - gains[0]) == pytest.approx(4, rel=1e-4)


@given(st.floats(0, 100), st.floats(1e4, 1e11), st.floats(1.01, 10))
def test_more_of_the_second_stage_never_hurts_and_a_better_base_gains_more(base, usd, factor):
    less, more = (paradigm.reasoning(base, u, **STAGE) for u in (usd, usd * factor))
    assert more >= less >= 0
    assert paradigm.reasoning(base + 1, usd, **STAGE) > less


def test_a_weak_base_gains_nothing_and_gains_end():
    assert paradigm.reasoning(-20, 1e9, **STAGE) < 0.02
    flat = STAGE | {"rl_flat_usd": 1e6}
    assert paradigm.reasoning(90, 1e6, **flat) == paradigm.reasoning(90, 1e10, **flat)
    assert paradigm.two_stages(1e7, 1e7, **flat, **LINE)["next_tenfold_points"] == 0


def test_tasks_that_cannot_be_checked_stay_at_the_base():
    assert paradigm.two_stages(1e9, 1e7, **STAGE, **LINE)["other_percent"] == pytest.approx(40)


@given(st.floats(1e7, 1e10), st.floats(0.05, 0.95))
def test_the_best_split_is_the_best_of_all_shares(budget, share):
    found = paradigm.best_split(budget, **STAGE, task_share=share, **LINE)
    assert found["best_percent"] == found["percent"].max() >= found["percent_without"]
    assert found["percent"][found["share"] == found["best_share"]] == pytest.approx(found["best_percent"])


def test_more_that_can_be_checked_moves_the_split_to_the_second_stage():
    shares = [paradigm.best_split(1e8, **STAGE, task_share=w, **LINE)["best_share"] for w in (0, 0.2, 0.5, 1)]
    assert shares == sorted(shares) and shares[0] == paradigm.SHARES[0] and shares[-1] > 0.1


def test_a_tenfold_a_year_takes_a_million_to_a_billion_in_three_years():
    """M11: and in the end a ratio of 2 to 3 is 6.0 to 9.5 points, one of ten is 20, at the essay's slope."""
    for ratio, points in [(2, 6.02), (3, 9.54), (10, 20)]:
        found = paradigm.crossover(9, budget_ratio=ratio, points_per_rl_tenfold=20, **FIRMS)
        assert found["years_to_cap"] == pytest.approx(3) and found["final_gap"] == pytest.approx(points, abs=0.005)
        assert found["gap_1"] == pytest.approx(found["final_gap"])


@given(st.floats(1.05, 20), st.floats(2, 100), st.floats(1, 30), st.floats(0.5, 10))
def test_the_window_closes_when_the_first_firm_has_fallen_out(ratio, growth, points, within):
    numbers = FIRMS | dict(
        budget_ratio=ratio, rl_growth_per_year=growth, points_per_rl_tenfold=points, level_within=within
    )
    window = paradigm.crossover(0, **numbers)["window_years"]
    if np.isinf(window):
        assert not paradigm.crossover(60.0, **numbers)["one_out"]
    else:
        assert not paradigm.crossover(window - 1e-6, **numbers)["one_out"]
        assert paradigm.crossover(window + 1e-6, **numbers)["one_out"]


@pytest.mark.parametrize("change", [{"budget_ratio": 1.0}, {"rl_flat_usd": 1e7}, {"level_within": 60.0}])
def test_what_keeps_the_window_open(change):
    """Purses alike, gains that end before purses do (A27), or generous counting."""
    assert np.isinf(
        paradigm.crossover(1, **dict(budget_ratio=2.5, points_per_rl_tenfold=20) | FIRMS | change)["window_years"]
    )


def test_the_second_stage_meets_the_first():
    found = paradigm.second_stage_catches_up(1, 10, 10, 1)
    assert found["share_percent"] == pytest.approx(100) and found["years_to_parity"] == pytest.approx(1)
    assert np.isinf(paradigm.second_stage_catches_up(1, 10, 4, 4.5)["years_to_parity"])
