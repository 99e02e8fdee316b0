"""How many chips: the stock of AI computing power in China and elsewhere, by the way in which it came there."""

import functools
import operator
from datetime import date
from typing import NamedTuple

import numpy as np

from . import both_branches, scan
from .chips import h100_equivalent

FIRST_YEAR, YEARS, QUARTERS = 2020, 9, 36
"""`stock` steps by quarter from the start of 2020 to the end of 2028."""

TODAY, READER, STOCKED = 24, 28, 20
"""Quarters from which growth is the reader's (2026), and from which licences and closed channels are (2027);
the quarter from which memory is used up (2025, after the rule of December 2024)."""


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
"""From when to when each class could be sold to China without a licence, by `data/events.csv`: announced or first sold,
and caught by the letters of August 2022, October 2023 and April 2025."""

STARTS = {"a100": "2020-05-14", "h100": "2022-09-20", "b200": "2024-11-15", "910b": "2023-01-01", "910c": "2024-10-15"}
"""From when a class is sold anywhere (`data/chips.csv`); for the 910B the first year of the dies that TSMC made for
it."""

FIRST_RULE = "2022-08-26"
"""The first letter to Nvidia."""

WAFER_GROWTH = 80 / 60
"""Growth of advanced wafers in China a year, 2026 to 2027 as foretold; 45 to 60 thousand a month from 2025 is the
same."""

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
        these in chips; ``910b`` and ``910c`` made in China; ``free``, the part of the quarter after the first rule;
        ``reader``, 1 from 2027 on.  From 2026 on what is sold to others and made in China stays level: growth is then
        for `stock`.

    Notes
    -----
    Before 2022, for which there are no accounts, China buys as many of the A100s sold to others as early in 2022.

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
    made = history.domestic * WAFER_GROWTH**years * _established(STARTS["910b"], tau)
    advanced = _established(STARTS["910c"], tau)
    return {
        "a100": history.a100 * (sold("A100") + sold("A800", since=STARTS["a100"])) * np.minimum(grown / grown[8], 1),
        "h800": history.h800 * sold("H800"),
        "h20": history.h20 * sold("H20"),
        "h200": np.where(step == 26, H200_OF_2026, 0.0),
        "all a100": all_sales * (1 - hopper) * (1 - blackwell) / worth["a100"],
        "all h100": all_sales * hopper * (1 - blackwell),
        "all b200": all_sales * blackwell / worth["b200"],
        **makers,
        "other": sum(makers.values()) / worth["other"],
        "910b": made * (1 - advanced),
        "910c": made * advanced,
        "free": np.clip(step + 1 - quarters_since_2020(FIRST_RULE), 0, 1),
        "reader": 1.0 * (step >= READER),
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
        :math:`\ell`, part of Nvidia's sales to others that reaches China [share].  0.02 to 0.13 by Epoch AI's interval
        for 2024; CNAS has a wider one.
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
        Part of that growth which the controls themselves have caused [natural logarithm a year].  0 for [C192, C193],
        above 0 for [C241].  It only lowers what would have been made without controls.
    memory_stock_chips : float or column
        For how many chips memory lay in China at the start of 2025; what was made in 2025 is taken off.
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
    - *Smuggled.*  That up to 2025 the leak is the same share of sales elsewhere is our assumption.  CNAS and Epoch AI
      give 140,000 and 170,895 for 2024, Nvidia and Washington hold it limited [C263], others large [C054, C260].
    - *Made in China.*  200,000 to 812,000 chips in 2025 by whom one asks.  Memory binds by one account (SemiAnalysis).
    - *Rented.*  Nobody gives a number; one essay says without limit [C030].
    - *Without controls* China buys a fixed share of a fixed output, H20 become H100, and nothing is smuggled.

    Examples
    --------
    The fitted past, in millions of H100-equivalents at the ends of 2024 and 2025:

    >>> found = stock(1, CALIBRATED.leak, 1, 1, 6, 1.9, 0, 1, 0, 4 / 3, 0, 1.5e6, 2.75e5, 1, 0, 0.01, 0, 0.14)
    >>> [round(float(v) / 1e6, 1) for v in found["china"][4:6]], [round(float(v) / 1e6) for v in found["us"][4:6]]
    ([0.7, 1.6], [6, 19])
    """
    if unit not in UNITS or controls not in ("as they were", "none") or licensed_class not in ("H20", "H200", "B200"):
        raise ValueError(f"No such setting: {unit}, {controls}, {licensed_class}.")
    all_series = series(history)
    keep = np.exp(-0.25 / chip_life_years)
    scenario = _controlled if controls == "as they were" else _uncontrolled
    path = scenario(
        {name: values[:TODAY] for name, values in all_series.items()},
        {name: values[TODAY:] for name, values in all_series.items()},
        _Flows(keep, account),
        licensed_times, leak_share, domestic_times, us_times, _a_quarter(us_growth_per_year), licensed_per_year / 4,
        _a_quarter(smuggling_growth_per_year), diversion_closed_share, _a_quarter(domestic_growth_per_year),
        np.exp(-0.25 * domestic_response_elasticity), memory_stock_chips, memory_chips_per_year / 4, free_share,
        licensed_class.lower(),
    )  # fmt: skip

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
        return [_sum([w * path[name][t] for name, w in have.items()]) for t in range(3, QUARTERS, 4)]

    found = {pathway: ends_of_years(names) for pathway, names in CHINA.items()}
    found["china"] = [_sum(parts) for parts in zip(*found.values(), strict=True)]
    found["us"] = ends_of_years(ABROAD)
    open_access = [rented_share * (1 - access_closed_share * all_series["reader"][t]) for t in range(3, QUARTERS, 4)]
    found["rented"] = [part * us for part, us in zip(open_access, found["us"], strict=True)]
    found["share"] = [100 * c / (c + u) for c, u in zip(found["china"], found["us"], strict=True)]
    found["us_over_china"] = [u / c for c, u in zip(found["china"], found["us"], strict=True)]
    return found | {"accounts": path} if account else found


def _a_quarter(a_year):
    """A yearly factor as a quarterly one: the fourth root, exact in every language."""
    return np.sqrt(np.sqrt(a_year))


def _sum(values):
    """The built-in sum without its 0 at the start, which would be one more operation a draw."""
    return functools.reduce(operator.add, values) if values else 0.0


class _Flows(NamedTuple):
    """Stocks of several classes through time: what is kept of the last quarter, and what comes in."""

    keep: float
    account: bool

    def start(self, stocks):
        """The state of `step`, from the stocks; in an account also what has come in and been retired so far."""
        if not self.account:
            return stocks
        return stocks | {f"{what} {name}": 0.0 for name in stocks for what in ("in", "out")}

    def step(self, state, came):
        new = {name: self.keep * state[name] + flow for name, flow in came.items()}
        if self.account:
            new |= {f"in {name}": state[f"in {name}"] + flow for name, flow in came.items()}
            new |= {f"out {name}": state[f"out {name}"] + (1 - self.keep) * state[name] for name in came}
        return new

    def responses(self, past, decay=None):
        """The past of each series by itself; what it is multiplied by comes after the loop, for each draw once."""

        def quarter(state, now):
            came = {name: now[name] for name in past if name != "free"}
            if decay is None:
                return self.step(state, came)
            faded = state["faded"] * (1 + (decay - 1) * now["free"])
            came |= {name: faded * came[name] for name in ("910b", "910c")}
            return self.step(state, came) | {"faded": faded}

        first = self.start(dict.fromkeys([name for name in past if name != "free"], 0.0))
        return scan(quarter, first if decay is None else first | {"faded": 1.0}, TODAY, past)

    def mixed(self, path, parts):
        """``{name: {series: times}}`` as the paths of each name; without an account at the ends of years alone."""
        kinds = ("", "in ", "out ") if self.account else ("",)
        asked = [self.account or t % 4 == 3 for t in range(TODAY)]
        return {
            kind + name: [
                _sum([times * path[kind + one][t] for one, times in mix.items()]) if asked[t] else None
                for t in range(TODAY)
            ]
            for name, mix in parts.items()
            for kind in kinds
        }

    def joined(self, before, quarter, names, more, ahead):
        """The past, then the quarters ahead from where it ends."""
        state = {name: before[name][-1] if name in before else 0.0 for name in self.start(dict.fromkeys(names, 0.0))}
        after = scan(quarter, state | more, QUARTERS - TODAY, ahead)
        return {name: before.get(name, [0.0] * TODAY) + after[name] for name in state}


def _controlled(
    past, ahead, flows, licensed_times, leak_share, domestic_times, us_times, us_step, licensed_step, secret_step,
    closed, domestic_step, decay, memory_stock_chips, memory_step, free_share, chosen,
):  # fmt: skip
    """Classes by quarter under the rules as they were."""
    abroad = {"us a100": "all a100", "us h100": "all h100", "us b200": "all b200", "us other": "other"}
    needed = ("a100", "h800", "h20", "910b", "910c", *abroad.values())
    leaked, left = leak_share * us_times, (1 - leak_share) * us_times
    before = flows.mixed(
        flows.responses({name: past[name] for name in needed}),
        {name: {name: licensed_times} for name in ("a100", "h800", "h20")}
        | {name: {name: domestic_times} for name in ("910b", "910c")}
        | {"h100 smuggled": {"all h100": leaked}, "b200 smuggled": {"all b200": leaked}}
        | {name: {one: left if one in ("all h100", "all b200") else us_times} for name, one in abroad.items()},
    )

    def quarter(state, now):
        level, growth = us_step * state["level"], domestic_step * state["growth"]
        secret = secret_step * state["secret"]
        passed = np.minimum(secret, level) * (1 - closed * now["reader"])
        rest = level - passed
        memory = state["memory"] + memory_step * growth
        wanted = domestic_times * growth
        made = np.minimum(wanted * now["domestic"], memory)
        advanced = made * now["advanced"]
        came = {"a100": 0.0, "h800": 0.0, "h20": 0.0, "h200": now["h200"]}
        came[chosen] = came.get(chosen, 0.0) + licensed_step * now["reader"]
        came |= {"h100 smuggled": passed * now["all h100"], "b200 smuggled": passed * now["all b200"]}
        came |= {"910b": made - advanced, "910c": advanced}
        came |= {"us a100": level * now["all a100"], "us other": level * now["other"]}
        came |= {"us h100": rest * now["all h100"], "us b200": rest * now["all b200"]}
        more = {"level": level, "secret": secret, "growth": growth, "memory": memory - made}
        return flows.step(state, came) | more

    used = domestic_times * float(np.sum((past["910b"] + past["910c"])[STOCKED:]))
    more = {
        "level": 1.0 * us_times,
        "secret": leaked,
        "growth": 1.0,
        "memory": np.maximum(memory_stock_chips - used, 0.0),
    }
    names = [name for names in CHINA.values() for name in names if name != "b200" or chosen == "b200"]
    made_in_china = ahead["910b"] + ahead["910c"]
    ahead = {name: ahead[name] for name in ("reader", "h200", *abroad.values())} | {
        "domestic": made_in_china,
        "advanced": ahead["910c"] / made_in_china,
    }
    return flows.joined(before, quarter, [*names, *abroad], more, ahead)


def _uncontrolled(
    past, ahead, flows, licensed_times, leak_share, domestic_times, us_times, us_step, licensed_step, secret_step,
    closed, domestic_step, decay, memory_stock_chips, memory_step, free_share, chosen,
):  # fmt: skip
    """Classes by quarter if there had been no rules since the first letter."""
    free, legal_h = past["free"], past["h800"] + past["h20"]
    parts = {"a100 before": past["a100"] * (1 - free), "a100 after": past["a100"] * free, "legal h": legal_h}
    for name in ("a100", "h100", "b200"):
        parts |= {f"all {name}": past[f"all {name}"], f"free {name}": past[f"all {name}"] * free}
    path = flows.responses(parts | {name: past[name] for name in ("other", "910b", "910c", "free")}, decay)
    sold, freely = free_share * us_times, free_share * licensed_times
    before = flows.mixed(
        path,
        {
            "a100": {"a100 before": licensed_times, "a100 after": freely, "free a100": sold},
            "h800": {"legal h": freely, "free h100": sold},
            "b200": {"free b200": sold},
            "910b": {"910b": domestic_times},
            "910c": {"910c": domestic_times},
            "us a100": {"all a100": us_times, "a100 after": licensed_times - freely, "free a100": -sold},
            "us h100": {"all h100": us_times, "legal h": licensed_times - freely, "free h100": -sold},
            "us b200": {"all b200": us_times, "free b200": -sold},
            "us other": {"other": us_times},
        },
    )

    def quarter(state, now):
        level, growth = us_step * state["level"], domestic_step * decay * state["growth"]
        to_china = free_share * level
        to_others = level - to_china
        made = domestic_times * growth
        came = {
            "a100": to_china * now["all a100"],
            "h800": to_china * now["all h100"],
            "b200": to_china * now["all b200"],
        }
        came |= {"910b": made * now["910b"], "910c": made * now["910c"]}
        came |= {f"us {name}": to_others * now[f"all {name}"] for name in ("a100", "h100", "b200")}
        came |= {"us other": level * now["other"]}
        return flows.step(state, came) | {"level": level, "growth": growth}

    ahead = {name: ahead[name] for name in ("all a100", "all h100", "all b200", "other", "910b", "910c")}
    names = ["a100", "h800", "b200", "910b", "910c", *ABROAD]
    return flows.joined(before, quarter, names, {"level": 1.0 * us_times, "growth": path["faded"][-1]}, ahead)


@both_branches
def smuggling(
    smuggled_value_usd,
    smuggled_price_usd,
    half_hidden_usd,
    concealment_steepness,
    enforcement_level,
    smuggling_dealers,
    deals_per_dealer,
    deal_chips,
    detection="on the total",
):
    r"""How many smuggled chips arrive: from above by what value can be hidden, from below by dealers and their deals.

    .. math::
        H(V) = \frac{1}{1 + (V / V_{50})^k}, \qquad
        N_{\mathrm{above}} = \frac{V}{p} \big[1 - e\,(1 - H)\big], \qquad
        N_{\mathrm{below}} = n\, d\, m\, \big[1 - e\,(1 - H)\big]

    with :math:`H` taken of all that is traded in a year, or of each deal by itself.

    Parameters
    ----------
    smuggled_value_usd : float or column
        :math:`V`, what is tried to be smuggled in a year [USD].  1e9 can be concealed [C202], 1e10 and 1e11 hardly
        [C203].
    smuggled_price_usd : float or column
        :math:`p`, of one chip on that market [USD].  20,000 is a fleet's price [C158]; 51,500 at most, with its server,
        in one delivery [C267, C268].
    half_hidden_usd : float or column
        :math:`V_{50}`, the value that stays hidden in one case of two [USD].  Between 1e9 and 1e10 by [C202, C203].
    concealment_steepness : float or column
        :math:`k`, above 0: how sharply that turns.
    enforcement_level : float or column
        :math:`e`, part of what is seen that is also stopped [share].  0: seen is not stopped (A13).
    smuggling_dealers, deals_per_dealer, deal_chips : float or column
        :math:`n, d, m`: dealers, deals of each in a year, chips a deal.  11 [C265] and dozens more [C266]; hundreds or
        thousands of chips [C264].
    detection : str
        ``"on the total"`` or ``"on each deal"`` (A12).

    Returns
    -------
    dict
        ``hidden``, the chance :math:`H` from above, and ``hidden_below``; ``tried`` and ``arrived`` [chips a year] from
        above, ``offered`` and ``arrived_below`` from below, ``offered_usd``; ``usd_per_arrived`` [USD a chip];
        ``below_over_above`` [times]; ``most_arrived``, the most that any :math:`V` brings in if all that is seen is
        stopped and the total is what is seen, infinite for :math:`k \le 1`.

    Notes
    -----
    One price and one enforcement stand behind both views.  Amodei adds that a million chips may be hard to move at all
    [C204], which is not in the model.  Nvidia and Washington call the trade limited [C263]; a paper could follow one
    deal without its being stopped [C260, C267].

    Examples
    --------
    A, ten and a hundred billion dollars at 20,000 dollars a chip:

    >>> found = [smuggling(v, 2e4, 3e9, 3, 1, 11, 1, 2000) for v in (1e9, 1e10, 1e11)]
    >>> [round(float(f["hidden"]), 5) for f in found], [round(float(f["tried"])) for f in found]
    ([0.96429, 0.02629, 3e-05], [50000, 500000, 5000000])
    """
    if detection not in ("on the total", "on each deal"):
        raise ValueError(f"detection is 'on the total' or 'on each deal', not {detection!r}.")
    deal_usd = deal_chips * smuggled_price_usd
    offered = smuggling_dealers * deals_per_dealer * deal_chips

    def hidden(usd):
        seen = deal_usd if detection == "on each deal" else usd
        return 1 / (1 + (seen / half_hidden_usd) ** concealment_steepness)

    above, below = hidden(smuggled_value_usd), hidden(offered * smuggled_price_usd)
    tried = smuggled_value_usd / smuggled_price_usd
    passes, passes_below = (1 - enforcement_level * (1 - chance) for chance in (above, below))
    best = np.where(
        concealment_steepness > 1,
        half_hidden_usd
        * np.maximum(concealment_steepness - 1, 1e-300) ** (1 - 1 / concealment_steepness)
        / concealment_steepness,
        np.inf,
    )
    return {
        "hidden": above,
        "hidden_below": below,
        "tried": tried,
        "arrived": tried * passes,
        "offered": offered,
        "offered_usd": offered * smuggled_price_usd,
        "arrived_below": offered * passes_below,
        "usd_per_arrived": np.where(passes > 0, np.true_divide(smuggled_price_usd, passes), np.inf),
        "below_over_above": np.where(passes > 0, np.true_divide(offered * passes_below, tried * passes), np.inf),
        "most_arrived": best / smuggled_price_usd,
    }


def third_countries(us_h100e, rented_share, diverted_h100e, access_closed_share, diversion_closed_share):
    r"""Computing power beyond the chip rule: rented abroad, or sold to a third country and passed on.

    .. math:: C = r\, U\, (1 - c_r) + d\, (1 - c_d)

    Parameters
    ----------
    us_h100e : float or column
        :math:`U`, what the US and its allies have [H100-equivalents].
    rented_share : float or column
        :math:`r`, part of it rented to Chinese firms [share].  Without limit by [C030]; nobody gives a number.
    diverted_h100e : float or column
        :math:`d`, passed on through other countries [H100-equivalents a year] [C269].
    access_closed_share, diversion_closed_share : float or column
        :math:`c_r, c_d`, part of each that is closed [share].  The caps on countries of January 2025 [C270] were
        dropped.

    Returns
    -------
    dict
        ``rented`` and ``diverted``, together ``beyond``.

    Examples
    --------
    Nothing is left at full closure:

    >>> float(third_countries(2e7, 0.01, 1e5, 1.0, 1.0)["beyond"])
    0.0
    """
    rented = us_h100e * rented_share * (1 - access_closed_share)
    diverted = diverted_h100e * (1 - diversion_closed_share)
    return {"rented": rented, "diverted": diverted, "beyond": rented + diverted}


LOOP_YEARS, LOOP_STEPS = 20, 80
"""How far `domestic_loop` looks ahead, by quarter."""


@both_branches
def domestic_loop(
    domestic_chips_per_year,
    domestic_growth_per_year,
    domestic_response_elasticity,
    restriction,
    import_chips_per_year,
    import_growth_per_year,
):
    r"""Does restriction build the rival it fears?  Imports lost against a domestic industry that grows faster for it.

    .. math::
        \frac{dQ}{dt} = \big(\ln g + b\,(R - 1)\big)\, Q, \qquad
        T_R(t) = Q_R(t) + (1 - R)\, I_0\, h^{t}

    Parameters
    ----------
    domestic_chips_per_year : float or column
        :math:`Q(0)` [chips a year].
    domestic_growth_per_year : float or column
        :math:`g`, under controls as they are, R = 1 [times a year].
    domestic_response_elasticity : float or column
        :math:`b`, by how much that growth answers to restriction [natural logarithm a year].  0: not at all, as
        [C192, C193] imply; above 0: the tightening loop [C241].  No essay gives a number.
    restriction : float or column
        :math:`R`.  0: none; 1: as it is, all such imports stopped.
    import_chips_per_year : float or column
        :math:`I_0`, what would be imported without restriction, in chips worth as much as those made at home
        [chips a year].
    import_growth_per_year : float or column
        :math:`h` [times a year].

    Returns
    -------
    dict
        After each of `LOOP_YEARS` years, as lists: ``supply`` with restriction and ``supply_free`` without, and
        ``total`` and ``total_free`` added up since the start [chips].  ``years_to_crossing``, until yearly supply
        with restriction is as much as without, and ``years_to_even``, until the totals are; infinite if not within
        `LOOP_YEARS`.  ``crosses``.

    Notes
    -----
    At b = 0 restriction only ever takes away.  Above 0 it takes away now and may give later: what counts is whether the
    crossing comes before the years that decide (A11, D25).  Quality is in the count: a chip of half the worth is half a
    chip.

    Examples
    --------
    >>> [float(domestic_loop(8e5, 1.6, b, 1, 1e6, 1.1)["years_to_crossing"]) for b in (0, 0.2, 0.4)]
    [inf, 3.0, 2.25]
    """
    own = np.log(domestic_growth_per_year)
    steps = LOOP_STEPS / LOOP_YEARS
    grow, grow_free = (np.exp((own + domestic_response_elasticity * by) / steps) for by in (restriction - 1, -1.0))
    grow_import = np.exp(np.log(import_growth_per_year) / steps)
    allowed = np.maximum(1 - restriction, 0.0)

    def quarter(state, now):
        home, free = state["home"] * grow, state["free"] * grow_free
        imported = state["imported"] * grow_import
        supply, supply_free = home + allowed * imported, free + imported
        total = state["total"] + supply / steps
        total_free = state["total_free"] + supply_free / steps
        years = (now["step"] + 1) / steps
        return {
            "home": home,
            "free": free,
            "imported": imported,
            "supply": supply,
            "supply_free": supply_free,
            "total": total,
            "total_free": total_free,
            "crossing": np.where(supply >= supply_free, np.minimum(state["crossing"], years), state["crossing"]),
            "even": np.where(total >= total_free, np.minimum(state["even"], years), state["even"]),
        }

    start = {name: 1.0 * domestic_chips_per_year for name in ("home", "free")}
    start |= {
        "imported": 1.0 * import_chips_per_year,
        "supply": 0.0,
        "supply_free": 0.0,
        "total": 0.0,
        "total_free": 0.0,
    }
    path = scan(quarter, start | {"crossing": np.inf, "even": np.inf}, LOOP_STEPS)
    ends = range(3, LOOP_STEPS, 4)
    found = {name: [path[name][t] for t in ends] for name in ("supply", "supply_free", "total", "total_free")}
    return found | {
        "years_to_crossing": path["crossing"][-1],
        "years_to_even": path["even"][-1],
        "crosses": path["crossing"][-1] <= LOOP_YEARS,
    }


@both_branches
def bite(
    visible_gap_share,
    free_share,
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
    unit="H100-equivalents",
    licensed_class="H200",
    history=CALIBRATED,
):
    r"""With and without controls: how much smaller China's stock is for them, year by year, and when that shows.

    .. math:: \gamma(t) = 1 - \frac{S_{\mathrm{with}}(t)}{S_{\mathrm{without}}(t)}

    Parameters
    ----------
    visible_gap_share : float or column
        From which :math:`\gamma` on the gap counts as visible [share].
    free_share : float or column
        Part of Nvidia's sales that China would buy without controls [share].  0.14 early in 2022.
    licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year : float or column
        As in `stock`, like the next.
    licensed_per_year, smuggling_growth_per_year, diversion_closed_share, domestic_growth_per_year : float or column
        And so on.
    domestic_response_elasticity, memory_stock_chips, memory_chips_per_year : float or column
        And so on.
    domestic_quality, memory_bound_share : float or column
        And so on.
    unit, licensed_class, history
        And so on.

    Returns
    -------
    dict
        At the end of each year, as lists: ``with_controls``, ``without_controls``, ``gap_share`` :math:`\gamma`, below
        0 where controls have added; ``visible_year``, the first year at whose end the gap is visible, infinite if none.

    Notes
    -----
    The same output is sold in both worlds.  In the one without controls China buys ``free_share`` of it.

    Examples
    --------
    >>> found = bite(0.25, 0.14, 1, CALIBRATED.leak, 1, 1, 6, 1.9, 0, 1, 0, 4 / 3, 0, 1.5e6, 2.75e5, 1, 0)
    >>> float(found["visible_year"]), round(float(found["gap_share"][5]), 2)
    (2024.0, 0.42)
    """
    limited, free = (
        stock.__wrapped__(
            licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year,
            licensed_per_year, smuggling_growth_per_year, diversion_closed_share, domestic_growth_per_year,
            domestic_response_elasticity, memory_stock_chips, memory_chips_per_year, domestic_quality,
            memory_bound_share, 0.0, 0.0, free_share, unit, controls, licensed_class, history,
        )["china"]
        for controls in ("as they were", "none")
    )  # fmt: skip
    gap = [1 - a / b for a, b in zip(limited, free, strict=True)]
    visible = np.inf
    for year, share in reversed(list(zip(range(FIRST_YEAR, FIRST_YEAR + YEARS), gap, strict=True))):
        visible = np.where(share >= visible_gap_share, float(year), visible)
    return {"with_controls": limited, "without_controls": free, "gap_share": gap, "visible_year": visible}


STARTS_OF_CONTROLS = {"August 2022": 2022.65, "October 2023": 2023.81}
"""When controls began: the first letter [C206], or the rule that also caught the H800 [C002]."""

JANUARY_2025 = 2025 + 30 / 365
"""When the essays were written."""


def when_to_judge(
    stockpile_months, upgrade_cycle_years, model_lag_months, judged_year, decisive_year, controls_start="October 2023"
):
    r"""When should an effect show, and was January 2025 too early to look for one?

    .. math:: t(q) = t_0 + \frac{m}{12} + q\,T + \frac{L}{12}

    for the part :math:`q` of data centres that has come up for renewal since the stock laid in was used up.

    Parameters
    ----------
    stockpile_months : float or column
        :math:`m`, how long the chips laid in before the ban last [months].  Laid in, no amount given [C253].
    upgrade_cycle_years : float or column
        :math:`T`, between renewals, spread evenly over data centres [years], above 0.  The test comes at renewal
        [C010].
    model_lag_months : float or column
        :math:`L`, from chips to the model that shows it [months].  Hardware acts with a delay [C007].
    judged_year : float or column
        When one looks.  2025.08 is the end of January 2025.
    decisive_year : float or column
        By when it has to have acted.  2026 to 2027 in one essay [C178].
    controls_start : str
        A key of `STARTS_OF_CONTROLS` (D7).

    Returns
    -------
    dict
        ``first_year``, ``half_year`` and ``full_year``, :math:`t(q)` at 0, 1/2 and 1; ``share_then``, the :math:`q`
        that the day of judging sees; ``too_early``, whether that is below one half; ``in_time``, whether half acts
        before what decides (A18).

    Examples
    --------
    >>> found = when_to_judge(12, 4, 6, 2025.08, 2027)
    >>> round(float(found["half_year"]), 2), bool(found["too_early"]), bool(found["in_time"])
    (2027.31, True, False)
    """
    first = STARTS_OF_CONTROLS[controls_start] + (stockpile_months + model_lag_months) / 12
    share = np.clip((judged_year - first) / upgrade_cycle_years, 0.0, 1.0)
    half = first + upgrade_cycle_years / 2
    return {
        "first_year": first,
        "half_year": half,
        "full_year": first + upgrade_cycle_years,
        "share_then": share,
        "too_early": share < 0.5,
        "in_time": half <= decisive_year,
    }


DAYS = 365
"""In a year."""


def run_or_ecosystem(run_chips, run_days, china_h100e, run_worth, deployment_share, chips_left_share):
    r"""What a cut in chips hits: one training run, or all else that a country does with them.

    .. math:: n = \frac{(1 - \sigma)\, F}{w\, K}, \qquad n' = \frac{x F - \sigma F}{w\, K}

    Parameters
    ----------
    run_chips : float or column
        :math:`K`, chips in one run.  2,048 for V3 [C016]; 100,000 in a coming generation [C011].
    run_days : float or column
        How long it takes [days].
    china_h100e : float or column
        :math:`F`, the computing power of the country [H100-equivalents].
    run_worth : float or column
        :math:`w`, what one of the run's chips is worth [H100s].
    deployment_share : float or column
        :math:`\sigma`, of the whole, that serves users [share].  0.6 to 0.8 [C023].
    chips_left_share : float or column
        :math:`x`, what controls leave of the whole [share].

    Returns
    -------
    dict
        ``run_share`` of the whole while it runs; ``run_year_share``, of the chip-days of a year; ``runs_at_once``
        :math:`n` and ``runs_left`` :math:`n'`, at least 0, if users are served as before; ``runs_kept``, at once, if
        service is cut alike; ``run_fits``, whether one run fits into what is left; ``served_left``, the part of service
        that remains if one run is to go on and all other training stops, at most 1.

    Notes
    -----
    [C021] holds that controls struggle to stop one run and press on the whole.  The two meet as runs grow: at [C011]'s
    size one run is itself a large part of the whole.

    Examples
    --------
    V3's run and one of 100,000 chips in a country of 1.5 million H100-equivalents:

    >>> found = [run_or_ecosystem(k, 55, 1.5e6, 1, 0.6, 0.5) for k in (2048, 1e5)]
    >>> [round(float(f["run_share"]), 4) for f in found], [round(float(f["runs_kept"]), 1) for f in found]
    ([0.0014, 0.0667], [146.5, 3.0])
    """
    run = run_worth * run_chips
    left = chips_left_share * china_h100e
    serving = deployment_share * china_h100e
    return {
        "run_share": run / china_h100e,
        "run_year_share": run * run_days / (china_h100e * DAYS),
        "runs_at_once": (china_h100e - serving) / run,
        "runs_left": np.maximum(left - serving, 0.0) / run,
        "runs_kept": (1 - deployment_share) * left / run,
        "run_fits": left >= run,
        "served_left": _at_most_one(np.maximum(left - run, 0.0), serving),
    }


@both_branches
def _at_most_one(part, whole):
    return np.where(whole > 0, np.minimum(np.true_divide(part, whole), 1.0), 1.0)
