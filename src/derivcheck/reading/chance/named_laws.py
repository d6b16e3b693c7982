r"""Distributions that have a letter: ``P: \; X \sim \mathrm{Bin}(n, p_1)``, their densities ``p(x)`` and averages.

The density of P is p. It is never looked at outside of the values that P gives: a sum or an integral over everything
that has it as a factor runs over those, as 0 log 0 is 0 there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance import multivariate
from derivcheck.reading.chance.distributions import NAMES, average_under, bound, distribution
from derivcheck.reading.chance.events import literal
from derivcheck.reading.chance.formula_densities import over_range
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator, shadowed, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.notation.limits import with_local
from derivcheck.reading.notation.places import place_term
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.averages import EXPECTATION
from derivcheck.terms.averaging import averaged
from derivcheck.terms.chance import Chance, RandomVariable
from derivcheck.terms.families import FAMILIES, Distribution
from derivcheck.terms.nodes import INFINITY, Apply, Integral, Number, Reduce, Symbol, Term, number
from derivcheck.terms.tables import NoAverage

LABEL = re.compile(r"\s*(?P<name>[A-Z])\s*(?::|\\colon)(?!=)(?:\\[,;:! ]|\\quad|~|\s)*(?P<variable>[^:]*\S)\s*")
LETTER = re.compile(r"\s*(?P<name>[pqrPQR](?:\s*_\s*(?:\d|\{\s*\d\s*\}))?)\s*")
AVERAGE = "expectation"
DENSITY = "p"
READ_AS = "the average under this distribution"


def labelled(statement: Statement) -> tuple[str, s.Call] | None:
    r"""The letter of a distribution, and the distribution that ``P: X \sim …`` or ``q = \mathcal{N}(…)`` says it is."""
    symbols = statement.symbols
    pattern = LABEL if symbols == [r"\sim"] else LETTER if symbols in (["="], [":="]) else None
    label = pattern.fullmatch(statement.sides[0].text) if pattern is not None else None
    if label is None:
        return None
    try:
        law = parse(statement.sides[1].text, lambda _: True)
    except Unread:
        return None
    if not isinstance(law, s.Call) or not set(law.separators) <= {","}:
        return None
    known = pattern is LABEL or _has_parameters(law)
    name = canonical(parse(label["name"]))
    return (name, law) if known and name is not None else None


def _has_parameters(law: s.Call) -> bool:
    """Whether a named distribution stands at its parameters, and not at a point."""
    family = NAMES.get(canonical(law.function) or "")
    return family is not None and (len(law.arguments) > 1 or len(FAMILIES[family].domains) == 1)


def notice_labelled(statement: Statement, context: Context) -> s.Call | None:
    """Takes the letter of a distribution for that; the distribution, where the statement has one."""
    found = labelled(statement)
    if found is None:
        return None
    context.labelled[found[0]] = found[1]
    # The parameters p₁ and p₂ of two distributions are no entries of anything.
    context.numbered |= {name for part in s.walk(found[1]) if is_numbered(part) and (name := canonical(part))}
    return found[1]


def state_labelled(statement: Statement, context: Context) -> bool:
    """Takes note of a distribution with a letter, and of where its parameters lie; whether the statement has one."""
    node = notice_labelled(statement, context)
    with suppress(Unread, Clash):
        law = None if node is None else distribution(Elaborator(context), node)
        if law is not None:
            bound(law, context)
    return node is not None


def of_label(node: s.Node, context: Context) -> s.Node:
    """The distribution that a letter stands for; anything else as it is."""
    return context.labelled.get(canonical(node) or "", node)


def at_point(node: s.Call, context: Context) -> s.Call | None:
    r"""``p(x)``, or ``p(X = x)``, as the named density at x, where P stands for a distribution."""
    name = canonical(node.function) or ""
    law = context.law_labelled(name)
    if law is None or len(node.arguments) != 1 or (name, 1) in context.functions:
        return None
    point = node.arguments[0]
    if isinstance(point, s.Relational):
        if point.relation != "=" or not (canonical(point.left) or "").isupper():
            return None
        point = point.right
    signs = (";", *(",",) * (len(law.arguments) - 1))
    return s.Call(law.function, (point, *law.arguments), signs, start=node.start, end=node.end)


def _own_law(context: Context, node: s.Call) -> Distribution | None:
    """The distribution of X, where p(x) is written of which nothing else is said."""
    name, point = canonical(node.function), canonical(node.arguments[0]) if len(node.arguments) == 1 else None
    if name != DENSITY or point is None or len(point) != 1 or (name, 1) in context.functions:
        return None
    variable = context.chance.variables.get(point.upper())
    unsaid = name not in context.densities | context.given | context.symbols.keys() | context.definitions.keys()
    return variable.distribution if variable is not None and unsaid and not variable.family else None


def own_density(e: Elaborator, node: s.Call) -> Term | None:
    """The density or the mass of X at x, as p(x), or P(X = x) where its values are counted."""
    law, point = _own_law(e.context, node), node.arguments[0] if node.arguments else node
    if law is None and canonical(node.function) in PROBABILITY and len(node.arguments) == 1:
        law, point = _of_value(e.context, point)
    if law is None:
        return None
    e.note(canonical(node.function) or "", "the density or the mass of the random variable")
    if isinstance(point, s.Name) and (point.name in e.bound or law.family == "categorical"):
        # What counts values is a number, also where it stands for a variable's value elsewhere.
        return law.row.density(place_term(e, point), law.parameters)
    return law.row.density(e.scalar(point, "a point"), law.parameters)


def _of_value(context: Context, node: s.Node) -> tuple[Distribution | None, s.Node]:
    """The distribution of X in ``X = x``, and x, if X can have that value."""
    if not (isinstance(node, s.Relational) and node.relation == "="):
        return None, node
    variable = context.chance.variables.get(canonical(node.left) or "")
    law = None if variable is None or variable.family else variable.distribution
    random = any(isinstance(p, s.Name) and p.name in context.chance.variables for p in s.walk(node.right))
    if law is None or not law.row.discrete or random:
        return None, node
    value = literal(node.right)
    if value is not None:
        lower, upper = law.row.support(law.parameters)
        inside = isinstance(lower, Number) and lower.value <= value and value.denominator == 1
        # A number may be larger than n, wherever n may be small.
        below = upper == INFINITY or (isinstance(upper, Number) and value <= upper.value) or lower == number(value)
        return (law if inside and below else None), node.right
    return law, node.right


def over_values(e: Elaborator, node: s.Integral | s.Big, name: str) -> Term | None:
    """An integral or a sum over everything that is weighted by a named density: over the values that it gives."""
    calculated = over_range(e, name, lambda: e.scalar(node.body, "what is averaged"))
    if calculated is not None:
        return calculated
    law = next((found for factor in _factors(node.body) if (found := _law_at(e, factor, name)) is not None), None)
    if law is None or law.row.discrete != isinstance(node, s.Big):
        return None
    with with_local(e, name):
        body = e.scalar(node.body, "what is averaged")
    lower, upper = law.row.support(law.parameters)
    if isinstance(node, s.Integral):
        return Integral(name, lower, upper, body)
    return None if lower is None else Reduce("sum", name, lower, INFINITY if upper is None else upper, body)


def _factors(node: s.Node) -> Iterator[s.Node]:
    if isinstance(node, s.Product):
        yield from node.factors
    elif isinstance(node, s.Group) and len(node.elements) == 1:
        yield from _factors(node.elements[0])
    else:
        yield node


def _law_at(e: Elaborator, node: s.Node, name: str) -> Distribution | None:
    """The distribution of which a factor is the density at a name."""
    if not isinstance(node, s.Call):
        return None
    own = _own_law(e.context, node)
    if own is not None:
        return own if canonical(node.arguments[0]) == name else None
    if canonical(node.function) in PROBABILITY and len(node.arguments) == 1:
        valued, point = _of_value(e.context, node.arguments[0])
        return valued if canonical(point) == name else None
    node = at_point(node, e.context) or node
    family = canonical(node.function)
    known = family in NAMES and (family or "", len(node.arguments)) not in e.context.functions
    if not known or node.separators[:1] != (";",) or canonical(node.arguments[0]) != name:
        return None
    return distribution(e, replace(node, arguments=node.arguments[1:], separators=node.separators[1:]))


def average(e: Elaborator, node: s.Node) -> Term | None:
    r"""``\langle x \rangle_{p(x)}``, ``\mathrm{E}[x]_{\mathrm{Bin}(n, p)}``; None for anything else."""
    below = node.indices[0] if isinstance(node, s.Sub) and len(node.indices) == 1 else None
    body = _averaged(node.base if isinstance(node, s.Sub) else node)
    if body is None or not isinstance(below, s.Call):
        return None
    below = at_point(below, e.context) or below
    if below.separators[:1] == (";",):
        name = canonical(below.arguments[0])
        below = replace(below, arguments=below.arguments[1:], separators=below.separators[1:])
    else:
        name = next((part.name for part in s.walk(body) if part in (s.Name("x"), s.Name("X"))), None)
    if name is None:
        return None
    e.note(r"\langle \dots \rangle", READ_AS)
    e.context.bracketed = (name, below)
    return _under(e, below, name, body)


def average_under_label(e: Elaborator, node: s.Operator) -> Term | None:
    r"""``\mathbb{E}_q[f(x)]`` and ``\mathbb{E}_{x \sim q}[f(x)]``, where q is the letter of a distribution."""
    label, variable = node.below, None
    if isinstance(label, s.Relational) and label.relation == r"\sim":
        variable, label = label.left, label.right
    elif isinstance(label, s.Call) and len(label.arguments) == 1:
        variable, label = label.arguments[0], label.function
    law = None if label is None else e.context.labelled.get(canonical(label) or "")
    if law is None or node.name != AVERAGE or len(node.arguments) != 1:
        return None
    body = node.arguments[0]
    name = _averaged_over(body, law, e.context) if variable is None else canonical(variable)
    if name is None:
        return None
    e.note(r"\mathbb{E}", READ_AS)
    return _under(e, law, name, body)


def _averaged_over(body: s.Node, law: s.Call, context: Context) -> str | None:
    """The variable of an average that does not name it: what its densities are taken at, or the one name left over."""
    calls = (part for part in s.walk(body) if isinstance(part, s.Call))
    points = {canonical(call.arguments[0]) for call in calls if at_point(call, context) is not None}
    if not points:
        taken = {part.name for part in s.walk(law) if isinstance(part, s.Name)}
        names = {part.name for part in s.walk(body) if isinstance(part, s.Name)} - taken
        points = {name for name in names if not context.is_told(name) and not context.is_function(name)}
    return points.pop() if len(points) == 1 else None


def bare_average(e: Elaborator, node: s.Group) -> Term:
    r"""``\langle x \rangle`` under the distribution that the brackets before it were under, or of what is random."""
    (body,) = node.elements
    names = {part.name for part in s.walk(body) if isinstance(part, s.Name)}
    if e.context.bracketed is not None and not names & e.context.chance.variables.keys():
        name, law = e.context.bracketed
        e.note(r"\langle \dots \rangle", f"{READ_AS} as before")
        return _under(e, law, name, body)
    if names & e.context.chance.variables.keys():
        e.note(r"\langle \dots \rangle", "the expectation")
        return e.term(s.Operator(AVERAGE, None, (body,), (), start=node.start, end=node.end))
    raise unsupported(node, "angle brackets")


def _averaged(node: s.Node) -> s.Node | None:
    if isinstance(node, s.Group) and node.bracket == r"\langle" and len(node.elements) == 1:
        return node.elements[0]
    if isinstance(node, s.Operator) and node.name == AVERAGE and node.below is None and len(node.arguments) == 1:
        return node.arguments[0]
    return None


def _under(e: Elaborator, below: s.Call, name: str, body: s.Node) -> Term:
    """The average over a variable with a named distribution, of one number or of several."""
    several = multivariate.moments(e, below)
    x = Symbol(name) if several is None else Symbol(name, several[0].shape)
    law = distribution(e, below) if several is None else None
    if law is None and several is None:
        raise unsupported(below, "an average under this distribution")
    with shadowed(e.local, {name: x}):
        term = e.term(body)
    if law is not None:
        return average_under(law, x, term)
    assert several is not None  # noqa: S101 - one of both
    chance = Chance().having(RandomVariable(x, mean=several[0], variance=several[1]))
    try:
        return averaged(Apply(EXPECTATION, (term,), term.shape), chance)
    except NoAverage as missing:
        raise unsupported(body, missing.reason) from None
