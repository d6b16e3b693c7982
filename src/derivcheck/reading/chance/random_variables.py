r"""Averages of random variables: ``\mathbb{E}[X]``, ``\operatorname{Var}(X + Y)``, covariance and the like.

What is random is said by the prose, or else by how it is written: of the names in an expectation, capitals and what is
no parameter. Where that leaves a doubt, nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.given_data import require_described, without_data
from derivcheck.reading.chance.members import is_of_members
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import EXPECTED
from derivcheck.reading.notation.resolution import is_declared
from derivcheck.reading.notation.stages import family_of_stage
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms import build
from derivcheck.terms.averages import EXPECTATION
from derivcheck.terms.chance import RandomVariable
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import Apply, Call, Symbol, Term, free_symbols, number, walk
from derivcheck.terms.scope import Declaration, Domain

CAPITAL = re.compile(r"(?:\\(?:mathbf|hat|bar|tilde|vec)\{)*[A-Z](?:\}|_|$|')")
FONT = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm)\{(?P<name>\\?[A-Za-z]+)\}")
PARAMETERS = frozenset(
    "a b c d k m n r s t A B "
    r"\alpha \beta \gamma \delta \theta \lambda \mu \nu \pi \rho \sigma \tau \phi \omega \eta \kappa".split()
)
EULER = s.Name("e")
CONSTANTS = frozenset({Domain.INDEX, Domain.NATURAL, Domain.INTEGER})
READ_AS = (
    "an expectation over arbitrary outcomes; where there are infinitely many, those that occur exist, and sums and "
    "derivatives go inside"
)


def operator(e: Elaborator, node: s.Operator) -> Term:
    """An average of random variables."""
    handler = AVERAGES.get(node.name)
    if handler is None:
        raise unsupported(node, node.name)
    return handler(e, node)


def _expectation(e: Elaborator, node: s.Operator) -> Term:
    body, given = _parts(e, node, 1)
    return expected(body[0], *given)


def _variance(e: Elaborator, node: s.Operator) -> Term:
    body, given = _parts(e, node, 1)
    return covariance(e, body[0], body[0], *given)


def _deviation(e: Elaborator, node: s.Operator) -> Term:
    body, given = _parts(e, node, 1)
    if body[0].shape:
        raise unsupported(node, "a standard deviation of an array")
    return build.power(covariance(e, body[0], body[0], *given), number(Fraction(1, 2)), e.sizes)


def _covariance(e: Elaborator, node: s.Operator) -> Term:
    if len(node.arguments) == 1:
        return _variance(e, node)
    body, given = _parts(e, node, 2)
    return covariance(e, body[0], body[1], *given)


def _correlation(e: Elaborator, node: s.Operator) -> Term:
    (x, y), given = _parts(e, node, 2)
    if x.shape or y.shape:
        raise unsupported(node, "a correlation of arrays")
    spread = build.scale(covariance(e, x, x, *given), covariance(e, y, y, *given))
    return build.divide(covariance(e, x, y, *given), build.power(spread, number(Fraction(1, 2)), e.sizes), e.sizes)


AVERAGES: dict[str, Callable[[Elaborator, s.Operator], Term]] = {
    "expectation": _expectation,
    "variance": _variance,
    "covariance": _covariance,
    "correlation": _correlation,
    "deviation": _deviation,
}


def expected(body: Term, *given: Term) -> Term:
    """The expectation of a term, perhaps given others."""
    return Apply(EXPECTATION, (body, *given), body.shape)


def covariance(e: Elaborator, x: Term, y: Term, *given: Term) -> Term:
    """The expectation of the product of the deviations; of vectors, a matrix."""
    left, right = (build.add((part, build.negate(expected(part, *given))), e.sizes) for part in (x, y))
    if not x.shape and left == right:
        return expected(build.power(left, number(2), e.sizes), *given)
    if len(x.shape) > 1 or len(y.shape) > 1:
        raise build.ShapeError("a covariance", e.sizes.describe(x.shape), "numbers or vectors")
    return expected(build.multiply(left, build.transpose(right), e.sizes), *given)


def _parts(e: Elaborator, node: s.Operator, count: int) -> tuple[list[Term], list[Term]]:
    """What is averaged, and what is given."""
    averaged, given = s.around_bar(node)
    if len(averaged) != count or any(sign not in (",", "|") for sign in node.separators):
        raise unsupported(node, f"{node.name} of {len(averaged)} things")
    _refuse_letter_e(e, node)
    with _values(e, node):
        terms = [e.term(part) for part in node.arguments]
    _refuse_outcomes(e, terms, node)
    tell_apart(e, terms, node)
    terms, conditions = terms[:count], terms[count:]
    require_described(e, node, terms)
    others = without_data(list(zip(given, conditions, strict=True)), e.context)
    for part, term in others:
        _condition(e, part, term)
    if node.below is not None:
        _require_all(e, node, terms)
    e.note(r"\mathbb{E}", READ_AS)
    return terms, [term for _, term in others]


@contextmanager
def _values(e: Elaborator, node: s.Operator) -> Iterator[None]:
    """Inside an average, x of which nothing is said stands for X, of which the distribution is said."""
    variables = e.context.chance.variables
    names = {part.name for argument in node.arguments for part in s.walk(argument) if isinstance(part, s.Name)}
    meant = {
        name: variables[name.upper()].symbol
        for name in names
        if len(name) == 1 and name.islower() and _stands_for_value(e, name, names)
    }
    e.local.update(meant)
    try:
        yield
    finally:
        for name in meant:
            del e.local[name]
            e.note(name, f"the random variable {name.upper()}")


def _stands_for_value(e: Elaborator, name: str, names: set[str]) -> bool:
    variable = e.context.chance.variables.get(name.upper())
    if variable is None or variable.distribution is None or variable.family or name.upper() in names:
        return False
    context = e.context
    return (
        not context.is_told(name)
        and name not in context.outcomes
        and name not in (*e.local, *e.bound, *context.chance.variables)
    )


def _refuse_letter_e(e: Elaborator, node: s.Operator) -> None:
    """In an average, e and its square are more likely an error than Euler's number, which powers of e are for."""
    if is_declared(e, "e") or "e" in e.context.chance.variables:
        return
    parts = [part for argument in node.arguments for part in s.walk(argument)]
    raised = sum(
        isinstance(part, s.Sup) and part.base == EULER and not isinstance(part.exponent, s.Num) for part in parts
    )
    indexed = sum(isinstance(part, s.Sub) and part.base == EULER for part in parts)
    if raised + indexed < sum(part == EULER for part in parts):
        raise Unread("D404", {"readings": "`e` as Euler's number or as random"}, node.start, node.end)


def _refuse_outcomes(e: Elaborator, terms: list[Term], node: s.Operator) -> None:
    r"""An average of ``\log p(x)`` that does not say under which density it is taken: x is no constant in it."""
    for term in terms:
        calls = (part for part in walk(unfold(term, e.context.bodies)) if isinstance(part, Call))
        if any(is_of_members(call.function) for call in calls):
            raise unsupported(node, "an average of densities at members of a sequence")
    free = {symbol.name for term in terms for symbol in free_symbols(term)} - e.bound.keys()
    if not free.isdisjoint(e.context.outcomes.keys() - e.context.chance.variables.keys()):
        raise unsupported(node, "an average of outcomes without their density")


def _require_all(e: Elaborator, node: s.Operator, terms: list[Term]) -> None:
    """A subscript names all the random variables inside, or it is an average over some of them alone."""
    names = {n for term in terms for n in _names(e, term) if n in e.context.chance.variables}
    below = node.below.elements if isinstance(node.below, s.Group) else (node.below,)
    if names != {canonical(part) for part in below if part is not None}:
        raise unsupported(node, "an expectation over this")


def _condition(e: Elaborator, node: s.Node, term: Term) -> None:
    name = term.name if isinstance(term, Symbol) else None
    variable = e.context.chance.variables.get(name or "")
    if name is None or variable is None or variable.family:
        raise unsupported(node, "an expectation given this")
    chance = e.context.chance
    if name not in chance.conditioned:
        e.context.chance = replace(chance, conditioned=(*chance.conditioned, name))


def outside_of_averages(nodes: Iterable[s.Node]) -> frozenset[str]:
    """The names that stand outside of all averages."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, s.Name):
            found.add(node.name)
        if not (isinstance(node, s.Operator) and node.name in AVERAGES):
            waiting += s.parts(node)
    return frozenset(found)


def _names(e: Elaborator, term: Term) -> list[str]:
    """The names that a term depends on once its definitions are unfolded, without sizes and indices."""
    found = sorted({symbol.name for symbol in free_symbols(unfold(term, e.context.bodies))} - e.bound.keys())
    known, sizes = e.context.symbols, e.context.lengths
    return [n for n in found if not ((n in known and known[n].domain in CONSTANTS) or n in sizes or n.startswith("?"))]


def tell_apart(e: Elaborator, terms: list[Term], node: s.Node) -> None:
    """Decides which names in an average are random; raises Unread where it may matter and is not clear."""
    chance, symbols = e.context.chance, e.context.symbols
    spoken = list(dict.fromkeys(n for term in terms for n in _names(e, term)))
    # Beside other names an E may well be the sign of an average: that of a variable which is not known yet.
    names = [n for n in spoken if n not in chance.variables and (n != EXPECTED or spoken == [n])]
    staged = [n for n in names if family_of_stage(n, e.context) in e.context.moving]
    declared = [n for n in names if _is_declared(symbols.get(n)) and n not in staged]
    unsaid = [n for n in names if n not in declared]
    said = any(n in chance.variables for term in terms for n in _names(e, term))
    # Beside what is known to be random, a matrix that nothing is said of is a coefficient.
    fixed = [
        n
        for n in unsaid
        if (n not in staged and plain_name(n) in PARAMETERS)
        or (said and n in symbols and len(symbols[n].symbol.shape) == 2)
    ]
    capitals = [n for n in unsaid if (CAPITAL.match(n) or n in staged) and n not in fixed]
    others = [n for n in unsaid if n not in capitals and n not in fixed]
    known = capitals or said
    if known:
        # Where z = r x is averaged, E[z] = x / 2 says that x is no random variable, and r is one.
        written = {part.name for part in s.walk(node) if isinstance(part, s.Name)}
        others = [n for n in others if n not in e.unaveraged or n in written]
    chosen, doubtful = (capitals, others) if known else (others, [])
    doubtful += [n for n in declared if CAPITAL.match(n) and not symbols[n].symbol.shape]
    if doubtful:
        raise Unread("D404", {"readings": f"`{doubtful[0]}` as a constant or as random"}, node.start, node.end)
    for name in chosen:
        declare_random(e.context, name, noticed=True)
        e.note(name, "a random variable")
    random = e.context.chance.variables
    constant = all(n not in random for n in _names(e, terms[0]))
    plain = all(n in PARAMETERS and (n in declared or not n.startswith("\\")) for n in names)
    if constant and names and (len(terms) > 1 or not random or not plain):
        raise unsupported(node, "an expectation of what nothing says is random")
    for name in unsaid:
        if name not in chosen:
            e.note(name, "a constant")


def plain_name(name: str) -> str:
    """A name without its font."""
    return FONT.sub(r"\g<name>", name)


def _is_declared(declaration: Declaration | None) -> bool:
    """Whether the author says what a name is, which is to say that it is a constant."""
    if declaration is None:
        return False
    bounded = declaration.lower is not None or declaration.upper is not None
    return bool(declaration.source or declaration.traits) or bounded


def declare_random(
    context: Context, name: str, *, listed: bool = False, noticed: bool = False, event: bool = False
) -> None:
    """Makes a name a random variable; it keeps the shape that it has, and stays an event where it was used as one."""
    known = context.chance.variables.get(name)
    event = event or (known is not None and known.is_used_as_event and not listed)
    declaration = context.adopt(name) or Declaration(Symbol(name))
    context.symbols[name] = declaration
    context.definitions.pop(name, None)
    context.not_understood.pop(name, None)
    context.chance = context.chance.having(
        RandomVariable(declaration.symbol, listed, noticed, event, two=(0, 1) if event else None)
    )
