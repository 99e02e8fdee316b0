"""Chapters read well as notebooks: no stale output, short cells, headline numbers asserted at the end."""

import ast
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "chapters").rglob("*.ipynb"))
READER_WRITES = {"exercises"}
"""Pages on which the reader is asked to write a function, so that a solution has one."""


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_every_page_is_in_the_table_of_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    listed = {toc["root"], *(chapter["file"] for chapter in toc["chapters"])}
    pages = [p for kind in ("ipynb", "md") for p in (ROOT / "chapters").rglob(f"*.{kind}") if ".ipynb_" not in str(p)]
    pages = {str(page.relative_to(ROOT).with_suffix("")) for page in pages}
    assert not pages - listed, f"_toc.yml: add a line `- file: ...` for {', '.join(sorted(pages - listed))}"
    assert not listed - pages, f"_toc.yml lists {', '.join(sorted(listed - pages))}: no such page; correct the line"


def test_outputs_are_stripped_unless_kept_on_purpose(notebook):
    for cell in code(notebook):
        kept = "keep_output" in cell.metadata.get("tags", [])
        assert bool(cell.outputs) == kept, cell.source
        assert kept or cell.execution_count is None


def test_jupyterlab_folds_the_code_that_the_book_leaves_out(notebook):
    for cell in code(notebook):
        if {"remove-input", "remove-cell"} & set(cell.metadata.get("tags", [])):
            folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
            assert folded, f'add "jupyter": {{"source_hidden": true}} to the metadata of this cell:\n{cell.source}'


def test_the_last_cell_asserts_the_headline_numbers(notebook):
    statements = ast.parse(code(notebook)[-1].source).body
    assert notebook.cells[-1].cell_type == "code" and statements
    assert all(isinstance(statement, ast.Assert) for statement in statements)


def test_a_cell_is_an_import_a_call_or_a_line_of_arithmetic(notebook, path):
    for cell in code(notebook)[:-1]:
        tree = ast.parse(cell.source)
        banned = (ast.ClassDef, ast.For, ast.While, ast.If, ast.With, ast.Try)
        banned += () if path.stem in READER_WRITES else (ast.FunctionDef,)
        assert not [node for node in ast.walk(tree) if isinstance(node, banned)], cell.source
        assert "print(" not in cell.source
        assert len(tree.body) <= 4, cell.source


def test_a_figure_stands_in_its_chapter():
    from curves.figures import all_figures

    sources = "\n".join(cell.source for path in CHAPTERS for cell in code(nbformat.read(path, as_version=4)))
    for id, make in all_figures().items():
        assert f"{make.__module__.rsplit('.')[-1]}.{make.__name__}()" in sources, f"{id} is in no chapter"
