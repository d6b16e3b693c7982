r"""Equations that would give a name its meaning, were it not for what the document says of it elsewhere.

A name has one meaning in a section: with :math:`f(x) = 3 \log x` and :math:`f'(x) = k / x`, that :math:`k = 2` is no
definition. It is left open rather than refuted, since only one of the two can be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derivcheck.checking.charity.atoms import atoms
from derivcheck.checking.charity.charity import free_of, sections, withheld
from derivcheck.checking.charity.sayings import head
from derivcheck.checking.charity.slips import Case
from derivcheck.checking.memory.facts import plain
from derivcheck.checking.memory.meanings import Meaning, meanings
from derivcheck.checking.steps import check_chain
from derivcheck.documents import Chain, Document, Fragment, Relation, Statement
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.inverses import INVERSE
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.definitions import head_of
from derivcheck.reading.prose.leading import redefine
from derivcheck.reading.syntax import Call
from derivcheck.results import Step, Verdict

NAMING = frozenset({"D110", "D112"})
MAY_BIND = frozenset({"D321", "D322"})


def conflicting(
    cases: Sequence[Case], changed: Mapping[int, Step], document: Document, starts: list[int]
) -> dict[int, Step]:
    """The steps, by their identity, that seem to introduce a name and do not agree with what is said of it before."""
    plain_cases = [case for case in cases if case.is_plain]
    pairs = [_Naming(case, n, step) for case in plain_cases for n, step in enumerate(case.now(changed)) if _names(step)]
    if not pairs:
        return {}
    said = list(meanings(cases, changed, document, starts))
    where = sections(document)
    found: dict[int, Step] = {}
    for naming in pairs:
        own = where[naming.case.derivation]
        here = [each for each in said if where[each.derivation] == own and each.start < naming.start]
        others = [case for case in plain_cases if where[case.derivation] == own and case.chain is not naming.case.chain]
        line = next(naming.disagrees(here, others, changed), None)
        if line is not None:
            step = naming.case.steps[naming.position]
            found[id(step)] = withheld(naming.step, "D325", {"name": naming.step.left, "line": line})
    return found


def _names(step: Step) -> bool:
    is_naming = step.verdict is Verdict.DEFINED and step.code in NAMING
    return is_naming and step.relation == "=" and step.expected is None and head(step.left) is not None


@dataclass(frozen=True, slots=True)
class _Naming:
    """A step of a chain that introduces the name on its left."""

    case: Case
    position: int
    step: Step

    @property
    def start(self) -> int:
        """Where its chain stands."""
        return self.case.chain.fragment.span.start

    def disagrees(self, here: Sequence[Meaning], others: Sequence[Case], changed: Mapping[int, Step]) -> Iterator[str]:
        """The lines that say something else."""
        if self._is_wrong_inverse():
            yield self.step.place.line_in_words
        # A known name that words define anew has that meaning from there on.
        others_said = [each for each in here if each.claimed or self.step.code == "D112"]
        yield from (each.line for each in others_said if self._is_other(each))
        for case in others:
            for position, step in enumerate(case.now(changed)):
                if (
                    step.code in MAY_BIND
                    and head(self.step.left) in atoms(f"{step.left} {step.right}")
                    and self._refutes(case, position)
                ):
                    yield step.place.line_in_words

    def _is_wrong_inverse(self) -> bool:
        """Whether a known function gives another value there than the one that its inverse is said to have."""
        context = self.case.ground.context
        try:
            node = head_of(self.step.left, context)
        except Unread:
            return False
        if not isinstance(node, Call) or len(node.arguments) != 1:
            return False
        inverse = canonical(node.function) or ""
        name = inverse.removesuffix(INVERSE)
        if name == inverse or (name, 1) not in context.functions:
            return False
        argument = self.step.left[node.arguments[0].start : node.arguments[0].end]
        found = self._compared(rf"{name}\left({self.step.right}\right)", argument)
        return found.verdict is Verdict.REFUTED

    def _is_other(self, meaning: Meaning) -> bool:
        """Whether an equation gives the name another value, for what both of them speak of."""
        if plain(meaning.left) != plain(self.step.left) or plain(meaning.right) == plain(self.step.right):
            return False
        found = self._compared(meaning.right, self.step.right)
        if found.verdict is not Verdict.REFUTED:
            return False
        both = [atoms(text) for text in (meaning.right, self.step.right)]
        return free_of(found, self.case.ground.context).undeclared <= both[0] & both[1]

    def _compared(self, left: str, right: str) -> Step:
        pair = Statement((Fragment.plain(left), Fragment.plain(right)), (Relation("=", Fragment.plain("=")),))
        return _decided(pair, self.case, self.case.ground.context.copy())

    def _refutes(self, case: Case, position: int) -> bool:
        """Whether a step that another equation may make true fails with this one for sure."""
        statement = case.chain.statements[0]
        pair = Statement(statement.sides[position : position + 2], statement.relations[position : position + 1])
        context = case.ground.context.copy()
        given = Statement((Fragment.plain(self.step.left), Fragment.plain(self.step.right)), pair.relations)
        if not redefine(given, [context]):
            return False
        found = _decided(pair, case, context)
        return found.verdict is Verdict.REFUTED and not free_of(found, context).undeclared


def _decided(pair: Statement, case: Case, context: Context) -> Step:
    """A step by itself, on the ground of a case with another context."""
    ground = replace(case.ground, context=context, advised=False, shown=True, witness=False)
    return check_chain(Chain((pair,), (), case.chain.fragment), ground)[0]
