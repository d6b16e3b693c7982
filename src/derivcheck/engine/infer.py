"""The ladder for inferences: counterexamples on polynomials, the kernel, then what is known of equations in general."""

from __future__ import annotations

from derivcheck.engine.assuming import by_assuming, of_every_member, speaks_of_all
from derivcheck.engine.decide import decide_implication
from derivcheck.engine.decision import Decision
from derivcheck.engine.implication import Implication
from derivcheck.engine.proving import kernel
from derivcheck.engine.refuting.refuter import Point
from derivcheck.engine.statements.auxiliary import NotPolynomial
from derivcheck.engine.statements.inference import Inference
from derivcheck.engine.statements.reasoning import Finding, Reasoner
from derivcheck.engine.statements.ring import TooLarge
from derivcheck.engine.statements.truth import Look
from derivcheck.engine.systems.base import Element
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.results import Verdict
from derivcheck.terms.latex import to_latex
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import Statement

NOT_SCALAR = Decision(Verdict.UNPROVED, "D304", {"what": "a statement about vectors or matrices that is no equation"})

OF_ALL = Decision(Verdict.UNPROVED, "D304", {"what": "an equation at one index that may be meant for all of them"})


def decide_inference(inference: Inference, hints: tuple[Claim, ...] = ()) -> Decision:
    """Whether the conclusion is true wherever the premise is, and for ⟺ the other way around.

    Statements about numbers are decided on polynomials; equations of other kinds, and what is left open, go to the
    strategies for equations.
    """
    of_all = of_every_member(inference)
    if of_all is not None and of_all.verdict is not Verdict.REFUTED:
        return of_all
    decision = _decided(inference, hints)
    is_open = decision.code == "D204" and of_all is None and speaks_of_all(inference)
    return OF_ALL if is_open else decision


def _decided(inference: Inference, hints: tuple[Claim, ...]) -> Decision:
    """The decision on an inference whose free indices are each one place."""
    try:
        decision = _on_polynomials(inference) if inference.is_scalar else NOT_SCALAR
    except NotPolynomial as gap:
        decision = Decision(Verdict.UNPROVED, "D304", {"what": gap.what})
    except TooLarge:
        decision = Decision(Verdict.UNPROVED, "D302", {"what": "more cases than the budget"})
    if decision.verdict is not Verdict.UNPROVED or decision.code in ("D305", "D901"):
        return decision
    implication = _between_equations(inference, hints)
    decision = decision if implication is None else decide_implication(implication)
    return by_assuming(inference) or decision if decision.verdict is Verdict.UNPROVED else decision


def _between_equations(inference: Inference, hints: tuple[Claim, ...]) -> Implication | None:
    premise, conclusion = inference.premise, inference.conclusion
    if not (isinstance(premise, Claim) and isinstance(conclusion, Claim)):
        return None
    if premise.relation != "=" or conclusion.relation != "=":
        return None
    return Implication(
        premise, conclusion, inference.scope, inference.both_ways, inference.seed, hints, inference.deadline
    )


def _on_polynomials(inference: Inference) -> Decision:
    reasoner = Reasoner(inference)
    forward = reasoner.refute(converse=False)
    if forward.point is not None:
        return _refuted("D204", forward, inference.conclusion)
    backward = reasoner.refute(converse=True) if inference.both_ways else forward
    if backward.point is not None:
        return _refuted("D205", backward, inference.premise)
    samples = reasoner.samples()
    if samples.against is not None:
        code = "D901" if forward.is_exhaustive and backward.is_exhaustive else "D301"
        return Decision(Verdict.UNPROVED, code)
    if forward.is_exhaustive and backward.is_exhaustive:
        decision = kernel.prove_inference(inference, samples)
        if isinstance(decision, Decision):
            return decision
        return Decision(Verdict.UNPROVED, decision.code)
    return Decision(Verdict.UNPROVED, "D301", {"points": str(samples.solutions + samples.others), "digits": "50"})


def _refuted(code: str, finding: Finding, failing: Statement) -> Decision:
    assert finding.point is not None and finding.look is not None  # noqa: S101, PT018 - the caller saw them
    left, right = _sides(finding.look, failing)
    point = Point({}, finding.point, left, right, Polynomials("", frozenset()))
    undefined = "; ".join(
        f"`{to_latex(claim.left)} {claim.relation} {to_latex(claim.right)}` is undefined there ({reason})"
        for reason, claim in finding.look.undefined.items()
    )
    return Decision(Verdict.REFUTED, code, {"undefined": undefined}, "counterexample", point=point)


def _sides(look: Look, failing: Statement) -> tuple[Element, Element]:
    """The values of the sides of a claim that fails; for a statement of several claims, that it does."""
    if isinstance(failing, Claim):
        for claim, left, right in look.sides:
            if claim == failing:
                return left, right
        return "undefined", "undefined"
    return "true", "false"
