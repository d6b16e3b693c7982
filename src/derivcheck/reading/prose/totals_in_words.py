r"""Totals that words give: "the weights $w_1, \dots, w_n$ add up to one", "the rows of $P$ sum to one"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from derivcheck.documents import Fragment, cut_statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import NEGATED
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.relations import declare_relation
from derivcheck.terms.build import ShapeError

TO_ONE = re.compile(r"\b(?:sum|add)(?:s|ing)?(?:\s+up)?\s+to\s+(?:one\b|unity\b|1\b|«(?P<one>\d+)»)", re.IGNORECASE)
SUBJECT = re.compile(
    r"(?:\b(?P<lines>rows|columns)\s+of\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?)?«(?P<names>\d+)»(?P<between>[^«».;:]*)$",
    re.IGNORECASE,
)


def hear_totals(pattern: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Takes note of what sums to one; where it is not understood what does, no sum in the display behind is refuted."""
    for found in TO_ONE.finditer(pattern):
        subject = SUBJECT.search(pattern[: found.start()])
        if found["one"] is not None and formulas[int(found["one"])].text.strip() != "1":
            continue
        if NEGATED.search(pattern[: found.start()][-12:]):
            continue
        stated = () if subject is None else tuple(_equations(formulas[int(subject["names"])], subject["lines"]))
        if not stated or not all(_state(text, context) for text in stated):
            context.totals = found.group()


def _equations(formula: Fragment, lines: str | None) -> Iterator[str]:
    """What sums to one, as equations; nothing where the formula is no name."""
    statement = cut_statement(formula)
    side = formula if statement is None else statement.sides[0]
    try:
        node = parse(comma_parts(side)[-1].text)
    except Unread:
        return
    base, indices = (node.base, node.indices) if isinstance(node, s.Sub) else (node, ())
    if not isinstance(base, s.Name) or len(indices) > 1:
        return
    if lines is not None and not indices:
        places = "ij" if lines.lower() == "rows" else "ji"
        yield rf"\sum_{{{places[1]}}} {base.name}_{{ij}} = 1"
    elif lines is None:
        yield rf"\sum_i {base.name}_i = 1"


def _state(text: str, context: Context) -> bool:
    statement = cut_statement(Fragment.plain(text))
    try:
        return statement is not None and declare_relation(statement, context) is not None
    except (Unread, ShapeError):
        return False
