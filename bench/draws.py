"""How many draws a second, and how many fit into one frame.

A draw is one whole history: the six-input model of ``growth.py`` once through its ten years,
all six inputs drawn.  JavaScript runs in the Chromium of the other sections, in a page that
holds ``explorer.js`` and the printed model, as a reader's page does; numpy runs the model as it
is written, in this process, in turn with it.  What a reader's page makes once (uniforms, normal
quantiles, spreads) is made once and not timed, on both sides.

*Simulate only* is the printed model without its summaries: it gives out the columns that they
sum up.  *With summaries* is the model as a page runs it at each move: medians, fans, shares.

A time is that of a batch of evaluations, long enough for a page's clock, which ticks in
tenths of a ms, over their number.  Other work on the machine makes times longer, never shorter:
every figure here is the best batch's.  The code is warm; a reader's first moves are slower.
"""

import dataclasses
import time

from curves.explore.draws import spread
from curves.explore.ensemble import ensemble, uniforms_of
from curves.explore.explorer import FRONT
from curves.explore.javascript import javascript
from curves.explore.trace import Traced, flat
from curves.figures import all_figures

from . import growth

SIZES = 2048, 8192, 65536
POWERS = [2**k for k in range(10, 17)]
BATCHES, BATCH_MS = 11, 25
# Results are kept, or V8 would not compute what nobody reads.
TIMER = """([values, batches, batchMs]) => {
  const model = made(curves.h), kept = [];
  for (const name in values) values[name] ??= NaN; // as explorer.js says that an input is drawn
  let size = 1;
  const batch = () => {
    const start = performance.now();
    for (let n = 0; n < size; n++) kept[n % 2] = model(values);
    return performance.now() - start;
  };
  for (let warm = 0; warm < 3 || batch() < batchMs; warm++) if (warm > 2) size *= 2;
  return Array.from({ length: batches }, () => batch() / size);
}"""


def speeds(browser):
    """For each number of draws: it, then ms of an evaluation (V8's, numpy's) without and with summaries."""
    for n in SIZES:
        explorer = growth.over_draws(n)
        graph = explorer.graphs[explorer.variant][0]
        points = explorer.uniforms()
        columns = {
            name: spread(item.kind, item.low, item.default, item.high, points[uniforms_of(name)].uniforms())
            for name, item in explorer.drawn.items()
        }
        ways = (simulation(graph), growth.growth), (graph, ensemble(growth.growth, {}))
        yield n, *((in_chromium(browser, g, explorer.values), in_numpy(model, columns)) for g, model in ways)


def frames(browser):
    """For each figure with draws, and the six-input model: its id, and for each of `POWERS` ms with summaries."""
    for make in (*all_figures().values(), growth.over_draws):
        explorer, times = make(), []
        for n in POWERS if explorer.draws else ():
            explorer.draws = n
            graph = explorer.traced()[explorer.variant][0]
            times.append(min(in_chromium(browser, graph, explorer.values)))
        if times:
            yield explorer.id, times


def simulation(graph):
    """The graph without its summaries: what comes out are the columns of which they are made."""
    summaries = [value for output in graph.outputs.values() for value in flat(output) if isinstance(value, Traced)]
    columns = {f"t{id(column)}": column for made in summaries for column in made.parents if column.column}
    return dataclasses.replace(graph, outputs=columns)


def in_chromium(browser, graph, values):
    page = browser.new_page()
    page.add_script_tag(path=FRONT)
    page.add_script_tag(content=f"var made = {javascript(graph)};")
    times = page.evaluate(TIMER, [values, BATCHES, BATCH_MS])
    page.close()
    return times


def in_numpy(model, columns):
    def batch():
        start = time.perf_counter()
        for _ in range(size):
            model(**columns)
        return (time.perf_counter() - start) * 1000

    size = 1
    while batch() < BATCH_MS:
        size *= 2
    return [batch() / size for _ in range(BATCHES)]
