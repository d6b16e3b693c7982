"""What a step is decided on: the scope with its definitions unfolded, and what forbids or bounds a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.engine.systems.base import OutOfTime, OverBudget
from derivcheck.outcome import Ground
from derivcheck.reading.context import Context
from derivcheck.results import Verdict
from derivcheck.terms.averages import averaged
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import Call, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Declaration, Domain, Scope
from derivcheck.terms.sizes import INFERRED
from derivcheck.terms.substitution import substitute

SIZE_LETTERS = frozenset("nmdpkqrNMDKT")
"""Letters that name sizes where they are no declared numbers, as n in the centring matrix I − 𝟏𝟏ᵀ/n."""


def scope_of(context: Context) -> Scope:
    """The scope with the definitions in its assumptions unfolded."""
    scope = context.scope()
    if not scope.assumptions:
        return scope
    claims = tuple(
        replace(c, left=settled(c.left, context), right=settled(c.right, context))
        for c in scope.assumptions
        if not (context.chance.variables and (_random_in(c.left, context) or _random_in(c.right, context)))
    )
    return replace(scope, assumptions=claims)


def _doubt_of_chance(terms: Iterable[Term], context: Context) -> str:
    """What forbids to refute a step about random variables: any of them may be less free than its table is."""
    names = {name for term in terms for name in _random_in(term, context)}
    noticed = sorted(name for name in names if context.chance.variables[name].noticed)
    if noticed:
        return f"`{noticed[0]}`, a random variable of which nothing is said"
    if names and any(_random_in(side, context) for c in context.assumptions for side in (c.left, c.right)):
        return "an assumption about random variables"
    return context.chance.doubt if names else ""


def _random_in(term: Term, context: Context) -> set[str]:
    """The random variables that a term speaks of."""
    bodies = {name: definition.body for name, definition in context.definitions.items()}
    return {symbol.name for symbol in free_symbols(unfold(term, bodies))} & context.chance.variables.keys()


def settled(term: Term, context: Context) -> Term:
    """``term`` with all definitions unfolded, and what is known of inferred sizes put in."""
    bodies = {name: definition.body for name, definition in context.definitions.items()}
    known = {name: context.sizes.find(size) for name, size in context.sizes.known.items()}

    def written(term: Term) -> Term:
        unfolded = unfold(term, bodies)
        return substitute(unfolded, known) if known else unfolded

    chance = context.settled_chance()
    return averaged(written(term), chance.settled(written)) if chance.variables else written(term)


def identified(decision: Decision, question: Question, ground: Ground) -> list[Ground]:
    """The ground with all sizes made one of them each time, if a refutation needs them apart and some were inferred.

    A matrix of which nothing was said may well have the size of the identity beside it.
    """
    point, guessed = decision.point, ground.context.guessed
    if decision.verdict is not Verdict.REFUTED or point is None:
        return []
    if not any(name.startswith(INFERRED) for name in question.sizes) and not any(
        symbol.shape and symbol.name in guessed for symbol in question.symbols
    ):
        return []
    letters = [symbol.name for symbol in question.symbols if _may_be_size(symbol, ground.context)]
    sizes = list(dict.fromkeys((*question.sizes, *letters)))
    values = {str(point.sizes.get(name, point.values.get(name))) for name in sizes}
    if len(values) < 2:
        return []
    named = [name for name in sizes if not name.startswith(INFERRED)]
    return [_with_one_size(ground, sizes, name) for name in named or sizes[:1]]


def _may_be_size(symbol: Symbol, context: Context) -> bool:
    known = context.symbols.get(symbol.name)
    natural = known is not None and known.domain is Domain.NATURAL
    return symbol.name in SIZE_LETTERS and not symbol.shape and (natural or symbol.name in context.guessed)


def sized(again: Decision) -> Decision:
    """The answer where a refutation needs inferred sizes to differ."""
    readings = f"refuted where sizes that nothing is said of differ; {again.verdict.value} where they are the same"
    return Decision(Verdict.UNPROVED, "D309", {"readings": readings})


def _with_one_size(ground: Ground, sizes: list[str], size: str) -> Ground:
    context = ground.context.copy()
    known = {**context.sizes.known, **{name: Symbol(size) for name in sizes if name != size}}
    context.sizes = replace(context.sizes, known=known)
    if size in context.guessed:
        context.symbols[size] = Declaration(Symbol(size), Domain.NATURAL)
    return replace(ground, context=context, advised=False)


def guarded(check: Callable[[], Decision], ground: Ground) -> Decision:
    """A decision, or the answer that it would take more work or time than it may."""
    try:
        return check()
    except OutOfTime:
        return Decision(Verdict.UNPROVED, "D307", {"seconds": f"{ground.timeout:g}"})
    except OverBudget:
        return Decision(Verdict.UNPROVED, "D302", {"what": "more evaluations than the budget"})


def clear(decision: Decision, question: Question, ground: Ground, terms: Iterable[Term] = ()) -> Decision:
    """No refutation where the scope says something of a symbol, or of the chain, that was not understood.

    ``terms`` are the sides before anything in them was written out.
    """
    if decision.verdict is not Verdict.REFUTED:
        return decision
    calls = {part.function for side in (question.left, question.right) for part in walk(side) if isinstance(part, Call)}
    for name in [s.name for s in question.symbols] + sorted(calls):
        if name in ground.context.unclear:
            return Decision(
                Verdict.UNPROVED, "D304", {"what": f'`{name}`, of which "{ground.context.unclear[name]}" is said'}
            )
    doubt = _doubt_of_chance(terms, ground.context) if ground.context.chance.variables else ""
    if doubt:
        return Decision(Verdict.UNPROVED, "D304", {"what": doubt})
    unexplained = sorted(calls - ground.context.declared_functions)
    if unexplained:
        # Its definition may stand where it was not found.
        return Decision(Verdict.UNPROVED, "D304", {"what": f"`{unexplained[0]}`, a function that nothing is said of"})
    if ground.unclear:
        return Decision(Verdict.UNPROVED, "D304", {"what": "a condition that was not understood"})
    return decision
