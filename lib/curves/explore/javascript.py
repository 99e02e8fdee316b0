"""Print a traced graph as one JavaScript function.

The text is a factory ``(h) => { ... return (x) => { ... } }``.  What depends on no
input is computed once, in the factory; the rest at each move, numbers first, then
one loop over the rows.  A reduction ends a loop and opens the next stage.
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


class _Printer:
    def __init__(self, graph):
        self.graph = graph
        self.index = {node: i for i, node in enumerate(graph.nodes)}
        self.moves, self.stage = {}, {}
        for node in graph.nodes:
            parents = [a for a in node.args if isinstance(a, Traced)]
            self.moves[node] = node.op == "input" or any(self.moves[p] for p in parents)
            barrier = node.op in OPERATIONS and OPERATIONS[node.op].shape != "each"
            self.stage[node] = max((self.stage[p] for p in parents), default=0) + barrier
        self.kept = self._columns_to_keep()

    def _columns_to_keep(self):
        """Columns that outlive the loop that makes them."""
        kept = {n for output in self.graph.outputs.values() for n in flat(output) if isinstance(n, Traced)}
        for node in self.graph.nodes:
            for parent in (a for a in node.args if isinstance(a, Traced)):
                if self._is_barrier(node) or self._loop(parent) != self._loop(node):
                    kept.add(parent)
        return {n for n in kept if n.column}

    def _is_barrier(self, node):
        return node.op in OPERATIONS and OPERATIONS[node.op].shape != "each"

    def _loop(self, node):
        return self.moves[node], self.stage[node]

    def _name(self, value, row=None):
        """What to write for a value: in a loop (``row``), kept columns are read by row."""
        if isinstance(value, np.ndarray):
            return _array(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            return number(value)
        i = self.index[value]
        if not value.column:
            return f"t{i}"
        if row is None:
            return f"a{i}"
        made_here = self._loop(value) == row and not self._is_barrier(value) and value.op != "column"
        return f"t{i}" if made_here else f"a{i}[i]"

    def _expression(self, node, row=None):
        if node.op == "power" and isinstance(node.args[1], float) and node.args[1] in (2.0, 3.0, 4.0):
            return " * ".join([self._name(node.args[0], row)] * int(node.args[1]))
        return OPERATIONS[node.op].js.format(*(self._name(a, row) for a in node.args))

    def _place(self, moves, indent):
        """The lines of one place: made once, or at each move."""
        lines = []
        nodes = [n for n in self.graph.nodes if self.moves[n] == moves]
        for stage in sorted({self.stage[n] for n in nodes}):
            here = [n for n in nodes if self.stage[n] == stage]
            for node in here:
                if node.op == "input":
                    lines.append(f"const t{self.index[node]} = x[{json.dumps(node.args[0])}];")
                elif node.op == "column":
                    lines.append(f"const a{self.index[node]} = {_array(node.args[0])};")
                elif not node.column or self._is_barrier(node):
                    name = f"{'a' if node.column else 't'}{self.index[node]}"
                    lines.append(f"const {name} = {self._expression(node)};")
            rows = [n for n in here if n.column and n.op != "column" and not self._is_barrier(n)]
            if rows:
                lines += [f"const a{self.index[n]} = new Float64Array(N);" for n in rows if n in self.kept]
                lines.append("for (let i = 0; i < N; i++) {")
                for node in rows:
                    lines.append(f"  const t{self.index[node]} = {self._expression(node, (moves, stage))};")
                    if node in self.kept:
                        lines.append(f"  a{self.index[node]}[i] = t{self.index[node]};")
                lines.append("}")
        return [indent + line for line in lines]

    def _output(self, value):
        if isinstance(value, list):
            return f"[{', '.join(map(self._output, value))}]"
        return self._name(value)

    def text(self):
        outputs = ", ".join(f"{json.dumps(k)}: {self._output(v)}" for k, v in self.graph.outputs.items())
        return "\n".join(
            ["(h) => {"]
            + ([f"  const N = {self.graph.length};"] if self.graph.length else [])
            + self._place(False, "  ")
            + ["  return (x) => {"]
            + self._place(True, "    ")
            + [f"    return {{{outputs}}};", "  };", "}"]
        )


def javascript(graph):
    """The graph as the text of a JavaScript factory: ``(h) => (inputs) => outputs``."""
    return _Printer(graph).text()
