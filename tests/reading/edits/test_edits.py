"""Edits of a side: what is weighed is what will be read, and which edits come first."""

from __future__ import annotations

import pytest

from derivcheck.reading.edits import KINDS, Edit, Material, Site, edits
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse

LEFT = r"\frac{d}{dx}\sin^2(3x)"
RIGHTS = (
    r"-\frac12\left(x-\mu\right)^2 e^{-x}\cos(3x)",
    r"\sum_{i=1}^{n}p_i\log\frac{p_i}{q_i} - {a}b",
    r"a - \left(b + c\right) - A_{ij}\sqrt{x}",
    r"\frac{1}{\sqrt{2\pi}\sigma}\exp\left(-\frac{\left(x-\mu\right)^2}{2\sigma^2}\right)",
    r"X^\top X\left(y - f(x)\right)^{-1} \cdot \left|h(y)\right|",
    r"f(x)\,f(y, x) + \frac{\partial}{\partial x} f(x)",
)


def is_function(name: str) -> bool | None:
    """F and h are functions."""
    return name in {"f", "h"} or None


def _site(text: str) -> Site:
    node = parse(text, is_function)
    return Site(text, node, node)


def _edits(left: str, right: str) -> list[Edit]:
    return list(edits(Material(_site(left), _site(right), ("n",), has_arrays=True)))


@pytest.mark.parametrize("right", RIGHTS)
def test_nearly_every_edit_is_read_as_it_was_weighed(right: str) -> None:
    """The LaTeX of an edit has the syntax by which it is weighed; what it is offered for rests on its LaTeX alone."""
    good, other = 0, []
    for edit in _edits(LEFT, right):
        try:
            same = parse(edit.latex, is_function) == edit.tree
        except Unread:
            same = False
        good += same
        other += [] if same else [edit.latex]
    assert good > 6 * len(other), other


@pytest.mark.parametrize("right", RIGHTS)
def test_an_edit_leaves_the_rest_as_it_is_written(right: str) -> None:
    """What stands before and behind the edited place is the author's."""
    for edit in _edits(LEFT, right):
        start, end = edit.site.node.start, edit.site.node.end
        before, behind = right[: max(0, start - 8)].rstrip("\\left( "), right[end:].lstrip("\\right) ")
        assert edit.latex.startswith(before)
        assert edit.latex.rstrip("}").endswith(behind.rstrip("}"))


def test_likelier_edits_come_first() -> None:
    """A sign before a name written for another, and what stands in the step before what does not."""
    texts = [edit.latex for edit in _edits("a-b", "a+b")]
    assert texts.index("a-b") < texts.index("b+b")
    texts = [edit.latex for edit in _edits(r"\log s_1^2", r"\log s_1")]
    assert texts.index(r"\log s_1^2") < texts.index(r"2\log s_1")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.rpartition(".")[2])
def test_every_kind_has_something_to_say(kind: object) -> None:
    """No module of edits is without effect."""
    left = _site(r"p(x, z) + p(x) + A^\top + \frac{\partial}{\partial y} f(x)")
    materials = [Material(left, _site(right), ("n",), has_arrays=True) for right in (*RIGHTS, "p(z)")]
    found = [edit for m in materials for site in m.right.sites() for edit in kind.edits(site, m)]  # type: ignore[attr-defined]
    assert found
