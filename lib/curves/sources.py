"""The page of sources: under each entry, which tables and which pages rest on it."""

from functools import cache
from html import escape

from docutils import nodes

from . import data

PAGE = "chapters/sources"
WHOLE = {"besiroglu-runs": "loss_runs"}  # a table from one source throughout has no column for it
ANCHOR = "source-"  # before the key, as bibtex_cite_id in _config.yml


@cache
def tables():
    """The tables that name each source, by its key, in the order of the dictionary."""
    found = {key: {name: None} for key, name in WHOLE.items()}
    for row in data.table("dictionary").query("kind == 'sources'").itertuples():
        for cell in data.table(row.table)[row.column]:
            for key in data._items(cell):
                found.setdefault(key, {})[row.table] = None
    return {key: tuple(names) for key, names in found.items()}


def pages(env):
    """The pages that cite each source, by its key, in the order of the contents."""
    cited = {(target.key, ref.docname) for ref in env.get_domain("cite").citation_refs for target in ref.targets}
    order = list(env.collect_relations())
    found = {}
    for key, docname in sorted(cited, key=lambda pair: order.index(pair[1])):
        found.setdefault(key, []).append(docname)
    return found


def use(key, cited_in):
    """What rests on a source, as HTML; ``cited_in`` are the titles of pages by their addresses."""
    told = []
    if names := tables().get(key):
        told.append("Data: " + ", ".join(f"<code>{name}.csv</code>" for name in names) + ".")
    if cited_in:
        links = (f'<a href="{address}">{escape(title)}</a>' for address, title in cited_in.items())
        told.append(f"Cited in: {', '.join(links)}.")
    return f'<p class="source-use">{" ".join(told) or "Cited on no page."}</p>'


def tell_uses(app, doctree, docname):
    """Put its uses under each entry of the list."""
    if docname != PAGE:
        return
    cited, address = pages(app.env), app.builder.get_relative_uri
    for entry in doctree.findall(nodes.citation):
        key = entry["ids"][0].removeprefix(ANCHOR)
        titles = {address(PAGE, name): app.env.titles[name].astext() for name in cited.get(key, ())}
        entry += nodes.raw("", use(key, titles), format="html")


def setup(app):
    app.connect("doctree-resolved", tell_uses)
