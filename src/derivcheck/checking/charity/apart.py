"""Refutations that stand whatever binds some of their names: what the sides differ by has no part of these.

Where an equation fails by a factor, or by a summand, in which a name does not occur, no value of that name mends it,
whatever a document says of it elsewhere. That is an equation by itself, with the names taken twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from derivcheck.checking.charity.atoms import base
from derivcheck.checking.charity.slips import Case
from derivcheck.checking.charity.twins import Sides, as_functions
from derivcheck.checking.ground import settled
from derivcheck.checking.outcome import Draft, bounded
from derivcheck.checking.relations.constant import DIFFERENCE
from derivcheck.checking.relations.proportional import RATIO
from derivcheck.engine.calculus.antiderivatives import NoDerivative
from derivcheck.reading.context import Context
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Verdict
from derivcheck.terms.build import ShapeError
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.nodes import Call, free_symbols, walk

BOTH = (RATIO, DIFFERENCE)


def is_apart(case: Case, position: int, letters: Collection[str], *, vanishing: bool) -> bool:
    """Whether the sides of a refuted equation differ by what names with these letters have no part in.

    Where something is ``vanishing``, so may both sides be, and a factor between them says nothing.
    """
    statement = case.chain.statements[0]
    if not case.is_plain or statement.relations[position].symbol != "=":
        return False
    relation = statement.relations[position]
    context = case.ground.context.copy()
    ground = replace(case.ground, context=context, advised=False, shown=False, witness=False)
    draft = Draft(statement.sides[position], relation, statement.sides[position + 1], ground)
    reader = ChainReader(context)
    left, right = reader.read([draft.left, draft.right])
    if left.term is None or right.term is None or left.pieces | right.pieces:
        return False
    try:
        terms = reader.shaped(left.term, right.term)
        names = _named(terms, letters, context)
        vanishing = vanishing or any(side.text.strip() == "0" for side in statement.sides)
        checks = (
            partial(as_functions, comparison, names, draft, terms, reader)
            for comparison in ((DIFFERENCE,) if vanishing else BOTH)
        )
        # Two sides without their chain may leave sizes open that it has settled.
        return bool(names) and any(bounded(check, draft).verdict is Verdict.PROVED for check in checks)
    except (ShapeError, Unsettled, NoDerivative):
        return False


def _named(terms: Sides, letters: Collection[str], context: Context) -> tuple[str, ...]:
    """The names with these letters in both sides; none where one is a function, random, or the name of a density."""
    sides = [settled(term, context) for term in terms]
    called = {base(part.function) for side in sides for part in walk(side) if isinstance(part, Call)}
    names = {symbol.name for side in sides for symbol in free_symbols(side) if base(symbol.name) in letters}
    if called & set(letters) or names & context.chance.variables.keys() or any(map(context.is_density_table, names)):
        return ()
    return tuple(sorted(names))
