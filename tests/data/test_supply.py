"""Estimates of supply: roles set by year, sums that must hold, spreads that are kept, constants as in the tables."""

import numpy as np
import pytest
from curves import counts, data
from curves.models import supply

SERIES_WITH_ROLES = {"licensed", "licensed-class", "smuggled", "domestic", "shipments", "us-firm", "share"}


def estimates():
    return data.table("supply").set_index("id")


def test_the_latest_year_is_checked_and_never_fitted():
    frame = estimates()
    roles, year = frame["role"], frame["until"].dt.year
    assert set(year[roles == "fit"]) == {2022, 2023, 2024} and set(year[roles == "check"]) == {2025}
    assert set(frame.loc[roles != "", "series"]) == SERIES_WITH_ROLES
    for series in SERIES_WITH_ROLES:
        own = frame[(frame["series"] == series) & (roles != "")]
        assert "check" in set(own["role"]) and own.loc[own["role"] == "check", "until"].min() == own["until"].max()
    assert (roles == "fit").sum() == 40 and (roles == "check").sum() == 18


def test_what_is_fitted_has_an_interval():
    frame = estimates()
    used = frame[frame["role"] != ""]
    assert used[["low", "central", "high"]].notna().all().all() and (used["low"] < used["high"]).all()
    low, mid, high = frame["low"].fillna(-np.inf), frame["central"], frame["high"].fillna(np.inf)
    assert (low <= high).all() and ((low <= mid) & (mid <= high) | mid.isna()).all()
    assert frame[["low", "central", "high"]].notna().any(axis=1).all()


def test_a_flow_has_a_first_day_before_its_last():
    frame = estimates()
    dated = frame[frame["since"].notna()]
    assert (dated["since"] < dated["until"]).all()
    quarters = frame[frame["series"].eq("licensed-quarter") & frame["sources"].eq("epoch-chip-counts-2026")]
    assert len(quarters) == 19 and (quarters["until"] - quarters["since"]).dt.days.between(88, 92).all()


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_quarters_by_class_add_up_to_the_stock(year):
    frame = estimates()
    parts = frame[frame["series"].eq("licensed-quarter") & frame["sources"].eq("epoch-chip-counts-2026")]
    total = parts.loc[parts["until"].dt.year <= year, "central"].sum()
    assert total == pytest.approx(frame.loc[f"licensed-units-{year}", "central"], rel=0.01)  # medians


def test_h100_equivalents_are_chips_times_a_rate():
    """So these rows are no second measurement."""
    frame = estimates()["central"]
    h20 = frame["licensed-units-2025"] - frame["licensed-units-2024"]
    assert frame["licensed-h100e-2025"] - frame["licensed-h100e-2024"] == pytest.approx(h20 * 148 / 989.4, rel=0.001)


def test_the_spread_of_accounts_is_kept():
    frame = estimates()
    made = frame[(frame["series"] == "domestic") & (frame["unit"] == "chips")]
    of = {year: made[made["until"].dt.year == year].drop("domestic-all-2025", errors="ignore") for year in (2025, 2026)}
    ascend = of[2025][of[2025]["item"].str.startswith("Huawei")]
    assert ascend[["low", "central", "high"]].max().max() == 900_000
    spread = frame.loc["domestic-spread-2025"]
    assert (spread["low"], spread["high"]) == (
        frame.loc["domestic-kessler-2025", "high"],
        frame.loc["domestic-idc-2025", "central"],
    )
    ends = of[2026][["low", "central", "high"]].min().min(), of[2026][["low", "central", "high"]].max().max()
    assert ends == (250_000, 2_000_000)


def test_the_share_is_the_sum_of_its_parts():
    frame = estimates()
    amd = 10_523  # in Epoch AI's files
    others = frame.loc["licensed-h100e-2025", "central"] + amd
    without = frame.loc["share-without-smuggled-2025", "central"] / 100 * frame.loc["world-2025", "central"]
    assert without == pytest.approx(1.155e6, rel=0.01) and others < without
    share = (1.155e6 + frame.loc["smuggled-h100e-2025"][["low", "central", "high"]].astype(float)) / 20.5e6 * 100
    assert share.round(1).tolist() == frame.loc["share-2025"][["low", "central", "high"]].tolist()


def test_dollars_a_chip():
    """M26: at most 51,500 with the server [C267, C268], 50,000 in another deal."""
    frame, claims = estimates()["central"], data.table("claims").set_index("id")
    assert frame["deal-nyt-2024"] / claims.loc["C268", "low"] == 51_500
    assert frame["deal-cnas-2024"] / 2400 == 50_000
    assert claims.loc["C267", "central"] == frame["deal-nyt-2024"]


@pytest.mark.parametrize(
    ("chip", "row"),
    [("a100", "A100 SXM 80GB"), ("h800", "H800 SXM"), ("h100", "H100 SXM"), ("h20", "H20"), ("h200", "H200 SXM"),
     ("b200", "GB200 (one GPU)"), ("910b", "Ascend 910B"), ("910c", "Ascend 910C"), ("other", "Trainium2")],
)  # fmt: skip
def test_the_chips_of_the_model_are_those_of_the_table(chip, row):
    known, frame = data.table("chips").set_index("chip").loc[row], estimates()["central"]
    ours = supply.CHIPS[chip]
    assert (ours.tflops, ours.bandwidth) == (known["tflops_16bit"], known["memory_bandwidth_gb_s"])
    names = {"910b": "ascend-910b", "910c": "ascend-910c", "other": "trainium2"}
    assert ours.usd == frame[f"price-{names.get(chip, chip)}"]
    power = {"910b": "ascend-910b", "other": "trainium2", "h100": "h800", "h200": "h800"}.get(chip, chip)
    assert ours.watts == (2 * frame["power-ascend-910b"] if chip == "910c" else frame[f"power-{power}"])


def test_windows_open_and_close_with_the_events():
    events = {f"{day:%Y-%m-%d}": what for day, what in data.table("events")[["date", "event"]].itertuples(index=False)}
    for name, (opens, closes) in supply.WINDOWS.items():
        assert name != "H20" and name in events[opens] or opens == "2024-01-01"
        assert closes in events, name
    assert "A100" in events[supply.FIRST_RULE]
    first_h20 = estimates().query("series == 'licensed-quarter' and item == 'H20'")["since"].min()
    assert f"{first_h20:%Y-%m-%d}" == supply.WINDOWS["H20"][0]
    frame = estimates()["central"]
    assert supply.WAFER_GROWTH == frame["wafers-smic-2027"] / frame["wafers-smic-2026"]
    assert supply.WAFER_GROWTH == frame["wafers-smic-2026"] / frame["wafers-smic-2025"]
    assert supply.H200_OF_2026 == estimates().loc["licensed-h200-2026", "high"]


def test_inputs_start_at_the_fit():
    known = data.parameters()
    assert known["leak_share"].default == pytest.approx(supply.CALIBRATED.leak, rel=0.001)
    frame = estimates()
    low, high = (
        frame.loc["smuggled-epoch-2024", end] / frame.loc["smuggled-epoch-2024", "central"] for end in ("low", "high")
    )
    assert known["leak_share"].low == pytest.approx(low * supply.CALIBRATED.leak, abs=0.005)
    assert known["leak_share"].high == pytest.approx(high * supply.CALIBRATED.leak, abs=0.005)
    assert known["free_share"].default == pytest.approx(frame.loc["share-h1-2022", "central"] / 100)
    for name in ("licensed_times", "domestic_times", "us_times"):
        assert known[name].default == 1 and known[name].low < 1 < known[name].high


def test_what_stood_elsewhere_by_counts():
    """By hand: 13.659 + 3.813 + 1.245 + 1.021 million H100e of the four makers, of which China has 0.402 and 0.662."""
    made, sold, smuggled, own = 13659258 + 3812878 + 1244972 + 1020727, 401698, 662048, 180112 + 527856
    every = sold + smuggled + own
    assert counts.lead_by_counts(2025) == pytest.approx((made + own - every) / every)
    assert counts.lead_by_counts(2025, ("licensed",)) == pytest.approx((made - sold) / sold)
    assert counts.lead_by_counts(2024, ("domestic",)) == pytest.approx((4724425 + 951445 + 549726 + 306330) / 180112)
    low, mid, high = (counts.lead_by_counts(2025, smuggled=end) for end in counts.SMUGGLED)
    assert high < mid < low
