"""Weighs edits before they are read: most are thrown out by their value at one random valuation."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.comparison import Outcome, compare
from derivcheck.engine.evaluator import OverBudget
from derivcheck.engine.question import Question
from derivcheck.engine.refuter import Point, sample, value_of
from derivcheck.engine.systems.base import NoValue
from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.remedies.refuted import Refuted
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import TooDeep
from derivcheck.terms.nodes import Term

POINTS = 2
MOST_VISITS = 25_000
"""How many nodes the evaluations of all edits of a step may visit."""


class Screen:
    """Tells which syntax of a right side has the value of the left side at a few valuations."""

    def __init__(self, refuted: Refuted) -> None:
        self.context = refuted.fresh_context()
        self.question = replace(refuted.question, seed=f"{refuted.question.seed}|screen")
        self.refuted = refuted
        self.points: list[Point] = []

    def ready(self) -> bool:
        """Whether valuations were found at which both sides have values."""
        while len(self.points) < POINTS:
            point = sample(self.question, f"screen {len(self.points)}")
            if point is None:
                return False
            self.points.append(point)
        return True

    @property
    def exhausted(self) -> bool:
        """Whether no more edits may be weighed."""
        return self.question.names.visits > MOST_VISITS

    def passes(self, tree: s.Node) -> bool:
        """Whether the syntax has a meaning, the left side's shape, and its value at every point."""
        try:
            term = Elaborator(self.context).term(tree)
            posed = self._posed(term)
            return posed is not None and all(self._agrees(posed.right, point) for point in self.points)
        except (Unread, Clash, ShapeError, TooDeep, NoValue, OverBudget):
            return False

    def _posed(self, term: Term) -> Question | None:
        left = self.question.left
        if not self.context.sizes.unify(left.shape, term.shape):
            return None
        return self.refuted.pose(self.context, (left, term))

    def _agrees(self, term: Term, point: Point) -> bool:
        value = value_of(term, point.values, point.unknowns, self.question, quick=True)
        return compare(point.left, "=", value) is Outcome.HOLDS
