"""Text with slots: the live sentence of a figure, and `say` for a number in prose."""

import string
from dataclasses import dataclass

from . import formats


@dataclass(frozen=True)
class Slot:
    """A place in a sentence: a value by name, and how to write it.

    ``spec`` is a format of `curves.explore.formats`, ``?yes|no`` for a condition, of which the wordings may hold
    numbers (``{open:?never|after {years:.1f} years}``), or empty for text.
    """

    name: str
    spec: str

    def __post_init__(self):
        if self.spec.startswith("?") and self.spec.count("|") != 1:
            raise ValueError(f"Slot {self.name}: give two wordings, ?this|that, not {self.spec!r}.")
        for part in parse(self.spec[1:]) if self.spec.startswith("?") else ():
            if isinstance(part, Slot) and part.spec[:1] in ("", "?"):
                raise ValueError(f"Slot {self.name}: its wordings hold numbers with a format, not {part}.")
        if self.spec and not self.spec.startswith("?"):
            formats.check(self.spec)

    def fill(self, values):
        if self.name not in values:
            raise KeyError(f"The sentence asks for {self.name}; write one of {', '.join(values)}.")
        value = values[self.name]
        if self.spec.startswith("?"):
            return fill(parse(self.spec[1:].split("|")[0 if value else 1]), values)
        return formats.write(value, self.spec) if self.spec else str(value)


def parse(template):
    """``template`` as a list of texts and `Slot`."""
    parts = []
    for text, name, spec, _ in string.Formatter().parse(template):
        if text:
            parts.append(text)
        if name is not None:
            parts.append(Slot(name, spec))
    return parts


def fill(parts, values):
    """The sentence as plain text."""
    return "".join(part if isinstance(part, str) else part.fill(values) for part in parts)


class Said:
    """A paragraph of Markdown with numbers that come from code; shows in every host and in print."""

    def __init__(self, parts, values):
        self.text = fill(parts, values)
        # Two sums of dollars in one paragraph would be taken for a formula.
        self.markdown = "".join(p if isinstance(p, str) else p.fill(values).replace("$", r"\$") for p in parts)

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return self.markdown


def say(template, **values):
    """Markdown with numbers filled in: ``say("At {g:.2f} a year ...", g=annual_factor(8))``.

    Examples
    --------
    >>> say("GPT-3 cost about {usd:$.2}.", usd=2_278_000)
    GPT-3 cost about $2.3M.
    """
    return Said(parse(template), values)
