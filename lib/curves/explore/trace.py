"""Trace a model: call it once with symbols and keep the arithmetic as a graph.

A model is an ordinary function of numbers and columns in plain numpy.  `trace`
calls it with `Traced` values, which answer numpy's protocols by writing down what
was asked.  The graph is printed as JavaScript by `javascript` and run in Python by
`interpreter`.  What cannot be followed (a branch on data, ``math.exp``, item
assignment) raises `TraceError` with the model, the line and the remedy: a silent
wrong trace would be the one fault that a reader cannot see.
"""

import functools
import linecache
import os
import sys
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from .draws import Sobol
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
        ``"input"``, ``"column"`` (a constant column), ``"sobol"`` (made draws), a name in
        `OPERATIONS`, or a part of a `Scan`: ``"state"``, ``"now"``, ``"scan"``, ``"after"``.
    args : tuple
        Traced values, floats, bools or constant arrays (the knots of ``interp``).
    kind : str
        ``"f"`` for a number, ``"b"`` for a condition.
    column : bool
        Whether it has a value a row.
    """

    def __init__(self, graph, op, args, kind, column):
        self.graph, self.op, self.args, self.kind, self.column = graph, op, args, kind, column
        self.loop = args[0] if op in ("state", "now") else next((a.loop for a in self.parents if a.loop), None)
        """The `Scan` inside which it is computed anew at each step, if any."""

    @property
    def parents(self):
        return [a for a in self.args if isinstance(a, Traced)]

    __hash__ = object.__hash__

    def __repr__(self):
        return f"<traced {self.op}>"

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        name = f"np.{ufunc.__name__}"
        if method == "accumulate" and ufunc is np.minimum and not kwargs:
            return self.graph.apply(np.minimum.accumulate, f"{name}.accumulate", inputs)
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


@dataclass(eq=False)
class Scan:
    """A loop over time: ``state[name]`` starts at ``first[name]`` and becomes ``then[name]`` at each of ``n`` steps."""

    n: int
    series: dict
    first: dict
    state: dict = field(default_factory=dict)
    then: dict = field(default_factory=dict)


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
        key = (op, *map(_key, args))
        if key not in self._known:
            self._known[key] = Traced(self, op, args, kind, column)
            self.nodes.append(self._known[key])
        return self._known[key]

    def input(self, name):
        self.inputs[name] = self.node("input", (name,), "f", False)
        return self.inputs[name]

    def constant_column(self, values):
        if not isinstance(values, Sobol):
            values = np.asarray(values, dtype=float)
        length = values.n if isinstance(values, Sobol) else len(values)
        if self.length not in (None, length):
            _refuse(f"A column of {length} rows meets one of {self.length}.", "All columns have one length.")
        self.length = length
        return self.node("sobol" if isinstance(values, Sobol) else "column", (values,), "f", True)

    def scan(self, step, state, n, series):
        """Trace one step of `curves.models.scan` and keep it as a loop."""
        loop = Scan(n, series, {name: self.operand(value, "scan") for name, value in state.items()})
        column = False
        while True:  # a state that starts as one number may become a column in its first step
            loop.state = {name: self.node("state", (loop, name, column), "f", column) for name in state}
            now = {name: self.node("now", (loop, name), "f", False) for name in series}
            new = step(dict(loop.state), now)  # in whatever order: the printer goes by that of the state
            loop.then = {name: self.operand(new[name], "scan") for name in state}
            wide = any(isinstance(v, Traced) and v.column for v in (*loop.first.values(), *loop.then.values()))
            if wide == column:
                break
            column = wide
        values = [v for v in (*loop.first.values(), *loop.then.values()) if isinstance(v, Traced)]
        for value in values:
            if value.kind == "b":
                _refuse("A state of scan is a condition.", "Keep a number: np.where(condition, 1.0, 0.0).")
            if value.loop not in (None, loop):
                _refuse("A scan runs inside a scan.", "Put both states into one.")
        made = self.node("scan", (loop, *self._outer(values)), "f", column)
        return {name: [self.node("after", (made, name, t), "f", column) for t in range(n)] for name in state}

    @staticmethod
    def _outer(values):
        """What a loop needs from outside itself."""
        outer, seen, stack = [], set(), list(values)
        while stack:
            value = stack.pop()
            if value not in seen:
                seen.add(value)
                if value.loop is None:
                    outer.append(value)
                else:
                    stack.extend(value.parents)
        return outer

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
            if array.dtype.kind == "b" and array.ndim:
                return self.apply(np.not_equal, name, (array.astype(float), 0.0))
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
        if op.shape != "each" and any(isinstance(a, Traced) and a.loop for a in args):
            _refuse(f"{name} sums up inside a scan.", "Sum up before it or after it.")
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

    def only(self, names):
        """The same graph where only some of its outputs are wanted."""
        return replace(self, outputs={name: self.outputs[name] for name in names})

    @functools.cached_property
    def live(self):
        """The nodes that some output needs, in the order in which they were made."""
        seen, stack = set(), [v for output in self.outputs.values() for v in flat(output)]
        while stack:
            value = stack.pop()
            if isinstance(value, Traced) and value not in seen:
                seen.add(value)
                stack.extend(value.args)
                if value.op == "scan":
                    stack.extend(value.args[0].then.values())
        return [node for node in self.nodes if node in seen]

    @property
    def used(self):
        """Names of the inputs that change any output."""
        return {node.args[0] for node in self.live if node.op == "input"}


def _key(argument):
    if isinstance(argument, (Traced, Scan)):
        return id(argument)
    return argument.tobytes() if isinstance(argument, np.ndarray) else repr(argument)


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
    columns : dict of str to 1-d array or Sobol
        Arguments that are constant columns (a grid) or made draws, all of one length.
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
