"""How certificates are checked that name theorems: their premises hold, and they bound what the step compares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from derivcheck.engine.algebra.normal import logarithm_arguments, normalise
from derivcheck.engine.decision import Certificate, Fact
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.rows import written_out
from derivcheck.engine.inequalities import THEOREMS, Theorem
from derivcheck.engine.inequalities.facts import entries_below_extremes
from derivcheck.engine.inequalities.reasoning import OPPOSITE, is_certain
from derivcheck.engine.inequalities.scalars import Scalars
from derivcheck.engine.inequalities.theorem import Inapplicable
from derivcheck.engine.proving.checked import EXACT_BITS, Checked, all_agree
from derivcheck.engine.proving.interpretation import Agreement, NoAgreement
from derivcheck.engine.question import Question
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import ZERO, Apply, Symbol, Term, free_symbols, number, rebuild
from derivcheck.terms.scope import Bending, Claim
from derivcheck.terms.substitution import substitute


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
    if not all(_is_bent(name, bending, bounds) for name, bending in theorem.bends):
        return NoAgreement("D308", "")
    identities = ((difference, theorem.bounded), *theorem.identities)
    return all_agree(question, identities, bounds)


def check_facts(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The inequality follows from theorems whose premises hold, by exact sign conditions on what they speak of."""
    if question.relation not in OPPOSITE or question.left.shape or question.right.shape:
        return NoAgreement("D308", "")
    if question.relation in ("<", ">") and any(symbol.name.endswith(")") for symbol in question.values):
        # Densities are drawn positive, yet may have zeros.
        return NoAgreement("D308", "")
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    agreement, bounded = Agreement(0, (), EXACT_BITS), []
    for fact in certificate.facts:
        theorem = _applied(fact)
        if theorem is None:
            return NoAgreement("D308", "")
        if not _applies(theorem, bounds, question):
            return NoAgreement("D308", "")
        if theorem.identities:
            checked = all_agree(question, theorem.identities, bounds)
            if isinstance(checked, NoAgreement):
                return checked
            agreement = checked.agreement
        bounded.append(theorem.bounded)
    claim = Claim(question.left, question.relation, question.right)
    for where, row in written_out(claim):
        if not is_certain(row, bounded, Scalars(question.scope, bounds), question, where):
            return NoAgreement("D308", "")
    return Checked(agreement, frozenset(bounds.used))


def check_raised(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """E to the power of both sides compares as the sides do; where these are defined, so are the powers."""
    if question.relation not in OPPOSITE or question.left.shape or question.right.shape:
        return NoAgreement("D308", "")
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    left, right = (_inwards(normalise(Apply("exp", (side,)), bounds)) for side in (question.left, question.right))
    checked = check_facts(replace(question, left=left, right=right), certificate)
    return replace(checked, assumed=frozenset(bounds.used)) if isinstance(checked, Checked) else checked


def _inwards(term: Term) -> Term:
    """``term`` with exponentials of maxima as maxima of exponentials."""
    term = rebuild(term, _inwards)
    match term:
        case Apply("exp", (Apply("max" | "min" as operator, parts),)):
            return Apply(operator, tuple(Apply("exp", (part,)) for part in parts))
    return term


def _applies(theorem: Theorem, bounds: Bounds, question: Question) -> bool:
    """Whether the premises of a theorem hold, its identities aside."""
    needs = [Claim(term, ">", ZERO) for term in theorem.positive]
    needs += [Claim(term, r"\ge", ZERO) for term in theorem.nonnegative]
    bent = all(_is_bent(name, bending, bounds) for name, bending in theorem.bends)
    return bent and all(_is_certain(need, bounds, question) for need in needs)


def _is_bent(name: str, needed: Bending, bounds: Bounds) -> bool:
    """Whether the scope says of a function how it bends; a strongly convex one is convex."""
    known = bounds.scope.bending.get(name, Bending())
    convex = needed.least == ZERO and known.least is not None and bounds.of(known.least).nonnegative
    return (convex or needed.least in (None, known.least)) and needed.greatest in (None, known.greatest)


def _is_certain(need: Claim, bounds: Bounds, question: Question) -> bool:
    """Whether a premise of a theorem holds: by bounds, or by signs and what maxima say of the entries in it."""
    interval = bounds.of(need.left)
    if interval.positive if need.relation == ">" else interval.nonnegative:
        return True
    # What is bound in a sum around the premise is any one place there.
    names = {symbol.name for symbol in free_symbols(need.left) if symbol.name.startswith(BOUND)}
    places: dict[str, Term] = {name: Symbol(f"place {name[len(BOUND) :]}") for name in names}
    need = replace(need, left=substitute(need.left, places))
    for where, row in written_out(need):
        scalars = Scalars(question.scope, bounds)
        scalars.of(row.left)
        theorems = [_applied(fact) for fact in entries_below_extremes(scalars.atoms)]
        facts = [theorem.bounded for theorem in theorems if theorem is not None]
        if not is_certain(row, facts, scalars, question, where):
            return False
    return True


def _applied(fact: Fact) -> Theorem | None:
    rule, instance = fact
    try:
        return THEOREMS[rule](*instance)
    except Inapplicable:
        return None


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
