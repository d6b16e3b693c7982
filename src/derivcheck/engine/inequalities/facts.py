"""Which theorems may say something about the sums, maxima, entries and functions in an inequality.

What is proposed here is checked by the kernel: a fact that does not apply costs time and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import combinations, combinations_with_replacement

from derivcheck.engine.algebra.expanding import NoClosedForm, monomials, tidied
from derivcheck.engine.algebra.sums import factors_of, flat_factors, mentions, product, reciprocal, summands, total
from derivcheck.engine.decision import Fact
from derivcheck.engine.inequalities import (
    bernoulli,
    cauchy_schwarz,
    chebyshev,
    covariance,
    exponential_tangent,
    jensen_points,
    jensen_sums,
    largest_bound,
    largest_entry,
    largest_summand,
    log_sum,
    logarithm_chord,
    logarithm_tangent,
    markov,
    mean_inequality,
    power_tangent,
    square_of_sum,
    summand,
    termwise,
    weighted_mean,
)
from derivcheck.engine.inequalities.cauchy_schwarz import plain_powers, same, summed, taken_apart
from derivcheck.engine.inequalities.convexity import curvature, named
from derivcheck.engine.inequalities.function_facts import PROPOSERS as OF_FUNCTIONS
from derivcheck.engine.inequalities.increasing import FUNCTIONS, at
from derivcheck.engine.inequalities.largest_entry import places_in
from derivcheck.engine.inequalities.norm_facts import PROPOSERS as OF_NORMS
from derivcheck.engine.inequalities.norm_facts import is_image, split_products
from derivcheck.engine.inequalities.scalars import Scalars
from derivcheck.engine.inequalities.theorem import THEOREMS, Inapplicable
from derivcheck.engine.inequalities.view import View
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import ONE, Apply, Number, Reduce, Symbol, Term, number, walk
from derivcheck.terms.scope import Trait
from derivcheck.terms.substitution import substitute

MOST_FACTS = 10


def facts_about(question: Question, scalars: Scalars) -> Iterator[tuple[Fact, ...]]:
    """Groups of facts, each of one kind, then all of them together."""
    view = View(question, scalars)
    groups = [tuple(filter(applies, dict.fromkeys(proposer(view))))[:MOST_FACTS] for proposer in PROPOSERS]
    groups = [group for group in groups if group]
    yield from groups
    every = _connected([fact for group in groups for fact in group], view)
    if len(groups) > 1 and len(every) <= MOST_FACTS:
        yield every


def applies(fact: Fact) -> bool:
    """Whether a theorem says anything of the terms it is applied to, its premises aside."""
    try:
        THEOREMS[fact[0]](*fact[1])
    except Inapplicable:
        return False
    return True


def _connected(facts: list[Fact], view: View) -> tuple[Fact, ...]:
    """The facts without those that speak of an atom of which neither the sides nor any other fact does."""
    names = {fact: _atoms_of(fact, view) for fact in facts}
    known = {symbol.name for side in view.sides for symbol in _symbols(view.scalars.of(side))}
    while True:
        counts = Counter(name for fact in facts for name in names[fact])
        kept = [fact for fact in facts if all(name in known or counts[name] > 1 for name in names[fact])]
        if kept == facts:
            return tuple(facts)
        facts = kept


def _atoms_of(fact: Fact, view: View) -> frozenset[str]:
    """The names of the atoms that a fact speaks of."""
    bounded = THEOREMS[fact[0]](*fact[1]).bounded
    return frozenset(symbol.name for symbol in _symbols(view.scalars.of(bounded)))


def _cauchy_schwarz(view: View) -> Iterator[Fact]:
    for summation in view.sums:
        ranges, body = taken_apart(summation)
        others = [s for s in view.sums if taken_apart(s)[0] == ranges]
        weights = [f for s in others for f in flat_factors(taken_apart(s)[1]) if _is_weight(f, view)]
        others += [summed(ranges, weight) for weight in dict.fromkeys([ONE, *weights])]
        if any(map(is_image, flat_factors(body))):
            others += [summed(ranges, Apply("power", (factor, number(2)))) for factor in flat_factors(body)]
        others = list(dict.fromkeys(others))
        yield from split_products(summation, view)
        for one, other in combinations_with_replacement(others, 2):
            pair = product([taken_apart(one)[1], taken_apart(other)[1]])
            if one != other and same(product([body, body]), pair):
                yield cauchy_schwarz.NAME, (summation, one, other)
                yield cauchy_schwarz.NAME, (summed(ranges, product([number(-1), body])), one, other)


def _covariances(view: View) -> Iterator[Fact]:
    """Two quantities of which the average of the product stands beside those of the squares."""
    known: dict[Term, list[Term]] = {}
    for summation in view.sums:
        ranges, body = taken_apart(summation)
        factors = list(flat_factors(body))
        weight = next((factor for factor in factors if _is_weight(factor, view)), None)
        if weight is not None:
            rest = plain_powers(product([factor for factor in factors if factor is not weight]))
            known.setdefault(summed(ranges, weight), []).append(rest)
    for weights, averaged in known.items():
        squared = [u for u in averaged if plain_powers(product([u, u])) in averaged]
        for u, v in combinations(squared, 2):
            if plain_powers(product([u, v])) in averaged:
                yield covariance.NAME, (weights, u, v)


def _is_weight(factor: Term, view: View) -> bool:
    """Whether a factor is an entry of a probability vector."""
    if not isinstance(factor, Apply) or factor.operator != "index" or not isinstance(factor.arguments[0], Symbol):
        return False
    declaration = view.question.scope.declarations.get(factor.arguments[0].name)
    return declaration is not None and bool(declaration.normalised or Trait.PROBABILITY in declaration.traits)


def _termwise(view: View) -> Iterator[Fact]:
    """A sum and that of the absolute values; the difference itself, where it is one sum."""
    for summation in view.sums:
        ranges, body = taken_apart(summation)
        for other in view.sums:
            ranges_of_other, larger = taken_apart(other)
            if other != summation and ranges == ranges_of_other and same(product([body, body]), product([larger] * 2)):
                for sign in (1, -1):
                    yield termwise.NAME, (summed(ranges, total([larger, product([number(sign), body])])),)
    for difference in (view.difference, *view.signed):
        whole = _as_one_sum(view, difference)
        if whole is not None:
            yield termwise.NAME, (whole,)


def _as_one_sum(view: View, difference: list[Term]) -> Term | None:
    found: list[Term] = []
    common: list[tuple[str, Term]] | None = None
    for part in difference:
        factors = list(flat_factors(part))
        inner = [f for f in factors if isinstance(f, Symbol) and view.atoms.get(f.name) in view.sums]
        if len(inner) != 1:
            return None
        assert isinstance(inner[0], Symbol)  # noqa: S101 - only symbols were taken
        ranges, body = taken_apart(view.atoms[inner[0].name])
        if common is not None and ranges != common:
            return None
        common = ranges
        outside = [substitute(f, view.atoms) for f in factors if f is not inner[0]]
        found.append(product([*outside, body]))
    return None if common is None else summed(common, total(found))


def entries_below_extremes(atoms: Iterable[Term]) -> Iterator[Fact]:
    """Entries beside the largest or smallest of their family."""
    known = list(atoms)
    for extremum in known:
        if isinstance(extremum, Reduce) and extremum.operator in ("maximum", "minimum"):
            for place in places_in(extremum, known):
                yield largest_entry.NAME, (extremum, place)


def _largest_entry(view: View) -> Iterator[Fact]:
    yield from entries_below_extremes(view.atoms.values())


def _summands(view: View) -> Iterator[Fact]:
    for summation in view.sums:
        if isinstance(summation, Reduce):
            for place in places_in(summation, view.atoms.values()):
                yield summand.NAME, (summation, place)


def _largest_bounds(view: View) -> Iterator[Fact]:
    """The rest of the inequality as a bound of an extremum that is a summand of it."""
    for extremum in view.extremes:
        name = view.scalars.atoms[extremum]
        sign = 1 if extremum.operator == "maximum" else -1
        rest = [part for part in view.difference if part != product([number(-sign), name])]
        if len(rest) == len(view.difference) - 1:
            bound = substitute(product([number(sign), total(rest)]), view.atoms)
            yield largest_bound.NAME, (extremum, bound)


def _means(view: View) -> Iterator[Fact]:
    """Sums of w·φ(u) beside an extremum of u."""
    for extremum in view.extremes:
        for summation in view.sums:
            ranges, body = taken_apart(summation)
            if len(ranges) != 1 or ranges[0][1] != extremum.upper:
                continue
            body = substitute(body, {ranges[0][0]: Symbol(extremum.index)})
            for function in FUNCTIONS:
                weight = plain_powers(product([body, reciprocal(plain_powers(at(function, extremum.body)))]))
                if any(_is_below(factor) and mentions(factor, extremum.index) for factor in flat_factors(weight)):
                    continue
                yield weighted_mean.NAME, (extremum, weight, function)


def _largest_summands(view: View) -> Iterator[Fact]:
    for _, instance in _means(view):
        extremum, weight, function = instance
        if isinstance(extremum, Reduce) and extremum.operator == "maximum" and weight == ONE:
            yield largest_summand.NAME, (replace(extremum, operator="sum"), function)


def _is_below(factor: Term) -> bool:
    match factor:
        case Apply("power", (_, Number(value=exponent))):
            return exponent < 0
    return False


def _jensen_sums(view: View) -> Iterator[Fact]:
    for summation in view.sums:
        if not isinstance(summation, Reduce) or isinstance(summation.body, Reduce):
            continue
        factors = list(flat_factors(summation.body))
        for position, factor in enumerate(factors):
            found = named(factor)
            if found is None or not mentions(found[1], summation.index):
                continue
            weight = product(factors[:position] + factors[position + 1 :])
            if weight == ONE:
                weight = reciprocal(summation.upper)
            yield jensen_sums.NAME, (summation, weight, found[1], found[0])


def _log_sums(view: View) -> Iterator[Fact]:
    """Sums of a·log r, over a range or written out."""
    for summation in view.sums:
        if isinstance(summation, Reduce) and not isinstance(summation.body, Reduce):
            for weight, ratio in _with_logarithms(summation.body):
                if mentions(ratio, summation.index):
                    yield log_sum.NAME, (summation, weight, ratio)
    for part in view.sides[0], total([product([number(-1), view.sides[1]])]):
        pairs = [pair for each in summands(part) for pair in _with_logarithms(each)]
        if len(pairs) > 1:
            yield log_sum.NAME, tuple(term for pair in pairs for term in pair)


def _with_logarithms(term: Term) -> Iterator[tuple[Term, Term]]:
    """The rest of a product beside the logarithm in it, and what that is of."""
    factors = list(flat_factors(term))
    for position, factor in enumerate(factors):
        if isinstance(factor, Apply) and factor.operator == "log":
            yield product(factors[:position] + factors[position + 1 :]), factor.arguments[0]


def _jensen_points(view: View) -> Iterator[Fact]:
    """Values of one function with weights that sum to 1, on the side where its curvature puts them."""
    for side, other, sign in zip(view.sides, view.sides[::-1], (1, -1), strict=True):
        weights: dict[Term, dict[Term, list[Term]]] = {}
        try:
            parts = monomials(side)
        except NoClosedForm:
            continue
        for part in parts:
            factors = list(flat_factors(part))
            for position, factor in enumerate(factors):
                found = named(factor)
                if found is not None:
                    rest = product(factors[:position] + factors[position + 1 :])
                    weights.setdefault(found[0], {}).setdefault(found[1], []).append(rest)
        for function, values in weights.items():
            pairs = [(tidied(total(rest)), value) for value, rest in values.items()]
            if len(pairs) > 1 and _curves(function, sign):
                for middle in _middles(function, pairs, other):
                    yield jensen_points.NAME, (function, middle, *(term for pair in pairs for term in pair))


def _middles(function: Term, pairs: list[tuple[Term, Term]], other: Term) -> Iterator[Term]:
    """What the mean of the values may be written as: as the other side has it, or worked out."""
    if tidied(total([weight for weight, _ in pairs])) == ONE:
        yield total([product([weight, value]) for weight, value in pairs])
    elif any(_is_below(factor) for weight, _ in pairs for part in summands(weight) for factor in flat_factors(part)):
        found = (named(part) for part in walk(other))
        yield from dict.fromkeys(pair[1] for pair in found if pair is not None and pair[0] == function)


def _curves(function: Term, sign: int) -> bool:
    try:
        return curvature(function, ONE)[0] == sign
    except Inapplicable:
        return False


def _mean_inequalities(view: View) -> Iterator[Fact]:
    """Roots of products as their degree says."""
    for side in view.sides:
        for part in walk(side):
            match part:
                case Apply("root", (inner, Number(value=degree))) | Apply(
                    "power", (inner, Apply("power", (Number(value=degree), Number(value=-1))))
                ) if degree == len(factors_of(inner)):
                    yield mean_inequality.NAME, factors_of(inner)
                case Apply("power", (inner, Number(value=share))) if share * len(factors_of(inner)) == 1:
                    yield mean_inequality.NAME, factors_of(inner)
                case Apply("power", (Reduce(operator="product") as inner, _)):
                    yield mean_inequality.NAME, (inner,)


def _powers(view: View) -> Iterator[Fact]:
    for side in view.sides:
        for part in walk(side):
            if isinstance(part, Apply) and part.operator == "power" and not isinstance(part.arguments[1], Number):
                yield bernoulli.NAME, part.arguments
                yield power_tangent.NAME, part.arguments


def _tangents(view: View) -> Iterator[Fact]:
    for side in (view.question.left, view.question.right):
        for part in walk(side):
            if not isinstance(part, Apply) or part.shape or any(s.name.startswith("·") for s in _symbols(part)):
                continue
            if part.operator == "exp" and not isinstance(part.arguments[0], Number):
                yield exponential_tangent.NAME, part.arguments
            if part.operator == "log" and not isinstance(part.arguments[0], Number):
                yield logarithm_tangent.NAME, part.arguments
                yield logarithm_chord.NAME, part.arguments


def _tails(view: View) -> Iterator[Fact]:
    """Sums of indicators with weights."""
    for summation in view.sums:
        if isinstance(summation, Reduce) and any(_is_indicator(factor) for factor in flat_factors(summation.body)):
            yield markov.NAME, (summation,)
            yield chebyshev.NAME, (summation,)


def _is_indicator(factor: Term) -> bool:
    return isinstance(factor, Apply) and factor.operator == "cases"


def _squares_of_sums(view: View) -> Iterator[Fact]:
    for summation in view.sums:
        ranges, body = taken_apart(summation)
        if any(taken_apart(s)[0] == ranges and same(taken_apart(s)[1], product([body, body])) for s in view.sums):
            yield square_of_sum.NAME, (summation,)


def _symbols(term: Term) -> Iterator[Symbol]:
    return (part for part in walk(term) if isinstance(part, Symbol))


PROPOSERS: tuple[Callable[[View], Iterator[Fact]], ...] = (
    *OF_FUNCTIONS,
    _tangents,
    _powers,
    _mean_inequalities,
    _tails,
    _termwise,
    *OF_NORMS,
    _cauchy_schwarz,
    _covariances,
    _squares_of_sums,
    _largest_entry,
    _largest_bounds,
    _summands,
    _largest_summands,
    _means,
    _jensen_sums,
    _jensen_points,
    _log_sums,
)
