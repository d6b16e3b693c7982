"""Constructors of terms that see to the shapes: sums, products, powers, transposes.

Each takes typed terms and gives a typed term, or raises :class:`ShapeError`, which says what was found and what would
fit. Sizes are compared by a :class:`~derivcheck.terms.sizes.Sizes`, which may identify sizes that were only inferred.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import ONE, ZERO, Apply, Array, Number, Reduce, Shape, Symbol, Term, number
from derivcheck.terms.sizes import Sizes


@dataclass(eq=False)
class ShapeError(Exception):
    """Operands do not fit together; ``operation`` is a phrase such as "a sum"."""

    operation: str
    found: str
    expected: str
    hint: str = ""
    inferred: bool = False


def add(terms: tuple[Term, ...], sizes: Sizes) -> Term:
    """The sum; a literal 0 takes the shape of the others, a scalar beside an array is added to each entry."""
    flat: list[Term] = []
    for term in terms:
        flat.extend(term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,))
    numbers = [term.value for term in flat if isinstance(term, Number)]
    if len(numbers) == len(flat):
        return Number(sum(numbers, Fraction(0)))
    shape = common_shape(tuple(flat), "a sum", sizes)
    flat = [term for term in flat if term != ZERO]
    if len(flat) == 1:
        return flat[0]
    return Apply("add", tuple(flat), shape)


def common_shape(terms: tuple[Term, ...], operation: str, sizes: Sizes) -> Shape:
    """The shape that all ``terms`` have; scalars fit any."""
    shape: Shape = ()
    first: Term | None = None
    for term in terms:
        if term.shape == ():
            continue
        if first is None:
            first, shape = term, term.shape
        elif not sizes.unify(shape, term.shape):
            inferred = sizes.inferred(shape, term.shape)
            expected = sizes.describe(shape)
            if len(to_latex(first)) <= LONGEST_NAMED:
                expected += f", as `{to_latex(first)}` is"
            raise ShapeError(operation, _named(term, sizes), expected, inferred=inferred)
    return sizes.resolve(shape)


def negate(term: Term) -> Term:
    """The negative of ``term``."""
    if isinstance(term, Number):
        return Number(-term.value)
    return scale(number(-1), term)


def scale(factor: Term, term: Term) -> Term:
    """A scalar times a term of any shape."""
    if isinstance(factor, Number) and isinstance(term, Number):
        return Number(factor.value * term.value)
    factors: list[Term] = []
    for part in (factor, term):
        factors.extend(part.arguments if isinstance(part, Apply) and part.operator == "multiply" else (part,))
    return Apply("multiply", tuple(factors), term.shape)


def multiply(left: Term, right: Term, sizes: Sizes) -> Term:
    """The product as mathematics writes it: of scalars, of a scalar and an array, or of matrices and vectors."""
    if left.shape == ():
        return scale(left, right)
    if right.shape == ():
        return scale(right, left)
    for factor, other in ((left, right), (right, left)):
        if isinstance(factor, Apply) and factor.operator == "multiply":
            # A number before a matrix comes out of the whole product.
            *scalars, inner = factor.arguments
            product = multiply(inner, other, sizes) if factor is left else multiply(other, inner, sizes)
            for scalar in reversed(scalars):
                product = scale(scalar, product)
            return product
    return matrix_product(left, right, sizes)


def matrix_product(left: Term, right: Term, sizes: Sizes) -> Term:
    """The matrix product; a vector is a column, a transposed vector a matrix with one row."""
    inner, rest = left.shape[1:], right.shape[1:]
    if len(left.shape) == 1:
        if len(right.shape) == 2 and (right.shape[0] == ONE or sizes.unify((ONE,), (right.shape[0],))):
            return Apply("matmul", (left, right), (left.shape[0], right.shape[1]))
        raise _no_product(left, right, sizes)
    if len(left.shape) > 2 or not sizes.unify((inner[-1],), (right.shape[0],)):
        raise _no_product(left, right, sizes)
    shape: Shape = (left.shape[0], *rest)
    if shape in ((ONE,), (ONE, ONE)):
        shape = ()
    return Apply("matmul", (left, right), sizes.resolve(shape))


def _no_product(left: Term, right: Term, sizes: Sizes) -> ShapeError:
    found = f"{_named(left, sizes)}, times {_named(right, sizes)}"
    expected = "as many columns on the left as rows on the right"
    hint = " or ".join(f"`{to_latex(term)}`" for term in _conforming(left, right, sizes))
    return ShapeError("a product", found, expected, hint, inferred=sizes.inferred(left.shape, right.shape))


LONGEST_NAMED = 40


def _named(term: Term, sizes: Sizes) -> str:
    """A term and its shape in words; a long one by its shape alone."""
    text = to_latex(term)
    said = sizes.describe(term.shape)
    return f"`{text}`, {said}" if len(text) <= LONGEST_NAMED else said


def _conforming(left: Term, right: Term, sizes: Sizes) -> list[Term]:
    """The products of the same factors, transposed or the other way around, that do conform."""
    pairs = [(transpose(left), right), (left, transpose(right)), (right, left)]
    found: list[Term] = []
    for first, second in pairs:
        outer = len(first.shape) == 1 and len(second.shape) == 2 and second.shape[0] == ONE
        inner = len(first.shape) == 2 and bool(second.shape) and sizes.agree(first.shape[1:], second.shape[:1])
        if outer or inner:
            found.append(matrix_product(first, second, sizes))
    return [term for term in found if len(to_latex(term)) <= LONGEST_NAMED][:2]


def hadamard(left: Term, right: Term, sizes: Sizes) -> Term:
    """The entrywise product."""
    shape = common_shape((left, right), "an entrywise product", sizes)
    return Apply("hadamard", (left, right), shape)


def dot(left: Term, right: Term, sizes: Sizes) -> Term:
    """The sum of the products of corresponding entries: of vectors, or Frobenius' product of matrices."""
    if not sizes.unify(left.shape, right.shape):
        inferred = sizes.inferred(left.shape, right.shape)
        raise ShapeError("a dot product", sizes.describe(right.shape), sizes.describe(left.shape), inferred=inferred)
    return Apply("dot", (left, right))


def power(base: Term, exponent: Term, sizes: Sizes) -> Term:
    """``base`` to the power ``exponent``: entrywise for a vector, repeated multiplication for a square matrix."""
    if exponent.shape != ():
        raise ShapeError("a power", "an exponent of " + sizes.describe(exponent.shape), "a scalar exponent")
    if base.shape in ((ONE,), (ONE, ONE)) and exponent == number(-1):
        return inverse(base, sizes)
    if len(base.shape) == 2 and base.shape[0] != ONE:
        require_square(base, "a power", sizes)
        if exponent == number(-1):
            return inverse(base, sizes)
        if isinstance(exponent, Number) and exponent.value.denominator == 2:
            # A^{3/2} is the third power of the principal root.
            root = Apply("matrix-root", (base,), base.shape)
            times = number(exponent.value.numerator)
            return root if times == ONE else power(root, times, sizes)
        return Apply("matrix-power", (base, exponent), base.shape)
    folded = _folded_power(base, exponent)
    return Apply("power", (base, exponent), base.shape) if folded is None else folded


MOST_FOLDED = 64


def _folded_power(base: Term, exponent: Term) -> Term | None:
    """A whole power of a number, and (√u)² = u."""
    if not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return None
    power_of = exponent.value.numerator
    if isinstance(base, Number) and abs(power_of) <= MOST_FOLDED and (base.value or power_of > 0):
        return Number(base.value**power_of)
    is_root = isinstance(base, Apply) and base.operator == "power" and base.arguments[1] == Number(Fraction(1, 2))
    # Of (√u)² = u would be lost that u is not negative; below a norm it never is.
    is_norm = is_root and isinstance(base, Apply) and _is_square(base.arguments[0])
    if is_norm and isinstance(base, Apply) and power_of > 0 and power_of % 2 == 0:
        inner = base.arguments[0]
        return inner if power_of == 2 else Apply("power", (inner, number(power_of // 2)), inner.shape)
    return None


def _is_square(term: Term) -> bool:
    """Whether a term is a sum of squares as it stands."""
    return isinstance(term, Apply) and term.operator == "dot" and term.arguments[0] == term.arguments[1]


def divide(numerator: Term, denominator: Term, sizes: Sizes) -> Term:
    """The quotient by a scalar, or entrywise by an array of the same shape."""
    if isinstance(numerator, Number) and isinstance(denominator, Number) and denominator.value:
        return Number(numerator.value / denominator.value)
    reciprocal = Apply("power", (denominator, number(-1)), denominator.shape)
    if denominator.shape == ():
        return scale(reciprocal, numerator) if numerator != ONE else reciprocal
    if numerator.shape == ():
        return scale(numerator, reciprocal) if numerator != ONE else reciprocal
    return hadamard(numerator, reciprocal, sizes)


def transpose(term: Term) -> Term:
    """The transpose; of a vector, the matrix with one row."""
    if term.shape == ():
        return term
    if isinstance(term, Apply) and term.operator == "transpose":
        return term.arguments[0]
    shape = (ONE, term.shape[0]) if len(term.shape) == 1 else (term.shape[1], term.shape[0])
    return Apply("transpose", (term,), shape)


def inverse(term: Term, sizes: Sizes) -> Term:
    """The inverse of a square matrix, the reciprocal of a scalar."""
    if term.shape in ((ONE,), (ONE, ONE)):
        term = _only_entry(term)
    if term.shape == ():
        return Apply("power", (term, number(-1)))
    require_square(term, "an inverse", sizes)
    return Apply("inverse", (term,), term.shape)


def _only_entry(term: Term) -> Term:
    """The number that a vector or matrix of one entry is."""
    while isinstance(term, Apply) and term.operator == "stack" and len(term.arguments) == 1:
        (term,) = term.arguments
    return index(term, (ONE,) * len(term.shape)) if term.shape else term


def require_square(term: Term, operation: str, sizes: Sizes) -> None:
    """Raises ShapeError unless ``term`` is a square matrix."""
    if len(term.shape) != 2 or not sizes.unify(term.shape[:1], term.shape[1:]):
        raise ShapeError(
            operation, sizes.describe(term.shape), "a square matrix", inferred=sizes.inferred(term.shape, term.shape)
        )


def elementwise(operator: str, term: Term) -> Term:
    """A function of one real argument, applied to each entry."""
    return Apply(operator, (term,), term.shape)


def index(term: Term, positions: tuple[Term, ...]) -> Term:
    """The entry of an array at ``positions`` (counted from 1), or the row of a matrix at one position."""
    if len(positions) > len(term.shape):
        raise ShapeError("an index", f"{len(positions)} indices", f"at most {len(term.shape)}")
    if isinstance(term, Array) and len(positions) == len(term.indices):
        from derivcheck.terms.substitution import substitute

        return substitute(term.body, dict(zip(term.indices, positions, strict=True)))
    return Apply("index", (term, *positions), term.shape[len(positions) :])


def squared_norm(term: Term, sizes: Sizes) -> Term:
    """The sum of the squares of all entries."""
    return dot(term, term, sizes)


def euclidean_norm(term: Term, sizes: Sizes) -> Term:
    """The square root of the sum of the squares of all entries."""
    return power(squared_norm(term, sizes), number(Fraction(1, 2)), sizes)


def total(term: Term, operator: str = "sum") -> Term:
    """The sum (or maximum, …) of all entries of an array."""
    names = tuple(f"#{position}" for position in range(len(term.shape)))
    body = index(term, tuple(Symbol(name) for name in names))
    for name, size in reversed(list(zip(names, term.shape, strict=True))):
        body = Reduce(operator, name, ONE, size, body)
    return body


def with_shape(term: Term, shape: Shape) -> Term:
    """A literal 0 in the shape of its context; anything else as it is."""
    if term == ZERO and shape != ():
        return Apply("constant", (ZERO,), shape)
    return replace(term, shape=shape) if isinstance(term, Apply) and term.operator == "constant" else term
