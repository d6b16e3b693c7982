"""Whether the densities that a text gives by formulas are densities at all."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from functools import partial
from itertools import combinations

from derivcheck.checking.ground import guarded, settled_sides
from derivcheck.checking.outcome import Ground
from derivcheck.checking.questions import posed
from derivcheck.engine.decide import decide
from derivcheck.reading.context import Context
from derivcheck.results import Verdict
from derivcheck.terms.families import BY_FORMULA
from derivcheck.terms.nodes import ONE, Symbol, free_symbols
from derivcheck.terms.scope import Declaration, Trait


class Whole(Enum):
    """Whether a density integrates to 1: for all parameters, not for all, for none as it has no value, or unknown."""

    YES = auto()
    NO = auto()
    NOWHERE = auto()
    UNKNOWN = auto()


NEVER = frozenset({Whole.NO, Whole.NOWHERE})


MOST_PARAMETERS = 3


def with_parameters(ground: Ground) -> Ground:
    """The ground on which those parameters are positive that have to be for densities to integrate to 1."""
    for name in ground.context.chance.variables:
        unsaid = _unsaid_parameters(name, ground.context)
        # That a density does not integrate to 1 takes long to find, and is asked where something can be done about it.
        if 0 < len(unsaid) <= MOST_PARAMETERS and _holds(name, ground) is Whole.NO:
            subsets = (subset for size in range(1, len(unsaid) + 1) for subset in combinations(unsaid, size))
            chosen = next((subset for subset in subsets if _must_be_positive(subset, name, ground)), ())
            ground = _signed(chosen, Trait.POSITIVE, ground)
    return ground


def _unsaid_parameters(name: str, context: Context) -> list[Symbol]:
    """The numbers in a density of which nothing is said."""
    law = context.chance.variables[name].distribution
    found = sorted(free_symbols(law.parameters[0]), key=str) if law is not None else []
    return [s for s in found if not s.shape and (s.name not in context.symbols or context.is_guess(s.name))]


def _must_be_positive(symbols: tuple[Symbol, ...], name: str, ground: Ground) -> bool:
    """Whether a density integrates to 1 where these numbers are positive, and with none of them negative."""
    if _holds(name, _signed(symbols, Trait.POSITIVE, ground)) is not Whole.YES:
        return False
    positive = {symbol: tuple(other for other in symbols if other != symbol) for symbol in symbols}
    return all(
        _holds(name, _signed((symbol,), Trait.NEGATIVE, _signed(others, Trait.POSITIVE, ground))) in NEVER
        for symbol, others in positive.items()
    )


def _signed(symbols: tuple[Symbol, ...], sign: Trait, ground: Ground) -> Ground:
    if not symbols:
        return ground
    context = ground.context.copy()
    for symbol in symbols:
        context.symbols[symbol.name] = Declaration(symbol, traits=frozenset({sign}))
    return replace(ground, context=context)


def unnormalised(names: set[str], ground: Ground) -> str | None:
    """The first of some variables whose density, as a formula gives it, does not integrate to 1."""
    variables = ground.context.chance.variables
    return next((name for name in sorted(names & variables.keys()) if _holds(name, ground) is Whole.NO), None)


def _holds(name: str, ground: Ground) -> Whole:
    """Whether the density that a formula gives of a variable integrates to 1."""
    law = ground.context.chance.variables[name].distribution
    if law is None or law.family != BY_FORMULA:
        return Whole.UNKNOWN
    whole = posed(settled_sides((law.parameters[0], ONE), ground.context), "=", ground)
    found = guarded(partial(decide, whole, shown=False), ground)
    if found.verdict is Verdict.UNPROVED:
        return Whole.NOWHERE if found.code == "D303" else Whole.UNKNOWN
    return Whole.YES if found.verdict is Verdict.PROVED else Whole.NO
