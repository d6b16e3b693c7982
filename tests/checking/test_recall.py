"""What a document said before: when a step may rest on it, and when it may not."""

import pytest

from derivcheck.check import check_text
from derivcheck.reading.rewriting import Rule, rewritten
from derivcheck.results import Step, Verdict


def _last(text: str) -> Step:
    return [step for derivation in check_text(text).derivations for step in derivation.steps][-1]


SAID = r"$$ \mathrm{E}[X^2] = (a + b)^2 $$" + "\n\n"

NOT_PROVED = {
    "what a theorem claims": r"**Theorem:** The second moment is" + "\n\n" + SAID + "**Proof:** We have\n\n",
    "what a cited theorem says": "**Proof:** The main theorem states that, for other $X$,\n\n" + SAID + "We have\n\n",
    "what is claimed after a proof": "**Proof:** Clear.\n\n**Theorem 2.** It holds that\n\n" + SAID + "*Proof.* So\n\n",
    "what holds in some cases": "If $X$ is small, then\n\n" + SAID + "In general\n\n",
    "what holds in a special case": "In this case\n\n" + SAID + "In general\n\n",
    "what was said of something else": SAID.replace("X", "Y"),
    "what a later line says otherwise": SAID + r"$$ \mathrm{E}[X^2] = (a - b)^2 $$" + "\n\n",
}


@pytest.mark.parametrize("before", NOT_PROVED.values(), ids=NOT_PROVED)
def test_what_is_no_fact_proves_nothing(before: str) -> None:
    """A claim that is yet to be proved, one that holds in some cases, and one that was replaced are no facts."""
    assert _last(before + r"$$ \mathrm{E}[X^2] = a^2 + 2ab + b^2 $$").verdict is Verdict.UNPROVED


def test_a_fact_is_named() -> None:
    """A step that rests on an earlier equation says where that stands."""
    step = _last(SAID + r"$$ \mathrm{E}[X^2] = a^2 + 2ab + b^2 $$")
    assert (step.verdict, step.code) == (Verdict.PROVED, "D109")
    assert step.evidence["uses"] == ["line 1"]
    assert "line 1" in step.message


def test_a_proof_that_uses_a_theorem_goes_on() -> None:
    """Words that name a theorem to use it claim nothing."""
    before = "**Theorem:** It holds.\n\n**Proof:** With the addition theorem for moments, we have\n\n"
    assert _last(before + SAID + r"$$ \mathrm{E}[X^2] = a^2 + 2ab + b^2 $$").verdict is Verdict.PROVED


def test_what_was_only_stated_does_not_prove_itself() -> None:
    """Saying something twice is no proof of it."""
    assert _last(SAID + SAID).verdict is Verdict.UNPROVED


SLIPS = (
    r"\mathrm{E}[X^2] = a^2 - 2ab + b^2",
    r"\mathrm{E}[X^2] = a^2 + ab + b^2",
    r"\mathrm{E}[X^2] = a + 2ab + b^2",
    r"\mathrm{E}[X^3] = a^2 + 2ab + b^2",
    r"\mathrm{E}[X]^2 = a^2 + 2ab + b^2",
    r"2 \mathrm{E}[X^2] = a^2 + 2ab + b^2",
    r"\frac{\partial}{\partial a} \mathrm{E}[X^2] = 2a + 2b",
)


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_about_a_fact_are_not_proved(slip: str) -> None:
    """What does not follow from an equation is not proved by it; derivatives do not see through it."""
    assert _last(f"{SAID}$$ {slip} $$").verdict is not Verdict.PROVED


STATISTICS = (
    r"\sum_{i=1}^n (x_i - \bar{x})^2 = \sum_{i=1}^n x_i^2 - n \bar{x}",
    r"\sum_{i=1}^n (x_i - \bar{x})^2 = \sum_{i=1}^n x_i^2 + n \bar{x}^2",
    r"\sum_{i=1}^n (x_i - \bar{x}) = 1 + 0 \bar{x}",
    r"\sum_{i=1}^n (x_i - \bar{x})^2 = n s_x^2",
    r"\sum_{i=1}^n (x_i - \bar{y}) = 0",
    r"\sum_{i=1}^n (x_i - \bar{x})^2 = (n - 1) s_y^2",
)


@pytest.mark.parametrize("slip", STATISTICS)
def test_slips_about_statistics_are_not_proved(slip: str) -> None:
    """A mean and a variance are those of their own sample."""
    said = "Here $s_x^2$ and $s_y^2$ are the sample variances of $x$ and $y$.\n\n"
    assert _last(f"{said}$$ {slip} $$").verdict is not Verdict.PROVED


def test_a_mean_that_is_something_else_is_no_mean() -> None:
    """What a document says of a name with a bar comes before what such names usually are."""
    step = r"$$ \sum_{i=1}^n (x_i - \bar{x}) = 0 $$"
    assert _last(step).verdict is Verdict.PROVED
    assert _last(r"Let $\bar{x} := x_1$." + "\n\n" + step).verdict is not Verdict.PROVED
    assert _last(r"Let $\bar{x} \in \mathbb{R}$." + "\n\n" + step).verdict is Verdict.REFUTED


def test_a_display_that_leads_to_a_claim_is_no_definition() -> None:
    """Only words that define make a known name something else."""
    said = r"$$ R = a b $$" + "\n\n"
    assert _last(said + "Let us show that\n\n$$ R = a + b $$").verdict is not Verdict.DEFINED
    assert _last(said + "By definition, we have\n\n$$ R = a + b $$").verdict is not Verdict.DEFINED
    assert _last(said + "The sum is defined as\n\n$$ R = a + b $$").verdict is Verdict.DEFINED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"y + \bar{y}^2", r"y + \left( c + 1 \right)^2"),
        (r"\bar{y}_i", r"\bar{y}_i"),
        (r"\frac{d}{dx} \bar{y}", r"\frac{d}{dx} \bar{y}"),
        (r"\sum_{c} \bar{y}", r"\sum_{c} \bar{y}"),
        (r"\int_0^1 \bar{y} \, dc", r"\int_0^1 \bar{y} \, dc"),
        (r"\sum_{i=1}^n \bar{y}", r"\sum_{i=1}^n \left( c + 1 \right)"),
    ],
)
def test_an_equation_is_put_in_where_it_holds(text: str, expected: str) -> None:
    """A name is replaced as a whole, below no derivative, and where nothing runs over what it stands for."""
    assert rewritten(text, [Rule(r"\bar{y}", "c + 1", "fact")], lambda _: None)[0] == expected


def test_a_definition_of_what_has_no_name_is_not_refuted() -> None:
    """What the text defines is no mistake, even where nothing could be kept of it."""
    said = "Let $f, g : \\mathbb{R} \\to \\mathbb{R}$. The product of two functions is defined as\n\n"
    assert _last(said + r"$$ (f * g)(x) = f(x) + g(x) $$").verdict is not Verdict.REFUTED


LIKELIHOOD = r"The log-likelihood is $$ \mathrm{LL}(b,s^2) = -\frac{b^2}{s^2} - \log(s^2) $$" + "\n\n"


def test_a_function_is_followed_to_other_arguments() -> None:
    """What says what a function is says so of other arguments as well."""
    said = r"$$ \mathrm{LL}(c,t^2) = -\frac{c^2}{t^2} - 2 \log |t| $$"
    assert _last(LIKELIHOOD + said).verdict is Verdict.PROVED


ELSEWHERE = (
    LIKELIHOOD + r"$$ \mathrm{LL}(c,t^2) = \frac{c^2}{t^2} - 2 \log |t| $$",
    LIKELIHOOD + r"$$ \mathrm{LL}(c,t^2) = -\frac{c^2}{t} - 2 \log |t| $$",
    LIKELIHOOD + r"$$ \mathrm{LL}(t,c^2) = -\frac{c^2}{t^2} - 2 \log |t| $$",
    LIKELIHOOD + r"$$ \mathrm{LL}(c,t^2) = -\frac{b^2}{t^2} - 2 \log |t| $$",
    (
        r"It is $$ \mathrm{F}(x, s^2) = s^2 \sum_{i=1}^n x i $$"
        "\n\n"
        r"$$ \mathrm{F}(i, s^2) = s^2 \sum_{i=1}^n i^2 $$"
    ),
)


@pytest.mark.parametrize("text", ELSEWHERE)
def test_slips_about_a_function_elsewhere_are_not_proved(text: str) -> None:
    """Arguments keep their places, no index catches one, and a value at one point is no value at others."""
    assert _last(text).verdict is not Verdict.PROVED
