"""Functions and their inverses: what is written in the place of a term has its value, for functions that are known."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivcheck.engine.calculus.inverses import has_inverses, without_inverses
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Apply, Call, Number, Symbol, Term, number, walk
from derivcheck.terms.scope import Declaration, Scope

VALUES: dict[tuple[str, int], Callable[[float], float]] = {
    ("g", 0): math.sinh,
    ("g", 1): math.cosh,
    ("g", 2): math.sinh,
    ("h", 0): math.asinh,
    ("h", 1): lambda y: 1 / math.sqrt(1 + y * y),
    ("h", 2): lambda y: -y / (1 + y * y) ** 1.5,
}
X = Symbol("x")


def called(function: str, order: int, argument: Term) -> Term:
    """The value of a function, or of a derivative of it."""
    return Call(function, (argument,), (order,))


TERMS = st.recursive(
    st.sampled_from((X, Apply("multiply", (Number(number(1).value / 2), X)))),
    lambda inner: st.one_of(
        st.builds(called, st.sampled_from("gh"), st.sampled_from((0, 0, 0, 1, 2)), inner),
        st.builds(lambda a, b: Apply("add", (a, b)), inner, inner),
    ),
    max_leaves=4,
)


def value(term: Term, x: float) -> float:
    """The value of a term where g is sinh."""
    match term:
        case Number(value=constant):
            return float(constant)
        case Symbol():
            return x if term == X else math.asinh(x)
        case Call(function=function, arguments=(argument,), orders=(order,)):
            return VALUES[function, order](value(argument, x))
        case Apply(operator="add", arguments=parts):
            return sum(value(part, x) for part in parts)
        case Apply(operator="multiply", arguments=parts):
            return math.prod(value(part, x) for part in parts)
        case Apply(operator="power", arguments=(base, Number(value=exponent))):
            return math.pow(value(base, x), float(exponent))
    raise AssertionError(term)


def asked(term: Term, *signs: str) -> Question:
    """A question about g and h, which undo each other."""
    scope = Scope({"x": Declaration(X)}, positive_functions=frozenset(signs), inverses={"g": "h"})
    return Question(term, "=", X, scope, "inverses")


@given(TERMS, st.floats(-0.9, 0.9))
def test_what_is_written_for_a_term_has_its_value(term: Term, x: float) -> None:
    """Whatever is undone, it was no more than g and its inverse, or the slope of that."""
    try:
        expected = value(term, x)
        found = value(without_inverses(asked(term)).left, x)
    except OverflowError:
        return
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(TERMS, st.floats(-0.9, 0.9))
def test_a_monotone_function_leaves_no_inverse_of_a_name(term: Term, x: float) -> None:
    """What stands for x is g of another name, of which the value is then that of the inverse at x."""
    found = without_inverses(asked(term, "g'", "h'"))
    at_names = [part for part in walk(found.left) if isinstance(part, Call) and part.function == "h"]
    calls = {part.function for part in walk(term) if isinstance(part, Call)}
    if calls >= {"g", "h"}:
        assert all(not isinstance(part.arguments[0], Symbol) for part in at_names)
    try:
        expected, got = value(term, x), value(found.left, x)
    except OverflowError:
        return
    assert got == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_values_refute_nothing_where_the_way_is_not_known() -> None:
    """A polynomial may have no inverse; one that increases has one."""
    term = Apply("add", (called("g", 1, called("h", 0, X)), X))
    assert has_inverses(asked(term))
    assert not has_inverses(asked(term, "g'", "h'"))
