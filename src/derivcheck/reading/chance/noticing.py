"""Looks ahead for densities, the variables that they speak of, and what is distributed how."""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import (
    Directive,
    Display,
    Fragment,
    Item,
    cut_statements,
    statements_in,
)
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.all_outcomes import is_all, unbounded
from derivcheck.reading.chance.bar_parameters import notice_parameters, with_parameters
from derivcheck.reading.chance.density_definitions import mark_density
from derivcheck.reading.chance.density_families import density_name, notice_families
from derivcheck.reading.chance.events import notice_events
from derivcheck.reading.chance.given_data import notice_conditions
from derivcheck.reading.chance.information import notice_information
from derivcheck.reading.chance.named_laws import notice_labelled
from derivcheck.reading.chance.sequence_densities import notice_sequence
from derivcheck.reading.chance.stated_moments import notice_moments
from derivcheck.reading.chance.valued import at_outcomes, notice_values
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.bound_letters import with_common_letter
from derivcheck.reading.notation.resolution import base_name
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.reading.parsing.parser import parse_relation
from derivcheck.reading.prose.parameters import bound_in
from derivcheck.reading.syntax import walk

DERIVATIVE_SIGNS = re.compile(r"\\nabla|\\partial|\\frac\s*\{\s*\\?(?:d|mathrm\{d)")

DENSITY_SIGNS = re.compile(r"\||\\mid|\\vert|\\int|E|KL|\\mathcal|\\c[au]p|\\setminus|\^\s*\{?\s*(?:c|\\complement)\b")
"""What a formula about densities or events is recognised by: a bar, an expectation, an integral, an event of others."""

DENSITY_LETTERS = frozenset({"p", "q", "P", "Q", r"\pi"})


def notice_densities(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for densities: what is written with a bar, stands below an expectation, or is integrated over."""
    items = list(items)
    notice_families(items, context)
    notice_laws(items, context)
    notice_moments(items, context)
    notice_parameters_in(items, context)
    notice_in_formulas(_formulas(items), context)


def notice_parameters_in(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for parameters behind the bars of densities, in a section with all that are inside of it."""
    formulas = list(_formulas(items))
    if any(DERIVATIVE_SIGNS.search(fragment.text) for fragment in formulas):
        spoken = (_sides(fragment) for fragment in formulas if DENSITY_SIGNS.search(fragment.text))
        notice_parameters([node for nodes in spoken for node in nodes], context)


def notice_in_formulas(formulas: Iterable[Fragment], context: Context) -> None:
    """Looks ahead for densities in formulas alone."""
    texts = [fragment for fragment in formulas if not fragment.text.isalnum()]
    for fragment in texts:
        if DENSITY_SIGNS.search(fragment.text) or context.densities:
            for node in _sides(fragment):
                notice_in(with_parameters(node, context), context)


def _sides(formula: Fragment) -> list[s.Node]:
    """The sides of a formula; none where one is not understood."""
    statements = cut_statements(formula)
    try:
        return [parse_relation(side.text, _any_function) for statement in statements for side in statement.sides]
    except Unread:
        return []


def notice_laws(items: Iterable[Item], context: Context) -> None:
    r"""Looks ahead for ``X \sim …``: what x is distributed like is said, so that no table stands for it."""
    for statement in statements_in(items):
        if statement.symbols == [r"\sim"]:
            context.following.add(statement.sides[0].text.strip())
        notice_labelled(statement, context)


def _any_function(name: str) -> bool | None:
    return True if name in ("p", "q", "P", "f", "g", "a", "b") else None


def notice_in(node: s.Node, context: Context) -> None:
    """Marks the densities, and the variables integrated over them, in one formula, and the events in it."""
    node = with_common_letter(node)
    notice_events(node, context)
    notice_values(node, context)
    notice_information(node, context)
    notice_conditions(node, context)
    _bound_laws(node, context)
    for part in walk(node):
        outcomes = at_outcomes(part, context) if isinstance(part, s.Call) else None
        if outcomes is not None:
            mark_density(outcomes, context)
        elif isinstance(part, s.Call) and "|" in part.separators:
            _notice_conditional(part, context)
        elif isinstance(part, s.Operator) and isinstance(part.below, s.Call):
            mark_density(part.below, context)
        elif isinstance(part, s.Operator) and isinstance(part.below, s.Relational) and part.below.relation == r"\sim":
            below = part.below
            if canonical(below.right) in context.densities or _is_called_a_density(below.right, context):
                right = _small(below.right, node)
                mark_density(s.Call(right, (below.left,), (), start=below.start, end=below.end), context)
    for part in walk(node):
        if isinstance(part, (s.Integral, s.Big)):
            _notice_range(part, context)
        elif isinstance(part, s.Call) and _is_of_outcomes(part, context):
            mark_density(at_outcomes(part, context) or part, context)


def _small(law: s.Node, formula: s.Node) -> s.Node:
    """The density p of what is called P below an average, where p is what a formula averages."""
    if not isinstance(law, s.Name) or law.name not in ("P", "Q"):
        return law
    small = s.Name(law.name.lower(), start=law.start, end=law.end)
    called = {part.function for part in walk(formula) if isinstance(part, s.Call)}
    return small if small in called and law not in called else law


def _bound_laws(node: s.Node, context: Context) -> None:
    """Makes parameters of distributions positive that are compared."""
    for part in walk(node):
        if isinstance(part, s.Operator) and part.name == "divergence":
            for law in part.arguments:
                if isinstance(law, s.Call):
                    bound_in(law, context)


def _is_called_a_density(node: s.Node, context: Context) -> bool:
    """Whether what is averaged under has a letter of densities, and no other meaning."""
    name = canonical(node) or ""
    base = canonical(node.base) if isinstance(node, s.Sub) else name
    return base in DENSITY_LETTERS and not (
        context.declared(name) or name in context.definitions or name in context.given
    )


def _notice_conditional(part: s.Call, context: Context) -> None:
    if not notice_sequence(part, context):
        mark_density(part, context)


def _is_of_outcomes(part: s.Call, context: Context) -> bool:
    """Whether a call is of a density, or of p or q at the variables of one."""
    name = canonical(part.function)
    if density_name(part.function, context) in context.densities:
        return True
    return (
        name in ("p", "q")
        and context.is_function(name) is None
        and all(canonical(a) in context.outcomes for a in part.arguments)
    )


def _notice_range(part: s.Integral | s.Big, context: Context) -> None:
    """An integral or a sum over everything may make a variable one of densities, if nothing says of which one."""
    name = canonical(part.variable) if isinstance(part, s.Integral) else None
    if name is not None and name.upper() in context.following:
        return
    if isinstance(part, s.Big) and len(part.below) == 1:
        _notice_summed(part, context)
    elif isinstance(part, s.Integral) and unbounded(part, context).lower is None and part.upper is None:
        _notice_measure(part, context)


def _notice_summed(part: s.Big, context: Context) -> None:
    r"""A sum of ``p(x)`` over ``x \in \mathcal{X}`` makes p a mass function."""
    below = part.below[0]
    name = canonical(below.left) if isinstance(below, s.Relational) else None
    if not is_all(below, name) or (name or "").upper() in context.following:
        return
    for call in (part for part in walk(part.body) if isinstance(part, s.Call)):
        known = base_name(call.function) in ("p", "q") and canonical(call.function) not in context.given
        if known and name in [canonical(argument) for argument in call.arguments]:
            mark_density(call, context)


def _notice_measure(part: s.Integral, context: Context) -> None:
    """An integral over a density's variable makes that variable a continuous one."""
    name = canonical(part.variable)
    inside = [c for c in walk(part.body) if isinstance(c, (s.Call, s.Operator))]
    known = ({"p", "q"} | context.densities) - context.given
    calls = [c for c in inside if isinstance(c, s.Call) and _is_of_density(c, known, context)]
    if name is None or not any(name in [canonical(a) for a in c.arguments] for c in calls):
        return
    for call in calls:
        mark_density(call, context)
    context.make_outcome(name, measured=True)


def _is_of_density(call: s.Call, known: set[str], context: Context) -> bool:
    """Whether a call is of p or q, perhaps with a number, or of another density."""
    is_own = density_name(call.function, context) in known
    return is_own or (is_numbered(call.function) and base_name(call.function) in known & {"p", "q"})


def _formulas(items: Iterable[Item]) -> Iterable[Fragment]:
    for item in items:
        if isinstance(item, Display):
            yield from (side for chain in item.chains for statement in chain.statements for side in statement.sides)
        elif not isinstance(item, Directive) and hasattr(item, "fragment"):
            yield item.fragment
