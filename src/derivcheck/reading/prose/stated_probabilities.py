r"""What is stated of the probabilities of events: ``P(A) = 0.01``, ``P(T \mid D) = s``, ``A \cap B = \emptyset``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.events import (
    EMPTY,
    averaged_and_given,
    event,
    exclude,
    is_event,
    is_probability,
    notice_events,
)
from derivcheck.reading.chance.random_moments import doubt
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.conditional_independence import UNSURE
from derivcheck.terms.nodes import ONE, ZERO, Apply, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Declaration
from derivcheck.terms.shorthand import minus, plus, times
from derivcheck.terms.stated import Stated

SUBSETS, SUPERSETS = frozenset({r"\subset", r"\subseteq"}), frozenset({r"\supset", r"\supseteq"})
SIGNS = SUBSETS | SUPERSETS | {"="}
DISJOINT = re.compile(r"\b(?:(?:pairwise|mutually)\s+)?(?:disjoint|exclusive|incompatible)\b", re.IGNORECASE)
PARTITION = re.compile(r"\bexhaustive\b|\bpartitions?\b", re.IGNORECASE)
DOUBTFUL = re.compile(
    r"\b(?:wrong|false|incorrect|mistak\w+|untrue|impossible|absurd|contradict\w*|violat\w+|would|could|might|pretend\w*|"
    r"instead of|rather than|unlike|approximately|roughly|nearly|almost|hypothes[ie]s|doubt\w*|whether|cannot|never)\b",
    re.IGNORECASE,
)
"""Words anywhere in a sentence that may take back what it says."""
RATES = re.compile(r"\bfalse[- ](?:positives?|negatives?|alarms?|discover\w+|accept\w+|reject\w+)\b", re.IGNORECASE)
OF_STATED = "probabilities that are stated"


def states_probability(statement: Statement, context: Context, before: str, words: str) -> bool:
    """Whether a statement says what the probability of an event is, or that there is none; it is noted, or doubted.

    ``before`` are the words right before it, ``words`` those of its sentence.
    """
    if not statement.relations or any(relation.symbol not in SIGNS for relation in statement.relations):
        return False
    try:
        *heads, last = [parse(side.text, context.is_called) for side in statement.sides]
    except Unread:
        return False
    if last == s.Num(Fraction(1)) and len(heads) == 1 and _sums_to_one(heads[0], before + words, context):
        return True
    if statement.symbols != ["="] * len(heads):
        return _noted(_contained([*heads, last], statement.symbols, context), statement, context, before, words)
    for head in heads:
        notice_events(head, context, stated=_is_number(last))
    return _noted(_stated(heads, last, context), statement, context, before, words)


def _noted(found: Sequence[Stated] | None, statement: Statement, context: Context, before: str, words: str) -> bool:
    """Notes what a statement says of events, unless the words take it back; whether it is about events at all."""
    if found is None:
        return False
    if not found or UNSURE.search(before) or DOUBTFUL.search(RATES.sub("", words)):
        doubt(OF_STATED, context)
    else:
        pairs = zip(("", *statement.symbols), statement.sides, strict=True)
        source = " ".join(f"{symbol} {side.text.strip()}".strip() for symbol, side in pairs)
        _note([replace(fact, source=source) for fact in found], context)
    return True


def state_exclusive(names: Sequence[str], said: str, context: Context) -> bool:
    """Notices that events exclude each other, or are all there are; whether the words say so."""
    variables = context.chance.variables
    disjoint, whole = DISJOINT.search(said), PARTITION.search(said)
    if not (disjoint or whole) or not names or not all(n in variables and variables[n].event for n in names):
        return False
    if UNSURE.search(said):
        return False
    for name in names:
        if DISJOINT.search(context.unclear.get(name, "")) or PARTITION.search(context.unclear.get(name, "")):
            # What is said of events, and not of sets, is understood.
            del context.unclear[name]
    families = [name for name in names if variables[name].symbol.shape]
    if families:
        for name in families:
            exclude(context, name, exhaustive=bool(whole))
        return len(families) == len(names)
    events = [variables[name].symbol for name in names]
    source = f"{', '.join(names)} exclude each other"
    found = [Stated(times(*pair), ONE, ZERO, source) for pair in combinations(events, 2)]
    if whole:
        none = times(*(plus(ONE, minus(each)) for each in events))
        found.append(Stated(none, ONE, ZERO, f"one of {', '.join(names)} occurs"))
    _note(found, context)
    return True


def _note(found: Sequence[Stated], context: Context) -> None:
    # A sentence that a later one explains is read again.
    new = [fact for fact in found if fact not in context.chance.stated]
    context.chance = replace(context.chance, stated=(*context.chance.stated, *new))
    for name in frozenset().union(*(fact.names for fact in new)):
        variable = context.chance.variables.get(name)
        if variable is not None and variable.is_used_as_event:
            # Something is said of it now.
            context.chance = context.chance.having(replace(variable, noticed=False))


def _sums_to_one(head: s.Node, said: str, context: Context) -> bool:
    """Whether a sum of probabilities is all those of events that exclude each other: then one of them occurs."""
    body = head.body if isinstance(head, s.Big) and head.operator == "sum" else None
    if not isinstance(body, s.Call) or len(body.arguments) != 1 or not is_probability(context, body):
        return False
    member = body.arguments[0]
    name = canonical(member.base) if isinstance(member, s.Sub) else None
    variable = context.chance.variables.get(name or "")
    if name is None or variable is None or not variable.symbol.shape or UNSURE.search(said):
        return False
    if variable.cells is not None or DISJOINT.search(said):
        exclude(context, name, exhaustive=True)
    return True


def _stated(heads: Sequence[s.Node], last: s.Node, context: Context) -> list[Stated] | None:
    """What is stated; nothing where it is not understood, None where it is about something else."""
    e = Elaborator(context)
    if isinstance(last, s.Name) and last.name in EMPTY:
        if not all(is_event(head, context) for head in heads):
            return None
        try:
            return [Stated(event(e, head), ONE, ZERO) for head in heads]
        except (Unread, Clash):
            return []
    if not all(isinstance(head, s.Call) and is_probability(context, head) for head in heads):
        return None
    _bound(last, context)
    try:
        value = e.scalar(last, "a probability")
        pairs = [averaged_and_given(e, head) for head in heads if isinstance(head, s.Call)]
    except (Unread, Clash):
        return []
    names = {symbol.name for symbol in free_symbols(value)}
    if names & context.chance.variables.keys() or not all(map(_is_of_events, (t for pair in pairs for t in pair))):
        return []
    return [Stated(body, given, value) for body, given in pairs]


def _contained(sides: Sequence[s.Node], symbols: Sequence[str], context: Context) -> list[Stated] | None:
    """That one event occurs only where another does; None where the sides are no events."""
    if not set(symbols) <= SUBSETS | SUPERSETS or not all(is_event(side, context) for side in sides):
        return None
    e = Elaborator(context)
    pairs = zip(symbols, sides, sides[1:], strict=False)
    try:
        inside = [(one, other) if symbol in SUBSETS else (other, one) for symbol, one, other in pairs]
        return [Stated(times(event(e, a), plus(ONE, minus(event(e, b)))), ONE, ZERO) for a, b in inside]
    except (Unread, Clash):
        return []


def _bound(node: s.Node, context: Context) -> None:
    """Puts a letter between 0 and 1 that is said to be a probability, if nothing else is said of it."""
    name = canonical(node) if isinstance(node, (s.Name, s.Sub)) else None
    if name is not None and context.declared(name) is None and name not in context.definitions:
        context.declare(Declaration(Symbol(name), lower=Fraction(0), upper=Fraction(1), source="a probability"))


def _is_number(node: s.Node) -> bool:
    """Whether a side is a number, however it is written."""
    return not any(isinstance(part, (s.Name, s.Call)) for part in s.walk(node))


def _is_of_events(term: Term) -> bool:
    """Whether an indicator is a polynomial in indicators of events."""
    if isinstance(term, Symbol) or term == number(1) or not isinstance(term, Apply):
        return True
    return term.operator in ("add", "multiply", "power") and all(map(_is_of_events, term.arguments))
