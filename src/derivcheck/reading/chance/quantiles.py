r"""Distribution functions with an inverse, and what that is: ``F^{-1}(U)``, ``F_X(F_X^{-1}(u))``.

A strictly increasing, continuous distribution function is σ(G), where σ is the logistic function and G increases from
-∞ to ∞ in any way; its inverse at u is G⁻¹(log u/(1 - u)).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.documents import Fragment
from derivcheck.reading.chance.random_moments import have_densities
from derivcheck.reading.context import Context
from derivcheck.reading.notation.inverses import declare_inverse, inverse_of
from derivcheck.terms.nodes import Call, Symbol
from derivcheck.terms.scope import Definition
from derivcheck.terms.shorthand import logistic, logit

_OF_ONE = r"(?:strictly increasing|invertible)"
_KIND = rf"(?:(?:an?|the|absolutely|continuous|differentiable|known|common|cumulative|{_OF_ONE})[\s,]+(?:and\s+)?)*"
_FUNCTION = r"(?:distribution function|CDF|c\.d\.f\.)"
_BEHIND = rf"(?:\s*,?\s*(?:that|which) is (?:{_KIND}){_OF_ONE})?"
DECLARED = (
    re.compile(
        rf"«(?P<name>\d+)»\s*,?\s*(?:be|is|denotes?)\s+(?:{_KIND}{_FUNCTION}{_BEHIND})"
        r"(?:\s+of\s+(?:(?:an?|the|continuous|random|variable)\s+)*«(?P<variable>\d+)»)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"«(?P<variable>\d+)»\s*,?\s*(?:(?:be|is)\s+an?\s+(?:continuous\s+|real-valued\s+)*random variable\s+)?"
        rf"(?:with|has|have|having)\s+{_KIND}{_FUNCTION}\s+«(?P<name>\d+)»",
        re.IGNORECASE,
    ),
)
HAS_INVERSE = re.compile(rf"\b{_OF_ONE}\b", re.IGNORECASE)
NAME = re.compile(r"\s*(?P<name>[A-Za-z]|\\[A-Za-z]+)\s*(?:\(\s*\w+\s*\)\s*)?")
OF_VARIABLE = re.compile(r"F_\{?(?P<name>[^{}]+)\}?")
LOGIT = r"\operatorname{logit}"
ARGUMENT = Symbol("#x")


def made_up(name: str) -> str:
    """What the increasing function is called that makes the distribution function of a variable."""
    return f"{LOGIT} F_{{{name}}}"


def declare_quantiles(name: str, variable: str, context: Context) -> None:
    """Declares the distribution function of a variable to have an inverse, which a formula may call ``name``."""
    function = made_up(variable)
    context.positive_functions.add(f"{function}'")
    declare_inverse(inverse_of(function), function, context)
    body = Call(inverse_of(function), (logit(ARGUMENT),), (0,))
    context.define(Definition(inverse_of(name), (ARGUMENT,), body, source=inverse_of(name)))


def declare_distributions(pattern: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Notices what a sentence calls a strictly increasing distribution function, and of which variable it is that."""
    if not HAS_INVERSE.search(pattern):
        return
    for found in (found for said in DECLARED for found in said.finditer(pattern)):
        if not HAS_INVERSE.search(found.group()):
            continue
        name = NAME.fullmatch(formulas[int(found["name"])].text)
        variable = formulas[int(found["variable"])].text.strip() if found["variable"] else ""
        known = context.chance.variables.get(variable)
        if known is not None and known.distribution is None:
            have_densities([variable], context)
        if name is not None and (not variable or variable in context.continuous):
            _declare_distribution(name["name"], variable or name["name"], context)


def quantile(name: str, context: Context) -> str | None:
    """What the inverse of a distribution function is called, that of a variable with a density being declared."""
    variable = OF_VARIABLE.fullmatch(name)
    if variable is not None and variable["name"] in context.continuous:
        declare_quantiles(name, variable["name"], context)
    return inverse_of(name) if (inverse_of(name), 1) in context.functions else None


def _declare_distribution(name: str, variable: str, context: Context) -> None:
    declare_quantiles(name, variable, context)
    value = Call(made_up(variable), (ARGUMENT,), (0,))
    context.symbols.pop(name, None)
    context.unclear.pop(name, None)
    context.define(Definition(name, (ARGUMENT,), logistic(value), source=name))
