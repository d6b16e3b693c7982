"""Functions and norms of matrices: vec, adjugates, condition numbers, norms by their subscripts."""

from __future__ import annotations

from collections.abc import Callable

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.terms import build, matrices
from derivcheck.terms.nodes import ONE, Apply, Array, Symbol, Term

CONDITION = r"\kappa"


def _trace(e: Elaborator, node: s.Function) -> Term:
    argument = e.term(node.argument)
    if argument.shape == ():
        return argument
    build.require_square(argument, "a trace", e.sizes)
    return Apply("trace", (argument,))


def _determinant(e: Elaborator, node: s.Function) -> Term:
    argument = e.term(node.argument)
    build.require_square(argument, "a determinant", e.sizes)
    return Apply("determinant", (argument,))


def _diagonal(e: Elaborator, node: s.Function) -> Term:
    """The diagonal matrix of a vector, or the diagonal of a matrix."""
    argument = e.term(node.argument)
    if argument.shape == ():
        argument = Apply("stack", (argument,), (ONE,))
    if len(argument.shape) == 1:
        return Apply("diagonal", (argument,), (argument.shape[0], argument.shape[0]))
    build.require_square(argument, "a diagonal", e.sizes)
    place = Symbol("#d")
    return Array(("#d",), argument.shape[:1], build.index(argument, (place, place)))


def _vec(e: Elaborator, node: s.Function) -> Term:
    e.note(r"\operatorname{vec}", "the columns one below the other")
    return matrices.vectorised(e.term(node.argument))


def _adjugate(e: Elaborator, node: s.Function) -> Term:
    e.note(r"\operatorname{adj}", "the transposed matrix of cofactors")
    return matrices.adjugate(e.term(node.argument), e.sizes)


def _rank(_: Elaborator, node: s.Function) -> Term:
    raise unsupported(node, node.name)


def is_condition_number(name: str | None, names: list[str | None], context: Context) -> bool:
    """Whether κ stands before a matrix that is declared."""
    known = context.symbols.get(names[0] or "") if name == CONDITION and len(names) == 1 else None
    return known is not None and len(known.symbol.shape) == 2


def condition_number(e: Elaborator, term: Term) -> Term:
    """‖A‖₂ times the norm of the inverse."""
    inverse = build.inverse(term, e.sizes)
    return build.scale(matrices.spectral_norm(term), matrices.spectral_norm(inverse))


MATRIX_FUNCTIONS: dict[str, Callable[[Elaborator, s.Function], Term]] = {
    "trace": _trace,
    "determinant": _determinant,
    "diagonal": _diagonal,
    "vec": _vec,
    "adjugate": _adjugate,
    "condition number": lambda e, node: condition_number(e, e.term(node.argument)),
    "rank": _rank,
}


def matrix_norm(e: Elaborator, term: Term, kind: str) -> Term | None:
    """A norm of a matrix by its subscript; None for one that is not known."""
    if kind == "F":
        return build.euclidean_norm(term, e.sizes)
    if kind == "2":
        e.note(r"\|A\|_2", "the largest singular value")
        return matrices.spectral_norm(term)
    if kind in ("1", r"\infty"):
        return matrices.largest_total(term, 0 if kind == "1" else 1)
    return None
