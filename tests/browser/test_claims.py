"""Claim marks and their cards, the page of all claims, and the cards about inputs, under a reader's hand."""

import json
import re

import pytest
from curves import Explorer, claims
from curves.explore import explorer as explorers
from curves.explore import page as pages
from curves.figures import all_figures

CHAPTER = "chapters/scaling-laws.html"
ALL = "chapters/claims.html"
KNOWN = claims.claims()
DISPUTED = "C229"
WIDTHS = pytest.mark.parametrize("width", [1280, 360])
INSIDE = """card => {
  const box = card.getBoundingClientRect(), page = document.documentElement;
  return box.width > 100 && box.left >= 0 && box.top >= 0
    && box.right <= page.clientWidth && box.bottom <= page.clientHeight;
}"""

OVERLAP = """([link, card]) => {
  const a = link.getBoundingClientRect(), b = card.getBoundingClientRect();
  return a.top + 1 < b.bottom && a.bottom - 1 > b.top && a.left + 1 < b.right && a.right - 1 > b.left;
}"""


def the_mark(page, id=DISPUTED):
    """A mark's link, in the middle of the window, and its card."""
    link = page.locator(f'[aria-describedby="card-{id}"]').first
    link.evaluate("link => link.scrollIntoView({block: 'center'})")
    return link, page.locator(f"#card-{id}")


def point_at(page, locator):
    box = locator.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)


def away(page, card):
    """A place in the window, at its left edge, that the card leaves free."""
    box = card.bounding_box()
    return 5, 5 if box["y"] > 10 else page.viewport_size["height"] - 5


@WIDTHS
def test_pointing_shows_the_card_and_it_can_be_pointed_at(open_page, width):
    page = open_page(CHAPTER, width=width)
    link, card = the_mark(page)
    assert not card.is_visible()
    point_at(page, link)
    assert card.is_visible() and card.evaluate(INSIDE)
    said = card.inner_text()
    claim = KNOWN[DISPUTED]
    assert all(part in said for part in (claim.who, claim.section, claim.claim, "If true, undermines the controls"))
    assert claim.opponents
    for id in claim.opponents:
        assert id in said and KNOWN[id].claim in said
    point_at(page, card)
    page.wait_for_timeout(900)
    assert card.is_visible()
    page.mouse.move(*away(page, card))
    card.wait_for(state="hidden")


def test_focus_shows_and_escape_puts_away(open_page):
    page = open_page(CHAPTER)
    link, card = the_mark(page)
    link.focus()
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert link.evaluate("link => link === document.activeElement")
    link.blur()
    link.focus()
    page.keyboard.press("Tab")
    assert card.evaluate("card => card.contains(document.activeElement)")
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert link.evaluate("link => link === document.activeElement")


def test_escape_puts_away_what_the_pointer_shows(open_page):
    page = open_page(CHAPTER)
    link, card = the_mark(page)
    point_at(page, link)
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.mouse.move(*away(page, card))
    point_at(page, link)
    assert card.is_visible()


@WIDTHS
@pytest.mark.parametrize("path", [CHAPTER, "chapters/index.html", ALL])
def test_every_card_stays_inside_the_window(open_page, path, width):
    page = open_page(path, width=width, height=740)
    links = page.locator(".claim > a")
    assert links.count() >= 5
    for i in range(links.count()):
        link = links.nth(i)
        link.focus()
        card = page.locator("#" + link.get_attribute("aria-describedby"))
        assert card.is_visible() and card.evaluate(INSIDE), link.inner_text()
        assert not page.evaluate(OVERLAP, [link.element_handle(), card.element_handle()]), link.inner_text()


def test_a_page_holds_each_card_once_and_each_mark_leads_to_its_claim(open_page, book):
    for path in book.glob("chapters/*.html"):
        html = path.read_text("utf-8")
        marks = re.findall(r'<a href="([^"]*)" aria-describedby="card-(C\d{3})">(C\d{3})</a>', html)
        cards = re.findall(r'<span class="book-card" id="card-(C\d{3})"', html)
        assert len(cards) == len(set(cards)) and set(cards) == {id for _, id, _ in marks}
        for address, id, text in marks:
            assert text == id and address in (f"claims.html#{id}", f"#{id}")
    page = open_page(CHAPTER)
    the_mark(page)[0].click()
    page.wait_for_url(f"**/claims.html#{DISPUTED}")
    assert page.locator(f"#{DISPUTED}").evaluate("row => row.matches(':target')")
    assert KNOWN[DISPUTED].claim in page.locator(f"#{DISPUTED}").inner_text()


def test_a_finger_opens_the_card_first_and_follows_then(browser, book):
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((book / CHAPTER).as_uri())
    link, card = the_mark(page)
    link.tap()
    assert card.is_visible() and card.evaluate(INSIDE) and "scaling-laws" in page.url
    assert card.locator(".card-more").is_visible()
    page.touchscreen.tap(*away(page, card))
    assert not card.is_visible()
    link.tap()
    link.tap()
    page.wait_for_url(f"**/claims.html#{DISPUTED}")
    context.close()


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_open_cards_are_accessible(open_page, axe, dark, width):
    page = open_page(CHAPTER, dark=dark, width=width)
    link, card = the_mark(page)
    link.focus()
    assert card.is_visible()
    assert not axe(page)
    about(page)[0].focus()
    card.wait_for(state="hidden")
    assert page.locator(".curves-card:visible").count() == 1
    assert not axe(page)


def test_no_card_in_print(open_page):
    page = open_page(CHAPTER)
    the_mark(page)[0].focus()
    point_at(page, about(page)[0])
    assert page.locator(".book-card:visible").count() == 1 and page.locator(".curves-card:visible").count() == 1
    page.emulate_media(media="print", color_scheme="light")
    assert page.locator(":is(.book-card, .curves-about, .curves-card):visible").count() == 0
    assert the_mark(page)[0].is_visible()


def test_without_script_cards_show_and_claims_can_be_read(open_page):
    page = open_page(CHAPTER, js=False)
    link = page.locator(f'[aria-describedby="card-{DISPUTED}"]').first
    card = page.locator(f"#card-{DISPUTED}")
    link.scroll_into_view_if_needed()
    assert not card.is_visible()
    point_at(page, link)
    card.wait_for(state="visible")
    point_at(page, card)
    page.wait_for_timeout(900)
    assert card.is_visible()
    page.mouse.move(*away(page, card))
    card.wait_for(state="hidden")

    page = open_page(ALL, js=False)
    assert page.locator(".claim-list > li:visible").count() == len(KNOWN)
    assert not page.locator(".claim-filters").is_visible()


# The page of all claims


def test_every_claim_stands_there(open_page):
    page = open_page(ALL)
    rows = page.locator(".claim-list > li").evaluate_all("rows => rows.map(row => [row.id, row.innerText])")
    assert [id for id, _ in rows] == list(KNOWN)
    for id, text in rows:
        claim = KNOWN[id]
        assert claim.claim in text and claims.STANCES[claim.stance] in text
        assert all(other in text for other in claim.opponents + claim.supports)
    broken = page.evaluate(
        "[...document.querySelectorAll('.claim-list a[href^=\"#\"]')].filter(a => !document.querySelector(a.hash))"
    )
    assert broken == []


@pytest.mark.parametrize(
    ("settings", "keeps"),
    [
        ({"document": "astro"}, lambda claim: claim.document == "astro"),
        ({"chapter": "two-worlds"}, lambda claim: claim.chapter == "two-worlds"),
        ({"stance": "undermines"}, lambda claim: claim.stance == "undermines"),
        ({"type": "forecast"}, lambda claim: claim.type == "forecast"),
        ({"words": "smuggl"}, lambda claim: "smuggl" in (claim.claim + claim.section).lower()),
        ({"opponents": True}, lambda claim: claim.opponents),
        (
            {"document": "nyt", "stance": "supports"},
            lambda claim: (claim.document, claim.stance) == ("nyt", "supports"),
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_filters(open_page, settings, keeps):
    page = open_page(ALL)
    form, output = page.locator(".claim-filters"), page.locator(".claim-filters output")
    assert output.inner_text() == f"{len(KNOWN)} of {len(KNOWN)} claims shown"
    for name, value in settings.items():
        control = form.locator(f"[name={name}]")
        control.check() if value is True else control.fill(value) if name == "words" else control.select_option(value)
    kept = [id for id, claim in KNOWN.items() if keeps(claim)]
    shown = page.locator(".claim-list > li:visible").evaluate_all("rows => rows.map(row => row.id)")
    assert 0 < len(kept) < len(KNOWN) and shown == kept
    assert output.inner_text() == f"{len(kept)} of {len(KNOWN)} claims shown"
    essays = {KNOWN[id].document for id in kept}
    assert page.locator("section:has(> .claim-list):visible").count() == len(essays)
    form.get_by_role("button").click()
    page.wait_for_function(f"document.querySelectorAll('.claim-out').length === 0 && {len(KNOWN)}")
    assert page.locator(".claim-list > li:visible").count() == len(KNOWN)


@WIDTHS
def test_a_claim_asked_for_is_shown_whatever_the_filters_say(open_page, width):
    page = open_page(ALL, width=width)
    page.locator(".claim-filters [name=document]").select_option("astro")
    target = page.locator("#C147")
    assert KNOWN["C147"].document != "astro" and not target.is_visible()
    page.evaluate("location.hash = 'C147'")
    target.wait_for(state="visible")
    assert target.evaluate("row => row.getBoundingClientRect().top < innerHeight && "
                           "row.getBoundingClientRect().bottom > 0")  # fmt: skip
    astro = sum(claim.document == "astro" for claim in KNOWN.values())
    page.get_by_text(f"{astro + 1} of {len(KNOWN)} claims shown").wait_for()
    plain = page.locator("#C230").evaluate("row => getComputedStyle(row).backgroundColor")
    assert target.evaluate("row => getComputedStyle(row).backgroundColor") != plain
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


# Cards about inputs


def about(page, name="spend_usd"):
    """The button about an input, in the middle of the window, and its card."""
    box = page.locator(f".curves-figure [data-input={name}]").first
    button = box.locator(".curves-i")
    button.evaluate("button => button.scrollIntoView({block: 'center'})")
    return button, box.locator(".curves-card")


def assert_a_card_tells(page):
    button, card = about(page)
    assert not card.is_visible()
    point_at(page, button)
    assert card.is_visible() and card.evaluate(INSIDE)
    said = card.inner_text()
    assert "three example budgets" in said and "Plausible range: $1M to $1B." in said
    assert "Source: Amodei (2025), On DeepSeek and Export Controls." in said and "As of January 2025." in said
    assert "Claims: C100, C101, C102." in said
    point_at(page, card)
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.mouse.move(*away(page, card))
    button.focus()
    assert card.is_visible()
    assert button.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    button.blur()
    button.click()
    assert card.is_visible()


@WIDTHS
def test_an_input_tells_where_its_value_comes_from(open_page, width):
    page = open_page(CHAPTER, width=width)
    assert_a_card_tells(page)
    links = about(page)[1].locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["claims.html#C100", "claims.html#C101", "claims.html#C102"]
    for i in range(page.locator(".curves-i").count()):
        button = page.locator(".curves-i").nth(i)
        button.evaluate("button => button.scrollIntoView({block: 'center'})")
        button.focus()
        card = page.locator("#" + button.get_attribute("aria-describedby"))
        assert card.is_visible() and card.evaluate(INSIDE)


def test_without_script_an_input_still_tells(open_page):
    page = open_page(CHAPTER, js=False)
    box = page.locator("#fig-success-and-spending [data-input=spend_usd]")
    assert "$10M" in box.inner_text()
    box.scroll_into_view_if_needed()
    point_at(page, box.locator(".curves-i"))
    assert "Plausible range: $1M to $1B." in box.locator(".curves-card").inner_text()


def mount(page, explorer):
    """Show an Explorer as a notebook does: html and style through anywidget's door, without the book."""
    model = {"_html": pages.figure_html(explorer), "_models": explorer.javascript} | explorer.values
    page.set_content(f"<!doctype html><html lang='en'><style>{explorers.STYLE.read_text('utf-8')}</style><main></main>")
    page.evaluate(
        """async ([front, known]) => {
          const address = URL.createObjectURL(new Blob([front], { type: "text/javascript" }));
          const model = { get: (name) => known[name], on() {}, set() {}, save_changes() {}, send() {} };
          await (await import(address)).default.render({ model, el: document.querySelector("main") });
        }""",
        [explorer._esm if isinstance(explorer._esm, str) else str(explorer._esm), json.loads(json.dumps(model))],
    )
    page.evaluate("document.querySelector('.curves-skip')?.click()")


@WIDTHS
def test_the_same_card_in_a_notebook(browser, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    mount(page, all_figures()["fig-success-and-spending"]())
    assert_a_card_tells(page)
    page.close()


def test_a_readers_own_function_has_no_such_button():
    own = Explorer(lambda years, rate: years * rate, years=(0, 10), rate=(0, 2))
    assert "curves-i" not in re.findall('class="([^"]*)"', pages.figure_html(own))
