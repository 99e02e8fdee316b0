"""What tests in several rooms share: the JavaScript of the page, run by V8 inside Python."""

import json

import pytest
from curves.explore import explorer
from py_mini_racer import MiniRacer

NUMBERS = """
const pack = (v) => typeof v === "number" && !Number.isFinite(v) ? {"not finite": String(v)}
  : v instanceof Float64Array ? Array.from(v, pack) : Array.isArray(v) ? v.map(pack)
  : v && typeof v === "object" ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, pack(x)])) : v;
const unpack = (v) => v && typeof v === "object" ? ("not finite" in v ? Number(v["not finite"])
  : Array.isArray(v) ? v.map(unpack) : Object.fromEntries(Object.entries(v).map(([k, x]) => [k, unpack(x)]))) : v;
"""


def _pack(value):
    if isinstance(value, dict):
        return {k: _pack(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_pack(v) for v in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
        return {"not finite": {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]}
    return value


def _unpack(value):
    return float(value["not finite"]) if set(value) == {"not finite"} else value


class Engine:
    """V8 with explorer.js in it, the byte-same file that the page loads."""

    def __init__(self):
        self.v8 = MiniRacer()
        self.v8.eval(explorer.FRONT.read_text(encoding="utf-8") + NUMBERS + "var kept = {};")

    def call(self, function, *args):
        """Call a JavaScript function (its text) with numbers, lists and dicts; NaN and inf travel too."""
        text = f"JSON.stringify(pack(({function})(...unpack({json.dumps(_pack(args))}))))"
        return json.loads(self.v8.eval(text), object_hook=_unpack)

    def keep(self, name, text):
        """Evaluate ``text`` once and keep it as ``kept.name``."""
        self.v8.eval(f"kept[{json.dumps(name)}] = {text}; 0")

    def run(self, model, sets):
        """Outputs of a printed model (its text) at each of ``sets``."""
        self.keep("model", f"({model})(curves.h)")
        return self.call("(sets) => sets.map(x => pack(kept.model(x)))", sets)


@pytest.fixture(scope="session")
def engine():
    return Engine()
