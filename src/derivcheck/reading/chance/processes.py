r"""Densities of random processes: ``p(x_{1:T}) = p(x_1) \prod_{t=2}^T p(x_t \mid x_{t-1})``, and what follows from it.

At one path, the densities of its members given those that they depend on are numbers of which nothing else is known,
and so are the densities of members by themselves: whatever holds for all such numbers holds for all processes. Sums and
integrals over members, which tie these numbers to those of other paths, are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import parameters_of
from derivcheck.reading.chance.density_definitions import NO_DENSITIES
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.chance.members import (
    Part,
    arguments_of,
    from_member,
    members_in,
    name_of_density,
    place_in,
    refuse_varying,
)
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms import build
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Call, Reduce, Symbol, Term, number
from derivcheck.terms.processes import (
    Factor,
    Link,
    Process,
    Run,
    Sequence,
    distance,
    joint,
    merged,
    moved,
    quotient,
    without_first,
)
from derivcheck.terms.shorthand import minus, plus, times

LETTERS = frozenset({"p", "q", "P", "Q"})
PLACE, MEMBER = "t", "t#"
"""How a place is called, and the index of the product over a run."""


@dataclass(frozen=True, slots=True)
class _Kernel:
    """A factor of a product: a member given others, at every place from ``lower`` to ``upper``."""

    name: str
    base: str
    lower: Term
    upper: Term
    links: frozenset[Link]
    given: frozenset[str]


def learn_process(statement: Statement, context: Context) -> bool:
    """Whether an equation says which members of a process depend on which; it is noted."""
    found = process_in(statement, context)
    context.processes.update(found)
    context.structure_is_open = context.structure_is_open and not found
    return bool(found)


def markov_chain_of(fragment: Fragment, context: Context) -> Process | None:
    r"""``x_1, \dots, x_T`` as a Markov chain; None for anything else."""
    try:
        node = parse(f"p({fragment.text})", context.is_function)
        parts = list(members_in(node.arguments)) if isinstance(node, s.Call) else []
        found = [part for part in parts if isinstance(part, Part)]
        if len(found) != 1 or len(parts) != 1 or found[0].lower is None or found[0].lower == found[0].upper:
            return None
        edge = Elaborator(context.copy()).term(found[0].lower)
    except Unread:
        return None
    return Process((Sequence(found[0].base, frozenset({Link(found[0].base, -1)}), edge),))


def process_in(statement: Statement, context: Context) -> dict[str, Process]:
    """What an equation says of the members of sequences, by the densities that it is about."""
    if statement.symbols not in (["="], [":="]):
        return {}
    try:
        left, right = (parse(side.text, lambda name: _is_called(name, context)) for side in statement.sides)
        name = density_name(left.function, context) if isinstance(left, s.Call) else None
        return {} if name is None or not isinstance(left, s.Call) else _process(left, name, right, context)
    except Unread:
        return {}


def _is_called(name: str, context: Context) -> bool | None:
    """Whether a name before brackets is that of a function, as letters of densities are."""
    return context.is_called(name) or (True if name in LETTERS else None)


def _process(left: s.Call, name: str, right: s.Node, context: Context) -> dict[str, Process]:
    e = Elaborator(context.copy())
    before, behind = (list(members_in(part)) for part in arguments_of(left))
    runs = [_run(e, part, number(1)) for part in before if isinstance(part, Part)]
    kernels = list(_kernels(e, right))
    if len(runs) < len(before) or len({run.base for run in runs}) < len(runs) or all(r.lower == r.upper for r in runs):
        return {}
    given = frozenset(canonical(part) or "" for part in behind if isinstance(part, s.Node))
    start = [_run(e, part, number(1)) for part in behind if isinstance(part, Part)]
    sequences = [_sequence(name, run, [kernel for kernel in kernels if kernel.base == run.base]) for run in runs]
    process = Process(tuple(filter(None, sequences)), given, bool(start))
    own = [kernel for kernel in kernels if kernel.name == name]
    others = [kernel for kernel in kernels if kernel.name != name]
    beyond = len(start) > 1 or any(not _is_next_to(process, run) for run in start)
    alike = all(_letter(kernel.name) == _letter(name) and not kernel.given for kernel in others)
    if None in sequences or not process.is_sound or beyond or not alike or any(k.given != given for k in own):
        return {}
    firsts = {k.name: Process((Sequence(k.base, frozenset(), k.lower),), only=k.lower) for k in others}
    return {name: process, **firsts}


def _letter(name: str) -> str:
    """The letter of a density without what is below it."""
    return name.partition("_")[0]


def _is_next_to(process: Process, run: Run) -> bool:
    """Whether what is given is the member before the first of its sequence."""
    if run.base not in process.bases:
        return False
    return distance(process.of(run.base).edge, run.lower) == process.direction and run.lower == run.upper


def _sequence(name: str, run: Run, kernels: list[_Kernel]) -> Sequence | None:
    """A run by the factors that are about its members; None where some are missing, or there twice."""
    chained = [kernel for kernel in kernels if kernel.lower != kernel.upper]
    ends = [kernel for kernel in kernels if kernel.lower == kernel.upper]
    if len(chained) != 1 or len(ends) > 1 or any(kernel.links for kernel in ends):
        return None
    (kernel,) = chained
    if kernel.name != name:
        return None
    own = [link for link in kernel.links if link.base == run.base]
    edge = run.upper if any(link.shift > 0 for link in own) else run.lower
    covered = merged([Run(run.base, each.lower, each.upper) for each in kernels])
    if covered != [run] or any(distance(end.lower, edge) != 0 for end in ends):
        return None
    return Sequence(run.base, kernel.links, edge, next((end.name for end in ends if end.name != name), ""))


def _kernels(
    e: Elaborator, node: s.Node, index: str | None = None, ends: tuple[Term, Term] | None = None
) -> Iterator[_Kernel]:
    """The factors of a product of conditional densities; raises Unread for anything else."""
    node = s.unbracketed(node)
    if isinstance(node, s.Product) and not any(node.operators):
        for factor in node.factors:
            yield from _kernels(e, factor, index, ends)
    elif isinstance(node, s.Big) and node.operator == "product" and len(node.below) == 1 and node.above is not None:
        below = node.below[0]
        if not (isinstance(below, s.Relational) and below.relation == "=" and isinstance(below.left, s.Name)):
            raise unsupported(node, "a product over this")
        lower, upper = e.term(below.right), e.term(node.above)
        with bound_index(e, below.left.name, upper):
            yield from list(_kernels(e, node.body, below.left.name, (lower, upper)))
    elif isinstance(node, s.Call):
        yield _kernel(e, node, index, ends)
    else:
        raise unsupported(node, "a factor that is no density")


def _kernel(e: Elaborator, node: s.Call, index: str | None, ends: tuple[Term, Term] | None) -> _Kernel:
    before, behind = (list(members_in(part)) for part in arguments_of(node))
    own = before[0]
    name = density_name(node.function, e.context)
    if len(before) != 1 or not isinstance(own, Part) or own.lower != own.upper or name is None:
        raise unsupported(node, "a factor of more than one member")
    place = e.term(own.upper)
    runs = [_run(e, part, number(1)) for part in behind if isinstance(part, Part)]
    given = frozenset(canonical(part) or "" for part in behind if isinstance(part, s.Node))
    by = Fraction(0) if index is None else distance(place, Symbol(index))
    links: set[Link] = set()
    for run in runs:
        low, high = distance(run.lower, place), distance(run.upper, place)
        if low is None or high is None or by is None or low != high:
            raise unsupported(node, "a factor that depends on many members")
        links.add(Link(run.base, int(low)))
    if index is None or ends is None:
        return _Kernel(name, own.base, place, place, frozenset(links), given)
    if by is None:
        raise unsupported(node, "a factor that stays the same")
    lower, upper = (moved(end, int(by)) for end in ends)
    return _Kernel(name, own.base, lower, upper, frozenset(links), given)


def _run(e: Elaborator, part: Part, start: Term) -> Run:
    return Run(part.base, start if part.lower is None else e.term(part.lower), e.term(part.upper))


def is_of_process(context: Context, node: s.Call) -> bool:
    """Whether a call is a density at members of a process."""
    process = process_of(context, node)
    return process is not None and any(
        isinstance(part, Part) and part.base in process.bases for part in members_in(sum(arguments_of(node), ()))
    )


def process_of(context: Context, node: s.Call) -> Process | None:
    """The process that a density is of: its own, or one that words speak of, whatever its density is called."""
    own = context.processes.get(density_name(node.function, context) or "")
    spoken = context.processes.get("")
    if own is not None or spoken is None or density_name(node.function, context) in (None, *NO_DENSITIES):
        return own
    parts = [part for part in members_in(sum(arguments_of(node), ())) if isinstance(part, Part)]
    return spoken if all(part.base in spoken.bases for part in parts) else None


def process_density(e: Elaborator, node: s.Call) -> Term:
    """The density of some members given others, from those that the process is made of.

    Raises Unread where these do not tell what it is, as for two members far apart.
    """
    refuse_varying(e, node)
    process = process_of(e.context, node)
    assert process is not None  # noqa: S101 - the caller saw one
    before, behind = (list(members_in(part)) for part in arguments_of(node))
    starts: set[str] = set()
    given = list(runs_of(e, node, process, behind, starts))
    if not before or not all(isinstance(part, Part) for part in before):
        raise unsupported(node, "a density of what is no member of a process")
    fixed = {canonical(part) or "" for part in behind if isinstance(part, s.Node)}
    own = list(runs_of(e, node, process, before, set()))
    whole, known = merged([*own, *given]), merged(given)
    factors = None if whole is None else joint(process, whole)
    below = None if known is None else joint(process, known)
    if fixed != process.given or factors is None or below is None or not own:
        raise unsupported(node, "a density of these members of a process")
    left, right = quotient(factors, below)
    if process.started and not starts and any(_needs_start(process, factor) for factor in (*left, *right)):
        raise unsupported(node, "a density without what the process starts from")
    shown = [times(*(_factor(e, node, process, each) for each in part)) for part in (left, right)]
    return shown[0] if not right else build.divide(shown[0], shown[1], e.sizes)


def runs_of(
    e: Elaborator, node: s.Call, process: Process, parts: Iterable[Part | s.Node], starts: set[str]
) -> Iterator[Run]:
    """The members among arguments; what the process starts from is no member, and goes to ``starts``."""
    for part in parts:
        if not isinstance(part, Part):
            continue
        if part.base not in process.bases:
            raise unsupported(node, f"a density of {part.base}, which is not known to be of the process")
        sequence = process.of(part.base)
        lower = sequence.edge if part.lower is None else place_in(e, part.lower)
        upper = place_in(e, part.upper)
        if process.only is not None and not lower == upper == process.only:
            raise unsupported(node, "a density of these members of a process")
        if process.started and distance(sequence.edge, lower) == process.direction:
            starts.add(part.base)
            if lower == upper:
                continue
            lower = sequence.edge
        yield Run(part.base, lower, upper)


def _needs_start(process: Process, factor: Factor) -> bool:
    edge = process.of(factor.run.base).edge
    return factor.alone or edge in (factor.run.lower, factor.run.upper)


def _factor(e: Elaborator, node: s.Call, process: Process, factor: Factor) -> Term:
    """The product of the densities of the members in a run, or the density of one by itself."""
    run, sequence = factor.run, process.of(factor.run.base)
    own = parameters_of(e, node)
    plain = canonical(node.function.base if isinstance(node.function, s.Sub) and own else node.function) or ""
    given = _name(plain, sequence, process.given)

    def density(place: Term, name: str = given, parameters: Iterable[Term] = own) -> Term:
        return Apply("exp", (_logarithm(e, name, place, parameters),))

    if factor.alone:
        # That of the first member is what the process starts with.
        away = plus(run.lower, minus(sequence.edge))
        alone = _name(plain, replace(sequence, links=frozenset()), process.given)
        excess = rf"\frac{{{alone} - {given}}}{{{to_latex(plus(Symbol(PLACE), minus(sequence.edge)))}}}"
        return times(density(run.lower), Apply("exp", (times(away, _logarithm(e, excess, run.lower, own)),)))
    if sequence.first and sequence.edge in (run.lower, run.upper):
        first = density(sequence.edge, _name(sequence.first, replace(sequence, links=frozenset()), frozenset()), ())
        rest = without_first(run, process.direction)
        return first if run.lower == run.upper else times(first, _factor(e, node, process, Factor(rest)))
    if run.lower == run.upper:
        return density(run.lower)
    return Reduce("product", MEMBER, run.lower, run.upper, density(Symbol(MEMBER)))


def _logarithm(e: Elaborator, name: str, place: Term, parameters: Iterable[Term]) -> Term:
    """The logarithm of a density at a place, and along the path that is averaged over."""
    e.context.declared_functions.add(name)
    arguments = (place, *(() if e.path is None else (Symbol(e.path),)), *parameters)
    return Call(name, arguments, (0,) * len(arguments))


def _name(density: str, sequence: Sequence, given: Iterable[str]) -> str:
    """How the logarithm of a member's density is called."""
    links = sorted((link.base, link.shift) for link in sequence.links)
    written = [from_member(base, shift) for base, shift in links]
    return name_of_density(density, sequence.base, [*sorted(given), *written])
