"""The Sphinx extension that makes the published book: math, figures, claims, icons, footer, front door.

Whatever a page needs lies beside it, so that the built folder opens from a disk with no network.
"""

import os
import re
import shutil
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path

from docutils.nodes import SkipNode
from dukpy import JSInterpreter, JSRuntimeError
from fontTools import subset
from sphinx.errors import ConfigError, SphinxError
from sphinx.util.math import get_node_equation_number

from . import cards, claims, glossary, present, sources, stylesheets, turns

HERE = Path(__file__).parent
# What the pages load, by its name under _static/curves/.
ASSETS = {
    "book.css": HERE / "book.css",
    "cards.js": HERE / "cards.js",
    "claims.js": HERE / "claims.js",
    "vega.min.js": HERE / "vendor/vega.min.js",
    "explorer.js": HERE / "explore/explorer.js",
    "explorer.css": HERE / "explore/explorer.css",
    "present.js": HERE / "present.js",
    "present.css": HERE / "present.css",
    "qrcode.js": HERE / "vendor/qrcode.js",
    "katex/katex.min.css": HERE / "vendor/katex/katex.min.css",
    **{f"katex/fonts/{font.name}": font for font in (HERE / "vendor/katex/fonts").glob("*.woff2")},
}
ICON_FONTS = "vendor/fontawesome/webfonts"
# Follow the system's light or dark before the first paint. (The theme does so in a deferred script, and if
# its default_mode were "auto" a page without JavaScript would get no colours at all.)
FOLLOW_SYSTEM = """{ const page = document.documentElement.dataset;
let mode;
try { mode = localStorage.getItem("mode"); } catch { /* a sandboxed frame has no storage */ }
page.mode = mode || "auto";
if (page.mode === "auto")
  page.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
if (new URLSearchParams(location.search).has("present")) page.waits = ""; }"""
# Excerpts of search results are fetched, which a browser refuses to a page from the disk.
SEARCH_FROM_DISK = 'DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:"'
# Mends for the accessibility rules: a role that has been withdrawn, a name that hides the visible text.
MENDED = {
    'role="doc-biblioentry"': 'role="listitem"',
    '<summary aria-label="Toggle hidden content">': "<summary>",
}
# A click on index.html inside a ZIP file unpacks that page alone: then the book is not beside it.
FRONT_DOOR = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="color-scheme" content="light dark">
<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>
</head><body><p hidden>The book is not beside this page. If it lies in a ZIP file, extract the whole file first,
then open index.html in the folder that comes out.</p>
<script src="_static/documentation_options.js" onerror="document.querySelector('p').hidden = false"
onload="location.replace('{url}' + location.search + location.hash)"></script>
</body></html>
"""


# Math: KaTeX runs at build time; the page gets HTML for the eye and MathML for screen readers.


@cache
def katex():
    engine = JSInterpreter()
    engine.evaljs((HERE / "vendor/katex/katex.min.js").read_text("utf-8"))
    return engine


def render(latex, docname, display):
    if r"\\" in latex and r"\begin" not in latex:
        latex = rf"\begin{{aligned}}{latex}\end{{aligned}}"
    options = {"displayMode": display, "throwOnError": True, "strict": "error"}
    try:
        return katex().evaljs("katex.renderToString(dukpy.latex, dukpy.options)", latex=latex, options=options)
    except JSRuntimeError as error:
        reason = re.search("KaTeX parse error: (.*)", str(error))
        raise SphinxError(f"{docname}: bad formula {latex!r}: {reason[1] if reason else error}") from error


def visit_inline(writer, node):
    writer.body.append(writer.starttag(node, "span", "", CLASS="math"))
    writer.body.append(render(node.astext(), writer.builder.current_docname, display=False) + "</span>")
    raise SkipNode


def visit_block(writer, node):
    writer.body.append(writer.starttag(node, "div", "", CLASS="math"))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})')
        writer.add_permalink_ref(node, "Link to this equation")
        writer.body.append("</span>")
    html = render(node.astext(), writer.builder.current_docname, display=True)
    # The theme lets the keyboard scroll anything of this class that is wider than the screen.
    writer.body.append(f'<div class="pst-scrollable-table-container">{html}</div></div>\n')
    raise SkipNode


# Before the build


def configure(app, config):
    if not config.curves_facts_as_of:
        raise ConfigError("curves_facts_as_of: say in _config.yml at which date the facts were checked")
    options = config.html_theme_options
    options["extra_footer"] = (
        f"<p>Version {version('curves-and-controls')} · facts as of {escape(config.curves_facts_as_of)}</p>"
    )
    if not options.get("repository_url"):  # buttons that need a repository, before there is one
        options.update(launch_buttons={}, use_repository_button=False, use_issues_button=False)


def copy_assets(app):
    if app.builder.format == "html":
        for name, source in ASSETS.items():
            target = Path(app.outdir, "_static/curves", name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        slides = present.script(app.config.html_baseurl)
        Path(app.outdir, "_static/curves/slides.js").write_text(slides, "utf-8")


def finish_page(app, pagename, templatename, context, doctree):
    if not (body := context.get("body")):
        return
    for found, better in MENDED.items():
        body = body.replace(found, better)
    body, shown = claims.mark(body, pagename, app.builder.get_relative_uri(pagename, claims.PAGE))
    if pagename != glossary.PAGE:
        body, more = glossary.mark(body, app.builder.get_relative_uri(pagename, glossary.PAGE))
        shown |= more
    body, head = cards.hang(body, shown)
    context["body"] = body
    context["metatags"] = context.get("metatags", "") + head
    if shown:
        app.add_js_file("curves/cards.js", loading_method="defer")
    if 'class="claim-filters' in body:
        app.add_js_file("curves/claims.js", loading_method="defer")
    if 'class="katex' in body:
        app.add_css_file("curves/katex/katex.min.css")
    if 'class="curves-figure' in body:
        app.add_css_file("curves/explorer.css")
        app.add_js_file("curves/vega.min.js", loading_method="defer")
        app.add_js_file("curves/explorer.js", loading_method="defer")
        app.add_js_file("curves/present.js", loading_method="defer")


# After the build


def cut_icons(app, exception):
    """Draw icons from fonts cut to the glyphs in use (4 kB for 820 kB of script and fonts)."""
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    (static / "scripts/fontawesome.js").write_text("// Icons come from the fonts.\n", "utf-8")
    pages = [*Path(app.outdir).rglob("*.html"), *static.glob("scripts/*theme.js")]
    names = {name for page in pages for name in re.findall(r"\bfa-[a-z0-9-]+", page.read_text("utf-8"))}
    css = "".join(sheet.read_text("utf-8") for sheet in static.glob("styles/*.css"))
    glyphs = {ord(glyph) for glyph in re.findall("[\ue000-\uf8ff]", css)}
    for selector, rule in re.findall(r"([^{}]*)\{([^{}]*)\}", css):
        owners = set(re.findall(r"\.(fa-[a-z0-9-]+)::?before", selector))
        if not owners or owners & names:
            glyphs |= {int(code, 16) for code in re.findall(r'"\\([ef][0-9a-f]{3})"', rule)}
    places = [Path(theme, "static", ICON_FONTS) for theme in app.builder.theme.get_theme_dirs()]
    fonts = [font for place in places for font in place.glob("*.woff2")]
    if not (names and glyphs and fonts):
        raise SphinxError("the theme keeps its icons elsewhere now: see cut_icons in curves/book.py")
    options = subset.Options(flavor="woff2")
    for font in fonts:  # from the theme's own files, never from an earlier cut
        cut = subset.load_font(font, options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=glyphs)
        subsetter.subset(cut)
        subset.save_font(cut, static / ICON_FONTS / font.name, options)
    for fallback in (static / ICON_FONTS).glob("*.ttf"):
        fallback.unlink()


def cut_stylesheets(app, exception):
    """Leave out the rules that no page can use (90 kB become 30, gzipped)."""
    if exception or app.builder.format != "html":
        return
    static, own = Path(app.outdir, "_static"), Path(app.outdir, "_static/curves")
    pages, scripts = Path(app.outdir).rglob("*.html"), static.rglob("*.js")
    names = stylesheets.names_in(
        (page.read_text("utf-8") for page in pages), (s.read_text("utf-8") for s in scripts if "vega" not in s.name)
    )
    for sheet in static.rglob("*.css"):
        if own not in sheet.parents:
            sheet.write_text(stylesheets.cut(sheet.read_text("utf-8"), names), "utf-8")


def open_front_door(app, exception):
    if not exception and app.builder.name == "html" and app.config.root_doc != "index":
        url = app.builder.get_target_uri(app.config.root_doc)
        page = FRONT_DOOR.format(title=escape(app.config.html_title), url=url)
        Path(app.outdir, "index.html").write_text(page, "utf-8")


def setup(app):
    os.environ["CURVES_HOST"] = "book"  # kernels inherit it, and show html instead of widgets
    app.add_config_value("curves_facts_as_of", "", "html", str)
    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.add_css_file("curves/book.css", priority=900)
    app.add_js_file(None, body=FOLLOW_SYSTEM, priority=100)
    app.add_js_file(None, body=SEARCH_FROM_DISK, priority=300)
    claims.setup(app)
    glossary.setup(app)
    sources.setup(app)
    turns.setup(app)
    app.connect("config-inited", configure)
    app.connect("builder-inited", copy_assets)
    app.connect("html-page-context", finish_page)
    app.connect("build-finished", cut_icons)
    app.connect("build-finished", cut_stylesheets)
    app.connect("build-finished", open_front_door)
    # A process that is forked for writing would inherit a dead JavaScript engine.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
