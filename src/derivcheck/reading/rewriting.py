"""Puts the other side of an equation in the place of one side, wherever that stands in a formula.

This is done on syntax, not on text: what is replaced is a piece that the parser sees as one, what replaces it stands in
brackets, and the result is only used if it parses to just that. Nothing is replaced below a derivative or a limit, and
no name is caught by a sum or an integral over it, unless the equation is one for every value of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.parser import parse

IsFunction = Callable[[str], bool | None]

CLOSED = (s.Diff, s.Nabla, s.Divergence, s.Differential, s.Directional, s.At, s.Evaluated)
"""What looks at a piece beyond the values that it has."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An equation to be used from left to right; ``name`` tells it from others.

    ``general`` if it holds for all values of the arguments or indices on its left, as a definition does.
    """

    left: str
    right: str
    name: str
    general: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    left: s.Node
    right: s.Node
    names: frozenset[str]
    general: frozenset[str]
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    read: _Read


def rewritten(text: str, rules: list[Rule], is_function: IsFunction) -> tuple[str, frozenset[str]]:
    """The text with every rule used wherever it applies, and the names of the rules that were."""
    try:
        node = parse(text, is_function)
    except (Unread, RecursionError):
        return text, frozenset()
    reads = [read for rule in rules if (read := _read(rule, is_function)) is not None]
    cuts: list[_Cut] = []
    expected = _replaced(node, reads, frozenset(), cuts)
    if not cuts:
        return text, frozenset()
    result = text
    for cut in sorted(cuts, key=lambda cut: cut.start, reverse=True):
        result = f"{result[: cut.start]}\\left( {cut.read.rule.right} \\right){result[cut.end :]}"
    try:
        same = parse(result, is_function) == expected
    except (Unread, RecursionError):
        same = False
    return (result, frozenset(cut.read.rule.name for cut in cuts)) if same else (text, frozenset())


def says_again(left: str, right: str, rules: list[Rule], is_function: IsFunction) -> frozenset[str]:
    """The names of the rules that make two formulas the same, also below derivatives; none where they do not."""
    try:
        nodes = [parse(text, is_function) for text in (left, right)]
    except (Unread, RecursionError):
        return frozenset()
    reads = [read for rule in rules if (read := _read(rule, is_function)) is not None]
    cuts: list[_Cut] = []
    one, other = (s.mapped(_replaced(node, reads, frozenset(), cuts, closed=()), _bare) for node in nodes)
    return frozenset(cut.read.rule.name for cut in cuts) if cuts and one == other else frozenset()


def _bare(node: s.Node) -> s.Node:
    """``node`` without brackets that change nothing around it or in it."""
    if isinstance(node, s.Group) and node.bracket == "(" and len(node.elements) == 1:
        return node.elements[0]
    if isinstance(node, s.Product) and any(isinstance(factor, s.Product) for factor in node.factors):
        factors: list[s.Node] = []
        operators: list[str] = []
        for sign, factor in zip(("", *node.operators), node.factors, strict=True):
            inner = factor if isinstance(factor, s.Product) else s.Product((factor,), ())
            operators += [sign, *inner.operators]
            factors += inner.factors
        return s.Product(tuple(factors), tuple(operators[1:]), start=node.start, end=node.end)
    return node


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
    return _Read(left, right, names, general, rule)


def _free(node: s.Node) -> set[str]:
    """The names in a formula that nothing in it runs over."""
    if isinstance(node, s.Name):
        return {node.name}
    return {name for part in s.parts(node) for name in _free(part)} - set(_bound_in(node))


def _names_of(nodes: tuple[s.Node, ...]) -> frozenset[str]:
    return frozenset(node.name for node in nodes if isinstance(node, s.Name))


def _replaced(
    node: s.Node,
    reads: list[_Read],
    bound: frozenset[str],
    cuts: list[_Cut],
    closed: tuple[type[s.Node], ...] = CLOSED,
) -> s.Node:
    """``node`` with the right sides in brackets in it; ``cuts`` are where they go. What is ``closed`` stays."""
    if isinstance(node, closed):
        return node
    for read in reads:
        if node == read.left and _may(read, bound):
            cuts.append(_Cut(node.start, node.end, read))
            return s.Group((read.right,), start=node.start, end=node.end)
    bound = bound | frozenset(_bound_in(node))
    before: dict[str, Any] = {name: getattr(node, name) for name in s.FIELDS[type(node)]}
    kept = _kept(node)
    after: dict[str, Any] = {
        name: v if name in kept else _inside(v, reads, bound, cuts, closed) for name, v in before.items()
    }
    return node if after == before else replace(node, **after)


def _inside(
    value: object, reads: list[_Read], bound: frozenset[str], cuts: list[_Cut], closed: tuple[type[s.Node], ...]
) -> object:
    if isinstance(value, s.Node):
        return _replaced(value, reads, bound, cuts, closed)
    return tuple(_inside(part, reads, bound, cuts, closed) for part in value) if isinstance(value, tuple) else value


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
