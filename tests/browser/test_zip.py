"""The book as a ZIP: extracted to a folder with an awkward name it opens from the disk, whole and live."""

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = "Übung für Ökonomen (1) & more #2"


def pack(html, to):
    command = [sys.executable, "-m", "press.zip", "--book", str(html), "--to", str(to)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return to


@pytest.fixture(scope="module")
def archive(book_built, tmp_path_factory):
    return pack(book_built, tmp_path_factory.mktemp("zip") / "book.zip")


@pytest.fixture(scope="module")
def book(archive, tmp_path_factory):
    """In place of the built book: what comes out of the ZIP."""
    folder = tmp_path_factory.mktemp("out") / FOLDER
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    [inside] = folder.iterdir()
    return inside


def test_one_folder_with_names_for_windows_and_nothing_that_no_page_needs(archive):
    names = zipfile.ZipFile(archive).namelist()
    assert {name.split("/")[0] for name in names} == {"curves-and-controls"}
    assert {"curves-and-controls/index.html", "curves-and-controls/READ ME.txt"} <= set(names)
    assert max(map(len, names)) < 150 and len({name.lower() for name in names}) == len(names)
    assert not [name for name in names if re.search(r'[<>:"\\|?*]|[ .]$|\.(map|mo|po|pickle|doctree)$', name)]
    assert sum(entry.file_size for entry in zipfile.ZipFile(archive).infolist()) < 12e6


def test_the_same_book_gives_the_same_bytes(archive, book_built, tmp_path):
    copy = shutil.copytree(book_built, tmp_path / "html", copy_function=shutil.copyfile)  # with other times
    again = pack(copy, tmp_path / "again.zip")
    assert {entry.date_time[3:] for entry in zipfile.ZipFile(again).infolist()} == {(0, 0, 0)}  # the date of the facts
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(archive.read_bytes()).digest()


def test_read_me_says_how_and_what(book):
    text = (book / "READ ME.txt").read_bytes().decode("ascii")
    assert text.count("\r\n") == text.count("\n") > 15
    for words in (
        "index.html",
        "Extract All",
        "facts as of",
        "Version",
        "Nothing is sent anywhere",
        "CC BY 4.0",
        "MIT",
    ):
        assert words in text
    assert "MIT License" in (book / "LICENSE.txt").read_text("utf-8") and (book / "licences/vega.txt").exists()


def test_from_the_front_door_to_a_live_figure_to_a_claim(open_page):
    page = open_page("index.html")
    page.wait_for_url("**/chapters/index.html")
    page.locator("article").get_by_role("link", name="Scaling laws").first.click()
    figure = page.locator(".curves-figure").first
    figure.scroll_into_view_if_needed()
    page.locator(".curves-figure.curves-drawn").first.wait_for()
    before = figure.locator(".curves-sentence").inner_text()
    figure.locator("[data-input] input[type=range]").first.focus()
    page.keyboard.press("End")
    page.wait_for_function("was => document.querySelector('.curves-sentence').innerText !== was", arg=before)
    page.locator("article p .claim > a").first.click()
    page.wait_for_url("**/chapters/claims.html#C*")
    page.locator(".claim-filters input[type=search]").fill("distillation")
    page.wait_for_function("document.querySelectorAll('.claim-list > .claim-out').length > 100")


@pytest.mark.parametrize("page", ["claims", "index", "scaling-laws", "sources"])
def test_every_file_that_a_page_names_is_there(book, page):
    path = book / f"chapters/{page}.html"
    text = path.read_text("utf-8")
    for name in set(re.findall(r'(?:href|src)="([^"#?:]+)[^":]*"', text)):
        assert (path.parent / name).exists(), name


def test_the_notebook_can_be_had(open_page):
    page = open_page("chapters/scaling-laws.html")
    link = page.locator("a.btn-download-source-button").first
    with page.context.expect_page() as opened:  # from the disk Chromium shows it; a server's may be saved
        link.evaluate("link => link.click()")
    assert '"nbformat": 4' in opened.value.inner_text("body")


def test_a_front_door_alone_says_what_to_do(browser, book, tmp_path):
    alone = shutil.copy(book / "index.html", tmp_path)
    page = browser.new_page()
    page.goto(Path(alone).as_uri())
    page.get_by_text("extract the whole file first").wait_for(timeout=5000)
    page.close()
