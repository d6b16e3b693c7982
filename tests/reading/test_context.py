"""What a context forgets when a name gets another meaning."""

from __future__ import annotations

import re
from dataclasses import fields
from types import NoneType

from derivcheck.reading.context import Context
from derivcheck.terms.nodes import Apply, Symbol, number
from derivcheck.terms.scope import Definition


def test_what_rests_on_an_older_meaning_is_forgotten_once() -> None:
    """Also where one thing rests on it in two ways."""
    context = Context()
    a, b, c = (Symbol(name) for name in "abc")
    context.define(Definition("a", (), number(1), "a = 1"))
    context.define(Definition("b", (), a, "b = a"))
    context.define(Definition("c", (), Apply("add", (a, b)), "c = a + b"))
    context.define(Definition("d", (), Apply("add", (c, b)), "d = c + b"))
    context.define(Definition("a", (), number(2), "a = 2"))
    assert set(context.definitions) == {"a"}
    assert set(context.not_understood) == {"b", "c", "d"}


def test_a_definition_that_is_read_again_changes_nothing() -> None:
    """A sentence is read again where a later one explains it."""
    context = Context()
    context.define(Definition("a", (), number(1), "a = 1"))
    context.define(Definition("b", (), Symbol("a"), "b = a"))
    context.define(Definition("a", (), number(1), "a = 1"))
    assert "b" in context.definitions


SHARED = {"sizes", "typing", "chance"}
"""Inferred sizes are the same inside and outside; typings and what is random are replaced, never changed."""


def test_a_copy_shares_nothing_that_grows() -> None:
    """What an inner section says is not heard in the outer one, whichever field keeps it."""
    context = Context()
    inner = context.copy()
    for each in fields(Context):
        value = getattr(context, each.name)
        shared = getattr(inner, each.name) is value
        assert not shared or each.name in SHARED or isinstance(value, (str, bool, frozenset, NoneType)), each.name
        # A copy of what holds sets or lists would hold the same ones.
        assert re.search(r"[\[ ](?:set|list|dict)\[", str(each.type)) is None, each.name


def test_a_way_to_write_a_density_is_noted_in_one_section() -> None:
    """Its other ways outside stay as they were."""
    context = Context()
    context.note_signature("p", "p(x)")
    inner = context.copy()
    inner.note_signature("p", "p(x|z)")
    assert context.signatures == {"p": {"p(x)"}}
    assert inner.signatures == {"p": {"p(x)", "p(x|z)"}}


def test_what_an_outer_section_says_later_is_not_waited_for() -> None:
    """A name that stands further down there may be used in the inner section as it is."""
    context = Context(upcoming={"x"})
    assert not context.copy().upcoming
    assert context.upcoming == {"x"}
