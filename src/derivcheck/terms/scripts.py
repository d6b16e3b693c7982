r"""Names whose script names a variable: ``x_t`` under ``\int … dt``, ``L_\theta`` under ``\nabla_\theta``.

Such a name speaks of a value that moves with the variable, so that wherever the variable moves it is an arbitrary
function of it. ``\mu_x`` and ``\sigma_x`` are labels: what they name belongs to the quantity x, not to a value of it,
as with functions of x that carry its name, such as ``p_x(x)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from derivcheck.terms.nodes import Apply, Call, Derivative, Integral, Limit, Symbol, Term, free_symbols, rebuild, walk

LABELLED = re.compile(r"\\(?:[a-z]+\{)?\\?(?:mu|sigma|Sigma|rho)\b")
"""Moments, which are those of a quantity."""

QUANTITIES = frozenset("xyzuvwXYZUVW")


def moving(terms: Iterable[Term]) -> dict[str, Symbol]:
    """What is differentiated by, integrated over, or goes to a limit."""
    found: dict[str, Symbol] = {}
    for term in terms:
        for part in walk(term):
            if isinstance(part, Derivative):
                found[part.variable.name] = part.variable
            elif isinstance(part, (Integral, Limit)):
                found.setdefault(part.variable, Symbol(part.variable))
            elif isinstance(part, Apply) and part.operator == "antiderivative":
                found |= {symbol.name: symbol for symbol in part.arguments[1:] if isinstance(symbol, Symbol)}
    return found


def moved_by(name: str, variables: Iterable[str]) -> Iterator[str]:
    """The variables that the script of a name speaks of; what a density is of, as in p(x_t), is no script."""
    base, mark, script = name.partition("_")
    if not mark or "(" in base:
        return
    for variable in variables:
        if variable in QUANTITIES and LABELLED.match(base):
            continue
        if re.search(rf"(?<![A-Za-z\\]){re.escape(variable)}(?![A-Za-z])", script):
            yield variable


def carried(terms: Sequence[Term], also: Iterable[Symbol] = ()) -> list[Term]:
    """The terms with every name that moves with a variable as a function of it; ``also`` are variables as well."""
    variables = moving(terms) | {symbol.name: symbol for symbol in also}
    if not variables:
        return list(terms)
    names = {part.name if isinstance(part, Symbol) else part.function for part in _names(terms)}
    moves = {name: found for name in names if (found := [variables[v] for v in moved_by(name, variables)])}
    for part in _names(terms):
        if isinstance(part, Call) and part.function in moves and set(moves[part.function]) & _free(part):
            # The function's arguments say what it depends on.
            del moves[part.function]
    return [_with(term, moves) for term in terms] if moves else list(terms)


def _names(terms: Iterable[Term]) -> list[Symbol | Call]:
    return [part for term in terms for part in walk(term) if isinstance(part, (Symbol, Call))]


def _free(call: Call) -> set[Symbol]:
    return {symbol for argument in call.arguments for symbol in free_symbols(argument)}


def _with(term: Term, moves: dict[str, list[Symbol]]) -> Term:
    def change(part: Term) -> Term:
        part = rebuild(part, change)
        if isinstance(part, Symbol) and part.name in moves:
            variables = moves[part.name]
            return Call(part.name, tuple(variables), (0,) * len(variables), part.shape)
        if isinstance(part, Call) and part.function in moves:
            variables = moves[part.function]
            orders = (*part.orders, *(0 for _ in variables))
            return Call(part.function, (*part.arguments, *variables), orders, part.shape)
        return part

    return change(term)
