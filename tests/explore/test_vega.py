"""The Vega that travels with the page: cut to what charts here need, and clear about what it lacks."""

import gzip
import json

import altair as alt
import pytest
import vl_convert
from curves.explore.explorer import VEGA, VEGA_MODULE
from curves.figures import all_figures
from py_mini_racer import JSEvalException, MiniRacer

ROWS = alt.InlineData(
    [{"x": i + 1, "y": 5 * i % 7, "g": "ab"[i % 2], "l": [i, 2], "t": f"2025-0{i + 1}-01"} for i in range(8)]
)
CHART = alt.Chart(ROWS).encode(x="x:Q", y="y:Q")
# What a reader may draw in JupyterLab, beyond the book's own figures.
OWN = {
    **{f"mark {mark}": getattr(CHART, f"mark_{mark}")() for mark in (
        "arc", "area", "bar", "circle", "image", "line", "point", "rect", "rule", "square", "text", "tick", "trail",
        "boxplot", "errorband",
    )},
    **{f"scale {scale}": CHART.mark_point().encode(x=alt.X("x:Q").scale(type=scale)) for scale in (
        "linear", "log", "pow", "sqrt", "symlog", "time", "utc",
    )},
    **{f"colour {scale}": CHART.mark_point().encode(color=alt.Color("x:Q").scale(type=scale, scheme="viridis"))
       for scale in ("ordinal", "quantile", "quantize", "threshold", "bin-ordinal", "log")},
    "error bars": CHART.mark_errorbar(extent="ci").encode(x="g:N"),
    "band, stack, legend": CHART.mark_bar().encode(x="g:N", color="t:O"),
    "time unit, facets": CHART.mark_bar().encode(x="month(t):T", y="count()", row="g:N"),
    "wrapped facets": CHART.mark_bar().encode(x=alt.X("x:Q").bin()).facet("g:N", columns=1),
    "side by side": CHART.mark_bar() | CHART.mark_line(tooltip=True),
    "aggregate, fold": CHART.transform_aggregate(a="q1(y)", b="stdev(x)", groupby=["g"]).transform_fold(["a", "b"])
        .mark_bar().encode(x="key:N", y="value:Q"),
    "joinaggregate, window": CHART.transform_joinaggregate(s="sum(y)").transform_window(y="rank()").mark_line(),
    "impute, lookup": CHART.transform_impute("y", "x", keyvals=[1, 9], value=0, groupby=["g"])
        .transform_lookup("g", alt.LookupData(ROWS, "g", ["t"])).mark_point(),
    "pivot, flatten": CHART.transform_flatten(["l"]).transform_pivot("g", "l", groupby=["x"])
        .mark_point().encode(y="a:Q"),
    "density, quantile": CHART.transform_density("x", as_=["x", "d"]).transform_quantile("d", as_=["x", "y"])
        .mark_area(),
    "sequence, formula": alt.Chart(alt.sequence(0, 9, as_="x")).transform_calculate(y="format(sin(datum.x), '.2f')")
        .mark_line().encode(x="x:Q", y="y:Q"),
    "sample, filter": CHART.transform_sample(5).transform_filter("datum.x < 9").mark_point(),
    "brush": CHART.mark_point().add_params(alt.selection_interval()),
    "click, pan and zoom": CHART.mark_point().add_params(alt.selection_point(bind="legend", fields=["g"]))
        .encode(color="g:N").interactive(),
}  # fmt: skip
LEFT_OUT = {
    "regression": CHART.transform_regression("x", "y").mark_line(),
    "loess": CHART.transform_loess("x", "y").mark_line(),
    "geoshape": alt.Chart(alt.sphere()).mark_geoshape().project("mercator"),
    "voronoi": CHART.mark_point().add_params(alt.selection_point(nearest=True)),
}
FIGURES = all_figures()
ITEMS = """(spec) => {
  const view = new vega.View(vega.parse(spec), {renderer: "none"}).width(640).run();
  const count = (mark) => mark.marktype === "group"
    ? mark.items.reduce((sum, group) => sum + group.items.reduce((inner, mark) => inner + count(mark), 0), 0)
    : mark.role === "mark" ? mark.items.length : 0;
  return count(view.scenegraph().root);
}"""


@pytest.fixture(scope="module")
def items():
    """items(spec): how many marks Vega draws in a Vega specification."""
    v8 = MiniRacer()
    v8.eval(VEGA.read_text("utf-8"))
    return lambda spec: v8.eval(f"({ITEMS})({json.dumps(spec)})")


@pytest.mark.parametrize("id", FIGURES)
def test_every_figure_has_what_it_needs(items, id):
    explorer = FIGURES[id]()
    for spec in explorer.vega:
        for table in spec["data"]:
            if table["name"] in (tables := json.loads(json.dumps(explorer.records()))):
                table["values"] = tables[table["name"]]
        assert items(spec)


@pytest.mark.parametrize("name", OWN)
def test_charts_of_ones_own_have_what_they_need(items, name):
    assert items(vl_convert.vegalite_to_vega(OWN[name].to_dict()))


@pytest.mark.parametrize("transform", LEFT_OUT)
def test_what_is_left_out_is_named(items, transform):
    with pytest.raises(JSEvalException, match=f'Unrecognized transform type: "{transform}"'):
        items(vl_convert.vegalite_to_vega(LEFT_OUT[transform].to_dict()))


def test_it_is_one_script_for_page_and_module():
    v8 = MiniRacer()
    v8.eval(VEGA_MODULE.format(VEGA.read_text("utf-8")).replace("export default", "void"))
    assert v8.eval("typeof module.exports.parse + typeof globalThis.vega") == "functionundefined"


def test_it_is_the_cut_one():
    assert len(gzip.compress(VEGA.read_bytes(), 9)) < 120_000
