"""The same figures in JupyterLab with a kernel, no network but loopback: run all, move, read back, change the model."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from curves.figures import all_figures

ROOT = Path(__file__).parents[2]
OWN = """
from curves import Explorer

def doubling(years, months_to_double):
    return 2 ** (12 * years / months_to_double)

first = Explorer(doubling, years=(0, 10), months_to_double=(6, 12, 24))
first
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a free port, with the chapter and a notebook of a reader's own; gives its address."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "chapters" / "scaling-laws.ipynb", folder)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    own = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    own.cells = [nbformat.v4.new_code_cell(text) for text in (OWN, "second = Explorer(doubling, years=(0, 5), "
                 "months_to_double=(6, 24))\nsecond", "first.values, first.outputs()")]  # fmt: skip
    nbformat.write(own, folder / "own.ipynb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1",
               "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]  # fmt: skip
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_PLATFORM_DIRS": "1"}
    with (
        open(folder / "lab.log", "w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            _wait_for(port, server, folder / "lab.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait_for(port, server, log):
    for _ in range(120):
        if server.poll() is not None:
            break
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


@pytest.fixture
def notebook(lab, browser):
    """Opens a notebook and runs all its cells; gives the page, where ``page.frames_received`` counts bytes."""
    yield from _opener(lab, browser)


@pytest.fixture(scope="module")
def chapter(lab, browser):
    """A chapter that has run, for several tests."""
    for open_and_run in _opener(lab, browser):
        yield open_and_run("scaling-laws.ipynb")


def _opener(lab, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    left = []

    def gate(route):
        if route.request.url.startswith((lab, "blob:", "data:")):
            route.continue_()
        else:
            left.append(route.request.url)
            route.abort()

    context.route("**/*", gate)

    def open_and_run(name):
        page = context.new_page()
        page.frames_received = []
        page.on("websocket", lambda ws: ws.on("framereceived", lambda data: page.frames_received.append(len(data))))
        page.goto(f"{lab}/lab/workspaces/{name.removesuffix('.ipynb')}/tree/{name}")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=60_000)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        page.get_by_role("menuitem", name="Run").click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.started = time.perf_counter()
        return page

    yield open_and_run
    context.close()
    assert not left, f"asked the network for {left}"


def first_figure(page):
    figure = page.locator("figure.curves-figure").first
    figure.wait_for(state="attached", timeout=60_000)  # cells out of view are hidden
    figure.scroll_into_view_if_needed()
    page.locator("figure.curves-figure.curves-drawn").first.wait_for(timeout=60_000)
    if figure.locator(".curves-guess").is_visible():
        figure.locator(".curves-skip").click()
    return figure


def test_the_chapter_runs_and_moves(notebook):
    page = notebook("scaling-laws.ipynb")
    figure = first_figure(page)
    print(f"\nJupyterLab, from Run All to a live figure: {time.perf_counter() - page.started:.1f} s")
    before = figure.locator(".curves-chart svg").inner_html()
    slider = figure.locator("[data-input=spend_usd] input[type=range]")
    slider.click(position={"x": 40, "y": 8})
    place = int(slider.input_value())
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == place + 7
    page.wait_for_timeout(300)
    assert figure.locator(".curves-chart svg").inner_html() != before
    entry = figure.locator("[data-input=spend_usd] .curves-entry")
    entry.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("100M")
    page.keyboard.press("Enter")
    figure.get_by_text("For $100M this line promises 60 percent").wait_for(timeout=5000)
    assert not figure.locator(".curves-copy").is_visible()  # a notebook has Explorer.url
    figure.locator(".curves-reset").focus()
    page.keyboard.press("Enter")
    figure.get_by_text("For $10M this line promises 40 percent").wait_for(timeout=5000)
    assert figure.locator(".curves-reset").is_disabled() and "spend_usd" not in page.url


def test_a_function_typed_in_a_cell_becomes_live_and_the_next_cell_reads_it(notebook):
    page = notebook("own.ipynb")
    figure = first_figure(page)
    entry = figure.locator("[data-input=years] .curves-entry")
    entry.fill("3")
    entry.press("Enter")
    figure.get_by_text("doubling 8.00").first.wait_for(timeout=5000)
    page.wait_for_timeout(500)
    page.locator(".jp-CodeCell").nth(2).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("{'years': 3.0, 'months_to_double': 12.0}, {'doubling': 8.0}").wait_for(timeout=20_000)

    page.locator("figure.curves-figure").nth(1).scroll_into_view_if_needed()
    page.wait_for_function("document.querySelectorAll('figure.curves-drawn').length === 2", timeout=30_000)
    assert len([size for size in page.frames_received if size > 300_000]) == 1, "Vega travels once"

    page.locator(".jp-CodeCell").nth(2).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("first.years = 1")
    page.keyboard.press("Control+Enter")
    first = page.locator("figure.curves-figure").first
    first.get_by_text("doubling 2.00").first.wait_for(timeout=20_000)
    first.locator(".curves-reset").click()  # enabled by a value that came from the kernel
    first.get_by_text("doubling 32.00").first.wait_for(timeout=5000)
    page.locator(".jp-CodeCell").nth(2).locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("first.values")
    page.keyboard.press("Control+Enter")
    page.get_by_text("{'years': 5.0, 'months_to_double': 12.0}").first.wait_for(timeout=20_000)


def test_data_and_downloads(chapter, tmp_path):
    figure = first_figure(chapter)
    slider = figure.locator("[data-input=spend_usd] input[type=range]")
    slider.focus()
    for _ in range(3):
        chapter.keyboard.press("ArrowRight")
    details = figure.locator(".curves-data")
    details.locator("summary").focus()
    chapter.keyboard.press("Enter")  # and no cell runs
    details.locator("table").first.wait_for(timeout=5000)
    with chapter.expect_download(timeout=10_000) as waiting:
        details.get_by_role("button", name="CSV").click()
    waiting.value.save_as(tmp_path / "figure.csv")
    explorer = all_figures()["fig-success-and-spending"]()
    text = (tmp_path / "figure.csv").read_text("utf-8")
    frame = pd.read_csv(tmp_path / "figure.csv", comment="#").set_index("table")
    explorer.spend_usd = frame.spend_usd["point"]
    assert explorer.spend_usd > explorer.defaults["spend_usd"]
    assert f"# {explorer.say()}\n# {explorer.source}\n# {explorer.url}\n" in text  # a relative link
    for column in explorer.curve():
        np.testing.assert_allclose(
            pd.to_numeric(frame.loc["curve", column]), explorer.curve()[column], rtol=1e-12, atol=1e-10
        )
    for name, value in explorer.outputs().items():
        if isinstance(value, float):
            assert frame[name]["point"] == pytest.approx(value, rel=1e-12)
    assert f'Explorer.from_url("{explorer.url}")' in details.get_by_label("These numbers in Python").input_value()
    with chapter.expect_download(timeout=10_000) as waiting:
        details.get_by_role("button", name="PNG").click()
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


def test_the_text_reads_as_text(chapter):
    """Boxes are boxes, formulas are typeset, and sums of money are no formulas."""
    first_figure(chapter)
    chapter.get_by_text("Before you look", exact=True).first.wait_for(state="attached", timeout=30_000)
    said = chapter.locator(".jp-OutputArea-output").filter(has_text="Equal steps, measured in powers of ten.")
    said.wait_for(state="attached", timeout=30_000)
    said.scroll_into_view_if_needed()
    assert "from $1M to $10M as much as from $10M to $100M" in " ".join(said.inner_text().split())
    text = chapter.locator(".jp-Notebook").inner_text()
    assert "{cite" not in text and ":class:" not in text


def test_an_input_tells_where_its_value_comes_from(chapter):
    box = first_figure(chapter).locator("[data-input=spend_usd]")
    button, card = box.locator(".curves-i"), box.locator(".curves-card")
    button.evaluate("button => button.scrollIntoView({ block: 'center' })")  # other tests scroll the same page
    button.hover()
    assert "Plausible range: $1M to $1B." in card.inner_text()
    on_top = """card => {
      const box = card.getBoundingClientRect();
      return [box.top + 3, box.bottom - 3].every(y => card.contains(document.elementFromPoint(box.left + 20, y)));
    }"""
    assert card.evaluate(on_top), "the card is cut off"
    chapter.keyboard.press("Escape")
    assert not card.is_visible()
