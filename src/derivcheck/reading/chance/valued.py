r"""Random variables in probabilities by their values: ``P(D_1 = 1 \mid H = 0)``, ``P(B, A = a)``, and P(B) beside them.

A capital that a probability sets equal to a number is a random variable. One that stands alone in a probability, beside
others that are set equal to their small letters, stands for any value of it: P(B) is P(B = b).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.events import literal
from derivcheck.reading.chance.random_variables import CAPITAL, declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.random_values import TWO_VALUES


def at_outcomes(node: s.Call, context: Context) -> s.Call | None:
    r"""``P(X = x \mid Y)`` as a mass function at x given y; None for any other call."""
    if canonical(node.function) not in PROBABILITY:
        return None
    places = [_place(argument, context) for argument in node.arguments]
    if any(place is None for place in places):
        return None
    inside = tuple(place for place in places if place is not None)
    return s.Call(node.function, inside, node.separators, start=node.start, end=node.end)


def other_values(node: s.Call) -> dict[str, str]:
    """The small letters of variables in a probability that are set equal to other letters, with those."""
    pairs = ((_variable(part), canonical(part.right)) for part in _equations(node))
    return {name.lower(): value for name, value in pairs if name and value and value != name.lower()}


def _place(argument: s.Node, context: Context) -> s.Node | None:
    """The value of a variable in a probability, under its small letter: what it is set equal to, or stands for."""
    if isinstance(argument, s.Relational) and argument.relation == "=":
        name, value = _variable(argument), canonical(argument.right)
        if name is None or not (value == name.lower() or _ranges_over(value, name.lower(), context)):
            return None
    else:
        name = canonical(argument)
        if name is None or name not in context.valued:
            return None
    return s.Name(name.lower(), start=argument.start, end=argument.end)


def _ranges_over(value: str | None, name: str, context: Context) -> bool:
    """Whether a letter ranges over the values of a variable."""
    one, other = context.outcomes.get(value or ""), context.outcomes.get(name)
    return one is not None and other is not None and context.sizes.agree((one.size,), (other.size,))


def _variable(argument: s.Relational) -> str | None:
    """The capital that is set equal to a small letter."""
    name, value = canonical(argument.left), argument.right
    is_letter = isinstance(value, s.Name) and len(value.name) == 1 and value.name.islower()
    other = isinstance(value, s.Primes) and isinstance(value.base, s.Name) and value.base.name.islower()
    return name if name is not None and name.isupper() and (is_letter or other) else None


def notice_valued(node: s.Node, context: Context) -> None:
    """Takes the capitals in probabilities for random variables where they are set equal to numbers."""
    for part in (part for call in _probabilities(node) for part in _equations(call)):
        name = canonical(part.left)
        if name is not None and CAPITAL.match(name) and literal(part.right) is not None:
            _make_random(name, context)


def notice_values(node: s.Node, context: Context) -> None:
    """Has capitals in probabilities stand for their values where some are set equal to small letters."""
    for call in _probabilities(node):
        equations = _equations(call)
        if equations and all(_has_law(part, context) for part in equations):
            continue
        _share_ranges(call, context)
        if any(map(_variable, equations)):
            names = [canonical(part.left) for part in equations] + [canonical(part) for part in call.arguments]
            _value({name for name in names if name is not None and _may_be_valued(name, context)}, context)


def _has_law(equation: s.Relational, context: Context) -> bool:
    """Whether a variable is set equal to a value that has a probability by its named law."""
    variable = context.chance.variables.get(canonical(equation.left) or "")
    return variable is not None and variable.distribution is not None


def _share_ranges(call: s.Call, context: Context) -> None:
    """Has the letters that variables are set equal to range over the variables' values, unless they range elsewhere."""
    for name, value in other_values(call).items():
        if value not in context.outcomes and context.declared(value) is None and value.upper() not in context.valued:
            context.make_outcome(name)
            context.make_outcome(value)
            context.sizes.known[f"|{value}|"] = context.outcomes[name].size


def _value(names: set[str], context: Context) -> None:
    """Has capitals stand for values of theirs; what was written with them before is written with the values now."""
    context.valued |= names
    for density in PROBABILITY & context.signatures.keys():
        kept = (key for key in context.signatures[density] if names.isdisjoint(re.findall(r"[^(|,)]+", key)[1:]))
        context.signatures[density] = frozenset(kept)


def _may_be_valued(name: str, context: Context) -> bool:
    """Whether a name is a capital of which no more is known than that it is random."""
    variable = context.chance.variables.get(name)
    known = variable.event if variable is not None else name in context.definitions or name in context.symbols
    return len(name) == 1 and name.isupper() and not known and name.lower() not in context.symbols


def _equations(call: s.Call) -> list[s.Relational]:
    return [part for part in call.arguments if isinstance(part, s.Relational) and part.relation == "="]


def _probabilities(node: s.Node) -> Iterator[s.Call]:
    for part in s.walk(node):
        if isinstance(part, s.Call) and canonical(part.function) in PROBABILITY:
            yield part


def _make_random(name: str, context: Context) -> None:
    """Declares a random variable, with two values if that is what is said of its name."""
    known = context.symbols.get(name)
    if name in context.chance.variables or name in context.definitions:
        return
    if known is not None and known.domain not in TWO_VALUES and not context.is_guess(name):
        return
    context.symbols.pop(name, None)
    declare_random(context, name, noticed=True)
    if known is not None and known.domain in TWO_VALUES:
        variable = context.chance.variables[name]
        context.chance = context.chance.having(replace(variable, two=TWO_VALUES[known.domain], noticed=False))
