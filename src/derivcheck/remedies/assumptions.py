"""Holds if: an assumption that the scope does not grant, and under which a refuted step is proved.

An identity of analytic terms that holds for all positive numbers holds for all numbers at which it is defined, so a
sign is worth assuming only where the step has roots, bars, maxima or the like, or is an inequality.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from flint import arb

from derivcheck.documents import Fragment, cut_statement
from derivcheck.engine.decide import is_proved
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.refuting.refuter import Point
from derivcheck.engine.systems.base import OverBudget
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.prose.declarations import declare_members
from derivcheck.reading.prose.relations import declare_relation
from derivcheck.remedies.refuted import Refuted
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Number, Symbol, Term, walk
from derivcheck.terms.scope import Declaration, Domain, Trait

MOST_ASSUMPTIONS = 12
"""How many assumptions are tried."""

SIGNED = frozenset({"abs", "max", "min", "sign", "relu", "cases", "less", "at-most", "real-power"})
PERIODIC = frozenset({"sin", "cos", "tan", "real-power"})


def holds_if(refuted: Refuted, point: Point) -> tuple[str, ...]:
    """Assumptions, as LaTeX, under which taken together the step is proved; the weakest of those that were tried."""
    for assumed in islice(_candidates(refuted, point), MOST_ASSUMPTIONS):
        context = refuted.fresh_context()
        if all(_grant(latex, context) for latex in assumed) and _is_proved(refuted, context):
            return assumed
    return ()


def _grant(latex: str, context: Context) -> bool:
    """Adds an assumption to a context; False where it is not understood."""
    statement = cut_statement(Fragment.plain(latex))
    if statement is None or not statement.relations:
        return False
    try:
        if statement.relations[-1].symbol == r"\in":
            declare_members(statement, context)
        else:
            declare_relation(statement, context)
    except Unread:
        return False
    return True


def _is_proved(refuted: Refuted, context: Context) -> bool:
    question = refuted.posed(refuted.right.fragment, context)
    if question is None:
        return False
    try:
        return is_proved(question)
    except OverBudget:
        return False


def _candidates(refuted: Refuted, point: Point) -> Iterator[tuple[str, ...]]:
    """What the counterexample violates, weaker assumptions first; at last all signs together."""
    question = refuted.question
    free = [s.name for s in question.values if not s.shape and _is_free(question.declarations[s.name])]
    # The point of one coefficient of an expansion has no value for the variable of the expansion.
    scalars = {name: point.values[name] for name in free if name in point.values}
    parts = [part for side in (question.left, question.right) for part in walk(side)]
    used = {part.operator for part in parts if isinstance(part, Apply)}
    if question.relation != "=" or not SIGNED.isdisjoint(used) or any(map(_is_root, parts)):
        inside = _signed_symbols(parts) if question.relation == "=" else set(scalars)
        signed = {name: value for name, value in scalars.items() if name in inside}
        yield from _signs(signed)
        yield from ((claim,) for claim in _differences(parts))
        if len(signed) > 1:
            yield tuple(rf"{name} \ge 0" for name in signed)
            yield tuple(f"{name} > 0" for name in signed)
    if not PERIODIC.isdisjoint(used):
        yield from ((rf"{name} \in \mathbb{{Z}}",) for name, value in scalars.items() if not _is_integer(value))
    yield from _of_arrays(refuted)


def _is_free(declaration: Declaration) -> bool:
    """Whether nothing is said of a number but that it is one."""
    bounded = declaration.lower is not None or declaration.upper is not None
    return declaration.domain is Domain.REAL and not declaration.traits and not bounded


def _signs(values: dict[str, Value]) -> Iterator[tuple[str, ...]]:
    for name, value in values.items():
        if arb(value) < 0:
            yield from ((rf"{name} \ge 0",), (f"{name} > 0",))
        elif arb(value) > 0:
            yield from ((rf"{name} \le 0",), (f"{name} < 0",))
        else:
            yield from ((rf"{name} \ne 0",), (f"{name} > 0",))


def _is_integer(value: Value) -> bool:
    return not isinstance(value, Entries) and arb(value).is_integer()


def _is_root(part: Term) -> bool:
    if not isinstance(part, Apply) or part.operator != "power":
        return False
    exponent = part.arguments[1]
    return isinstance(exponent, Number) and exponent.value.denominator % 2 == 0


def _arguments(parts: list[Term]) -> Iterator[Term]:
    """What stands under roots, inside bars, logarithms and maxima."""
    for part in parts:
        if isinstance(part, Apply) and (part.operator in SIGNED or _is_root(part)):
            yield from part.arguments


def _signed_symbols(parts: list[Term]) -> set[str]:
    return {part.name for argument in _arguments(parts) for part in walk(argument) if isinstance(part, Symbol)}


def _differences(parts: list[Term]) -> Iterator[str]:
    """Orders of what is compared: of a difference inside bars or a power, of two arguments of a maximum."""
    pairs = [pair for argument in _arguments(parts) for inner in walk(argument) if (pair := _difference(inner))]
    compared = (part.arguments for part in parts if isinstance(part, Apply) and part.operator in ("max", "min"))
    pairs += [(arguments[0], arguments[1]) for arguments in compared if len(arguments) == 2]
    for relation in (r"\ge", r"\le", ">", "<"):
        yield from (f"{to_latex(first)} {relation} {to_latex(second)}" for first, second in dict.fromkeys(pairs))


def _difference(term: Term) -> tuple[Term, Term] | None:
    """The two terms of ``a - b``."""
    match term:
        case Apply(operator="add", arguments=(first, Number(value))):
            return first, Number(-value)
        case Apply(operator="add", arguments=(first, Apply(operator="multiply", arguments=(Number(value), second)))):
            return (first, second) if value == -1 else None
    return None


def _of_arrays(refuted: Refuted) -> Iterator[tuple[str, ...]]:
    """Symmetric, orthogonal; weights that sum to one."""
    question = refuted.question
    for symbol in question.values:
        declaration, name = question.declarations[symbol.name], symbol.name
        if declaration.traits - {Trait.INVERTIBLE} or declaration.normalised or ":" in name or "(" in name:
            continue
        if len(symbol.shape) == 2 and symbol.shape[0] == symbol.shape[1]:
            yield (rf"{name} = {name}^\top",)
            yield (rf"{name}^\top {name} = I",)
        elif len(symbol.shape) == 1:
            yield (rf"\sum_{{i=1}}^{{{to_latex(symbol.shape[0])}}} {name}_i = 1",)
