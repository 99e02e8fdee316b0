"""Figures of the chapter "Scaling laws"."""

from dataclasses import fields
from functools import cache

import altair as alt

from .. import data
from ..explore import COLOURS, CURVE, INK, MUTED, POINT, STEPS, Decides, Explorer, Guess, Slider, axis, choice
from ..models import scaling, trends
from . import figure
from .parts import band, curve, fitted_or_later, key, labels, percent_axis, point, powers_of_ten, within

UP_OR_DOWN = alt.expr("datum.off < 0 ? 'triangle-down' : datum.off > 0 ? 'triangle-up' : 'circle'")
"""A circle, or a triangle at the frame for what `within` found beyond it."""

NAMED = ["GPT-3", "GPT-4", "Grok 3"]
"""Models whose names stand beside their marks; few enough to keep apart on a phone."""


@figure("fig-success-and-spending")
def success_and_spending():
    """Success against spending, with the costs of real runs on the axis."""
    return Explorer(
        scaling.success,
        along="spend_usd",
        guess=Guess(
            "A model for $1M solves twenty percent of the tasks, one for $10M solves forty. What percentage would one "
            "for a hundred million solve, if it goes on like this?",
            "percent",
            0,
            100,
            at={"spend_usd": 1e8},
        ),
        form=choice("straight", "capped", "bending", label="Beyond the examples the line is"),
        title="Each tenfold of spending buys the same number of points, for as long as the line holds",
        sentence="For {spend_usd:$.2} this line promises {percent_said:.0f} percent of the tasks, for ten times as "
        "much {percent_said_at_10x:.0f}. {sold_out:?No money buys a point more|One point more costs "
        "{next_point_usd:$.2}}.",
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
        title="With these guesses the ceiling of the line matters more than the growth of budgets",
        sentence="In {reaches:.0%} of the draws the line reaches {target_percent:.0f} percent within ten years. "
        "The middle draw ends at {percent_then:.0f} percent, and by then a run costs about {usd_then:$.2}.",
        charts=[fan_chart()],
        decides=Decides("reaches", ".0%", "reaches", "most draws reach the goal", "Share that reaches the goal"),
        description="Share of tasks solved over ten years of growing budgets: the median and bands that hold half and "
        "nine in ten of the draws, which flatten as one draw after another meets its ceiling.",
        source="Growth of spending: Cottier and others (2024). Dearest run today: Epoch AI. Line: Amodei (2025), an "
        "illustration [C100, C102]. Ceiling and spreads of the line: ours, for trying out.",
    )


@figure("fig-in-dollars")
def in_dollars():
    """The essay's line as somebody sees it who pays the bill."""
    return Explorer(
        scaling.success,
        along="spend_usd",
        spend_usd=plain_spending(),
        form="straight",
        ceiling_percent=100.0,
        title="The same line in plain dollars: a steep start, then a long way to each further point",
        sentence="At {spend_usd:$.2} the line stands at {percent_said:.0f} percent, and {sold_out:?no money buys a "
        "point more|one point more costs {next_point_usd:$.2}}.",
        charts=[dollar_chart()],
        description="The same share of tasks solved against training cost on an ordinary scale from nothing to one "
        "billion dollars: the line shoots up at the left edge and then flattens, though it is the same line.",
        source="Line: Amodei (2025), an illustration [C100, C101, C102].",
    )


@figure("fig-loss-falls")
def loss_falls():
    """The lowest loss for a budget, with the runs from which the law was fitted."""
    return Explorer(
        scaling.best_loss,
        along="compute_flop",
        fit=choice(*scaling.FITS, label="The law as fitted by"),
        title="Loss falls smoothly with computing power, by ever smaller steps, towards a floor",
        sentence="A best-shaped model trained with {compute_flop:.1e} FLOP has a loss of {best_loss:.2f}. Ten times as "
        "much takes off {first_tenfold:.2f}, ten times that another {second_tenfold:.2f}. The floor is {floor:.2f}.",
        charts=[loss_chart()],
        description="Loss against training compute on a logarithmic scale. Most of 245 measured runs lie close to a "
        "curve that falls from left to right, ever more gently, towards a dotted floor.",
        source="Runs: Hoffmann and others (2022), read off their figure by Besiroglu and others (2024).",
    )


@figure("fig-best-shape")
def best_shape():
    """One budget, many shapes: which split between size and text wastes least."""
    gopher = data.table("models").set_index("model").loc["Gopher"]
    return Explorer(
        scaling.training_run,
        guess=Guess(
            "A model called Gopher was trained on about one token for each of its parameters. With what percentage of "
            "its computing power would a model of the best shape have reached the same loss, by the later fit? (100 "
            "means that Gopher had the best shape.)",
            "compute_needed_share",
            0,
            1,
            ".0%",
            {
                "compute_flop": scaling.FLOP_PER_PARAM_AND_TOKEN * gopher.params_active * gopher.training_tokens,
                "tokens_per_param": gopher.training_tokens / gopher.params_active,
            },
        ),
        along="tokens_per_param",
        fit=choice(*scaling.FITS, label="The law as fitted by"),
        title="For every budget there is a best shape; a model too large or too small wastes part of it",
        sentence="{compute_flop:.2e} FLOP at {tokens_per_param:#.2} tokens a parameter make a model of "
        "{params:#.2} parameters that has read {tokens:#.2} tokens: {times_needed:.1f} times the compute that its "
        "loss needed. The best shape ({best_tokens_per_param:#.2} tokens a parameter for this budget) does it with "
        "{compute_needed_share:.0%}, as a model {size_ratio:#.2} times the size.",
        charts=[shape_chart()],
        description="Share of the budget that a run of the best shape needs for the same loss, against tokens for each "
        "parameter: a hill that reaches 100 percent at the best shape and falls off on both sides.",
        source="Law: Hoffmann and others (2022). Fits: theirs, unrounded and as printed, and that of Besiroglu and "
        "others (2024).",
    )


@figure("fig-where-models-stand")
def where_models_stand():
    """The best shape by four fits, and the shapes of real models."""
    return Explorer(
        scaling.best_shape,
        along="compute_flop",
        laws=laws(),
        title="Runs of one paper, four fits, four recipes; and real models scatter around all of them",
        sentence="For {compute_flop:.1e} FLOP the law as first fitted asks for {published:,.0f} tokens a parameter, "
        "its printed rounding for {rounded:,.0f}, the later fit for {refit:,.0f}, and that fit with five left-out runs "
        "put back for {all_runs:,.0f}.",
        charts=[recipe_chart()],
        description="Tokens for each parameter against training compute, both on logarithmic scales. Four gently "
        "sloping lines, the recipes, one above the other. GPT-3 and Gopher lie below them, Chinchilla on the third, "
        "newer models on and above all of them.",
        source="Laws: Hoffmann and others (2022), Besiroglu and others (2024) and our fit to all 245 runs that could "
        "be read off. Models: their makers' papers and Epoch AI.",
    )


@figure("fig-compute-by-year")
def compute_by_year():
    """Training compute of the largest runs, with a line fitted to a span of years."""
    speculative = data.table("models").compute_confidence == "speculative"
    counted, doubtful = (frontier("compute_flop", known) for known in (~speculative, speculative))
    return Explorer(
        trends.growth,
        dates=counted.year.to_numpy(),
        amounts=counted.amount.to_numpy(),
        title="The largest training runs have grown several times over every year",
        sentence="The {n:.0f} record runs from {fit_from:date} to {fit_until:date} grew {factor:.1f} times a year "
        "({factor_low:.1f} to {factor_high:.1f} with 90 percent confidence). Later runs: {n_later:.0f}, of which "
        "{n_inside:.0f} fell within the band.",
        charts=[growth_chart("Training compute (FLOP, log scale)", ".0e", powers_of_ten(19, 28, 2), counted, doubtful)],
        description="Training compute of record runs by date of release on a logarithmic scale, from BERT in 2018 to "
        "the largest of 2025, with a fitted line and the band in which nine of ten runs are expected.",
        source="Epoch AI, December 2025: language and multimodal models that were among the five largest runs of "
        "their day, as far as is known now. Hollow: speculative estimates, left out of the fit.",
    )


@figure("fig-cost-by-year")
def cost_by_year():
    """Cost of the final run of the same models, on one basis, with a line fitted to a span of years."""
    estimated = data.table("models").cost_status == "estimated"
    counted, doubtful = (frontier("cost_amortised_usd", known) for known in (estimated, ~estimated))
    return Explorer(
        trends.growth,
        dates=counted.year.to_numpy(),
        amounts=counted.amount.to_numpy(),
        title="The cost of the largest runs has multiplied year by year as well",
        sentence="The cost of {n:.0f} record runs from {fit_from:date} to {fit_until:date} grew {factor:.1f} times a "
        "year ({factor_low:.1f} to {factor_high:.1f} with 90 percent confidence). Later runs: {n_later:.0f}, of which "
        "{n_inside:.0f} fell within the band.",
        charts=[
            growth_chart(
                "Cost of the final run (dollars of 2023, log scale)", "$.1", powers_of_ten(2, 10), counted, doubtful
            )
        ],
        description="Cost of the final training run of record models by date of release on a logarithmic scale, with a "
        "fitted line and the band in which nine of ten runs are expected.",
        source="Epoch AI: amortised hardware and energy in dollars of 2023. Hollow: costs worked back from other "
        "figures, and speculative ones, left out of the fit. Rental prices, such as DeepSeek's, are another basis and "
        "not here.",
    )


@figure("fig-curve-as-prediction")
def curve_as_prediction():
    """A line from compute to capability, drawn before a date, against what came after."""
    models = data.table("capability")
    models = models[(models.compute_confidence != "speculative") & (models.independent == "yes")]
    return Explorer(
        trends.foretell,
        dates=trends.decimal_year(models.released),
        compute_flop=models.compute_flop.to_numpy(),
        scores=models.score.to_numpy(),
        title="Computing power predicted capability roughly; later models did better than predicted",
        sentence="Over the {n:.0f} models before {fit_before:date} ten times the compute went with "
        "{points_per_decade:.0f} points more ({points_low:.0f} to {points_high:.0f}). Of {n_later:.0f} later models "
        "{n_inside:.0f} fell within the band and {n_above:.0f} above it; on average they were {ahead:.0f} points "
        "ahead, as if they had had {less_compute:.0f} times the compute.",
        guess=Guess(
            "A line is drawn through the models released before April 2024. By how many points will later models lie "
            "above it on average? (The whole chart spans about sixty points; less than zero means below.)",
            "ahead",
            -30,
            30,
        ),
        charts=[prediction_chart(models)],
        description="A capability score against training compute on a logarithmic scale. Earlier models scatter around "
        "a rising line; most later models lie above it.",
        source="Epoch AI, December 2025: Epoch Capabilities Index, one row a model. Left out: speculative compute, and "
        "compute worked back from scores or money.",
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
        axis=axis(".0f", range(0, 101, 20)),
    )
    examples = alt.Data(values=essay_examples())
    layers = [
        alt.Chart(alt.Data(values=[{"percent": 100}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y=y),
        alt.Chart(alt.Data(values=[{"spend_usd": 1.2e5, "percent": 100}]))
        .mark_text(align="left", dy=-7, color=MUTED, text="every task solved")
        .encode(x, y),
        alt.Chart(alt.Data(values=[{"spend_usd": 1.2e5, "percent": 88}]))
        .mark_text(align="left", color=COLOURS[0], text="circles: the essay's examples")
        .encode(x, y),
        curve(x, y),
        alt.Chart(examples).mark_point(size=70, color=COLOURS[0], filled=False, strokeWidth=2).encode(x, y),
        within("percent", 0, 120).mark_point(size=150, color=COLOURS[0], filled=True, shape=UP_OR_DOWN).encode(x, y),
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
    return [
        marks.encode(x, y=floor, tooltip="model:N"),
        names.encode(x, y=floor, text="model:N"),
        alt.Chart(alt.Data(values=[{"spend_usd": 0.9e11}]))
        .mark_text(color=COLOURS[1], align="right", text="marks: real runs")
        .encode(x, y=floor),
    ]


def plain_spending():
    """Spending up to where the plain axis ends."""
    row = data.parameter("spend_usd")
    known = {f.name: getattr(row, f.name) for f in fields(Slider)[1:]}
    return Slider("spend_usd", **known | {"max": MOST_PLAIN_USD})


MOST_PLAIN_USD = 1e9
"""Where the axis of `dollar_chart` ends."""


def dollar_chart():
    x = alt.X(
        "spend_usd:Q",
        title="Spent on training, plain dollars",
        scale=alt.Scale(domain=[0, MOST_PLAIN_USD], nice=False),
        axis=axis("$.2", [0, 2.5e8, 5e8, 7.5e8, 1e9]),
    )
    y = percent_axis("percent")
    examples = alt.Chart(alt.Data(values=essay_examples())).mark_point(size=70, color=COLOURS[0], strokeWidth=2)
    return alt.layer(
        curve(x, y),
        examples.encode(x, y),
        within("percent", 0, 100).mark_point(size=150, color=COLOURS[0], filled=True, shape=UP_OR_DOWN).encode(x, y),
    )


def loss_chart():
    x = alt.X(
        "compute_flop:Q",
        title="Training compute (FLOP, log scale)",
        scale=alt.Scale(type="log", domain=[1e18, 1e27]),
        axis=axis(".0e", powers_of_ten(18, 28, 3)),
    )

    def y(column):
        return alt.Y(f"{column}:Q", title="Loss (nats a token)", scale=alt.Scale(domain=[1.5, 4], nice=False),
                     axis=axis(".1f", [1.5, 2.0, 2.5, 3.0, 3.5, 4.0]))  # fmt: skip

    runs = data.table("loss_runs")[["compute_flop", "loss"]].map("{:.3g}".format).astype(float).to_dict("records")
    words = [
        {"compute_flop": 1.5e21, "loss": 3.0, "model": "circles: measured runs"},
        {"compute_flop": 8e26, "floor": 1.6, "model": "the floor: what no model can know"},
    ]
    return alt.layer(
        alt.Chart(alt.Data(values=runs)).mark_point(size=22, color=MUTED, opacity=0.6, strokeWidth=1, clip=True)
        .encode(x, y("loss")),
        alt.Chart(POINT).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y("floor")),
        curve(x, y("best_loss")),
        point(x, y("best_loss")),
        *labels(words[:1], x, y("loss"), {words[0]["model"]: ("left", 0, 0)}, MUTED),
        *labels(words[1:], x, y("floor"), {words[1]["model"]: ("right", 0, 0)}, MUTED),
    )  # fmt: skip


def shape_chart():
    x = alt.X(
        "tokens_per_param:Q",
        title="Tokens of text for each parameter, log scale",
        scale=alt.Scale(type="log", domain=[0.1, 1e4]),
        axis=axis(",.0f", [1.0, 10.0, 100.0, 1000.0]),
    )
    y = alt.Y(
        "compute_needed_share:Q",
        title="Compute the best shape would need",
        scale=alt.Scale(domain=[0, 1.1], nice=False),
        axis=axis(".0%", [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    )
    words = {"\u2190 larger model": ("left", 0, 0), "more text \u2192": ("right", 0, 0)}
    rows = [
        {"tokens_per_param": at, "compute_needed_share": 1.06, "model": text}
        for at, text in zip((0.12, 9e3), words, strict=True)
    ]
    return alt.layer(
        *labels(rows, x, y, words, MUTED),
        curve(x, y),
        alt.Chart(POINT).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(alt.X("best_tokens_per_param:Q")),
        point(x, y),
    )


@cache
def laws():
    """The fits by the names that the sentence uses; the last is fitted here, to all runs."""
    runs = data.table("loss_runs")
    tokens = scaling.tokens_bought(runs.compute_flop, runs.params)
    return {
        "published": scaling.HOFFMANN_2022,
        "rounded": scaling.HOFFMANN_2022_ROUNDED,
        "refit": scaling.BESIROGLU_2024,
        "all_runs": scaling.fit_loss(runs.params, tokens, runs.loss),
    }


RECIPES = {
    "rounded": "as printed",
    "published": "as fitted",
    "refit": "fitted again",
    "all_runs": "and with five more runs",
}
SHAPES = {
    "GPT-3": ("right", -7, 4), "Gopher": ("left", 7, 6), "PaLM": ("left", 7, 4), "Chinchilla": ("right", -7, 12),
    "Llama 3-70B": ("left", 7, 6), "Llama 3.1-405B": ("left", 7, -2), "Kimi K2": ("right", -7, -4),
    "V3, active": ("left", 7, 4), "V3, all parameters": ("left", 7, 13),
}  # fmt: skip
"""Models whose names stand beside their points, and where."""


def recipe_chart():
    x = flop_axis("compute_flop", range(22, 28), [1e22, 1e27])

    def y(column):
        return alt.Y(
            f"{column}:Q",
            title="Tokens for each active parameter, log scale",
            scale=alt.Scale(type="log", domain=[0.3, 1e4]),
            axis=axis(",.0f", [1.0, 10.0, 100.0, 1000.0, 10000.0]),
        )

    lines, points, names = [], [], []
    ends = scaling.best_shape(9e26, laws())
    for colour, (name, words) in zip(COLOURS, RECIPES.items(), strict=False):
        above = -7 if name in ("rounded", "refit") else 14
        lines.append(alt.Chart(CURVE).mark_line(color=colour, clip=True).encode(x, y(name)))
        points.append(alt.Chart(POINT).mark_point(size=70, color=colour, filled=True, clip=True).encode(x, y(name)))
        end = [{"compute_flop": 9e26, "ratio": float(ends[name]), "model": words}]
        names += labels(end, x, y("ratio"), {words: ("right", 0, above)}, colour)
    models = data.table("models").dropna(subset=["params_active", "training_tokens", "compute_flop"])
    models = models[models.released >= "2020-01-01"].assign(ratio=models.training_tokens / models.params_active)
    rows = models[["model", "compute_flop", "ratio"]].to_dict("records")
    v3 = models.set_index("model").loc["DeepSeek-V3"]
    both = [
        {"compute_flop": v3.compute_flop, "model": "V3, active", "ratio": v3.ratio},
        {"compute_flop": v3.compute_flop, "model": "V3, all parameters", "ratio": v3.training_tokens / v3.params_total},
    ]
    pair = alt.Chart(alt.Data(values=both))
    return alt.layer(
        *lines,
        alt.Chart(alt.Data(values=rows))
        .mark_point(size=36, color=INK, strokeWidth=1.5)
        .encode(x, y("ratio"), tooltip="model:N"),
        pair.mark_line(color=INK, strokeWidth=1, strokeDash=[2, 2]).encode(x, y("ratio")),
        pair.mark_point(size=36, color=INK, filled=True).encode(x, y("ratio")),
        *labels(rows + both, x, y("ratio"), SHAPES, roomy={"Llama 3-70B", "PaLM"}),
        *points,
        *names,
    )


def flop_axis(column, powers, domain):
    return alt.X(
        f"{column}:Q",
        title="Training compute (FLOP, log scale)",
        scale=alt.Scale(type="log", domain=domain),
        axis=axis(".0e", [10.0**k for k in powers]),
    )


NAMED_RUNS = {
    "BERT-Large": ("left", 9, 8), "GPT-3": ("right", -7, 0), "GPT-4": ("right", -7, 0), "Grok 4": ("left", -12, -9),
}  # fmt: skip


def frontier(column, known):
    """Record runs with a figure that counts as known: release and amount, in order of release."""
    models = data.table("models")[known]
    models = models[models.frontier == "yes"].dropna(subset=column).sort_values("released")
    return models.assign(year=trends.decimal_year(models.released), amount=models[column])


def growth_chart(title, spec, ticks, counted, doubtful):
    x = alt.X(
        "year:Q",
        title="Release",
        scale=alt.Scale(domain=[2018, 2026], nice=False),
        axis=axis(".0f", range(2018, 2027)),
    )

    def y(column):
        scale = alt.Scale(type="log", domain=[ticks[0], ticks[-1]])
        return alt.Y(f"{column}:Q", title=title, scale=scale, axis=axis(spec, ticks))

    unsure = doubtful[["model", "year", "amount"]].to_dict("records")
    named = counted[["model", "year", "amount"]].to_dict("records") + unsure
    low, step = ticks[0], (ticks[-1] / ticks[0]) ** 0.055
    words = [("blue: fitted", COLOURS[0]), ("orange: not in the fit", COLOURS[1]), ("hollow: not counted", MUTED)]
    return alt.layer(
        band(x, y("band_low")),
        curve(x, y("fitted")),
        alt.Chart(alt.Data(values=unsure))
        .mark_point(size=45, color=MUTED, strokeWidth=1.5, clip=True)
        .encode(x, y("amount"), tooltip="model:N"),
        fitted_or_later(x, y("amount")),
        *labels(named, x, y("amount"), NAMED_RUNS),
        *key([(2025.9, low * step ** (3 - i), *word) for i, word in enumerate(words)], x, y("amount")),
    )


NAMED_SCORES = {
    "GPT-4": ("left", 7, 10), "Grok 3": ("right", -7, -6),
    "DeepSeek-V3": ("left", 7, -4), "DeepSeek-R1": ("left", 7, 0),
    "Phi-4": ("right", -7, 0),
}  # fmt: skip


def prediction_chart(models):
    x = flop_axis("compute", range(23, 28), [5e22, 1e27])

    def y(column):
        return alt.Y(
            f"{column}:Q",
            title="Capability score (Epoch Capabilities Index)",
            scale=alt.Scale(domain=[85, 160], nice=False),
            axis=axis(".0f", range(90, 161, 10)),
        )

    rows = models.rename(columns={"compute_flop": "compute"})[["model", "compute", "score"]].to_dict("records")
    words = [("blue: the line is drawn from these", COLOURS[0]), ("orange: came later", COLOURS[1])]
    return alt.layer(
        band(x, y("band_low")),
        curve(x, y("fitted")),
        fitted_or_later(x, y("score")),
        *labels(rows, x, y("score"), NAMED_SCORES),
        *key([(9e26, 93 - 5 * i, *word) for i, word in enumerate(words)], x, y("score")),
    )
