"""How large a size must be for a check at that size to speak for all sizes.

An identity between sums and matrix words that holds at sizes above its degree holds at every size: words of degree d
vanish on n × n matrices only for n ≤ d/2 (Amitsur and Levitzki 1950), with traces and transposes only for n ≤ d
(Procesi 1976); a polynomial of degree d in power sums is detected by its part in d different summation indices, once
the length is at least d. An inverse counts as a letter (linearisation). A size that is itself used as a value, or may
come out of a sum of constants, makes the identity a polynomial in the size: that many sizes and one more decide it.

Degrees are counted after clearing denominators, and in the same way inside the arguments of functions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from derivcheck.engine.algebra.constancy import depends, values_in
from derivcheck.engine.algebra.sums import mentions
from derivcheck.engine.refuting.constructions import letters
from derivcheck.terms.nodes import (
    ZERO,
    Apply,
    Array,
    Call,
    Derivative,
    Integral,
    Limit,
    Number,
    Reduce,
    Symbol,
    Term,
    bound_names,
    free_symbols,
    operators,
    rebuild,
    walk,
)
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.substitution import substitute

Key = TypeVar("Key")

INTEGERS = frozenset({Domain.INTEGER, Domain.NATURAL})

ORDERED = frozenset({"abs", "max", "min", "sign", "less", "at-most"})
GAMMAS = frozenset({"gamma", "digamma"})
SUMS = frozenset({"add", "above", "beside"})
LETTERS = frozenset({"inverse", "determinant", "matrix-power", "adjugate", "pseudo-inverse"})
MULTIPLICATIVE = frozenset({"matmul", "transpose", "inverse", "matrix-power", "identity", "diagonal"})
JUMPING = frozenset({"sign", "less", "at-most", "equal", "different"})
POLYNOMIAL = frozenset(
    {"add", "multiply", "hadamard", "matmul", "dot", "transpose", "trace", "stack", "diagonal"} | {"kronecker", "vec"}
)


@dataclass(slots=True)
class Degree:
    """The degree of a term in each size: of its numerator, and the denominators it was freed of."""

    top: Counter[str] = field(default_factory=Counter)
    bottom: Counter[Term] = field(default_factory=Counter)


@dataclass(slots=True)
class Needs:
    """What sizes a check must use; ``blockers`` say why no finite number of sizes is enough.

    Where a determinant is ``rectangular``, it vanishes for some orders of the sizes, and all orders must be tried.
    """

    degree: Counter[str] = field(default_factory=Counter)
    inner: Counter[str] = field(default_factory=Counter)
    values: set[str] = field(default_factory=set)
    blockers: list[str] = field(default_factory=list)
    rectangular: bool = False

    def least(self, size: str) -> int:
        """The least size at which a check speaks for all; arguments of functions are told apart by their difference."""
        return max(2, self.degree[size] + 1, 2 * self.inner[size] + 1)

    def count(self, size: str) -> int:
        """How many different sizes are needed."""
        return max(self.degree[size], 2 * self.inner[size]) + 1 if size in self.values else 1


class _Counting:
    def __init__(
        self, declarations: Mapping[str, Declaration], sizes: frozenset[str], indices: Mapping[str, Term]
    ) -> None:
        self.declarations = declarations
        self.sizes = sizes
        self.needs = Needs()
        self.index_sizes: dict[str, tuple[str, ...]] = {}
        self.counted: set[Term] = set()
        self.all_kernels: set[Term] = set()
        self._known: dict[Term, Degree] = {}
        self._enter(tuple(indices), tuple(indices.values()))

    def names(self, *terms: Term) -> tuple[str, ...]:
        """The sizes that ``terms`` depend on, an index by the sizes it runs over."""
        found: list[str] = []
        for term in terms:
            for symbol in free_symbols(term):
                found.extend(self.index_sizes.get(symbol.name, (symbol.name,) if symbol.name in self.sizes else ()))
        return tuple(dict.fromkeys(found))

    def of(self, term: Term) -> Degree:
        """The degree of ``term``."""
        match term:
            case Number():
                return Degree()
            case Symbol():
                return self._symbol(term)
            case Apply():
                return self._apply(term)
            case Call():
                self._see_kernel(term.function, term.arguments)
                return self._kernel(*term.arguments)
            case Reduce():
                return self._reduce(term)
            case Array():
                self._enter(term.indices, term.shape)
                return self.of(term.body)
            case Derivative():
                return self._derivative(term)
            case Integral():
                self.needs.blockers.append("an integral")
                return Degree()
            case Limit():
                self.needs.blockers.append("a limit")
                return Degree()

    def _enter(self, indices: tuple[str, ...], uppers: tuple[Term, ...]) -> None:
        for index, upper in zip(indices, uppers, strict=True):
            self.index_sizes[index] = self.names(upper)

    def _symbol(self, term: Symbol) -> Degree:
        declaration = self.declarations.get(term.name)
        if term.shape:
            count = letters(declaration.traits) if declaration is not None else 1
            return Degree(Counter(dict.fromkeys(self.names(*term.shape), count)))
        if term.name in self.index_sizes or term.name in self.sizes:
            names = self.index_sizes.get(term.name, (term.name,))
            self.needs.values.update(names)
            return Degree(Counter(names))
        return Degree()

    def _apply(self, term: Apply) -> Degree:
        operator, arguments = term.operator, term.arguments
        if operator == "index":
            return self._index(term)
        if operator in SUMS:
            return self._sum([self.of(argument) for argument in arguments])
        if operator in POLYNOMIAL:
            return _product(self.of(argument) for argument in arguments)
        if operator == "power" and isinstance(arguments[1], Number) and arguments[1].value.denominator == 1:
            return self._integer_power(arguments[0], arguments[1].value.numerator)
        if operator in ("constant", "identity"):
            return self._filled(term)
        if operator in LETTERS:
            self._check_letter(term)
            return self._letter(term)
        if operator == "sign":
            # A random point never lies where the sign jumps.
            self.needs.blockers.append("the sign of real values")
        if operator in ("equal", "different", "less", "at-most", "cases"):
            return self._cases(term)
        return self._function(term)

    def _filled(self, term: Apply) -> Degree:
        names = self.names(*term.shape)
        if term.operator == "constant" and term.arguments[0] != ZERO:
            # A product of ones adds up to a size.
            self.needs.values.update(names)
        return Degree(Counter(names))

    def _function(self, term: Apply) -> Degree:
        operator, arguments = term.operator, term.arguments
        if operator == "spectral-norm":
            # It is a function of AᵀA.
            return self._kernel(Apply("hadamard", (arguments[0], arguments[0])))
        if operator in ORDERED and any(self._counts(a) or self._has_integer(a) for a in arguments):
            self.needs.blockers.append(f"a size, an index or an integer inside {operator}")
        if operator in GAMMAS and self._counts(arguments[0]):
            self.needs.blockers.append(f"a size or an index inside {operator}")
        if operator == "power" and self._counts(arguments[1]):
            self.needs.blockers.append("a size or an index in an exponent")
        is_root = operator == "power" and isinstance(arguments[1], Number)
        self._see_kernel(operator, arguments[:1] if is_root else arguments)
        return self._kernel(*arguments)

    def _check_letter(self, term: Apply) -> None:
        """det(cA) = cⁿ det A and powers with a size in the exponent are no polynomials in the size."""
        inner = [part for part in walk(term.arguments[0]) if isinstance(part, Apply)]
        if term.operator in ("determinant", "adjugate"):
            if any(part.operator not in MULTIPLICATIVE for part in inner):
                self.needs.blockers.append("the determinant of a sum or a multiple")
            self.needs.rectangular |= any(len(set(part.shape)) > 1 for part in walk(term.arguments[0]) if part.shape)
        if term.operator == "matrix-power" and self._counts(term.arguments[1]):
            self.needs.blockers.append("a size or an index in an exponent")

    def _has_integer(self, term: Term) -> bool:
        """Whether a declared integer is used as a value in ``term``: one large integer shows one sign only."""
        return any(
            isinstance(part, Symbol)
            and part.name in self.declarations
            and self.declarations[part.name].domain in INTEGERS
            for part in values_in(term)
        )

    def _see_kernel(self, name: str, arguments: tuple[Term, ...]) -> None:
        """Values of one function may coincide at some sizes where a size or an index is among its arguments."""
        kernel = Apply(name, arguments)
        self.all_kernels.add(kernel)
        if any(map(self._counts, arguments)):
            self.counted.add(kernel)

    def _generalised(self, term: Term) -> Term:
        bound = {name: Symbol("#") for name in self.index_sizes}
        return _numbered(substitute(term, bound))

    def settle(self) -> None:
        """Blocks functions of sizes or indices that are taken at more than one kind of argument."""
        if not self.counted:
            return
        counted, others = (set(map(self._generalised, kernels)) for kernels in (self.counted, self.all_kernels))
        if any(one != other and self._reals(one) == self._reals(other) for one in counted for other in others):
            self.needs.blockers.append("functions of sizes or indices at different arguments")

    def _reals(self, term: Term) -> frozenset[str]:
        return frozenset(
            s.name
            for s in free_symbols(term)
            if s.name not in self.sizes and s.name not in self.index_sizes and s.name != "#"
        )

    def _counts(self, term: Term) -> bool:
        """Whether a size or an index is used as a value in ``term``, or may come out of a sum of constants."""
        return any(map(self._is_count, values_in(term)))

    def _is_count(self, part: Term) -> bool:
        if isinstance(part, Symbol):
            return not part.shape and (part.name in self.index_sizes or part.name in self.sizes)
        if isinstance(part, Reduce):
            return not depends(part.body, part.index) and bool(self.names(part.lower, part.upper))
        return isinstance(part, Apply) and part.operator in ("identity", "constant", "trace")

    def _index(self, term: Apply) -> Degree:
        array = term.arguments[0]
        if isinstance(array, Symbol):
            declaration = self.declarations.get(array.name)
            axes = declaration.normalised if declaration else ()
            if declaration and declaration.traits & {Trait.PROBABILITY, Trait.ONE_HOT}:
                axes = tuple(range(len(array.shape)))
            rest = [*array.shape[len(term.arguments) - 1 :], *(array.shape[axis] for axis in axes)]
            return Degree(Counter(name for size in rest for name in self.names(size)))
        return self.of(array)

    def _sum(self, parts: list[Degree]) -> Degree:
        common: Counter[Term] = Counter()
        for part in parts:
            common |= part.bottom
        top: Counter[str] = Counter()
        for part in parts:
            top |= part.top + self._weight(common - part.bottom)
        return Degree(top, common)

    def _weight(self, denominators: Counter[Term]) -> Counter[str]:
        total: Counter[str] = Counter()
        for term, power in denominators.items():
            for name, degree in self._denominator(term).items():
                total[name] += power * degree
        return total

    def _denominator(self, term: Term) -> Counter[str]:
        if term not in self._known:
            self._known[term] = self.of(term)
        return self._known[term].top

    def _integer_power(self, base: Term, exponent: int) -> Degree:
        inner = self.of(base)
        if exponent >= 0:
            return Degree(_times(inner.top, exponent), _times(inner.bottom, exponent))
        self._known[base] = inner
        return Degree(_times(self._weight(inner.bottom), -exponent), Counter({base: -exponent}))

    def _letter(self, term: Apply) -> Degree:
        inner = self.of(term.arguments[0])
        if term.operator == "determinant":
            self.needs.values.update(self.names(*term.arguments[0].shape))
        top = inner.top + self._weight(inner.bottom) + Counter(self.names(*term.arguments[0].shape))
        return Degree(top)

    def _kernel(self, *arguments: Term) -> Degree:
        """A function value counts as a new variable; its arguments have needs of their own."""
        for argument in arguments:
            inner = self.of(argument)
            self.needs.inner |= inner.top + self._weight(inner.bottom)
        return Degree()

    def _cases(self, term: Apply) -> Degree:
        conditions = [term] if term.operator != "cases" else list(term.arguments[:-1:2])
        for condition in conditions:
            if isinstance(condition, Apply) and condition.operator == "multiply":
                self._cases_of(condition.arguments)
                continue
            ranges = {self.names(side) for side in getattr(condition, "arguments", ()) if isinstance(side, Symbol)}
            if len(ranges) > 1:
                self.needs.blockers.append("a comparison of indices of different ranges")
            if not all(self._is_place(side) for side in getattr(condition, "arguments", ())):
                self.needs.blockers.append("cases that depend on real values")
        if term.operator != "cases":
            return Degree()
        values = [*term.arguments[1::2], *term.arguments[-1:]]
        return self._sum([self.of(value) for value in values])

    def _cases_of(self, conditions: tuple[Term, ...]) -> None:
        for condition in conditions:
            if isinstance(condition, Apply):
                self._cases(condition)

    def _is_place(self, term: Term) -> bool:
        declared = isinstance(term, Symbol) and (term.name in self.index_sizes or self._is_index(term.name))
        return declared or isinstance(term, Number)

    def _is_index(self, name: str) -> bool:
        declaration = self.declarations.get(name)
        return declaration is not None and declaration.size is not None

    def _reduce(self, term: Reduce) -> Degree:
        names = self.names(term.lower, term.upper)
        if any(symbol.name in self.sizes for symbol in free_symbols(term.lower)):
            self.needs.blockers.append("a sum that starts at a size, and may be empty")
        self.index_sizes[term.index] = names
        if isinstance(term.condition, Apply):
            self._cases_of((term.condition,) if term.condition.operator != "multiply" else term.condition.arguments)
        inner = self.of(term.body)
        if term.operator == "product":
            self.needs.blockers.append("a product of symbolic length")
        if term.operator != "sum":
            if self._counts(term.body) or self._has_integer(term.body):
                self.needs.blockers.append(f"a {term.operator} over values of an index")
            return self._kernel(term.body)
        if not depends(term.body, term.index):
            self.needs.values.update(names)
        # Denominators that depend on the index are cleared inside the sum: each summand is one function of its index.
        outside = Counter({d: k for d, k in inner.bottom.items() if not mentions(d, term.index)})
        inside = inner.bottom - outside
        return Degree(inner.top + self._weight(inside) + Counter(names), outside)

    def _derivative(self, term: Derivative) -> Degree:
        outside, self.needs.inner = self.needs.inner, Counter()
        inner = self.of(term.body)
        self.of(term.point)
        chain = self.needs.inner
        self.needs.inner = outside | chain
        # (u/v)' = (u'v - uv')/v², and the chain rule brings the derivative of an argument.
        return Degree(inner.top + self._weight(inner.bottom) + chain, inner.bottom + inner.bottom)


def _numbered(term: Term, depth: int = 0) -> Term:
    """``term`` with the indices of its sums and arrays named by their depth, so that equal ones look alike."""
    names = bound_names(term) if isinstance(term, (Reduce, Array)) else ()
    if not names:
        return rebuild(term, lambda part: _numbered(part, depth))
    values = {name: Symbol(f"#{depth + k}") for k, name in enumerate(names)}
    inside = rebuild(term, lambda part: _numbered(substitute(part, values), depth + len(names)))
    if isinstance(inside, Reduce):
        return replace(inside, index=f"#{depth}")
    assert isinstance(inside, Array)  # noqa: S101 - for the type checker
    return replace(inside, indices=tuple(f"#{depth + k}" for k in range(len(names))))


def _product(parts: Iterable[Degree]) -> Degree:
    result = Degree()
    for part in parts:
        result = Degree(result.top + part.top, result.bottom + part.bottom)
    return result


def _times(counter: Counter[Key], factor: int) -> Counter[Key]:
    return Counter({key: value * factor for key, value in counter.items()})


def needs(
    left: Term,
    right: Term,
    declarations: Mapping[str, Declaration],
    sizes: frozenset[str],
    indices: Mapping[str, Term],
) -> Needs:
    """What sizes a check of ``left = right`` must use to speak for all; ``indices`` are free ones with their ends."""
    jumping = not JUMPING.isdisjoint(operators(left) | operators(right))
    if not sizes and not indices and not jumping and not any(d.domain in INTEGERS for d in declarations.values()):
        return Needs()
    counting = _Counting(declarations, sizes, indices)
    difference = counting._sum([counting.of(left), counting.of(right)])  # noqa: SLF001 - one module
    counting.needs.degree |= difference.top
    counting.settle()
    return counting.needs
