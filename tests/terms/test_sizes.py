from __future__ import annotations

from derivcheck.terms.nodes import Apply, Symbol, number
from derivcheck.terms.sizes import Sizes, added, multiplied

N, D = Symbol("n"), Symbol("d")


def test_declared_sizes_are_never_identified() -> None:
    """A size n is not a size d, nor 3."""
    sizes = Sizes()
    assert not sizes.unify((N,), (D,))
    assert not sizes.unify((N,), (number(3),))
    assert sizes.unify((N, number(3)), (N, number(3)))


def test_an_inferred_size_becomes_what_it_meets() -> None:
    """Through a chain of identifications too."""
    sizes = Sizes()
    first, second = sizes.new(), sizes.new()
    assert sizes.unify((first,), (second,))
    assert sizes.unify((second,), (N,))
    assert sizes.find(first) == N
    assert not sizes.unify((first,), (D,))


def test_shapes_of_different_rank_do_not_agree() -> None:
    """A vector is no matrix."""
    assert not Sizes().unify((N,), (N, N))


def test_what_was_inferred_is_known_to_be() -> None:
    """A clash of inferred sizes is no error of the author."""
    sizes = Sizes()
    assert sizes.inferred((sizes.new(),))
    assert not sizes.inferred((N,), (number(2),))


def test_sizes_are_sums_and_products_too() -> None:
    """A size n + 1 agrees with n + 1 only."""
    longer = Apply("add", (N, number(1)))
    assert Sizes().unify((longer,), (longer,))
    assert not Sizes().unify((longer,), (N,))


def test_sizes_in_sums_and_products_agree_in_any_order() -> None:
    """What is inferred in one of them is found by the other side; nothing is found that is not there."""
    sizes = Sizes()
    n, m, unknown = Symbol("n"), Symbol("m"), sizes.new()
    assert sizes.unify((multiplied((n, m)),), (multiplied((m, n)),))
    assert sizes.unify((added((n, m)),), (added((m, n)),))
    assert not sizes.unify((added((n, m)),), (multiplied((n, m)),))
    assert sizes.unify((multiplied((unknown, n)),), (multiplied((m, n)),))
    assert sizes.find(unknown) == m
    other = sizes.new()
    assert sizes.unify((added((m, n)),), (added((other, n)),))
    assert sizes.find(other) == m
    assert not sizes.unify((multiplied((sizes.new(), n)),), (m,))
    assert not sizes.unify((last := sizes.new(),), (added((last, n)),))


def test_sizes_are_made_one_whatever_they_have_been() -> None:
    """A size that has turned out to be another since it was seen is no circle with it."""
    sizes = Sizes(known={"?1": Symbol("?2")})
    one = sizes.as_one(("?1", "?2", "n"), "?1")
    assert one.resolve((Symbol("?1"), Symbol("?2"), Symbol("n"))) == (Symbol("?1"),) * 3
    assert sizes.find(Symbol("?1")) == Symbol("?2")
