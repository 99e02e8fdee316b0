"""Two worlds: who has the chips for powerful AI, what rests on it, and which assumption carries each conclusion."""

from datetime import date

import numpy as np

from . import both_branches
from .shifting import months_to_fall
from .supply import CHIPS, FIRST_YEAR, STARTS, stock

BUILT, SHOWN = 2025, (2025, 2026, 2027, 2028)
"""The last year whose chips stand and run in `outcome`, and the years at whose ends it looks."""

BY = ("2025", "2026", "2027", "2028")
"""At the end of which year a verdict may be asked for."""

GENERATION_MONTHS = 12 * (date.fromisoformat(STARTS["b200"]) - date.fromisoformat(STARTS["a100"])).days / (2 * 365.25)
"""From A100 to B200 in two steps: 27 months a generation."""

VALUES = ("at the frontier", "in a fixed capability")
"""Where the worth of computing power may lie, for `denied_chip`."""


def denied_chip(compute_multiplier, china_h100e, threshold_chips, value_steepness, value="at the frontier"):
    r"""What one chip more, or one denied, changes as each chip comes to do more: it depends on where value lies.

    .. math::
        u = \left(\frac{M S}{K}\right)^{a}, \qquad
        V = \begin{cases} u \\ \dfrac{u}{1 + u} \end{cases}, \qquad
        \frac{dV}{dS} = \frac{a}{S} \begin{cases} u & \text{at the frontier} \\
        \dfrac{u}{(1 + u)^2} & \text{in a fixed capability} \end{cases}

    Parameters
    ----------
    compute_multiplier : float or column
        :math:`M`, how many times as much a chip does [times].
    china_h100e : float or column
        :math:`S`, the chips that are there [H100-equivalents].
    threshold_chips : float or column
        :math:`K`, chips of M = 1 that the capability takes, counted as H100s.
    value_steepness : float or column
        :math:`a`: far below the capability, one percent more computing power is worth :math:`a` percent more.
    value : str
        One of `VALUES`.

    Returns
    -------
    dict
        ``worth`` :math:`V`; ``effect_times``, :math:`dV/dS` over the same at M = 1 [times]; ``elasticity`` of the
        effect to :math:`M`; ``matters_more`` where that is above 0; ``turning_multiplier`` :math:`K / S`, from which on
        each further gain makes a denied chip matter less, infinite at the frontier.

    Notes
    -----
    The first form is [C096, C216]: cheaper AI is no reason to lift controls.  The second is that form while chips are
    short of the capability, and [C235] once they are not: what is there already suffices (A8).  If only the ratio of
    two sides counts and both have the multiplier, :math:`M` cancels and the effect stays as it is.

    Examples
    --------
    >>> for value in VALUES:
    ...     found = denied_chip(10, 1e6, 2e6, 0.5, value)
    ...     print(round(float(found["effect_times"]), 2), bool(found["matters_more"]))
    3.16 True
    0.88 False
    """
    if value not in VALUES:
        raise ValueError(f"value is one of {VALUES}, not {value!r}.")
    at_first = (china_h100e / threshold_chips) ** value_steepness
    grown = compute_multiplier**value_steepness
    u = grown * at_first
    if value == "at the frontier":
        return {
            "worth": u,
            "effect_times": grown,
            "elasticity": value_steepness,
            "matters_more": value_steepness > 0,
            "turning_multiplier": np.inf,
        }
    elasticity = value_steepness * (1 - u) / (1 + u)
    return {
        "worth": u / (1 + u),
        "effect_times": grown * ((1 + at_first) / (1 + u)) ** 2,
        "elasticity": elasticity,
        "matters_more": elasticity > 0,
        "turning_multiplier": threshold_chips / china_h100e,
    }


def denied_chip_both_ways(
    compute_multiplier, china_h100e, threshold_chips, value_steepness, value="in a fixed capability"
):
    """`denied_chip` for one of `VALUES`, and the effect for each beside it.

    Parameters
    ----------
    compute_multiplier, china_h100e, threshold_chips, value_steepness, value
        As in `denied_chip`.

    Returns
    -------
    dict
        As from `denied_chip`, and ``at_frontier`` and ``in_fixed``, the effect over that at M = 1 [times];
        ``at_the_frontier``, whether that is where value is said to lie; if it is not, ``turn_ahead`` or ``enough``:
        whether the chips that are there suffice only from some M above 1 on, or already.

    Examples
    --------
    >>> found = denied_chip_both_ways(4, 1e6, 2e6, 0.5)
    >>> round(float(found["at_frontier"]), 2), round(float(found["in_fixed"]), 2)
    (2.0, 1.0)
    """
    ways = {way: denied_chip(compute_multiplier, china_h100e, threshold_chips, value_steepness, way) for way in VALUES}
    frontier, fixed = (ways[way]["effect_times"] for way in VALUES)
    more = {"at_frontier": frontier, "in_fixed": fixed, "turning_multiplier": threshold_chips / china_h100e}
    if value == "at the frontier":
        more |= {"at_the_frontier": True, "turn_ahead": False, "enough": False}
    else:
        ahead = np.less(china_h100e, threshold_chips)
        more |= {"at_the_frontier": False, "turn_ahead": ahead, "enough": ~ahead}
    return ways[value] | more


def bar(threshold_chips, threshold_chip_worth, threshold_year, alg_progress_per_year, falling_part, years):
    r"""What powerful AI takes at the end of each year: the bar that both sides have to reach.

    .. math:: N(t) = N_0\, w\; g^{-\varphi (t - t_0)} \quad \text{from } t_0 \text{ on}

    Parameters
    ----------
    threshold_chips : float or column
        :math:`N_0`, chips in the year :math:`t_0`.  Millions [C176]; 100,000 for a coming generation [C011] (A1).
    threshold_chip_worth : float or column
        :math:`w`, one of these in H100-equivalents.  No essay says which chip it counts.
    threshold_year : float or column
        :math:`t_0`, from when it can be done at all [year].  2026 to 2027 [C178].
    alg_progress_per_year : float or column
        :math:`g` [times a year].
    falling_part : float or column
        :math:`\varphi`.  1: a fixed capability [C014, C042]; 0: a frontier that takes up all progress [C113, C179];
        below 0 the bar rises (A2).
    years : tuple of int
        At whose ends.

    Returns
    -------
    dict of str to list
        ``log10_needed`` [powers of ten of H100-equivalents] and ``possible``, by year.

    Examples
    --------
    A2, a million chips after two years at four times a year:

    >>> found = bar(1e6, 1, 2027, 4, 1, (2026, 2028))
    >>> [round(float(10**v)) for v in found["log10_needed"]]
    [1000000, 62500]
    """
    start = np.log10(threshold_chips * threshold_chip_worth)
    fall = falling_part * np.log10(alg_progress_per_year)
    ends = [year + 1.0 for year in years]
    return {
        "log10_needed": [start - fall * np.maximum(end - threshold_year, 0.0) for end in ends],
        "possible": [threshold_year <= end for end in ends],
    }


@both_branches
def outcome(
    threshold_chips,
    threshold_chip_worth,
    threshold_year,
    alg_progress_per_year,
    falling_part,
    china_efficiency_times,
    china_in_one_share,
    us_in_one_share,
    power_gw_per_year,
    capex_usd_per_year,
    usd_per_gw,
    watts_per_h100e,
    rule_lag_months,
    gap_chips_per_year,
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
    controls="as they were",
    licensed_class="H200",
    by="2027",
):
    r"""Two worlds: does each side have the chips for powerful AI, and when?

    .. math::
        \text{China: } k\, c_C\, \big(S_C(t) + R(t)\big) \ge N(t), \qquad
        \text{elsewhere: } c_U\, \big(S_U'(t) - R(t)\big) \ge N(t)

    with :math:`N` from `bar`, the stocks from `curves.models.supply.stock`, and, from 2026 on, only what can be paid
    for and supplied with power:

    .. math:: S_U'(t) = \min\!\Big(S_U(t),\; S_U(2025) + \frac{\min(G,\, C / p)}{w_h}\,(t - 2025)\Big)

    Parameters
    ----------
    threshold_chips, threshold_chip_worth, threshold_year, alg_progress_per_year, falling_part : float or column
        As in `bar`.
    china_efficiency_times : float or column
        :math:`k`, what a chip does in China over one elsewhere, by ideas and engineering alone [times].  0.25 [C034], 1
        [C173], 8 [C273, C274], 22 [C223, C224].
    china_in_one_share, us_in_one_share : float or column
        :math:`c_C, c_U`, part of a side's chips that works on one project [share].
    power_gw_per_year : float or column
        :math:`G`, power for new data centres outside China [GW a year] (A9).
    capex_usd_per_year, usd_per_gw : float or column
        :math:`C, p`, money for them [USD a year], and what one gigawatt takes [USD].
    watts_per_h100e : float or column
        :math:`w_h`, power with all that is around a chip [W for one H100-equivalent].
    rule_lag_months : float or column
        How long in each generation of 27 months a chip just below the line can be bought, from 2027 on [months] (A16).
    gap_chips_per_year : float or column
        What is bought of it meanwhile [chips a year of ``licensed_class``].
    licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year : float or column
        As in `curves.models.supply.stock`, like the next.
    licensed_per_year, smuggling_growth_per_year, diversion_closed_share, domestic_growth_per_year : float or column
        And so on; ``diversion_closed_share`` is enforcement.
    domestic_response_elasticity, memory_stock_chips, memory_chips_per_year, domestic_quality : float or column
        And so on.
    memory_bound_share, rented_share, access_closed_share, free_share : float or column
        And so on.
    controls, licensed_class
        As in `curves.models.supply.stock`.
    by : str
        At the end of which year the verdict is asked for: one of `BY`.

    Returns
    -------
    dict
        At the end of that year the conditions ``both``, ``us_only``, ``china_only`` and ``neither``, of which one
        holds, so that their shares over draws add up to one; ``china_there`` and ``us_there``; ``china_margin`` and
        ``us_margin``, the powers of ten by which a side is above its bar, and as times ``china_has_times`` and
        ``us_has_times``; ``us_held``, whether money or power holds the
        US side back.  As lists over the ends of `SHOWN`: ``years_both``, ``years_us_only``, ``years_china_only``,
        ``years_neither``.

    Notes
    -----
    Each year is asked by itself: with chips that wear out, or a bar that rises, a side may fall back.  The bipolar
    world of [C182] is ``both``, the unipolar one of [C185] is ``us_only``; two more are possible.  "The US" is the US
    and its allies, taken as one (A35).  Chips are all that counts: no data, talent or will.

    - *One project or a country.*  With :math:`c_C = 1` all of China's chips stand against the largest project
      elsewhere, which had about a tenth.  Who counts both sides alike sets the two shares alike.
    - *Power.*  The agencies' figures are a steady load of all data centres of the US alone, and the power of chips is
      what they may draw: from 2026 on :math:`G` then holds back what is sold in nearly all draws (``us_held``).
    - *Without controls* the gap, smuggling and licences from 2027 on play no part.

    Examples
    --------
    >>> past = [1, 0.0488, 1, 1, 6, 1.9, 0, 1, 0, 4 / 3, 0, 1.5e6, 2.75e5, 1, 0, 0, 0, 0.14]
    >>> found = outcome(1e6, 1, 2027, 4, 0, 1, 0.3, 0.1, 8.7, 7e11, 3.8e10, 667, 0, 3e5, *past)
    >>> bool(found["both"]), round(float(found["china_margin"]), 2), round(float(found["us_margin"]), 2)
    (True, 0.03, 0.65)
    """
    if by not in BY:
        raise ValueError(f"by is one of {', '.join(BY)}, not {by!r}.")
    gap = gap_chips_per_year * rule_lag_months / GENERATION_MONTHS
    chips = stock.__wrapped__(
        licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year,
        licensed_per_year + gap, smuggling_growth_per_year, diversion_closed_share, domestic_growth_per_year,
        domestic_response_elasticity, memory_stock_chips, memory_chips_per_year, domestic_quality, memory_bound_share,
        rented_share, access_closed_share, free_share, "H100-equivalents", controls, licensed_class,
    )  # fmt: skip
    needed = bar(threshold_chips, threshold_chip_worth, threshold_year, alg_progress_per_year, falling_part, SHOWN)
    built = chips["us"][BUILT - FIRST_YEAR]
    a_year = np.minimum(power_gw_per_year, capex_usd_per_year / usd_per_gw) * 1e9 / watts_per_h100e
    china_times, us_times_one = np.log10(china_efficiency_times * china_in_one_share), np.log10(us_in_one_share)
    worlds = {name: [] for name in ("both", "us_only", "china_only", "neither")}
    for year, log10_needed, possible in zip(SHOWN, *needed.values(), strict=True):
        us, rented = chips["us"][year - FIRST_YEAR], chips["rented"][year - FIRST_YEAR]
        most = built + a_year * float(year - BUILT)
        usable = np.minimum(us, most)
        lent = np.minimum(rented, usable)
        china_margin = china_times + np.log10(chips["china"][year - FIRST_YEAR] + lent) - log10_needed
        us_margin = us_times_one + np.log10(np.maximum(usable - lent, 1.0)) - log10_needed
        china_there, us_there = possible & (china_margin >= 0), possible & (us_margin >= 0)
        worlds["both"].append(china_there & us_there)
        worlds["us_only"].append(us_there & ~china_there)
        worlds["china_only"].append(china_there & ~us_there)
        worlds["neither"].append(~(china_there | us_there))
        if str(year) == by:
            asked = {name: held[-1] for name, held in worlds.items()}
            asked |= {"china_there": china_there, "us_there": us_there}
            asked |= {"china_margin": china_margin, "us_margin": us_margin, "us_held": us > most}
            asked |= {"china_has_times": 10.0**china_margin, "us_has_times": 10.0**us_margin}
    return asked | {f"years_{name}": held for name, held in worlds.items()}


AIMS = {
    "slow": "C244",
    "models": "C221",
    "millions": "C201",
    "time": "C048",
}
"""The four aims of `four_aims`, each with the claim that names it."""


@both_branches
def four_aims(
    threshold_chips,
    threshold_chip_worth,
    alg_progress_per_year,
    china_efficiency_times,
    china_in_one_share,
    us_in_one_share,
    months_wanted,
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
    free_share,
    licensed_class="H200",
    by="2025",
):
    r"""One history, four aims: how far did the controls do what they were for, by whose word on what they were for?

    Parameters
    ----------
    threshold_chips, threshold_chip_worth, alg_progress_per_year : float or column
        As in `bar`.
    china_efficiency_times, china_in_one_share, us_in_one_share : float or column
        As in `outcome`.
    months_wanted : float or column
        How many months won would be all that was wanted [months], above 0.  No essay gives a number.
    licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year : float or column
        As in `curves.models.supply.stock`, like the next.
    licensed_per_year, smuggling_growth_per_year, diversion_closed_share, domestic_growth_per_year : float or column
        And so on.
    domestic_response_elasticity, memory_stock_chips, memory_chips_per_year, domestic_quality : float or column
        And so on.
    memory_bound_share, free_share : float or column
        And so on.
    licensed_class
        As in `curves.models.supply.stock`.
    by : str
        At the end of which year: one of `BY`.

    Returns
    -------
    dict
        Four scores from 0 (in vain) to 1 (in full), with :math:`S` and :math:`S_0` China's stock with and without
        controls:

        - ``slow`` :math:`= 1 - S / S_0`, the part of its computing power that is missing: slow AI [C244];
        - ``models`` :math:`= 1 - k c_C S / (c_U U)`, how far its largest project, ideas counted in, stays behind the
          largest elsewhere: deny the best chips, and so the best models [C221];
        - ``millions`` :math:`= 1 - S / (N_0 w)`, what it lacks of the chips of powerful AI: deny millions [C201];
        - ``time`` :math:`= m / m_w`, months won over those wanted, :math:`m = 12 \ln(S_0 / S) / \ln g`: buy time
          [C021, C048];

        each at least 0 and at most 1; ``months_won`` :math:`m`, ``won`` if not below 0; ``met``, how many are at least
        one half, and ``agree``, whether that is all or none.  As lists over `SHOWN`: ``years_slow``, ``years_models``,
        ``years_millions``, ``years_time``.

    Notes
    -----
    The verdict changes with the aim (D6).  A half is our line.  Months are those in which yearly progress, the same
    on both sides, makes good for the chips that are missing.

    Examples
    --------
    >>> past = [1, 0.0488, 1, 1, 6, 1.9, 0, 1, 0, 4 / 3, 0, 1.5e6, 2.75e5, 1, 0, 0.14]
    >>> found = four_aims(2e6, 1, 4, 1, 0.3, 0.1, 24, *past)
    >>> {name: round(float(found[name]), 2) for name in AIMS}, round(float(found["months_won"]), 1)
    ({'slow': 0.42, 'models': 0.75, 'millions': 0.22, 'time': 0.19}, 4.7)
    """
    if by not in BY:
        raise ValueError(f"by is one of {', '.join(BY)}, not {by!r}.")
    limited, free = (
        stock.__wrapped__(
            licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year,
            licensed_per_year, smuggling_growth_per_year, diversion_closed_share, domestic_growth_per_year,
            domestic_response_elasticity, memory_stock_chips, memory_chips_per_year, domestic_quality,
            memory_bound_share, 0.0, 0.0, free_share, "H100-equivalents", controls, licensed_class,
        )
        for controls in ("as they were", "none")
    )  # fmt: skip
    scores, months = {name: [] for name in AIMS}, []
    for year in SHOWN:
        have, had, us = limited["china"][year - FIRST_YEAR], free["china"][year - FIRST_YEAR], limited["us"]
        largest = us_in_one_share * us[year - FIRST_YEAR]
        months.append(months_to_fall(had / have, alg_progress_per_year))
        scores["slow"].append(1 - have / had)
        scores["models"].append(1 - china_efficiency_times * china_in_one_share * have / largest)
        scores["millions"].append(1 - have / (threshold_chips * threshold_chip_worth))
        scores["time"].append(months[-1] / months_wanted)
    scores = {name: [np.clip(v, 0.0, 1.0) for v in values] for name, values in scores.items()}
    at = BY.index(by)
    asked = {name: values[at] for name, values in scores.items()}
    met = sum(np.where(score >= 0.5, 1.0, 0.0) for score in asked.values())
    asked |= {"months_won": months[at], "won": months[at] >= 0, "met": met, "agree": (met == 0) | (met == len(AIMS))}
    return asked | {f"years_{name}": values for name, values in scores.items()}


LEAD_YEARS = 11
"""Years of `lasting_lead`, from 0 to 10."""


@both_branches
def lasting_lead(lead_times, feedback_per_year, diffusion_per_year):
    r"""Does a lead last?  AI that improves AI, against ideas that spread.

    .. math:: \frac{dL}{dt} = (f - d)\, L, \qquad L(t) = L_0\, e^{(f - d)\, t}

    Parameters
    ----------
    lead_times : float or column
        :math:`e^{L_0}`, how far one side is ahead in effective compute [times], at least 1.
    feedback_per_year : float or column
        :math:`f`, by how much a lead feeds itself [logarithm a year] [C187].
    diffusion_per_year : float or column
        :math:`d`, by how much it leaks away [logarithm a year] [C042].

    Returns
    -------
    dict
        ``lead``, the logarithm of the lead over that at the start, in each of `LEAD_YEARS` years [times];
        ``lead_after``, the lead itself [times]; ``half_life_years`` where it shrinks and ``doubling_years`` where it
        grows, of its logarithm, else infinite; ``lasts``, whether it does not shrink.

    Notes
    -----
    Nobody knows either rate, nor how long such a state would last [C186].  The sign of the difference is all that
    decides (A29).  A lead that grows without end is the model's; one that meets a ceiling does not.

    Examples
    --------
    >>> round(float(lasting_lead(4, 0.1, 0.45)["half_life_years"]), 2)
    1.98
    """
    net = feedback_per_year - diffusion_per_year
    left = [np.exp(net * float(year)) for year in range(LEAD_YEARS)]
    twofold = np.where(net == 0, np.inf, np.true_divide(np.log(2.0), np.abs(net)))
    return {
        "lead": left,
        "lead_after": [np.exp(np.minimum(np.log(lead_times) * part, LARGEST)) for part in left],
        "half_life_years": np.where(net < 0, twofold, np.inf),
        "doubling_years": np.where(net > 0, twofold, np.inf),
        "lasts": net >= 0,
    }


LARGEST = 600.0
"""Natural logarithm at which `lasting_lead` stops counting."""


def lead_between(lead_times, feedback_per_year, diffusion_per_year):
    """`lasting_lead`, and beside it what each of the two forces alone would make of the lead.

    Parameters
    ----------
    lead_times, feedback_per_year, diffusion_per_year : float or column
        As in `lasting_lead`.

    Returns
    -------
    dict
        As from `lasting_lead`; ``if_it_only_feeds`` and ``if_it_only_leaks``, lists like ``lead_after``;
        ``after_five``, the lead after five years [times], ``countless`` from a million on; ``grows``, ``shrinks``
        and ``level``.

    Examples
    --------
    >>> found = lead_between(4, 0.3, 0.3)
    >>> [round(float(found[name][2]), 2) for name in ("lead_after", "if_it_only_leaks")]
    [4.0, 2.14]
    """
    both = lasting_lead(lead_times, feedback_per_year, diffusion_per_year)
    return both | {
        "if_it_only_feeds": lasting_lead(lead_times, feedback_per_year, 0.0)["lead_after"],
        "if_it_only_leaks": lasting_lead(lead_times, 0.0, diffusion_per_year)["lead_after"],
        "after_five": both["lead_after"][5],
        "countless": both["lead_after"][5] >= 1e6,
        "grows": feedback_per_year > diffusion_per_year,
        "shrinks": feedback_per_year < diffusion_per_year,
        "level": feedback_per_year == diffusion_per_year,
    }


def conversion(lead_times, industrial_base_ratio, military_focus_ratio, ai_weight, industry_weight, focus_weight):
    r"""From AI to power, the most speculative part of the book: China over the US in each of the two worlds.

    .. math:: P = A^{a}\, I^{b}\, F^{c}

    Parameters
    ----------
    lead_times : float or column
        How far the US is ahead in AI in the unipolar world [times]: :math:`A` is one over it, and 1 in the bipolar
        world.
    industrial_base_ratio, military_focus_ratio : float or column
        :math:`I, F`, China's industry, and the part of its AI, talent and money that goes to arms, over the US's
        [times] [C183, C184].
    ai_weight, industry_weight, focus_weight : float or column
        :math:`a, b, c`: by how many percent power rises with one percent more of each.

    Returns
    -------
    dict
        ``bipolar`` and ``unipolar``, China's power over that of the US [times]; ``hardly_any``, whether the latter is
        below a thousandth; ``china_ahead_at_parity``; ``even_lead_times``, the lead at which the two are level [times].

    Notes
    -----
    No source gives any of these numbers, nor says that power is such a product.  What the form shows: at equal AI it is
    industry and focus that decide, and with both at 1 the bipolar world is balanced (A30).

    Examples
    --------
    >>> found = conversion(4, 2, 1, 1, 1, 1)
    >>> float(found["bipolar"]), float(found["unipolar"]), float(found["even_lead_times"])
    (2.0, 0.5, 2.0)
    """
    rest = industrial_base_ratio**industry_weight * military_focus_ratio**focus_weight
    unipolar = rest / lead_times**ai_weight
    return {
        "bipolar": rest,
        "unipolar": unipolar,
        "hardly_any": unipolar < 0.001,
        "china_ahead_at_parity": rest > 1,
        "even_lead_times": rest ** (1 / ai_weight),
    }


@both_branches
def policy_mix(
    restriction,
    rule_lag_months,
    diversion_closed_share,
    access_closed_share,
    allied_alignment,
    civil_use_share,
    learning_share,
    resilience_per_year,
    open_sales_per_year,
    gap_chips_per_year,
    allied_route_share,
    china_efficiency_times,
    alg_progress_per_year,
    licensed_times,
    leak_share,
    domestic_times,
    us_times,
    chip_life_years,
    us_growth_per_year,
    smuggling_growth_per_year,
    domestic_growth_per_year,
    domestic_response_elasticity,
    memory_stock_chips,
    memory_chips_per_year,
    domestic_quality,
    memory_bound_share,
    rented_share,
    licensed_class="H200",
    by="2028",
):
    r"""What a mix of measures from 2027 on gains and what it costs, beside none of them; it recommends nothing.

    Parameters
    ----------
    restriction : float or column
        :math:`R`, where the threshold stands.  0: all may be sold; 1: as it is; above 1: tighter, which only speeds up
        China's industry further [C240, C241].
    rule_lag_months : float or column
        How long in each generation a gap stays open once there is a rule [months] [C212, C252].
    diversion_closed_share, access_closed_share : float or column
        Part of smuggling, and of rentals, that is closed [share].
    allied_alignment : float or column
        0: allies go their own way; 1: they act as one with the US [share] (A35).
    civil_use_share : float or column
        Part of what is barred that is let through for civil use [share] [C189].  The chips are the same (A31).
    learning_share : float or column
        Part of a rival's lead in ideas that is taken over [share] [C239].
    resilience_per_year : float or column
        How fast defences are built in the months won [part of what is missing, a year] [C043] (A32).
    open_sales_per_year : float or column
        What would be sold to China without a rule [chips of ``licensed_class`` a year].
    gap_chips_per_year, china_efficiency_times, alg_progress_per_year : float or column
        As in `outcome`.
    allied_route_share : float or column
        Part of smuggling and rentals that passes through allies [share].
    licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year : float or column
        As in `curves.models.supply.stock`, like the next.
    smuggling_growth_per_year, domestic_growth_per_year, domestic_response_elasticity : float or column
        And so on.
    memory_stock_chips, memory_chips_per_year, domestic_quality, memory_bound_share, rented_share : float or column
        And so on.
    licensed_class
        As in `curves.models.supply.stock`.
    by : str
        At the end of which year: ``"2027"`` or ``"2028"``.

    Returns
    -------
    dict
        Gains: ``china`` and ``china_without``, all that China can use [H100-equivalents], ``cut_share`` between the
        two, ``smaller`` where it is not below 0, and else ``grown_share``; ``lead`` and ``lead_without``, US over China
        in effective compute [times]; ``months_won``, until progress makes good for the difference in the lead;
        ``prepared_share``, what is built in these months of the defences that are missing. Costs: ``sales_lost_usd``
        [USD a year]; ``civil_denied_share``, of what would be sold; ``domestic_times_faster``, China's yearly growth
        over that without measures [times].

    Notes
    -----
    The US wins in effective compute what it takes over of ideas, if China's are ahead.  Chips that are not sold to
    China are sold to nobody.  Left out: friction that is no chip industry, and what allies ask in return.

    Examples
    --------
    All off is the baseline:

    >>> past = [1, 0.0488, 1, 1, 6, 1.9, 1, 4 / 3, 0, 1.5e6, 2.75e5, 1, 0, 0.01]
    >>> found = policy_mix(0, 27, 0, 0, 0, 0, 0, 0, 1e6, 3e5, 0.5, 1, 4, *past)
    >>> float(found["cut_share"]), float(found["months_won"]), float(found["sales_lost_usd"])
    (0.0, 0.0, 0.0)
    """
    if by not in ("2027", "2028"):
        raise ValueError(f"by is 2027 or 2028, not {by!r}.")
    barred = np.minimum(restriction, 1.0)
    denied = barred * (1 - civil_use_share)
    gap = barred * gap_chips_per_year * np.minimum(rule_lag_months / GENERATION_MONTHS, 1.0)
    reach = 1 - allied_route_share * (1 - allied_alignment)
    at = int(by) - FIRST_YEAR

    def chips(sales, closed, access, growth):
        found = stock.__wrapped__(
            licensed_times, leak_share, domestic_times, us_times, chip_life_years, us_growth_per_year, sales,
            smuggling_growth_per_year, closed, growth, 0.0, memory_stock_chips, memory_chips_per_year,
            domestic_quality, memory_bound_share, rented_share, access, 0.0, "H100-equivalents", "as they were",
            licensed_class,
        )  # fmt: skip
        return found["china"][at] + found["rented"][at], found["us"][at] - found["rented"][at]

    faster = np.exp(domestic_response_elasticity * restriction)
    slow = domestic_growth_per_year * np.exp(-domestic_response_elasticity)
    sold = np.minimum(open_sales_per_year * (1 - denied) + gap, open_sales_per_year)
    china_without, us_without = chips(open_sales_per_year, 0.0, 0.0, slow)
    china, us = chips(sold, diversion_closed_share * reach, access_closed_share * reach, slow * faster)
    learned = np.maximum(china_efficiency_times, 1.0) ** learning_share
    lead_without = us_without / (china_efficiency_times * china_without)
    lead = learned * us / (china_efficiency_times * china)
    months = months_to_fall(lead / lead_without, alg_progress_per_year)
    return {
        "china": china,
        "china_without": china_without,
        "cut_share": 1 - china / china_without,
        "grown_share": china / china_without - 1,
        "smaller": china <= china_without,
        "lead": lead,
        "lead_without": lead_without,
        "months_won": months,
        "prepared_share": 1 - np.exp(-resilience_per_year * np.maximum(months, 0.0) / 12),
        "sales_lost_usd": (open_sales_per_year - sold) * CHIPS[licensed_class.lower()].usd,
        "civil_denied_share": denied,
        "domestic_times_faster": faster,
    }


def belief(prior_share, likelihood_ratio):
    r"""What R1 should do to one's belief that controls work: Bayes, with the weight of the evidence left to the reader.

    .. math:: \frac{q}{1 - q} = \lambda\, \frac{p}{1 - p}

    Parameters
    ----------
    prior_share : float or column
        :math:`p`, belief before [share], above 0 and below 1.
    likelihood_ratio : float or column
        :math:`\lambda`, how much likelier R1 was if controls work than if they do not [times].  Below 1 for [C235], 1
        if it is too early to judge [C003, C248] or no evidence at all [C095], above 1 for [C211].

    Returns
    -------
    dict
        ``posterior``, belief after [share]; ``moved``, by how much; ``even_ratio``, the ratio that leaves one even;
        ``ruled_out``, ``certain`` or ``open``: whether it is below or above what whole percents can tell, or neither.

    Examples
    --------
    >>> float(belief(0.6, 1)["posterior"]), round(float(belief(0.6, 0.5)["posterior"]), 2)
    (0.6, 0.43)
    """
    weight = likelihood_ratio * prior_share
    posterior = weight / (weight + 1 - prior_share)
    return {
        "posterior": posterior,
        "moved": posterior - prior_share,
        "ruled_out": posterior < 0.005,
        "certain": posterior >= 0.995,
        "open": (posterior >= 0.005) & (posterior < 0.995),
        "even_ratio": (1 - prior_share) / prior_share,
    }
