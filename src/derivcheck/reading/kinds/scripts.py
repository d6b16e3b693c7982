"""The kinds of names with their scripts: indices, powers, transposes."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.kinds import network as n
from derivcheck.reading.kinds.formulas import HANDLERS, IDENTITY, NUMBERS, FormulaKinds, accompany, capitals, is_number
from derivcheck.reading.kinds.network import ANY, COLUMN, MATRIX, ROW, SCALAR
from derivcheck.reading.parsing.canonical import canonical

INDEX_LETTERS = frozenset("ijklmnrst")
ONES = frozenset({r"\mathbf{1}", r"\mathbb{1}", r"\vec{1}", r"\mathbf{0}", r"\vec{0}"})


def _name(f: FormulaKinds, node: s.Name) -> int:
    name = node.name
    if name in f.local:
        return f.local[name]
    if name in f.indices or name in NUMBERS:
        return f.fresh(SCALAR)
    if f.names.known(name) is None:
        if name in ONES:
            return f.fresh(COLUMN if "1" in name else ANY)
        if name in IDENTITY:
            return f.fresh(MATRIX)
        result = f.names.result(name)
        if result is not None:
            return result
        if f.names.context.is_function(name):
            return f.fresh()
    return f.names.variable(name)


def _sub(f: FormulaKinds, node: s.Sub) -> int:
    name, base = canonical(node), canonical(node.base)
    if name is not None and (name in f.names.plain or f.names.known(name) is not None):
        return f.names.variable(name)
    if isinstance(node.base, s.Name) and f.names.known(node.base.name) is None:
        if node.base.name in IDENTITY:
            f.scalar(*node.indices)
            return f.fresh(MATRIX)
        if node.base.name in ONES:
            return f.fresh()
    indices = [index for index in node.indices if not (isinstance(index, s.Name) and index.name == ":")]
    if not all(_is_place(f, index) for index in indices):
        return f.names.variable(name) if name is not None else f.fresh()
    if base is not None and all(isinstance(index, s.Num) for index in indices) and base not in f.names.families:
        # W_1 and W_2 are names of their own, unless W_i stands beside them.
        return f.names.variable(name) if name is not None and f.names.known(base) is None else f.fresh(SCALAR)
    if base is None or isinstance(node.base, s.Group):
        return _entry(f, f.of(node.base), len(indices))
    if base in f.local or base in f.names.context.declared_functions:
        return _entry(f, f.local.get(base, f.fresh()), len(indices))
    return f.names.element(base, len(indices))


def _entry(f: FormulaKinds, array: int, count: int) -> int:
    if count > 1:
        f.network.restrict(array, MATRIX)
        return f.fresh(SCALAR)
    return f.related(frozenset({(COLUMN, SCALAR), (MATRIX, COLUMN)}), array)


def _is_place(f: FormulaKinds, index: s.Node) -> bool:
    match index:
        case s.Num():
            return True
        case s.Name(name=name):
            return name in f.indices or name in f.names.places or name in INDEX_LETTERS
        case s.Sum(terms=terms):
            return all(_is_place(f, part) for _, part in terms)
    return False


def _power(f: FormulaKinds, node: s.Sup) -> int:
    name = canonical(node)
    if name is not None and (name in f.names.plain or f.names.known(name) is not None):
        return f.names.variable(name)
    if canonical(node.exponent) == "T" and f.names.known("T") is None and "T" not in f.indices:
        return _transposed(f, node.base)
    if isinstance(node.base, s.Name) and node.base.name in NUMBERS:
        accompany(f, [node.exponent], ())
        return f.of(node.exponent)
    f.scalar(node.exponent)
    if is_number(node.base):
        return f.fresh(SCALAR)
    if name is not None and isinstance(node.exponent, s.Group):
        # x^{(i)} is a name.
        return f.names.variable(name)
    accompany(f, [node.base], ())
    whole = isinstance(node.exponent, s.Num) and node.exponent.value == 2
    return f.related(n.POWER if whole else n.SQUARE, f.of(node.base))


def _transposed(f: FormulaKinds, base: s.Node) -> int:
    if isinstance(base, s.Group) and len(base.elements) > 1:
        # A list of entries is written as a row; whether it stays one shows in what stands behind it.
        f.of(base)
        return f.fresh(ROW | COLUMN)
    name = f.undeclared(base)
    kind = f.of(base)
    call = s.unbracketed(base)
    if isinstance(call, s.Call) and (function := canonical(call.function)) is not None:
        f.names.turned.add(function)
    if (name is not None and name not in f.indices) or _is_sum(base):
        f.network.restrict(kind, ANY & ~SCALAR)
    else:
        f.names.structured |= capitals(f, base)
    return f.related(n.TRANSPOSED, kind)


def _is_sum(node: s.Node) -> bool:
    """Whether ``node`` is a sum of names in brackets: a number would not be transposed there."""
    match node:
        case s.Group(elements=(only,)):
            return _is_sum(only) or isinstance(only, s.Sum)
        case s.Sum(terms=terms):
            return any(isinstance(part, s.Name) for _, part in terms)
    return False


def _mark(f: FormulaKinds, node: s.Mark) -> int:
    if node.mark == "transpose":
        return _transposed(f, node.base)
    if node.mark == "inverse-transpose":
        kind = f.of(node.base)
        f.network.restrict(kind, MATRIX)
        return f.fresh(MATRIX)
    if node.mark == "plus":
        return f.related(frozenset({(MATRIX, MATRIX), (SCALAR, SCALAR)}), f.of(node.base))
    name = canonical(node)
    return f.names.variable(name) if name is not None else f._free(node)  # noqa: SLF001


def _primes(f: FormulaKinds, node: s.Primes) -> int:
    base, name = canonical(node.base), canonical(node)
    result = None if base is None else f.names.result(base)
    if base is not None and (result is not None or f.names.context.is_function(base)):
        # A derivative by a number is of the kind of the values.
        return f.fresh() if result is None or not f.names.may_give_matrices(base) else result
    return f.names.variable(name) if name is not None else f.fresh()


HANDLERS[s.Name] = _name
HANDLERS[s.Sub] = _sub
HANDLERS[s.Sup] = _power
HANDLERS[s.Mark] = _mark
HANDLERS[s.Primes] = _primes
