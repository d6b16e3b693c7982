"""Names that get another meaning: "set $x = 4$", "now let $x = y + 1$".

What was defined by the old one is not unfolded with the new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from derivcheck.documents import Fragment, Statement
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import PROBABILITY
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.definitions import define, head_names
from derivcheck.reading.prose.hedges import ANEW
from derivcheck.reading.prose.withdrawals import leave_values_behind
from derivcheck.terms.nodes import free_symbols

NUMBER = re.compile(r"-?\s*(?:\d+(?:\.\d+)?(?:\s*/\s*\d+)?|\\[dt]?frac\s*(?:\{\d+\}|\d)\s*(?:\{\d+\}|\d))")
STRONGLY = re.compile(
    r"\b(let|put|set|define|redefine|replace|write|denote|introduce|abbreviate)\b[^.;:]*$", re.IGNORECASE
)
EXPLAINING = re.compile(r"\b(?:where|with|for|here)\b(?:(?!\b(?:let|put|set|define|write)\b)[^.;:])*$", re.IGNORECASE)
TAKES = re.compile(
    r"\b(?:setting|putting|(?:tak|choos|substitut)(?:e|es|ing)|pick(?:s|ing)?|plug(?:s|ging)?(?: in)?)\b[^.;:]*$",
    re.IGNORECASE,
)
"""How words try a value."""


SET_IN_WORDS = re.compile(
    r"\b(?:set|put|fix|take|assume|choose)(?:ting|ing)?\s+(?:(?:the|all|any)\s+)?(?:\w+\s+){0,2}?«(?P<name>\d+)»\s+"
    r"(?:to|equal to|to be|is)\s+(?:equal\s+)?(?:zero|one)\b"
    r"|\b(?:drop|ignor|omit|neglect|absorb)(?:p?ing|s|e|ed)?\s+(?:the\s+)?(?:\w+\s+){0,2}?«(?P<named>\d+)»"
    r"|«(?P<last>\d+)»[^«.;]*\b(?:(?:set|put|fix|take)\s+(?:it|this)\s+(?:to|equal|as|at)|"
    r"(?:drop|ignore|omit|neglect)\s+(?:it|this))\b",
    re.IGNORECASE,
)


AT_PLACE = re.compile(
    r"\b(?:negative|positive|(?:non-?)?zero|infinity|infinite|maxim(?:um|a|al|i[sz]ed)|minim(?:um|a|al|i[sz]ed)|points?"
    r"|modes?|extrem(?:um|a)|roots?|largest|smallest)\s+(?:for|at)(?:\s+(?:or|and))*\s*$",
    re.IGNORECASE,
)
"""What functions are at a place, which an equation right behind these words names."""
IN_CASE = re.compile(r"\b(?:if|when|whenever|unless|case|not)(?:\s+(?:both|either|and|or|of))*\s*$", re.IGNORECASE)


def is_at_place(statement: Statement, clause: str) -> bool:
    """Whether an equation only names the place at which a function is something: "is negative for x = μ"."""
    if statement.symbols != ["="] or AT_PLACE.search(clause) is None:
        return False
    return re.fullmatch(r"\s*[a-z]\s*(?:_\s*(?:\w|\{[^{}]*\})\s*)?", statement.sides[0].text) is not None


def define_anew(statement: Statement, context: Context, lead: str, *, backwards: bool) -> None:
    """Adds a definition; behind words such as "now let", what its name was used in is not known from here on."""
    if ANEW.search(re.split(r"[;:]", lead)[-1]):
        for name in head_names(statement, context):
            context.forget_uses(name)
    define(statement, context, backwards=backwards)


def gives_value_anew(statement: Statement, clause: str) -> bool:
    """Whether the words before an equation give a name a value that it did not have before: "now let", "set x = 4".

    That a function is negative for x = μ is about one place as well.
    """
    if is_at_place(statement, clause):
        return True
    is_number = len(statement.sides) > 1 and NUMBER.fullmatch(statement.sides[1].text.strip())
    if is_number and IN_CASE.search(clause):
        return True
    is_set = STRONGLY.search(clause) is not None or TAKES.search(clause) is not None
    return bool(ANEW.search(clause) or (is_number and is_set and not EXPLAINING.search(clause)))


SPECIAL = re.compile(
    r"\b(?:with|for|of|has|have|having|in the (?:special )?case (?:of|that)) unit \w+\s*$", re.IGNORECASE
)
"""Words right before an equation that is about a special case."""


def is_set_to_a_number(statement: Statement, context: Context, lead: str) -> bool:
    """Set x = 1 to see that: for how long is not said, so that nothing is proved by it, nor refuted."""
    value = statement.sides[1].text.strip()
    anew = gives_value_anew(statement, re.split(r"[;:]", lead)[-1])
    used = anew and any(map(context.is_used, head_names(statement, context)))
    is_remark = statement.relations[0].symbol == "=" and has_meaning(statement, context)
    if not (is_remark or used or SPECIAL.search(lead)) or not NUMBER.fullmatch(value):
        return False
    leave_values_behind(statement, context)
    context.unclear.update(dict.fromkeys(head_names(statement, context), f"= {value}"))
    return True


def note_set_to_zero(pattern: str, formulas: Sequence[Fragment], context: Context) -> None:
    """Set the bias b to zero, or that it is a nuisance and we set it to zero: nothing that it is in is refuted then."""
    for found in SET_IN_WORDS.finditer(pattern):
        position = found["name"] or found["named"] or found["last"]
        with suppress(Unread):
            name = canonical(parse(formulas[int(position)].text))
            if name is not None:
                context.unclear[name] = "set to zero"


_KIND = r"(?:\s+(?:the|an?)(?:\s+\w+){0,3})?\s*$"
OTHERWISE = re.compile(
    rf"\b(?:use|using|take|consider|choose|here|now|instead|alternatively|replaced by){_KIND}", re.IGNORECASE
)
"""Words right before an equation that gives a function another formula, and does not claim that it has that one."""
IN_DOUBT = re.compile(rf"\b(?:for|with|where){_KIND}", re.IGNORECASE)
"""The same, though it may be what was said before that is meant."""


def tell_otherwise(statement: Statement, context: Context, lead: str) -> bool:
    """Takes an equation for another formula of a function that has one, or leaves open which is meant; if it is such.

    The function stands at names alone.
    """
    surely = OTHERWISE.search(lead)
    if not (surely or IN_DOUBT.search(lead)) or not _is_another_formula(statement, context):
        return False
    if surely:
        define_anew(statement, context, lead, backwards=False)
    else:
        for name in head_names(statement, context):
            forget_function(name, statement.sides[1].text.strip(), context)
    return True


def forget_function(name: str, said: str, context: Context) -> None:
    """Forgets which function a name is, of which another thing is ``said``."""
    context.forget_functions([name])
    context.not_understood[name] = said


def _is_another_formula(statement: Statement, context: Context) -> bool:
    if statement.symbols != ["="]:
        return False
    names = head_names(statement, context)
    known = {key: definition for key, definition in context.functions.items() if key[0] in names}
    if not known:
        return False
    trial = context.copy()
    try:
        define(statement, trial, backwards=False)
    except Unread:
        return False
    return any(
        other.source != definition.source and other != definition and set(other.parameters) & free_symbols(other.body)
        for key, definition in known.items()
        if (other := trial.functions[key]).at(definition.parameters) != definition.body
    )


def has_meaning(statement: Statement, context: Context) -> bool:
    """Whether the name on the left of an equation already stands for something.

    The letter of probabilities by itself is free: "the projection matrix $P = X X^+$".
    """
    bare = statement.sides[0].text.strip()
    return any(
        name in context.symbols
        or name in context.definitions
        or name in context.outcomes
        or (context.is_function(name) and not (bare == name and name in PROBABILITY))
        for name in head_names(statement, context)
    )
