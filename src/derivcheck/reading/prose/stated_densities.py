r"""Random variables of which a formula gives the density: "Let X have density ``f(x) = 2x`` on ``[0, 1]``".

Averages are integrals of the formula over the range that the sentence says. That it integrates to 1 is taken as said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from derivcheck.documents import Fragment, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.random_moments import AS_SUMS, doubt
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.limits import infinity, with_local
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.conditions import ends_between, interval_ends
from derivcheck.reading.parsing.parser import parse, parse_relation
from derivcheck.reading.prose.sentences import last_sentence
from derivcheck.terms.chance import RandomVariable
from derivcheck.terms.families import BY_FORMULA, Distribution
from derivcheck.terms.nodes import ZERO, Apply, Integral, Number, Term, free_symbols

BEFORE = re.compile(
    r"\b(?:densit(?:y|ies)(?: functions?)?|p\.?d\.?f\.?)(?:\s*\(\s*p\.?d\.?f\.?\s*\))?"
    r"(?:\s+(?:is|given by|equal to|of))?\s*[,:]?\s*$",
    re.IGNORECASE,
)
GIVEN = re.compile(
    r"\b(?:condition\w*|given(?! by\b)|joint\w*|posterior|prior|likelihood|unless|not|if)\b", re.IGNORECASE
)
"""Words by which a density is another one than that of a variable by itself, or is none for sure."""
WHOLE = re.compile(
    r"\b(?:on|over|for) (?:the )?(?:whole |entire )?(?:real (?:line|axis|numbers)|reals)\b", re.IGNORECASE
)


ANEW = re.compile(r"\s*(?:now,?\s+)?(?:let|suppose|assume|consider)\b", re.IGNORECASE)
OF_DENSITY = re.compile(r'words "(?:densit|pdf)')
NOTHING: tuple[list[s.Node], ...] = ([], [s.Num(ZERO.value)])
"""What a density may be elsewhere."""
Ends = tuple["Term | None", "Term | None"]


def drop_law(name: str, context: Context) -> None:
    """Takes back the law of a variable of which another density is said that was not understood."""
    variable = context.chance.variables.get(name)
    law = None if variable is None else variable.distribution
    if variable is not None and law is not None and law.family == BY_FORMULA:
        context.chance = context.chance.having(replace(variable, distribution=None))


def show_density(statement: Statement, conditions: Sequence[Fragment], said: str, context: Context) -> None:
    """Notes the density that a display gives, where the words before it lead to that of the variable spoken of."""
    subject = context.chance.subject
    if len(subject) != 1 or len(statement.sides) != 2:
        return
    sentence = last_sentence(said)
    if not BEFORE.search(sentence) or GIVEN.search(sentence):
        return
    behind = [other for formula in conditions for other in cut_statements(formula)]
    if _state(statement, behind, sentence, subject[0], context) and OF_DENSITY.search(context.chance.doubt):
        context.chance = replace(context.chance, doubt="", spread="")


def state_density(statement: Statement, words: str, formulas: Sequence[Fragment], name: str, context: Context) -> bool:
    """Whether a formula of a sentence is the density of a random variable; then it is noted."""
    sentence = f"{words} {' '.join(formula.text for formula in formulas)}"
    return _state(statement, _behind(statement, formulas), sentence, name, context)


def _keeps_law(variable: RandomVariable, sentence: str) -> bool:
    """Whether a variable has a named law already, which a formula for its density is held against."""
    law = variable.distribution
    introduced = ANEW.match(sentence) is not None and r"\sim" not in sentence
    return law is not None and law.family != BY_FORMULA and not introduced


def _state(statement: Statement, behind: Iterable[Statement], sentence: str, name: str, context: Context) -> bool:
    variable = context.chance.variables.get(name)
    if variable is None or variable.family or variable.symbol.shape or _keeps_law(variable, sentence):
        return False
    try:
        head = parse(statement.sides[0].text, lambda _: True)
        point = _point(head, name)
        body, inside = _where_positive(parse(statement.sides[1].text, context.is_called))
        if point is None:
            return False
        trial = context.copy()
        trial.outcomes.pop(point, None)
        e = Elaborator(trial)
        relations = [*inside, *(_read(e, other) for other in behind)]
        ends = (None, None) if WHOLE.search(sentence) else _range(e, point, relations)
        with with_local(e, point):
            term = e.scalar(body, "a density")
    except (Unread, Clash):
        return False
    if free_symbols(term) & {v.symbol for v in context.chance.variables.values()}:
        return False
    if ends is None and not _is_of_distances(term, point):
        return False
    _note(variable, Integral(point, *(ends or (None, None)), term), context)
    if ends is None:
        # Half of the line may be meant, where nothing is said.
        doubt(f"where the density of {name} lies", context)
    return True


def _where_positive(body: s.Node) -> tuple[s.Node, list[Sequence[s.Node]]]:
    """A density with one case, or with two of which the other is 0, as its value and where it has that."""
    match body:
        case s.Cases(rows=((value, s.Relational() | s.All() as where), *rest)) if [row[0] for row in rest] in NOTHING:
            return value, [where.parts if isinstance(where, s.All) else [where]]
    return body, []


def _is_of_distances(term: Term, point: str) -> bool:
    """Whether a formula holds a point only in squares and absolute values, as densities on the whole line do."""
    if all(symbol.name != point for symbol in free_symbols(term)):
        return True
    match term:
        case Apply(operator="abs"):
            return True
        case Apply(operator="power", arguments=(_, Number(value=value))) if value.denominator == 1 and value % 2 == 0:
            return True
        case Apply(arguments=parts):
            return all(_is_of_distances(part, point) for part in parts)
    return False


def _note(variable: RandomVariable, whole: Integral, context: Context) -> None:
    law = Distribution(BY_FORMULA, (whole,))
    stated = replace(variable, distribution=law, continuous=True, mean=None, variance=None)
    context.chance = context.chance.having(stated)
    context.continuous.discard(variable.symbol.name)
    if context.chance.doubt == AS_SUMS and not context.continuous:
        context.chance = replace(context.chance, doubt="")


def _point(head: s.Node, name: str) -> str | None:
    """The x of ``f(x)``, ``p_X(x)``."""
    if not isinstance(head, s.Call) or len(head.arguments) != 1:
        return None
    function = head.function
    if isinstance(function, s.Sub) and (len(function.indices) != 1 or canonical(function.indices[0]) != name):
        return None
    letter = function.base if isinstance(function, s.Sub) else function
    point = head.arguments[0]
    known = isinstance(letter, s.Name) and isinstance(point, s.Name) and point.name != name
    return point.name if known and isinstance(point, s.Name) else None


def _behind(statement: Statement, formulas: Sequence[Fragment]) -> Iterator[Statement]:
    """What formulas say behind the density: relations, or a set by itself."""
    begun = False
    for formula in formulas:
        for other in cut_statements(formula):
            if begun:
                yield other
            begun = begun or other == statement


def _read(e: Elaborator, statement: Statement) -> Sequence[s.Node]:
    """The relations of a statement, or the set that it is."""
    nodes = [parse_relation(side.text, e.context.is_called) for side in statement.sides]
    if len(nodes) == 1:
        return nodes
    pairs = zip(nodes, statement.symbols, nodes[1:], strict=False)
    return [s.Relational(left, relation, right) for left, relation, right in pairs]


def _range(e: Elaborator, point: str, behind: Iterable[Sequence[s.Node]]) -> Ends | None:
    """The ends of the range that a relation, or an interval, gives; None where nothing does."""
    variable = s.Name(point)
    for said in behind:
        if said == [s.Relational(variable, r"\in", s.Name(r"\mathbb{R}"))]:
            return None, None
        found = ends_between(variable, said) if isinstance(said[0], s.Relational) else interval_ends(said[0])
        if found is not None:
            low, high = (None if end is None or infinity(end, e) else e.scalar(end, "an end") for end in found)
            return low, high
    return None
