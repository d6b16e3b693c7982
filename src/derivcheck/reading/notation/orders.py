r"""Orders of magnitude: ``O(x^3)``, ``o((x-a)^2)``, ``\mathcal{O}(\|h\|^2)``, as what stands inside goes to 0.

The term names the variable and the point that it goes to, so that nobody has to guess them again.
"""

from __future__ import annotations

import re

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import ZERO, Apply, Number, Symbol, Term, number
from derivcheck.terms.scope import Domain

NAME = r"(?P<name>\\?[A-Za-z]+|[α-ω])"
LIMIT = r"\$(?P<limit>[^$]*)\$"
ARROWS = r"(?:\\(?:long)?rightarrow\b|\\to\b|→|\\(?:se|ne)arrow\b|\\(?:up|down)arrow\b)"
# How a text says where a variable goes: x → a, large $x$, $x$ grows, $x$ near $a$.
SAID = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        NAME + r"(?:\\?\|)?\s*" + ARROWS + r"\s*(?P<limit>[^\s,;.$)&}]*)",
        r"\blarge(?:r|st)?\s+(?:values\s+of\s+)?\$" + NAME + r"\$",
        r"\$" + NAME + r"\$\s+(?:\w+\s+){0,3}(?:large|grow\w*|increas\w*|infinity|unbounded)\b",
        r"\$" + NAME + r"\$\s+(?:\w+\s+){0,2}(?:near|around|close\s+to|(?:tends|goes)\s+to|approaches)\s+" + LIMIT,
    )
)

# How a text says that functions may have no derivatives.
ROUGH = re.compile(
    r"\b(?:dis)?continuous\b|\bnot\s+(?:\w+\s+)?(?:differentiable|smooth)|\bnon-?(?:differentiable|smooth)"
    r"|\bkinks?\b|\bpiecewise\b|\bLipschitz\b|\bsub(?:gradient|differential)|\bH(?:ö|o)lder\b",
    re.IGNORECASE,
)

NAMES = {"O": "big-o", r"\mathcal{O}": "big-o", "o": "little-o"}

# An undeclared one of these letters counts something and grows; what is bounded then is no expansion.
COUNTING = frozenset("ijklmnNMKTdD")

INTEGERS = frozenset({Domain.INTEGER, Domain.NATURAL, Domain.INDEX})


def limits_in(text: str) -> dict[str, frozenset[str]]:
    """Where a text says that variables go; what is only said to be large goes to no point."""
    found: dict[str, frozenset[str]] = {}
    for match in (match for pattern in SAID for match in pattern.finditer(text)):
        limit = (match.groupdict().get("limit") or "large").rstrip("\\")
        found[match["name"]] = found.get(match["name"], frozenset()) | {limit}
    return found


def is_rough(text: str) -> bool:
    """Whether a text speaks of functions that may have no derivatives."""
    return bool(ROUGH.search(text))


def _spellings(point: Term) -> frozenset[str]:
    """How a text may write the point of an expansion."""
    plain = to_latex(point)
    return frozenset(plain + sign for sign in ("", "^+", "^-", "^{+}", "^{-}", "+", "-"))


def is_order(e: Elaborator, node: s.Call) -> bool:
    """Whether a call is an order of magnitude, and no function that the document speaks of."""
    name = canonical(node.function)
    spoken = name in e.context.unknown_functions or any(known == name for known, _ in e.context.functions)
    return name in NAMES and not spoken and len(node.arguments) == 1


def order(e: Elaborator, node: s.Call) -> Term:
    """The order with its variable and the point that the variable goes to."""
    name = canonical(node.function) or ""
    inside = node.arguments[0]
    argument = e.scalar(inside, "an order of magnitude")
    found = _approach(argument)
    if found is None:
        raise unsupported(node, "an order of magnitude of this form")
    variable, point = found
    if _counts(e, variable):
        raise unsupported(node, "an order of magnitude as something grows")
    if any(limit not in _spellings(point) for limit in e.context.limits.get(variable.name, ())):
        raise unsupported(node, "an order of magnitude at another point than its own")
    functions = sorted(e.context.unknown_functions.keys() | e.context.declared_functions)
    if functions and e.context.rough:
        raise unsupported(node, "an expansion of functions that may not be smooth")
    for function in functions:
        e.note(f"{function} in an expansion", "a function with as many derivatives as needed")
    e.note(f"{name}({variable.name})", f"as {variable.name} goes to the point where what stands inside is 0")
    return Apply(NAMES[name], (argument, variable, point))


def _counts(e: Elaborator, variable: Symbol) -> bool:
    declaration = e.context.symbols.get(variable.name)
    if declaration is not None and declaration.domain in INTEGERS:
        return True
    undeclared = declaration is None or not declaration.source
    return variable.name in e.bound or (undeclared and variable.name in COUNTING)


def _approach(argument: Term) -> tuple[Symbol, Term] | None:
    """X and a of a whole power of x - a, |x - a| or a norm, with a number before it."""
    if isinstance(argument, Apply) and argument.operator == "multiply":
        rest = [factor for factor in argument.arguments if not isinstance(factor, Number)]
        return _approach(rest[0]) if len(rest) == 1 and _has_value(argument) else None
    if isinstance(argument, Apply) and argument.operator == "power":
        base, exponent = argument.arguments
        whole = isinstance(exponent, Number) and exponent.value > 0 and (2 * exponent.value).denominator == 1
        if not whole or not isinstance(exponent, Number):
            return None
        if exponent.value.denominator == 2 and not (isinstance(base, Apply) and base.operator in ("dot", "power")):
            return None
        return _approach(base)
    if isinstance(argument, Apply) and argument.operator in ("abs", "dot"):
        return _difference(argument.arguments[0]) if len(set(argument.arguments)) == 1 else None
    return _difference(argument) if not argument.shape else None


def _has_value(term: Apply) -> bool:
    return not any(isinstance(factor, Number) and factor.value == 0 for factor in term.arguments)


def _difference(term: Term) -> tuple[Symbol, Term] | None:
    """The variable and the point of x or x - a."""
    if isinstance(term, Symbol):
        return term, ZERO
    if not (isinstance(term, Apply) and term.operator == "add" and len(term.arguments) == 2):
        return None
    variable, other = term.arguments
    if not isinstance(variable, Symbol):
        return None
    if isinstance(other, Number):
        return variable, build.negate(other)
    if isinstance(other, Apply) and other.operator == "multiply" and other.arguments[0] == number(-1):
        rest = other.arguments[1:]
        if len(rest) == 1 and isinstance(rest[0], Symbol) and rest[0] != variable:
            return variable, rest[0]
    return None
