"""Print a traced graph as one JavaScript function.

The text is a factory ``(h, N = 2048) => { ... return (x) => { ... } }``, where a model over
draws can be asked for the first N of them.  What depends on no input is computed once, in the
factory; the rest at each move, numbers first, then one loop over the rows.  A reduction or
a scan ends a loop and opens the next stage.

Names: ``t7`` is the number made by node 7 (in a loop, this row's), ``a7`` its column,
``s7`` what scan 7 leaves behind, step by step, ``x7`` a state on its way through time.
"""

import json
import math

import numpy as np

from .operations import OPERATIONS
from .trace import Traced, flat


def number(value):
    """A float as JavaScript, exact to the last bit."""
    value = float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 and str(value) != "-0.0" else repr(value)


def _array(values):
    return f"Float64Array.of({', '.join(number(v) for v in values)})"


def _indent(lines, by="  "):
    return [by + line for line in lines]


class _Printer:
    def __init__(self, graph):
        self.graph = graph
        self.index = {node: i for i, node in enumerate(graph.live)}
        self.outside = [node for node in graph.live if node.loop is None]
        self.moves, self.stage = {}, {}
        for node in self.outside:
            self.moves[node] = node.op == "input" or any(self.moves[p] for p in node.parents)
            self.stage[node] = max((self.stage[p] for p in node.parents), default=0) + self._is_barrier(node)
        self.kept = self._columns_to_keep()

    def _is_barrier(self, node):
        """Whether it needs whole columns, so that a loop must have ended before it."""
        return node.op == "scan" or (node.op in OPERATIONS and OPERATIONS[node.op].shape != "each")

    def _is_row(self, node):
        """Whether it is made row by row."""
        return node.column and node.op in OPERATIONS and not self._is_barrier(node)

    def _place_of(self, node):
        return self.moves[node], self.stage[node]

    def _columns_to_keep(self):
        """Columns that outlive the loop that makes them."""
        kept = {n for output in self.graph.outputs.values() for n in flat(output) if isinstance(n, Traced)}
        for node in self.outside:
            for parent in node.parents:
                if self._is_barrier(node) or self._place_of(parent) != self._place_of(node):
                    kept.add(parent)
        return kept

    def _name(self, value, place=None, row=False):
        """What to write for a value; with ``row``, columns of another place are read at row ``i``."""
        if isinstance(value, np.ndarray):
            return _array(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return number(value)
        if value.op == "now":
            return "t" if value.args[1] == "step" else f"c{self.index[value]}[t]"
        i = self.index[value]
        if value.op == "state":
            return f"x{i}"
        if not value.column or value.loop:
            return f"t{i}"
        if not row:
            return f"a{i}"
        return f"t{i}" if self._is_row(value) and self._place_of(value) == place else f"a{i}[i]"

    def _expression(self, node, place=None, row=False):
        names = [self._name(a, place, row) for a in node.args]
        if node.op == "power" and isinstance(node.args[1], float) and node.args[1] in (2.0, 3.0, 4.0):
            return " * ".join([names[0]] * int(node.args[1]))
        return OPERATIONS[node.op].js.format(*names)

    def _place(self, moves):
        """The lines of one place: made once, or at each move."""
        lines = []
        nodes = [n for n in self.outside if self.moves[n] == moves]
        for stage in sorted({self.stage[n] for n in nodes}):
            here = [n for n in nodes if self.stage[n] == stage]
            for node in here:
                if not self._is_row(node):
                    lines += self._statement(node)
            rows = [n for n in here if self._is_row(n)]
            if rows:
                lines += [f"const a{self.index[n]} = new Float64Array(N);" for n in rows if n in self.kept]
                lines += ["for (let i = 0; i < N; i++) {", *_indent(self._rows(rows, (moves, stage))), "}"]
        return lines

    def _rows(self, rows, place):
        for node in rows:
            yield f"const t{self.index[node]} = {self._expression(node, place, row=True)};"
            if node in self.kept:
                yield f"a{self.index[node]}[i] = t{self.index[node]};"

    def _statement(self, node):
        """A number, a column that is not made row by row, or a scan."""
        i = self.index[node]
        if node.op == "input":
            return [f"const t{i} = x[{json.dumps(node.args[0])}];"]
        if node.op == "column":
            return [f"const a{i} = {_array(node.args[0])};"]
        if node.op == "sobol":
            return [f"const a{i} = h.sobol({list(node.args[0].directions)}, N);"]
        if node.op == "scan":
            return self._scan(node)
        if node.op == "after":
            made, name, t = node.args
            track = f"s{self.index[made]}_{list(made.args[0].state).index(name)}"
            return [
                f"const a{i} = {track}.subarray({t} * N, {t + 1} * N);"
                if node.column
                else f"const t{i} = {track}[{t}];"
            ]
        return [f"const {'a' if node.column else 't'}{i} = {self._expression(node)};"]

    def _scan(self, node):
        """A loop over time, inside a loop over the rows if its state is a column."""
        loop, i = node.args[0], self.index[node]
        names = {name: self._name(state) for name, state in loop.state.items() if state in self.index}
        tracks = {name: f"s{i}_{k}" for k, name in enumerate(loop.state)}
        wanted = {n.args[1] for n in self.outside if n.op == "after" and n.args[0] is node}
        row = node.column
        body = [f"const t{self.index[n]} = {self._expression(n, row=row)};"
                for n in self.graph.live if n.loop is loop and n.op in OPERATIONS]  # fmt: skip
        body += [f"const y{k} = {self._name(then, row=row)};" for k, then in enumerate(loop.then.values())]
        for k, name in enumerate(loop.state):
            body += [f"{names[name]} = y{k};"] if name in names else []
            body += [f"{tracks[name]}[{'t * N + i' if row else 't'}] = y{k};"] if name in wanted else []
        start = [f"let {names[name]} = {self._name(loop.first[name], row=row)};" for name in names]
        run = [*start, f"for (let t = 0; t < {loop.n}; t++) {{", *_indent(body), "}"]
        series = [n for n in self.graph.live if n.loop is loop and n.op == "now" and n.args[1] != "step"]
        return [
            *(f"const c{self.index[n]} = {_array(loop.series[n.args[1]])};" for n in series),
            *(
                f"const {tracks[name]} = new Float64Array({loop.n}{' * N' if row else ''});"
                for name in tracks
                if name in wanted
            ),
            *(["for (let i = 0; i < N; i++) {", *_indent(run), "}"] if row else ["{", *_indent(run), "}"]),
        ]

    def _output(self, value):
        return f"[{', '.join(map(self._output, value))}]" if isinstance(value, list) else self._name(value)

    def text(self):
        outputs = ", ".join(f"{json.dumps(k)}: {self._output(v)}" for k, v in self.graph.outputs.items())
        return "\n".join(
            [f"(h, N = {self.graph.length}) => {{" if self.graph.length else "(h) => {"]
            + _indent(self._place(False))
            + ["  return (x) => {"]
            + _indent(self._place(True), "    ")
            + [f"    return {{{outputs}}};", "  };", "}"]
        )


def javascript(graph):
    """The graph as the text of a JavaScript factory: ``(h) => (inputs) => outputs``; with columns it also takes N."""
    return _Printer(graph).text()
