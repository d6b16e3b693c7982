r"""The pieces in which two formulas differ that are otherwise written alike.

``X W + b`` and ``X W_1 W_2 + b_1 W_2 + b_2`` differ in ``W`` and ``W_1 W_2``, and in ``b`` and ``b_1 W_2 + b_2``. What
stands in one of them where the other has a name, that name stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from derivcheck.reading import syntax as s

MOST_PARTS = 8
"""Sums and products of more parts are only compared part by part."""

Differs = tuple[tuple[s.Node, s.Node], ...]


def bare(node: s.Node) -> s.Node:
    """``node`` without brackets that change nothing in it, and with sums of sums and products of products as one."""
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return node.elements[0]
    if isinstance(node, s.Product):
        return _flat_product(node)
    return _flat_sum(node) if isinstance(node, s.Sum) else node


def _flat_product(node: s.Product) -> s.Node:
    if not any(isinstance(factor, s.Product) for factor in node.factors):
        return node
    factors: list[s.Node] = []
    operators: list[str] = []
    for sign, factor in zip(("", *node.operators), node.factors, strict=True):
        inner = factor if isinstance(factor, s.Product) else s.Product((factor,), ())
        operators += [sign, *inner.operators]
        factors += inner.factors
    return s.Product(tuple(factors), tuple(operators[1:]), start=node.start, end=node.end)


def _flat_sum(node: s.Sum) -> s.Node:
    terms: list[tuple[str, s.Node]] = []
    for sign, term in node.terms:
        if isinstance(term, s.Sum) and sign == "+":
            terms += term.terms
        else:
            terms.append((sign, term))
    return node if len(terms) == len(node.terms) else s.Sum(tuple(terms), start=node.start, end=node.end)


def difference(left: s.Node, right: s.Node, may_differ: Callable[[s.Node, s.Node], bool]) -> Differs | None:
    """The pieces of ``left`` and ``right`` that differ, all of them such as may, in either order; None where others do.

    The smallest ones: where a part of a piece explains it, the piece as a whole is not looked at.
    """
    found = _Comparing(may_differ).of(s.mapped(left, bare), s.mapped(right, bare))
    return None if found is None else tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Comparing:
    may_differ: Callable[[s.Node, s.Node], bool]

    def of(self, left: s.Node, right: s.Node) -> Differs | None:
        """How two formulas differ."""
        if left == right:
            return ()
        found = self._inside(left, right)
        if found is None and self.may_differ(left, right):
            found = ((left, right),)
        return found

    def _inside(self, left: s.Node, right: s.Node) -> Differs | None:
        if isinstance(left, s.Product) and isinstance(right, s.Product):
            return self._lists(_factors(left), _factors(right), _as_product)
        if isinstance(left, s.Sum) and isinstance(right, s.Sum):
            return self._lists(_terms(left), _terms(right), _as_sum)
        if type(left) is not type(right) or isinstance(left, s.Name):
            return None
        fields = s.CONTENTS[type(left)]
        return self._all([(getattr(left, name), getattr(right, name)) for name in fields])

    def _all(self, pairs: Sequence[tuple[object, object]]) -> Differs | None:
        found: Differs = ()
        for one, other in pairs:
            inner = self._values(one, other)
            if inner is None:
                return None
            found += inner
        return found

    def _values(self, one: object, other: object) -> Differs | None:
        if isinstance(one, s.Node) and isinstance(other, s.Node):
            return self.of(one, other)
        if isinstance(one, tuple) and isinstance(other, tuple):
            return self._all(list(zip(one, other, strict=True))) if len(one) == len(other) else None
        return () if one == other else None

    def _lists(self, left: _Parts, right: _Parts, joined: Callable[[_Parts], s.Node | None]) -> Differs | None:
        """How two sums or two products differ: each part of the shorter one stands for parts side by side."""
        if len(left) == len(right):
            return self._all(list(zip(left, right, strict=True)))
        if len(left) > len(right):
            swapped = self._lists(right, left, joined)
            return None if swapped is None else tuple((one, other) for other, one in swapped)
        return self._spread(left, right, joined) if len(left) > 1 and len(right) <= MOST_PARTS else None

    def _spread(self, left: _Parts, right: _Parts, joined: Callable[[_Parts], s.Node | None]) -> Differs | None:
        if not left or not right:
            return () if not left and not right else None
        (sign, first), *rest = left
        best: Differs | None = None
        for end in range(1, len(right) - len(rest) + 1):
            part = joined(_signed(sign, right[:end]))
            inner = None if part is None else self.of(first, part)
            after = None if inner is None else self._spread(tuple(rest), right[end:], joined)
            if inner is not None and after is not None and (best is None or len(inner + after) < len(best)):
                best = inner + after
        return best


_Parts = tuple[tuple[str, s.Node], ...]
"""The parts of a sum or a product, each with the sign before it."""


def _factors(node: s.Product) -> _Parts:
    return tuple(zip(("", *(_sign(sign) for sign in node.operators)), node.factors, strict=True))


def _sign(operator: str) -> str:
    return "" if operator in (r"\cdot", r"\times", r"\,") else operator


def _terms(node: s.Sum) -> _Parts:
    return node.terms


def _signed(sign: str, parts: _Parts) -> _Parts:
    """The parts as they stand in brackets behind a sign; nothing where that sign is not theirs."""
    (first, node), *others = parts
    if first != sign:
        return ()
    if sign != "-":
        return parts
    return (("+", node), *(("-" if other == "+" else "+", each) for other, each in others))


def _as_product(parts: _Parts) -> s.Node | None:
    if len(parts) < 2:
        return parts[0][1] if parts else None
    return s.Product(tuple(node for _, node in parts), tuple(sign for sign, _ in parts[1:]))


def _as_sum(parts: _Parts) -> s.Node | None:
    if len(parts) < 2:
        return parts[0][1] if parts else None
    return s.Sum(parts)
