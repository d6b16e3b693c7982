r"""Functions made of functions: ``(f \circ g)(x)``, ``(fg)'(x)``, ``\dot{q}(t)``; values at a point: ``f|_{x=a}``."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.inverses import inverted
from derivcheck.reading.parsing.canonical import canonical, undotted
from derivcheck.terms.definitions import arriving_names, unfold
from derivcheck.terms.nodes import Call, Derivative, Symbol, Term
from derivcheck.terms.scope import Declaration
from derivcheck.terms.substitution import substitute

MOST_DERIVATIVES = 6
ARGUMENT = "#t"


def composite_call(e: Elaborator, node: s.Call) -> Term | None:
    """A sum, product, quotient or composition of functions, or a derivative of one, at an argument."""
    function: s.Node = node.function
    count = 0
    if isinstance(function, s.Primes):
        count, function = function.count, function.base
    if not isinstance(function, s.Group) or len(node.arguments) != 1:
        return None
    inverse = inverted(function, e.context)
    if inverse is not None:
        named: s.Node = s.Name(e.context.inverses[inverse], start=function.start, end=function.end)
        named = s.Primes(named, count, start=node.start, end=function.end) if count else named
        return e.term(s.Call(named, node.arguments, start=node.start, end=node.end))
    if not count:
        return e.term(applied(function, node.arguments[0], node))
    if count > MOST_DERIVATIVES:
        raise unsupported(node, f"a derivative of order {count}")
    variable = Symbol(ARGUMENT)
    e.local[ARGUMENT] = variable
    try:
        body = e.term(applied(function, s.Name(ARGUMENT, start=node.start, end=node.end), node))
    finally:
        del e.local[ARGUMENT]
    return _derivative(variable, body, count, e.scalar(node.arguments[0], "an argument"))


def _derivative(variable: Symbol, body: Term, order: int, point: Term) -> Term:
    for _ in range(order - 1):
        body = Derivative(variable, body, variable)
    return Derivative(variable, body, point)


def applied(function: s.Node, argument: s.Node, node: s.Node) -> s.Node:
    """The syntax of an expression in functions at an argument."""
    start, end = node.start, node.end
    match function:
        case s.Group(elements=(inner,)):
            return applied(inner, argument, node)
        case s.Name() | s.Sub() | s.Primes(base=s.Name()):
            return s.Call(function, (argument,), start=start, end=end)
        case s.Num():
            return function
        case s.Sum(terms=terms):
            return s.Sum(tuple((sign, applied(part, argument, node)) for sign, part in terms), start=start, end=end)
        case s.Frac(top=top, bottom=bottom):
            return s.Frac(applied(top, argument, node), applied(bottom, argument, node), start=start, end=end)
        case s.Product(factors=factors, operators=operators) if r"\circ" in operators:
            if set(operators) != {r"\circ"}:
                raise unsupported(node, "a product of compositions")
            for part in reversed(factors):
                argument = applied(part, argument, node)
            return argument
        case s.Product(factors=factors, operators=operators) if "*" not in operators:
            return s.Product(tuple(applied(part, argument, node) for part in factors), operators, start=start, end=end)
    raise unsupported(node, "a function of this form")


def partial_call(e: Elaborator, node: s.Call) -> Term | None:
    r"""``\frac{\partial f}{\partial x}(x(t), y(t))``: a partial derivative of an unknown f, taken at arguments.

    The variable is the argument that has its name, or is a function of that name.
    """
    partial = node.function
    if not isinstance(partial, s.Diff):
        return None
    if len(node.arguments) == 1 and len({canonical(variable) for variable in partial.variables}) == 1:
        primes = s.Primes(partial.body, len(partial.variables), start=node.start, end=node.end)
        return e.term(s.Call(primes, node.arguments, start=node.start, end=node.end))
    name = canonical(partial.body)
    if name not in e.context.unknown_functions:
        raise unsupported(node, "this derivative at arguments")
    names = [canonical(a.function if isinstance(a, s.Call) else a) for a in node.arguments]
    variables = [canonical(variable) for variable in partial.variables]
    if any(names.count(variable) != 1 or variable is None for variable in variables):
        raise unsupported(node, "a derivative by a variable that is no argument")
    arguments = tuple(e.scalar(argument, "an argument") for argument in node.arguments)
    return Call(name or "", arguments, tuple(variables.count(known) for known in names))


def notice_arguments(node: s.Node, context: Context) -> None:
    """Which variables an unknown function of several depends on: as it is called, else as it is differentiated."""
    calls = {found for part in s.walk(node) if (found := _plain_call(part, context))}
    # A function that is called in two orders says nothing of its variables.
    called = {name: args for name, args in calls if sum(other == name for other, _ in calls) == 1}
    for part in s.walk(node):
        name = canonical(part.body) if isinstance(part, s.Diff) else None
        if name is None or context.unknown_functions.get(name, 1) < 2 or name in called:
            continue
        assert isinstance(part, s.Diff)  # noqa: S101 - for the type checker
        names = {*context.arguments.get(name, ()), *(canonical(v) or "" for v in part.variables)}
        if len(names) <= context.unknown_functions[name]:
            context.arguments[name] = context.arguments.get(name, ()) + tuple(
                sorted(names - set(context.arguments.get(name, ())))
            )
    context.arguments.update(called)


def _plain_call(node: s.Node, context: Context) -> tuple[str, tuple[str, ...]] | None:
    """The name and the variables of f(x, y) with different variables."""
    if not isinstance(node, s.Call) or not isinstance(node.function, s.Name):
        return None
    names = tuple(argument.name for argument in node.arguments if isinstance(argument, s.Name))
    arity = context.unknown_functions.get(node.function.name, 1)
    fits = arity > 1 and len(names) == len(node.arguments) == len(set(names)) == arity
    return (node.function.name, names) if fits else None


def bare_call(e: Elaborator, name: str, variable: Symbol, node: s.Node) -> Term:
    """An unknown function of several variables that is differentiated without its arguments."""
    names = e.context.arguments.get(name, ())
    if variable.name not in names or variable.shape:
        raise unsupported(node, f"the function {name} without its arguments")
    missing = e.context.unknown_functions[name] - len(names)
    arguments = [e.scalar(s.Name(each, start=node.start, end=node.end), "an argument") for each in names]
    for place in range(missing):
        # Whatever else it depends on is one more variable.
        symbol = Symbol(f"{name}-argument{place}")
        e.context.symbols.setdefault(symbol.name, Declaration(symbol))
        arguments.append(symbol)
    return Call(name, tuple(arguments), (0,) * len(arguments))


def dotted_call(e: Elaborator, node: s.Call, name: str) -> s.Call | None:
    r"""``\dot{q}(t)`` as ``q'(t)``, where q is a function and nothing else is said of ``\dot{q}``."""
    found = undotted(name)
    if found is None or len(node.arguments) != 1 or any(known == name for known, _ in e.context.functions):
        return None
    inner, order = found
    if not e.context.is_function(inner):
        return None
    e.note(name, f"the derivative of {inner}")
    primes = s.Primes(s.Name(inner, start=node.start, end=node.end), order, start=node.start, end=node.end)
    return s.Call(primes, node.arguments, node.separators, start=node.start, end=node.end)


def dotted_name(e: Elaborator, name: str) -> Term | None:
    r"""``\dot{x}`` of a defined x that depends on t, or of one of which nothing is said beside d/dt: its derivative."""
    found = undotted(name)
    time = Symbol("t")
    if found is None:
        return None
    inner, order = found
    if e.timed and inner not in e.context.definitions and e.context.declared(inner) is None and name not in e.local:
        return _of_time(e, inner, order)
    if inner not in e.context.definitions:
        return None
    bodies = e.context.bodies
    if "t" not in arriving_names(Symbol(inner), bodies) or bodies[inner].shape:
        return None
    e.note(name, f"the derivative of {inner} by t")
    return _derivative(time, Symbol(inner), order, time)


def _of_time(e: Elaborator, name: str, order: int) -> Term:
    """The derivative by t of a name that moves with it."""
    time, moved = e.term(s.Name("t")), e.term(s.Name(name))
    if not isinstance(time, Symbol) or not isinstance(moved, Symbol) or time.shape:
        raise Unread("D408", {"name": rf"\dot{{{name}}}"}, 0, 0)
    e.context.depends[name] = e.context.depends.get(name, frozenset()) | {time}
    e.read_as[name] = "an unknown function of t"
    return _derivative(time, moved, order, time)


def _at(e: Elaborator, node: s.At) -> Term:
    """A term with values put in for variables."""
    term = unfold(e.term(node.body), e.context.bodies)
    values: dict[str, Term] = {}
    for variable, value in node.values:
        symbol = e.term(variable)
        replacement = e.term(value)
        if not isinstance(symbol, Symbol) or symbol.shape != replacement.shape:
            raise unsupported(node, "a value at this point")
        values[symbol.name] = replacement
    return substitute(term, values)


HANDLERS[s.At] = _at
