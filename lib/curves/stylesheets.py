"""Cut the theme's style sheets to the rules that some page can use, after the build.

The theme brings a whole toolkit of components, most of which no page shows.  A rule stays if every class and
id in one of its selectors stands on some page or in some script that could put it there.
"""

import re

import tinycss2

NESTED = {"media", "supports", "layer", "container"}
WORD = re.compile(r"[A-Za-z_][\w-]*")


def names_in(pages, scripts):
    """Classes and ids on the pages, and all words of the scripts, which may add them."""
    names = set()
    for page in pages:
        for value in re.findall(r"""\b(?:class|id)=["']([^"']*)["']""", page):
            names.update(value.split())
    for script in scripts:
        names.update(WORD.findall(script))
    return names


def cut(css, names):
    """``css`` without the rules that ask for a class or an id which is not among ``names``."""
    return tinycss2.serialize(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), names))


def _kept(rules, names):
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(rule.prelude) if _asked_for(s) <= names]
            if not selectors:
                continue
            comma = [tinycss2.ast.LiteralToken(0, 0, ",")]
            rule.prelude = [token for s in selectors for token in [*comma, *s]][1:]
        elif rule.type == "at-rule" and rule.at_keyword in NESTED and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            rule.content = list(_kept(inner, names))
            if not rule.content:
                continue
        yield rule


def _selectors(prelude):
    """The selectors of a rule, split at commas (those inside brackets belong to a selector)."""
    found = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _asked_for(selector):
    """Classes and ids that an element must have; what stands in ``:is()`` or ``:not()`` is left open."""
    classes = {b.value for a, b in zip(selector, selector[1:], strict=False) if a == "." and b.type == "ident"}
    return classes | {token.value for token in selector if token.type == "hash"}
