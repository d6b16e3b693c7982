"""Relations as conditions, and the cases that they tell apart."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.notation.places import is_place, place_term
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Apply, Term

COMPARISONS = {"=": "equal", r"\ne": "different", "<": "less", r"\le": "at-most"}


def condition_term(e: Elaborator, node: s.Node) -> Term:
    """A relation as a condition, or several that hold together: a product of truth values."""
    if isinstance(node, s.All):
        return Apply("multiply", tuple(condition_term(e, part) for part in node.parts))
    if not isinstance(node, s.Relational):
        raise unsupported(node, "this condition")
    left, right = _condition_side(e, node.left), _condition_side(e, node.right)
    if node.relation in (">", r"\ge"):
        left, right = right, left
    if node.relation not in (*COMPARISONS, ">", r"\ge"):
        raise unsupported(node, "this condition")
    operator = COMPARISONS.get({">": "<", r"\ge": r"\le"}.get(node.relation, node.relation))
    if operator is None:
        raise unsupported(node, "this condition")
    if left.shape or right.shape:
        raise unsupported(node, "a condition on arrays")
    return Apply(operator, (left, right))


def _condition_side(e: Elaborator, node: s.Node) -> Term:
    # The argument of a function is a number, whatever letter it has.
    is_index = isinstance(node, s.Name) and node.name not in e.local and is_place(e, node)
    return place_term(e, node) if is_index else e.term(node)


def _cases(e: Elaborator, node: s.Cases) -> Term:
    arguments: list[Term] = []
    for value, condition in node.rows:
        if condition is not None:
            arguments.append(condition_term(e, condition))
        arguments.append(e.term(value))
    shape = build.common_shape(tuple(arguments[1::2]) or tuple(arguments), "cases", e.sizes)
    return Apply("cases", tuple(arguments), shape)


def _relational(e: Elaborator, node: s.Relational) -> Term:
    del e
    raise unsupported(node, "a relation here")


def indicator(e: Elaborator, node: s.Node) -> Term:
    """1 where a condition holds, else 0."""
    return Apply("cases", (condition_term(e, node), ONE, ZERO))


def is_condition(node: s.Node) -> bool:
    """Whether ``node`` is a relation or several."""
    return isinstance(node, (s.Relational, s.All))


HANDLERS[s.Cases] = _cases
HANDLERS[s.Relational] = _relational
