"""Jensen's inequality for finitely many points and named convex functions: the definition of convexity."""

from __future__ import annotations

from derivcheck.engine.algebra.sums import product, total
from derivcheck.engine.inequalities.convexity import curvature
from derivcheck.engine.inequalities.increasing import at
from derivcheck.engine.inequalities.theorem import Inapplicable, Theorem
from derivcheck.terms.nodes import ONE, Number, Term, number

NAME = "Jensen's inequality for finitely many points"


def apply(function: Term, middle: Term, *pairs: Term) -> Theorem:
    """∑ wₖ φ(uₖ) ≥ φ(∑ wₖ uₖ) for weights that are not negative and sum to 1, and convex φ; for concave φ it turns.

    ``middle`` is ∑ wₖ uₖ as it is written; ``pairs`` are w₁, u₁, w₂, u₂, ….
    """
    weights, values = pairs[::2], pairs[1::2]
    if not weights or len(weights) != len(values):
        raise Inapplicable
    signs = [curvature(function, value) for value in values]
    positive = tuple(term for _, terms, _ in signs for term in terms)
    nonnegative = tuple(term for _, _, terms in signs for term in terms)
    mean = total([product([w, u]) for w, u in zip(weights, values, strict=True)])
    above = total([product([w, at(function, u)]) for w, u in zip(weights, values, strict=True)])
    gap = total([above, product([number(-1), at(function, middle)])])
    identities = ((total(list(weights)), ONE), (mean, middle))
    return Theorem(product([Number(ONE.value * signs[0][0]), gap]), identities, positive, (*weights, *nonnegative))
