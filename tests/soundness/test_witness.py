from pathlib import Path

import pytest

from derivcheck.check import Settings, check_file, check_step
from derivcheck.engine.calculus.inverses import without_inverses
from derivcheck.engine.exact import DEPENDENT, confirmed, refusal
from derivcheck.engine.refuting.refuter import sample
from derivcheck.engine.symbolic.instances import instances
from derivcheck.engine.symbolic.opinion import refutes, upholds
from derivcheck.results import Step, Verdict
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Call, Integral, Term, walk
from tests.soundness.questions import CORPUS, DOCUMENTS, Asked, asked_in

ALGEBRA = frozenset({"add", "multiply", "power"})

MOST = {".md": 8, ".jsonl": 60}
"""So many questions of a file, evenly spread over it, are put to the witnesses."""


def _opinion(asked: Asked) -> bool | None:
    question = without_inverses(asked.question)
    sides = (question.left, question.relation, question.right)
    samples = [found for found in instances(sample(question, 3)) if found is not None]
    if asked.decision.verdict is Verdict.PROVED:
        return upholds(*sides, {}, samples) if len(samples) == 3 else None
    if asked.decision.point is None:
        return None
    return refutes(*sides, next(instances([asked.decision.point])), samples)


def _plain(asked: Asked) -> bool:
    return (
        asked.is_scalar
        and asked.decision.about in (None, asked.question)
        and not any(map(_integrates_unknown, (asked.question.left, asked.question.right)))
    )


def _integrates_unknown(side: Term) -> bool:
    """Whether an unknown function is integrated: SymPy works on its stand-in for minutes, to no end."""
    return any(
        isinstance(part, Integral) and any(isinstance(inner, Call) for inner in walk(part)) for part in walk(side)
    )


def _seen_to_be_equal(asked: Asked) -> bool:
    """Whether exact expansion sees both sides to be equal at the sizes of the counterexample."""
    point = asked.decision.point
    return point is not None and asked.question.relation == "=" and not refusal(asked.question, [point.sizes])


def _is_missed(asked: Asked) -> bool:
    """Whether exact expansion does not see an identity of rational functions that was proved."""
    if not (_plain(asked) and asked.question.operators <= ALGEBRA) or asked.question.assumptions:
        return False
    return confirmed(asked.question, asked.decision).get("inexact") == DEPENDENT


@pytest.mark.parametrize("path", [*DOCUMENTS, *CORPUS], ids=lambda path: path.stem)
def test_no_other_witness_contradicts_a_verdict(path: Path) -> None:
    """SymPy and exact expansion find equal what was proved, as far as they reach, and never what was refuted."""
    asked = asked_in(path)
    found = asked[:: 1 + len(asked) // MOST[path.suffix]]
    contradicted = [asked for asked in found if _plain(asked) and _opinion(asked) is False]
    missed = [asked for asked in found if asked.decision.verdict is Verdict.PROVED and _is_missed(asked)]
    confused = [asked for asked in found if asked.decision.verdict is Verdict.REFUTED and _seen_to_be_equal(asked)]
    wrong = [*contradicted, *missed, *confused]
    assert not wrong, [f"{to_latex(asked.question.left)} = {to_latex(asked.question.right)}" for asked in wrong]


def _answer(step: Step) -> object:
    said = step.evidence.get("witness")
    return said.get("sympy") if isinstance(said, dict) else None


@pytest.mark.parametrize(
    ("left", "right", "scope", "answer"),
    [
        (r"\sin 2x", r"2 \sin x \cos x", "", "agrees"),
        ("(x+1)^2", "x^2 + 1", "", "agrees"),
        (r"\frac{d}{dx} f(x)^2", "2 f(x) f'(x)", r"Let $f : \mathbb{R} \to \mathbb{R}$.", "agrees"),
        (r"(AB)^{-1}", r"B^{-1} A^{-1}", r"Let $A, B \in \mathbb{R}^{n \times n}$.", "agrees"),
        ("AB", "BA", r"Let $A, B \in \mathbb{R}^{n \times n}$.", "agrees"),
        (
            r"\nabla_x (x^\top A x)",
            r"(A + A^\top) x",
            r"Let $x \in \mathbb{R}^n, A \in \mathbb{R}^{n \times n}$.",
            "agrees",
        ),
        ("e^x", r"1 + x + O(x^2)", "", "no answer"),
    ],
)
def test_sympy_is_heard_on_request(left: str, right: str, scope: str, answer: str) -> None:
    """The evidence names SymPy's answer, for scalars and for arrays at small sizes."""
    step = check_step(left, right, scope=scope, settings=Settings(witness="sympy"))
    assert step.verdict in (Verdict.PROVED, Verdict.REFUTED)
    assert _answer(step) == answer
    assert _answer(check_step(left, right, scope=scope)) is None


@pytest.mark.parametrize(("right", "verdict"), [("x", Verdict.REFUTED), ("2x", Verdict.PROVED)])
def test_a_contradiction_takes_the_verdict_away(right: str, verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was decided, a witness that says otherwise makes the step unproved, with a code of its own."""
    assert check_step("x + x", right).verdict is verdict
    monkeypatch.setattr("derivcheck.engine.symbolic.worker.ask", lambda *_, **__: False)
    step = check_step("x + x", right, settings=Settings(witness="sympy"))
    assert (step.verdict, step.code, _answer(step)) == (Verdict.UNPROVED, "D902", "disagrees")


def test_sympy_tells_false_verdicts_from_true_ones() -> None:
    """Were a wrong verdict given, SymPy would contradict it: the opinion on each can go both ways."""
    document = next(path for path in DOCUMENTS if path.parts[-2:] == ("derivations", "tanh.md"))
    found = [asked for asked in asked_in(document) if _plain(asked) and asked.decision.point is not None]
    assert found
    for asked in found:
        question = asked.question
        samples = [i for i in instances([asked.decision.point, *sample(question, 3)]) if i is not None]  # type: ignore[list-item]
        assert upholds(question.left, question.relation, question.right, {}, samples) is False


def test_the_library_shows_no_disagreement() -> None:
    """Every verdict on a bundled derivation stands beside SymPy's answer."""
    (document,) = (path for path in DOCUMENTS if path.stem == "sigmoid-gradient")
    steps = [s for d in check_file(document, Settings(witness="sympy")).derivations for s in d.steps]
    answers = [_answer(step) for step in steps if step.verdict in (Verdict.PROVED, Verdict.REFUTED)]
    assert set(answers) == {"agrees"}
