"""Chips and rules: what a threshold catches, what a chip is worth, what a year of delay lets through."""

from typing import NamedTuple

import numpy as np

from . import both_branches

POLICIES = ("none", "notify", "case by case", "licence", "presumption of denial")
"""What a seller meets, from free to all but closed; a rule's place in this list is its strictness."""

NONE, NOTIFY, CASE_BY_CASE, LICENCE, DENIAL = range(5)


class Rule(NamedTuple):
    """One line of a control rule, as `data/control_rules.csv` holds it, with days as numbers.

    A limit that the rule does not have is None; a day that it does not have is infinite.

    Parameters
    ----------
    name, clause : str
        Its key, and the paragraph of the rule book.
    from_day, to_day : float
        First day on which it binds, first day on which it no longer does.
    scope : str
        ``any``, ``datacenter`` or ``other`` chips with arithmetic of their own, or ``memory`` sold by itself.
    makers : tuple of str
        Whose chips; empty for all.
    tpp_min, tpp_below, density_min, density_below, io_min, bandwidth_min, bandwidth_below, sum_min : float or None
        At least, or below.  ``sum_min`` is on memory bandwidth and links together.
    memory_density_above : float or None
        Strictly above [GB/s per mm2].
    joined : str
        ``and`` or ``or``.
    strictness : int
        Place in `POLICIES`.
    eases : str
        Blank for a rule that asks for a licence.  Else the clauses, by how they begin, whose licences are from now on
        reviewed at this rule's strictness if that is milder.
    sold_in_us : bool
        Whether it is for chips alone that are sold in the United States, too.
    """

    name: str
    clause: str = ""
    from_day: float = -np.inf
    to_day: float = np.inf
    scope: str = "any"
    makers: tuple = ()
    tpp_min: float | None = None
    tpp_below: float | None = None
    density_min: float | None = None
    density_below: float | None = None
    io_min: float | None = None
    bandwidth_min: float | None = None
    bandwidth_below: float | None = None
    sum_min: float | None = None
    memory_density_above: float | None = None
    joined: str = "and"
    strictness: int = DENIAL
    eases: str = ""
    sold_in_us: bool = False


def tpp(tflops_16bit, tops_8bit=np.nan, tflops_4bit=np.nan):
    r"""Total processing performance: the best of rate times bit length, dense, over all widths.

    .. math:: \mathrm{TPP} = \max_w \; w\, R_w

    Parameters
    ----------
    tflops_16bit, tops_8bit, tflops_4bit : float or column
        :math:`R_w`, dense rate at a width of 16, 8 and 4 bits [tera-operations a second]; NaN where unknown.

    Returns
    -------
    float or column
        [tera-operations a second times bits]; NaN where no rate is known.

    Notes
    -----
    The rule of October 2023 counts twice the multiply-accumulate rate times the bit length; data sheets count a
    multiply-accumulate as two operations already, so the rate is taken as printed, without sparsity.

    Examples
    --------
    The rule's own two ways to 4,800, and an H100:

    >>> float(tpp(300)), float(tpp(np.nan, 600)), float(tpp(989.4, 1979))
    (4800.0, 4800.0, 15832.0)
    """
    rates = [(16, tflops_16bit), (8, tops_8bit), (4, tflops_4bit)]
    sixteen, eight, four = (np.where(np.isfinite(rate), bits * rate, 0.0) for bits, rate in rates)
    best = np.maximum(np.maximum(sixteen, eight), four)
    return np.where(best > 0, best, np.nan)


@both_branches
def performance_density(tpp, die_area_mm2):
    r"""TPP for each square millimetre of logic die.

    Parameters
    ----------
    tpp : float or column
        Total processing performance.
    die_area_mm2 : float or column
        All logic dies made on a non-planar process [mm2].

    Returns
    -------
    float or column
        [TPP per mm2].

    Examples
    --------
    >>> round(float(performance_density(2368, 814)), 2)
    2.91
    """
    return tpp / die_area_mm2


def controlled(
    rules, tpp, density, io, bandwidth, datacenter, day, maker="", memory_density=np.nan, is_memory=False,
    sold_in_us=True,
):  # fmt: skip
    r"""What the rules of a day ask for a chip: computed from thresholds, scope and dates, never from its name.

    A rule :math:`r` with limits :math:`\ell_{ri}` on the figures :math:`x_i` of a chip catches it on day :math:`t` if

    .. math:: a_r \le t < b_r, \quad \text{chip} \in \text{scope}_r, \quad \bigwedge_i x_i \ge \ell_{ri}

    (or :math:`\bigvee_i`, where the rule says so).

    Parameters
    ----------
    rules : sequence of Rule
        Constants; a limit may be the reader's.
    tpp, density : float or column
        Total processing performance, and per mm2.
    io : float or column
        Links to other chips, both ways together [GB/s].
    bandwidth : float or column
        Memory bandwidth of the whole chip [GB/s].
    datacenter : bool or column
        Whether it is designed or marketed for data centres.
    day : float or column
        A day, counted as in ``rules``.
    maker : str or column of str
        Who designs it: some letters bind one maker.
    memory_density : float or column
        Bandwidth per mm2 of package, for memory sold by itself [GB/s per mm2].
    is_memory : bool or column
        Whether it is a stack of memory sold by itself; memory beside logic in one package counts as part of the chip.
    sold_in_us : bool or column
        Whether it is or was on sale in the United States, as a chip made for China is not.

    Returns
    -------
    dict
        ``needed``, whether some rule asks for a licence; ``strictness``, a place in `POLICIES`; ``undecided``, whether
        a missing figure (NaN) could change the first from no to yes; ``strictness_if`` the missing figures were those
        that count; ``caught`` and ``open``, for each rule whether it catches the chip, and whether it could.

    Notes
    -----
    Comparisons with a missing figure are neither met nor failed, and a rule catches only if what is known suffices.
    Where several rules catch a chip, the strictest counts.  An easing rule never makes anything stricter.

    The rule of 2022 asked for speed and links together, so an A800 with fewer links was free [C004, C207, C251]; since
    October 2023 speed and density decide [C002, C072].

    Examples
    --------
    >>> both = Rule("2022", tpp_min=4800, io_min=600)
    >>> found = controlled([both], 15832, 19.45, np.array([400, 600]), 3350, True, 0)
    >>> found["needed"].tolist(), found["strictness"].tolist()
    ([False, True], [0.0, 4.0])
    """
    known_io, known_bandwidth = np.isfinite(io), np.isfinite(bandwidth)
    total = np.where(known_io, io, 0.0) + np.where(known_bandwidth, bandwidth, 0.0)

    def met_and_possible(rule):
        conditions = []
        for value, least in (
            (tpp, rule.tpp_min),
            (density, rule.density_min),
            (io, rule.io_min),
            (bandwidth, rule.bandwidth_min),
        ):
            if least is not None:
                conditions.append((value >= least, (value >= least) | ~np.isfinite(value)))
        for value, limit in (
            (tpp, rule.tpp_below),
            (density, rule.density_below),
            (bandwidth, rule.bandwidth_below),
        ):
            if limit is not None:
                conditions.append((value < limit, (value < limit) | ~np.isfinite(value)))
        if rule.sum_min is not None:
            conditions.append((total >= rule.sum_min, (total >= rule.sum_min) | ~(known_io & known_bandwidth)))
        if rule.memory_density_above is not None:
            above = memory_density > rule.memory_density_above
            conditions.append((above, above | ~np.isfinite(memory_density)))
        met, possible = conditions[0]
        for also_met, also_possible in conditions[1:]:
            met = (met | also_met) if rule.joined == "or" else (met & also_met)
            possible = (possible | also_possible) if rule.joined == "or" else (possible & also_possible)
        binds = (day >= rule.from_day) & (day < rule.to_day) & _in_scope(rule, datacenter, is_memory, maker)
        if rule.sold_in_us:
            binds = np.logical_and(binds, sold_in_us)
        return met & binds, possible & binds

    found = {rule.name: met_and_possible(rule) for rule in rules}
    strictness = strictness_if = 0.0
    needed = possibly = np.False_
    for rule in rules:
        if rule.eases:
            continue
        met, possible = found[rule.name]
        level = float(rule.strictness)
        for easing in rules:
            if easing.eases and rule.clause.startswith(easing.eases):
                level = np.where(found[easing.name][0], np.minimum(level, float(easing.strictness)), level)
        needed, possibly = met | needed, possible | possibly
        strictness = np.maximum(strictness, np.where(met, level, 0.0))
        strictness_if = np.maximum(strictness_if, np.where(possible, level, 0.0))
    return {
        "needed": needed,
        "strictness": strictness,
        "undecided": possibly & np.logical_not(needed),
        "strictness_if": strictness_if,
        "caught": [found[rule.name][0] for rule in rules],
        "open": [found[rule.name][1] & np.logical_not(found[rule.name][0]) for rule in rules],
    }


def _in_scope(rule, datacenter, is_memory, maker):
    scope = {
        "any": np.logical_not(is_memory),
        "datacenter": np.logical_and(datacenter, np.logical_not(is_memory)),
        "other": np.logical_not(np.logical_or(datacenter, is_memory)),
        "memory": np.logical_or(is_memory, False),
    }[rule.scope]
    if not rule.makers:
        return scope
    of_makers = np.zeros(np.shape(maker), dtype=bool)
    for name in rule.makers:
        of_makers = of_makers | (np.asarray(maker) == name)
    return scope & of_makers


def design(rules, tops_8bit, die_area_mm2, io, bandwidth, datacenter, day):
    """A chip on the drawing board: its TPP and density, and what the rules of a day make of it.

    Parameters
    ----------
    rules : sequence of Rule
        As in `controlled`.
    tops_8bit : float or column
        Dense rate at eight bits [tera-operations a second]; other widths are taken to give the same TPP.
    die_area_mm2 : float or column
        Logic dies [mm2].
    io, bandwidth : float or column
        Links and memory bandwidth [GB/s].
    datacenter : bool or column
        Whether it is marketed for data centres.
    day : float or column
        A day, counted as in ``rules``.

    Returns
    -------
    dict
        ``tpp``, ``density`` and what `controlled` gives; no maker, so letters to one maker do not count.

    Notes
    -----
    Area is free to the designer: the same arithmetic spread over more silicon has a lower density, which is how a
    chip can stay under the clauses of 2023 [C006, C219].

    Examples
    --------
    An H20 and the same arithmetic on half the area, under one clause:

    >>> clause = Rule("b.2", tpp_min=1600, density_min=3.2, density_below=5.92)
    >>> design([clause], 296, np.array([814, 407]), 900, 4000, True, 0)["needed"].tolist()
    [False, True]
    """
    performance = tpp(np.nan, tops_8bit)
    density = performance_density(performance, die_area_mm2)
    found = controlled(rules, performance, density, io, bandwidth, datacenter, day)
    return {"tpp": performance, "density": density} | found


H100_TFLOPS, H100_GB_S = 989.4, 3350.0
"""An H100 SXM in `data/chips.csv`: dense 16-bit rate and memory bandwidth."""


@both_branches
def h100_equivalent(tflops, bandwidth, memory_bound_share, other_use=0.0):
    r"""How many H100s a chip is worth for work that is partly bound by memory, by the roofline.

    .. math::
        \frac{1}{w} = \max\Big((1-s) \frac{P_0}{P},\; u\,(1-s) \frac{B_0}{B}\Big)
                    + \max\Big(s\, \frac{B_0}{B},\; u\, s\, \frac{P_0}{P}\Big)

    Parameters
    ----------
    tflops : float or column
        :math:`P`, dense 16-bit rate [TFLOP/s].
    bandwidth : float or column
        :math:`B`, memory bandwidth [GB/s].
    memory_bound_share : float or column
        :math:`s`, the part of the time on an H100 in which memory is what limits.  0 to 1; nobody has published it for
        a whole workload, and [C051] says that it is high for test-time compute and reinforcement learning.
    other_use : float or column
        :math:`u`, how busy the resource that does not limit is on an H100.  0 to 1.

    Returns
    -------
    float or column
        :math:`w` [H100s].  With s = 0 and u = 0 the ratio of rates, with s = 1 that of bandwidths.

    Notes
    -----
    Each part of the work takes :math:`\max(\text{operations}/P, \text{bytes}/B)`, and parts follow each other.  Links,
    memory size and software are left out, so that an H800 comes out equal to an H100 [C005] whatever its links.

    Examples
    --------
    An H20, for arithmetic alone and for memory alone:

    >>> [round(float(h100_equivalent(148, 4000, share)), 2) for share in (0, 1)]
    [0.15, 1.19]
    """
    slower, narrower = H100_TFLOPS / tflops, H100_GB_S / bandwidth
    arithmetic = (1 - memory_bound_share) * np.maximum(slower, other_use * narrower)
    memory = memory_bound_share * np.maximum(narrower, other_use * slower)
    return 1 / (arithmetic + memory)


def upgrade_ratio(
    years, cycle_years, us_chips, china_chips, us_gain, china_gain, us_expansion=1.0, china_expansion=1.0
):
    r"""The lead in computing power as data centres are renewed: who may buy the next generation, and who may not.

    .. math::
        R(t) = \frac{N_u}{N_c} \Big(\frac{g_u e_u}{g_c e_c}\Big)^{n}, \qquad n = \lfloor t / T \rfloor

    Parameters
    ----------
    years : float or column
        :math:`t`, from now [years].
    cycle_years : float or column
        :math:`T`, between renewals [years], above 0.
    us_chips, china_chips : float or column
        :math:`N_u, N_c`, today, in chips of one kind.  US firms build with hundreds of thousands [C009].
    us_gain, china_gain : float or column
        :math:`g_u, g_c`, how many times better the chip is that may be bought at a renewal [times].  The newest is a
        multiple of the last [C282]; China's is what stays legal, or what it makes itself [C010, C161].
    us_expansion, china_expansion : float or column
        :math:`e_u, e_c`, how many times as many chips at each renewal [times].

    Returns
    -------
    dict
        ``ratio`` :math:`R`; ``renewals`` :math:`n`; ``us`` and ``china`` in today's chips.

    Examples
    --------
    Equal gains leave the ratio as it is; a gain that only one side may buy multiplies it:

    >>> [float(upgrade_ratio(5, 2, 2e5, 5e4, 3, gain)["ratio"]) for gain in (3, 1)]
    [4.0, 36.0]
    """
    renewals = np.floor(years / cycle_years)
    us = us_chips * (us_gain * us_expansion) ** renewals
    china = china_chips * (china_gain * china_expansion) ** renewals
    return {"ratio": us / china, "renewals": renewals, "us": us, "china": china}


def ban_lag(lag_months, target_chips, target_months, surge_factor, surge_months, points_per_decade):
    r"""How many chips came in before the ban, had the ban come sooner or later.

    .. math::
        F(L) = r \big[(L - m)^+ + s \min(L, m)\big], \qquad F(L_0) = F_0

    Parameters
    ----------
    lag_months : float or column
        :math:`L`, from the chip's first sale to its ban [months].  About a year for the H800 [C252].
    target_chips : float or column
        :math:`F_0`, what came in over ``target_months``.  50,000 H800 by one report [C029].
    target_months : float or column
        :math:`L_0` [months], above 0.
    surge_factor : float or column
        :math:`s`, how many times the usual rate is bought once a ban is expected [C253].  1: no stockpiling.
    surge_months : float or column
        :math:`m`, how long before the ban that begins [months].
    points_per_decade : float
        Slope of the success line [percentage points for a factor of ten], to say what fewer chips would cost.

    Returns
    -------
    dict
        ``fleet`` :math:`F`; ``usual_per_month`` :math:`r`; ``chips_less``, than came in; ``points``, the change of the
        score if chips are what limits [C256], minus infinity for no chips.

    Notes
    -----
    If stockpiling is expected to answer every ban, a quicker one saves less than in proportion: the surge comes anyway.

    Examples
    --------
    Fifty thousand in twelve months, without and with a surge:

    >>> [round(float(ban_lag(6, 5e4, 12, surge, 3, 20)["usual_per_month"])) for surge in (1, 4)]
    [4167, 2381]
    """

    def months(lag):
        return np.maximum(lag - surge_months, 0.0) + surge_factor * np.minimum(lag, surge_months)

    rate = target_chips / months(target_months)
    fleet = rate * months(lag_months)
    return {
        "fleet": fleet,
        "usual_per_month": rate,
        "chips_less": target_chips - fleet,
        "points": _points(points_per_decade, fleet / target_chips),
    }


@both_branches
def _points(points_per_decade, times):
    return np.where(times > 0, points_per_decade * np.log10(times), -np.inf)


@both_branches
def mix_likelihood(h800_value, h100_price_times, smuggled_purchases, purchases, h100_share, keenness):
    r"""Does a mixed fleet prove that the rules work?  The same mix under rules that hold and under rules that do not.

    .. math::
        a = \max\Big(0, \ln \frac{1}{v\,p}\Big), \quad q_w = \ell, \quad q_f = \ell + (1 - \ell)(1 - e^{-k a}), \quad
        \mathrm{LR} = \Big(\frac{q_w}{q_f}\Big)^{n h} \Big(\frac{1 - q_w}{1 - q_f}\Big)^{n (1 - h)}

    Parameters
    ----------
    h800_value : float or column
        :math:`v`, worth of an H800 to the buyer over that of an H100.  Above 0, at most 1; near 1 by [C005, C251].
    h100_price_times : float or column
        :math:`p`, what an H100 costs the buyer over an H800 [times].
    smuggled_purchases : float or column
        :math:`\ell`, part of purchases that are H100s although the rules work.  Above 0, below 1.
    purchases : float or column
        :math:`n`, decisions that are independent of each other, which are far fewer than chips.
    h100_share : float or column
        :math:`h`, part of the fleet that is H100s.  0 to 1.
    keenness : float or column
        :math:`k`, how surely a buyer takes what gives more for the money.

    Returns
    -------
    dict
        ``ratio`` LR, how many times likelier the mix is if the rules work; ``log_ratio``; ``for_working``, whether LR
        is above one; ``hardly``, ``level``, ``moderate`` and ``many``, whether it is below a hundredth, one, a hundred
        or more, or else; ``share_if_working`` and ``share_if_failing``.

    Notes
    -----
    [C211] argues that without working rules the fleet would be all H100s.  That holds as far as an H100 is the better
    buy.  As :math:`v \to 1` nobody who may choose freely needs it, both worlds give the same mix, and LR tends to 1.

    Examples
    --------
    >>> [round(float(mix_likelihood(value, 1, 0.2, 10, 0.2, 2)["ratio"]), 1) for value in (1, 0.9, 0.8)]
    [1.0, 1.7, 6.0]
    """
    advantage = np.maximum(0.0, -np.log(h800_value * h100_price_times))
    working = smuggled_purchases
    failing = smuggled_purchases + (1 - smuggled_purchases) * (1 - np.exp(-keenness * advantage))
    log_ratio = purchases * (
        h100_share * np.log(working / failing)
        + (1 - h100_share) * (np.log(1 - smuggled_purchases) - np.log(1 - failing))
    )
    return {
        "ratio": np.exp(log_ratio),
        "log_ratio": log_ratio,
        "for_working": log_ratio > 1e-9,
        "hardly": log_ratio < np.log(0.01),
        "level": np.abs(log_ratio) <= 1e-9,
        "moderate": (np.abs(log_ratio) > 1e-9) & (log_ratio >= np.log(0.01)) & (log_ratio < np.log(100.0)),
        "many": log_ratio >= np.log(100.0),
        "share_if_working": working,
        "share_if_failing": failing,
    }


def month_number(year, day_of_month=1.0):
    r"""A day as a number that rises from day to day: whole months since the year 0, and the day's place in its month.

    .. math:: t = \lfloor 12\,y + \tfrac{1}{2} \rfloor + \frac{d - 1}{31}

    Parameters
    ----------
    year : float or column
        :math:`y`, the month as a decimal year, 2023.75 for October 2023.
    day_of_month : float or column
        :math:`d`, 1 to 31.

    Returns
    -------
    float or column
        [months].  Every month has room for 31 days, so that days keep their order whatever the month's length.

    Examples
    --------
    >>> october, november = month_number(2023.75, 31), month_number(2023 + 10 / 12)
    >>> bool(october < november), float(month_number(2024) - november)
    (True, 2.0)
    """
    return np.floor(12 * year + 0.5) + (day_of_month - 1) / 31


MARKETS = {"data centres": True, "other uses": False}
"""What a chip may be marketed for, and whether that is data centres."""


@both_branches
def threshold_map(rules_month, links_gb_s, bandwidth_gb_s, market, plane, rules):
    """The plane of speed by density on a day: where a licence is needed, and where the chips of that day lie.

    Parameters
    ----------
    rules_month : float
        The first of this month [decimal year].
    links_gb_s, bandwidth_gb_s : float
        Of the chip for which the plane is shaded [GB/s]; the chips drawn in it keep their own.
    market : str
        A key of `MARKETS`, for shade and chips alike.
    plane : dict of columns
        ``tpp`` and ``density`` of points inside the cells into which the limits cut the plane, then of chips; ``left``,
        ``right``, ``bottom``, ``top``, the edges of the cells; ``cell``, which rows are cells; for the chips ``io``,
        ``bandwidth``, ``datacenter``, ``maker``, ``sold_in_us`` and ``announced`` as in `controlled`, days by
        `month_number`; ``chinese``, whether China is where they come from, so that nobody needs a licence there.
    rules : dict of str to Rule
        Days by `month_number`.

    Returns
    -------
    dict
        In columns ``row``, ``tpp``, ``density``, the edges, ``strictness``, ``is_cell``, ``shown`` (a chip that
        was announced and is marketed so), ``open_question`` (a chip whose answer turns on a missing figure) and
        ``at_home`` (a Chinese chip).  ``n_shown``, ``n_free``, ``n_needed`` and ``n_open`` count the others.

    Notes
    -----
    Inside a cell no limit lies, so one point speaks for all of it.  Letters to single firms are drawn as for Nvidia.

    Examples
    --------
    >>> plane = {name: np.array([[2000.0, 5.0]]).T[k] for k, name in enumerate(["tpp", "density"])}
    >>> plane |= {name: np.zeros(1) for name in ["left", "right", "bottom", "top", "io", "bandwidth", "announced"]}
    >>> plane |= {"cell": np.array([True]), "datacenter": np.array([True]), "maker": np.array(["NVIDIA"])}
    >>> plane |= {"sold_in_us": np.array([True]), "chinese": np.array([False])}
    >>> clause = {"b.2": Rule("b.2", from_day=24286.5, tpp_min=1600, density_min=3.2, density_below=5.92)}
    >>> [threshold_map(year, 0, 0, "data centres", plane, clause)["strictness"].tolist() for year in (2023.8, 2024)]
    [[0.0], [4.0]]
    """
    day, for_centres, cell = month_number(rules_month), MARKETS[market], plane["cell"]
    found = controlled(
        tuple(rules.values()),
        plane["tpp"],
        plane["density"],
        np.where(cell, links_gb_s, plane["io"]),
        np.where(cell, bandwidth_gb_s, plane["bandwidth"]),
        np.where(cell, for_centres, plane["datacenter"]),
        day,
        plane["maker"],
        sold_in_us=plane["sold_in_us"],
    )
    shown = (plane["announced"] <= day) & np.logical_not(cell) & (plane["datacenter"] == for_centres)
    exported = shown & np.logical_not(plane["chinese"])
    open_question = exported & found["undecided"]
    needed = exported & found["needed"]
    counts = {"n_shown": exported, "n_needed": needed, "n_open": open_question,
              "n_free": exported & np.logical_not(found["needed"]) & np.logical_not(found["undecided"])}  # fmt: skip
    edges = {name: plane[name] for name in ("tpp", "density", "left", "right", "bottom", "top")}
    return (
        edges
        | {
            "row": np.arange(len(cell)).astype(float),
            "strictness": found["strictness"],
            "is_cell": np.where(cell, 1.0, 0.0),
            "shown": np.where(shown, 1.0, 0.0),
            "open_question": np.where(open_question, 1.0, 0.0),
            "at_home": np.where(plane["chinese"], 1.0, 0.0),
        }
        | {name: np.sum(np.where(counted, 1.0, 0.0)) for name, counted in counts.items()}
    )


SHORT = ("none", "notify", "case", "licence", "denial")
"""`POLICIES`, for names of outputs."""


def _catches(rules, caught):
    """Which rules bear on a chip: of those that ease, only where they ease what catches it."""
    met = dict(zip(rules, caught, strict=True))
    for key, easing in rules.items():
        if easing.eases:
            eased = np.False_
            for other, rule in rules.items():
                stricter = (
                    not rule.eases and rule.clause.startswith(easing.eases) and rule.strictness > easing.strictness
                )
                eased = met[other] | eased if stricter else eased
            met[key] = met[key] & eased
    return met


def _verdict(rules, found):
    """What `controlled` found for one chip, as conditions with names: its policy, and what each rule does."""
    needed, strictness = found["needed"], found["strictness"]
    free = np.logical_not(needed) & np.logical_not(found["undecided"])
    return {
        "needed": needed,
        "free": free,
        "undecided": found["undecided"],
        "strictness": strictness,
        **{f"is_{name}": strictness == level for level, name in enumerate(SHORT)},
        **{f"catches_{name}": met for name, met in _catches(rules, found["caught"]).items()},
    }  # fmt: skip


@both_branches
def legal_life(rules_month, day_of_month, chip, chips, rules):
    """What the rules of a day ask for a chip, and for how long it had been free before a rule first caught it.

    Parameters
    ----------
    rules_month, day_of_month : float or column
        The day, as in `month_number`.
    chip : str
        A key of ``chips``.
    chips : dict of str to dict
        ``figures``, the arguments of `controlled` by name; ``announced`` and ``caught``, the day of the announcement
        and the first day with a licence needed, by `month_number`, the second infinite if there is none.
    rules : dict of str to Rule
        Days by `month_number`; the keys are short names.

    Returns
    -------
    dict
        The verdict: ``needed``, ``free``, ``undecided``, ``strictness`` and ``is_`` with each policy; ``catches_`` and
        ``spares_`` with the key of each rule, whether it catches the chip or is in force for such chips and does not;
        ``ruled``, ``unruled``, whether a free chip had any rule to be free of; ``announced_by_then``; ``year``, the day
        as a decimal year; ``place`` of the chip among ``chips``; ``free_months`` from the announcement to the first
        rule that caught it, 0 if that was in force already and infinite if there is none; ``ever_caught``,
        ``barred_from_birth``, ``lived``, which of these it was; ``tpp``, ``density``, ``links``, ``memory`` with 0 for
        what is not known, and ``known_`` with each.

    Examples
    --------
    >>> h800 = dict(tpp=15832, density=19.45, io=400, bandwidth=3360, datacenter=True, maker="NVIDIA")
    >>> table = {"H800": {"figures": h800, "announced": 24278.6, "caught": 24285.7}}
    >>> both = {"2022": Rule("2022", tpp_min=4800, io_min=600)}
    >>> found = legal_life(2023.5, 1, "H800", table, both)
    >>> bool(found["free"]), bool(found["spares_2022"]), round(found["free_months"], 1)
    (True, True, 7.1)
    """
    day, one = month_number(rules_month, day_of_month), chips[chip]
    figures = one["figures"]
    binding = {key: rule for key, rule in rules.items() if _may_bind(rule, figures)}
    found = controlled(tuple(binding.values()), **figures, day=day)
    verdict = dict.fromkeys((f"catches_{key}" for key in rules), False) | _verdict(binding, found)
    verdict |= _spared(rules, figures, day, verdict["free"])
    names = {"tpp": "tpp", "density": "density", "links": "io", "memory": "bandwidth"}
    known = {name: bool(np.isfinite(figures[of])) for name, of in names.items()}
    free_months = max(one["caught"] - one["announced"], 0.0)
    return (
        verdict
        | {name: float(figures[of]) if known[name] else 0.0 for name, of in names.items()}
        | {f"known_{name}": yes for name, yes in known.items()}
        | {
            "year": day / 12,
            "place": float(list(chips).index(chip)),
            "announced_by_then": day >= one["announced"],
            "free_months": free_months,
            "ever_caught": bool(np.isfinite(free_months)),
            "barred_from_birth": free_months == 0,
            "lived": bool(0 < free_months < np.inf),
        }
    )


def _spared(rules, figures, day, free):
    """Which rules on such chips are in force on a day and leave a free one alone; and whether there is any."""
    spares, ruled = {}, np.False_
    for key, rule in rules.items():
        if not rule.eases and _may_bind(rule, figures):
            spares[f"spares_{key}"] = (day >= rule.from_day) & (day < rule.to_day) & free
            ruled = spares[f"spares_{key}"] | ruled
    blank = dict.fromkeys((f"spares_{key}" for key in rules), False)
    return blank | spares | {"ruled": ruled, "unruled": free & np.logical_not(ruled)}


def _may_bind(rule, figures):
    """Whether a rule is about such a chip at all, whatever its limits."""
    return bool(_in_scope(rule, figures["datacenter"], figures.get("is_memory", False), figures.get("maker", "")))


JUST_UNDER = 1 - 1e-9
FASTEST = 1e6
"""A TPP beyond every limit and every chip."""


@both_branches
def design_on_a_day(tops_8bit, die_area_mm2, links_gb_s, bandwidth_gb_s, rules_month, market, plane, edges, rules):
    """A chip on the drawing board on a day: which clauses catch it, and the most that is free on its area.

    Parameters
    ----------
    tops_8bit, die_area_mm2, links_gb_s, bandwidth_gb_s : float
        As in `design`.
    rules_month : float
        The first of this month [decimal year].
    market : str
        A key of `MARKETS`.
    plane : dict of columns
        ``tpp_fixed`` and ``density_fixed``: for cells a point inside, with ``cell`` true; for the other rows a limit of
        some rule on TPP with 0, or 0 with a limit on density, of which the chip's area makes a TPP.
    edges : dict of columns
        ``left``, ``right``, ``bottom``, ``top`` of the cells, 0 for the other rows.
    rules : dict of str to Rule
        As in `legal_life`.

    Returns
    -------
    dict
        ``tpp``, ``density``, the verdict as in `legal_life`; ``largest``, the TPP just under which the best free chip
        of this area lies; ``unlimited``, ``limited``, ``nothing``, which of three it is; ``room``, what TPP may still
        grow by, as a share, where the chip is free and limited, else 0; ``at_low`` and ``at_high``, the densities of
        this area at the ends of the plane; in columns the cells' edges and ``strictness``.

    Notes
    -----
    Along an area the rules change only where TPP or density passes a limit, so the largest free TPP lies just under one
    of these, and each is tried.  The designer's free variables are area, links and memory: [C006] holds that what comes
    out is a lesser chip for training, [C050] that it is a good one for serving.

    Examples
    --------
    >>> clause = {"b1": Rule("b.1", tpp_min=2400, density_min=1.6)}
    >>> plane = dict(tpp_fixed=np.array([2400.0, 0, FASTEST]), density_fixed=np.array([0, 1.6, 0]))
    >>> plane["cell"] = np.array([False, False, False])
    >>> none = {name: np.zeros(3) for name in ("left", "right", "bottom", "top")}
    >>> found = design_on_a_day(296, np.float64(814), 900, 4000, 2024, "data centres", plane, none, clause)
    >>> bool(found["free"]), float(found["largest"]), round(float(found["room"]), 4)
    (True, 2400.0, 0.0135)
    """
    day, for_centres = month_number(rules_month), MARKETS[market]
    listed = tuple(rules.values())
    own = design(listed, tops_8bit, die_area_mm2, links_gb_s, bandwidth_gb_s, for_centres, day)
    cell, tried = plane["cell"], plane["tpp_fixed"] + plane["density_fixed"] * die_area_mm2
    speed = np.where(cell, plane["tpp_fixed"], tried * JUST_UNDER)
    density = np.where(cell, plane["density_fixed"], speed / die_area_mm2)
    found = controlled(listed, speed, density, links_gb_s, bandwidth_gb_s, for_centres, day)
    largest = np.max(np.where(np.logical_not(cell) & np.logical_not(found["needed"]), tried, 0.0))
    unlimited, nothing = largest >= FASTEST, largest <= 0
    limited = np.logical_not(unlimited) & np.logical_not(nothing)
    verdict = _verdict(rules, own)
    spared = _spared(rules, {"datacenter": for_centres}, day, verdict["free"])
    return (
        {"tpp": own["tpp"], "density": own["density"]}
        | verdict
        | spared
        | {
            "largest": largest,
            "unlimited": unlimited,
            "limited": limited,
            "nothing": nothing,
            "room": np.where(verdict["free"] & limited, np.maximum(largest / own["tpp"] - 1, 0.0), 0.0),
        }
        | {name: edges[name] for name in ("left", "right", "bottom", "top")}
        | {"strictness_there": found["strictness"], "is_cell": np.where(cell, 1.0, 0.0)}
    )


@both_branches
def timeline(window_from, window_to, category, dated):
    """Which events lie in a window of months, and in what order they are listed.

    Parameters
    ----------
    window_from, window_to : float
        The two months at the ends [decimal years], both counted whole, whichever is the earlier.
    category : str
        ``"all"`` or one of the kinds.
    dated : dict of str to columns
        For each category ``day`` by `month_number` and ``counts``, whether the event is of that category; the events in
        the order of their days.

    Returns
    -------
    dict
        In columns ``year``, ``inside`` and ``place``, the event's place in the list from 0 on, or -1; ``n`` in the
        window; ``no_event``, whether there is none; ``rest``, those behind the first `LISTED`;
        ``first_month`` and ``last_month``; ``from_there`` and ``to_there``, the ends of the window.

    Examples
    --------
    >>> days = {"all": {"day": np.array([24273.2, 24274.2]), "counts": np.array([True, True])}}
    >>> timeline(2022.75, 2022.75, "all", days)["place"].tolist()
    [0.0, -1.0]
    >>> float(timeline(2022.75, 2023.75, "all", days)["n"])
    2.0
    """
    day, counts = dated[category]["day"], dated[category]["counts"]
    first, last = np.minimum(window_from, window_to), np.maximum(window_from, window_to)
    inside = np.where((day >= month_number(first)) & (day < month_number(last) + 1) & counts, 1.0, 0.0)
    n = np.sum(inside)
    return {
        "year": day / 12,
        "inside": inside,
        "place": np.where(inside > 0, np.cumsum(inside) - 1, -1.0),
        "n": n,
        "no_event": n < 1,
        "rest": np.maximum(n - LISTED, 0.0),
        "first_month": first,
        "last_month": last,
        "from_there": month_number(first) / 12,
        "to_there": (month_number(last) + 1) / 12,
    }


LISTED = 14
"""Events that have room in the list."""


@both_branches
def worth_of_chips(workload, memory_share_pretraining, memory_share_learning, memory_share_serving, other_use, sheets):
    """What chips are worth in H100s for a kind of work, between what their arithmetic and their memory make them.

    Parameters
    ----------
    workload : str
        ``"pre-training"``, ``"reinforcement learning"`` or ``"long-context serving"``: whose share counts.
    memory_share_pretraining, memory_share_learning, memory_share_serving : float
        Part of the time on an H100 in which memory is what limits.  0 to 1.
    other_use : float
        As in `h100_equivalent`.
    sheets : dict of str to tuple
        By chip its dense 16-bit rate [TFLOP/s] and its memory bandwidth [GB/s].

    Returns
    -------
    dict
        ``share`` that counts; lists over the chips: ``worth``, ``by_arithmetic`` and ``by_memory`` [H100s]; ``h20``,
        ``h800``, the worth of these two; ``h20_by_arithmetic``, ``h20_by_memory``; ``h20_better``, whether an H20 is
        worth more than an H100.

    Raises
    ------
    ValueError
        If the workload is another word.

    Examples
    --------
    >>> sheets = {"H20": (148, 4000), "H800": (989, 3360)}
    >>> round(float(worth_of_chips("pre-training", 0.5, 0, 0, 0, sheets)["h20"]), 2)
    0.27
    """
    shares = {
        "pre-training": memory_share_pretraining,
        "reinforcement learning": memory_share_learning,
        "long-context serving": memory_share_serving,
    }
    if workload not in shares:
        raise ValueError(f"{workload!r} is not one of {', '.join(shares)}.")
    share = shares[workload]
    worth = {chip: h100_equivalent(*sheet, share, other_use) for chip, sheet in sheets.items()}
    ends = {chip: (tflops / H100_TFLOPS, bandwidth / H100_GB_S) for chip, (tflops, bandwidth) in sheets.items()}
    return {
        "share": share,
        "worth": list(worth.values()),
        "by_arithmetic": [float(low) for low, _ in ends.values()],
        "by_memory": [float(high) for _, high in ends.values()],
        "h20": worth["H20"],
        "h800": worth["H800"],
        "h20_by_arithmetic": ends["H20"][0],
        "h20_by_memory": ends["H20"][1],
        "h20_better": worth["H20"] > 1,
    }


@both_branches
def earlier_ban(lag_months, fleet_chips, bought_over_months, surge_factor, surge_months, run_chips):
    r"""What an earlier ban would have left of a fleet, and how early it must be to keep out one run's chips.

    Parameters
    ----------
    lag_months : float or column
        As in `ban_lag`.
    fleet_chips, bought_over_months : float or column
        What came in, and over how many months; the target of `ban_lag`.
    surge_factor, surge_months : float or column
        As in `ban_lag`.
    run_chips : float or column
        Chips of a single run.

    Returns
    -------
    dict
        ``fleet``, at most all of it, ``usual_per_month``, ``share_left`` of the fleet; ``in_proportion``, the fleet
        without a surge, and ``share_in_proportion``; ``too_late``, whether all had been bought before the ban;
        ``run_share``, one run's chips over the fleet; ``run_lag``, the lag at which just one run's chips come in
        [months], if purchases went on; ``enough``, whether the fleet is enough for the run.

    Notes
    -----
    [C256] is sure that a faster ban would have made V3 harder; [C021] that single runs are hard to stop; [C201] that a
    few tens of thousands of chips were never the target.

    Examples
    --------
    >>> found = earlier_ban(6, 5e4, 12, 1, 3, 2048)
    >>> float(found["fleet"]), round(float(found["run_lag"]), 2), bool(found["enough"])
    (25000.0, 0.49, True)
    """
    found = ban_lag(lag_months, fleet_chips, bought_over_months, surge_factor, surge_months, 0.0)
    fleet, in_proportion = np.minimum(found["fleet"], fleet_chips), np.minimum(lag_months / bought_over_months, 1.0)
    rate = found["usual_per_month"]
    while_hurried = surge_factor * rate * surge_months
    run_lag = np.where(
        run_chips <= while_hurried,
        run_chips / (surge_factor * rate),
        surge_months + (run_chips - while_hurried) / rate,
    )
    return {
        "fleet": fleet,
        "usual_per_month": rate,
        "share_left": fleet / fleet_chips,
        "in_proportion": fleet_chips * in_proportion,
        "share_in_proportion": in_proportion,
        "too_late": lag_months >= bought_over_months,
        "run_share": run_chips / fleet_chips,
        "run_lag": run_lag,
        "enough": fleet >= run_chips,
    }


@both_branches
def upgrade(years_since_2025, cycle_years, us_chips, china_chips, us_gain, china_gain, us_expansion, china_expansion):
    r"""The lead at a time and at the start, and what each renewal does to it.

    Parameters
    ----------
    years_since_2025 : float or column
        :math:`t` of `upgrade_ratio` [years].
    cycle_years, us_chips, china_chips, us_gain, china_gain, us_expansion, china_expansion : float or column
        As in `upgrade_ratio`.

    Returns
    -------
    dict
        As `upgrade_ratio`, and ``ratio_at_start``; ``step``, by what each renewal multiplies the ratio; ``widens``,
        whether that is more than one.

    Examples
    --------
    >>> found = upgrade(5, 2, 3e5, 5e4, 2.3, 1, 1, 1)
    >>> round(float(found["ratio"]), 2), float(found["ratio_at_start"]), float(found["step"])
    (31.74, 6.0, 2.3)
    """
    step = us_gain * us_expansion / (china_gain * china_expansion)
    found = upgrade_ratio(
        years_since_2025, cycle_years, us_chips, china_chips, us_gain, china_gain, us_expansion, china_expansion
    )
    return found | {"ratio_at_start": us_chips / china_chips, "step": step, "widens": step > 1}
