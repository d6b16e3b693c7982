"""Decides the steps of one chain: from its sides to results."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from derivcheck._version import __version__
from derivcheck.documents import Chain, Fragment, Relation, Statement, place
from derivcheck.engine.bounds import Bounds
from derivcheck.engine.conditions import conditions
from derivcheck.engine.decide import RELATIONS, decide, decide_implication
from derivcheck.engine.decision import Decision
from derivcheck.engine.display import counterexample
from derivcheck.engine.evaluator import OutOfTime, OverBudget
from derivcheck.engine.implication import Implication
from derivcheck.engine.question import Question
from derivcheck.reading.context import Context
from derivcheck.reading.definitions import define
from derivcheck.reading.errors import Unread
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import TooDeep, unfold
from derivcheck.terms.nodes import Call, Term, free_symbols, walk
from derivcheck.terms.scope import Claim, Scope
from derivcheck.terms.sizes import INFERRED
from derivcheck.terms.substitution import substitute

NO_CLAIM = frozenset({r"\approx", r"\sim", r"\to", r"\leftarrow", r"\gets", r"\mapsto", r"\simeq", r"\cong", r"\doteq"})
MOST_HINTS = 4
DEFINING = frozenset({":=", "=:"})
CONNECTIVES = frozenset({r"\iff", r"\implies", r"\impliedby"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a step stands on: the file's lines, the scope, and the run's seed."""

    starts: list[int]
    context: Context
    seed: str
    timeout: float = 10.0
    unclear: bool = False

    @classmethod
    def of(cls, starts: list[int], context: Context, seed: int | None, timeout: float) -> Ground:
        """The ground for one chain."""
        return cls(starts, context, f"{__version__}|{seed}", timeout)

    @property
    def deadline(self) -> float:
        """When a step that starts now must end."""
        return time.perf_counter() + self.timeout


@dataclass(frozen=True, slots=True)
class Place:
    """Two sides and the relation between them, as they stand in the file."""

    left: Fragment
    relation: Relation
    right: Fragment


def check_chain(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain with their verdicts, in the order of the document."""
    if chain.connectives:
        return _connected(chain, ground)
    return _joined(chain.statements[0], ground)


def _joined(statement: Statement, ground: Ground) -> list[Step]:
    """The steps of ``a = b = c``; a first name that nothing is known of is defined by it."""
    steps: list[Step] = []
    reader = ChainReader(ground.context)
    sides: list[Side] | None = None
    for position, relation in enumerate(statement.relations):
        began = time.perf_counter()
        here = Place(statement.sides[position], relation, statement.sides[position + 1])
        if relation.symbol in DEFINING or (
            position == 0 and relation.symbol == "=" and sides is None and reader.introduces(here.left, here.right)
        ):
            steps.append(_defined(here, ground, began))
            continue
        if relation.symbol in NO_CLAIM or relation.symbol not in RELATIONS:
            steps.append(_without_claim(here, ground, began))
            continue
        if sides is None:
            sides = _read(reader, statement)
        steps.append(
            _bounded(
                lambda: _decided(here, sides[position], sides[position + 1], reader, ground, began), here, ground, began
            )
        )  # noqa: B023 - called at once
    return steps


def _read(reader: ChainReader, statement: Statement) -> list[Side]:
    try:
        return reader.read(list(statement.sides))
    except RecursionError:
        unread = Unread("D407", {"depth": "the bound"}, 0, 1)
        return [Side(fragment, unread=unread) for fragment in statement.sides]


def _bounded(check: Callable[[], Step], here: Place, ground: Ground, began: float) -> Step:
    """A step, or the answer that its terms nest too deeply: Python's own bound on recursion is one of our budgets."""
    try:
        return check()
    except RecursionError:
        whole = (here.right, 0, len(here.right.text))
        return _step(here, ground, Decision(Verdict.UNREAD, "D407", {"depth": "the bound"}), began, whole)


def _defined(here: Place, ground: Ground, began: float) -> Step:
    """A definition; one that is not understood is unread."""
    statement = Statement((here.left, here.right), (here.relation,))
    try:
        define(statement, ground.context, backwards=here.relation.symbol == "=:")
    except Unread as unread:
        focus = here.right if unread.start or unread.end < len(here.right.text) else here.left
        return _step(
            here, ground, Decision(Verdict.UNREAD, unread.code, unread.facts), began, (focus, unread.start, unread.end)
        )
    return _step(here, ground, Decision(Verdict.DEFINED, "D110", {"name": here.left.text}), began)


def _without_claim(here: Place, ground: Ground, began: float) -> Step:
    if here.relation.symbol in NO_CLAIM:
        return _step(here, ground, Decision(Verdict.SKIPPED, "D120", {"relation": here.relation.symbol}), began)
    fragment = here.relation.fragment
    decision = Decision(Verdict.UNREAD, "D406", {"notation": here.relation.symbol})
    return _step(here, ground, decision, began, (fragment, 0, len(fragment.text)))


def _decided(here: Place, left: Side, right: Side, reader: ChainReader, ground: Ground, began: float) -> Step:
    for side in (left, right):
        if side.unread is not None:
            decision = Decision(Verdict.UNREAD, side.unread.code, side.unread.facts)
            return _step(here, ground, decision, began, (side.fragment, side.unread.start, side.unread.end))
        if side.clash is not None:
            return _clash(here, side.fragment, side.clash.error, ground, began, (side.clash.start, side.clash.end))
    assert left.term is not None and right.term is not None  # noqa: S101, PT018 - both were read
    try:
        terms = reader.shaped(left.term, right.term)
    except ShapeError as error:
        return _sides_clash(here, left.term, right.term, error, ground, began)
    try:
        question = _question(terms, here.relation.symbol, ground)
    except TooDeep:
        return _step(here, ground, Decision(Verdict.UNREAD, "D408", {"name": here.left.text}), began)
    decision = _clear(_guarded(lambda: decide(question), ground), question, ground)
    if (
        decision.verdict is Verdict.PROVED
        and decision.code == "D101"
        and question.left == question.right
        and terms[0] != terms[1]
    ):
        decision = replace(decision, code="D102", strategy="definition")
    return _finished(here, question, decision, reader, ground, began)


def _question(terms: tuple[Term, Term], relation: str, ground: Ground) -> Question:
    """The two sides with definitions unfolded and inferred sizes filled in."""
    scope = scope_of(ground.context)
    left, right = (apart(settled(term, ground.context), Bounds(scope).positive) for term in terms)
    return Question(left, relation, right, scope, ground.seed, ground.deadline)


def scope_of(context: Context) -> Scope:
    """The scope with the definitions in its assumptions unfolded."""
    scope = context.scope()
    if not scope.assumptions:
        return scope
    claims = tuple(
        replace(c, left=settled(c.left, context), right=settled(c.right, context)) for c in scope.assumptions
    )
    return replace(scope, assumptions=claims)


def settled(term: Term, context: Context) -> Term:
    """``term`` with all definitions unfolded, and what is known of inferred sizes put in."""
    bodies = {name: definition.body for name, definition in context.definitions.items()}
    unfolded = unfold(term, bodies)
    known = {name: context.sizes.find(size) for name, size in context.sizes.known.items()}
    return substitute(unfolded, known) if known else unfolded


def _guarded(check: Callable[[], Decision], ground: Ground) -> Decision:
    """A decision, or the answer that it would take more work or time than it may."""
    try:
        return check()
    except OutOfTime:
        return Decision(Verdict.UNPROVED, "D307", {"seconds": f"{ground.timeout:g}"})
    except OverBudget:
        return Decision(Verdict.UNPROVED, "D302", {"what": "more evaluations than the budget"})


def _clear(decision: Decision, question: Question, ground: Ground) -> Decision:
    """No refutation where the scope says something of a symbol, or of the chain, that was not understood."""
    if decision.verdict is not Verdict.REFUTED:
        return decision
    calls = {part.function for side in (question.left, question.right) for part in walk(side) if isinstance(part, Call)}
    for name in [s.name for s in question.symbols] + sorted(calls):
        if name in ground.context.unclear:
            return Decision(
                Verdict.UNPROVED, "D304", {"what": f'`{name}`, of which "{ground.context.unclear[name]}" is said'}
            )
    return (
        Decision(Verdict.UNPROVED, "D304", {"what": "a condition that was not understood"})
        if ground.unclear
        else decision
    )


def _clash(
    here: Place, fragment: Fragment, error: ShapeError, ground: Ground, began: float, focus: tuple[int, int]
) -> Step:
    """Shapes that do not conform: refuted where they were declared, else unproved."""
    piece = fragment.text[focus[0] : focus[1]]
    facts = {"piece": piece, "found": error.found, "expected": error.expected, "hint": error.hint}
    decision = Decision(Verdict.UNPROVED, "D306", facts) if error.inferred else Decision(Verdict.REFUTED, "D202", facts)
    return _step(here, ground, decision, began, (fragment, *focus))


def _sides_clash(here: Place, left: Term, right: Term, error: ShapeError, ground: Ground, began: float) -> Step:
    whole = (0, len(here.right.text))
    sizes = ground.context.sizes
    flipped = tuple(reversed(left.shape))
    if not error.inferred and len(left.shape) == 2 and sizes.agree(flipped, right.shape):
        decision = Decision(Verdict.REFUTED, "D203", {"layout": ground.context.layout})
        return _step(here, ground, decision, began, (here.right, *whole))
    return _clash(here, here.right, error, ground, began, whole)


def _finished(
    here: Place, question: Question, decision: Decision, reader: ChainReader, ground: Ground, began: float
) -> Step:
    """The step with what the report says beside its verdict."""
    step = _step(here, ground, decision, began)
    scope = question.scope
    used = {s.name for s in question.symbols}
    shown = None
    if decision.point is not None:
        shown = counterexample(
            decision.point, (question.left, question.right), question.values, [*question.sizes, *question.indices]
        )
        shown = replace(
            shown,
            sizes={
                **shown.sizes,
                **{i: int(str(decision.point.values[i])) for i in question.indices if i in decision.point.values},
            },
        )
    needed = (
        conditions((question.left, question.right), decision.conditions, scope)
        if decision.verdict is Verdict.PROVED
        else ()
    )
    return replace(
        step,
        conditions=needed,
        assumptions=assumptions_of(ground.context, used),
        read_as=tuple(f"{piece}: {reading}" for piece, reading in reader.elaborator.read_as.items()),
        counterexample=shown,
        message=message(decision.code, {**decision.facts, **_shown_sides(shown)}),
    )


def _shown_sides(shown: object) -> dict[str, str]:
    if shown is None:
        return {}
    return {"left": str(getattr(shown, "left", "")), "right": str(getattr(shown, "right", ""))}


def assumptions_of(context: Context, names: set[str]) -> tuple[str, ...]:
    """What the scope says of the symbols in a step, in the author's words."""
    said: dict[str, None] = {}
    for name in sorted(names):
        declaration = context.symbols.get(name)
        if declaration is None or name.startswith(INFERRED):
            continue
        for trait in sorted(declaration.traits):
            said.setdefault(f"{name}: {trait.value}")
    for claim in context.assumptions:
        if {s.name for s in free_symbols(claim.left) | free_symbols(claim.right)} & names and claim.source:
            said.setdefault(claim.source)
    return tuple(said)


def _step(
    here: Place, ground: Ground, decision: Decision, began: float, focus: tuple[Fragment, int, int] | None = None
) -> Step:
    """A step of the report; it stands where its relation and right side stand."""
    whole = here.right.span
    start = min(here.relation.fragment.span.start, whole.start) if here.relation.fragment.text else whole.start
    pointed = None
    if focus is not None and focus[0].text:
        pointed = place(ground.starts, focus[0].locate(focus[1], max(focus[2], focus[1] + 1)))
    return Step(
        place=place(ground.starts, type(whole)(start, whole.end)),
        left=here.left.text,
        relation=here.relation.symbol,
        right=here.right.text,
        verdict=decision.verdict,
        code=decision.code,
        message=message(decision.code, decision.facts),
        reason=here.relation.reason,
        focus=pointed,
        strategy=decision.strategy,
        evidence=dict(decision.evidence),
        seconds=time.perf_counter() - began,
    )


def _whole(statement: Statement) -> Fragment:
    """A statement's LaTeX from its first side to its last."""
    first = statement.sides[0]
    if len(statement.sides) == 1:
        return first
    pieces = [first]
    for relation, side in zip(statement.relations, statement.sides[1:], strict=True):
        pieces += [relation.fragment, side]
    text = "".join(piece.text for piece in pieces)
    offsets = [offset for piece in pieces for offset in piece.offsets]
    return Fragment(text, offsets)


def _connected(chain: Chain, ground: Ground) -> list[Step]:
    """Each connective is a step; a statement of three or more sides gives its inner steps as well."""
    steps: list[Step] = []
    for position, statement in enumerate(chain.statements):
        if len(statement.relations) > 1:
            inner = Statement(statement.sides[:-1], statement.relations[:-1])
            steps += _joined(inner, ground)
        if position:
            here = Place(_whole(chain.statements[position - 1]), chain.connectives[position - 1], _whole(statement))
            began = time.perf_counter()
            steps.append(_bounded(lambda: _implied(chain, position, here, ground, began), here, ground, began))  # noqa: B023 - called at once
    return steps


def _implied(chain: Chain, position: int, here: Place, ground: Ground, began: float) -> Step:
    """The step between the statements before and at ``position``."""
    premise, conclusion = chain.statements[position - 1 : position + 1]
    connective = chain.connectives[position - 1]
    reader = ChainReader(ground.context)
    claims: list[Claim] = []
    for statement in (premise, conclusion):
        claim = _claim(statement, reader, here, ground, began)
        if isinstance(claim, Step):
            return claim
        claims.append(claim)
    if connective.symbol == r"\impliedby":
        claims.reverse()
    hints = _hints(chain, position, reader, ground)
    implication = Implication(
        claims[0],
        claims[1],
        scope_of(ground.context),
        connective.symbol == r"\iff",
        ground.seed,
        hints,
        ground.deadline,
    )
    decision = _clear(_guarded(lambda: decide_implication(implication), ground), implication.question, ground)
    facts = {"premise": here.left.text, "conclusion": here.right.text}
    decision = replace(decision, facts={**facts, **decision.facts})
    return _finished(here, implication.question, decision, reader, ground, began)


def _hints(chain: Chain, position: int, reader: ChainReader, ground: Ground) -> tuple[Claim, ...]:
    """The other equations of the chain: the premise may be hard to solve as it stands and easy further down."""
    claims: list[Claim] = []
    for other in chain.statements[position + 1 : position + 1 + MOST_HINTS]:
        if len(other.relations) == 1 and other.relations[0].symbol == "=":
            claim = _hint(other, reader, ground)
            claims.extend([claim] if claim is not None else [])
    return tuple(claims)


def _hint(statement: Statement, reader: ChainReader, ground: Ground) -> Claim | None:
    left, right = reader.read(list(statement.sides))
    if left.term is None or right.term is None:
        return None
    try:
        terms = reader.shaped(left.term, right.term)
    except ShapeError:
        return None
    return _apart_claim(terms, "=", ground)


def _apart_claim(terms: tuple[Term, Term], relation: str, ground: Ground) -> Claim:
    positive = Bounds(scope_of(ground.context)).positive
    left, right = (apart(settled(term, ground.context), positive) for term in terms)
    return Claim(left, relation, right)


def _claim(statement: Statement, reader: ChainReader, here: Place, ground: Ground, began: float) -> Claim | Step:
    """The last relation of a statement as a claim, or the step that says why it was not read."""
    if not statement.relations:
        decision = Decision(
            Verdict.UNREAD, "D401", {"found": "no relation", "expected": "an equation on each side of the connective"}
        )
        return _step(here, ground, decision, began, (statement.sides[0], 0, len(statement.sides[0].text)))
    pair = [statement.sides[-2], statement.sides[-1]]
    sides = reader.read(pair)
    for side in sides:
        if side.unread is not None:
            decision = Decision(Verdict.UNREAD, side.unread.code, side.unread.facts)
            return _step(here, ground, decision, began, (side.fragment, side.unread.start, side.unread.end))
        if side.clash is not None:
            return _clash(here, side.fragment, side.clash.error, ground, began, (side.clash.start, side.clash.end))
    left, right = sides
    assert left.term is not None and right.term is not None  # noqa: S101, PT018 - both were read
    try:
        terms = reader.shaped(left.term, right.term)
    except ShapeError as error:
        return _clash(here, right.fragment, error, ground, began, (0, len(right.fragment.text)))
    return _apart_claim(terms, statement.relations[-1].symbol, ground)


def unchecked_steps(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain without any verdict on them."""
    decision = Decision(Verdict.SKIPPED, "D121")
    steps = []
    for statement in chain.statements:
        for position, relation in enumerate(statement.relations):
            here = Place(statement.sides[position], relation, statement.sides[position + 1])
            steps.append(replace(_step(here, ground, decision, 0.0), seconds=0.0))
    return steps
