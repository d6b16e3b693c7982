r"""Sums over the elements of a set: ``\sum_{x \in S}``, ``\sum_{(x, y) \in D}``, and how many there are: ``|D|``.

A finite set is a family: its elements are numbered in some order, on which no sum depends.
"""

from __future__ import annotations

from collections.abc import Iterable

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, shadowed, unsupported
from derivcheck.reading.notation.binders import bound_index, scalars_only
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import ONE, Apply, Reduce, Shape, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain
from derivcheck.terms.shorthand import plus, times
from derivcheck.terms.substitution import substitute

MOST_NUMBERS = 8


def notice_sets(nodes: Iterable[s.Node], context_sets: set[str]) -> None:
    """The names that are summed over."""
    for node in nodes:
        for part in s.walk(node):
            if isinstance(part, s.Big):
                found = _membership(part)
                if found is not None:
                    context_sets.add(found[1])


def _membership(node: s.Big) -> tuple[tuple[str, ...], str] | None:
    r"""The names of an element and of its set where ``… \in …`` is all that stands below."""
    if len(node.below) != 1 or node.above is not None:
        return None
    part = node.below[0]
    if not isinstance(part, s.Relational) or part.relation != r"\in":
        return None
    inside = part.left.elements if isinstance(part.left, s.Group) else (part.left,)
    names = tuple(canonical(element) or "" for element in inside)
    name = canonical(part.right)
    return (names, name) if name is not None and all(names) and len(set(names)) == len(names) else None


def over_set(e: Elaborator, node: s.Big) -> Term | None:
    """A reduction over the elements of a set, as one over their numbers."""
    found = _membership(node)
    if found is None:
        return _over_numbers(e, node)
    names, name = found
    if name in e.context.symbols or name in e.context.definitions or name in e.context.not_understood:
        raise unsupported(node.below[0], "a sum over this set")
    size = set_size(e, name)
    elements = {element: _element(e, element) for element in names}
    number = f"#{name}"
    with shadowed(e.local, elements), bound_index(e, number, size):
        body = e.term(node.body)
        scalars_only(e, node, body)
    values = {element: _numbered(e, symbol, name, size, number) for element, symbol in elements.items()}
    if not e.context.outcomes.keys().isdisjoint(names):
        # Which outcomes are in the set may make what is summed up 1, or 0.
        e.context.unclear.update(dict.fromkeys(_families(names, name), f"in {name}"))
    e.note(rf"\sum_{{\in {name}}}", "over the elements of a finite set, each of which counts once")
    return Reduce(node.operator, number, ONE, size, substitute(body, values))


def _over_numbers(e: Elaborator, node: s.Big) -> Term | None:
    r"""A sum or a product over numbers that are listed, ``x \in \{-1, 1\}``, written out."""
    match node:
        case s.Big(
            operator="sum" | "product" as kind,
            below=(s.Relational(s.Name(name), r"\in", s.Group(elements=numbers, bracket=r"\{")),),
            above=None,
        ) if all(map(_is_number, numbers)) and len(numbers) <= MOST_NUMBERS:
            places = [e.term(number) for number in numbers]
        case _:
            return None
    if name in e.context.outcomes.keys() - e.context.calculated or len(set(places)) < len(places):
        raise unsupported(node.below[0], "a sum over this set")
    with shadowed(e.local, {name: Symbol(name)}):
        body = e.scalar(node.body, "what is summed up")
    parts = [substitute(body, {name: place}) for place in places]
    return plus(*parts) if kind == "sum" else times(*parts)


def _is_number(node: s.Node) -> bool:
    match node:
        case s.Sum(terms=((_, part),)):
            return isinstance(part, s.Num)
    return isinstance(node, s.Num)


def set_size(e: Elaborator, name: str) -> Symbol:
    """How many elements a set has."""
    size = Symbol(f"|{name}|")
    e.context.symbols.setdefault(size.name, Declaration(size, Domain.NATURAL))
    return size


def _families(names: Iterable[str], name: str) -> list[str]:
    """How the elements of a set are called, all of them in one array."""
    return [rf"{element}:{name}" for element in names]


def _element(e: Elaborator, name: str) -> Symbol:
    """One element, of the shape that was declared or is the convention for its name."""
    declaration = e.context.symbols.get(name)
    if declaration is not None:
        return Symbol(name, e.sizes.resolve(declaration.symbol.shape))
    shape: Shape = (
        (e.sizes.new(),) if name.startswith((r"\mathbf{", r"\vec{")) or name in e.context.typing.names else ()
    )
    return Symbol(name, shape)


def _numbered(e: Elaborator, element: Symbol, name: str, size: Symbol, number: str) -> Term:
    """The element with a number, from the family that is the set."""
    shape = e.sizes.resolve(element.shape)
    (label,) = _families([element.name], name)
    family = Symbol(label, (size, *shape))
    declared = e.context.symbols.get(element.name)
    traits = declared.traits if declared is not None and not shape else frozenset()
    e.context.symbols.setdefault(family.name, Declaration(family, traits=traits))
    return Apply("index", (family, Symbol(number)), shape)
