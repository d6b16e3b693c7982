r"""Steps that put one thing for another wherever it stands: a formula for a new name, or what the document says of one.

``\sum_i (y_i - x_i b)^2 = \sum_i e_i^2`` says what ``e_i`` is, if nothing else does. Where something else does, that
binds: the same again claims nothing, and anything else is a claim.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from derivcheck.checking.charity.atoms import atoms, base
from derivcheck.checking.charity.charity import sections
from derivcheck.checking.charity.circular import rests_on
from derivcheck.checking.charity.slips import Case, is_mended
from derivcheck.checking.introducing import NOT_DECIDED, is_explained
from derivcheck.checking.memory.meanings import Meaning, meanings, read, same_name, value_at
from derivcheck.documents import Document
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.difference import difference
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.notation.functions import is_of_chance
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.definitions import is_square
from derivcheck.reading.prose.newcomers import is_name, letter_of
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

OPEN = NOT_DECIDED | {"D321"}
"""What is said of a step that may put in what is not understood, or not be meant for all values."""


DIFFERENTIALS = frozenset(map(s.Name, ("d", r"\mathrm{d}", r"\partial")))


def unfolded(
    cases: Sequence[Case], changed: Mapping[int, Step], document: Document, starts: list[int]
) -> dict[int, Step]:
    """The steps, by their identity, that were left open and only name what they put in, or put in what is said."""
    if not any(_is_open(step) for case in cases for step in case.now(changed)):
        return {}
    said = list(meanings(cases, changed, document, starts))
    where = sections(document)
    found: dict[int, Step] = {}
    named: dict[int | None, list[_Said]] = {}
    for case in cases:
        heard = (None, where[case.derivation])
        here = [each for each in said if where[each.derivation] in heard]
        for position, (step, now) in enumerate(zip(case.steps, case.now(changed), strict=True)):
            if case.is_plain and _is_open(now):
                unfolding = _Unfolding(case, position, here, named.setdefault(where[case.derivation], []))
                judged = unfolding.judged(now)
                found |= {} if judged is None else {id(step): judged}
    return found


def _is_open(step: Step) -> bool:
    is_open = step.verdict is Verdict.UNPROVED and step.code in OPEN
    is_wrong = step.verdict is Verdict.REFUTED and not is_mended(step)
    return (is_open or is_wrong) and step.relation == "=" and step.expected is None


_Said = tuple[Meaning, s.Node, s.Node]
"""What says that the one thing is the other."""


@dataclass(frozen=True)
class _Unfolding:
    """A step of a chain, what its section says of names, and which it has ``named`` in passing so far."""

    case: Case
    position: int
    here: Sequence[Meaning]
    named: list[_Said]

    @cached_property
    def sides(self) -> tuple[str, str]:
        """What stands left and right in the step."""
        left, right = self.case.chain.statements[0].sides[self.position : self.position + 2]
        return left.text, right.text

    def judged(self, step: Step) -> Step | None:
        """The step as a definition or a repetition; None where it claims something."""
        left, right = (read(text, self.case) for text in self.sides)
        if left is None or right is None:
            return None
        pairs = difference(left, right, self._may_stand_for)
        if not pairs:
            return None
        if pairs == ((left, right),):
            return self._whole(step, left, right)
        lines: dict[str, None] = {}
        new: dict[s.Node, s.Node] = {}
        for pair in pairs:
            line = next((line for one, other in (pair, pair[::-1]) for line in self._said(one, other)), None)
            if line is not None:
                lines[line] = None
                continue
            name, meaning = pair if self._is_named(*pair) else pair[::-1]
            if not self._is_named(name, meaning) or new.setdefault(name, meaning) != meaning:
                return None
            if rests_on(meaning, canonical(name), self.case.ground.context):
                return None
        if any(self._stands_elsewhere(name, meaning, (left, right)) for name, meaning in new.items()):
            return None
        if not new:
            return _called(step, "D114", {"lines": ", ".join(lines)})
        line = step.place.line_in_words
        start = self.case.chain.fragment.span.start
        self.named.extend((Meaning(*self.sides, line, start, self.case.derivation), *pair) for pair in new.items())
        first = next(iter(new))
        return _called(step, "D112", {"name": self._written(first, (left, right))})

    def _whole(self, step: Step, left: s.Node, right: s.Node) -> Step | None:
        """The step between a name and all that it stands for."""
        start = self.case.chain.fragment.span.start
        for head, value in ((left, right), (right, left)):
            for meaning, *equation in self._about(head):
                before = meaning.start < start and (not meaning.claimed or equation[0] != head)
                if before and value_at((equation[0], equation[1]), head) == value:
                    return _called(step, "D114", {"lines": meaning.line})
        is_first = self.position == 0 and step.code in NOT_DECIDED and is_name(left)
        if not (is_first and self._is_named(left, right)) or self._stands_elsewhere(left, right, (left, right)):
            return None
        return _called(step, "D112", {"name": self.sides[0].strip()})

    def _may_stand_for(self, one: s.Node, other: s.Node) -> bool:
        return any(_can_be_named(node) for node in (one, other))

    def _said(self, head: s.Node, value: s.Node) -> Iterator[str]:
        """The lines that say that one thing is the other."""
        for meaning, left, right in self._about(head):
            if not (meaning.claimed and isinstance(head, s.Call)) and value_at((left, right), head) == value:
                yield meaning.line

    def _about(self, head: s.Node) -> Iterator[_Said]:
        """What the section says of a name, but for what this step does."""
        letter = base(letter_of(_function(head)) or "")
        # A density or a probability of something else is another one.
        same = operator.eq if _is_of_chance(head, self.case.ground.context) else same_name
        yield from (said for said in self.named if same(said[1], head))
        for meaning in self.here:
            if _can_be_named(head) and letter in atoms(meaning.left) and not self._is_own(meaning):
                left = read(meaning.left, self.case)
                right = read(meaning.right, self.case) if left is not None and same(left, head) else None
                if left is not None and right is not None:
                    yield meaning, left, right

    def _is_own(self, meaning: Meaning) -> bool:
        """Whether an equation is this step, or says what it leads to."""
        left, right = ("".join(side.split()) for side in self.sides)
        own = meaning.start == self.case.chain.fragment.span.start
        return meaning.words == f"{left}={right}" or (own and meaning.words.startswith(f"{left}="))

    def _is_named(self, name: s.Node, meaning: s.Node) -> bool:
        """Whether a name has no meaning but what stands in its place, which is more than another name."""
        if not _can_be_named(name) or _can_be_named(meaning) or isinstance(meaning, (s.Num, s.Matrix, s.Dots)):
            return False
        context = self.case.ground.context
        if canonical(name) in context.not_understood:
            # The text has said what it is.
            return False
        if not _is_of_chance(name, context):
            return next(self._about(name), None) is None and not is_explained(name, context)
        # What other densities a density is made of, does not say which function it is.
        told = [meaning, *(value for _, _, value in self._about(name))]
        speaks = [any(_is_of_chance(part, context) for part in s.walk(value)) for value in told]
        return not speaks[0] and all(speaks[1:])

    def _stands_elsewhere(self, name: s.Node, meaning: s.Node, sides: tuple[s.Node, s.Node]) -> bool:
        """Whether what is named stands on both sides, or in what it stands for; of a function, one of its letter."""
        letter = letter_of(_function(name)) if isinstance(name, s.Call) else None
        calls = (part.function for part in s.walk(meaning) if isinstance(part, s.Call))
        if letter is not None and any(letter_of(function) == letter for function in calls):
            return True
        heads = {name.function if isinstance(name, s.Call) else name}
        both = [any(part in heads for part in s.walk(side)) for side in sides]
        return all(both) or any(part in heads for part in s.walk(meaning))

    def _written(self, node: s.Node, sides: tuple[s.Node, s.Node]) -> str:
        side = next(text for text, read_ in zip(self.sides, sides, strict=True) if node in s.walk(read_))
        return side[node.start : node.end] or side


def _is_of_chance(node: s.Node, context: Context) -> bool:
    """Whether a piece of a formula is a density, a probability or an average."""
    if not isinstance(node, s.Call):
        return isinstance(node, s.Operator)
    name = canonical(node.function)
    return name in PROBABILITY or name in context.densities or is_of_chance(context, node)


def _can_be_named(node: s.Node) -> bool:
    """Whether a piece of a formula is a name, the square that a variance is, or a function at something."""
    if is_square(node) or node in DIFFERENTIALS:
        return is_square(node)
    return (is_name(node) or isinstance(node, s.Call)) and canonical(_function(node)) is not None


def _function(node: s.Node) -> s.Node:
    return node.function if isinstance(node, s.Call) else node


def _called(step: Step, code: str, facts: Mapping[str, str]) -> Step:
    uses: dict[str, object] = {}
    if "lines" in facts:
        uses = {"uses": [f"line {line}" for line in facts["lines"].split(", ")]}
    said = message(code, facts)
    return replace(
        step, verdict=Verdict.DEFINED, code=code, message=said, focus=None, evidence=uses, counterexample=None
    )
