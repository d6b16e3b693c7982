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
from dataclasses import dataclass, replace
from functools import partial
from operator import is_not

from derivcheck.checking.agreement import agreed
from derivcheck.checking.charity.charity import withheld
from derivcheck.checking.charity.slips import Case, hidden_slip, keeps_all, mended
from derivcheck.checking.memory.facts import MOST_TEXT, Fact, Facts, plain
from derivcheck.checking.outcome import WITNESS, Admits, Ground
from derivcheck.checking.steps import check_chain
from derivcheck.documents import Chain, Fragment, Statement
from derivcheck.formula import Formula
from derivcheck.reading.context import Context
from derivcheck.reading.parsing.spellings import speaks_of
from derivcheck.reading.rewriting import Rule, rewritten
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict
from derivcheck.terms.nodes import ZERO, Apply
from derivcheck.terms.scope import Claim
from derivcheck.terms.sizes import INFERRED

MOST_PASSES = 3
MOST_TRIES = 8
OPEN = frozenset({Verdict.UNPROVED, Verdict.UNREAD, Verdict.REFUTED})
CARRIED = frozenset({"=", r"\implies", r"\impliedby", r"\iff"})
Sides = tuple[Fragment, ...]
Used = list[tuple[Fact, str]]

OF_CHANCE = re.compile(r"\s*(?:[pqP]|\\Pr|\\(?:mathbb|mathrm)\{P(?:r|rob)?\})\s*\(")
"""Densities and probabilities go by one letter, whatever they are of."""


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step of a chain, which is asked about anew with other sides."""

    chain: Chain
    position: int
    step: Step
    grounds: Sequence[Ground]

    @property
    def sides(self) -> Sides:
        """The sides as they are written."""
        return self.chain.statements[0].sides[self.position : self.position + 2]

    def posed(self, sides: Sides) -> Chain:
        """The step alone, with other sides."""
        relation = self.chain.statements[0].relations[self.position]
        return Chain((Statement(sides, (relation,)),), (), self.chain.fragment)

    def tried(
        self, sides: Sides, within: Sequence[Ground] = (), admits: Admits | None = None, *, advised: bool = False
    ) -> Step:
        """What is found of the step with other sides, ``within`` other grounds where some are given."""
        grounds = within or self.grounds
        trials = [_trial(ground).offering(admits, advised=advised and ground is grounds[0]) for ground in grounds]
        return agreed([check_chain(self.posed(sides), trial) for trial in trials])[0]

    def freed(self, sides: Sides, found: Step) -> Step:
        """What is found without remarks, if that is a proof, or what was found with them."""
        within = [_without_remarks(ground, found.left.names) for ground in self.grounds]
        if found.verdict is not Verdict.UNPROVED or not any(map(is_not, within, self.grounds)):
            return found
        again = self.tried(sides, within)
        # Where no valuation is known at which both sides are defined, what is 0 may be what rules them all out.
        zeros = any(map(_sets_to_zero, self.grounds[0].context.assumptions))
        is_empty = found.code == "D303" and again.conditions and zeros
        return again if again.verdict is Verdict.PROVED and not is_empty else found

    def slipped(self, sides: Sides, found: Step) -> Step | None:
        """The step with other sides, if it is a slip: refuted, or left open for want of what is not understood."""
        if found.verdict is Verdict.REFUTED:
            asked = replace(self.step, left=Formula(sides[0].text), right=Formula(sides[1].text))
            return mended(asked, partial(self.tried, sides, self.grounds, advised=True), keeps_all)
        if self.step.verdict is Verdict.REFUTED:
            return None
        return hidden_slip(Case(self.posed(sides), (found,), self.grounds[0]), 0)


def _recalled(chain: Chain, position: int, step: Step, grounds: Sequence[Ground], known: Sequence[Fact]) -> Step:
    asked = _Asked(chain, position, step, grounds)
    found = asked.freed(asked.sides, step)
    if found is not step:
        return placed(step, found)
    doubts: list[Fact] = []
    for new, used in _tries(asked.sides, known, grounds[0].context):
        found = asked.freed(new, asked.tried(new))
        facts = [fact for fact, _ in used]
        solid = all(fact.is_solid(side) for fact, side in used)
        trivial = found.code in ("D102", "D110") or found.left.is_same_as(found.right)
        if found.verdict is Verdict.PROVED and (solid or not trivial):
            return _given(step, found, facts)
        if found.verdict is not Verdict.REFUTED:
            doubts += [fact for fact, side in used if fact.read or not fact.is_solid(side)]
        known_well = all(fact.read or fact.is_solid(side) for fact, side in used)
        slip = asked.slipped(new, found) if known_well else None
        if slip is not None:
            return _given(step, replace(slip, suggestion=_taken_out(slip.suggestion or "", used)), facts)
    return _withheld(step, doubts) if doubts and step.verdict is Verdict.REFUTED and not keeps_all(step) else step


def _without_remarks(ground: Ground, names: frozenset[str]) -> Ground:
    """The ground without equations that also speak of something else than the step does.

    What holds without an assumption holds with it. An equation about the step's symbols alone stays, since under it the
    two sides may never both be defined.
    """
    context = ground.context
    kept = [claim for claim in context.assumptions if claim.relation != "=" or _spoken_names(claim) <= names]
    if len(kept) == len(context.assumptions):
        return ground
    context = context.copy()
    context.assumptions = kept
    return replace(ground, context=context)


def _sets_to_zero(claim: Claim) -> bool:
    """Whether a claim says that something is 0."""
    return claim.relation == "=" and any(
        side == ZERO or (isinstance(side, Apply) and side.operator == "constant" and side.arguments[0] == ZERO)
        for side in (claim.left, claim.right)
    )


def _spoken_names(claim: Claim) -> set[str]:
    """The names in a claim, without the sizes that nothing was said of."""
    return {name for name in claim.names if not name.startswith(INFERRED)}


def _trial(ground: Ground) -> Ground:
    """A ground on which nothing that is found out lasts."""
    context = ground.context.copy()
    context.sizes = context.sizes.copy()
    return replace(ground, context=context, witness=False).offering(advised=False)


def _tries(sides: Sides, known: Sequence[Fact], context: Context) -> Iterator[tuple[Sides, Used]]:
    """The two sides with earlier equations put in, in different ways, and what was put in for which of them."""
    latest = {plain(fact.left): fact for fact in known}
    mentioned = [fact for fact in latest.values() if len(fact.left) < MOST_TEXT]
    seen = {tuple(plain(side.text) for side in sides)}
    tried = 0
    for choice in _choices(sides, mentioned):
        rules = [_rule(*pair, f"{n}") for n, pair in enumerate(choice)]
        new, names = _put_in(sides, rules, context)
        key = tuple(plain(side.text) for side in new)
        if key in seen or any(len(side.text) > MOST_TEXT for side in new):
            continue
        seen.add(key)
        yield new, [choice[int(name)] for name in sorted(names)]
        tried += 1
        if tried == MOST_TRIES:
            return


def _outermost(choice: list[tuple[Fact, str]]) -> list[tuple[Fact, str]]:
    """The equations of a choice without those of names that others bring in, which are left as they are there."""
    return [
        pair for pair in choice if not any(speaks_of(side, pair[0].left) for fact, side in choice if fact != pair[0])
    ]


def _is_spoken_of(fact: Fact, text: str) -> bool:
    """Whether the left side of a fact stands in a formula, if need be at other arguments."""
    function, bracket, _ = fact.left.partition("(")
    return speaks_of(text, fact.left) or (fact.defines and bool(bracket) and f"{function}(" in text)


def _rule(fact: Fact, side: str, name: str) -> Rule:
    solid = fact.is_solid(side)
    is_open = solid and fact.defines and not OF_CHANCE.match(fact.left)
    return Rule(fact.left, side, name, general=solid, is_open=is_open)


def _choices(sides: Sides, facts: Sequence[Fact]) -> Iterator[list[tuple[Fact, str]]]:
    """Which side of each fact is put in: what statistics are, all first ones, all last ones, or one of the step.

    A step from one name to what it stands for has that name on one side only.
    """
    yield [(fact, fact.sides[0]) for fact in facts if fact.read]
    left, right = ([fact for fact in facts if _is_spoken_of(fact, side.text)] for side in sides)
    only = [[fact for fact in left if fact not in right], [fact for fact in right if fact not in left]]
    for chosen in (*only, [*only[0], *only[1]]):
        for place in (0, -1):
            yield _outermost([(fact, fact.sides[place]) for fact in chosen])
    yield [(fact, fact.sides[0]) for fact in facts]
    yield [(fact, fact.sides[-1]) for fact in facts]
    for fact in facts:
        if plain(fact.left) == plain(sides[0].text):
            yield from ([(fact, side)] for side in reversed(fact.sides))


def _put_in(sides: Sides, rules: list[Rule], context: Context) -> tuple[Sides, set[str]]:
    texts = [side.text for side in sides]
    used: set[str] = set()
    # What brings in no other name may be put in again and again.
    final = {rule.name for rule in rules if not any(speaks_of(rule.right, other.left) for other in rules)}
    left = list(rules)
    for _ in range(MOST_PASSES):
        now: set[str] = set()
        for place, text in enumerate(texts):
            texts[place], names = rewritten(text, left, context.is_function)
            now |= names
        used |= now
        left = [rule for rule in left if rule.name not in now - final]
        if not now:
            break
    return tuple(Fragment.plain(text) for text in texts), used


def _taken_out(text: str, used: Used) -> str:
    """A formula with names in the places where what they are was put in."""
    for _ in range(MOST_PASSES):
        for fact, side in used:
            text = text.replace(rf"\left( {side} \right)", fact.left)
    return text


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
    """What was found, said of the step as it is written: what lies in sides that were put together lies nowhere."""
    as_written = (str(found.left), str(found.right)) == (str(step.left), str(step.right))
    return replace(
        found,
        place=step.place,
        focus=found.focus if as_written else None,
        left=step.left,
        relation=step.relation,
        right=step.right,
        reason=step.reason,
        seconds=step.seconds + found.seconds,
    )
