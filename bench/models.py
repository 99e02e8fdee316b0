"""What a traced model costs: its size, and its speed in V8 beside plain numpy."""

import gzip
import inspect
import json
import time

import numpy as np
from curves.explore import Slider
from curves.explore.ensemble import ensemble
from curves.explore.explorer import FRONT
from curves.explore.javascript import javascript
from curves.figures import all_figures
from py_mini_racer import MiniRacer

STATES = 16
# Results are kept, or V8 would not compute what nobody reads.
LOOP = """(states, model) => {
  const kept = [];
  return (n) => { for (let i = 0; i < n; i++) kept[i % states.length] = model(states[i % states.length]); };
}"""


def models():
    """For each figure: id, nodes of each graph, bytes, bytes gzipped, and its `speeds`."""
    for id, make in all_figures().items():
        explorer = make()
        text = explorer.javascript.encode()
        nodes = [len(graph.nodes) for graphs in explorer.graphs.values() for graph in graphs]
        yield id, nodes, len(text), len(gzip.compress(text, 9)), list(speeds(explorer))


def speeds(explorer):
    """For each graph of the present variant: its rows, and (V8, numpy) ns an evaluation, all rows together."""
    model = inspect.unwrap(explorer.function)  # without the decorator, which silences warnings
    for along, graph in enumerate(explorer.graphs[explorer.variant]):
        states = spread(explorer)
        columns = {explorer.along: explorer.grid()} if along else {}
        if explorer.draws and not along:
            model = ensemble(model, explorer.drawn)
            columns = {name: points.uniforms() for name, points in explorer.uniforms().items()}
        calls = [explorer.values | s | columns | explorer.fixed for s in states]
        yield graph.length or 1, in_v8(javascript(graph), states), in_numpy(model, calls)


def spread(explorer):
    """Slider values all over their ranges."""
    sliders = {n: i for n, i in explorer.inputs.items() if isinstance(i, Slider)}
    shares = np.random.default_rng(1).uniform(size=(STATES, len(sliders)))
    return [{n: i.min + u * (i.max - i.min) for u, (n, i) in zip(row, sliders.items(), strict=True)} for row in shares]


def in_v8(text, states):
    engine = MiniRacer()
    engine.eval(FRONT.read_text(encoding="utf-8"))
    engine.eval(f"var loop = ({LOOP})({json.dumps(states)}, ({text})(curves.h)); 0")
    return cpu_ns(lambda n: engine.eval(f"loop({n})"))


def in_numpy(model, calls):
    def loop(n):
        for i in range(n):
            model(**calls[i % STATES])

    with np.errstate(all="ignore"):
        return cpu_ns(loop)


def cpu_ns(loop):
    """ns of processor time (others' work does not count) for each of n rounds, the best of several goes."""
    n, goes = STATES, []
    while len(goes) < 7:
        start = time.process_time()
        loop(n)
        spent = time.process_time() - start
        if spent > 0.1:
            goes.append(spent / n * 1e9)
        else:
            n *= 2
    return min(goes)
