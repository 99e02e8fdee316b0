"""DeepSeek's figures, what chips rent for, and scores by task: sums that must hold, and what must stay blank."""

import math

import pytest
from curves import data

UNDISCLOSED = ["r1-failed-runs", "v4-hours", "v4-cost", "v41-flash-params", "scope-failed-runs", "scope-data"]


def facts():
    return data.table("deepseek").set_index("id")


def value(*ids):
    found = facts()["value"][list(ids)]
    return found.iloc[0] if len(ids) == 1 else tuple(found)


def test_stages_of_v3_add_up():
    hours = value("v3-hours-pretraining", "v3-hours-context", "v3-hours-posttraining")
    assert sum(hours) == value("v3-hours") == 2_788_000
    costs = value("v3-cost-pretraining", "v3-cost-context", "v3-cost-posttraining")
    assert costs == tuple(value("v3-rental-price") * h for h in hours) and sum(costs) == value("v3-cost") == 5_576_000
    assert value("v3-hours-per-trillion") * value("v3-tokens") / 1e12 == pytest.approx(hours[0], rel=0.001)
    assert 24 * value("v3-chips") * value("v3-days-per-trillion") == pytest.approx(
        value("v3-hours-per-trillion"), rel=0.02
    )


def test_what_v2_saved():
    before, after = value("67b-hours-per-trillion", "v2-hours-per-trillion")
    assert 100 * (1 - after / before) == pytest.approx(value("v2-cost-saved"), abs=0.05)


def test_stages_of_r1_add_up():
    hours = value("r1-zero-hours", "r1-data-hours", "r1-hours")
    costs = value("r1-zero-cost", "r1-data-cost", "r1-cost")
    assert (sum(hours), sum(costs)) == value("r1-hours-all", "r1-cost-all") == (147_000, 294_000)
    assert costs == tuple(2 * h for h in hours)
    assert value("r1-chips") * (198 + 80) == pytest.approx(hours[0] + hours[2], rel=0.01)


def test_the_disclosed_day_of_service():
    """Servers times hours times the price, and tokens at R1's prices, as the page has them."""
    day = 8 * 24 * value("serving-nodes-average")
    assert day * value("v3-rental-price") == value("serving-cost")
    r1 = data.table("prices").set_index("offer").loc["DeepSeek-R1"]
    read, cached, written = value("serving-input-tokens", "serving-cached-tokens", "serving-output-tokens")
    cached_usd = 0.14  # the price of cached input, in the page itself
    earned = (cached * cached_usd + (read - cached) * r1["input_usd"] + written * r1["output_usd"]) / 1e6
    assert earned == pytest.approx(value("serving-revenue"), rel=0.001)
    assert 100 * (value("serving-revenue") / value("serving-cost") - 1) == pytest.approx(value("serving-margin"), abs=1)
    assert 8 * value("serving-nodes-peak") == value("fleet-serving-peak")


@pytest.mark.parametrize(
    ("model", "column", "id"),
    [
        ("DeepSeek-V3", "params_total", "v3-params-total"),
        ("DeepSeek-V3", "params_active", "v3-params-active"),
        ("DeepSeek-V3", "training_tokens", "v3-tokens"),
        ("DeepSeek-V3", "compute_flop", "v3-compute-epoch"),
        ("DeepSeek-V3", "cost_rental_usd", "v3-cost"),
        ("DeepSeek-R1", "cost_rental_usd", "r1-cost-all"),
        ("DeepSeek-V2", "params_active", "v2-params-active"),
        ("DeepSeek-V2", "training_tokens", "v2-tokens"),
        ("DeepSeek-V4-Pro", "params_active", "v4-pro-params-active"),
        ("DeepSeek-V4-Pro", "compute_flop", "v4-pro-compute"),
        ("Claude 3.5 Sonnet", "cost_amortised_usd", "us-sonnet-epoch"),
        ("GPT-4o", "cost_amortised_usd", "us-gpt-4o-epoch"),
        ("GPT-4", "cost_amortised_usd", "us-gpt-4-epoch"),
        ("Llama 3.1-405B", "cost_amortised_usd", "us-llama-amortised"),
    ],
)
def test_it_agrees_with_the_table_of_models(model, column, id):
    assert data.table("models").set_index("model").loc[model, column] == value(id)


def test_compute_of_later_models_is_six_times_active_parameters_times_tokens():
    for model in ("v4-pro", "v4-flash"):
        size, tokens = value(f"{model}-params-active", f"{model}-tokens")
        assert 6 * size * tokens == pytest.approx(value(f"{model}-compute"), rel=1e-9)


@pytest.mark.parametrize(
    ("claim", "id"),
    [
        ("C028", "fleet-a100"),
        ("C029", "fleet-heim-huang"),
        ("C205", "fleet-amodei"),
        ("C262", "fleet-wang"),
        ("C158", "spending-amodei"),
        ("C034", "liang-both-gaps"),
        ("C035", "liang-training-gap"),
        ("C036", "liang-data-gap"),
        ("C146", "v3-quality-gap"),
        ("C147", "v3-on-trend"),
        ("C023", "deployment-share-essay"),
        ("C137", "us-sonnet-amodei"),
        ("C139", "age-sonnet"),
        ("C142", "age-gap"),
        ("C145", "v3-trend-fall"),
        ("C156", "us-ratio-amodei"),
        ("C223", "us-astro"),
        ("C274", "us-run-chips"),
        ("C009", "us-centres-planned"),
    ],
)
def test_it_agrees_with_the_claims(claim, id):
    said, row = data.table("claims").set_index("id").loc[claim], facts().loc[id]
    for theirs, ours in [("central", "value"), ("low", "low"), ("high", "high")]:
        assert said[theirs] == row[ours] or (math.isnan(said[theirs]) and math.isnan(row[ours])), (claim, ours)
    assert claim in row["note"]


def test_only_what_nobody_states_is_blank():
    frame = facts()
    told = frame[["value", "low", "high"]].notna().any(axis=1) | (frame["unit"] == "")
    assert frame.index[~told].tolist() == UNDISCLOSED and (frame.loc[UNDISCLOSED, "note"] != "").all()
    days = frame[frame["unit"] == ""]
    assert set(days["topic"]) == {"timing"} and days["date"].notna().all() and len(days) == 7
    assert frame.index[frame["as_of"].isna()].tolist() == ["us-astro", "staff-ft"]


def test_a_range_holds_its_figure():
    frame = facts()
    low, mid, high = frame["low"].fillna(-math.inf), frame["value"], frame["high"].fillna(math.inf)
    assert (low <= high).all() and ((low <= mid) & (mid <= high) | mid.isna()).all()


def test_plans_and_stock_are_kept_apart():
    topics = facts()["topic"]
    assert sorted(topics.index[topics == "us-fleet-planned"]) == [
        "us-centres-planned",
        "us-colossus-planned",
        "us-meta-planned",
    ]
    assert value("us-colossus-planned") == value("us-colossus-2025") == 2 * value("us-colossus-installed")


def test_the_parts_of_the_reported_fleet():
    parts = value("fleet-semianalysis-h800", "fleet-semianalysis-h100", "fleet-semianalysis-h20")
    assert sum(parts) == value("fleet-semianalysis") == 50_000
    assert facts().query("topic == 'fleet' and value == 50000")["unit"].eq("chips").all()


def test_the_assumed_rent_is_marked_and_lies_within_the_market():
    frame = data.table("rental_prices")
    assert frame["date"].is_monotonic_increasing and (frame[["low", "central", "high"]].notna().any(axis=1)).all()
    dollars = frame[frame["unit"] == "USD per GPU-hour"].set_index("observation")
    assert dollars.loc["h800-2024-12", "central"] == value("v3-rental-price")
    assert (dollars.index[dollars["terms"] == "assumed"] == ["h800-2024-12"]).all()
    least, most = dollars[["low", "central"]].min().min(), dollars[["central", "high"]].max().max()
    assert least == 1.47 < value("v3-rental-price") < most == 12
    assert frame.query("unit != 'USD per GPU-hour'")["observation"].tolist() == ["h100-china-2025"]


BEFORE = "DeepSeek-V2.5"
MODELS = ["DeepSeek-V3", "DeepSeek-R1", "Claude 3.5 Sonnet", "GPT-4o", "o1"]


def test_every_task_has_the_five_models():
    frame = data.table("scores")
    assert set(frame["model"]) == {BEFORE, *MODELS}
    for (task, tester), rows in frame.query("model != @BEFORE").groupby(["task", "tester"]):
        assert rows["model"].tolist() == (MODELS if task != "LiveCodeBench" else MODELS[1:]), (task, tester)
        assert rows["unit"].nunique() == rows["kind"].nunique() == 1
    assert (frame["score"].where(frame["unit"] == "percent", 0) <= 100).all()
    assert set(frame.query("unit == 'rating'")["task"]) == {"Codeforces rating"}


def test_who_ran_what():
    frame = data.table("scores")
    repeated = frame["basis"] == "repeated"
    assert (repeated == ((frame["tester"] == "DeepSeek") & (frame["model"] == "o1"))).all()
    assert (frame.loc[repeated, "confidence"] == "secondary").all()
    later = frame.query("model != @BEFORE")
    assert (later.groupby("tester")["sources"].nunique() == 1).all() and later["tester"].nunique() == 5
    before = frame.query("model == @BEFORE")
    assert set(before["tester"]) == {"DeepSeek"} and set(before["sources"]) == {"deepseek-v3-readme"}


def test_scores_agree_with_the_other_tables():
    frame = data.table("scores").set_index(["model", "task", "tester"])["score"]
    reasoning = data.table("reasoning").set_index("model")
    for model in ("DeepSeek-V3", "DeepSeek-R1", "o1"):
        for task, tester, column in [
            ("GPQA Diamond", "DeepSeek", "gpqa_diamond"),
            ("GPQA Diamond", "Epoch AI", "gpqa_epoch"),
            ("Mock AIME", "Epoch AI", "otis_mock_aime"),
            ("AIME 2024", "DeepSeek", "aime_2024"),
        ]:
            assert frame[model, task, tester] == reasoning.loc[model, column], (model, task)
    prices = data.table("prices").set_index("offer")
    for model, offer in [("Claude 3.5 Sonnet", "Claude 3.5 Sonnet (2024-10)"), ("GPT-4o", "GPT-4o (2024-08)")]:
        assert frame[model, "GPQA Diamond", "Epoch AI"] == prices.loc[offer, "gpqa_epoch"]


def test_no_one_model_leads_everywhere():
    """One number hides this: each model but GPT-4o and V3 leads somewhere, and the last of one test leads another."""
    frame = data.table("scores")
    leaders = frame.loc[frame.groupby(["task", "tester"])["score"].idxmax(), "model"]
    assert set(leaders) == {"DeepSeek-R1", "Claude 3.5 Sonnet", "o1"}
    sonnet = frame[frame["model"] == "Claude 3.5 Sonnet"].set_index(["task", "tester"])["score"]
    v3 = frame[frame["model"] == "DeepSeek-V3"].set_index(["task", "tester"])["score"]
    better = (sonnet - v3).dropna() > 0
    assert better["SWE-bench Verified", "DeepSeek"] and not better["MATH-500", "DeepSeek"]
    assert 5 < better.sum() < len(better) - 5
