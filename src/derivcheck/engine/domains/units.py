"""Terms that cannot vanish where a step is defined, and matrices that are invertible there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivcheck.engine.algebra.normal import logarithm_arguments, normalise
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.implication import Implication
from derivcheck.terms.nodes import Apply, Number, Shape, Symbol, Term, walk
from derivcheck.terms.scope import Claim, Scope, Trait

MOST_UNITS = 12
INVERTIBLE = frozenset({Trait.INVERTIBLE, Trait.POSITIVE_DEFINITE, Trait.ORTHOGONAL})


def _statement_terms(implication: Implication) -> tuple[Term, ...]:
    claims = (implication.premise, implication.conclusion)
    return tuple(side for claim in claims for side in (claim.left, claim.right))


def step_bounds(implication: Implication) -> Bounds:
    """Intervals under the scope and under the definedness of both statements."""
    return Bounds(implication.scope, logarithm_arguments(implication.scope, *_statement_terms(implication)))


def normalised(implication: Implication) -> Implication:
    """The same implication with logarithms and roots expanded, so that constants in them drop out of derivatives."""
    bounds = step_bounds(implication)

    def of(claim: Claim) -> Claim:
        return replace(claim, left=normalise(claim.left, bounds), right=normalise(claim.right, bounds))

    hints = tuple(map(of, implication.hints))
    return replace(implication, premise=of(implication.premise), conclusion=of(implication.conclusion), hints=hints)


def is_unit(term: Term, implication: Implication, bounds: Bounds) -> bool:
    """Whether a scalar surely is not 0 wherever both statements are defined."""
    if isinstance(term, Apply) and term.operator == "multiply":
        return all(is_unit(factor, implication, bounds) for factor in term.arguments)
    if isinstance(term, Apply) and term.operator == "power" and isinstance(term.arguments[1], Number):
        return is_unit(term.arguments[0], implication, bounds)
    interval = bounds.of(term)
    if interval.positive or interval.negative:
        return True
    return _declared_nonzero(term, implication.scope) or term in set(_denominators(implication))


def _declared_nonzero(term: Term, scope: Scope) -> bool:
    declaration = scope.declarations.get(term.name) if isinstance(term, Symbol) and not term.shape else None
    return declaration is not None and Trait.NONZERO in declaration.traits


def _denominators(implication: Implication) -> Iterator[Term]:
    """What the statements divide by, outside sums and derivatives."""
    stack = list(_statement_terms(implication))
    while stack:
        part = stack.pop()
        if not isinstance(part, Apply):
            continue
        stack.extend(part.arguments)
        if (
            part.operator == "power"
            and part.shape == ()
            and isinstance(part.arguments[1], Number)
            and part.arguments[1].value < 0
        ):
            yield part.arguments[0]


def scalar_units(implication: Implication) -> list[Term]:
    """Scalar subterms of the statements that cannot vanish, the likeliest multipliers first."""
    bounds = step_bounds(implication)
    found: dict[Term, None] = dict.fromkeys(_denominators(implication))
    free = {symbol.name for symbol in implication.question.symbols}
    for side in _statement_terms(implication):
        for part in walk(side):
            if (
                part.shape == ()
                and not isinstance(part, Number)
                and _closed(part, free)
                and is_unit(part, implication, bounds)
            ):
                found.setdefault(part)
    return [unit for unit in found if _closed(unit, free)][:MOST_UNITS]


def _closed(term: Term, free: set[str]) -> bool:
    return all(not isinstance(part, Symbol) or part.name in free for part in walk(term))


def defined_scalars(implication: Implication) -> list[Term]:
    """Scalars that have a value wherever both statements do: their subterms, and the sums of their sides."""
    free = {symbol.name for symbol in implication.question.symbols}
    found: dict[Term, None] = {}
    for claim in (implication.premise, implication.conclusion):
        if claim.left.shape == ():
            found.setdefault(Apply("add", (claim.left, claim.right)))
    for side in _statement_terms(implication):
        for part in always_evaluated(side):
            if part.shape == () and not isinstance(part, Number) and _closed(part, free):
                found.setdefault(part)
    return list(found)[:MOST_UNITS]


def defined_matrices(implication: Implication, shape: Shape) -> list[Term]:
    """Matrices that may stand before a residual of ``shape``, defined wherever both statements are."""
    found: dict[Term, None] = {}
    for side in _statement_terms(implication):
        for part in always_evaluated(side):
            if len(part.shape) == 2 and shape and part.shape[1:] == shape[:1]:
                found.setdefault(part)
    return list(found)[:MOST_UNITS]


def always_evaluated(term: Term) -> Iterator[Term]:
    """The subterms that have a value wherever ``term`` has one."""
    stack = [term]
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, Apply) and part.operator != "cases":
            stack.extend(part.arguments)


def is_defined(term: Term, implication: Implication) -> bool:
    """Whether ``term`` surely has a value wherever both statements do."""
    if isinstance(term, (Number, Symbol)) or any(
        term == part for side in _statement_terms(implication) for part in always_evaluated(side)
    ):
        return True
    if not isinstance(term, Apply):
        return False
    is_sum_or_product = term.operator in ("add", "multiply", "matmul", "transpose")
    is_power = (
        term.operator == "power" and isinstance(term.arguments[1], Number) and term.arguments[1].value in (1, 2, 3)
    )
    return (is_sum_or_product or is_power) and all(is_defined(part, implication) for part in term.arguments)


def unit_matrices(implication: Implication, shape: Shape) -> list[Term]:
    """Matrices, as left factors for residuals of ``shape``, that are invertible where both statements are defined."""
    if not shape:
        return []
    found: dict[Term, None] = {}
    for side in _statement_terms(implication):
        for part in walk(side):
            if isinstance(part, Apply) and part.operator == "inverse" and part.shape[1:] == shape[:1]:
                found.setdefault(part)
                found.setdefault(part.arguments[0])
    for part in list(found) + [p for side in _statement_terms(implication) for p in walk(side)]:
        if len(part.shape) == 2 and part.shape[1:] == shape[:1] and is_invertible(part, implication):
            found.setdefault(Apply("inverse", (part,), part.shape))
            found.setdefault(part)
    return list(found)[:MOST_UNITS]


def is_invertible(term: Term, implication: Implication) -> bool:
    """Whether a square matrix surely has an inverse: declared so, a Gram matrix of full rank, or inverted there."""
    if isinstance(term, Apply) and term.operator in ("inverse", "transpose"):
        return is_invertible(term.arguments[0], implication)
    if any(
        isinstance(p, Apply) and p.operator == "inverse" and p.arguments[0] == term
        for s in _statement_terms(implication)
        for p in walk(s)
    ):
        return True
    if isinstance(term, Symbol):
        declaration = implication.scope.declarations.get(term.name)
        return declaration is not None and bool(declaration.traits & INVERTIBLE)
    return _is_gram(term, implication.scope)


def _is_gram(term: Term, scope: Scope) -> bool:
    """XᵀX with X of full column rank, or XXᵀ with X of full row rank."""
    if not (isinstance(term, Apply) and term.operator == "matmul"):
        return False
    left, right = term.arguments
    for flipped, plain, trait in ((left, right, Trait.FULL_COLUMN_RANK), (right, left, Trait.FULL_ROW_RANK)):
        if (
            isinstance(flipped, Apply)
            and flipped.operator == "transpose"
            and flipped.arguments[0] == plain
            and isinstance(plain, Symbol)
        ):
            declaration = scope.declarations.get(plain.name)
            return declaration is not None and trait in declaration.traits
    return False
