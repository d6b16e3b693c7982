"""Families that a relation speaks of: which are declared, and what is left alone."""

from __future__ import annotations

import pytest

from derivcheck import check_step
from derivcheck.documents import read_document
from derivcheck.reading.context import Context
from derivcheck.reading.scopes import read_scope
from derivcheck.results import Verdict
from derivcheck.terms.scope import Trait


def _context(prose: str) -> Context:
    context = Context()
    for derivation in read_document(prose, "markdown").derivations:
        read_scope(derivation.items, context)
    return context


DECLARED = [
    (r"Let $w_1, \dots, w_n \ge 0$.", "w", {Trait.NONNEGATIVE}),
    (r"Let $w_1 \ge w_2 \ge \dots \ge w_n \ge 0$.", "w", {Trait.NONNEGATIVE, Trait.DESCENDING}),
    (r"Let $0 < w_1 \le \cdots \le w_n$.", "w", {Trait.POSITIVE, Trait.ASCENDING}),
    (r"Let $w_i \ge 0$ with $\sum_{i=1}^n w_i = 1$.", "w", {Trait.NONNEGATIVE, Trait.PROBABILITY}),
    (r"Let $w_i > 0$ for $i = 1, \dots, n$.", "w", {Trait.POSITIVE}),
]


@pytest.mark.parametrize(("prose", "name", "traits"), DECLARED)
def test_a_relation_with_members_declares_a_family(prose: str, name: str, traits: set[Trait]) -> None:
    """The family has the signs and the order that are said."""
    found = _context(prose).symbols[name]
    assert len(found.symbol.shape) == 1
    assert found.traits == traits


SILENT = [
    r"Let $w_2 \ge w_3 \ge \dots \ge w_n$.",
    r"Let $w_1 \ge v_2 \ge \dots \ge w_n$.",
    r"Let $w_1 \ge \dots \le w_n$.",
    r"Let $w_1 \ge w_2 \ge \dots$.",
]


@pytest.mark.parametrize("prose", SILENT)
def test_what_is_no_plain_order_declares_nothing(prose: str) -> None:
    """Members that do not begin at 1, of two families, in both directions, or without an end."""
    assert not any(known.traits for known in _context(prose).symbols.values())


def test_a_bound_that_is_not_understood_leaves_the_family_unclear() -> None:
    """Entries of at most 1 are not drawn as such, so that nothing about them is refuted."""
    step = check_step("w_1", "2", r"\le", r"Let $1 \ge w_1 \ge w_2 \ge \dots \ge w_n$.")
    assert step.verdict is not Verdict.REFUTED


CONSTANT = [
    r"Let $w_i \ge 0$.",
    r"Let $w_i$ be positive numbers.",
    r"Let $w_i \ge 0$ with $\sum_{i=1}^n w_i = 1$.",
    r"Let $w_1, \dots, w_n > 0$.",
    r"Let $w_1 \ge \dots \ge w_n \ge 0$.",
]


@pytest.mark.parametrize("prose", CONSTANT)
def test_members_of_a_family_are_no_single_number(prose: str) -> None:
    """The sum of squares is not that of equal numbers."""
    step = check_step(r"\sum_{i=1}^n w_i^2", r"\frac1n \left(\sum_{i=1}^n w_i\right)^2", scope=prose)
    assert step.verdict is Verdict.REFUTED


def test_a_member_named_by_another_letter_is_no_single_number_either() -> None:
    """The index may be any letter that a sum binds."""
    step = check_step(
        r"\sum_{t=1}^T \eta_t^2", r"\frac1T \left(\sum_{t=1}^T \eta_t\right)^2", scope=r"Let $\eta_t > 0$."
    )
    assert step.verdict is Verdict.REFUTED


@pytest.mark.parametrize("prose", [r"Let $w_1, \dots, w_n \ge 0$.", r"Let $w_1 \ge \dots \ge w_n \ge 0$."])
def test_signs_of_a_listed_family_are_kept(prose: str) -> None:
    """A sum of numbers that are not negative is not refuted by negative ones."""
    assert check_step(r"\sum_{i=1}^n w_i", "0", r"\ge", prose).verdict is Verdict.PROVED


@pytest.mark.parametrize("prose", [r"Let $w_i > 0$ for $i = 1, \dots, n$.", r"Let $w_i > 0$, $i = 1, \dots, n$."])
def test_a_range_declares_an_index(prose: str) -> None:
    """The index is one wherever the family is entered."""
    assert check_step("w_i + 1", "1 + w_i", scope=prose).verdict is Verdict.PROVED
