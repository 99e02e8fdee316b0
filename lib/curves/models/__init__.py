"""What is claimed: the essays' mechanisms as pure functions of numbers and columns, in plain numpy.

One file a subject.  No pandas, no charts, no files: a model is a page that can be
checked against the paper it cites, and the published book runs it as it stands here
(see ``curves.explore.trace`` for what a traced model may do).
"""

import functools

import numpy as np


def scan(step, state, n, series=None):
    """Carry a state through ``n`` steps of time: a loop in numpy, and a loop in the page.

    Parameters
    ----------
    step : callable
        ``step(state, now)`` gives the next state, a dict with the same names; ``now`` holds
        this step's entry of each series, and the step's number as ``now["step"]`` (0, 1, ...).
    state : dict of str to float or column
        Where it starts.
    n : int
        How many steps.  A horizon on a slider is a mask over a fixed number of steps.
    series : dict of str to sequence of n floats, optional
        What the world does at each step (rules in force, past shipments): constants.

    Returns
    -------
    dict of str to list
        Each part of the state after each step.

    Examples
    --------
    >>> scan(lambda state, now: {"usd": 2 * state["usd"]}, {"usd": 1.0}, 3)
    {'usd': [2.0, 4.0, 8.0]}
    """
    series = {name: [float(v) for v in values] for name, values in (series or {}).items()} | {
        "step": [*map(float, range(n))]
    }
    for name, values in series.items():
        if len(values) != n:
            raise ValueError(f"The series {name} has {len(values)} entries for {n} steps.")
    past = []
    for t in range(n):
        new = step(dict(state), {name: values[t] for name, values in series.items()})
        if new.keys() != state.keys():
            raise ValueError(f"A step gives back {', '.join(new)} where the state is {', '.join(state)}.")
        traced = next((v for v in (*new.values(), *state.values()) if hasattr(v, "graph")), None)
        if traced is not None:
            return traced.graph.scan(step, state, n, series)
        state = new
        past.append(state)
    return {name: [now[name] for now in past] for name in state}


def both_branches(model):
    """Silence numpy's warnings in a model that branches with ``np.where``.

    ``np.where`` evaluates both sides and then chooses, so the side not chosen may
    divide by zero.  The undecorated function stays as ``__wrapped__``.
    """

    @functools.wraps(model)
    def quiet(*args, **kwargs):
        with np.errstate(all="ignore"):
            return model(*args, **kwargs)

    return quiet
