r"""Puts the other side of an equation in the place of one side, wherever that stands in a formula.

This is done on syntax, not on text: what is replaced is a piece that the parser sees as one, what replaces it stands in
brackets, and the result is only used if it parses to just that. Nothing is replaced below a derivative or a limit, and
no name is caught by a sum or an integral over it, unless the equation is one for every value of that name. What says
what a function is at ``(x, \sigma^2)`` says so of other arguments as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from derivcheck.reading import syntax as s
from derivcheck.reading.difference import bare
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse

IsFunction = Callable[[str], bool | None]

CLOSED = (s.Diff, s.Nabla, s.Divergence, s.Differential, s.Directional, s.At, s.Evaluated)
"""What looks at a piece beyond the values that it has."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An equation to be used from left to right; ``name`` tells it from others.

    ``general`` if it holds for all values of the arguments or indices on its left, as a definition does; ``is_open`` if
    it says what a function is, at whatever arguments.
    """

    left: str
    right: str
    name: str
    general: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    left: s.Node
    right: s.Node
    names: frozenset[str]
    general: frozenset[str]
    rule: Rule
    holes: tuple[s.Node, ...] = ()
    """The arguments that the left side is written with, where it may be taken at others."""


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    text: str
    name: str


def rewritten(text: str, rules: list[Rule], is_function: IsFunction) -> tuple[str, frozenset[str]]:
    """The text with every rule used wherever it applies, and the names of the rules that were."""
    try:
        node = parse(text, is_function)
    except (Unread, RecursionError):
        return text, frozenset()
    reads = [read for rule in rules if (read := _read(rule, is_function)) is not None]
    cuts: list[_Cut] = []
    expected = _Rewriting(text, reads, cuts).of(node, frozenset())
    if not cuts:
        return text, frozenset()
    result = text
    for cut in sorted(cuts, key=lambda cut: cut.start, reverse=True):
        result = f"{result[: cut.start]}\\left( {cut.text} \\right){result[cut.end :]}"
    try:
        same = parse(result, is_function) == expected
    except (Unread, RecursionError):
        same = False
    return (result, frozenset(cut.name for cut in cuts)) if same else (text, frozenset())


def says_again(left: str, right: str, rules: list[Rule], is_function: IsFunction) -> frozenset[str]:
    """The names of the rules that make two formulas the same, also below derivatives; none where they do not."""
    try:
        nodes = [(text, parse(text, is_function)) for text in (left, right)]
    except (Unread, RecursionError):
        return frozenset()
    reads = [read for rule in rules if (read := _read(rule, is_function)) is not None]
    cuts: list[_Cut] = []
    one, other = (s.mapped(_Rewriting(text, reads, cuts, ()).of(node, frozenset()), bare) for text, node in nodes)
    return frozenset(cut.name for cut in cuts) if cuts and one == other else frozenset()


def is_head(text: str, is_function: IsFunction) -> bool:
    """Whether a side is one thing that has a name: a symbol, a function or an average at something."""
    try:
        node = parse(text, is_function)
    except (Unread, RecursionError):
        return False
    if isinstance(node, s.Operator):
        return True
    if isinstance(node, s.Call):
        return all(isinstance(part, (s.Name, s.Sub, s.Sup, s.Mark, s.Num)) for part in node.arguments)
    while isinstance(node, (s.Sub, s.Sup, s.Mark, s.Primes)):
        node = node.base
    return isinstance(node, s.Name)


def _read(rule: Rule, is_function: IsFunction) -> _Read | None:
    try:
        left, right = parse(rule.left, is_function), parse(rule.right, is_function)
    except (Unread, RecursionError):
        return None
    names = frozenset(_free(left)) | frozenset(_free(right))
    general: frozenset[str] = frozenset()
    if rule.general and isinstance(left, s.Call):
        general = _names_of(left.arguments)
    elif rule.general and isinstance(left, s.Sub):
        general = _names_of(left.indices)
    return _Read(left, right, names, general, rule, _holes(left, right) if rule.is_open else ())


def _holes(left: s.Node, right: s.Node) -> tuple[s.Node, ...]:
    """The arguments of a function that stand for any others: its value speaks of their names nowhere else."""
    if not isinstance(left, s.Call) or not isinstance(left.function, s.Name):
        return ()
    holes = left.arguments
    names = {name for hole in holes for name in _free(hole)}
    plain = all(
        isinstance(hole, s.Name) or (isinstance(hole, s.Sup) and isinstance(hole.base, s.Name)) for hole in holes
    )
    used = {hole for hole in holes if hole in set(s.walk(right))}
    if not plain or len(used) < len(holes) or len(names) < len(holes):
        return ()
    return () if names & (_free(_emptied(right, holes)) | set(_all_bound(right))) else holes


def _emptied(node: s.Node, holes: tuple[s.Node, ...]) -> s.Node:
    """``node`` with a number in place of each hole."""
    return _filled(node, {hole: s.Num(Fraction(0)) for hole in holes})


def _filled(node: s.Node, filling: Mapping[s.Node, s.Node]) -> s.Node:
    return s.mapped(node, lambda part: filling.get(part, part))


def _all_bound(node: s.Node) -> Iterator[str]:
    for part in s.walk(node):
        yield from _bound_in(part)


def _free(node: s.Node) -> set[str]:
    """The names in a formula that nothing in it runs over."""
    if isinstance(node, s.Name):
        return {node.name}
    return {name for part in s.parts(node) for name in _free(part)} - set(_bound_in(node))


def _names_of(nodes: tuple[s.Node, ...]) -> frozenset[str]:
    return frozenset(node.name for node in nodes if isinstance(node, s.Name))


class _Rewriting:
    """Puts right sides in brackets into a formula; ``cuts`` are where they go. What is ``closed`` stays."""

    def __init__(
        self, text: str, reads: list[_Read], cuts: list[_Cut], closed: tuple[type[s.Node], ...] = CLOSED
    ) -> None:
        self.text = text
        self.reads = reads
        self.cuts = cuts
        self.closed = closed

    def of(self, node: s.Node, bound: frozenset[str]) -> s.Node:
        """``node`` with every rule used; ``bound`` are the names that something around it runs over."""
        if isinstance(node, self.closed):
            return node
        for read in self.reads:
            if node == read.left and _may(read, bound):
                return self._put(node, read, read.right, read.rule.right)
            if read.holes and self._is_elsewhere(node, read) and _may(read, bound):
                assert isinstance(node, s.Call)  # noqa: S101 - it is the function at other arguments
                return self._at(node, read)
        bound = bound | frozenset(_bound_in(node))
        before: dict[str, Any] = {name: getattr(node, name) for name in s.FIELDS[type(node)]}
        kept = _kept(node)
        after: dict[str, Any] = {n: v if n in kept else self._inside(v, bound) for n, v in before.items()}
        return node if after == before else replace(node, **after)

    def _inside(self, value: object, bound: frozenset[str]) -> object:
        if isinstance(value, s.Node):
            return self.of(value, bound)
        return tuple(self._inside(part, bound) for part in value) if isinstance(value, tuple) else value

    def _put(self, node: s.Node, read: _Read, right: s.Node, text: str) -> s.Node:
        self.cuts.append(_Cut(node.start, node.end, text, read.rule.name))
        return s.Group((right,), start=node.start, end=node.end)

    @staticmethod
    def _is_elsewhere(node: s.Node, read: _Read) -> bool:
        """Whether ``node`` is the function that a rule is about, at other arguments."""
        return (
            isinstance(node, s.Call)
            and isinstance(read.left, s.Call)
            and node.function == read.left.function
            and node.separators == read.left.separators
            and len(node.arguments) == len(read.holes)
            and not {name for argument in node.arguments for name in _free(argument)} & set(_all_bound(read.right))
        )

    def _at(self, node: s.Call, read: _Read) -> s.Node:
        """The value of a function at other arguments."""
        filling = {hole: s.Group((argument,)) for hole, argument in zip(read.holes, node.arguments, strict=True)}
        text = read.rule.right
        spans = sorted(_spans(read.right, tuple(filling)), key=lambda found: found[0].start, reverse=True)
        for place, hole in spans:
            argument = node.arguments[read.holes.index(hole)]
            written = self.text[argument.start : argument.end]
            text = f"{text[: place.start]}\\left( {written} \\right){text[place.end :]}"
        return self._put(node, read, _filled(read.right, filling), text)


def _spans(node: s.Node, holes: tuple[s.Node, ...]) -> Iterator[tuple[s.Node, s.Node]]:
    """The places at which holes stand."""
    for hole in holes:
        if node == hole:
            yield node, hole
            return
    for part in s.parts(node):
        yield from _spans(part, holes)


def _may(read: _Read, bound: frozenset[str]) -> bool:
    """Whether no name of an equation is caught; one that runs over all indices or arguments may be."""
    return not (read.names & bound) - read.general


def _bound_in(node: s.Node) -> Iterator[str]:
    """The names that a sum, an integral or the like runs over."""
    if isinstance(node, s.Integral):
        yield from (part.name for part in s.walk(node.variable) if isinstance(part, s.Name))
    elif isinstance(node, s.Big):
        yield from (part.name for below in node.below for part in s.walk(_runner(below)) if isinstance(part, s.Name))


def _runner(below: s.Node) -> s.Node:
    return below.left if isinstance(below, s.Relational) else below


def _kept(node: s.Node) -> tuple[str, ...]:
    """The parts of a node in which a name is no value: the base of a subscript, the function that is called."""
    match node:
        case s.Sub():
            return ("base", "indices")
        case s.Call():
            return ("function",)
        case s.Primes() | s.Mark(mark="star"):
            return ("base",)
        case s.Big():
            return ("below",)
        case s.Integral():
            return ("variable",)
        case s.Operator():
            return ("below",)
    return ()
