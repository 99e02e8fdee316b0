"""A guess before the answer, whose numbers a figure is set to, and two states beside each other."""

import numpy as np
import pytest
from curves import Explorer
from curves.explore import address, formats
from curves.explore.presets import presets
from curves.figures import all_figures

FIGURES = all_figures()
ASKING = [*{explorer.shown_on: id for id in reversed(FIGURES) if (explorer := FIGURES[id]()).asks}.values()]
"""The first figure of each page that asks: for what is the same code in every figure."""
PAGE, ID = "chapters/scaling-laws.html", "fig-success-and-spending"


def figure_of(page, id=ID):
    figure = page.locator(f"#{id}")
    figure.scroll_into_view_if_needed()
    page.locator(f"#{id}.curves-drawn").wait_for(timeout=15_000)
    return figure


def settle(page):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def question(id):
    return FIGURES[id]().asks.question


def answer(id):
    explorer = FIGURES[id]()
    return formats.write(explorer.asks.answer(explorer), explorer.asks.format)


@pytest.mark.parametrize("id", ASKING)
def test_the_answer_waits_for_a_guess_and_a_link_carries_it(shared_page, open_page, axe, id):
    explorer = FIGURES[id]()
    page, item = shared_page(f"chapters/{explorer.shown_on}", asking=True), explorer.asks.slider
    figure = figure_of(page, id)
    guess, show = figure.locator(".curves-guess .curves-entry"), figure.locator(".curves-show")
    assert not figure.locator(".curves-sentence").is_visible()
    for part in (".curves-inputs", ".curves-data"):  # which would tell the answer, too
        for each in figure.locator(part).all():
            assert each.evaluate("e => e.inert") and not each.is_visible()
    if id == ID:
        assert not [v for v in axe(page) if "curves-guess" in v]
    guess.focus()
    page.keyboard.press("Enter")
    assert "Type a guess or drag one, or skip." in figure.locator(".curves-guess .curves-problem").inner_text()
    guess.fill("a lot")
    page.keyboard.press("Enter")
    low, high = (formats.write(end, item.format) for end in (item.min, item.max))
    assert f"“a lot” is not a number; guess from {low} to {high}." in figure.inner_text()
    figure.locator(".curves-guess input[type=range]").focus()
    page.keyboard.press("End")
    assert guess.input_value() == high
    show.click()
    said = figure.locator(".curves-guessed").inner_text()
    assert said == f"{question(id)} The guess was {high}. The answer is {answer(id)}."
    assert figure.locator(".curves-sentence").is_visible() and not figure.locator(".curves-inputs").first.evaluate(
        "e => e.inert"
    )
    figure.locator(".curves-copy").click()
    link = figure.locator(".curves-link").input_value()
    assert Explorer.from_url(link).guessed == item.max
    if id == ID:
        again = open_page(PAGE, asking=True, fragment=link.split("#")[1])
        assert figure_of(again, id).locator(".curves-guessed").inner_text() == said


def test_skip_is_a_way_by_keyboard_and_is_remembered(open_page):
    page = open_page(PAGE, asking=True)
    figure = figure_of(page)
    figure.locator(".curves-guess .curves-entry").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert figure.locator(".curves-guessed").inner_text() == f"{question(ID)} The answer is {answer(ID)}."
    page.reload()
    assert figure_of(page).locator(".curves-sentence").is_visible()


def test_a_classs_guesses_are_laid_over_the_answer(open_page):
    page = open_page(PAGE, asking=True)
    figure = figure_of(page)
    figure.locator(".curves-guess .curves-entry").fill("70")
    figure.locator(".curves-show").click()
    figure.locator(".curves-guesses summary").click()
    lines = ["50", f"https://example.org/a.html#{ID}?guess=90&v=0.1.0", "", "<b>1</b>", "#fig-best-shape?guess=0.5",
             f"#{ID}?guess=900", "80%"]  # fmt: skip
    figure.locator(".curves-guesses textarea").fill("\n".join(lines))
    said = figure.locator(".curves-guessed").inner_text()
    assert "4 guesses, from 50 to 90, the middle one 75." in said
    assert said.endswith("Without a guess for this figure: “<b>1</b>”, “#fig-best-shape?guess=0.5”, "
                         "“#fig-success-and-spending?gue…”.")  # fmt: skip
    places = figure.locator(".curves-dot").evaluate_all("dots => dots.map(dot => dot.style.left)")
    assert places == ["50%", "70%", "80%", "90%"] and figure.locator(".curves-truth").count() == 1


def test_in_print_a_question_has_a_blank_and_the_answer_stands(open_page):
    page = open_page(PAGE, asking=True)
    figure = figure_of(page)
    page.emulate_media(media="print")
    assert figure.locator(".curves-blank").is_visible() and figure.locator(".curves-sentence").is_visible()
    assert not figure.locator(".curves-show").is_visible()


def test_a_document_sets_what_it_says_and_names_where_it_is_silent(open_page):
    page = open_page(PAGE)
    figure, explorer = figure_of(page), FIGURES[ID]()
    [amodei] = [preset for preset in presets(explorer.inputs) if preset["name"] == "Amodei"]
    entry = figure.locator("[data-input=score_at_100m_usd] .curves-entry")
    entry.fill("80")
    entry.press("Enter")
    figure.locator(".curves-presets select").select_option("Amodei")
    settle(page)
    says = figure.locator(".curves-says").inner_text()
    for name, value in amodei["values"].items():
        item = explorer.inputs[name]
        assert figure.locator(f"[data-input={name}] .curves-entry").input_value() == item.write(value)
        assert f"{item.label} {item.write(value)} ({amodei['claims'][name]})" in says
    assert all(explorer.inputs[name].label in says.split("Silent on ")[1] for name in amodei["silent"])
    assert "Heim and Huang, astro, The Times give no number for any of these." in says
    entry.fill("80")
    entry.press("Enter")
    assert figure.locator(".curves-presets select").input_value() == "" == figure.locator(".curves-says").inner_text()


def test_two_states_stand_on_one_axis_and_a_link_brings_both(open_page):
    page = open_page(PAGE)
    figure, explorer = figure_of(page), FIGURES[ID]()
    explorer.spend_usd = 1e8
    for text in ("$100M", "$1B"):
        entry = figure.locator("[data-input=spend_usd] .curves-entry")
        entry.fill(text)
        entry.press("Enter")
        settle(page)
        if text == "$100M":
            kept_sentence = figure.locator(".curves-sentence").inner_text()
            figure.locator(".curves-keep").click()
            settle(page)
            assert "This state is kept" in figure.locator(".curves-kept").inner_text()
    slope = figure.locator("[data-input=score_at_1m_usd] .curves-entry")
    slope.fill("30")
    slope.press("Enter")
    settle(page)
    text = figure.locator(".curves-kept").inner_text()
    assert "Spent on training $100M (now $1B); Tasks a $1M model solves 20 (now 30)." in text and kept_sentence in text
    tables = page.evaluate("id => curves.figures[id].tables", ID)
    kept = np.array([row["percent"] for row in tables["kept_curve"]])
    np.testing.assert_allclose(kept, explorer.curve()["percent"], rtol=1e-12)
    assert tables["kept_point"][0]["percent"] == pytest.approx(explorer.outputs()["percent"])
    figure.locator(".curves-copy").click()
    link = figure.locator(".curves-link").input_value()
    assert Explorer.from_url(link).beside == {"spend_usd": 1e8}
    again = figure_of(open_page(PAGE, fragment=link.split("#")[1]))
    assert again.locator(".curves-kept").inner_text() == text
    again.locator(".curves-keep").click()
    settle(again.page)
    assert again.locator(".curves-kept").inner_text() == ""
    assert again.page.evaluate("id => curves.figures[id].tables.kept_curve", ID) == []


def test_python_writes_and_draws_two_states():
    explorer = FIGURES[ID]()
    explorer.beside = {"spend_usd": 1e9}
    assert "beside=spend_usd%3D1000000000" in explorer.url
    assert explorer.html().count("stroke-dasharray") > FIGURES[ID]().html().count("stroke-dasharray")
    assert address.read(address.split(explorer.url)[1], explorer.inputs).beside == {"spend_usd": 1e9}
