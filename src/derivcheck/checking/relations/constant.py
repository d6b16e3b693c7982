r"""Decides ``f = g + \text{const}``: the difference of the sides is free of the variables that they are functions of.

These are the arguments of the function that begins the chain, before a bar, or what the text names: "as a function of
θ". With the variables taken twice, the claim is f(θ) - g(θ) = f(θ′) - g(θ′).
"""

from __future__ import annotations

from dataclasses import replace

from derivcheck.checking.charity.twins import Comparison, Sides, as_functions
from derivcheck.checking.outcome import Draft
from derivcheck.documents import Fragment, Statement
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.decision import Decision
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import split_arguments
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.constants import without_constant
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.reading.syntax import walk
from derivcheck.results import Step, Verdict
from derivcheck.terms.nodes import number


def cut_off(statement: Statement, context: Context) -> tuple[Statement, tuple[bool, ...]]:
    """A chain without the constants that its sides end in, and which sides ended in one."""
    if any(r"\int" in side.text for side in statement.sides):
        # The constant of an antiderivative is understood elsewhere.
        return statement, (False,) * len(statement.sides)
    letters = _is_of_something(statement.sides[0], context)
    bodies = [without_constant(side, context, letters=letters) for side in statement.sides]
    sides: tuple[Fragment, ...] = tuple(
        side if body is None or not body.text else body for side, body in zip(statement.sides, bodies, strict=True)
    )
    return replace(statement, sides=sides), tuple(body is not None and bool(body.text) for body in bodies)


def _is_of_something(side: Fragment, context: Context) -> bool:
    """Whether a side is a function of something, so that a letter behind it may stand for a constant."""
    try:
        return any(isinstance(part, s.Call) for part in walk(parse(side.text, context.is_called)))
    except Unread:
        return False


def choices(side: Side) -> tuple[tuple[str, ...], ...]:
    """What the only call in a side may be seen as a function of: its arguments before a bar, or those behind it."""
    calls = [part for part in walk(side.node) if isinstance(part, s.Call)] if side.node is not None else []
    split = split_arguments(calls[0]) if len(calls) == 1 else None
    return () if split is None else tuple(tuple(names) for names in split if names)


def up_to_constant(draft: Draft, terms: Sides, choice: tuple[tuple[str, ...], ...], reader: ChainReader) -> Step:
    """The step ``f = g + const``; what the sides are functions of is the first choice for which it is proved."""
    if draft.relation.symbol != "=":
        return draft.step(Decision(Verdict.SKIPPED, "D122"))
    steps: list[Step] = []
    for names in choice or ((),):
        steps.append(as_functions(DIFFERENCE, names, draft, terms, reader))
        if steps[-1].verdict is Verdict.PROVED:
            return steps[-1]
    return next((step for step in steps if step.verdict is not Verdict.REFUTED), steps[0])


def _difference(here: Sides, there: Sides) -> Sides:
    """f(θ) - g(θ) is the same at another θ."""
    first, second = (total([left, product([number(-1), right])]) for left, right in (here, there))
    return first, second


DIFFERENCE = Comparison(_difference, "D108", "D214", "const", "a summand")
