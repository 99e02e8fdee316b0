"""Each chapter says what a reader needs and how long it takes, and the list of chapters says the same."""

import re
from pathlib import Path

import nbformat
import pytest
from curves.figures import all_figures

from .test_prose import prose, texts

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted(p for p in (ROOT / "chapters").rglob("*.ipynb") if ".ipynb_checkpoints" not in str(p))
INDEX = (ROOT / "chapters/index.md").read_text("utf-8")
WORDS_A_MINUTE, MINUTES_A_FIGURE, TOLERANCE = 180, 2.5, 0.25
"""As a first reader took them: some forty minutes for 2,600 words and eight figures with their sliders."""
PROMISE = re.compile(r"\*You need:\*\s+(?P<need>.+?)\.\s+\*It takes:\*\s+about\s+(?P<time>[\w-]+)\s+minutes\.", re.S)
SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
SMALL += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = dict(zip(SMALL, range(1, 20), strict=True)) | {word: 10 * i for i, word in enumerate(TENS, 2)}
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def number(text):
    """A whole number in digits, or in words up to ninety-nine."""
    return int(text) if text.isdigit() else sum(NUMBERS[word] for word in text.lower().split("-"))


def promise(text):
    """What is needed, and the minutes; None if the text does not say it.  Links count by their words: a page in a
    folder writes them otherwise."""
    found = PROMISE.search(text)
    return found and (re.sub(r"\]\([^)]*\)", "]", " ".join(found["need"].split())), number(found["time"]))


def minutes(path):
    """How long a chapter takes: its words, without the numbers that `say` puts in, and its figures."""
    words = sum(len(re.findall(r"[A-Za-z]\S*", prose(text))) for text in texts(path))
    calls = tuple(f"{make.__module__.rsplit('.')[-1]}.{make.__name__}()" for make in all_figures().values())
    cells = nbformat.read(path, as_version=4).cells
    figures = sum(cell.cell_type == "code" and cell.source.strip().endswith(calls) for cell in cells)
    return words / WORDS_A_MINUTE + MINUTES_A_FIGURE * figures


@each_chapter
def test_the_first_cell_says_what_one_needs_and_how_long_it_takes(path):
    said = promise(nbformat.read(path, as_version=4).cells[0].source)
    assert said, f"write in the first cell of {path.name}: *You need:* ... *It takes:* about ... minutes."
    takes = minutes(path)
    assert abs(said[1] / takes - 1) <= TOLERANCE, (
        f"{path.name} says {said[1]} minutes and takes about {takes:.0f}: correct its first cell and chapters/index.md"
    )


@each_chapter
def test_the_list_of_chapters_says_the_same(path):
    address = re.escape(path.relative_to(ROOT / "chapters").as_posix())
    items = re.findall(rf"^\d+\. \[[^]]+\]\({address}\).*(?:\n +.*)*", INDEX, re.M)
    assert len(items) == 1, f"chapters/index.md: give one item of the list to {path.name}, not {len(items)}"
    said = promise(nbformat.read(path, as_version=4).cells[0].source)
    assert promise(items[0]) == said, f"chapters/index.md tells something else of {path.name} than its first cell"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("*You need:* a pen\nand time. *It takes:* about twenty-five minutes.", ("a pen and time", 25)),
        ("*You need:* nothing. *It takes:*\nabout 40 minutes.", ("nothing", 40)),
        ("*You need:* nothing. *It takes:* about ninety minutes.", ("nothing", 90)),
        ("It takes about five minutes.", None),
    ],
)
def test_a_promise_is_read(text, told):
    assert promise(text) == told
