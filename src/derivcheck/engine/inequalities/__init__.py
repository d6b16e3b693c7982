"""Named theorems that bound a term below by 0, each in a small file with its premises and source."""

from derivcheck.engine.inequalities.theorem import THEOREMS, Theorem

__all__ = ["THEOREMS", "Theorem"]
