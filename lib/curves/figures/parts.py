"""What charts of several chapters share: axes, names beside points, keys."""

import altair as alt

from ..explore import COLOURS, CURVE, INK, POINT, axis


def powers_of_ten(low, high, step=1):
    return [10.0**k for k in range(low, high, step)]


def log_x(column, title, spec, ticks):
    return _log(alt.X, column, title, spec, ticks)


def log_y(column, title, spec, ticks):
    return _log(alt.Y, column, title, spec, ticks)


def _log(channel, column, title, spec, ticks):
    """A log scale from the first tick to the last."""
    scale = alt.Scale(type="log", domain=[ticks[0], ticks[-1]], nice=False)
    return channel(f"{column}:Q", title=title, scale=scale, axis=axis(spec, ticks))


def plain_x(column, title, spec, ticks):
    return _plain(alt.X, column, title, spec, ticks)


def plain_y(column, title, spec, ticks):
    return _plain(alt.Y, column, title, spec, ticks)


def _plain(channel, column, title, spec, ticks):
    """An ordinary scale from the first tick to the last."""
    scale = alt.Scale(domain=[ticks[0], ticks[-1]], nice=False)
    return channel(f"{column}:Q", title=title, scale=scale, axis=axis(spec, ticks))


def percent_axis(column, top=100):
    return plain_y(column, "Tasks solved (percent)", ".0f", range(0, top + 1, 20))


def curve(x, y, colour=COLOURS[0], **style):
    return alt.Chart(CURVE).mark_line(color=colour, clip=True, **style).encode(x, y)


def band(x, low):
    """Where single values are expected: from the column ``band_low`` of axis ``low`` to ``band_high``."""
    return alt.Chart(CURVE).mark_area(color=COLOURS[0], opacity=0.15, clip=True).encode(x, low, alt.Y2("band_high"))


def fitted_or_later(x, y):
    """Points in blue that a line was drawn from, in orange those that came later."""
    colour = alt.condition("datum.used", alt.value(COLOURS[0]), alt.value(COLOURS[1]))
    return alt.Chart(CURVE).mark_point(filled=True, size=45, clip=True).encode(x, y, color=colour)


def point(x, y, colour=COLOURS[0], size=150, **style):
    return alt.Chart(POINT).mark_point(color=colour, size=size, filled=True, clip=True, **style).encode(x, y)


def pinned(x, y, low, high, colour=COLOURS[0], size=150):
    """The reader's place on a log axis ``y`` from ``low`` to ``high``; beyond its ends a triangle at the frame."""
    inset = (high / low) ** 0.02
    kept = within(y.shorthand[:-2], low * inset, high / inset)
    return kept.mark_point(color=colour, size=size, filled=True, shape=OFF).encode(x, y)


OFF = alt.expr("datum.off < 0 ? 'triangle-down' : datum.off > 0 ? 'triangle-up' : 'circle'")
"""The shape of a point that `within` may have moved to the frame."""


def words(text, at, x, y, align="left", colour=INK, dx=0, dy=0):
    """A few words at a place ``(x, y)`` of the chart."""
    return (
        alt.Chart(alt.Data(values=[{x.shorthand[:-2]: at[0], y.shorthand[:-2]: at[1]}]))
        .mark_text(align=align, fontSize=11, color=colour, text=text, dx=dx, dy=dy)
        .encode(x, y)
    )


def said(text, x, y, align="left", colour=INK, dx=0, dy=0):
    """A few words that stand at the reader's point."""
    return alt.Chart(POINT).mark_text(
        align=align, fontSize=11, color=colour, text=text, dx=dx, dy=dy, clip=True).encode(x, y)  # fmt: skip


def beside(text, x, y, colour=INK, dx=5, dy=0, chart=None, **style):
    """A few words beside a place that moves: to its right in the left half of the chart, else to its left."""
    right = f"scale('x', datum.{x.shorthand[:-2]}) > width / 2"
    place = {"align": alt.expr(f"{right} ? 'right' : 'left'"), "dx": alt.expr(f"{right} ? {-dx} : {dx}"), "dy": dy}
    return (chart or alt.Chart(POINT)).mark_text(color=colour, text=text, **place, **style).encode(x=x, y=y)


def within(column, low, high, text=""):
    """The reader's point with ``column`` kept between ``low`` and ``high``.

    In ``said`` stands the text, with an arrow where the column lies beyond; in ``off`` -1, 0 or 1.
    """
    return alt.Chart(POINT).transform_calculate(
        off=f"datum.{column} < {low} ? -1 : datum.{column} > {high} ? 1 : 0",
        said=f"(datum.off < 0 ? '\u25c2 ' : '') + '{text}' + (datum.off > 0 ? ' \u25b8' : '')",
        **{column: f"clamp(datum.{column}, {low}, {high})"},
    )


def labels(rows, x, y, places, colour=INK, roomy=()):
    """A layer for each named row: its name beside its point, where ``places`` says (align, dx, dy).

    Names in ``roomy`` stand only where the chart is wide enough.
    """
    return [
        alt.Chart(alt.Data(values=[row]))
        .mark_text(align=align, dx=dx, dy=dy, fontSize=11, color=colour, text=where_wide(name, name in roomy))
        .encode(x, y)
        for name, (align, dx, dy) in places.items()
        for row in rows
        if row["model"] == name
    ]


def row_labels(places, x, y, colour=INK, roomy=False, where="true"):
    """A layer for each labelled row of the model's columns, so that names move with their points.

    ``places`` has by row number (text, align, dx, dy); with ``roomy`` names stand only where the chart is wide enough.
    ``where`` is a condition on the row.
    """
    rows = alt.Chart(CURVE).transform_window(row_from_one="row_number()")
    return [
        rows.transform_filter(f"datum.row_from_one === {row + 1} && {where}")
        .mark_text(align=align, dx=dx, dy=dy, fontSize=11, color=colour, text=where_wide(text, roomy), clip=True)
        .encode(x, y)
        for row, (text, align, dx, dy) in places.items()
    ]


def where_wide(text, roomy=True):
    """Text that stands only in charts that are wide enough."""
    return alt.expr(f"width < 480 ? '' : '{text}'") if roomy else text


def key(rows, x, y):
    """What the colours of points mean, a line each: ``(x, y, words, colour)``, right-aligned."""
    return [words(text, (at, height), x, y, "right", colour) for at, height, text, colour in rows]
