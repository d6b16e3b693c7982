r"""Averages given what occurs: ``\mathbb{E}[Y \mid X = 1]``, ``\mathbb{E}[Y \mid A]``, and variances."""

from __future__ import annotations

from functools import reduce

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.events import event, is_event, literal
from derivcheck.reading.chance.random_variables import READ_AS, expected, tell_apart
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.notation.conditions import is_condition
from derivcheck.terms import build
from derivcheck.terms.nodes import Term


def given_values(e: Elaborator, node: s.Operator) -> Term | None:
    """The average over what occurs, where conditions or events stand behind the bar; None for any other."""
    if node.name not in ("expectation", "variance", "covariance") or node.below is not None:
        return None
    averaged, given = s.around_bar(node)
    if not given or not all(_occurs(e, part) for part in given):
        return None
    if len(averaged) != 1 + (node.name == "covariance" and len(averaged) == 2):
        raise unsupported(node, f"{node.name} of {len(averaged)} things")
    terms = [e.term(part) for part in averaged]
    known = reduce(build.scale, [event(e, part) for part in given])
    tell_apart(e, [*terms, known], node)
    e.note(r"\mathbb{E}", READ_AS)

    def average(term: Term) -> Term:
        return build.divide(expected(build.scale(known, term)), expected(known), e.sizes)

    if node.name == "expectation":
        return average(terms[0])
    left, right = terms[0], terms[-1]
    if left.shape or right.shape:
        raise unsupported(node, "a covariance of vectors given an event")
    means = build.negate(build.scale(average(left), average(right)))
    return build.add((average(build.scale(left, right)), means), e.sizes)


def _occurs(e: Elaborator, node: s.Node) -> bool:
    """Whether something behind a bar is an event, or a relation between a random variable and a number."""
    if isinstance(node, s.Relational) and node.relation == "=":
        return literal(node.right) is not None
    return is_condition(node) or is_event(node, e.context)
