"""What decides it: which input moves an output most, and at which value of each a verdict flips.

The page does the same at every release of a slider (``decide`` in explorer.js); the browser
tests hold the two against each other.
"""

import math
from dataclasses import dataclass

import numpy as np

from . import formats
from .draws import Sobol, spread
from .inputs import Slider

GRID, HALVINGS = 65, 40
"""Places searched for a flip, end to end of a slider, and how often the bracket is halved then."""
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

    known = dict(zip(PLACES, _holding(explorer, name, [at(item, share) for share in PLACES]), strict=True))

    def holds(share):
        if share in known:
            return known[share]
        return bool(explorer.point_at(**{name: at(item, share)})[explorer.decides.verdict] >= 0.5)

    value = explorer.values[name]
    here = place(item, item.default if value is None else value)
    now = bool(explorer.point()[explorer.decides.verdict] >= 0.5)
    same, other = (here, None) if holds(here) == now else (None, here)
    for share in sorted(PLACES, key=lambda share: abs(share - here)):
        if same is not None and other is not None:
            break
        if holds(share) == now:
            same = share if same is None else same
        else:
            other = share if other is None else other
    if same is None or other is None:
        return None
    for _ in range(HALVINGS):
        middle = (same + other) / 2
        same, other = (middle, other) if holds(middle) == now else (same, middle)
    return at(item, other)


def _holding(explorer, name, values):
    """Whether the verdict holds at each of many values of one input; over draws all are run in one go."""
    if not explorer.draws or explorer.luck:
        return [bool(explorer.point_at(**{name: value})[explorer.decides.verdict] >= 0.5) for value in values]
    some = max(1, 8192 // explorer.draws)  # few enough for a processor's cache
    numbers = {n: np.nan if v is None else v for n, v in explorer.values.items()}
    for n, i in explorer.drawn.items():
        if numbers[n] != numbers[n]:
            column = spread(i.kind, i.low, i.default, i.high, Sobol(int(i.dimension), explorer.draws).uniforms())
            numbers[n] = column
    found = []
    for start in range(0, len(values), some):
        here = np.array(values[start : start + some], dtype=float)
        tiled = {n: np.tile(v, len(here)) if isinstance(v, np.ndarray) else v for n, v in numbers.items()}
        tiled[name] = np.repeat(here, explorer.draws)
        held = explorer.function(**tiled, **explorer.fixed)[explorer.decides.verdict]
        held = np.broadcast_to(held, len(here) * explorer.draws).reshape(len(here), -1)
        of = held.mean(axis=1) if held.dtype == bool else np.median(held, axis=1)
        found += (of >= 0.5).tolist()
    return found


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
