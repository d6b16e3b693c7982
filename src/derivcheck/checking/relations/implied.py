"""Decides the step between two statements: from a connective of a chain to a result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import depends, guarded, identified, scope_of, settled, sized, whatever_they_mean
from derivcheck.checking.outcome import Draft, Focus, Ground, whole
from derivcheck.documents import Chain, Fragment
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.infer import decide_inference
from derivcheck.engine.statements.entries import with_entries_as_numbers
from derivcheck.engine.statements.inference import Inference
from derivcheck.engine.statements.totals import is_about_numbers, with_totals_as_numbers
from derivcheck.reading.notation.signs import enumerated
from derivcheck.reading.prose.statements import NotAStatement, StatementReader, is_compound, lone_start, speaks_of
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict
from derivcheck.terms import statements
from derivcheck.terms.apart import apart
from derivcheck.terms.build import ShapeError
from derivcheck.terms.nodes import Term
from derivcheck.terms.scope import Claim

MOST_HINTS = 4


class _Unfinished(Exception):  # noqa: N818 - a step that was answered early, not an error
    """A side was not read, or its shape does not conform; ``step`` says so."""

    def __init__(self, step: Step) -> None:
        super().__init__(step.code)
        self.step = step


@dataclass(frozen=True)
class _Reading:
    """Reads the statements of one step; what is inferred from one of them holds for the other."""

    draft: Draft
    reader: ChainReader = field(init=False)
    terms: list[Term] = field(default_factory=list, init=False)
    pieces: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", ChainReader(self.draft.ground.context))

    def statement(self, chain: Chain, position: int, beside: int) -> statements.Statement:
        """The statement at ``position``, which may list values of an unknown that the one ``beside`` it speaks of."""
        statement, other = chain.statements[position], chain.statements[beside]
        fragment = statement.whole or whole(statement)
        listed = self._enumerated(fragment, other.whole or whole(other))
        reader = StatementReader(self._compare, enumerates=listed is not None)
        try:
            found = reader.read(fragment if listed is None else listed)
        except NotAStatement as error:
            raise _Unfinished(self.draft.unread(error.unread, error.fragment)) from error
        self.reader.elaborator.read_as.update(reader.notes)
        return found

    def _enumerated(self, fragment: Fragment, other: Fragment) -> Fragment | None:
        listed = enumerated(fragment, other)
        context = self.draft.ground.context
        if listed is None or any(name.startswith(listed.text.lstrip()[:1] + "_") for name in context.symbols):
            return None
        self.reader.elaborator.note(fragment.text, "the values that the unknown may have")
        return listed

    def _compare(self, left: Fragment, relation: str, right: Fragment) -> Claim:
        draft = self.draft
        sides = self.reader.read([left, right])
        for side in sides:
            if side.unread is not None:
                raise _Unfinished(draft.unread(side.unread, side.fragment))
            if side.clash is not None:
                focus = Focus(side.fragment, side.clash.start, side.clash.end)
                if side.pieces:
                    raise _Unfinished(draft.step(depends(side.pieces), focus))
                raise _Unfinished(draft.clash(side.clash.error, focus))
        first, second = (side.term for side in sides)
        self.terms.extend(side.term for side in sides if side.term is not None)
        self.pieces.update(*(side.pieces for side in sides))
        assert first is not None and second is not None  # noqa: S101, PT018 - both were read
        try:
            terms = self.reader.shaped(first, second)
        except ShapeError as error:
            if sides[0].pieces or sides[1].pieces:
                raise _Unfinished(draft.step(depends(sides[0].pieces | sides[1].pieces))) from error
            raise _Unfinished(draft.clash(error, Focus.on(right))) from error
        return Claim(terms[0], relation, terms[1])


def _settled_claim(claim: Claim, ground: Ground) -> Claim:
    positive = Bounds(scope_of(ground.context)).positive
    left, right = (apart(settled(term, ground.context), positive) for term in (claim.left, claim.right))
    return replace(claim, left=left, right=right)


def is_chain(chain: Chain, position: int) -> bool:
    r"""Whether a statement is a chain of equalities of which all but the last are steps of their own.

    What begins with a lone symbol of which the other statements speak (``2x = 6 \implies x = \frac62 = 3``) says what
    that symbol is, so it is one statement.
    """
    statement = chain.statements[position]
    fragment = statement.whole or whole(statement)
    if len(statement.relations) < 2 or is_compound(fragment):
        return False
    name = lone_start(fragment)
    others = (*chain.statements[:position], *chain.statements[position + 1 :])
    return name is None or not any(speaks_of(other.whole or whole(other), name) for other in others)


def implied(chain: Chain, position: int, draft: Draft) -> Step:
    """The step between the statements before and at ``position``."""
    ground, symbol = draft.ground, draft.relation.symbol
    reading = _Reading(draft)
    try:
        read = reading.statement(chain, position - 1, position), reading.statement(chain, position, position - 1)
        # What the conclusion says of sizes is known in the premise as well.
        before, after = (statements.mapped(each, partial(_settled_claim, ground=ground)) for each in read)
    except _Unfinished as unfinished:
        return unfinished.step
    if symbol == r"\impliedby":
        before, after = after, before
    scope = scope_of(ground.context)
    inference = with_entries_as_numbers(
        Inference(before, after, scope, symbol == r"\iff", ground.seed, ground.deadline)
    )
    hints = _hints(chain, position, reading)
    decision = _by_totals(guarded(partial(decide_inference, inference, hints), ground), inference, ground)
    # x p(x) = 0 ⟹ x = 0 divides by a density: no relation of the two statements tells whether it has to be positive.
    decision = clear(decision, inference.question, ground, reading.terms, strict=True)
    pieces, known = frozenset(reading.pieces), reading.reader.pieces
    decision = whatever_they_mean(decision, pieces, known, inference.question, lambda _: False)
    for other in identified(decision, inference.question, ground):
        again = implied(chain, position, replace(draft, ground=other))
        if again.verdict is not Verdict.REFUTED:
            decision = sized(Decision(again.verdict, again.code))
    facts = {"premise": draft.left.text, "conclusion": draft.right.text}
    if symbol == r"\impliedby":
        facts = {"premise": draft.right.text, "conclusion": draft.left.text}
    return draft.finished(inference.question, replace(decision, facts={**facts, **decision.facts}), reading.reader)


def _by_totals(decision: Decision, inference: Inference, ground: Ground) -> Decision:
    """The decision, or a proof for all values that the sums in the statements may have."""
    general = with_totals_as_numbers(inference) if decision.verdict is Verdict.UNPROVED else None
    if general is None or not is_about_numbers(general):
        return decision
    found = guarded(partial(decide_inference, general), ground)
    return replace(found, about=general.question) if found.verdict is Verdict.PROVED else decision


def _hints(chain: Chain, position: int, reading: _Reading) -> tuple[Claim, ...]:
    """The other equations of the chain: the premise may be hard to solve as it stands and easy further down."""
    found: list[Claim] = []
    for later in range(position + 1, min(position + 1 + MOST_HINTS, len(chain.statements))):
        try:
            statement = reading.statement(chain, later, later)
        except _Unfinished:
            continue
        if isinstance(statement, Claim) and statement.relation == "=":
            found.append(_settled_claim(statement, reading.draft.ground))
    return tuple(found)
