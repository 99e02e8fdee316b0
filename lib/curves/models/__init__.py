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


def lowest(target, start, flat=1e-6, most_steps=2000):
    """The bottom that lies downhill from a start: BFGS with halved steps (Nocedal and Wright 2006, algorithm 6.1).

    Parameters
    ----------
    target : callable
        ``target(x)`` gives a value and its slope, one number an entry of ``x``; infinite or NaN where it has none.
    start : column
        Where to begin.
    flat : float
        Done once no entry of the slope is larger, or no step goes down any more.

    Returns
    -------
    (x, value)

    Examples
    --------
    >>> x, value = lowest(lambda x: (np.sum((x - 3) ** 4), 4 * (x - 3) ** 3), np.array([0.0, 9.0]))
    >>> [round(float(v), 1) for v in x]
    [3.0, 3.0]
    """
    x, (value, slope) = start, target(start)
    one = inverse = np.eye(len(x))  # of the second derivatives
    fresh = True
    for _ in range(most_steps):
        if np.max(np.abs(slope)) <= flat:
            break
        step = -inverse @ slope
        size = min(1, 1 / np.max(np.abs(step))) if fresh else 1
        there, (new, new_slope) = x + size * step, target(x + size * step)
        while not new < value + 1e-4 * size * (slope @ step) and size * np.max(np.abs(step)) > 1e-12:
            size /= 4
            there, (new, new_slope) = x + size * step, target(x + size * step)
        if not new < value:
            if fresh:
                break
            inverse, fresh = one, True
            continue
        moved, bent = there - x, new_slope - slope
        x, value, slope = there, new, new_slope
        if (curved := moved @ bent) > 0:
            inverse = one * curved / (bent @ bent) if fresh else inverse
            left = one - np.outer(moved, bent) / curved
            inverse, fresh = left @ inverse @ left.T + np.outer(moved, moved) / curved, False
    return x, value


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
