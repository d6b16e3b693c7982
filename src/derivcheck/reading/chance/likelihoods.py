r"""Densities in objectives: ``P(x_i \mid \theta)`` as θ varies is a positive function, and need be nothing else.

That what stands before the bar has probabilities that add up to one tells nothing of where θ makes them largest. So
likelihoods of data, priors and evidence are unknown positive functions of all that they are written at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress

from derivcheck.documents import Formula, Fragment, Item, Words
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.given_densities import LETTERS, called
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Definition, Trait

DENSITIES = PROBABILITY | LETTERS
FLAT = r"(?:uniform|flat|constant|non-?informative|uninformative)"
CONSTANT = re.compile(
    rf"\b{FLAT}\b[^.,;:]{{0,20}}\bprior\b|\bprior\b[^.,;:]{{0,30}}\b(?:is|as|was|be|were|to be)\s+(?:an?\s+)?{FLAT}\b",
    re.IGNORECASE,
)
OTHERWISE = re.compile(
    r"\b(?:not|no|non|never|unlike|instead|rather|without|different|other|unless|than|cannot|but|however|although|though"
    r"|while|whereas|yet|popular|common\w*|often|sometimes|may|might|could|would|or)\b|n't\b",
    re.IGNORECASE,
)
SHAPED = re.compile(
    r"\b(?:gaussian|normal|laplac\w*|beta|gamma|dirichlet|conjugate|exponential|sparse|cauchy)\b",
    re.IGNORECASE,
)
"""What a prior is that is not the same everywhere."""

SENTENCE = re.compile(r"[.!?;]\s")
FORMULA = re.compile(r"⟨([^⟩]*)⟩")
PRIOR = "the prior, which words say to be constant"


def constant_prior(items: Iterable[Item]) -> tuple[str, ...] | None:
    """The formulas in a sentence that says that the prior is the same everywhere; None where no sentence does."""
    said = ""
    for item in items:
        said += (
            f" ⟨{item.fragment.text}⟩ " if isinstance(item, Formula) else item.text if isinstance(item, Words) else ". "
        )
    if SHAPED.search(said):
        return None
    for part in SENTENCE.split(said):
        if CONSTANT.search(part) and not OTHERWISE.search(part):
            return tuple(FORMULA.findall(part))
    return None


def with_likelihoods(
    bodies: Iterable[Fragment], variables: Iterable[str], context: Context, flat_prior: tuple[str, ...] | None
) -> Context | None:
    """The context with the densities in objectives as positive functions; None where there are none.

    With a ``flat_prior``, that of the ``variables`` alone is a positive number, if all that it names speaks of them.
    """
    found: dict[str, s.Call] = {}
    for body in bodies:
        with suppress(Unread):
            calls = (part for part in s.walk(parse(body.text, _is_density(context))) if isinstance(part, s.Call))
            found |= {called(part): part for part in calls if canonical(part.function) in DENSITIES}
    letters = {canonical(part.function) or "" for part in found.values()}
    if not found or any(name in letters for name, _ in context.functions):
        return None
    trial = context.copy()
    trial.given |= letters
    trial.densities -= letters
    varied = {name for variable in variables if (name := _name_of(variable)) is not None}
    is_flat = flat_prior is not None and all(varied & set(_names(text, context)) for text in flat_prior)
    for name, part in found.items():
        if is_flat and [canonical(argument) for argument in part.arguments] == sorted(varied):
            prior = Symbol(PRIOR)
            trial.declare(Declaration(prior, traits=frozenset({Trait.POSITIVE})))
            trial.define(Definition(name, tuple(map(Symbol, varied)), prior, PRIOR))
    return trial


def _names(text: str, context: Context) -> list[str]:
    """The names in a formula; none where it is not understood."""
    with suppress(Unread):
        return [name for part in s.walk(parse(text, _is_density(context))) if (name := canonical(part)) is not None]
    return []


def _is_density(context: Context) -> Callable[[str], bool | None]:
    return lambda name: True if name in DENSITIES else context.is_called(name)


def _name_of(variable: str) -> str | None:
    """The name that a variable is; nothing for a formula that is not understood."""
    try:
        return canonical(parse(variable))
    except Unread:
        return None
