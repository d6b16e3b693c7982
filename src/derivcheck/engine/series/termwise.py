"""Sums and integrals over the same range, place by place: what is the same at every place has the same sum.

Both sides are defined only where each of their sums and integrals converges, so that what multiplies them may go
inside, and those over one range may be put together. At a place x of a range that ends at a name n, nothing else is
known of n than that n - x is not negative; so n is written as x plus what is left of the range, both any numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from derivcheck.engine.algebra.fractions import base_and_exponent
from derivcheck.engine.algebra.linear import linear
from derivcheck.engine.algebra.normal import logarithm_arguments, normalise
from derivcheck.engine.algebra.sums import factors_of, mentions, product, simplest, summands, total
from derivcheck.engine.calculus.piecewise import in_parts, is_ordered
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import (
    INFINITY,
    ZERO,
    Apply,
    Integral,
    Number,
    Reduce,
    Symbol,
    Term,
    children,
    free_symbols,
    number,
    operators,
    rebuild,
    walk,
)
from derivcheck.terms.scope import Claim, Declaration, Scope, Trait
from derivcheck.terms.substitution import substitute

PLACE = "place"
"""Every name that a place brings with it starts with this."""
HALF = Fraction(1, 2)

Range: TypeAlias = "tuple[bool, Term | None, Term | None]"
"""Whether it is one of integration, and its ends; None for infinity."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A place in a range: what its variable and the name at the range's end are there, and what is known of both."""

    variable: str
    values: dict[str, Term]
    scope: Scope
    back: dict[str, Term]

    def at(self, term: Term) -> Term:
        """``term`` there."""
        return substitute(term, self.values)

    def outside(self, term: Term) -> Term:
        """``term`` in the names of the range again."""
        return substitute(term, self.back)


def ranges(question: Question) -> bool:
    """Whether a sum or an integral that may be looked at place by place stands in either side."""
    return any(_range(part) is not None for side in (question.left, question.right) for part in walk(side))


def is_of_place(term: Term) -> bool:
    """Whether a term speaks of a place in a range."""
    return any(symbol.name.startswith(PLACE) for symbol in free_symbols(term))


def _range(term: Term) -> Range | None:
    if isinstance(term, Integral):
        return True, term.lower, term.upper
    if isinstance(term, Reduce) and term.operator == "sum" and term.condition is None and not term.body.shape:
        return False, term.lower, None if term.upper == INFINITY else term.upper
    return None


def _variable(term: Term) -> str:
    assert isinstance(term, (Integral, Reduce))  # noqa: S101 - it has a range
    return term.variable if isinstance(term, Integral) else term.index


def _body(term: Term) -> Term:
    assert isinstance(term, (Integral, Reduce))  # noqa: S101 - it has a range
    return term.body


def place_by_place(question: Question) -> list[Question] | None:
    """Questions that together prove an equation: one for each range, and one for what stands outside of sums."""
    found: dict[Range, tuple[list[Term], list[Term]]] = {}
    rest: tuple[list[Term], list[Term]] = ([], [])
    name = f"{PLACE} {_depth(question)}"
    for side, term in enumerate((question.left, question.right)):
        for factors, part in _taken_apart(term):
            covered = _range(part)
            if covered is None:
                rest[side].append(product([*factors, part]))
            else:
                body = substitute(_body(part), {_variable(part): Symbol(name)})
                found.setdefault(covered, ([], []))[side].append(product([*factors, body]))
    if not found:
        return None
    posed = [replace(question, left=total(rest[0]), right=total(rest[1]))] if any(rest) else []
    for covered, (left, right) in found.items():
        inside = _inside(covered, name, question.scope, [*left, *right])
        if inside is None:
            return None
        sides = [inside.at(total(parts)) for parts in (left, right)]
        posed.append(replace(question, left=sides[0], right=sides[1], scope=inside.scope))
    return posed


def _depth(question: Question) -> int:
    """How deep in other ranges the question's places lie."""
    return sum(name.startswith(PLACE) for name in question.scope.declarations)


def _taken_apart(term: Term) -> Iterator[tuple[list[Term], Term]]:
    """The summands: factors, and a sum or an integral where there is one among them."""
    for part in summands(term):
        factors = list(factors_of(part))
        places = [k for k, factor in enumerate(factors) if _has_range(factor) and not _is_below(factor)]
        if len(places) != 1:
            yield [], part
            continue
        others = factors[: places[0]] + factors[places[0] + 1 :]
        inner = factors[places[0]]
        if _range(inner) is not None or len(summands(inner)) < 2:
            yield (others, inner) if _range(inner) is not None else ([], part)
            continue
        for more, each in _taken_apart(inner):
            yield [*others, *more], each


def _is_below(factor: Term) -> bool:
    """Whether a factor is what a sum is divided by: one number, whatever it is made of."""
    return base_and_exponent(factor)[1] < 0


def _has_range(term: Term) -> bool:
    return _range(term) is not None or any(map(_has_range, children(term)))


def _inside(covered: Range, name: str, scope: Scope, bodies: list[Term]) -> Inside | None:
    """A place in a range, under the name of ``name``; None where it counts something, as an index or a length does."""
    is_integral, lower, upper = covered
    lengths = {symbol.name for body in bodies for part in walk(body) for symbol in _counting(part)}
    if name in lengths:
        return None
    symbol = Symbol(name)
    place: Term = symbol
    values: dict[str, Term] = {}
    back: dict[str, Term] = {}
    declared = dict(scope.declarations)
    claims = list(scope.assumptions)
    if is_integral and not is_ordered(lower, upper, scope):
        # Between ends of which either may be the larger one lies what both are.
        ends = (lower, upper)
        positive = all(end is not None and Bounds(scope).of(end).nonnegative for end in ends)
        declared[name] = Declaration(symbol, traits=frozenset({Trait.POSITIVE}) if positive else frozenset())
        return Inside(name, values, replace(scope, declarations=declared), back)
    if lower is None or isinstance(lower, Number):
        declared[name] = _declared(name, lower, is_integral=is_integral)
    else:
        start = f"{name} from the start"
        declared[start] = _declared(start, ZERO, is_integral=is_integral)
        values[name] = total([lower, Symbol(start)])
        back[start] = total([Symbol(name), product([number(-1), lower])])
        place = values[name]
    if isinstance(upper, Number) and isinstance(lower, Number):
        declared[name] = replace(declared[name], upper=upper.value if is_integral else upper.value + HALF)
    elif upper is not None:
        end = _end(upper, lower, lengths)
        if end is None:
            claims.append(Claim(place, "<" if is_integral else r"\le", upper))
        else:
            left = f"{name} from the end"
            declared[left] = _declared(left, ZERO, is_integral=is_integral)
            form = linear(upper)
            assert form is not None  # noqa: S101 - it has an end
            others = form.without(end).term()
            values[end] = total([place, Symbol(left), product([number(-1), others])])
            back[left] = total([upper, product([number(-1), Symbol(name)])])
            claims = [claim for claim in claims if end not in claim.names]
    return Inside(name, values, replace(scope, declarations=declared, assumptions=tuple(claims)), back)


def _declared(name: str, lower: Term | None, *, is_integral: bool) -> Declaration:
    """A number above a bound; a place of a sum may be the bound itself."""
    if not isinstance(lower, Number):
        return Declaration(Symbol(name))
    if lower == ZERO:
        return Declaration(Symbol(name), traits=frozenset({Trait.POSITIVE if is_integral else Trait.NONNEGATIVE}))
    return Declaration(Symbol(name), lower=lower.value if is_integral else lower.value - HALF)


def _counting(part: Term) -> Iterator[Symbol]:
    """The names in the sizes of arrays, in places in them, and in the ends of other ranges."""
    counts: list[Term] = list(part.shape)
    if isinstance(part, Reduce):
        counts += [part.lower, part.upper]
    elif isinstance(part, Apply) and part.operator == "index":
        counts += part.arguments[1:]
    for count in counts:
        yield from free_symbols(count)


def _end(upper: Term, lower: Term | None, lengths: set[str]) -> str | None:
    """The name that a range ends at, up to what is added to it, if it stands for nothing else than a number."""
    form = linear(upper)
    if form is None:
        return None
    names = [name for name, factor in sorted(form.parts.items()) if factor == 1 and name not in lengths]
    return next((name for name in names if lower is None or not mentions(lower, name)), None)


def in_parts_of_range(question: Question) -> Question:
    """The question with integrals of cases as integrals of what applies on parts of their range."""
    if "cases" not in question.operators:
        return question

    def parted(term: Term) -> Term:
        term = rebuild(term, parted)
        return in_parts(term, question.scope) if isinstance(term, Integral) else term

    return replace(question, left=parted(question.left), right=parted(question.right))


def expanded(question: Question) -> Question:
    """The question with the logarithms in what is summed and integrated expanded, as far as signs are known there."""
    sides = [_expanded(side, question.scope, 0) for side in (question.left, question.right)]
    return replace(question, left=sides[0], right=sides[1])


def expanded_in(integral: Integral, scope: Scope) -> Integral:
    """An integral with the logarithms in it expanded."""
    found = _expanded(integral, scope, 0) if "log" in operators(integral.body) else integral
    # Its range may be another one then, which has another name.
    return found if isinstance(found, Integral) else integral


def _expanded(term: Term, scope: Scope, depth: int) -> Term:
    if not _has_range(term):
        return term
    if isinstance(term, Integral) and (parts := in_parts(term, scope)) != term:
        return _expanded(parts, scope, depth)
    covered = _range(term)
    if covered is None:
        return rebuild(term, lambda child: _expanded(child, scope, depth))
    name = f"{PLACE} {depth}"
    body = substitute(_body(term), {_variable(term): Symbol(name)})
    inside = _inside(covered, name, scope, [body])
    if inside is None:
        return term
    inner = inside.at(_expanded(body, inside.scope, depth + 1))
    bounds = Bounds(inside.scope, logarithm_arguments(inside.scope, inner))
    whole = _simplified(inside.outside(normalise(inner, bounds)))
    if isinstance(term, Integral) and covered == (True, ZERO, None) and _is_of_logarithm(whole, name):
        return _in_logarithm(term, substitute(whole, {name: Symbol(_variable(term))}), scope, depth)
    return _with_body(term, substitute(whole, {name: Symbol(_variable(term))}))


def _is_of_logarithm(body: Term, name: str) -> bool:
    """Whether an exponential of more than a multiple of a logarithm stands in what is integrated."""
    inner = [part.arguments[0] for part in walk(body) if isinstance(part, Apply) and part.operator == "exp"]
    powers = (part for exponent in inner for part in walk(exponent))
    return any(
        isinstance(part, Apply)
        and part.operator == "power"
        and mentions(part, name)
        and "log" in operators(part.arguments[0])
        for part in powers
    )


def _in_logarithm(term: Integral, body: Term, scope: Scope, depth: int) -> Term:
    """An integral over the half-line as one over the line, by the logarithm of its variable."""
    line = Symbol(f"{term.variable.rstrip('+')}z")
    at = Apply("exp", (line,))
    inner = product([substitute(body, {term.variable: at}), at])
    return _expanded(Integral(line.name, None, None, inner), scope, depth)


def _with_body(term: Term, body: Term) -> Term:
    assert isinstance(term, (Integral, Reduce))  # noqa: S101 - it has a range
    return replace(term, body=body)


def _simplified(term: Term) -> Term:
    """``term`` with sums collected, as x + (n - x)."""
    found = rebuild(term, _simplified)
    return simplest(found) if isinstance(found, Apply) and found.operator == "add" else found
