"""Terms about vectors, matrices and sums as polynomials in scalars of which nothing is known but what is stated.

Inner products, traces, norms and scalar matrix words become sums over entries, sums are multiplied out, and what is
left (a sum of one monomial, a maximum, an entry, an unknown function's value) is an *atom*: the same name for the same
term. What holds for every value of the names holds for the terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

from derivcheck.engine.algebra.expanding import NoClosedForm, monomials
from derivcheck.engine.algebra.factored import norm
from derivcheck.engine.algebra.sums import flat_factors, mentions, product, total
from derivcheck.engine.domains.bounds import Bounds, Interval
from derivcheck.engine.inequalities.known_slopes import Slopes, known_slopes, with_known_slopes
from derivcheck.engine.inequalities.words import canonical_halves, half_words, images, joined, letters_of, words
from derivcheck.engine.statements.lowering import OPERATORS
from derivcheck.terms.apart import apart
from derivcheck.terms.build import index
from derivcheck.terms.nodes import ONE, Apply, Array, Derivative, Number, Reduce, Symbol, Term, rebuild, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait
from derivcheck.terms.statements import Statement
from derivcheck.terms.substitution import substitute

LOWERED = frozenset(OPERATORS) - {"power"}
Ranges: TypeAlias = "list[tuple[Symbol, Term]]"
"""Indices and the sizes that they run up to."""

ENTRYWISE = frozenset({"abs"})
WHOLE = frozenset({Domain.INTEGER, Domain.NATURAL, Domain.INDEX})


@dataclass(slots=True)
class Scalars:
    """Gives names to atoms; ``bounds`` knows the signs of terms where the step is defined."""

    scope: Scope
    bounds: Bounds
    atoms: dict[Term, Symbol] = field(default_factory=dict)
    words: dict[Symbol, Interval] = field(default_factory=dict)
    slopes: Slopes = field(init=False)

    def __post_init__(self) -> None:
        """Takes from the scope which slopes are known."""
        self.slopes = known_slopes(self.scope)

    def claim(self, claim: Claim) -> Claim:
        """A claim about scalars in the names of atoms."""
        left, right = (with_known_slopes(side, self.slopes) for side in (claim.left, claim.right))
        return Claim(self.of(left), claim.relation, self.of(right), claim.source)

    def statement(self, statement: Statement) -> Statement:
        """A statement about scalars in the names of atoms."""
        if isinstance(statement, Claim):
            return self.claim(statement)
        return replace(statement, parts=tuple(map(self.statement, statement.parts)))

    def of(self, term: Term) -> Term:
        """A scalar term in the names of atoms."""
        if isinstance(term, (Number, Symbol)):
            return term
        term = _as_exponential(term)
        if isinstance(term, Apply):
            if term.operator == "root":
                return self._root(term)
            if self._is_lowered(term):
                return self._exponential(term) if term.operator == "exp" else rebuild(term, self.of)
            if term.operator in ("dot", "trace", "matmul"):
                return self._product(term)
            if term.operator == "spectral-norm":
                return self._norm(term)
            if term.operator == "index":
                return self._atom(entry(term.arguments[0], term.arguments[1:]))
        if isinstance(term, Reduce) and term.operator == "sum":
            return self._summed([], term)
        if isinstance(term, Reduce):
            return self._atom(resolved(term))
        return self._atom(term)

    def known(self) -> Iterator[Claim]:
        """The signs and bounds of the atoms that are certain."""
        for term, name in self.atoms.items():
            for interval in (self.bounds.of(term), self.words.get(name)):
                if interval is not None and interval.low is not None:
                    yield Claim(name, ">" if interval.low_open else r"\ge", Number(interval.low))
                if interval is not None and interval.high is not None:
                    yield Claim(name, "<" if interval.high_open else r"\le", Number(interval.high))
        yield from self._orders()

    def _orders(self) -> Iterator[Claim]:
        """The first entry of an ordered family is its largest or smallest, the last one the other way round."""
        entries = [term for term in self.atoms if isinstance(term, Apply) and term.operator == "index"]
        for one, other in permutations(entries, 2):
            array, *places = one.arguments
            declaration = self.scope.declarations.get(array.name) if isinstance(array, Symbol) else None
            if declaration is None or other.arguments[0] != array or len(places) != 1:
                continue
            if places[0] == ONE or other.arguments[1] == array.shape[0]:
                for trait, relation in ((Trait.DESCENDING, r"\ge"), (Trait.ASCENDING, r"\le")):
                    if trait in declaration.traits:
                        yield Claim(self.atoms[one], relation, self.atoms[other])

    def declarations(self) -> dict[str, Declaration]:
        """The declarations of the scope, without those of arrays, and the atoms as real numbers."""
        plain = {n: d for n, d in self.scope.declarations.items() if not d.symbol.shape}
        return {**plain, **{name.name: Declaration(name) for name in self.atoms.values()}}

    def _is_lowered(self, term: Apply) -> bool:
        """Whether the signs of an operator's values are understood, given those of its arguments."""
        if any(argument.shape for argument in term.arguments):
            return False
        return term.operator in LOWERED or self._is_power(term)

    def _is_power(self, term: Apply) -> bool:
        """Whether a power is one of which the signs are understood: not with a whole number in its exponent."""
        if term.operator != "power":
            return False
        exponent = term.arguments[1]
        names = [d for n, d in self.scope.declarations.items() if mentions(exponent, n)]
        return isinstance(exponent, Number) or not any(d.domain in WHOLE for d in names)

    def _atom(self, term: Term) -> Term:
        if isinstance(term, (Number, Symbol)):
            return term
        if isinstance(term, Apply) and self._is_lowered(term):
            return self.of(term)
        term = apart(term, lambda _: False)
        if term not in self.atoms:
            self.atoms[term] = Symbol(f"atom {len(self.atoms) + 1}")
        return self.atoms[term]

    def _exponential(self, term: Apply) -> Term:
        """An exponential; one of a fraction is an atom, told by the exponent multiplied out."""
        exponent = self.of(term.arguments[0])
        if not any(_is_reciprocal(part) for part in walk(exponent)):
            return Apply("exp", (exponent,))
        with suppress(NoClosedForm):
            exponent = total(sorted(monomials(exponent), key=str))
        name = Apply("exp", (exponent,))
        return self.atoms.setdefault(name, Symbol(f"atom {len(self.atoms) + 1}"))

    def _root(self, term: Apply) -> Term:
        """A root of odd degree is a power where its argument is not negative."""
        argument, degree = term.arguments
        if isinstance(degree, Number) and self.bounds.of(argument).nonnegative:
            return self.of(Apply("power", (argument, Number(1 / degree.value))))
        return self._atom(term)

    def _norm(self, term: Apply) -> Term:
        """An operator norm by what its matrix is made of; a product is told by its factors."""
        written = norm(term.arguments[0], self.scope)
        if not isinstance(written, Apply) or written.operator != "spectral-norm":
            return self.of(written)
        return self._atom(Apply("spectral-norm", (joined(letters_of(written.arguments[0])),)))

    def _product(self, term: Apply) -> Term:
        """An inner product, trace or matrix word as sums over entries."""
        if term.operator == "dot":
            return self._inner(*term.arguments)
        is_trace = term.operator == "trace"
        found = words(term.arguments[0] if is_trace else term, self.scope, is_trace=is_trace)
        if found is None:
            return self._atom(term)
        parts = []
        for factors, word in found:
            value = self._diagonal(word[0]) if len(word) == 1 else self._inner(*half_words(word, self.scope))
            form = Apply("trace", (joined(word),)) if is_trace else Apply("matmul", word)
            interval = self.bounds.of(term if len(found) == 1 and not factors else form)
            if isinstance(value, Symbol) and interval.low is not None:
                self.words[value] = interval
            parts.append(product([*map(self.of, factors), value]))
        return total(parts)

    def _diagonal(self, matrix: Term) -> Term:
        place = Symbol("#0")
        return self._spread([(place, matrix.shape[0])], entry(matrix, (place, place)))

    def _inner(self, one: Term, other: Term) -> Term:
        names = [Symbol(f"#{axis}") for axis in range(len(one.shape))]
        body = product([entry(one, names), entry(other, names)])
        ranges = [(name, size) for name, size in zip(names, one.shape, strict=True)]
        return self._spread(ranges, body)

    # Sums ------------------------------------------------------------------------------------------------------------

    def _summed(self, ranges: Ranges, term: Reduce) -> Term:
        """A sum over 1 to a size of each range, multiplied out; any other sum is an atom."""
        if not self._is_full(term, ranges):
            return self._atom(_nested(ranges, resolved(term)))
        name = Symbol(f"#{len(ranges)}")
        return self._spread([*ranges, (name, term.upper)], substitute(term.body, {term.index: name}))

    def _is_full(self, term: Reduce, ranges: Ranges) -> bool:
        """Whether this is a sum over 1 to a size that does not vary with other indices."""
        plain = term.operator == "sum" and term.condition is None and term.lower == ONE
        varies = any(mentions(term.upper, name.name) for name, _ in ranges)
        return plain and not varies and self.bounds.is_size(term.upper)

    def _spread(self, ranges: Ranges, body: Term) -> Term:
        try:
            parts = monomials(resolved(body))
        except NoClosedForm:
            return self._atom(_nested(ranges, resolved(body)))
        return total([self._monomial(ranges, part) for part in parts])

    def _monomial(self, ranges: Ranges, part: Term) -> Term:
        """What does not vary with the indices comes out of the sum."""
        outside: list[Term] = []
        inside: list[Term] = []
        for factor in flat_factors(part):
            varies = any(mentions(factor, name.name) for name, _ in ranges)
            (inside if varies else outside).append(squared(factor))
        opened = next((f for f in inside if isinstance(f, Reduce) and self._is_full(f, ranges)), None)
        if opened is not None:
            name = Symbol(f"#{len(ranges)}")
            inside.remove(opened)
            body = product([*inside, substitute(opened.body, {opened.index: name})])
            return product([*map(self.of, outside), self._spread([*ranges, (name, opened.upper)], body)])
        free = [(name, size) for name, size in ranges if not any(mentions(f, name.name) for f in inside)]
        kept = [pair for pair in ranges if pair not in free]
        lengths = [self.of(size) for _, size in free]
        sums = [self._sum_atom(*group) for group in _separated(kept, inside)]
        return product([*map(self.of, outside), *lengths, *sums])

    def _sum_atom(self, ranges: Ranges, factors: list[Term]) -> Term:
        pair = image_pair(ranges, factors)
        if pair is not None:
            halves = canonical_halves(*pair, self.scope)
            ranges = [(ranges[0][0], halves[0].shape[0])]
            factors = [entry(vector, (ranges[0][0],)) for vector in halves]
        body = product(sorted(factors, key=str))
        if self._is_normalised(ranges, body):
            return ONE
        forms = [canonical_sum(ranges, body)]
        if len(ranges) == 2:
            forms.append(canonical_sum(ranges[::-1], body))
        return self._atom(min(forms, key=str))

    def _is_normalised(self, ranges: Ranges, body: Term) -> bool:
        """Whether this is the sum of all entries of a probability vector."""
        if len(ranges) != 1 or not (isinstance(body, Apply) and body.operator == "index"):
            return False
        array = body.arguments[0]
        declaration = self.scope.declarations.get(array.name) if isinstance(array, Symbol) else None
        if declaration is None or len(array.shape) != 1 or body.arguments[1:] != (ranges[0][0],):
            return False
        is_whole = declaration.normalised == (0,) and declaration.weights is None
        return array.shape[0] == ranges[0][1] and (is_whole or Trait.PROBABILITY in declaration.traits)


def image_pair(ranges: Sequence[tuple[Symbol, Term]], factors: Sequence[Term]) -> tuple[Term, Term] | None:
    """The vectors of an inner product ∑ uᵢvᵢ of which one is a product with a matrix."""
    vectors = [f.arguments[0] for f in factors if isinstance(f, Apply) and f.operator == "index"]
    alike = len(ranges) == 1 and len(vectors) == len(factors) == 2
    if not alike or any(f != index(v, (ranges[0][0],)) for f, v in zip(factors, vectors, strict=True)):
        return None
    products = [v for v in vectors if isinstance(v, Apply) and v.operator == "matmul"]
    return (vectors[0], vectors[1]) if products else None


def _separated(ranges: Ranges, factors: list[Term]) -> list[tuple[Ranges, list[Term]]]:
    """A sum of products as a product of sums, as far as the factors do not have indices in common."""
    groups: list[tuple[Ranges, list[Term]]] = [([pair], []) for pair in ranges]
    for factor in factors:
        touched = [group for group in groups if any(mentions(factor, name.name) for name, _ in group[0])]
        joined = [pair for group in touched for pair in group[0]]
        gathered = [*(f for group in touched for f in group[1]), factor]
        groups = [*(group for group in groups if group not in touched), (joined, gathered)]
    return groups


def replace_body(term: Reduce, body: Term) -> Reduce:
    """A reduction with another body."""
    return Reduce(term.operator, term.index, term.lower, term.upper, body, term.condition)


def _nested(ranges: Ranges, body: Term) -> Term:
    for name, size in reversed(ranges):
        body = Reduce("sum", name.name, ONE, size, body)
    return body


def canonical_sum(ranges: Ranges, body: Term) -> Term:
    """The sum with its indices named by depth and range."""
    factors = product(sorted(flat_factors(body), key=str))
    renamed = apart(_nested(ranges, factors), lambda _: False)
    return _sorted_body(renamed)


def _sorted_body(term: Term) -> Term:
    """The factors below the sums in a fixed order."""
    if isinstance(term, Reduce):
        return replace_body(term, _sorted_body(term.body))
    return product(sorted(flat_factors(term), key=str))


def squared(factor: Term) -> Term:
    """|u|² is u²."""
    match factor:
        case Apply("power", (Apply("abs", (inner,)), Number(value=exponent)), ()) if exponent % 2 == 0:
            return Apply("power", (inner, Number(Fraction(exponent))))
    return factor


def resolved(term: Term) -> Term:
    """``term`` with entries taken of the parts that arrays are made of."""
    term = rebuild(term, resolved)
    if isinstance(term, Apply) and term.operator == "index" and len(term.arguments[0].shape) == len(term.arguments) - 1:
        return entry(term.arguments[0], term.arguments[1:])
    return term


def entry(array: Term, places: Sequence[Term]) -> Term:
    """The entry of an array, taken of its parts as far as they are sums, multiples and the like."""
    places = tuple(places)
    if isinstance(array, Array):
        return resolved(substitute(array.body, dict(zip(array.indices, places, strict=True))))
    if isinstance(array, Derivative):
        return index(apart(array, lambda _: False), places)
    if isinstance(array, Apply) and len(array.shape) == len(places):
        if array.operator == "add":
            return total([entry(part, places) if part.shape else part for part in array.arguments])
        if array.operator in ("multiply", "hadamard"):
            return product([entry(part, places) if part.shape else part for part in array.arguments])
        if array.operator == "constant":
            return array.arguments[0]
        if array.operator == "transpose" and len(array.arguments[0].shape) == 2:
            return entry(array.arguments[0], places[::-1])
        if array.operator in ENTRYWISE:
            return Apply(array.operator, (entry(array.arguments[0], places),))
        if array.operator == "matmul":
            return _entry_of_product(array, places)
    return index(array, places)


def _entry_of_product(array: Apply, places: Sequence[Term]) -> Term:
    """The entry of a matrix product, of each of its summands on its own."""
    parts = images(array)
    if not all(letters for _, letters in parts):
        return index(joined(letters_of(array)), tuple(places))
    return total([product([*factors, index(joined(letters), tuple(places))]) for factors, letters in parts])


def _as_exponential(term: Term) -> Term:
    """A power of an exponential as the exponential that it is; any other term as it is."""
    match term:
        case Apply("power", (Apply("exp", (inner,)), exponent)):
            return Apply("exp", (product([inner, exponent]),))
    return term


def _is_reciprocal(term: Term) -> bool:
    """Whether this is one over something that is no number."""
    match term:
        case Apply("power", (base, Number(value=exponent))):
            return exponent < 0 and not isinstance(base, Number)
    return False
