"""Each entry of the closed list has two twins that agree, edge values included."""

import itertools

import numpy as np
import pytest
from curves.explore import trace
from curves.explore.javascript import javascript
from curves.explore.operations import OPERATIONS

EDGES = [0.0, -0.0, 1.0, -1.0, 2.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 3.0, -7.0, 7.25, 0.1, 1e-300, 1e300, -1e16,
         4503599627370497.5, float("inf"), float("-inf"), float("nan")]  # fmt: skip
COLUMNS = [
    [1.0, 2.0, 3.0, 4.0],
    [0.1] * 7,
    [1e16, 1.0, -1e16, 1.0],
    [3.0, float("nan"), 1.0],
    [5.0],
    list(np.random.default_rng(1).lognormal(size=999)),
]
EACH = [op for op in OPERATIONS.values() if op.shape == "each" and op.name not in ("where", "interp")]


def close(js, python):
    """Equal in place for NaN and infinities, else to a few units in the last place."""
    return np.allclose(np.asarray(js, float), np.asarray(python, float), rtol=4e-16, atol=0, equal_nan=True)


@pytest.mark.parametrize("op", EACH, ids=lambda op: op.name)
def test_value_by_value(op, engine):
    cases = list(itertools.product([True, False] if op.takes[0] == "b" else EDGES, repeat=len(op.takes)))
    body = op.js.format(*[f"v[{i}]" for i in range(len(op.takes))])
    js = engine.call(f"(cases) => {{ const h = curves.h; return cases.map(v => {body}); }}", cases)
    with np.errstate(all="ignore"):
        python = [op.numpy(*case) for case in cases]
    wrong = [(case, j, p) for case, j, p in zip(cases, js, python, strict=True) if not close(j, p)]
    assert not wrong


@pytest.mark.parametrize("exponent", [2.0, 3.0, 4.0])
def test_small_powers_print_as_products(exponent, engine):
    graph = trace(lambda x: x**exponent, ["x"])
    assert "power" not in javascript(graph)
    js = engine.run(javascript(graph), [{"x": x} for x in EDGES])
    with np.errstate(all="ignore"):
        assert close([row["<lambda>"] for row in js], np.array(EDGES) ** exponent)


@pytest.mark.parametrize("name", [op.name for op in OPERATIONS.values() if op.shape != "each"])
@pytest.mark.parametrize("column", COLUMNS, ids=lambda c: f"{len(c)} rows")
def test_columns(name, column, engine):
    function = {
        "sum": np.sum, "mean": np.mean, "min": np.min, "max": np.max, "cumsum": np.cumsum,
        "least_so_far": np.minimum.accumulate,
        "share": lambda c: np.mean(c > 1.5), "quantile": lambda c: [np.quantile(c, q) for q in (0, 0.05, 0.5, 0.77, 1)],
    }[name]  # fmt: skip
    graph = trace(lambda c: {"out": function(c)}, columns={"c": column})
    js = engine.run(javascript(graph), [{}])[0]["out"]
    python = function(np.array(column))
    scale = np.nansum(np.abs(column))
    np.testing.assert_allclose(js, python, rtol=1e-15, atol=1e-15 * scale, equal_nan=True)


def test_where_and_interp_and_select_and_clip(engine):
    knots, heights = [0.0, 1.0, 3.0], [5.0, -1.0, 2.0]

    def model(x):
        return {
            "where": np.where((x > 1) & ~(x > 3), x, -x),
            "interp": np.interp(x, knots, heights),
            "select": np.select([x < 0, x < 1], [10.0, x], 20.0),
            "clip": np.clip(x, -1, 2),
            "half": np.clip(x, None, 2),
        }

    js = engine.run(javascript(trace(model, ["x"])), [{"x": x} for x in EDGES])
    for x, row in zip(EDGES, js, strict=True):
        with np.errstate(all="ignore"):
            python = model(np.float64(x))
        for name, value in python.items():
            assert close(row[name], value), (name, x)


@pytest.mark.parametrize(
    ("column", "total"), [([1e16, 1.0, -1e16, 1.0], 2.0), ([0.1] * 10, 1.0), ([1.0, np.inf], np.inf)]
)
def test_the_pages_sum_loses_nothing(column, total, engine):
    assert engine.call("(column) => curves.h.sum(Float64Array.from(column))", column) == total


def spreads():
    """Columns on which a short cut to the quantiles could slip."""
    rng = np.random.default_rng(3)
    yield "heavy tails", rng.standard_cauchy(2048) ** 3
    yield "few values", rng.integers(0, 3, 2048).astype(float)
    yield "all alike", np.full(2048, 0.1)
    yield "nothing and less", np.where(rng.uniform(size=2048) < 0.5, 0.0, -0.0)
    yield "one far out", np.append(rng.normal(size=2047), 1e300)
    yield "over the range", np.append(rng.normal(size=2046), [-1e308, 1e308])
    yield "endless", np.append(rng.normal(size=2047), np.inf)
    yield "tiny", rng.uniform(size=2048) * 1e-310
    yield "in order", np.arange(2048.0)
    yield "in reverse", np.arange(2048.0)[::-1]


@pytest.mark.parametrize(("name", "column"), list(spreads()))
def test_quantiles_are_numpys_to_the_last_bit(name, column, engine):
    levels = [0, 1e-4, 0.05, 0.25, 0.5, 0.77, 0.95, 0.9999, 1]
    graph = trace(lambda c: {"out": [np.quantile(c, level) for level in levels]}, columns={"c": column})
    with np.errstate(invalid="ignore"):
        expected = [np.quantile(column, level) for level in levels]
    np.testing.assert_array_equal(engine.run(javascript(graph), [{}])[0]["out"], expected)
