"""Steps about functions of some variables: what does not depend on these is the same with the variables taken twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from derivcheck.checking.charity.fixed import moves_data
from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import guarded, scope_of, settled
from derivcheck.checking.outcome import Draft, Ground
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.reading.context import Context
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.nodes import Symbol, Term, free_symbols
from derivcheck.terms.scripts import carried
from derivcheck.terms.substitution import substitute

TWIN = "'"

Sides: TypeAlias = tuple[Term, Term]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two functions are compared: the ``claim`` that both sides, here and at the twins of the variables, make.

    ``proved`` and ``refuted`` are the codes, ``piece`` and ``reading`` what the notation was read as.
    """

    claim: Callable[[Sides, Sides], Sides]
    proved: str
    refuted: str
    piece: str
    reading: str


def as_functions(
    comparison: Comparison, names: tuple[str, ...], draft: Draft, terms: Sides, reader: ChainReader
) -> Step:
    """The step as one about functions of ``names``."""
    if moves_data(terms, names, draft.ground.context):
        return draft.step(
            Decision(Verdict.UNPROVED, "D304", {"what": "data, which may have been made with the variable"})
        )
    left, right = (settled(term, draft.ground.context) for term in terms)
    free = {symbol.name: symbol for symbol in free_symbols(left) | free_symbols(right)}
    chosen = tuple(name for name in names if name in free)
    left, right = carried((left, right), (free[name] for name in chosen))
    if not chosen or left.shape or right.shape:
        return draft.step(Decision(Verdict.SKIPPED, "D122"))
    ground = replace(draft.ground, context=with_twins(chosen, draft.ground.context))
    question = _question(comparison, (left, right), chosen, ground)
    decision = clear(guarded(partial(decide, question), ground), question, ground, terms)
    if decision.verdict is Verdict.REFUTED and is_description(left, right):
        what = "a density of which nothing else is said"
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": what}))
    code = {Verdict.PROVED: comparison.proved, Verdict.REFUTED: comparison.refuted}.get(decision.verdict, decision.code)
    facts = {**decision.facts, "names": ", ".join(f"`{name}`" for name in chosen)}
    reader.elaborator.read_as[comparison.piece] = f"{comparison.reading} that does not depend on {', '.join(chosen)}"
    step = replace(draft, ground=ground).finished(question, replace(decision, code=code, facts=facts), reader)
    # What is said of a variable's twin is said of the variable already.
    return replace(step, conditions=tuple(said for said in step.conditions if TWIN not in said))


def _question(comparison: Comparison, here: Sides, names: tuple[str, ...], ground: Ground) -> Question:
    scope = scope_of(ground.context)
    symbols = {symbol.name: symbol for side in here for symbol in free_symbols(side)}
    twins: dict[str, Term] = {name: Symbol(name + TWIN, symbols[name].shape) for name in names}
    there = (substitute(here[0], twins), substitute(here[1], twins))
    positive = Bounds(scope).positive
    left, right = (apart(side, positive) for side in comparison.claim(here, there))
    return Question(left, "=", right, scope, ground.seed, ground.deadline)


def is_description(left: Term, right: Term) -> bool:
    """Whether one side alone speaks of densities that name no family: the other says then which ones they are."""
    sides = [any(symbol.name.endswith(")") for symbol in free_symbols(side)) for side in (left, right)]
    return sides[0] != sides[1]


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
        if claim.names & put.keys():
            moved = replace(claim, left=substitute(claim.left, put), right=substitute(claim.right, put))
            twin.assumptions.append(moved)
    return twin
