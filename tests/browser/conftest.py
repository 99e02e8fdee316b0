"""A real browser on the built book, opened from the disk with the network refused."""

import os
from functools import cache
from pathlib import Path

import pytest
from curves.explore import page as pages
from curves.explore.explorer import FRONT, STYLE, VEGA
from playwright.sync_api import sync_playwright

from .chromium import find

ROOT = Path(__file__).parents[2]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each window readies a process for suggestions in its address bar, which takes as long as a page of the book. The
    # last list of such features counts, so those of Playwright's that could matter to a page stand here again.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,Translate,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding,"
    "ThirdPartyStoragePartitioning,AcceptCHFrame,LensOverlay",
)
UNCOVER = """addEventListener("DOMContentLoaded", () => setTimeout(() => {
  for (const { asking } of Object.values(globalThis.curves?.figures ?? {})) asking?.cover(false);
}));"""
PUT_BACK = """() => {
  for (const { root, address, kept } of Object.values(globalThis.curves.figures)) {
    if (kept || !address.reset.disabled) address.restore();
    root.querySelector(".curves-data").open = false;
  }
}"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(scope="session")
def browser():
    path = find()
    if not path:
        pytest.fail("no Chromium: run `python tests/browser/chromium.py --install`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def book(book_built) -> Path:
    """The folder of the pages to look at."""
    return book_built


@pytest.fixture(scope="session")
def book_built() -> Path:
    """The folder of the built pages."""
    folder = Path(os.environ.get("CURVES_BOOK", ROOT / "_build/html")).resolve()
    if not (folder / "index.html").exists():
        pytest.fail(f"no book in {folder}: run `make book`")
    return folder


@pytest.fixture
def open_page(browser, book):
    """Open pages of the book; at the end no request left the disk and the console has no error.

    A test that provokes an error on purpose sets `page.allow_console = True`.  Figures that ask for a guess first
    show their answer at once, unless `asking=True`.
    """
    yield from _opener(browser, book)


@pytest.fixture(scope="module")
def untouched_page(browser, book):
    """The same for tests that only look: each page is opened once, by its name and options, and nobody moves it."""
    for open_page in _opener(browser, book):
        yield cache(open_page)


@pytest.fixture(scope="session")
def _shared_page(browser, book_built):
    for open_page in _opener(browser, book_built):
        yield cache(open_page)


@pytest.fixture
def shared_page(_shared_page):
    """The same for tests that move one figure: the page stays open, and each figure is put back after its test."""
    opened = []

    def open_shared(*args, **options):
        opened.append(_shared_page(*args, **options))
        return opened[-1]

    yield open_shared
    for page in opened:
        page.evaluate(PUT_BACK)


def _opener(browser, book):
    contexts, pages = [], []

    def open_page(relative, width=1280, height=900, dark=False, js=True, fragment="", asking=False):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # else the theme scrolls smoothly, and a test looks too early
            java_script_enabled=js,
        )
        contexts.append(context)
        if not asking:
            context.add_init_script(UNCOVER)
        page = context.new_page()
        page.name, page.allow_console, page.left_disk, page.errors = relative, False, [], []
        pages.append(page)

        def refuse(route):
            page.left_disk.append(route.request.url)
            route.abort()

        context.route(lambda url: not url.startswith(("file:", "data:", "blob:")), refuse)
        page.on("websocket", lambda socket: page.left_disk.append(socket.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
        page.goto((book / relative).as_uri() + (f"#{fragment}" if fragment else ""))
        if js:
            page.evaluate("document.fonts.ready.then(() => null)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    for page in pages:
        assert not page.left_disk, f"{page.name} asked the network for {page.left_disk}"
        assert page.allow_console or not page.errors, f"{page.name} has errors in its console: {page.errors}"


@pytest.fixture
def own_page(tmp_path, open_page):
    """Opens a small page of our own that holds the given Explorers."""

    def own_page(*explorers, name="own.html", **options):
        figures = "".join(pages.figure_html(e) + pages.models_script(e) for e in explorers)
        scripts = "".join(f'<script defer src="{path.as_uri()}"></script>' for path in (VEGA, FRONT))
        (tmp_path / name).write_text(
            '<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>Own</title>'
            f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{STYLE.as_uri()}">'
            f"{scripts}<body><main><h1>Own</h1>{figures}</main></body></html>",
            "utf-8",
        )
        return open_page(str(tmp_path / name), **options)

    return own_page


@pytest.fixture(scope="session")
def axe():
    """axe(page): what breaks WCAG 2.0 and 2.1, A and AA, a string for each rule; [] is good."""
    source = Path(__file__).with_name("vendor").joinpath("axe.min.js").read_text("utf-8")
    options = {"runOnly": {"type": "tag", "values": WCAG}, "preload": False, "resultTypes": ["violations"]}

    def axe(page):
        page.evaluate(source)
        violations = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
        return [describe(violation) for violation in violations]

    def describe(violation):
        places = [
            f"    {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
            for node in violation["nodes"]
        ]
        return "\n".join([f"{violation['id']}: {violation['help']}", *places])

    return axe
