"""The built book in Firefox and in WebKit, opened from the disk: `make test-browsers`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .engines import ENGINES, Missing

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "_build" / "browsers"
# Not every driver hands out the console, so each page of a copy of the book begins by listening.
LISTENER = """<script>
globalThis.faults = [];
addEventListener("error", e => faults.push(e.message || `not loaded: ${e.target.src || e.target.href}`), true);
addEventListener("unhandledrejection", e => faults.push(`rejected: ${e.reason}`));
console.error = (said => (...all) => { faults.push(all.map(String).join(" ")); said(...all); })(console.error);
</script>"""
AWKWARD = "Übung für Ökonomen (1) & more #2"
seen = []


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """What comes out of the ZIP, in a folder with an awkward name; its pages note their errors in `faults`."""
    built = Path(os.environ.get("CURVES_BOOK", ROOT / "_build/html")).resolve()
    if not (built / "index.html").exists():
        pytest.fail(f"no book in {built}: run `make book`", pytrace=False)
    archive, above = tmp_path_factory.mktemp("zip") / "book.zip", tmp_path_factory.mktemp("book") / AWKWARD
    subprocess.run([sys.executable, "-m", "press.zip", "--book", built, "--to", archive], cwd=ROOT, check=True)
    shutil.unpack_archive(archive, above)
    [folder] = above.iterdir()
    for path in [*folder.glob("*.html"), *folder.glob("chapters/**/*.html")]:
        text = path.read_text("utf-8")
        assert text.count("<head>") == 1, path
        path.write_text(text.replace("<head>", "<head>" + LISTENER), "utf-8")
    return folder


@pytest.fixture(scope="session", params=ENGINES)
def engine(request):
    try:
        engine, lacks = ENGINES[request.param](), ""
    except Missing as missing:
        engine, lacks = None, str(missing)
    if lacks:
        pytest.fail(lacks, pytrace=False)  # never a skip: that would look like a pass
    seen.append(engine.name)
    yield engine
    engine.close()


@pytest.fixture
def open_page(engine, book):
    """Opens a page of the book; at the end no error was noted and nothing came from the network."""
    opened = []

    def open_page(relative, width=1280, height=900, fragment=""):
        engine.resize(width, height)
        engine.open((book / relative).as_uri() + (f"#{fragment}" if fragment else ""))
        engine.run("() => document.fonts.ready.then(() => null)")
        opened.append(relative)
        return engine

    yield open_page
    if opened:
        assert engine.run("() => globalThis.faults") == [], f"{opened[-1]} in {engine.name}"
        fetched = engine.run("() => performance.getEntriesByType('resource').map(entry => entry.name)")
        assert not [name for name in fetched if not name.startswith(("file:", "data:", "blob:"))]
        engine.run("() => localStorage.clear()")  # the next test is another reader


@pytest.fixture(scope="session")
def save(engine):
    """Saves what the window shows, for an author to look at."""
    name = engine.name.split()[0].lower()
    for old in PICTURES.glob(f"{name}-*.png"):
        old.unlink()
    PICTURES.mkdir(parents=True, exist_ok=True)

    def save(*words):
        engine.settle()
        picture = engine.picture()
        PICTURES.joinpath("-".join([name, *map(str, words)]).replace("/", "-") + ".png").write_bytes(picture)
        return picture

    return save


def pytest_terminal_summary(terminalreporter):
    for name in seen:
        terminalreporter.write_line(f"Seen in {name}; pictures to look at are in {PICTURES}")
