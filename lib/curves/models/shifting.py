"""Shifting the curve: ideas and hardware multiply what a dollar of training buys; firms decide what to do with it."""

import numpy as np

from . import both_branches, scan
from .scaling import success


@both_branches
def annual_factor(doubling_months):
    r"""How many times a year something grows, or falls, that doubles, or halves, in so many months.

    .. math:: g = 2^{12 / m}

    Parameters
    ----------
    doubling_months : float or column
        :math:`m` [months], above 0.  5 to 16 for estimates of algorithmic progress.

    Returns
    -------
    float or column
        :math:`g` [times a year].

    Notes
    -----
    The order of an interval turns round: 5 to 14 months (Ho et al. 2024) are 5.3 to 1.8 times a year.

    Examples
    --------
    >>> [round(float(annual_factor(months)), 1) for months in (5, 8, 14)]
    [5.3, 2.8, 1.8]
    """
    return 2 ** (12 / doubling_months)


@both_branches
def doubling_months(annual_factor):
    r"""Months in which something doubles, or halves, at a yearly factor: :math:`12 \ln 2 / \ln g`.

    Parameters
    ----------
    annual_factor : float or column
        :math:`g` [times a year].  1.68 to 16 for estimates of algorithmic progress.

    Returns
    -------
    float or column
        [months]; infinite where nothing grows.

    Examples
    --------
    >>> round(float(doubling_months(1.68)), 1), round(float(doubling_months(4)), 1)
    (16.0, 6.0)
    """
    return months_to_fall(2, annual_factor)


@both_branches
def months_to_fall(factor, annual_factor):
    r"""Months until the same capability costs so many times less.

    .. math:: m = 12\, \frac{\ln k}{\ln g}

    Parameters
    ----------
    factor : float or column
        :math:`k`, how many times less, at least 1.
    annual_factor : float or column
        :math:`g`, yearly progress [times a year].

    Returns
    -------
    float or column
        [months]; infinite where nothing gets cheaper.

    Examples
    --------
    >>> [round(float(months_to_fall(8, g)), 1) for g in (4, 1.68)]
    [18.0, 48.1]
    """
    return np.where(annual_factor > 1, 12 * np.log(factor) / np.log(annual_factor), np.inf)


def rate_a_year(value, unit, years):
    """A published estimate of progress as a yearly factor, whatever its unit.

    Parameters
    ----------
    value : float or column
        The estimate.
    unit : str
        As in ``data/trends.csv``: ``"times a year"``, ``"months to halve"``, ``"powers of ten a year"`` or
        ``"times in all"``.
    years : float
        The span, for the last.

    Returns
    -------
    float or column
        [times a year].

    Raises
    ------
    ValueError
        If the unit is another.

    Examples
    --------
    >>> [round(float(rate_a_year(v, u, 11)), 1) for v, u in ((8, "months to halve"), (6930, "times in all"))]
    [2.8, 2.2]
    """
    if unit == "times a year":
        return value
    if unit == "months to halve":
        return annual_factor(value)
    if unit == "powers of ten a year":
        return 10**value
    if unit == "times in all":
        return value ** (1 / years)
    raise ValueError(
        f"{unit!r} is no unit of a rate: times a year, months to halve, powers of ten a year, times in all."
    )


def multiply_compute(spend_usd, compute_multiplier, score_at_1m_usd, score_at_100m_usd):
    r"""An idea makes every dollar count for more: points gained at the same cost, dollars saved for the same score.

    .. math:: s'(X) = s(M X), \qquad X' = X / M

    Parameters
    ----------
    spend_usd : float or column
        :math:`X`, spent on training [USD].  1e5 to 1e11.
    compute_multiplier : float or column
        :math:`M` [times].  The essay calls 1.2 small, 2 medium and 10 very large [C109, C110, C111].
    score_at_1m_usd, score_at_100m_usd : float or column
        The line, as in `curves.models.scaling.success`, cut off at all tasks [percent].

    Returns
    -------
    dict
        ``percent_before`` and ``percent_after`` for the same money; ``points_gained``; ``same_for_usd``, what the old
        score costs now; ``saved_usd``.

    Notes
    -----
    A multiplier moves the whole line to the left by :math:`\log_{10} M`, or upward by the slope times that.  It is
    assumed to be the same at every scale; `ingenuity` asks what follows if it is not.

    Examples
    --------
    [C107] and the points that follow from it:

    >>> found = multiply_compute(1e7, 2, 20, 60)
    >>> found["same_for_usd"], round(float(found["points_gained"]), 2)
    (5000000.0, 6.02)
    """

    def line(usd):
        return success(usd, score_at_1m_usd, score_at_100m_usd, "capped", 100)["percent"]

    before, after = line(spend_usd), line(compute_multiplier * spend_usd)
    return {
        "percent_before": before,
        "percent_after": after,
        "points_gained": after - before,
        "same_for_usd": spend_usd / compute_multiplier,
        "saved_usd": spend_usd - spend_usd / compute_multiplier,
    }


SMALL, MEDIUM, LARGE = 1.2, 2.0, 10.0
"""Compute multipliers that the essay calls small, medium-sized and very large [C109, C110, C111]."""

MOST_IDEAS = 45
"""Ideas of one size that a year is followed to: at 15 a year more than this come once in ten billion years."""

LADDER_TOP = 2**6.5
LADDER = [2 ** (k / 2) for k in range(13)]
"""Yearly factors, each about 1.4 times the one before, by which `stream_of_ideas` sorts its draws; where it ends."""


def stream_of_ideas(
    small_ideas_per_year,
    medium_ideas_per_year,
    large_ideas_per_year,
    rate_to_reach,
    luck_small,
    luck_medium,
    luck_large,
):
    r"""Ideas arrive by chance at rates: how far does a year of them move the curve, and how much does luck decide?

    .. math:: \ln g = \sum_i n_i \ln m_i, \qquad n_i \sim \mathrm{Poisson}(\lambda_i)

    Parameters
    ----------
    small_ideas_per_year, medium_ideas_per_year, large_ideas_per_year : float or column
        :math:`\lambda_i`, ideas that multiply compute by 1.2, 2 and 10, a year.  No source gives a rate.
    rate_to_reach : float or column
        A yearly factor to compare with [times a year].
    luck_small, luck_medium, luck_large : float or column
        Uniform numbers between 0 and 1, one a lab, that decide how many ideas come.

    Returns
    -------
    dict
        ``factor`` :math:`g` of a lab's year; ``typical``, the factor at the average number of ideas,
        :math:`\prod_i m_i^{\lambda_i}`; ``reaches``, whether the lab gains at least ``rate_to_reach``;
        ``between``, for each step of `LADDER` whether the lab's year lies on it, and that step's ends ``from_times``
        and ``to_times``; the last step is open above.

    Notes
    -----
    Independent ideas at steady rates, each worth the same at every scale, are the simplest reading of [C105]; ideas
    that build on each other, or that all labs read, would spread labs differently.

    Examples
    --------
    Four small ideas and a medium one:

    >>> round(float(stream_of_ideas(4, 1, 0, 4, 0.5, 0.5, 0.5)["typical"]), 2)
    4.15
    """
    kinds = [
        (SMALL, small_ideas_per_year, luck_small),
        (MEDIUM, medium_ideas_per_year, luck_medium),
        (LARGE, large_ideas_per_year, luck_large),
    ]
    log_factor = sum(np.log(size) * _poisson(rate, luck) for size, rate, luck in kinds)
    factor = np.exp(log_factor)
    between = [(log_factor > np.log(low) - 1e-9) & (log_factor < np.log(high) - 1e-9)
               for low, high in zip(LADDER, [*LADDER[1:], np.inf], strict=True)]  # fmt: skip
    return {
        "factor": factor,
        "typical": np.exp(sum(np.log(size) * rate for size, rate, _ in kinds)),
        "reaches": factor >= rate_to_reach,
        "between": between,
        "from_times": LADDER,
        "to_times": [*LADDER[1:], LADDER_TOP],
    }


def _poisson(rate, luck):
    """How many arrive: the number whose cumulative probability first reaches ``luck``."""

    def one_more(state, now):
        reached = state["reached"] + state["chance"]
        return {
            "chance": state["chance"] * rate / (now["step"] + 1),
            "reached": reached,
            "count": state["count"] + np.where(luck > reached, 1.0, 0.0),
        }

    return scan(one_more, {"chance": np.exp(-rate), "reached": 0.0, "count": 0.0}, MOST_IDEAS)["count"][-1]


def how_fast(alg_progress_per_year, cheaper_factor, estimate, estimates):
    """How long until the same capability costs so many times less, by an estimate and by the ends of its interval.

    Parameters
    ----------
    alg_progress_per_year : float or column
        The reader's own rate [times a year].  1.68 to 16 have been published, on different scopes.
    cheaper_factor : float or column
        How many times less [times].
    estimate : str
        A name in ``estimates``, or ``"my own"`` for the reader's rate.
    estimates : dict of str to (central, low, high)
        Published rates [times a year].

    Returns
    -------
    dict
        ``rate``, ``rate_low`` and ``rate_high`` [times a year], and whether that is an ``interval``; ``months`` for
        the fall at ``rate``, ``months_least`` at the high end and ``months_most`` at the low one; ``halving``
        [months]; ``months_at``, for the fall at each of `RUNGS`.

    Examples
    --------
    >>> found = how_fast(4, 8, "Ho", {"Ho": tuple(annual_factor(m) for m in (8.0, 14.0, 5.0))})
    >>> round(float(found["months_least"])), round(float(found["months"])), round(float(found["months_most"]))
    (15, 24, 42)
    """
    own = (alg_progress_per_year,) * 3
    rate, low, high = own if estimate == "my own" else estimates[estimate]
    return {
        "rate": rate,
        "rate_low": low,
        "rate_high": high,
        "interval": high > low,
        "months": months_to_fall(cheaper_factor, rate),
        "months_least": months_to_fall(cheaper_factor, high),
        "months_most": months_to_fall(cheaper_factor, low),
        "halving": doubling_months(rate),
        "rung": list(RUNGS),
        "months_at": [months_to_fall(cheaper_factor, rung) for rung in RUNGS],
    }


RUNGS = (2.0, 4.0, 8.0, 16.0)
"""Rates at which `how_fast` says how long the fall takes [times a year]."""


def spend_response(spend_usd, compute_multiplier, budget_elasticity, score_at_1m_usd, score_at_100m_usd):
    r"""What a firm makes of a multiplier: the same for less, more for the same, or more for more.

    .. math:: B' = B M^{e}, \qquad s' = s(M B')

    Parameters
    ----------
    spend_usd : float or column
        :math:`B`, the budget before [USD].
    compute_multiplier : float or column
        :math:`M` [times].
    budget_elasticity : float or column
        :math:`e`, by how many percent the budget rises when compute becomes one percent more productive.  -1: quality
        is kept and the gain is saved; 0: the budget stays and the gain goes into quality; above 0: budgets rise.
        -1 to 1.  [C113, C172] say 0 or more, what markets feared [C275] is below 0.
    score_at_1m_usd, score_at_100m_usd : float or column
        The line, as in `multiply_compute` [percent].

    Returns
    -------
    dict
        ``percent_before`` and ``percent_after`` along the old and the new line; ``budget_usd`` after;
        ``percent_then``, what it buys; ``spending_times``, by which the demand for chips changes too if the multiplier
        is an idea and not a chip; ``spends_more``.

    Examples
    --------
    >>> kept = spend_response(1e7, 2, -1, 20, 60)
    >>> float(kept["budget_usd"]), round(float(kept["percent_then"]), 9)
    (5000000.0, 40.0)
    """
    times = compute_multiplier**budget_elasticity
    line = multiply_compute(spend_usd, compute_multiplier, score_at_1m_usd, score_at_100m_usd)
    then = multiply_compute(spend_usd * times, compute_multiplier, score_at_1m_usd, score_at_100m_usd)
    return {
        "percent_before": line["percent_before"],
        "percent_after": line["percent_after"],
        "budget_usd": spend_usd * times,
        "percent_then": then["percent_after"],
        "spending_times": times,
        "spends_more": budget_elasticity > 0,
    }


CHEAPEST_USD, DEAREST_USD, HALVINGS = 1e2, 1e22, 52
"""Between which costs at today's efficiency `best_budget` looks, and how often it halves the bracket."""


def best_budget(efficiency_times, prize_usd, half_prize_usd, value_steepness, purse_usd):
    r"""What a firm should spend where a capability earns a prize: why budgets rise as compute gets cheaper, until when.

    .. math::
        \max_B\; V(M B) - B, \qquad V(C) = \frac{P}{1 + u}, \quad u = \left(\frac{C_{1/2}}{C}\right)^{a}

    so that :math:`B = P\, a\, u / (1 + u)^2` at the best :math:`C = M B`, and

    .. math:: e = \frac{d \ln B}{d \ln M} = \frac{q}{1 - q}, \qquad q = a\,\frac{u - 1}{u + 1}

    Parameters
    ----------
    efficiency_times : float or column
        :math:`M`, how many times as much a dollar buys as today [times].
    prize_usd : float or column
        :math:`P`, what the whole of the capability would earn the firm [USD].  The reader's guess.
    half_prize_usd : float or column
        :math:`C_{1/2}`, what a model that earns half of it would cost at today's efficiency [USD].
    value_steepness : float or column
        :math:`a`, how steeply value rises with capability: below the half, one percent more compute earns :math:`a`
        percent more.  Above 0, below 1.
    purse_usd : float or column
        What the firm can pay at most [USD].

    Returns
    -------
    dict
        ``budget_usd``; ``times_today``, that over the best budget at :math:`M = 1`; ``earned_share`` of the prize;
        ``elasticity`` :math:`e` there, 0 where the purse binds; ``at_purse``; ``rising``, whether a further idea makes
        it spend more; ``top_multiplier``, the :math:`M` at which half of the prize is won and, but for the purse, most
        is spent.

    Notes
    -----
    Amodei holds that the value of smarter systems is so high that gains go wholly into them, up to what a firm can pay
    [C112, C113].  In this model that is the left end: far below the half of the prize, :math:`e = a / (1 - a) > 0`.
    Past the half it turns negative, towards :math:`-a / (1 + a)`: a capability that is nearly had costs ever less.
    The turn is where A7 and A8 flip.  One firm, one prize, no rivals: a race would move the prize.

    The best :math:`C` solves :math:`M = C (1 + u)^2 / (P a u)`, which rises in :math:`C` for :math:`a < 1`; it is found
    by halving.

    Examples
    --------
    At half of the prize spending stands still:

    >>> round(float(best_budget(0.12 / 0.025, 1e10, 1.2e9, 0.1, 1e12)["elasticity"]), 6)
    0.0
    """

    def share_left(log_cost):
        return np.exp(value_steepness * (np.log(half_prize_usd) - log_cost))

    def budget_at(u):
        return prize_usd * value_steepness * u / (1 + u) ** 2

    def best(multiplier):
        def halve(state, now):
            middle = (state["low"] + state["high"]) / 2
            too_dear = np.exp(middle) > multiplier * budget_at(share_left(middle))
            return {"low": np.where(too_dear, state["low"], middle), "high": np.where(too_dear, middle, state["high"])}

        return share_left(scan(halve, {"low": np.log(CHEAPEST_USD), "high": np.log(DEAREST_USD)}, HALVINGS)["low"][-1])

    u = best(efficiency_times)
    at_purse = budget_at(u) > purse_usd
    budget, today = (np.minimum(budget_at(at), purse_usd) for at in (u, best(1.0)))
    q = value_steepness * (u - 1) / (u + 1)
    elasticity = np.where(at_purse, 0.0, q / (1 - q))
    return {
        "budget_usd": budget,
        "times_today": budget / today,
        "earned_share": 1 / (1 + share_left(np.log(efficiency_times * budget))),
        "elasticity": elasticity,
        "at_purse": at_purse,
        "rising": elasticity > 0,
        "top_multiplier": half_prize_usd / budget_at(1),
    }


def access_and_performance(
    years_from_now, alg_progress_per_year, level_chips, small_chips, large_chips, points_per_decade
):
    r"""One multiplier for all: when a small actor comes to a level, and where the large one stands by then.

    .. math:: N(t) = N_0 / g^{t}, \qquad t^* = \frac{\ln (N_0 / F)}{\ln g}

    Parameters
    ----------
    years_from_now : float or column
        :math:`t`, from now [years].
    alg_progress_per_year : float or column
        :math:`g`, the same for both [times a year], above 1.
    level_chips : float or column
        :math:`N_0`, chips that a level takes today.
    small_chips, large_chips : float or column
        :math:`F`, chips of the small and of the large actor, held still.
    points_per_decade : float
        Slope of the success line [percentage points for a factor of ten].

    Returns
    -------
    dict
        ``needed_then``, chips that the level takes after ``years_from_now``, and ``one_chip``, whether that is hardly
        more than one; ``years_until_small`` and
        ``years_until_large``, 0 for who is there already (``small_now``, ``large_now``); ``small_there`` by then;
        ``gap_points``, how far the large one is ahead, which no year changes.

    Notes
    -----
    The access effect [C014] and the performance effect [C015] are one multiplier seen from two places.  Fixed stocks
    are the model's, so that nothing else moves; the chapter "How many chips?" lets them grow.

    Examples
    --------
    A million chips to fifty thousand, at two rates:

    >>> [round(float(access_and_performance(0, g, 1e6, 5e4, 1e6, 20)["years_until_small"]), 2) for g in (4, 1.68)]
    [2.16, 5.77]
    """

    def until(chips):
        return np.maximum(months_to_fall(level_chips / chips, alg_progress_per_year), 0) / 12

    needed = level_chips / alg_progress_per_year**years_from_now
    return {
        "needed_then": needed,
        "one_chip": needed < 1.5,
        "years_until_small": until(small_chips),
        "years_until_large": until(large_chips),
        "small_now": small_chips >= level_chips,
        "large_now": large_chips >= level_chips,
        "small_there": small_chips >= needed,
        "gap_points": points_per_decade * np.log10(large_chips / small_chips),
    }


def ingenuity(requirement_growth, efficiency_lead, chip_lead, multiplier_scale_exponent, thrifty_chip_growth):
    r"""Does ingenuity scale?  A thrifty lab against a rich one, as the models to be built need more compute.

    .. math:: R(k) = \frac{m_0\, k^{e}}{c}\; k^{h - 1}

    Parameters
    ----------
    requirement_growth : float or column
        :math:`k`, how many times the compute of today [times].  10 to 100 [C232].
    efficiency_lead : float or column
        :math:`m_0`, the thrifty lab's compute multiplier over the rich one's, today [times].
    chip_lead : float or column
        :math:`c`, the rich lab's chips over the thrifty one's, today [times].  The rich lab grows by :math:`k`.
    multiplier_scale_exponent : float or column
        :math:`e`.  0: the lead in efficiency stays as it is; above 0 it grows with scale, below 0 it fades.  Nobody
        knows [C233].  -0.5 to 1.
    thrifty_chip_growth : float or column
        :math:`h`.  0: no new chips; 1: the thrifty lab's chips grow as fast as its rival's.

    Returns
    -------
    dict
        ``thrifty_to_rich`` :math:`R`, effective compute of the one over the other; ``has_multiplier``
        :math:`m_0 k^{e}`; ``needs_multiplier`` :math:`c\, k^{1-h}`, which would keep them level;
        ``even_exponent``, the :math:`e` at which they are level at this scale (infinite at k = 1);
        ``thrifty_leads``.

    Examples
    --------
    With no new chips, level today, the multiplier has to grow as the requirement does:

    >>> [float(round(ingenuity(k, 8, 8, 0, 0)["needs_multiplier"] / 8, 9)) for k in (10, 100)]
    [10.0, 100.0]
    """
    has = efficiency_lead * requirement_growth**multiplier_scale_exponent
    needs = chip_lead * requirement_growth ** (1 - thrifty_chip_growth)
    return {
        "thrifty_to_rich": has / needs,
        "has_multiplier": has,
        "needs_multiplier": needs,
        "even_exponent": _even(requirement_growth, needs / efficiency_lead),
        "thrifty_leads": has >= needs,
    }


@both_branches
def _even(growth, short):
    return np.where(growth > 1, np.log(short) / np.log(growth), np.inf)


def implied_elasticity(spend_growth_per_year, alg_progress_per_year):
    r"""What past budgets say about how they answer: growth of spending over growth of what a dollar buys.

    .. math:: e = \frac{\ln g_B}{\ln g}

    Parameters
    ----------
    spend_growth_per_year : float or column
        :math:`g_B`, cost of the dearest runs [times a year].  2.0 to 2.9 with 90 percent confidence since 2016 (Cottier
        et al. 2024).
    alg_progress_per_year : float or column
        :math:`g` [times a year], above 1.  See `how_fast`.

    Returns
    -------
    dict
        ``elasticity`` :math:`e`; ``more_than_saved``, whether budgets grew faster than compute got cheaper;
        ``budget_times`` and ``level_times``, in each year from `FIRST_YEAR` what the dearest run and the level of
        the first year cost, over the first year.

    Notes
    -----
    Two trends side by side, not a cause: budgets rose for other reasons, too, such as fresh money and the hope for a
    prize.  It supposes that progress is the same for all who spend.

    Examples
    --------
    >>> found = implied_elasticity(2.4, 4)
    >>> round(float(found["elasticity"]), 2), [round(float(v), 4) for v in found["level_times"][:3]]
    (0.63, [1.0, 0.25, 0.0625])
    """
    elasticity = np.log(spend_growth_per_year) / np.log(alg_progress_per_year)
    return {
        "elasticity": elasticity,
        "more_than_saved": elasticity > 1,
        "budget_times": [spend_growth_per_year**year for year in range(YEARS)],
        "level_times": [alg_progress_per_year**-year for year in range(YEARS)],
    }


FIRST_YEAR, YEARS = 2020, 7
"""Years of `implied_elasticity`."""
