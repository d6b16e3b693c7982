"""Definitions in prose and displays: σ(x) := …, L := …, ŷ_k := …, p(x) := … are read here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.bar_parameters import with_parameters
from derivcheck.reading.chance.density_definitions import (
    define_density,
    is_density_head,
    mark_density,
    mixes_conditionals,
)
from derivcheck.reading.chance.density_families import member_of
from derivcheck.reading.chance.distributions import law_of
from derivcheck.reading.chance.given_densities import as_function, note_law
from derivcheck.reading.chance.messages import define_message
from derivcheck.reading.chance.mixtures import mixture
from derivcheck.reading.chance.random_variables import CAPITAL
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.network import MATRIX
from derivcheck.reading.kinds.typing import shape_of
from derivcheck.reading.names import AVERAGE_OF, GROWTH, PROBABILITY
from derivcheck.reading.notation.arithmetic import joined_inverses
from derivcheck.reading.notation.extremisers import extremiser, name_extremiser
from derivcheck.reading.notation.functions import is_of_chance
from derivcheck.reading.notation.inner_products import as_call, named_product
from derivcheck.reading.notation.inverses import MINUS_ONE, names_inverse, under_minus_one
from derivcheck.reading.notation.ragged import is_length
from derivcheck.reading.notation.stages import at_stages
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.family_definitions import define_members, free_indices, under_indices
from derivcheck.reading.syntax import parts, walk
from derivcheck.terms.nodes import ZERO, Array, Symbol, Term, free_symbols
from derivcheck.terms.scope import Claim, Definition

ORDERS = GROWTH | {"O", "o", r"\mathcal{O}"}


def head_of(text: str, context: Context) -> s.Node:
    """The syntax of a definition's left side; an unknown name before brackets on it is the function being defined."""
    node = parse(text, lambda name: known if (known := context.is_function(name)) is not None else True)
    joined = joined_inverses(node, context) if isinstance(node, s.Product) and len(node.factors) == 2 else ()
    node = joined[0][1] if len(joined) == 1 else node
    return as_function(node, context) or named_product(node) or node


def is_given(fragment: Fragment, context: Context) -> bool:
    """Whether a left side is a density of which formulas say what it is."""
    try:
        return bool(context.given) and as_function(parse(fragment.text, context.is_function), context) is not None
    except Unread:
        return False


def head_names(statement: Statement, context: Context) -> list[str]:
    """The names that a statement which was not understood would have given a meaning."""
    try:
        head = head_of(statement.sides[0].text, context)
    except Unread:
        return []
    name = canonical(head.function) if isinstance(head, s.Call) else canonical(head)
    return [] if name is None or _is_of_a_family(head, context) else [name]


def _is_of_a_family(head: s.Node, context: Context) -> bool:
    """Whether a name is that of a member such as x_{t+1}, which has a meaning only with its family."""
    moved = isinstance(head, s.Sub) and any(isinstance(index, s.Sum) for index in head.indices)
    return moved and canonical(head) not in context.numbered


def names_new_thing(fragment: Fragment, context: Context) -> bool:
    """Whether the left side of an equation is a name, a function of names, or an indexed name."""
    try:
        head = head_of(fragment.text, context)
    except Unread:
        return False
    if isinstance(head, s.Operator):
        return True
    if isinstance(head, s.Sub) and isinstance(head.base, s.Call):
        head = head.base
    if isinstance(head, s.Call):
        names = [canonical(argument) for argument in head.arguments]
        return canonical(head.function) is not None and None not in names and len(set(names)) == len(names)
    if isinstance(head, s.Bars):
        return False
    if isinstance(head, s.Product) and any(is_known(factor, context) for factor in head.factors):
        # A v = λ v says something of A and v; Δx = x - a names one new thing.
        return False
    name = canonical(head)
    return name is not None and not (isinstance(head, s.Num) or _is_of_a_family(head, context))


def is_known(node: s.Node, context: Context) -> bool:
    """Whether ``node`` is a name that has a meaning already."""
    name = canonical(node)
    return name in context.symbols or name in context.definitions


SQUARED = re.compile(r"(?:\\(?:hat|tilde|bar)\{)?(?:\\sigma|\\tau|s|R)\}?")
"""Letters of which the square has a name of its own: variances, and the coefficient of determination."""


def is_square(node: s.Node) -> bool:
    """Whether ``node`` is a square that has a name of its own, as the variance σ² does, or σ_B²."""
    if not isinstance(node, s.Sup) or node.exponent != s.Num(Fraction(2)):
        return False
    base = node.base
    while isinstance(base, s.Sub):
        base = base.base
    return isinstance(base, s.Name) and SQUARED.fullmatch(base.name) is not None


def is_power(fragment: Fragment) -> bool:
    """Whether a left side is a plain power, as in x² = 4, which defines no name; σ² and σ_B² are names of variances."""
    try:
        node = parse(fragment.text)
    except Unread:
        return False
    return isinstance(node, s.Sup) and isinstance(node.base, s.Name) and not SQUARED.fullmatch(node.base.name)


def is_call(fragment: Fragment, context: Context) -> bool:
    """Whether a left side is a function at names."""
    try:
        return isinstance(head_of(fragment.text, context), s.Call)
    except Unread:
        return False


def called_names(fragment: Fragment, context: Context) -> list[str]:
    """The name of the function that a left side is, if it is one at names."""
    try:
        head = head_of(fragment.text, context)
    except Unread:
        return []
    name = canonical(head.function) if isinstance(head, s.Call) else None
    return [] if name is None else [name]


def is_average(fragment: Fragment, context: Context) -> bool:
    """Whether a left side is an expectation, a variance or the like, of which everyone knows what it is."""
    try:
        head = head_of(fragment.text, context)
    except Unread:
        return False
    return isinstance(head, s.Operator) or (isinstance(head, s.Call) and is_of_chance(context, head))


def is_mixture(statement: Statement, context: Context) -> bool:
    """Whether an equation says of which conditionals a density is a mixture."""
    try:
        head, body = head_of(statement.sides[0].text, context), parse(statement.sides[1].text, context.is_called)
    except Unread:
        return False
    return isinstance(head, s.Call) and mixes_conditionals(head, body, context)


def mentions_itself(statement: Statement, context: Context) -> bool:
    """Whether the name on the left stands on the right too, which no definition does."""
    names = head_names(statement, context)
    try:
        body = parse(statement.sides[1].text, context.is_called)
    except Unread:
        return False
    head = head_of(statement.sides[0].text, context) if names else None
    if isinstance(head, s.Call) and mixes_conditionals(head, body, context):
        return False
    if isinstance(head, s.Product):
        names += [name for factor in head.factors if (name := canonical(factor)) is not None]
    return bool(names) and _mentions(body, names, context)


def _mentions(node: s.Node, names: list[str], context: Context) -> bool:
    """Whether one of ``names`` stands in ``node``; W_0 is another name than W where it has a meaning of its own."""
    if canonical(node) in names:
        return True
    if isinstance(node, s.Sub) and _is_own_name(node, context):
        return any(_mentions(index, names, context) for index in node.indices)
    return any(_mentions(part, names, context) for part in parts(node))


def _is_own_name(node: s.Sub, context: Context) -> bool:
    """Whether a name with a subscript is no entry: it starts at 0, the text says what it is, or it is a density p_k."""
    name = canonical(node)
    known = name in context.symbols or name in context.definitions or name in context.upcoming
    return (
        known
        or canonical(node.base) in context.typing.apart
        or is_length(node, context)
        or member_of(node, context) is not None
        or node.indices == (s.Num(ZERO.value),)
    )


def define(statement: Statement, context: Context, *, backwards: bool) -> None:
    """Adds a definition to the context; raises Unread where a side is not understood."""
    left, right = statement.sides[0], statement.sides[1]
    if backwards:
        left, right = right, left
    head = head_of(left.text, context)
    head = as_call(head) or head
    base = inverted_name(head, context)
    name = canonical(head)
    if extremiser(right) is not None and name is not None and not isinstance(head, s.Call):
        name_extremiser(name, right, context)
        return
    restates = isinstance(head, s.Call) and is_of_chance(context, head)
    if mentions_itself(statement, context) and not restates:
        raise Unread("D408", {"name": left.text}, 0, len(right.text))
    source = f"{left.text} := {right.text}"
    body_node = with_parameters(parse(right.text, context.is_called), context)
    order = next((part for part in walk(body_node) if _is_order(part, context)), None)
    if order is not None:
        raise Unread("D406", {"notation": "a definition up to an order of magnitude"}, order.start, order.end)
    try:
        if base is not None:
            head, body_node = base, s.Sup(s.Group((body_node,)), MINUS_ONE, start=body_node.start, end=body_node.end)
        note_law(head, body_node, context)
        _define(head, body_node, context, source)
    except Clash as clash:
        expected = clash.error.expected
        raise Unread(
            "D410",
            {"operation": clash.error.operation, "found": clash.error.found, "expected": expected},
            clash.start,
            clash.end,
        ) from clash


def inverted_name(head: s.Node, context: Context) -> s.Node | None:
    """The name of which ``S^{-1} = A`` says what it is: that of no function, and of nothing that is declared."""
    base = under_minus_one(head)
    name = None if base is None else canonical(base)
    known = name is None or context.is_function(name) or (name in context.symbols and not context.is_guess(name))
    return None if known else base


def _is_order(part: s.Node, context: Context) -> bool:
    """Whether ``part`` is O(…) or o(…), or their letter before brackets, and no function or variable of the text."""
    heads: list[s.Node] = [part.function] if isinstance(part, s.Call) else []
    if isinstance(part, s.Product):
        heads = [f for f, g in zip(part.factors, part.factors[1:], strict=False) if isinstance(g, s.Group)]
    names = {head.name for head in heads if isinstance(head, s.Name)} & ORDERS
    return any(name not in context.symbols and context.is_function(name) is None for name in names)


def _define(head: s.Node, body: s.Node, context: Context, source: str) -> None:
    if isinstance(head, s.Operator):
        _restate(head, head.name, body, context, source)
    elif isinstance(head, s.Call) and define_message(head, body, context):
        return
    elif isinstance(head, s.Call) and is_of_chance(context, head):
        _restate(head, canonical(head.function) or "", body, context, source)
    elif isinstance(head, s.Call):
        if is_density_head(head, body, context):
            define_density(head, body, context, source)
        else:
            _define_function(head, body, context, source)
    elif isinstance(head, s.Sub) and isinstance(head.base, s.Call):
        _define_vector_function(head, body, context, source)
    elif isinstance(head, s.Sub) and free_indices(head, context):
        define_members(head, body, context, source)
    elif names_inverse(head, body, context) or _defines_mixture(head, body, context, source):
        return
    elif isinstance(head, s.Name) and (law := law_of(Elaborator(context), body)) is not None:
        context.laws[head.name] = law
    else:
        _define_name(head, body, context, source)


def _define_name(head: s.Node, body: s.Node, context: Context, source: str) -> None:
    """A name of its own; a member of a sequence at all stages that are spoken of."""
    for stage, value in at_stages(head, body, context):
        name = canonical(stage)
        if name is None or isinstance(head, s.Num):
            raise Unread("D406", {"notation": "a definition of this"}, head.start, head.end)
        if name in context.symbols and not context.symbols[name].traits:
            context.symbols.pop(name)
        context.define(Definition(name, (), Elaborator(context).term(value), source))


def _defines_mixture(head: s.Node, body: s.Node, context: Context, source: str) -> bool:
    """Takes ``m = (p + q)/2`` for the density that it is, if p and q are such."""
    mixed = mixture(head, body, context)
    if mixed is not None:
        define_density(*mixed, context, source)
    return mixed is not None


def _parameters(head: s.Call, context: Context) -> tuple[Symbol, ...]:
    """The parameters with the shapes that the scope declares for their names, else real numbers."""
    symbols: list[Symbol] = []
    kinds = context.typing.parameters.get((canonical(head.function) or "", len(head.arguments)), ())
    for argument in head.arguments:
        name = canonical(argument)
        if name is None:
            raise Unread("D406", {"notation": "a definition of this"}, argument.start, argument.end)
        symbols.append(_parameter(name, context, kinds[len(symbols)] if kinds else 0))
    return tuple(symbols)


def _parameter(name: str, context: Context, kind: int) -> Symbol:
    declaration = context.symbols.get(name)
    if context.typing.names.get(name) == MATRIX:
        # What is a matrix wherever it stands is one where a function is given it that is written without it later.
        kind = MATRIX
    if kind and context.declared(name) is None and name not in context.definitions:
        return Symbol(name, shape_of(kind, context.sizes))
    if declaration is not None:
        return Symbol(name, context.sizes.resolve(declaration.symbol.shape))
    if name in context.definitions:
        return Symbol(name, context.sizes.resolve(context.definitions[name].body.shape))
    if name.startswith(r"\mathbf{") and name[8:9].islower():
        return Symbol(name, (context.sizes.new(),))
    return Symbol(name)


def _define_function(head: s.Call, body: s.Node, context: Context, source: str) -> None:
    name = canonical(head.function)
    of_events = name in PROBABILITY and any(CAPITAL.match(canonical(a) or "") for a in head.arguments)
    if name is None or of_events or any(isinstance(a, s.Num) for a in head.arguments):
        raise Unread("D406", {"notation": "a definition of this"}, head.start, head.end)
    parameters = _parameters(head, context)
    elaborator = Elaborator(context)
    elaborator.local = {parameter.name: parameter for parameter in parameters}
    term = elaborator.term(body)
    _refuse_value(head, term, context)
    _refuse_numbering(body, term, parameters)
    context.unknown_functions.pop(name, None)
    context.symbols.pop(name, None)
    context.define(
        Definition(name, tuple(Symbol(p.name, context.sizes.resolve(p.shape)) for p in parameters), term, source)
    )


def _refuse_value(head: s.Call, term: Term, context: Context) -> None:
    """Refuses what says a value at one place, as ``V(s_T) = 0``, or a moment, as ``V(X) = 2``: no function is that."""
    free = {symbol.name for symbol in free_symbols(term)}
    at_place = any(isinstance(a, s.Sub) and canonical(a) not in free for a in head.arguments)
    is_moment = canonical(head.function) in AVERAGE_OF and any(
        canonical(a) in context.chance.variables for a in head.arguments
    )
    if at_place or is_moment:
        raise Unread("D406", {"notation": "a function by one of its values"}, head.start, head.end)


def _refuse_numbering(body: s.Node, term: Term, parameters: Sequence[Symbol]) -> None:
    r"""Refuses what counts by its argument, as ``\pi(a) = e^{H_a} / c``, where H_a was read as a name of its own."""
    names, free = {p.name for p in parameters}, {symbol.name for symbol in free_symbols(term)}
    for part in walk(body):
        if isinstance(part, s.Sub) and names & set(map(canonical, part.indices)) and canonical(part) in free:
            raise Unread("D406", {"notation": "an index that is the argument of a function"}, part.start, part.end)


def _define_vector_function(head: s.Sub, body: s.Node, context: Context, source: str) -> None:
    """softmax(x)_i := …: a function whose value is an array."""
    call = head.base
    assert isinstance(call, s.Call)  # noqa: S101 - the caller saw it
    name = canonical(call.function)
    indices = [canonical(index) for index in head.indices]
    if name is None or len(indices) != 1 or indices[0] is None:
        raise Unread("D406", {"notation": "a definition of this"}, head.start, head.end)
    parameters = _parameters(call, context)
    if parameters[0].shape == ():
        parameters = (Symbol(parameters[0].name, (context.sizes.new(),)), *parameters[1:])
    size = parameters[0].shape[0]
    elaborator = Elaborator(context)
    elaborator.local = {parameter.name: parameter for parameter in parameters}
    term = under_indices(elaborator, [indices[0]], (size,), body)
    resolved = tuple(Symbol(p.name, context.sizes.resolve(p.shape)) for p in parameters)
    context.define(Definition(name, resolved, Array((indices[0],), context.sizes.resolve((size,)), term), source))


def note_density(statement: Statement, context: Context) -> None:
    """A sentence about distributions names p(x, z): p is a density of x and z."""
    for side in statement.sides:
        try:
            node = with_parameters(head_of(side.text, context), context)
        except Unread:
            continue
        if isinstance(node, s.Call):
            mark_density(node, context)


def _restate(head: s.Node, name: str, body: s.Node, context: Context, source: str) -> None:
    """A document that spells out what an expectation or a divergence is must mean the usual; the engine is asked."""
    trial = context.copy()
    elaborator = Elaborator(trial)
    context.restatements.append((name, Claim(elaborator.term(head), "=", elaborator.term(body), source), trial))
