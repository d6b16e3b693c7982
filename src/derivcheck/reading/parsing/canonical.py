"""The one spelling of a name with its scripts, under which the context knows it."""

from __future__ import annotations

from typing import TypeGuard

from derivcheck.reading import syntax as s


def canonical(node: s.Node) -> str | None:
    """A name that stands for ``node`` if it is a name with scripts; None if it is anything else."""
    match node:
        case s.Name(name=name):
            return name
        case s.Num(value=value):
            return str(value)
        case s.Sub(base=base, indices=indices):
            return _scripted(base, "_", [canonical(index) or _stage(index) for index in indices])
        case s.Sup(base=base, exponent=exponent):
            return _scripted(base, "^", [canonical(exponent)])
        case s.Mark(base=base, mark="star"):
            return _scripted(base, "^", ["*"])
        case s.Mark(base=base, mark="plus" | "minus") if not _is_capital(base) or is_before(node):
            # What is above a small letter tells another value of it, as x⁺ the one after x; A⁺ is a pseudo-inverse.
            return _scripted(base, "^", ["+" if node.mark == "plus" else "-"])
        case s.Primes(base=base, count=count):
            inner = canonical(base)
            return None if inner is None else inner + "'" * count
        case s.Group(elements=(element,)):
            inner = canonical(element)
            return None if inner is None else f"({inner})"
        case s.Product(factors=factors, operators=operators) if not any(operators) and all(
            isinstance(factor, (s.Name, s.Num)) for factor in factors
        ):
            parts = [canonical(factor) for factor in factors]
            return None if any(part is None for part in parts) else "".join(part or "" for part in parts)
    return None


def _stage(index: s.Node) -> str | None:
    """A letter with a number added to it, as in ``x_{t+1}``."""
    found = stage_of(index)
    return None if found is None else stage_name(*found)


def stage_of(index: s.Node) -> tuple[str, int] | None:
    """The letter and the number that is added to it; None for any other index."""
    terms = [("+", index)]
    while any(isinstance(part, s.Sum) for _, part in terms):
        terms = [pair for sign, part in terms for pair in _summands(sign, part)]
    letters = [part.name for sign, part in terms if isinstance(part, s.Name) and sign != "-"]
    numbers = [(-part.value if sign == "-" else part.value) for sign, part in terms if isinstance(part, s.Num)]
    if len(letters) != 1 or len(letters[0]) > 1 or len(numbers) + 1 != len(terms):
        return None
    total = sum(numbers)
    return (letters[0], int(total)) if total == int(total) else None


def _summands(sign: str, node: s.Node) -> list[tuple[str, s.Node]]:
    """The summands of a node, with their signs."""
    if not isinstance(node, s.Sum):
        return [(sign, node)]
    return [("-" if (inner == "-") != (sign == "-") else "+", part) for inner, part in node.terms]


def stage_name(letter: str, offset: int) -> str:
    """How a stage is written: t, t+1, t-1."""
    return f"{letter}{offset:+d}" if offset else letter


def is_before(node: s.Mark) -> bool:
    """Whether a minus is above a name with an index, as in ``P_t^-``, which is P before the observation at time t."""
    return node.mark == "minus" and isinstance(node.base, s.Sub)


def _is_capital(node: s.Node) -> bool:
    while isinstance(node, (s.Sub, s.Sup, s.Primes)):
        node = node.base
    return not isinstance(node, s.Name) or node.name.rpartition("{")[2][:1].isupper()


def _scripted(base: s.Node, script: str, parts: list[str | None]) -> str | None:
    inner = canonical(base)
    if inner is None or any(part is None for part in parts) or not isinstance(base, (s.Name, s.Sub, s.Sup, s.Primes)):
        return None
    return f"{inner}{script}{{{','.join(part or '' for part in parts)}}}"


def is_numbered(node: s.Node) -> TypeGuard[s.Sub]:
    """Whether a name has numbers below it and nothing else, as x_1 and a_{12} have."""
    return isinstance(node, s.Sub) and all(isinstance(index, s.Num) for index in node.indices)


def is_label(name: str) -> bool:
    """Whether a name is a word in upright type rather than a letter or a command."""
    return len(name) > 1 and name.isalpha()


FAMILY = r"^{(\cdot)}"


def family_name(name: str) -> str:
    """The name of the family whose members are written ``x^{(i)}``: another one than that of x and its entries."""
    return name + FAMILY


def is_family(node: s.Node) -> bool:
    """Whether ``node`` names such a family."""
    return isinstance(node, s.Name) and node.name.endswith(FAMILY)


def with_braces(name: str) -> str:
    """The spelling under which a name with a script is known: ``x_{i}`` for ``x_i``."""
    letter, bar, script = name.partition("_")
    return f"{letter}_{{{script.strip('{}')}}}" if bar else name


def undotted(name: str) -> tuple[str, int] | None:
    r"""The function and the order of its derivative by time that ``\dot{q}`` or ``\ddot{q}`` names."""
    for command, order in ((r"\dot{", 1), (r"\ddot{", 2)):
        if name.startswith(command) and name.endswith("}"):
            return name[len(command) : -1], order
    return None
