"""Names: what the scope, or else a convention, takes them to stand for."""

from __future__ import annotations

import re
from fractions import Fraction

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import HANDLERS, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.kinds.typing import WORDS, shape_of
from derivcheck.reading.names import OPEN_ORDERS, VAGUE
from derivcheck.reading.parsing.canonical import canonical, is_label
from derivcheck.reading.parsing.parser import SHORTHAND
from derivcheck.terms import build
from derivcheck.terms.nodes import ONE, ZERO, Apply, Reduce, Shape, Symbol, Term, number, walk
from derivcheck.terms.recurrences import family_of
from derivcheck.terms.scope import Declaration, Definition, Domain, Trait
from derivcheck.terms.shorthand import power
from derivcheck.terms.substitution import substitute


def _name(e: Elaborator, node: s.Name) -> Term:
    return resolve(e, node.name, node)


SQUARE = "^{2}"
"""What a squared name ends with."""

DIFFERENTIAL = frozenset({"div", "grad", "curl", "rot"})
"""Operators that act on what stands behind them."""


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
    if is_root(context, name):
        return _root(e, name, node)
    if name in context.definitions:
        return Symbol(name, e.sizes.resolve(context.definitions[name].body.shape))
    if name in context.outcomes:
        return _outcome_value(e, name) or Symbol(name)
    if r"\|" in name and name not in context.symbols:
        raise unsupported(node, "a divergence that nothing defines")
    return _function_or_number(e, name, node)


SPREAD = re.compile(r"(?:\\(?:hat|tilde|bar)\{)?(?:\\sigma|\\tau|(?P<latin>s))\}?(?:_\{?\w+\}?)?")
"""Letters of standard deviations, which are positive."""


def is_root(context: Context, name: str) -> bool:
    """Whether a text defines the square of a name, as σ² := …, and not what it is by itself."""
    return name not in context.definitions and _squared(name) in context.definitions


def _squared(name: str) -> str:
    return f"{name}^{{2}}"


def _root(e: Elaborator, name: str, node: s.Node) -> Term:
    """A number of which the square is defined: the root, where the text says that it is not negative, or all do."""
    declared = (e.context.symbols.get(known) for known in (name, family_of(name)))
    traits = {trait for found in declared if found is not None for trait in found.traits}
    if traits.isdisjoint({Trait.POSITIVE, Trait.NONNEGATIVE}):
        if not _is_deviation(e.context, name):
            raise unsupported(node, "a number of which only the square is defined")
        e.note(name, f"the positive root of {_squared(name)}")
    return build.power(resolve(e, _squared(name), node), number(Fraction(1, 2)), e.sizes)


def _is_deviation(context: Context, name: str) -> bool:
    """Whether a name is a letter of standard deviations; s is one where its square is made of a sum."""
    found = SPREAD.fullmatch(name)
    if found is None or context.declared(name) is not None:
        return False
    body = context.definitions[_squared(name)].body
    return not found["latin"] or any(isinstance(part, Reduce) for part in walk(body))


def _function_or_number(e: Elaborator, name: str, node: s.Node) -> Term:
    """What a name stands for that is neither bound nor defined."""
    from derivcheck.reading.prose.dependence import depending

    context = e.context
    found = depending(e, name, node)
    if found is not None:
        return found
    if name in context.symbols:
        return _symbol(e, name)
    functions = [d for (known, _), d in context.functions.items() if known == name]
    if functions and not (e.bare_functions and len(functions) == 1):
        raise unsupported(node, f"the function {name} without its arguments")
    if functions:
        return _at_its_parameters(e, functions[0])
    from derivcheck.reading.notation.function_algebra import dotted_name

    if name in context.declared_functions and name in context.unknown_functions:
        raise unsupported(node, f"the function {name} without its arguments")
    return dotted_name(e, name) or constant(e, name) or _undeclared(e, name, node)


def _at_its_parameters(e: Elaborator, function: Definition) -> Term:
    """A function that is written without its arguments: these are what its parameters are called."""
    for parameter in function.parameters:
        known = e.context.symbols.get(parameter.name)
        if known is not None:
            e.sizes.unify(parameter.shape, known.symbol.shape)
    # Outside, the σ² of ℓ(σ²) is the square of σ, if nothing makes it a quantity of its own.
    squares = [p.name for p in function.parameters if p.name.endswith(SQUARE) and not is_declared(e, p.name)]
    roots = {name: name.removesuffix(SQUARE) for name in squares}
    return substitute(function.body, {name: power(resolve(e, root, s.Name(root)), 2) for name, root in roots.items()})


def _symbol(e: Elaborator, name: str) -> Term:
    """A symbol of which something is known; where its kind was inferred, that is said."""
    context = e.context
    if name in context.guessed and name in context.typing.names:
        e.note(name, f"{WORDS[context.typing.names[name]]}, by its use")
    return Symbol(name, e.sizes.resolve(context.symbols[name].symbol.shape))


def values_of(name: str) -> str:
    """How the table of the values that an outcome stands for is called."""
    return f"{name}-values"


def _outcome_value(e: Elaborator, name: str) -> Term | None:
    """An outcome used as a number is the value that it stands for, an unknown function of the outcome."""
    outcome = e.context.outcomes.get(name)
    if outcome is None or (name in e.context.symbols and e.context.symbols[name].domain is Domain.INDEX):
        return None
    label = values_of(name)
    if label not in e.context.symbols:
        known = e.context.symbols.get(name)
        shape = shape_of(e.context.typing.names.get(name, 0), e.sizes) if known is None else known.symbol.shape
        e.context.symbols[label] = Declaration(Symbol(label, (outcome.size, *shape)))
    symbol = e.context.symbols[label].symbol
    return Apply("index", (symbol, Symbol(name)), symbol.shape[1:])


def constant(e: Elaborator, name: str) -> Term | None:
    """The constants that everyone knows, unless the scope says otherwise."""
    if name in e.context.own_notations:
        return None
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


def _refuse(name: str, node: s.Node) -> None:
    """Raises Unread for what is no variable."""
    if name in ("+", "-"):
        raise Unread(
            "D401", {"found": f"`{name}`", "expected": "a number, a name or an opening bracket"}, node.start, node.end
        )
    if name == r"\partial":
        raise unsupported(node, "a bare ∂")
    if SHORTHAND.fullmatch(name):
        raise Unread("D402", {"command": name}, node.start, node.end)
    if name == r"\infty":
        raise unsupported(node, "infinity as a number")
    if name == "i":
        readings = "`i` as an index or as the imaginary unit"
        raise Unread("D404", {"readings": readings, "name": name}, node.start, node.end)


def _undeclared(e: Elaborator, name: str, node: s.Node) -> Term:
    """A symbol of which nothing is said: a type by convention."""
    if name in OPEN_ORDERS:
        raise unsupported(node, "an order of magnitude")
    if name in DIFFERENTIAL:
        raise unsupported(node, f"the operator {name}")
    _refuse(name, node)
    if is_vague(name) or (is_label(name) and len(name) > 1 and not name.startswith("\\")):
        raise Unread("D408", {"name": name}, node.start, node.end)
    if name in e.context.upcoming:
        raise Unread("later", {"name": name}, node.start, node.end)
    if base_name(node) in e.context.not_understood:
        raise Unread("D408", {"name": name}, node.start, node.end)
    shape: Shape = ()
    kind = "a real number"
    if name.startswith((r"\mathbf{", r"\vec{")):
        inner = name[name.index("{") + 1 : -1]
        if inner[:1].isupper():
            shape, kind = (e.sizes.new(), e.sizes.new()), "a matrix"
        else:
            shape, kind = (e.sizes.new(),), "a vector"
    if e.context.adopt(name) is not None:
        return _symbol(e, name)
    e.note(name, kind)
    symbol = Symbol(name, shape)
    e.context.symbols[name] = Declaration(symbol)
    e.context.guessed.add(name)
    if name in e.context.signs and not shape:
        e.context.add_traits(name, e.context.signs[name])
    return symbol


def is_vague(name: str) -> bool:
    """Whether a name is words that name no one thing, as "h.c." and "other terms" do."""
    if name.startswith("\\") or len(name) < 2:
        return False
    words = name.lower().split()
    return any(word.replace(".", "").strip(",:;-()") in VAGUE for word in words)


def unscripted(node: s.Node) -> s.Node:
    """What stands below scripts and primes."""
    while isinstance(node, (s.Sub, s.Sup, s.Primes, s.Mark)):
        node = node.base
    return node


def base_name(node: s.Node) -> str | None:
    """The name below scripts and primes."""
    return canonical(unscripted(node))


def is_declared(e: Elaborator, name: str) -> bool:
    """Whether the scope or the formula itself gives a name a meaning."""
    context = e.context
    return name in e.local or name in e.bound or name in context.symbols or name in context.definitions


def compound(e: Elaborator, node: s.Node) -> Term | None:
    """What a name with its scripts was declared or defined as, as in σ_B²."""
    name = canonical(node)
    context = e.context
    if isinstance(node, s.Sub) and name in context.symbols and any(canonical(i) in e.bound for i in node.indices):
        # Below a sum over i, w_i is no single number, whatever w_i was declared as.
        return None
    if isinstance(node, s.Sub) and canonical(node.base) in context.from_zero:
        return None
    if name is not None and (
        name in e.local
        or name in context.definitions
        or name in context.symbols
        or name in context.not_understood
        or is_root(context, name)
        or name in context.typing.names
        or name in context.numbered
    ):
        refuse_bound(e, node)
        return resolve(e, name, node)
    return None


def refuse_bound(e: Elaborator, node: s.Node) -> None:
    """Raises Unread where a name with scripts would stay the same while a sum runs over an index in its scripts."""
    if is_bound(e, node):
        raise unsupported(node, f"a sum over an index in the name {canonical(node)}")


def is_bound(e: Elaborator, node: s.Node) -> bool:
    """Whether a sum runs over an index in the scripts of a name."""
    if not isinstance(node, (s.Sub, s.Sup)) or not e.bound:
        return False
    scripts = node.indices if isinstance(node, s.Sub) else (node.exponent,)
    moving = [part for script in scripts for part in s.walk(script) if isinstance(part, (s.Name, s.Primes))]
    return any(canonical(part) in e.bound for part in moving) or is_bound(e, node.base)


def rank_of(e: Elaborator, node: s.Node) -> int:
    """How many indices the array has that a name stands for; 0 for what is not known."""
    name = canonical(node) or ""
    if name in e.context.definitions:
        return len(e.context.definitions[name].body.shape)
    declaration = e.context.adopt(name)
    return 0 if declaration is None else len(declaration.symbol.shape)


HANDLERS[s.Name] = _name
