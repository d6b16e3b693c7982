"""Definitions of families by their members: ŷ_k for every k makes an array, S_n a function of the number n."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index
from derivcheck.reading.notation.families import name_of_members
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.syntax import walk
from derivcheck.terms.nodes import ONE, ZERO, Apply, Array, Symbol, Term
from derivcheck.terms.scope import Declaration, Definition, Domain
from derivcheck.terms.shorthand import minus, plus
from derivcheck.terms.substitution import substitute

ENTRY = "\N{MIDDLE DOT}entry"
"""What counts the entries of a member that is a vector."""


def free_indices(head: s.Sub, context: Context) -> list[str]:
    """The indices of a family's definition; empty where the subscript is part of the name."""
    if canonical(head) in context.numbered:
        return []
    names: list[str] = []
    for index in head.indices:
        name = canonical(index)
        declaration = context.symbols.get(name or "")
        is_letter = name is not None and len(name) == 1 and name in "ijklmnrstb"
        if name is None or not (is_letter or (declaration is not None and declaration.domain is Domain.INDEX)):
            return []
        if declaration is not None and declaration.domain not in (Domain.INDEX, Domain.NATURAL):
            return []
        if any(random.endswith(f"_{{{name}}}") for random in context.chance.variables):
            # Where m_t is one random variable, t is one number.
            return []
        names.append(name)
    return names if canonical(head.base) is not None or isinstance(head.base, s.Group) else []


def define_members(head: s.Sub, body: s.Node, context: Context, source: str) -> None:
    """What each member is, by the indices in the head."""
    indices = free_indices(head, context)
    start = _starting_value(head, body) if len(indices) == 1 else None
    if start is not None:
        context.numbered.add(start)
    counts = start is not None or (len(indices) == 1 and _runs_up_to(indices[0], body))
    define = _define_sequence if counts else _define_family
    define(head, body, context, source)


def _starting_value(head: s.Sub, body: s.Node) -> str | None:
    r"""The x_0 that ``x_t = x_0 e^{-\lambda t}`` is made of: a number of its own, from which t is counted."""
    started = (part for part in walk(body) if isinstance(part, s.Sub) and part.base == head.base)
    return next((canonical(part) for part in started if part.indices == (s.Num(ZERO.value),)), None)


def _runs_up_to(letter: str, body: s.Node) -> bool:
    """Whether a sum or a product ends at a letter, or near it: then it counts, and is no index of an array.

    In an end such as n_i, the letter says which number it is.
    """
    ends = [part.above for part in walk(body) if isinstance(part, s.Big) and part.above is not None]
    return any(_counts(letter, end) for end in ends)


def _counts(letter: str, end: s.Node) -> bool:
    if isinstance(end, s.Sub):
        return _counts(letter, end.base)
    return end == s.Name(letter) or any(_counts(letter, part) for part in s.parts(end))


def _define_sequence(head: s.Sub, body: s.Node, context: Context, source: str) -> None:
    """S_n := x_1 + … + x_n for every n: a function of the number n."""
    name, letter = canonical(head.base), canonical(head.indices[0])
    if name is None or letter is None:
        raise Unread("D406", {"notation": "a definition of this"}, head.start, head.end)
    if context.declared(letter) is None:
        context.symbols[letter] = Declaration(Symbol(letter), Domain.NATURAL)
        context.guessed.add(letter)
    term = Elaborator(context).term(body)
    context.sequences.add(name)
    context.define(Definition(name, (Symbol(letter),), term, source))


def _define_family(head: s.Sub, body: s.Node, context: Context, source: str) -> None:
    """ŷ_k := … for every k: an array."""
    base = head.base.elements[0] if isinstance(head.base, s.Group) else head.base
    name = canonical(base)
    if name is None:
        raise Unread("D406", {"notation": "a definition of this"}, head.start, head.end)
    name = name_of_members(context, name)
    indices = free_indices(head, context)
    known = context.symbols.get(name)
    declared = known.symbol.shape if known is not None and len(known.symbol.shape) == len(indices) else None
    sizes = declared or tuple(_size_of(index, context) for index in indices)
    elaborator = Elaborator(context)
    other = _alike_from_zero(body, indices, context)
    sizes = sizes if other is None else other.symbol.shape
    term = under_indices(elaborator, indices, sizes, body, vectors=len(indices) == 1)
    if other is not None:
        term = substitute(term, {indices[0]: plus(Symbol(indices[0]), minus(ONE))})
    context.symbols.pop(name, None)
    if term.shape:
        # Each member is a vector, of which an index of its own counts the entries.
        sizes, indices = (*sizes, *term.shape), [*indices, ENTRY]
        term = Apply("index", (term, Symbol(ENTRY)))
    context.define(Definition(name, (), Array(tuple(indices), (*context.sizes.resolve(sizes),), term), source))
    context.from_zero.update(set() if other is None else {name})


def _alike_from_zero(body: s.Node, indices: list[str], context: Context) -> Declaration | None:
    """The family of numbers counted from 0 that the body picks the same member of."""
    for part in walk(body):
        if isinstance(part, s.Sub) and [canonical(index) for index in part.indices] == indices:
            known = context.symbols.get(canonical(part.base) or "")
            if known is not None and known.symbol.name in context.from_zero and len(known.symbol.shape) == 1:
                return known
    return None


def _size_of(index: str, context: Context) -> Term:
    declaration = context.symbols.get(index)
    return declaration.size if declaration is not None and declaration.size is not None else context.sizes.new()


def under_indices(
    elaborator: Elaborator, indices: list[str], sizes: tuple[Term, ...], body: s.Node, *, vectors: bool = False
) -> Term:
    """An entry, in which the indices run over the sizes; with ``vectors`` it may be one of those."""
    if not indices:
        term = elaborator.term(body)
        return term if vectors and len(term.shape) == 1 else elaborator.scalar(body, "an entry")
    with bound_index(elaborator, indices[0], sizes[0]):
        return under_indices(elaborator, indices[1:], sizes[1:], body, vectors=vectors)
