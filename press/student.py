"""The book for students: ``make student``.  The same pages without the solutions of the exercises.

Solutions are taken out of the sources before anything is built, on a copy: so none is in a page, in ``_sources``, in a
notebook that can be downloaded, or in the search index.  A solution is what stands between ``{solution-start}`` and
``{solution-end}``, code cells included, a ``{solution}`` block, or a cell with the tag ``solution``; and in a notebook
that has any, the cells that no page shows (``remove-cell``), for they check the answers.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
SOURCES = ("_config.yml", "_toc.yml", "_templates", "chapters", "data")
TAG, UNSEEN = "solution", "remove-cell"
OPENS = re.compile(r"\s*(`{3,}|:{3,})\{(solution(?:-start|-end)?)\}")


class Stripper:
    """Takes solutions out of the text of one page, cell by cell; ``removed`` has their lines."""

    def __init__(self, name):
        self.name, self.gate, self.fence, self.removed = name, False, "", []

    def text(self, text):
        """What is left of ``text``, which may begin or end inside a solution."""
        kept = []
        for line in text.split("\n"):
            opens = None if self.fence else OPENS.match(line)
            if opens:
                self.open(*opens.groups(), line)
            closes = self.fence and not opens and self.closes(line)
            (self.removed if self.gate or self.fence else kept).append(line)
            if closes:
                self.fence = ""
                self.gate = self.gate and not self.ending
        return "\n".join(kept)

    def open(self, fence, kind, line):
        if (kind == "solution-end") != self.gate:
            sys.exit(f"{self.name}: {line.strip()!r} {'inside a solution' if self.gate else 'closes no solution'}.")
        self.fence, self.ending = fence, kind == "solution-end"
        self.gate = self.gate or kind == "solution-start"

    def closes(self, line):
        mark = line.strip()
        return len(mark) >= len(self.fence) and set(mark) == {self.fence[0]}

    def finish(self):
        if self.gate or self.fence:
            sys.exit(f"{self.name}: a solution has no end; close it with {{solution-end}}.")
        return self.removed


def strip(path):
    """Take the solutions out of a notebook or a Markdown file, in place; gives the lines that went."""
    stripper = Stripper(path.name)
    if path.suffix == ".md":
        path.write_text(stripper.text(path.read_text("utf-8")), "utf-8")
        return stripper.finish()
    notebook, cells = nbformat.read(path, as_version=4), []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and TAG not in cell.metadata.get("tags", []):
            before = cell.source
            cell.source = stripper.text(before).strip("\n")
            if cell.source or not before:
                cells.append(cell)
        elif stripper.gate or TAG in cell.metadata.get("tags", []):
            stripper.removed += cell.source.split("\n")
        else:
            cells.append(cell)
    if stripper.removed:
        unseen = [cell for cell in cells if UNSEEN in cell.metadata.get("tags", [])]
        stripper.removed += [line for cell in unseen for line in cell.source.split("\n")]
        notebook.cells = [cell for cell in cells if cell not in unseen]
        nbformat.write(notebook, path)
    return stripper.finish()


def pages(folder):
    """The sources of all pages in a folder."""
    return [path for kind in ("*.ipynb", "*.md") for path in sorted(folder.rglob(kind)) if ".ipynb_" not in str(path)]


def copy(to, root=ROOT):
    """Copy the book's sources and strip them; gives the lines that went, by page."""
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, to / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        else:
            shutil.copyfile(root / name, to / name)
    return {path.relative_to(to).as_posix(): strip(path) for path in pages(to / "chapters")}


def build(to):
    """Build the stripped book into the folder ``to``; gives its number of pages without solutions."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        removed = copy(folder)
        command = [Path(sys.executable).with_name("jupyter-book"), "build", folder, "--all", "-W", "-n", "--keep-going"]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "lib")}
        if subprocess.run(command, env=environment).returncode:
            sys.exit("The student's book could not be built. Does a page use what only a solution says?")
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(folder / "_build/html", to, ignore=shutil.ignore_patterns(".doctrees", ".buildinfo"))
    return sum(bool(lines) for lines in removed.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the book without solutions.")
    parser.add_argument("--to", type=Path, default=ROOT / "_build/student")
    asked = parser.parse_args()
    count = build(asked.to)
    print(f"Solutions taken out of {count} page{'s' * (count != 1)}: {asked.to / 'index.html'}")
