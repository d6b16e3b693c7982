"""The only maker of the verdict *proved*.

A strategy hands in a certificate. The kernel has it checked anew (see checks.py), at primes and points of its own, and
holds it against what the refuter found: three or more valuations with finite, overlapping values on both sides and none
that refutes. It knows no strategy.
"""

from __future__ import annotations

from collections.abc import Sequence

from derivcheck.engine.calculus.expansions import coefficients
from derivcheck.engine.decision import Certificate, Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.units import is_defined, is_invertible, is_unit, step_bounds
from derivcheck.engine.implication import Implication, Solutions
from derivcheck.engine.proving.checked import EXACT_BITS, all_agree
from derivcheck.engine.proving.checks import CHECKS, WITNESSED
from derivcheck.engine.proving.interpretation import ERROR_BITS, Agreement, NoAgreement
from derivcheck.engine.question import Question, residual
from derivcheck.engine.refuting.refuter import Findings
from derivcheck.engine.statements.inference import Inference
from derivcheck.engine.statements.reasoning import Samples, follows, is_impossible
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Apply, Term

SECOND_KEY = 3
"""How many valuations the refuter must have tried in vain."""


def prove(question: Question, certificate: Certificate, findings: Findings) -> Decision | NoAgreement:
    """The verdict *proved* if the certificate and the refuter agree on it; else why not."""
    if findings.refuting is not None or findings.held < SECOND_KEY:
        return NoAgreement("D303", "too few valuations at which both sides are defined")
    checked = CHECKS[certificate.kind](question, certificate)
    if isinstance(checked, NoAgreement):
        return checked
    return Decision(
        Verdict.PROVED,
        "D104" if certificate.rule else "D101",
        {"rule": certificate.rule} if certificate.rule else {},
        certificate.strategy,
        evidence(checked.agreement, findings),
        tuple(sorted(checked.assumed, key=str)),
    )


def prove_implication(
    implication: Implication, certificate: Certificate, forward: Solutions, backward: Solutions | None
) -> Decision | NoAgreement:
    """The verdict *proved* for ⟹ or ⟺: the conclusion's residual is the premise's times the certificate's multiplier.

    The multiplier is defined wherever the statements are; for ⟺ it may not vanish there either. ``forward`` and
    ``backward`` are solutions that the refuter sampled.
    """
    for found in (forward, backward) if implication.both_ways else (forward,):
        if found is None or found.refuting is not None or found.held < SECOND_KEY:
            return NoAgreement("D305", "")
    scalar, *matrices = certificate.instance
    bounds = step_bounds(implication)
    if not _multiplies_soundly(scalar, matrices, implication, bounds):
        return NoAgreement("D301", "")
    first, second = residual(implication.premise), residual(implication.conclusion)
    moved = Apply("matmul", (matrices[0], first), (*matrices[0].shape[:1], *first.shape[1:])) if matrices else first
    product = Apply("multiply", (scalar, moved), second.shape)
    checked = all_agree(implication.question, ((second, product),), bounds)
    if isinstance(checked, NoAgreement):
        return checked
    held = Findings(held=forward.held + (backward.held if backward else 0))
    return Decision(
        Verdict.PROVED,
        "D103",
        {},
        certificate.strategy,
        evidence(checked.agreement, held),
        tuple(sorted(checked.assumed, key=str)),
    )


def prove_expansion(question: Question, certificates: Sequence[Certificate], found: Sequence[Findings]) -> Decision:
    """The verdict *proved* for an expansion: the sides have the same coefficients as far as they are written.

    ``certificates`` and ``found`` belong to the questions that
    :func:`~derivcheck.engine.calculus.expansions.coefficients` asks.
    """
    parts = coefficients(question)
    conditions: dict[Term, None] = {}
    points, held = 0, SECOND_KEY
    for part, certificate, findings in zip(parts, certificates, found, strict=True):
        decision = prove(part, certificate, findings)
        if not isinstance(decision, Decision):
            return Decision(Verdict.UNPROVED, decision.code, {"what": decision.what})
        conditions.update(dict.fromkeys(decision.conditions))
        points += int(str(decision.evidence["points"]))
        held = max(held, findings.held)
    agreed = evidence(Agreement(points, (), ERROR_BITS if points else EXACT_BITS), Findings(held=held))
    shown = {**agreed, "coefficients": len(parts)}
    return Decision(Verdict.PROVED, "D105", {}, "expansion", shown, tuple(conditions), about=parts[0])


def prove_inference(inference: Inference, samples: Samples) -> Decision | NoAgreement:
    """The verdict *proved* for statements about numbers: every case in which they would part is contradictory.

    The cases are gone through anew, with the variables eliminated in another order where that leads anywhere.
    ``samples`` are points at which the statements were looked at as they were written. A premise that is never true
    implies nothing that could be tested: it counts only together with a conclusion that is never true either.
    """
    if samples.against is not None or samples.solutions + samples.others < SECOND_KEY:
        return NoAgreement("D305", "")
    if not (follows(inference, backwards=True) or follows(inference, backwards=False)):
        return NoAgreement("D301", "")
    if not samples.solutions and not is_impossible(inference):
        return NoAgreement("D305", "")
    held = {"solutions": samples.solutions, "valuations": samples.solutions + samples.others}
    return Decision(Verdict.PROVED, "D103", {}, "sign-conditions", held, unconditional=not inference.assumed)


def _multiplies_soundly(scalar: Term, matrices: list[Term], implication: Implication, bounds: Bounds) -> bool:
    """Whether the multiplier neither vanishes nor is undefined where both statements are defined."""
    units = is_unit(scalar, implication, bounds) and all(is_invertible(matrix, implication) for matrix in matrices)
    if implication.both_ways or units:
        return units
    return all(is_unit(part, implication, bounds) or is_defined(part, implication) for part in (scalar, *matrices))


def evidence(agreement: Agreement, findings: Findings) -> dict[str, object]:
    """What a proof rests on, in figures."""
    errors = {EXACT_BITS: "none", WITNESSED: "that of SymPy, and of balls that agree with it"}
    return {
        "points": agreement.points,
        "sizes": [dict(plan) for plan in agreement.sizes if plan],
        "error": errors.get(agreement.error_bits, f"below 2^-{agreement.error_bits}"),
        "valuations": findings.held,
    }
