r"""The base of logarithms: ``\log`` is natural unless a text or its settings say otherwise, as ``\ln`` always is.

Entropies and divergences are averages of logarithms, and are counted in the unit that belongs to the base: in nats, in
bits, in decimal digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Display, Formula, Fragment, Item, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import OTHERS
from derivcheck.terms import build
from derivcheck.terms.nodes import Term

E = "e"
SPOKEN = {"two": "2", "binary": "2", "dyadic": "2", "bits": "2", "ten": "10", "decimal": "10", "common": "10"}
SPOKEN |= {"natural": E, "nats": E, r"\mathrm{e}": E}
UNITS = {E: "nats", "2": "bits", "10": "decimal digits"}

_BASE = r"(?:the\s+)?(?:base|basis)[\s-]*(?:of\s+)?(?P<base>«\d+»|\d+|two|ten|e\b)"
_KIND = r"(?P<base>natural|binary|dyadic|decimal|common)\b"
_PLURAL = r"(?:logarithms?|logs?)\b"
_LOG = r"«(?P<log>\d+)»"
_SUBJECT = rf"(?:{_LOG}|\b(?:(?:all|the|these|our|every|any)\s+)?{_PLURAL})"
_IS = r"\s*,?\s*(?:we\s+)?(?:is|are|be|being|denotes?|means?|has|have|stands? for|refers? to|represents?)\s"
_WITH = r"\b(?:using|use|uses|take|taking|with|in)\s+(?:(?:all|the|only)\s+)?"
SAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_SUBJECT}{_IS}\s*(?:(?!not\b)\w+\s+){{0,4}}?{_BASE}",
        rf"{_SUBJECT}{_IS}\s*(?:the\s+|always\s+|understood\s+as\s+)*{_KIND}",
        rf"{_WITH}{_BASE}[\s-]+{_PLURAL}",
        rf"{_WITH}{_KIND}\s+{_PLURAL}",
        rf"{_WITH}(?:{_LOG}|{_PLURAL})\s+(?:to|in|of|with)\s+{_BASE}",
        rf"\b(?:write|abbreviate)\s+{_LOG}\s+for\s+(?:(?:the\s+)?{_PLURAL}\s+(?:to|in|of|with)\s+{_BASE}|(?P<other>«\d+»))",
        r"\b(?:measured|expressed|counted|given|are)\s+in\s+(?P<base>bits|nats)\b",
    )
)
"""How a sentence says what base logarithms have; a «k» before the verb has to be the logarithm itself."""

MENTIONED = re.compile(r"log|\bbits\b|\bnats\b", re.IGNORECASE)
"""What stands in every sentence that says anything of them."""

EQUATION = re.compile(r"\s*\\log\s*(?::=|=|\\equiv)\s*\\(?:log\s*_\s*\{?\s*(?P<base>\w+)\s*\}?|ln)\s*")
WRITTEN = re.compile(r"\\(?:log(?:\s*_\s*(?:\{\s*(?P<braced>\w+)\s*\}|(?P<base>\w)))?|ln)(?![A-Za-z])")


def hear_base(pattern: str, formulas: list[Fragment], context: Context) -> None:
    """What a sentence says of the base of logarithms; «k» stands for its k-th formula."""
    if not any(MENTIONED.search(text) for text in (pattern, *(formula.text for formula in formulas))):
        return
    for formula in formulas:
        equation = EQUATION.fullmatch(formula.text)
        if equation is not None:
            set_base(equation["base"] or E, context)
    for match in (match for said in SAID for match in said.finditer(pattern)):
        named = match.groupdict().get("log")
        if OTHERS.search(pattern[: match.end()]):
            continue
        if named is None or formulas[int(named)].text.strip() == r"\log":
            base = (match["base"] or match.groupdict().get("other") or "").lower()
            set_base(_plain_base(formulas[int(base[1:-1])].text) if base.startswith("«") else base, context)


def _plain_base(text: str) -> str:
    r"""A base as it is written, or that of the logarithm that is: 10 of ``\log_{10}``."""
    logarithm = WRITTEN.fullmatch(text.strip())
    return text.strip() if logarithm is None else logarithm["braced"] or logarithm["base"] or E


def is_base(statement: Statement) -> bool:
    r"""Whether a statement says what ``\log`` is."""
    written = " = ".join(side.text for side in statement.sides)
    return bool(statement.relations) and EQUATION.fullmatch(written) is not None


def set_base(base: str, context: Context) -> None:
    """The base of all logarithms that are written without one: a number, a letter, or e, also in words."""
    context.logarithm = SPOKEN.get(base, base)


def notice_units(items: Iterable[Item], context: Context) -> None:
    """The bases that the formulas of a scope write, in whose unit information is counted where nothing is said."""
    fragments = [item.fragment for item in items if isinstance(item, (Formula, Display))]
    found = {
        match["braced"] or match["base"] or E for fragment in fragments for match in WRITTEN.finditer(fragment.text)
    }
    context.written_logarithms = frozenset(found) or context.written_logarithms


def logarithm(e: Elaborator, node: s.Function, argument: Term) -> Term:
    """The logarithm to the base that is written, or else to the one that the text means."""
    natural = build.elementwise("log", argument)
    if node.base is not None:
        return _to_base(e, natural, node.base)
    base = E if node.natural else e.context.logarithm or E
    if not node.natural:
        e.note(r"\log", "natural logarithm" if base == E else f"logarithm to base {base}")
    return natural if base == E else _to_base(e, natural, parse(base))


def notice_logarithms(e: Elaborator, nodes: Iterable[s.Node]) -> None:
    """The bases of the logarithms in a chain, in whose unit it counts information."""
    found = [part for node in nodes for part in s.walk(node) if isinstance(part, s.Function) and part.name == "log"]
    e.logarithms = frozenset(_written(node) for node in found)


def _written(node: s.Function) -> str:
    match node.base:
        case s.Name(name):
            return name
        case s.Num(value):
            return str(value)
    return E


def unit(e: Elaborator, node: s.Node) -> str:
    """The base of the logarithms in whose unit information is counted; raises Unread where the formulas mix several."""
    said = {e.context.logarithm} if e.context.logarithm else frozenset[str]()
    bases = said or e.logarithms or e.context.written_logarithms or {E}
    if len(bases) > 1:
        readings = " or ".join(sorted(unit_name(base) for base in bases))
        raise Unread("D404", {"readings": f"information in {readings}"}, node.start, node.end)
    return next(iter(bases))


def unit_name(base: str) -> str:
    """What the unit of information is called that belongs to a base."""
    return UNITS.get(base, f"units of log {base}")


def in_unit(e: Elaborator, node: s.Node, nats: Term) -> Term:
    """An information that was computed with natural logarithms, in the unit that the text means."""
    base = unit(e, node)
    return nats if base == E else _to_base(e, nats, parse(base))


def _to_base(e: Elaborator, natural: Term, base: s.Node) -> Term:
    if base == s.Name(E):
        return natural
    if isinstance(base, s.Name) and base.name not in e.context.symbols:
        e.context.bases.add(base.name)
    return build.divide(natural, build.elementwise("log", e.scalar(base, "the base of a logarithm")), e.sizes)
