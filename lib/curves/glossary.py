"""The terms that the book explains: a mark at the first use on each page, and the page that lists them all."""

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import Directive

from . import cards, data
from .sources import ANCHOR

PAGE = "chapters/glossary"
# Where a term is no prose of ours, or a mark would disturb: what stands in a list of claims can be filtered away.
TAGS = frozenset({"figcaption", "figure", "form", "label", "summary", "th"})
CLASSES = frozenset({"admonition-title", "cell_input", "citation", "claim-list", "curves-card", "katex"})
# Filled once all pages are written.
FIRST_USE = re.compile(r'(<p class="term-facts term-use" data-term="([^"]*)">).*?(</p>)')


class Term(NamedTuple):
    """One row of ``data/glossary.csv``."""

    term: str
    forms: tuple
    meaning: str
    sources: tuple
    claims: tuple

    @property
    def id(self):
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.term.lower())


@cache
def terms():
    """All terms, in alphabetical order."""
    rows = data.table("glossary").to_dict("records")
    lists = ("forms", "sources", "claims")
    return tuple(Term(**row | {name: data._items(row[name]) for name in lists}) for row in rows)


@cache
def by_form():
    """Each term by its own name and its other forms, in small letters."""
    return {form.lower(): term for term in terms() for form in (term.term, *term.forms)}


@cache
def pattern():
    """Any form as a whole word, the longest first; a line may break inside."""
    forms = sorted(by_form(), key=len, reverse=True)
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def mark(html, url):
    """Make the first use of each term in the prose of a page a link with a card.

    Parameters
    ----------
    html : str
        The page's body.
    url : str
        Address of the glossary, seen from this page.

    Returns
    -------
    html : str
    cards : dict of str to str
        The html of each card by its id.
    """
    shown = {}

    def link(match, in_card):
        term = by_form()[" ".join(match[0].lower().split())]
        id = f"card-{term.id}"
        if id in shown:
            return match[0]
        shown[id] = card(term, url)
        return cards.mark("term", id, f"{url}#{term.id}", match[0])

    return cards.replace(html, pattern(), link, TAGS, CLASSES), shown


def card(term, url):
    facts = f"<span><b>{escape(term.term)}.</b> {escape(term.meaning)}</span>"
    return cards.card(f"card-{term.id}", facts, f"{url}#{term.id}", "In the glossary")


# The page of all terms


class TermsDirective(Directive):
    """``{terms}``: all terms of the glossary."""

    def run(self):
        self.state.document.settings.env.note_dependency(str(data.DATA / "glossary.csv"))
        return [nodes.raw("", listed(), format="html")]


def listed():
    """All terms as HTML; claim ids become marks like anywhere else."""
    return f'<dl class="term-list simple">{"".join(map(_entry, terms()))}</dl>'


def _entry(term):
    sources = "; ".join(f'<a href="sources.html#{ANCHOR}{key}">{escape(data.source(key))}</a>' for key in term.sources)
    facts = [("Source", sources), ("In the essays", ", ".join(term.claims))]
    told = "".join(f'<p class="term-facts">{label}: {what}.</p>' for label, what in facts if what)
    return (
        f'<div id="{term.id}"><dt>{escape(term.term)}</dt><dd><p>{escape(term.meaning)}</p>{told}'
        f'<p class="term-facts term-use" data-term="{term.id}"></p></dd></div>\n'
    )


def tell_first_uses(app, exception):
    """Say of each term on which page a reader meets it first, in the order of the contents."""
    own = Path(app.builder.get_outfilename(PAGE)) if app.builder.name == "html" else None
    if exception or not own or not own.exists():
        return
    met = {}
    for docname in app.env.collect_relations():
        page = Path(app.builder.get_outfilename(docname))
        address = re.escape(app.builder.get_relative_uri(docname, PAGE))
        for id in re.findall(rf'href="{address}#(term-[^"]*)" aria-describedby', page.read_text("utf-8")):
            title = escape(app.env.titles[docname].astext())
            met.setdefault(id, f'First met in: <a href="{app.builder.get_relative_uri(PAGE, docname)}">{title}</a>.')
    html = own.read_text("utf-8")
    told = FIRST_USE.sub(lambda use: use[1] + met.get(use[2], "Used in no running text.") + use[3], html)
    own.write_text(told, "utf-8")


def setup(app):
    app.add_directive("terms", TermsDirective)
    app.connect("build-finished", tell_first_uses)
