"""What a scope says about its symbols: declarations, definitions, assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from derivcheck.terms.nodes import Symbol, Term, free_symbols
from derivcheck.terms.substitution import substitute


class Domain(StrEnum):
    """What a scalar (or each entry of an array) ranges over."""

    REAL = "real"
    INTEGER = "integer"
    NATURAL = "natural"
    INDEX = "index"
    BINARY = "binary"
    SIGN_LABEL = "sign label"


class Trait(StrEnum):
    """A property that valuations meet by construction."""

    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    NEGATIVE = "negative"
    NONZERO = "nonzero"
    SYMMETRIC = "symmetric"
    SKEW = "skew-symmetric"
    DIAGONAL = "diagonal"
    INVERTIBLE = "invertible"
    SINGULAR = "singular"
    POSITIVE_DEFINITE = "positive definite"
    POSITIVE_SEMIDEFINITE = "positive semidefinite"
    ORTHOGONAL = "orthogonal"
    ORTHONORMAL_COLUMNS = "orthonormal columns"
    IDEMPOTENT = "idempotent"
    LOWER_TRIANGULAR = "lower triangular"
    UPPER_TRIANGULAR = "upper triangular"
    POSITIVE_DIAGONAL = "positive on the diagonal"
    STOCHASTIC = "row-stochastic"
    COLUMN_STOCHASTIC = "column-stochastic"
    FULL_COLUMN_RANK = "full column rank"
    FULL_ROW_RANK = "full row rank"
    UNIT = "unit vector"
    ONE_HOT = "one-hot"
    PROBABILITY = "probability vector"
    DISTINCT = "distinct"
    DESCENDING = "descending"
    ASCENDING = "ascending"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is known of one symbol.

    ``normalised`` names the axes over which the entries sum to 1 (for a table p(z|x), the axis of z). ``lower`` and
    ``upper`` bound a scalar strictly; an INDEX runs from 1 to ``size``. ``source`` is how the author said it, for the
    report.
    """

    symbol: Symbol
    domain: Domain = Domain.REAL
    traits: frozenset[Trait] = frozenset()
    normalised: tuple[int, ...] = ()
    lower: Fraction | None = None
    upper: Fraction | None = None
    size: Term | None = None
    weights: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A name that stands for a term; with parameters, a function."""

    name: str
    parameters: tuple[Symbol, ...]
    body: Term
    source: str = ""

    def at(self, arguments: Sequence[Term]) -> Term:
        """The body of a function with arguments for its parameters."""
        return substitute(self.body, {p.name: a for p, a in zip(self.parameters, arguments, strict=True)})


@dataclass(frozen=True, slots=True)
class Claim:
    r"""``left relation right``, with a relation such as ``=`` or ``\le``."""

    left: Term
    relation: str
    right: Term
    source: str = ""

    @property
    def ordered(self) -> tuple[Term, Term] | None:
        """The smaller and the larger side of an inequality."""
        if self.relation in ("<", r"\le"):
            return self.left, self.right
        return (self.right, self.left) if self.relation in (">", r"\ge") else None

    @property
    def symbols(self) -> frozenset[Symbol]:
        """What it speaks of."""
        return free_symbols(self.left) | free_symbols(self.right)

    @property
    def names(self) -> frozenset[str]:
        """The names of what it speaks of."""
        return frozenset(symbol.name for symbol in self.symbols)


@dataclass(frozen=True, slots=True)
class Bending:
    """What is known of how an unknown function bends: bounds of its second derivatives in all directions.

    None is no bound. A function is convex where it has the bound 0 from below, μ-strongly convex with μ in its place,
    and L-smooth with the bounds -L and L.
    """

    least: Term | None = None
    greatest: Term | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything in force where a step stands.

    ``positive_functions`` are the unknown functions that are positive; f' among them says that f increases, and -f'
    that it falls. ``bending`` is how some functions bend, ``inverses`` what those of some are called; ``assumptions``
    are what no declaration can express.
    """

    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    assumptions: tuple[Claim, ...] = ()
    positive_functions: frozenset[str] = frozenset()
    bending: Mapping[str, Bending] = field(default_factory=dict)
    inverses: Mapping[str, str] = field(default_factory=dict)
