"""Functions that a sentence says to act on each entry: "where σ is applied element-wise", "a pointwise function f"."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import NEGATED

_WAY = r"(?:(?:element|entry|component|coordinate|point)[-\s]?wise)"
_EACH = (
    r"(?:to|on|at) (?:each|every|all) (?:of (?:its|the) )?"
    r"(?:entry|entries|elements?|components?|coordinates?|units?|neurons?)"
)
_HOW = rf"(?:independently )?(?:{_WAY}|{_EACH})"
_NOUN = r"(?:non-?linear(?:ity| functions?)|activations?(?: functions?)?|functions?|maps?|squashing functions?)"
_NAME = r"«(?P<name>\d+)»"
_IS = r"\s*,?\s*(?:which |that )?(?:(?:is|are|be|being|denotes|as) )?"
SAID = tuple(
    re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE)
    for pattern in (
        rf"{_NAME}{_IS}(?:applied|acts|acting|works|operates|taken|evaluated) {_HOW}",
        rf"{_NAME}{_IS}(?:an?|the|some) (?:[\w-]+ )?{_WAY}(?: [\w-]+)? {_NOUN}",
        rf"{_WAY}(?: [\w-]+)? {_NOUN} {_NAME}",
        rf"{_NOUN} {_NAME} {_WAY}",
        rf"(?:applying|apply|applies) (?:[\w-]+ ){{0,3}}{_NAME} {_HOW}",
    )
)


def notice_entrywise(pattern: str, formulas: list[Fragment], context: Context) -> None:
    """Looks ahead for functions of a number that a sentence applies to each entry of an array."""
    for found in (match for said in SAID for match in said.finditer(pattern)):
        name = None if NEGATED.search(found[0]) else _function(formulas[int(found["name"])])
        if name is not None and name not in context.definitions and context.is_function(name) is not False:
            context.scalar_functions.add(name)
            context.unknown_functions.setdefault(name, 1)


def _function(formula: Fragment) -> str | None:
    r"""The name of a function, bare or at an argument as in ``\sigma(\cdot)``."""
    try:
        node = parse(formula.text, lambda _: True)
    except Unread:
        return None
    return canonical(node.function if isinstance(node, s.Call) else node)
