"""Names, moments and laws that formulas in a sentence about chance give by themselves."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.distributions import declare_distribution
from derivcheck.reading.chance.events import declare_event, declare_events
from derivcheck.reading.chance.named_laws import state_labelled
from derivcheck.reading.chance.random_moments import UNREAD_LAW, doubt, note_moment
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.chance.random_vectors import declare_normal_vectors
from derivcheck.reading.chance.simplex import declare_on_simplex
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import MEMBER_NAME
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.declarations import bare_names, declare_members, declare_real_families
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.parameters import bound_parameters
from derivcheck.terms.chance import MEMBER
from derivcheck.terms.nodes import Symbol, free_symbols
from derivcheck.terms.scope import Declaration


def events(fragment: Fragment, context: Context) -> list[str]:
    """The events in a list, or families of them."""
    if "dots" in fragment.text:
        names = declare_real_families(comma_parts(fragment), context, fragment.text)
        for name in names:
            declare_events(context, name)
        return names
    names = bare_names(fragment, context)
    for name in names:
        declare_event(context, name)
    return names


def is_noticed_event(fragment: Fragment, context: Context) -> bool:
    """Whether a formula is a name that formulas use as that of an event, and of which nothing was said yet."""
    known = [context.chance.variables.get(name) for name in bare_names(fragment, context)]
    return bool(known) and all(variable is not None and variable.is_used_as_event for variable in known)


def has_entries(names: list[str], context: Context) -> bool:
    """Whether all ``names`` are vectors whose entries may be random variables."""
    shapes = [context.symbols[name].symbol.shape if name in context.symbols else () for name in names]
    return bool(names) and all(len(shape) == 1 for shape in shapes)


def with_random_entries(statement: Statement, context: Context) -> list[str] | None:
    """The vectors of whose entries a clause says that they are random; those that nothing is known of are vectors."""
    if statement.relations:
        names = declare_members(statement, context)
    else:
        names = bare_names(statement.sides[0], context)
        for name in names:
            if context.declared(name) is None and name not in context.definitions:
                context.declare(Declaration(Symbol(name, (context.sizes.new(),))))
    if not has_entries(names, context):
        return None
    for name in names:
        declare_random(context, name, listed=True)
    return names


def is_signed(statement: Statement) -> bool:
    """Whether a statement only says that something is larger than 0, or no smaller, or not 0."""
    signs = (">", r"\ge", r"\geq", r"\ne", r"\neq")
    return (
        len(statement.sides) == 2 and statement.sides[1].text.strip() == "0" and statement.relations[0].symbol in signs
    )


def is_counted(fragment: Fragment, context: Context) -> bool:
    """Whether ``X_i``, or each of ``X_i, Y_i``, stands for every member of a family."""
    try:
        names = [canonical(parse(part.text)) for part in comma_parts(fragment)]
    except Unread:
        return False
    return all(name is not None and name not in context.numbered and MEMBER_NAME.search(name) for name in names)


def note(moment: str, name: str, latex: str, context: Context) -> None:
    """A moment that words give a variable, or every member of a family."""
    variable = context.chance.variables[name]
    operator = "variance" if moment in ("variance", "standard deviation", "covariance") else "expectation"
    place = MEMBER if variable.family or variable.listed else None
    try:
        value = parse(latex, context.is_function)
    except Unread:
        doubt("moments that were not understood", context)
        return
    if moment == "standard deviation":
        value = s.Sup(value, s.Num(Fraction(2)), start=value.start, end=value.end)
    note_moment(operator, (name, place), value, context)


def state_distribution(statement: Statement, context: Context) -> list[str]:
    r"""What ``X \sim …`` says, or a doubt."""
    bound_parameters(statement, context)
    if state_labelled(statement, context):
        return []
    names = (
        declare_normal_vectors(statement, context)
        or declare_on_simplex(statement, context)
        or declare_distribution(statement, context)
    )
    if not names:
        _doubt_law(statement, context)
    _forget_given(context)
    return names


def _forget_given(context: Context) -> None:
    """Takes back laws with random parameters: they say how a variable is spread given those, and not by itself."""
    variables = context.chance.variables
    for name, variable in variables.items():
        said = (*(variable.distribution.parameters if variable.distribution else ()), variable.mean, variable.variance)
        names = {symbol.name for term in said if term is not None for symbol in free_symbols(term)} - {name}
        if any(other in variables and not variables[other].noticed for other in names):
            bare = replace(variable, distribution=None, mean=None, variance=None)
            context.chance = context.chance.having(bare)
            doubt(UNREAD_LAW, context)


ON_ALL_VALUES = re.compile(r"\\mathcal\s*\{?\s*N\b|\bN\s*(?:\\left)?\s*\(|Normal|Gauss")
"""Distributions under which a variable takes any value there is."""


def _doubt_law(statement: Statement, context: Context) -> None:
    """Notes a law that was not understood: it may rule out values of a name, but none of what other names make up."""
    doubt(UNREAD_LAW, context)
    if not ON_ALL_VALUES.search(statement.sides[-1].text):
        law = f"{statement.relations[-1].symbol} {statement.sides[-1].text.strip()}"
        for name in context.chance.variables.keys() & set(bare_names(statement.sides[0], context)):
            context.unclear.setdefault(name, law)


def is_made_of_variables(formula: Fragment, context: Context) -> bool:
    """Whether a formula is made of random variables, as in "X - Y has mean 0", and is no list of names."""
    if bare_names(formula, context):
        return False
    try:
        node = parse(formula.text, context.is_function)
    except Unread:
        return False
    return any(canonical(part) in context.chance.variables for part in s.walk(node))
