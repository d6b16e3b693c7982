r"""Probabilities that variables with named laws are below or above a number: ``P(-\log U \le x)``, ``P(X > t)``.

What an event says of a monotone function of a variable it says of the variable itself, whose distribution function is
known in closed form.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.events import is_probability, probability
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.notation.inverses import is_falling, monotone
from derivcheck.terms.chance import MEMBER
from derivcheck.terms.definitions import unfold
from derivcheck.terms.families import Distribution
from derivcheck.terms.nodes import ONE, ZERO, Apply, Call, Number, Symbol, Term, free_symbols
from derivcheck.terms.scope import Trait
from derivcheck.terms.shorthand import exp, is_reciprocal, log, minus, over, plus, times
from derivcheck.terms.substitution import substitute

ORDERS = frozenset({"<", ">", r"\le", r"\ge"})
READ_AS = "a probability by the distribution function of the variable"


def is_of_law(context: Context, node: s.Call) -> bool:
    """Whether a call is the probability that functions of variables with known distribution functions are ordered."""
    name = node.function.name if isinstance(node.function, s.Name) else ""
    relations = [a for a in node.arguments if isinstance(a, s.Relational) and a.relation in ORDERS]
    if name not in PROBABILITY | {r"\Pr"} or len(relations) < len(node.arguments) or set(node.separators) - {"|", ","}:
        return False
    names = {part.name for argument in node.arguments for part in s.walk(argument) if isinstance(part, s.Name)}
    inside = names.union(
        *({x.name for x in free_symbols(unfold(Symbol(n), context.bodies))} for n in names & context.definitions.keys())
    )
    random = inside & context.chance.variables.keys()
    if context.chance.doubt or context.chance.spread or not random.isdisjoint(context.unclear):
        return False
    return bool(random) and all(_law(context, each) is not None for each in random)


def of_law(e: Elaborator, node: s.Call) -> Term:
    """The probability, by distribution functions where they are enough, else as an average of indicators."""
    try:
        found = _Events(e).probability(node)
    except Unread:
        if not is_probability(e.context, node):
            raise
        return probability(e, node)
    e.note(node.function.name if isinstance(node.function, s.Name) else "P", READ_AS)
    return found


def _law(context: Context, name: str) -> Distribution | None:
    law = context.chance.variables[name].distribution
    return law if law is not None and law.row.cumulative is not None else None


class _Events:
    """Events of the form "at most" and "at least", for continuous variables."""

    def __init__(self, e: Elaborator) -> None:
        self.e = e
        self.context = e.context

    def probability(self, node: s.Call) -> Term:
        """That of all conditions; what stands behind a bar is given."""
        _, given = s.around_bar(node)
        whole = self._together(node.arguments)
        return over(whole, self._together(given)) if given else whole

    def _together(self, conditions: Sequence[s.Node]) -> Term:
        """The probability that one variable is below some numbers, and above others."""
        ends: dict[bool, list[Term]] = {True: [], False: []}
        subjects: set[Term] = set()
        for part in conditions:
            assert isinstance(part, s.Relational)  # noqa: S101 - seen before
            left, right = (unfold(self.e.term(side), self.context.bodies) for side in (part.left, part.right))
            upwards = part.relation in ("<", r"\le")
            if not self._names(left):
                left, right, upwards = right, left, not upwards
            if not self._names(left) or self._names(right) or left.shape or right.shape:
                raise unsupported(part, "a probability of this")
            subjects.add(left)
            ends[upwards].append(right)
        if len(subjects) != 1:
            raise unsupported(conditions[0], "a probability of events of different variables")
        (subject,) = subjects
        high = [self.below(subject, reduce(_smaller, ends[True]), conditions[0])] if ends[True] else []
        low = [self.below(subject, reduce(_larger, ends[False]), conditions[0])] if ends[False] else []
        if high and low:
            raise unsupported(conditions[0], "a probability of lying between two ends")
        return high[0] if high else plus(ONE, minus(low[0]))

    def _names(self, term: Term) -> set[str]:
        return {symbol.name for symbol in free_symbols(term)} & self.context.chance.variables.keys()

    def below(self, term: Term, point: Term, node: s.Node) -> Term:
        """The probability that a function of variables is at most ``point``."""
        match term:
            case Symbol(name=name) if (law := _law(self.context, name)) is not None and not term.shape:
                return self._cumulative(law, point)
            case Apply(operator="index", arguments=(Symbol(name=name), place)):
                law = _law(self.context, name) if name in self.context.chance.variables else None
                if law is not None and self.context.chance.variables[name].family:
                    return self._cumulative(_of_member(law, place), point)
            case Call(arguments=(inner,), orders=(0,)) if (undoes := monotone(term.function, self.context)) is not None:
                found = self.below(inner, Call(undoes, (point,), (0,)), node)
                return plus(ONE, minus(found)) if is_falling(term.function, self.context) else found
            case Apply(operator="exp", arguments=(inner,)):
                return self._if_positive(point, self.below(inner, log(point), node))
            case Apply(operator="log", arguments=(inner,)) if self._is_positive(inner):
                return self.below(inner, exp(point), node)
            case Apply(operator="power", arguments=(base, exponent)) if self._is_positive(base):
                return self._power(base, exponent, point, node)
            case Apply(operator="add" | "multiply"):
                return self._combined(term, point, node)
            case Apply(operator="max" | "min", arguments=parts):
                return self._extreme(term.operator, parts, point, node)
        raise unsupported(node, "a probability of this function of a random variable")

    def _power(self, base: Term, exponent: Term, point: Term, node: s.Node) -> Term:
        sign = self._sign(exponent)
        if self._names(exponent) or sign == 0:
            raise unsupported(node, "a probability of this power of a random variable")
        root = Apply("power", (point, over(ONE, exponent)))
        if isinstance(exponent, Number):
            root = Apply("power", (point, Number(1 / exponent.value)))
        found = self.below(base, root, node)
        return self._if_positive(point, found if sign > 0 else plus(ONE, minus(found)))

    def _combined(self, term: Apply, point: Term, node: s.Node) -> Term:
        random = [part for part in term.arguments if self._names(part)]
        rest = [part for part in term.arguments if part not in random]
        if len(random) == 1 and term.operator == "add":
            return self.below(random[0], plus(point, *map(minus, rest)), node)
        if len(random) == 1:
            return self._scaled(random[0], times(*rest), point, node)
        return self._affine(term, point, node)

    def _scaled(self, term: Term, factor: Term, point: Term, node: s.Node) -> Term:
        sign = self._sign(factor)
        found = self.below(term, over(point, factor), node)
        if sign:
            return found if sign > 0 else plus(ONE, minus(found))
        rises, falls = Apply("less", (ZERO, factor)), Apply("less", (factor, ZERO))
        return Apply("cases", (rises, found, falls, plus(ONE, minus(found))))

    def _affine(self, term: Apply, point: Term, node: s.Node) -> Term:
        """That N/D ≤ y for affine functions N and D > 0 of one variable says that N - yD ≤ 0."""
        names = self._names(term)
        below = [p.arguments[0] for p in term.arguments if is_reciprocal(p) and isinstance(p, Apply)]
        below = [part for part in below if self._names(part)]
        if term.operator != "multiply" or len(names) != 1 or len(below) != 1 or not self._is_positive(below[0]):
            raise unsupported(node, "a probability of this function of a random variable")
        (name,) = names
        above = times(*(part for part in term.arguments if not (is_reciprocal(part) and self._names(part))))
        if not (_is_affine(above, name) and _is_affine(below[0], name)):
            raise unsupported(node, "a probability of this function of a random variable")
        whole = plus(above, minus(times(point, below[0])))
        start, end = (substitute(whole, {name: place}) for place in (ZERO, ONE))
        return self._scaled(Symbol(name), plus(end, minus(start)), minus(start), node)

    def _extreme(self, operator: str, parts: Sequence[Term], point: Term, node: s.Node) -> Term:
        names = [self._names(part) for part in parts]
        apart = sum(map(len, names)) == len(set[str]().union(*names)) and all(names)
        if not apart or not all(name <= set(self.context.chance.independent) for name in names):
            raise unsupported(node, "a probability of the largest or smallest of variables that may be dependent")
        found = [self.below(part, point, node) for part in parts]
        if operator == "max":
            return times(*found)
        return plus(ONE, minus(times(*(plus(ONE, minus(each)) for each in found))))

    def _sign(self, term: Term) -> int:
        """1 or -1 for what surely has this sign, 0 for what is not known."""
        match term:
            case Number(value=value):
                return (value > 0) - (value < 0)
            case Symbol(name=name):
                known = self.context.symbols.get(name)
                positive = known is not None and (known.lower is not None and known.lower >= 0)
                return int(known is not None and (positive or Trait.POSITIVE in known.traits))
            case Apply(operator="multiply", arguments=parts):
                return reduce(lambda one, other: one * other, map(self._sign, parts), 1)
            case Apply(operator="add", arguments=parts):
                signs = set(map(self._sign, parts))
                return signs.pop() if len(signs) == 1 else 0
            case Apply(operator="power", arguments=(base, _)):
                return 1 if self._sign(base) > 0 else self._sign(base) if is_reciprocal(term) else 0
        return int(isinstance(term, Apply) and term.operator == "exp")

    def _is_below_one(self, term: Term) -> bool:
        """Whether a positive number is surely less than 1."""
        match term:
            case Symbol(name=name):
                known = self.context.symbols.get(name)
                return known is not None and known.upper is not None and known.upper <= 1
            case Apply(operator="exp", arguments=(inner,)):
                return self._sign(inner) < 0
            case Apply(operator="power", arguments=(base, exponent)):
                return self._sign(exponent) > 0 and self._is_below_one(base)
            case Apply(operator="multiply", arguments=parts):
                # a/(a + b) with positive a and b
                below = [part.arguments[0] for part in parts if isinstance(part, Apply) and is_reciprocal(part)]
                above = times(*(part for part in parts if not is_reciprocal(part)))
                whole = below[0].arguments if len(below) == 1 and isinstance(below[0], Apply) else ()
                return above in whole and self._sign(below[0]) > 0
        return False

    def _is_positive(self, term: Term) -> bool:
        """Whether a function of a variable is positive wherever the variable is inside of its support."""
        if not self._names(term):
            return self._sign(term) > 0
        match term:
            case Symbol(name=name):
                return self._support(name)[0] == ZERO
            case Apply(operator="exp"):
                return True
            case Apply(operator="power", arguments=(base, _)):
                return self._is_positive(base)
            case Apply(operator="multiply", arguments=(Number(value=value), Apply(operator="log", arguments=(inner,)))):
                return value < 0 and isinstance(inner, Symbol) and self._support(inner.name) == (ZERO, ONE)
            case Apply(operator="multiply", arguments=parts):
                return all(map(self._is_positive, parts))
            case Apply(operator="add", arguments=(Number(value=one), Apply(operator="multiply", arguments=parts))):
                # 1 - U
                falling = [part for part in parts if isinstance(part, Symbol)]
                is_plain = one == 1 and len(parts) == 2 and Number(-ONE.value) in parts and len(falling) == 1
                return is_plain and self._support(falling[0].name) == (ZERO, ONE)
            case Apply(operator="add", arguments=parts):
                return all(map(self._is_positive, parts))
        return False

    def _cumulative(self, law: Distribution, point: Term) -> Term:
        """The distribution function, which is 0 below the support and 1 above it."""
        assert law.row.cumulative is not None  # noqa: S101 - seen before
        lower, upper = law.row.support(law.parameters)
        cases: list[Term] = []
        if lower is not None and not (lower == ZERO and self._sign(point) > 0):
            cases += [Apply("at-most", (point, lower)), ZERO]
        if upper is not None and not (upper == ONE and self._is_below_one(point)):
            cases += [Apply("at-most", (upper, point)), ONE]
        inside = law.row.cumulative(point, law.parameters)
        return Apply("cases", (*cases, inside)) if cases else inside

    def _if_positive(self, point: Term, value: Term) -> Term:
        return value if self._sign(point) > 0 else Apply("cases", (Apply("less", (ZERO, point)), value, ZERO))

    def _support(self, name: str) -> tuple[Term | None, Term | None]:
        law = _law(self.context, name) if name in self.context.chance.variables else None
        return (None, None) if law is None else law.row.support(law.parameters)


def _of_member(law: Distribution, place: Term) -> Distribution:
    written = tuple(substitute(parameter, {MEMBER.name: place}) for parameter in law.parameters)
    return Distribution(law.family, written)


def _smaller(one: Term, other: Term) -> Term:
    return one if one == other else Apply("min", (one, other))


def _larger(one: Term, other: Term) -> Term:
    return one if one == other else Apply("max", (one, other))


def _is_affine(term: Term, name: str) -> bool:
    """Whether a term is a number plus a number times a variable, to judge by how it is written."""
    if Symbol(name) not in free_symbols(term) or isinstance(term, Symbol):
        return True
    if not isinstance(term, Apply) or term.operator not in ("add", "multiply"):
        return False
    random = [part for part in term.arguments if Symbol(name) in free_symbols(part)]
    return (term.operator == "add" or len(random) == 1) and all(_is_affine(part, name) for part in random)
