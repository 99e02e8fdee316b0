"""A table that code makes, for every host."""

from markupsafe import escape


class Table(list):
    """Rows of cells, the first cell of each row its head.

    Parameters
    ----------
    heads : sequence of str
        What stands above the columns.
    rows : iterable of sequences of str
        Text; a cell that is HTML comes as `markupsafe.Markup`.
    widths : sequence of str, optional
        The least width of each column, as ``"6em"``, where a narrow page would press it.

    Examples
    --------
    >>> Table(["Chip", "Licence"], [["H20", "none"], ["H100", "denied"]])
    Chip | Licence
    H20 | none
    H100 | denied
    >>> "<td>&lt; 1</td>" in Table(["Chip", "Share"], [["H20", "< 1"]])._repr_html_()
    True
    """

    def __init__(self, heads, rows, widths=None):
        super().__init__(rows)
        self.heads, self.widths = heads, widths or [""] * len(heads)

    def __repr__(self):
        return "\n".join(" | ".join(line) for line in [self.heads, *self])

    def _repr_html_(self):
        heads = "".join(
            f'<th scope="col"{f" style=min-width:{width}" if width else ""}>{escape(head)}</th>'
            for head, width in zip(self.heads, self.widths, strict=True)
        )
        body = "".join(
            f'<tr><th scope="row">{escape(head)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
            for head, *cells in self
        )
        table = f'<table class="table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
        return f'<div class="pst-scrollable-table-container" tabindex="0">{table}</div>'
