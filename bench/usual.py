"""The notebook that is measured in JupyterLab: ours, and the usual ways to put the same model on a slider."""

import altair as alt
import bqplot
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from curves.explore.explorer import ROWS
from curves.figures import all_figures
from curves.models.scaling import success
from IPython.display import display
from ipywidgets import FloatSlider, Label, VBox, interact

SPEND, GRID = 1e8, np.geomspace(1e5, 1e11, ROWS)
SLIDERS = {"high": (0.0, 100.0, 1.0), "low": (0.0, 60.0, 1.0)}
WIDE, HIGH, TOP = 700, 340, 120


def percent(usd, high, low):
    return success(usd, low, high, "straight", 100.0)["percent"]


def ours(id):
    """A figure of the book, and a label by which the kernel answers that it has the new value."""
    explorer, heard = all_figures()[id](), Label("nothing yet")
    heard.add_class("bench-heard")
    explorer.observe(lambda change: setattr(heard, "value", f"{change.name} {change.new}"), list(explorer.inputs))
    display(explorer, heard)


def interact_altair():
    x = alt.X("usd", scale=alt.Scale(type="log", domain=[1e5, 1e11]))
    y = alt.Y("percent", scale=alt.Scale(domain=[0, TOP]))

    def show(high=60.0, low=20.0):
        curve = pd.DataFrame({"usd": GRID, "percent": percent(GRID, high, low)})
        point = pd.DataFrame({"usd": [SPEND], "percent": [percent(SPEND, high, low)]})
        chart = alt.Chart(curve).mark_line(clip=True).encode(x, y) + alt.Chart(point).mark_point(size=150).encode(x, y)
        return chart.properties(width=WIDE, height=HIGH)

    interact(show, **SLIDERS)


def interact_matplotlib():
    def show(high=60.0, low=20.0):
        _, axes = plt.subplots(figsize=(WIDE / 100, HIGH / 100))
        axes.semilogx(GRID, percent(GRID, high, low))
        axes.plot(SPEND, percent(SPEND, high, low), "o")
        axes.set(xlabel="usd", ylabel="percent", xlim=(1e5, 1e11), ylim=(0, TOP))
        plt.show()

    interact(show, **SLIDERS)


def bqplot_in_place():
    x, y = bqplot.LogScale(min=1e5, max=1e11), bqplot.LinearScale(min=0, max=TOP)
    curve = bqplot.Lines(x=GRID, y=percent(GRID, 60.0, 20.0), scales={"x": x, "y": y})
    point = bqplot.Scatter(x=[SPEND], y=[percent(SPEND, 60.0, 20.0)], scales={"x": x, "y": y})
    axes = [bqplot.Axis(scale=x, label="usd"), bqplot.Axis(scale=y, label="percent", orientation="vertical")]
    figure = bqplot.Figure(marks=[curve, point], axes=axes)
    figure.layout.width, figure.layout.height = f"{WIDE}px", f"{HIGH}px"
    slider = FloatSlider(60.0, min=0, max=100, step=1)

    def move(change):
        curve.y = percent(GRID, change.new, 20.0)
        point.y = [percent(SPEND, change.new, 20.0)]

    slider.observe(move, "value")
    display(VBox([slider, figure]))


USUAL = {
    "interact with Altair": interact_altair,
    "interact with matplotlib": interact_matplotlib,
    "bqplot, updated in place": bqplot_in_place,
}
