"""Matrices that are made of a family of vectors: beside x_1, …, x_n nobody says that X has them as its rows.

A step that holds for such a matrix is not refuted; nothing says that the matrix is one, either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derivcheck.checking.charity.atoms import base
from derivcheck.checking.charity.slips import Case
from derivcheck.checking.steps import check_chain
from derivcheck.reading.context import Context
from derivcheck.results import Verdict
from derivcheck.terms.nodes import Apply, Symbol, Term
from derivcheck.terms.scope import Definition

MATRIX = 2


def as_design(case: Case, position: int) -> dict[str, str] | None:
    """Which matrix would have to be made of which vectors for the step to be proved; None where that proves nothing."""
    for matrix, family, how, body in _designs(case.ground.context):
        context = case.ground.context.copy()
        context.symbols.pop(matrix)
        context.outcomes.pop(matrix, None)
        context.define(Definition(matrix, (), body, f"{matrix}, {how} {family}"))
        ground = replace(case.ground, context=context, advised=False, slip=False, witness=False)
        steps = check_chain(case.chain, ground)
        if len(steps) == len(case.steps) and steps[position].verdict is Verdict.PROVED:
            return {"matrix": matrix, "family": family, "how": how}
    return None


def _designs(context: Context) -> Iterator[tuple[str, str, str, Term]]:
    """The capitals that are matrices by their use, beside families of vectors with the same letter, in either way."""
    families = {base(n): d.symbol for n, d in context.symbols.items() if n in context.families and _is_array(d.symbol)}
    for name, declaration in context.symbols.items():
        letter = base(name)
        family = families.get(letter.lower()) if letter is not None and letter.isupper() else None
        if family is None or not _is_array(declaration.symbol) or not context.is_guess(name):
            continue
        yield name, family.name, "rows", family
        yield name, family.name, "columns", Apply("transpose", (family,), family.shape[::-1])


def _is_array(symbol: Symbol) -> bool:
    return len(symbol.shape) == MATRIX
