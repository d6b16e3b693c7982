r"""Induction over a size n: what has to hold so that a step holds for every n from the least one on.

Arrays become functions of their indices, sums and products are written down to the same bounds (see
:mod:`~derivcheck.engine.series.summation`), and what then remains of them is a free number. The claim at the least n,
and the claim at n + 1 with one of these numbers replaced by what the claim at n says it is, are ordinary identities, in
which n is a large integer. They are identities between functions that are analytic in n and in those numbers, so a pole
that the sides meet on the way is no obstacle: the sum would have it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from derivcheck.engine.algebra.expanding import NoClosedForm
from derivcheck.engine.algebra.linear import Linear, Ranges, linear
from derivcheck.engine.algebra.sums import mentions, product, reciprocal, total
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.valuations import integer_range
from derivcheck.engine.series.summation import Canonical, all_folded, folded
from derivcheck.terms.gradients import without_derivatives
from derivcheck.terms.nodes import (
    ONE,
    ZERO,
    Apply,
    Array,
    Call,
    Derivative,
    Integral,
    Reduce,
    Symbol,
    Term,
    bound_names,
    free_symbols,
    number,
    rebuild,
    walk,
)
from derivcheck.terms.scope import Declaration, Domain, Scope, Trait
from derivcheck.terms.substitution import substitute

MOST_NUMBERS = 6
MOST_SHIFT = 12

# What is not analytic in a size.
ROUGH = frozenset({"abs", "max", "min", "less", "at-most", "equal", "different", "cases"})

Parts = tuple[tuple[str, Fraction], ...]
Way = tuple[Question, ...]
"""Questions that together prove a step."""


def ways(question: Question, name: str) -> Iterator[Way]:
    """The ways to prove ``question`` for every value of the size ``name``: at once, or by induction."""
    question = _without_derivatives(question)
    try:
        _require_plain(question, name)
        question = _above_another(question, name)
        yield from _ways(_Sequences(question, name).question, name)
    except NoClosedForm:
        return


def _without_derivatives(question: Question) -> Question:
    """The question with derivatives of sums written out, term by term: where they stand, no closed form is seen."""
    sides = (question.left, question.right)
    sums = any(
        isinstance(p, Derivative) and any(isinstance(q, Reduce) for q in walk(p)) for s in sides for p in walk(s)
    )
    if not sums:
        return question
    return replace(question, left=without_derivatives(question.left), right=without_derivatives(question.right))


def _ways(question: Question, name: str) -> Iterator[Way]:
    least = least_size(question, name)
    form = _form(question, name, least)
    after = {name: Apply("add", (Symbol(name), ONE))}
    sides = (question.left, question.right)
    numbers = _Numbers(name)
    found = numbers.of([*map(form.of, sides), *(form.of(substitute(side, after)) for side in sides)])
    left, right, *later = found
    posed = replace(question, scope=numbers.signed(_free(question, name, least)))
    yield (replace(posed, left=left, right=right),)
    difference = total([left, product([number(-1), right])])
    for symbol in numbers.sums.values():
        if not mentions(difference, symbol.name):
            continue
        rest = substitute(difference, {symbol.name: ZERO})
        slope = total([substitute(difference, {symbol.name: ONE}), product([number(-1), rest])])
        solved = _solved(left, right, symbol) or product([number(-1), rest, reciprocal(slope)])
        is_linear = replace(posed, left=difference, right=total([product([slope, symbol]), rest]))
        base = _base(question, form, [substitute(numbers.meant(t), {name: number(least)}) for t in (symbol, solved)])
        step = [substitute(side, {symbol.name: solved}) for side in later]
        yield base, is_linear, replace(posed, left=step[0], right=step[1])


def _above_another(question: Question, name: str) -> Question:
    """A size n that is at least another one, m, as m + n with n from 0 on."""
    for claim in question.assumptions:
        sides = (claim.left, claim.right) if claim.relation in (r"\ge", ">") else (claim.right, claim.left)
        large, small = sides
        if claim.relation not in ("<", ">", r"\le", r"\ge") or large != Symbol(name) or not isinstance(small, Symbol):
            continue
        if small.name in question.sizes:
            strict = claim.relation in ("<", ">")
            moved = {name: Apply("add", (small, Symbol(name)))}
            left, right = substitute(question.left, moved), substitute(question.right, moved)
            declared = Declaration(Symbol(name), Domain.NATURAL, lower=Fraction(strict - 1))
            scope = Scope({**question.scope.declarations, name: declared}, (), question.scope.positive_functions)
            return replace(question, left=left, right=right, scope=scope)
    return question


def _solved(left: Term, right: Term, symbol: Symbol) -> Term | None:
    """The other side, where ``symbol`` stands alone on one."""
    for one, other in ((left, right), (right, left)):
        if one == symbol and not mentions(other, symbol.name):
            return other
    return None


def _base(question: Question, form: Canonical, sides: list[Term]) -> Question:
    """The claim at the least size, with its sums written out."""
    left, right = (all_folded(form.of(all_folded(side))) for side in sides)
    if not any(isinstance(part, Reduce) for side in (left, right) for part in walk(side)):
        left, right = _Numbers("").of([left, right])
    return replace(question, left=left, right=right)


def least_size(question: Question, name: str) -> int:
    """The least value of a size: 1 where nothing is said."""
    declaration = question.scope.declarations.get(name)
    if declaration is None:
        return 1
    if Trait.NONNEGATIVE in declaration.traits and declaration.lower is None:
        return 0
    low, _ = integer_range(declaration)
    if low is None and declaration.domain is Domain.INTEGER:
        raise NoClosedForm
    return 1 if low is None else low


def _require_plain(question: Question, name: str) -> None:
    """Raises NoClosedForm where a size stands in what is not analytic in it, or cannot be followed from n to n + 1."""
    if question.relation != "=" or question.left.shape:
        raise NoClosedForm
    if any(mentions(size, name) for size in question.indices.values()):
        raise NoClosedForm
    for side in (question.left, question.right):
        for part in walk(side):
            if isinstance(part, (Array, Derivative, Integral)) or (isinstance(part, Apply) and part.shape):
                raise NoClosedForm
            if isinstance(part, Apply) and part.operator in ROUGH:
                raise NoClosedForm


def _form(question: Question, name: str, least: int) -> Canonical:
    """The canonical form in which the sums of ``question`` at n and n + 1 are written."""
    lowers: list[Fraction] = []
    moving: list[Fraction] = []
    uppers: list[Fraction] = []
    for side in (question.left, question.right):
        for part in walk(side):
            if isinstance(part, Reduce):
                low, high = linear(part.lower), linear(part.upper)
                if low is None or high is None:
                    raise NoClosedForm
                if not low.parts:
                    lowers.append(low.constant)
                if name in low.parts:
                    moving.append(low.constant + low.coefficient(name))
                if high.parts:
                    uppers.append(high.constant)
    if not uppers:
        raise NoClosedForm
    sizes = {size: least_size(question, size) for size in question.sizes} | {name: least}
    indices = tuple(
        (index, Linear(Fraction(1), {}), linear(size) or Linear(Fraction(0), {"": Fraction(1)}))
        for index, size in question.indices.items()
    )
    bounds = Bounds(question.scope)
    first, shifted = max(lowers, default=Fraction(1)), max(moving, default=Fraction(0))
    return Canonical(name, Ranges(sizes, indices), bounds, first, min(uppers), shifted)


def _free(question: Question, name: str, least: int) -> Scope:
    """The scope in which n is a large integer; assumptions are not needed, and without them more is claimed."""
    declarations = dict(question.scope.declarations)
    for size in question.sizes:
        low = least if size == name else least_size(question, size)
        declarations[size] = Declaration(Symbol(size), Domain.NATURAL, lower=Fraction(low - 1))
    return Scope(declarations, (), question.scope.positive_functions)


def plain_numbers(terms: list[Term]) -> list[Term]:
    """``terms`` with a free number for each value of Γ, where values at whole distances know each other."""
    return _Numbers("").of(terms)


class _Numbers:
    """Free numbers that stand for the sums over the size and for values of Γ; ``meaning`` says for which."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sums: dict[Term, Symbol] = {}
        self.meaning: dict[str, Term] = {}

    def of(self, terms: list[Term]) -> list[Term]:
        """``terms`` with free numbers in them."""
        found = [self._without_sums(term) for term in terms]
        for symbol in self.sums.values():
            if len(self.sums) > MOST_NUMBERS or free_symbols(self.meaning[symbol.name]) & self._bound(terms):
                raise NoClosedForm
        return self._shifted(found)

    def meant(self, term: Term) -> Term:
        """``term`` with what the free numbers stand for in their place."""
        return substitute(term, self.meaning)

    def signed(self, scope: Scope) -> Scope:
        """The scope, in which numbers that stand for products of positive factors are positive."""
        bounds = Bounds(scope)
        positive = [
            symbol
            for whole, symbol in self.sums.items()
            if isinstance(whole, Reduce) and whole.operator == "product" and bounds.positive(whole)
        ]
        declared = {symbol.name: Declaration(symbol, traits=frozenset({Trait.POSITIVE})) for symbol in positive}
        return replace(scope, declarations={**scope.declarations, **declared})

    @staticmethod
    def _bound(terms: list[Term]) -> frozenset[Symbol]:
        names = {name for term in terms for part in walk(term) for name in bound_names(part)}
        return frozenset(map(Symbol, names))

    def _without_sums(self, term: Term) -> Term:
        if isinstance(term, Reduce) and mentions(term, self.name):
            symbol = self.sums.setdefault(term, Symbol(f"sum {len(self.sums)}"))
            self.meaning[symbol.name] = term
            return symbol
        return folded(rebuild(term, self._without_sums))

    def _shifted(self, terms: list[Term]) -> list[Term]:
        """Γ at arguments that differ by whole numbers as one free number: Γ(x + 1) = x Γ(x)."""
        least: dict[Parts, Fraction] = {}
        for form in _gammas(terms):
            least[form.key] = min(least.get(form.key, form.constant), form.constant)

        def replaced(term: Term) -> Term:
            term = rebuild(term, replaced)
            form = linear(term.arguments[0]) if isinstance(term, Apply) and term.operator == "gamma" else None
            if form is None or not form.parts:
                return term
            steps = form.constant - least[form.key]
            if steps.denominator != 1 or steps > MOST_SHIFT:
                return term
            start = Linear(least[form.key], form.parts)
            symbol = Symbol(f"gamma {start.key} {start.constant}")
            self.meaning[symbol.name] = Apply("gamma", (start.term(),))
            rising = [start.plus(Linear(Fraction(k), {}), Fraction(1)).term() for k in range(int(steps))]
            return product([*rising, symbol])

        return [replaced(term) for term in terms]


def _gammas(terms: Iterable[Term]) -> Iterator[Linear]:
    for term in terms:
        for part in walk(term):
            if isinstance(part, Apply) and part.operator == "gamma":
                form = linear(part.arguments[0])
                if form is not None and form.parts:
                    yield form


class _Sequences:
    """A question whose arrays over a size are functions of their indices, which goes for every size at once."""

    def __init__(self, question: Question, name: str) -> None:
        self.name = name
        self.positive: set[str] = set()
        self.declarations = question.declarations
        left, right = self.of(question.left), self.of(question.right)
        functions = question.scope.positive_functions | self.positive
        scope = replace(question.scope, positive_functions=frozenset(functions))
        self.question = replace(question, left=left, right=right, scope=scope)

    def of(self, term: Term) -> Term:
        """``term`` with entries of arrays as values of functions."""
        if isinstance(term, Apply) and term.operator == "index" and term.shape == ():
            array, *places = term.arguments
            if isinstance(array, Symbol) and any(mentions(size, self.name) for size in array.shape):
                function = f"entry {array.name}"
                if Trait.POSITIVE in self.declarations[array.name].traits:
                    self.positive.add(function)
                return Call(function, tuple(map(self.of, places)), (0,) * len(places))
        if isinstance(term, Symbol) and any(mentions(size, self.name) for size in term.shape):
            raise NoClosedForm
        return rebuild(term, self.of)
