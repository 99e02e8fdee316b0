"""Links as they arrive: whole, cut, retyped, attacked."""

import random
from urllib.parse import quote

NASTY = [
    "<script>document.title='taken'</script>", "<img src=x onerror=alert(1)>", "\"><b id=injected>x</b>",
    "javascript:alert(1)", "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "NaN", "Infinity",
    "-Infinity", "1e999", "-1e999", "1e-999", "0x10", "1_000", "٣", "1,000", "1e", "e5", "--1", "null", "undefined",
    "true", "[]", "{}", "${1}", "%", "%%", "%zz", "%C3", "%ED%A0%80", "%F0%9F%98%80", "%00", "%0A", "%E2%80%AE", "é",
    "😀", "\u202e", "#", "?", "=", "&", ";", "..", "../../", "a=b=c", "+", " ", "", "9" * 400, "x" * 3000, "%41",
    "1e+7", "1e%2B7", "%31e7", "-0",
]  # fmt: skip
"""Pieces that break parsers."""


def links(inputs, id, count, seed):
    """``count`` fragments (what stands behind ``#``) for a figure, from whole to hopeless."""
    chance = random.Random(seed)
    return [_link(inputs, id, chance) for _ in range(count)]


def _link(inputs, id, chance):
    query = "&".join(_pair(inputs, chance) for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 4, 8])))
    link = f"{id}?{query}"
    for damage in chance.choices([_cut, _flip, _insert, _double, _other_figure, None], weights=[1, 1, 1, 1, 1, 8], k=2):
        link = damage(link, chance) if damage else link
    return link


def _pair(inputs, chance):
    name = chance.choice([*inputs, *inputs, "v", "title", "guess", "beside", "no_such_input", chance.choice(NASTY)])
    if name == "beside":
        return f"beside={quote('&'.join(f'{n}={_value(inputs[n], chance)}' for n in chance.sample(list(inputs), 2)))}"
    return f"{name}={_value(inputs.get(name), chance)}"


def _value(item, chance):
    kind = chance.random()
    if kind < 0.3 or item is None:
        return chance.choice([*NASTY, "0.1.0", "0.0.9", "0.1", "9.9.9", "1.0.0.0.0", "Week+3", quote("5 < 6 & 7")])
    if hasattr(item, "options"):
        return quote(str(chance.choice([*item.options, *item.options, "wavy"])))
    number = chance.choice([item.min, item.max, chance.uniform(item.min, item.max), item.default,
                            item.max * 1.0000001, item.min - 1e-9, chance.uniform(-1e30, 1e30)])  # fmt: skip
    return chance.choice([repr(number), f"{number:.3e}", f"{number:g}", f"{number:.0f}", quote(repr(number), safe="")])


def _cut(link, chance):
    return link[: chance.randrange(len(link) + 1)]


def _flip(link, chance):
    at = chance.randrange(max(len(link), 1))
    return link[:at] + chr(chance.choice([*range(1, 128), *range(160, 300), 0x2028, 0x1F600])) + link[at + 1 :]


def _insert(link, chance):
    at = chance.randrange(len(link) + 1)
    return link[:at] + chance.choice(NASTY) + link[at:]


def _double(link, chance):
    return link + "&" + link.partition("?")[2]


def _other_figure(link, chance):
    other = chance.choice(["fig-none", "constructor", "__proto__", "", "FIG-SUCCESS", "summary"])
    return other + link[link.find("?") :]
