"""How each kind of certificate is checked: anew, at primes and points of the kernel's own, knowing no strategy."""

from __future__ import annotations

from dataclasses import replace

from derivcheck.engine.algebra.common_parts import generalised, restored
from derivcheck.engine.algebra.determinants import as_numbers, split
from derivcheck.engine.algebra.factored import NotFactored, factored
from derivcheck.engine.algebra.logarithmic import logarithmic
from derivcheck.engine.algebra.normal import logarithm_arguments, normalise
from derivcheck.engine.algebra.normal_sides import expand_both, logarithms_of
from derivcheck.engine.calculus import facts as calculus
from derivcheck.engine.calculus.derivatives import with_derivatives_written, without_determinants
from derivcheck.engine.calculus.domination import derivatives_go_inside
from derivcheck.engine.calculus.integrals import integrated_to_infinity
from derivcheck.engine.calculus.uniformity import is_settled
from derivcheck.engine.decision import Certificate
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.domains.regions import prove_by_regions
from derivcheck.engine.inequalities.reasoning import OPPOSITE
from derivcheck.engine.inequalities.slopes import NAMES, Line, difference, is_nonnegative, never_negative
from derivcheck.engine.information import follows
from derivcheck.engine.proving.checked import EXACT_BITS, Check, Checked, all_agree
from derivcheck.engine.proving.interpretation import ERROR_BITS, Agreement, NoAgreement, interpret
from derivcheck.engine.proving.premises import combined
from derivcheck.engine.proving.theorem_checks import check_facts, check_raised, check_theorem
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.base_points import NoLogarithm
from derivcheck.engine.refuting.refuter import search, search_corners
from derivcheck.engine.series.induction import ways
from derivcheck.engine.series.infinite import Closing, is_inside
from derivcheck.engine.series.termwise import expanded, is_of_place, place_by_place
from derivcheck.terms.apart import BOUND
from derivcheck.terms.nodes import INFINITY, Apply, Symbol, Term, free_symbols, number

WITNESSED = -1
"""Stands for a proof that is another program's word, which cannot be checked."""

MANY = 8
"""How many valuations must agree where the prover is a program that cannot be checked."""


def check_identity(question: Question, _: Certificate) -> Checked | NoAgreement:
    """Both sides, expanded, are the same function."""
    if question.relation not in ("=", r"\le", r"\ge"):
        return NoAgreement("D308", "")
    left, right, assumed = expand_both(question.left, question.right, question.scope)
    if left == right:
        return Checked(Agreement(0, (), EXACT_BITS), assumed)
    if INFINITY.operator in question.operators:
        return NoAgreement("D301", "")
    agreement: Agreement | NoAgreement = NoAgreement("D301", "")
    for form in with_derivatives_written(replace(question, left=left, right=right)):
        left, right, more = expand_both(form.left, form.right, question.scope)
        agreement = _for_any_determinants(replace(form, left=left, right=right))
        if isinstance(agreement, Agreement):
            return Checked(agreement, assumed | more)
    assert isinstance(agreement, NoAgreement)  # noqa: S101 - for the type checker
    return _by_logarithms(question) or agreement


def _by_logarithms(question: Question) -> Checked | None:
    """The agreement of the logarithms of two positive sides, which are equal only where the sides are."""
    sides = logarithms_of(question.left, question.right, question.scope) if question.relation == "=" else None
    if sides is None:
        return None
    left, right, assumed = sides
    agreement = interpret(replace(question, left=left, right=right), left, right, "kernel")
    return Checked(agreement, assumed) if isinstance(agreement, Agreement) else None


def _for_any_determinants(question: Question) -> Agreement | NoAgreement:
    agreement: Agreement | NoAgreement = NoAgreement("D301", "")
    sides = (without_determinants(question.left, question.right, sums_only=only) for only in (False, True))
    for left, right in dict.fromkeys(sides):
        agreement = interpret(replace(question, left=left, right=right), left, right, "kernel")
        if isinstance(agreement, Agreement):
            break
    return agreement


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


def check_common(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """Both sides are the same whatever numbers the parts are that they have in common."""
    posed = generalised(question, certificate.instance)
    checked: Checked | NoAgreement = NoAgreement("D301", "")
    for check in (check_identity, check_regions, check_exponentiated):
        checked = check(posed, certificate)
        if isinstance(checked, Checked):
            return replace(checked, assumed=frozenset(restored(term, certificate.instance) for term in checked.assumed))
    return checked


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


def check_matrices(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """Both sides are the same once A⁺ and A^{1/2} are factored and determinants of products are split."""
    posed = _written_out(question)
    return posed if isinstance(posed, NoAgreement) else check_identity(posed, certificate)


def check_logarithmic(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The logarithms of both sides, as products of determinants, have the same derivatives and meet at a point.

    Before that, determinants of the same matrix, however it is written, may be all that there is to it.
    """
    posed = _written_out(question)
    if isinstance(posed, NoAgreement):
        return posed
    bounds = Bounds(posed.scope)

    def same(one: Term, other: Term) -> bool:
        return isinstance(all_agree(posed, ((one, other),), bounds), Checked)

    for written in (question, posed):
        plain = check_identity(as_numbers(written, same), certificate)
        if isinstance(plain, Checked):
            return plain
    try:
        parts = logarithmic(posed)
    except NoLogarithm:
        return NoAgreement("D301", "")
    for part in parts:
        checked = all_agree(part, ((part.left, part.right),), Bounds(part.scope))
        if isinstance(checked, NoAgreement):
            return checked
    return checked


def _written_out(question: Question) -> Question | NoAgreement:
    if question.relation != "=":
        return NoAgreement("D308", "")
    try:
        return split(factored(question))
    except NotFactored:
        return NoAgreement("D304", "the pseudo-inverse or root of a compound matrix")


def check_premises(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The difference of the sides is a sum of multiples of what the scope assumes to be 0, whatever values all have."""
    parts = certificate.multiples
    if question.relation != "=" or not parts or not all(multiple.is_defined(question) for _, multiple in parts):
        return NoAgreement("D301", "")
    shape = question.left.shape
    negative = Apply("multiply", (number(-1), question.right), shape)
    difference = Apply("add", (question.left, negative), shape)
    return all_agree(question, ((difference, combined(list(parts), question)),), Bounds(question.scope))


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


def check_termwise(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """What is summed or integrated over each range is the same on both sides at every place."""
    parts = place_by_place(question) if question.relation == "=" and not question.left.shape else None
    points = 0
    assumed: frozenset[Term] = frozenset()
    for part in parts or ():
        checked = check_identity(part, certificate)
        if isinstance(checked, NoAgreement):
            checked = check_termwise(part, certificate)
        if isinstance(checked, NoAgreement) and certificate.instance:
            checked = check_induction(part, certificate)
        if isinstance(checked, NoAgreement):
            return checked
        points += checked.agreement.points
        assumed |= {term for term in checked.assumed if not is_of_place(term)}
    return Checked(Agreement(points, (), ERROR_BITS), assumed) if parts else NoAgreement("D301", "")


def check_expanded(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The same holds once logarithms in what is summed or integrated are expanded."""
    posed = expanded(question) if question.relation == "=" else question
    found: Checked | NoAgreement = NoAgreement("D301", "")
    for check in (check_identity, check_series, check_induction) if posed != question else ():
        found = check(posed, certificate)
        if isinstance(found, Checked):
            return found
    return found


def check_values(question: Question, _: Certificate) -> Checked | NoAgreement:
    """Numbers without variables: balls that are exact enough tell them apart."""
    term = difference(question) if question.relation in OPPOSITE else None
    if term is None or term.shape or free_symbols(term):
        return NoAgreement("D308", "")
    if not is_nonnegative(term, strict=question.relation in ("<", ">")):
        return NoAgreement("D308", "")
    return Checked(Agreement(0, (), EXACT_BITS), frozenset())


def check_slopes(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The difference of the sides, terms in one variable, keeps its sign from the certificate's points on."""
    line = Line.of(question) if question.relation in OPPOSITE and not question.left.shape else None
    term = difference(question, logarithms=NAMES[certificate.rule])
    if line is None or term is None or question.right.shape:
        return NoAgreement("D308", "")
    if not never_negative(term, line, certificate.instance, strict=question.relation in ("<", ">")):
        return NoAgreement("D308", "")
    return Checked(Agreement(0, (), EXACT_BITS), frozenset())


def check_calculus(question: Question, certificate: Certificate) -> Checked | NoAgreement:
    """The sides are the same once the certificate's facts of calculus are used, and each fact is certain."""
    if question.relation != "=":
        return NoAgreement("D301", "")
    bounds = Bounds(question.scope, logarithm_arguments(question.scope, question.left, question.right))
    left, right = calculus.applied(certificate.instance, question.left, question.right)
    checked = all_agree(question, ((left, right),), bounds)
    if isinstance(checked, NoAgreement):
        return checked
    certain = all(calculus.holds(fact, question, bounds) for fact in certificate.instance)
    # An improper integral may depend on a parameter with a jump: ∫ a·e^(-ax) dx is 1 for a > 0 and 0 for a = 0.
    inner = any(symbol.name.startswith(BOUND) for premise in bounds.used for symbol in free_symbols(premise))
    # What has a name is known together with where it converges.
    exact = all(calculus.is_named(fact) for fact in certificate.instance)
    if not certain or inner or not (exact or search_corners(question).refuting is None):
        return NoAgreement("D301", "")
    return replace(checked, assumed=frozenset(bounds.used))


def check_witness(question: Question, _: Certificate) -> Checked | NoAgreement:
    """A computer algebra system found the sides equal, and many more valuations than usual do not refute it."""
    if integrated_to_infinity(question.left, question.right):
        # Unknown functions are tried that fall at infinity: ∫ f' = 0 holds for those, and not for the arc tangent.
        return NoAgreement("D301", "")
    if not derivatives_go_inside(question.scope, question.left, question.right):
        return NoAgreement("D301", "")
    more = search(question, more=True)
    if question.relation != "=" or more.refuting is not None or more.held < MANY:
        return NoAgreement("D301", "")
    if not is_settled((question.left, question.right), Bounds(question.scope)):
        return NoAgreement("D301", "")
    return Checked(Agreement(more.held, (), WITNESSED), frozenset())


def check_information(question: Question, _: Certificate) -> Checked | NoAgreement:
    """The difference of the sides is a sum of entropies and informations that are not negative, or that are 0."""
    if question.entropies is None or not follows(question.entropies, question.relation):
        return NoAgreement("D308", "")
    return Checked(Agreement(0, (), EXACT_BITS), frozenset())


def _checked(agreement: Agreement | NoAgreement, assumed: frozenset[Term]) -> Checked | NoAgreement:
    return Checked(agreement, assumed) if isinstance(agreement, Agreement) else agreement


CHECKS: dict[str, Check] = {
    "identity": check_identity,
    "exponentiated": check_exponentiated,
    "common": check_common,
    "induction": check_induction,
    "matrices": check_matrices,
    "logarithmic": check_logarithmic,
    "premises": check_premises,
    "series": check_series,
    "termwise": check_termwise,
    "expanded": check_expanded,
    "theorem": check_theorem,
    "facts": check_facts,
    "raised": check_raised,
    "slopes": check_slopes,
    "values": check_values,
    "calculus": check_calculus,
    "witness": check_witness,
    "regions": check_regions,
    "information": check_information,
}
