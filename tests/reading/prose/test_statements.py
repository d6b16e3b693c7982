from __future__ import annotations

import pytest

from derivcheck.documents import Fragment
from derivcheck.reading.prose.statements import NotAStatement, StatementReader, is_compound
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import Every, Some, Statement


def _compare(left: Fragment, relation: str, right: Fragment) -> Claim:
    """A claim that keeps the text of its sides."""
    return Claim(Symbol(left.text), relation, Symbol(right.text))


def _shown(statement: Statement) -> str:
    if isinstance(statement, Claim):
        return " ".join(
            side.name if isinstance(side, Symbol) else side
            for side in (statement.left, statement.relation, statement.right)
            if isinstance(side, (Symbol, str))
        )
    joint = " & " if isinstance(statement, Every) else " | "
    return f"[{joint.join(map(_shown, statement.parts))}]"


def read(text: str) -> str:
    """The structure of a statement."""
    return _shown(StatementReader(_compare).read(Fragment.plain(text)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x = 1", "x = 1"),
        (r"x = 1 \text{ or } x = 2", "[x = 1 | x = 2]"),
        (r"x = 1 \text{ or } 2", "[x = 1 | x = 2]"),
        (r"\text{either } x = 1 \lor x = 2", "[x = 1 | x = 2]"),
        ("x = 1, 2", "[x = 1 | x = 2]"),
        ("x = 1, x = 2", "[x = 1 | x = 2]"),
        (r"x = 1 \text{ and } x = 2", "[x = 1 & x = 2]"),
        ("x = 1, y = 2", "[x = 1 & y = 2]"),
        (r"x = 1, y = 2 \text{ or } x = 3, y = 4", "[[x = 1 & y = 2] | [x = 3 & y = 4]]"),
        (r"(x = 1 \land y = 2) \lor (x = 3)", "[[x = 1 & y = 2] | x = 3]"),
        ("-1 < x < 3", "[-1 < x & x < 3]"),
        (r"x = \pm 2", "[x = + 2 | x = - 2]"),
        (r"x = \frac{1 \pm a}{2}", r"[x = \frac{1 + a}{2} | x = \frac{1 - a}{2}]"),
        (r"\pm x = \mp 2", "[+ x = - 2 & - x = + 2]"),
        (r"x \in \{1, \pm 2\}", "[x = 1 | [x = + 2 | x = - 2]]"),
        (r"x \ne \pm 2", r"[x \ne + 2 & x \ne - 2]"),
        (r"x \notin \{\pm 2\}", r"[[x \ne + 2 & x \ne - 2]]"),
        (r"x \notin \{1, 2\}", r"[x \ne 1 & x \ne 2]"),
        (r"x \in [0, 1)", r"[x \ge 0 & x < 1]"),
        (r"x \notin [0, 1)", r"[x < 0 | x \ge 1]"),
        (r"x \in (-\infty, 1) \cup \left[3, \infty\right)", r"[[x < 1] | [x \ge 3]]"),
        (r"x \in \mathbb{R} \setminus \{0\}", r"[[] & [x \ne 0]]"),
        (r"x \in \emptyset", "[]"),
        (r"\text{no solution}", "[]"),
        (r"\text{all } x", "[]"),
        ("(x, y) = (1, 2)", "[x = 1 & y = 2]"),
        (r"(x, y) \in \{(1, 2), (3, 4)\}", "[[x = 1 & y = 2] | [x = 3 & y = 4]]"),
        (r"\begin{cases} x &= 1 \\ y &= 2 \end{cases}", "[x = 1 & y = 2]"),
        (r"\left\{\begin{aligned} x &= 1 \\ y &= 2 \end{aligned}\right.", "[x = 1 & y = 2]"),
        (r"x_{1,2} = 1 \pm a", "[x = 1 + a | x = 1 - a]"),
    ],
)
def test_a_statement_is_cut_at_its_words_and_relations(text: str, shown: str) -> None:
    """The word or binds weaker than and; a comma is and, except between values of one unknown."""
    assert read(text) == shown


def test_no_solution_is_false_and_all_numbers_true() -> None:
    """Both have no parts, but one is a disjunction and the other a conjunction."""
    reader = StatementReader(_compare)
    for text in (r"\text{no real solutions}", r"x \in \varnothing", r"\emptyset", r"\text{false}"):
        assert reader.read(Fragment.plain(text)) == Some()
    for text in (r"\text{all real numbers}", r"x \in \mathbb{R}", r"\text{true}"):
        assert reader.read(Fragment.plain(text)) == Every()


@pytest.mark.parametrize("text", ["x", "x = ", r"x > \pm 2", r"x \to 2", r"x \in \mathbb{Z}", "", r"\text{either}"])
def test_what_is_no_statement_is_not_guessed_at(text: str) -> None:
    """A side alone, a relation without one, a set that is not known."""
    with pytest.raises(NotAStatement):
        read(text)


def test_a_chain_of_equalities_is_not_compound() -> None:
    """It may be cut at its relations; a chain of inequalities or alternatives may not."""
    assert not is_compound(Fragment.plain("a = b = c"))
    assert is_compound(Fragment.plain("a < b < c"))
    assert is_compound(Fragment.plain(r"a = b \text{ or } c = d"))
