"""Trace a model: call it once with symbols and keep the arithmetic as a graph.

A model is an ordinary function of numbers and columns in plain numpy.  `trace`
calls it with `Traced` values, which answer numpy's protocols by writing down what
was asked.  The graph is printed as JavaScript by `javascript` and run in Python by
`interpreter`.  What cannot be followed (a branch on data, ``math.exp``, item
assignment) raises `TraceError` with the model, the line and the remedy: a silent
wrong trace would be the one fault that a reader cannot see.
"""

import linecache
import os
import sys
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from .operations import BY_NUMPY, FUNCTIONS, OPERATIONS

_OWN_FILES = (os.path.dirname(__file__) + os.sep, os.path.dirname(np.__file__) + os.sep)
_USE = "What traces: + - * / // % ** < <= > >= == != & | ~ and " + ", ".join(FUNCTIONS) + ", np.where."
_refusals = []


class TraceError(TypeError):
    """The model does something that cannot be traced; the message says what and where."""


class TraceAttributeError(TraceError, AttributeError):
    """The model asks a traced value for an attribute that it does not have."""


def _where_in_the_model():
    """The innermost line outside this package's tracer and numpy, as text."""
    frame = sys._getframe(1)
    while frame and frame.f_code.co_filename.startswith(_OWN_FILES):
        frame = frame.f_back
    if frame is None:
        return "an unknown place"
    code, line = frame.f_code, frame.f_lineno
    source = linecache.getline(code.co_filename, line, frame.f_globals).strip()
    return f"{code.co_name}, {os.path.basename(code.co_filename)} line {line}: `{source}`"


def _refuse(what, remedy, error=TraceError):
    refusal = error(f"Cannot trace {_where_in_the_model()}. {what} {remedy}")
    if error is TraceError:
        _refusals.append(refusal)
    raise refusal


def _refusing(what, remedy):
    def method(self, *args, **kwargs):
        _refuse(what, remedy)

    return method


class Traced(NDArrayOperatorsMixin):
    """A symbolic number or condition, one for the whole column or one a row.

    Attributes
    ----------
    op : str
        ``"input"``, ``"column"`` (a constant column) or a name in `OPERATIONS`.
    args : tuple
        Traced values, floats, bools or constant arrays (the knots of ``interp``).
    kind : str
        ``"f"`` for a number, ``"b"`` for a condition.
    column : bool
        Whether it has a value a row.
    """

    def __init__(self, graph, op, args, kind, column):
        self.graph, self.op, self.args, self.kind, self.column = graph, op, args, kind, column

    __hash__ = object.__hash__

    def __repr__(self):
        return f"<traced {self.op}>"

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        name = f"np.{ufunc.__name__}"
        if method != "__call__":
            _refuse(f"{name}.{method} is not traced.", _USE)
        if "out" in kwargs and any(out is inputs[0] for out in kwargs["out"]):
            _refuse("It changes a value in place.", "Write x = x + y instead of x += y.")
        if kwargs:
            _refuse(f"{name} was called with {', '.join(kwargs)}=.", "Leave it out; np.where chooses.")
        return self.graph.apply(ufunc, name, inputs)

    def __array_function__(self, function, types, args, kwargs):
        name = f"np.{function.__name__}"
        if function is np.clip:
            return self.graph.clip(*args, **kwargs)
        if function is np.select:
            return self.graph.select(*args, **kwargs)
        if kwargs and function in BY_NUMPY:
            _refuse(f"{name} was called with {', '.join(kwargs)}=.", "A column has one axis: leave it out.")
        return self.graph.apply(function, name, args)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        form = f"np.{name}(x, ...)" if hasattr(np, name) else "the function form"
        _refuse(f"A traced value has no .{name}.", f"Write {form} instead of x.{name}.", TraceAttributeError)

    __bool__ = _refusing(
        "This branches on data: if, while, and, or, not, in, a chained a < x < b, min() and max() all ask "
        "whether a value is true.",
        "Use np.where(condition, a, b), & | ~ with brackets, np.minimum and np.maximum.",
    )
    __float__ = __int__ = __complex__ = _refusing(
        "This wants one Python number (math.exp, float(), int()).", "Use np.exp, not math.exp; np.floor, not int()."
    )
    __index__ = _refusing(
        "This uses a value as an index or a count (range, table[x]).",
        "Look it up with np.interp or np.select; for a horizon on a slider, mask a fixed number of years.",
    )
    __round__ = __floor__ = __ceil__ = __trunc__ = _refusing(
        "round(), math.floor() and the like want one Python number.", "Use np.rint, np.floor or np.ceil."
    )
    __format__ = _refusing("This writes a value into text.", "Return the value; the sentence formats it.")
    __iter__ = __len__ = __contains__ = __reversed__ = _refusing(
        "This goes through a value one by one (for, len, in, unpacking).",
        "A traced value is a number or a whole column; keep time steps in a Python list of values.",
    )
    __getitem__ = _refusing(
        "This takes a part of a value (x[i], x[:, None]).", "A value is a number or a whole column; np.where chooses."
    )
    __setitem__ = _refusing("This assigns into a value.", "Build results as a list, not by item assignment.")
    __array__ = _refusing(
        "This makes an array of a traced value (np.array, np.asarray, np.full, np.vectorize, a reduce, or an item "
        "set in an array).",
        "Values arrive as numbers or columns: use them as they are, and keep several in a Python list.",
    )


@dataclass
class Graph:
    """What a model does, as nodes in the order in which they were asked for.

    ``inputs`` maps names to nodes, ``outputs`` maps names to nodes, floats, bools,
    constant arrays or lists of these, and ``length`` is the number of rows of a
    column (None without columns).
    """

    name: str
    nodes: list = field(default_factory=list)
    inputs: dict = field(default_factory=dict)
    outputs: dict = field(default_factory=dict)
    length: int | None = None
    _known: dict = field(default_factory=dict)

    def node(self, op, args, kind, column):
        """A node, or the one already there that says the same."""
        key = (op, *(id(a) if isinstance(a, Traced) else a.tobytes() if isinstance(a, np.ndarray) else repr(a)
                     for a in args))  # fmt: skip
        if key not in self._known:
            self._known[key] = Traced(self, op, args, kind, column)
            self.nodes.append(self._known[key])
        return self._known[key]

    def input(self, name):
        self.inputs[name] = self.node("input", (name,), "f", False)
        return self.inputs[name]

    def constant_column(self, values):
        values = np.asarray(values, dtype=float)
        if self.length not in (None, len(values)):
            _refuse(f"A column of {len(values)} rows meets one of {self.length}.", "All columns have one length.")
        self.length = len(values)
        return self.node("column", (values,), "f", True)

    def operand(self, value, name):
        """A Traced value, float or bool for whatever a model put beside a traced value."""
        if isinstance(value, Traced):
            if value.graph is not self:
                _refuse("A value of another trace turned up.", "Do not keep values between calls.")
            return value
        if isinstance(value, (bool, np.bool_)):
            return bool(value)
        if isinstance(value, (int, float, np.number)) and not isinstance(value, np.complexfloating):
            return float(value)
        if isinstance(value, (np.ndarray, list, tuple)):
            array = np.asarray(value)
            if array.ndim > 1:
                _refuse(f"{name} meets an array of {array.ndim} dimensions.", "There is one column axis.")
            if array.dtype.kind in "biuf":
                return self.operand(array[()], name) if array.ndim == 0 else self.constant_column(array)
        _refuse(f"{name} meets {value!r} ({type(value).__name__}).", "A model computes with numbers and columns.")

    def apply(self, function, name, args):
        """The node for a call of a numpy function, or a refusal."""
        op = BY_NUMPY.get(function)
        if op is None:
            _refuse(f"{name} has no JavaScript twin.", _USE)
        if len(args) != len(op.takes):
            _refuse(f"{name} was called with {len(args)} arguments.", f"It takes {len(op.takes)}, by position.")
        if op.name == "interp":
            return self._interp(*args)
        args = tuple(self.operand(a, name) for a in args)
        kinds = [a.kind if isinstance(a, Traced) else "b" if isinstance(a, bool) else "f" for a in args]
        if op.name == "mean" and kinds == ["b"]:
            op = OPERATIONS["share"]
        same = {kind for kind, wanted in zip(kinds, op.takes, strict=True) if wanted == "x"}
        for kind, wanted in zip(kinds, op.takes, strict=True):
            if wanted in "fb" and kind != wanted or len(same) > 1:
                _refuse(
                    f"{name} was given {'a condition' if kind == 'b' else 'a number'} where it takes the other kind.",
                    "A condition (boolean) is not 0 or 1 here: np.where(condition, 1.0, 0.0) makes a number of it, "
                    "and x > 0 a condition of a number.",
                )
        column = any(isinstance(a, Traced) and a.column for a in args)
        if op.shape != "each" and not (isinstance(args[0], Traced) and args[0].column):
            _refuse(f"{name} needs a column and was given one number.", "Only columns can be summed up.")
        if op.name == "quantile" and isinstance(args[1], Traced) and args[1].column:
            _refuse("np.quantile takes one level.", "Call it once a level.")
        return self.node(op.name, args, same.pop() if same else op.gives, column and op.shape != "reduce")

    def _interp(self, x, knots, heights):
        if isinstance(knots, Traced) or isinstance(heights, Traced):
            _refuse("np.interp has a traced value among its knots.", "Its knots must be constants.")
        knots, heights = np.asarray(knots, dtype=float), np.asarray(heights, dtype=float)
        if knots.ndim != 1 or knots.shape != heights.shape or not np.all(np.diff(knots) > 0):
            _refuse("np.interp has uneven or unordered knots.", "Give two lists of one length, rising in x.")
        return self.node("interp", (x, knots, heights), "f", x.column)

    def clip(self, a, a_min=None, a_max=None, *, min=None, max=None, **other):
        if other:
            _refuse(f"np.clip was called with {', '.join(other)}=.", "It takes the value and two bounds.")
        low, high = (a_min if min is None else min), (a_max if max is None else max)
        a = a if low is None else self.apply(np.maximum, "np.clip", (a, low))
        return a if high is None else self.apply(np.minimum, "np.clip", (a, high))

    def select(self, condlist, choicelist, default=0):
        if len(condlist) != len(choicelist):
            _refuse("np.select has two lists of different length.", "Give a choice for each condition.")
        for condition, choice in reversed(list(zip(condlist, choicelist, strict=True))):
            default = self.apply(np.where, "np.select", (condition, choice, default))
        return default

    def result(self, value, name):
        """An output as the graph keeps it."""
        if isinstance(value, (list, tuple)):
            return [self.result(step, name) for step in value]
        if isinstance(value, np.ndarray) and value.dtype == object:
            raise TraceError(
                f"{self.name} returns an object array as {name}: traced values were put into a numpy array. "
                "Build results as a list."
            )
        return self.operand(value, f"the result {name}")

    @property
    def used(self):
        """Names of the inputs that change any output."""
        seen, stack = set(), [v for output in self.outputs.values() for v in flat(output)]
        while stack:
            value = stack.pop()
            if isinstance(value, Traced) and value not in seen:
                seen.add(value)
                stack.extend(value.args)
        return {name for name, node in self.inputs.items() if node in seen}


def flat(output):
    """The values of an output: itself, or the steps of a list."""
    return [v for step in output for v in flat(step)] if isinstance(output, list) else [output]


def name_outputs(returned, name):
    """The results of a model by name: a dict as it is, a named tuple by field, one value by the model's name."""
    if isinstance(returned, dict):
        return returned
    if hasattr(returned, "_asdict"):
        return returned._asdict()
    if isinstance(returned, tuple):
        return {f"{name}_{i}": value for i, value in enumerate(returned)}
    return {name: returned}


def trace(function, inputs=(), columns=None, settings=None):
    """Trace ``function``.

    Parameters
    ----------
    function : callable
        The model: numbers, columns and settings in, numbers and columns out.
    inputs : iterable of str
        Arguments that become symbols, one number each.
    columns : dict of str to 1-d array
        Arguments that are constant columns (a grid), all of one length.
    settings : dict of str to object
        Arguments passed as they are: option names, parameter sets.

    Returns
    -------
    Graph

    Raises
    ------
    TraceError
        Where the model leaves the closed list; names model, file, line and remedy.
    """
    graph = Graph(getattr(function, "__name__", "model"))
    arguments = {name: graph.constant_column(values) for name, values in (columns or {}).items()}
    arguments |= {name: graph.input(name) for name in inputs}
    _refusals.clear()
    try:
        returned = function(**arguments, **(settings or {}))
    finally:
        if _refusals:  # numpy and a bare except hide them
            raise _refusals[0]
    graph.outputs = {name: graph.result(value, name) for name, value in name_outputs(returned, graph.name).items()}
    return graph
