"""What holds of the entropies of all variables with finitely many values, by Shannon's inequalities.

Every conditional entropy and every conditional information is not negative. What follows from that and from given
independence for a sum of joint entropies is decided exactly, by linear programming (Yeung, "A framework for linear
information inequalities", 1997): for n variables it is enough to look at H(X | all others) and I(X; Y | K).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from flint import fmpq

from derivcheck.engine.statements.farkas import feasible
from derivcheck.terms.entropies import Combination, Entropies, combination
from derivcheck.terms.independence import Names

MOST_VARIABLES = 5
NOTHING: Names = frozenset()


def follows(entropies: Entropies, relation: str) -> bool:
    """Whether the relation between the sides holds for all variables of which the facts hold."""
    left, right = combination(entropies.left), combination(entropies.right)
    if left is None or right is None or relation not in ("=", r"\le", r"\ge"):
        return False
    difference = _sum((left, 1), (right, -1))
    zeros = [_information(fact.left, fact.right, fact.given) for fact in entropies.facts]
    names = frozenset().union(*difference, *(fact.names for fact in entropies.facts))
    if len(names) > MOST_VARIABLES:
        return False
    if relation == "=" and _is_made_of(difference, [], zeros):
        return True
    signs = {"=": (1, -1), r"\ge": (1,), r"\le": (-1,)}[relation]
    elemental = list(_elemental(names))
    return all(_is_made_of(_sum((difference, sign)), elemental, zeros) for sign in signs)


def _sum(*parts: tuple[Combination, int]) -> Combination:
    found: Combination = {}
    for part, sign in parts:
        for names, value in part.items():
            found[names] = found.get(names, Fraction(0)) + sign * value
    return {names: value for names, value in found.items() if names and value}


def _information(left: Names, right: Names, given: Names) -> Combination:
    """I(left; right | given) as a sum of joint entropies."""
    one = Fraction(1)
    return _sum(
        ({left | given: one}, 1), ({right | given: one}, 1), ({left | right | given: one}, -1), ({given: one}, -1)
    )


def _elemental(names: Names) -> Iterator[Combination]:
    """The inequalities that all others are sums of."""
    ordered = sorted(names)
    for name in ordered:
        yield _sum(({names: Fraction(1)}, 1), ({names - {name}: Fraction(1)}, -1))
    for one, other in combinations(ordered, 2):
        rest = [name for name in ordered if name not in (one, other)]
        for count in range(len(rest) + 1):
            for given in combinations(rest, count):
                yield _information(frozenset({one}), frozenset({other}), frozenset(given))


def _is_made_of(wanted: Combination, nonnegative: list[Combination], zeros: list[Combination]) -> bool:
    """Whether ``wanted`` is a sum of what is not negative, times positive numbers, and of what is 0."""
    columns = [*nonnegative, *zeros, *(_sum((zero, -1)) for zero in zeros)]
    rows = sorted({names for column in (wanted, *columns) for names in column}, key=sorted)
    if not columns or not wanted:
        return not wanted
    signs = [-1 if wanted.get(row, 0) < 0 else 1 for row in rows]
    table = [
        [_exact(sign * column.get(row, Fraction(0))) for column in columns]
        for sign, row in zip(signs, rows, strict=True)
    ]
    return feasible(table, [_exact(sign * wanted.get(row, Fraction(0))) for sign, row in zip(signs, rows, strict=True)])


def _exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
