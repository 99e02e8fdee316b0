"""A small model for the bench: six uncertain inputs, ten years; ``draws`` and ``six`` measure it."""

import altair as alt
from curves.explore import STEPS, Explorer, uncertain
from curves.models import scan

YEARS = 10


def growth(start, rate, fading, ceiling, wear, added):
    """A stock that grows toward a ceiling, ever more slowly; some of it wears out, some is added each year."""

    def year(state, now):
        room = 1 - state["stock"] / ceiling
        stock = state["stock"] * (1 + state["rate"] * room - wear) + added
        return {"stock": stock, "rate": state["rate"] * fading}

    stock = scan(year, {"stock": start, "rate": rate}, YEARS)["stock"]
    return {"stock": stock, "last": stock[-1], "triples": stock[-1] >= 3 * start}


UNCERTAIN = {
    "start": uncertain(80, 120, "normal", min=50, max=200),
    "rate": uncertain(0.2, 0.6, "lognormal", min=0.05, max=1),
    "fading": uncertain(0.8, 1.0),
    "ceiling": uncertain(300, 1200, "loguniform"),
    "wear": uncertain(0.02, 0.15, "triangular"),
    "added": uncertain(0, 10),
}


def over_draws(draws=2048):
    """The model over draws, as a figure with a fan."""
    steps = alt.Chart(STEPS).encode(alt.X("step:Q"))
    band = steps.mark_area(opacity=0.3).encode(alt.Y("stock_p05:Q"), alt.Y2("stock_p95:Q"))
    fan = band + steps.mark_line().encode(alt.Y("stock_p50:Q"))
    sentence = "It ends at {last:.0f} and triples in {triples:.0%} of the draws."
    return Explorer(growth, draws=draws, charts=[fan], sentence=sentence, id="fig-bench-draws", **UNCERTAIN)


def along(name):
    """The model at the reader's values, drawn along one input."""
    ranges = {n: (item.min, item.max) for n, item in UNCERTAIN.items()}
    return Explorer(growth, along=name, id=f"fig-bench-{name}", **ranges)
