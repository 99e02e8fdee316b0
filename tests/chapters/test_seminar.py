"""The seminar keeps what it says: links open the states they name, minutes add up, cards agree with their figures."""

import ast
import re
import warnings
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote_plus

import nbformat
import pytest
import yaml
from curves import Explorer, seminar
from curves.explore import formats

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "chapters/seminar"
CHAPTERS = {Path(c["file"]).name for c in yaml.safe_load((ROOT / "_toc.yml").read_text())["chapters"]}
PAGES = ("guide.md", "plan.ipynb", "roles.ipynb", "exercises.ipynb")
ROLES = {
    "US commerce official": {"us_only": ".0%"},
    "Founder of a Chinese lab": {"both": ".0%"},
    "Chip maker": {"months_won": ".1f", "sales_lost_usd": "$.2", "domestic_times_faster": ".2f"},
    "Allied government": {"months_won": ".1f"},
    "Sceptical economist": {"months_won": ".1f", "sales_lost_usd": "$.2"},
    "Safety researcher": {"months_won": ".1f", "prepared_share": ".0%"},
}
"""What the best case on each card says of its state."""


def cells(name):
    return nbformat.read(FOLDER / name, as_version=4).cells


@cache
def shown(name):
    """A page as its reader has it: the Markdown, and what the cells say."""
    if name.endswith(".md"):
        return (FOLDER / name).read_text("utf-8")
    space, parts = {}, []
    for cell in cells(name):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), space)
        value = eval(compile(ast.Expression(last.value), name, "eval"), space) if last else None
        show = getattr(value, "_repr_markdown_", None) or getattr(value, "_repr_html_", None)
        parts.append(show() if show else "")
    return "\n\n".join(parts)


def links(text):
    """The links to states in ``text``, from the page's name on; those to the presentation without their mark."""
    found = re.findall(r'href="\.\./([\w-]+\.html[^"]*)"|"([\w-]+\.html#fig-[^"]*)"', text)
    return [unescape(a or b).replace("?present#", "#") for a, b in found]


def opens(link):
    """The figure at the state of ``link``; what the link cannot do is an error."""
    page = link.partition("#")[0]
    assert page.removesuffix(".html") in CHAPTERS, f"{link}: no such page"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explorer = Explorer.from_url(link)
    assert explorer.shown_on == page, f"{link}: the figure stands on {explorer.shown_on}"
    pairs = [pair.split("=") for pair in link.partition("#")[2].partition("?")[2].split("&") if pair]
    for name, text in pairs:
        if name == "beside":
            kept = dict(pair.split("=") for pair in unquote_plus(text).split("&"))
            assert explorer.beside == {key: float(number) for key, number in kept.items()}, link
        else:
            value = getattr(explorer, name)
            assert (value == unquote_plus(text)) if isinstance(value, str) else (value == float(text)), link
    return explorer


@pytest.mark.parametrize("name", PAGES)
def test_every_link_opens_the_state_that_it_names(name):
    found = dict.fromkeys(links(shown(name)))
    assert found or name == "exercises.ipynb"
    for link in found:
        if "#" in link:
            opens(link)
        else:
            assert link.removesuffix(".html") in CHAPTERS


def test_the_exercises_links_open_what_they_say():
    found = links("\n".join(cell.source for cell in cells("exercises.ipynb")))
    assert len(found) == 2 and opens(found[0]).outputs()["holds"] and not opens(found[1]).outputs()["holds"]


def test_the_slides_fill_fifty_minutes_in_order():
    slides = seminar.slides()
    assert list(slides.index) == [str(k) for k in range(1, len(slides) + 1)] and 8 <= len(slides) <= 10
    assert slides.minute.iloc[0] == 0 and slides.until.iloc[-1] == seminar.MINUTES == 50
    assert ((slides.until - slides.minute) >= 3).all(), "a slide needs three minutes"


def test_every_slide_opens_its_state_and_two_ask_first():
    asks = [explorer.asks and "?" not in link for link in seminar.slides().link for explorer in [opens(link)]]
    assert sum(map(bool, asks)) >= 2


def test_the_plan_has_a_script_for_each_slide_in_the_table_and_no_other():
    text = shown("plan.ipynb")
    assert re.findall(r"^### (.*)$", text, re.M) == list(seminar.slides().title)
    for part in re.split(r"^### ", text, flags=re.M)[1:]:
        assert [
            lead for lead in ("Say.", "They do.", "They get wrong.", "Ask next.") if f"**{lead}**" not in part
        ] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_card_says_what_its_state_says(role):
    part = re.search(rf"^## {role}$(.*?)(?=^## |\Z)", shown("roles.ipynb"), re.M | re.S)[1]
    card = {lead: text for lead, text in re.findall(r"\*\*([\w ]+)\.\*\*(.*?)(?=\n\n|\Z)", part, re.S)}
    assert list(card) == ["Role", "Facts", "Best case", "Where it breaks"]
    assert not re.search(r"\[C\d|\.csv", card["Role"]), "what is invented has no source"
    assert len(set(re.findall(r"C\d{3}", card["Facts"]))) >= 4 and re.search(r"`\w+\.csv`", card["Facts"])
    state = opens(links(card["Best case"])[0]).outputs()
    for output, spec in ROLES[role].items():
        written = formats.write(state[output], spec).replace("$", r"\$")
        assert written in card["Best case"], f"{output} is {written}"


def test_cards_are_six_and_their_facts_differ():
    text = shown("roles.ipynb")
    assert text.count("**Role.**") == text.count("**Facts.**") == len(ROLES) == 6
    assert len({links(part)[0] for part in text.split("**Best case.**")[1:]}) == 6


def test_the_debrief_is_sorted_by_what_moves_the_months():
    rows = seminar.turns()
    moved = [abs(float(b) - float(a)) for a, b in ((r[3].split(" to ") * 2)[:2] for r in rows)]
    assert all(a >= b - 0.11 for a, b in zip(moved, moved[1:], strict=False)) and moved[0] > 10
    assert {row[1] for row in rows} == {"clause", "fact"} and len(seminar.sheet()) == len(seminar.CLAUSES)


def exercises():
    """Each level's exercises: label, and the cells of its solution."""
    levels, level, label = {}, None, None
    for cell in cells("exercises.ipynb"):
        if cell.cell_type == "markdown" and (found := re.search(r"^## (Level \w+)", cell.source, re.M)):
            level = levels.setdefault(found[1], {})
        if cell.cell_type == "markdown" and (found := re.search(r"\{exercise\}.*\n:label: (\S+)", cell.source)):
            assert found[1] not in level and label is None
            level[found[1]] = []
        elif cell.cell_type == "markdown" and (found := re.search(r"\{solution-start\} (\S+)", cell.source)):
            assert label is None and level[found[1]] == [], f"{found[1]} has two solutions"
            label = found[1]
        elif "{solution-end}" in cell.source:
            label = None
        elif label:
            level[label].append(cell)
    assert label is None
    return levels


def test_twelve_exercises_on_three_levels_with_a_solution_each_that_checks_itself():
    levels = exercises()
    assert [len(level) for level in levels.values()] == [4, 4, 4]
    for label, solution in [item for level in levels.values() for item in level.items()]:
        code = "\n".join(cell.source for cell in solution if cell.cell_type == "code")
        assert re.search(r"^assert ", code, re.M), f"{label}: its solution checks nothing"


def test_four_exercises_have_a_first_thought_and_the_reason_why_it_misleads():
    text = "\n".join(cell.source for cell in cells("exercises.ipynb"))
    assert text.count("**First thought.**") == text.count("**Why it misleads.**") == 4


def test_the_page_of_exercises_checks_itself_without_the_solutions():
    space, inside = {}, False
    for cell in cells("exercises.ipynb"):
        inside = (inside or "{solution-start}" in cell.source) and "{solution-end}" not in cell.source
        if cell.cell_type == "code" and not inside:
            exec(cell.source, space)
