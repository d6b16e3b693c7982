"""What the first equation of a display gives a meaning to, and what had one before."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict


def _steps(text: str) -> list[Step]:
    return [step for derivation in check_text(text).derivations for step in derivation.steps]


BEFORE = r"\begin{bmatrix} m_k \\ z_k \end{bmatrix}"
STATE = r"\begin{bmatrix} m_{k+1} \\ z_{k+1} \end{bmatrix} = \begin{bmatrix} r & s \\ -s r & 1 \end{bmatrix}" + BEFORE

NEW = {
    "a likelihood": r"$$ p(y|w,s) = \mathcal{N}(y; A w, (s Q)^{-1}) $$",
    "a word applied to a name": r"The index $i$ counts. $$ \mathrm{crit}(m) = \max_{S \in M} \mathrm{loss}_S(m) $$",
    "a name with a word below it": r"$$ \hat{w}_\mathrm{best} = \operatorname*{argmax}_w p(y|w) $$",
    "a state with a script of time": r"$$ h_t = \operatorname{cell}(h_{t-1}, x_t) $$",
    "an operation that words explain": r"$$ \frac{\partial L}{\partial w} = \operatorname{prod}(a, b) $$",
    "the same operation of something else": r"We get $c = \operatorname{prod}(a, b)$. "
    r"$$ \frac{\partial L}{\partial w} = \operatorname{prod}(c, a) $$",
    "a name in the last line": r"Let $A, B$ be square matrices. "
    r"$$ C = \operatorname{vex}(A, B) = R \operatorname{vex}(B, A) $$",
    "the state of a system": rf"We iterate with a step $s$ and a rate $r$. $$ {STATE} $$",
    "what a matrix is called": rf"We write $$ {STATE} = \mathbf{{M}}(r, s) {BEFORE} $$",
    "what a logarithm is of": r"We maximise $\operatorname{odd}(1)$. "
    r"$$ -\log(\mathrm{fit}(w)) = \max_{S \in M} \mathrm{loss}_S(w) $$",
}


@pytest.mark.parametrize("text", NEW.values(), ids=NEW)
def test_a_new_name_is_introduced(text: str) -> None:
    """What it stands for need not be understood."""
    assert _steps(text)[-1].verdict is Verdict.DEFINED


USED = {
    "an average": r"$$ \mathrm{E}[X A X^\mathrm{T}] = M A M^\mathrm{T} + U \operatorname{tr}(A^\mathrm{T} V) $$",
    "a probability": r"$$ P(X \in A, Y \in B) = P(X \in A) P(Y \in B) $$",
    "a rank": r"$$ \operatorname{rank}(B) = n - 1 $$",
    "an operation of what it was of": r"We get $c = \operatorname{prod}(a, b)$. "
    r"$$ \frac{\partial L}{\partial w} = \operatorname{prod}(a, b) $$",
    "the identity": r"$$ z_t = z_{t-1} - M z_{t-1} = (\mathbf{I} + M) z_{t-1} $$",
    "a power": r"$$ s = \max_{S \in M} \mathrm{loss}_S = \max_{S \in M} \mathrm{loss}_S \cdot x \cdot x = x^2 $$",
    "a name that words speak of": r"Let $R$ be the radius and $A, B$ be square matrices. "
    r"$$ C = \operatorname{vex}(A, B) = R \operatorname{vex}(B, A) $$",
    "a name on both sides": r"$$ C = N + \max_{S \in M} \mathrm{loss}_S = 2 N + \max_{S \in M} \mathrm{loss}_S $$",
    "a name inside of a function": r"$$ 2 + \max_{S \in M} \mathrm{loss}_S(1) = \cos(N) \max_{S \in M} 2 $$",
    "a count": r"$$ C = \max_{S \in M} \mathrm{loss}_S = n \max_{S \in M} \mathrm{loss}_S(1) $$",
    "a denominator": r"$$ C = \max_{S \in M} \mathrm{loss}_S = \frac{1}{u} \max_{S \in M} \mathrm{loss}_S(1) $$",
    "a theorem": r"Theorem. We have $$ C = \max_{S \in M} \mathrm{loss}_S = N \max_{S \in M} 2 $$",
    "a density by itself": r"$$ p(a|b) = \frac{p(b|a) p(a)}{p(b)} $$",
    "an entropy": r"Let $X$ be a random variable. $$ \mathrm{h}(X) = \int_{A} f(x) \, dx $$",
    "a value": r"$$ \mathrm{crit}(0) = \max_{S \in M} \mathrm{loss}_S(0) $$",
    "a second equation": r"$$ \mathrm{crit}(m) = \max_{S \in M} \mathrm{loss}_S(m) $$ and thus "
    r"$$ \mathrm{crit}(m) = \min_{S \in M} \mathrm{loss}_S(m) $$",
    "a second equation, the first in prose": r"Let $w^* = \operatorname*{argmin}_w L(w)$."
    "\n\n" + r"$$ w^* = \operatorname*{argmax}_w L(w) $$",
    "a later side": r"$$ 1 = \mathrm{crit}(m) + \max_{S \in M} \mathrm{loss}_S(m) = \max_{S \in M} 2 $$",
    "a letter that counts": r"$$ C = \max_{S \in M} \mathrm{loss}_S = j_j \max_{S \in M} \mathrm{loss}_S(1) $$",
    "a declared name": r"Let $x > 0$ be a number. $$ x = \max_{S \in M} \mathrm{loss}_S $$",
}


@pytest.mark.parametrize("text", USED.values(), ids=USED)
def test_what_has_a_meaning_is_not_introduced(text: str) -> None:
    """An equation about it is a claim."""
    step = _steps(text)[-1]
    assert step.verdict not in (Verdict.DEFINED, Verdict.UNREAD), step.message


def test_a_new_name_is_not_known_from_there_on() -> None:
    """Its meaning was not understood: nothing follows from it but what the line says."""
    model = r"$$ p(y|w,s) = \mathcal{N}(y; A w, (s Q)^{-1}) $$ "
    assert _steps(model + r"$$ p(y|w,s) + 1 = 2 p(y|w,s) $$")[-1].verdict is Verdict.UNPROVED
    assert _steps(model + r"$$ p(y|w,s) = \mathcal{N}(y; A w, s Q) $$")[-1].verdict is Verdict.UNPROVED
