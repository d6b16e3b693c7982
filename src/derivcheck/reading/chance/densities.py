"""Densities and what is made of them: p(x, z), p(z | x), expectations, divergences.

A density that names no family stands for every density: it becomes a table over finitely many outcomes, normalised by
construction. Over a variable that is integrated, outcomes are cells of arbitrary positive weight, and the table is
normalised against the weights.
Different arguments make different functions: p(x) and p(z) are two marginals.
"""

from __future__ import annotations

import re

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.density_facts import facts_about, network, primed_places, variables_of
from derivcheck.reading.chance.density_families import density_name, member_of
from derivcheck.reading.chance.members import (
    Part,
    arguments_of,
    from_member,
    members_in,
    name_of_density,
    place_in,
    refuse_varying,
)
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.binders import weight
from derivcheck.reading.notation.places import place_term
from derivcheck.reading.notation.resolution import base_name, is_bound, refuse_bound
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.independence import Factorisation, without_descendants
from derivcheck.terms.nodes import ONE, Apply, Call, Reduce, Symbol, Term
from derivcheck.terms.processes import distance
from derivcheck.terms.scope import Declaration, Trait
from derivcheck.terms.shorthand import times
from derivcheck.terms.substitution import substitute

PARAMETERS = frozenset({r"\theta", r"\phi", r"\psi", r"\lambda", r"\varphi", r"\eta", "w"})
"""Names below a density that are parameters, on which it depends."""

PARAMETER = re.compile(rf"(?:{'|'.join(map(re.escape, sorted(PARAMETERS)))})(?![A-Za-z])")
"""How the script of a density begins that says at which parameters it is taken."""
MOST_VARIABLES = 6
"""A table has a cell for every combination of its variables' values."""


def split_arguments(node: s.Call) -> tuple[list[str], list[str]] | None:
    """The variables before and behind the bar, without parameters after a semicolon; None if some are no names."""
    before: list[str] = []
    behind: list[str] = []
    target = before
    for position, argument in enumerate(node.arguments):
        separator = node.separators[position - 1] if position else ""
        if separator == "|":
            target = behind
        elif separator == ";":
            break
        name = canonical(argument)
        if name is None:
            return None
        target.append(name)
    return before, behind


def signature(name: str, before: list[str], behind: list[str]) -> str:
    """How a density with these arguments is called, whatever their order."""
    given = "|" + ",".join(sorted(behind)) if behind else ""
    return f"{name}({','.join(sorted(before))}{given})"


def is_density(e: Elaborator, node: s.Call) -> bool:
    """Whether a call is of a density: declared so, or written with a bar."""
    name = density_name(node.function, e.context)
    if name is None:
        return False
    return name in e.context.densities or (
        "|" in node.separators and (name, len(node.arguments)) not in e.context.functions
    )


def density(e: Elaborator, node: s.Call) -> Term:
    """The entry of a density's table at its arguments."""
    split = split_arguments(node)
    if split is None:
        raise unsupported(node, "a density at something other than its variables")
    name = density_name(node.function, e.context) or ""
    before, behind = split
    for argument in node.arguments:
        # Below a sum over i, what A_i is given is no single variable.
        if is_bound(e, argument):
            return _of_members(e, node)
    for variable in before + behind:
        if variable not in e.context.outcomes:
            raise unsupported(node, f"a density of {variable}, which is not known as an outcome")
    key = signature(name, before, behind)
    definition = e.context.density_definitions.get(key)
    if definition is not None:
        return definition.body
    e.context.note_signature(name, key)
    primed = primed_places(e.context, name, before + behind)
    if primed:
        unprimed = [[primed.get(v, v) for v in part] for part in (before, behind)]
        at = _from_tables(e, name, unprimed[0], unprimed[1], None)
        return substitute(at, {v: Symbol(place) for place, v in primed.items()})
    parameters = parameters_of(e, node)
    if parameters:
        return _parametric(e, node, before, behind, parameters)
    return _from_tables(e, name, before, behind, _member(e, node.function))


def _of_members(e: Elaborator, node: s.Call) -> Term:
    r"""A density at members that a sum runs over, ``\pi_\theta(a_t \mid s_t)``: for each t a positive number.

    What these have to do with the densities at other values is not known, so that nothing is refuted. Below averages
    the members may be random, and nothing is read.
    """
    before, behind = (list(members_in(part)) for part in arguments_of(node))
    own = before[0] if before else None
    refuse_varying(e, node)
    if not isinstance(own, Part) or len(before) != 1 or own.lower != own.upper:
        raise unsupported(node, "a density at members that a sum runs over")
    place = place_in(e, own.upper)
    names = [_from(e, node, part, place) for part in behind]
    parameters = parameters_of(e, node)
    plain = canonical(node.function.base if isinstance(node.function, s.Sub) and parameters else node.function)
    function = name_of_density(plain or "", own.base, names)
    e.context.declared_functions.add(function)
    e.context.unclear[function] = "a density"
    return Apply("exp", (Call(function, (place, *parameters), (0,) * (1 + len(parameters))),))


def _from(e: Elaborator, node: s.Call, part: Part | s.Node, place: Term) -> str:
    """How an argument is called from the place of the member that the density is of."""
    if isinstance(part, s.Node):
        refuse_bound(e, part)
        return canonical(part) or ""
    near, far = (distance(e.term(end), place) if end is not None else None for end in (part.upper, part.lower))
    if near is None or near != far:
        raise unsupported(node, "a density given many members")
    return from_member(part.base, int(near))


def _member(e: Elaborator, node: s.Node) -> tuple[Term, Term] | None:
    """Which member of a family of densities a name is, and how many there are."""
    member = member_of(node, e.context)
    return None if member is None else (place_term(e, member[1]), e.context.density_families[member[0]])


def parameters_of(e: Elaborator, node: s.Call) -> list[Term]:
    """What a density depends on besides its variables: below its name, or behind a semicolon."""
    behind = node.separators.index(";") + 1 if ";" in node.separators else len(node.arguments)
    found = list(node.arguments[behind:])
    if isinstance(node.function, s.Sub):
        found += [index for index in node.function.indices if base_name(index) in PARAMETERS]
    for part in found:
        _shape_like_its_letter(e, part)
    return [e.term(part) for part in found]


def _shape_like_its_letter(e: Elaborator, node: s.Node) -> None:
    """Another value of a parameter, as θ_0 is of θ, is an array where the parameter is one."""
    name, letter = canonical(node), base_name(node)
    known = e.context.symbols.get(letter or "")
    if name is None or name == letter or known is None or not known.symbol.shape or name in e.context.definitions:
        return
    if name not in e.context.symbols or e.context.is_guess(name):
        e.context.symbols[name] = Declaration(Symbol(name, known.symbol.shape))
        e.context.guessed.add(name)


def _parametric(e: Elaborator, node: s.Call, before: list[str], behind: list[str], parameters: list[Term]) -> Term:
    """A density that depends on parameters in any way: exponentials of unknown functions of them, normalised.

    Where it is written with more variables than these, or given others, it is what the joint one makes of them.
    """
    name = canonical(node.function) or ""
    base = canonical(node.function.base) if isinstance(node.function, s.Sub) else name
    written = _written_with(e.context, base or name, name)
    own = (frozenset(before), frozenset(behind))
    if behind and written == {own}:
        entry = _weighed(e, signature(base or name, before, behind), [*sorted(before), *sorted(behind)], parameters)
        return build.divide(entry, _marginal(e, entry, before), e.sizes)
    variables = sorted(_tied_to(before + behind, written))
    if len(variables) > MOST_VARIABLES or facts_about(e.context, name, variables):
        raise unsupported(node, "a density with parameters of these variables")
    entry = _weighed(e, signature(base or name, variables, []), variables, parameters)
    others = [[v for v in variables if v not in names] for names in (before + behind, behind)]
    above, below = (_marginal(e, entry, left_out) for left_out in others)
    return build.divide(above, below, e.sizes)


def _written_with(context: Context, base: str, name: str) -> set[tuple[frozenset[str], frozenset[str]]]:
    """The variables before the bar and behind it in all ways in which a density is written, at whatever parameters."""
    found = set()
    for other, keys in context.signatures.items():
        letter, _, script = other.partition("_{")
        if other == name or (letter == base and script and PARAMETER.match(script)):
            for key in keys:
                sides = key[len(other) + 1 : -1].partition("|")
                found.add((frozenset(sides[0].split(",")), frozenset(filter(None, sides[2].split(",")))))
    return found


def _tied_to(names: list[str], written: set[tuple[frozenset[str], frozenset[str]]]) -> frozenset[str]:
    """The variables that stand with some of these in a density, with those that stand with them, and so on."""
    found, waiting = frozenset(names), [before | behind for before, behind in written]
    while near := [each for each in waiting if found & each]:
        found = found.union(*near)
        waiting = [each for each in waiting if not found & each]
    return found


def _weighed(e: Elaborator, key: str, variables: list[str], parameters: list[Term]) -> Term:
    """A positive number for all values of variables: the density of a signature, but for a factor."""
    function = f"log {key}"
    e.context.declared_functions.add(function)
    shape = tuple(e.context.outcomes[v].size for v in variables)
    table = Call(function, tuple(parameters), (0,) * len(parameters), shape)
    return Apply("exp", (Apply("index", (table, *(Symbol(v) for v in variables))),))


def _from_tables(
    e: Elaborator, name: str, before: list[str], behind: list[str], member: tuple[Term, Term] | None
) -> Term:
    """The table itself, or a marginal or conditional of the joint table over all variables used with the density."""
    conditionals = {key for key in e.context.signatures[name] if "|" in key}
    facts = facts_about(e.context, name, variables_of(e.context, name, before + behind, members=e.has_members))
    if behind and e.context.signatures[name] == conditionals and len(conditionals) == 1 and not facts:
        return _table(e, signature(name, before, behind), sorted(before) + sorted(behind), len(before), member)
    variables = sorted(
        variables_of(e.context, name, before + behind, members=e.has_members).union(*(fact.names for fact in facts))
    )
    if len(variables) > MOST_VARIABLES:
        notation = f"a density of {len(variables)} variables"
        raise Unread("D406", {"notation": notation}, 0, 1)
    for variable in variables:
        # Facts may speak of more variables than the formulas do.
        if variable not in e.context.outcomes:
            e.context.make_outcome(variable)
    factors = (network(e.context, name, variables) or ()) if facts and member is None else ()
    if factors:
        return from_factors(e, name, factors, before, behind)

    def marginal(kept: list[str]) -> Term:
        joint = _table(e, signature(name, variables, []), variables, len(variables), member)
        return _marginal(e, joint, [v for v in variables if v not in kept])

    return (
        marginal(before + behind) if not behind else build.divide(marginal(before + behind), marginal(behind), e.sizes)
    )


def from_factors(e: Elaborator, name: str, factors: Factorisation, before: list[str], behind: list[str]) -> Term:
    """A marginal or conditional of a joint table that is a product of conditional ones."""

    def marginal(kept: list[str]) -> Term:
        needed = without_descendants(factors, kept)
        parts = [_table(e, signature(name, [v], list(given)), [v, *given], 1, None) for v, given in needed]
        return _marginal(e, times(*parts), [v for v, _ in needed if v not in kept])

    whole = marginal(before + behind)
    return build.divide(whole, marginal(behind), e.sizes) if behind else whole


def _table(e: Elaborator, key: str, variables: list[str], normalised: int, member: tuple[Term, Term] | None) -> Term:
    """The entry at the variables; a family has a table for each member, along a last axis."""
    for variable in variables:
        if variable in e.context.calculated:
            raise Unread("D406", {"notation": f"an unknown density of the number {variable}"}, 0, 1)
    shape = tuple(e.context.outcomes[v].size for v in variables)
    places: tuple[Term, ...] = tuple(map(Symbol, variables))
    if member is not None:
        places, shape = (*places, member[0]), (*shape, member[1])
    measured = [v for v in variables[:normalised] if e.context.outcomes[v].measured]
    for variable in measured:
        weight(e, variable)
    if len(measured) > 1 or (measured and normalised > 1):
        raw = Symbol(f"{key} unnormalised", shape)
        e.context.symbols.setdefault(raw.name, Declaration(raw, traits=frozenset({Trait.POSITIVE})))
        entry = Apply("index", (raw, *places))
        return build.divide(entry, _marginal(e, entry, variables[:normalised]), e.sizes)
    symbol = Symbol(key, shape)
    weights = f"w:{measured[0]}" if measured else None
    traits = frozenset({Trait.POSITIVE})
    e.context.symbols.setdefault(
        key, Declaration(symbol, traits=traits, normalised=tuple(range(normalised)), weights=weights)
    )
    return Apply("index", (symbol, *places))


def _marginal(e: Elaborator, term: Term, variables: list[str]) -> Term:
    """The sum over ``variables``, with weights where they are integrated."""
    for variable in variables:
        outcome = e.context.outcomes[variable]
        body = build.scale(weight(e, variable), term) if outcome.measured else term
        inner = f"{variable}′"
        term = Reduce("sum", inner, ONE, outcome.size, substitute(body, {variable: Symbol(inner)}))
    return term
