"""What a text takes back: "for a general matrix $A$", "dropping the assumption", "if $A$ is not symmetric".

What was said of such names before proves nothing from there on. Nor is anything refuted by it, since the words rarely
tell how much of it is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne

from derivcheck.documents import Fragment, Statement
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.prose.definitions import head_names
from derivcheck.reading.prose.hedges import CONDITIONED, GENERAL, OPPOSES, WITHDRAWS
from derivcheck.reading.prose.quantified import formulas_in
from derivcheck.reading.prose.renewals import OTHER_CASE
from derivcheck.terms.nodes import Number, Symbol, free_symbols
from derivcheck.terms.scope import Declaration, Definition

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
COMPARISONS = {"=": eq, "<": lt, ">": gt, r"\le": le, r"\ge": ge, r"\ne": ne}


def withdraw(said: str, formulas: Sequence[Fragment], context: Context) -> list[str]:
    """Takes back what a sentence says not to hold, or to hold no longer; gives the names that it was said of."""
    if CONDITIONED.search(said):
        return leave_behind(list(context.chance.variables), context)
    named = [formula.text.partition("=")[0].strip() for formula in formulas]
    if WITHDRAWS.search(said):
        return leave_behind(set(named) & _known(context) or _known(context), context)
    return leave_behind(spoken_of_in_general(said), context)


def spoken_of_in_general(said: str) -> Iterator[str]:
    """The formulas of which words speak as being arbitrary."""
    for match in GENERAL.finditer(said):
        yield from formulas_in(next(said for said in match.groupdict().values() if said))


def without_assumptions(said: str, context: Context) -> Context:
    """The context of a display to which words lead that suppose the contrary of something, in words."""
    if not OPPOSES.search(said):
        return context
    other = context.copy()
    leave_behind(_known(other), other)
    other.assumptions.clear()
    other.bending.clear()
    other.positive_functions.clear()
    return other


def leave_values_behind(statement: Statement, context: Context) -> None:
    """A name of which something else is supposed, as in "for d > 1", has the value no longer that it had."""
    names = [name for name in head_names(statement, context) if name in context.definitions]
    leave_behind([name for name in names if not _agrees(context.definitions[name], statement)], context)


def _agrees(definition: Definition, statement: Statement) -> bool:
    """Whether what is said of a name with a value holds of that value."""
    compare, body = COMPARISONS.get(statement.relations[0].symbol), definition.body
    bound = NUMBER.fullmatch(statement.sides[1].text.strip())
    if compare is None or bound is None or not isinstance(body, Number):
        return False
    return bool(compare(body.value, Fraction(bound[0])))


def leave_behind(names: Iterable[str], context: Context) -> list[str]:
    """Forgets all that was supposed of names, which stay what they are: numbers, matrices, random variables."""
    found = []
    for name in names:
        before = context.symbols.get(name), context.definitions.get(name), context.chance
        claims = [claim for claim in context.assumptions if name not in claim.names]
        is_function = context.forget_functions([name]) or _forget_slopes(name, context)
        _forget(name, context)
        after = context.symbols.get(name), context.definitions.get(name), context.chance
        if is_function or before != after or len(claims) < len(context.assumptions):
            context.assumptions = claims
            context.unclear[name] = OTHER_CASE
            found.append(name)
    return found


def _forget_slopes(name: str, context: Context) -> bool:
    """Forgets how a function bends, and where it rises; whether anything was known of that."""
    signs = {f"{sign}{name}{prime}" for sign in ("", "-") for prime in ("", "'")} & context.positive_functions
    context.positive_functions -= signs
    return context.bending.pop(name, None) is not None or bool(signs)


def _known(context: Context) -> set[str]:
    numbers = {name for name, known in context.definitions.items() if is_number(known)}
    return {*context.symbols, *context.chance.variables, *numbers}


def is_number(definition: Definition) -> bool:
    """Whether a definition gives a name a value, once and for all."""
    return not definition.parameters and not free_symbols(definition.body)


def _forget(name: str, context: Context) -> None:
    known, defined = context.symbols.get(name), context.definitions.get(name)
    if known is not None:
        context.symbols[name] = replace(known, traits=frozenset(), lower=None, upper=None)
    if defined is not None and is_number(defined):
        del context.definitions[name]
        context.symbols[name] = Declaration(Symbol(name, defined.body.shape))
    variable = context.chance.variables.get(name)
    if variable is not None and (variable.is_described or name in context.chance.independent):
        # It depends on the others in whatever way, and has whatever law.
        context.chance = replace(context.chance.without(name), vague=True)
        declare_random(context, name, listed=variable.listed, event=variable.event)
