"""Whose numbers a figure can be set to: what each document says of its inputs, and where it is silent."""

from .. import data


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
        of the inputs on which it gives no number.  Empty where no document gives a number on any of them.
    """
    known = data.parameters()
    shared = [name for name, item in inputs.items() if name in known and item.label == known[name].label]
    rows = data.table("presets").set_index("document")
    found = []
    for document in data.table("documents").itertuples():
        said = rows[rows.index == document.document].set_index("parameter") if document.document in rows.index else None
        here = [name for name in shared if said is not None and name in said.index]
        found.append({
            "name": document.name,
            "values": {name: float(said.value[name]) for name in here},
            "claims": {name: said.claims[name] for name in here},
            "note": {name: said.note[name] for name in here if said.note[name]},
            "silent": [name for name in shared if name not in here],
        })  # fmt: skip
    return found if any(preset["values"] for preset in found) else []
