r"""Decides ``f \propto g``: the ratio of the sides is free of the variables that they are functions of.

Those are the arguments of the function that begins the chain, before a bar, or what the text names: "as a function of
θ". With the variables taken twice, the claim is f(θ)g(θ′) = f(θ′)g(θ), which is an equation like any other.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivcheck.engine.bounds import Bounds
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.engine.sums import product, reciprocal
from derivcheck.ground import clear, guarded, scope_of, settled
from derivcheck.outcome import Draft, Ground
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.densities import split_arguments
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step, Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.nodes import ONE, Symbol, Term, free_symbols
from derivcheck.terms.scripts import carried
from derivcheck.terms.substitution import substitute

TWIN = "'"


def variables_of(side: Side) -> tuple[str, ...]:
    """The arguments of a call, before a bar."""
    split = split_arguments(side.node) if isinstance(side.node, s.Call) else None
    return () if split is None else tuple(split[0])


def proportional(draft: Draft, terms: tuple[Term, Term], names: tuple[str, ...], reader: ChainReader) -> Step:
    """The step ``f ∝ g`` as functions of ``names``."""
    left, right = (settled(term, draft.ground.context) for term in terms)
    free = {symbol.name: symbol for symbol in free_symbols(left) | free_symbols(right)}
    chosen = tuple(name for name in names if name in free)
    left, right = carried((left, right), (free[name] for name in chosen))
    if not chosen or left.shape or right.shape:
        return draft.step(Decision(Verdict.SKIPPED, "D122"))
    ground = replace(draft.ground, context=with_twins(chosen, draft.ground.context))
    question = _question(left, right, chosen, ground)
    decision = clear(guarded(partial(decide, question), ground), question, ground, terms)
    if decision.verdict is Verdict.REFUTED and is_description(left, right):
        what = "a density of which nothing else is said"
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": what}))
    if decision.verdict in (Verdict.PROVED, Verdict.REFUTED):
        code = "D106" if decision.verdict is Verdict.PROVED else "D212"
        decision = replace(decision, code=code, facts={"names": ", ".join(f"`{name}`" for name in chosen)})
    reader.elaborator.note(r"\propto", f"a ratio that does not depend on {', '.join(chosen)}")
    step = replace(draft, ground=ground).finished(question, decision, reader)
    # What is said of a variable's twin is said of the variable already.
    return replace(step, conditions=tuple(said for said in step.conditions if TWIN not in said))


def is_description(left: Term, right: Term) -> bool:
    """Whether one side alone speaks of densities that name no family: the other says then which ones they are."""
    sides = [any(symbol.name.endswith(")") for symbol in free_symbols(side)) for side in (left, right)]
    return sides[0] != sides[1]


def _question(left: Term, right: Term, names: tuple[str, ...], ground: Ground) -> Question:
    """Whether f(θ)g(θ′)/(f(θ′)g(θ)) is 1 wherever that has a value."""
    scope = scope_of(ground.context)
    symbols = {symbol.name: symbol for symbol in free_symbols(left) | free_symbols(right)}
    twins: dict[str, Term] = {name: Symbol(name + TWIN, symbols[name].shape) for name in names}
    other_left, other_right = substitute(left, twins), substitute(right, twins)
    ratio = product([left, other_right, reciprocal(other_left), reciprocal(right)])
    return Question(apart(ratio, Bounds(scope).positive), "=", ONE, scope, ground.seed, ground.deadline)


def with_twins(names: tuple[str, ...], context: Context) -> Context:
    """The context in which each variable has a twin of which the same is said."""
    twin = context.copy()
    for name in names:
        known = context.symbols.get(name)
        if known is not None:
            symbol = Symbol(name + TWIN, known.symbol.shape)
            twin.symbols[symbol.name] = replace(known, symbol=symbol)
        outcome = context.outcomes.get(name)
        if outcome is not None:
            twin.outcomes[name + TWIN] = replace(outcome, name=name + TWIN)
    symbols = {n: d.symbol for n, d in context.symbols.items() if n in names}
    put: dict[str, Term] = {n: Symbol(n + TWIN, symbol.shape) for n, symbol in symbols.items()}
    for claim in context.assumptions:
        if {symbol.name for symbol in free_symbols(claim.left) | free_symbols(claim.right)} & put.keys():
            moved = replace(claim, left=substitute(claim.left, put), right=substitute(claim.right, put))
            twin.assumptions.append(moved)
    return twin
