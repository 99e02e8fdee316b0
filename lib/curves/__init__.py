"""Curves & Controls: the models, figures and tables behind the book."""

from . import data
from .explore import Explorer, choice, say

__all__ = ["Explorer", "choice", "data", "say"]
