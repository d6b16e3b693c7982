r"""What prose says only of some cases: "$f(x) = x^2$ for $x > 0$ and $0$ otherwise", "$x_i > 0$ for $i \ge 2$".

A function that is told by cases is read as one with brackets around its rows, and is not defined where no row applies.
What else stands behind a formula and restricts it makes it no definition and no assumption: nothing rests on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.phrases import DENSITY_NOUN
from derivcheck.reading.prose.sentences import Sentence, around_words

ROW_OPENS = re.compile(
    r"\s*,?\s*(?:for|if|when|whenever|where|with)\b\s*(?:(?:all|every|any|each)\b\s*)?", re.IGNORECASE
)
SINGULAR, NONZERO = re.compile(r"^\s*0\s*$"), re.compile(r"\\neq?\s*0\s*$")
VALUE = re.compile(r"[^<>=]*=[^<>=]*")
ON_INTERVAL = re.compile(r"\s*,?\s*(?:on|in|over)(?:\s+the interval)?\s*", re.IGNORECASE)
INTERVAL = re.compile(r"\s*(?:\\left)?(?P<opens>[\[(])(?P<low>[^,]+),(?P<high>[^,]+?)(?:\\right)?(?P<closes>[\])])\s*")
NEXT_ROW = re.compile(r"\s*[,;]?\s*(?:(?:and|but)\b\s*)?(?:(?:by|to)\b\s*)?", re.IGNORECASE)
OTHERWISE = re.compile(r"\s*,?\s*(?:otherwise|elsewhere|else|for all other (?:values|arguments))\b", re.IGNORECASE)
ZERO_OTHERWISE = re.compile(
    r"\s*,?\s*(?:and|or)\s+(?P<value>0|1|zero|one)\s+(?:otherwise|elsewhere|else)\b", re.IGNORECASE
)
OTHER_VALUES = re.compile(r"\b(?:otherwise|elsewhere|else)\b", re.IGNORECASE)
WORDS = {"zero": "0", "one": "1"}
EVERYWHERE = re.compile(
    r"-\s*\\infty.*\\infty|\\[cl]?dots|\\dotsc|"
    r"\\in\s*(?:\\mathbb|\\[RNZ](?![A-Za-z])|\\mathcal|\[[A-Za-z]\]|\\\{)"
)
"""Ranges that leave out nothing, or are those of a family."""
COUNTED = re.compile(r"(?:\\geq?|>)\s*[01]\s*$|^\s*[01]\s*(?:\\leq?|<)")
"""Ranges that leave out no member of a family."""

_FIGURES = (
    r"(?:case|limit|regime|approximation|gauge|frame|equilibrium|experiments?|figures?|tables?|simulations?|interior)"
)
LIMITS = re.compile(
    r"\s*[,(]?\s*(?:(?:which|that|and|is|are|holds?|true|valid|but)\s+)*(?:"
    r"(?:if|when|whenever|unless|except|provided|implies|as long as|while|until|only)\b"
    r"|(?:near|around|close to|up to|modulo|mod|almost|approximately|asymptotically|initially|by default|extended)\b"
    r"|(?:on|in) (?:average|expectation|distribution|law)\b|with (?:high )?probability\b|in probability\b"
    r"|plus (?:\w+ )?(?:noise|errors?|an?|some|constants?|terms?)\b|to (?:leading|first|second|lowest|zeroth) order\b"
    rf"|(?:in|at|under)\s+(?:(?:the|all|most|some|our|thermal)\s+)?(?:[\w-]+\s+){{0,2}}?{_FIGURES}\b"
    r"|on (?:the )?(?:boundary|interior|diagonal|left|right|upper|lower|first|second|positive|negative|rest)\b"
    r"|under\s*$|or\s*$"
    r"|for (?:some|most|many|small|large|sufficiently|almost|infinitely|at least|now|the moment|odd|even|certain)\b)",
    re.IGNORECASE,
)
"""How words right behind a formula say that it holds in some cases only, or not quite."""

KIND = re.compile(
    r"\s*,?\s*for\s+(?!(?:all|every|each|any|real|integers?|arbitrary|general|fixed|given|the|an?|both|this|natural|whole"
    r"|vectors?|matri\w+|numbers?|ind\w+|points?|functions?|constants?|parameters?|scalars?|sizes?|times?|values?)\b)"
    r"[a-z-]+\s*$",
    re.IGNORECASE,
)
"""How words before a formula name a kind of it to which something is limited: "for symmetric $A$"."""

PART_OF = re.compile(
    r"\b(?!(?:pair|set|family|sequence|collection|list|kind|all|each|both|any|every|space|class|product|sum)s?\b)[a-z-]+"
    r"\s+(?:of|in)\s*(?:the\s+)?(?:(?:matri(?:x|ces)|vectors?|functions?)\s*)?$",
    re.IGNORECASE,
)
"""How words speak of something of a name: its columns, its inverse, its spectrum."""
CHOICE = re.compile(
    r"\b(?:one of|either|some of|unlike|in contrast to|as opposed to|other than|rather than)\s*$", re.IGNORECASE
)
LISTS = re.compile(r"[\s,]*(?:and|or)?[\s,]*", re.IGNORECASE)
COPULA = re.compile(r"\s*,?\s*(?:is|are|be|being|has|have)\b", re.IGNORECASE)
SUPPOSED_ONLY = re.compile(r"\b(?:if|were|had|whenever)\b", re.IGNORECASE)
IN_A_SENSE = re.compile(r"[^.;,]*\bwith respect to\b", re.IGNORECASE)

INSTANCES = re.compile(
    r"(?:\b(?:one|another|a)\s+(?:\w+\s+)?(?:solution|root|choice|possibility|example|value|case)\s+is"
    r"|\be\.?g\.?|\bfor (?:example|instance)|\bsuch as|\bby default|\bdefaults?:?|\bor)\s*,?\s*$",
    re.IGNORECASE,
)
"""How words right before a formula give it as one of several possibilities."""

QUANTIFIES = re.compile(
    r"\s*,?\s*(?:(?:holds?|is|are)\s+)?(?:for|with|where)\b\s*(?:(?:all|every|any|each|indices|integers)\b\s*)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A function told by cases: its text, and how many formulas of a sentence tell it."""

    text: str
    count: int


def in_brackets(sentence: Sentence, context: Context) -> Sentence:
    """The sentence with functions that it tells by cases written as such, unless it is about densities."""
    position = 0
    while position < len(sentence.formulas) and not _is_about_densities(sentence, context):
        rows = _rows(sentence, position)
        if rows is not None:
            first, last = sentence.formulas[position], position + rows.count
            formulas = [*sentence.formulas[:position], _at(first, rows.text), *sentence.formulas[last:]]
            behind = sentence.words[last]
            closing = OTHERWISE.match(behind) or ZERO_OTHERWISE.match(behind)
            behind = behind[closing.end() :] if closing else behind
            words = [*sentence.words[: position + 1], behind, *sentence.words[last + 1 :]]
            sentence = Sentence(formulas, words, sentence.asks, sentence.defined)
        position += 1
    return sentence


def _is_about_densities(sentence: Sentence, context: Context) -> bool:
    """Whether words call something a density, or one of the formulas begins with the letter of one."""
    told = (_equation(formula) for formula in sentence.formulas)
    called = {_called(equation[0]) for equation in told if equation is not None}
    words = " ".join(sentence.words)
    return any(_is_density(name, words, context) for name in called)


def _is_density(name: str, words: str, context: Context) -> bool:
    """Whether formulas speak of a density, or its letter does where words tell no other value of it."""
    by_letter = name[:1] in ("p", "q") and not (OTHER_VALUES.search(words) or DENSITY_NOUN.search(words))
    return name in context.densities or by_letter


def _equation(formula: Fragment) -> tuple[str, str, str] | None:
    """The sides of a single equation, and its sign; None for any other formula."""
    statement = cut_statement(formula)
    if statement is None or statement.symbols not in (["="], [":="]):
        return None
    return statement.sides[0].text.strip(), statement.sides[1].text.strip(), statement.symbols[0]


def _called(head: str) -> str:
    """The name of the function that an equation begins with."""
    try:
        node = parse(head, lambda _: True)
    except Unread:
        return ""
    return (canonical(node.function) or "") if isinstance(node, s.Call) else ""


def _at(fragment: Fragment, text: str) -> Fragment:
    """Another text in the place of a fragment, which all of it goes back to."""
    return Fragment(text, tuple(fragment.place_of(0) for _ in text), fragment.place_of(0))


def _rows(sentence: Sentence, start: int) -> _Rows | None:
    """The rows that begin with the formula at ``start``; None where it is not told by cases."""
    equation = _equation(sentence.formulas[start])
    argument = None if equation is None else _argument(equation[0])
    if equation is None or argument is None:
        return None
    rows: list[str] = []
    position, (head, body, sign) = start, equation
    while True:
        behind = sentence.words[position + 1]
        if rows and OTHERWISE.match(behind):
            return _written(f"{head} {sign}", [*rows, rf"{body} & \text{{otherwise}}"], position + 1 - start)
        condition = _condition(sentence, position, argument, counted=not head.endswith(")"))
        if condition is None:
            return None
        rows.append(rf"{body} & \text{{if }} {condition}")
        behind = sentence.words[position + 2]
        zero = ZERO_OTHERWISE.match(behind)
        if zero:
            value = WORDS.get(zero["value"].lower(), zero["value"])
            return _written(f"{head} {sign}", [*rows, rf"{value} & \text{{otherwise}}"], position + 2 - start)
        following = _body(sentence, position + 2, head) if NEXT_ROW.fullmatch(behind) else None
        if following is None and len(rows) == 1 and VALUE.fullmatch(condition):
            # A value at one place tells no function.
            return None
        if following is None:
            return _written(f"{head} {sign}", rows, position + 2 - start)
        position, body = position + 2, following


def _written(head: str, rows: Sequence[str], count: int) -> _Rows:
    body = r" \\ ".join(rows)
    return _Rows(rf"{head} \begin{{cases}} {body} \end{{cases}}", count)


def _argument(head: str) -> str | None:
    """The one name that a function is written at, or the letter that counts a family."""
    try:
        node = parse(head, lambda _: True)
    except Unread:
        return None
    inside = _inside(node)
    return canonical(inside[0]) if len(inside) == 1 and isinstance(inside[0], s.Name) else None


def _inside(node: s.Node) -> tuple[s.Node, ...]:
    """What stands in the brackets of a function, or below a member of a family."""
    return node.arguments if isinstance(node, s.Call) else node.indices if isinstance(node, s.Sub) else ()


def _condition(sentence: Sentence, position: int, argument: str, *, counted: bool) -> str | None:
    """The formula behind "for" or "if" that restricts the argument of the row at ``position``, which counts or not."""
    if position + 1 >= len(sentence.formulas):
        return None
    between, text = sentence.words[position + 1], sentence.formulas[position + 1].text
    interval = INTERVAL.fullmatch(text)
    if ON_INTERVAL.fullmatch(between) and interval is not None:
        return _bounds(argument, interval)
    if not ROW_OPENS.fullmatch(between):
        return None
    inside = re.fullmatch(rf"\s*{re.escape(argument)}\s*\\in\s*(.*)", text, re.DOTALL)
    interval = None if inside is None else INTERVAL.fullmatch(inside[1])
    if interval is not None:
        return _bounds(argument, interval)
    return text if _restricts(text, {argument}, counted=counted) else None


def _bounds(argument: str, interval: re.Match[str]) -> str | None:
    """Where in an interval a number lies, as inequalities; None where it has no finite end."""
    low, high = (None if r"\infty" in interval[end] else interval[end].strip() for end in ("low", "high"))
    signs = {"[": r"\le", "]": r"\le", "(": "<", ")": "<"}
    below = "" if low is None else f"{low} {signs[interval['opens']]} "
    above = "" if high is None else f" {signs[interval['closes']]} {high}"
    return f"{below}{argument}{above}" if below or above else None


def _body(sentence: Sentence, position: int, head: str) -> str | None:
    """What the next row says: the function once more, or its value by itself, if words go on as in a row."""
    if position >= len(sentence.formulas):
        return None
    text, behind = sentence.formulas[position].text, sentence.words[position + 1]
    again = _equation(sentence.formulas[position])
    body = again[1] if again is not None and again[0] == head else None
    if again is None and not re.search(r"[<>=]|\\(?:in|[lg]eq?|ne)(?![A-Za-z])", text):
        body = text
    goes_on = OTHERWISE.match(behind) or ROW_OPENS.fullmatch(behind)
    return body if goes_on else None


def _restricts(text: str, names: set[str], *, counted: bool) -> bool:
    """Whether a formula is a relation that leaves out some values of one of ``names``, which count members or not."""
    if EVERYWHERE.search(text) or (counted and COUNTED.search(text)):
        return False
    statement = cut_statement(Fragment.plain(text))
    if statement is None or not statement.relations:
        return False
    try:
        parts = [part for side in statement.sides for part in comma_parts(side)]
        sides = [parse(part.text) for part in parts if part.text.strip()]
    except Unread:
        return True
    return any(canonical(side.body if isinstance(side, s.Bars) else side) in names for side in sides)


def is_limited(statement: Statement, lead: str, after: str, following: str, context: Context) -> bool:
    """Whether words around a formula say that it holds in some cases only, or for some members of a family.

    ``following`` is the formula behind the words ``after`` it.
    """
    if SINGULAR.search(statement.sides[-1].text) and NONZERO.search(following):
        # That A v = 0 for some v ≠ 0 is what makes A singular.
        return False
    if r"\begin{cases}" in statement.sides[-1].text:
        return False
    if LIMITS.match(after) or INSTANCES.search(lead) or (following and KIND.fullmatch(after)):
        return True
    on_interval = bool(ON_INTERVAL.fullmatch(after) and INTERVAL.fullmatch(following))
    if not (on_interval or (following and QUANTIFIES.fullmatch(after))):
        return False
    if not on_interval and _restricts(following, _places(statement.sides, s.Sub), counted=True):
        return True
    is_density = _is_density(_called(statement.sides[0].text), lead + after, context)
    restricts = on_interval or _restricts(following, _places(statement.sides[:1], s.Call), counted=False)
    return restricts and not is_density


def is_said_of_others(sentence: Sentence, position: int) -> bool:
    """Whether what words behind a group of names say is said of a part of them, of one of them, or of none for sure."""
    _, after = around_words(sentence, position)
    lead = " ".join(sentence.words[: position + 1])
    first = position
    while first and LISTS.fullmatch(sentence.words[first]):
        first -= 1
    before = sentence.words[first]
    joins = sentence.words[first + 1 : position + 1]
    is_choice = any(join.strip(" ,").lower() == "or" for join in joins) or CHOICE.search(before)
    is_part = PART_OF.search(before) and COPULA.match(after)
    return bool(is_choice or is_part or SUPPOSED_ONLY.search(lead) or IN_A_SENSE.match(after))


def _places(sides: Sequence[Fragment], kind: type[s.Sub | s.Call]) -> set[str]:
    """The letters by which formulas count members of families, or that they write functions at."""
    found: set[str] = set()
    for side in sides:
        try:
            parts = s.walk(parse(side.text, lambda _: True))
        except Unread:
            continue
        inside = (place for part in parts if isinstance(part, kind) for place in _inside(part))
        found |= {name for place in inside if (name := canonical(place)) is not None and not name.isdigit()}
    return found


def refuse_limited(statement: Statement, context: Context) -> None:
    """Leaves in doubt what a statement says of names, since it holds in some cases only; raises Unread."""
    for side in statement.sides:
        try:
            parts = s.walk(parse(side.text, context.is_called))
        except Unread:
            continue
        for part in parts:
            name = canonical(part) if isinstance(part, (s.Name, s.Sub)) else None
            if name is not None and context.is_told(name):
                context.unclear[name] = statement.sides[0].text
    raise Unread("D406", {"notation": "a statement that holds in some cases only"}, 0, 1)
