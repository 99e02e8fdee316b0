"""Terms and their cards, the glossary and the list of sources, under a reader's hand."""

import re

import pytest
from curves import data, glossary

from .test_claims import CHAPTER, INSIDE, OVERLAP, away, point_at

GLOSSARY, SOURCES = "chapters/glossary.html", "chapters/sources.html"
TERM = glossary.by_form()["token"]
TERMS = {term.id: term for term in glossary.terms()}
WIDTHS = pytest.mark.parametrize("width", [1280, 390])
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def the_mark(page, term=TERM):
    """A term's link, in the middle of the window, and its card."""
    link = page.locator(f'.term > a[aria-describedby="card-{term.id}"]')
    link.evaluate("link => link.scrollIntoView({block: 'center'})")
    return link, page.locator(f"#card-{term.id}")


@WIDTHS
def test_pointing_shows_the_card_and_escape_puts_it_away(open_page, width):
    page = open_page(CHAPTER, width=width)
    link, card = the_mark(page)
    assert not card.is_visible()
    point_at(page, link)
    card.wait_for(state="visible")
    assert card.evaluate(INSIDE) and TERM.meaning in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.mouse.move(*away(page, card))
    point_at(page, link)
    card.wait_for(state="visible")
    page.mouse.move(*away(page, card))
    card.wait_for(state="hidden")


@WIDTHS
def test_by_keyboard_every_card_opens_inside_the_window_and_nothing_scrolls_sideways(open_page, width):
    page = open_page(CHAPTER, width=width, height=740)
    assert page.evaluate(SIDEWAYS) <= 0
    links = page.locator(".term > a")
    assert links.count() >= 10
    for i in range(links.count()):
        link = links.nth(i)
        link.focus()
        card = page.locator("#" + link.get_attribute("aria-describedby"))
        assert card.is_visible() and card.evaluate(INSIDE), link.inner_text()
        assert not page.evaluate(OVERLAP, [link.element_handle(), card.element_handle()]), link.inner_text()
        assert page.evaluate(SIDEWAYS) <= 0
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-*")


def test_a_finger_opens_the_card_first_and_follows_then(browser, book):
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((book / CHAPTER).as_uri())
    link, card = the_mark(page)
    link.tap()
    assert card.is_visible() and card.evaluate(INSIDE) and "scaling-laws" in page.url
    page.touchscreen.tap(5, card.bounding_box()["y"] - 100)
    assert not card.is_visible()
    link.tap()
    card.locator(".card-more").tap()
    page.wait_for_url(f"**/glossary.html#{TERM.id}")
    context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@WIDTHS
def test_an_open_card_is_accessible(open_page, axe, dark, width):
    page = open_page(CHAPTER, dark=dark, width=width)
    link, card = the_mark(page)
    link.focus()
    assert card.is_visible()
    assert not axe(page)


def test_without_script_the_card_shows(open_page):
    page = open_page(CHAPTER, js=False, width=390)
    link, card = page.locator(f'[aria-describedby="card-{TERM.id}"]'), page.locator(f"#card-{TERM.id}")
    link.scroll_into_view_if_needed()
    assert not card.is_visible()
    point_at(page, link)
    card.wait_for(state="visible")
    assert card.evaluate(INSIDE)
    page.mouse.move(*away(page, card))
    card.wait_for(state="hidden")
    link.focus()
    card.wait_for(state="visible")


def test_a_term_looks_like_text_and_unlike_a_claim(untouched_page):
    page = untouched_page(CHAPTER)
    look = """link => { const own = getComputedStyle(link);
      return [own.color === getComputedStyle(link.parentNode.parentNode).color, own.textDecorationLine,
        own.textDecorationStyle]; }"""
    assert page.locator(".term > a").first.evaluate(look) == [True, "underline", "dotted"]
    assert page.locator(".claim > a").first.evaluate(look)[0] is False


def test_each_page_marks_a_term_once_where_prose_is(book):
    for path in book.glob("chapters/*.html"):
        html = path.read_text("utf-8")
        marks = re.findall(r'href="glossary.html#(term-[^"]*)" aria-describedby="card-\1"', html)
        cards = re.findall('<span class="book-card" id="card-(term-[^"]*)"', html)
        assert sorted(cards) == sorted(set(marks)) and len(marks) == len(set(marks)) and set(marks) <= TERMS.keys()
        assert bool(marks) == (path.name not in ("glossary.html", "sources.html")), path.name


# The glossary


def test_every_term_stands_in_the_glossary(untouched_page, book):
    page = untouched_page(GLOSSARY)
    rows = page.locator(".term-list > div").evaluate_all("rows => rows.map(row => [row.id, row.innerText])")
    assert [id for id, _ in rows] == list(TERMS)
    for id, text in rows:
        assert TERMS[id].term in text and TERMS[id].meaning in text
    met = page.locator(f"#{TERM.id} .term-use a")
    assert (met.get_attribute("href"), met.inner_text()) == ("scaling-laws.html", "Scaling laws")
    assert "First met in: Curves & Controls." in dict(rows)["term-export-control"]
    html = (book / CHAPTER).read_text("utf-8")
    for id, text in rows:
        assert ("Used in no running text." in text) <= (f"glossary.html#{id}" not in html)
    links = page.locator(".term-list a[href^='sources.html#']").evaluate_all("all => all.map(a => a.hash.slice(1))")
    assert links and all(f'id="{anchor}"' in (book / SOURCES).read_text("utf-8") for anchor in links)


@WIDTHS
def test_a_term_asked_for_by_its_address_stands_out(open_page, width):
    page = open_page(GLOSSARY, width=width, fragment=TERM.id)
    asked, other = (page.locator(f"#{id}") for id in (TERM.id, "term-loss"))
    background = "row => getComputedStyle(row).backgroundColor"
    assert asked.evaluate(background) != other.evaluate(background)
    assert asked.evaluate("row => row.getBoundingClientRect().top < innerHeight")
    assert page.evaluate(SIDEWAYS) <= 0


# The sources


def test_each_source_has_an_anchor_and_says_what_rests_on_it(untouched_page):
    page = untouched_page(SOURCES)
    uses = page.locator(".citation").evaluate_all(
        "all => all.map(entry => [entry.id, entry.querySelector('.source-use').innerText])"
    )
    assert {id.removeprefix("source-") for id, _ in uses} == data._bibliography(data.DATA).keys()
    said = dict(uses)
    assert said["source-owen2024"] == "Data: findings.csv. Cited in: Scaling laws."
    assert said["source-kimi-k2"].startswith("Data: models.csv")
    assert page.locator("#source-owen2024 .source-use a").get_attribute("href") == "scaling-laws.html"
