r"""Random variables with a density: ``F_X(x)``, ``P(X \le x)``, ``p_X(x)``, and those of ``Y := g(X)``.

A density that is positive on the whole line has a distribution function σ(G), where σ is the logistic function and G
increases from -∞ to ∞ in any way. So what is said of every such variable is said of every function G. A strictly
monotone g is never evaluated itself: {g(X) ≤ y} is {X ≤ h(y)} or {X ≥ h(y)}, where h is its inverse.
"""

from __future__ import annotations

import re

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms import build
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Derivative, Symbol, Term, free_symbols
from derivcheck.terms.shorthand import exp, minus, over, plus, times

DENSITIES = frozenset({"p", "f", r"\rho"})
DISTRIBUTIONS = frozenset({"F"})
HAS_DENSITY = re.compile(
    r"\bcontinuous (?:real )?random (?:variable|quantit)|\b(?:with|has|have|having)\s+"
    r"(?:(?:an?|the|continuous|smooth|positive|probability|known)\s+)*(?:densit|pdf\b)",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(?:no|not|never|need|without|if|unless|discrete)\b|n't\b", re.IGNORECASE)
MONOTONE = re.compile(
    r"\s*,?\s*(?:(?:is|be|being)\s+)?(?:(?:an?|continuous|continuously|differentiable|smooth|invertible)[\s,]+(?:and\s+)?)*"
    r"strictly (?P<way>increasing|decreasing)\b(?! or\b)",
    re.IGNORECASE,
)
READ_AS = "of a variable with a positive density on the whole line"
POINT = Symbol("t")
INVERSE = "^{-1}"
LOGIT = r"\operatorname{logit}"
MADE_UP = re.compile(re.escape(LOGIT) + r" F_\{(?P<variable>.+)\}(?:\(|$)")


def is_logit(function: str) -> bool:
    """Whether a function was made up here; as it is finite, what it gives is strictly between 0 and 1."""
    return function.startswith(LOGIT)


def variable_of(function: str) -> str | None:
    """The random variable that a function was made up for, at whatever argument it is shown."""
    found = MADE_UP.match(function)
    return None if found is None else found["variable"]


def is_continuous(words: str) -> bool:
    """Whether a sentence says that its random variable has a density."""
    return HAS_DENSITY.search(words) is not None and not NEGATION.search(words)


MINUS_ONE = s.Sum((("-", s.Num(ONE.value)),))


def notice_monotone(names: list[str], words: str, context: Context) -> None:
    """Functions that words call strictly increasing or decreasing have an inverse that is so too."""
    found = MONOTONE.match(words)
    if found is None:
        return
    for name in names:
        if context.unknown_functions.get(name) == 1:
            _declare_inverse(inverse_of(name), name, context, falls=found["way"].lower() == "decreasing")


def _declare_inverse(inverse: str, name: str, context: Context, *, falls: bool) -> None:
    context.inverses[name] = inverse
    context.unknown_functions[inverse] = 1
    context.declared_functions.add(inverse)
    context.positive_functions.add(f"-{inverse}'" if falls else f"{inverse}'")


def names_inverse(head: s.Node, body: s.Node, context: Context) -> bool:
    """Takes ``h := g^{-1}`` for the name of the inverse of a monotone function; whether it is one."""
    name = inverted(body, context)
    if name is None or not isinstance(head, s.Name):
        return False
    context.symbols.pop(head.name, None)
    context.not_understood.pop(head.name, None)
    falls = f"-{context.inverses[name]}'" in context.positive_functions
    _declare_inverse(head.name, name, context, falls=falls)
    return True


def inverse_of(name: str) -> str:
    """What the inverse of a function is called that has no name of its own."""
    return f"{name}{INVERSE}"


def inverted(node: s.Node, context: Context) -> str | None:
    """The monotone function that ``g^{-1}`` is the inverse of."""
    name = reciprocal(node)
    return name if name in context.inverses else None


def reciprocal(node: s.Node) -> str | None:
    """The name that is raised to the power of -1."""
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return reciprocal(node.elements[0])
    base = under_minus_one(node)
    return base.name if isinstance(base, s.Name) else None


def under_minus_one(node: s.Node) -> s.Node | None:
    """What is raised to the power of -1."""
    return node.base if isinstance(node, s.Sup) and node.exponent == MINUS_ONE else None


def is_of_continuous(context: Context, node: s.Call) -> bool:
    """Whether a call is a density, a distribution function or a probability of a variable with a density."""
    if not context.continuous:
        return False
    if canonical(node.function) in PROBABILITY:
        relations = [part for part in node.arguments if isinstance(part, (s.Relational, s.All))]
        names = {part.name for argument in node.arguments for part in s.walk(argument) if isinstance(part, s.Name)}
        return len(node.arguments) == len(relations) == 1 and any(_variable(name, context) for name in names)
    return len(node.arguments) == 1 and _of(node.function, context) is not None


def gives_density(statement: Statement, context: Context) -> bool:
    """Whether a statement begins with the density of a variable that has one."""
    try:
        head = parse(statement.sides[0].text, context.is_function)
    except Unread:
        return False
    function = head.function if isinstance(head, s.Call) else head.factors[0] if isinstance(head, s.Product) else head
    found = _of(function, context)
    return found is not None and found[0] in DENSITIES


def _of(node: s.Node, context: Context) -> tuple[str, str] | None:
    """The letter and the variable of ``p_X`` or ``F_X``."""
    if not (isinstance(node, s.Sub) and isinstance(node.base, s.Name) and len(node.indices) == 1):
        return None
    name = canonical(node.indices[0])
    known = node.base.name in DENSITIES | DISTRIBUTIONS and name is not None and _variable(name, context)
    return (node.base.name, name) if known and name is not None else None


def _variable(name: str, context: Context) -> bool:
    """Whether a name is a variable with a density, or is defined as a function of one."""
    if name in context.continuous:
        return True
    if name not in context.definitions:
        return False
    inside = {symbol.name for symbol in free_symbols(unfold(Symbol(name), context.bodies))}
    return len(inside & context.continuous) == 1


def of_continuous(e: Elaborator, node: s.Call) -> Term:
    """A density or a distribution function at a point, or a probability."""
    if canonical(node.function) in PROBABILITY:
        e.note(canonical(node.function) or "", f"a probability {READ_AS}")
        return _probability(e, node.arguments[0])
    found = _of(node.function, e.context)
    assert found is not None  # noqa: S101 - seen before
    letter, name = found
    point = e.scalar(node.arguments[0], "a point")
    if _names(e, point) & e.context.chance.variables.keys():
        raise unsupported(node, "a density at a random point")
    if letter in DISTRIBUTIONS:
        e.note(f"F_{{{name}}}", f"the distribution function {READ_AS}")
        return _below(e, node, Symbol(name), point)
    e.note(f"{letter}_{{{name}}}", f"the slope of the distribution function {READ_AS}")
    return Derivative(POINT, _below(e, node, Symbol(name), POINT), point)


def _probability(e: Elaborator, node: s.Node) -> Term:
    """That of a < X, of X ≤ b, or of both."""
    parts = node.parts if isinstance(node, s.All) else (node,)
    ends: dict[bool, tuple[Term, Term]] = {}
    for part in parts:
        if not isinstance(part, s.Relational) or part.relation not in ("<", ">", r"\le", r"\ge"):
            raise unsupported(part, "a probability of this")
        left, right = e.term(part.left), e.term(part.right)
        upwards = part.relation in ("<", r"\le")
        if not _is_random(e, left):
            left, right, upwards = right, left, not upwards
        if not _is_random(e, left) or _names(e, right) & e.context.chance.variables.keys():
            raise unsupported(part, "a probability of this")
        ends[upwards] = right, _below(e, part, left, right)
    if len(ends) < len(parts):
        raise unsupported(node, "a probability of this")
    if len(ends) == 1:
        ((upwards, (_, value)),) = ends.items()
        return value if upwards else plus(ONE, minus(value))
    (low, below), (high, total) = ends[False], ends[True]
    # Between ends in the wrong order lies nothing.
    return Apply("cases", (Apply("at-most", (low, high)), plus(total, minus(below)), ZERO))


def _is_random(e: Elaborator, term: Term) -> bool:
    return bool(_names(e, term) & e.context.continuous)


def _names(e: Elaborator, term: Term) -> set[str]:
    return {symbol.name for symbol in free_symbols(unfold(term, e.context.bodies))}


def _below(e: Elaborator, node: s.Node, variable: Term, point: Term) -> Term:
    """The probability that a variable, or a monotone function of one, is at most ``point``."""
    term = unfold(variable, e.context.bodies)
    if isinstance(term, Symbol):
        return _distribution(e, term.name, point)
    match term:
        case Call(function=name, arguments=(inner,), orders=(0,)) if name in e.context.inverses:
            inverse = e.context.inverses[name]
            found = _below(e, node, inner, Call(inverse, (point,), (0,)))
            return plus(ONE, minus(found)) if f"-{inverse}'" in e.context.positive_functions else found
        case Apply(operator="add", arguments=parts):
            random = [part for part in parts if _is_random(e, part)]
            if len(random) == 1:
                rest = [minus(part) for part in parts if part is not random[0]]
                return _below(e, node, random[0], plus(point, *rest))
        case Apply(operator="multiply", arguments=parts):
            random = [part for part in parts if _is_random(e, part)]
            if len(random) == 1:
                factor = times(*(part for part in parts if part is not random[0]))
                found = _below(e, node, random[0], over(point, factor))
                rises, falls = Apply("less", (ZERO, factor)), Apply("less", (factor, ZERO))
                return Apply("cases", (rises, found, falls, plus(ONE, minus(found))))
    raise unsupported(node, "a probability of this function of a random variable")


def _distribution(e: Elaborator, name: str, point: Term) -> Term:
    function = f"{LOGIT} F_{{{name}}}"
    e.context.declared_functions.add(function)
    e.context.positive_functions.add(f"{function}'")
    return build.divide(ONE, plus(ONE, exp(minus(Call(function, (point,), (0,))))), e.sizes)
