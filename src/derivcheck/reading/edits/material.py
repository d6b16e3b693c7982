"""What an edit may bring in: the pieces that occur elsewhere in the step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from derivcheck.reading import syntax as s
from derivcheck.reading.edits.pieces import Level, Piece, bare, written
from derivcheck.reading.edits.sites import Site

MOST_PIECES = 8
MOST_NUMBERS = 2
LONGEST_PIECE = 40


@dataclass(frozen=True, slots=True)
class Edit:
    """One side with ``piece`` at ``site``; a smaller rank is tried first."""

    rank: int
    site: Site
    piece: Piece

    @property
    def latex(self) -> str:
        """The edited side."""
        return self.site.latex(self.piece)

    @property
    def tree(self) -> s.Node:
        """Its syntax, as it should be read."""
        return self.site.tree(self.piece)


@dataclass(frozen=True)
class Material:
    """Both sides of a step, and what can be taken from them; ``sizes`` are names of numbers that bound sums."""

    left: Site
    right: Site
    sizes: tuple[str, ...] = ()
    has_arrays: bool = False

    @cached_property
    def missing(self) -> tuple[Piece, ...]:
        """Factors and summands of the left side that the right side has less often."""
        ours = Counter(piece.text for piece in _pieces(self.right))
        found: dict[str, Piece] = {}
        for piece in _pieces(self.left):
            if ours[piece.text]:
                ours[piece.text] -= 1
            else:
                found.setdefault(piece.text, piece)
        return tuple(found.values())[:MOST_PIECES]

    @cached_property
    def present(self) -> tuple[Piece, ...]:
        """Factors and summands of the right side, and the sizes."""
        found = {piece.text: piece for piece in _pieces(self.right)}
        found |= {name: Piece(name, s.Name(name)) for name in self.sizes if name not in found}
        return tuple(found.values())[:MOST_PIECES]

    @cached_property
    def elsewhere(self) -> tuple[Piece, ...]:
        """What may have been meant in the place of a factor: names and calls of either side."""
        found = {piece.text: piece for piece in (*self.missing, *self.present)}
        return tuple(piece for piece in found.values() if piece.level >= Level.FACTOR)[:MOST_PIECES]

    @cached_property
    def left_texts(self) -> frozenset[str]:
        """The factors and summands of the left side, as they are written."""
        return frozenset(piece.text for piece in _pieces(self.left))

    def quotes(self, edit: Edit) -> bool:
        """Whether an edit puts in what occurs elsewhere in the step as it is."""
        text, node = edit.piece.text, edit.site.node
        right = self.right.text
        return len(text) > 2 and (text in self.left.text or text in right[: node.start] or text in right[node.end :])

    @cached_property
    def numbers(self) -> tuple[Fraction, ...]:
        """The numbers from 3 on in either side."""
        nodes = (part for side in (self.right, self.left) for part in s.walk(side.node))
        found = dict.fromkeys(part.value for part in nodes if isinstance(part, s.Num) and part.value > 2)
        return tuple(found)[:MOST_NUMBERS]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that stand for values in either side."""
        found = dict.fromkeys(
            site.node.name
            for side in (self.right, self.left)
            for site in side.sites()
            if isinstance(site.node, s.Name) and site.is_value and site.node.name != "e"
        )
        return tuple(found)

    @cached_property
    def indices(self) -> tuple[str, ...]:
        """The names that stand as indices in either side, and the sizes."""
        found = dict.fromkeys(
            site.node.name
            for side in (self.right, self.left)
            for site in side.sites()
            if isinstance(site.node, s.Name) and site.role == "indices"
        )
        return tuple(found | dict.fromkeys(self.sizes))

    @cached_property
    def scripted(self) -> dict[s.Node, dict[str, Piece]]:
        """The names with subscripts in either side, by what stands above their subscripts."""
        found: dict[s.Node, dict[str, Piece]] = {}
        for side in (self.left, self.right):
            for node in s.walk(side.node):
                if isinstance(node, s.Sub):
                    piece = written(node, side.text)
                    found.setdefault(node.base, {}).setdefault(piece.text, piece)
        return found

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The names of functions that are called in the step."""
        calls = (
            site.node for side in (self.right, self.left) for site in side.sites() if isinstance(site.node, s.Call)
        )
        return tuple(dict.fromkeys(call.function.name for call in calls if isinstance(call.function, s.Name)))

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names that stand as arguments of functions in the step."""
        calls = (
            site.node for side in (self.right, self.left) for site in side.sites() if isinstance(site.node, s.Call)
        )
        names = (argument for call in calls for argument in call.arguments)
        return tuple(dict.fromkeys(name.name for name in names if isinstance(name, s.Name)))

    @cached_property
    def has_conditions(self) -> bool:
        """Whether the step speaks of densities: by a bar, or by one name before several numbers of variables."""
        nodes = [part for side in (self.left, self.right) for part in s.walk(side.node)]
        calls = [part for part in nodes if isinstance(part, s.Call)]
        arities = {(call.function, len(call.arguments)) for call in calls}
        return any("|" in call.separators for call in calls) or len(arities) > len({name for name, _ in arities})

    @cached_property
    def differentials(self) -> tuple[str, ...]:
        """The variables of derivatives in either side."""
        nodes = (part for side in (self.right, self.left) for part in s.walk(side.node))
        return tuple(
            dict.fromkeys(
                variable.name
                for part in nodes
                if isinstance(part, s.Diff)
                for variable in part.variables
                if isinstance(variable, s.Name)
            )
        )

    @cached_property
    def calls(self) -> tuple[Piece, ...]:
        """The calls of functions and densities in either side."""
        found = {
            site.piece.text: site.piece
            for side in (self.left, self.right)
            for site in side.sites()
            if isinstance(site.node, s.Call)
        }
        return tuple(found.values())[:MOST_PIECES]


def _pieces(side: Site) -> Iterator[Piece]:
    """The factors, parts of fractions and summands of a side that stand by themselves."""
    for site in side.sites():
        if not site.is_value or isinstance(site.node, (s.Num, s.Sum, s.Product, s.Diff, s.Relational)):
            continue
        if site.role in ("factors", "top", "bottom", "terms") or site.parent is None:
            piece = bare(site.piece)
            if len(piece.text) <= LONGEST_PIECE:
                yield piece if piece.level is not Level.SUM else site.piece
