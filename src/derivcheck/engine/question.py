"""What the engine is asked: whether ``left relation right`` holds at every valuation of the scope."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache

from derivcheck.engine.deadline import Deadline
from derivcheck.engine.evaluation.evaluator import Budget
from derivcheck.terms.entropies import Entropies
from derivcheck.terms.nodes import (
    Apply,
    Array,
    Call,
    Reduce,
    Symbol,
    Term,
    free_symbols,
    number,
    operators,
    size_names,
    walk,
)
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope, Trait

TRANSCENDENTAL = frozenset({"exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "pi", "erf", "root", "gamma"})
EXPONENTIAL = frozenset({"real-power", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf"})


TOTAL = frozenset({"add", "multiply", "index", "dot", "matmul", "transpose", "hadamard"})
"""Operators that have a value wherever their arguments have one."""


@dataclass(frozen=True)
class Question:
    """Two terms with every definition unfolded, their relation, and the scope; parts are worked out on demand.

    ``entropies`` are the sides before the entropies in them were written out, where there are any.
    """

    left: Term
    relation: str
    right: Term
    scope: Scope
    seed: str = ""
    deadline: Deadline | None = None
    entropies: Entropies | None = None

    def __hash__(self) -> int:
        return hash((self.left, self.relation, self.right))

    @cached_property
    def budget(self) -> Budget:
        """Shared by all evaluations of this question."""
        return Budget(self.deadline)

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """Everything that needs a value, with what the assumptions and weights bring in."""
        found = free_symbols(self.left) | free_symbols(self.right)
        found = found.union(*map(free_symbols, self._bends))
        pending = list(found)
        while pending:
            declaration = self.scope.declarations.get(pending.pop().name)
            extra: frozenset[Symbol] = frozenset()
            if declaration and declaration.size is not None:
                extra |= free_symbols(declaration.size)
            if declaration and declaration.weights:
                extra |= free_symbols(self.scope.declarations[declaration.weights].symbol)
            pending.extend(extra - found)
            found |= extra
        names = {symbol.name for symbol in found}
        for claim in self.relevant_assumptions(frozenset(names)):
            found |= claim.symbols
        return tuple(sorted({s.name: s for s in found}.values(), key=lambda s: s.name))

    def relevant_assumptions(self, names: frozenset[str]) -> tuple[Claim, ...]:
        """The assumptions that speak of ``names``, directly or through other symbols."""
        chosen: list[Claim] = []
        reached, grown = set(names), True
        while grown:
            grown = False
            for claim in self.scope.assumptions:
                if claim not in chosen and claim.names & reached and not self._only_names(claim, names):
                    chosen.append(claim)
                    reached |= claim.names
                    grown = True
        return tuple(chosen)

    def _only_names(self, claim: Claim, names: frozenset[str]) -> bool:
        """Whether an equation says no more than what a number is of which nothing else speaks: it restricts nothing."""
        return claim.relation == "=" and any(
            isinstance(side, Symbol)
            and side.name not in names
            and self._is_any_number(side)
            and sum(side.name in other.names for other in self.scope.assumptions) == 1
            and side not in free_symbols(value)
            and operators(value) <= TOTAL
            for side, value in ((claim.left, claim.right), (claim.right, claim.left))
        )

    def _is_any_number(self, symbol: Symbol) -> bool:
        known = self.scope.declarations.get(symbol.name)
        return not symbol.shape and (known is None or known == Declaration(symbol, source=known.source))

    @cached_property
    def assumptions(self) -> tuple[Claim, ...]:
        """The assumptions that a valuation of this question must meet."""
        terms = [self.left, self.right, *self._bends]
        return self.relevant_assumptions(frozenset(s.name for term in terms for s in free_symbols(term)))

    @cached_property
    def bending(self) -> tuple[str, ...]:
        """The functions in both sides of which it is said how they bend."""
        if not self.scope.bending:
            return ()
        parts = (part for side in (self.left, self.right) for part in walk(side))
        names = {part.function for part in parts if isinstance(part, Call)}
        return tuple(sorted(names & self.scope.bending.keys()))

    @property
    def _bends(self) -> list[Term]:
        """The bounds of second derivatives of functions in both sides."""
        known = [self.scope.bending[name] for name in self.bending]
        return [bound for bending in known for bound in (bending.least, bending.greatest) if bound is not None]

    @cached_property
    def equations(self) -> tuple[Claim, ...]:
        """The assumptions that are equations."""
        return tuple(c for c in self.assumptions if c.relation == "=" and c.left.shape == c.right.shape)

    @cached_property
    def sizes(self) -> tuple[str, ...]:
        """The symbols that are sizes of arrays or bounds of sums."""
        found: set[str] = set()
        for term in (
            self.left,
            self.right,
            *(side for claim in self.assumptions for side in (claim.left, claim.right)),
        ):
            found |= size_names(term)
        for symbol in self.symbols:
            found.update(*map(_size_names, symbol.shape))
            declaration = self.scope.declarations.get(symbol.name)
            if declaration and declaration.size is not None:
                found |= _size_names(declaration.size)
        bound = self._bound
        return tuple(sorted(found - set(self.indices) - bound))

    @cached_property
    def _bound(self) -> set[str]:
        free = {symbol.name for symbol in self.symbols}
        return {
            name
            for term in (self.left, self.right)
            for part in walk(term)
            for name in _binders(part)
            if name not in free
        }

    @cached_property
    def indices(self) -> dict[str, Term]:
        """The free indices, with the sizes they run up to; a size of an array is none, whatever else it is used for."""
        found = {}
        for symbol in self.symbols:
            declaration = self.scope.declarations.get(symbol.name)
            if declaration and declaration.domain is Domain.INDEX and declaration.size is not None:
                found[symbol.name] = declaration.size
        return {name: size for name, size in found.items() if name not in self._lengths} if found else found

    @cached_property
    def _lengths(self) -> frozenset[str]:
        """The names in the shapes of the arrays in both sides."""
        parts = (part for side in (self.left, self.right) for part in walk(side))
        return frozenset(
            name
            for part in parts
            if isinstance(part, (Symbol, Apply, Array))
            for size in part.shape
            for name in _size_names(size)
        )

    @cached_property
    def values(self) -> tuple[Symbol, ...]:
        """The symbols that are neither sizes nor indices."""
        return tuple(s for s in self.symbols if s.name not in self.sizes and s.name not in self.indices)

    @cached_property
    def declarations(self) -> dict[str, Declaration]:
        """The declarations of this question's symbols."""
        return {s.name: self.scope.declarations.get(s.name) or Declaration(s) for s in self.symbols}

    @cached_property
    def operators(self) -> frozenset[str]:
        """The operators in both sides."""
        return operators(self.left) | operators(self.right)

    @cached_property
    def exponential(self) -> bool:
        """Whether values are needed in exponents too."""
        return not EXPONENTIAL.isdisjoint(self.operators)

    @cached_property
    def transcendental(self) -> bool:
        """Whether values are mostly irrational, so that exact arithmetic is not worth a try."""
        return not TRANSCENDENTAL.isdisjoint(self.operators)

    @cached_property
    def digest(self) -> str:
        """A short name of this question, which seeds its random choices."""
        text = f"{self.seed}|{_text(self.left)}|{self.relation}|{_text(self.right)}"
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    @cached_property
    def size_order(self) -> tuple[tuple[str, str], ...]:
        """Pairs (large, small) of sizes of which the first may not be the smaller."""
        pairs = []
        for declaration in self.declarations.values():
            shape = [size.name for size in declaration.symbol.shape if isinstance(size, Symbol)]
            if len(shape) == 2 and declaration.traits & {Trait.FULL_COLUMN_RANK, Trait.ORTHONORMAL_COLUMNS}:
                pairs.append((shape[0], shape[1]))
            if len(shape) == 2 and Trait.FULL_ROW_RANK in declaration.traits:
                pairs.append((shape[1], shape[0]))
        for claim in self.assumptions:
            if isinstance(claim.left, Symbol) and isinstance(claim.right, Symbol):
                names = (claim.left.name, claim.right.name)
                if claim.relation in (r"\ge", ">"):
                    pairs.append(names)
                elif claim.relation in (r"\le", "<"):
                    pairs.append(names[::-1])
        return tuple(pair for pair in pairs if set(pair) <= set(self.sizes))


def residual(claim: Claim) -> Term:
    """Left minus right of an equation."""
    minus = Apply("multiply", (number(-1), claim.right), claim.right.shape)
    return Apply("add", (claim.left, minus), claim.left.shape or claim.right.shape)


@lru_cache(maxsize=1_000)
def _text(term: Term) -> str:
    """A term written out, which takes long; the right side of a step is the left one of the next."""
    return str(term)


def _binders(part: Term) -> tuple[str, ...]:
    if isinstance(part, Reduce):
        return (part.index,)
    return part.indices if isinstance(part, Array) else ()


def _size_names(term: Term) -> set[str]:
    return {symbol.name for symbol in free_symbols(term)}
