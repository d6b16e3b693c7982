r"""Names that a formula speaks of for the first time, and whether an equation can be what says what they are.

An equation with a name that nothing was said of before claims nothing that could be false as long as it can be solved
for the name: ``X W_1 W_2 + c = X W + b`` says what W and b are, ``\cos N = 2`` would say something of cosines.
"""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.pieces import spelled
from derivcheck.reading.parsing.canonical import canonical, is_label
from derivcheck.reading.parsing.parser import parse

INVERTIBLE = frozenset({"log", "exp", "sqrt"})
"""Named functions that take every value which is asked of them, or say by themselves where they do not."""


COUNTS = frozenset("nNmMkKTdD")
"""Letters that are sizes and counts, which nobody introduces in passing."""


def spoken_names(text: str, context: Context) -> frozenset[str]:
    """The names in a formula with their scripts, the families that they are members of, and calls of words."""
    node = _parsed(text, context)
    things = () if node is None else _things(node, solvable=True)
    return frozenset(name for part, _ in things for name in _spellings(part))


def newcomers(
    text: str, before: frozenset[str], other: str, context: Context, *, lone: bool = False
) -> Iterator[s.Node]:
    """The names and functions in a formula that stood neither ``before`` nor on the ``other`` side of its equation.

    Only those for which the equation can be solved. Where they have to stand ``lone``, nothing else is in the formula.
    An operation that words explain is a new one wherever it is applied to something else, if the equation cannot be
    solved for what was known before.
    """
    node, opposite = _parsed(text, context), _parsed(other, context)
    if node is None or opposite is None or (lone and not _is_lone(node)):
        return
    things = [(_spellings(part), solvable) for part, solvable in _things(opposite, solvable=True)]
    beside = frozenset(name for names, _ in things for name in names)
    is_claim = any(solvable and not before.isdisjoint(names) for names, solvable in things)
    found: dict[str, tuple[s.Node, bool]] = {}
    counting = _indices(node) | _indices(opposite)
    for part, solvable in _things(node, solvable=True):
        spellings = _spellings(part)
        if not spellings or not beside.isdisjoint(spellings) or spellings[-1] in before or spellings[-1] in COUNTS:
            continue
        if letter_of(part) in counting or letter_of(part) == r"\infty":
            continue
        if before.isdisjoint(spellings) or (isinstance(part, s.Call) and not is_claim):
            first, ever = found.get(spellings[-1], (part, False))
            found[spellings[-1]] = (first, ever or solvable)
    yield from (part for part, solvable in found.values() if solvable)


def _indices(node: s.Node) -> frozenset[str]:
    """The letters that count something in a formula, which name nothing else there."""
    subscripts = (index for part in s.walk(node) if isinstance(part, s.Sub) for index in part.indices)
    return frozenset(name.name for index in subscripts for name in s.walk(index) if isinstance(name, s.Name))


def letter_of(node: s.Node) -> str | None:
    """The letter that a name with scripts is made of."""
    while isinstance(node, (s.Sub, s.Sup, s.Primes, s.Mark)):
        node = node.base
    return node.name if isinstance(node, s.Name) else None


def listed_names(text: str, context: Context) -> frozenset[str]:
    """The names of which a formula is a column or a row, and nothing else; none if it is anything else."""
    node = _parsed(text, context)
    entries = [entry for row in node.rows for entry in row] if isinstance(node, s.Matrix) else []
    return frozenset(_spellings(entry)[-1] for entry in entries) if all(map(is_name, entries)) else frozenset()


def _parsed(text: str, context: Context) -> s.Node | None:
    try:
        return parse(text, context.is_called)
    except Unread:
        return None


def _is_lone(node: s.Node) -> bool:
    """Whether a formula is a name or a function at something, its multiple or logarithm, or a sum of such."""
    match node:
        case s.Sum(terms=terms):
            return all(_is_lone(term) for _, term in terms)
        case s.Product(factors=factors):
            named = [factor for factor in factors if not isinstance(factor, s.Num)]
            return len(named) == 1 and _is_lone(named[0])
        case s.Function(argument=inner) | s.Group(elements=(inner,)) if _can_be_solved(node):
            return _is_lone(inner)
    return is_name(node) or isinstance(node, s.Call)


def is_name(node: s.Node) -> bool:
    """Whether ``node`` is a name with scripts, no power or transpose of one."""
    match node:
        case s.Name():
            return True
        case s.Sub(base=inner) | s.Primes(base=inner) | s.Mark(base=inner, mark="star"):
            return is_name(inner)
        case s.Sup(base=inner, exponent=s.Group(bracket="(")):
            return is_name(inner)
    return False


def _spellings(part: s.Node) -> tuple[str, ...]:
    """Under which names a thing is known: its own last, before it that of its family, or of the operation it is."""
    if isinstance(part, s.Call):
        name = canonical(part.function)
        if name is None:
            return ()
        return (name, spelled(part, {})) if is_label(name) else (name,)
    own = canonical(part) or spelled(part, {})
    family = canonical(part.base) if isinstance(part, s.Sub) else None
    return (own,) if family is None else (family, own)


def _things(node: s.Node, *, solvable: bool) -> Iterator[tuple[s.Node, bool]]:
    """The largest names in a formula and its calls, each with whether an equation can be solved for it."""
    if is_name(node):
        yield node, solvable
    elif isinstance(node, s.Call):
        yield node, solvable
        for argument in node.arguments:
            yield from _things(argument, solvable=False)
    elif isinstance(node, s.Product):
        for before, sign, part in zip((None, *node.factors), ("", *node.operators), node.factors, strict=False):
            # What stands in brackets right behind a name may be what a function is of.
            is_argument = isinstance(part, s.Group) and not sign and before is not None and is_name(before)
            yield from _things(part, solvable=solvable and not is_argument)
    elif isinstance(node, s.Frac):
        yield from _things(node.top, solvable=solvable)
        yield from _things(node.bottom, solvable=False)
    else:
        for part in s.parts(node):
            yield from _things(part, solvable=solvable and _can_be_solved(node))


def _can_be_solved(node: s.Node) -> bool:
    """Whether what stands right inside ``node`` may take a value that gives ``node`` any other."""
    if isinstance(node, s.Function):
        return node.name in INVERTIBLE
    if isinstance(node, s.Group):
        return len(node.elements) == 1
    return isinstance(node, s.Sum)
