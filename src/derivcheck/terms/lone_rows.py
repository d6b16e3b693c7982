"""Functions that are told in one case only: what they are elsewhere is not known, so they have no value there."""

from __future__ import annotations

from derivcheck.terms.nodes import (
    INFINITY,
    Apply,
    Integral,
    Number,
    Reduce,
    Symbol,
    Term,
    free_symbols,
    rebuild,
    walk,
)

ORDERS = frozenset({"less", "at-most"})


def without_lone_rows(term: Term) -> Term:
    """A term with the value in place of each case that is the only one: elsewhere it has none."""
    if _is_lone(term):
        return without_lone_rows(term.arguments[1]) if isinstance(term, Apply) else term
    return rebuild(term, without_lone_rows)


def has_lone_row(term: Term) -> bool:
    """Whether something in a term is told in one case only."""
    return any(map(_is_lone, walk(term)))


def leaves_gaps(term: Term) -> bool:
    """Whether an integral or a sum may go over places at which something in it has no value."""
    return any(
        _may_fail(row.arguments[0], part)
        for part in walk(term)
        if isinstance(part, (Integral, Reduce))
        for row in walk(part.body)
        if isinstance(row, Apply) and _is_lone(row)
    )


def _is_lone(term: Term) -> bool:
    return isinstance(term, Apply) and term.operator == "cases" and len(term.arguments) == 2


def _may_fail(condition: Term, part: Integral | Reduce) -> bool:
    """Whether a condition is not sure to hold from one end to the other."""
    name = part.variable if isinstance(part, Integral) else part.index
    claims = condition.arguments if isinstance(condition, Apply) and condition.operator == "multiply" else (condition,)
    return any(not _holds_between(claim, name, part) for claim in claims)


def _holds_between(claim: Term, name: str, part: Integral | Reduce) -> bool:
    if name not in {symbol.name for symbol in free_symbols(claim)}:
        return True
    if not (isinstance(claim, Apply) and claim.operator in ORDERS):
        return False
    low, high = claim.arguments
    # The ends of an integral are no places of their own; those of a sum are.
    strict = claim.operator == "less" and isinstance(part, Reduce)
    if high == Symbol(name):
        return part.lower is not None and _is_ordered(low, part.lower, strict=strict)
    if low == Symbol(name):
        return part.upper is not None and part.upper != INFINITY and _is_ordered(part.upper, high, strict=strict)
    return False


def _is_ordered(low: Term, high: Term, *, strict: bool) -> bool:
    if isinstance(low, Number) and isinstance(high, Number):
        return low.value < high.value if strict else low.value <= high.value
    return low == high and not strict
