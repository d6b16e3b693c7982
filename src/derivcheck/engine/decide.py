"""The ladder: refuter, provers, more refuting; the way from a question to its decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from derivcheck.engine.calculus.expansions import NoExpansion, coefficients, is_expansion
from derivcheck.engine.calculus.inverses import without_inverses
from derivcheck.engine.decision import Certificate, Decision
from derivcheck.engine.domains.named_entries import with_named_entries
from derivcheck.engine.domains.solved import undefined_side
from derivcheck.engine.domains.units import normalised
from derivcheck.engine.implication import Implication, search_solutions
from derivcheck.engine.proving import kernel
from derivcheck.engine.proving.interpretation import NoAgreement
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.infinite import infinite_point
from derivcheck.engine.refuting.refuter import COSTLY, Findings, search
from derivcheck.engine.refuting.shrink import shrink
from derivcheck.engine.series.termwise import expanded, in_parts_of_range, ranges
from derivcheck.engine.strategies import CHEAPEST, LADDER, QUICK, multiplier, propose
from derivcheck.results import Verdict
from derivcheck.terms.definitions import count_nodes
from derivcheck.terms.lone_rows import leaves_gaps, without_lone_rows

MOST_WORK = 6000
"""How many operators and names, names counted tenfold, a question may have."""

RECENT = 64
"""How many decisions are kept: on its way to an answer, a step often comes to the same question again."""

RELATIONS = frozenset({"=", r"\le", r"\ge", "<", ">", r"\ne"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """A decision, with what it was proved by."""

    decision: Decision
    certificate: Certificate | None = None
    findings: Findings | None = None


def decide(question: Question, *, quick: bool = False, shown: bool = True) -> Decision:
    """Whether the relation holds at every valuation at which both sides are defined.

    With ``quick``, by the strategies alone that cost little. A counterexample is made small where it may be ``shown``.
    """
    decision = _decision(question, quick=quick, explained=True)
    if decision.point is None or decision.code == "D216" or not shown:
        return decision
    return replace(decision, point=shrink(decision.about or question, decision.point))


def is_proved(question: Question, *, quick: bool = True) -> bool:
    """Whether ``decide``, if need be by the strategies alone that cost little, proves a question.

    It takes less work than the decision, since no other answer has to be explained or looked into.
    """
    return _decision(question, quick=quick, explained=False).verdict is Verdict.PROVED


@lru_cache(maxsize=RECENT)
def _decision(question: Question, *, quick: bool, explained: bool) -> Decision:
    if is_expansion(question):
        return _expanded(question, quick=quick, explained=explained)
    return _attempt(question, quick=quick, explained=explained).decision


def _expanded(question: Question, *, quick: bool, explained: bool) -> Decision:
    """An expansion, coefficient by coefficient."""
    try:
        parts = coefficients(question)
    except NoExpansion as bound:
        return Decision(Verdict.UNPROVED, "D304", {"what": bound.reason})
    attempts = [_attempt(part, quick=quick, explained=explained) for part in parts]
    for part, attempt in zip(parts, attempts, strict=True):
        if attempt.decision.verdict is Verdict.REFUTED:
            return replace(attempt.decision, code="D211", about=part)
    proofs = [(a.certificate, a.findings) for a in attempts if a.certificate is not None and a.findings is not None]
    if len(proofs) < len(attempts):
        return next(a.decision for a in attempts if a.certificate is None)
    certificates, found = zip(*proofs, strict=True)
    return kernel.prove_expansion(question, certificates, found)


def _attempt(question: Question, *, quick: bool, explained: bool) -> Attempt:
    """The decision on a question that is no expansion; unless ``explained``, only that on a proof is the whole one."""
    work = count_nodes(question.left) + count_nodes(question.right) + 10 * len(question.symbols)
    if work > MOST_WORK:
        return Attempt(Decision(Verdict.UNPROVED, "D302", {"what": "smaller sides"}))
    if any(map(leaves_gaps, (question.left, question.right))):
        what = "an integral or a sum over places where a function is not told"
        return Attempt(Decision(Verdict.UNPROVED, "D304", {"what": what}))
    asked = question
    question, findings = _searched(question)
    if findings.refuting:
        return _refuting(question, findings, explained=explained)
    if findings.unsupported:
        return Attempt(Decision(Verdict.UNPROVED, "D304", {"what": findings.unsupported}))
    side = None if findings.held else undefined_side(question.left, question.right, question.scope)
    if side is not None:
        facts = {"both": "the two sides"} if side == "both" else {"side": side}
        return Attempt(Decision(Verdict.REFUTED, "D206", facts))
    question.budget.renew()
    infinite = infinite_point(question, findings)
    if infinite is not None:
        return Attempt(Decision(Verdict.REFUTED, "D216", {}, "counterexample", point=infinite))
    found = _tried(question, findings, quick=quick, explained=explained)
    is_open = found.certificate is None and found.decision.verdict is Verdict.UNPROVED
    if is_open and findings.held >= kernel.SECOND_KEY and "cases" in question.operators:
        # A row by itself has its value wherever it has one, and the findings tell that it has one somewhere.
        bare = replace(question, left=without_lone_rows(question.left), right=without_lone_rows(question.right))
        proof = _tried(bare, findings, quick=quick, explained=False) if bare != question else found
        found = proof if proof.certificate is not None else found
    if question is asked or found.certificate is not None:
        return found
    # Some rules know the question as it was asked; nothing but a proof of it is looked for.
    again = _tried(asked, search(asked), quick=quick, explained=False)
    return found if again.certificate is None else again


def _searched(question: Question) -> tuple[Question, Findings]:
    """What the refuter finds of a question, or of the same with the logarithms in sums and integrals expanded.

    The logarithm of a density that falls to 0 is evaluated only so. Wherever a question is defined it says the same
    expanded, which then stands for it; it may be defined at more points, so that only the question itself is refuted.
    """
    question = in_parts_of_range(with_named_entries(without_inverses(question)))
    posed = expanded(question) if ranges(question) else question
    if posed != question:
        findings = search(posed)
        if findings.held and findings.refuting is None:
            return posed, findings
    return question, search(question)


def _tried(question: Question, findings: Findings, *, quick: bool, explained: bool) -> Attempt:
    """The strategies, and more valuations: before them where there are too few for any proof, else after them."""
    early = findings.held < kernel.SECOND_KEY
    if early:
        findings = _more(question, findings)
    reasons: list[NoAgreement] = []
    if findings.refuting is None and findings.held >= kernel.SECOND_KEY:
        for certificate in propose(question, QUICK if quick else LADDER):
            decision = kernel.prove(question, certificate, findings)
            if isinstance(decision, Decision):
                return _leanest(question, Attempt(decision, certificate, findings), findings)
            reasons.append(decision)
    if explained and not early:
        findings = _more(question, findings)
    if findings.refuting is not None:
        return _refuting(question, findings, explained=explained)
    return Attempt(_unproved(question, findings.held, reasons))


def _leanest(question: Question, attempt: Attempt, findings: Findings) -> Attempt:
    """The proof without the rules that it does not need."""
    for rule in dict.fromkeys(rule for rule, _ in attempt.certificate.facts) if attempt.certificate else ():
        assert attempt.certificate is not None  # noqa: S101 - it has facts
        facts = tuple(fact for fact in attempt.certificate.facts if fact[0] != rule)
        if facts and len(facts) < len(attempt.certificate.facts):
            rules = dict.fromkeys(name for name, _ in facts)
            leaner = replace(attempt.certificate, facts=facts, rule="; ".join(rules))
            decision = kernel.prove(question, leaner, findings)
            if isinstance(decision, Decision):
                attempt = Attempt(decision, leaner, findings)
    return attempt


def _more(question: Question, findings: Findings) -> Findings:
    """What was found, and what larger and more varied valuations show, where they have a chance to meet a scope."""
    if findings.unmet:
        return findings
    later = search(question, more=True, most_work=COSTLY)
    return replace(later, held=findings.held + later.held)


def _refuting(question: Question, findings: Findings, *, explained: bool) -> Attempt:
    return Attempt(_refuted(question, findings) if explained else Decision(Verdict.REFUTED, "D201"))


def _refuted(question: Question, findings: Findings) -> Decision:
    """A refutation, unless a prover says otherwise, which would be a bug of ours."""
    if question.relation == "=":
        clean = Findings(held=kernel.SECOND_KEY)
        for certificate in propose(question, CHEAPEST):
            if isinstance(kernel.prove(question, certificate, clean), Decision):
                return Decision(Verdict.UNPROVED, "D901")
    assert findings.refuting is not None  # noqa: S101 - the caller saw it
    return Decision(
        Verdict.REFUTED,
        "D201",
        {"relation": question.relation},
        "counterexample",
        point=findings.refuting,
        about=question,
    )


def _unproved(question: Question, held: int, reasons: list[NoAgreement]) -> Decision:
    if not held:
        return Decision(Verdict.UNPROVED, "D303")
    bound = next((reason for reason in reasons if reason.code in ("D302", "D304")), None)
    if bound is not None:
        return Decision(Verdict.UNPROVED, bound.code, {"what": bound.what})
    code = "D301" if question.relation == "=" else "D308"
    return Decision(Verdict.UNPROVED, code, {"points": str(held), "digits": "50"})


def decide_implication(implication: Implication) -> Decision:
    """Whether the conclusion holds wherever the premise does, and for ⟺ the other way around."""
    claims = (implication.premise, implication.conclusion)
    if any(claim.relation != "=" for claim in claims):
        return Decision(Verdict.UNPROVED, "D304", {"what": "an implication between statements that are no equations"})
    implication = normalised(implication)
    forward = search_solutions(implication)
    if forward.refuting:
        return Decision(Verdict.REFUTED, "D204", {}, "counterexample", point=forward.refuting)
    backward = search_solutions(implication.converse()) if implication.both_ways else None
    if backward and backward.refuting:
        return Decision(Verdict.REFUTED, "D205", {}, "counterexample", point=backward.refuting)
    if not forward.held or (backward is not None and not backward.held):
        return Decision(Verdict.UNPROVED, "D305")
    for certificate in multiplier.propose(implication):
        decision = kernel.prove_implication(implication, certificate, forward, backward)
        if isinstance(decision, Decision):
            return decision
    return Decision(Verdict.UNPROVED, "D301", {"points": str(forward.held), "digits": "50"})
