"""From a file to results: documents, scopes, steps, expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from derivcheck import results
from derivcheck.checking.agreement import agreed, typed
from derivcheck.checking.charity.charity import reconsidered
from derivcheck.checking.desk import Desk, ground_of
from derivcheck.checking.memory.conflicts import conflicting
from derivcheck.checking.memory.facts import Fact, Facts
from derivcheck.checking.memory.premises import broken
from derivcheck.checking.memory.unfolding import unfolded
from derivcheck.checking.steps import CONNECTIVES, check_chain
from derivcheck.checking.walk import Walk
from derivcheck.documents import (
    Chain,
    Display,
    Fragment,
    Item,
    Relation,
    Statement,
    cut_statement,
    expanded,
    line_starts,
    read_document,
)
from derivcheck.engine.deadline import Clock
from derivcheck.prelude import prelude_of
from derivcheck.reading.chance.noticing import notice_parameters_in
from derivcheck.reading.context import Context
from derivcheck.reading.notation.orders import is_rough, limits_in
from derivcheck.reading.prose.goals import goals_of
from derivcheck.reading.scopes import preview, read_scope
from derivcheck.report.words import message
from derivcheck.results import Step
from derivcheck.settings import DEFAULT, Settings
from derivcheck.sources import Source, read_source
from derivcheck.suppression import suppressed

__all__ = ["DEFAULT", "Settings", "check_file", "check_source", "check_step", "check_text"]


def check_file(path: str | Path, settings: Settings = DEFAULT) -> results.File:
    """Checks one file; whatever is wrong with it is a trouble in the result, never an exception."""
    source = read_source(str(path))
    return check_source(source, settings) if isinstance(source, Source) else source


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
    desk = Desk(document, settings, line_starts(source.text, source.cells))
    try:
        derivations = _Derivations(desk).checked()
    except Exception as fault:  # noqa: BLE001 - a fault of ours in one file keeps no other from being checked
        trouble = results.Trouble("D903", message("D903", {"fault": type(fault).__name__}), None, "error")
        return results.File(source.path, (), (trouble,), source.text, final=False)
    troubles = [desk.trouble(problem) for problem in (*document.problems, *desk.problems)]
    final = not desk.clock.missed and not _is_faulty(derivations)
    found, unused = suppressed([each for each in derivations if each.steps], document, desk.starts)
    return results.File(source.path, found, (*troubles, *desk.troubles, *unused), source.text, final)


def _is_faulty(derivations: Sequence[results.Derivation]) -> bool:
    return any(step.code == "D903" for derivation in derivations for step in derivation.steps)


def check_step(left: str, right: str, relation: str = "=", scope: str = "", settings: Settings = DEFAULT) -> Step:
    """Checks one step under declarations written as prose; its places refer to ``left relation right``."""
    prelude = prelude_of(settings)
    document = read_document(scope, "markdown", prelude.macros)
    text = f"{left} {relation} {right}"
    start = len(left) + 1
    sign = Relation(relation, Fragment.plain(relation, start))
    written = (Fragment.plain(left), Fragment.plain(right, start + len(relation) + 1))
    sides = tuple(expanded(side, prelude.macros, f"{scope}\n{text}") for side in written)
    if relation in CONNECTIVES:
        statements = tuple(replace(cut_statement(side) or Statement((side,), ()), whole=side) for side in sides)
        chain = Chain(statements, (sign,), Fragment.plain(text))
    else:
        chain = Chain((Statement(sides, (sign,)),), (), Fragment.plain(text))
    outset = Context(limits=limits_in(f"{scope}\n{left}\n{right}"), rough=is_rough(scope))
    items = [item for derivation in document.derivations for item in derivation.items]
    found: list[list[Step]] = []
    prelude.state(outset)
    whole = [*items, Display(chain.fragment, (chain,))]
    for context in typed(whole, outset):
        preview(whole, context)
        for derivation in document.derivations:
            read_scope(derivation.items, context)
        found.append(check_chain(chain, ground_of(line_starts(text), context, settings, Clock(settings.timeout))))
    return agreed(found)[0]


def _standing(derivation: results.Derivation) -> results.Derivation:
    """A derivation without proofs that rest on lines which do not hold."""
    without = broken(derivation.steps)
    return replace(derivation, steps=tuple(without.get(id(step), step) for step in derivation.steps))


class _Derivations:
    """Walks through the derivations of a document; each inherits its parent's names."""

    def __init__(self, desk: Desk) -> None:
        document = desk.document
        self.desk = desk
        self.limits, self.rough = limits_in(document.text), is_rough(document.text)
        self.contexts: list[Context] = []
        self.facts: list[Facts] = []
        self.said: list[Fact] = []
        self.goals = goals_of(document.derivations)

    def checked(self) -> tuple[results.Derivation, ...]:
        """All derivations, with the refutations that stand after all is read."""
        found = [self._derivation(position) for position in range(len(self.desk.document.derivations))]
        changed = reconsidered(self.desk.cases, self.desk.document, self.desk.starts)
        changed |= unfolded(self.desk.cases, changed, self.desk.document, self.desk.starts)
        changed |= conflicting(self.desk.cases, changed, self.desk.document, self.desk.starts)
        return tuple(_standing(replace(d, steps=tuple(changed.get(id(s), s) for s in d.steps))) for d in found)

    def _inside(self, position: int) -> Iterator[Item]:
        """What stands in a derivation, and in those inside of it."""
        inside = {position}
        derivations = self.desk.document.derivations
        for number in range(position, len(derivations)):
            derivation = derivations[number]
            if number > position and derivation.parent is None:
                return
            if number in inside or derivation.parent in inside:
                inside.add(number)
                yield from derivation.items

    def _outset(self) -> Context:
        """What a derivation sees that is inside no other."""
        context = Context(limits=self.limits, rough=self.rough)
        prelude_of(self.desk.settings).state(context)
        return context

    def _derivation(self, position: int) -> results.Derivation:
        """The steps of one derivation."""
        derivation = self.desk.document.derivations[position]
        context = self._outset() if derivation.parent is None else self.contexts[derivation.parent].copy()
        if derivation.parent is None:
            notice_parameters_in(self._inside(position), context)
        context.inherited = set(context.symbols)
        contexts = typed(list(derivation.items), context)
        self.contexts.append(contexts[0])
        outer = Facts(everywhere=self.said) if derivation.parent is None else self.facts[derivation.parent].copy()
        self.facts.append(outer)
        for context in contexts:
            self.desk.guard(partial(preview, self.goals[position].without(derivation.items), context))
        steps = Walk(self.desk, position, contexts, self.facts[position], self.goals[position]).steps()
        line = derivation.line - self.desk.starts.cell(derivation.line)[1]
        return results.Derivation(derivation.title, line, tuple(steps))
