r"""Densities that a text gives up to a constant: "with the prior ``p(\theta) \propto \theta^{a-1} e^{-b\theta}``".

The constant is a positive number of which no more is known, so that only what is said of proportions follows from it.
"""

from __future__ import annotations

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Trait

PROPORTIONAL = r"\propto"
LETTERS = frozenset({"p", "q"})
CONSTANT = r"\mathfrak{{Z}}_{{{}}}"
DIGITS = 10


def kernel(statement: Statement) -> tuple[str, str] | None:
    """The letter of a density and its variable, where a statement gives it up to a constant."""
    if statement.symbols != [PROPORTIONAL]:
        return None
    try:
        head, body = (parse(side.text, lambda name: True if name in LETTERS else None) for side in statement.sides)
    except Unread:
        return None
    letter = canonical(head.function) if isinstance(head, s.Call) and len(head.arguments) == 1 else None
    variable = canonical(head.arguments[0]) if isinstance(head, s.Call) and letter in LETTERS else None
    parts = list(s.walk(body))
    is_plain = not any(isinstance(part, s.Call) and canonical(part.function) in LETTERS for part in parts)
    varies = any(isinstance(part, s.Name) and part.name == variable for part in parts)
    return (letter, variable) if letter is not None and variable is not None and is_plain and varies else None


def as_definition(statement: Statement, context: Context) -> Statement | None:
    """The equation that a density is its kernel times a constant; None for any other statement."""
    found = kernel(statement)
    if found is None or found[0] not in context.given:
        return None
    names = (CONSTANT.format(number) for number in range(DIGITS))
    constant = next((name for name in names if name not in context.symbols), None)
    if constant is None:
        return None
    context.declare(Declaration(Symbol(constant), traits=frozenset({Trait.POSITIVE})))
    context.unclear[constant] = "a constant of which no more is said"
    left, right = (side.text for side in statement.sides)
    return cut_statement(Fragment.plain(rf"{left} = {constant} \left({right}\right)"))
