"""The Explorer: what a reader's own function needs, what is refused, what each host gets."""

import json
import os
import re
import subprocess
import sys

import altair as alt
import ipywidgets
import numpy as np
import pandas as pd
import pytest
import traitlets
from curves import Explorer, data, say
from curves.explore import Decides, Guess, TraceError, chart, choice, page, uncertain
from curves.figures import all_figures


def doubling(years, months_to_double):
    return 2 ** (12 * years / months_to_double)


@pytest.fixture
def own():
    return Explorer(doubling, years=(0, 10), months_to_double=(6, 12, 24))


@pytest.fixture
def explorer():
    return all_figures()["fig-success-and-spending"]()


def test_a_readers_own_function_is_live(own, engine):
    assert own.values == {"years": 5.0, "months_to_double": 12.0}
    assert own.outputs() == {"doubling": 32.0}
    assert own.along == "years" and list(own.curve().columns) == ["years", "doubling"]
    engine.keep("own", own.javascript)
    assert engine.call("(x) => kept.own[''][0](curves.h)(x)", own.values) == {"doubling": 32.0}
    assert "doubling" in own.say() and "<svg" in own.html()


def test_values_and_outputs_follow_the_traits(own):
    seen = []
    own.observe(lambda change: seen.append(change["new"]), "years")
    own.years = 3
    assert seen == [3.0] and own.values["years"] == 3.0 and own.outputs()["doubling"] == 8.0
    other = Explorer(doubling, years=(0, 10), months_to_double=(6, 12, 24))
    traitlets.link((own, "years"), (other, "years"))
    own.years = 4
    assert other.outputs()["doubling"] == 16.0
    assert own in ipywidgets.VBox([own, other]).children


@pytest.mark.parametrize("bad", [11, -1, float("nan"), float("inf"), "many", None])
def test_a_value_out_of_range_is_refused_and_nothing_lost(own, bad):
    with pytest.raises(traitlets.TraitError, match=r"Years \(years\) takes 0.00 to 10.00.*is not in it"):
        own.years = bad
    assert own.values["years"] == 5.0


def test_a_choice_out_of_its_options_is_refused(explorer):
    with pytest.raises(traitlets.TraitError, match="one of straight, capped, bending, not 'curved'"):
        explorer.form = "curved"
    assert explorer.form == "straight"


BOTH = {"years": (0, 1), "months_to_double": (1, 2)}


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Explorer(doubling), TypeError, r"needs years: no row of data/parameters.csv.*years=\(low, high\)"),
        (lambda: Explorer(doubling, years=(0, 1), months_to_double=(1, 2), age=3), TypeError, "no argument 'age'"),
        (lambda: Explorer(doubling, years=(5, 1), months_to_double=(1, 2)), ValueError, "give a range that rises"),
        (lambda: Explorer(doubling, years=(0, 9, 5), months_to_double=(1, 2)), ValueError, "is not in it"),
        (lambda: Explorer(doubling, years=(0,), months_to_double=(1, 2)), ValueError, r"give \(low, high\)"),
        (lambda: Explorer(lambda layout: layout, layout=(0, 1)), ValueError, "rename the argument layout"),
        (lambda: Explorer(lambda fixed: fixed, fixed=(0, 1)), ValueError, "rename the argument fixed"),
        (lambda: Explorer(lambda source: source, source=(0, 1)), ValueError, "rename the argument source"),
        (lambda: Explorer(doubling, years=[True, False], months_to_double=(1, 2)), ValueError, "'yes', 'no'"),
        (lambda: Explorer(doubling, years=[], months_to_double=(1, 2)), ValueError, "words or whole numbers"),
        (lambda: Explorer(lambda a, b: 1.0, a=["u", "u&b=v"], b=["v", "v&b=v"]), ValueError, "word their options"),
        (lambda: Explorer(doubling, **BOTH, guess=Guess("How?", "halving", 0, 1)), ValueError, "guess= names halving"),
        (
            lambda: Explorer(doubling, **BOTH, guess=Guess("How?", "doubling", 0, 1, at={"y": 1})),
            ValueError,
            "names y;",
        ),
        (
            lambda: Explorer(doubling, **BOTH, decides=Decides("x", ".1f", "doubling", "so")),
            ValueError,
            "decides= names x",
        ),
        (
            lambda: Explorer(doubling, years=uncertain(1, 2), months_to_double=(1, 2), along="years", draws=64),
            ValueError,
            "give one of them",
        ),
        (
            lambda: Explorer(doubling, years=(0, 1), months_to_double=(1, 2), along="age"),
            ValueError,
            "sliders of doubling",
        ),
        (
            lambda: Explorer(doubling, years=(0, 1), months_to_double=(1, 2), sentence="{cost:.1f}"),
            KeyError,
            "asks for cost",
        ),
        (
            lambda: Explorer(doubling, years=(0, 1), months_to_double=(1, 2), sentence="{years:d}"),
            ValueError,
            "not a format",
        ),
        (
            lambda: Explorer(doubling, years=(0, 1), months_to_double=(1, 2), sentence="{years:?a}"),
            ValueError,
            "two wordings",
        ),
    ],
)
def test_faults_name_the_thing_and_the_remedy(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_abbreviations():
    def model(rate=2.0, kind="a", flag=True, size=3.0):
        return rate * size

    explorer = Explorer(model, kind=["a", "b"], size=5.0)
    assert explorer.inputs["rate"].min == 0 and explorer.inputs["rate"].max == 6
    assert explorer.inputs["kind"].options == ("a", "b")
    assert explorer.fixed == {"flag": True, "size": 5.0} and explorer.outputs() == {"model": 10.0}


def test_each_choice_is_traced_and_tells_which_inputs_count(explorer):
    assert set(explorer.graphs) == {"form=straight", "form=capped", "form=bending"}
    assert "ceiling_percent" not in explorer.used["form=straight"]
    assert "ceiling_percent" in explorer.used["form=capped"]


def test_a_terminal_gets_sentence_and_values(explorer):
    text = repr(explorer)
    assert explorer.title in text and "40 percent" in text and "Spent on training: $10M" in text


def test_payload_is_plain_json_and_safe_in_html():
    title, ends = '</script><b>"x" & y', choice("</script>", "</b>", label="</script>")
    explorer = Explorer(lambda years, rule: years * len(rule), years=(0, 1), rule=ends, title=title)
    html = page.figure_html(explorer)
    assert html.count("</script>") == 1 and '<b>"x"' not in html
    payload = json.loads(re.search(r"<script type=\"application/json\">(.*?)</script>", html)[1])
    assert [i["name"] for i in payload["inputs"]] == ["years", "rule"]
    assert payload["inputs"][1]["options"] == ["</script>", "</b>"]


def test_jupyterlab_gets_a_widget_with_text_and_html(own):
    bundle, _ = own._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(bundle)
    sent = []
    own.send = sent.append
    own._answer(own, {"need": "vega"}, [])
    own._answer(own, {"need": "tea"}, [])
    assert len(sent) == 1 and "vega" in sent[0]["vega"][:400]


def test_data_of_a_chart_that_is_shown():
    rows = [{"a": 1, "b": 2, "k": "x"}, {"a": 2, "b": 3, "k": "y"}]

    def given(name, mark, **channels):
        source = alt.Data(name=name, values=rows) if name else pd.DataFrame(rows)
        return getattr(alt.Chart(source), mark)().encode(x="a:Q", y="b:Q", **channels)

    def shown(*layers):
        line = alt.Chart(chart.CURVE).mark_line().encode(x="a:Q", y="b:Q")
        return list(chart.shown(chart.compile_chart(alt.layer(line, *layers))).values())

    assert shown() == []
    assert shown(given("", "mark_line", color="k:N")) == ["shown"]  # in groups, a line for each
    assert shown(given("", "mark_text", text="k:N")) == []  # layout
    assert shown(given("runs", "mark_text", text="k:N"), given("marks", "mark_point")) == ["runs", "marks"]


def test_the_book_gets_html_and_no_widget():
    code = (
        "from curves import Explorer\ne = Explorer(lambda x: x, x=(0, 1))\nprint(sorted(e._repr_mimebundle_()), e.comm)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"CURVES_HOST": "book"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "['text/html', 'text/plain'] None"


def test_vega_is_the_version_that_drew_the_svg():
    import vl_convert
    from curves.explore.explorer import VEGA

    assert f'"{vl_convert.get_vega_version()}"' in VEGA.read_text(encoding="utf-8")


def test_a_model_of_columns_needs_no_along():
    def spread(scale):
        return {"x": scale * np.array([1.0, 2.0]), "total": np.sum(scale * np.array([1.0, 2.0]))}

    explorer = Explorer(spread, scale=(0, 1, 2), charts=[])
    assert explorer.outputs()["total"] == 3.0 and list(explorer.curve()["x"]) == [1.0, 2.0]


def test_a_log_slider_stands_and_reads_alike_in_both_languages(explorer, engine):
    item = explorer.inputs["spend_usd"]
    js = {"min": item.min, "max": item.max, "scale": "log"}
    for place, value in [(0, item.min), (200, (item.min * item.max) ** 0.5), (400, item.max)]:
        assert engine.call("(i, p) => curves.fromPlace(i, p)", js, place) == pytest.approx(value, rel=0.02)
        assert engine.call("(i, v) => curves.toPlace(i, v)", js, value) == item.place(value) == place


LOG = [row for row in data.parameters().values() if row.scale == "log"]


def test_every_place_of_a_log_slider_is_reached_by_arrow_keys(engine):
    """A value is tidied to few digits; were they too few, the thumb would snap back and a key do nothing."""
    stuck = {}
    for row in LOG:
        js = {"min": row.min, "max": row.max, "scale": "log"}
        walk = "i => Array.from({length: 401}, (_, p) => curves.toPlace(i, curves.fromPlace(i, p)))"
        if (reached := engine.call(walk, js)) != list(range(401)):
            stuck[row.id] = [place for place, there in enumerate(reached) if place != there]
    assert len(LOG) > 50 and not stuck


@pytest.mark.parametrize(
    "model",
    [
        lambda x: 10.0 if x in {1, 2, 3} else 1.0,
        lambda x: x * (2 if isinstance(x, (int, float)) else 3),
        lambda x: x * len(str(x)),
        lambda x: x + np.random.default_rng().normal(),
    ],
    ids=["a set", "a type", "a text", "a random number"],
)
def test_a_model_that_asks_for_what_leaves_no_trace_is_refused(model):
    """Else the page would say something else than Python, and nobody could see it."""
    with pytest.raises(TraceError, match="leaves no trace"):
        Explorer(model, x=(0, 1, 3), charts=[])


def test_outputs_are_the_readers_own():
    explorer = Explorer(lambda scale: {"x": scale * np.array([1.0, 2.0])}, scale=(0, 1, 2), charts=[])
    explorer.outputs()["x"] *= 0
    assert explorer.outputs()["x"].tolist() == [1.0, 2.0]


def test_over_draws_no_chart_is_needed_and_a_fan_may_start_at_one_number():
    def grow(start, rate):
        path = [start]
        for _ in range(2):
            path.append(path[-1] * rate)
        return {"path": path}

    explorer = Explorer(grow, start=(1, 2, 3), rate=uncertain(1.5, 2.5), draws=64)
    steps = explorer.steps()
    assert list(steps.path_p05)[0] == list(steps.path_p95)[0] == 2.0 and steps.path_p05[2] < steps.path_p95[2]


def test_a_log_axis_has_equal_factors(explorer):
    steps = explorer.grid()[1:] / explorer.grid()[:-1]
    np.testing.assert_allclose(steps, steps[0], rtol=1e-12)


def test_an_option_cannot_end_the_script():
    explorer = Explorer(lambda x, kind: x, x=(0, 1), kind=["</script><b>", "other"], sentence="{x:.1f}")
    assert explorer.html().count("</script>") == 2


def test_every_tick_that_a_figure_asks_for_is_drawn(explorer):
    drawing = explorer.html().split('class="curves-narrow"')[0]
    for label in ["$100k", "$1M", "$10M", "$100M", "$1B", "$10B", "$100B", "0", "20", "40", "60", "80", "100"]:
        assert f">{label}</text>" in drawing, label


def test_inputs_fold_under_words_and_a_wrong_name_is_told():
    own = Explorer(doubling, years=(0, 10), months_to_double=(6, 24), folds={"The <pace>": ["months_to_double"]})
    html = page.figure_html(own)
    folded = re.search('<details class="curves-fold".*?>The &lt;pace&gt;</summary>(.*?)</details>', html, re.S)
    assert 'data-input="months_to_double"' in folded[1] and 'data-input="years"' not in folded[1]
    assert html.count('data-input="months_to_double"') == 1
    with pytest.raises(ValueError, match="folds= names pace; the inputs are years, months_to_double"):
        Explorer(doubling, years=(0, 10), months_to_double=(6, 24), folds={"x": ["pace"]})


@pytest.mark.parametrize("id", all_figures())
def test_no_more_than_six_inputs_show_at_once(id):
    figure = all_figures()[id]()
    assert len(figure.inputs) - sum(map(len, figure.folds.values())) <= 6


def test_sums_of_money_in_a_paragraph_are_no_formula():
    said = say("From {low:$.2} to {high:$.2}, $x$.", low=1e6, high=1e7)
    assert repr(said) == "From $1M to $10M, $x$."
    assert said._repr_markdown_() == r"From \$1M to \$10M, $x$."


def test_a_kernel_starts_without_a_grammar_that_no_chart_asks_for():
    code = "import curves, sys; print([m for m in sys.modules if 'rfc3987' in m]); import rfc3987_syntax"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n" and done.returncode == 0


def test_a_condition_may_choose_between_wordings_with_numbers():
    own = Explorer(
        lambda x: {"y": 2 * x, "far": x > 2},
        x=(0, 1, 5),
        sentence="{far:?beyond, at {y:,.1f} of {x:.0f}|near} and {y:.0f}",
    )
    assert own.say() == "near and 2"
    own.x = 3
    assert own.say() == "beyond, at 6.0 of 3 and 6"
    for bad in ("{far:?{y}|no} ", "{far:?{far:?a|b}|no}"):
        with pytest.raises(ValueError, match="Slot far"):
            Explorer(lambda x: {"y": x, "far": x > 2}, x=(0, 5), sentence=bad)
