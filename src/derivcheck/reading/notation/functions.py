"""Named functions, norms, and functions that the document defines or leaves unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.chance.continuous import is_of_continuous, of_continuous
from derivcheck.reading.chance.cumulative import is_of_law, of_law
from derivcheck.reading.chance.densities import density, is_density
from derivcheck.reading.chance.distributions import density_at
from derivcheck.reading.chance.events import is_probability, probability
from derivcheck.reading.chance.generating_functions import generating
from derivcheck.reading.chance.given_densities import by_bayes, given_at
from derivcheck.reading.chance.information import information, is_information
from derivcheck.reading.chance.named_laws import at_point, own_density
from derivcheck.reading.chance.process_blocks import density_of_process
from derivcheck.reading.chance.processes import is_of_process
from derivcheck.reading.chance.sequence_densities import is_of_sequence, sequence_density
from derivcheck.reading.chance.valued import at_outcomes, other_values
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.names import is_capital
from derivcheck.reading.names import GROWTH
from derivcheck.reading.notation import special_letters
from derivcheck.reading.notation.conditions import indicator
from derivcheck.reading.notation.derived_functions import DERIVED, double_factorial, factorial
from derivcheck.reading.notation.function_algebra import composite_call, dotted_call, partial_call
from derivcheck.reading.notation.inverses import INVERSE, declare_inverse
from derivcheck.reading.notation.matrix_functions import CONDITION, MATRIX_FUNCTIONS, condition_number
from derivcheck.reading.notation.orders import is_order, order
from derivcheck.reading.notation.resolution import base_name
from derivcheck.reading.parsing.arguments import is_of_policy
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.logarithms import logarithm
from derivcheck.terms import build
from derivcheck.terms.definitions import MOST_NODES, count_nodes
from derivcheck.terms.nodes import ONE, ZERO, Apply, Array, Call, Derivative, Reduce, Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Definition
from derivcheck.terms.substitution import substitute

MOST_DERIVATIVES = 6

# Functions that mean something else for a matrix than for each of its entries.
OF_MATRICES = frozenset({"exp", "log", "sin", "cos", "sinh", "cosh", "sqrt"})


def function(e: Elaborator, node: s.Function) -> Term:
    """A named function of its argument."""
    special = SPECIAL.get(node.name)
    if special is not None:
        return special(e, node)
    argument = e.term(node.argument)
    if node.name in DERIVED:
        return DERIVED[node.name](e, argument)
    if node.name == "log":
        if len(argument.shape) == 2:
            raise unsupported(node, "log of a matrix")
        return logarithm(e, node, argument)
    if len(argument.shape) == 2 and node.name in OF_MATRICES:
        raise unsupported(node, f"{node.name} of a matrix")
    return build.elementwise(node.name, argument)


def _common_logarithm(e: Elaborator, node: s.Function) -> Term:
    return build.divide(build.elementwise("log", e.term(node.argument)), Apply("log", (number(10),)), e.sizes)


def _largest(e: Elaborator, node: s.Function) -> Term:
    elements = node.argument.elements if isinstance(node.argument, s.Group) else (node.argument,)
    if len(elements) == 1:
        term = e.term(elements[0])
        if term.shape == ():
            raise unsupported(node, f"\\{node.name} of one number")
        return build.total(term, "maximum" if node.name == "max" else "minimum")
    terms = tuple(e.term(element) for element in elements)
    return Apply(node.name, terms, build.common_shape(terms, "a maximum", e.sizes))


def _relu(e: Elaborator, node: s.Function) -> Term:
    argument = e.term(node.argument)
    return Apply("max", (ZERO, argument), argument.shape)


def _absolute(e: Elaborator, node: s.Function) -> Term:
    return build.elementwise("abs", e.term(node.argument))


def _rounded(_: Elaborator, node: s.Function) -> Term:
    raise unsupported(node, "rounding")


def _indicator(e: Elaborator, node: s.Function) -> Term:
    assert isinstance(node.argument, s.Group)  # noqa: S101 - the parser makes it so
    return indicator(e, node.argument.elements[0])


SPECIAL: dict[str, Callable[[Elaborator, s.Function], Term]] = {
    **MATRIX_FUNCTIONS,
    "max": _largest,
    "min": _largest,
    "relu": _relu,
    "abs": _absolute,
    "indicator": _indicator,
    "factorial": factorial,
    "double-factorial": double_factorial,
    "log10": _common_logarithm,
    "floor": _rounded,
    "ceiling": _rounded,
}


def call(e: Elaborator, node: s.Call) -> Term:
    """A function at its arguments: one the document defines, a density, one everybody knows, or an unknown one."""
    spoken = _of_chance(e, node)
    if spoken is not None:
        return spoken
    made = composite_call(e, node) or partial_call(e, node)
    if made is not None:
        return made
    if isinstance(node.function, s.Primes):
        return derivative_of_function(e, node.function, node)
    if isinstance(node.function, s.Sup) and not is_of_policy(node.function):
        raised = s.Call(node.function.base, node.arguments, node.separators, start=node.start, end=node.end)
        return build.power(call(e, raised), e.term(node.function.exponent), e.sizes)
    name = canonical(node.function)
    if name is None:
        raise unsupported(node, "a function of this form")
    dotted = dotted_call(e, node, name)
    if dotted is not None:
        return call(e, dotted)
    e.used.add(name)
    if name in e.context.not_understood:
        raise Unread("D408", {"name": name}, node.start, node.end)
    if is_order(e, node):
        return order(e, node)
    return _named(e, name, node)


def _named(e: Elaborator, name: str, node: s.Call) -> Term:
    """A function of this name: defined, known to everybody, or unknown."""
    definition = _defined(e, name, len(node.arguments))
    if definition is not None:
        return instantiate(e, definition, tuple(map(e.term, node.arguments)), node)
    known = KNOWN.get(name)
    if known is not None and len(node.arguments) == 1:
        e.note(name, known[0])
        return known[1](e, e.term(node.arguments[0]))
    if e.context.is_special(name, len(node.arguments)):
        e.note(name, special_letters.READ_AS[name])
        return special_letters.value(name, tuple(e.scalar(argument, "an argument") for argument in node.arguments))
    if name == CONDITION and len(node.arguments) == 1 and len((matrix := e.term(node.arguments[0])).shape) == 2:
        e.note(r"\kappa(A)", "the condition number")
        return condition_number(e, matrix)
    _refuse(e, name, node)
    return _unknown(e, name, node)


def _defined(e: Elaborator, name: str, count: int) -> Definition | None:
    """What a function of so many arguments is defined as, or is by its letter."""
    definition = e.context.functions.get((name, count))
    if definition is None and count == 1 and (definition := generating(name, e.context)) is not None:
        e.note(name, "the generating function, an average")
    return definition


def _refuse(e: Elaborator, name: str, node: s.Call) -> None:
    """Raises Unread where a name that no definition fits can be no unknown function either."""
    base = base_name(node.function)
    if base != name and (base in e.context.not_understood or base in e.context.densities):
        raise Unread("D408", {"name": name}, node.start, node.end)
    if name in e.context.upcoming:
        raise Unread("later", {"name": name}, node.start, node.end)
    if name == r"\mathcal{N}":
        raise unsupported(node, "a normal distribution")
    if name.endswith(INVERSE) and not e.context.is_function(name.removesuffix(INVERSE)):
        raise unsupported(node, "the inverse of a function, or a product")
    if name in ("O", "o", r"\mathcal{O}", *GROWTH):
        raise unsupported(node, "an order of magnitude")
    if any(key == name for key, _ in e.context.functions):
        raise Unread(
            "D410",
            {
                "operation": f"the function {name}",
                "found": f"{len(node.arguments)} arguments",
                "expected": "as many as it was defined with",
            },
            node.start,
            node.end,
        )


def _unknown(e: Elaborator, name: str, node: s.Call) -> Term:
    e.context.unknown_functions.setdefault(name, len(node.arguments))
    if name.endswith(INVERSE) and len(node.arguments) == 1 and name.removesuffix(INVERSE) not in e.context.inverses:
        declare_inverse(name, name.removesuffix(INVERSE), e.context)
    e.note(name, "an unknown function")
    arguments = tuple(map(e.term, node.arguments))
    is_entrywise = name in e.context.scalar_functions or name in e.context.typing.names
    if len(arguments) == 1 and arguments[0].shape and is_entrywise:
        return _entrywise(e, arguments[0], lambda entry: Call(name, (entry,), (0,)))
    declared = e.context.argument_shapes.get(name, ())
    if len(arguments) == 1 and len(declared) == len(arguments[0].shape):
        # An argument of which nothing is said is as long as the function takes it.
        e.sizes.unify(declared, arguments[0].shape)
    return e.context.unknown(name, arguments)


def instantiate(e: Elaborator, definition: Definition, arguments: tuple[Term, ...], node: s.Node) -> Term:
    """The body of a definition with arguments in place of parameters; a function of numbers goes entry by entry."""
    parameters = definition.parameters
    if len(arguments) == 1 and parameters[0].shape == () and arguments[0].shape != ():
        if definition.body.shape != ():
            raise unsupported(node, "this function of an array")
        if is_capital(parameters[0].name) and len(arguments[0].shape) == 2:
            readings = f"`{definition.name}` of a matrix or of each of its entries"
            raise Unread("D404", {"readings": readings}, node.start, node.end)
        e.note(f"{definition.name} of an array", "applied to each entry")
        return _entrywise(e, arguments[0], lambda entry: substitute(definition.body, {parameters[0].name: entry}))
    sizes: dict[str, Term] = {}
    for parameter, argument in zip(parameters, arguments, strict=True):
        sizes.update(_match_sizes(e, parameter, argument, node))
    values = {parameter.name: argument for parameter, argument in zip(parameters, arguments, strict=True)}
    written = substitute(definition.body, {**sizes, **values})
    if count_nodes(written) > MOST_NODES:
        raise Unread("D407", {"depth": f"{MOST_NODES} operations"}, node.start, node.end)
    return written


def _match_sizes(e: Elaborator, parameter: Symbol, argument: Term, node: s.Node) -> dict[str, Term]:
    """The sizes of the parameter, which may be other ones at this call."""
    if len(parameter.shape) != len(argument.shape):
        found, expected = e.sizes.describe(argument.shape), e.sizes.describe(parameter.shape)
        raise Unread("D410", {"operation": "this function", "found": found, "expected": expected}, node.start, node.end)
    e.sizes.unify(parameter.shape, argument.shape)
    return {
        size.name: other
        for size, other in zip(e.sizes.resolve(parameter.shape), e.sizes.resolve(argument.shape), strict=True)
        if isinstance(size, Symbol) and size != other
    }


def _entrywise(e: Elaborator, argument: Term, function_of: Callable[[Term], Term]) -> Term:
    names = tuple(f"#e{axis}" for axis in range(len(argument.shape)))
    entry = build.index(argument, tuple(Symbol(name) for name in names))
    del e
    return Array(names, argument.shape, function_of(entry))


def derivative_of_function(e: Elaborator, node: s.Primes, applied: s.Call | None = None) -> Term:
    """f'(x) and f'' of a function that is defined or unknown."""
    name = canonical(node.base)
    assert name is not None  # noqa: S101 - the callers saw a name
    if node.count > MOST_DERIVATIVES:
        raise unsupported(node, f"a derivative of order {node.count}")
    definition = _defined(e, name, 1)
    point: Term | None = e.term(applied.arguments[0]) if applied is not None else None
    if definition is None and name in KNOWN and point is not None and not point.shape:
        known = KNOWN[name]
        e.note(name, known[0])
        body: Term = known[1](e, Symbol("#argument"))
        return _slope(Definition(name, (Symbol("#argument"),), body), node.count, point)
    if definition is None:
        if point is not None and point.shape != () and name in e.context.scalar_functions:
            return _entrywise(e, point, lambda entry: Call(name, (entry,), (node.count,)))
        if point is None or point.shape != ():
            raise unsupported(node, "the derivative of an unknown function without its argument")
        e.context.unknown_functions.setdefault(name, 1)
        e.note(name, "an unknown function")
        return replace(e.context.unknown(name, (point,)), orders=(node.count,))
    parameter = definition.parameters[0]
    if parameter.shape != ():
        raise unsupported(node, "a prime on a function of an array")
    if point is not None and point.shape != ():
        return _entrywise(e, point, lambda entry: _slope(definition, node.count, entry))
    return _slope(definition, node.count, parameter if point is None else point)


def _slope(definition: Definition, order: int, point: Term) -> Term:
    parameter = definition.parameters[0]
    body = definition.body
    for _ in range(order - 1):
        body = Derivative(parameter, body, parameter)
    return Derivative(parameter, body, point)


def gradient_of_call(e: Elaborator, node: s.Nabla) -> Term:
    """∇f(x): the gradient of f at x."""
    assert isinstance(node.body, s.Call)  # noqa: S101 - the caller saw it
    name = canonical(node.body.function)
    definition = e.context.functions.get((name or "", 1))
    if len(node.body.arguments) != 1 or (definition is None and name not in e.context.unknown_functions):
        raise unsupported(node, "a gradient by an unnamed variable")
    point = e.term(node.body.arguments[0])
    if definition is None:
        parameter = Symbol("#argument", point.shape)
        body: Term = e.context.unknown(name or "", (parameter,))
    else:
        parameter, body = definition.parameters[0], definition.body
    if node.order == 2:
        body = Derivative(parameter, body, parameter)
    return Derivative(parameter, body, point)


def _sigmoid(e: Elaborator, argument: Term) -> Term:
    exponential = build.elementwise("exp", build.negate(argument))
    return build.power(build.add((ONE, exponential), e.sizes), number(-1), e.sizes)


def _softmax(e: Elaborator, argument: Term) -> Term:
    if argument.shape == ():
        return _softmax_over(e, argument)
    if len(argument.shape) != 1:
        raise build.ShapeError("a softmax", e.sizes.describe(argument.shape), "a vector")
    here, there = Symbol("#s"), Symbol("#t")
    below = Reduce("sum", "#t", ONE, argument.shape[0], Apply("exp", (build.index(argument, (there,)),)))
    ratio = build.divide(Apply("exp", (build.index(argument, (here,)),)), below, e.sizes)
    return Array(("#s",), argument.shape, ratio)


def _softmax_over(e: Elaborator, argument: Term) -> Term:
    r"""``\sum_i \operatorname{softmax}(a_i) y_i``: entry i of the softmax over all i."""
    over = sorted({symbol.name for symbol in free_symbols(argument)} & e.bound.keys())
    if len(over) != 1:
        raise build.ShapeError("a softmax", e.sizes.describe(argument.shape), "a vector")
    (name,) = over
    there = substitute(argument, {name: Symbol("#t")})
    below = Reduce("sum", "#t", ONE, e.bound[name], Apply("exp", (there,)))
    return build.divide(Apply("exp", (argument,)), below, e.sizes)


def _root(e: Elaborator, argument: Term) -> Term:
    return build.power(argument, number(Fraction(1, 2)), e.sizes)


OF_CHANCE: tuple[
    tuple[Callable[[Context, s.Call], bool], Callable[[Elaborator, s.Call], Term]],
    ...,
] = (
    (is_of_law, of_law),
    (is_of_continuous, of_continuous),
    (is_of_process, density_of_process),
    (is_of_sequence, sequence_density),
    (is_probability, probability),
    (is_information, information),
)
"""Calls that are no functions of numbers, but speak of events and random variables."""


def is_of_chance(context: Context, node: s.Call) -> bool:
    """Whether a call speaks of events or random variables, and is no function of numbers."""
    return any(is_meant(context, node) for is_meant, _ in OF_CHANCE)


def _of_chance(e: Elaborator, node: s.Call) -> Term | None:
    """A probability, an information, or a density at its variables or at a point."""
    own = own_density(e, node)
    if own is not None:
        return own
    for is_meant, read in OF_CHANCE:
        if is_meant(e.context, node):
            return read(e, node)
    posterior = by_bayes(node, e.context)
    if posterior is not None:
        e.note("p", "as Bayes' rule gives it")
        return e.term(posterior)
    given = given_at(node, e.context)
    if given is not None:
        return call(e, given)
    plain = at_point(node, e.context) or at_outcomes(node, e.context) or node
    named = density_at(e, plain)
    found = density(e, plain) if named is None and is_density(e, plain) else named
    others = other_values(node) if found is not None and plain is not node else {}
    return found if found is None else substitute(found, {name: Symbol(value) for name, value in others.items()})


KNOWN: dict[str, tuple[str, Callable[[Elaborator, Term], Term]]] = {
    "softmax": ("e^{x_i} over the sum of all e^{x_j}", _softmax),
    "sigmoid": ("1/(1 + e^{-x})", _sigmoid),
    "sqrt": ("the square root", _root),
    r"\Gamma": ("the gamma function", lambda _, argument: build.elementwise("gamma", argument)),
}

HANDLERS[s.Function] = function
HANDLERS[s.Call] = call
