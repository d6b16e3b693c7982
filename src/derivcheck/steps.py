"""Decides the steps of one chain: from its sides to results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from derivcheck.documents import Chain, Statement
from derivcheck.engine.antiderivatives import NoDerivative, compared
from derivcheck.engine.bounds import Bounds
from derivcheck.engine.decide import RELATIONS, decide, decide_implication
from derivcheck.engine.decision import Decision
from derivcheck.engine.implication import Implication
from derivcheck.engine.integrals import with_fixed_bounds
from derivcheck.engine.question import Question
from derivcheck.engine.refuter import Point
from derivcheck.engine.systems.base import OutOfTime, OverBudget
from derivcheck.engine.witness import Answer, testify
from derivcheck.formula import Formula
from derivcheck.outcome import DECIDED, Draft, Focus, Ground, testified, whole
from derivcheck.reading.context import Context
from derivcheck.reading.definitions import define
from derivcheck.reading.errors import Unread
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step, Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import TooDeep, unfold
from derivcheck.terms.nodes import Call, Term, free_symbols, walk
from derivcheck.terms.scope import Claim, Scope
from derivcheck.terms.substitution import substitute

NO_CLAIM = frozenset({r"\approx", r"\sim", r"\to", r"\leftarrow", r"\gets", r"\mapsto", r"\simeq", r"\cong", r"\doteq"})
MOST_HINTS = 4
DEFINING = frozenset({":=", "=:"})
CONNECTIVES = frozenset({r"\iff", r"\implies", r"\impliedby"})


def check_chain(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain with their verdicts, in the order of the document."""
    steps = _connected(chain, ground) if chain.connectives else _joined(chain.statements[0], ground)
    return [testified(step, Answer.NONE) for step in steps] if ground.witness else steps


def _joined(statement: Statement, ground: Ground) -> list[Step]:
    """The steps of ``a = b = c``; a first name that nothing is known of is defined by it."""
    steps: list[Step] = []
    reader = ChainReader(ground.context)
    sides: list[Side] | None = None
    for position, relation in enumerate(statement.relations):
        left, right = statement.sides[position : position + 2]
        draft = Draft(left, relation, right, ground)
        if relation.symbol in DEFINING or (
            position == 0 and relation.symbol == "=" and sides is None and reader.introduces(left, right)
        ):
            steps.append(_defined(draft))
            continue
        if relation.symbol in NO_CLAIM or relation.symbol not in RELATIONS:
            steps.append(_without_claim(draft))
            continue
        if sides is None:
            sides = _read(reader, statement)
        steps.append(_bounded(partial(_decided, draft, sides[position], sides[position + 1], reader), draft))
    return steps


def _read(reader: ChainReader, statement: Statement) -> list[Side]:
    try:
        return reader.read(list(statement.sides))
    except RecursionError:
        unread = Unread("D407", {"depth": "the bound"}, 0, 1)
        return [Side(fragment, unread=unread) for fragment in statement.sides]


def _bounded(check: Callable[[], Step], draft: Draft) -> Step:
    """A step, or the answer that its terms nest too deeply: Python's own bound on recursion is one of our budgets."""
    try:
        return check()
    except RecursionError:
        return draft.step(Decision(Verdict.UNREAD, "D407", {"depth": "the bound"}), Focus.on(draft.right))


def _defined(draft: Draft) -> Step:
    """A definition; one that is not understood is unread."""
    left, relation, right = draft.left, draft.relation, draft.right
    try:
        define(Statement((left, right), (relation,)), draft.ground.context, backwards=relation.symbol == "=:")
    except Unread as unread:
        focus = right if unread.start or unread.end < len(right.text) else left
        return draft.unread(unread, focus)
    return draft.step(Decision(Verdict.DEFINED, "D110", {"name": left.text}))


def _without_claim(draft: Draft) -> Step:
    symbol = draft.relation.symbol
    if symbol in NO_CLAIM:
        return draft.step(Decision(Verdict.SKIPPED, "D120", {"relation": symbol}))
    decision = Decision(Verdict.UNREAD, "D406", {"notation": symbol})
    return draft.step(decision, Focus.on(draft.relation.fragment))


def _decided(draft: Draft, left: Side, right: Side, reader: ChainReader) -> Step:
    for side in (left, right):
        if side.unread is not None:
            return draft.unread(side.unread, side.fragment)
        if side.clash is not None:
            clash = draft.clash(side.clash.error, Focus(side.fragment, side.clash.start, side.clash.end))
            return _advised(clash, draft, (left, right))
    assert left.term is not None and right.term is not None  # noqa: S101, PT018 - both were read
    try:
        terms = reader.shaped(left.term, right.term)
    except ShapeError as error:
        return _advised(draft.sides_clash(left.term, right.term, error), draft, (left, right))
    try:
        question = _question(terms, draft.relation.symbol, draft.ground)
    except TooDeep:
        return draft.step(Decision(Verdict.UNREAD, "D408", {"name": draft.left.text}))
    except NoDerivative:
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": "an antiderivative in a product or a function"}))
    decision = _clear(_guarded(partial(decide, question), draft.ground), question, draft.ground)
    if decision.code == "D101" and question.left == question.right and terms[0] != terms[1]:
        decision = replace(decision, code="D102", strategy="definition")
    if draft.ground.exact:
        # Exact expansion is one more luxury that most documents never ask for.
        from derivcheck.engine.exact import confirmed

        decision = replace(decision, evidence={**decision.evidence, **confirmed(question, decision)})
    step = _with_terms(draft.finished(question, decision, reader), terms, draft.ground.context)
    if draft.ground.witness and decision.verdict in DECIDED:
        step = testified(step, testify(question, decision))
    return _advised(step, draft, (left, right), question, decision.point)


def _with_terms(step: Step, terms: tuple[Term, Term], context: Context) -> Step:
    """The step whose sides know what they were read as, with the author's names."""
    left, right = (settled(term, context) for term in terms)
    names = {symbol.name for symbol in free_symbols(left) | free_symbols(right)}
    known = {name: found for name, found in context.scope().declarations.items() if name in names}
    return replace(step, left=Formula(step.left, left, known), right=Formula(step.right, right, known))


def _advised(
    step: Step, draft: Draft, sides: tuple[Side, Side], question: Question | None = None, point: Point | None = None
) -> Step:
    """A refuted step with what may help; without a question its sides did not even conform."""
    term = sides[0].term
    if step.verdict is not Verdict.REFUTED or term is None:
        return step
    from derivcheck.remedies import Refuted, holds_if, suggestion  # most documents need none

    def pose(context: Context, terms: tuple[Term, Term]) -> Question:
        return _question(terms, draft.relation.symbol, replace(draft.ground, context=context))

    try:
        asked = question or pose(draft.ground.context, (term, term))
    except TooDeep:
        return step
    refuted = Refuted(*sides, draft.ground.context, asked, pose, settled, draft.ground.slip)
    try:
        return draft.remedied(step, suggestion(refuted), holds_if(refuted, point) if point else ())
    except RecursionError:
        return step


def _question(terms: tuple[Term, Term], relation: str, ground: Ground) -> Question:
    """The two sides with definitions unfolded and inferred sizes filled in."""
    scope = scope_of(ground.context)
    sides = compared(*(settled(term, ground.context) for term in terms))
    left, right = (with_fixed_bounds(apart(side, Bounds(scope).positive)) for side in sides)
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
    unexplained = sorted(calls - ground.context.declared_functions)
    if unexplained:
        # Its definition may stand where it was not found.
        return Decision(Verdict.UNPROVED, "D304", {"what": f"`{unexplained[0]}`, a function that nothing is said of"})
    if ground.unclear:
        return Decision(Verdict.UNPROVED, "D304", {"what": "a condition that was not understood"})
    return decision


def _connected(chain: Chain, ground: Ground) -> list[Step]:
    """Each connective is a step; a statement of three or more sides gives its inner steps as well."""
    steps: list[Step] = []
    for position, statement in enumerate(chain.statements):
        if len(statement.relations) > 1:
            inner = Statement(statement.sides[:-1], statement.relations[:-1])
            steps += _joined(inner, ground)
        if position:
            before, connective = chain.statements[position - 1], chain.connectives[position - 1]
            draft = Draft(whole(before), connective, whole(statement), ground)
            steps.append(_bounded(partial(_implied, chain, position, draft), draft))
    return steps


def _implied(chain: Chain, position: int, draft: Draft) -> Step:
    """The step between the statements before and at ``position``."""
    ground, symbol = draft.ground, draft.relation.symbol
    reader = ChainReader(ground.context)
    claims: list[Claim] = []
    for statement in chain.statements[position - 1 : position + 1]:
        claim = _claim(statement, reader, draft)
        if isinstance(claim, Step):
            return claim
        claims.append(claim)
    if symbol == r"\impliedby":
        claims.reverse()
    hints = _hints(chain, position, reader, ground)
    premise, conclusion = claims
    scope = scope_of(ground.context)
    implication = Implication(premise, conclusion, scope, symbol == r"\iff", ground.seed, hints, ground.deadline)
    decision = _clear(_guarded(partial(decide_implication, implication), ground), implication.question, ground)
    facts = {"premise": draft.left.text, "conclusion": draft.right.text}
    decision = replace(decision, facts={**facts, **decision.facts})
    return draft.finished(implication.question, decision, reader)


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


def _claim(statement: Statement, reader: ChainReader, draft: Draft) -> Claim | Step:
    """The last relation of a statement as a claim, or the step that says why it was not read."""
    if not statement.relations:
        facts = {"found": "no relation", "expected": "an equation on each side of the connective"}
        return draft.step(Decision(Verdict.UNREAD, "D401", facts), Focus.on(statement.sides[0]))
    sides = reader.read([statement.sides[-2], statement.sides[-1]])
    for side in sides:
        if side.unread is not None:
            return draft.unread(side.unread, side.fragment)
        if side.clash is not None:
            return draft.clash(side.clash.error, Focus(side.fragment, side.clash.start, side.clash.end))
    left, right = sides
    assert left.term is not None and right.term is not None  # noqa: S101, PT018 - both were read
    try:
        terms = reader.shaped(left.term, right.term)
    except ShapeError as error:
        return draft.clash(error, Focus.on(right.fragment))
    return _apart_claim(terms, statement.relations[-1].symbol, draft.ground)


def unchecked_steps(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain without any verdict on them."""
    decision = Decision(Verdict.SKIPPED, "D121")
    steps = []
    for statement in chain.statements:
        for position, relation in enumerate(statement.relations):
            draft = Draft(statement.sides[position], relation, statement.sides[position + 1], ground)
            steps.append(replace(draft.step(decision), seconds=0.0))
    return steps
