"""Scaling laws: capability rises smoothly with what is spent on training."""

import numpy as np

from . import both_branches, scan

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


YEARS = 10
"""How far `spending_path` looks ahead."""


@both_branches
def spending_path(
    frontier_run_usd, spend_growth_per_year, score_at_1m_usd, score_at_100m_usd, ceiling_percent, target_percent
):
    r"""If spending on the dearest run keeps growing, how far up its line does it come in ten years?

    .. math:: C_t = C_0\, g^{t}, \qquad s_t = \min(\text{ceiling}, s(C_t))

    Parameters
    ----------
    frontier_run_usd : float or column
        :math:`C_0`, cost of the dearest training run today [USD].  1e8 to 1e9.
    spend_growth_per_year : float or column
        :math:`g`, times a year.  2.0 to 2.9 with 90 percent confidence since 2016 (Cottier et al. 2024).
    score_at_1m_usd, score_at_100m_usd, ceiling_percent : float or column
        The line and where it stops, as in `success` [percent].
    target_percent : float or column
        The goal [percent].

    Returns
    -------
    dict
        ``percent`` solved after each year, as a list; ``percent_then`` and ``usd_then`` after the last;
        ``reaches``, whether the goal is met by then.

    Notes
    -----
    Spending moves along a fixed line: nothing here makes a dollar buy more (that is the next chapter), and
    whether firms go on multiplying their budgets is itself a claim ([C104], [C174], [C175]).

    Examples
    --------
    >>> [float(s) for s in spending_path(1e8, 10.0, 20, 60, 100, 80)["percent"][:3]]
    [80.0, 100.0, 100.0]
    """

    def year(state, now):
        return {"usd": state["usd"] * spend_growth_per_year}

    def line(usd):
        return success(usd, score_at_1m_usd, score_at_100m_usd, "capped", ceiling_percent)["percent"]

    usd = scan(year, {"usd": frontier_run_usd}, YEARS)["usd"]
    percent = [line(cost) for cost in usd]
    return {
        "percent": percent,
        "percent_then": percent[-1],
        "usd_then": usd[-1],
        "reaches": percent[-1] >= target_percent,
    }
