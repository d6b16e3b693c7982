"""From a file to results: documents, scopes, steps, expectations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from derivcheck import results
from derivcheck.agreement import agreed, check_apart, typed
from derivcheck.asides import case_of_aside
from derivcheck.charity import reconsidered
from derivcheck.demands import Demands
from derivcheck.documents import (
    Chain,
    Directive,
    Display,
    Document,
    Formula,
    Fragment,
    Item,
    LineStarts,
    ParagraphEnd,
    Problem,
    Relation,
    Statement,
    Verb,
    Words,
    cut_statement,
    cut_statements,
    line_starts,
    place,
    read_document,
)
from derivcheck.engine.deadline import Clock
from derivcheck.engine.decide import decide
from derivcheck.engine.question import Question
from derivcheck.ground import guarded, settled
from derivcheck.introducing import as_defined, names_in_prose, names_on_the_left
from derivcheck.outcome import Ground
from derivcheck.prelude import prelude_of
from derivcheck.reading.accuracy import accuracy
from derivcheck.reading.context import Context
from derivcheck.reading.declarations import declare_relation
from derivcheck.reading.definitions import is_given
from derivcheck.reading.errors import Unread
from derivcheck.reading.goals import goals
from derivcheck.reading.leading import (
    SUPPOSING,
    assigned,
    define_new,
    explanation,
    is_aimed_at,
    is_explained,
    is_passing,
    leading_conditions,
    redefine,
    said_variables,
    spoken,
    state,
)
from derivcheck.reading.orders import is_rough, limits_in
from derivcheck.reading.pieces import FORGIVEN, left_open
from derivcheck.reading.random_prose import suppose_independent
from derivcheck.reading.scopes import preview, read_directive, read_prose, read_scope
from derivcheck.recall import Facts, recalled
from derivcheck.report.words import message
from derivcheck.results import Step, Verdict
from derivcheck.settings import DEFAULT, Settings
from derivcheck.slips import Case, may_be_slip
from derivcheck.sources import Source, read_source
from derivcheck.steps import CONNECTIVES, check_chain, unchecked_steps
from derivcheck.suppression import suppressed
from derivcheck.terms.definitions import Unsettled

__all__ = ["DEFAULT", "Settings", "check_file", "check_source", "check_step", "check_text"]


def check_file(path: str | Path, settings: Settings = DEFAULT) -> results.File:
    """Checks one file; whatever is wrong with it is a trouble in the result, never an exception."""
    source = read_source(str(path))
    return check_source(source, settings) if isinstance(source, Source) else source


def _trouble(code: str, facts: dict[str, str], severity: str = "note") -> results.Trouble:
    return results.Trouble(code, message(code, facts), None, severity)


def check_text(
    text: str,
    format: str = "markdown",  # noqa: A002 - the name that the public API uses
    path: str = "-",
    settings: Settings = DEFAULT,
) -> results.File:
    """Checks every derivation in a text."""
    return check_source(Source(path, text, format), settings)


def check_source(source: Source, settings: Settings = DEFAULT) -> results.File:
    """Checks every derivation in a source."""
    document = read_document(source.text, source.form, prelude_of(settings).macros_before(source))
    checker = _Checker(document, settings, line_starts(source.text, source.cells))
    try:
        derivations = checker.derivations()
    except Exception as fault:  # noqa: BLE001 - a fault of ours in one file keeps no other from being checked
        trouble = _trouble("D903", {"fault": type(fault).__name__}, "error")
        return results.File(source.path, (), (trouble,), source.text, final=False)
    troubles = [checker.trouble(problem) for problem in (*document.problems, *checker.problems)]
    final = not checker.clock.missed and not _is_faulty(derivations)
    found, unused = suppressed([each for each in derivations if each.steps], document, checker.starts)
    return results.File(source.path, found, (*troubles, *checker.troubles, *unused), source.text, final)


def _is_faulty(derivations: Sequence[results.Derivation]) -> bool:
    return any(step.code == "D903" for derivation in derivations for step in derivation.steps)


def check_step(left: str, right: str, relation: str = "=", scope: str = "", settings: Settings = DEFAULT) -> Step:
    """Checks one step under declarations written as prose; its places refer to ``left relation right``."""
    prelude = prelude_of(settings)
    document = read_document(scope, "markdown", prelude.macros)
    text = f"{left} {relation} {right}"
    start = len(left) + 1
    sign = Relation(relation, Fragment.plain(relation, start))
    sides = (Fragment.plain(left), Fragment.plain(right, start + len(relation) + 1))
    if relation in CONNECTIVES:
        statements = tuple(replace(cut_statement(side) or Statement((side,), ()), whole=side) for side in sides)
        chain = Chain(statements, (sign,), Fragment.plain(text))
    else:
        chain = Chain((Statement(sides, (sign,)),), (), Fragment.plain(text))
    outset = Context(limits=limits_in(f"{scope}\n{left}\n{right}"), rough=is_rough(scope))
    items = [item for derivation in document.derivations for item in derivation.items]
    found: list[list[Step]] = []
    prelude.state(outset)
    for context in typed([*items, Display(chain.fragment, (chain,))], outset):
        for derivation in document.derivations:
            read_scope(derivation.items, context)
        found.append(check_chain(chain, _ground(line_starts(text), context, settings, Clock(settings.timeout))))
    return agreed(found)[0]


def _ground(starts: list[int], context: Context, settings: Settings, clock: Clock) -> Ground:
    ground = Ground.of(starts, context, settings.seed, clock)
    return replace(ground, witness=settings.witness is not None, exact=settings.exact, advised=settings.advice)


class _Checker:
    """Walks through one document; each derivation inherits its parent's names."""

    def __init__(self, document: Document, settings: Settings, starts: LineStarts) -> None:
        self.document = document
        self.settings = settings
        self.starts = starts
        self.clock = Clock(settings.timeout)
        self.limits, self.rough = limits_in(document.text), is_rough(document.text)
        self.contexts: list[Context] = []
        self.facts: list[Facts] = []
        self.problems: list[Problem] = []
        self.troubles: list[results.Trouble] = []
        self.cases: list[Case] = []
        self.goals = [goals(document.derivations, position) for position in range(len(document.derivations))]

    def derivations(self) -> tuple[results.Derivation, ...]:
        """All derivations, with the refutations that stand after all is read."""
        found = [self.derivation(position) for position in range(len(self.document.derivations))]
        changed = reconsidered(self.cases, self.document, self.starts)
        return tuple(replace(d, steps=tuple(changed.get(id(step), step) for step in d.steps)) for d in found)

    def _outset(self) -> Context:
        """What a derivation sees that is inside no other."""
        context = Context(limits=self.limits, rough=self.rough)
        prelude_of(self.settings).state(context)
        return context

    def ground(self, context: Context) -> Ground:
        """What a chain stands on."""
        return _ground(self.starts, context, self.settings, self.clock)

    def trouble(self, problem: Problem) -> results.Trouble:
        """A problem of the document in words."""
        severity = "error" if problem.code == "D505" else "note"
        return results.Trouble(
            problem.code, message(problem.code, problem.facts), place(self.starts, problem.span), severity
        )

    def derivation(self, position: int) -> results.Derivation:
        """The steps of one derivation."""
        derivation = self.document.derivations[position]
        context = self._outset() if derivation.parent is None else self.contexts[derivation.parent].copy()
        contexts = typed(list(derivation.items), context)
        self.contexts.append(contexts[0])
        self.facts.append(Facts() if derivation.parent is None else self.facts[derivation.parent].copy())
        for context in contexts:
            self._guard(partial(preview, self.goals[position].without(derivation.items), context))
        steps = _Walk(self, position, contexts, self.facts[position]).steps()
        line = derivation.line - self.starts.cell(derivation.line)[1]
        return results.Derivation(derivation.title, line, tuple(steps))

    def prose(self, items: list[Item], contexts: Sequence[Context]) -> None:
        """Reads prose into the contexts, and has the engine look at restated notation."""

        def read(context: Context) -> None:
            problems = read_prose(items, context)
            self.problems += problems if context is contexts[0] else []
            self.restatements(context)

        for context in contexts:
            self._guard(partial(read, context))

    @staticmethod
    def _guard(read: Callable[[], None]) -> None:
        """Prose that nests too deeply is left alone; the names in it stay unknown."""
        with suppress(RecursionError):
            read()

    def restatements(self, context: Context) -> None:
        """A document's own definition of an expectation or divergence is the usual one, or it is not understood."""
        for name, claim, trial in context.restatements:
            try:
                left, right = (settled(side, trial) for side in (claim.left, claim.right))
            except Unsettled:
                context.not_understood[name] = claim.source
                continue
            question = Question(left, "=", right, trial.scope(), "restatement", self.clock.deadline())
            if guarded(partial(decide, question), self.ground(context)).verdict is not Verdict.PROVED:
                context.not_understood[name] = claim.source
        context.restatements.clear()


class _Walk:
    """The displays of one derivation in order, with the directives and words before them.

    There is a context for each way in which the undeclared names may be meant.
    """

    def __init__(self, checker: _Checker, position: int, contexts: Sequence[Context], facts: Facts) -> None:
        self.checker = checker
        self.position = position
        self.derivation = checker.document.derivations[position]
        self.contexts = contexts
        self.facts = facts
        self.goals = checker.goals[position]
        self.demands = Demands()
        self.aims: list[Statement] = []
        self.claims = self.passing = self.aiming = False
        self.expected: Directive | None = None
        self.skip = False
        self.off = False
        self.leading: list[Item] = []

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
                self.checker.prose(self.leading, self.contexts)
                later = self.goals.without(items[position + 1 :], position + 1)
                self.checker.prose(explanation(later), self.contexts)
                self.checker.problems += item.problems
                self._assign([s for i in self.leading if isinstance(i, Formula) for s in cut_statements(i.fragment)])
                self.aiming = position in self.goals.stated or is_aimed_at(self.leading)
                self.passing = self.aiming or is_passing(self.leading, items[position + 1 :])
                self.claims = self.facts.hear(self.leading) or self.passing
                self.demands.begin_display()
                for chain in item.chains:
                    found += self._chain(chain)
                self.leading.clear()
            else:
                found += self._aside(item, items[position + 1 :]) if isinstance(item, Formula) else ()
                if not (isinstance(item, Formula) and position in self.goals.stated):
                    self.leading.append(item)
        self.checker.prose(self.leading, self.contexts)
        if self.expected is not None:
            self._unmet(self.expected, "nothing")
        return found

    def _aside(self, formula: Formula, behind: Sequence[Item]) -> tuple[Step, ...]:
        """The steps of a chain in prose; no directive is about them."""
        grounds = [self.checker.ground(context) for context in self.contexts]
        case = None if self.off else case_of_aside(formula, (self.leading, behind), grounds, self.facts)
        if case is None:
            return ()
        self.checker.cases.append(replace(case, derivation=self.position))
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
            self.checker.problems += read_directive(directive, first)
            for context in others:
                read_directive(directive, context)

    def _chain(self, chain: Chain) -> list[Step]:
        if not chain.connectives and not any(statement.relations for statement in chain.statements):
            return []
        ground = self.checker.ground(self.contexts[0])
        if self.expected is not None and Verdict.REFUTED.value in self.expected.argument.text:
            ground = replace(ground, slip=True, advised=ground.advised and self.checker.settings.slips)
        if self.skip or self.off:
            self.skip = False
            return [
                replace(step, verdict=Verdict.SKIPPED, code="D121", message=message("D121", {}))
                for step in unchecked_steps(chain, ground)
            ]
        grounds = [ground, *(replace(ground, context=context, advised=False) for context in self.contexts[1:])]
        if self._is_supposed(chain):
            supposed, *_ = [self._supposed(chain, ground) for ground in grounds]
            return supposed
        chain = self._explained(chain)
        said, allowed = said_variables(self.leading), accuracy(self.leading)
        grounds = [self._conditioned(chain, replace(ground, variables=said, accuracy=allowed)) for ground in grounds]
        before = [replace(ground, context=ground.context.copy()) for ground in grounds if self.demands]
        steps = agreed([check_apart(chain, ground) for ground in grounds])
        steps = recalled(chain, steps, grounds, self.facts)
        self.facts.used |= names_in_prose(self.leading, self.contexts[0])
        steps = as_defined(chain, steps, self.leading, self.contexts, claims=self.claims, used=self.facts.used)
        steps = self.demands.concluded(chain, steps, before)
        steps = steps if ground.slip else self.demands.hear(chain, steps, spoken(self.leading))
        if not self.claims:
            self.facts.learn(chain, steps, self.contexts[0])
            self.facts.used |= names_on_the_left(chain.statements, self.contexts[0])
        if self.aiming and steps[0].code == "D110":
            self.aims.append(chain.statements[0])
        elif self.passing and steps[0].code == "D110":
            for context in self.contexts:
                left_open(chain.statements[0], context, introduces=True)
        self._assign(chain.statements)
        steps = self._settle(steps)
        ground = grounds[0]
        if any(step.verdict is Verdict.REFUTED or may_be_slip(step) for step in steps):
            ground = replace(ground, context=ground.context.copy())
        self.checker.cases.append(Case(chain, tuple(steps), ground, self.position))
        return steps

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
            statements = cut_statements(condition) if is_explained(condition, self.checker.document.text) else ()
            if not (statements and all(define_new(statement, self.contexts) for statement in statements)):
                kept.append(condition)
        return replace(chain, conditions=tuple(kept))

    def _conditioned(self, chain: Chain, ground: Ground) -> Ground:
        """The ground under what holds for this chain alone: "if x > 0, then …", "… for x > 0"."""
        leading, words = leading_conditions(self.leading, ground.context)
        conditions = [*chain.conditions, *leading]
        passing = self.passing and not chain.connectives and chain.statements[0].relations[0].symbol == "="
        if not conditions and not passing:
            return ground
        context = ground.context.copy()
        if leading and suppose_independent(leading, words, context):
            conditions = list(chain.conditions)
        unclear = False
        for condition in conditions:
            for statement in cut_statements(condition) or (None,):
                unclear = not state(statement, context) or unclear
        return replace(ground, context=context, unclear=unclear)

    def _is_supposed(self, chain: Chain) -> bool:
        """Whether a single equation is an assumption: words such as "suppose" lead to it."""
        single = (
            not chain.connectives
            and len(chain.statements[0].relations) == 1
            and chain.statements[0].relations[0].symbol not in (":=", "=:")
        )
        before = next((item for item in reversed(self.leading) if not isinstance(item, ParagraphEnd)), None)
        supposed = single and isinstance(before, Words) and bool(SUPPOSING.search(before.text))
        # To assume that a prior is this one is to say which one it is.
        return supposed and not is_given(chain.statements[0].sides[0], self.contexts[0])

    def _supposed(self, chain: Chain, ground: Ground) -> list[Step]:
        step = unchecked_steps(chain, ground)[0]
        if self.passing:
            left_open(chain.statements[0], ground.context)
            return [replace(step, verdict=Verdict.DEFINED, code="D113", message=message("D113", {}))]
        try:
            declare_relation(chain.statements[0], ground.context)
        except Unread as unread:
            code, facts, verdict = unread.code, unread.facts, Verdict.UNREAD
            if code in FORGIVEN:
                left_open(chain.statements[0], ground.context)
                code, facts, verdict = "D113", {}, Verdict.DEFINED
            return [replace(step, verdict=verdict, code=code, message=message(code, facts))]
        return [replace(step, verdict=Verdict.DEFINED, code="D111", message=message("D111", {}))]

    def _settle(self, steps: list[Step]) -> list[Step]:
        """Holds the verdicts against an ``expect`` directive."""
        if self.expected is None or not steps:
            return steps
        wanted = [word.strip() for word in self.expected.argument.text.split(",")]
        directive, self.expected = self.expected, None
        if len(wanted) == 1 and len(steps) > 1:
            return self._settle_any(steps, wanted[0], directive)
        if len(wanted) != len(steps):
            self._unmet(directive, f"{len(steps)} steps")
            return steps
        return [_expecting(step, word) for step, word in zip(steps, wanted, strict=True)]

    def _settle_any(self, steps: list[Step], word: str, directive: Directive) -> list[Step]:
        if not any(step.verdict == word for step in steps):
            self._unmet(directive, ", ".join(step.verdict for step in steps))
            return steps
        return [replace(step, expected=word) if step.verdict == word else step for step in steps]

    def _unmet(self, directive: Directive, found: str) -> None:
        text = message("D509", {"expected": directive.argument.text.strip(), "found": found})
        self.checker.troubles.append(results.Trouble("D509", text, place(self.checker.starts, directive.span), "error"))


def _expecting(step: Step, word: str) -> Step:
    if step.verdict == word:
        return replace(step, expected=word)
    text = message("D509", {"expected": word, "found": step.verdict})
    return replace(step, expected=word, unexpected=True, message=f"{step.message} {text}")
