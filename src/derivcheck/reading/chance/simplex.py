r"""Distributions of counts and of probability vectors: ``\mathrm{Multinomial}(n, \pi)``, ``\mathrm{Dir}(\alpha)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.laws import parse_law
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms import build
from derivcheck.terms.chance import Values
from derivcheck.terms.nodes import ONE, Apply, Reduce, Shape, Symbol, Term, number
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.shorthand import gamma, minus, over, plus, times
from derivcheck.terms.sizes import Sizes

K = "#k"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of distributions of a vector, with so many parameters: counts, and a vector with the ``trait``.

    ``density`` is its density or mass at a vector. With proportions p that are its last parameter, over its sum, the
    mean and the covariance are a·p and b·(diag p - p pᵀ), where ``scales`` are a and b.
    """

    name: str
    arity: int
    trait: Trait
    density: Callable[[Term, tuple[Term, ...]], Term]
    scales: Callable[[tuple[Term, ...]], tuple[Term, Term]]


def _at(vector: Term) -> Term:
    return build.index(vector, (Symbol(K),))


def _over_all(operator: str, body: Term, vector: Term) -> Term:
    return Reduce(operator, K, ONE, vector.shape[0], body)


def _sum(vector: Term) -> Term:
    return _over_all("sum", _at(vector), vector)


def _dirichlet(x: Term, parameters: tuple[Term, ...]) -> Term:
    (alpha,) = parameters
    scale = over(gamma(_sum(alpha)), _over_all("product", gamma(_at(alpha)), alpha))
    return times(scale, _over_all("product", Apply("power", (_at(x), plus(_at(alpha), number(-1)))), alpha))


def _multinomial(x: Term, parameters: tuple[Term, ...]) -> Term:
    n, p = parameters
    ways = over(gamma(plus(n, ONE)), _over_all("product", gamma(plus(_at(x), ONE)), p))
    return times(ways, _over_all("product", Apply("power", (_at(p), _at(x))), p))


def _of_dirichlet(parameters: tuple[Term, ...]) -> tuple[Term, Term]:
    return ONE, over(ONE, plus(_sum(parameters[-1]), ONE))


def _of_multinomial(parameters: tuple[Term, ...]) -> tuple[Term, Term]:
    return parameters[0], parameters[0]


DIRICHLET = Family("Dirichlet", 1, Trait.POSITIVE, _dirichlet, _of_dirichlet)
MULTINOMIAL = Family("multinomial", 2, Trait.PROBABILITY, _multinomial, _of_multinomial)
FAMILIES = {
    "Dir": DIRICHLET,
    "Dirichlet": DIRICHLET,
    "Mult": MULTINOMIAL,
    "Multi": MULTINOMIAL,
    "Multinomial": MULTINOMIAL,
}


def density(e: Elaborator, node: s.Call) -> Term | None:
    r"""``\mathrm{Dir}(\pi; \alpha)``: a density, or the mass of counts, at a vector."""
    family = FAMILIES.get(canonical(node.function) or "")
    if family is None or not node.separators or node.separators[0] not in (";", "|"):
        return None
    x, *parameters = (e.term(argument) for argument in node.arguments)
    fits = bool(parameters) and len(x.shape) == 1 and _fit(family, tuple(parameters), x.shape, e.sizes)
    if not fits:
        raise unsupported(node, f"a {family.name} distribution of this shape")
    e.note(canonical(node.function) or "", f"the {family.name} distribution")
    return family.density(x, tuple(parameters))


def _fit(family: Family, parameters: tuple[Term, ...], shape: Shape, sizes: Sizes) -> bool:
    *counts, vector = parameters
    plain = len(parameters) == family.arity and not any(count.shape for count in counts)
    return plain and len(vector.shape) == 1 and sizes.unify(vector.shape, shape)


def declare_on_simplex(statement: Statement, context: Context) -> list[str]:
    r"""The name that ``\pi \sim \mathrm{Dir}(\alpha)`` makes a random vector of which the moments are known."""
    if len(statement.sides) != 2:
        return []
    try:
        law = parse_law(statement.sides[1].text, context)
        name = canonical(parse(statement.sides[0].text, context.is_function))
        family = FAMILIES.get(canonical(law.function) or "") if isinstance(law, s.Call) else None
        if name is None or family is None or not isinstance(law, s.Call) or set(law.separators) - {","}:
            return []
        known = context.declared(name)
        shape = (context.sizes.new(),) if known is None else known.shape
        _declare_vector(law.arguments[-1], shape, context)
        parameters = tuple(Elaborator(context).term(argument) for argument in law.arguments)
    except (Unread, Clash):
        return []
    vector = parameters[-1]
    if len(shape) != 1 or not isinstance(vector, Symbol) or not _fit(family, parameters, shape, context.sizes):
        return []
    if known is None:
        context.declare(Declaration(Symbol(name, shape)))
    context.add_traits(vector.name, family.trait)
    if family is DIRICHLET:
        context.add_traits(name, Trait.PROBABILITY)
    for count in parameters[:-1]:
        declared = context.symbols.get(count.name) if isinstance(count, Symbol) else None
        if declared is not None and declared.domain is Domain.REAL:
            context.symbols[declared.symbol.name] = replace(declared, domain=Domain.NATURAL)
    declare_random(context, name)
    mean, covariance = _moments(family, parameters, context.sizes)
    values = Values.DECLARED if family is DIRICHLET else Values.UNKNOWN
    variable = replace(context.chance.variables[name], mean=mean, variance=covariance, values=values)
    context.chance = context.chance.having(variable)
    return [name]


def _declare_vector(node: s.Node, shape: Shape, context: Context) -> None:
    """A parameter of which nothing is said has as many entries as the vector."""
    name = canonical(node) if isinstance(node, s.Name) else None
    if name is not None and name not in context.definitions and context.declared(name) is None and len(shape) == 1:
        context.declare(Declaration(Symbol(name, shape), source="a parameter of a distribution"))


def _moments(family: Family, parameters: tuple[Term, ...], sizes: Sizes) -> tuple[Term, Term]:
    """The mean and the covariance."""
    vector = parameters[-1]
    p = vector if family.trait is Trait.PROBABILITY else build.divide(vector, _sum(vector), sizes)
    first, second = family.scales(parameters)
    diagonal = Apply("diagonal", (p,), (*p.shape, *p.shape))
    outer = build.matrix_product(p, build.transpose(p), sizes)
    covariance = build.add((build.scale(second, diagonal), build.scale(minus(second), outer)), sizes)
    return build.scale(first, p), covariance
