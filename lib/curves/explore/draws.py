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

MOST_DIMENSIONS = 160
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
        """The points as a column, which nobody may write to."""
        return _uniforms(self)


@functools.cache
def _uniforms(points):
    index = np.arange(points.n)
    gray = index ^ (index >> 1)
    j = np.zeros(points.n, dtype=np.int64)
    for bit, direction in enumerate(points.directions):
        j ^= np.where(gray >> bit & 1, direction, 0)
    column = (j + 0.5) / points.n
    column.flags.writeable = False
    return column


@functools.cache
def _directions(dimension, n):
    from scipy.stats import qmc

    bits = n.bit_length() - 1
    points = qmc.Sobol(MOST_DIMENSIONS, scramble=False).random_base2(bits)[:, dimension - 1] * n
    j = points.astype(np.int64)
    return tuple(int(j[2**k] ^ j[2**k - 1]) for k in range(bits))


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
