"""The presentation: one figure a screen, from the disk; keys, the state as a code, a class's guesses."""

import io
import json

import pytest
import zxingcpp
from curves import Explorer, present
from curves.figures import all_figures
from PIL import Image

FIGURES = all_figures()
SLIDES = present.slides()
FIRST, LAST = SLIDES[0], SLIDES[-1]
PAGE, ID = "chapters/scaling-laws.html", "fig-success-and-spending"
HOME = "https://class.example.org/some/long/enough/path/curves-and-controls/"
NUMBER = "() => +new URLSearchParams(location.search).get('present')"
OUTSIDE = """() => [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility() &&
  !e.closest(".curves-alone, nav.present") && !e.querySelector(".curves-alone")).map(e => e.outerHTML.slice(0, 80))"""
CUT_OFF = """() => [...document.querySelectorAll(".curves-alone, .curves-alone :is(.curves-answer, .curves-guess)")]
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""


def show(page, slide):
    """Load a slide, or another figure by its address after ``chapters/``."""
    name, _, fragment = (slide["link"] if isinstance(slide, dict) else slide).partition("#")
    number = f"={slide['slide']}" if isinstance(slide, dict) else ""
    base = page.url[: page.url.index("/chapters/")]
    page.goto("about:blank")
    page.goto(f"{base}/chapters/{name}?present{number}#{fragment}")
    page.locator("nav.present").wait_for(timeout=15_000)
    page.locator(".curves-alone").wait_for(timeout=15_000)
    return page


def key(page, name):
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(name)
    page.locator("nav.present").wait_for(timeout=15_000)


def decoded(page):
    """What a camera reads from the code on the screen."""
    image = Image.open(io.BytesIO(page.locator(".present-qr svg").screenshot()))
    [found] = zxingcpp.read_barcodes(image)
    return found.text


@pytest.fixture
def stage(open_page):
    return open_page(PAGE, asking=True, width=1280, height=720)


def test_every_slide_is_a_figure_of_the_book_in_a_state_that_it_has():
    assert [int(slide["slide"]) for slide in SLIDES] == list(range(1, len(SLIDES) + 1))
    minutes = [int(slide["minute"]) for slide in SLIDES]
    assert minutes == sorted(minutes)
    for slide in SLIDES:
        explorer = Explorer.from_url(slide["link"])  # warns of what it cannot use, and a warning is an error
        assert slide["link"].split("#")[0] == explorer.shown_on, slide["slide"]


@pytest.mark.parametrize(("size", "dark"), [((1280, 720), True), ((390, 844), False)], ids=["projector", "phone"])
def test_there_is_one_figure_its_question_and_no_more(open_page, axe, size, dark):
    page = show(open_page(PAGE, asking=True, width=size[0], height=size[1], dark=dark), FIRST)
    explorer = Explorer.from_url(FIRST["link"])
    assert page.evaluate(OUTSIDE) == [] and page.locator(".present-ask").inner_text() == FIRST["ask"]
    for covered in (True, False):
        if explorer.asks and covered:
            assert not page.locator(".curves-alone .curves-sentence").is_visible()
        elif explorer.asks:
            page.locator(".curves-alone .curves-skip").click()
        if not covered:
            page.locator(".curves-alone.curves-drawn").wait_for(timeout=15_000)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not (violations := axe(page)), "\n".join(violations)
    assert page.locator(".curves-alone .curves-title").inner_text() == explorer.title
    assert page.locator(".curves-alone .curves-chart svg").is_visible()
    assert page.locator(".curves-alone input[type=range]:visible").count() <= 6


def test_the_type_is_large_and_every_slide_fits_the_screen(stage):
    for slide in {slide["link"]: slide for slide in (*SLIDES[::3], LAST)}.values():
        show(stage, slide)
        if stage.locator(".curves-asks.curves-alone").count():
            assert stage.evaluate(CUT_OFF) == [], slide
            stage.locator(".curves-alone .curves-skip").click()
        stage.locator(".curves-alone.curves-drawn").wait_for(timeout=15_000)
        stage.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
        )
        assert stage.evaluate(CUT_OFF) == [], slide
        sentence = stage.locator(".curves-alone .curves-sentence")
        short = len(sentence.inner_text()) < 400
        assert float(sentence.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= (18 if short else 15), slide
        chart, bar = stage.locator(".curves-alone .curves-chart"), stage.locator("nav.present")
        assert chart.bounding_box()["y"] + chart.bounding_box()["height"] < bar.bounding_box()["y"]


def test_a_clickers_keys_lead_through_the_slides_and_escape_out(stage):
    show(stage, FIRST)
    assert stage.get_by_role("button", name="Back").is_disabled()
    for name, number in (("PageDown", 2), ("ArrowRight", 3), ("n", 4), ("PageUp", 3), ("ArrowLeft", 2), ("p", 1)):
        key(stage, name)
        assert stage.evaluate(NUMBER) == number
        assert stage.url.endswith(
            f"{SLIDES[number - 1]['link'].split('#')[0]}?present={number}#" + stage.url.split("#")[1]
        )
    with stage.expect_navigation():
        stage.get_by_role("button", name="Next").click()
    assert stage.evaluate(NUMBER) == 2
    show(stage, LAST)
    assert stage.get_by_role("button", name="Next").is_disabled()
    values = stage.evaluate("id => curves.figures[id].values", Explorer.from_url(LAST["link"]).id)
    assert values == Explorer.from_url(LAST["link"]).values
    with stage.expect_navigation():
        stage.keyboard.press("Escape")
    assert "present" not in stage.url and not stage.locator("nav.present").count()
    assert stage.evaluate("id => curves.figures[id].values", Explorer.from_url(LAST["link"]).id) == values


def test_a_slider_and_a_field_keep_their_keys_but_not_the_clickers(stage):
    show(stage, f"scaling-laws.html#{ID}")  # no slide
    assert stage.locator(".present-place").inner_text() == "Not one of the slides"
    stage.locator(".curves-alone .curves-skip").click()
    slider = stage.locator(".curves-alone [data-input=score_at_1m_usd] input[type=range]")
    slider.focus()
    stage.keyboard.press("ArrowRight")
    entry = stage.locator(".curves-alone [data-input=spend_usd] .curves-entry")
    entry.focus()
    for name in ("ArrowLeft", "n", "p"):
        stage.keyboard.press(name)
    stage.wait_for_timeout(700)  # the address follows the hand
    assert "score_at_1m_usd=" in stage.url and "?present#" in stage.url
    slider.focus()
    key(stage, "PageDown")
    assert stage.evaluate(NUMBER) == 1


def test_the_code_holds_the_state_at_the_books_public_address(stage):
    show(stage, f"scaling-laws.html#{ID}")
    stage.locator(".present-show").click()
    form = stage.locator(".present-code form")
    assert "no public address" in form.inner_text() and not stage.locator(".present-qr svg").count()
    field = form.locator("input")
    field.fill("http://localhost:8000/")
    field.press("Enter")
    assert "Type an address" in form.inner_text()
    field.fill(HOME + "chapters/two-worlds.html#fig-belief")
    field.press("Enter")
    assert decoded(stage) == f"{HOME}chapters/scaling-laws.html#{ID}"  # no query: who opens it is asked, too
    stage.keyboard.press("Escape")  # puts the code away
    assert not stage.locator(".present-code").is_visible() and "?present" in stage.url
    stage.locator(".curves-alone .curves-skip").click()
    explorer = FIGURES[ID]()
    for name, value in {"spend_usd": 2.4e8, "score_at_1m_usd": 25, "score_at_100m_usd": 70}.items():
        setattr(explorer, name, value)
        entry = stage.locator(f".curves-alone [data-input={name}] .curves-entry")
        entry.fill(f"{value:g}")
        entry.press("Enter")
    stage.locator(".present-show").click()
    assert decoded(stage) == f"{HOME}chapters/{explorer.url}"
    assert stage.locator(".present-address").inner_text() == f"{HOME}chapters/{explorer.url}"


def test_a_published_book_names_itself_and_one_with_a_home_asks_nothing(stage, book):
    show(stage, f"scaling-laws.html#{ID}")
    home = json.dumps({"home": HOME, "slides": SLIDES})
    stage.route("**/slides.js", lambda route: route.fulfill(body=f"globalThis.curvesPresentation = {home}"))
    show(stage, f"scaling-laws.html#{ID}")
    stage.locator(".present-show").click()
    assert decoded(stage).startswith(HOME) and not stage.locator(".present-code form").is_visible()
    stage.context.unroute_all()
    site = "https://book.example.org/"
    stage.context.route(
        site + "**", lambda route: route.fulfill(path=book / route.request.url.split("?")[0][len(site) :])
    )
    stage.goto(f"{site}{PAGE}?present#{ID}")
    stage.locator("nav.present").wait_for(timeout=15_000)
    stage.locator(".present-show").click()
    assert decoded(stage) == f"{site}{PAGE}#{ID}"


def test_a_classs_guesses_lie_over_the_answer_and_are_there_when_the_slide_comes_again(stage):
    slide = next(s for s in SLIDES if Explorer.from_url(s["link"]).asks and s not in (FIRST, LAST))
    show(stage, slide)
    asks = Explorer.from_url(slide["link"]).asks
    low, high = asks.low, asks.high
    stage.locator(".curves-alone .curves-skip").focus()
    stage.keyboard.press("Enter")
    stage.locator(".curves-alone .curves-guesses summary").click()
    guesses = [low + share * (high - low) for share in (0.25, 0.5, 0.75)]
    stage.locator(".curves-alone .curves-guesses textarea").fill("\n".join(f"{guess:.4g}" for guess in guesses))
    for _ in range(2):
        assert "3 guesses" in stage.locator(".curves-alone .curves-guessed").inner_text()
        dots = stage.locator(".curves-alone .curves-dot")
        assert dots.evaluate_all("dots => dots.map(dot => dot.style.left)") == ["25%", "50%", "75%"]
        assert all(dot.bounding_box()["width"] >= 14 for dot in dots.all()) and stage.evaluate(CUT_OFF) == []
        key(stage, "PageDown")
        key(stage, "PageUp")
        stage.locator(".curves-alone .curves-strip").wait_for(timeout=5000)


def test_a_rehearsal_on_monday_tells_no_answer_on_tuesday(stage, open_page):
    show(stage, f"scaling-laws.html#{ID}")
    stage.locator(".curves-alone .curves-skip").click()
    again = stage.context.new_page()  # a new tab has its own memory
    again.goto(stage.url)
    assert again.locator(".curves-alone.curves-asks").count() == 1
    again.goto(stage.url.split("?")[0] + f"#{ID}")
    assert again.locator(f"#{ID}.curves-asks").count() == 1


def test_in_a_frame_and_without_a_figure_it_does_not_break(open_page, book, tmp_path):
    address = f"{(book / PAGE).as_uri()}?present"
    options = 'sandbox="allow-scripts allow-same-origin" width="700" height="400" title="F"'
    frames = "".join(f'<iframe {options} src="{address}#{id}"></iframe>' for id in (ID, "fig-nothing"))
    (tmp_path / "course.html").write_text(f'<!doctype html><html lang="en"><title>Course</title>{frames}')
    page = open_page(str(tmp_path / "course.html"))
    good, bad = (page.frame_locator("iframe").nth(i) for i in (0, 1))
    good.locator(".curves-alone").wait_for(timeout=15_000)
    good.locator(".present-show").click()
    good.locator(".present-code form").wait_for(timeout=5000)
    bad.get_by_text("This page has no figure").wait_for(timeout=15_000)
    assert bad.locator("nav.present").is_visible() and bad.locator("article h1").is_visible()
