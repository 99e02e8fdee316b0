"""What a traced model costs: its size, and its speed in V8 beside plain numpy."""

import gzip
import inspect
import json
import timeit

import numpy as np
from curves.explore import Choice, Slider
from curves.explore.explorer import FRONT
from curves.explore.javascript import javascript
from curves.figures import all_figures
from py_mini_racer import MiniRacer

STATES = 16
# Results are kept, or V8 would not compute what nobody reads.
CLOCK = """(model, states) => {
  const kept = [], start = Date.now();
  let n = 0;
  for (let spent = 0; spent < 200; spent = Date.now() - start)
    for (let i = 0; i < 200; i++, n++) kept[i % states.length] = model(states[i % states.length]);
  return ((Date.now() - start) / n) * 1e6;
}"""


def models():
    """For each figure: id, nodes, bytes, bytes gzipped, and (V8, numpy) ns a point and a row of the curve."""
    for id, make in all_figures().items():
        explorer = make()
        text = explorer.javascript.encode()
        nodes = [len(graph.nodes) for graphs in explorer.graphs.values() for graph in graphs]
        yield id, nodes, len(text), len(gzip.compress(text, 9)), [*speeds(explorer)]


def speeds(explorer):
    """(V8, numpy) ns per evaluation at a point, and per row of the curve, in the default variant."""
    choices = {n: v for n, v in explorer.values.items() if isinstance(explorer.inputs[n], Choice)}
    states = spread(explorer)
    model = inspect.unwrap(explorer.function)  # without the decorator, which silences warnings
    for along, graph in enumerate(explorer.graphs["&".join(f"{n}={v}" for n, v in choices.items())]):
        grid = {explorer.along: explorer.grid()} if along else {}
        calls = [{n: np.float64(v) for n, v in s.items()} | grid | choices | explorer.fixed for s in states]
        rows = graph.length if along else 1
        yield in_v8(javascript(graph), states) / rows, in_numpy(model, calls) / rows


def spread(explorer):
    """Slider values all over their ranges."""
    sliders = {n: i for n, i in explorer.inputs.items() if isinstance(i, Slider)}
    share = np.random.default_rng(1).uniform(size=(STATES, len(sliders)))
    return [{n: float(i.min + u * (i.max - i.min)) for u, (n, i) in zip(row, sliders.items(), strict=True)}
            for row in share]  # fmt: skip


def in_v8(text, states):
    engine = MiniRacer()
    engine.eval(FRONT.read_text(encoding="utf-8"))
    return min(engine.eval(f"({CLOCK})(({text})(curves.h), {json.dumps(states)})") for _ in range(5))


def in_numpy(model, calls):
    def call():
        for numbers in calls:
            model(**numbers)

    with np.errstate(all="ignore"):
        clock = timeit.Timer(call)
        n, _ = clock.autorange()
        return min(clock.repeat(5, n)) / n / len(calls) * 1e9
