"""The words around a display: what they suppose of it, explain behind it, or say that it is a function of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derivcheck.documents import Formula, Fragment, Item, ParagraphEnd, Statement, Words, cut_statements
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.orders import limits_in
from derivcheck.reading.prose.declarations import declare_members
from derivcheck.reading.prose.definitions import called_names, define, head_names, is_average, names_new_thing
from derivcheck.reading.prose.hedges import AIMS, CASE, CONDITION, EXAMPLE, OTHER_CASE, PASSING, REJECTS, REVOKED
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.phrases import FOLLOWS, FOR_INDICES
from derivcheck.reading.prose.relations import declare_relation, is_about_indices
from derivcheck.reading.prose.sentences import last_sentence
from derivcheck.reading.prose.stated_probabilities import states_probability
from derivcheck.reading.prose.withdrawals import leave_values_behind
from derivcheck.reading.sides import ChainReader

# Words right before a display that make its equation an assumption; "if …, then" leads to a claim.
SUPPOSING = re.compile(
    r"\b(suppose|assume|if|solve|subject to|let(?! us\b))\b(?!.*\b(?:then|have|get|obtain|follows|so|write)\b)[^.,;]*$",
    re.IGNORECASE,
)
CONDITION_OF = re.compile(
    r"[^.;:\s][^.;:]*\b(?:if|when(?:ever)?|iff|provided(?: that)?|as long as|so long as|under the condition(?: that)?"
    r"|satisfying|(?:finite|valid|defined|true|holds?|exists?|converges?|convergent|stable|possible|bounded)"
    r"(?: only)? for)\s*:?\s*$",
    re.IGNORECASE,
)
"""Words right before a display that make it the condition of what they say: it is supposed of that alone."""
AT_POINT = re.compile(
    r"\bat (?:the|an?|any|its|this|that|such an?) (?:\w+ ){0,2}(?:optimum|minim(?:um|i[sz]er)|maxim(?:um|i[sz]er)"
    r"|(?:stationary|critical|fixed|saddle|optimal) points?|equilibrium|solution|extremum|steady state)\b"
    r"(?![^.;]*\b(?:is|are|equals?|becomes?|reads?|gives?|get|obtain|find|evaluates?|simplif\w+)\b)[^.;]*$",
    re.IGNORECASE,
)
"""Words before an equation that is met at one point, and at no other."""
LET = re.compile(r"\b(?:let|put|set|define)\s*:?$", re.IGNORECASE)
"""What right before a display makes it a definition where its name is new."""
SINCE = re.compile(r"\b(?:since|because)\s*$|(?:^|\.)\s*as\s*$", re.IGNORECASE)
DEFINED_AS = re.compile(
    r"\b(?:(?:is|are|be|was) (?:now )?defined(?: as| by| to be| in terms of)?|(?:we|now|and) define|^\s*define)\b"
    r"[^.;]*$",
    re.IGNORECASE,
)
DEFINES_NAMES = re.compile(
    r"(?:^|[.:]\s)\s*(?:[A-Z]\w*,\s+)?(?:we\s+|let us\s+)?define (?:the |two |some )?(?:following |new )*(?:random )?"
    r"(?:variables?|quantit(?:y|ies)|functions?|statistics?)\b(?![^.;]*\b(?:then|have|get|obtain|such that|yields?)\b)"
    r"[^.;]*$",
    re.IGNORECASE,
)
"""A whole sentence that defines, also with formulas in it."""
DEFINITION_OF = re.compile(r"\bdefinition of\b[^.;]*$", re.IGNORECASE)
WHERE = re.compile(r"\b(?:where|with)\b(?:[\s},;:~]|\\[,;: ]|\\q?quad)*$")
INEQUALITIES = frozenset({"<", ">", r"\le", r"\ge", r"\ne"})
LIMITS = INEQUALITIES | {r"\in"}
FUNCTION_OF = re.compile(r"\bas (?:an? )?functions? of\s*$", re.IGNORECASE)
EXPLAINS = re.compile(r"\s*,?\s*(?:where|here|with|in which|and where)\b", re.IGNORECASE)


BEHIND = re.compile(
    r"[\s,]*(?:(?:which |that )?(?:is |are )?(?:valid|true|holds?|defined) )?"
    r"(?:if|whenever|when|provided(?: that)?|as long as|so long as|assuming(?: that)?|given that"
    r"|under the condition(?: that)?"
    r"|for(?: (?:all|any|every|each|fixed|real|positive|nonnegative|non-negative|values? of))*)\s*"
)
"""All the words between a display and what it holds for."""
ONLY_THEN = re.compile(
    r"[\s,]*(?:if and only if|iff|only (?:if|when|for)|(?:precisely|exactly) (?:if|when)|(?:is )?equivalent to)\b"
)
GOES_ON = re.compile(r"\s*(?:$|[.;]|,?\s*(?:and|while|whereas|but|where|with|which|so|as|since|because)\b)")
"""How words go on behind what a display holds for, unlike those that lead to another claim."""


COUNTS = re.compile(r"\$\s*\w\s*=\s*\w+\s*,[^$]*(?:dots|\.\.\.)[^$]*\$")
r"""All values of an index, as in "for `$i = 1, \ldots, n$`", which is no case of anything."""


def is_passing(before: Sequence[Item], behind: Sequence[Item]) -> bool:
    """Whether the words around a display say that it does not hold from there on."""
    said, taken_back = (COUNTS.sub("$i$", spoken(items)) for items in (before, behind))
    sentence = last_sentence(said)
    return bool(CASE.search(said) or PASSING.search(sentence) or REVOKED.match(taken_back))


def is_aimed_at(before: Sequence[Item]) -> bool:
    """Whether the words before a display say that it is yet to be shown."""
    return bool(AIMS.search(last_sentence(spoken(before))))


def spoken(items: Sequence[Item]) -> str:
    """What words and formulas say, up to something else."""
    said: list[str] = []
    for item in items:
        if isinstance(item, Formula):
            said.append(f"${item.fragment.text}$")
        elif isinstance(item, Words):
            said.append(item.text)
        elif not isinstance(item, ParagraphEnd):
            break
    return " ".join(said)


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


def is_explained(condition: Fragment, text: str) -> bool:
    """Whether a condition stands behind "where" in the document's text, which tells what a name means."""
    start = condition.place_of(0)
    return bool(WHERE.search(text[max(0, start - 60) : start]))


def define_new(statement: Statement, contexts: Sequence[Context]) -> bool:
    """Defines the name on the left of an equation in every context, if nothing is known of it."""
    if statement.symbols != ["="]:
        return False
    if not all(ChainReader(context).introduces(*statement.sides) for context in contexts):
        return False
    return redefine(statement, contexts)


def says_definition(items: Sequence[Item], head: Fragment, context: Context) -> bool:
    """Whether the words that lead to a display say that it defines what is on its left.

    "The definition of" may recall one; it gives a function of which nothing is known its meaning.
    """
    if DEFINES_NAMES.search(spoken(items)):
        return True
    before = next((item for item in reversed(items) if not isinstance(item, ParagraphEnd)), None)
    if not isinstance(before, Words):
        return False
    unknown = any(name in context.unknown_functions for name in called_names(head, context))
    if DEFINED_AS.search(before.text):
        return True
    return unknown and bool(DEFINITION_OF.search(before.text))


def redefine(statement: Statement, contexts: Sequence[Context]) -> bool:
    """Gives the name on the left of an equation its meaning from here on; False where it cannot be one."""
    try:
        for context in contexts:
            trial = context.copy()
            # It waits for what the text says later, as the context does.
            trial.upcoming |= context.upcoming
            if is_average(statement.sides[0], trial) or not names_new_thing(statement.sides[0], trial):
                return False
            define(statement, trial, backwards=False)
    except Unread:
        return False
    for context in contexts:
        define(statement, context, backwards=False)
    return True


def _is_about_indices(formula: Fragment, context: Context) -> bool:
    """Whether a formula compares indices, as in "for i ≠ j"."""
    return any(is_about_indices(statement, context) for statement in cut_statements(formula))


@dataclass(frozen=True, slots=True)
class Leading:
    """What leads to a display: the formulas of "if …, then", those of "since …,", and the words behind the former.

    ``noun`` is what the words before the former call them.
    """

    conditions: list[Fragment]
    reasons: list[Fragment]
    words: str
    noun: str = ""


def leading_conditions(items: Sequence[Item], context: Context) -> Leading:
    """Under what, and by what, the display holds to which words lead."""
    found: list[Fragment] = []
    reasons: list[Fragment] = []
    before = said = after = noun = ""
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
            condition = CONDITION.search(before)
            if condition or (found and joins) or of_indices:
                found.append(item.fragment)
                after = ""
                noun = (condition and condition["noun"]) or noun
            elif (SINCE.search(before) or (reasons and joins)) and _is_reason(item.fragment, items[position + 1 :]):
                reasons.append(item.fragment)
    if found and OTHER_CASE.search(after):
        # It is not known what holds in the other case, but that this does not.
        found = [Fragment.plain("")]
    return Leading(found, [] if REJECTS.search(said) or EXAMPLE.search(said) else reasons, after, noun)


def trailing_conditions(items: Sequence[Item]) -> list[Fragment]:
    """The formulas of "if …", "for all …" right behind a display, which say what it holds for."""
    found: list[Fragment] = []
    words = ""
    for item in items:
        if isinstance(item, ParagraphEnd) and not (found or words):
            continue
        if isinstance(item, Words):
            words += item.text
        elif not isinstance(item, Formula) or not _relates_by(LIMITS, item.fragment):
            break
        elif words.strip() in ("and", ",") if found else BEHIND.fullmatch(words):
            found.append(item.fragment)
            words = ""
        else:
            break
    return found if GOES_ON.match(words) else []


def is_equivalent_to_what_follows(items: Sequence[Item]) -> bool:
    """Whether words behind a display say when it holds, and when not, so that it is no claim by itself."""
    first = next((item for item in items if not isinstance(item, ParagraphEnd)), None)
    return isinstance(first, Words) and bool(ONLY_THEN.match(first.text))


def _relates_by(symbols: frozenset[str], fragment: Fragment) -> bool:
    """Whether a formula consists of relations of these kinds."""
    relations = [r.symbol for statement in cut_statements(fragment) for r in statement.relations]
    return bool(relations) and symbols.issuperset(relations)


def _is_reason(fragment: Fragment, rest: Sequence[Item]) -> bool:
    """Whether a formula states an inequality, and nothing behind it says more of it."""
    after = rest[0].text if rest and isinstance(rest[0], Words) else ""
    return _relates_by(INEQUALITIES, fragment) and bool(FOLLOWS.match(after))


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
    leave_values_behind(statement, context)
    if states_probability(statement, context, "", ""):
        return True
    try:
        if statement.relations[-1].symbol == r"\in":
            declare_members(statement, context)
        elif statement.relations[0].symbol in (":=", "=:"):
            define(statement, context, backwards=False)
        elif is_about_indices(statement, context) or not define_new(statement, [context]):
            declare_relation(statement, context)
    except Unread:
        return False
    return True


def assigned(statements: Sequence[Statement], context: Context) -> Iterator[tuple[str, str]]:
    r"""The names on the left of ``\leftarrow``, and what is written there."""
    for statement in statements:
        if any(relation.symbol in (r"\leftarrow", r"\gets") for relation in statement.relations):
            for name in head_names(statement, context):
                yield name, statement.sides[0].text
