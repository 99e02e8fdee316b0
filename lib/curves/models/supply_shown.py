"""What the figures on the stock of chips ask of `curves.models.supply`: a reader's year, a verdict, fewer outputs."""

import inspect

import numpy as np

from . import both_branches
from .supply import (
    FIRST_YEAR,
    YEARS,
    bite,
    domestic_loop,
    run_or_ecosystem,
    smuggling,
    stock,
    third_countries,
    when_to_judge,
)  # fmt: skip

SIZES = {"chips": 1e6, "H100-equivalents": 1e6, "dollars": 1e10, "megawatts": 1e3}
"""What counts as one on a common axis: about a million chips each, at 10,000 dollars and 1,000 watts or so."""

UNSEEN = {"free_share": 0.0, "domestic_response_elasticity": 0.0}
"""Inputs of `stock` without effect while controls are as they were."""


def _passes_on(model, **fixed):
    """A wrapper's own arguments, then those of ``model`` that it passes on, but for settings and what is fixed."""

    def declare(wrapper):
        own = [p for p in inspect.signature(wrapper).parameters.values() if p.kind is not p.VAR_KEYWORD]
        names = {p.name for p in own} | fixed.keys()
        passed = [
            p.replace(kind=inspect.Parameter.POSITIONAL_OR_KEYWORD)
            for p in inspect.signature(model).parameters.values()
            if p.name not in names and p.default is p.empty
        ]
        bare = [p for p in own if p.default is p.empty]
        settings = [p for p in own if p.default is not p.empty]
        wrapper.__signature__ = inspect.Signature([*bare, *passed, *settings])
        return wrapper

    return declare


def _at(year, path):
    """Of a list by year's end from 2020 on, the entry of the reader's year."""
    value = path[0]
    for k, later in enumerate(path[1:], FIRST_YEAR + 1):
        value = np.where(year > k - 0.5, later, value)
    return value


def _first(path, enough):
    """The first year at whose end there is enough; infinite if none."""
    found = np.inf
    for year, value in reversed(list(zip(range(FIRST_YEAR, FIRST_YEAR + YEARS), path, strict=True))):
        found = np.where(value >= enough, float(year), found)
    return found


@both_branches
@_passes_on(stock, **UNSEEN)
def by_pathway(stock_year, unit="chips", licensed_class="H200", **flows):
    """`curves.models.supply.stock` of China by pathway, in sizes that fit on one axis, with a year picked out.

    Parameters
    ----------
    stock_year : float
        The year at whose end one looks, 2020 to 2028.
    unit, licensed_class : str
        As in `stock`, like all else.

    Returns
    -------
    dict
        By year ``licensed``, ``smuggled``, ``domestic``, ``china`` and ``rented`` [`SIZES`].  At the end of the
        reader's year ``then``, ``usd_then`` [USD, in that unit], the shares of the pathways, and ``rented_times``,
        what is rented over what is in China.  ``one_year``, the first year at whose end it is one size or more,
        infinite if none, and ``passed``; ``counted``, ``money`` and ``power``, which kind of unit it is.

    Examples
    --------
    >>> from curves import data
    >>> flows = {name: data.parameter(name).default for name in inspect.signature(by_pathway).parameters
    ...          if name not in ("unit", "licensed_class")}
    >>> [float(by_pathway(**flows, unit=unit)["one_year"]) for unit in ("chips", "H100-equivalents", "dollars")]
    [2024.0, 2025.0, 2023.0]
    """
    found = stock.__wrapped__(**flows, **UNSEEN, unit=unit, licensed_class=licensed_class)
    names = ("licensed", "smuggled", "domestic", "china", "rented")
    paths = {name: [v / SIZES[unit] for v in found[name]] for name in names}
    then = {name: _at(stock_year, path) for name, path in paths.items()}
    one_year = _first(paths["china"], 1.0)
    return paths | {
        "then": then["china"],
        "usd_then": then["china"] * SIZES[unit],
        "licensed_share": then["licensed"] / then["china"],
        "smuggled_share": then["smuggled"] / then["china"],
        "domestic_share": then["domestic"] / then["china"],
        "rented_times": then["rented"] / then["china"],
        "one_year": one_year,
        "passed": one_year < np.inf,
        "counted": float(unit in ("chips", "H100-equivalents")),
        "money": float(unit == "dollars"),
        "power": float(unit == "megawatts"),
    }


@both_branches
@_passes_on(stock, **UNSEEN, rented_share=0, access_closed_share=0)
def china_then(stock_year, many_chips, unit="H100-equivalents", licensed_class="H200", **flows):
    """China's stock by year, and whether it is "millions" by the end of the reader's: for draws.

    Parameters
    ----------
    stock_year : float
        As in `by_pathway`.
    many_chips : float
        Where millions begin [in the unit].  Two in our reading of [C176].
    unit, licensed_class : str
        As in `stock`, like all else.

    Returns
    -------
    dict
        ``china`` by year, ``then`` at the end of the reader's, and ``reaches``.
    """
    closed = {"rented_share": 0.0, "access_closed_share": 0.0}
    found = stock.__wrapped__(**flows, **UNSEEN, **closed, unit=unit, licensed_class=licensed_class)
    then = _at(stock_year, found["china"])
    return {"china": found["china"], "then": then, "reaches": then >= many_chips}


@both_branches
@_passes_on(stock, **UNSEEN)
def against_us(stock_year, unit="H100-equivalents", **flows):
    """China's stock beside that of the US and its allies.

    Returns
    -------
    dict
        ``china`` and ``us`` by year [`SIZES`] and ``us_over_china``.  At the end of the reader's year ``china_then``,
        ``us_then``, both again as ``china_more`` and ``us_less`` if what is rented changes sides, ``ratio``,
        ``share`` [percent], ``ratio_rented`` if what is rented changes sides, and ``tenfold``.
    """
    found = stock.__wrapped__(**flows, **UNSEEN, unit=unit)
    china, us, rented = (_at(stock_year, found[name]) for name in ("china", "us", "rented"))
    return {
        "china": [v / SIZES[unit] for v in found["china"]],
        "us": [v / SIZES[unit] for v in found["us"]],
        "us_over_china": found["us_over_china"],
        "china_then": china / SIZES[unit],
        "us_then": us / SIZES[unit],
        "china_more": (china + rented) / SIZES[unit],
        "us_less": (us - rented) / SIZES[unit],
        "ratio": us / china,
        "share": 100 * china / (china + us),
        "ratio_rented": (us - rented) / (china + rented),
        "tenfold": us / china >= 10,
    }


def hold_against(near_times, year, removed, rows):
    """The model beside published estimates of one year, and how many it hits.

    Parameters
    ----------
    near_times : float
        How far off still counts as near the middle [times], above 1.
    year, removed : str
        Keys of ``rows``: of which year, and which flow is taken out of the model.
    rows : dict
        As `curves.models.supply_fit.lanes` gives them.

    Returns
    -------
    dict
        Columns ``ratio``, the model over the middle of each estimate, ``from_ratio`` and ``to_ratio``, the ends of
        its interval over the middle, ``inside`` and ``shown``; ``n``, ``n_inside``, ``n_missed`` and ``n_near``.
    """
    found = rows[year][removed]
    low, high, ratio, shown = (np.asarray(found[name], dtype=float) for name in ("low", "high", "ratio", "shown"))
    inside = (ratio >= low) & (ratio <= high) & (shown > 0)
    near = (ratio <= near_times) & (ratio * near_times >= 1) & (shown > 0)
    n, n_inside = float(np.sum(shown)), float(np.sum(inside))
    return {
        "ratio": ratio,
        "from_ratio": low,
        "to_ratio": high,
        "inside": np.where(inside, 1.0, 0.0),
        "shown": shown,
        "n": n,
        "n_inside": n_inside,
        "n_missed": n - n_inside,
        "n_near": np.sum(np.where(near, 1.0, 0.0)),
    }


@both_branches
@_passes_on(smuggling)
def smuggled(detection="on the total", **flows):
    """`curves.models.supply.smuggling`, and whether a million chips come through [C204]."""
    found = smuggling.__wrapped__(**flows, detection=detection)
    return found | {
        "a_million": found["arrived"] >= 1e6,
        "one_deal": flows["deals_per_dealer"] == 1,
        "deal_usd": flows["deal_chips"] * flows["smuggled_price_usd"],
    }


@_passes_on(third_countries)
def beyond_the_rule(china_h100e, **flows):
    """`curves.models.supply.third_countries` beside what is in China itself.

    Returns
    -------
    dict
        As there, and ``own`` [H100-equivalents], ``over_own``, all of it over that [share], ``level_share``, the part
        of the US stock that would have to be rented, with access open, to equal it, and ``as_much``.
    """
    found = third_countries(**flows)
    over = found["beyond"] / china_h100e
    return found | {
        "own": china_h100e,
        "over_own": over,
        "level_share": china_h100e / flows["us_h100e"],
        "as_much": over >= 1,
    }


LOOP_START = 2026
"""The year at whose start `domestic_loop` starts, since its chips a year are those of 2025."""


@both_branches
@_passes_on(domestic_loop)
def loop(decisive_year, **flows):
    """`curves.models.supply.domestic_loop` with dates.

    Returns
    -------
    dict
        ``supply`` and ``supply_free`` by year; ``crosses`` and ``evens``, within twenty years,
        ``overtakes``, crosses though there are rules, ``crossing_date`` and
        ``even_date``, infinite if not; ``in_time``, whether supply crosses before what decides; ``after_ten``, all
        chips of ten years with restriction over those without [share], and ``hardly_any``; ``answers``, whether
        elasticity and restriction are above 0, and of the other cases ``no_rules`` and ``no_answer``; if it answers,
        ``catches_up``, ``soon`` or ``late`` by what decides, or ``falls_behind``, and ``made_up``, whether it evens.
    """
    found = domestic_loop.__wrapped__(**flows)
    crossing = LOOP_START + found["years_to_crossing"]
    even = LOOP_START + found["years_to_even"]
    ruled = flows["restriction"] > 0
    answers = (flows["domestic_response_elasticity"] > 0) & ruled
    catches_up = answers & found["crosses"]
    after_ten = found["total"][9] / found["total_free"][9]
    return {
        "supply": found["supply"],
        "supply_free": found["supply_free"],
        "crossing_date": crossing,
        "even_date": even,
        "crosses": found["crosses"],
        "overtakes": found["crosses"] & ruled,
        "evens": even < np.inf,
        "in_time": crossing <= decisive_year,
        "after_ten": after_ten,
        "hardly_any": after_ten < 0.005,
        "answers": answers,
        "no_rules": np.logical_not(ruled),
        "no_answer": ruled & np.logical_not(answers),
        "catches_up": catches_up,
        "falls_behind": answers & np.logical_not(found["crosses"]),
        "soon": catches_up & (crossing <= decisive_year),
        "late": catches_up & (crossing > decisive_year),
        "made_up": answers & (even < np.inf),
    }


@both_branches
@_passes_on(bite)
def bite_by_year(stock_year, unit="H100-equivalents", **flows):
    """`curves.models.supply.bite` with a year picked out.

    Returns
    -------
    dict
        ``with_controls`` and ``without_controls`` by year, ``gap_share``; at the end of the reader's year
        ``with_then``, ``without_then``, ``gap_then`` and ``added_then``, minus that;
        ``is_missing``; ``visible_then``; ``visible_year``, infinite if none, and ``visible``.
    """
    found = bite.__wrapped__(**flows, unit=unit)
    gap = _at(stock_year, found["gap_share"])
    return found | {
        "with_then": _at(stock_year, found["with_controls"]),
        "without_then": _at(stock_year, found["without_controls"]),
        "gap_then": gap,
        "added_then": -gap,
        "is_missing": gap >= 0,
        "visible_then": gap >= flows["visible_gap_share"],
        "visible": found["visible_year"] < np.inf,
    }


def judged(
    stockpile_months, upgrade_cycle_years, model_lag_months, judged_year, decisive_year, controls_start="October 2023"
):
    """`curves.models.supply.when_to_judge` as it is, with the wait still to come at the day of judging [years].

    ``early`` and ``just_early`` say whether that is as much as half of a tenth of a year.
    """
    found = when_to_judge(
        stockpile_months, upgrade_cycle_years, model_lag_months, judged_year, decisive_year, controls_start
    )
    wait = np.maximum(found["half_year"] - judged_year, 0.0)
    early = found["too_early"] & (wait >= 0.05)
    return found | {"wait_years": wait, "early": early, "just_early": found["too_early"] & (wait < 0.05)}


@_passes_on(run_or_ecosystem)
def run_and_whole(next_run_chips, **flows):
    """`curves.models.supply.run_or_ecosystem` for the named run and for one of the next generation, side by side.

    Parameters
    ----------
    next_run_chips : float
        Chips of the next generation's run [C011], each worth an H100.

    Returns
    -------
    dict
        As there; ``size``, a list: the named run, the next one, what trains now, what serves, all, and all that is
        left [H100-equivalents], and ``part``, each over all; ``next_share`` of all that is left,
        ``next_fits``, and ``cut_share``.
    """
    found = run_or_ecosystem(**flows)
    all_of_it, serving = flows["china_h100e"], flows["deployment_share"] * flows["china_h100e"]
    left = flows["chips_left_share"] * all_of_it
    run = flows["run_worth"] * flows["run_chips"]
    size = [run, 1.0 * next_run_chips, all_of_it - serving, serving, 1.0 * all_of_it, left]
    return found | {
        "size": size,
        "part": [each / all_of_it for each in size],
        "run_share_left": run / left,
        "next_share": next_run_chips / left,
        "next_fits": left >= next_run_chips,
        "cut_share": 1 - flows["chips_left_share"],
        "users_squeezed": found["served_left"] < 1,
    }
