"""What prose says of random variables that are independent, or only uncorrelated."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from derivcheck.documents import Fragment, Statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.random_moments import doubt
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import MEMBER_NAME
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.declarations import bare_names
from derivcheck.reading.prose.hedges import CONTRARY, UNSURE
from derivcheck.terms.scope import Domain

RANDOM = re.compile(r"\brandom (?:variables?|vectors?|quantit(?:y|ies)|samples?)\b|\brandom\s*$", re.IGNORECASE)
PLAIN = re.compile(
    r"\bindependent\b(?! of\b| from\b| given\b| conditional| components| entries| coordinates| columns| rows)|"
    r"\biid\b(?!(?: random variables?| samples?)? (?:given|conditional))|\bindependent of (?:each other|one another)",
    re.IGNORECASE,
)
UNCORRELATED = re.compile(r"\buncorrelated\b(?! with\b| components| entries)", re.IGNORECASE)
OF_OTHERS = re.compile(r"…[^…]*\b(?:of|from|by|on|in|to) (?:\w+ )?(?:independent|iid)\b", re.IGNORECASE)
"""Sums of independent variables, and what is built from them otherwise, are not these variables."""
IDENTICAL = re.compile(r"\biid\b|identically distributed", re.IGNORECASE)
IS_OF = re.compile(
    r"\s*,?\s*(?:which|that|and)?\s*(?:is|are|be|being)?\s*(?:also |statistically |stochastically )?"
    r"independent (?:of|from)\s*(?:the\s+)?$",
    re.IGNORECASE,
)
"""The whole of what stands between two names of which the one is independent of the other."""
OF = re.compile(r"(?<!conditionally )\bindependent (?:of|from)\s*(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
NEXT_CLAUSE = re.compile(
    r"[,.;:]|\band (?:let|suppose|that|assume|where)\b|\b(?:with|where|whose|such|if|when|whenever)\b", re.IGNORECASE
)
LAST_CLAUSE = re.compile(r"[,;:]|\b(?:let|suppose|assume|that|where|with|and|for|given)\b", re.IGNORECASE)
NOUN_AHEAD = re.compile(
    r"(?:[\w-]+\s+){0,4}(?:random|variables?|vectors?|quantit(?:y|ies)|samples?|events?)\s*$", re.IGNORECASE
)
PREDICATE = re.compile(
    r"(?:(?:which|that|both|all|each)\s+)*(?:(?:be|is|are|being|denotes?|to be)\b|an?\s+(?:[\w-]+\s+){0,2}random\b)",
    re.IGNORECASE,
)
IID = re.compile(r"\(?\bi\.\s?i\.\s?d\.?\)?(?![a-z])", re.IGNORECASE)


def clause_of(before: str, after: str) -> str:
    """The words that go with a group of formulas: an adjective before it, and what is said of it right behind."""
    noun = NOUN_AHEAD.search(LAST_CLAUSE.split(IID.sub("iid", before))[-1])
    clause = NEXT_CLAUSE.split(IID.sub("iid", after).lstrip(" ,"))[0]
    if not PREDICATE.match(clause):
        # "n independent random variables X": they are not what comes before.
        clause = RANDOM.sub("", clause)
    return f"{noun.group() if noun else ''} … {clause}"


def family_of_member(name: str, context: Context) -> str:
    """The family that a member such as X_i belongs to, or the name itself."""
    base = MEMBER_NAME.sub("", name)
    variable = context.chance.variables.get(base)
    return base if variable is not None and variable.listed else name


def suppose_independent(fragments: list[Fragment], noun: str, words: str, context: Context) -> bool:
    """Takes "if X and Y are independent" for a fact in ``context``; whether that is what ``words`` say.

    ``noun`` is what the words before the names call them.
    """
    clause = NEXT_CLAUSE.split(IID.sub("iid", words).lstrip(" ,"))[0]
    if not (PREDICATE.match(clause) and PLAIN.search(clause)) or UNSURE.search(clause) or CONTRARY.search(words):
        return False
    names = [family_of_member(name, context) for fragment in fragments for name in bare_names(fragment, context)]
    random = context.chance.variables
    if not names or not (RANDOM.search(noun + clause) or all(name in random for name in names)):
        return False
    make_independent(names, context, identical=bool(IDENTICAL.search(clause)))
    return True


def state_independence(names: list[str], subject: list[str], before: str, said: str, context: Context) -> bool:
    """Notices what is independent of what; whether anything was said and understood."""
    random = context.chance.variables
    if OF.search(before):
        new = [name for name in names if name in random or context.declared(name) is None]
        # Of names in a list of which the last is independent of an earlier one.
        subject = [name for name in subject if name not in names] or subject
        together = len(subject) == 1 or set(subject) <= set(context.chance.independent)
        if len(names) != 1 or not new or not subject or not together:
            # Of several variables it is not said that they are independent among themselves.
            return False
        make_independent([*subject, *names], context)
        return True
    uncorrelated = UNCORRELATED.search(said) is not None
    plain = PLAIN.search(said) is not None or uncorrelated
    if not names or not plain or UNSURE.search(before + said) or OF_OTHERS.search(said):
        return False
    names = [n for n in names if n not in context.symbols or context.symbols[n].domain is Domain.REAL or n in random]
    if not names or not (RANDOM.search(said) or all(name in random for name in names)):
        return False
    tie = make_uncorrelated if uncorrelated else make_independent
    tie(names, context, identical=bool(IDENTICAL.search(said)))
    return True


def states_covariance(statement: Statement, context: Context, *, supposed: bool) -> bool:
    r"""Whether a formula says what a covariance of two is; that of ``\operatorname{Cov}(X, Y) = 0`` is noted."""
    if statement.symbols != ["="]:
        return False
    try:
        head, value = (parse(side.text, context.is_called) for side in statement.sides)
    except Unread:
        return False
    if not (isinstance(head, s.Operator) and head.name in ("covariance", "correlation") and head.separators == (",",)):
        return False
    names = [name for part in head.arguments if (name := canonical(part)) is not None]
    free = all(name in context.chance.variables or name not in context.symbols for name in names)
    if len(names) == 2 and free and value == s.Num(Fraction(0)) and not supposed:
        make_uncorrelated(names, context)
    else:
        leave_untied(names, context)
        doubt("a covariance that was not understood", context)
    return True


def leave_untied(names: list[str], context: Context) -> None:
    """Takes back that variables are independent of others, or uncorrelated."""
    chance = context.chance
    independent = tuple(name for name in chance.independent if name not in names)
    context.chance = replace(chance, independent=independent, uncorrelated=chance.uncorrelated - set(names))


def make_uncorrelated(names: list[str], context: Context, *, identical: bool = False) -> None:
    """They are kept apart as if they were independent, and remembered for what they are."""
    apart = set(context.chance.independent) - context.chance.uncorrelated
    make_independent(names, context, identical=identical)
    tied = context.chance.uncorrelated | (set(names) - apart)
    context.chance = replace(context.chance, uncorrelated=tied)


def make_independent(names: list[str], context: Context, *, identical: bool = False) -> None:
    """Makes variables independent, of one another and of all that were said to be; families get members."""
    for name in names:
        variable = context.chance.variables.get(name)
        if variable is None or (variable.noticed and not variable.is_described):
            declare_random(context, name)
        elif variable.listed and not variable.family:
            context.chance = context.chance.having(replace(variable, family=True, identical=identical))
    plain = sorted(name for name in names if not context.chance.variables[name].family)
    for name in plain[1:] if identical and len(plain) == len(names) else ():
        context.chance = context.chance.having(replace(context.chance.variables[name], like=plain[0]))
    known, said = set(context.chance.independent), set(names)
    if len(said) > 1:
        context.chance = replace(context.chance, uncorrelated=context.chance.uncorrelated - said)
    if known and not (known <= said or said <= known):
        context.chance = replace(context.chance, independent=(), vague=True)
    elif not known > said:
        context.chance = replace(context.chance, independent=tuple(sorted(said)))
