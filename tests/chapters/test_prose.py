"""No number is typed in prose: it comes from `say`, or is a year, a date, an id, a name or a marked quotation."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import nbformat
import pytest
from curves import data

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for kind in ("md", "ipynb")
    for path in (ROOT / "chapters").rglob(f"*.{kind}")
    if ".ipynb_checkpoints" not in str(path)
)
# Blocks whose content is no prose; what stands in any other directive is.
NO_PROSE = {
    "bibliography",
    "claim-filters",
    "claims",
    "code",
    "code-block",
    "code-cell",
    "list-table",
    "literalinclude",
}
NO_PROSE |= {"eval-rst", "figure", "image", "math", "raw", "toctree"}
MONTHS = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
QUANTITY = (
    r"\s*(?:%|percent|points?|times|chips?|GPUs?|tokens?|parameters|dollars|USD|FLOPs?|hours|days|weeks|months|years|"
    r"minutes|people|thousand|million|billion|trillion|[kMBW]W?\b)"
)
ALLOWED = [
    rf"\b\d{{1,2}} {MONTHS}(?: (?:19|20)\d\d)?\b",
    rf"\b{MONTHS} \d{{1,2}}(?:, (?:19|20)\d\d)?\b(?!{QUANTITY})",
    r"\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b",
    rf"(?<![$€£\d.,-])\b(?:19|20)\d\ds?\b(?![.,]?\d)(?!{QUANTITY})",
    r"\b[CDAM]\d+\b",
]
NUMBER = re.compile(r"[$€£]?[\d½⅓⅔¼¾²³][\d.,]*(?:\s?%|\w+)?")


@cache
def names():
    """Names with a digit in them that stand in ``data/``, longest first, and their parts such as V3."""
    columns = {"models": "model", "reasoning": "model", "prices": "model", "chips": "chip"}
    keys = {
        name
        for table, column in columns.items()
        if (data.DATA / f"{table}.csv").exists()
        for name in data.table(table)[column]
    }
    parts = {part for name in keys for part in re.split(r"[\s-]", name) if part[:1].isalpha()}
    said = " ".join(data.table("claims")["claim"])
    parts |= set(re.findall(r"\b[A-Za-z]+-?\d+(?:\.\d+)?[A-Za-z]*\b", said))
    return sorted((name for name in keys | parts if re.search(r"\d", name)), key=len, reverse=True)


def prose(text):
    """Markdown without what is no prose: code, math, addresses, options of directives."""
    text = re.sub(r"\A---\n.*?\n---\n", "\n", text, flags=re.S)
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(r"\$\$.*?\$\$( *\([\w-]+\))?", " ", "\n".join(_lines(text)), flags=re.S)
    text = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", " ", text, flags=re.S)
    text = re.sub(r"(?<![\\\d])\$(?![\s$])[^$\n]*?(?<![\s\\])\$(?!\d)", " ", text)
    text = re.sub(r"\]\([^)\s]*\)|\[\^\w+\]:?|<[^<>\n]+>|https?://\S+", " ", text)
    return re.sub(r"\{[\w:-]+\}", " ", text)


def _lines(text):
    """The lines that hold prose, without markers of lists and numbers of headings."""
    fences = []  # (marker, whether it holds prose)
    for line in text.split("\n"):
        fence = re.match(r"\s*(`{3,}|~{3,}|:{3,})\s*(\{?[\w:-]*\}?)(.*)", line)
        if fence and not fence[2] and fences and fence[1].startswith(fences[-1][0]):
            fences.pop()
            yield ""
        elif fence:
            directive = fence[2].strip("{}") if fence[2].startswith("{") else "code"
            fences.append((fence[1], directive not in NO_PROSE))
            yield fence[3] if all(holds for _, holds in fences) else ""
            yield ""
        elif not all(holds for _, holds in fences) or re.match(r"\s*%|\([\w-]+\)=\s*$", line):
            yield ""
        elif fences and re.match(r"\s*:[\w-]+:", line):
            yield ""
        else:
            yield re.sub(r"^[\s>]*(?:\d+[.)]\s|#+\s+(?:\d+(?:\.\d+)*\.?\s)?)", "", line)


def sentences(text):
    """Sentences of prose; a blank line, an item of a list and a row of a table end one, too."""
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+|]|\d+[.)]\s))", text)
    return [part for block in blocks for part in re.split(r"(?<=[.!?])[”\"*_]*\s+(?=[“\"*_]*[A-Z])", block)]


def typed_numbers(text):
    """The numbers typed in Markdown ``text``, as they stand there."""
    found = []
    for sentence in sentences(prose(text)):
        sentence = " ".join(sentence.split())
        if re.search(r"\bC\d{3}\b", sentence):
            sentence = re.sub(r"“[^”]*”|\"[^\"]*\"", " ", sentence)
        for name in names():
            sentence = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w%]|\.\d)", " ", sentence)
        for pattern in ALLOWED:
            sentence = re.sub(pattern, " ", sentence)
        found += NUMBER.findall(sentence)
    return found


def texts(path):
    """What a page says: its Markdown, and the templates of its `say` cells without their slots."""
    if path.suffix == ".md":
        return [path.read_text("utf-8")]
    cells = nbformat.read(path, as_version=4).cells
    said = [template for cell in cells if cell.cell_type == "code" for template in templates(cell.source)]
    return [cell.source for cell in cells if cell.cell_type == "markdown"] + said


def templates(source):
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    said = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "say"]
    return ["".join(text for text, *_ in string.Formatter().parse(ast.literal_eval(c.args[0]))) for c in said]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_number_is_typed(path):
    found = [number for text in texts(path) for number in typed_numbers(text)]
    assert not found, f"{path.name} types {found}: let `say` write them, spell them, or quote them with a claim id"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("It takes 8 minutes.", ["8"]),
        ("It costs $1M to train.", ["$1M"]),
        (r"It costs \$1M and then \$100M.", ["$1M", "$100M"]),
        ("From $5M to $6M.", ["$5M", "$6M"]),
        ("Costs fall by 4.2 times, or 76%.", ["4.2", "76%"]),
        ("In 2025 it had 2000 chips.", ["2000"]),
        ("Some 2,048 chips in May 2025.", ["2,048"]),
        ("A price of $2025.", ["$2025."]),
        ("By May 10 percent were gone.", ["10"]),
        ("- Item with 3 things", ["3"]),
        ("1. Item with 3 things", ["3"]),
        ("## Heading with 7 in it", ["7"]),
        ("| a | 20 percent | C100 |", ["20"]),
        ("The essay says “40 percent”.", ["40"]),
        ("The essay says “40 percent”. So does another [C101].", ["40"]),
        ("As C101 has it, 40 percent.", ["40"]),
        ("```{admonition} The 3 laws\n:class: tip\nIt took 9 days.\n```", ["3", "9"]),
        (":::{note}\nA chip for 30 dollars.\n:::", ["30"]),
        ("GPT-4 took 25000 chips.", ["25000"]),
        ("A [link to 5 papers](https://a.b/7)", ["5"]),
        ("Up by ½.", ["½."]),
        ("An invented name, Zeta-9.", ["9."]),
    ],
)
def test_the_checker_finds(text, typed):
    assert typed_numbers(text) == typed


@pytest.mark.parametrize(
    "text",
    [
        "In the weeks around New Year 2025, and in the 2020s, from 2019 to 2026.",
        "On 22 November 2026, on October 7, 2022, on 2025-01-31 and in 2025-01.",
        "Claims C100, C101 [C102], assumption A3, module M4, dispute D12.",
        "GPT-4, Grok 3, LLaMA-65B, Llama 3.1-405B and DeepSeek-V3; V3 and R1 for short; an H800.",
        "The essay says “40 percent” [C101].",
        'The essay [C101] says "40 percent of the tasks".',
        "1. First\n2) Second\n\n## 3.1 Heading\n",
        "A [paper](https://arxiv.org/abs/2405.21015), <https://a.b/1>, {cite:t}`hoffmann2022` and `x = 10`.",
        "With $C$ and $s_{100} = 60$ in\n\n$$\n\\frac{1}{2}\n$$ (eq-1)\n",
        "```python\nx = 10\n```\n\n```{code-cell}\ny = 20\n```\n\n~~~\n30\n~~~",
        "```{admonition} Title\n:class: tip-2\n:width: 300\nText.\n```",
        "% a comment of 10\n(target-2)=\n<!-- 12 -->\nThree, forty percent, the fifth, one million dollars.",
        "---\nnumber: 3\n---\nText.[^1]",
        "````{note}\n```python\nx = 1\n```\nText.\n````",
    ],
)
def test_the_checker_allows(text):
    assert typed_numbers(text) == []


def test_the_checker_reads_what_say_says():
    assert templates('say("**At** {x:$.2} it costs 7 dollars, {{so}}.", x=10)') == ["**At**  it costs 7 dollars, {so}."]
    assert typed_numbers(templates('say("At {x:$.2} it costs 7 dollars.", x=10)')[0]) == ["7"]
