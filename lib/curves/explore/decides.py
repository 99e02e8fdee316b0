"""What decides it: which input moves an output most, and at which value of each a verdict flips.

The page does the same at every release of a slider (``decide`` in explorer.js); the browser
tests hold the two against each other.
"""

import math
from dataclasses import dataclass

from . import formats
from .inputs import Slider

GRID, HALVINGS, FEW = 65, 20, 512
"""Places searched for a flip, end to end of a slider; how often its bracket is halved; draws that do for the search."""
PLACES = [k / (GRID - 1) for k in range(GRID)]


@dataclass(frozen=True)
class Decides:
    """What to rank the inputs by, and what may flip.

    Parameters
    ----------
    output : str
        A number that the model gives (with draws: the share or the median by that name).
    format : str
        How it is written.
    verdict : str
        A condition that the model gives, or with draws the share in which it holds: it is
        said to hold from one half on.
    says : str
        What the verdict says, to stand after "whether".
    label : str
        What the output is called.
    """

    output: str
    format: str
    verdict: str
    says: str
    label: str = "What comes out"

    def __post_init__(self):
        formats.check(self.format)


def tornado(explorer):
    """One input at a time from the low to the high end of its plausible range, the others as they are.

    Returns
    -------
    list of dict
        ``name``, ``ends`` of the input and ``outputs`` there, the widest first.
    """
    rows = []
    for name, item in movable(explorer).items():
        ends = plausible(item)
        outputs = [explorer.point_at(**{name: end})[explorer.decides.output] for end in ends]
        rows.append({"name": name, "ends": ends, "outputs": outputs})
    return sorted(rows, key=lambda row: -_width(row))


def flips(explorer):
    """For each input the nearest value, up to the ends of its slider, at which the verdict turns; None if none does."""
    return {name: flip(explorer, name, item) for name, item in movable(explorer).items()}


def plausible(item):
    """Low and high of an input, or the ends of its slider where no source gives any."""
    known = math.isfinite(item.low) and math.isfinite(item.high)
    return (item.low, item.high) if known else (item.min, item.max)


def extent(rows):
    """Least and greatest output in a tornado: the ends of its bars' common scale."""
    outputs = [v for row in rows for v in row["outputs"] if math.isfinite(v)]
    return min(outputs, default=0.0), max(outputs, default=1.0)


def _width(row):
    low, high = row["outputs"]
    width = abs(high - low)
    return math.inf if math.isnan(width) else width


def movable(explorer):
    """The sliders that change anything at the present choices."""
    used = explorer.used[explorer.variant]
    return {name: item for name, item in explorer.inputs.items() if isinstance(item, Slider) and name in used}


def flip(explorer, name, item):
    """The nearest value of one input at which the verdict turns, or None."""

    def found(value):
        return explorer.point_at(**{name: value})[explorer.decides.verdict]

    def holds(share):
        return bool(found(at(item, share)) >= 0.5)

    value = explorer.values[name]
    start = item.default if value is None else value
    here, whole = place(item, start), found(start)
    began = bool(whole >= 0.5)
    now = bool(found(None) >= 0.5) if value is None else began
    if explorer.draws:  # a few of them search, shifted by what they are off here; all are asked where it matters
        *tried, few = explorer.over_few(name, [*(at(item, share) for share in PLACES), start], explorer.decides.verdict)
        tried = [share + (whole - few) for share in tried]
    else:
        tried = [found(at(item, share)) for share in PLACES]
    k, way = _beyond(tried, here, began, holds)
    if k is None:
        return None
    while way * (PLACES[k - way] - here) > 0 and holds(PLACES[k - way]) != began:
        k -= way
    near, far = PLACES[k - way], PLACES[k]
    near = near if way * (near - here) > 0 else here
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        near, far = (middle, far) if holds(middle) == began else (near, middle)
    return at(item, far if began == now else near)


def _beyond(tried, here, began, holds):
    """Index of the nearest place at which the verdict is another than ``here``, and the way there; None if none is.

    Parameters
    ----------
    tried : sequence of float
        The verdict at each place as the search has it.
    began : bool
        Whether it holds ``here``.
    holds : callable
        Whether it holds at a place, over all draws.
    """
    nearest = sorted((k for k in range(GRID) if PLACES[k] != here), key=lambda k: abs(PLACES[k] - here))
    turned = [k for k in nearest if (tried[k] >= 0.5) != began]
    for k in turned or [min(nearest, key=lambda k: abs(tried[k] - 0.5))]:  # what a few just miss, all may meet
        if holds(PLACES[k]) != began:
            return k, 1 if PLACES[k] > here else -1
    return None, 0


def at(item, share):
    """The value at a share of the slider's length."""
    if item.scale == "log":
        return item.min * (item.max / item.min) ** share
    return item.min + (item.max - item.min) * share


def place(item, value):
    """Where on the slider a value lies, from 0 to 1."""
    if item.scale == "log":
        return math.log(value / item.min) / math.log(item.max / item.min)
    return (value - item.min) / (item.max - item.min)
