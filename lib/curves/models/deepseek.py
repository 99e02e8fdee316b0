"""DeepSeek on trend: what its run cost, what that is compared with, how far behind it was, what its chips were for."""

import numpy as np

from . import both_branches, scan
from .chips import h100_equivalent
from .shifting import months_to_fall


@both_branches
def on_trend_ratio(alg_progress_per_year, age_months, quality_gap):
    r"""How many times less a later and weaker model should cost, if costs fall at a steady rate.

    .. math:: R = q\, g^{a / 12}

    Parameters
    ----------
    alg_progress_per_year : float or column
        :math:`g`, by how much the cost of the same quality falls [times a year].  1.68 and 4 in the essay
        [C115, C117].
    age_months : float or column
        :math:`a`, by how much the model compared with is older [months].  7 to 12 [C139, C142].
    quality_gap : float or column
        :math:`q`, how many times less the later model's quality would have cost anyway [times].  2 in the essay
        [C146], 1 for no gap.

    Returns
    -------
    float or column
        :math:`R` [times], a ratio of costs.

    Notes
    -----
    The 8 of the essay [C147] is a ratio of training costs.  That 16,000 chips or more against 2,000 [C274, C273] also
    give 8 or more is an accident: those are chips of single runs, one with an open end.

    The essay has two clocks.  Sonnet was trained 9 to 12 months before the essay [C139], but V3 had been trained one or
    two months before it as well [C140], so the two models lie 7 to 10 months apart [C142].  The 8 takes the first clock
    at its end.

    Examples
    --------
    A year's progress and half the quality, and the same at nine months:

    >>> [round(float(on_trend_ratio(4, months, 2)), 2) for months in (12, 9, 7, 10)]
    [8.0, 5.66, 4.49, 6.35]
    """
    return quality_gap * alg_progress_per_year ** (age_months / 12)


@both_branches
def on_trend(alg_progress_per_year, age_months, quality_gap, v3_cost_usd, reference_cost_usd):
    r"""Is V3 cheaper than the trend foretells, and by how many months?

    .. math:: A = \frac{X_{ref}}{X_{V3}}, \qquad m = 12\, \frac{\ln (A / R)}{\ln g}

    Parameters
    ----------
    alg_progress_per_year, age_months, quality_gap : float or column
        As in `on_trend_ratio`; the first above 1.
    v3_cost_usd : float or column
        :math:`X_{V3}`, cost of V3's training run [USD].  5.576e6 as stated, about 6e6 in the essays [C136, C143].
    reference_cost_usd : float or column
        :math:`X_{ref}`, cost of training the model that it is compared with [USD].  A few tens of millions for Claude
        3.5 Sonnet [C137], 1e8 to 5e8 for a comparable US model in another essay [C223].

    Returns
    -------
    dict
        ``expected_ratio`` :math:`R`; ``actual_ratio`` :math:`A`; ``months_ahead`` :math:`m`, above 0 if V3 was ahead
        of the trend; ``breakeven_reference_usd`` :math:`R X_{V3}`, the cost of the other model at which V3 is exactly
        on the trend; ``on_trend``, whether the actual ratio is no larger than the expected one; ``months_late``,
        :math:`-m`.

    Notes
    -----
    The $6M is V3's run [C136, C144].  It is not the cost of R1, although one essay puts less than $10M into a text on
    R1 [C224]; what R1 took on top of V3 was $294,000 by DeepSeek's later statement.  Both sides should be counted to
    the same scope: see `cost_by_scope`.  Amodei finds V3 on the trend or below [C148, C150]; with the $100M to $500M of
    astro [C223] it is 6 to 20 months ahead; both follow from the reference that they assume.

    Examples
    --------
    What Sonnet may have cost at most, if $6M is on trend, for three ages:

    >>> [round(float(on_trend(4, months, 2, 6e6, 3e7)["breakeven_reference_usd"]) / 1e6, 1) for months in (12, 9, 7)]
    [48.0, 33.9, 26.9]
    """
    expected = on_trend_ratio(alg_progress_per_year, age_months, quality_gap)
    actual = reference_cost_usd / v3_cost_usd
    months = 12 * np.log(actual / expected) / np.log(alg_progress_per_year)
    return {
        "expected_ratio": expected,
        "actual_ratio": actual,
        "months_ahead": months,
        "months_late": -months,
        "breakeven_reference_usd": v3_cost_usd * expected,
        "on_trend": actual <= expected,
    }


SECONDS = 3600
"""In an hour."""


@both_branches
def run_cost(
    pretrain_gpu_hours,
    context_gpu_hours,
    posttrain_gpu_hours,
    rental_usd_per_gpu_hour,
    active_params,
    training_tokens,
    peak_tflop_s,
    cluster_chips,
):
    r"""What a training run cost in chip-hours, and whether the hours fit the size of the model.

    .. math:: X = p\,(h_1 + h_2 + h_3), \qquad C = 6 N_{act} D, \qquad u = \frac{C}{3600\, h_1\, P}

    Parameters
    ----------
    pretrain_gpu_hours, context_gpu_hours, posttrain_gpu_hours : float or column
        :math:`h_i` [GPU-hours].  V3: 2,664,000, 119,000 and 5,000.
    rental_usd_per_gpu_hour : float or column
        :math:`p` [USD].  DeepSeek assumes 2; the market for an H100 has been between 1.5 and 12.
    active_params : float or column
        :math:`N_{act}`, parameters used for each token.  37e9 for V3.
    training_tokens : float or column
        :math:`D`, tokens of pre-training.  14.8e12 for V3.
    peak_tflop_s : float or column
        :math:`P`, of one chip, without sparsity [TFLOP/s].  H800: 989 at BF16, 1979 at FP8.
    cluster_chips : float or column
        Chips at work at the same time.  2,048 for V3.

    Returns
    -------
    dict
        ``pretrain_usd``, ``context_usd``, ``posttrain_usd`` and ``total_usd``; ``total_gpu_hours``; ``compute_flop``
        :math:`C` of pre-training; ``utilisation`` :math:`u`, a share; ``pretrain_days`` on the cluster;
        ``possible``, whether the chips could have done it, :math:`u \le 1`.

    Notes
    -----
    Active parameters, not the total: with the 671e9 of V3 the same rule gives 18 times the compute and a utilisation
    above one.  The rule counts neither attention over the context nor the second token that V3 learns to foretell, so
    the true utilisation is somewhat higher.

    What outsiders cannot check is the number of tokens [C143]; what they can is that hours, size and tokens fit
    each other, and this is that check.  The rental price is a convention: the chips need not have been rented.

    Examples
    --------
    V3, at the two precisions of its chip:

    >>> v3 = [run_cost(2664e3, 119e3, 5e3, 2, 37e9, 14.8e12, peak, 2048) for peak in (989, 1979)]
    >>> v3[0]["total_usd"], [round(float(found["utilisation"]), 2) for found in v3]
    (5576000.0, [0.35, 0.17])
    """
    hours = pretrain_gpu_hours + context_gpu_hours + posttrain_gpu_hours
    flop = 6 * active_params * training_tokens
    utilisation = flop / (pretrain_gpu_hours * SECONDS * peak_tflop_s * 1e12)
    return {
        "pretrain_usd": pretrain_gpu_hours * rental_usd_per_gpu_hour,
        "context_usd": context_gpu_hours * rental_usd_per_gpu_hour,
        "posttrain_usd": posttrain_gpu_hours * rental_usd_per_gpu_hour,
        "total_usd": hours * rental_usd_per_gpu_hour,
        "total_gpu_hours": hours,
        "compute_flop": flop,
        "utilisation": utilisation,
        "pretrain_days": pretrain_gpu_hours / cluster_chips / 24,
        "possible": utilisation <= 1,
    }


def v3_run(rental_usd_per_gpu_hour, pretrain_gpu_hours, parameters, precision, v3):
    """V3's run by its published figures, with what is most often mistaken left to the reader.

    Parameters
    ----------
    rental_usd_per_gpu_hour, pretrain_gpu_hours : float or column
        As in `run_cost`.
    parameters : str
        ``"active"`` or ``"all"``: which parameters count for the compute.
    precision : str
        ``"BF16"`` or ``"FP8"``: the peak that the chips are held against.
    v3 : dict of str to float
        The other figures, by their id in ``data/deepseek.csv``.

    Returns
    -------
    dict
        As `run_cost`, and ``too_much``, whether no chip could have done it.

    Raises
    ------
    ValueError
        If ``parameters`` or ``precision`` is another word.

    Examples
    --------
    >>> figures = {"v3-params-active": 37e9, "v3-params-total": 671e9, "v3-tokens": 14.8e12, "v3-chips": 2048,
    ...            "v3-hours-context": 119e3, "v3-hours-posttraining": 5e3, "h800-peak-bf16": 989}
    >>> round(float(v3_run(2, 2.664e6, "all", "BF16", figures)["utilisation"]), 1)
    6.3
    """
    counted = {"active": "v3-params-active", "all": "v3-params-total"}
    peaks = {"BF16": "h800-peak-bf16", "FP8": "h800-peak-fp8"}
    for word, known in ((parameters, counted), (precision, peaks)):
        if word not in known:
            raise ValueError(f"{word!r} is not one of {', '.join(known)}.")
    found = run_cost(
        pretrain_gpu_hours, v3["v3-hours-context"], v3["v3-hours-posttraining"], rental_usd_per_gpu_hour,
        v3[counted[parameters]], v3["v3-tokens"], v3[peaks[precision]], v3["v3-chips"],
    )  # fmt: skip
    return found | {"too_much": found["utilisation"] > 1}


SCOPES = ("the run", "reasoning", "failed runs", "experiments", "data", "teachers", "staff")
"""What can be counted as the cost of a model, from the least disputed outwards."""


@both_branches
def cost_by_scope(
    counted_up_to,
    v3_cost_usd,
    our_reasoning_usd,
    our_failed_usd,
    our_experiments_usd,
    our_data_usd,
    our_teacher_usd,
    our_staff_usd,
    our_machines_usd,
    reference_cost_usd,
    their_reasoning_usd,
    their_failed_usd,
    their_experiments_usd,
    their_data_usd,
    their_teacher_usd,
    their_staff_usd,
    their_machines_usd,
):
    r"""The ratio of two costs hangs on what is counted, and ends where one side is unknown.

    .. math:: D_k = \sum_{i \le k} d_i, \qquad R_k = \sum_{i \le k} r_i, \qquad
        \rho_k = \frac{\sum_{i \le k,\; d_i r_i > 0} r_i}{\sum_{i \le k,\; d_i r_i > 0} d_i}

    Parameters
    ----------
    counted_up_to : float or column
        :math:`k`, how many of `SCOPES` are counted, 1 to 7.
    v3_cost_usd, our_reasoning_usd, our_failed_usd, our_experiments_usd, our_data_usd, our_teacher_usd,
    our_staff_usd : float or column
        :math:`d_i`, DeepSeek's, in the order of `SCOPES` [USD].  0 for unknown.
    reference_cost_usd, their_reasoning_usd, their_failed_usd, their_experiments_usd, their_data_usd, their_teacher_usd,
    their_staff_usd : float or column
        :math:`r_i`, of the firm compared with [USD].  0 for unknown.
    our_machines_usd, their_machines_usd : float or column
        Machines bought [USD], apart from the sums, since the run's rent has paid for its share of them.

    Returns
    -------
    dict
        Lists by `SCOPES` and, last, the machines: ``ours`` and ``theirs``, sums of what is known so far, infinite where
        something is not; ``ours_least`` and ``theirs_least``, the same where something is not known, else infinite;
        the machines alone are known or not.  At ``counted_up_to``: ``ours_then``, ``theirs_then``, ``unknown_then``,
        how many items are unknown on one side or both; ``ratio_then`` :math:`\rho_k`; and
        ``machines_times_run``, DeepSeek's machines over its run, and ``machines_known``.

    Notes
    -----
    DeepSeek says that its figure leaves out research, trials and data; so do Heim and Huang [C061] and Amodei [C144].
    What a teacher cost is the reader's: Amodei says that Sonnet had no larger one [C138] and takes no side on
    DeepSeek [C171].  Machines serve many models for years, and one run uses them for weeks: counted whole they say what
    it takes to be in the business, not what a model costs.

    Examples
    --------
    The run alone, and the chips over the run:

    >>> none = [0.0] * 6
    >>> found = cost_by_scope(1, 6e6, *none, 1e9, 3e7, *none, 0)
    >>> float(found["ratio_then"]), float(found["unknown_then"]), round(float(found["machines_times_run"]))
    (5.0, 0.0, 167)
    """
    ours = [v3_cost_usd, our_reasoning_usd, our_failed_usd, our_experiments_usd, our_data_usd, our_teacher_usd,
            our_staff_usd]  # fmt: skip
    theirs = [reference_cost_usd, their_reasoning_usd, their_failed_usd, their_experiments_usd, their_data_usd,
              their_teacher_usd, their_staff_usd]  # fmt: skip
    inside = [np.where(counted_up_to >= place, 1.0, 0.0) for place in range(1, len(SCOPES) + 1)]
    both = [np.where((a > 0) & (b > 0), k, 0.0) for k, a, b in zip(inside, ours, theirs, strict=True)]
    one_missing = [k - x for k, x in zip(inside, both, strict=True)]
    known_ours, least_ours = _running(ours, our_machines_usd)
    known_theirs, least_theirs = _running(theirs, their_machines_usd)
    return {
        "ours": known_ours,
        "theirs": known_theirs,
        "ours_least": least_ours,
        "theirs_least": least_theirs,
        "ours_then": sum(k * x for k, x in zip(inside, ours, strict=True)),
        "theirs_then": sum(k * x for k, x in zip(inside, theirs, strict=True)),
        "unknown_then": sum(one_missing),
        "ratio_then": sum(k * x for k, x in zip(both, theirs, strict=True))
        / sum(k * x for k, x in zip(both, ours, strict=True)),
        "machines_times_run": our_machines_usd / v3_cost_usd,
        "machines_known": our_machines_usd > 0,
    }


def _running(costs, machines):
    """Running sums, and the machines apart: where all is known so far, and where something is not."""
    known, least = [], []
    total = unknown = 0.0
    for cost in costs:
        total, unknown = total + cost, unknown + np.where(cost > 0, 0.0, 1.0)
        known.append(np.where(unknown > 0, np.inf, total))
        least.append(np.where(unknown > 0, total, np.inf))
    return [*known, np.where(machines > 0, machines, np.inf)], [*least, np.inf]


@both_branches
def _over(large, small):
    return np.where(small > 0, np.true_divide(large, small), np.inf)


def months_behind(behind_times, alg_progress_per_year, hidden_lead_months):
    r"""How many months of progress a ratio is worth, and how many more if the best models are kept back.

    .. math:: m = 12\, \frac{\ln r}{\ln g} + L

    Parameters
    ----------
    behind_times : float or column
        :math:`r`, behind on the curve, or compute needed for the same result [times].  2 [C146], 4 [C034].
    alg_progress_per_year : float or column
        :math:`g` [times a year], above 1.
    hidden_lead_months : float or column
        :math:`L`, by how much the best US models are ahead of the public ones [months].  That there is a lead is
        claimed [C039]; no essay gives a number.

    Returns
    -------
    dict
        ``public_months``, from the ratio alone; ``months``, with the hidden lead.

    Notes
    -----
    Another essay sees R1 level with the best [C217, C236], which is a ratio of 1 and no hidden lead.  The months are
    those that the leader would need at a steady rate, not those that the follower will.

    Examples
    --------
    >>> [round(float(months_behind(r, g, 0)["months"]), 1) for g in (4, 1.68) for r in (2, 4)]
    [6.0, 12.0, 16.0, 32.1]
    """
    public = months_to_fall(behind_times, alg_progress_per_year)
    return {"public_months": public, "months": public + hidden_lead_months}


def disadvantage(training_gap, data_gap, alg_progress_per_year, points_per_decade):
    r"""Twice the compute for want of better training, twice again for want of better data: Liang's fourfold.

    .. math:: D = a\,b, \qquad \Delta s = k \log_{10} D, \qquad m = 12\, \frac{\ln D}{\ln g}

    Parameters
    ----------
    training_gap : float or column
        :math:`a`, compute needed for the same result [times].  2 [C035].
    data_gap : float or column
        :math:`b`, data and so compute needed beyond that [times].  2 [C036].
    alg_progress_per_year : float or column
        :math:`g` [times a year], above 1.
    points_per_decade : float or column
        :math:`k`, what ten times the compute is worth [percentage points].  20 in the other essay's illustration
        [C100, C101, C102].

    Returns
    -------
    dict
        ``ratio`` :math:`D` [times]; ``points`` that it costs at the same compute; ``months`` of progress.

    Notes
    -----
    As quoted, both factors are gaps in efficiency, of know-how and of data, and not chips denied (A20): more chips
    would only make up for them.  Liang said it in July 2024, before V3 and of the best Chinese efforts; the essays of
    January 2025 quote it as DeepSeek's state [C034, C077].

    Examples
    --------
    >>> found = disadvantage(2, 2, 4, 20)
    >>> float(found["ratio"]), round(float(found["points"]), 2), round(float(found["months"]), 9)
    (4.0, 12.04, 12.0)
    """
    ratio = 1.0 * training_gap * data_gap
    return {
        "ratio": ratio,
        "points": points_per_decade * np.log10(ratio),
        "months": months_to_fall(ratio, alg_progress_per_year),
    }


def clocks(behind_times, training_gap, data_gap, alg_progress_per_year, hidden_lead_months, dates):
    """How far behind DeepSeek was, by each of the ways in which the essays tell it.

    Parameters
    ----------
    behind_times : float or column
        Behind on the curve [times], as in `months_behind`.
    training_gap, data_gap : float or column
        Liang's two factors, as in `disadvantage`.
    alg_progress_per_year : float or column
        Turns factors into months [times a year], above 1.
    hidden_lead_months : float or column
        By how much the best US models are ahead of the public ones [months].
    dates : dict of str to (float, float)
        Ways that need no rate, by name: from and to [months].

    Returns
    -------
    dict
        Lists over the ways, first the curve, then Liang's, then ``dates``: ``least`` and ``most`` months in public,
        ``true_least`` and ``true_most`` with the hidden lead.  Then ``curve_months``, ``liang_times``,
        ``liang_months``; and ``spread``, from the shortest to the longest in public.

    Examples
    --------
    >>> found = clocks(2, 2, 2, 4, 0, {"trained": (7.0, 10.0)})
    >>> [round(float(months), 9) for months in found["most"]], round(float(found["spread"]), 9)
    ([6.0, 12.0, 10.0], 6.0)
    """
    curve = months_behind(behind_times, alg_progress_per_year, hidden_lead_months)
    liang = disadvantage(training_gap, data_gap, alg_progress_per_year, 0.0)
    least = [curve["public_months"], liang["months"], *(low for low, _ in dates.values())]
    most = [curve["public_months"], liang["months"], *(high for _, high in dates.values())]
    shortest, longest = least[0], most[0]
    for low, high in zip(least, most, strict=True):
        shortest, longest = np.minimum(shortest, low), np.maximum(longest, high)
    return {
        "least": least,
        "most": most,
        "true_least": [months + hidden_lead_months for months in least],
        "true_most": [months + hidden_lead_months for months in most],
        "curve_months": curve["public_months"],
        "liang_times": liang["ratio"],
        "liang_months": liang["months"],
        "spread": longest - shortest,
    }


def fleet_left(fleet_chips, deployment_share, failed_share, run_chips, reference_run_chips):
    r"""Where a fleet goes: what is left for research once users are served and the named run is taken out.

    .. math:: F = \sigma F + \phi\,(1 - \sigma) F + K + r

    Parameters
    ----------
    fleet_chips : float or column
        :math:`F`.  50,000 as reported [C029, C155, C205]; DeepSeek itself documents 2,048 in V3's run and 2,224 at the
        peak of its service.
    deployment_share : float or column
        :math:`\sigma`, of the fleet that serves users [share].  0.6 to 0.8 for AI companies [C023]; 0.04 if DeepSeek's
        disclosed day of February 2025 is set against 50,000.
    failed_share : float or column
        :math:`\phi`, of the rest that goes into runs that fail or are not shown [share].  The reader's guess [C154].
    run_chips : float or column
        :math:`K`, in the run that everyone names.  2,000 [C016, C273].
    reference_run_chips : float or column
        The same in a US run.  16,000 or more [C274].

    Returns
    -------
    dict
        ``serving``, ``not_serving``, ``failed`` and ``run`` [chips]; ``research`` :math:`r`, what is left, at least 0;
        ``run_share``, of the fleet, ``run_share_of_rest``, of what does not serve; ``fits``, whether anything is
        left; ``fleet_to_run`` and ``reference_to_run`` [times].

    Notes
    -----
    One moment, not a year: chips that serve by day can train at night, as DeepSeek says that it does.  Amodei sees the
    spare chips in research and in larger or failed runs [C154, C153], Heim and Huang in serving [C023]; the model holds
    both.

    Examples
    --------
    At 60 and at 80 percent of 50,000:

    >>> found = [fleet_left(5e4, share, 0, 2e3, 1.6e4) for share in (0.6, 0.8)]
    >>> [round(float(f["not_serving"])) for f in found], [round(float(f["run_share_of_rest"]), 2) for f in found]
    ([20000, 10000], [0.1, 0.2])
    >>> round(float(found[0]["run_share"]), 2)
    0.04
    """
    serving = deployment_share * fleet_chips
    rest = fleet_chips - serving
    failed = failed_share * rest
    left = rest - failed - run_chips
    return {
        "serving": serving,
        "not_serving": rest,
        "failed": failed,
        "run": 1.0 * run_chips,
        "research": np.maximum(left, 0.0),
        "run_share": run_chips / fleet_chips,
        "run_share_of_rest": _over(run_chips, rest),
        "fits": left >= 0,
        "fleet_to_run": fleet_chips / run_chips,
        "reference_to_run": reference_run_chips / run_chips,
    }


H20_TFLOPS, H20_GB_S = 148.0, 4000.0
"""An H20 in `data/chips.csv`: dense 16-bit rate and memory bandwidth."""


def fleet_mix(fleet_chips, h100_share, h20_of_rest, memory_bound_share):
    r"""What fifty thousand are worth depends on which chips they are.

    .. math:: W = F\,(1 - q + q\, w_{H20}), \qquad q = (1 - h)\, z

    Parameters
    ----------
    fleet_chips : float or column
        :math:`F`.
    h100_share : float or column
        :math:`h`, part of them that is H100s, which were never legal to sell to China [share].
    h20_of_rest : float or column
        :math:`z`, part of the others that is H20s; the rest is H800s [share].
    memory_bound_share : float or column
        How much of the work memory limits, as in `chips.h100_equivalent`, which gives :math:`w_{H20}`.

    Returns
    -------
    dict
        ``h20_share`` :math:`q`; ``h800_share``; ``across``, the place between all H800 (0) and all H100 (1) in a
        triangle whose top is all H20; ``h100_chips``, ``h800_chips``, ``h20_chips``; ``worth`` :math:`W`
        [H100-equivalents]; ``per_chip``.

    Notes
    -----
    An H800 counts as one H100, since links are left out of the unit [C005]; so the worth hangs on H20s alone.  Essays:
    all H800 [C029], all H100 by one executive [C262], a blend [C205].  astro says of R1 that it was trained without
    H100s [C218].

    Examples
    --------
    A fifth H100s, a fifth H800s, the rest H20s, for arithmetic alone:

    >>> round(float(fleet_mix(5e4, 0.2, 0.75, 0)["worth"]))
    24488
    """
    h20 = (1 - h100_share) * h20_of_rest
    per_chip = 1 - h20 + h20 * h100_equivalent(H20_TFLOPS, H20_GB_S, memory_bound_share)
    return {
        "h20_share": h20,
        "h800_share": 1 - h100_share - h20,
        "across": h100_share + h20 / 2,
        "h100_chips": fleet_chips * h100_share,
        "h800_chips": fleet_chips * (1 - h100_share - h20),
        "h20_chips": fleet_chips * h20,
        "worth": fleet_chips * per_chip,
        "per_chip": per_chip,
    }


def against_fleets(fleet_chips, h100_share, h20_of_rest, memory_bound_share, unit, fleets):
    """How many times DeepSeek's fleet others are, if a chip is a chip or if it is what it is worth.

    Parameters
    ----------
    fleet_chips, h100_share, h20_of_rest, memory_bound_share : float or column
        As in `fleet_mix`.
    unit : str
        What DeepSeek's fleet is counted in: ``"chips"``, or ``"H100-equivalents"``.
    fleets : dict of str to float
        Fleets to compare with, by name, in H100s or H100-equivalents.

    Returns
    -------
    dict
        ``counted``, DeepSeek's fleet in that unit; ``times``, a list: each fleet over it; ``least_times`` and
        ``most_times`` of these.

    Raises
    ------
    ValueError
        If ``unit`` is another word.

    Examples
    --------
    >>> found = against_fleets(5e4, 0.2, 0.75, 0, "H100-equivalents", {"OpenAI": 3.86e5})
    >>> round(float(found["times"][0]), 1)
    15.8
    """
    if unit not in ("chips", "H100-equivalents"):
        raise ValueError(f"{unit!r} is not one of chips, H100-equivalents.")
    if unit == "chips":
        counted = 1.0 * fleet_chips
    else:
        counted = fleet_mix(fleet_chips, h100_share, h20_of_rest, memory_bound_share)["worth"]
    times = [fleet / counted for fleet in fleets.values()]
    least, most = times[0], times[0]
    for x in times[1:]:
        least, most = np.minimum(least, x), np.maximum(most, x)
    return {"counted": counted, "times": times, "least_times": least, "most_times": most}


@both_branches
def v3_or_r1(knowledge, science, exercises, contest, real_coding, facts, scale, scores):
    r"""Which release mattered: how much of the way from the model before V3 to R1 was made by V3.

    .. math:: v = \frac{\sum_t w_t\,(s^{V3}_t - s^{V2.5}_t)}{\sum_t w_t\,(s^{R1}_t - s^{V2.5}_t)}

    Parameters
    ----------
    knowledge, science, exercises, contest, real_coding, facts : float or column
        :math:`w_t`, weights of six tasks, at least 0.
    scale : str
        ``"points"``, or ``"odds"``: whether a step from 90 to 95 percent counts as one from 50 to 55, or as its own
        doubling of the odds of being right.
    scores : dict of str to sequence of 6 floats
        Three models, oldest first, V2.5, V3 and R1: the six tasks [percent], above 0 and below 100.

    Returns
    -------
    dict
        ``by_v3`` :math:`v`, a share, 0 without any weight; ``v3_mattered``, whether it is over a half; ``mean_before``,
        ``mean_v3`` and ``mean_r1``, the weighted means [percent], taken on the scale that is chosen.

    Raises
    ------
    ValueError
        If ``scale`` is another word.

    Notes
    -----
    Amodei holds that V3 was the innovation and R1 a second stage which several firms could add [C132, C165, C167];
    astro and the markets took R1 for the event [C217, C163].  Steps on tests are no amounts of ingenuity or money.

    Examples
    --------
    >>> found = v3_or_r1(1, 0, 0, 0, 0, 0, "points", {"V2.5": [50.0] * 6, "V3": [70.0] * 6, "R1": [80.0] * 6})
    >>> round(float(found["by_v3"]), 3), bool(found["v3_mattered"])
    (0.667, True)
    """
    if scale not in ("points", "odds"):
        raise ValueError(f"{scale!r} is not one of points, odds.")
    weights = [knowledge, science, exercises, contest, real_coding, facts]

    def mean(row):
        terms = [s if scale == "points" else np.log(s / (100 - s)) for s in map(float, row)]
        return sum(w * s for w, s in zip(weights, terms, strict=True))

    def percent(mean):
        return mean if scale == "points" else 100 / (1 + np.exp(-mean))

    total = sum(weights) + 0.0
    before, v3, r1 = (np.where(total > 0, np.true_divide(mean(row), total), 0.0) for row in scores.values())
    share = np.where(total > 0, np.true_divide(v3 - before, np.where(total > 0, r1 - before, 1.0)), 0.0)
    return {
        "by_v3": share,
        "v3_mattered": share > 0.5,
        "mean_before": percent(before),
        "mean_v3": percent(v3),
        "mean_r1": percent(r1),
    }


@both_branches
def market(compute_multiplier, budget_elasticity, price_fall):
    r"""What a fall in a chip maker's price says about how budgets answer to cheaper computing.

    .. math:: \frac{B'}{B} = m^{\,e}, \qquad e_f = \frac{\ln (1 - f)}{\ln m}

    Parameters
    ----------
    compute_multiplier : float or column
        :math:`m`, what the same money now buys [times], at least 1.
    budget_elasticity : float or column
        :math:`e`, percent by which budgets rise when computing becomes one percent cheaper to use.  Above 0: more is
        spent [C112, C172]; -1: the same result for less money, which is the fear [C275].
    price_fall : float or column
        :math:`f`, the fall taken as a forecast of lasting demand [share].  0.17 [C163].

    Returns
    -------
    dict
        ``budget_change``, :math:`m^e - 1`; ``fall_elasticity`` :math:`e_f`, 0 if nothing became cheaper, and
        ``fall_per_doubling``, the change of budgets with each doubling that it means [share]; ``cheaper``, whether
        anything did; ``falls``, whether budgets for chips fall; ``price_falls``,
        :math:`f` again.

    Notes
    -----
    A price moves for many reasons in a day, and a share of future profit is no share of future chips: read as a
    forecast of demand and nothing else, it implies :math:`e_f`.

    Examples
    --------
    Eight times cheaper, and a fall of 17 percent:

    >>> round(float(market(8, 0, 0.17)["fall_elasticity"]), 3)
    -0.09
    """
    change = compute_multiplier**budget_elasticity - 1
    implied = np.where(compute_multiplier > 1, np.true_divide(np.log(1 - price_fall), np.log(compute_multiplier)), 0.0)
    return {
        "budget_change": change,
        "fall_elasticity": implied,
        "fall_per_doubling": 2.0**implied - 1,
        "cheaper": compute_multiplier > 1,
        "falls": change < 0,
        "price_falls": 1.0 * price_fall,
    }


YEARS = 10
"""How far `scarcity` looks ahead."""


@both_branches
def scarcity(
    chips_left_share,
    share_kept_per_year,
    experiment_compute_elasticity,
    alg_progress_per_year,
    chip_growth_per_year,
    horizon_years,
    points_per_decade,
):
    r"""Do fewer chips make for more ideas, and can the ideas repay the chips?

    .. math::
        g_t = \max\!\left(1,\; g_0\, x_t^{\,b}\right), \qquad x_t = x_0\, k^{t}, \qquad
        \frac{C_T}{C_T^{\mathrm{free}}} = x_T \prod_{t < T} \frac{g_t}{g_0}

    They are even at :math:`b^* = -\ln x_T \,/ \sum_{t<T} \ln x_t`, which for a share that stays the same is
    :math:`-1 / T`, whatever the share and the rate.

    Parameters
    ----------
    chips_left_share : float or column
        :math:`x_0 = F / F_0`, chips under controls over chips without, now [share].  Above 0, at most 1.
    share_kept_per_year : float or column
        :math:`k`, what a year leaves of that share [share].  1: the gap stays; below 1 it widens [C033, C161].
    experiment_compute_elasticity : float or column
        :math:`b`, by how many percent yearly progress rises if there is one percent more to experiment with.  Above 0:
        ideas need chips [C026, C027]; 0: talent, not chips [C198, C199]; below 0: scarcity breeds ideas
        [C220, C272, C277].  No source gives a number.  -1 to 1.
    alg_progress_per_year : float or column
        :math:`g_0`, without controls [times a year], at least 1.
    chip_growth_per_year : float or column
        By how much the free fleet grows [times a year].
    horizon_years : float or column
        :math:`T`, whole years, 1 to `YEARS`.
    points_per_decade : float or column
        What ten times the capability is worth [percentage points].

    Returns
    -------
    dict
        For each year from 1 to `YEARS`, as lists: ``efficiency`` and ``efficiency_free``, ``capability`` and
        ``capability_free`` (efficiency times chips, the free lab's today being 1) and ``ratio``, the one over the
        other.  At year :math:`T`: ``ratio_then``; ``gap_points`` lost (below 0: gained); ``repaid``, whether the ratio
        is at least 1; ``even_elasticity`` :math:`b^*`, minus
        infinity if no year before :math:`T` was short of chips; ``needed_per_halving``, by how much yearly progress
        then rises with each halving of the chips [share]; and ``short``, whether some year was short.
        And ``progress_now``, :math:`g` in the first year, and ``progress_free``, :math:`g_0`; ``unchanged``, whether
        the two are one to a tenth; ``next_to_nothing``, whether ``ratio_then`` is less than a thousandth.

    Notes
    -----
    Three essays give three signs and no number (A21, D1), so the elasticity is the reader's.  Progress is floored at 1:
    a lab without chips learns nothing, but forgets nothing either.  The efficiency is the lab's own; ideas that the
    other side publishes are in neither path.

    Examples
    --------
    With a quarter of the chips, ten years repay them from an elasticity of -0.1 on:

    >>> found = scarcity(0.25, 1, -0.1, 4, 2, 10, 20)
    >>> round(float(found["even_elasticity"]), 9), round(float(found["ratio_then"]), 9)
    (-0.1, 1.0)
    """
    free, own = np.log(alg_progress_per_year), np.log(chip_growth_per_year)

    def year(state, now):
        progress = np.maximum(free + experiment_compute_elasticity * state["log_share"], 0.0)
        within = np.where(now["step"] + 1 <= horizon_years, 1.0, 0.0)
        log_share = state["log_share"] + np.log(share_kept_per_year)
        gained = state["gained"] + progress
        ratio = log_share + gained - free * (now["step"] + 1)
        return {
            "log_share": log_share,
            "gained": gained,
            "ratio": ratio,
            "ratio_then": np.where(within > 0, ratio, state["ratio_then"]),
            "short": state["short"] + within * state["log_share"],
            "share_then": np.where(within > 0, log_share, state["share_then"]),
        }

    now = np.log(chips_left_share)
    start = {"log_share": now, "gained": 0.0, "ratio": now, "ratio_then": now, "short": 0.0, "share_then": now}
    path = scan(year, start, YEARS)
    steps = range(1, YEARS + 1)
    then, short, share = (path[name][-1] for name in ("ratio_then", "short", "share_then"))
    first = np.exp(np.maximum(free + experiment_compute_elasticity * now, 0.0))
    return {
        "efficiency": [np.exp(gained) for gained in path["gained"]],
        "efficiency_free": [np.exp(free * t) for t in steps],
        "capability": [np.exp(ratio + (free + own) * t) for ratio, t in zip(path["ratio"], steps, strict=True)],
        "capability_free": [np.exp((free + own) * t) for t in steps],
        "ratio": [np.exp(ratio) for ratio in path["ratio"]],
        "ratio_then": np.exp(then),
        "gap_points": -points_per_decade * then / np.log(10),
        "repaid": then >= -1e-12,
        "even_elasticity": np.where(short < 0, -share / short, -np.inf),
        "needed_per_halving": np.where(short < 0, 2.0 ** np.where(short < 0, share / short, 0.0) - 1, np.inf),
        "short": short < 0,
        "progress_free": 1.0 * alg_progress_per_year,
        "progress_now": first,
        "unchanged": np.abs(first - alg_progress_per_year) < 0.05,
        "next_to_nothing": then < np.log(0.001),
    }


@both_branches
def weighted_rank(weights, scores, level_within):
    r"""One number or many: which model is best depends on what one weighs.

    .. math:: \bar s_m = \frac{\sum_t w_t\, s_{mt}}{\sum_t w_t}

    Parameters
    ----------
    weights : sequence of floats or columns
        :math:`w_t`, one a task, at least 0.  The reader's.
    scores : dict of str to sequence of floats
        :math:`s_{mt}` by model, one a task [percent], all by one tester where that can be had.
    level_within : float or column
        How close to each other counts as level [points], at least 0.

    Returns
    -------
    dict
        In the order of the models, as lists: ``mean`` [percent]; ``rank``, 1 and up, a model being behind only those
        that are better by more than ``level_within``; ``leads``, whether nobody is.  And ``leaders``, how many lead;
        ``best`` and ``spread``, the best mean and how far the last is behind.  Without any weight all means are 0.

    Raises
    ------
    ValueError
        If a model has not one number for each weight: a missing score would move a mean by what is missing.

    Notes
    -----
    A weighted mean is itself one number.  Amodei warns that one curve is a crude average [C162] and names coding in the
    real world as what V3 lacks [C134]; astro judges by benchmarks on which R1 stands level [C217].  A task on which
    scores lie far apart counts for more than its weight.

    Examples
    --------
    >>> scores = {"one": [80, 20], "other": [60, 60]}
    >>> [[float(r) for r in weighted_rank(w, scores, 0)["rank"]] for w in ([1, 0], [0, 1])]
    [[1.0, 2.0], [2.0, 1.0]]
    """
    for model, given in scores.items():
        if len(given) != len(weights) or any(s is None or s != s for s in given):
            raise ValueError(
                f"{model} needs a score for each of the {len(weights)} weights; leave the task out for all."
            )
    total = sum(weights) + 0.0
    means = [
        np.where(total > 0, np.true_divide(sum(w * s for w, s in zip(weights, given, strict=True)), total), 0.0)
        for given in scores.values()
    ]
    behind = [sum(np.where(other > mean + level_within, 1.0, 0.0) for other in means) for mean in means]
    best, worst = means[0], means[0]
    for mean in means[1:]:
        best, worst = np.maximum(best, mean), np.minimum(worst, mean)
    return {
        "mean": means,
        "rank": [1.0 + b for b in behind],
        "leads": [b < 1 for b in behind],
        "leaders": sum(np.where(b < 1, 1.0, 0.0) for b in behind),
        "best": best,
        "spread": best - worst,
    }


def ranking(knowledge, science, mathematics, contests, real_coding, scores):
    """Five models by five kinds of task, weighed as the reader likes.

    Parameters
    ----------
    knowledge, science, mathematics, contests, real_coding : float or column
        Weights, at least 0.
    scores : dict of str to sequence of 5 floats
        As in `weighted_rank`.

    Returns
    -------
    dict
        As `weighted_rank` with everything within half a point level; the means also by the place of the model, as
        ``mean_1`` and so on; ``first_over_third``, how far the first model is ahead
        of the third; ``first_leads_third``, whether it is at all.

    Examples
    --------
    >>> ranking(1, 0, 0, 0, 0, {"one": [90, 1, 1, 1, 1], "other": [80, 9, 9, 9, 9]})["mean_1"]
    array(90.)
    """
    found = weighted_rank([knowledge, science, mathematics, contests, real_coding], scores, 0.5)
    placed = {f"mean_{place}": mean for place, mean in enumerate(found["mean"], 1)}
    lead = found["mean"][0] - found["mean"][2 % len(scores)]
    return found | placed | {"first_over_third": lead, "first_leads_third": lead > 0}
