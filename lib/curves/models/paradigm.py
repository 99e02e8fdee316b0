"""Shifting the paradigm: a second stage of training, reinforcement learning, on which everybody is still low."""

import numpy as np

from . import both_branches
from .scaling import success
from .shifting import months_to_fall

BASE_WIDTH = 5.0
"""How sharply a base turns from too weak to strong enough [percentage points]."""


def reasoning(base_percent, rl_usd, rl_start_usd, points_per_rl_tenfold, rl_flat_usd, strong_base_percent):
    r"""What reinforcement learning adds to a base on tasks that can be checked.

    .. math::
        \Delta s = q(s_1)\; b \,\log_{10}\!\left(1 + \frac{\min(R, R_{max})}{R_0}\right), \qquad
        q(s_1) = \frac{1}{1 + e^{-(s_1 - s^*) / w}}

    Parameters
    ----------
    base_percent : float or column
        :math:`s_1`, what the pre-trained model solves [percent].
    rl_usd : float or column
        :math:`R`, spent on the second stage [USD].  1e5 to 1e10 in the essay [C127, C128].
    rl_start_usd : float or column
        :math:`R_0`, below which the second stage hardly counts [USD].
    points_per_rl_tenfold : float or column
        :math:`b`, for a strong base [percentage points].
    rl_flat_usd : float or column
        :math:`R_{max}`, where gains end (A27) [USD].
    strong_base_percent : float or column
        :math:`s^*`, the base that takes half of the gain (A28) [percent].

    Returns
    -------
    float or column
        Gain [percentage points].

    Examples
    --------
    From $0.1M to $1M, on a strong base:

    >>> gains = [reasoning(80, usd, 1e4, 10, 1e12, 20) for usd in (1e5, 1e6)]
    >>> round(float(gains[1] - gains[0]), 1)
    9.6
    """
    quality = 1 / (1 + np.exp(-(base_percent - strong_base_percent) / BASE_WIDTH))
    return quality * points_per_rl_tenfold * np.log10(1 + np.minimum(rl_usd, rl_flat_usd) / rl_start_usd)


def two_stages(
    rl_usd,
    pretrain_usd,
    rl_start_usd,
    points_per_rl_tenfold,
    rl_flat_usd,
    strong_base_percent,
    score_at_1m_usd,
    score_at_100m_usd,
):
    r"""Two stages, two curves: what a tenfold of spending buys on the first and on the second.

    .. math:: s = \min\bigl(100,\; s_1(X) + \Delta s(R)\bigr)

    Parameters
    ----------
    rl_usd, rl_start_usd, points_per_rl_tenfold, rl_flat_usd, strong_base_percent : float or column
        As in `reasoning`.
    pretrain_usd : float or column
        :math:`X`, spent on the first stage [USD].  1e6 to 1e10.
    score_at_1m_usd, score_at_100m_usd : float or column
        The essay's line for the first stage, as in `curves.models.scaling.success` [percent].

    Returns
    -------
    dict
        ``other_percent``, what the model solves of tasks that cannot be checked: the base alone; ``checked_percent``,
        of those that can; ``rl_gain``; ``next_tenfold_points`` and ``next_tenfold_usd``, what ten times the second
        stage would add and cost, and ``used_up``, whether that is next to nothing; ``pretrain_tenfold_points`` and
        ``pretrain_tenfold_usd``, the same for the first; ``tenfold_cost_share``, the one cost over the other.

    Notes
    -----
    Pretraining helps all tasks, the second stage those with an objective measure [C124]; that it helps the others not
    at all is the model's simplification.  The essay gives dollars and no points [C127, C128]: the points are yours.

    Examples
    --------
    >>> found = two_stages(1e5, 1e7, 1e4, 10, 1e12, 20, 20, 60)
    >>> float(found["next_tenfold_usd"]), float(found["pretrain_tenfold_usd"])
    (900000.0, 90000000.0)
    """

    def base(usd):
        return success(usd, score_at_1m_usd, score_at_100m_usd, "capped", 100)["percent"]

    def checked(pretrain, rl):
        gain = reasoning(base(pretrain), rl, rl_start_usd, points_per_rl_tenfold, rl_flat_usd, strong_base_percent)
        return np.minimum(base(pretrain) + gain, 100)

    here, more = (checked(pretrain_usd, factor * rl_usd) for factor in (1, 10))
    return {
        "other_percent": base(pretrain_usd),
        "checked_percent": here,
        "rl_gain": here - base(pretrain_usd),
        "next_tenfold_points": more - here,
        "used_up": more - here < 0.5,
        "next_tenfold_usd": 9 * rl_usd,
        "pretrain_tenfold_points": checked(10 * pretrain_usd, rl_usd) - here,
        "pretrain_tenfold_usd": 9 * pretrain_usd,
        "tenfold_cost_share": rl_usd / pretrain_usd,
    }


SHARES = np.geomspace(1e-4, 0.9, 181)
"""Shares of a budget that `best_split` tries for the second stage."""


def best_split(
    both_stages_usd,
    rl_start_usd,
    points_per_rl_tenfold,
    rl_flat_usd,
    strong_base_percent,
    task_share,
    score_at_1m_usd,
    score_at_100m_usd,
):
    r"""How to split a budget between the two stages.

    .. math:: \max_r\; w\, \min(100, s_1 + \Delta s) + (1 - w)\, s_1, \qquad X = (1 - r) T, \quad R = r T

    Parameters
    ----------
    both_stages_usd : float or column
        :math:`T`, for both stages [USD].  1e6 to 1e10.
    rl_start_usd, points_per_rl_tenfold, rl_flat_usd, strong_base_percent : float or column
        As in `reasoning`.
    task_share : float or column
        :math:`w`, share of the tasks that matter which can be checked.  0 to 1.
    score_at_1m_usd, score_at_100m_usd : float or column
        As in `two_stages` [percent].

    Returns
    -------
    dict
        Columns ``share`` for the second stage and ``percent`` on all tasks; ``best_share`` and ``best_percent``;
        ``rl_best_usd``; ``percent_without``, with hardly any second stage.

    Examples
    --------
    Where nothing can be checked, the least share is the best:

    >>> float(best_split(1e8, 1e4, 10, 1e12, 20, 0.0, 20, 60)["best_share"])
    0.0001
    """

    def score(share):
        base = success((1 - share) * both_stages_usd, score_at_1m_usd, score_at_100m_usd, "capped", 100)["percent"]
        gain = reasoning(
            base, share * both_stages_usd, rl_start_usd, points_per_rl_tenfold, rl_flat_usd, strong_base_percent
        )
        return task_share * np.minimum(base + gain, 100) + (1 - task_share) * base

    percent = score(SHARES)
    best = np.max(percent)
    best_share = np.min(np.where(percent >= best - 1e-9, SHARES, 1.0))
    return {
        "share": SHARES,
        "percent": percent,
        "best_share": best_share,
        "best_percent": best,
        "rl_best_usd": best_share * both_stages_usd,
        "percent_without": score(SHARES[0]),
    }


FOLLOWERS = 3
"""Firms behind the leader in `crossover`, each with so many times less to spend than the one before."""


@both_branches
def crossover(
    years_from_now,
    rl_usd,
    rl_growth_per_year,
    rl_cap_usd,
    budget_ratio,
    rl_flat_usd,
    points_per_rl_tenfold,
    level_within,
):
    r"""Low on a new curve several firms are level; then budgets part them.  How long does it last?

    .. math:: B_i(t) = \min(B_0\, g^{t},\; B_{max} / \rho^{i},\; R_{max}), \qquad s_i = b \log_{10} B_i

    Parameters
    ----------
    years_from_now : float or column
        :math:`t`, from now [years].
    rl_usd : float or column
        :math:`B_0`, what every firm spends on the second stage today [USD].  About 1e6 [C127].
    rl_growth_per_year : float or column
        :math:`g`, by how many times it grows while a firm can pay [times a year], above 1.
    rl_cap_usd : float or column
        :math:`B_{max}`, what the richest firm can pay [USD].  1e8 to 1e10 [C128].
    budget_ratio : float or column
        :math:`\rho`, how many times less each next firm can pay.  2 to 3 [C156] or about 10 (from C008 and C009).
    rl_flat_usd : float or column
        :math:`R_{max}`, where gains end (A27) [USD].
    points_per_rl_tenfold : float or column
        :math:`b` [percentage points].
    level_within : float or column
        Firms so close to the best count as level [percentage points].

    Returns
    -------
    dict
        ``gap_1`` to ``gap_3``, how far each follower lies behind the leader [points]; ``level_count``, firms level with
        the best, itself included; ``window_years`` until the first firm falls out, infinite if none does;
        ``final_gap`` between the first two in the end; ``years_to_cap`` for the leader; ``one_out``, whether the first
        has fallen out, and ``open``, whether none ever does.

    Notes
    -----
    [C129], [C167] and [C169] with numbers.  The window closes when some firm's purse is empty and another's is not;
    it stays open if purses are alike, if gains end before purses do (A27), or if one counts generously who is level.
    That a strong base is free to all (A28) is supposed throughout: who has none is not in the picture.

    Examples
    --------
    Ten times a year take $1M to $1B in three years; in the end a ratio of ten parts firms by one tenfold:

    >>> found = crossover(0, 1e6, 10, 1e9, 10, 1e12, 20, 5)
    >>> float(round(found["years_to_cap"], 9)), float(round(found["final_gap"], 9))
    (3.0, 20.0)
    """
    caps = [np.maximum(np.minimum(rl_cap_usd / budget_ratio**k, rl_flat_usd), rl_usd) for k in range(FOLLOWERS + 1)]
    grown = rl_usd * rl_growth_per_year**years_from_now
    spent = [np.minimum(grown, cap) for cap in caps]
    gaps = [points_per_rl_tenfold * np.log10(spent[0] / each) for each in spent[1:]]
    final = [points_per_rl_tenfold * np.log10(caps[0] / cap) for cap in caps[1:]]
    last_spends = months_to_fall(caps[-1] / rl_usd, rl_growth_per_year) / 12
    falls_out = last_spends + level_within / (points_per_rl_tenfold * np.log10(rl_growth_per_year))
    return {
        **{f"gap_{k}": gap for k, gap in enumerate(gaps, 1)},
        "level_count": 1 + sum(np.where(gap <= level_within, 1.0, 0.0) for gap in gaps),
        "window_years": np.where(final[-1] > level_within, falls_out, np.inf),
        "open": final[-1] <= level_within,
        "final_gap": final[0],
        "years_to_cap": months_to_fall(caps[0] / rl_usd, rl_growth_per_year) / 12,
        "one_out": gaps[-1] > level_within,
    }


def second_stage_catches_up(years_since_2025, rl_share_percent, rl_growth_per_year, pretrain_growth_per_year):
    r"""How long the second stage can outgrow the first: until it is as large.

    .. math:: q(t) = q_0 \left(\frac{g_2}{g_1}\right)^{t}, \qquad t^* = \frac{\ln (1 / q_0)}{\ln (g_2 / g_1)}

    Parameters
    ----------
    years_since_2025 : float or column
        :math:`t`, since January 2025 [years].
    rl_share_percent : float or column
        :math:`q_0`, compute of the second stage over that of the first [percent].  5.5 for DeepSeek-R1.
    rl_growth_per_year : float or column
        :math:`g_2` [times a year].
    pretrain_growth_per_year : float or column
        :math:`g_1` [times a year].  4 to 5 has been published for the largest runs.

    Returns
    -------
    dict
        ``share_percent`` then, at most 100; ``years_to_parity``, infinite if the second stage grows no faster, which
        ``never`` says; ``at_parity``.

    Notes
    -----
    Once both stages are of one size, the second cannot go on growing faster than all training does, so the cheap part
    of its curve is over, whatever its slope (Epoch AI 2025).

    Examples
    --------
    >>> round(float(second_stage_catches_up(0, 10, 10, 1)["years_to_parity"]), 9)
    1.0
    """
    faster = rl_growth_per_year / pretrain_growth_per_year
    return {
        "share_percent": np.minimum(rl_share_percent * faster**years_since_2025, 100),
        "years_to_parity": months_to_fall(100 / rl_share_percent, faster) / 12,
        "never": faster <= 1,
        "at_parity": rl_share_percent * faster**years_since_2025 >= 100,
    }
