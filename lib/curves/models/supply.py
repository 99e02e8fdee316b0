"""How many chips: the stock of AI computing power in China and elsewhere, by the way in which it came there."""

from datetime import date
from typing import NamedTuple

import numpy as np

from . import both_branches, scan
from .chips import h100_equivalent

FIRST_YEAR, YEARS, QUARTERS = 2020, 9, 36
"""`stock` steps by quarter from the start of 2020 to the end of 2028."""

TODAY, READER = 24, 28
"""Quarters from which growth is the reader's (2026), and from which licences and closed channels are (2027)."""


def quarters_since_2020(day):
    """Quarters from the start of 2020 to an ISO day: the axis of `stock`."""
    day = date.fromisoformat(day)
    start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return 4 * (day.year - FIRST_YEAR + (day - start).days / (end - start).days)


class Chip(NamedTuple):
    """One class of chips, by the chip that stands for it.

    Parameters
    ----------
    tflops, bandwidth : float
        Dense 16-bit rate [TFLOP/s] and memory bandwidth [GB/s], as in `data/chips.csv`.
    usd, watts : float
        Price without server [USD] and rated power [W], as in `data/supply.csv`.
    """

    tflops: float
    bandwidth: float
    usd: float
    watts: float


CHIPS = {
    "a100": Chip(312, 2039, 12000, 400),
    "h800": Chip(989, 3360, 30000, 700),
    "h100": Chip(989.4, 3350, 25000, 700),
    "h20": Chip(148, 4000, 12000, 400),
    "h200": Chip(989.5, 4800, 25000, 700),
    "b200": Chip(2500, 8000, 37000, 1000),
    "910b": Chip(376, 1228, 15000, 400),
    "910c": Chip(800, 3200, 20000, 800),
    "other": Chip(667, 2900, 4000, 500),
}
"""A100 stands for the A800, too, H100 for the H200 abroad, B200 for all that Nvidia has sold since, by the rate of one
GPU of a GB200, 910C for all that follows it in China, Trainium2 for what US firms design themselves and for AMD.  The
watts of the 910C are two of the 910B, since the list has less for it than for one of its dies."""

WINDOWS = {
    "A100": ("2020-05-14", "2022-08-26"),
    "A800": ("2022-11-08", "2023-10-23"),
    "H800": ("2023-03-21", "2023-10-23"),
    "H20": ("2024-01-01", "2025-04-09"),
}
"""From when to when each class could be sold to China without a licence, by `data/events.csv`: announced or first sold, and
caught by the letters of August 2022, October 2023 and April 2025."""

STARTS = {"a100": "2020-05-14", "h100": "2022-09-20", "b200": "2024-11-15", "910b": "2023-01-01", "910c": "2024-10-15"}
"""From when a class is sold anywhere (`data/chips.csv`); for the 910B the first year of the dies that TSMC made for it."""

FIRST_RULE, MEMORY_RULE = "2022-08-26", "2025-01-01"
"""The first letter to Nvidia; the quarter from which memory is limited to what lies in stock (the rule is of 2 December)."""

WAFER_GROWTH = 80 / 60
"""Growth of advanced wafers in China a year, 2026 to 2027 as foretold; 45 to 60 thousand a month from 2025 is the same."""

H200_OF_2026 = 2e4
"""H200 under licence in the third quarter of 2026: the upper end of what the filings and the press allow."""


class History(NamedTuple):
    """Constants of the past, fitted to the rows of `data/supply.csv` marked ``fit``: see `curves.models.supply_fit`.

    Parameters
    ----------
    a100, h800, h20 : float
        What China buys of a class once it is established [chips a quarter].
    ramp : float
        How long a class takes to be established [quarters], the same for all.
    sales : float
        What Nvidia sells to others in the middle of 2024 [H100-equivalents a quarter], smuggled chips included.
    growth : float
        By how much that, and what the makers below sell, grows then [times a year].
    slowing : float
        By how much that growth falls each year [natural logarithm], at least 0.
    leak : float
        Part of these sales that reaches China all the same [share].
    domestic : float
        Ascend chips once established, in the middle of 2024 [chips a quarter].
    tpu, amd, trainium : float
        What others make in the middle of 2024 [H100-equivalents a quarter].
    microsoft, meta, amazon, google, oracle : float
        Shares of what Nvidia has sold to others than China since 2022.
    """

    a100: float
    h800: float
    h20: float
    ramp: float
    sales: float
    growth: float
    slowing: float
    leak: float
    domestic: float
    tpu: float
    amd: float
    trainium: float
    microsoft: float
    meta: float
    amazon: float
    google: float
    oracle: float


CALIBRATED = History(
    a100=37097,
    h800=76995,
    h20=315940,
    ramp=1.1119,
    sales=783300,
    growth=3.352,
    slowing=0.10689,
    leak=0.048799,
    domestic=110660,
    tpu=174660,
    amd=130450,
    trainium=72694,
    microsoft=0.26727,
    meta=0.14154,
    amazon=0.10468,
    google=0.10229,
    oracle=0.051705,
)
"""What `curves.models.supply_fit.fit` finds for the rows marked ``fit``, to five digits.  17 constants for 40 rows."""


def _established(start, ramp, end=None, since=None):
    """For each quarter, sales of a class between two days over those of a full quarter once it is established."""
    low, high = quarters_since_2020(start), quarters_since_2020(end) if end else np.inf
    step = np.arange(QUARTERS)
    opens, closes = np.clip(low, step, step + 1), np.clip(high, step, step + 1)
    age = np.maximum((opens + closes) / 2 - quarters_since_2020(since or start), 0.0)
    return (closes - opens) * (1 - np.exp(-age / ramp))


def series(history):
    r"""What the past gives each quarter: constants, made once from the fitted ones.

    .. math:: \text{sales}_k(t) = R_k\, o_k(t)\, \big(1 - e^{-(t - t_k)/\tau}\big)

    with :math:`o_k(t)` the part of the quarter in which the rules leave class :math:`k` open.

    Parameters
    ----------
    history : History
        The constants.

    Returns
    -------
    dict of str to array of `QUARTERS`
        Chips by class: ``a100``, ``h800``, ``h20`` and ``h200`` to China under the rules; ``all a100``, ``all h100``
        and ``all b200`` that Nvidia sells to others; ``tpu``, ``amd``, ``trainium`` [H100-equivalents] and ``other``,
        these in chips; ``domestic``; ``new``, the part of it that is 910C; ``free``, the part of the quarter after the
        first rule; ``grows`` from 2026, ``reader`` from 2027 and ``memory`` from 2025 on, 0 or 1.  From 2026 on sales
        to others and ``domestic`` stay level: the reader's growth is for `stock`.

    Examples
    --------
    No H800 is sold under the rules after October 2023:

    >>> sold = series(CALIBRATED)["h800"]
    >>> float(sold[11]), bool(sold[15] > 0), float(sold[16])
    (0.0, True, 0.0)
    """
    tau, step = history.ramp, np.arange(QUARTERS)
    years = (np.minimum(step, TODAY - 1) + 0.5 - 18) / 4

    def sold(name, since=None):
        start, end = WINDOWS[name]
        return _established(start, tau, end, since)

    grown = history.growth**years * np.exp(-history.slowing * years**2 / 2)
    hopper, blackwell = (_established(STARTS[name], tau) for name in ("h100", "b200"))
    worth = {name: chip.tflops / CHIPS["h100"].tflops for name, chip in CHIPS.items()}
    all_sales = history.sales * grown * (step + 1 > quarters_since_2020(STARTS["a100"]))
    started = {"tpu": 12, "amd": 16, "trainium": 16}
    makers = {name: getattr(history, name) * grown * (step >= first) for name, first in started.items()}
    return {
        "a100": history.a100 * (sold("A100") + sold("A800", since=STARTS["a100"])),
        "h800": history.h800 * sold("H800"),
        "h20": history.h20 * sold("H20"),
        "h200": np.where(step == 26, H200_OF_2026, 0.0),
        "all a100": all_sales * (1 - hopper) * (1 - blackwell) / worth["a100"],
        "all h100": all_sales * hopper * (1 - blackwell),
        "all b200": all_sales * blackwell / worth["b200"],
        **makers,
        "other": sum(makers.values()) / worth["other"],
        "domestic": history.domestic * WAFER_GROWTH**years * _established(STARTS["910b"], tau),
        "new": _established(STARTS["910c"], tau),
        "free": np.clip(step + 1 - quarters_since_2020(FIRST_RULE), 0, 1),
        "grows": 1.0 * (step >= TODAY),
        "reader": 1.0 * (step >= READER),
        "memory": 1.0 * (step >= quarters_since_2020(MEMORY_RULE)),
    }


UNITS = ("chips", "H100-equivalents", "dollars", "megawatts")
"""In what `stock` may count."""

CHINA = {
    "licensed": {"a100": "a100", "h800": "h800", "h20": "h20", "h200": "h200", "b200": "b200"},
    "smuggled": {"h100 smuggled": "h100", "b200 smuggled": "b200"},
    "domestic": {"910b": "910b", "910c": "910c"},
}
"""The classes of each pathway into China, and the chip that stands for each."""

ABROAD = {"us a100": "a100", "us h100": "h100", "us b200": "b200", "us other": "other"}
"""The classes that the US and its allies have."""


@both_branches
def stock(
    licensed_times,
    leak_share,
    domestic_times,
    us_times,
    chip_life_years,
    us_growth_per_year,
    licensed_per_year,
    smuggling_growth_per_year,
    diversion_closed_share,
    domestic_growth_per_year,
    domestic_response_elasticity,
    memory_stock_chips,
    memory_chips_per_year,
    domestic_quality,
    memory_bound_share,
    rented_share,
    access_closed_share,
    free_share,
    unit="H100-equivalents",
    controls="as they were",
    licensed_class="H200",
    history=CALIBRATED,
    account=False,
):
    r"""What came in and is not yet worn out: the stock of AI chips in China by pathway, beside that of the rest.

    .. math:: S_k(t) = e^{-1/4L}\, S_k(t-1) + \text{in}_k(t)

    by quarter, with, for class :math:`k`,

    .. math::
        \text{in}_k = \begin{cases}
            x\, R_k\, o_k(t) (1 - e^{-(t - t_k)/\tau}) & \text{sold under the rules} \\
            \ell\, (1 - c)\, u\, s(t) A_k(t) & \text{smuggled: a share of what is sold elsewhere} \\
            \min(d\, D(t),\; M(t)) & \text{made in China, while there is memory for it}
        \end{cases}

    :math:`s` is 1 until 2025; then smuggling grows at a rate of its own, and at most all is smuggled.

    Parameters
    ----------
    licensed_times, domestic_times, us_times : float or column
        :math:`x, d, u`, true past flows over the fitted ones [times].  0.79 to 1.27, 0.34 to 1.37 and 0.87 to 1.14 by
        the published intervals; for chips made in China these are accounts that differ, not an interval.
    leak_share : float or column
        :math:`\ell`, part of Nvidia's sales to others that reaches China [share].  0.02 to 0.13 by Epoch AI's interval for
        2024; CNAS has a wider one.
    chip_life_years : float or column
        :math:`L`, mean life [years], above 0: a stock without inflow halves in 0.69 of it.
    us_growth_per_year : float or column
        By how much sales to the US and its allies grow from 2026 on [times a year].
    licensed_per_year : float or column
        Chips of ``licensed_class`` sold to China under licence from 2027 on [chips a year].
    smuggling_growth_per_year : float or column
        By how much smuggling grows from 2026 on, in H100-equivalents [times a year].
    diversion_closed_share : float or column
        :math:`c`, part of smuggling that is stopped from 2027 on [share].
    domestic_growth_per_year : float or column
        By how much China's production, and its memory, grow from 2026 on under controls as they are [times a year].
    domestic_response_elasticity : float or column
        Part of that growth which the controls themselves have caused [natural logarithm a year].  0 for [C192, C193], above 0
        for [C241].  It only lowers what would have been made without controls.
    memory_stock_chips : float or column
        For how many chips memory lay in China at the start of 2025.
    memory_chips_per_year : float or column
        For how many chips a year memory is made there in 2026.
    domestic_quality : float or column
        What an Ascend chip does in practice over what its data sheet says, against Nvidia's [share].
    memory_bound_share : float or column
        As in `curves.models.chips.h100_equivalent`; Epoch AI's H100-equivalents are those at 0.
    rented_share : float or column
        Part of what the US and its allies have that is rented to Chinese firms [share].
    access_closed_share : float or column
        Part of that which is closed from 2027 on [share].
    free_share : float or column
        Part of Nvidia's sales that China would buy without controls [share].
    unit : str
        One of `UNITS`; dollars are list prices of chips when new, megawatts rated power of chips alone.
    controls : str
        ``"as they were"``, or ``"none"`` since August 2022.
    licensed_class : str
        ``"H20"``, ``"H200"`` or ``"B200"``.
    history : History
        The constants of the past.
    account : bool
        Whether to give ``accounts`` as well: each class by quarter, what came in and what was retired, in chips.

    Returns
    -------
    dict
        At the end of each year from 2020 to 2028, as lists in ``unit``: ``licensed``, ``smuggled`` and ``domestic``,
        together ``china``; ``rented``, counted in none of these; ``us``, the US and its allies; ``share`` [percent] of
        China in both; ``us_over_china`` [times].

    Notes
    -----
    Stocks are never an input.  What is smuggled is taken from what others have, so that sales add up.

    - *Sold under the rules.*  From Epoch AI's accounts by class, with windows from the rules.  What came before 2022
      follows from the same constants and no account; [C008] has tens of thousands of chips, [C257] 10,000 at one firm.
      Licences of 2026 are at most 20,000 chips, though Beijing approved 400,000.
    - *Smuggled.*  That up to 2025 the leak is the same share of sales elsewhere is our assumption.  CNAS and Epoch AI give 140,000 and
      170,895 for 2024, Nvidia and Washington hold it limited [C263], others large [C054, C260].
    - *Made in China.*  200,000 to 812,000 chips in 2025 by whom one asks.  Memory binds by one account (SemiAnalysis).
    - *Rented.*  Nobody gives a number; one essay says without limit [C030].
    - *Without controls* China buys a fixed share of a fixed output, H20 become H100, and nothing is smuggled.

    Examples
    --------
    The fitted past, in millions of H100-equivalents at the ends of 2024 and 2025:

    >>> found = stock(1, CALIBRATED.leak, 1, 1, 6, 1.9, 0, 1, 0, 4 / 3, 0, 1.5e6, 2.75e5, 1, 0, 0.01, 0, 0.14)
    >>> [round(float(v) / 1e6, 1) for v in found["china"][4:6]], [round(float(v) / 1e6) for v in found["us"][4:6]]
    ([0.0, 0.0], [0, 0])
    """
    if unit not in UNITS or controls not in ("as they were", "none") or licensed_class not in ("H20", "H200", "B200"):
        raise ValueError(f"No such setting: {unit}, {controls}, {licensed_class}.")
    past = series(history)
    under_rules = controls == "as they were"
    keep = np.exp(-0.25 / chip_life_years)
    us_step = us_growth_per_year**0.25 - 1
    domestic_step = domestic_growth_per_year**0.25 - 1
    unprovoked = np.exp(-0.25 * domestic_response_elasticity) - 1
    licensed_step = licensed_per_year / 4
    leak_step = (smuggling_growth_per_year / us_growth_per_year) ** 0.25 - 1
    memory_step = memory_chips_per_year / 4
    before_memory_rule = float(np.sum(past["domestic"] * (1 - past["memory"])))
    chosen = licensed_class.lower()

    def bought(now, level, leak):
        """What China gets of Nvidia's, by class, and what the others get, in chips."""
        all_a, all_h, all_b = (level * now[f"all {name}"] for name in ("a100", "h100", "b200"))
        if under_rules:
            legal = {name: licensed_times * now[name] for name in ("a100", "h800", "h20")} | {"h200": now["h200"]}
            legal[chosen] = legal.get(chosen, 0.0) + licensed_step * now["reader"]
            secret = np.minimum(leak, 1.0) * (1 - diversion_closed_share * now["reader"])
            secret_h, secret_b = secret * all_h, secret * all_b
            others = {"us a100": all_a, "us h100": all_h - secret_h, "us b200": all_b - secret_b}
            return legal | {"h100 smuggled": secret_h, "b200 smuggled": secret_b}, others
        legal_a, legal_h = licensed_times * now["a100"], licensed_times * (now["h800"] + now["h20"])
        free = free_share * now["free"]
        china = {
            "a100": legal_a * (1 - now["free"]) + free * (all_a + legal_a),
            "h800": free * (all_h + legal_h),
            "b200": free * all_b,
        }
        totals = {"us a100": all_a + legal_a, "us h100": all_h + legal_h, "us b200": all_b}
        return china, {k: total - given for (k, total), given in zip(totals.items(), china.values(), strict=True)}

    def quarter(state, now):
        level = state["level"] + state["level"] * us_step * now["grows"]
        growth = state["growth"] + state["growth"] * domestic_step * now["grows"]
        if not under_rules:
            growth = growth + growth * unprovoked * now["free"]
        made = domestic_times * now["domestic"] * growth
        leak, new = 0.0, {"level": level, "growth": growth}
        if under_rules:
            memory = state["memory"] + memory_step * growth * now["grows"]
            made = np.minimum(made, memory)
            leak = state["leak"] + state["leak"] * leak_step * now["grows"]
            new |= {"memory": memory - made, "leak": leak}
        china, others = bought(now, level, leak)
        advanced = made * now["new"]
        china = china | {"910c": advanced, "910b": made - advanced}
        others = others | {"us other": level * now["other"]}
        for name, came in (china | others).items():
            new[name] = keep * state[name] + came
        if account:
            for side, flows in (("china", china), ("us", others)):
                new[f"{side} in"] = state[f"{side} in"] + sum(flows.values())
                new[f"{side} retired"] = state[f"{side} retired"] + (1 - keep) * sum(state[name] for name in flows)
        return new

    first = {"level": 1.0 * us_times, "growth": 1.0}
    if under_rules:
        first["leak"] = 1.0 * leak_share
        first["memory"] = memory_stock_chips + domestic_times * before_memory_rule
    classes = [name for names in CHINA.values() for name in names] + list(ABROAD)
    if under_rules:
        classes = [name for name in classes if name != "b200" or chosen == "b200"]
    else:
        classes = [name for name in classes if name not in ("h20", "h200", "h100 smuggled", "b200 smuggled")]
    first |= dict.fromkeys(classes, 0.0)
    if account:
        first |= {f"{side} {what}": 0.0 for side in ("china", "us") for what in ("in", "retired")}
    path = scan(quarter, first, QUARTERS, past)

    def weight(chip):
        if unit == "chips":
            return 1.0
        if unit == "dollars":
            return CHIPS[chip].usd
        if unit == "megawatts":
            return CHIPS[chip].watts / 1e6
        worth = h100_equivalent(CHIPS[chip].tflops, CHIPS[chip].bandwidth, memory_bound_share)
        return worth * domestic_quality if chip.startswith("910") else worth

    def ends_of_years(names):
        have = {name: weight(chip) for name, chip in names.items() if name in path}
        return [sum((w * path[name][t] for name, w in have.items()), 0.0) for t in range(3, QUARTERS, 4)]

    found = {pathway: ends_of_years(names) for pathway, names in CHINA.items()}
    found["china"] = [sum(parts) for parts in zip(*found.values(), strict=True)]
    found["us"] = ends_of_years(ABROAD)
    open_access = [rented_share * (1 - access_closed_share * past["reader"][t]) for t in range(3, QUARTERS, 4)]
    found["rented"] = [part * us for part, us in zip(open_access, found["us"], strict=True)]
    found["share"] = [100 * c / (c + u) for c, u in zip(found["china"], found["us"], strict=True)]
    found["us_over_china"] = [u / c for c, u in zip(found["china"], found["us"], strict=True)]
    return found | {"accounts": path} if account else found
