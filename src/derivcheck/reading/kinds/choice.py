"""The typings that the network of a section leaves open."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.reading.kinds.names import Names, is_capital
from derivcheck.reading.kinds.network import ANY, COLUMN, MATRIX, ROW, SCALAR, Network
from derivcheck.reading.kinds.typing import Typing

# What undeclared capitals are taken for, the likeliest first.
GENERAL = (MATRIX, SCALAR, COLUMN)
PLAIN = (SCALAR, MATRIX, COLUMN)
VECTORS = (COLUMN, MATRIX, SCALAR)
NUMBERS_FIRST = (SCALAR, COLUMN, MATRIX)
# A name, and the name with so many indices, where these are entries or rows of the other.
PARTS = frozenset({(1, COLUMN, SCALAR), (1, MATRIX, COLUMN), (2, MATRIX, SCALAR)})


def plausible(names: Names) -> list[Typing]:
    """The plausible typings, the most general one first: capitals as matrices, then as numbers.

    What holds of all matrices holds of numbers and of vectors, which are matrices of one row or column. A small letter
    right behind a matrix that other uses make a number is first of all read as the vector that it looks like.
    """
    (general, numbers), (plain, _) = _typing(names, GENERAL), _typing(names, PLAIN)
    found = [general] if plain == general else [general, plain]
    vectors = replace(general, names={**general.names, **dict.fromkeys(numbers, COLUMN)})
    return [vectors, *found] if numbers else found


def with_vectors(general: Typing, names: Names) -> list[Typing]:
    """The typing with capitals as vectors, where ``names`` are read so, if it is plausible beside the general one."""
    other, _ = _typing(names, VECTORS)
    return [other] if other != general and _only_capitals_differ(general, other) else []


def _only_capitals_differ(one: Typing, other: Typing) -> bool:
    """Whether small letters are the same: with X a vector, the w of Xw would be a number, which nobody means."""
    if any(
        not is_capital(name) and one.names.get(name) != other.names.get(name) for name in {*one.names, *other.names}
    ):
        return False
    return all(kind == other.elements.get(key) for key, kind in one.elements.items())


def _typing(names: Names, order: tuple[int, ...]) -> tuple[Typing, frozenset[str]]:
    """The typing in which undetermined capitals are what comes first in ``order``, and the numbers behind matrices."""
    network = names.network.copy()
    matrices, multiplied = _matrices(names, network.domains), _multiplied(names, network.domains)
    capitals = [(name, variable) for name, variable in names.plain.items() if is_capital(name)]
    capitals += [(name, variable) for (name, _), variable in names.results.items() if names.may_give_matrices(name)]
    for name, variable in capitals:
        _settle(network, variable, _order(name, order, matrices, multiplied))
    small = [(name, variable) for name, variable in names.plain.items() if not is_capital(name)]
    for name, variable in small:
        # What stands right behind a matrix is a vector, what stands before it a number.
        if any(other == name and network.domains[left] in (MATRIX, ROW) for left, other in names.behind):
            _settle(network, variable, (COLUMN, SCALAR))
    for name, variable in small:
        if name in names.inclined:
            _settle(network, variable, (COLUMN, SCALAR))
    for variable in (variable for (name, _), variable in names.results.items() if name in names.turned):
        _settle(network, variable, (COLUMN, SCALAR))
    for variable in (*names.plain.values(), *names.elements.values()):
        _settle(network, variable, NUMBERS_FIRST)
    for variable in (variable for variables in names.parameters.values() for variable in variables):
        _settle(network, variable, NUMBERS_FIRST)
    domains = network.domains
    numbers = {
        name
        for left, name in names.behind
        if domains[left] == MATRIX and not is_capital(name) and domains[names.plain.get(name, left)] == SCALAR
    }
    return _summary(names, domains), frozenset(name for name in numbers if names.known(name) is None)


def _order(name: str, order: tuple[int, ...], matrices: set[str], multiplied: set[str]) -> tuple[int, ...]:
    """What a capital is likeliest to be; only where capitals are multiplied does it matter whether they are numbers."""
    if name in matrices:
        return GENERAL if order is PLAIN else order
    return order if name in multiplied else PLAIN


def _settle(network: Network, variable: int, kinds: tuple[int, ...]) -> None:
    """Makes a variable the first of the kinds that the rest of the network allows."""
    domain = network.domains[variable]
    if domain & (domain - 1):
        for kind in kinds:
            if kind & domain and network.choose(variable, kind):
                return


def _matrices(names: Names, domains: list[int]) -> set[str]:
    """The capitals that are no numbers in any reading: those that cannot be, and those that stand beside such."""
    capitals = [(name, variable) for name, variable in names.plain.items() if is_capital(name)]
    found = {name for name, variable in capitals if not domains[variable] & SCALAR} | names.structured
    # A number stands before xᵀy, not inside it.
    found |= {name for left, name in names.behind if is_capital(name) and domains[left] == ROW}
    grown = True
    while grown:
        grown = False
        for group in names.companions:
            if group & found and not group <= found:
                found |= group
                grown = True
    return found


def _multiplied(names: Names, domains: list[int]) -> set[str]:
    """The capitals that are multiplied with another one, or with what is no number."""
    return {
        name
        for capitals, factors, several in names.multiplied
        for name in capitals
        if several or len(capitals) > 1 or any(not domains[factor] & SCALAR for factor in factors)
    }


def _summary(names: Names, domains: list[int]) -> Typing:
    kinds = {
        name: domains[variable]
        for name, variable in names.plain.items()
        if names.known(name) is None and domains[variable] in (COLUMN, MATRIX)
    }
    elements = {key: domains[variable] for key, variable in names.elements.items() if names.known(key[0]) is None}
    apart = {
        name
        for (name, count), kind in elements.items()
        if name in names.plain and (count, domains[names.plain[name]], kind) not in PARTS
    }
    apart |= names.split
    parameters = {
        key: tuple(domains[variable] for variable in variables) for key, variables in names.parameters.items()
    }
    values = {
        name: MATRIX
        for (name, _), variable in names.results.items()
        if domains[variable] == MATRIX and names.may_give_matrices(name)
    }
    # Nobody transposes a number: where other uses ask for one, they are what does not conform.
    values = {name: COLUMN for name, _ in names.results if name in names.turned} | values
    seen = {*names.plain, *(name for name, _ in names.elements)}
    numbers = frozenset(name for name in _no_matrices(names) if name not in kinds)
    return Typing(kinds, elements, parameters, frozenset(apart), frozenset(seen), numbers, values)


def _no_matrices(names: Names) -> list[str]:
    """The names that their uses alone, whatever they look like, keep from being matrices."""
    network = names.network.copy()
    network.domains = list(names.network.initial)
    for name, variable in names.plain.items():
        network.domains[variable] = ANY if names.known(name) is None else network.domains[variable]
    if not network.propagate():
        return []
    return [name for name, variable in names.plain.items() if not network.domains[variable] & (MATRIX | ROW)]
