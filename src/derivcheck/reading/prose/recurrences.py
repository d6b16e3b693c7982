r"""Recurrences in prose: ``x_{k+1} = x_k - \eta g_k`` says how the members of a family follow from earlier ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from derivcheck.documents import Fragment, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index
from derivcheck.reading.parsing.canonical import canonical, stage_of
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import define, head_of
from derivcheck.reading.prose.hedges import is_doubted
from derivcheck.reading.syntax import walk
from derivcheck.terms.nodes import Symbol, Term
from derivcheck.terms.recurrences import Recurrence
from derivcheck.terms.scope import Declaration, Domain

LETTERS = frozenset("ijklmnrst")
RANGE_FOLLOWS = re.compile(
    r"\s*,?\s*(?:holds\s+)?(?:for|with|where)\b\s*(?:(?:all|every|any|each|integers?)\b\s*)*", re.IGNORECASE
)
RANGE = re.compile(r"\s*(?P<letter>[a-z])\s*(?P<sign>\\geq?(?![a-z])|>|=)\s*(?P<start>\d+)\s*(?:,.*)?", re.DOTALL)
ENDS = re.compile(r"dots[a-z]?\s*,\s*\d+\s*$|\\in\s*\\\{(?![^{}]*dots)[^{}]*\\\}|\\leq?(?![a-z])\s*\d+\s*$|<\s*\d+\s*$")
"""Ranges that end at a number."""
ONLY_SOME = re.compile(r"\\(?:ne|neq|equiv|mid)(?![a-z])|\d+\s*[a-z]\s*$")
CONTRASTS = re.compile(r"\b(?:unlike|contrary|in contrast|compare\w*|versus)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Equation:
    """A member of a family, at a letter plus a number, and what an equation says it is."""

    name: str
    letter: str
    offset: int
    uses: frozenset[tuple[str, int]]


def notice_recurrences(formulas: Iterable[Fragment], context: Context) -> None:
    """Marks the families whose members are given by earlier members, of their own or of one another."""
    statements = [statement for formula in formulas for statement in cut_statements(formula)]
    found = [equation for statement in statements if (equation := _equation(statement, context)) is not None]
    given = {equation.name: equation for equation in found}
    after = {
        name: {other for other, offset in equation.uses if other != name or offset != equation.offset}
        for name, equation in given.items()
    }
    reached = {name: _reached(name, after) for name in after}
    circular = {name for name, names in reached.items() if name in names}
    found_now = {name for name, names in reached.items() if name in circular or names & circular}
    context.recurrent |= found_now
    context.counters |= {given[name].letter for name in found_now}


def _reached(name: str, after: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(after[name])
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting += after.get(other, ())
    return found


def _equation(statement: Statement, context: Context) -> _Equation | None:
    if statement.symbols not in (["="], [":="]):
        return None
    try:
        place = _place(head_of(statement.sides[0].text, context))
        body = parse(statement.sides[1].text, context.is_function)
    except Unread:
        return None
    if place is None:
        return None
    name, letter, offset = place
    uses = frozenset((other, moved) for other, known, moved in _places(body) if known == letter)
    return _Equation(name, letter, offset, uses)


def _places(node: s.Node) -> Iterator[tuple[str, str, int]]:
    return (place for part in walk(node) if (place := _place(part)) is not None)


def _place(node: s.Node) -> tuple[str, str, int] | None:
    """The family, the letter and the number added to it of a member such as ``x_{k+1}``."""
    if not isinstance(node, s.Sub) or len(node.indices) != 1:
        return None
    name, place = canonical(node.base), stage_of(node.indices[0])
    return None if name is None or place is None or place[0] not in LETTERS else (name, *place)


def declare_recurrence(statement: Statement, context: Context, lead: str) -> bool:
    """Reads the equation of a recurrent family; False where it is none, and where the words before it doubt it."""
    equation = _equation(statement, context)
    if equation is None or equation.name not in context.recurrent:
        return False
    if is_doubted(lead) or CONTRASTS.search(lead):
        # It is told of this name in some case or other.
        context.unclear[equation.name] = "a recurrence"
        return False
    if equation.name in context.stages:
        define(statement, context, backwards=False)
        return True
    head, body = head_of(statement.sides[0].text, context), parse(statement.sides[1].text, context.is_function)
    elaborator = Elaborator(context)
    try:
        with bound_index(elaborator, equation.letter, context.sizes.new()):
            member, term = elaborator.term(head), elaborator.term(body)
    except Clash as clash:
        raise Unread("D410", _facts(clash), clash.start, clash.end) from clash
    if not _conform(member, term, context):
        raise Unread("D408", {"name": statement.sides[0].text}, 0, len(statement.sides[1].text))
    context.recurrences[equation.name] = Recurrence(equation.letter, equation.offset, term)
    return True


def declare_next(statement: Statement, context: Context) -> bool:
    """Takes an equation that gives a member of a new family by earlier ones for a recurrence; whether it is one."""
    equation = _equation(statement, context)
    if equation is None or _is_known(equation.name, context):
        return False
    own = {offset for name, offset in equation.uses if name == equation.name}
    if not own or max(own) >= equation.offset:
        return False
    trial = context.copy()
    trial.sizes = trial.sizes.copy()
    try:
        return _declare_recurrent(statement, equation, trial) and _declare_recurrent(statement, equation, context)
    except Unread:
        # A name in it may be one that only a later sentence says the value of.
        context.recurrent.discard(equation.name)
        return False


def _declare_recurrent(statement: Statement, equation: _Equation, context: Context) -> bool:
    context.recurrent.add(equation.name)
    context.counters.add(equation.letter)
    for name in [n for n in context.symbols if n.startswith(f"{equation.name}_{{") and context.is_guess(n)]:
        # What the display was read as before it was understood.
        del context.symbols[name]
    return declare_recurrence(statement, context, "")


def _is_known(name: str, context: Context) -> bool:
    """Whether something is said of a family, or of a name that may be one of its members."""
    given = (*context.definitions, *context.recurrences, *context.stages, *context.not_understood, *context.unclear)
    assumed = (each for claim in context.assumptions for each in claim.names)
    random = context.chance.variables
    known = (*given, *assumed, *random, *(each for each, _ in context.functions))
    return context.declared(name) is not None or any(n == name or n.startswith(f"{name}_{{") for n in known)


def begin_recurrence(statement: Statement, after: str, following: str, context: Context) -> None:
    """Notes from where on a recurrence holds, by the words and the formula behind it; one with an end is left open."""
    equation = _equation(statement, context)
    name = equation.name if equation is not None else ""
    known = context.recurrences.get(name)
    if known is None or not RANGE_FOLLOWS.fullmatch(after):
        return
    found = RANGE.fullmatch(following)
    if ENDS.search(following) or (found is None and ONLY_SOME.search(following)):
        del context.recurrences[name]
        context.unclear[name] = "a recurrence"
    elif found is not None and found["letter"] == known.index:
        context.recurrences[name] = replace(known, first=int(found["start"]) + (found["sign"] == ">"))


def declare_counter(statement: Statement, context: Context) -> list[str]:
    r"""``k \ge 0``, of a letter that a recurrence counts by: a whole number."""
    relation = statement.relations[0].symbol
    if len(statement.relations) != 1 or relation not in (r"\ge", ">"):
        return []
    name, start = statement.sides[0].text.strip(), statement.sides[1].text.strip()
    if name not in context.counters or not start.isdigit() or name in context.symbols:
        return []
    lower = Fraction(int(start) - (relation == r"\ge"))
    context.declare(Declaration(Symbol(name), Domain.INTEGER, lower=lower, source=f"{name} {relation} {start}"))
    return [name]


def _conform(member: Term, term: Term, context: Context) -> bool:
    return member.shape == term.shape or context.sizes.unify(member.shape, term.shape)


def _facts(clash: Clash) -> dict[str, str]:
    return {"operation": clash.error.operation, "found": clash.error.found, "expected": clash.error.expected}
