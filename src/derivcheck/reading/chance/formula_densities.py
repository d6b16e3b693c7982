r"""Densities that calculate with their variable: ``p(x) = \lambda e^{-\lambda x}`` for x > 0.

Such a variable is a number with a range that the text says, and no place in a table: averages are integrals over the
range, or sums where its values are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, shadowed
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.limits import with_local
from derivcheck.reading.notation.resolution import values_of
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import INFINITY, ONE, ZERO, Integral, Number, Reduce, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Declaration, Domain, Trait


def formula_of(e: Elaborator, body: s.Node, variables: list[str]) -> Term:
    """The formula of a density; its variables are numbers from here on if it calculates with them."""
    e.context.calculated.difference_update(variables)
    term = e.scalar(body, "a density")
    numbers = [name for name in variables if _is_number(term, name, e.context)]
    if not numbers:
        return term
    e.context.calculated.update(numbers)
    with shadowed(e.local, {name: Symbol(name) for name in numbers}):
        return e.scalar(body, "a density")


def _is_number(term: Term, name: str, context: Context) -> bool:
    """Whether a formula calculates with a name, or is the same for all its values, and no table is of it."""
    used = {symbol.name for symbol in free_symbols(term)}
    declared = context.symbols.get(name)
    is_constant = name not in used and not (declared is not None and declared.domain is Domain.INDEX)
    return (values_of(name) in used or is_constant) and not _is_divided(term, name, context)


def _is_divided(term: Term, name: str, context: Context) -> bool:
    """Whether a density is divided by a sum over all its values, which may be any then."""
    size = context.outcomes[name].size
    return any(isinstance(part, Reduce) and part.upper == size for part in walk(unfold(term, context.bodies)))


def over_range(e: Elaborator, name: str, body: Callable[[], Term]) -> Term | None:
    """The integral or the sum over all values of such a variable; None for any other."""
    if name not in e.context.calculated:
        return None
    found = _range(name, e.context)
    if found is None:
        raise Unread("D406", {"notation": f"an average over {name}, of which nothing says where it lies,"}, 0, 1)
    lower, upper, is_counted = found
    with with_local(e, name):
        inner = body()
    if not is_counted:
        return Integral(name, lower, upper, inner)
    assert lower is not None  # noqa: S101 - what is counted has a first value
    return Reduce("sum", name, lower, INFINITY if upper is None else upper, inner)


def _range(name: str, context: Context) -> tuple[Term | None, Term | None, bool] | None:
    """Both ends, None for infinity, and whether the values are whole numbers; None where nothing is said."""
    declared = context.symbols.get(name)
    if declared is None or declared.symbol.shape or name in context.unclear:
        return None
    if declared.domain is Domain.BINARY:
        return ZERO, ONE, True
    ends = {True: _number(declared.lower), False: _number(declared.upper)}
    if Trait.POSITIVE in declared.traits or Trait.NONNEGATIVE in declared.traits:
        ends[True] = ends[True] or ZERO
    for claim in (claim for claim in context.assumptions if name in claim.names):
        low, high = claim.ordered or (None, None)
        if low is None or high is None or Symbol(name) not in (low, high):
            return None
        is_lower = high == Symbol(name)
        if ends[is_lower] is not None:
            return None
        ends[is_lower] = low if is_lower else high
    if declared.domain is Domain.REAL:
        is_said = bool(declared.source) or ends != {True: None, False: None}
        return (ends[True], ends[False], False) if is_said else None
    return _counted(declared, ends[False])


def _counted(declared: Declaration, upper: Term | None) -> tuple[Term, Term | None, bool] | None:
    """The range of whole numbers; the ends of a declared one do not belong to it.

    Of natural numbers nobody knows whether 0 is one of them.
    """
    if declared.domain is not Domain.INTEGER or declared.lower is None:
        return None
    last = None if declared.upper is None else Number(declared.upper - 1)
    return (Number(declared.lower + 1), last, True) if upper == _number(declared.upper) else None


def _number(end: Fraction | None) -> Term | None:
    return None if end is None else Number(end)
