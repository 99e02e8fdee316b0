"""`Explorer`: a model, its inputs, charts and a sentence, shown in every host."""

import inspect
import json
import math
import os
import warnings
from itertools import product
from pathlib import Path

import altair as alt
import anywidget
import numpy as np
import pandas as pd
import traitlets

from . import address, page, sentence
from . import chart as charts
from . import decides as deciding
from .draws import Sobol
from .ensemble import ensemble, uniforms_of
from .inputs import Choice, Slider, resolve
from .interpreter import run
from .javascript import javascript
from .trace import TraceError, name_outputs, trace

HERE = Path(__file__).parent
FRONT = HERE / "explorer.js"
STYLE = HERE / "explorer.css"
VEGA = HERE.parent / "vendor" / "vega.min.js"
VEGA_MODULE = "const exports = {{}}, module = {{ exports }}; let define; {} export default module.exports;"
IN_BOOK = os.environ.get("CURVES_HOST") == "book"
"""Whether a book is being built: its figures are HTML, and no widget is opened."""

KEYWORDS = frozenset(
    "function inputs fixed luck decides asks drawn draws guess folds along id title sentence charts description source "
    "graphs".split()
)
"""What an Explorer is told or keeps for itself, so that no argument of a model may be called so."""

ROWS = 121
"""Points of a curve: odd, so that the middle of a range is one of them."""


class _InputTrait(traitlets.TraitType):
    """A widget trait that holds one input and refuses what the input refuses."""

    def __init__(self, item, drawn):
        super().__init__(default_value=None if drawn else item.default, allow_none=drawn)
        self.item = item

    def validate(self, obj, value):
        try:
            return self.item.check(value)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None


class Explorer(anywidget.AnyWidget):
    """A model that a reader can move.

    In JupyterLab it is an ipywidget (each input is a trait: ``explorer.spend_usd = 1e8``,
    ``observe``, ``link``); in the published book it is a figure that runs without a server;
    in a terminal it is text.

    Parameters
    ----------
    function : callable
        The model, in plain numpy: numbers in, numbers or columns out (a dict names several).
        See `curves.explore.trace` for what it may do.
    along : str, optional
        Draw the model along this input: the table ``curve`` then holds every output over the
        input's range, and ``point`` the outputs at the reader's value.  Without charts, the
        first slider.
    draws : int, optional
        Run the model over so many draws, a power of two: each input whose row names a spread is
        drawn from its plausible range until the reader pins it (its value is None while it is drawn).
        Outputs become medians, shares and, as ``name_p05`` to ``name_p95``, fans; a list over
        time fills the table ``steps``.
    guess : Guess, optional
        A question that the page asks before it shows the answer.
    folds : dict of str to list of str, optional
        Inputs that are folded away, by the words under which a reader finds them; no more than six should show.
    decides : Decides, optional
        Shows which input moves an output most, and at which value of each a verdict flips.
    id : str, optional
        The figure's id in the address, ``fig-`` and words.
    title : str, optional
        The claim that the figure shows.
    sentence : str, optional
        Text with slots, ``"{spend_usd:$.2} solves {percent:.0f} percent"``.
    charts : list of altair.Chart, optional
        Charts on ``curves.explore.POINT`` and ``curves.explore.CURVE``.
    description, source : str, optional
        What the chart shows, for those who cannot see it; where its facts come from.
    **given
        What an argument of the model is: ``(low, high)`` or ``(low, start, high)`` a slider,
        a list or `choice` a choice, `chance` luck that differs from draw to draw, one value fixed.
        Arguments that are not given are looked up in ``data/parameters.csv`` by name.

    Examples
    --------
    >>> def doubling(years, months_to_double=(6, 24)):
    ...     return 2 ** (12 * years / months_to_double)
    >>> explorer = Explorer(doubling, years=(0, 10), months_to_double=(6, 12, 24))
    >>> explorer.outputs()
    {'doubling': 32.0}
    """

    def __init__(
        self,
        function,
        *,
        along=None,
        draws=None,
        decides=None,
        guess=None,
        folds=None,
        id=None,
        title="",
        sentence="",
        charts=None,
        description="",
        source="",
        **given,
    ):
        self.function = function
        taken = [name for name in inspect.signature(function).parameters if name in KEYWORDS or hasattr(Explorer, name)]
        if taken:
            raise ValueError(f"{function.__name__}: rename the argument {taken[0]}; Explorer.{taken[0]} exists.")
        self.inputs, self.fixed, self.luck = resolve(function, given)
        self.decides, self.asks = decides, guess
        self.drawn = {n: i for n, i in self.inputs.items() if draws and getattr(i, "kind", "fixed") != "fixed"}
        self.draws = draws if self.drawn or self.luck else None
        if self.luck and not draws:
            raise ValueError(f"{function.__name__} leaves {', '.join(self.luck)} to chance: say how many draws=.")
        self._model = ensemble(function, self.drawn) if self.draws else function
        self._latest = None, None
        sliders = [name for name, item in self.inputs.items() if isinstance(item, Slider)]
        self.folds = folds or {}
        if unknown := {name for names in self.folds.values() for name in names} - self.inputs.keys():
            raise ValueError(f"folds= names {', '.join(sorted(unknown))}; the inputs are {', '.join(self.inputs)}.")
        self.along = along or (sliders[0] if charts is None and sliders and not self.draws else None)
        if self.along and self.draws:
            raise ValueError("along= draws one curve and draws= many: give one of them, and charts of the other.")
        if self.along and self.along not in sliders:
            raise ValueError(f"along={along!r}: the sliders of {function.__name__} are {', '.join(sliders)}.")
        self.id = id or "fig-" + function.__name__.replace("_", "-")
        self.title = title or function.__name__.replace("_", " ").capitalize()
        self.graphs = self.traced()
        self.description = description or self.title
        self.source = source
        self._open_widget()
        self._check_names()
        self._check_trace()
        self.sentence = self._sentence(sentence)
        self._charts = charts if charts is not None else self._default_charts()

    def _check_names(self):
        """What `decides` and `guess` name is there."""
        given, wanted = self.outputs(), []
        if self.decides:
            wanted += [("decides=", self.decides.output, given), ("decides=", self.decides.verdict, given)]
        if self.asks:
            wanted += [("guess=", self.asks.output, given), *(("guess=", name, self.inputs) for name in self.asks.at)]
        for where, name, known in wanted:
            if name not in known:
                raise ValueError(f"{self.id}: {where} names {name}; there are {', '.join(known)}.")

    def _check_trace(self):
        """The page says what the model says: a type, a set or a random number that it asks for leaves no trace."""
        graph, sliders = self.graphs[self.variant][0], [n for n, i in self.inputs.items() if isinstance(i, Slider)]
        aside = {name: deciding.at(self.inputs[name], 0.37) for name in sliders}
        for values in (self.defaults, self.defaults | aside):
            numbers = {name: np.nan if values[name] is None else values[name] for name in sliders}
            found, expected = run(graph, numbers), self.outputs(values)
            for name, value in found.items():
                pair = [np.ravel(np.array(each, dtype=float)) for each in (value, expected[name])]
                if not np.allclose(*pair, rtol=1e-6, equal_nan=True):
                    raise TraceError(
                        f"{self.function.__name__} gives {name} = {pair[1][0]:.6g}, its trace {pair[0][0]:.6g}. "
                        "It asks for something that leaves no trace, such as a type, a set, a text or a random number: "
                        "compare with np.where, and take luck as chance()."
                    )

    # -- The model ------------------------------------------------------------------------

    @property
    def values(self):
        """Present value of each input, by name; None for one that is drawn."""
        return {name: getattr(self, name) for name in self.inputs}

    @property
    def defaults(self):
        """Where each input starts; None for one that is drawn."""
        return {name: None if name in self.drawn else item.default for name, item in self.inputs.items()}

    @property
    def variant(self):
        """The present combination of choices, as the graphs are keyed."""
        return "&".join(f"{n}={v}" for n, v in self.values.items() if isinstance(self.inputs[n], Choice))

    def uniforms(self, draws=None):
        """A dimension of the Sobol sequence for each drawn input, its own by name, and for what is left to chance."""
        named = {uniforms_of(name): item for name, item in self.drawn.items()} | self.luck
        return {name: Sobol(int(item.dimension), draws or self.draws) for name, item in named.items()}

    def _call(self, values=None, column=None):
        """What the model names; the latest call is kept, for sentence, tables and chart ask for the same state."""
        asked = (values or self.values, column is not None, self.draws)
        if asked != self._latest[0]:
            self._latest = asked, self._run(values, column)
        return self._latest[1]

    def _run(self, values, column, draws=None):
        numbers = {
            name: (np.nan if value is None else np.float64(value)) if isinstance(self.inputs[name], Slider) else value
            for name, value in (values or self.values).items()
        }
        if column is not None:
            numbers[self.along] = column
        drawn = {name: points.uniforms() for name, points in self.uniforms(draws).items()}
        return name_outputs(self._model(**numbers, **drawn, **self.fixed), self.function.__name__)

    def outputs(self, values=None):
        """What the model, in numpy, gives at the present (or other) values: numbers as floats, columns as arrays."""
        return {name: _plain(value) for name, value in self._call(values).items()}

    def point(self):
        """Inputs and outputs that are one number, by name."""
        return self.point_at()

    def point_at(self, **changes):
        """`point` with some inputs at other values, in or out of their sliders' range."""
        values = self.values | changes
        return values | {n: v for n, v in self.outputs(values).items() if not isinstance(v, (np.ndarray, list))}

    @property
    def few(self):
        """How many draws do where many values are tried."""
        return min(deciding.FEW, self.draws)

    def over_few(self, name, values, output):
        """A share or a median over `few` draws, with one input at each of many values."""
        found = self._run(self.values | {name: np.reshape(values, (-1, 1))}, None, self.few)[output]
        return np.broadcast_to(np.ravel(found), len(values)).tolist()

    def steps(self, values=None):
        """Outputs over time as a table: the step, then every list."""
        lists = {name: v for name, v in self.outputs(values).items() if isinstance(v, list)}
        rows = max(map(len, lists.values()), default=0)
        return pd.DataFrame({"step": range(rows)} | lists, dtype=float)

    def curve(self, values=None):
        """The columns of the present (or another) state as a table; along an input, the input's column first."""
        grid = {self.along: self.grid()} if self.along else {}
        called = self._call(values, grid.get(self.along))
        return pd.DataFrame(
            grid | {n: v for n, v in called.items() if isinstance(v, np.ndarray) and v.ndim}, dtype=float
        )

    def records(self):
        """The tables as lists of rows, as the charts take them; those of a state kept beside as ``kept_point`` ..."""
        tables = self._records(self.values)
        if self.beside is not None:
            tables |= {f"kept_{name}": rows for name, rows in self._records(self.defaults | self.beside).items()}
        return tables

    def _records(self, values):
        curve, steps = (make(values).to_dict("records") for make in (self.curve, self.steps))
        return {"point": [self.point_at(**values)], "curve": curve, "steps": steps}

    def set(self, **values):
        """Give several inputs their values at once."""
        for name, value in values.items():
            if name not in self.inputs:
                raise ValueError(f"{self.id} has no input {name!r}; it has {', '.join(self.inputs)}.")
            setattr(self, name, value)

    def grid(self):
        """Values of the input along which the model is drawn, from one end of its slider to the other."""
        item = self.inputs[self.along]
        space = np.geomspace if item.scale == "log" else np.linspace
        return space(item.min, item.max, ROWS)

    # -- The same model, traced -----------------------------------------------------------

    def traced(self):
        """For each combination of choices the graph at a point and, if asked for, along an input."""
        choices = {n: i.options for n, i in self.inputs.items() if isinstance(i, Choice)}
        sliders = [n for n in self.inputs if n not in choices]
        graphs = {}
        for options in product(*choices.values()):
            settings = dict(zip(choices, options, strict=True))
            key = "&".join(f"{name}={value}" for name, value in settings.items())
            if key in graphs:
                raise ValueError(f"Two choices of {self.function.__name__} read {key!r}; word their options otherwise.")
            graphs[key] = [trace(self._model, sliders, self.uniforms(), settings | self.fixed)]
            if self.along:
                rest = [n for n in sliders if n != self.along]
                graph = trace(self.function, rest, {self.along: self.grid()}, settings | self.fixed)
                graph.outputs = {self.along: graph.nodes[0]} | graph.outputs
                graphs[key].append(graph)
        return graphs

    @property
    def used(self):
        """Which inputs change anything, by combination of choices."""
        return {key: sorted(set().union(*(g.used for g in graphs))) for key, graphs in self.graphs.items()}

    @property
    def javascript(self):
        """The traced models as one JavaScript object, as the page loads it."""
        variants = ",\n".join(
            f"{page.quoted(k)}: [{', '.join(map(javascript, graphs))}]"
            for k, graphs in (self.graphs | self.deciding).items()
        )
        return f"{{{variants}}}"

    @property
    def deciding(self):
        """Over draws, by combination of choices, what `decides` asks for and no more: a search runs it very often."""
        if not (self.draws and self.decides):
            return {}
        wanted = (self.decides.output, self.decides.verdict)
        return {f"decides {key}": [graphs[0].only(wanted)] for key, graphs in self.graphs.items()}

    # -- How it shows ---------------------------------------------------------------------

    def tornado(self):
        """Inputs by how far each alone moves the output of `decides`."""
        return deciding.tornado(self)

    def flips(self):
        """The value of each input at which the verdict of `decides` flips, or None."""
        return deciding.flips(self)

    def _sentence(self, template):
        if not template:
            numbers = {name: v for name, v in self.outputs().items() if not isinstance(v, (np.ndarray, list))}
            template = ", ".join(f"{name} {{{name}{_default_spec(v)}}}" for name, v in numbers.items()) + "."
        parts = sentence.parse(template)
        sentence.fill(parts, self.point())
        return parts

    def say(self):
        """The sentence at the present values."""
        return sentence.fill(self.sentence, self.point())

    @property
    def vega(self):
        return [charts.compile_chart(chart) for chart in self._charts]

    def _default_charts(self):
        if not self.along:
            return []
        item = self.inputs[self.along]
        x = alt.X(
            self.along,
            type="quantitative",
            title=item.label,
            scale=alt.Scale(type=item.scale, domain=[item.min, item.max], nice=False),
            axis=alt.Axis(tickCount=6),
        )
        names = [n for n in self.curve().columns if n != self.along]

        def finite(name):  # one infinite value would push curve and numbers out of the chart
            return f"isFinite(datum[{json.dumps(name)}])"

        return [
            alt.Chart(charts.CURVE)
            .mark_line()
            .encode(x, alt.Y(name, type="quantitative", title=name.replace("_", " ")))
            .transform_filter(finite(name))
            + alt.Chart(charts.POINT)
            .mark_point(filled=True, size=90)
            .encode(x, alt.Y(name, type="quantitative"))
            .transform_filter(finite(name))
            for name in names
        ]

    def html(self):
        """The figure as the published page holds it."""
        return page.figure_html(self) + page.models_script(self)

    def __repr__(self):
        values = "\n".join(f"  {item.label}: {item.write(self.values[n])} {item.shown_unit}".rstrip()
                           for n, item in self.inputs.items())  # fmt: skip
        return f"{self.title}\n{self.say()}\n{values}"

    def _repr_mimebundle_(self, **kwargs):
        static = {"text/plain": repr(self), "text/html": self.html()}
        if IN_BOOK:
            return static
        self._html, self._models = page.figure_html(self), self.javascript
        widget, metadata = super()._repr_mimebundle_(**kwargs)
        return widget | static, metadata

    # -- The widget -----------------------------------------------------------------------

    _esm = FRONT.read_text(encoding="utf-8") + "\nexport default { render: curves.render };\n"
    _css = STYLE.read_text(encoding="utf-8")
    _html = traitlets.Unicode().tag(sync=True)
    _models = traitlets.Unicode().tag(sync=True)

    def _open_widget(self):
        self.add_traits(**{n: _InputTrait(item, n in self.drawn).tag(sync=True) for n, item in self.inputs.items()})
        super().__init__()
        self.on_msg(self._answer)

    def open(self):
        """Open the channel to JupyterLab; the published book has none, and stores no widget state."""
        if not IN_BOOK:
            super().open()

    def _answer(self, _, message, __):
        if message.get("need") == "vega":
            self.send({"vega": VEGA_MODULE.format(VEGA.read_text(encoding="utf-8"))})

    # -- The address ----------------------------------------------------------------------

    shown_on = ""
    """The page of the book that holds the figure, as ``scaling-laws.html``."""
    link_title = ""
    """What the link says above the figure, as ``Week 3``."""
    guessed = None
    """The reader's guess, where the figure asks for one."""
    beside = None
    """Values, where they differ from the defaults, of a state that is drawn beside the present one."""

    @property
    def url(self):
        """A link to the figure at its present values."""
        beside = None if self.beside is None else self.defaults | self.beside
        query = address.write(self.inputs, self.values, self.link_title, self.defaults, self.guessed, beside)
        return f"{self.shown_on}#{self.id}?{query}"

    @classmethod
    def from_url(cls, link):
        """The book's figure that ``link`` names, at the link's values.

        ``link`` may be whole, relative or only the part from ``#`` on.  What it says that cannot
        be used becomes a `CurvesWarning`.

        Examples
        --------
        >>> link = "scaling-laws.html#fig-success-and-spending?spend_usd=1e8"
        >>> Explorer.from_url(link).outputs()["percent"]
        60.0
        """
        from ..figures import all_figures

        known = all_figures()
        id, query = address.split(link.strip())
        if id not in known:
            raise ValueError(f"No figure {id!r} in the book; its figures are {', '.join(known)}.")
        explorer = known[id]()
        state = address.read(query, explorer.inputs, guess=explorer.asks and explorer.asks.slider)
        explorer.set(**state.values)
        explorer.link_title, explorer.guessed, explorer.beside = state.title, state.guess, state.beside
        if state.note:
            warnings.warn(state.note, address.CurvesWarning, stacklevel=2)
        return explorer


def _plain(value):
    """Numpy's scalars as Python's; columns and lists of them stay."""
    if isinstance(value, list):
        return [_plain(step) for step in value]
    value = np.array(value)  # a copy: the latest call is kept
    return value if value.ndim else value.item()


def _default_spec(value):
    if isinstance(value, bool):
        return ":?yes|no"
    if not isinstance(value, (int, float)):
        return ""
    return ":,.2f" if value == 0 or not math.isfinite(value) or 0.01 <= abs(value) < 1e7 else ":.2e"
