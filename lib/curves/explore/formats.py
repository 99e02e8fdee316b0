"""How a number is written: eight kinds, the same to the letter in Python and in the page.

=========  ==========================  ==================
spec       kind                        3.4e6 or 0.4 gives
=========  ==========================  ==================
``.1f``    fixed                       3400000.0
``,.0f``   fixed, grouped              3,400,000
``.0%``    share as percent            40%
``$.2``    money, significant digits   $3.4M
``#.2``    count, significant digits   3.4 million
``k.2``    the same, short             3.4M
``.1e``    scientific                  3.4e6
``date``   decimal year as month       Jan 2025 (2025.0)
=========  ==========================  ==================

Ties go away from zero, as a reader expects; a minus is a real minus sign; a value
that is no number is a dash and an endless one the infinity sign.  The twin is
``format`` in ``explorer.js``; `tests/explore/test_formats.py` compares the two.
"""

import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

SPEC = re.compile(
    r"(?P<grouped>,)?\.(?P<digits>\d)(?P<kind>[f%e])|[$k]\.(?P<money>[1-9])|#\.(?P<count>[1-9])|(?P<date>date)"
)
EXACT = Context(prec=800, rounding=ROUND_HALF_UP)
"""Room for every digit of a float, so that a tie is a tie."""

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def check(spec):
    """``spec`` if it is one of the eight kinds, else ValueError naming them."""
    match = SPEC.fullmatch(spec)
    if not match or (match["grouped"] and match["kind"] != "f"):
        raise ValueError(f"{spec!r} is not a format of this book: use .1f  ,.0f  .0%  $.2  #.2  k.2  .1e  or date.")
    return match


def write(value, spec):
    """``value`` written by ``spec``.

    Examples
    --------
    >>> [write(1e7, "$.2"), write(3.291e6, "#.3"), write(3.4078e24, ".1e"), write(2025.0, "date")]
    ['$10M', '3.29 million', '3.4e24', 'Jan 2025']
    """
    match = check(spec)
    value = float(value) * (100 if match["kind"] == "%" else 1)
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if match["date"]:
        month = math.floor(value * 12 + 0.5)
        return f"{MONTHS[month % 12]} {month // 12}"
    size = Decimal(abs(value))
    if match["money"]:
        text = spec[0].strip("k") + _short(*_significant(size, int(match["money"])))
    elif match["count"]:
        text = _count(*_significant(size, int(match["count"])))
    elif match["kind"] == "e":
        digits, exponent = _significant(size, int(match["digits"]) + 1)
        text = digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{exponent}"
    else:
        text = _fixed(size, int(match["digits"]))
        text = _grouped(text) if match["grouped"] else text
        text += "%" if match["kind"] == "%" else ""
    return "−" + text if value < 0 and re.search(r"[1-9]", text.split("e")[0]) else text


def _fixed(size, digits):
    return format(size.quantize(Decimal(1).scaleb(-digits), context=EXACT), "f")


def _significant(size, count):
    """The first ``count`` digits and the power of ten of the first one."""
    if size == 0:
        return "0" * count, 0
    exponent = size.adjusted()
    rounded = size.quantize(Decimal(1).scaleb(exponent - count + 1), context=EXACT)
    digits = "".join(map(str, rounded.as_tuple().digits))
    return digits[:count], exponent + (len(digits) > count)


def _grouped(text):
    whole, *rest = text.split(".")
    return ".".join([f"{int(whole):,}", *rest])


def _short(digits, exponent):
    group = min(max(exponent // 3, 0), 4)
    return _scaled(digits, exponent - 3 * group) + ["", "k", "M", "B", "T"][group]


def _count(digits, exponent):
    group = min(exponent // 3, 4) if exponent >= 6 else 0
    return _grouped(_scaled(digits, exponent - 3 * group)) + ["", "", " million", " billion", " trillion"][group]


def _scaled(digits, exponent):
    """The digits with their point, of which the first stands for that power of ten."""
    point = exponent + 1
    padded = "0" * max(1 - point, 0) + digits + "0" * max(point - len(digits), 0)
    point = max(point, 1)
    return f"{padded[:point]}.{padded[point:]}".rstrip("0").rstrip(".")


MONTH = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{4})", re.IGNORECASE | re.ASCII)
PARSE = re.compile(
    r"[$\s]*([-−+]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*"
    r"(k|m(?:illion)?|b(?:n|illion)?|t(?:rillion)?|%)?",
    re.I | re.A,
)
"""What a reader may type for a number: 10M, $10m, 10 million, 1e7, 10,000,000, 40%."""


def parse(text, spec=".0f"):
    """The number a reader typed into a field shown by ``spec``, or None; the twin of ``parse`` in ``explorer.js``."""
    dated = MONTH.fullmatch(text.strip()) if spec == "date" else None
    if dated:
        name = dated[1].title()
        return int(dated[2]) + MONTHS.index(name) / 12 if name in MONTHS else None
    match = PARSE.fullmatch(text.strip())
    if not match:
        return None
    factor = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}.get((match[2] or "").lower()[:1], 1.0)
    return float(match[1].replace(",", "").replace("−", "-")) * factor / (100 if spec.endswith("%") else 1)
