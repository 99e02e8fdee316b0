"""The tables hold to their dictionary, and a broken one says what is wrong, where, and what to do."""

import doctest
import math
import re
import shutil

import pytest
from curves import data

TABLES = list(data.table("dictionary")["table"].unique())


@pytest.fixture
def root(tmp_path):
    """A copy of the data folder, to be broken."""
    shutil.copytree(data.DATA, tmp_path / "data")
    return tmp_path / "data"


def mini(root, lines, spec, name="mini"):
    """Write a table of our own and its rows in the dictionary; spec: column, kind, required, allowed."""
    rows = [f"{name},{column},{kind},{required},,{allowed},test" for column, kind, required, allowed in spec]
    with (root / "dictionary.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    (root / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def faults(root, name="mini"):
    with pytest.raises(data.DataError) as caught:
        data.table(name, root)
    return str(caught.value).splitlines()


ALL = [
    ("name", "key", "yes", ""),
    ("size", "number", "no", "0..100"),
    ("count", "integer", "no", ""),
    ("day", "date", "no", ""),
    ("colour", "choice", "no", "red|blue"),
    ("source", "sources", "no", ""),
    ("claim", "claims", "no", ""),
]
HEADER = "name,size,count,day,colour,source,claim"


def test_good_table(root):
    full = '"a, b",1.5e1,3,2025-01-20,red,amodei2025;hoffmann2022,C147; C148'
    mini(root, ["\ufeff" + HEADER, full, "NA,,,,,,"], ALL)
    frame = data.table("mini", root)
    assert list(frame["name"]) == ["a, b", "NA"]
    assert frame["size"][0] == 15 and math.isnan(frame["size"][1])
    assert frame["count"].dtype == float and frame["day"].dtype.kind == "M"
    assert f"{frame['day'][0]:%Y-%m-%d}" == "2025-01-20" and str(frame["day"][1]) == "NaT"
    assert list(frame["colour"]) == ["red", ""]


@pytest.mark.parametrize(
    ("cells", "column", "value", "words"),
    [
        (",,,,,,", "name", "''", "is blank; fill it in"),
        ("first,,,,,,", "name", "'first'", "is already the key of row 2; rename or remove"),
        ("x,12k,,,,,", "size", "'12k'", "is not a number; write plain digits"),
        ("x,nan,,,,,", "size", "'nan'", "is not a number"),
        ("x,inf,,,,,", "size", "'inf'", "is not a number"),
        ("x,1e999,,,,,", "size", "'1e999'", "is not a number"),
        ("x,1_0,,,,,", "size", "'1_0'", "is not a number"),
        ("x,101,,,,,", "size", "'101'", "is outside 0..100; correct it"),
        ("x,-1,,,,,", "size", "'-1'", "is outside 0..100"),
        ("x,,1.5,,,,", "count", "'1.5'", "is not a whole number; round it"),
        ("x,,,2025-02-30,,,", "day", "'2025-02-30'", "is not a date; write it as 2025-01-31"),
        ("x,,,20250130,,,", "day", "'20250130'", "is not a date"),
        ("x,,,,green,,", "colour", "'green'", "is not among red, blue; write one of these"),
        ("x,,,,,hofmann2022,", "source", "'hofmann2022'", "(did you mean 'hoffmann2022'?); correct the"),
        ("x,,,,,amodei2025;,", "source", "'amodei2025;'", "unknown source ''"),
        ("x,,,,,,C14", "claim", "'C14'", "no claim id; write ids as C147"),
        ("x,,", "day", "''", "ends a line of 3 fields where the header has 7; put text with commas"),
        ("x,1,2,2025-01-20,red,,,surplus", "claim", "'surplus'", "ends a line of 8 fields where"),
    ],
)
def test_cell_fault(root, cells, column, value, words):
    mini(root, [HEADER, "first,1,2,,,,", cells], ALL)
    (line,) = faults(root)
    assert line.startswith(f"mini.csv row 3, column {column}: {value} ")
    assert words in line and ";" in line


def test_row_is_the_spreadsheet_row(root):
    mini(root, [HEADER, '"two\nlines",1,2,,,,', "", "x,bad,,,,,"], ALL)
    assert faults(root)[0].startswith("mini.csv row 4, column size: 'bad'")


def test_not_utf8(root):
    mini(root, [HEADER, "first,,,,,,", "caf@,,,,,,"], ALL)
    path = root / "mini.csv"
    path.write_bytes(path.read_bytes().replace(b"@", b"\xe9"))
    (line,) = faults(root)
    assert line == r"mini.csv row 3, column name: b'caf\xe9' is not UTF-8; save the file as CSV UTF-8."


def test_missing_and_unknown_columns(root):
    mini(root, ["name,size,cuont,day,colour,source,claim", "x,1,2,,,,"], ALL)
    assert faults(root) == [
        "mini.csv row 1, column count: '' is missing; add the column.",
        "mini.csv row 1, column cuont: 'cuont' is an unknown column; add a row for it to dictionary.csv.",
    ]


def test_column_twice(root):
    mini(root, ["name,name", "x,y"], [("name", "key", "yes", "")])
    assert "row 1, column name: 'name' stands twice in the header; remove one" in faults(root)[0]


def test_several_key_columns_are_unique_together(root):
    mini(root, ["a,b", "x,1", "x,2", "x,1"], [("a", "key", "yes", ""), ("b", "key", "yes", "")])
    (line,) = faults(root)
    assert line.startswith("mini.csv row 4, column b: '1' is already the key of row 2")


def test_all_faults_together_ten_at_most(root):
    mini(root, [HEADER, *(f"m{i},bad,,,,," for i in range(12))], ALL)
    lines = faults(root)
    assert len(lines) == 11 and lines[-1] == "and 2 more"
    assert [int(re.search(r"row (\d+)", x)[1]) for x in lines[:10]] == list(range(2, 12))


def test_claims_resolve_where_there_is_a_list(root):
    (root / "claims.csv").write_text("id,claim\nC147,eight times\n")
    mini(root, [HEADER, "x,,,,,,C147;C999"], ALL)
    (line,) = faults(root)
    assert line.startswith("mini.csv row 2, column claim: 'C147;C999' names the unknown claim 'C999'")


def test_unknown_table():
    message = r"no table 'modles' \(did you mean 'models'\?\); .* lists models, "
    with pytest.raises(data.DataError, match=message):
        data.table("modles")


def test_missing_file(root):
    (root / "models.csv").unlink()
    assert "models.csv is not in the data folder; restore it" in faults(root, "models")[0]


def test_unreadable_bibliography(root):
    (root / "references.bib").write_text("@misc{a, title = {open")
    assert "references.bib cannot be read" in faults(root, "models")[0]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("mini,a,colour,no,,,test", "kind", "'colour' is not among key, text"),
        ("mini,a,choice,no,,,test", "allowed", "list the words of a choice"),
        ("mini,a,number,no,,0-9,test", "allowed", "'0-9' is not a range; write 0.. or 0..100"),
        ("mini,a,text,maybe,,,test", "required", "'maybe' is not among yes, no"),
        ("models,note,text,no,,,test", "column", "'note' is already the key of row"),
    ],
)
def test_broken_dictionary(root, row, column, words):
    path = root / "dictionary.csv"
    number = len(path.read_text().splitlines()) + 1
    path.write_text(path.read_text() + row + "\n")
    (line,) = faults(root, "models")
    assert line.startswith(f"dictionary.csv row {number}, column {column}: ") and words in line


def test_dictionary_must_describe_itself(root):
    path = root / "dictionary.csv"
    path.write_text(path.read_text().replace("dictionary,unit,", "other,unit,"))
    assert "row 1, column unit: 'unit' is not described in the dictionary itself" in faults(root, "models")[0]


GOOD = dict(default=5, low=2, high=8, min=1, max=10, step=1, scale="log", kind="loguniform", dimension=1, format=".0f")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (dict(min=10), "min", "is not below max (10); widen the slider"),
        (dict(default=0.5), "default", "is below min (1)"),
        (dict(default=11), "default", "is above max (10)"),
        (dict(low=9), "low", "is above high (8); swap"),
        (dict(min=0), "min", "must be above 0 on a log scale"),
        (dict(step=0), "step", "must be above 0; make it positive"),
        (dict(high=""), "kind", "needs low and high; fill them in or write fixed"),
        (dict(low=0), "low", "must be above 0 for this kind"),
        (dict(low=0.5), "low", "is below min (1); move one of the two"),
        (dict(high=11), "high", "is above max (10); move one of the two"),
        (dict(scale="linear", step=20), "step", "is longer than the slider"),
        (dict(format="xx"), "format", "is not a format; write one such as"),
        (dict(max="ten"), "max", "is not a number"),
        (dict(dimension=""), "dimension", "is blank for a drawn input; give it the next free number"),
    ],
)
def test_parameter_faults(root, change, column, words):
    p = GOOD | change
    cells = "x,X,m,{default},{low},{high},{min},{max},{step},{scale},{kind},{dimension},{format},,,,why".format(**p)
    header = (root / "parameters.csv").read_text().splitlines()[0]
    (root / "parameters.csv").write_text(f"{header}\n{cells}\n")
    lines = faults(root, "parameters")
    assert any(x.startswith(f"parameters.csv row 2, column {column}: ") and words in x for x in lines)
    assert len(lines) == 1 or change in (dict(min=10), dict(low=0))  # these break two rules


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("amodai,usd_per_gw,1e10,,", "'amodai' is not in documents.csv (did you mean 'amodei'?)"),
        ("amodei,usd_per_megawatt,1e10,,", "'usd_per_megawatt' is not in parameters.csv"),
    ],
)
def test_a_preset_speaks_of_what_is_there(root, row, words):
    path = root / "presets.csv"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n{row}\n", "utf-8")
    (line,) = faults(root, "presets")
    assert words in line


def test_parameters_without_a_column(root):
    path = root / "parameters.csv"
    path.write_text(path.read_text().replace("low", "lowest", 1))
    assert "row 1, column low: '' is missing" in faults(root, "parameters")[0]


def test_parameter():
    p = data.parameter("spend_usd")
    assert (p.default, p.min, p.max, p.scale) == (1e7, 1e5, 1e11, "log")
    assert p.sources == ("amodei2025",) and "C101" in p.claims and p.as_of == "2025-01-31"
    assert data.parameter("score_at_100m_usd").default == 60
    guess = data.parameter("ceiling_percent")
    assert guess.sources == () and math.isnan(data.parameter("target_percent").low)
    assert list(data.parameters()) == list(data.table("parameters")["id"])
    with pytest.raises(AttributeError):
        p.default = 1
    with pytest.raises(data.DataError, match="no row with id 'spend' .did you mean 'spend_usd'"):
        data.parameter("spend")


@pytest.mark.parametrize("name", TABLES)
def test_real_tables_load(name):
    frame = data.table(name)
    assert len(frame) and list(frame.columns) == list(data.table("dictionary").query("table == @name")["column"])


def test_every_file_is_in_the_dictionary():
    assert {p.stem for p in data.DATA.glob("*.csv")} == set(data.table("dictionary")["table"])


def test_a_copy_is_returned():
    frame = data.table("models")
    frame["note"] = "changed"
    assert "changed" not in set(data.table("models")["note"])


def models():
    return data.table("models").set_index("model")


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        ("DeepSeek-V3", "compute_flop", 3.4078e24),  # Epoch AI models database, 2025-12-02
        ("DeepSeek-V3", "cost_rental_usd", 5_576_000),  # DeepSeek-V3 technical report, Table 1
        ("DeepSeek-R1", "cost_rental_usd", 294_000),  # DeepSeek-R1, second version, Appendix B.4.4
        ("Gopher", "cost_amortised_usd", 594_000),  # Epoch: 594,227.77
        ("GPT-4", "cost_amortised_usd", 42_167_000),  # Epoch: 42,166,697.17
        ("Claude 3.5 Sonnet", "cost_amortised_usd", 25_871_000),  # Epoch: 25,870,993.12
        ("Chinchilla", "training_tokens", 1.4e12),  # Hoffmann et al. 2022, Table 1
        ("Llama 3.1-405B", "compute_flop", 3.8e25),
        ("DeepSeek-V4-Pro", "params_active", 49e9),
        ("Kimi K2", "compute_flop", 2.976e24),
        ("T5-11B", "compute_flop", 3.3e22),
        ("T5-11B", "cost_amortised_usd", 75_490),  # Epoch: 75,489.82
        ("Meena", "training_tokens", 10e12),  # its paper, quoted by Epoch: about 10T tokens
        ("Switch Transformer", "params_total", 1.571e12),
        ("Inflection-2.5", "compute_flop", 8e24),  # Epoch prints 8.000001e24
        ("Pangu Ultra", "compute_flop", 1.0692e25),
        ("GLM-5", "params_active", 40e9),
    ],
)
def test_known_values(model, column, value):
    assert models().loc[model, column] == value


def test_models_span():
    frame = models()
    assert 75 <= len(frame) <= 85
    assert frame["released"].min().year == 2018 and frame["released"].max().year == 2026
    assert frame["released"].is_monotonic_increasing


def test_no_figure_without_a_source():
    frame = models()
    cost = frame["cost_amortised_usd"].notna() | frame["cost_rental_usd"].notna()
    assert (cost == (frame["cost_source"] != "")).all()
    assert (frame["cost_amortised_usd"].notna() == (frame["cost_status"] != "")).all()
    assert (frame["compute_flop"].notna() == (frame["compute_source"] != "")).all()
    unsaid = frame["compute_flop"].notna() & (frame["compute_confidence"] == "")
    assert frame.index[unsaid].tolist() == ["Kimi K2.5", "GLM-5"]
    assert set(frame["compute_confidence"][frame["compute_flop"].isna()]) == {""}


def test_the_largest_runs_by_the_rule():
    """All of them are in the table, so the rule can be applied to the table itself."""
    frame = models()
    known = frame[frame["compute_flop"].notna()]
    assert (frame["frontier"] == "").equals(frame["compute_flop"].isna())
    counted = known.drop(index="DeepSeek-R1")  # built on another model of the list
    larger = [
        ((counted["released"] <= row.released) & (counted["compute_flop"] > row.compute_flop)).sum()
        for row in known.itertuples()
    ]
    for model, flag, count in zip(known.index, known["frontier"], larger, strict=True):
        rule = "yes" if count < 5 else "no"
        assert flag == rule, (
            f"models.csv: until its day {count} runs took more compute than {model}, so its frontier is {rule}, "
            f"not {flag!r}; correct the column (the rule stands in data/README.md)"
        )


@pytest.mark.parametrize(
    ("model", "flag"),
    [
        ("BERT-Large", "yes"),
        ("GPT-3", "yes"),
        ("Grok 4", "yes"),
        ("GPT-5", "yes"),  # the fourth
        ("Chinchilla", "no"),  # the sixth: MT-NLG, Gopher, ERNIE 3.0 Titan, EXAONE 1.0 and Wu Dao 2.0 are larger
        ("DeepSeek-V3", "no"),
        ("GPT-4o", ""),
    ],
)
def test_known_flags(model, flag):
    assert models().loc[model, "frontier"] == flag


def test_the_largest_runs_cover_all_years():
    frame = models().query("frontier == 'yes'")
    assert len(frame) == 56 and (frame["compute_confidence"] == "speculative").sum() == 14
    assert set(frame["released"].dt.year) == set(range(2018, 2026))


def test_cost_bases_are_kept_apart():
    """The database's cost of V3 and R1 is a converted rental price, so it is no amortised cost."""
    frame = models()
    assert not (frame["cost_amortised_usd"].notna() & frame["cost_rental_usd"].notna()).any()
    for model in ("DeepSeek-V3", "DeepSeek-R1"):
        assert math.isnan(frame.loc[model, "cost_amortised_usd"])


def test_cost_status():
    status = models()["cost_status"]
    imputed = ["GPT-4 Turbo", "Claude 3 Opus", "GPT-4o", "Gemini 1.5 Pro", "Claude 3.5 Sonnet"]
    for model in [*imputed, "Mistral Large", "Grok-2"]:
        assert status[model] == "imputed"
    speculative = (models()["compute_confidence"] == "speculative") & (status != "")
    assert set(status[speculative]) == {"speculative", "imputed"}
    assert status[speculative & (status == "imputed")].index.tolist() == ["Claude 3.5 Sonnet"]


def test_compute_has_no_floating_point_tail():
    text = (data.DATA / "models.csv").read_text(encoding="utf-8")
    assert not re.search(r"\d\.\d*0000\d", text)


def test_active_parameters_within_total():
    frame = models().dropna(subset=["params_active"])
    assert (frame["params_active"] <= frame["params_total"]).all()


def test_compute_is_near_six_times_parameters_times_tokens():
    """A misplaced digit would show: where all three are given, they lie near the rule, or the note says why not."""
    frame = models().dropna(subset=["params_active", "training_tokens", "compute_flop"])
    ratio = frame["compute_flop"] / (6 * frame["params_active"] * frame["training_tokens"])
    far = ["XLNet", "RoBERTa Large", "T5-11B", "Meena", "GShard (dense)", "Hunyuan-Large"]
    assert len(frame) == 50 and ratio.index[~ratio.between(0.8, 1.4)].tolist() == far, ratio
    assert ratio.between(0.5, 2.9).all() and frame.loc[far, "note"].str.contains("six times").all()


@pytest.mark.parametrize(
    ("id", "value", "low", "high", "unit"),
    [
        ("compute-notable-2010-2025", 4.7, 4.3, 5.2, "times a year"),
        ("compute-frontier-headline-2024", None, 4, 5, "times a year"),
        ("cost-frontier-cottier-2024", 2.4, 2.0, 2.9, "times a year"),
        ("efficiency-ho-2024", 8, 5, 14, "months to halve"),
        ("efficiency-imagenet-2020", 16, None, None, "months to halve"),
        ("efficiency-stitching-2025", 5.84, 4.21, 8.10, "times a year"),
        ("efficiency-amodei-guess-2025", 4, None, None, "times a year"),
    ],
)
def test_known_rates(id, value, low, high, unit):
    row = data.table("trends").set_index("id").loc[id]
    assert [None if math.isnan(x) else x for x in row[["value", "low", "high"]]] == [value, low, high]
    assert row["unit"] == unit


def test_a_rate_lies_within_its_ends():
    frame = data.table("trends")
    ends = frame[["low", "high"]].notna()
    assert (ends["low"] == ends["high"]).all() and (ends["low"] == (frame["interval"] != "none")).all()
    assert (frame["value"].notna() | ends["low"]).all()
    both = frame[frame["value"].notna() & ends["low"]]
    assert (both["low"] <= both["value"]).all() and (both["value"] <= both["high"]).all() and len(both) > 5


def test_every_rate_says_until_when():
    frame = data.table("trends")
    assert frame["to_date"].notna().all() and (frame["from_year"].dropna() < 2026).all()
    assert frame.loc[frame["as_of"].isna(), "id"].tolist() == ["efficiency-ho-specifications"]
    known = frame.dropna(subset="as_of")
    assert (known["to_date"] <= known["as_of"]).all()


def test_what_an_efficiency_estimate_measures():
    """Estimates of two kinds stay apart, and nothing else has a kind."""
    frame = data.table("trends").set_index("id")
    efficiency = frame["quantity"] == "algorithmic_efficiency"
    assert (efficiency == (frame["scope_kind"] != "")).all()
    assert frame.index[frame["scope_kind"] == "all-in"].tolist() == ["efficiency-amodei-guess-2025"]
    assert set(frame.index[frame["scope_kind"] == "vision"]) == {
        "efficiency-imagenet-2020",
        "efficiency-amodei-quoted-2020",
    }
    assert (frame["scope_kind"] == "capability-index").equals(frame["sources"] == "epoch-stitching-2025")


def test_published_falls_in_price():
    frame = data.table("trends").query("quantity == 'inference_price'").set_index("id")
    fits = frame[frame["interval"] == "90"]
    assert len(fits) == 21 and fits["value"].median() == 46.2  # all milestones of the source, not some
    ends = frame.loc["price-epoch-range-2025", ["low", "high"]]
    assert round(fits["value"].min()) == ends["low"] and fits["value"].max() == pytest.approx(ends["high"], rel=0.06)
    assert frame.loc["price-aiindex-2025", "value"] == pytest.approx(20 / 0.07, rel=0.03)
    paid = data.table("prices").set_index("offer")["input_usd"]
    fall = paid["GPT-4 (0314)"] / paid["Claude 3.5 Sonnet (2024-06)"]
    assert frame.loc["price-amodei-2025", "value"] == fall


def test_the_five_essays_are_among_the_sources():
    known = data._bibliography(data.DATA)
    assert {"amodei2025", "heim-huang2025", "astro2025", "nyt2025", "digest2025"} <= set(known)


def test_bibliography_loads_in_sphinx():
    """pybtex's plain style, which sphinxcontrib-bibtex uses, formats every entry."""
    from pybtex.database import parse_file
    from pybtex.plugin import find_plugin

    entries = parse_file(data.DATA / "references.bib").entries.values()
    for entry in entries:
        assert entry.persons["author"] and entry.fields["title"] and entry.fields["year"]
    style = find_plugin("pybtex.style.formatting", "plain")()
    assert len(list(style.format_entries(entries))) == len(entries)


def test_readme_is_in_step_with_the_dictionary():
    text = (data.DATA / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- dictionary: begin -->\n(.*)\n<!-- dictionary: end -->", text, re.DOTALL)
    wanted = data.dictionary_markdown()
    assert found and found[1] == wanted, f"put this between the two markers of data/README.md:\n{wanted}"


def test_examples_in_docstrings():
    result = doctest.testmod(data)
    assert result.attempted and not result.failed


def test_two_inputs_never_share_their_draws(root):
    text = (root / "parameters.csv").read_text()
    (root / "parameters.csv").write_text(text.replace("loguniform,6,", "loguniform,7,"))
    assert "column dimension: '7' is already the dimension of row" in faults(root, "parameters")[0]


def test_a_source_is_written_out():
    assert data.source("heim-huang2025") == "Heim and Huang (2025), The Rise of DeepSeek: What the Headlines Miss"
    assert data.source("hoffmann2022").startswith("Hoffmann et al. (2022), ")
    with pytest.raises(data.DataError, match="no entry 'amodei25' .did you mean 'amodei2025'.*add it"):
        data.source("amodei25")


def test_every_source_can_be_written_out():
    for key in data._bibliography(data.DATA):
        assert re.fullmatch(r"[^{}\\]+ \(\d{4}\), [^{}\\]+", data.source(key))
