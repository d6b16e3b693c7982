"""Proof by regions: |·|, max, min, sign, comparisons and cases resolved on every region of constant signs.

The arguments of these switches are factored over Q. On each combination of signs of the factors the switches drop out,
and an identity of smooth terms remains, to be proved there; a combination is left out only where its inequalities
contradict each other exactly. Where a switch may jump, the boundary is a region of its own: the factor is solved for a
variable, which is put in everywhere, so that nothing is ever settled by sampling.

A derivative at a kink: if it exists, it equals the derivative from either side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from derivcheck.engine.algebra.polynomials import Polynomial
from derivcheck.engine.calculus.kinks import Agree, never_differentiable
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.feasible import Constraint, contradict
from derivcheck.engine.domains.resolution import KinkSide, Resolver, Signs, Undecided, Unresolvable, is_undefined, parts
from derivcheck.engine.proving.interpretation import Agreement, NoAgreement
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.given import Inequality, assumed, given
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Declaration, Domain, Scope, Trait
from derivcheck.terms.substitution import substitute

MOST_REGIONS = 243
MOST_TWO_VALUED = 3
TWO_VALUED = {Domain.BINARY: (0, 1), Domain.SIGN_LABEL: (-1, 1)}


def prove_by_regions(question: Question, left: Term, right: Term, agree: Agree) -> Agreement | NoAgreement:
    """Whether ``left = right`` on every region; the agreement counts the points of all of them."""
    chosen = [s for s in question.values if not s.shape and question.declarations[s.name].domain in TWO_VALUED]
    regions = _Regions(question, agree)
    if len(chosen) > MOST_TWO_VALUED:
        chosen = []
    for values in product(*(TWO_VALUED[question.declarations[s.name].domain] for s in chosen)):
        put: dict[str, Term] = {s.name: number(value) for s, value in zip(chosen, values, strict=True)}
        known = tuple((substitute(term, put), strict) for term, strict in assumed(question))
        failure = regions.visit(_Region(substitute(left, put), substitute(right, put), question.scope, {}, known))
        if failure:
            return failure
    return regions.agreement()


@dataclass(frozen=True, slots=True)
class _Region:
    left: Term
    right: Term
    scope: Scope
    signs: Signs
    assumed: tuple[Inequality, ...] = ()

    def bounds(self) -> Bounds:
        return Bounds(self.scope)


class _Regions:
    def __init__(self, question: Question, agree: Agree) -> None:
        self.question = question
        self.agree = agree
        self.count = 0
        self.points = 0
        self.bits: list[int] = []

    def agreement(self) -> Agreement:
        """The points of all regions, and the error of the weakest."""
        return Agreement(self.points, (), min(self.bits, default=0))

    def visit(self, region: _Region) -> NoAgreement | None:
        """Splits a region until all its switches are resolved; None where both sides agree on all of it."""
        self.count += 1
        if self.count > MOST_REGIONS:
            return NoAgreement("D302", "more cases than the budget")
        try:
            return self.resolved(region)
        except Undecided as undecided:
            return self.split(region, undecided.factor, hard=undecided.hard)
        except Unresolvable as missing:
            return NoAgreement("D302", missing.what)

    def split(self, region: _Region, factor: Polynomial, *, hard: bool) -> NoAgreement | None:
        for sign in (1, -1):
            narrowed = {**region.signs, factor: (sign, hard)}
            if _is_empty(narrowed, region.bounds(), *given(region.assumed, region.bounds()).inside):
                continue
            scope = _with_sign(region.scope, factor, sign, strict=hard)
            failure = self.visit(replace(region, signs=narrowed, scope=scope))
            if failure:
                return failure
        return self.boundary(region, factor) if hard else None

    def boundary(self, region: _Region, factor: Polynomial) -> NoAgreement | None:
        """The points at which ``factor`` is 0."""
        signs = {known: value for known, value in region.signs.items() if known != factor and value[1]}
        opposite = Polynomial(tuple((monomial, -c) for monomial, c in factor.monomials))
        on_it = (Constraint(factor, strict=False), Constraint(opposite, strict=False))
        if _is_empty(signs, region.bounds(), *on_it, *given(region.assumed, region.bounds()).exact):
            return None
        for kernel in factor.kernels:
            solution = factor.solved_for(kernel) if isinstance(kernel, Symbol) else None
            if solution is not None and isinstance(kernel, Symbol):
                return self.at(replace(region, signs=signs), kernel, solution)
        return NoAgreement("D302", "the points at which the cases change, written out")

    def at(self, region: _Region, symbol: Symbol, value: Term) -> NoAgreement | None:
        """The part of a region on which ``symbol`` is ``value``."""
        put = {symbol.name: value}
        signs: Signs = {}
        constraints = [(known.term(), sign) for known, (sign, _) in region.signs.items()]
        for term, sign in [*constraints, *_declared(region.scope.declarations.get(symbol.name), symbol)]:
            content, factors = parts(substitute(term, put))
            if not factors and content * sign <= 0:
                return None
            if len(factors) == 1:
                signs.setdefault(factors[0], (sign * (1 if content > 0 else -1), True))
        left, right = substitute(region.left, put), substitute(region.right, put)
        assumed_there = tuple((substitute(term, put), strict) for term, strict in region.assumed)
        return self.visit(_Region(left, right, region.scope, signs, assumed_there))

    def resolved(self, region: _Region) -> NoAgreement | None:
        """The identity that remains where all signs are known."""
        resolver = Resolver(region.signs, region.bounds())
        sides = (region.left, region.right)
        plain = [resolver.of(side) for side in sides]
        attempts = [plain]
        if resolver.kinks:
            # Only one direction is needed: a derivative that exists equals the one from each side.
            attempts = [[resolver.of(side, kink) for side in sides] for kink in KinkSide]
        failure: NoAgreement | None = None
        for left, right in attempts:
            failure = self.leaf(region, left, right)
            if failure is None:
                return None
        if resolver.kinks and any(never_differentiable(side, resolver, self.question, self.agree) for side in sides):
            return None
        return failure

    def leaf(self, region: _Region, left: Term, right: Term) -> NoAgreement | None:
        if left == right or is_undefined(left) or is_undefined(right):
            return None
        posed = Question(left, "=", right, region.scope, self.question.seed, self.question.deadline)
        found = self.agree(posed, left, right)
        if isinstance(found, Agreement):
            self.points += found.points
            self.bits.append(found.error_bits)
            return None
        return None if self.vanishing_denominator(posed) else found

    def vanishing_denominator(self, posed: Question) -> bool:
        """Whether some side divides by what is 0 on all of the region, and so has no value there."""
        for side in (posed.left, posed.right):
            stack = [side]
            while stack:
                part = stack.pop()
                if not isinstance(part, Apply) or part.shape:
                    continue
                stack.extend(part.arguments)
                if part.operator == "power" and isinstance(part.arguments[1], Number) and part.arguments[1].value < 0:
                    zero = Number(Fraction(0))
                    asked = replace(posed, left=part.arguments[0], right=zero)
                    if isinstance(self.agree(asked, part.arguments[0], zero), Agreement):
                        return True
        return False


def _is_empty(signs: Signs, bounds: Bounds, *more: Constraint) -> bool:
    """Whether no point has ``signs``, all strict.

    A sign that may be 0 counts as strict too: a point at which its factor vanishes is the limit of points at which no
    factor does, and what is proved where they lie holds there, since either branch of a switch without jump does.
    """
    constraints = []
    for factor, (sign, _) in signs.items():
        signed = factor
        if sign < 0:
            signed = Polynomial(tuple((monomial, -c) for monomial, c in factor.monomials))
        constraints.append(Constraint(signed, strict=True))
    return contradict([*constraints, *more], bounds)


def _declared(declaration: Declaration | None, symbol: Symbol) -> list[tuple[Term, int]]:
    """What a declaration says of the sign of a symbol and of its distance from its bounds."""
    if declaration is None or declaration.domain is not Domain.REAL:
        return []
    said: list[tuple[Term, int]] = []
    for bound, sign in ((declaration.lower, 1), (declaration.upper, -1)):
        if bound is not None:
            said.append((Apply("add", (symbol, Number(-bound))), sign))
    said += [
        (symbol, sign) for trait, sign in ((Trait.POSITIVE, 1), (Trait.NEGATIVE, -1)) if trait in declaration.traits
    ]
    return said


def _with_sign(scope: Scope, factor: Polynomial, sign: int, *, strict: bool) -> Scope:
    """The scope in which a symbol, where ``factor`` is one alone, has the sign of the region."""
    symbol = factor.term()
    if not isinstance(symbol, Symbol):
        return scope
    known = scope.declarations.get(symbol.name) or Declaration(symbol)
    if known.domain is not Domain.REAL or known.lower is not None or known.upper is not None or known.traits:
        return scope
    trait = Trait.POSITIVE if sign > 0 else Trait.NEGATIVE
    if not strict and sign > 0:
        # What is 0 belongs to this side; to the other one it is a limit.
        trait = Trait.NONNEGATIVE
    declared = replace(known, traits=known.traits | {trait})
    return replace(scope, declarations={**scope.declarations, symbol.name: declared})
