"""The claims of the essays in the book: marks with cards, and the page that lists them all."""

import re
from functools import cache
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.errors import SphinxError

from . import data

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
NOT_PROSE = {"a", "button", "code", "math", "option", "pre", "script", "style", "svg", "textarea"} | {
    f"h{level}" for level in range(1, 7)
}
# Without a script no card can come to its mark: it is shown at the foot of the window, and stays a moment, so
# that the pointer can reach it.
WITHOUT_SCRIPT = "<noscript><style>.claim-cards>.claim-card{{bottom:0;transition-delay:.7s}}{rules}</style></noscript>"
SHOW = (
    'html:has([aria-describedby="card-{id}"]:is(:hover,:focus)) #card-{id},#card-{id}:is(:hover,:focus-within)'
    "{{visibility:visible;transition-delay:0s;z-index:1060}}"
)


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


class Prose(HTMLParser):
    """The places of ``html`` that hold prose: start, end, and whether it is already inside a card."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.open, self.places = [], []  # open: elements that are no prose, or are cards
        self.lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        is_card = "curves-card" in (dict(attributes).get("class") or "").split()
        if tag in NOT_PROSE or is_card or (self.open and self.open[-1][0] == tag):
            self.open.append((tag, is_card or (tag not in NOT_PROSE and self.open[-1][1])))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, text):
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        if all(in_card for _, in_card in self.open):
            self.places.append((start, start + len(text), bool(self.open)))


def mark(html, docname, url):
    """Make each claim id in the prose of a page a link, with one card a claim.

    Parameters
    ----------
    html : str
        The page's body; scripts, code, headings, links and attributes stay as they are.
    docname : str
        The page, for the message about an id that no claim has.
    url : str
        Address of the page of claims, seen from this page.

    Returns
    -------
    html : str
        With the cards, hidden, at its end.
    head : str
        What the page's head needs so that the cards work without a script; empty if there are none.
    """
    if not ID.search(html):
        return html, ""
    out, end, marked = [], 0, set()

    def link(match, plain):
        id = match[0]
        if id not in claims():
            raise SphinxError(f"{docname}: {id} is no claim; correct it or add it to data/claims.csv")
        if plain:
            return f'<a href="{url}#{id}">{id}</a>'
        marked.add(id)
        return f'<span class="claim"><a href="{url}#{id}" aria-describedby="card-{id}">{id}</a></span>'

    for start, stop, plain in Prose(html).places:
        out += html[end:start], ID.sub(lambda match, plain=plain: link(match, plain), html[start:stop])
        end = stop
    body = "".join(out) + html[end:]
    if not marked:
        return body, ""
    cards = "".join(card(claims()[id], url) for id in sorted(marked))
    rules = "".join(SHOW.format(id=id) for id in sorted(marked))
    return f'{body}<div class="claim-cards">{cards}</div>', WITHOUT_SCRIPT.format(rules=rules)


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
    facts.append(f'<a class="claim-more" href="{url}#{claim.id}">{claim.id} among all claims</a>')
    return f'<span class="claim-card" id="card-{claim.id}">{"".join(facts)}</span>'


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
    where = (
        f'<a href="{claim.chapter}.html">{chapter}</a>' if claim.chapter in titles else f"{chapter}: not yet modelled"
    )
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
