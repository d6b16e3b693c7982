r"""Data stay when the model that made them varies: in (y - Xw)² with y = Xw + ε, a derivative by w leaves y as it is.

Which definitions say how data came about, words tell only roughly. So a step in which one would have to move along with
a variable that stands beside it is left open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from derivcheck.reading.context import Context
from derivcheck.terms.definitions import Captured, arriving_names, unfold
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Array, Derivative, Number, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Declaration

MINUS_ONE = Number(Fraction(-1))
NOISE = (r"\epsilon", r"\varepsilon")


class Vanishing(Captured):
    """A definition takes all of the variable out of what is differentiated; ``names`` are those made of it."""

    def __init__(self, variable: str, names: frozenset[str]) -> None:
        super().__init__(variable)
        self.names = names


def readings(names: frozenset[str], context: Context) -> tuple[Context, Context]:
    """What ``names`` are where they are data that stay as they are, and where they move with what made them."""
    data, moving = context.copy(), context.copy()
    for name in names:
        body = data.definitions.pop(name).body
        data.symbols[name] = Declaration(Symbol(name, body.shape))
    moving.moves = True
    return data, moving


def made_with(context: Context, random: Collection[str] = ()) -> Mapping[str, frozenset[str]]:
    """The names that may be data, with what made them: words say so, or noise or something random is among that."""
    bodies = context.bodies
    found = {}
    for name, body in bodies.items():
        made = frozenset(arriving_names(Symbol(name), bodies))
        said = name in context.data and _is_sum(body)
        if said or not made.isdisjoint(random) or any(noise in each for noise in NOISE for each in made):
            found[name] = made
    return found


def _is_sum(body: Term) -> bool:
    """Whether something is added in a definition, as noise is to what a model says."""
    while isinstance(body, Array):
        body = body.body
    return isinstance(body, Apply) and body.operator == "add"


def moves_data(terms: Iterable[Term], names: Iterable[str], context: Context) -> bool:
    """Whether a term speaks of data that one of the variables in ``names`` made."""
    data = made_with(context, context.chance.variables.keys() | context.laws.keys())
    if not data:
        return False
    shown = {name: body for name, body in context.bodies.items() if name not in data}
    varied = set(names)
    inside = [{symbol.name for symbol in free_symbols(unfold(term, shown))} for term in terms]
    return any(data[name] & varied for found in inside for name in found & data.keys())


def refuse_moving(term: Term, data_of: Callable[[], Mapping[str, frozenset[str]]], bodies: Mapping[str, Term]) -> None:
    """Raises Captured where data stand in a derivative beside the variable that made them.

    What is data is asked for only where anything is differentiated.
    """
    for part in walk(term):
        if isinstance(part, Derivative) and (made := _leaves_nothing(part, bodies)):
            raise Vanishing(part.variable.name, made)
    names = {symbol.name for symbol in free_symbols(term)} | arriving_names(term, bodies)
    if not any(map(_differentiates, (term, *(bodies[name] for name in names & bodies.keys())))):
        return
    data = data_of()
    if not data:
        return
    shown = unfold(term, {name: body for name, body in bodies.items() if name not in data})
    for part in walk(shown):
        if isinstance(part, Derivative):
            inside = {symbol.name for symbol in free_symbols(part.body)}
            moved = [name for name in inside & data.keys() if part.variable.name in data[name] & inside]
            if moved:
                raise Captured(part.variable.name)


@lru_cache(maxsize=5_000)
def _differentiates(term: Term) -> bool:
    return any(isinstance(part, Derivative) for part in walk(term))


def _leaves_nothing(derivative: Derivative, bodies: Mapping[str, Term]) -> frozenset[str]:
    """The names made of the variable, if unfolding them takes all of it out of a sum in which it stands as well.

    Nobody differentiates what does not depend on anything: in (y - xw)², a y that is xw + 1 is data that were so once.
    """
    variable, inside = derivative.variable, free_symbols(derivative.body)
    made = [each for each in inside if each.name in bodies and variable.name in arriving_names(each, bodies)]
    if variable not in inside or not made:
        return frozenset()
    sums = (
        part for part in walk(unfold(derivative.body, bodies)) if isinstance(part, Apply) and part.operator == "add"
    )
    return frozenset(each.name for each in made) if any(_cancels(each, variable) for each in sums) else frozenset()


def _cancels(total: Apply, variable: Symbol) -> bool:
    """Whether the addends of a sum that speak of a variable add up to nothing, one by one."""
    found: Counter[tuple[str, ...]] = Counter()
    for sign, addend in _addends(total):
        if variable in free_symbols(addend):
            factors = addend.arguments if isinstance(addend, Apply) and addend.operator == "multiply" else (addend,)
            # Sizes that were inferred may have several names.
            found[tuple(sorted(to_latex(factor) for factor in factors if factor != MINUS_ONE))] += sign
    return bool(found) and not any(found.values())


def _addends(term: Term, sign: int = 1) -> Iterator[tuple[int, Term]]:
    """What a term is the sum of, with its signs."""
    if isinstance(term, Apply) and term.operator == "add":
        for argument in term.arguments:
            yield from _addends(argument, sign)
    elif isinstance(term, Apply) and term.operator == "multiply" and term.arguments[0] == MINUS_ONE:
        if len(term.arguments) == 2:
            yield from _addends(term.arguments[1], -sign)
        else:
            yield -sign, term
    else:
        yield sign, term
