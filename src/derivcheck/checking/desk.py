"""What the derivations of one document share while they are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

from derivcheck import results
from derivcheck.checking.charity.slips import Case
from derivcheck.checking.ground import guarded, settled
from derivcheck.checking.outcome import Ground
from derivcheck.documents import (
    Document,
    Item,
    LineStarts,
    Problem,
    place,
)
from derivcheck.engine.deadline import Clock
from derivcheck.engine.decide import decide
from derivcheck.engine.question import Question
from derivcheck.reading.context import Context
from derivcheck.reading.scopes import read_prose
from derivcheck.report.words import message
from derivcheck.results import Verdict
from derivcheck.settings import Settings
from derivcheck.terms.definitions import Unsettled


def ground_of(starts: list[int], context: Context, settings: Settings, clock: Clock) -> Ground:
    """What a chain stands on in a context."""
    ground = Ground.of(starts, context, settings.seed, clock)
    return replace(ground, witness=settings.witness is not None, exact=settings.exact, advised=settings.advice)


class Desk:
    """What the derivations of one document share: its settings and its clock, and what is found on the way."""

    def __init__(self, document: Document, settings: Settings, starts: LineStarts) -> None:
        self.document = document
        self.settings = settings
        self.starts = starts
        self.clock = Clock(settings.timeout)
        self.problems: list[Problem] = []
        self.troubles: list[results.Trouble] = []
        self.cases: list[Case] = []

    def ground(self, context: Context) -> Ground:
        """What a chain stands on."""
        return ground_of(self.starts, context, self.settings, self.clock)

    def trouble(self, problem: Problem) -> results.Trouble:
        """A problem of the document in words."""
        severity = "error" if problem.code == "D505" else "note"
        return results.Trouble(
            problem.code, message(problem.code, problem.facts), place(self.starts, problem.span), severity
        )

    def prose(self, items: list[Item], contexts: Sequence[Context]) -> None:
        """Reads prose into the contexts, and has the engine look at restated notation."""

        def read(context: Context) -> None:
            problems = read_prose(items, context)
            self.problems += problems if context is contexts[0] else []
            self.restatements(context)

        for context in contexts:
            self.guard(partial(read, context))

    @staticmethod
    def guard(read: Callable[[], None]) -> None:
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
