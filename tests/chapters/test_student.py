"""The book for students has no solutions: not in the text of a page, not in a cell, not in its metadata."""

import importlib.util
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("student", ROOT / "press/student.py")
student = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(student)

MARK = "gooseberry"
TEXT = f"""# Exercises

```{{exercise}} One
:label: one
How much?
```

```{{solution-start}} one
:class: dropdown
```
{MARK} in the text
````{{note}}
{MARK} in a box
````
```{{solution-end}}
```

Between.

::::{{solution}} one
{MARK}, short
:::{{note}}
{MARK}, nested
:::
{MARK} after it
::::

```{{note}}
The end.
```
"""
LEFT = [
    "# Exercises",
    "```{exercise} One",
    ":label: one",
    "How much?",
    "```",
    "Between.",
    "```{note}",
    "The end.",
    "```",
]


def lines(text):
    return [line for line in text.split("\n") if line.strip()]


def test_nothing_of_a_solution_is_left_in_markdown_and_nothing_else_goes(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(TEXT, "utf-8")
    removed = student.strip(path)
    assert lines(path.read_text("utf-8")) == LEFT
    assert sum(MARK in line for line in removed) == TEXT.count(MARK)


def test_nothing_of_a_solution_is_left_in_a_notebook(tmp_path):
    output = v4.new_output("stream", text=MARK)
    cells = [
        v4.new_markdown_cell("Before.\n\n```{solution-start} one\n```\n" + MARK),
        v4.new_code_cell(f"{MARK} = 1", outputs=[output], metadata={"note": MARK}),
        v4.new_markdown_cell(f"{MARK}\n\n```{{solution-end}}\n```\n\nAfter."),
        v4.new_code_cell(f"{MARK} = 2", metadata={"tags": ["hide-input", "solution"]}),
        v4.new_markdown_cell(f"![]({MARK})", metadata={"tags": ["solution"]}),
        v4.new_code_cell("kept = 3"),
        v4.new_markdown_cell("```{solution} one\n" + MARK + "\n```"),
        v4.new_code_cell(f"assert kept == {MARK}", metadata={"tags": ["remove-cell"]}),
    ]
    path = tmp_path / "page.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    student.strip(path)
    assert MARK not in path.read_text("utf-8")
    left = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    assert left == ["Before.", "After.", "kept = 3"]


@pytest.mark.parametrize(
    "text",
    [
        "```{solution-start} one\n```\nwords",
        "```{solution-end}\n```",
        "```{solution} one\nwords",
        "```{solution-start} one\n```\n```{solution-start} two\n```\n```{solution-end}\n```",
    ],
)
def test_a_solution_without_its_two_ends_stops_the_build(tmp_path, text):
    (tmp_path / "page.md").write_text(text, "utf-8")
    with pytest.raises(SystemExit, match="page.md: .*solution"):
        student.strip(tmp_path / "page.md")


@pytest.fixture(scope="module")
def stripped(tmp_path_factory):
    """The book's own sources, stripped: the folder, and the lines that went by page."""
    folder = tmp_path_factory.mktemp("student")
    return folder, student.copy(folder)


def plain(text):
    """Words alone, as an index or a page would have them."""
    return " ".join(re.findall(r"\w+", text))


def test_no_line_of_the_books_own_solutions_is_left_anywhere(stripped):
    folder, removed = stripped
    files = [folder / name for name, lines in removed.items() if lines]  # the others are as they were, see below
    left = "\n".join(plain(path.read_text("utf-8").replace("\\n", "\n").replace('\\"', '"')) for path in files)
    long = [plain(line) for lines in removed.values() for line in lines if len(plain(line)) > 40]
    assert [line for line in long if line in left] == []
    assert "solution-start" not in left and "{solution" not in "".join(path.read_text("utf-8") for path in files)
    exercises = sum(path.read_text("utf-8").count("{exercise}") for path in (ROOT / "chapters").rglob("*.ipynb"))
    assert sum("{solution-start}" in line for lines in removed.values() for line in lines) == exercises > 0


def test_pages_without_solutions_stay_as_they_are(stripped):
    folder, removed = stripped
    for name in (name for name, lines in removed.items() if not lines):
        if name.endswith(".md"):
            assert (folder / name).read_bytes() == (ROOT / name).read_bytes()
        else:
            assert json.loads((folder / name).read_text("utf-8")) == json.loads((ROOT / name).read_text("utf-8")), name


def test_solutions_are_folded_in_the_book():
    for path in student.pages(ROOT / "chapters"):
        text = path.read_text("utf-8").replace("\\n", "\n")
        for block in re.findall(r"\{solution(?:-start)?\}.*?```", text, re.DOTALL):
            assert ":class: dropdown" in block, f"{path.name}: fold this solution with `:class: dropdown`: {block}"
