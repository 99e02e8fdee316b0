"""How much of an output's variance each uncertain input carries: Sobol indices, for the build and the notebook.

The tornado of `curves.explore.decides` moves one input at a time.  Here all move at once, so that what two inputs do
only together counts as well.
"""

import numpy as np
from scipy import stats

from .draws import spread


class _Spread:
    """An input's draws as scipy takes them."""

    def __init__(self, item):
        self.item = item

    def ppf(self, u):
        item = self.item
        return spread(item.kind, item.low, item.default, item.high, np.clip(u, 1e-12, 1 - 1e-12))


def sobol_indices(model, uncertain, output, n=4096, seed=1, **fixed):
    """Sobol indices of one output of a model, after Saltelli, by ``scipy.stats.sobol_indices``.

    Parameters
    ----------
    model : callable
        Numbers and columns in; a column, or a dict of columns, out.
    uncertain : dict of str to Slider or Parameter
        What is drawn, independently, each from its plausible range; an input is named as the argument.
    output : str or None
        Which output; None if the model gives one column.
    n : int
        A power of two.  The model runs at n times two more than there are inputs.
    seed : int
        Of the scrambled points.
    **fixed
        The other arguments.

    Returns
    -------
    list of dict
        ``input``, its ``first`` order index (the part of the variance that it carries alone) and ``total`` (with all in
        which it takes part), the greatest total first.

    Notes
    -----
    The parts of all inputs alone add up to at most 1, the totals to at least 1; estimates miss that by their error.
    """
    names = list(uncertain)

    def called(columns):
        found = model(**dict(zip(names, columns, strict=True)), **fixed)
        return np.asarray(found if output is None else found[output], dtype=float)

    dists = [_Spread(item) for item in uncertain.values()]
    found = stats.sobol_indices(func=called, n=n, dists=dists, rng=seed)
    rows = [
        {"input": name, "first": float(first), "total": float(total)}
        for name, first, total in zip(names, found.first_order, found.total_order, strict=True)
    ]
    return sorted(rows, key=lambda row: -row["total"])
