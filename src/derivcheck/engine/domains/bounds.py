"""What is certain about the size of a term: an interval that holds its value at every valuation of the scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import ONE, Apply, Array, Call, Derivative, Number, Reduce, Shape, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain, Scope, Trait

Bound = Fraction | None


@dataclass(frozen=True, slots=True)
class Interval:
    """low ≤ value ≤ high, without equality where an end is open; ``None`` is no bound."""

    low: Bound = None
    high: Bound = None
    low_open: bool = True
    high_open: bool = True

    @property
    def positive(self) -> bool:
        """Whether every value is above 0."""
        return self.low is not None and (self.low > 0 or (self.low == 0 and self.low_open))

    @property
    def nonnegative(self) -> bool:
        """Whether no value is below 0."""
        return self.low is not None and self.low >= 0

    @property
    def negative(self) -> bool:
        """Whether every value is below 0."""
        return self.high is not None and (self.high < 0 or (self.high == 0 and self.high_open))

    def negated(self) -> Interval:
        """The interval of -x."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Interval(low, high, self.high_open, self.low_open)


MOST_RAISED = 64

ANYTHING = Interval()
POSITIVE = Interval(Fraction(0))
NONNEGATIVE = Interval(Fraction(0), None, low_open=False)
NONPOSITIVE = NONNEGATIVE.negated()


class Bounds:
    """Intervals of terms under a scope; ``assumed`` are terms that the definedness of the step makes positive."""

    def __init__(self, scope: Scope, assumed: Iterable[Term] = ()) -> None:
        self.scope = scope
        self.assumed = frozenset(assumed)
        self.used: set[Term] = set()
        self._known: dict[Term, Interval] = {}

    def positive(self, term: Term) -> bool:
        """Whether ``term`` is positive wherever the step is defined."""
        return self.of(term).positive

    def of(self, term: Term) -> Interval:
        """The interval of ``term``."""
        if term not in self._known:
            found = self._of(term)
            if not found.nonnegative and not term.shape:
                found = self._ordered(term) or found
            if term in self.assumed and not found.positive:
                self.used.add(term)
                found = Interval(Fraction(0), found.high, low_open=True, high_open=found.high_open)
            self._known[term] = found
        return self._known[term]

    def _ordered(self, term: Term) -> Interval | None:
        """The sign of a difference that an assumption a ≤ b of the scope orders."""
        if not self.scope.assumptions or not (isinstance(term, Apply) and term.operator == "add"):
            return None
        parts = _coefficients(term)
        for claim in self.scope.assumptions:
            larger, smaller = (
                (claim.left, claim.right) if claim.relation in (r"\ge", ">") else (claim.right, claim.left)
            )
            if claim.relation in (r"\le", r"\ge", "<", ">") and parts == _difference(larger, smaller):
                return POSITIVE if claim.relation in ("<", ">") else NONNEGATIVE
        return None

    def is_semidefinite(self, matrix: Term) -> bool:
        """Whether a matrix is surely positive semidefinite."""
        return self._semidefinite(matrix)

    def _matmul(self, arguments: tuple[Term, ...]) -> Interval:
        """vᵀMv ≥ 0 for a positive semidefinite M, written as a word that reads the same transposed."""
        return NONNEGATIVE if self._is_form(_letters(arguments)) else ANYTHING

    def _is_form(self, word: list[Term]) -> bool:
        while len(word) > 1 and _transposed(word[0]) == word[-1]:
            word = word[1:-1]
        return not word or (len(word) == 1 and self._semidefinite(word[0]))

    def _semidefinite(self, term: Term) -> bool:
        if isinstance(term, Apply) and term.operator == "add":
            return all(map(self._semidefinite, term.arguments))
        if isinstance(term, Apply) and term.operator in ("inverse", "transpose"):
            return self._semidefinite(term.arguments[0])
        if isinstance(term, Apply) and term.operator == "multiply":
            return self._semidefinite(term.arguments[-1]) and all(self.of(f).nonnegative for f in term.arguments[:-1])
        if isinstance(term, Apply) and term.operator == "matmul":
            return self._is_form(_letters(term.arguments))
        if isinstance(term, Apply) and term.operator == "identity":
            return True
        declaration = self.scope.declarations.get(term.name) if isinstance(term, Symbol) else None
        return declaration is not None and bool(declaration.traits & SEMIDEFINITE)

    def _of(self, term: Term) -> Interval:
        match term:
            case Number():
                return Interval(term.value, term.value, low_open=False, high_open=False)
            case Symbol() if term.name.startswith(BOUND):
                return POSITIVE if term.name.endswith("+") else ANYTHING
            case Symbol():
                return declared(self.scope.declarations, term.name)
            case Call():
                return self._call(term.function, sum(term.orders))
            case Derivative(variable=variable, body=Call(arguments=(argument,)) as body) if argument == variable:
                return self._call(body.function, sum(body.orders) + 1)
            case Reduce():
                return self._reduce(term)
            case Array():
                return self.of(term.body)
            case Apply():
                rule = RULES.get(term.operator) if term.operator != "matmul" or not term.shape else None
                return rule(self, term.arguments) if rule else ANYTHING
        return ANYTHING

    def _call(self, function: str, order: int) -> Interval:
        """An unknown function that is positive, or the slope of one that rises or falls, which may be 0 somewhere."""
        known, name = self.scope.positive_functions, function + "'" * order
        if name in known:
            return NONNEGATIVE if order else POSITIVE
        return NONPOSITIVE if f"-{name}" in known else ANYTHING

    def _reduce(self, term: Reduce) -> Interval:
        body = self.of(term.body)
        if term.operator in ("maximum", "minimum"):
            return body
        # A condition may leave nothing to add, as may bounds that are not 1 to a size.
        full = term.condition is None and term.lower == Number(Fraction(1)) and self.is_size(term.upper)
        if body.positive and (full or term.operator == "product"):
            return POSITIVE
        return NONNEGATIVE if body.nonnegative else ANYTHING

    def is_size(self, term: Term) -> bool:
        """Whether a bound of a sum is at least 1: a number, or a size of an array."""
        if isinstance(term, Number):
            return term.value >= 1
        if not isinstance(term, Symbol):
            return False
        declaration = self.scope.declarations.get(term.name)
        return declaration is None or (
            declaration.domain is Domain.NATURAL and (declaration.lower is None or declaration.lower >= 0)
        )

    def _add(self, arguments: tuple[Term, ...]) -> Interval:
        total = Interval(Fraction(0), Fraction(0), low_open=False, high_open=False)
        for part in map(self.of, arguments):
            low = None if total.low is None or part.low is None else total.low + part.low
            high = None if total.high is None or part.high is None else total.high + part.high
            total = Interval(low, high, total.low_open or part.low_open, total.high_open or part.high_open)
        return total

    def _multiply(self, arguments: tuple[Term, ...]) -> Interval:
        result = Interval(Fraction(1), Fraction(1), low_open=False, high_open=False)
        for part in map(self.of, arguments):
            result = _times(result, part)
        return result

    def _power(self, arguments: tuple[Term, ...]) -> Interval:
        base, exponent = self.of(arguments[0]), arguments[1]
        if not isinstance(exponent, Number):
            return POSITIVE if base.positive else ANYTHING
        if exponent.value < 0:
            return _reciprocal(self._raised(base, -exponent.value))
        return self._raised(base, exponent.value)

    @staticmethod
    def _raised(base: Interval, exponent: Fraction) -> Interval:
        if exponent == 1:
            return base
        if exponent == 0:
            return Interval(Fraction(1), Fraction(1), low_open=False, high_open=False)
        if base.nonnegative:
            if exponent.denominator != 1 or exponent > MOST_RAISED:
                return POSITIVE if base.positive else NONNEGATIVE
            high = None if base.high is None else base.high**exponent.numerator
            return Interval((base.low or Fraction(0)) ** exponent.numerator, high, base.low_open, base.high_open)
        if exponent.denominator == 2 or (exponent.denominator == 1 and exponent.numerator % 2 == 0):
            return POSITIVE if base.negative and exponent.denominator == 1 else NONNEGATIVE
        return ANYTHING

    def _exp(self, _: tuple[Term, ...]) -> Interval:
        return POSITIVE

    def _abs(self, arguments: tuple[Term, ...]) -> Interval:
        inner = self.of(arguments[0])
        return POSITIVE if inner.positive or inner.negative else NONNEGATIVE

    def _dot(self, arguments: tuple[Term, ...]) -> Interval:
        return NONNEGATIVE if arguments[0] == arguments[1] else ANYTHING

    def _index(self, arguments: tuple[Term, ...]) -> Interval:
        return self.of(arguments[0])

    def _determinant(self, arguments: tuple[Term, ...]) -> Interval:
        argument = arguments[0]
        declaration = self.scope.declarations.get(argument.name) if isinstance(argument, Symbol) else None
        return POSITIVE if declaration and Trait.POSITIVE_DEFINITE in declaration.traits else ANYTHING

    def _log(self, arguments: tuple[Term, ...]) -> Interval:
        inner = self.of(arguments[0])
        low = Fraction(0) if inner.low is not None and inner.low >= 1 else None
        high = Fraction(0) if inner.high is not None and inner.high <= 1 else None
        return Interval(low, high, inner.low_open or inner.low != 1, inner.high_open or inner.high != 1)

    def _gamma(self, arguments: tuple[Term, ...]) -> Interval:
        return POSITIVE if self.of(arguments[0]).positive else ANYTHING

    def _trace(self, arguments: tuple[Term, ...]) -> Interval:
        return NONNEGATIVE if self._semidefinite(arguments[0]) else ANYTHING

    def _norm(self, _: tuple[Term, ...]) -> Interval:
        return NONNEGATIVE

    def _wave(self, _: tuple[Term, ...]) -> Interval:
        return LABELS

    def _tanh(self, arguments: tuple[Term, ...]) -> Interval:
        inner = self.of(arguments[0])
        low = Fraction(0) if inner.positive else Fraction(-1)
        return Interval(low, Fraction(0) if inner.negative else Fraction(1))

    def _cosh(self, _: tuple[Term, ...]) -> Interval:
        return FROM_ONE

    def _root(self, arguments: tuple[Term, ...]) -> Interval:
        inner = self.of(arguments[0])
        if inner.positive:
            return POSITIVE
        return NONNEGATIVE if inner.nonnegative else ANYTHING

    def _max(self, arguments: tuple[Term, ...]) -> Interval:
        parts = list(map(self.of, arguments))
        if any(part.positive for part in parts):
            return POSITIVE
        return NONNEGATIVE if any(part.nonnegative for part in parts) else ANYTHING


SEMIDEFINITE = frozenset({Trait.POSITIVE_DEFINITE, Trait.POSITIVE_SEMIDEFINITE})


def _letters(arguments: tuple[Term, ...]) -> list[Term]:
    """The factors of a matrix word from left to right."""
    word: list[Term] = []
    for argument in arguments:
        word.extend(
            _letters(argument.arguments)
            if isinstance(argument, Apply) and argument.operator == "matmul"
            else [argument]
        )
    return word


def _transposed(term: Term) -> Term:
    if isinstance(term, Apply) and term.operator == "transpose":
        return term.arguments[0]
    return Apply("transpose", (term,), transposed_shape(term.shape))


def transposed_shape(shape: Shape) -> Shape:
    """The shape of a transpose."""
    return (ONE, shape[0]) if len(shape) == 1 else shape[::-1]


def _coefficients(term: Term) -> dict[Term, Fraction]:
    """The parts of a sum with their numerical coefficients."""
    found: dict[Term, Fraction] = {}
    for part in term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,):
        coefficient = Fraction(1)
        rest = part
        if isinstance(part, Apply) and part.operator == "multiply" and isinstance(part.arguments[0], Number):
            coefficient = part.arguments[0].value
            others = part.arguments[1:]
            rest = others[0] if len(others) == 1 else Apply("multiply", others, part.shape)
        found[rest] = found.get(rest, Fraction(0)) + coefficient
    return {key: value for key, value in found.items() if value}


def _difference(larger: Term, smaller: Term) -> dict[Term, Fraction]:
    total = _coefficients(larger)
    for key, value in _coefficients(smaller).items():
        total[key] = total.get(key, Fraction(0)) - value
    return {key: value for key, value in total.items() if value}


def _times(x: Interval, y: Interval) -> Interval:
    if not x.nonnegative:
        flipped = x.negated()
        return _times(flipped, y).negated() if flipped.nonnegative else ANYTHING
    if not y.nonnegative:
        return _times(x, y.negated()).negated() if y.negated().nonnegative else ANYTHING
    assert x.low is not None and y.low is not None  # noqa: S101, PT018 - both are nonnegative
    if x.high == 0 or y.high == 0:
        return Interval(Fraction(0), Fraction(0), low_open=False, high_open=False)
    high = None if x.high is None or y.high is None else x.high * y.high
    low = x.low * y.low
    low_open = (x.positive and y.positive) if low == 0 else x.low_open or y.low_open
    return Interval(low, high, low_open, x.high_open or y.high_open)


def _reciprocal(x: Interval) -> Interval:
    if not x.nonnegative:
        return _reciprocal(x.negated()).negated() if x.negated().nonnegative else ANYTHING
    low = Fraction(0) if x.high is None else 1 / x.high if x.high else None
    high = 1 / x.low if x.low else None
    return Interval(low, high, x.high is None or x.high_open, x.low_open)


RULES = {
    "add": Bounds._add,  # noqa: SLF001 - the table of one module
    "multiply": Bounds._multiply,  # noqa: SLF001
    "hadamard": Bounds._multiply,  # noqa: SLF001
    "power": Bounds._power,  # noqa: SLF001
    "exp": Bounds._exp,  # noqa: SLF001
    "abs": Bounds._abs,  # noqa: SLF001
    "dot": Bounds._dot,  # noqa: SLF001
    "matmul": Bounds._matmul,  # noqa: SLF001
    "index": Bounds._index,  # noqa: SLF001
    "determinant": Bounds._determinant,  # noqa: SLF001
    "log": Bounds._log,  # noqa: SLF001
    "max": Bounds._max,  # noqa: SLF001
    "gamma": Bounds._gamma,  # noqa: SLF001
    "spectral-norm": Bounds._norm,  # noqa: SLF001
    "trace": Bounds._trace,  # noqa: SLF001
    "sin": Bounds._wave,  # noqa: SLF001
    "cos": Bounds._wave,  # noqa: SLF001
    "tanh": Bounds._tanh,  # noqa: SLF001
    "erf": Bounds._tanh,  # noqa: SLF001
    "cosh": Bounds._cosh,  # noqa: SLF001
    "root": Bounds._root,  # noqa: SLF001
    "constant": Bounds._index,  # noqa: SLF001
    "pi": Bounds._exp,  # noqa: SLF001
}

BINARY = Interval(Fraction(0), Fraction(1), low_open=False, high_open=False)
LABELS = Interval(Fraction(-1), Fraction(1), low_open=False, high_open=False)
FROM_ONE = Interval(Fraction(1), None, low_open=False)


def declared(declarations: Mapping[str, Declaration], name: str) -> Interval:
    """The interval that a declaration gives a symbol, or each entry of an array."""
    declaration = declarations.get(name)
    if declaration is None:
        return ANYTHING
    if declaration.domain is Domain.BINARY or Trait.ONE_HOT in declaration.traits:
        return BINARY
    if declaration.domain is Domain.SIGN_LABEL:
        return LABELS
    if declaration.domain in (Domain.NATURAL, Domain.INDEX):
        lower = declaration.lower
        return FROM_ONE if lower is None else Interval(lower + 1, None, low_open=False)
    if Trait.POSITIVE in declaration.traits:
        return Interval(max(Fraction(0), declaration.lower or Fraction(0)), declaration.upper)
    if declaration.normalised or Trait.PROBABILITY in declaration.traits:
        return BINARY
    lower, upper = declaration.lower, declaration.upper
    if Trait.NONNEGATIVE in declaration.traits:
        above = lower is not None and lower >= 0
        return Interval(lower if above else Fraction(0), upper, low_open=above)
    if Trait.NEGATIVE in declaration.traits:
        return Interval(lower, Fraction(0) if upper is None else min(upper, Fraction(0)))
    return ANYTHING if lower is None and upper is None else Interval(lower, upper)
