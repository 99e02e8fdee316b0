"""Two pages a chapter to hand out: ``make handout``.  With names of chapters, such as ``scaling-laws``, only those.

Each page has a question with room for a guess above a line to fold along, and the figure that answers it below, at the
values with which it opens: first the chapter's first figure that asks for a guess, overleaf the next.  Drawings, words
and sources are those of the built book; questions and inputs come from the figures themselves.
"""

import argparse
import os
import sys
from html import escape
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "lib"))

from curves import data
from curves.explore import formats
from curves.figures import all_figures

from .pdf import QUIET, ROOT, Page, chromium, css, in_order, names, printed

PDF = ROOT / "_build/handout.pdf"
SHEET = Path(__file__).with_name("handout.css")


def chosen(page, figures):
    """The figures of a chapter that go on its leaf: the first two that ask for a guess, or else what comes first."""
    found = page.article.select("figure.curves-figure")
    first = sorted(found, key=lambda each: not each.select_one(".curves-guess"))[:2]
    return [figures[each["id"]]() for each in first]


def guess(explorer):
    """The question of a figure, the scale on which to mark a guess, and lines for the reason."""
    if not explorer.asks:
        return room("Before you look: what do you expect to see, and why?")
    ends = [explorer.asks.low, (explorer.asks.low + explorer.asks.high) / 2, explorer.asks.high]
    marks = "".join(f"<span>{escape(formats.write(end, explorer.asks.format))}</span>" for end in ends)
    return (
        f'<section class="guess"><p class="asks">{escape(explorer.asks.question)}</p>'
        '<p class="blank"><b>My guess</b> <span class="line short"></span> <b>because</b><span class="line"></span></p>'
        f'<p class="blank"><span class="line"></span></p><div class="scale">{marks}</div>'
        '<p class="hint">Mark your guess on the scale. Then unfold.</p></section>'
    )


def room(words):
    return f'<section class="room"><p><b>{words}</b></p><div class="lines"></div></section>'


def drawn(page, explorer):
    """The figure as it opens, with a place for the reader's own value of each input."""
    figure = page.article.select_one(f"#{explorer.id}")
    drawings = "".join(str(svg) for svg in figure.select(".curves-wide svg"))
    rows = "".join(
        f"<tr><td>{escape(item.label)}</td><td>{escape(value(item, explorer.values[name]))}</td>"
        '<td class="own"></td></tr>'
        for name, item in explorer.inputs.items()
        if name not in {each for fold in explorer.folds.values() for each in fold}
    )
    source = figure.select_one(".curves-source").get_text(" ", strip=True)
    return (
        '<p class="fold"><span>fold here: the answer is below</span></p>'
        f'<figure class="curves-figure"><p class="curves-title">{escape(explorer.title)}</p>'
        f'<p class="curves-sentence">{escape(explorer.say())}</p><div class="drawing">{drawings}</div>'
        f"<table><tr><th>It starts from</th><th>The book</th><th>I say</th></tr>{rows}</table>"
        f'<p class="curves-source">{escape(tidy(source))}</p></figure>'
    )


def value(item, at):
    unit = getattr(item, "shown_unit", "") if at is not None else ""
    return f"{item.write(at)} {unit}".rstrip()


def tidy(text):
    """Text of a page without the spaces that its links left before signs."""
    text = " ".join(text.split())
    for sign in ".,;:)]":
        text = text.replace(f" {sign}", sign)
    return text.replace("[ ", "[").replace("( ", "(")


def sources(page):
    """What the chapter cites under Sources, written out."""
    links = page.article.select("#sources a[href*='#source-']")
    keys = dict.fromkeys(link["href"].split("#source-")[1] for link in links)
    items = "".join(f"<li>{escape(data.source(key))}</li>" for key in keys)
    return f'<section class="sources"><p><b>Sources</b></p><ul>{items}</ul></section>'


def leaf(page, figures, address):
    """The two pages of a chapter."""
    question, why, *_ = (tidy(p.get_text(" ", strip=True)) for p in page.article.select("section > p"))
    first, *others = chosen(page, figures)
    where = f'<p class="where">Move it yourself: {escape(address)}#{{}}</p>'
    front = (
        f'<h1>{escape(page.title)}</h1><p class="question">{escape(question)}</p><p class="why">{escape(why)}</p>'
        f"{guess(first)}{drawn(page, first)}{where.format(first.id)}"
    )
    back = "".join(f"{guess(other)}{drawn(page, other)}{where.format(other.id)}" for other in others)
    mind = room("Which single number, if it were different, would change my answer? Who could find it out?")
    ends = (
        f'<p class="question">{escape(question)}</p>' + room("My answer, beginning with <i>if</i>") if not back else ""
    )
    return "".join(
        f'<article class="bd-article">{side}</article>' for side in (front, f"{back}{ends}{mind}{sources(page)}")
    )


def document(pages, figures):
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    home = config.get("html", {}).get("baseurl", "").rstrip("/")
    sheets = [page.files(sheet)[0].as_uri() for page in pages[:1] for sheet in page.sheets if "explorer.css" in sheet]
    links = "".join(
        f'<link rel="stylesheet" href="{escape(sheet)}">' for sheet in in_order([[*sheets, SHEET.as_uri()]])
    )
    facts = config["sphinx"]["config"]["curves_facts_as_of"]
    foot = f"{config['title']}. Facts as of {facts}. Text: CC BY 4.0"
    leaves = "".join(leaf(page, figures, f"{home}/{page.name}.html".lstrip("/")) for page in pages)
    return (
        f'<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{escape(config['title'])}: handout</title>{links}"
        f"<style>@page{{@bottom-left{{content:{css(foot)}}}}}</style></head><body>{leaves}</body></html>"
    )


def make(html, only=()):
    """The handout as bytes of a PDF, from the built book in folder ``html``."""
    figures = all_figures()
    with_figures = {make.__module__.rpartition(".")[2].replace("_", "-") for make in figures.values()}
    toc = names(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8")))
    chapters = [name for name in toc if Path(name).name in with_figures]
    if unknown := set(only) - {Path(name).name for name in chapters}:
        sys.exit(f"No chapter with figures is called {', '.join(sorted(unknown))}.")
    pages = [Page(html, name) for name in chapters if not only or Path(name).name in only]
    executable = chromium.find() or sys.exit("No Chromium: see `python tests/browser/chromium.py --install`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        pdf = printed(browser, document(pages, figures), scale=1)
        browser.close()
    return pdf


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print two pages a chapter to hand out.")
    parser.add_argument("chapters", nargs="*", help="only these, such as scaling-laws")
    parser.add_argument("--book", type=Path, default=Path(os.environ.get("CURVES_BOOK", ROOT / "_build/html")))
    parser.add_argument("--to", type=Path, default=PDF)
    asked = parser.parse_args()
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    asked.to.write_bytes(make(asked.book.resolve(), asked.chapters))
    print(f"{asked.to.stat().st_size / 1e6:.1f} MB: {asked.to}")
