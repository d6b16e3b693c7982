"""What bars and binomials stand for: absolute values, norms, determinants, sizes of sets, counts."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.notation.derived_functions import factorial_of
from derivcheck.reading.notation.matrix_functions import matrix_norm
from derivcheck.reading.notation.set_sums import set_size
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import Apply, Term, number


def bars(e: Elaborator, node: s.Bars) -> Term:
    """An absolute value, a determinant or a norm."""
    if node.kind == r"\|":
        return norm(e, node, squared=False)
    if canonical(node.body) in e.context.sets:
        return set_size(e, canonical(node.body) or "")
    inner = e.term(node.body)
    if len(inner.shape) == 2:
        build.require_square(inner, "a determinant", e.sizes)
        e.note("|A|", "the determinant")
        return Apply("determinant", (inner,))
    return build.elementwise("abs", inner)


def norm(e: Elaborator, node: s.Bars, *, squared: bool) -> Term:
    """A norm of a vector, or Frobenius' of a matrix; ``squared`` spares a root."""
    inner = e.term(node.body)
    kind = canonical(node.subscript) if node.subscript is not None else ""
    if kind in ("1", r"\infty") and len(inner.shape) == 1:
        value = build.total(build.elementwise("abs", inner), "sum" if kind == "1" else "maximum")
        return build.power(value, number(2), e.sizes) if squared else value
    if len(inner.shape) == 2 and kind != "F":
        of_matrix = matrix_norm(e, inner, kind or "")
        if of_matrix is None:
            raise unsupported(node, "this norm")
        return build.power(of_matrix, number(2), e.sizes) if squared else of_matrix
    if kind not in ("", "2") and not (kind == "F" and len(inner.shape) == 2):
        raise unsupported(node, "this norm")
    if kind == "" and inner.shape:
        e.note(r"\|x\|", "the Euclidean norm")
    return build.squared_norm(inner, e.sizes) if squared else build.euclidean_norm(inner, e.sizes)


def binomial(e: Elaborator, node: s.Binomial) -> Term:
    """n!/(k!(n - k)!), or with a list below, n! over the factorials of all its numbers."""
    if isinstance(node.bottom, s.Group) and len(node.bottom.elements) > 1:
        return _multinomial(e, node, node.bottom.elements)
    top, bottom = e.scalar(node.top, "a binomial"), e.scalar(node.bottom, "a binomial")
    rest = Apply("add", (top, build.negate(bottom)))
    below = Apply("multiply", (factorial_of(bottom), factorial_of(rest)))
    return build.divide(factorial_of(top), below, e.sizes)


def _multinomial(e: Elaborator, node: s.Binomial, numbers: tuple[s.Node, ...]) -> Term:
    if any(isinstance(part, s.Dots) for part in numbers):
        raise unsupported(node, "a multinomial coefficient with dots")
    term = factorial_of(e.scalar(node.top, "a multinomial"))
    for part in numbers:
        term = build.divide(term, factorial_of(e.scalar(part, "a multinomial")), e.sizes)
    return term


HANDLERS[s.Bars] = bars
HANDLERS[s.Binomial] = binomial
