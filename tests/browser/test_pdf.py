"""The book on paper: every figure whole, with its values; no control; links that lead somewhere; no empty page."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from curves.figures import all_figures
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
FIGURES = all_figures()
SHOWN_ON = {make().shown_on.removesuffix(".html") for make in FIGURES.values()}
CHAPTERS = [name for name in re.findall(r"chapters/(\S+)", (ROOT / "_toc.yml").read_text("utf-8")) if name in SHOWN_ON]
CONTROLS = ("Copy link", "Reset", "Show code", "Hide code", "let it vary", "Open in the book", "Search", "Skip to",
            "Download", "Back to top", "previous", "Contents of this page", "Set to the numbers")  # fmt: skip


@pytest.fixture(scope="module")
def pdf(book, tmp_path_factory):
    """The front page and every chapter with figures."""
    path = tmp_path_factory.mktemp("pdf") / "some.pdf"
    command = [sys.executable, "-m", "press.pdf", "index", *CHAPTERS, "--book", str(book), "--to", str(path)]
    start = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr  # also if a page asked for the network
    print(f"\nprinted in {time.perf_counter() - start:.1f} s: {done.stdout}")
    return PdfReader(path)


@pytest.fixture(scope="module")
def texts(pdf):
    return [plain(page.extract_text()) for page in pdf.pages]


def plain(text):
    """One line; a hyphen at which a line broke keeps no space."""
    return " ".join(text.split()).replace("- ", "-")


@pytest.fixture(params=FIGURES)
def explorer(request):
    return FIGURES[request.param]()


def test_a_figure_stands_whole_on_one_page_with_its_values(texts, explorer):
    [text] = [text for text in texts if plain(explorer.title) in text]
    assert plain(explorer.say()) in text
    for name, item in explorer.inputs.items():
        shown = item.write(explorer.values[name])
        unit = getattr(item, "shown_unit", "") if explorer.values[name] is not None else ""
        assert plain(item.label) in text and plain(f"{shown} {unit}") in text, name
    assert plain(explorer.source).split(" [")[0] in text


def test_its_drawing_is_there_with_every_word(texts, explorer, book):
    [text] = [text for text in texts if plain(explorer.title) in text]
    page = BeautifulSoup((book / "chapters" / explorer.shown_on).read_text("utf-8"), "html.parser")
    words = [plain(word.get_text()) for word in page.select(f"#{explorer.id} .curves-wide svg text")]
    assert len(words) > 5 and [word for word in words if word not in text] == []


def test_no_control_is_printed(texts):
    assert not [(word, number) for number, text in enumerate(texts, 1) for word in CONTROLS if word in text]


def test_pages_are_numbered_a4_and_none_is_nearly_empty(pdf, texts):
    assert 8 * len(CHAPTERS) <= len(pdf.pages) <= 18 * len(CHAPTERS)
    for number, (page, text) in enumerate(zip(pdf.pages, texts, strict=True), 1):
        width, height = (float(side) / 72 * 25.4 for side in page.mediabox[2:])
        assert abs(width - 210) < 1 and abs(height - 297) < 1
        assert len(text) > 200, f"page {number} holds only {text!r}"
        assert number == 1 or re.search(rf"(^|\D){number}(\D|$)", text)


def test_bookmarks_and_contents_name_the_page_where_a_chapter_begins(pdf, texts, book):
    marks = [mark for mark in pdf.outline if not isinstance(mark, list)]
    pages = [BeautifulSoup((book / f"chapters/{name}.html").read_text("utf-8"), "html.parser") for name in CHAPTERS]
    titles = [page.find("h1").find(string=True) for page in pages]
    assert [mark.title.strip() for mark in marks] == ["Curves & Controls", *titles]
    number = pdf.get_destination_page_number(marks[1]) + 1
    assert f"Scaling laws {number}" in texts[1]
    assert "If a lab spends ten times as much" in texts[number - 1]


def test_every_link_leads_somewhere(pdf):
    inside = 0
    for page in pdf.pages:
        for note in (note.get_object() for note in page.get("/Annots", [])):
            if "/Dest" in note:
                assert note["/Dest"] in pdf.named_destinations
                inside += 1
            else:
                assert note["/A"]["/URI"].startswith("https://"), note
    assert inside > 10


def test_it_is_light(pdf):
    """Text is drawn in the light page's ink."""
    ink = [int("1f252d"[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    fills = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) rg", pdf.pages[2].get_contents().get_data().decode("latin-1"))
    assert any(list(map(float, fill)) == pytest.approx(ink, abs=0.01) for fill in fills)
