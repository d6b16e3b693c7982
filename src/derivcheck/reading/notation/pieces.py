r"""Pieces of a formula that are not understood, left as they are: whatever they mean, they mean it wherever they stand.

A piece such as ``\operatorname{rank}(A)`` becomes an arbitrary number, or an arbitrary function of the indices bound
around it. A step that holds for every value of it holds whatever it means; a step that fails for some says nothing.
That needs three things. The piece must not hide what something around it varies: a derivative, an integral or an
average by which it may change is a piece as a whole. It must say the same wherever it stands, which dots without an
end and words such as "const" do not. And as it may be no number, a proof counts only if it is one as well with a
vector or a square matrix in its place, where factors do not commute (:func:`kinds`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product

from derivcheck.documents import Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator, unsupported
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import GROWTH, OPEN_ORDERS, PROBABILITY
from derivcheck.reading.notation.functions import is_of_chance
from derivcheck.reading.notation.orders import NAMES as ORDERS
from derivcheck.reading.notation.resolution import DIFFERENTIAL, is_vague
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import head_names
from derivcheck.terms import build
from derivcheck.terms.nodes import Call, Shape, Symbol, Term

MOST_KINDS = 3

BRACKETS = "⟦⟧ "

FORGIVEN = frozenset({"D402", "D406", "D408", "D409", "D410", "later"})
"""Complaints about what something means; an ambiguity (D404) is asked about instead."""

MAPS = re.compile(r"[FGTU-Zu-w]|\\(?:math|bold|bm|vec)")
"""Letters by which maps and vector fields go, whose derivative is a matrix."""

IMAGINARY = "i"
"""A letter that is an index or the imaginary unit; what holds for any quantity holds for either."""

INFINITE = s.Name(r"\infty")

VARYING = (
    s.Diff,
    s.Nabla,
    s.Divergence,
    s.Differential,
    s.Directional,
    s.Integral,
    s.Operator,
    s.At,
    s.Evaluated,
)
"""What looks at other values of names than the ones in force."""

UNREAL = frozenset({"i", "j"})
"""What may be no real number where it is not understood."""

NO_QUANTITIES = (s.Dots, s.Relational, s.All, s.Words)

ACTING = frozenset({r"\partial", *DIFFERENTIAL})

NUMBERS = frozenset({"rank", "divergence", "entropy", "floor", "ceiling"})
"""What has a number for its value, whatever it is applied to."""


@dataclass(slots=True)
class Pieces:
    """The pieces of one chain: ``text`` is the side that is being read, ``names`` what each piece is called.

    ``met`` are those of the present side, at ``places``. ``doubtful`` holds those that may be no numbers, ``unreal``
    names that may be none that are real, ``ranks`` what they are taken for: 1 for a vector, 2 for a matrix. ``within``
    counts what varies names around the present place.
    """

    ranks: Mapping[str, int] = field(default_factory=dict)
    size: Term | None = None
    text: str = ""
    within: int = 0
    names: dict[str, str] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    unreal: set[str] = field(default_factory=set)
    places: set[tuple[int, int]] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def begin(self, text: str) -> None:
        """Another side."""
        self.text, self.met, self.places = text, set(), set()

    def term(self, e: Elaborator, node: s.Node) -> Term:
        """The term of ``node``; a piece where it is not understood, and nothing around it varies what is in it."""
        varies = is_varying(node, e.context)
        self.within += varies
        try:
            term = e.handled(node)
        except build.ShapeError as error:
            raise Clash(error, node.start, node.end) from error
        except Unread as unread:
            forgiven = unread.code in FORGIVEN or unread.facts.get("name") == IMAGINARY
            if self.within > varies or not forgiven or not self._is_left(node):
                raise
        else:
            if not (isinstance(node, s.Product) and self._is_applied(node)):
                return term
            if self.within > varies or not is_quantity(node):
                raise unsupported(node, "what may be a function before brackets")
        finally:
            self.within -= varies
        return self.piece(e, node)

    def _is_left(self, node: s.Node) -> bool:
        """Whether ``node`` may be left as it is; ∞ obeys no laws of numbers, so only if it is all of the side."""
        if node == INFINITE and self.text[: node.start].strip() + self.text[node.end :].strip():
            return False
        return is_quantity(node)

    def _is_applied(self, node: s.Product) -> bool:
        """Whether a piece stands right before brackets, which may hold its arguments."""
        return any(
            isinstance(group, s.Group) and not sign and _place(factor) in self.places
            for factor, sign, group in zip(node.factors, node.operators, node.factors[1:], strict=False)
        )

    def piece(self, e: Elaborator, node: s.Node) -> Term:
        """An unknown of its own for a piece."""
        around: dict[str, Symbol] = {name: Symbol(name) for name in e.bound} | e.local
        hidden = sorted(around) if _hides(e.context, node) else []
        bound = {name: f"#{k}" for k, name in enumerate(n for n in sorted(around) if n in hidden or occurs(n, node))}
        self.places.add((node.start, node.end))
        key = f"{spelled(node, bound)}{hidden}"
        name = self._named(key, self._name(e, node, bound))
        self.met.add(name)
        place = _where_sloped(node, e.context)
        # Of what is taken for a number it is not known to be one.
        shape = () if place is None else e.term(place).shape
        if shape:
            e.note(name.strip(BRACKETS), "a gradient, so any quantity of the kind of what it is taken by")
        else:
            shape = self._shape(e, node, name)
        if bound and isinstance(node, s.Call) and _is_number(node, e.context):
            # A density at what a sum runs over; they are positive wherever they are spoken of.
            e.context.positive_functions.add(name)
        return Call(name, tuple(around[n] for n in bound), (0,) * len(bound), shape) if bound else Symbol(name, shape)

    def _shape(self, e: Elaborator, node: s.Node, name: str) -> Shape:
        """The shape of what is not understood, as it is taken in this reading."""
        if not _is_number(node, e.context):
            self.doubtful.add(name)
        if canonical(node) in e.context.not_understood:
            self.unreal.add(name)
        e.note(name.strip(BRACKETS), "not understood, so any quantity")
        self.size = self.size or e.sizes.new()
        return (self.size,) * self._rank(name)

    def _rank(self, name: str) -> int:
        """How many indices a piece is taken to have; one that no reading knows yet is a matrix beside others."""
        if not self.ranks or name not in self.doubtful:
            return 0
        return self.ranks.get(name, self.ranks.get(name.strip(BRACKETS), 2))

    def _name(self, e: Elaborator, node: s.Node, bound: Mapping[str, str]) -> str:
        """What to call a piece: a name keeps its own, under which definitions may speak of it."""
        name = canonical(node)
        known = e.context.symbols.get(name or "")
        if name is not None and not bound and not self.ranks and (known is None or not known.symbol.shape):
            return name
        return f"⟦{self.text[node.start : node.end].strip() or 'a piece'}⟧"

    def _named(self, key: str, name: str) -> str:
        while self.names.get(key) is None:
            if name not in self.names.values():
                self.names[key] = name
            name = f"⟦{name.strip(BRACKETS)} {len(self.names)}⟧"
        return self.names[key]


def _where_sloped(node: s.Node, context: Context) -> s.Node | None:
    r"""Where a gradient of a function of one name is taken, as in ``\nabla f(x)``, or in what a name was set to."""
    said = context.not_understood.get(canonical(node) or "", "").rpartition("=")[2]
    if said:
        with suppress(Unread):
            node = parse(said, context.is_called)
    if not isinstance(node, s.Nabla) or node.order != 1 or not isinstance(node.body, s.Call):
        return None
    if not isinstance(node.body.function, s.Name) or MAPS.match(node.body.function.name):
        return None
    arguments = node.body.arguments
    is_alone = len(arguments) == 1 and isinstance(arguments[0], (s.Name, s.Sub, s.Mark, s.Sup))
    return arguments[0] if is_alone and node.variable in (None, arguments[0]) else None


def _place(node: s.Node) -> tuple[int, int]:
    """Where a factor stands, without brackets around it."""
    node = s.unbracketed(node)
    return node.start, node.end


def kinds(doubtful: Collection[str]) -> Iterator[Mapping[str, int]]:
    """The ways in which pieces may be vectors and square matrices instead of numbers.

    Of many pieces only those are tried in which all are the same.
    """
    names = sorted(doubtful)
    chosen = product(range(3), repeat=len(names)) if len(names) <= MOST_KINDS else ((k,) * len(names) for k in range(3))
    for ranks in chosen:
        if any(ranks):
            yield dict(zip(names, ranks, strict=True))


def left_open(statement: Statement, context: Context, *, introduces: bool = False) -> None:
    """Something is supposed of the names in a statement, and nobody knows what.

    Where it ``introduces`` the one on its left, that may take any value, and nothing is said of the others.
    """
    names = head_names(statement, context)
    said = " ".join(part.text for part in (*statement.sides[:1], statement.relations[0].fragment, *statement.sides[1:]))
    for name in names:
        if name not in context.symbols and name not in context.definitions:
            context.not_understood[name] = said
    for side in () if introduces and len(statement.sides) == 2 else statement.sides:
        with suppress(Unread):
            found = {canonical(part) for part in s.walk(parse(side.text, context.is_called))} - {None, *names}
            context.unclear.update({name: said for name in found if name is not None})


def is_varying(node: s.Node, context: Context) -> bool:
    """Whether something inside ``node`` is looked at for other values than those in force."""
    if isinstance(node, s.Call):
        name = canonical(node.function)
        return is_of_chance(context, node) or name in PROBABILITY or name in context.densities
    return isinstance(node, VARYING) or (isinstance(node, s.Big) and node.operator not in ("sum", "product"))


def is_quantity(node: s.Node) -> bool:
    """Whether ``node`` is a quantity, which is the same wherever it stands."""
    return not isinstance(node, NO_QUANTITIES) and not any(map(_is_vague, s.walk(node))) and not _acts(node)


def _acts(node: s.Node) -> bool:
    """Whether a bare ∂ or the like in ``node`` acts on what stands behind it; in a fraction ∂ makes a derivative."""
    if isinstance(node, s.Frac):
        return False
    return (isinstance(node, s.Name) and node.name in ACTING) or any(map(_acts, s.parts(node)))


def _is_vague(part: s.Node) -> bool:
    if isinstance(part, (s.Name, s.Words)):
        if isinstance(part, s.Name) and part.name in OPEN_ORDERS:
            return True
        return is_vague(part.name if isinstance(part, s.Name) else part.text)
    if isinstance(part, s.Call) and canonical(part.function) in (*ORDERS, *GROWTH):
        return True
    return any(isinstance(end, s.Dots) for end in _ends(part))


def _ends(part: s.Node) -> tuple[s.Node, ...]:
    """What stands first and last in a list, a sum or a product."""
    match part:
        case s.Group(elements=inside) | s.Call(arguments=inside) | s.Product(factors=inside):
            return (inside[0], inside[-1]) if inside else ()
        case s.Sum(terms=terms):
            return (terms[0][1], terms[-1][1])
    return ()


def _is_number(node: s.Node, context: Context) -> bool:
    if isinstance(node, (s.Function, s.Operator)):
        return node.name in NUMBERS
    if isinstance(node, s.Call):
        name = canonical(node.function)
        return name in PROBABILITY or name in context.densities
    name = canonical(node)
    if name in context.typing.numbers and name not in UNREAL:
        return True
    return isinstance(node, s.Binomial) or (isinstance(node, s.Bars) and node.kind == r"\|")


def _hides(context: Context, node: s.Node) -> bool:
    """Whether a name in ``node`` may depend on something that is not written: it is defined, or not understood."""
    known = (*context.not_understood, *context.upcoming, *context.definitions, *(name for name, _ in context.functions))
    return any(occurs(name, node) for name in known)


def occurs(name: str, node: s.Node) -> bool:
    """Whether ``name`` may stand in ``node``; one letter too many is no harm."""
    base = name.partition("_")[0].partition("^")[0]
    return any(base in part.name or part.name in name for part in s.walk(node) if isinstance(part, s.Name))


def spelled(node: object, bound: dict[str, str]) -> str:
    """A text that is the same for the same syntax, with bound names by their number."""
    if isinstance(node, tuple):
        return f"({','.join(spelled(part, bound) for part in node)})"
    if not isinstance(node, s.Node):
        return str(node)
    if isinstance(node, s.Name):
        return bound.get(node.name, node.name)
    inside = (spelled(getattr(node, name), bound) for name in s.CONTENTS[type(node)])
    total = "d" if isinstance(node, s.Diff) and node.total else ""
    return f"{total}{type(node).__name__}({';'.join(inside)})"
