"""The price of a fixed quality: the essay's example, the rule of the records, and lines drawn before a date."""

import numpy as np
import pytest
from curves import data
from curves.figures import shifting_the_curve, shifting_the_paradigm
from curves.models.trends import Offers, Scores, foretell_by_date, price_decline

DATES = np.array([2023.0, 2023.5, 2024.0, 2024.5, 2025.0])


def decline(prices, output_share=0.0, written=None):
    offers = Offers(DATES, np.array(prices), np.array(written or prices))
    return price_decline(output_share, 4.0, "good", {"good": offers}, {"first": (30, 60), "second": (3, 15)})


@pytest.mark.parametrize(("share", "fall"), [(0, 10), (0.25, 6.25), (1, 4)])
def test_the_essays_example_depends_on_what_is_counted(share, fall):
    """[C119], [C120]: ten times for tokens read, four for tokens written."""
    found = decline([8.0, 4, 2, 1, 0.5], share)
    assert found["example_fall"] == pytest.approx(fall)
    prices = data.table("prices").set_index("offer")
    first, second = prices.loc["GPT-4 (0314)"], prices.loc["Claude 3.5 Sonnet (2024-06)"]
    assert (first.input_usd / second.input_usd, first.output_usd / second.output_usd) == (10, 4)


def test_ten_times_in_fifteen_months_is_six_a_year_and_more_than_training():
    """M6: 6.31 times a year, a third faster than four."""
    found = decline([8.0, 4, 2, 1, 0.5])
    assert found["example_a_year"] == pytest.approx(6.31, abs=0.005)
    assert np.log(found["example_a_year"]) / np.log(4) == pytest.approx(1.33, abs=0.005)
    assert found["factor"] == pytest.approx(4) and found["pass_through"] == pytest.approx(1)


def test_only_what_undercuts_all_before_counts():
    assert decline([8.0, 9, 2, 2, 0.5])["used"].tolist() == [1, 0, 1, 0, 1]
    assert decline([8.0, 9, 2, 2, 0.5], 1.0, [8.0, 7, 6, 5, 9])["used"].tolist() == [1, 1, 1, 1, 0]


def test_two_records_hold_no_line():
    found = decline([8.0, 9, 2, 2, 3])
    assert found["n"] == 2 and np.all(np.isfinite(found["price_usd"]))


@pytest.mark.parametrize("level", shifting_the_curve.levels())
def test_our_fits_agree_with_the_published_ones(level):
    """Each central value lies in the other's interval: Epoch AI's fit by the same yardstick, and ours."""
    ids = {"GPT-4 (MMLU)": "price-epoch-mmlu-gpt-4", "GPT-3.5 (MMLU)": "price-epoch-mmlu-gpt-35",
           "GPT-4 (GPQA)": "price-epoch-gpqa-gpt-4", "GPT-4o (GPQA)": "price-epoch-gpqa-gpt-4o",
           "Claude 3.5 Sonnet (GPQA)": "price-epoch-gpqa-sonnet-35"}  # fmt: skip
    explorer = shifting_the_curve.price_of_quality()
    explorer.level = level
    found, theirs = explorer.outputs(), data.table("trends").set_index("id").loc[ids[level]]
    assert found["few"] == (level == "Claude 3.5 Sonnet (GPQA)")
    if not found["few"]:
        assert theirs.low < found["factor"] < theirs.high and found["factor_low"] < theirs.value < found["factor_high"]


def test_levels_leave_thinking_out_and_hold_what_they_are_named_for():
    prices = data.table("prices")
    for name, offers in shifting_the_curve.levels().items():
        assert np.all(np.diff(offers.dates) >= 0), name
    assert len(shifting_the_curve.levels()["GPT-4 (MMLU)"].dates) < (prices.mmlu >= 86.4).sum()


def test_a_line_foretells_itself():
    scores = Scores(DATES, 100 / (1 + 10.0 ** -(DATES - 2024)), 100.0)
    found = foretell_by_date(2024.25, "s", {"s": scores})
    assert found["n"] == 3 and found["n_later"] == 2 and found["ahead"] == pytest.approx(0, abs=1e-9)


def test_what_later_models_did():
    """As the chapter tells it: tasks longer than foretold, scores below."""
    tasks = shifting_the_paradigm.since_tasks().outputs()
    scores = shifting_the_paradigm.since_scores().outputs()
    assert (tasks["n"], tasks["n_later"], scores["n"], scores["n_later"]) == (17, 13, 5, 19)
    assert tasks["times_ahead"] > 2 and scores["ahead"] < -10


def test_two_models_hold_no_line_to_draw():
    scores = shifting_the_paradigm.since_scores()
    scores.set(line_drawn_in=2024.75)
    found = scores.outputs()
    assert found["n"] == 2 and found["no_line"] and np.all(np.isinf(found["fitted"]) & np.isinf(found["band_low"]))
    assert scores.say() == "Fewer than three models hold no line."
