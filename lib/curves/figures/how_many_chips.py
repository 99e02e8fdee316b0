"""Figures of the chapter "How many chips?"."""

from functools import cache

import altair as alt

from .. import data
from ..explore import COLOURS, CURVE, INK, MUTED, POINT, STEPS, Decides, Explorer, Guess, choice
from ..models import supply, supply_fit
from ..models import supply_shown as shown
from . import figure
from .parts import curve, log_x, log_y, pinned, plain_x, plain_y, point, powers_of_ten, said, words

BLUE, ORANGE, GREEN, PINK = COLOURS[:4]
UNITS = {"label": "Counted in"}
COUNTED = ["licensed_times", "leak_share", "domestic_times", "us_times"]
WORTH = ["domestic_quality", "chip_life_years"]
MEMORY = ["memory_stock_chips", "memory_chips_per_year"]
FOLDS = {
    "The published counts are right": COUNTED,
    "Chips last, and Chinese ones do what they promise": WORTH,
    "Memory limits what China can make": MEMORY,
}
"""Inputs that all figures of the stock fold away, by the claim that they belong to."""
LAST_KNOWN = supply.TODAY // 4 - 1
"""The step of the last year that the model was fitted to or checked against."""


@figure("fig-stock")
def the_stock():
    """China's stock by pathway, in four units."""
    return Explorer(
        shown.by_pathway,
        unit=choice(*supply.UNITS, **UNITS),
        licensed_class="H200",
        folds=FOLDS
        | {
            "Gaps can be closed": [
                "us_growth_per_year",
                "diversion_closed_share",
                "rented_share",
                "access_closed_share",
            ]
        },
        guess=Guess(
            "Of any kind, how many AI chips, in millions, did China have at the end of 2024, sold under the rules, "
            "smuggled or made at home?",
            "then",
            0,
            10,
            ".1f",
            {"unit": "chips", "stock_year": 2024},
        ),
        title="China passed a million chips in 2024; counted in H100s by arithmetic, it did so in 2025",
        sentence="Counted in {unit}, at the end of {stock_year:.0f} China has {counted:?{then:,.2f} million|}"
        "{money:?{usd_then:$.3} worth|}{power:?{then:,.2f} gigawatts|}: {licensed_share:.0%} sold under the rules, "
        "{smuggled_share:.0%} smuggled, {domestic_share:.0%} made at home. Rented abroad, and not counted in: "
        "{rented_times:.0%} of that. {counted:?A million|}{money:?Ten billion dollars|}{power:?A gigawatt|} "
        "{passed:?is first there at the end of {one_year:.0f}|is not reached by the end of 2028}.",
        charts=[stock_chart()],
        description="China's stock at the end of each year from 2020 to 2028 on a logarithmic scale: a thick line for "
        "all, thinner ones for what was sold under the rules, smuggled and made at home, and a dashed one for what is "
        "rented abroad. Up to 2025 lines are solid, from then on dashed and shaded. Marks with intervals are "
        "published estimates, where the unit has any.",
        source="Model: fitted to the rows of data/supply.csv up to 2024, most of them Epoch AI's. Marks: Epoch AI's "
        "sales added up since 2022, smuggled ones since 2024, with intervals of 5 to 95 percent; they take nothing off "
        "for age. For chips made at home there are yearly counts only. Prices are list prices, watts those of the chip "
        "alone.",
    )


@figure("fig-stock-range")
def stock_range():
    """The same with every input drawn from its range, and what decides it."""
    return Explorer(
        shown.china_then,
        draws=2048,
        unit="H100-equivalents",
        folds=FOLDS | {"Gaps can be closed": ["smuggling_growth_per_year", "diversion_closed_share"]},
        us_growth_per_year=data.parameter("us_growth_per_year").default,
        licensed_class="H200",
        title="Within these ranges no single input moves China's stock as much as what leaks",
        sentence="At the end of {stock_year:.0f} the middle draw has {then:#.3} H100-equivalents; nine in ten lie "
        "between {then_p05:#.3} and {then_p95:#.3}. In {reaches:.0%} of the draws that is {many_chips:#.3} or more.",
        decides=Decides("then", "#.3", "reaches", "most draws have millions", "China's stock"),
        charts=[range_chart()],
        description="China's stock at the end of each year on a logarithmic scale, over draws: a line at the middle "
        "draw, a band that holds half and a paler one that holds nine in ten. A dotted line stands where millions "
        "begin.",
        source="Ranges: data/parameters.csv, in large part guesses that are marked as such. Inputs are drawn without "
        "regard to each other. Where millions begin: the reader's, after Amodei [C176].",
    )


@figure("fig-calibration")
def calibration():
    """The model beside the estimates, fitted and foretold."""
    return Explorer(
        shown.hold_against,
        year=choice("2025", "2024", "2023", "2022", label="Estimates of"),
        removed=choice(*supply_fit.REMOVED, label="Taken out of the model"),
        rows=supply_fit.lanes(data.table("supply").to_dict("records"), LANES),
        title="Of eighteen estimates for 2025, which the fit did not use, the model meets fourteen",
        sentence="Of {n:.0f} estimates for {year} the model lies within the interval of {n_inside:.0f} and outside "
        "that of {n_missed:.0f}; it is within {near_times:.2f} times the middle of {n_near:.0f}. Taken out: {removed}.",
        charts=[calibration_chart()],
        description="A row for each published estimate: a pale bar from the low to the high end of its interval, over "
        "its middle, and a dot for the model over that middle, on a logarithmic scale; blue within the interval, "
        "orange outside. A dotted line stands at one, and what counts as near is shaded.",
        source="data/supply.csv, rows marked fit (2022 to 2024) and check (2025). For all accounts of Ascend the ends "
        "are the least and the greatest account.",
    )


@figure("fig-against-us")
def against_us():
    """China beside the US and its allies."""
    return Explorer(
        shown.against_us,
        unit=choice("H100-equivalents", "chips", **UNITS),
        folds={"What the published counts say is right": COUNTED} | {key: FOLDS[key] for key in list(FOLDS)[1:]}
        | {"Licences and smuggling go on as they are": ["licensed_per_year", "smuggling_growth_per_year",
                                                        "diversion_closed_share", "access_closed_share"]},
        guess=Guess(
            "By the speed of their arithmetic, how many times as much AI computing power as China did the US and its "
            "allies have at the end of 2025?",
            "ratio",
            1,
            30,
            ".0f",
            {"stock_year": 2025},
        ),
        title="At the end of 2025 the rest of the world had six times China's chips, and ten to thirteen times their "
        "speed",
        sentence="At the end of {stock_year:.0f}, counted in {unit}, the US and its allies have {ratio:.1f} times what "
        "China has; China has {share:.0f} percent of both. If what is rented to Chinese firms changes sides, it is "
        "{ratio_rented:.1f} times.",
        decides=Decides("ratio", ".1f", "tenfold", "the US and its allies have ten times as much", "US over China"),
        charts=[sides_chart()],
        description="Two lines from 2020 to 2028 on a logarithmic scale, the US and its allies above China, solid up "
        "to 2025 and dashed from then on, and between them, year by year, how many times the one is the other. Rings "
        "show the reader's year if what is rented changes sides.",
        source="As in the figure of the stock. US and allies: all that Nvidia sold to others than China, and the chips "
        "of Google, AMD and Amazon, wherever they stand, less what is smuggled. Other makers are left out. Published "
        "counts of China's share make it about ten times by speed at the end of 2025; the model has thirteen.",
    )  # fmt: skip


@figure("fig-smuggling")
def smuggling():
    """What can be hidden, from above and from below."""
    return Explorer(
        shown.smuggled,
        along="smuggled_value_usd",
        detection=choice("on the total", "on each deal", label="What is seen depends"),
        folds={
            "Small things can be hidden, large ones cannot": ["half_hidden_usd", "concealment_steepness"],
            "What dealers told": ["deal_chips", "smuggled_price_usd"],
        },
        guess=Guess(
            "A newspaper saw messages on a deal of some 2,000 chips for 103 million dollars. What would a million "
            "chips cost at that price, in billions?",
            "offered_usd",
            1e9,
            1e11,
            "$.2",
            {"smuggling_dealers": 500, "deals_per_dealer": 1, "deal_chips": 2000, "smuggled_price_usd": 51500},
        ),
        title="What is too large to be hidden arrives all the same, unless what is seen is also stopped",
        sentence="{smuggled_value_usd:$.2} a year buys {tried:#.3} chips. With detection {detection}, "
        "{hidden:.0%} of it stays hidden, and of what is seen {enforcement_level:.0%} is stopped: {arrived:#.3} "
        "arrive. From below, {smuggling_dealers:.0f} dealers with {one_deal:?one deal|{deals_per_dealer:#.2} deals} of "
        "{deal_chips:,.0f} chips have {offered:#.3} for {offered_usd:$.2}, of which {arrived_below:#.3} arrive.",
        decides=Decides("arrived", "#.3", "a_million", "a million chips arrive in a year", "Chips that arrive"),
        charts=[smuggling_chart()],
        description="Chips a year against the value that is to be smuggled, both on logarithmic scales: a dashed line "
        "for what the money buys and a solid one for what arrives. Lines stand at the three amounts of an essay. A "
        "diamond marks what the dealers have, and a hollow one what of it arrives.",
        source="One, ten and a hundred billion dollars: Amodei [C202, C203]. Dealers and deals: The Times [C264 to "
        "C268]. How seeing depends on size, and what is stopped, no source gives: the reader's.",
    )


@figure("fig-beyond-the-rule")
def beyond_the_rule():
    """Renting and detours: computing power that a chip rule does not reach."""
    return Explorer(
        shown.beyond_the_rule,
        along="rented_share",
        folds={"What stands where, and what goes round": ["us_h100e", "china_h100e", "diverted_h100e"]},
        guess=Guess(
            "What percentage of what the US and its allies had at the end of 2025 would Chinese firms have to rent, to "
            "have as much again as is in China?",
            "level_share",
            0,
            0.5,
            ".0%",
        ),
        title="A tenth of what stands elsewhere, rented out, would be as much as all that is in China",
        sentence="With {rented_share:.1%} rented, and {access_closed_share:.0%} of that closed, Chinese firms have "
        "{rented:#.3} H100-equivalents abroad and get {diverted:#.3} a year by way of other countries. That is "
        "{over_own:.0%} of the {own:#.3} in China. Renting alone, unclosed, matches these at {level_share:.1%}.",
        decides=Decides("over_own", ".0%", "as_much", "as much lies beyond the rule as in China", "Over China's own"),
        charts=[beyond_chart()],
        description="Computing power beyond the chip rule against the share that is rented: a rising line, a dotted "
        "line at what is in China itself, and the reader's point, a triangle at the frame if it lies beyond.",
        source="Stocks: Epoch AI, by arithmetic, end of 2025. Detours: Epoch AI's smuggled chips of 2024 [C269], one "
        "year's flow; in the figure of the stock they count as smuggled. Renting: one essay says without limit [C030]; "
        "no source of ours gives a number.",
    )


@figure("fig-loop")
def loop():
    """Domestic chips: lost imports against an industry that grows for the loss."""
    return Explorer(
        shown.loop,
        folds={"What imports would have been": ["import_chips_per_year", "import_growth_per_year"]},
        title="If China's industry does not answer to the rules, they only take away; if it does, the dates decide",
        sentence="{no_rules:?Without rules there is nothing to catch up with.|}{no_answer:?China's industry does not "
        "answer to the rules, so that supply under them never catches up with supply without them.|}{catches_up:?With "
        "an answer of {domestic_response_elasticity:.2f} and a restriction of {restriction:.2f}, supply under the "
        "rules is as large as without them from {crossing_date:date} on.|}{falls_behind:?With an answer of "
        "{domestic_response_elasticity:.2f} and a restriction of {restriction:.2f}, supply under the rules does not "
        "catch up in twenty years.|}{soon:? That is not after {decisive_year:date}.|}{late:? That is after "
        "{decisive_year:date}.|}{made_up:? Counted since 2026, all chips together are as many from {even_date:date} "
        "on.|} Over ten years China gets {hardly_any:?hardly any|{after_ten:.0%}} of the chips that it would get "
        "without rules.",
        decides=Decides("after_ten", ".0%", "overtakes", "supply catches up in twenty years", "Chips of ten years"),
        charts=[loop_chart()],
        description="China's yearly supply of chips on a logarithmic scale over twenty years, with the rules and "
        "without. A line marks the year in which it has to count. In a corner the loop: tighter rules give a reason to "
        "build, which gives Chinese chips, which lead to tighter rules, each with a plus.",
        source="No answer: what Amodei's words imply [C192, C193]. An answer: astro's loop [C240, C241]. Neither gives "
        "a number. Output of 2025 and imports: data/parameters.csv. Year: Amodei [C178].",
    )


@figure("fig-when-do-controls-bite")
def when_do_controls_bite():
    """With controls and without: the gap by year."""
    return Explorer(
        shown.bite_by_year,
        unit=choice("H100-equivalents", "chips", **UNITS),
        folds={"The published counts are right": COUNTED,
               "Chips last, and Chinese ones do what they promise": [*WORTH, "memory_bound_share"],
               "Memory limits what China can make": [*MEMORY, "domestic_growth_per_year"],
               "Licences and smuggling": ["licensed_per_year", "smuggling_growth_per_year", "diversion_closed_share"]},
        title="Had China kept its share of purchases, controls cost it a quarter by speed in 2024; by count, nothing "
        "before 2026",
        sentence="At the end of {stock_year:.0f} China has {is_missing:?{gap_then:.0%} less|{added_then:.0%} more} "
        "than it would have had without controls. A gap of {visible_gap_share:.0%} "
        "{visible:?is first seen at the end of {visible_year:.0f}|is not seen by the end of 2028}.",
        decides=Decides("gap_then", ".0%", "visible_then", "the gap is visible by then", "Gap"),
        charts=[bite_chart()],
        description="China's stock by year on a logarithmic scale, with controls and without, and between the lines "
        "the gap in percent, solid up to 2025 and dashed from then on.",
        source="With controls: the model of the stock. Without: China buys the same share of Nvidia's output as early "
        "in 2022, by Epoch AI; nobody has observed that world.",
    )  # fmt: skip


@figure("fig-too-early")
def too_early():
    """When an effect should show, and whether January 2025 was too early to look."""
    return Explorer(
        shown.judged,
        along="judged_year",
        controls_start=choice(*reversed(supply.STARTS_OF_CONTROLS), label="Controls began in"),
        guess=Guess(
            "Controls begin in October 2023, stocks last for a year, models come nine months after their chips, and "
            "data centres are renewed every four years. What percentage of the data centres should show the effect at "
            "the end of January 2025?",
            "share_then",
            0,
            1,
            ".0%",
        ),
        title="By these lags, which are guesses, nothing could show in January 2025, and half of the effect not "
        "before 2027",
        sentence="Counted from {controls_start}, an effect should begin to show in {first_year:date} and to reach half "
        "of all data centres in {half_year:date}. By {judged_year:date} it had reached {share_then:.0%} of them: "
        "{early:?{wait_years:.1f} years too early|}{just_early:?just too early|}{too_early:?|late enough} to judge by "
        "half of them. Half is reached {in_time:?before|only after} {decisive_year:date}.",
        decides=Decides("share_then", ".0%", "too_early", "it was too early to judge", "Part that shows it by then"),
        charts=[judge_chart()],
        description="Part of data centres that should show an effect against the date on which one looks: nothing, "
        "then a straight rise to all. Marks for the day of judging and for the year in which it must have acted; an "
        "arrow if that lies beyond the chart.",
        source="Lag: Heim and Huang [C007, C010], without numbers. Stocks: The Times [C253], without a number. Start: "
        "October 2023 [C002] or August 2022 [C206]. Year that decides: Amodei [C178].",
    )


@figure("fig-run-or-ecosystem")
def run_or_ecosystem():
    """One training run against all computing power."""
    return Explorer(
        shown.run_and_whole,
        next_run_chips=float(data.table("claims").set_index("id").central["C011"]),
        folds={"One run is small": ["run_chips", "run_worth"]},
        run_days=data.parameter("run_days").default,
        guess=Guess(
            "China had computing power worth some 1.8 million H100s at the end of 2025. How many runs with as many "
            "chips as V3's would fit side by side into the part that does not serve users, if sixty percent does?",
            "runs_at_once",
            0,
            1000,
            ",.0f",
        ),
        title="A cut to a quarter leaves room for any small run, and takes most of what serves users",
        sentence="With {chips_left_share:.0%} of the chips left, the named run takes {run_share_left:.2%} of them and "
        "one of the next generation {next_share:.1%}{next_fits:?|, more than there is}. Today {runs_at_once:,.0f} "
        "runs like the named one fit beside the service to users; after the cut {runs_kept:,.0f}, if service is cut "
        "alike, and {runs_left:,.0f}, if it is kept whole. One such run goes on {run_fits:?and leaves "
        "{served_left:.0%} of the service|no more}.",
        decides=Decides(
            "served_left", ".0%", "users_squeezed", "users get less even if all other training stops", "Service left"
        ),
        charts=[run_chart()],
        description="Six bars as parts of all that there is, each with its H100-equivalents: the named run, one of the "
        "next generation, what trains, what serves users, all of it, and what a cut leaves, with a dashed line up from "
        "the last.",
        source="Claim: Heim and Huang [C021]; V3: DeepSeek; next generation: Heim and Huang [C011]; serving: the same "
        "[C023], said of companies, and DeepSeek's account of one day. Stock: Epoch AI. The cut: the reader's.",
    )


def end_of_year():
    x = plain_x("year", "End of the year", ".0f", range(supply.FIRST_YEAR, supply.FIRST_YEAR + supply.YEARS, 2))
    x["scale"] = alt.Scale(domain=[supply.FIRST_YEAR - 0.5, supply.FIRST_YEAR + supply.YEARS - 0.5], nice=False)
    return x


def by_year():
    return alt.Chart(STEPS).transform_calculate(year=f"datum.step + {supply.FIRST_YEAR}")


def past_and_future(x, y, colour=BLUE, width=2.5, future=(5, 4)):
    """One line over years: solid as far as anything is known, then dashed; not where there is nothing."""
    lines = by_year().transform_filter(f"datum.{y.shorthand[:-2]} > 0")
    return [
        lines.transform_filter(f"datum.step <= {LAST_KNOWN}")
        .mark_line(color=colour, strokeWidth=width, clip=True)
        .encode(x, y),
        lines.transform_filter(f"datum.step >= {LAST_KNOWN}")
        .mark_line(color=colour, strokeWidth=width, strokeDash=list(future), clip=True)
        .encode(x, y),
    ]


def ahead(x, y, top, dy=10):
    """The years that are the reader's, shaded, with a word on top."""
    last = supply.FIRST_YEAR + LAST_KNOWN
    scale = x["scale"]
    span = alt.Chart(alt.Data(values=[{"since": last, "until": supply.FIRST_YEAR + supply.YEARS - 0.5}]))
    return [
        span.mark_rect(color=MUTED, opacity=0.1).encode(
            alt.X("since:Q", scale=scale, title=x["title"], axis=x["axis"]), alt.X2("until")),
        words("as you assume", (last, top), x, y, colour=MUTED, dx=6, dy=dy),
    ]  # fmt: skip


def reader(x, column, y, colour=INK, filled=True):
    """The reader's year on a line."""
    return (
        alt.Chart(POINT)
        .transform_calculate(year="datum.stock_year")
        .mark_point(filled=filled, size=110, color=colour, strokeWidth=2, clip=True)
        .encode(x, alt.Y(f"{column}:Q", scale=y["scale"], title=y["title"], axis=y["axis"]))
    )


def key_lines(rows, x, y, at, top, step):
    """What lines mean, one below the other, on a log scale from ``top`` downwards."""
    return [words(text, (at, top / step**k), x, y, colour=colour) for k, (text, colour) in enumerate(rows)]


MARKED = {"licensed-units": (ORANGE, "chips"), "licensed-h100e": (ORANGE, "H100-equivalents"),
          "smuggled-epoch": (PINK, "chips"), "smuggled-h100e": (PINK, "H100-equivalents")}  # fmt: skip
"""Estimates that add up sales over years, so that they may stand beside a stock."""


@cache
def estimates():
    """Published counts of what came to China, for marks beside the lines: year, ends, unit and colour."""
    rows = data.table("supply").set_index("id")
    return [
        {"estimate": row["item"], "year": year, "unit": unit, "colour": colour}
        | {end: getattr(row, end) / shown.SIZES[unit] for end in ("low", "central", "high")}
        for stem, (colour, unit) in MARKED.items()
        for year in range(2022, 2026)
        if f"{stem}-{year}" in rows.index
        for row in [rows.loc[f"{stem}-{year}"]]
    ]


def unit_title(x):
    """What the axis counts, which depends on the unit."""
    told = {
        "chips": "Millions of chips (log scale)",
        "H100-equivalents": "Millions of H100-equivalents (log scale)",
        "dollars": "Tens of billions of dollars (log scale)",
        "megawatts": "Thousands of megawatts (log scale)",
    }
    return (
        alt.Chart(POINT)
        .transform_calculate(text=f"({told})[datum.unit]")
        .mark_text(align="left", fontSize=12, color=INK, dy=-12)
        .encode(text="text:N", x=alt.value(0), y=alt.value(0))
    )


def stock_chart():
    x = end_of_year()
    ticks = [0.01, 0.1, 1.0, 10.0, 100.0]

    def y(column):
        return log_y(column, " ", (".2f", ".1f", ".0f", ".0f", ".0f"), ticks)

    known = (
        alt.Chart(alt.Data(values=estimates()))
        .transform_lookup("unit", alt.LookupData(POINT, "unit", ["memory_bound_share"]))
        .transform_filter("datum.memory_bound_share != null")
        .transform_filter("datum.unit === 'chips' || datum.memory_bound_share === 0")
    )
    colour = alt.Color("colour:N", scale=None)
    axes = y("china")
    return alt.layer(
        *ahead(x, axes, 100),
        alt.Chart(alt.Data(values=[{"china": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(axes),
        *past_and_future(x, y("rented"), MUTED, 1.5),
        *past_and_future(x, y("licensed"), ORANGE),
        *past_and_future(x, y("smuggled"), PINK),
        *past_and_future(x, y("domestic"), GREEN),
        *past_and_future(x, axes, INK, 3.5),
        known.mark_rule(strokeWidth=1.5, clip=True).encode(x, y("low"), alt.Y2("high"), color=colour),
        known.mark_point(filled=True, size=45, clip=True).encode(x, y("central"), color=colour),
        reader(x, "then", axes),
        unit_title(x),
        *key_lines(
            [("all that is in China", INK), ("made at home", GREEN), ("smuggled", PINK),
             ("sold under the rules", ORANGE), ("rented abroad, not counted in", MUTED)],
            x, axes, 2019.6, 70, 1.85,
        ),
    )  # fmt: skip


def range_chart():
    x = end_of_year()

    def y(column):
        return log_y(column, "China's stock, as counted (log scale)", "k.1", powers_of_ten(3, 9))

    fan = by_year()
    level = alt.Chart(POINT)
    return alt.layer(
        *ahead(x, y("china"), 1e8),
        *(
            fan.mark_area(color=BLUE, opacity=opacity, clip=True).encode(
                x, y(f"china_{low}"), alt.Y2(f"china_{high}"))
            for low, high, opacity in (("p05", "p95", 0.2), ("p25", "p75", 0.35))
        ),
        *past_and_future(x, y("china")),
        level.mark_rule(color=ORANGE, strokeDash=[2, 3], strokeWidth=2).encode(y("many_chips")),
        level.mark_text(align="left", fontSize=11, color=ORANGE, text="millions begin", dy=-8).encode(
            y("many_chips"), x=alt.value(4)),
        reader(x, "then", y("china"), BLUE),
    )  # fmt: skip


LANES = {
    "licensed-units": "under the rules, chips", "licensed-h100e": "under the rules, H100s",
    "licensed-a100": "A100 alone", "licensed-a800": "A800 alone", "licensed-h800": "H800 alone",
    "licensed-h20": "H20 alone", "smuggled-cnas": "smuggled, CNAS", "smuggled-epoch": "smuggled, Epoch",
    "smuggled-h100e": "smuggled, H100s", "domestic-spread": "Ascend, all accounts",
    "domestic-epoch": "Ascend, Epoch", "nvidia-units": "Nvidia in all, chips", "nvidia-h100e": "Nvidia in all, H100s",
    "tpu-h100e": "Google TPU", "amd-h100e": "AMD", "trainium-h100e": "Trainium", "microsoft-h100e": "Microsoft",
    "meta-h100e": "Meta", "amazon-h100e": "Amazon", "google-h100e": "Google", "oracle-h100e": "Oracle",
    "share": "China's share",
}  # fmt: skip
"""Series of estimates, by id without the year, as the figure calls them."""


def calibration_chart():
    ticks = [0.25, 0.5, 1.0, 2.0, 4.0]
    x = log_x("ratio", "Over the middle of the estimate (times, log scale)",
              (".2f", ".1f", ".0f", ".0f", ".0f"), ticks)  # fmt: skip
    scale = x["scale"] = alt.Scale(type="log", domain=[0.035, 4.4], nice=False)
    y = alt.Y("lane:Q", axis=None, scale=alt.Scale(domain=[-1.9, len(LANES) - 0.4], reverse=True, nice=False))
    drawn = (
        alt.Chart(CURVE)
        .transform_window(k="row_number()")
        .transform_filter("datum.shown > 0")
        .transform_calculate(lane="datum.k - 1", ratio="clamp(datum.ratio, 0.2, 4.2)",
                             low="clamp(datum.from_ratio, 0.2, 4.2)", high="clamp(datum.to_ratio, 0.2, 4.2)")
    )  # fmt: skip
    low = alt.X("low:Q", scale=scale, title=x["title"], axis=x["axis"])
    near = alt.Chart(POINT).transform_calculate(low="1 / datum.near_times", high="datum.near_times")
    near = near.transform_calculate(top="-0.6", bottom=f"{len(LANES) - 0.4}")
    colour = alt.condition("datum.inside > 0", alt.value(BLUE), alt.value(ORANGE))
    told = [("dot: the model, in or out of the bar", BLUE, 0.037, "left"), ("bar: published", MUTED, 4.2, "right")]
    return alt.layer(
        near.mark_rect(color=GREEN, opacity=0.13).encode(
            low, alt.X2("high"), alt.Y("top:Q", scale=y["scale"], axis=None), alt.Y2("bottom")
        ),
        alt.Chart(alt.Data(values=[{"ratio": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(x),
        drawn.mark_rule(color=MUTED, strokeWidth=7, opacity=0.35).encode(low, alt.X2("high"), y),
        drawn.mark_point(filled=True, size=50).encode(x, y, color=colour),
        drawn.transform_calculate(name=f"{list(LANES.values())}[datum.lane]", ratio="0.037")
        .mark_text(align="left", fontSize=11, color=INK)
        .encode(x, y, text="name:N"),
        *[words(text, (at, -1.3), x, y, align, colour) for text, colour, at, align in told],
    )


def sides_chart():
    x = end_of_year()
    ticks = [0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]

    def y(column):
        return log_y(column, " ", (".3f", ".2f", ".1f", *4 * [",.0f"]), ticks)

    between = (
        by_year()
        .transform_calculate(middle="sqrt(datum.us * datum.china)", times="format(datum.us_over_china, '.0f') + '×'")
        .mark_text(fontSize=11, color=INK, clip=True)
        .encode(x, y("middle"), text="times:N")
    )
    axes = y("us")
    return alt.layer(
        *ahead(x, axes, 1000),
        *past_and_future(x, axes, BLUE),
        *past_and_future(x, y("china"), ORANGE),
        between,
        reader(x, "us_then", axes, BLUE),
        reader(x, "china_then", y("china"), ORANGE),
        reader(x, "us_less", axes, BLUE, filled=False),
        reader(x, "china_more", y("china"), ORANGE, filled=False),
        unit_title(x),
        *key_lines([("US and allies", BLUE), ("China", ORANGE), ("rings: with what is rented", MUTED),
                    ("between: the one over the other", INK)],
                   x, axes, 2019.6, 500, 2.6),
    )  # fmt: skip


HIDDEN = alt.expr("width < 480 ? 'can hide' : 'can be hidden'")
"""What an essay says of the smallest amount, as far as there is room."""


def smuggling_chart():
    x = log_x("smuggled_value_usd", "Value to be smuggled in a year (log scale)", "$.1", powers_of_ten(8, 13))

    def y(column):
        return log_y(column, "Chips a year (log scale)", "k.1", powers_of_ten(2, 9))

    x["axis"]["labelFlush"] = False
    amounts = alt.Chart(alt.Data(values=[{"smuggled_value_usd": u, "from": 100, "to": 2e6} for u in (1e9, 1e10, 1e11)]))
    foot, head = y("arrived"), alt.Y2("to")
    foot["shorthand"] = "from:Q"
    below = alt.Chart(POINT).transform_calculate(smuggled_value_usd="datum.offered_usd")
    return alt.layer(
        amounts.mark_rule(color=MUTED, strokeDash=[2, 3]).encode(x, foot, head),
        curve(x, y("tried"), MUTED, strokeDash=[6, 4], strokeWidth=2),
        curve(x, y("arrived")),
        point(x, y("arrived")),
        below.mark_point(shape="diamond", filled=True, size=110, color=ORANGE, clip=True).encode(x, y("offered")),
        below.mark_point(shape="diamond", filled=False, size=110, strokeWidth=2, color=ORANGE, clip=True).encode(
            x, y("arrived_below")),
        *key_lines(
            [("line: arrives", BLUE), ("dashed: bought", MUTED), ("diamonds: the dealers'", ORANGE)],
            x, y("arrived"), 1.2e8, 3e7, 3,
        ),
        words(HIDDEN, (1e9, 150), x, y("arrived"), "right", MUTED, dx=-3),
        words("hard to hide", (10**10.5, 150), x, y("arrived"), "center", MUTED),
    )  # fmt: skip


def beyond_chart():
    x = plain_x("rented_share", "Rented to Chinese firms, of all elsewhere", ".0%", [0, 0.05, 0.1, 0.15, 0.2])
    x["axis"]["labelFlush"] = False

    def y(column):
        return log_y(column, "H100-equivalents (log scale)", "k.1", powers_of_ten(4, 8))

    own = alt.Chart(POINT)
    return alt.layer(
        own.mark_rule(color=ORANGE, strokeDash=[2, 3], clip=True).encode(y("own")),
        own.mark_text(align="left", fontSize=11, color=ORANGE, text="in China itself", dy=-8, clip=True).encode(
            y("own"), x=alt.value(4)),
        curve(x, y("beyond")),
        pinned(x, y("beyond"), 1e4, 1e7),
        words("beyond the chip rule", (0.002, 6e6), x, y("beyond"), colour=BLUE),
    )  # fmt: skip


LOOP = [
    ("tighter rules", 32, 14, "left"),
    ("reason to build", 152, 14, "left"),
    ("Chinese chips", 92, 62, "center"),
]
"""The words of the loop, at pixels from the left and the top."""
ARROWS = [((108, 14), (148, 14)), ((174, 24), (132, 54)), ((70, 54), (54, 24))]
"""From one to the next, all with a plus."""


def loop_drawing():
    """The loop with its signs, small, in a corner."""
    one = alt.Chart(alt.Data(values=[{}]))
    arrows = [
        one.mark_rule(color=MUTED, strokeWidth=1.5, aria=False).encode(
            x=alt.value(x1), y=alt.value(y1), x2=alt.value(x2), y2=alt.value(y2))
        for (x1, y1), (x2, y2) in ARROWS
    ]  # fmt: skip
    heads = [
        one.mark_point(shape="triangle", filled=True, size=36, color=MUTED, angle=angle, aria=False).encode(
            x=alt.value(x2), y=alt.value(y2))
        for (_, (x2, y2)), angle in zip(ARROWS, (90, 234, 332), strict=True)
    ]  # fmt: skip
    pluses = [
        one.mark_text(text="+", fontSize=13, color=MUTED).encode(x=alt.value(at), y=alt.value(to))
        for at, to in ((128, 6), (164, 42), (52, 42))
    ]
    texts = [
        one.mark_text(text=text, fontSize=11, align=align, color=INK).encode(x=alt.value(at), y=alt.value(to))
        for text, at, to, align in LOOP
    ]
    return [*arrows, *heads, *pluses, *texts]


def loop_chart():
    x = plain_x("year", "Year", ".0f", range(2026, 2047, 4))
    x["scale"] = alt.Scale(domain=[2024, 2046.5], nice=False)

    def y(column):
        return log_y(column, "Chips a year (log scale)", "k.1", powers_of_ten(5, 10))

    lines = alt.Chart(STEPS).transform_calculate(year="datum.step + 2027")
    decisive = alt.Chart(POINT).transform_calculate(year="datum.decisive_year")
    crossing = alt.Chart(POINT).transform_filter("datum.catches_up").transform_calculate(year="datum.crossing_date")
    return alt.layer(
        decisive.mark_rule(color=MUTED, strokeDash=[2, 3], clip=True).encode(x),
        decisive.mark_text(align="left", fontSize=11, color=MUTED, text="must count by", dx=4, clip=True).encode(
            x, y=alt.value(alt.expr("height - 8"))),
        crossing.mark_rule(color=INK, strokeWidth=1.5, clip=True, aria=False).encode(x),
        crossing.mark_text(align="right", fontSize=11, color=INK, text="level", dx=-4, clip=True).encode(
            x, y=alt.value(alt.expr("0.72 * height"))),
        lines.mark_line(color=ORANGE, clip=True).encode(x, y("supply_free")),
        lines.mark_line(color=BLUE, clip=True).encode(x, y("supply")),
        words("without rules", (2046.2, 2.4e5), x, y("supply"), "right", ORANGE),
        words("with rules", (2046.2, 4.4e5), x, y("supply"), "right", BLUE),
        *loop_drawing(),
    )  # fmt: skip


def bite_chart():
    x = end_of_year()

    def y(column):
        return log_y(column, "China's stock, as counted (log scale)", "k.1", powers_of_ten(3, 10))

    gap = (
        by_year()
        .transform_calculate(
            top="max(datum.with_controls, datum.without_controls)", gap="format(datum.gap_share, '.0%')"
        )
        .transform_filter("datum.step >= 2")
    )
    axes = y("with_controls")
    seen = alt.Chart(POINT).transform_filter("datum.visible").transform_calculate(year="datum.visible_year")
    return alt.layer(
        *ahead(x, axes, 1e9),
        seen.mark_rule(color=INK, strokeDash=[2, 3], clip=True, aria=False).encode(x),
        seen.mark_text(align="right", fontSize=11, text="visible", dx=-4, clip=True).encode(
            x, y=alt.value(alt.expr("height - 8"))),
        *past_and_future(x, y("without_controls"), ORANGE),
        *past_and_future(x, axes, BLUE),
        reader(x, "without_then", axes, ORANGE),
        reader(x, "with_then", axes, BLUE),
        gap.mark_text(fontSize=11, color=INK, dy=-13, clip=True).encode(x, y("top"), text="gap:N"),
        *key_lines([("without controls", ORANGE), ("with controls", BLUE), ("percent: the gap", INK)],
                   x, axes, 2019.6, 4e8, 3),
    )  # fmt: skip


def judge_chart():
    x = plain_x("judged_year", "Day on which one looks", ".0f", range(2023, 2030))
    x["axis"]["labelFlush"] = False
    x["scale"] = alt.Scale(domain=[2022.8, 2029.5], nice=False)
    y = plain_y("share_then", "Data centres that show it", ".0%", [0, 0.25, 0.5, 0.75, 1.0])
    y["scale"] = alt.Scale(domain=[0, 1.14], nice=False)
    decisive = alt.Chart(POINT).transform_calculate(judged_year="datum.decisive_year")
    return alt.layer(
        alt.Chart(alt.Data(values=[{"share_then": 0.5}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y),
        words("half", (2023.05, 0.5), x, y, colour=MUTED, dy=-8),
        decisive.mark_rule(color=ORANGE, strokeWidth=1.5, clip=True).encode(x),
        decisive.mark_text(align="right", fontSize=11, color=ORANGE, text="must have acted", dx=-4, clip=True).encode(
            x, y=alt.value(12)),
        alt.Chart(POINT)
        .transform_filter("datum.decisive_year > 2029.5")
        .transform_calculate(later="'must have acted by ' + floor(datum.decisive_year) + ' →'")
        .mark_text(align="right", fontSize=11, color=ORANGE)
        .encode(x=alt.value(alt.expr("width - 2")), y=alt.value(12), text="later:N"),
        curve(x, y),
        point(x, y),
        said("your day", x, y, "center", BLUE, dy=-14),
    )  # fmt: skip


BARS = ["the named run", "a run of the next generation", "all that trains", "all that serves users",
        "all that there is", "what the cut leaves"]  # fmt: skip


def run_chart():
    parts = [0, 0.25, 0.5, 0.75, 1.0]
    x = plain_x("part", "Part of all that there is", ".0%", parts)
    x["axis"]["labelFlush"] = False
    y = alt.Y("step:Q", axis=None, scale=alt.Scale(domain=[-0.75, 5.6], reverse=True, nice=False))
    steps = alt.Chart(STEPS).transform_calculate(
        zero="0", named=f"{BARS}[datum.step] + ': ' + format(datum.size, '.2~s') + ' H100s'"
    )
    colour = alt.condition("datum.step < 2", alt.value(BLUE), alt.value(MUTED))
    colour["condition"] = [
        {"test": "datum.step < 2", "value": BLUE},
        {"test": "datum.step == 5", "value": ORANGE},
    ]
    return alt.layer(
        steps.mark_bar(size=20, opacity=0.6, clip=True).encode(
            alt.X("zero:Q", scale=x["scale"], title=x["title"], axis=x["axis"]), alt.X2("part"), y, color=colour
        ),
        steps.transform_filter("datum.step < 2")
        .mark_tick(color=BLUE, thickness=2, size=20, orient="vertical", clip=True)
        .encode(x, y),
        steps.transform_filter("datum.step == 5").mark_rule(color=ORANGE, strokeDash=[4, 3], clip=True).encode(x),
        steps.mark_text(align="left", fontSize=11, color=INK, dx=2, dy=-18).encode(y, x=alt.value(0), text="named:N"),
    )
