"""Laws in words: "a Poisson random variable with mean λ", "normally distributed with mean μ and variance σ²"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from derivcheck.documents import Fragment, cut_statement
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import ALTERED
from derivcheck.reading.prose.independence_in_prose import make_independent
from derivcheck.reading.prose.random_names import state_distribution
from derivcheck.reading.prose.sentences import Sentence
from derivcheck.reading.syntax import walk

_A, _B = r"«(?P<a>\d+)»", r"«(?P<b>\d+)»"
_NAMES = r"«(?P<names>\d+)»(?:\s*(?:,|and|, and)\s*«(?P<others>\d+)»)?"
_IS = (
    r"\s*(?:be|is|are|being|has|have|having|follows?|following|denotes?)"
    r"(?:\s+(?:an?|the|each|all|iid|i\.i\.d\.|independent(?:ly)?|identically|and|distributed|as))*\s+"
)
_KIND = r"(?:\s+(?:distributed|distribution|law|random|variables?|r\.?v\.?s?))*\s*,?\s*(?:with|of)\s+(?:an?\s+|the\s+)?"
_CALLED = r"(?:success\s+)?(?:{})\s+"
_NORMAL = r"(?:normal(?:ly)?|gaussian)"

SUBJECT = re.compile(
    r"(?:^|[.;:]|(?<!»),|\b(?:let|where|suppose|assume|assuming|that|if|when|consider|since|each|all|variables?|errors?"
    r"|noise|terms?|residuals?|number|observations?|samples?)(?: the| an?)?)\s*$",
    re.IGNORECASE,
)
"""What stands before the names that a clause is about."""
PART_OF = re.compile(r"\b(?:of|between|from|whose|where|than|to|by)\b[^,.;:»]*$", re.IGNORECASE)
"""What makes names a part of something else, as in "the sum of X and Y is …"."""
CONDITIONAL = re.compile(
    r"\b(?:given|condition\w*|mixture|truncat\w*|limit\w*|asymptotic\w*|under|hypothesis)\b", re.IGNORECASE
)
"""Words by which a law is that of something else, or holds in some cases."""
PLAIN = re.compile(r"(?:[A-Za-z\\{}_,\s\d]|\.\.\.)+")
"""Names, or a list of them with dots, and no formula that is made of names."""
INDEPENDENT = re.compile(r"\biid\b|\bi\.i\.d\.|\bindependent", re.IGNORECASE)

Law = Callable[..., str]
LAWS: tuple[tuple[str, Law], ...] = (
    (rf"poisson{_KIND}{_CALLED.format('mean|rate|parameter|intensity')}{_A}", r"\mathrm{{Poisson}}({a})".format),
    (rf"exponential(?:ly)?{_KIND}{_CALLED.format('rate|parameter|intensity')}{_A}", r"\mathrm{{Exp}}({a})".format),
    (rf"exponential(?:ly)?{_KIND}{_CALLED.format('mean|scale')}{_A}", r"\mathrm{{Exp}}(\frac{{1}}{{{a}}})".format),
    (
        rf"bernoulli{_KIND}{_CALLED.format('mean|parameter|probability')}{_A}",
        r"\mathrm{{Bernoulli}}({a})".format,
    ),
    (rf"binomial{_KIND}parameters\s+{_A}\s*(?:,|and)\s*{_B}", r"\mathrm{{Bin}}({a}, {b})".format),
    (
        rf"binomial{_KIND}{_A}\s+trials\s+and\s+{_CALLED.format('probability|parameter')}(?:of success\s+)?{_B}",
        r"\mathrm{{Bin}}({a}, {b})".format,
    ),
    (rf"beta{_KIND}parameters\s+{_A}\s*(?:,|and)\s*{_B}", r"\mathrm{{Beta}}({a}, {b})".format),
    (rf"gamma{_KIND}shape\s+{_A}\s*(?:,|and)\s*rate\s+{_B}", r"\mathrm{{Gamma}}({a}, {b})".format),
    (rf"{_NORMAL}{_KIND}mean\s+{_A}\s*(?:,|and)\s*variance\s+{_B}", r"\mathcal{{N}}({a}, {b})".format),
    (
        rf"{_NORMAL}{_KIND}mean\s+{_A}\s*(?:,|and)\s*standard\s+deviation\s+{_B}",
        r"\mathcal{{N}}({a}, ({b})^2)".format,
    ),
    (rf"{_NORMAL}{_KIND}(?:zero mean|mean zero)\s*(?:,|and)\s*variance\s+{_A}", r"\mathcal{{N}}(0, {a})".format),
    (rf"{_NORMAL}{_KIND}mean\s+{_A}\s*(?:,|and)\s*unit\s+variance", r"\mathcal{{N}}({a}, 1)".format),
    (rf"standard\s+{_NORMAL}(?!ised|ized)", r"\mathcal{{N}}(0, 1)".format),
)
SAID = tuple((re.compile(_NAMES + _IS + pattern, re.IGNORECASE), law) for pattern, law in LAWS)


@dataclass(frozen=True, slots=True)
class WordedLaw:
    """Names, the law that they have, and whether words call them independent."""

    names: Fragment
    law: str
    independent: bool


def worded_laws(sentence: Sentence) -> Iterator[WordedLaw]:
    """The laws that words say names have."""
    pattern = sentence.pattern()
    for said, law in SAID:
        for found in said.finditer(pattern):
            before = pattern[: found.start()]
            if not SUBJECT.search(before) or PART_OF.search(before):
                continue
            given = {part: sentence.formulas[int(found[part])].text for part in ("a", "b") if part in said.groupindex}
            independent = INDEPENDENT.search(found[0]) is not None
            for name in (found["names"], found["others"]):
                if name is not None and PLAIN.fullmatch(sentence.formulas[int(name)].text):
                    yield WordedLaw(sentence.formulas[int(name)], law(**given), independent)


def _is_random(law: str, context: Context) -> bool:
    """Whether a law has a random parameter: it is one given that, then."""
    try:
        node = parse(law, lambda _: True)
    except Unread:
        return True
    names = {canonical(part) for part in walk(node)}
    families = {(name or "").partition("_")[0] for name in names}
    return bool((names | families) & context.chance.variables.keys())


def state_worded_laws(sentence: Sentence, context: Context) -> tuple[int, int]:
    """Notes the laws that a sentence says in words: how many there are, and how many make independent what was not."""
    laws = independent = 0
    if ALTERED.search(sentence.pattern()) or CONDITIONAL.search(sentence.pattern()):
        return laws, independent
    for found in worded_laws(sentence):
        if _is_random(found.law, context):
            continue
        statement = cut_statement(Fragment.plain(rf"{found.names.text} \sim {found.law}"))
        for name in state_distribution(statement, context) if statement is not None else ():
            variable = context.chance.variables[name]
            # The mean and the variance are those of the law.
            context.chance = context.chance.having(replace(variable, mean=None, variance=None))
            laws += 1
            if found.independent and variable.listed and name not in context.chance.independent:
                make_independent([name], context, identical=True)
                independent += 1
    return laws, independent
