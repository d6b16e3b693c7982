"""Superscripts: powers, transposes, primes, and names that carry a script."""

from __future__ import annotations

import re

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.notation.arrays import is_transposed_list
from derivcheck.reading.notation.bars import norm
from derivcheck.reading.notation.functions import derivative_of_function
from derivcheck.reading.notation.ranges import counted
from derivcheck.reading.notation.resolution import compound, is_declared, rank_of, resolve
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build, matrices
from derivcheck.terms.nodes import ONE, Apply, Call, Term, free_symbols, number, walk

BARRED = re.compile(r"\\(?:bar|underline)\{(?P<under>\w+)\}")
POWERS = r"a power of the value or of the argument, as in `\log(x)^2`"
COUNTERS = frozenset({"k", "m", "n"})


def _power(e: Elaborator, node: s.Sup) -> Term:
    known = compound(e, node)
    if known is not None:
        return known
    base, exponent = node.base, node.exponent
    if isinstance(base, s.Name) and base.name in ("e", r"\mathrm{e}") and not is_declared(e, base.name):
        e.note("e", "Euler's number")
        argument = e.term(exponent)
        if len(argument.shape) == 2:
            raise unsupported(node, "exp of a matrix")
        return build.elementwise("exp", argument)
    if isinstance(base, s.Function) and _trails(base, exponent):
        e.trailing = POWERS
        e.note(rf"\{base.name}(\cdot)^k", "the power of the value, not of the argument")
        if e.inner:
            inner = s.Sup(base.argument, exponent, start=base.argument.start, end=node.end)
            return e.term(s.Function(base.name, inner, base.base, base.natural, start=node.start, end=node.end))
    if isinstance(base, s.Bars) and base.kind == r"\|" and isinstance(exponent, s.Num) and exponent.value == 2:
        return norm(e, base, squared=True)
    _refuse_bar(e, node)
    term = e.term(base)
    if isinstance(exponent, s.Name) and term.shape != () and _is_transposing(e, exponent):
        return _transposed(e, node, term)
    raised = e.scalar(exponent, "an exponent")
    if len(term.shape) == 2:
        counted(e, raised)
    if len(term.shape) == 1 and term.shape != (ONE,) and raised == number(-1):
        raise build.ShapeError("an inverse", e.sizes.describe(term.shape), "a square matrix")
    return build.power(term, raised, e.sizes)


def _refuse_bar(e: Elaborator, node: s.Sup) -> None:
    r"""Raises Unread where the exponent counts and has a line, ``a^{\overline{n}}``, and nothing says what it is."""
    exponent = node.exponent
    found = BARRED.fullmatch(exponent.name) if isinstance(exponent, s.Name) else None
    if found is None or e.context.is_told(found.group()):
        return
    if found["under"] in e.bound or found["under"] in COUNTERS:
        raise unsupported(node, "a rising or falling factorial, or a power")


def _is_transposing(e: Elaborator, exponent: s.Name) -> bool:
    """Whether a letter above an array is a T that transposes it; what an H does is not known."""
    if exponent.name == "H" and not is_declared(e, "H"):
        raise unsupported(exponent, "a Hermitian transpose, or a power")
    return exponent.name == "T" and not is_declared(e, "T")


def _transpose(e: Elaborator, node: s.Mark) -> Term:
    term = e.term(node.base)
    symbols = free_symbols(term)
    entry = isinstance(node.base, s.Sub)
    plain = term.shape == () and (entry or not any(symbol.shape for symbol in symbols))
    if plain and any(symbol.name in e.context.guessed for symbol in symbols):
        # Nobody transposes a number: what its use elsewhere made of it is wrong.
        raise build.ShapeError("a transpose", "a scalar", "a vector or a matrix", inferred=True)
    return _transposed(e, node, term)


def _transposed(e: Elaborator, node: s.Node, term: Term) -> Term:
    if is_transposed_list(node):
        e.note(r"(a, b)^\top", "the column with these entries")
        return term
    return build.transpose(term)


ELEMENTARY = frozenset({"log", "exp", "sin", "cos", "tan", "cot", "sinh", "cosh", "tanh"})


def _trails(base: s.Function, exponent: s.Node) -> bool:
    r"""Whether a power stands behind a function's brackets: ``\log(x)^2``, not ``\log^2(x)`` or ``(\log x)^2``."""
    in_brackets = isinstance(base.argument, s.Group) and base.argument.bracket == "("
    return base.name in ELEMENTARY and in_brackets and exponent.start >= base.argument.end


def _mark(e: Elaborator, node: s.Mark) -> Term:
    known = compound(e, node)
    if known is not None:
        return known
    if node.mark == "transpose":
        return _transpose(e, node)
    if node.mark == "inverse-transpose":
        return build.transpose(build.inverse(e.term(node.base), e.sizes))
    # Of a small letter it is another value, such as the one after an update: canonical names it.
    plain = isinstance(node.base, (s.Name, s.Sub)) and (canonical(node) is not None or not rank_of(e, node.base))
    if node.mark == "dagger" or (node.mark == "plus" and not plain):
        e.note("A^+", "the pseudo-inverse")
        return matrices.pseudo_inverse(e.term(node.base), e.sizes)
    name = canonical(node)
    if name is None or node.mark == "plus" or rank_of(e, node.base) == 2:
        raise unsupported(node, "this superscript")
    return resolve(e, name, node)


def _primes(e: Elaborator, node: s.Primes) -> Term:
    known = compound(e, node)
    if known is not None:
        return known
    name = canonical(node.base)
    if name is not None and e.context.is_function(name):
        return derivative_of_function(e, node)
    if name in e.context.definitions and any(isinstance(part, Call) for part in walk(e.context.definitions[name].body)):
        raise unsupported(node, "a prime of what depends on something")
    whole = canonical(node)
    if whole is None or not isinstance(node.base, (s.Name, s.Sub)) or rank_of(e, node.base) == 2:
        raise unsupported(node, "a prime here")
    return resolve(e, whole, node)


def _entrywise_power(e: Elaborator, node: s.EntrywisePower) -> Term:
    base = e.term(node.base)
    return Apply("power", (base, e.scalar(node.exponent, "an exponent")), base.shape)


def _repeated(e: Elaborator, node: s.Repeated) -> Term:
    """A product of equal factors is a power, a sum of equal summands a multiple."""
    piece, count = e.term(node.piece), e.scalar(node.count, "a number of times")
    counted(e, count)
    return build.power(piece, count, e.sizes) if node.operator == "product" else build.scale(count, piece)


HANDLERS[s.Repeated] = _repeated
HANDLERS[s.EntrywisePower] = _entrywise_power
HANDLERS[s.Sup] = _power
HANDLERS[s.Mark] = _mark
HANDLERS[s.Primes] = _primes
