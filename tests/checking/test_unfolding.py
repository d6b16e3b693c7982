"""Steps that put one thing for another, and whether that is a definition, a repetition, or a claim."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict


def _steps(text: str) -> list[Step]:
    return [step for derivation in check_text(text).derivations for step in derivation.steps]


LAYERS = r"X W_1 W_2 + b_1 W_2 + b_2"
GAMMA = r"\frac{\Gamma\left( \sum_{j=1}^k a_j \right)}{\prod_{j=1}^k \Gamma(a_j)} \prod_{j=1}^k y_{ij}^{a_j - 1}"
POISSON = r"a^{y_i} e^{-a}"

INTRODUCED = {
    "residuals": r"$$ R = \hat{e}^\top \hat{e} = (y - X \hat{b})^\top (y - X \hat{b}) $$",
    "the entries of a matrix": r"Let $M = \begin{bmatrix} a & b \\ b & c \end{bmatrix}$ for some $a, b, c$. $$ "
    r"\operatorname{foo}(M) + \begin{bmatrix} 1 - a^2 & b - a c \\ b - a c & 1 - c^2 \end{bmatrix} = "
    r"\operatorname{foo}(M) + \begin{bmatrix} s_{X|Z}^2 & s_{X,Y|Z} \\ s_{X,Y|Z} & s_{Y|Z}^2 \end{bmatrix} $$",
    "a likelihood": r"$$ -\log P(X \mid t) = -\log(t^{h} (1-t)^{k}) $$",
}


@pytest.mark.parametrize("text", INTRODUCED.values(), ids=INTRODUCED)
def test_what_stands_in_the_place_of_a_formula_is_introduced(text: str) -> None:
    """As long as nothing else says what it is."""
    step = next(step for step in reversed(_steps(text)) if "p(x_1" not in step.right)
    assert step.verdict is Verdict.DEFINED, step.message


INTRODUCED["a likelihood that a later line factorises"] = (
    INTRODUCED["a likelihood"] + r" $$ P(X \mid t) = p(x_1 \mid t) p(x_2 \mid t) $$"
)

SAID = {
    "before": rf"We have $W = W_1 W_2$ and $b = b_1 W_2 + b_2$. $$ O = {LAYERS} = X W + b $$",
    "behind": rf"Then $$ O = {LAYERS} = X W + b $$ with $W = W_1 W_2$ and $b = b_1 W_2 + b_2$.",
    "of each member": rf"$$ p(y_i|a) = {GAMMA} $$ "
    rf"$$ p(y|a) = \prod_{{i=1}}^n p(y_i|a) = \prod_{{i=1}}^n \left[ {GAMMA} \right] $$",
    "at other arguments": r"$$ f_Y(y) = f_X(g^{-1}(y)) |J(y)| $$ $$ f_Y(Z) = f_X(g^{-1}(Z)) |J(Z)| $$",
}


@pytest.mark.parametrize("text", SAID.values(), ids=SAID)
def test_what_the_section_says_is_put_in(text: str) -> None:
    """Wherever it says so."""
    step = _steps(text)[-1]
    assert step.code == "D114", step.message


CLAIMS = {
    "what words deny": r"Let $a, b \in \mathbb{R}$. It is not true that $a = 2 b$. $$ a + b = 2 b + b $$",
    "a sign beside what is said": rf"We have $W = W_1 W_2$ and $b = b_1 W_2 + b_2$. $$ O = {LAYERS} = X W - b $$",
    "a sign in what is said": r"We have $W = W_1 W_2$ and $b = b_1 W_2 + b_2$. "
    r"$$ O = X W_1 W_2 + b_1 W_2 - b_2 = X W + b $$",
    "another order": r"We have $W = W_2 W_1$. $$ O = \operatorname{foo}(u) X W_1 W_2 = \operatorname{foo}(u) X W $$",
    "two values of one name": r"$$ R = \hat{e}^\top \hat{e} = (y - X \hat{b})^\top (y + X \hat{b}) $$",
    "residuals that words give": r"With $\hat{e} = y - X \hat{b}$, "
    r"$$ R = \hat{e}^\top \hat{e} = (y + X \hat{b})^\top (y + X \hat{b}) $$",
    "a density that a line gives": rf"$$ p(y_i|a) = {POISSON} $$ "
    r"$$ p(y|a) = \prod_{i=1}^n p(y_i|a) = \prod_{i=1}^n a^{y_i} e^{a} $$",
    "a declared number": r"Let $a, b, c \in \mathbb{R}$. $$ (a + b)^2 = a^2 + c + b^2 $$",
    "a number that words give": r"Let $c = 3 a b$. $$ a^2 + 2 a b + b^2 = a^2 + c + b^2 $$",
    "a number that words give behind it": r"$$ a^2 + 2 a b + b^2 = a^2 + c + b^2 $$ where $c = 3 a b$.",
    "another argument": r"$$ f_Y(y) = f_X(g^{-1}(y)) |J(y)| $$ $$ f_Y(Z) = f_X(g^{-1}(Z)) |J(z)| $$",
    "a name for a name": r"$$ \operatorname{foo}(u) + s x = \operatorname{foo}(u) + t x $$",
    "a function of both sides": r"$$ \operatorname{foo}(u) + \operatorname{bar}(x) = \operatorname{foo}(u) + "
    r"2 \operatorname{bar}(y) $$",
    "another value of a name that a step has named": r"$$ R = \hat{e}^\top \hat{e} = (y - X b)^\top (y - X b) $$ "
    r"$$ \hat{e}^\top \hat{e} + R = (y + X b)^\top (y + X b) + R $$",
    "independence": r"$$ \int \int x y f_{X,Y}(x, y) \, dx \, dy = \int \int x y f_X(x) f_Y(y) \, dx \, dy $$",
    "a density of densities": r"$$ -\log p(x|y) = -\log(p(x) p(y)) $$",
}


@pytest.mark.parametrize("text", CLAIMS.values(), ids=CLAIMS)
def test_what_may_be_wrong_is_no_definition(text: str) -> None:
    """A name has one meaning, and what the text says of it binds."""
    step = _steps(text)[-1]
    assert step.verdict in (Verdict.UNPROVED, Verdict.REFUTED), step.message


CONFLICTS = {
    "a number in a slope": r"Let $x > 0$ and $f(x) = 3 \log x$. $$ f'(x) = \frac{k}{x} $$ Hence $$ k = 2 $$",
    "an inverse": "Let $f(x) = 2 x + 1$. $$ f^{-1}(y) = y^2 $$",
    "an inverse with a slip": r"Let $g(x) = e^x$. $$ g^{-1}(y) = \log(2 y) $$",
}


@pytest.mark.parametrize("text", CONFLICTS.values(), ids=CONFLICTS)
def test_a_meaning_that_contradicts_another_is_none(text: str) -> None:
    """It is left open which of the two is meant."""
    assert _steps(text)[-1].code == "D325"


AGREE = {
    "a number in a slope": r"Let $f(x) = 3 \log x$ for $x > 0$. $$ f'(x) = \frac{k}{x} $$ Hence $$ k = 3 $$",
    "an inverse": r"Let $f(x) = 2 x + 1$. $$ f^{-1}(y) = \frac{y - 1}{2} $$",
    "an inverse of a part": r"Let $g(x) = x^2$ for $x > 0$. $$ g^{-1}(y) = \sqrt{y} $$",
    "a theorem and its proof": r"**Theorem:** The estimate is $$ \hat{m} = \frac{1}{n} \sum_{i=1}^n x_i $$ "
    "\n\n**Proof:** It is known that " + r"$$ \hat{m} = \frac{1}{n} \sum_{i=1}^n x_i $$",
}


@pytest.mark.parametrize("text", AGREE.values(), ids=AGREE)
def test_meanings_that_agree_stay(text: str) -> None:
    """A name may be given its meaning twice."""
    assert _steps(text)[-1].verdict in (Verdict.DEFINED, Verdict.PROVED)
