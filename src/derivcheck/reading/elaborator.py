"""From syntax to typed terms: what a formula means in its context.

This module holds names, sums, products, powers and indices; binders, functions and densities have modules of their own, all working
on one :class:`Elaborator`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.canonical import canonical, is_label
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.patterns import generalise
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Apply, Array, Number, Reduce, Shape, Symbol, Term, number
from derivcheck.terms.scope import Declaration, Domain

DOTS_INDEX = "#"
"""The index that dots stand for."""


class Clash(Exception):  # noqa: N818 - a finding about the document, not an error
    """Shapes do not conform; where in the formula, and how."""

    def __init__(self, error: build.ShapeError, start: int, end: int) -> None:
        super().__init__(error.operation)
        self.error = error
        self.start = start
        self.end = end


class Elaborator:
    """Turns syntax into terms under a context; ``read_as`` collects what was read by convention."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.sizes = context.sizes
        self.bound: dict[str, Term] = {}
        self.local: dict[str, Symbol] = {}
        self.read_as: dict[str, str] = {}
        self.used: set[str] = set()
        self.bare_functions = False
        self.were_bound: set[str] = set()
        self.free_indices: set[str] = set()

    def term(self, node: s.Node) -> Term:
        """The term that ``node`` stands for; raises Unread or Clash."""
        handler = HANDLERS.get(type(node))
        if handler is None:
            raise unsupported(node, type(node).__name__.lower())
        try:
            return handler(self, node)
        except build.ShapeError as error:
            raise Clash(error, node.start, node.end) from error

    def scalar(self, node: s.Node, what: str) -> Term:
        """A term that must be a number."""
        term = self.term(node)
        if term.shape != ():
            found = self.sizes.describe(term.shape)
            raise Unread("D410", {"operation": what, "found": found, "expected": "a scalar"}, node.start, node.end)
        return term

    def note(self, piece: str, reading: str) -> None:
        """Records a convention that was applied."""
        self.read_as.setdefault(piece, reading)


def unsupported(node: s.Node, notation: str) -> Unread:
    """The complaint that a notation is not supported."""
    return Unread("D406", {"notation": notation}, node.start, node.end)


def _number(_: Elaborator, node: s.Num) -> Term:
    return Number(node.value)


def _name(e: Elaborator, node: s.Name) -> Term:
    return resolve(e, node.name, node)


def resolve(e: Elaborator, name: str, node: s.Node) -> Term:
    """What a name stands for."""
    context = e.context
    e.used.add(name)
    if name in e.local:
        return e.local[name]
    if name in e.bound:
        return _outcome_value(e, name) or Symbol(name)
    if name in context.not_understood:
        raise Unread("D408", {"name": name}, node.start, node.end)
    if name in context.definitions:
        return Symbol(name, e.sizes.resolve(context.definitions[name].body.shape))
    if name in context.outcomes:
        return _outcome_value(e, name) or Symbol(name)
    if name in context.symbols:
        symbol = context.symbols[name].symbol
        return Symbol(name, e.sizes.resolve(symbol.shape))
    functions = [d for (known, _), d in context.functions.items() if known == name]
    if functions and not (e.bare_functions and len(functions) == 1):
        raise unsupported(node, f"the function {name} without its arguments")
    if functions:
        return functions[0].body
    return constant(e, name) or _undeclared(e, name, node)


def base_name(node: s.Node) -> str | None:
    """The name below scripts and primes."""
    while isinstance(node, (s.Sub, s.Sup, s.Primes, s.Mark)):
        node = node.base
    return canonical(node)


def _outcome_value(e: Elaborator, name: str) -> Term | None:
    """An outcome used as a number is the value that it stands for, an unknown function of the outcome."""
    outcome = e.context.outcomes.get(name)
    if outcome is None or (name in e.context.symbols and e.context.symbols[name].domain is Domain.INDEX):
        return None
    label = f"{name}-values"
    symbol = Symbol(label, (outcome.size,))
    e.context.symbols.setdefault(label, Declaration(symbol))
    return Apply("index", (symbol, Symbol(name)))


def constant(e: Elaborator, name: str) -> Term | None:
    """The constants that everyone knows, unless the scope says otherwise."""
    if name == r"\pi":
        e.note(r"\pi", "the number π")
        return Apply("pi", ())
    if name in ("e", r"\mathrm{e}"):
        e.note("e", "Euler's number")
        return Apply("exp", (ONE,))
    if name in (r"\mathbf{1}", r"\mathbb{1}", r"\vec{1}", r"\mathbf{1}_{n}"):
        e.note(name, "the vector of ones")
        return Apply("constant", (ONE,), (e.sizes.new(),))
    if name in (r"\mathbf{0}", r"\vec{0}"):
        return ZERO
    if name in ("I", r"\mathbf{I}", r"\mathbb{I}"):
        e.note(name, "the identity matrix")
        size = e.sizes.new()
        return Apply("identity", (), (size, size))
    return None


def _undeclared(e: Elaborator, name: str, node: s.Node) -> Term:
    """A symbol of which nothing is said: a type by convention."""
    if name == r"\infty":
        raise unsupported(node, "infinity as a number")
    if name == "i":
        raise Unread("D404", {"readings": "`i` as an index or as the imaginary unit"}, node.start, node.end)
    if is_label(name) and len(name) > 1 and not name.startswith("\\"):
        raise Unread("D408", {"name": name}, node.start, node.end)
    if name in e.context.upcoming:
        raise Unread("later", {"name": name}, node.start, node.end)
    if base_name(node) in e.context.not_understood:
        raise Unread("D408", {"name": name}, node.start, node.end)
    shape: Shape = ()
    kind = "a real number"
    if name.startswith(r"\mathbf{") or name.startswith(r"\vec{"):
        inner = name[name.index("{") + 1 : -1]
        if inner[:1].isupper():
            shape, kind = (e.sizes.new(), e.sizes.new()), "a matrix"
        else:
            shape, kind = (e.sizes.new(),), "a vector"
    elif name in e.context.entrywise:
        shape, kind = (e.sizes.new(), e.sizes.new()) if name[:1].isupper() else (e.sizes.new(),), "by its use"
    e.note(name, kind)
    symbol = Symbol(name, shape)
    e.context.symbols[name] = Declaration(symbol)
    return symbol


def dotted_vector(e: Elaborator, elements: tuple[s.Node, ...]) -> Term:
    """The vector of f(1), …, f(n)."""
    from derivcheck.reading.binders import bound_index

    general, lower, upper = generalise(elements, DOTS_INDEX)
    if lower != s.Num(Fraction(1)):
        raise unsupported(elements[0], "a list that does not start at 1")
    size = place_term(e, upper)
    with bound_index(e, DOTS_INDEX, size):
        body = e.scalar(general, "an entry of a vector")
    return Array((DOTS_INDEX,), (size,), body)


def _dotted_sum(e: Elaborator, node: s.Sum) -> Term | None:
    """x_1 + ⋯ + x_n as a sum over an index."""
    pieces = tuple(part for _, part in node.terms)
    if not any(isinstance(piece, s.Dots) for piece in pieces):
        return None
    if any(sign != "+" for sign, _ in node.terms):
        raise Unread("D409", {}, node.start, node.end)
    from derivcheck.reading.binders import bound_index

    general, lower, upper = generalise(pieces, DOTS_INDEX)
    start, end = place_term(e, lower), place_term(e, upper)
    with bound_index(e, DOTS_INDEX, end):
        body = e.term(general)
    return Reduce("sum", DOTS_INDEX, start, end, body)


def _sum(e: Elaborator, node: s.Sum) -> Term:
    dotted = _dotted_sum(e, node)
    if dotted is not None:
        return dotted
    terms = []
    for sign, part in node.terms:
        term = e.term(part)
        terms.append(build.negate(term) if sign == "-" else term)
    _size_constants(e, terms)
    shapes = {len(term.shape) for term in terms}
    if len(shapes) > 1 and () in {term.shape for term in terms}:
        _check_broadcast(e, node, terms)
    return build.add(tuple(terms), e.sizes)


def _check_broadcast(e: Elaborator, node: s.Sum, terms: list[Term]) -> None:
    """A number beside a vector is added to each entry, by convention; beside a matrix, it is an error."""
    if any(len(term.shape) == 2 for term in terms) and any(term.shape == () and term != ZERO for term in terms):
        shape = next(term.shape for term in terms if len(term.shape) == 2)
        raise build.ShapeError(
            "a sum", "a scalar", e.sizes.describe(shape), "multiply the scalar by the identity matrix"
        )
    if any(term.shape == () and term != ZERO for term in terms):
        e.note("vector + number", "the number is added to each entry")
    del node


def _size_constants(e: Elaborator, terms: list[Term]) -> None:
    """Square and constant arrays of unknown size take the size of what they are added to."""
    for term in terms:
        for other in terms:
            if len(term.shape) == len(other.shape):
                e.sizes.unify(term.shape, other.shape)


def _product(e: Elaborator, node: s.Product) -> Term:
    _check_slash(node)
    factors = _join_indicators(node)
    result: Term | None = None
    for operator, factor in factors:
        term = e.term(factor)
        result = term if result is None else _times(e, result, operator, term, node)
    assert result is not None  # noqa: S101 - a product has factors
    return result


def _check_slash(node: s.Product) -> None:
    """a/bc may be (a/b)c or a/(bc)."""
    for position, operator in enumerate(node.operators[:-1]):
        if operator == "/" and node.operators[position + 1] == "":
            readings = "`a/bc` as (a/b)c or a/(bc)"
            raise Unread("D404", {"readings": readings}, node.factors[position].start, node.factors[position + 2].end)


def _join_indicators(node: s.Product) -> list[tuple[str, s.Node]]:
    """The factors with their operators; 𝟏 before a relation in brackets is an indicator."""
    joined: list[tuple[str, s.Node]] = []
    for operator, factor in zip(("", *node.operators), node.factors, strict=True):
        before = joined[-1][1] if joined else None
        is_one = isinstance(before, s.Name) and before.name in (r"\mathbb{1}", r"\mathbf{1}", r"\mathbb{I}")
        if is_one and not operator and isinstance(factor, s.Group) and isinstance(factor.elements[0], s.Relational):
            joined[-1] = (joined[-1][0], s.Function("indicator", factor, start=node.start, end=factor.end))
        else:
            joined.append((operator, factor))
    return joined


def _times(e: Elaborator, left: Term, operator: str, right: Term, node: s.Node) -> Term:
    if operator == r"\circ" and () in (left.shape, right.shape):
        raise unsupported(node, "a composition of functions")
    if operator in (r"\odot", r"\circ"):
        return build.hadamard(left, right, e.sizes)
    if operator == r"\cdot" and len(left.shape) == len(right.shape) == 1:
        return build.dot(left, right, e.sizes)
    if operator in ("/", r"\div"):
        return build.divide(left, right, e.sizes)
    if operator == r"\otimes":
        raise unsupported(node, r"\otimes")
    return build.multiply(left, right, e.sizes)


def _fraction(e: Elaborator, node: s.Frac) -> Term:
    top, bottom = e.term(node.top), e.term(node.bottom)
    if isinstance(top, Number) and isinstance(bottom, Number) and bottom.value:
        return Number(top.value / bottom.value)
    if len(bottom.shape) == 2:
        raise build.ShapeError("a quotient", "a matrix in the denominator", "a scalar", "multiply by the inverse")
    return build.divide(top, bottom, e.sizes)


def _power(e: Elaborator, node: s.Sup) -> Term:
    known = _compound(e, node)
    if known is not None:
        return known
    base, exponent = node.base, node.exponent
    if isinstance(base, s.Name) and base.name in ("e", r"\mathrm{e}") and not _is_declared(e, base.name):
        e.note("e", "Euler's number")
        argument = e.term(exponent)
        if len(argument.shape) == 2:
            raise unsupported(node, "exp of a matrix")
        return build.elementwise("exp", argument)
    if isinstance(base, s.Bars) and base.kind == r"\|" and isinstance(exponent, s.Num) and exponent.value == 2:
        from derivcheck.reading.functions import norm

        return norm(e, base, squared=True)
    term = e.term(base)
    if isinstance(exponent, s.Name) and exponent.name == "T" and term.shape != () and not _is_declared(e, "T"):
        return build.transpose(term)
    raised = e.scalar(exponent, "an exponent")
    if len(term.shape) == 1 and raised == number(-1):
        raise build.ShapeError("an inverse", e.sizes.describe(term.shape), "a square matrix")
    return build.power(term, raised, e.sizes)


def _is_declared(e: Elaborator, name: str) -> bool:
    context = e.context
    return name in e.local or name in e.bound or name in context.symbols or name in context.definitions


def _compound(e: Elaborator, node: s.Node) -> Term | None:
    """What a name with its scripts was declared or defined as, as in σ_B²."""
    name = canonical(node)
    context = e.context
    if name is not None and (
        name in e.local or name in context.definitions or name in context.symbols or name in context.not_understood
    ):
        return resolve(e, name, node)
    return None


def _mark(e: Elaborator, node: s.Mark) -> Term:
    known = _compound(e, node)
    if known is not None:
        return known
    if node.mark == "transpose":
        return build.transpose(e.term(node.base))
    if node.mark == "inverse-transpose":
        return build.transpose(build.inverse(e.term(node.base), e.sizes))
    name = canonical(node)
    if name is None or node.mark == "plus" or _rank(e, node.base) == 2:
        raise unsupported(node, "this superscript")
    return resolve(e, name, node)


def _rank(e: Elaborator, node: s.Node) -> int:
    """How many indices the array has that a name stands for; 0 for what is not known."""
    name = canonical(node) or ""
    if name in e.context.definitions:
        return len(e.context.definitions[name].body.shape)
    return len(e.context.symbols[name].symbol.shape) if name in e.context.symbols else 0


def _primes(e: Elaborator, node: s.Primes) -> Term:
    known = _compound(e, node)
    if known is not None:
        return known
    name = canonical(node.base)
    if name is not None and e.context.is_function(name):
        from derivcheck.reading.functions import derivative_of_function

        return derivative_of_function(e, node)
    whole = canonical(node)
    if whole is None or not isinstance(node.base, (s.Name, s.Sub)) or _rank(e, node.base) == 2:
        raise unsupported(node, "a prime here")
    return resolve(e, whole, node)


def _sub(e: Elaborator, node: s.Sub) -> Term:
    known = _compound(e, node)
    if known is not None:
        return known
    if (
        isinstance(node.base, s.Name)
        and node.base.name in ("I", r"\mathbf{I}", r"\mathbf{1}", r"\mathbb{1}")
        and not _is_declared(e, node.base.name)
    ):
        return _sized_constant(e, node)
    if _is_index_like(e, node.indices):
        if (
            isinstance(node.base, s.Name)
            and node.base.name == r"\delta"
            and len(node.indices) == 2
            and not _is_declared(e, r"\delta")
        ):
            e.note(r"\delta_{ij}", "Kronecker's delta")
            places = tuple(place_term(e, index) for index in node.indices)
            return Apply("cases", (Apply("equal", places), ONE, ZERO))
        return _indexed(e, node)
    name = canonical(node)
    if name is None:
        raise unsupported(node, "this subscript")
    return resolve(e, name, node)


def _sized_constant(e: Elaborator, node: s.Sub) -> Term:
    assert isinstance(node.base, s.Name)  # noqa: S101 - the caller saw it
    size = e.scalar(node.indices[0], "a size")
    if node.base.name in ("I", r"\mathbf{I}"):
        e.note("I_n", "the identity matrix")
        return Apply("identity", (), (size, size))
    e.note(r"\mathbf{1}_n", "the vector of ones")
    return Apply("constant", (ONE,), (size,))


def _is_index_like(e: Elaborator, indices: tuple[s.Node, ...]) -> bool:
    """Whether a subscript picks entries: indices in force, numbers, and sums of these; ``:`` for a whole row."""
    return all(_is_place(e, index) for index in indices)


def _is_place(e: Elaborator, index: s.Node) -> bool:
    match index:
        case s.Num(value=value):
            return value.denominator == 1
        case s.Name(name=name):
            if name in e.bound or name == ":" or name in e.context.outcomes:
                return True
            declaration = e.context.symbols.get(name)
            if declaration is not None:
                return declaration.domain in (Domain.INDEX, Domain.NATURAL, Domain.INTEGER)
            return name in "ijklmnrst" and len(name) == 1 and name not in e.context.definitions
        case s.Sum(terms=terms):
            return all(_is_place(e, part) for _, part in terms)
    return False


def _indexed(e: Elaborator, node: s.Sub) -> Term:
    from derivcheck.reading.families import family_term

    base = family_term(e, node)
    node = _split_digits(e, node, base)
    if len(base.shape) < len([i for i in node.indices if not _is_colon(i)]):
        found = e.sizes.describe(base.shape)
        raise Unread(
            "D410",
            {"operation": "a subscript", "found": found, "expected": "an array with as many indices"},
            node.start,
            node.end,
        )
    if any(map(_is_colon, node.indices)):
        return _slice(e, base, node)
    places = tuple(place_term(e, index) for index in node.indices)
    for place, size in zip(places, base.shape, strict=False):
        _learn_size(e, place, size)
    return build.index(base, places)


def _split_digits(e: Elaborator, node: s.Sub, base: Term) -> s.Sub:
    """``A_{12}`` of a matrix is row 1, column 2."""
    only = node.indices[0]
    if len(base.shape) == 2 and len(node.indices) == 1 and isinstance(only, s.Num) and 10 <= only.value < 100:
        e.note(f"A_{{{only.value}}}", "row and column")
        digits = tuple(s.Num(Fraction(digit), start=only.start, end=only.end) for digit in str(only.value))
        return s.Sub(node.base, digits, start=node.start, end=node.end)
    return node


def place_term(e: Elaborator, node: s.Node) -> Term:
    """An index as a term: an undeclared letter is a free index of unknown range."""
    if isinstance(node, s.Name) and node.name in e.context.outcomes:
        return Symbol(node.name)
    if isinstance(node, s.Name) and node.name not in e.bound and node.name not in e.context.symbols:
        size = e.sizes.new()
        if node.name in e.were_bound:
            raise Unread("D404", {"readings": f"`{node.name}` inside the sum and after it"}, node.start, node.end)
        e.free_indices.add(node.name)
        e.context.symbols[node.name] = Declaration(Symbol(node.name), Domain.INDEX, size=size)
        e.note(node.name, "an index")
        return Symbol(node.name)
    return e.term(node)


def _learn_size(e: Elaborator, place: Term, size: Term) -> None:
    """An index and the array that it runs over tell each other their size, where one is unknown."""
    if not isinstance(place, Symbol):
        return
    limit = e.bound.get(place.name)
    declaration = e.context.symbols.get(place.name)
    if limit is None and declaration is not None:
        limit = declaration.size
    if limit is not None and e.sizes.inferred((limit,), (size,)):
        e.sizes.unify((limit,), (size,))


def _is_colon(node: s.Node) -> bool:
    return isinstance(node, s.Name) and node.name == ":"


def _slice(e: Elaborator, base: Term, node: s.Sub) -> Term:
    first, *rest = node.indices
    if len(node.indices) == 2 and _is_colon(rest[0]):
        return build.index(base, (place_term(e, first),))
    if len(node.indices) == 2 and _is_colon(first):
        return build.index(build.transpose(base), (place_term(e, rest[0]),))
    raise unsupported(node, "this slice")


def _group(e: Elaborator, node: s.Group) -> Term:
    if node.bracket == r"\langle":
        if len(node.elements) == 2:
            return build.dot(e.term(node.elements[0]), e.term(node.elements[1]), e.sizes)
        raise unsupported(node, "angle brackets")
    if len(node.elements) == 1:
        return e.term(node.elements[0])
    if any(isinstance(element, s.Dots) for element in node.elements):
        return dotted_vector(e, node.elements)
    entries = tuple(e.scalar(element, "an entry of a vector") for element in node.elements)
    return Apply("stack", entries, (number(len(entries)),))


def _root(e: Elaborator, node: s.Root) -> Term:
    degree = Fraction(2)
    if node.degree is not None:
        term = e.term(node.degree)
        if not isinstance(term, Number) or term.value <= 0:
            raise unsupported(node, "a root of symbolic degree")
        degree = term.value
    return build.power(e.term(node.argument), number(1 / degree), e.sizes)


def _matrix(e: Elaborator, node: s.Matrix) -> Term:
    if any(isinstance(cell, s.Dots) for row in node.rows for cell in row):
        raise Unread("D409", {}, node.start, node.end)
    width = len(node.rows[0]) if node.rows else 0
    if not width or any(len(row) != width for row in node.rows):
        raise Unread(
            "D410",
            {"operation": "a matrix", "found": "rows of different lengths", "expected": "equal rows"},
            node.start,
            node.end,
        )
    entries = tuple(e.scalar(cell, "an entry of a matrix") for row in node.rows for cell in row)
    shape: Shape = (number(len(node.rows)), number(width)) if width > 1 else (number(len(node.rows)),)
    stacked = Apply("stack", entries, shape)
    return Apply("determinant", (stacked,)) if node.kind == "vmatrix" else stacked


def _cases(e: Elaborator, node: s.Cases) -> Term:
    arguments: list[Term] = []
    for value, condition in node.rows:
        if condition is not None:
            arguments.append(condition_term(e, condition))
        arguments.append(e.term(value))
    shape = build.common_shape(tuple(arguments[1::2]) or tuple(arguments), "cases", e.sizes)
    return Apply("cases", tuple(arguments), shape)


COMPARISONS = {"=": "equal", r"\ne": "different", "<": "less", r"\le": "at-most"}


def condition_term(e: Elaborator, node: s.Node) -> Term:
    """A relation as a condition."""
    if not isinstance(node, s.Relational):
        raise unsupported(node, "this condition")
    left, right = _condition_side(e, node.left), _condition_side(e, node.right)
    if node.relation in (">", r"\ge"):
        left, right = right, left
    operator = COMPARISONS.get({">": "<", r"\ge": r"\le"}.get(node.relation, node.relation))
    if operator is None:
        raise unsupported(node, "this condition")
    return Apply(operator, (left, right))


def _condition_side(e: Elaborator, node: s.Node) -> Term:
    return place_term(e, node) if isinstance(node, s.Name) and _is_place(e, node) else e.term(node)


def _relational(e: Elaborator, node: s.Relational) -> Term:
    del e
    raise unsupported(node, "a relation here")


Handler = Callable[[Elaborator, s.Node], Term]
HANDLERS: dict[type[s.Node], Handler] = {
    s.Num: _number,  # type: ignore[dict-item]
    s.Name: _name,  # type: ignore[dict-item]
    s.Sum: _sum,  # type: ignore[dict-item]
    s.Product: _product,  # type: ignore[dict-item]
    s.Frac: _fraction,  # type: ignore[dict-item]
    s.Sup: _power,  # type: ignore[dict-item]
    s.Mark: _mark,  # type: ignore[dict-item]
    s.Primes: _primes,  # type: ignore[dict-item]
    s.Sub: _sub,  # type: ignore[dict-item]
    s.Group: _group,  # type: ignore[dict-item]
    s.Root: _root,  # type: ignore[dict-item]
    s.Matrix: _matrix,  # type: ignore[dict-item]
    s.Cases: _cases,  # type: ignore[dict-item]
    s.Relational: _relational,  # type: ignore[dict-item]
}
