"""What a document has said before: equations of earlier displays that a step may rest on.

A derivation is continued from display to display. ``E[X^2] = A = B`` stands further up, and the next chain begins with
``E[X^2] = C``; or a quantity was given by an equation, and is now replaced by its value. Such a step is tried again
with the equation put in, and is refuted where that makes it but a slip in an identity. What was defined or proved
up there is as good as a definition; what was only said makes the proof one *given* that equation. Either way the step
names the lines that it rests on.

What a theorem claims is no fact in its proof, and what was only said proves no step that says the same again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import is_not

from derivcheck.agreement import agreed
from derivcheck.charity import introduces, withheld
from derivcheck.documents import Chain, Fragment, Item, Statement, Words
from derivcheck.outcome import WITNESS, Ground
from derivcheck.reading.context import Context
from derivcheck.reading.hedges import CLAIMS, GIVES, PROVES, SOMETIMES
from derivcheck.reading.rewriting import Rule, is_head, rewritten
from derivcheck.reading.sample_statistics import formula, means_in, said_statistics
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict
from derivcheck.slips import is_mended, lost
from derivcheck.steps import check_chain
from derivcheck.terms.nodes import Term

MOST_PASSES = 3
MOST_TRIES = 4
MOST_TEXT = 1500
OPEN = frozenset({Verdict.UNPROVED, Verdict.UNREAD, Verdict.REFUTED})
CARRIED = frozenset({"=", r"\implies", r"\impliedby", r"\iff"})
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


@dataclass(frozen=True, slots=True)
class Fact:
    """``left`` equals each of ``sides``; how many of them, from the first on, were defined or proved.

    That stands in a ``line``, or is how ``left`` is ``read``. ``meanings`` are the definitions of names in it then.
    What is ``hedged`` holds in some cases only.
    """

    left: str
    sides: tuple[str, ...]
    solid: int
    line: str
    read: str = ""
    meanings: tuple[tuple[str, Term], ...] = ()
    hedged: bool = False

    def is_solid(self, side: str) -> bool:
        """Whether it was defined or proved that ``left`` equals this side."""
        return self.sides.index(side) < self.solid


@dataclass(slots=True)
class Facts:
    """The facts so far, what words call a statistic, and whether the text is stating what it is about to prove.

    The names in ``used`` have been on the left of an equation, those in ``said`` on any side of one. ``everywhere`` are
    the facts of the whole document so far, and ``hedged`` says that what stands next holds in some cases only.
    """

    known: list[Fact] = field(default_factory=list)
    statistics: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    claiming: bool = False
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
        given = {_plain(fact.left) for fact in self.known} | context.definitions.keys()
        named = dict(self.statistics)
        for name, sample in means_in(text):
            if _plain(name) not in given and context.declared(_plain(name)) is None:
                named.setdefault(name, ("mean", (sample,)))
        found = [fact for fact in self.known if not _is_stale(fact, context)]
        for name, (what, samples) in named.items():
            side = formula(what, samples, text)
            if side is not None:
                found.append(Fact(name, (side,), 1, "", f"the sample {what} of {' and '.join(samples)}"))
        return found

    def hear(self, items: Sequence[Item]) -> bool:
        """Notices where a theorem begins and ends, and what holds in some cases only; whether a theorem claims it."""
        self.statistics.update({name: (what, samples) for name, what, samples in said_statistics(items)})
        said = " ".join(item.text for item in items if isinstance(item, Words))
        starts = [match.start() for match in CLAIMS.finditer(said)]
        ends = [match.start() for match in PROVES.finditer(said)]
        if starts or ends:
            self.claiming = max(starts, default=-1) > max(ends, default=-1)
        self.hedged = bool(SOMETIMES.search(said))
        return self.claiming and not _gives(said)

    def learn(self, chain: Chain, steps: Sequence[Step], context: Context) -> None:
        """Keeps what a chain says of the one thing on its left."""
        restricted = any(r"\sim" not in condition.text for condition in chain.conditions)
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
            sides.append(side.text)
            solid += solid == len(sides) - 1 and step.verdict in SOLID
        if sides and len(first.text) < MOST_TEXT and is_head(first.text, context.is_function):
            meanings = tuple(_meanings((first.text, *sides), context))
            line = steps[0].place.line_in_words
            inside = _on_support(sides[0]) if len(sides) == 1 else None
            sides = sides if inside is None else [inside]
            fact = Fact(first.text, tuple(sides), solid, line, meanings=meanings, hedged=self.hedged)
            self.everywhere.append(fact)
            if not self.hedged:
                self.known.append(fact)


def _on_support(text: str) -> str | None:
    r"""What cases say where ``x \in \mathcal{X}``, if they give 0 to all other x: that is where x is meant to be."""
    found = SUPPORTED.search(text)
    if found is None or found["set"] != found["other"]:
        return None
    return found["value"].strip()


def _meanings(texts: Sequence[str], context: Context) -> Iterator[tuple[str, Term]]:
    for name, definition in context.definitions.items():
        if any(speaks_of(text, name) for text in texts):
            yield name, definition.body


def _is_stale(fact: Fact, context: Context) -> bool:
    """Whether a name in a fact has another definition now than it had there."""
    before = dict(fact.meanings)
    now = dict(_meanings((fact.left, *fact.sides), context))
    return any(body != now.get(name, body) for name, body in before.items())


def speaks_of(text: str, name: str) -> bool:
    """Whether a formula may speak of a name."""
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])", text) is not None


def _gives(said: str) -> bool:
    """Whether the last sentence of a theorem so far says what is given, and not yet what follows."""
    sentence = re.split(r"[.:]\s", said.rstrip())[-1]
    return bool(GIVES.match(sentence)) and not re.search(r"\bthen\b", sentence, re.IGNORECASE)


def recalled(chain: Chain, steps: Sequence[Step], grounds: Sequence[Ground], facts: Facts) -> list[Step]:
    """The steps, with those proved that follow with what was said before."""
    statement = chain.statements[0]
    if not any(map(_is_open, steps)):
        return list(steps)
    known = facts.about(chain.fragment.text, grounds[0].context)
    if chain.connectives:
        return _with_statistics(chain, steps, grounds, [fact for fact in known if fact.read])
    if len(statement.relations) != len(steps):
        return list(steps)
    return [
        _recalled(chain, position, step, grounds, known) if _is_open(step) else step
        for position, step in enumerate(steps)
    ]


def _is_open(step: Step) -> bool:
    return step.verdict in OPEN and step.relation in CARRIED and step.expected is None


def _with_statistics(
    chain: Chain, steps: Sequence[Step], grounds: Sequence[Ground], known: Sequence[Fact]
) -> list[Step]:
    """The steps of statements that are joined, judged with what statistics in them are."""
    context = grounds[0].context
    rules = [Rule(fact.left, fact.sides[0], f"{n}", general=True) for n, fact in enumerate(known)]
    used: set[str] = set()

    def put_in(statement: Statement) -> Statement:
        whole = () if statement.whole is None else (statement.whole,)
        found, names = _put_in((*statement.sides, *whole), rules, context)
        used.update(names)
        return replace(statement, sides=found[: len(statement.sides)], whole=found[-1] if whole else None)

    new = replace(chain, statements=tuple(map(put_in, chain.statements)))
    if not used:
        return list(steps)
    found = agreed([check_chain(new, _trial(ground)) for ground in grounds])
    facts = [known[int(name)] for name in sorted(used)]
    return [_judged_again(*pair, facts) if _is_open(pair[0]) else pair[0] for pair in zip(steps, found, strict=True)]


def _judged_again(step: Step, found: Step, facts: Sequence[Fact]) -> Step:
    if found.verdict is Verdict.PROVED:
        return _given(step, found, facts)
    is_doubtful = step.verdict is Verdict.REFUTED and found.verdict is not Verdict.REFUTED
    return _withheld(step, facts) if is_doubtful else step


def _recalled(chain: Chain, position: int, step: Step, grounds: Sequence[Ground], known: Sequence[Fact]) -> Step:
    statement = chain.statements[0]
    sides = statement.sides[position : position + 2]

    def tried(sides: Sides, within: Sequence[Ground] = grounds, *, advised: bool = False) -> Step:
        pair = Statement(sides, (statement.relations[position],))
        trials = [_trial(ground, advised=advised and ground is within[0]) for ground in within]
        return agreed([check_chain(Chain((pair,), (), chain.fragment), trial) for trial in trials])[0]

    freed = [_without_remarks(ground, step.left.names) for ground in grounds]
    if step.verdict is Verdict.UNPROVED and any(map(is_not, freed, grounds)):
        found = tried(sides, freed)
        if found.verdict is Verdict.PROVED:
            return placed(step, found)
    doubts: list[Fact] = []
    for new, used in _tries(sides, known, grounds[0].context):
        found = tried(new)
        trivial = found.code in ("D102", "D110") or found.left.is_same_as(found.right)
        if found.verdict is Verdict.PROVED and not (trivial and not all(fact.is_solid(side) for fact, side in used)):
            return _given(step, found, [fact for fact, _ in used])
        if found.verdict is not Verdict.REFUTED:
            doubts += [fact for fact, side in used if fact.read or not fact.is_solid(side)]
        elif all(fact.is_solid(side) for fact, side in used):
            slip = tried(new, advised=True)
            if is_mended(slip) and not lost(slip):
                return _given(step, slip, [fact for fact, _ in used])
    return _withheld(step, doubts) if doubts and step.verdict is Verdict.REFUTED else step


def _without_remarks(ground: Ground, names: frozenset[str]) -> Ground:
    """The ground without equations that also speak of something else than the step does.

    What holds without an assumption holds with it. An equation about the step's symbols alone stays, since under it the
    two sides may never both be defined.
    """
    context = ground.context
    kept = [claim for claim in context.assumptions if claim.relation != "=" or claim.names <= names]
    if len(kept) == len(context.assumptions):
        return ground
    context = context.copy()
    context.assumptions = kept
    return replace(ground, context=context)


def _trial(ground: Ground, *, advised: bool = False) -> Ground:
    """A ground on which nothing that is found out lasts."""
    context = ground.context.copy()
    context.sizes = replace(context.sizes, known=dict(context.sizes.known))
    return replace(ground, context=context, advised=advised, shown=advised, witness=False)


Sides = tuple[Fragment, ...]
Used = list[tuple[Fact, str]]


def _tries(sides: Sides, known: Sequence[Fact], context: Context) -> Iterator[tuple[Sides, Used]]:
    """The two sides with earlier equations put in, in different ways, and what was put in for which of them."""
    latest = {_plain(fact.left): fact for fact in known}
    mentioned = [fact for fact in latest.values() if len(fact.left) < MOST_TEXT]
    seen = {tuple(_plain(side.text) for side in sides)}
    tried = 0
    for choice in _choices(sides, mentioned):
        rules = [Rule(f.left, side, f"{n}", general=f.is_solid(side)) for n, (f, side) in enumerate(choice)]
        new, names = _put_in(sides, rules, context)
        key = tuple(_plain(side.text) for side in new)
        if key in seen or any(len(side.text) > MOST_TEXT for side in new):
            continue
        seen.add(key)
        yield new, [choice[int(name)] for name in sorted(names)]
        tried += 1
        if tried == MOST_TRIES:
            return


def _choices(sides: Sides, facts: Sequence[Fact]) -> Iterator[list[tuple[Fact, str]]]:
    """Which side of each fact is put in: what statistics are, all first ones, all last ones, or one of the step."""
    yield [(fact, fact.sides[0]) for fact in facts if fact.read]
    yield [(fact, fact.sides[0]) for fact in facts]
    yield [(fact, fact.sides[-1]) for fact in facts]
    for fact in facts:
        if _plain(fact.left) == _plain(sides[0].text):
            yield from ([(fact, side)] for side in reversed(fact.sides))


def _put_in(sides: Sides, rules: list[Rule], context: Context) -> tuple[Sides, set[str]]:
    texts = [side.text for side in sides]
    used: set[str] = set()
    left = list(rules)
    for _ in range(MOST_PASSES):
        now: set[str] = set()
        for place, text in enumerate(texts):
            texts[place], names = rewritten(text, left, context.is_function)
            now |= names
        used |= now
        left = [rule for rule in left if rule.name not in now]
        if not now:
            break
    return tuple(Fragment.plain(text) for text in texts), used


def _plain(text: str) -> str:
    return SPACING.sub("", text)


def _given(step: Step, found: Step, used: Sequence[Fact]) -> Step:
    """The step, proved or a slip, with what stands in other lines, or with what statistics are."""
    lines = list(dict.fromkeys(fact.line for fact in used if fact.line))
    read_as = (*found.read_as, *(f"{fact.left}: {fact.read}" for fact in used if fact.read))
    # A witness has been asked about the step as it is written, and says the same of the same verdict.
    heard = {WITNESS: step.evidence[WITNESS]} if WITNESS in step.evidence and step.verdict is found.verdict else {}
    step = replace(placed(step, found), read_as=read_as, evidence={**found.evidence, **heard})
    if not lines:
        return step
    step = replace(step, evidence={**step.evidence, "uses": [f"line {line}" for line in lines]})
    if step.verdict is Verdict.REFUTED:
        return step
    return replace(step, code="D109", message=message("D109", {"lines": ", ".join(lines)}))


def _withheld(step: Step, doubts: Sequence[Fact]) -> Step:
    """A refuted step that may well hold with what was said before, though no proof was found."""
    names = ", ".join(dict.fromkeys(f"`{fact.left}`" for fact in doubts))
    lines = ", ".join(dict.fromkeys(fact.line for fact in doubts if fact.line)) or str(step.place.line_in_words)
    return withheld(step, "D321", {"names": names, "line": lines})


def placed(step: Step, found: Step) -> Step:
    """What was found, said of the step as it is written."""
    return replace(
        found,
        place=step.place,
        left=step.left,
        relation=step.relation,
        right=step.right,
        reason=step.reason,
        seconds=step.seconds + found.seconds,
    )
