from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.terms.apart import BOUND, apart
from derivcheck.terms.nodes import (
    Apply,
    Array,
    Derivative,
    Reduce,
    Symbol,
    Term,
    bound_names,
    free_symbols,
    number,
    walk,
)
from derivcheck.terms.substitution import fresh, substitute
from tests.engine.sample import add, exact, multiply

BOUNDED = settings(max_examples=200, derandomize=True, deadline=None, database=None)
LETTERS = ("i", "j", "x")

leaves: st.SearchStrategy[Term] = st.one_of(st.integers(-3, 3).map(number), st.sampled_from(LETTERS).map(Symbol))
names = st.sampled_from(LETTERS)


def _wider(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.builds(add, inner, inner),
        st.builds(multiply, inner, inner),
        st.builds(lambda name, body: Reduce("sum", name, number(1), number(3), body), names, inner),
        st.builds(lambda name, body, point: Derivative(Symbol(name), body, point), names, inner, inner),
        st.builds(_entry_of_array, names, inner),
    )


def _entry_of_array(name: str, body: Term) -> Term:
    """The second entry of the vector of three entries whose entries are ``body``."""
    return Apply("index", (Array((name,), (number(3),), body), number(2)))


terms = st.recursive(leaves, _wider, max_leaves=8)


def value(term: Term, values: Mapping[str, Value]) -> Value:
    """The exact value."""
    return exact(term, values)


@BOUNDED
@given(terms, names, terms)
def test_substituting_is_evaluating_at_the_value(term: Term, name: str, replacement: Term) -> None:
    """No free name of the replacement is ever caught by a sum, an array or a derivative."""
    at: dict[str, Value] = {"i": 2, "j": -3, "x": 5}
    expected = value(term, {**at, name: value(replacement, at)})
    assert value(substitute(term, {name: replacement}), at) == expected


@BOUNDED
@given(terms)
def test_renaming_bound_names_changes_no_value(term: Term) -> None:
    """A term with its bound names set apart means the same, and binds no name that a person could write."""
    at: dict[str, Value] = {"i": 2, "j": -3, "x": 5}
    renamed = apart(term, lambda _: False)
    assert value(renamed, at) == value(term, at)
    assert all(name.startswith(BOUND) for part in walk(renamed) for name in bound_names(part))
    assert free_symbols(renamed) == free_symbols(term)


@BOUNDED
@given(terms, names)
def test_substituting_a_name_for_itself_changes_nothing(term: Term, name: str) -> None:
    """The value stays, and no name becomes free that was not."""
    at: dict[str, Value] = {"i": 2, "j": -3, "x": 5}
    same = substitute(term, {name: Symbol(name)})
    assert value(same, at) == value(term, at)
    assert free_symbols(same) <= free_symbols(term)


def test_a_sum_steps_aside_for_what_arrives() -> None:
    """In ∑_i (i + x) with i for x, the two are kept apart."""
    term = Reduce("sum", "i", number(1), number(2), add(Symbol("i"), Symbol("x")))
    moved = substitute(term, {"x": Symbol("i")})
    assert isinstance(moved, Reduce)
    assert moved.index != "i"
    assert exact(moved, {"i": 10}) == 23


def test_a_condition_is_substituted_too() -> None:
    """The condition of a sum belongs to what its index binds."""
    condition = Apply("different", (Symbol("i"), Symbol("k")))
    term = Reduce("sum", "i", number(1), number(3), Symbol("i"), condition)
    assert exact(substitute(term, {"k": number(2)}), {}) == 4
    assert exact(substitute(term, {"i": number(2)}), {"k": 3}) == 3


def test_sizes_in_shapes_are_substituted() -> None:
    """A size that is put in is put in everywhere."""
    vector = Symbol("v", (Symbol("n"),))
    assert substitute(vector, {"n": number(3)}) == Symbol("v", (number(3),))
    assert exact(substitute(Apply("dot", (vector, vector)), {"n": number(2)}), {"v": Entries((2,), [3, 4])}) == 25


def test_a_fresh_name_is_a_new_one() -> None:
    """Primes are added until the name is free."""
    assert fresh("i", frozenset({"i", "i′"})) == "i′′"
    assert fresh("i", frozenset()) == "i"
