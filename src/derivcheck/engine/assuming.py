"""An implication as a question: whether its conclusion holds where its premise is assumed.

What proves steps under assumptions proves implications as well: an equation is multiplied by a vector, summed, or put
into another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivcheck.engine.algebra.sums import mentions
from derivcheck.engine.decide import RELATIONS, decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.engine.statements.inference import Inference, needs
from derivcheck.results import Verdict
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import Apply, Symbol, Term, free_symbols, rebuild, walk
from derivcheck.terms.scope import Claim, Domain, Scope
from derivcheck.terms.statements import Every, Statement, claims
from derivcheck.terms.substitution import substitute

PARTIAL = frozenset({"inverse", "pseudo-inverse", "infinity", "cases", "power", "log", "root", "gamma"})
"""Operators whose values may be missing where those of their arguments are not."""


def by_assuming(inference: Inference) -> Decision | None:
    """The decision on an implication between claims, for ⟺ in both directions; None where there is none."""
    ways = [inference, inference.converse()] if inference.both_ways else [inference]
    found = [_one_way(way, total=inference.both_ways) for way in ways]
    for code, decision in zip(("D204", "D205"), found, strict=False):
        if decision is not None and decision.code == "D201":
            return replace(decision, code=code, facts={"undefined": ""})
    if any(decision is None or decision.verdict is not Verdict.PROVED for decision in found):
        return None
    first = found[0]
    return None if first is None else replace(first, code="D103", facts={}, conditions=_conditions(found))


def _conditions(found: Sequence[Decision | None]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(c for decision in found if decision is not None for c in decision.conditions))


def _one_way(inference: Inference, *, total: bool) -> Decision | None:
    premises, conclusion = _claims(inference.premise), inference.conclusion
    if not premises or not isinstance(conclusion, Claim) or conclusion.relation not in RELATIONS:
        return None
    if conclusion.left.shape and conclusion.relation != "=":
        return None
    if total and not _is_defined(conclusion, premises, inference.scope):
        return None
    scope = replace(inference.scope, assumptions=(*inference.scope.assumptions, *premises))
    question = Question(
        conclusion.left, conclusion.relation, conclusion.right, scope, inference.seed, inference.deadline
    )
    found = decide(question)
    return replace(found, about=found.about or question)


def of_every_member(inference: Inference) -> Decision | None:
    """The decision where an equation ``n_k = v(k)`` says something of every member, and the conclusion speaks of all.

    That the conclusion does not follow from the equation at one place refutes nothing then.
    """
    written = None if inference.both_ways else _for_every_member(inference)
    if written is None:
        return None
    question = Question(
        written.left, written.relation, written.right, inference.scope, inference.seed, inference.deadline
    )
    found = decide(question, shown=False)
    if found.verdict is Verdict.PROVED:
        return replace(found, code="D103", facts={})
    return found


def speaks_of_all(inference: Inference) -> bool:
    """Whether the premise is about a member of a family, and the conclusion about others, as their sum."""
    premise, conclusion = (
        [side for claim in claims(part) for side in (claim.left, claim.right)]
        for part in (inference.premise, inference.conclusion)
    )
    members = [
        found for side in premise for part in walk(side) if (found := _member(part, inference.scope)) is not None
    ]
    return any(mentions(side, family) for family, index in members for side in conclusion) and not any(
        mentions(side, index) for _, index in members for side in conclusion
    )


def _for_every_member(inference: Inference) -> Claim | None:
    """The conclusion with what the premise says of every member in the place of each."""
    claim, conclusion, scope = inference.premise, inference.conclusion, inference.scope
    if not (isinstance(claim, Claim) and isinstance(conclusion, Claim)):
        return None
    if claim.relation == "=" and conclusion.relation in RELATIONS:
        for member, value in ((claim.left, claim.right), (claim.right, claim.left)):
            found = _member(member, scope)
            if found is None or mentions(value, found[0]):
                continue
            family, index = found
            spoken = (conclusion.left, conclusion.right)
            if any(mentions(side, index) or _speaks_of_one(side, family) for side in spoken):
                continue
            left, right = (_with_members(side, family, index, value) for side in spoken)
            if not mentions(left, family) and not mentions(right, family) and (left, right) != spoken:
                return replace(conclusion, left=left, right=right)
    return None


def _member(term: Term, scope: Scope) -> tuple[str, str] | None:
    """The family and the letter of a member over which nothing is said to run."""
    match term:
        case Apply("index", (Symbol(name=family), Symbol(name=index))) if not term.shape:
            if index.startswith(BOUND):
                return None
            known = scope.declarations.get(index)
            return (family, index) if known is None or known.domain is Domain.INDEX else None
    return None


def _speaks_of_one(term: Term, family: str) -> bool:
    """Whether a term speaks of a single member, which the premise need not be about."""
    places = [
        part.arguments[1]
        for part in walk(term)
        if isinstance(part, Apply)
        and part.operator == "index"
        and part.arguments[0] == Symbol(family, part.arguments[0].shape)
    ]
    return any(not symbol.name.startswith(BOUND) for place in places for symbol in free_symbols(place))


def _with_members(term: Term, family: str, index: str, value: Term) -> Term:
    match term:
        case Apply("index", (Symbol(name=name), place)) if name == family:
            return substitute(value, {index: place})
    return rebuild(term, lambda child: _with_members(child, family, index, value))


def _claims(statement: Statement) -> list[Claim]:
    """The claims of a statement that is true where all of them are."""
    if isinstance(statement, Claim) or (
        isinstance(statement, Every) and all(isinstance(part, Claim) for part in statement.parts)
    ):
        return list(claims(statement))
    return []


def _is_defined(conclusion: Claim, premises: list[Claim], scope: Scope) -> bool:
    """Whether both sides of a conclusion have values wherever those of the premises have: an equivalence loses none."""
    known = {part for claim in premises for side in (claim.left, claim.right) for part in walk(side)}
    bounds = Bounds(scope)
    for side in (conclusion.left, conclusion.right):
        for part in walk(side):
            if isinstance(part, Apply) and part.operator in PARTIAL and part not in known:
                wanted = list(needs(part)) if part.operator in ("power", "log") else None
                if wanted is None or not all(_is_met(need, bounds) for need in wanted if need.left in _bases(part)):
                    return False
    return True


def _bases(part: Apply) -> tuple[Term, ...]:
    return part.arguments[:1]


def _is_met(need: Claim, bounds: Bounds) -> bool:
    interval = bounds.of(need.left)
    if need.relation == ">":
        return interval.positive
    if need.relation == r"\ge":
        return interval.nonnegative
    return interval.positive or interval.negative
