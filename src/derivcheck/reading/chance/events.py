r"""Events and their probabilities: ``P(A \cap B)``, ``P(A \mid B)``, ``P(A^c)``, as averages of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.random_variables import READ_AS, declare_random, expected
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY, SET_OPERATORS
from derivcheck.reading.notation.conditions import indicator, is_condition
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Symbol, Term, number
from derivcheck.terms.scope import Declaration
from derivcheck.terms.shorthand import over, plus

COMPLEMENTS = frozenset({"c", "C", r"\complement"})
EMPTY = frozenset({r"\emptyset", r"\varnothing"})
POSITIVE, NEGATIVE = "+", "-"
"""The outcomes of a test."""


def is_probability(context: Context, node: s.Call) -> bool:
    """Whether a call is the probability of events, or of what random variables do."""
    if canonical(node.function) not in PROBABILITY:
        return False
    parts = [part for argument in node.arguments for part in s.walk(argument)]
    named = (complemented(part) or part for part in parts if isinstance(part, (s.Name, s.Sub)))
    names = {name for part in named if (name := canonical(part)) is not None}
    if any(map(_always, node.arguments)) and any(variable.event for variable in context.chance.variables.values()):
        return True
    if any(name in context.chance.variables and context.chance.variables[name].event for name in names):
        return True
    conditions = all(is_condition(a) and not _is_mass(a) for a in node.arguments)
    return conditions and any(name in context.chance.variables for name in names)


def _is_mass(node: s.Node) -> bool:
    """Whether a condition sets what is random equal to a name, as in ``P(X = x)``, which is a mass function."""
    return any(
        isinstance(part, s.Relational) and part.relation == "=" and literal(part.right) is None for part in s.walk(node)
    )


def probability(e: Elaborator, node: s.Call) -> Term:
    """The expectation of the indicator; given an event, over that event's probability."""
    averaged, given = averaged_and_given(e, node)
    e.note(canonical(node.function) or "", READ_AS.replace("an expectation", "a probability", 1))
    return expected(averaged) if given == ONE else build.divide(expected(averaged), expected(given), e.sizes)


def averaged_and_given(e: Elaborator, node: s.Call) -> tuple[Term, Term]:
    """The indicators whose averages a probability is the quotient of; the second is 1 where nothing is given."""
    name = canonical(node.function) or ""
    if name in e.context.not_understood:
        raise Unread("D408", {"name": name}, node.start, node.end)
    if any(sign not in (",", "|") for sign in node.separators):
        raise unsupported(node, "a probability of this form")
    averaged, given = s.around_bar(node)
    if not given:
        return _together(e, averaged), ONE
    known = _together(e, given)
    return build.scale(_together(e, averaged), known), known


def _together(e: Elaborator, events: Sequence[s.Node]) -> Term:
    """The indicator that all of several events occur."""
    return reduce(build.scale, [event(e, part) for part in events])


def event(e: Elaborator, node: s.Node) -> Term:
    """The indicator of an event: 1 where it occurs, else 0."""
    if is_condition(node):
        two = _of_two_values(e, node)
        return indicator(e, node) if two is None else two
    certain = _always(node)
    if certain is not None and e.context.declared(canonical(node) or "") is None:
        return certain
    name = canonical(node)
    variable = e.context.chance.variables.get(name or "")
    if variable is not None and variable.event and not variable.symbol.shape:
        e.used.add(variable.symbol.name)
        return variable.symbol
    if _is_of_cells(node, e.context) or (isinstance(node, s.Big) and node.operator == "union"):
        return _of_cells(e, node)
    inner = complemented(node)
    if inner is not None:
        return _not(e, event(e, inner))
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return event(e, node.elements[0])
    if isinstance(node, s.Product):
        return _joined(e, node)
    raise unsupported(node, "an event of this form")


def _always(node: s.Node) -> Term | None:
    r"""1 for all outcomes, ``\Omega``, and 0 for none of them, ``\emptyset``."""
    name = canonical(node) or ""
    return ZERO if name in EMPTY else ONE if name == r"\Omega" else None


def _is_of_cells(node: s.Node, context: Context) -> bool:
    """Whether a node is one of several events of which no two occur together."""
    variable = context.chance.variables.get(canonical(node.base) or "") if isinstance(node, s.Sub) else None
    return variable is not None and variable.cells is not None


def _of_cells(e: Elaborator, node: s.Node) -> Term:
    """The indicator of an event that excludes others, or of that one of several occurs: their sum."""
    if not isinstance(node, s.Big):
        return e.term(node)
    if not _is_of_cells(node.body, e.context):
        raise unsupported(node, "a union of events that may occur together")
    return e.term(replace(node, operator="sum"))


def _of_two_values(e: Elaborator, node: s.Node) -> Term | None:
    """The indicator of ``X = 1``, or of another number, for a variable that has two values, or of which none are known.

    Of the latter each is an event of its own, which may occur together with others.
    """
    value = literal(node.right) if isinstance(node, s.Relational) and node.relation == "=" else None
    variable = e.context.chance.variables.get(canonical(node.left) or "") if isinstance(node, s.Relational) else None
    if variable is None or value is None:
        return None
    if variable.two is None and variable.noticed and not variable.event:
        name = f"⟨{variable.symbol.name} = {value}⟩"
        declare_event(e.context, name, noticed=True)
        return e.context.chance.variables[name].symbol
    if variable.two is None or value not in variable.two:
        return None
    low, high = variable.two
    is_high = over(plus(variable.symbol, number(-low)), number(high - low))
    return is_high if value == high else _not(e, is_high)


def literal(node: s.Node) -> Fraction | None:
    """The number that is written, perhaps with a sign; None for anything else."""
    match node:
        case s.Num(value=value):
            return value
        case s.Sum(terms=(("-", s.Num(value=value)),)):
            return -value
    return None


def _not(e: Elaborator, indicator: Term) -> Term:
    return build.add((ONE, build.negate(indicator)), e.sizes)


def _joined(e: Elaborator, node: s.Product) -> Term:
    """Events joined by one kind of sign; side by side they occur together."""
    signs = {operator or r"\cap" for operator in node.operators}
    if len(signs) > 1 and signs <= SET_OPERATORS:
        raise Unread("D404", {"readings": r"`A \cap B \cup C` with either sign first"}, node.start, node.end)
    first, *rest = [event(e, factor) for factor in node.factors]
    if signs == {r"\cap"}:
        return reduce(build.scale, rest, first)
    if signs == {r"\cup"}:
        return _not(e, reduce(build.scale, [_not(e, part) for part in rest], _not(e, first)))
    if signs == {r"\setminus"}:
        return reduce(build.scale, [_not(e, part) for part in rest], first)
    raise unsupported(node, "an event of this form")


def complemented(node: s.Node) -> s.Node | None:
    r"""What ``A^c`` or ``\bar{A}`` is the complement of."""
    if isinstance(node, s.Sup) and canonical(node.exponent) in COMPLEMENTS:
        return node.base
    if isinstance(node, s.Name) and node.name.startswith(r"\bar{") and len(node.name) == len(r"\bar{A}"):
        return s.Name(node.name[-2], start=node.start, end=node.end)
    if isinstance(node, s.Primes) and node.count == 1:
        return node.base
    if node == s.Name(NEGATIVE):
        return s.Name(POSITIVE, start=node.start, end=node.end)
    return None


def is_event(node: s.Node, context: Context) -> bool:
    """Whether a formula is made of events that are declared."""
    names = [canonical(part) for part in s.walk(node) if isinstance(part, (s.Name, s.Sub))]
    random = context.chance.variables
    return any(name in random and random[name].event for name in names if name is not None)


def notice_events(node: s.Node, context: Context, *, stated: bool = False) -> None:
    """Takes the capitals in a probability for events where they are joined or complemented as sets.

    Where it is ``stated`` that the probability is some number, capitals are events as well.
    """
    for part in s.walk(node):
        if not (isinstance(part, s.Call) and canonical(part.function) in PROBABILITY):
            continue
        inside = [inner for argument in part.arguments for inner in _outside_relations(argument)]
        joined = any(isinstance(inner, s.Product) and SET_OPERATORS & set(inner.operators) for inner in inside)
        complements = [
            c for inner in inside if isinstance(inner, (s.Sup, s.Product)) and (c := complemented(inner)) is not None
        ]
        outcomes = any(inner in (s.Name(POSITIVE), s.Name(NEGATIVE)) for inner in inside)
        if stated or joined or outcomes or any(isinstance(c, s.Name) and c.name.isupper() for c in complements):
            for name in filter(None, map(_capital, part.arguments if stated else inside)):
                variable = context.chance.variables.get(name)
                new = variable is None and name not in context.symbols and name not in context.definitions
                if new or (stated and variable is not None and variable.is_used_as_event):
                    declare_event(context, name, noticed=not stated)


def _outside_relations(node: s.Node) -> Iterator[s.Node]:
    """The nodes from this one down, but for what a relation says of variables, as in ``X = x``."""
    if not isinstance(node, s.Relational):
        yield node
        for part in s.parts(node):
            yield from _outside_relations(part)


def _capital(node: s.Node) -> str | None:
    """The capital, perhaps with a number, that a node is, or is the complement of."""
    base = complemented(node) or node
    letter = base.base if is_numbered(base) else base
    is_capital = (
        isinstance(letter, s.Name) and len(letter.name) == 1 and (letter.name.isupper() or letter.name == POSITIVE)
    )
    return canonical(base) if is_capital else None


def declare_events(context: Context, name: str) -> None:
    """Makes a family one of events; what of them is independent or excludes others is said elsewhere, or not known."""
    declare_random(context, name, listed=True)
    chance = context.chance
    context.chance = chance.having(replace(chance.variables[name], event=True))


def exclude(context: Context, name: str, *, exhaustive: bool) -> None:
    """Notices that of a family of events no two occur together, and whether one of them always does."""
    variable = context.chance.variables[name]
    (count,) = variable.symbol.shape
    cells = count if exhaustive else plus(count, ONE)
    context.chance = context.chance.having(replace(variable, cells=cells))


def declare_event(context: Context, name: str, *, noticed: bool = False) -> None:
    """Makes a name an event."""
    context.outcomes.pop(name, None)
    context.symbols[name] = Declaration(Symbol(name))
    for probability in PROBABILITY:
        context.densities.discard(probability)
    declare_random(context, name, noticed=noticed, event=True)
