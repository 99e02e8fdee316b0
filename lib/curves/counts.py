"""The door between `data/supply.csv` and `curves.models.supply_fit`: what the model of the stock misses, as a table."""

from . import data
from .chips import Cases
from .models import supply_fit


class Misses(Cases):
    """Rows of estimates that the model misses, shown as a table in every host."""

    HEADS = ("Estimate for 2025", "Published, from", "to", "The model", "Over the nearer end")


def missed():
    """The estimates that the model was held against and misses.

    Returns
    -------
    list of tuple of str
        Which, the ends of its interval, what the model has, and that over the nearer end.

    Examples
    --------
    >>> [row[4] for row in missed()]
    ['0.85 times', '1.57 times', '1.09 times', '0.95 times']
    """
    table = data.table("supply").set_index("id")
    return Misses(
        (f"{table['item'][row['id']]} ({table['unit'][row['id']]})",)
        + tuple(f"{row[end]:,.0f}" for end in ("low", "high", "foretold"))
        + (f"{row['off']:.2f} times",)
        for row in supply_fit.misses(table.reset_index().to_dict("records"))
    )
