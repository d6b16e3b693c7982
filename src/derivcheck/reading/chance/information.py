r"""Entropies and information: ``H(X)``, ``H(X \mid Y)``, ``I(X; Y)`` of random variables, ``H(p)``, ``H(p, q)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance import distributions, multivariate
from derivcheck.reading.chance.density_averages import cross_entropy
from derivcheck.reading.chance.density_families import density_called
from derivcheck.reading.chance.random_variables import CAPITAL, declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.logarithms import in_unit, unit, unit_name
from derivcheck.terms import build
from derivcheck.terms.averages import ENTROPY
from derivcheck.terms.nodes import Apply, Term, free_symbols, number
from derivcheck.terms.scope import Trait

DIFFERENTIAL = "h"
"""How the entropy of variables that have densities is written."""
ENTROPIES = frozenset({"H", DIFFERENTIAL, r"\mathcal{H}", r"\mathbb{H}"})
SPREADS = frozenset({"variance", "covariance"})
DENSITY = "p"
INFORMATION = frozenset({"I", r"\mathcal{I}", r"\mathbb{I}", "MI"})

COUNTED = re.compile(r"_\{[a-z]")
"""Below a member of a family stands a letter."""


def is_information(context: Context, node: s.Call) -> bool:
    """Whether a call is an entropy or an information of random variables or of distributions."""
    name = canonical(node.function)
    if name not in ENTROPIES | INFORMATION or any(known == name for known, _ in context.functions):
        return False
    if name in ENTROPIES and len(node.arguments) == 1 and distributions.is_named(context, node.arguments[0]):
        return True
    names = [canonical(argument) for argument in node.arguments]
    of_densities = all(density_called(n, context) in context.densities for n in names)
    if name in ENTROPIES and "|" not in node.separators and of_densities:
        return True
    if name in ENTROPIES and "|" not in node.separators and all(_is_probability_vector(n, context) for n in names):
        return len(names) < 3
    known = any(n in context.chance.variables for n in names) or {";", "|"} & set(node.separators)
    return bool(known) and all(_may_be_random(n, context) for n in names)


def notice_information(node: s.Node, context: Context) -> None:
    r"""Takes the capitals in ``H(Y \mid X)``, ``I(X; Y)`` and ``\mathrm{Var}(X)`` for random variables everywhere."""
    for part in s.walk(node):
        told = isinstance(part, s.Call) and not {";", "|"}.isdisjoint(part.separators)
        spreads = isinstance(part, s.Operator) and part.name in SPREADS and part.below is None
        if isinstance(part, s.Operator) and spreads and "|" not in part.separators:
            spread = map(canonical, part.arguments)
            # A member of a family is not random by itself.
            names = [name for name in spread if _may_be_random(name, context) and len(name or "") == 1]
        elif isinstance(part, s.Call) and told and is_information(context, part):
            names = list(map(canonical, part.arguments))
        else:
            continue
        for name in names:
            if name is not None and name not in context.chance.variables:
                declare_random(context, name, noticed=True)


def _is_probability_vector(name: str | None, context: Context) -> bool:
    """Whether a name is a probability vector, or is made of such."""
    known, definition = context.symbols.get(name or ""), context.definitions.get(name or "")
    if definition is None or len(definition.body.shape) != 1:
        return known is not None and Trait.PROBABILITY in known.traits
    inside = [symbol.name for symbol in free_symbols(definition.body) if symbol.shape]
    return all(_is_probability_vector(each, context) for each in inside if each != name)


def _may_be_random(name: str | None, context: Context) -> bool:
    if name is None:
        return False
    variable = context.chance.variables.get(name)
    if variable is not None:
        return not (variable.event or variable.family)
    new = name not in context.symbols and name not in context.definitions and name not in context.densities
    return new and CAPITAL.match(name) is not None and COUNTED.search(name) is None


def information(e: Elaborator, node: s.Call) -> Term:
    """Every information is a sum of joint entropies, in the unit of the logarithms around it."""
    return in_unit(e, node, _in_nats(e, node))


def _in_nats(e: Elaborator, node: s.Call) -> Term:
    counted = f"in {unit_name(unit(e, node))}"
    name = canonical(node.function) or ""
    if name in e.context.not_understood:
        raise Unread("D408", {"name": name}, node.start, node.end)
    several = multivariate.entropy(e, node.arguments[0]) if len(node.arguments) == 1 else None
    if several is not None:
        return several
    law = distributions.law_of(e, node.arguments[0]) if len(node.arguments) == 1 else None
    if law is not None:
        e.note(name, f"{counted}; the average of minus the logarithm of the density or mass")
        return distributions.entropy(law)
    e.note(name, f"{counted}, of variables with finitely many values")
    first = canonical(node.arguments[0])
    if density_called(first, e.context) in e.context.densities or _is_probability_vector(first, e.context):
        return cross_entropy(e, node, node.arguments[0], node.arguments[-1])
    groups = _groups(node)
    if name == DIFFERENTIAL:
        _have_densities([each for group in groups for each in group], e.context)
    if name in INFORMATION:
        if len(groups) == 1 and len(groups[0]) == 2:
            groups = [[part] for part in groups[0]]
        if len(groups) != 2 + ("|" in node.separators):
            raise unsupported(node, "an information of this form")
        return _mutual(e, *groups)
    if len(groups) == 2:
        return _difference(e, [*groups[0], *groups[1]], groups[1])
    return _joint(e, groups[0])


def _have_densities(names: Sequence[str], context: Context) -> None:
    for name in names:
        if name not in context.chance.variables:
            declare_random(context, name, noticed=True)
        context.chance = context.chance.having(replace(context.chance.variables[name], continuous=True))


def _groups(node: s.Call) -> list[list[str]]:
    """The names, cut at semicolons and at the bar."""
    groups: list[list[str]] = [[]]
    for argument, sign in zip(node.arguments, ("", *node.separators), strict=True):
        if sign in (";", "|"):
            groups.append([])
        groups[-1].append(canonical(argument) or "")
    return groups


def _mutual(e: Elaborator, left: list[str], right: list[str], given: Sequence[str] = ()) -> Term:
    """I(X; Y | Z) = H(X, Z) - H(Z) - (H(X, Y, Z) - H(Y, Z))."""
    alone = _difference(e, [*left, *given], given)
    return build.add((alone, build.negate(_difference(e, [*left, *right, *given], [*right, *given]))), e.sizes)


def _difference(e: Elaborator, whole: Sequence[str], part: Sequence[str]) -> Term:
    if not part:
        return _joint(e, whole)
    return build.add((_joint(e, whole), build.negate(_joint(e, part))), e.sizes)


def _joint(e: Elaborator, names: Sequence[str]) -> Term:
    """The joint entropy of variables."""
    if all(_has_table(name, e.context) for name in names) and _is_free(names, e.context):
        return _of_table(e, sorted({name.lower() for name in names}))
    chosen = []
    for name in sorted(set(names)):
        if name not in e.context.chance.variables:
            declare_random(e.context, name, noticed=True)
        chance = e.context.chance
        if name not in chance.conditioned and chance.variables[name].distribution is None:
            e.context.chance = replace(chance, conditioned=(*chance.conditioned, name))
        chosen.append(e.context.chance.variables[name].symbol)
    return Apply(ENTROPY, tuple(chosen))


def _is_free(names: Sequence[str], context: Context) -> bool:
    """Whether nothing is said of how variables depend on one another, which tables know nothing of."""
    chance = context.chance
    return not (set(names) & set(chance.independent) or chance.facts or chance.vague)


def _has_table(name: str, context: Context) -> bool:
    """Whether X has the mass function or density p(x) of which the text speaks."""
    known = context.chance.variables.get(name)
    return (
        DENSITY in context.densities
        and name != name.lower() in context.outcomes
        and any(name.lower() in key for key in context.signatures.get(DENSITY, ()))
        and (known is None or known.distribution is None)
    )


def _of_table(e: Elaborator, variables: list[str]) -> Term:
    """The sum of -p(x, y) log p(x, y) over all outcomes."""
    names = tuple(s.Name(variable) for variable in variables)
    joint = s.Call(s.Name(DENSITY), names, (",",) * (len(names) - 1))
    e.note(DENSITY, "the joint mass function or density of the variables in an entropy")
    found = cross_entropy(e, joint, joint, joint)
    if isinstance(found, Apply) and found.operator == "multiply" and found.arguments[:-1] == (number(-1),):
        e.context.entropies[found.arguments[-1]] = tuple(variables)
    return found
