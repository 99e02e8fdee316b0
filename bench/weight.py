"""What a page weighs: every byte it loads from disk, cold, scrolled to its end."""

import gzip
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

SCROLL = """async () => {
  const rest = () => new Promise((resolve) => setTimeout(resolve, 100));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({ top: y, behavior: "instant" });
    await rest();
  }
  await document.fonts.ready;
  for (let i = 0; i < 5; i++) await rest();
}"""
# The first match counts.
PARTS = {
    "html": lambda path: path.suffix == ".html",
    "katex": lambda path: "katex" in path.parts,
    "vega": lambda path: path.name.startswith("vega"),
    "explorer": lambda path: path.name.startswith("explorer."),
    "fonts": lambda path: path.suffix in {".woff", ".woff2", ".ttf", ".otf"},
    "css": lambda path: path.suffix == ".css",
    "js": lambda path: path.suffix == ".js",
    "rest": lambda path: True,
}


def pages(browser, html):
    """For each page: its name, bytes raw and gzipped by part, number of requests, and those that leave the disk."""
    for path in sorted(html.rglob("*.html")):
        if "_static" not in path.parts and path != html / "index.html":  # the front door only sends on
            yield path.relative_to(html), *weigh(browser, path)


def weigh(browser, path):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)  # cold: with no cache
    page, requests = context.new_page(), []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    page.evaluate(SCROLL)
    context.close()
    outside = [url for url in requests if urlsplit(url).scheme not in {"file", "data", "blob"}]
    files = {Path(unquote(urlsplit(url).path)) for url in requests if url.startswith("file:")}
    raw, zipped = Counter(), Counter()
    for file in files:
        part = next(name for name, holds in PARTS.items() if holds(file))
        for total, size in zip((raw, zipped), sizes(file), strict=True):
            total[part] += size
    return raw, zipped, len(requests), outside


@cache
def sizes(file):
    content = file.read_bytes()
    return len(content), len(gzip.compress(content, 9))
