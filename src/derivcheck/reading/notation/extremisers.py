r"""Sides such as ``\arg\max_\theta f(\theta)``: which way, over which variables, and of what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from derivcheck.documents import Fragment
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration

_BRACES = r"\{(?P<%s>(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_SPACE = r"(?:\\[,;:! ]|~|\s)*"
_NAMES = (
    rf"(?:\\arg{_SPACE}\\(?:max|min)|\\arg(?:max|min)"
    rf"|\\(?:operatorname\*?|mathop|mathrm|text|textrm|mathsf){_SPACE}"
    rf"\{{\s*(?:\\rm\b)?\s*\\?arg{_SPACE}\\?(?:max|min)\s*\}})(?![A-Za-z])"
)
OPERATOR = re.compile(
    rf"\s*(?:\\underset\s*{_BRACES % 'under'}\s*(?:\{{\s*(?P<set>{_NAMES})\s*\}}|(?P<bare>{_NAMES}))"
    rf"|(?P<plain>{_NAMES})\s*(?:\\(?:no)?limits\s*)?_\s*(?:{_BRACES % 'below'}|(?P<letter>\\[A-Za-z]+|\S)))"
    rf"{_SPACE}"
)
_MEMBER = re.compile(r"\\in\b")
_REALS = re.compile(r"\s*\\(?:mathbb|R)\b\s*\{?\s*R?\s*\}?\s*(?:\^.*)?$")
_SQUARE = re.compile(r"\^\s*(?:2|\{\s*2\s*\})\s*$")


@dataclass(frozen=True, slots=True)
class Extremiser:
    """The places where ``body`` is largest, for a sense of 1, or smallest, for -1, as ``variables`` vary.

    ``everywhere`` if nothing else is said of where they vary than what is declared; else ``within`` says where.
    """

    sense: int
    variables: tuple[str, ...]
    body: Fragment
    everywhere: bool
    within: str = ""


def extremiser(fragment: Fragment) -> Extremiser | None:
    """A side that begins with arg max or arg min; None for any other."""
    found = OPERATOR.match(fragment.text)
    if found is None:
        return None
    below = next(found[name] for name in ("under", "below", "letter") if found[name] is not None)
    operator = found["set"] or found["bare"] or found["plain"]
    listed, *rest = _MEMBER.split(below, maxsplit=1)
    names = tuple(_canonical(_SQUARE.sub("", name).strip()) for name in listed.split(","))
    everywhere = not rest or bool(_REALS.match(rest[0]))
    within = "" if everywhere else re.sub(r"\s+", "", rest[0])
    body = fragment.cut(found.end(), len(fragment.text))
    return Extremiser(1 if "max" in operator else -1, names, body, everywhere, within)


def name_extremiser(name: str, side: Fragment, context: Context) -> None:
    """Records which name stands for the place: a value of the variable, of which no counterexample may make another."""
    found = extremiser(side)
    variables = () if found is None else found.variables
    shape = next((symbol.shape for v in variables if (symbol := context.declared(v)) is not None), ())
    if name not in context.symbols:
        context.declare(Declaration(Symbol(name, shape)))
    context.unclear[name] = side.text.strip()
    context.extremisers[name] = side


def _canonical(name: str) -> str:
    try:
        return canonical(parse(name)) or name
    except Unread:
        return name
