"""Data and downloads: tables, files and Python lines that hold what is drawn, and say so where a host refuses."""

import base64
import contextlib
import csv
import io
import re
import struct
import warnings
import xml.etree.ElementTree as ET

import altair as alt
import numpy as np
import pandas as pd
import pytest
from curves import Explorer
from curves.explore import CURVE, POINT, Choice, address, chart
from curves.figures import all_figures
from curves.models import scaling

from .test_figures import FIRST, TABLES, _open_figure, settle

FIGURES = all_figures()
ID = "fig-success-and-spending"
PAGE = "chapters/scaling-laws.html"
OVER_DRAWS = next(id for id in FIGURES if FIGURES[id]().draws)
SVG = "{http://www.w3.org/2000/svg}"


def unfold(figure):
    details = figure.locator(".curves-data")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    details.locator(".curves-scroll table").first.wait_for(timeout=5000)
    return details


def download(page, details, name):
    """What a button gives: the file's name and bytes."""
    with page.expect_download(timeout=10_000) as waiting:
        details.get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def move(page, figure, explorer):
    """Each choice at its last option, and each slider that counts at a place of its own."""
    for name, item in explorer.inputs.items():
        box = figure.locator(f"[data-input={name}]")
        if isinstance(item, Choice):
            box.locator("select").select_option(str(item.options[-1]))
    settle(page)
    for i, slider in enumerate(figure.locator(".curves-inputs input[type=range]:enabled").all()):
        slider.evaluate(
            "(s, u) => { s.value = +s.min + u * (s.max - s.min); s.dispatchEvent(new Event('input')); }",
            0.31 + 0.07 * i,
        )
    settle(page)


def read(text):
    """Comment lines, and rows by table, as a program reads them that knows nothing of the book."""
    lines = text.splitlines(keepends=True)
    said = [line.removeprefix("# ").strip() for line in lines if line.startswith("#")]
    tables = {}
    for row in csv.DictReader(io.StringIO("".join(lines[len(said) :]), newline="")):
        tables.setdefault(row.pop("table"), []).append(row)
    return said, tables


def number(text):
    return {"": np.nan, "true": 1.0, "false": 0.0}.get(text) if text in ("", "true", "false") else float(text)


# -- CSV -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moved", "id"),
    [
        *(pytest.param(True, id, id=f"moved-{id}") for id in sorted({*FIRST, OVER_DRAWS})),
        *(pytest.param(False, id, id=id) for id in FIRST),
    ],
)
def test_csv_is_what_is_drawn_to_the_last_digit(shared_page, open_page, book, id, moved):
    explorer = FIGURES[id]()
    page, figure = _open_figure(shared_page, book, explorer, {})
    details = unfold(figure)
    if moved:
        move(page, figure, explorer)
    name, content = download(page, details, "CSV")
    drawn = page.evaluate(TABLES, id)
    for each in explorer.inputs:
        setattr(explorer, each, drawn["point"][0][each])
    text = content.decode("utf-8")
    said, tables = read(text)
    link = said[3]
    assert name == f"{id}.csv" and text.count("\n") == text.count("\r\n")
    assert said == [explorer.title, explorer.say(), FIGURES[id]().source, link,
                    f"Curves & Controls, version {address.VERSION}"]  # fmt: skip

    shown = [
        row for vega in explorer.vega for d in vega["data"] if d["name"] in chart.shown(vega) for row in d["values"]
    ]
    wanted = {"point": explorer.point(), "curve": explorer.curve(), "steps": explorer.steps()}
    kept = {"point", *(n for n in ("curve", "steps") if len(wanted[n])), *(["shown"] if shown else [])}
    assert tables.keys() == kept
    for part, rows in tables.items():
        given = shown if part == "shown" else drawn[part]
        assert len(rows) == len(given)
        for row, told in zip(given, rows, strict=True):
            assert {k for k, v in told.items() if v} == {k for k, v in row.items() if v is not None}
            for key, value in row.items():
                same = told[key] == value if isinstance(value, str) else np.array_equal(
                    number(told[key]), np.float64(np.nan if value is None else value), equal_nan=True)  # fmt: skip
                assert same, (part, key, value, told[key])
        if part in ("curve", "steps"):
            for key in wanted[part]:
                column = [number(row[key]) for row in rows]
                np.testing.assert_allclose(column, wanted[part][key], rtol=1e-12, atol=1e-10)
    for key, value in wanted["point"].items():
        told = tables["point"][0][key]
        assert told == value if isinstance(value, str) else value is None or number(told) == pytest.approx(
            float(value), rel=1e-12, abs=1e-10, nan_ok=True), key  # fmt: skip

    frame = pd.read_csv(io.BytesIO(content), comment="#")
    assert list(frame.table) == [part for part, rows in tables.items() for _ in rows]
    for key in frame.select_dtypes("number"):
        column = [number(row.get(key, "")) for rows in tables.values() for row in rows]
        np.testing.assert_array_equal(frame[key], column)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Explorer.from_url(link).values == explorer.values
    if moved and id in FIRST:
        path, fragment = page.url.split("#")[0].rpartition("chapters/")[2], link.split("#")[1]
        again, figure = _open_figure(open_page, book, explorer, {"fragment": fragment})
        assert again.url == link and link.split("#")[0].endswith(path)
        assert download(again, unfold(figure), "CSV")[1] == content


HOSTILE = ["=1+1", "+1", "-x", "@SUM(1)", "\t=2", "a,b", 'say "x"', "#5", "two\nlines", "<b>bold</b>"]


def hostile():
    rows = [{"x": i, "double": 2 * i, "words": word} for i, word in enumerate(HOSTILE)]
    x, y = alt.X("x:Q"), alt.Y("double:Q")
    charts = [
        alt.Chart(CURVE).mark_line(clip=True).encode(x, y) + alt.Chart(POINT).mark_point().encode(x, y),
        alt.Chart(alt.Data(values=rows)).mark_point(clip=True).encode(x, y)
        + alt.Chart(alt.Data(values=[{"x": 1, "double": 1}])).mark_text(text="layout").encode(x, y),
        alt.Chart(alt.Data(name="named", values=[{"x": 0, "double": 1}])).mark_point().encode(x, y),
    ]

    def double(x, kind):
        return {"double": 2 * x, "below": np.log(x - 5), "far": x / 0.0}

    return Explorer(
        double,
        x=(1, 4, 9),
        kind=HOSTILE,
        along="x",
        charts=charts,
        id="fig-hostile",
        sentence="{x:.0f}, +{double:.0f}",
        title='=HYPERLINK("x"), @a; "b" <i>&amp;',
        source="One, -1\ntwo,+2",
    )


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning", "ignore:invalid value:RuntimeWarning")
def test_text_is_neither_formula_nor_comment_nor_markup(own_page):
    page = own_page(hostile())
    figure = page.locator("#fig-hostile")
    details = unfold(figure)
    text = download(page, details, "CSV")[1].decode()
    said, tables = read(text)
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    cells += [cell for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in line[1:]]
    for text_cell in cells:
        if not re.fullmatch(r"-?\d.*|-Infinity", text_cell):
            assert not re.match(r"\s*[=+\-@]", text_cell), text_cell
    guarded = [f"'{text}" if text.strip()[0] in "=+-@" else text for text in HOSTILE]
    assert [row["words"] for row in tables["shown"]] == guarded
    assert tables["point"][0]["kind"] == "'=1+1" and tables["named"][0]["double"] == "1"
    assert said[1:3] == ["4, '+8", "One, '-1 two,'+2"]
    assert tables["point"][0]["below"] == "NaN" and tables["point"][0]["far"] == "Infinity"
    frame = pd.read_csv(io.StringIO(text), comment="#")
    assert list(frame.words.dropna()) == guarded and frame.far[0] == np.inf
    assert not details.locator("b, i").count() and "<b>bold</b>" in details.inner_text()
    point = details.locator("table").first.inner_text()
    assert re.search(r"below\s+–", point) and re.search(r"far\s+Infinity", point)


# -- Pictures ------------------------------------------------------------------------------


def assert_stands_alone(text):
    """A drawing that needs nothing from a page: XML, its own colours and ids, no other file. Its root."""
    root = ET.fromstring(text)
    assert "var(" not in text and "NaN" not in text and "undefined" not in text
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) and set(re.findall(r"url\(#(.*?)\)", text)) <= set(ids)
    assert len(re.findall(r"url\(", text)) == len(re.findall(r"url\(#", text))
    for element in root.iter():
        assert not [key for key in element.attrib if key.endswith("href")]
        assert element.tag.startswith(SVG) and not element.tag.endswith(("}script", "}image", "}foreignObject"))
    return root


@pytest.mark.parametrize(("id", "dark"), [*((id, False) for id in FIRST), (ID, True)])
def test_svg_stands_alone_and_says_what_it_shows(untouched_page, book, id, dark):
    explorer = FIGURES[id]()
    page, figure = _open_figure(untouched_page, book, explorer, {"dark": dark})
    name, content = download(page, unfold(figure), "SVG")
    root = assert_stands_alone(content.decode("utf-8"))
    assert name == f"{id}.svg"
    assert root.find(f"{SVG}title").text == explorer.title
    assert explorer.say() in root.find(f"{SVG}desc").text and f"#{id}?" in root.find(f"{SVG}desc").text
    lines = " ".join(element.text for element in root.findall(f"{SVG}text"))
    assert lines == f"{explorer.title} {explorer.say()} {explorer.source}"
    assert len(root.findall(f"{SVG}svg")) == len(explorer.vega)
    paper, ink = root.find(f"{SVG}rect").get("fill"), root.find(f"{SVG}text").get("fill")
    assert [paper, ink] == (["#14171b", "#e4e7eb"] if dark else ["#fff", "#1f2933"])
    live = figure.locator(".curves-chart svg text").all_text_contents()
    assert live and set(live) <= {element.text or "" for element in root.iter(f"{SVG}text")}


@pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning", "ignore:invalid value:RuntimeWarning")
def test_several_charts_stand_below_each_other(own_page):
    page = own_page(hostile(), width=700)
    page.locator("#fig-hostile.curves-drawn").wait_for(timeout=15_000)
    root = assert_stands_alone(download(page, unfold(page.locator("#fig-hostile")), "SVG")[1].decode())
    tops = [float(drawing.get("y")) for drawing in root.findall(f"{SVG}svg")]
    assert len(tops) == 3 and min(np.diff(tops)) >= chart.HEIGHT
    titles = [["".join(drawing.itertext()) for drawing in root.findall(f"{SVG}svg")]]
    assert "layout" in titles[0][1] and "layout" not in titles[0][0] + titles[0][2]


@pytest.mark.parametrize(("id", "width"), [*zip(FIRST[:2], (390, 1280), strict=True)])
def test_png_is_the_svg_at_twice_its_size(untouched_page, book, id, width):
    page, figure = _open_figure(untouched_page, book, FIGURES[id](), {"width": width})
    details = unfold(figure)
    root = ET.fromstring(download(page, details, "SVG")[1])
    name, content = download(page, details, "PNG")
    assert name == f"{id}.png" and content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == tuple(2 * int(root.get(side)) for side in ("width", "height"))
    colours = page.evaluate(
        """async (data) => {
          const image = new Image();
          image.src = "data:image/png;base64," + data;
          await image.decode();
          const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
          pen.drawImage(image, 0, 0);
          return new Set(new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer)).size;
        }""",
        base64.b64encode(content).decode(),
    )
    assert colours > 20, "nothing is drawn"


# -- Python --------------------------------------------------------------------------------


@pytest.mark.parametrize("id", FIRST)
def test_the_python_lines_give_the_pages_numbers(shared_page, book, id):
    explorer = FIGURES[id]()
    page, figure = _open_figure(shared_page, book, explorer, {})
    details = unfold(figure)
    move(page, figure, explorer)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    details.get_by_role("button", name="Copy Python").click()  # at once: the last move counts
    details.get_by_text("Copied").wait_for(timeout=2000)
    code = page.evaluate("navigator.clipboard.readText()")
    assert details.get_by_label("These numbers in Python").input_value() == code
    names, out = {}, io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(code, names)
    assert out.getvalue().splitlines()[0] == figure.locator(".curves-sentence").inner_text()
    point = page.evaluate(TABLES, id)["point"][0]
    outputs = {k: v for k, v in names["explorer"].outputs().items() if not isinstance(v, (np.ndarray, list))}
    assert outputs and repr(names["explorer"].outputs()) in out.getvalue()
    for key, value in outputs.items():
        assert point[key] == value or abs(point[key] - value) <= 1e-12 * max(abs(value), 100), key


def test_a_figure_that_is_not_of_the_book_says_how_to_ask_it(own_page):
    page = own_page(Explorer(scaling.success, along="spend_usd", form="straight", id="fig-own"))
    code = unfold(page.locator("#fig-own")).get_by_label("These numbers in Python").input_value()
    assert code == "# explorer: your own name for this figure\nprint(explorer.say())\nprint(explorer.outputs())"


# -- On the page ---------------------------------------------------------------------------


def test_the_tables_follow_once_the_hand_rests(open_page, book):
    explorer = FIGURES[ID]()
    page, figure = _open_figure(open_page, book, explorer, {})
    slider = figure.locator("[data-input=spend_usd] input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert figure.locator(".curves-data > *").count() == 1  # closed, it holds nothing
    details = unfold(figure)
    shown = details.locator("tr", has_text="spend_usd").first.locator("td")
    assert shown.inner_text() == f"{page.evaluate(TABLES, ID)['point'][0]['spend_usd']:,.0f}"
    assert [caption.inner_text() for caption in details.locator("caption").all()] == [
        "At this point", "Along the curve", *["Also drawn"] * 3]  # fmt: skip
    assert details.locator("table").nth(1).locator("tbody tr").count() == 121
    made = """region => { region.made = 0;
      new MutationObserver(() => region.made++).observe(region, {childList: true}); region.scrollTop = 300; }"""
    region = details.locator(".curves-scroll")
    region.evaluate(made)
    slider.evaluate("""async (s) => {
      for (let i = 0; i < 40; i++) {
        s.value = 100 + i;
        s.dispatchEvent(new Event("input"));
        await new Promise(requestAnimationFrame);
      }
    }""")
    page.wait_for_timeout(600)
    assert region.evaluate("region => region.made") <= 2 and region.evaluate("region => region.scrollTop") == 300
    point = page.evaluate(TABLES, ID)["point"][0]
    assert shown.inner_text() == f"{point['spend_usd']:,.0f}"
    assert "spend_usd=" in details.get_by_label("These numbers in Python").input_value()
    details.locator("summary").click()
    slider.evaluate("s => { s.value = 7; s.dispatchEvent(new Event('input')); }")
    page.wait_for_timeout(400)
    assert region.evaluate("region => region.made") <= 2  # closed, it rests


def test_with_the_keyboard_alone(open_page, book):
    page, figure = _open_figure(open_page, book, FIGURES[ID](), {})
    focus = "document.activeElement.ariaLabel ?? document.activeElement.tagName"
    title = FIGURES[ID]().title
    figure.locator(".curves-copy").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(focus) == f"Data and downloads: {title}"
    page.keyboard.press("Enter")
    figure.locator(".curves-scroll table").first.wait_for(timeout=2000)
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(focus))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "2px", reached[-1]
    assert reached == [
        f"{words}: {title}" for words in ("CSV", "SVG", "PNG", "Copy Python", "These numbers in Python", "Data")
    ]
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.wait_for_function("document.querySelector('.curves-scroll').scrollTop > 0", timeout=2000)
    details = figure.locator(".curves-data")
    details.get_by_role("button", name="CSV").focus()
    with page.expect_download(timeout=5000):
        page.keyboard.press("Enter")
    assert details.get_by_role("status").inner_text() == f"Downloading {ID}.csv"


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_accessible_while_open(open_page, book, axe, width, dark):
    page, _ = _open_figure(open_page, book, FIGURES[ID](), {"width": width, "dark": dark})
    for figure in page.locator("figure.curves-figure").all():
        unfold(figure)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for region in page.locator(".curves-scroll").all():
        assert region.evaluate("region => region.offsetHeight") < 450
        hidden, scrolled = region.evaluate(
            "region => { region.scrollLeft = 9; return [region.scrollWidth - region.clientWidth, region.scrollLeft]; }"
        )
        assert scrolled == min(hidden, 9)
    violations = axe(page)
    assert not violations, "\n".join(violations)


def test_without_script_and_in_print_nothing_dead_stands_there(untouched_page, book):
    for options in ({"js": False}, {}):
        page, figure = _open_figure(untouched_page, book, FIGURES[ID](), options)
        if not options:
            page.emulate_media(media="print", color_scheme="light")
        assert not figure.locator(".curves-data").is_visible()
        page.emulate_media(media="screen")


# -- Where a host refuses ------------------------------------------------------------------


def test_where_the_clipboard_is_refused_the_lines_are_selected(open_page, book):
    page, figure = _open_figure(open_page, book, FIGURES[ID](), {})
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { get: () => undefined })")
    details = unfold(figure)
    details.get_by_role("button", name="Copy Python").click()
    assert details.get_by_role("status").inner_text() == "Selected: copy it by hand"
    field = "(f => [f.selectionStart, f.selectionEnd - f.value.length, f.readOnly])(document.activeElement)"
    assert page.evaluate(field) == [0, 0, True]


def test_where_no_file_can_be_made_its_text_is_shown(open_page, book):
    page, figure = _open_figure(open_page, book, FIGURES[ID](), {})
    details = unfold(figure)
    text = details.get_by_label("Text of the file")
    assert not text.is_visible()
    wanted = download(page, details, "CSV")[1].decode().replace("\r\n", "\n")
    assert not text.is_visible()
    page.evaluate("() => { URL.createObjectURL = () => { throw new Error('refused'); }; }")
    details.get_by_role("button", name="CSV").click()
    text.wait_for(timeout=2000)
    says = f"{ID}.csv could not be saved: refused. This is its text:"
    assert details.get_by_role("status").inner_text() == says and text.input_value() == wanted
    assert page.evaluate("(f => f.selectionEnd - f.value.length)(document.activeElement)") == 0
    details.get_by_role("button", name="PNG").click()
    details.get_by_text(f"{ID}.png could not be saved: refused.", exact=True).wait_for(timeout=5000)
    assert not text.is_visible()


def test_a_frame_that_refuses_files_shows_their_text(open_page, book, tmp_path):
    source = (book / PAGE).as_uri() + f"?embed#{ID}"
    sandbox = 'sandbox="allow-scripts allow-same-origin"'
    frame = f'<iframe {sandbox} width="800" height="900" src="{source}" title="Figure"></iframe>'
    (tmp_path / "course.html").write_text(f'<!doctype html><html lang="en"><title>Course</title>{frame}')
    page = open_page(str(tmp_path / "course.html"))
    page.allow_console = True  # the browser tells its console what it refuses, and nobody else
    figure = page.frame_locator("iframe").locator(f"#{ID}.curves-drawn")
    figure.wait_for(timeout=15_000)
    details = unfold(figure)
    for name, start in (("CSV", "# Each tenfold"), ("SVG", "<svg ")):
        details.get_by_role("button", name=name).click()
        details.get_by_text(f"{ID}.{name.lower()}. If nothing arrives").wait_for(timeout=5000)
        assert details.get_by_label("Text of the file").input_value().startswith(start)
    details.get_by_role("button", name="PNG").click()
    details.get_by_text(f"Downloading {ID}.png. If nothing arrives, this frame refuses files.", exact=True).wait_for()
    assert not details.get_by_label("Text of the file").is_visible()


def test_a_chart_that_is_not_yet_drawn_is_said(open_page, book):
    page, figure = _open_figure(open_page, book, FIGURES[ID](), {})
    details = unfold(figure)
    page.evaluate("id => { curves.figures[id].views = []; }", ID)
    details.get_by_role("button", name="SVG").click()
    details.get_by_text(f"{ID}.svg could not be saved: its chart is still being drawn.").wait_for(timeout=2000)
