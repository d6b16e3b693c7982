"""Formulas in prose without a relation: names that words say something of, functions, densities, lists."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment, Statement
from derivcheck.reading.chance.density_definitions import NO_DENSITIES
from derivcheck.reading.chance.density_families import is_family
from derivcheck.reading.context import Context
from derivcheck.reading.names import EXPECTED
from derivcheck.reading.notation.sets import Membership
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.declarations import bare_names, declare_listed, declare_members, ignore_listed
from derivcheck.reading.prose.definitions import called_names, note_density
from derivcheck.reading.prose.function_declarations import declare_called, declare_function
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.reading.prose.named_functions import define_named
from derivcheck.reading.prose.phrases import (
    ACTING,
    ARBITRARY,
    ARGUMENT,
    DENSITY,
    DENSITY_NOUN,
    DESCRIBES,
    FUNCTION,
    KNOWN_OBJECT,
    OF_CHANCE,
    OF_DISTRIBUTIONS,
    THE_ONE,
    WORD,
)
from derivcheck.reading.prose.renewals import interval, renew
from derivcheck.terms.scope import Trait

REAL = re.compile(r"\breal (?:numbers?|scalars?)\b|\breal$", re.IGNORECASE)
"""Behind names, at the end of a sentence: "be a real " goes on with a formula, as of a size."""
REAL_AHEAD = re.compile(r"\breal\s*$", re.IGNORECASE)
LET = re.compile(r"\blet\s*$", re.IGNORECASE)
REALS = Fragment.plain(r"\mathbb{R}")


OF_DENSITY = re.compile(r"\b(?:mass|density) functions?\b", re.IGNORECASE)


NAMED = re.compile(
    r"\b(?:uniform|normal|gaussian|poisson|binomial|bernoulli|exponential|gamma|beta|laplace|geometric)\b",
    re.IGNORECASE,
)


def _note_family(fragment: Fragment, near: str, context: Context) -> None:
    """A density that words give a name is no arbitrary one: nothing is refuted of it."""
    named = NAMED.search(near)
    if named is not None:
        context.named_densities.update(dict.fromkeys(called_names(fragment, context), named[0]))


def read_bare(fragment: Fragment, context: Context, opening: str, near: str) -> list[str]:
    """A formula without a relation: a function, a density, or names that words speak of.

    ``opening`` are the words right before the formulas that it stands among.
    """
    near = OF_DENSITY.sub("density", ARGUMENT.sub("", near))
    functions = define_named(fragment, context, near) or declare_function(fragment, context)
    if functions:
        return functions
    if ARBITRARY.search(near):
        functions = declare_called(fragment, context)
        if functions:
            return functions
    if DENSITY.search(near) and not FUNCTION.search(near):
        note_density(Statement((fragment,), ()), context)
        _note_family(fragment, near, context)
    if "dots" in fragment.text:
        if PROBABILITIES.search(opening):
            return _declare_probabilities(fragment, context, opening)
        if not (FUNCTION.search(near) or DENSITY.search(near) or OF_CHANCE.search(near)):
            return declare_listed(fragment, context)
        # Of which family values are that were observed matters to no formula in them alone.
        if not (is_family(fragment, context) or (OBSERVED.search(near) and fragment.text.lstrip()[:1].islower())):
            ignore_listed(fragment, context)
        return []
    if (REAL.search(near) or REAL_AHEAD.search(opening)) and not OF_CHANCE.search(near):
        return _declare_numbers(fragment, context, anew=bool(LET.search(opening)))
    names = bare_names(fragment, context)
    _take_back(names, fragment, context, opening, near)
    return _named(names, fragment, context, opening, near)


def _take_back(names: list[str], fragment: Fragment, context: Context, opening: str, near: str) -> None:
    """Forgets what names were set to that words let be anything, and that an E is the sign of an average elsewhere."""
    if LET_NOW.search(opening) and ANYTHING.search(near):
        for name in context.definitions.keys() & set(names):
            context.assign(name, fragment.text)
        context.forget_functions(names)
    if EXPECTED in names and not OF_AVERAGES.search(near):
        context.unclear.setdefault(EXPECTED, near.strip())


LET_NOW = re.compile(r"\blet(?: now)?(?: (?:all )?the)?\s*$", re.IGNORECASE)
OF_AVERAGES = re.compile(r"\b(?:expect\w*|averag\w*|means?|operators?)\b", re.IGNORECASE)


ANYTHING = re.compile(r"\bbe (?:an? )?(?:arbitrary|any|anything)\b", re.IGNORECASE)
"""How words let a name be what it likes, whatever it was set to."""

PROBABILITIES = re.compile(r"\b(?:probabilities|proportions)\s*$", re.IGNORECASE)
OF_ONE_TRIAL = re.compile(r"\b(?:multinomial|categorical)(?:ly)?\b", re.IGNORECASE)


def _declare_probabilities(fragment: Fragment, context: Context, opening: str) -> list[str]:
    """Probabilities ``p_1, …, p_k``: those of all outcomes of a trial, or numbers of which more may be meant."""
    names = declare_listed(fragment, context)
    for name in names:
        if OF_ONE_TRIAL.search(opening):
            context.add_traits(name, Trait.PROBABILITY)
        else:
            context.unclear[name] = "probabilities"
    return names


OBSERVED = re.compile(r"\b(?:observations?|observed|data|realisations?|realizations?|measurements?)\b", re.IGNORECASE)

UNREAL = re.compile(
    r"\b(?:complex|imaginary)(?:[- ]valued)?\s+(?:\w+\s+)?(?:numbers?|scalars?|vectors?|matri(?:x|ces)|constants?"
    r"|roots?|eigenvalues?|variables?|functions?|signals?|amplitudes?|exponentials?|waves?)\b|\bcomplex[- ]valued\b"
    r"|\bquaternions?\b|\bpermutations? (?:of|on)\b|\bbe permutations\b|\b(?:words|strings) over\b|\bgrassmann\b"
    r"|\banti-?commut\w+|\b(?:pauli|dirac|gamma|spin) matri(?:x|ces)\b",
    re.IGNORECASE,
)
"""How words say that names are no real numbers, nor made of them, or are matrices that do not commute."""
TENSORS = re.compile(r"\btensors?\b(?! products?)", re.IGNORECASE)
"""What small letters stand for where they are no numbers."""

LETTER = re.compile(r"(?:\\(?:hat|tilde|mathcal|mathbf|mathrm|mathsf)\{)*\\?[A-Za-z]+\}*")
"""A letter in any dress but that of an expectation, of which everyone knows what it is."""


def _named(names: list[str], fragment: Fragment, context: Context, opening: str, near: str) -> list[str]:
    """Names that words call functions, densities, or something that is not understood."""
    unknown = [
        n for n in names if n not in context.symbols and n not in context.definitions and context.is_function(n) is None
    ]
    if unknown and ACTING.search(near):
        context.operators.update(name for name in unknown if LETTER.fullmatch(name))
    elif unknown and (UNREAL.search(near) or (TENSORS.search(near) and not any(map(str.isupper, unknown)))):
        context.not_understood.update(dict.fromkeys(unknown, fragment.text))
    elif unknown and FUNCTION.search(near):
        if not OF_DISTRIBUTIONS.search(near):
            context.declared_functions.update(n for n in unknown if not (WORD.fullmatch(n) and THE_ONE.search(near)))
        context.unknown_functions.update({name: 1 for name in unknown if len(name) == 1 or name.startswith("\\")})
    elif unknown and DENSITY_NOUN.search(near):
        context.densities.update(name for name in unknown if name not in NO_DENSITIES)
    elif unknown and DESCRIBES.search(opening) and not KNOWN_OBJECT.search(near):
        # "Denote by M the minor…": a meaning in words that are not understood is not guessed at.
        context.not_understood.update(dict.fromkeys(unknown, fragment.text))
    return names


def _declare_numbers(fragment: Fragment, context: Context, *, anew: bool) -> list[str]:
    """Names that prose calls real numbers; what is known of one already stays, but for bounds where it is one anew."""
    found: list[str] = []
    for part in comma_parts(fragment):
        name = canonical(parse(part.text, context.is_function))
        if name is None:
            return found
        known = context.symbols.get(name)
        is_number = known is not None and not known.symbol.shape
        is_wider = anew and is_number and renew(name, interval(Membership()), context)
        # Whoever lets a name be any number means no more what it was set to.
        if is_wider or (context.is_told(name) and not (anew and name in context.definitions)):
            found.append(name)
        else:
            found += declare_members(Statement((part, REALS), ()), context)
    return found
