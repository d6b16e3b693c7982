from __future__ import annotations

import re
from pathlib import Path

import pytest

import derivcheck
from derivcheck.engine.decision import Certificate, Decision
from derivcheck.engine.inequalities import gibbs, sign
from derivcheck.engine.proving import kernel
from derivcheck.engine.refuting.refuter import Findings, search
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Apply, Reduce, Symbol
from tests.soundness.asking import question

SOURCES = Path(derivcheck.__file__).parent
IDENTITY = Certificate("test", "identity")
REAL = r"Let $x, y \in \mathbb{R}$."


def test_only_the_kernel_makes_the_verdict_proved() -> None:
    """No other module builds a decision with it; the others compare or count it at most."""
    makers = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if re.search(r"(?:Decision\(\s*|verdict=)Verdict\.PROVED", path.read_text(encoding="utf-8"))
    }
    assert makers == {"engine/proving/kernel.py"}


def test_the_kernel_is_short_and_knows_no_strategy() -> None:
    """It can be read in one sitting, and imports nothing that it has to check."""
    source = (SOURCES / "engine" / "proving" / "kernel.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300
    assert "engine.strategies" not in source


def test_a_proof_needs_both_keys() -> None:
    """A true identity is proved only if the refuter has tried it in vain at three points or more."""
    asked = question("(x+y)^2", "=", "x^2+2xy+y^2", REAL)
    findings = search(asked)
    proved = kernel.prove(asked, IDENTITY, findings)
    assert isinstance(proved, Decision)
    assert proved.verdict is Verdict.PROVED
    for poor in (Findings(held=2), Findings(held=9, refuting=search(question("x", "=", "y", REAL)).refuting)):
        assert not isinstance(kernel.prove(asked, IDENTITY, poor), Decision)


@pytest.mark.parametrize(
    ("left", "relation", "right"),
    [("x", "=", "y"), ("|x|", "=", "x"), ("x", "<", "x"), ("x", r"\ne", "y"), ("x", ">", "x")],
)
def test_a_false_certificate_is_not_believed(left: str, relation: str, right: str) -> None:
    """Whatever a strategy and the refuter say, the kernel checks the identity itself."""
    asked = question(left, relation, right, REAL)
    for kind in ("identity", "exponentiated"):
        assert not isinstance(kernel.prove(asked, Certificate("test", kind), Findings(held=100)), Decision)


@pytest.mark.parametrize("relation", [r"\ge", ">", r"\le", "="])
def test_a_theorem_is_applied_only_where_its_premises_hold(relation: str) -> None:
    """A term whose sign is not certain proves no inequality, nor does one that is not the difference of the sides."""
    asked = question("x", relation, "y", REAL)
    difference = question("x - y", "=", "0", REAL).left
    square = question("(x-y)^2", "=", "0", REAL).left
    for term in (difference, square):
        certificate = Certificate("test", "theorem", sign.NAME, (term,))
        assert not isinstance(kernel.prove(asked, certificate, Findings(held=100)), Decision)


def test_gibbs_inequality_needs_weights_that_sum_to_one() -> None:
    """For vectors that are no probabilities, it proves nothing."""
    scope = r"Let $p, q \in \mathbb{R}^K$ have positive entries."
    asked = question(r"\sum_{k=1}^K p_k \log \frac{p_k}{q_k}", r"\ge", "0", scope)
    summation = asked.left
    assert isinstance(summation, Reduce)
    p, q = (Apply("index", (Symbol(name, (summation.upper,)), Symbol(summation.index))) for name in "pq")
    certificate = Certificate("test", "theorem", gibbs.NAME, (summation, p, q))
    assert not isinstance(kernel.prove(asked, certificate, Findings(held=100)), Decision)


def test_the_evidence_says_what_the_proof_rests_on() -> None:
    """Points, sizes, the bound of the error and the refuter's valuations."""
    asked = question(r"\sum_{i=1}^n (x_i + 1)", "=", r"n + \sum_{i=1}^n x_i", r"Let $x \in \mathbb{R}^n$.")
    proved = kernel.prove(asked, IDENTITY, search(asked))
    assert isinstance(proved, Decision)
    assert proved.evidence["error"] == "below 2^-100"
    sizes = proved.evidence["sizes"]
    assert isinstance(sizes, list)
    assert len(sizes) >= 2
