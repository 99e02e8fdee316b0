"""The book on paper: ``make pdf``.  With names of pages, such as ``scaling-laws``, only those.

All pages become one document, printed by Chromium without scripts and without a network: so each figure
stands as it is drawn at build time, at the values with which it opens; links lead to pages of the PDF; and
page numbers and bookmarks are the browser's own.  It is printed twice, since only after the first time is it known
on which page a chapter begins.
"""

import argparse
import io
import os
import sys
import tempfile
from html import escape
from pathlib import Path

import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

import chromium  # noqa: E402  (tests/browser)

PDF = ROOT / "_build/pdf/curves-and-controls.pdf"
SHEET = Path(__file__).with_name("pdf.css")
SCALE = 0.85  # of the screen's pixels: a chart of 700 fits between the margins of A4
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
USELESS = ".headerlink, .claim-cards, button, script, details.hide:has(.cell_input)"


def names(entry):
    """The pages of a table of contents, in order."""
    for key, value in entry.items():
        if key in ("root", "file"):
            yield value.removesuffix(".md").removesuffix(".ipynb")
        elif isinstance(value, list):
            for child in value:
                yield from names(child)


class Page:
    """One page of the built book, made ready to stand in one document with others."""

    def __init__(self, html, name):
        self.name, self.path = name, html / f"{name}.html"
        self.key = name.replace("/", "-")
        self.soup = BeautifulSoup(self.path.read_text("utf-8"), "html.parser")
        self.article = self.soup.select_one("article.bd-article")
        for element in self.article.select(USELESS):
            element.decompose()
        for details in self.article.select("details"):
            details["open"] = ""
        self.article["id"] = self.key
        self.title = self.article.h1.get_text(" ", strip=True)

    @property
    def sheets(self):
        return [link["href"].split("?")[0] for link in self.soup.select("link[rel=stylesheet]")]

    def files(self, address):
        """The file that a relative address means, and its fragment."""
        path, _, fragment = address.partition("#")
        return (Path(os.path.normpath(self.path.parent / path.split("?")[0])) if path else self.path), fragment

    def own(self):
        """Ids that no other page has, and images by their whole address."""
        for element in self.article.select("[id]:not(svg *)"):
            if element is not self.article:
                element["id"] = f"{self.key}--{element['id']}"
        for image in self.article.select("img[src]"):
            if not image["src"].startswith(("data:", "http")):
                image["src"] = self.files(image["src"])[0].as_uri()
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            for element in self.article.select(f"[{name}]"):
                del element[name]

    def link(self, pages):
        """Links lead within the document or to the web; one to a page that is not printed becomes plain text."""
        by_path, ids = {page.path: page for page in pages}, {}
        for page in pages:
            ids |= {e["id"]: page for e in page.article.select("[id]")} | {page.key: page}
        for anchor in self.article.select("a[href]"):
            if anchor["href"].startswith(("http:", "https:", "mailto:")):
                continue
            path, fragment = self.files(anchor["href"])
            target = by_path[path].key if path in by_path else ""
            target = f"{target}--{fragment}" if target and fragment else target
            if target in ids:
                anchor["href"] = f"#{target}"
            else:
                anchor.name, anchor.attrs = "span", {}


def in_order(lists):
    """One list of all style sheets, each after those that it follows on its page."""
    merged = []
    for one in lists:
        place = 0
        for sheet in one:
            if sheet in merged:
                place = merged.index(sheet) + 1
            else:
                merged.insert(place, sheet)
                place += 1
    return merged


def document(pages, numbers):
    """The whole book as one page of HTML; ``numbers`` has the page on which an id stands, once it is known."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    title, author = escape(config["title"]), escape(config["author"])
    first, *others = pages
    sheets = in_order([page.files(sheet)[0].as_uri() for sheet in page.sheets] for page in pages)
    links = "".join(f'<link rel="stylesheet" href="{escape(sheet)}">' for sheet in [*sheets, SHEET.as_uri()])
    heads = f"@page{{@top-right{{content:{css(config['title'])}}}}}" + "".join(
        f"#{page.key}{{page:{page.key}}}@page {page.key}{{@top-left{{content:{css(page.title)}}}}}"
        for page in pages
        if page.title != config["title"]
    )
    about = first.soup.select_one(".extra_footer").get_text(" ", strip=True)
    lines = "".join(contents(page, numbers) for page in pages)
    articles = "".join(str(page.article) for page in pages)
    return f"""<!doctype html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>
<style>{heads}</style>{links}</head><body>
<div class="pdf-cover"><p class="pdf-title">{title}</p>
<p class="pdf-question">Do DeepSeek’s models undermine the case for export controls on AI chips?</p>
<p>{author}</p>
<p class="pdf-small">{escape(about)}. Text under CC BY 4.0, code under the MIT licence.</p>
<p class="pdf-small">This is the book on paper. Every figure is printed at the values with which it opens; in the
book on the screen each can be moved. What the text says of moving, pointing and typing is about the screen.</p></div>
<nav class="pdf-contents"><p class="pdf-heading">Contents</p>{lines}</nav>
<div class="bd-content"><main class="bd-main">{articles}</main></div></body></html>"""


def css(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def contents(page, numbers):
    """The lines of one page in the table of contents."""
    parts = [("pdf-1", page.key, page.title)]
    for heading in page.article.select("section > section > h2"):
        parts.append(("pdf-2", heading.parent["id"], heading.get_text(" ", strip=True)))
    return "".join(
        f'<p class="{level}"><a href="#{id}"><span>{escape(text)}</span><span>{numbers.get(id, "")}</span></a></p>'
        for level, id, text in parts
    )


def printed(browser, html, scale=SCALE):
    """The document as a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "book.html")
        file.write_text(html, "utf-8")
        context = browser.new_context(java_script_enabled=False, color_scheme="light", offline=True)
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(file.as_uri())
        pdf = page.pdf(prefer_css_page_size=True, print_background=True, scale=scale, outline=True, tagged=True)
        context.close()
    if out := [url for url in asked if not url.startswith(("file:", "data:"))]:
        sys.exit(f"The book asked the network for {out}.")
    return pdf


def places(pdf):
    """On which page each target of a link stands, counted from 1."""
    reader = PdfReader(io.BytesIO(pdf))
    return {
        name.lstrip("/"): reader.get_destination_page_number(place) + 1
        for name, place in reader.named_destinations.items()
    }


def make(html, only=()):
    """The PDF of the built book in folder ``html``, or of some of its pages."""
    toc = list(names(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))))
    if unknown := set(only) - {Path(name).name for name in toc}:
        sys.exit(f"No page {', '.join(sorted(unknown))}: the book has {', '.join(Path(name).name for name in toc)}.")
    pages = [Page(html, name) for name in toc if not only or Path(name).name in only]
    for page in pages:
        page.own()
    for page in pages:
        page.link(pages)
    executable = chromium.find() or sys.exit("No Chromium: see `python tests/browser/chromium.py --install`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        once = printed(browser, document(pages, {}))
        twice = printed(browser, document(pages, places(once)))
        browser.close()
    writer = PdfWriter(clone_from=io.BytesIO(twice))
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    writer.add_metadata({"/Title": config["title"], "/Author": config["author"]})
    return writer


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print the built book.")
    parser.add_argument("pages", nargs="*", help="only these, such as scaling-laws")
    parser.add_argument("--book", type=Path, default=Path(os.environ.get("CURVES_BOOK", ROOT / "_build/html")))
    parser.add_argument("--to", type=Path, default=PDF)
    asked = parser.parse_args()
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    writer = make(asked.book.resolve(), asked.pages)
    writer.write(asked.to)
    print(f"{len(writer.pages)} pages, {asked.to.stat().st_size / 1e6:.1f} MB: {asked.to}")
