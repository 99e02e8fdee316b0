"""A figure's state as a link: ``scaling-laws.html#fig-on-trend?age_months=12&title=Week+3&v=0.1.0``.

Before the inner ``?`` stands the figure's id; behind it the inputs that differ from their
defaults, the reader's guess, the state kept beside this one (a query of its own), a title if
somebody gave one, and the book's version.  Whatever a link says that
cannot be used is left out and named in a note; the rest of it counts.  The twins stand in
``explorer.js``; `tests/explore/test_address.py` compares the two.
"""

import math
import re
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import quote, unquote

from .. import data
from . import formats
from .inputs import Choice

ALIASES = {}
"""Renamed inputs, old name to new: links made before the change still count."""

VERSION = version("curves-and-controls")
TITLE_LENGTH, NAMED = 80, 5
"""Characters of a title that show; parts left out that a note names one by one."""

NUMBER = re.compile(r"[-+ ]?(?:\d+\.?\d*|\.\d+)(?:e[-+ ]?\d+)?", re.I | re.A)
"""A plus sign arrives as a space, as everywhere in a link."""
BROKEN = re.compile(r"%(?![0-9a-f]{2})", re.I)
RELEASE = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,3}", re.A)
HIDDEN = re.compile("[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class CurvesWarning(UserWarning):
    """Something that a link asks for was left out, or may have changed since."""


@dataclass(frozen=True)
class State:
    """What a link says: values of some inputs, a title, and a note on what was left out.

    ``guess`` is a number or None; ``beside`` holds the values of the kept state that differ from
    the defaults, None where no state is kept.
    """

    values: dict
    title: str = ""
    note: str = ""
    guess: float | None = None
    beside: dict | None = None


def split(link):
    """The figure's id and the query of a link, whole, relative or only the part behind ``#``."""
    fragment = link.partition("#")[2] if "#" in link else link
    id, _, query = fragment.partition("?")
    return _decode(id) or "", query


def read(query, inputs, aliases=None, present=VERSION, guess=None):
    """The `State` in ``query`` for a figure with ``inputs``, on a page of version ``present``.

    ``guess`` is the `Slider` on which the figure takes a guess, if it asks for one.

    Examples
    --------
    >>> from curves.explore import Slider
    >>> state = read("age=7&agee=8", {"age": Slider("age", "Age", 5.0, 0.0, 10.0, 1.0)})
    >>> state.values, state.note
    ({'age': 7.0}, 'Left out of the link: “agee” is no input of this figure.')
    """
    aliases = ALIASES if aliases is None else aliases
    values, special, left_out = {}, {}, []
    for part in filter(None, query.split("&")):
        name, text = (_decode(piece) for piece in part.partition("=")[::2])
        if name is None or text is None:
            left_out.append(f"“{_shown(part)}” cannot be read")
            continue
        key = name if name in inputs else aliases.get(name, name)
        if key in values or key in special:
            left_out.append(f"“{_shown(name)}” comes twice, and the first counts")
        elif key in inputs:
            values[key], fault = _value(inputs[key], text)
            left_out += [fault] if fault else []
        elif key == "guess" and guess:
            special[key], fault = _value(guess, text)
            left_out += [fault] if fault else []
        elif key == "beside":
            special[key], faults = _kept(text, inputs, aliases)
            left_out += faults
        elif key == "title" or key == "v" and RELEASE.fullmatch(text):
            special[key] = text
        elif key == "v":
            left_out.append(f"“{_shown(text)}” is no version of the book")
        else:
            left_out.append(f"“{_shown(name)}” is no input of this figure")
    values = {name: value for name, value in values.items() if value is not None}
    notes = [_list(left_out)] if left_out else []
    if _release(special.get("v", present)) < _release(present):
        notes.append(f"The link is of version {special['v']} of the book, this is {present}: "
                     "the model may have changed since.")  # fmt: skip
    title = _shown(special.get("title", ""), TITLE_LENGTH)
    return State(values, title, " ".join(notes), special.get("guess"), special.get("beside"))


def _kept(query, inputs, aliases):
    """Values of the state that a link keeps beside its own, and what is wrong with them."""
    values, left_out = {}, []
    for part in filter(None, query.split("&")):
        name, text = (_decode(piece) for piece in part.partition("=")[::2])
        key = aliases.get(name, name) if name not in inputs else name
        if key not in inputs or text is None or key in values:
            left_out.append(f"“{_shown(part)}” of the kept state cannot be used")
            continue
        values[key], fault = _value(inputs[key], text)
        left_out += [f"in the kept state {fault}"] if fault else []
    return {name: value for name, value in values.items() if value is not None}, left_out


def write(inputs, values, title="", defaults=None, guess=None, beside=None):
    """The query for a figure at ``values``: what differs from the default, guess, kept state, title and version."""
    defaults = defaults or {name: item.default for name, item in inputs.items()}
    pairs = _moved(inputs, values, defaults)
    kept = None if beside is None else _joined(_moved(inputs, beside, defaults))
    special = {"guess": None if guess is None else _word(guess), "beside": kept, "title": title or None, "v": VERSION}
    return _joined(pairs | {key: word for key, word in special.items() if word is not None and key not in inputs})


def _moved(inputs, values, defaults):
    return {name: _word(values[name]) for name in inputs if values[name] != defaults[name]}


def _joined(pairs):
    return "&".join(f"{name}={quote(word, safe=' ').replace(' ', '+')}" for name, word in pairs.items())


def describe(explorer):
    """What the page needs to know to read and write links of a figure."""
    known = data.parameters()
    return {
        "defaults": explorer.defaults,
        "shared": [name for name, item in explorer.inputs.items() if name in known and item.label == known[name].label],
        "aliases": ALIASES,
        "version": VERSION,
        "page": explorer.shown_on,
    }


def _decode(text):
    text = text.replace("+", " ")
    try:
        return None if BROKEN.search(text) else unquote(text, errors="strict")
    except UnicodeDecodeError:
        return None


def _word(value):
    """A number as short as it goes without losing a bit; an option by its word."""
    if not isinstance(value, float):
        return str(value)
    return re.sub(r"e\+?(-?)0?", r"e\1", repr(value + 0.0).removesuffix(".0"))


def _value(item, text):
    """The value that ``text`` gives ``item``, or None, and what is wrong with it."""
    said = f"“{_shown(text)}”"
    if isinstance(item, Choice):
        found = [option for option in item.options if str(option) == text]
        return (found[0], "") if found else (None, f"“{item.label}” has no option {said}")
    number = float(text.replace(" ", "+")) + 0.0 if NUMBER.fullmatch(text) else math.nan
    if math.isnan(number):
        return None, f"{item.label}: {said} is not a number"
    if not item.min <= number <= item.max:
        low, high = (formats.write(end, item.format) for end in (item.min, item.max))
        return None, f"{item.label} goes from {low} to {high}, and {said} is outside"
    return number, ""


def _list(left_out):
    more = f"; and {len(left_out) - NAMED} more" if len(left_out) > NAMED else ""
    return f"Left out of the link: {'; '.join(left_out[:NAMED])}{more}."


def _release(text):
    return tuple(int(number) for number in text.split("."))


def _shown(text, most=40):
    text = HIDDEN.sub(" ", text)
    return text if len(text) <= most else text[: most - 1] + "…"
