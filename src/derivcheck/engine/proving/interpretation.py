"""Random interpretation: an identity that holds at random elements of large finite fields is one of real expressions.

The error is bounded by Schwartz (1980) and Zippel (1979). Every finite choice (the signs inside |·|, parities of
integers) must be visited; square roots are followed through one branch only where their arguments are shown to be
independent non-squares, since the branches are then conjugate.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from derivcheck.engine.calculus.domination import derivatives_go_inside
from derivcheck.engine.calculus.integrals import on_nodes
from derivcheck.engine.calculus.limits import at_points
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.choices import MOST_CHOICES, Choices
from derivcheck.engine.refuting.degrees import Needs, needs
from derivcheck.engine.refuting.size_plans import (
    TooLarge,
    edge_sizes,
    equal_sizes,
    index_plans,
    orders,
    proving_sizes,
    smallest_sizes,
)
from derivcheck.engine.refuting.valuations import Residues, draw_values, integer_range
from derivcheck.engine.systems.base import Element, NoValue, OutOfTime, OverBudget, Unsupported
from derivcheck.engine.systems.field import Field, draw_primes
from derivcheck.terms.nodes import Apply, Number, Term, free_symbols, operators, walk
from derivcheck.terms.scope import Declaration, Domain

POOL = 4
"""How many pairs of primes a run shares; which one a step uses depends on the step."""

# With k roots whose branches are hidden, each branch has probability 2^-k; after so many points the chance that one was
# never met is below 2^-100.
POINTS_FOR_HIDDEN = {0: 0, 1: 100, 2: 241}

REDRAWS = 60
MOST_POINTS = 600
ERROR_BITS = 100


@dataclass(frozen=True, slots=True)
class Agreement:
    """The sides agreed at every point that a proof needs."""

    points: int
    sizes: tuple[dict[str, int], ...]
    error_bits: int


@dataclass(frozen=True, slots=True)
class NoAgreement:
    """The sides differed, or could not be compared; ``code`` and ``what`` say why."""

    code: str
    what: str


def interpret(question: Question, left: Term, right: Term, salt: str = "") -> Agreement | NoAgreement:
    """Whether ``left = right`` is an identity over the question's scope; ``salt`` makes other primes and points."""
    if not derivatives_go_inside(question.scope, left, right):
        return NoAgreement("D304", "a derivative that may not go inside of an improper integral")
    try:
        return _Interpretation(*on_nodes(*at_points(question, left, right)), salt).run()
    except Unsupported as missing:
        return NoAgreement("D304", missing.reason)


SIGNED = frozenset({"abs", "max", "min", "sign", "less", "at-most"})


def has_signed_constants(term: Term) -> bool:
    """Whether ``term`` has signs to tell, and function values without any variable in them."""
    return not SIGNED.isdisjoint(operators(term)) and any(
        isinstance(part, Apply) and part.operator not in PLAIN and not free_symbols(part) and not _is_rational(part)
        for part in walk(term)
    )


def _is_rational(term: Apply) -> bool:
    """Whether a power of a number is rational, so that its sign is the same at all primes."""
    if term.operator != "power" or not all(isinstance(argument, Number) for argument in term.arguments):
        return False
    exponent = term.arguments[1]
    return isinstance(exponent, Number) and exponent.value.denominator == 1


PLAIN = frozenset({"add", "multiply", "equal", "different", "cases"})


def parity_bits(*terms: Term) -> int:
    """How many binary digits of the integers decide the parity of every exponent: one more than halves are in it."""
    exponents = [
        part.arguments[1]
        for term in terms
        if "real-power" in operators(term)
        for part in walk(term)
        if isinstance(part, Apply) and part.operator == "power" and not isinstance(part.arguments[1], Number)
    ]
    return 1 + max((sum(map(_halves, walk(exponent))) for exponent in exponents), default=0)


def _halves(part: Term) -> int:
    """The power of 2 in the denominator of a number, and in a number that something is divided by."""
    if isinstance(part, Apply) and part.operator == "power" and isinstance(part.arguments[0], Number):
        return _twos(part.arguments[0].value.numerator)
    return _twos(part.value.denominator) if isinstance(part, Number) else 0


def _twos(value: int) -> int:
    return (value & -value).bit_length() - 1 if value else 0


def is_signed(declaration: Declaration | None) -> bool:
    """Whether a size is declared as an integer that may be negative."""
    if declaration is None or declaration.domain is not Domain.INTEGER:
        return False
    low, _ = integer_range(declaration)
    return low is None or low < 0


MOST_GLANCED = 4
"""With more free indices, even one of the ways in which they may be equal takes long to find."""


class _Interpretation:
    def __init__(self, question: Question, left: Term, right: Term, salt: str) -> None:
        self.question = question
        self.left, self.right = left, right
        self.source = random.Random(f"{question.digest}|{salt}")
        self.points = 0
        self.fresh = has_signed_constants(left) or has_signed_constants(right)

    def run(self) -> Agreement | NoAgreement:
        """Checks at every assignment of sizes and every pattern of indices."""
        question = self.question
        if any(is_signed(question.declarations.get(size)) for size in question.sizes):
            # A sum up to a negative bound is empty, and no plan of sizes goes there.
            return NoAgreement("D302", "a bound that may be negative")
        try:
            if self.differs_at(smallest_sizes(question)):
                return NoAgreement("D301", "")
            wanted = needs(self.left, self.right, question.declarations, frozenset(question.sizes), question.indices)
            plans, failure = self.in_all_orders(wanted)
            failure = failure or self.at_sizes(edge_sizes(question, plans), vacuous="D303")
        except TooLarge as bound:
            return NoAgreement("D302", bound.what)
        except OutOfTime:
            raise
        except OverBudget:
            return NoAgreement("D302", "more evaluations than the budget")
        except Unsupported as missing:
            return NoAgreement("D304", missing.reason)
        return failure or Agreement(self.points, tuple(plans), ERROR_BITS)

    def differs_at(self, plans: Iterable[dict[str, int]]) -> bool:
        """Whether the sides differ at one point: at small sizes that costs little, and tells most of those that do."""
        if len(self.question.indices) > MOST_GLANCED:
            return False
        bits = parity_bits(self.left, self.right)
        for plan in plans:
            for places in islice(index_plans(self.question, plan, self.field(), self.source), 1):
                failure = self.point({**plan, **places}, _Branches(), Choices(), bits)
                if failure is not None and failure.code == "D301":
                    return True
        return False

    def in_all_orders(self, wanted: Needs) -> tuple[list[dict[str, int]], NoAgreement | None]:
        """The sizes that were tried, in every order where that matters, and the first failure.

        (XXᵀ)⁻¹ has a value only where X has no more rows than columns; where neither side has one, nothing is claimed.
        """
        question = self.question
        plans = proving_sizes(question, wanted)
        failure = self.at_sizes(plans)
        vacuous = failure is not None and failure.code == "D303"
        if len(question.sizes) < 2 or not (vacuous or (wanted.rectangular and failure is None)):
            return plans, failure
        for order in (*orders(question), ()):
            others = proving_sizes(question, wanted, order) if order else equal_sizes(plans)
            found = self.at_sizes(others)
            if found is not None and found.code != "D303":
                return others, found
            if found is None:
                plans, failure = others, None
                if not wanted.rectangular:
                    break
        return plans, failure

    def at_sizes(self, plans: Iterable[dict[str, int]], vacuous: str = "") -> NoAgreement | None:
        """The first failure at some assignment of sizes; ``vacuous`` is the code of one that does not count."""
        for plan in plans:
            for places in index_plans(self.question, plan, self.field(), self.source):
                failure = self.check({**plan, **places})
                if failure and failure.code != vacuous:
                    return failure
        return None

    def field(self) -> Field:
        """A fresh field: its primes from the run's pool, its hash key from this point."""
        # The sign of a constant such as sin 26 is seen anew only at new primes.
        name = self.source.random() if self.fresh else self.source.randrange(POOL)
        primes = draw_primes(f"{self.question.seed}|{name}")
        return Field(primes, str(self.source.random()), exponents=self.question.exponential)

    def check(self, sizes: dict[str, int]) -> NoAgreement | None:
        """Points at one assignment of sizes, for all outcomes of the choices in their draws."""
        choices, start = Choices(), self.points
        undefined: NoAgreement | None = None
        for _ in range(MOST_CHOICES):
            before = self.points
            failure = self.check_chosen(sizes, choices)
            if failure and (failure.code != "D303" or self.points > before):
                return failure
            undefined = undefined or failure
            if not choices.advance():
                # Where a choice leaves a side undefined, nothing is claimed; one has to be left that does not.
                return undefined if self.points == start else None
        return NoAgreement("D302", "more properties with a finite choice than the budget")

    def check_chosen(self, sizes: dict[str, int], choices: Choices) -> NoAgreement | None:
        """Points with the same choices, until every branch has been seen."""
        bits = parity_bits(self.left, self.right)
        branches = _Branches()
        for _ in range(MOST_POINTS):
            failure = self.point(sizes, branches, choices, bits)
            if failure:
                return failure
            if branches.entangled:
                return NoAgreement("D302", "signs under square roots to be told apart")
            if branches.complete():
                return None
        return NoAgreement("D302", "more branches than the budget")

    def point(self, sizes: dict[str, int], branches: _Branches, choices: Choices, bits: int) -> NoAgreement | None:
        """One random point at which both sides have a value."""
        for _ in range(REDRAWS):
            field = self.field()
            choices.restart()
            draw = Residues(field, self.source, choices)
            try:
                values = draw_values(self.question.values, self.question.declarations, sizes, draw)
                evaluator = Evaluator(field, values, self.question.budget)
                left, right = evaluator.value(self.left), evaluator.value(self.right)
            except Unsupported:
                raise
            except NoValue:
                branches.saw_roots(field)
                continue
            branches.saw(field, self._integers(values), bits)
            self.points += 1
            return None if _equal(left, right, field) else NoAgreement("D301", "")
        return NoAgreement("D303", "")

    def _integers(self, values: Mapping[str, Value]) -> list[Element]:
        """All integers that were drawn, those in arrays included."""
        found: list[Element] = []
        for symbol in self.question.values:
            if self.question.declarations[symbol.name].domain in (Domain.INTEGER, Domain.NATURAL):
                value = values[symbol.name]
                found += value.data if isinstance(value, Entries) else [value]
        return found


def _equal(left: Value, right: Value, field: Field) -> bool:
    if isinstance(left, Entries) and isinstance(right, Entries):
        return left.shape == right.shape and all(
            field.value(a - b) == 0 for a, b in zip(left.data, right.data, strict=True)
        )
    if isinstance(left, Entries) or isinstance(right, Entries):
        return False
    return field.value(left - right) == 0


class _Branches:
    """Which finite choices have been visited, and whether that is all of them.

    The patterns of signs that occur form an affine space over GF(2), since the quadratic character is multiplicative;
    it is equally distributed on that space (Chebotarev). A further point shows a missed dimension with probability one
    half.
    """

    def __init__(self) -> None:
        self.parities = 0
        self.patterns: set[tuple[int, ...]] = set()
        self.roots: list[int] = []
        """A basis of the quadratic characters that occurred."""
        self.root_count = 0
        self.since_growth = 0
        self.rank = 0
        self.points = 0

    def saw(self, field: Field, integers: Sequence[Element], bits: int) -> None:
        """One more point with values: its signs and the last ``bits`` binary digits of its integers."""
        signs = tuple(int(sign < 0) for sign in field.signs.absolute.values())
        pattern = signs + tuple(int(value) >> place & 1 for value in integers for place in range(bits))
        self.points += 1
        self.parities = len(integers) * bits
        self.saw_roots(field)
        self.since_growth += 1
        if pattern in self.patterns:
            return
        self.patterns.add(pattern)
        origin = min(self.patterns)
        rank = len(_basis(_bits(x ^ y for x, y in zip(p, origin, strict=False)) for p in self.patterns))
        if rank > self.rank:
            self.since_growth = 0
        self.rank = rank

    def saw_roots(self, field: Field) -> None:
        """The quadratic characters of the arguments of square roots, at a point with or without values."""
        characters = [int(character < 0) for character in field.signs.roots.values()]
        self.root_count = max(self.root_count, len(characters))
        self.roots = _basis((_bits(characters),), self.roots)

    @property
    def entangled(self) -> bool:
        """Whether signs of |·| stand beside square roots.

        A root has a value at isolated points where its argument vanishes without being positive near them; no sign may
        be concluded from its having a value.
        """
        return self.root_count > 0 and any(len(pattern) > self.parities for pattern in self.patterns)

    def complete(self) -> bool:
        """Whether the points seen so far are enough."""
        if self.root_count and not self._roots_settled():
            return False
        if not any(self.patterns):
            return True
        only_parities = all(len(pattern) == self.parities for pattern in self.patterns)
        settled = self.since_growth >= (8 if only_parities else ERROR_BITS) or (
            only_parities and self.rank == self.parities
        )
        return settled and len(self.patterns) == 2**self.rank

    def _roots_settled(self) -> bool:
        """Whether no product of the roots' arguments is a square, or else enough points made every branch likely."""
        missing = self.root_count - len(self.roots)
        return missing in POINTS_FOR_HIDDEN and self.points >= POINTS_FOR_HIDDEN[missing]


def _bits(flags: Iterable[int]) -> int:
    """The flags as one number, the first as its lowest bit, so that shorter rows line up with longer ones."""
    return sum(flag << place for place, flag in enumerate(flags))


def _basis(rows: Iterable[int], known: Sequence[int] = ()) -> list[int]:
    """A basis of 0/1 rows over GF(2), which extends one that is known."""
    basis = list(known)
    for row in rows:
        for other in basis:
            row = min(row, row ^ other)  # noqa: PLW2901 - reduction step by step
        if row:
            basis.append(row)
    return basis
