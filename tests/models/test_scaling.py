"""Success against spending: the essay's examples, and what must hold for any reader's line."""

import numpy as np
import pytest
from curves.models.scaling import success
from hypothesis import given
from hypothesis import strategies as st

ESSAY = dict(score_at_1m_usd=20, score_at_100m_usd=60, form="straight", ceiling_percent=100)
budgets = st.floats(1e5, 1e11)
lows = st.floats(0, 60)
steps = st.floats(1, 100)


@pytest.mark.parametrize(("usd", "percent"), [(1e6, 20), (1e7, 40), (1e8, 60), (1e10, 100)])
def test_the_essays_examples(usd, percent):
    """[C100], [C101], [C102], and the 100 percent at $10B derived from them."""
    assert success(usd, **ESSAY)["percent"] == pytest.approx(percent, abs=1e-12)
    assert success(usd, **ESSAY)["points_per_decade"] == 20
    assert success(usd, **ESSAY)["percent_at_10x"] == pytest.approx(percent + 20, abs=1e-12)


def test_a_point_costs_a_hundred_times_more_at_a_hundred_times_the_budget():
    cheap, dear = (success(usd, **ESSAY)["next_point_usd"] for usd in (1e6, 1e8))
    assert dear / cheap == pytest.approx(100)
    assert success(1e7 + success(1e7, **ESSAY)["next_point_usd"], **ESSAY)["percent"] == pytest.approx(41)


@given(budgets, lows, steps, st.sampled_from(["straight", "capped", "bending"]), st.floats(50, 100))
def test_what_is_said_is_never_more_than_all_tasks(usd, low, rise, form, ceiling):
    out = success(usd, low, low + rise, form, ceiling)
    assert 0 <= out["percent_said"] <= out["percent_said_at_10x"] <= 100
    assert out["sold_out"] or (np.isfinite(out["next_point_usd"]) and out["percent"] + 1 <= 100 + 1e-6)


@given(
    budgets, st.floats(1.01, 100), lows, steps, st.sampled_from(["straight", "capped", "bending"]), st.floats(50, 100)
)
def test_more_money_never_solves_less(usd, factor, low, rise, form, ceiling):
    less, more = (success(b, low, low + rise, form, ceiling)["percent"] for b in (usd, usd * factor))
    assert more > less if form == "straight" else more >= less


@given(budgets, lows, steps, st.floats(50, 100))
def test_the_capped_line_stays_between_nothing_and_the_ceiling(usd, low, rise, ceiling):
    straight, capped = (success(usd, low, low + rise, form, ceiling) for form in ("straight", "capped"))
    assert 0 <= capped["percent"] <= ceiling
    assert capped["percent"] == pytest.approx(np.clip(straight["percent"], 0, ceiling))
    assert capped["at_ceiling"] == (straight["percent"] >= ceiling) == np.isinf(capped["next_point_usd"])


@given(budgets, lows, st.floats(-60, 0))
def test_a_line_that_does_not_rise_sells_no_point(usd, low, fall):
    out = success(usd, low, low + fall, "straight", 100)
    assert out["at_ceiling"] and np.isinf(out["next_point_usd"])


@given(budgets, st.floats(1, 40), st.floats(2, 8), st.floats(50, 100))
def test_the_bending_curve_meets_the_examples_and_its_last_point_is_never_for_sale(usd, low, rise, ceiling):
    line = dict(score_at_1m_usd=low, score_at_100m_usd=low + rise, form="bending", ceiling_percent=ceiling)
    assert success(1e6, **line)["percent"] == pytest.approx(low)
    assert success(1e8, **line)["percent"] == pytest.approx(low + rise)
    out = success(usd, **line)
    assert 0 < out["percent"] < ceiling
    assert out["at_ceiling"] == (out["percent"] + 1 >= ceiling)
    if not out["at_ceiling"]:
        assert success(usd + out["next_point_usd"], **line)["percent"] == pytest.approx(out["percent"] + 1)


def test_an_unknown_form_is_named():
    with pytest.raises(ValueError, match="'straight', 'capped' or 'bending', not 'curved'"):
        success(1e6, 20, 60, "curved", 100)
