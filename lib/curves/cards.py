"""Marks in the prose of a page, each a link with a card that comes on hover, focus or touch."""

from html.parser import HTMLParser

NOT_PROSE = {"a", "button", "code", "math", "option", "pre", "script", "style", "svg", "textarea"} | {
    f"h{level}" for level in range(1, 7)
}
# Without a script no card can come to its mark: it is shown at the foot of the window, and stays a moment, so
# that the pointer can reach it.
WITHOUT_SCRIPT = (
    "<noscript><style>.book-cards>.book-card{{bottom:0;transition-delay:.7s}}{shown}"
    ".book-card:is(:hover,:focus-within){{visibility:visible;transition-delay:0s;z-index:1060}}</style></noscript>"
)
SHOWN = "html:has([aria-describedby={id}]:is(:hover,:focus)) #{id},"


class Prose(HTMLParser):
    """The places of ``html`` that hold prose: start, end, and whether it is already inside a figure's card."""

    def __init__(self, html, tags, classes):
        super().__init__(convert_charrefs=False)
        self.tags, self.classes = NOT_PROSE | tags, classes
        self.open, self.places = [], []  # open: elements that are no prose, or are cards
        self.lines = [0]
        for line in html.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        classes = set((dict(attributes).get("class") or "").split())
        left_out = tag in self.tags or not classes.isdisjoint(self.classes)
        is_card = "curves-card" in classes
        if left_out or is_card or (self.open and self.open[-1][0] == tag):
            self.open.append((tag, not left_out and (is_card or self.open[-1][1])))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, text):
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        if all(in_card for _, in_card in self.open):
            self.places.append((start, start + len(text), bool(self.open)))


def replace(html, pattern, write, tags=frozenset(), classes=frozenset()):
    """Rewrite what a pattern finds in the prose of a page; all else stays as it is.

    Parameters
    ----------
    html : str
        The page's body; scripts, code, headings, links and attributes are no prose.
    pattern : re.Pattern
        What to find.
    write : callable
        From the match, and whether it stands in a figure's card, to the new html.
    tags, classes : set of str, optional
        Further elements that are no prose here.
    """
    out, end = [], 0
    for start, stop, in_card in Prose(html, tags, classes).places:
        out += html[end:start], pattern.sub(lambda match, in_card=in_card: write(match, in_card), html[start:stop])
        end = stop
    return "".join(out) + html[end:]


def mark(kind, card, address, text):
    """A link to ``address`` that asks for a card; ``kind`` is the class by which it looks."""
    return f'<span class="has-card {kind}"><a href="{address}" aria-describedby="{card}">{text}</a></span>'


def card(id, facts, address, more):
    """A card: ``facts`` as html, and for fingers a link to ``address`` that reads ``more``."""
    return f'<span class="book-card" id="{id}">{facts}<a class="card-more" href="{address}">{more}</a></span>'


def hang(html, cards):
    """Put the cards, hidden, at the page's end.

    Parameters
    ----------
    html : str
        The page's body with its marks.
    cards : dict of str to str
        The html of each card by its id.

    Returns
    -------
    html : str
    head : str
        What the page's head needs so that the cards work without a script; empty if there are none.
    """
    if not cards:
        return html, ""
    shown = "".join(SHOWN.format(id=id) for id in cards)
    return f'{html}<div class="book-cards">{"".join(cards.values())}</div>', WITHOUT_SCRIPT.format(shown=shown)
