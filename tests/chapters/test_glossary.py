"""The first use of a term in the prose of a page becomes a mark with a card, and nothing else of the page changes."""

import re

import pytest
from curves import cards, claims, glossary


def mark(html):
    return cards.hang(*glossary.mark(html, "glossary.html"))


def marked(html):
    """The texts that became marks, and the page without its cards and marks."""
    body = mark(html)[0].split('<div class="book-cards">')[0]
    pattern = (
        r'<span class="has-card term"><a href="glossary.html#(term-[^"]*)" aria-describedby="card-\1">(.*?)</a></span>'
    )
    return [text for _, text in re.findall(pattern, body, re.S)], re.sub(pattern, r"\2", body, flags=re.S)


def test_the_first_use_becomes_a_link_with_a_card():
    body, head = mark("<p>A token, then <em>tokens</em> and a Token.</p>")
    assert body.count('<a href="glossary.html#term-token" aria-describedby="card-term-token">token</a>') == 1
    assert body.count('class="has-card term"') == 1
    assert re.findall('<span class="book-card" id="([^"]*)"', body) == ["card-term-token"]
    assert glossary.by_form()["token"].meaning in body
    assert "aria-describedby=card-term-token]" in head


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tokens come first.", ["Tokens"]),
        ("Tokenised, a non-token, token-wise, atoken.", []),
        ("A mixture\nof  experts; its experts.", ["mixture\nof  experts"]),
        ("The active parameters, and all parameters.", ["active parameters", "parameters"]),
        ("Training compute is compute.", ["Training compute", "compute"]),
        ("Compute-optimal compute", ["Compute-optimal", "compute"]),
        ("Compute multipliers save compute.", ["Compute multipliers", "compute"]),
        ("One power of ten, then powers of ten.", ["power of ten"]),
        ("The &quot;loss&quot; (loss).", ["loss"]),
        ("An H100 is not an H100-equivalent.", ["H100-equivalent"]),
    ],
)
def test_whole_words_the_longest_form_first(text, found):
    assert marked(f"<p>{text}</p>") == (found, f"<p>{text}</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Loss</h2>",
        '<a href="loss.html">the <em>loss</em></a>',
        "<pre>loss</pre>",
        "<p><code>loss</code></p>",
        "<figure><p>loss</p><figcaption>loss</figcaption></figure>",
        "<button>loss</button>",
        "<label>loss</label>",
        "<table><thead><tr><th>loss</th></tr></thead></table>",
        '<span class="katex"><span class="base"><span>loss</span></span><span>loss</span></span>',
        '<p class="admonition-title">Loss</p>',
        '<div class="citation"><p>Loss <em>and</em></p><div>loss</div></div>',
        '<ol class="claim-list"><li>loss</li></ol>',
        '<span class="curves-card"><span>loss</span> loss</span>',
        '<img alt="loss" title=loss>',
    ],
)
def test_no_mark_where_no_prose_is(html):
    page = f"<div>{html}<p>Here is loss.</p></div>"
    assert marked(page) == (["loss"], page)
    assert marked(html) == ([], html)


def test_terms_and_claims_share_the_page_but_not_the_cards():
    html, shown = claims.mark("<p>The loss [C100].</p>", "chapters/page", "claims.html")
    html, more = glossary.mark(html, "glossary.html")
    body, head = cards.hang(html, shown | more)
    assert list(shown | more) == ["card-C100", "card-term-loss"]
    assert body.count('class="has-card') == body.count('class="book-card"') == 2 and head.count("html:has(") == 2
    assert marked("<p>No term.</p>") == ([], "<p>No term.</p>")


def test_every_term_stands_in_the_list_with_its_sources_and_claims():
    html = glossary.listed()
    assert re.findall(r'<div id="(term-[^"]*)"', html) == [term.id for term in glossary.terms()]
    for term, entry in zip(glossary.terms(), html.split("</div>")[:-1], strict=False):
        assert glossary.escape(term.meaning) in entry
        assert re.findall('sources.html#source-([^"]*)"', entry) == list(term.sources)
        assert re.findall(r"C\d{3}", entry) == list(term.claims)
