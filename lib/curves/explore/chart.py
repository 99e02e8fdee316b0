"""What all charts of the book share: size, theme, axes in the book's own formats, compiling."""

import copy
import json
import re
import sys

import vl_convert

from . import formats

# jsonschema, which altair loads, would build a grammar of addresses from this module: half the time of a kernel's
# start, for a check that no chart asks for. While the module counts as not installed, it leaves that check out.
sys.modules.setdefault("rfc3987_syntax", None)
import altair as alt  # noqa: E402

if sys.modules["rfc3987_syntax"] is None:
    del sys.modules["rfc3987_syntax"]

WIDE, NARROW, HEIGHT = 700, 350, 340
"""Pixels of the pre-rendered charts; a live chart takes the width that it finds, at the same height."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
INK, MUTED, GRID = "var(--curves-ink)", "var(--curves-muted)", "var(--curves-grid)"
COLOURS = [f"var(--curves-{i})" for i in range(1, 7)]
"""Colours are CSS variables: they survive into the SVG, so light, dark and print are CSS."""

THEME = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED, "titleColor": INK, "gridColor": GRID, "domainColor": MUTED, "tickColor": MUTED,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelOverlap": True,
        "labelSeparation": 4,
    },
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -10, "domain": False,
              "ticks": False, "labelPadding": 6},
    "axisX": {"grid": False, "titlePadding": 8},
    "point": {"opacity": 1},
    "text": {"color": INK, "fontSize": 12},
    "line": {"strokeWidth": 2.5, "color": COLOURS[0]},
    "range": {"category": COLOURS},
}  # fmt: skip

PLACES = re.compile(r' (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"')
LONG = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
"""Coordinates finer than a tenth of a pixel: they weigh half of a drawing and cannot be seen."""

POINT, CURVE, STEPS = (alt.NamedData(name) for name in ("point", "curve", "steps"))
"""The tables of an Explorer: one row of numbers; columns; what runs over time, a row a step."""


KEPT = {name: f"kept_{name}" for name in ("point", "curve", "steps")}
LIVE = {*KEPT, *KEPT.values()}
"""The tables that change under the reader's hand, those of a state kept beside the present one included."""


def axis(spec, values, **options):
    """An axis with ticks at ``values``, written by one of the book's formats, or each by its own."""
    specs = [spec] * len(values) if isinstance(spec, str) else spec
    labels = [formats.write(value, spec) for value, spec in zip(values, specs, strict=True)]
    labels = json.dumps(labels, ensure_ascii=False)
    return alt.Axis(
        values=list(values), labelExpr=f"{labels}[indexof({json.dumps(list(values))}, datum.value)]", **options
    )


def compile_chart(chart):
    """An Altair chart as a Vega specification, sized and themed."""
    chart = chart.properties(width=WIDE, height=HEIGHT, autosize=alt.AutoSizeParams(type="fit", contains="padding"))
    spec = _with_kept(chart.to_dict())
    spec["config"] = THEME
    spec["padding"] = {"left": 2, "right": 12, "top": 4, "bottom": 4}
    return vl_convert.vegalite_to_vega(spec)


def _with_kept(spec, table=None):
    """Below each layer of a live table the same layer, pale and dashed, of the state that the reader has kept."""
    table = spec.get("data", {}).get("name", table)
    if "layer" in spec:
        below = [ghost for layer in spec["layer"] for ghost in _ghosts(layer, table)]
        return spec | {"layer": below + spec["layer"]}
    below = _ghosts(spec, table)
    if not below:
        return spec
    shared = {key: spec.pop(key) for key in ("data", "mark", "encoding", "transform") if key in spec}
    return spec | {"layer": [*below, shared]}


def _ghosts(layer, table):
    if "layer" in layer:
        return [ghost for part in layer["layer"] for ghost in _ghosts(part, layer.get("data", {}).get("name", table))]
    name = layer.get("data", {}).get("name", table)
    mark = layer["mark"] if isinstance(layer["mark"], dict) else {"type": layer["mark"]}
    if name not in KEPT or mark["type"] == "text":
        return []
    pale = {"color": MUTED, "opacity": 0.12 if mark["type"] == "area" else 0.75, "aria": False}
    if mark["type"] in ("line", "rule"):
        pale |= {"strokeDash": [6, 4], "strokeWidth": 2}
    if mark["type"] == "point":
        pale |= {"filled": False, "strokeWidth": 2}
    encoding = {
        channel: how for channel, how in layer.get("encoding", {}).items() if channel not in ("color", "tooltip")
    }
    return [layer | {"data": {"name": KEPT[name]}, "mark": mark | pale, "encoding": encoding}]


def shown(vega):
    """What a compiled chart draws besides an Explorer's tables: its data by name, and what a reader calls them.

    Data that only text stands on, such as the place of a label, counts if it was given a name.
    """
    source = {table["name"]: table.get("source") for table in vega["data"]}
    drawn, marks = set(), list(vega["marks"])
    for mark in marks:  # and what they hold, which is added on the way
        marks += mark.get("marks", [])
        origin = mark.get("from", {})
        if "facet" in origin:
            source[origin["facet"]["name"]] = origin["facet"]["data"]
        name = origin.get("data") if mark["type"] not in ("group", "text") else None
        while name:
            drawn.add(name)
            name = source.get(name)
    unnamed = {name for name in source if re.fullmatch(r"source_\d+|data-[0-9a-f]{32}", name)}
    given = [table["name"] for table in vega["data"] if isinstance(table.get("values"), list)]
    return {n: "shown" if n in unnamed else n for n in given if n in drawn or n not in unnamed}


def draw(vega, tables, width):
    """The SVG of a compiled chart with its data in."""
    vega = copy.deepcopy(vega)
    vega["width"] = width
    for data in vega["data"]:
        if data["name"] in LIVE:
            data["values"] = tables.get(data["name"], [])
    return PLACES.sub(lambda place: LONG.sub(_tenth, place[0]), vl_convert.vega_to_svg(vega))


def _tenth(number):
    return f"{round(float(number[0]), 1) + 0.0:g}"
