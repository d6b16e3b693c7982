"""What may be constant: whether the terms of a sum vary with its index, and which parts of a term are values."""

from __future__ import annotations

from derivcheck.engine.sums import mentions
from derivcheck.terms.nodes import Apply, Array, Call, Derivative, Number, Reduce, Term, free_symbols


def depends(body: Term, index: str) -> bool:
    """Whether every monomial of ``body`` varies freely with an array's entry at ``index``: no constant can come out."""
    if _is_monomial(body, index):
        return True
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
