"""Reads the sides of one chain into terms of one shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from derivcheck.documents import Fragment
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.averages_by_mass import under_masses
from derivcheck.reading.chance.bar_parameters import notice_parameters, with_parameters
from derivcheck.reading.chance.density_definitions import notice_diverging
from derivcheck.reading.chance.density_facts import members_in
from derivcheck.reading.chance.messages import written_out
from derivcheck.reading.chance.noticing import notice_in
from derivcheck.reading.chance.process_blocks import notice_blocks
from derivcheck.reading.chance.random_variables import outside_of_averages
from derivcheck.reading.chance.unsaid_averages import with_density
from derivcheck.reading.chance.valued import notice_valued, notice_values
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation import notations  # noqa: F401 - it registers the handlers of all notations
from derivcheck.reading.notation.differentials import marked, moving
from derivcheck.reading.notation.divergence import laplacian
from derivcheck.reading.notation.function_algebra import notice_arguments
from derivcheck.reading.notation.functions import is_of_chance
from derivcheck.reading.notation.inverses import reciprocal
from derivcheck.reading.notation.limits import notice_integrals
from derivcheck.reading.notation.matrix_functions import is_condition_number
from derivcheck.reading.notation.orders import NAMES as ORDERS
from derivcheck.reading.notation.pieces import Pieces
from derivcheck.reading.notation.ragged import notice_lengths
from derivcheck.reading.notation.resolution import rank_of, unscripted
from derivcheck.reading.notation.rounded import is_rounded
from derivcheck.reading.notation.set_sums import notice_sets
from derivcheck.reading.notation.subscripts import counting
from derivcheck.reading.notation.sums import free_names
from derivcheck.reading.parsing.canonical import canonical, undotted
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import head_of, inverted_name, is_square
from derivcheck.reading.prose.listings import lists_members
from derivcheck.reading.prose.logarithms import notice_logarithms
from derivcheck.reading.syntax import mapped, walk
from derivcheck.terms import build
from derivcheck.terms.definitions import Unsettled, unfold
from derivcheck.terms.nodes import ZERO, Apply, Symbol, Term, free_symbols
from derivcheck.terms.scope import Domain, Trait

BOLD = (r"\mathbf", r"\vec", r"\symbf")


@dataclass(frozen=True, slots=True)
class Side:
    """A side that was read: its syntax and its term, or why there is none.

    ``pieces`` were not understood in it, for which ``missing`` is the first reason.
    """

    fragment: Fragment
    node: s.Node | None = None
    term: Term | None = None
    unread: Unread | None = None
    clash: Clash | None = None
    pieces: frozenset[str] = frozenset()
    missing: Unread | None = None


def _is_early(index: s.Node) -> bool:
    """Whether an index is 0, or moved against another one."""
    if isinstance(index, s.Num):
        return index.value == 0
    return isinstance(index, s.Sum) and any(isinstance(part, s.Name) for _, part in index.terms)


def _is_timed(nodes: Sequence[s.Node]) -> bool:
    """Whether derivatives are taken by t, and none by what has a dot itself, as in mechanics."""
    variables = [v for node in nodes for part in walk(node) if isinstance(part, s.Diff) for v in part.variables]
    dotted = any(undotted(canonical(variable) or "") for variable in variables)
    return not dotted and any(canonical(variable) == "t" for variable in variables)


def _reaches(symbol: Symbol, name: str, bodies: Mapping[str, Term]) -> bool:
    """Whether a name stands in what a symbol is defined as, or goes in a circle."""
    try:
        return name in {part.name for part in free_symbols(unfold(symbol, bodies))}
    except Unsettled:
        return True


class ChainReader:
    """Reads the sides of one chain under one context; what is inferred from one side holds for the others.

    An ``exact`` one leaves no pieces as they are: those may depend on anything.
    """

    def __init__(self, context: Context, pieces: Pieces | None = None, *, exact: bool = False) -> None:
        self.context = context
        self.elaborator = Elaborator(context)
        self.pieces = pieces or Pieces()
        self.exact = exact
        self.bare: set[str] = set()

    def read(self, fragments: list[Fragment]) -> list[Side]:
        """All sides; those that are not understood say why."""
        sides = self._marked([self._parse(fragment) for fragment in fragments])
        notice_parameters((side.node for side in sides if side.node is not None), self.context)
        for position, side in enumerate(sides):
            if side.node is not None:
                sides[position] = replace(
                    side, node=with_parameters(written_out(side.node, self.context), self.context)
                )
        for side in sides:
            if side.node is not None:
                notice_valued(side.node, self.context)
                notice_values(side.node, self.context)
        sides = self._under_the_density(sides)
        notice_diverging((side.node for side in sides if side.node is not None), self.context)
        for side in sides:
            if side.node is not None:
                notice_in(side.node, self.context)
                self._notice_bounds(side.node)
                notice_arguments(side.node, self.context)
        notice_lengths((fragment.text for fragment in fragments), self.context)
        nodes = [side.node for side in sides if side.node is not None]
        calls = (part for node in nodes for part in walk(node) if isinstance(part, s.Call))
        self.exact = self.exact or any(canonical(call.function) in ORDERS for call in calls)
        self.elaborator.outer = free_names(nodes)
        self.elaborator.unaveraged = outside_of_averages(nodes)
        self.elaborator.timed = _is_timed(nodes)
        self.elaborator.has_members = any(map(members_in, nodes))
        self.elaborator.counted, self.elaborator.unprimed = counting(nodes)
        notice_sets(nodes, self.context.sets)
        self._notice_sequences(nodes)
        for node in nodes:
            self._notice_unit_vectors(node)
        notice_integrals(self.elaborator, nodes)
        notice_blocks(self.elaborator, nodes)
        notice_logarithms(self.elaborator, nodes)
        return [self._elaborate(side) for side in sides]

    def _parse(self, fragment: Fragment) -> Side:
        try:
            return Side(fragment, parse(fragment.text, self.context.is_called))
        except Unread as unread:
            return Side(fragment, unread=unread)

    def _marked(self, sides: list[Side]) -> list[Side]:
        """The sides with differentials and Laplacians marked, which only the chain as a whole tells from products."""
        nodes = [side.node for side in sides if side.node is not None]
        if len(nodes) < len(sides):
            return sides
        known = self.context.unknown_functions.keys() | {name for name, _ in self.context.functions}
        try:
            nodes = [mapped(node, lambda part: laplacian(part, known)) for node in marked(nodes, self.context)]
        except Unread as unread:
            return [Side(side.fragment, unread=unread) for side in sides]
        self.elaborator.moving = moving(nodes, self.context)
        return [replace(side, node=node) for side, node in zip(sides, nodes, strict=True)]

    def _under_the_density(self, sides: list[Side]) -> list[Side]:
        """The sides with the one density of the chain below averages that do not say theirs."""
        nodes = [side.node for side in sides if side.node is not None]
        if len(nodes) < len(sides):
            return sides
        nodes, density = with_density(nodes, self.context)
        if density is not None:
            self.elaborator.unsaid = "an average that does not say under which density it is taken"
            self.elaborator.note(r"\mathbb{E}", "the average under the density of the chain")
        by_mass = under_masses(nodes, self.context)
        if by_mass is not None:
            nodes = by_mass.nodes
            self.elaborator.unsaid = self.elaborator.unsaid or by_mass.doubt
        return [replace(side, node=node) for side, node in zip(sides, nodes, strict=True)]

    def _notice_bounds(self, node: s.Node) -> None:
        """The names above sums, which count and transpose nothing."""
        for part in walk(node):
            if isinstance(part, s.Big) and part.above is not None:
                self.bare.update(name.name for name in walk(part.above) if isinstance(name, s.Name))

    def _notice_sequences(self, nodes: list[s.Node]) -> None:
        """An undeclared name at the index 0, or at one less than another index, starts before 1: it is no array.

        Only where all else is a number, so that it is sure to be one as well.
        """
        parts = [part for node in nodes for part in walk(node)]
        if any(map(self._is_of_arrays, parts)):
            return
        for part in parts:
            if isinstance(part, s.Sub) and isinstance(part.base, s.Name) and any(map(_is_early, part.indices)):
                name = part.base.name
                known = name in self.context.symbols or name in self.context.definitions
                if not known and not self.context.is_function(name):
                    self.context.sequences.add(name)

    def _is_of_arrays(self, part: s.Node) -> bool:
        """Whether a piece of a formula speaks of vectors or matrices."""
        if isinstance(part, s.Name):
            declaration, definition = self.context.symbols.get(part.name), self.context.definitions.get(part.name)
            shaped = (declaration and declaration.symbol.shape) or (definition and definition.body.shape)
            return bool(shaped) or part.name.startswith(BOLD) or part.name in self.context.typing.names
        transposes = isinstance(part, s.Mark) or (isinstance(part, s.Sup) and canonical(part.exponent) == "T")
        return (
            isinstance(part, (s.Nabla, s.Matrix))
            or (transposes and "T" not in self.bare)
            or (isinstance(part, s.Bars) and part.kind == r"\|")
            or (isinstance(part, s.Group) and part.bracket == r"\langle")
            or (isinstance(part, s.Function) and part.name in ("trace", "determinant", "diagonal", "vec", "rank"))
        )

    def _notice_unit_vectors(self, node: s.Node) -> None:
        """``e_i`` is a unit vector where it is transposed, or stands behind a matrix."""
        for part in walk(node):
            if (isinstance(part, s.Mark) and part.mark in ("transpose", "inverse-transpose")) or (
                isinstance(part, s.Sup) and canonical(part.exponent) == "T" and "T" not in self.bare
            ):
                self._notice_unit_vector(part.base)
            elif isinstance(part, s.Product):
                for matrix, factor in pairwise(part.factors):
                    if rank_of(self.elaborator, matrix) == 2:
                        self._notice_unit_vector(factor)

    def _notice_unit_vector(self, node: s.Node) -> None:
        if isinstance(node, s.Sub) and node.base == s.Name("e") and len(node.indices) == 1:
            self.elaborator.has_unit_vectors = True

    def _elaborate(self, side: Side) -> Side:
        if side.node is None:
            return side
        read = self._whole(side)
        return read if read.unread is None or self.exact else self._in_pieces(read)

    def _whole(self, side: Side) -> Side:
        assert side.node is not None  # noqa: S101 - the caller saw one
        e = self.elaborator
        # A letter that is bound on one side may well be free on another.
        e.were_bound, e.free_indices = set(), set()
        try:
            return Side(side.fragment, side.node, e.term(side.node))
        except Unread as unread:
            if unread.code == "later":
                unread = Unread("D408", unread.facts, unread.start, unread.end)
            return Side(side.fragment, side.node, unread=unread)
        except Clash as clash:
            return Side(side.fragment, side.node, clash=clash)
        finally:
            self.context.passing |= e.free_indices

    def _in_pieces(self, side: Side) -> Side:
        """A side once more, with what is not understood in it left as it is."""
        self.pieces.begin(side.fragment.text)
        self.elaborator.pieces = self.pieces
        try:
            return replace(self._whole(side), pieces=frozenset(self.pieces.met), missing=side.unread)
        finally:
            self.elaborator.pieces = None

    def shaped(self, left: Term, right: Term) -> tuple[Term, Term]:
        """Both terms in one shape, a literal 0 in that of the other; raises ShapeError where they do not conform."""
        for one, other in ((left, right), (right, left)):
            if one == ZERO and other.shape:
                zero = Apply("constant", (ZERO,), other.shape)
                return (zero, other) if one is left else (other, zero)
        sizes = self.context.sizes
        if left.shape != right.shape and not sizes.unify(left.shape, right.shape):
            inferred = sizes.inferred(left.shape, right.shape)
            raise build.ShapeError(
                "the two sides", sizes.describe(right.shape), sizes.describe(left.shape), inferred=inferred
            )
        return left, right

    def arguments(self, fragment: Fragment) -> list[str]:
        """The names that a function on a left side is written at."""
        try:
            head = head_of(fragment.text, self.context)
        except Unread:
            return []
        names = [canonical(argument) for argument in head.arguments] if isinstance(head, s.Call) else []
        return [name for name in names if name is not None]

    def mentions(self, fragment: Fragment, name: str) -> bool:
        """Whether a name stands in a side; True where that is not understood."""
        try:
            node = parse(fragment.text, self.context.is_called)
        except Unread:
            return True
        return any(isinstance(part, (s.Name, s.Sub)) and canonical(part) == name for part in walk(node))

    def is_name(self, fragment: Fragment) -> bool:
        """Whether a side is a name and nothing else."""
        try:
            return isinstance(parse(fragment.text, self.context.is_called), s.Name)
        except Unread:
            return False

    def is_inverse_or_new(self, fragment: Fragment) -> bool:
        """Whether a side is a function at a name of which nothing but its use is known, or the inverse of one."""
        try:
            head = head_of(fragment.text, self.context)
        except Unread:
            return False
        name = canonical(head.function) if isinstance(head, s.Call) else None
        known = self.context.densities | self.context.given | self.context.inverses.keys() | self.context.bending.keys()
        return name is not None and name not in known and name not in self.context.declared_functions

    def _rests_on(self, fragment: Fragment, name: str) -> bool:
        """Whether what a side speaks of is defined by means of a name."""
        bodies = self.context.bodies
        return any(
            known != name and self.mentions(fragment, known) and _reaches(Symbol(known), name, bodies)
            for known in bodies
        )

    def introduces(self, fragment: Fragment, right: Fragment) -> bool:
        """Whether a left side is a name, or a function of names, that has no meaning yet and gets one here."""
        if lists_members(fragment, right):
            return True
        if is_rounded(fragment.text, right.text):
            return False
        try:
            head = head_of(fragment.text, self.context)
        except Unread:
            return False
        head = inverted_name(head, self.context) or head
        if isinstance(head, s.Call):
            name = canonical(head.function)
            names = [name, *map(canonical, head.arguments)]
            new = name is not None and name not in ORDERS and self._is_without_body(name, head.function)
            if (
                "|" in head.separators
                or is_of_chance(self.context, head)
                or any(n is None or n in self.context.not_understood for n in names)
            ):
                return False
            if any(isinstance(argument, (s.Num, s.Product)) for argument in head.arguments):
                return False
            if is_condition_number(name, names[1:], self.context):
                return False
        elif isinstance(head, (s.Name, s.Sub, s.Primes, s.Mark)):
            name = canonical(head)
            new = name is not None and self._is_new(name, head)
        elif isinstance(head, s.Sup) and is_square(head):
            name, root = canonical(head), canonical(head.base)
            known = {*self.context.symbols, *self.context.definitions, *self.context.chance.variables}
            new = name is not None and root not in known and root is not None and not self.mentions(right, root)
            new = new and self._is_new(name or "", s.Name(name or ""))
        else:
            return False
        return new and name is not None and not (self.mentions(right, name) or self._rests_on(right, name))

    def _is_without_body(self, name: str, function: s.Node) -> bool:
        """Whether a function is either new, or known from its use alone."""
        context = self.context
        if not isinstance(unscripted(function), s.Name):
            return False
        if self._is_part(function) and reciprocal(function) is None:
            # The inverse of a function is another one.
            return False
        known = context.is_function(name)
        return known is None or (known and name in context.unknown_functions and name not in context.declared_functions)

    def _is_part(self, node: s.Node) -> bool:
        """Whether a scripted name is the entry of an array or the derivative of a function, and no name of its own."""
        while isinstance(node, (s.Sub, s.Sup, s.Primes, s.Mark)):
            if isinstance(node, s.Sub) and any("|" in (canonical(index) or "") for index in node.indices):
                # What stands below says what is given, as in Σ_{X|Z}, which is no place in an array.
                return False
            node = node.base
            if self._has_meaning(canonical(node)):
                return True
        return False

    def _has_meaning(self, name: str | None) -> bool:
        """Whether a name is defined, or stands for a function or an array."""
        context = self.context
        if name is None or name in context.definitions or context.is_function(name):
            return name is not None
        return name in context.symbols and bool(context.symbols[name].symbol.shape)

    def _is_new(self, name: str, head: s.Node) -> bool:
        context = self.context
        dotted = undotted(name)
        if dotted is not None and dotted[0] in context.definitions:
            return False
        if name in context.not_understood or name in context.definitions or context.is_function(name):
            return False
        if name in context.outcomes or not self._is_open(name) or self._is_random(name):
            return False
        return not self._is_part(head)

    def _is_random(self, name: str) -> bool:
        """Whether the text calls a name a random variable: an equation then says something of it."""
        variable = self.context.chance.variables.get(name)
        return variable is not None and not variable.noticed

    def _is_open(self, name: str) -> bool:
        """Whether all that is known of a name is its shape: no assumption speaks of it, and no property."""
        context = self.context
        known = context.symbols.get(name)
        spoken = {name for claim in context.assumptions for name in claim.names}
        if known is None or context.is_guess(name):
            return name not in spoken and name not in context.unclear
        convention = {context.signs[name]} if name in context.signs else set[Trait]()
        plain = (
            known.traits <= convention and known.domain is Domain.REAL and known.lower is None and known.upper is None
        )
        return plain and name not in spoken and name not in context.unclear
