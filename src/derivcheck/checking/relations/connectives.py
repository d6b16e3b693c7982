r"""Decides chains of statements that connectives join, such as ``x = 1 \implies x^2 = 1``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from derivcheck.checking.outcome import Draft, Ground, bounded, severest, whole
from derivcheck.checking.relations.implied import implied, is_chain
from derivcheck.checking.unclaimed import LAW
from derivcheck.documents import Chain, Statement
from derivcheck.engine.decision import Decision
from derivcheck.reading.prose.random_names import state_distribution
from derivcheck.results import Step, Verdict


def connected(chain: Chain, joined: Callable[[Statement, Ground], list[Step]], ground: Ground) -> list[Step]:
    """Each connective is a step; a statement of three or more sides gives its inner steps as well.

    That is so unless one of these fails by itself: what holds only by the other statement is part of what is said.
    """
    steps: list[Step] = []
    said = list(chain.statements)
    for position, statement in enumerate(chain.statements):
        if is_chain(chain, position):
            inner = joined(Statement(statement.sides[:-1], statement.relations[:-1]), ground)
            if not any(step.verdict is Verdict.REFUTED for step in inner):
                steps += inner
                said[position] = _last(statement)
    asked = replace(chain, statements=tuple(said))
    for position, statement in enumerate(chain.statements[1:], start=1):
        before, connective = chain.statements[position - 1], chain.connectives[position - 1]
        draft = Draft(whole(before), connective, whole(statement), ground)
        speaks = any(map(_speaks_of_laws, (before, statement)))
        check = partial(_under_a_law, before, statement, joined) if speaks else partial(_all_implied, asked, position)
        steps.append(bounded(partial(check, draft), draft))
    return steps


def _all_implied(chain: Chain, position: int, draft: Draft) -> Step:
    """The step to a statement, which is a conclusion only if each of its relations is one."""
    statement = chain.statements[position]
    if draft.relation.symbol == r"\implies" and is_chain(chain, position - 1):
        # What follows from a part of the premise follows from all of it.
        step = _all_implied(_with(chain, position - 1, _last(chain.statements[position - 1])), position, draft)
        if step.verdict is Verdict.PROVED:
            return step
    if draft.relation.symbol != r"\implies" or not is_chain(chain, position):
        return implied(chain, position, draft)
    parts = (Statement(statement.sides[k : k + 2], (relation,)) for k, relation in enumerate(statement.relations))
    return severest([implied(_with(chain, position, part), position, draft) for part in parts])


def _last(statement: Statement) -> Statement:
    """The last relation of a statement."""
    return Statement(statement.sides[-2:], statement.relations[-1:])


def _with(chain: Chain, position: int, statement: Statement) -> Chain:
    """The chain with another statement at ``position``."""
    return replace(chain, statements=(*chain.statements[:position], statement, *chain.statements[position + 1 :]))


def _speaks_of_laws(statement: Statement) -> bool:
    return any(relation.symbol == LAW for relation in statement.relations)


def _under_a_law(
    before: Statement, after: Statement, joined: Callable[[Statement, Ground], list[Step]], draft: Draft
) -> Step:
    r"""``X \sim \mathcal{N}(0, 1) \implies \mathbb{E}[X] = 0``: the conclusion under what the premise declares."""
    unclaimed = draft.step(Decision(Verdict.SKIPPED, "D120", {"relation": LAW}))
    if (
        draft.relation.symbol != r"\implies"
        or len(before.relations) > 1
        or _speaks_of_laws(after)
        or not after.relations
    ):
        return unclaimed
    context = draft.ground.context.copy()
    state_distribution(before, context)
    steps = joined(after, replace(draft.ground, context=context, advised=False))
    found = severest(steps)
    if found.verdict is Verdict.DEFINED:
        return unclaimed
    return replace(
        found,
        left=unclaimed.left,
        relation=unclaimed.relation,
        right=unclaimed.right,
        place=unclaimed.place,
        reason=None,
    )
