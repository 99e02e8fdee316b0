"""Under each source stand the tables and the pages that rest on it."""

import pytest
from curves import data, sources


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("owen2024", ("findings",)),
        ("metr2025", ("horizons",)),
        ("besiroglu-runs", ("loss_runs",)),
        ("cottier2024", ("parameters", "trends", "glossary", "deepseek")),
    ],
)
def test_tables_that_name_a_source(key, names):
    assert sorted(sources.tables()[key]) == sorted(names)


def test_only_known_sources_and_tables():
    assert sources.tables().keys() <= data._bibliography(data.DATA).keys()
    tables = set(data.table("dictionary")["table"])
    assert all(set(names) <= tables for names in sources.tables().values())


def test_a_use_names_tables_and_pages():
    html = sources.use("owen2024", {"a.html": "Loss & gain", "b.html": "B"})
    assert "Data: <code>findings.csv</code>." in html
    assert 'Cited in: <a href="a.html">Loss &amp; gain</a>, <a href="b.html">B</a>.' in html
    assert sources.use("no-table", {}) == '<p class="source-use">Cited on no page.</p>'
