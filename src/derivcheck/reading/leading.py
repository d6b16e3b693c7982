"""The words around a display: what they suppose of it, explain behind it, or say that it is a function of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.documents import Formula, Fragment, Item, ParagraphEnd, Statement, Words, cut_statements
from derivcheck.reading.context import Context
from derivcheck.reading.declarations import declare_members, declare_relation, is_about_indices
from derivcheck.reading.definitions import define
from derivcheck.reading.errors import Unread
from derivcheck.reading.lists import comma_parts
from derivcheck.reading.orders import limits_in
from derivcheck.reading.phrases import CONDITION, EXAMPLE, FOLLOWS, FOR_INDICES, REJECTS

# Words right before a display that make its equation an assumption; "if …, then" leads to a claim.
SUPPOSING = re.compile(
    r"\b(suppose|assume|if|solve|subject to|let)\b(?!.*\b(?:then|have|get|obtain|follows|so|write)\b)[^.,;]*$",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:since|because)\s*$|(?:^|\.)\s*as\s*$", re.IGNORECASE)
INEQUALITIES = frozenset({"<", ">", r"\le", r"\ge", r"\ne"})
FUNCTION_OF = re.compile(r"\bas (?:an? )?functions? of\s*$", re.IGNORECASE)
EXPLAINS = re.compile(r"\s*,?\s*(?:where|here|with|in which|and where)\b", re.IGNORECASE)


def explanation(items: Sequence[Item]) -> list[Item]:
    """The sentence right behind a display, if it explains names in it: "where w is …"."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, ParagraphEnd) and not found:
            continue
        if not isinstance(item, (Words, Formula)):
            break
        if not found and not (isinstance(item, Words) and EXPLAINS.match(item.text)):
            break
        found.append(item)
    return found


def _is_about_indices(formula: Fragment, context: Context) -> bool:
    """Whether a formula compares indices, as in "for i ≠ j"."""
    return any(is_about_indices(statement, context) for statement in cut_statements(formula))


def leading_conditions(items: Sequence[Item], context: Context) -> tuple[list[Fragment], str]:
    """The formulas of "if …, then" and of "since …," that lead to a display, and the words behind the former."""
    found: list[Fragment] = []
    reasons: list[Fragment] = []
    before = said = after = ""
    for position, item in enumerate(items):
        if isinstance(item, Words):
            if "." in item.text or "?" in item.text:
                found, reasons, said = [], [], ""
            before = item.text
            said += before
            after += before
        elif isinstance(item, Formula):
            joins = before.strip() in ("and", ",")
            of_indices = FOR_INDICES.search(before) and _is_about_indices(item.fragment, context)
            if CONDITION.search(before) or (found and joins) or of_indices:
                found.append(item.fragment)
                after = ""
            elif (SINCE.search(before) or (reasons and joins)) and _is_reason(item.fragment, items[position + 1 :]):
                reasons.append(item.fragment)
    return (found if REJECTS.search(said) or EXAMPLE.search(said) else [*found, *reasons]), after


def _is_reason(fragment: Fragment, rest: Sequence[Item]) -> bool:
    """Whether a formula states an inequality, and nothing behind it says more of it."""
    after = rest[0].text if rest and isinstance(rest[0], Words) else ""
    relations = [r.symbol for statement in cut_statements(fragment) for r in statement.relations]
    return bool(relations) and INEQUALITIES.issuperset(relations) and bool(FOLLOWS.match(after))


def said_variables(items: Sequence[Item]) -> tuple[str, ...]:
    """The names behind "as a function of" in the words that lead to a display."""
    found: list[str] = []
    before = ""
    for item in items:
        if isinstance(item, Words):
            before = item.text
        elif isinstance(item, Formula) and FUNCTION_OF.search(before):
            found += [part.text.strip() for part in comma_parts(item.fragment)]
    return tuple(found)


def state(statement: Statement | None, context: Context) -> bool:
    """Adds a condition to a context; False where it is not understood."""
    if statement is None:
        return False
    if not statement.relations:
        # Where a variable goes is looked up when an order of magnitude is read.
        return bool(limits_in(statement.sides[0].text))
    try:
        if statement.relations[-1].symbol == r"\in":
            declare_members(statement, context)
        elif statement.relations[0].symbol in (":=", "=:"):
            define(statement, context, backwards=False)
        else:
            declare_relation(statement, context)
    except Unread:
        return False
    return True
