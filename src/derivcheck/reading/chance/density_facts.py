"""What is said of independence, as it bears on a density: the factors of its joint table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.names import MEMBER_NAME
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.independence import Factorisation, Independence, factorisation, mutual

PRIME = "'"


def facts_about(context: Context, density: str, variables: Iterable[str]) -> list[Independence]:
    """What is said of the independence of a density's variables; capitals name what the small letters are values of."""
    chance, own = context.chance, set(variables)
    said = [fact if fact.density else fact.renamed(str.lower) for fact in chance.facts]
    if len(chance.independent) > 1:
        said += mutual([[name.lower()] for name in chance.independent])
    return [fact for fact in said if fact.density in ("", density) and len(fact.names & own) > 1]


def network(context: Context, density: str, variables: Iterable[str]) -> Factorisation | None:
    """The factors of a joint table; none where nothing is said of it, None where it is not clear what that means."""
    facts = facts_about(context, density, variables)
    if not facts:
        return ()
    if any(not fact.density for fact in facts) and not _is_the_only_one(context, density, facts):
        return None
    if context.chance.uncorrelated or any(v.family for v in context.chance.variables.values()):
        return None
    return factorisation([replace(fact, density="") for fact in facts], variables)


def _is_the_only_one(context: Context, density: str, facts: Iterable[Independence]) -> bool:
    """Whether words about variables can be about no other density than this one."""
    names = frozenset().union(*(fact.names for fact in facts))
    return all(other == density or names.isdisjoint(variables_of(context, other)) for other in context.signatures)


def variables_of(
    context: Context, density: str, at: Collection[str] | None = None, *, members: bool = True
) -> set[str]:
    """All variables that occur with a density; where factors are known, x′ is another value of x.

    With the variables ``at`` which it is taken, only those that some formula ties to them. Without ``members``, those
    are left out of samples beside whose variable they stand, as x_i beside x.
    """
    calls = _calls(context, density)
    if not members:
        names = frozenset[str]().union(*calls)
        calls = [call for call in calls if not any(_is_member(name, names) for name in call)]
    found = frozenset[str]().union(*calls) if at is None else _tied(calls, frozenset(at))
    if context.chance.facts:
        return {name for name in found if _unprimed(context, density, name) is None}
    return set(found)


def _calls(context: Context, density: str) -> list[set[str]]:
    """The variables in each way in which a density is written."""
    keys = context.signatures.get(density, ())
    return [set(key[len(density) + 1 : -1].replace("|", ",").split(",")) for key in keys]


def _tied(calls: Iterable[set[str]], names: frozenset[str]) -> frozenset[str]:
    """All variables that stand with some of ``names`` in a call, with those that stand with them, and so on."""
    left = list(calls)
    while near := [call for call in left if not names.isdisjoint(call)]:
        names = names.union(*near)
        left = [call for call in left if call not in near]
    return names


def _is_member(name: str, names: frozenset[str]) -> bool:
    return bool(MEMBER_NAME.search(name)) and MEMBER_NAME.sub("", name) in names


def members_in(node: s.Node) -> bool:
    """Whether a density is taken at a member of a sample in a formula."""
    arguments = (part for call in s.walk(node) if isinstance(call, s.Call) for part in call.arguments)
    return any(MEMBER_NAME.search(canonical(part) or "") for part in arguments)


def _unprimed(context: Context, density: str, name: str) -> str | None:
    """The variable x of which x′ is another value: never both stand together, as those of a transition do."""
    base = name.rstrip(PRIME)
    calls = _calls(context, density)
    apart = not any({base, name} <= call for call in calls)
    return base if base != name and apart and any(base in call for call in calls) else None


def primed_places(context: Context, density: str, names: Iterable[str]) -> dict[str, str]:
    """The places x′ among ``names`` with the variables x that they are values of, which they share the range of."""
    if not context.chance.facts:
        return {}
    found = {name: base for name in names if (base := _unprimed(context, density, name)) is not None}
    if not facts_about(context, density, variables_of(context, density)):
        return {}
    for name, base in found.items():
        one, other = context.outcomes[name], context.outcomes[base]
        if one.measured != other.measured:
            return {}
        context.sizes.known[f"|{name}|"] = other.size
    return found


def is_unmet(context: Context, density: str) -> bool:
    """Whether something is said of a density's independence that its tables need not meet."""
    variables = variables_of(context, density)
    return bool(variables) and network(context, density, variables) is None
