"""Figures of the chapter "Shifting the paradigm"."""

from functools import cache

import altair as alt

from .. import data
from ..explore import COLOURS, MUTED, POINT, Decides, Explorer, Guess, choice
from ..models import paradigm, trends
from . import figure
from .parts import (
    band,
    beside,
    curve,
    fitted_or_later,
    key,
    labels,
    log_x,
    log_y,
    plain_x,
    plain_y,
    point,
    powers_of_ten,
    words,
)

BLUE, ORANGE = COLOURS[:2]


@figure("fig-two-stages")
def two_stages():
    """A tenfold on the second curve against a tenfold on the first."""
    return Explorer(
        paradigm.two_stages,
        along="rl_usd",
        folds={"The line of the first stage": ["score_at_1m_usd", "score_at_100m_usd"]},
        guess=Guess(
            "A lab has spent $10M on the first stage and $1M on the second. Ten times the second stage costs how many "
            "percent of what ten times the first would cost?",
            "tenfold_cost_share",
            0,
            1,
            ".0%",
        ),
        title="Low on a new curve a tenfold costs little; high on the old one it costs a fortune",
        sentence="With {pretrain_usd:$.2} on the first stage and {rl_usd:$.2} on the second, the model solves "
        "{checked_percent:.0f} percent of the tasks that can be checked and {other_percent:.0f} percent of the "
        "others. Ten times the second stage adds {next_tenfold_points:.0f} points{used_up:? (all "
        "is solved, gains have ended, or the base is too weak)|} for {next_tenfold_usd:$.2} more, "
        "ten times the first {pretrain_tenfold_points:.0f} for {pretrain_tenfold_usd:$.2}.",
        charts=[stages_chart()],
        description="Share of checkable tasks solved against spending on the second stage, on a logarithmic scale: "
        "level with the base at first, then rising by equal steps for each factor of ten until all is solved or gains "
        "end. A dotted line marks what the base solves alone.",
        source="Amounts: Amodei (2025) [C127, C128]. Line of the first stage: the same, an illustration [C100, C102]. "
        "Points of the second stage, its start and its end: the reader's.",
    )


@figure("fig-best-split")
def best_split():
    """How a budget is best split between the stages, and how that moves."""
    return Explorer(
        paradigm.best_split,
        folds={"The line of the first stage": ["score_at_1m_usd", "score_at_100m_usd"]},
        guess=Guess(
            "A lab has $100M for both stages; half of what it cares about can be checked. On the second stage each "
            "tenfold from $10k on adds fifteen points to what can be checked, on the first one tenfold adds twenty to "
            "all. What percentage should go to the second stage?",
            "best_share",
            0,
            1,
            ".0%",
        ),
        title="How much the second stage deserves depends on how soon the checkable tasks are used up",
        sentence="Of {both_stages_usd:$.2} the best share for the second stage is {best_share:.2%}, or "
        "{rl_best_usd:$.2}. It solves {best_percent:.0f} percent of all tasks, against {percent_without:.0f} with "
        "hardly any.",
        charts=[split_chart()],
        description="Share of all tasks solved against the share of the budget that goes to the second stage, on a "
        "logarithmic scale: rising, a top, and a fall where too little is left for the first stage.",
        source="Two stages, of which the second needs a strong base and helps tasks with an objective measure: Amodei "
        "(2025) [C124, C125, C167]. Every number of the second stage is the reader's.",
    )


@figure("fig-crossover")
def crossover():
    """Firms level on a new curve, until budgets part them."""
    return Explorer(
        paradigm.crossover,
        along="years_from_now",
        folds={"How points are counted": ["points_per_rl_tenfold", "level_within"]},
        guess=Guess(
            "Four firms spend $1M each on a new stage and multiply it by ten each year. The richest can pay $1B in the "
            "end, each next one 2.5 times less. After how many years is the poorest more than five points "
            "behind, if each tenfold adds fifteen?",
            "window_years",
            0,
            6,
            ".1f",
        ),
        title="On a new curve firms are level for a while; how long depends on purses and on when gains end",
        sentence="After {years_from_now:.1f} years the poorest firm lies {gap_3:.0f} points behind; level with the "
        "best, itself counted, are {level_count:.0f} of four. The poorest {open:?never falls out|falls out after "
        "{window_years:.1f} years}. The leader stops gaining after {years_to_cap:.1f}, and then {final_gap:.0f} "
        "points part the first two.",
        charts=[window_chart()],
        decides=Decides("window_years", ".1f", "one_out", "a firm has fallen out by then", "Years until one falls out"),
        description="How far three followers lie behind the leader over ten years: nothing at first, then one after "
        "the other begins to fall behind as it spends all that it can, until the leader does too.",
        source="Start and end of spending: Amodei (2025) [C127, C128]. Ratio of purses: Amodei [C156], Heim and Huang "
        "[C008, C009]. Growth: see the note at the slider. Points are the reader's.",
    )


@figure("fig-second-stage-catches-up")
def second_stage_catches_up():
    """How long the second stage can outgrow the first, with the shares that have been published."""
    return Explorer(
        paradigm.second_stage_catches_up,
        along="years_since_2025",
        guess=Guess(
            "The second stage of DeepSeek-R1 took about a twentieth of the computing time of the first. If second "
            "stages grow tenfold a year and first stages 4.5 times, after how many years are they of one size?",
            "years_to_parity",
            0,
            10,
            ".1f",
        ),
        title="The cheap part of the second curve ends when the second stage is as large as the first",
        sentence="From {rl_share_percent:,.1f} percent in January 2025 the second stage comes to {share_percent:.0f} "
        "percent of the first after {years_since_2025:.1f} years. {never:?It never comes to its size, since it grows "
        "no faster|The two are of one size after {years_to_parity:.1f}}.",
        charts=[parity_chart()],
        decides=Decides(
            "years_to_parity", ".1f", "at_parity", "the second stage is as large as the first", "Years until then"
        ),
        description="Second stage as a share of the first over the years since January 2025, on a logarithmic scale, "
        "with the published shares of four DeepSeek models as marks.",
        source="DeepSeek's papers, shares partly derived from hours; V3 and V3.2 count all training after "
        "pre-training. Growth of first stages: Epoch AI (2024). Others publish multiples and no shares.",
    )


@figure("fig-since-tasks")
def since_tasks():
    """A line drawn before February 2025 through the length of tasks, against the models that came after."""
    return Explorer(
        trends.foretell_by_date,
        measure="tasks",
        measures={"tasks": task_lengths()},
        guess=Guess(
            "A line is drawn through the length of tasks that models before February 2025 could do half of the time. "
            "By what factor did the thirteen later ones lie above it on average? (Below 1: under it.)",
            "times_ahead",
            0,
            5,
            ".1f",
        ),
        title="Since January 2025 models have done longer tasks than the line until then foretold",
        sentence="Of {n_later:.0f} models after the line was drawn from {n:.0f} earlier ones, {n_inside:.0f} lie "
        "within the band and {n_above:.0f} above it. On average their tasks were {times_ahead:.1f} times as long as "
        "foretold.",
        charts=[since_chart(
            log_y, "Length of tasks in minutes (log scale)", (".2f", ".1f", *4 * [",.0f"]), powers_of_ten(-2, 4),
            range(2019, 2027), (2025.9, 0.03, 1 / 2.2),
        )],
        description="Length of tasks done half of the time, on a logarithmic scale, by date of release, with a line "
        "and a band fitted to the earlier models; later ones, in orange, lie above the line.",
        source="METR (2025), its first suite of tasks. The second, of January 2026, gives other lengths and a faster "
        "doubling.",
    )  # fmt: skip


@figure("fig-since-scores")
def since_scores():
    """Lines drawn before February 2025 through test scores of models that think, against those that came after."""
    return Explorer(
        trends.foretell_by_date,
        measure=choice(*test_scores(), label="Measured by"),
        measures=test_scores(),
        guess=Guess(
            "Five models that think before they answer came out between September 2024 and January 2025. By how many "
            "points do nineteen later ones lie above a line through their scores on hard science questions? (Less than "
            "zero: below.)",
            "ahead",
            -30,
            30,
        ),
        title="Later scores lie mostly below a line through the first five, and mostly within its wide band",
        sentence="{no_line:?Fewer than three models hold no line|A line through {n:.0f} models foretells "
        "{n_later:.0f} later ones: {n_inside:.0f} lie within the band, {n_above:.0f} above it; on average they are "
        "{ahead:.0f} points from it (minus: below)}.",
        charts=[since_chart(
            plain_y, "Questions answered (percent)", ".0f", range(0, 101, 20), [2024.5, 2025.0, 2025.5, 2026.0],
            (2025.97, 14, -7),
        )],
        description="Test scores of models that think before they answer, by date of release, with a steep line and a "
        "wide band fitted to the first five; most later ones, in orange, lie below the line.",
        source="Epoch AI, December 2025: GPQA Diamond and a mock AIME, each model with the most thinking that was "
        "tried; small models are in.",
    )  # fmt: skip


def stages_chart():
    x = log_x("rl_usd", "Spent on the second stage, log scale", "$.1", powers_of_ten(4, 12))

    def y(column):
        return plain_y(column, "Tasks solved (percent)", ".0f", range(0, 101, 20))

    base = alt.Chart(POINT).mark_rule(color=MUTED, strokeDash=[2, 3], clip=True).encode(y("other_percent"))
    # The base's name stands below its line, or above where the axis is near, and not where the point lies on the line;
    # the other keeps clear of both.
    base_words = (
        alt.Chart(POINT)
        .transform_filter("datum.checked_percent - datum.other_percent >= 3")
        .mark_text(align="right", dx=-4, dy=alt.expr("datum.other_percent < 8 ? -9 : 9"), fontSize=11, color=MUTED,
                   text="the base alone")
    )  # fmt: skip
    beneath = alt.expr("datum.checked_percent < 20 ? -14 : datum.checked_percent - datum.other_percent < 12 ? 30 : 16")
    return alt.layer(
        base,
        base_words.encode(y("other_percent"), x=alt.value(alt.expr("width"))),
        curve(x, y("checked_percent")),
        point(x, y("checked_percent")),
        beside("tasks that can be checked", x, y("checked_percent"), BLUE, dx=10, dy=beneath, fontSize=11),
    )


def split_chart():
    shares = [0.0001, 0.001, 0.01, 0.1, 0.9]
    x = log_x("share", "Share of the budget for the second stage (log scale)", (".2%", ".1%", *3 * [".0%"]), shares)
    y = plain_y("percent", "All tasks solved (percent)", ".0f", range(0, 101, 20))
    best = alt.Chart(POINT).mark_point(color=BLUE, size=150, filled=True)
    return alt.layer(curve(x, y), best.encode(alt.X("best_share:Q"), alt.Y("best_percent:Q")))


def window_chart():
    x = plain_x("years_from_now", "Years from now", ".0f", range(0, 11))

    def y(column):
        return plain_y(column, "Points behind the best", ".0f", range(0, 41, 10))

    line = alt.Chart(POINT).mark_rule(color=MUTED, strokeDash=[4, 3], clip=True).encode(y("level_within"))
    line_words = alt.Chart(POINT).mark_text(align="right", dx=-4, dy=8, fontSize=11, color=MUTED, clip=True,
                                            text="below this, level")  # fmt: skip
    followers = [
        ("gap_1", BLUE, "the second firm"),
        ("gap_2", COLOURS[2], "the third"),
        ("gap_3", ORANGE, "the fourth"),
    ]
    layers = [line, line_words.encode(y("level_within"), x=alt.value(alt.expr("width")))]
    for place, (column, colour, text) in enumerate(followers):
        layers += [
            curve(x, y(column), colour), point(x, y(column), colour, 70),
            words(text, (0.15, 38 - 3 * place), x, y("gap_1"), colour=colour),
        ]  # fmt: skip
    return alt.layer(*layers)


PUBLISHED = {
    "DeepSeek-V3": ("left", 8, 4), "DeepSeek-R1": ("left", 8, -5), "DeepSeek-R1-Zero": ("left", 8, 9),
    "DeepSeek-V3.2": ("left", 8, -4),
}  # fmt: skip


def parity_chart():
    x = plain_x("years_since_2025", "Years since January 2025", ".0f", range(-1, 8))
    y = log_y(
        "share_percent", "Second stage, percent of the first (log scale)", (".1f", *3 * [".0f"]), powers_of_ten(-1, 3)
    )
    rows = data.table("reasoning").dropna(subset="rl_share_of_pretraining")
    rows = rows.assign(
        years_since_2025=trends.decimal_year(rows.released) - 2025, share_percent=rows.rl_share_of_pretraining
    )[["model", "years_since_2025", "share_percent"]].to_dict("records")
    marks = alt.Chart(alt.Data(values=rows)).mark_point(color=ORANGE, size=60, strokeWidth=2)
    return alt.layer(
        curve(x, y), point(x, y), marks.encode(x, y, tooltip="model:N"), *labels(rows, x, y, PUBLISHED, ORANGE)
    )


@cache
def task_lengths():
    tasks = data.table("horizons").sort_values("released", kind="stable")
    return trends.Scores(trends.decimal_year(tasks.released), tasks.horizon_minutes.to_numpy(), float("inf"))


@cache
def test_scores():
    """Scores of models that think before they answer, by test."""
    thinking = data.table("reasoning").query("thinks == 'yes'").sort_values("released", kind="stable")
    rows = {name: thinking.dropna(subset=column).rename(columns={column: "score"})
            for name, column in [("GPQA Diamond", "gpqa_epoch"), ("mock AIME", "otis_mock_aime")]}  # fmt: skip
    return {name: trends.Scores(trends.decimal_year(t.released), t.score.to_numpy(), 100.0) for name, t in rows.items()}


def since_chart(scale, title, spec, ticks, years, corner):
    date = "date" if 2024.5 in years else ".0f"
    x = plain_x("year", "Release", date, years)

    def y(column):
        return scale(column, title, spec, ticks)

    right, height, step = corner
    heights = [height * step, height] if scale is log_y else [height + step, height]
    texts = [("blue: the line is drawn from these", BLUE), ("orange: came later", ORANGE)]
    return alt.layer(
        band(x, y("band_low")),
        curve(x, y("fitted")),
        fitted_or_later(x, y("value")),
        *key([(right, at, *word) for at, word in zip(heights[::-1], texts, strict=True)], x, y("value")),
    )
