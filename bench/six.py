"""Six figures on one page, two of them with draws: moves, time until all are live, weight.

The page is made of what the book's pages are made of (``Explorer.html``, ``explorer.css``,
Vega, ``explorer.js``), without the theme, and opened from the disk.  Moves have the stopwatch of
``page.py``.  A figure is live when its sliders answer, which is when the page's scripts have run;
its chart is drawn anew when it nears the window, so drawing is timed in a window that shows all six.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from curves.book import ASSETS
from curves.figures import all_figures

from . import growth
from . import page as clock

LOADS = 7
BOOK = "fig-success-and-spending", "fig-growing-budgets"
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Six figures</title>
<link rel="stylesheet" href="explorer.css">
<script defer src="vega.min.js"></script><script defer src="explorer.js"></script>"""
LIVE = """() => document.querySelectorAll(".curves-live").length === 6
  && performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd"""
DRAWN = "() => document.querySelectorAll('.curves-drawn').length === 6 && performance.now()"


def figures():
    """The book's two and four of the bench's."""
    known = all_figures()
    return [*(known[id]() for id in BOOK), growth.over_draws(), *map(growth.along, ("rate", "wear", "start"))]


@contextlib.contextmanager
def written():
    """The page, in a folder with all it needs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "six.html")
        path.write_text("\n".join([HEAD, *(explorer.html() for explorer in figures())]), encoding="utf-8")
        for name in ("explorer.css", "vega.min.js", "explorer.js"):
            shutil.copy(ASSETS[name], folder)
        yield path


def loads(browser, path):
    """ms from the start of loading, with nothing cached, until all are live and until all are drawn: a list of each."""
    times = []
    for _ in range(LOADS):
        page = browser.new_page(viewport={"width": 1280, "height": 8000})
        page.goto(path.as_uri())
        drawn = page.wait_for_function(DRAWN).json_value()
        times.append((page.evaluate(LIVE), drawn))
        page.close()
    return [list(column) for column in zip(*times, strict=True)]


def moves(browser, path):
    """For the first three figures, one without draws and two with: id, how many draws, times of moves."""
    page = clock.open_page(browser, path.as_uri())
    for explorer in figures()[:3]:
        yield explorer.id, explorer.draws, clock.moves(clock.bring(page.locator(f"#{explorer.id}")))
    page.close()
