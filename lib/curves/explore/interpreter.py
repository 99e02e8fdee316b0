"""Run a traced graph in Python, one numpy call a node.

The third leg of the parity test: where JavaScript and the model disagree, the
interpreter tells whether the tracer or the printer is at fault.  It also knows the
scale on which an output may be judged.

Many states go through it side by side as arrays of shape (states, 1): a column is then (states, rows), and what sums
a column up works along its rows.
"""

import numpy as np

from .operations import OPERATIONS
from .trace import Traced


def run(graph, values):
    """Outputs of ``graph`` at ``values`` (input names to floats): names to floats, arrays or lists."""
    known, _ = _evaluate(graph, values)
    return {name: _read(output, known) for name, output in graph.outputs.items()}


def scales(graph, values):
    """For each output the largest operand of its last addition or subtraction.

    A difference of two large numbers is good to an ulp of those, not of itself.
    """
    known, scale = _evaluate(graph, values)
    return {name: _read(output, scale) for name, output in graph.outputs.items()}


def scales_and_run(graph, values):
    """`scales` and `run` in one go."""
    known, scale = _evaluate(graph, values)
    return tuple({name: _read(out, table) for name, out in graph.outputs.items()} for table in (scale, known))


def _read(output, known):
    if isinstance(output, list):
        return [_read(step, known) for step in output]
    return known[output] if isinstance(output, Traced) else output


def _evaluate(graph, values):
    known, scale = {}, {}
    with np.errstate(all="ignore"):
        for node in graph.live:
            if node.loop is None:
                _visit(graph, node, values, known, scale)
    return known, scale


def _visit(graph, node, values, known, scale):
    if node.op == "scan":
        known[node], scale[node] = _scan(graph, node.args[0], known, scale)
    elif node.op == "after":
        made, name, t = node.args
        known[node], scale[node] = known[made][name][t], scale[made][name][t]
    elif node.op in OPERATIONS:
        args = [known[a] if isinstance(a, Traced) else a for a in node.args]
        margins = [scale[a] if isinstance(a, Traced) else np.abs(a) for a in node.args]
        known[node] = OPERATIONS[node.op].numpy(*args, **_along_rows(OPERATIONS[node.op].shape, args[0]))
        scale[node] = _scale(node, known[node], args, margins)
    else:
        source = node.args[0]
        known[node] = np.asarray(values[source], dtype=float)[()] if node.op == "input" else source
        if node.op == "sobol":
            known[node] = source.uniforms()
        scale[node] = np.abs(known[node])


def _along_rows(shape, column):
    if shape == "each" or np.ndim(column) < 2:
        return {}
    return {"axis": -1} | ({"keepdims": True} if shape == "reduce" else {})


def _scan(graph, loop, known, scale):
    """History of each state, and the largest value so far: errors of early steps stay."""
    body = [n for n in graph.live if n.loop is loop and n.op in OPERATIONS]
    placed = [n for n in graph.live if n.loop is loop and n.op in ("state", "now")]
    state, margin = ({k: t[v] if isinstance(v, Traced) else v for k, v in loop.first.items()} for t in (known, scale))
    history, margins = {name: [] for name in state}, {name: [] for name in state}
    for t in range(loop.n):
        for node in placed:
            name = node.args[1]
            known[node] = state[name] if node.op == "state" else loop.series[name][t]
            scale[node] = margin[name] if node.op == "state" else np.abs(known[node])
        for node in body:
            _visit(graph, node, {}, known, scale)
        state, new = ({k: t[v] if isinstance(v, Traced) else v for k, v in loop.then.items()} for t in (known, scale))
        margin = {name: np.fmax(np.abs(margin[name]), new[name]) for name in state}
        for name in state:
            history[name].append(state[name])
            margins[name].append(margin[name])
    return history, margins


def _scale(node, result, args, scales):
    if node.kind == "b":
        return np.ones_like(result, dtype=float)
    if node.op in ("add", "subtract"):
        return np.fmax(np.fmax(*scales), np.abs(result))
    if node.op == "where":
        return np.fmax(np.where(args[0], scales[1], scales[2]), np.abs(result))
    if node.op in ("minimum", "maximum", "negative", "positive", "absolute"):
        return np.fmax.reduce([np.abs(result), *[s * np.ones_like(result) for s in scales[-2:]]])
    if node.op == "multiply":
        return np.fmax(np.abs(scales[0] * args[1]), np.abs(args[0] * scales[1]))
    if node.op == "divide":
        return np.abs(scales[0] / args[1])
    if node.op in ("sum", "cumsum"):
        return np.sum(scales[0], **_along_rows("reduce", scales[0])) * np.ones_like(result)
    if node.op == "mean":
        return np.mean(scales[0], **_along_rows("reduce", scales[0]))
    return np.abs(result)
