"""Does the book work outside Chromium? Pages, figures, links and cards, each once; the whole suite is tests/browser."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from curves import data
from curves.explore import Choice, Slider
from curves.figures import all_figures

CONTENTS = yaml.safe_load((Path(__file__).parents[1] / "_toc.yml").read_text("utf-8"))["chapters"]
FIGURES = all_figures()
DESCRIBED = [id for id, make in FIGURES.items() if make().inputs.keys() & data.parameters().keys()]
"""Figures with an input that has a card of its own."""
CHAPTERS = ["index", *(entry["file"].removeprefix("chapters/") for entry in CONTENTS)]
CHAPTER, ALL_CLAIMS = "chapters/scaling-laws.html", "chapters/claims.html"
SIZES = {390: 844, 1280: 1000}
# Numbers travel as text: JSON has neither NaN nor infinity.
POINT = """id => JSON.parse(JSON.stringify(curves.figures[id].tables.point[0],
  (name, value) => typeof value === "number" ? String(value) : value))"""
MOVE = """(selector, place) => {
  const slider = document.querySelector(selector);
  slider.value = place;
  slider.dispatchEvent(new Event("input", {bubbles: true}));
}"""
TEXT = "selector => document.querySelector(selector).textContent"
DRAWING = "id => [...document.querySelectorAll(`#${id} .curves-chart svg`)].map(svg => svg.innerHTML).join()"
VALUE = "selector => document.querySelector(selector).value"
FOCUS = "selector => document.querySelector(selector).focus()"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOUCHING = """id => [...document.querySelectorAll(`#${id} svg .role-axis-label`)].flatMap(axis => {
  const labels = [...axis.querySelectorAll("text")].filter(text => getComputedStyle(text).opacity !== "0");
  const boxes = labels.map(text => text.getBoundingClientRect());
  return labels.slice(1).map((text, i) => [labels[i].textContent, text.textContent]).filter((_, i) =>
    boxes[i].right + 3 > boxes[i + 1].left && boxes[i].left < boxes[i + 1].right
    && boxes[i].bottom > boxes[i + 1].top && boxes[i].top < boxes[i + 1].bottom);
})"""
SHOWN = """selector => {
  const card = document.querySelector(selector), box = card.getBoundingClientRect();
  const {clientWidth: width, clientHeight: height} = document.documentElement;
  return getComputedStyle(card).visibility === "visible" && box.width > 100 && box.left >= 0 && box.top >= 0
    && box.right <= width + 1 && box.bottom <= height + 1
    && card.contains(document.elementFromPoint(box.left + 20, box.top + 6));
}"""
HIDDEN = "selector => getComputedStyle(document.querySelector(selector)).visibility === 'hidden'"
THEME = """wanted => {
  for (let i = 0; i < 3 && document.documentElement.dataset.theme !== wanted; i++) {
    document.querySelector(".theme-switch-button").click();
  }
  return document.documentElement.dataset.theme;
}"""


@pytest.fixture(params=FIGURES)
def explorer(request):
    return FIGURES[request.param]()


@pytest.fixture
def open_figure(open_page, book, explorer):
    """Opens the page that holds the figure, scrolls to it and waits until it is drawn."""

    def open_figure(**options):
        holds = f'<figure class="curves-figure" id="{explorer.id}"'
        [path] = [path for path in book.rglob("*.html") if holds in path.read_text("utf-8")]
        page = open_page(path.relative_to(book), **options)
        page.run("() => document.querySelectorAll('.curves-fold').forEach(fold => { fold.open = true; })")
        assert page.run("id => document.getElementById(id).matches('.curves-live')", explorer.id)
        show(page, explorer.id)
        return page

    return open_figure


def show(page, id):
    page.run("id => document.getElementById(id).scrollIntoView({behavior: 'instant'})", id)
    page.until("id => document.getElementById(id).matches('.curves-drawn')", id)
    page.run("id => document.querySelector(`#${id} .curves-skip`)?.click()", id)


def slider_of(explorer, name):
    return f"#{explorer.id} [data-input={name}] input[type=range]"


def assert_as_numpy(page, explorer):
    """The sentence and the numbers are those of numpy at the page's own values; gives the sentence."""
    page.settle()
    point = page.run(POINT, explorer.id)
    for name, item in explorer.inputs.items():
        number = isinstance(item, Slider) and point[name] is not None
        setattr(explorer, name, float(point[name]) if number else point[name])
    sentence = page.run(TEXT, f"#{explorer.id} .curves-sentence")
    assert sentence == explorer.say()
    for name, value in explorer.outputs().items():
        if not isinstance(value, (np.ndarray, list)):
            text = point[name]
            shown = float(text) if isinstance(text, str) else text
            assert shown == value or abs(shown - value) <= 1e-12 * max(abs(value), 100), name
    return sentence


# -- Pages ---------------------------------------------------------------------------------


def test_the_front_door_leads_in(open_page):
    page = open_page("index.html")
    page.until("() => location.pathname.endsWith('chapters/index.html') && document.querySelector('h1') !== null")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", CHAPTERS)
def test_a_page_opens_and_fits(open_page, save, name, width, theme):
    page = open_page(f"chapters/{name}.html", width=width, height=SIZES[width])
    assert page.run(THEME, theme) == theme
    assert page.run("() => [...document.querySelectorAll('h1')].filter(h1 => h1.getClientRects().length).length") == 1
    assert page.run(SIDEWAYS) <= 0
    assert page.run("() => document.querySelector('.skip-link').getBoundingClientRect().bottom") <= -1
    assert page.run("() => [...document.fonts].some(f => f.status === 'loaded' && f.family.includes('Awesome'))")
    assert len(save(name, width, theme)) > 5_000
    for id in page.run("() => Object.keys(globalThis.curves?.figures ?? {})"):
        show(page, id)
        assert page.run(SIDEWAYS) <= 0 and page.run(TOUCHING, id) == []
        assert len(save(id, width, theme)) > 5_000
        page.run("id => document.querySelector(`#${id} .curves-inputs`).scrollIntoView({behavior: 'instant'})", id)
        save(id, "inputs", width, theme)


@pytest.mark.parametrize("width", SIZES)
def test_the_search_dialog_opens(open_page, save, width):
    page = open_page("chapters/index.html", width=width, height=SIZES[width])
    page.run("""() => [...document.querySelectorAll(".search-button__button")]
      .find(button => button.getClientRects().length).click()""")
    page.until("() => document.activeElement.matches('dialog[open] input[type=search]')")
    save("search", width)
    page.press("Escape")
    page.until("() => !document.querySelector('dialog[open]')")


def test_search_finds_from_the_disk(open_page):
    page = open_page("search.html")
    page.run(FOCUS, ".bd-search-container input[type=search]")
    page.press(*"scaling", "Enter")
    page.until("() => document.querySelector('#search-results a')?.textContent.includes('Scaling laws')")


# -- Figures -------------------------------------------------------------------------------


def test_sliders_and_arrow_keys_lead_to_numpys_sentence(open_figure, explorer):
    page = open_figure()
    assert_as_numpy(page, explorer)
    choices = [name for name, item in explorer.inputs.items() if isinstance(item, Choice)]
    for key, used in explorer.used.items():
        for name, option in (part.split("=") for part in key.split("&") if part):
            assert name in choices
            page.run(
                """(selector, option) => {
                  const select = document.querySelector(selector);
                  select.selectedIndex = [...select.options].findIndex(o => o.textContent === option);
                  select.dispatchEvent(new Event("change", {bubbles: true}));
                }""",
                f"#{explorer.id} [data-input={name}] select",
                option,
            )
            page.settle()
        for name in (name for name in used if isinstance(explorer.inputs[name], Slider)):
            slider = slider_of(explorer, name)
            start, seen = page.run(VALUE, slider), set()
            low, high = page.run("s => [document.querySelector(s).min, document.querySelector(s).max]", slider)
            for place in (low, high, start):
                page.run(MOVE, slider, place)
                seen.add(assert_as_numpy(page, explorer) + page.run(DRAWING, explorer.id))
                assert page.run(VALUE, slider) == place
            page.run(FOCUS, slider)
            arrows = [(-1, "ArrowLeft"), (1, "ArrowRight")]
            for way, arrow in arrows[::-1] if start == low else arrows:
                before = float(page.run(VALUE, slider))
                page.press(arrow)
                seen.add(assert_as_numpy(page, explorer) + page.run(DRAWING, explorer.id))
                step = float(page.run("selector => document.querySelector(selector).step", slider))
                assert float(page.run(VALUE, slider)) == pytest.approx(before + way * step), arrow
            assert len(seen) > 1, f"{name} moves neither sentence nor chart"


def test_a_typed_value_counts(open_figure, explorer):
    page = open_figure()
    name = next(name for name, item in explorer.inputs.items() if isinstance(item, Slider))
    item, entry = explorer.inputs[name], f"#{explorer.id} [data-input={name}] .curves-entry"
    for text, wanted in ((item.write(item.max), item.max), ("many", item.max)):
        page.run("selector => document.querySelector(selector).select()", entry)
        page.press(*text, "Enter")
        assert_as_numpy(page, explorer)
        assert getattr(explorer, name) == wanted
    assert "“many” is not a number" in page.run(TEXT, f"#{explorer.id} [data-input={name}] .curves-problem")


def test_a_link_brings_its_state_back(open_figure, explorer, book):
    page = open_figure()
    for name, item in explorer.inputs.items():
        if isinstance(item, Choice):
            continue
        slider = slider_of(explorer, name)
        page.run(MOVE, slider, page.run("selector => document.querySelector(selector).max", slider))
    sentence = assert_as_numpy(page, explorer)
    page.until("id => location.hash.startsWith(`#${id}?`)", explorer.id)
    page.run("id => document.querySelector(`#${id} .curves-copy`).click()", explorer.id)
    link = page.run(VALUE, f"#{explorer.id} .curves-link")
    assert link.split("#")[1] == explorer.url.split("#")[1]
    page.until("id => document.querySelector(`#${id} .curves-said`).textContent !== ''", explorer.id)
    page.open(link)
    assert assert_as_numpy(page, explorer) == sentence
    assert abs(page.run("id => document.getElementById(id).getBoundingClientRect().top", explorer.id)) < 200


# -- Cards ---------------------------------------------------------------------------------


@pytest.mark.parametrize("width", SIZES)
def test_a_claims_card_comes_and_goes(open_page, save, width):
    page = open_page(CHAPTER, width=width, height=SIZES[width])
    id = page.run("() => document.querySelector('article p .claim > a').getAttribute('aria-describedby')")
    assert page.run(HIDDEN, f"#{id}")
    page.point_at(f'[aria-describedby="{id}"]')
    page.until(SHOWN, f"#{id}", seconds=5)
    save("card-of-a-claim", width)
    page.press("Escape")
    page.until(HIDDEN, f"#{id}", seconds=5)


@pytest.mark.parametrize("explorer", DESCRIBED, indirect=True)
@pytest.mark.parametrize("width", SIZES)
def test_an_inputs_card_comes_and_goes(open_figure, explorer, save, width):
    page = open_figure(width=width, height=SIZES[width])
    button = f"#{explorer.id} .curves-i"
    page.point_at(button)
    page.until(SHOWN, f"{button} + .curves-card", seconds=5)
    save("card-of-an-input", explorer.id, width)
    page.press("Escape")
    page.until(HIDDEN, f"{button} + .curves-card", seconds=5)


def test_the_claims_can_be_filtered(open_page):
    page = open_page(ALL_CLAIMS)
    total = page.run(TEXT, ".claim-filters output").split(" of ")[1]
    page.run(FOCUS, ".claim-filters input[type=search]")
    page.press(*"distillation")
    shown = "() => parseInt(document.querySelector('.claim-filters output').textContent)"
    page.until(f"total => ({shown})() < parseInt(total)", total)
    assert page.run(shown) > 0
    assert page.run("() => document.querySelectorAll('.claim-list > li:not(.claim-out)').length") == page.run(shown)
