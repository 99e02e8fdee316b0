"""Figures of the chapter "Shifting the curve"."""

import math
from functools import cache

import altair as alt

from .. import data
from ..explore import COLOURS, CURVE, INK, MUTED, POINT, STEPS, Decides, Explorer, Guess, axis, chance, choice
from ..models import shifting, trends
from ..models.scaling import success
from . import figure
from .parts import (
    OFF,
    band,
    beside,
    curve,
    log_x,
    log_y,
    percent_axis,
    plain_x,
    point,
    powers_of_ten,
    said,
    within,
    words,
)

BLUE, ORANGE = COLOURS[:2]
ESSAYS_SLOPE = success(
    1e6, *(data.parameter(f"score_at_{usd}_usd").default for usd in ("1m", "100m")), "straight", 100
)["points_per_decade"]
"""Points for a factor of ten in the essay's example [C100, C102]."""


@figure("fig-compute-multiplier")
def compute_multiplier():
    """An idea moves the whole line: points gained at the same cost, dollars saved for the same score."""
    return Explorer(
        shifting.multiply_compute,
        along="spend_usd",
        guess=Guess(
            "In the essay's example a $10M model solves forty percent of the tasks, a $100M model sixty. An idea now "
            "makes every dollar count double. What percentage will the $10M model solve?",
            "percent_after",
            40,
            60,
        ),
        title="A compute multiplier moves the whole line: more for the same money, or the same for less",
        sentence="An idea worth {compute_multiplier:.1f} times lifts a {spend_usd:$.2} model from "
        "{percent_before:.0f} to {percent_after:.0f} percent, or brings the cost of the old score down to "
        "{same_for_usd:$.2}, saving {saved_usd:$.2}.",
        charts=[two_lines("percent_before", [("percent_after", "spend_usd"), ("percent_before", "same_for_usd")])],
        description="Share of tasks solved against training cost on a logarithmic scale: the essay's line, and above "
        "and to the left of it the same line after an idea. From the reader's point one arrow leads up to the new "
        "line, one to the left.",
        source="Line: Amodei (2025), an illustration [C100, C102]. Sizes of multipliers: the same [C109, C110, C111].",
    )


@figure("fig-stream-of-ideas")
def stream_of_ideas():
    """Ideas come by chance: how far a year of them moves the curve, over many labs."""
    return Explorer(
        shifting.stream_of_ideas,
        draws=2048,
        luck_small=chance(),
        luck_medium=chance(),
        luck_large=chance(),
        guess=Guess(
            "In a year a lab finds four small ideas (each worth 1.2 times) and one medium-sized one (worth 2). "
            "How many times as much does a dollar buy after that year?",
            "typical",
            1,
            10,
            ".1f",
        ),
        title="A few ideas a year multiply to a large yearly factor, and luck spreads labs far apart",
        sentence="With just the average number of ideas a year is worth {typical:#.3} times. Half of the labs gain "
        "less than {factor:#.2}; one in twenty gains less than {factor_p05:#.2}, one in twenty more than "
        "{factor_p95:#.2}. {reaches:.0%} gain at least {rate_to_reach:.2f}.",
        charts=[ladder_chart()],
        decides=Decides("typical", ".2f", "reaches", "most labs gain that much", "A year with average ideas"),
        description="Share of labs by how much their year is worth, on a logarithmic scale from 1 to 64 times and "
        "more: a hill around the typical year with a long tail of lucky labs.",
        source="Sizes of ideas: Amodei (2025) [C109, C110, C111]. Rates: the reader's; no source gives any.",
    )


@figure("fig-spend-response")
def spend_response():
    """The same for less, more for the same, or more for more: what a firm makes of a multiplier."""
    return Explorer(
        shifting.spend_response,
        along="spend_usd",
        title="Cheaper can mean less spending or more: it depends on how budgets answer",
        sentence="With a multiplier of {compute_multiplier:.1f} and an answer of {budget_elasticity:.2f} the "
        "budget goes from {spend_usd:$.2} to {budget_usd:$.2} ({spending_times:.2f} times), and the score to "
        "{percent_then:.0f} percent. If chips are bought with it as before, the demand for them "
        "{spends_more:?rises with it|does not rise}.",
        guess=Guess(
            "A firm's budget grows with the square root of what a dollar buys: four times as much for each dollar, "
            "twice the budget. It spends $10M, and an idea doubles what a dollar buys. What does it spend now?",
            "budget_usd",
            5e6,
            25e6,
            "$.2",
        ),
        charts=[two_lines("percent_before", [("percent_then", "budget_usd")])],
        description="The essay's line before and after a multiplier, and an arrow from the reader's point on the old "
        "line to where the firm goes on the new one: to the left if it saves, up if it keeps its budget, up and to "
        "the right if it spends more.",
        source="Line: Amodei (2025), an illustration [C100, C102]. The answer of budgets: the reader's; Amodei's words "
        "mean 0 or more [C113, C172], markets' fears less than 0 [C275].",
    )


@figure("fig-best-budget")
def best_budget():
    """Where the answer of budgets comes from: a prize, and how near one is to it."""
    return Explorer(
        shifting.best_budget,
        along="efficiency_times",
        guess=Guess(
            "A firm spends what pays best. The prize is $20B, and half of it is won at $30B of today's compute. If "
            "each dollar came to buy a thousand times as much as today, how many times today's budget would it spend? "
            "(Below 1: less than today.)",
            "times_today",
            0,
            5,
            ".1f",
            {"efficiency_times": 1000},
        ),
        title="Far from the prize, cheaper compute raises spending; once the prize is nearly won, it lowers it",
        sentence="With {efficiency_times:,.0f} times today's efficiency the best budget is {budget_usd:$.2}, "
        "{times_today:.1f} times today's, and earns {earned_share:.0%} of the prize. One percent more efficiency "
        "changes it by {elasticity:.2f} percent{at_purse:?: the purse, not the prize, sets it|}.",
        decides=Decides(
            "elasticity", ".2f", "rising", "a further idea makes the firm spend more", "Answer of the budget"
        ),
        charts=[budget_chart()],
        description="Best budget against efficiency, both on logarithmic scales: it rises, reaches a top where half of "
        "the prize is won, and falls after that. Dashed lines mark that half and the purse; a triangle at the "
        "frame stands for a budget beyond it.",
        source="The model and every number in it are ours, for trying out; where half of the prize is won starts from "
        "Amodei (2025) [C177].",
    )


@figure("fig-how-fast")
def how_fast():
    """Published rates of progress by what they measure, and how long a fall in cost takes at each."""
    return Explorer(
        shifting.how_fast,
        estimate=choice(*["my own", *comparable()], label="Take the rate from"),
        estimates=comparable(),
        guess=Guess(
            "If what a dollar of training buys grows fourfold each year, after how many months does the same "
            "capability cost an eighth?",
            "months",
            0,
            60,
        ),
        title="Published rates differ threefold and more, and so do the years that a fall in cost takes",
        sentence="At {rate:.2f} times a year{interval:? ({rate_low:.2f} to {rate_high:.2f})|} the compute "
        "for a capability halves in {halving:.1f} months, and is {cheaper_factor:.1f} times lower after "
        "{months:.1f} months{interval:? ({months_least:.0f} to {months_most:.0f})|}.",
        charts=[estimates_chart()],
        description="Published estimates as points with intervals on a logarithmic scale of times a year, in groups by "
        "what they measure: language models in pre-training, scores on joined benchmarks, image recognition, and an "
        "essay's guess, whose scope is open. A line marks the reader's rate.",
        source="Hernandez and Brown (2020), Ho and others (2024), Epoch AI (2025), Gundlach and others (2025), Amodei "
        "(2025) [C115, C117]. Intervals as published, at 90 or 95 percent; halving times turned into rates by us.",
    )


@figure("fig-cheaper-and-dearer")
def cheaper_and_dearer():
    """The backtest: what the dearest runs cost, beside what a fixed level costs."""
    return Explorer(
        shifting.implied_elasticity,
        title="While a given level got cheaper, the dearest runs got dearer",
        sentence="If budgets grow {spend_growth_per_year:.1f} times a year while a dollar buys "
        "{alg_progress_per_year:.2f} times as much each year, one percent more efficiency has gone with "
        "{elasticity:.2f} percent more spending.",
        guess=Guess(
            "Budgets have grown 2.4 times a year. Suppose a dollar buys four times as much each year. By how many "
            "percent did spending then rise for each percent of efficiency? (In doublings, budgets rose by 1.26 a "
            "year and efficiency by two.)",
            "elasticity",
            -1,
            2,
            ".2f",
        ),
        charts=[backtest_chart()],
        decides=Decides(
            "elasticity", ".2f", "more_than_saved", "budgets grew faster than compute got cheaper", "Answer of budgets"
        ),
        description="On a logarithmic scale from 2020 to 2026: the cost of record training runs rises, the price of "
        "tokens of at least GPT-4's quality falls, each with a line at the reader's rate.",
        source="Runs: Epoch AI, amortised hardware and energy, over the dearest of 2020. Prices: Epoch AI and "
        "llm-prices, three tokens read for one written, over GPT-4's. Growth of spending: Cottier and others (2024).",
    )


@figure("fig-price-of-quality")
def price_of_quality():
    """What tokens of a fixed quality cost, year by year."""
    offers = data.table("prices").set_index("offer")
    example = {"first": "GPT-4 (0314)", "second": "Claude 3.5 Sonnet (2024-06)"}
    return Explorer(
        trends.price_decline,
        level=choice(*levels(), label="At least as good as"),
        levels=levels(),
        example={which: tuple(offers.loc[name, ["input_usd", "output_usd"]]) for which, name in example.items()},
        guess=Guess(
            "From GPT-4 to Claude 3.5 Sonnet, fifteen months later, the price of tokens that the model reads fell "
            "tenfold. By how many times did the price of tokens that it writes fall?",
            "example_fall",
            1,
            20,
            ".1f",
            {"output_share": 1},
        ),
        title="The lowest price of a given quality has fallen many times a year",
        sentence="Through the {n:.0f} offers that undercut all before them, the price falls {factor:,.1f} times a "
        "year ({few:?too few offers to say how surely|{factor_low:,.1f} to {factor_high:,.0f}}), as much as "
        "{pass_through:.1f} years of training progress at {alg_progress_per_year:.2f}. The essay's example fell "
        "{example_fall:.1f} times, or {example_a_year:.1f} times a year.",
        charts=[price_chart()],
        description="Price of a million tokens against date on a logarithmic scale: offers that reach the quality, "
        "those that undercut all before them filled, with a falling line through these and its band.",
        source="Prices: Epoch AI and llm-prices, list prices of developers. Quality: MMLU as developers state it, "
        "GPQA Diamond as run by Epoch AI. Models that think before they answer are left out: their tokens are not "
        "comparable.",
    )


@figure("fig-access-and-performance")
def access_and_performance():
    """One multiplier for all: a small actor comes to a level, and the large one is as far ahead as before."""
    return Explorer(
        shifting.access_and_performance,
        along="years_from_now",
        points_per_decade=ESSAYS_SLOPE,
        guess=Guess(
            "A level takes a million chips today, and a small actor has fifty thousand. If the chips needed fall to a "
            "quarter each year, after how many years is the small actor there?",
            "years_until_small",
            0,
            10,
            ".1f",
        ),
        title="Progress brings a level within a small actor's reach, and leaves the large one as far ahead as before",
        sentence="At {alg_progress_per_year:.2f} times a year the level takes {one_chip:?no more than one "
        "chip|{needed_then:#.2} chips} after {years_from_now:.1f} years. The small actor {small_now:?has it already|is "
        "there after {years_until_small:.1f} years}, the large one {large_now:?has it already|after "
        "{years_until_large:.1f} years}. Between the two lie {gap_points:.0f} "
        "points on the essay's line, whatever the year.",
        decides=Decides(
            "years_until_small",
            ".1f",
            "small_there",
            "the small actor has the level by then",
            "Years until it is there",
        ),
        charts=[falling_threshold()],
        description="Chips that a level takes, falling over ten years on a logarithmic scale, across two level lines: "
        "the large actor's stock and, lower, the small actor's.",
        source="Level and stocks: Amodei (2025) [C155, C176] and Heim and Huang (2025) [C008, C009, C011]. Rate: see "
        "the figure of estimates.",
    )


@figure("fig-ingenuity")
def ingenuity():
    """A thrifty lab against a rich one, as models come to need more compute."""
    return Explorer(
        shifting.ingenuity,
        along="requirement_growth",
        guess=Guess(
            "A thrifty lab makes up for an eightfold lead in chips by being eight times as efficient. Then models come "
            "to need a hundred times the compute; its rival's chips grow with that, its own by a factor of ten, and "
            "its lead in efficiency stays. What percentage of its rival's effective compute does it have left?",
            "thrifty_to_rich",
            0,
            1,
            ".0%",
            {"requirement_growth": 100},
        ),
        title="Level today, apart tomorrow: which way depends on whether efficiency grows with scale",
        sentence="At {requirement_growth:,.0f} times today's compute the thrifty lab has {thrifty_to_rich:.2f} times "
        "its rival's effective compute: it would need a multiplier of {needs_multiplier:.0f} and has "
        "{has_multiplier:.0f}. "
        "The two are level if efficiency changes with the power {even_exponent:.2f} of scale.",
        decides=Decides("thrifty_to_rich", ".2f", "thrifty_leads", "the thrifty lab leads", "Thrifty over rich"),
        charts=[lead_chart()],
        description="Effective compute of a thrifty lab over that of a rich one against the growth of what models "
        "need, both on logarithmic scales, from level today to ahead or behind.",
        source="Growth of the requirement: astro [C232]. Lead in chips: The Times [C273, C274]. "
        "The rest is the reader's.",
    )


def two_lines(start, ends):
    """The line before and after a multiplier; an arrow from the reader's point to each of ``ends`` (score, cost)."""
    x = log_x("spend_usd", "Spent on training, log scale", "$.1", powers_of_ten(5, 12))
    y = percent_axis
    layers = [
        curve(x, y("percent_before"), MUTED),
        curve(x, y("percent_after")),
        words("before", (1.5e9, 72), x, y("percent_before"), colour=MUTED),
        words("after the idea", (1.5e8, 88), x, y("percent_before"), "right", BLUE),
        point(x, y(start), MUTED, 110),
    ]
    for score, cost in ends:
        arrow = alt.Chart(POINT).mark_rule(color=ORANGE, strokeWidth=2.5, clip=True)
        end = alt.X(f"{cost}:Q")
        layers += [arrow.encode(x, y(start), alt.X2(cost), alt.Y2(score)), point(end, y(score), ORANGE, 110)]
    return alt.layer(*layers)


NAMES = {
    "efficiency-ho-2024": "Ho and others 2024", "efficiency-epoch-2025": "Epoch AI 2025",
    "efficiency-gundlach-2025": "Gundlach and others 2025", "efficiency-stitching-2025": "joined benchmarks",
    "efficiency-stitching-capability-2025": "joined benchmarks, frontier models",
    "efficiency-stitching-frugal-2025": "joined benchmarks, frugal models",
    "efficiency-stitching-direct-2025": "joined benchmarks, direct",
    "efficiency-imagenet-2020": "Hernandez and Brown 2020", "efficiency-amodei-guess-2025": "Amodei's guess",
}  # fmt: skip
"""Estimates that are drawn, as the figure calls them; the others repeat one of these."""
GROUPS = {
    "language-pretraining": "Language models, pre-training",
    "capability-index": "Language models, scores of all kinds",
    "vision": "Image recognition: another scope",
    "all-in": "What is counted is not said",
}
SCOPES = ("language-pretraining", "capability-index")
"""What the figure is about; an estimate with another scope is drawn apart and cannot be chosen."""


@cache
def rates():
    """Published estimates in times a year: name, group, rate and interval, the rate itself where none is given."""
    rows = []
    for row in data.table("trends").query("quantity == 'algorithmic_efficiency'").itertuples():
        if row.id not in NAMES:
            continue
        ends = (row.value,) * 3 if math.isnan(row.low) else (row.value, row.low, row.high)
        span = row.to_date.year - row.from_year
        rate, *interval = (float(shifting.rate_a_year(end, row.unit, span)) for end in ends)
        low, high = sorted(interval)  # months turn round
        rows.append({"name": NAMES[row.id], "group": row.scope_kind, "rate": rate, "low": low, "high": high})
    return sorted(rows, key=lambda row: (list(GROUPS).index(row["group"]), row["rate"]))


@cache
def comparable():
    """The estimates that share the figure's scope, by name: rate and interval."""
    return {r["name"]: (r["rate"], r["low"], r["high"]) for r in rates() if r["group"] in SCOPES}


def estimates_chart():
    ticks = [1.0, 2.0, 4.0, 8.0, 16.0]
    x = alt.X("rate:Q", title="Compute for a result falls by, times a year (log scale)",
              scale=alt.Scale(type="log", domain=[1, 24], nice=False), axis=axis(".0f", ticks))  # fmt: skip
    rows, heads, place = [], [], 0.0
    for group, words_for in GROUPS.items():
        heads.append({"at": place, "rate": 1.02, "text": words_for})
        place += 0.45
        for row in (row for row in rates() if row["group"] == group):
            place += 1.25
            rows.append(row | {"at": place, "ours": group in SCOPES})
        place += 1.35
    y = alt.Y("at:Q", axis=None, scale=alt.Scale(domain=[-1.4, place - 0.5], reverse=True, nice=False))
    colour = alt.condition("datum.ours", alt.value(BLUE), alt.value(MUTED))
    drawn, headed = alt.Chart(alt.Data(values=rows)), alt.Chart(alt.Data(values=heads))
    at_rungs = (
        alt.Chart(STEPS)
        .transform_calculate(rate="datum.rung", text="format(datum.months_at, '.0f')")
        .mark_text(fontSize=11, color=MUTED, dy=-2)
    )
    band = alt.Chart(POINT).mark_rect(color=ORANGE, opacity=0.12).encode(alt.X("rate_low:Q"), alt.X2("rate_high"))
    return alt.layer(
        band,
        alt.Chart(POINT).mark_rule(color=ORANGE, strokeWidth=2, strokeDash=broken_at(rows, heads)).encode(
            x, y=alt.value(BELOW_MONTHS), y2=alt.value(alt.expr("height"))),
        headed.mark_text(align="left", fontSize=11, fontWeight="bold", color=MUTED).encode(x, y, text="text:N"),
        drawn.mark_rule(strokeWidth=2).encode(alt.X("low:Q"), alt.X2("high"), y, color=colour),
        drawn.mark_point(filled=True, size=70).encode(x, y, color=colour),
        *[
            drawn.transform_filter(which).mark_text(align=align, dx=dx, dy=-9, fontSize=11).encode(
                alt.X(f"{end}:Q"), y, text="name:N", color=colour)
            for which, align, dx, end in [("datum.rate < 6", "left", 4, "low"), ("datum.rate >= 6", "right", 6, "high")]
        ],
        at_rungs.encode(x, y=alt.value(0), text="text:N"),
        alt.Chart(POINT).mark_text(align="left", dx=2, dy=-2, fontSize=11, color=MUTED, text="months:").encode(
            x=alt.value(0), y=alt.value(0)),
    )  # fmt: skip


BELOW_MONTHS = 7
"""Pixels from the top where the line at the reader's rate begins."""


def broken_at(rows, heads):
    """Dashes and gaps of a line from the top to the bottom that stops at each label which it would cross."""
    here, half, letter = "scale('x', datum.rate)", 7, 6
    labels = [(row["at"], 9, row["low"] if row["rate"] < 6 else row["high"], row["rate"] < 6, row["name"])
              for row in rows] + [(head["at"], 0, head["rate"], True, head["text"]) for head in heads]  # fmt: skip
    dashes, before = [], str(BELOW_MONTHS)
    for at, above, start, rightward, text in sorted(labels):
        middle, start = f"scale('y', {at:.4g}) - {above}", f"scale('x', {start:.4g})"
        low, high = (4, letter * len(text) + 12) if rightward else (-letter * len(text) - 4, 10)
        crosses = f"({here} > {start} + {low} - 8 && {here} < {start} + {high})"
        dashes += [f"max(0, {middle} - {half} - ({before})) + ({crosses} ? 0 : {2 * half})",
                   f"{crosses} ? {2 * half} : 0"]  # fmt: skip
        before = f"{middle} + {half}"
    return alt.expr(f"[{', '.join(dashes)}, 999, 0]")


def level_of(column, least, offers):
    good = offers[offers[column] >= least].sort_values("from_date", kind="stable")
    dates = trends.decimal_year(good.from_date)
    return trends.Offers(dates, good.input_usd.to_numpy(), good.output_usd.to_numpy())


@cache
def levels():
    """Offers by the quality that they reach, models that think before they answer left out."""
    offers = data.table("prices").query("thinking == 'no' and terms != 'peak'")
    scores = offers.set_index("offer")
    yardsticks = [
        ("GPT-4 (MMLU)", "mmlu", "GPT-4 (0314)"), ("GPT-3.5 (MMLU)", "mmlu", "GPT-3.5 (text-davinci-003)"),
        ("GPT-4 (GPQA)", "gpqa_epoch", "GPT-4 (0314)"), ("GPT-4o (GPQA)", "gpqa_epoch", "GPT-4o (2024-05)"),
        ("Claude 3.5 Sonnet (GPQA)", "gpqa_epoch", "Claude 3.5 Sonnet (2024-06)"),
    ]  # fmt: skip
    return {name: level_of(column, scores.loc[offer, column], offers) for name, column, offer in yardsticks}


def price_chart():
    x = plain_x("year", "Date of the offer", ".0f", range(2022, 2027))

    def y(column):
        return log_y(column, "Dollars for a million tokens (log scale)", "$.2", [0.01, 0.1, 1.0, 10.0, 100.0])

    undercuts = alt.condition("datum.used", alt.value(BLUE), alt.value(MUTED))
    dates = trends.decimal_year(["2023-03-14", "2024-06-20"])
    ends = zip(dates, ("example_first_usd", "example_second_usd"), strict=True)
    example = [alt.Chart(POINT).transform_calculate(year=str(float(at))) for at in dates]
    return alt.layer(
        band(x, y("band_low")),
        curve(x, y("at_training_rate"), MUTED, strokeWidth=1.5, strokeDash=[2, 3]),
        curve(x, y("fitted")),
        alt.Chart(CURVE).mark_point(filled=True, size=45, clip=True).encode(x, y("price_usd"), color=undercuts),
        alt.Chart(POINT).transform_calculate(year=str(float(dates[0])), later=str(float(dates[1])))
        .mark_rule(color=ORANGE, strokeWidth=2, strokeDash=[4, 3], clip=True)
        .encode(x, y("example_first_usd"), alt.X2("later"), alt.Y2("example_second_usd")),
        *[
            chart.mark_point(color=ORANGE, size=90, strokeWidth=2).encode(x, y(column))
            for chart, (_, column) in zip(example, ends, strict=True)
        ],
        *[
            words(text, (2022.05, 0.12 / 1.9**k), x, y("price_usd"), colour=colour)
            for k, (text, colour) in enumerate([
                ("blue: undercut all before", BLUE), ("grey: did not", MUTED), ("dotted: your yearly progress", MUTED),
                ("orange: the essay's example", ORANGE)
            ])
        ],
    )  # fmt: skip


def marks(rows, colour, shape):
    return alt.Chart(alt.Data(values=rows)).mark_point(color=colour, size=40, shape=shape, clip=True)


def backtest_chart():
    x = plain_x("year", "Year", ".0f", range(2020, 2027))

    def y(column):
        return log_y(column, "Times the start (log scale)", (".3f", ".2f", ".1f", *4 * [".0f"]), powers_of_ten(-3, 4))

    steps = alt.Chart(STEPS).transform_calculate(year=f"datum.step + {shifting.FIRST_YEAR}")
    runs = data.table("models").query("frontier == 'yes' and cost_status == 'estimated' and released >= '2020-01-01'")
    runs = runs.assign(year=trends.decimal_year(runs.released))
    start = runs[runs.year < 2021].cost_amortised_usd.max()
    costs = runs.assign(times=runs.cost_amortised_usd / start)[["model", "year", "times"]].to_dict("records")
    offers = price_of_quality().curve().query("used == 1")
    falls = offers.assign(times=offers.price_usd / offers.price_usd.iloc[0])[["year", "times"]].to_dict("records")
    since = alt.Chart(STEPS).transform_calculate(year=f"datum.step + {offers.year.iloc[0]}")
    return alt.layer(
        steps.mark_line(color=ORANGE, clip=True).encode(x, y("budget_times")),
        since.mark_line(color=BLUE, clip=True).encode(x, y("level_times")),
        marks(costs, ORANGE, "circle").encode(x, y("times"), tooltip="model:N"),
        marks(falls, BLUE, "square").encode(x, y("times")),
        words("circles: record runs' cost", (2020.1, 450), x, y("times"), colour=ORANGE),
        words("squares: lowest price at GPT-4's level", (2020.1, 0.004), x, y("times"), colour=BLUE),
        words("lines: at your rates", (2020.1, 0.002), x, y("times"), colour=MUTED),
    )  # fmt: skip


def ladder_chart():
    ticks = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]
    scale = alt.Scale(type="log", domain=[1, shifting.LADDER_TOP], nice=False)
    at = axis(".0f", ticks, labelOverlap="greedy")
    at["labelExpr"] = "datum.value === 64 ? (width < 480 ? '64+' : '64 and more') : format(datum.value, '.0f')"
    x = alt.X("from_times:Q", title="What a year of ideas is worth (times, log scale)", scale=scale, axis=at)
    share_title = "Share of labs"
    y = alt.Y("between:Q", title=share_title, scale=alt.Scale(domain=[0, 0.5], nice=False),
              axis=axis(".0%", [0, 0.1, 0.2, 0.3, 0.4, 0.5]))  # fmt: skip
    bars = alt.Chart(STEPS).mark_rect(color=BLUE, opacity=0.55, clip=True)
    named = [
        beside(alt.expr("datum.said"), alt.X(f"{column}:Q"), alt.value(top), colour,
               chart=within(column, 1, shifting.LADDER_TOP, text))
        for column, text, colour, top in [
            ("typical", "a year with average ideas", INK, 4), ("rate_to_reach", "the rate compared with", ORANGE, 18),
        ]
    ]  # fmt: skip
    return alt.layer(
        bars.encode(x, alt.X2("to_times"), y, alt.Y2(datum=0)),
        alt.Chart(POINT).mark_rule(color=INK, strokeWidth=2, clip=True).encode(alt.X("typical:Q")),
        alt.Chart(POINT).mark_rule(color=ORANGE, strokeDash=[4, 3]).encode(alt.X("rate_to_reach:Q")),
        *named,
    )


def budget_chart():
    x = log_x("efficiency_times", "What a dollar buys, times today (log scale)", ",.0f", powers_of_ten(0, 7))
    y = log_y("budget_usd", "Best budget (dollars, log scale)", "$.1", powers_of_ten(7, 13))
    rule = alt.Chart(POINT)
    won = within("top_multiplier", 1, 1e6, "half of the prize is won")
    half, height = alt.X("top_multiplier:Q"), alt.value(alt.expr("height - 10"))
    right = "scale('x', datum.top_multiplier) < width / 2"  # the purse's name keeps clear of the line at the half
    purse = within("purse_usd", 1e7, 1e12).mark_text(
        align=alt.expr(f"{right} ? 'right' : 'left'"), dx=alt.expr(f"{right} ? -4 : 4"), color=MUTED,
        dy=alt.expr("datum.off > 0 ? 10 : -6"), text=alt.expr("datum.off > 0 ? 'the purse \u25b4' : 'the purse'"),
    )  # fmt: skip
    return alt.layer(
        rule.mark_rule(color=MUTED, strokeDash=[2, 3], clip=True).encode(alt.Y("purse_usd:Q")),
        purse.encode(alt.Y("purse_usd:Q"), x=alt.value(alt.expr(f"{right} ? width : 0"))),
        rule.mark_rule(color=ORANGE, strokeDash=[4, 3], clip=True).encode(half),
        beside(alt.expr("datum.said"), half, height, ORANGE, chart=won),
        curve(x, y),
        within("budget_usd", 1e7, 1e12).mark_point(color=BLUE, size=150, filled=True, shape=OFF).encode(x, y),
    )


def falling_threshold():
    x = plain_x("years_from_now", "Years from now", ".0f", range(0, 11))
    ticks = powers_of_ten(2, 9)

    def y(column):
        return log_y(column, "Chips (log scale)", ",.0f", ticks)

    layers = [curve(x, y("needed_then"), INK), point(x, y("needed_then"), INK)]
    for column, colour, text in [("large_chips", BLUE, "the large actor"), ("small_chips", ORANGE, "the small actor")]:
        layers += [
            alt.Chart(POINT).mark_rule(color=colour, strokeWidth=2, clip=True).encode(y(column)),
            alt.Chart(POINT).mark_text(align="right", dx=-4, dy=-8, color=colour, text=text, clip=True).encode(
                y(column), x=alt.value(alt.expr("width"))
            ),
        ]  # fmt: skip
    there = alt.X("years_until_small:Q")
    layers.append(point(there, y("small_chips"), ORANGE, 110))
    layers.append(said("the level", x, y("needed_then"), dx=9, dy=-9))
    return alt.layer(*layers)


def lead_chart():
    x = log_x("requirement_growth", "Models need, times today's compute (log scale)", ",.0f", powers_of_ten(0, 4))
    y = log_y("thrifty_to_rich", "Effective compute, thrifty over rich (log scale)", ",.2f",
              [0.01, 0.1, 1.0, 10.0, 100.0])  # fmt: skip
    even = alt.Chart(alt.Data(values=[{"thrifty_to_rich": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y)
    return alt.layer(
        even,
        words("thrifty ahead", (1.1, 60), x, y, colour=MUTED),
        words("rich ahead", (1.1, 0.017), x, y, colour=MUTED),
        curve(x, y),
        point(x, y),
    )
