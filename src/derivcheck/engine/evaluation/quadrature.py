"""Rigorous values of integrals: Arb's quadrature on the finite part, a proved bound on each infinite tail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flint import acb, arb, ctx

from derivcheck.engine.algebra.sums import mentions
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.tails import NEAR, STARTS, Integrand, Pick, tail_start
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import (
    Element,
    Imprecise,
    NoValue,
    OverBudget,
    System,
    Unbounded,
    Undefined,
    Unsupported,
)
from derivcheck.engine.systems.complexes import NOWHERE, ComplexBalls
from derivcheck.engine.systems.duals import Dual, tangent
from derivcheck.engine.systems.rationals import Rationals
from derivcheck.terms.nodes import Apply, Integral, Symbol, Term, number, operators, rebuild
from derivcheck.terms.substitution import substitute

if TYPE_CHECKING:
    # The evaluator hands its integrals over to this room.
    from derivcheck.engine.evaluation.evaluator import Evaluator

BITS = 44
"""To how many bits an integral is wanted: enough to tell two values apart."""

EVALUATIONS = 1_500
DEPTH = 200

COSTLY = frozenset({"log", "gamma", "digamma"})
"""Functions that are not evaluated again and again at the same place."""

FAR = 2 * STARTS[-1]
"""A place beyond all where a tail may begin: a range that is unbounded and does not reach it has no value anyway."""

AROUND = arb(0, 2**-60)
"""How far around a place is looked to tell a point from a range in which there is no value."""

CLOSE = arb(0, 2**-10)
"""How far a parameter is moved to see that a tail is bounded close by as well."""


def integral(
    evaluator: Evaluator, term: Integral, bounds: tuple[Value | None, Value | None], names: frozenset[str]
) -> Element:
    """The value of an integral between ``bounds`` in balls; raises Imprecise where it cannot be enclosed.

    ``names`` are those that are free in the integral.
    """
    system = evaluator.arithmetic.system
    if isinstance(system, Rationals):
        reason = "an integral has no exact value here"
        raise Imprecise(reason)
    if not isinstance(system, (Balls, ComplexBalls)):
        reason = "an integral"
        raise Unsupported(reason)
    if any(isinstance(bound, (Dual, Entries)) for bound in bounds) or term.shape:
        reason = "an integral of arrays, or whose bounds vary"
        raise Unsupported(reason)
    term, fixed = _hoisted(term, evaluator)
    quadrature = _Quadrature(evaluator, system, term, bounds, names)
    quadrature.fix(fixed)
    return quadrature.over(quadrature.levels(), _itself)


def _hoisted(term: Integral, evaluator: Evaluator) -> tuple[Integral, dict[str, Value]]:
    """The integral with names for what costs much and does not vary in it, and their values, which are found once."""
    values: dict[str, Value] = {}

    def lifted(part: Term) -> Term:
        if not isinstance(part, Apply) or part.operator == "cases" or COSTLY.isdisjoint(operators(part)):
            return part
        if part.operator in COSTLY and not part.shape and not mentions(part, term.variable):
            name = f"{part.operator} {len(values)} {term.variable}"
            values[name] = evaluator.value(part)
            return Symbol(name)
        return rebuild(part, lifted)

    return replace(term, body=lifted(term.body)), values


class _Quadrature:
    def __init__(
        self,
        evaluator: Evaluator,
        system: Balls | ComplexBalls,
        term: Integral,
        bounds: tuple[Element, Element],
        names: frozenset[str],
    ) -> None:
        self.evaluator, self.term, self.bounds = evaluator, term, bounds
        self.values: dict[str, Value] = {n: v for n, v in evaluator.bound.items() if n in names}
        self.is_complex = isinstance(system, ComplexBalls)
        self.unknowns = system.unknowns
        exact = {} if isinstance(system, ComplexBalls) else system.exact
        fixed = {n: v for n, v in exact.items() if n in names and not _varies(self.values.get(n))}
        self.exact = {**{n: _widened(v) for n, v in self.values.items()}, **fixed}

    def fix(self, values: dict[str, Value]) -> None:
        """Gives names in the integrand their values."""
        self.values |= values
        self.exact |= {name: _widened(value) for name, value in values.items()}

    def levels(self) -> list[int]:
        """The perturbations that the integrand depends on, the outermost first."""
        found: set[int] = set()
        for value in self.values.values():
            for entry in value.data if isinstance(value, Entries) else [value]:
                part = entry
                while isinstance(part, Dual):
                    found.add(part.level)
                    part = part.value
        return sorted(found, reverse=True)

    def over(self, levels: list[int], pick: Pick) -> Element:
        """The integral, component by component of the dual numbers that the integrand takes as values."""
        if not levels:
            return self.number(pick)
        level = levels[0]
        value = self.over(levels[1:], lambda v: _constant_part(pick(v), level))
        rate = self.over(levels[1:], lambda v: tangent(pick(v), level))
        return Dual(level, value, rate)

    def number(self, pick: Pick) -> Element:
        """The integral of one component: over all of its range, or with singular ends cut off as well."""
        lower, upper = self.bounds
        if lower is not None and upper is not None and acb(lower) == acb(upper):
            return arb(0)
        start, end, error = self.cut(lower, upper, pick)
        found = self.between(start, end, pick)
        if not found.is_finite() and not self.is_complex and not self.levels():
            ends = self.singular_ends(start, end)
            if any(ends):
                start, end, error = self.cut_singular((start, end), ends, error)
                found = self.between(start, end, pick)
        if not found.is_finite():
            reason = "an integral that diverges, or that quadrature does not enclose"
            raise Imprecise(reason)
        if self.is_complex:
            return found
        if not found.imag.contains(0):
            reason = "an integrand that is not real"
            raise Undefined(reason)
        return found.real + error

    def singular_ends(self, lower: Element, upper: Element) -> tuple[bool, bool]:
        """Whether the integrand has no value at each of the bounds."""
        low, high = (self.integrand(acb(end), _itself, analytic=False) for end in (lower, upper))
        return not low.is_finite(), not high.is_finite()

    def between(self, lower: Element, upper: Element, pick: Pick) -> acb:
        """The integral between finite bounds; not finite where it is not enclosed."""
        stopped: list[OverBudget] = []

        def integrand(z: acb, analytic: bool) -> acb:  # noqa: FBT001 - as acb.integral calls it
            try:
                return NOWHERE if stopped else self.integrand(z, pick, analytic=analytic)
            except OverBudget as bound:
                # An exception may not cross the library's own frames.
                stopped.append(bound)
                return NOWHERE

        tolerance = arb(2) ** -min(BITS, ctx.prec)
        found = acb.integral(
            integrand,
            acb(lower),
            acb(upper),
            rel_tol=tolerance,
            abs_tol=tolerance,
            eval_limit=EVALUATIONS,
            depth_limit=DEPTH,
        )
        if stopped:
            raise stopped[0]
        return found

    def integrand(self, z: acb, pick: Pick, *, analytic: bool) -> acb:
        """The integrand at a complex ball; not finite where it has no value."""
        inner = evaluator_of(
            ComplexBalls(self.unknowns, analytic=analytic),
            {**self.values, self.term.variable: z},
            self.evaluator,
        )
        try:
            value = pick(inner.value(self.term.body))
        except (NoValue, ZeroDivisionError):
            return NOWHERE
        return NOWHERE if isinstance(value, Entries) else acb(value)

    def cut_singular(
        self, bounds: tuple[Element, Element], singular: tuple[bool, bool], error: arb
    ) -> tuple[Element, Element, arb]:
        """Bounds a little inside of those where the integrand may have a pole of its own that is integrable."""
        near = []
        for bound, direction, is_singular in zip(bounds, (1, -1), singular, strict=True):
            if not is_singular:
                near.append(bound)
                continue
            # x = bound ± 1/t takes the end to infinity, and dx to dt/t².
            t = Symbol("t" + self.term.variable)
            end = Symbol("end" + self.term.variable)
            place = Apply("add", (end, Apply("multiply", (number(direction), Apply("power", (t, number(-1)))))))
            body = Apply(
                "multiply",
                (substitute(self.term.body, {self.term.variable: place}), Apply("power", (t, number(-2)))),
            )
            start, beyond = tail_start(self.tail(body, t.name, _itself, {end.name: bound}), None, NEAR)
            near.append(bound + direction / start)
            error += beyond
        return near[0], near[1], error

    def cut(self, lower: Element, upper: Element, pick: Pick) -> tuple[Element, Element, arb]:
        """Finite bounds, and a ball that holds what the integral of a component has beyond them.

        A derivative goes inside of the integral, since its bound holds for all parameters close by.
        """
        if lower is not None and upper is not None:
            return lower, upper, arb(0)
        if self.is_complex:
            reason = "an improper integral inside another"
            raise Unsupported(reason)
        name, body = self.term.variable, self.term.body
        error = arb(0)
        for end, place in ((upper, FAR), (lower, -FAR)):
            if end is None:
                self.refuse_undefined(place)
        if upper is None:
            upper, beyond = tail_start(self.tail(body, name, pick), lower)
            error += beyond
        if lower is None:
            mirrored = substitute(body, {name: Apply("multiply", (number(-1), Symbol(name)))})
            start, beyond = tail_start(self.tail(mirrored, name, pick), -upper)
            lower = -start
            error += beyond
        return lower, upper, error

    def refuse_undefined(self, place: int) -> None:
        """Raises Unbounded where the integrand has no value around a place far out in an unbounded range.

        At a lone point it may have none, which is why this looks at a ball: at a narrow one, as functions that fade are
        small there. It takes far less work than a germ, and most valuations of unknown functions fail in the tails, as
        where the logarithm of a function is taken that is negative there.
        """
        values = {**self.values, self.term.variable: arb(place) + AROUND}
        try:
            evaluator_of(Balls(self.unknowns), values, self.evaluator).value(self.term.body)
        except Undefined as missing:
            # That it has no value is no more than likely: the valuation is given up, and nothing is said of it.
            raise Unbounded(missing.reason) from missing
        except (Imprecise, Unsupported, ZeroDivisionError):
            # Whether it has one is seen from the tail.
            return

    def tail(self, body: Term, variable: str, pick: Pick, more: Mapping[str, Value] | None = None) -> Integrand:
        """An integrand whose tail is wanted, with more values."""
        values = {**self.exact, **(more or {})}
        return Integrand(body, variable, pick, values, self.unknowns, self.evaluator.budget)


def evaluator_of(system: System, values: dict[str, Value], outer: Evaluator) -> Evaluator:
    """An evaluator in another number system, whose work counts as the outer one's."""
    # The evaluator imports this room.
    from derivcheck.engine.evaluation.evaluator import Evaluator

    return Evaluator(system, values, outer.budget)


def _itself(value: Element) -> Element:
    return value


def _varies(value: Value | None) -> bool:
    """Whether a value is one of those that a derivative moves."""
    return isinstance(value, Dual) or (isinstance(value, Entries) and any(isinstance(v, Dual) for v in value.data))


def _widened(value: Value) -> Value:
    """A value with all that lie close by, where a derivative moves it."""
    if isinstance(value, Entries):
        return Entries(value.shape, [_widened(entry) for entry in value.data]) if _varies(value) else value
    if not isinstance(value, Dual):
        return value
    inner = value.value
    return Dual(value.level, _widened(inner) if isinstance(inner, Dual) else arb(inner) + CLOSE, value.tangent)


def _constant_part(value: Element, level: int) -> Element:
    return value.value if isinstance(value, Dual) and value.level == level else value
