"""What a reader gets from Binder, tried here: ``make binder``.

A fresh clone of HEAD; a fresh environment from ``binder/requirements.txt``, as repo2docker installs it; JupyterLab from
that environment, without a network (the server's proxies lead nowhere, the browser reaches only this machine); each
chapter opened and run, a slider moved; then a model of the reader's own, typed into a new cell, edited there, and a
constant of the book's changed.  Ends with 1 at the first thing that fails.
"""

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

import chromium  # noqa: E402  (tests/browser)

MOST_MB = 800
DEAD = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "all_proxy")}
BLOCKED = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
OWN = """from curves import Explorer

def my_model(x):
    return 3 * x + 1

Explorer(my_model, x=(0, 10))"""
CONSTANT = """from curves.figures import scaling_laws
from curves.models import scaling

scaling.ANCHOR_LOW_USD = 1e5
scaling_laws.success_and_spending()"""
ERRORS = """() => [...jupyterapp.shell.currentWidget.content.model.cells].flatMap(cell =>
  (cell.outputs?.toJSON() ?? []).filter(o => o.output_type === "error").map(o => o.ename + ": " + o.evalue))"""
ADD = """text => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  return jupyterapp.commands.execute("notebook:insert-cell-below");
}"""


class Failed(Exception):
    pass


def run(*command, seconds=900, **options):
    """Run; what went wrong becomes a message."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, **options)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


def environment():
    """The shell's own, without what would bring in this repository's code or settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "JUPYTER"))
    }
    return kept | {"PYTHONNOUSERSITE": "1"}


# The clone and its environment


def clone(folder):
    run("git", "clone", "--quiet", ROOT, folder)
    if changed := run("git", "-C", ROOT, "status", "--porcelain").strip():
        print(f"Not rehearsed, since not committed:\n{changed}")
    commit = run("git", "-C", folder, "log", "-1", "--format=%h %s").strip()
    print(f"Cloned {commit}")


def install(repository, folder):
    """The environment that Binder would make, and what it weighs."""
    wanted = (repository / "binder/runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    python = shutil.which(f"python{wanted}") or sys.executable
    start = time.perf_counter()
    run(python, "-m", "venv", "--without-pip", folder, env=environment())  # nothing but what is asked for
    pip = [sys.executable, "-m", "pip", "--python", folder / "bin/python", "--disable-pip-version-check"]
    run(*pip, "install", "--requirement", "binder/requirements.txt", cwd=repository, env=environment())
    found = run(folder / "bin/python", "-c", "import sys; print(sys.version.split()[0])").strip()
    print(f"Installed with Python {found} in {time.perf_counter() - start:.0f} s; runtime.txt asks for {wanted}")
    if not found.startswith(wanted):
        print(f"  There is no python{wanted} here: what differs from Python {found} is not rehearsed.")


def weigh(folder):
    """Megabytes of the environment, and its heaviest packages."""
    listed = run(folder / "bin/python", "-c", WEIGHTS).splitlines()
    packages = sorted(((int(size), name) for size, name in map(str.split, listed)), reverse=True)
    whole = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6
    print(f"\nThe environment weighs {whole:.0f} MB; the most is {MOST_MB}. Its packages, compiled files included:")
    heavy = [(size, name) for size, name in packages if size >= 1e6]
    rest = sum(size for size, _ in packages[len(heavy) :]), f"{len(packages) - len(heavy)} smaller ones"
    for size, name in [*heavy, rest]:
        print(f"  {size / 1e6:6.1f} MB  {name}")
    if whole > MOST_MB:
        raise Failed(f"{whole:.0f} MB are more than {MOST_MB}: see which of the packages above readers can do without.")


WEIGHTS = """
from importlib.metadata import distributions
from importlib.util import cache_from_source
for found in distributions():
    files = {found.locate_file(file) for file in found.files or ()}
    files |= {found.locate_file(cache_from_source(file)) for file in map(str, files) if file.endswith(".py")}
    print(sum(file.stat().st_size for file in map(type(found.locate_file("")), files) if file.is_file()), found.name)
"""


# JupyterLab without a network


@contextlib.contextmanager
def jupyterlab(repository, folder):
    """JupyterLab from the fresh environment on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [folder / "bin/jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
               "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    settings = {"JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_PLATFORM_DIRS": "1"}
    settings["PATH"] = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    log = folder / "lab.log"
    with open(log, "w") as said:
        server = subprocess.Popen(
            command, cwd=repository, env=environment() | DEAD | settings, stdout=said, stderr=said
        )
        try:
            address, until = f"http://127.0.0.1:{port}", time.monotonic() + 120
            while not answers(address):
                if server.poll() is not None or time.monotonic() > until:
                    raise Failed(f"JupyterLab does not start:\n{log.read_text()[-3000:]}")
                time.sleep(0.3)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def answers(address):
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address + "/api", timeout=5):
            return True
    except OSError:
        return False


def open_notebook(browser, address, path):
    """A notebook in a tab of its own, its kernel ready; ``page.left`` lists what asked for the network."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(90_000)
    page.left, page.opened = [], time.perf_counter()

    def gate(route):
        if route.request.url.startswith((address, "blob:", "data:")):
            return route.continue_()
        page.left.append(route.request.url)
        route.abort()

    context.route("**/*", gate)
    page.goto(f"{address}/lab/workspaces/{Path(path).stem}/tree/{path}?reset")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    idle(page)
    return page


def idle(page):
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()


def run_all(page):
    """Seconds from Run All to the first figure that can be moved, and from opening the notebook to the same."""
    page.get_by_role("menuitem", name="Run").click()
    page.get_by_text("Run All Cells", exact=True).click()
    start = time.perf_counter()
    page.locator("figure.curves-figure.curves-live").first.wait_for(state="attached")
    now = time.perf_counter()
    return now - start, now - page.opened


def move(page, figure):
    """Move a figure's sliders until its sentence changes."""
    figure.scroll_into_view_if_needed()
    figure.and_(page.locator(".curves-drawn")).wait_for()
    if (skip := figure.locator(".curves-skip")).is_visible():  # a figure that asks before it shows
        skip.click()
    before = figure.locator(".curves-sentence").inner_text()
    for slider in figure.locator("input[type=range]:enabled").all():
        for key in ("End", "Home"):
            slider.focus()
            page.keyboard.press(key)
            page.wait_for_timeout(500)
            if (after := figure.locator(".curves-sentence").inner_text()) != before:
                return before, after
    raise Failed(f"No slider changes the sentence {before!r}.")


def check(page, name):
    """No cell failed, and nothing asked for the network."""
    if errors := page.evaluate(ERRORS):
        raise Failed(f"{name}: {errors[0]}")
    if page.left:
        raise Failed(f"{name} asked the network for {page.left}.")


def chapters(browser, address, repository):
    for path in sorted((repository / "chapters").rglob("*.ipynb")):
        if ".ipynb_checkpoints" in path.parts or not any(
            "curves.figures" in cell.source for cell in nbformat.read(path, 4).cells
        ):
            continue
        name = path.relative_to(repository).as_posix()
        page = open_notebook(browser, address, name)
        live, opened = run_all(page)
        before, after = move(page, page.locator("figure.curves-figure").first)
        idle(page)
        check(page, name)
        print(f"\n{name}: {live:.1f} s from Run All to the first live figure, {opened:.1f} s from opening the notebook")
        print(f"  moved: {before}\n     to: {after}")
        yield page, name, before


def type_and_run(page, text, replace=False):
    """Type into a new cell at the end, or over the last one, and run it; its figure."""
    cell = page.locator(".jp-Notebook .jp-Cell").last
    if not replace:
        count = page.evaluate("() => jupyterapp.shell.currentWidget.content.widgets.length")
        page.evaluate(ADD)
        page.wait_for_function("n => jupyterapp.shell.currentWidget.content.widgets.length > n", arg=count)
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    cell.locator("figure.curves-figure").evaluate_all("all => all.forEach(figure => figure.remove())")
    page.keyboard.press("Control+Enter")
    figure = cell.locator("figure.curves-figure")
    figure.wait_for(state="attached")
    figure.scroll_into_view_if_needed()
    figure.and_(page.locator(".curves-drawn")).wait_for()
    return figure


def own_models(page, chapters_own):
    """A model of the reader's own, the same with another constant, and a constant of the book's."""
    for text, wanted in ((OWN, "my_model 13.00"), (OWN.replace("3 * x", "5 * x"), "my_model 21.00")):
        figure = type_and_run(page, text, replace=text != OWN)
        entry = figure.locator("[data-input=x] .curves-entry")
        entry.fill("4")
        entry.press("Enter")
        try:
            figure.get_by_text(wanted).first.wait_for(timeout=10_000)
        except Error:
            said = figure.locator(".curves-sentence").inner_text()
            raise Failed(f"{text}\n\nat x = 4 says {said!r}, not {wanted!r}.") from None
        move(page, figure)
        print(f"  typed {re.search('return (.*)', text)[1]!r}: at x = 4 {wanted}; its slider moves it")
    figure = type_and_run(page, CONSTANT)
    before, after = move(page, figure)
    if before == chapters_own:
        raise Failed("A constant of the book's model, changed in a cell, changes nothing in a figure made after it.")
    print(f"  with ANCHOR_LOW_USD = 1e5: {before}\n       moved: {after}")


def rehearse(folder):
    repository, fresh = folder / "repository", folder / "environment"
    clone(repository)
    install(repository, fresh)
    executable = chromium.find() or sys.exit("No Chromium: see `python tests/browser/chromium.py --install`.")
    with jupyterlab(repository, fresh) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=BLOCKED)
        for number, (page, name, before) in enumerate(chapters(browser, address, repository)):
            if number == 0:
                own_models(page, before)
                check(page, name)
            page.context.close()
        browser.close()
    weigh(fresh)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="work in this new folder and leave it for a look")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    start = time.perf_counter()
    try:
        if asked.keep:
            asked.keep.mkdir(parents=True)
            rehearse(asked.keep.resolve())
        else:
            with tempfile.TemporaryDirectory(prefix="binder-") as temporary:
                rehearse(Path(temporary).resolve())
    except (Failed, Error, subprocess.TimeoutExpired) as error:
        sys.exit(f"\nBinder would fail its readers:\n{error}")
    print(f"\nRehearsed in {(time.perf_counter() - start) / 60:.1f} minutes")
