"""Draws and time: bit-equal points and normals in both languages, loops that are loops."""

import numpy as np
import pytest
from curves.explore import TraceError, trace
from curves.explore.draws import MOST_DIMENSIONS, Sobol, normal_quantile, spread
from curves.explore.interpreter import run
from curves.explore.javascript import javascript
from curves.models import scan
from scipy import stats


@pytest.mark.parametrize("n", [2, 64, 2048, 8192])
@pytest.mark.parametrize("dimension", [1, 2, 7, MOST_DIMENSIONS])
def test_points_are_scipys_and_bit_equal_in_the_page(dimension, n, engine):
    points = Sobol(dimension, n)
    bits = n.bit_length() - 1
    scipys = stats.qmc.Sobol(MOST_DIMENSIONS, scramble=False).random_base2(bits)[:, dimension - 1]
    assert np.array_equal(points.uniforms(), scipys + 0.5 / n)
    assert engine.call(f"() => curves.h.sobol({list(points.directions)}, {n})") == points.uniforms().tolist()
    more = Sobol(dimension, 4 * n)  # of which the page may ask for the first n
    assert engine.call(f"() => curves.h.sobol({list(more.directions)}, {n})") == points.uniforms().tolist()


def test_normals_are_as241_and_bit_equal_in_the_page(engine):
    u = np.concatenate([Sobol(3, 8192).uniforms(), [1e-300, 1e-20, 1e-9, 0.075, 0.925, 0.5, 1 - 1e-15]])
    normals = normal_quantile(u)
    np.testing.assert_allclose(normals, stats.norm.ppf(u), rtol=2e-15, atol=2e-15)
    assert engine.call("(us) => us.map(curves.h.normalQuantile)", u.tolist()) == normals.tolist()
    assert np.isnan(normal_quantile([0.0, 1.0, -1.0])).all()


@pytest.mark.parametrize("bad", [0, 3, 1000, 2047])
def test_draws_come_in_powers_of_two(bad):
    with pytest.raises(ValueError, match="powers of two"):
        Sobol(1, bad)


@pytest.mark.parametrize(
    ("kind", "law"),
    [
        ("uniform", stats.uniform(2, 4)),
        ("loguniform", stats.loguniform(2, 6)),
        ("triangular", stats.triang(0.25, 2, 4)),
        ("normal", stats.norm(4, 2 / stats.norm.ppf(0.95))),
        ("lognormal", stats.lognorm(np.log(3) / 2 / stats.norm.ppf(0.95), scale=np.sqrt(12))),
    ],
)
def test_spreads_are_the_laws_they_are_named_for(kind, law):
    u = np.linspace(0.001, 0.999, 999)
    np.testing.assert_allclose(spread(kind, 2.0, 3.0, 6.0, u), law.ppf(u), rtol=1e-12)


def test_an_unknown_spread_is_named():
    with pytest.raises(ValueError, match="not 'beta'"):
        spread("beta", 1, 2, 3, 0.5)


def grown(start, growth, cap):
    def step(state, now):
        usd = np.minimum(state["usd"] * growth**0.25 + now["grant"], cap)
        return {"usd": usd, "years": state["years"] + 0.25, "peak": np.maximum(state["peak"], usd)}

    past = scan(step, {"usd": start, "years": 0.0, "peak": 0.0}, 12, {"grant": [0.5] * 6 + [0.0] * 6})
    return {"usd": past["usd"], "last": past["usd"][-1], "years": past["years"][-1], "peak": past["peak"][-1]}


@pytest.mark.parametrize("columns", [{}, {"growth": Sobol(2, 64)}, {"start": np.linspace(1, 3, 8)}], ids=str)
def test_a_scan_is_one_loop_in_the_page_and_agrees(columns, engine):
    inputs = {name: value for name, value in {"start": 2.0, "growth": 1.7, "cap": 6.0}.items() if name not in columns}
    graph = trace(grown, inputs, columns)
    text = javascript(graph)
    assert text.count("for (let t") == 1
    loop = text[text.index("for (let t") : text.index("}", text.index("for (let t"))]
    assert "power" not in loop, "a growth factor is a power once a draw, never inside the loop"
    js = engine.run(text, [inputs])[0]
    numbers = inputs | {n: c.uniforms() if isinstance(c, Sobol) else c for n, c in columns.items()}
    for other in (grown(**{n: np.float64(v) if np.isscalar(v) else v for n, v in numbers.items()}), run(graph, inputs)):
        for name, value in other.items():
            np.testing.assert_allclose(js[name], value, rtol=1e-13)


def test_a_long_scan_stays_short():
    graph = trace(lambda g: scan(lambda s, now: {"x": s["x"] * g}, {"x": 1.0}, 1000)["x"][-1], ["g"])
    assert len(javascript(graph)) < 700


def test_faults_of_a_scan_are_named():
    with pytest.raises(ValueError, match="gives back y where the state is x"):
        scan(lambda s, now: {"y": 1.0}, {"x": 1.0}, 3)
    with pytest.raises(ValueError, match="series rules has 2 entries for 3 steps"):
        scan(lambda s, now: s, {"x": 1.0}, 3, {"rules": [1, 0]})
    with pytest.raises(TraceError, match="sums up inside a scan"):
        trace(lambda c: scan(lambda s, now: {"x": s["x"] + np.mean(c * s["x"])}, {"x": 1.0}, 3)["x"],
              columns={"c": np.ones(4)})  # fmt: skip


def test_what_no_output_needs_is_not_printed():
    graph = trace(lambda a: {"out": a + 1, "spare": np.exp(a)}["out"], ["a"])
    assert "exp" not in javascript(graph)
