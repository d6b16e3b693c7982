r"""Members of sequences among the arguments of densities: ``x_t``, ``x_{1:T}``, ``x_1, \dots, x_T``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.notation.ranges import counted
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import Term

LOGARITHM, MEMBER = r"\log ", "_t"


@dataclass(frozen=True, slots=True)
class Part:
    """Members ``lower`` to ``upper`` of a sequence; without a lower one, from its first."""

    base: str
    lower: s.Node | None
    upper: s.Node


def place_in(e: Elaborator, node: s.Node) -> Term:
    """A place in a sequence; a letter in it that nothing is said of is a natural number."""
    term = e.term(node)
    counted(e, term)
    return term


def arguments_of(node: s.Call) -> tuple[tuple[s.Node, ...], tuple[s.Node, ...]]:
    """What stands before the bar and behind it, without parameters after a semicolon."""
    end = node.separators.index(";") + 1 if ";" in node.separators else len(node.arguments)
    bar = node.separators.index("|") + 1 if "|" in node.separators else end
    return node.arguments[:bar], node.arguments[bar:end]


def is_stretch(node: s.Node) -> bool:
    """Whether an argument is written as a stretch, ``x_{1:T}``."""
    return isinstance(node, s.Sub) and len(node.indices) == 1 and isinstance(node.indices[0], s.Stretch)


def members_in(nodes: Sequence[s.Node]) -> Iterator[Part | s.Node]:
    """Arguments with the members of a sequence, in either order, put together to stretches."""
    found: list[Part | s.Node] = []
    dots = False
    for node in nodes:
        if isinstance(node, s.Dots):
            dots = True
            continue
        part = part_of(node)
        before = found[-1] if found else None
        joined = _joined(before, part, dots=dots) if isinstance(before, Part) and isinstance(part, Part) else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(node if part is None or dots else part)
        dots = False
    yield from found


def part_of(node: s.Node) -> Part | None:
    """One argument as members of a sequence; None for anything else."""
    base = canonical(node.base) if isinstance(node, s.Sub) and len(node.indices) == 1 else None
    if base is None or not isinstance(node, s.Sub):
        return None
    index = node.indices[0]
    return Part(base, index.lower, index.upper) if isinstance(index, s.Stretch) else Part(base, index, index)


def _joined(one: Part, other: Part, *, dots: bool) -> Part | None:
    """Two parts in one: members side by side, or the ends of a list with dots."""
    if one.base != other.base:
        return None
    if isinstance(one.upper, s.Num) and isinstance(other.lower, s.Num) and other.lower.value == one.upper.value + 1:
        return Part(one.base, one.lower, other.upper)
    if isinstance(one.lower, s.Num) and isinstance(other.upper, s.Num) and other.upper.value == one.lower.value - 1:
        return Part(one.base, other.lower, one.upper)
    if not dots:
        return Part(one.base, other.lower, one.upper) if _is_next(other.upper, one.lower) else None
    if isinstance(other.upper, s.Num) and not isinstance(one.lower, s.Num):
        return Part(one.base, other.lower, one.upper)
    return Part(one.base, one.lower, other.upper)


def _is_next(lower: s.Node, upper: s.Node | None) -> bool:
    """Whether ``upper`` is ``lower`` and 1, for sums such as t - 2 and t - 1."""
    match lower, upper:
        case s.Sum(terms=(one, ("-", s.Num(value=far)))), s.Sum(terms=(other, ("-", s.Num(value=near)))):
            return one == other and far == near + 1
    return False


def refuse_varying(e: Elaborator, node: s.Call) -> None:
    """Raises Unread where members vary, so that their densities are no numbers: in averages, sums and integrals."""
    bases = {part.base for part in members_in(sum(arguments_of(node), ())) if isinstance(part, Part)}
    running = {name.partition("_")[0] for name in (*e.bound, *e.local, *e.integrated)}
    if e.averages and e.path is None:
        raise unsupported(node, "an average of densities at members of a sequence")
    if not bases.isdisjoint(running):
        raise unsupported(node, "a sum over members of a sequence")


def is_of_members(function: str) -> bool:
    """Whether a function gives the logarithms of the densities of a sequence's members."""
    return LOGARITHM in function and MEMBER in function


def name_of_density(density: str, base: str, behind: Iterable[str]) -> str:
    """How the logarithm of the density of a member, given what stands ``behind`` the bar, is called."""
    given = ", ".join(behind)
    return f"{LOGARITHM}{density}({base}{MEMBER}{f' | {given}' if given else ''})"


def from_member(base: str, shift: int) -> str:
    """How a member is called from the place of another one, as x_{t-1}."""
    return f"{base}_{{t{shift:+d}}}" if shift else f"{base}_t"
