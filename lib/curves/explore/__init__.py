"""How a reader handles a model: sliders, sentence, chart, state; traced to run without a server."""

from .address import CurvesWarning
from .chart import COLOURS, CURVE, MUTED, POINT, axis
from .explorer import Explorer
from .inputs import Choice, Slider, choice
from .sentence import say
from .trace import TraceError, trace

__all__ = [
    "COLOURS", "CURVE", "Choice", "CurvesWarning", "Explorer", "MUTED", "POINT", "Slider", "TraceError", "axis",
    "choice", "say", "trace",
]  # fmt: skip
