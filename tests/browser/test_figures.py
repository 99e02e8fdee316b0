"""Every figure of the book under a reader's hand: sliders, typing, keyboard, no script, dark, print."""

import re
from functools import cache

import numpy as np
import pytest
from curves.explore import Explorer, Slider, formats
from curves.figures import all_figures
from curves.models import both_branches

FIGURES = all_figures()
SHOWN_ON = {id: make().shown_on for id, make in FIGURES.items()}
PAGES = sorted({*SHOWN_ON.values()})
FIRST = [*{SHOWN_ON[id]: id for id in reversed(FIGURES)}.values()]
"""The first figure of each page: for what is the same code in every figure."""
TABLES = "id => curves.figures[id].tables"
DRAWING = "id => [...document.querySelectorAll(`#${id} .curves-chart svg`)].map(svg => svg.innerHTML).join()"


@pytest.fixture(params=FIGURES, ids=str)
def explorer(request):
    return FIGURES[request.param]()


@pytest.fixture
def open_figure(shared_page, book, explorer):
    """Opens the page that holds the figure and waits until it is live; gives page and figure, which may be moved."""
    return lambda **options: _open_figure(shared_page, book, explorer, options)


def _open_figure(open_page, book, explorer, options):
    [path] = [p for p in pages(book) if f'<figure class="curves-figure" id="{explorer.id}"' in pages(book)[p]]
    page = open_page(str(path.relative_to(book)), **options)
    figure = page.locator(f"#{explorer.id}")
    figure.scroll_into_view_if_needed()
    figure.evaluate("figure => figure.querySelectorAll('.curves-fold').forEach(fold => { fold.open = true; })")
    if options.get("js", True):
        page.locator(f"#{explorer.id}.curves-drawn").wait_for(timeout=15_000)
    return page, figure


@cache
def pages(book):
    """The built pages, read once."""
    return {path: path.read_text("utf-8") for path in book.rglob("*.html")}


def sliders(explorer):
    return [name for name, item in explorer.inputs.items() if isinstance(item, Slider)]


def settle(page):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def assert_as_numpy(page, figure, explorer):
    """The page's sentence and tables are those of numpy at the page's own values."""
    tables = page.evaluate(TABLES, explorer.id)
    for name in explorer.inputs:
        setattr(explorer, name, tables["point"][0][name])
    assert figure.locator(".curves-sentence").inner_text() == explorer.say()
    for name, value in explorer.outputs().items():
        if not isinstance(value, (np.ndarray, list)):
            shown = tables["point"][0][name]
            assert shown == value or abs(shown - value) <= 1e-12 * max(abs(value), 100), name
    for table, frame in (("curve", explorer.curve()), ("steps", explorer.steps())):
        for name in frame:
            shown = np.array([row[name] for row in tables[table]], dtype=float)
            np.testing.assert_allclose(shown, frame[name], rtol=1e-12, atol=1e-10)


PUT = """(slider, place) => {
  slider.value = place === "value" ? slider.defaultValue : slider[place];
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def draws_otherwise(page, slider, end, before):
    slider.evaluate(PUT, end)
    settle(page)
    return page.evaluate(DRAWING, slider.locator("xpath=ancestor::figure").get_attribute("id")) != before


def test_each_slider_moves_sentence_and_chart_to_numpys_value(open_figure, explorer):
    """Under each combination of choices; a slider that several of them use is moved under the first."""
    page, figure = open_figure()
    moved = set()
    for key in explorer.graphs:
        for name, option in (part.split("=") for part in key.split("&") if part):
            figure.locator(f"[data-input={name}] select").select_option(option)
        settle(page)
        assert_as_numpy(page, figure, explorer)
        for name in sliders(explorer):
            slider = figure.locator(f"[data-input={name}] input[type=range]")
            if name not in explorer.used[key]:
                assert slider.is_disabled()
                assert "No effect while" in figure.locator(f"[data-input={name}] .curves-reason").inner_text()
            elif name not in moved:
                moved.add(name)
                before = page.evaluate(DRAWING, explorer.id)
                assert any(draws_otherwise(page, slider, end, before) for end in ("min", "max")), f"{name}"
                assert_as_numpy(page, figure, explorer)
                slider.evaluate(PUT, "value")
                settle(page)  # or the next slider is held against this one's drawing


@pytest.mark.parametrize("explorer", FIRST, indirect=True)
def test_a_typed_value_counts_and_a_bad_one_is_explained(open_figure, explorer):
    page, figure = open_figure()
    name = sliders(explorer)[0]
    item = explorer.inputs[name]
    entry = figure.locator(f"[data-input={name}] .curves-entry")
    problem = figure.locator(f"[data-input={name}] .curves-problem")
    before = figure.locator(".curves-sentence").inner_text()
    kept, like = item.write(explorer.values[name]), item.write(item.default)
    for text, says in [
        ("many", f"“many” is not a number. Type one such as {like}; {kept} is kept."),
        ("NaN", f"“NaN” is not a number. Type one such as {like}; {kept} is kept."),
        ("<b>1</b>", f"“<b>1</b>” is not a number. Type one such as {like}; {kept} is kept."),
        ("", "“” is not a number."),
        ("9e99", f"{item.label} goes from {item.write(item.min)} to {item.write(item.max)}; “9e99” is outside."),
    ]:
        entry.fill(text)
        entry.press("Enter")
        settle(page)
        assert says in problem.inner_text()
        assert entry.get_attribute("aria-invalid") == "true"
        assert figure.locator(".curves-sentence").inner_text() == before
    entry.fill(item.write(item.max))
    entry.press("Enter")
    settle(page)
    assert problem.inner_text() == "" and entry.get_attribute("aria-invalid") is None
    assert page.evaluate(TABLES, explorer.id)["point"][0][name] == item.max
    assert_as_numpy(page, figure, explorer)


@pytest.mark.parametrize("explorer", FIRST, indirect=True)
def test_keyboard_alone(open_figure, explorer):
    page, figure = open_figure()
    figure.locator(".curves-input :is(input, select)").first.focus()
    reached = []
    for _ in range(5 * len(explorer.inputs)):  # about it, its number, its slider
        reached.append(page.evaluate("document.activeElement.closest('[data-input]')?.dataset.input"))
        page.keyboard.press("Tab")
    enabled = set(explorer.inputs) - (set(sliders(explorer)) - set(next(iter(explorer.used.values()))))
    assert set(reached) >= enabled
    slider = figure.locator(f"[data-input={sliders(explorer)[0]}] input[type=range]")
    slider.focus()
    spoken = slider.get_attribute("aria-valuetext")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    settle(page)
    assert slider.get_attribute("aria-valuetext") != spoken
    assert_as_numpy(page, figure, explorer)


@pytest.mark.parametrize("explorer", FIRST, indirect=True)
def test_the_sentence_is_announced_once_the_hand_rests(open_page, book, explorer):
    page, figure = _open_figure(open_page, book, explorer, {})
    status, slider = figure.locator(".curves-status"), figure.locator(".curves-input input[type=range]:enabled").first
    slider.focus()
    page.wait_for_timeout(600)
    assert status.inner_text() == "", "nothing is announced before a hand moves"
    page.keyboard.press("ArrowRight")
    settle(page)
    assert_as_numpy(page, figure, explorer)
    page.wait_for_function(
        "([id, text]) => document.querySelector(`#${id} .curves-status`).textContent === text",
        arg=[explorer.id, explorer.say()],
        timeout=5000,
    )


UNFOLD = """() => document.querySelectorAll(".curves-fold").forEach(fold => { fold.open = true; })"""


@pytest.fixture(params=PAGES)
def every_figure(request, untouched_page):
    """Opens a page with all its figures drawn and, unless told not to, unfolded. Do not move anything."""

    def every_figure(unfold=True, **options):
        page = untouched_page(f"chapters/{request.param}", **options)
        for figure in page.locator("figure.curves-figure").all():
            figure.scroll_into_view_if_needed()
        if unfold:
            page.evaluate(UNFOLD)
        page.wait_for_function(
            "[...document.querySelectorAll('.curves-figure')].every(f => f.matches('.curves-drawn'))"
        )
        return page

    return every_figure


MISPLACED = """() => [...document.querySelectorAll("figure.curves-figure")].flatMap(figure => {
  const wrong = [], slot = figure.querySelector(".curves-chart").getBoundingClientRect();
  const svg = figure.querySelector(".curves-chart svg").getBoundingClientRect();
  if (slot.height !== svg.height || Math.abs(slot.width - svg.width) >= 1)
    wrong.push("its drawing does not fill its place");
  for (const box of figure.querySelectorAll(".curves-input"))
    if (box.scrollWidth > box.clientWidth) wrong.push(`${box.dataset.input} reaches into its neighbour`);
  return wrong.map(text => `${figure.id}: ${text}`);
}).concat(document.documentElement.scrollWidth > document.documentElement.clientWidth
  ? ["the page scrolls sideways"] : [])"""


WIDTHS = [(name, width) for k, name in enumerate(PAGES) for width in ((1280, 820)[k % 2], (360, 768)[k // 2 % 2])]


@pytest.mark.parametrize(("every_figure", "width"), WIDTHS, indirect=["every_figure"])
def test_going_live_moves_nothing(every_figure, width):
    page = every_figure(unfold=False, width=width)  # unfolding would count as a shift
    shift = page.evaluate("""() => new Promise(done => {
      let total = 0;
      new PerformanceObserver(list => list.getEntries().forEach(e => total += e.value))
        .observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(total), 300);
    })""")
    assert shift < 0.1
    page.evaluate(UNFOLD)
    assert page.evaluate(MISPLACED) == []


PAPER = """box => {
  let paper = "transparent";
  for (; box && /, 0\\)|transparent/.test(paper); box = box.parentElement)
    paper = getComputedStyle(box).backgroundColor;
  return paper;
}"""
"""The colour on which an element stands: the first that is not clear."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_in_the_charts_can_be_read(every_figure, dark):
    """Contrast 4.5 and at least 11 px on a phone: axe does not look into SVG."""
    page = every_figure(width=360, **{"dark": True} if dark else {})  # the light one is open already
    texts = page.evaluate(f"""() => [...document.querySelectorAll("figure.curves-figure svg text")].map(t => {{
      const style = getComputedStyle(t);
      return [t.textContent, style.fill, ({PAPER})(t), parseFloat(style.fontSize) * t.getScreenCTM().a];
    }})""")
    assert texts
    for text, ink, paper, size in texts:
        assert contrast(ink, paper) >= 4.5, (text, ink, paper)
        assert size >= 11, (text, size)


def contrast(ink, paper):
    light, deep = sorted((_luminance(ink), _luminance(paper)), reverse=True)
    return (light + 0.05) / (deep + 0.05)


def _luminance(colour):
    channels = [int(c) / 255 for c in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


PRINTED = """id => Object.fromEntries([...document.querySelectorAll(`#${id} [data-input]`)].map(
  box => [box.dataset.input, box.querySelector(".curves-entry")?.value ?? box.innerText]))"""


def test_in_print_there_is_no_dead_control_and_the_values_stand(every_figure):
    page = every_figure()
    page.emulate_media(media="print", color_scheme="light")
    assert page.locator(".curves-figure :is(input[type=range], select):visible").count() == 0
    for explorer in (FIGURES[id]() for id in FIGURES if page.name.endswith(SHOWN_ON[id])):
        shown = page.evaluate(PRINTED, explorer.id)
        for name, item in explorer.inputs.items():
            assert item.write(explorer.values[name]) in shown[name]
        assert page.locator(f"#{explorer.id} svg:visible").count() == len(explorer.vega)
    page.emulate_media(media="screen")


@pytest.mark.parametrize("name", PAGES)
def test_without_script_it_reads_as_printed(untouched_page, name):
    page = untouched_page(f"chapters/{name}", js=False)
    page.locator(".curves-fold").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
    assert page.locator(".curves-figure :is(input, select):visible").count() == 0
    for explorer in (FIGURES[id]() for id in FIGURES if SHOWN_ON[id] == name):
        figure = page.locator(f"#{explorer.id}")
        assert figure.locator(".curves-sentence").inner_text() == explorer.say()
        assert figure.locator("svg:visible").count() == len(explorer.vega)


def test_the_page_holds_the_javascript_that_parity_tested(explorer, book):
    assert sum(explorer.javascript in text for text in pages(book).values()) == 1


@pytest.mark.parametrize("explorer", ["fig-your-verdict"], indirect=True)
def test_the_chart_comes_along_while_a_slider_far_below_is_moved(open_figure):
    """On a phone the inputs are screens away from what they move; nothing else on the page may move for it."""
    page, figure = open_figure(width=390, height=844)
    slider = figure.locator("[data-input] input[type=range]:enabled").last
    slider.evaluate("e => scrollBy({top: e.getBoundingClientRect().top - 650, behavior: 'instant'})")
    chart = "figure => figure.querySelector('.curves-chart').getBoundingClientRect().bottom"
    assert figure.evaluate(chart) < 0
    place, height = slider.bounding_box(), page.evaluate("document.documentElement.scrollHeight")
    page.mouse.move(place["x"] + 20, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(place["x"] + 200, place["y"] + place["height"] / 2, steps=3)
    page.wait_for_function("() => document.querySelector('.curves-along') !== null")
    assert 100 < figure.evaluate(chart) < place["y"]
    assert slider.bounding_box() == place and page.evaluate("document.documentElement.scrollHeight") == height
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('.curves-along') === null")
    assert figure.evaluate(chart) < 0 and slider.bounding_box() == place


@pytest.mark.parametrize("explorer", ["fig-on-trend"], indirect=True)
def test_what_is_being_typed_stays(open_figure, explorer):
    page, figure = open_figure()
    first, second = (figure.locator(f"[data-input={name}]") for name in sliders(explorer)[:2])
    first.locator(".curves-entry").fill("2.")
    second.locator("input[type=range]").evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input')); }")
    settle(page)
    assert first.locator(".curves-entry").input_value() == "2."
    first.locator(".curves-entry").fill("1,5")
    first.locator(".curves-entry").press("Enter")
    assert "“1,5” is not a number" in first.inner_text()


DECIDES = {make().draws and id or SHOWN_ON[id]: id for id, make in reversed(FIGURES.items()) if make().decides}
"""Of each page a figure without draws, and all over draws."""


@pytest.mark.parametrize("explorer", [*DECIDES.values()], indirect=True)
def test_what_decides_it_follows_each_release_as_in_python(open_figure, explorer):
    page, figure = open_figure()

    def assert_table_is_pythons():
        rows, flips = explorer.tornado(), explorer.flips()
        values = [(explorer.inputs[row["name"]], flips[row["name"]]) for row in rows]
        figure.locator(".curves-decides").scroll_into_view_if_needed()  # it is searched when it is seen
        wanted = ["no value" if value is None else item.write(value) for item, value in values]
        cells = figure.locator(".curves-decides tbody tr td:last-child")
        page.wait_for_function(
            """([id, wanted]) => [...document.querySelectorAll(`#${id} .curves-decides tbody td:last-child`)]
            .map(cell => cell.textContent).join() === wanted.join()""",
            arg=[explorer.id, wanted],
            timeout=30_000,
        )
        labels = figure.locator(".curves-decides tbody th").all_inner_texts()
        assert [label.startswith(explorer.inputs[row["name"]].label) for label, row in zip(labels, rows, strict=True)]
        assert cells.count() == len(rows)
        spec = explorer.decides.format
        outputs = figure.locator(".curves-decides tbody td:nth-child(2)").all_inner_texts()
        assert outputs == [" to ".join(formats.write(v, spec) for v in row["outputs"]) for row in rows]

    assert_table_is_pythons()
    name = [name for name in sliders(explorer) if name in explorer.used[explorer.variant]][-2]
    entry = figure.locator(f"[data-input={name}] .curves-entry")
    entry.fill(explorer.inputs[name].write(explorer.inputs[name].max))
    entry.press("Enter")
    setattr(explorer, name, explorer.inputs[name].max)
    assert_table_is_pythons()


@pytest.mark.parametrize("explorer", [id for id, make in FIGURES.items() if make().drawn], indirect=True)
def test_a_drawn_input_is_pinned_by_a_move_and_freed_by_its_button(open_figure, explorer):
    page, figure = open_figure()
    name = next(iter(explorer.drawn))
    box = figure.locator(f"[data-input={name}]")
    before = figure.locator(".curves-sentence").inner_text()
    assert box.locator(".curves-entry").input_value() == "varies" and not box.locator(".curves-free").is_visible()
    assert explorer.inputs[name].varies in box.inner_text()
    slider = box.locator("input[type=range]")
    assert slider.get_attribute("aria-valuetext") == explorer.inputs[name].varies
    slider.focus()
    page.keyboard.press("End")
    settle(page)
    assert page.evaluate(TABLES, explorer.id)["point"][0][name] == explorer.inputs[name].max
    assert_as_numpy(page, figure, explorer)
    box.locator(".curves-free").click()
    settle(page)
    assert box.locator(".curves-entry").input_value() == "varies"
    assert figure.locator(".curves-sentence").inner_text() == before
    assert "draws: a share is good to" in figure.inner_text()


def test_a_readers_own_model_may_be_infinite_somewhere(own_page):
    """One infinite value would push curve and numbers out of the chart that a model gets by itself."""

    def years(times_a_year):
        return np.where(times_a_year > 1, 10 / (times_a_year - 1), np.inf)

    explorer = Explorer(both_branches(years), times_a_year=(1, 4), id="fig-infinite")
    page = own_page(explorer)
    figure = page.locator("#fig-infinite.curves-drawn")
    figure.wait_for(timeout=15_000)
    labels = figure.locator(".curves-chart svg text").all_text_contents()
    assert {"1.0", "4.0", "0", "400"} <= set(labels), labels
