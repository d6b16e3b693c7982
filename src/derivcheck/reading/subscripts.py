"""Subscripts: entries of arrays, slices, indices, and names that carry a script."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.canonical import canonical
from derivcheck.reading.conditions import indicator, is_condition
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.families import family_term
from derivcheck.reading.places import is_place, place_term
from derivcheck.reading.resolution import compound, is_declared, resolve
from derivcheck.terms import build
from derivcheck.terms.nodes import INFINITY, ONE, ZERO, Apply, Call, Symbol, Term

INDICATORS = frozenset({r"\mathbf{1}", r"\mathbb{1}", r"\mathbb{I}", r"\mathds{1}", r"\chi", "1"})


def _sub(e: Elaborator, node: s.Sub) -> Term:
    known = compound(e, node)
    if known is not None:
        return known
    inside = node.indices[0]
    if isinstance(inside, s.Group) and len(inside.elements) == 1:
        inside = inside.elements[0]
    if isinstance(node.base, s.Name) and node.base.name in INDICATORS and is_condition(inside):
        return indicator(e, inside)
    if (
        isinstance(node.base, s.Name)
        and node.base.name in ("I", r"\mathbf{I}", r"\mathbf{1}", r"\mathbb{1}")
        and not is_declared(e, node.base.name)
    ):
        return _sized_constant(e, node)
    if _is_index_like(e, node.indices):
        name = canonical(node.base)
        if name in e.context.sequences and name not in e.context.symbols and name not in e.context.definitions:
            e.note(name, "a sequence")
            return Call(name, tuple(place_term(e, index) for index in node.indices), (0,) * len(node.indices))
        if (
            isinstance(node.base, s.Name)
            and node.base.name == r"\delta"
            and len(node.indices) == 2
            and not is_declared(e, r"\delta")
        ):
            e.note(r"\delta_{ij}", "Kronecker's delta")
            places = tuple(place_term(e, index) for index in node.indices)
            return Apply("cases", (Apply("equal", places), ONE, ZERO))
        return _indexed(e, node)
    name = canonical(node)
    if name is None:
        raise unsupported(node, "this subscript")
    return resolve(e, name, node)


def _sized_constant(e: Elaborator, node: s.Sub) -> Term:
    assert isinstance(node.base, s.Name)  # noqa: S101 - the caller saw it
    size = e.scalar(node.indices[0], "a size")
    if node.base.name in ("I", r"\mathbf{I}"):
        e.note("I_n", "the identity matrix")
        return Apply("identity", (), (size, size))
    e.note(r"\mathbf{1}_n", "the vector of ones")
    return Apply("constant", (ONE,), (size,))


def _is_index_like(e: Elaborator, indices: tuple[s.Node, ...]) -> bool:
    """Whether a subscript picks entries: indices in force, numbers, and sums of these; ``:`` for a whole row."""
    return all(is_place(e, index) for index in indices)


def _indexed(e: Elaborator, node: s.Sub) -> Term:
    base = family_term(e, node)
    node = _split_digits(e, node, base)
    if len(base.shape) < len([i for i in node.indices if not _is_colon(i)]):
        found = e.sizes.describe(base.shape)
        raise Unread(
            "D410",
            {"operation": "a subscript", "found": found, "expected": "an array with as many indices"},
            node.start,
            node.end,
        )
    if any(map(_is_colon, node.indices)):
        return _slice(e, base, node)
    places = tuple(place_term(e, index) for index in node.indices)
    for place, size in zip(places, base.shape, strict=False):
        _learn_size(e, place, size)
    return build.index(base, places)


def _split_digits(e: Elaborator, node: s.Sub, base: Term) -> s.Sub:
    """``A_{12}`` of a matrix is row 1, column 2."""
    only = node.indices[0]
    if len(base.shape) == 2 and len(node.indices) == 1 and isinstance(only, s.Num) and 10 <= only.value < 100:
        e.note(f"A_{{{only.value}}}", "row and column")
        digits = tuple(s.Num(Fraction(digit), start=only.start, end=only.end) for digit in str(only.value))
        return s.Sub(node.base, digits, start=node.start, end=node.end)
    return node


def _learn_size(e: Elaborator, place: Term, size: Term) -> None:
    """An index and the array that it runs over tell each other their size, where one is unknown."""
    if not isinstance(place, Symbol):
        return
    limit = e.bound.get(place.name)
    declaration = e.context.symbols.get(place.name)
    if limit is None and declaration is not None:
        limit = declaration.size
    if limit == INFINITY:
        raise Unread("D406", {"notation": "an infinite sum over an array"}, 0, 1)
    while isinstance(limit, Symbol) and limit.name in e.bound:
        # An index that runs up to another one stays within that one's range.
        limit = e.bound[limit.name]
    if limit is not None and e.sizes.inferred((limit,), (size,)):
        e.sizes.unify((limit,), (size,))


def _is_colon(node: s.Node) -> bool:
    return isinstance(node, s.Name) and node.name == ":"


def _slice(e: Elaborator, base: Term, node: s.Sub) -> Term:
    first, *rest = node.indices
    if len(node.indices) == 2 and _is_colon(rest[0]):
        return build.index(base, (place_term(e, first),))
    if len(node.indices) == 2 and _is_colon(first):
        return build.index(build.transpose(base), (place_term(e, rest[0]),))
    raise unsupported(node, "this slice")


HANDLERS[s.Sub] = _sub
