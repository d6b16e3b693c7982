"""Symbolic sizes: when two shapes are the same, and which inferred sizes that identifies."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivcheck.terms.nodes import ONE, Apply, Number, Shape, Symbol, Term

INFERRED = "?"
"""Names of sizes that were inferred, not declared, start with this."""


@dataclass(slots=True)
class Sizes:
    """What inferred sizes have turned out to be; it belongs to one scope while it is read."""

    known: dict[str, Term] = field(default_factory=dict)
    count: int = 0

    def new(self) -> Symbol:
        """A size that nothing is known of yet."""
        self.count += 1
        return Symbol(f"{INFERRED}{self.count}")

    def find(self, size: Term) -> Term:
        """What ``size`` stands for."""
        while isinstance(size, Symbol) and size.name in self.known:
            size = self.known[size.name]
        return size

    def resolve(self, shape: Shape) -> Shape:
        """``shape`` with what is known by now filled in."""
        return tuple(self.find(size) for size in shape) if self.known else shape

    def unify(self, left: Shape, right: Shape) -> bool:
        """Whether the shapes agree; inferred sizes are identified to make them."""
        if len(left) != len(right):
            return False
        return all(self._unify_sizes(self.find(a), self.find(b)) for a, b in zip(left, right, strict=True))

    def agree(self, left: Shape, right: Shape) -> bool:
        """Whether the shapes are already known to be the same."""
        return self.resolve(left) == self.resolve(right)

    def _unify_sizes(self, left: Term, right: Term) -> bool:
        if left == right:
            return True
        for size, other in ((left, right), (right, left)):
            if isinstance(size, Symbol) and size.name.startswith(INFERRED) and other != ONE:
                # What has one row or column is written as a vector.
                self.known[size.name] = other
                return True
        return False

    def inferred(self, *shapes: Shape) -> bool:
        """Whether some size in ``shapes`` was inferred."""
        return any(
            isinstance(size, Symbol) and size.name.startswith(INFERRED)
            for shape in shapes
            for size in self.resolve(shape)
        )

    def describe(self, shape: Shape) -> str:
        """The shape in words: "a scalar", "a vector of n", "a matrix n × d"."""
        sizes = [describe_size(size) for size in self.resolve(shape)]
        if not sizes:
            return "a scalar"
        if len(sizes) == 1:
            return f"a vector of {sizes[0]}"
        return f"a matrix {' × '.join(sizes)}" if len(sizes) == 2 else "an array " + " × ".join(sizes)


def describe_size(size: Term) -> str:
    """A size as a person writes it."""
    match size:
        case Number():
            return str(size.value)
        case Symbol():
            return size.name
        case Apply(operator="add"):
            return "+".join(map(describe_size, size.arguments)).replace("+-", "-")
        case Apply(operator="multiply"):
            return "·".join(map(describe_size, size.arguments))
    return "?"
