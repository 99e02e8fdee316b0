"""Whose numbers a figure can be set to: what each document says of its inputs, and where it is silent."""

from .. import data
from . import decides
from .inputs import Slider


def presets(inputs):
    """The documents of the book beside the inputs of a figure.

    Parameters
    ----------
    inputs : dict of str to Slider or Choice
        Only sliders that ``data/parameters.csv`` describes under the same label can be set.

    Returns
    -------
    list of dict
        A dict a document: ``name``; ``values`` by input, with ``claims`` and ``note`` by input; ``silent``, the names
        of the inputs on which it gives no number.  An essay is named even where it is silent on all.  Empty where no
        document gives a number on any of them.
    """
    known = data.parameters()
    shared = [name for name, item in inputs.items() if name in known and item.label == known[name].label]
    rows = data.table("presets").set_index("document")
    found = []
    for document in data.table("documents").itertuples():
        said = rows[rows.index == document.document].set_index("parameter") if document.document in rows.index else None
        here = [name for name in shared if said is not None and name in said.index]
        if document.kind == "ours" and not here:
            continue  # nobody whose silence would say something
        found.append({
            "name": document.name,
            "values": {name: float(said.value[name]) for name in here},
            "claims": {name: said.claims[name] for name in here},
            "note": {name: said.note[name] for name in here if said.note[name]},
            "silent": [name for name in shared if name not in here],
        })  # fmt: skip
    return found if any(preset["values"] for preset in found) else []


def argue(explorer, name, inputs=None):
    """Argue with a document: each single change of one input that would turn its verdict, the smallest first.

    Parameters
    ----------
    explorer : Explorer
        A figure with ``decides``; its choices count as they are.
    name : str
        What the book calls the document.
    inputs : iterable of str, optional
        Which inputs to try; all that the figure has, without.

    Returns
    -------
    dict
        ``verdict``, whether it holds at the document's numbers, and ``share``, in which share of draws; ``changes``, a
        list of dicts: the ``input``, ``said``, whether the document speaks of it at all, what it goes ``from`` (None
        where it is drawn) and ``to``, and ``moved``, by how much of its slider.  Empty where no single input, from one
        end of its slider to the other, turns the verdict.
    """
    [preset] = [preset for preset in presets(explorer.inputs) if preset["name"] == name]
    kept = explorer.values
    free = {n: v for n, v in explorer.defaults.items() if isinstance(explorer.inputs[n], Slider)}
    explorer.set(**free | preset["values"])
    try:
        share = explorer.point()[explorer.decides.verdict]
        changes = []
        for one, item in decides.movable(explorer).items():
            if inputs is not None and one not in inputs:
                continue
            value, turned = explorer.values[one], decides.flip(explorer, one, item)
            if turned is not None:
                moved = abs(decides.place(item, turned) - decides.place(item, item.default if value is None else value))
                said = one in preset["values"]
                changes.append({"input": one, "said": said, "from": value, "to": turned, "moved": moved})
    finally:
        explorer.set(**kept)
    return {"verdict": bool(share >= 0.5), "share": float(share), "changes": sorted(changes, key=lambda c: c["moved"])}
