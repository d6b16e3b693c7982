r"""Averages beside the probabilities of values: ``\mathbb{E}[X Y] = \sum_x \sum_y x y \, p(x, y)``.

Where a chain has both, an average of X and Y is one under the density of x and y, so that every side speaks of the same
tables: ``\mathbb{E}[X \mid Y]`` is taken under p(x | y), and an average of it under p(y). So a statement about X is
read as one about each value of X that occurs. The letters of ``f_X(x)`` and ``f_{X, Y}(x, y)`` are one density.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.all_outcomes import whole_variable
from derivcheck.reading.chance.density_definitions import mark_density
from derivcheck.reading.chance.valued import at_outcomes
from derivcheck.reading.context import Context
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.averages import EXPECTATION, has_averages
from derivcheck.terms.definitions import unfold
from derivcheck.terms.nodes import Apply, Symbol, Term, free_symbols
from derivcheck.terms.scope import Domain

AVERAGES = frozenset({"expectation", "variance", "covariance"})
LETTERS = frozenset({"f", "p", r"\pi", r"\rho"}) | PROBABILITY
BAR = "|"
PRIME = "'"


@dataclass(frozen=True, slots=True)
class ByMass:
    """Sides in which all averages are taken under one density; the ``doubt`` forbids to refute what they state."""

    nodes: list[s.Node]
    doubt: str


class _NotPlainError(Exception):
    """Something in a chain is no average or density of plain random variables."""


def under_masses(nodes: Sequence[s.Node], context: Context) -> ByMass | None:
    """The sides with each average under the density of the values that it averages over; None where that is unclear.

    The density is marked as one, and what is integrated over has cells of any weight.
    """
    plain = [s.mapped(s.mapped(node, _over_values), _with_plain_density) for node in nodes]
    averages = [part for node in plain for part in s.walk(node) if isinstance(part, s.Operator)]
    functions = {call.function for part in averages for call in s.walk(part) if isinstance(call, s.Call)}
    calls = [call for node in plain for part in s.walk(node) if (call := _mass(part, context)) is not None]
    masses = [call for call in calls if call.function not in functions]
    names = {name for call in masses for name in map(canonical, call.arguments) if name is not None}
    letters = {call.function for call in masses}
    if len(letters) != 1 or not all(map(_is_plain_average, averages)):
        return None
    (letter,) = letters
    if not averages:
        return _of_masses_alone(plain, masses, context, named=plain != list(nodes))
    writer = _Writer(context, letter, frozenset(map(_capital, names)))
    try:
        written = [writer.outside(writer.with_means(node)) for node in plain]
    except _NotPlainError:
        return None
    return _marked(written, masses, context) if writer.averaged else None


def _of_masses_alone(nodes: list[s.Node], masses: Sequence[s.Call], context: Context, *, named: bool) -> ByMass | None:
    """Sides that have a density on each, with one of several variables, of which it is said that they are random.

    Densities that are ``named`` by their variables are not known for such otherwise, nor independence of those.
    """
    capitals = {_capital(canonical(a)) for call in masses for a in call.arguments}
    joint = any(len(call.arguments) > 1 for call in masses)
    everywhere = all(any(_mass(part, context) is not None for part in s.walk(node)) for node in nodes)
    independent = capitals <= set(context.chance.independent)
    if not (joint and everywhere and capitals <= context.chance.variables.keys() and (named or independent)):
        return None
    found = _marked([s.mapped(node, lambda part: _over_all(part, context)) for node in nodes], masses, context)
    # That it is a product says that they are independent, where nothing else does.
    return (
        found
        if found is None or independent
        else replace(found, doubt=found.doubt or "densities that may be a product")
    )


def _marked(nodes: list[s.Node], masses: Iterable[s.Call], context: Context) -> ByMass | None:
    """What is known of the density and its variables is noted; nothing where the letter means something else."""
    for call in masses:
        mark_density(call, context)
        known = canonical(call.function) in context.densities
        if not known or not all(canonical(a) in context.outcomes for a in call.arguments):
            return None
    names = {name for call in masses for name in map(canonical, call.arguments) if name is not None}
    for part in (part for node in nodes for part in s.walk(node) if isinstance(part, s.Integral)):
        name = canonical(part.variable)
        if name in names and name:
            context.make_outcome(name, measured=True)
    return ByMass(nodes, _doubt(sorted(_capital(name) for name in names), context))


def _doubt(capitals: Iterable[str], context: Context) -> str:
    """What forbids to refute a statement about variables: each may be less free than its table is."""
    for name in capitals:
        variable = context.chance.variables.get(name)
        if variable is None or variable.noticed:
            return f"`{name}`, a random variable of which nothing is said"
        if name in context.unclear:
            return f'`{name}`, of which "{context.unclear[name]}" is said'
    return context.chance.doubt


def _over_all(node: s.Node, context: Context) -> s.Node:
    """An integral over all values without the ends that say so."""
    whole = isinstance(node, s.Integral) and whole_variable(node, context) is not None
    return replace(node, lower=None, upper=None) if isinstance(node, s.Integral) and whole else node


def _over_values(node: s.Node) -> s.Node:
    r"""A sum of ``g(x_i) \, P(X = x_i)`` over i as that of g(x) P(X = x) over x, the values being all there are."""
    if not (isinstance(node, s.Big) and node.operator == "sum" and len(node.below) == 1):
        return node
    (below,) = node.below
    begins = isinstance(below, s.Relational) and below.relation == "=" and isinstance(below.right, s.Num)
    index = below.left if isinstance(below, s.Relational) and begins else below
    values = {value for call in _weights(node.body) for value in map(_value, call.arguments)}
    members = [part for part in values if isinstance(part, s.Sub) and part.indices == (index,)]
    if len(members) != 1 or not (node.above is None or isinstance(node.above, s.Name)):
        return node
    (member,) = members
    parts = s.walk(node.body)
    if parts.count(index) != parts.count(member) or parts.count(member.base) != parts.count(member):
        return node
    body = s.mapped(node.body, lambda part: member.base if part == member else part)
    return replace(node, below=(member.base,), above=None, body=body)


def _weights(body: s.Node) -> Iterator[s.Call]:
    """The calls that a sum is weighed by, or the sums in it are."""
    for factor in body.factors if isinstance(body, s.Product) else (body,):
        if isinstance(factor, s.Big):
            yield from _weights(factor.body)
        elif isinstance(factor, s.Call):
            yield factor


def _value(argument: s.Node) -> s.Node:
    """What a variable is set equal to in a probability."""
    return argument.right if isinstance(argument, s.Relational) and argument.relation == "=" else argument


def _with_plain_density(node: s.Node) -> s.Node:
    """``f_X(x)`` as f(x), in whichever way it was parsed."""
    if isinstance(node, s.Call):
        letter = _letter(node.function, node.arguments)
        return node if letter is None else replace(node, function=letter)
    if not isinstance(node, s.Product):
        return node
    factors, operators = list(node.factors), list(node.operators)
    for position in range(len(factors) - 2, -1, -1):
        behind = factors[position + 1]
        if operators[position] == "" and isinstance(behind, s.Group) and behind.bracket == "(":
            letter = _letter(factors[position], behind.elements)
            if letter is not None:
                separators = (",",) * (len(behind.elements) - 1)
                call = s.Call(letter, behind.elements, separators, start=factors[position].start, end=behind.end)
                factors[position : position + 2], operators[position : position + 1] = [call], []
    return factors[0] if len(factors) == 1 else replace(node, factors=tuple(factors), operators=tuple(operators))


def _letter(function: s.Node, arguments: Sequence[s.Node]) -> s.Node | None:
    """The letter of ``f_{X, Y}`` before the small letters of X and Y."""
    if not (isinstance(function, s.Sub) and isinstance(function.base, s.Name) and function.base.name in LETTERS):
        return None
    capitals = [name for name in map(canonical, function.indices) if name != BAR]
    names = [canonical(argument) for argument in arguments]
    fits = bool(names) and capitals == [_capital(name) if _is_small(name) else None for name in names]
    return function.base if fits else None


def _names(node: s.Node) -> set[str]:
    return {name for part in s.walk(node) if isinstance(part, (s.Name, s.Sub)) and (name := canonical(part))}


def _is_small(name: str | None) -> bool:
    """Whether a name is a small letter, perhaps with primes, as that of another value."""
    return name is not None and len(name.rstrip(PRIME)) == 1 and name.islower()


def _capital(name: str | None) -> str:
    """The variable of which a small letter is a value."""
    return (name or "").rstrip(PRIME).upper()


def _mass(part: s.Node, context: Context) -> s.Call | None:
    """A density at the small letters of random variables, or the probability of values."""
    if not isinstance(part, s.Call) or ";" in part.separators:
        return None
    call = at_outcomes(part, context) or part
    if canonical(call.function) not in LETTERS or not call.arguments:
        return None
    return call if all(_is_small(canonical(argument)) for argument in call.arguments) else None


def _is_plain_average(node: s.Operator) -> bool:
    return node.name in AVERAGES and node.below is None


@dataclass(slots=True)
class _Writer:
    """Writes averages under one density; ``capitals`` are the variables whose values it is written at."""

    context: Context
    letter: s.Node
    capitals: frozenset[str]
    averaged: bool = False

    def outside(self, node: s.Node) -> s.Node:
        """A side, in which no capital stands outside of averages and probabilities."""
        written, free = self._written(node)
        if free:
            raise _NotPlainError
        return written

    def with_means(self, node: s.Node) -> s.Node:
        """A formula with each average in place of the letter that the scope says it is."""
        means = {}
        for name in sorted(self.capitals):
            variable = self.context.chance.variables.get(name)
            if variable is not None and isinstance(variable.mean, Symbol):
                means[variable.mean.name] = name
            self._require_apart(node, [variable.mean, variable.variance] if variable is not None else [], means)
        for name in _names(node) & self.context.definitions.keys():
            body = unfold(Symbol(name), self.context.bodies)
            match body:
                case Apply(operator=operator, arguments=(Symbol(name=averaged),)) if operator == EXPECTATION:
                    means[name] = averaged
                case _ if has_averages(body):
                    raise _NotPlainError

        def change(part: s.Node) -> s.Node:
            if not (isinstance(part, (s.Name, s.Sub)) and canonical(part) in means):
                return part
            inside = s.Name(means[canonical(part) or ""], start=part.start, end=part.end)
            return s.Operator("expectation", None, (inside,), (), start=part.start, end=part.end)

        return s.mapped(node, change) if means else node

    @staticmethod
    def _require_apart(node: s.Node, moments: Iterable[Term | None], means: Collection[str]) -> None:
        """What else is said of moments has no name that a formula speaks of."""
        spoken = _names(node) - set(means)
        for moment in moments:
            if moment is not None and not spoken.isdisjoint(symbol.name for symbol in free_symbols(moment)):
                raise _NotPlainError

    def _written(self, node: s.Node) -> tuple[s.Node, frozenset[str]]:
        """A formula at the values of the variables, and the capitals in it that stand in no average."""
        if isinstance(node, s.Operator):
            return self._average(node)
        if isinstance(node, s.Call) and _mass(node, self.context) is not None:
            return node, frozenset()
        if isinstance(node, s.Name):
            return self._name(node)
        found: set[str] = set()

        def inside(part: s.Node) -> s.Node:
            written, free = self._written(part)
            found.update(free)
            return written

        return _over_all(s.rebuilt(node, inside), self.context), frozenset(found)

    def _name(self, node: s.Name) -> tuple[s.Node, frozenset[str]]:
        if node.name in self.capitals:
            self._require_plain(node.name)
            return replace(node, name=node.name.lower()), frozenset({node.name})
        if node.name in self.context.chance.variables:
            raise _NotPlainError
        return node, frozenset()

    def _require_plain(self, name: str) -> None:
        """Nothing is known of a variable but that it is random, and perhaps independent of others."""
        variable = self.context.chance.variables.get(name)
        declared = self.context.symbols.get(name)
        if variable is None:
            if name in self.context.definitions or (declared is not None and not self.context.is_guess(name)):
                raise _NotPlainError
            return
        special = variable.family or variable.event or variable.two or variable.cells or variable.shape
        restricted = declared is not None and (declared.traits or declared.domain is not Domain.REAL)
        if special or variable.distribution is not None or restricted or name.lower() in self.context.calculated:
            raise _NotPlainError

    def _average(self, node: s.Operator) -> tuple[s.Node, frozenset[str]]:
        """An average under the density of the variables in it, given those behind its bar."""
        averaged, given = s.around_bar(node)
        bodies = [self._written(part) for part in averaged]
        behind = list(self._given(given))
        free = frozenset().union(*(names for _, names in bodies)) - {name.upper() for name, _ in behind}
        if not {name.lower() for name in free}.isdisjoint(name for part in averaged for name in _names(part)):
            # In E[(X - x)^2] one is a number, and the other random.
            raise _NotPlainError
        left = frozenset(name.upper() for name, is_random in behind if is_random)
        self.averaged = True
        if node.name == "covariance":
            return self._covariance(node, bodies, free, given), frozenset()
        if len(bodies) != 1:
            raise _NotPlainError
        return self._under(node, bodies[0][0], free, [name for name, _ in behind]), left

    def _under(self, node: s.Operator, body: s.Node, free: Iterable[str], behind: Sequence[str]) -> s.Node:
        if not free:
            raise _NotPlainError
        names = [name.lower() for name in sorted(free)]
        signs = [","] * (len(names) - 1) + ["|"] * bool(behind) + [","] * (len(behind) - 1)
        arguments = tuple(s.Name(name, start=node.start, end=node.end) for name in (*names, *behind))
        below = s.Call(self.letter, arguments, tuple(signs), start=node.start, end=node.end)
        return replace(node, below=below, arguments=(body,), separators=())

    def _covariance(
        self,
        node: s.Operator,
        bodies: Sequence[tuple[s.Node, frozenset[str]]],
        free: frozenset[str],
        given: Sequence[s.Node],
    ) -> s.Node:
        """The average of the product without the product of the averages."""
        if len(bodies) != 2 or given:
            raise _NotPlainError
        start, end = node.start, node.end
        mean = replace(node, name="expectation")
        sides = [s.Group((body,), start=start, end=end) for body, _ in bodies]
        product = self._under(mean, s.Product(tuple(sides), ("",), start=start, end=end), free, ())
        means = tuple(self._under(mean, side, names, ()) for side, (_, names) in zip(sides, bodies, strict=True))
        return s.Group(
            (s.Sum((("+", product), ("-", s.Product(means, ("",), start=start, end=end))), start=start, end=end),),
            start=start,
            end=end,
        )

    def _given(self, given: Sequence[s.Node]) -> Iterator[tuple[str, bool]]:
        """The small letters of what stands behind a bar, and whether it is the variable or one value of it."""
        for part in given:
            is_value = isinstance(part, s.Relational)
            name = canonical(part.left if isinstance(part, s.Relational) else part)
            if name is None or name not in self.capitals:
                raise _NotPlainError
            if isinstance(part, s.Relational) and (part.relation != "=" or canonical(part.right) != name.lower()):
                raise _NotPlainError
            self._require_plain(name)
            yield name.lower(), not is_value
