"""Macros are expanded from where they are defined on, within bounds, and every character keeps a place."""

from __future__ import annotations

from itertools import pairwise

import pytest

from derivcheck.documents import Formula, read_document
from derivcheck.documents.expansion import MAX_LENGTH
from tests.documents.sample import codes, displays, formulas, items

EXPANSIONS = [
    (r"\newcommand{\R}{\mathbb{R}}", r"\R^n", r"\mathbb{R}^n"),
    (r"\newcommand\R{\mathbb{R}}", r"\R x", r"\mathbb{R} x"),
    (r"\newcommand*{\R}{\mathbb{R}}", r"\R", r"\mathbb{R}"),
    (r"\renewcommand{\vec}[1]{\mathbf{#1}}", r"\vec{x} + \vec y", r"\mathbf{x} + \mathbf{y}"),
    (r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}", r"\pd{f}{x}", r"\frac{\partial f}{\partial x}"),
    (r"\newcommand{\pd}[2][f]{\frac{#1}{#2}}", r"\pd{x} \pd[g]{y}", r"\frac{f}{x} \frac{g}{y}"),
    (r"\def\x#1#2{#2#1}", r"\x ab", "ba"),
    (r"\def\R{\mathbb{R}}", r"\R", r"\mathbb{R}"),
    (r"\DeclareMathOperator{\tr}{tr}", r"\tr(A)", r"\operatorname{tr}(A)"),
    (r"\DeclareMathOperator*{\argmax}{arg\,max}", r"\argmax_x", r"\operatorname*{arg\,max}_x"),
    (r"\let\eps\varepsilon", r"\eps", r"\varepsilon"),
    (r"\let\old\phi \renewcommand{\phi}{\old}", r"\phi", r"\phi"),
    (r"\newcommand{\a}{\alpha}", r"\a" + "{}b", r"\alpha{}b"),
    (r"\newcommand{\two}[1]{\alpha#1}", r"\two b", r"\alpha b"),
    (r"\newcommand{\a}{\b}\newcommand{\b}{c}", r"\a", "c"),
    (r"\newcommand{\a}{x}\providecommand{\a}{y}", r"\a", "x"),
    (r"\newcommand{\R}{\mathbb{R}}", r"\Rn", r"\Rn"),
    (r"\DeclarePairedDelimiter{\set}{\{}{\}}", r"\set{x} \set*{x} \set[\big]{x}", r"\{ x \} \{ x \} \{ x \}"),
    (
        r"\DeclarePairedDelimiterX\ip[2]{\langle}{\rangle}{#1, #2}",
        r"\ip{x}{y} \ip[\big]{x}{y}",
        r"\langle x, y \rangle \langle x, y \rangle",
    ),
    (r"\NewDocumentCommand{\sq}{m}{#1^2}", r"\sq{x}", r"x^2"),
    (r"\NewDocumentCommand\pw{O{2} m}{#2^{#1}}", r"\pw{x} \pw[3]{x}", r"x^{2} x^{3}"),
]

COMMON = [
    (r"\dv{f}{x}", r"\frac{\mathrm{d} f}{\mathrm{d} x}"),
    (r"\dv[2]{f}{x}", r"\frac{\mathrm{d}^{2} f}{\mathrm{d} x^{2}}"),
    (r"\dv{x} x^2", r"\frac{\mathrm{d}}{\mathrm{d} x} x^2"),
    (r"\pdv{f}{x}{y}", r"\frac{\partial^2 f}{\partial x \partial y}"),
    (r"\pdv{f(x)}{x}", r"\frac{\partial f(x)}{\partial x}"),
    (r"\qty(f(x) + 1)^2", r"\left( f(x) + 1 \right)^2"),
    (r"\qty[a(b)] \qty{c}", r"\left[ a(b) \right] \left\{ c \right\}"),
    (r"\abs{x} \abs*{x} \abs[\big]{x}", r"\lvert x \rvert \lvert x \rvert \lvert x \rvert"),
    (r"\int x \dd{x} \dd y", r"\int x \mathrm{d} x \mathrm{d} y"),
    (r"\num{1.5e-3} \num{12}", r"{1.5 \cdot 10^{-3}} 12"),
    (r"\num{1e} + \dv", r"\num{1e} + \dv"),
]


@pytest.mark.parametrize(("call", "expanded"), COMMON)
def test_macros_of_packages(call: str, expanded: str) -> None:
    """What packages define is known without them; of several ways to call a macro, the first that fits is meant."""
    assert formulas(f"See ${call}$.") == [expanded]


@pytest.mark.parametrize(("definition", "call", "expanded"), EXPANSIONS)
@pytest.mark.parametrize("wrap", ["{}\n\n", "${}$\n\n", "$$\n{}\n$$\n\n"])
def test_markdown(definition: str, call: str, expanded: str, wrap: str) -> None:
    """Markdown takes definitions in the text, in a formula and in a display."""
    assert formulas(wrap.replace("{}", definition, 1) + f"See ${call}$.") == [expanded]


@pytest.mark.parametrize(("definition", "call", "expanded"), EXPANSIONS)
def test_latex(definition: str, call: str, expanded: str) -> None:
    """LaTeX takes them from the preamble."""
    text = f"\\documentclass{{article}}\n{definition}\n\\begin{{document}}\n\\[ {call} \\]\n\\end{{document}}"
    assert displays(text, "latex") == [expanded]


def test_in_force_from_definition_on() -> None:
    """A macro means nothing before it is defined, and what the last definition says after it."""
    text = r"$\x$ $\newcommand{\x}{a}$ $\x$ $\renewcommand{\x}{b} \x$"
    assert formulas(text) == [r"\x", "a", "b"]


def test_code_defines_nothing() -> None:
    """A definition inside code is no definition."""
    assert formulas("`\\newcommand{\\x}{a}` $\\x$") == [r"\x"]


def test_places() -> None:
    """What a body brings stands at the call, what an argument brings at the argument."""
    text = r"$\newcommand{\v}[1]{\mathbf{#1}}$ and $\v{x} = y$"
    (formula,) = (item.fragment for item in items(read_document(text)) if isinstance(item, Formula))
    assert formula.text == r"\mathbf{x} = y"
    call = text.index(r"\v{x}")
    assert formula.offsets[0] == call
    assert text[formula.offsets[formula.text.index("x")]] == "x"
    assert text[formula.offsets[-1]] == "y"
    assert formula.cut(0, len(r"\mathbf{x}")).span.end == call + len(r"\v{x}")


RUNAWAYS = [
    r"\newcommand{\x}{\x}",
    r"\newcommand{\x}{\x\x}",
    r"\newcommand{\x}{\y}\newcommand{\y}{\x}",
    r"\newcommand{\x}[1][\x]{#1}",
    r"\def\x#1{\x{#1#1}}",
]


@pytest.mark.parametrize("definition", RUNAWAYS)
def test_runaway(definition: str) -> None:
    """A macro that expands without end is a problem with its name, and the formula stays as it is."""
    text = f"{definition}\n\nSee $\\x + 1$."
    (problem,) = read_document(text).problems
    assert problem.code == "D502"
    assert problem.facts["macro"] in (r"\x", r"\y")
    assert text[problem.span.start : problem.span.end].startswith("\\")
    assert formulas(text) == [r"\x + 1"]


def test_explosion() -> None:
    """Doubling macros are stopped at the bound on length, whatever their number."""
    names = [chr(ord("a") + k) for k in range(26)]
    chain = "".join(f"\\def\\q{b}{{\\q{a}\\q{a}}}" for a, b in pairwise(names))
    text = f"\\def\\qa{{x}}{chain}\n\n$\\qz$ $\\qb$"
    assert codes(text) == ["D502"]
    assert formulas(text) == [r"\qz", "xx"]
    assert MAX_LENGTH < 2**25


def test_many_runaways_cost_little() -> None:
    """A macro that failed often is not tried again."""
    text = "\\newcommand{\\x}{\\x\\x}\n\n" + "$\\x$ " * 2000
    assert codes(text) == ["D502"] * 2000


MISSING = [
    (r"\newcommand{\x}[2]{#1#2}", r"y = \x{a}", r"y = \x{a}"),
    (r"\newcommand{\x}[2]{#1#2}", r"\frac{\x{a}}{b}", r"\frac{\x{a}}{b}"),
    (r"\newcommand{\x}[1]{#1}", r"y = \x", r"y = \x"),
    (r"\newcommand{\x}[1]{(#1)}", r"\x{a} + \x{b", r"(a) + \x{b"),
    (r"\newcommand{\x}[2][c]{#1#2}", r"\x{a} + \x[b {d}", r"ca + \x[b {d}"),
]


@pytest.mark.parametrize(("definition", "formula", "expanded"), MISSING)
def test_missing_argument(definition: str, formula: str, expanded: str) -> None:
    """A call without all its arguments stays as it is, and is a problem."""
    text = f"{definition}\n\nSee ${formula}$."
    (problem,) = read_document(text).problems
    assert problem.code == "D401"
    assert text[problem.span.start : problem.span.end] == r"\x"
    assert text[: problem.span.start].endswith(formula[: formula.rindex(r"\x")])
    assert formulas(text) == [expanded]


def test_cut_off() -> None:
    """A macro that is too long is named where its use exceeds the bound."""
    text = "\\newcommand{\\x}{" + "a + " * 5_000 + "a}\n\n$y + \\x + \\x$"
    (problem,) = read_document(text).problems
    assert (problem.code, problem.facts) == ("D502", {"macro": "\\x"})
    assert text[problem.span.start : problem.span.end] == "\\x"
    assert formulas(text) == [r"y + \x + \x"]


NOT_UNDERSTOOD = [
    r"\NewDocumentCommand{\x}{s m}{#2}",
    r"\DeclarePairedDelimiter{\x}{(}",
    r"\newcommand{\x}{",
    r"\newcommand",
    r"\def\x(#1){a}",
    r"\let",
    r"\newcommand{x}{y}",
    r"\def\x{a",
]


@pytest.mark.parametrize("definition", NOT_UNDERSTOOD)
def test_not_understood(definition: str) -> None:
    """A definition that is not understood defines nothing and breaks nothing."""
    assert formulas(f"{definition}\n\n$\\x$") == [r"\x"]
