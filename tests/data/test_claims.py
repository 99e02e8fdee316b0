"""The claims are complete, agree with one another, and are all that the book cites."""

import re

import pytest
from curves import claims, data

ROOT = data.DATA.parent
DOCUMENTS = {  # document: source, number of claims; in the order of the ids
    "heim-huang": ("heim-huang2025", 64),
    "digest": ("digest2025", 27),
    "amodei": ("amodei2025", 125),
    "astro": ("astro2025", 27),
    "nyt": ("nyt2025", 45),
}
CLAIMS = data.table("claims").set_index("id")


def test_the_book_has_words_for_every_document_and_stance():
    specs = data.table("dictionary").query("table == 'claims'").set_index("column")["allowed"]
    assert list(claims.DOCUMENTS) == specs["document"].split("|") == list(DOCUMENTS)
    assert list(claims.STANCES) == specs["stance"].split("|")


def test_the_book_shows_the_table():
    assert list(claims.claims()) == list(CLAIMS.index)
    for id, claim in claims.claims().items():
        assert claim.claim == CLAIMS.loc[id, "claim"] and claim.opponents == ids("opponents")[id]


def ids(column):
    return {id: data._items(text) for id, text in CLAIMS[column].items()}


def test_ids_are_complete_and_in_order():
    assert list(CLAIMS.index) == [f"C{i:03d}" for i in range(1, 289)]


def test_documents_follow_one_another():
    wanted = [name for name, (_, count) in DOCUMENTS.items() for _ in range(count)]
    assert list(CLAIMS["document"]) == wanted
    assert list(CLAIMS["source"]) == [DOCUMENTS[name][0] for name in wanted]


def test_opponents_are_mutual():
    opponents = ids("opponents")
    one_sided = [(a, b) for a, others in opponents.items() for b in others if a not in opponents[b]]
    assert one_sided == []


@pytest.mark.parametrize("column", ["opponents", "supports"])
def test_links_name_other_claims_once(column):
    for id, others in ids(column).items():
        assert id not in others and len(set(others)) == len(others), id
        assert set(others) <= set(CLAIMS.index), id


def test_no_claim_supports_its_opponent():
    supports, opponents = ids("supports"), ids("opponents")
    assert [id for id in CLAIMS.index if set(supports[id]) & set(opponents[id])] == []


def test_no_claim_supports_itself_in_a_circle():
    """Claims that support nothing left are taken away until none is left."""
    left = {id: set(others) for id, others in ids("supports").items()}
    while left:
        last = {id for id, others in left.items() if not others & set(left)}
        assert last, f"in a circle, or leading to one: {sorted(left)}"
        left = {id: others for id, others in left.items() if id not in last}


def test_each_claim_is_one_sentence_of_its_own():
    assert CLAIMS["claim"].is_unique
    for id, claim in CLAIMS["claim"].items():
        assert claim[0].isupper() or claim[0].isdigit(), id
        assert claim.endswith((".", "?")) and not re.search(r"[.?!] [A-Z]", claim), id


def test_numbers():
    numbers = CLAIMS[["low", "central", "high"]]
    given = numbers.notna().any(axis=1)
    assert (given == (CLAIMS["unit"] != "")).all()
    assert (CLAIMS.loc[given, "quantity"] != "").all()
    assert not (numbers["central"].notna() & numbers[["low", "high"]].notna().any(axis=1)).any()
    assert not (numbers["low"] >= numbers["high"]).any()
    assert given[CLAIMS["quantity"].str.contains("read from words")].all()
    assert not given[CLAIMS["quantity"].str.contains("no number")].any()


def test_dates():
    day = r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?"
    for id, date in CLAIMS["date"].items():
        assert re.fullmatch(rf"({day}( to {day})?( \(implied\))?)?", date), id


def test_a_claim_called_a_number_has_a_number_or_a_date():
    rows = CLAIMS[CLAIMS["type"] == "number"]
    has_number = rows[["low", "central", "high"]].notna().any(axis=1)
    assert (has_number | (rows["date"] != "")).all()


@pytest.mark.parametrize(
    ("id", "low", "central", "high", "unit"),
    [
        ("C023", 60, None, 80, "percent"),
        ("C034", None, 4, None, "times"),
        ("C100", None, 20, None, "percent"),
        ("C101", None, 40, None, "percent"),
        ("C102", None, 60, None, "percent"),
        ("C115", None, 1.68, None, "times a year"),
        ("C117", None, 4, None, "times a year"),
        ("C137", 10e6, None, 100e6, "USD"),
        ("C139", 9, None, 12, "months"),
        ("C142", 7, None, 10, "months"),
        ("C144", None, 6e6, None, "USD"),
        ("C147", None, 8, None, "times"),
        ("C155", None, 50_000, None, "chips"),
        ("C158", None, 1e9, None, "USD"),
        ("C176", 1e6, None, 10e6, "chips"),
        ("C223", 100e6, None, 500e6, "USD"),
        ("C224", None, None, 10e6, "USD"),
        ("C257", 10_000, None, None, "chips"),
        ("C267", None, 103e6, None, "USD"),
        ("C274", 16_000, None, None, "chips"),
    ],
)
def test_known_values(id, low, central, high, unit):
    row = CLAIMS.loc[id]
    found = [None if value != value else value for value in row[["low", "central", "high"]]]
    assert [*found, row["unit"]] == [low, central, high, unit]


@pytest.mark.parametrize(
    "pattern",
    ["chapters/**/*.md", "chapters/**/*.ipynb", "lib/curves/**/*.py", "data/*.csv", "data/*.md"],
)
def test_every_claim_cited_exists(pattern):
    cited = {
        (id, str(path.relative_to(ROOT)))
        for path in ROOT.glob(pattern)
        for id in re.findall(r"\bC\d{3}\b", path.read_text(encoding="utf-8"))
    }
    assert cited, f"nothing cites a claim any more in {pattern}"
    assert [(id, path) for id, path in sorted(cited) if id not in CLAIMS.index] == []
