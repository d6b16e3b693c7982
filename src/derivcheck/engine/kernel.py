"""The only maker of the verdict *proved*.

A strategy hands in a certificate. The kernel checks it anew, at primes and points of its own, and holds it against what
the refuter found: three or more valuations with finite, overlapping values on both sides and none that refutes. It
knows no strategy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from derivcheck.engine import calculus
from derivcheck.engine.bounds import Bounds
from derivcheck.engine.decision import Certificate, Decision
from derivcheck.engine.expansions import coefficients
from derivcheck.engine.implication import Implication, Solutions, residual
from derivcheck.engine.induction import ways
from derivcheck.engine.inequalities import THEOREMS
from derivcheck.engine.interpretation import ERROR_BITS, Agreement, NoAgreement, interpret
from derivcheck.engine.normal import expand_both, logarithm_arguments, normalise
from derivcheck.engine.question import Question
from derivcheck.engine.refuter import Findings, search
from derivcheck.engine.regions import prove_by_regions
from derivcheck.engine.series import Closing, is_inside
from derivcheck.engine.statements.inference import Inference
from derivcheck.engine.statements.reasoning import Samples, follows, is_impossible
from derivcheck.engine.units import is_defined, is_invertible, is_unit, step_bounds
from derivcheck.results import Verdict
from derivcheck.terms.nodes import INFINITY, Apply, Symbol, Term, number

EXACT_BITS = 0
"""Stands for a proof without any error: both sides expand to the same term."""

MANY = 8
"""How many valuations must agree where the prover is a program that cannot be checked."""

SECOND_KEY = 3
"""How many valuations the refuter must have tried in vain."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A certificate that passed: what was agreed on, and the terms that are positive since the step takes their log."""

    agreement: Agreement
    assumed: frozenset[Term]


Check = Callable[[Question, Certificate], Checked | NoAgreement]


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
    checked = _all_agree(implication.question, ((second, product),), bounds)
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

    ``certificates`` and ``found`` belong to the questions that :func:`~derivcheck.engine.expansions.coefficients` asks.
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
    return {
        "points": agreement.points,
        "sizes": [dict(plan) for plan in agreement.sizes if plan],
        "error": "none" if agreement.error_bits == EXACT_BITS else f"below 2^-{agreement.error_bits}",
        "valuations": findings.held,
    }


def check_identity(question: Question, _: Certificate) -> Checked | NoAgreement:
    """Both sides, expanded, are the same function."""
    if question.relation not in ("=", r"\le", r"\ge"):
        return NoAgreement("D308", "")
    left, right, assumed = expand_both(question.left, question.right, question.scope)
    if left == right:
        return Checked(Agreement(0, (), EXACT_BITS), assumed)
    if INFINITY.operator in question.operators:
        return NoAgreement("D301", "")
    return _checked(interpret(question, left, right, "kernel"), assumed)


def check_exponentiated(question: Question, _: Certificate) -> Checked | NoAgreement:
    """E to the power of both sides is the same; exp is injective on the reals."""
    if question.relation != "=" or question.left.shape != ():
        return NoAgreement("D301", "")
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    left, right = (normalise(Apply("exp", (side,)), bounds) for side in (question.left, question.right))
    raised = Question(left, "=", right, question.scope, question.seed, question.deadline)
    return _checked(interpret(raised, left, right, "kernel"), frozenset(bounds.used))


def check_regions(question: Question, _: Certificate) -> Checked | NoAgreement:
    """Both sides are the same function on every region on which their switches have fixed signs."""
    if question.relation != "=" or question.left.shape != ():
        return NoAgreement("D301", "")

    def agree(posed: Question, one: Term, other: Term) -> Agreement | NoAgreement:
        left, right, _ = expand_both(one, other, posed.scope)
        return interpret(posed, left, right, "kernel")

    # Expanded forms may lose points, such as 0 for z^(n - 1) = zⁿ/z, and a boundary may lie just there.
    return _checked(prove_by_regions(question, question.left, question.right, agree), frozenset())


def check_induction(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """Both sides are the same for every value of the sizes that the certificate names, one after the other."""
    sizes = [size.name for size in certificate.instance if isinstance(size, Symbol)]
    agreement = _by_induction(question, sizes)
    return _checked(agreement, frozenset())


def _by_induction(question: Question, sizes: list[str]) -> Agreement | NoAgreement:
    plain = _identity(question)
    if isinstance(plain, Agreement) or not sizes:
        return plain
    for way in ways(question, sizes[0]):
        points = 0
        for part in way:
            agreement = _by_induction(part, sizes[1:])
            if isinstance(agreement, NoAgreement):
                break
            points += agreement.points
        else:
            return Agreement(points, (), ERROR_BITS)
    return plain


def check_series(question: Question, _: Certificate) -> Checked | NoAgreement:
    """Both sides are the same once named power series stand for the infinite series, where these converge."""
    if question.relation != "=":
        return NoAgreement("D308", "")
    closed = Closing(question, lambda identity: isinstance(_identity(identity), Agreement)).run()
    if closed is None:
        return NoAgreement("D301", "")
    agreement = _identity(closed.question)
    if isinstance(agreement, NoAgreement):
        return agreement
    inside = [term for term in closed.inside if not is_inside(term, question.scope)]
    radii = [Apply("add", (number(1), Apply("multiply", (number(-1), Apply("abs", (term,)))))) for term in inside]
    return Checked(agreement, frozenset(radii))


def _identity(question: Question) -> Agreement | NoAgreement:
    bounds = Bounds(question.scope)
    left, right = normalise(question.left, bounds), normalise(question.right, bounds)
    return interpret(replace(question, left=left, right=right), left, right, "kernel")


def check_theorem(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The difference of the sides is what the named theorem bounds, and the theorem's premises hold."""
    larger, smaller = (
        (question.left, question.right)
        if ">" in question.relation or "ge" in question.relation
        else (question.right, question.left)
    )
    if question.relation in ("<", ">") and any(symbol.name.endswith(")") for symbol in question.values):
        # Densities are drawn positive, yet may have zeros.
        return NoAgreement("D308", "")
    if question.relation not in (r"\le", r"\ge", "<", ">") or larger.shape != () or smaller.shape != ():
        return NoAgreement("D308", "")
    theorem = THEOREMS[certificate.rule](*certificate.instance)
    difference = Apply("add", (larger, Apply("multiply", (number(-1), smaller))))
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    strict = question.relation in ("<", ">")
    if not _premises_hold(bounds, theorem.positive, theorem.nonnegative, strict_needed=strict, strict=theorem.strict):
        return NoAgreement("D308", "")
    identities = ((difference, theorem.bounded), *theorem.identities)
    return _all_agree(question, identities, bounds)


def check_calculus(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The sides are the same once the certificate's facts of calculus are used, and each fact is certain."""
    if question.relation != "=":
        return NoAgreement("D301", "")
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    left, right = calculus.applied(certificate.instance, question.left, question.right)
    checked = _all_agree(question, ((left, right),), bounds)
    if isinstance(checked, Checked) and not all(calculus.holds(f, question, bounds) for f in certificate.instance):
        return NoAgreement("D301", "")
    return checked


def check_witness(question: Question, _: Certificate) -> Checked | NoAgreement:
    """A computer algebra system found the sides equal, and many more valuations than usual do not refute it."""
    more = search(question, more=True)
    if question.relation != "=" or more.refuting is not None or more.held < MANY:
        return NoAgreement("D301", "")
    return Checked(Agreement(more.held, (), 0), frozenset())


def _premises_hold(
    bounds: Bounds,
    positive: Iterable[Term],
    nonnegative: Iterable[Term],
    *,
    strict_needed: bool,
    strict: Iterable[Term] | None,
) -> bool:
    if strict_needed and (strict is None or not all(map(bounds.positive, strict))):
        return False
    return all(map(bounds.positive, positive)) and all(bounds.of(term).nonnegative for term in nonnegative)


def _all_agree(question: Question, identities: Iterable[tuple[Term, Term]], bounds: Bounds) -> Checked | NoAgreement:
    first: Agreement | None = None
    for left, right in identities:
        posed = Question(left, "=", right, question.scope, question.seed, question.deadline)
        agreement = interpret(posed, normalise(left, bounds), normalise(right, bounds), "kernel")
        if isinstance(agreement, NoAgreement):
            return agreement
        first = first or agreement
    if first is None:
        return NoAgreement("D308", "")
    return Checked(first, frozenset(bounds.used))


def _checked(agreement: Agreement | NoAgreement, assumed: frozenset[Term]) -> Checked | NoAgreement:
    return Checked(agreement, assumed) if isinstance(agreement, Agreement) else agreement


CHECKS: dict[str, Check] = {
    "identity": check_identity,
    "exponentiated": check_exponentiated,
    "induction": check_induction,
    "series": check_series,
    "theorem": check_theorem,
    "calculus": check_calculus,
    "witness": check_witness,
    "regions": check_regions,
}
