"""The handout: two sides a chapter, each with a question, room to write and a whole figure, and nothing cut off."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from curves import data
from curves.figures import all_figures
from pypdf import PdfReader

ROOT = Path(__file__).parents[2]
FIGURES = all_figures()
SHOWN_ON = {make.__module__.rpartition(".")[2].replace("_", "-") for make in FIGURES.values()}
CHAPTERS = [name for name in re.findall(r"chapters/(\S+)", (ROOT / "_toc.yml").read_text("utf-8")) if name in SHOWN_ON]


@pytest.fixture(scope="module")
def pdf(book, tmp_path_factory):
    path = tmp_path_factory.mktemp("handout") / "handout.pdf"
    command = [sys.executable, "-m", "press.handout", "--book", str(book), "--to", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return PdfReader(path)


@pytest.fixture(scope="module")
def texts(pdf):
    return [plain(page.extract_text()) for page in pdf.pages]


def plain(text):
    """One line; a hyphen at which a line broke keeps no space."""
    return " ".join(text.split()).replace("- ", "-")


@pytest.fixture(scope="module")
def sides(book, texts):
    """The text of each side with the figures that stand on it, known by their titles."""
    titles = {}
    for name in CHAPTERS:
        page = BeautifulSoup((book / f"chapters/{name}.html").read_text("utf-8"), "html.parser")
        titles |= {plain(figure["aria-label"]): figure["id"] for figure in page.select("figure.curves-figure")}
    return [(text, [FIGURES[id]() for title, id in titles.items() if title in text]) for text in texts]


def test_two_sides_a_chapter_on_a4(pdf, sides):
    assert len(pdf.pages) == 2 * len(CHAPTERS)  # a side whose text did not fit would be a third
    for page in pdf.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    for name, (_, [explorer]) in zip(CHAPTERS, sides[::2], strict=True):
        assert explorer.shown_on == f"{name}.html"


def test_a_question_comes_before_its_figure_with_room_for_a_guess(sides):
    for text, explorers in sides:
        for explorer in explorers:
            question = plain(explorer.asks.question)
            assert question in text and plain(explorer.say()) in text
            assert text.index(question) < text.index("fold here") < text.index(plain(explorer.title))
            assert all(words in text for words in ("My guess", "because", "The book", "I say"))
    for back, _ in sides[1::2]:
        assert "Which single number" in back and ("My guess" in back or "My answer" in back)


def test_figure_values_and_sources_stand_whole(sides):
    for number, (side, explorers) in enumerate(sides):
        for explorer in explorers:
            labels = [item.label for name, item in explorer.inputs.items()
                      if name not in {each for fold in explorer.folds.values() for each in fold}]  # fmt: skip
            assert [label for label in labels if plain(label) not in side] == []
            assert plain(explorer.source)[:40] in side
        if number % 2:
            assert "Sources" in side and plain(data.source("amodei2025")) in side


def test_nothing_runs_over_the_edge(pdf):
    """Each word is drawn inside the margins, and above the footer."""
    for number, page in enumerate(pdf.pages, 1):
        places = []

        def note(text, matrix, text_matrix, font, size, places=places):
            if re.search(r"\w", text):
                x = matrix[0] * text_matrix[4] + matrix[2] * text_matrix[5] + matrix[4]
                y = matrix[1] * text_matrix[4] + matrix[3] * text_matrix[5] + matrix[5]
                places.append((x / 72 * 25.4, y / 72 * 25.4, text))

        page.extract_text(visitor_text=note)
        assert len(places) > 10
        out = [place for place in places if not (16 < place[0] < 194 and 3 < place[1] < 283)]
        assert out == [], f"page {number}: {out[:3]}"
        low = [text for _, y, text in places if y < 14 and not text.strip().isdigit()]
        assert all("Facts as of" in text for text in low), f"page {number}: {low}"
