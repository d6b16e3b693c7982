r"""What is said of conditional independence: ``X \perp Y \mid Z``, "given", Markov chains, factors of densities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.densities import split_arguments
from derivcheck.reading.chance.density_families import density_name
from derivcheck.reading.chance.processes import learn_process, markov_chain_of, process_in
from derivcheck.reading.chance.random_variables import CAPITAL, declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.hedges import TAKEN_BACK, UNRELIABLE
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.terms.independence import Independence, factorisation, markov_chain, mutual

SIGN = re.compile(
    r"(?:\\math(?:rel|bin)\s*\{\s*)?\\(?:perp|bot|Perp|indep)(?![A-Za-z])"
    r"(?:\\(?:perp|bot)(?![A-Za-z])|\\mkern-?\w+|[\\!\s{}])*"
)
DOUBLE = re.compile(r"\\(?:perp|bot)(?:[\\!\s{}]|\\mkern-?\w+)+\\(?:perp|bot)|\\(?:Perp|indep)(?![A-Za-z])")
BAR = re.compile(r"\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|\|")
ARROW = re.compile(r"\\(?:to|rightarrow|longrightarrow|leftrightarrow|leftarrow|gets)(?![A-Za-z])|-+(?!\d)|\u2192")

LIST = r"«(?P<first>\d+)»(?P<rest>(?:\s*(?:,|and|, and)\s*«\d+»)*)"
THAT = r"(?:(?:which|that|both|all|each)\s+)*"
SENTENCE_END = re.compile(r"[.?!]\s")
KIND = r"(?:(?:the|two|three|some|discrete|continuous|binary|real|random|variables?|features?|observations?)\s+)*"
VERB = rf"(?:\s*,)?\s+(?:be\s+|are\s+|is\s+)?{KIND}{THAT}(?:be\s+|are\s+|is\s+|to be\s+)?(?:mutually\s+|jointly\s+)?"
GIVEN = (
    re.compile(
        rf"{LIST}{VERB}(?:conditionally\s+)?independent\s*,?\s+(?:given|conditional(?:ly)? on|conditioned on)\s+"
        r"(?:(?:the|any|each|class|label|state|latent|hidden|variable)\s+)*«(?P<given>\d+)»",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:given|conditional(?:ly)? on|conditioned on)\s+(?:(?:the|class|label|state|latent|variable)\s+)*"
        rf"«(?P<given>\d+)»\s*,?\s*(?:(?:the|variables?|features?|observations?)\s+)*{LIST}{VERB}"
        r"(?:conditionally\s+)?independent\b(?!\s+(?:of|given))",
        re.IGNORECASE,
    ),
    re.compile(
        r"«(?P<first>\d+)»(?P<rest>)\s+(?:be\s+|is\s+)(?:conditionally\s+)?independent of\s+(?:the\s+)?«(?P<of>\d+)»"
        r"\s*,?\s+(?:given|conditional(?:ly)? on|conditioned on)\s+(?:the\s+)?«(?P<given>\d+)»",
        re.IGNORECASE,
    ),
)
CHAIN = re.compile(
    r"\bMarkov chain\s+(?:of the form\s+|given by\s+)?«(?P<behind>\d+)»|"
    r"«(?P<ahead>\d+)»\s+(?:(?:be|is|are|forms?|denote|being)\s+)+(?:an?\s+)?(?:first[- ]order\s+)?Markov chain\b",
    re.IGNORECASE,
)
FACTORS = re.compile(
    r"«(?P<whole>\d+)»[^«».;:]{0,60}\bfactor(?:i[sz]e)?s\s+(?:as|into|to)\s+(?:the product\s+)?«(?P<parts>\d+)»",
    re.IGNORECASE,
)
"""How words say that a density is a product of conditional ones."""
FACTORISED = re.compile(
    r"\bfactor(?:i[sz](?:es|ed|ation|ing)|s|ed|ing)?\b|\bMarkov\b|\bmodel(?:s|led)?\b|\bBayes(?:ian)? net(?:work)?s?\b|"
    r"\bgraph\b|\bgenerative\b|\bprocess\b|\bindependen\w+|\b(?:defined?|specified|assum\w+)\b|"
    r"\bjoint\s+(?:probability\s+|mass\s+)?(?:distribution|density|probability|law|model|function)\b",
    re.IGNORECASE,
)
"""Words that lead to a product which a density is said to be, beside "is" and "as"."""
FOR_ALL = re.compile(
    r"\b(?:chain|product|Bayes'?s?'?) (?:rule|theorem)\b|\b(?:always|any|every|general)\b", re.IGNORECASE
)
"""Words that lead to a product which every density is."""
HINT = re.compile(r"ndependen|arkov|actor|raph|[Nn]etwork|DAG")
STRUCTURE = re.compile(
    r"\bgraphical model|\bBayes(?:ian)? net(?:work)?s?\b|\bMarkov (?:chain|property|assumption|process|blanket|model)|"
    r"\bacyclic graph|\bDAGs?\b|\bconditional(?:ly)? independen",
    re.IGNORECASE,
)
"""Words that tell that something is independent of something else, in whatever way they go on."""
UNSURE = re.compile(
    r"\b(?:if|when|whenever|unless|whether|not|or|may|might|could|only|never|no longer|rather than)\b|n't\b",
    re.IGNORECASE,
)


def declare_independence(pattern: str, formulas: Sequence[Fragment], context: Context) -> int:
    """Notices what a sentence says of conditional independence; how many of its words are understood so."""
    signs = [formula for formula in formulas if SIGN.search(formula.text)]
    if not (signs or HINT.search(pattern)):
        return 0
    found = [facts for facts in _said(pattern, formulas, context) if facts]
    factors = [_factored(match, formulas, context) for match in FACTORS.finditer(pattern)]
    chains = [markov_chain_of(formulas[int(m["behind"] or m["ahead"])], context) for m in CHAIN.finditer(pattern)]
    if len(chains) == 1 and chains[0] is not None and not (UNSURE.search(pattern) or UNRELIABLE.search(pattern)):
        context.processes[""] = chains[0]
        return 1
    if not (found or signs or factors):
        if STRUCTURE.search(pattern) and not any(BAR.search(formula.text) for formula in formulas):
            context.structure_is_open = True
        return 0
    stated = [*(_of_sign(formula, context) for formula in signs), *factors]
    sure = not (UNSURE.search(pattern) or UNRELIABLE.search(pattern) or any(facts is None for facts in stated))
    if not (sure and all(add_facts(facts, context) for facts in (*found, *filter(None, stated)))):
        context.chance = replace(context.chance, vague=True)
        for match in FACTORS.finditer(pattern):
            # Nothing is refuted of a density that may be a product.
            name = re.match(r"\s*([^\s(]+)\s*\(", formulas[int(match["whole"])].text)
            context.named_densities.update({name[1]: "factors"} if name else {})
    return len(found)


def _factored(match: re.Match[str], formulas: Sequence[Fragment], context: Context) -> list[Independence] | None:
    """What a density that "factorises as" a product says of independence; None where it is not understood."""
    whole, parts = (formulas[int(match[key])].text for key in ("whole", "parts"))
    statement = cut_statement(Fragment.plain(f"{whole} = {parts}"))
    return None if statement is None else _factors_in(statement, context)


def withdraw_independence(words: str, context: Context) -> None:
    """Casts doubt on all that was said of independence where a sentence takes it back."""
    if (context.chance.independent or context.chance.facts) and TAKEN_BACK.match(words):
        context.chance = replace(context.chance, independent=(), facts=(), vague=True)


def _said(pattern: str, formulas: Sequence[Fragment], context: Context) -> Iterator[list[Independence]]:
    """What each phrase says, in words."""
    for form in GIVEN:
        for match in form.finditer(pattern):
            groups = _groups(match, formulas, context)
            given = _names(formulas[int(match["given"])], context)
            if groups is not None and given is not None:
                yield list(mutual(groups, given))
    for match in CHAIN.finditer(pattern):
        links = [_names(link, context) for link in _cut(formulas[int(match["behind"] or match["ahead"])], ARROW)]
        yield list(markov_chain([names for names in links if names is not None])) if None not in links else []


def _groups(match: re.Match[str], formulas: Sequence[Fragment], context: Context) -> list[list[str]] | None:
    """The names that a phrase calls independent: each by itself, or one formula's of another's."""
    places = [int(place) for place in re.findall(r"\d+", match["first"] + match["rest"])]
    if "of" in match.re.groupindex:
        pair = [_names(formulas[place], context) for place in (*places, int(match["of"]))]
        return None if None in pair else [names for names in pair if names is not None]
    found = [_names(formulas[place], context) for place in places]
    return None if None in found else [[name] for names in found for name in names or ()]


def _of_sign(formula: Fragment, context: Context) -> list[Independence] | None:
    r"""What ``X \perp Y \mid Z`` says; nothing where it may be about right angles, None where it is not understood."""
    sides = _cut(formula, SIGN)
    last, *given = _cut(sides[-1], BAR)
    if r"\not" in formula.text or len(given) > 1:
        return None
    groups = [_names(side, context) for side in (*sides[:-1], last)]
    behind = [] if not given else _names(given[0], context)
    if behind is None or any(names is None for names in groups):
        return None
    random = all(name in context.chance.variables for names in groups for name in names or ())
    if not (given or random or DOUBLE.search(formula.text)):
        # Two vectors may be at right angles.
        context.unclear.update({name: formula.text for names in groups for name in names or ()})
        return []
    return list(mutual([names for names in groups if names is not None], behind))


def _cut(fragment: Fragment, sign: re.Pattern[str]) -> list[Fragment]:
    """A formula cut at a sign."""
    ends = [(match.start(), match.end()) for match in sign.finditer(fragment.text)]
    starts = [0, *(end for _, end in ends)]
    return [
        fragment.cut(start, end) for start, end in zip(starts, [*(e for e, _ in ends), len(fragment.text)], strict=True)
    ]


def _names(fragment: Fragment, context: Context) -> list[str] | None:
    """The names in a list, with or without brackets around it; None where something else is."""
    text = fragment.strip()
    if text.text[:1] + text.text[-1:] in ("()", "[]") or text.text[:2] + text.text[-2:] == r"\{\}":
        width = 2 if text.text[0] == "\\" else 1
        text = text.cut(width, len(text.text) - width)
    found = []
    for part in comma_parts(text):
        try:
            name = canonical(parse(part.text, context.is_function))
        except Unread:
            return None
        if name is None or "dots" in name:
            return None
        found.append(name)
    return found or None


def add_facts(facts: Sequence[Independence], context: Context) -> bool:
    """Adds facts; whether they are such that every distribution in which they hold is known."""
    chance = context.chance
    if any(chance.variables[n].event for fact in facts for n in fact.given if n in chance.variables):
        # Nothing is said of what holds where the event does not occur.
        return False
    known = tuple(dict.fromkeys((*chance.facts, *facts)))
    if factorisation(known) is None:
        return False
    for name in sorted(frozenset().union(*(fact.names for fact in facts))):
        noticed = name in chance.variables and chance.variables[name].noticed
        new = name not in chance.variables and context.declared(name) is None and name not in context.definitions
        if noticed or (new and CAPITAL.match(name)):
            declare_random(context, name)
    context.chance = replace(context.chance, facts=known)
    context.structure_is_open = False
    return True


def says_independence(statement: Statement, context: Context, words: str = "") -> bool:
    r"""Whether an equation of densities says what depends on what, as ``p(x \mid y, z) = p(x \mid z)``; it is noted.

    Where the ``words`` around it cast doubt on it, only that is.
    """
    facts = _factors_in(statement, context) if context.densities else None
    if not facts:
        return not UNSURE.search(words) and not UNRELIABLE.search(words) and learn_process(statement, context)
    if UNSURE.search(words) or UNRELIABLE.search(words) or not add_facts(facts, context):
        context.chance = replace(context.chance, vague=True)
    return True


def is_said_to_factor(statement: Statement, words: str, context: Context) -> bool:
    """Whether a sentence that leads to an equation says that a density is a product, by which it says what it is."""
    last = SENTENCE_END.split(words.rstrip() + " ")[-1]
    said = FACTORISED.search(last) and not any(doubt.search(last) for doubt in (FOR_ALL, UNSURE, UNRELIABLE))
    return bool(said) and bool(_factors_in(statement, context) or process_in(statement, context))


def _factors_in(statement: Statement, context: Context) -> list[Independence] | None:
    """What follows from the factors of a density on the right side of an equation."""
    if statement.symbols not in (["="], [":="]):
        return None
    try:
        left, right = (parse(side.text, context.is_function) for side in statement.sides)
    except Unread:
        return None
    density = density_name(left.function, context) if isinstance(left, s.Call) else None
    if not isinstance(left, s.Call) or density is None or density not in context.densities:
        return None
    factors = right.factors if isinstance(right, s.Product) and not any(right.operators) else (right,)
    whole, *parts = [_arguments(node, density, context) for node in (left, *factors)]
    if whole is None or None in parts:
        return None
    return _in_factors(density, whole, [part for part in parts if part is not None])


def _arguments(node: s.Node, density: str, context: Context) -> tuple[list[str], list[str]] | None:
    """The variables of a density before and behind the bar; None for anything else."""
    if not isinstance(node, s.Call) or ";" in node.separators or density_name(node.function, context) != density:
        return None
    return split_arguments(node)


def _in_factors(
    density: str, whole: tuple[list[str], list[str]], parts: list[tuple[list[str], list[str]]]
) -> list[Independence] | None:
    """That each factor's names depend on no more of those before them than it says; None where there is no order."""
    known, facts = frozenset(whole[1]), []
    waiting = list(parts)
    while waiting:
        part = next((part for part in waiting if known.issuperset(part[1]) and known.isdisjoint(part[0])), None)
        if part is None:
            return None
        waiting.remove(part)
        names, given = frozenset(part[0]), frozenset(part[1])
        if known - given:
            facts.append(Independence(names, known - given, given, density))
        known |= names
    return facts if known == frozenset(whole[0] + whole[1]) else None
