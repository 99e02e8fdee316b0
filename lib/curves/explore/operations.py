"""The closed list: every operation a traced model may use, with both of its twins.

One line an operation: its name, the numpy functions that mean it, what it takes
and gives (``f`` a number, ``b`` true or false), and its JavaScript, in which ``{0}``
is the first argument and ``h`` holds the helpers of ``explorer.js``.  What is not
in this list does not trace: the tracer says so, with the line of the model.

Adding one: a line here, a line in ``h`` if JavaScript has no exact twin, and a row
of edge values in ``tests/explore/test_operations.py``.
"""

from dataclasses import dataclass

import numpy as np

from .draws import normal_quantile


@dataclass(frozen=True)
class Operation:
    """One entry of the closed list.

    Parameters
    ----------
    name : str
        How the graph calls it.
    twins : tuple of callable
        The numpy functions that mean it; the first one computes it in Python.
    signature : str
        Argument kinds, an arrow, result kind: ``"ff>f"``.  ``x`` stands for either
        kind, the same in each place.
    js : str
        The JavaScript expression.
    shape : str
        ``"each"`` works value by value, ``"reduce"`` makes a number of a column,
        ``"run"`` makes a column of a column, in order.
    """

    name: str
    twins: tuple
    signature: str
    js: str
    shape: str = "each"

    @property
    def numpy(self):
        return self.twins[0]

    @property
    def takes(self):
        return self.signature.split(">")[0]

    @property
    def gives(self):
        return self.signature.split(">")[1]


def _op(name, twins, signature, js, shape="each"):
    return Operation(name, twins if isinstance(twins, tuple) else (twins,), signature, js, shape)


OPERATIONS = {
    operation.name: operation
    for operation in [
        _op("add", np.add, "ff>f", "{0} + {1}"),
        _op("subtract", np.subtract, "ff>f", "{0} - {1}"),
        _op("multiply", np.multiply, "ff>f", "{0} * {1}"),
        _op("divide", np.true_divide, "ff>f", "{0} / {1}"),
        _op("floor_divide", np.floor_divide, "ff>f", "h.floorDivide({0}, {1})"),
        _op("remainder", np.remainder, "ff>f", "h.remainder({0}, {1})"),
        _op("power", np.power, "ff>f", "h.power({0}, {1})"),
        _op("negative", np.negative, "f>f", "-{0}"),
        _op("positive", np.positive, "f>f", "{0}"),
        _op("absolute", np.absolute, "f>f", "Math.abs({0})"),
        _op("sign", np.sign, "f>f", "Math.sign({0})"),
        _op("sqrt", np.sqrt, "f>f", "Math.sqrt({0})"),
        _op("exp", np.exp, "f>f", "Math.exp({0})"),
        _op("expm1", np.expm1, "f>f", "Math.expm1({0})"),
        _op("log", np.log, "f>f", "Math.log({0})"),
        _op("log10", np.log10, "f>f", "Math.log10({0})"),
        _op("log2", np.log2, "f>f", "Math.log2({0})"),
        _op("log1p", np.log1p, "f>f", "Math.log1p({0})"),
        _op("floor", np.floor, "f>f", "Math.floor({0})"),
        _op("ceil", np.ceil, "f>f", "Math.ceil({0})"),
        _op("rint", np.rint, "f>f", "h.rint({0})"),
        _op("minimum", np.minimum, "ff>f", "Math.min({0}, {1})"),
        _op("maximum", np.maximum, "ff>f", "Math.max({0}, {1})"),
        _op("less", np.less, "ff>b", "{0} < {1}"),
        _op("less_equal", np.less_equal, "ff>b", "{0} <= {1}"),
        _op("greater", np.greater, "ff>b", "{0} > {1}"),
        _op("greater_equal", np.greater_equal, "ff>b", "{0} >= {1}"),
        _op("equal", np.equal, "ff>b", "{0} === {1}"),
        _op("not_equal", np.not_equal, "ff>b", "{0} !== {1}"),
        _op("isfinite", np.isfinite, "f>b", "Number.isFinite({0})"),
        _op("and", (np.logical_and, np.bitwise_and), "bb>b", "!!({0} && {1})"),
        _op("or", (np.logical_or, np.bitwise_or), "bb>b", "!!({0} || {1})"),
        _op("not", (np.logical_not, np.invert), "b>b", "!{0}"),
        _op("where", np.where, "bxx>x", "{0} ? {1} : {2}"),
        _op("normal_quantile", normal_quantile, "f>f", "h.normalQuantile({0})"),
        _op("interp", np.interp, "fkk>f", "h.interp({0}, {1}, {2})"),
        _op("sum", np.sum, "f>f", "h.sum({0})", "reduce"),
        _op("mean", np.mean, "f>f", "h.sum({0}) / N", "reduce"),
        _op("min", (np.min, np.amin), "f>f", "h.min({0})", "reduce"),
        _op("max", (np.max, np.amax), "f>f", "h.max({0})", "reduce"),
        _op("share", np.mean, "b>f", "h.count({0}) / N", "reduce"),
        _op("quantile", np.quantile, "ff>f", "h.quantile({0}, {1})", "reduce"),
        _op("cumsum", np.cumsum, "f>f", "h.cumsum({0})", "run"),
        _op("least_so_far", np.minimum.accumulate, "f>f", "h.leastSoFar({0})", "run"),
    ]
}

# np.clip and np.select are spelt with the entries above; np.mean of a condition is its share.
BY_NUMPY = {twin: op for op in OPERATIONS.values() for twin in op.twins if op.name != "share"}

FUNCTIONS = [f"np.{op.numpy.__name__}" for op in OPERATIONS.values() if "(" in op.js and hasattr(np, op.numpy.__name__)]
FUNCTIONS += ["np.minimum.accumulate", "np.clip", "np.select"]
"""The functions of the list as an error message names them; the rest have operators."""
