"""What must hold for both sides of a step to be defined, as a person would write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.algebra.polynomials import Polynomial
from derivcheck.engine.algebra.sums import product
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.cells import Cell, Run, runs
from derivcheck.engine.domains.feasible import Constraint, contradict
from derivcheck.engine.domains.requirements import Kind, Requirement, requirements
from derivcheck.engine.domains.solved import Domain, Sign, constraints, declared_cells, domain_of, satisfies
from derivcheck.terms.apart import lettered
from derivcheck.terms.chance import OMEGA, is_of_outcomes
from derivcheck.terms.gradients import without_derivatives
from derivcheck.terms.latex import to_latex as plain_latex
from derivcheck.terms.nodes import Derivative, Number, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Scope, Trait

INVERTIBLE = frozenset({Trait.INVERTIBLE, Trait.POSITIVE_DEFINITE, Trait.ORTHOGONAL})
RELATIONS = {Kind.NONZERO: r"\ne", Kind.POSITIVE: ">", Kind.NONNEGATIVE: r"\ge"}
MIRRORED = {">": "<", r"\ge": r"\le", r"\le": r"\ge", r"\ne": r"\ne"}


def to_latex(term: Term) -> str:
    """A term as a reader would write it."""
    return plain_latex(lettered(term))


def conditions(terms: Iterable[Term], assumed: Iterable[Term], scope: Scope) -> tuple[str, ...]:
    """Where both sides are defined: what is required beyond the scope, and ``assumed``, whose logarithms are taken."""
    bounds = Bounds(scope)
    required = [_worked_out(requirement) for term in terms for requirement in requirements(term)]
    required += [Requirement(Kind.POSITIVE, term) for term in assumed]
    averages = [requirement for requirement in required if is_of_outcomes(requirement.term)]
    required = [requirement for requirement in required if requirement not in averages]
    domain = domain_of(required, bounds)
    said = [text for variable, signs in domain.by_variable.items() for text in _on_line(variable, signs, scope)]
    said += [_of_several(sign) for sign in _needed(domain, bounds)]
    said += [text for requirement in domain.plain if (text := _plain(requirement, bounds, scope))]
    return tuple(dict.fromkeys([*said, *_of_averages(averages)]))


def _worked_out(requirement: Requirement) -> Requirement:
    """A requirement with its derivatives written out: what 2x must be says more than what d/dx x² must."""
    term = requirement.term
    if not any(isinstance(part, Derivative) for part in walk(term)):
        return requirement
    return replace(requirement, term=without_derivatives(term))


def _of_averages(averages: list[Requirement]) -> list[str]:
    """What averages must be is said in words, since their sums over outcomes are not the author's."""
    divides = [
        requirement
        for requirement in averages
        if requirement.kind is not Kind.NONNEGATIVE
        and any(OMEGA in s.name and not s.name.startswith("P(") for s in free_symbols(requirement.term) if s.shape)
    ]
    return [r"\text{no average vanishes that is divided by}"] if divides else []


def _on_line(variable: Symbol, signs: list[Sign], scope: Scope) -> list[str]:
    """The numbers that one variable may be: intervals, and points that are left out."""
    bounds = Bounds(scope)
    cells = declared_cells(variable, signs, bounds)
    declaration = scope.declarations.get(variable.name)
    nonzero = declaration is not None and Trait.NONZERO in declaration.traits
    found = runs(cells, lambda cell: all(sign.holds_at(cell.sample) for sign in signs))
    if not found:
        return [_of_several(sign) for sign in signs]
    name = variable.name
    intervals = [text for run in found if (text := _interval(name, run, cells))]
    missing = [point for run in found for point in run.missing if point or not nonzero]
    between = [r" \text{ or } ".join(intervals)] if intervals else []
    return between + [rf"{name} \ne {_number(point)}" for point in missing]


def _interval(name: str, run: Run, cells: list[Cell]) -> str:
    """A run as an inequality; an end that the scope sets is not said again."""
    first, last = run.cells[0], run.cells[-1]
    if first is last and first.is_point:
        return f"{name} = {_number(first.sample)}"
    low = None if first is cells[0] else first.low
    high = None if last is cells[-1] else last.high
    below, above = r"\le" if first.is_point else "<", r"\le" if last.is_point else "<"
    if low is not None and high is not None:
        return f"{_number(low)} {below} {name} {above} {_number(high)}"
    if low is not None:
        return rf"{name} {'>' if below == '<' else MIRRORED[below]} {_number(low)}"
    return f"{name} {above} {_number(high)}" if high is not None else ""


def _number(value: Fraction) -> str:
    return to_latex(Number(value))


def _needed(domain: Domain, bounds: Bounds) -> list[Sign]:
    """The signs of several variables that do not follow from the others."""
    single = [sign for signs in domain.by_variable.values() for sign in signs]
    ordered = sorted(domain.others, key=lambda sign: len(sign.factors))
    kept: list[Sign] = []
    for place, sign in enumerate(ordered):
        rest = [*single, *kept, *(other for other in ordered[place + 1 :] if len(other.factors) == 1)]
        if not _follows(sign, rest, bounds):
            kept.append(sign)
    return kept


def _follows(sign: Sign, others: list[Sign], bounds: Bounds) -> bool:
    known = [constraint for other in others for constraint in constraints(other)]
    result = sign.number
    for factor in sign.factors:
        opposite = Polynomial(tuple((monomial, -c) for monomial, c in factor.monomials))
        if contradict([*known, Constraint(opposite, strict=False)], bounds):
            continue
        if contradict([*known, Constraint(factor, strict=False)], bounds):
            result = -result
            continue
        return False
    return satisfies(sign.kind, result)


def _of_several(sign: Sign) -> str:
    """A sign condition; ``x - y > 0`` is written as x > y."""
    relation = RELATIONS[sign.kind]
    if len(sign.factors) == 1:
        parts = sign.factors[0].monomials
        if len(parts) == 2:
            (first, a), (second, b) = parts
            if a * b < 0 or not first or not second:
                flipped = MIRRORED[relation] if (a < 0) != (sign.number < 0) else relation
                left = Polynomial(((first, Fraction(1)),)).term()
                right = Polynomial(((second, -b / a),)).term()
                if first == ():
                    left, right, flipped = right, left, MIRRORED[flipped]
                return f"{to_latex(left)} {flipped} {to_latex(right)}"
        mirrored = MIRRORED[relation] if sign.number < 0 else relation
        return f"{to_latex(sign.factors[0].term())} {mirrored} 0"
    whole = product([Number(sign.number), *(factor.term() for factor in sign.factors)])
    return f"{to_latex(whole)} {relation} 0"


def _plain(requirement: Requirement, bounds: Bounds, scope: Scope) -> str:
    """A requirement that is no polynomial one."""
    term = requirement.term
    if requirement.kind is Kind.INVERTIBLE:
        if not isinstance(term, Symbol):
            return ""
        declaration = scope.declarations.get(term.name)
        return "" if declaration and declaration.traits & INVERTIBLE else f"{term.name} invertible"
    interval = bounds.of(term)
    if interval.positive or (requirement.kind is Kind.NONNEGATIVE and interval.nonnegative):
        return ""
    if requirement.kind is Kind.NONZERO and interval.negative:
        return ""
    return f"{to_latex(term)} {RELATIONS[requirement.kind]} 0"
