"""Identities of determinants of every size, by their logarithmic derivatives.

The determinant of an n × n matrix has degree n, so that no finite number of sizes decides an identity about it. Where
both sides are products of determinants and rational functions, their quotient is constant if the logarithmic derivative
vanishes, which is an identity of traces: d log det A = tr(A⁻¹ dA), after Jacobi. One point then gives the constant.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.base_points import BasePoint, Exponents, NoLogarithm, counted
from derivcheck.terms.nodes import ONE, ZERO, Apply, Derivative, Symbol, Term, free_symbols, number, operators
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.substitution import substitute

TANGENTS: dict[Trait, frozenset[Trait]] = {
    Trait.POSITIVE_DEFINITE: frozenset({Trait.SYMMETRIC}),
    Trait.POSITIVE_SEMIDEFINITE: frozenset({Trait.SYMMETRIC}),
    Trait.SYMMETRIC: frozenset({Trait.SYMMETRIC}),
    Trait.SKEW: frozenset({Trait.SKEW}),
    Trait.DIAGONAL: frozenset({Trait.DIAGONAL}),
    Trait.LOWER_TRIANGULAR: frozenset({Trait.LOWER_TRIANGULAR}),
    Trait.UPPER_TRIANGULAR: frozenset({Trait.UPPER_TRIANGULAR}),
    **dict.fromkeys(
        (
            Trait.INVERTIBLE,
            Trait.FULL_COLUMN_RANK,
            Trait.FULL_ROW_RANK,
            Trait.POSITIVE_DIAGONAL,
            Trait.POSITIVE,
            Trait.NONZERO,
            Trait.NONNEGATIVE,
            Trait.NEGATIVE,
        ),
        frozenset(),
    ),
}
"""In which directions a matrix may move without losing a property: the sets are open in linear spaces."""


@dataclass(slots=True)
class _Logarithm:
    """The logarithm of |left/right| as a sum: of logarithms of determinants and of scalars with weights, and a rest."""

    determinants: Exponents = field(default_factory=dict)
    scalars: Exponents = field(default_factory=dict)
    rest: list[Term] = field(default_factory=list)

    def add_side(self, term: Term, sign: int) -> None:
        """Adds a side that is an equation of logarithms, term by term."""
        for part in term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,):
            factors = part.arguments if isinstance(part, Apply) and part.operator == "multiply" else (part,)
            logs = [factor for factor in factors if isinstance(factor, Apply) and factor.operator == "log"]
            weight = product([number(sign), *(factor for factor in factors if factor not in logs)])
            if len(logs) == 1 and not _has_determinant(weight):
                self.add_factor(logs[0].arguments[0], weight)
            elif _has_determinant(part):
                raise NoLogarithm
            else:
                self.rest.append(product([number(sign), part]))

    def add_factor(self, term: Term, weight: Term) -> None:
        """Adds the logarithm of a factor."""
        match term:
            case Apply(operator="multiply"):
                for factor in term.arguments:
                    self.add_factor(factor, weight)
            case Apply(operator="power", arguments=(base, exponent)):
                self.add_factor(base, product([exponent, weight]))
            case Apply(operator="determinant", arguments=(matrix,)):
                counted(self.determinants, matrix, weight)
            case _ if _has_determinant(term):
                raise NoLogarithm
            case _:
                counted(self.scalars, term, weight)


def _has_determinant(term: Term) -> bool:
    return "determinant" in operators(term)


def logarithmic(question: Question) -> tuple[Question, ...]:
    """Questions that together prove ``question``; raises NoLogarithm where its sides are of another kind.

    What is assumed is left aside: what holds without it holds.
    """
    if question.left.shape or question.right.shape:
        raise NoLogarithm
    question = replace(question, scope=replace(question.scope, assumptions=()))
    found = _Logarithm()
    if any("log" in operators(side) for side in (question.left, question.right)):
        found.add_side(question.left, 1)
        found.add_side(question.right, -1)
    else:
        found.add_factor(question.left, ONE)
        found.add_factor(question.right, number(-1))
    if not found.determinants:
        raise NoLogarithm
    posed = [_derivative(question, found)]
    base = BasePoint.find(question.values, found.determinants, found.scalars)
    if found.rest:
        posed.append(replace(question, left=base.of_scalar(total(found.rest)), right=ZERO))
    return tuple(posed)


def _derivative(question: Question, found: _Logarithm) -> Question:
    """The derivative along any direction, which is to be 0."""
    moved: dict[str, Term] = {}
    declared: dict[str, Declaration] = {}
    step = Symbol("#step")
    for symbol in question.values:
        known = question.declarations[symbol.name]
        if known.domain in (Domain.INTEGER, Domain.NATURAL):
            continue
        tangents = [TANGENTS.get(trait) for trait in known.traits]
        is_linear = known.domain is Domain.REAL and not known.normalised and None not in tangents
        if not is_linear:
            # Of any matrix more is claimed than of an orthogonal one.
            declared[symbol.name] = Declaration(symbol)
        tangent = frozenset().union(*(t for t in tangents if t is not None)) if is_linear else frozenset()
        direction = Symbol(f"d {symbol.name}", symbol.shape)
        declared[direction.name] = Declaration(direction, traits=tangent)
        scaled = Apply("multiply", (step, direction), symbol.shape)
        moved[symbol.name] = Apply("add", (symbol, scaled), symbol.shape)

    weights = (*found.determinants.values(), *found.scalars.values())
    if any(_varies(weight, moved) for weight in weights):
        # An exponent that moves would bring the logarithm itself into the derivative.
        raise NoLogarithm

    def rate(term: Term) -> Term:
        return Derivative(step, substitute(term, moved), ZERO)

    parts = [
        product([weight, Apply("trace", (Apply("matmul", (_inverse(matrix), rate(matrix)), matrix.shape),))])
        for matrix, weight in found.determinants.items()
    ]
    parts += [
        product([weight, rate(term), reciprocal(term)])
        for term, weight in found.scalars.items()
        if _varies(term, moved)
    ]
    parts += [rate(term) for term in found.rest if _varies(term, moved)]
    scope = replace(question.scope, declarations={**question.scope.declarations, **declared})
    return replace(question, left=total(parts), right=ZERO, scope=scope)


def _varies(term: Term, moved: dict[str, Term]) -> bool:
    return any(symbol.name in moved for symbol in free_symbols(term))


def _inverse(matrix: Term) -> Term:
    return Apply("inverse", (matrix,), matrix.shape)
