r"""Densities that formulas give: ``p(y_i \mid \lambda) = \mathrm{Poiss}(y_i; \lambda x_i)``.

A density of which nothing is known stands for every table that there is. Where a text says by a formula what one is,
its variables are numbers that the formula calculates with, and no places in a table: each ``p(a \mid b)`` is a function
of its own, which the first equation with it on the left introduces. Of what holds of these functions for any other
reason than such an equation, Bayes' rule alone is known: a posterior follows from the prior and the likelihood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from derivcheck.documents import Formula, Item, statements_in
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import signature
from derivcheck.reading.chance.distributions import NAMES
from derivcheck.reading.chance.kernels import kernel
from derivcheck.reading.chance.multivariate import NAMES as NORMAL
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.families import adopt_family
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse_relation
from derivcheck.reading.prose.parameters import bound_in, is_counted
from derivcheck.reading.syntax import walk

DIVERGENCE = "divergence"
LETTERS = frozenset({"p", "q"})
SIGN = re.compile(r"[pq]\}?\s*(?:\\left\s*)?\(|;")


def notice_given(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for equations that give a density by a formula; not of one that averages are taken over."""
    items = list(items)
    inline = statements_in(item for item in items if isinstance(item, Formula))
    found = {given[0] for statement in inline if (given := kernel(statement)) is not None}
    averaged: set[str] = set()
    diverging: list[set[str]] = []
    for nodes in _equations(items):
        diverging += [names for node in nodes for names in _diverging(node)]
        averaged.update(name for node in nodes for name in (*_averaged(node), *_of_themselves(node)))
        for node in nodes:
            if not isinstance(node, s.Call) or (name := _density(node)) is None:
                continue
            if any(_is_formula(other, node) for other in nodes if other is not node):
                found.add(name)
    # Where formulas give both densities, a divergence is no more than an integral of these.
    averaged.update(*(names for names in diverging if not names <= found))
    context.given.update(name for name in found - averaged if context.is_function(name) is not False)


def notice_samples(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for what given densities stand at: y is a family if one stands at ``y_i``; parameters have signs."""
    for part in (part for nodes in _equations(items) for node in nodes for part in walk(node)):
        if isinstance(part, s.Call) and _is_named(part):
            bound_in(part, context)
        elif isinstance(part, s.Call) and isinstance(part.function, s.Name) and part.function.name in context.given:
            _adopt_samples(part, context)


def _adopt_samples(node: s.Call, context: Context) -> None:
    for argument in node.arguments:
        if is_counted(argument) and (base := canonical(argument.base)) is not None:
            adopt_family(context, base, len(argument.indices), canonical(argument))


def _equations(items: Iterable[Item]) -> Iterator[list[s.Node]]:
    for statement in statements_in(items):
        if not any(SIGN.search(side.text) for side in statement.sides):
            continue
        nodes = []
        for side in statement.sides:
            try:
                nodes.append(parse_relation(side.text, lambda name: True if name in LETTERS else None))
            except Unread:
                continue
        yield nodes


def _density(node: s.Call) -> str | None:
    """The letter of a density at its variables, and nothing else."""
    if not isinstance(node.function, s.Name) or node.function.name not in LETTERS:
        return None
    return node.function.name if variables(node) is not None else None


def _averaged(node: s.Node) -> Iterator[str]:
    """The letters that stand below or in an average or an entropy."""
    for part in walk(node):
        if isinstance(part, s.Operator) and part.name != DIVERGENCE:
            inside = [*part.arguments, *(() if part.below is None else walk(part.below))]
            yield from (each.name for each in inside if isinstance(each, s.Name))


def _diverging(node: s.Node) -> Iterator[set[str]]:
    """The letters of the densities that each divergence is of."""
    for part in walk(node):
        if isinstance(part, s.Operator) and part.name == DIVERGENCE:
            sides = (a.function if isinstance(a, s.Call) else a for a in part.arguments)
            yield {side.name for side in sides if isinstance(side, s.Name)}


def _of_themselves(node: s.Node) -> Iterator[str]:
    """The letters that stand for a density and for what it is one of, as in ``p(p)``."""
    for part in walk(node):
        if isinstance(part, s.Call) and isinstance(part.function, s.Name) and part.function in part.arguments:
            yield part.function.name


def _is_formula(node: s.Node, head: s.Call) -> bool:
    """Whether ``node`` calculates a density: a named one at a point, or a formula of its variables."""
    calls = [part for part in walk(node) if isinstance(part, s.Call)]
    if any(not _is_named(call) for call in calls) or any(isinstance(p, (s.Operator, s.Integral)) for p in walk(node)):
        return False
    names = {part.name for part in walk(node) if isinstance(part, s.Name)}
    return bool(calls) or ("|" in head.separators and any(name in names for name in (variables(head) or ())[:1]))


def _is_named(call: s.Call) -> bool:
    at_a_point = bool(call.separators) and call.separators[0] in (";", "|")
    return canonical(call.function) in NAMES and at_a_point


def variables(node: s.Call) -> list[str] | None:
    r"""The names that a density depends on, y and λ of ``p(y_i \mid \lambda)``; None if some argument is no name."""
    found: list[str] = []
    for argument in _listed(node.arguments):
        base = argument.base if isinstance(argument, s.Sup) and isinstance(argument.exponent, s.Num) else argument
        name = canonical(base.base if is_counted(base) else base)
        if name is None or isinstance(base, s.Num):
            return None
        if name not in found:
            found.append(name)
    return found


def _listed(arguments: tuple[s.Node, ...]) -> list[s.Node]:
    r"""The arguments, with the members in ``x_1, \dots, x_n`` as the family that they are."""
    found = list(arguments)
    for k, argument in enumerate(found[1:-1], 1):
        first, last = found[k - 1], found[k + 1]
        if (
            isinstance(argument, s.Dots)
            and isinstance(first, s.Sub)
            and isinstance(last, s.Sub)
            and first.base == last.base
        ):
            found[k - 1 : k + 2] = [first.base] * 3
    return found


def as_function(node: s.Node, context: Context) -> s.Call | None:
    """A given density as a function of what it depends on, under a name of its own; None for anything else."""
    if not isinstance(node, s.Call) or not isinstance(node.function, s.Name) or node.function.name not in context.given:
        return None
    names = variables(node)
    if names is None:
        return None
    context.given_names.add(called(node))
    function = s.Name(called(node), start=node.function.start, end=node.function.end)
    arguments = tuple(s.Name(name, start=node.start, end=node.end) for name in names)
    return s.Call(function, arguments, (",",) * (len(arguments) - 1), start=node.start, end=node.end)


def note_law(head: s.Node, body: s.Node, context: Context) -> None:
    r"""Remembers that a given density is a named one, as ``p(z) = \mathcal{N}(z; 0, 1)``, with its parameters."""
    name = canonical(head.function) if isinstance(head, s.Call) else None
    if name is None or name not in context.given_names:
        return
    context.labelled.pop(name, None)
    call = body if isinstance(body, s.Call) and canonical(body.function) in NAMES.keys() | NORMAL else None
    if call is None or set(call.separators) - {",", ";"}:
        return
    parameters = call.arguments
    if ";" in call.separators:
        point, *rest = call.arguments
        parameters = tuple(rest) if isinstance(head, s.Call) and point in head.arguments else ()
    if parameters:
        signs = (",",) * (len(parameters) - 1)
        context.labelled[name] = s.Call(call.function, parameters, signs, start=call.start, end=call.end)


def law_of_given(node: s.Node, context: Context) -> s.Node:
    """The named distribution that a given density is, at its variables or by its letter alone; else the node."""
    name = canonical(node)
    if isinstance(node, s.Call) and canonical(node.function) in context.given:
        return context.labelled.get(called(node), node)
    if name is None or name not in context.given:
        return node
    # A letter that has several densities names none of them.
    known = [key for key in context.given_names if key.startswith(f"{name}(")]
    return context.labelled.get(known[0], node) if len(known) == 1 else node


def given_at(node: s.Call, context: Context) -> s.Call | None:
    """A given density where it stands, as a function of all that it is written at, or of what its definition says."""
    given = as_function(node, context)
    if given is None or (canonical(given.function), len(given.arguments)) in context.functions:
        return given
    context.positive_functions.add(called(node))
    at = given.arguments if any(isinstance(part, s.Dots) for part in node.arguments) else node.arguments
    return s.Call(given.function, at, (",",) * (len(at) - 1), start=node.start, end=node.end)


def by_bayes(node: s.Node, context: Context) -> s.Frac | None:
    r"""``p(x \mid \theta) p(\theta) / p(x)`` for p(θ|x), of which no formula is given, but of the factors above."""
    given = as_function(node, context)
    if given is None or not isinstance(node, s.Call) or (called(node), len(given.arguments)) in context.functions:
        return None
    before, behind = s.around_bar(node)
    if not behind or set(node.separators) - {"|", ","}:
        return None
    signs = (*(",",) * (len(behind) - 1), "|", *(",",) * (len(before) - 1))
    likelihood = replace(node, arguments=(*behind, *before), separators=signs)
    prior, evidence = (replace(node, arguments=part, separators=(",",) * (len(part) - 1)) for part in (before, behind))
    if any((called(part), len(variables(part) or ())) not in context.functions for part in (likelihood, prior)):
        return None
    # What the evidence is matters to no posterior.
    context.declared_functions.add(called(evidence))
    top = s.Product((likelihood, prior), ("",), start=node.start, end=node.end)
    return s.Frac(top, evidence, start=node.start, end=node.end)


def called(node: s.Call) -> str:
    """How a density at these variables is called, whatever their order on each side of the bar."""
    parts = [canonical(argument) or "" for argument in node.arguments]
    bar = next((place + 1 for place, sign in enumerate(node.separators) if sign in "|;"), len(parts))
    return signature(canonical(node.function) or "", parts[:bar], parts[bar:])
