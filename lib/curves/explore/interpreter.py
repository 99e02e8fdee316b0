"""Run a traced graph in Python, one numpy call a node.

The third leg of the parity test: where JavaScript and the model disagree, the
interpreter tells whether the tracer or the printer is at fault.  It also knows the
scale on which an output may be judged.
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


def _read(output, known):
    if isinstance(output, list):
        return [_read(step, known) for step in output]
    return known[output] if isinstance(output, Traced) else output


def _evaluate(graph, values):
    known, scale = {}, {}

    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node.op == "input":
                known[node] = np.float64(values[node.args[0]])
                scale[node] = abs(known[node])
                continue
            if node.op == "column":
                known[node] = node.args[0]
                scale[node] = np.abs(known[node])
                continue
            args = [known[a] if isinstance(a, Traced) else a for a in node.args]
            known[node] = OPERATIONS[node.op].numpy(*args)
            margins = [scale[a] if isinstance(a, Traced) else np.abs(a) for a in node.args]
            scale[node] = _scale(node, known[node], args, margins)
    return known, scale


def _scale(node, result, args, scales):
    if node.kind == "b":
        return np.ones_like(result, dtype=float)
    if node.op in ("add", "subtract"):
        return np.fmax(np.fmax(*scales), np.abs(result))
    if node.op in ("where", "minimum", "maximum", "negative", "positive", "absolute"):
        return np.fmax.reduce([np.abs(result), *[s * np.ones_like(result) for s in scales[-2:]]])
    if node.op == "multiply":
        return np.fmax(np.abs(scales[0] * args[1]), np.abs(args[0] * scales[1]))
    if node.op == "divide":
        return np.abs(scales[0] / args[1])
    if node.op in ("sum", "cumsum"):
        return np.sum(scales[0]) * np.ones_like(result)
    if node.op == "mean":
        return np.mean(scales[0])
    return np.abs(result)
