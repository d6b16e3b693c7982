"""The syntax of a formula as it is written, before anything is known of what its names mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from operator import is_
from typing import Any


class Walked:
    """Keeps the nodes of a formula, through which many readers walk for what concerns them."""

    __slots__ = ("_nodes",)

    _nodes: tuple[Node, ...]

    def nodes(self) -> tuple[Node, ...]:
        """All nodes from this one down, itself first."""
        try:
            return self._nodes
        except AttributeError:
            known = tuple(_walked(self))
            object.__setattr__(self, "_nodes", known)
            return known


@dataclass(frozen=True, slots=True)
class Node(Walked):
    """A piece of a formula; ``start`` and ``end`` are its place in the formula's text."""

    start: int = field(kw_only=True, default=0, compare=False)
    end: int = field(kw_only=True, default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Num(Node):
    """A number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Name(Node):
    r"""A letter, a command or a word, with its accents and styles: ``x``, ``\hat{y}``, ``\mathbf{w}``, ``softmax``."""

    name: str


@dataclass(frozen=True, slots=True)
class Sub(Node):
    """A subscript: ``x_i``, ``A_{i,j}``."""

    base: Node
    indices: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Sup(Node):
    """A superscript that is a power or one of the marks read from it: ``x^2``."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Mark(Node):
    """A superscript that is no power: ``transpose``, ``inverse-transpose``, ``plus``, ``star``, a complement."""

    base: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Primes(Node):
    """``f'``, ``f''``."""

    base: Node
    count: int


@dataclass(frozen=True, slots=True)
class Call(Node):
    r"""A name before brackets: ``f(x)``, ``p(x, y \mid z; \theta)``; ``separators[k]`` stands before argument k + 1."""

    function: Node
    arguments: tuple[Node, ...]
    separators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Function(Node):
    r"""A named function and its argument: ``\log x``, ``\operatorname{tr}(A)``.

    ``base`` is that of a logarithm, of which one that is written ``\ln`` is always ``natural``.
    """

    name: str
    argument: Node
    base: Node | None = None
    natural: bool = False


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms with their signs."""

    terms: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors; ``operators[k]`` stands before factor k + 1, the empty string for juxtaposition."""

    factors: tuple[Node, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frac(Node):
    """A fraction."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    """A root; ``degree`` is None for the square root."""

    argument: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Binomial(Node):
    """A binomial coefficient."""

    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Big(Node):
    """A sum, product, maximum, … over an index: ``operator`` is the command; ``below`` what stands under it."""

    operator: str
    below: tuple[Node, ...]
    above: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class Integral(Node):
    """An integral by ``variable``."""

    lower: Node | None
    upper: Node | None
    variable: Node
    body: Node


@dataclass(frozen=True, slots=True)
class Evaluated(Node):
    r"""What stands in brackets, taken between bounds: ``[F(x)]_a^b``, ``\left. F \right|_{x=a}^{x=b}``."""

    body: Node
    lower: Node
    upper: Node


@dataclass(frozen=True, slots=True)
class EntrywisePower(Node):
    r"""``A^{\odot 2}``: a power of each entry."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Bars(Node):
    r"""``|x|`` (kind ``|``) or ``\|x\|`` (kind ``\|``), with the subscript of a norm."""

    kind: str
    body: Node
    subscript: Node | None = None


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Something in brackets; several elements make a tuple."""

    elements: tuple[Node, ...]
    bracket: str = "("


@dataclass(frozen=True, slots=True)
class Operator(Node):
    """An operator of probability before brackets: E, Var, Cov, KL, H; ``below`` is its distribution.

    ``is_wide`` if it was taken to act on what stands behind its brackets as well.
    """

    name: str
    below: Node | None
    arguments: tuple[Node, ...]
    separators: tuple[str, ...]
    is_wide: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Diff(Node):
    r"""A derivative: ``\frac{d}{dx} f``, ``\frac{\partial^2 f}{\partial x \partial y}``.

    ``variables`` has one entry for each order.
    """

    variables: tuple[Node, ...]
    body: Node
    at: Node | None = None
    total: bool = field(default=False, compare=False)
    """Whether it is written with a d: what depends on the variable then moves with it."""


@dataclass(frozen=True, slots=True)
class At(Node):
    r"""Something at a point: ``\left. f \right|_{x=a}``; ``values`` are variables with what they are."""

    body: Node
    values: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class Nabla(Node):
    r"""``\nabla_w f`` (order 1) or ``\nabla_w^2 f`` (order 2)."""

    variable: Node | None
    order: int
    body: Node


@dataclass(frozen=True, slots=True)
class Divergence(Node):
    r"""``\nabla \cdot F``; the Laplacian is the divergence of a gradient."""

    variable: Node | None
    body: Node


@dataclass(frozen=True, slots=True)
class Differential(Node):
    r"""``dX``, ``d(X^\top X)``."""

    body: Node


@dataclass(frozen=True, slots=True)
class Directional(Node):
    """``D f(x)[h]``, ``D^2 f(x)[h, k]``."""

    call: Call
    directions: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    """An explicit matrix; ``kind`` is its environment."""

    kind: str
    rows: tuple[tuple[Node, ...], ...]


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Values and their conditions; a condition of None is "otherwise"."""

    rows: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, slots=True)
class Relational(Node):
    r"""A relation inside a formula, as in ``\mathbb{1}[k = c]`` or below a sum."""

    left: Node
    relation: str
    right: Node


@dataclass(frozen=True, slots=True)
class All(Node):
    r"""Relations that hold together: ``0 < x < 1``."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Dots(Node):
    r"""``\dots``."""


@dataclass(frozen=True, slots=True)
class Stretch(Node):
    r"""Members of a sequence, below its name: ``1:T``, ``<t`` or ``\le t``; without a lower one, from the first."""

    lower: Node | None
    upper: Node


@dataclass(frozen=True, slots=True)
class Repeated(Node):
    r"""``\underbrace{A \cdots A}_{k}``: a piece added or multiplied ``count`` times; the operator is sum or product."""

    operator: str
    piece: Node
    count: Node


@dataclass(frozen=True, slots=True)
class Words(Node):
    """Text inside a formula."""

    text: str


def walk(node: Node) -> tuple[Node, ...]:
    """All nodes below ``node``, itself first."""
    return node.nodes()


def _walked(node: object) -> Iterator[Node]:
    stack: list[object] = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, Node):
            yield current
            stack += [getattr(current, name) for name in FIELDS[type(current)]]
        elif isinstance(current, tuple):
            stack += current


def parts(node: Node) -> Iterator[Node]:
    """The nodes directly inside ``node``."""
    stack: list[object] = [getattr(node, name) for name in FIELDS[type(node)]]
    while stack:
        current = stack.pop()
        if isinstance(current, Node):
            yield current
        elif isinstance(current, tuple):
            stack.extend(current)


def around_bar(node: Call | Operator) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The arguments before the bar in brackets, and those behind it; all are before one that is not there."""
    bar = node.separators.index("|") + 1 if "|" in node.separators else len(node.arguments)
    return node.arguments[:bar], node.arguments[bar:]


def unbracketed(node: Node) -> Node:
    """``node`` without brackets around all of it."""
    while isinstance(node, Group) and len(node.elements) == 1:
        (node,) = node.elements
    return node


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """``node`` with ``change`` applied to every node in it, the innermost first."""
    return change(rebuilt(node, lambda part: mapped(part, change)))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """``node`` with ``change`` applied to the nodes right below it."""

    def inside(value: object) -> object:
        if isinstance(value, Node):
            return change(value)
        if not isinstance(value, tuple):
            return value
        after = tuple(map(inside, value))
        return value if all(map(is_, after, value)) else after

    changed: dict[str, Any] = {}
    for name in FIELDS[type(node)]:
        before = getattr(node, name)
        after = inside(before)
        if after is not before:
            changed[name] = after
    return replace(node, **changed) if changed else node


FIELDS = {
    kind: tuple(f.name for f in fields(kind) if "Node" in str(f.type) or f.type == "Call")
    for kind in Node.__subclasses__()
}
"""The fields of each kind of node that hold nodes."""

CONTENTS = {kind: tuple(f.name for f in fields(kind) if f.compare) for kind in Node.__subclasses__()}
"""The fields of each kind of node that say what it is: numbers and signs too, but not its place."""
