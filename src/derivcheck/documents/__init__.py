"""Finds the derivations in a file: its mathematics, its prose and the directives in it, every piece with its place."""

from __future__ import annotations

from collections.abc import Mapping

from derivcheck.documents.chains import cut_display, cut_statement, cut_statements, statements_in
from derivcheck.documents.latex import read_latex
from derivcheck.documents.macros import NO_MACROS, expanded
from derivcheck.documents.markdown import read_markdown
from derivcheck.documents.model import (
    Chain,
    Derivation,
    Directive,
    Display,
    Document,
    Formula,
    Fragment,
    Item,
    Macro,
    ParagraphEnd,
    Problem,
    Relation,
    Span,
    Statement,
    Verb,
    Words,
)
from derivcheck.documents.notebook import Notebook, read_notebook
from derivcheck.documents.places import LineStarts, line_starts, place, position
from derivcheck.documents.rst import read_rst

__all__ = [
    "Chain",
    "Derivation",
    "Directive",
    "Display",
    "Document",
    "Formula",
    "Fragment",
    "Item",
    "LineStarts",
    "Macro",
    "Notebook",
    "ParagraphEnd",
    "Problem",
    "Relation",
    "Span",
    "Statement",
    "Verb",
    "Words",
    "cut_display",
    "cut_statement",
    "cut_statements",
    "expanded",
    "line_starts",
    "place",
    "position",
    "read_document",
    "read_notebook",
    "statements_in",
]

_READERS = {"markdown": read_markdown, "latex": read_latex, "rst": read_rst}


def read_document(
    text: str,
    format: str = "markdown",  # noqa: A002 (the name that the public API uses)
    macros: Mapping[str, Macro] = NO_MACROS,
) -> Document:
    """Cut a file's text into derivations; whatever is wrong with it is a :class:`Problem`, never an exception.

    ``macros`` are in force before its first line.
    """
    return _READERS[format](text, macros)
