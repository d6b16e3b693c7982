"""Which concrete sizes and indices to check at."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import permutations, product
from operator import eq, ge, gt, le, lt, ne

from derivcheck.engine.algebra.constancy import values_in
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.degrees import Needs
from derivcheck.engine.refuting.lengths import compound_lengths, is_long_enough
from derivcheck.engine.refuting.valuations import evaluate_size
from derivcheck.engine.systems.base import System
from derivcheck.terms.nodes import Apply, Array, Number, Reduce, Symbol, Term, walk
from derivcheck.terms.scope import Claim, Trait

COMPARISONS = frozenset({"equal", "different", "less", "at-most"})
ORDERED = frozenset({Trait.LOWER_TRIANGULAR, Trait.UPPER_TRIANGULAR})
"""Properties that are lost when indices are renumbered."""

MOST_PLANS = 48
LARGEST = 40


class TooLarge(Exception):  # noqa: N818 - a bound that was met, not an error
    """More or larger sizes are needed than the budget allows; ``what`` says which."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def proving_sizes(question: Question, needs: Needs, order: tuple[str, ...] = ()) -> list[dict[str, int]]:
    """The sizes at which an identity must hold to hold at all sizes: at least two assignments, sizes all different.

    The sizes grow as ``order`` names them, or else as their needs do.
    """
    if needs.blockers:
        raise TooLarge(needs.blockers[0])
    sizes = question.sizes
    offset = _largest_literal(question) if sizes else 0
    starts: dict[str, int] = {}
    for rank, name in enumerate(order or sorted(sizes, key=lambda name: (needs.least(name), name))):
        start = max(needs.least(name) + offset, _least(question, name))
        starts[name] = max(start, max(starts.values(), default=0) + 1) if rank else start
    ranges = [range(starts[name], starts[name] + needs.count(name)) for name in sizes]
    plans = [dict(zip(sizes, values, strict=True)) for values in _product(ranges)]
    if sizes and len(plans) == 1:
        plans.append({name: value + 1 for name, value in plans[0].items()})
    plans = [_ordered(question, plan) for plan in plans] if sizes else [{}, {}]
    lengths = compound_lengths(question) if len(sizes) > 1 else []
    if not all(is_long_enough(lengths, plan, needs) for plan in plans):
        raise TooLarge("a sum that is empty at large sizes")
    largest = max((value for plan in plans for value in plan.values()), default=0)
    if largest > LARGEST:
        what = f"sizes up to {largest}"
        raise TooLarge(what)
    return plans


MOST_ORDERED = 3


def smallest_sizes(question: Question) -> list[dict[str, int]]:
    """One assignment of sizes that are as small as the scope allows, and at least 2; none where there are no sizes."""
    if not question.sizes:
        return []
    return [_ordered(question, {name: max(2, _least(question, name)) for name in question.sizes})]


def equal_sizes(plans: list[dict[str, int]]) -> list[dict[str, int]]:
    """One assignment in which all sizes are the same: a rectangular matrix may be square as well."""
    return [dict.fromkeys(plans[0], max(plans[0].values()))]


def orders(question: Question) -> list[tuple[str, ...]]:
    """All orders that the sizes may have."""
    if len(question.sizes) > MOST_ORDERED:
        what = f"{len(question.sizes)} sizes in every order"
        raise TooLarge(what)
    return list(permutations(question.sizes))


def edge_sizes(question: Question, plans: list[dict[str, int]]) -> list[dict[str, int]]:
    """Sizes below those of ``plans``, where sums may be empty: checked too where a sum has bounds other than 1 to n."""
    if not any(_is_off(part, question) for side in (question.left, question.right) for part in walk(side)):
        return []
    first = {name: min(plan[name] for plan in plans) for name in question.sizes}
    least = {name: min(_least(question, name), first[name]) for name in question.sizes}
    found = [least] if least != first else []
    for name in question.sizes:
        found += [{**first, name: value} for value in range(least[name], first[name])]
    ordered = [_ordered(question, dict(plan)) for plan in found]
    if len(ordered) > MOST_PLANS:
        what = f"{len(ordered)} small sizes"
        raise TooLarge(what)
    return ordered


def _is_off(part: Term, question: Question) -> bool:
    """Whether a sum or product may be empty, or less, at a small size."""
    if not isinstance(part, Reduce):
        return False
    from_one = isinstance(part.lower, Number) and part.lower.value <= 1
    return not (from_one and _plain_size(part.upper, question))


def _least(question: Question, name: str) -> int:
    lower = question.declarations[name].lower if name in question.declarations else None
    return int(lower) + 1 if lower is not None else 1


def _product(ranges: list[range]) -> Iterator[tuple[int, ...]]:
    count = 1
    for values in ranges:
        count *= len(values)
    if count > MOST_PLANS:
        what = f"{count} assignments of sizes"
        raise TooLarge(what)
    return product(*ranges)


def _ordered(question: Question, plan: dict[str, int]) -> dict[str, int]:
    """``plan`` with sizes raised where the scope says that one is at least another."""
    for _ in question.size_order:
        for large, small in question.size_order:
            plan[large] = max(plan[large], plan[small] + 1)
    return plan


def _largest_literal(question: Question) -> int:
    """The largest number that stands as an index or a bound beside a symbolic size."""
    largest = 0
    for term in (question.left, question.right):
        for part in walk(term):
            if isinstance(part, Reduce):
                places: tuple[Term, ...] = (part.lower, part.upper)
            elif isinstance(part, Apply) and part.operator == "index":
                places = part.arguments[1:]
            elif isinstance(part, Apply) and part.operator in COMPARISONS:
                places = part.arguments
            else:
                continue
            numbers = [p.value for place in places for p in walk(place) if isinstance(p, Number)]
            largest = max(largest, *(int(abs(n)) - 1 for n in numbers), 0)
    return largest


def index_plans(
    question: Question, sizes: Mapping[str, int], system: System, source: random.Random
) -> list[dict[str, int]]:
    """Values for the free indices: every pattern of equal and different ones, or all values where order matters."""
    if not question.indices:
        return [{}]
    limits = {name: evaluate_size(size, sizes, system) for name, size in question.indices.items()}
    if not is_symmetric(question):
        places = (dict(zip(limits, v, strict=True)) for v in _product([range(1, m + 1) for m in limits.values()]))
        return [chosen for chosen in places if _is_assumed(question, chosen)]
    found = [_choose(pattern, limits, source) for pattern in _patterns(list(limits))]
    plans = [places for places in found if places is not None and _is_assumed(question, places)]
    if len(plans) > MOST_PLANS:
        what = f"{len(plans)} patterns of indices"
        raise TooLarge(what)
    return plans


HOLDS = {"=": eq, r"\ne": ne, "<": lt, r"\le": le, ">": gt, r"\ge": ge}


def _is_assumed(question: Question, places: Mapping[str, int]) -> bool:
    """Whether indices have values for which the step is claimed."""
    return all(
        HOLDS[claim.relation](places[claim.left.name], places[claim.right.name])
        for claim in question.assumptions
        if isinstance(claim.left, Symbol) and isinstance(claim.right, Symbol)
        if claim.left.name in places and claim.right.name in places and claim.relation in HOLDS
    )


def _choose(pattern: list[list[str]], limits: Mapping[str, int], source: random.Random) -> dict[str, int] | None:
    """Different places for the groups of a pattern; None where there are too few."""
    places: dict[str, int] = {}
    taken: set[int] = set()
    for group in pattern:
        free = [k for k in range(1, min(limits[name] for name in group) + 1) if k not in taken]
        if not free:
            return None
        choice = source.choice(free)
        taken.add(choice)
        places.update(dict.fromkeys(group, choice))
    return places


def _patterns(names: list[str]) -> Iterator[list[list[str]]]:
    """All partitions of ``names`` into groups of equal indices."""
    if not names:
        yield []
        return
    first, rest = names[0], names[1:]
    for pattern in _patterns(rest):
        yield [[first], *pattern]
        for position, group in enumerate(pattern):
            yield [*pattern[:position], [first, *group], *pattern[position + 1 :]]


def is_symmetric(question: Question) -> bool:
    """Whether renumbering the indices changes nothing: no literal index, arithmetic with indices, or order of them."""
    sides = (question.left, question.right)
    if any(declaration.traits & ORDERED for declaration in question.declarations.values()):
        return False
    if any(isinstance(value, Symbol) and value.name in question.indices for side in sides for value in values_in(side)):
        return False
    if any(claim.relation not in ("=", r"\ne") for claim in question.assumptions if _compares_indices(claim, question)):
        return False
    return all(_is_symmetric(part, question) for side in sides for part in walk(side))


def _compares_indices(claim: Claim, question: Question) -> bool:
    return any(isinstance(side, Symbol) and side.name in question.indices for side in (claim.left, claim.right))


def _is_symmetric(part: Term, question: Question) -> bool:
    if isinstance(part, Reduce):
        return (
            part.lower == Number(part.lower.value) and part.lower.value == 1 and _plain_size(part.upper, question)
            if isinstance(part.lower, Number)
            else False
        )
    if isinstance(part, Array):
        return True
    if isinstance(part, Apply) and part.operator == "index":
        return all(isinstance(place, Symbol) for place in part.arguments[1:])
    if isinstance(part, Apply) and part.operator in ("equal", "different"):
        return all(isinstance(side, Symbol) for side in part.arguments)
    return not (isinstance(part, Apply) and part.operator in ("less", "at-most"))


def _plain_size(term: Term, question: Question) -> bool:
    return isinstance(term, Number) or (isinstance(term, Symbol) and term.name in question.sizes)


def allowed_first(question: Question) -> dict[str, int]:
    """One small assignment of different sizes that the scope allows."""
    plan = {name: 2 + k for k, name in enumerate(question.sizes)}
    return _ordered(question, plan)
