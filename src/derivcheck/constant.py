r"""Decides ``f = g + \text{const}``: the difference of the sides is free of the variables that they are functions of.

These are the arguments of the function that begins the chain, before a bar, or what the text names: "as a function of
θ". With the variables taken twice, the claim is f(θ) - g(θ) = f(θ′) - g(θ′).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivcheck.documents import Fragment, Statement
from derivcheck.engine.bounds import Bounds
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.engine.sums import product, total
from derivcheck.ground import clear, guarded, scope_of, settled
from derivcheck.outcome import Draft, Ground
from derivcheck.proportional import TWIN, is_description, with_twins
from derivcheck.reading import syntax as s
from derivcheck.reading.constants import without_constant
from derivcheck.reading.context import Context
from derivcheck.reading.densities import split_arguments
from derivcheck.reading.errors import Unread
from derivcheck.reading.parser import parse
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.reading.syntax import walk
from derivcheck.results import Step, Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.nodes import Symbol, Term, free_symbols, number
from derivcheck.terms.scripts import carried
from derivcheck.terms.substitution import substitute


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
        return any(isinstance(part, s.Call) for part in walk(parse(side.text, context.is_function)))
    except Unread:
        return False


def choices(side: Side) -> tuple[tuple[str, ...], ...]:
    """What the only call in a side may be seen as a function of: its arguments before a bar, or those behind it."""
    calls = [part for part in walk(side.node) if isinstance(part, s.Call)] if side.node is not None else []
    split = split_arguments(calls[0]) if len(calls) == 1 else None
    return () if split is None else tuple(tuple(names) for names in split if names)


def up_to_constant(
    draft: Draft, terms: tuple[Term, Term], choice: tuple[tuple[str, ...], ...], reader: ChainReader
) -> Step:
    """The step ``f = g + const``; what the sides are functions of is the first choice for which it is proved."""
    steps: list[Step] = []
    for names in choice or ((),):
        steps.append(_as_functions_of(names, draft, terms, reader))
        if steps[-1].verdict is Verdict.PROVED:
            return steps[-1]
    return next((step for step in steps if step.verdict is not Verdict.REFUTED), steps[0])


def _as_functions_of(names: tuple[str, ...], draft: Draft, terms: tuple[Term, Term], reader: ChainReader) -> Step:
    left, right = (settled(term, draft.ground.context) for term in terms)
    free = {symbol.name: symbol for symbol in free_symbols(left) | free_symbols(right)}
    chosen = tuple(name for name in names if name in free)
    left, right = carried((left, right), (free[name] for name in chosen))
    if not chosen or left.shape or right.shape or draft.relation.symbol != "=":
        return draft.step(Decision(Verdict.SKIPPED, "D122"))
    ground = replace(draft.ground, context=with_twins(chosen, draft.ground.context))
    question = _question(left, right, chosen, ground)
    decision = clear(guarded(partial(decide, question), ground), question, ground, terms)
    if decision.verdict is Verdict.REFUTED and is_description(left, right):
        what = "a density of which nothing else is said"
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": what}))
    code = {Verdict.PROVED: "D108", Verdict.REFUTED: "D214"}.get(decision.verdict, decision.code)
    facts = {**decision.facts, "names": ", ".join(f"`{name}`" for name in chosen)}
    reader.elaborator.read_as["const"] = f"a summand that does not depend on {', '.join(chosen)}"
    step = replace(draft, ground=ground).finished(question, replace(decision, code=code, facts=facts), reader)
    # What is said of a variable's twin is said of the variable already.
    return replace(step, conditions=tuple(said for said in step.conditions if TWIN not in said))


def _question(left: Term, right: Term, names: tuple[str, ...], ground: Ground) -> Question:
    """Whether f(θ) - g(θ) is the same at another θ."""
    scope = scope_of(ground.context)
    symbols = {symbol.name: symbol for symbol in free_symbols(left) | free_symbols(right)}
    twins: dict[str, Term] = {name: Symbol(name + TWIN, symbols[name].shape) for name in names}
    positive = Bounds(scope).positive
    here = apart(total([left, product([number(-1), right])]), positive)
    there = apart(substitute(total([left, product([number(-1), right])]), twins), positive)
    return Question(here, "=", there, scope, ground.seed, ground.deadline)
