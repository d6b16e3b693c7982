r"""Unknown functions that bend one way: "convex", "$L$-smooth", "$\mu$-strongly convex"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.nodes import ZERO, Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Bending, Claim

_ADJECTIVE = r"(?:(?:twice\s+|continuously\s+)*differentiable|smooth|proper|closed|continuous|real-valued)"
_KIND = (
    r"(?:(?P<convex{0}>convex)|(?P<concave{0}>concave)|«(?P<smooth{0}>\d+)»\s*-\s*smooth"
    r"|«(?P<strong{0}>\d+)»\s*-\s*strongly\s+convex)"
)
_JOIN = r"\s*(?:,|and|,\s*and)?\s*"
SAID = re.compile(
    rf"«(?P<name>\d+)»\s*,?\s*(?:be|is|are)\s+(?:an?\s+)?(?:{_ADJECTIVE}{_JOIN})*{_KIND.format(1)}"
    rf"(?:{_JOIN}(?:{_ADJECTIVE}{_JOIN})*{_KIND.format(2)})?(?:\s+(?:{_ADJECTIVE}\s+)*functions?)?"
    r"(?=\s*(?:$|[,.;:]|\b(?:and|with|for|where|let|so|then|on|that|such|whose)\b|«))",
    re.IGNORECASE,
)
GRADIENT = re.compile(
    rf"«(?P<name>\d+)»\s*,?\s*(?:(?:be|is|are)\s+(?:an?\s+)?(?:(?:{_ADJECTIVE}|(?P<convex1>convex)){_JOIN})*(?:functions?)?)?"
    r"\s*,?\s*(?:and\s+)?(?:(?:with|has|have|having)\s+(?:an?\s+)?«(?P<smooth1>\d+)»\s*-\s*lipschitz(?:[\s-]+continuous)?\s+gradients?"
    r"|whose\s+gradient\s+is\s+«(?P<smooth2>\d+)»\s*-\s*lipschitz(?:[\s-]+continuous)?)",
    re.IGNORECASE,
)
"""The same of a function with a Lipschitz gradient, which is what makes it smooth."""

AHEAD = re.compile(
    rf"\b(?:(?P<convex1>convex)|(?P<concave1>concave))\s+(?:{_ADJECTIVE}\s+)*(?:functions?\s+)?«(?P<name>\d+)»"
    r"(?=\s*(?:$|[,.;:]|\b(?:and|with|for|where|let|so|then|that|such|whose|we)\b))",
    re.IGNORECASE,
)
"""The same of a function that stands behind the word."""

LETTERS = frozenset({"f", "g", "h", "F", "G", "J", r"\phi", r"\varphi", r"\psi", r"\Phi", r"\Psi", r"\ell"})
"""What is convex may be a set; these are functions."""

ABOUT = re.compile(r"«\d+»\s*-\s*(?:smooth|strongly|lipschitz)|\b(?:strongly|strictly|quasi-?)\s*convex", re.IGNORECASE)
WHERE = re.compile(
    r"\s*(?:functions?)?\s*(?:on|for|in|over|when|if|where)\s+(?:(?:the|all|interval|region)\s+)*«(?P<place>\d+)»",
    re.IGNORECASE,
)
REGION = re.compile(r"^\s*(?:\\left)?[\[(].*,|[<>]|\\[lg]e(?:q|qslant)?(?![A-Za-z])|\\in\s*[\[(]")
HALF_LINE = re.compile(r"\s*(?:\\left)?[\[(]\s*0\s*,\s*\+?\\infty\s*(?:\\right)?\)\s*|\\mathbb\{?R.*")
ELSEWHERE = re.compile(r"\b(?:convex|concave)\s+(?:functions?\s+)?(?:on|for|in|over|when|if|where)\b", re.IGNORECASE)
_HEAD = re.compile(
    r"\s*(?P<name>\\?[A-Za-z]+(?:_(?:\w|\{\w+\}))?)\s*(?:\(\s*\\?[A-Za-z]+\s*\)\s*)?(?:(?::|\\colon).*)?$", re.DOTALL
)
"""A function, perhaps with its argument, or with where it is from and to."""


def declare_bending(pattern: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Notices how the functions in a sentence bend; what is said of that and not understood forbids to refute."""
    understood = set()
    for found in (found for said in (SAID, GRADIENT, AHEAD) for found in said.finditer(pattern)):
        name = _function(formulas[int(found["name"])], context, bends=True)
        if name is None:
            continue
        # A function on (0, ∞) may well have no other values.
        whole = ":" not in formulas[int(found["name"])].text
        limited = _is_limited(pattern[found.end() :], formulas, whole=whole)
        bending = None if limited else _bending(found, formulas, context)
        if bending is not None:
            context.bending[name] = bending
            if not context.unclear.get(name, "").startswith("="):
                # That it has some value somewhere is another matter.
                context.unclear.pop(name, None)
            understood.add(name)
    if ABOUT.search(pattern) or ELSEWHERE.search(pattern):
        for formula in formulas:
            name = _function(formula, context)
            if name is not None and name not in understood:
                context.unclear[name] = "smooth or convex"


def _is_limited(behind: str, formulas: Sequence[Fragment], *, whole: bool) -> bool:
    """Whether words behind say that a function bends so in an interval, or where something holds.

    A half-line may be ``whole`` that it is a function on.
    """
    place = WHERE.match(behind)
    region = "" if place is None else formulas[int(place["place"])].text
    return REGION.search(region) is not None and not (whole and HALF_LINE.fullmatch(region))


def _function(formula: Fragment, context: Context, *, bends: bool = False) -> str | None:
    """The unknown function that a formula is, or declares; a letter for one that ``bends`` is one by that."""
    found = _HEAD.match(formula.text)
    name = None if found is None else found["name"]
    if bends and name in LETTERS and not context.is_told(name) and context.is_function(name) is not True:
        context.unknown_functions[name] = 1
        context.declared_functions.add(name)
        context.symbols.pop(name, None)
    return name if name in context.unknown_functions else None


def _bending(found: re.Match[str], formulas: Sequence[Fragment], context: Context) -> Bending | None:
    least: Term | None = None
    greatest: Term | None = None
    said = found.groupdict()
    for place in "12":
        if said.get(f"smooth{place}"):
            bound = _constant(formulas[int(said[f"smooth{place}"])], context)
            if bound is None:
                return None
            _is_not_negative(bound, context)
            greatest = greatest or bound
            least = least or Apply("multiply", (number(-1), bound))
        if said.get(f"strong{place}"):
            least = _constant(formulas[int(said[f"strong{place}"])], context)
            if least is None:
                return None
            _is_not_negative(least, context)
        if said.get(f"convex{place}"):
            least = ZERO
        if said.get(f"concave{place}"):
            greatest = ZERO
    return Bending(least, greatest)


def _is_not_negative(bound: Term, context: Context) -> None:
    """No function is L-smooth with a negative L, nor is one meant by μ-strongly convex with a negative μ."""
    claim = Claim(bound, r"\ge", ZERO, "a bound of second derivatives")
    if isinstance(bound, Symbol) and claim not in context.assumptions:
        context.assumptions.append(claim)


def _constant(formula: Fragment, context: Context) -> Term | None:
    """A constant that a bound is given by: a number, or a name that stands for one."""
    try:
        node = parse(formula.text)
    except Unread:
        return None
    if isinstance(node, s.Num):
        return Number(node.value)
    name = canonical(node)
    return None if name is None or name in context.definitions else Symbol(name)
