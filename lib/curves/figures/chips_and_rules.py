"""Figures of the chapter "Chips and rules"."""

from functools import cache

import altair as alt

from .. import chips as tables
from ..explore import COLOURS, CURVE, INK, MUTED, POINT, STEPS, Decides, Explorer, Guess, axis, choice
from ..models import chips
from . import figure
from .parts import curve, log_x, log_y, pinned, plain_x, point, powers_of_ten, row_labels, said, words

BLUE, ORANGE, GREEN = COLOURS[:3]
SHADES = {"notify": 0.1, "case by case": 0.18, "licence": 0.26, "presumption of denial": 0.36}
"""How strong the shade of each policy is."""


@figure("fig-threshold-map")
def threshold_map():
    """The plane of speed by density: the lines of a day, and the chips of that day."""
    return Explorer(
        chips.threshold_map,
        market=choice(*chips.MARKETS, label="Chips marketed for"),
        plane=tables.plane(),
        rules=tables.by_month(),
        title="The H20 and the L20 were placed just outside the lines of October 2023",
        sentence="On the first of {rules_month:date} the table has {n_shown:.0f} announced chips for {market} of known "
        "speed and area: {n_free:.0f} free, {n_needed:.0f} in need of a licence{n_open:?, {n_open:.0f} "
        "undecided for want of a figure|}. The shade is for a chip with {links_gb_s:,.0f} GB/s of links and "
        "{bandwidth_gb_s:,.0f} GB/s of memory that is sold in the United States, too; the chips drawn keep their own.",
        charts=[plane_chart()],
        description="Total processing performance against performance density, both on logarithmic scales. Rectangles "
        "are shaded where a licence is needed on that day, the more the stricter. Rings are chips sold elsewhere "
        "too, dots those made for China; blue is free, orange needs a licence, grey are Chinese chips, which need "
        "none.",
        source="Chips and rules: data/chips.csv and data/control_rules.csv, with their sources; whatever stands there "
        "is drawn. Chips whose area is unknown are not in the plane; Chinese ones are drawn to compare and not "
        "counted.",
    )


@figure("fig-legal-life")
def legal_life():
    """One chip on one day, and how long each chip was free."""
    named, _ = lives()
    return Explorer(
        chips.legal_life,
        chip=choice(*named, label="Chip", default="H800"),
        chips=named,
        rules=tables.by_month(),
        guess=Guess(
            "The H800 was announced on 21 March 2023. For how many months was it free, until the first rule or letter "
            "that caught it?",
            "free_months",
            0,
            36,
            at={"chip": "H800"},
        ),
        title="The H800 was free for seven months and the A800 for eleven; the H20 had seventeen",
        sentence="{chip} on day {day_of_month:.0f} of {rules_month:date}{announced_by_then:?|, when it was not yet "
        "announced}: {free:?free|}{undecided:?a missing figure decides|}{is_notify:?a licence, which a notification "
        "can replace|}{is_case:?a licence, reviewed case by case|}{is_licence:?a licence|}{is_denial:?a licence, with "
        "a presumption of denial|}. It has {known_tpp:?a TPP of {tpp:,.0f}|an unknown TPP}, "
        "{known_density:?a density of {density:.2f}|an unknown density}, {known_links:?{links:,.0f}|unknown} GB/s of "
        "links and {known_memory:?{memory:,.0f}|unknown} GB/s of memory." + clauses() + " {lived:?It was free for "
        "{free_months:.1f} months from its announcement.|}{barred_from_birth:?A licence was needed from its first "
        "day.|}{ever_caught:?|No rule of the table has caught it since its announcement.}",
        charts=[lives_chart()],
        description="A bar for each chip from its announcement to October 2026: blue while it was free, orange and the "
        "darker the stricter while a licence was needed. A line marks the reader's day, a band the chip.",
        source="Worked out from data/chips.csv and data/control_rules.csv. The letters of April 2025 are read as "
        "binding every maker and every kind of chip, which is our reading. Of a month or year alone we take the first.",
    )


@figure("fig-timeline")
def timeline():
    """Rules, chips, models and the rest on one axis, and a list of what lies in a window."""
    events, dated = tables.dated_events()
    return Explorer(
        chips.timeline,
        category=choice(*dated, label="Kind of event"),
        dated=dated,
        title="After each of the two general rules, a chip made to its lines was heard of within five weeks",
        sentence="Events ({category}) from {first_month:date} to the end of {last_month:date}: {n:.0f}{rest:?, of "
        "which the list leaves out the last {rest:.0f}|}.",
        charts=[timeline_chart(events)],
        description="Marks for dated events in six rows by kind, from 2020 to 2026, with the window shaded; below them "
        "the events in the window as a list, the earliest first.",
        source="data/events.csv, with a source for each day; a day of which only the month is known stands at its end.",
    )


@figure("fig-what-a-chip-is-worth")
def what_a_chip_is_worth():
    """One chip, many units: what chips are worth in H100s by the kind of work."""
    return Explorer(
        chips.worth_of_chips,
        workload=choice("pre-training", "reinforcement learning", "long-context serving", label="Work"),
        sheets=sheets(),
        guess=Guess(
            "An H20 has about fifteen percent of the arithmetic of an H100 and a fifth more memory bandwidth. If "
            "memory is what limits an H100 for half of the time, how many H100s is an H20 worth?",
            "h20",
            0,
            1.5,
            ".2f",
            {"workload": "pre-training", "memory_share_pretraining": 0.5, "other_use": 0.0},
        ),
        title="An H20 is worth a seventh of an H100 or more than one: the work decides",
        sentence="If memory limits for {share:.0%} of the time that {workload} takes on an H100, an H20 is worth "
        "{h20:.2f} of it, between {h20_by_arithmetic:.2f} for arithmetic alone and {h20_by_memory:.2f} for memory "
        "alone; an H800 is worth {h800:.2f}.",
        decides=Decides("h20", ".2f", "h20_better", "an H20 is worth more than an H100", "An H20 in H100s"),
        charts=[worth_chart()],
        description="For each chip, on a logarithmic scale of H100s: a pale line from what its arithmetic makes it to "
        "what its memory makes it, and a point for the chosen work. A dotted line stands at one.",
        source="Data sheets: data/chips.csv; where only an eight-bit rate is known, half of it. All shares are the "
        "reader's: no source gives any. Links, memory size and software are left out, so that an H800 comes out as an "
        "H100. B30A and 950DT as reported and as planned.",
    )


@figure("fig-earlier-ban")
def earlier_ban():
    """What a ban that came sooner would have left of the fleet."""
    return Explorer(
        chips.earlier_ban,
        along="lag_months",
        guess=Guess(
            "Suppose that fifty thousand chips came in over twelve months, at twice the usual rate in the last three, "
            "since buyers saw the ban coming. Had it come after six months, with the same rush before it, how many "
            "would have come in?",
            "fleet",
            0,
            50000,
            ",.0f",
            {"lag_months": 6, "fleet_chips": 5e4, "bought_over_months": 12, "surge_factor": 2, "surge_months": 3},
        ),
        title="An earlier ban shrinks a fleet long before it keeps out the chips of one run",
        sentence="A ban after {lag_months:.1f} months would have let in {too_late:?all {fleet_chips:,.0f} chips, which "
        "had been bought by then|{fleet:#.3} chips, {share_left:.0%} of {fleet_chips:,.0f}; in proportion to time it "
        "would be {in_proportion:#.3}}. That is "
        "{enough:?enough|not enough} for a run of {run_chips:,.0f}, whose chips take {run_lag:.1f} months to come in.",
        decides=Decides("fleet", "#.3", "enough", "enough chips come in for the run", "Chips that come in"),
        charts=[ban_chart()],
        description="Chips that come in against the months from first sale to the ban: a bent line with stockpiling, a "
        "straight dashed one without, and a dotted line at the chips of one run. Both end at all of the fleet, when "
        "everything had been bought.",
        source="A scenario: all of the fleet H800s, as Heim and Huang have it [C029], where SemiAnalysis counts "
        "10,000. Delay: The Times [C252]; stockpiling: claimed by it without a number [C253]. Run: DeepSeek.",
    )


@figure("fig-mixed-fleet")
def mixed_fleet():
    """What a mix of chips says on whether the rules work."""
    return Explorer(
        chips.mix_likelihood,
        along="h800_value",
        guess=Guess(
            "Suppose an H800 does everything an H100 does, at the same price. A fleet holds one H100 for four H800s. "
            "How many times likelier is that mix if the rules work than if they do not?",
            "ratio",
            0,
            10,
            ".1f",
            {"h800_value": 1, "h100_price_times": 1},
        ),
        title="A mixed fleet speaks for rules that work only as far as an H800 is the worse buy",
        sentence="If an H800 is worth {h800_value:.2f} of an H100, which costs {h100_price_times:.2f} times as much, "
        "buyers free to choose would take {share_if_failing:.0%} H100s, those under working rules "
        "{share_if_working:.0%}. A fleet with {h100_share:.0%} is {hardly:?at most a hundredth as likely|}"
        "{level:?just as likely|}{moderate:?{ratio:#.2} times as likely|}{many:?some {ratio:#.2} times as likely|} "
        "under rules that work{level:? as under rules that do not|}.",
        decides=Decides("ratio", "#.2", "for_working", "the mix speaks for rules that work", "Likelihood ratio"),
        charts=[mix_chart()],
        description="Likelihood ratio on a logarithmic scale against what an H800 is worth: for a fleet of mostly "
        "H800s it falls to one as the H800 comes to equal an H100. A triangle at the frame says that the reader's "
        "ratio lies beyond it.",
        source="Argument: Amodei [C211]; against it Heim and Huang [C005] and The Times [C251]. Every number here is "
        "the reader's; DeepSeek published no shares, and the start is an outside count. Assumed: where a free buyer is "
        "indifferent, he buys as many H100s as under working rules.",
    )


@figure("fig-upgrade")
def upgrade():
    """A fixed stock against stocks that are renewed."""
    return Explorer(
        chips.upgrade,
        along="years_since_2025",
        folds={"More chips at each renewal": ["us_expansion", "china_expansion"]},
        guess=Guess(
            "One side has six times the chips of the other. Every two years it renews them with chips 2.3 times as "
            "good, while the other keeps what it has. How many times as much does it have after five years?",
            "ratio",
            1,
            100,
            ".0f",
            {"years_since_2025": 5, "cycle_years": 2, "us_chips": 3e5, "china_chips": 5e4, "us_gain": 2.3,
             "china_gain": 1, "us_expansion": 1, "china_expansion": 1},
        ),
        title="A gap that is only a head start stays; a gap in what may be bought grows at every renewal",
        sentence="Renewals after {years_since_2025:.1f} years: {renewals:.0f}. US firms then have as much as "
        "{us:#.2} of the start's chips would give, Chinese firms as much as {china:#.2}. The ratio was "
        "{ratio_at_start:#.2} at the start and is {ratio:#.2}; each renewal multiplies it by {step:.2f}.",
        decides=Decides("ratio", ".1f", "widens", "the gap widens", "US over China"),
        charts=[upgrade_chart()],
        description="Computing power of two sides in chips of January 2025 against years, on a logarithmic scale, in "
        "steps at each renewal.",
        source="Stocks: Heim and Huang [C008, C009]. Gains: data/chips.csv, by arithmetic. Pace and growth: the "
        "reader's.",
    )  # fmt: skip


@figure("fig-design-a-chip")
def design_a_chip():
    """A chip on the drawing board, and the clauses that catch it."""
    plane, edges = tables.drawing_board()
    return Explorer(
        chips.design_on_a_day,
        market=choice(*chips.MARKETS, label="Marketed for"),
        plane=plane,
        edges=edges,
        rules=tables.by_month(),
        guess=Guess(
            "You design for China in January 2024, on the 814 mm² of an H100, for data centres. What is the largest "
            "TPP that needs no licence? (An H100 has 15,832.)",
            "largest",
            0,
            16000,
            ",.0f",
            {"rules_month": 2024, "die_area_mm2": 814, "market": "data centres"},
        ),
        title="Since 2023 silicon buys freedom, up to a speed: the same arithmetic on more area can be legal",
        sentence="On the first of {rules_month:date} a chip with a TPP of {tpp:,.0f} and a density of {density:.2f} "
        "{free:?is free|needs a licence}.{is_notify:? A notification can replace it.|}{is_case:? It is reviewed case "
        "by case.|}{is_denial:? Denial is presumed.|}"
        + clauses()
        + " {limited:?On {die_area_mm2:,.0f} mm² the largest "
        "free TPP lies just under {largest:,.0f}.|}{unlimited:?On this area any TPP would be free.|}{nothing:?With "
        "this memory and these links no TPP is free.|}",
        charts=[design_chart()],
        description="The plane of speed by density, shaded where a licence is needed on that day; the reader's chip as "
        "a point on the rising line of all chips with its area, and a ring at the largest free one.",
        source="Rules: data/control_rules.csv, letters to single firms left out. Start: an H20. What can be built and "
        "sold at a profit is another question.",
    )


# -- What sentences say of rules ---------------------------------------------------------------

ASKS = [
    ("TPP", "tpp_min", "tpp_below", ",.0f", ""), ("density", "density_min", "density_below", "", ""),
    ("links", "io_min", None, ",.0f", " GB/s"), ("memory", "bandwidth_min", "bandwidth_below", ",.0f", " GB/s"),
    ("links and memory together", "sum_min", None, ",.0f", " GB/s"),
]  # fmt: skip
"""What a rule may ask: the figure, its limits, how they are written, their unit."""


def asks(rule):
    """A rule's name and limits in words."""
    limits = []
    for name, least, below, spec, unit in ASKS:
        low, high = getattr(rule, least), getattr(rule, below) if below else None
        if low is not None and high is not None:
            limits.append(f"{name} from {low:{spec}} to below {high:{spec}}{unit}")
        elif low is not None:
            limits.append(f"{name} from {low:{spec}}{unit}")
        elif high is not None:
            limits.append(f"{name} below {high:{spec}}{unit}")
    return f"{rule.name} ({f' {rule.joined} '.join(limits)})"


def clauses():
    """Slots for every rule: those that catch the chip, and if none does, those in force that do not."""
    rules = tables.by_month()
    told = sorted(rules.items(), key=lambda item: bool(item[1].eases))
    catches = "".join(f"{{catches_{key}:? {asks(rule)}.|}}" for key, rule in told)
    spares = "".join(f"{{spares_{key}:? {asks(rule)}.|}}" for key, rule in told if not rule.eases)
    free = "{ruled:? In force and not met:|}{unruled:? No rule on such chips was in force.|}"
    return "{needed:? Caught by:|}" + catches + free + spares


# -- Charts -------------------------------------------------------------------------------------

CHINA = "Made for China"


@cache
def drawn_chips():
    """Rows of the plane by chip, and which of them are made for China."""
    frame, _ = tables.placed()
    first = int(tables.plane()["cell"].sum())
    rows = {name: first + k for k, name in enumerate(frame["chip"])}
    return rows, [rows[name] for name in frame["chip"][frame["history"].str.startswith(CHINA)]]


NAMED = {
    "A100 SXM 40GB": ("A100", "left", 9, 4), "A800 SXM 80GB": ("A800", "left", 41, 4),
    "H100 SXM": ("H100", "right", -42, -2), "H800 SXM": ("H800", "right", -9, -2), "H20": ("H20", "left", 9, 5),
    "L20": ("L20", "right", -8, 4), "L40": ("L40", "right", -9, -3), "L40S": ("L40S", "right", 3, -11),
    "L4": ("L4", "right", -9, 4), "MI250X": ("MI250X", "left", 9, 5), "MI300X": ("MI300X", "center", 0, -12),
    "Gaudi 2": ("Gaudi 2", "left", 9, 5), "Ascend 910B": ("910B", "left", 5, -10),
    "Ascend 910A": ("910A", "right", -9, 4), "BR100": ("BR100", "left", 9, 6),
    "V100S PCIe 32GB": ("V100S", "right", -6, 12),
    "MI210": ("MI210", "left", 9, 6),
    "H100 PCIe": ("H100 PCIe", "right", -8, 11),
    "RTX 4090": ("4090", "center", 2, 17), "RTX 4090D": ("4090D", "right", -8, 2), "RTX 5090": ("5090", "left", 9, -1),
    "RTX 5090D": ("5090D", "right", -9, 10), "RTX 6000 Ada": ("6000 Ada", "left", 4, -12),
}  # fmt: skip
"""Label of a chip in the plane and where it stands: align, dx, dy."""
ROOMY = ("H100 PCIe",)
"""Labels that stand only where the chart is wide enough."""


KEY_ROOM = 3.6
"""By how much the scale of density goes on above the plane, so that the key has room."""


def plane_axes(x="tpp", y="density"):
    ticks = {"tpp": [1600.0, 2400.0, 4800.0, 21000.0], "density": [1.6, 3.2, 5.92, 16.0, 32.0]}
    written = {"tpp": ",.0f", "density": (".1f", ".1f", ".2f", ".0f", ".0f")}
    titles = {"tpp": "Total processing performance (TPP, log scale)",
              "density": "Performance density (TPP for each mm², log scale)"}  # fmt: skip

    def channel(kind, column, of):
        low, high = tables.PLANE[of]
        ends = [low, high] if of == "tpp" else [PLANE_FROM, high * KEY_ROOM]
        scale = alt.Scale(type="log", domain=ends, nice=False)
        drawn = axis(written[of], ticks[of], labelOverlap="greedy")
        return kind(f"{column}:Q", title=titles[of], scale=scale, axis=drawn)

    return channel(alt.X, x, "tpp"), channel(alt.Y, y, "density")


def shade(strictness="strictness"):
    """The cells of the plane, shaded the more the stricter."""
    (x, y), opacity = plane_axes("left", "bottom"), [0, *SHADES.values()]
    scale = alt.Scale(domain=list(range(len(opacity))), range=opacity)
    return (
        alt.Chart(CURVE)
        .transform_filter("datum.is_cell > 0")
        .mark_rect(color=ORANGE, clip=True)
        .encode(x, alt.X2("right"), y, alt.Y2("top"), opacity=alt.Opacity(f"{strictness}:Q", scale=scale, legend=None))
    )


PLANE_FROM = 1.0
"""Density at which the drawing begins: below it there is no chip."""


def in_key(text, at, line, colour=MUTED, **style):
    """Words of the key at pixels from the left, in a line of it."""
    style = {"align": "left", "fontSize": 11, "text": text, "color": colour} | style
    return alt.Chart(alt.Data(values=[{}])).mark_text(**style).encode(x=alt.value(at), y=alt.value(7 + 14 * line))


def shade_key():
    """Which shade is which policy, and for whom the shades hold."""
    told = {"notify": "notify", "case by case": "case by case", "licence": "licence",
            "presumption of denial": alt.expr("width < 300 ? 'denial' : 'presumed denial'")}  # fmt: skip
    key = []
    for (policy, text), at in zip(told.items(), (0, 52, 141, 199), strict=True):
        key += [in_key("■", at, 0, ORANGE, fontSize=15, opacity=SHADES[policy]), in_key(text, at + 15, 0)]
    links, memory = (f"format(datum.{name}, ',.0f')" for name in ("links_gb_s", "bandwidth_gb_s"))
    whose = f"'shade: for ' + {links} + ' GB/s of links, ' + {memory} + ' of memory'"
    mine = alt.Chart(POINT).transform_calculate(whose=whose).mark_text(align="left", fontSize=11, color=MUTED)
    return [*key, mine.encode(x=alt.value(0), y=alt.value(7 + 14), text="whose:N")]


def _swatch(at, x, y, opacity, colour=ORANGE):
    row = {x.shorthand[:-2]: at[0], y.shorthand[:-2]: at[1]}
    return (
        alt.Chart(alt.Data(values=[row]))
        .mark_text(text="■", fontSize=14, align="left", color=colour, opacity=opacity)
        .encode(x, y)
    )


def plane_chart():
    x, y = plane_axes()
    rows, for_china = drawn_chips()
    states = alt.Scale(domain=["free", "needed", "open"], range=[BLUE, ORANGE, MUTED])
    colour = alt.Color("state:N", scale=states, legend=None)
    shown = (
        alt.Chart(CURVE)
        .transform_filter("datum.shown > 0")
        .transform_calculate(
            state="datum.open_question + datum.at_home > 0 ? 'open' : datum.strictness > 0 ? 'needed' : 'free'"
        )
    )
    made = f"indexof({for_china}, datum.row) >= 0"
    rings = shown.transform_filter(f"!({made})").mark_point(filled=False, size=120, strokeWidth=2, clip=True)
    dots = shown.transform_filter(made).mark_point(filled=True, size=45, clip=True)
    places = {
        roomy: {rows[chip]: place for chip, place in NAMED.items() if (chip in ROOMY) == roomy}
        for roomy in (True, False)
    }
    names = [
        layer for roomy in places for layer in row_labels(places[roomy], x, y, roomy=roomy, where="datum.shown > 0")
    ]
    return alt.layer(
        shade(),
        rings.encode(x, y, color=colour),
        dots.encode(x, y, color=colour),
        *names,
        *shade_key(),
        in_key("ring: sold elsewhere too", 0, 2),
        in_key("dot: made for China", 142, 2),
        in_key("blue: free", 0, 3, BLUE),
        in_key("orange: licence needed", 60, 3, ORANGE),
        in_key("grey: Chinese", 195, 3),
    )


BARS = {"notify": 0.28, "case by case": 0.5, "licence": 0.72, "presumption of denial": 1.0}
"""How dark each policy is drawn in a bar, on which nothing else stands."""
LIVES = {
    "A100": "A100 SXM 40GB", "H100": "H100 SXM", "RTX 4090": "RTX 4090", "L40": "L40", "A800": "A800 SXM 80GB",
    "H800": "H800 SXM", "Gaudi 2 for China": "Gaudi 2 HL-225B", "H200": "H200 SXM", "H20": "H20", "L20": "L20",
    "RTX 4090D": "RTX 4090D", "B200": "B200", "RTX 5090D": "RTX 5090D", "RTX 5090D V2": "RTX 5090D V2",
}  # fmt: skip
"""Chips whose legal life is drawn, by the name that the figure gives them."""


@cache
def lives():
    """What the model takes of each, and the spans for the chart, under the figure's names."""
    found, spans = tables.lives(*LIVES.values())
    short = {long: name for name, long in LIVES.items()}
    place = {long: k for k, long in enumerate(LIVES.values())}
    rows = [
        span
        | {"chip": short[span["chip"]], "place": place[span["chip"]]}
        | {"strictness": chips.POLICIES.index(span["policy"])}
        for span in spans
    ]
    return {name: found[long] for name, long in LIVES.items()}, rows


def lives_chart():
    _, spans = lives()
    names = list(LIVES)
    years = alt.Scale(domain=[2019.4, 2027], nice=False)
    x = alt.X("start:Q", title="Year", scale=years, axis=axis(".0f", range(2020, 2028)))
    rows = alt.Scale(domain=[-0.7, len(names) - 0.3], reverse=True, nice=False)
    y = alt.Y("place:Q", axis=None, scale=rows)
    drawn = alt.Chart(alt.Data(values=spans))
    firsts = {span["chip"]: span for span in reversed(spans)}
    opacity = alt.Scale(domain=list(range(5)), range=[1, *BARS.values()])
    colour = alt.condition("datum.policy === 'none'", alt.value(BLUE), alt.value(ORANGE))
    dark = alt.Opacity("strictness:Q", scale=opacity, legend=None)
    here = alt.Chart(POINT).transform_calculate(low="datum.place - 0.5", high="datum.place + 0.5")
    key = [
        layer
        for k, (name, shown) in enumerate([("free", 1.0), *BARS.items()])
        for layer in (
            _swatch((2019.5, 9 + 1.0 * k), x, y, shown, BLUE if name == "free" else ORANGE),
            words(name, (2019.5, 9 + 1.0 * k), x, y, colour=MUTED, dx=16),
        )
    ]
    return alt.layer(
        here.mark_rect(color=MUTED, opacity=0.18).encode(y=alt.Y("low:Q", scale=rows, axis=None), y2="high"),
        drawn.mark_bar(size=11).encode(x, alt.X2("end"), y, color=colour, opacity=dark),
        alt.Chart(POINT).mark_rule(color=INK, strokeWidth=1.5).encode(alt.X("year:Q", scale=years)),
        *[
            words(name, (firsts[name]["start"], place), x, y, "right", INK, dx=-5)
            for place, name in enumerate(names)
        ],
        *key,
    )  # fmt: skip


LANES = {"control": "controls", "chip": "chips", "model": "models", "statement": "statements",
         "enforcement": "enforcement", "market": "market"}  # fmt: skip
LIST_FROM = 6.4
"""Where the list begins, in rows below the first lane."""


def timeline_chart(events):
    dates = [f"{day:%Y-%m-%d}" if precision == "day" else f"{day:%Y-%m}"
             for day, precision in zip(events["date"], events["precision"], strict=True)]  # fmt: skip
    names = [name.replace("'", "’") for name in events["event"]]
    lanes = list(LANES)
    lane = [lanes.index(kind) for kind in events["category"]]
    years = alt.Scale(domain=[2018.3, 2027], nice=False)
    x = alt.X("year:Q", title=None, scale=years, axis=axis(".0f", range(2020, 2028), orient="top"))
    scale = alt.Scale(domain=[-0.8, LIST_FROM + chips.LISTED], reverse=True, nice=False)
    y = alt.Y("at:Q", axis=None, scale=scale)
    numbered = (
        alt.Chart(CURVE)
        .transform_window(k="row_number()")
        .transform_calculate(
            at=f"{lane}[datum.k - 1]",
            text=f"{dates}[datum.k - 1] + '  ' + {names}[datum.k - 1]",
            below=f"datum.place + {LIST_FROM}",
        )
    )
    table = [  # not seen in the drawing: the list of all events under "Data and downloads"
        {"date": date, "event": row.event, "kind": row.category, "actor": row.actor, "effect": row.effect}
        for date, row in zip(dates, events.itertuples(), strict=True)
    ]
    inside = alt.condition("datum.inside > 0", alt.value(ORANGE), alt.value(MUTED))
    return alt.layer(
        alt.Chart(POINT).transform_calculate(low="-0.8", high="5.6").mark_rect(color=ORANGE, opacity=0.12, clip=True)
        .encode(alt.X("from_there:Q", scale=years), alt.X2("to_there"), alt.Y("low:Q", scale=scale, axis=None),
                alt.Y2("high")),
        numbered.mark_tick(thickness=2, size=13, orient="vertical", clip=True).encode(x, y, color=inside),
        *[words(name, (2018.35, k), x, y, colour=MUTED) for k, name in enumerate(LANES.values())],
        numbered.transform_filter(f"datum.inside > 0 && datum.place < {chips.LISTED}")
        .mark_text(align="left", fontSize=11, color=INK, limit=alt.expr("width - 6"))
        .encode(alt.Y("below:Q", scale=scale, axis=None), x=alt.value(2), text="text:N"),
        alt.Chart(alt.Data(values=table)).mark_point(size=0, opacity=0, aria=False).encode(
            x=alt.value(0), y=alt.value(0)),
    )  # fmt: skip


SHEETS = {
    "A100": "A100 SXM 80GB", "A800": "A800 SXM 80GB", "H800": "H800 SXM", "H20": "H20", "L20": "L20",
    "H200": "H200 SXM", "B30A": "B30A (reported)", "B200": "B200", "Ascend 910B": "Ascend 910B",
    "Ascend 910C": "Ascend 910C", "Ascend 950DT": "Ascend 950DT", "MI300X": "MI300X",
}  # fmt: skip
"""Chips that are weighed, by the name that the figure gives them."""


@cache
def sheets():
    """Their rates and bandwidths, under the figure's names."""
    found = tables.sheets(*SHEETS.values())
    return {name: found[long] for name, long in SHEETS.items()}


def worth_chart():
    x = log_x("worth", "Worth in H100s (log scale)", (".1f", ".2f", ".1f", ".0f", ".0f", ".0f"),
              [0.1, 0.25, 0.5, 1.0, 2.0, 4.0])  # fmt: skip
    x["scale"] = alt.Scale(type="log", domain=[0.035, 4], nice=False)
    y = alt.Y("step:Q", axis=None, scale=alt.Scale(domain=[-3.8, len(SHEETS) - 0.3], reverse=True, nice=False))
    told = [("dot: this work", BLUE), ("tick: arithmetic alone", MUTED), ("diamond: memory alone", GREEN)]
    steps, low = alt.Chart(STEPS), alt.X("by_arithmetic:Q", scale=x["scale"])
    return alt.layer(
        alt.Chart(alt.Data(values=[{"worth": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(x),
        steps.mark_rule(color=MUTED, strokeWidth=3, opacity=0.5, clip=True).encode(low, alt.X2("by_memory"), y),
        steps.mark_tick(color=MUTED, thickness=2, size=12, orient="vertical", clip=True).encode(low, y),
        steps.mark_point(color=GREEN, shape="diamond", size=45, filled=True, clip=True).encode(alt.X("by_memory:Q"), y),
        steps.mark_point(color=BLUE, size=90, filled=True, clip=True).encode(x, y),
        *[words(name, (0.037, k), alt.X("worth:Q", scale=x["scale"]), y) for k, name in enumerate(SHEETS)],
        *[words(text, (0.037, k - 3.3), alt.X("worth:Q", scale=x["scale"]), y, colour=colour)
          for k, (text, colour) in enumerate(told)],
    )  # fmt: skip


def ban_chart():
    x = plain_x("lag_months", "Months from first sale to the ban", ".0f", range(0, 19, 3))
    x["axis"]["labelFlush"] = False
    scale = alt.Scale(domain=[0, 1.28], nice=False)

    def y(column):
        return alt.Y(f"{column}:Q", title="Part of the fleet that comes in", scale=scale,
                     axis=axis(".0%", [0, 0.25, 0.5, 0.75, 1.0]))  # fmt: skip

    run = alt.Chart(POINT)
    return alt.layer(
        run.mark_rule(color=ORANGE, strokeDash=[2, 3], clip=True).encode(y("run_share")),
        run.mark_text(align="right", color=ORANGE, fontSize=11, text="one run", dy=-7, clip=True).encode(
            y("run_share"), x=alt.value(alt.expr("width - 2"))),
        curve(x, y("share_in_proportion"), MUTED, strokeDash=[6, 4], strokeWidth=2),
        curve(x, y("share_left")),
        point(x, y("share_left")),
        words("line: with stockpiling", (0.3, 1.22), x, y("share_left"), colour=BLUE),
        words("dashed: in proportion to time", (0.3, 1.13), x, y("share_left"), colour=MUTED),
    )  # fmt: skip


def mix_chart():
    x = plain_x("h800_value", "Worth of an H800 (H100 = 1)", ".1f", [0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    x["axis"]["labelFlush"] = False
    written = (".3f", ".2f", ".1f", *5 * [",.0f"])
    y = log_y("ratio", "Times likelier if rules work (log scale)", written,
              powers_of_ten(-3, 5))  # fmt: skip
    return alt.layer(
        alt.Chart(alt.Data(values=[{"ratio": 1}])).mark_rule(color=MUTED, strokeDash=[2, 3]).encode(y),
        words("says nothing", (0.505, 1), x, y, "left", MUTED, dy=9),
        curve(x, y),
        pinned(x, y, 1e-3, 1e4),
    )


def upgrade_chart():
    x = plain_x("years_since_2025", "Years since January 2025", ".0f", range(0, 9, 2))

    def y(column):
        return log_y(column, "Chips of the start (log scale)", "k.1", powers_of_ten(3, 10))

    style = {"interpolate": "step-after"}
    return alt.layer(
        curve(x, y("us"), BLUE, **style),
        curve(x, y("china"), ORANGE, **style),
        point(x, y("us"), BLUE),
        point(x, y("china"), ORANGE),
        words("US firms", (0.1, 5e8), x, y("us"), colour=BLUE),
        words("Chinese firms", (0.1, 1.8e8), x, y("us"), colour=ORANGE),
    )


def design_chart():
    (x, y), high = plane_axes(), tables.PLANE["density"][1]
    area = alt.Chart(POINT).transform_calculate(
        low=f"{tables.PLANE['tpp'][0]}", high=f"min({tables.PLANE['tpp'][1]}, {high} * datum.die_area_mm2)",
        at_low="datum.low / datum.die_area_mm2", at_high="datum.high / datum.die_area_mm2",
        best="datum.largest / datum.die_area_mm2",
    )  # fmt: skip
    ring = area.transform_filter("datum.limited").mark_point(
        size=220, filled=False, strokeWidth=2, clip=True, color=INK
    )
    return alt.layer(
        shade("strictness_there"),
        area.mark_rule(color=MUTED, strokeDash=[4, 3], clip=True).encode(
            alt.X("low:Q"), alt.Y("at_low:Q"), alt.X2("high"), alt.Y2("at_high")),
        ring.encode(alt.X("largest:Q"), alt.Y("best:Q")),
        alt.Chart(POINT).transform_calculate(density=f"clamp(datum.density, {PLANE_FROM}, {high})")
        .mark_point(color=BLUE, size=90, filled=True).encode(x, y),
        said("your chip", x, y, "left", BLUE, dx=10, dy=10),
        *shade_key(),
        in_key("dashed: chips of this area", 0, 2),
        in_key("ring: the largest free one", 0, 3, INK),
    )  # fmt: skip
