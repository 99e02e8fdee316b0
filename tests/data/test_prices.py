"""Prices of tokens: what an essay says of them, the rule for the rows, and that a history is a history."""

import math

import pandas as pd
import pytest
from curves import data

SCORES = ["mmlu", "mmlu_helm", "gpqa_diamond", "gpqa_epoch"]
PRICES = ["input_usd", "output_usd"]


def prices():
    return data.table("prices")


def offer(name):
    return prices().set_index("offer").loc[name]


def histories():
    """The rows of one model, at one seller and one time of day, as they follow each other; peak prices apart."""
    frame = prices().query("terms != 'peak'")
    return {name: rows for (name, _), rows in frame.groupby(["model", "host"], sort=False) if len(rows) > 1}


def test_the_essays_tenfold_holds_for_input_alone():
    old, new = offer("GPT-4 (0314)"), offer("Claude 3.5 Sonnet (2024-06)")
    assert (old["from_date"], new["from_date"]) == (pd.Timestamp("2023-03-14"), pd.Timestamp("2024-06-20"))
    assert old["input_usd"] / new["input_usd"] == 10 and old["output_usd"] / new["output_usd"] == 4
    blend = [3 * row["input_usd"] + row["output_usd"] for row in (old, new)]
    assert blend[0] / blend[1] == 6.25
    assert new["mmlu"] > old["mmlu"] and new["gpqa_epoch"] > old["gpqa_epoch"]


@pytest.mark.parametrize(
    ("name", "day", "paid"),
    [
        ("GPT-3 davinci (2022-09)", "2022-09-01", (20, 20)),  # from 60
        ("GPT-4 Turbo (1106)", "2023-11-06", (10, 30)),
        ("o3 (2025-06)", "2025-06-10", (2, 8)),  # from 10 and 40
        ("DeepSeek-V3 (2025-02)", "2025-02-08", (0.27, 1.1)),
        ("DeepSeek-R1", "2025-01-20", (0.55, 2.19)),
        ("DeepSeek-V4-Pro (2026-05)", "2026-05-22", (0.435, 0.87)),
        ("DeepSeek-V4-Pro (2026-08, peak)", "2026-08-16", (1.32, 3.96)),
        ("DeepSeek-V4.1-Flash (off-peak)", "2026-09-10", (0.15, 0.6)),
        ("GPT-5.6 Luna (2026-07-30)", "2026-07-30", (0.2, 1.2)),
    ],
)
def test_known_prices(name, day, paid):
    row = offer(name)
    assert (f"{row['from_date']:%Y-%m-%d}", tuple(row[PRICES])) == (day, paid)


def test_every_model_has_a_score_or_a_dated_change():
    """The rule of the README, as far as the table itself can tell."""
    frame = prices()
    rows, scored = frame.groupby("model").size(), frame.groupby("model")[SCORES].count().sum(axis=1) > 0
    assert set(scored.index[~scored & (rows == 1)]) == set()
    assert set(scored.index[~scored]) == {"GPT-5.6 Sol", "GPT-5.6 Terra", "GPT-5.6 Luna", "Gemini 2.5 Flash"}
    assert len(frame) >= 40


def test_scores_have_a_source_and_a_mode():
    frame = prices()
    scored = frame[SCORES].notna().any(axis=1)
    assert (scored == (frame["quality_sources"] != "")).all()
    assert (frame.loc[~scored, "thinking"] == "").all()
    assert frame.loc[scored & (frame["thinking"] == ""), "offer"].tolist() == [
        "Claude Opus 4.5",
        "Claude Opus 4.6",
        "GPT-5.5",
    ]
    always = frame["model"].str.fullmatch("o[134].*|DeepSeek-R1|GPT-5( mini| nano)?|Grok 4")
    assert (frame.loc[always, "thinking"] == "yes").all() and always.sum() > 10
    # whose figures one tester ran for all
    assert ("epoch-stitching-2025" == frame["quality_sources"].str.split(";").str[0]).equals(
        frame[["mmlu_helm", "gpqa_epoch"]].notna().any(axis=1)
        | frame["offer"].isin(["GPT-3 davinci (2021-11)", "GPT-3 davinci (2022-09)", "GPT-3.5 (text-davinci-003)"])
    )


def test_rows_follow_the_days():
    days = prices()["from_date"]
    assert days.is_monotonic_increasing and days.min() >= pd.Timestamp("2020-06-01")
    assert days.max() == pd.Timestamp("2026-09-10")


def test_a_further_row_is_a_change():
    """Of the price, of its terms, or of the version that was scored."""
    assert len(histories()) > 15
    for name, rows in histories().items():
        assert rows["from_date"].is_unique, name
        told = rows[[*PRICES, "terms", *SCORES]].fillna(-1)
        assert (told != told.shift()).any(axis=1).all(), name


def test_rises():
    """Most prices fall; these rose while the model kept its name, and no promotion hides another."""
    risen = {name for name, rows in histories().items() if (rows["input_usd"].diff() > 0).any()}
    assert risen == {"DeepSeek-V3", "DeepSeek-V4-Pro", "DeepSeek-V4-Flash", "Gemini 2.5 Flash"}
    promoted = prices().query("terms == 'promotional'")["offer"].tolist()
    assert promoted == ["DeepSeek-V3 (2024-12)", "DeepSeek-V4-Pro (2026-04-27)", "GPT-5.6 Sol (2026-08)"]


def test_writing_costs_as_much_as_reading_or_more():
    frame = prices()
    assert (frame["output_usd"] >= frame["input_usd"]).all() and (frame["input_usd"] > 0).all()
    assert (frame["output_usd"] / frame["input_usd"]).max() < 25


def test_a_peak_price_is_twice_its_off_peak_price():
    peak, off = (prices().query("terms == @t").set_index(["model", "from_date"])[PRICES] for t in ("peak", "off-peak"))
    assert len(peak) == 3 and (peak / off == 2).all(axis=None)


def test_other_sellers_only_for_open_weights():
    hosted = prices().query("host != ''")
    assert set(hosted["model"]) == {"Llama 2-70B", "Llama 3.1-405B"} and (hosted["developer"] == "Meta").all()


def test_primary_is_what_shows_an_archived_page():
    frame = prices()
    shown = frame["price_sources"].str.contains("epoch-prices-2025|deepseek-news") & (
        frame["price_sources"].str.split(";").str[0] != "llm-prices-2026"
    )
    assert (shown == (frame["confidence"] == "primary")).all()


def test_quality_does_not_fall_far_short_of_what_is_stated():
    """A score in the wrong row would show: the developer's figure and the tester's lie within 15 points."""
    frame = prices().set_index("offer")
    gap = (frame["gpqa_diamond"] - frame["gpqa_epoch"]).dropna()
    assert len(gap) > 25 and gap.abs().sort_values().index[-1] == "o1-preview"
    assert gap.drop("o1-preview").abs().max() < 12
    assert (frame["mmlu"] - frame["mmlu_helm"]).dropna().between(-2, 7).all()


def test_what_equal_quality_cost():
    """The cheapest input price for at least the GPQA of GPT-4, by one tester: two powers of ten in two years."""
    frame = prices().dropna(subset=["gpqa_epoch"])
    good = frame[frame["gpqa_epoch"] >= offer("GPT-4 (0314)")["gpqa_epoch"]]
    cheapest = good.groupby(good["from_date"].dt.year)["input_usd"].min()
    assert cheapest[2023] == 10 and cheapest[2025] == 0.05 and math.isclose(cheapest[2024], 0.075)
