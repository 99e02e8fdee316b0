"""The built book as one ZIP: ``make zip``.  Extracted, it opens by a double click on ``index.html``, on any machine.

The same build gives the same bytes: names are sorted and every file has the date of the facts, or SOURCE_DATE_EPOCH.
"""

import argparse
import os
import re
import sys
import zipfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import yaml

ROOT = Path(__file__).parents[1]
NAME = "curves-and-controls"
LEFT_OUT = ("*.map", "*-macros.html", "objects.inv", ".buildinfo", ".doctrees/**", "_static/locales/**")
LONGEST = 150  # of a path: Windows takes 260, and the folder lies somewhere
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
VENDOR = ROOT / "lib/curves/vendor"
READ_ME = """{title}
{line}

An interactive book on one question: do DeepSeek's models undermine the case
for export controls on AI chips?

How to open it

1. If you look at this inside a ZIP file, extract the whole ZIP first.
   Windows: right-click the ZIP file, "Extract All". Mac: double-click it.
2. In the extracted folder double-click index.html.

A current Edge, Chrome, Firefox or Safari is enough. Nothing is installed, no
rights are needed and no network: everything is in this folder, and it can be
copied anywhere as a whole.

Nothing is sent anywhere. What you set by hand is kept by your own browser, on
this machine, and nowhere else.

Version {version}, facts as of {facts}.
Code: MIT licence. Text: CC BY 4.0. See LICENSE.txt.
"""


def files(html):
    """What the pages need of the built book, by name: sources only where a page offers them."""
    pages = [page.read_text("utf-8") for page in html.rglob("*.html")]
    offered = {unquote(name) for page in pages for name in re.findall(r'href="[./]*(_sources/[^"]+)"', page)}
    for path in sorted(html.rglob("*")):
        name = path.relative_to(html).as_posix()
        useless = any(PurePosixPath(name).match(pattern) or under(name, pattern) for pattern in LEFT_OUT)
        if path.is_file() and not useless and (not name.startswith("_sources/") or name in offered):
            yield name, path.read_bytes()


def under(name, pattern):
    return pattern.endswith("/**") and name.startswith(pattern.removesuffix("**"))


def read_me(config):
    title, facts = config["title"], config["sphinx"]["config"]["curves_facts_as_of"]
    text = READ_ME.format(title=title, line="=" * len(title), version=version(NAME), facts=facts)
    return text.replace("\n", "\r\n").encode("ascii")  # for the Notepad of any Windows


def licences():
    """Ours, and those of the software that the pages load."""
    yield "LICENSE.txt", (ROOT / "LICENSE").read_bytes()
    for path in VENDOR.rglob("*LICENSE*"):
        name = path.relative_to(VENDOR).as_posix().replace("LICENSE", "").strip("./").replace("/", "-")
        yield f"licences/{name}.txt", path.read_bytes()


def faults(names):
    """Why Windows could not unpack these names."""
    seen = {}
    for name in names:
        parts = PurePosixPath(name).parts
        if len(name) >= LONGEST:
            yield f"{name} has {len(name)} characters; {LONGEST} are too many"
        if any(not re.fullmatch(r"[\w .+-]*[\w+-]", part, re.ASCII) or RESERVED.match(part) for part in parts):
            yield f"{name} is no name for a file on Windows"
        if (other := seen.setdefault(name.lower(), name)) != name:
            yield f"{name} and {other} are one file on Windows"


def write(html, to):
    """Write the ZIP of the built book in ``html``; gives its number of files."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    facts = datetime.strptime(config["sphinx"]["config"]["curves_facts_as_of"], "%d %B %Y").replace(tzinfo=UTC)
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", facts.timestamp())), UTC)
    content = {"READ ME.txt": read_me(config)} | dict(files(html))
    content |= dict(licences())
    names = {f"{NAME}/{name}": text for name, text in sorted(content.items())}
    if wrong := list(faults(names)):
        sys.exit("\n".join(wrong))
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in names.items():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, text)
    return len(names)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Pack the built book.")
    parser.add_argument("--book", type=Path, default=Path(os.environ.get("CURVES_BOOK", ROOT / "_build/html")))
    parser.add_argument("--to", type=Path, default=ROOT / f"_build/{NAME}.zip")
    asked = parser.parse_args()
    asked.to.parent.mkdir(parents=True, exist_ok=True)
    count = write(asked.book.resolve(), asked.to)
    print(f"{count} files, {asked.to.stat().st_size / 1e6:.1f} MB: {asked.to}")
