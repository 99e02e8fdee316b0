"""Your verdict: the chain is that of the chapters' models, and says what undermines it."""

import inspect

import numpy as np
import pytest
from curves.figures.your_verdict import rest, your_verdict
from curves.models.deepseek import on_trend
from curves.models.supply import when_to_judge
from curves.models.verdict import LINKS, verdict
from curves.models.worlds import lasting_lead, outcome
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

INPUTS = your_verdict().inputs
DEFAULTS = {name: item.default for name, item in INPUTS.items()}
STANDS = DEFAULTS | {"threshold_chips": 3e6, "decisive_year": 2028.0}
anywhere = st.fixed_dictionaries({name: st.floats(item.min, item.max) for name, item in INPUTS.items()})


def judged(**changes):
    return verdict(**STANDS | changes, rest=rest())


@settings(max_examples=60, deadline=None, phases=[Phase.generate])  # each takes long, and shrinking many of them
@given(anywhere)
def test_the_links_are_those_of_the_chapters(state):
    found = verdict(**state, rest=rest())
    told = {n: v for n, v in (state | rest()).items() if n in inspect.signature(outcome).parameters}
    limited, free = (outcome(**told, controls=c) for c in ("as they were", "none"))
    assert found["decide"] == (free["china_there"] and not limited["china_there"])
    assert found["us_there"] == limited["us_there"]
    trend = ("alg_progress_per_year", "age_months", "quality_gap", "v3_cost_usd", "reference_cost_usd")
    assert found["on_trend"] == on_trend(**{n: state[n] for n in trend})["on_trend"]
    lags = [state[n] for n in ("stockpile_months", "upgrade_cycle_years", "model_lag_months")]
    assert found["in_time"] == when_to_judge(*lags, 2025, state["decisive_year"])["in_time"]
    rates = [state[n] for n in ("lead_times", "feedback_per_year", "diffusion_per_year")]
    assert found["lasts"] == lasting_lead(*rates)["lasts"]
    assert found["links"] == sum(bool(found[link]) for link in LINKS) == len(LINKS) - found["broken"]
    assert found["holds"] == (found["links"] == len(LINKS))
    at_1 = verdict(**state | {"china_efficiency_times": 1.0}, rest=rest())
    assert found["held_before"] == at_1["holds"] == at_1["held_before"]
    named = [bool(found[name]) for name in ("undermined", "needless", "restored", "unmoved")]
    assert sum(named) == 1


def test_what_undermines_the_case():
    assert judged()["holds"] and judged()["unmoved"]
    assert judged(china_efficiency_times=8.0)["undermined"] and not judged(china_efficiency_times=8.0)["holds"]
    assert judged(china_efficiency_times=0.25)["needless"]
    assert judged(threshold_chips=2e6, china_efficiency_times=0.5)["restored"]
    assert not judged(reference_cost_usd=3e8)["on_trend"] and judged(reference_cost_usd=3e8)["holds"]  # no link


@pytest.mark.parametrize(("change", "link"), [
    ({"threshold_chips": 1e5}, "decide"), ({"us_in_one_share": 0.01}, "us_there"),
    ({"upgrade_cycle_years": 10.0}, "in_time"), ({"diffusion_per_year": 1.0}, "lasts"),
])  # fmt: skip
def test_each_link_can_break_the_chain_alone(change, link):
    found = judged(**change)
    assert not found["holds"] and [name for name in LINKS if not found[name]] == [link]
    assert found[f"at_{link}"] < 0 <= judged()[f"at_{link}"]


def test_columns_and_numbers_agree():
    column = {name: np.array([value, value]) for name, value in STANDS.items()}
    for name, value in verdict(**column, rest=rest()).items():
        np.testing.assert_allclose(np.ravel(np.asarray(value, dtype=float))[-1], float(judged()[name]), rtol=1e-14)
