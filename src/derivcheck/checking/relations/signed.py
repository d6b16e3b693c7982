r"""Decides chains with ±, such as ``x = 1 \pm 2``: the upper signs together, and the lower ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from derivcheck.checking.outcome import SEVERITY, Draft, Ground
from derivcheck.documents import Fragment, Statement
from derivcheck.engine.decision import Decision
from derivcheck.formula import Formula
from derivcheck.reading.names import LETTER
from derivcheck.reading.notation.signs import SIGN, with_sign
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict

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
        worse = min(pair, key=lambda step: SEVERITY.index(step.verdict))
        sides = [Formula(side.text) for side in statement.sides[position : position + 2]]
        read_as = (*worse.read_as, r"\pm: the upper signs together, and the lower ones")
        steps.append(replace(worse, left=sides[0], right=sides[1], read_as=read_as))
    return steps


def _names_values(left: Fragment, right: Fragment, ground: Ground) -> bool:
    r"""Whether ``x = 1 \pm 2`` says which values a new x has, or ``x_\pm = 1 \pm 2`` what x₊ and x₋ are."""
    if SIGNED_NAME.fullmatch(left.text):
        return True
    reader = ChainReader(ground.context)
    return not SIGN.search(left.text) and reader.introduces(left, with_sign(right, upper=True))
