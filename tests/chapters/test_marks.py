"""Claim ids in a page become marks with one card a claim, and nothing else of the page changes."""

import re

import pytest
from curves import cards, claims
from sphinx.errors import SphinxError


def mark(html):
    return cards.hang(*claims.mark(html, "chapters/page", "claims.html"))


def marked(html):
    """The page without its cards."""
    return mark(html)[0].split('<div class="book-cards">')[0]


def test_an_id_becomes_a_link_with_a_card():
    body, head = mark("<p>It says so [C100, C101]; <em>again</em> C100.</p>")
    assert body.count('<a href="claims.html#C100" aria-describedby="card-C100">C100</a>') == 2
    assert re.findall('<span class="book-card" id="([^"]*)"', body) == ["card-C100", "card-C101"]
    assert head.startswith("<noscript><style>") and "#card-C101" in head


def test_a_page_without_ids_stays_as_it_is():
    assert mark("<p>C1000, AC100, c100 and C10.</p>") == ("<p>C1000, AC100, c100 and C10.</p>", "")


@pytest.mark.parametrize(
    "html",
    [
        "<pre>x = C100</pre>",
        "<p><code>C100</code></p>",
        '<script>if (a < b && "C100" > "<p>C999</p>") {}</script>',
        '<script type="application/json">{"note": "C100"}</script>',
        "<svg><g><text>C100</text></g><path/></svg>",
        "<h2>C100 <em>C101</em></h2>",
        '<a href="x#C100">C100</a>',
        '<img alt="C100 > C101" title=C102>',
        "<math><annotation>C100</annotation></math>",
        "<!-- C999 -->",
    ],
)
def test_no_mark_where_no_prose_is(html):
    page = f"<div>\n<p>&amp; ünïcode &lt;C102\n</p>\r\n{html}<br>C103</div>"
    changed = marked(page)
    assert html in changed and changed.count('class="has-card claim"') == 2
    assert re.sub("<[^>]*>", "", changed) == re.sub("<[^>]*>", "", page)


def test_inside_a_card_an_id_is_a_plain_link():
    html = '<span class="curves-card"><span>Claims: C100</span></span>'
    assert mark(html) == (html.replace("C100", '<a href="claims.html#C100">C100</a>'), "")


def test_an_unknown_id_stops_the_build():
    with pytest.raises(SphinxError, match="chapters/page: C999 is no claim; correct it or add it to data/claims.csv"):
        mark("<p>C100 C999</p>")


def test_a_card_tells_claim_author_stance_and_opponents():
    claim = next(c for c in claims.claims().values() if c.opponents and c.document == "digest")
    card = claims.card(claim, "claims.html")
    text = re.sub("<[^>]*>", "", card)
    for told in (claim.section, claim.claim, claim.who[1:], claims.STANCES[claim.stance][1:], "no second witness"):
        assert claims.escape(told) in text
    for id in claim.opponents:
        assert f'<a href="claims.html#{id}">{id}</a>' in card and claims.escape(claims.claims()[id].claim) in text


def test_a_claim_of_a_chapter_to_come_says_so():
    titles = {"scaling-laws": "Scaling laws"}
    rows = re.findall("<li .*?</li>", claims.listed("amodei", titles), re.S)
    for row in rows:
        written = 'data-chapter="scaling-laws"' in row
        assert ("no chapter of its own" in row) != written and ('href="scaling-laws.html"' in row) == written
