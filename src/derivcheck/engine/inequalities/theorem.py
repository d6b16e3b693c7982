"""What a theorem says once it is applied to terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from derivcheck.terms.nodes import Term
from derivcheck.terms.scope import Bending


class Inapplicable(Exception):  # noqa: N818 - a premise that does not hold, not an error
    """A theorem was applied to terms of which it says nothing."""


@dataclass(frozen=True, slots=True)
class Theorem:
    """``bounded`` ≥ 0 provided that the identities hold and the terms listed have the signs listed.

    ``bends`` are functions with the bounds of their second derivatives that have to be known. ``strict`` are terms
    whose being positive makes it > 0; None where the theorem gives no strict inequality.
    """

    bounded: Term
    identities: tuple[tuple[Term, Term], ...] = ()
    positive: tuple[Term, ...] = ()
    nonnegative: tuple[Term, ...] = ()
    strict: tuple[Term, ...] | None = None
    bends: tuple[tuple[str, Bending], ...] = ()


MODULES = (
    "sign",
    "gibbs",
    "jensen",
    "largest_summand",
    "cauchy_schwarz",
    "covariance",
    "termwise",
    "largest_entry",
    "weighted_mean",
    "jensen_sums",
    "jensen_points",
    "product_norm",
    "operator_norm",
    "bilinear_norm",
    "submultiplicative",
    "operator_triangle",
    "operator_frobenius",
    "exponential_tangent",
    "logarithm_tangent",
    "logarithm_chord",
    "square_of_sum",
    "triangle",
    "summand",
    "largest_bound",
    "mean_inequality",
    "markov",
    "chebyshev",
    "tangent_bound",
    "descent",
    "convex_combination",
    "convex_sum",
    "bernoulli",
    "power_tangent",
    "log_sum",
)


def _load() -> dict[str, Callable[..., Theorem]]:
    loaded = [import_module(f"derivcheck.engine.inequalities.{name}") for name in MODULES]
    return {module.NAME: module.apply for module in loaded}


THEOREMS: dict[str, Callable[..., Theorem]] = _load()
