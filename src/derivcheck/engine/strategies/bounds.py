"""Inequalities: looks for a named theorem whose bounded term is the difference of the sides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from derivcheck.engine.algebra.normal import logarithm_arguments
from derivcheck.engine.algebra.sums import product, reciprocal, total
from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.inequalities import gibbs, jensen, largest_summand, sign
from derivcheck.engine.question import Question
from derivcheck.terms.apart import apart
from derivcheck.terms.nodes import Apply, Number, Reduce, Symbol, Term, number, walk
from derivcheck.terms.substitution import substitute

NAME = "inequality"


def propose(question: Question) -> Iterator[Certificate]:
    """Certificates for ≤, ≥, < and > between scalars."""
    if question.relation not in (r"\le", r"\ge", "<", ">") or question.left.shape != ():
        return
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    larger, smaller = question.left, question.right
    if question.relation in (r"\le", "<"):
        larger, smaller = smaller, larger
    parts = cancelled(larger, smaller)
    for candidate in _sign_candidates(larger, smaller, parts):
        if bounds.of(candidate).nonnegative:
            yield Certificate(NAME, "theorem", sign.NAME, (candidate,))
    yield from _largest(parts)
    yield from _information(parts)


def cancelled(larger: Term, smaller: Term) -> list[tuple[Fraction, Term]]:
    """The difference as coefficients and terms, with what stands on both sides cancelled."""
    coefficients: dict[Term, Fraction] = {}
    parts: dict[Term, Term] = {}
    for side, signum in ((larger, 1), (smaller, -1)):
        for coefficient, part in _summands(side):
            # The same sum may have another name for its index elsewhere.
            key = apart(part, lambda _: False)
            parts.setdefault(key, part)
            coefficients[key] = coefficients.get(key, Fraction(0)) + signum * coefficient
    return [(c, parts[key]) for key, c in coefficients.items() if c]


def _summands(term: Term) -> Iterator[tuple[Fraction, Term]]:
    if isinstance(term, Apply) and term.operator == "add":
        for part in term.arguments:
            yield from _summands(part)
    elif isinstance(term, Apply) and term.operator == "multiply":
        numbers = [factor.value for factor in term.arguments if isinstance(factor, Number)]
        rest = product([factor for factor in term.arguments if not isinstance(factor, Number)])
        coefficient = Fraction(1)
        for value in numbers:
            coefficient *= value
        for inner, part in (
            _summands(rest) if isinstance(rest, Apply) and rest.operator == "add" else [(Fraction(1), rest)]
        ):
            yield coefficient * inner, part
    elif isinstance(term, Number):
        yield term.value, number(1)
    else:
        yield Fraction(1), term


def _sign_candidates(larger: Term, smaller: Term, parts: list[tuple[Fraction, Term]]) -> Iterator[Term]:
    yield total([product([Number(coefficient), part]) for coefficient, part in parts])
    yield total([larger, product([number(-1), smaller])])


def _largest(parts: list[tuple[Fraction, Term]]) -> Iterator[Certificate]:
    """The difference is a sum less one of its summands' maximum."""
    for coefficient, part in parts:
        if isinstance(part, Reduce) and part.operator == "sum" and coefficient > 0:
            yield Certificate(NAME, "theorem", largest_summand.NAME, (part,))


def _information(parts: list[tuple[Fraction, Term]]) -> Iterator[Certificate]:
    """The difference is a sum of weighted logarithms, perhaps beside one free logarithm: Gibbs or Jensen."""
    free: list[Term] = []
    sums: list[tuple[Fraction, Reduce]] = []
    for coefficient, part in parts:
        if isinstance(part, Apply) and part.operator == "log" and coefficient == 1:
            free.append(part.arguments[0])
        elif isinstance(part, Reduce) and part.operator == "sum":
            sums.append((coefficient, part))
        else:
            return
    for weight, logs, summation in _weighted_logs(sums):
        if not free:
            yield Certificate(NAME, "theorem", gibbs.NAME, (summation, weight, logs))
        elif len(free) == 1:
            yield Certificate(NAME, "theorem", jensen.NAME, (summation, weight, reciprocal(logs), free[0]))


def _weighted_logs(sums: list[tuple[Fraction, Reduce]]) -> Iterator[tuple[Term, Term, Reduce]]:
    """The weight w, and u such that the sums make ∑ w·log u; each possible weight is one factor of the first sum."""
    if not sums:
        return
    first = sums[0][1]
    for weight in _weights(first.body):
        collected: list[Term] = []
        for coefficient, summation in sums:
            body = _renamed(summation, first.index)
            inside = _log_argument(body, weight)
            if inside is None or (summation.lower, summation.upper) != (first.lower, first.upper):
                break
            collected.append(inside if coefficient == 1 else Apply("power", (inside, Number(coefficient))))
        else:
            yield weight, product(collected), first


def _weights(body: Term) -> list[Term]:
    factors = list(body.arguments) if isinstance(body, Apply) and body.operator == "multiply" else [body]
    plain = [f for f in factors if not any(isinstance(p, Apply) and p.operator == "log" for p in walk(f))]
    return [product(plain)] if plain else []


def _log_argument(body: Term, weight: Term) -> Term | None:
    """U with body = weight · log u, where the rest of the body is a sum of logarithms with numbers before them."""
    factors = list(body.arguments) if isinstance(body, Apply) and body.operator == "multiply" else [body]
    needed = list(weight.arguments) if isinstance(weight, Apply) and weight.operator == "multiply" else [weight]
    for factor in needed:
        if factor not in factors:
            return None
        factors.remove(factor)
    arguments = []
    for coefficient, part in _summands(product(factors)):
        if not (isinstance(part, Apply) and part.operator == "log"):
            return None
        inner = part.arguments[0]
        arguments.append(inner if coefficient == 1 else Apply("power", (inner, Number(coefficient))))
    return product(arguments)


def _renamed(summation: Reduce, index: str) -> Term:
    return substitute(summation.body, {summation.index: Symbol(index)}) if summation.index != index else summation.body
