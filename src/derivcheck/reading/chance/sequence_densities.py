r"""Densities of sequences: ``p(x_1, \dots, x_T)``, ``p(x_{1:T})``, ``p(x_t \mid x_{<t})``.

Whatever a joint density is, those of each member given all before it are numbers of which nothing else is known, and
the density of a stretch given all before it is their product. Nothing more is read of such a density: what a member is
like by itself, or given only some of the others, no product of these numbers says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import parameters_of
from derivcheck.reading.chance.density_definitions import NO_DENSITIES
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.chance.members import (
    Part,
    arguments_of,
    is_of_members,
    is_stretch,
    members_in,
    name_of_density,
    part_of,
    place_in,
    refuse_varying,
)
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import Apply, Call, Number, Reduce, Symbol, Term, free_symbols, number
from derivcheck.terms.processes import distance
from derivcheck.terms.scope import Claim

BEFORE = "_{<t}"
MEMBER = "t#"
"""The index of the product over a stretch."""

LISTED = 4
"""How many members that are written out, the last given all others, make a sequence.

Of fewer, all marginal densities are known as well.
"""


def notice_sequence(node: s.Call, context: Context) -> bool:
    """Whether a call is the density of a stretch, or given one; if so, what it is of is a sequence from there on."""
    name = density_name(node.function, context)
    if name is None or name in NO_DENSITIES or "|" not in node.separators:
        return False
    before, behind = arguments_of(node)
    told = any(map(is_stretch, (*before, *behind))) or any(isinstance(part, s.Dots) for part in behind)
    if not told and not _is_last(before, behind):
        return False
    for part in members_in((*before, *behind)):
        if isinstance(part, Part):
            first = part.lower.value if isinstance(part.lower, s.Num) else Fraction(1)
            context.sequenced[name, part.base] = min(first, context.sequenced.get((name, part.base), Fraction(1)))
    return True


def _is_last(before: Sequence[s.Node], behind: Sequence[s.Node]) -> bool:
    """Whether one member stands before the bar, and so many behind it that they make a sequence."""
    whole = [part for part in members_in((*behind, *before)) if isinstance(part, Part)]
    if len(before) != 1 or len(whole) != 1 or part_of(before[0]) is None:
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
    return bool(bases) and any(isinstance(p, Part) and p.base in bases for p in members_in(sum(arguments_of(node), ())))


def sequence_density(e: Elaborator, node: s.Call) -> Term:
    """The product of the densities of members given all before them; raises Unread for any other density of theirs."""
    refuse_varying(e, node)
    name = density_name(node.function, e.context) or ""
    before, behind = (list(members_in(part)) for part in arguments_of(node))
    given = [canonical(part) for part in behind if isinstance(part, s.Node)]
    known = [part for part in behind if isinstance(part, Part)]
    stretch = before[0]
    if len(before) != 1 or isinstance(stretch, s.Node) or len(known) > 1 or None in given:
        raise unsupported(node, "a density of these members of a sequence")
    start = number(e.context.sequenced.get((name, stretch.base), Fraction(1)))
    if known and known[0].base == stretch.base and _is_before(known[0], start):
        # What a sequence starts from is no member of it.
        given.append(f"{stretch.base}_{{{canonical(known.pop().upper)}}}")
    if any(part.base != stretch.base for part in known):
        raise unsupported(node, "a density of several sequences")
    lower, upper = start if stretch.lower is None else place_in(e, stretch.lower), place_in(e, stretch.upper)
    last = place_in(e, known[0].upper) if known else build.add((start, number(-1)), e.sizes)
    first = start if not known or known[0].lower is None else place_in(e, known[0].lower)
    if distance(lower, last) != 1 or distance(first, start) != 0:
        raise unsupported(node, "a density of a part of a sequence")
    _order(e, lower, upper)
    parameters = parameters_of(e, node)
    plain = canonical(node.function.base) if isinstance(node.function, s.Sub) and parameters else name
    function = name_of_density(plain or "", stretch.base, [stretch.base + BEFORE, *sorted(filter(None, given))])
    e.context.declared_functions.add(function)

    member = Apply("exp", (Call(function, (lower, *parameters), (0,) * (1 + len(parameters))),))
    return member if lower == upper else Reduce("product", MEMBER, lower, upper, at_place(member, Symbol(MEMBER)))


def place_of(term: Term) -> Term | None:
    """Which member's density a term is; None for any other."""
    match term:
        case Apply(operator="exp", arguments=(Call(function=name, arguments=(place, *_)),)) if is_of_members(name):
            return place
    return None


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


def _is_before(part: Part, start: Number) -> bool:
    """Whether a part is a single member before the first, as x_0 is of a sequence from x_1 on."""
    return isinstance(part.upper, s.Num) and part.upper == part.lower and part.upper.value < start.value
