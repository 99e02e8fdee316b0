"""Links: what is written is read back to the last bit, and both languages read any link alike."""

import warnings
from pathlib import Path

import mangle
import numpy as np
import pytest
from curves import Explorer
from curves.explore import Choice, CurvesWarning, Slider, address, choice, page
from curves.figures import all_figures
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
FIGURES = all_figures()
ID = "fig-success-and-spending"


def rated(rate, age, kind, v):
    return rate * age * v


OWN = {
    "rate": Slider("rate", "Rate “r”", 0.5, -1e-5, 1e20, 1.0, format=".1e"),
    "age": Slider("age", "Age", 0.0, -10.0, 10.0, 1.0),
    "kind": choice("as it is", "50% more", "a&b=c", "naïve", label="Kind"),
}
GUESS = Slider("guess", "Your guess", 5.0, 0.0, 100.0, 1.0)


def whole(items):
    """A strategy for every state of ``items``."""
    return st.fixed_dictionaries(
        {n: st.sampled_from(i.options) if isinstance(i, Choice) else st.floats(i.min, i.max) for n, i in items.items()}
    )


def twin(engine, queries, items=OWN, aliases=None, present="0.1.0"):
    inputs = [page._describe(item, item.default) | {"name": name} for name, item in items.items()]
    info = {"aliases": aliases or {}, "version": present, "guess": page._describe(GUESS, None)}
    read = engine.call("(qs, inputs, info) => qs.map(q => curves.readState(q, inputs, info))", queries, inputs, info)
    for state in read:  # JSON writes a whole number without its point
        for part in (state, state["values"], state["beside"] or {}):
            part |= {n: float(v) for n, v in part.items() if type(v) is int}
    return read


@settings(max_examples=300, deadline=None)
@given(
    values=whole(OWN),
    title=st.text(st.characters(codec="utf-8"), max_size=60),
    guess=st.none() | st.floats(0, 100),
    beside=st.none() | whole(OWN),
)
def test_any_state_comes_back_to_the_last_bit(engine, values, title, guess, beside):
    query = address.write(OWN, values, title, guess=guess, beside=beside)
    state = address.read(query, OWN, guess=GUESS)
    assert state.guess == guess and (beside is None) == (state.beside is None)
    assert beside is None or {n: i.default for n, i in OWN.items()} | state.beside == beside
    assert {n: i.default for n, i in OWN.items()} | state.values == values and not state.note
    assert state.title == address.HIDDEN.sub(" ", title)
    info = {"defaults": {n: i.default for n, i in OWN.items()}, "version": address.VERSION}
    names = [{"name": name} for name in OWN]
    written = engine.call("(...all) => curves.writeState(...all)", names, values, title, info, guess, beside)
    assert written == query and query.isascii()
    [read] = twin(engine, [query], present=address.VERSION)
    assert read == vars(state)


def test_only_what_differs_is_written():
    explorer = FIGURES[ID]()
    assert explorer.url == f"scaling-laws.html#{ID}?v={address.VERSION}"
    explorer.spend_usd, explorer.form = 1.25e8, "capped"
    assert explorer.url == f"scaling-laws.html#{ID}?spend_usd=125000000&form=capped&v={address.VERSION}"


@pytest.mark.parametrize(
    ("value", "word"), [(1e7, "10000000"), (2.5, "2.5"), (1e16, "1e16"), (1e-5, "1e-5"), (-0.0, "0"), (1e-10, "1e-10"),
                        (1.5e300, "1.5e300"), (0.0001, "0.0001"), (123456789012345678.0, "1.2345678901234568e17")]
)  # fmt: skip
def test_numbers_are_short_and_alike(value, word, engine):
    assert address._word(value) == word
    written = engine.call("(v) => curves.writeState([{name: 'x'}], {x: v}, '', {defaults: {x: 9}, version: ''})", value)
    assert written == f"x={word}"


@pytest.mark.parametrize("items", [FIGURES[ID]().inputs, OWN], ids=["figure", "own"])
def test_twins_read_any_link_alike(items, engine):
    links = mangle.links(items, ID, 3000, seed=5)
    asked = [address.split(link) for link in links]
    assert engine.call("(links) => links.map(l => curves.splitLink(l))", links) == [
        {"id": id, "query": query} for id, query in asked
    ]
    python = [vars(address.read(query, items, {"old_age": "age"}, "0.1.0", GUESS)) for _, query in asked]
    js = twin(engine, [query for _, query in asked], items, {"old_age": "age"})
    assert [row for row in zip(links, js, python, strict=True) if row[1] != row[2]] == []
    for state in python:
        for name, value in state["values"].items():
            assert items[name].check(value) == value
        assert len(state["note"]) < 900 and len(state["title"]) <= 80
    assert sum(bool(state["note"]) for state in python) > 1000 < sum(bool(state["values"]) for state in python)


@pytest.mark.parametrize(
    ("query", "values", "says"),
    [
        ("age=7", {"age": 7.0}, ""),
        ("agee=7&age=6", {"age": 6.0}, "Left out of the link: “agee” is no input of this figure."),
        ("age=many&rate=1", {"rate": 1.0}, "Age: “many” is not a number"),
        ("age=", {}, "Age: “” is not a number"),
        ("age=NaN", {}, "Age: “NaN” is not a number"),
        ("age=11", {}, "Age goes from −10.00 to 10.00, and “11” is outside"),
        ("kind=odd", {}, "“Kind” has no option “odd”"),
        ("kind=50%25+more", {"kind": "50% more"}, ""),
        ("kind=50%+more", {}, "“kind=50%+more” cannot be read"),
        ("age=1&age=2", {"age": 1.0}, "“age” comes twice, and the first counts"),
        ("age=x&age=2", {}, "“age” comes twice, and the first counts"),
        ("old_age=3", {"age": 3.0}, ""),
        ("age=3&old_age=4", {"age": 3.0}, "“old_age” comes twice"),
        ("__proto__=1&constructor=2", {}, "“__proto__” is no input of this figure; “constructor” is no input"),
        ("a&b&c&d&e&f&g", {}, "“e” is no input of this figure; and 2 more."),
        ("v=0.9", {}, "The link is of version 0.9 of the book, this is 1.10.0: the model may have changed since."),
        ("v=1.9.9&age=1", {"age": 1.0}, "The link is of version 1.9.9"),
        ("v=1.10.0", {}, ""),
        ("v=2", {}, ""),
        ("v=new", {}, "“new” is no version of the book"),
        ("guess=101", {}, "Your guess goes from 0.00 to 100.00, and “101” is outside"),
        ("guess=1&guess=2", {}, "“guess” comes twice, and the first counts"),
        ("beside=age%3D7%26kind%3Dna%25C3%25AFve", {}, ""),
        ("beside=age%3D70", {}, "in the kept state Age goes from"),
        ("beside=agee%3D7", {}, "“agee=7” of the kept state cannot be used"),
        ("rate=1e+3&age=%2B2", {"rate": 1000.0, "age": 2.0}, ""),
        ("", {}, ""),
    ],
)
def test_what_counts_and_what_is_said(query, values, says, engine):
    aliases = {"old_age": "age"}
    state = address.read(query, OWN, aliases, "1.10.0", GUESS)
    assert state.values == values and says in state.note and bool(state.note) == bool(says)
    assert twin(engine, [query], aliases=aliases, present="1.10.0") == [vars(state)]


def test_a_title_is_text_and_short(engine):
    query = "title=Week+3%3A+%3Cb%3Ewhy%3C%2Fb%3E%0A%E2%80%AE" + "x" * 500
    state = address.read(query, OWN, guess=GUESS)
    assert state.title.startswith("Week 3: <b>why</b>  xxx") and len(state.title) == 80 and state.title[-1] == "…"
    assert twin(engine, [query], present=address.VERSION) == [vars(state)]


def test_an_argument_may_have_a_name_that_links_use():
    explorer = Explorer(rated, rate=(0, 1), age=(0, 5), kind=["a"], v=(0, 10))
    explorer.v = 3
    assert explorer.url == "#fig-rated?v=3"
    assert address.read("v=3", explorer.inputs).values == {"v": 3.0}


@pytest.mark.parametrize("before", ["", "#", "scaling-laws.html#", "https://example.org/b/scaling-laws.html?embed#"])
def test_from_url_takes_whole_relative_and_bare_links(before):
    explorer = Explorer.from_url(f" {before}{ID}?spend_usd=1e8&title=Week+3\n")
    assert explorer.values == FIGURES[ID]().values | {"spend_usd": 1e8}
    assert explorer.outputs()["percent"] == 60.0
    assert explorer.link_title == "Week 3" and "Week 3" in explorer.html()
    assert explorer.url == f"scaling-laws.html#{ID}?spend_usd=100000000&title=Week+3&v={address.VERSION}"


def test_a_link_of_every_figure_comes_back():
    rng = np.random.default_rng(3)
    for make in FIGURES.values():
        explorer = make()
        for name, item in explorer.inputs.items():
            drawn = rng.choice(item.options) if isinstance(item, Choice) else rng.uniform(item.min, item.max)
            setattr(explorer, name, drawn)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            back = Explorer.from_url(explorer.url)
        assert back.values == explorer.values and back.url == explorer.url


def test_what_is_left_out_is_a_warning():
    with pytest.warns(CurvesWarning, match="Spent on training goes from .* “9e99” is outside.*“x” is no input"):
        explorer = Explorer.from_url(f"#{ID}?spend_usd=9e99&x=1&form=capped")
    assert explorer.values == FIGURES[ID]().values | {"form": "capped"}


@pytest.mark.parametrize("link", ["", "#fig-none?x=1", "scaling-laws.html", "#__proto__", "%zz"])
def test_an_unknown_figure_names_the_known_ones(link):
    with pytest.raises(ValueError, match=f"No figure .* in the book; its figures are .*{ID}"):
        Explorer.from_url(link)


def test_a_link_names_the_page_and_a_readers_own_figure_has_none():
    assert FIGURES[ID]().url.startswith("scaling-laws.html#fig-")
    own = Explorer(rated, rate=(0, 1), age=(0, 5), kind=["a"], v=(0, 10))
    assert own.url.startswith("#fig-rated?")


def test_figures_stand_on_pages_and_aliases_lead_to_inputs():
    for make in FIGURES.values():
        explorer = make()
        assert list((ROOT / "chapters").glob(Path(explorer.shown_on).stem + ".*")), explorer.shown_on
    names = {name for make in FIGURES.values() for name in make().inputs}
    assert set(address.ALIASES.values()) <= names and not set(address.ALIASES) & names


def test_shared_inputs_are_those_of_the_table():
    explorer = FIGURES[ID]()
    assert address.describe(explorer)["shared"] == [n for n in explorer.inputs if n != "form"]
    assert address.describe(Explorer(lambda spend_usd: spend_usd, spend_usd=(0, 1)))["shared"] == []
