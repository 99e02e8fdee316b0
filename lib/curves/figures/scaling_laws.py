"""Figures of the chapter "Scaling laws"."""

import altair as alt

from .. import data
from ..explore import COLOURS, CURVE, MUTED, POINT, STEPS, Decides, Explorer, axis, choice
from ..models import scaling
from . import figure

NAMED = ["GPT-3", "GPT-4", "Grok 3"]
"""Models whose names stand beside their marks; few enough to keep apart on a phone."""


@figure("fig-success-and-spending")
def success_and_spending():
    """Success against spending, with the costs of real runs on the axis."""
    return Explorer(
        scaling.success,
        along="spend_usd",
        form=choice("straight", "capped", label="Beyond the examples the line is"),
        title="Each tenfold of spending buys the same number of points, for as long as the line holds",
        sentence="For {spend_usd:$.2} this line promises {percent:.0f} percent of the tasks, for ten times as much "
        "{percent_at_10x:.0f}. One point more costs {next_point_usd:$.2}{at_ceiling:?, that is, no money buys it|}.",
        charts=[success_chart()],
        description="Share of tasks solved against the logarithm of training cost: a rising straight line through the "
        "essay's three examples, with marks along the cost axis for what training real models has cost.",
        source="Line: Amodei (2025), an illustration [C100, C101, C102]. Marks: final training runs, amortised "
        "hardware and energy in 2023 dollars, as estimated by Epoch AI; imputed and speculative estimates are "
        "left out.",
    )


@figure("fig-growing-budgets")
def growing_budgets():
    """Ten years of growing budgets along an uncertain line: a fan, and what decides it."""
    return Explorer(
        scaling.spending_path,
        draws=2048,
        title="Keep multiplying the budget, and it is the ceiling that decides",
        sentence="In {reaches:.0%} of the draws the line reaches {target_percent:.0f} percent within ten years. "
        "The middle draw ends at {percent_then:.0f} percent, and by then a run costs about {usd_then:$.2}.",
        charts=[fan_chart()],
        decides=Decides("reaches", ".0%", "reaches", "most draws reach the goal"),
        description="Share of tasks solved over ten years of growing budgets: the median and bands that hold half and "
        "nine in ten of the draws, which flatten as one draw after another meets its ceiling.",
        source="Growth of spending: Cottier and others (2024). Dearest run today: Epoch AI. Line: Amodei (2025), an "
        "illustration [C100, C102]. Ceiling and spreads of the line: ours, for trying out.",
    )


def fan_chart():
    x = alt.X(
        "year:Q",
        title="Years from now",
        scale=alt.Scale(domain=[1, scaling.YEARS]),
        axis=axis(".0f", range(1, scaling.YEARS + 1)),
    )

    def y(column):
        return alt.Y(f"{column}:Q", title="Tasks solved (percent)", scale=alt.Scale(domain=[0, 100], nice=False))

    steps = alt.Chart(STEPS).transform_calculate(year="datum.step + 1")
    colour = COLOURS[0]
    bands = [
        steps.mark_area(color=colour, opacity=opacity, clip=True).encode(
            x, y(f"percent_{low}"), alt.Y2(f"percent_{high}")
        )
        for low, high, opacity in [("p05", "p95", 0.18), ("p25", "p75", 0.3)]
    ]
    goal = alt.Chart(POINT).mark_rule(color=COLOURS[1], strokeDash=[4, 3], clip=True).encode(y("target_percent"))
    key = [(37, "line: the middle draw"), (30, "dark band: half of the draws"), (23, "light band: nine in ten")]
    named = [
        alt.Chart(alt.Data(values=[{"year": 1, "percent": height}]))
        .mark_text(align="left", dx=8, color=colour, text=text)
        .encode(x, y("percent"))
        for height, text in key
    ]
    goal_name = alt.Chart(POINT).mark_text(align="right", dx=-4, dy=-8, color=COLOURS[1], text="the goal", clip=True)
    return alt.layer(
        *bands,
        steps.mark_line(clip=True).encode(x, y("percent_p50")),
        goal,
        goal_name.encode(y("target_percent"), x=alt.value(alt.expr("width"))),
        *named,
    )


def success_chart():
    x = alt.X(
        "spend_usd:Q",
        title="Spent on training, log scale",
        scale=alt.Scale(type="log", domain=[1e5, 1e11]),
        axis=axis("$.1", [10.0**k for k in range(5, 12)]),
    )
    y = alt.Y(
        "percent:Q",
        title="Tasks solved (percent)",
        scale=alt.Scale(domain=[0, 120], nice=False),
        axis=axis(".0f", range(0, 121, 20)),
    )
    examples = alt.Data(values=essay_examples())
    layers = [
        alt.Chart(alt.Data(values=[{"percent": 100}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y=y),
        alt.Chart(alt.Data(values=[{"spend_usd": 1.2e5, "percent": 100}]))
        .mark_text(align="left", dy=-7, color=MUTED, text="every task solved")
        .encode(x, y),
        alt.Chart(CURVE).mark_line(clip=True).encode(x, y),
        alt.Chart(examples).mark_point(size=70, color=COLOURS[0], filled=False, strokeWidth=2).encode(x, y),
        alt.Chart(POINT).mark_point(size=150, color=COLOURS[0], filled=True, opacity=1, clip=True).encode(x, y),
        *run_costs(x),
    ]
    return alt.layer(*layers)


def essay_examples():
    """The essay's three examples [C100, C101, C102]."""
    return [
        {"spend_usd": usd, "percent": data.parameter(name).default}
        for usd, name in [(1e6, "score_at_1m_usd"), (1e7, "score_at_10m_usd"), (1e8, "score_at_100m_usd")]
    ]


def run_costs(x):
    """Layers: a mark for each real model's final run on the amortised basis, some with a name."""
    models = data.table("models")
    models = models[models.cost_status == "estimated"].dropna(subset="cost_amortised_usd")
    rows = models.rename(columns={"cost_amortised_usd": "spend_usd"})[["model", "spend_usd"]]
    rows = rows[rows.spend_usd >= 1e5].to_dict("records")
    floor = alt.value(alt.expr("height - 8"))
    marks = alt.Chart(alt.Data(values=rows)).mark_tick(color=COLOURS[1], thickness=1.5, size=14)
    names = alt.Chart(alt.Data(values=[row for row in rows if row["model"] in NAMED])).mark_text(
        color=COLOURS[1], align="left", dx=-4, dy=-16
    )
    legend = alt.expr("width < 480 ? '' : 'marks: final runs of real models'")
    return [
        marks.encode(x, y=floor, tooltip="model:N"),
        names.encode(x, y=floor, text="model:N"),
        alt.Chart(alt.Data(values=[{"spend_usd": 0.9e11}]))
        .mark_text(color=COLOURS[1], align="right", text=legend)
        .encode(x, y=floor),
    ]
