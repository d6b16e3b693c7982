"""Steps that put in what an earlier line says, and nothing else."""

import pytest

from derivcheck.check import check_text
from derivcheck.results import Verdict


def _last(text: str) -> tuple[Verdict, str]:
    steps = [step for derivation in check_text(text).derivations for step in derivation.steps]
    return steps[-1].verdict, steps[-1].code


SAID = r"If we draw twice, we see $$ P(D \mid \mu) = \mu^2 (1 - \mu) $$ "
HARD = r"Let $L = \operatorname{odd}(a)$. $$ K = L + \operatorname{even}(b) $$ "
HARD += r"and also $$ K = \operatorname{twin}(a, b) $$ "

REPEATS = {
    "below a derivative": SAID + r"so that $$ \frac{d}{d\mu} P(D \mid \mu) = \frac{d}{d\mu} \mu^2 (1 - \mu) $$",
    "in a logarithm": SAID + r"so that $$ -\log P(D \mid \mu) = -\log \left( \mu^2 (1 - \mu) \right) $$",
    "the line itself": SAID + r"and once more $$ P(D \mid \mu) = \mu^2 (1 - \mu) $$",
    "in another section": "# One\n\n" + SAID + "\n\n# Two\n\nWe had\n\n" + r"$$ 2 P(D \mid \mu) = 2 \mu^2 (1 - \mu) $$",
    "a name that was given twice": HARD + r"so that $$ 2 K = 2 \operatorname{twin}(a, b) $$",
}


@pytest.mark.parametrize("text", REPEATS.values(), ids=REPEATS)
def test_what_was_said_is_only_put_in(text: str) -> None:
    """There is nothing to prove that was not claimed there."""
    assert _last(text)[0] in (Verdict.DEFINED, Verdict.PROVED)


OTHERS = {
    "another value": SAID + r"so that $$ \frac{d}{d\mu} P(D \mid \mu) = \frac{d}{d\mu} \mu^2 (1 + \mu) $$",
    "something worked out": SAID + r"so that $$ \frac{d}{d\mu} P(D \mid \mu) = 2 \mu - 3 \mu $$",
    "a factor": SAID + r"so that $$ -\log P(D \mid \mu) = -2 \log \left( \mu^2 (1 - \mu) \right) $$",
    "a theorem in its proof": r"Theorem. We have $$ P(D \mid \mu) = \mu^2 (1 - \mu) $$ Proof. "
    r"$$ P(D \mid \mu) = \mu^2 (1 - \mu) $$",
    "an average": r"$$ \mathrm{E}[X^2] = (a + b)^2 $$ and again $$ \mathrm{E}[X^2] = (a + b)^2 $$",
    "another argument": HARD + r"so that $$ 2 K = 2 \operatorname{twin}(b, a) $$",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_what_says_more_is_a_claim(text: str) -> None:
    """A derivative that is worked out, a slip, and what a theorem claims are no repetitions."""
    assert _last(text)[0] not in (Verdict.DEFINED, Verdict.PROVED)
