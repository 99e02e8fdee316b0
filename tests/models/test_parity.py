"""Every figure's model: the page's JavaScript against plain numpy, and one answer for every kind of number."""

import inspect
import itertools
import math

import numpy as np
import pytest
from curves.explore import Choice, Slider
from curves.explore.ensemble import ensemble
from curves.explore.interpreter import scales_and_run
from curves.explore.javascript import javascript
from curves.explore.trace import flat, name_outputs
from curves.figures import all_figures

FIGURES = all_figures()
RANDOM_SETS, MOST_CORNERS, FEW_DRAWS = 500, 10, 64


@pytest.fixture(params=FIGURES, ids=str)
def explorer(request):
    return FIGURES[request.param]()


def sliders(explorer):
    return {name: item for name, item in explorer.inputs.items() if isinstance(item, Slider)}


def states(explorer):
    """Random states, all corners, the defaults: slider values by name."""
    items = sliders(explorer)
    rng = np.random.default_rng(42)
    chance = [
        {n: _between(i, u) for (n, i), u in zip(items.items(), row, strict=True)}
        for row in rng.uniform(size=(RANDOM_SETS, len(items)))
    ]
    ends = [dict(zip(items, place, strict=True)) for place in corners([(i.min, i.max) for i in items.values()])]
    states = chance + ends + [{n: i.default for n, i in items.items()}]
    for k, state in enumerate(states):  # every other state leaves some of the drawn inputs to the draws
        state |= {n: math.nan for j, n in enumerate(explorer.drawn) if k >> j & 1}
    return states


def corners(ends):
    """Every corner up to ten inputs; beyond that 1,024 where any three inputs meet in all eight ways equally often."""
    if len(ends) <= MOST_CORNERS:
        return list(itertools.product(*ends))
    odd = [mask for mask in range(2**MOST_CORNERS) if mask.bit_count() % 2]
    return [
        tuple(pair[(run & mask).bit_count() % 2] for pair, mask in zip(ends, odd, strict=False))
        for run in range(2**MOST_CORNERS)
    ]


def test_many_inputs_meet_in_all_ways_equally_often():
    found = np.array(corners([(0, 1)] * 30))
    assert found.shape == (1024, 30)
    for some in itertools.islice(itertools.combinations(range(30), 3), 0, None, 97):
        assert np.unique(found[:, some], axis=0, return_counts=True)[1].tolist() == [128] * 8


def _between(item, u):
    if item.scale == "log":
        return float(item.min * (item.max / item.min) ** u)
    return float(item.min + (item.max - item.min) * u)


def variants(explorer):
    """Settings and traced graphs, in step."""
    choices = {n: i.options for n, i in explorer.inputs.items() if isinstance(i, Choice)}
    settings = [dict(zip(choices, options, strict=True)) for options in itertools.product(*choices.values())]
    return zip(settings, explorer.graphs.values(), strict=True)


def with_draws(explorer, draws):
    """The same figure with fewer draws, for speed."""
    if explorer.draws:
        explorer.draws, explorer.graphs = draws, None
        explorer.graphs = explorer.traced()
    return explorer


def plain(explorer, numbers, settings):
    """The undecorated model in numpy, over draws if the figure has them."""
    model = inspect.unwrap(explorer.function)
    name = model.__name__
    if explorer.draws:
        numbers = numbers | {name: points.uniforms() for name, points in explorer.uniforms().items()}
        model = ensemble(model, explorer.drawn)
    with np.errstate(all="ignore"):
        return name_outputs(model(**numbers, **settings, **explorer.fixed), name)


def assert_agree(name, js, python, scale):
    js, python, scale = (np.array(np.broadcast_arrays(*flat(v)), dtype=float).squeeze() for v in (js, python, scale))
    python, scale = (v.reshape(v.shape + (1,) * (js.ndim - v.ndim)) for v in (python, scale))
    bound = 1e-12 * np.where(np.isfinite(scale), np.fmax(np.abs(python), scale), 0.0)
    with np.errstate(invalid="ignore"):
        fine = (js == python) | (np.isnan(js) & np.isnan(python)) | (np.abs(js - python) <= bound)
    assert np.all(fine), (
        f"{name}: JavaScript {js[~fine] if js.ndim else js}, numpy {python[~fine] if js.ndim else python}"
    )


def test_javascript_agrees_with_numpy(explorer, engine):
    assert_javascript_agrees(with_draws(explorer, FEW_DRAWS), engine, states(explorer))


def test_javascript_agrees_at_full_draws(engine):
    for make in FIGURES.values():
        explorer = make()
        if explorer.draws:
            assert_javascript_agrees(explorer, engine, states(explorer)[-3:])


def assert_javascript_agrees(explorer, engine, sets):
    for settings, graphs in variants(explorer):
        for along, graph in enumerate(graphs):
            grid = {explorer.along: explorer.grid()} if along else {}
            some = sets if not along else sets[:: max(len(sets) // 60, 1)]
            found = engine.run(javascript(graph), some)
            for state, js in zip(some, found, strict=True) if grid else side_by_side(explorer, some, found):
                numbers = {n: np.asarray(v, dtype=float) for n, v in state.items()} | grid
                expected = plain(explorer, numbers, settings) | grid
                judged, interpreted = scales_and_run(graph, state)
                assert js.keys() == interpreted.keys() <= expected.keys()  # side by side a number has quantiles, too
                for name in js:
                    assert_agree(name, js[name], expected[name], judged[name])
                    assert_agree(name, interpreted[name], expected[name], judged[name])


def test_what_a_search_for_flips_runs_gives_what_the_whole_model_gives(engine):
    for make in FIGURES.values():
        explorer = make()
        for key, [graph] in explorer.deciding.items():
            [some], [whole] = (
                engine.run(javascript(g), states(explorer)[-1:])
                for g in (graph, explorer.graphs[key[len("decides ") :]][0])
            )
            assert some.keys() == {explorer.decides.output, explorer.decides.verdict}
            assert some == {name: whole[name] for name in some}


def free_of_columns(explorer):
    """Whether a model makes no column of its own, so that many states can go through it side by side."""
    return not explorer.draws and not any(np.ndim(v) for value in explorer.outputs().values() for v in flat(value))


def side_by_side(explorer, states, found):
    """States as they can go through a model together, and what the page found for them likewise.

    Over draws some at a time, each a row of the draws; without any column all of them; else one by one.
    """
    if not explorer.draws and not free_of_columns(explorer):
        yield from zip(states, found, strict=True)
        return
    shape, some = ((-1, 1), 50) if explorer.draws else (-1, len(states))
    for start in range(0, len(states), some):
        here, js = states[start : start + some], found[start : start + some]
        columns = {name: np.array([state[name] for state in here]).reshape(shape) for name in here[0]}
        yield columns, {name: np.array([one[name] for one in js], dtype=float).T for name in js[0]}


def test_no_nan_leaves_a_branch(explorer):
    with_draws(explorer, FEW_DRAWS)
    for settings, _ in variants(explorer):
        sets = states(explorer)
        for state, _ in side_by_side(explorer, sets, [{}] * len(sets)):
            for name, value in plain(explorer, {n: np.asarray(v, float) for n, v in state.items()}, settings).items():
                assert not any(np.any(np.isnan(part)) for part in flat(value)), (name, state, settings)


def test_one_answer_for_every_kind_of_number(explorer):
    kinds = [float, np.float64, np.array, lambda v: np.array([v]), lambda v: np.array([v, v])]
    if not explorer.along and len(explorer.curve()):
        kinds = kinds[:3]  # its data are the one column axis
    explorer.drawn = {}
    if explorer.luck:
        kinds = kinds[:3]  # as its draws are
    else:
        explorer.draws = None
    for settings, _ in variants(explorer):
        whole = {n: round(i.default) for n, i in sliders(explorer).items()}
        state = {n: v if sliders(explorer)[n].min <= v else sliders(explorer)[n].default for n, v in whole.items()}
        expected = plain(explorer, state, settings)
        for kind in kinds:
            outputs = plain(explorer, {n: kind(float(v)) for n, v in state.items()}, settings)
            for name, value in outputs.items():
                for other, step in zip(flat(value), flat(expected[name]), strict=True):
                    np.testing.assert_allclose(np.ravel(other)[-1], np.ravel(step)[-1], rtol=1e-14, err_msg=name)


def test_tracing_is_settled(explorer):
    assert FIGURES[explorer.id]().javascript == explorer.javascript
