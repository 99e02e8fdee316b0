"""Figures and tables of the chapter "Two worlds"."""

from dataclasses import fields

import altair as alt

from .. import data
from ..explore import COLOURS, INK, MUTED, POINT, STEPS, Decides, Explorer, Guess, Slider, axis, choice
from ..models import worlds
from . import figure
from .parts import curve, log_x, log_y, plain_x, point, powers_of_ten, words

BLUE, ORANGE, GREEN = COLOURS[:3]
CONTROLS = choice("as they were", "none", label="Controls")
ENFORCED = [
    "licensed_per_year", "smuggling_growth_per_year", "diversion_closed_share", "access_closed_share", "rented_share",
    "rule_lag_months", "gap_chips_per_year",
]  # fmt: skip
HOME = ["domestic_times", "domestic_growth_per_year", "domestic_response_elasticity", "memory_stock_chips",
        "memory_chips_per_year", "domestic_quality"]  # fmt: skip
COUNTS = ["licensed_times", "leak_share", "us_times", "chip_life_years", "memory_bound_share"]
FEW = {"licensed_times": 1.0, "us_times": 1.0, "chip_life_years": 6.0, "memory_stock_chips": 1.5e6,
       "memory_chips_per_year": 2.75e5}  # fmt: skip
"""Inputs of the stock that carry less than a hundredth of any verdict here: left at what the other chapter starts with,
so that what decides can be worked out while one waits."""


@figure("fig-denied-chip")
def denied_chip():
    """One chip less, as each chip comes to do more: two forms of what computing power is worth."""
    return Explorer(
        worlds.denied_chip_both_ways,
        along="compute_multiplier",
        value=choice(*worlds.VALUES, label="Value lies", default="in a fixed capability"),
        guess=Guess(
            "Each chip comes to do ten times as much. Value lies at the frontier, and one percent more computing power "
            "is worth half a percent more. How many times as much as before does one denied chip change?",
            "effect_times",
            0,
            10,
            ".1f",
            {"compute_multiplier": 10, "value_steepness": 0.5, "value": "at the frontier"},
        ),
        title="Cheaper AI makes a denied chip matter more in a race, and less once chips suffice for a fixed aim",
        sentence="If value lies {value} and each chip does {compute_multiplier:.1f} times as much, one chip more or "
        "less in China changes {effect_times:.2f} times what it did. A further gain {matters_more:?makes|does not "
        "make} a denied chip matter more{at_the_frontier:?, however many are there already|}{turn_ahead:?; the turn is "
        "at {turning_multiplier:.2f} times, where what is there suffices|}{enough:?, for what is there suffices "
        "already|}.",
        decides=Decides("effect_times", ".2f", "matters_more", "cheaper AI makes a denied chip matter more",
                        "Effect of one chip (times)"),
        charts=[denied_chart()],
        description="What one chip more or less changes, in times what it did at first, against how many times as much "
        "a chip does, both on logarithmic scales. A blue line, for value at the frontier, rises. An orange one, for a "
        "fixed capability, rises up to a dashed line at which the chips suffice, and falls beyond it.",
        source="At the frontier: Amodei [C096, C216]. Chips that suffice: astro [C230, C235]. Both forms, and how "
        "steep they are, are ours. China's chips: Epoch AI. The capability: Amodei's millions [C176].",
    )  # fmt: skip


@figure("fig-two-worlds")
def two_worlds():
    """Who has the chips for powerful AI, in which share of draws, and what decides it."""
    return Explorer(
        worlds.outcome,
        draws=2048,
        controls=CONTROLS,
        by=choice("2027", "2028", label="Asked at the end of"),
        licensed_class="H200",
        **FEW,
        folds={
            "Powerful AI takes millions of chips, whatever progress there is": [
                "threshold_chip_worth", "threshold_year", "alg_progress_per_year", "falling_part",
            ],
            "US firms are certain to have them": [
                "power_gw_per_year", "capex_usd_per_year", "usd_per_gw", "watts_per_h100e", "us_growth_per_year",
            ],
            "Well-enforced controls keep them from China": ENFORCED,
            "China cannot make them itself": [name for name in HOME if name not in FEW],
            "The counts are right": [name for name in COUNTS if name not in FEW],
            "Without controls China would buy them": ["free_share"],
        },
        guess=Guess(
            "Take nobody's word, and draw every input from its range. In what percentage of the draws do both sides "
            "have the chips for powerful AI at the end of 2027, if there had never been controls?",
            "both",
            0,
            1,
            ".0%",
            {"controls": "none"},
        ),
        title="Over our ranges controls take the US side's being alone from an eighth of the draws to a quarter",
        sentence="Controls: {controls}. At the end of {by} both sides have the chips for powerful AI in {both:.0%} of "
        "the draws, the US and its allies alone in {us_only:.0%}, China alone in {china_only:.0%}, neither in "
        "{neither:.0%}. In the middle draw China's largest project has {china_has_times:#.2} times what it needs, "
        "the largest elsewhere {us_has_times:#.2} times.",
        decides=Decides("us_only", ".0%", "us_only", "most draws have the US side alone", "US side alone"),
        charts=[worlds_chart()],
        description="A bar for the end of each year from 2025 to 2028, divided by shares of the draws: both sides have "
        "the chips, the US and its allies alone, China alone, or neither. Above them, how many times what it "
        "needs each side has in the middle draw.",
        source="Two worlds: Amodei [C180, C182, C185]; the other two follow. Stocks: the model of the chapter on "
        "chips. What each document says of the inputs: data/presets.csv, with claims; blanks are drawn from our "
        "ranges, and five inputs of the stock that hardly matter here stay as in that chapter. A share of draws is no "
        "probability.",
    )  # fmt: skip


@figure("fig-four-aims")
def four_aims():
    """One history, and how far it went by each aim."""
    return Explorer(
        worlds.four_aims,
        by=choice(*worlds.BY, label="Judged at the end of"),
        licensed_class="H200",
        folds={
            "How behind its best project is": ["china_in_one_share", "us_in_one_share", "china_efficiency_times"],
            "Controls are enforced": ENFORCED[:3] + ["free_share"],
            "China cannot make chips itself": HOME,
            "The counts are right": COUNTS,
            "Powerful AI takes millions of chips": ["threshold_chip_worth", "us_growth_per_year"],
        },
        guess=Guess(
            "Four aims have been named for the controls. By how many of the four had they done at least half of what "
            "was wanted by the end of 2025, at our starting values?",
            "met",
            0,
            4,
            ".0f",
            {"by": "2025"},
        ),
        title="One history, four aims: by the end of 2025 the controls had done half of what was wanted by one of them",
        sentence="At the end of {by}, with all inputs at their values: {slow:.0%} of China's computing power is "
        "missing; its largest project is {models:.0%} behind the largest elsewhere; of {threshold_chips:#.2} chips "
        "{millions:.0%} are still lacking; {won:?{months_won:.1f} months are won|no month is won} of "
        "{months_wanted:.0f}. "
        "At least half met: {met:.0f} of four{agree:?, so that all give one verdict|}.",
        charts=[aims_chart()],
        description="Four bars from nothing to all that was wanted, one for each aim, each with a grey mark at a half. "
        "Below each bar marks for the ends of 2025 to 2028, left to right as they fall.",
        source="Slow AI: The Times [C244]. Deny the best models: as astro tells it [C221]. Deny millions of chips: "
        "Amodei [C201]. Buy time: Heim and Huang [C021, C048]. What counts as half is ours, and so is what was wanted "
        "of time.",
    )


@figure("fig-lasting-lead")
def lasting_lead():
    """A lead that feeds itself and leaks."""
    return Explorer(
        worlds.lead_between,
        guess=Guess(
            "A lead of four times leaks by 0.45 a year and feeds itself by 0.1. After how many years is it a lead of "
            "two times?",
            "half_life_years",
            0,
            10,
            ".1f",
            {"lead_times": 4, "feedback_per_year": 0.1, "diffusion_per_year": 0.45},
        ),
        title="Whether a lead lasts is the sign of one difference, and nobody knows either of its two parts",
        sentence="A lead of {lead_times:#.2} times that feeds itself by {feedback_per_year:.2f} a year and leaks by "
        "{diffusion_per_year:.2f} is {countless:?more than a million|{after_five:#.2}} times after five years. "
        "{shrinks:?It shrinks to its square root every {half_life_years:.1f} years|}{grows:?It grows to its square "
        "every {doubling_years:.1f} years, in this model without an end|}{level:?It stays as it is|}.",
        decides=Decides("after_five", "#.2", "lasts", "the lead does not shrink", "Lead after five years"),
        charts=[lead_chart()],
        description="A lead over ten years on a logarithmic scale: a thick line for both forces, a dashed one that "
        "rises, if it only fed itself, and a dashed one that falls to one, if it only leaked.",
        source="Feeds itself: Amodei [C187], who says that nobody knows for how long [C186]. Leaks: Heim and Huang "
        "[C014, C042]. Both rates are the reader's.",
    )


@figure("fig-conversion")
def conversion():
    """From AI to power, the most speculative figure of the book."""
    return Explorer(
        worlds.conversion,
        along="lead_times",
        folds={"How much each counts": ["ai_weight", "industry_weight", "focus_weight"]},
        guess=Guess(
            "China's industry is one and a half times that of the US, and its focus on arms as well. Industry counts "
            "in full, focus by half, AI in full. How many times ahead in AI must the US be for the two to be level?",
            "even_lead_times",
            1,
            5,
            ".1f",
        ),
        title="The most speculative figure of the book: at equal AI industry and focus decide, since the form says so",
        sentence="With AI equal, China has {bipolar:,.2f} times the power of the US; with the US ahead by "
        "{lead_times:,.1f} times, {hardly_any:?less than a thousandth of it|{unipolar:.3f} times}. "
        "{china_ahead_at_parity:?At equal AI China is ahead|At equal AI China "
        "is not ahead}.",
        decides=Decides("bipolar", ".2f", "china_ahead_at_parity", "China is ahead at equal AI", "China over US"),
        charts=[conversion_chart()],
        description="China's power over that of the US against the American lead in AI, both on logarithmic scales: a "
        "line that falls, a dashed level for equal AI, and a dotted one where the two are level.",
        source="Focus and industry: Amodei [C183, C184], without numbers. That power is a product of three things, and "
        "every number here, is a guess; no source of ours supports any.",
    )


def starting(name, value):
    """An input of ``data/parameters.csv`` that starts elsewhere: what has no effect at nought would hide others'."""
    row = data.parameter(name)
    return Slider(name, **{f.name: getattr(row, f.name) for f in fields(Slider)[1:]} | {"default": value})


@figure("fig-policy-mix")
def policy_mix():
    """A mix of measures, gains beside costs."""
    return Explorer(
        worlds.policy_mix,
        diversion_closed_share=starting("diversion_closed_share", 0.5),
        access_closed_share=starting("access_closed_share", 0.5),
        china_efficiency_times=starting("china_efficiency_times", 2.0),
        licensed_class="H200",
        by="2028",
        folds={
            "How well it is done": ["rule_lag_months", "access_closed_share", "allied_alignment", "allied_route_share"],
            "What would be sold, and smuggled": ["open_sales_per_year", "gap_chips_per_year",
                                                 "smuggling_growth_per_year", "rented_share"],
            "Ideas and progress": ["china_efficiency_times", "alg_progress_per_year"],
            "China makes chips itself": HOME,
            "The counts are right": [*COUNTS, "us_growth_per_year"],
        },
        title="Each measure gains something and costs something, and no common unit joins the two",
        sentence="At the end of 2028, against no measures from 2027 on: China's computing power is "
        "{smaller:?{cut_share:.0%} smaller|{grown_share:.0%} larger}, the lead {lead:#.2} times instead of "
        "{lead_without:#.2}, and that is {months_won:.1f} months, in which {prepared_share:.0%} of missing "
        "defences are built. It costs "
        "{sales_lost_usd:$.2} of sales a year; {civil_denied_share:.0%} of what would be sold is denied, to civil use "
        "as well; China's chip industry grows {domestic_times_faster:.2f} times as fast.",
        charts=[mix_chart()],
        description="Six bars: three gains in blue (computing power cut, months won, defences built) and three costs "
        "in orange (sales lost, civil use denied, faster growth of China's industry), each on a scale of its own that "
        "stands with it.",
        source="Restrict: Amodei [C190, C212]. Learn: astro [C238, C239]. Resilience: Heim and Huang [C043]. Faster "
        "industry: astro [C241]. Civil use: Amodei [C189]. Weights between gains and costs are the reader's; the book "
        "has none.",
    )  # fmt: skip


@figure("fig-belief")
def belief():
    """What one surprise should do to a belief."""
    return Explorer(
        worlds.belief,
        along="likelihood_ratio",
        guess=Guess(
            "You held it as likely as not that controls work. R1, you find, is twice as likely if they do not. What "
            "percentage is left of your belief?",
            "posterior",
            0,
            1,
            ".0%",
            {"prior_share": 0.5, "likelihood_ratio": 0.5},
        ),
        title="R1 moves a belief only as far as it was likelier in one world than in the other",
        sentence="Whoever held it {prior_share:.0%} likely that controls work, and finds R1 {likelihood_ratio:.2f} "
        "times as likely if they do as if they do not, now {ruled_out:?holds it all but ruled out|}{certain:?holds it "
        "all but certain|}{open:?holds it {posterior:.0%} likely|}. At {even_ratio:.2f} times it would be even.",
        charts=[belief_chart()],
        description="Belief after R1 against how many times likelier R1 was if controls work, on a logarithmic scale: "
        "a curve that rises from nought to one through the belief before.",
        source="A blow to the controls: astro [C235]. Too early: Heim and Huang [C003]. No evidence of failure: Amodei "
        "[C095], and a mix of chips that speaks for them [C211]. Nobody gives a ratio; it is the reader's.",
    )


# -- Charts ---------------------------------------------------------------------------------


def denied_chart():
    ticks = [1.0, 3.0, 10.0, 30.0, 100.0]
    x = log_x("compute_multiplier", "A chip does so many times as much (log scale)", ".0f", ticks)

    def y(column):
        return log_y(column, "One chip changes, times what it did (log scale)", (".2f", ".1f", ".0f", ".0f", ".0f"),
                     powers_of_ten(-2, 3))  # fmt: skip

    turn = alt.Chart(POINT).transform_filter("datum.turning_multiplier >= 1 && datum.turning_multiplier <= 100")
    at = alt.X("turning_multiplier:Q", scale=x["scale"])
    return alt.layer(
        alt.Chart(alt.Data(values=[{"at_frontier": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(
            y("at_frontier")),
        turn.mark_rule(color=ORANGE, strokeDash=[4, 3], clip=True).encode(at),
        turn.mark_text(text="chips suffice", align="left", dx=5, color=ORANGE, fontSize=11, clip=True).encode(
            at, y=alt.value(alt.expr("height - 12"))),
        curve(x, y("at_frontier"), BLUE),
        curve(x, y("in_fixed"), ORANGE),
        point(x, y("effect_times"), INK, 90),
        words("blue: value at the frontier", (1.3, 60), x, y("at_frontier"), colour=BLUE),
        words("orange: value in a fixed capability", (1.3, 33), x, y("at_frontier"), colour=ORANGE),
    )  # fmt: skip


NAMES = {"both": ("both sides", BLUE), "us_only": ("US side alone", GREEN),
         "china_only": ("China alone", ORANGE), "neither": ("neither", MUTED)}  # fmt: skip
"""The four worlds as the chart calls and colours them."""


def worlds_chart():
    scale = alt.Scale(domain=[worlds.BUILT - 0.5, worlds.SHOWN[-1] + 0.5], nice=False)
    x = alt.X("year:Q", title="End of the year", scale=scale, axis=axis(".0f", worlds.SHOWN))
    y = alt.Y("top:Q", title="Share of the draws", scale=alt.Scale(domain=[0, 1.38], nice=False),
              axis=axis(".0%", [0, 0.25, 0.5, 0.75, 1.0]))  # fmt: skip
    layers, below = [], "0"
    for name, (_, colour) in NAMES.items():
        part = (
            alt.Chart(STEPS)
            .transform_calculate(
                year=f"datum.step + {worlds.BUILT}", low=below, top=f"({below}) + datum.years_{name}",
                middle=f"({below}) + datum.years_{name} / 2", written=f"format(datum.years_{name}, '.0%')",
            )
        )  # fmt: skip
        below = f"({below}) + datum.years_{name}"
        layers += [
            part.mark_bar(size=52, color=colour, opacity=0.45, clip=True).encode(x, y, alt.Y2("low")),
            part.transform_filter(f"datum.years_{name} >= 0.06").mark_text(fontSize=12, color=INK).encode(
                x, alt.Y("middle:Q"), text="written:N"),
        ]  # fmt: skip
    places = [(worlds.BUILT + dx, height) for height in (1.32, 1.21) for dx in (-0.45, 1.6)]
    keys = []
    for (text, colour), at in zip(NAMES.values(), places, strict=True):
        keys += [words("■", at, x, y, colour=colour), words(text, at, x, y, dx=14)]
    written = (f"format(datum.{side}_has_times, ',.2~r')" for side in ("china", "us"))
    margins = alt.Chart(POINT).transform_calculate(
        year=str(worlds.BUILT - 0.45), top="1.08", text="'of what it needs: China {}×, US {}×'".format(
            *(f"' + {one} + '" for one in written)))  # fmt: skip
    return alt.layer(
        *layers, *keys, margins.mark_text(align="left", fontSize=11, color=MUTED).encode(x, y, text="text:N")
    )


AIMS = {
    "slow": "Slow its AI: computing power missing",
    "models": "Deny the best models: its best project behind",
    "millions": "Deny millions: chips it still lacks",
    "time": "Buy time: months won, of those wanted",
}
"""What each bar of `four_aims` measures."""


def aims_chart():
    x = plain_x("score", "Part of what was wanted", ".0%", [0, 0.25, 0.5, 0.75, 1.0])
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.6, len(AIMS) - 0.15], reverse=True, nice=False))
    layers = [words("Long marks: a half. Short ones: ends of 2025 to 2028.", (0, len(AIMS) - 0.4), x, y, colour=MUTED)]
    for row, (name, text) in enumerate(AIMS.items()):
        at = {"row": str(row), "low": "0", "score": f"datum.{name}", "written": f"format(datum.{name}, '.0%')"}
        bar = alt.Chart(POINT).transform_calculate(**at)
        marks = alt.Chart(STEPS).transform_calculate(row=str(row + 0.26), score=f"datum.years_{name}")
        half = alt.Chart(alt.Data(values=[{"score": 0.5, "row": row}]))
        layers += [
            half.mark_tick(color=MUTED, thickness=2, size=30, orient="vertical").encode(x, y),
            bar.mark_bar(size=22, color=BLUE, opacity=0.55).encode(
                alt.X("low:Q", scale=x["scale"]), alt.X2("score"), y),
            marks.mark_tick(color=INK, thickness=2, size=8, orient="vertical", clip=True).encode(x, y),
            bar.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(
                alt.X("low:Q", scale=x["scale"]), y, text="written:N"),
            words(text, (0, row), x, y, dy=-20),
        ]  # fmt: skip
    return alt.layer(*layers)


def lead_chart():
    x = plain_x("step", "Years", ".0f", range(0, 11, 2))
    x["axis"]["labelFlush"] = False

    def y(column):
        return log_y(column, "Lead (times, log scale; at 1 there is none)", ",.0f", powers_of_ten(0, 4))

    def line(column, colour, **style):
        return alt.Chart(STEPS).mark_line(color=colour, clip=True, **style).encode(x, y(column))

    style = {"strokeDash": [5, 4], "strokeWidth": 2}
    return alt.layer(
        line("if_it_only_feeds", ORANGE, **style),
        line("if_it_only_leaks", GREEN, **style),
        line("lead_after", BLUE, strokeWidth=3),
        words("thick: both forces", (0.15, 760), x, y("lead_after"), colour=BLUE),
        words("up: if it only fed itself", (0.15, 460), x, y("lead_after"), colour=ORANGE),
        words("down: if it only leaked", (0.15, 280), x, y("lead_after"), colour=GREEN),
    )


def conversion_chart():
    x = log_x("lead_times", "US ahead in AI (times, log scale)", ",.0f", powers_of_ten(0, 4))

    def y(column):
        written = (".3f", ".2f", ".1f", ".0f", ".0f", ",.0f")
        return log_y(column, "China’s power over that of the US (log scale)", written, powers_of_ten(-3, 3))

    here = alt.Chart(POINT)
    return alt.layer(
        alt.Chart(alt.Data(values=[{"unipolar": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y("unipolar")),
        words("level", (950, 1), x, y("unipolar"), "right", MUTED, dy=-7),
        here.mark_rule(color=ORANGE, strokeDash=[5, 4], clip=True).encode(y("bipolar")),
        curve(x, y("unipolar")),
        point(x, y("unipolar")),
        words("dashed: AI is equal", (950, 55), x, y("unipolar"), "right", ORANGE),
        words("line: US ahead by so much", (950, 25), x, y("unipolar"), "right", BLUE),
    )


MEASURED = [
    ("cut_share", "China’s computing power, smaller by", "format(datum.cut_share, '.0%')", 1, "of all", BLUE),
    ("months_won", "Months won", "format(datum.months_won, '.1f')", 24, "bar full at 24", BLUE),
    ("prepared_share", "Missing defences that get built", "format(datum.prepared_share, '.0%')", 1, "of all", BLUE),
    ("sales_lost_usd", "Sales lost a year", "'$' + format(datum.sales_lost_usd / 1e9, '.1f') + 'B'", 5e10,
     "bar full at $50B", ORANGE),
    ("civil_denied_share", "Denied, for civil use as well", "format(datum.civil_denied_share, '.0%')", 1,
     "of sales", ORANGE),
    ("faster", "China’s industry grows faster by", "format(datum.domestic_times_faster - 1, '.0%')", 1,
     "a year; bar full at 100%", ORANGE),
]  # fmt: skip
"""What `policy_mix` shows: output, words, how it is written, where its bar is full and in which words, colour."""


UNDER = alt.expr("width < 480 ? 14 : -15")
"""Where a bar's scale stands: above the bar, but below it if the chart is narrow, where the words need the line."""


def mix_chart():
    x = alt.X("low:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.9, len(MEASURED) + 0.1], reverse=True, nice=False))
    layers = []
    for k, (name, text, written, full, scale, colour) in enumerate(MEASURED):
        row = k + (0.45 if k > 2 else 0)
        bar = alt.Chart(POINT).transform_calculate(
            faster="datum.domestic_times_faster - 1").transform_calculate(
            row=str(row), low="0", whole="1", part=f"clamp(datum.{name} / {full}, 0, 1)",
            said=f"'{text}: ' + {written}")  # fmt: skip
        place = alt.Chart(alt.Data(values=[{"low": 1, "row": row}]))
        layers += [
            bar.mark_bar(size=12, color=MUTED, opacity=0.15).encode(x, alt.X2("whole"), y),
            bar.mark_bar(size=12, color=colour, opacity=0.8).encode(x, alt.X2("part"), y),
            bar.mark_text(align="left", dy=-15, fontSize=12, color=INK).encode(x, y, text="said:N"),
            place.mark_text(align="right", dy=UNDER, fontSize=11, color=MUTED, text=scale).encode(x, y),
        ]  # fmt: skip
    for row, text, colour in ((-0.68, "GAINS", BLUE), (2.77, "COSTS", ORANGE)):
        layers.append(
            alt.Chart(alt.Data(values=[{"low": 0, "row": row}]))
            .mark_text(align="left", fontSize=11, fontWeight="bold", color=colour, text=text)
            .encode(x, y)
        )
    return alt.layer(*layers)


def belief_chart():
    x = log_x("likelihood_ratio", "R1 likelier if controls work, times (log scale)",
              (".2f", ".1f", ".0f", ".0f", ".0f"), [0.02, 0.1, 1.0, 10.0, 50.0])  # fmt: skip
    y = alt.Y("posterior:Q", title="Belief that controls work, after R1",
              scale=alt.Scale(domain=[0, 1.14], nice=False), axis=axis(".0%", [0, 0.25, 0.5, 0.75, 1.0]))  # fmt: skip
    before = alt.Chart(POINT)
    return alt.layer(
        alt.Chart(alt.Data(values=[{"likelihood_ratio": 1, "posterior": 0, "to": 1.04}]))
        .mark_rule(color=MUTED, strokeDash=[2, 3]).encode(x, y, alt.Y2("to")),
        before.mark_rule(color=ORANGE, strokeDash=[5, 4]).encode(alt.Y("prior_share:Q", scale=y["scale"])),
        curve(x, y),
        point(x, y),
        words("against: astro", (0.021, 1.1), x, y, colour=MUTED),
        words("says nothing", (1, 1.1), x, y, "center", MUTED),
        words("for: Amodei", (48, 1.1), x, y, "right", MUTED),
        before.mark_text(text="before", align="right", dy=-7, color=ORANGE, fontSize=11).encode(
            alt.Y("prior_share:Q", scale=y["scale"]), x=alt.value(alt.expr("width - 2"))),
    )  # fmt: skip
