"""Curves & Controls: the models, figures and tables behind the book."""

from . import data
from .chips import assess
from .explore import Explorer, choice, say

__all__ = ["Explorer", "assess", "choice", "data", "say"]
