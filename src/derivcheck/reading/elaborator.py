"""From syntax to typed terms: what a formula means in its context.

This module holds the :class:`Elaborator` and the table of its handlers. Each kind of notation has a module of its own,
which registers what it understands; :mod:`derivcheck.reading.notation.notations` names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.spellings import CONSTANTS, notation_of
from derivcheck.reading.records import Blocks
from derivcheck.terms import build
from derivcheck.terms.nodes import Symbol, Term

if TYPE_CHECKING:
    from derivcheck.reading.notation.pieces import Pieces

Known = TypeVar("Known")


class Clash(Exception):  # noqa: N818 - a finding about the document, not an error
    """Shapes do not conform; where in the formula, and how."""

    def __init__(self, error: build.ShapeError, start: int, end: int) -> None:
        super().__init__(error.operation)
        self.error = error
        self.start = start
        self.end = end


class Elaborator:
    r"""Turns syntax into terms under a context; ``read_as`` collects what was read by convention.

    ``trailing`` says what was met that stands behind and may belong inside: the power in ``\log(x)^2``, which is one of
    the value, or the factor c in ``\prod_i x_i \cdot c``, which is taken once; ``inner`` is the other reading.
    ``counted`` are the families whose members sums of the chain run over, ``unprimed`` the letters beside whose primes
    they count, as c beside c'.
    ``differentiated`` are the variables of functions of which the text says no variable.
    ``timed`` says that dots are derivatives by the t of other derivatives, ``pieces`` takes what is not understood,
    where that is allowed.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.sizes = context.sizes
        self.bound: dict[str, Term] = {}
        self.local: dict[str, Symbol] = {}
        self.ranges: dict[str, tuple[Term | None, Term | None]] = {}
        self.read_as: dict[str, str] = {}
        self.used: set[str] = set()
        self.expanding: set[str] = set()
        self.bare_functions = False
        self.differentiated: dict[str, str] = {}
        self.integrated: set[str] = set()
        self.antiderivatives: set[str] = set()
        self.run_over: dict[str, list[Term]] = {}
        self.were_bound: set[str] = set()
        self.free_indices: set[str] = set()
        self.outer: frozenset[str] = frozenset()
        self.unaveraged: frozenset[str] = frozenset()
        self.has_unit_vectors = False
        self.has_members = True
        self.counted: frozenset[str] = frozenset()
        self.unprimed: frozenset[str] = frozenset()
        self.unsaid = ""
        self.trailing = ""
        self.inner = False
        self.moving: frozenset[str] = frozenset()
        self.timed = False
        self.logarithms: frozenset[str] = frozenset()
        self.averages = 0
        self.blocks: dict[str, Blocks] = {}
        self.path: str | None = None
        self.pieces: Pieces | None = None

    def term(self, node: s.Node) -> Term:
        """The term that ``node`` stands for; raises Unread or Clash."""
        handler = HANDLERS.get(type(node))
        if handler is None:
            raise unsupported(node, type(node).__name__.lower())
        if self.pieces is not None:
            return self.pieces.term(self, node)
        try:
            return self.handled(node)
        except build.ShapeError as error:
            raise Clash(error, node.start, node.end) from error

    def handled(self, node: s.Node) -> Term:
        """The term of a node, unless the text writes it in a notation of its own."""
        own = self.context.own_notations
        if own and (notation := notation_of(node)) in own and notation not in CONSTANTS:
            raise Unread("D408", {"name": notation or ""}, node.start, node.end)
        return HANDLERS[type(node)](self, node)

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


@contextmanager
def shadowed(table: dict[str, Known], values: Mapping[str, Known]) -> Iterator[None]:
    """For a while, names in a table stand for something else."""
    before = {name: table[name] for name in values if name in table}
    table.update(values)
    try:
        yield
    finally:
        for name in values:
            del table[name]
        table.update(before)


def unsupported(node: s.Node, notation: str) -> Unread:
    """The complaint that a notation is not supported."""
    return Unread("D406", {"notation": notation}, node.start, node.end)


Handler = Callable[[Elaborator, Any], Term]
"""Reads one kind of node; its second argument is a node of the kind under which it is registered."""

HANDLERS: dict[type[s.Node], Handler] = {}
