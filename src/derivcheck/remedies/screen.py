"""Weighs edits before they are read: most are thrown out by their value at one random valuation."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from derivcheck.engine.evaluation.comparison import Outcome, compare
from derivcheck.engine.evaluation.entries import Value
from derivcheck.engine.refuting.refuter import Probe, probe
from derivcheck.engine.systems.base import NoValue, OverBudget
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.remedies.refuted import Refuted
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import Symbol, Term

POINTS = 2
MOST_POINTS = 12
MOST_VISITS = 25_000
"""How many nodes the evaluations of all edits of a step may visit."""


class Screen:
    """Tells which syntax of a right side has the value of the left side at a few valuations."""

    def __init__(self, refuted: Refuted) -> None:
        self.context = refuted.fresh_context()
        self.question = replace(refuted.question, seed=f"{refuted.question.seed}|screen")
        self.refuted = refuted
        self.elaborator = _Remembering(self.context)
        self.sizes = dict(self.context.sizes.known)
        """What is known of inferred sizes before any edit is read."""
        self.ended = False
        self.begun = 0
        """The visits of the question before any edit was weighed."""
        self.points: list[tuple[Probe, Value]] = []

    def ready(self) -> bool:
        """Whether valuations were found at which the left side has a value, and if possible the right one another.

        Where both sides have the same value, as where a factor is 0, so has many an edit that is wrong.
        """
        others: list[tuple[Probe, Value]] = []
        try:
            for number in range(MOST_POINTS):
                found = probe(self.question, number)
                if found is None:
                    break
                (self.points if self._tells(*found) else others).append(found)
                if len(self.points) == POINTS:
                    break
        except OverBudget:
            return False
        self.points = [*self.points, *others][:POINTS]
        self.begun = self.question.budget.visits
        return len(self.points) == POINTS

    def _tells(self, point: Probe, left: Value) -> bool:
        """Whether the right side has another value: where it has none, what it should have been may not either."""
        if self.question.right == self.question.left:
            # Sides that do not conform: the question is about the left one alone.
            return True
        try:
            return not self._agrees(self.question.right, point, left)
        except NoValue:
            return False

    @property
    def exhausted(self) -> bool:
        """Whether no more edits may be weighed."""
        return self.ended or self.question.budget.visits > self.begun + MOST_VISITS

    def passes(self, tree: s.Node) -> bool:
        """Whether the syntax has a meaning, the left side's shape, and its value at every point."""
        try:
            # What one edit makes of an inferred size says nothing of the next.
            self.context.sizes.known.clear()
            self.context.sizes.known.update(self.sizes)
            term = self.elaborator.anew(tree)
            if not self.context.sizes.unify(self.question.left.shape, term.shape) or self._is_narrower():
                return False
            settled = self.refuted.settle(term, self.context)
            return all(self._agrees(settled, *point) for point in self.points)
        except OverBudget:
            self.ended = True
        except (Unread, Clash, ShapeError, Unsettled, NoValue, RecursionError):
            pass
        return False

    def _is_narrower(self) -> bool:
        """Whether an edit has a meaning only where inferred sizes of the step are the same."""
        return not self.context.sizes.known.keys().isdisjoint(self.question.sizes)

    def _agrees(self, term: Term, point: Probe, left: Value) -> bool:
        return compare(left, "=", point.value(term)) is Outcome.HOLDS


class _Remembering(Elaborator):
    """Reads edited formulas one after another; what an edit leaves as it was is read once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.known: dict[tuple[object, ...], tuple[s.Node, Term, tuple[tuple[str, Term], ...]]] = {}

    def anew(self, node: s.Node) -> Term:
        """The term of a formula, whatever the last one left behind."""
        self.bound.clear()
        self.local.clear()
        return self.term(node)

    def term(self, node: s.Node) -> Term:
        """The term of a part, recalled where the same part stood under the same bound names, with what it infers."""
        key = (id(node), *self.bound.items(), *self.local.items())
        sizes = self.context.sizes
        if key not in self.known:
            before = len(sizes.known)
            term = super().term(node)
            self.known[key] = (node, term, tuple(islice(sizes.known.items(), before, None)))
            return term
        _, term, inferred = self.known[key]
        if not all(sizes.unify((Symbol(name),), (size,)) for name, size in inferred):
            reason = "sizes that differ"
            raise Unread("D406", {"notation": reason}, node.start, node.end)
        return term
