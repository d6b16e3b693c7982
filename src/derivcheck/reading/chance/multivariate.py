r"""Several normal variables together: ``\mathcal{N}(x; \mu, \Sigma)``, the divergence of two such, their entropy."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.families import TAU
from derivcheck.terms.nodes import ONE, Apply, Number, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Trait
from derivcheck.terms.shorthand import exp, log, minus, plus, power, times

NAMES = frozenset({r"\mathcal{N}", "N", "Normal"})
READ_AS = "the normal distribution with this mean and covariance matrix"
SYMMETRIC = frozenset({Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE, Trait.DIAGONAL})
HALF = number(Fraction(1, 2))


def density(e: Elaborator, node: s.Call) -> Term:
    """The density at a vector."""
    x = e.term(node.arguments[0])
    found = _parameters(e, node.function, node.arguments[1:])
    if found is None or len(x.shape) != 1:
        raise unsupported(node, "a normal distribution of this shape")
    mean, covariance = found
    away = build.add((x, build.negate(mean)), e.sizes)
    size = e.sizes.find(covariance.shape[0])
    scale = times(Apply("power", (TAU, minus(times(HALF, size)))), power(_determinant(covariance), Fraction(-1, 2)))
    return times(scale, exp(minus(times(HALF, _square(e, away, covariance)))))


def divergence(e: Elaborator, left: s.Node, right: s.Node) -> Term | None:
    """The relative entropy of two of them: ½(tr(B⁻¹A) + (m - n)ᵀB⁻¹(m - n) - d + log(det B/det A))."""
    pair = [_of_call(e, side) for side in (left, right)]
    if pair[0] is None or pair[1] is None:
        return None
    (mean, covariance), (other_mean, other) = pair[0], pair[1]
    away = build.add((mean, build.negate(other_mean)), e.sizes)
    ratio = build.multiply(build.inverse(other, e.sizes), covariance, e.sizes)
    logarithms = plus(log(_determinant(other)), minus(log(_determinant(covariance))))
    spread = Apply("trace", (ratio,))
    size = e.sizes.find(covariance.shape[0])
    return times(HALF, plus(spread, _square(e, away, other), minus(size), logarithms))


def entropy(e: Elaborator, node: s.Node) -> Term | None:
    """½(d + d log 2π + log det A)."""
    found = _of_call(e, node)
    if found is None:
        return None
    size = e.sizes.find(found[1].shape[0])
    return times(HALF, plus(times(size, plus(ONE, log(TAU))), log(_determinant(found[1]))))


def moments(e: Elaborator, node: s.Node) -> tuple[Term, Term] | None:
    """The mean vector and the covariance matrix of a distribution of several numbers; None for any other."""
    return _of_call(e, node)


def _of_call(e: Elaborator, node: s.Node) -> tuple[Term, Term] | None:
    if isinstance(node, s.Call) and all(sign == "," for sign in node.separators):
        return _parameters(e, node.function, node.arguments)
    return None


def _parameters(e: Elaborator, name: s.Node, arguments: tuple[s.Node, ...]) -> tuple[Term, Term] | None:
    """The mean and the covariance, where that is a matrix."""
    if canonical(name) not in NAMES or len(arguments) != 2:
        return None
    mean, covariance = (e.term(part) for part in arguments)
    if len(covariance.shape) != 2:
        return None
    build.require_square(covariance, "a covariance", e.sizes)
    _make_definite(e, covariance)
    for symbol in free_symbols(covariance):
        declared = e.context.symbols.get(symbol.name)
        if len(symbol.shape) == 2 and (declared is None or not declared.traits & SYMMETRIC):
            e.context.unclear.setdefault(symbol.name, "a covariance matrix")
    e.note(canonical(name) or "", READ_AS)
    return build.with_shape(mean, covariance.shape[:1]), covariance


def _make_definite(e: Elaborator, covariance: Term) -> None:
    """There is a density only where the covariance matrix is symmetric and positive definite."""
    core = _core(e, covariance)
    known = e.context.symbols.get(core.name) if core is not None else None
    if core is None or known is None or known.traits & SYMMETRIC or core.name in e.context.definitions:
        return
    e.context.add_traits(core.name, Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE)
    e.note(core.name, "symmetric and positive definite, as covariance matrices of densities are")


def _core(e: Elaborator, covariance: Term) -> Symbol | None:
    """The matrix of which a covariance matrix is a positive multiple, or the inverse of one."""
    match covariance:
        case Symbol():
            return covariance
        case Apply("inverse", (inner,)):
            return _core(e, inner)
        case Apply("multiply", arguments):
            matrices = [part for part in arguments if part.shape]
            scalars = [part for part in arguments if not part.shape]
            if len(matrices) == 1 and all(_is_positive(e, part) for part in scalars):
                return _core(e, matrices[0])
    return None


def _is_positive(e: Elaborator, factor: Term) -> bool:
    match factor:
        case Symbol(name=name):
            known = e.context.symbols.get(name)
            return known is not None and Trait.POSITIVE in known.traits
        case Apply("power", (base, Number(value=value))):
            return value % 2 == 0 or _is_positive(e, base)
        case Number(value=value):
            return value > 0
    return False


def _determinant(matrix: Term) -> Term:
    return Apply("determinant", (matrix,))


def _square(e: Elaborator, away: Term, covariance: Term) -> Term:
    inner = build.multiply(build.inverse(covariance, e.sizes), away, e.sizes)
    return build.multiply(build.transpose(away), inner, e.sizes)
