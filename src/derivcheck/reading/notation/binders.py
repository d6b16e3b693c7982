"""Derivatives, and indices that are bound: notations that bind a name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import HANDLERS, Clash, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.resolution import SQUARE, is_declared, values_of
from derivcheck.reading.notation.slopes import note_dependence, note_slopes, refuse_constant
from derivcheck.reading.parsing.calculus import estimate, untransposed
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.dependence import has_two_slopes, is_said_to_move, moves
from derivcheck.terms import build
from derivcheck.terms.nodes import (
    Apply,
    Call,
    Derivative,
    Symbol,
    Term,
    free_symbols,
    number,
    walk,
)
from derivcheck.terms.scope import Declaration, Domain, Trait
from derivcheck.terms.shorthand import power, times
from derivcheck.terms.substitution import substitute

MOST_DERIVATIVES = 6

BEHIND_NABLA = r"`\nabla f g` as the gradient of f times g, or that of f g"

MOVING = " as it moves"
"""What tells a variable that a derivative is taken by from the value of densities at which it is taken."""

DEPENDENT = frozenset({Trait.SYMMETRIC, Trait.SKEW, Trait.DIAGONAL, Trait.ORTHOGONAL})
"""Properties that tie the entries of a matrix to one another."""


@contextmanager
def bound_index(e: Elaborator, name: str, upper: Term) -> Iterator[None]:
    """Inside the body of a sum: ``name`` is an index up to ``upper``."""
    if name in e.free_indices:
        raise Unread("D404", {"readings": f"`{name}` inside the sum and outside it"}, 0, 1)
    e.were_bound.add(name)
    before = e.bound.get(name)
    hidden = e.local.pop(name, None)
    e.bound[name] = upper
    try:
        yield
    finally:
        if before is None:
            del e.bound[name]
        else:
            e.bound[name] = before
        if hidden is not None:
            e.local[name] = hidden


def scalars_only(e: Elaborator, node: s.Big, body: Term) -> None:
    """Raises Unread where arrays are multiplied or compared over an index; they may only be added."""
    if body.shape and node.operator != "sum":
        found = e.sizes.describe(body.shape)
        facts = {"operation": f"a {node.operator} over an index", "found": found, "expected": "scalars"}
        raise Unread("D410", facts, node.start, node.end)


def weight(e: Elaborator, name: str) -> Term:
    """The weight of the cell that an integration variable is in."""
    outcome = e.context.outcomes[name]
    symbol = Symbol(f"w:{name}", (outcome.size,))
    e.context.symbols.setdefault(symbol.name, Declaration(symbol, traits=frozenset({Trait.POSITIVE})))
    return Apply("index", (symbol, Symbol(name)))


def diff(e: Elaborator, node: s.Diff) -> Term:
    """A derivative, one variable after another, the last written first."""
    if len(node.variables) > MOST_DERIVATIVES:
        raise unsupported(node, f"a derivative of order {len(node.variables)}")
    if not node.total and isinstance(node.body, s.Call) and _is_composite(e, node.body, node.variables[0]):
        raise unsupported(node, "a partial derivative of a function at places that depend on the variable")
    place = estimate(node)
    if place is not None and isinstance(node.body, s.Call):
        slope = diff(e, replace(node, body=replace(node.body, arguments=(node.variables[0],))))
        e.note(r"\frac{d}{dx} f(\hat x)", "the derivative at the value that is written there")
        return substitute(slope, {canonical(node.variables[0]) or "": e.term(place)})
    body: Term | None = None
    for variable in reversed(node.variables):
        body = _differentiate(e, node, variable, body)
    assert body is not None  # noqa: S101 - there is at least one variable
    return body


def _is_composite(e: Elaborator, call: s.Call, variable: s.Node) -> bool:
    r"""Whether a variable is an argument by itself and moves another one, as in ``f(x, y(x))``.

    Then ∂f/∂x may mean the derivative by the first argument alone.
    """
    name = canonical(variable)
    own = [argument for argument in call.arguments if canonical(argument) == name]
    others = [argument for argument in call.arguments if canonical(argument) != name]
    return bool(own) and any(_is_moved(e, part, name) for argument in others for part in s.walk(argument))


def _is_moved(e: Elaborator, part: s.Node, variable: str | None) -> bool:
    """Whether something is written at a variable, or is a name that is said to depend on it."""
    if isinstance(part, s.Call):
        return any(canonical(each) == variable for each in part.arguments)
    return moves(e.context, canonical(part) or "", variable or "")


def _differentiate(e: Elaborator, node: s.Diff | s.Nabla, variable: s.Node, inner: Term | None) -> Term:
    """∂/∂variable of the node's body, or of ``inner``."""
    root = _root(e, variable)
    if root is not None:
        slope = _differentiate(e, node, root, inner)
        return build.divide(slope, times(number(2), e.scalar(root, "a derivative by a square")), e.sizes)
    layout = e.context.layout
    if isinstance(variable, s.Mark) and variable.mark == "transpose":
        # ∂u/∂xᵀ has its rows by u in either layout.
        variable, layout = variable.base, "numerator"
    if inner is None and canonical(variable) in e.context.outcomes.keys() - e.local.keys():
        return _by_outcome(e, node, variable)
    _refuse_unsaid(e, node, variable)
    if isinstance(variable, s.Sub) and rf"{canonical(variable.base)}_{{\bullet}}" in e.context.definitions:
        raise unsupported(node, "a derivative by a member of what is defined")
    if inner is None and canonical(variable) in e.context.depends_on.keys() - e.local.keys():
        return _by_dependent(e, node, variable)
    symbol, entry = variable_of(e, variable)
    body = inner if inner is not None else operand(e, node.body, symbol, e.local.get(symbol.name))
    if isinstance(body, Apply) and body.operator == "transpose" and len(body.arguments[0].shape) == 1:
        # ∂uᵀ/∂x has its columns by u in either layout.
        body, layout = body.arguments[0], "denominator"
    note_slopes(e, node, body, symbol)
    _note_convention(e, symbol, body, layout, entry)
    if _hides(body, symbol.name):
        raise unsupported(node, "a derivative by a parameter of a density or function")
    if entry is None and body.shape and symbol.shape and len(body.shape) + len(symbol.shape) > 2:
        raise unsupported(node, "a derivative with more than two indices")
    derivative = Derivative(symbol, body, symbol, entry)
    is_gradient = entry is None and not body.shape and len(symbol.shape) == 1
    if is_gradient and e.context.gradient_is_row and isinstance(node, s.Diff) and len(node.variables) == 1:
        e.note(r"\frac{\partial y}{\partial x}", "a row where y is a number (numerator layout)")
        return build.transpose(derivative)
    is_jacobian = entry is None and len(body.shape) == len(symbol.shape) == 1
    return build.transpose(derivative) if is_jacobian and layout == "denominator" else derivative


def _refuse_unsaid(e: Elaborator, node: s.Diff | s.Nabla, variable: s.Node) -> None:
    """Raises Unread for a derivative of a name by what it is not said to depend on, or depends on in two ways."""
    name, moving = canonical(node.body) or "", canonical(variable) or ""
    if not is_said_to_move(e.context, name, moving):
        raise unsupported(node, "a derivative by what this is not said to depend on")
    total = isinstance(node, s.Diff) and node.total
    if not total and has_two_slopes(e.context, name, moving):
        raise unsupported(node, "a partial derivative by what moves another variable of the function")


def _root(e: Elaborator, variable: s.Node) -> s.Node | None:
    r"""The σ of a derivative by ``\sigma^2`` or ``(\sigma^2)``, unless the square is a quantity of its own.

    What depends on σ² has, as a function of σ, 2σ times the slope.
    """
    variable = s.unbracketed(variable)
    if not (isinstance(variable, s.Sup) and variable.exponent == s.Num(Fraction(2))):
        return None
    return None if is_declared(e, canonical(variable) or "") else variable.base


def _by_outcome(e: Elaborator, node: s.Diff | s.Nabla, variable: s.Node) -> Term:
    """A derivative by a variable of densities, of what holds no density of it: at the value that it takes."""
    name = canonical(variable) or ""
    value = e.term(variable)
    moving = Symbol(f"{name}{MOVING}", value.shape)
    e.local[name] = moving
    try:
        body = operand(e, node.body, moving, moving)
    finally:
        del e.local[name]
    context, names = e.context, {symbol.name for symbol in free_symbols(body)}
    depending = context.definitions.keys() | context.chance.variables.keys() | context.not_understood.keys()
    if names & {name, values_of(name)} or names & depending or _hides(body, name) or body.shape:
        raise unsupported(node, "a derivative by a parameter of a density or function")
    slope = Derivative(moving, body, value)
    return build.transpose(slope) if len(value.shape) == 1 and e.context.gradient_is_row else slope


def _by_dependent(e: Elaborator, node: s.Diff | s.Nabla, variable: s.Node) -> Term:
    """A derivative by a quantity that depends on others: it moves by itself, at the value that it has."""
    name = canonical(variable) or ""
    value = e.term(variable)
    moving = Symbol(f"{name}{MOVING}", value.shape)
    e.local[name] = moving
    try:
        body = operand(e, node.body, moving, moving)
    finally:
        del e.local[name]
    if body.shape or value.shape:
        raise unsupported(node, "a derivative by an array that depends on others")
    return Derivative(moving, body, value)


def _note_convention(e: Elaborator, symbol: Symbol, body: Term, layout: str, entry: tuple[Term, ...] | None) -> None:
    """What a reader must know of a derivative by an array: its layout, and which entries vary."""
    if entry is None and len(body.shape) == len(symbol.shape) == 1:
        ways = "rows by y, columns by x" if layout == "numerator" else "rows by x, columns by y"
        e.note(r"\frac{\partial y}{\partial x}", f"{ways} ({layout} layout)")
    declared = e.context.symbols.get(symbol.name)
    if declared is not None and len(symbol.shape) == 2 and declared.traits & DEPENDENT:
        e.note(symbol.name, "its entries vary one by one, and its properties hold where the derivative is taken")


def _hides(body: Term, name: str) -> bool:
    """Whether the name of a density or an unknown function in ``body`` mentions ``name``, as p_θ(x) does θ."""
    tables = {symbol.name for symbol in free_symbols(body) if symbol.name.endswith((")", "unnormalised"))}
    functions = {part.function for part in walk(body) if isinstance(part, Call)}
    return any(name in text for text in (tables | functions) if len(name) > 1 or _has_word(text, name))


def _has_word(text: str, letter: str) -> bool:
    """Whether a single letter stands in the subscripts of a name."""
    return letter in text.partition("_")[2].partition("(")[0]


def operand(e: Elaborator, node: s.Node, variable: Symbol, _: Symbol | None) -> Term:
    """What is differentiated; a bare function name is that function of the variable."""
    name = canonical(node)
    before, e.bare_functions = e.bare_functions, True
    try:
        return _operand(e, node, name, variable)
    finally:
        e.bare_functions = before


def _operand(e: Elaborator, node: s.Node, name: str | None, variable: Symbol) -> Term:
    if name is not None and name not in e.context.symbols and name not in e.context.definitions:
        found = [d for (known, _), d in e.context.functions.items() if known == name]
        if len(found) == 1 and len(found[0].parameters) == 1:
            (parameter,) = found[0].parameters
            value = power(variable, 2) if parameter.name == f"{variable.name}{SQUARE}" else variable
            return substitute(found[0].body, {parameter.name: value})
        if e.context.unknown_functions.get(name, 1) > 1:
            from derivcheck.reading.notation.function_algebra import bare_call

            return bare_call(e, name, variable, node)
        if name in e.context.unknown_functions and name not in e.context.depends_on:
            if e.differentiated.setdefault(name, variable.name) != variable.name:
                raise unsupported(node, f"{name} without what it depends on")
            return e.context.unknown(name, (variable,))
    term = e.term(node)
    if isinstance(term, Symbol) and term.name not in e.local and term.name not in e.context.chance.variables:
        if term.name in e.context.definitions:
            refuse_constant(e, node, term, variable)
        else:
            note_dependence(e, term, variable)
    return term


def variable_of(e: Elaborator, node: s.Node) -> tuple[Symbol, tuple[Term, ...] | None]:
    """The symbol that a derivative is taken by, and which entry of it."""
    if isinstance(node, s.Group) and len(node.elements) == 1:
        return variable_of(e, node.elements[0])
    name = canonical(node)
    known = name is not None and (name in e.local or name in e.context.symbols or name in e.context.definitions)
    if isinstance(node, s.Sub) and not known:
        return _entry(e, node)
    if name is None:
        raise unsupported(node, "a derivative by this")
    term = e.term(node)
    if not isinstance(term, Symbol):
        raise unsupported(node, "a derivative by this")
    declaration = e.context.symbols.get(term.name)
    if declaration is not None and declaration.domain in (Domain.INDEX, Domain.NATURAL, Domain.INTEGER):
        raise Unread(
            "D410",
            {"operation": "a derivative", "found": "an integer variable", "expected": "a real variable"},
            node.start,
            node.end,
        )
    return term, None


def _entry(e: Elaborator, node: s.Sub) -> tuple[Symbol, tuple[Term, ...] | None]:
    term = e.term(node)
    if isinstance(term, Symbol):
        return term, None
    if not (
        isinstance(term, Apply)
        and term.operator == "index"
        and isinstance(term.arguments[0], Symbol)
        and term.shape == ()
    ):
        raise unsupported(node, "a derivative by this")
    return term.arguments[0], term.arguments[1:]


def nabla(e: Elaborator, node: s.Nabla) -> Term:
    """The gradient, or the Hessian for order 2; without a variable, by the only argument of the function."""
    from derivcheck.reading.notation.divergence import gradient_by_coordinates

    parted = _parted(e, node)
    if parted is not None:
        return e.term(parted)
    plain = None if is_declared(e, "T") or "T" in e.bound else untransposed(node.body, s.Name("T"))
    if plain is not None:
        # The T of ∇f(x)^T transposes the gradient, and is no power of f.
        return build.transpose(e.term(replace(node, body=plain)))
    by_coordinates = gradient_by_coordinates(e, node)
    if by_coordinates is not None:
        return by_coordinates
    variable, point = _nabla_variable(e, node)
    if point is not None:
        from derivcheck.reading.notation.functions import gradient_of_call

        return gradient_of_call(e, node)
    assert variable is not None  # noqa: S101 - one of the two is known
    body: Term | None = None
    for _ in range(node.order):
        body = _differentiate(e, node, variable, body)
    assert body is not None  # noqa: S101 - order is 1 or 2
    return body


def _parted(e: Elaborator, node: s.Nabla) -> s.Node | None:
    r"""``\nabla f(x) g(x)`` with ∇ of the first factor alone, which may be meant; None where it is not read so.

    The gradient of a matrix has too many indices: of ``\nabla_W L A^\top`` it is that of L which is meant.
    """
    body = node.body
    if not isinstance(body, s.Product) or not isinstance(body.factors[0], (s.Call, s.Function, s.Name)):
        return None
    first, *others = body.factors
    inner = s.Nabla(node.variable, node.order, first, start=node.start, end=first.end)
    parted = s.Product((inner, *others), body.operators, start=node.start, end=node.end)
    if isinstance(first, s.Name):
        return parted if any(map(_is_transposed, others)) and _is_number_before_matrix(e, first, body) else None
    if not any(isinstance(factor, (s.Call, s.Function, s.Frac)) for factor in others):
        return None
    e.trailing = BEHIND_NABLA
    return parted if e.inner else None


def _is_transposed(node: s.Node) -> bool:
    return isinstance(node, s.Mark) and node.mark == "transpose"


def _is_number_before_matrix(e: Elaborator, first: s.Name, body: s.Product) -> bool:
    """Whether a product is a matrix, and its first factor a number."""
    try:
        return not e.term(first).shape and len(e.term(body).shape) == 2
    except (Unread, Clash):
        return False


def _nabla_variable(e: Elaborator, node: s.Nabla) -> tuple[s.Node | None, s.Call | None]:
    if node.variable is not None:
        return node.variable, None
    if len(e.context.parameters) == 1 and _has_parameters(node.body):
        parameter = next(iter(e.context.parameters))
        e.note(r"\nabla", f"the gradient by {parameter}")
        return s.Name(parameter, start=node.start, end=node.start), None
    if isinstance(node.body, s.Call):
        return None, node.body
    name = canonical(node.body)
    found = [d for (known, _), d in e.context.functions.items() if known == name]
    if len(found) == 1 and len(found[0].parameters) == 1:
        return s.Name(found[0].parameters[0].name), None
    raise unsupported(node, "a gradient by an unnamed variable")


def _has_parameters(node: s.Node) -> bool:
    """Whether a formula is of densities with parameters, or of nothing that varies."""
    calls = [part for part in s.walk(node) if isinstance(part, s.Call)]
    return all(";" in call.separators for call in calls) and (bool(calls) or isinstance(node, s.Num))


HANDLERS[s.Diff] = diff
HANDLERS[s.Nabla] = nabla
