"""How a reader handles a model: sliders, sentence, chart, state; traced to run without a server."""

from .address import CurvesWarning
from .chart import COLOURS, CURVE, INK, MUTED, POINT, STEPS, axis
from .decides import Decides
from .explorer import Explorer
from .guess import Guess
from .inputs import Choice, Slider, chance, choice, uncertain
from .sentence import say
from .trace import TraceError, trace

__all__ = [
    "COLOURS", "CURVE", "Choice", "CurvesWarning", "Decides", "Explorer", "Guess", "INK", "MUTED", "POINT", "STEPS",
    "Slider", "TraceError", "axis", "chance", "choice", "say", "trace", "uncertain",
]  # fmt: skip
