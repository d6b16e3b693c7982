"""Where requirements hold, exactly: factored over Q, and on the line where they speak of one variable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from derivcheck.engine.algebra.polynomials import NotPolynomial, Polynomial, factored
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.cells import Cell, cut
from derivcheck.engine.domains.feasible import Constraint, contradict
from derivcheck.engine.domains.requirements import Kind, Requirement, requirements
from derivcheck.engine.domains.resolution import definite
from derivcheck.terms.nodes import Symbol, Term, free_symbols
from derivcheck.terms.scope import Scope, Trait

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Sign:
    """A number times a product of different irreducible polynomials has to be of ``kind``."""

    kind: Kind
    number: Fraction
    factors: tuple[Polynomial, ...]

    @property
    def variable(self) -> Symbol | None:
        """The symbol, if it is the only kernel and all roots are known."""
        kernels = {kernel for factor in self.factors for kernel in factor.kernels}
        if len(kernels) != 1 or any(root(factor) is None for factor in self.factors):
            return None
        (kernel,) = kernels
        return kernel if isinstance(kernel, Symbol) else None

    def holds_at(self, value: Fraction) -> bool:
        """Whether it holds where the only symbol is ``value``."""
        result = self.number
        for factor in self.factors:
            slope, constant = _linear(factor)
            result *= slope * value + constant
        return satisfies(self.kind, result)


def satisfies(kind: Kind, value: Fraction) -> bool:
    """Whether a number is of ``kind``."""
    if kind is Kind.NONZERO:
        return value != 0
    return value > 0 if kind is Kind.POSITIVE else value >= 0


def _linear(factor: Polynomial) -> tuple[Fraction, Fraction]:
    coefficients = factor.coefficients(factor.kernels[0]) or [Fraction(0), ONE]
    return coefficients[1], coefficients[0]


def root(factor: Polynomial) -> Fraction | None:
    """The root of a linear polynomial in one kernel."""
    if len(factor.kernels) != 1 or factor.degree(factor.kernels[0]) != 1:
        return None
    slope, constant = _linear(factor)
    return -constant / slope


@dataclass(slots=True)
class Domain:
    """What a set of requirements says: of single variables, of several, and what is impossible or not understood."""

    by_variable: dict[Symbol, list[Sign]] = field(default_factory=dict)
    others: list[Sign] = field(default_factory=list)
    plain: list[Requirement] = field(default_factory=list)
    impossible: bool = False


def domain_of(required: Iterable[Requirement], bounds: Bounds) -> Domain:
    """Requirements in factors, without those that always hold."""
    domain = Domain()
    for requirement in dict.fromkeys(required):
        if requirement.kind is Kind.INVERTIBLE:
            domain.plain.append(requirement)
            continue
        try:
            signs = _signs(requirement, bounds)
        except NotPolynomial:
            domain.plain.append(requirement)
            continue
        for sign in signs:
            if not sign.factors:
                domain.impossible |= not satisfies(sign.kind, sign.number)
            elif (variable := sign.variable) is not None:
                domain.by_variable.setdefault(variable, []).append(sign)
            elif sign not in domain.others:
                domain.others.append(sign)
    return domain


def _signs(requirement: Requirement, bounds: Bounds) -> list[Sign]:
    """One sign for all factors that may change it; the others have to differ from 0, or are dropped."""
    found = factored(requirement.term)
    interval = bounds.of(requirement.term)
    if requirement.kind is Kind.NONZERO:
        if not found.number:
            return [Sign(Kind.NONZERO, Fraction(0), ())]
        loose = [f for f, e in found.factors if e > 0 and not fixed_sign(f, bounds)]
        return [Sign(Kind.NONZERO, ONE, (factor,)) for factor in loose]
    if interval.positive or (requirement.kind is Kind.NONNEGATIVE and interval.nonnegative):
        return []
    number, changing, vanishing = found.number, [], []
    for factor, exponent in found.factors:
        sign = fixed_sign(factor, bounds)
        if sign:
            number *= sign**exponent
        elif exponent % 2:
            changing.append(factor)
        elif requirement.kind is Kind.POSITIVE or exponent < 0:
            vanishing.append(factor)
    signs = [Sign(Kind.NONZERO, ONE, (factor,)) for factor in vanishing]
    return [*signs, Sign(requirement.kind, _unit(number), tuple(changing))]


def _unit(number: Fraction) -> Fraction:
    return Fraction((number > 0) - (number < 0))


def fixed_sign(factor: Polynomial, bounds: Bounds) -> int:
    """The sign that ``factor`` has at every valuation, or 0."""
    interval = bounds.of(factor.term())
    return 1 if interval.positive else -1 if interval.negative else definite(factor)


def declared_cells(variable: Symbol, signs: Iterable[Sign], bounds: Bounds) -> list[Cell]:
    """The cells within the declared bounds of a variable, cut at the roots of ``signs``."""
    interval = bounds.of(variable)
    ends = [end for end in (interval.low, interval.high) if end is not None]
    roots = [r for sign in signs for factor in sign.factors if (r := root(factor)) is not None]

    def inside(cell: Cell) -> bool:
        value = cell.sample
        above = interval.low is None or value > interval.low or (value == interval.low and not interval.low_open)
        below = interval.high is None or value < interval.high or (value == interval.high and not interval.high_open)
        return above and below

    return [cell for cell in cut([*ends, *roots]) if inside(cell)]


def is_empty(domain: Domain, bounds: Bounds) -> bool:
    """Whether surely nothing meets all requirements, though something meets the scope."""
    if domain.impossible or any(_is_impossible(requirement, bounds) for requirement in domain.plain):
        return True
    for variable, signs in domain.by_variable.items():
        cells = declared_cells(variable, signs, bounds)
        if cells and not any(all(sign.holds_at(cell.sample) for sign in signs) for cell in cells):
            return True
    single = [sign for signs in domain.by_variable.values() for sign in signs]
    return contradict([c for sign in (*domain.others, *single) for c in constraints(sign)], bounds)


def _is_impossible(requirement: Requirement, bounds: Bounds) -> bool:
    if requirement.kind is Kind.INVERTIBLE:
        name = requirement.term.name if isinstance(requirement.term, Symbol) else ""
        return name in bounds.scope.declarations and Trait.SINGULAR in bounds.scope.declarations[name].traits
    interval = bounds.of(requirement.term)
    if requirement.kind is Kind.POSITIVE:
        return interval.negated().nonnegative
    return requirement.kind is Kind.NONNEGATIVE and interval.negative


def undefined_side(left: Term, right: Term, scope: Scope) -> str | None:
    """Which side is defined nowhere in the scope, "both" if only not both at once; None where that is not shown."""
    bounds = Bounds(scope)
    needs = [[need for need in requirements(side) if need.certain and not _is_complex(need)] for side in (left, right)]
    for name, required in (("left", needs[0]), ("right", needs[1]), ("both", needs[0] + needs[1])):
        if is_empty(domain_of(required, bounds), bounds):
            return name
    return None


def _is_complex(need: Requirement) -> bool:
    """Whether a number is to be positive: who writes the root of one that is not, speaks of complex numbers."""
    return need.kind in (Kind.POSITIVE, Kind.NONNEGATIVE) and not free_symbols(need.term)


def constraints(sign: Sign) -> list[Constraint]:
    """A requirement on one factor as an inequality."""
    if sign.kind is Kind.NONZERO or len(sign.factors) != 1:
        return []
    polynomial = sign.factors[0]
    if sign.number < 0:
        polynomial = Polynomial(tuple((monomial, -c) for monomial, c in polynomial.monomials))
    return [Constraint(polynomial, strict=sign.kind is Kind.POSITIVE)]
