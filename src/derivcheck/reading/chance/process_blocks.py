r"""Sums over members of a process: ``p(x_{t+1} \mid x_{t-1}) = \sum_{x_t} p(x_{t+1} \mid x_t) p(x_t \mid x_{t-1})``.

Where nothing runs over t, a formula speaks of finitely many things: single members, and stretches between them, each of
which is one variable, whatever it is made of. What depends on what among these follows from the links of the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import MOST_VARIABLES, from_factors, signature
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.chance.members import Part, arguments_of, members_in
from derivcheck.reading.chance.processes import is_of_process, process_density, process_of, runs_of
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.records import Blocks
from derivcheck.terms.nodes import Number, Symbol, Term, free_symbols
from derivcheck.terms.processes import (
    Block,
    Member,
    Process,
    Run,
    joint,
    merged,
    moved,
    network_of,
    number_of,
    unrolled,
)

LATE, LAST = 5, 11
"""How far from its first member a place t of a process, and its end, are taken to be."""
SOON = ((0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2), (2, 3))
"""The same where nothing else is there than what a formula speaks of."""


def notice_blocks(e: Elaborator, nodes: Iterable[s.Node]) -> None:
    """Looks for processes of which a chain sums over members, or takes densities that only such sums tell."""
    nodes = list(nodes)
    bound = {name for node in nodes for name in _bound(node)}
    calls: dict[str, list[s.Call]] = {}
    for call in (part for node in nodes for part in s.walk(node) if isinstance(part, s.Call)):
        if is_of_process(e.context, call):
            calls.setdefault(density_name(call.function, e.context) or "", []).append(call)
    for name, found in calls.items():
        process = process_of(e.context, found[0])
        members = [argument for call in found for argument in call.arguments]
        if process is None or process.only is not None or not bound.isdisjoint(_letters(members)):
            continue
        try:
            if not bound.isdisjoint(map(canonical, members)) or _is_told_by_sums(e, process, found):
                e.blocks[name] = _blocks(e, process, found)
        except Unread:
            continue
    for name, blocks in e.blocks.items():
        tables = [signature(name, [block], list(given)) for block, given in blocks.factors]
        for table in tables:
            e.context.unclear.pop(table, None)
        e.context.unclear.update({} if blocks.whole else dict.fromkeys(tables, "a process, of which more is known,"))


def _bound(node: s.Node) -> Iterator[str]:
    """The names that sums and integrals run over."""
    for part in s.walk(node):
        below: tuple[s.Node, ...] = part.below if isinstance(part, s.Big) else ()
        if isinstance(part, s.Integral) and part.variable is not None:
            below = (part.variable,)
        for each in below:
            name = canonical(each.left if isinstance(each, s.Relational) else each)
            if name is not None:
                yield name


def _letters(members: Iterable[s.Node]) -> Iterator[str]:
    """The letters in the places of members."""
    for part in (part for member in members for part in s.walk(member) if isinstance(part, s.Sub)):
        yield from (name.name for index in part.indices for name in s.walk(index) if isinstance(name, s.Name))


def _is_told_by_sums(e: Elaborator, process: Process, calls: Iterable[s.Call]) -> bool:
    """Whether the factors of a process alone do not tell one of its densities."""
    for call in calls:
        before, behind = _runs(e, process, call)
        parts = [merged([*before, *behind]), merged(behind)]
        if any(part is None or joint(process, part) is None for part in parts):
            return True
    return False


def _runs(e: Elaborator, process: Process, call: s.Call) -> tuple[list[Run], list[Run]]:
    """The members before the bar and behind it."""
    before, behind = (list(members_in(part)) for part in arguments_of(call))
    if process.given or process.started or not all(isinstance(part, Part) for part in (*before, *behind)):
        raise unsupported(call, "sums over a process that depends on something else")
    return list(runs_of(e, call, process, before, set())), list(runs_of(e, call, process, behind, set()))


def _blocks(e: Elaborator, process: Process, calls: list[s.Call]) -> Blocks:
    """The blocks that the runs in all densities are made of; raises Unread where their order is not known."""
    spoken = [run for call in calls for part in _runs(e, process, call) for run in part]
    letters = _placed(process, spoken, LATE, LAST)
    if letters is None or _cut(process, spoken, letters) is None:
        raise unsupported(calls[0], "members of a process in an order that is not known")
    whole = next((runs for soon in SOON if (runs := _whole(process, spoken, letters, *soon)) is not None), None)
    blocks = _cut(process, whole or spoken, letters) or []
    names = {block: _name(block, letters) for block in blocks}
    for name in names.values():
        e.context.make_outcome(name, measured=name in e.integrated)
    network = network_of(_graph(process, blocks, letters), blocks)
    factors = tuple((names[block], tuple(names[other] for other in given)) for block, given in network)
    return Blocks(names, letters, factors, whole is not None)


def _whole(process: Process, runs: list[Run], far: Mapping[str, int], near: int, last: int) -> list[Run] | None:
    """The runs with what is beside them, if with these places that is all there is, and hangs together as anywhere."""
    letters = _placed(process, runs, near, last)
    blocks = None if letters is None else _cut(process, runs, letters)
    if letters is None or blocks is None:
        return None
    graph = _graph(process, blocks, letters)
    covered = frozenset[Member]().union(*(block.members for block in blocks))
    if not covered <= graph.keys():
        return None
    beside = graph.keys() - covered | {(b.base, place) for b in blocks for place in range(b.lower + 1, b.upper + 1)}
    found = [*runs, *(_run(base, place, letters) for base, place in sorted(beside))]
    cut = _cut(process, found, far)
    if cut is None or len(cut) != len(graph) or len(cut) > MOST_VARIABLES:
        return None
    links = sum(len(given) for _, given in network_of(_graph(process, cut, far), cut))
    return found if links == sum(map(len, graph.values())) else None


def _run(base: str, place: int, letters: Mapping[str, int]) -> Run:
    """A single member, its place counted from that of a letter."""
    (letter, value), *_ = [*letters.items(), ("", 0)]
    at = moved(Symbol(letter), place - value) if letter else Number(Fraction(place))
    return Run(base, at, at)


def _graph(process: Process, blocks: list[Block], letters: Mapping[str, int]) -> dict[Member, frozenset[Member]]:
    """All members as far as the blocks go, with those that each depends on."""
    last = max(block.upper for block in blocks) if process.direction > 0 else min(block.lower for block in blocks)
    return unrolled(process, last, letters)


def _placed(process: Process, runs: Iterable[Run], near: int, last: int) -> dict[str, int] | None:
    """Numbers for the letters in places: a small one is some place of the process, a capital its end."""
    ends = [*(end for run in runs for end in (run.lower, run.upper)), *(each.edge for each in process.sequences)]
    letters = {symbol.name for end in ends for symbol in free_symbols(end)}
    small, large = sorted(filter(str.islower, letters)), sorted(filter(str.isupper, letters))
    edge = next((int(each.edge.value) for each in process.sequences if isinstance(each.edge, Number)), 1)
    if len(small) > 1 or len(large) > 1 or len(small) + len(large) < len(letters):
        return None
    return {**dict.fromkeys(small, edge + near), **dict.fromkeys(large, edge + last)}


def _cut(process: Process, runs: Iterable[Run], letters: Mapping[str, int]) -> list[Block] | None:
    """The runs cut where others begin and end, those first that others depend on."""
    ends: dict[str, set[tuple[int, int]]] = {}
    for run in runs:
        lower, upper = number_of(run.lower, letters), number_of(run.upper, letters)
        if lower is None or upper is None or lower > upper:
            return None
        ends.setdefault(run.base, set()).add((lower, upper))
    blocks = [
        Block(base, low, high - 1)
        for base, covered in ends.items()
        for low, high in pairwise(sorted({lower for lower, _ in covered} | {upper + 1 for _, upper in covered}))
        if any(lower <= low and high - 1 <= upper for lower, upper in covered)
    ]
    forwards, order = process.direction > 0, process.order
    return sorted(blocks, key=lambda block: (block.upper if forwards else -block.lower, order.index(block.base)))


def _name(block: Block, letters: Mapping[str, int]) -> str:
    """How a block is written."""
    ends = [_written(place, letters) for place in (block.lower, block.upper)]
    return f"{block.base}_{{{ends[0] if block.lower == block.upper else ':'.join(ends)}}}"


def _written(place: int, letters: Mapping[str, int]) -> str:
    for letter, value in letters.items():
        if abs(place - value) < (LAST - LATE) // 2:
            return f"{letter}{place - value:+d}" if place != value else letter
    return str(place)


def density_of_process(e: Elaborator, node: s.Call) -> Term:
    """A density of a process: from its factors, or by the tables of its blocks where a chain sums over members."""
    name, process = density_name(node.function, e.context) or "", process_of(e.context, node)
    blocks = e.blocks.get(name)
    if blocks is None or process is None:
        return process_density(e, node)
    before, behind = ([n for run in part for n in _covered(blocks, run)] for part in _runs(e, process, node))
    return from_factors(e, name, blocks.factors, before, behind)


def _covered(blocks: Blocks, run: Run) -> Iterator[str]:
    """The blocks that a run is made of."""
    lower, upper = number_of(run.lower, blocks.letters), number_of(run.upper, blocks.letters)
    for block, name in blocks.names.items():
        if (
            block.base == run.base
            and lower is not None
            and upper is not None
            and lower <= block.lower
            and block.upper <= upper
        ):
            yield name
