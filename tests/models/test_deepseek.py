"""DeepSeek on trend: what the essays' figures imply, what holds for any reader's numbers, and the disclosed ones."""

import numpy as np
import pytest
from curves import data
from curves.explore.interpreter import run
from curves.explore.trace import trace
from curves.models import deepseek
from curves.models.deepseek import SCOPES, cost_by_scope, fleet_left, on_trend, on_trend_ratio, scarcity, weighted_rank
from hypothesis import given
from hypothesis import strategies as st

rates, shares, elasticities = st.floats(1.1, 20), st.floats(0.05, 0.95), st.floats(-1, 0.2)
dollars = st.floats(1e6, 1e9)


@pytest.mark.parametrize(
    ("g", "age", "gap", "ratio"),
    [(4, 12, 2, 8), (4, 9, 2, 5.66), (4, 7, 2, 4.49), (4, 10, 2, 6.35),
     (4, 12, 1, 4), (4, 12, 4, 16), (1.68, 12, 1, 1.68)],
)  # fmt: skip
def test_the_expected_ratio(g, age, gap, ratio):
    """M7 and A6: the essay's 8 [C147] at a year, less at the months between the two models [C142]."""
    assert on_trend_ratio(g, age, gap) == pytest.approx(ratio, abs=0.005)


def test_the_essays_three_to_four_times_is_the_other_clock():
    """[C145] fits 9 to 12 months [C139], not 7 to 10 [C142]."""
    assert [round(on_trend_ratio(4, m, 1), 1) for m in (9, 12, 7, 10)] == [2.8, 4.0, 2.2, 3.2]


@pytest.mark.parametrize(
    ("g", "age", "gap", "breakeven"),
    [(4, 12, 2, 48), (4, 9, 2, 33.9), (4, 7, 2, 26.9), (4, 10, 2, 38.1),
     (4, 12, 1, 24), (4, 12, 4, 96), (1.68, 9, 2, 17.7), (1.68, 12, 2, 20.2)],
)  # fmt: skip
def test_what_the_reference_may_cost(g, age, gap, breakeven):
    """M7, A4, A6: in millions, with V3 at $6M."""
    found = on_trend(g, age, gap, 6e6, 3e7)
    assert found["breakeven_reference_usd"] / 1e6 == pytest.approx(breakeven, abs=0.05)


def test_months_ahead_under_the_dearer_reference():
    """D12: at $100M to $500M [C223] V3 is 6 to 20 months ahead of 8 times."""
    ahead = [on_trend(4, 12, 2, 6e6, usd) for usd in (1e8, 5e8)]
    assert [round(float(f["months_ahead"])) for f in ahead] == [6, 20] and not any(f["on_trend"] for f in ahead)


@given(rates, st.floats(0, 24), st.floats(1, 5), dollars, dollars)
def test_the_verdict_turns_at_the_breakeven(g, age, gap, cost, reference):
    even = on_trend(g, age, gap, cost, reference)["breakeven_reference_usd"]
    at, above, below = (on_trend(g, age, gap, cost, even * k) for k in (1, 1.001, 0.999))
    assert at["months_ahead"] == pytest.approx(0, abs=1e-6)
    assert not above["on_trend"] and below["on_trend"]
    assert above["months_ahead"] > 0 > below["months_ahead"]


@given(rates, st.floats(0, 23), st.floats(1, 5), dollars, dollars)
def test_a_month_older_is_a_month_less_ahead(g, age, gap, cost, reference):
    young, old = (on_trend(g, a, gap, cost, reference)["months_ahead"] for a in (age, age + 1))
    assert young - old == pytest.approx(1, abs=1e-6)


def disclosed(*names):
    value = data.table("deepseek").set_index("id")["value"]
    return [value[name] for name in names]


def test_the_run_of_v3_as_disclosed():
    """M9: hours times price, and 6ND with active parameters against the peak of the chip."""
    hours = disclosed("v3-hours-pretraining", "v3-hours-context", "v3-hours-posttraining", "v3-rental-price")
    size, bf16 = disclosed("v3-params-active", "v3-tokens"), disclosed("h800-peak-bf16", "v3-chips")
    found = deepseek.run_cost(*hours, *size, *bf16)
    assert [found["total_usd"], found["total_gpu_hours"]] == disclosed("v3-cost", "v3-hours")
    assert found["compute_flop"] == pytest.approx(3.29e24, rel=0.002)
    assert found["utilisation"] == pytest.approx(0.346, abs=0.001) and found["possible"]
    assert found["pretrain_days"] == pytest.approx(3.7 * 14.8, rel=0.02)  # 3.7 days a trillion tokens, by its report
    at_fp8 = deepseek.run_cost(*hours, *size, *disclosed("h800-peak-fp8", "v3-chips"))
    assert at_fp8["utilisation"] == pytest.approx(0.173, abs=0.001)


def test_total_parameters_would_be_impossible():
    """The trap: a mixture of experts computes with its active parameters only."""
    total, tokens, peak, chips = disclosed("v3-params-total", "v3-tokens", "h800-peak-fp8", "v3-chips")
    assert not deepseek.run_cost(2664e3, 119e3, 5e3, 2, total, tokens, peak, chips)["possible"]


def test_epochs_utilisation_is_of_another_peak():
    (peak,) = disclosed("h800-peak-fp8-pcie")
    found = deepseek.run_cost(2664e3, 119e3, 5e3, 2, 37e9, 14.8e12, peak, 2048)
    assert found["utilisation"] == pytest.approx(0.2244, rel=0.02)


OURS = [5.576e6, 294e3, 2e6, 0.0, 1e6, 0.0, 3e6]
THEIRS = [3e7, 1e6, 0.0, 2e7, 0.0, 0.0, 1e7]


def scopes(kinds, ours=OURS, theirs=THEIRS, our_machines=1.6e9, their_machines=0.0):
    return cost_by_scope(kinds, *ours, our_machines, *theirs, their_machines)


def test_fleet_over_run():
    """M9: $1B [C158] over $6M [C136]."""
    assert scopes(1, [6e6, *OURS[1:]], our_machines=1e9)["machines_times_run"] == pytest.approx(166.7, abs=0.05)


def test_an_item_known_on_one_side_is_in_no_ratio():
    run, failed = scopes(1), scopes(3)
    assert run["ratio_then"] == pytest.approx(3e7 / 5.576e6) and run["unknown_then"] == 0
    assert failed["ratio_then"] == pytest.approx(3.1e7 / 5.87e6) and failed["unknown_then"] == 1
    assert failed["ours_then"] == pytest.approx(7.87e6) and failed["theirs_then"] == pytest.approx(3.1e7)


def test_where_something_is_unknown_a_sum_is_a_floor():
    found = scopes(7)
    known, least = np.isfinite(found["ours"]), np.isfinite(found["ours_least"])
    assert known.tolist() == [True] * 3 + [False] * 4 + [True] and least.tolist() == [False] * 3 + [True] * 4 + [False]
    assert found["ours_least"][6] == pytest.approx(sum(OURS)) and np.isinf(found["theirs"][7])


@given(st.lists(st.sampled_from([0.0, 1e6, 5e7]), min_size=12, max_size=12), st.integers(1, 7))
def test_what_is_counted_adds_up(costs, kinds):
    ours, theirs = [6e6, *costs[:6]], [3e7, *costs[6:]]
    found = scopes(kinds, ours, theirs)
    assert found["ours_then"] == pytest.approx(sum(ours[:kinds])) and len(found["theirs"]) == len(SCOPES) + 1
    both = [(a, b) for a, b in zip(ours[:kinds], theirs[:kinds], strict=True) if a and b]
    assert found["unknown_then"] == kinds - len(both)
    assert found["ratio_then"] == pytest.approx(sum(b for _, b in both) / sum(a for a, _ in both))


@pytest.mark.parametrize("g", [1.68, 4, 10])
def test_clocks_by_date_do_not_hear_of_the_rate(g):
    found = deepseek.clocks(2, 2, 2, g, 0, {"trained": (7.0, 10.0), "level": (0.0, 0.0)})
    assert [found["least"][2:], found["most"][2:]] == [[7, 0], [10, 0]]
    assert found["liang_months"] == pytest.approx(2 * found["curve_months"])
    assert found["spread"] == pytest.approx(max(found["liang_months"], 10))


def test_a_hidden_lead_moves_every_clock_alike():
    found = deepseek.clocks(2, 2, 2, 4, 3, {"trained": (7.0, 10.0)})
    np.testing.assert_allclose(np.subtract(found["true_most"], found["most"]), 3)
    np.testing.assert_allclose(np.subtract(found["true_least"], found["least"]), 3)


def test_an_h20_is_that_of_the_table():
    row = data.table("chips").set_index("chip").loc["H20"]
    assert (deepseek.H20_TFLOPS, deepseek.H20_GB_S) == (row["tflops_16bit"], row["memory_bandwidth_gb_s"])


def mix(h100, h20_of_rest, memory=0.0):
    return deepseek.fleet_mix(5e4, h100, h20_of_rest, memory)


def against(h100, h20_of_rest, memory, unit):
    return deepseek.against_fleets(5e4, h100, h20_of_rest, memory, unit, {"one": 1e5, "other": 4e5})


def test_the_corners_of_the_triangle():
    """All H800 [C029] and all H100 [C262] are worth the same and differ in law; an H20 is worth 0.15 or 1.19."""
    h800, h100, h20 = mix(0, 0), mix(1, 0), mix(0, 1)
    assert h800["worth"] == h100["worth"] == 5e4 and (h800["h100_chips"], h100["h100_chips"]) == (0, 5e4)
    assert h20["worth"] == pytest.approx(5e4 * 148 / 989.4) and mix(0, 1, 1.0)["worth"] == pytest.approx(
        5e4 * 4000 / 3350
    )
    assert [(f["across"], f["h20_share"]) for f in (h800, h100, h20)] == [(0, 0), (1, 0), (0.5, 1)]


def test_the_count_of_semianalysis():
    chips = [disclosed(f"fleet-semianalysis{which}")[0] for which in ("", "-h100", "-h800", "-h20")]
    found = mix(chips[1] / chips[0], chips[3] / (chips[2] + chips[3]))
    assert [found[f"{which}_chips"] for which in ("h100", "h800", "h20")] == pytest.approx(chips[1:])


@given(shares, shares, shares)
def test_shares_of_a_fleet_make_one(h100, h20_of_rest, memory):
    found = mix(h100, h20_of_rest, memory)
    assert found["h100_chips"] + found["h800_chips"] + found["h20_chips"] == pytest.approx(5e4)
    assert found["h800_share"] >= -1e-12
    times = against(h100, h20_of_rest, memory, "H100-equivalents")
    assert times["most_times"] == pytest.approx(4 * times["least_times"]) and times["counted"] == found["worth"]


def test_chips_are_counted_as_chips_if_asked():
    assert [against(0.2, 0.75, 0, "chips")[name] for name in ("least_times", "most_times")] == [2, 8]
    with pytest.raises(ValueError, match="'flops' is not one of chips, H100-equivalents"):
        against(0, 0, 0, "flops")


STEPS = {"V2.5": [80.0, 20.0], "V3": [90.0, 40.0], "R1": [92.0, 80.0]}


@pytest.mark.parametrize(("weights", "scale", "share"),
                         [((1, 0), "points", 10 / 12), ((0, 1), "points", 1 / 3), ((1, 1), "points", 30 / 72),
                          ((0, 1), "odds", np.log(40 * 80 / 60 / 20) / np.log(16)), ((0, 0), "odds", 0)])  # fmt: skip
def test_the_part_of_the_way_that_v3_made(weights, scale, share):
    scores = {model: [*row, *[50.0] * 4] for model, row in STEPS.items()}
    found = deepseek.v3_or_r1(*weights, 0, 0, 0, 0, scale, scores)
    assert found["by_v3"] == pytest.approx(share) and found["v3_mattered"] == (share > 0.5)
    if weights == (0, 1):
        assert [found[f"mean_{which}"] for which in ("before", "v3", "r1")] == pytest.approx([20, 40, 80])


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="'logs' is not one of points, odds"):
        deepseek.v3_or_r1(1, 1, 1, 1, 1, 1, "logs", STEPS)


@given(st.floats(1.2, 20), st.floats(-1, 1))
def test_the_sign_of_demand(times, answer):
    """M5: at -1 the same result for less money; the fall of 17 percent [C163] is a small number below nought."""
    found = deepseek.market(times, answer, 0.17)
    assert found["falls"] == (found["budget_change"] < 0)
    assert times ** found["fall_elasticity"] == pytest.approx(0.83)
    assert (1 + found["fall_per_doubling"]) ** np.log2(times) == pytest.approx(0.83)
    assert deepseek.market(times, -1, 0.17)["budget_change"] == pytest.approx(1 / times - 1)


@pytest.mark.parametrize(("r", "g", "months"), [(2, 4, 6), (4, 4, 12), (2, 1.68, 16.0), (4, 1.68, 32.1), (1, 4, 0)])
def test_months_behind(r, g, months):
    """M8, and M32: no hidden lead returns the public gap, a hidden lead adds to it."""
    assert deepseek.months_behind(r, g, 0)["months"] == pytest.approx(months, abs=0.05)
    found = deepseek.months_behind(r, g, 5)
    assert found["months"] - found["public_months"] == pytest.approx(5)


def test_liangs_fourfold():
    """M13 [C034, C035, C036]."""
    found = deepseek.disadvantage(*disclosed("liang-training-gap", "liang-data-gap"), 4, 20)
    assert found["ratio"] == disclosed("liang-both-gaps")[0] == 4
    assert found["points"] == pytest.approx(12.04, abs=0.005) and found["months"] == pytest.approx(12)


@given(st.floats(1, 10), st.floats(1, 10), rates)
def test_two_gaps_add_their_months(a, b, g):
    both, first, second = (deepseek.disadvantage(*gaps, g, 20)["months"] for gaps in ((a, b), (a, 1), (1, b)))
    assert both == pytest.approx(first + second, abs=1e-6)


def test_fifty_thousand_chips():
    """M12."""
    low, high = (fleet_left(5e4, share, 0, 2e3, 1.6e4) for share in (0.6, 0.8))
    assert low["run_share"] == pytest.approx(0.04) and low["fleet_to_run"] == 25 and low["reference_to_run"] == 8
    assert (low["not_serving"], high["not_serving"]) == pytest.approx((2e4, 1e4))
    assert (low["run_share_of_rest"], high["run_share_of_rest"]) == pytest.approx((0.1, 0.2))


@given(st.floats(1e3, 1e6), st.floats(0, 1), st.floats(0, 1), st.floats(100, 1e5))
def test_a_fleet_adds_up(fleet, serving, failed, chips):
    found = fleet_left(fleet, serving, failed, chips, 1.6e4)
    spent = found["serving"] + found["failed"] + found["run"] + found["research"]
    assert found["research"] >= 0 and (spent == pytest.approx(fleet) if found["fits"] else spent > fleet)


def test_the_documented_service_takes_a_small_share_of_the_reported_fleet():
    nodes, reported, typical = disclosed("serving-nodes-average", "fleet-semianalysis", "deployment-share-essay")
    assert 8 * nodes / reported == pytest.approx(0.036, abs=0.001) and np.isnan(typical)


@given(shares, elasticities, rates, st.integers(1, 10))
def test_a_lasting_shortage_in_closed_form(share, b, g, years):
    """M33: x^(1 + bT), as long as progress does not stop."""
    found = scarcity(share, 1, b, g, 2, years, 20)
    if found["progress_now"] > 1:
        assert found["ratio_then"] == pytest.approx(share ** (1 + b * years), rel=1e-6)
    assert found["even_elasticity"] == pytest.approx(-1 / years)


@given(shares, st.floats(0.6, 1), rates, st.integers(1, 10))
def test_lost_chips_are_repaid_at_the_even_elasticity(share, kept, g, years):
    even = scarcity(share, kept, 0, g, 2, years, 20)["even_elasticity"]
    at, less, more = (scarcity(share, kept, even + d, g, 2, years, 20) for d in (0, 0.01, -0.01))
    assert at["ratio_then"] == pytest.approx(1) and at["gap_points"] == pytest.approx(0, abs=1e-6)
    assert not less["repaid"] and more["repaid"] and more["gap_points"] < 0 < less["gap_points"]


@given(shares, rates, st.integers(1, 10))
def test_talent_alone_leaves_parallel_paths(share, g, years):
    """b = 0 [C198]: the gap of the chips, no more and no less, in every year."""
    found = scarcity(share, 1, 0, g, 2, years, 20)
    assert found["ratio"] == pytest.approx([share] * deepseek.YEARS)
    assert found["gap_points"] == pytest.approx(-20 * np.log10(share))
    assert found["efficiency"] == pytest.approx(found["efficiency_free"])


@given(shares, st.floats(-1, 0.9), rates, st.integers(1, 10))
def test_the_more_ideas_need_chips_the_more_is_lost(share, b, g, years):
    less, more = (scarcity(share, 1, e, g, 2, years, 20)["ratio_then"] for e in (b, b + 0.1))
    assert more <= less * (1 + 1e-9)


def test_nothing_lost_and_nothing_to_learn_from():
    found = scarcity(1.0, 1, 0.5, 4, 2, 5, 20)
    assert found["ratio_then"] == 1 and found["repaid"] and found["even_elasticity"] == -np.inf
    poor = scarcity(0.01, 1, 1, 4, 2, 3, 20)  # a hundredth of the chips, and ideas that need them
    assert poor["progress_now"] == 1 and poor["efficiency"] == [1.0] * deepseek.YEARS
    assert poor["capability"][2] == pytest.approx(0.01 * 2**3)


SCORES = {"a": [90, 10, 50], "b": [10, 90, 50], "c": [40, 40, 50]}


def test_ranks_turn_with_the_weights():
    """M41."""
    first, second = weighted_rank([1, 0, 0], SCORES, 0), weighted_rank([0, 1, 0], SCORES, 0)
    assert first["rank"] == [1, 3, 2] and second["rank"] == [3, 1, 2]
    assert first["leads"] == [True, False, False] and first["best"] == 90 and first["spread"] == 80
    tie = weighted_rank([0, 0, 3], SCORES, 0)
    assert tie["rank"] == [1, 1, 1] and tie["leaders"] == 3 and all(tie["leads"])
    assert weighted_rank([1, 1, 0], SCORES, 0)["rank"] == [1, 1, 3]
    assert weighted_rank([1, 1, 0], SCORES, 10)["rank"] == [1, 1, 1]
    assert weighted_rank([0, 0, 0], SCORES, 0)["mean"] == [0, 0, 0]


@given(st.lists(st.floats(0.1, 10), min_size=3, max_size=3), st.floats(0.1, 10))
def test_only_the_proportion_of_weights_counts(weights, factor):
    plain, scaled = (np.array(weighted_rank([w * k for w in weights], SCORES, 0.5)["mean"]) for k in (1, factor))
    assert plain == pytest.approx(scaled)
    assert all(min(s) <= m <= max(s) for m, s in zip(plain, SCORES.values(), strict=True))


def test_a_missing_score_is_refused():
    with pytest.raises(ValueError, match="b needs a score for each of the 2 weights"):
        weighted_rank([1, 1], {"a": [1, 2], "b": [1, float("nan")]}, 0)


def test_published_scores_part_the_models():
    """One tester for all: R1 and o1 lead in mathematics, Sonnet in SimpleBench's everyday reasoning."""
    scores = data.table("scores")
    names = ["DeepSeek-V3", "DeepSeek-R1", "Claude 3.5 Sonnet", "GPT-4o", "o1"]

    def lead(task):
        rows = scores.query("task == @task and tester != 'DeepSeek'").set_index("model")["score"]
        found = weighted_rank([1.0], {name: [rows[name]] for name in names}, 0.5)
        return {name for name, leads in zip(names, found["leads"], strict=True) if leads}

    assert lead("LiveBench mathematics") == {"DeepSeek-R1", "o1"}
    assert lead("SimpleBench") == {"Claude 3.5 Sonnet"}
    assert lead("Aider polyglot") == {"o1"}


TRACED = {
    "on_trend": dict(alg_progress_per_year=4, age_months=9, quality_gap=2, v3_cost_usd=6e6, reference_cost_usd=3e7),
    "on_trend_ratio": dict(alg_progress_per_year=1.68, age_months=10, quality_gap=1),
    "run_cost": dict(
        pretrain_gpu_hours=2664e3, context_gpu_hours=119e3, posttrain_gpu_hours=5e3, rental_usd_per_gpu_hour=2,
        active_params=37e9, training_tokens=14.8e12, peak_tflop_s=989, cluster_chips=2048,
    ),
    "months_behind": dict(behind_times=2, alg_progress_per_year=4, hidden_lead_months=3),
    "disadvantage": dict(training_gap=2, data_gap=2, alg_progress_per_year=4, points_per_decade=20),
    "fleet_left": dict(
        fleet_chips=5e4, deployment_share=0.7, failed_share=0.2, run_chips=2e3, reference_run_chips=1.6e4
    ),
    "scarcity": dict(
        chips_left_share=0.3, share_kept_per_year=0.9, experiment_compute_elasticity=-0.2, alg_progress_per_year=4,
        chip_growth_per_year=2, horizon_years=3, points_per_decade=20,
    ),
}  # fmt: skip


def same(graph, inputs, plain):
    found = run(graph, {name: float(value) for name, value in inputs.items()})
    for name, value in plain.items() if isinstance(plain, dict) else [(next(iter(found)), plain)]:
        np.testing.assert_allclose(np.asarray(found[name], float), np.asarray(value, float), rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", TRACED)
def test_it_traces(name):
    model, inputs = getattr(deepseek, name), TRACED[name]
    same(trace(model, inputs), inputs, model(**inputs))


def test_lists_trace():
    def scope(kinds, failed, their_staff):
        return scopes(kinds, [*OURS[:2], failed, *OURS[3:]], [*THEIRS[:6], their_staff])

    def rank(maths, code, level_within):
        return weighted_rank([maths, code, 1.0], SCORES, level_within)

    for model, inputs in [
        (scope, dict(kinds=4, failed=1e6, their_staff=2e7)),
        (rank, dict(maths=2, code=1, level_within=0.5)),
    ]:
        same(trace(model, inputs), inputs, model(**inputs))


@pytest.mark.parametrize(("answer", "unchanged", "gone"), [(0, True, False), (-0.1, False, False), (1, False, True)])
def test_scarcity_says_when_nothing_changes_and_when_next_to_nothing_is_left(answer, unchanged, gone):
    found = scarcity(0.25, 1, answer, 4, 2, 10, 20)
    assert (bool(found["unchanged"]), bool(found["next_to_nothing"])) == (unchanged, gone)
