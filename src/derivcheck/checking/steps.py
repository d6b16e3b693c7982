"""Decides the steps of one chain: from its sides to results."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivcheck.checking.charity.fixed import Vanishing, readings
from derivcheck.checking.densities import unnormalised
from derivcheck.checking.doubts import HELD_BACK, clear, speaks_of_chance
from derivcheck.checking.ground import (
    Settled,
    beside,
    counted,
    depends,
    guarded,
    identified,
    settled_sides,
    sized,
    whatever_they_mean,
)
from derivcheck.checking.memory.known_values import by_known_values
from derivcheck.checking.memory.posteriors import contradicted
from derivcheck.checking.narrowed import narrowed
from derivcheck.checking.outcome import DECIDED, Draft, Focus, Ground, bounded, testified, undecided
from derivcheck.checking.questions import is_proved_inside, is_proved_of_all_kinds, posed, question_of
from derivcheck.checking.relations.approximate import approximate
from derivcheck.checking.relations.closed_forms import by_induction
from derivcheck.checking.relations.connectives import connected
from derivcheck.checking.relations.constant import choices, cut_off, up_to_constant
from derivcheck.checking.relations.continuity import continuous
from derivcheck.checking.relations.definite import ORDERS, definite
from derivcheck.checking.relations.extremal import extremal, is_extremal
from derivcheck.checking.relations.proportional import proportional, variables_of
from derivcheck.checking.relations.signed import signed
from derivcheck.checking.unclaimed import (
    DEFINING,
    defined,
    defined_side,
    function_between,
    is_without_claim,
    labelled,
    may_define,
    without_claim,
)
from derivcheck.documents import Chain, Statement
from derivcheck.engine.calculus.antiderivatives import NoDerivative
from derivcheck.engine.decide import RELATIONS, decide, is_proved
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.rows import clash, gaps
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import Point
from derivcheck.engine.witness import Answer, testify
from derivcheck.formula import Formula
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.arithmetic import BROADCAST
from derivcheck.reading.notation.constants import with_stand_in
from derivcheck.reading.notation.signs import SIGN
from derivcheck.reading.prose.hedges import IN_CASES
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step, Verdict
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import Apply, Derivative, Term, free_symbols, walk

APPROXIMATE = frozenset({r"\approx", r"\simeq", r"\doteq"})
PROPORTIONAL = r"\propto"
CONNECTIVES = frozenset({r"\iff", r"\implies", r"\impliedby"})


def check_chain(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain with their verdicts, in the order of the document."""
    ground.context.forget_indices()
    steps = connected(chain, _joined, ground) if chain.connectives else _joined(chain.statements[0], ground)
    return [testified(step, Answer.NONE) for step in steps] if ground.witness else steps


def _joined(statement: Statement, ground: Ground) -> list[Step]:
    """The steps of ``a = b = c``; a fault of ours that no step stands for leaves all of them open."""
    try:
        return _one_by_one(statement, ground)
    except Exception as fault:  # noqa: BLE001 - a fault of ours in one chain keeps no other from being checked
        return _all_alike(statement, undecided(fault), ground)


def _one_by_one(statement: Statement, ground: Ground) -> list[Step]:
    """The steps of ``a = b = c``; a first name that nothing is known of is defined by it."""
    special = _of_its_own_kind(statement, ground)
    if special is not None:
        return special
    steps: list[Step] = []
    reader = ChainReader(ground.context)
    sides: list[Side] | None = None
    written = statement
    statement, cut = cut_off(statement, ground.context)
    function = function_between(statement, reader, ground)
    for position, relation in enumerate(statement.relations):
        left, right = statement.sides[position : position + 2]
        draft = Draft(left, relation, right, ground)
        if function is not None and position == 1:
            steps.append(function)
            continue
        if relation.symbol in DEFINING or (
            position == 0 and may_define(relation) and sides is None and reader.introduces(left, right)
        ):
            draft = Draft(left, relation, written.sides[position + 1], ground)
            wrong = contradicted(draft)
            steps.append(wrong or defined(draft, with_stand_in(defined_side(written, position, reader))))
            continue
        if relation.symbol in APPROXIMATE and ground.accuracy is not None:
            steps.append(bounded(partial(approximate, draft, ground.accuracy, _decided), draft))
            continue
        if is_without_claim(relation) or relation.symbol not in (*RELATIONS, PROPORTIONAL, *ORDERS):
            steps.append(without_claim(draft))
            continue
        if sides is None:
            sides = _read(reader, statement)
        if any(cut[position : position + 2]):
            draft = Draft(written.sides[position], relation, written.sides[position + 1], ground)
            functions = (ground.variables,) if ground.variables else choices(sides[0])
            check = partial(_constant, draft, sides[position], sides[position + 1], reader, functions)
            steps.append(bounded(check, draft))
            continue
        names = variables_of(sides[0]) or ground.variables
        check = partial(_decided, draft, sides[position], sides[position + 1], reader, names)
        step = bounded(check, draft)
        # What is asked for or demanded may well not hold.
        steps.append(step if step.verdict is Verdict.PROVED or not relation.is_wanted else without_claim(draft))
    return steps


def _of_its_own_kind(statement: Statement, ground: Ground) -> list[Step] | None:
    """The steps of a chain with ±, of one about maximisers, and of one that has a label."""
    if any(SIGN.search(side.text) for side in statement.sides):
        return signed(statement, partial(_joined, ground=ground), ground)
    if is_extremal(statement, ground.context):
        found = extremal(statement, ground, _decided)
        if not any(step.verdict is Verdict.UNREAD for step in found):
            return found
    return labelled(statement, ground)


def _read(reader: ChainReader, statement: Statement) -> list[Side]:
    try:
        return reader.read(list(statement.sides))
    except RecursionError:
        unread = Unread("D407", {"depth": "the bound"}, 0, 1)
        return [Side(fragment, unread=unread) for fragment in statement.sides]


def _decided(draft: Draft, left: Side, right: Side, reader: ChainReader, variables: tuple[str, ...] = ()) -> Step:
    terms = _conforming(draft, left, right, reader)
    if isinstance(terms, Step):
        return terms
    if draft.relation.symbol == PROPORTIONAL:
        if left.pieces or right.pieces:
            # What is not understood may depend on anything.
            return draft.step(Decision(Verdict.SKIPPED, "D122"))
        return proportional(draft, terms, variables, reader)
    if draft.relation.symbol in ORDERS:
        return definite(draft, terms, reader)
    try:
        found = settled_sides(terms, draft.ground.context)
        question = posed(found, draft.relation.symbol, draft.ground)
    except Vanishing as made:
        return _in_both_readings(draft, left, right, reader, made)
    except NoDerivative:
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": "an antiderivative in a product or a function"}))
    step = _judged(draft, (left, right), terms, question, reader)
    return _with_terms(step, found, question)


def _in_both_readings(draft: Draft, left: Side, right: Side, reader: ChainReader, made: Vanishing) -> Step:
    """The proof of a step that holds whether names are data or move; what only one reading says is left open."""
    contexts = readings(made.names, draft.ground.context)
    grounds = (replace(draft.ground, context=context, advised=False) for context in contexts)
    steps = [_decided(replace(draft, ground=ground), left, right, reader) for ground in grounds]
    if any(step.verdict is not Verdict.PROVED for step in steps):
        raise made
    return steps[0]


def _constant(
    draft: Draft, left: Side, right: Side, reader: ChainReader, functions: tuple[tuple[str, ...], ...]
) -> Step:
    """A step up to a constant."""
    terms = _conforming(draft, left, right, reader)
    if isinstance(terms, Step):
        return terms
    if left.pieces or right.pieces:
        # What is not understood may depend on anything.
        return draft.step(depends(left.pieces | right.pieces))
    return up_to_constant(draft, terms, functions, reader)


def _speaks_of_several(sides: tuple[Side, Side], reader: ChainReader, context: Context) -> bool:
    """Whether a step speaks of densities that formulas give, of which its chain uses several, or one without any."""
    calls = (
        part.function
        for side in sides
        if side.node is not None
        for part in s.walk(side.node)
        if isinstance(part, s.Call)
    )
    speaks = any(isinstance(function, s.Name) and function.name in context.given for function in calls)
    used = reader.elaborator.used & context.given_names
    return speaks and (len(used) > 1 or not used <= {name for name, _ in context.functions})


def _conforming(draft: Draft, left: Side, right: Side, reader: ChainReader) -> tuple[Term, Term] | Step:
    """The terms of both sides in one shape, or what is wrong with them."""
    for side in (left, right):
        if side.unread is not None:
            return draft.unread(side.unread, side.fragment)
        if side.clash is not None:
            focus = Focus(side.fragment, side.clash.start, side.clash.end)
            if side.pieces:
                return draft.step(depends(side.pieces), focus)
            return _advised(draft.clash(side.clash.error, focus), draft, (left, right))
    assert left.term is not None and right.term is not None  # noqa: S101, PT018 - both were read
    try:
        return reader.shaped(left.term, right.term)
    except ShapeError as error:
        if left.pieces or right.pieces:
            return draft.step(depends(left.pieces | right.pieces))
        return _advised(draft.sides_clash(left.term, right.term, error), draft, (left, right))


def _judged(
    draft: Draft, sides: tuple[Side, Side], terms: tuple[Term, Term], question: Question, reader: ChainReader
) -> Step:
    """The step with the engine's verdict on its question."""
    found = guarded(partial(_of_rows, question), draft.ground)
    if found.code == "D404":
        return draft.step(found, Focus.on(draft.right))
    decision = _for_all_sizes(terms, draft.relation.symbol, question, draft.ground)
    bold = draft.ground.bold and decision.verdict is Verdict.REFUTED
    decision = (
        decision
        if bold
        else whatever_they_mean(
            decision,
            sides[0].pieces | sides[1].pieces,
            reader.pieces,
            question,
            partial(is_proved_of_all_kinds, draft=draft, used=reader.elaborator.used),
        )
    )
    if decision.verdict is Verdict.REFUTED and reader.elaborator.trailing and is_proved_inside(draft):
        return draft.step(
            Decision(Verdict.UNREAD, "D404", {"readings": reader.elaborator.trailing}), Focus.on(draft.right)
        )
    decision = _held_back(decision, question, draft, sides, reader)
    if decision.code == "D201" and _is_transposed(question):
        decision = replace(decision, code="D207", facts={**decision.facts, "layout": draft.ground.context.layout})
    if decision.code == "D101" and question.left == question.right and terms[0] != terms[1]:
        decision = replace(decision, code="D102", strategy="definition")
    if draft.ground.exact:
        # Exact expansion is one more luxury that most documents never ask for.
        from derivcheck.engine.exact import confirmed

        decision = replace(decision, evidence={**decision.evidence, **confirmed(question, decision)})
    step = draft.finished(question, decision, reader)
    if decision.verdict is Verdict.PROVED and "cases" in question.operators:
        step = replace(step, conditions=(*step.conditions, *gaps(question)))
    if draft.ground.witness and decision.verdict in DECIDED:
        step = testified(step, testify(question, decision))
    return _advised(step, draft, sides, question, decision.point)


def _held_back(
    decision: Decision, question: Question, draft: Draft, sides: tuple[Side, Side], reader: ChainReader
) -> Decision:
    """The decision, unless it rests on what may be meant otherwise, or on a density that is none."""
    context = draft.ground.context
    if decision.verdict in DECIDED and (variable := unnormalised(reader.elaborator.used, draft.ground)):
        return Decision(Verdict.UNPROVED, "D327", {"variable": variable})
    if decision.verdict is not Verdict.REFUTED:
        return decision
    if IN_CASES.search(draft.relation.reason or ""):
        return Decision(Verdict.UNPROVED, "D304", {"what": "a condition that was not understood"})
    # What else is known of one density in terms of another is not known here.
    several = "densities that formulas give, and what ties them" if _speaks_of_several(sides, reader, context) else ""
    what = several or _by_convention(reader, question, context)
    return Decision(Verdict.UNPROVED, "D304", {"what": what}) if what else decision


def _by_convention(reader: ChainReader, question: Question, context: Context) -> str:
    """The convention that a step was read by and that refutes nothing; empty where there is none."""
    if reader.elaborator.unsaid and speaks_of_chance(question, context):
        return reader.elaborator.unsaid
    if BROADCAST in reader.elaborator.read_as and any(name in context.guessed for name in reader.elaborator.used):
        return "a number added to an array, which nothing says to be one"
    return ""


def _of_rows(question: Question) -> Decision:
    """Whether rows of cases contradict each other: then it matters which of them is meant."""
    found = clash(question) if "cases" in question.operators else None
    if found is None:
        return Decision(Verdict.UNPROVED, "D301")
    readings = f"`{found.first}` or `{found.second}` at {found.point}, since two rows of the cases apply"
    return Decision(Verdict.UNREAD, "D404", {"readings": readings})


def _for_all_sizes(terms: tuple[Term, Term], relation: str, question: Question, ground: Ground) -> Decision:
    """The decision on a step; what is refuted only where inferred sizes differ is not refuted."""
    decision = continuous(guarded(partial(decide, question, shown=ground.shown), ground), question, ground.context)
    decision = clear(decision, question, ground, terms)
    narrow = narrowed(question, ground) if HELD_BACK in decision.evidence else None
    if narrow is not None:
        again = _for_all_sizes(terms, relation, question_of(terms, relation, narrow), narrow)
        return again if again.verdict is Verdict.REFUTED else decision
    for other in identified(decision, question, ground):
        again = guarded(partial(decide, question_of(terms, relation, other), shown=False), other)
        if again.verdict is not Verdict.REFUTED:
            return counted(again, question, ground) or sized(again)
    return by_known_values(by_induction(decision, terms, relation, ground), question, ground)


def _is_transposed(question: Question) -> bool:
    """Whether a refuted step about a square Jacobian is right in the other layout."""
    sides = (question.left, question.right)
    jacobians = (
        isinstance(part, Derivative) and len(part.body.shape) == len(part.variable.shape) == 1 and part.entry is None
        for side in sides
        for part in walk(side)
    )
    if question.relation != "=" or len(question.right.shape) != 2 or not any(jacobians):
        return False
    flipped = replace(question, right=Apply("transpose", (question.right,), question.right.shape[::-1]))
    return is_proved(flipped)


def _with_terms(step: Step, sides: Settled, question: Question) -> Step:
    """The step whose sides know what they were read as, with the author's names."""
    names = {symbol.name for symbol in free_symbols(sides.left) | free_symbols(sides.right)}
    known = {name: found for name, found in question.scope.declarations.items() if name in names}
    left, right = Formula(step.left, sides.left, known), Formula(step.right, sides.right, known)
    return replace(step, left=left, right=right)


def _advised(
    step: Step, draft: Draft, sides: tuple[Side, Side], question: Question | None = None, point: Point | None = None
) -> Step:
    """A refuted step with what may help; without a question its sides did not even conform."""
    term = sides[0].term
    if step.verdict is not Verdict.REFUTED or term is None or not draft.ground.advised:
        return step
    from derivcheck.remedies import Refuted, holds_if, suggestion  # most documents need none

    def pose(context: Context, terms: tuple[Term, Term]) -> Question:
        return question_of(terms, draft.relation.symbol, replace(draft.ground, context=context))

    try:
        asked = question or pose(draft.ground.context, (term, term))
    except Unsettled:
        return step
    ground = draft.ground
    refuted = Refuted(*sides, ground.context, asked, pose, partial(beside, term), ground.slip, ground.admits)
    try:
        conditions = holds_if(refuted, point) if point and ground.admits is None else ()
        return draft.remedied(step, suggestion(refuted), conditions)
    except RecursionError:
        return step


def unchecked_steps(chain: Chain, ground: Ground) -> list[Step]:
    """The steps of a chain without any verdict on them."""
    return _with_one_answer(chain, Decision(Verdict.SKIPPED, "D121"), ground)


def undecided_steps(chain: Chain, ground: Ground, fault: Exception) -> list[Step]:
    """The steps of a chain in which something went wrong that no step stands for."""
    return _with_one_answer(chain, undecided(fault), ground)


def _with_one_answer(chain: Chain, decision: Decision, ground: Ground) -> list[Step]:
    return [step for statement in chain.statements for step in _all_alike(statement, decision, ground)]


def _all_alike(statement: Statement, decision: Decision, ground: Ground) -> list[Step]:
    """The steps of a statement with one answer for all of them."""
    pairs = zip(statement.sides, statement.relations, statement.sides[1:], strict=False)
    return [replace(Draft(*pair, ground).step(decision), seconds=0.0) for pair in pairs]
