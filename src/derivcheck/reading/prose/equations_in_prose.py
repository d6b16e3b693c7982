"""Equations, inequalities and memberships that a sentence states: what they define, and what they assume."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose import conditional_independence as independence
from derivcheck.reading.prose.anew import (
    STRONGLY,
    define_anew,
    has_meaning,
    is_at_place,
    is_set_to_a_number,
    tell_otherwise,
)
from derivcheck.reading.prose.definitions import (
    is_call,
    is_mixture,
    is_power,
    mentions_itself,
    names_new_thing,
    note_density,
)
from derivcheck.reading.prose.function_values import declare_value
from derivcheck.reading.prose.hedges import (
    AGAINST,
    AIMS,
    DENIES,
    DOUBTS,
    ELSEWHERE,
    EXAMPLE,
    EXCLUDED,
    HEARSAY,
    POSSIBLY,
)
from derivcheck.reading.prose.listings import declare_listing
from derivcheck.reading.prose.phrases import APPOSED, ASSUMES, DECLARES, DENSITY, FOLLOWS, INTRODUCES, NOUN_AHEAD
from derivcheck.reading.prose.properties import is_constraint, is_property
from derivcheck.reading.prose.recurrences import declare_counter, declare_recurrence
from derivcheck.reading.prose.relations import declare_relation, is_about_indices
from derivcheck.reading.prose.withdrawals import leave_values_behind

NOTHING_SAID = re.compile(r"(?:[\s,;]|\b(?:and|with|for)\b)*", re.IGNORECASE)
LIMITS = frozenset({"=", "<", ">", r"\le", r"\ge", r"\ne"})
RANGE = re.compile(r"\s*\d+\s*,\s*(?:\d+\s*,\s*)*(?:\\[cl]?dots|\\dotsc|\.\.\.)")
NAMED_VALUE = re.compile(
    r"\b(?:(?:hyper)?parameters?|precisions?|quantit(?:y|ies)|constants?|rates?|ratios?|abbreviations?|shorthands?)"
    r"(?:\s*,)?(?:\s+and)?\s*$",
    re.IGNORECASE,
)
"""What an equation right behind it says the value of, perhaps after others of its kind."""
INDEX_ASSUMES = re.compile(r"\b(?:suppose|assume|let|throughout)\b", re.IGNORECASE)

OF_PARAMETER = re.compile(
    r"\b(?:rate|temperature|size|factor|parameter|coefficient|variance|scale|bandwidth|radius|width|weight|penalty|strength"
    r"|discount|threshold|margin|precision|tolerance|mass|momentum|constant|probability|time|horizon|dimension)s?\s*$",
    re.IGNORECASE,
)
"""Words of which a name right behind them is the one: "the learning rate $\\eta > 0$" says of what sign it is."""

OF_NONE = re.compile(r"\b(?:no|not|never|without|instead|rather|unlike|neither|nor|than|some)\b|n't\b", re.IGNORECASE)
"""How words speak of one that is not there, or is another."""


def read_statement(statement: Statement, context: Context, lead: str, near: str, after: str = "") -> list[str]:
    """What one inline statement says; the names that it declares, for the words around it."""
    symbols = statement.symbols
    listed = declare_listing(statement, context) or declare_counter(statement, context)
    if (
        listed
        or declare_recurrence(statement, context, lead)
        or declare_value(statement, context, lead)
        or independence.says_independence(statement, context, lead + after)
    ):
        return listed
    if symbols in (["="], [":="]) and (
        statement.relations[0].is_wanted or is_at_place(statement, lead) or is_set_to_a_number(statement, context, lead)
    ):
        return []
    if symbols[0] in (":=", "=:"):
        define_anew(statement, context, lead, backwards=symbols[0] == "=:")
        return []
    if symbols[0] == r"\sim":
        raise Unread("D406", {"notation": r"\sim"}, 0, 0)
    if DENSITY.search(near) and symbols[0] in (">", r"\ge"):
        note_density(statement, context)
    if is_about_indices(statement, context) and not INDEX_ASSUMES.search(lead):
        # A remark, or the condition of the display that follows, which is looked for there.
        return []
    if symbols == ["="] and RANGE.match(statement.sides[1].text):
        return declare_relation(statement, context)
    first = _first_of(statement)
    if first is not None and not EXCLUDED.match(after) and _defines(first, context, lead):
        define_anew(first, context, lead, backwards=False)
        return _limits(statement, context, lead, after)
    if not EXCLUDED.match(after) and tell_otherwise(statement, context, lead):
        return []
    return _assumed(statement, context, lead, after)


def _first_of(statement: Statement) -> Statement | None:
    """The equation that may define something: of "let $J = A = B$" the first, where A is no name that is set too.

    So it is of "let $r = a / b < 1$", which says more of what it sets r to.
    """
    if statement.symbols[0] != "=" or not LIMITS.issuperset(statement.symbols):
        return None
    if len(statement.relations) > 1 and isinstance(parse(statement.sides[1].text), (s.Name, s.Sub, s.Num)):
        return None
    return Statement(statement.sides[:2], statement.relations[:1])


def _limits(statement: Statement, context: Context, lead: str, after: str) -> list[str]:
    """What a statement that has defined its first side says of the second: what that is less or greater than."""
    if "=" in statement.symbols[1:] or len(statement.relations) == 1:
        return []
    return _assumed(Statement(statement.sides[1:], statement.relations[1:]), context, lead, after)


def _assumed(statement: Statement, context: Context, lead: str, after: str) -> list[str]:
    """An equation or inequality that is no definition: what it declares where the words around it say that it holds."""
    clause = re.split(r"[;:]", lead)[-1]
    is_equation = statement.symbols == ["="]
    if not is_equation:
        leave_values_behind(statement, context)
    if is_equation and SINCE.search(lead) and is_constraint(statement):
        return declare_relation(statement, context)
    if (
        statement.symbols == ["="]
        and has_meaning(statement, context)
        and not (ASSUMES.search(clause) or STRONGLY.search(clause) or is_property(statement))
    ):
        return []
    if AGAINST.search(clause) or ELSEWHERE.search(clause):
        # Nothing is to be proved by what does not hold here, nor refuted without it.
        names = {name for side in statement.sides for name in _names_in(side, context)}
        context.unclear.update(dict.fromkeys(names, "another case"))
        return []
    if REASONS.search(clause):
        # What something else follows from is known, and not what it says of other names.
        context.unclear.update(dict.fromkeys(_bases_in(statement), "a reason"))
    is_named = not is_equation and OF_PARAMETER.search(lead) is not None and not OF_NONE.search(clause)
    if not (FOLLOWS.match(after) or is_named) or EXAMPLE.search(clause):
        return []
    if statement.symbols == ["="] and NOTHING_SAID.fullmatch(lead + after):
        # A formula by itself, as in a list of rules, is a remark.
        return [] if not is_property(statement) else declare_relation(statement, context)
    if (
        not (is_named or DECLARES.search(lead) or NOTHING_SAID.fullmatch(lead + after))
        or DENIES.search(clause)
        or HEARSAY.search(clause)
        or POSSIBLY.search(clause)
        or DOUBTS.search(re.split(r"\b(?:let|suppose|assume|where|with)\b", clause, flags=re.IGNORECASE)[-1])
    ):
        return []
    return declare_relation(statement, context)


SINCE = re.compile(r"\b(?:since|because|as|using|(?:with|by|from) the constraint)(?:\s+that)?\s*$", re.IGNORECASE)


REASONS = re.compile(r"\b(?:since|because)\b[^.]*$", re.IGNORECASE)


def _bases_in(statement: Statement) -> set[str]:
    """The names in an equation of members of families, without their indices."""
    parts = [part for side in statement.sides for part in s.walk(parse(side.text)) if isinstance(part, s.Sub)]
    return {part.base.name for part in parts if isinstance(part.base, s.Name)}


def _names_in(side: Fragment, context: Context) -> set[str]:
    """The names that are told in a formula."""
    found = {canonical(part) for part in s.walk(parse(side.text, context.is_called))}
    return {name for name in found if name is not None and context.is_told(name)}


def _speaks_of_names(side: Fragment) -> bool:
    return any(isinstance(part, s.Name) for part in s.walk(parse(side.text)))


CONCLUDES = frozenset({"so that", "that is", "i.e"})


def _defines(statement: Statement, context: Context, lead: str) -> bool:
    """Whether an equation in prose introduces its left side."""
    last = re.split(r"[;:]", lead)[-1]
    if AIMS.search(lead) or any(words.search(last) for words in (HEARSAY, POSSIBLY, ELSEWHERE)):
        return False
    if not (DOUBTS.search(last) or DENIES.search(last)) and is_mixture(statement, context):
        return True
    if has_meaning(statement, context) and not STRONGLY.search(last):
        # A remark such as "it is smallest where x = 0" gives a known name no new meaning.
        return False
    if NAMED_VALUE.search(last) and _speaks_of_names(statement.sides[1]):
        # "the precision `τ = 1/σ²`" tells what τ is, whatever the sentence does with it.
        return names_new_thing(statement.sides[0], context) and not mentions_itself(statement, context)
    called = is_call(statement.sides[0], context)
    # "So that f(x) = …" says what f is as well.
    assumed = [m.start() for m in ASSUMES.finditer(last) if not (called and m.group().lower() in CONCLUDES)]
    introducing = [INTRODUCES, APPOSED, *([NOUN_AHEAD] if _speaks_of_names(statement.sides[1]) else [])]
    introduced = [m.start() for words in introducing for m in words.finditer(last)]
    if not introduced and not (called and not DOUBTS.search(last)):
        return False
    if assumed and max(assumed) > max(introduced, default=-1):
        return False
    first = re.search(r"\b(assume|suppose|if)\b", last, re.IGNORECASE)
    if first and not re.search(r"\b(put|write|define|where|denote|set|let)\b", last[first.end() :], re.IGNORECASE):
        return False
    if is_power(statement.sides[0]):
        return False
    return names_new_thing(statement.sides[0], context) and not mentions_itself(statement, context)
