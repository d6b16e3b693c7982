"""From the displays of one derivation, and what surrounds each, to its steps."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from derivcheck.checking.agreement import agreed, check_apart
from derivcheck.checking.asides import case_of_aside
from derivcheck.checking.charity.sayings import head
from derivcheck.checking.charity.slips import Case, may_be_slip
from derivcheck.checking.densities import with_parameters
from derivcheck.checking.desk import Desk
from derivcheck.checking.expecting import held_against, unmet
from derivcheck.checking.introducing import as_defined, equations_in, names_in_prose, names_on_the_left, said_names
from derivcheck.checking.limited import forget_limited, keep, limits_in
from derivcheck.checking.memory.demands import Demands
from derivcheck.checking.memory.facts import Facts
from derivcheck.checking.memory.laws import against_laws
from derivcheck.checking.memory.partial import Parts
from derivcheck.checking.memory.recall import recalled
from derivcheck.checking.memory.repeating import repeated
from derivcheck.checking.outcome import Ground
from derivcheck.checking.steps import unchecked_steps, undecided_steps
from derivcheck.documents import (
    Chain,
    Directive,
    Display,
    Formula,
    Fragment,
    Item,
    ParagraphEnd,
    Statement,
    Verb,
    Words,
    cut_statements,
)
from derivcheck.reading.chance.likelihoods import constant_prior
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.pieces import FORGIVEN, left_open
from derivcheck.reading.prose.accuracy import accuracy
from derivcheck.reading.prose.conditional_independence import is_said_to_factor
from derivcheck.reading.prose.definitions import is_given
from derivcheck.reading.prose.examples import example
from derivcheck.reading.prose.goals import Goals
from derivcheck.reading.prose.independence_in_prose import suppose_independent
from derivcheck.reading.prose.introductions import bring_in, brings_in
from derivcheck.reading.prose.leading import (
    AT_POINT,
    CONDITION_OF,
    LET,
    LIMITS,
    SUPPOSING,
    assigned,
    define_new,
    explanation,
    is_aimed_at,
    is_equivalent_to_what_follows,
    is_explained,
    is_passing,
    leading_conditions,
    redefine,
    said_variables,
    spoken,
    state,
    trailing_conditions,
)
from derivcheck.reading.prose.quantified import reintroduced, reopen, spoken_of_all
from derivcheck.reading.prose.relations import declare_relation
from derivcheck.reading.prose.renewals import OTHER_CASE, takes_back
from derivcheck.reading.prose.sentences import last_sentence
from derivcheck.reading.prose.stated_densities import show_density
from derivcheck.reading.prose.suppositions import ended_names, supposing
from derivcheck.reading.prose.withdrawals import leave_behind, without_assumptions
from derivcheck.reading.scopes import read_directive, read_example, read_prose
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict

LEAD = 200
"""How many characters before a display say what it is."""


class Walk:
    """The displays of one derivation in order, with the directives and words before them.

    There is a context for each way in which the undeclared names may be meant.
    """

    def __init__(self, desk: Desk, position: int, contexts: Sequence[Context], facts: Facts, goals: Goals) -> None:
        self.desk = desk
        self.position = position
        self.derivation = desk.document.derivations[position]
        self.contexts = contexts
        self.facts = facts
        self.goals = goals
        self.demands = Demands()
        self.parts = Parts()
        self.aims: list[Statement] = []
        self.stated = self.passing = self.aiming = False
        self.expected: Directive | None = None
        self.skip = False
        self.off = False
        self.leading: list[Item] = []
        self.trailing: list[Fragment] = []
        self.taken: list[Fragment] = []
        self.only_then = False
        self.is_first = True
        self.limited: set[str] = set()
        """The names whose definitions hold for the parameters of a display."""

    def steps(self) -> list[Step]:
        """All steps, expectations settled; the prose before each display is read first."""
        found: list[Step] = []
        items = self.derivation.items
        for position, item in enumerate(items):
            if position in self.goals.reached:
                self._reach()
            if isinstance(item, Directive):
                self._direct(item)
            elif isinstance(item, Display):
                found += self._display(item, position)
            else:
                found += self._aside(item, items[position + 1 :]) if isinstance(item, Formula) else ()
                if not (isinstance(item, Formula) and position in self.goals.stated):
                    self.leading.append(item)
        self.desk.prose(self.leading, self.contexts)
        if self.expected is not None:
            self.desk.troubles.append(unmet(self.expected, "nothing", self.desk.starts))
        return found

    def _display(self, display: Display, position: int) -> list[Step]:
        """The steps of a display, after the prose before it and what is said behind it of names in it."""
        behind = self.derivation.items[position + 1 :]
        said = spoken(self.leading)
        left_behind = self._left_behind(said)
        for name in (*reopen(spoken_of_all(said), self.contexts), *left_behind):
            self.facts.forget(name)
        self.is_first = False
        supposed = self.contexts[0].suppositions
        self.desk.prose(self.leading, self.contexts)
        for context in self.contexts:
            # Whether nothing of what was said before is meant any more is not certain.
            context.unclear = {**dict.fromkeys(left_behind, OTHER_CASE), **context.unclear}
        for name in ended_names(supposed, self.contexts[0]):
            self.facts.forget(name)
        self.desk.prose(explanation(self.goals.without(behind, position + 1)), self.contexts)
        # What stands right behind a display limits that one, and not the next.
        self.taken, self.trailing = self.trailing, trailing_conditions(behind)
        self.only_then = is_equivalent_to_what_follows(behind)
        self.desk.problems += display.problems
        self._assign([s for i in self.leading if isinstance(i, Formula) for s in cut_statements(i.fragment)])
        self.aiming = position in self.goals.stated or is_aimed_at(self.leading)
        self.passing = self.aiming or is_passing(self.leading, behind)
        self.stated = self.facts.hear(self.leading) or self.passing
        self.demands.begin_display(self.leading, self.desk.starts)
        found = []
        for chain in display.chains:
            steps = self._whatever_befalls(chain)
            found += steps
            limited = self.trailing or chain.conditions
            if limited and steps and steps[0].code == "D110" and not self.passing:
                self.limited |= keep(chain, behind, self.trailing, self.contexts)
        self.leading.clear()
        for context in self.contexts:
            # Words that name nothing lead to the display behind them.
            context.totals = ""
        return found

    def _left_behind(self, said: str) -> list[str]:
        """The names of which words say something anew; what they were in earlier displays is taken back.

        Bounds that contradict others take these back by themselves: another case begins there, beyond doubt.
        """
        spoken_of = {} if self.is_first else dict(reintroduced(said))
        if any(spoken_of.values()):
            trial = self.contexts[0].copy()
            with suppress(RecursionError):
                read_prose(self.leading, trial)
            if takes_back(self.contexts[0], trial):
                spoken_of = {name: is_bound for name, is_bound in spoken_of.items() if not is_bound}
        return [name for context in self.contexts for name in leave_behind(spoken_of, context)]

    def _aside(self, formula: Formula, behind: Sequence[Item]) -> tuple[Step, ...]:
        """The steps of a chain in prose; no directive is about them."""
        grounds = [self.desk.ground(context) for context in self.contexts]
        case = None if self.off else case_of_aside(formula, (self.leading, behind), grounds, self.facts)
        if case is None:
            return ()
        self.desk.cases.append(replace(case, derivation=self.position))
        return case.steps

    def _direct(self, directive: Directive) -> None:
        if directive.verb is Verb.EXPECT:
            self.expected = directive
        elif directive.verb is Verb.SKIP:
            self.skip = True
        elif directive.verb in (Verb.OFF, Verb.ON):
            self.off = directive.verb is Verb.OFF
        else:
            first, *others = self.contexts
            self.desk.problems += read_directive(directive, first)
            for context in others:
                read_directive(directive, context)

    def _whatever_befalls(self, chain: Chain) -> list[Step]:
        """The steps of a chain; a fault of ours between them keeps no other chain from being checked."""
        try:
            return self._chain(chain)
        except Exception as fault:  # noqa: BLE001 - nothing is built on a chain that was not gone through
            for statement in filter(lambda each: each.relations, chain.statements):
                for context in self.contexts:
                    left_open(statement, context)
            return undecided_steps(chain, self.desk.ground(self.contexts[0]), fault)

    def _chain(self, chain: Chain) -> list[Step]:
        if not chain.has_steps:
            return []
        ground = self.desk.ground(self.contexts[0])
        if self.expected is not None and Verdict.REFUTED.value in self.expected.argument.text:
            ground = replace(ground, slip=True, advised=ground.advised and self.desk.settings.slips)
        if self.skip or self.off:
            self.skip = False
            return [
                replace(step, verdict=Verdict.SKIPPED, code="D121", message=message("D121", {}))
                for step in unchecked_steps(chain, ground)
            ]
        grounds = [ground, *(replace(ground, context=context, advised=False) for context in self.contexts[1:])]
        if self._is_supposed(chain):
            self.facts.said |= said_names(chain.statements, self.contexts[0])
            supposed, *_ = [self._supposed(chain, ground) for ground in grounds]
            return supposed
        if self.limited and (chain.conditions or self.trailing or limits_in(self.leading, self.taken)):
            forget_limited(chain, self.limited, self.contexts)
        said = spoken(self.leading)
        for context in self.contexts:
            show_density(chain.statements[0], chain.conditions, said, context)
        return self._checked(self._explained(chain), grounds)

    def _checked(self, chain: Chain, grounds: list[Ground]) -> list[Step]:
        """The steps of a chain on each ground, and under what else the document says of them, in the time it has."""
        with self.desk.clock.chain(sum(len(statement.relations) for statement in chain.statements) or 1):
            return self._checked_in_time(chain, grounds)

    def _checked_in_time(self, chain: Chain, grounds: list[Ground]) -> list[Step]:
        said = partial(
            replace,
            variables=said_variables(self.leading),
            accuracy=accuracy(self.leading),
            flat_prior=constant_prior(self.leading),
        )
        grounds = [with_parameters(self._conditioned(chain, said(ground))) for ground in grounds]
        before = [replace(ground, context=ground.context.copy()) for ground in grounds if self.demands]
        steps = agreed([check_apart(chain, ground) for ground in grounds])
        steps = recalled(chain, steps, grounds, self.facts)
        steps = repeated(chain, steps, grounds[0].context, self.facts)
        self.facts.used |= names_in_prose(self.leading, self.contexts[0])
        self.facts.said |= said_names(equations_in(self.leading), self.contexts[0])
        steps = as_defined(chain, steps, self.leading, self.contexts, self.facts, claims=self.stated)
        steps = against_laws(chain, steps, self.leading, grounds[0])
        steps = self.demands.concluded(chain, steps, before)
        steps = steps if grounds[0].slip else self.demands.hear(chain, steps, spoken(self.leading), grounds[0])
        steps = steps if self.passing else self.parts.hear(chain, steps, self.contexts)
        self._remember(chain, steps)
        if self.expected is not None and steps:
            steps, troubles = held_against(self.expected, steps, self.desk.starts)
            self.desk.troubles += troubles
            self.expected = None
        ground = grounds[0]
        if any(step.verdict is Verdict.REFUTED or may_be_slip(step) for step in steps):
            ground = replace(ground, context=ground.context.copy())
        self.desk.cases.append(Case(chain, tuple(steps), ground, self.position, claims=self.stated))
        return steps

    def _remember(self, chain: Chain, steps: list[Step]) -> None:
        """Keeps what a chain gives to what follows: facts, names that are defined, and names that are left open."""
        self.facts.said |= said_names(chain.statements, self.contexts[0])
        if not (self.stated or example(self.leading)):
            self.facts.learn(chain, steps, self.contexts[0])
        if not (self.stated or self.facts.hedged):
            self.facts.used |= names_on_the_left(chain.statements, self.contexts[0])
        if self.aiming and steps[0].code == "D110":
            self.aims.append(chain.statements[0])
        elif self.passing and steps[0].code == "D110":
            for context in self.contexts:
                left_open(chain.statements[0], context, introduces=True)
        self._assign(chain.statements)

    def _reach(self) -> None:
        """What was aimed at is shown: from here on it says what its names are."""
        for statement in self.aims:
            redefine(Statement(statement.sides[:2], statement.relations[:1]), self.contexts)
        self.aims.clear()

    def _assign(self, statements: Sequence[Statement]) -> None:
        """Forgets what names stood for that are given other values."""
        for name, said in assigned(statements, self.contexts[0]):
            self.facts.forget(name)
            for context in self.contexts:
                context.assign(name, said)

    def _explained(self, chain: Chain) -> Chain:
        """The chain without what stands behind a "where" in it and gives a new name its meaning, which lasts."""
        kept = []
        for condition in chain.conditions:
            statements = cut_statements(condition) if is_explained(condition, self.desk.document.text) else ()
            if not (statements and all(define_new(statement, self.contexts) for statement in statements)):
                kept.append(condition)
        return replace(chain, conditions=tuple(kept))

    def _conditioned(self, chain: Chain, ground: Ground) -> Ground:
        """The ground under what holds for this chain alone: "if x > 0, then …", "… for x > 0"."""
        before = leading_conditions(self.leading, ground.context)
        leading = [fragment for fragment in before.conditions if fragment not in self.taken]
        conditions = [*chain.conditions, *leading, *self.trailing]
        said = last_sentence(spoken(self.leading))
        passing = self.passing and not chain.connectives and chain.statements[0].relations[0].symbol == "="
        other = without_assumptions(said, ground.context)
        if not (conditions or before.reasons or passing or self.only_then or example(self.leading)):
            return replace(ground, context=other)
        if not (leading or before.reasons or passing or self.only_then) and brings_in(chain, ground.context):
            bring_in(chain, ground.context)
            return replace(ground, context=other)
        context = other.copy()
        self.desk.guard(partial(read_example, self.leading, context))
        if leading and suppose_independent(leading, before.noun, before.words, context):
            conditions = [*chain.conditions, *self.trailing]
        unclear = self.only_then
        for condition in conditions:
            for statement in cut_statements(condition) or (None,):
                unclear = not state(statement, context) or unclear
        if not before.reasons:
            return replace(ground, context=context, unclear=unclear)
        reasoned = context.copy()
        for statement in (each for reason in before.reasons for each in cut_statements(reason)):
            unclear = not state(statement, reasoned) or unclear
        if takes_back(context, reasoned):
            # A reason is no other case: it holds by what is given, or is a slip.
            return replace(ground, context=context, unclear=True)
        return replace(ground, context=reasoned, unclear=unclear)

    def _is_supposed(self, chain: Chain) -> bool:
        """Whether a single equation is an assumption, or bounds are: words such as "suppose" lead to it."""
        condition = self._is_condition(chain)
        symbols = chain.statements[0].symbols
        bounds = not LIMITS.isdisjoint(symbols) and LIMITS.issuperset({*symbols} - {"="})
        single = (
            not chain.connectives
            and (len(symbols) == 1 or (condition and bounds))
            and chain.statements[0].relations[0].symbol not in (":=", "=:")
            and not brings_in(chain, self.contexts[0])
        )
        before = next((item for item in reversed(self.leading) if not isinstance(item, ParagraphEnd)), None)
        if not single or not isinstance(before, Words):
            return False
        if is_said_to_factor(chain.statements[0], spoken(self.leading), self.contexts[0]):
            return True
        # To assume that a prior is this one is to say which one it is.
        return bool(condition or SUPPOSING.search(before.text)) and not is_given(
            chain.statements[0].sides[0], self.contexts[0]
        )

    def _is_condition(self, chain: Chain) -> bool:
        """Whether a display is the condition of what words say, or ties names at a point that they speak of."""
        said = last_sentence(spoken(self.leading))[-LEAD:]
        if CONDITION_OF.search(said):
            return True
        return AT_POINT.search(said) is not None and not any(head(side.text) for side in chain.statements[0].sides)

    def _supposed(self, chain: Chain, ground: Ground) -> list[Step]:
        steps = unchecked_steps(chain, ground)
        step = steps[0]
        if self.passing:
            left_open(chain.statements[0], ground.context)
            return [replace(step, verdict=Verdict.DEFINED, code="D113", message=message("D113", {}))]
        if self._is_condition(chain):
            left_open(chain.statements[0], ground.context)
            said = message("D111", {})
            return [replace(each, verdict=Verdict.DEFINED, code="D111", message=said) for each in steps]
        if LET.search(spoken(self.leading).rstrip()) and define_new(chain.statements[0], [ground.context]):
            return [replace(step, verdict=Verdict.DEFINED, code="D110", message=message("D110", {"name": step.left}))]
        try:
            with supposing(spoken(self.leading), ground.context):
                declare_relation(chain.statements[0], ground.context)
        except Unread as unread:
            code, facts, verdict = unread.code, unread.facts, Verdict.UNREAD
            if code in FORGIVEN:
                left_open(chain.statements[0], ground.context)
                code, facts, verdict = "D113", {}, Verdict.DEFINED
            return [replace(step, verdict=verdict, code=code, message=message(code, facts))]
        return [replace(step, verdict=Verdict.DEFINED, code="D111", message=message("D111", {}))]
