"""Scaling laws: capability rises smoothly with what is spent on training."""

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from tqdm.auto import tqdm

from . import both_branches, scan

ANCHOR_LOW_USD = 1e6
ANCHOR_HIGH_USD = 1e8
"""Budgets of the essay's first and third example [C100, C102]; a straight line through them
passes the second, $10M, at the essay's 40 percent [C101]."""


@both_branches
def success(spend_usd, score_at_1m_usd, score_at_100m_usd, form, ceiling_percent):
    r"""Every factor of ten in spending buys the same number of points, until a ceiling.

    .. math:: s(C) = s_1 + \frac{s_{100} - s_1}{2} \log_{10} \frac{C}{\$1\mathrm{M}}

    Parameters
    ----------
    spend_usd : float or column
        :math:`C`, spent on training [USD].  Plausible: 1e5 to 1e11.
    score_at_1m_usd : float or column
        :math:`s_1`, share of tasks that a $1M model solves [percent].  0 to 60.
    score_at_100m_usd : float or column
        :math:`s_{100}`, the same for a $100M model [percent].  0 to 100.
    form : str
        ``"straight"``, a line in the logarithm without end; ``"capped"``, the same line cut off
        at 0 and at the ceiling; ``"bending"``, a logistic curve through the same two examples that
        nears 0 and the ceiling without ever reaching them.
    ceiling_percent : float or column
        Where a capped line stops and what a bending one nears [percent].  50 to 100.

    Returns
    -------
    dict
        ``percent`` solved; ``percent_at_10x`` with ten times the money; ``points_per_decade`` between the examples;
        ``next_point_usd``, what one point more costs [USD], infinite where none is to be had;
        ``at_ceiling``, whether spending has nothing left to buy.  For a sentence ``percent_said`` and
        ``percent_said_at_10x``, the same between none and all tasks, and ``sold_out``, whether no money buys a full
        point more, since that would be more than all tasks.

    Raises
    ------
    ValueError
        If ``form`` is another word.

    Notes
    -----
    Amodei (2025) gives 20, 40 and 60 percent at $1M, $10M and $100M as an illustration, not as a
    measurement [C100, C101, C102].  On that slope the straight line reaches 100 percent at $10B and
    passes it, so beyond the examples some ceiling is needed; none of the essays gives one (A3).
    A bending curve starts from examples kept between 1 percent and 1 point below its ceiling.
    Whether the relation stays this smooth is disputed: [C229] against [C099].

    Examples
    --------
    >>> float(success(1e7, 20, 60, "straight", 100)["percent"])
    40.0
    """
    decades = np.log10(ANCHOR_HIGH_USD / ANCHOR_LOW_USD)
    points_per_decade = (score_at_100m_usd - score_at_1m_usd) / decades

    def line(usd):
        return score_at_1m_usd + points_per_decade * np.log10(usd / ANCHOR_LOW_USD)

    if form == "straight":
        percent, at_10x = line(spend_usd), line(10 * spend_usd)
        at_ceiling = points_per_decade <= 0
        decades_a_point = 1 / points_per_decade
    elif form == "capped":
        percent, at_10x = (np.clip(line(usd), 0, ceiling_percent) for usd in (spend_usd, 10 * spend_usd))
        at_ceiling = (points_per_decade <= 0) | (line(spend_usd) >= ceiling_percent)
        decades_a_point = 1 / points_per_decade
    elif form == "bending":
        low, high = (_log_odds(np.clip(s, 1, ceiling_percent - 1), ceiling_percent)
                     for s in (score_at_1m_usd, score_at_100m_usd))  # fmt: skip
        slope = (high - low) / decades
        odds, odds_at_10x = (low + slope * np.log10(usd / ANCHOR_LOW_USD) for usd in (spend_usd, 10 * spend_usd))
        percent, at_10x = (ceiling_percent / (1 + np.exp(-z)) for z in (odds, odds_at_10x))
        at_ceiling = (slope <= 0) | (percent + 1 >= ceiling_percent)
        decades_a_point = (_log_odds(percent + 1, ceiling_percent) - odds) / slope
    else:
        raise ValueError(f"form is 'straight', 'capped' or 'bending', not {form!r}.")
    next_point_usd = np.where(at_ceiling, np.inf, spend_usd * (10**decades_a_point - 1))
    return {
        "percent": percent,
        "percent_at_10x": at_10x,
        "points_per_decade": points_per_decade,
        "next_point_usd": next_point_usd,
        "at_ceiling": at_ceiling,
        "percent_said": np.clip(percent, 0, 100),
        "percent_said_at_10x": np.clip(at_10x, 0, 100),
        "sold_out": at_ceiling | (percent > 99 + 1e-9),
    }


def _log_odds(percent, ceiling_percent):
    return np.log(percent / (ceiling_percent - percent))


YEARS = 10
"""How far `spending_path` looks ahead."""


@both_branches
def spending_path(
    frontier_run_usd, spend_growth_per_year, score_at_1m_usd, score_at_100m_usd, ceiling_percent, target_percent
):
    r"""If spending on the dearest run keeps growing, how far up its line does it come in ten years?

    .. math:: C_t = C_0\, g^{t}, \qquad s_t = \min(\text{ceiling}, s(C_t))

    Parameters
    ----------
    frontier_run_usd : float or column
        :math:`C_0`, cost of the dearest training run today [USD].  1e8 to 1e9.
    spend_growth_per_year : float or column
        :math:`g`, times a year.  2.0 to 2.9 with 90 percent confidence since 2016 (Cottier et al. 2024).
    score_at_1m_usd, score_at_100m_usd, ceiling_percent : float or column
        The line and where it stops, as in `success` [percent].
    target_percent : float or column
        The goal [percent].

    Returns
    -------
    dict
        ``percent`` solved after each year, as a list; ``percent_then`` and ``usd_then`` after the last;
        ``reaches``, whether the goal is met by then.

    Notes
    -----
    Spending moves along a fixed line: nothing here makes a dollar buy more (that is the next chapter), and
    whether firms go on multiplying their budgets is itself a claim ([C104], [C174], [C175]).

    Examples
    --------
    >>> [float(s) for s in spending_path(1e8, 10.0, 20, 60, 100, 80)["percent"][:3]]
    [80.0, 100.0, 100.0]
    """

    def year(state, now):
        return {"usd": state["usd"] * spend_growth_per_year}

    def line(usd):
        return success(usd, score_at_1m_usd, score_at_100m_usd, "capped", ceiling_percent)["percent"]

    usd = scan(year, {"usd": frontier_run_usd}, YEARS)["usd"]
    percent = [line(cost) for cost in usd]
    return {
        "percent": percent,
        "percent_then": percent[-1],
        "usd_then": usd[-1],
        "reaches": percent[-1] >= target_percent,
    }


class LossLaw(NamedTuple):
    r"""Constants of :math:`L(N, D) = E + A / N^{\alpha} + B / D^{\beta}`, with ``E`` in nats a token."""

    E: float
    A: float
    B: float
    alpha: float
    beta: float


HOFFMANN_2022 = LossLaw(np.exp(0.5267228), np.exp(6.0073404), np.exp(6.0179186), 0.33917084, 0.2849083)
"""Hoffmann et al. (2022), third approach, as the source of the paper has it: the logarithms of E, A and B and
both exponents, recovered by Besiroglu et al. (2024)."""

HOFFMANN_2022_ROUNDED = LossLaw(1.69, 406.4, 410.7, 0.34, 0.28)
"""The same as printed in the paper's equation 10.  Two decimals of an exponent are not enough: at Chinchilla's
compute the best number of tokens a parameter moves from 59 to 93."""

BESIROGLU_2024 = LossLaw(1.8172, 482.01, 2085.43, 0.3478, 0.3658)
"""Besiroglu et al. (2024), a new fit to 240 of the runs, read off Hoffmann's figure 4; standard errors 0.03, 124.58,
1293.23, 0.02 and 0.02."""

FLOP_PER_PARAM_AND_TOKEN = 6
"""Training compute :math:`C \\approx 6 N D` (Kaplan et al. 2020, section 2.1); N the active parameters of a mixture."""


def loss(params, tokens, fit):
    r"""What the law predicts for a model of a size, trained on so many tokens.

    .. math:: L(N, D) = E + \frac{A}{N^{\alpha}} + \frac{B}{D^{\beta}}

    Parameters
    ----------
    params : float or column
        :math:`N`, active parameters.  The runs behind the fits have 57 million to 16 billion.
    tokens : float or column
        :math:`D`, tokens of text.  The runs have 0.2 to 318 billion.
    fit : LossLaw
        Or anything with ``E``, ``A``, ``B``, ``alpha`` and ``beta``, such as what `fit_loss` gives.

    Returns
    -------
    float or column
        Loss on unseen text [nats a token].

    Notes
    -----
    Hoffmann et al. (2022), equation 2.  ``E`` is the uncertainty of text itself, which no model removes; the other
    two terms are what a finite model and finite data add.  Loss is not capability: how it turns into solved tasks is
    another step, less smooth for single tasks than for their average (Owen 2024).

    Examples
    --------
    Chinchilla against Gopher, at about the same compute:

    >>> loss(70e9, 1.4e12, HOFFMANN_2022) < loss(280e9, 300e9, HOFFMANN_2022)
    np.True_
    """
    return fit.E + fit.A / params**fit.alpha + fit.B / tokens**fit.beta


def compute_optimal(compute_flop, fit):
    r"""The size and the number of tokens that give the lowest loss for a budget of compute.

    .. math:: N^* = G \left(\frac{C}{6}\right)^{\beta/(\alpha+\beta)}, \quad D^* = \frac{C}{6 N^*}, \quad
              G = \left(\frac{\alpha A}{\beta B}\right)^{1/(\alpha+\beta)}

    Parameters
    ----------
    compute_flop : float or column
        :math:`C`, training compute [FLOP].  The runs behind the fits: 1e18 to 1e22; real models to 5e26.
    fit : LossLaw
        As in `loss`.

    Returns
    -------
    (params, tokens)

    Notes
    -----
    Hoffmann et al. (2022), equation 4.  Ours and theirs differ where they print rounded constants: see
    `HOFFMANN_2022_ROUNDED`.

    Examples
    --------
    >>> params, tokens = compute_optimal(5.76e23, HOFFMANN_2022)
    >>> round(float(tokens / params))
    59
    """
    share = fit.beta / (fit.alpha + fit.beta)
    params = _balance(fit) * (compute_flop / FLOP_PER_PARAM_AND_TOKEN) ** share
    return params, tokens_bought(compute_flop, params)


def tokens_bought(compute_flop, params):
    r"""How many tokens a budget trains a model of some size on: :math:`D = C / 6N`.

    Parameters
    ----------
    compute_flop : float or column
        :math:`C`, training compute [FLOP].  1e18 to 5e26.
    params : float or column
        :math:`N`, parameters at work on each token.  1e7 to 1e13.

    Notes
    -----
    Six operations for each parameter and token, as in `compute_optimal`.

    Examples
    --------
    >>> round(tokens_bought(5.88e23, 70e9) / 1e12, 1)
    1.4
    """
    return compute_flop / FLOP_PER_PARAM_AND_TOKEN / params


def _balance(fit):
    return (fit.alpha * fit.A / (fit.beta * fit.B)) ** (1 / (fit.alpha + fit.beta))


def compute_for_loss(loss, fit):
    r"""The least compute that reaches a loss, by a run of the best shape.

    .. math:: C^*(L) = 6 \left( \frac{A (1 + \alpha/\beta)}{G^{\alpha} (L - E)} \right)^{(\alpha+\beta)/(\alpha\beta)}

    `compute_optimal` put into `loss` and turned round.

    Parameters
    ----------
    loss : float or column
        Above ``fit.E`` [nats a token].
    fit : LossLaw
        As in `loss`.

    Returns
    -------
    float or column
        Training compute [FLOP].

    Examples
    --------
    >>> params, tokens = compute_optimal(1e24, BESIROGLU_2024)
    >>> float(round(compute_for_loss(loss(params, tokens, BESIROGLU_2024), BESIROGLU_2024) / 1e24, 9))
    1.0
    """
    at_one = fit.A * (1 + fit.alpha / fit.beta) / _balance(fit) ** fit.alpha
    exponent = (fit.alpha + fit.beta) / (fit.alpha * fit.beta)
    return FLOP_PER_PARAM_AND_TOKEN * (at_one / (loss - fit.E)) ** exponent


FITS = {
    "Besiroglu 2024": BESIROGLU_2024,
    "Hoffmann 2022": HOFFMANN_2022,
    "Hoffmann 2022, rounded": HOFFMANN_2022_ROUNDED,
}
"""The published fits by name."""


def best_loss(compute_flop, fit):
    r"""How low the loss gets for a budget in the best shape, and what each further factor of ten takes off.

    .. math:: L^*(C) = L\bigl(N^*(C), D^*(C)\bigr)

    Parameters
    ----------
    compute_flop : float or column
        :math:`C`, training compute [FLOP].  1e18 to 1e27.
    fit : str
        A name in `FITS`.

    Returns
    -------
    dict
        ``best_loss`` [nats a token]; ``first_tenfold`` and ``second_tenfold``, by how much it falls with ten times the
        compute and again with ten times that; ``floor``, what no model can know.

    Raises
    ------
    ValueError
        If no fit has that name.

    Notes
    -----
    Above its floor the loss at the best shape is a power of compute, :math:`L^* - E \propto
    C^{-\alpha\beta/(\alpha+\beta)}`: equal factors of compute take off equal *shares* of what is left above the
    floor, and so ever smaller steps.

    Examples
    --------
    >>> found = best_loss(1e22, "Besiroglu 2024")
    >>> bool(found["second_tenfold"] < found["first_tenfold"])
    True
    """
    law = _named(fit)

    def lowest(flop):
        return loss(*compute_optimal(flop, law), law)

    here, tenfold, hundredfold = (lowest(factor * compute_flop) for factor in (1, 10, 100))
    return {
        "best_loss": here,
        "first_tenfold": here - tenfold,
        "second_tenfold": tenfold - hundredfold,
        "floor": law.E,
    }


def _named(fit):
    if fit not in FITS:
        raise ValueError(f"fit is one of {', '.join(FITS)}, not {fit!r}.")
    return FITS[fit]


def training_run(compute_flop, tokens_per_param, fit):
    r"""A run of a given budget and shape, against the best shape for that budget.

    Parameters
    ----------
    compute_flop : float or column
        :math:`C`, training compute [FLOP].  1e18 to 1e27.
    tokens_per_param : float or column
        :math:`D / N`, tokens of text for each active parameter.  Gopher 1, Chinchilla 20, Llama 3-70B above 200.
    fit : str
        A name in `FITS`.

    Returns
    -------
    dict
        ``params`` and ``tokens`` of the run; its ``loss`` and ``best_loss``, the lowest for the budget
        [nats a token];
        ``best_tokens_per_param``; ``compute_needed_share``, the part of the budget with which a run of the best shape
        reaches the same loss, and ``times_needed``, its inverse; ``size_ratio``, how many times smaller the model is
        than that best-shaped one of the same loss, which is also about how many times cheaper each token is that it
        later writes.

    Raises
    ------
    ValueError
        If no fit has that name.

    Notes
    -----
    A model trained on more tokens than is best wastes some training compute and is cheaper to use ever after:
    `size_ratio` is what overtraining buys, ``times_needed`` what it costs.

    Examples
    --------
    >>> run = training_run(5.76e23, 20, "Besiroglu 2024")
    >>> round(run["params"] / 1e9), round(float(run["compute_needed_share"]), 2)
    (69, 1.0)
    """
    law = _named(fit)
    params = np.sqrt(compute_flop / (FLOP_PER_PARAM_AND_TOKEN * tokens_per_param))
    tokens = tokens_per_param * params
    best_params, best_tokens = compute_optimal(compute_flop, law)
    reached = loss(params, tokens, law)
    needed = compute_for_loss(reached, law)
    return {
        "params": params,
        "tokens": tokens,
        "loss": reached,
        "best_loss": loss(best_params, best_tokens, law),
        "best_tokens_per_param": best_tokens / best_params,
        "compute_needed_share": needed / compute_flop,
        "times_needed": compute_flop / needed,
        "size_ratio": compute_optimal(needed, law)[0] / params,
    }


def best_shape(compute_flop, laws):
    """Tokens a parameter that each law calls best for a budget.

    Parameters
    ----------
    compute_flop : float or column
        Training compute [FLOP].  1e18 to 1e27.
    laws : dict of str to LossLaw
        By the name of the result.

    Returns
    -------
    dict
        Tokens a parameter, by name.

    Examples
    --------
    >>> {k: round(float(v)) for k, v in best_shape(5.76e23, {"printed": HOFFMANN_2022_ROUNDED}).items()}
    {'printed': 93}
    """
    shapes = {name: compute_optimal(compute_flop, law) for name, law in laws.items()}
    return {name: tokens / params for name, (params, tokens) in shapes.items()}


@dataclass(frozen=True)
class LossFit:
    """What `fit_loss` found.

    Attributes
    ----------
    E, A, B, alpha, beta : float
        The law's constants, as in `LossLaw`.
    objective : float
        Huber loss summed over the runs; comparable only for the same runs.
    n : int
        Runs fitted.
    resampled : tuple of LossLaw
        The law fitted to runs drawn with replacement, one a resample; empty unless asked for.
    """

    E: float
    A: float
    B: float
    alpha: float
    beta: float
    objective: float
    n: int
    resampled: tuple = ()

    @property
    def errors(self):
        """Standard error of each constant, by resampling."""
        if not self.resampled:
            raise ValueError("No errors without resamples: call fit_loss(..., bootstrap=200).")
        return LossLaw(*np.std(self.resampled, axis=0, ddof=1))


HUBER_DELTA = 1e-3
"""Residuals of the log loss beyond this count by their size, not their square (Hoffmann et al. 2022, section 3.3)."""

STARTS = list(product((3.0, 9.0), (3.0, 9.0), (-0.5, 0.7), (0.2, 0.8), (0.2, 0.8)))
"""Where the search begins: logarithms of A, B and E, and both exponents.  Hoffmann et al. search the like."""


def fit_loss(params, tokens, loss, bootstrap=0, progress=False, seed=0):
    r"""Fit the law to runs, so that a few odd ones do not decide.

    .. math:: \min_{E, A, B, \alpha, \beta} \sum_i \mathrm{Huber}_\delta
              \bigl(\log \hat L(N_i, D_i) - \log L_i\bigr), \qquad \delta = 10^{-3}

    Parameters
    ----------
    params, tokens, loss : sequence of float
        :math:`N`, :math:`D` and the measured :math:`L` [nats a token] of each run.  All above 0, at least 8 runs.
    bootstrap : int
        How often to fit again to runs drawn with replacement.  0 for none; 200 take a few seconds.
    progress : bool
        Show a progress bar over the resamples.
    seed : int
        Of the resampling.

    Returns
    -------
    LossFit

    Raises
    ------
    ValueError
        If the three differ in length, are too few, or hold what is not a number above 0; the message names the run.

    Notes
    -----
    Hoffmann et al. (2022), equation 3: the same target, from many starts, the best of which counts.  Besiroglu et al.
    (2024) report that the first fit had stopped early, on a badly scaled target; here the target is divided by
    :math:`\delta^2`, size and tokens are measured from their middle, and the gradient is exact.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> N, D = 10 ** rng.uniform(8, 10, 60), 10 ** rng.uniform(9.5, 11.5, 60)
    >>> found = fit_loss(N, D, BESIROGLU_2024.E + 482.01 / N**0.3478 + 2085.43 / D**0.3658)
    >>> round(found.alpha, 4), round(found.beta, 4)
    (0.3478, 0.3658)
    """
    runs = _checked_runs(params=params, tokens=tokens, loss=loss)
    best = min((_descend(start, *runs) for start in _centred_starts(*runs)), key=lambda result: result.fun)
    rng, draws = np.random.default_rng(seed), []
    for _ in tqdm(range(bootstrap), disable=not progress, desc="resampling the runs"):
        again = runs[:, rng.integers(0, runs.shape[1], runs.shape[1])]
        draws.append(_law(_descend(best.x, *again, centre=runs).x, runs))
    objective = best.fun * HUBER_DELTA**2
    return LossFit(*_law(best.x, runs), objective=float(objective), n=runs.shape[1], resampled=tuple(draws))


def _checked_runs(**columns):
    """The logarithms of the three columns, as rows of one array."""
    arrays = {name: np.asarray(column, dtype=float) for name, column in columns.items()}
    sizes = {name: array.shape for name, array in arrays.items()}
    if len(set(sizes.values())) > 1 or any(len(shape) != 1 for shape in sizes.values()):
        raise ValueError(f"params, tokens and loss are three lists of one length, not of {sizes}.")
    if len(arrays["loss"]) < 8:
        raise ValueError(f"Five constants cannot be fitted to {len(arrays['loss'])} runs; give at least 8.")
    for name, array in arrays.items():
        wrong = np.flatnonzero(~(np.isfinite(array) & (array > 0)))
        if len(wrong):
            raise ValueError(f"{name} of run {wrong[0]} is {array[wrong[0]]}; give a number above 0 or drop the run.")
    return np.log(list(arrays.values()))


def _centred_starts(log_n, log_d, log_l):
    for a, b, e, alpha, beta in STARTS:
        yield np.array([a - alpha * log_n.mean(), b - beta * log_d.mean(), e, alpha, beta])


def _descend(start, log_n, log_d, log_l, centre=None):
    middle_n, middle_d = (row.mean() for row in (centre if centre is not None else (log_n, log_d))[:2])
    n, d = log_n - middle_n, log_d - middle_d

    def target(theta):
        a, b, e, alpha, beta = theta
        terms = np.exp([a - alpha * n, b - beta * d, np.full_like(n, e)])
        total = terms.sum(axis=0)
        residual = (np.log(total) - log_l) / HUBER_DELTA
        pull = np.clip(residual, -1, 1)
        weight = pull * terms / (total * HUBER_DELTA)
        slope = [weight[0].sum(), weight[1].sum(), weight[2].sum(), -(weight[0] * n).sum(), -(weight[1] * d).sum()]
        return np.sum(pull * (residual - pull / 2)), np.array(slope)

    with np.errstate(over="ignore", invalid="ignore"):
        return minimize(target, start, jac=True, method="BFGS", options={"maxiter": 2000, "gtol": 1e-6})


def _law(theta, runs):
    a, b, e, alpha, beta = theta
    log_n, log_d, _ = runs
    return LossLaw(
        *map(float, (np.exp(e), np.exp(a + alpha * log_n.mean()), np.exp(b + beta * log_d.mean()), alpha, beta))
    )
