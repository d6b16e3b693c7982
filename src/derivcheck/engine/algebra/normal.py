"""Expansion of logarithms, roots and maxima, as far as the signs of their arguments are certain.

A logarithm is expanded only over factors that are positive by the scope, or because the step itself takes their
logarithm; of an even power remains the logarithm of the absolute value. √(u²) is |u|. A maximum moves with shifts and
through increasing functions.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.algebra.expanding import NoClosedForm, monomials
from derivcheck.engine.algebra.exponents import distributed, is_whole
from derivcheck.engine.algebra.extrema import determinant, extremum, split_common
from derivcheck.engine.algebra.fractions import as_term, base_and_exponent, together
from derivcheck.engine.algebra.positive_factors import positive_factors
from derivcheck.engine.algebra.special import INVERSES, SPECIAL, exponential_of, hyperbolic
from derivcheck.engine.algebra.sums import (
    coefficient_of,
    factors_of,
    leading_sign,
    opposite,
    product,
    simplest,
    summands,
    total,
    weighted_summands,
)
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Reduce, Symbol, Term, number, operators, rebuild
from derivcheck.terms.scope import Scope

MOST_RAISED = 64


def logarithm_arguments(scope: Scope, *terms: Term) -> frozenset[Term]:
    """What must be positive for ``terms`` to be defined: the arguments of their logarithms."""
    found: set[Term] = set()
    plain = Bounds(scope)
    stack = list(terms)
    while stack:
        part = stack.pop()
        if isinstance(part, Apply) and part.operator != "cases":
            stack.extend(part.arguments)
            if part.operator == "log" and part.arguments[0].shape == ():
                found.add(part.arguments[0])
            elif part.operator == "artanh" and part.arguments[0].shape == ():
                found.update(base for base, _ in exponential_of(part))
        elif isinstance(part, Reduce) and part.operator == "sum" and part.condition is None and _is_full(part, plain):
            # All summands have a value; the name of a bound index tells its range (see terms.apart).
            stack.append(part.body)
    return frozenset(found)


def _is_full(summation: Reduce, bounds: Bounds) -> bool:
    """Whether a sum runs over all places of an array, of which there is at least one."""
    return (
        summation.lower == ONE
        and isinstance(summation.upper, Symbol)
        and bounds.is_size(summation.upper)
        and summation.index.startswith(BOUND)
    )


def normalise(term: Term, bounds: Bounds) -> Term:
    """``term`` with logarithms, roots, exponentials of logarithms and maxima expanded."""
    return _Normaliser(bounds).of(term)


def logarithm(argument: Term, bounds: Bounds) -> Term:
    """The expanded logarithm of a normalised term."""
    return _Normaliser(bounds).log_of(argument)


def raised(base: Term, exponent: Fraction) -> Term:
    """``base`` to a rational power."""
    return base if exponent == 1 else Apply("power", (base, Number(exponent)), base.shape)


def _is_sign(term: Term) -> bool:
    """Whether a term is a power of -1, which is its own reciprocal wherever it has a value."""
    return isinstance(term, Apply) and term.operator == "power" and term.arguments[0] == number(-1)


class _Normaliser:
    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds

    def of(self, term: Term) -> Term:
        term = rebuild(term, self.of)
        if isinstance(term, Apply):
            return self.applied(term) if term.shape == () else term
        if isinstance(term, Reduce) and term.operator in ("maximum", "minimum"):
            return extremum(term, self.bounds.positive)
        return term

    def applied(self, term: Apply) -> Term:
        """An operator whose arguments are normalised already."""
        rule = APPLY.get(term.operator)
        if rule:
            return rule(self, term)
        if term.operator == "determinant":
            return determinant(term)
        special = SPECIAL.get(term.operator)
        return special(term, self.bounds) if special else term

    def hyperbolic(self, term: Apply) -> Term:
        rewritten = hyperbolic(term)
        return term if rewritten is term else self.of(rewritten)

    def log(self, term: Apply) -> Term:
        return self.log_of(term.arguments[0])

    def log_of(self, argument: Term) -> Term:
        """The expanded logarithm of ``argument``."""
        match argument:
            case Number() if argument.value > 0:
                return total([product([number(k), Apply("log", (number(p),))]) for p, k in factorised(argument.value)])
            case Apply(operator="exp"):
                return argument.arguments[0]
            case Apply(operator="multiply"):
                return self._log_product(argument.arguments)
            case Apply(operator="power", arguments=(base, Number(value=exponent))):
                return self._log_power(base, exponent, argument)
            case Apply(operator="power", arguments=(base, exponent_term)) if self.bounds.positive(base):
                return product([exponent_term, self.log_of(base)])
            case Reduce(operator="product") if self.bounds.positive(argument.body):
                return replace(argument, operator="sum", body=self.log_of(argument.body))
            case Reduce(operator="sum"):
                return self._log_sum(argument)
            case Apply(operator="abs", arguments=(inner,)):
                # log|u| = ½ log u² holds for either sign of u.
                square = Apply("power", (inner, number(2)))
                return product([Number(Fraction(1, 2)), Apply("log", (square,))])
            case Apply(operator="add"):
                merged = simplest(argument)
                is_sum = isinstance(merged, Apply) and merged.operator == "add"
                return self._log_fraction(argument) if is_sum else self.log_of(merged)
        return Apply("log", (argument,))

    def _log_fraction(self, argument: Apply) -> Term:
        """The logarithm of a sum of fractions: of its numerator less that of its positive denominator."""
        fraction = together(argument)
        if fraction is None:
            parts = positive_factors(argument, self.bounds)
            logarithms = [product([number(power), self.log_of(factor)]) for factor, power in parts]
            return total(logarithms) if parts else self._log_exponentials(argument)
        numerator, denominators = fraction
        if not numerator or not all(map(self.bounds.positive, denominators)):
            return Apply("log", (argument,))
        below = [product([number(-power), self.log_of(base)]) for base, power in denominators.items()]
        return total([self.log_of(as_term(numerator)), *below])

    def _log_exponentials(self, argument: Apply) -> Term:
        """log(c + d·e^(-u)) = -u + log(c·e^u + d).

        Of the two ways to write it, the one with the sign of u that comes first is taken.
        """
        parts = [self._exponential(part) for part in argument.arguments]
        if len(parts) != 2 or any(part is None for part in parts):
            return Apply("log", (argument,))
        (first, low), (second, high) = (part for part in parts if part is not None)
        difference = total([high, product([number(-1), low])])
        terms = [product([Number(first)]), product([Number(second), self.of(Apply("exp", (difference,)))])]
        if leading_sign(difference) < 0:
            low = high
            terms = [product([Number(first), self.of(Apply("exp", (opposite(difference),)))]), Number(second)]
        terms.sort(key=str)
        return total([low, Apply("log", (Apply("add", tuple(terms)),))])

    def _exponential(self, term: Term) -> tuple[Fraction, Term] | None:
        """C and u of a summand c·e^u with c > 0; u is 0 for a number."""
        if isinstance(term, Number):
            return (term.value, ZERO) if term.value > 0 else None
        coefficient, inner = coefficient_of(term)
        if coefficient <= 0 or not (isinstance(inner, Apply) and inner.operator == "exp"):
            return None
        return coefficient, simplest(inner.arguments[0])

    def _log_product(self, factors: tuple[Term, ...]) -> Term:
        parts: list[Term] = []
        rest: list[Term] = []
        sign = 1
        for factor in factors:
            even = isinstance(factor, Apply) and factor.operator == "power" and _is_even(factor.arguments[1])
            if isinstance(factor, Number) and factor.value < 0:
                sign = -sign
                parts.append(self.log_of(Number(-factor.value)))
            elif even or self.bounds.positive(factor):
                parts.append(self.log_of(factor))
            else:
                rest.append(factor)
        if sign < 0:
            rest.insert(0, number(-1))
        if len(rest) == 1 and parts:
            # All others are positive, so that this one is where the product is.
            parts.append(self.log_of(rest[0]))
        elif rest:
            parts.append(Apply("log", (product(rest),)))
        return total(parts)

    def _log_power(self, base: Term, exponent: Fraction, whole: Term) -> Term:
        if self.bounds.positive(base) or exponent.denominator != 1:
            return product([Number(exponent), self.log_of(base)])
        if exponent.numerator % 2:
            # An odd power is positive only where its base is.
            return product([Number(exponent), self.log_of(base)]) if whole.shape == () else whole
        return product([Number(exponent), self.log_of(self.absolute_of(base))])

    def _log_sum(self, term: Reduce) -> Term:
        common, body = split_common(term.body, term.index)
        if not common or not all(map(self.bounds.positive, common)):
            return Apply("log", (term,))
        return total([*map(self.log_of, common), Apply("log", (replace(term, body=body),))])

    def multiply(self, term: Apply) -> Term:
        """Cancels a factor with its reciprocal: what remains is defined wherever the product was, and equal there."""
        powers: dict[Term, int] = {}
        numbers: list[Term] = []
        factors = factors_of(term)
        for factor in factors:
            base, exponent = base_and_exponent(factor)
            if isinstance(base, Number):
                numbers.append(factor)
            else:
                powers[base] = powers.get(base, 0) + exponent
        if len(powers) + len(numbers) == len(factors):
            return term if len(factors) == len(term.arguments) else product(list(factors))
        for base in filter(_is_sign, powers):
            powers[base] %= 2
        return product([*numbers, *(raised(base, Fraction(power)) for base, power in powers.items() if power)])

    def exp(self, term: Apply) -> Term:
        """A logarithm in an exponent gives a power, as in e^(c·log u + rest) = u^c · e^rest."""
        factors: list[Term] = []
        rest: list[Term] = []
        summands = weighted_summands(term.arguments[0])
        for coefficient, inner in (part for summand in summands for part in distributed(*summand)):
            if isinstance(inner, Apply) and inner.operator == "log" and inner.shape == ():
                factors.append(self.raised(inner.arguments[0], coefficient))
            elif (power := self._counted_power(coefficient, inner)) is not None:
                factors.append(power)
            elif isinstance(inner, Apply) and inner.operator in INVERSES and inner.shape == ():
                factors += [raised(base, power * coefficient) for base, power in exponential_of(inner)]
            else:
                rest.append(inner if coefficient == 1 else product([Number(coefficient), inner]))
        if not factors:
            return term
        return product([*factors, *([Apply("exp", (total(rest),))] if rest else [])])

    def _counted_power(self, coefficient: Fraction, term: Term) -> Term | None:
        """e^(n·log u) as uⁿ for a whole number n, which powers with such exponents are compared with."""
        factors = factors_of(term) if isinstance(term, Apply) and term.operator == "multiply" else []
        logs = [factor for factor in factors if isinstance(factor, Apply) and factor.operator == "log"]
        exponent = product([Number(coefficient), *(factor for factor in factors if factor not in logs)])
        if len(logs) != 1 or not is_whole(exponent, self.bounds.scope):
            return None
        return self._symbolic_power(logs[0].arguments[0], exponent)

    def raised(self, base: Term, exponent: Fraction) -> Term:
        """A power of a normalised base, normalised."""
        return base if exponent == 1 else self.power(Apply("power", (base, Number(exponent))))

    def power(self, term: Apply) -> Term:
        base, exponent = term.arguments
        if not isinstance(exponent, Number):
            exponent_number = simplest(exponent)
            if not isinstance(exponent_number, Number):
                return self._symbolic_power(base, exponent)
            return self.of(Apply("power", (base, exponent_number)))
        value = exponent.value
        if isinstance(base, Apply) and base.operator == "exp":
            return Apply("exp", (product([exponent, base.arguments[0]]),))
        if value.denominator == 1:
            return term
        if isinstance(base, Number):
            return self._number_power(base.value, value, term)
        if isinstance(base, Apply) and base.operator == "multiply":
            return self._split_power(base, value)
        if isinstance(base, Apply) and base.operator == "power" and isinstance(base.arguments[1], Number):
            return self._nested_power(base.arguments[0], base.arguments[1].value, value, term)
        if isinstance(base, Apply) and base.operator == "power" and self.bounds.positive(base.arguments[0]):
            return self._symbolic_power(base, exponent)
        return term

    def _number_power(self, base: Fraction, exponent: Fraction, term: Term) -> Term:
        if base <= 0 or abs(exponent) > MOST_RAISED:
            return term
        factors = [_prime_power(prime, power * exponent) for prime, power in factorised(base)]
        return product([factor for pair in factors for factor in pair])

    def _split_power(self, base: Apply, exponent: Fraction) -> Term:
        outside: list[Term] = []
        inside: list[Term] = []
        for factor in base.arguments:
            (outside if self.bounds.positive(factor) else inside).append(factor)
        if all(self._never_negative(factor) for factor in inside):
            # √(u²v) = |u|√v takes more than that: at u = 0 the left side is defined for every v.
            outside, inside = outside + inside, []
        parts = [self.of(raised(factor, exponent)) for factor in outside]
        return product([*parts, *([raised(product(inside), exponent)] if inside else [])])

    def _never_negative(self, factor: Term) -> bool:
        even = isinstance(factor, Apply) and factor.operator == "power" and _is_even(factor.arguments[1])
        return even or self.bounds.of(factor).nonnegative

    def _nested_power(self, base: Term, inner: Fraction, outer: Fraction, term: Term) -> Term:
        if self.bounds.of(base).nonnegative:
            return self.of(raised(base, inner * outer))
        if inner.denominator == 1 and inner.numerator % 2 == 0:
            return self.of(raised(self.absolute_of(base), inner * outer))
        return term

    def _symbolic_power(self, base: Term, exponent: Term) -> Term:
        """u^(k + rest) = u^k · u^rest for a number k; (e^u)^a = e^(ua); (uv)^a = u^a v^a for positive factors."""
        if isinstance(base, Apply) and base.operator == "exp":
            return Apply("exp", (product([exponent, base.arguments[0]]),))
        if isinstance(base, Apply) and base.operator == "multiply" and all(map(self.bounds.positive, base.arguments)):
            return product([self._symbolic_power(factor, exponent) for factor in base.arguments])
        if isinstance(base, Apply) and base.operator == "power" and self.bounds.positive(base.arguments[0]):
            raised = simplest(self._cancelled(product([base.arguments[1], exponent])))
            return self.power(Apply("power", (base.arguments[0], raised)))
        if "log" in operators(exponent) and self.bounds.positive(base):
            raised = self._cancelled(product([exponent, self.log_of(base)]))
            return self.exp(Apply("exp", (raised,)))
        if isinstance(base, Number) and base.value > 0 and base.value != 1:
            powers = [(number(prime), product([number(k), exponent])) for prime, k in factorised(base.value)]
            return product([self._split_exponent(prime, power) for prime, power in powers])
        return self._split_exponent(base, exponent)

    def _cancelled(self, term: Term) -> Term:
        return self.multiply(term) if isinstance(term, Apply) and term.operator == "multiply" else term

    def _split_exponent(self, base: Term, exponent: Term) -> Term:
        positive = self.bounds.positive(base)
        parts = _parts_of_exponent(exponent) if positive else summands(simplest(exponent))
        plain = [p for p in parts if isinstance(p, Number) and (positive or p.value.denominator == 1)]
        rest = [part for part in parts if part not in plain]
        if not plain or not rest:
            return Apply("power", (base, exponent))
        shift = sum((part.value for part in plain), Fraction(0))
        return product([self.power(Apply("power", (base, Number(shift)))), Apply("power", (base, total(rest)))])

    def odd_root(self, term: Apply) -> Term:
        """A root of odd degree is a power where its argument is not negative."""
        argument, degree = term.arguments
        if isinstance(degree, Number) and self.bounds.of(argument).nonnegative:
            return self.power(Apply("power", (argument, Number(1 / degree.value))))
        return term

    def absolute(self, term: Apply) -> Term:
        return self.absolute_of(term.arguments[0])

    def absolute_of(self, argument: Term) -> Term:
        """|u| without what is certain about the sign of its factors."""
        interval = self.bounds.of(argument)
        if interval.nonnegative:
            return argument
        if isinstance(argument, Number):
            return Number(abs(argument.value))
        if interval.negated().nonnegative:
            return product([number(-1), argument])
        if isinstance(argument, Apply) and argument.operator == "multiply":
            return product([self.absolute_of(factor) for factor in argument.arguments])
        if isinstance(argument, Apply) and argument.operator == "power" and isinstance(argument.arguments[1], Number):
            base, exponent = argument.arguments
            return raised(self.absolute_of(base), exponent.value) if isinstance(exponent, Number) else argument
        return Apply("abs", (argument,))


APPLY = {
    "log": _Normaliser.log,
    "exp": _Normaliser.exp,
    "multiply": _Normaliser.multiply,
    "power": _Normaliser.power,
    "abs": _Normaliser.absolute,
    "sinh": _Normaliser.hyperbolic,
    "cosh": _Normaliser.hyperbolic,
    "tanh": _Normaliser.hyperbolic,
    "root": _Normaliser.odd_root,
}


def _parts_of_exponent(exponent: Term) -> tuple[Term, ...]:
    """The summands of an exponent, also of a quotient such as (n + 1)/2, whose parts may be no whole numbers."""
    try:
        return tuple(monomials(exponent))
    except NoClosedForm:
        return summands(simplest(exponent))


def _is_even(exponent: Term) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value.numerator % 2 == 0


def _prime_power(prime: int, exponent: Fraction) -> tuple[Term, Term]:
    """p^e as a rational number times a power between 0 and 1."""
    whole = exponent.numerator // exponent.denominator
    rest = exponent - whole
    return Number(Fraction(prime) ** whole), raised(number(prime), rest) if rest else ONE


def factorised(value: Fraction) -> list[tuple[int, int]]:
    """Primes and exponents of a positive rational; a large cofactor stays whole."""
    factors: dict[int, int] = {}
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        remaining, candidate = part, 2
        while remaining > 1 and candidate < 1000:
            while remaining % candidate == 0:
                factors[candidate] = factors.get(candidate, 0) + sign
                remaining //= candidate
            candidate += 1 if candidate == 2 else 2
        if remaining > 1:
            factors[remaining] = factors.get(remaining, 0) + sign
    return sorted(factors.items())
