r"""What a bare name depends on: "$\lambda$ depends on $\theta$", ``y = y(x)``, or a g that is written g(x) elsewhere.

Such a name is no constant where its variable moves, under a derivative, an integral, a sum or an arg max. Where the
text says of which variables it is a function, it is read as an unknown function of these; where it writes the function
at different places, a bare name is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from derivcheck.documents import Display, Formula, Fragment, Item
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import DEVIATION, LETTER, PROBABILITY
from derivcheck.reading.parsing.canonical import canonical, with_braces
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import NEGATED
from derivcheck.terms.nodes import Call, Term, free_symbols
from derivcheck.terms.scope import Domain

_GROUP = r"«\d+»(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+)«\d+»)*"
_FILLERS = r"(?:[\w-]+\s+){0,3}"
_OF = rf"{_FILLERS}(?P<variables>{_GROUP})(?:\s*,?\s*(?:only\s+)?(?:through|via)\s+{_FILLERS}(?P<through>{_GROUP}))?"
_SUBJECT = rf"(?P<names>{_GROUP})\s*,?\s*(?P<between>(?:[\w-]+\s+){{0,5}})"
_VERBS = (
    r"(?:depend(?:s|ing|ed)?|dependent)\s+(?:[\w-]+\s+){0,2}?(?:up)?on",
    r"(?:var(?:y|ies|ying)|chang(?:es?|ing)|mov(?:es?|ing))\s+with",
    r"(?:is|are|be|being)\s+(?:determined|governed|influenced|affected)\s+by",
    r"(?:is|be)\s+(?:an?|any|some)\s+(?:[\w-]+\s+){0,3}?(?:function|loss|cost|objective)\s+of",
)
SAID = tuple(
    re.compile(rf"{pattern}\s+{_OF}", re.IGNORECASE)
    for pattern in (
        *(_SUBJECT + verb for verb in _VERBS),
        rf"(?P<between>)\bdependence\s+of\s+{_FILLERS}(?P<names>{_GROUP})\s+(?:up)?on",
    )
)
RELATION = re.compile(r"[=<>:]|\\(?:in|ge|geq|le|leq|sim)(?![A-Za-z])")
GOES_ON = re.compile(r"\s*(?:[a-z-]+\s+){0,2}?(?:depends?|dependent|var(?:y|ies)|changes?|moves?|is|are)\b")
NUMBERS = re.compile(r"«(\d+)»")
NUMBERS_TOO = frozenset({r"\pi", r"\Gamma"})
"""Letters that stand for something well known where they stand bare."""

_NAME = r"\\?[A-Za-z]+"
SCRIPT = r"_(?:[A-Za-z0-9]|\{[A-Za-z0-9,]+\})"
SQUARED = re.compile(
    rf"(?<![A-Za-z\\])(?P<name>{LETTER}{SCRIPT})\s*\^\s*(?:2|\{{2\}})(?!\s*(?:\\left|\\[bB]igl?)?\s*\()"
)
"""A letter with a script of which the square is taken, not of its values: a number."""
CALL = re.compile(
    rf"(?<![A-Za-z\\])(?P<name>{LETTER}(?P<script>{SCRIPT})?)"
    r"\s*(?:\\left|\\[bB]igl?)?\s*\((?P<inside>[^()]{0,80})(?P<end>[()]|$)"
)
TRANSPOSED = re.compile(
    r"\^\s*(?:\\top|\\intercal|T|\{\s*(?:\\top|\\intercal|T|\\(?:mathrm|text|mathsf|rm)\s*\{?T\}?)\s*\}|\\(?:mathrm|mathsf)\{T\})"
    r"(?:\\[,;:! ]|\s)*$"
)
_MARK = r"(?:\*|\\star|\\pi)"
APPLIED = re.compile(
    rf"(?<![A-Za-z\\_^])(?P<name>(?!d){LETTER})(?P<mark>\^\s*(?:{_MARK}|\{{\s*{_MARK}\s*\}}))?"
    rf"\s*(?:\\left|\\[bB]igl?)?\s*\(\s*{LETTER}\s*(?:\\right|\\[bB]igr?)?\s*\)"
)
LIST = re.compile(rf"\s*{_NAME}(?:\s*,\s*{_NAME})*\s*(?:\\right|\\[bB]igr?)?\s*")
_D = r"(?:d|\\mathrm\s*\{\s*d\s*\}|\\partial)\s*"
SLOPE = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}(?P<name>{LETTER})\s*\}}\s*\{{\s*{_D}(?P<variable>{LETTER})\s*\}}")
"""The derivative of a bare name, which is no constant then."""
VARIES = re.compile(
    r"\\sigma\s*\^\s*(?:2|\{2\})\s*(?:\\left|\\[bB]igl?)?\s*\((?:(?!\\(?:[dt]?frac|sum|prod|int|cdot)(?![A-Za-z]))[^()+-])*\)"
)
"""A variance before brackets that hold no sum and no fraction, such as ``\\sigma^2(x)``: it may be a function."""
ITSELF = re.compile(
    rf"\s*(?P<name>{_NAME}|\\(?:mathbf|boldsymbol|bm|vec)\{{{_NAME}\}})\s*:?=\s*(?P=name)\s*\((?P<inside>[^()]*)\)\s*"
    r"(?:\\in(?![A-Za-z]).*)?"
)
"""That a name depends on others, perhaps with the set that its values lie in."""


def notice_calls(items: Iterable[Item], context: Context) -> None:
    """The variables at which functions are written; none where one is written at several, or at more than names."""
    for item in items:
        if not isinstance(item, (Display, Formula)):
            continue
        context.factors.update(with_braces(found["name"]) for found in SQUARED.finditer(item.fragment.text))
        context.applied.update(map(_applied_name, APPLIED.finditer(item.fragment.text)))
        context.slopes.update((found["name"], found["variable"]) for found in SLOPE.finditer(item.fragment.text))
        if VARIES.search(item.fragment.text):
            context.applied.add(r"\sigma")
        for found in CALL.finditer(item.fragment.text):
            name, inside = found["name"], found["inside"]
            before = found.string[max(0, found.start() - 24) : found.start()]
            if _is_factor(name, inside, found["end"]) or _is_matrix(name, inside, before):
                context.factors.add(with_braces(name))
                continue
            if found["script"] or before.rstrip()[-1:] in ("_", "^"):
                # What stands below or above a name is not what is called.
                continue
            plain = found["end"] == ")" and LIST.fullmatch(inside) is not None
            variables = tuple(re.findall(_NAME, inside.replace(r"\right", ""))) if plain else ()
            known = context.written_at.setdefault(name, variables)
            if known != variables:
                context.written_at[name] = ()


def _applied_name(found: re.Match[str]) -> str:
    """The spelling under which a name before brackets is known, perhaps with a star or π above."""
    if not found["mark"]:
        return found["name"]
    return rf"{found['name']}^{{\pi}}" if r"\pi" in found["mark"] else f"{found['name']}^{{*}}"


def _is_matrix(name: str, inside: str, before: str) -> bool:
    r"""Whether a P stands between a transpose and a sum, as in ``e^\top P (y - Xb)``: that is no probability."""
    sums = re.search(r"[^\s(]\s*[+-]", inside) is not None and not re.search(r"[=<>,|]|\\(?:mid|in|le|ge)", inside)
    return name in PROBABILITY and sums and TRANSPOSED.search(before) is not None


FRACTION = re.compile(r"\s*\\[dt]?frac(?![A-Za-z])")


def _is_factor(name: str, inside: str, end: str) -> bool:
    r"""Whether a letter stands bare in the sum behind it, as in p(1 - p): then it is a number before brackets.

    Before any sum π is one, unless the sum says what is given; σ may be one before a fraction.
    """
    if name == DEVIATION and FRACTION.match(inside):
        return True
    bare = re.search(
        rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z'^_])", inside.rstrip() if end == "(" else inside + " "
    )
    signs = "," not in inside and ("+" in inside or "-" in inside)
    if name == r"\pi":
        return signs and re.search(r"[|;=<>]|\\(?:mid|in|theta)(?![A-Za-z])", inside) is None
    return signs and bare is not None and bare.end() < len(inside.rstrip()) + (end == ")")


def notice_dependence(pattern: str, formulas: list[Fragment], context: Context) -> None:
    """Notices what a sentence says of a name's dependence on others."""
    for formula in formulas:
        itself = ITSELF.fullmatch(formula.text)
        if itself is not None:
            _note([itself["name"]], tuple(re.findall(_NAME, itself["inside"])), context)
    for found in (match for said in SAID for match in _overlapping(said, pattern)):
        if NEGATED.search(found["between"]) or NEGATED.search(pattern[: found.start()][-12:]):
            continue
        names, variables = _names(found["names"], formulas), _names(found["variables"], formulas)
        if len(variables) > 1 and GOES_ON.match(pattern, found.end("variables")):
            # "A depends on b, and c depends on d": c begins another clause.
            variables.pop()
        if found["through"]:
            between = _names(found["through"], formulas)
            _note(between, tuple(variables), context)
            variables = between
        _note(names, tuple(variables), context)


def _overlapping(said: re.Pattern[str], pattern: str) -> Iterator[re.Match[str]]:
    """All matches; what something depends on may itself depend on something."""
    found = said.search(pattern)
    while found is not None:
        yield found
        found = said.search(pattern, max(found.start("variables"), found.start() + 1))


def _names(group: str, formulas: list[Fragment]) -> list[str]:
    """The names in some formulas of a sentence."""
    return [name for number in NUMBERS.findall(group) for name in _parts(formulas[int(number)])]


def _parts(formula: Fragment) -> Iterator[str]:
    for text in RELATION.split(formula.text)[0].split(","):
        try:
            node = parse(text)
        except Unread:
            continue
        node = node.function if isinstance(node, s.Call) else node
        # What is said of w_i is said of w.
        for part in (node, node.base) if isinstance(node, s.Sub) else (node,):
            name = canonical(part)
            if name is not None and not isinstance(part, s.Num):
                yield name


def _note(names: Iterable[str], variables: tuple[str, ...], context: Context) -> None:
    for name in names:
        context.depends_on[name] = tuple(dict.fromkeys((*context.depends_on.get(name, ()), *variables)))


def depending(e: Elaborator, name: str, node: s.Node) -> Term | None:
    """A name that depends on variables, as an unknown function of them; None for one of which nothing is said."""
    context = e.context
    variables = context.depends_on.get(name)
    if variables is None and name not in NUMBERS_TOO and (name in context.written_at and context.is_called(name)):
        variables = context.written_at[name]
    if variables is None or name in context.chance.variables or any(name == known for known, _ in context.functions):
        return None
    known = context.adopt(name)
    if not variables or name in e.expanding or (known is not None and known.domain is not Domain.REAL):
        raise unsupported(node, f"{name} without what it depends on")
    e.expanding.add(name)
    try:
        arguments = tuple(e.term(s.Name(each, start=node.start, end=node.end)) for each in variables)
    finally:
        e.expanding.discard(name)
    e.note(name, f"an unknown function of {', '.join(variables)}")
    shape = () if known is None else e.sizes.resolve(known.symbol.shape)
    return Call(name, arguments, (0,) * len(arguments), shape)


def refuse_member(e: Elaborator, node: s.Sub) -> None:
    """Raises Unread for a member of what depends on something: which entry depends on what is not known."""
    name = canonical(node.base)
    if name in e.context.depends_on and name not in e.context.definitions and name not in e.local:
        raise unsupported(node, f"{name} without what it depends on")


def is_said_to_move(context: Context, name: str, variable: str) -> bool:
    """Whether a name depends on a variable, perhaps by way of others; True where nothing is said of it."""
    return name not in context.depends_on or moves(context, name, variable)


def moves(context: Context, name: str, variable: str) -> bool:
    """Whether words or definitions say that a name depends on a variable, perhaps by way of others."""
    waiting, seen = [name], {name}
    while waiting:
        moved = waiting.pop()
        others = set(context.depends_on.get(moved, ()))
        if moved in context.definitions:
            others |= {symbol.name for symbol in free_symbols(context.definitions[moved].body)}
        if variable in others:
            return True
        waiting += others - seen
        seen |= others
    return False


def has_two_slopes(context: Context, name: str, variable: str) -> bool:
    """Whether a name is a function of a variable both directly and by way of another one: ∂ and d differ there."""
    variables = context.depends_on.get(name, ())
    return variable in variables and any(moves(context, other, variable) for other in variables if other != variable)
