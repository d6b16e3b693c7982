r"""Which values a random variable takes: "with values in ``\{0, 1\}``", ``X \in [0, \infty)``, ``P(X = 1) = p``."""

from __future__ import annotations

import re
from dataclasses import replace

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.notation.sets import Membership, read_set
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Domain, Trait

VALUES = re.compile(
    r"\b(?:values?|valued|support(?:ed)?|rang(?:e|es|ing))\s+(?:in|on|from|over)(?:\s+the)?"
    r"(?:\s+(?:finite|discrete))?(?:\s+(?:set|interval))?\s*$|\b(?:takes?|taking|with)\s+(?:only\s+)?(?:the\s+)?values?\s*$",
    re.IGNORECASE,
)
"""Words right before the set that the values are taken from."""

INTRODUCED = re.compile(r"\b(?:with|where|let|and|(?:such|suppose|assume)(?: that)?)\s*$|,\s*$", re.IGNORECASE)
"""Words right before a formula such as ``X \\in S`` that make it one which holds."""

UNIFORM = re.compile(
    r"\s*(?:(?:be|is|are|being|has|have|that|which|an?|the|and|both|also|iid|independent(?:ly)?|identically|random|real"
    r"|continuous|variables?|numbers?|points?|distributed|drawn|sampled|chosen|at|with)\b[\s,]*)*"
    r"\buniform(?:ly)?(?:\s+(?:distributed|random|at random|variables?|distribution|density))*"
    r"\s+(?:on|over|in|from|between)(?:\s+the)?(?:\s+(?:unit|open|closed))?(?:\s+interval)?\s*$",
    re.IGNORECASE,
)
"""All the words between a variable and the interval that it, and nothing that is made of it, is uniform on."""

LAWFUL = re.compile(
    r"(?=.*\b(?:be|is|are|has|have|follow\w*|from|according)\b)"
    r"\s*(?:(?:be|is|are|being|has|have|that|which|an?|the|all|both|each|also|iid|independent(?:ly)?|identically|random|"
    r"real|discrete|continuous|variables?|numbers?|observations?|samples?|counts?|distributed|drawn|sampled|generated|"
    r"follow(?:s|ing)?|as|according to|from|with|law|distribution)\b[\s,]*)*",
    re.IGNORECASE,
)
"""All the words between variables and the law that they, and nothing that is made of them, follow."""

INTERVAL = re.compile(r"\s*(?:\\left\s*)?[\[(](?P<ends>[^\[\](),;]+,[^\[\](),;]+?)(?:\\right\s*)?[\])]\s*")

TWO_VALUES = {Domain.BINARY: (0, 1), Domain.SIGN_LABEL: (-1, 1)}


def takes_values(names: list[str], latex: str, context: Context) -> bool:
    """Notices the set that variables take their values in; whether it was understood."""
    membership = read_set(latex)
    if membership is None:
        return False
    understood = [_restrict(name, membership, context) for name in names]
    return all(understood)


def uniform_law(name: str, latex: str) -> Statement | None:
    """That a variable is uniform on an interval, as a formula says it; None where there is no interval."""
    interval = INTERVAL.fullmatch(latex)
    return (
        None if interval is None else cut_statement(Fragment.plain(rf"{name} \sim \mathcal{{U}}({interval['ends']})"))
    )


def as_membership(statement: Statement) -> Statement:
    r"""``X \ge 0`` and ``X > 0`` as what they say of the values; any other statement as it is."""
    opener = {r"\ge": "[", r"\geq": "[", ">": "("}.get(statement.relations[0].symbol) if statement.relations else None
    if opener is None or len(statement.sides) != 2 or statement.sides[1].text.strip() != "0":
        return statement
    return cut_statement(Fragment.plain(rf"{statement.sides[0].text} \in {opener}0, \infty)")) or statement


def _restrict(name: str, membership: Membership, context: Context) -> bool:
    variable = context.chance.variables[name]
    if membership.last is not None:
        return False
    if membership.domain is Domain.REAL and not membership.traits and not _is_bounded(membership):
        return True
    if membership.sizes or membership.at_most is not None or membership.at_least not in (None, 0):
        return False
    if membership.domain in TWO_VALUES:
        context.chance = context.chance.having(replace(variable, two=TWO_VALUES[membership.domain]))
        return True
    if membership.upper is not None and membership.at_least is not None:
        return False
    if membership.at_least == 0 or (membership.lower == 0 and membership.upper is None):
        context.add_traits(name, Trait.POSITIVE if membership.lower == 0 else Trait.NONNEGATIVE)
        return True
    known = context.symbols.get(name) or Declaration(Symbol(name))
    domain = Domain.INTEGER if membership.domain is Domain.INDEX else membership.domain
    context.symbols[name] = replace(
        known,
        domain=domain,
        lower=membership.lower,
        upper=membership.upper,
        traits=known.traits | membership.traits,
    )
    return True


def _is_bounded(membership: Membership) -> bool:
    ends = (membership.lower, membership.upper, membership.at_least, membership.at_most)
    return any(end is not None for end in ends)


def has_values(statement: Statement, context: Context) -> list[str] | None:
    r"""The random names that ``X \in S`` says something of; None where some are not random, or S is not known."""
    if statement.symbols != [r"\in"]:
        return None
    names = [canonical(parse(part.text, context.is_function)) for part in comma_parts(statement.sides[0])]
    known = [name for name in names if name is not None and name in context.chance.variables]
    if not known or len(known) < len(names):
        return None
    return known if takes_values(known, statement.sides[1].text, context) else None


def success(node: s.Node, context: Context) -> s.Node | None:
    """The variable with the values 0 and 1 that ``P(X = 1)`` is of; None for anything else."""
    if not (isinstance(node, s.Call) and canonical(node.function) in PROBABILITY and len(node.arguments) == 1):
        return None
    match node.arguments[0]:
        case s.Relational(relation="=", left=left, right=s.Num(value=1)):
            name = canonical(left.base) if isinstance(left, s.Sub) else canonical(left)
            variable = context.chance.variables.get(canonical(left) or "") or context.chance.variables.get(name or "")
            return left if variable is not None and variable.two == (0, 1) else None
    return None
