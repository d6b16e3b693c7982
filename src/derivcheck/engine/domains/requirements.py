"""What must hold for a term to be defined, one requirement for each operator that is not defined everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from derivcheck.engine.algebra.sums import product, total
from derivcheck.terms.nodes import ONE, Apply, Derivative, Number, Term, number
from derivcheck.terms.substitution import substitute


class Kind(StrEnum):
    """What a term has to be."""

    NONZERO = "nonzero"
    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    INVERTIBLE = "invertible"


@dataclass(frozen=True, slots=True)
class Requirement:
    """``term`` has to be of ``kind``; not ``certain`` where some read the operator more widely."""

    kind: Kind
    term: Term
    certain: bool = True


NEVER_ZERO = frozenset({"gamma", "exp", "cosh"})


def requirements(term: Term) -> Iterator[Requirement]:
    """What ``term`` needs to be defined, outside sums, arrays and cases, which would need a quantifier.

    The body of a derivative has to be defined at its point.
    """
    stack = [term]
    while stack:
        part = stack.pop()
        if isinstance(part, Derivative) and not part.variable.shape and part.entry is None:
            stack += [part.point, substitute(part.body, {part.variable.name: part.point})]
        elif isinstance(part, Apply) and part.operator != "cases":
            rule = RULES.get(part.operator)
            for requirement in rule(part) if rule is not None else ():
                yield from _plainer(requirement)
            stack.extend(reversed(part.arguments))


def _plainer(requirement: Requirement) -> Iterator[Requirement]:
    """The same said of simpler terms: |u| and √u differ from 0 where u does, a product where its factors do."""
    term, kind = requirement.term, requirement.kind
    if isinstance(term, Apply) and not term.shape:
        if kind is Kind.NONZERO and term.operator in NEVER_ZERO:
            return
        if kind is Kind.NONZERO and term.operator == "multiply":
            for factor in term.arguments:
                yield from _plainer(replace(requirement, term=factor))
            return
        if kind in (Kind.NONZERO, Kind.POSITIVE) and term.operator == "abs":
            yield from _plainer(replace(requirement, kind=Kind.NONZERO, term=term.arguments[0]))
            return
        if kind is Kind.NONZERO and term.operator in ("power", "root"):
            yield from _plainer(replace(requirement, term=term.arguments[0]))
            return
    yield requirement


def _power(term: Apply) -> Iterator[Requirement]:
    base, exponent = term.arguments
    if term.shape:
        return
    if not isinstance(exponent, Number):
        return
    if exponent.value.denominator != 1:
        # Some take odd roots of negative numbers in this notation too.
        yield Requirement(Kind.NONNEGATIVE, base, certain=exponent.value.denominator % 2 == 0)
    if exponent.value < 0:
        yield Requirement(Kind.NONZERO, base)


def _scalar(*needs: tuple[Kind, Callable[[Term], Term]]) -> Callable[[Apply], Iterator[Requirement]]:
    def rule(term: Apply) -> Iterator[Requirement]:
        if not term.shape:
            for kind, of in needs:
                yield Requirement(kind, of(term.arguments[0]))

    return rule


def _same(term: Term) -> Term:
    return term


def _less(term: Term) -> Term:
    return total([ONE, product([number(-1), term])])


def _more(term: Term) -> Term:
    return total([ONE, term])


def _beyond(term: Term) -> Term:
    return total([term, Number(Fraction(-1))])


def _cosine(term: Term) -> Term:
    return Apply("cos", (term,))


def _inverse(term: Apply) -> Iterator[Requirement]:
    yield Requirement(Kind.INVERTIBLE, term.arguments[0])


RULES: dict[str, Callable[[Apply], Iterator[Requirement]]] = {
    "power": _power,
    "log": _scalar((Kind.POSITIVE, _same)),
    "tan": _scalar((Kind.NONZERO, _cosine)),
    "arcsin": _scalar((Kind.NONNEGATIVE, _more), (Kind.NONNEGATIVE, _less)),
    "arccos": _scalar((Kind.NONNEGATIVE, _more), (Kind.NONNEGATIVE, _less)),
    "artanh": _scalar((Kind.POSITIVE, _more), (Kind.POSITIVE, _less)),
    "arcosh": _scalar((Kind.NONNEGATIVE, _beyond)),
    "inverse": _inverse,
}
