"""Pseudo-inverses and principal roots as rational functions of new letters.

Every matrix is BC with B of full column rank and C of full row rank, and every positive definite one is S² with S
positive definite: a step about A⁺ or A^{1/2} for all A is one about all B and C, or S. The rules before that are those
of Penrose (1955) that hold without a condition.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from derivcheck.engine.algebra.sums import product, reciprocal
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import ONE, Apply, Number, Shape, Symbol, Term, operators, rebuild, walk
from derivcheck.terms.scope import Declaration, Domain, Scope, Trait
from derivcheck.terms.substitution import substitute

FACTORED = frozenset({"pseudo-inverse", "matrix-root"})
NORMS = frozenset({"spectral-norm"})
INVERTIBLE = frozenset({Trait.INVERTIBLE, Trait.POSITIVE_DEFINITE, Trait.ORTHOGONAL, Trait.POSITIVE_DIAGONAL})
SEMIDEFINITE = frozenset({Trait.POSITIVE_DEFINITE, Trait.POSITIVE_SEMIDEFINITE})
COLUMNS = frozenset({Trait.FULL_COLUMN_RANK, Trait.ORTHONORMAL_COLUMNS})


class NotFactored(Exception):  # noqa: N818 - a bound that was met, not an error
    """A pseudo-inverse or a root is not one of a symbol."""


def factored(question: Question) -> Question:
    """The same question without pseudo-inverses and roots; raises NotFactored where that is not known."""
    sides = (question.left, question.right)
    if all((FACTORED | NORMS).isdisjoint(operators(side)) for side in sides):
        return question
    rules = _Rules(question.scope)
    left, right = (rules.of(side) for side in sides)
    values, declared = _letters(question, (left, right))
    scope = replace(question.scope, declarations={**question.scope.declarations, **declared})
    rules = _Rules(scope)
    left, right = (rules.of(substitute(side, values)) for side in (left, right))
    if any(not FACTORED.isdisjoint(operators(side)) for side in (left, right)):
        raise NotFactored
    return replace(question, left=left, right=right, scope=scope)


def _letters(question: Question, sides: tuple[Term, Term]) -> tuple[dict[str, Term], dict[str, Declaration]]:
    """What stands for the symbols below pseudo-inverses and roots, and the declarations of the new letters."""
    values: dict[str, Term] = {}
    declared: dict[str, Declaration] = {}
    spoken = {name for claim in question.assumptions for name in claim.names}
    for part in (part for side in sides for part in walk(side)):
        if not isinstance(part, Apply) or part.operator not in FACTORED:
            continue
        symbol = part.arguments[0]
        if not isinstance(symbol, Symbol) or symbol.name in values:
            continue
        if symbol.name in spoken or len(symbol.shape) != 2:
            raise NotFactored
        make = _root_of if part.operator == "matrix-root" else _ranked
        values[symbol.name] = make(symbol, question.scope, declared)
    return values, declared


def _root_of(symbol: Symbol, scope: Scope, declared: dict[str, Declaration]) -> Term:
    """S² for a symbol that is positive semidefinite; S has the same properties."""
    known = scope.declarations.get(symbol.name)
    if known is None or not known.traits & SEMIDEFINITE:
        raise NotFactored
    root = Symbol(f"root {symbol.name}", symbol.shape)
    declared[root.name] = replace(known, symbol=root)
    return _times(root, root)


def _ranked(symbol: Symbol, scope: Scope, declared: dict[str, Declaration]) -> Term:
    """BC for a symbol without a property, of any rank."""
    known = scope.declarations.get(symbol.name)
    if known is not None and known.traits:
        raise NotFactored
    rank = Symbol(f"rank {symbol.name}")
    left = Symbol(f"columns {symbol.name}", (symbol.shape[0], rank))
    right = Symbol(f"rows {symbol.name}", (rank, symbol.shape[1]))
    declared[rank.name] = Declaration(rank, Domain.NATURAL)
    declared[left.name] = Declaration(left, traits=frozenset({Trait.FULL_COLUMN_RANK}))
    declared[right.name] = Declaration(right, traits=frozenset({Trait.FULL_ROW_RANK}))
    return _times(left, right)


def _times(*factors: Term) -> Term:
    product = factors[0]
    for factor in factors[1:]:
        shape: Shape = (product.shape[0], *factor.shape[1:])
        product = Apply("matmul", (product, factor), shape)
    return product


def _transpose(term: Term) -> Term:
    if isinstance(term, Apply) and term.operator == "transpose":
        return term.arguments[0]
    return Apply("transpose", (term,), term.shape[::-1])


def _inverse(term: Term) -> Term:
    return Apply("inverse", (term,), term.shape)


def norm(term: Term, scope: Scope) -> Term:
    """The largest singular value of a matrix, by what it is made of."""
    return _Rules(scope).norm(term)


class _Rules:
    """Rewrites pseudo-inverses and roots, from the inside out."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def of(self, term: Term) -> Term:
        """``term`` with what the rules know written out."""
        term = rebuild(term, self.of)
        if isinstance(term, Apply) and term.operator == "spectral-norm":
            return self.norm(term.arguments[0])
        if not isinstance(term, Apply) or len(term.shape) != 2:
            return term
        if term.operator == "pseudo-inverse":
            return self.pseudo_inverse(term.arguments[0])
        return self.root(term.arguments[0]) if term.operator == "matrix-root" else term

    def traits(self, term: Term) -> frozenset[Trait]:
        """The properties of a symbol, or of a transposed one as its own transpose has them."""
        declaration = self.scope.declarations.get(term.name) if isinstance(term, Symbol) else None
        return frozenset() if declaration is None else declaration.traits

    def pseudo_inverse(self, term: Term) -> Term:
        """A⁺ by what A is made of."""
        as_it_is = Apply("pseudo-inverse", (term,), term.shape[::-1])
        if self.traits(term) & INVERTIBLE:
            # What is said to be of full rank may have more rows or more columns.
            return _inverse(term) if term.shape[0] == term.shape[1] else as_it_is
        flipped = _transpose(term)
        if self.traits(term) & COLUMNS:
            return _times(_inverse(_times(flipped, term)), flipped)
        if Trait.FULL_ROW_RANK in self.traits(term):
            return _times(flipped, _inverse(_times(term, flipped)))
        if not isinstance(term, Apply):
            return as_it_is
        if term.operator == "pseudo-inverse":
            return term.arguments[0]
        if term.operator in ("transpose", "inverse"):
            inner = self.pseudo_inverse(term.arguments[0])
            return _transpose(inner) if term.operator == "transpose" else term.arguments[0]
        return self._of_product(*term.arguments) or as_it_is if term.operator == "matmul" else as_it_is

    def _of_product(self, left: Term, right: Term) -> Term | None:
        """(AB)⁺ = B⁺A⁺ where A has full column rank and B full row rank, or where one of them has orthonormal lines."""
        full = self.is_full(left, columns=True) and self.is_full(right, columns=False)
        gram = left == _transpose(right)
        isometric = Trait.ORTHONORMAL_COLUMNS in self.all_traits(left)
        coisometric = Trait.ORTHONORMAL_COLUMNS in self.all_traits(_transpose(right))
        if not (full or gram or isometric or coisometric):
            return None
        first = _transpose(left) if isometric else self.pseudo_inverse(left)
        second = _transpose(right) if coisometric else self.pseudo_inverse(right)
        return _times(second, first)

    def all_traits(self, term: Term) -> frozenset[Trait]:
        """The properties of a symbol with those that they bring."""
        found = self.traits(term)
        if isinstance(term, Apply) and term.operator == "transpose":
            found = self.traits(term.arguments[0]) & {Trait.ORTHOGONAL}
        return found | ({Trait.ORTHONORMAL_COLUMNS} if Trait.ORTHOGONAL in found else frozenset())

    def is_full(self, term: Term, *, columns: bool) -> bool:
        """Whether a matrix surely has full rank on one side."""
        if isinstance(term, Apply) and term.operator == "transpose":
            return self.is_full(term.arguments[0], columns=not columns)
        if isinstance(term, Apply) and term.operator == "matmul":
            return all(self.is_full(part, columns=columns) for part in term.arguments)
        if isinstance(term, Apply) and term.operator == "inverse":
            return True
        wanted = COLUMNS if columns else frozenset({Trait.FULL_ROW_RANK})
        square = len(term.shape) == 2 and term.shape[0] == term.shape[1]
        return bool(self.traits(term) & (wanted | INVERTIBLE if square else wanted))

    def norm(self, term: Term) -> Term:
        """‖cA‖₂ = |c| ‖A‖₂, ‖Aᵀ‖₂ = ‖A‖₂, and 1 for what keeps lengths or is an identity."""
        as_it_is = Apply("spectral-norm", (term,))
        if Trait.ORTHONORMAL_COLUMNS in self.all_traits(term):
            return ONE
        if not isinstance(term, Apply):
            return as_it_is
        if term.operator == "identity":
            return ONE
        if term.operator == "transpose":
            return self.norm(term.arguments[0])
        if term.operator == "matmul" and any(_inverse(a) == b for a, b in permutations(term.arguments)):
            return ONE
        if term.operator == "multiply" and len(term.arguments[-1].shape) == 2:
            *scalars, inner = term.arguments
            return product([*(Apply("abs", (scalar,)) for scalar in scalars), self.norm(inner)])
        if (
            term.operator == "inverse"
            and isinstance(inner := term.arguments[0], Apply)
            and inner.operator == "multiply"
        ):
            *scalars, rest = inner.arguments
            return product([reciprocal(Apply("abs", (product(scalars),))), self.norm(_inverse(rest))])
        return as_it_is

    def root(self, term: Term) -> Term:
        """A^{1/2} by what A is made of."""
        as_it_is = Apply("matrix-root", (term,), term.shape)
        if not isinstance(term, Apply):
            return as_it_is
        if term.operator == "identity":
            return term
        if term.operator == "diagonal" and len(term.arguments[0].shape) == 1:
            # Either has a value where no entry is negative.
            entries = term.arguments[0]
            return Apply("diagonal", (Apply("power", (entries, Number(Fraction(1, 2))), entries.shape),), term.shape)
        if term.operator == "inverse":
            return _inverse(self.root(term.arguments[0]))
        if term.operator != "matmul":
            return as_it_is
        left, right = term.arguments
        if left == right and self.traits(left) & SEMIDEFINITE:
            return left
        # QΛQᵀ, bracketed to the left.
        if isinstance(left, Apply) and left.operator == "matmul" and right == _transpose(left.arguments[0]):
            turn, middle = left.arguments
            if self.traits(turn) & {Trait.ORTHOGONAL, Trait.ORTHONORMAL_COLUMNS} and self.traits(middle) & SEMIDEFINITE:
                return _times(_times(turn, self.root(middle)), right)
        return as_it_is
