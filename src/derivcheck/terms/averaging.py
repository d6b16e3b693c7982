"""Terms with their averages written out, under what is stated of probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from derivcheck.terms.averages import Averages, Outcome, has_averages
from derivcheck.terms.chance import Chance
from derivcheck.terms.nodes import Number, Term, free_symbols
from derivcheck.terms.stated import Unsolved, put_in, solution
from derivcheck.terms.tables import NoAverage


def averaged(term: Term, chance: Chance) -> Term:
    """``term`` with its expectations written out; what is random outside of them is taken at one outcome."""
    names = {symbol.name for symbol in free_symbols(term)}
    if not names & chance.variables.keys() and not has_averages(term):
        return term
    found = Averages(chance).at_one_outcome(term)
    return put_in(found, weights(chance) or {}) if chance.stated else found


def weights(chance: Chance) -> Mapping[Term, Term] | None:
    """The weights of outcomes that are fixed by what is stated of events; None where that is not understood."""
    if not chance.stated:
        return {}
    averages = Averages(chance)
    spaces = {space for name in averages.names(fact.body for fact in chance.stated) for space in chance.spaces(name)}
    try:
        if any(space.network or space.member is not None for space in spaces):
            return None
        tables = {
            table.symbol: partial(chance.weight, table) for space in sorted(spaces, key=str) for table in space.tables
        }
        found = solution(chance.stated, tables, lambda body: averages.average(body, (), Outcome()))
    except (Unsolved, NoAverage):
        return None
    return None if any(isinstance(value, Number) and value.value < 0 for value in found.values()) else found


def depends_on_outcome(term: Term, chance: Chance) -> bool:
    """Whether ``term`` has a value at each outcome, not one for all of them."""
    return bool(Averages(chance).support(term))
