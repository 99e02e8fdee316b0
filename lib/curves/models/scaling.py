"""Scaling laws: capability rises smoothly with what is spent on training."""

import numpy as np

from . import both_branches

ANCHOR_LOW_USD = 1e6
ANCHOR_HIGH_USD = 1e8
"""Budgets of the essay's first and third example [C100, C102]; a straight line through them
passes the second, $10M, at the essay's 40 percent [C101]."""


@both_branches
def success(spend_usd, score_at_1m_usd, score_at_100m_usd, form, ceiling_percent):
    r"""Every factor of ten in spending buys the same number of points, until a ceiling.

    .. math:: s(C) = s_1 + \frac{s_{100} - s_1}{2} \log_{10} \frac{C}{\$1\mathrm{M}}

    Parameters
    ----------
    spend_usd : float or column
        :math:`C`, spent on training [USD].  Plausible: 1e5 to 1e11.
    score_at_1m_usd : float or column
        :math:`s_1`, share of tasks that a $1M model solves [percent].  0 to 60.
    score_at_100m_usd : float or column
        :math:`s_{100}`, the same for a $100M model [percent].  0 to 100.
    form : str
        ``"straight"``, a line in the logarithm without end, or ``"capped"``, the same line
        cut off at 0 and at the ceiling.
    ceiling_percent : float or column
        Where a capped line stops [percent].  50 to 100.

    Returns
    -------
    dict
        ``percent`` solved; ``percent_at_10x`` with ten times the money; ``points_per_decade``;
        ``next_point_usd``, what one point more costs [USD], infinite where none is to be had;
        ``at_ceiling``, whether spending has nothing left to buy.

    Raises
    ------
    ValueError
        If ``form`` is another word.

    Notes
    -----
    Amodei (2025) gives 20, 40 and 60 percent at $1M, $10M and $100M as an illustration, not as a
    measurement [C100, C101, C102].  On that slope the straight line reaches 100 percent at $10B and
    passes it, so beyond the examples some ceiling is needed; none of the essays gives one (A3).
    Whether the relation stays this smooth is disputed: [C229] against [C099].

    Examples
    --------
    >>> float(success(1e7, 20, 60, "straight", 100)["percent"])
    40.0
    """
    points_per_decade = (score_at_100m_usd - score_at_1m_usd) / np.log10(ANCHOR_HIGH_USD / ANCHOR_LOW_USD)

    def line(usd):
        return score_at_1m_usd + points_per_decade * np.log10(usd / ANCHOR_LOW_USD)

    if form == "straight":
        percent, at_10x = line(spend_usd), line(10 * spend_usd)
        at_ceiling = points_per_decade <= 0
    elif form == "capped":
        percent, at_10x = (np.clip(line(usd), 0, ceiling_percent) for usd in (spend_usd, 10 * spend_usd))
        at_ceiling = (points_per_decade <= 0) | (line(spend_usd) >= ceiling_percent)
    else:
        raise ValueError(f"form is 'straight' or 'capped', not {form!r}.")
    next_point_usd = np.where(at_ceiling, np.inf, spend_usd * (10 ** (1 / points_per_decade) - 1))
    return {
        "percent": percent,
        "percent_at_10x": at_10x,
        "points_per_decade": points_per_decade,
        "next_point_usd": next_point_usd,
        "at_ceiling": at_ceiling,
    }
