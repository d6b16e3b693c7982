"""Inequalities in one variable by the signs of derivatives, with exact values at a few points and balls in between.

A smooth function that is not negative at a, and whose derivative is not negative right of a, is not negative right of
a. So the sign of h is led back to that of h', h'', …, until exact sign conditions decide. Between two such points a box
is cut up until a ball for each part is positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import flint
from flint import arb

from derivcheck.engine.algebra.normal import normalise
from derivcheck.engine.algebra.polynomials import NotPolynomial, factored
from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.deadline import Deadline
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.requirements import Kind, requirements
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.inequalities.derivatives import SMOOTH, at_number, derivative
from derivcheck.engine.inequalities.reasoning import is_certain
from derivcheck.engine.inequalities.scalars import Scalars
from derivcheck.engine.proving.interpretation import Agreement, interpret
from derivcheck.engine.question import Question
from derivcheck.engine.statements.inference import declared_claims
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import NoValue
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.definitions import count_nodes
from derivcheck.terms.nodes import ZERO, Apply, Number, Symbol, Term, free_symbols, number, rebuild, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait

DEPTH = 3
MOST_NODES = 200
MOST_PARTS = 400
PRECISION = 200
CONVEX = frozenset({Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE})
CONTINUOUS = frozenset({Domain.REAL, Domain.INTEGER, Domain.NATURAL})
NAMES = {"signs of derivatives": False, "signs of derivatives of the logarithms": True}
"""The rules, and whether they compare logarithms."""


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers that a variable may be, widened to an interval: claims that each leave one."""

    variable: Symbol
    claims: tuple[Claim, ...]
    deadline: Deadline | None = None

    @classmethod
    def of(cls, question: Question) -> Line | None:
        """The line of a question's only symbol; what is said beyond an interval is left out."""
        found = free_symbols(question.left) | free_symbols(question.right)
        if len(found) != 1:
            return None
        (variable,) = found
        known = question.scope.declarations.get(variable.name) or Declaration(variable)
        if variable.shape or known.domain not in CONTINUOUS:
            return None
        plain = replace(known, traits=known.traits & CONVEX)
        claims = [claim for claim in declared_claims(plain) if isinstance(claim, Claim)]
        claims += [c for c in question.scope.assumptions if c.left == variable and isinstance(c.right, Number)]
        claims += [c for c in question.scope.assumptions if c.right == variable and isinstance(c.left, Number)]
        relations = ("<", ">", r"\le", r"\ge")
        return cls(variable, tuple(c for c in claims if c.relation in relations), question.deadline)

    def within(self, term: Term) -> Line:
        """The part of the line on which linear terms that ``term`` takes roots and logarithms of allow it."""
        signs = {Kind.POSITIVE: ">", Kind.NONNEGATIVE: r"\ge"}
        needed = [
            Claim(need.term, signs[need.kind], ZERO)
            for need in requirements(term)
            if need.certain and need.kind in signs and _is_linear(need.term, self.variable)
        ]
        return replace(self, claims=(*self.claims, *needed))

    def beyond(self, anchor: Term, sign: int) -> Line:
        """What lies right of ``anchor``, or left of it for a ``sign`` of -1."""
        beyond = Claim(self.variable, r"\ge" if sign > 0 else r"\le", anchor)
        return replace(self, claims=(*self.claims, beyond))

    def question(self, term: Term) -> Question:
        """The question whether ``term`` is not negative here."""
        scope = Scope({self.variable.name: Declaration(self.variable)}, self.claims)
        return Question(term, r"\ge", ZERO, scope, deadline=self.deadline)

    def is_certain(self, term: Term, relation: str = r"\ge") -> bool:
        """Whether the term has a sign wherever it is defined here."""
        question = self.question(term)
        scalars = Scalars(question.scope, Bounds(question.scope))
        return is_certain(Claim(term, relation, ZERO), (), scalars, question)

    def touches(self, anchor: Term) -> bool:
        """Whether a number lies on the line or at an end of it."""
        for claim in self.claims:
            sides = (claim.left, claim.right) if claim.relation in (">", r"\ge") else (claim.right, claim.left)
            larger, smaller = (at_number(side, self.variable, anchor) for side in sides)
            if not is_nonnegative(total([larger, product([number(-1), smaller])])):
                return False
        return True

    def ends_at(self, anchor: Term, sign: int) -> bool:
        """Whether nothing lies right of ``anchor``, or left of it for a ``sign`` of -1."""
        return self.is_certain(total([self.variable, product([number(-1), anchor])]), r"\le" if sign > 0 else r"\ge")


def is_nonnegative(value: Term, *, strict: bool = False) -> bool:
    """Whether a number without variables is at least 0; that it is 0 is shown exactly."""
    with flint.ctx.workprec(PRECISION):
        try:
            ball = arb(Evaluator(Balls(Polynomials("", frozenset())), {}).value(value))
        except NoValue:
            return False
    if ball > 0:
        return True
    if strict or ball < 0:
        return False
    bounds = Bounds(Scope())
    asked = Question(value, "=", ZERO, Scope())
    return isinstance(interpret(asked, normalise(value, bounds), ZERO, "kernel"), Agreement)


def difference(question: Question, *, logarithms: bool = False) -> Term | None:
    """The larger side less the smaller one, or the difference of their logarithms where both are certainly positive."""
    larger, smaller = question.left, question.right
    if question.relation in ("<", r"\le"):
        larger, smaller = smaller, larger
    if not logarithms:
        return total([larger, product([number(-1), smaller])])
    bounds = Bounds(question.scope)
    if not (bounds.positive(larger) and bounds.positive(smaller)):
        return None
    one, other = (normalise(Apply("log", (side,)), bounds) for side in (larger, smaller))
    return total([one, product([number(-1), other])])


def never_negative(term: Term, line: Line, anchors: Sequence[Term], *, strict: bool) -> bool:
    """Whether ``term`` is at least 0 (above 0 if ``strict``) wherever it is defined on the line.

    ``anchors`` are numbers in ascending order: beyond the first and the last, signs of derivatives decide.
    """
    line = line.within(term)
    if not anchors or not all(map(line.touches, anchors)):
        return False
    tails = _beyond(term, line, anchors[0], -1, strict=strict) and _beyond(term, line, anchors[-1], 1, strict=strict)
    return tails and all(_is_positive_between(term, line.variable, low, high) for low, high in pairwise(anchors))


def _beyond(term: Term, line: Line, anchor: Term, sign: int, *, strict: bool) -> bool:
    """Whether ``term`` keeps its sign from ``anchor`` on, to the right or (for a sign of -1) to the left."""
    value = at_number(term, line.variable, anchor)
    if line.ends_at(anchor, sign):
        return is_nonnegative(value, strict=strict)
    side = line.beyond(anchor, sign)
    plain = _without_kinks(term, side)
    if side.is_certain(plain, ">" if strict else r"\ge"):
        return True
    if not _is_smooth(plain, side):
        return False
    return is_nonnegative(value, strict=strict) and _rises(plain, side, anchor, sign, DEPTH)


def _rises(term: Term, side: Line, anchor: Term, sign: int, depth: int) -> bool:
    """Whether a smooth ``term`` does not fall on the way from ``anchor``: its derivative has the sign for that."""
    slope = product([number(sign), derivative(term, side.variable)])
    if count_nodes(slope) > MOST_NODES:
        return False
    if side.is_certain(slope):
        return True
    if depth == 0 or not _is_smooth(slope, side):
        return False
    value = at_number(slope, side.variable, anchor)
    return is_nonnegative(value) and _rises(slope, side, anchor, sign, depth - 1)


def _without_kinks(term: Term, side: Line) -> Term:
    """``term`` with |u| as u or -u, and the larger of two as one of them, where that is certain."""
    term = rebuild(term, lambda child: _without_kinks(child, side))
    match term:
        case Apply("abs", (inner,)):
            return _chosen(inner, product([number(-1), inner]), side) or term
        case Apply("max", (one, other)):
            return _chosen(one, other, side) or term
        case Apply("min", (one, other)):
            larger = _chosen(one, other, side)
            return term if larger is None else other if larger == one else one
    return term


def _chosen(one: Term, other: Term, side: Line) -> Term | None:
    """The larger of two terms, where it is the same everywhere."""
    gap = total([one, product([number(-1), other])])
    if side.is_certain(gap):
        return one
    return other if side.is_certain(gap, r"\le") else None


def _is_smooth(term: Term, side: Line) -> bool:
    """Whether ``term`` is defined and differentiable between any two points of the line at which it is defined.

    What it needs is certain on the whole line, or leaves an interval: a linear term that has to be positive.
    """
    for part in walk(term):
        if isinstance(part, Apply) and not _is_elementary(part):
            return False
        if not isinstance(part, (Apply, Number)) and part != side.variable:
            return False
    for requirement in requirements(term):
        needed = requirement.term
        if requirement.kind is Kind.NONZERO:
            if not (side.is_certain(needed, ">") or side.is_certain(needed, "<")):
                return False
        elif not ((requirement.certain and _is_linear(needed, side.variable)) or side.is_certain(needed, ">")):
            return False
    return True


def _is_elementary(part: Apply) -> bool:
    if part.operator == "power":
        base, exponent = part.arguments
        return isinstance(exponent, Number) or (isinstance(base, Number) and base.value > 0)
    return part.operator in SMOOTH and not part.shape


def _is_linear(term: Term, variable: Symbol) -> bool:
    try:
        found = factored(term)
    except NotPolynomial:
        return False
    return (
        all(
            exponent == 1 and polynomial.kernels == (variable,) and polynomial.degree(variable) == 1
            for polynomial, exponent in found.factors
        )
        and len(found.factors) <= 1
    )


def _is_positive_between(term: Term, variable: Symbol, low: Term, high: Term) -> bool:
    """Whether a box is cut up into parts on each of which a ball is positive."""
    system = Balls(Polynomials("", frozenset()))
    with flint.ctx.workprec(PRECISION):
        try:
            first, last = (arb(Evaluator(system, {}).value(end)) for end in (low, high))
            parts = [(first.lower(), last.upper())]
            for _ in range(MOST_PARTS):
                if not parts:
                    return True
                start, stop = parts.pop()
                middle = (start + stop) / 2
                if not _is_positive_on(term, variable, start.union(stop), system):
                    parts += [(start, middle.mid()), (middle.mid(), stop)]
        except NoValue:
            return False
    return False


def _is_positive_on(term: Term, variable: Symbol, box: arb, system: Balls) -> bool:
    try:
        return bool(arb(Evaluator(system, {variable.name: box}).value(term)) > 0)
    except NoValue:
        return False
