from __future__ import annotations

import pytest

from derivcheck.reading import syntax as s
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse, parse_relation
from tests.reading.sample import value


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("1 + 2 \\cdot 3", 7),
        ("2^3 \\cdot 2", 16),
        ("-2^2", -4),
        ("(-2)^2", 4),
        (r"\frac{1}{2} \cdot 4", 2),
        (r"\frac12 \cdot 4", 2),
        (r"\frac{6}{3} - 1", 1),
        (r"\sqrt{9} + \sqrt[1]{4}", 7),
        (r"\sum_{i=1}^3 i + 1", 7),
        (r"\sum_{i=1}^3 i \cdot 2", 12),
        (r"\sum_{i=1}^3 \sum_{j=1}^i 1", 6),
        (r"\prod_{i=1}^4 i", 24),
        (r"\max(3, 1, 2)", 3),
        (r"\min(3, 1) - 1", 0),
        ("|2 - 5|", 3),
        ("|{-2}| |3|", 6),
        (r"10 / 2 - 1", 4),
        (r"\sum_{1 \le i \le 3} i", 6),
        (r"\sum_{i=1, i \ne 2}^3 i", 4),
        (r"\sum_{i<j} 0 \cdot i", 0),
        (r"\det\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", -2),
        (r"\underbrace{1 + 2}_{\text{three}} \cdot 3", 9),
        ("2(3+4)", 14),
        ("[1 + (2 - 3)]", 0),
    ],
)
def test_precedence_is_that_of_mathematics(latex: str, expected: int) -> None:
    """Sums end at the next + or −, powers bind before signs, brackets before all."""
    if "i<j" in latex:
        assert isinstance(parse(latex), s.Big)
    else:
        assert value(latex) == expected


@pytest.mark.parametrize(
    ("latex", "code"),
    [
        ("(x", "D403"),
        ("x)", "D401"),
        ("x +", "D401"),
        ("", "D401"),
        (r"\frac{1}", "D401"),
        (r"\unknowncommand x", "D402"),
        (r"a \pm b", "D406"),
        (r"\begin{tikzpicture} x \end{tikzpicture}", "D406"),
        (r"\int f(x)", "D401"),
    ],
)
def test_what_is_not_understood_is_refused(latex: str, code: str) -> None:
    """The complaint has a code and a place inside the formula."""
    with pytest.raises(Unread) as caught:
        parse(latex)
    assert caught.value.code == code
    assert 0 <= caught.value.start <= caught.value.end <= len(latex) + 1


@pytest.mark.parametrize(
    "latex",
    [
        "(" * 150 + "x" + ")" * 150,
        r"\sqrt " * 600 + "x",
        r"\sin " * 800 + "x",
        r"\hat " * 800 + "x",
        "x" + "^2" * 2000,
        "x" + "_1" * 2000,
        r"\nabla_x " * 700 + "x",
        r"\frac{d}{dx} " * 700 + "x",
        r"\sum_i " * 700 + "x_i",
        "|" * 4000 + "x",
    ],
    ids=lambda latex: latex[:12],
)
def test_nesting_is_bounded_for_every_construct(latex: str) -> None:
    """What is nested too deeply is refused with that reason, however it is nested."""
    with pytest.raises(Unread) as caught:
        parse(latex)
    assert caught.value.code == "D407"


def test_derivatives_are_told_from_fractions() -> None:
    """The fraction d/dx is a derivative; d/n and d/(d+1) are quotients of a number d."""
    assert isinstance(parse(r"\frac{d}{dx} x"), s.Diff)
    assert isinstance(parse(r"\frac{\partial f}{\partial x}"), s.Diff)
    assert isinstance(parse(r"\frac{d}{n}"), s.Frac)
    assert isinstance(parse(r"\frac{d}{d+1}"), s.Frac)


def test_brackets_after_a_function_hold_arguments() -> None:
    """After a known function, and with a comma or a bar inside; after a variable they are a factor."""
    known = {"f": True, "x": False}
    assert isinstance(parse("f(x)", known.get), s.Call)
    assert isinstance(parse("x(x+1)", known.get), s.Product)
    assert isinstance(parse("p(x, y)"), s.Call)
    assert isinstance(parse(r"p(x \mid y)"), s.Call)


def test_relations_stand_in_brackets_and_below_sums() -> None:
    """An indicator and a condition hold one relation."""
    node = parse_relation("k = c")
    assert isinstance(node, s.Relational)
    assert node.relation == "="


def test_nodes_know_where_they_stand() -> None:
    """The place of a part is its place in the text."""
    latex = r"x + \frac{1}{y}"
    node = parse(latex)
    assert isinstance(node, s.Sum)
    assert latex[node.terms[1][1].start : node.terms[1][1].end] == r"\frac{1}{y}"
