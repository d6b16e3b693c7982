r"""A limit of an unknown function is the value that it has only where the function is continuous."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.reading.context import Context
from derivcheck.reading.prose.smoothness import EVERY
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Call, Derivative, Limit, Term, free_symbols, walk

BY_LAWS = "random-interpretation"
"""The strategy that follows the limit laws alone, whatever the functions are."""


def continuous(decision: Decision, question: Question, context: Context) -> Decision:
    """The decision, unless it rests on the continuity of a function that nobody claims."""
    if decision.verdict is not Verdict.PROVED or decision.strategy == BY_LAWS or EVERY in context.smooth:
        return decision
    sides = (question.left, question.right)
    known = context.smooth | context.bending.keys() | {name for side in sides for name in _differentiated(side)}
    for name in sorted({name for side in sides for name in _in_limits(side)} - known):
        return Decision(Verdict.UNPROVED, "D304", {"what": f"a limit of `{name}`, which may not be continuous"})
    return decision


def _in_limits(term: Term) -> Iterator[str]:
    """The unknown functions of what moves in a limit."""
    for limit in (part for part in walk(term) if isinstance(part, Limit)):
        for part in walk(limit.body):
            if isinstance(part, Call) and any(symbol.name == limit.variable for symbol in free_symbols(part)):
                yield part.function


def _differentiated(term: Term) -> Iterator[str]:
    """The functions of which a term has derivatives."""
    for part in walk(term):
        if isinstance(part, Call) and any(part.orders):
            yield part.function
        elif isinstance(part, Derivative):
            yield from (inside.function for inside in walk(part.body) if isinstance(inside, Call))
