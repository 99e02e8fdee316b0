"""The door between `data/supply.csv` and `curves.models.supply_fit`: what the model of the stock misses, as a table."""

from . import data
from .explore.formats import write
from .models import supply_fit
from .tables import Table


def missed():
    """The estimates that the model was held against and misses.

    Returns
    -------
    Table
        Which, the ends of its interval, what the model has, and that over the nearer end.

    Examples
    --------
    >>> [row[4] for row in missed()]
    ['0.85 times', '1.57 times', '1.09 times', '0.95 times']
    """
    table = data.table("supply").set_index("id")
    return Table(
        ("Estimate for 2025", "Published, from", "to", "The model", "Over the nearer end"),
        [
            [
                f"{table['item'][row['id']]} ({table['unit'][row['id']]})",
                *(write(row[end], "#.3") for end in ("low", "high", "foretold")),
                f"{row['off']:.2f} times",
            ]
            for row in supply_fit.misses(table.reset_index().to_dict("records"))
        ],
        widths=("9em", "6em", "6em", "6em", "6em"),
    )


SMUGGLED = ("low", "central", "high")
"""The ends of what is thought to be smuggled: by far the widest of the ranges."""


def lead_by_counts(year, ways=("licensed", "smuggled", "domestic"), smuggled="central"):
    """How many times the computing power of China's chips stood elsewhere at the end of a year, by counts of chips.

    Parameters
    ----------
    year : int
        2024 or 2025.
    ways : iterable of str
        Which of China's ways to chips count: ``licensed``, ``smuggled``, ``domestic``.  What is not China's and was not
        made there is elsewhere.
    smuggled : str
        One of `SMUGGLED`.

    Returns
    -------
    float
        In H100-equivalents by each chip's dense operations.  Elsewhere are the chips of Nvidia, AMD, Google and Amazon;
        China's own are those made from 2024 on.

    Examples
    --------
    >>> [round(lead_by_counts(year), 1) for year in (2024, 2025)]
    [9.2, 10.5]
    """
    table = data.table("supply").set_index("id")
    made = ("nvidia", "tpu", "amd", "trainium")
    world = sum(table["central"][f"{maker}-h100e-{year}"] for maker in made)
    come = {
        "licensed": table["central"][f"licensed-h100e-{year}"],
        "smuggled": table[smuggled][f"smuggled-h100e-{year}"],
        "domestic": sum(table["central"][f"domestic-h100e-{y}"] for y in range(2024, year + 1)),
    }
    china = sum(come[way] for way in ways)
    return float((world + come["domestic"] * ("domestic" in ways) - china) / china)
