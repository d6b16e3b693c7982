"""What makes a name a density: a definition of one, as p(x) := ∑_z p(x, z), or being written as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import signature, split_arguments
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.chance.formula_densities import formula_of
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.resolution import base_name
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.syntax import walk
from derivcheck.terms.scope import Definition

ENTROPIES = frozenset({"H", r"\mathcal{H}", r"\mathbb{H}", r"\mathrm{H}"})
PAIR = 2
"""A divergence is one between two densities."""

NO_DENSITIES = frozenset(
    {"H", "I", "D", "L", "J", "E", "F", r"\mathcal{L}", r"\mathcal{N}", r"\mathbb{E}", "KL", "ELBO", r"\log", r"\sigma"}
)
"""Letters that stand for functionals and losses rather than densities."""


def is_density_head(head: s.Call, body: s.Node, context: Context) -> bool:
    """Whether a definition is one of a density: it is called so, or is made of densities of the same variables."""
    if density_name(head.function, context) in context.densities or "|" in head.separators:
        return True
    variables = {canonical(argument) for argument in head.arguments}
    return any(
        isinstance(part, s.Call)
        and density_name(part.function, context) in context.densities
        and variables <= {canonical(argument) for argument in part.arguments} <= context.outcomes.keys()
        for part in walk(body)
    )


def mixes_conditionals(head: s.Call, body: s.Node, context: Context) -> bool:
    r"""Whether a density is said to be a weighted sum of conditionals of its letter: ``\sum_k \pi_k p(x \mid k)``."""
    name = canonical(head.function)
    if not isinstance(body, s.Big) or "|" in head.separators or name is None:
        return False
    calls = [part for part in walk(body) if isinstance(part, s.Call)]
    outside = [factor for factor in getattr(body.body, "factors", ()) if not isinstance(factor, s.Call)]
    weighed = any(isinstance(factor, s.Sub) for factor in outside)
    own = [call for call in calls if canonical(call.function) == name]
    if not weighed or not own or len(own) < len(calls) or not all("|" in call.separators for call in own):
        return False
    known = context.signatures.get(name, frozenset())
    behind = {argument for call in own for argument in (split_arguments(call) or ([], []))[1]}
    if any(letter in key.partition("|")[0].partition("(")[2].split(",") for key in known for letter in behind):
        # That the weights are probabilities of the components is not known of p(k | x).
        context.chance = replace(context.chance, vague=True)
    return True


def define_density(head: s.Call, body: s.Node, context: Context, source: str) -> None:
    """p(x) := ∑_z p(x, z): the name with these arguments."""
    split = split_arguments(head)
    name = canonical(head.function)
    if split is None or name is None:
        raise Unread("D406", {"notation": "a definition of this"}, head.start, head.end)
    for variable in split[0] + split[1]:
        context.make_outcome(variable)
    context.densities.add(name)
    term = formula_of(Elaborator(context), body, split[0] + split[1])
    key = signature(name, *split)
    context.density_definitions[key] = Definition(name, (), term, source)
    context.note_signature(name, key)


def mark_density(node: s.Call, context: Context) -> None:
    """Makes a called name a density and its arguments outcomes."""
    split = split_arguments(node)
    name = density_name(node.function, context)
    if (
        split is None
        or name is None
        or name in NO_DENSITIES
        or name in context.given | context.given_names
        or context.law_labelled(name) is not None
        or any(known == name for known, _ in context.functions)
        or name in context.unknown_functions
    ):
        return
    if any(_is_parameter(variable) for variable in split[0]):
        return
    if any(variable in context.chance.variables for variable in split[0] + split[1]):
        return
    context.densities.add(name)
    for variable in split[0] + split[1]:
        context.make_outcome(variable)
    context.note_signature(name, signature(name, *split))


def notice_diverging(nodes: Iterable[s.Node], context: Context) -> None:
    r"""Makes densities of q and p in ``KL(q \| p)`` where a chain has them at variables, as q(x) and p(x).

    So are those that an entropy ``H(q)`` beside logarithms is of, and p or q before its own, ``q(x) \log q(x)``.
    """
    parts = [part for node in nodes for part in walk(node)]
    names = {name for part in parts for name in _diverging(part)}
    if any(isinstance(part, s.Function) and part.name == "log" for part in parts):
        random = {name.lower() for name in context.chance.variables} | {name.lower() for name in context.following}
        spoken = {name for part in parts if isinstance(part, s.Call) for name in map(canonical, part.arguments)}
        if random.isdisjoint(spoken):
            # Of a variable whose law is stated, the density is known otherwise.
            names |= {name for part in parts for name in _weighing(part)}
    for part in parts:
        if isinstance(part, s.Call) and canonical(part.function) in names:
            mark_density(part, context)


def _diverging(part: s.Node) -> Iterator[str]:
    """The names that a divergence is of."""
    if isinstance(part, s.Operator) and part.name == "divergence" and len(part.arguments) == PAIR:
        yield from (name for argument in part.arguments if (name := canonical(argument)) is not None)


def _weighing(part: s.Node) -> Iterator[str]:
    """The names that an entropy is of, and p or q before its own logarithm."""
    if isinstance(part, s.Call) and canonical(part.function) in ENTROPIES:
        yield from (name for a in part.arguments if isinstance(a, (s.Name, s.Sub)) and (name := canonical(a)))
    elif isinstance(part, s.Product):
        logarithms = {f.argument for f in part.factors if isinstance(f, s.Function) and f.name == "log"}
        weights = [f.function for f in part.factors if isinstance(f, s.Call) and f in logarithms]
        yield from (name for weight in weights if base_name(weight) in ("p", "q") and (name := canonical(weight)))


def _is_parameter(name: str) -> bool:
    return name in (r"\theta", r"\phi", r"\lambda") or name[:1].isdigit()
