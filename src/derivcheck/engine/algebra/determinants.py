"""Determinants of products, powers, inverses and triangular matrices, written out by their rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derivcheck.engine.algebra.sums import factors_of, mentions, product, reciprocal, total
from derivcheck.engine.question import Question
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, Apply, Reduce, Symbol, Term, number, rebuild
from derivcheck.terms.scope import Declaration, Trait
from derivcheck.terms.sizes import canonical_size
from derivcheck.terms.substitution import substitute

TRIANGULAR = frozenset({Trait.LOWER_TRIANGULAR, Trait.UPPER_TRIANGULAR, Trait.DIAGONAL})


def split(question: Question) -> Question:
    """The question with determinants of products, powers, inverses and triangular matrices written out.

    A product over all places of an array is a number of its own: what holds for any number holds for it.
    """
    rules = _Splitting(question)
    left, right = rules.of(question.left), rules.of(question.right)
    if rules.split:
        left, right = rules.with_numbers(left), rules.with_numbers(right)
    declared = {symbol.name: Declaration(symbol) for symbol in rules.numbers.values()}
    scope = replace(question.scope, declarations={**question.scope.declarations, **declared})
    return replace(question, left=left, right=right, scope=scope)


def as_numbers(question: Question, same: Callable[[Term, Term], bool]) -> Question:
    """The question with a symbol for each determinant, one for those of matrices that are the ``same``."""
    numbers: dict[Term, Symbol] = {}

    def number_of(matrix: Term) -> Symbol:
        known = next((k for k in numbers if k == matrix or (k.shape == matrix.shape and same(k, matrix))), None)
        if known is None:
            numbers[matrix] = Symbol(f"determinant {len(numbers)}")
            return numbers[matrix]
        return numbers[known]

    def replaced(term: Term) -> Term:
        if isinstance(term, Apply) and term.operator == "determinant":
            return number_of(term.arguments[0])
        return rebuild(term, replaced) if isinstance(term, Apply) else term

    left, right = replaced(question.left), replaced(question.right)
    declared = {symbol.name: Declaration(symbol) for symbol in numbers.values()}
    scope = replace(question.scope, declarations={**question.scope.declarations, **declared})
    return replace(question, left=left, right=right, scope=scope)


class _Splitting:
    def __init__(self, question: Question) -> None:
        self.declarations = question.scope.declarations
        self.numbers: dict[Term, Symbol] = {}
        self.split = False

    def of(self, term: Term) -> Term:
        """``term`` with the determinants in it written out as far as the rules go."""
        term = rebuild(term, self.of)
        if not isinstance(term, Apply) or term.operator not in ("determinant", "abs"):
            return term
        found = self.determinant(term.arguments[0]) if term.operator == "determinant" else self.of_absolute(term)
        self.split |= found != term
        return found

    def of_absolute(self, term: Apply) -> Term:
        """The determinant of an orthogonal matrix is 1 or -1."""
        return ONE if self.is_sign(term.arguments[0]) else term

    def with_numbers(self, term: Term) -> Term:
        """``term`` with a symbol for each product of symbolic length, factor by factor."""
        if isinstance(term, Reduce) and term.operator == "product" and term.condition is None:
            return product([self._number(term, factor) for factor in factors_of(term.body)])
        if isinstance(term, Reduce) and term.operator == "sum" and term.condition is None:
            return self._of_logarithms(term)
        return rebuild(term, self.with_numbers) if isinstance(term, Apply) else term

    def _of_logarithms(self, term: Reduce) -> Term:
        """A sum of logarithms is the logarithm of a product."""
        factors = factors_of(term.body)
        logs = [factor for factor in factors if isinstance(factor, Apply) and factor.operator == "log"]
        rest = [factor for factor in factors if factor not in logs]
        if len(logs) != 1 or any(mentions(factor, term.index) for factor in rest):
            return term
        whole = Reduce("product", term.index, term.lower, term.upper, logs[0].arguments[0])
        return product([*rest, Apply("log", (self.with_numbers(whole),))])

    def _number(self, term: Reduce, factor: Term) -> Term:
        if isinstance(factor, Apply) and factor.operator == "power" and not mentions(factor.arguments[1], term.index):
            return _power(self._number(term, factor.arguments[0]), factor.arguments[1])
        if not mentions(factor, term.index):
            length = total([term.upper, product([number(-1), term.lower]), ONE])
            return _power(factor, canonical_size(length) or length)
        place = Symbol("#t")
        body = substitute(factor, {term.index: place})
        key = Reduce("product", "#t", term.lower, term.upper, body)
        return self.numbers.setdefault(key, Symbol(f"product {len(self.numbers)}"))

    def determinant(self, matrix: Term) -> Term:
        """The determinant of ``matrix``."""
        if isinstance(matrix, Symbol):
            return self._of_symbol(matrix)
        if isinstance(matrix, Apply):
            rule = RULES.get(matrix.operator)
            found = rule(self, matrix) if rule is not None else None
            if found is not None:
                return found
        return Apply("determinant", (matrix,))

    def _of_symbol(self, matrix: Symbol) -> Term:
        declaration = self.declarations.get(matrix.name)
        if declaration is None or not declaration.traits & TRIANGULAR:
            return Apply("determinant", (matrix,))
        place = Symbol("#t")
        return Reduce("product", "#t", ONE, matrix.shape[0], Apply("index", (matrix, place, place)))

    def of_product(self, matrix: Apply) -> Term | None:
        """The rule det AB = det A det B of square matrices; a number comes out to the power of the size."""
        if matrix.operator == "multiply":
            *scalars, inner = matrix.arguments
            if len(inner.shape) != 2 or any(scalar.shape for scalar in scalars):
                return None
            return product([_power(product(scalars), matrix.shape[0]), self.determinant(inner)])
        if any(len(part.shape) != 2 or part.shape[0] != part.shape[1] for part in matrix.arguments):
            return None
        return self._without_squares(factors_of(product([self.determinant(part) for part in matrix.arguments])))

    def _without_squares(self, factors: tuple[Term, ...]) -> Term:
        """The product, where the determinant of an orthogonal matrix is its own inverse."""
        kept: list[Term] = []
        for factor in factors:
            if factor in kept and self.is_sign(factor):
                kept.remove(factor)
            else:
                kept.append(factor)
        return product(kept)

    def is_sign(self, term: Term) -> bool:
        """Whether a term is the determinant of an orthogonal matrix, which is 1 or -1."""
        matrix = term.arguments[0] if isinstance(term, Apply) and term.operator == "determinant" else None
        declaration = self.declarations.get(matrix.name) if isinstance(matrix, Symbol) else None
        return declaration is not None and Trait.ORTHOGONAL in declaration.traits

    def of_kronecker(self, matrix: Apply) -> Term | None:
        """The rule det A ⊗ B = (det A)^m (det B)^n."""
        left, right = matrix.arguments
        if any(len(part.shape) != 2 or part.shape[0] != part.shape[1] for part in (left, right)):
            return None
        return product([_power(self.determinant(left), right.shape[0]), _power(self.determinant(right), left.shape[0])])

    def of_power(self, matrix: Apply) -> Term:
        """The rule det A^k = (det A)^k."""
        return _power(self.determinant(matrix.arguments[0]), matrix.arguments[1])

    def of_diagonal(self, matrix: Apply) -> Term:
        """The product of the entries."""
        body = build.index(matrix.arguments[0], (Symbol("#t"),))
        return Reduce("product", "#t", ONE, matrix.shape[0], body)


def _power(base: Term, exponent: Term) -> Term:
    if ONE in (base, exponent):
        return base
    return Apply("power", (base, exponent))


RULES: dict[str, Callable[[_Splitting, Apply], Term | None]] = {
    "matmul": _Splitting.of_product,
    "multiply": _Splitting.of_product,
    "kronecker": _Splitting.of_kronecker,
    "matrix-power": _Splitting.of_power,
    "diagonal": _Splitting.of_diagonal,
    "transpose": lambda rules, matrix: rules.determinant(matrix.arguments[0]),
    "inverse": lambda rules, matrix: reciprocal(rules.determinant(matrix.arguments[0])),
    "identity": lambda _, __: ONE,
}
