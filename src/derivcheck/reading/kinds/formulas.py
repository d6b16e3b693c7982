"""What a formula says of the kinds of the names in it: each notation relates its parts and its value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.multivariate import NAMES as NORMAL
from derivcheck.reading.kinds import network as n
from derivcheck.reading.kinds.names import BOLD, Names, is_capital
from derivcheck.reading.kinds.network import ANY, COLUMN, MATRIX, ROW, SCALAR
from derivcheck.reading.notation.arithmetic import joined_inverses
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.syntax import walk

NUMBERS = frozenset({"e", r"\mathrm{e}", r"\pi", r"\infty"})
OF_POWERS = frozenset({"exp", "log", "sqrt"})
"""Functions by which sums and products turn into one another, if nothing is in the way."""
IDENTITY = frozenset({"I", r"\mathbf{I}", r"\mathbb{I}"})


class FormulaKinds:
    """Reads formulas into the network of a section."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.network = names.network
        self.local: dict[str, int] = {}
        self.indices: set[str] = set()

    def of(self, node: s.Node) -> int:
        """The variable of an expression."""
        handler = HANDLERS.get(type(node))
        return self._free(node) if handler is None else handler(self, node)

    def _free(self, node: s.Node) -> int:
        """A notation of which nothing is said; the names in it are seen all the same."""
        for field in s.FIELDS[type(node)]:
            self._inside(getattr(node, field))
        return self.network.variable()

    def _inside(self, value: object) -> None:
        if isinstance(value, s.Node):
            self.of(value)
        elif isinstance(value, tuple):
            for part in value:
                self._inside(part)

    def fresh(self, domain: int = ANY) -> int:
        """A new variable."""
        return self.network.variable(domain)

    def scalar(self, *nodes: s.Node | None) -> int:
        """The kind of a number, which all the expressions have as well."""
        for node in nodes:
            if node is not None and not is_number(node):
                self.network.restrict(self.of(node), SCALAR)
        return self.fresh(SCALAR)

    def related(self, relation: n.Relation, *variables: int) -> int:
        """The value of an operation on the variables."""
        value = self.fresh()
        self.network.relate(relation, *variables, value)
        return value

    @contextmanager
    def counting(self, names: set[str]) -> Iterator[None]:
        """Inside: the names are indices."""
        before = self.indices
        self.indices = before | names
        try:
            yield
        finally:
            self.indices = before

    def undeclared(self, node: s.Node) -> str | None:
        """The name that an expression is, if the scope does not say what it is."""
        node = s.unbracketed(node)
        name = canonical(node)
        return name if name is not None and not isinstance(node, s.Num) and self.names.known(name) is None else None


def is_number(node: s.Node) -> bool:
    """Whether an expression holds no names but those of numbers."""
    return not any(
        part.name not in NUMBERS if isinstance(part, s.Name) else isinstance(part, (s.Dots, s.Words, s.Matrix))
        for part in walk(node)
    )


def _sum(f: FormulaKinds, node: s.Sum) -> int:
    kinds: list[int] = []
    beside_number = False
    for _, part in node.terms:
        if isinstance(part, s.Dots):
            continue
        if is_number(part):
            beside_number = beside_number or not (isinstance(part, s.Num) and part.value == 0)
        else:
            kinds.append(f.of(part))
    if not kinds:
        return f.fresh(SCALAR)
    accompany(f, [part for _, part in node.terms])
    value = f.fresh(SCALAR | COLUMN if beside_number and len(node.terms) > 1 else ANY)
    for kind in kinds:
        f.network.relate(n.EQUAL, kind, value)
    return value


def accompany(f: FormulaKinds, parts: list[s.Node], factors: tuple[int, ...] | None = None) -> None:
    """Notes which capitals stand together, in a product with which factors."""
    groups = [group for part in parts if (group := capitals(f, part))]
    found = frozenset().union(*groups)
    if len(found) > 1:
        f.names.companions.append(found)
    if found and factors is not None:
        f.names.multiplied.append((found, factors, len(groups) > 1))


def capitals(f: FormulaKinds, node: s.Node) -> set[str]:
    """The capitals that a sum, product, power, transpose, exponential, logarithm or derivative is made of.

    A function whose letter is a capital is one of them: its values may be matrices.
    """
    match node:
        case s.Sup(base=s.Name(name=base), exponent=inner) if base in NUMBERS:
            return capitals(f, inner)
        case s.Function(name=function, argument=inner) if function in OF_POWERS:
            return capitals(f, inner)
        case s.Call(function=inner) if not f.names.may_give_matrices(canonical(inner)):
            return set()
        case (
            s.Group(elements=(inner,))
            | s.Mark(base=inner)
            | s.Sup(base=inner)
            | s.Root(argument=inner)
            | s.Primes(base=inner)
            | s.Diff(body=inner)
            | s.Call(function=inner)
        ):
            return capitals(f, inner)
        case s.Product(factors=parts):
            return {name for part in parts for name in capitals(f, part)}
        case s.Sum(terms=terms):
            return {name for _, part in terms for name in capitals(f, part)}
        case s.Name() | s.Sub():
            name = f.undeclared(node)
            return {name} if name is not None and is_capital(name) and name not in IDENTITY else set()
    return set()


def _make_matrices(f: FormulaKinds, node: s.Node) -> None:
    """Makes the capitals of a notation that only matrices have matrices in every reading."""
    found = capitals(f, node)
    f.names.structured |= found
    for name in found:
        result = f.names.result(name)
        f.network.restrict(f.names.variable(name) if result is None else result, MATRIX)


OPERATIONS = {
    "": n.PRODUCT,
    r"\times": n.PRODUCT,
    r"\cdot": n.DOT,
    "*": n.PRODUCT,
    r"\odot": n.HADAMARD,
    r"\circ": n.HADAMARD,
    "/": n.QUOTIENT,
    r"\div": n.QUOTIENT,
}


def _product(f: FormulaKinds, node: s.Product) -> int:
    value: int | None = None
    factors: list[int] = []
    parts = []
    for operator, factor in joined_inverses(node, f.names.context):
        parts.append(factor)
        if isinstance(factor, s.Dots) or (is_number(factor) and operator in OPERATIONS):
            continue
        kind = f.of(factor)
        factors.append(kind)
        if value is None:
            if operator in ("/", r"\div"):
                f.network.restrict(kind, SCALAR | COLUMN)
            value = kind
            continue
        name = f.undeclared(factor)
        if name is not None and operator in ("", r"\cdot"):
            f.names.behind.append((value, name))
        relation = OPERATIONS.get(operator)
        value = f.fresh() if relation is None else f.related(relation, value, kind)
    accompany(f, parts, tuple(factors))
    if r"\otimes" in node.operators:
        # Numbers have a plain product.
        _make_matrices(f, node)
    return f.fresh(SCALAR) if value is None else value


def _fraction(f: FormulaKinds, node: s.Frac) -> int:
    if is_number(node.bottom):
        return f.fresh(SCALAR) if is_number(node.top) else f.of(node.top)
    bottom = f.of(node.bottom)
    top = f.fresh(SCALAR) if is_number(node.top) else f.of(node.top)
    return f.related(n.QUOTIENT, top, bottom)


def _group(f: FormulaKinds, node: s.Group) -> int:
    if node.bracket == r"\langle" and len(node.elements) == 2:
        _take_for_vectors(f, node.elements)
        return f.related(n.INNER, *(f.of(element) for element in node.elements))
    if node.bracket in (r"\lfloor", r"\lceil"):
        return f.scalar(*node.elements)
    if len(node.elements) == 1:
        return f.fresh(SCALAR) if is_number(node.elements[0]) else f.of(node.elements[0])
    for element in node.elements:
        f.of(element)
    return f.fresh(COLUMN | ROW)


def _take_for_vectors(f: FormulaKinds, elements: tuple[s.Node, ...]) -> None:
    """What has an inner product is a vector rather than a number, and what stands before one in it a matrix."""
    for part in (part for element in elements for part in walk(element)):
        name = f.undeclared(part)
        if name is not None and not is_capital(name):
            f.names.inclined.add(name)
        if isinstance(part, s.Product):
            # The last factor is what the others are applied to.
            f.names.structured |= {name for factor in part.factors[:-1] for name in capitals(f, factor)}


def _function(f: FormulaKinds, node: s.Function) -> int:
    name, argument = node.name, node.argument
    if name in ("trace", "determinant", "rank"):
        inside = f.undeclared(argument)
        f.names.structured |= capitals(f, argument)
        kind = f.of(argument)
        # The trace of a number is a trick of its own, and looks like xᵀAx.
        tricks = name == "trace" and inside is None and any(_transposes(part) for part in walk(argument))
        f.network.restrict(kind, SCALAR | MATRIX if tricks else MATRIX)
        return f.fresh(SCALAR)
    if name == "diagonal":
        inner = argument.elements if isinstance(argument, s.Group) else (argument,)
        if len(inner) > 1:
            f.scalar(*(part for part in inner if not isinstance(part, s.Dots)))
            return f.fresh(MATRIX)
        return f.related(n.DIAGONAL, f.of(argument))
    if name == "vec":
        _make_matrices(f, argument)
        return f.related(n.VECTORISED, f.of(argument))
    if name in ("max", "min", "indicator", "factorial", "double-factorial"):
        f.of(argument)
        return f.fresh(SCALAR) if name not in ("max", "min") else f.fresh(SCALAR | COLUMN)
    return f.fresh(SCALAR) if is_number(argument) else f.of(argument)


def _transposes(node: s.Node) -> bool:
    return (
        isinstance(node, s.Call)
        or (isinstance(node, s.Mark) and "transpose" in node.mark)
        or (isinstance(node, s.Sup) and canonical(node.exponent) == "T")
    )


def _bars(f: FormulaKinds, node: s.Bars) -> int:
    kind = f.of(node.body)
    if node.kind == r"\|":
        frobenius = node.subscript is not None and canonical(node.subscript) in ("F", r"\mathrm{F}", "*")
        f.network.restrict(kind, MATRIX if frobenius else ANY & ~SCALAR)
        return f.fresh(SCALAR)
    return f.related(n.ABSOLUTE, kind)


def _call(f: FormulaKinds, node: s.Call) -> int:
    arguments = [f.fresh(SCALAR) if is_number(argument) else f.of(argument) for argument in node.arguments]
    name = canonical(node.function)
    if name is None or "|" in node.separators or name in f.names.context.densities | f.names.context.given:
        return f.fresh()
    if node.separators[:1] == (";",):
        # A density at a point: that and the mean of a normal one are alike.
        if name == r"\mathcal{N}" and len(arguments) == 3:
            f.network.relate(n.EQUAL, arguments[0], arguments[1])
        return f.fresh()
    if name == "softmax" and f.names.context.is_function(name) is not False and f.names.result(name) is None:
        return _softmax(f, node, arguments)
    if name in ("sigmoid", "sqrt", r"\Gamma") and len(arguments) == 1 and f.names.result(name) is None:
        return arguments[0]
    return _applied(f, node, name, arguments)


def _applied(f: FormulaKinds, node: s.Call, name: str, arguments: list[int]) -> int:
    """The value of a function that has parameters of its own."""
    if name in NORMAL and len(arguments) == 2 and f.names.context.is_function(name) is not True:
        # Two normal distributions share no parameters; the mean and the spread of each belong together.
        if not is_number(node.arguments[0]):
            f.network.relate(n.SPREAD, *arguments)
        return f.fresh()
    parameters, value = f.names.function(name, len(arguments))
    if len(parameters) != len(arguments):
        return f.fresh()
    if len(arguments) == 1:
        return f.related(n.CALL, parameters[0], value, arguments[0])
    for parameter, argument in zip(parameters, arguments, strict=True):
        f.network.relate(n.EQUAL, parameter, argument)
    return value


def _softmax(f: FormulaKinds, node: s.Call, arguments: list[int]) -> int:
    """The softmax of a column, or the entry of one over the index of a sum."""
    is_entry = len(arguments) == 1 and _is_entry(f, node.arguments[0])
    if len(arguments) == 1:
        f.network.restrict(arguments[0], SCALAR if is_entry else COLUMN)
    return f.fresh(SCALAR if is_entry else COLUMN)


def _is_entry(f: FormulaKinds, node: s.Node) -> bool:
    """Whether small letters alone stand in ``node``, and one of them with the index of a sum below it."""
    names = [part.name for part in walk(node) if isinstance(part, s.Name)]
    members = [part for part in walk(node) if isinstance(part, s.Sub) and len(part.indices) == 1]
    counted = any(isinstance(part.indices[0], s.Name) and part.indices[0].name in f.indices for part in members)
    return counted and not any(is_capital(name) or name.startswith(BOLD) for name in names)


def _operator(f: FormulaKinds, node: s.Operator) -> int:
    """An expectation has the kind of what it averages, a variance that of its square; of others nothing is inferred."""
    averaged, given = s.around_bar(node)
    if node.name not in ("expectation", "variance", "covariance") or len(averaged) != 1:
        f._inside(node.arguments)  # noqa: SLF001
        return f.fresh()
    (body,) = averaged
    f._inside(given)  # noqa: SLF001
    if node.name != "expectation":
        return f.related(n.VARIANCE, f.of(body))
    return f.fresh(SCALAR) if is_number(body) else f.of(body)


def _big(f: FormulaKinds, node: s.Big) -> int:
    indices = {
        part.name
        for below in node.below
        if not (isinstance(below, s.Relational) and below.relation == r"\in")
        for part in walk(below)
        if isinstance(part, s.Name)
    }
    f.scalar(node.above)
    with f.counting(indices):
        kind = f.fresh(SCALAR) if is_number(node.body) else f.of(node.body)
    return kind if node.operator in ("sum", "limit") else f.fresh(SCALAR)


def _integral(f: FormulaKinds, node: s.Integral) -> int:
    f.scalar(node.lower, node.upper, node.variable)
    return f.fresh(SCALAR) if is_number(node.body) else f.of(node.body)


def _derivative(f: FormulaKinds, node: s.Diff) -> int:
    value = f.fresh(SCALAR) if is_number(node.body) else f.of(node.body)
    for variable in node.variables:
        value = f.related(n.DERIVATIVE, value, f.of(variable))
    return value


def _nabla(f: FormulaKinds, node: s.Nabla) -> int:
    value = f.of(node.body)
    if node.variable is None:
        return f.fresh()
    variable = f.of(node.variable)
    name = f.undeclared(node.variable)
    if name is not None:
        f.names.inclined.add(name)
        if is_capital(name):
            f.names.structured.add(name)
    for _ in range(node.order):
        value = f.related(n.DERIVATIVE, value, variable)
    return value


def _matrix(f: FormulaKinds, node: s.Matrix) -> int:
    for row in node.rows:
        f._inside(row)  # noqa: SLF001
    if node.kind == "vmatrix":
        return f.fresh(SCALAR)
    width = len(node.rows[0]) if node.rows else 0
    return f.fresh(COLUMN | MATRIX if width == 1 else MATRIX if len(node.rows) > 1 else MATRIX | ROW)


def _cases(f: FormulaKinds, node: s.Cases) -> int:
    value = f.fresh()
    for body, condition in node.rows:
        if condition is not None:
            f.of(condition)
        if not is_number(body):
            f.network.relate(n.EQUAL, f.of(body), value)
    return value


def _relational(f: FormulaKinds, node: s.Relational) -> int:
    for side in (node.left, node.right):
        f.of(side)
    return f.fresh(SCALAR)


HANDLERS: dict[type[s.Node], Callable[[FormulaKinds, Any], int]] = {
    s.Num: lambda f, _: f.fresh(SCALAR),
    s.Call: _call,
    s.Function: _function,
    s.Sum: _sum,
    s.Product: _product,
    s.Frac: _fraction,
    s.Root: lambda f, node: f.related(n.POWER, f.of(node.argument)),
    s.Binomial: lambda f, node: f.scalar(node.top, node.bottom),
    s.Operator: _operator,
    s.Big: _big,
    s.Integral: _integral,
    s.At: lambda f, node: f.of(node.body),
    s.Evaluated: lambda f, node: f.of(node.body),
    s.Bars: _bars,
    s.Group: _group,
    s.Diff: _derivative,
    s.Nabla: _nabla,
    s.Matrix: _matrix,
    s.Cases: _cases,
    s.Relational: _relational,
}
