"""The same in JupyterLab, with a live kernel: our figures, and the usual ways beside them."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
import nbformat.v4 as nb
from curves.figures import all_figures

from . import page as clock
from .usual import USUAL

ROOT = Path(__file__).parents[1]
SETTINGS = ["--no-browser", "--allow-root", "--ip=127.0.0.1", "--IdentityProvider.token="]


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
        environment = os.environ | {"PYTHONPATH": str(ROOT), "JUPYTER_CONFIG_DIR": folder + "/.jupyter"}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address + "/api")
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


def wait_for(address, seconds=60):
    until = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def run_all(browser, address, name):
    """Open a notebook and run it: the page, and seconds from the click to the first figure live and drawn."""
    page = clock.open_page(browser, f"{address}/lab/tree/{name}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.wait_for_timeout(5000)  # its kernel starts
    page.get_by_role("menuitem", name="Run").click()
    item, start = page.get_by_text("Run All Cells", exact=True), time.perf_counter()
    item.click()
    figure = page.locator(".curves-figure.curves-live").first
    figure.wait_for(state="attached", timeout=120_000)
    live = time.perf_counter() - start
    clock.bring(figure)
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
