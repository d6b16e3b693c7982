r"""Stages of a random sequence: ``X_{t-1}`` and ``X_t``, each a variable of its own.

Where a section speaks of chance, or differentiates one member by another, and nothing in it runs over t, what it says
holds at any t: the members that it names are as many variables, the later of them defined by the earlier ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from derivcheck.documents import Display, Formula, Item
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import LETTER
from derivcheck.reading.parsing.canonical import canonical, stage_name, stage_of
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.records import Stages
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Declaration, Domain

COUNTING = "ijklmnrst"
_BASE = rf"(?P<base>\\(?:hat|tilde|bar|vec|mathbf|boldsymbol)\s*\{{\s*{LETTER}\s*\}}|\\[A-Za-z]+|[A-Za-z])"
SCRIPTED = re.compile(rf"{_BASE}\s*_\s*(?:\{{(?P<script>[^{{}}]*)\}}|(?P<letter>\w|\\[A-Za-z]+))")
MOVED = re.compile(rf"_\s*\{{\s*([{COUNTING}])\s*[+-]\s*\d\s*\}}")
CHANCE = re.compile(r"\\mathbb\s*\{?\s*E|\\(?:mathrm|operatorname)\*?\s*\{\s*(?:E|Var|Cov|V)\b|\\(?:Var|Cov|E)\b")
RUNNING = re.compile(
    r"\\(?:sum|prod|int|lim|limsup|liminf|max|min|sup|inf|bigcup|bigcap|arg(?:max|min)|operatorname\*?\s*\{[^{}]*\}|"
    r"mathbb\s*\{?\s*E\s*\}?)\s*(?:\\limits\s*)?"
    r"(?P<scripts>(?:[_^]\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\\?\w)\s*)+)"
)
BOUND = re.compile(r"_\s*(?:\{\s*([^{}=]*)|(\\?\w))")
"""What stands below a sign, up to where an index begins."""
BY_MEMBER = re.compile(rf"\\partial\s*{_BASE}\s*_\s*(?:\{{\s*)?[{COUNTING}]")
OF_OTHERS = re.compile(
    rf"\\partial\s*(?:[A-Za-z]|\\[A-Za-z]+|\\mathcal\s*\{{\w\}})\s*\}}\s*\{{\s*\\partial\s*{_BASE}\s*_\s*(?:\{{\s*)?[{COUNTING}]"
)
"""A derivative of what is no member by one."""
COMMAND = re.compile(r"\\(?:text|mathrm|operatorname|begin|end|hat|tilde|bar)\*?\s*\{[^{}]*\}|\\[A-Za-z]+")
AVERAGED = frozenset({"expectation", "variance", "covariance"})


@dataclass(frozen=True, slots=True)
class _Found:
    """The scripts of a base, and how it is written with one of them."""

    scripts: set[str]
    written: str


def notice_stages(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for members of sequences that are variables of their own."""
    items = list(items)
    texts = [item.fragment.text for item in items if isinstance(item, (Display, Formula))]
    letters = {match[1] for text in texts for match in MOVED.finditer(text)}
    if not letters or not any(CHANCE.search(text) or BY_MEMBER.search(text) for text in texts):
        return
    running = " ".join(match["scripts"] for text in texts for match in RUNNING.finditer(text))
    said, shown = ([i.fragment.text for i in items if isinstance(i, kind)] for kind in (Formula, Display))
    bound = " ".join(match[1] or match[2] for match in BOUND.finditer(running))
    for letter in letters:
        alone = re.compile(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])")
        if not alone.search(bound):
            _take(letter, said, shown, context, Domain.NATURAL if alone.search(running) else Domain.INTEGER)
    if context.stages:
        context.moving |= {name for text in texts for name in _averaged(text, context)}


def _take(letter: str, said: list[str], shown: list[str], context: Context, domain: Domain) -> None:
    """Makes names of the members at a letter, of all families that stand at no other."""
    found = _families([*said, *shown])
    places = {base: _offsets(each.scripts, letter) for base, each in found.items()}
    there = {o for base, each in _families(shown).items() for o in _offsets(each.scripts, letter) or ()}
    known = {o for offsets in places.values() for o in offsets or ()}
    if not there:
        return
    if any(OF_OTHERS.search(text) for text in shown):
        # What a loss depends on by way of which members is not known.
        return
    # Where the place itself matters, members may follow from where the sequence starts.
    counts = any(re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", SCRIPTED.sub(" ", text)) for text in shown)
    earliest = min(there) if len(there) > 1 else min(known)
    for base, offsets in places.items():
        name = _name(base, context)
        if not offsets or name is None or _stands_alone(base, said, shown):
            continue
        if name in context.symbols or name in context.definitions or name in context.recurrences:
            continue
        started = counts or any(script.strip().isdigit() for script in found[base].scripts)
        context.stages[name] = Stages(letter, frozenset(offsets), earliest, started=started)
        context.numbered |= {f"{name}_{{{stage_name(letter, offset)}}}" for offset in offsets}
    if context.stages and letter not in context.symbols:
        context.symbols[letter] = Declaration(Symbol(letter), domain)
        context.guessed.add(letter)


def _families(texts: list[str]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for match in (match for text in texts for match in SCRIPTED.finditer(text)):
        found.setdefault(match["base"], _Found(set(), match[0])).scripts.add(match["script"] or match["letter"])
    return found


def _offsets(scripts: set[str], letter: str) -> set[int] | None:
    """The numbers that are added to a letter in scripts; None where some are something else."""
    found = set()
    for script in scripts:
        if script.strip().isdigit():
            continue
        try:
            place = stage_of(parse(script))
        except Unread:
            return None
        if place is None or place[0] != letter:
            return None
        found.add(place[1])
    return found


def _name(base: str, context: Context) -> str | None:
    try:
        return canonical(parse(base, context.is_function))
    except Unread:  # a command that is no name
        return None


def _stands_alone(base: str, said: list[str], shown: list[str]) -> bool:
    """Whether a name stands for something without a script as well: words speak of it, or a display does."""
    end = "(?![A-Za-z])" if base.startswith("\\") else ""
    unscripted = rf"{re.escape(base)}{end}(?!\s*(?:_|\^\s*\{{?\s*(?:\*|\\star|\\ast)))"
    told = re.compile(rf"(?:[^=]*,)?\s*{unscripted}\s*(?:$|,|\\in(?![A-Za-z])|:?=|\\sim)")
    alone = re.compile(unscripted)
    return any(map(told.match, said)) or any(alone.search(text if end else COMMAND.sub(" ", text)) for text in shown)


def _averaged(text: str, context: Context) -> Iterator[str]:
    """The families of which a member stands alone in an average, or its power."""
    for side in re.split(r"&|\\\\|=|\\[lg]eq?(?![A-Za-z])", text) if CHANCE.search(text) else ():
        try:
            node = parse(side, context.is_called)
        except Unread:
            continue
        for part in s.walk(node):
            for argument in part.arguments if isinstance(part, s.Operator) and part.name in AVERAGED else ():
                family = family_at(_bare(argument), context)
                if family is not None:
                    yield family


def _bare(node: s.Node) -> s.Node:
    inner = s.unbracketed(node)
    return _bare(inner.base) if isinstance(inner, s.Sup) else inner


def family_at(node: s.Node, context: Context) -> str | None:
    """The family of which a node is a member at a stage."""
    if not context.stages or not isinstance(node, s.Sub) or len(node.indices) != 1:
        return None
    name, place = canonical(node.base), stage_of(node.indices[0])
    known = context.stages.get(name or "")
    return name if known is not None and place is not None and place[0] == known.letter else None


def family_of_stage(name: str, context: Context) -> str | None:
    """The family of a member by its name."""
    family = name.rpartition("_{")[0]
    return family if name in context.numbered and family in context.stages else None


def is_told_at_a_stage(name: str, context: Context) -> bool:
    """Whether the text says what some member of the name's family is: that is said of all."""
    family = family_of_stage(name, context)
    return family is not None and any(map(context.is_told, members_at_stages(family, context)))


def members_at_stages(family: str, context: Context) -> list[str]:
    """The names of a family's members, of which the section speaks; none where they are no variables."""
    known = context.stages.get(family)
    return [] if known is None else [f"{family}_{{{stage_name(known.letter, k)}}}" for k in sorted(known.offsets)]


def at_stages(head: s.Node, body: s.Node, context: Context) -> list[tuple[s.Node, s.Node]]:
    """An equation for a member, at each stage from which it leads to no earlier one than the section speaks of."""
    family = family_at(head, context)
    if family is None or not isinstance(head, s.Sub):
        return [(head, body)]
    known = context.stages[family]
    place = stage_of(head.indices[0])
    assert place is not None  # noqa: S101 - it is a member
    found = []
    for offset in sorted(known.offsets):
        moved = _moved(body, known.letter, offset - place[1])
        members = [part for part in s.walk(moved) if family_at(part, context) is not None]
        if all(_is_spoken_of(part, context) for part in members):
            for name, part in ((canonical(part), part) for part in members):
                assert name is not None  # noqa: S101 - it is a member
                context.numbered.add(name)
                if _starts(part, context):
                    context.unclear[name] = "a starting value"
            found.append((_moved(head, known.letter, offset - place[1]), moved))
    return found


def _starts(node: s.Node, context: Context) -> bool:
    """Whether a member of a recurrence is of the earliest stage, and may follow from a value that is given."""
    family = family_at(node, context)
    if family not in context.recurrent or not isinstance(node, s.Sub):
        return False
    known, place = context.stages[family], stage_of(node.indices[0])
    return known.started and place is not None and place[1] == known.earliest


def _is_spoken_of(node: s.Node, context: Context) -> bool:
    """Whether a member is none of a recurrence at a stage that the section leaves out."""
    family = family_at(node, context)
    if family not in context.recurrent or not isinstance(node, s.Sub):
        return True
    known, place = context.stages[family], stage_of(node.indices[0])
    return place is not None and place[1] >= known.earliest and place[1] in known.offsets


def _moved(node: s.Node, letter: str, by: int) -> s.Node:
    """A formula at another stage."""
    if not by:
        return node

    def change(part: s.Node) -> s.Node:
        if part != s.Name(letter):
            return part
        number = s.Num(Fraction(abs(by)), start=part.start, end=part.end)
        return s.Sum((("+", part), ("+" if by > 0 else "-", number)), start=part.start, end=part.end)

    return s.mapped(node, change)
