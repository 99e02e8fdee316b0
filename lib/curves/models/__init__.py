"""What is claimed: the essays' mechanisms as pure functions of numbers and columns, in plain numpy.

One file a subject.  No pandas, no charts, no files: a model is a page that can be
checked against the paper it cites, and the published book runs it as it stands here
(see ``curves.explore.trace`` for what a traced model may do).
"""

import functools

import numpy as np


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
