r"""Densities of sequences: ``p(x_1, \dots, x_T)``, ``p(x_{1:T})``, ``p(x_t \mid x_{<t})``.

Whatever a joint density is, those of each member given all before it are numbers of which nothing else is known, and
the density of a stretch given all before it is their product. Nothing more is read of such a density: what a member is
like by itself, or given only some of the others, no product of these numbers says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import parameters_of
from derivcheck.reading.chance.density_definitions import NO_DENSITIES
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.notation.ranges import counted
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import Apply, Call, Number, Reduce, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Claim

BEFORE = "_{<t}"
MEMBER = "t#"
"""The index of the product over a stretch."""

LISTED = 4
"""How many members that are written out, the last given all others, make a sequence.

Of fewer, all marginal densities are known as well.
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """Members ``lower`` to ``upper`` of a sequence; without a lower one, from its first."""

    base: str
    lower: s.Node | None
    upper: s.Node


def notice_sequence(node: s.Call, context: Context) -> bool:
    """Whether a call is the density of a stretch, or given one; if so, what it is of is a sequence from there on."""
    name = density_name(node.function, context)
    if name is None or name in NO_DENSITIES or "|" not in node.separators:
        return False
    before, behind = _arguments(node)
    told = any(map(_is_stretch, (*before, *behind))) or any(isinstance(part, s.Dots) for part in behind)
    if not told and not _is_last(before, behind):
        return False
    for part in _parts((*before, *behind)):
        if isinstance(part, _Part):
            first = part.lower.value if isinstance(part.lower, s.Num) else Fraction(1)
            context.sequenced[name, part.base] = min(first, context.sequenced.get((name, part.base), Fraction(1)))
    return True


def _is_last(before: Sequence[s.Node], behind: Sequence[s.Node]) -> bool:
    """Whether one member stands before the bar, and so many behind it that they make a sequence."""
    whole = [part for part in _parts((*behind, *before)) if isinstance(part, _Part)]
    if len(before) != 1 or len(whole) != 1 or _part(before[0]) is None:
        return False
    first, last = (end.value if isinstance(end, s.Num) else Fraction(0) for end in (whole[0].lower, whole[0].upper))
    return last - first >= LISTED - 1


def is_of_sequence(context: Context, node: s.Call) -> bool:
    """Whether a call is a density at members of a sequence."""
    name = density_name(node.function, context)
    if name in context.given and context.hierarchy:
        # What is drawn from one law is a sample, of which formulas say what the density is.
        return False
    bases = {base for known, base in context.sequenced if known == name}
    return bool(bases) and any(isinstance(p, _Part) and p.base in bases for p in _parts(sum(_arguments(node), ())))


def sequence_density(e: Elaborator, node: s.Call) -> Term:
    """The product of the densities of members given all before them; raises Unread for any other density of theirs."""
    name = density_name(node.function, e.context) or ""
    before, behind = (list(_parts(part)) for part in _arguments(node))
    given = [canonical(part) for part in behind if isinstance(part, s.Node)]
    known = [part for part in behind if isinstance(part, _Part)]
    stretch = before[0]
    if len(before) != 1 or isinstance(stretch, s.Node) or len(known) > 1 or None in given:
        raise unsupported(node, "a density of these members of a sequence")
    start = number(e.context.sequenced.get((name, stretch.base), Fraction(1)))
    if known and known[0].base == stretch.base and _is_before(known[0], start):
        # What a sequence starts from is no member of it.
        given.append(f"{stretch.base}_{{{canonical(known.pop().upper)}}}")
    if any(part.base != stretch.base for part in known):
        raise unsupported(node, "a density of several sequences")
    lower, upper = start if stretch.lower is None else _place(e, stretch.lower), _place(e, stretch.upper)
    last = _place(e, known[0].upper) if known else build.add((start, number(-1)), e.sizes)
    first = start if not known or known[0].lower is None else _place(e, known[0].lower)
    if _difference(lower, last) != 1 or _difference(first, start) != 0:
        raise unsupported(node, "a density of a part of a sequence")
    _order(e, lower, upper)
    parameters = parameters_of(e, node)
    plain = canonical(node.function.base) if isinstance(node.function, s.Sub) and parameters else name
    behind_bar = ", ".join([stretch.base + BEFORE, *sorted(filter(None, given))])
    function = rf"\log {plain}({stretch.base}_t | {behind_bar})"
    e.context.declared_functions.add(function)

    member = Apply("exp", (Call(function, (lower, *parameters), (0,) * (1 + len(parameters))),))
    return member if lower == upper else Reduce("product", MEMBER, lower, upper, at_place(member, Symbol(MEMBER)))


def place_of(term: Term) -> Term | None:
    """Which member's density a term is; None for any other."""
    match term:
        case Apply(operator="exp", arguments=(Call(function=name, arguments=(place, *_)),)) if is_of_members(name):
            return place
    return None


def is_of_members(function: str) -> bool:
    """Whether a function gives the logarithms of the densities of a sequence's members."""
    return BEFORE in function


def at_place(term: Term, place: Term) -> Term:
    """The density of another member."""
    assert isinstance(term, Apply) and isinstance(term.arguments[0], Call)  # noqa: S101, PT018 - as it was made
    call = term.arguments[0]
    return replace(term, arguments=(replace(call, arguments=(place, *call.arguments[1:])),))


def _order(e: Elaborator, lower: Term, upper: Term) -> None:
    """A stretch from t to T is written where t is at most T."""
    names = {symbol.name for symbol in free_symbols(lower)}
    claim = Claim(lower, r"\le", upper)
    if names and lower != upper and names.isdisjoint(e.bound) and claim not in e.context.assumptions:
        e.context.assumptions.append(claim)
        e.note("a stretch", f"{', '.join(sorted(names))}: no later than it ends")


def _place(e: Elaborator, node: s.Node) -> Term:
    """A place in a sequence; a letter in it that nothing is said of is a natural number."""
    term = e.term(node)
    counted(e, term)
    return term


def _is_before(part: _Part, start: Number) -> bool:
    """Whether a part is a single member before the first, as x_0 is of a sequence from x_1 on."""
    return isinstance(part.upper, s.Num) and part.upper == part.lower and part.upper.value < start.value


def _arguments(node: s.Call) -> tuple[tuple[s.Node, ...], tuple[s.Node, ...]]:
    """What stands before the bar and behind it, without parameters after a semicolon."""
    end = node.separators.index(";") + 1 if ";" in node.separators else len(node.arguments)
    bar = node.separators.index("|") + 1 if "|" in node.separators else end
    return node.arguments[:bar], node.arguments[bar:end]


def _is_stretch(node: s.Node) -> bool:
    return isinstance(node, s.Sub) and len(node.indices) == 1 and isinstance(node.indices[0], s.Stretch)


def _parts(nodes: Sequence[s.Node]) -> Iterator[_Part | s.Node]:
    """Arguments with the members of a sequence, in either order, put together to stretches."""
    found: list[_Part | s.Node] = []
    dots = False
    for node in nodes:
        if isinstance(node, s.Dots):
            dots = True
            continue
        part = _part(node)
        before = found[-1] if found else None
        joined = _joined(before, part, dots=dots) if isinstance(before, _Part) and isinstance(part, _Part) else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(node if part is None or dots else part)
        dots = False
    yield from found


def _part(node: s.Node) -> _Part | None:
    base = canonical(node.base) if isinstance(node, s.Sub) and len(node.indices) == 1 else None
    if base is None or not isinstance(node, s.Sub):
        return None
    index = node.indices[0]
    return _Part(base, index.lower, index.upper) if isinstance(index, s.Stretch) else _Part(base, index, index)


def _joined(one: _Part, other: _Part, *, dots: bool) -> _Part | None:
    """Two parts in one: members side by side, or the ends of a list with dots."""
    if one.base != other.base:
        return None
    if isinstance(one.upper, s.Num) and isinstance(other.lower, s.Num) and other.lower.value == one.upper.value + 1:
        return _Part(one.base, one.lower, other.upper)
    if isinstance(one.lower, s.Num) and isinstance(other.upper, s.Num) and other.upper.value == one.lower.value - 1:
        return _Part(one.base, other.lower, one.upper)
    if not dots:
        return _Part(one.base, other.lower, one.upper) if _is_next(other.upper, one.lower) else None
    if isinstance(other.upper, s.Num) and not isinstance(one.lower, s.Num):
        return _Part(one.base, other.lower, one.upper)
    return _Part(one.base, one.lower, other.upper)


def _is_next(lower: s.Node, upper: s.Node | None) -> bool:
    """Whether ``upper`` is ``lower`` and 1, for sums such as t - 2 and t - 1."""
    match lower, upper:
        case s.Sum(terms=(one, ("-", s.Num(value=far)))), s.Sum(terms=(other, ("-", s.Num(value=near)))):
            return one == other and far == near + 1
    return False


def _difference(upper: Term, lower: Term) -> Fraction | None:
    """Upper less lower, where that is a number."""
    sides = [_linear(term) for term in (upper, lower)]
    return sides[0][1] - sides[1][1] if sides[0][0] == sides[1][0] else None


def _linear(term: Term) -> tuple[frozenset[Term], Fraction]:
    """A sum as its letters, and the number beside them."""
    parts = term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,)
    value = sum((part.value for part in parts if isinstance(part, Number)), Fraction(0))
    return frozenset(part for part in parts if not isinstance(part, Number)), value
