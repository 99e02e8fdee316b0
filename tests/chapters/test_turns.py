"""The front page's questions: what turns each answer is what its figure says, and each link opens the turn."""

import re
from html import unescape
from pathlib import Path

import pytest
from curves import Explorer, turns
from curves.figures import all_figures
from docutils.core import publish_string
from docutils.parsers.rst import directives
from docutils.utils import SystemMessage

INDEX = (Path(__file__).parents[2] / "chapters/index.md").read_text("utf-8")
QUESTIONS = dict(
    map(str.strip, line.split(":", 1))
    for line in re.search(r"\{turning-points\}\n(.*?)```", INDEX, re.S)[1].strip().splitlines()
)
each = pytest.mark.parametrize("id", QUESTIONS)


@each
def test_each_link_opens_the_figure_where_the_answer_has_turned(id):
    links = re.findall(r'href="([^"]+)"', turns.entry(id, QUESTIONS[id]))
    assert links[0] == all_figures()[id]().url.split("?")[0] and len(links) > 1
    start = all_figures()[id]()
    began = start.point()[start.decides.verdict] >= 0.5
    for link in links[1:]:
        there = Explorer.from_url(unescape(link))
        moved = [name for name, value in there.values.items() if value != start.values[name]]
        assert len(moved) == 1
        assert (there.point()[there.decides.verdict] >= 0.5) != began
        item = there.inputs[moved[0]]
        assert f"<i>{item.label}:</i>" in unescape(turns.entry(id, "")).replace("&#39;", "'")


@each
def test_what_it_hangs_on_most_moves_the_output_most(id):
    explorer = all_figures()[id]()
    widths = {row["name"]: abs(row["outputs"][1] - row["outputs"][0]) for row in explorer.tornado()}
    most = max(widths, key=widths.get)
    assert f"Hangs most on: <i>{explorer.inputs[most].label}</i>" in unescape(turns.entry(id, ""))


def test_what_lies_in_the_range_comes_before_what_does_not():
    explorer = all_figures()["fig-beyond-the-rule"]()
    known, unknown = turns.turns(all_figures()["fig-stock-range"]())
    assert known["within"] and not unknown["within"] and known["moved"] > unknown["moved"]
    before = explorer.values
    assert not any(turn["within"] for turn in turns.turns(explorer)) and explorer.values == before
    assert str(turns.entry(explorer.id, "")).count("outside our range") == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("fig-nowhere: Is it?", "fig-nowhere: Is it?"),
        ("fig-on-trend", "fig-id: question"),
        ("fig-stock: Is it?", "decides="),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line, told):
    directives.register_directive("turning-points", turns.TurningPoints)
    with pytest.raises((SystemMessage, ValueError), match=re.escape(told)):
        publish_string(f".. turning-points::\n\n   {line}\n", settings_overrides={"halt_level": 2, "report_level": 5})
