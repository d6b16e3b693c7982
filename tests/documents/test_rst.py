r"""reStructuredText: what is mathematics in it, what is prose, and what is left alone."""

import pytest

from derivcheck.check import check_text
from derivcheck.documents import Display, Document, Formula, Words, read_document
from derivcheck.results import Step

PAGE = r"""
==========
 Gradients
==========

.. _target:

Let :math:`x \in \mathbb{R}` and *define* ``$$ 1 = 2 $$`` :ref:`see <there>`:

.. math::
   :label: eq
   :nowrap:

   \begin{align}
   (x + 1)^2 &= x^2 + 2x + 1

   \end{align}

Squares
-------

.. note::
   If `y > 0`:math:, then

   .. math:: \sqrt{y^2} = y

.. math::

   x + x = 2x

   x + x = 3x

Code::

   .. math:: 1 = 3

   more

.. code-block:: latex

   .. math:: 1 = 4

.. derivcheck: expect refuted

.. math:: x = x + 1

.. A comment:

   .. math:: 1 = 5

Deeper
~~~~~~

>>> ":math:`1 = 6`"

1. Let :math:`z > 1`.
2. Then

   .. math::

      z^2 > z
"""


def steps(text: str) -> list[Step]:
    """All steps of a text."""
    return [step for derivation in check_text(text, "rst").derivations for step in derivation.steps]


def displays(document: Document) -> list[str]:
    """The displays of a document."""
    items = [item for derivation in document.derivations for item in derivation.items]
    return [item.fragment.text for item in items if isinstance(item, Display)]


def test_a_page_is_read_as_it_is_written() -> None:
    """Every formula is a step, and nothing else; the directive is heard."""
    found = steps(PAGE)
    assert [(step.left, step.right) for step in found] == [
        ("(x + 1)^2", "x^2 + 2x + 1"),
        (r"\sqrt{y^2}", "y"),
        ("x + x", "2x"),
        ("x + x", "3x"),
        ("x", "x + 1"),
        ("z^2", "z"),
    ]
    assert [step.verdict for step in found] == ["proved", "proved", "proved", "refuted", "refuted", "proved"]
    assert [step.expected for step in found] == [None] * 4 + ["refuted", None]


def test_places_are_those_of_the_file() -> None:
    """Line and column of a step, indentation included."""
    lines = PAGE.split("\n")
    for step in steps(PAGE):
        line = lines[step.place.end_line - 1]
        assert line[: step.place.end_column - 1].endswith(step.right)


def test_sections_are_derivations_inside_each_other() -> None:
    """How deep a title is depends on which rules came first; an inner section sees the names of the outer one."""
    document = read_document(PAGE, "rst")
    assert [(d.title, d.level, d.parent, d.line) for d in document.derivations] == [
        ("Gradients", 1, None, 3),
        ("Squares", 2, 0, 19),
        ("Deeper", 3, 1, 51),
    ]


def test_prose_loses_its_marks() -> None:
    """Emphasis, roles and links are words; literals are none."""
    text = "A **strong** :ref:`word <w>` and `a link <https://x.y>`_ with ``code``, then :math:`x`.\n"
    (derivation,) = read_document(text + "\n.. math:: x = x\n", "rst").derivations
    words = [item.text for item in derivation.items if isinstance(item, Words)]
    assert words == ["A strong word and a link with", ", then", "."]
    assert [item.fragment.text for item in derivation.items if isinstance(item, Formula)] == ["x"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (" x = 1\n", ["x = 1"]),
        (" x\n   = 1\n", ["x\n   = 1"]),
        ("\n\n   x = 1\n\n   y = 2\n", ["x = 1", "y = 2"]),
        ("\n   :nowrap:\n\n   x = 1\n\n   y = 2\n", ["x = 1\n\n   y = 2"]),
        ("\n\n   \\begin{split}\n   x = 1\n\n   \\end{split}\n", ["\\begin{split}\n   x = 1\n\n   \\end{split}"]),
        ("\n   :label: a\n", []),
        ("", []),
    ],
)
def test_the_contents_of_a_math_directive(content: str, expected: list[str]) -> None:
    """On its line, below it, several at once, or as they are."""
    assert displays(read_document(f"Words\n\n.. math::{content}\nMore\n", "rst")) == expected


def test_macros_that_a_formula_defines_hold_from_there_on() -> None:
    """Sphinx projects often begin with a block of definitions."""
    text = ".. math::\n\n   \\newcommand{\\sq}[1]{#1^2}\n\n.. math:: \\sq{x} = x x\n"
    assert [step.verdict for step in steps(text)] == ["proved"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "..\n",
        "=",
        "===",
        "===\n\n===",
        "===\na\n===",
        "a\n=",
        ".. math::",
        ".. ::",
        ":math:`",
        ":math:`x",
        "::\n\n  x",
        "\t.. math:: x\n\ty",
        "\r",
        "a\r\n===\r\n",
        "* * *\n",
        ".. derivcheck: nonsense",
    ],
)
def test_odd_texts_are_no_error(text: str) -> None:
    """Whatever is cut off."""
    assert isinstance(read_document(text, "rst"), Document)


def test_deep_nesting_ends() -> None:
    """Directives inside directives are read to a depth."""
    text = "".join("   " * depth + ".. note::\n\n" for depth in range(300))
    assert isinstance(read_document(text, "rst"), Document)


@pytest.mark.parametrize(
    "piece", ["`", "``", ":", ".. ", "..\n", " ", "*", ":math:`", "- ", "=\n", ".. math::\n\n  x\n"]
)
def test_long_texts_take_time_by_their_length(piece: str) -> None:
    """No repetition makes reading slow."""
    assert isinstance(read_document(piece * (60_000 // len(piece)), "rst"), Document)
