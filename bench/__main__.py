"""Measure the book and print one table: ``make bench``.  Aims are printed beside the figures, never enforced.

``python -m bench draws`` measures one section; ``screen``, ``decides``, ``models``,
``draws``, ``six`` and ``weight`` are all.
"""

import os
import platform
import signal
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
HTML = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "tests" / "browser"))

import chromium  # noqa: E402  (tests/browser)

from . import decides, draws, lab, models, page, six, weight  # noqa: E402

PAGE_MS, LAB_MS, FRAMES, PAGE_KB, DRAWS_M, FLIPS_S = 16.7, 30, 50, 450, 30, 3
ROOM_MS = PAGE_MS, 8  # of a frame for the model: all of it, and half


def main(names):
    if unknown := [name for name in names if name not in SECTIONS]:
        sys.exit(f"No section {', '.join(unknown)}: the bench has {', '.join(SECTIONS)}.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # JupyterLab and Chromium end with it
    executable = chromium.find() or sys.exit("No Chromium: see `python tests/browser/chromium.py --install`.")
    with sync_playwright() as playwright:
        browser = page.launch(playwright, executable)
        say("Curves & Controls: bench")
        say(f"{os.cpu_count()} cores, {platform.machine()}; Chromium {browser.version}, headless, drawn in software; "
            f"Python {platform.python_version()}; {load()}")  # fmt: skip
        say("Other work on the machine lengthens the times, p95 most and p10 least: compare rows of one run, not runs.")
        for name in names or SECTIONS:
            SECTIONS[name](browser)
        browser.close()
    say(f"\nAt the end: {load()}")


def screen(browser):
    say("\n1. From a slider's event to the screen, ms (how: bench/page.py)")
    say(f"{'':54}{'p10':>8}{'median':>8}{'p95':>8}{'x floor':>9}{'x ours':>8}  moves     p95 against its aim")
    floor = page.floor(browser)
    base = np.median(floor)
    row("floor: a bare SVG, no library", floor, base)
    held = []
    for id, times, *rates in page.figures(browser, HTML):
        row(f"page: {id}", times, base, aim=PAGE_MS)
        held.append((id, *rates))
    with lab.jupyterlab() as (address, folder):
        waits = list(lab.first_widgets(browser, address, folder))
        opened, _ = lab.run_all(browser, address, "bench.ipynb")
        own = None
        for id, times, heard in lab.ours(opened):
            own = own or np.median(clean(times))  # "ours" is the first figure: the usual ways have its model
            row(f"JupyterLab: {id}", times, base, own, aim=LAB_MS)
            row("            until the kernel has the value and says so", heard, base, own)
        for name, times in lab.usual(opened):
            row(f"JupyterLab: {name}", times, base, own)
        opened.close()
    row("floor, once more", page.floor(browser), base)
    say("\n   Arrow key held for 2 s in the page")
    for id, frames, keys in held:
        say(f"{id:54}{frames:8.0f} frames a second of {keys:.0f} keys   {against(FRAMES, frames, least=True)}")
    say("\n   JupyterLab, from Run All to the first live figure")
    for chapter, seconds in waits:
        say(f"{chapter:54}{seconds:8.1f} s")


def decides_table(browser):
    say("\n2. What decides it, ms from a release (how: bench/decides.py)")
    say(f"{'':34}{'at first':>30}{'then':>30}{'in Python':>10}")
    say(
        f"{'':34}{'draws':>7}"
        + f"{'tornado':>10}{'flips':>10}{'held up':>9}" * 2
        + f"{'':10}   flips against their aim"
    )
    for id, n, *pair, python in decides.releases(browser, HTML):
        times = "".join(f"{tornado:10.0f}{flips:10.0f}{task:9.0f}" for tornado, flips, task in pair)
        verdict = against(FLIPS_S, pair[1][1] / 1000)
        say(f"{id:34}{n or '':>7}{times}{python:10.0f}   {verdict}")


def model_table(browser):
    say("\n3. Models: nodes of each graph, JavaScript, and processor time of one evaluation")
    say(f"{'':34}{'nodes':>18}{'bytes':>8}{'gz':>7}{'rows':>7}{'V8 ns':>11}{'a row':>8}{'numpy ns':>11}{'a row':>8}")
    for id, nodes, raw, zipped, speeds in models.models():
        start = f"{id:34}{'+'.join(map(str, nodes)):>18}{raw:8,}{zipped:7,}"
        for rows, v8, numpy in speeds:
            say(f"{start:67}{rows:7,}{v8:11,.0f}{v8 / rows:8,.0f}{numpy:11,.0f}{numpy / rows:8,.0f}")
            start = ""


def draws_table(browser):
    say("\n4. Millions of draws a second: six uncertain inputs, ten years (how: bench/draws.py)")
    columns = "".join(f"{name:>12}" for name in ("V8", "numpy", "V8/numpy") * 2)
    say(f"{'':20}{'simulate only':>36}{'with summaries':>36}")
    say(f"{'':20}{columns}   V8, simulate only, against its aim")
    for n, *pairs in draws.speeds(browser):
        speeds = [[n / min(times) / 1000 for times in pair] for pair in pairs]
        cells = "".join(f"{v8:12.2f}{numpy:12.2f}{v8 / numpy:12.2f}" for v8, numpy in speeds)
        say(f"{n:14,} draws{cells}   {against(DRAWS_M, speeds[0][0], least=True)}")
    say("\n   Draws that fit one frame: ms of one evaluation with summaries, by number of draws")
    head = "".join(f"{n:9,}" for n in draws.POWERS) + "".join(f"in {ms} ms".rjust(12) for ms in ROOM_MS)
    say(f"{'':34}{head}")
    for id, times in draws.frames(browser):
        fits = [max((n for n, ms in zip(draws.POWERS, times, strict=True) if ms < room), default=0) for room in ROOM_MS]
        say(f"{id:34}{''.join(f'{ms:9.2f}' for ms in times)}{''.join(f'{n:12,}' for n in fits)}")


def six_table(browser):
    say("\n5. Six figures on one page, two with draws (how: bench/six.py)")
    with six.written() as path:
        for what, times in zip(("live", "drawn, in a window with room for all"), six.loads(browser, path), strict=True):
            say(f"from load to all six {what:42}{np.median(times):8.0f} ms, {min(times):.0f} to {max(times):.0f}")
        weight_row("six.html, without the theme", *weight.weigh(browser, path), head=True)
        say(f"\n{'   ms from event to screen':54}{'p10':>8}{'median':>8}{'p95':>8}{'x floor':>9}")
        base = np.median(page.floor(browser))
        for id, n, times in six.moves(browser, path):
            row(f"{id}, {f'{n:,} draws' if n else 'no draws'}", times, base, aim=PAGE_MS)


def weight_table(browser):
    say("\n6. Pages: kB loaded from disk, cold, scrolled to the end; parts gzipped")
    for i, weighed in enumerate(weight.pages(browser, HTML)):
        weight_row(*weighed, head=not i)


def weight_row(name, raw, zipped, requests, outside, head=False):
    if head:
        parts = "".join(f"{part:>9}" for part in weight.PARTS)
        say(f"{'':34}{parts}{'sum gz':>9}{'sum raw':>9}  requests  outside")
    parts = "".join(f"{zipped[part] / 1000:9.1f}" for part in weight.PARTS)
    total = sum(zipped.values()) / 1000
    say(f"{str(name):34}{parts}{total:9.1f}{sum(raw.values()) / 1000:9.0f}{requests:10}{len(outside):9}  "
        + against(PAGE_KB, total))  # fmt: skip
    for url in outside:
        say(f"{'':34}asks the network for {url}")


def row(name, times, base, own=None, aim=None):
    counted = clean(times)
    if not counted:
        raise RuntimeError(f"{name}: no move changed what is on screen")
    p10, median, p95 = np.percentile(counted, [10, 50, 95])
    moves = str(len(counted)) if len(counted) == len(times) else f"{len(counted)} of {len(times)}"
    ours = f"{median / own:8.1f}" if own else f"{'':8}"
    verdict = against(aim, p95) if aim else ""
    say(f"{name:54}{p10:8.1f}{median:8.1f}{p95:8.1f}{median / base:9.1f}{ours}  {moves:10}{verdict}")


def clean(times):
    return [time for time in times if time is not None]


def against(aim, value, least=False):
    beyond = aim - value if least else value - aim
    return f"within {aim}" if beyond <= 0 else f"{'under' if least else 'over'} {aim} by {beyond:.1f}"


def load():
    return "load " + " ".join(f"{x:.1f}" for x in os.getloadavg())


def say(line):
    print(line, flush=True)


SECTIONS = {
    "screen": screen,
    "decides": decides_table,
    "models": model_table,
    "draws": draws_table,
    "six": six_table,
    "weight": weight_table,
}

if __name__ == "__main__":
    main(sys.argv[1:])
