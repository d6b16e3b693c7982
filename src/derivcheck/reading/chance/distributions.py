r"""Named distributions: ``X \sim \mathcal{N}(\mu, \sigma^2)``, ``\mathcal{N}(x; \mu, \sigma^2)``, their divergences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance import multivariate, simplex
from derivcheck.reading.chance.laws import parse_law
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import bound_index
from derivcheck.reading.notation.families import adopt_family
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.terms.averages import EXPECTATION
from derivcheck.terms.averaging import averaged
from derivcheck.terms.chance import MEMBER, Chance, RandomVariable
from derivcheck.terms.families import FAMILIES, Distribution, Law
from derivcheck.terms.nodes import INFINITY, ONE, ZERO, Apply, Number, Reduce, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Trait
from derivcheck.terms.shorthand import minus, plus, times
from derivcheck.terms.substitution import substitute

NAMES = {
    r"\mathcal{N}": "normal",
    "N": "normal",
    "Normal": "normal",
    "Exp": "exponential",
    "Exponential": "exponential",
    "Gamma": "gamma",
    "Gam": "gamma",
    "Beta": "beta",
    "Bet": "beta",
    "U": "uniform",
    r"\mathcal{U}": "uniform",
    "Unif": "uniform",
    "Uniform": "uniform",
    "Laplace": "laplace",
    "Lap": "laplace",
    "LogNormal": "log-normal",
    "Lognormal": "log-normal",
    "Bern": "bernoulli",
    "Ber": "bernoulli",
    "Bernoulli": "bernoulli",
    "Cat": "categorical",
    "Categorical": "categorical",
    "Bin": "binomial",
    "Binomial": "binomial",
    "Pois": "poisson",
    "Poi": "poisson",
    "Poiss": "poisson",
    "Poisson": "poisson",
}

NORMAL = frozenset({r"\mathcal{N}", "N", "Normal"})

ENDING = frozenset({"beta"})
"""Families whose formulas have no value outside of the support."""

SAID = {
    "normal": "the normal distribution with this mean and variance",
    "exponential": "the exponential distribution with this rate",
    "gamma": "the gamma distribution with this shape and rate",
    "discrete-uniform": "the uniform distribution on the integers between these two",
    "log-normal": "the distribution whose logarithm is normal with this mean and variance",
}

# What the last parameter may not be called: by these names some mean another parameter.
DOUBTFUL = {
    "normal": frozenset({r"\sigma", "s"}),
    "exponential": frozenset({r"\theta", r"\beta", r"\mu", r"\tau", "b"}),
    "gamma": frozenset({r"\theta", "s", r"\lambda"}),
    "log-normal": frozenset({r"\sigma", "s"}),
}


def distribution(e: Elaborator, node: s.Node) -> Distribution | None:
    """The named distribution that a formula is, or None for anything else."""
    call = _as_call(node)
    call = _of_gamma(call)
    family = NAMES.get(canonical(call.function) or "") if call is not None else None
    if family == "uniform" and e.context.counts_uniform:
        family = "discrete-uniform"
    if call is None or family is None or any(sign != "," for sign in call.separators):
        return None
    if len(call.arguments) != len(FAMILIES[family].domains):
        return None
    last = call.arguments[-1]
    if canonical(last) in DOUBTFUL.get(family, ()) or (
        family == "gamma" and isinstance(last, s.Num) and last.value != 1
    ):
        raise Unread("D404", {"readings": f"the last parameter of the {family} distribution"}, last.start, last.end)
    if family in SAID:
        e.note(canonical(call.function) or "", SAID[family])
    if family == "categorical":
        return Distribution(family, (_probabilities(e, call.arguments[0]),))
    return Distribution(family, tuple(e.scalar(argument, "a parameter") for argument in call.arguments))


def _probabilities(e: Elaborator, node: s.Node) -> Term:
    """The vector of the probabilities of 1, 2, …; a name of which nothing is said is one."""
    name = canonical(node)
    if isinstance(node, s.Name) and name is not None and name not in e.context.definitions:
        adopt_family(e.context, name, 1)
    found = e.term(node)
    if len(found.shape) != 1 or name in e.context.from_zero or not e.context.counts_categories:
        raise unsupported(node, "probabilities that are no vector of those of 1, 2 and so on")
    return found


def _of_gamma(call: s.Call | None) -> s.Call | None:
    r"""``\chi^2(k)`` as the gamma distribution that it is; any other as it is."""
    match call:
        case s.Call(function=s.Sup(base=s.Name(name=r"\chi"), exponent=s.Num(value=2)), arguments=(freedom,)):
            half = s.Frac(freedom, s.Num(Fraction(2)), start=freedom.start, end=freedom.end)
            rate = s.Frac(s.Num(Fraction(1)), s.Num(Fraction(2)), start=freedom.start, end=freedom.end)
            return s.Call(s.Name("Gam"), (half, rate), (",",), start=call.start, end=call.end)
    return call


def _as_call(node: s.Node) -> s.Call | None:
    r"""A name at arguments, in whatever brackets; ``\ln \mathcal{N}(\mu, \sigma^2)`` is that of log-normal ones."""
    if isinstance(node, s.Call):
        return node
    match node:
        case s.Function(name="log", natural=True, argument=s.Call(function=name) as call) if canonical(name) in NORMAL:
            return replace(call, function=s.Name("LogNormal", start=node.start, end=call.start))
        case s.Product(factors=(s.Name() as name, s.Group(bracket=bracket) as group)) if bracket in "([":
            signs = (",",) * (len(group.elements) - 1)
            return s.Call(name, group.elements, signs, start=node.start, end=node.end)
    return None


def density_at(e: Elaborator, node: s.Call) -> Term | None:
    r"""``\mathcal{N}(x; \mu, \sigma^2)`` and ``\mathcal{N}(x \mid \mu, \sigma^2)``: a named density at a point."""
    on_simplex = simplex.density(e, node)
    if on_simplex is not None:
        return on_simplex
    family = NAMES.get(canonical(node.function) or "")
    if family is None or len(node.separators) < 1 or node.separators[0] not in (";", "|"):
        return None
    point, *rest = node.arguments
    if family == "normal" and len(rest) == 2 and e.term(point).shape:
        return multivariate.density(e, node)
    law = distribution(e, replace(node, arguments=tuple(rest), separators=node.separators[1:]))
    if law is None:
        return None
    place = e.scalar(point, "a point")
    if law.family == "discrete-uniform" and isinstance(place, Symbol) and place.name in e.ranges:
        raise unsupported(node, "an integral over what is only at integers")
    if family == "normal" and not _is_of_numbers(rest[-1]):
        _doubt(e, (place, *law.parameters))
    return _within_support(e, law, place)


def _within_support(e: Elaborator, law: Distribution, place: Term) -> Term:
    """The density at a place; 0 outside of the support, where an integral over the place may go that far."""
    found = _bernoulli(place, law) if law.family == "bernoulli" else law.row.density(place, law.parameters)
    ends = e.ranges.get(place.name) if isinstance(place, Symbol) else None
    if ends is None or law.family in ENDING:
        return found
    lower, upper = law.row.support(law.parameters)
    inside: list[Term] = []
    if lower is not None and not _is_at_most(lower, ends[0], e.context):
        inside.append(Apply("at-most", (lower, place)))
    if upper is not None and upper != INFINITY and not _is_at_most(ends[1], upper, e.context):
        inside.append(Apply("at-most", (place, upper)))
    return Apply("cases", (times(*inside), found, ZERO)) if inside else found


def _bernoulli(place: Term, law: Distribution) -> Term:
    """The mass as powers, of which products are made."""
    (p,) = law.parameters
    other = Apply("power", (plus(ONE, minus(p)), plus(ONE, minus(place))))
    return times(Apply("power", (p, place)), other)


def _is_at_most(low: Term | None, high: Term | None, context: Context) -> bool:
    """Whether it is said, or plain to see, that one end is no larger than another one; None is infinity."""
    if low is None or high is None:
        return False
    if low == high or (isinstance(low, Number) and isinstance(high, Number) and low.value <= high.value):
        return True
    declared = context.symbols.get(high.name) if isinstance(high, Symbol) and low == ZERO else None
    if declared is not None and declared.traits & {Trait.POSITIVE, Trait.NONNEGATIVE}:
        return True
    return (low, high) in {claim.ordered for claim in context.assumptions}


def _is_of_numbers(variance: s.Node) -> bool:
    r"""Whether a variance is a power of small letters, which are no matrices: ``\sigma^2`` or ``\lambda_0^{-1}``."""
    names = [part.name for part in s.walk(variance) if isinstance(part, s.Name)]
    return isinstance(variance, s.Sup) and all(name.lstrip("\\")[:1].islower() for name in names)


def _doubt(e: Elaborator, terms: tuple[Term, ...]) -> None:
    """Nothing is refuted of what may be a vector: the letters in a normal density of which nothing is said."""
    for symbol in free_symbols(Apply("add", terms)):
        declared = e.context.symbols.get(symbol.name)
        if declared is not None and declared.domain is Domain.REAL and not declared.source and not declared.traits:
            e.context.unclear.setdefault(symbol.name, "a parameter of a distribution, perhaps a vector,")


def average_under(law: Distribution, x: Symbol, body: Term) -> Term:
    """The average of ``body`` over a variable ``x`` with a named distribution."""
    chance = Chance().having(RandomVariable(x, distribution=law))
    return averaged(Apply(EXPECTATION, (body,), body.shape), chance)


def is_named(context: Context, node: s.Node) -> bool:
    """Whether a formula is a named distribution, or a name that stands for one."""
    call = _as_call(node)
    return (isinstance(node, s.Name) and node.name in context.laws) or (
        call is not None and canonical(call.function) in NAMES and ";" not in call.separators
    )


def names_law(latex: str, context: Context) -> bool:
    """Whether LaTeX is a named distribution with its parameters."""
    try:
        return is_named(context, parse_law(latex, context))
    except Unread:
        return False


def law_of(e: Elaborator, node: s.Node) -> Law | None:
    """A named distribution, a product of such, or a name that stands for one."""
    if isinstance(node, s.Name) and node.name in e.context.laws:
        return e.context.laws[node.name]
    if not (isinstance(node, s.Big) and node.operator == "product" and node.above is not None and len(node.below) == 1):
        found = distribution(e, node)
        return None if found is None else Law(found)
    start = node.below[0]
    name = canonical(start.left) if isinstance(start, s.Relational) else None
    if name is None or not isinstance(start, s.Relational) or e.term(start.right) != ONE:
        return None
    upper = e.scalar(node.above, "a bound")
    with bound_index(e, name, upper):
        found = distribution(e, node.body)
    return None if found is None else Law(found, name, upper)


def divergence(node: s.Operator, left: Law, right: Law) -> Term:
    """The relative entropy; that of products over the same index is the sum of the factors'."""
    if left.upper != right.upper or bool(left.index) != bool(right.index):
        raise unsupported(node, "a divergence between products of different lengths")
    if not left.index:
        return _divergence(node, left.distribution, right.distribution)
    named = {right.index: Symbol(left.index)}
    other = tuple(substitute(parameter, named) for parameter in right.distribution.parameters)
    body = _divergence(node, left.distribution, replace(right.distribution, parameters=other))
    return Reduce("sum", left.index, ONE, left.upper, body)


def _divergence(node: s.Operator, left: Distribution, right: Distribution) -> Term:
    """The average of the difference of the logarithms, where the right density is positive wherever the left one is."""
    needed = left.lies_within(right)
    if needed is None or left.row.discrete != right.row.discrete:
        raise unsupported(node, f"a divergence of the {left.family} from the {right.family} distribution")
    x = Symbol("#x")
    value = average_under(left, x, left.log_ratio(right, x))
    return Apply("cases", (times(*needed), value)) if needed else value


def entropy(law: Law) -> Term:
    """The average of minus the logarithm of the density or mass; that of a product is the sum of the factors'."""
    x = Symbol("#x")
    body = average_under(law.distribution, x, minus(law.distribution.logarithm(x)))
    return Reduce("sum", law.index, ONE, law.upper, body) if law.index else body


def declare_distribution(statement: Statement, context: Context) -> list[str]:
    r"""``X, Y \sim \mathcal{N}(0, 1)``, ``X_i \sim …``: the names that are declared, none if not understood."""
    if len(statement.sides) != 2:
        return []
    parts = comma_parts(statement.sides[0])
    listed = any("dots" in part.text for part in parts)
    try:
        law = distribution(Elaborator(context), parse_law(statement.sides[1].text, context))
        nodes = [parse(part.text, context.is_function) for part in (parts[-1:] if listed else parts)]
    except (Unread, Clash):
        return []
    names = [_follows(node, law, context, listed=listed) for node in nodes] if law is not None else []
    return [name for name in names if name is not None] if None not in names else []


def _follows(node: s.Node, law: Distribution, context: Context, *, listed: bool) -> str | None:
    """Makes what a formula names follow a law."""
    name, index = canonical(node), None
    is_member = isinstance(node, s.Sub) and len(node.indices) == 1 and name not in context.symbols
    if isinstance(node, s.Sub) and is_member:
        letter = canonical(node.indices[0])
        base = canonical(node.base)
        counts = listed or (letter is not None and letter in "ijkn")
        name, index = (base, letter) if counts else (name, None)
    if name is None or isinstance(node, (s.Product, s.Num)):
        return None
    known = context.symbols.get(name)
    if index is not None and (known is None or not known.symbol.shape):
        context.declare(Declaration(Symbol(name, (context.sizes.new(),))))
    if name not in context.chance.variables:
        declare_random(context, name, listed=index is not None)
    if index is not None:
        law = replace(law, parameters=tuple(substitute(p, {index: MEMBER}) for p in law.parameters))
    _free_parameters(law, name, context)
    bound(law, context)
    variable = context.chance.variables[name]
    context.chance = context.chance.having(replace(variable, distribution=law, noticed=False))
    return name


def _free_parameters(law: Distribution, name: str, context: Context) -> None:
    """A mean that words call μ is the parameter μ, and not the other way around."""
    for symbol in free_symbols(Apply("add", law.parameters)):
        definition = context.definitions.get(symbol.name)
        spoken = definition is not None and any(
            isinstance(part, Apply) and part.operator == EXPECTATION and part.arguments[0] != symbol
            for part in walk(definition.body)
        )
        if definition is not None and spoken and name in {part.name for part in free_symbols(definition.body)}:
            del context.definitions[symbol.name]


def bound(law: Distribution, context: Context) -> None:
    """The parameters that are only names lie where the family needs them."""
    for parameter, domain in zip(law.parameters, law.row.domains, strict=True):
        _bound(parameter, domain, context)
    if law.family == "discrete-uniform" and all(isinstance(end, Symbol) for end in law.parameters):
        claim = Claim(law.parameters[0], r"\le", law.parameters[1])
        context.assumptions += [claim] if claim not in context.assumptions else []
    if law.family == "uniform" and all(isinstance(end, Symbol) for end in law.parameters):
        claim = Claim(law.parameters[0], "<", law.parameters[1])
        context.assumptions += [claim] if claim not in context.assumptions else []


def _without_factors(term: Term) -> Term:
    """The one name in a product with positive numbers; any other term as it is."""
    factors = term.arguments if isinstance(term, Apply) and term.operator == "multiply" else (term,)
    bases = [f.arguments[0] if isinstance(f, Apply) and f.operator == "power" else f for f in factors]
    names = [factor for factor in factors if isinstance(factor, Symbol)]
    numbers = [base for base in bases if isinstance(base, Number) and base.value > 0]
    return names[0] if len(names) == 1 and len(numbers) + 1 == len(factors) else term


def _bound(parameter: Term, domain: str, context: Context) -> None:
    """A parameter that is only a name lies where the family needs it; a positive one may be a multiple of the name."""
    parameter = _without_factors(parameter) if domain == "positive" else parameter
    declared = context.symbols.get(parameter.name) if isinstance(parameter, Symbol) else None
    if domain == "probabilities" and declared is not None:
        context.add_traits(declared.symbol.name, Trait.PROBABILITY)
    if declared is None or declared.symbol.shape or declared.domain is not Domain.REAL:
        return
    if domain in ("count", "integer"):
        kind = Domain.NATURAL if domain == "count" else Domain.INTEGER
        context.symbols[declared.symbol.name] = replace(declared, domain=kind)
    elif domain == "unit" and declared.lower is None and declared.upper is None:
        context.symbols[declared.symbol.name] = replace(declared, lower=Fraction(0), upper=Fraction(1))
    elif domain == "positive":
        context.add_traits(declared.symbol.name, Trait.POSITIVE)
