"""Directives are comments; what is not understood is a problem with what was expected."""

from __future__ import annotations

import pytest

from derivcheck.documents import Directive, read_document
from tests.documents.sample import codes, items

SILENT = [
    "<!-- a comment -->",
    "<!-- TODO: derivcheck this -->",
    "`<!-- derivcheck: nonsense -->`",
    "```\n<!-- derivcheck: nonsense -->\n```",
    "% derivcheck: nonsense",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_directive(text: str) -> None:
    """Other comments, and directives inside code, say nothing."""
    document = read_document(text)
    assert not document.problems
    assert not any(isinstance(item, Directive) for item in items(document))


def directives(text: str, kind: str = "markdown") -> list[tuple[str, str]]:
    """Verbs and arguments of a document's directives."""
    found = [item for item in items(read_document(text, kind)) if isinstance(item, Directive)]
    return [(item.verb.value, item.argument.text) for item in found]


def test_markdown() -> None:
    """A directive stands in an HTML comment, amid text or on lines of its own."""
    text = "A <!-- derivcheck: skip --> b.\n\n<!--\nderivcheck: expect proved, refuted\n-->\n\n<!-- derivcheck: off -->"
    assert directives(text) == [("skip", ""), ("expect", "proved, refuted"), ("off", "")]


def test_latex() -> None:
    """In LaTeX a directive stands behind a percent sign."""
    assert directives("% derivcheck: layout numerator\n50\\% derivcheck: off\n", "latex") == [("layout", "numerator")]


def test_argument_without_dollars() -> None:
    """The dollars around a formula may be written or left out."""
    assert directives("<!-- derivcheck: let $x > 0$ -->") == [("let", "x > 0")]
    assert directives(r"<!-- derivcheck: let x \in \mathbb{R}^n -->") == [("let", r"x \in \mathbb{R}^n")]


def test_argument_place() -> None:
    """An argument knows where it stands."""
    text = "Words.\n\n<!-- derivcheck: assume x > 0 -->"
    (found,) = (item for item in items(read_document(text)) if isinstance(item, Directive))
    assert text[found.argument.span.start : found.argument.span.end] == "x > 0"
    assert text[found.span.start : found.span.end] == "<!-- derivcheck: assume x > 0 -->"


def test_macros_in_argument() -> None:
    """Macros are expanded in a directive's formula."""
    assert directives(r"$\newcommand{\R}{\mathbb{R}}$ <!-- derivcheck: let x \in \R -->") == [
        ("let", r"x \in \mathbb{R}")
    ]


WRONG = [
    ("hide", "hide", "let, define, assume, skip, expect, layout, off, on, ignore"),
    ("ignore", "nothing", "ignore[CODE] and a reason, such as ignore[D201]"),
    ("expect maybe", "maybe", "proved, refuted, unproved, unread, defined, skipped"),
    ("expect", "nothing", "proved, refuted, unproved, unread, defined, skipped"),
    ("layout sideways", "sideways", "numerator, denominator"),
    ("let", "nothing", "a formula"),
    ("skip this", "this", "nothing after skip"),
]


@pytest.mark.parametrize(("directive", "found", "expected"), WRONG)
def test_wrong(directive: str, found: str, expected: str) -> None:
    """A directive that is not understood is a problem that says what was expected."""
    (problem,) = read_document(f"<!-- derivcheck: {directive} -->").problems
    assert (problem.code, problem.facts) == ("D505", {"found": found, "expected": expected})


def test_colon_is_missing() -> None:
    """A comment that begins with the name but has no colon is pointed out."""
    assert codes("<!-- derivcheck skip -->") == ["D505"]
