"""What each document's numbers yield in `curves.models.worlds`: verdicts, what turns them, and which input decides.

The door between ``data/presets.csv`` and the model, as numbers for sentences and as tables.
"""

from functools import cache

from . import data
from .explore import formats
from .explore.decides import plausible
from .explore.presets import argue, presets
from .explore.sensitivity import sobol_indices
from .figures import two_worlds as figures
from .models import worlds
from .tables import Table

ESSAYS = ("Amodei", "Heim and Huang", "astro", "The Times")
TURNED_BY = (
    "threshold_chips", "threshold_chip_worth", "falling_part", "china_efficiency_times", "china_in_one_share",
    "us_in_one_share", "leak_share", "diversion_closed_share", "domestic_growth_per_year",
)  # fmt: skip
"""Inputs that are tried one at a time against each document; not the year from which powerful AI is possible, which
would turn anything by leaving neither side with it."""


@cache
def the_figure():
    """`two_worlds`, kept, since it takes a second to make."""
    return figures.two_worlds()


def as_said_by(document=None, **changes):
    """What `two_worlds` gives at a document's numbers (None: at nobody's), with changes on top."""
    found = {preset["name"]: preset["values"] for preset in presets(the_figure().inputs)}
    return the_figure().point_at(**(found[document] if document else {}) | changes)


def document(key):
    """What a document says, by input, from ``data/presets.csv``."""
    rows = data.table("presets").query("document == @key")
    return dict(zip(rows["parameter"], rows["value"], strict=True))


@cache
def _turned(document):
    return argue(the_figure(), document, TURNED_BY)


def turned(document):
    """Each single change that turns whether the US side is alone in most draws, by a document's numbers."""
    return {change["input"]: change["to"] for change in _turned(document)["changes"]}


def _percent(share):
    return formats.write(share, ".0%")


def outcomes_table():
    """What each document's numbers yield, with controls and without."""
    rows = []
    for name in [None, *(preset["name"] for preset in presets(the_figure().inputs) if preset["values"])]:
        for controls, told in zip(figures.CONTROLS.options, ("with", "without"), strict=True):
            found = as_said_by(name, controls=controls)
            shares = [_percent(found[world]) for world in (*figures.NAMES, "china_there", "us_there")]
            rows.append([name or "nobody", told, *shares])
    heads = [text[0].upper() + text[1:] for text, _ in figures.NAMES.values()]
    return Table(["Numbers of", "Controls", *heads, "China there", "US side there"], rows)


def argue_table():
    """For each document the smallest change of one input that turns its verdict, and the next."""
    inputs, rows = the_figure().inputs, []
    for name in [preset["name"] for preset in presets(inputs) if preset["values"]]:
        found = _turned(name)
        told = [_change(inputs[change["input"]], change) for change in found["changes"][:2]]
        verdict = f"{'yes' if found['verdict'] else 'no'}, {_percent(as_said_by(name)['us_only'])}"
        rows.append([name, verdict, "; or ".join(told) or "no single one of those tried"])
    return Table(["Numbers of", "US side alone in most draws?", "Turned by the single change"], rows, words=True)


def _change(item, change):
    before = item.write(change["from"]) if change["said"] else "drawn"
    return f"{item.label}: {before} → {item.write(change['to'])} {item.shown_unit}".rstrip()


@cache
def spreads():
    """The essays' inputs: the share with the US side alone at both ends of our range and of their own spread."""
    explorer, rows = the_figure(), []
    said_by = {p["name"]: p["values"] for p in presets(explorer.inputs) if p["name"] in ESSAYS}
    for name in [n for n, item in explorer.inputs.items() if any(n in values for values in said_by.values())]:
        item = explorer.inputs[name]
        values = [values[name] for values in said_by.values() if name in values]
        ends = (min(values), max(values)) if len(set(values)) > 1 else tuple(sorted((values[0], item.default)))
        ours, theirs = (
            [explorer.point_at(**{name: end})["us_only"] for end in pair] for pair in (plausible(item), ends)
        )
        rows.append({"name": name, "item": item, "said_by": len(values), "ends": ends, "ours": ours, "theirs": theirs,
                     "by_ours": abs(ours[1] - ours[0]), "by_theirs": abs(theirs[1] - theirs[0])})  # fmt: skip
    for key in ("ours", "theirs"):
        for rank, row in enumerate(sorted(rows, key=lambda row: -row[f"by_{key}"]), 1):
            row[f"rank_{key}"] = rank
    return sorted(rows, key=lambda row: row["rank_theirs"])


def spread_table(most=8):
    """Our ranges beside the essays' own spread, ranked by each."""

    def told(item, ends, shares):
        return (f"{item.write(ends[0])} to {item.write(ends[1])}", " to ".join(map(_percent, shares)))

    rows = [
        [r["item"].label, *told(r["item"], r["ends"], r["theirs"]), str(r["rank_theirs"]),
         *told(r["item"], plausible(r["item"]), r["ours"]), str(r["rank_ours"])]
        for r in spreads()[:most]
    ]  # fmt: skip
    return Table(["Input", "Essays’ spread", "US side alone", "Rank", "Our range", "US side alone", "Rank"], rows)


@cache
def indices(output, n=2048):
    """Sobol indices of an output of `outcome` over our ranges."""
    drawn = the_figure().drawn
    fixed = {n: i.default for n, i in the_figure().inputs.items() if n not in drawn and n not in ("controls", "by")}
    return sobol_indices(worlds.outcome, drawn, output, n, **fixed | figures.FEW)


def indices_table(most=6):
    """Which inputs carry how far each side is above or below what it needs."""
    labels = {name: item.label for name, item in the_figure().inputs.items()}
    china, us = (indices(output)[:most] for output in ("china_margin", "us_margin"))
    return Table(
        ["China’s margin hangs on", "alone", "with others", "The US side’s hangs on", "alone", "with others"],
        [[labels[a["input"]], _percent(max(a["first"], 0)), _percent(a["total"]),
          labels[b["input"]], _percent(max(b["first"], 0)), _percent(b["total"])]
         for a, b in zip(china, us, strict=True)])  # fmt: skip
