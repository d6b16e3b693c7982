"""Moments that formulas and words give random variables: they are noted, or a symbol is their name."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.given_data import is_given_data
from derivcheck.reading.chance.moments_by_letter import is_letter_of
from derivcheck.reading.chance.random_variables import declare_random, expected
from derivcheck.reading.chance.random_vectors import note_vector
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.random_values import success
from derivcheck.terms.chance import MEMBER, RandomVariable
from derivcheck.terms.families import Distribution
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Definition, Domain
from derivcheck.terms.substitution import substitute

AS_SUMS = "the density of a random variable, whose averages are read as sums"


UNREAD_LAW = "a distribution that was not understood"
"""A doubt about averages and probabilities alone: what holds whatever the values are says nothing of a law."""


def doubt(text: str, context: Context) -> None:
    """Something is said about dependence that was not understood: what is random is not refuted from there on."""
    context.chance = replace(context.chance, doubt=text)


def have_densities(names: list[str], context: Context) -> None:
    """Variables that are continuous; of a single one that has no named distribution, averages may be integrals."""
    for name in names:
        context.chance = context.chance.having(replace(context.chance.variables[name], continuous=True))
    if len(names) == 1 and context.chance.variables[names[0]].distribution is None:
        context.continuous.update(names)
        doubt(AS_SUMS, context)


AVERAGED = frozenset({"expectation", "variance", "covariance"})


def declares_moment(statement: Statement, context: Context) -> bool:
    r"""Whether an equation such as ``\mathbb{E}[X_i] = \mu`` says what moments are; if so, it is noted."""
    if not statement.relations or any(relation.symbol != "=" for relation in statement.relations):
        return False
    try:
        nodes = [parse(side.text, context.is_called) for side in statement.sides]
    except Unread:
        return False
    *heads, last = nodes
    heads = [_as_average(head, context) for head in heads]
    if not all(isinstance(head, s.Operator) and _is_moment(head) for head in heads):
        return False
    if any(isinstance(part, (s.Operator, s.Integral, s.Big)) for part in s.walk(last)):
        return False
    for head in heads:
        assert isinstance(head, s.Operator)  # noqa: S101 - seen above
        found = _lone_variable(head, context)
        note_moment(head.name, found, last, context)
        if found is not None and is_given_data(head, context):
            context.described_given.add(found[0])
    return True


def _is_moment(head: s.Operator) -> bool:
    """Whether an average is of one thing: a covariance may be of two."""
    return head.name in AVERAGED and (head.name != "covariance" or head.separators[:1] in ((), ("|",)))


def _as_average(head: s.Node, context: Context) -> s.Node:
    """The probability of a 1 among the values 0 and 1 as the expectation that it is."""
    of = success(head, context)
    return head if of is None else s.Operator("expectation", None, (of,), (), start=head.start, end=head.end)


def note_moment(operator: str, found: tuple[str, Term | None] | None, value: s.Node, context: Context) -> None:
    """Takes a moment of a variable, or of every member of a family, for what a formula says it is."""
    if found is None:
        doubt("moments that were not understood", context)
        return
    name, place = found
    if place is None and is_letter_of(value, operator, name):
        return
    if place is None and len(context.chance.variables[name].shape) == 1:
        if not note_vector(name, value, context, spread=operator != "expectation"):
            doubt("moments that were not understood", context)
        return
    _note_number(operator, name, place, value, context)


def _note_number(operator: str, name: str, place: Term | None, value: s.Node, context: Context) -> None:
    """Takes a moment of a number, or of every member of a family of such."""
    term = _constant(value, context)
    if term is None:
        doubt("moments that were not understood", context)
        return
    variable = context.chance.variables[name]
    if isinstance(place, Symbol):
        term = substitute(term, {place.name: MEMBER})
    elif place is not None and not variable.identical:
        doubt("moments of a single member", context)
        return
    root, body = _naming(operator, variable, term)
    known_as = context.definitions.get(root.name) if isinstance(root, Symbol) else None
    if place is None and known_as is not None and known_as.body == body:
        # A sentence that a later one explains is read again.
        return
    if place is None and _is_fresh(root, context, positive=operator != "expectation"):
        assert isinstance(root, Symbol)  # noqa: S101 - it is fresh
        context.define(Definition(root.name, (), body))
    elif variable.two is None:
        is_mean = operator == "expectation"
        known = replace(variable, mean=term) if is_mean else replace(variable, variance=term)
        context.chance = context.chance.having(known)
    elif variable.two == (0, 1) and operator == "expectation":
        context.chance = context.chance.having(replace(variable, distribution=Distribution("bernoulli", (term,))))
    else:
        doubt("moments of a variable with two values", context)


def _constant(value: s.Node, context: Context) -> Term | None:
    """The number that a moment is said to be; None where it is not understood, or random."""
    try:
        term = Elaborator(context).scalar(value, "a moment")
    except (Unread, Clash):
        return None
    return None if any(symbol.name in context.chance.variables for symbol in free_symbols(term)) else term


def _named_by(term: Term, operator: str) -> Term:
    """The symbol that may only be there to name a moment: σ where the variance is said to be σ²."""
    squared = isinstance(term, Apply) and term.operator == "power" and term.arguments[1] == number(2)
    return term.arguments[0] if isinstance(term, Apply) and operator == "variance" and squared else term


def _naming(operator: str, variable: RandomVariable, term: Term) -> tuple[Term, Term]:
    """What a moment that is said to be ``term`` may only name, and what that stands for."""
    mean = expected(variable.symbol)
    if operator == "expectation":
        return term, mean
    away = Apply("add", (variable.symbol, Apply("multiply", (number(-1), mean))))
    spread = expected(Apply("power", (away, number(2))))
    root = _named_by(term, operator)
    return root, spread if root == term else Apply("power", (spread, number(Fraction(1, 2))))


def _is_fresh(term: Term, context: Context, *, positive: bool = False) -> bool:
    """Whether a symbol is only there to name a moment."""
    if not isinstance(term, Symbol) or term.shape or term.name in context.definitions:
        return False
    declared = context.symbols.get(term.name)
    if (
        declared is None
        or declared.domain is not Domain.REAL
        or declared.lower is not None
        or declared.upper is not None
    ):
        return False
    used = any(term in free_symbols(side) for claim in context.assumptions for side in (claim.left, claim.right))
    known = [m for v in context.chance.variables.values() for m in (v.mean, v.variance) if m is not None]
    mentioned = any(term in free_symbols(part) for part in (*known, *(d.body for d in context.definitions.values())))
    return not used and not mentioned and (positive or not declared.traits)


def _lone_variable(head: s.Operator, context: Context) -> tuple[str, Term | None] | None:
    """The random variable, or the place of a family's member, that an average is of."""
    if head.below is not None or (len(head.arguments) != 1 and not is_given_data(head, context)):
        return None
    node = head.arguments[0]
    if isinstance(node, s.Group) and len(node.elements) == 1:
        node = node.elements[0]
    # A second moment says nothing of a variable that would be called X².
    name = None if isinstance(node, s.Sup) and isinstance(node.exponent, s.Num) else canonical(node)
    if name is not None and name in context.chance.variables:
        return None if context.chance.variables[name].family else (name, None)
    if isinstance(node, s.Sub) and len(node.indices) == 1 and name not in context.numbered:
        base = canonical(node.base)
        variable = context.chance.variables.get(base or "")
        if base is not None and variable is not None and variable.family:
            index = node.indices[0]
            if isinstance(index, s.Num):
                return base, Number(index.value)
            letter = canonical(index)
            return None if letter is None else (base, Symbol(letter))
        return None
    if name in context.upcoming and name not in context.symbols:
        raise Unread("later", {"name": name}, node.start, node.end)
    known = None if name is None or name in context.definitions else context.adopt(name)
    if name is not None and known is not None and len(known.symbol.shape) == 1:
        declare_random(context, name)
        return name, None
    guessed = name in context.guessed and not context.symbols[name or ""].symbol.shape
    new = name is not None and (name not in context.symbols or guessed) and name not in context.definitions
    if name is not None and new and not isinstance(node, s.Product):
        declare_random(context, name)
        return name, None
    return None
