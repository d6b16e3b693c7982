"""The one evaluator: the value of a term at a valuation, in any number system."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from derivcheck.engine.deadline import Deadline
from derivcheck.engine.evaluation import entries
from derivcheck.engine.evaluation.compiler import Code, compiled
from derivcheck.engine.evaluation.entries import Entries, Value, whole
from derivcheck.engine.systems.base import OutOfTime, OverBudget, System
from derivcheck.engine.systems.duals import Arithmetic, Dual
from derivcheck.terms.nodes import Term

BUDGET = 150_000
"""How many nodes all evaluations of a question may visit; a sum counts once for each of its terms."""

LOOK_EVERY = 256
"""After how many nodes the clock is looked at."""


class Budget:
    """The work that the evaluations of a question have done, and when it must end."""

    __slots__ = ("_look_at", "deadline", "visits")

    def __init__(self, deadline: Deadline | None = None) -> None:
        self.deadline = deadline
        self.visits = 0
        self._look_at = LOOK_EVERY

    def renew(self) -> None:
        """Begins the count anew, for another kind of work on the same question."""
        self.visits, self._look_at = 0, LOOK_EVERY

    def spend(self, nodes: int) -> None:
        """Counts nodes before they are visited; raises OverBudget where they are too many."""
        self.visits += nodes
        if self.visits > self._look_at:
            self._look()

    def _look(self) -> None:
        if self.visits > BUDGET:
            raise OverBudget
        if self.deadline is not None and self.deadline.left() < 0:
            raise OutOfTime
        self._look_at = min(self.visits + LOOK_EVERY, BUDGET)


class Weighted(Budget):
    """A share of another budget in which each node counts ``weight`` times: where arithmetic is slow."""

    __slots__ = ("_shared", "_weight")

    def __init__(self, shared: Budget, weight: int) -> None:
        super().__init__(shared.deadline)
        self._shared = shared
        self._weight = weight

    def spend(self, nodes: int) -> None:
        """Counts nodes before they are visited; raises OverBudget where they are too many."""
        self._shared.spend(nodes * self._weight)


class Evaluator:
    """Evaluates terms in one number system, with the names of a valuation bound to values.

    ``valuation`` maps names to elements, Python ints (sizes and indices) or Entries. Raises NoValue where there is no
    value.
    """

    __slots__ = ("arithmetic", "bound", "budget", "known", "level")

    def __init__(self, system: System, valuation: Mapping[str, Value], budget: Budget | None = None) -> None:
        self.arithmetic: Arithmetic = Arithmetic(system)
        self.bound: dict[str, Value] = dict(valuation)
        self.budget = budget or Budget()
        self.level = 0
        self.known: dict[object, Value] = {}

    def value(self, term: Term) -> Value:
        """The value of ``term``."""
        code, nodes = compiled(term)
        self.budget.spend(nodes)
        return code(self)

    def integer(self, term: Term) -> int:
        """The value of a size, bound or index."""
        return whole(self.value(term))

    def product(self, left: Entries, right: Entries) -> Entries:
        """A matrix product; its work counts against the budget."""
        rows = left.shape[0]
        self.budget.spend(rows * len(right.data) // 32)
        own = getattr(self.arithmetic.system, "matrix_product", None)
        if own is None or not rows or Dual in map(type, left.data) or Dual in map(type, right.data):
            return entries.matrix_product(left, right)
        columns = len(right.data) // right.shape[0] if right.shape[0] else 0
        inner = len(left.data) // rows
        if inner != right.shape[0]:
            return entries.matrix_product(left, right)
        return Entries((rows, *right.shape[1:]), own((rows, inner, columns), left.data, right.data))

    def along(self, name: str, places: range, body: Code, condition: Code | None = None) -> list[Value]:
        """The values of ``body`` as an index runs over ``places``, where the condition holds."""
        bound = self.bound
        before = bound.get(name)
        values: list[Value] = []
        try:
            for place in places:
                bound[name] = place
                if condition is None or condition(self):
                    values.append(body(self))
        finally:
            self.restore(name, before)
        return values

    def over(self, names: tuple[str, ...], shape: tuple[int, ...], body: Code) -> list[Value]:
        """The values of ``body`` as the indices of an array run over its places, row by row."""
        if len(names) == 1:
            return self.along(names[0], range(1, shape[0] + 1), body)
        bound = self.bound
        before = [bound.get(name) for name in names]
        values: list[Value] = []
        try:
            for place in product(*(range(1, size + 1) for size in shape[: len(names)])):
                bound.update(zip(names, place, strict=True))
                values.append(body(self))
        finally:
            for name, value in zip(names, before, strict=True):
                self.restore(name, value)
        return values

    def with_bound(self, name: str, value: Value, body: Code) -> Value:
        """The value of ``body`` with one more name bound."""
        before = self.bound.get(name)
        self.bound[name] = value
        try:
            return body(self)
        finally:
            self.restore(name, before)

    def restore(self, name: str, before: Value | None) -> None:
        """Undoes a binding."""
        if before is None:
            self.bound.pop(name, None)
        else:
            self.bound[name] = before
