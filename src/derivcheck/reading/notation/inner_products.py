r"""Inner products in angle brackets: ``\langle x, y \rangle``, with a label below or not, as the text defines it."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import Term

FROBENIUS = frozenset({"F", r"\mathrm{F}", "2"})


def as_call(node: s.Node) -> s.Call | None:
    """The brackets as a function of the two things between them, named by its label; None for anything else."""
    brackets, label = (node.base, canonical(node.indices[0])) if isinstance(node, s.Sub) else (node, "")
    if not isinstance(brackets, s.Group) or brackets.bracket != r"\langle" or len(brackets.elements) != 2:
        return None
    if label is None or (isinstance(node, s.Sub) and len(node.indices) > 1):
        return None
    function = s.Name(rf"\langle\cdot,\cdot\rangle_{{{label}}}", start=node.start, end=node.end)
    return s.Call(function, brackets.elements, start=node.start, end=node.end)


def named_product(node: s.Node) -> s.Call | None:
    """The same of brackets with a label that tells of no inner product that everyone knows."""
    known = not isinstance(node, s.Sub) or canonical(node.indices[0]) in FROBENIUS
    return None if known else as_call(node)


def inner_product(e: Elaborator, node: s.Node) -> Term | None:
    """What the brackets stand for; None where these are none."""
    call = as_call(node)
    if call is None:
        return None
    name, label = canonical(call.function) or "", canonical(node.indices[0]) if isinstance(node, s.Sub) else ""
    if (name, 2) in e.context.functions:
        return e.term(call)
    left, right = call.arguments
    if not label or label in FROBENIUS:
        return build.dot(e.term(left), e.term(right), e.sizes)
    raise unsupported(node, "an inner product that nothing defines")
