"""Whether an inequality follows from facts, by exact sign conditions on the scalars in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from derivcheck.engine.inequalities.scalars import Scalars
from derivcheck.engine.question import Question
from derivcheck.engine.statements.auxiliary import NotPolynomial
from derivcheck.engine.statements.inference import Inference
from derivcheck.engine.statements.reasoning import follows
from derivcheck.engine.statements.ring import TooLarge
from derivcheck.terms.nodes import ZERO, Apply, Call, Number, Reduce, Symbol, Term, bound_names, walk
from derivcheck.terms.scope import Claim, Scope
from derivcheck.terms.statements import TRUE, Every, Some, Statement

OPPOSITE: Mapping[str, str] = {r"\le": ">", r"\ge": "<", "<": r"\ge", ">": r"\le"}
MOST_WORK = 200
TOTAL = frozenset(
    {"add", "multiply", "matmul", "transpose", "hadamard", "abs", "exp", "dot", "constant", "identity", "spectral-norm"}
)


def is_certain(
    claim: Claim, facts: Iterable[Term], scalars: Scalars, question: Question, where: Statement = TRUE
) -> bool:
    """Whether a claim holds wherever its sides are defined, given terms that are not negative where they are defined.

    Nothing is asked of points at which ``where`` does not hold.

    Wherever the opposite of the claim is true, some fact would have to fail. Both the opposite and that a fact fails
    are false where a side is undefined, so that nothing is assumed to be defined.
    """
    opposite = scalars.statement(Every((where, Claim(claim.left, OPPOSITE[claim.relation], claim.right))))
    named = frozenset(scalars.atoms)
    failing = Some(tuple(_usable(facts, scalars, named)))
    given = [scalars.claim(a) for a in question.assumptions if not a.left.shape and not a.right.shape]
    scope = Scope(scalars.declarations(), (*given, *scalars.known()))
    inference = Inference(opposite, failing, scope, both_ways=False, deadline=question.deadline)
    try:
        return follows(inference, backwards=True, most=MOST_WORK)
    except (NotPolynomial, TooLarge):
        return False


def _usable(facts: Iterable[Term], scalars: Scalars, named: frozenset[Term]) -> Iterator[Claim]:
    """That facts fail, for those that have a value wherever the sides have one."""
    for fact in facts:
        failing = scalars.claim(Claim(fact, "<", ZERO))
        used = set(walk(failing.left))
        brought = [atom for atom, name in scalars.atoms.items() if name in used and atom not in named]
        if all(_is_total(atom, named) for atom in brought):
            yield failing


def _is_total(term: Term, defined: frozenset[Term]) -> bool:
    """Whether a term has a value wherever all of ``defined`` have one: what may have none occurs there."""
    parts = {part for other in defined for part in walk(other)}
    return all(part in parts or _has_value(part, _bound(term)) for part in walk(term))


def _bound(term: Term) -> frozenset[str]:
    return frozenset(name for part in walk(term) for name in bound_names(part))


def _has_value(part: Term, bound: frozenset[str]) -> bool:
    match part:
        case Apply("index", (_, *places)):
            return all(isinstance(place, Symbol) and place.name in bound for place in places)
        case Apply("power", (_, Number(value=exponent))):
            return exponent > 0 and exponent.denominator == 1
        case Apply():
            return part.operator in TOTAL
    return isinstance(part, (Number, Symbol, Call, Reduce))
