"""Reasoning models: what their training took, how they score, and how long a task they do."""

import numpy as np
import pytest
from curves import data

SCORES = ["aime_2024", "aime_2025", "gpqa_diamond", "gpqa_epoch", "otis_mock_aime"]
AMOUNTS = {
    "compute_basis": ["rl_compute_flop"],
    "spend_basis": ["rl_gpu_hours", "rl_usd", "rl_share_of_pretraining"],
    "times_basis": ["rl_times"],
}


def reasoning():
    return data.table("reasoning").set_index("model")


def test_published_amounts():
    frame = reasoning()
    told = frame[sum(AMOUNTS.values(), [])].notna().any(axis=1)
    assert set(frame.index[told]) == {
        "DeepSeek-V3",
        "DeepSeek-R1-Zero",
        "DeepSeek-R1",
        "DeepSeek-V3.2",
        "o3",
        "Grok 4",
        "Llama-Nemotron Ultra",
        "Phi-4-reasoning",
        "MiniMax-M1",
        "Composer 1.5",
    }
    assert (told == (frame["rl_sources"] != "")).drop("Composer 2").all()
    for basis, columns in AMOUNTS.items():
        assert ((frame[basis] != "") == frame[columns].notna().any(axis=1)).all()


def test_scores_have_sources():
    frame = reasoning()
    scored = frame[SCORES].notna().any(axis=1)
    assert (scored == (frame["score_sources"] != "")).all() and scored.sum() >= 40
    assert set(frame.index[~scored]) == {"Phi-4-reasoning", "MiniMax-M1", "DeepSeek-V3.2", "Composer 1.5", "Composer 2"}
    ran = frame[["gpqa_epoch", "otis_mock_aime"]].notna().any(axis=1)
    assert (ran == frame["score_sources"].str.startswith("epoch-stitching-2025")).all()
    assert frame["released"].is_monotonic_increasing and set(frame["released"].dt.year) == {2024, 2025, 2026}


def test_dollars_are_hours_at_two_dollars():
    frame = reasoning()
    for model in ("DeepSeek-R1-Zero", "DeepSeek-R1"):
        assert frame.loc[model, "rl_usd"] == 2 * frame.loc[model, "rl_gpu_hours"]
    assert (
        frame.loc["DeepSeek-R1", "rl_usd"]
        == data.table("models").set_index("model").loc["DeepSeek-R1", "cost_rental_usd"]
    )


@pytest.mark.parametrize("model", ["DeepSeek-V3", "DeepSeek-R1-Zero", "DeepSeek-R1"])
def test_shares_of_the_pretraining_of_v3(model):
    row = reasoning().loc[model]
    assert row["rl_share_of_pretraining"] == pytest.approx(100 * row["rl_gpu_hours"] / 2_664_000, rel=0.02)


def test_a_multiple_says_of_which_model():
    frame = reasoning()
    told = frame[frame["rl_times_of"] != ""]
    assert dict(zip(told.index, told["rl_times_of"], strict=True)) == {
        "o3": "o1",
        "Grok 4": "Grok 3",
        "Composer 1.5": "Composer 1",
    }
    assert set(told["rl_times_of"]) - set(frame.index) == {"Composer 1"}  # nothing else is published of it
    assert (frame["rl_times"].notna() == (frame["rl_times_of"] != "")).all()


def test_the_tables_agree_on_models_that_always_think():
    frame = reasoning()
    paid = data.table("prices").query("thinking == 'yes'").drop_duplicates("model").set_index("model")["gpqa_epoch"]
    both = frame["gpqa_epoch"].to_frame().join(paid.rename("price"), how="inner").dropna()
    assert len(both) > 8 and both.index[both["gpqa_epoch"] != both["price"]].tolist() == ["Gemini 2.5 Pro"]


def test_thinking_curves():
    """They begin at the score in prices.csv, end at the one in reasoning.csv, and never fall by three points."""
    curves = data.table("thinking_curves")
    paid = data.table("prices").drop_duplicates("model").set_index("model")["gpqa_epoch"]
    assert curves["model"].nunique() == 6
    for model, rows in curves.groupby("model"):
        assert rows["budget_tokens"].astype(int).is_monotonic_increasing
        gpqa = rows["gpqa_epoch"].dropna()
        assert gpqa.iloc[0] == paid[model] and gpqa.iloc[-1] == reasoning().loc[model, "gpqa_epoch"]
        assert rows["otis_mock_aime"].iloc[-1] == reasoning().loc[model, "otis_mock_aime"]
        for score in ("gpqa_epoch", "otis_mock_aime"):
            assert (rows[score].dropna().diff().dropna() > -3).all()


def test_horizons():
    frame = data.table("horizons")
    assert len(frame) == 30 and frame["released"].is_monotonic_increasing
    assert (frame["low"] < frame["horizon_minutes"]).all() and (frame["horizon_minutes"] < frame["high"]).all()
    record = frame.groupby("released", as_index=False)["horizon_minutes"].max()
    record = record[record["horizon_minutes"] > record["horizon_minutes"].cummax().shift(fill_value=0)]
    days = (record["released"] - record["released"].iloc[0]).dt.days
    doubling = 1 / np.polyfit(days, np.log2(record["horizon_minutes"]), 1)[0]
    assert len(record) == 13 and 190 < doubling < 215  # METR: 212 days, by a selection of its own


def test_the_run_of_r1_zero():
    found = data.table("findings").set_index("finding")["value"]
    assert found["r1_zero_aime_start"] < found["r1_zero_aime_end"] < found["r1_zero_aime_vote"]
    assert found["r1_zero_aime_end"] == reasoning().loc["DeepSeek-R1-Zero", "aime_2024"]
