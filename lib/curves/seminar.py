"""The pages of the seminar: links to states of figures, the plan as a table, and the sheet of the negotiation."""

from markupsafe import Markup

from . import data
from .explore import formats
from .explore.decides import plausible
from .figures import two_worlds
from .tables import Table

MINUTES = 50
CLAUSES = {
    "restriction": "How far sales to China are barred",
    "rule_lag_months": "How long a gap in the rules stays open",
    "diversion_closed_share": "How much of smuggling is stopped",
    "access_closed_share": "How much of renting is closed",
    "allied_alignment": "How far allies go along",
    "civil_use_share": "What is let through for civil use",
    "learning_share": "How much of a rival's lead in ideas is taken over",
    "resilience_per_year": "How fast defences are built",
}
"""Inputs of ``fig-policy-mix`` on which a delegation can agree."""
FACTS = {
    "china_efficiency_times": "What a chip in China does",
    "domestic_response_elasticity": "How far restriction makes China's industry grow",
    "domestic_growth_per_year": "How fast production in China grows",
    "leak_share": "How much is smuggled",
    "rented_share": "How much is rented abroad",
    "open_sales_per_year": "What would be sold without a rule",
    "alg_progress_per_year": "How fast AI gets cheaper",
}
"""Inputs on which it can only bet."""
SHOWN = {"months_won": ("Months won", ".1f"), "prepared_share": ("Defences built", ".0%"),
         "sales_lost_usd": ("Sales lost a year", "$.2")}  # fmt: skip


def see(link, text, present=False):
    """A link from a page of the seminar to a state of a figure, as HTML; with ``present`` to the full screen.

    Examples
    --------
    >>> see("two-worlds.html#fig-belief?prior_share=0.8", "a strong belief", present=True)
    Markup('<a href="../two-worlds.html?present#fig-belief?prior_share=0.8">a strong belief</a>')
    """
    address = link.replace("#", "?present#", 1) if present else link
    return Markup('<a href="../{}">{}</a>').format(address, text)


def slides():
    """The slides by number, with the minute ``until`` which each stays."""
    table = data.table("slides").set_index("slide")
    return table.assign(until=[*table.minute[1:], MINUTES])


def cue(slide):
    """What stands above a slide's script: its minutes, and both links to its state.

    Examples
    --------
    >>> cue("1")[:22]
    '**Minutes 0 to 4.** On'
    """
    row = slides().loc[slide]
    chapter, whole = see(row.link, "in its chapter"), see(row.link, "on the full screen", present=True)
    return f"**Minutes {row.minute:.0f} to {row.until:.0f}.** On the screen: the figure {chapter}, or {whole}."


def plan():
    """The slides as a table: when, what, where, and the question for the room."""
    return Table(
        ["Minutes", "Slide", "On the screen", "Ask the room"],
        [
            [f"{row.minute:.0f}–{row.until:.0f}", f"{row.Index}. {row.title}",
             see(row.link, "in its chapter") + Markup("<br>") + see(row.link, "full screen", present=True), row.ask]
            for row in slides().itertuples()
        ],
        words=True,
    )  # fmt: skip


def sheet():
    """The sheet of the negotiation, to be filled in by hand: a clause a row."""
    inputs = two_worlds.policy_mix().inputs
    return Table(
        ["Clause", "From, to", "The figure starts at", "We offer", "Our limit", "Agreed"],
        [
            [
                words,
                _ends(inputs[name], (inputs[name].min, inputs[name].max)),
                _written(inputs[name], inputs[name].default),
            ]
            + [""] * 3
            for name, words in CLAUSES.items()
        ],
        widths=("", "", "", "6em", "6em", "6em"),  # to write in
    )


def turns():
    """What each clause and each fact moves alone, over its plausible range, the rest as the figure starts.

    Sorted by how far it moves the months that are won.
    """
    mix, rows = two_worlds.policy_mix(), []
    for name, words in (CLAUSES | FACTS).items():
        item, kind = mix.inputs[name], "clause" if name in CLAUSES else "fact"
        ends = plausible(item)
        found = [mix.point_at(**{name: end}) for end in ends]
        width = abs(found[1]["months_won"] - found[0]["months_won"])
        told = [_both(found, output, spec) for output, (_, spec) in SHOWN.items()]
        rows.append((width, [words, kind, _ends(item, ends), *told]))
    rows.sort(key=lambda row: -row[0])
    heads = ["What is moved", "It is a", "From, to", *(head for head, _ in SHOWN.values())]
    return Table(heads, [row for _, row in rows])


def _written(item, value):
    unit = f"({item.shown_unit})" if "=" in item.shown_unit else item.shown_unit
    return f"{item.write(value)} {unit}".rstrip()


def _ends(item, ends):
    return f"{item.write(ends[0])} to {_written(item, ends[1])}"


def _both(found, output, spec):
    low, high = (formats.write(one[output], spec) for one in found)
    return low if low == high else f"{low} to {high}"
