"""A refuted step, and how a changed one is read and decided in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from derivcheck.documents import Fragment
from derivcheck.engine.calculus.antiderivatives import NoDerivative
from derivcheck.engine.question import Question
from derivcheck.reading.context import Context
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import Term

Pose = Callable[[Context, tuple[Term, Term]], Question]
"""What the engine is asked about two terms under a context."""

Settle = Callable[[Term, Context], Term]
"""A term with its definitions unfolded."""


@dataclass(frozen=True, slots=True)
class Refuted:
    """Two sides of which the relation is refuted, and the context that they were read in.

    ``question`` is what was refuted; where the sides do not even conform, it asks of the left side alone. A step is
    ``known`` to be wrong where its author says so: help is less urgent then. ``admits`` says which right sides are of
    any use as a suggestion, where not all are.
    """

    left: Side
    right: Side
    context: Context
    question: Question
    pose: Pose
    settle: Settle
    known: bool = False
    admits: Callable[[str], bool] | None = None

    def fresh_context(self) -> Context:
        """The step's context, to be changed at will: what is inferred in it stays in it."""
        context = self.context.copy()
        context.sizes = context.sizes.copy()
        return context

    def posed(self, right: Fragment, context: Context) -> Question | None:
        """The question whether the left side equals another right side; None where that is not understood."""
        reader = ChainReader(context, exact=True)
        sides = reader.read([self.left.fragment, right])
        if sides[0].term is None or sides[1].term is None:
            return None
        try:
            posed = self.pose(context, reader.shaped(sides[0].term, sides[1].term))
        except (NoDerivative, ShapeError, Unsettled):
            return None
        # All that is tried for a step has to end when the step has to.
        return replace(posed, deadline=self.question.deadline)
