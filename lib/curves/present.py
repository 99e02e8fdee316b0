"""The presentation for a class: the slides of ``data/slides.csv``, for present.js."""

import json

from . import data


def slides():
    """The slides in order, each a dict of text: slide, minute, title, link and ask.

    Examples
    --------
    >>> slides()[0]["slide"]
    '1'
    """
    table = data.table("slides")
    return table.assign(minute=table["minute"].map("{:.0f}".format)).to_dict("records")


def script(home):
    """What a page in the presentation loads; a script, for a browser reads no other file from the disk.

    Parameters
    ----------
    home : str
        The public address of the book, empty if it has none.
    """
    what = json.dumps({"home": home, "slides": slides()}, ensure_ascii=False)
    return f"globalThis.curvesPresentation = {what};\n"
