r"""Data stay when the model that made them varies: in (y - Xw)² with y = Xw + ε, a derivative by w leaves y as it is.

Which definitions say how data came about, words tell only roughly. So a step in which one would have to move along with
a variable that stands beside it is left open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from derivcheck.reading.context import Context
from derivcheck.terms.definitions import Captured, arriving_names, unfold
from derivcheck.terms.nodes import Apply, Array, Derivative, Symbol, Term, free_symbols, walk

NOISE = (r"\epsilon", r"\varepsilon")


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


def refuse_moving(term: Term, data: Mapping[str, frozenset[str]], bodies: Mapping[str, Term]) -> None:
    """Raises Captured where ``data`` stand in a derivative beside the variable that made them."""
    if not data:
        return
    shown = unfold(term, {name: body for name, body in bodies.items() if name not in data})
    for part in walk(shown):
        if isinstance(part, Derivative):
            inside = {symbol.name for symbol in free_symbols(part.body)}
            moved = [name for name in inside & data.keys() if part.variable.name in data[name] & inside]
            if moved:
                raise Captured(part.variable.name)
