r"""Displays are cut into chains at bracket depth 0, and nowhere else."""

from __future__ import annotations

import pytest

from derivcheck.documents import Fragment, Statement, cut_display, cut_statement, cut_statements
from tests.documents.sample import cut

UNCUT = [
    r"f(x)",
    r"P(X \le x)",
    r"\sum_{i=1}^n \mathbb{1}[k = c]",
    r"\begin{pmatrix} a & = \\ b & c \end{pmatrix}",
    r"\begin{cases} a = b & x > 0 \\ c = d \end{cases}",
    r"f : \mathbb{R} \to \mathbb{R}",
    r"f \colon A \mapsto B",
    r"\{x \mid x = 1\}",
    r"\left( a = b \right)",
    r"p(x \mid y) \| q",
    r"\underbrace{a = b}_{c}",
    r"",
    r"\qed",
    r"\label{eq:a = b}",
    r"\tag{a = b}",
    r"\text{a = b}",
]


@pytest.mark.parametrize("latex", UNCUT)
def test_no_chain(latex: str) -> None:
    """A formula without a relation at depth 0 has no chain."""
    assert cut(latex) == []


CUTS = [
    (r"a = b", ["a = b"]),
    (r"a = b = c.", ["a = b = c"]),
    (r"a \leq b \geqslant c \neq d \lt e", [r"a \le b \ge c \ne d < e"]),
    (r"a := b \coloneqq c \triangleq d \equiv e =: f", ["a := b := c := d := e =: f"]),
    (r"a \mathrel{\mathop:}= b", ["a := b"]),
    (r"a \not= b \not\in c", [r"a \ne b \notin c"]),
    (r"a \equiv b \pmod{n}", [r"a \equiv b \pmod{n}"]),
    (r"a \overset{(a)}{=} b \stackrel{\text{def}}{=} c \overset{!}{\le} d", [r"a = b := c \le d"]),
    (r"w \leftarrow w - \eta g", [r"w \leftarrow w - \eta g"]),
    (r"x_n \to 0", [r"x_n \to 0"]),
    (r"a {=} b {}= c", ["a = b = c"]),
    (r"{}_1F_1(a) = b", [r"{}_1F_1(a) = b"]),
    (r"\begin{split} a &= b \; , \end{split}", ["a = b"]),
    (r"\begin{aligned}[t] a &= b \\[2pt] &= c \nonumber \\ \end{aligned}", ["a = b = c"]),
    (r"\begin{align} a &= b \\ c &= d \end{align}", ["a = b", "c = d"]),
    (r"\begin{align*} a &= b + \\ &\quad c \\ &- d \end{align*}", [r"a = b + \quad c - d"]),
    (r"\begin{align} a &= (b) \\ & \phantom{=} (c) \end{align}", ["a = (b) (c)"]),
    (r"\begin{align} a &= b & c &= d \\ &= e & &= f \end{align}", ["a = b = e", "c = d = f"]),
    (r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}", ["a = b = c"]),
    (r"\begin{array}{rcl} a &=& b \\ &=& c \end{array}", ["a = b = c"]),
    (r"\begin{alignat}{2} a &= b \end{alignat}", ["a = b"]),
    (r"\begin{equation}\begin{split} a &= b \\ &= c \end{split}\end{equation}", ["a = b = c"]),
    (r"\begin{gather} a = b \\ c = d \end{gather}", ["a = b", "c = d"]),
    (r"\boxed{a = b}", ["a = b"]),
    (r"a = b, \quad c = d \qquad e = f", ["a = b", "c = d", "e = f"]),
    (r"a = b, c = d", ["a = b", "c = d"]),
    (r"a = b \text{ and } c = d", ["a = b", "c = d"]),
    (r"0 < p, q < 1", ["0 < p, q < 1"]),
    (r"i = 1, \dots, n", [r"i = 1, \dots, n"]),
    (r"\text{KL}(p \| q) = x_\text{new} + \text{const}", [r"\text{KL}(p \| q) = x_\text{new} + \text{const}"]),
    (r"\text{cost} = a", [r"\text{cost} = a"]),
    (r"(1) \quad a = b", ["a = b"]),
    (r"a = b \\ \text{and hence} \\ c = d", ["a = b", "c = d"]),
    (r"\Big( a \\ &+ b \Big) = c", [r"\Big( a + b \Big) = c"]),
    (r"f(a \\ &= b) = c", ["f(a = b) = c"]),
    (r"x \in ]0, 1[ = y", [r"x \in ]0, 1[ = y"]),
    (r"x \in [0, 1) = y", [r"x \in [0, 1) = y"]),
    (r"a = \alpha\\+b", [r"a = \alpha+b"]),
    (r"a = b + \alpha\\c", [r"a = b + \alpha"]),
    (r"\frac{a}{b = c", [r"\frac{a}{b = c"]),
    ("a = b % c = d\n = e", ["a = b = e"]),
]


@pytest.mark.parametrize(("latex", "expected"), CUTS)
def test_relations(latex: str, expected: list[str]) -> None:
    """Without connectives every relation is a step between neighbouring sides."""
    assert cut(latex) == expected


CONNECTED = [
    (r"A w = b \implies w = c", r"[A w = b] \implies [w = c]"),
    (r"a = b \Leftrightarrow c = d \Longrightarrow e = f", r"[a = b] \iff [c = d] \implies [e = f]"),
    (r"a = b = 0 \implies c = d", r"[a = b = 0] \implies [c = d]"),
    (r"a = b \\ \iff c = d \\ &\iff& e = f", r"[a = b] \iff [c = d] \iff [e = f]"),
    (r"a = b \text{ and so } c = d", r"[a = b] \implies [c = d]"),
    (r"a = b, \quad \text{hence} \quad c = d", r"[a = b] \implies [c = d]"),
    (r"a = b \text{ if and only if } c = d", r"[a = b] \iff [c = d]"),
    (r"\text{if } x > 0, \text{ then } x^2 > 0", r"[x > 0] \implies [x^2 > 0]"),
    (r"a = b \therefore c = d", r"[a = b] \implies [c = d]"),
    (r"A \succ 0 \implies x^T A x > 0", r"[A \succ 0] \implies [x^T A x > 0]"),
    (r"x^2 = -1 \iff \text{no solution}", r"[x^2 = -1] \iff [\text{no solution}]"),
    (r"x > 0, y > 0 \implies x y > 0", r"[x > 0, y > 0] \implies [x y > 0]"),
    (r"x y > 0 \iff x > 0, \quad y > 0", r"[x y > 0] \iff [x > 0, \quad y > 0]"),
    (r"\begin{align} && a &= b \\ &\iff& c &= d \end{align}", r"[a = b] \iff [c = d]"),
    (r"\begin{align} a &= b && | \cdot 2 \\ \iff c &= d \end{align}", r"[a = b] \iff [c = d]"),
]


@pytest.mark.parametrize(("latex", "expected"), CONNECTED)
def test_connectives(latex: str, expected: str) -> None:
    """Where a connective stands, the formula is cut into statements that the connective joins."""
    assert cut(latex) == [expected]


def test_alternatives_stay_together() -> None:
    """``x = 1 or x = -1`` is never cut into two claims; the word stays in a side."""
    assert cut(r"x^2 = 1 \iff x = 1 \text{ or } x = -1") == [r"[x^2 = 1] \iff [x = 1 \text{ or } x = -1]"]


def test_conjunctions_stay_together() -> None:
    """With a connective around, formulas parted by a comma remain one statement."""
    assert cut(r"a = b, \quad c = d \implies e = f") == [r"[a = b, \quad c = d] \implies [e = f]"]


def test_a_condition_beside_a_conclusion_stands_apart() -> None:
    r"""``\quad a \ne 0`` restricts; behind a comma alone, or before a connective, it would be part of the statement."""
    (chain,) = cut_display(Fragment.plain(r"a x = b \implies x = \frac{b}{a}, \quad a \ne 0"))
    assert [condition.text for condition in chain.conditions] == [r"a \ne 0"]
    (chain,) = cut_display(Fragment.plain(r"a x = b, a \ne 0 \implies x = \frac{b}{a}"))
    assert not chain.conditions


def test_a_premise_without_conclusion_claims_nothing() -> None:
    """Words after a connective that are not understood leave an empty statement, not a claim of the premise."""
    assert cut(r"x^2 = 1 \iff \text{something else}") == [r"[x^2 = 1] \iff []"]


def test_every_condition_of_an_implication_counts() -> None:
    """Of "if A and B, then C", one is the premise and the other a condition."""
    (chain,) = cut_display(Fragment.plain(r"\text{If } x > 0 \text{ and } y > 0 \text{ then } x y > 0"))
    assert [statement.sides[0].text for statement in chain.statements] == ["y", "x y"]
    assert [condition.text for condition in chain.conditions] == ["x > 0"]


REASONS = [
    (r"a &= b && \text{(chain rule)}", "chain rule"),
    (r"a = b \quad\text{(by parts).}", "by parts"),
    (r"a = b \text{ by the chain rule}", "by the chain rule"),
    (r"a \overset{(a)}{=} b", "a"),
    (r"a \overset{(a)}{=} b \quad \text{Jensen}", "a; Jensen"),
    (r"a = b \quad (1)", "1"),
    (r"a = b \text{ for all } i", "for all i"),
    (r"a \xlongequal{\text{parts}} b", "parts"),
    (r"a = b", None),
    (r"a = b \text{ if } x > 0", "if x > 0"),
]


@pytest.mark.parametrize(("latex", "reason"), REASONS)
def test_reasons(latex: str, reason: str | None) -> None:
    """What an author writes beside a relation is its reason, and never part of a side."""
    (chain,) = cut_display(Fragment.plain(rf"\begin{{align}} {latex} \end{{align}}"))
    (statement,) = chain.statements
    assert [side.text for side in statement.sides] == ["a", "b"]
    assert statement.relations[0].reason == reason


REMARKS = [
    (r"a &= b && e^{-c} \text{ does not depend on } j", r"e^{-c} does not depend on j"),
    (r"a &= b && \text{outer derivative: } (u^{-1})' = -u^{-2}", r"outer derivative: (u^{-1})' = -u^{-2}"),
    (r"a &= b && \text{the products } y \hat{y} \text{ cancel}", r"the products y \hat{y} cancel"),
    (r"a &= b & \text{by } c \textit{ alone} \label{d}", "by c alone"),
    (r"a &= b && (\text{since } c = d)", "since c = d"),
    (r"a &= b && \text{for } & i &= 1", "for i = 1"),
    (r"a &= b && - \log \text{ is convex}", r"- \log is convex"),
]


@pytest.mark.parametrize(("row", "reason"), REMARKS)
def test_remarks(row: str, reason: str) -> None:
    """A column with words in it is wholly the reason of its row, its formulas neither sides nor steps."""
    (chain,) = cut_display(Fragment.plain(rf"\begin{{align}} {row} \\ &= z \end{{align}}"))
    (statement,) = chain.statements
    assert [side.text for side in statement.sides] == ["a", "b", "z"]
    assert [relation.reason for relation in statement.relations] == [reason, None]


def test_remarks_in_three_columns() -> None:
    """An array with a column for the relations may have one for remarks as well."""
    latex = r"\begin{array}{rcll} a &=& b & \text{since } c' = d \\ &=& e & f \text{ cancels} \end{array}"
    (chain,) = cut_display(Fragment.plain(latex))
    assert [side.text for side in chain.statements[0].sides] == ["a", "b", "e"]
    assert [relation.reason for relation in chain.statements[0].relations] == ["since c' = d", "f cancels"]


COLUMNS = [
    (r"a &= b && c &= d", ["a = b", "c = d"]),
    (r"a &= b & c &= d && \text{the rest } x = y", ["a = b", "c = d"]),
    (r"a &= b & \text{and} & c &= d", ["a = b", "c = d"]),
    (r"a &= b && = c \text{ by Jensen}", ["a = b = c"]),
    (r"a &= b & x_\text{new} &= c", ["a = b", r"x_\text{new} = c"]),
]


@pytest.mark.parametrize(("row", "chains"), COLUMNS)
def test_columns_of_mathematics(row: str, chains: list[str]) -> None:
    """A column without words is mathematics, and so is one behind a word that joins, or that goes on with the row."""
    assert cut(rf"\begin{{align}} {row} \end{{align}}") == chains


MISSING = [
    (r"x =", [("x", 0, 1), ("", 3, 3)]),
    (r"x = y = ", [("x", 0, 1), ("y", 4, 5), ("", 7, 7)]),
    (r"= x", [("", 0, 0), ("x", 2, 3)]),
    (r"=====", [("", 4, 4), ("", 5, 5)]),
    (r"\begin{align} &= b \end{align}", [("", 15, 15), ("b", 17, 18)]),
    (r"a = \\ &= b", [("a", 0, 1), ("b", 10, 11)]),
]


@pytest.mark.parametrize(("latex", "sides"), MISSING)
def test_missing_sides(latex: str, sides: list[tuple[str, int, int]]) -> None:
    """A relation keeps its place where a side was left out; that side is empty, and stands beside the relation."""
    (chain,) = cut_display(Fragment.plain(latex))
    (statement,) = chain.statements
    assert [(side.text, side.span.start, side.span.end) for side in statement.sides] == sides
    assert len(statement.relations) == len(sides) - 1
    assert statement.sides[-1].locate(0, 1).start == sides[-1][1]


def test_missing_sides_around_connectives() -> None:
    """Nor is a relation lost before a connective, or behind words that part formulas."""
    assert cut(r"a = \implies b = c") == [r"[a = ] \implies [b = c]"]
    assert cut(r"a = b \text{ and } = c") == ["a = b", " = c"]


def test_missing_sides_in_prose() -> None:
    """An inline formula such as ``> 0`` is no statement with an empty side."""
    assert [[side.text for side in part.sides] for part in cut_statements(Fragment.plain("> 0"))] == [["0"]]


CONDITIONS = [
    (r"a = b, \quad i = 1, \dots, n", [r"i = 1, \dots, n"]),
    (r"a = b \quad \forall i", [r"\forall i"]),
    (r"a = b \text{ for } x > 0", ["x > 0"]),
    (r"a = b \quad \text{for all} \quad x \ne 0, y \ne 0", [r"x \ne 0, y \ne 0"]),
    (r"a = b \quad \text{for $x > 0$}", ["x > 0"]),
    (r"a = b \quad (x > 0)", ["x > 0"]),
    (r"a = b, \text{ where } y = X w", ["y = X w"]),
    (r"a = b, \quad x > 0", ["x > 0"]),
    (r"a = b \text{ for any constant } c", []),
    (r"\text{for } x > 0, \quad a = b", ["x > 0"]),
    (r"\begin{align} a &= b && \text{for } x > 0 \end{align}", ["x > 0"]),
    (r"\begin{align} a &= b && \text{which holds if } x > 0, y > 0 \end{align}", ["x > 0, y > 0"]),
    (r"\begin{align} a &= b && (\text{if $x > 0$}) \end{align}", ["x > 0"]),
    (r"\begin{align} a &= b && x > 0 \text{ by assumption} \end{align}", ["x > 0"]),
    (r"\begin{align} a &= b && \text{the inner derivative is } y' = c \end{align}", []),
]


@pytest.mark.parametrize(("latex", "conditions"), CONDITIONS)
def test_conditions(latex: str, conditions: list[str]) -> None:
    """What restricts a formula is kept beside it as a condition, so that nothing is refuted outside it."""
    (chain,) = cut_display(Fragment.plain(latex))
    assert [side.text for side in chain.statements[0].sides] == ["a", "b"]
    assert [condition.text for condition in chain.conditions] == conditions


def test_earlier_rows_are_conditions_of_a_conclusion() -> None:
    """A row that begins with a connective continues the last statement; the rows before it still hold."""
    first, second = cut_display(Fragment.plain(r"x + y = 3 \\ x - y = 1 \\ \implies x = 2"))
    assert [side.text for side in first.statements[0].sides] == ["x + y", "3"]
    assert [statement.sides[0].text for statement in second.statements] == ["x - y", "x"]
    assert [condition.text for condition in second.conditions] == ["x + y = 3"]


def test_places() -> None:
    """Every side knows where it stands in the file, also where marks were dropped from its middle."""
    latex = r"\begin{aligned} a &= b \\ &+ c \end{aligned}"
    (chain,) = cut_display(Fragment.plain(latex, 100))
    left, right = chain.statements[0].sides
    assert (left.span.start, left.span.end) == (116, 117)
    assert right.text == "b + c"
    assert [latex[offset - 100] for offset in right.offsets] == list("b + c")
    assert latex[chain.fragment.span.start - 100 : chain.fragment.span.end - 100] == r"a &= b \\ &+ c"


STATEMENTS = [
    (r"m = \max_j x_j", ["m", r"\max_j x_j"]),
    (r"x, y \in \mathbb{R}", ["x, y", r"\mathbb{R}"]),
    (r"\sigma(x) := \frac{1}{1+e^{-x}}", [r"\sigma(x)", r"\frac{1}{1+e^{-x}}"]),
    (r"0 < p < 1", ["0", "p", "1"]),
    (r"A \succ 0", ["A", "0"]),
    (r"n \ge d", ["n", "d"]),
    (r"f : \mathbb{R} \to \mathbb{R}", [r"f : \mathbb{R} \to \mathbb{R}"]),
    (r"x \to 0", [r"x \to 0"]),
    (r"p(x \mid y)", [r"p(x \mid y)"]),
    (r"k \in \{1, \dots, K\}", ["k", r"\{1, \dots, K\}"]),
    (r"i = 1, \dots, n", ["i", r"1, \dots, n"]),
]


@pytest.mark.parametrize(("latex", "sides"), STATEMENTS)
def test_statement(latex: str, sides: list[str]) -> None:
    """An inline formula is cut like a display, but arrows stay in their side."""
    statement = cut_statement(Fragment.plain(latex))
    assert isinstance(statement, Statement)
    assert [side.text for side in statement.sides] == sides


def test_several_statements() -> None:
    """Commas between formulas part them; between symbols, and between the bounds of a list, they do not."""
    parts = cut_statements(Fragment.plain(r"x, y \in \mathbb{R}, z > 0"))
    assert [[side.text for side in part.sides] for part in parts] == [["x, y", r"\mathbb{R}"], ["z", "0"]]
    assert cut_statement(Fragment.plain(r"x > 0, y > 0")) is None
    assert len(cut_statements(Fragment.plain("0 < p, q < 1"))) == 1


def test_implication_is_no_statement() -> None:
    """An inline implication, or a formula with a condition, declares nothing."""
    assert cut_statement(Fragment.plain(r"a = b \implies c = d")) is None
    assert cut_statement(Fragment.plain(r"a = b \text{ if } x > 0")) is None
    assert cut_statement(Fragment.plain("")) is None
