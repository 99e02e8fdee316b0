"""Where a conclusion turns: for a figure's question the assumption it hangs on most, and the values at which it flips.

All of it is read off the figures, their ``decides`` and their inputs; the page says only what is asked.
"""

from docutils import nodes
from docutils.parsers.rst import Directive
from markupsafe import Markup

from .explore.decides import place, plausible
from .figures import all_figures

MOST = 2
"""Flip values that are told of a figure: the nearest, those within a plausible range first."""


def turns(explorer):
    """The nearest flip values of a figure, each for one input alone.

    Returns
    -------
    list of dict
        ``input``, the ``value`` at which the verdict turns, ``within``, whether that is in the plausible
        range (of sources, or a guess of ours), and the ``link`` to the figure at that value.

    Examples
    --------
    >>> from curves.figures.deepseek_on_trend import on_trend
    >>> [turn["input"] for turn in turns(on_trend())]
    ['reference_cost_usd', 'v3_cost_usd']
    """
    found, start = [], explorer.values
    for name, value in explorer.flips().items():
        if value is None:
            continue
        item = explorer.inputs[name]
        low, high = plausible(item)
        moved = abs(place(item, value) - place(item, item.default if start[name] is None else start[name]))
        explorer.set(**{name: value})
        found.append(
            {"input": name, "value": value, "within": low <= value <= high, "link": explorer.url, "moved": moved}
        )
        explorer.set(**{name: start[name]})
    return sorted(found, key=lambda turn: (not turn["within"], turn["moved"]))[:MOST]


def entry(id, question):
    """One question as HTML: a link to its figure, what the answer hangs on most, where it turns."""
    explorer = all_figures()[id]()
    if not explorer.decides:
        raise ValueError(f"The figure {id} has no verdict: give it decides=, or leave it out.")
    most = explorer.inputs[explorer.tornado()[0]["name"]].label
    told = Markup("; ").join(_told(explorer, turn) for turn in turns(explorer)) or "no value of one input alone"
    return Markup('<li><a href="{}">{}</a><p>Hangs most on: <i>{}</i>.<br>Turns at: {}.</p></li>').format(
        f"{explorer.shown_on}#{id}", question, most, told
    )


def _told(explorer, turn):
    item, start = explorer.inputs[turn["input"]], explorer.values[turn["input"]]
    value = f"{item.write(turn['value'])} {item.shown_unit}".rstrip()
    if start is None:
        before = item.varies[:1].lower() + item.varies[1:].rstrip(".")
    else:
        before = "start" if item.write(start) == item.write(turn["value"]) else f"start {item.write(start)}"
    beyond = "" if turn["within"] else "; outside our range"
    return Markup('<i>{}:</i> <a href="{}">{}</a> ({}{})').format(item.label, turn["link"], value, before, beyond)


class TurningPoints(Directive):
    """``{turning-points}``: a line ``fig-id: question`` for each figure."""

    has_content = True

    def run(self):
        entries = []
        for line in self.content:
            id, colon, question = map(str.strip, line.partition(":"))
            if not colon or id not in all_figures():
                raise self.error(f"{line!r}: write fig-id: question, with the id of a figure of lib/curves/figures.")
            entries.append(entry(id, question))
        return [nodes.raw("", Markup('<ol class="turns">{}</ol>').format(Markup("").join(entries)), format="html")]


def setup(app):
    app.add_directive("turning-points", TurningPoints)
