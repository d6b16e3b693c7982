r"""Infinite series in closed form: named power series, recognised by the ratio of neighbouring terms.

A series with a first term and the ratio w is geometric, with w/(j+1) an exponential, with w(α+j)/(j+1) binomial, and so
on. What a series is taken for is proposed here, with the identities that it rests on; whoever uses it checks them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt
from random import Random

from derivcheck.engine.algebra.expanding import NoClosedForm, coefficients_in, falling, monomials, tidied
from derivcheck.engine.algebra.fractions import base_and_exponent
from derivcheck.engine.algebra.normal import normalise
from derivcheck.engine.algebra.sums import flat_factors, mentions, product, reciprocal, total
from derivcheck.engine.calculus.uniformity import divisors, is_nonzero
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.series.induction import plain_numbers
from derivcheck.engine.series.rational_series import partial_fractions
from derivcheck.engine.series.summation import all_folded
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.rationals import Rationals, is_exact
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import INFINITY, ONE, ZERO, Apply, Number, Reduce, Symbol, Term, number, rebuild, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope
from derivcheck.terms.substitution import substitute

INDEX = Symbol("series index")


@dataclass(frozen=True, slots=True)
class Closed:
    """A question without its infinite series; ``identities`` must hold, and each of ``inside`` lie between -1 and 1."""

    question: Question
    identities: tuple[Question, ...]
    inside: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A candidate for a series: its value over its first term, its ratio at j, what must be inside (-1, 1)."""

    value: Term
    ratio: Callable[[Term], Term]
    inside: tuple[Term, ...] = ()


def has_series(question: Question) -> bool:
    """Whether an infinite series stands in either side."""
    return INFINITY.operator in question.operators


class Closing:
    """Puts closed forms in the place of the series of one question; ``holds`` decides which candidate fits."""

    def __init__(self, question: Question, holds: Callable[[Question], bool]) -> None:
        self.question = question
        self.holds = holds
        self.identities: list[Question] = []
        self.inside: dict[Term, None] = {}
        self.numbers: dict[Term, Symbol] = {}

    def run(self) -> Closed | None:
        """The question in closed form; None where some series is not known."""
        try:
            left, right = self.of(self.question.left), self.of(self.question.right)
        except NoClosedForm:
            return None
        closed = replace(self.question, left=left, right=right)
        return Closed(closed, tuple(self.identities), tuple(self.inside))

    def of(self, term: Term) -> Term:
        """``term`` with closed forms."""
        if isinstance(term, Reduce) and term.upper == INFINITY:
            return self.series(term)
        return rebuild(term, self.of)

    def series(self, term: Reduce) -> Term:
        """The closed form of one series."""
        first = term.lower.value if isinstance(term.lower, Number) else Fraction(-1)
        if term.operator != "sum" or term.condition is not None or first < 0 or first.denominator != 1:
            raise NoClosedForm
        if any(isinstance(part, Reduce) for part in walk(term.body)):
            raise NoClosedForm
        body = substitute(term.body, {term.index: INDEX})
        return total(self.together(body, [part for part in monomials(body) if part != ZERO], int(first)))

    def together(self, body: Term, parts: list[Term], first: int) -> list[Term]:
        """The sums of the parts of one series, which may converge only where its terms do not all vanish.

        ∑ p(1 - p)^k is 1 where |1 - p| < 1, and 0 at p = 0.
        """
        outer, found, ratios = self.inside, [], set()
        for part in parts:
            self.inside = {}
            found.append(self.monomial(part, first))
            ratios.add(tuple(self.inside))
            outer = {**outer, **self.inside}
        self.inside = outer
        open_ones = [w for ratio in ratios for w in ratio if not is_inside(w, self.question.scope)]
        if open_ones and (len(ratios) > 1 or not self.starts(substitute(body, {INDEX.name: number(first)}), open_ones)):
            raise NoClosedForm
        return found

    def starts(self, term: Term, ratios: list[Term]) -> bool:
        """Whether the first term of a series surely is not 0 unless a ratio is."""
        bases = {base_and_exponent(factor)[0] for ratio in ratios for factor in flat_factors(ratio)}
        bounds = Bounds(self.question.scope)
        known = frozenset(divisors((self.question.left, self.question.right)))
        factors = flat_factors(normalise(all_folded(term), bounds))
        return all(base_and_exponent(f)[0] in bases or is_nonzero(f, known, bounds) for f in factors)

    def monomial(self, body: Term, first: int) -> Term:
        """The sum of a product: its polynomial by falling factorials, times a term with a simple ratio."""
        factors = list(flat_factors(body))
        fixed = [factor for factor in factors if not mentions(factor, INDEX.name)]
        varying = [factor for factor in factors if mentions(factor, INDEX.name)]
        polynomial = [factor for factor in varying if coefficients_in(factor, INDEX.name) is not None]
        core = [factor for factor in varying if factor not in polynomial]
        try:
            return product([*fixed, self.polynomial(polynomial, core, first)])
        except NoClosedForm:
            rest = product(varying)
            found = self.telescoped(rest, first)
            return product([*fixed, self.unknown(rest, first) if found is None else found])

    def telescoped(self, body: Term, first: int) -> Term | None:
        """The sum of a rational function that telescopes."""
        parts = partial_fractions(body, INDEX.name, first)
        if parts is None:
            return None
        identity = self.identity(body, parts.term(INDEX.name), first)
        if not self.holds(identity):
            return None
        self.identities.append(identity)
        return Number(parts.sum_from(first))

    def identity(self, left: Term, right: Term, first: int) -> Question:
        """The claim that two terms are the same at every index from ``first`` on."""
        declared = {INDEX.name: Declaration(INDEX, Domain.NATURAL, lower=Fraction(first - 1))}
        scope = Scope({**self.question.scope.declarations, **declared}, (), self.question.scope.positive_functions)
        sides = plain_numbers([left, right])
        return Question(sides[0], "=", sides[1], scope, self.question.seed, self.question.deadline)

    def polynomial(self, polynomial: list[Term], core: list[Term], first: int) -> Term:
        """The sum of a polynomial times what the table may know."""
        parts: list[Term] = []
        for m, coefficient in enumerate(falling(coefficients_in(product(polynomial), INDEX.name) or [ONE])):
            if coefficient != ZERO:
                factorial = [total([INDEX, number(-k)]) for k in range(m)]
                parts.append(product([coefficient, self.named(product([*factorial, *core]), max(first, m))]))
        return total(parts)

    def unknown(self, body: Term, first: int) -> Term:
        """A free number for a series that the table does not know, the same for all that only differ in their index.

        Series are linear: numbers can be given to all of them, convergent or not, so that every convergent sum of
        series keeps its value.
        """
        body = all_folded(substitute(body, {INDEX.name: total([INDEX, number(first)])}) if first else body)
        factors = sorted(flat_factors(body), key=str)
        return self.numbers.setdefault(product(factors), Symbol(f"series {len(self.numbers)}"))

    def named(self, body: Term, first: int) -> Term:
        """The sum from ``first`` on of a term that the table knows."""
        terms = [all_folded(substitute(body, {INDEX.name: number(first + j)})) for j in range(3)]
        ratios = [product([terms[j + 1], reciprocal(terms[j])]) for j in range(2)]
        following = substitute(body, {INDEX.name: total([INDEX, ONE])})
        place = total([INDEX, number(-first)]) if first else INDEX
        for candidate in _candidates(body, *ratios):
            identity = self.identity(following, product([body, candidate.ratio(place)]), first)
            if self.holds(identity):
                self.identities.append(identity)
                self.inside.update(dict.fromkeys(candidate.inside))
                return product([terms[0], candidate.value])
        raise NoClosedForm


def is_inside(term: Term, scope: Scope) -> bool:
    """Whether ``term`` lies between -1 and 1 by the scope: by its bounds, or as |a| < b and |c b| ≤ 1 say of a·c."""
    bounds = Bounds(scope)
    return _is_below_one(term, bounds, strictly=True) or any(
        _is_below_one(normalise(rest, bounds), bounds, strictly=claim.relation == r"\le")
        for claim in scope.assumptions
        for rest in _at_most(term, claim, bounds)
    )


def _at_most(term: Term, claim: Claim, bounds: Bounds) -> Iterator[Term]:
    """What a claim bounds the absolute value of ``term`` by: c·b where |a| < b, or 0 ≤ a < b, and the term is a·c."""
    if claim.relation not in ("<", r"\le"):
        return
    is_absolute = isinstance(claim.left, Apply) and claim.left.operator == "abs"
    inner = claim.left.arguments[0] if isinstance(claim.left, Apply) and is_absolute else claim.left
    if not is_absolute and not bounds.of(inner).nonnegative:
        return
    factors, bounded = Counter(flat_factors(term)), Counter(flat_factors(inner))
    if bounded <= factors:
        yield product([*(factors - bounded).elements(), claim.right])


def _is_below_one(term: Term, bounds: Bounds, *, strictly: bool) -> bool:
    """Whether the absolute value of ``term`` is at most 1; smaller, if ``strictly``."""
    interval = bounds.of(term)
    if interval.low is None or interval.high is None:
        return False
    above = interval.low > -1 or (interval.low == -1 and (interval.low_open or not strictly))
    return above and (interval.high < 1 or (interval.high == 1 and (interval.high_open or not strictly)))


def _over(top: Term, bottom: Term) -> Term:
    return product([top, reciprocal(bottom)])


def _minus(term: Term) -> Term:
    return product([number(-1), term])


def _candidates(body: Term, first: Term, second: Term) -> Iterator[Named]:
    """What a series may be whose first two ratios are given."""
    w = _known(first)
    yield Named(_over(ONE, total([ONE, _minus(w)])), lambda _: w, (w,))
    yield Named(Apply("exp", (w,)), lambda j: _over(w, total([j, ONE])))
    v = _known(product([number(2), first]))
    logarithm = Apply("log", (total([ONE, _minus(v)]),))
    yield Named(
        _minus(_over(logarithm, v)), lambda j: product([v, _over(total([j, ONE]), total([j, number(2)]))]), (v,)
    )
    yield _binomial(first, second)
    yield from _circular(body, first)


def _binomial(first: Term, second: Term) -> Named:
    """∑ (α)_j w^j/j! = (1 - w)^(-α)."""
    w = _known(total([product([number(2), second]), _minus(first)]))
    power = _known(_over(first, w))
    value = Apply("power", (total([ONE, _minus(w)]), _known(_minus(power))))
    return Named(value, lambda j: product([w, _over(total([power, j]), total([j, ONE]))]), (w,))


CIRCULAR: tuple[tuple[int, str, str, bool], ...] = (
    (2, "cos", "cosh", False),
    (6, "sin", "sinh", True),
    (3, "arctan", "artanh", True),
)
"""The first ratio is ∓x² over the number; the functions for either sign; whether the value is over x."""


def _circular(body: Term, first: Term) -> Iterator[Named]:
    """Series in x², for the x that stand in powers with the index in the exponent."""
    bases = {
        part.arguments[0]
        for part in walk(body)
        if isinstance(part, Apply)
        and part.operator == "power"
        and mentions(part.arguments[1], INDEX.name)
        and not mentions(part.arguments[0], INDEX.name)
    }
    for base in [*sorted(bases, key=str), ONE]:
        for divisor, alternating, positive, over in CIRCULAR:
            square = _constant(product([number(divisor), first, Apply("power", (base, number(-2)))]))
            scale = _root(abs(square.value)) if isinstance(square, Number) else None
            if scale is None or not isinstance(square, Number):
                continue
            x = product([Number(scale), base])
            signed = product([Number(Fraction(1 if square.value > 0 else -1)), x, x])
            value = Apply(positive if square.value > 0 else alternating, (x,))
            inside = (x,) if positive == "artanh" else ()
            yield Named(_over(value, x) if over else value, _circular_ratio(divisor, signed), inside)


def _circular_ratio(divisor: int, signed: Term) -> Callable[[Term], Term]:
    def at(j: Term) -> Term:
        double = product([number(2), j])
        if divisor == 3:
            return product([signed, _over(total([double, ONE]), total([double, number(3)]))])
        offset = 1 if divisor == 2 else 2
        return _over(signed, product([total([double, number(offset)]), total([double, number(offset + 1)])]))

    return at


def _root(value: Fraction) -> Fraction | None:
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(top, bottom) if value and Fraction(top**2, bottom**2) == value else None


def _known(term: Term) -> Term:
    return _constant(term) or tidied(term)


def _constant(term: Term) -> Number | None:
    """The number that ``term`` seems to be: its value at two points, to be confirmed by the identity it is used in."""
    names = sorted({symbol.name for part in walk(term) if isinstance(part, Symbol) for symbol in (part,)})
    source = Random(1)  # where the points lie does not matter: a wrong guess fails its identity
    seen: set[Fraction] = set()
    for _ in range(2):
        values = {name: 2 + source.randrange(1, 50) for name in names}
        try:
            value = Evaluator(Rationals(Polynomials("series")), values).value(term)
            if not is_exact(value):
                return None
        except NoValue:
            return None
        seen.add(Fraction(str(value)))
    return Number(seen.pop()) if len(seen) == 1 else None
