"""The claims of the essays in the book: marks with cards, and the page that lists them all."""

import re
from functools import cache
from html import escape
from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.errors import SphinxError

from . import cards, data

PAGE = "chapters/claims"
ID = re.compile(r"\bC\d{3}\b", re.ASCII)
DOCUMENTS = {
    "heim-huang": "Heim and Huang",
    "digest": "the digest",
    "amodei": "Amodei",
    "astro": "astro",
    "nyt": "the Times",
}
STANCES = {
    "supports": "if true, supports the controls",
    "undermines": "if true, undermines the controls",
    "mixed": "if true, cuts both ways",
    "neutral": "true or not, pushes neither way",
}


class Claim(NamedTuple):
    """One row of ``data/claims.csv``, as far as pages show it."""

    id: str
    document: str
    section: str
    type: str
    claim: str
    stance: str
    opponents: tuple
    supports: tuple
    chapter: str

    @property
    def who(self):
        return DOCUMENTS[self.document]


@cache
def claims():
    """All claims by id, in the order of the essays."""
    rows = data.table("claims")[list(Claim._fields)].to_dict("records")
    return {row["id"]: Claim(**row | {k: tuple(ID.findall(row[k])) for k in ("opponents", "supports")}) for row in rows}


# Marks and cards


def mark(html, docname, url):
    """Make each claim id in the prose of a page a link, with one card a claim.

    Parameters
    ----------
    html : str
        The page's body.
    docname : str
        The page, for the message about an id that no claim has.
    url : str
        Address of the page of claims, seen from this page.

    Returns
    -------
    html : str
    cards : dict of str to str
        The html of each card by its id.
    """
    marked = set()

    def link(match, in_card):
        id = match[0]
        if id not in claims():
            raise SphinxError(f"{docname}: {id} is no claim; correct it or add it to data/claims.csv")
        if in_card:
            return f'<a href="{url}#{id}">{id}</a>'
        marked.add(id)
        return cards.mark("claim", f"card-{id}", f"{url}#{id}", id)

    if ID.search(html):
        html = cards.replace(html, ID, link)
    return html, {f"card-{id}": card(claims()[id], url) for id in sorted(marked)}


def card(claim, url):
    """What is known of one claim, for the reader of a mark."""
    facts = [
        f'<span class="claim-who"><b>{_initial(claim.who)}</b>, {escape(claim.section)}</span>',
        f"<span>{escape(claim.claim)}</span>",
        f'<span class="claim-stance">{_initial(STANCES[claim.stance])}.</span>',
    ]
    if claim.document == "digest":
        facts.append('<span class="claim-stance">The digest retells Heim and Huang; it is no second witness.</span>')
    if claim.opponents:
        facts.append("<span><b>Against it</b></span>")
    facts += [_opponent(claims()[id], url) for id in claim.opponents]
    return cards.card(f"card-{claim.id}", "".join(facts), f"{url}#{claim.id}", f"{claim.id} among all claims")


def _opponent(claim, url):
    link = f'<a href="{url}#{claim.id}">{claim.id}</a>'
    return f'<span class="claim-against">{link} {escape(claim.who)}: {escape(claim.claim)}</span>'


def _initial(text):
    """``text`` with a capital at its start; astro writes itself small."""
    return text if text == "astro" else text[0].upper() + text[1:]


# The page of all claims


class ClaimList(nodes.Element):
    """Place of the claims of one essay; filled once the chapters' titles are known."""


class ClaimsDirective(Directive):
    """``{claims} amodei``: all claims of one essay."""

    required_arguments = 1

    def run(self):
        document = directives.choice(self.arguments[0], tuple(DOCUMENTS))
        self.state.document.settings.env.note_dependency(str(data.DATA / "claims.csv"))
        return [ClaimList(document=document)]


class FiltersDirective(Directive):
    """``{claim-filters}``: controls to choose among the claims; they appear once the script has found them."""

    def run(self):
        return [ClaimList(document="")]


def fill_lists(app, doctree, docname):
    """Put the claims where the directives stand."""
    titles = {name.removeprefix("chapters/"): title.astext() for name, title in app.env.titles.items()}
    for place in list(doctree.findall(ClaimList)):
        document = place["document"]
        html = listed(document, titles) if document else filters(titles)
        place.replace_self(nodes.raw("", html, format="html"))


def listed(document, titles):
    """The claims of one essay as HTML; ``titles`` are those of the chapters that exist."""
    some = [claim for claim in claims().values() if claim.document == document]
    rows = "\n".join(_row(claim, titles) for claim in some)
    return f'<p class="claim-total">{len(some)} claims</p><ol class="claim-list" data-document="{document}">{rows}</ol>'


def _row(claim, titles):
    chapter = escape(_chapter(claim.chapter, titles))
    link = f'<a href="{claim.chapter}.html">{chapter}</a>'
    where = link if claim.chapter in titles else f"{chapter}: no chapter of its own"
    facts = [escape(claim.section), claim.type, STANCES[claim.stance], where]
    return (
        f'<li id="{claim.id}" data-type="{claim.type}" data-stance="{claim.stance}" data-chapter="{claim.chapter}">'
        f'<a class="claim-id" href="#{claim.id}">{claim.id}</a> {escape(claim.claim)}'
        f'<p class="claim-facts">{" · ".join(facts)}</p>'
        f"{_links('Against it', 'claim-opponents', claim.opponents)}"
        f"{_links('A reason for', 'claim-supports', claim.supports)}</li>"
    )


def _links(label, name, ids):
    links = ", ".join(f'<a href="#{id}">{id}</a> ({escape(claims()[id].who)})' for id in ids)
    return f'<p class="claim-facts {name}">{label}: {links}</p>' if ids else ""


def _chapter(slug, titles):
    words = slug.replace("-", " ").capitalize().replace("Deepseek", "DeepSeek")
    return titles.get(slug, words)


def filters(titles):
    """The controls above the lists, as HTML."""
    known = claims().values()
    chapters = dict.fromkeys(claim.chapter for claim in known)
    selects = [
        ("document", "Essay", {name: _initial(who) for name, who in DOCUMENTS.items()}),
        ("chapter", "Chapter", {slug: _chapter(slug, titles) for slug in chapters}),
        ("stance", "Which way it pushes", {name: _initial(words.split(", ")[1]) for name, words in STANCES.items()}),
        ("type", "Kind", {name: name for name in dict.fromkeys(claim.type for claim in known)}),
    ]
    return (
        '<form class="claim-filters" role="search" aria-label="Choose among the claims" hidden>'
        f"{''.join(_select(*select) for select in selects)}"
        '<label>Words <input type="search" name="words" autocomplete="off"></label>'
        '<label class="claim-check"><input type="checkbox" name="opponents"> only with opponents</label>'
        '<p><output role="status"></output> <button type="reset">Show all</button></p></form>'
    )


def _select(name, label, options):
    choices = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in options.items())
    return f'<label>{label} <select name="{name}"><option value="">All</option>{choices}</select></label>'


def setup(app):
    app.add_node(ClaimList)
    app.add_directive("claims", ClaimsDirective)
    app.add_directive("claim-filters", FiltersDirective)
    app.connect("doctree-resolved", fill_lists)
