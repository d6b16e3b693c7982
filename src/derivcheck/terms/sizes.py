"""Symbolic sizes: when two shapes are the same, and which inferred sizes that identifies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Shape, Symbol, Term, rebuild, walk

INFERRED = "?"
"""Names of sizes that were inferred, not declared, start with this."""


@dataclass(slots=True)
class Sizes:
    """What inferred sizes have turned out to be; it belongs to one scope while it is read."""

    known: dict[str, Term] = field(default_factory=dict)
    count: int = 0
    apart: set[tuple[str, str]] = field(default_factory=set)
    """Pairs of which nothing that conforms makes one size, as the rank of a matrix and the number of its rows."""

    def copy(self) -> Sizes:
        """The same for a scope that is only tried: what it infers is not known here."""
        return replace(self, known=dict(self.known), apart=set(self.apart))

    def as_one(self, names: Iterable[str], size: str) -> Sizes:
        """The same where the sizes called ``names`` are all ``size``, which stands for itself whatever it has been."""
        known = {**self.known, **{name: Symbol(size) for name in names}}
        known.pop(size, None)
        return replace(self, known=known, apart=set(self.apart))

    def new(self) -> Symbol:
        """A size that nothing is known of yet."""
        self.count += 1
        return Symbol(f"{INFERRED}{self.count}")

    def find(self, size: Term) -> Term:
        """What ``size`` stands for."""
        while isinstance(size, Symbol) and size.name in self.known:
            size = self.known[size.name]
        return rebuild(size, self.find) if isinstance(size, Apply) else size

    def resolve(self, shape: Shape) -> Shape:
        """``shape`` with what is known by now filled in."""
        return tuple(self.find(size) for size in shape) if self.known else shape

    def unify(self, left: Shape, right: Shape) -> bool:
        """Whether the shapes agree; inferred sizes are identified to make them."""
        if len(left) != len(right):
            return False
        return all(self._unify_sizes(self.find(a), self.find(b)) for a, b in zip(left, right, strict=True))

    def agree(self, left: Shape, right: Shape) -> bool:
        """Whether the shapes are already known to be the same."""
        return self.resolve(left) == self.resolve(right)

    def _unify_sizes(self, left: Term, right: Term) -> bool:
        if left == right:
            return True
        for size, other in ((left, right), (right, left)):
            inferred = isinstance(size, Symbol) and size.name.startswith(INFERRED) and size not in walk(other)
            if isinstance(size, Symbol) and inferred and other != ONE:
                # What has one row or column is written as a vector.
                self.known[size.name] = other
                if any(self.find(Symbol(a)) == self.find(Symbol(b)) for a, b in self.apart):
                    del self.known[size.name]
                    return False
                return True
        solved = _same_form(left, right) or self._solve(left, right) or self._solve(right, left)
        return solved or self._factorwise(left, right)

    def _factorwise(self, left: Term, right: Term) -> bool:
        """Whether products of inferred sizes alone agree, once their factors are the same one by one."""
        if not (isinstance(left, Apply) and isinstance(right, Apply) and left.operator == right.operator == "multiply"):
            return False
        pairs = list(zip(left.arguments, right.arguments, strict=False))
        inferred = all(isinstance(s, Symbol) and s.name.startswith(INFERRED) for pair in pairs for s in pair)
        if len(left.arguments) != len(right.arguments) or not inferred:
            return False
        return all(self._unify_sizes(self.find(a), self.find(b)) for a, b in pairs)

    def _solve(self, left: Term, right: Term) -> bool:
        """Whether the one inferred size in a sum or product is found by the other side: ?·n = m·n, ? + n = m + n."""
        first, second = _monomials(left), _monomials(right)
        if first is None or second is None or not isinstance(left, Apply):
            return False
        unknown = {name for monomial in first for name in monomial if name.startswith(INFERRED)}
        if len(unknown) != 1 or any(name in unknown for monomial in second for name in monomial):
            return False
        (name,) = unknown
        value = _quotient(name, first, second) if len(first) == 1 else _rest(name, first, second)
        if value is not None:
            self.known[name] = value
        return value is not None

    def inferred(self, *shapes: Shape) -> bool:
        """Whether some size in ``shapes`` was inferred."""
        return any(
            isinstance(part, Symbol) and part.name.startswith(INFERRED)
            for shape in shapes
            for size in self.resolve(shape)
            for part in walk(size)
        )

    def describe(self, shape: Shape) -> str:
        """The shape in words: "a scalar", "a vector of n", "a matrix n × d"."""
        sizes = [describe_size(size) for size in self.resolve(shape)]
        if not sizes:
            return "a scalar"
        if len(sizes) == 1:
            return f"a vector of {sizes[0]}"
        return f"a matrix {' × '.join(sizes)}" if len(sizes) == 2 else "an array " + " × ".join(sizes)


def _same_form(left: Term, right: Term) -> bool:
    if not isinstance(left, Apply) and not isinstance(right, Apply):
        return False
    form = canonical_size(left)
    return form is not None and form == canonical_size(right)


Monomial = tuple[str, ...]


def _quotient(name: str, product: Counter[Monomial], whole: Counter[Monomial]) -> Term | None:
    """The factor that is missing in a product."""
    ((factors, count),) = product.items()
    if len(whole) != 1 or factors.count(name) != 1:
        return None
    ((names, total),) = whole.items()
    others = Counter(factor for factor in factors if factor != name)
    if others - Counter(names) or total % count or total // count <= 0:
        return None
    return _monomial(tuple(sorted((Counter(names) - others).elements())), total // count)


def _rest(name: str, summands: Counter[Monomial], whole: Counter[Monomial]) -> Term | None:
    """The summand that is missing in a sum."""
    if summands.get((name,)) != 1 or sum(name in monomial for monomial in summands) != 1:
        return None
    rest = Counter(whole)
    rest.subtract({monomial: count for monomial, count in summands.items() if monomial != (name,)})
    parts = {monomial: count for monomial, count in rest.items() if count}
    if not parts or any(count < 0 for count in parts.values()):
        return None
    return added(_monomial(monomial, count) for monomial, count in parts.items())


def _monomials(size: Term) -> Counter[Monomial] | None:
    """A size as a polynomial in its names; None where it is none."""
    match size:
        case Number(value=value) if value.denominator == 1:
            return Counter({(): value.numerator})
        case Symbol(name=name):
            return Counter({(name,): 1})
        case Apply(operator="add" | "multiply", arguments=arguments):
            parts = [_monomials(argument) for argument in arguments]
            if any(part is None for part in parts):
                return None
            total: Counter[Monomial] = Counter({(): int(size.operator == "multiply")})
            for part in parts:
                if part is not None:
                    total = _combined(total, part, product=size.operator == "multiply")
            return total
    return None


def _combined(left: Counter[Monomial], right: Counter[Monomial], *, product: bool) -> Counter[Monomial]:
    result: Counter[Monomial] = Counter()
    if not product:
        result.update(left)
        result.update(right)
    else:
        for one, first in left.items():
            for other, second in right.items():
                result[tuple(sorted((*one, *other)))] += first * second
    return Counter({monomial: count for monomial, count in result.items() if count})


def canonical_size(size: Term) -> Term | None:
    """The one form of a sum of products of sizes: n + m and m + n are the same; None for what is no such sum."""
    found = _monomials(size)
    if found is None:
        return None
    terms = [_monomial(monomial, found[monomial]) for monomial in sorted(found)]
    return ZERO if not terms else terms[0] if len(terms) == 1 else Apply("add", tuple(terms))


def _monomial(names: Monomial, count: int) -> Term:
    factors: list[Term] = [*([Number(Fraction(count))] if count != 1 or not names else []), *map(Symbol, names)]
    return factors[0] if len(factors) == 1 else Apply("multiply", tuple(factors))


def added(sizes: Iterable[Term]) -> Term:
    """The sum of sizes, in its one form."""
    total = Apply("add", (ZERO, *sizes))
    return canonical_size(total) or total


def multiplied(sizes: Iterable[Term]) -> Term:
    """The product of sizes, in its one form."""
    total = Apply("multiply", (ONE, *sizes))
    return canonical_size(total) or total


def describe_size(size: Term) -> str:
    """A size as a person writes it."""
    match size:
        case Number():
            return str(size.value)
        case Symbol():
            return size.name
        case Apply(operator="add"):
            return "+".join(map(describe_size, size.arguments)).replace("+-", "-")
        case Apply(operator="multiply"):
            return "·".join(map(describe_size, size.arguments))
    return "?"
