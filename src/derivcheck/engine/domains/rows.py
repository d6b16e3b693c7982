"""Rows of cases: where two apply at once with different values, and where none applies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from derivcheck.engine.question import Question
from derivcheck.engine.statements.auxiliary import NotPolynomial
from derivcheck.engine.statements.inference import Inference
from derivcheck.engine.statements.reasoning import Reasoner
from derivcheck.engine.statements.ring import TooLarge
from derivcheck.engine.statements.truth import Look
from derivcheck.engine.systems.base import OutOfTime
from derivcheck.terms.apart import BOUND
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Term, free_symbols, rebuild, walk
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import FALSE, TRUE, Every, Some, Statement

RELATIONS = {"less": "<", "at-most": r"\le", "equal": "=", "different": r"\ne"}
NEGATIONS = {"<": r"\ge", r"\le": ">", "=": r"\ne", r"\ne": "=", ">": r"\le", r"\ge": "<"}
MOST_ROWS = 6
MOST_NESTED = 4


@dataclass(frozen=True, slots=True)
class Clash:
    """Two values that rows give at one point."""

    first: str
    second: str
    point: str


def clash(question: Question) -> Clash | None:
    """A point of the scope at which two rows of some cases apply and differ."""
    for term in _cases(question):
        rows = [(_statement(c), v) for c, v in zip(term.arguments[::2], term.arguments[1::2], strict=False)]
        for (one, first), (other, second) in combinations(rows[:MOST_ROWS], 2):
            if one is None or other is None or first.shape or second.shape:
                continue
            both = Every((one, other, Claim(first, "=", first), Claim(second, "=", second)))
            point = _found(both, Claim(first, "=", second), question)
            if point is not None:
                return Clash(to_latex(first), to_latex(second), point)
    return None


def gaps(question: Question) -> tuple[str, ...]:
    """What must hold for some row to apply, in LaTeX, where that is not certain."""
    try:
        return tuple(_gaps(question))
    except OutOfTime:
        return ()


def _gaps(question: Question) -> Iterator[str]:
    for term in _cases(question):
        rows = [_statement(condition) for condition in term.arguments[::2]]
        if len(term.arguments) % 2 or None in rows:
            continue
        known = [row for row in rows if row is not None]
        if _found(Every(tuple(map(_negated, known))), FALSE, question) is not None:
            yield r" \text{ or } ".join(map(_latex, known))


def written_out(claim: Claim, depth: int = MOST_NESTED) -> Iterator[tuple[Statement, Claim]]:
    """A claim for every row of the cases in it, with what holds where that row is the first that applies."""
    found = next((part for side in (claim.left, claim.right) for part in walk(side) if _is_plain(part)), None)
    if not isinstance(found, Apply) or not depth:
        yield TRUE, claim
        return
    conditions = [_statement(condition) for condition in found.arguments[::2]]
    above: list[Statement] = []
    for place, value in enumerate([*found.arguments[1::2], *found.arguments[len(found.arguments) // 2 * 2 :]]):
        applies = conditions[place] if 2 * place + 1 < len(found.arguments) else TRUE
        if applies is None:
            return
        replaced = Claim(_put(claim.left, found, value), claim.relation, _put(claim.right, found, value))
        for given, row in written_out(replaced, depth - 1):
            yield Every((*above, applies, given)), row
        above.append(_negated(applies))


def _is_plain(part: Term) -> bool:
    """Whether this is a scalar cases term that depends on no index of a sum, and whose conditions are understood."""
    if not isinstance(part, Apply) or part.operator != "cases" or part.shape:
        return False
    return not _is_below_sum(part) and None not in map(_statement, part.arguments[: len(part.arguments) // 2 * 2 : 2])


def _put(term: Term, old: Term, new: Term) -> Term:
    return new if term == old else rebuild(term, lambda child: _put(child, old, new))


def _cases(question: Question) -> list[Apply]:
    parts = [part for side in (question.left, question.right) for part in walk(side)]
    found = [part for part in parts if isinstance(part, Apply) and part.operator == "cases"]
    several = [part for part in dict.fromkeys(found) if len(part.arguments) > 3 or len(part.arguments) == 2]
    return [part for part in several if not _is_below_sum(part)]


def _is_below_sum(part: Term) -> bool:
    """Whether a term depends on an index, which is a whole number and not declared."""
    return any(symbol.name.startswith(BOUND) for symbol in free_symbols(part))


def _statement(condition: Term) -> Statement | None:
    if not isinstance(condition, Apply):
        return None
    if condition.operator == "multiply":
        parts = [_statement(part) for part in condition.arguments]
        return None if None in parts else Every(tuple(part for part in parts if part is not None))
    relation = RELATIONS.get(condition.operator)
    return None if relation is None else Claim(condition.arguments[0], relation, condition.arguments[1])


def _negated(statement: Statement) -> Statement:
    if isinstance(statement, Claim):
        return Claim(statement.left, NEGATIONS[statement.relation], statement.right)
    parts = tuple(map(_negated, statement.parts))
    return Some(parts) if isinstance(statement, Every) else Every(parts)


def _latex(statement: Statement) -> str:
    if isinstance(statement, Claim):
        return f"{to_latex(statement.left)} {statement.relation} {to_latex(statement.right)}"
    return r" \text{ and } ".join(map(_latex, statement.parts))


def _found(premise: Statement, conclusion: Statement, question: Question) -> str | None:
    """A point at which the premise holds and the conclusion does not, looked at exactly."""
    inference = Inference(premise, conclusion, question.scope, both_ways=False, deadline=question.deadline)
    if not inference.is_scalar:
        return None
    try:
        finding = Reasoner(inference).refute(converse=False)
    except (NotPolynomial, TooLarge):
        return None
    if finding.point is None or not isinstance(finding.look, Look):
        return None
    names = {symbol.name for symbol in inference.question.symbols}
    return ", ".join(f"{name} = {value}" for name, value in finding.point.items() if name in names)
