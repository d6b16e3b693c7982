"""The facts that a document has stated so far; what a theorem claims is none, nor what holds in some cases."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeGuard

from derivcheck.checking.charity.charity import introduces
from derivcheck.documents import Chain, Item, Words
from derivcheck.reading.chance.own_averages import own_averages
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.spellings import BAR, speaks_of
from derivcheck.reading.prose.hedges import CITES, CLAIMS, EXPLAINS, GIVES, IN_CASES, PROVES, SOMETIMES, THEOREM
from derivcheck.reading.prose.sample_statistics import formula, means_in, said_statistics
from derivcheck.reading.rewriting import is_head
from derivcheck.results import Step, Verdict
from derivcheck.terms.lone_rows import has_lone_row
from derivcheck.terms.nodes import Call, Symbol, Term, walk

MOST_TEXT = 1500
SOLID = frozenset({Verdict.PROVED, Verdict.DEFINED})
_ROW_END = r"(?:\\[;,:! ]|[,;.\s])*"
_IF = rf"{_ROW_END}&?{_ROW_END}&\s*\\text\s*\{{\s*(?:if|for)\s*\}}(?:\\[;,:! ]|\\quad|\s)*"
SUPPORTED = re.compile(
    r"\\begin\{(?:array|cases)\}(?:\{[^{}]*\})?\s*(?P<value>(?:(?!\\\\).)+?)" + _IF + r"\w+\s*\\in\s*"
    r"(?P<set>\\mathcal\{\w\})"
    + _ROW_END
    + r"\\\\\s*0"
    + _IF
    + r"\w+\s*\\not(?:in\b|\s*\\in)\s*(?P<other>\\mathcal\{\w\})",
    re.DOTALL,
)
r"""Cases that give a value to what lies in a set, and 0 to all else."""

SPACING = re.compile(r"\\(?:left|right|quad|qquad)(?![a-zA-Z])|\\[,;:! ]|[\s~]")


PAIR = re.compile(r"(?P<name>\\[A-Za-z]+|[A-Za-z])_\{(?P<first>[A-Z])(?P<second>[A-Z])\}")
CAPITALS = re.compile(r"(?<![A-Za-z\\{])[A-Z](?![A-Za-z])")
NOTATION = re.compile(r"\\(?:mathrm|mathbb|operatorname)\{[A-Za-z]+\}|\\(?:left|right|top|intercal)(?![A-Za-z])")
NAMES = re.compile(r"\\?[A-Za-z]+|(?<=\{)[A-Z]")


def plain(text: str) -> str:
    """A formula without spacing."""
    return SPACING.sub("", text)


@dataclass(frozen=True, slots=True)
class Fact:
    """``left`` equals each of ``sides``; how many of them, from the first on, were defined or proved.

    That stands in a ``line``, or is how ``left`` is ``read``. ``meanings`` are the definitions of names in it then, and
    ``supposed`` what else was known of them; ``defines`` if it says what ``left`` is, as a function of its arguments
    where it has some. What is ``hedged`` holds in some cases only.
    """

    left: str
    sides: tuple[str, ...]
    solid: int
    line: str
    read: str = ""
    meanings: tuple[tuple[str, Term], ...] = ()
    supposed: frozenset[tuple[str, object]] = frozenset()
    hedged: bool = False
    defines: bool = False

    def is_solid(self, side: str) -> bool:
        """Whether it was defined or proved that ``left`` equals this side."""
        return self.sides.index(side) < self.solid

    def is_left_behind(self, context: Context) -> bool:
        """Whether a name in it means another thing by now, or is spoken of in another case."""
        now = dict(_meanings((self.left, *self.sides), context))
        if any(body != now.get(name, body) for name, body in self.meanings):
            return True
        return any(name in context.unclear for name in {name for name, _ in self.meanings} | self.names_supposed)

    @property
    def names_supposed(self) -> frozenset[str]:
        """The names of which more was known than what they are."""
        return frozenset(name for name, _ in self.supposed)


@dataclass(slots=True)
class Facts:
    """The facts so far, what words call a statistic, and whether the text is ``claiming`` what it is about to prove.

    The names in ``used`` have been on the left of an equation, those in ``said`` on any side of one. ``everywhere`` are
    the facts of the whole document so far, and ``hedged`` says that what stands next holds in some cases only.
    """

    known: list[Fact] = field(default_factory=list)
    statistics: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    claiming: bool = False
    proving: bool = False
    used: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    everywhere: list[Fact] = field(default_factory=list)
    hedged: bool = False

    def copy(self) -> Facts:
        """Facts that can grow without changing these, but for what is said anywhere."""
        return replace(
            self,
            known=list(self.known),
            statistics=dict(self.statistics),
            used=set(self.used),
            said=set(self.said),
            hedged=False,
        )

    def forget(self, name: str) -> None:
        """Drops what was said of a name that has another value now."""
        for facts in (self.known, self.everywhere):
            facts[:] = [f for f in facts if not any(speaks_of(part, name) for part in (f.left, *f.sides))]

    def about(self, text: str, context: Context) -> list[Fact]:
        """The facts, with what the statistics in a formula are of which nothing else is said."""
        given = {plain(fact.left) for fact in self.known} | context.definitions.keys()
        named = dict(self.statistics)
        for name, sample in means_in(text) if BAR not in context.own_notations else ():
            if plain(name) not in given and context.declared(plain(name)) is None:
                named.setdefault(name, ("mean", (sample,)))
        found = [fact for fact in self.known if not _is_stale(fact, context)]
        for name, (what, samples) in named.items():
            side = formula(what, samples, text)
            if side is not None:
                found.append(Fact(name, (side,), 1, "", f"the sample {what} of {' and '.join(samples)}"))
        return [*found, *(renamed for fact in found if fact.solid for renamed in _of_other_letters(fact, text, given))]

    def hear(self, items: Sequence[Item]) -> bool:
        """Notices where a theorem begins and ends, and what holds in some cases only; whether a theorem claims it."""
        self.statistics.update({name: (what, samples) for name, what, samples in said_statistics(items)})
        said = " ".join(item.text for item in items if isinstance(item, Words))
        begins, proves = _last(THEOREM, said), _last(PROVES, said)
        if max(begins, proves) >= 0:
            self.claiming, self.proving = begins > proves, proves > begins
        elif not self.proving:
            self.claiming |= _last(CLAIMS, said) >= 0
        claimed = self.claiming or bool(CITES.search(said, max(proves, 0)))
        self.hedged = bool(SOMETIMES.search(said))
        return claimed and not _gives(said)

    def learn(self, chain: Chain, steps: Sequence[Step], context: Context) -> None:
        """Keeps what a chain says of the one thing on its left."""
        remarks = [relation.reason or "" for relation in chain.statements[0].relations]
        restricted = any(r"\sim" not in c.text for c in chain.conditions) or any(map(IN_CASES.search, remarks))
        if chain.connectives or restricted or len(chain.statements[0].relations) != len(steps):
            return
        first, *others = chain.statements[0].sides
        sides: list[str] = []
        solid = 0
        for step, side, relation in zip(steps, others, chain.statements[0].relations, strict=True):
            if step.relation not in ("=", ":=") or step.verdict is Verdict.SKIPPED or relation.is_wanted:
                break
            if step.verdict is Verdict.REFUTED and (sides or not introduces(step, context)):
                break
            if step.verdict is Verdict.PROVED and _is_told_in_part(first.text, context):
                # What a function is at some places is not what it is at those where it is put in.
                break
            sides.append(side.text)
            # What is refuted and new is a definition, as the document as a whole shows.
            is_solid = step.verdict in SOLID or step.verdict is Verdict.REFUTED
            solid += solid == len(sides) - 1 and is_solid
        if sides and len(first.text) < MOST_TEXT and is_head(first.text, context.is_function):
            meanings = tuple(_meanings((first.text, *sides), context))
            line = steps[0].place.line_in_words
            inside = on_support(sides[0]) if len(sides) == 1 else None
            sides = sides if inside is None else [inside]
            defines = steps[0].verdict in (Verdict.DEFINED, Verdict.REFUTED)
            supposed = frozenset(_supposed((first.text, *sides), context))
            fact = Fact(first.text, tuple(sides), solid, line, "", meanings, supposed, self.hedged, defines)
            self.everywhere.append(fact)
            if not self.hedged:
                self.known.append(fact)
                self.known += _of_operators(chain, steps, line)
                self.used |= {name for _, name, _ in own_averages(chain)}


def _is_told_in_part(head: str, context: Context) -> bool:
    """Whether a formula speaks of a function that is told for some values only."""
    told = (definition for definition in context.functions.values() if has_lone_row(definition.body))
    return any(speaks_of(head, definition.name) for definition in told)


def on_support(text: str) -> str | None:
    r"""What cases say where ``x \in \mathcal{X}``, if they give 0 to all other x: that is where x is meant to be."""
    found = SUPPORTED.search(text)
    if found is None or found["set"] != found["other"]:
        return None
    return found["value"].strip()


def _of_other_letters(fact: Fact, text: str, given: Collection[str]) -> Iterator[Fact]:
    r"""What ``\Sigma_{XX}`` or ``\Sigma_{XY}``, written out in these letters alone, says of ``\Sigma_{YY}``."""
    pair = PAIR.fullmatch(fact.left.strip()) if fact.defines else None
    if pair is None:
        return
    letters = {pair["first"], pair["second"]}
    if any(set(NAMES.findall(NOTATION.sub("", side))) - letters - {pair["name"]} for side in fact.sides):
        return
    for other in PAIR.finditer(text):
        alike = other["name"] == pair["name"] and (other["first"] == other["second"]) == (len(letters) == 1)
        if not alike or plain(other.group()) in given:
            continue
        new = {pair["first"]: other["first"], pair["second"]: other["second"]}
        sides = tuple(_with_letters(side, new) for side in fact.sides)
        yield replace(fact, left=other.group(), sides=sides, meanings=())


def _with_letters(side: str, new: Mapping[str, str]) -> str:
    return CAPITALS.sub(lambda found: new[found.group()], side)


def _of_operators(chain: Chain, steps: Sequence[Step], line: str) -> Iterator[Fact]:
    """What a chain says that operators are which it writes out behind its first side."""
    sides = chain.statements[0].sides
    for position, _, _ in own_averages(chain):
        if position and steps[position].verdict in SOLID:
            yield Fact(sides[position].text, (sides[position + 1].text,), 1, line, defines=True)


def _meanings(texts: Sequence[str], context: Context) -> Iterator[tuple[str, Term]]:
    """The definitions of names and functions that formulas speak of, and of those that these are made of."""
    bodies = context.bodies | {name: known.body for (name, _), known in context.functions.items()}
    pending = [name for name in bodies if any(speaks_of(text, name) for text in texts)]
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in seen and name in bodies:
            seen.add(name)
            yield name, bodies[name]
            pending += _names_in(bodies[name])


def _supposed(texts: Sequence[str], context: Context) -> Iterator[tuple[str, object]]:
    """What is known of the names in formulas, and may be taken back: properties, laws, independence."""
    for name, known in context.symbols.items():
        if known.traits and any(speaks_of(text, name) for text in texts):
            yield from ((name, trait) for trait in known.traits)
    random = {n for n in context.chance.variables if any(speaks_of(text, n) for text in texts)}
    for name, variable in ((name, context.chance.variables[name]) for name in random):
        yield from ((name, law) for law in (variable.mean, variable.variance, variable.distribution) if law is not None)
    independent = random.intersection(context.chance.independent)
    if len(independent) > 1 or any(context.chance.variables[name].family for name in independent):
        yield from ((name, "independent") for name in independent)


@lru_cache(maxsize=1000)
def _names_in(term: Term) -> tuple[str, ...]:
    return tuple({part.name if isinstance(part, Symbol) else part.function for part in walk(term) if _is_named(part)})


def _is_named(term: Term) -> TypeGuard[Symbol | Call]:
    return isinstance(term, (Symbol, Call))


def _is_stale(fact: Fact, context: Context) -> bool:
    """Whether a name in a fact has another definition now than it had there, or less is known of it."""
    before = dict(fact.meanings)
    now = dict(_meanings((fact.left, *fact.sides), context))
    # That an estimate has a law says how it is spread, and not that it is something else.
    lawful = context.chance.variables.keys() - context.not_understood.keys() - context.unclear.keys()
    if any(body != now.get(name, body if name in lawful else None) for name, body in before.items()):
        return True
    return bool(fact.supposed) and not fact.supposed <= frozenset(_supposed((fact.left, *fact.sides), context))


def _last(pattern: re.Pattern[str], said: str) -> int:
    """Where the last match of a pattern begins, or -1."""
    return max((match.start() for match in pattern.finditer(said)), default=-1)


def _gives(said: str) -> bool:
    """Whether the last sentence of a theorem so far says what is given, and not yet what follows."""
    sentence = re.split(r"[.:]\s", said.rstrip())[-1]
    if EXPLAINS.search(sentence):
        return True
    return bool(GIVES.match(sentence)) and not re.search(r"\bthen\b", sentence, re.IGNORECASE)
