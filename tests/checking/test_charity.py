"""Which refutations stand in a document that declares little."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict


def _steps(text: str) -> list[Step]:
    return [step for derivation in check_text(text).derivations for step in derivation.steps]


def _last(text: str) -> tuple[Verdict, str]:
    step = _steps(text)[-1]
    return step.verdict, step.code


SILENT = {
    "an equation about the same symbol": r"$$ a n + b = 0 $$" + "\n\n" + r"$$ 2a + b = c + 1 + n $$",
    "a model in prose": r"The model is $y_i = a x_i + b$ plus noise." + "\n\n" + r"$$ a + b = 2a + 1 $$",
    "a distribution": r"$$ X \sim \mathcal{N}(\mu, 1) $$" + "\n\n" + r"$$ X + \mu = 3\mu - 1 $$",
    "a condition behind it": r"Let $x = \{ x_1, \ldots, x_n \}$ be a sample. Its minimum is"
    r"$$ \min(x) = x_j, \quad \text{such that} \quad x_j \leq x_i \quad \text{for all} \quad i = 1, \ldots, n $$",
    "a function said anew": r"Recall that we used $f(x) = x^2$. We modify this function via $$ f(x) = x^2 / 10 $$",
    "the function of a name": r"Let $X$ be a random variable. The mean is $$ E(X) = \mathrm{atan2}(E(X), 1) $$"
    r"where $\mathrm{atan2}$ is the two-argument arctangent function.",
    "a member of a sample": r"Suppose we sample $N$ of these $x \sim P(x \vert s)$."
    r"$$ \frac1N \sum_i^N \log P(x_i \vert t) = \mathbb{E}_{x \sim P(x \vert s)}[\log P(x \vert t)] $$",
    "a row of a basis": r"Let $X \in \mathbb{R}^{n \times p}$. $$ A = e_i, \; B = e_j^\mathrm{T} $$"
    r"$$ x_{ij} = A X B = e_i X e_j^\mathrm{T} $$",
    "a density in prose": r"Let $X$ be a continuous random variable with PDF $f_X(x) = 1, \forall x \in [0, 1]$."
    "\n\n"
    r"$$ \int_{-\infty}^\infty x f_X(x) dx = \int_0^1 x dx $$",
    "a density in a formula": r"Let $X$ be a continuous random variable. Its density is"
    "\n\n"
    r"$$ f_X(x) = 2 x \quad \text{on the unit interval} $$ and so $$ P(X \le x) = x^2 $$",
    "the density itself": r"Let $X$ be a continuous random variable." + "\n\n" + r"$$ f_X(x) = 2 x $$",
    "the step itself": r"The fit gives $\hat{s}$." + "\n\n" + r"$$ \hat{s}^2 = \frac{a}{b} $$",
    "a matrix that is taken for a number": r"Let $A \in \mathbb{R}^{n \times n}$." + "\n\n" + r"$$ A + 2 t = A $$",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_may_be_bound_elsewhere_is_not_refuted(text: str) -> None:
    """An equation that a document may mean as a condition, a model or a known fact is no error."""
    assert all(step.verdict is not Verdict.REFUTED for step in _steps(text))


OF_A_VARIABLE = {
    "a density of a variable with a law": r"Let $X \sim \chi^2(m)$." + "\n\n" + r"$$ f_X(x) = e^{-x} $$",
    "a density of a function": r"$$ \mathrm{KL}[p(x) \| q(x)] = \mathrm{KL}[p(y) \| q(y)] $$ where $y(x) = m x + n$.",
}


@pytest.mark.parametrize("text", OF_A_VARIABLE.values(), ids=OF_A_VARIABLE)
def test_densities_of_variables_of_which_more_is_said_are_not_refuted(text: str) -> None:
    """What belongs to a variable is what its law makes it, and a density moves with the variable."""
    assert all(step.verdict is not Verdict.REFUTED for step in _steps(text))


STANDING = {
    "nothing else is said": r"$$ (x+1)^2 = x^2 + 3x + 7 $$",
    "a slip": r"$$ a x = b $$" + "\n\n" + r"$$ (x+1)^2 = x^2 + 2x - 1 $$",
    "an odd side out": r"$$ a x = b $$" + "\n\n" + r"$$ (x+1)^2 = 7x^3 - x - 5 = x^2 + 2x + 1 $$",
    "declared": r"Let $a, x, b \in \mathbb{R}$." + "\n\n" + r"$$ a x + a = b $$" + "\n\n" + r"$$ (x+1)^2 = 7x^3 - x $$",
    "identities bind nothing": r"$$ (x+1)^2 = x^2 + 2x + 1 $$" + "\n\n" + r"$$ (x+1)^3 = 7x^4 - x $$",
    "definitions bind what they define": r"$$ f(x) := x^2 $$" + "\n\n" + r"$$ (x+1)^3 = 7x^4 - x $$",
    "assumed": r"Let $0 < a \le b$." + "\n\n" + r"$$ \frac{b - a}{a(a + 1)} = \frac{b - a}{a^3} $$",
    "a density of which nothing else is said": r"Let $X$ be a continuous random variable with density $f_X$."
    "\n\n"
    r"Let $Y := 2 X$. $$ f_Y(y) = f_X(y / 2) $$",
    "numbers": r"$$ a x = b $$" + "\n\n" + r"$$ 2 + 2 = 5 $$",
}


@pytest.mark.parametrize("text", STANDING.values(), ids=STANDING)
def test_what_no_reading_makes_true_is_refuted(text: str) -> None:
    """Where all symbols are free, or an identity was meant, a counterexample counts."""
    assert any(step.verdict is Verdict.REFUTED for step in _steps(text))


AMBIGUOUS = {
    "a rising factorial": r"$$ a^{\overline{n}} = a^n $$",
    "a product of rising factorials": r"$$ a^{\overline{n}} a^{\overline{n}} = a^{2 \overline{n}} $$",
    "the inverse of a function": r"$$ g(x) = 2 x $$ and thus $$ g^{-1}(y) = \frac{y}{2} $$",
    "an inverse, or a factor": r"$$ g^{-1}(y) = \frac{y}{g} $$",
    "a sum of arguments": r"$$ g^{-1}(a + b) = g^{-1}(a) + g^{-1}(b) $$",
    "a name that varies": r"$$ \frac{d}{dg} g^{-1}(y) = -\frac{y}{g^2} $$",
    "a function beside a matrix": r"$$ F^{-1}(x) B = B F^{-1}(x) $$",
}


@pytest.mark.parametrize("text", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_what_may_be_no_power_is_not_read_as_one(text: str) -> None:
    """A letter that counts has no mean, and nobody knows whether the reciprocal of a function is a factor."""
    assert _last(text)[0] in (Verdict.UNPROVED, Verdict.DEFINED)


def test_a_power_with_an_array_for_an_exponent_is_no_fault_of_ours() -> None:
    """A gradient makes a vector of x, which a definition has used as an exponent."""
    text = r"Let $f(x) = x^x$." + "\n\n" + r"$$ \frac{df}{dx} = \frac{d}{dx} f = \nabla_x f $$"
    assert {step.verdict for step in _steps(text)} == {Verdict.UNPROVED}
    assert all(step.code != "D903" for step in _steps(text))


FAULTS = {
    "a circle of definitions": r"""
Using $a_n = a_0 + n$ and $b_n = b_0 + n$, we have

$$
a_n = a_0 + n \\ b_n = b_0 + n
$$

$$
p(t|y) \propto t^{a_n-1} \cdot \exp[-b_n t]
$$
""",
    "an average that nothing has written out": r"""
Let $X$ be a random variable following a normal distribution with mean $\mu$ and variance $\sigma^2$:

$$
X \sim \mathcal{N}(\mu, \sigma^2)
$$

Then, the quantity $Z = (X-\mu)/\sigma$ will have a normal distribution with mean $0$ and variance $1$.

$$
Z = g(X) = \frac{X-\mu}{\sigma}
$$
""",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_what_has_no_value_is_no_fault_of_ours(text: str) -> None:
    """Whatever the words of a document make of its definitions ends in an answer."""
    assert all(step.code != "D903" for step in _steps(text))


def test_the_verdict_does_not_depend_on_advice() -> None:
    """What is offered beside a refutation is a setting; the refutation is none."""
    from derivcheck.check import Settings

    text = STANDING["a slip"]
    quiet = check_text(text, settings=Settings(advice=False))
    assert [s.verdict for d in quiet.derivations for s in d.steps] == [s.verdict for s in _steps(text)]


def test_a_withheld_refutation_names_the_line_and_where_it_fails() -> None:
    """A reader can look up what may bind the symbol."""
    step = _steps(SILENT["a model in prose"])[-1]
    assert "line 1" in step.message
    assert "fails_at" in step.evidence


def test_signs_that_a_document_may_mean() -> None:
    """A symbol that the text speaks of may be positive; one that only the step speaks of is any number."""
    assert _last(r"The rate is $c$." + "\n\n" + r"$$ \sqrt{c^2} = c $$") == (Verdict.UNPROVED, "D322")
    assert _last(r"Let $c \in \mathbb{R}$." + "\n\n" + r"$$ \sqrt{c^2} = c $$")[0] is Verdict.REFUTED
    assert _last(r"$$ \sqrt{c^2} = c $$")[0] is Verdict.REFUTED


DEFINED = {
    "a scripted name": r"$$ \hat{y}^{(i)} = a + b $$",
    "a function with a script": r"$$ M_X(t) = e^{t} $$",
    "a declared name without a value": r"Let $h \in \mathbb{R}^d$." + "\n\n" + r"$$ h = W v + b $$",
    "a number's first mention with a star": r"$$ \mu_1^{*} = 0 $$",
}


@pytest.mark.parametrize("text", DEFINED.values(), ids=DEFINED)
def test_a_lone_name_without_a_value_is_defined(text: str) -> None:
    """An equation that says what a name is claims nothing."""
    assert _last(text)[0] is Verdict.DEFINED


def test_a_primed_name_before_brackets_is_a_derivative() -> None:
    """The slope of a function with a script in its name is no product."""
    text = r"Let $t \in \mathbb{R}$ and $M_X(t) := e^{2t}$." + "\n\n$$ M_X'(0) = {} $$"
    assert _last(text.replace("{} $$", "2 $$"))[0] is Verdict.PROVED
    assert _last(text.replace("{} $$", "0 $$"))[0] is Verdict.REFUTED


def test_a_row_with_a_sign_and_a_left_side_of_its_own_starts_anew() -> None:
    """The minus before an aligned left side does not continue the row above."""
    text = r"""$$
\begin{aligned}
a &= 1 + e^{-x} \\
e^{-x} &= a - 1 \\
-x &= \log(a - 1)
\end{aligned}
$$"""
    assert [step.verdict for step in _steps(text)] == [Verdict.DEFINED, Verdict.PROVED, Verdict.PROVED]


def test_letters_are_used_anew_in_each_section() -> None:
    """What one section says of a letter binds it in no other one; what stands before all sections does.

    The first equation of a chain may give a name that another section defines a new meaning.
    """
    step = r"$$ a + b = b + a = 2a + 1 $$"
    model = r"The model is $y_i = a x_i + b$ plus noise."
    assert _last(f"# Notes\n\n## Model\n\n{model}\n\n## Other\n\n{step}")[0] is Verdict.REFUTED
    assert _last(f"# Notes\n\n## Model\n\n{model}\n\n### Inner\n\n{step}")[0] is Verdict.UNPROVED
    assert _last(f"# Notes\n\n{model}\n\n## Other\n\n{step}")[0] is Verdict.UNPROVED
    other = "## Other\n\n$$ f(x) = x + 2 $$"
    assert _last(f"# Notes\n\n## Model\n\nHere $x = z$.\n\n$$ f(x) = x^2 $$\n\n{other}")[0] is not Verdict.REFUTED


OUTPUT = r"For $Y = A K^\alpha L^{1-\alpha}$ with $A, K, L > 0$, the second derivative is"
SLOPE = r"$$ \frac{\partial^2 Y}{\partial K^2} = \alpha(3\alpha-5) A K^{\alpha-2} L^{1-\alpha} $$"
TURNED = r"$$ \frac{\partial^2 Y}{\partial K^2} = \alpha(1-\alpha) A K^{\alpha-2} L^{1-\alpha} $$"


def test_what_words_define_once_binds_nothing_else() -> None:
    """Wherever Y stands its definition is put in, so that its parameters stay free; a second equation binds them."""
    assert _last(f"{OUTPUT}\n\n{SLOPE}")[0] is Verdict.REFUTED
    assert _last(f"{OUTPUT}\n\n{SLOPE}\n\nAlso $Y = \\alpha K$.")[0] is Verdict.UNPROVED


def test_what_cancels_is_bound_by_nothing() -> None:
    """Sides that differ by a factor or a summand without a name differ whatever binds that name."""
    assert _last(f"{OUTPUT}\n\n{TURNED}\n\nAlso $Y = \\alpha K$.")[0] is Verdict.REFUTED
    step = "$$ a z^2 + z^2 = 3 z^2 a + 5 z^2 $$"
    assert _last(f"{step}\n\nThe solution is where $F(z, c) + z = 1$.")[0] is Verdict.REFUTED
    assert _last(f"{step}\n\nThe solution is where $F(z, c) + z = 0$.")[0] is Verdict.UNPROVED
    assert (
        _last("$$ a + z^2 - z^2 = a + b^2 + 2 - b^2 $$\n\nThe solution is where $F(b, c) + b = 1$.")[0]
        is Verdict.REFUTED
    )
    assert _last("$$ a b^2 = 2 a b b $$\n\nThe solution is where $F(b, c) + b = 1$.")[0] is Verdict.REFUTED
    assert _last("$$ a b^2 = a b $$\n\nThe solution is where $F(b, c) + b = 1$.")[0] is Verdict.UNPROVED


IN_FORCE = {
    "a function": r"Define $f(x) := x^\top A x + b^\top x$. $$ \nabla f(x) = 2 A x + b $$",
    "names": r"Let $z = W x$, $L = \frac{1}{2} \|z - t\|^2$. $$ \frac{\partial L}{\partial W} = x (z - t)^\top $$",
    "a family": r"Let $y_i := \gamma t_i + \beta$ and $L := \sum_{i=1}^m y_i^2$."
    r"$$ \frac{\partial L}{\partial \gamma} = 2 \sum_{i=1}^m y_i $$",
}


@pytest.mark.parametrize("text", IN_FORCE.values(), ids=IN_FORCE)
def test_what_a_definition_is_made_of_is_not_bound_by_it(text: str) -> None:
    """A counterexample obeys the definitions that are in force."""
    assert _last(text)[0] is Verdict.REFUTED


def test_the_square_of_a_name_binds_the_name() -> None:
    """What is said of x² says something of x."""
    assert _last(r"Let $x^2 := 4$. $$ x = 2 $$")[0] not in (Verdict.PROVED, Verdict.REFUTED)


def test_numbers_that_other_formulas_make_vectors_are_not_transposed() -> None:
    """Where no transpose is written, none is missing."""
    text = (
        r"$$ -y_j + p_j \sum_{k=1}^K y_k = p_j - y_j $$"
        "\n\n# Two classes\n\n"
        r"$$ p_1 = \frac{e^{z_1}}{e^{z_1} + e^{z_2}} $$ where $\sigma(a) = 1 / (1 + e^{-a})$. If $p = \sigma(a)$ then"
        r"$$ \sigma'(a) = \frac{1}{1 + e^{-a}} \cdot \frac{e^{-a}}{1 + e^{-a}} = \sigma(a) (1 - \sigma(a)) $$"
        r"$$ \frac{e^{z_k + c}}{\sum_j e^{z_j + c}} = p_k $$"
    )
    assert all(step.code != "D202" for step in _steps(text))


def test_a_law_by_itself_is_no_identity() -> None:
    """Sides that have no name in common say what ties them, unless an edit makes an identity of them."""
    laws = ("P V = n R T", r"\sum_{i=1}^n p_i = 1", "U + V = 3 k T")
    assert [_last(f"The law is\n\n$$ {law} $$") for law in laws] == [(Verdict.UNPROVED, "D321")] * len(laws)
    assert _last(r"$$ \sin^2 x + \cos^2 x = 2 $$")[0] is Verdict.REFUTED
    assert _last("Let $x \\in \\mathbb{R}$.\n\n$$ x^2 = 1 $$")[0] is Verdict.REFUTED


def test_a_density_of_a_letter_that_another_formula_gives_is_not_refuted() -> None:
    """Of q(z|x) nothing is said where a formula says what q(x_t|x_{t-1}) is."""
    text = (
        r"The process is $q(x_t \mid x_{t-1}) = \mathcal{N}(x_t; \sqrt{1-\beta_t} x_{t-1}, \beta_t I)$."
        "\n\n### The bound\n\n"
        r"With a variational density $q(z \mid x)$,"
        r"$$ \log \int q(z \mid x) \frac{p(x, z)}{q(z \mid x)} \, dz"
        r" \ge \int q(z \mid x) \log \frac{p(x, z)}{q(z \mid x)} \, dz $$"
    )
    assert _last(text)[0] is not Verdict.REFUTED


def test_a_deviation_is_not_taken_to_be_zero() -> None:
    """Chebyshev's inequality fails where a variable does not vary; a wrong bound fails elsewhere, too."""
    scope = r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$, and let $k > 0$. Then"
    assert _last(scope + "\n\n" + r"$$ P(|X-\mu| \ge k\sigma) \le \frac{1}{k^2} $$")[0] is not Verdict.REFUTED
    assert _last(scope + "\n\n" + r"$$ P(|X-\mu| \ge k\sigma) \le \frac{1}{2 k^2} $$")[0] is Verdict.REFUTED


MEMBERS = (
    r"Let $X_1, \ldots, X_n$ be independent and normally distributed, $X_i \sim \mathcal{N}(\mu, \sigma^2)$, and let"
    "\n"
    r"$V = \sum_{i=1}^n (X_i - \mu)^2 \sim \mathrm{Special}(n - 1)$."
    "\n\n"
    r"$$ \sum_{i=1}^n (X_i - \mu)^2 = \sum_{i=1}^n X_i^2 SIGN 2 \mu \sum_{i=1}^n X_i + n \mu^2 $$"
)
SPECIAL = r"Let $X$ and $Y$ be random variables with $X \sim \mathrm{Special}(\theta)$." + "\n\n"


def test_a_law_that_is_not_understood_says_nothing_of_other_values() -> None:
    """What holds of all values of other variables is decided as if the law were not there."""
    assert _last(MEMBERS.replace("SIGN", "-"))[0] is Verdict.PROVED
    assert _last(MEMBERS.replace("SIGN", "+"))[0] is Verdict.REFUTED


@pytest.mark.parametrize(
    "claim",
    [
        "X^2 = X",
        r"\mathrm{E}[X^2] = \mathrm{E}[X]",
        r"\mathrm{E}[X] = \theta",
        r"\frac{\mathrm{d} X}{\mathrm{d} Y} = \frac{Y}{(1 - X)^2}",
    ],
)
def test_a_law_that_is_not_understood_may_say_this_of_its_variable(claim: str) -> None:
    """It may have two values, have a mean that its parameter is, or move with another variable."""
    assert _last(f"{SPECIAL}$$ {claim} $$")[0] is not Verdict.REFUTED


def test_a_law_binds_its_parameters_only_beside_its_variable() -> None:
    """An integral without X is no less free for what X follows; the law of X may well be what ties λ in its average."""
    law = r"$$ X \sim \mathcal{N}(\mu, \sigma^2) $$"
    slip = r"$$ \int_0^1 \frac{1}{\sigma} z \, dz = \sigma \int_0^1 z \, dz $$"
    assert _last(f"{law}\n\n{slip}")[0] is Verdict.REFUTED
    poisson = r"Let $X_1, X_2$ be independent with $X_i\sim\mathrm{Poisson}(\lambda_i)$."
    assert _last(rf"{poisson} $$ P(X_1+X_2 = 0) = e^{{-(\lambda_1+\lambda_2)}} $$")[0] is not Verdict.REFUTED
