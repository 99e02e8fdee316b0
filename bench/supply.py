"""How fast the stock of chips is: a million draws in blocks beside one plain call, and the page's own number in V8.

``python -m bench.supply`` prints it; no browser is needed.  A draw is nine years by quarter.  Ranges are those of
``data/parameters.csv``; making the draws is not timed, and all blocks have the same.  Times are the processor's,
the best of some.
"""

import inspect
import resource
import sys
import time

import numpy as np
from curves import data
from curves.explore.draws import Sobol, spread
from curves.explore.ensemble import BLOCK, in_blocks
from curves.explore.explorer import FRONT
from curves.explore.javascript import javascript
from curves.explore.trace import trace
from curves.models.supply import YEARS, stock
from py_mini_racer import MiniRacer

PAGE_DRAWS, MANY = 2048, 2**20
KEPT = ("china", "us")
AIM_MS, AIM_DRAW_YEARS_M, AIM_MB = 5, 10, 500


def inputs(n, uniforms):
    """Columns of all inputs that are drawn, numbers of the rest."""
    found = {}
    for name, argument in inspect.signature(stock).parameters.items():
        if argument.default is inspect.Parameter.empty:
            row = data.parameter(name)
            drawn = spread(row.kind, row.low, row.default, row.high, uniforms(row, n)) if row.kind != "fixed" else None
            found[name] = row.default if drawn is None else drawn
    return found


def best(call, goes=7):
    times = []
    for _ in range(goes):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_v8(columns):
    """ms of a move of one slider, with all else drawn: the columns come out, and nothing is summed up."""

    def moved(chip_life_years, **others):
        return inspect.unwrap(stock)(chip_life_years=chip_life_years, **others)

    columns = {name: values for name, values in columns.items() if name != "chip_life_years"}
    text = javascript(trace(moved, inputs=["chip_life_years"], columns=columns))
    engine = MiniRacer()
    engine.eval(FRONT.read_text(encoding="utf-8") + f"var model = ({text})(curves.h), kept = []; 0")
    rounds = "for (let i = 0; i < 20; i++) kept[i % 2] = model({chip_life_years: 5 + i / 100}); 0"
    engine.eval(rounds)
    return best(lambda: engine.eval(rounds)) / 20 * 1000


def main():
    page = inputs(PAGE_DRAWS, lambda row, n: Sobol(int(row.dimension), n).uniforms())
    plain = inspect.unwrap(stock)
    numpy_ms = best(lambda: plain(**page), 20) * 1000
    print(f"{PAGE_DRAWS:,} draws: numpy {numpy_ms:.1f} ms, V8 {in_v8(page):.1f} ms (aim {AIM_MS})")
    some = inputs(BLOCK, lambda row, n: np.random.default_rng(int(row.dimension)).uniform(size=n))
    before = megabytes()
    seconds = best(lambda: in_blocks(plain, lambda start, stop: some, MANY, KEPT), 3)
    rate = MANY * YEARS / seconds / 1e6
    rate, more = MANY * YEARS / seconds / 1e6, megabytes() - before
    print(f"{MANY:,} draws in blocks of {BLOCK:,}: {seconds:.2f} s, {rate:.1f} million draw-years a second ", end="")
    print(f"(aim {AIM_DRAW_YEARS_M}), {more:.0f} MB for it, {megabytes():.0f} MB in all (aim {AIM_MB})")
    part = inputs(MANY // 8, lambda row, n: np.random.default_rng(int(row.dimension)).uniform(size=n))
    whole = best(lambda: plain(**part), 2)
    print(f"{MANY // 8:,} draws in one plain call: {MANY / 8 * YEARS / whole / 1e6:.1f} million draw-years a second, "
          f"{megabytes():.0f} MB in all")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
