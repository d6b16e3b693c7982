"""The scope of a derivation: what its prose and its displays declare, in the order of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from derivcheck.documents import (
    Directive,
    Display,
    Formula,
    Item,
    Problem,
    Statement,
    Verb,
    cut_statements,
)
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.categories import notice_categories
from derivcheck.reading.chance.discrete_uniform import notice_discrete_uniform
from derivcheck.reading.chance.generating_functions import notice_generating
from derivcheck.reading.chance.given_densities import notice_given, notice_samples
from derivcheck.reading.chance.noticing import notice_densities, notice_in_formulas
from derivcheck.reading.chance.own_averages import notice_averages
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation import notations  # noqa: F401 - it registers the handlers of all notations
from derivcheck.reading.notation.numbered import notice_numbered, notice_updated
from derivcheck.reading.notation.ragged import notice_lengths
from derivcheck.reading.notation.resolution import base_name
from derivcheck.reading.notation.special_letters import notice_special
from derivcheck.reading.notation.stages import notice_stages
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.prose.acting import notice_operators
from derivcheck.reading.prose.anew import note_set_to_zero
from derivcheck.reading.prose.data import notice_data
from derivcheck.reading.prose.declarations import declare_members
from derivcheck.reading.prose.definitions import define, head_of
from derivcheck.reading.prose.dependence import notice_calls, notice_dependence
from derivcheck.reading.prose.entrywise import notice_entrywise
from derivcheck.reading.prose.examples import enter, example
from derivcheck.reading.prose.hierarchies import notice_hierarchies
from derivcheck.reading.prose.logarithms import hear_base, notice_units
from derivcheck.reading.prose.other_arithmetic import notice_arithmetic
from derivcheck.reading.prose.own_notations import hear_convention
from derivcheck.reading.prose.properties import accept_eigenvectors
from derivcheck.reading.prose.reader import read_sentence, upcoming_names
from derivcheck.reading.prose.recurrences import notice_recurrences
from derivcheck.reading.prose.relations import declare_relation
from derivcheck.reading.prose.sentences import sentences
from derivcheck.reading.prose.smoothness import notice_smooth
from derivcheck.reading.prose.spoken_sizes import settle_sizes
from derivcheck.terms.nodes import free_symbols

RETRIES = 4


DEFINING = frozenset({":=", "=:"})

# An equation of single letters and numbers, as in x = z + 1.
MADE_OF_NUMBERS = re.compile(
    r"(?:[a-z]|\\(?:alpha|beta|gamma|sigma|mu|lambda|tau|frac|cdot|sqrt)(?![a-z])|[\d\s=+*/{}()^.-])+"
)


def read_scope(items: Iterable[Item], context: Context) -> list[Problem]:
    """Adds to ``context`` all that the items say, in their order."""
    items = list(items)
    hear_conventions(items, context)
    notice_given(items, context)
    notice_hierarchies(items, context)
    notice_samples(items, context)
    notice_densities(items, context)
    notice_dependences(items, context)
    problems = read_prose(items, context)
    for item in items:
        if isinstance(item, Directive):
            problems += read_directive(item, context)
    return problems


def hear_conventions(items: list[Item], context: Context) -> None:
    """What a scope says, wherever in it, of how all its formulas are meant."""
    notice_units(items, context)
    notice_arithmetic(items, context)
    notice_special(items, context)
    notice_generating(items, context)
    notice_discrete_uniform(items, context)
    notice_categories(items, context)
    for sentence in sentences(items):
        if not (sentence.asks or sentence.rejects):
            hear_base(sentence.pattern(), sentence.formulas, context)
            hear_convention(sentence.pattern(), sentence.formulas, context)


def read_example(items: Sequence[Item], context: Context) -> None:
    """Reads what an example supposes that leads to a formula, if one does."""
    supposed = example(items)
    enter(supposed, context)
    read_prose(supposed, context)


def read_prose(items: Iterable[Item], context: Context) -> list[Problem]:
    """Reads the sentences among the items; one that uses a name which a later sentence explains is read again."""
    found = list(sentences(items))
    notice_recurrences((formula for sentence in found for formula in sentence.formulas), context)
    here = upcoming_names(found, context)
    # What these sentences give no meaning after all is not explained further down either.
    before, context.upcoming = context.upcoming - here, here
    problems: list[Problem] = []
    for _ in range(RETRIES):
        problems, known = [], frozenset(context.densities)
        for sentence in found:
            problems += read_sentence(sentence, context)
            note_set_to_zero(sentence.pattern(), sentence.formulas, context)
        if problems and context.densities - known:
            # What words call densities tells what the sums over their arguments run over.
            notice_in_formulas([formula for sentence in found for formula in sentence.formulas], context)
        elif not any(problem.facts.get("because") == "later" for problem in problems):
            break
    settle_sizes(context)
    context.upcoming = before
    accept_eigenvectors(context)
    for problem in problems:
        if problem.facts.get("because") == "later":
            _leave_open(problem, context)
    return problems


def _leave_open(problem: Problem, context: Context) -> None:
    """What equations that explain one another leave open: a number is one of which something is said, no more."""
    formula = problem.facts["formula"]
    for name in problem.facts["names"].split("\n"):
        if MADE_OF_NUMBERS.fullmatch(formula) and len(name) == 1 and name.islower():
            context.unclear[name] = formula
            context.upcoming.discard(name)
        else:
            context.not_understood[name] = formula


def preview(items: list[Item], context: Context) -> None:
    """Looks ahead for notation: a definition that stands behind a display may explain a name in it.

    Only definitions of names that have no meaning yet reach back; assumptions and properties hold from where they
    stand.
    """
    hear_conventions(items, context)
    notice_samples(items, context)
    notice_densities(items, context)
    notice_functions(items, context)
    notice_dependences(items, context)
    notice_numbered(items, context)
    notice_updated(items, context)
    notice_stages(items, context)
    notice_lengths((item.fragment.text for item in items if isinstance(item, (Display, Formula))), context)
    first = next((k for k, item in enumerate(items) if isinstance(item, Display)), len(items))
    if not any(isinstance(item, Formula) for item in items[first:]):
        return
    later = upcoming_names(list(sentences(items[first:])), context)
    context.upcoming = {
        name
        for name in later
        if name not in context.symbols and name not in context.definitions and context.is_function(name) is None
    }
    if not context.upcoming:
        return
    trial = context.copy()
    read_prose(items, trial)
    for name, definition in trial.definitions.items():
        # "For a = 1" further down says nothing of the a up here.
        is_value = not free_symbols(definition.body) and not definition.parameters
        if name not in context.definitions and name not in context.symbols and not is_value:
            context.definitions[name] = definition
    for key, definition in trial.functions.items():
        if context.is_function(key[0]) is None:
            context.functions[key] = definition
    # What stands for a parameter is known to be a number before it is said which one.
    context.upcoming -= context.numbered
    context.upcoming -= context.definitions.keys() | {name for name, _ in context.functions}


def read_directive(directive: Directive, context: Context) -> list[Problem]:
    """The directives that say something about names: let, define, assume, layout."""
    problems = []
    states = directive.verb in (Verb.LET, Verb.DEFINE, Verb.ASSUME)
    statements = cut_statements(directive.argument) if states else ()
    if states and not statements:
        problems.append(Problem("D510", directive.argument.span, {"formula": directive.argument.text}))
    for statement in statements:
        try:
            _state(statement, directive.verb, context)
        except Unread:
            problems.append(Problem("D510", directive.argument.span, {"formula": directive.argument.text}))
    if directive.verb is Verb.LAYOUT:
        context.layout = directive.argument.text.strip()
    return problems


def _state(statement: Statement, verb: Verb, context: Context) -> None:
    symbols = statement.symbols
    if symbols and symbols[-1] == r"\in":
        declare_members(statement, context)
    elif symbols and (symbols[0] in DEFINING or (verb is Verb.DEFINE and symbols[0] == "=")):
        define(statement, context, backwards=symbols[0] == "=:")
    elif symbols:
        declare_relation(statement, context)
    else:
        raise Unread("D510", {"formula": statement.sides[0].text}, 0, len(statement.sides[0].text))


def notice_dependences(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for what names depend on: as they are written, or as sentences say."""
    items = list(items)
    notice_calls(items, context)
    notice_averages(items, context)
    notice_data(items, context)
    notice_operators(items, context)
    for sentence in sentences(items):
        notice_dependence(sentence.pattern(), sentence.formulas, context)
        notice_entrywise(sentence.pattern(), sentence.formulas, context)
        notice_smooth(" ".join(sentence.words), sentence.formulas, context)


def notice_functions(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for names that a display gives values at names, as in ``M_X(t) = …``: they are functions."""
    for item in items:
        if not isinstance(item, Display):
            continue
        for statement in (statement for chain in item.chains for statement in chain.statements):
            if not statement.relations or statement.relations[0].symbol != "=":
                continue
            try:
                head = head_of(statement.sides[0].text, context)
            except Unread:
                continue
            name = canonical(head.function) if isinstance(head, s.Call) and "|" not in head.separators else None
            if name is not None and isinstance(head, s.Call) and _is_unheard_of(name, head, context):
                context.unknown_functions[name] = len(head.arguments)


def _is_unheard_of(name: str, head: s.Call, context: Context) -> bool:
    """Whether a scripted name at plain names has no meaning yet; a bare letter may be a factor before brackets."""
    names = [canonical(argument) for argument in head.arguments]
    plain = all(isinstance(argument, (s.Name, s.Sub)) for argument in head.arguments)
    base = base_name(head.function)
    return (
        plain
        and len(set(names)) == len(names)
        and isinstance(head.function, (s.Sub, s.Mark))
        and context.is_function(name) is None
        and not any(known in context.symbols or known in context.definitions for known in (name, base))
    )
