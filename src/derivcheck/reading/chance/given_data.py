r"""Averages given data, as ``\operatorname{Var}(\hat\beta \mid X)`` with a design matrix X.

An array that averages are taken given stays where it is in them: it is a constant like any other. Two things must not
be mixed up: an average that is not given the array is one over it as well, and what is said of a random variable by
itself says nothing of it given the array, on which it may depend.
"""

from __future__ import annotations

from collections.abc import Sequence

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import Symbol, Term, free_symbols


def notice_conditions(node: s.Node, context: Context) -> None:
    """Notices the names that averages in a formula are taken given."""
    for average in s.walk(node):
        if isinstance(average, s.Operator) and "|" in average.separators:
            _, given = s.around_bar(average)
            context.given_data.update(name for part in given if (name := canonical(part)) is not None)


def is_data(node: s.Node, context: Context) -> bool:
    """Whether an average that is given this is given an array that nothing calls random."""
    name = canonical(node)
    if name is None or name not in context.given_data or name in context.chance.variables:
        return False
    known = None if name in context.definitions else context.adopt(name)
    return known is not None and bool(known.symbol.shape)


def is_given_data(node: s.Operator, context: Context) -> bool:
    """Whether an average is given something, and all that it is given is data."""
    _, given = s.around_bar(node)
    return bool(given) and all(is_data(part, context) for part in given)


def require_described(e: Elaborator, node: s.Operator, terms: Sequence[Term]) -> None:
    """Raises Unread where an average depends on what is given elsewhere, or on what is not described given its data."""
    context = e.context
    if not context.given_data:
        return
    names = {symbol.name for term in terms for symbol in free_symbols(unfold(term, context.bodies))}
    random = names & context.chance.variables.keys()
    given = {name for part in s.around_bar(node)[1] if is_data(part, context) and (name := canonical(part)) is not None}
    if given and not random <= context.described_given:
        raise unsupported(node, "an average given data of what is not described given them")
    described = [context.chance.variables[name] for name in random]
    moments = [moment for v in described for moment in (v.mean, v.variance) if moment is not None]
    data = {symbol.name for moment in moments for symbol in free_symbols(moment)} | names
    if any(is_data(s.Name(name, start=0, end=0), context) for name in data - given):
        raise unsupported(node, "an average over what others are given")


def without_data(given: Sequence[tuple[s.Node, Term]], context: Context) -> list[tuple[s.Node, Term]]:
    """What an average is given beside data."""
    return [(part, term) for part, term in given if not (isinstance(term, Symbol) and is_data(part, context))]
