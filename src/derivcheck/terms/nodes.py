"""Typed terms: what a formula means, free of how it was written.

A term has a shape: ``()`` a scalar, ``(n,)`` a vector (a column), ``(n, d)`` a matrix. Sizes are terms themselves,
integers or symbols. A transposed vector is a matrix with one row. Terms are immutable and compare by structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter, is_
from typing import Any, ClassVar, TypeAlias

Term: TypeAlias = "Number | Symbol | Apply | Call | Reduce | Array | Derivative | Integral | Limit"
Shape: TypeAlias = "tuple[Term, ...]"


class Hashed:
    """Keeps what is asked for often of a term and goes through all of it: its hash and its subterms."""

    __slots__ = ("_hash", "_subterms")

    __match_args__: ClassVar[tuple[str, ...]]
    _hash: int
    _subterms: tuple[Term, ...]

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            known = hash((type(self).__name__, attrgetter(*self.__match_args__)(self)))
            object.__setattr__(self, "_hash", known)
            return known

    def subterms(self) -> tuple[Term, ...]:
        """All subterms, the term itself first."""
        try:
            return self._subterms
        except AttributeError:
            known = tuple(_walked(self))
            object.__setattr__(self, "_subterms", known)
            return known


@dataclass(frozen=True, slots=True)
class Number(Hashed):
    """An exact rational number."""

    __hash__ = Hashed.__hash__

    value: Fraction

    @property
    def shape(self) -> Shape:
        """A number is a scalar."""
        return ()


@dataclass(frozen=True, slots=True)
class Symbol(Hashed):
    """A name: a variable, a size, an index or a defined object; the scope says which."""

    __hash__ = Hashed.__hash__

    name: str
    shape: Shape = ()


@dataclass(frozen=True, slots=True)
class Apply(Hashed):
    """An operator of mathematics applied to arguments; ``derivcheck.terms.operators`` lists the operators."""

    __hash__ = Hashed.__hash__

    operator: str
    arguments: tuple[Term, ...]
    shape: Shape = ()

    def __eq__(self, other: object) -> bool:
        """Whether it is the same structure; what is found equal shares its arguments, and is compared but once."""
        if type(other) is not Apply:
            return NotImplemented
        mine, its = self.arguments, other.arguments
        if self.operator != other.operator or (mine is not its and mine != its) or self.shape != other.shape:
            return False
        if mine is not its:
            object.__setattr__(other, "arguments", mine)
        return True


@dataclass(frozen=True, slots=True)
class Call(Hashed):
    """A function that nothing is known of, at its arguments; ``orders[k]`` counts derivatives by the k-th argument.

    With vectors among the arguments the value is an array of ``shape``, one unknown function for each entry.
    """

    __hash__ = Hashed.__hash__

    function: str
    arguments: tuple[Term, ...]
    orders: tuple[int, ...]
    shape: Shape = ()


@dataclass(frozen=True, slots=True)
class Reduce(Hashed):
    r"""A sum, product, maximum or minimum of ``body`` over the integers ``index`` from ``lower`` to ``upper``.

    ``condition`` restricts the index (``\sum_{j \ne i}``); ``operator`` is sum, product, maximum or minimum.
    """

    __hash__ = Hashed.__hash__

    operator: str
    index: str
    lower: Term
    upper: Term
    body: Term
    condition: Term | None = None

    @property
    def shape(self) -> Shape:
        """A reduction has the shape of its body."""
        return self.body.shape


@dataclass(frozen=True, slots=True)
class Array(Hashed):
    """The vector or matrix whose entry at ``indices`` (counted from 1) is ``body``."""

    __hash__ = Hashed.__hash__

    indices: tuple[str, ...]
    shape: Shape
    body: Term


@dataclass(frozen=True, slots=True)
class Derivative(Hashed):
    """The derivative of ``body`` by ``variable`` at ``point``; ``variable`` is bound in ``body``.

    The shape is that of the body followed by that of the variable (a Jacobian has rows by the body). ``entry`` picks
    one entry of the variable, as in ∂/∂x_j; the shape is then the body's.
    """

    __hash__ = Hashed.__hash__

    variable: Symbol
    body: Term
    point: Term
    entry: tuple[Term, ...] | None = None

    @property
    def shape(self) -> Shape:
        """Rows by the body, columns by the variable."""
        return self.body.shape if self.entry is not None else self.body.shape + self.variable.shape


@dataclass(frozen=True, slots=True)
class Integral(Hashed):
    """The integral of ``body`` over the real ``variable`` from ``lower`` to ``upper``.

    A bound of ``None`` is infinity, with its sign.
    """

    __hash__ = Hashed.__hash__

    variable: str
    lower: Term | None
    upper: Term | None
    body: Term

    @property
    def shape(self) -> Shape:
        """An integral has the shape of its body."""
        return self.body.shape


@dataclass(frozen=True, slots=True)
class Limit(Hashed):
    """The limit of ``body`` as ``variable`` goes to ``point``.

    ``side`` is 1 from above, -1 from below, 0 from both; a point of ``None`` is infinity, with its sign in ``side``.
    """

    __hash__ = Hashed.__hash__

    variable: str
    point: Term | None
    side: int
    body: Term

    @property
    def shape(self) -> Shape:
        """A limit has the shape of its body."""
        return self.body.shape


ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
INFINITY = Apply("infinity", ())
"""The end of an infinite series; it has no value of its own, so whoever does not know it refuses it."""


@lru_cache(maxsize=1_000)
def number(value: int | Fraction) -> Number:
    """The term for an exact number; the same few are asked for again and again."""
    return Number(Fraction(value))


def children(term: Term) -> tuple[Term, ...]:
    """The terms directly inside ``term``, sizes included where they matter to its value."""
    kind = type(term)
    if kind is Number or kind is Symbol:
        return ()
    match term:
        case Apply() | Call():
            return term.arguments
        case Reduce():
            bounds = (term.lower, term.upper, term.body)
            return bounds if term.condition is None else (*bounds, term.condition)
        case Array():
            return (*term.shape, term.body)
        case Derivative():
            return (term.body, term.point, *(term.entry or ()))
        case Integral():
            return (*(b for b in (term.lower, term.upper) if b is not None), term.body)
        case Limit():
            return (term.body,) if term.point is None else (term.point, term.body)
    return ()


def walk(term: Term) -> tuple[Term, ...]:
    """All subterms, the term itself first."""
    return term.subterms()


def _walked(term: Any) -> Iterator[Term]:
    stack = [term]
    while stack:
        current = stack.pop()
        yield current
        stack += children(current)


def bound_names(term: Term) -> tuple[str, ...]:
    """The names that ``term`` binds in its body."""
    match term:
        case Reduce():
            return (term.index,)
        case Array():
            return term.indices
        case Derivative():
            return (term.variable.name,)
        case Integral() | Limit():
            return (term.variable,)
    return ()


@lru_cache(maxsize=20_000)
def operators(term: Term) -> frozenset[str]:
    """The operators of mathematics in ``term``.

    A power goes by its exponent: ``power`` for a whole or half one, else ``real-power``.
    """
    found = frozenset().union(*map(operators, children(term)))
    if not isinstance(term, Apply):
        return found
    if term.operator == "power":
        exponent = term.arguments[1]
        plain = isinstance(exponent, Number) and exponent.value.denominator in (1, 2)
        return found | {"power" if plain else "real-power"}
    return found | {term.operator}


@lru_cache(maxsize=20_000)
def size_names(term: Term) -> frozenset[str]:
    """The names that are sizes of arrays or bounds of sums in ``term``."""
    found = frozenset().union(*map(size_names, children(term)))
    sizes: Shape = ()
    if isinstance(term, Reduce):
        sizes = (term.lower, term.upper)
    elif isinstance(term, (Symbol, Apply, Array)):
        sizes = term.shape
    elif isinstance(term, Derivative):
        sizes = term.variable.shape
    return found.union(*(frozenset(symbol.name for symbol in free_symbols(size)) for size in sizes)) if sizes else found


@lru_cache(maxsize=20_000)
def free_symbols(term: Term) -> frozenset[Symbol]:
    """The symbols that are free in ``term``, those of the sizes in its shapes included."""
    match term:
        case Symbol():
            sizes = frozenset().union(*(free_symbols(size) for size in term.shape)) if term.shape else frozenset()
            return sizes | {term}
        case Number():
            return frozenset()
        case Apply() | Call():
            return frozenset().union(*map(free_symbols, (*term.arguments, *term.shape)))
    bound = bound_names(term)
    within = [term.body, term.condition] if isinstance(term, Reduce) and term.condition is not None else [term.body]
    inner = frozenset(s for part in within for s in free_symbols(part) if s.name not in bound)
    return inner.union(*map(free_symbols, _outside(term)))


def _outside(term: Reduce | Array | Derivative | Integral | Limit) -> tuple[Term, ...]:
    """The children of a binder that its names do not reach."""
    match term:
        case Reduce():
            return (term.lower, term.upper)
        case Array():
            return term.shape
        case Derivative():
            return (*term.variable.shape, term.point, *(term.entry or ()))
        case Limit():
            return () if term.point is None else (term.point,)
    return tuple(bound for bound in (term.lower, term.upper) if bound is not None)


def rebuild(term: Term, change: Callable[[Term], Term]) -> Term:
    """``term`` with ``change`` applied to each of its children; the same object where nothing changed."""
    match term:
        case Apply() | Call():
            before = term.arguments
            arguments = tuple(map(change, before))
            if all(map(is_, arguments, before)):
                return term
            if isinstance(term, Apply):
                return Apply(term.operator, arguments, term.shape)
            return Call(term.function, arguments, term.orders, term.shape)
        case Number() | Symbol():
            return term
    before = children(term)
    after = tuple(map(change, before))
    return term if all(map(is_, after, before)) else _with_children(term, after)


def _with_children(term: Reduce | Array | Derivative | Integral | Limit, parts: tuple[Term, ...]) -> Term:
    """A binder with other children, given in the order of ``children``."""
    match term:
        case Reduce():
            return Reduce(term.operator, term.index, *parts)
        case Array():
            return Array(term.indices, parts[:-1], parts[-1])
        case Derivative():
            return Derivative(term.variable, parts[0], parts[1], None if term.entry is None else parts[2:])
        case Limit():
            return Limit(term.variable, None if term.point is None else parts[0], term.side, parts[-1])
    *bounds, body = parts
    lower = None if term.lower is None else bounds.pop(0)
    return Integral(term.variable, lower, None if term.upper is None else bounds.pop(0), body)
