"""Numbers, sums, products, fractions and roots."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import takewhile
from typing import TypeAlias

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.quantiles import quantile
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import HANDLERS, Clash, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import SET_OPERATORS
from derivcheck.reading.notation.arrays import is_transposed_list
from derivcheck.reading.notation.conditions import is_condition
from derivcheck.reading.notation.dots import dotted
from derivcheck.reading.notation.inverses import MAPS, inverse_of, inverted, reciprocal
from derivcheck.reading.prose.named_operators import refuse_operators
from derivcheck.terms import build, matrices
from derivcheck.terms.nodes import ONE, ZERO, Apply, Number, Symbol, Term, number
from derivcheck.terms.sizes import INFERRED

ENTRYWISE = frozenset({r"\odot", r"\circ"})
BROADCAST = "vector + number"
"""How it is called that a number is added to an array, which may as well be no array."""


def _number(_: Elaborator, node: s.Num) -> Term:
    return Number(node.value)


def _sum(e: Elaborator, node: s.Sum) -> Term:
    dotted = _dotted_sum(e, node)
    if dotted is not None:
        return dotted
    terms = []
    for sign, part in node.terms:
        term = e.term(part)
        terms.append(build.negate(term) if sign == "-" else term)
    _size_constants(e, terms)
    shapes = {len(term.shape) for term in terms}
    if len(shapes) > 1 and () in {term.shape for term in terms}:
        _check_broadcast(e, node, terms)
    return build.add(_with_spread_rows(e, terms), e.sizes)


def _with_spread_rows(e: Elaborator, terms: list[Term]) -> tuple[Term, ...]:
    """The terms, a row that is declared as one spread over the rows of the matrices that it is added to.

    A transposed vector is no such row: beside a matrix it is more likely a slip.
    """
    heights = [height for term in terms if len(term.shape) == 2 and (height := e.sizes.find(term.shape[0])) != ONE]
    if not heights or _is_inferred(heights[0]) or not any(map(_is_row, terms)):
        return tuple(terms)
    e.note("matrix + row", "the row is added to each row of the matrix")
    ones = Apply("constant", (ONE,), (heights[0],))
    return tuple(build.matrix_product(ones, term, e.sizes) if _is_row(term) else term for term in terms)


def _is_inferred(size: Term) -> bool:
    return isinstance(size, Symbol) and size.name.startswith(INFERRED)


def _is_row(term: Term) -> bool:
    """Whether a term is a declared matrix of one row, a multiple or a sum of such, or one times matrices."""
    if len(term.shape) != 2 or term.shape[0] != ONE:
        return False
    match term:
        case Apply("add", parts):
            return all(map(_is_row, parts))
        case Apply("multiply", (*_, inner)) | Apply("matmul", (inner, *_)):
            return _is_row(inner)
    return isinstance(term, Symbol)


def _dotted_sum(e: Elaborator, node: s.Sum) -> Term | None:
    """x_1 + ⋯ + x_n as a sum over an index."""
    pieces = tuple(part for _, part in node.terms)
    if not any(isinstance(piece, s.Dots) for piece in pieces):
        return None
    if any(sign != "+" for sign, _ in node.terms):
        raise Unread("D409", {}, node.start, node.end)
    return dotted(e, node, pieces, "sum")


def _check_broadcast(e: Elaborator, node: s.Sum, terms: list[Term]) -> None:
    """A number beside a vector is added to each entry, by convention; beside a matrix, it is an error."""
    if any(len(term.shape) == 2 for term in terms) and any(term.shape == () and term != ZERO for term in terms):
        shape = next(term.shape for term in terms if len(term.shape) == 2)
        raise build.ShapeError(
            "a sum", "a scalar", e.sizes.describe(shape), "multiply the scalar by the identity matrix"
        )
    if any(term.shape == () and term != ZERO for term in terms):
        e.note(BROADCAST, "the number is added to each entry")
    del node


def _size_constants(e: Elaborator, terms: list[Term]) -> None:
    """Square and constant arrays of unknown size take the size of what they are added to."""
    arrays = [term for term in terms if term.shape]
    for term in arrays:
        for other in arrays:
            if len(term.shape) == len(other.shape):
                e.sizes.unify(term.shape, other.shape)


def _product(e: Elaborator, node: s.Product) -> Term:
    if any(isinstance(factor, s.Dots) for factor in node.factors):
        if any(operator not in ("", r"\cdot") for operator in node.operators):
            raise Unread("D409", {}, node.start, node.end)
        return dotted(e, node, node.factors, "product")
    _check_slash(node)
    refuse_operators(e, node)
    longer = _longer_logarithm(e, node)
    if longer is not None:
        return e.term(longer)
    joined = joined_inverses(node, e.context)
    factors = [(operator, e.term(factor), factor.end) for operator, factor in joined]
    terms = _with_rows(factors, [factor for _, factor in joined])
    if any(operator in ENTRYWISE for operator, _, _ in terms):
        return _entrywise_product(e, terms, node)
    return _multiplied(e, terms, node)


BEHIND_LOGARITHM = r"factors behind a logarithm without brackets, as in `\log p^x (1 - p)^{1 - x}`"


def _longer_logarithm(e: Elaborator, node: s.Product) -> s.Node | None:
    r"""``\log a^x b^y`` with all of it in the logarithm, in the reading where what stands behind belongs inside."""
    for place, factor in enumerate(node.factors[:-1]):
        if isinstance(factor, s.Function) and factor.name == "log" and isinstance(factor.argument, BARE):
            signs = zip(node.operators[place:], node.factors[place + 1 :], strict=True)
            end = place + 1 + sum(1 for _ in takewhile(lambda each: not each[0] and not _is_function(each[1]), signs))
            if end == place + 1:
                continue
            e.trailing = BEHIND_LOGARITHM
            if not e.inner:
                return None
            inside = (factor.argument, *node.factors[place + 1 : end])
            argument = s.Product(inside, ("",) * (len(inside) - 1), start=factor.argument.start, end=inside[-1].end)
            whole = (*node.factors[:place], replace(factor, argument=argument, end=argument.end), *node.factors[end:])
            rest = (*node.operators[:place], *node.operators[end - 1 :])
            return whole[0] if len(whole) == 1 else replace(node, factors=whole, operators=rest)
    return None


BARE = (s.Name, s.Sub, s.Sup, s.Call)


def _is_function(node: s.Node) -> bool:
    return isinstance(node, s.Function) or (isinstance(node, s.Sup) and isinstance(node.base, s.Function))


def _with_rows(terms: Factors, nodes: list[s.Node]) -> Factors:
    """The factors, a transposed list of entries in front of an array as a row: everywhere else it is a column."""
    for place, (node, (_, behind, _)) in enumerate(zip(nodes, terms[1:], strict=False)):
        operator, term, end = terms[place]
        if is_transposed_list(node) and behind.shape:
            terms[place] = (operator, build.transpose(term), end)
    return terms


Factors: TypeAlias = "list[tuple[str, Term, int]]"
"""Factors with the operators before them and the places where they end."""


def _multiplied(e: Elaborator, terms: Factors, node: s.Product) -> Term:
    """The factors from left to right."""
    result = terms[0][1]
    for operator, term, end in terms[1:]:
        try:
            result = _times(e, result, operator, term, node)
        except build.ShapeError as error:
            # The clash is between what stands up to here and the next factor.
            raise Clash(error, node.factors[0].start, end) from error
    return result


def _entrywise_product(e: Elaborator, terms: Factors, node: s.Product) -> Term:
    r"""``A x \odot B x`` is (Ax) ⊙ (Bx), as it is mostly meant; (Ax ⊙ B)x where only that conforms."""
    groups: list[Factors] = [[]]
    for operator, term, end in terms:
        if operator in ENTRYWISE:
            groups.append([])
        groups[-1].append((operator, term, end))
    if all(sum(bool(term.shape) for _, term, _ in group) < 2 for group in groups):
        return _multiplied(e, terms, node)
    known = dict(e.sizes.known)
    try:
        parts = [(group[0][0], _multiplied(e, group, node), group[-1][2]) for group in groups]
        found = _multiplied(e, parts, node)
    except Clash:
        e.sizes.known = known
        return _multiplied(e, terms, node)
    e.note(r"\odot", "weaker than the product of matrices")
    return found


def _check_slash(node: s.Product) -> None:
    """a/bc may be (a/b)c or a/(bc)."""
    for position, operator in enumerate(node.operators[:-1]):
        if operator == "/" and node.operators[position + 1] == "":
            readings = "`a/bc` as (a/b)c or a/(bc)"
            raise Unread("D404", {"readings": readings}, node.factors[position].start, node.factors[position + 2].end)


def joined_inverses(node: s.Product, context: Context) -> list[tuple[str, s.Node]]:
    """The factors with their operators; the inverse of a monotone function before brackets is a function too."""
    joined: list[tuple[str, s.Node]] = []
    for operator, factor in joined_indicators(node):
        before = joined[-1][1] if joined and not operator and isinstance(factor, s.Group) else None
        name = None if before is None else _inverse(before, context)
        if before is None or name is None or not isinstance(factor, s.Group):
            joined.append((operator, factor))
            continue
        function = s.Name(name, start=before.start, end=before.end)
        joined[-1] = (joined[-1][0], s.Call(function, factor.elements, (), start=before.start, end=factor.end))
    return joined


def _inverse(node: s.Node, context: Context) -> str | None:
    """What the inverse is called that ``g^{-1}``, before brackets, is or may be: of a g of which nothing is said."""
    name = inverted(node, context)
    if name is not None:
        return context.inverses[name]
    name = reciprocal(node)
    found = None if name is None else quantile(name, context)
    if found is not None:
        return found
    return inverse_of(name) if name in MAPS and not context.is_told(name) else None


def joined_indicators(node: s.Product) -> list[tuple[str, s.Node]]:
    """The factors with their operators; 𝟏 before a relation in brackets is an indicator."""
    joined: list[tuple[str, s.Node]] = []
    for operator, factor in zip(("", *node.operators), node.factors, strict=True):
        before = joined[-1][1] if joined else None
        is_one = isinstance(before, s.Name) and before.name in (r"\mathbb{1}", r"\mathbf{1}", r"\mathbb{I}")
        if is_one and not operator and isinstance(factor, s.Group) and is_condition(factor.elements[0]):
            joined[-1] = (joined[-1][0], s.Function("indicator", factor, start=node.start, end=factor.end))
        else:
            joined.append((operator, factor))
    return joined


def _times(e: Elaborator, left: Term, operator: str, right: Term, node: s.Node) -> Term:
    if operator == r"\circ" and () in (left.shape, right.shape):
        raise unsupported(node, "a composition of functions")
    if operator in ENTRYWISE:
        return build.hadamard(left, right, e.sizes)
    if operator == r"\cdot" and len(left.shape) == len(right.shape) == 1:
        return build.dot(left, right, e.sizes)
    if operator in ("/", r"\div"):
        return build.divide(left, right, e.sizes)
    if operator == r"\otimes":
        return matrices.kronecker(left, right)
    if operator in SET_OPERATORS:
        raise unsupported(node, operator)
    return build.multiply(left, right, e.sizes)


def _fraction(e: Elaborator, node: s.Frac) -> Term:
    top, bottom = e.term(node.top), e.term(node.bottom)
    if isinstance(top, Number) and isinstance(bottom, Number) and bottom.value:
        return Number(top.value / bottom.value)
    if len(bottom.shape) == 2:
        raise build.ShapeError("a quotient", "a matrix in the denominator", "a scalar", "multiply by the inverse")
    return build.divide(top, bottom, e.sizes)


def _root(e: Elaborator, node: s.Root) -> Term:
    degree = Fraction(2)
    if node.degree is not None:
        term = e.term(node.degree)
        if not isinstance(term, Number) or term.value <= 0:
            raise unsupported(node, "a root of symbolic degree")
        degree = term.value
    argument = e.term(node.argument)
    if degree.denominator == 1 and degree.numerator % 2 and degree > 1:
        return Apply("root", (argument, Number(degree)), argument.shape)
    return build.power(argument, number(1 / degree), e.sizes)


HANDLERS[s.Num] = _number
HANDLERS[s.Sum] = _sum
HANDLERS[s.Product] = _product
HANDLERS[s.Frac] = _fraction
HANDLERS[s.Root] = _root
