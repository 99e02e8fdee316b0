"""The same in JupyterLab, with a live kernel: our figures, and the usual ways beside them."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import altair as alt
import nbformat
import nbformat.v4 as nb
import vl_convert
from curves.figures import all_figures

from . import page as clock
from .usual import USUAL

ROOT = Path(__file__).parents[1]
SETTINGS = ["--no-browser", "--allow-root", "--ip=127.0.0.1", "--IdentityProvider.token=", "--LabApp.news_url="]

# Altair's charts load Vega from the network, once a page. Here it is there already, as if loaded before.
VEGA = f"""(() => {{ {vl_convert.javascript_bundle()} }})();
var VEGA_DEBUG = {{ vega_version: "{alt.VEGA_VERSION}", vegalite_version: "{alt.VEGALITE_VERSION}",
  vegaembed_version: "{alt.VEGAEMBED_VERSION}" }};"""


@contextlib.contextmanager
def jupyterlab():
    """A server on a folder of its own, with the bench's notebook and the chapters in it: address and folder."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        write_notebook(Path(folder, "bench.ipynb"))
        for chapter in (ROOT / "chapters").rglob("*.ipynb"):
            shutil.copy(chapter, folder)
        command = [sys.executable, "-m", "jupyterlab", *SETTINGS, f"--port={port}", f"--ServerApp.root_dir={folder}"]
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))  # for the kernel
        environment = os.environ | {"PYTHONPATH": path, "JUPYTER_CONFIG_DIR": folder + "/.jupyter"}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: answer(address + "/api"))
            yield address, Path(folder)
        finally:
            server.terminate()
            server.wait(20)


def write_notebook(path):
    cells = [f"from bench import usual; usual.ours({id!r})" for id in all_figures()]
    cells += [f"from bench import usual; usual.{way.__name__}()" for way in USUAL.values()]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    notebook = nb.new_notebook(cells=[nb.new_code_cell(cell) for cell in cells], metadata=metadata)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def answer(address):
    with urllib.request.urlopen(address, timeout=5) as response:
        return json.load(response)


def wait_for(ready, seconds=90):
    until = time.monotonic() + seconds
    while True:
        try:
            if ready():
                return
        except OSError:
            pass  # not listening yet
        if time.monotonic() > until:
            raise TimeoutError("JupyterLab or its kernel does not start")
        time.sleep(0.3)


def kernel_rests(address, name):
    sessions = [session for session in answer(f"{address}/api/sessions") if session["path"] == name]
    return any(s["kernel"]["execution_state"] == "idle" and s["kernel"]["connections"] for s in sessions)


def run_all(browser, address, name):
    """Open a notebook and run it: the page, and seconds from the click to the first figure live."""
    page = clock.open_page(browser, f"{address}/lab/tree/{name}?reset")  # no tabs of before
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    wait_for(lambda: kernel_rests(address, name))
    page.wait_for_timeout(3000)
    page.add_script_tag(content=VEGA)
    page.get_by_role("menuitem", name="Run").click()
    item, start = page.get_by_text("Run All Cells", exact=True), time.perf_counter()
    item.click()
    figure, error = page.locator(".curves-figure.curves-live"), page.locator("[data-mime-type$='jupyter.error']")
    figure.or_(error).first.wait_for(state="attached", timeout=120_000)
    live = time.perf_counter() - start
    if error.count():
        raise RuntimeError(f"{name} in JupyterLab: {error.first.text_content()[-600:]}")
    clock.bring(figure.first)
    return page, live


def first_widgets(browser, address, folder):
    """For each chapter with a figure: its name and seconds from Run All to the first figure live."""
    for chapter in sorted(folder.glob("*.ipynb")):
        if chapter.name != "bench.ipynb" and "curves.figures" in chapter.read_text(encoding="utf-8"):
            page, live = run_all(browser, address, chapter.name)
            page.close()
            yield chapter.stem, live


def ours(page):
    """For each figure: id, times from event to drawn, and from event to the kernel's answer on screen."""
    for id, cell in zip(all_figures(), page.locator(".jp-CodeCell").all(), strict=False):
        figure = clock.bring(cell.locator(".curves-figure"))
        yield id, clock.moves(figure), clock.moves(figure, cell.locator(".bench-heard"))


def usual(page):
    """For each usual way: its name and times of moves."""
    cells = page.locator(".jp-CodeCell").all()[len(all_figures()) :]
    for name, cell in zip(USUAL, cells, strict=True):
        cell.evaluate("e => e.scrollIntoView({ block: 'center', behavior: 'instant' })")
        drawing = cell.locator(".bqplot, .widget-output, .jupyter-widgets-output-area").first
        drawing.locator("svg, img, canvas").first.wait_for(timeout=60_000)
        page.wait_for_timeout(2000)
        handles = [drawing.element_handle(), cell.locator(".noUi-handle").first.element_handle()]
        yield name, page.evaluate(f"([root, handle]) => stopwatch.widget(root, handle, {clock.MOVES})", handles)
