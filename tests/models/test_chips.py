"""Chips and rules: published arithmetic, limits of the models, and that the page runs what Python runs."""

import datetime
import inspect

import numpy as np
import pytest
from curves import chips as tables
from curves.explore import trace
from curves.explore.interpreter import run
from curves.explore.javascript import javascript
from curves.explore.trace import name_outputs
from curves.models import chips
from curves.models.chips import Rule, controlled
from hypothesis import example, given, settings
from hypothesis import strategies as st

CLAUSES = [
    Rule("a.1", "3A090.a.1", 10, tpp_min=4800),
    Rule("a.2", "3A090.a.2", 10, scope="datacenter", tpp_min=1600, density_min=5.92),
    Rule("b.1", "3A090.b.1", 10, 30, "datacenter", (), 2400, 4800, 1.6, 5.92, strictness=chips.NOTIFY),
    Rule("letter", "letter", 5, 10, makers=("NVIDIA", "AMD"), tpp_min=4800, io_min=600, strictness=chips.LICENCE),
    Rule("wide", "letter", 20, io_min=1100, bandwidth_min=1400, sum_min=1700, joined="or", strictness=chips.LICENCE),
    Rule("stacks", "3A090.c", 15, scope="memory", memory_density_above=2),
    Rule("milder", "review", 25, tpp_below=21000, bandwidth_below=6500, eases="3A090.a", strictness=chips.CASE_BY_CASE),
]
NAMES = [rule.name for rule in CLAUSES]
FREE = dict(density=1.0, io=0.0, bandwidth=0.0, datacenter=True)


def caught(day, tpp, **figures):
    found = controlled(CLAUSES, tpp, **FREE | figures, day=day)
    return [name for name, yes in zip(NAMES, found["caught"], strict=True) if yes and name != "milder"]


@pytest.mark.parametrize(
    ("rates", "wanted"),
    [((300,), 4800), ((np.nan, 600), 4800), ((148, 296), 2368), ((2250, 4500, 13500), 54000), ((450, 865), 7200)],
)
def test_tpp(rates, wanted):
    """The rule's own two ways to 4,800 first."""
    assert chips.tpp(*rates) == wanted


def test_tpp_of_nothing_is_unknown():
    np.testing.assert_array_equal(chips.tpp(np.array([np.nan, 300.0])), [np.nan, 4800])


@pytest.mark.parametrize(
    ("day", "tpp", "figures", "wanted"),
    [
        (9, 5e4, {}, []),
        (10, 4800, {}, ["a.1"]),
        (10, 4799, {}, []),
        (10, 1600, dict(density=5.92), ["a.2"]),
        (10, 1600, dict(density=5.92, datacenter=False), []),
        (10, 2400, dict(density=1.6), ["b.1"]),
        (10, 4799, dict(density=5.91), ["b.1"]),
        (30, 2400, dict(density=1.6), []),  # the day on which it no longer binds
        (9, 4800, dict(io=600, maker="AMD"), ["letter"]),
        (9, 4800, dict(io=600, maker="Intel"), []),
        (9, 4800, dict(io=599, maker="AMD"), []),
        (10, 4799, dict(io=600, maker="AMD"), []),
        (20, 1, dict(bandwidth=1400), ["wide"]),
        (20, 1, dict(io=1100), ["wide"]),
        (20, 1, dict(bandwidth=1399, io=301), ["wide"]),
        (20, 1, dict(bandwidth=1399, io=300), []),
        (15, 1e5, dict(is_memory=True, memory_density=2.01), ["stacks"]),
        (15, 1, dict(is_memory=True, memory_density=2.0), []),
        (15, 1, dict(is_memory=False, memory_density=9.0), []),
    ],
)
def test_limits_scope_and_days(day, tpp, figures, wanted):
    assert caught(day, tpp, **figures) == wanted


@pytest.mark.parametrize(
    ("day", "tpp", "bandwidth", "strictness"),
    [(24, 20999, 6499, 4), (25, 20999, 6499, 3), (25, 21000, 0, 4), (25, 20999, 6500, 4), (25, 4800, 0, 2)],
)
def test_the_strictest_counts_and_easing_needs_both(day, tpp, bandwidth, strictness):
    """With fast memory the letter asks for a licence, whatever the review policy says."""
    assert controlled(CLAUSES, tpp, **FREE | dict(bandwidth=bandwidth), day=day)["strictness"] == strictness


@example(day=30, tpp=8000.0, density=7.0, io=0.0, bandwidth=4000.0, datacenter=True)
@given(st.integers(0, 40), st.floats(0, 3e4), st.floats(0, 10), st.floats(0, 2e3), st.floats(0, 8e3), st.booleans())
def test_easing_never_makes_anything_stricter(day, tpp, density, io, bandwidth, datacenter):
    eased, plain = (
        controlled(rules, tpp, density, io, bandwidth, datacenter, day) for rules in (CLAUSES, CLAUSES[:-1])
    )
    assert eased["strictness"] <= plain["strictness"] and eased["needed"] == plain["needed"]


@given(
    st.sampled_from(["tpp", "density", "io", "bandwidth"]),
    st.integers(0, 40),
    st.floats(0, 3e4),
    st.floats(0, 10),
    st.floats(0, 2e3),
    st.floats(0, 8e3),
)
def test_a_missing_figure_is_neither_met_nor_failed(name, day, tpp, density, io, bandwidth):
    """What is certain without it stays so whatever it is, and what it could change is called undecided."""
    figures = dict(tpp=tpp, density=density, io=io, bandwidth=bandwidth)
    known = controlled(CLAUSES, **figures, datacenter=True, day=day)
    blank = controlled(CLAUSES, **figures | {name: np.nan}, datacenter=True, day=day)
    assert known["needed"] or not blank["needed"]
    assert blank["needed"] or blank["undecided"] or not known["needed"]
    assert blank["strictness_if"] >= known["strictness"]


def test_a_column_is_its_entries():
    rng = np.random.default_rng(5)
    tpp, density, io, bandwidth = rng.uniform(0, [[3e4], [10], [2e3], [8e3]], (4, 50))
    day, datacenter = rng.integers(0, 40, 50), rng.uniform(size=50) < 0.5
    maker = rng.choice(["NVIDIA", "AMD", "Intel"], 50)
    whole = controlled(CLAUSES, tpp, density, io, bandwidth, datacenter, day, maker)
    for k in range(50):
        one = controlled(CLAUSES, tpp[k], density[k], io[k], bandwidth[k], datacenter[k], day[k], maker[k])
        assert one["strictness"] == whole["strictness"][k] and one["needed"] == whole["needed"][k]


def as_figure(tops_8bit, die_area_mm2, io, bandwidth, day):
    return chips.design(tables.rules(), tops_8bit, die_area_mm2, io, bandwidth, True, day)


@pytest.mark.parametrize(
    ("model", "inputs"),
    [
        (as_figure, (296, 814, 900, 4000, 739350)),
        (as_figure, (733, 609, 64, 864, 738500)),
        (chips.h100_equivalent, (148, 4000, 0.4, 0.2)),
        (chips.upgrade_ratio, (5, 2, 2e5, 5e4, 3, 1.5, 2, 1)),
        (chips.ban_lag, (6, 5e4, 12, 4, 3, 20)),
        (chips.mix_likelihood, (0.8, 1.1, 0.2, 10, 0.3, 2)),
    ],
)
def test_the_page_runs_it(model, inputs, engine):
    """Traced, in Python's interpreter of the graph and in the page's JavaScript."""
    values = dict(zip(inspect.signature(model).parameters, map(np.float64, inputs), strict=False))
    graph = trace(model, list(values))
    wanted = name_outputs(model(**values), model.__name__)
    (page,) = engine.run(javascript(graph), [values])
    found = run(graph, values)
    assert found.keys() == page.keys() == wanted.keys()
    for name, value in wanted.items():
        for other in (found[name], page[name]):
            np.testing.assert_allclose(np.array(other, dtype=float), np.array(value, dtype=float), rtol=1e-12)


def test_a_design_stays_free_by_its_area():
    """An H20 on half of its area would need a licence or a notification; on its own it did not."""
    day = 738900  # in January 2024
    found = chips.design(tables.rules(), 296, np.array([814.0, 407.0]), 900, 4000, True, day)
    assert found["tpp"] == 2368 and found["density"].round(2).tolist() == [2.91, 5.82]
    assert found["needed"].tolist() == [False, True] and found["strictness"].tolist() == [0, chips.NOTIFY]


def test_bound_share_gives_the_pure_ratios():
    assert chips.h100_equivalent(148, 4000, 0) == pytest.approx(148 / 989.4)
    assert chips.h100_equivalent(148, 4000, 1) == pytest.approx(4000 / 3350)
    assert chips.h100_equivalent(989.4, 3350, 0.37, 1.0) == pytest.approx(1)


@given(st.floats(10, 1e4), st.floats(100, 1e4), st.floats(0, 1), st.floats(0, 1))
def test_a_chip_is_worth_no_more_than_its_better_ratio(tflops, bandwidth, share, other_use):
    worth = chips.h100_equivalent(tflops, bandwidth, share, other_use)
    ratios = tflops / 989.4, bandwidth / 3350
    assert min(ratios) * (1 - 1e-9) <= worth <= max(ratios) * (1 + 1e-9)


def test_memory_bound_work_may_run_into_the_arithmetic():
    """If half of an H100's arithmetic is busy meanwhile, an H20 is slowed by its own."""
    assert chips.h100_equivalent(148, 4000, 1, 0.5) == pytest.approx(2 * 148 / 989.4)


@given(st.floats(0, 20), st.floats(0.5, 5), st.floats(1, 10), st.floats(1, 5))
def test_equal_gains_leave_the_ratio(years, cycle, gain, expansion):
    found = chips.upgrade_ratio(years, cycle, 2e5, 5e4, gain, gain, expansion, expansion)
    assert found["ratio"] == pytest.approx(4)


def test_renewals_come_at_once():
    found = chips.upgrade_ratio(np.array([1.9, 2.0, 4.0]), 2, 1, 1, 3, 1, 2, 1)
    assert found["ratio"].tolist() == [1, 6, 36] and found["renewals"].tolist() == [0, 1, 2]


def test_fifty_thousand_in_a_year():
    found = chips.ban_lag(3, 50_000, 12, 1, 3, 20)
    assert found["usual_per_month"] == pytest.approx(4167, abs=0.5) and found["fleet"] == pytest.approx(12_500)
    assert found["points"] == pytest.approx(20 * np.log10(0.25)) and found["chips_less"] == pytest.approx(37_500)


@given(st.floats(0, 36), st.floats(1, 10), st.floats(0, 12))
def test_a_surge_keeps_the_total_and_blunts_a_quicker_ban(lag, surge, months):
    found = chips.ban_lag(lag, 5e4, 12, surge, months, 20)
    assert chips.ban_lag(12, 5e4, 12, surge, months, 20)["fleet"] == pytest.approx(5e4)
    if lag <= 12:
        assert found["fleet"] >= 5e4 * lag / 12 * (1 - 1e-9)
    assert chips.ban_lag(0, 5e4, 12, surge, months, 20)["points"] == -np.inf


@given(st.floats(0.05, 0.9), st.integers(1, 50), st.floats(0, 1), st.floats(0.1, 10))
def test_a_mix_proves_nothing_if_an_h800_is_as_good(leak, purchases, share, keenness):
    assert chips.mix_likelihood(1.0, 1, leak, purchases, share, keenness)["ratio"] == pytest.approx(1)
    near = chips.mix_likelihood(1 - 1e-9, 1, leak, purchases, share, keenness)["log_ratio"]
    assert near == pytest.approx(0, abs=1e-5)


def test_a_mix_of_what_leaks_speaks_for_rules_and_all_h100s_against():
    mixed, only = (chips.mix_likelihood(0.6, 1, 0.2, 10, share, 3)["ratio"] for share in (0.2, 1.0))
    assert mixed > 1 > only
    failing = 0.2 + 0.8 * (1 - 0.6**3)
    assert mixed == pytest.approx((0.2 / failing) ** 2 * (0.8 / (1 - failing)) ** 8)
    assert chips.mix_likelihood(0.6, 2, 0.2, 10, 0.2, 3)["ratio"] == pytest.approx(1)  # too dear to be the better buy


# -- What the chapter's figures run ----------------------------------------------------------------


def test_days_keep_their_order_across_months():
    days = [datetime.date(2022, 1, 1) + datetime.timedelta(days=k) for k in range(5 * 365)]
    numbers = np.array([tables.day_number(day) for day in days])
    assert np.all(np.diff(numbers) > 0)
    assert chips.month_number(2023.75) == tables.day_number("2023-10-01") == tables.day_number("2023-10")


def a_map(year, links=900, bandwidth=1000, market="data centres"):
    found = chips.threshold_map(year, links, bandwidth, market, tables.plane(), tables.by_month())
    names = tables.placed()[0]["chip"].tolist()
    chip = {name: k - len(names) for k, name in enumerate(names)}
    return found, lambda name: (bool(found["shown"][chip[name]]), float(found["strictness"][chip[name]]))


def test_the_plane_of_2022_hides_what_an_a800_lacks():
    """On one spot with an A100, and free for its links."""
    found, at = a_map(2023)
    assert at("A100 SXM 80GB") == (True, chips.DENIAL) and at("A800 SXM 80GB") == (True, chips.NONE)
    assert at("H800 SXM") == (False, chips.NONE) and at("H20")[0] is False  # not yet announced
    assert at("RTX 4090")[0] is False and a_map(2023, market="other uses")[1]("RTX 4090") == (True, chips.NONE)
    assert found["n_shown"] == found["n_free"] + found["n_needed"] + found["n_open"]
    few = a_map(2023, links=599)[0]
    assert np.all(few["strictness"][few["is_cell"] > 0] == 0)


@settings(deadline=None)
@given(st.floats(801, 39999), st.floats(0.51, 63), st.integers(0, 57), st.sampled_from([0, 600, 1100]), st.booleans())
def test_one_point_speaks_for_its_cell(speed, density, month, links, for_centres):
    year, market = 2022 + month / 12, list(chips.MARKETS)[not for_centres]
    found, _ = a_map(year, links, 1000, market)
    inside = (
        (found["left"] <= speed) & (speed < found["right"]) & (found["bottom"] <= density) & (density < found["top"])
    )
    assert inside.sum() == 1
    day = chips.month_number(year)
    rules = tuple(tables.by_month().values())
    one = controlled(rules, speed, density, links, 1000, for_centres, day, "NVIDIA")
    assert one["strictness"] == found["strictness"][inside][0]


def test_legal_lives():
    """Seven months, eleven and a half, seventeen; and an H100 that was barred before it was on sale."""
    named, spans = tables.lives("H800 SXM", "A800 SXM 80GB", "H20", "L20", "B200", "H100 SXM")
    months = {name: chips.legal_life(2024, 1, name, named, tables.by_month())["free_months"] for name in named}
    assert months["H800 SXM"] == pytest.approx(7 + 2 / 31) and months["A800 SXM 80GB"] == pytest.approx(11 + 15 / 31)
    assert months["H20"] == pytest.approx(17) and months["L20"] == np.inf and months["B200"] == 0
    assert [span["policy"] for span in spans if span["chip"] == "H20"] == ["none", "licence", "case by case"]
    assert spans[0]["start"] == pytest.approx(tables.day_number("2023-03-21") / 12)


@settings(deadline=None)
@given(
    st.dates(datetime.date(2022, 1, 1), datetime.date(2026, 10, 31)),
    st.sampled_from(["H800 SXM", "H20", "L20", "RTX 4090"]),
)
def test_a_life_agrees_with_the_engine(date, name):
    named, spans = tables.lives(name)
    found = chips.legal_life(date.year + (date.month - 1) / 12, date.day, name, named, tables.by_month())
    told = tables.assess(name, date.isoformat())
    assert chips.POLICIES[int(found["strictness"])] == told.policy and found["needed"] == told.licence_needed
    caught = [key for key in tables.by_month() if found[f"catches_{key}"]]
    assert (tables.key(told.rule) in caught) if told.rule else not caught
    if date.isoformat() >= "2023-12":
        here = [s for s in spans if s["start"] <= found["year"] < s["end"]]
        assert [s["policy"] for s in here] == [told.policy]


def on_the_board(tops=296.0, area=814.0, links=900, bandwidth=4000, year=2024.0, market="data centres"):
    plane, edges = tables.drawing_board()
    return chips.design_on_a_day(tops, area, links, bandwidth, year, market, plane, edges, tables.by_month())


def test_what_an_h20_leaves_on_the_table():
    found = on_the_board()
    assert found["free"] and found["largest"] == 2400 and found["room"] == pytest.approx(2400 / 2368 - 1)
    assert on_the_board(area=407)["is_notify"] and on_the_board(area=407)["catches_3a090_b_2"]
    assert on_the_board(year=2022.0)["unlimited"] and on_the_board(year=2022.0)["unruled"]
    assert on_the_board(year=2025.5)["nothing"] and on_the_board(year=2025.5)["catches_letters_of_april_2025"]
    assert on_the_board(market="other uses")["largest"] == 4800


@settings(deadline=None)
@given(st.floats(100, 1600), st.integers(0, 57), st.sampled_from([0, 700]), st.booleans())
def test_just_under_the_largest_is_free_and_nothing_faster_is(area, month, links, for_centres):
    year, market = 2022 + month / 12, list(chips.MARKETS)[not for_centres]
    largest = on_the_board(area=area, links=links, bandwidth=500, year=year, market=market)["largest"]
    if largest < chips.FASTEST:
        assert on_the_board(largest / 8 * (1 - 1e-6), area, links, 500, year, market)["free"]
        for times in (1.000001, 1.1, 2, 10):
            assert on_the_board(largest / 8 * times, area, links, 500, year, market)["needed"]


def test_the_window_lists_its_events_in_order():
    """M42: the two general rules, the control of memory, R1."""
    events, dated = tables.dated_events()
    found = chips.timeline(2022.75, 2025.0, "all", dated)
    inside = events["event"][found["inside"] > 0]
    wanted = ["First general chip rule released", "Updated chip rule released", "Control of high-bandwidth memory",
              "DeepSeek-R1 released"]  # fmt: skip
    assert [name for name in inside if name in wanted] == wanted and found["n"] == len(inside)
    assert found["place"][found["inside"] > 0].tolist() == list(range(len(inside)))
    turned = chips.timeline(2025.0, 2022.75, "all", dated)
    assert turned["n"] == found["n"] and (turned["first_month"], turned["last_month"]) == (2022.75, 2025.0)
    assert chips.timeline(2020.0, 2020.0, "all", dated)["no_event"]
    assert sum(chips.timeline(2020.0, 2026.75, kind, dated)["n"] for kind in tables.CATEGORIES) == len(events)


def test_half_bound_by_memory_is_not_half_way():
    sheet = tables.sheets("H20", "H800 SXM")
    found = chips.worth_of_chips("reinforcement learning", 0, 0.5, 0, 0, sheet | {"H800": sheet["H800 SXM"]})
    assert found["h20"] == pytest.approx(2 / (989.4 / 148 + 3350 / 4000)) and not found["h20_better"]
    assert [found["h20_by_arithmetic"], found["h20_by_memory"]] == pytest.approx([0.1496, 1.194], abs=1e-3)
    with pytest.raises(ValueError, match="'sleeping' is not one of"):
        chips.worth_of_chips("sleeping", 0, 0, 0, 0, sheet)


@settings(deadline=None)
@given(st.floats(2000, 1e5), st.floats(7, 24), st.floats(1, 8), st.floats(0, 12), st.floats(100, 2e4))
def test_one_runs_chips_come_in_by_its_lag(fleet, months, surge, surge_months, run):
    lag = chips.earlier_ban(6, fleet, months, surge, surge_months, run)["run_lag"]
    assert chips.earlier_ban(lag, fleet, months, surge, surge_months, run)["fleet"] == pytest.approx(min(run, fleet))


def test_a_ban_that_comes_too_late_finds_the_whole_fleet_there_and_no_more():
    found = chips.earlier_ban(18, 5e4, 12, 2, 3, 2048)
    assert found["too_late"] and found["fleet"] == 5e4 and found["share_left"] == found["share_in_proportion"] == 1


def test_a_renewal_multiplies_the_gap():
    found = chips.upgrade(5, 2, 3e5, 5e4, 2.3, 1, 1, 1)
    assert found["ratio"] == pytest.approx(6 * 2.3**2) and found["widens"]
    assert not chips.upgrade(5, 2, 3e5, 5e4, 2.3, 2.3, 1, 1)["widens"]
