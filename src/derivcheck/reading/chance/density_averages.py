"""Averages under densities: expectations, divergences and cross-entropies, as sums or integrals over outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance import distributions, multivariate, random_variables
from derivcheck.reading.chance.conditional_values import given_values
from derivcheck.reading.chance.densities import is_density, parameters_of, split_arguments
from derivcheck.reading.chance.density_families import density_called
from derivcheck.reading.chance.formula_densities import over_range
from derivcheck.reading.chance.given_densities import law_of_given
from derivcheck.reading.chance.named_laws import average_under_label, of_label
from derivcheck.reading.chance.path_averages import path_average
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.notation.binders import bound_index, weight
from derivcheck.reading.notation.limits import with_local
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.logarithms import in_unit
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, Apply, Reduce, Symbol, Term, number


def operator(e: Elaborator, node: s.Operator) -> Term:
    """An expectation under a density, a divergence between two, or an average of random variables."""
    e.averages += 1
    try:
        return _operator(e, node)
    finally:
        e.averages -= 1


def _operator(e: Elaborator, node: s.Operator) -> Term:
    if node.name == "divergence":
        return in_unit(e, node, _divergence(e, node))
    if node.name == "mean-divergence":
        return in_unit(e, node, _mean_divergence(e, node))
    if node.is_wide:
        _note_width(e, node)
    along = path_average(e, node)
    if along is not None:
        return along
    if node.name in ("expectation", "variance") and node.below is not None:
        labelled = average_under_label(e, node)
        if labelled is not None:
            return labelled
        _notice(e, node.below, node.arguments)
        if not _is_random(e, node.below):
            return _expectation(e, node) if node.name == "expectation" else _variance(e, node)
    if node.name in ("expectation", "variance") and node.below is None:
        only = _only_density(e, node)
        if only is not None:
            e.note(r"\mathbb{E}", "an expectation under the density in it")
            return _under(e, only, node)
    given = given_values(e, node)
    return random_variables.operator(e, node) if given is None else given


def _note_width(e: Elaborator, node: s.Operator) -> None:
    """Says that ``E(X - m)^2`` was read as E[(X - m)^2]; an ``E(X + Y)^2`` may as well be the square of the average."""
    e.note(r"\mathbb{E}", "an average of the power or product of the brackets behind it")
    sums = (part for part in s.walk(node.arguments[0]) if isinstance(part, s.Sum))
    if not any(sign == "-" for part in sums for sign, _ in part.terms):
        e.unsaid = e.unsaid or "a power behind the brackets of an average"


def _only_density(e: Elaborator, node: s.Operator) -> s.Call | None:
    """The one density with parameters in an expectation that does not say under which density it is taken."""
    if len(node.arguments) != 1 or len(e.context.densities) != 1:
        return None
    parts = list(s.walk(node.arguments[0]))
    calls = [part for part in parts if isinstance(part, s.Call) and is_density(e, part)]
    random = any(isinstance(part, s.Name) and part.name in e.context.chance.variables for part in parts)
    if random or not calls or not all(call == calls[0] for call in calls) or not parameters_of(e, calls[0]):
        return None
    return calls[0] if "|" not in calls[0].separators else None


def _under(e: Elaborator, density: s.Call, node: s.Operator) -> Term:
    """The mean or the variance of what depends on the outcome of a density."""
    (body,), variables = node.arguments, (split_arguments(density) or ([], []))[0]
    mean = _averaged(e, density, variables, body)
    if node.name == "expectation":
        return mean
    if mean.shape:
        raise unsupported(node, "a variance of an array under a density")
    two = number(2)
    square = _summed(
        e, variables, lambda: build.multiply(e.term(density), build.power(e.term(body), two, e.sizes), e.sizes)
    )
    return build.add((square, build.negate(build.power(mean, two, e.sizes))), e.sizes)


def _notice(e: Elaborator, below: s.Node, arguments: tuple[s.Node, ...]) -> None:
    r"""What is averaged over in ``\mathrm{E}_{x}[f(x)]`` is random, if it is but a name in there."""
    context, name = e.context, canonical(below)
    known = (*context.densities, *context.outcomes, *context.definitions, *context.laws, *context.chance.variables)
    if name is None or name in known or context.declared(name) is not None or context.is_function(name):
        return
    if any(canonical(part) == name for argument in arguments for part in s.walk(argument)):
        random_variables.declare_random(context, name, noticed=True)


def _is_random(e: Elaborator, below: s.Node) -> bool:
    """Whether what stands below an expectation names random variables."""
    names = below.elements if isinstance(below, s.Group) else (below,)
    return all(canonical(name) in e.context.chance.variables for name in names)


def _variance(e: Elaborator, node: s.Operator) -> Term:
    """The mean of the square less the square of the mean."""
    mean = _expectation(e, replace(node, name="expectation"))
    if mean.shape or len(node.arguments) != 1:
        raise unsupported(node, "a variance of an array under a density")
    (body,) = node.arguments
    inside = s.Group((body,), start=body.start, end=body.end)
    squared = s.Sup(inside, s.Num(number(2).value), start=body.start, end=body.end)
    second = _expectation(e, replace(node, name="expectation", arguments=(squared,)))
    return build.add((second, build.negate(build.power(mean, number(2), e.sizes))), e.sizes)


def _expectation(e: Elaborator, node: s.Operator) -> Term:
    if len(node.arguments) != 1 or node.below is None:
        raise unsupported(node, "an expectation of this")
    if isinstance(node.below, s.Relational) and node.below.relation == r"\sim":
        law, name = distributions.distribution(e, node.below.right), canonical(node.below.left)
        if law is not None and name is not None:
            with with_local(e, name):
                body = e.term(node.arguments[0])
            e.note(r"\mathbb{E}", random_variables.READ_AS)
            return distributions.average_under(law, Symbol(name), body)
    distribution, variables = _distribution(e, node.below, node.arguments[0])
    return _averaged(e, distribution, variables, node.arguments[0])


def _distribution(e: Elaborator, below: s.Node, body: s.Node) -> tuple[s.Node, list[str]]:
    """The density under an expectation, and the variables it averages over."""
    if isinstance(below, s.Relational) and below.relation == r"\sim":
        name = canonical(below.left)
        if name is None:
            raise unsupported(below, "an expectation over this")
        density_node = (
            below.right
            if isinstance(below.right, s.Call)
            else s.Call(small(e, below.right), (below.left,), (), start=below.start, end=below.end)
        )
        return density_node, [name]
    if isinstance(below, s.Call):
        split = split_arguments(below)
        if split is not None:
            return below, split[0]
    name = canonical(below)
    if name is not None and name in e.context.densities:
        keys = [key for key in e.context.signatures.get(name, ()) if "|" not in key and "," not in key]
        if len(keys) == 1:
            variable = keys[0][len(name) + 1 : -1]
            return s.Call(below, (s.Name(variable),), (), start=below.start, end=below.end), [variable]
    del body
    raise unsupported(below, "this distribution")


def _averaged(e: Elaborator, distribution: s.Node, variables: list[str], body: s.Node) -> Term:
    if not variables or any(v not in e.context.outcomes for v in variables):
        raise unsupported(distribution, "an expectation over this")
    return _summed(e, variables, lambda: build.multiply(e.term(distribution), e.term(body), e.sizes))


def _summed(e: Elaborator, variables: list[str], body: Callable[[], Term]) -> Term:
    if not variables:
        return body()
    name = variables[0]
    calculated = over_range(e, name, lambda: _summed(e, variables[1:], body))
    if calculated is not None:
        return calculated
    outcome = e.context.outcomes[name]
    with bound_index(e, name, outcome.size):
        inner = _summed(e, variables[1:], body)
    weighted = build.scale(weight(e, name), inner) if outcome.measured else inner
    return Reduce("sum", name, ONE, outcome.size, weighted)


def _divergence(e: Elaborator, node: s.Operator) -> Term:
    """KL(p ‖ q) = ∑ p log(p/q), of densities or of probability vectors."""
    if len(node.arguments) != 2:
        raise unsupported(node, "a divergence of this form")
    left, right = (law_of_given(of_label(side, e.context), e.context) for side in node.arguments)
    several = multivariate.divergence(e, left, right)
    if several is not None:
        e.note(r"\mathrm{KL}", "the relative entropy, the average of log p - log q")
        return several
    laws = [distributions.law_of(e, side) for side in (left, right)]
    if laws[0] is not None and laws[1] is not None:
        e.note(r"\mathrm{KL}", "the relative entropy, the average of log p - log q")
        return distributions.divergence(node, laws[0], laws[1])
    variables = _divergence_variables(e, left, right)
    if variables:
        e.note(r"\mathrm{KL}", "the relative entropy, the sum or integral of p log(p/q)")
        return _summed(e, variables, lambda: _relative(e, _at(e, left, variables), _at(e, right, variables)))
    size, entries = _entries(e, node, left, right)
    e.note(r"\mathrm{KL}", "the relative entropy, the sum of p log(p/q)")
    return Reduce("sum", "#k", ONE, size, _log_ratio(e, *entries))


def _mean_divergence(e: Elaborator, node: s.Operator) -> Term:
    """Jensen and Shannon's: the mean of the divergences of two distributions from their mixture in equal parts."""
    if len(node.arguments) != 2:
        raise unsupported(node, "a divergence of this form")
    left, right = node.arguments
    e.note("JSD", "the mean of the relative entropies from the mixture in equal parts")
    variables = _divergence_variables(e, left, right)
    if not variables:
        size, entries = _entries(e, node, left, right)
        return Reduce("sum", "#k", ONE, size, _to_mixture(e, *entries))
    return _summed(e, variables, lambda: _to_mixture(e, *(e.term(_at(e, side, variables)) for side in (left, right))))


def _to_mixture(e: Elaborator, p: Term, q: Term) -> Term:
    half = number(Fraction(1, 2))
    mixture = build.scale(half, build.add((p, q), e.sizes))
    return build.scale(half, build.add((_log_ratio(e, p, mixture), _log_ratio(e, q, mixture)), e.sizes))


def cross_entropy(e: Elaborator, node: s.Call, left: s.Node, right: s.Node) -> Term:
    """H(p, q) = -∑ p log q, of densities; H(p) = H(p, p)."""
    variables = _divergence_variables(e, left, right)
    if len(node.arguments) > 2:
        raise unsupported(node, "an entropy of this form")

    def term(p: Term, q: Term) -> Term:
        return build.scale(p, Apply("log", (q,)))

    if variables:
        summed = _summed(e, variables, lambda: term(*(e.term(_at(e, side, variables)) for side in (left, right))))
        return build.negate(summed)
    size, entries = _entries(e, node, left, right)
    return build.negate(Reduce("sum", "#k", ONE, size, term(*entries)))


def _entries(e: Elaborator, node: s.Node, left: s.Node, right: s.Node) -> tuple[Term, list[Term]]:
    """How long two probability vectors are, and an entry of either."""
    p, q = e.term(left), e.term(right)
    if len(p.shape) != 1 or len(q.shape) != 1 or not e.sizes.unify(p.shape, q.shape):
        raise unsupported(node, "a divergence of these")
    return e.sizes.find(p.shape[0]), [build.index(side, (Symbol("#k"),)) for side in (p, q)]


def small(e: Elaborator, node: s.Node) -> s.Node:
    """The density p in the place of a distribution P."""
    name = density_called(node.name, e.context) if isinstance(node, s.Name) else None
    if name is None or not isinstance(node, s.Name) or name == node.name:
        return node
    e.note(node.name, f"the distribution with the density {name}")
    return replace(node, name=name)


def _at(e: Elaborator, node: s.Node, variables: list[str]) -> s.Node:
    """A bare density name at the variables."""
    node = small(e, node)
    if isinstance(node, s.Call):
        return node
    if isinstance(node, (s.Sum, s.Product, s.Group)):
        return _filled(node, variables, e.context)
    return s.Call(
        node, tuple(s.Name(v) for v in variables), (",",) * (len(variables) - 1), start=node.start, end=node.end
    )


def _filled(node: s.Node, variables: list[str], context: Context) -> s.Node:
    r"""A mixture ``\lambda p_1 + (1 - \lambda) p_2`` at the variables of its densities."""
    if canonical(node) in context.densities and isinstance(node, (s.Name, s.Sub)):
        arguments = tuple(s.Name(v) for v in variables)
        return s.Call(node, arguments, (",",) * (len(variables) - 1), start=node.start, end=node.end)
    if isinstance(node, s.Call):
        return node
    return s.rebuilt(node, lambda part: _filled(part, variables, context))


def _mixed(node: s.Node, context: Context) -> s.Node:
    """One of the densities that a mixture is made of; anything else as it is."""
    if not isinstance(node, (s.Sum, s.Product, s.Group)):
        return node
    bare = (part for part in s.walk(node) if isinstance(part, (s.Name, s.Sub)) and canonical(part) in context.densities)
    return next(bare, node)


def _relative(e: Elaborator, left: s.Node, right: s.Node) -> Term:
    return _log_ratio(e, e.term(left), e.term(right))


def _log_ratio(e: Elaborator, p: Term, q: Term) -> Term:
    return build.scale(p, Apply("log", (build.divide(p, q, e.sizes),)))


def _divergence_variables(e: Elaborator, left: s.Node, right: s.Node) -> list[str]:
    """The variables that both densities speak of before the bar."""
    left, right = (_mixed(small(e, side), e.context) for side in (left, right))
    for node in (left, right):
        if isinstance(node, s.Call):
            split = split_arguments(node)
            if split is None or any(variable not in e.context.outcomes for variable in split[0]):
                raise unsupported(node, "a divergence of these")
            return split[0]
    name = canonical(left)
    by_formula = e.context.functions.get((name or "", 1))
    if by_formula is not None:
        # A function that has a divergence is a density, and its argument is a number.
        variable = by_formula.parameters[0].name
        e.context.calculated.add(variable)
        return [variable]
    if name is not None and name in e.context.densities:
        keys = [key for key in e.context.signatures.get(name, ()) if "|" not in key]
        if len(keys) == 1:
            return keys[0][len(name) + 1 : -1].split(",")
        e.context.make_outcome("x")
        return ["x"]
    return []


HANDLERS[s.Operator] = operator
