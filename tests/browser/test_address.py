"""Links in a real browser: state out and in, whatever a link says, embedding, and what is carried to other figures."""

import json
import random
import warnings

import numpy as np
import pytest
from curves import Explorer
from curves.explore import Choice, address
from curves.figures import all_figures
from curves.models import scaling

from ..explore import mangle

FIGURES = all_figures()
ID = "fig-success-and-spending"
INPUTS, DEFAULTS, GUESS = (lambda e: (e.inputs, e.values, e.asks.slider))(FIGURES[ID]())
PAGE = "chapters/scaling-laws.html"
STATE = f"{ID}?spend_usd=240000000&form=capped&v={address.VERSION}"
OUTPUTS = """id => JSON.stringify(curves.figures[id].outputs(),
  (key, value) => value instanceof Float64Array ? Array.from(value, String)
    : typeof value === "number" ? String(value) : value)"""
VALUES = "id => curves.figures[id].values"
NOTE = "#" + ID + " .curves-note"
TOP_NOTE = "article > .curves-note"


def second():
    """A figure that shares inputs with the book's first one."""
    return Explorer(scaling.success, along="spend_usd", form=["straight", "capped"], id="fig-second", title="Second")


def go(opened, fragment, search=""):
    """Load the page afresh at a fragment."""
    where = opened.url.split("#")[0].split("?")[0]
    opened.goto("about:blank")
    opened.goto(f"{where}{search}#{fragment}")


def settle(opened):
    opened.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def rest(opened):
    """Wait until the address has followed the hand."""
    opened.wait_for_timeout(700)


def type_value(opened, name, text, id=ID):
    entry = opened.locator(f"#{id} [data-input={name}] .curves-entry")
    entry.fill(text)
    entry.press("Enter")
    settle(opened)


def copy_link(opened):
    opened.locator(f"#{ID} .curves-copy").click()
    field = opened.locator(f"#{ID} .curves-link")
    assert field.is_visible()
    return field.input_value()


def expected(fragment):
    """What Python reads in a fragment: the figure's values and the note."""
    id, query = address.split(fragment)
    state = address.read(query, INPUTS, guess=GUESS)
    return id, DEFAULTS | state.values, state.note


# -- Whatever a link says ------------------------------------------------------------------

FOLLOW = """async ([id, links]) => {
  const figure = curves.figures[id], seen = [];
  for (const link of links) {
    const before = location.href, changed = new Promise(done => addEventListener("hashchange", done, {once: true}));
    location.hash = link;
    if (location.href !== before) await changed;
    const note = figure.root.querySelector(".curves-note"), top = document.querySelector("article > .curves-note");
    seen.push({hash: location.hash, values: {...figure.values},
      note: note.offsetHeight ? note.textContent : "", top: top?.offsetHeight ? top.textContent : ""});
  }
  return seen;
}"""
TALLY = """() => [document.title, document.querySelectorAll('*').length,
  document.querySelectorAll('#injected, img[src=x]').length]"""


def assert_as_python_reads(seen, before):
    """The page stands where Python says that the link leads; an unknown figure leaves it as it was."""
    id, values, note = expected(seen["hash"])
    if id == ID and "?" in seen["hash"]:
        assert seen["values"] == values and seen["note"] == note, seen
        assert not seen["top"]
    else:
        assert seen["values"] == before, seen
        named = f"This page has no figure “{address._shown(id)}”" if id else "The link names no figure"
        assert seen["top"].startswith(named) if "?" in seen["hash"] and id != ID else True, seen
    assert all(INPUTS[name].check(value) == value for name, value in seen["values"].items())


def test_a_thousand_mangled_links(open_page):
    opened = open_page(PAGE)
    tally = opened.evaluate(TALLY)
    links = mangle.links(INPUTS, ID, 1200, seed=11)
    seen = opened.evaluate(FOLLOW, [ID, links])
    before = DEFAULTS
    for each in seen:
        assert_as_python_reads(each, before)
        before = each["values"]
    assert sum(bool(each["note"]) for each in seen) > 400 and sum(bool(each["top"]) for each in seen) > 50
    title, count, injected = opened.evaluate(TALLY)
    assert title == tally[0] and injected == 0 and count - tally[1] <= 1 + 200  # the note at the top; the drawn chart
    settle(opened)
    assert opened.locator(f"#{ID} .curves-sentence").inner_text()


def test_mangled_links_loaded_afresh(open_page):
    opened = open_page(PAGE)
    for link in [*mangle.links(INPUTS, ID, 6, seed=12), *(f"{ID}?{n}={n}" for n in mangle.NASTY[:4])]:
        go(opened, link.replace("\n", ""))
        seen = opened.evaluate(FOLLOW, [ID, [opened.evaluate("location.hash")]])[0]
        assert_as_python_reads(seen, DEFAULTS)
        assert opened.evaluate(TALLY)[::2] == [opened.title(), 0]


def test_the_note_names_what_and_why(open_page):
    opened = open_page(PAGE, fragment=f"{ID}?spend_usd=9e99&many=1&form=capped&v=0.0.9")
    assert opened.locator(NOTE).inner_text() == (
        "Left out of the link: Spent on training goes from $100k to $100B, and “9e99” is outside; "
        "“many” is no input of this figure. "
        f"The link is of version 0.0.9 of the book, this is {address.VERSION}: the model may have changed since."
    )
    assert opened.evaluate(VALUES, ID) == DEFAULTS | {"form": "capped"}
    opened.locator(f"#{ID} .curves-reset").click()
    assert not opened.locator(NOTE).is_visible()


@pytest.mark.parametrize(
    ("search", "fragment", "says"),
    [
        ("", "fig-none?x=1", "This page has no figure “fig-none”; it is shown as it is."),
        ("", "fig-none", "This page has no figure “fig-none”; it is shown as it is."),
        ("?embed", "fig-none?x=1", "This page has no figure “fig-none”; it is shown as it is."),
        ("?embed", "", "The link names no figure; the whole page is shown."),
        ("", "what-would-break-it", ""),
        ("", "", ""),
    ],
)
def test_an_unknown_figure_is_said_at_the_top(open_page, search, fragment, says):
    opened = open_page(PAGE)
    go(opened, fragment, search)
    note = opened.locator(TOP_NOTE)
    assert (note.inner_text() if note.count() else "") == says
    assert opened.locator("h1:visible").count() == 1 and opened.evaluate(VALUES, ID) == DEFAULTS


# -- State out and in ----------------------------------------------------------------------


def test_fifty_states_come_back_to_the_last_bit(open_page):
    """Five of them on a page that is loaded anew."""
    opened, fresh = open_page(PAGE), open_page(PAGE)
    chance = random.Random(4)
    for turn in range(50):
        for name, item in INPUTS.items():
            box = opened.locator(f"#{ID} [data-input={name}]")
            if isinstance(item, Choice):
                box.locator("select").select_option(chance.choice(item.options))
            else:
                box.locator("input[type=range]").evaluate(
                    """(s, u) => { s.value = +s.min + u * (s.max - s.min); s.dispatchEvent(new Event("input")); }""",
                    chance.random(),
                )
        link = copy_link(opened)
        if turn % 10:
            fresh.evaluate(FOLLOW, [ID, ["#" + link.partition("#")[2]]])
            settle(fresh)
        else:
            go(fresh, link.partition("#")[2])
        there, here = opened.evaluate(OUTPUTS, ID), fresh.evaluate(OUTPUTS, ID)
        assert there == here
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            python = Explorer.from_url(link)
        assert python.values == fresh.evaluate(VALUES, ID)
        point = json.loads(here)["point"]
        for name, value in python.outputs().items():
            if not isinstance(value, np.ndarray):
                shown = float(point[name]) if isinstance(value, float) else point[name]
                assert shown == pytest.approx(value, rel=1e-12, abs=1e-10), name
        assert python.url == f"scaling-laws.html#{link.partition('#')[2]}"


def test_a_link_scrolls_to_its_figure(open_page):
    opened = open_page(PAGE, fragment=STATE)
    top = opened.locator(f"#{ID}").bounding_box()["y"]
    assert 0 <= top < 200 and opened.evaluate("scrollY") > 300
    assert "For $240M" in opened.locator(f"#{ID} .curves-sentence").inner_text()


def test_a_reload_keeps_the_state_and_back_brings_the_last_one(open_page):
    opened = open_page(PAGE)
    type_value(opened, "spend_usd", "2.4e8")
    opened.wait_for_url(lambda url: url.endswith(f"#{ID}?spend_usd=240000000&v={address.VERSION}"), timeout=5000)
    opened.reload()
    assert opened.evaluate(VALUES, ID)["spend_usd"] == 2.4e8
    opened.evaluate("hash => { location.hash = hash; }", STATE.replace("240", "360"))
    opened.wait_for_function("id => curves.figures[id].values.spend_usd === 360000000", arg=ID)
    opened.go_back()
    opened.wait_for_function("id => curves.figures[id].values.spend_usd === 240000000", arg=ID)
    assert opened.evaluate(VALUES, ID)["form"] == "straight"
    settle(opened)
    assert "For $240M" in opened.locator(f"#{ID} .curves-sentence").inner_text()


def test_an_ordinary_anchor_moves_no_input(open_page):
    opened = open_page(PAGE, fragment=STATE)
    for anchor in ("in-short", ID):
        opened.evaluate("hash => { location.hash = hash; }", anchor)
        opened.wait_for_timeout(100)
        assert opened.evaluate(VALUES, ID)["spend_usd"] == 2.4e8


def test_a_host_that_refuses_history_and_storage_breaks_nothing(open_page):
    opened = open_page(PAGE)
    opened.add_init_script("""
      history.replaceState = () => { throw new DOMException("refused", "SecurityError"); };
      Storage.prototype.setItem = (key) => {
        if (key.startsWith("curves:")) throw new DOMException("refused", "QuotaExceededError");
      };""")
    opened.reload()
    type_value(opened, "spend_usd", "2.4e8")
    rest(opened)
    assert "?" not in opened.url and "spend_usd=240000000" in copy_link(opened)


def test_reset(open_page):
    opened = open_page(PAGE)
    reset = opened.locator(f"#{ID} .curves-reset")
    before = opened.evaluate(OUTPUTS, ID)
    assert reset.is_disabled()
    type_value(opened, "spend_usd", "2.4e8")
    opened.locator(f"#{ID} [data-input=form] select").select_option("capped")
    settle(opened)
    reset.click()
    settle(opened)
    assert opened.evaluate(OUTPUTS, ID) == before and reset.is_disabled()
    rest(opened)
    assert opened.url.endswith(f"#{ID}?v={address.VERSION}")
    assert not opened.evaluate("localStorage.getItem('curves:spend_usd')")


def test_a_title_is_text(open_page):
    title = "Week 3: <b id=injected>why</b> & how (50%)"
    explorer = FIGURES[ID]()
    explorer.link_title, explorer.spend_usd = title, 2.4e8
    fragment = explorer.url.partition("#")[2]
    opened = open_page(PAGE, fragment=fragment)
    heading = opened.locator(f"#{ID} .curves-heading")
    assert heading.inner_text() == title and not opened.locator("#injected").count()
    assert heading.bounding_box()["y"] < opened.locator(f"#{ID} .curves-title").bounding_box()["y"]
    assert copy_link(opened).endswith(fragment)
    go(opened, f"{ID}?title=" + "long+" * 100)
    assert len(heading.inner_text()) <= 80
    go(opened, ID)
    assert not heading.is_visible()


def test_renamed_inputs_still_count(own_page, monkeypatch):
    monkeypatch.setattr(address, "ALIASES", {"cost_usd": "spend_usd"})
    opened = own_page(second(), fragment="fig-second?cost_usd=2.4e8")
    assert opened.evaluate(VALUES, "fig-second")["spend_usd"] == 2.4e8
    assert not opened.locator(".curves-note:visible").count()


# -- Copy link -----------------------------------------------------------------------------


def test_the_clipboard_gets_the_link(open_page):
    opened = open_page(PAGE, fragment=STATE)
    opened.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = copy_link(opened)
    opened.locator(f"#{ID} .curves-said", has_text="Copied").wait_for(timeout=2000)
    assert opened.evaluate("navigator.clipboard.readText()") == link
    assert link == opened.url.split("#")[0] + "#" + STATE
    type_value(opened, "spend_usd", "1e8")
    assert not opened.locator(f"#{ID} .curves-link").is_visible()  # it would be the old state
    assert opened.locator(f"#{ID} .curves-said").inner_text() == ""


@pytest.mark.parametrize("clipboard", ["undefined", "{ writeText: () => Promise.reject(new Error('refused')) }"])
def test_where_the_clipboard_is_refused_the_field_is_the_way(open_page, clipboard):
    opened = open_page(PAGE)
    opened.add_init_script(f"Object.defineProperty(navigator, 'clipboard', {{ get: () => ({clipboard}) }});")
    go(opened, STATE)
    link = copy_link(opened)
    said = opened.locator(f"#{ID} .curves-said")
    assert said.inner_text() == "Selected: copy it by hand"
    assert opened.evaluate("getSelection().toString()") == link or opened.evaluate(
        "(f => f === document.activeElement && f.selectionStart === 0 && f.selectionEnd === f.value.length)"
        "(document.querySelector('.curves-link'))"
    )
    assert opened.locator(f"#{ID} .curves-link").get_attribute("readonly") is not None


def test_with_the_keyboard_alone(open_page):
    opened = open_page(PAGE)
    type_value(opened, "score_at_100m_usd", "70")
    focus = "document.activeElement.className"
    opened.locator(f"#{ID} [data-input=form] select").focus()
    while not opened.evaluate(focus).startswith("curves-reset"):
        opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    assert opened.evaluate(focus) == "curves-keep"
    opened.keyboard.press("Tab")
    assert opened.evaluate(focus) == "curves-copy"
    opened.keyboard.press("Enter")
    assert opened.evaluate(focus) == "curves-link"
    assert "score_at_100m_usd=70" in opened.evaluate("document.activeElement.value")
    for _ in range(3):
        opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("Space")
    assert opened.evaluate(VALUES, ID) == DEFAULTS
    assert opened.evaluate("document.activeElement.closest('[data-input]')?.dataset.input") == "spend_usd"


def test_on_paper_the_link_stands_only_where_something_differs(open_page):
    opened = open_page(PAGE)
    opened.emulate_media(media="print", color_scheme="light")
    assert not opened.locator(f"#{ID} :is(button, .curves-link, .curves-open, .curves-paper):visible").count()
    go(opened, STATE)
    assert opened.locator(f"#{ID} .curves-paper").inner_text() == opened.url
    assert not opened.locator(f"#{ID} :is(button, .curves-link, .curves-open):visible").count()


# -- Embedded ------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1000, True)])
def test_embedded_there_is_the_figure_and_no_more(open_page, axe, width, dark):
    opened = open_page(PAGE, width=width, dark=dark)
    go(opened, STATE, "?embed")
    opened.locator(f"#{ID}.curves-drawn").wait_for(timeout=15_000)
    outside = opened.evaluate(
        "id => [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility() && !e.closest('#' + id) && "
        "!e.contains(document.getElementById(id))).map(e => e.outerHTML.slice(0, 80))",
        ID,
    )
    assert outside == []
    box = opened.locator(f"#{ID}").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, width)
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    type_value(opened, "spend_usd", "1e8")
    opened.wait_for_url(lambda url: "?embed#" in url and "spend_usd=100000000" in url, timeout=5000)
    link = opened.get_by_role("link", name="Open in the book")
    assert link.get_attribute("href") == opened.url.replace("?embed", "")
    assert opened.locator("h1:visible").count() == 0
    violations = axe(opened)
    assert not violations, "\n".join(violations)


def test_embedded_on_another_site(open_page, book, tmp_path):
    frame = f'<iframe width="360" height="900" src="{(book / PAGE).as_uri()}?embed#{STATE}" title="Figure"></iframe>'
    (tmp_path / "course.html").write_text(f'<!doctype html><html lang="en"><title>Course</title>{frame}')
    opened = open_page(str(tmp_path / "course.html"))
    figure = opened.frame_locator("iframe").locator(f"#{ID}.curves-drawn.curves-alone")
    figure.wait_for(timeout=15_000)
    assert "For $240M" in figure.locator(".curves-sentence").inner_text()


# -- Carried to other figures --------------------------------------------------------------


def test_a_readers_own_value_is_offered_elsewhere(open_page, own_page):
    first = open_page(PAGE)
    type_value(first, "spend_usd", "2.4e8")
    rest(first)
    assert not first.locator(f"#{ID} .curves-offer").count()  # not in the figure that it comes from
    where = own_page(second(), FIGURES[ID]()).url
    first.goto(where)
    offer = first.locator("#fig-second").get_by_role("button", name="Use my $240M for Spent on training", exact=True)
    assert offer.inner_text() == "Use my $240M" and first.locator(".curves-offer").count() == 1
    assert first.evaluate(VALUES, "fig-second")["spend_usd"] == 1e7  # an offer, no more
    offer.focus()
    first.keyboard.press("Enter")
    settle(first)
    assert first.evaluate(VALUES, "fig-second")["spend_usd"] == 2.4e8
    assert "$240M" in first.locator("#fig-second [data-input=spend_usd] .curves-entry").input_value()
    assert not first.locator(".curves-offer:visible").count()
    rest(first)
    first.locator("#fig-second .curves-reset").click()
    rest(first)
    assert offer.is_visible()
    first.locator(f"#{ID}").scroll_into_view_if_needed()
    type_value(first, "spend_usd", "1e7")  # back at the default by hand: there is nothing to offer
    type_value(first, "score_at_1m_usd", "25")
    rest(first)
    labels = [b.get_attribute("aria-label") for b in first.locator(".curves-offer").all()]
    assert labels == ["Use my 25 for Tasks a $1M model solves"]


def test_all_offers_can_be_taken_at_once(open_page, own_page):
    """The button stands only where more than one is on offer."""
    first = open_page(PAGE)
    type_value(first, "spend_usd", "2.4e8")
    rest(first)
    where = own_page(second(), FIGURES[ID]()).url
    first.goto(where)
    take = first.locator("#fig-second").get_by_role("button", name="Use all mine")
    assert first.locator("#fig-second .curves-offer:visible").count() == 1 and not take.is_visible()
    first.evaluate(
        """kept => localStorage.setItem("curves:score_at_1m_usd", kept)""", '{"value": 25, "figure": "fig-x"}'
    )
    first.reload()
    assert first.locator("#fig-second .curves-offer:visible").count() == 2 and take.is_visible()
    take.focus()
    first.keyboard.press("Enter")
    settle(first)
    values = first.evaluate(VALUES, "fig-second")
    assert (values["spend_usd"], values["score_at_1m_usd"]) == (2.4e8, 25) and not take.is_visible()
    assert first.evaluate("document.activeElement.closest('[data-input]').dataset.input") == "score_at_1m_usd"
    first.locator("#fig-second .curves-reset").click()
    settle(first)
    assert take.is_visible()


def test_values_of_a_link_are_not_the_readers_own(open_page):
    opened = open_page(PAGE, fragment=STATE)
    kept = "Object.keys(localStorage).filter(key => key.startsWith('curves:'))"
    rest(opened)
    assert opened.evaluate(kept) == []
    type_value(opened, "score_at_1m_usd", "25")
    rest(opened)
    assert opened.evaluate(kept) == ["curves:score_at_1m_usd"]


@pytest.mark.parametrize("kept", ['{"value": 1e99}', '{"value": "1e8"}', "null", "[]", "{", '{"value": 1e7}', "1e8"])
def test_what_else_the_storage_may_hold_is_not_offered(own_page, kept):
    opened = own_page(second())
    opened.evaluate("kept => localStorage.setItem('curves:spend_usd', kept)", kept)
    opened.reload()
    assert opened.locator("#fig-second.curves-live").count() and not opened.locator(".curves-offer").count()


# -- How it is built -----------------------------------------------------------------------


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)])
def test_accessible_with_everything_open(open_page, axe, width, dark):
    opened = open_page(PAGE, width=width, dark=dark)
    kept = '\'{"value": 25, "figure": "fig-second"}\''
    opened.add_init_script(f"location.protocol === 'file:' && localStorage.setItem('curves:score_at_1m_usd', {kept})")
    go(opened, STATE + "&x=1&title=Week+3")
    copy_link(opened)
    opened.locator(f"#{ID} .curves-offer").wait_for(timeout=5000)  # visible, and one
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    violations = axe(opened)
    assert not violations, "\n".join(violations)
