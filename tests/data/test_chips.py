"""Chips, rules, events: the engine against history, against arithmetic done here, and the tables against themselves."""

import datetime
import shutil

import curves
import numpy as np
import pandas as pd
import pytest
from curves import chips, data
from curves.models import chips as model
from curves.models.chips import POLICIES, controlled
from hypothesis import given, settings
from hypothesis import strategies as st

NONE, NOTIFY, CASE, LICENCE, DENIAL = POLICIES

# Chip, day, answer, and the source that says so: in the chip's history or in the row of the rule.
HISTORY = [
    ("A100", "2022-08-25", NONE, "nvidia-8k-2022"),  # the day before the letter
    ("A100", "2022-08-26", LICENCE, "nvidia-8k-2022"),
    ("A100", "2022-10-20", LICENCE, "nvidia-8k-2022"),
    ("A100", "2022-10-21", DENIAL, "bis-chips2022"),
    ("A100", "2023-11-17", DENIAL, "bis-chips2023"),
    ("H100", "2022-08-26", LICENCE, "nvidia-8k-2022"),
    ("H100", "2023-03-01", DENIAL, "bis-chips2022"),
    ("H100", "2025-12-31", DENIAL, "bis-chips2023"),
    ("A800", "2022-11-08", NONE, "tadviser-a800"),
    ("A800", "2023-10-22", NONE, "nvidia-8k-2023"),
    ("A800", "2023-10-23", LICENCE, "nvidia-8k-2023"),
    ("A800", "2023-11-17", DENIAL, "bis-chips2023"),
    ("H800", "2023-03-21", NONE, "nvidia-8k-2023"),
    ("H800", "2023-10-22", NONE, "nvidia-8k-2023"),
    ("H800", "2023-10-23", LICENCE, "nvidia-8k-2023"),
    ("H800", "2023-12-01", DENIAL, "bis-chips2023"),
    ("H800", "2026-02-01", DENIAL, "bis-chips2023"),  # eased only for chips on sale in the United States
    ("A800", "2026-02-01", DENIAL, "bis-chips2023"),
    ("H100 SXM", "2026-02-01", CASE, "bis-review2026"),
    ("L40S", "2023-10-23", LICENCE, "nvidia-8k-2023"),
    ("L40S", "2023-11-17", DENIAL, "bis-chips2023"),
    ("L40", "2023-10-23", NONE, "nvidia-8k-2023"),
    ("L40", "2023-11-17", NOTIFY, "nvidia-8k-2023"),
    ("RTX 4090", "2023-10-23", NONE, "nvidia-8k-2023"),  # the letter left it out
    ("RTX 4090", "2023-11-17", NOTIFY, "nvidia-8k-2023"),
    ("RTX 4090D", "2023-12-28", NONE, "fudzilla-4090d"),
    ("RTX 4090D", "2025-06-01", NONE, "fudzilla-4090d"),
    ("L4", "2023-12-01", DENIAL, "fudzilla-4090d"),
    ("H20", "2024-06-01", NONE, "nvidia-8k-2025"),
    ("H20", "2025-04-08", NONE, "nvidia-8k-2025"),
    ("H20", "2025-04-09", LICENCE, "nvidia-8k-2025"),
    ("H20", "2025-08-07", LICENCE, "nvidia-8k-2025"),
    ("H20", "2025-08-08", CASE, "asiafinancial-15"),
    ("L20", "2024-06-01", NONE, "1cnz-h20"),
    ("L20", "2026-06-01", NONE, "1cnz-h20"),
    ("L2", "2024-06-01", NONE, "1cnz-h20"),
    ("MI250X", "2022-08-31", LICENCE, "epochtimes-2022"),
    ("MI250X", "2022-10-21", DENIAL, "bis-chips2022"),
    ("MI308X", "2025-04-15", LICENCE, "outpost-amd2025"),
    ("MI308X", "2025-12-05", CASE, "beyondspx-mi308"),
    ("MI300X", "2023-12-06", DENIAL, "bis-chips2023"),
    ("MI300X", "2026-01-15", CASE, "bis-review2026"),
    ("MI325X", "2026-01-15", CASE, "bis-review2026"),
    ("H200", "2023-11-17", DENIAL, "bis-chips2023"),
    ("H200", "2026-01-14", DENIAL, "bis-chips2023"),
    ("H200", "2026-01-15", CASE, "bis-review2026"),
    ("B200", "2024-03-18", DENIAL, "bis-chips2023"),
    ("B200", "2026-06-01", DENIAL, "bis-chips2023"),
    ("B30A", "2025-11-07", DENIAL, "amcon-b30a"),
    ("B30A", "2026-06-01", DENIAL, "amcon-b30a"),
    ("Gaudi 2", "2023-01-01", DENIAL, "bis-chips2022"),
    ("Gaudi 2 HL-225B", "2023-07-11", NONE, "technode-gaudi2"),
    ("Gaudi 2 HL-225B", "2023-11-17", DENIAL, "bis-chips2023"),
    ("RTX 5090D", "2025-03-01", NONE, "toms-5090dd"),
    ("RTX 5090D", "2025-06-18", LICENCE, "toms-5090dd"),
    ("RTX 5090D V2", "2025-08-12", NONE, "toms-5090dv2"),
]


def own(tpp=0.0, density=1.0, io=0.0, bandwidth=0.0, datacenter=True, vendor="NVIDIA"):
    """A chip with these figures: a rate at eight bits, an area to fit."""
    area = tpp / density if tpp and density else ""
    return {
        "chip": "invented",
        "vendor": vendor,
        "datacenter": datacenter,
        "tops_8bit": tpp / 8,
        "die_area_mm2": area,
        "link_gb_s": io,
        "memory_bandwidth_gb_s": bandwidth,
    }


@pytest.mark.parametrize(("chip", "date", "policy", "key"), HISTORY)
def test_known_cases_agree_with_history(chip, date, policy, key):
    found = curves.assess(chip, date)
    assert (found.policy, found.licence_needed) == (policy, policy != NONE), found.why
    rules = data.table("control_rules").set_index("rule")["sources"]
    rows = data.table("chips").set_index("chip")
    name = found.chip
    said = f"{rows['history_sources'][name]};{rows['sources'][name]}"
    if found.rule:
        eased = rules[[rule for rule in rules.index if rule in found.why]]
        said += ";" + ";".join([rules[found.rule], *eased])
    assert key in said.split(";")


def test_the_arithmetic_is_told():
    assert "TPP 15,832 >= 4,800" in curves.assess("H100 SXM", "2024-01-01").why
    assert curves.assess("H800", "2023-01-01").why == "3A090.a of 2022: links 400 GB/s < 600."
    both = curves.assess("H200", "2026-02-01")
    assert both.rule == "3A090.a.1, for data centres"
    assert "TPP 15,832 < 21,000 and memory 4,800 GB/s < 6,500" in both.why
    assert "TPP 1,912 < 2,400; 3A090.b.2: density 3.14 < 3.2" in curves.assess("L20", "2024-06-01").why
    assert curves.assess("MI300X", "2020-01-01").why.startswith("No rule on chips was in force: the first")
    assert "density 5.9198 < 5.92" in curves.assess(own(2000, 5.9198, datacenter=True), "2024-01-01").why


def expected(tpp, density, io, bandwidth, datacenter, vendor, day):
    """The rules once more, by hand, from their texts; None if no licence."""
    date = datetime.date.fromisoformat(day).isoformat()
    level = 0
    if "2022-08-26" <= date < "2022-10-21" and vendor == "NVIDIA" and tpp >= 4992 and io >= 600:
        level = max(level, 3)
    if "2022-08-31" <= date < "2022-10-21" and vendor == "AMD" and tpp >= 4992 and io >= 600:
        level = max(level, 3)
    if "2022-10-21" <= date < "2023-11-17" and tpp >= 4800 and io >= 600:
        level = max(level, 4)
    if "2023-10-23" <= date < "2023-11-17" and vendor == "NVIDIA" and datacenter and tpp >= 4800:
        level = max(level, 3)
    if date >= "2023-11-17":
        mild = date >= "2026-01-15" and tpp < 21000 and bandwidth < 6500
        if datacenter and (tpp >= 4800 or (tpp >= 1600 and density >= 5.92)):
            level = max(level, 2 if mild else 4)
        elif datacenter and 2400 <= tpp < 4800 and 1.6 <= density < 5.92:
            level = max(level, 1)
        elif datacenter and tpp >= 1600 and 3.2 <= density < 5.92:
            level = max(level, 1)
        elif not datacenter and tpp >= 4800:
            level = max(level, 1)
    if date >= "2025-04-09" and (bandwidth >= 1400 or io >= 1100 or bandwidth + io >= 1700):
        level = max(level, 3 if date < "2025-08-08" else 2)
    return POLICIES[level]


DAYS = st.dates(datetime.date(2022, 6, 1), datetime.date(2026, 10, 31)).map(str)
BREAKS = [1, 1599, 1600, 2399, 2400, 4799, 4800, 4992, 20999, 21000, 36000]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(BREAKS),
    st.sampled_from([0.5, 1.5, 1.7, 3.1, 3.3, 5.9, 6.0]),
    st.sampled_from([0, 64, 599, 600, 1099, 1100]),
    st.sampled_from([0, 1099, 1101, 1399, 1400, 6499, 6500]),
    st.booleans(),
    st.sampled_from(["NVIDIA", "AMD", "Intel"]),
    DAYS,
)
def test_invented_chips_agree_with_arithmetic(tpp, density, io, bandwidth, datacenter, vendor, day):
    found = curves.assess(own(tpp, density, io, bandwidth, datacenter, vendor), day)
    assert found.policy == expected(tpp, density, io, bandwidth, datacenter, vendor, day), found.why


def test_the_two_conditions_of_2022():
    for tpp, io, policy in [(4800, 600, DENIAL), (4799, 600, NONE), (4800, 599, NONE)]:
        assert curves.assess(own(tpp, io=io), "2022-12-01").policy == policy


def test_a_slot_beside_the_links_would_change_one_answer_at_most():
    columns, names = chips.figures(data.table("chips")), data.table("chips")["chip"]
    day = datetime.date(2023, 1, 1).toordinal()
    now = controlled(chips.rules(), **columns, day=day)["needed"]
    for slot, changed in [(64, []), (128, ["Gaudi 2 HL-225B"])]:
        then = controlled(chips.rules(), **columns | {"io": columns["io"] + slot}, day=day)["needed"]
        assert names[then & ~now].tolist() == changed


def test_memory_by_itself_and_memory_on_board():
    stack = dict(chip="stack", kind="memory", datacenter="no", memory_bandwidth_gb_s=800, package_area_mm2=100)
    assert curves.assess(stack, "2024-12-30").policy == NONE
    assert curves.assess(stack, "2024-12-31").rule == "3A090.c"
    assert curves.assess(stack | {"memory_bandwidth_gb_s": 200}, "2025-06-01").policy == NONE  # not above 2
    assert curves.assess("H20", "2025-01-31").policy == NONE  # its memory is packaged with logic


def test_the_diffusion_framework_never_bound():
    row = data.table("control_rules").set_index("rule").loc["AI Diffusion Framework"]
    assert row["to_date"] < row["from_date"] and row["concerns"] != "chips"
    assert curves.assess("H100", "2025-05-14").rule == "3A090.a.1, for data centres"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(data.DATA, tmp_path / "data")


def add(folder, **cells):
    path = folder / "control_rules.csv"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    row = dict.fromkeys(frame.columns, "") | {
        "concerns": "chips",
        "what": "invented",
        "issuer": "nobody",
        "effective": "2027-01-01",
        "from_date": "2027-01-01",
        "scope": "any",
        "joined": "and",
        "policy": DENIAL,
        "sources": "bis-chips2023",
        "confidence": "secondary",
        "as_of": "2026-10-31",
    }
    frame.loc[len(frame)] = row | {name: str(value) for name, value in cells.items()}
    frame.to_csv(path, index=False)


def test_a_new_rule_is_a_new_row(folder):
    assert curves.assess("L20", "2027-01-01").policy == NONE
    add(folder, rule="Invented", tpp_min=1900, bandwidth_min=864)
    assert curves.assess("L20", "2026-12-31", folder).policy == NONE
    found = curves.assess("L20", "2027-01-01", folder)
    assert (found.policy, found.rule) == (DENIAL, "Invented")
    assert found.why == "Invented (from 2027-01-01): TPP 1,912 >= 1,900 and memory 864 GB/s >= 864."
    assert curves.assess("L2", "2027-01-01", folder).policy == NONE


def test_a_new_rule_may_ease(folder):
    add(folder, rule="Invented", tpp_below=40000, policy="notify", eases="3A090.a")
    assert curves.assess("B200", "2027-01-01", folder).policy == CASE  # by the letters, on memory
    assert curves.assess("A100", "2026-12-31", folder).policy == CASE
    assert curves.assess(own(36000), "2027-01-01", folder).policy == NOTIFY


def test_a_rule_without_a_limit_is_refused(folder):
    add(folder, rule="Invented")
    with pytest.raises(data.DataError, match="needs a scope, a policy and a limit"):
        curves.assess("L20", "2027-01-01", folder)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_raising_a_threshold_never_adds_a_chip(draw):
    rules = chips.rules()
    asking = [k for k, rule in enumerate(rules) if not rule.eases]
    k = draw.draw(st.sampled_from(asking))
    names = ["tpp_min", "density_min", "io_min", "bandwidth_min", "sum_min", "memory_density_above"]
    limits = [name for name in names if getattr(rules[k], name) is not None]
    name, times = draw.draw(st.sampled_from(limits)), draw.draw(st.floats(1, 10))
    raised = list(rules)
    raised[k] = rules[k]._replace(**{name: getattr(rules[k], name) * times})
    columns = chips.figures(data.table("chips"))
    for day in ("2022-09-01", "2023-06-01", "2023-11-01", "2024-06-01", "2025-06-01", "2026-06-01"):
        number = datetime.date.fromisoformat(day).toordinal()
        before, after = (controlled(some, **columns, day=number) for some in (rules, raised))
        assert not np.any(after["needed"] & ~before["needed"])
        assert not np.any(after["strictness"] > before["strictness"])


def test_all_chips_on_all_days_of_five_years():
    frame, start = data.table("chips"), datetime.date(2022, 1, 1).toordinal()
    days = np.arange(start, start + 5 * 365)
    columns = {name: np.repeat(column, len(days)) for name, column in chips.figures(frame).items()}
    found = controlled(chips.rules(), **columns, day=np.tile(days, len(frame)))
    grid = found["strictness"].reshape(len(frame), len(days))
    rng = np.random.default_rng(3)
    for chip, day in zip(rng.integers(len(frame), size=40), rng.integers(len(days), size=40), strict=True):
        if not found["undecided"].reshape(grid.shape)[chip, day]:
            one = curves.assess(frame["chip"][chip], datetime.date.fromordinal(int(days[day])).isoformat())
            assert POLICIES[int(grid[chip, day])] == one.policy


@pytest.mark.parametrize("name", ["H100 SXM", "nvidia h100 sxm", "SXM H100", "NVIDIA SXM-H100"])
def test_names(name):
    assert curves.assess(name, "2024-01-01").chip == "H100 SXM"


def test_a_chip_of_ones_own_is_eased_if_it_is_sold_in_the_us_too():
    row = {
        "datacenter": True,
        "tflops_16bit": 900,
        "memory_bandwidth_gb_s": 3000,
        "die_area_mm2": 800,
        "link_gb_s": 400,
    }
    found = [
        curves.assess(row | more, "2026-02-01").policy for more in ({}, {"sold_in_us": "no"}, {"sold_in_us": False})
    ]
    assert found == [CASE, DENIAL, DENIAL]
    with pytest.raises(data.DataError, match="sold_in_us is 'perhaps'; write yes or no"):
        curves.assess(row | {"sold_in_us": "perhaps"}, "2026-02-01")


def test_the_map_counts_what_somebody_would_export():
    plane = chips.plane()
    found = model.threshold_map(2024.0, 900.0, 4000.0, "data centres", plane, chips.by_month())
    drawn, home = found["shown"] > 0, plane["chinese"]
    assert 0 < (drawn & home).sum() and found["n_shown"] == (drawn & ~home).sum()
    assert found["n_free"] + found["n_needed"] + found["n_open"] == found["n_shown"]


def test_families_and_faults():
    assert curves.assess("H100", "2024-01-01").policy == curves.assess("NVIDIA A100", "2024-01-01").policy == DENIAL
    assert curves.assess("Gaudi2", "2024-01-01").chip == "Gaudi 2"
    assert curves.assess("MI308", "2025-05-01").chip == "MI308X"
    with pytest.raises(data.DataError, match="Gaudi 2: presumption of denial; Gaudi 2 HL-225B: none; Gaudi 3"):
        curves.assess("Intel Gaudi", "2023-08-01")
    with pytest.raises(data.DataError, match="no chip 'H101' .did you mean 'H100'"):
        curves.assess("H101", "2024-01-01")
    with pytest.raises(data.DataError, match="is not a date"):
        curves.assess("H100", "October 2023")
    with pytest.raises(data.DataError, match="is not a date"):
        curves.assess("H100", "2023-10-171")
    with pytest.raises(data.DataError, match="is no chip; give a name"):
        curves.assess(100, "2023-10-17")
    with pytest.raises(data.DataError, match="die_area_mm2 blank, density >= 5.92 asked .see 3A090.a.2"):
        curves.assess("TPU v4", "2024-06-01")
    with pytest.raises(data.DataError, match="tflops_16bit, tops_8bit or tflops_4bit blank"):
        curves.assess("MI308X", "2024-06-01")
    with pytest.raises(data.DataError, match="needs 'datacenter'"):
        curves.assess({"chip": "mine"}, "2024-06-01")
    with pytest.raises(data.DataError, match="did you mean 'tops_8bit'"):
        curves.assess({"tops_8bits": 5, "datacenter": "yes"}, "2024-06-01")


def test_a_missing_figure_that_decides_nothing_does_no_harm():
    told = curves.assess("MI308X", "2025-05-01")
    assert told.policy == LICENCE and "could be stricter" in told.why
    assert curves.assess("B100", "2024-06-01").policy == DENIAL  # its links and area are unknown


def test_a_row_of_the_table_is_a_chip():
    row = data.table("chips").set_index("chip", drop=False).loc["H20"]
    assert curves.assess(row, "2025-05-01") == curves.assess("H20", "2025-05-01")
    assert curves.assess(row.to_dict(), pd.Timestamp("2025-05-01")) == curves.assess("H20", "2025-05-01")
    assert curves.assess({"tpp_stated": 4800, "datacenter": True}, "2024-01-01").policy == DENIAL


def test_stated_tpp_disagrees_where_the_readme_says():
    frame = data.table("chips").dropna(subset=["tpp_stated"])
    worked_out = pd.Series(chips.figures(frame)["tpp"], index=frame["chip"])
    stated = frame.set_index("chip")["tpp_stated"]
    apart = worked_out[(worked_out - stated).abs() > 1].round().astype(int).to_dict()
    assert apart == {"GB300 (one GPU)": 60000, "MI325X": 20918, "MI355X": 40266}
    text = (data.DATA / "README.md").read_text(encoding="utf-8")
    for chip, value in apart.items():
        assert f"{chip}: {value:,} for {stated[chip]:,.0f}" in text


def test_tables():
    frame = data.table("chips")
    assert len(frame) >= 40 and (frame["kind"] == "accelerator").sum() >= 40
    assert ((frame["history"] != "") == (frame["history_sources"] != "")).all()
    text = (data.DATA / "README.md").read_text(encoding="utf-8")
    counts = len(frame), len(data.table("control_rules")), len(data.table("events"))
    for count, words in zip(counts, ("accelerators", "rows of rules", "dated events"), strict=True):
        assert f"{count} {words}" in text
    rules = data.table("control_rules").query("concerns == 'chips'")
    assert rules["from_date"].notna().all() and (rules["from_date"] >= rules["effective"]).all()
    ended = rules.dropna(subset=["to_date"])
    assert (ended["to_date"] > ended["from_date"]).all()
    assert set(rules.query("confidence == 'primary'")["issuer"]) == {"BIS"}


def test_the_timeline():
    """M42: four dates in order."""
    events = data.table("events").set_index("event")["date"]
    assert events.is_monotonic_increasing
    names = [
        "First general chip rule released",
        "Updated chip rule released",
        "Control of high-bandwidth memory",
        "DeepSeek-R1 released",
    ]
    assert [f"{events[name]:%Y-%m-%d}" for name in names] == ["2022-10-07", "2023-10-17", "2024-12-02", "2025-01-20"]
