"""The inputs of an Explorer: which argument is a slider, a choice or fixed."""

import inspect
import math
from dataclasses import dataclass, fields, replace

from .. import data
from . import formats

PLACES = 400
"""Places of a log slider, end to end; the same number stands in explorer.js."""


@dataclass(frozen=True)
class Slider:
    """A number that the reader moves.

    ``scale`` is ``"linear"`` or ``"log"``; ``format`` a spec of `curves.explore.formats`;
    ``unit`` stands behind the number; ``why``, ``sources`` and ``claims`` say where the
    default comes from, ``as_of`` the ISO date of the source.  ``low`` to ``high`` is the plausible
    range (NaN where no source says), in which draws spread as ``kind`` says, by the Sobol
    ``dimension`` of the input.
    """

    name: str
    label: str
    default: float
    min: float
    max: float
    step: float
    unit: str = ""
    scale: str = "linear"
    kind: str = "fixed"
    low: float = math.nan
    high: float = math.nan
    dimension: float = math.nan
    format: str = ".2f"
    why: str = ""
    sources: tuple = ()
    claims: tuple = ()
    as_of: str = ""

    def __post_init__(self):
        formats.check(self.format)
        if not (math.isfinite(self.min) and math.isfinite(self.max) and self.min < self.max):
            raise ValueError(f"Input {self.name}: give a range that rises, not {self.min} to {self.max}.")
        if self.scale == "log" and self.min <= 0:
            raise ValueError(f"Input {self.name}: a log slider starts above 0, not at {self.min}.")
        self.check(self.default)

    def check(self, value):
        """``value`` as a float within the range; else ValueError that names input, range and remedy."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not self.min <= number <= self.max:
            raise ValueError(
                f"{self.label} ({self.name}) takes {formats.write(self.min, self.format)} to "
                f"{formats.write(self.max, self.format)} {self.shown_unit}".rstrip()
                + f"; {value!r} is not in it."
            )
        return number

    def write(self, value):
        return "varies" if value is None else formats.write(value, self.format)

    @property
    def varies(self):
        """In words how an input is drawn while nobody has pinned it."""
        ends = f"{self.write(self.low)} to {self.write(self.high)} {self.shown_unit}".rstrip()
        return f"Drawn from {ends}" + (", nine times in ten." if "normal" in self.kind else ".")

    @property
    def shown_unit(self):
        """The unit as a reader needs it: money says so itself."""
        return "" if self.format[0] in "$d" or self.format[-1] == "%" else self.unit

    def place(self, value):
        """Where the thumb stands for ``value``: a log slider runs from 0 to `PLACES`."""
        value = self.default if value is None else value
        if self.scale == "linear":
            return value
        return round(PLACES * math.log(value / self.min) / math.log(self.max / self.min))


@dataclass(frozen=True)
class Choice:
    """A setting with named options; the model is traced once for each."""

    name: str
    label: str
    options: tuple
    default: object = None

    def __post_init__(self):
        object.__setattr__(self, "options", tuple(self.options))
        words = [type(option) is int or isinstance(option, str) for option in self.options]
        if not words or not all(words):
            raise ValueError(
                f"Choice {self.name or self.label}: give words or whole numbers, such as "
                f"['yes', 'no'], not {list(self.options)!r}."
            )
        object.__setattr__(self, "default", self.options[0] if self.default is None else self.default)
        self.check(self.default)

    def check(self, value):
        if value not in self.options:
            raise ValueError(
                f"{self.label} ({self.name}) is one of {', '.join(map(str, self.options))}, not {value!r}."
            )
        return value

    def write(self, value):
        return str(value)

    shown_unit = ""


def choice(*options, label="", default=None):
    """A setting to choose from, for an Explorer's call: ``form=choice("straight", "capped")``."""
    return Choice("", label, options, default)


def uncertain(low, high, kind="uniform", **more):
    """An input that is drawn, for an Explorer with draws: ``growth=uncertain(2.0, 2.9, "lognormal")``."""
    slider = _slider("", (low, high), None)
    return replace(slider, label="", kind=kind, low=low, high=high, **more)


@dataclass(frozen=True)
class Chance:
    """An argument that is luck and no assumption: in each draw another number between 0 and 1, and no slider."""

    dimension: float = math.nan


def chance():
    """Luck, for an Explorer with draws: ``finds=chance()``.  The model turns it into what chance decides."""
    return Chance()


OWN_DIMENSIONS = 129
"""Inputs without a row of their own take Sobol dimensions from here on, in the order of the signature."""


def resolve(function, given):
    """Inputs and fixed arguments of ``function``.

    An argument's meaning is looked up in this order: what the call gives; a row of
    ``data/parameters.csv``; its default in the signature.  As with ipywidgets'
    ``interact``, ``(0, 10)`` and ``(0, 2, 10)`` are sliders, ``["a", "b"]`` is a choice,
    one number or word is fixed, and a number as signature default is a slider around it.

    Returns
    -------
    inputs : dict of str to Slider or Choice
    fixed : dict of str to object
    luck : dict of str to Chance
    """
    inputs, fixed, luck = {}, {}, {}
    signature = inspect.signature(function).parameters
    for name in given.keys() - signature.keys():
        raise TypeError(f"{function.__name__} has no argument {name!r}; it takes {', '.join(signature)}.")
    known = data.parameters()
    for name, argument in signature.items():
        value = given.get(name, argument.default)
        if name not in given and name in known:
            row = known[name]
            inputs[name] = Slider(name, **{f.name: getattr(row, f.name) for f in fields(Slider)[1:]})
        elif isinstance(value, Chance):
            luck[name] = value
        elif isinstance(value, (Slider, Choice)):
            inputs[name] = replace(value, name=name, label=value.label or _label(name))
        elif isinstance(value, list):
            inputs[name] = Choice(name, _label(name), value)
        elif isinstance(value, tuple):
            inputs[name] = _slider(name, value, argument.default)
        elif value is inspect.Parameter.empty:
            raise TypeError(
                f"{function.__name__} needs {name}: no row of data/parameters.csv describes it. "
                f"Add its row, or give its range in the call: Explorer({function.__name__}, {name}=(low, high))."
            )
        elif name not in given and isinstance(value, (int, float)) and not isinstance(value, bool):
            inputs[name] = _slider(name, (min(0, 3 * value), value, max(0, 3 * value) or 1), value)
        else:
            fixed[name] = value
    drawn = {n: i for n, i in inputs.items() if getattr(i, "kind", "fixed") != "fixed"} | luck
    loose = [n for n in signature if n in drawn and math.isnan(drawn[n].dimension)]
    for dimension, name in enumerate(loose, OWN_DIMENSIONS):
        of = luck if name in luck else inputs
        of[name] = replace(of[name], dimension=dimension)
    return inputs, fixed, luck


def _label(name):
    return name.replace("_", " ").capitalize()


def _slider(name, numbers, default):
    if len(numbers) not in (2, 3) or not all(isinstance(n, (int, float)) for n in numbers):
        raise ValueError(f"Input {name}: give (low, high) or (low, start, high), not {numbers!r}.")
    low, *start, high = map(float, numbers)
    if not start:
        start = [float(default) if isinstance(default, (int, float)) else (low + high) / 2]
    span = high - low
    spec = (
        ".2e"
        if span >= 1e7 or span < 1e-2
        else ",.0f"
        if span >= 200
        else ".1f"
        if span >= 20
        else ".2f"
        if span >= 0.2
        else ".4f"
    )
    return Slider(name, _label(name), start[0], low, high, span / 200, format=spec)
