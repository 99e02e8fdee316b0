"""Trends: how fast an amount grows over the years, and how sure a straight line through its logarithm is."""

from typing import NamedTuple

import numpy as np
from scipy.stats import t

from . import both_branches

DEGREES = np.arange(1.0, 301.0)
T_90 = t.ppf(0.95, DEGREES)
"""Student's t for a 90 percent interval, by degrees of freedom."""


@both_branches
def growth(fit_from, fit_until, dates, amounts):
    r"""How many times a year an amount grew between two dates, and whether what came later kept to it.

    .. math:: \log_{10} y_i = a + b\,t_i + \varepsilon_i, \qquad g = 10^{\hat b}

    Parameters
    ----------
    fit_from, fit_until : float
        The line is fitted to what is dated from the one to just before the other [decimal years].
    dates : column
        :math:`t_i` [decimal years].
    amounts : column
        :math:`y_i`, in any unit, above 0.

    Returns
    -------
    dict
        ``factor`` :math:`g` a year, ``factor_low`` to ``factor_high`` with 90 percent confidence;
        ``n`` fitted, ``n_later`` dated after, ``n_inside`` of these within the band in which nine of ten single
        amounts are expected; and in columns as long as the data ``year``, ``amount``, ``fitted``, ``band_low``,
        ``band_high`` and ``used``, 1 for what was fitted.

    Notes
    -----
    Ordinary least squares on the logarithm, with Student's t on n - 2 degrees of freedom.  The interval is for
    scattered points that know nothing of each other.  Models are not that: one firm's follow one another, a list of
    record runs is picked for being high, and all draw on the same chips.  Read it as the least doubt, not the most.
    With fewer than three amounts nothing can be fitted, and the line is flat at infinity.

    Examples
    --------
    >>> found = growth(2018, 2024, np.array([2018.0, 2020, 2022, 2024, 2025]), 4.0 ** np.arange(0, 10, 2))
    >>> round(float(found["factor"]), 6), float(found["n"]), float(found["n_later"])
    (4.0, 3.0, 2.0)
    """
    used = np.where((dates >= fit_from) & (dates < fit_until), 1.0, 0.0)
    fit = _line(used, dates - 2020, np.log10(amounts))
    later = _later(dates >= fit_until, fit)
    return later | {
        "factor": np.where(fit["enough"], 10 ** fit["slope"], np.inf),
        "factor_low": np.where(fit["enough"], 10 ** (fit["slope"] - fit["margin"]), 0.0),
        "factor_high": np.where(fit["enough"], 10 ** (fit["slope"] + fit["margin"]), np.inf),
        "n": fit["n"],
        "year": dates,
        "amount": amounts,
        "fitted": 10 ** fit["line"],
        "band_low": 10 ** (fit["line"] - fit["band"]),
        "band_high": 10 ** (fit["line"] + fit["band"]),
        "used": used,
    }


@both_branches
def foretell(fit_before, dates, compute_flop, scores):
    r"""A line from compute to capability, drawn before a date, against the models that came after it.

    .. math:: s_i = a + b\,\log_{10} C_i + \varepsilon_i

    Parameters
    ----------
    fit_before : float
        Models dated before are fitted [decimal years].
    dates : column
        Release of each model [decimal years].
    compute_flop : column
        :math:`C_i`, training compute [FLOP], above 0.
    scores : column
        :math:`s_i`, a capability score on a scale on which equal steps are equally hard.

    Returns
    -------
    dict
        ``points_per_decade`` :math:`b`, ``points_low`` to ``points_high`` with 90 percent confidence; ``n`` fitted,
        ``points_later``, the slope among the later models alone; ``n_later``, ``n_inside`` the band for single
        models, ``n_above`` it; ``ahead``, points by which the later models lie above the line on average, and
        ``less_compute``, how many times less compute than the line asks their scores took; and in columns
        ``compute``, ``score``, ``fitted``, ``band_low``, ``band_high``, ``used``.

    Notes
    -----
    Least squares, as in `growth`, with the same doubts.  ``less_compute`` is :math:`10^{\text{ahead}/b}`: all that
    moved the curve between the two groups, better algorithms, data, thinking at test time and post-training alike.

    Examples
    --------
    >>> found = foretell(2024, np.array([2022.0, 2022.5, 2023, 2023.5, 2025]), 10.0 ** np.array([22, 23, 24, 25, 24]),
    ...                  np.array([80.0, 90, 100, 110, 110]))
    >>> float(found["points_per_decade"]), float(found["ahead"]), float(found["less_compute"])
    (10.0, 10.0, 10.0)
    """
    used = np.where(dates < fit_before, 1.0, 0.0)
    fit = _line(used, np.log10(compute_flop) - 24, scores)
    later = _later(dates >= fit_before, fit)
    after = _line(1 - used, np.log10(compute_flop) - 24, scores)
    gap = np.where((dates >= fit_before) & fit["enough"], fit["residual"], 0.0)
    ahead = np.sum(gap) / np.maximum(later["n_later"], 1)
    return later | {
        "points_per_decade": fit["slope"],
        "points_low": fit["slope"] - fit["margin"],
        "points_high": fit["slope"] + fit["margin"],
        "points_later": after["slope"],
        "n": fit["n"],
        "n_above": np.sum(np.where(gap > fit["band"], 1.0, 0.0)),
        "ahead": ahead,
        "less_compute": 10 ** (ahead / fit["slope"]),
        "compute": compute_flop,
        "score": scores,
        "fitted": fit["line"],
        "band_low": fit["line"] - fit["band"],
        "band_high": fit["line"] + fit["band"],
        "used": used,
    }


class Scores(NamedTuple):
    """Results by date: decimal years, values, and the value that none can pass (infinite for a length of time)."""

    dates: np.ndarray
    values: np.ndarray
    ceiling: float


@both_branches
def foretell_by_date(line_drawn_in, measure, measures):
    r"""A line over the years, drawn before a date, against the models that came after it.

    .. math:: f(s_i) = a + b\,t_i + \varepsilon_i, \qquad f(s) = \log_{10} \frac{s}{S - s}
              \;\text{ or }\; \log_{10} s

    Parameters
    ----------
    line_drawn_in : float
        Models dated before are fitted [decimal years].
    measure : str
        A name in ``measures``.
    measures : dict of str to Scores
        Each with :math:`S`, the ceiling, if it has one.

    Returns
    -------
    dict
        ``n`` fitted, too few for a line if ``no_line``, ``n_later`` dated after, ``n_inside`` of these within the band
        in which nine of ten single models are expected and ``n_above`` it; ``ahead``, by how much later models lie
        above the line on average, in the measure's own unit; ``times_ahead``, the same as a factor of the odds or,
        without a ceiling, of the value (the geometric mean); and in columns ``year``, ``value``, ``used``, and
        ``fitted``, ``band_low`` and ``band_high``, infinite without a line.

    Notes
    -----
    Least squares on the log odds, so that a line never promises more than all, or on the logarithm.  Dates explain
    nothing: they stand in for money, ideas and chips at once.

    Examples
    --------
    >>> years = np.array([2023.0, 2024, 2025, 2026])
    >>> found = foretell_by_date(2026, "length", {"length": Scores(years, 10.0 ** np.array([0, 1, 2, 4]), np.inf)})
    >>> float(found["n_later"]), round(float(found["times_ahead"]), 6)
    (1.0, 10.0)
    """
    dates, values, ceiling = measures[measure]
    bounded = np.isfinite(ceiling)
    odds = np.log10(values / (ceiling - values) if bounded else values)

    def back(z):
        return np.where(fit["enough"], ceiling / (1 + 10**-z) if bounded else 10**z, np.inf)

    used = np.where(dates < line_drawn_in, 1.0, 0.0)
    fit = _line(used, dates - 2024, odds)
    later = _later(dates >= line_drawn_in, fit)
    fitted = back(fit["line"])

    def mean_later(gap):
        return np.sum(np.where((dates >= line_drawn_in) & fit["enough"], gap, 0.0)) / np.maximum(later["n_later"], 1)

    above = (dates >= line_drawn_in) & (fit["residual"] > fit["band"]) & fit["enough"]
    return later | {
        "n": fit["n"],
        "n_above": np.sum(np.where(above, 1.0, 0.0)),
        "no_line": fit["n"] < 3,
        "ahead": mean_later(values - fitted),
        "times_ahead": 10 ** mean_later(fit["residual"]),
        "year": dates,
        "value": values,
        "fitted": fitted,
        "band_low": back(fit["line"] - fit["band"]),
        "band_high": back(fit["line"] + fit["band"]),
        "used": used,
    }


def less_compute_interval(fit_before, dates, compute_flop, scores, draws=1000, seed=0):
    """Where ``less_compute`` of `foretell` lies in nine of ten resamples of the earlier and of the later models.

    Parameters
    ----------
    fit_before, dates, compute_flop, scores
        As in `foretell`.
    draws, seed : int
        How many resamples, and from which start.

    Returns
    -------
    (float, float)
        Low and high.

    Examples
    --------
    >>> years, flop = np.linspace(2023, 2025, 40), 10.0 ** np.linspace(23, 26, 40)
    >>> found = less_compute_interval(2024, years, flop, 10 * np.log10(flop) + 5 * (years >= 2024), draws=50)
    >>> [round(float(v), 2) for v in found]
    [3.16, 3.16]
    """
    rng, before = np.random.default_rng(seed), dates < fit_before
    groups = [np.flatnonzero(before), np.flatnonzero(~before)]
    found = []
    for _ in range(draws):
        rows = np.concatenate([rng.choice(group, len(group)) for group in groups])
        found.append(foretell(fit_before, dates[rows], compute_flop[rows], scores[rows])["less_compute"])
    return tuple(np.quantile(found, [0.05, 0.95]))


def _line(used, x, y):
    """Least squares where ``used`` is 1: slope and line, infinite below three points, and their 90 percent margins."""
    n = np.sum(used)
    enough = n >= 3
    mid_x, mid_y = np.sum(used * x) / n, np.sum(used * y) / n
    spread = np.sum(used * (x - mid_x) ** 2)
    slope = np.sum(used * (x - mid_x) * (y - mid_y)) / spread
    line = mid_y + slope * (x - mid_x)
    scatter = np.sqrt(np.sum(used * (y - line) ** 2) / (n - 2))
    reach = np.interp(n - 2, DEGREES, T_90) * scatter
    margin = reach / np.sqrt(spread)
    band = reach * np.sqrt(1 + 1 / n + (x - mid_x) ** 2 / spread)
    return {
        "n": n,
        "enough": enough,
        "slope": np.where(enough, slope, np.inf),
        "line": np.where(enough, line, np.inf),
        "margin": np.where(enough, margin, 0.0),
        "band": np.where(enough, band, 0.0),
        "residual": np.where(enough, y - line, np.inf),
    }


def _later(later, fit):
    inside = later & (np.abs(fit["residual"]) <= fit["band"]) & fit["enough"]
    return {"n_later": np.sum(np.where(later, 1.0, 0.0)), "n_inside": np.sum(np.where(inside, 1.0, 0.0))}


def decimal_year(dates):
    """Dates as years with fractions.

    Parameters
    ----------
    dates : pandas.Series of datetime64, or anything numpy makes dates of

    Returns
    -------
    column
        Decimal years.

    Examples
    --------
    >>> decimal_year(["2024-01-01", "2024-07-02"]).round(3).tolist()
    [2024.0, 2024.5]
    """
    days = np.asarray(dates, dtype="datetime64[D]")
    years = days.astype("datetime64[Y]")
    start, end = years.astype("datetime64[D]"), (years + 1).astype("datetime64[D]")
    return years.astype(int) + 1970 + (days - start) / (end - start)


class Offers(NamedTuple):
    """Prices of models that are good enough, by date: decimal years, USD per million tokens read and written."""

    dates: np.ndarray
    input_usd: np.ndarray
    output_usd: np.ndarray


@both_branches
def price_decline(output_share, alg_progress_per_year, level, levels, example):
    r"""How fast the lowest price of a fixed quality falls, and how that compares with progress in training.

    .. math:: p_i = (1 - w)\,p_i^{in} + w\,p_i^{out}, \qquad \log_{10} p = a - b\,t, \qquad f = \frac{b \ln 10}{\ln g}

    Parameters
    ----------
    output_share : float
        :math:`w`, share of the tokens that are written and not read.  0 to 1; studies take a quarter.
    alg_progress_per_year : float
        :math:`g` [times a year], above 1.
    level : str
        A name in ``levels``.
    levels : dict of str to Offers
        For each quality the offers that reach it.
    example : dict of str to (input_usd, output_usd)
        The ``first`` and the ``second`` price of an example, 15 months apart.

    Returns
    -------
    dict
        ``factor`` by which the lowest price falls [times a year], ``factor_low`` to ``factor_high`` with 90 percent
        confidence; ``n`` offers that undercut all before, and whether these are ``few``; ``pass_through`` :math:`f`,
        how many years of training progress a year of falling prices is worth; ``example_fall`` [times],
        ``example_a_year`` [times a year] and the two prices of the example; and in columns ``year``, ``price_usd``,
        ``fitted``, ``band_low``, ``band_high``, ``used``, 1 for an offer that undercuts, and ``at_training_rate``, the
        first price had it fallen by :math:`g`.

    Notes
    -----
    As Epoch AI does it, the line goes through the offers that were the cheapest of their quality when they came.  Such
    offers are few and each is picked for being low: the interval is the least doubt.  An equal price is no new record.
    A price is not a cost: it contains a margin, a promotion, a loss borne on purpose.

    Examples
    --------
    >>> offers = Offers(np.array([2023.0, 2024, 2024.5, 2025]), *2 * [np.array([100.0, 10, 20, 1])])
    >>> found = price_decline(0.25, 10.0, "good", {"good": offers}, {"first": (30, 60), "second": (3, 15)})
    >>> round(float(found["factor"]), 6), float(found["n"]), float(found["example_fall"])
    (10.0, 3.0, 6.25)
    """
    offers = levels[level]

    def mixed(input_usd, output_usd):
        return (1 - output_share) * input_usd + output_share * output_usd

    price = mixed(offers.input_usd, offers.output_usd)
    strict = price * (1 + 1e-9 * np.arange(len(offers.dates)))
    used = np.where(strict <= np.minimum.accumulate(strict), 1.0, 0.0)
    price_of_first = mixed(offers.input_usd[0], offers.output_usd[0])
    fit = _line(used, offers.dates - 2024, np.log10(price))
    first, second = mixed(*example["first"]), mixed(*example["second"])
    return {
        "factor": 10 ** -fit["slope"],
        "factor_low": 10 ** (-fit["slope"] - fit["margin"]),
        "factor_high": 10 ** (-fit["slope"] + fit["margin"]),
        "n": fit["n"],
        "few": fit["n"] < 5,
        "pass_through": -fit["slope"] * np.log(10) / np.log(alg_progress_per_year),
        "example_fall": first / second,
        "example_a_year": (first / second) ** (12 / 15),
        "example_first_usd": first,
        "example_second_usd": second,
        "at_training_rate": price_of_first * alg_progress_per_year ** (offers.dates[0] - offers.dates),
        "year": offers.dates,
        "price_usd": price,
        "fitted": 10 ** fit["line"],
        "band_low": 10 ** (fit["line"] - fit["band"]),
        "band_high": 10 ** (fit["line"] + fit["band"]),
        "used": used,
    }


def offered(output_share, maker, makers):
    r"""Prices of one maker over time: :math:`(1 - w)\,p^{in} + w\,p^{out}`.

    Parameters
    ----------
    output_share : float
        :math:`w`, as in `price_decline`.
    maker : str
        A name in ``makers``.
    makers : dict of str to Offers
        Each in order of date.

    Returns
    -------
    dict
        Columns ``year`` and ``price_usd`` [USD per million tokens]; ``n``, how many; ``first_usd``, ``last_usd``,
        ``lowest_usd``, ``highest_usd`` and ``spread_times``, the highest over the lowest.

    Examples
    --------
    >>> offers = Offers(np.array([2024.0, 2025]), np.array([1.0, 4]), np.array([1.0, 8]))
    >>> found = offered(0.25, "one", {"one": offers})
    >>> found["price_usd"].tolist(), float(found["spread_times"])
    ([1.0, 5.0], 5.0)
    """

    def mixed(input_usd, output_usd):
        return (1 - output_share) * input_usd + output_share * output_usd

    offers = makers[maker]
    price = mixed(offers.input_usd, offers.output_usd)
    lowest, highest = np.min(price), np.max(price)
    return {
        "year": offers.dates,
        "price_usd": price,
        "n": float(len(offers.dates)),
        "first_usd": mixed(offers.input_usd[0], offers.output_usd[0]),
        "last_usd": mixed(offers.input_usd[-1], offers.output_usd[-1]),
        "lowest_usd": lowest,
        "highest_usd": highest,
        "spread_times": highest / lowest,
    }
