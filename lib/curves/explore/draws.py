"""Draws: the same points in Python and in the page, made on both sides, none of them shipped.

Sobol points fill the ranges evenly, so that a share is good to about 0.5 points with
2,048 of them.  Each input owns one dimension, by its row in ``data/parameters.csv``: a new
input changes no other draw, and every move of a slider meets the same draws.  Points
and normal quantiles are bit-equal in both languages: they are made with ``+ - * /`` and
square roots alone, which IEEE 754 fixes to the last bit.
"""

import functools
from dataclasses import dataclass

import numpy as np

MOST_DIMENSIONS = 64
LN2 = 0.6931471805599453
"""Natural logarithm of 2, for `logarithm`."""


@dataclass(frozen=True)
class Sobol:
    """One dimension of the Sobol sequence: ``n`` uniforms (j + 1/2) / n, n a power of two."""

    dimension: int
    n: int

    def __post_init__(self):
        if self.n < 2 or self.n & (self.n - 1):
            raise ValueError(f"Draws come in powers of two, such as 2048, not {self.n}.")
        if not 1 <= self.dimension <= MOST_DIMENSIONS:
            raise ValueError(f"Sobol dimensions go from 1 to {MOST_DIMENSIONS}, not {self.dimension}.")

    @property
    def directions(self):
        """Direction numbers as integers of log2(n) bits: point i is the XOR of those where i's Gray code has a bit."""
        return _directions(self.dimension, self.n)

    def uniforms(self):
        """The points as a column."""
        index = np.arange(self.n)
        gray = index ^ (index >> 1)
        j = np.zeros(self.n, dtype=np.int64)
        for bit, direction in enumerate(self.directions):
            j ^= np.where(gray >> bit & 1, direction, 0)
        return (j + 0.5) / self.n


@functools.cache
def _directions(dimension, n):
    bits = n.bit_length() - 1
    polynomial, first = ("1", "1") if dimension == 1 else JOE_AND_KUO.split()[dimension - 2].split(":")
    numbers, terms = [int(m) for m in first.split(",")], f"{int(polynomial):b}"[1:]
    while len(numbers) < bits:
        numbers.append(numbers[-len(terms)] if terms else 1)
        for back, term in enumerate(terms, 1):
            numbers[-1] ^= int(term) * numbers[-1 - back] << back
    return tuple(m << bits - k for k, m in enumerate(numbers[:bits], 1))


JOE_AND_KUO = """
3:1 7:1,3 11:1,3,1 13:1,1,1 19:1,1,3,3 25:1,3,5,13 37:1,1,5,5,17 41:1,1,5,5,5 47:1,1,7,11,19 55:1,1,5,1,1
59:1,1,1,3,11 61:1,3,5,5,31 67:1,3,3,9,7,49 91:1,1,1,15,21,21 97:1,3,1,13,27,49 103:1,1,1,15,7,5 109:1,3,1,15,13,25
115:1,1,5,5,19,61 131:1,3,7,11,23,15,103 137:1,3,7,13,13,15,69 143:1,1,3,13,7,35,63 145:1,3,5,9,1,25,53
157:1,3,1,13,9,35,107 167:1,3,1,5,27,61,31 171:1,1,5,11,19,41,61 185:1,3,5,3,3,13,69 191:1,1,7,13,1,19,1
193:1,3,7,5,13,19,59 203:1,1,3,9,25,29,41 211:1,3,5,13,23,1,55 213:1,3,7,3,13,59,17 229:1,3,1,3,5,53,69
239:1,1,5,5,23,33,13 241:1,1,7,7,1,61,123 247:1,1,7,9,13,61,49 253:1,3,3,5,3,55,33 285:1,3,1,15,31,13,49,245
299:1,3,5,15,31,59,63,97 301:1,3,1,11,11,11,77,249 333:1,3,1,11,27,43,71,9 351:1,1,7,15,21,11,81,45
355:1,3,7,3,25,31,65,79 357:1,3,1,1,19,11,3,205 361:1,1,5,9,19,21,29,157 369:1,3,7,11,1,33,89,185
391:1,3,3,3,15,9,79,71 397:1,3,7,11,15,39,119,27 425:1,1,3,1,11,31,97,225 451:1,1,1,3,23,43,57,177
463:1,3,7,7,17,17,37,71 487:1,3,1,5,27,63,123,213 501:1,1,3,5,11,43,53,133 529:1,3,5,5,29,17,47,173,479
539:1,3,3,11,3,1,109,9,69 545:1,1,1,5,17,39,23,5,343 557:1,3,1,5,25,15,31,103,499 563:1,1,1,11,11,17,63,105,183
601:1,1,5,11,9,29,97,231,363 607:1,1,5,15,19,45,41,7,383 617:1,3,7,7,31,19,83,137,221 623:1,1,1,3,23,15,111,223,83
631:1,1,5,13,31,15,55,25,161 637:1,1,3,13,25,47,39,87,257
"""
"""A primitive polynomial, its coefficients as bits, and the first direction numbers for each dimension from the second
on: Joe and Kuo, SIAM Journal on Scientific Computing 30 (2008), 2635-2654, table new-joe-kuo-6."""


def logarithm(x):
    """Natural logarithm of positive numbers by ``+ - * /`` alone: exact to about 2e-16, the same in every language."""
    mantissa, exponent = np.frexp(x)
    low = mantissa < 0.7071067811865476
    mantissa, exponent = np.where(low, 2 * mantissa, mantissa), exponent - low
    s = (mantissa - 1) / (mantissa + 1)
    square, total = s * s, 0.0
    for k in range(23, 0, -2):
        total = total * square + 1 / k
    return exponent * LN2 + 2 * s * total


CENTRE = (
    (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)  # fmt: skip
SHOULDER = (
    (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
TAIL = (
    (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip
"""Coefficients of Wichura's AS241 (PPND16), from the constant term up: Applied Statistics 37 (1988), 477-484."""


def _ratio(coefficients, r):
    top, bottom = (functools.reduce(lambda total, c: total * r + c, reversed(half)) for half in coefficients)
    return top / bottom


def normal_quantile(u):
    """The standard normal value below which a share ``u`` lies, by Wichura's AS241; error below 1e-15.

    Examples
    --------
    >>> float(normal_quantile(0.5)), round(float(normal_quantile(0.95)), 6)
    (0.0, 1.644854)
    """
    if hasattr(u, "graph"):
        return u.graph.apply(normal_quantile, "normal_quantile", (u,))
    u = np.asarray(u, dtype=float)
    u = np.where((u > 0) & (u < 1), u, np.nan)
    q = u - 0.5
    near = 0.180625 - q * q
    r = np.sqrt(-logarithm(np.where(q < 0, u, 1.0 - u)))
    far = np.where(r <= 5, _ratio(SHOULDER, r - 1.6), _ratio(TAIL, r - 5.0))
    return np.where(np.abs(q) <= 0.425, q * _ratio(CENTRE, near), np.where(q < 0, -far, far))


SIGMAS = float(normal_quantile(0.95))
"""Low and high of a normal or lognormal input are its 5th and 95th percentiles, this far from the middle."""


def spread(kind, low, mode, high, u):
    """Values of an input from uniforms ``u``: a column of numbers, or traced.

    Parameters
    ----------
    kind : str
        ``uniform``, ``loguniform`` and ``triangular`` run from low to high; ``normal`` and
        ``lognormal`` have low and high as 5th and 95th percentiles.
    low, mode, high : float
        The plausible range, and the likeliest value (used by ``triangular``).
    """
    if kind == "uniform":
        return low + (high - low) * u
    if kind == "loguniform":
        return np.exp(np.log(low) + (np.log(high) - np.log(low)) * u)
    if kind == "normal":
        return (low + high) / 2 + (high - low) / (2 * SIGMAS) * normal_quantile(u)
    if kind == "lognormal":
        middle, width = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / (2 * SIGMAS)
        return np.exp(middle + width * normal_quantile(u))
    if kind == "triangular":
        split, span = (mode - low) / (high - low), high - low
        rising = low + np.sqrt(u * (span * (mode - low)))
        falling = high - np.sqrt((1 - u) * (span * (high - mode)))
        return np.where(u < split, rising, falling)
    raise ValueError(f"An input spreads as uniform, loguniform, triangular, normal or lognormal, not {kind!r}.")
