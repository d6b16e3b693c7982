"""From a decision to the step of the report: where it stands, what it rests on, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from derivcheck._version import __version__
from derivcheck.documents import Fragment, Relation, Statement, place
from derivcheck.documents.sides import join
from derivcheck.engine.deadline import Clock, Deadline
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.conditions import conditions
from derivcheck.engine.evaluation.display import counterexample
from derivcheck.engine.question import Question
from derivcheck.engine.witness import SYMPY, Answer
from derivcheck.formula import Formula
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.accuracy import Accuracy
from derivcheck.reading.sides import ChainReader
from derivcheck.reading.syntax import walk
from derivcheck.report.words import condition, message
from derivcheck.results import Counterexample, Step, Verdict
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import TooDeep, Unsettled
from derivcheck.terms.nodes import Term
from derivcheck.terms.scope import Declaration, Domain
from derivcheck.terms.sizes import INFERRED
from derivcheck.terms.tables import NoAverage

DECIDED = frozenset({Verdict.PROVED, Verdict.REFUTED})
SEVERITY = (
    Verdict.REFUTED,
    Verdict.UNREAD,
    Verdict.UNPROVED,
    Verdict.PROVED,
    Verdict.DEFINED,
    Verdict.SKIPPED,
)
"""Which verdict stands for several: the first of these."""
AT = "at"
"""Where the evidence keeps the places at which a step is refuted that is claimed of all."""

WITNESS = "witness"
"""Where the evidence of a step keeps what witnesses say."""

Admits = Callable[[str], bool]
"""Whether an edit of a right side, as LaTeX, is of any use."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a step stands on: the file's lines, the scope, and the run's seed and clock.

    ``unclear`` if a condition on the chain was not understood, ``slip`` if its author expects a refutation,
    ``advised`` if a refuted step is to be offered what may help, which is a right side that ``admits`` takes and
    nothing else where that is given, ``shown`` if its counterexample may be shown,
    ``witness`` if SymPy is asked about every verdict, ``exact`` if proofs are to be confirmed without random
    points, ``bold`` if nothing that a text says and is not understood keeps from refuting. ``variables`` are those
    that the text says the chain's sides are functions of, ``accuracy`` how exact its approximations are meant,
    ``flat_prior`` what it names where it calls the prior a constant.
    """

    starts: list[int]
    context: Context
    seed: str
    clock: Clock
    unclear: bool = False
    slip: bool = False
    advised: bool = True
    admits: Admits | None = None
    shown: bool = True
    witness: bool = False
    exact: bool = False
    bold: bool = False
    variables: tuple[str, ...] = ()
    accuracy: Accuracy | None = None
    flat_prior: tuple[str, ...] | None = None

    @classmethod
    def of(cls, starts: list[int], context: Context, seed: int | None, clock: Clock) -> Ground:
        """The ground for one chain."""
        return cls(starts, context, f"{__version__}|{seed}", clock)

    def offering(self, admits: Admits | None = None, *, advised: bool = True) -> Ground:
        """The ground on which a refuted step gets all advice and is shown, or is only asked for edits that count."""
        return replace(self, advised=advised, admits=admits, shown=advised and admits is None)

    @property
    def deadline(self) -> Deadline:
        """When a step that starts now must end."""
        return self.clock.deadline()


@dataclass(frozen=True, slots=True)
class Focus:
    """The part of a fragment that a verdict is about."""

    fragment: Fragment
    start: int
    end: int

    @classmethod
    def on(cls, fragment: Fragment) -> Focus:
        """All of a fragment."""
        return cls(fragment, 0, len(fragment.text))

    @property
    def text(self) -> str:
        """The part as it is written."""
        return self.fragment.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Draft:
    """A step that awaits its verdict: two sides and the relation between them, as they stand in the file."""

    left: Fragment
    relation: Relation
    right: Fragment
    ground: Ground
    began: float = field(default_factory=time.perf_counter)

    def step(self, decision: Decision, focus: Focus | None = None) -> Step:
        """A step of the report; it stands where its relation and right side stand."""
        starts, span = self.ground.starts, self.right.span
        start = min(self.relation.fragment.span.start, span.start) if self.relation.fragment.text else span.start
        pointed = None
        if focus is not None and focus.fragment.text:
            pointed = place(starts, focus.fragment.locate(focus.start, max(focus.end, focus.start + 1)))
        return Step(
            place=place(starts, type(span)(start, span.end)),
            left=Formula(self.left.text),
            relation=self.relation.symbol,
            right=Formula(self.right.text),
            verdict=decision.verdict,
            code=decision.code,
            message=message(decision.code, decision.facts),
            reason=self.relation.reason,
            focus=pointed,
            strategy=decision.strategy,
            evidence=dict(decision.evidence),
            seconds=time.perf_counter() - self.began,
        )

    def unread(self, unread: Unread, fragment: Fragment) -> Step:
        """The step of which ``fragment`` was not read."""
        # What a later sentence would explain, had it been understood, is a definition that was not understood.
        code = "D408" if unread.code == "later" else unread.code
        decision = Decision(Verdict.UNREAD, code, unread.facts)
        return self.step(decision, Focus(fragment, unread.start, unread.end))

    def clash(self, error: ShapeError, focus: Focus) -> Step:
        """Shapes that do not conform: refuted where they were declared, else unproved."""
        facts = {"piece": focus.text, "found": error.found, "expected": error.expected, "hint": error.hint}
        guessed = error.inferred or self.ground.context.chance.variables or self._guesses()
        if guessed and not self.ground.bold:
            # Random variables are numbers until something says otherwise.
            return self.step(Decision(Verdict.UNPROVED, "D306", facts), focus)
        return self.step(Decision(Verdict.REFUTED, "D202", facts), focus)

    def _guesses(self) -> bool:
        """Whether a side names something that nothing is said of: that it is a number is a convention, no fact."""
        context = self.ground.context
        for side in (self.left, self.right):
            with suppress(Unread):
                names = {canonical(part) for part in walk(parse(side.text, context.is_function))}
                if context.rests_on_guesses(names):
                    return True
        return False

    def sides_clash(self, left: Term, right: Term, error: ShapeError) -> Step:
        """Sides of different shapes; perhaps only the layout of a derivative differs."""
        context, focus = self.ground.context, Focus.on(self.right)
        flipped = tuple(reversed(left.shape))
        if not error.inferred and len(left.shape) == 2 and context.sizes.agree(flipped, right.shape):
            return self.step(Decision(Verdict.REFUTED, "D203", {"layout": context.layout}), focus)
        return self.clash(error, focus)

    def finished(self, question: Question, decision: Decision, reader: ChainReader) -> Step:
        """The step with what the report says beside its verdict."""
        step = self.step(decision)
        question = decision.about or question
        used = {s.name for s in question.symbols}
        shown = _shown(question, decision)
        sides = {} if shown is None else {"left": str(shown.left), "right": str(shown.right)}
        return replace(
            step,
            conditions=_needed(question, decision),
            assumptions=assumptions_of(self.ground.context, used, reader.elaborator.used),
            read_as=tuple(f"{piece}: {reading}" for piece, reading in reader.elaborator.read_as.items()),
            counterexample=shown,
            message=message(decision.code, {**decision.facts, **sides}),
        )

    def remedied(self, step: Step, suggestion: str | None, holds_if: tuple[str, ...]) -> Step:
        """A refuted step with what would make it right."""
        evidence, said = dict(step.evidence), step.message
        if holds_if:
            evidence["holds_if"] = list(holds_if)
            said = f"{said} {condition(holds_if)}"
        seconds = time.perf_counter() - self.began
        return replace(step, suggestion=suggestion, evidence=evidence, message=said, seconds=seconds)


def testified(step: Step, answer: Answer) -> Step:
    """A decided step with what SymPy says of it, if that is not said yet; a contradiction takes its verdict away."""
    if step.verdict not in DECIDED or WITNESS in step.evidence:
        return step
    heard = replace(step, evidence={**step.evidence, WITNESS: {SYMPY: answer.value}})
    if answer is not Answer.DISAGREES:
        return heard
    said = message("D902", {"witness": "SymPy", "verdict": step.verdict.value})
    return replace(heard, verdict=Verdict.UNPROVED, code="D902", message=said, conditions=())


def _shown(question: Question, decision: Decision) -> Counterexample | None:
    """The counterexample as the report shows it; free indices stand beside the sizes."""
    point = decision.point
    if point is None:
        return None
    sides, sizes = (question.left, question.right), [*question.sizes, *question.indices]
    shown = counterexample(point, sides, question.values, sizes)
    indices = {name: int(str(point.values[name])) for name in question.indices if name in point.values}
    found = decision.evidence.get(AT)
    places = found if isinstance(found, dict) else {}
    return replace(shown, sizes={**shown.sizes, **indices, **places})


def _needed(question: Question, decision: Decision) -> tuple[str, ...]:
    if decision.verdict is not Verdict.PROVED or decision.unconditional:
        return ()
    return conditions((question.left, question.right), decision.conditions, question.scope)


def assumptions_of(context: Context, names: set[str], written: set[str]) -> tuple[str, ...]:
    """What the scope says of the symbols in a step, in the author's words; ``written`` are those that it is read of."""
    said: dict[str, None] = {}
    for name in sorted(names):
        declaration = context.symbols.get(name)
        if declaration is None or name.startswith(INFERRED):
            continue
        for trait in sorted(declaration.traits):
            said.setdefault(f"{name}: {trait.value}")
        if declaration.domain is Domain.REAL and (bounds := _between(declaration)) is not None:
            said.setdefault(bounds)
    for claim in context.assumptions:
        if claim.names & names and claim.source:
            said.setdefault(claim.source)
    if written & context.chance.variables.keys():
        said |= dict.fromkeys(fact.source for fact in context.chance.stated)
    return tuple(said)


def _between(declaration: Declaration) -> str | None:
    """The strict bounds of a real number, where it has any."""
    name, lower, upper = declaration.symbol.name, declaration.lower, declaration.upper
    if lower is None:
        return None if upper is None else f"{name} < {upper}"
    return f"{name} > {lower}" if upper is None else f"{lower} < {name} < {upper}"


def whole(statement: Statement) -> Fragment:
    """A statement's LaTeX from its first side to its last."""
    first = statement.sides[0]
    if len(statement.sides) == 1:
        return first
    pieces = [first]
    for relation, side in zip(statement.relations, statement.sides[1:], strict=True):
        pieces += [relation.fragment, side]
    return join(pieces)


def bounded(check: Callable[[], Step], draft: Draft) -> Step:
    """A step, or the answer that its terms nest too deeply: Python's own bound on recursion is one of our budgets."""
    try:
        return check()
    except Exception as fault:  # noqa: BLE001 - a fault of ours in one step keeps no other from being checked
        return draft.step(undecided(fault), Focus.on(draft.right) if isinstance(fault, NoAverage) else None)


def undecided(fault: Exception) -> Decision:
    """The answer where a step could not be decided to its end."""
    if isinstance(fault, RecursionError):
        return Decision(Verdict.UNPROVED, "D304", {"what": TooDeep.reason})
    if isinstance(fault, (NoAverage, Unsettled)):
        return Decision(Verdict.UNPROVED, "D304", {"what": fault.reason})
    return Decision(Verdict.UNPROVED, "D903", {"fault": type(fault).__name__})


def severest(steps: Iterable[Step]) -> Step:
    """The step whose verdict stands for all of them."""
    return min(steps, key=lambda step: SEVERITY.index(step.verdict))
