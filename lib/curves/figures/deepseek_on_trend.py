"""Figures of the chapter "DeepSeek on the trend line?"."""

from functools import cache

import altair as alt

from .. import data
from ..explore import COLOURS, CURVE, INK, MUTED, POINT, STEPS, Decides, Explorer, Guess, axis, choice
from ..models import deepseek, trends
from . import figure
from .parts import beside, curve, log_x, log_y, plain_x, plain_y, point, powers_of_ten, row_labels, words

BLUE, ORANGE, GREEN = COLOURS[:3]


@cache
def known(id):
    """The value of a quantity in ``data/deepseek.csv``."""
    return float(data.table("deepseek").set_index("id").value[id])


@figure("fig-on-trend")
def on_trend():
    """The plane of progress by reference cost, its line of even, and where the essays stand."""
    return Explorer(
        deepseek.on_trend,
        along="alg_progress_per_year",
        guess=Guess(
            "Costs fall fourfold a year, the other model is nine months older, V3 is worth half as much on the curve "
            "and cost $6M. What did the other model cost at most, if V3 is no better than the trend?",
            "breakeven_reference_usd",
            5e6,
            1e8,
            "$.2",
            {"v3_cost_usd": 6e6},
        ),
        title="Whether V3 is on trend depends on what the other model cost, and on how fast costs fall",
        sentence="At {alg_progress_per_year:.2f} times a year, {age_months:.1f} months and a gap of "
        "{quality_gap:.2f}, the other model should have cost {expected_ratio:.1f} times V3. At "
        "{reference_cost_usd:$.2} it cost {actual_ratio:.1f} times V3: {on_trend:?V3 is on trend, or "
        "{months_late:.1f} months behind it|V3 is ahead of trend, by {months_ahead:.1f} months}. The verdict flips "
        "at {breakeven_reference_usd:$.2}.",
        charts=[plane_chart()],
        decides=Decides("months_ahead", ".0f", "on_trend", "V3 is on the trend or behind it", "Months ahead of trend"),
        description="Yearly progress against the cost of the other model, both on logarithmic scales. A rising line "
        "divides the plane: to its left V3 is on trend or behind, to its right ahead of it. Two shaded bands mark the "
        "costs that the essays assume, two dotted lines the rates.",
        source="Rates: Amodei (2025) [C115, C117]; the older one is of algorithms alone [C116]. Costs of the other "
        "model: Amodei [C137], the decade that we read from his words; astro [C223], of a model like R1. Marks: Epoch "
        "AI's estimates of amortised cost in 2023 dollars, of which Sonnet's was inferred from the essay and cannot "
        "test it.",
    )


@figure("fig-on-trend-spread")
def on_trend_spread():
    """The same verdict with every input drawn from its range."""
    return Explorer(
        deepseek.on_trend,
        draws=2048,
        title="Whose word one takes on the other model's cost decides more than all the rest",
        sentence="In {on_trend:.0%} of the draws V3 is on the trend or behind it. The middle draw puts it "
        "{months_ahead:.1f} months ahead; nine in ten lie between {months_ahead_p05:.0f} and {months_ahead_p95:.0f} "
        "(minus: behind).",
        charts=[spread_chart()],
        decides=Decides("on_trend", ".0%", "on_trend", "most draws have V3 on trend", "Share on trend or behind"),
        description="Months ahead of the trend: a bar that holds nine in ten draws, a darker one that holds half, a "
        "line at the middle draw, and a dotted line at nought. What lies off the frame has an arrow and its number.",
        source="Ranges: as under the figure above. All are drawn evenly over the range or its logarithm, and know "
        "nothing of each other.",
    )


@figure("fig-run-cost")
def run_cost():
    """Hours times a rent, and whether hours, size and tokens fit each other."""
    return Explorer(
        deepseek.v3_run,
        along="rental_usd_per_gpu_hour",
        v3={id: known(id) for id in ("v3-params-active", "v3-params-total", "v3-tokens", "v3-chips", "v3-hours-context",
                                     "v3-hours-posttraining", "h800-peak-bf16", "h800-peak-fp8")},
        parameters=choice("active", "all", label="Parameters counted"),
        precision=choice("BF16", "FP8", label="Held against the peak at"),
        guess=Guess(
            f"V3's pre-training took {known('v3-hours-pretraining') / 1e6:.2f} million chip-hours on chips that can do "
            f"{known('h800-peak-bf16'):.0f} trillion operations a second. "
            "It needed 3.3e24 operations. What percentage of the time did the chips work at full speed?",
            "utilisation",
            0,
            1,
            ".0%",
        ),
        title="The famous figure is chip-hours times an assumed rent; the hours fit the model, the rent is a choice",
        sentence="{total_gpu_hours:,.0f} chip-hours at ${rental_usd_per_gpu_hour:.2f} are {total_usd:$.3}. With "
        "{parameters} parameters counted, pre-training was {compute_flop:.2e} FLOP, {utilisation:.0%} of what the "
        "chips can do at most{too_much:?, which no chip can: here is the mistake|}, and took {pretrain_days:.0f} "
        "days.",
        charts=[rent_chart()],
        description="Cost of V3's run against the rent of a chip-hour, a straight line through DeepSeek's own figure "
        "at two dollars; ticks along the bottom mark rents that were observed for an H100, most between one and a "
        "half and seven.",
        source="Hours, size, tokens: DeepSeek-V3's report. Peaks of the H800 SXM: Epoch AI. Rents: see "
        "data/rental_prices.csv; observed for an H100, since we found no market price for an H800.",
    )  # fmt: skip


@figure("fig-what-is-counted")
def what_is_counted():
    """The ratio of two costs as more is counted, until one side is unknown."""
    return Explorer(
        deepseek.cost_by_scope,
        folds={
            "What DeepSeek spent": [
                "our_reasoning_usd", "our_failed_usd", "our_experiments_usd", "our_data_usd", "our_teacher_usd",
                "our_staff_usd", "our_machines_usd",
            ],
            "What the other firm spent": [
                "their_reasoning_usd", "their_failed_usd", "their_experiments_usd", "their_data_usd",
                "their_teacher_usd", "their_staff_usd", "their_machines_usd",
            ],
        },
        guess=Guess(
            f"DeepSeek's machines are put at ${known('spending-capex-corrected') / 1e9:.1f}B. How many times V3's "
            "final run is that?",
            "machines_times_run",
            1,
            500,
            ",.0f",
        ),
        title="Beyond the final run the bill is unknown, first on one side and then on both",
        sentence="Counting {counted_up_to:.0f} of seven kinds of cost, what is known comes to {ours_then:$.3} for "
        "DeepSeek and {theirs_then:$.3} for the other firm{unknown_then:?; {unknown_then:.0f} of the kinds are unknown "
        "on one side at least|}. By what is known on both sides, the other firm spent {ratio_then:.1f} times as much. "
        "{machines_known:?The machines that DeepSeek is thought to have bought cost {machines_times_run:,.0f} times "
        "V3's run|What DeepSeek's machines cost is unknown}.",
        charts=[scopes_chart()],
        description="Cost on a logarithmic scale as more and more is counted, from the final run to staff, and apart "
        "from it the machines: filled points where everything so far is known, hollow ones, at least so much, where "
        "something is not.",
        source="Runs: DeepSeek, Amodei [C137], astro [C223]. Reasoning stage: DeepSeek's paper on R1. Machines: "
        "SemiAnalysis (2025) and its critic. What is not published starts at 0, for unknown; that the run is only a "
        "part say DeepSeek, Amodei [C144] and Heim and Huang [C061].",
    )  # fmt: skip


@figure("fig-months-behind")
def months_behind():
    """How far behind, by each way of telling it."""
    return Explorer(
        deepseek.clocks,
        dates=by_date(),
        guess=Guess(
            "If the same result costs a quarter each year, how many months behind is a lab that needs four times the "
            "compute?",
            "liang_months",
            0,
            36,
            ".0f",
        ),
        title="Six ways to tell how far behind give anything from nothing to a year",
        sentence="At {alg_progress_per_year:.2f} times a year, {behind_times:.2f} times behind on the curve is "
        "{curve_months:.1f} months, and needing {liang_times:.1f} times the compute is {liang_months:.1f}. From the "
        "shortest to the longest the public clocks lie {spread:.0f} months apart{hidden_lead_months:?; a hidden lead "
        "adds {hidden_lead_months:.1f} to each|}.",
        charts=[clocks_chart()],
        description="Six ways of telling how far behind DeepSeek was, one below the other, as months: two that turn a "
        "factor into months and move with the rate, three by dates, one by public tests, at nought. A paler mark "
        "shows each with the hidden lead.",
        source="Curve: Amodei [C146]. Fourfold: Liang, as quoted by Heim and Huang [C034, C035, C036]. Trained: Amodei "
        "[C142]. Releases: data/deepseek.csv. Level: astro [C217, C236]. Hidden lead: claimed [C039], without a "
        "number.",
    )


@figure("fig-fleet")
def fleet():
    """Where fifty thousand chips go, and how small the named run is among them."""
    return Explorer(
        deepseek.fleet_left,
        along="deployment_share",
        reference_run_chips=float(data.table("claims").set_index("id").low["C274"]),
        guess=Guess(
            "A firm has 50,000 chips, and sixty percent of them serve users. What percentage of the others took part "
            "in V3's run?",
            "run_share_of_rest",
            0,
            1,
            ".0%",
        ),
        title="A run of two thousand chips is a small part of a fleet; how much else there was depends on serving",
        sentence="Of {fleet_chips:,.0f} chips {serving:,.0f} serve users and {failed:,.0f} go into runs that fail. "
        "The named run takes {run:,.0f}, or {run_share:.0%} of all and {run_share_of_rest:.0%} of what does not "
        "serve; {research:,.0f} are left for research{fits:?|, and the numbers do not fit: there is not even room for "
        "the run}.",
        charts=[fleet_chart()],
        description="Chips by use against the share that serves users, as stacked areas: serving grows from nothing "
        "to all, and research, failed runs and the named run share what is left.",
        source="Fleet: Amodei [C155], Heim and Huang [C029], one chain of reports. Serving: Heim and Huang [C023]; "
        "DeepSeek's account of one day. Run: DeepSeek. Failures: the reader's guess.",
    )


@figure("fig-mix")
def mix():
    """Fifty thousand of what?  A triangle of three chips, with each essay's place."""
    return Explorer(
        deepseek.fleet_mix,
        guess=Guess(
            "Of fifty thousand chips a fifth are H100s, a fifth H800s, the rest H20s. By speed of arithmetic, how many "
            "H100s are they worth?",
            "worth",
            0,
            50000,
            ",.0f",
        ),
        title="What the fleet is worth hangs on its H20s; whether it was legal, on its H100s first",
        sentence="{h100_chips:,.0f} H100s, {h800_chips:,.0f} H800s and {h20_chips:,.0f} H20s do the work of "
        "{worth:#.3} H100s. {h100_chips:,.0f} of them were never legal to sell to China.",
        charts=[mix_chart()],
        description="A triangle whose corners are fleets of one kind: all H800 and all H100 at the foot, all H20 at "
        "the top. Marks stand where the essays put the fleet; the reader's mix is the large point, larger if it is "
        "worth more. Higher is worth less in arithmetic, further right is more that was never legal.",
        source="All H800: Heim and Huang [C029]. All H100: one executive in The Times [C262]. R1 trained without "
        "H100s: astro [C218]. "
        "A blend: Amodei [C205] after SemiAnalysis, whose counts place the mark. Chips: data/chips.csv. What memory "
        "limits: the reader's.",
    )


@figure("fig-us-fleets")
def against_us_fleets():
    """How many times as much the American fleets are, in chips and in what chips are worth."""
    return Explorer(
        deepseek.against_fleets,
        unit=choice("H100-equivalents", "chips", label="DeepSeek's fleet counted in"),
        fleets=us_fleets(),
        guess=Guess(
            f"At the end of 2024 the best-equipped American lab used some {known('us-lab-deepmind-2024'):,.0f} "
            "H100-equivalents. DeepSeek is put at 50,000 chips, most of them H20s, which are slow. How many times "
            "DeepSeek's fleet is the lab's, if each chip counts at its speed?",
            "most_times",
            1,
            30,
            ".0f",
        ),
        title="Two to three times, or ten and more, by the fleets and by the unit that one compares",
        sentence="With DeepSeek's fleet counted in {unit}, as {counted:,.0f}, the American fleets shown are "
        "{least_times:.1f} to {most_times:.1f} times as large.",
        charts=[us_fleets_chart()],
        description="A dot for each of seven American fleets, on a logarithmic scale: how many times DeepSeek's. Five "
        "are what labs used at the end of 2024, one is a single cluster that stood then; one, paler, was only planned.",
        source="Labs at the end of 2024: Epoch AI's estimates of what is used, not owned. Colossus: Musk's words, late "
        "2024. Two to three times: Amodei [C156, C157]; tens against hundreds of thousands, and in part planned: Heim "
        "and Huang [C008, C009].",
    )


@figure("fig-v3-or-r1")
def v3_or_r1():
    """How much of the way from the model before V3 to R1 was made by V3."""
    return Explorer(
        deepseek.v3_or_r1,
        scores=steps_to_r1(),
        knowledge=(0, 1, 5),
        science=(0, 1, 5),
        exercises=(0, 1, 5),
        contest=(0, 1, 5),
        real_coding=(0, 1, 5),
        facts=(0, 1, 5),
        scale=choice("points", "odds", label="Steps measured in"),
        folds={"How steps are measured": ["scale"]},
        guess=Guess(
            "On six tests together, V2.5 of September 2024 to R1 of January 2025: what percentage of the gain in "
            "points had V3 already made?",
            "by_v3",
            0,
            1,
            ".0%",
            {"scale": "points"},
        ),
        title="On five of six tests V3 was the larger step; in contest mathematics R1 was",
        sentence="Weighed so, and measured in {scale}, V3 made {by_v3:.0%} of the way from V2.5 to R1.",
        charts=[steps_chart()],
        decides=Decides("by_v3", ".0%", "v3_mattered", "V3 was the larger step", "Part of the way made by V3"),
        description="Six tests, one below the other, and their weighted mean, each with three marks: the score of "
        "DeepSeek's model before V3, of V3, and of R1; the stretch up to V3 in one colour, from there to R1 in "
        "another.",
        source="DeepSeek's own tables for V3 and for R1, as published with each model. See data/scores.csv. Before V3: "
        "V2.5 of September 2024, with which DeepSeek compares.",
    )


@figure("fig-market")
def market():
    """What Nvidia's fall would say, if it were a forecast of demand."""
    fall = float(data.table("claims").set_index("id").central["C163"])
    return Explorer(
        deepseek.market,
        along="budget_elasticity",
        price_fall=fall / 100,
        guess=Guess(
            f"Computing does eight times as much for the same money. Nvidia's price falls by {fall:.0f} percent. If "
            "that were a forecast of budgets and nothing else: by how many percent would budgets change with each "
            "doubling of what money buys?",
            "fall_per_doubling",
            -1,
            1,
            ".0%",
            {"compute_multiplier": 8},
        ),
        title="The sign of one number parts the market's Monday from Amodei's answer",
        sentence="If computing does {compute_multiplier:.1f} times as much for the money and budgets answer by "
        "{budget_elasticity:.2f}, they change by {budget_change:.0%}. {cheaper:?Read as a forecast of budgets and "
        "nothing else, a fall by {price_falls:.0%} says {fall_elasticity:.2f}, or {fall_per_doubling:.0%} with each "
        "doubling|If nothing became cheaper, a fall by {price_falls:.0%} says nothing about their answer}.",
        charts=[market_chart(-fall / 100)],
        description="Change of budgets for computing against how they answer to cheapening: a curve through nought, "
        "rising to the right. A dotted line marks a fall as deep as Nvidia's.",
        source="Fall: Amodei [C163], who was baffled [C164] and expects more spending [C112, C172]. The fear: The "
        "Times [C275]. How budgets answer is the reader's.",
    )


@figure("fig-scarcity")
def scarcity():
    """One signed number: do fewer chips make for more ideas?"""
    return Explorer(
        deepseek.scarcity,
        points_per_decade=20.0,
        chip_growth_per_year=2.3,
        alg_progress_per_year=4.0,
        guess=Guess(
            "A lab is left with a quarter of the chips that it would have. If scarcity makes its ideas come just fast "
            "enough to repay them in five years, by how many percent must yearly progress rise with each halving of "
            "its chips?",
            "needed_per_halving",
            0,
            1,
            ".0%",
        ),
        title="Scarcity can repay lost chips; how strong it would have to be depends on the time it has",
        sentence="With {chips_left_share:.0%} of the chips and an answer of {experiment_compute_elasticity:.2f}, "
        "yearly progress {unchanged:?stays at {progress_free:.1f} times|is {progress_now:.1f} times instead of "
        "{progress_free:.1f}}. After {horizon_years:.0f} years the lab has {next_to_nothing:?less than a thousandth "
        "of|{ratio_then:#.2} times} what it would have had without controls. {short:?It would be level at an "
        "answer of {even_elasticity:.2f}: progress faster by {needed_per_halving:.0%} with each halving of its "
        "chips|It was never short of chips}.",
        charts=[scarcity_chart()],
        decides=Decides("ratio_then", ".0%", "repaid", "lost chips are repaid by then", "Share of the free lab"),
        description="What the lab has, as a share of what it would have had without controls, year by year on a "
        "logarithmic scale, with a dotted line at one.",
        source="Signs: Heim and Huang above nought [C026, C027], Amodei nought [C198, C199], astro below [C220], The "
        "Times in part below [C272, C277]. All numbers are the reader's.",
    )


@figure("fig-one-number")
def one_number():
    """Five models, five kinds of task, and weights: who leads?"""
    return Explorer(
        deepseek.ranking,
        scores=scores(),
        knowledge=(0, 1, 5),
        science=(0, 1, 5),
        mathematics=(0, 1, 5),
        contests=(0, 1, 5),
        real_coding=(0, 1, 5),
        title="Which model leads depends on what one weighs",
        sentence="With these weights the best of the five has {best:.0f} points, and the last is {spread:.0f} behind; "
        "within half a point of the best: {leaders:.0f}. V3 has {mean_1:.0f}, R1 {mean_2:.0f}, Sonnet "
        "{mean_3:.0f}, GPT-4o {mean_4:.0f}, o1 {mean_5:.0f}.",
        charts=[ranking_chart()],
        decides=Decides(
            "first_over_third", ".1f", "first_leads_third", "V3 is ahead of Sonnet", "V3 over Sonnet (points)"
        ),
        guess=Guess(
            "By five kinds of task of equal weight: how many points is V3 ahead of Claude 3.5 Sonnet? (Less than zero: "
            "behind.)",
            "first_over_third",
            -20,
            20,
            ".1f",
        ),
        description="A bar for each of five models: its weighted mean over five kinds of task.",
        source="DeepSeek's table for all five: MMLU, GPQA Diamond, MATH-500, Codeforces (percentile) and SWE-bench "
        "Verified. Figures for o1 are repeated from OpenAI. Other testers differ; see data/scores.csv.",
    )


@figure("fig-afterwards")
def afterwards():
    """What DeepSeek asked for its models, down and up."""
    return Explorer(
        trends.offered,
        maker="DeepSeek",
        makers={"DeepSeek": deepseek_offers()},
        title="What DeepSeek asked for its models since: up, down, and by the hour of the day",
        sentence="Mixed with {output_share:.0%} of the tokens written, the first of {n:.0f} prices was "
        "{first_usd:$.2} a million tokens, the lowest {lowest_usd:$.2}, the highest {highest_usd:$.2}, the last "
        "{last_usd:$.2}.",
        charts=[afterwards_chart()],
        guess=Guess(
            "Across all of DeepSeek's dated prices from 2024 to 2026, at a quarter of the tokens written: how many "
            "times the lowest is the highest?",
            "spread_times",
            1,
            20,
            ".1f",
        ),
        description="Price of a million tokens against date on a logarithmic scale, one mark for each dated price of "
        "a DeepSeek model from 2024 to 2026.",
        source="DeepSeek's notices and price pages, and lists of them; peak and off-peak from August 2026. See "
        "data/prices.csv.",
    )


def plane_chart():
    x = log_x("breakeven_reference_usd", "What the other model cost (log scale)", "$.1", [1e6, 1e7, 1e8, 1e9])
    y = alt.Y("alg_progress_per_year:Q", title="Yearly progress (times, log scale)",
              scale=alt.Scale(type="log", domain=[1, 20], nice=False),
              axis=axis(".0f", [1.0, 2.0, 4.0, 8.0, 16.0]))  # fmt: skip
    claims = data.table("claims").set_index("id")
    bands = [
        {"low": float(claims.low[id]), "high": float(claims.high[id]), "who": who}
        for id, who in [("C137", "Amodei"), ("C223", "astro")]
    ]
    drawn = alt.Chart(alt.Data(values=bands))
    shade = drawn.mark_rect(opacity=0.13).encode(
        alt.X("low:Q"), alt.X2("high"),
        color=alt.condition("datum.who === 'astro'", alt.value(ORANGE), alt.value(BLUE)),
    )  # fmt: skip
    rates = [data.parameter("alg_progress_per_year").low, 4.0]
    rules = alt.Chart(alt.Data(values=[{"alg_progress_per_year": rate} for rate in rates]))
    marks = [
        {"breakeven_reference_usd": known(id), "alg_progress_per_year": 1.06, "model": name}
        for id, name in [
            ("us-sonnet-epoch", "Sonnet"),
            ("us-gpt-4o-epoch", "GPT-4o"),
            ("us-llama-amortised", "Llama 405B"),
        ]
    ]
    return alt.layer(
        shade,
        rules.mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y),
        words("Amodei", (1.1e7, 18), x, y, colour=BLUE),
        words("astro", (4.8e8, 18), x, y, "right", ORANGE),
        words("Amodei's guess", (1.1e6, 4), x, y, colour=MUTED, dy=-8),
        words("older estimate", (1.1e6, rates[0]), x, y, colour=MUTED, dy=-8),
        words("on trend or behind", (1.4e6, 9.5), x, y, colour=INK),
        words("ahead of trend", (9e8, 2.6), x, y, "right", INK),
        alt.Chart(alt.Data(values=marks)).mark_tick(color=INK, thickness=2, size=10, orient="vertical").encode(
            x, y, tooltip="model:N"),
        words("marks: Epoch AI", (9.5e8, 1.06), x, y, "right", INK),
        curve(x, y, INK),
        point(alt.X("reference_cost_usd:Q"), y, INK),
    )  # fmt: skip


def spread_chart():
    ticks = range(-36, 49, 12)
    x = plain_x("months_ahead", "Months ahead of the trend (minus: behind)", ".0f", ticks)
    base = alt.Chart(POINT)
    y = alt.Y(datum=0, axis=None, scale=alt.Scale(domain=[-1, 1]))
    bar = {"clip": True, "color": BLUE}
    return alt.layer(
        base.mark_bar(size=70, opacity=0.25, **bar).encode(alt.X("months_ahead_p05:Q"), alt.X2("months_ahead_p95"), y),
        base.mark_bar(size=70, opacity=0.5, **bar).encode(alt.X("months_ahead_p25:Q"), alt.X2("months_ahead_p75"), y),
        base.mark_tick(size=90, thickness=3, color=BLUE, clip=True, orient="vertical").encode(x, y),
        alt.Chart(alt.Data(values=[{"months_ahead": 0}])).mark_rule(color=INK, strokeDash=[2, 3]).encode(x),
        base.mark_text(align="right", dx=-6, color=INK, text="on trend or behind").encode(
            x=alt.X(datum=0), y=alt.value(12)),
        base.mark_text(align="left", dx=6, color=INK, text="ahead of trend").encode(x=alt.X(datum=0), y=alt.value(12)),
        base.mark_text(align="left", color=BLUE, text="light: nine in ten draws, dark: half").encode(
            x=alt.value(4), y=alt.value(alt.expr("height - 10"))),
        beyond("months_ahead", "the middle draw: ", -52, ticks),
        beyond("months_ahead_p05", "nine in ten: from ", 52, ticks),
        beyond("months_ahead_p95", "nine in ten: to ", 68, ticks),
    )  # fmt: skip


def beyond(column, text, dy, ticks):
    """Where ``column`` lies off the frame, its number and an arrow at that end."""
    off = alt.Chart(POINT).transform_filter(f"datum.{column} < {ticks[0]} || datum.{column} > {ticks[-1]}")
    number = f"'{text}' + format(datum.{column}, '.0f')"
    late = f"datum.{column} > 0"
    return (
        off.transform_calculate(said=f"{late} ? {number} + ' \u25b8' : '\u25c2 ' + {number}")
        .mark_text(color=BLUE, dy=dy, align=alt.expr(f"{late} ? 'right' : 'left'"))
        .encode(
            text="said:N", x=alt.value(alt.expr(f"{late} ? width - 2 : 2")), y=alt.value(alt.expr("height / 2"))
        )
    )  # fmt: skip


def rent_chart():
    x = plain_x("rental_usd_per_gpu_hour", "Rent of a chip-hour (dollars)", "$.2", range(0, 13, 2))
    y = plain_y("total_usd", "Cost of the run (dollars)", "$.2", [0, 1e7, 2e7, 3e7, 4e7])
    rents = data.table("rental_prices").query("unit == 'USD per GPU-hour' and terms != 'assumed'")
    seen = [
        {"rental_usd_per_gpu_hour": rent, "when": str(row.date.date())}
        for row in rents.itertuples() for rent in (row.low, row.central, row.high) if rent == rent
    ]  # fmt: skip
    return alt.layer(
        alt.Chart(alt.Data(values=seen)).mark_tick(color=ORANGE, thickness=1.5, size=14).encode(
            x, y=alt.value(alt.expr("height - 8")), tooltip="when:N"),
        words("marks: rents seen, 2023 to 2026", (11.9, 2.5e6), x, y, "right", ORANGE, dy=-6),
        curve(x, y),
        point(x, y),
        beside("V3's run", x, y, BLUE, dx=10, dy=alt.expr("scale('y', datum.total_usd) > height - 30 ? -12 : 14"),
               fontSize=11),
    )  # fmt: skip


SCOPE_NAMES = (deepseek.SCOPES[0], *(f"+ {scope}" for scope in deepseek.SCOPES[1:]), "machines")


def scopes_chart():
    steps = alt.Chart(STEPS).transform_calculate(scope="datum.step + 1")
    y = alt.Y("scope:Q", title=None, scale=alt.Scale(domain=[0.4, 8.6], reverse=True, nice=False),
              axis=alt.Axis(values=[*range(1, 9)], grid=False,
                            labelExpr=f"{list(SCOPE_NAMES)}[datum.value - 1]"))  # fmt: skip

    def x(column):
        return log_x(column, "Cost of all so far (dollars, log scale)", "$.1", powers_of_ten(6, 12))

    def points(column, colour, filled, dy):
        return steps.mark_point(
            color=colour, filled=filled, size=90, clip=True, yOffset=dy, strokeWidth=1.8
        ).encode(x(column), y)  # fmt: skip

    here = alt.Chart(POINT).transform_calculate(from_="0.5", to="datum.counted_up_to + 0.5")
    return alt.layer(
        here.mark_rect(color=MUTED, opacity=0.12).encode(alt.Y("from_:Q", scale=y["scale"]), alt.Y2("to")),
        points("ours", BLUE, True, -4),
        points("ours_least", BLUE, False, -4),
        points("theirs", ORANGE, True, 4),
        points("theirs_least", ORANGE, False, 4),
        words("DeepSeek", (9e10, 1), x("ours"), y, "right", BLUE, dy=-6),
        words("the other firm", (9e10, 1), x("ours"), y, "right", ORANGE, dy=9),
        words("hollow: at least so much", (1.3e6, 8), x("ours"), y, "left", MUTED, dy=2),
    )


@cache
def by_date():
    """Ways to tell a lag that need no rate: from and to, in months, by name."""
    claim = data.table("claims").set_index("id").loc["C142"]
    day = data.table("deepseek").set_index("id").date

    def between(first, second="date-v3"):
        return ((day[second] - day[first]).days / (365.25 / 12),)

    return {
        "trained, by Amodei": (float(claim.low), float(claim.high)),
        "released: 3.5 Sonnet (October, June), V3": (*between("date-sonnet-october"), *between("date-sonnet")),
        "released: o1 (full, preview), R1": (*between("date-o1", "date-r1"), *between("date-o1-preview", "date-r1")),
        "level on public tests": (0.0, 0.0),
    }


def clocks_chart():
    names = ["twice on the curve", "Liang's fourfold", *by_date()]
    steps = alt.Chart(STEPS).transform_calculate(place="datum.step")
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.6, len(names) - 0.4], reverse=True))
    x = plain_x("least", "Months behind", ".0f", range(0, 49, 12))
    most, true, true_most = (
        plain_x(name, "Months behind", ".0f", range(0, 49, 12)) for name in ("most", "true_least", "true_most")
    )
    rows = [{"place": place, "name": name} for place, name in enumerate(names)]
    colour = alt.condition("datum.step < 2", alt.value(BLUE), alt.value(ORANGE))
    return alt.layer(
        steps.mark_rule(strokeWidth=9, opacity=0.25, clip=True).encode(x, alt.X2("true_most"), y, color=colour),
        steps.mark_rule(strokeWidth=9, clip=True).encode(x, alt.X2("most"), y, color=colour),
        *(
            steps.mark_point(filled=True, size=size, opacity=opacity, clip=True).encode(channel, y, color=colour)
            for channel, size, opacity in ((x, 90, 1), (most, 90, 1), (true, 60, 0.3), (true_most, 60, 0.3))
        ),
        alt.Chart(alt.Data(values=rows)).mark_text(align="left", dy=-13, color=INK, fontSize=11).encode(
            y, text="name:N", x=alt.X(datum=0)),
    )  # fmt: skip


USES = {"serving": ("serving users", MUTED), "failed": ("runs that fail", ORANGE), "run": ("the named run", INK),
        "research": ("research", BLUE)}  # fmt: skip


def fleet_chart():
    x = plain_x("deployment_share", "Share that serves users", ".0%", [0, 0.2, 0.4, 0.6, 0.8])
    x["scale"] = alt.Scale(domain=[0, 0.95], nice=False)

    def y(column):
        return plain_y(column, "Chips", ",.0f", [0, 20000, 40000, 60000, 80000, 100000])

    layers = [curve(x, y(use), colour) for use, (_, colour) in USES.items() if use != "run"]
    layers.append(alt.Chart(POINT).mark_rule(color=INK, strokeWidth=2).encode(y("run")))
    layers += [point(x, y(use), colour, 80) for use, (_, colour) in USES.items()]
    for place, (use, (text, colour)) in enumerate(USES.items()):
        layers.append(words(text, (0.02, 94000 - 7000 * place), x, y(use), colour=colour))
    return alt.layer(*layers)


CORNERS = [("all H800: Heim & Huang", 0, 0, "left", 14), ("all H100: one executive", 1, 0, "right", 14)]


def mix_chart():
    x = alt.X("across:Q", axis=None, scale=alt.Scale(domain=[-0.03, 1.03], nice=False))
    y = alt.Y("h20_share:Q", title="H20s (share of all)", scale=alt.Scale(domain=[-0.12, 1.06], nice=False),
              axis=axis(".0%", [0, 0.25, 0.5, 0.75, 1]))  # fmt: skip
    edge = [{"across": a, "h20_share": b, "place": k} for k, (a, b) in enumerate([(0, 0), (1, 0), (0.5, 1), (0, 0)])]
    count = {id: known(f"fleet-semianalysis{id}") for id in ("", "-h100", "-h20")}
    blend = {"across": (count["-h100"] + count["-h20"] / 2) / count[""], "h20_share": count["-h20"] / count[""]}
    marks = [{"across": a, "h20_share": b} for _, a, b, _, _ in CORNERS] + [blend]
    return alt.layer(
        alt.Chart(alt.Data(values=edge)).mark_line(color=MUTED, order=True).encode(x, y, order="place:Q"),
        alt.Chart(alt.Data(values=edge[2:])).mark_line(color=ORANGE, strokeWidth=3).encode(x, y),
        alt.Chart(alt.Data(values=marks)).mark_point(color=INK, size=70, strokeWidth=2).encode(x, y),
        *(words(text, (a, b), x, y, align, INK, dy=dy) for text, a, b, align, dy in CORNERS),
        words("all H20", (0.5, 1), x, y, "left", INK, dx=10, dy=2),
        words("R1, by astro", (0.22, 0.44), x, y, "right", ORANGE, dx=-8),
        words("SemiAnalysis", (blend["across"], blend["h20_share"]), x, y, "center", INK, dy=20),
        alt.Chart(POINT).mark_point(filled=True, color=BLUE, clip=True).encode(
            x, y, size=alt.Size("worth:Q", scale=alt.Scale(domain=[0, 1.2e5], range=[30, 500]), legend=None)),
    )  # fmt: skip


@cache
def us_fleets():
    """American fleets around the end of 2024, by name, in H100s or their equivalents; the last was planned."""
    labs = {"OpenAI": "openai", "Google DeepMind": "deepmind", "Meta's lab": "meta-lab", "Anthropic": "anthropic",
            "xAI": "xai"}  # fmt: skip
    return {name: known(f"us-lab-{id}-2024") for name, id in labs.items()} | {
        "Colossus, one cluster": known("us-colossus-installed"),
        "Colossus, planned": known("us-colossus-planned"),
    }


def us_fleets_chart():
    steps = alt.Chart(STEPS).transform_calculate(
        place="datum.step", written="format(datum.times, datum.times < 9.95 ? '.1f' : '.0f')"
    )
    ticks = [0.5, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0]
    x = log_x("times", "Times DeepSeek's fleet (log scale)", (".1f", *7 * [",.0f"]), ticks)
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.8, 6.9], reverse=True))
    rows = [{"place": place, "name": name} for place, name in enumerate(us_fleets())]
    opacity = alt.condition("datum.step == 6", alt.value(0.4), alt.value(1))
    claim = data.table("claims").set_index("id").loc["C156"]
    said_by = alt.Chart(alt.Data(values=[{"low": float(claim.low), "high": float(claim.high)}]))
    return alt.layer(
        said_by.mark_rect(color=ORANGE, opacity=0.25).encode(alt.X("low:Q", scale=x["scale"]), alt.X2("high")),
        steps.mark_rule(strokeWidth=2, color=BLUE, opacity=0.35, clip=True).encode(
            x, alt.X2(datum=ticks[0]), y),
        steps.mark_point(filled=True, size=110, color=BLUE, clip=True).encode(x, y, opacity=opacity),
        steps.mark_text(align="left", dx=8, color=BLUE, fontSize=11).encode(x, y, text="written:N"),
        alt.Chart(alt.Data(values=rows)).mark_text(align="left", dx=4, dy=-11, color=INK, fontSize=11).encode(
            y, text="name:N", x=alt.X(datum=ticks[0])),
        alt.Chart(POINT).mark_text(align="left", color=ORANGE, fontSize=11, text="Amodei: two to three", dx=4).encode(
            x=alt.X(datum=float(claim.high)), y=alt.value(alt.expr("height - 7"))),
    )  # fmt: skip


STEP_TASKS = {"MMLU": "knowledge (MMLU)", "GPQA Diamond": "science (GPQA)", "MATH-500": "exercises (MATH-500)",
              "AIME 2024": "contest mathematics (AIME)", "SWE-bench Verified": "real coding (SWE-bench)",
              "SimpleQA": "facts (SimpleQA)"}  # fmt: skip


@cache
def steps_to_r1():
    """Scores of V2.5, V3 and R1 by DeepSeek, in the order of `STEP_TASKS`."""
    table = data.table("scores").query("tester == 'DeepSeek'").set_index(["model", "task"]).score
    models = ("DeepSeek-V2.5", "DeepSeek-V3", "DeepSeek-R1")
    return {model: [float(table[model, task]) for task in STEP_TASKS] for model in models}


def steps_chart():
    x = plain_x("score", "Solved (percent)", ".0f", range(0, 101, 20))
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.7, 6.5], reverse=True))
    rows = [
        {"place": place, "name": name, "before": a, "v3": b, "r1": c}
        for (place, name), a, b, c in zip(enumerate(STEP_TASKS.values()), *steps_to_r1().values(), strict=True)
    ]
    drawn = alt.Chart(alt.Data(values=rows))

    def at(channel, column):
        return channel(f"{column}:Q", title=x["title"], scale=x["scale"], axis=x["axis"])

    weighed = alt.Chart(POINT).transform_calculate(
        place="6", before="datum.mean_before", v3="datum.mean_v3", r1="datum.mean_r1"
    )

    def step(data, thick, size):
        return [
            data.mark_rule(strokeWidth=thick, color=BLUE, opacity=0.5).encode(at(alt.X, "before"), alt.X2("v3"), y),
            data.mark_rule(strokeWidth=thick, color=ORANGE, opacity=0.5).encode(at(alt.X, "v3"), alt.X2("r1"), y),
            *(
                data.mark_point(filled=True, size=size, color=colour).encode(at(alt.X, column), y)
                for column, colour in (("before", MUTED), ("v3", BLUE), ("r1", ORANGE))
            ),
        ]

    return alt.layer(
        *step(drawn, 6, 50),
        *step(weighed, 11, 120),
        words("as you weigh them", (0.4, 6), at(alt.X, "before"), y, "left", INK, dy=-13),
        drawn.mark_text(align="left", dy=-13, dx=4, color=INK, fontSize=11).encode(y, text="name:N", x=alt.X(datum=0)),
        *(
            drawn.transform_filter("datum.place == 0")
            .mark_text(dy=dy, color=colour, fontSize=11, text=text)
            .encode(at(alt.X, column), y)
            for column, colour, text, dy in (
                ("before", MUTED, "V2.5", 15),
                ("v3", BLUE, "V3", -12),
                ("r1", ORANGE, "R1", 15),
            )
        ),
    )


def market_chart(fall):
    x = plain_x("budget_elasticity", "Budgets answer by (percent for one percent)", ".1f", [-1, -0.5, 0, 0.5, 1])
    y = plain_y("budget_change", "Change of budgets", ".0%", [-1, 0, 1, 2, 3])
    level = alt.Chart(alt.Data(values=[{"budget_change": fall}])).mark_rule(color=ORANGE, strokeDash=[2, 3]).encode(y)
    return alt.layer(
        level,
        words("as deep as Nvidia's Monday", (0.98, fall), x, y, "right", ORANGE, dy=12),
        words("less is spent", (-0.97, -0.85), x, y, "left", MUTED),
        words("more is spent", (0.97, 2.8), x, y, "right", MUTED),
        curve(x, y),
        point(x, y),
    )


def scarcity_chart():
    steps = alt.Chart(STEPS).transform_calculate(year="datum.step + 1")
    x = plain_x("year", "Years under controls", ".0f", range(1, deepseek.YEARS + 1))
    y = log_y(
        "ratio", "Share of what it would have had (log scale)", (".1%", ".0%", ".0%", ".0%"), [0.001, 0.01, 0.1, 1.0]
    )
    y["scale"] = alt.Scale(type="log", domain=[0.001, 30], nice=False)
    level = alt.Chart(alt.Data(values=[{"ratio": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y)
    horizon = alt.Chart(POINT).transform_calculate(year="datum.horizon_years", ratio="datum.ratio_then")
    return alt.layer(
        level,
        words("as without controls", (9.9, 1), x, y, "right", MUTED, dy=-8),
        steps.mark_line(clip=True, color=BLUE).encode(x, y),
        horizon.mark_point(filled=True, size=150, color=BLUE, clip=True).encode(x, y),
    )


MODELS = {"DeepSeek-V3": "V3", "DeepSeek-R1": "R1", "Claude 3.5 Sonnet": "3.5 Sonnet", "GPT-4o": "GPT-4o", "o1": "o1"}
TASKS = ("MMLU", "GPQA Diamond", "MATH-500", "Codeforces percentile", "SWE-bench Verified")


@cache
def scores():
    """One tester's scores by model, in the order of `TASKS`."""
    table = data.table("scores").query("tester == 'DeepSeek'").set_index(["model", "task"]).score
    return {model: [float(table[model, task]) for task in TASKS] for model in MODELS}


def ranking_chart():
    names = list(MODELS.values())
    steps = alt.Chart(STEPS).transform_calculate(place="datum.step")
    x = plain_x("mean", "Weighted mean (points)", ".0f", range(0, 101, 20))
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.6, 4.6], reverse=True))
    rows = [{"place": place, "name": name} for place, name in enumerate(names)]
    return alt.layer(
        steps.mark_bar(size=26, color=BLUE, opacity=0.55, clip=True).encode(x, alt.X2(datum=0), y),
        alt.Chart(alt.Data(values=rows)).mark_text(align="left", dx=6, color=INK).encode(
            y, text="name:N", x=alt.X(datum=0)),
    )  # fmt: skip


@cache
def deepseek_rows():
    """DeepSeek's rows in the table of prices, by date."""
    return data.table("prices").query("developer == 'DeepSeek'").sort_values("from_date", kind="stable")


@cache
def deepseek_offers():
    """DeepSeek's dated prices."""
    offers = deepseek_rows()
    return trends.Offers(
        trends.decimal_year(offers.from_date), offers.input_usd.to_numpy(), offers.output_usd.to_numpy()
    )


NAMED_PRICES = {
    "DeepSeek-V3 (2024-12)": ("V3, promotional", "left", 8, 4),
    "DeepSeek-R1": ("R1", "left", 8, -4),
    "DeepSeek-V4-Pro (2026-04-24)": ("V4-Pro, list", "right", -8, -6),
    "DeepSeek-V4-Pro (2026-08, peak)": ("V4-Pro, peak", "left", -22, -12),
}
"""Label of a price and where it stands: align, dx, dy."""
NAMED_WHERE_WIDE = {
    "DeepSeek-V3.2-Exp": ("V3.2-Exp", "right", -8, 10),
    "DeepSeek-V4.1-Flash (off-peak)": ("V4.1-Flash, off-peak", "right", -8, 12),
}


def afterwards_chart():
    x = plain_x("year", "Date", ".0f", range(2024, 2028))
    x["scale"] = alt.Scale(domain=[2024, 2027.2], nice=False)
    y = log_y("price_usd", "Dollars for a million tokens (log scale)", "$.2", [0.1, 1.0, 10.0])
    offers = deepseek_rows()["offer"].tolist()
    return alt.layer(
        alt.Chart(CURVE).mark_point(filled=True, size=55, color=BLUE, clip=True).encode(x, y),
        *(
            name
            for places, roomy in ((NAMED_PRICES, False), (NAMED_WHERE_WIDE, True))
            for name in row_labels({offers.index(at): place for at, place in places.items()}, x, y, MUTED, roomy)
        ),
    )
