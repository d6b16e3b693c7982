"""Integrals: over the values of random variables and densities, between bounds, and antiderivatives."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.all_outcomes import is_whole, mean, unbounded
from derivcheck.reading.chance.named_laws import over_values
from derivcheck.reading.elaborator import HANDLERS, Elaborator, shadowed, unsupported
from derivcheck.reading.notation.binders import bound_index, weight
from derivcheck.reading.notation.limits import infinite_sign, infinity, with_local
from derivcheck.reading.notation.resolution import values_of
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, Apply, Integral, Reduce, Symbol, Term, free_symbols


def integral(e: Elaborator, node: s.Integral) -> Term:
    """An integral over a variable of densities is a sum over weighted cells; any other stays an integral."""
    name = canonical(node.variable)
    if name is None:
        raise unsupported(node.variable, "this variable of integration")
    if _runs_backwards(e, node):
        return build.negate(integral(e, replace(node, lower=node.upper, upper=node.lower)))
    averaged = mean(e, node)
    if averaged is not None:
        return averaged
    weighted = over_values(e, node, name) if is_whole(node, e.context) else None
    if weighted is not None:
        return weighted
    node = unbounded(node, e.context)
    outcome = e.context.outcomes.get(name)
    if outcome is not None and outcome.measured and node.lower is None and node.upper is None:
        with bound_index(e, name, outcome.size):
            body = e.term(node.body)
        if any(symbol.name == values_of(name) for symbol in free_symbols(body)):
            e.note(name, "a variable of integration that is also used as a number")
        e.note(rf"\int \dots d{name}", "a sum over cells of arbitrary positive weight")
        return Reduce("sum", name, ONE, outcome.size, build.scale(weight(e, name), body))
    if node.lower is not None and node.upper is None and canonical(node.lower) != r"\mathbb{R}":
        raise unsupported(node, "an integral over a set")
    lower, upper = (_end(e, bound) for bound in (node.lower, node.upper))
    if name in e.antiderivatives and node.lower is None and node.upper is None:
        e.note(r"\int", "an antiderivative, up to a constant")
        with with_local(e, name):
            return Apply("antiderivative", (e.scalar(node.body, "an integrand"), Symbol(name)))
    with with_local(e, name), shadowed(e.ranges, {name: (lower, upper)}):
        body = e.term(node.body)
    return Integral(name, lower, upper, body)


def _runs_backwards(e: Elaborator, node: s.Integral) -> bool:
    """Whether an integral begins at ∞ or ends at -∞; one that does so at both ends of one infinity is over nothing."""
    begins, ends = (0 if end is None else infinite_sign(end, e) for end in (node.lower, node.upper))
    if begins == ends != 0:
        raise unsupported(node, "an integral that ends at the infinity where it begins")
    return begins > 0 or ends < 0


def _end(e: Elaborator, bound: s.Node | None) -> Term | None:
    return None if bound is None or bound == s.Name(r"\mathbb{R}") or infinity(bound, e) else e.term(bound)


HANDLERS[s.Integral] = integral
