"""Was a licence needed for this chip on that day?  The door between the tables and the model of the rules."""

import datetime
import itertools
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from . import data
from .models import chips as model
from .models.chips import POLICIES, Rule
from .tables import Table

_LIMITS = {  # column of the rules: name of the figure, unit, comparison that holds, comparison that does not
    "tpp_min": ("TPP", "", ">=", "<"),
    "tpp_below": ("TPP", "", "<", ">="),
    "density_min": ("density", "", ">=", "<"),
    "density_below": ("density", "", "<", ">="),
    "io_min": ("links", " GB/s", ">=", "<"),
    "bandwidth_min": ("memory", " GB/s", ">=", "<"),
    "bandwidth_below": ("memory", " GB/s", "<", ">="),
    "sum_min": ("memory and links", " GB/s", ">=", "<"),
    "memory_density_above": ("bandwidth per mm2", "", ">", "<="),
}
_COLUMNS = {  # figure: the columns of chips.csv that it needs
    "TPP": ["tflops_16bit, tops_8bit or tflops_4bit"],
    "density": ["die_area_mm2"],
    "links": ["link_gb_s"],
    "memory": ["memory_bandwidth_gb_s"],
    "bandwidth per mm2": ["memory_bandwidth_gb_s", "package_area_mm2"],
}
_NUMBERS = [
    "tflops_16bit",
    "tops_8bit",
    "tflops_4bit",
    "tpp_stated",
    "die_area_mm2",
    "package_area_mm2",
    "memory_bandwidth_gb_s",
    "link_gb_s",
]


@dataclass(frozen=True)
class Assessment:
    """What the rules asked of a seller in the United States for an ordinary buyer in mainland China.

    Parameters
    ----------
    chip, date : str
        What was asked.
    licence_needed : bool
        Whether the clause requires a licence; with the policy ``notify`` an exception lifts that after a notification.
    policy : str
        ``none``, ``notify``, ``case by case``, ``licence`` or ``presumption of denial``.
    rule : str
        The strictest row of ``data/control_rules.csv`` that catches the chip, the first of them if several are; or
        ``""``.
    why : str
        The arithmetic, in words.
    """

    chip: str
    date: str
    licence_needed: bool
    policy: str
    rule: str
    why: str


def assess(chip, date, root=data.DATA):
    """Was a licence needed to sell this chip to an ordinary buyer in mainland China on that day, and why?

    Parameters
    ----------
    chip : str or mapping
        A name in ``data/chips.csv``: vendor optional, words in any order, a family such as ``H100`` where its members
        agree.  Or a row of the same shape, with ``chip``, ``datacenter`` and the figures that are known; it counts as
        sold in the United States, too, unless ``sold_in_us`` is no.
    date : str
        ISO date.
    root : path, optional
        Another folder of tables.

    Returns
    -------
    Assessment

    Raises
    ------
    DataError
        If no chip has this name, if several do and differ, if the date is none, or if a figure is missing on which
        the answer turns.

    Examples
    --------
    >>> found = assess("H800", "2022-12-01")
    >>> found.licence_needed, found.policy
    (False, 'none')
    >>> assess("NVIDIA H800", "2023-11-17").why
    '3A090.a.1, for data centres (from 2023-11-17): TPP 15,832 >= 4,800.'
    """
    day = _day(date)
    if not isinstance(chip, str):
        return _assess(_own_row(chip), day, root)
    found = _find(chip, root)
    answers = [_assess(row, day, root) for row in found]
    if len({(a.licence_needed, a.policy, a.rule) for a in answers}) > 1:
        told = "; ".join(f"{a.chip}: {a.policy}" for a in answers)
        raise data.DataError(f"{chip!r} has variants that differ on {day.isoformat()}; name one of them: {told}.")
    return answers[0]


def rules(root=data.DATA):
    """The rows of ``data/control_rules.csv`` that bind chips, as the model takes them; days as ordinals.

    Returns
    -------
    tuple of curves.models.chips.Rule

    Examples
    --------
    >>> [rule.tpp_min for rule in rules() if rule.name == "3A090.a.2"]
    [1600.0]
    """
    return _rules(Path(root))


def figures(frame):
    """Rows of ``data/chips.csv`` as columns of the figures that the model takes.

    Parameters
    ----------
    frame : pandas.DataFrame

    Returns
    -------
    dict of str to column
        ``tpp``, ``density``, ``io``, ``bandwidth``, ``datacenter``, ``maker``, ``memory_density``, ``is_memory``,
        ``sold_in_us``.

    Examples
    --------
    >>> table = data.table("chips").set_index("chip").loc[["H20"]]
    >>> float(figures(table)["tpp"][0])
    2368.0
    """
    number = {name: frame[name].to_numpy(float) for name in _NUMBERS}
    worked_out = model.tpp(number["tflops_16bit"], number["tops_8bit"], number["tflops_4bit"])
    tpp = np.where(np.isfinite(worked_out), worked_out, number["tpp_stated"])
    return {
        "tpp": tpp,
        "density": tpp / number["die_area_mm2"],
        "io": number["link_gb_s"],
        "bandwidth": number["memory_bandwidth_gb_s"],
        "datacenter": (frame["datacenter"] == "yes").to_numpy(),
        "maker": frame["vendor"].to_numpy(str),
        "memory_density": number["memory_bandwidth_gb_s"] / number["package_area_mm2"],
        "is_memory": (frame["kind"] == "memory").to_numpy(),
        "sold_in_us": (frame["sold_in_us"] != "no").to_numpy(),
    }


def day_number(date):
    """A date as `curves.models.chips.month_number` counts it; of a month its first day, of a year its first.

    Examples
    --------
    >>> float(day_number("2023-10")), float(day_number("2023-10-01"))
    (24285.0, 24285.0)
    """
    year, month, day = (*map(int, str(date)[:10].split("-")), 1, 1)[:3]
    return model.month_number(year + (month - 1) / 12, day)


def key(name):
    """A rule's name as part of the name of an output.

    Examples
    --------
    >>> key("3A090.a.1, for data centres")
    '3a090_a_1_for_data_centres'
    """
    return re.sub(r"\W+", "_", name.lower())


def by_month(root=data.DATA):
    """The rules on chips that compute, by a short name, with days as `day_number` counts them.

    Examples
    --------
    >>> list(by_month())[2], float(by_month()["3a090_a_2"].from_day - day_number("2023-11-17"))
    ('3a090_a_of_2022', 0.0)
    """
    days = data.table("control_rules", root).set_index("rule")[["from_date", "to_date"]]

    def counted(rule):
        start, end = (days.loc[rule.name, column] for column in days)
        start = -math.inf if pd.isna(start) else float(day_number(start.date()))
        return rule._replace(from_day=start, to_day=math.inf if pd.isna(end) else float(day_number(end.date())))

    return {key(rule.name): counted(rule) for rule in rules(root) if rule.scope != "memory"}


PLANE = {"tpp": (800.0, 40000.0), "density": (0.5, 64.0)}
"""Ends of the plane of speed by density."""


def _cells():
    """The rectangles into which all limits on TPP and density cut the plane: edges, and a point inside."""
    known = rules()

    def cuts(axis, names):
        low, high = PLANE[axis]
        limits = {getattr(rule, name) for rule in known for name in names} - {None}
        edges = [low, *sorted(limit for limit in limits if low < limit < high), high]
        return list(itertools.pairwise(edges))

    cells = [
        (*x, *y)
        for x in cuts("tpp", ("tpp_min", "tpp_below"))
        for y in cuts("density", ("density_min", "density_below"))
    ]
    left, right, bottom, top = np.array(cells).T
    edges = {"left": left, "right": right, "bottom": bottom, "top": top}
    return edges, np.sqrt(left * right), np.sqrt(bottom * top)


def placed():
    """Chips with a known TPP and density, in the order of the table; and the names of all others."""
    frame = data.table("chips").query("kind == 'accelerator'")
    found = figures(frame)
    known = np.isfinite(found["tpp"]) & np.isfinite(found["density"])
    return frame[known], frame[~known]


def unplaced():
    """Which chips the plane lacks, by what is missing, in words.

    Examples
    --------
    >>> sorted(unplaced())
    ['area', 'speed', 'speed and area']
    """
    _, frame = placed()
    found = figures(frame)
    speed, area = np.isfinite(found["tpp"]), np.isfinite(frame["die_area_mm2"].to_numpy())
    missing = {"area": speed & ~area, "speed": ~speed & area, "speed and area": ~speed & ~area}
    return {what: ", ".join(frame["chip"][rows]) or "none" for what, rows in missing.items()}


@lru_cache
def plane():
    """The cells of the plane, then the chips that can be placed in it, as `threshold_map` takes them.

    Returns
    -------
    dict of str to column
    """
    edges, x, y = _cells()
    frame, _ = placed()
    chips, n, none = figures(frame), len(x), np.zeros(len(frame))
    out = {name: np.concatenate([edge, none]) for name, edge in edges.items()}
    out |= {"tpp": np.concatenate([x, chips["tpp"]]), "density": np.concatenate([y, chips["density"]])}
    for name in ("io", "bandwidth"):
        out[name] = np.concatenate([np.zeros(n), chips[name]])
    out["datacenter"] = np.concatenate([np.zeros(n, dtype=bool), chips["datacenter"]])
    out["maker"] = np.concatenate([np.full(n, "NVIDIA"), chips["maker"]])
    out["sold_in_us"] = np.concatenate([np.ones(n, dtype=bool), chips["sold_in_us"]])
    out["chinese"] = np.concatenate([np.zeros(n, dtype=bool), (frame["country"] == "China").to_numpy()])
    out["announced"] = np.concatenate([np.zeros(n), [float(day_number(day)) for day in frame["announced"]]])
    out["cell"] = np.arange(len(out["tpp"])) < n
    return out


@lru_cache
def drawing_board():
    """The cells, and every limit that an area can meet, as `design_on_a_day` takes them: the plane and its edges."""
    edges, x, y = _cells()
    known = rules()
    speeds, densities = (
        sorted({getattr(rule, name) for rule in known for name in names} - {None})
        for names in (("tpp_min", "tpp_below"), ("density_min", "density_below"))
    )
    speeds = [*speeds, model.FASTEST]
    more = len(speeds) + len(densities)
    plane = {
        "tpp_fixed": np.concatenate([x, speeds, np.zeros(len(densities))]),
        "density_fixed": np.concatenate([y, np.zeros(len(speeds)), densities]),
        "cell": np.arange(len(x) + more) < len(x),
    }
    return plane, {name: np.concatenate([edge, np.zeros(more)]) for name, edge in edges.items()}


@lru_cache
def lives(*names):
    """What the rules asked of each chip, from its announcement on: for the model, and as spans for a chart.

    Parameters
    ----------
    *names : str
        Chips in ``data/chips.csv``.

    Returns
    -------
    chips : dict of str to dict
        As `curves.models.chips.legal_life` takes them.
    spans : list of dict
        ``chip``, ``policy`` (one of `POLICIES`, or ``not known``), ``start`` and ``end`` as decimal years.

    Examples
    --------
    >>> [(span["policy"], round(span["start"], 1)) for span in lives("H800 SXM")[1]][:3]
    [('none', 2023.2), ('licence', 2023.8), ('presumption of denial', 2023.9)]
    """
    known, frame = tuple(by_month().values()), data.table("chips").set_index("chip", drop=False)
    turns = {day for rule in known for day in (rule.from_day, rule.to_day) if math.isfinite(day)}
    chips, spans = {}, []
    for name in names:
        row = {key: column[0] for key, column in figures(frame.loc[[name]]).items()}
        row |= {key: float(row[key]) for key in ("tpp", "density", "io", "bandwidth", "memory_density")}
        row |= {key: bool(row[key]) for key in ("datacenter", "is_memory", "sold_in_us")} | {"maker": str(row["maker"])}
        born = float(day_number(frame.loc[name, "announced"]))
        own = _merged([(day, _asked(known, row, day)) for day in [born, *sorted(d for d in turns if d > born)]])
        caught = next((day for day, policy in own if policy not in ("none", "not known")), math.inf)
        chips[name] = {"figures": row, "announced": born, "caught": caught}
        ends = [day for day, _ in own[1:]] + [float(day_number(LAST_DAY)) + 1 / 31]  # the end of that day
        spans += [
            {"chip": name, "policy": policy, "start": day / 12, "end": end / 12}
            for (day, policy), end in zip(own, ends, strict=True)
        ]
    return chips, spans


LAST_DAY = "2026-10-31"
"""The day to which the table of rules is kept."""


def _asked(known, row, day):
    found = model.controlled(known, **row, day=day)
    return "not known" if found["undecided"] else POLICIES[int(found["strictness"])]


def _merged(changes):
    return [change for k, change in enumerate(changes) if not k or change[1] != changes[k - 1][1]]


def sheets(*names):
    """By chip its dense 16-bit rate and memory bandwidth; half of the eight-bit rate where only that is known.

    Examples
    --------
    >>> sheets("H20", "B30A (reported)")
    {'H20': (148.0, 4000.0), 'B30A (reported)': (1125.0, 4000.0)}
    """
    table = data.table("chips").set_index("chip")
    rate = table["tflops_16bit"].fillna(table["tops_8bit"] / 2)
    return {name: (float(rate[name]), float(table["memory_bandwidth_gb_s"][name])) for name in names}


def dated_events():
    """The events in the order of their days, and for each category what `timeline` takes."""
    events = data.table("events").sort_values("date", kind="stable").reset_index(drop=True)
    days = np.array([float(day_number(day.date())) for day in events["date"]])
    kinds = {"all": np.ones(len(events), dtype=bool)}
    kinds |= {kind: (events["category"] == kind).to_numpy() for kind in CATEGORIES}
    return events, {kind: {"day": days, "counts": counts} for kind, counts in kinds.items()}


CATEGORIES = ("control", "chip", "model", "enforcement", "statement", "market")
"""Kinds of events, as the table has them."""

CASES = [
    ("A100 SXM 40GB", "2022-08-25"), ("A100 SXM 40GB", "2022-08-26"), ("H100 SXM", "2022-08-26"),
    ("MI250X", "2022-08-31"), ("A800 SXM 80GB", "2022-11-08"), ("H800 SXM", "2023-03-21"),
    ("Gaudi 2 HL-225B", "2023-07-11"), ("H800 SXM", "2023-10-23"), ("L40S", "2023-10-23"), ("RTX 4090", "2023-11-17"),
    ("RTX 4090D", "2023-12-28"), ("H20", "2024-06-01"), ("H20", "2025-04-09"), ("MI308X", "2025-04-15"),
    ("RTX 5090D", "2025-06-18"), ("H20", "2025-08-08"), ("RTX 5090D V2", "2025-08-12"), ("H200 SXM", "2026-01-15"),
]  # fmt: skip
"""Days on which it is known what a chip met, in the order of the days; `tests/data/test_chips.py` has more."""


def cases():
    """What the engine finds on known days, beside what is said of the chip.

    Returns
    -------
    Table
        Chip, day, policy, rule, and what is reported of the chip's sale; once for each chip.

    Examples
    --------
    >>> cases()[4][:4]
    ('A800 SXM 80GB', '2022-11-08', 'none', '')
    """
    told = data.table("chips").set_index("chip")["history"]
    rows, seen = [], set()
    for name, day in CASES:
        found = assess(name, day)
        rows.append((name, day, found.policy, found.rule, "as above" if name in seen else told[name]))
        seen.add(name)
    heads = ("Chip", "Day", "The engine says", "By", "What is reported of its sale")
    return Table(heads, rows, widths=("6em", "6em", "6em", "9em", "20em"), words=True)


@lru_cache
def _rules(root):
    out = []
    for row in data.table("control_rules", root).query("concerns == 'chips'").to_dict("records"):
        limits = {name: None if math.isnan(row[name]) else row[name] for name in _LIMITS}
        if not any(limit is not None for limit in limits.values()) or not row["policy"] or not row["scope"]:
            raise data.DataError(
                f"control_rules.csv, {row['rule']!r}: a rule on chips needs a scope, a policy and a limit; "
                "fill them in, or say what else it concerns."
            )
        days = {
            "from_day": -math.inf if pd.isna(row["from_date"]) else row["from_date"].toordinal(),
            "to_day": math.inf if pd.isna(row["to_date"]) else row["to_date"].toordinal(),
        }
        out.append(
            Rule(
                name=row["rule"],
                clause=row["clause"],
                scope=row["scope"],
                makers=tuple(data._items(row["makers"])),
                joined=row["joined"] or "and",
                strictness=POLICIES.index(row["policy"]),
                eases=row["eases"],
                sold_in_us=row["only_if"] == "sold in the United States",
                **days,
                **limits,
            )
        )
    return tuple(out)


def _day(date):
    text = date if isinstance(date, str) else str(date)[:10]  # of a date or a time stamp, its day
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise data.DataError(f"{date!r} is not a date; write it as 2023-10-17.") from None


def _words(name):
    """Letters and digits as separate words, so that Gaudi2 is Gaudi 2 and MI308 begins MI308X."""
    return re.findall(r"[a-z]+|\d+", name.lower())


def _find(name, root):
    """The rows of the table that a name means: itself, or all whose words include its words."""
    table = data.table("chips", root)
    asked = set(_words(name))
    rows = table.to_dict("records")
    named = [(row, set(_words(row["chip"])), set(_words(row["vendor"]))) for row in rows]
    found = [row for row, words, vendor in named if asked and asked - vendor == words]
    found = found or [row for row, words, vendor in named if asked - vendor and asked <= words | vendor]
    if not found:
        known = table["chip"].tolist()
        near = data._near(name, known + [chip.split()[0] for chip in known])
        raise data.DataError(f"chips.csv has no chip {name!r}{near}; add it, or pass a row of your own.")
    return found


def _own_row(row):
    try:
        row = dict(row)
    except (TypeError, ValueError):
        raise data.DataError(f"{row!r} is no chip; give a name, or a row with the columns of chips.csv.") from None
    columns = list(data.table("chips").columns)
    if unknown := [name for name in row if name not in columns]:
        raise data.DataError(f"A chip has no {unknown[0]!r}{data._near(unknown[0], columns)}; see chips.csv.")
    if "datacenter" not in row:
        raise data.DataError("A chip of your own needs 'datacenter': yes or no, by how it is marketed.")
    full = dict.fromkeys(columns, "") | {"chip": "a chip of your own", "kind": "accelerator"} | row
    full["sold_in_us"] = "yes" if full["sold_in_us"] == "" else full["sold_in_us"]
    for name in ("datacenter", "sold_in_us"):
        if isinstance(full[name], (bool, np.bool_)):
            full[name] = "yes" if full[name] else "no"
    choices = {"datacenter": ("yes", "no"), "sold_in_us": ("yes", "no"), "kind": ("accelerator", "memory")}
    for name, allowed in choices.items():
        if full[name] not in allowed:
            raise data.DataError(f"{name} is {full[name]!r}; write {' or '.join(allowed)}.")
    for name in _NUMBERS:
        try:
            full[name] = math.nan if full[name] in ("", None) else float(full[name])
        except (TypeError, ValueError):
            raise data.DataError(f"{name} is {full[name]!r}, which is no number; leave it out if unknown.") from None
        if full[name] < 0 or (name.endswith("mm2") and full[name] == 0):
            raise data.DataError(f"{name} is {full[name]:g}; it must be above 0.")
    return full


def _assess(row, day, root):
    known = rules(root)
    columns = {name: column[0] for name, column in figures(pd.DataFrame([row])).items()}
    found = model.controlled(known, **columns, day=day.toordinal())
    values = {
        "TPP": columns["tpp"],
        "density": columns["density"],
        "links": columns["io"],
        "memory": columns["bandwidth"],
        "memory and links": columns["io"] + columns["bandwidth"],
        "bandwidth per mm2": columns["memory_density"],
    }
    caught = dict(zip([rule.name for rule in known], map(bool, found["caught"]), strict=True))
    could = dict(zip([rule.name for rule in known], map(bool, found["open"]), strict=True))
    open_rules = [rule for rule in known if could[rule.name]]
    if found["undecided"]:
        rule = next(rule for rule in open_rules if not rule.eases)
        raise data.DataError(
            f"{row['chip']}: whether a licence was needed on {day.isoformat()} turns on a figure that is missing: "
            f"{_blank(rule, values)} (see {rule.name}). Fill it in in chips.csv, or pass a row of your own."
        )
    strictness, name, why = int(found["strictness"]), "", ""
    if strictness:
        rule, easing = _deciding(known, caught, strictness)
        name, why = rule.name, f"{_since(rule)}: {_arithmetic(rule, values, True)}."
        if easing:
            why += f" {POLICIES[strictness].capitalize()} by {easing.name}: {_arithmetic(easing, values, True)}."
    else:
        why = _free(known, columns, values, day)
    stricter = [r for r in open_rules if not r.eases and r.strictness > strictness]
    if stricter and found["strictness_if"] > strictness:
        why += f" It could be stricter: {_blank(stricter[0], values)} (see {stricter[0].name})."
    if row["country"] == "China":
        why += " Made by a Chinese firm: the limits are applied as if it were American."
    return Assessment(row["chip"], day.isoformat(), strictness > 0, POLICIES[strictness], name, why)


def _deciding(known, caught, strictness):
    """The first rule that asks for what the strictest asks, and the row that eased it, if one did."""
    for rule in (rule for rule in known if caught[rule.name] and not rule.eases):
        milder = [r for r in known if r.eases and rule.clause.startswith(r.eases) and caught[r.name]]
        easing = min(milder, key=lambda r: r.strictness, default=None)
        if min(rule.strictness, easing.strictness if easing else rule.strictness) == strictness:
            return rule, easing if easing and easing.strictness < rule.strictness else None
    raise AssertionError(strictness)


def _free(known, columns, values, day):
    first = min(rule.from_day for rule in known)
    if day.toordinal() < first:
        began = datetime.date.fromordinal(int(first)).isoformat()
        return f"No rule on chips was in force: the first in control_rules.csv binds from {began}."
    told = []
    for rule in known:
        if rule.eases or not rule.from_day <= day.toordinal() < rule.to_day:
            continue
        if rule.makers and columns["maker"] not in rule.makers:
            continue
        wanted = "memory" if columns["is_memory"] else "datacenter" if columns["datacenter"] else "other"
        if rule.scope != wanted and (rule.scope != "any" or columns["is_memory"]):
            continue
        told.append(f"{rule.name}: {_arithmetic(rule, values, False)}")
    return "; ".join(told) + "." if told else "No rule in force was about such a product."


def _since(rule):
    return f"{rule.name} (from {datetime.date.fromordinal(int(rule.from_day)).isoformat()})"


def _arithmetic(rule, values, met):
    """The comparisons that hold, or those that do not, as ``TPP 15,832 >= 4,800``."""
    said = []
    for column, (figure, unit, holds, fails) in _LIMITS.items():
        limit, value = getattr(rule, column), values[figure]
        if limit is None or not math.isfinite(value):
            continue
        passed = {">=": value >= limit, "<": value < limit, ">": value > limit}[holds]
        if passed == met:
            said.append(f"{figure} {_faithful(value, limit)}{unit} {holds if passed else fails} {_plain(limit)}")
    return (" or " if met and rule.joined == "or" else " and ").join(said)


def _faithful(value, limit):
    """As few decimals as show the value on the right side of the limit."""
    for decimals in range(2 if limit < 100 else 0, 9):
        shown = round(value, decimals)
        if (shown >= limit, shown > limit) == (value >= limit, value > limit):
            return f"{value:,.{decimals}f}"
    return f"{value:,}"


def _plain(limit):
    return f"{limit:,.10g}"


def _blank(rule, values):
    """Which column is blank, and what the rule asks of it."""
    for column, (figure, unit, holds, _) in _LIMITS.items():
        limit = getattr(rule, column)
        if limit is not None and not math.isfinite(values[figure]):
            parts = ["links", "memory"] if figure == "memory and links" else [figure]
            if figure == "density" and not math.isfinite(values["TPP"]):
                parts = ["TPP"]
            missing = [name for part in parts if not math.isfinite(values[part]) for name in _COLUMNS[part]]
            return f"{' and '.join(missing)} blank, {figure} {holds} {_plain(limit)}{unit} asked"
    raise AssertionError(rule.name)
