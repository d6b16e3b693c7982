"""Whether a conclusion follows: the search for a point at which the premise is true and the conclusion false.

That the search is exhaustive and finds nothing is a proof; a point that it finds refutes, once the claims as they were
written have been looked at there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import flint
from flint import arb, fmpq

from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.statements.auxiliary import Kernel, is_constant
from derivcheck.engine.statements.cells import ball_of
from derivcheck.engine.statements.contradictions import CONSTANT_PRECISION
from derivcheck.engine.statements.formulas import ZERO_SIGN, Formula, both, negation
from derivcheck.engine.statements.inference import INTEGRAL, Inference
from derivcheck.engine.statements.lowering import Lowering
from derivcheck.engine.statements.ring import Ring, TooLarge, evaluate, variables
from derivcheck.engine.statements.solving import MOST_WORK, Assignment, Solver
from derivcheck.engine.statements.truth import Look, Observer, Truth
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Element, NoValue
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Trait

MOST_POINTS = 8
ENOUGH = 4
MOST_LOOKED_AT = 24
PINNED = 4
SMALL = (0, 1, -1, 2, -2, 3, -3, 4, 5, -5, fmpq(1, 2), fmpq(-1, 2), fmpq(3, 2), 10, fmpq(1, 3), fmpq(3, 4))
SIGNED: Mapping[Trait, Callable[[fmpq], bool]] = {
    Trait.POSITIVE: lambda value: value > 0,
    Trait.NEGATIVE: lambda value: value < 0,
    Trait.NONNEGATIVE: lambda value: value >= 0,
    Trait.NONZERO: lambda value: value != 0,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search came to: a refuting point, or whether it is certain that there is none."""

    point: Mapping[str, Element] | None = None
    look: Look | None = None
    is_exhaustive: bool = False


@dataclass(slots=True)
class Samples:
    """Points at which both statements were looked at, as they were written: where the first held, and where not."""

    solutions: int = 0
    others: int = 0
    against: Mapping[str, Element] | None = None
    seen: set[tuple[tuple[str, str], ...]] = field(default_factory=set)


@dataclass(frozen=True)
class Reasoner:
    """Everything about one inference on polynomials.

    ``backwards`` eliminates the variables in another order; with ``signed``, numbers below 0 have roots of odd degree.
    ``most`` bounds the work of a search.
    """

    inference: Inference
    backwards: bool = False
    signed: bool = False
    most: int = MOST_WORK

    @cached_property
    def lowering(self) -> Lowering:
        """The ring of this inference, and what is known of its auxiliary variables."""
        names = [symbol.name for symbol in self.inference.question.symbols if symbol.shape == ()]
        declarations = self.inference.question.declarations
        integral = frozenset(name for name, known in declarations.items() if known.domain in INTEGRAL)
        positive = {name for name, known in declarations.items() if Trait.POSITIVE in known.traits}
        positive |= {claim.left.name for claim in self.inference.forced if isinstance(claim.left, Symbol)}
        return Lowering(Ring(names), self.inference.terms, integral, frozenset(positive), signed=self.signed)

    @cached_property
    def formulas(self) -> tuple[Formula, Formula, Formula]:
        """The premise, the conclusion and the ground (with what is known of auxiliary variables)."""
        inference, lowering = self.inference, self.lowering
        premise, conclusion, ground = map(
            lowering.statement, (inference.premise, inference.conclusion, inference.ground)
        )
        return premise, conclusion, both([ground, *lowering.auxiliary.facts])

    def solver(self, *, approximate: bool = False) -> Solver:
        """A search that has not begun."""
        _ = self.formulas
        lowering = self.lowering
        auxiliary = list(range(len(lowering.ring.names), lowering.ring.taken))
        symbols = list(range(len(lowering.ring.names)))
        order = [*reversed(symbols), *auxiliary] if self.backwards else [*auxiliary, *symbols]
        order = sorted(order, key=lambda place: place in self.constants)
        return Solver(lowering.ring, self.constants, order, approximate, self.inference.deadline, most=self.most)

    @cached_property
    def constants(self) -> dict[int, arb]:
        """The auxiliary variables that stand for one number; one that is undefined (√−1) may stand for any."""
        kernels, count = self.lowering.auxiliary.kernels, len(self.lowering.ring.names)
        found = {p: _constant(kernel) for p, kernel in kernels.items() if is_constant(p, kernels, count)}
        return {place: ball for place, ball in found.items() if ball is not None}

    def is_impossible(self, formula: Formula) -> bool:
        """Whether it is certain that a formula has no solution under the scope."""
        try:
            solver = self.solver()
            found = next(solver.search(both([self.formulas[2], formula])), None)
        except TooLarge:
            return False
        return found is None and not solver.gaps

    @property
    def forward(self) -> Formula:
        """What holds where the premise is true and the conclusion false."""
        return both([self.formulas[0], negation(self.formulas[1])])

    @property
    def backward(self) -> Formula:
        """What holds where the conclusion is true and the premise false."""
        return both([self.formulas[1], negation(self.formulas[0])])

    def refute(self, *, converse: bool) -> Finding:
        """A point at which one statement is true and the other false."""
        inference = self.inference.converse() if converse else self.inference
        formula = both([self.formulas[2], self.backward if converse else self.forward])
        is_exhaustive = False
        for approximate in (False, True) if self.constants else (False,):
            solver, seen = self.solver(approximate=approximate), 0
            try:
                for assignment in solver.search(formula):
                    for values in self.valuations(assignment):
                        look = self.refutes(values, inference)
                        if look is not None and (look.is_exact or not approximate):
                            return Finding(values, look)
                    seen += 1
                    if seen > MOST_LOOKED_AT:
                        break
            except TooLarge:
                continue
            if not approximate:
                is_exhaustive = not seen and not solver.gaps
            if is_exhaustive:
                break
        return Finding(is_exhaustive=is_exhaustive)

    def refutes(self, values: Mapping[str, Element], inference: Inference) -> Look | None:
        """What is seen at a point that refutes, looked at without polynomials; None where it does not refute."""
        if not self._is_admissible(values):
            return None
        observer, look = Observer(values, inference.question), Look()
        if observer.truth(inference.ground, Look()) is not Truth.TRUE:
            return None
        if observer.truth(inference.premise, Look()) is not Truth.TRUE:
            return None
        return look if observer.truth(inference.conclusion, look) is Truth.FALSE else None

    def _is_admissible(self, values: Mapping[str, Element]) -> bool:
        declarations = self.inference.question.declarations
        return all(
            isinstance(value, fmpq) and value.q == 1
            for name, value in values.items()
            if name in declarations and declarations[name].domain in INTEGRAL
        )

    def valuations(self, assignment: Assignment) -> Iterator[dict[str, Element]]:
        """The values that the symbols may have at a solution; symbols that it leaves open are 1."""
        found: list[Assignment] = [dict(assignment)]
        for place, kernel in self.lowering.auxiliary.kernels.items():
            if place in assignment and place not in self.constants:
                found = [changed for known in found for changed in (*_inverted(known, place, kernel), known)]
        for known in found[:MOST_LOOKED_AT]:
            yield {name: known.get(place, fmpq(1)) for place, name in enumerate(self.lowering.ring.names)}

    def samples(self) -> Samples:
        """Looks at both statements, as they were written, at solutions of either and at small numbers."""
        found = Samples()
        for values in self._found_points():
            self._look_at(values, found)
        for values in self._small_points():
            if found.against is not None or found.others >= ENOUGH:
                break
            self._look_at(values, found)
        for values in self._pinned_points():
            if found.against is not None or found.solutions + found.others >= ENOUGH:
                break
            self._look_at(values, found)
        return found

    def _look_at(self, values: Mapping[str, Element], found: Samples) -> None:
        inference = self.inference
        point = tuple(sorted((name, str(value)) for name, value in values.items()))
        if point in found.seen:
            return
        found.seen.add(point)
        observer = Observer(values, inference.question)
        if not self._is_admissible(values) or observer.truth(inference.ground, Look()) is not Truth.TRUE:
            return
        first, second = (observer.truth(s, Look()) for s in (inference.premise, inference.conclusion))
        if Truth.UNKNOWN in (first, second):
            return
        if (first is Truth.TRUE and second is Truth.FALSE) or (
            inference.both_ways and first is Truth.FALSE and second is Truth.TRUE
        ):
            found.against = values
        elif first is Truth.TRUE:
            found.solutions += 1
        else:
            found.others += 1

    def _found_points(self) -> Iterator[Mapping[str, Element]]:
        for formula in self.formulas[:2]:
            for approximate in (False, True) if self.constants else (False,):
                yield from self._solutions(formula, approximate=approximate)

    def _small_points(self) -> Iterator[Mapping[str, Element]]:
        source = random.Random(f"{self.inference.question.digest}|{self.inference.seed}")
        names = self.lowering.ring.names
        for value in SMALL[: len(SMALL) if names else 3]:
            yield {name: fmpq(value) if not k else fmpq(source.choice(SMALL)) for k, name in enumerate(names)}
        for _ in range(MOST_POINTS if len(names) > 1 else 0):
            yield {name: fmpq(source.choice(self._allowed(name))) for name in names}

    def _pinned_points(self) -> Iterator[Mapping[str, Element]]:
        """Solutions of either statement at which one symbol has a small value."""
        ring, sign = self.lowering.ring, self.lowering.auxiliary.sign
        for place, name in enumerate(ring.names):
            for value in self._allowed(name)[:PINNED]:
                pin = sign(ring.generators[place] - fmpq(value), ZERO_SIGN)
                for formula in self.formulas[:2]:
                    yield from self._solutions(both([formula, pin]), approximate=False)

    def _allowed(self, name: str) -> list[int | fmpq]:
        """Small values that a symbol may have, to judge by its declaration."""
        declared = self.inference.question.declarations.get(name)
        if declared is None:
            return list(SMALL)
        low, high = declared.lower, declared.upper
        return [
            value
            for value in SMALL
            if not (declared.domain in INTEGRAL and fmpq(value).q != 1)
            and all(has_sign(fmpq(value)) for trait, has_sign in SIGNED.items() if trait in declared.traits)
            and (low is None or value > fmpq(low.numerator, low.denominator))
            and (high is None or value < fmpq(high.numerator, high.denominator))
        ] or list(SMALL)

    def _solutions(self, formula: Formula, *, approximate: bool) -> Iterator[Mapping[str, Element]]:
        solver = self.solver(approximate=approximate)
        try:
            for count, assignment in enumerate(solver.search(both([self.formulas[2], formula]))):
                yield from self.valuations(assignment)
                if count > MOST_POINTS:
                    return
        except TooLarge:
            return


def _constant(kernel: Kernel) -> arb | None:
    with flint.ctx.workprec(CONSTANT_PRECISION):
        try:
            value = Evaluator(Balls(Polynomials("", frozenset())), {}).value(kernel.term)
        except NoValue:
            return None
        return arb(value)


def _inverted(known: Assignment, place: int, kernel: Kernel) -> Iterator[Assignment]:
    """What the value of an exponential, a logarithm, a sine or cosine says of a variable in it, others being 1."""
    top, bottom = kernel.argument.top, kernel.argument.bottom
    inside = variables(top)
    if kernel.operator not in INVERSES or not inside:
        return
    is_periodic, below = kernel.operator in ("sin", "cos"), variables(bottom)
    free = [p for p in inside if top.degrees()[p] == 1 and p not in below]
    # What was chosen for a variable before its logarithm was known is chosen anew where nothing else is left.
    wanted = next((p for p in free if p not in known or is_periodic), next(iter(free), None))
    if wanted is None:
        return
    with flint.ctx.workprec(CONSTANT_PRECISION):
        others = {p: known.get(p, fmpq(1)) for p in (*inside, *below) if p != wanted}
        balls = {p: value if isinstance(value, arb) else ball_of(value) for p, value in others.items()}
        offset = evaluate(top, {**balls, wanted: fmpq(0)})
        slope = evaluate(top, {**balls, wanted: fmpq(1)}) - offset
        scale = evaluate(bottom, balls)
        if slope == 0 or (isinstance(slope, arb) and slope.contains(0)):
            return
        value = known[place]
        for target in INVERSES[kernel.operator](value if isinstance(value, arb) else ball_of(value)):
            if target.is_finite():
                yield {**known, **others, wanted: (target * scale - offset) / slope}


def _arguments_of_sine(value: arb) -> list[arb]:
    first = value.asin()
    return [turned + 2 * k * arb.pi() for k in (0, 1, -1) for turned in (first, arb.pi() - first)]


def _arguments_of_cosine(value: arb) -> list[arb]:
    first = value.acos()
    return [turned + 2 * k * arb.pi() for k in (0, 1, -1) for turned in (first, -first)]


INVERSES: Mapping[str, Callable[[arb], list[arb]]] = {
    "exp": lambda value: [value.log()],
    "log": lambda value: [value.exp()],
    "sin": _arguments_of_sine,
    "cos": _arguments_of_cosine,
}


def follows(inference: Inference, *, backwards: bool, most: int = MOST_WORK) -> bool:
    """Whether the conclusion certainly follows, and for ⟺ the premise from it, by an exhaustive search of each case.

    Where a root of odd degree is taken of what may be negative, both of its readings have to agree.
    """
    for signed in (False, True):
        reasoner = Reasoner(inference, backwards, signed, most)
        ways = [reasoner.forward, *([reasoner.backward] if inference.both_ways else [])]
        if not all(map(reasoner.is_impossible, ways)):
            return False
        if not reasoner.lowering.is_ambiguous:
            return True
    return True


def is_impossible(inference: Inference) -> bool:
    """Whether neither the premise nor the conclusion has a solution."""
    for signed in (False, True):
        reasoner = Reasoner(inference, signed=signed)
        if not all(map(reasoner.is_impossible, reasoner.formulas[:2])):
            return False
    return True
