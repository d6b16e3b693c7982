"""Kinds of expressions, and what the operations of linear algebra say of them: a network of small relations.

A kind is a scalar, a column, a row or a matrix; sizes are left to :class:`~derivcheck.terms.sizes.Sizes`, which
identifies them once the kinds are known. Each expression is a variable over kinds, each operation a relation between
its operands and its value. Propagation narrows the domains until nothing changes (Mackworth, *Consistency in networks
of relations*, 1977).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

SCALAR, COLUMN, ROW, MATRIX = 1, 2, 4, 8
ANY = SCALAR | COLUMN | ROW | MATRIX
BITS = (SCALAR, COLUMN, ROW, MATRIX)

Relation = frozenset[tuple[int, ...]]
"""The combinations of kinds that an operation allows."""

EQUAL: Relation = frozenset((kind, kind) for kind in BITS)
SCALING: Relation = frozenset({(SCALAR, k, k) for k in BITS} | {(k, SCALAR, k) for k in BITS})
PRODUCT: Relation = SCALING | {
    (MATRIX, MATRIX, MATRIX),
    (MATRIX, COLUMN, COLUMN),
    (ROW, MATRIX, ROW),
    (ROW, COLUMN, SCALAR),
    (COLUMN, ROW, MATRIX),
}
DOT: Relation = PRODUCT | {(COLUMN, COLUMN, SCALAR)}
HADAMARD: Relation = frozenset((k, k, k) for k in BITS) | SCALING
QUOTIENT: Relation = frozenset((k, SCALAR, k) for k in BITS) | {(COLUMN, COLUMN, COLUMN), (SCALAR, COLUMN, COLUMN)}
INNER: Relation = frozenset((k, k, SCALAR) for k in (SCALAR, COLUMN, MATRIX))
TRANSPOSED: Relation = frozenset({(SCALAR, SCALAR), (COLUMN, ROW), (ROW, COLUMN), (MATRIX, MATRIX)})
SQUARE: Relation = frozenset({(SCALAR, SCALAR), (MATRIX, MATRIX)})
POWER: Relation = SQUARE | {(COLUMN, COLUMN)}
ENTRYWISE: Relation = EQUAL
ABSOLUTE: Relation = frozenset({(SCALAR, SCALAR), (MATRIX, SCALAR), (COLUMN, COLUMN)})
DIAGONAL: Relation = frozenset({(COLUMN, MATRIX), (MATRIX, COLUMN)})
VECTORISED: Relation = frozenset({(MATRIX, COLUMN)})
VARIANCE: Relation = frozenset({(SCALAR, SCALAR), (COLUMN, MATRIX)})
# The mean of a normal distribution, or what follows it, and its variance or covariance matrix, or variances.
SPREAD: Relation = frozenset({(SCALAR, SCALAR), (COLUMN, MATRIX), (COLUMN, COLUMN), (COLUMN, SCALAR)})
# The derivative of the first by the second: rows by the first, columns by the second.
DERIVATIVE: Relation = frozenset(
    {(k, SCALAR, k) for k in (SCALAR, COLUMN, MATRIX)}
    | {(SCALAR, COLUMN, COLUMN), (SCALAR, MATRIX, MATRIX), (COLUMN, COLUMN, MATRIX)}
)
# A function of one argument: its parameter and value, an argument and the value there; of numbers, also entry by entry.
CALL: Relation = frozenset((p, v, p, v) for p, v in product(BITS, BITS)) | {(SCALAR, SCALAR, k, k) for k in BITS}
# A name, and the name with an index: an entry of a vector, a row of a matrix, or a thing of its own.
ENTRY: Relation = frozenset({(COLUMN, SCALAR), (MATRIX, COLUMN), (SCALAR, SCALAR), (COLUMN, COLUMN), (SCALAR, COLUMN)})
ENTRIES: Relation = frozenset({(MATRIX, SCALAR)})


@lru_cache(maxsize=50_000)
def _narrowed(relation: Relation, domains: tuple[int, ...]) -> tuple[int, ...]:
    """What is left of the domains of the variables that a relation ties."""
    left = [0] * len(domains)
    for kinds in relation:
        if all(kind & domain for kind, domain in zip(kinds, domains, strict=True)):
            for position, kind in enumerate(kinds):
                left[position] |= kind
    return tuple(left)


class Network:
    """Variables over kinds with relations between them."""

    def __init__(self) -> None:
        self.domains: list[int] = []
        self.initial: list[int] = []
        self.relations: list[tuple[Relation, tuple[int, ...]]] = []
        self.of: list[list[int]] = []

    def variable(self, domain: int = ANY) -> int:
        """A new variable."""
        self.domains.append(domain)
        self.initial.append(domain)
        self.of.append([])
        return len(self.domains) - 1

    def restrict(self, variable: int, domain: int) -> None:
        """Leaves a variable only the kinds of ``domain``."""
        self.relations.append((frozenset((kind,) for kind in BITS if kind & domain), (variable,)))
        self.of[variable].append(len(self.relations) - 1)

    def relate(self, relation: Relation, *variables: int) -> None:
        """Ties variables together."""
        self.relations.append((relation, variables))
        for variable in set(variables):
            self.of[variable].append(len(self.relations) - 1)

    def propagate(self, since: int = 0) -> bool:
        """Narrows all domains, the relations from ``since`` on being new; False where one becomes empty."""
        return self._settle(list(range(since, len(self.relations))))

    def choose(self, variable: int, kind: int) -> bool:
        """Fixes a variable, and narrows the rest; False, and nothing changed, where that leaves no way."""
        before = list(self.domains)
        self.domains[variable] &= kind
        if self.domains[variable] and self._settle(list(self.of[variable])):
            return True
        self.domains = before
        return False

    def copy(self) -> Network:
        """A network that can be narrowed without changing this one."""
        other = Network()
        other.domains, other.relations, other.of = list(self.domains), self.relations, self.of
        return other

    def forget(self, relations: int, domains: list[int]) -> None:
        """Takes back the relations from the given number on; ``domains`` are what they were before."""
        del self.relations[relations:]
        self.domains = domains + self.initial[len(domains) :]
        for known in self.of:
            while known and known[-1] >= relations:
                known.pop()

    def _settle(self, waiting: list[int]) -> bool:
        queued = set(waiting)
        domains = self.domains
        while waiting:
            number = waiting.pop()
            queued.discard(number)
            relation, variables = self.relations[number]
            before = tuple(domains[variable] for variable in variables)
            after = _narrowed(relation, before)
            if after == before:
                continue
            for variable, narrowed in zip(variables, after, strict=True):
                # A variable may stand twice in one relation.
                domain = narrowed & domains[variable]
                if not domain:
                    return False
                if domain != domains[variable]:
                    domains[variable] = domain
                    fresh = [other for other in self.of[variable] if other not in queued]
                    queued.update(fresh)
                    waiting += fresh
        return True
