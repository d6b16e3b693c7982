"""What a context forgets when a name gets another meaning."""

from __future__ import annotations

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
