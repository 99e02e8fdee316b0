"""A model over draws: uncertain inputs become columns, what comes out becomes shares and fans.

An uncertain input is drawn from its plausible range until the reader pins it; the
model itself stays a plain function of numbers and columns and knows nothing of draws.
"""

import functools

import numpy as np

from .draws import spread
from .trace import Traced, name_outputs

LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
"""The quantiles of a fan: half of the draws lie between p25 and p75, nine in ten between p05 and p95."""


def uniforms_of(name):
    """The argument by which an ensemble takes the draws of an input."""
    return f"draws of {name}"


def ensemble(model, uncertain):
    """``model`` over draws.

    Parameters
    ----------
    model : callable
    uncertain : dict of str to Slider
        Inputs that are drawn where their value is NaN.

    Returns
    -------
    callable
        Takes what the model takes, and for each uncertain input a column of uniforms.  A column that comes out is
        given as its median by its own name and its quantiles as ``name_p05`` ...; a condition as the share of draws
        in which it holds; a list over time as lists of these.
    """

    @functools.wraps(model)
    def over_draws(**arguments):
        for name, item in uncertain.items():
            drawn = spread(item.kind, item.low, item.default, item.high, arguments.pop(uniforms_of(name)))
            arguments[name] = np.where(np.isfinite(arguments[name]), arguments[name], drawn)
        with np.errstate(invalid="ignore"):  # a quantile between two infinities
            returned = name_outputs(model(**arguments), model.__name__)
            return {key: value for name, out in returned.items() for key, value in _summary(name, out).items()}

    return over_draws


def _summary(name, out):
    if isinstance(out, list):
        steps = [_summary(name, step) for step in out]
        keys = max(steps, key=len)  # a step that is the same in all draws is each of its quantiles
        return {key: [step.get(key, step[name]) for step in steps] for key in keys}
    if not _is_column(out):
        return {name: out}
    traced, shares = isinstance(out, Traced), list(LEVELS.values())
    if _is_condition(out):
        return {name: np.mean(out) if traced else np.mean(out, axis=-1)}
    found = [np.quantile(out, s) for s in shares] if traced else np.quantile(out, shares, axis=-1)
    quantiles = {f"{name}_{level}": value for level, value in zip(LEVELS, found, strict=True)}
    return {name: quantiles[f"{name}_p50"]} | quantiles


def _is_column(value):
    return value.column if isinstance(value, Traced) else np.ndim(value) > 0


def _is_condition(value):
    return value.kind == "b" if isinstance(value, Traced) else value.dtype == bool


BLOCK = 2048
"""Draws that `in_blocks` takes at once: few enough for a processor's cache, many enough to be worth a call."""


def in_blocks(model, columns, n, keep, size=BLOCK, **fixed):
    """A model over very many draws, some at a time, so that only what is asked for is kept.

    Parameters
    ----------
    model : callable
        Numbers and columns in, a dict out.
    columns : callable
        Given two numbers, the arguments of the draws from the first up to the second: a dict of 1-d arrays.
    n : int
        How many draws in all.
    keep : iterable of str
        Outputs that are wanted, columns or lists of columns.
    size : int
        Draws at once.
    **fixed
        The other arguments.

    Returns
    -------
    dict of str to array
        Each output over all draws; of a list one row a step.

    Examples
    --------
    >>> found = in_blocks(lambda x, k: {"y": k * x}, lambda a, b: {"x": np.arange(a, b)}, 5, ["y"], 2, k=2)
    >>> found["y"].tolist()
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    whole = {}
    for start in range(0, n, size):
        here = slice(start, min(start + size, n))
        found = model(**columns(here.start, here.stop), **fixed)
        for name in keep:
            out = found[name]
            steps = out if isinstance(out, list) else [out]
            if name not in whole:
                whole[name] = np.empty((len(steps), n))
            for row, step in zip(whole[name], steps, strict=True):
                row[here] = step
    return {name: rows if isinstance(found[name], list) else rows[0] for name, rows in whole.items()}
