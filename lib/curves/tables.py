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
    words : bool
        Cells are words and not numbers to compare: on a narrow page each row becomes a block of its own.

    Examples
    --------
    >>> Table(["Chip", "Licence"], [["H20", "none"], ["H100", "denied"]])
    Chip | Licence
    H20 | none
    H100 | denied
    >>> ">&lt; 1</td>" in Table(["Chip", "Share"], [["H20", "< 1"]])._repr_html_()
    True
    """

    def __init__(self, heads, rows, widths=None, words=False):
        super().__init__(rows)
        self.heads, self.widths, self.words = heads, widths or [""] * len(heads), words

    def __repr__(self):
        return "\n".join(" | ".join(line) for line in [self.heads, *self])

    def _repr_html_(self):
        heads = "".join(
            f'<th role="columnheader" scope="col"{f" style=min-width:{width}" if width else ""}>{escape(head)}</th>'
            for head, width in zip(self.heads, self.widths, strict=True)
        )
        body = "".join(
            f'<tr role="row"><th role="rowheader" scope="row">{escape(head)}</th>{self._cells(cells)}</tr>'
            for head, *cells in self
        )
        rows = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{body}</tbody>'
        table = f'<table role="table" class="table table-of-{"words" if self.words else "numbers"}">{rows}</table>'
        # The roles say what a style sheet takes away that sets rows as blocks.
        return f'<div class="pst-scrollable-table-container" tabindex="0">{table}</div>'

    def _cells(self, cells):
        heads = self.heads[1:]
        return "".join(
            f'<td role="cell" data-head="{escape(head)}">{escape(cell)}</td>'
            for head, cell in zip(heads, cells, strict=True)
        )
