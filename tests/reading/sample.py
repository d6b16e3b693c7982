"""What the tests of the reader share: LaTeX in, syntax or a typed term out."""

from __future__ import annotations

from collections.abc import Mapping

from derivcheck.checking.ground import settled
from derivcheck.documents import Fragment, read_document
from derivcheck.engine.evaluation.entries import Value
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.scopes import read_scope
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.terms.nodes import Term
from tests.engine.sample import exact


def context(prose: str) -> Context:
    """The names that a piece of prose declares."""
    found = Context()
    for derivation in read_document(prose, "markdown").derivations:
        read_scope(derivation.items, found)
    return found


def side(latex: str, prose: str = "") -> Side:
    """One side of a relation, read under a piece of prose."""
    return ChainReader(context(prose)).read([Fragment.plain(latex)])[0]


def term(latex: str, prose: str = "") -> Term:
    """The term that a formula stands for, with definitions unfolded."""
    scope = context(prose)
    read = ChainReader(scope).read([Fragment.plain(latex)])[0]
    assert read.term is not None, (latex, read.unread and (read.unread.code, read.unread.facts), read.clash)
    return settled(read.term, scope)


def reason(latex: str, prose: str = "") -> str:
    """The code that says why a formula, or a piece of it, is not understood."""
    found = side(latex, prose)
    unread = found.unread or found.missing
    assert isinstance(unread, Unread)
    return unread.code


def value(latex: str, prose: str = "", values: Mapping[str, Value] | None = None) -> Value:
    """The exact value of a formula."""
    return exact(term(latex, prose), values or {})
