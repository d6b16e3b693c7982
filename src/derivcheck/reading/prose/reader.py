"""Reads the sentences of a scope: which formula declares, defines, or assumes what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from derivcheck.documents import Fragment, Problem, Statement, cut_statements
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.kernels import as_definition
from derivcheck.reading.chance.quantiles import declare_distributions
from derivcheck.reading.chance.random_moments import doubt
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical, is_numbered
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose import conditional_independence as independence
from derivcheck.reading.prose.anew import gives_value_anew
from derivcheck.reading.prose.bare import read_bare
from derivcheck.reading.prose.bending import declare_bending
from derivcheck.reading.prose.declarations import declare_rows, without_spaces
from derivcheck.reading.prose.decompositions import Found, announce, named, settle
from derivcheck.reading.prose.definitions import called_names, head_names, is_average
from derivcheck.reading.prose.demanding import is_condition_on_itself
from derivcheck.reading.prose.equations_in_prose import read_statement
from derivcheck.reading.prose.examples import leave_open
from derivcheck.reading.prose.function_declarations import function_names
from derivcheck.reading.prose.hedges import is_doubted
from derivcheck.reading.prose.independence_in_prose import clause_of
from derivcheck.reading.prose.invertible import MONOTONE, notice_inverses
from derivcheck.reading.prose.layouts import declare_layout
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.logarithms import is_base
from derivcheck.reading.prose.memberships import read_membership
from derivcheck.reading.prose.minors import define_minors
from derivcheck.reading.prose.own_notations import defines_notation, hear_notations
from derivcheck.reading.prose.phrases import (
    AFTER,
    BEFORE,
    COLUMNS,
    COLUMNS_OF,
    OF_COLUMNS,
    OF_ROWS,
    ROWS,
    ROWS_OF,
    SPECTRAL,
    clause_after,
    names_property,
    traits_in,
    unclear_in,
)
from derivcheck.reading.prose.properties import apply_trait, is_property, name_constant
from derivcheck.reading.prose.qualified import in_brackets, is_limited, is_said_of_others, refuse_limited
from derivcheck.reading.prose.random_prose import RandomSentence, is_of_chance
from derivcheck.reading.prose.random_words import MOMENT
from derivcheck.reading.prose.recurrences import begin_recurrence
from derivcheck.reading.prose.relations import is_about_indices
from derivcheck.reading.prose.sentences import JOINS, Sentence, around_words, head_noun, near_words
from derivcheck.reading.prose.spoken_sizes import declare_sized, sized
from derivcheck.reading.prose.suppositions import end_suppositions, supposing
from derivcheck.reading.prose.totals_in_words import hear_totals
from derivcheck.reading.prose.whole_numbers import declare_whole
from derivcheck.reading.prose.withdrawals import withdraw
from derivcheck.reading.prose.worded_laws import state_worded_laws
from derivcheck.terms.scope import Domain

SPECTRUM = re.compile(
    r"\b(?:eigen-?values|singular values|(?:\w+est|maxim(?:al|um)|minim(?:al|um)|extreme|top|leading|principal|"
    r"dominant) (?:eigen-?|singular )value)\s*$",
    re.IGNORECASE,
)


IF_THEN = re.compile(r"\b(?:if|when|whenever)\b.*\bthen\b[^.;]*$|\bimpl(?:y|ies)\b[^.;]*$", re.IGNORECASE)
"""How words lead to what follows from something that is only supposed."""
TOLD = ("symbols", "definitions", "functions", "density_definitions", "assumptions", "recurrences")
"""What a context may be told by a statement."""


def read_sentence(sentence: Sentence, context: Context) -> list[Problem]:
    """Adds what a sentence says to the context; gives back declarations that were not understood."""
    sentence = in_brackets(sentence, context)
    words = " ".join(sentence.words)
    independence.withdraw_independence(words, context)
    withdraw(sentence.text(), sentence.formulas, context)
    declare_layout(words, context)
    hear_notations(sentence.words, sentence.formulas, context)
    doubtful = end_suppositions(words, sentence.formulas, context)
    if sentence.asks or sentence.rejects:
        leave_open(words, sentence.formulas, context)
        return []
    with supposing(words, context):
        problems = _read(sentence, words, context)
    context.unclear.update(dict.fromkeys(doubtful, "another case"))
    return problems


def _read(sentence: Sentence, words: str, context: Context) -> list[Problem]:
    problems: list[Problem] = []
    context.speaks_of_densities |= DENSITIES.search(words) is not None
    pairs = zip(sentence.words, sentence.formulas, strict=False)
    context.spaces.update(without_spaces(formula.text) for said, formula in pairs if CONVEX_SET.search(said))
    decompositions = named(sentence.formulas, words)
    group: list[str] = []
    misfits: dict[str, str] = {}
    chance = RandomSentence(words, sentence.formulas, sentence.pattern())
    for position, formula in enumerate(sentence.formulas):
        _hear_whole(sentence, words, decompositions, context)
        before, after = sentence.words[position], sentence.words[position + 1]
        lead = " ".join(sentence.words[: position + 1])
        if not position or not JOINS.fullmatch(before):
            group = []
        opening, closing = around_words(sentence, position)
        said = clause_of(opening, closing)
        names: list[str] = []
        for statement in (each for each in cut_statements(formula) if not is_base(each)):
            try:
                names += _heard(sentence, position, statement, chance, context)
            except Unread as missing:
                problems.append(_problem(statement, formula, missing, context))
            except RecursionError:
                # Python's own bound is one of our budgets: what says too much at once says nothing.
                too_deep = Unread("D407", {"depth": "the bound"}, 0, 1)
                problems.append(_problem(statement, formula, too_deep, context))
        group = _spoken_of(formula, names, group, (before, after), context)
        misfits |= _apply_words(context, names, head_noun(before), BEFORE, lead)
        aside = ASIDE.match(after)
        if aside is not None:
            misfits |= _apply_words(context, names, f" is {aside['said']}", AFTER, lead)
        if group and is_said_of_others(sentence, position):
            context.unclear.update({name: clause_after(after) for name in group if names_property(clause_after(after))})
        else:
            misfits |= _apply_words(context, group, clause_after(after), AFTER, lead)
            declare_whole(formula, group, (before, clause_after(after), lead), context)
        _describe(context, group, after, (before, lead))
        _rows(sentence, context, position)
        declare_bending(sentence.pattern(), sentence.formulas, context)
        if position + 1 == len(sentence.formulas) or not JOINS.fullmatch(after):
            chance.end_group(group, (opening, said, after), context)
        declare_sized(sentence.pattern(), sentence.formulas, position, context)
    hear_totals(sentence.pattern(), sentence.formulas, context)
    if chance.is_sure():
        chance.settle(*state_worded_laws(sentence, context))
    chance.end(context, independence.declare_independence(sentence.pattern(), sentence.formulas, context))
    # What makes them random variables takes no doubt away.
    context.unclear.update({name: said for name, said in misfits.items() if name in context.chance.variables})
    _hear_whole(sentence, words, decompositions, context)
    settle(decompositions, words, context)
    return problems


def _hear_whole(sentence: Sentence, words: str, decompositions: list[Found], context: Context) -> None:
    """Notices what takes a whole sentence to say, as far as its names are known by now."""
    announce(decompositions, words, context)
    define_minors(sentence.pattern(), sentence.formulas, context)
    declare_distributions(sentence.pattern(), sentence.formulas, context)


DENSITIES = re.compile(r"\b(?:densit(?:y|ies)|pdfs?)\b(?! matri)", re.IGNORECASE)
OF_ALL = re.compile(r"[\s,]*(?:which |that )?(?:are|both|all|each)\b", re.IGNORECASE)
"""How words behind a list speak of everything in it."""


def _spoken_of(
    formula: Fragment, names: list[str], group: list[str], words: tuple[str, str], context: Context
) -> list[str]:
    """The names that the words behind a formula speak of: its own, and those before it in a list."""
    before, after = words
    if names:
        # "A and B with A symmetric" goes on with A alone.
        return list(names) if group and set(names) < set(group) else [*group, *names]
    defines = any(statement.symbols[:1] in (["="], [":="]) for statement in cut_statements(formula))
    if not defines or OF_ALL.match(after):
        return group
    # "X with G = XᵀX invertible" says nothing of X; "X and G = XᵀX be invertible" may say it of both.
    if names_property(clause_after(after)) and before.strip() != "with":
        context.unclear.update(dict.fromkeys(group, clause_after(after)))
    return []


def _heard(
    sentence: Sentence, position: int, statement: Statement, chance: RandomSentence, context: Context
) -> list[str]:
    """What a statement of the formula at ``position`` declares, of chance or of anything else."""
    before, after = sentence.words[position], sentence.words[position + 1]
    lead, following = " ".join(sentence.words[: position + 1]), _behind(sentence, position)
    near, (opening, closing) = near_words(sentence, position), around_words(sentence, position)
    random: list[str] | None = None
    limited = bool(statement.relations) and is_limited(statement, lead, after, following, context)
    if limited or (statement.relations and IF_THEN.search(lead)):
        if is_of_chance(statement):
            doubt("what holds of random variables in some cases only", context)
            return []
    else:
        random = chance.read(statement, context, before, clause_of(opening, closing))
    if random is not None:
        return random
    if limited:
        return _left_out(sentence, statement, context, (lead, near, after))
    if statement.relations:
        return _related(sentence, statement, context, (lead, near, after), following)
    return read_bare(statement.sides[0], context, opening, near)


def _behind(sentence: Sentence, position: int) -> str:
    """The formula behind the one at ``position``; empty where there is none."""
    return sentence.formulas[position + 1].text if position + 1 < len(sentence.formulas) else ""


def _related(
    sentence: Sentence, statement: Statement, context: Context, words: tuple[str, str, str], following: str
) -> list[str]:
    """What an equation, an inequality or a membership of a sentence says, and that it was this one which defined it."""
    names = _stated(sentence, statement, context, words)
    if following and context.recurrences:
        begin_recurrence(statement, words[-1], following, context)
    sentence.defined |= set(head_names(statement, context)) & context.definitions.keys()
    return names


def _left_out(sentence: Sentence, statement: Statement, context: Context, words: tuple[str, str, str]) -> list[str]:
    """Nothing, of a statement that holds in some cases only; raises Unread where it would have told something."""
    trial = context.copy()
    _stated(sentence, statement, trial, words)
    if any(getattr(trial, told) != getattr(context, told) for told in TOLD):
        refuse_limited(statement, context)
    return []


def _stated(sentence: Sentence, statement: Statement, context: Context, words: tuple[str, str, str]) -> list[str]:
    if statement.relations[-1].symbol == r"\in":
        return read_membership(statement, context, sentence.defined)
    if defines_notation(statement, words[0], context):
        return []
    return read_statement(as_definition(statement, context) or statement, context, *words)


def upcoming_names(found: list[Sentence], context: Context) -> set[str]:
    """The names that some sentence of the scope gives a meaning: none of them is guessed at before."""
    names: set[str] = set()
    moments = {
        formula.text.strip()
        for sentence in found
        for words, formula in zip(sentence.words, sentence.formulas, strict=False)
        if MOMENT.search(words)
    }
    for sentence in found:
        names.update(_sized_names(sentence))
        for position, formula in enumerate(sentence.formulas):
            clause = re.split(r"[;:]", " ".join(sentence.words[: position + 1]))[-1]
            for statement in cut_statements(formula):
                symbols = statement.symbols
                if gives_value_anew(statement, clause):
                    # What was said before was said without it.
                    continue
                if statement.sides[0].text.strip() in moments and is_average(statement.sides[-1], context):
                    # "The mean μ" has said before that μ = E(X).
                    continue
                if symbols and symbols[-1] == r"\in":
                    names.update(n for part in comma_parts(statement.sides[0]) for n in _member_names(part))
                elif is_condition_on_itself(statement, clause, context) or is_about_indices(statement, context):
                    continue
                elif symbols and symbols[0] in (":=", "=") and not is_property(statement):
                    names.update(head_names(statement, context))
                    context.called.update(called_names(statement.sides[0], context))
                elif not symbols:
                    names.update(function_names(statement.sides[0].text))
    return names


def _sized_names(sentence: Sentence) -> Iterator[str]:
    """The names that a sentence calls arrays of a size."""
    for position, _, _ in sized(sentence.pattern(), sentence.formulas):
        for part in comma_parts(sentence.formulas[position]):
            yield from _member_names(part)


def _member_names(part: Fragment) -> list[str]:
    try:
        node = parse(part.text)
    except Unread:
        return []
    bases = [canonical(node.base)] if isinstance(node, s.Sub) and not is_numbered(node) else []
    return [name for name in (canonical(node), *bases) if name is not None]


def _family_name(side: Fragment) -> list[str]:
    """The name below the letters that count it, as C of ``C_{ij}``."""
    try:
        node = parse(side.text)
    except Unread:
        return []
    counted = isinstance(node, s.Sub) and any(isinstance(index, s.Name) for index in node.indices)
    return [name for name in _member_names(side) if name != canonical(node)] if counted else []


def _problem(statement: Statement, formula: Fragment, missing: Unread, context: Context) -> Problem:
    """A declaration that was not understood; names that it was about are not guessed at."""
    names = [*head_names(statement, context), *_family_name(statement.sides[0])]
    if missing.code == "later":
        return Problem("D510", formula.span, {"formula": formula.text, "because": "later", "names": "\n".join(names)})
    for name in names:
        if name not in context.symbols and name not in context.definitions:
            context.not_understood[name] = formula.text
    return Problem("D510", formula.span, {"formula": formula.text, "because": missing.code})


ASIDE = re.compile(r"\s*\(\s*(?P<said>[a-z][a-z -]{2,40})\s*\)", re.IGNORECASE)
"""What brackets behind a formula say of its name alone: "weights W (diagonal)"."""
CONVEX_SET = re.compile(r"\bconvex (?:sub)?(?:set|domain)\s*$", re.IGNORECASE)


# Where a sentence has no words at all, its formulas are what it declares.


def _apply_words(context: Context, names: list[str], clause: str, shape: re.Pattern[str], lead: str) -> dict[str, str]:
    """Gives names the properties of a clause, if nothing in the sentence casts doubt on it; returns those that misfit.

    "Orthogonal" of two vectors means something else than of a matrix.
    """
    if not names or is_doubted(lead):
        return {}
    misfits: dict[str, str] = {}
    for trait in traits_in(clause, shape):
        accepted = [apply_trait(context, name, trait, clause.strip()) for name in names]
        if not any(accepted):
            misfits.update(dict.fromkeys(names, trait.value))
            context.unclear.update(misfits)
    return misfits


def _is_size(context: Context, name: str) -> bool:
    """Whether a name in a group is only there to say how large the others are."""
    declaration = context.symbols.get(name)
    return declaration is not None and declaration.domain is Domain.NATURAL


def _describe(context: Context, names: list[str], words: str, ahead: tuple[str, str]) -> None:
    """Notices constants that words name, functions that have an inverse, and properties that are not understood.

    ``ahead`` are the words right before the names, and all before them.
    """
    before, lead = ahead
    if not is_doubted(lead):
        notice_inverses(names, words, before, context)
    if SPECTRUM.search(before) or SPECTRUM_BEHIND.match(words):
        # What ties them to the matrix is not known.
        families = [name.partition("_{")[0] for name in names]
        context.unclear.update(dict.fromkeys((*names, *families), SPECTRAL))
    extremal = EXTREMAL.search(before)
    if extremal is not None:
        context.unclear.update(dict.fromkeys(names, extremal.group().strip()))
    for name in names:
        name_constant(context, name, words)
    for name in names:
        unclear = unclear_in(MONOTONE.sub("", words) if name in context.inverses else words)
        if unclear and (len(names) == 1 or not _is_size(context, name)):
            context.unclear[name] = unclear


SPECTRUM_BEHIND = re.compile(
    r"\s*,?\s*(?:be|is|are|denotes?) (?:(?:both|all) )?(?:(?:its|their) (?:\w+ ){0,2}?(?:eigen-?|singular )values?\b|"
    r"(?:the|an?) (?:\w+ ){0,2}?(?:eigen-?|singular )values? (?:of|with|for)\b)",
    re.IGNORECASE,
)
"""How words behind numbers say whose eigenvalues they are."""

EXTREMAL = re.compile(
    r"\b(?:(?:minimi|maximi|optimi)[sz]ers?|optimum|(?:stationary|critical|fixed) points?)\s*$", re.IGNORECASE
)
"""What is said of the point that stands behind it."""


def _rows(sentence: Sentence, context: Context, position: int) -> None:
    """A phrase like "the matrix whose i-th row is x_i" ties a matrix to a family of vectors."""
    text = sentence.pattern()
    patterns = (
        *((phrase, False) for phrase in (ROWS, ROWS_OF, OF_ROWS)),
        *((phrase, True) for phrase in (COLUMNS, COLUMNS_OF, OF_COLUMNS)),
    )
    for match, transposed in ((match, flag) for pattern, flag in patterns for match in pattern.finditer(text)):
        if max(int(match["matrix"]), int(match["row"])) == position:
            matrix, row = (sentence.formulas[int(match[key])] for key in ("matrix", "row"))
            with suppress(Unread):
                # Rows that are not read leave the matrix without any.
                declare_rows(matrix, row, context, transposed=transposed)
