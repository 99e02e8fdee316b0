"""Every page of the book, as a reader meets it: from the disk, on a phone, in the dark, without sight."""

from pathlib import Path

import pytest
import yaml
from fontTools.ttLib import TTFont

from .test_figures import PAPER, contrast

TOC = yaml.safe_load((Path(__file__).parents[2] / "_toc.yml").read_text("utf-8"))
ICON_FONTS = {
    ("Free", "900"): "fa-solid-900.woff2",
    ("Free", "400"): "fa-regular-400.woff2",
    ("Brands", "400"): "fa-brands-400.woff2",
}
LOADED_FONTS = "[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family).join()"
# Every icon that the page asks for, by class or by style: [character, family, weight].
FIND_ICONS = """() => [...document.querySelectorAll("body, body *")].flatMap(element =>
  ["::before", "::after"].flatMap(pseudo => {
    const style = getComputedStyle(element, pseudo), icon = style.content.match(/[\\ue000-\\uf8ff]/);
    return icon && style.display !== "none"
      ? [[icon[0], style.fontFamily, style.fontWeight]] : [];
  }))"""

BARE_ICONS = """() => [...document.querySelectorAll("[class*=' fa-'], [class^='fa-']")].filter(element =>
  !/[\ue000-\uf8ff]/.test(getComputedStyle(element, "::before").content)).map(element => element.className)"""


CELLS = f"""() => [...document.querySelectorAll(".bd-article :is(td, th)")].map(cell =>
  [cell.textContent, getComputedStyle(cell).color, ({PAPER})(cell)])"""


def files(entry):
    for key, value in entry.items():
        if key in ("root", "file"):
            yield str(Path(value).with_suffix("")) if value.endswith((".md", ".ipynb")) else value
        elif isinstance(value, list):
            for child in value:
                yield from files(child)


PAGES = [f"{file}.html" for file in files(TOC)]
every_page = pytest.mark.parametrize("path", [*PAGES, "search.html"])
light_and_dark = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@every_page
@light_and_dark
def test_opens_clean_and_accessible(open_page, axe, path, dark):
    page = open_page(path, dark=dark)
    assert page.locator("h1:visible").count() == 1
    assert page.locator("html").get_attribute("data-theme") == ("dark" if dark else "light")
    assert "facts as of" in page.locator(".extra_footer").inner_text()
    assert page.locator(".search-button__button:visible").count() == 1
    for text, ink, paper in page.evaluate(CELLS):  # a table that scrolls has shadows, and axe looks away
        assert contrast(ink, paper) >= 4.5, (text, ink, paper)
    violations = axe(page)
    assert not violations, "\n".join(violations)


@every_page
def test_on_a_phone(open_page, axe, book, path):
    page = open_page(path, width=360, height=780)
    html = page.locator("html")
    excess = html.evaluate("html => html.scrollWidth - html.clientWidth")
    assert excess <= 0, f"scrolls sideways by {excess} px"
    search = page.locator(".search-button__button:visible")
    assert search.count() == 1
    assert search.locator("xpath=ancestor::*[contains(@class, 'bd-header-article')]").count() == 1
    assert_icons_are_drawn(page, book)
    violations = axe(page)
    assert not violations, "\n".join(violations)


def assert_icons_are_drawn(page, book):
    icons = page.evaluate(FIND_ICONS)
    assert page.evaluate(BARE_ICONS) == []
    assert "Awesome" in page.evaluate(LOADED_FONTS)
    menu = page.locator(".primary-toggle .fa-bars").bounding_box()
    assert menu and menu["width"] > 0
    fonts = {
        key: TTFont(book / "_static/vendor/fontawesome/webfonts" / name).getBestCmap()
        for key, name in ICON_FONTS.items()
    }
    assert icons
    for character, family, weight in icons:
        key = ("Brands" if "Brands" in family else "Free", weight)
        assert ord(character) in fonts[key], f"U+{ord(character):X} is not in {ICON_FONTS[key]}"


@light_and_dark
def test_theme_toggle(open_page, dark):
    page = open_page(PAGES[0], dark=dark)
    seen = []
    for _ in range(4):
        seen.append(page.locator("html").evaluate("html => [html.dataset.mode, html.dataset.theme]"))
        page.locator(".theme-switch-button:visible").click()
    system, other = ("dark", "light") if dark else ("light", "dark")
    assert seen == [["auto", system], [other, other], [system, system], ["auto", system]]


def test_theme_follows_the_system(open_page):
    page = open_page(PAGES[0])
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'", timeout=2000)


def test_without_javascript(open_page):
    page = open_page(PAGES[0], dark=True, js=False)
    assert page.locator("h1:visible").count() == 1
    assert page.locator("html").get_attribute("data-theme") == "light"  # else the theme has no colours


def test_front_door(open_page):
    page = open_page("index.html", fragment="here?x=1")
    page.wait_for_url(f"**/{PAGES[0]}#here?x=1", timeout=5000)
    assert page.locator("h1:visible").count() == 1


def test_search_from_the_disk(open_page):
    title = open_page(PAGES[1]).locator("h1:visible").evaluate("h1 => h1.firstChild.textContent")
    page = open_page("search.html")
    page.locator(".bd-search-container input[type=search]").fill(title)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#search-results a:has-text('{title}')", timeout=5000)


def test_math(open_page, book):
    pages = [path for path in PAGES if 'class="katex"' in (book / path).read_text("utf-8")]
    assert pages, "no page has a formula"
    for path in pages:
        page = open_page(path)
        formulas = page.locator(".katex").count()
        assert page.locator(".katex > .katex-mathml > math").count() == formulas  # for screen readers
        assert page.locator(".katex > .katex-html[aria-hidden=true]").count() == formulas  # for the eye
        assert "KaTeX_M" in page.evaluate(LOADED_FONTS)
        box = page.locator(".katex-html").first.bounding_box()
        assert box["width"] > 0 and box["height"] > 0


def test_pdf(open_page):
    page = open_page(PAGES[1])
    page.emulate_media(media="print", color_scheme="light")
    pdf = page.pdf(format="A4", print_background=True)
    assert pdf[:4] == b"%PDF"
    assert len(pdf) > 10_000
