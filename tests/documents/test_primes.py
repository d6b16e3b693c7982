r"""Where a prime transposes."""

import pytest

from derivcheck.check import check_text
from derivcheck.documents import Fragment
from derivcheck.documents.primes import Primes
from derivcheck.results import Verdict

TRANSPOSING = [
    (r"(X'X)^{-1}X'y", r"(X^\top X)^{-1}X^\top y"),
    (r"\hat\varepsilon'\hat\varepsilon", r"\hat\varepsilon^\top \hat\varepsilon"),
    (r"\mathbf{X}'\mathbf{X}b'c", r"\mathbf{X}^\top \mathbf{X}b^\top c"),
    (r"X_i'X_i + x_i'\beta", r"X_i^\top X_i + x_i^\top \beta"),
    (r"X^\prime X + X^{\prime}y + X^{'}y", r"X^\top  X + X^\top y + X^\top y"),
    (r"(y - X\beta)'(y - X\beta)", r"(y - X\beta)^\top (y - X\beta)"),
    (r"\bX'\bX + \varepsilon\varepsilon'", r"\bX^\top \bX + \varepsilon\varepsilon^\top "),
]
OTHERWISE = ["f'(x) = 2 f' f", "k(x, x')", "y'y = 1", "X = A' + B'", "A'A = 0 for the complement $A'$", "X''X"]
BOTH = [
    (r"X'X and g'(\theta)", r"X^\top X and g'(\theta)"),
    ("X'X and h'(ax + b)", r"X^\top X and h'(ax + b)"),
    ("X'X and k(x, x') = x'x", r"X^\top X and k(x, x') = x'x"),
    ("$X'X$ and\n$w' = w - g$", "$X^\\top X$ and\n$w' = w - g$"),
    ("$x'Ax$ and\n$x'b$", r"$x^\top Ax$ and" + "\n" + r"$x^\top b$"),
    ("vectors $a$ and $b$:\n$a'b$", "vectors $a$ and $b$:\n" + r"$a^\top b$"),
    ("$w \\in \\mathbb{R}^n$,\n$w'x$", "$w \\in \\mathbb{R}^n$,\n" + r"$w^\top x$"),
    ("$M'M$ and\n$M' = M$", "$M^\\top M$ and\n$M^\\top  = M$"),
    ("where $b'$ denotes the transpose of $b$", r"where $b^\top $ denotes the transpose of $b$"),
]


@pytest.mark.parametrize(("text", "expected"), [*TRANSPOSING, *BOTH, *((text, text) for text in OTHERWISE)])
def test_primes(text: str, expected: str) -> None:
    """Primes transpose where a matrix stands beside itself, or where a text says so; derivatives and points stay."""
    found = Primes.of(text).written_out(Fragment.plain(text))
    assert found.text == expected
    assert len(found.offsets) == len(found.text)
    assert list(found.offsets) == sorted(found.offsets)


def test_what_a_text_shows_is_heard_in_all_of_it() -> None:
    """The signs of one formula tell what those of another mean; positions are those of the file."""
    text = (
        "Let $A \\in \\mathbb{R}^{n \\times n}$, $x \\in \\mathbb{R}^n$.\n\n$$ (Ax)' = {} $$\n\nHere $A'A = I$ holds.\n"
    )
    for right, verdict in (("x'A'", Verdict.PROVED), ("A'x'", Verdict.REFUTED), ("x'A", Verdict.REFUTED)):
        written = text.replace("{}", right, 1)
        steps = [step for part in check_text(written).derivations for step in part.steps]
        assert steps[0].verdict is verdict
        assert written[steps[0].place.column - 1 + written.index("$$") :].startswith("=") or steps[0].place.line == 3
