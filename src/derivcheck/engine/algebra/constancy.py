"""What may be constant: whether the terms of a sum vary with its index, and which parts of a term are values."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.engine.algebra.sums import mentions
from derivcheck.terms.nodes import Apply, Array, Call, Derivative, Number, Reduce, Symbol, Term, free_symbols, walk

FUNCTIONS = frozenset({"exp", "log", "abs", "max", "min"})


def depends(body: Term, index: str) -> bool:
    """Whether every monomial of ``body`` varies freely with an array's entry at ``index``: no constant can come out."""
    if _is_monomial(body, index) or _is_homogeneous(body, index):
        return True
    if isinstance(body, Reduce) and body.operator == "sum" and body.condition is None:
        # Each summand varies freely, over a range that stays the same.
        return not (mentions(body.lower, index) or mentions(body.upper, index)) and depends(body.body, index)
    if not isinstance(body, Apply):
        return False
    if body.operator == "add":
        return all(depends(part, index) for part in body.arguments)
    varying = [part for part in body.arguments if mentions(part, index)]
    if body.operator in ("multiply", "hadamard"):
        # Two factors that vary may cancel, as e^x e^(-x) does, unless one is an entry of an array that no other factor
        # knows.
        return (len(varying) == 1 and depends(varying[0], index)) or any(
            _is_alone(part, varying, index) for part in varying
        )
    if body.operator == "exp":
        return _is_shifted_entry(body.arguments[0], index)
    return False


def _is_homogeneous(body: Term, index: str) -> bool:
    """Whether ``body`` takes a factor when some array's entries at ``index`` are stretched by one: no constant does."""
    arrays = {
        part.arguments[0]
        for part in walk(body)
        if isinstance(part, Apply) and part.operator == "index" and any(mentions(p, index) for p in part.arguments[1:])
    }
    return any(_stretch(body, array, index) not in (None, 0) for array in arrays if isinstance(array, Symbol))


def _stretch(term: Term, array: Symbol, index: str) -> Fraction | None:
    """The degree of ``term`` in the entries of ``array`` at ``index``; None where it has none."""
    if not (mentions(term, index) and array in free_symbols(term)):
        return Fraction(0)
    if isinstance(term, Reduce):
        ends = (term.lower, term.upper, *(() if term.condition is None else (term.condition,)))
        plain = term.operator == "sum" and not any(mentions(end, index) for end in ends)
        return _stretch(term.body, array, index) if plain else None
    if not isinstance(term, Apply):
        return None
    if term.operator == "index" and term.arguments[0] == array:
        return Fraction(1) if all(isinstance(place, Symbol) for place in term.arguments[1:]) else None
    parts = [_stretch(argument, array, index) for argument in term.arguments]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if term.operator in ("multiply", "hadamard"):
        return sum(known, Fraction(0))
    if term.operator == "add":
        return known[0] if len(set(known)) == 1 else None
    if term.operator == "power" and isinstance(term.arguments[1], Number):
        return known[0] * term.arguments[1].value
    return Fraction(0) if term.operator in FUNCTIONS and not any(known) else None


def _is_alone(factor: Term, varying: list[Term], index: str) -> bool:
    """Whether ``factor`` is an entry at ``index`` of an array that the other factors do not mention."""
    if not _is_monomial(factor, index):
        return False
    arrays = {symbol for symbol in free_symbols(factor) if symbol.shape}
    return bool(arrays) and not any(arrays & free_symbols(other) for other in varying if other is not factor)


def _is_monomial(body: Term, index: str) -> bool:
    """A product of entries at ``index`` and of factors without it, or a sum of such."""
    if isinstance(body, Reduce):
        return body.operator == "sum" and body.condition is None and _is_monomial(body.body, index)
    if not isinstance(body, Apply):
        return False
    if body.operator == "add":
        # Its parts must not cancel: they are entries of different arrays.
        names = [frozenset(s.name for s in free_symbols(part) if s.shape) for part in body.arguments]
        return all(_is_monomial(part, index) for part in body.arguments) and len(frozenset().union(*names)) == sum(
            map(len, names)
        )
    if body.operator == "index":
        return any(mentions(place, index) for place in body.arguments[1:]) and not mentions(body.arguments[0], index)
    if body.operator == "power" and _is_positive(body.arguments[1]):
        return _is_monomial(body.arguments[0], index)
    if body.operator in ("multiply", "hadamard", "matmul"):
        varying = [part for part in body.arguments if mentions(part, index)]
        return bool(varying) and all(_is_monomial(part, index) for part in varying)
    return False


def _is_shifted_entry(term: Term, index: str) -> bool:
    """An entry at ``index``, perhaps times and plus what does not depend on it."""
    parts = term.arguments if isinstance(term, Apply) and term.operator == "add" else (term,)
    varying = [part for part in parts if mentions(part, index)]
    return len(varying) == 1 and _is_monomial(varying[0], index)


def _is_positive(exponent: Term) -> bool:
    return isinstance(exponent, Number) and exponent.value > 0 and exponent.value.denominator == 1


def values_in(term: Term) -> list[Term]:
    """The subterms that are evaluated as values, not as positions in an array or sides of an equality of indices."""
    found, stack = [], [term]
    while stack:
        part = stack.pop()
        found.append(part)
        if isinstance(part, Apply) and part.operator not in ("equal", "different"):
            stack.extend(part.arguments[:1] if part.operator == "index" else part.arguments)
        elif isinstance(part, Call):
            stack.extend(part.arguments)
        elif isinstance(part, (Reduce, Array, Derivative)):
            stack.append(part.body)
            if isinstance(part, Derivative):
                stack.append(part.point)
    return found
