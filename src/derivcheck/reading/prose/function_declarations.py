"""Declarations of unknown functions: by what they take and give, or as prose that calls y(x) a function."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import WELL_KNOWN
from derivcheck.reading.notation.sets import Membership, read_set
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import member_shape
from derivcheck.terms.nodes import ZERO
from derivcheck.terms.scope import Trait

FUNCTION_TYPE = re.compile(
    r"^\s*(?P<names>[^:]+?)\s*(?:\\colon|:)\s*(?P<from>.+?)\s*(?:\\to|\\rightarrow)\s*(?P<to>.+)$"
)


def function_names(text: str) -> list[str]:
    r"""The names that ``f, g : A \to B`` declares."""
    match = FUNCTION_TYPE.match(text)
    names: list[str] = []
    for part in match["names"].split(",") if match else ():
        with suppress(Unread):
            names += [name] if (name := canonical(parse(part))) is not None else []
    return names


def declare_function(fragment: Fragment, context: Context) -> list[str]:
    r"""``f : \mathbb{R} \to \mathbb{R}``: declares unknown functions of real arguments."""
    match = FUNCTION_TYPE.match(fragment.text)
    if match is None:
        return []
    names: list[str] = []
    source, target = read_set(match["from"]), read_set(match["to"])
    for part in match["names"].split(","):
        name = canonical(parse(part))
        if name is None:
            return names
        names.append(name)
        context.upcoming.discard(name)
        if source is None or target is None or len(target.sizes) > 2 or (source.sizes and len(target.sizes) > 1):
            context.not_understood[name] = fragment.text
            continue
        context.value_shapes[name] = member_shape(target, context)
        context.argument_shapes[name] = member_shape(source, context)
        context.not_understood.pop(name, None)
        context.unknown_functions[name] = _arity(source.sizes)
        context.declared_functions.add(name)
        context.symbols.pop(name, None)
        if not source.sizes and not target.sizes:
            # A function of numbers is applied to each entry of an array.
            context.scalar_functions.add(name)
        if Trait.POSITIVE in target.traits or (target.lower is not None and target.lower >= 0):
            context.positive_functions.add(name)
        plain = replace(target, sizes=(), traits=target.traits - {Trait.POSITIVE})
        if plain not in (Membership(), Membership(lower=ZERO.value)):
            # Values are drawn from all numbers, or from the positive ones.
            context.unclear[name] = fragment.text
    return names


def declare_called(fragment: Fragment, context: Context) -> list[str]:
    """``y(x)`` that prose calls a function: declares y as an unknown one."""
    try:
        node = parse(fragment.text, lambda _: True)
    except Unread:
        return []
    if not isinstance(node, s.Call) or not isinstance(node.function, s.Name):
        return []
    name = node.function.name
    plain = all(isinstance(argument, s.Name) for argument in node.arguments)
    known = name in context.definitions or name in context.densities or context.is_function(name)
    if not plain or known or name in WELL_KNOWN:
        return []
    context.unknown_functions[name] = len(node.arguments)
    context.declared_functions.add(name)
    context.symbols.pop(name, None)
    return [name]


def _arity(sizes: tuple[str, ...]) -> int:
    """How many numbers a function takes whose arguments have these sizes: two from ℝ², one from ℝ or ℝⁿ."""
    return int(sizes[0]) if len(sizes) == 1 and sizes[0].isdigit() else 1
