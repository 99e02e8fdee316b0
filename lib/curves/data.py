"""What is known: the tables in ``data/``, checked whenever they are loaded.

``data/dictionary.csv`` says what each column of each table holds, and every table (the dictionary too) is
checked against it. All faults of a file are reported together, each with file, row (as a spreadsheet numbers
it: the header is row 1), column, the value and what to do.
"""

import csv
import datetime
import difflib
import io
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from pybtex.database import parse_file
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

DATA = Path(__file__).parents[2] / "data"

_MOST = 10  # faults printed
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DICTIONARY = ["table", "column", "kind", "required", "unit", "allowed", "meaning"]


class DataError(ValueError):
    """A fault in a file of ``data/``, or a name that no file knows."""


@dataclass(frozen=True)
class Parameter:
    """One row of ``data/parameters.csv``; a blank number is NaN, other blanks are empty.

    Parameters
    ----------
    id : str
        The name of the model argument that it feeds.
    label, unit : str
        What the reader sees.
    default : float
        Where the slider starts.
    low, high : float
        The plausible range; NaN where no source gives one.
    min, max, step : float
        The slider; a log slider has 400 places, whatever its step.
    scale : str
        ``linear`` or ``log``.
    kind : str
        The distribution that draws follow between low and high, or ``fixed``.
    dimension : float
        The Sobol dimension that belongs to the input for good; NaN if it is never drawn.
    format : str
        How a value is shown.
    sources, claims : tuple of str
        Keys of ``references.bib`` and ids of claims.
    as_of : str
        ISO date of the source.
    why : str
        Why this value, in one line.
    """

    id: str
    label: str
    unit: str
    default: float
    low: float
    high: float
    min: float
    max: float
    step: float
    scale: str
    kind: str
    dimension: float
    format: str
    sources: tuple
    claims: tuple
    as_of: str
    why: str


def table(name, root=DATA):
    """Load a table of ``data/`` and check it.

    Parameters
    ----------
    name : str
        The file's name without ``.csv``.
    root : path, optional
        Another folder of the same make, for tests.

    Returns
    -------
    pandas.DataFrame
        A copy, with columns in the order of the dictionary: numbers as float (blank is NaN), dates as
        datetime64 (blank is NaT), all else as text (blank is ``""``).

    Raises
    ------
    DataError
        If no table has this name, or with all faults of the file.

    Examples
    --------
    >>> models = table("models").set_index("model")
    >>> float(models.loc["DeepSeek-V3", "cost_rental_usd"])
    5576000.0
    """
    return _table(name, Path(root)).copy()


def parameters(root=DATA):
    """All parameters by id, in the order of ``data/parameters.csv``.

    Returns
    -------
    dict of str to Parameter

    Examples
    --------
    >>> "spend_usd" in parameters()
    True
    """
    return dict(_parameters(Path(root)))


def parameter(id, root=DATA):
    """One parameter by its id.

    Parameters
    ----------
    id : str
        As in the column ``id`` of ``data/parameters.csv``.

    Returns
    -------
    Parameter

    Examples
    --------
    >>> parameter("score_at_10m_usd").default
    40.0
    """
    known = _parameters(Path(root))
    if id not in known:
        raise DataError(f"parameters.csv has no row with id {id!r}{_near(id, known)}; add it or correct it.")
    return known[id]


def source(key, root=DATA):
    """A source written out: author, year, title.

    Parameters
    ----------
    key : str
        As in ``data/references.bib``.

    Returns
    -------
    str

    Examples
    --------
    >>> source("cottier2024")
    'Cottier et al. (2024), The rising costs of training frontier AI models'
    """
    known = _bibliography(Path(root))
    if key not in known:
        raise DataError(f"references.bib has no entry {key!r}{_near(key, known)}; add it or correct the key.")
    entry = known[key]
    names = [" ".join(person.prelast_names + person.last_names) for person in entry.persons["author"]]
    if len(names) > 2 or "others" in names:
        names = [f"{names[0]} et al."]
    return f"{_plain(' and '.join(names))} ({entry.fields['year']}), {_plain(entry.fields['title'])}"


def dictionary_markdown(root=DATA):
    """The data dictionary as Markdown, one table a file, as it stands in ``data/README.md``.

    Examples
    --------
    >>> dictionary_markdown().splitlines()[0]
    '### models.csv'
    """
    out = []
    head = ["| column | holds | unit | must be filled | meaning |", "|---|---|---|---|---|"]
    for name, rows in table("dictionary", root).groupby("table", sort=False):
        out += [f"### {name}.csv", "", *head]
        for row in rows.itertuples():
            words = " or ".join(f"`{word}`" for word in row.allowed.split("|"))
            holds = row.kind + (f": {words}" if row.allowed else "")
            out.append(f"| `{row.column}` | {holds} | {row.unit} | {row.required} | {row.meaning} |")
        out.append("")
    return "\n".join(out).rstrip()


@lru_cache
def _table(name, root):
    specs = _specs(root)
    if name not in specs:
        listed = ", ".join(specs)
        raise DataError(f"There is no table {name!r}{_near(name, specs)}; dictionary.csv lists {listed}.")
    rows, faults = _read(root, name, list(specs[name]))
    faults += _check(name, rows, specs[name], root)
    if name == "parameters" and rows and set(rows[0][1]) >= set(specs[name]):
        faults += _parameter_faults(rows)
    if name == "presets" and rows and set(rows[0][1]) >= set(specs[name]):
        faults += _preset_faults(rows, root)
    _report(faults)
    frame = pd.DataFrame([row for _, row in rows], columns=list(specs[name]), dtype=str)
    for column, spec in specs[name].items():
        if spec["kind"] in ("number", "integer"):
            frame[column] = [float(x) if x else math.nan for x in frame[column]]
        elif spec["kind"] == "date":
            frame[column] = pd.to_datetime(frame[column].where(frame[column] != "", None), format="%Y-%m-%d")
    return frame


@lru_cache
def _parameters(root):
    split = {"sources": _items, "claims": _items, "as_of": lambda x: "" if pd.isna(x) else f"{x:%Y-%m-%d}"}
    rows = table("parameters", root)[list(Parameter.__annotations__)].to_dict("records")
    return {row["id"]: Parameter(**{k: split.get(k, lambda x: x)(v) for k, v in row.items()}) for row in rows}


@lru_cache
def _specs(root):
    """``{table: {column: row of the dictionary}}``, from a dictionary that holds to its own rules."""
    rows, faults = _read(root, "dictionary", _DICTIONARY)
    _report(faults)
    specs = {}
    for _, row in rows:
        specs.setdefault(row["table"], {})[row["column"]] = row
    own = specs.get("dictionary", {})
    for c in (c for c in _DICTIONARY if c not in own):
        faults.append(_fault("dictionary", 1, c, c, "is not described in the dictionary itself; add its row"))
    _report(faults)
    faults = _check("dictionary", rows, own, root)
    for number, row in rows:
        kind, allowed = row["kind"], row["allowed"]
        if (kind == "choice") != bool(allowed) and kind not in ("number", "integer"):
            what = "is wrong for this kind; list the words of a choice, separated by |, else leave it blank"
            faults.append(_fault("dictionary", number, "allowed", allowed, what))
        elif allowed and kind in ("number", "integer") and _range(allowed) is None:
            what = "is not a range; write 0.. or 0..100"
            faults.append(_fault("dictionary", number, "allowed", allowed, what))
    _report(faults)
    return specs


def _read(root, name, columns):
    """Rows as ``(spreadsheet row, {column: text})``, and the faults of the file's shape."""
    try:
        raw = (root / f"{name}.csv").read_bytes()
    except FileNotFoundError:
        what = "is not in the data folder; restore it, or drop it from dictionary.csv"
        raise DataError(f"{name}.csv {what}.") from None
    text = raw.decode("utf-8-sig", errors="surrogateescape")
    header, *records = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    faults = [_fault(name, 1, c, "", "is missing; add the column") for c in columns if c not in header]
    for i, c in enumerate(header):
        if c not in columns:
            faults.append(_fault(name, 1, c, c, "is an unknown column; add a row for it to dictionary.csv"))
        elif c in header[:i]:
            faults.append(_fault(name, 1, c, c, "stands twice in the header; remove one"))
    rows = []
    for number, cells in enumerate(records, start=2):
        if cells and len(cells) != len(header):
            column = header[len(cells)] if len(cells) < len(header) else header[-1]
            what = f"ends a line of {len(cells)} fields where the header has {len(header)}"
            what += '; put text with commas in "quotes", and write 1.5, not 1,5'
            faults.append(_fault(name, number, column, cells[-1], what))
        elif cells:
            rows.append((number, {c: x.strip() for c, x in zip(header, cells, strict=False)}))
        for column, cell in zip(header, cells, strict=False):
            if any("\udc80" <= c <= "\udcff" for c in cell):
                shown = cell.encode("utf-8", "surrogateescape")
                faults.append(_fault(name, number, column, shown, "is not UTF-8; save the file as CSV UTF-8"))
    return rows, faults


def _check(name, rows, specs, root):
    """The faults of single cells, and of the key."""
    faults, seen = [], {}
    for number, row in rows:
        for column in (c for c in specs if c in row):
            wrong = _cell_faults(row[column], specs[column], root)
            faults += [_fault(name, number, column, row[column], what) for what in wrong]
        keys = [c for c in specs if c in row and specs[c]["kind"] == "key"]
        key = tuple(row[c] for c in keys)
        if key and all(key) and key in seen:
            remedy = f"is already the key of row {seen[key]}; rename or remove one of the two"
            faults.append(_fault(name, number, keys[-1], key[-1], remedy))
        seen.setdefault(key, number)
    return faults


def _cell_faults(value, spec, root):
    kind, allowed = spec["kind"], spec["allowed"]
    if value == "":
        return ["is blank; fill it in"] if spec["required"] == "yes" else []
    if kind in ("number", "integer"):
        if not _NUMBER.fullmatch(value) or not math.isfinite(float(value)):
            return ["is not a number; write plain digits such as 5576000 or 3.4e24, or leave the cell blank"]
        if kind == "integer" and not float(value).is_integer():
            return ["is not a whole number; round it, or make the column a number in dictionary.csv"]
        low, high = _range(allowed) if allowed else (-math.inf, math.inf)
        remedy = "correct it, or widen the range in dictionary.csv"
        return [] if low <= float(value) <= high else [f"is outside {allowed}; {remedy}"]
    if kind == "date":
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
                raise ValueError
            datetime.date.fromisoformat(value)
        except ValueError:
            return ["is not a date; write it as 2025-01-31"]
    if kind == "choice" and value not in (words := allowed.split("|")):
        return [f"is not among {', '.join(words)}; write one of these or extend dictionary.csv"]
    if kind == "sources":
        known = _bibliography(root)
        remedy = "correct the key or add the source to references.bib"
        unknown = [x for x in _items(value) if x not in known]
        return [f"names the unknown source {x!r}{_near(x, known)}; {remedy}" for x in unknown]
    if kind == "claims":
        known, wrong = _claims(root), []
        for item in _items(value):
            if not re.fullmatch(r"C\d{3}", item, re.ASCII):
                wrong.append(f"holds {item!r}, which is no claim id; write ids as C147, separated by ;")
            elif known is not None and item not in known:
                remedy = "correct it or add it to claims.csv"
                wrong.append(f"names the unknown claim {item!r}{_near(item, known)}; {remedy}")
        return wrong
    return []


def _parameter_faults(rows):
    """What must hold between the cells of a parameter; cells that are no numbers are reported elsewhere."""
    from .explore import formats  # which needs this module

    faults, owners = [], {}
    for number, row in rows:
        dimension = row["dimension"]
        if dimension and owners.setdefault(dimension, number) != number:
            remedy = f"is already the dimension of row {owners[dimension]}; give one of the two a free number"
            faults.append(_fault("parameters", number, "dimension", dimension, remedy))
        value = {c: float(x) if _NUMBER.fullmatch(x) else math.nan for c, x in row.items()}
        ends = row["low"], row["high"]
        drawn, log = row["kind"] != "fixed", row["kind"].startswith("log")
        for wrong, column, remedy in [
            (drawn and not dimension, "dimension", "is blank for a drawn input; give it the next free number"),
            (value["min"] >= value["max"], "min", f"is not below max ({row['max']}); widen the slider"),
            (value["default"] < value["min"], "default", f"is below min ({row['min']}); move one of the two"),
            (value["default"] > value["max"], "default", f"is above max ({row['max']}); move one of the two"),
            (value["low"] < value["min"], "low", f"is below min ({row['min']}); move one of the two"),
            (value["high"] > value["max"], "high", f"is above max ({row['max']}); move one of the two"),
            (value["low"] > value["high"], "low", f"is above high ({row['high']}); swap or correct them"),
            (row["scale"] == "log" and value["min"] <= 0, "min", "must be above 0 on a log scale; raise it"),
            (value["step"] <= 0, "step", "must be above 0; make it positive"),
            (
                row["scale"] == "linear" and value["step"] > value["max"] - value["min"],
                "step",
                "is longer than the slider",
            ),
            (
                not formats.SPEC.fullmatch(row["format"]),
                "format",
                "is not a format; write one such as .1f ,.0f .0% $.2 #.2",
            ),
            (drawn and "" in ends, "kind", "needs low and high; fill them in or write fixed"),
            (log and value["low"] <= 0, "low", "must be above 0 for this kind; raise it"),
        ]:
            if wrong:
                faults.append(_fault("parameters", number, column, row[column], remedy))
    return faults


def _preset_faults(rows, root):
    """A preset speaks of a document and of a parameter that are there."""
    faults = []
    for column, name, key in (("document", "documents", "document"), ("parameter", "parameters", "id")):
        known = list(table(name, root)[key])
        for number, row in rows:
            if row[column] not in known:
                what = f"is not in {name}.csv{_near(row[column], known)}; correct it or add its row there"
                faults.append(_fault("presets", number, column, row[column], what))
    return faults


@lru_cache
def _bibliography(root):
    try:
        return parse_file(root / "references.bib", bib_format="bibtex", encoding="utf-8").entries
    except (OSError, UnicodeDecodeError, PybtexError) as error:
        raise DataError(f"references.bib cannot be read: {error}; correct it there.") from error


@lru_cache
def _claims(root):
    """Known claim ids, or None where there is no claims.csv."""
    path = root / "claims.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return tuple(row.get("id") or "" for row in csv.DictReader(file))


def _plain(latex):
    """Text as a reader sees it, without the braces of a bibliography."""
    return str(Text.from_latex(latex))


def _items(text):
    return tuple(x.strip() for x in text.split(";")) if text else ()


def _range(allowed):
    """``0..100`` as ``(0.0, 100.0)``, an open end as infinity; None if it is no range."""
    low, dots, high = allowed.partition("..")
    if not dots or any(x and not _NUMBER.fullmatch(x) for x in (low, high)):
        return None
    return float(low or -math.inf), float(high or math.inf)


def _near(word, known):
    close = difflib.get_close_matches(word, known, n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _fault(name, row, column, value, what):
    return row, f"{name}.csv row {row}, column {column}: {value!r} {what}."


def _report(faults):
    """Raise one error with all faults, in the order of the file."""
    if not faults:
        return
    lines = [text for _, text in sorted(faults, key=lambda fault: fault[0])]
    more = [f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    raise DataError("\n".join(lines[:_MOST] + more))
