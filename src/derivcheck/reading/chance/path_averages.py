r"""Averages of densities over the paths of a process: ``\mathbb{E}_q[…]``, ``\mathbb{E}_{q(x_{1:T} \mid x_0)}[…]``.

A path is one of many, each with its weight, and the densities along it are numbers that depend on which one it is. Of
the weights nothing is known but that their sum is 1, so that nothing is refuted that may follow from what they are.
"""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import parameters_of
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.chance.members import Part, arguments_of, members_in
from derivcheck.reading.chance.processes import is_of_process
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.notation.sums import free_names
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, Apply, Call, Reduce, Symbol, Term
from derivcheck.terms.scope import Declaration, Domain
from derivcheck.terms.shorthand import times

PATH = "ω#"
"""The index of the sum over paths."""


def path_average(e: Elaborator, node: s.Operator) -> Term | None:
    """An expectation over whole paths of a process; None for any other.

    Raises Unread where something else than densities along the path is averaged, which may depend on it as well.
    """
    below = _density_of(e, node.below)
    if below is None or node.name != "expectation" or len(node.arguments) != 1:
        return None
    (body,) = node.arguments
    others = s.mapped(body, lambda part: s.Num(ONE.value) if _is_along(e, part) else part)
    ends = {name.name for part in s.walk(body) for name in _names_above(part)}
    if free_names([others]) - ends - e.bound.keys() or any(isinstance(part, s.Operator) for part in s.walk(body)):
        raise unsupported(node, "an average over paths of more than their densities")
    if e.path is not None or parameters_of(e, below):
        raise unsupported(node, "an average over paths that depend on something")
    paths = f"paths of {canonical(below.function)}"
    size = Symbol(f"|{paths}|")
    weigh = f"logarithms of the weights of the {paths}"
    e.context.symbols.setdefault(size.name, Declaration(size, Domain.NATURAL))
    e.context.declared_functions.add(weigh)
    e.context.unclear[weigh] = "an average over paths"
    e.note(r"\mathbb{E}", "an average over all paths of the process, each with its weight")
    e.path, pieces, e.pieces = PATH, e.pieces, None
    try:
        inside = e.scalar(body, "an average")
    finally:
        e.path, e.pieces = None, pieces
    weight = Apply("exp", (Call(weigh, (Symbol(PATH),), (0,)),))
    weighed, all_weights = (Reduce("sum", PATH, ONE, size, part) for part in (times(weight, inside), weight))
    return build.divide(weighed, all_weights, e.sizes)


def _density_of(e: Elaborator, below: s.Node | None) -> s.Call | None:
    """The density of whole paths below an expectation."""
    if isinstance(below, s.Relational) and below.relation == r"\sim":
        below = below.right
    if isinstance(below, (s.Name, s.Sub)):
        below = s.Call(below, (), (), start=below.start, end=below.end)
    process = (
        e.context.processes.get(density_name(below.function, e.context) or "") if isinstance(below, s.Call) else None
    )
    if process is None or process.only is not None or not isinstance(below, s.Call):
        return None
    own = [part for part in members_in(arguments_of(below)[0]) if isinstance(part, Part)]
    whole = {part.base for part in own if part.lower != part.upper} == process.bases
    return below if whole or not below.arguments else None


def _is_along(e: Elaborator, node: s.Node) -> bool:
    return isinstance(node, s.Call) and is_of_process(e.context, node)


def _names_above(node: s.Node) -> list[s.Name]:
    above = node.above if isinstance(node, s.Big) else None
    return [] if above is None else [part for part in s.walk(above) if isinstance(part, s.Name)]
