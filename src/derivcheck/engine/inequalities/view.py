"""An inequality as the proposers of facts see it: its sides multiplied out, and the atoms in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from derivcheck.engine.algebra.expanding import NoClosedForm, monomials, tidied
from derivcheck.engine.algebra.sums import flat_factors, product, summands, total
from derivcheck.engine.inequalities.cauchy_schwarz import taken_apart
from derivcheck.engine.inequalities.scalars import Scalars
from derivcheck.engine.question import Question
from derivcheck.terms.nodes import Apply, Reduce, Term, number


@dataclass
class View:
    """An inequality, and the atoms of its sides."""

    question: Question
    scalars: Scalars

    @cached_property
    def sides(self) -> tuple[Term, Term]:
        """The larger and the smaller side, as they were written."""
        left, right = self.question.left, self.question.right
        return (left, right) if self.question.relation in (">", r"\ge") else (right, left)

    @cached_property
    def difference(self) -> list[Term]:
        """The larger side less the smaller, in the names of atoms, multiplied out."""
        larger, smaller = map(self.scalars.of, self.sides)
        try:
            return monomials(total([larger, product([number(-1), smaller])]))
        except NoClosedForm:
            return []

    @cached_property
    def signed(self) -> list[list[Term]]:
        """The difference with each absolute value of a scalar in it taken with either sign."""
        found = []
        for part in self.difference:
            inner = [f for f in flat_factors(part) if isinstance(f, Apply) and f.operator == "abs"]
            others = [other for other in self.difference if other is not part]
            for sign in (1, -1) if len(inner) == 1 else ():
                rest = [f for f in flat_factors(part) if f is not inner[0]]
                found.append([*others, product([*rest, number(sign), inner[0].arguments[0]])])
        return found

    def square(self, vector: Term) -> Term:
        """The square of a norm in the names of atoms, multiplied out."""
        expanded = self.scalars.of(Apply("dot", (vector, vector)))
        return total(sorted(summands(tidied(expanded)), key=str))

    @cached_property
    def atoms(self) -> dict[str, Term]:
        """The terms behind the names in the sides."""
        _ = self.difference
        return {name.name: term for term, name in self.scalars.atoms.items()}

    @cached_property
    def sums(self) -> list[Term]:
        """The sums over full ranges."""
        return [term for term in self.atoms.values() if taken_apart(term)[0]]

    @cached_property
    def matrices(self) -> list[Term]:
        """The matrices of which operator norms are taken."""
        return [t.arguments[0] for t in self.atoms.values() if isinstance(t, Apply) and t.operator == "spectral-norm"]

    @cached_property
    def extremes(self) -> list[Reduce]:
        """The largest and smallest values."""
        return [t for t in self.atoms.values() if isinstance(t, Reduce) and t.operator in ("maximum", "minimum")]
