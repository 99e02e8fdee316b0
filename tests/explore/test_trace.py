"""Foreign code traces and agrees with numpy, or is refused with what and where."""

import re
from pathlib import Path

import foreign
import numpy as np
import pytest
from curves.explore import TraceError, trace
from curves.explore.interpreter import run, scales
from curves.explore.javascript import javascript
from curves.explore.trace import name_outputs
from curves.models import scan

RNG = np.random.default_rng(20250128)
# Read by eye: these lean on something outside the closed list, so a refusal is the right answer.
REFUSED_IN_GOOD_FAITH = {"logistic_map_orbit": "+=", "snow_and_reservoir": "-=", "wind_turbine_output": "right="}


def flat(value):
    return (
        np.concatenate([flat(v) for v in value]) if isinstance(value, (list, tuple)) else np.ravel(value).astype(float)
    )


def agree(js, python, scale):
    js, python, scale = flat(js), flat(python), flat(scale)
    bound = 1e-12 * np.fmax(np.abs(python), scale)
    return np.all((js == python) | (np.isnan(js) & np.isnan(python)) | (np.abs(js - python) <= bound))


@pytest.mark.parametrize("case", foreign.TRACES, ids=lambda case: case[0].__name__)
def test_foreign_function(case, engine):
    function, ranges, column = case
    name = function.__name__
    if name in REFUSED_IN_GOOD_FAITH:
        with pytest.raises(TraceError) as refusal:
            trace(function, ranges)
        assert REFUSED_IN_GOOD_FAITH[name] in str(refusal.value) and "foreign.py line" in str(refusal.value)
        return
    low, high = np.array(list(ranges.values())).T
    sets = [dict(zip(ranges, RNG.uniform(low, high).tolist(), strict=True)) for _ in range(50)]
    columns = {column: RNG.uniform(*ranges[column], 64)} if column else {}
    graph = trace(function, [n for n in ranges if n != column], columns)
    for inputs, js in zip(sets, engine.run(javascript(graph), sets), strict=True):
        with np.errstate(all="ignore"):
            numbers = {n: np.float64(v) for n, v in inputs.items()} | columns
            expected = name_outputs(function(**numbers), name)
        judged, interpreted = scales(graph, inputs), run(graph, inputs)
        assert expected.keys() == js.keys()
        for key, value in expected.items():
            assert agree(js[key], value, judged[key]), key
            assert agree(interpreted[key], value, judged[key]), key


def test_most_foreign_code_traces():
    assert len(foreign.TRACES) - len(REFUSED_IN_GOOD_FAITH) >= 25


@pytest.mark.parametrize("case", foreign.REFUSED, ids=lambda case: case[0].__name__)
def test_refused_with_what_and_where(case):
    function, ranges, word = case
    with pytest.raises(TraceError) as refusal:
        trace(function, ranges)
    text = str(refusal.value)
    assert re.search(r"foreign\.py line \d+: `", text), text
    line = int(re.search(r"line (\d+)", text)[1])
    source = Path(foreign.__file__).read_text().splitlines()[line - 1].strip()
    assert f"`{source}`" in text
    first = function.__code__.co_firstlineno
    assert first <= line <= max(n for *_, n in function.__code__.co_lines() if n)
    assert word in text.lower() or word in text, (word, text)


def test_a_hidden_refusal_comes_out():
    def hides(x):
        try:
            return 1.0 if x > 0 else 2.0
        except TypeError:
            return 3.0

    with pytest.raises(TraceError, match="branches on data"):
        trace(hides, ["x"])


def test_object_array_as_result():
    def packed(x):
        out = np.empty(2, dtype=object)
        out[0], out[1] = x, 2 * x
        return out

    with pytest.raises(TraceError, match="Build results as a list"):
        trace(packed, ["x"])


def test_columns_of_two_lengths():
    with pytest.raises(TraceError, match="3 rows meets one of 2"):
        trace(lambda a, b: a + b, columns={"a": np.ones(2), "b": np.ones(3)})


def test_what_an_output_does_not_need_is_unused():
    graph = trace(lambda a, b: {"out": a + 0 * 1, "side": np.where(a > 0, a, 2.0)}, ["a", "b"])
    assert graph.used == {"a"}


def test_one_value_is_computed_once():
    graph = trace(lambda a: np.exp(a * 2) + np.exp(a * 2), ["a"])
    assert javascript(graph).count("Math.exp") == 1


def test_tracing_twice_prints_the_same():
    function, ranges, _ = foreign.TRACES[0]
    assert javascript(trace(function, ranges)) == javascript(trace(function, ranges))


def test_what_depends_on_no_input_is_made_once():
    graph = trace(lambda a, grid: a * np.log(grid), ["a"], {"grid": np.array([1.0, 2.0, 3.0])})
    made_once, each_move = javascript(graph).split("return (x) =>")
    assert "Math.log" in made_once and "Math.log" not in each_move


def test_a_step_may_name_its_state_in_any_order(engine):
    """A loop is printed by name: the state that a step gives back last is not taken for the last of the state."""

    def model(x):
        def step(state, now):
            return {"large": state["large"] * 3, "small": state["small"] + x}

        path = scan(step, {"small": 1.0, "large": 1.0}, 4)
        return {"small": path["small"], "large": path["large"]}

    graph = trace(model, inputs=["x"])
    expected = {name: [float(v) for v in values] for name, values in model(2.0).items()}
    assert engine.run(javascript(graph), [{"x": 2.0}])[0] == run(graph, {"x": 2.0}) == expected
    assert expected["small"][-1] == 9 and expected["large"][-1] == 81


def test_a_constant_column_of_conditions_stays_one(engine):
    even = np.array([True, False, True])

    def chosen(x):
        return {"both": even & (x > 1), "number": np.where(even, x, 0.0)}

    graph = trace(chosen, ["x"])
    (page,) = engine.run(javascript(graph), [{"x": 2.0}])
    for found in (page, run(graph, {"x": 2.0})):
        assert [bool(v) for v in found["both"]] == [True, False, True] and list(found["number"]) == [2, 0, 2]
