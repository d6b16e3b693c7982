"""Derivatives of antiderivatives: at least 500 pairs, each proved, each with a slip refuted."""

import pytest

from derivcheck import check_text
from derivcheck.results import Verdict
from tests.soundness.antiderivatives import PROSE, STANDARD, Pair, pairs

PAIRS = pairs()
CHUNKS = 6
LEAST_PROVED = 0.98


def _verdicts(claims: list[tuple[str, str]]) -> list[Verdict]:
    text = "\n\n".join([PROSE, *(f"$$ {left} = {right} $$" for left, right in claims)])
    return [step.verdict for derivation in check_text(text).derivations for step in derivation.steps]


def _chunk(number: int) -> list[Pair]:
    return PAIRS[number::CHUNKS]


def test_there_are_enough_pairs() -> None:
    """Sixty standard integrals or more make five hundred pairs or more."""
    assert len(STANDARD) >= 60
    assert len(PAIRS) >= 500


@pytest.mark.parametrize("number", range(CHUNKS))
def test_the_derivative_of_an_antiderivative_is_proved(number: int) -> None:
    """None is refuted, and next to all are proved."""
    found = _verdicts([(pair.left, pair.right) for pair in _chunk(number)])
    assert len(found) == len(_chunk(number))
    assert Verdict.REFUTED not in found
    assert found.count(Verdict.PROVED) >= LEAST_PROVED * len(found)


@pytest.mark.parametrize("number", range(CHUNKS))
def test_a_slip_in_the_derivative_is_refuted(number: int) -> None:
    """A factor, a sign, an exponent or a shift too much never passes."""
    chunk = _chunk(number)
    found = _verdicts([(pair.left, pair.wrong) for pair in chunk])
    passed = [pair for pair, verdict in zip(chunk, found, strict=True) if verdict is not Verdict.REFUTED]
    assert not passed
