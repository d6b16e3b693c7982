r"""Random variables with a density: ``F_X(x)``, ``P(X \le x)``, ``p_X(x)``, and those of ``Y := g(X)``.

A density that is positive on the whole line has a distribution function σ(G), where σ is the logistic function and G
increases from -∞ to ∞ in any way. So what is said of every such variable is said of every function G. A strictly
monotone g is never evaluated itself: {g(X) ≤ y} is {X ≤ h(y)} or {X ≥ h(y)}, where h is its inverse.
"""

from __future__ import annotations

import re

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.quantiles import LOGIT, declare_quantiles, made_up
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.notation.inverses import is_falling, monotone
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Derivative, Symbol, Term, free_symbols
from derivcheck.terms.shorthand import logistic, logit, minus, over, plus, times, under_logistic

DENSITIES = frozenset({"p", "f", r"\rho"})
DISTRIBUTIONS = frozenset({"F"})
HAS_DENSITY = re.compile(
    r"\bcontinuous (?:real )?random (?:variable|quantit)|\b(?:with|has|have|having)\s+"
    r"(?:(?:an?|the|continuous|smooth|positive|probability|known)\s+)*(?:densit|pdf\b)",
    re.IGNORECASE,
)
NEGATION = re.compile(r"\b(?:no|not|never|need|without|if|unless|discrete)\b|n't\b", re.IGNORECASE)
READ_AS = "of a variable with a positive density on the whole line"
POINT = Symbol("t")
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
    if letter in DISTRIBUTIONS:
        e.note(f"F_{{{name}}}", f"the distribution function {READ_AS}")
        return _below(e, node, Symbol(name), point)
    if _names(e, point) & e.context.chance.variables.keys():
        raise unsupported(node, "a density at a random point")
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
        case Call(arguments=(inner,), orders=(0,)) if (undoes := monotone(term.function, e.context)) is not None:
            found = _below(e, node, inner, Call(undoes, (point,), (0,)))
            return plus(ONE, minus(found)) if is_falling(term.function, e.context) else found
        case Apply() if isinstance(value := under_logistic(term), Call) and (owner := variable_of(value.function)):
            declare_quantiles(f"F_{{{owner}}}", owner, e.context)
            return _below(e, node, value, logit(point))
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
    function = made_up(name)
    e.context.declared_functions.add(function)
    e.context.positive_functions.add(f"{function}'")
    return logistic(Call(function, (point,), (0,)))
