"""Your verdict: the reader's answers to the book's questions, joined to one chain."""

import numpy as np

from . import both_branches
from .deepseek import on_trend
from .supply import when_to_judge
from .worlds import lasting_lead, outcome

LINKS = ("decide", "us_there", "in_time", "lasts")
"""What the case for controls rests on in the argument of two worlds, link by link."""

SCALES = {"trend": 24.0, "budgets": 1.0, "in_time": 3.0, "decide": 1.0, "us_there": 1.0, "lasts": 1.0}
"""How much of each answer's own unit fills half of its row in the chart: months, percent for one percent, years, powers
of ten of chips (twice), logarithm a year."""


@both_branches
def verdict(
    alg_progress_per_year,
    age_months,
    quality_gap,
    v3_cost_usd,
    reference_cost_usd,
    budget_elasticity,
    stockpile_months,
    upgrade_cycle_years,
    model_lag_months,
    decisive_year,
    threshold_chips,
    falling_part,
    china_efficiency_times,
    china_in_one_share,
    us_in_one_share,
    leak_share,
    diversion_closed_share,
    lead_times,
    feedback_per_year,
    diffusion_per_year,
    rest,
    by="2027",
):
    r"""Do DeepSeek's models undermine the case for controls?  One chain of the models of the chapters.

    .. math::
        \text{case} = \neg\,\text{China}_\text{with} \wedge \text{China}_\text{without}
        \wedge \text{US} \wedge \text{in time} \wedge \text{lasts}

    It is taken twice, at the reader's :math:`k` and at :math:`k = 1`, what one side finds being used by both.
    DeepSeek's models undermine the case if it holds at 1 and not at a :math:`k` above 1.

    Parameters
    ----------
    alg_progress_per_year, age_months, quality_gap, v3_cost_usd, reference_cost_usd : float or column
        As in `curves.models.deepseek.on_trend`.
    budget_elasticity : float or column
        As in `curves.models.deepseek.market`.
    stockpile_months, upgrade_cycle_years, model_lag_months, decisive_year : float or column
        As in `curves.models.supply.when_to_judge`, counted from October 2023.
    threshold_chips, falling_part, china_efficiency_times, china_in_one_share, us_in_one_share : float or column
        As in `curves.models.worlds.outcome`, like the next; :math:`k` is ``china_efficiency_times``.
    leak_share, diversion_closed_share : float or column
        And so on.
    lead_times, feedback_per_year, diffusion_per_year : float or column
        As in `curves.models.worlds.lasting_lead`.
    rest : dict of str to float
        The other arguments of `curves.models.worlds.outcome`; its ``threshold_year`` is over by the end of ``by``.
    by : str
        At the end of which year sides have to have the chips.

    Returns
    -------
    dict
        Each answer: ``on_trend``, ``months_ahead``; ``grows``, whether budgets rise as AI gets cheaper; ``half_year``,
        ``in_time``; ``china_there`` and ``china_free``, whether China has the chips with and without controls,
        ``decide``, whether it has them only without; ``us_there``; ``lasts``, ``half_life_years``.  Joined: ``holds``,
        ``held_before`` (at k = 1); ``undermined`` or ``needless``, whether it holds at 1 only and k is above or below
        1; ``restored``, ``unmoved``; ``links``, how many of `LINKS` hold, and ``broken``.  For the chart: ``at_trend``
        and so on, each answer from -1 to 1 on `SCALES`.

    Notes
    -----
    Necessary links, so one that breaks breaks the case as this argument has it, and not every case for controls: who
    wants them for another aim needs other links (D6).  No draws: each answer is a number.

    Examples
    --------
    >>> from curves import data
    >>> from curves.models.worlds import outcome
    >>> import inspect
    >>> known = {name: row.default for name, row in data.parameters().items()}
    >>> own, theirs = (inspect.signature(model).parameters.keys() & known for model in (verdict, outcome))
    >>> found = verdict(**{n: known[n] for n in own}, rest={n: known[n] for n in theirs - own})
    >>> float(found["links"]), bool(found["holds"])
    (2.0, False)
    """
    trend = on_trend(alg_progress_per_year, age_months, quality_gap, v3_cost_usd, reference_cost_usd)
    when = when_to_judge(
        stockpile_months, upgrade_cycle_years, model_lag_months, decisive_year, decisive_year, "October 2023"
    )
    own = {
        "threshold_chips": threshold_chips, "alg_progress_per_year": alg_progress_per_year,
        "falling_part": falling_part, "china_efficiency_times": china_efficiency_times,
        "china_in_one_share": china_in_one_share, "us_in_one_share": us_in_one_share, "leak_share": leak_share,
        "diversion_closed_share": diversion_closed_share,
    }  # fmt: skip
    limited, free = (
        outcome.__wrapped__(**own, **rest, controls=controls, by=by) for controls in ("as they were", "none")
    )
    ideas = np.log10(china_efficiency_times)
    lead = lasting_lead.__wrapped__(lead_times, feedback_per_year, diffusion_per_year)
    china_there, china_free = limited["china_there"], free["china_there"]
    decide, us_there = china_free & ~china_there, limited["us_there"]
    with_1, without_1 = limited["china_margin"] - ideas, free["china_margin"] - ideas
    decide_1 = (with_1 < 0) & (without_1 >= 0)
    others = us_there & when["in_time"] & lead["lasts"]
    holds, before = decide & others, decide_1 & others
    margins = {
        "trend": -trend["months_ahead"],
        "budgets": budget_elasticity,
        "in_time": decisive_year - when["half_year"],
        "decide": np.minimum(free["china_margin"], -limited["china_margin"]),
        "us_there": limited["us_margin"],
        "lasts": feedback_per_year - diffusion_per_year,
    }
    places = {f"at_{name}": np.clip(value / SCALES[name], -1.0, 1.0) for name, value in margins.items()}
    links = sum(np.where(link, 1.0, 0.0) for link in (decide, us_there, when["in_time"], lead["lasts"]))
    return places | {
        "on_trend": trend["on_trend"],
        "months_ahead": trend["months_ahead"],
        "months_late": trend["months_late"],
        "grows": budget_elasticity > 0,
        "half_year": when["half_year"],
        "in_time": when["in_time"],
        "china_there": china_there,
        "china_free": china_free,
        "decide": decide,
        "us_there": us_there,
        "us_times": 10.0 ** limited["us_margin"],
        "china_times": 10.0 ** limited["china_margin"],
        "china_free_times": 10.0 ** free["china_margin"],
        "lasts": lead["lasts"],
        "half_life_years": lead["half_life_years"],
        "links": links,
        "broken": len(LINKS) - links,
        "holds": holds,
        "held_before": before,
        "undermined": before & ~holds & (china_efficiency_times > 1),
        "needless": before & ~holds & (china_efficiency_times < 1),
        "restored": holds & ~before,
        "unmoved": (before & holds) | ~(before | holds),
    }
