r"""Decides chains with ±, such as ``x = 1 \pm 2``: the upper signs together, and the lower ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from derivcheck.checking.outcome import Draft, Ground, severest
from derivcheck.documents import Fragment, Relation, Statement
from derivcheck.engine.decision import Decision
from derivcheck.formula import Formula
from derivcheck.reading.names import LETTER
from derivcheck.reading.notation.signs import SIGN, with_sign
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict

OPEN = frozenset({Verdict.REFUTED, Verdict.UNPROVED})
TOGETHER = r"\pm: the upper signs together, and the lower ones"

SIGNED_NAME = re.compile(r"\s*" + LETTER + r"\s*_\s*(?:\{\s*)?(?:\\pm|\\mp|1\s*[,/]\s*2)\s*\}?\s*")


def signed(statement: Statement, joined: Callable[[Statement], list[Step]], ground: Ground) -> list[Step]:
    """The steps of a chain with ±: each holds for the upper signs and for the lower ones; ``joined`` decides either."""
    left, right = statement.sides[:2]
    steps: list[Step] = []
    if statement.relations[0].symbol == "=" and _names_values(left, right, ground):
        draft = Draft(left, statement.relations[0], right, ground)
        steps.append(draft.step(Decision(Verdict.DEFINED, "D110", {"name": left.text})))
        statement = Statement(statement.sides[1:], statement.relations[1:])
    upper, lower = (
        joined(Statement(tuple(with_sign(s, upper=flag) for s in statement.sides), statement.relations))
        for flag in (True, False)
    )
    for position, pair in enumerate(zip(upper, lower, strict=True)):
        sides = statement.sides[position : position + 2]
        worse = severest(pair)
        if worse.verdict in OPEN and statement.relations[position].symbol == "=" and not SIGN.search(sides[0].text):
            found, reading = _either(sides, worse, joined)
        else:
            found, reading = worse, TOGETHER
        formulas = [Formula(side.text) for side in sides]
        steps.append(replace(found, left=formulas[0], right=formulas[1], read_as=(*found.read_as, reading)))
    return steps


def _either(sides: tuple[Fragment, ...], step: Step, joined: Callable[[Statement], list[Step]]) -> tuple[Step, str]:
    r"""The step ``x = a \pm b`` as the claim that x is one of the two, so that ``(x - a - b)(x - a + b) = 0``."""
    left, right = sides
    values = (with_sign(right, upper=flag).text for flag in (True, False))
    product = "".join(rf"\left({left.text} - \left({value}\right)\right)" for value in values)
    start = left.span.start
    equation = Statement(
        (Fragment.plain(product, start), Fragment.plain("0", start)), (Relation("=", Fragment.plain("=")),)
    )
    found = joined(equation)[0]
    return replace(found, place=step.place, suggestion=None), rf"\pm: one of the two values, so that {product} = 0"


def _names_values(left: Fragment, right: Fragment, ground: Ground) -> bool:
    r"""Whether ``x = 1 \pm 2`` says which values a new x has, or ``x_\pm = 1 \pm 2`` what x₊ and x₋ are."""
    if SIGNED_NAME.fullmatch(left.text):
        return True
    reader = ChainReader(ground.context)
    return not SIGN.search(left.text) and reader.introduces(left, with_sign(right, upper=True))
