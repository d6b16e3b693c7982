"""Formulas that are too deep, too large or too long for anyone, with what may be said of them.

Each entry is a formula, the prose before it (without any, x and y are real numbers) and the verdicts that are right:
of a step that is false never *proved*, of a true one never *refuted*.
"""

from __future__ import annotations

from collections.abc import Iterable

Case = tuple[str, str, frozenset[str]]

UNREAD = frozenset({"unread"})
REFUTED = frozenset({"refuted"})
UNPROVED = frozenset({"unproved"})
FALSE = frozenset({"refuted", "unproved", "unread"})
TRUE = frozenset({"proved", "unproved", "unread"})
REALS = r"Let $x, y \in \mathbb{R}$."
NATURAL = r"Let $n \in \mathbb{N}$."
MATRICES = r"Let $A, B \in \mathbb{R}^{n \times n}$."


def _nested(opening: str, closing: str, count: int, core: str = "x") -> str:
    return f"{opening * count}{core}{closing * count} = x"


def _sum(pieces: Iterable[str]) -> str:
    return " + ".join(pieces)


def _indexed(piece: str, count: int, *, backwards: bool = False) -> list[str]:
    """Copies of ``piece`` with 0, 1, … in the place of #."""
    numbers = reversed(range(count)) if backwards else range(count)
    return [piece.replace("#", f"{{{k}}}") for k in numbers]


def _swapped(piece: str, count: int, joint: str = " + ") -> str:
    """The same pieces on both sides, in two orders."""
    return f"{joint.join(_indexed(piece, count))} = {joint.join(_indexed(piece, count, backwards=True))}"


def _table(environment: str, rows: int, columns: int, entry: str) -> str:
    cells = (" & ".join(entry.replace("#", f"{i}{j}") for j in range(columns)) for i in range(rows))
    return rf"\begin{{{environment}}}" + r" \\ ".join(cells) + rf"\end{{{environment}}}"


# Nested more deeply than the limit: read by nobody, and said so.
DEEP = {
    "braces": _nested("{", "}", 10_000),
    "parentheses": _nested("(", ")", 10_000),
    "parentheses that grow": _nested(r"\left(", r"\right)", 10_000),
    "fractions": _nested(r"\frac{1}{1+", "}", 3_000),
    "fractions without braces": _nested(r"\frac1", "", 5_000),
    "roots": _nested(r"\sqrt{", "}", 3_000),
    "roots without braces": _nested(r"\sqrt", " ", 5_000),
    "powers": _nested("x^{", "}", 3_000),
    "indices": _nested("x_{", "}", 3_000),
    "functions": _nested(r"\sin ", "", 5_000),
    "functions without an argument": r"\log" * 3_000 + " = x",
    "minus signs": _nested("-", "", 20_000),
    "accents": _nested(r"\hat", " ", 5_000),
    "transposes": _nested("", r"^\top", 5_000),
    "factorials": _nested("", "!", 5_000),
    "sums": _nested(r"\sum_{i=1}^{n}", "", 1_000, "x_i"),
    "integrals": _nested(r"\int", "", 1_000, "x dx"),
    "limits": _nested(r"\lim_{n \to \infty}", "", 1_000, "n"),
    "matrices": _nested(r"\begin{pmatrix}", r"\end{pmatrix}", 500),
    "cases": _nested(r"\begin{cases}", r"\end{cases}", 500),
    "texts": _nested(r"\text{", "}", 3_000),
    "bars": _nested("|", "", 2_001),
    "expectations": _nested(r"\mathbb{E}[", "]", 1_000, "X"),
    "open braces": "{" * 100_000 + " = x",
    "closing braces": "}" * 100_000 + " = x",
    "open brackets": r"\left[" * 5_000 + " = x",
}

NUMBERS: dict[str, Case] = {
    "a tower of tens": (r"10^{10^{10}} = x", REALS, FALSE),
    "towers that differ by one": (r"10^{10^{10}} = 10^{10^{10}} + 1", "", FALSE),
    "a tower of twos": (r"2^{2^{2^{2^{2^{2^{2}}}}}} = x", REALS, FALSE),
    "a tower of exponentials": (r"e^{e^{e^{e^{e^{e^x}}}}} = x", REALS, FALSE),
    "a tiny exponential": (r"e^{-e^{e^{10}}} = 0", "", FALSE),
    "a tiny difference": (r"x + 10^{-100000} = x", REALS, FALSE),
    "a power of 10^10": (r"x^{10^{10}} = y", REALS, FALSE),
    "a power of 100000": (r"x^{100000} = x", REALS, FALSE),
    "powers that add up": (r"x^{100000} = x^{50000} x^{50000}", REALS, TRUE),
    "powers of powers": (r"((x^{1000})^{1000})^{1000} = x^{1000000000}", REALS, TRUE),
    "a power of a sum": (r"(x+y+1)^{100000} = (1+y+x)^{100000}", REALS, TRUE),
    "a root of degree 10^30": (r"\sqrt[10^{30}]{x} = x", "Let $x > 0$.", FALSE),
    "a sine far away": (r"\sin(10^{10^{5}}) = x", REALS, FALSE),
    "logarithms of logarithms": (r"\log\log\log\log\log\log x = x", REALS, FALSE),
    "5000 digits": ("7" * 5_000 + " = x", REALS, FALSE),
    "5000 digits twice": (f"{'7' * 5_000} = {'7' * 5_000}", "", TRUE),
    "5000 digits in a power": (f"2^{{{'7' * 5_000}}} = x", REALS, FALSE),
    "5000 digits in an index": (f"x_{{{'7' * 5_000}}} = x", REALS, FALSE),
    "5000 decimals": (f"0.{'3' * 5_000} = \\frac{{1}}{{3}}", "", FALSE),
    "a million digits": ("7" * 1_000_000 + " = x", REALS, FALSE),
    "a sum of a billion": (r"\sum_{i=1}^{10^9} i = 500000000500000001", "", FALSE),
    "two sums of a billion": (r"\sum_{i=1}^{10^9} i = \sum_{j=1}^{10^9} j", "", TRUE),
    "a double sum": (r"\sum_{i=1}^{100000}\sum_{j=1}^{100000} ij = x", REALS, FALSE),
    "a sum to 2^n": (r"\sum_{i=1}^{2^n} i = 2^{n-1}(2^n+1)", NATURAL, TRUE),
    "a sum to n!": (r"\sum_{i=1}^{n!} 1 = n! + n - 1", NATURAL, FALSE),
    "a sum to a power": (r"\sum_{i=1}^{n^{1000}} 1 = n", NATURAL, FALSE),
    "a product of a billion": (r"\prod_{i=1}^{10^9} i = x", REALS, FALSE),
    "a vector of a million": (r"x^\top x = \|x\|^2 + 1", r"Let $x \in \mathbb{R}^{1000000}$.", FALSE),
    "a matrix of a million": (
        r"(AB)^\top = B^\top A^\top",
        r"Let $A, B \in \mathbb{R}^{1000000 \times 1000000}$.",
        TRUE,
    ),
    "a determinant of 500": (r"\det(AB) = \det A \det B", r"Let $A, B \in \mathbb{R}^{500 \times 500}$.", TRUE),
    "a size of at least a billion": (r"\sum_{i=1}^n i = \frac{n(n+1)}{2}", r"Let $n \ge 10^9$.", TRUE),
    "an index up to a billion": (r"k = k + 1", r"Let $k \in \{1, \dots, 10^{12}\}$.", FALSE),
    "a binomial": (r"\binom{10^6}{5} = x", REALS, FALSE),
    "a binomial in the middle": (r"\binom{10^{18}}{10^{17}} = x", REALS, FALSE),
    "a factorial": ("1000! = x", REALS, FALSE),
    "a factorial of a billion": ("(10^9)! = x", REALS, FALSE),
    "factorials of factorials": ("(((3!)!)!)! = x", REALS, FALSE),
    "factorials of a variable": ("((n!)!)! = n", NATURAL, FALSE),
    "a gamma function": (r"\Gamma(10^{12}) = x", REALS, FALSE),
    "a power of a matrix": ("A^{1000000} = A", MATRICES, FALSE),
    "a derivative of order 50": (r"\frac{d^{50}}{dx^{50}} e^{x^2} = x", REALS, FALSE),
    "a derivative of order 100000": (r"\frac{d^{100000}}{dx^{100000}} e^{x^2} = x", REALS, FALSE),
    "200 derivatives": (r"\frac{d}{dx}" * 200 + " e^{x^2} = x", REALS, FALSE),
    "a division by zero": (r"\frac{1}{0} = \frac{1}{0}", "", FALSE),
}

SIZES: dict[str, Case] = {
    "5000 factors": (f"{' '.join(['(x+1)'] * 5_000)} = (x+1)^{{5000}}", REALS, TRUE),
    "5000 letters": ("x" * 5_000 + " = x^{5000}", REALS, TRUE),
    "3000 powers": (f"{_sum(_indexed('x^#', 3_000))} = x", REALS, FALSE),
    "3000 variables": (_swapped("x_#", 3_000), "", TRUE),
    "1000 sums as factors": (_swapped("(x_#+y_#)", 1_000, " "), "", TRUE),
    "300 roots": (_swapped(r"\sqrt{x_#^2+1}", 300), "", TRUE),
    "300 absolute values": (_swapped("|x_#|", 300), "", TRUE),
    "300 cases of a sign": (f"{_sum(_indexed('|x-#|', 300))} = {_sum(_indexed('(x-#)', 300))}", REALS, FALSE),
    "12 cases of a sign": (_swapped("|x-#|", 12), REALS, TRUE),
    "300 arguments of a maximum": (rf"\max({', '.join(_indexed('x_#', 300))}) = x_{{0}}", "", FALSE),
    "300 indicators": (_sum(_indexed(r"\mathbb{1}[x > #]", 300)) + " = x", REALS, FALSE),
    "3000 arguments": (f"f({'x,' * 3_000}x) = f(y)", REALS, FALSE),
    "a determinant of numbers": (rf"\det{_table('pmatrix', 30, 30, '#')} = x", REALS, FALSE),
    "a determinant of symbols": (rf"\det{_table('pmatrix', 100, 100, 'a_{#}')} = x", REALS, FALSE),
    "a word of 40 letters": ("AB" * 20 + " = (AB)^{20}", MATRICES, TRUE),
    "a word of 500 letters": ("AB" * 250 + " = (AB)^{250}", MATRICES, TRUE),
    "40 inverses": (_nested("(I+", ")^{-1}", 40, "A").replace("= x", "= A"), MATRICES, FALSE),
    "a product of 500 to differentiate": (rf"\frac{{d}}{{dx}} {' '.join(_indexed('(x+#)', 500))} = x", REALS, FALSE),
    "a composition of 100 to differentiate": (r"\frac{d}{dx}" + _nested(r"\sin(", ")", 100), REALS, FALSE),
    "12 derivatives": (r"\frac{d}{dx}" * 12 + r" e^{\sin(x^2)} = x", REALS, FALSE),
    "10 sums": (_nested(r"\sum_{i=1}^{n}", "", 10, "x_i"), "", FALSE),
    "a power of a sum of any length": (r"(\sum_{i=1}^n x_i)^{1000} = (\sum_{j=1}^n x_j)^{1000}", "", TRUE),
    "30 tables": (f"{' '.join(_indexed('p(x_#, z_#)', 30))} = 1", "Let $p$ be a density.", FALSE),
    "unknown commands": (r" \zzz\yyy" * 1_500 + " = x", REALS, UNREAD),
    "ambiguous slashes": ("a/bc" * 300 + " = x", REALS, FALSE),
    "ambiguous functions": ("a(b)(c)" * 200 + " = x", REALS, FALSE),
    "a scope that contradicts itself": ("x = 1", "Let $x > 0$ and $x < 0$.", FALSE),
    "a scope that nothing fits": ("x = 1", r"Let $x^{100000} = -1$.", UNPROVED | UNREAD),
}
