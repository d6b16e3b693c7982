"""Whether a formula about polynomials has a solution: none, one that is found, or neither.

A formula is split into cases in which the sign of every letter that matters is known. In a case, equations are used to
eliminate variables in which they are linear, and what remains in one variable is decided on cells. What remains in
several variables is contradicted by a combination of its inequalities, or solved by trying small values for all but one
variable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import flint
from flint import arb, fmpq

from derivcheck.engine.deadline import Deadline
from derivcheck.engine.statements.cells import PREFERRED, Condition, Number, ball_of, solutions
from derivcheck.engine.statements.contradictions import CONSTANT_PRECISION, constant_sign, contradictory, places_of
from derivcheck.engine.statements.formulas import (
    ABOVE,
    BELOW,
    EVERY,
    NO,
    NONZERO,
    YES,
    ZERO_SIGN,
    All,
    Formula,
    Known,
    Sign,
    Signs,
    both,
    possible,
    simplified,
)
from derivcheck.engine.statements.ring import (
    Letter,
    Poly,
    Ring,
    Solved,
    TooLarge,
    by_powers,
    evaluate,
    substituted,
    variables,
)
from derivcheck.engine.systems.base import OutOfTime

Assignment: TypeAlias = dict[int, "Number | arb"]
MOST_WORK = 1200
CONTRADICTION = 12
MOST_TRIED = 5


@dataclass(slots=True)
class Solver:
    """Searches one ring; ``constants`` are the balls of the variables that stand for one number.

    ``order`` lists the variables, those to be eliminated first in front. ``work`` counts the cases, up to ``most``.
    With ``approximate`` the constants are replaced by rational numbers close to them: what is found then has to be
    looked at once more, and that nothing is found means nothing.
    """

    ring: Ring
    constants: Mapping[int, arb]
    order: Sequence[int]
    approximate: bool = False
    deadline: Deadline | None = None
    work: int = 0
    gaps: int = 0
    most: int = MOST_WORK

    def search(self, formula: Formula) -> Iterator[Assignment]:
        """Solutions of ``formula``, one or a few for each case; with none found and no ``gaps``, there is none."""
        yield from self._cases(formula, {}, [])

    # Cases -----------------------------------------------------------------------------------------------------------

    def _spend(self, work: int = 1) -> None:
        self.work += work
        if self.work > self.most:
            raise TooLarge
        if self.deadline is not None and self.deadline.left() < 0:
            raise OutOfTime

    def _cases(self, formula: Formula, known: Known, solved: list[Solved]) -> Iterator[Assignment]:
        self._spend()
        formula, known = self._propagated(formula, known)
        if formula == NO:
            return
        if formula == YES:
            yield from self._settle([(letter.poly, signs) for letter, signs in known.values()], solved)
            return
        for case in self._split(_pick(formula), known):
            yield from self._cases(formula, case, solved)

    def _propagated(self, formula: Formula, known: Known) -> tuple[Formula, Known]:
        """What the parts that must hold say of single letters, until nothing new follows."""
        while True:
            formula = simplified(formula, known)
            parts = formula.parts if isinstance(formula, All) else (formula,)
            changed = False
            for part in parts:
                if isinstance(part, Sign):
                    for letter, implied in _implied(part, known):
                        signs = self._restricted(letter, implied)
                        if not signs:
                            return NO, known
                        known = {**known, letter.key: (letter, signs)}
                        changed = True
            if not changed:
                return formula, known

    def _restricted(self, letter: Letter, signs: Signs) -> Signs:
        sign = constant_sign(self.constants, letter.poly)
        return signs if sign is None else signs & {sign}

    def _split(self, sign: Sign, known: Known) -> Iterator[Known]:
        letter = next(
            letter for letter, _ in sign.factors.powers if letter.key not in known or len(known[letter.key][1]) > 1
        )
        signs = known[letter.key][1] if letter.key in known else EVERY
        if len(sign.factors.powers) == 1 and sign.factors.powers[0][1] % 2:
            wanted = frozenset(s * sign.factors.sign for s in sign.allowed)
            pieces = [signs & wanted, signs - wanted]
        else:
            pieces = [signs & piece for piece in (ZERO_SIGN, ABOVE, BELOW)]
        for piece in pieces:
            allowed = self._restricted(letter, piece)
            if allowed:
                yield {**known, letter.key: (letter, allowed)}

    # One case --------------------------------------------------------------------------------------------------------

    def _settle(self, conditions: list[tuple[Poly, Signs]], solved: list[Solved]) -> Iterator[Assignment]:
        """The solutions of a conjunction of conditions on irreducible polynomials."""
        self._spend()
        kept = self._without_constants(conditions)
        if kept is None:
            return
        conditions = kept
        choice = self._elimination(conditions)
        if choice is not None:
            yield from self._eliminate(*choice, conditions, solved)
            return
        groups = _groups([pair for pair in conditions if pair[1] != EVERY])
        single = [group for group in groups if len(places_of(group)) == 1]
        several = [group for group in groups if len(places_of(group)) > 1]
        assignment: Assignment = {}
        for group in single:
            place = places_of(group)[0]
            found = solutions([Condition.of(poly, place, signs) for poly, signs in group])
            if not found:
                return
            assignment[place] = found[0]
        for group in several:
            self._spend(CONTRADICTION)
            if contradictory(group, self.ring, self.constants):
                return
        if several:
            yield from self._branch(several[0], conditions, solved)
            return
        yield from self._assigned(assignment, single, solved)

    def _without_constants(self, conditions: list[tuple[Poly, Signs]]) -> list[tuple[Poly, Signs]] | None:
        """The conditions that are not settled by the values of the constants; None where one of these fails."""
        kept: list[tuple[Poly, Signs]] = []
        for poly, signs in conditions:
            sign = constant_sign(self.constants, poly)
            if sign is not None:
                if sign not in signs:
                    return None
            elif not self.approximate or not all(place in self.constants for place in variables(poly)):
                kept.append((self._rounded(poly) if self.approximate else poly, signs))
        return kept

    def _rounded(self, poly: Poly) -> Poly:
        """A polynomial with rational numbers for the constants."""
        for place in variables(poly):
            if place in self.constants:
                value = fmpq(int((self.constants[place] * 2**300).mid().floor().unique_fmpz()), 2**300)
                poly = substituted(poly, Solved(place, self.ring.constant(value), self.ring.constant(1)))
        return poly if poly.is_constant() else self.ring.letter(poly)[1].poly * self.ring.letter(poly)[0]

    def _assigned(
        self, assignment: Assignment, groups: list[list[tuple[Poly, Signs]]], solved: list[Solved]
    ) -> Iterator[Assignment]:
        """The solution with the simplest values, then others that differ from it in one variable."""
        yield self._completed(assignment, solved)
        for group in groups:
            place = places_of(group)[0]
            found = solutions([Condition.of(poly, place, signs) for poly, signs in group])
            for other in found[1:MOST_TRIED]:
                yield self._completed({**assignment, place: other}, solved)

    def _completed(self, assignment: Assignment, solved: list[Solved]) -> Assignment:
        """An assignment with what was eliminated put back."""
        complete: Assignment = {**assignment}
        for step in reversed(solved):
            for place in (*variables(step.top), *variables(step.bottom)):
                complete.setdefault(place, self.constants.get(place, fmpq(1)))
            exact = {k: v for k, v in complete.items() if isinstance(v, fmpq)}
            needed = {*variables(step.top), *variables(step.bottom)}
            if needed <= exact.keys():
                bottom = evaluate(step.bottom, exact)
                complete[step.place] = evaluate(step.top, exact) / bottom
            else:
                with flint.ctx.workprec(CONSTANT_PRECISION):
                    balls = {place: _ball(complete[place]) for place in needed}
                    complete[step.place] = evaluate(step.top, balls) / evaluate(step.bottom, balls)
        return complete

    def _elimination(self, conditions: list[tuple[Poly, Signs]]) -> tuple[int, int] | None:
        """An equation and a variable in which it is linear; a constant coefficient before others."""
        best: tuple[tuple[int, int, int], int, int] | None = None
        for index, (poly, signs) in enumerate(conditions):
            if signs != ZERO_SIGN:
                continue
            degrees = poly.degrees()
            if len(variables(poly)) == 1 and max(degrees) > 1:
                continue
            for rank, place in enumerate(self.order):
                if degrees[place] != 1:
                    continue
                slope = by_powers(poly, place)[1]
                cost = (0 if slope.is_constant() else 1, rank, len(poly))
                if best is None or cost < best[0]:
                    best = (cost, index, place)
        return None if best is None else best[1:]

    def _eliminate(
        self, index: int, place: int, conditions: list[tuple[Poly, Signs]], solved: list[Solved]
    ) -> Iterator[Assignment]:
        equation = conditions[index][0]
        rest, slope = by_powers(equation, place)
        others = [pair for k, pair in enumerate(conditions) if k != index]
        if not slope.is_constant():
            # Where the coefficient is 0, the equation says something else.
            vanishing = [*others, (slope, ZERO_SIGN), (rest, ZERO_SIGN)]
            yield from self._refactored(vanishing, solved)
            others.append((slope, NONZERO))
        step = Solved(place, -rest, slope)
        yield from self._refactored([(substituted(p, step), signs) for p, signs in others], [*solved, step])

    def _refactored(self, conditions: list[tuple[Poly, Signs]], solved: list[Solved]) -> Iterator[Assignment]:
        """Settles conditions on polynomials that may have several factors."""
        parts: list[Formula] = []
        for poly, signs in conditions:
            if signs != EVERY:
                parts.append(Sign(self.ring.factors(poly), signs))
        yield from self._cases(both(parts), {}, solved)

    # Several variables -----------------------------------------------------------------------------------------------

    def _branch(
        self, group: list[tuple[Poly, Signs]], conditions: list[tuple[Poly, Signs]], solved: list[Solved]
    ) -> Iterator[Assignment]:
        """Several variables: the sign that is open first, then small values."""
        undecided = next((pair for pair in group if len(pair[1]) > 1), None)
        if undecided is None:
            yield from self._tried(group, conditions, solved)
            return
        others = [pair for pair in conditions if pair is not undecided]
        for sign in sorted(undecided[1], reverse=True):
            yield from self._settle([*others, (undecided[0], frozenset({sign}))], solved)

    def _tried(
        self, group: list[tuple[Poly, Signs]], conditions: list[tuple[Poly, Signs]], solved: list[Solved]
    ) -> Iterator[Assignment]:
        """Small values for one variable; it is a gap in the search if none of them gives a solution."""
        place = self._to_try(group)
        is_found = False
        before = self.gaps
        tried = (self.constants[place],) if place in self.constants else PREFERRED
        for value in tried:
            if isinstance(value, arb):
                break
            step = Solved(place, self.ring.constant(value), self.ring.constant(1))
            for assignment in self._refactored(
                [(substituted(poly, step), signs) for poly, signs in conditions], [*solved, step]
            ):
                is_found = True
                yield assignment
                break
            if is_found:
                break
        self.gaps = before + (0 if is_found else 1)

    def _to_try(self, group: list[tuple[Poly, Signs]]) -> int:
        """The variable of which the polynomials are hardest to read off: not the one with the lowest degrees."""
        places = places_of(group)
        free = [place for place in places if place not in self.constants] or list(places)
        symbols = [place for place in free if place < len(self.ring.names)] or free
        return max(symbols, key=lambda place: (max(poly.degrees()[place] for poly, _ in group), -place))


def _implied(sign: Sign, known: Known) -> Iterator[tuple[Letter, Signs]]:
    """What a condition on a product says of a single letter whose sign is not known yet, the others' given."""
    if sign.allowed in (NONZERO, ABOVE, BELOW):
        for letter, _ in sign.factors.powers:
            before = known[letter.key][1] if letter.key in known else EVERY
            if 0 in before:
                yield letter, before - {0}
                return
    open_letters = [
        (letter, power)
        for letter, power in sign.factors.powers
        if letter.key not in known or len(known[letter.key][1]) > 1
    ]
    if len(open_letters) != 1:
        return
    letter, power = open_letters[0]
    before = known[letter.key][1] if letter.key in known else EVERY
    rest = possible(replace(sign.factors, powers=tuple(p for p in sign.factors.powers if p[0] != letter)), known)
    after = frozenset(s for s in before if any(r * (s * s if power % 2 == 0 else s) in sign.allowed for r in rest))
    if after != before:
        yield letter, after


def _pick(formula: Formula) -> Sign:
    """A condition to split by: the first one that has to hold, else the first of a choice."""
    while not isinstance(formula, Sign):
        formula = min(formula.parts, key=_weight)
    return formula


def _weight(formula: Formula) -> int:
    if isinstance(formula, Sign):
        return len(formula.factors.powers)
    return 1 + sum(map(_weight, formula.parts))


def _groups(conditions: Sequence[tuple[Poly, Signs]]) -> list[list[tuple[Poly, Signs]]]:
    """The conditions parted so that no two parts have a variable in common."""
    groups: list[tuple[set[int], list[tuple[Poly, Signs]]]] = []
    for pair in conditions:
        places, members = set(variables(pair[0])), [pair]
        if not places:
            continue
        apart = []
        for other, theirs in groups:
            if other & places:
                places |= other
                members = theirs + members
            else:
                apart.append((other, theirs))
        groups = [*apart, (places, members)]
    return [members for _, members in groups]


def _ball(value: Number | arb) -> arb:
    return value if isinstance(value, arb) else ball_of(value)
