r"""What prose says of an unknown function at one point: "a convex function with $f(1) = 0$", "$f'(x^*) = 0$"."""

from __future__ import annotations

import re

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import DENIES, DOUBTS
from derivcheck.terms.nodes import Call
from derivcheck.terms.scope import Claim

SAYS = re.compile(
    r"\b(?:with|where|let|suppose|assume|assuming|such that|satisf\w+|given|normali[sz]ed (?:so that|by))\b[^.;:]*$",
    re.IGNORECASE,
)
SPECIAL = re.compile(r".*[*\d]\}?")
"""Names of points rather than of variables: x^* and x_0."""


def declare_value(statement: Statement, context: Context, lead: str) -> bool:
    """Notes the value of an unknown function at a point; False where the statement says none."""
    if statement.symbols != ["="] or not SAYS.search(lead) or DENIES.search(lead):
        return False
    if DOUBTS.search(re.split(r"\b(?:with|where|let|suppose|assume)\b", lead, flags=re.IGNORECASE)[-1]):
        return False
    try:
        left, right = (parse(side.text, context.is_function) for side in statement.sides)
    except Unread:
        return False
    if not _is_value(left, context):
        return False
    elaborator = Elaborator(context)
    # The equation says what the function is at a point; what it is elsewhere no later sentence explains.
    context.upcoming -= {name for name in context.upcoming if name in context.unknown_functions}
    try:
        value, known = elaborator.term(left), elaborator.term(right)
    except (Unread, Clash):
        return False
    if not isinstance(value, Call) or value.shape or known.shape:
        return False
    source = " = ".join(side.text.strip() for side in statement.sides)
    context.values_of_functions.append(Claim(value, "=", known, source))
    context.unclear.setdefault(value.function, f"= {statement.sides[1].text.strip()}")
    return True


def _is_value(node: s.Node, context: Context) -> bool:
    """Whether a function that is declared, or a derivative of it, stands at points."""
    if not isinstance(node, s.Call) or node.separators:
        return False
    head = node.function.base if isinstance(node.function, s.Primes) else node.function
    return canonical(head) in {*context.unknown_functions, *context.declared_functions} and all(
        map(_is_point, node.arguments)
    )


def _is_point(node: s.Node) -> bool:
    return isinstance(node, s.Num) or SPECIAL.fullmatch(canonical(node) or "") is not None
