"""A figure as HTML: readable as it is, live once explorer.js has found it."""

import json
import math
import re
from datetime import date
from html import escape

from .. import data
from . import address, formats
from . import chart as charts
from .decides import extent, plausible
from .inputs import PLACES, Choice
from .presets import presets


def figure_html(explorer):
    """The figure of ``explorer`` at its present values, for the page and for the widget alike."""
    point, tables = explorer.point(), explorer.records()
    drawings = "".join(_chart(explorer, vega, tables) for vega in explorer.vega)
    return (
        f'<figure class="curves-figure" id="{escape(explorer.id)}" aria-label="{escape(explorer.title)}">'
        f'<p class="curves-heading">{escape(explorer.link_title)}</p>'
        f'<p class="curves-note" role="status"></p>'
        f'<div class="curves-shown">{_guess(explorer)}<div class="curves-answer">'
        f'<p class="curves-title">{escape(explorer.title)}</p>'
        f'<p class="curves-sentence">{_sentence(explorer.sentence, point)}</p>'
        f'<p class="curves-status" role="status"></p>'
        f"{drawings}"
        f"{_draws(explorer)}</div></div>"
        f'<p class="curves-kept" role="status"></p>'
        f"{_guesses(explorer)}"
        f"{_presets(explorer)}"
        f"{_inputs(explorer)}"
        f"{_actions()}"
        '<details class="curves-data"><summary>Data and downloads</summary></details>'
        f"{_decides(explorer)}"
        f'<figcaption class="curves-source">{escape(explorer.source)}</figcaption>'
        f'<script type="application/json">{quoted(payload(explorer))}</script>'
        "</figure>"
    )


def models_script(explorer):
    """The traced models of the page, under the figure's id."""
    return f"<script>(globalThis.curvesModels ??= {{}})[{quoted(explorer.id)}] = {explorer.javascript};</script>"


def payload(explorer):
    """What explorer.js needs to know besides the models."""
    vega = explorer.vega
    return {
        "inputs": [
            _describe(i, explorer.values[name], i.varies if name in explorer.drawn else "")
            for name, i in explorer.inputs.items()
        ],
        "used": explorer.used,
        "charts": vega,
        "shown": [charts.shown(chart) for chart in vega],
        "address": address.describe(explorer),
        "decides": vars(explorer.decides) if explorer.decides else None,
        "few": explorer.few if explorer.draws else None,
        "presets": presets(explorer.inputs),
        "guess": _asked(explorer.asks) if explorer.asks else None,
    }


def _asked(guess):
    return _describe(guess.slider, None) | {"output": guess.output, "at": guess.at}


def _describe(item, value, varies=""):
    common = {"name": item.name, "label": item.label, "value": value}
    if isinstance(item, Choice):
        return common | {"options": item.options}
    low, high = plausible(item)
    numbers = {k: getattr(item, k) for k in ("min", "max", "scale", "format", "default")}
    return common | numbers | {"unit": item.shown_unit, "low": low, "high": high, "varies": varies}


def quoted(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _inputs(explorer):
    """The controls, those that are folded away under a few words each."""
    html = {n: _input(explorer.id, i, explorer.values[n]) for n, i in explorer.inputs.items()}
    folds = "".join(
        f'<details class="curves-fold" data-lm-suppress-shortcuts="true"><summary>{escape(words)}</summary>'
        f'<div class="curves-inputs">{"".join(html.pop(name) for name in names)}</div></details>'
        for words, names in explorer.folds.items()
    )
    return f'<div class="curves-inputs">{"".join(html.values())}</div>{folds}'


def _input(figure, item, value):
    about = _about(f"{figure}-{item.name}-about", item)
    tail = f' <span class="curves-tail">{_unit(item)}{about}</span>' if about or item.shown_unit else ""
    label = f'<span class="curves-label">{escape(item.label)}{tail}</span>'
    field = _select(item, value) if isinstance(item, Choice) else _slider(item, value)
    return f'<div class="curves-input" data-input="{escape(item.name)}">{label}{field}</div>'


def _unit(item):
    return f'<span class="curves-unit">{escape(item.shown_unit)}</span>' if item.shown_unit else ""


def _about(id, item):
    """A button whose card says where the input's value comes from; nothing where nothing is known."""
    if not getattr(item, "why", ""):
        return ""
    facts = "".join(f"<span>{escape(fact)}</span>" for fact in _facts(item))
    return (
        f'<span class="curves-about"><button type="button" class="curves-i" data-lm-suppress-shortcuts="true" '
        f'aria-label="About {escape(item.label)}" aria-describedby="{escape(id)}">i</button>'
        f'<span class="curves-card" id="{escape(id)}">{facts}</span></span>'
    )


def _facts(item):
    """What is known of an input, in short sentences."""
    yield item.why
    if math.isfinite(item.low) and math.isfinite(item.high):
        yield f"Plausible range: {item.write(item.low)} to {item.write(item.high)} {item.shown_unit}".rstrip() + "."
    for key in item.sources:
        yield f"Source: {data.source(key)}."
    if item.as_of:
        yield f"As of {date.fromisoformat(item.as_of):%B %Y}."
    if item.claims:
        yield f"Claims: {', '.join(item.claims)}."


def _select(item, value):
    options = "".join(f"<option{' selected' * (o == value)}>{escape(str(o))}</option>" for o in item.options)
    return (
        f'<select disabled aria-label="{escape(item.label)}">{options}</select>'
        f'<span class="curves-printed">{escape(str(value))}</span>'
    )


def _slider(item, value):
    label, shown = escape(item.label), escape(item.write(value))
    unit = "" if value is None else escape(item.shown_unit)
    ends = (0, PLACES, 1) if item.scale == "log" else (item.min, item.max, item.step)
    low, high, step = (f"{end:.12g}" for end in ends)
    return (
        f'<input class="curves-entry" type="text" inputmode="decimal" autocomplete="off" disabled '
        f'aria-label="{label}: type a value" value="{shown}">'
        f'<input type="range" disabled min="{low}" max="{high}" step="{step}" value="{item.place(value):.12g}" '
        f'aria-label="{label}" aria-valuetext="{shown} {escape(item.shown_unit)}">'
        f'<span class="curves-stated">{shown} {unit}</span>'
        f'<p class="curves-reason">{escape(item.varies) if value is None else ""}</p>'
        '<button type="button" class="curves-free" hidden>let it vary'
        f'<span class="curves-unseen">: {label}</span></button>'
        f'<p class="curves-problem" role="alert"></p>'
    )


def _draws(explorer):
    """How many draws, and how far a share can be off for that reason alone."""
    if not explorer.draws:
        return ""
    error = formats.write(0.5 / math.sqrt(explorer.draws), ".1%").rstrip("%")
    count = formats.write(explorer.draws, ",.0f")
    words = f"From {count} draws: a share is good to {error} points, one standard error at most."
    return f'<p class="curves-draws">{words}</p>'


def _decides(explorer):
    """What moves the output most, one input at a time, and where the verdict flips."""
    if not explorer.decides:
        return ""
    rows, flips = explorer.tornado(), explorer.flips()
    low, high = extent(rows)
    body = "".join(_decides_row(explorer, row, flips[row["name"]], low, high) for row in rows)
    return (
        '<table class="curves-decides">'
        "<caption>What decides it: each input alone over its plausible range, and the value from which on it changes "
        f"whether {escape(explorer.decides.says)}</caption>"
        f'<thead><tr><th scope="col">Input, from and to</th><th scope="col">{escape(explorer.decides.label)}</th>'
        '<th scope="col">Flips at</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _decides_row(explorer, row, flip, low, high):
    item, spec = explorer.inputs[row["name"]], explorer.decides.format
    left, right = (100 * (v - low) / ((high - low) or 1) for v in sorted(row["outputs"]))
    ends, outputs = (f"{formats.write(a, s)} to {formats.write(b, s)}"
                     for (a, b), s in ((row["ends"], item.format), (row["outputs"], spec)))  # fmt: skip
    bar = f'<span class="curves-bar" style="left:{left:.1f}%;width:{right - left:.1f}%"></span>'
    unit = f'<span class="curves-unit">{ends} {escape(item.shown_unit)}</span>'
    return (
        f'<tr><th scope="row">{escape(item.label)} {unit}</th>'
        f'<td><span class="curves-track">{bar}</span>{outputs}</td>'
        f"<td>{'no value' if flip is None else item.write(flip)}</td></tr>"
    )


def _actions():
    """The row below the inputs: back to the defaults, and the state as a link."""
    return (
        '<div class="curves-actions">'
        '<button type="button" class="curves-reset" disabled>Reset</button>'
        '<button type="button" class="curves-all" hidden>Use all mine</button>'
        '<button type="button" class="curves-keep" aria-pressed="false">Keep to compare</button>'
        '<button type="button" class="curves-copy">Copy link</button>'
        '<input class="curves-link" type="text" readonly hidden aria-label="Link to this state">'
        '<span class="curves-said" role="status"></span>'
        '<a class="curves-open" target="_blank">Open in the book</a>'
        '</div><p class="curves-paper"></p>'
    )


def _presets(explorer):
    """Whose numbers the inputs can be set to; filled and heard by explorer.js."""
    if not (found := presets(explorer.inputs)):
        return ""
    options = "".join(f"<option>{escape(preset['name'])}</option>" for preset in found if preset["values"])
    id = escape(f"{explorer.id}-preset")
    return (
        f'<div class="curves-presets"><label for="{id}">Set to the numbers of</label>'
        f'<select id="{id}" disabled><option value="">the book’s start</option>{options}</select>'
        '<p class="curves-says" role="status"></p></div>'
    )


def _guess(explorer):
    """The question that covers the answer until the reader has guessed or passed; in print a line to fill in."""
    if not explorer.asks:
        return ""
    item, id = explorer.asks.slider, escape(f"{explorer.id}-guess")
    low, high, step = (f"{end:.12g}" for end in (item.min, item.max, item.step))
    return (
        f'<form class="curves-guess"><p id="{id}">{escape(explorer.asks.question)}</p>'
        f'<label>Your guess <input class="curves-entry" type="text" inputmode="decimal" autocomplete="off" '
        f'aria-describedby="{id}"></label>'
        f'<input type="range" min="{low}" max="{high}" step="{step}" value="{item.default:.12g}" '
        f'aria-label="Your guess, as a slider" aria-describedby="{id}">'
        '<p class="curves-problem" role="alert"></p>'
        '<div><button type="submit" class="curves-show">Show the answer</button> '
        '<button type="button" class="curves-skip">Skip</button></div>'
        '<p class="curves-blank">Your guess:</p></form>'
    )


def _guesses(explorer):
    """The guess beside the answer, and a box that takes the guesses of a class."""
    if not explorer.asks:
        return ""
    return (
        '<div class="curves-guesses" hidden><p class="curves-guessed" role="status"></p>'
        '<div class="curves-strip" role="img"></div>'
        "<details><summary>A class’s guesses</summary><label>Paste their links or numbers, one a line; they stay on "
        'this page.<textarea rows="4"></textarea></label></details></div>'
    )


def _chart(explorer, vega, tables):
    drawings = "".join(
        f'<div class="curves-{size}">{_own_ids(charts.draw(vega, tables, width), f"{explorer.id}-{size}")}</div>'
        for size, width in (("wide", charts.WIDE), ("narrow", charts.NARROW))
    )
    return f'<div class="curves-chart" role="img" aria-label="{escape(explorer.description)}">{drawings}</div>'


def _own_ids(svg, prefix):
    """Ids in a drawing are the page's: ``clip0`` of one figure would clip another."""
    return re.sub(r'(\bid="|url\(#)(?=clip|gradient)', rf"\g<1>{prefix}-", svg)


LONG_WORDING = 30
"""Characters from which on a wording is part of the sentence and no value to be set off in it."""


def _sentence(parts, point):
    return "".join(escape(part) if isinstance(part, str) else _slot(part, point) for part in parts)


def _slot(slot, point):
    tag = "span" if max(map(len, slot.spec.split("|"))) > LONG_WORDING else "b"
    known = f'data-slot="{escape(slot.name)}" data-format="{escape(slot.spec)}"'
    return f"<{tag} {known}>{escape(slot.fill(point))}</{tag}>"
