"""The figure of the chapter "Your verdict"."""

import inspect

import altair as alt

from .. import data
from ..explore import COLOURS, INK, MUTED, POINT, Decides, Explorer, Guess
from ..models.verdict import verdict
from ..models.worlds import outcome
from . import figure

BLUE, ORANGE = COLOURS[:2]


@figure("fig-your-verdict")
def your_verdict():
    """The reader's answers in one chain, and a paragraph for a memo."""
    return Explorer(
        verdict,
        rest=rest(),
        by="2027",
        folds={
            "Was V3 on trend?": ["alg_progress_per_year", "age_months", "quality_gap", "v3_cost_usd"],
            "Who has the chips?": ["falling_part", "china_in_one_share", "us_in_one_share", "leak_share",
                                   "diversion_closed_share"],
            "Do controls act in time?": ["stockpile_months", "upgrade_cycle_years", "model_lag_months"],
            "Does a lead last?": ["lead_times", "feedback_per_year"],
        },
        guess=Guess(
            "The case for controls is taken to rest on four links: they decide whether China has the chips, the US "
            "side has them, they act in time, and a lead lasts. How many of the four hold at our starting values?",
            "links",
            0,
            4,
            ".0f",
        ),
        title="Your answers make a chain of four links, and the case for controls holds only if all of them do",
        sentence="{links:.0f} of four links hold, and the case for controls that rests on them "
        "{holds:?stands|does not stand}, on these assumptions. If costs fall {alg_progress_per_year:.1f} times a year "
        "and the other model cost "
        "{reference_cost_usd:$.2}, DeepSeek-V3 was {on_trend:?on the trend of falling costs or behind it, and its "
        "price alone is no news|ahead of the trend of falling costs by {months_ahead:.0f} months, and its price is "
        "news}. If budgets answer to cheaper AI by {budget_elasticity:.2f}, such gains "
        "{grows:?raise|do not raise} the demand for chips. If powerful AI takes {threshold_chips:#.2} chips and a chip "
        "in China does {china_efficiency_times:.2f} times what one does elsewhere, then at the end of 2027 China "
        "{china_there:?has|does not have} enough with the controls and {china_free:?would have|would not have} it "
        "without, and the US side {us_there:?has|does not have} it. If half of an effect shows by {half_year:date}, "
        "controls act "
        "{in_time:?in time|too late} for {decisive_year:date}. If a lead leaks by {diffusion_per_year:.2f} a year, "
        "against {feedback_per_year:.2f} by which it feeds itself, it {lasts:?lasts|halves, on a scale of factors, in "
        "{half_life_years:.1f} years}. Had a chip in China done no more and no less than "
        "elsewhere, the case would {held_before:?stand|not stand}: {undermined:?what DeepSeek's methods are taken to "
        "be "
        "worth undermines it|}{needless:?with such a handicap in China there is nothing left for controls to decide|}"
        "{restored:?what ideas are taken to be worth in China is what makes it stand|}"
        "{unmoved:?what DeepSeek's methods are taken to be worth does not change the verdict|}.",
        decides=Decides("china_times", ".1f", "decide", "controls decide if China has the chips",
                        "China’s chips over what it needs (times)"),
        charts=[chain_chart()],
        description="Six rows, one for each answer, with a bar from a middle line: to the right in blue where the "
        "answer speaks for the case for controls, to the left in orange where it speaks against it. The first two "
        "say what is new; the other four are the links on which the case rests.",
        source="Trend: the chapter on DeepSeek [C137, C147, C223]. Budgets: [C112, C172, C275]. Chips: two worlds "
        "[C176, C181, C190]. Time: [C007, C010]. Lead: [C187, C042]. All that is not on a slider stands at its start. "
        "How long a bar is, is ours: each has its own unit.",
    )  # fmt: skip


def rest():
    """Arguments of `outcome` that are not asked for here, at their start."""
    own = inspect.signature(verdict).parameters
    known = data.parameters()
    return {n: known[n].default for n in inspect.signature(outcome).parameters if n in known and n not in own}


YES = "? 'yes' : 'no'"
ROWS = [
    ("trend", "'V3 on trend or behind? ' + (datum.on_trend ? 'yes' : 'no, ' + format(datum.months_ahead, '.0f') + "
     "' months ahead')"),
    ("budgets", f"'Do gains raise the demand for chips? ' + (datum.grows {YES})"),
    ("decide", "'Do controls decide China’s chips? ' + (datum.decide ? 'yes' : datum.china_there ? 'no, it has them' "
     ": 'no, it lacks them')"),
    ("us_there", f"'Does the US side have the chips? ' + (datum.us_there {YES})"),
    ("in_time", f"'Do controls act in time? ' + (datum.in_time {YES})"),
    ("lasts", f"'Does a lead last? ' + (datum.lasts {YES})"),
]  # fmt: skip
"""Each answer: where its bar ends, and its words."""
GAP = 0.75
"""Between what is new and the links, in rows."""


def chain_chart():
    scale = alt.Scale(domain=[-1, 1], nice=False)
    x = alt.X("place:Q", axis=None, scale=scale)
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-1.35, len(ROWS) + GAP - 0.35], reverse=True, nice=False))
    layers = []
    for k, (name, text) in enumerate(ROWS):
        row = k + (GAP if k > 1 else 0)
        bar = alt.Chart(POINT).transform_calculate(
            row=str(row), nought="0", whole="1", start="-1", place=f"datum.at_{name}", text=text)  # fmt: skip
        colour = alt.condition("datum.place >= 0", alt.value(BLUE), alt.value(ORANGE))
        layers += [
            bar.mark_bar(size=11, color=MUTED, opacity=0.13).encode(
                alt.X("start:Q", axis=None, scale=scale), alt.X2("whole"), y),
            alt.Chart(alt.Data(values=[{"place": 0, "row": row}])).mark_tick(
                color=INK, thickness=1.5, size=19, orient="vertical").encode(x, y),
            bar.mark_bar(size=11).encode(alt.X("nought:Q", axis=None, scale=scale), alt.X2("place"), y, color=colour),
            bar.mark_point(filled=True, size=90, opacity=1).encode(x, y, color=colour),
            bar.mark_text(align="left", dy=-15, fontSize=12, color=INK).encode(
                alt.X("start:Q", axis=None, scale=scale), y, text="text:N"),
        ]  # fmt: skip
    for at, row, text, align, colour in (
        (-1, -1.1, "← against the case", "left", ORANGE),
        (1, -1.1, "for the case →", "right", BLUE),
        (-1, -0.72, "WHAT IS NEW", "left", MUTED),
        (-1, 1 + GAP + 0.26, "LINKS ON WHICH IT RESTS", "left", MUTED),
    ):
        layers.append(
            alt.Chart(alt.Data(values=[{"place": at, "row": row}]))
            .mark_text(align=align, fontSize=11, color=colour, text=text).encode(x, y)
        )  # fmt: skip
    return alt.layer(*layers)
