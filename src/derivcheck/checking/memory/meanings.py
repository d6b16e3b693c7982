"""The equations with which a document says what names stand for, wherever in it they are.

They are taken as they are written: of what they say nothing has to be understood to see that a formula puts it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from derivcheck.checking.charity.slips import Case
from derivcheck.checking.memory.facts import on_support
from derivcheck.documents import Document, Formula, Fragment, Statement, Words, cut_statements, place
from derivcheck.reading import syntax as s
from derivcheck.reading.difference import bare
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import FALSELY
from derivcheck.results import Step, Verdict

LONGEST = 1500
"""The longest formula, in characters, that is taken for one that says what something stands for."""
EQUAL = frozenset({"=", ":=", r"\equiv", r"\triangleq"})


def read(text: str, case: Case) -> s.Node | None:
    """The syntax of a formula without idle brackets, as it is read in a chain."""
    if len(text) > LONGEST:
        return None
    try:
        return s.mapped(parse(text, case.ground.context.is_called), bare)
    except (Unread, RecursionError):
        return None


@dataclass(frozen=True)
class Meaning:
    """An equation with ``left`` alone on its left side, ``claimed`` if a theorem does so; ``start`` is its place."""

    left: str
    right: str
    line: str
    start: int
    derivation: int
    claimed: bool = False

    @cached_property
    def words(self) -> str:
        """Both sides without spacing."""
        return "".join(f"{self.left}={self.right}".split())


def meanings(
    cases: Sequence[Case], changed: Mapping[int, Step], document: Document, starts: list[int]
) -> Iterator[Meaning]:
    """All equations in the displays and the prose of a document that are not refuted, and may give a name a meaning."""
    for case in cases:
        if case.chain.connectives:
            continue
        statement = case.chain.statements[0]
        line = case.steps[0].place.line_in_words if case.steps else ""
        start = case.chain.fragment.span.start
        for left, right in _equations(statement, case.now(changed)):
            inside = on_support(right)
            yield Meaning(left, right if inside is None else inside, line, start, case.derivation, case.claims)
        for condition in case.chain.conditions:
            yield from _in_prose(condition, line, case.derivation)
    for position, derivation in enumerate(document.derivations):
        before = ""
        for item in derivation.items:
            if isinstance(item, Words):
                before = item.text
            if isinstance(item, Formula) and not FALSELY.search(before):
                yield from _in_prose(item.fragment, place(starts, item.fragment.span).line_in_words, position)


def _equations(statement: Statement, steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    """What stands first equals each side up to one that does not follow; each side equals the next."""
    sides = [side.text for side in statement.sides]
    follows = len(steps) == len(statement.relations)
    for place_, (step, left, right) in enumerate(zip(steps, sides, sides[1:], strict=False)):
        holds = step.relation in EQUAL and step.verdict is not Verdict.REFUTED
        follows = follows and holds
        if holds and place_:
            yield left, right
        if follows:
            yield sides[0], right


def _in_prose(formula: Fragment, line: str, derivation: int) -> Iterator[Meaning]:
    for statement in cut_statements(formula):
        if statement.relations and all(relation.symbol in EQUAL for relation in statement.relations):
            first, *others = statement.sides
            for other in others:
                yield Meaning(first.text, other.text, line, formula.span.start, derivation)


def value_at(meaning: tuple[s.Node, s.Node], head: s.Node) -> s.Node | None:
    """What an equation says of ``head``, if that is its left side, or that at other arguments or indices."""
    left, right = meaning
    if left == head:
        return right
    filling = _filling(left, head)
    if filling is None:
        return None
    return s.mapped(s.mapped(right, lambda part: filling.get(part, part)), bare)


def _filling(left: s.Node, head: s.Node) -> dict[s.Node, s.Node] | None:
    """What stands in ``head`` for each name that a function or a family is written with."""
    match left, head:
        case s.Call(), s.Call() if left.function == head.function and left.separators == head.separators:
            pairs = list(zip(left.arguments, head.arguments, strict=False))
            same = len(left.arguments) == len(head.arguments)
        case s.Sub(), s.Sub() if left.base == head.base:
            pairs, same = list(zip(left.indices, head.indices, strict=False)), len(left.indices) == len(head.indices)
        case _:
            return None
    filling: dict[s.Node, s.Node] = {}
    for hole, filler in pairs if same else ():
        if hole == filler:
            continue
        found = _filling(hole, filler) if isinstance(hole, s.Sub) else None
        found = {hole: filler} if found is None else found
        if not isinstance(hole, (s.Name, s.Sub)) or any(
            filling.get(one, other) != other for one, other in found.items()
        ):
            return None
        filling |= found
    return filling if same else None


def same_name(left: s.Node, head: s.Node) -> bool:
    """Whether two heads are one name, or one function or family at whatever places."""
    if isinstance(left, s.Call) and isinstance(head, s.Call):
        return left.function == head.function and len(left.arguments) == len(head.arguments)
    return left == head or (canonical(left) is not None and canonical(left) == canonical(head))
