"""The question that a step puts to the engine, and what becomes of it in other readings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivcheck.checking.ground import Settled, guarded, scope_of, settled_sides
from derivcheck.checking.outcome import Draft, Ground
from derivcheck.engine.calculus.antiderivatives import NoDerivative, compared
from derivcheck.engine.calculus.integrals import with_fixed_bounds
from derivcheck.engine.decide import decide
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.engine.series.power_series import with_series_differentiated
from derivcheck.reading.kinds.names import is_capital
from derivcheck.reading.notation.pieces import MOST_KINDS, Pieces, kinds
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import Symbol, Term, free_symbols
from derivcheck.terms.scope import Declaration


def question_of(terms: tuple[Term, Term], relation: str, ground: Ground) -> Question:
    """The two sides with definitions unfolded and inferred sizes filled in."""
    return posed(settled_sides(terms, ground.context), relation, ground)


def posed(sides: Settled, relation: str, ground: Ground) -> Question:
    """What is asked of sides that are settled."""
    scope = scope_of(ground.context, sides.chance, sides.written)
    positive = Bounds(scope).positive
    left, right = (
        with_fixed_bounds(with_series_differentiated(apart(side, positive)))
        for side in compared(sides.left, sides.right)
    )
    return Question(left, relation, right, scope, ground.seed, ground.deadline, sides.entropies)


def is_proved_inside(draft: Draft) -> bool:
    r"""Whether the step is proved where what stands behind, as the power in ``\log(x)^2``, belongs inside."""
    reader = ChainReader(draft.ground.context, exact=True)
    reader.elaborator.inner = True
    return _is_proved(draft, reader) is True


def is_proved_of_all_kinds(pieces: set[str], draft: Draft, used: set[str]) -> bool:
    """Whether the step is proved with vectors and matrices for the pieces that may be some, wherever shapes fit.

    So it has to be for the capitals of which nothing is said: they may be what the pieces beside them are.
    """
    outer = draft.ground.context
    guessed = used & outer.guessed & outer.symbols.keys()
    capitals = {name for name in guessed if is_capital(name) and not outer.symbols[name].symbol.shape}
    if any(symbol.name in capitals for body in outer.bodies.values() for symbol in free_symbols(body)):
        return False
    found = []
    for ranks in kinds(pieces | capitals):
        # What other kinds would say of the names beside them is not known from here on.
        context = outer.copy()
        context.sizes = context.sizes.copy()
        size = context.sizes.new()
        for name in capitals:
            context.symbols[name] = Declaration(Symbol(name, (size,) * ranks[name]))
        other = replace(draft, ground=replace(draft.ground, context=context))
        found.append(_is_proved(other, ChainReader(context, Pieces(ranks, size))))
    return False not in found and (len(pieces | capitals) <= MOST_KINDS or True in found)


def _is_proved(draft: Draft, reader: ChainReader) -> bool | None:
    """Whether the step is proved in another reading; None where the shapes within a side do not fit."""
    left, right = reader.read([draft.left, draft.right])
    if left.clash or right.clash:
        return None
    if left.term is None or right.term is None:
        return False
    try:
        question = question_of(reader.shaped(left.term, right.term), draft.relation.symbol, draft.ground)
    except (ShapeError, Unsettled, NoDerivative):
        return False
    return guarded(partial(decide, question), draft.ground).verdict is Verdict.PROVED
