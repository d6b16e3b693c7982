"""The network of kinds narrows what expressions can be."""

from __future__ import annotations

import pytest

from derivcheck.reading.kinds import network as n
from derivcheck.reading.kinds.network import ANY, COLUMN, MATRIX, ROW, SCALAR, Network


@pytest.mark.parametrize(
    ("relation", "before", "after"),
    [
        (n.PRODUCT, (MATRIX, COLUMN, ANY), (MATRIX, COLUMN, COLUMN)),
        (n.PRODUCT, (ROW, COLUMN, ANY), (ROW, COLUMN, SCALAR)),
        (n.PRODUCT, (COLUMN, ROW, ANY), (COLUMN, ROW, MATRIX)),
        (n.PRODUCT, (MATRIX, SCALAR | COLUMN, COLUMN), (MATRIX, COLUMN, COLUMN)),
        (n.TRANSPOSED, (ANY, ROW), (COLUMN, ROW)),
        (n.SQUARE, (ANY, ANY), (SCALAR | MATRIX, SCALAR | MATRIX)),
        (n.DERIVATIVE, (SCALAR, ANY, COLUMN), (SCALAR, COLUMN, COLUMN)),
        (n.ENTRY, (ANY, COLUMN), (SCALAR | COLUMN | MATRIX, COLUMN)),
    ],
)
def test_an_operation_narrows_its_operands_and_its_value(
    relation: n.Relation, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    """Each operand is left the kinds that some combination needs."""
    network = Network()
    variables = [network.variable(domain) for domain in before]
    network.relate(relation, *variables)
    assert network.propagate()
    assert tuple(network.domains) == after


@pytest.mark.parametrize(
    ("relation", "domains"),
    [
        (n.PRODUCT, (COLUMN, COLUMN, ANY)),
        (n.PRODUCT, (MATRIX, ROW, ANY)),
        (n.QUOTIENT, (ANY, MATRIX, ANY)),
        (n.SQUARE, (COLUMN, ANY)),
    ],
)
def test_what_does_not_conform_is_seen(relation: n.Relation, domains: tuple[int, ...]) -> None:
    """No kinds are left where an operation is impossible."""
    network = Network()
    network.relate(relation, *(network.variable(domain) for domain in domains))
    assert not network.propagate()


def test_narrowing_runs_through_the_whole_network() -> None:
    """That xᵀAx is a number makes A a matrix, whatever was said first."""
    network = Network()
    a, x = network.variable(SCALAR | MATRIX), network.variable(COLUMN)
    row, left, value = network.variable(), network.variable(), network.variable()
    network.relate(n.PRODUCT, left, x, value)
    network.relate(n.PRODUCT, row, a, left)
    network.relate(n.TRANSPOSED, x, row)
    network.restrict(value, SCALAR)
    assert network.propagate()
    assert network.domains[row] == ROW
    assert network.domains[left] == ROW


def test_a_contradiction_can_be_taken_back() -> None:
    """What contradicts is forgotten as if it had never been said."""
    network = Network()
    x = network.variable(SCALAR | COLUMN)
    network.relate(n.TRANSPOSED, x, network.variable())
    assert network.propagate()
    relations, domains = len(network.relations), list(network.domains)
    network.restrict(x, MATRIX)
    assert not network.propagate(relations)
    network.forget(relations, domains)
    assert network.domains == domains
    assert network.choose(x, COLUMN)


def test_a_choice_that_fits_nothing_changes_nothing() -> None:
    """The network is as before where a variable cannot have a kind."""
    network = Network()
    x, y = network.variable(), network.variable(COLUMN)
    network.relate(n.EQUAL, x, y)
    assert network.propagate()
    assert not network.choose(x, MATRIX)
    assert network.domains == [COLUMN, COLUMN]
