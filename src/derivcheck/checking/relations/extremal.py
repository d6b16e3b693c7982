r"""Decides steps between sides such as ``\arg\max_\theta f(\theta)``, and between one of them and a value.

Two objectives have the same maximisers where they differ, once increasing functions are taken away, by a positive
factor and a constant. A value is the one maximiser where the objective is smaller everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from derivcheck.checking.charity.fixed import moves_data
from derivcheck.checking.charity.twins import TWIN, with_twins
from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import guarded, scope_of, settled
from derivcheck.checking.outcome import Draft, Ground
from derivcheck.documents import Fragment, Statement
from derivcheck.engine.decision import Decision
from derivcheck.engine.maximisers import (
    Objective,
    is_only_extremiser,
    ordered_alike,
    surpassed,
    told_apart,
)
from derivcheck.engine.question import Question
from derivcheck.reading.chance.likelihoods import with_likelihoods
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.constants import without_constant
from derivcheck.reading.notation.extremisers import Extremiser, extremiser, name_extremiser
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.definitions import define, head_of
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step, Verdict
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import ZERO, Symbol, Term, free_symbols
from derivcheck.terms.scripts import carried

TRIED_AGAIN = frozenset({Verdict.UNREAD, Verdict.UNPROVED})
HELD = frozenset({Verdict.PROVED, Verdict.UNPROVED})


@dataclass(frozen=True, slots=True)
class Place:
    """A side of a chain about maximisers: an objective, or a value."""

    side: Side
    found: Extremiser | None


def is_extremal(statement: Statement, context: Context) -> bool:
    """Whether some side of a chain of equations is an arg max or arg min, or the first a name for one."""
    plain = all(relation.symbol == "=" for relation in statement.relations)
    named = _name(statement.sides[0], context) in context.extremisers
    return plain and (named or any(extremiser(side) is not None for side in statement.sides))


def _name(side: Fragment, context: Context) -> str:
    """The name that a side is, in the spelling of the context."""
    try:
        return canonical(head_of(side.text, context)) or ""
    except Unread:
        return ""


Decided = Callable[[Draft, Side, Side, ChainReader], Step]


def extremal(statement: Statement, ground: Ground, decided: Decided) -> list[Step]:
    """The steps of a chain of maximisers; ``decided`` checks those between two values.

    What is left open is tried again with densities as positive functions of what is varied.
    """
    written = tuple(ground.context.extremisers.get(_name(side, ground.context), side) for side in statement.sides)
    found = [extremiser(side) for side in written]
    bodies = [
        side if part is None else without_constant(part.body, ground.context) or part.body
        for side, part in zip(written, found, strict=True)
    ]
    variables = next((part.variables for part in found if part is not None), ())
    trial = with_likelihoods(bodies, variables, ground.context, ground.flat_prior)
    steps = _steps(statement, found, bodies, ground, decided)
    if trial is None or not any(step.verdict in TRIED_AGAIN for step in steps):
        return steps
    again = _steps(statement, found, bodies, replace(ground, context=trial), decided)
    return [_better(*pair) for pair in zip(steps, again, strict=True)]


def _better(step: Step, again: Step) -> Step:
    """The step as it was, or as it is with less known of its densities: that proves, and refutes nothing."""
    if again.verdict is Verdict.PROVED or (step.verdict is Verdict.UNREAD and again.verdict is Verdict.UNPROVED):
        return again
    return step


def _steps(
    statement: Statement,
    found: Sequence[Extremiser | None],
    bodies: list[Fragment],
    ground: Ground,
    decided: Decided,
) -> list[Step]:
    reader, context = ChainReader(ground.context, exact=True), ground.context
    name = _name(statement.sides[0], context)
    known = context.extremisers.get(name)
    introduced = known is None and _introduces(name, reader, statement, found, bodies)
    read = reader.read(bodies[1:] if introduced else bodies)
    sides = [Side(bodies[0]), *read] if introduced else read
    places = [Place(side, part) for side, part in zip(sides, found, strict=True)]
    steps = []
    for position, relation in enumerate(statement.relations):
        left, right = statement.sides[position : position + 2]
        draft = Draft(left, relation, right, ground)
        if position == 0 and introduced:
            name_extremiser(name, right, context)
            steps.append(draft.step(Decision(Verdict.DEFINED, "D110", {"name": left.text})))
        else:
            steps.append(_step(draft, places[position], places[position + 1], reader, decided))
    _define_by_value(name, statement, found, steps, context)
    return steps


def _introduces(
    name: str,
    reader: ChainReader,
    statement: Statement,
    found: Sequence[Extremiser | None],
    bodies: Sequence[Fragment],
) -> bool:
    """Whether the chain begins with a name for the place."""
    if found[0] is not None or found[1] is None or not name:
        return False
    is_plain = name in reader.context.symbols and name not in reader.context.definitions
    is_plain = is_plain and not any(reader.mentions(body, name) for body in bodies[1:])
    return is_plain or reader.introduces(statement.sides[0], bodies[1])


def _define_by_value(
    name: str, statement: Statement, found: Sequence[Extremiser | None], steps: Sequence[Step], context: Context
) -> None:
    """What the chain finds for the place is what its name stands for from then on."""
    values = [k for k in range(1, len(found)) if found[k] is None]
    if name not in context.extremisers or not values or steps[values[0] - 1].verdict not in HELD:
        return
    with suppress(Unread):
        define(Statement((statement.sides[0], statement.sides[values[0]]), ()), context, backwards=False)


def _step(
    draft: Draft,
    left: Place,
    right: Place,
    reader: ChainReader,
    decided: Callable[[Draft, Side, Side, ChainReader], Step],
) -> Step:
    for place in (left, right):
        if place.side.unread is not None:
            return draft.unread(place.side.unread, place.side.fragment)
        if place.side.clash is not None:
            return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": "an objective whose shapes do not conform"}))
    if left.found is None and right.found is None:
        return decided(draft, left.side, right.side, reader)
    names = _variables(left) or _variables(right)
    if left.found is not None and right.found is not None and set(_variables(left)) != set(_variables(right)):
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": "maxima over different variables"}))
    if _leaves_set(left, right):
        return draft.step(Decision(Verdict.UNPROVED, "D304", {"what": "maxima over different sets"}))
    ground = replace(draft.ground, context=with_twins(names, draft.ground.context))
    ask = Question(ZERO, "=", ZERO, scope_of(ground.context), ground.seed, ground.deadline)
    check = partial(_decision, left, right, names, ask, ground)
    try:
        decision = _restrained(guarded(check, ground), (left, right), ask, ground)
    except Unsettled as open_end:
        return draft.step(_open(open_end.reason))
    step = replace(draft, ground=ground).finished(ask, decision, reader)
    return replace(step, conditions=tuple(said for said in step.conditions if TWIN not in said))


def _leaves_set(left: Place, right: Place) -> bool:
    """Whether two places are sought in different sets.

    A set that is left out in the next line is meant all the same, unless leaving it out is all that is done there.
    """
    if left.found is None or right.found is None or left.found.within == right.found.within:
        return False
    return bool(right.found.within) or left.side.fragment.text.strip() == right.side.fragment.text.strip()


def _variables(place: Place) -> tuple[str, ...]:
    return () if place.found is None else place.found.variables


def _decision(left: Place, right: Place, names: tuple[str, ...], ask: Question, ground: Ground) -> Decision:
    """What the engine says of two places, of which one at least is an arg max or arg min."""
    terms = [_term(place, ground) for place in (left, right)]
    symbols = {s.name: s for term in terms for s in free_symbols(term)}
    if any(name not in symbols for name in names):
        return _open("an objective without the variable")
    terms = carried(terms, (symbols[name] for name in names))
    if moves_data([p.side.term for p in (left, right) if p.side.term is not None], names, ground.context):
        return _open("an objective in which a name stands for noise and for the variable")
    objectives = [Objective(t, p.found.sense) for t, p in zip(terms, (left, right), strict=True) if p.found is not None]
    if len(objectives) == 2:
        twins: dict[str, Term] = {name: Symbol(name + TWIN, symbols[name].shape) for name in names}
        one, other = objectives
        decision = ordered_alike(one, other, twins, ask)
        if decision.verdict is Verdict.UNPROVED and len(names) == 1:
            apart = told_apart(one, other, symbols[names[0]], ask)
            return apart if apart.verdict is Verdict.REFUTED else decision
        return decision
    value = terms[0] if left.found is None else terms[1]
    if len(names) != 1 or value.shape != symbols[names[0]].shape:
        return _open("a maximum over several variables")
    variable = symbols[names[0]]
    decision = is_only_extremiser(objectives[0], variable, value, ask)
    if decision.verdict is not Verdict.PROVED:
        return surpassed(objectives[0], variable, value, ask)
    everywhere = all(place.found is None or place.found.everywhere for place in (left, right))
    return decision if everywhere else _open("a maximum over a set")


def _open(what: str) -> Decision:
    return Decision(Verdict.UNPROVED, "D304", {"what": what})


def _term(place: Place, ground: Ground) -> Term:
    assert place.side.term is not None  # noqa: S101 - it was read
    return settled(place.side.term, ground.context)


def _restrained(decision: Decision, places: tuple[Place, Place], ask: Question, ground: Ground) -> Decision:
    """No refutation where more is said of the variables, or of the names in the objectives, than is understood."""
    if decision.verdict is not Verdict.REFUTED:
        return decision
    if not all(place.found is None or place.found.everywhere for place in places):
        return _open("a maximum over a set")
    terms = [_term(place, ground) for place in places]
    return clear(decision, replace(ask, left=terms[0], right=terms[1]), ground, terms)
