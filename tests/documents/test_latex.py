"""LaTeX documents are cut into sections, theorems and proofs."""

from __future__ import annotations

import pytest

from derivcheck.documents import Problem, Span, Words, read_document
from tests.documents.sample import codes, displays, formulas, items

SILENT = [
    r"It costs \$5 and \$6.",
    "% $x = y$",
    "text % and $x$\n",
    r"\begin{verbatim} $x = y$ \end{verbatim}",
    "\\begin{lstlisting}[language=C]\n$x$\n\\end{lstlisting}",
    "\\begin{comment}\n$x$\n\\end{comment}",
    r"\verb|$x$|",
    r"\verb+\[+",
    r"\documentclass{article} \newcommand{\x}{$y$} \title{$x$}" + "\n" + r"\begin{document} \end{document} $z$",
    r"\label{eq:$x$} \cite{a_b} \includegraphics[width=1cm]{$x$}",
    r"\section{About $x$}",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_mathematics(text: str) -> None:
    """Comments, listings, the preamble and what follows the document hold no mathematics."""
    assert formulas(text, "latex") == []
    assert displays(text, "latex") == []
    assert codes(text, "latex") == []


def test_formulas() -> None:
    """Formulas are found in all their notations, comments inside them stripped."""
    text = "Let $x$ and \\( y \\). 5\\% of $ z $.\n\\[ a = % no\n b \\] $$ c $$ \\begin{align*} d &= e \\end{align*}"
    assert formulas(text, "latex") == ["x", "y", "z"]
    assert displays(text, "latex") == ["a = \n b", "c", r"\begin{align*} d &= e \end{align*}"]


def test_shorthand_for_an_environment() -> None:
    r"""Macros such as ``\be`` and ``\ee``, which stand for the ends of a display, open and close one."""
    text = r"\newcommand{\be}{\begin{equation}}\newcommand{\ee}{\end{equation}} Text \be a = b \ee more."
    assert displays(text, "latex") == [r"\begin{equation} a = b \end{equation}"]


def outline(text: str) -> list[tuple[str, int, int, int | None]]:
    """Title, line, level and parent of every derivation."""
    return [(d.title, d.line, d.level, d.parent) for d in read_document(text, "latex").derivations]


def test_sections() -> None:
    """Sections nest, and the text before the first is the parent of all, if it has mathematics."""
    text = "$x$\n\\section{A $y$}\n\\subsection*{B}\n\\subsubsection[short]{C}\n\\paragraph{D}\n\\section{E}\n"
    assert outline(text) == [
        ("", 1, 0, None),
        ("A $y$", 2, 1, 0),
        ("B", 3, 2, 1),
        ("C", 4, 3, 2),
        ("D", 5, 4, 3),
        ("E", 6, 1, 0),
    ]
    assert outline("Hello.\n\\chapter{A}\n\\section{B}\n") == [("A", 2, 1, None), ("B", 3, 2, 0)]


def test_theorems_and_proofs() -> None:
    """A proof is inside its theorem; what follows goes on in a new part of the section, inside the part before."""
    text = r"""\newtheorem{thm}{Theorem}
\section{S} Let $x$.
\begin{thm}[Gauss] $a$ \end{thm}
\begin{proof} $b$ \end{proof}
After $c$.
\begin{lemma} $d$ \end{lemma}
\subsection{T}
"""
    assert outline(text) == [
        ("S", 2, 1, None),
        ("Theorem (Gauss)", 3, 9, 0),
        ("Proof", 4, 9, 1),
        ("S", 4, 1, 0),
        ("Lemma", 6, 9, 3),
        ("T", 7, 2, 3),
    ]


def test_words() -> None:
    """Prose is what a person reads: commands dropped, the text of emphasis kept, references stepped over."""
    text = "We \\emph{model} \\textbf{loss}~as in \\eqref{eq:a} and 5\\% of\\footnote{See below.} it.\n\nNext $x$."
    words = [item.text for item in items(read_document(text, "latex")) if isinstance(item, Words)]
    assert words[:2] == ["We model loss as in", "and 5% of See below. it."]


UNCLOSED = [
    ("$x = y\n\nThe text $z$.", "$", ["z"]),
    ("\\[ x = y\n\nThe text $z$.", r"\[", ["z"]),
    ("\\begin{equation} x\n\nThe text $z$.", "equation", ["z"]),
    ("\\begin{verbatim} x\n\nThe text $z$.", "verbatim", ["z"]),
]


@pytest.mark.parametrize(("text", "what", "inline"), UNCLOSED)
def test_unclosed(text: str, what: str, inline: list[str]) -> None:
    """What nothing closes is a problem at its opening; reading goes on after the next blank line."""
    (problem,) = read_document(text, "latex").problems
    assert (problem.code, problem.span.start, problem.facts) == ("D501", 0, {"what": what})
    assert formulas(text, "latex") == inline


def test_places() -> None:
    """A formula's place in the file is exact behind comments and macros."""
    text = "% comment\n\\newcommand{\\R}{\\mathbb{R}}\nLet $x \\in \\R$ and\n$$ a = {b $$"
    document = read_document(text, "latex")
    (problem,) = [problem for item in items(document) for problem in getattr(item, "problems", ())]
    assert problem == Problem("D501", Span(text.index("{b"), text.index("{b") + 1), {"what": "{"})
