"""Decompositions that prose names: "the SVD X = UΣVᵀ" defines X and says what U, Σ and V are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from derivcheck.documents import Fragment, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import define
from derivcheck.reading.prose.phrases import SPECTRAL
from derivcheck.terms.nodes import Apply, Array, Shape, Symbol, Term, free_symbols
from derivcheck.terms.scope import Declaration, Definition, Trait
from derivcheck.terms.sizes import INFERRED

Traits = tuple[Trait, ...]
SEMIDEFINITE = (Trait.POSITIVE_DEFINITE, Trait.POSITIVE_SEMIDEFINITE)
SIZES_NOT_GIVEN = "a decomposition whose sizes are not given"
FULL = re.compile(r"\bfull (?:svd|singular|qr)", re.IGNORECASE)
ORTHOGONAL = re.compile(r"\borthogonal\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """What a product of factors is called; ``last`` is the mark on the last one, which repeats the first or not.

    ``traits`` are those of the factors; ``sizes`` gives their shapes for a matrix of a given shape, with a new size
    for those that are not said.
    """

    words: re.Pattern[str]
    last: str
    repeats: bool
    traits: tuple[Traits, ...]
    sizes: Callable[[Term, Term, Term], tuple[Shape, ...]]


def _square(rows: Term, _: Term, __: Term) -> tuple[Shape, ...]:
    return ((rows, rows), (rows, rows))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


EIGEN = _words(r"eigen-?(?:value )?decomposition|spectral (?:decomposition|theorem)|diagonali[sz]")
SINGULAR = _words(r"singular[- ]value decomposition|\bsvd\b")
CHOLESKY = _words(r"cholesky")
QR = _words(r"\bqr\b")
COLUMNS, DIAGONAL = (Trait.ORTHONORMAL_COLUMNS,), (Trait.DIAGONAL,)

DECOMPOSITIONS = (
    Decomposition(EIGEN, "transpose", repeats=True, traits=((Trait.ORTHOGONAL,), DIAGONAL), sizes=_square),
    Decomposition(EIGEN, "inverse", repeats=True, traits=((Trait.INVERTIBLE,), DIAGONAL), sizes=_square),
    Decomposition(
        SINGULAR,
        "transpose",
        repeats=False,
        traits=(COLUMNS, (*DIAGONAL, Trait.POSITIVE_SEMIDEFINITE), COLUMNS),
        sizes=lambda rows, columns, rank: ((rows, rank), (rank, rank), (columns, rank)),
    ),
    Decomposition(
        CHOLESKY,
        "transpose",
        repeats=True,
        traits=((Trait.LOWER_TRIANGULAR, Trait.POSITIVE_DIAGONAL),),
        sizes=_square,
    ),
    Decomposition(
        QR,
        "",
        repeats=False,
        traits=(COLUMNS, (Trait.UPPER_TRIANGULAR,)),
        sizes=lambda rows, columns, _: ((rows, columns), (columns, columns)),
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A decomposition in a sentence: the equation, the matrix, its factors, and the kind it is of."""

    statement: Statement
    name: str
    factors: tuple[str, ...]
    kind: Decomposition


def named(formulas: Iterable[Fragment], words: str) -> list[Found]:
    """The decompositions that a sentence names and writes out."""
    kinds = [kind for kind in DECOMPOSITIONS if kind.words.search(words)]
    if not kinds:
        return []
    statements = [statement for formula in formulas for statement in cut_statements(formula)]
    return [found for statement in statements for kind in kinds if (found := _match(statement, kind)) is not None]


def _match(statement: Statement, kind: Decomposition) -> Found | None:
    if statement.symbols not in (["="], [":="]):
        return None
    try:
        head, body = (parse(side.text) for side in statement.sides)
    except Unread:
        return None
    name = canonical(head)
    if name is None or not isinstance(body, s.Product) or any(body.operators):
        return None
    *plain, last = body.factors
    marked, mark = _unmarked(last)
    names = [canonical(factor) for factor in (*plain, marked)]
    if mark != kind.last or any(factor is None for factor in names):
        return None
    if kind.repeats and names.pop() != names[0]:
        return None
    if len(names) != len(kind.traits):
        return None
    return Found(statement, name, tuple(factor or "" for factor in names), kind)


def _unmarked(node: s.Node) -> tuple[s.Node, str]:
    """What stands below a transpose or an inverse, and which of them it is."""
    if isinstance(node, s.Mark) and node.mark == "transpose":
        return node.base, "transpose"
    if isinstance(node, s.Sup) and canonical(node.exponent) == "T":
        return node.base, "transpose"
    if isinstance(node, s.Sup) and isinstance(node.exponent, s.Sum) and node.exponent.terms[0][0] == "-":
        return node.base, "inverse"
    return node, ""


def announce(decompositions: Iterable[Found], words: str, context: Context) -> None:
    """Declares the factors of which nothing is said, by the shape of the matrix."""
    for found in decompositions:
        _announce(found, words, context)


def settle(decompositions: Iterable[Found], words: str, context: Context) -> None:
    """Gives the factors their properties, and the matrix its meaning; what is not understood is left as it is."""
    for found in decompositions:
        with suppress(Unread):
            _settle(found, words, context)


def _announce(found: Found, words: str, context: Context) -> None:
    declared, defined = context.symbols.get(found.name), context.definitions.get(found.name)
    shape = declared.symbol.shape if declared is not None else () if defined is None else defined.body.shape
    if len(shape) != 2 or (declared is None and _may_be_full(found, words)):
        return
    rows, columns = context.sizes.resolve(shape)
    rank = context.sizes.new()
    shapes = found.kind.sizes(rows, columns, rank)
    if FULL.search(words) and not found.kind.repeats:
        shapes = ((rows, rows), (rows, columns), (columns, columns))
    if len(shapes) == 3:
        if not context.upcoming.isdisjoint((found.factors[0], found.factors[2])):
            # How large the others are is still to be said, and what stands between them has their sizes.
            return
        left, right = (_told(found.factors[k], shapes[k], context) for k in (0, 2))
        shapes = (left, (left[1], right[1]), right)
    for name, shape in zip(found.factors, shapes, strict=False):
        guess = context.symbols.get(name)
        if context.declared(name) is not None or name in context.definitions or name in context.upcoming:
            continue
        if guess is not None and not context.sizes.unify(guess.symbol.shape, shape):
            # It was taken for a vector or a number: what was defined by that is defined anew.
            context.definitions.pop(found.name, None)
        context.declare(Declaration(Symbol(name, shape), source=found.statement.sides[1].text))
        if rank in shape:
            context.unclear[name] = SIZES_NOT_GIVEN


def _pin_rank(found: Found, context: Context) -> None:
    """Makes the size that a sentence leaves unsaid one number: were it whatever conforms, any product would conform."""
    whole = context.definitions.get(found.name)
    own = set() if whole is None else set(context.sizes.resolve(whole.body.shape))
    rank = Symbol(f"rank {found.name}")
    shapes = (context.symbols[name].symbol.shape for name in found.factors if name in context.symbols)
    for size in {size for shape in shapes for size in context.sizes.resolve(shape)} - own:
        if isinstance(size, Symbol) and size.name.startswith(INFERRED):
            context.sizes.known[size.name] = rank
            context.sizes.apart |= {(each.name, rank.name) for each in own if isinstance(each, Symbol)}


def _may_be_full(found: Found, words: str) -> bool:
    """Whether the outer factors are orthogonal, and so square."""
    return not found.kind.repeats and ORTHOGONAL.search(words) is not None


def _told(name: str, shape: Shape, context: Context) -> Shape:
    """The shape that the text gives a factor, or else this one."""
    known = context.declared(name)
    return known.shape if known is not None and len(known.shape) == 2 else shape


def _settle(found: Found, words: str, context: Context) -> None:
    before = context.symbols.get(found.name)
    inherited = [trait for trait in SEMIDEFINITE if before is not None and trait in before.traits][:1]
    for name, traits in zip(found.factors, found.kind.traits, strict=True):
        known = context.symbols.get(name)
        if Trait.DIAGONAL in traits and context.is_guess(name) and _may_be_full(found, words):
            # Between square factors of which no sizes are said, it need not be square.
            continue
        if known is not None and len(known.symbol.shape) == 2:
            square = context.sizes.agree(known.symbol.shape[:1], known.symbol.shape[1:])
            given = [Trait.ORTHOGONAL if square and t is Trait.ORTHONORMAL_COLUMNS else t for t in traits]
            middle = inherited if Trait.DIAGONAL in traits and found.kind.repeats else []
            context.add_traits(name, *given, *middle)
        elif name in context.definitions and Trait.DIAGONAL in traits and (inherited or len(found.factors) == 3):
            _make_nonnegative(context.definitions[name].body, context)
    _name_parts(found, context)
    if found.name not in context.definitions and all(
        name in context.symbols or name in context.definitions for name in found.factors
    ):
        define(found.statement, context, backwards=False)
    if found.name in context.definitions:
        _pin_rank(found, context)


def _name_parts(found: Found, context: Context) -> None:
    r"""``\lambda_i`` and ``\sigma_i`` are what Λ and Σ hold, ``u_i`` the columns of U, if nothing else is said of them.

    Eigenvalues that the sentence names are the entries that there are.
    """
    for name, traits in zip(found.factors, found.kind.traits, strict=True):
        matrix = context.symbols.get(name)
        if matrix is None or len(matrix.symbol.shape) != 2:
            continue
        if Trait.DIAGONAL in traits:
            _name_diagonal(matrix, VALUES.get(name, ""), context)
        elif len(name) == 1 and len(found.factors) == len(found.kind.traits) > 1:
            columns = matrix.symbol.shape[::-1]
            body = Apply("transpose", (matrix.symbol,), columns)
            _name_part(name.lower(), body, matrix.source, context)


VALUES = {r"\Lambda": r"\lambda", r"\Sigma": r"\sigma"}


def _name_diagonal(matrix: Declaration, values: str, context: Context) -> None:
    square, known = matrix.symbol.shape, context.symbols.get(values)
    if known is None and values:
        entry = Apply("index", (matrix.symbol, Symbol("i"), Symbol("i")))
        _name_part(values, Array(("i",), square[:1], entry), matrix.source, context)
    elif known is not None and context.unclear.get(values) == SPECTRAL and _fits(known, square, context):
        del context.unclear[values]
        context.unclear.pop(matrix.symbol.name, None)
        context.symbols.pop(matrix.symbol.name)
        body = Apply("diagonal", (known.symbol,), square)
        context.define(Definition(matrix.symbol.name, (), body, known.source))


def _fits(values: Declaration, square: Shape, context: Context) -> bool:
    """Whether there are as many numbers as a diagonal holds."""
    return len(values.symbol.shape) == 1 and context.sizes.unify(values.symbol.shape, square[:1])


def _name_part(name: str, body: Term, source: str, context: Context) -> None:
    """A name by which the members of a factor go wherever it has an index, and nothing is known of it."""
    context.parts[name] = Definition(name, (), body, source)


def _make_nonnegative(body: Term, context: Context) -> None:
    """The entries of diag(σ_1, …, σ_r) are not negative."""
    names = [symbol.name for symbol in free_symbols(body) if len(symbol.shape) == 1]
    if len(names) == 1 and names[0] in context.symbols:
        context.add_traits(names[0], Trait.NONNEGATIVE)
