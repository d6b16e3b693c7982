"""False steps that look true at small sizes, small numbers, or to a reader in a hurry; none may be proved."""

from __future__ import annotations

from math import comb, sin

import pytest

from derivcheck.results import Verdict
from tests.soundness.asking import verdict, verdicts

INDEX = r"Let $k \in \{1,\dots,K\}$."
REAL = r"Let $x \in \mathbb{R}$."
SIMPLEX = r"Let $p \in \Delta^{n-1}$."
NEWTON = r"1 - 10S_2 + 15S_2^2 + 20S_3 - 20S_2S_3 - 30S_4 + 24S_5"
INTEGER = r"Let $n \in \mathbb{N}$."


def vanishing(count: int, term: str) -> str:
    """A combination of ``term`` with 1, 2, … for #, which vanishes if ``term`` is a power of # up to ``count``."""
    parts = [
        f"{'-' if b % 2 else '+'} \\frac{{{comb(count, b - 1)}}}{{{b}}}{term.replace('#', str(b))}"
        for b in range(1, count + 2)
    ]
    return " ".join(parts)


def kernels(kernel: str) -> str:
    """The product of the differences of a function at i and at 1, …, 5."""
    return "".join(f"({kernel.replace('#', 'i')} - {kernel.replace('#', str(k))})" for k in range(1, 6))


def power_sums(formula: str) -> str:
    """Each S_k as the sum of the k-th powers of p."""
    for k in range(2, 6):
        formula = formula.replace(f"S_{k}", rf"(\sum_i p_i^{k})")
    return formula


SIZES = [
    ("(k-1)(k-2)(k-3)", "=", "0", INDEX),
    ("|k-20|", "=", "20-k", INDEX),
    (r"\max(k, 20)", "=", "20", INDEX),
    ("2^k", "=", r"\frac{k^3+5k+6}{6}", INDEX),
    (r"\sum_{k=1}^{K} \mathbb{1}[k=20]", "=", "0", ""),
    (r"\mathbb{1}[k=20]", "=", "0", INDEX),
    (r"\sum_{i=1}^{n} \mathbb{1}[i>20]", "=", "0", ""),
    (
        r"\sum_{i=1}^{m}\sum_{j=1}^{p}\mathbb{1}[i=j] + \sum_{l=1}^{n} a_l",
        "=",
        r"m + \sum_{l=1}^{n} a_l",
        r"Let $m,n,p \in \mathbb{N}$ and $a \in \mathbb{R}^n$.",
    ),
    (r"\sum_{k=1}^{K} \mathbb{1}[k=c]", "=", "1", r"Let $c \in \{1,\dots,C\}$."),
    (r"\max_{1 \le i \le n} i(30-i)", "=", "n(30-n)", INTEGER),
    (rf"\sum_{{i=1}}^n {kernels('f(#)')}", "=", "0", r"Let $f : \mathbb{R} \to \mathbb{R}$ be a function."),
    (rf"\sum_{{i=1}}^n {kernels('e^{#x}')}", "=", "0", REAL),
    (vanishing(5, r"\det(#I_n)"), "=", "0", INTEGER),
    (vanishing(7, r"\det(#A)"), "=", "0", r"Let $A \in \mathbb{R}^{n \times n}$."),
    (vanishing(6, "(#I_n)^n"), "=", "0", INTEGER),
    (power_sums(NEWTON), "=", "0", SIMPLEX),
    ("f(k)", "=", "f(1)", INDEX),
    (r"\sum_{i=1}^n i^2", "=", r"\frac{n(n+1)(2n+1)}{6} + (n-1)(n-2)(n-3)(n-4)", ""),
]

ZEROS = r"\sin((i-1)x)\sinh((i-2)x)\tan((i-3)x)\tanh((i-4)x)(e^{(i-5)x}-1)"
CUBIC = r" Let $f(t) := \frac{1}{3}t^3 - 7t^2 + 48t$."
TWO_SIZES = r"Let $m, n \in \mathbb{N}$ and $f : \mathbb{R} \to \mathbb{R}$."

HIDDEN_SIZES = [
    (rf"\sum_{{i=1}}^n {ZEROS}", "=", "0", REAL),
    (
        r"\sum_{i=1}^n " + "".join(rf"(e^{{ix}} - \cosh({k}x) - \sinh({k}x))" for k in range(1, 6)),
        "=",
        "0",
        REAL,
    ),
    (r"|\sum_{i=1}^n 1 - 20|", "=", r"20 - \sum_{i=1}^n 1", ""),
    (r"\max(0, \operatorname{tr}(I_n) - 20)", "=", "0", INTEGER),
    (r"\max(0, \|\mathbf{1}_n\|^2 - 20)", "=", "0", INTEGER),
    ("|f'(k)|", "=", "f'(k)", INDEX + CUBIC),
    ("|f'(n)|", "=", "f'(n)", INTEGER + CUBIC),
    (vanishing(6, r"#^{\operatorname{tr}(I_n)}"), "=", "0", INTEGER),
    (vanishing(6, r"#^{\sum_{i=1}^n 1}"), "=", "0", INTEGER),
    (r"\sum_{i=m}^n 1", "=", "n - m + 1", TWO_SIZES),
    (r"\sum_{i=1}^{m-1} f(i) + \sum_{i=m}^n f(i)", "=", r"\sum_{i=1}^n f(i)", TWO_SIZES),
    (
        r"\frac{\partial x_i}{\partial x_j}",
        "=",
        "0",
        r"Let $x \in \mathbb{R}^n$, $i \in \{1,\dots,n\}$, $j \in \{1,\dots,m\}$.",
    ),
    (r"\sum_{i=1}^{n - 4 \cdot 5} 1", "=", "0", INTEGER),
]

INTEGERS = [
    ("|(n-6)(n-8)|", "=", "(n-6)(n-8)", INTEGER),
    (r"\max(0, (n-6)(8-n))", "=", "0", INTEGER),
    ("n^2 - 13n + 42", r"\ge", "0.5", INTEGER),
    ("k", r"\ge", "1", r"Let $k \in \mathbb{Z}_{\ge 0}$."),
    ("k", r"\ge", "1", r"Let $k \in \mathbb{N}_0$."),
    (r"\sum_{i=1}^m 1", ">", "0", r"Let $m \in \mathbb{Z}$."),
    ("0^{n^2}", "=", "0", r"Let $n \in \mathbb{Z}$."),
    ("0^{m^2}", "=", "0", r"Let $m \in \mathbb{Z}$."),
    (r"\sqrt{x^{2n}}", "=", "x^n", INTEGER),
]

DECLARATIONS = [
    ("x_2", ">", "0", r"Let $x \in \mathbb{R}^n$ with $x_1 > 0$."),
    ("p_k", ">", "0", r"Let $p \in \Delta^{K-1}$."),
    ("p_k", ">", "0", r"Let $p \in \mathbb{R}^K$ with $p_k \ge 0$ and $\sum_k p_k = 1$."),
    (r"\frac{d}{dx} x^2", "=", "0", REAL + " Assume $x^2 > 1$."),
    (r"x^\top", "=", "x", r"Let $x \in \mathbb{S}^{n-1}$."),
    ("x", "<", "20", r"Let $x \in [0, 20]$."),
    (r"\det A", ">", "0", r"Let $A \in \mathbb{R}^{n \times n}$ be positive semidefinite."),
]

SIGNS = [
    ("f'(y)", "=", "1", r"Let $x>0$, $y \in \mathbb{R}$ and $f(x) := \sqrt{(x+20)^2}$."),
    ("f'(1) + |x+20|", "=", "f'(1) + x+20", r"Let $x \in \mathbb{R}$ and $f(x) := \log(x+20)$."),
    (
        r"\sum_{k=2}^{n} \log(x_k+20) + \sum_{k=1}^n |x_k+20|",
        "=",
        r"\sum_{k=2}^{n} \log(x_k+20) + \sum_{k=1}^n (x_k+20)",
        r"Let $x \in \mathbb{R}^n$.",
    ),
    (r"\sum_{k=2}^{n} \log(x+20) + |x+20|", "=", r"\sum_{k=2}^{n} \log(x+20) + x+20", REAL),
    (r"0 \cdot p - (x-20)^2", "<", "0", "Let $0<p<1$. " + REAL),
    ("1 - p^0 + (x-20)^2", ">", "0", "Let $0<p<1$. " + REAL),
    (r"(x-20)^2 + \sum_{i=1}^{0} 1", ">", "0", REAL),
    (r"\sqrt{(x+20)^2(x-1)} + |x-1|", "=", r"\sqrt{(x+20)^2(x-1)} + x-1", REAL),
    ("(x-20)^2", ">", "0", REAL),
    (r"\sqrt{x^2-40x+400}", "=", "20-x", REAL),
    (r"\sqrt{x^3-40x^2+400x}", "=", r"\sqrt{x}(20-x)", REAL),
    (r"\sqrt{x-40\sqrt{x}+400}", "=", r"20-\sqrt{x}", REAL),
    ("||x|-20|", "=", "20-|x|", REAL),
    (r"\max(x, 20)", "=", "20", REAL),
    (r"\frac{d}{dx}|x-20|", "=", "-1", REAL),
    (r"\arctan(\tan x)", "=", "x", REAL),
    (r"\arcsin(\sin x)", "=", "x", REAL),
    (r"\sqrt{3-2\sqrt{2}}", "=", r"1-\sqrt{2}", ""),
    (
        r"\sum_{k=1}^{m} \log(x+20) + |x+20|",
        "=",
        r"\sum_{k=1}^{m} \log(x+20) + x+20",
        REAL + r" Let $m \in \mathbb{Z}$.",
    ),
    (r"(AA^\top)_{ij} + 400", r"\ge", "0", r"Let $A \in \mathbb{R}^{n \times n}$ and $i,j \in \{1,\dots,n\}$."),
    (r"(xx^\top)_{ij} + 400", r"\ge", "0", r"Let $x \in \mathbb{R}^n$ and $i,j \in \{1,\dots,n\}$."),
]

DENSITIES = [
    (r"p(x;\theta)", "=", r"p(x;\phi)", r"Let $p(x;\theta)$ be a density."),
    (r"\nabla_\theta \log p_\theta(x)", "=", "0", r"Let $p_\theta(x)$ be a density and $\theta \in \mathbb{R}$."),
    (
        r"\nabla_\theta \sum_x p_\theta(x) f(x)",
        "=",
        "0",
        r"Let $p_\theta(x)$ be a density and $\theta \in \mathbb{R}$.",
    ),
    (
        r"\frac{\partial}{\partial\theta} \log p(x;\theta)",
        "=",
        "0",
        r"Let $p(x;\theta)$ be a density and $\theta \in \mathbb{R}$.",
    ),
    (r"\int f(x) \, dx", "=", "1", "Let $p(x)$ be a density and $f$ a function."),
    (r"\sum_x f(x)", "=", "1", "Let $p(x)$ be a density and let $f(x)$ be a function."),
    ("f(x)", ">", "0", "Let $p(x)$ be a density and let $f(x)$ be a function."),
    (r"\int g(x) \, dx", "=", "1", "The cost under the distribution $p(x)$ is $g(x)$."),
    ("p(x,z)", "=", "p(x)p(z)", "Let $p(x, z)$ be a density."),
    (r"-\int p(x)\log p(x) \, dx", r"\ge", "0", "Let $p(x)$ be a density."),
]

NOTATION = [
    (r"f \circ g", "=", "f g", "Let $f(x) := x^3$ and $g(x) := 2x$."),
    (r"(f \circ g)(x)", "=", "f(x) g(x) x", "Let $f(x) := x^3$ and $g(x) := 2x$."),
    ("f^{-1}(x)", "=", r"\frac{1}{2}", "Let $f(x) := 2x$."),
    ("n!!", "=", "(n!)!", INTEGER),
    ("1/2x", "=", r"\frac{x}{2}", REAL),
    ("(e^{A})_{ij}", "=", "e^{A_{ij}}", r"Let $A \in \mathbb{R}^{n \times n}$ and $i,j \in \{1,\dots,n\}$."),
    (r"\sin(A)_{ij}", "=", r"\sin(A_{ij})", r"Let $A \in \mathbb{R}^{n \times n}$ and $i,j \in \{1,\dots,n\}$."),
    (r"\min_x (x^2+1)", "=", "2", ""),
]

PROSE = [
    (r"\sqrt{x^2}", "=", "-x", REAL + " This fails for $x < 0$."),
    (r"\sqrt{x^2}", "=", "x", REAL + " The function is nice for $x > 0$."),
    (r"\sqrt{x^2}", "=", "x", REAL + " Note that we do not assume $x > 0$."),
    (r"\sqrt{x^2}", "=", "x", REAL + " Here $x$ is not positive."),
    (r"\sqrt{x^2}", "=", "x", REAL + " Let $x$ be a non-positive number."),
    (r"A^\top", "=", "A", r"Let $A \in \mathbb{R}^{n \times n}$. Here $A$ is not symmetric."),
    (r"A^\top", "=", "A", r"Let $A \in \mathbb{R}^{n \times n}$ be a matrix, not necessarily symmetric."),
    (r"A^\top", "=", "A", r"Let $A \in \mathbb{R}^{n \times n}$ be a nonsymmetric matrix."),
    (r"A^\top", "=", "A", r"Let $A \in \mathbb{R}^{n \times n}$ be asymmetric."),
    (
        r"\|Qx\|",
        "=",
        r"\|x\|",
        r"Let $Q \in \mathbb{R}^{n \times n}$ be a non-orthogonal matrix and $x \in \mathbb{R}^n$.",
    ),
]


REMARKS_ON_X = (
    "Suppose for contradiction that $x > 0$.",
    "Assume that $x > 0$ fails.",
    "Assume $x > 0$ or $x < 0$.",
    "Let $y := x$ where $x > 0$ is false.",
    "The set of $x$ with $x > 0$ is open.",
    "Define the positive part of $x$ as usual.",
    "For example, $x > 0$ works.",
    "If $x > 0$, the claim is known.",
    "Let $x$ be any real number, positive or not.",
)

REMARKS_ON_A = (
    "If $A$ is symmetric, more can be said.",
    "Without assuming that $A$ is symmetric.",
    "$A$ is symmetric only if $n = 1$.",
    "The symmetric part of $A$ matters.",
    "Let $S$ be the symmetric part of $A$.",
    "Let $A$ be a matrix whose square is symmetric.",
    "Let $A$ be a block of a symmetric matrix.",
    "Let $A$ be similar to a symmetric matrix.",
    "Let $A$ be a product of symmetric matrices.",
    "Let $A$ be almost symmetric.",
    "Unlike $B$, $A$ is hardly symmetric.",
)

HALF_UNDERSTOOD = [
    (
        r"\|Qx\|",
        "=",
        r"\|x\|",
        r"Let $Q \in \mathbb{R}^{n \times n}$ be an orthogonal projection, $x \in \mathbb{R}^n$.",
    ),
    (r"Q^\top Q", "=", "I", r"Let $Q \in \mathbb{R}^{n \times n}$ have orthogonal columns."),
    ("D_{1,2}", "=", "0", r"Let $D \in \mathbb{R}^{3 \times 3}$ be block diagonal."),
    ("D_{1,2}", "=", "0", r"Let $D \in \mathbb{R}^{3 \times 3}$ have a positive diagonal."),
    ("x_2", ">", "0", r"Let $x \in \mathbb{R}^3$ have a positive entry."),
    ("x_2", r"\ge", "0", r"Let $x \in \mathbb{R}^3$ have a nonnegative mean."),
]


@pytest.mark.parametrize(("left", "relation", "right", "scope"), HALF_UNDERSTOOD)
def test_a_word_in_another_phrase_is_no_property(left: str, relation: str, right: str, scope: str) -> None:
    """A positive entry makes no positive vector, a block diagonal matrix is not diagonal."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize("remark", REMARKS_ON_X)
def test_a_remark_about_other_cases_gives_no_sign(remark: str) -> None:
    """Only a clause that is understood as a whole declares."""
    assert verdict(r"\sqrt{x^2}", "=", "x", f"{REAL} {remark}") is not Verdict.PROVED


@pytest.mark.parametrize("remark", REMARKS_ON_A)
def test_a_remark_about_another_matrix_gives_no_symmetry(remark: str) -> None:
    """A part, a block, a product or a similar matrix may have what this one lacks."""
    scope = rf"Let $A, B \in \mathbb{{R}}^{{n \times n}}$. {remark}"
    assert verdict(r"A^\top", "=", "A", scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), SIZES)
def test_what_holds_at_small_sizes_only_is_not_proved(left: str, relation: str, right: str, scope: str) -> None:
    """An index, a size or a literal beside it may be larger than any size that is tried."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), HIDDEN_SIZES)
def test_a_size_that_comes_out_of_a_sum_is_a_size(left: str, relation: str, right: str, scope: str) -> None:
    """A trace of the identity, a sum of ones, a derivative's point, or functions that meet at some sizes."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize("constant", range(1, 60))
def test_a_constant_has_one_sign(constant: int) -> None:
    """The sign of sin 26 is no choice that a few primes could settle."""
    sine = rf"\sin({constant})"
    sign = "+" if sin(constant) > 0 else "-"
    scope = r"Let $x \in \mathbb{R}$ and $y > 0$."
    found = verdict(rf"(|({sine})| {sign} ({sine}))(|x-30|-30+x+|y|-y)", "=", "0", scope)
    assert found is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), INTEGERS)
def test_what_holds_for_most_integers_is_not_proved(left: str, relation: str, right: str, scope: str) -> None:
    """Declared integers are true integers, 0 and negative ones among them."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), DECLARATIONS)
def test_a_declaration_says_no_more_than_it_says(left: str, relation: str, right: str, scope: str) -> None:
    """A bound on one entry is none on the others; a closed set has its boundary."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), SIGNS)
def test_a_sign_is_certain_only_where_it_is(left: str, relation: str, right: str, scope: str) -> None:
    """Bound names, empty sums, closed ends and isolated points of a domain are no licence to drop an absolute value."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), DENSITIES)
def test_a_density_is_what_the_scope_calls_one(left: str, relation: str, right: str, scope: str) -> None:
    """Parameters matter, and a function beside a density is none."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), NOTATION)
def test_a_notation_is_not_taken_for_another(left: str, relation: str, right: str, scope: str) -> None:
    """Composition, inverse functions, functions of matrices and double factorials are not products of names."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize(("left", "relation", "right", "scope"), PROSE)
def test_a_remark_is_no_assumption(left: str, relation: str, right: str, scope: str) -> None:
    """Negations and remarks about other cases do not narrow the scope."""
    assert verdict(left, relation, right, scope) is not Verdict.PROVED


@pytest.mark.parametrize("remark", ["Now suppose $x > 0$.", "If $x > 0$ this is fine.", "Is it true for all $x > 0$?"])
def test_prose_behind_a_display_does_not_reach_back(remark: str) -> None:
    """An assumption holds from where it stands."""
    text = f"Let $x \\in \\mathbb{{R}}$.\n\n$$\\sqrt{{x^2}} = x$$\n\n{remark}\n"
    assert verdicts(text) == [Verdict.REFUTED]


def test_if_then_leads_to_a_claim() -> None:
    """The display behind "if …, then" is claimed under the condition, not assumed."""
    text = "Let $x \\in \\mathbb{R}$. If $x > 0$, then\n\n$$\\sqrt{x^2} = -x.$$\n"
    assert verdicts(text)[0] in (Verdict.REFUTED, Verdict.UNPROVED, Verdict.UNREAD)


FALSE_IMPLICATIONS = [
    ("xy = xz", r"\implies", "y = z"),
    ("x^2 = 4", r"\implies", "x = 2"),
    ("x^2 = x", r"\iff", "x = 1"),
    ("x = y", r"\iff", "x^2 = y^2"),
    ("x = y", r"\iff", "(x-y)(x^2-400) = 0"),
    ("x = y", r"\iff", "(x-y)|x-400| = 0"),
    (r"\sqrt{x} = y", r"\iff", "x = y^2"),
    (r"\sin x = \sin y", r"\implies", "x = y"),
    ("Au = Av", r"\implies", "u = v"),
    (r"A^\top A u = A^\top v", r"\implies", "A u = v"),
    ("A u = 2 u", r"\implies", "A = 2I"),
    (r"u^\top v = u^\top w", r"\implies", "v = w"),
]


@pytest.mark.parametrize(("premise", "connective", "conclusion"), FALSE_IMPLICATIONS)
def test_a_false_implication_is_not_proved(premise: str, connective: str, conclusion: str) -> None:
    """What may vanish, has two roots or no inverse is not divided by, undone or inverted."""
    scope = r"Let $x, y, z \in \mathbb{R}$, $A \in \mathbb{R}^{n \times n}$ and $u, v, w \in \mathbb{R}^n$."
    assert Verdict.PROVED not in verdicts(f"{scope}\n\n$${premise} {connective} {conclusion}$$\n")
