"""How it is drawn: one file a chapter, one function a figure, each declared once by its id.

The registry is what links, parity tests, the bench and print walk.
"""

import functools
import importlib
import pkgutil

REGISTRY = {}


def figure(id):
    """Declare a figure: ``@figure("fig-on-trend")`` above a function that takes nothing and returns its `Explorer`."""

    def declare(make):
        if id in REGISTRY:
            raise ValueError(f"The figure {id} is declared twice; ids are the book's addresses.")

        @functools.wraps(make)
        def made():
            explorer = make()
            explorer.id = id
            explorer.shown_on = make.__module__.rpartition(".")[2].replace("_", "-") + ".html"
            return explorer

        REGISTRY[id] = made
        return made

    return declare


def all_figures():
    """Every figure of the book by id, as functions that make its `Explorer`."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(REGISTRY)
