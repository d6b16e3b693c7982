r"""Decides ``a \approx b`` where the text says how exact it is meant: an order of magnitude, or a largest error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derivcheck.checking.outcome import Draft
from derivcheck.documents import Fragment
from derivcheck.engine.decision import Decision
from derivcheck.formula import Formula
from derivcheck.reading.prose.accuracy import Accuracy
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step, Verdict

Decide = Callable[[Draft, Side, Side, ChainReader], Step]


def approximate(draft: Draft, accuracy: Accuracy, decide: Decide) -> Step:
    """The step as the exact claim that it makes: an equation up to an order, or a bound of the difference."""
    if accuracy.rest:
        step = _claimed(draft, draft.left, "=", _behind(draft.right, f" + {accuracy.rest}"), decide)
        said = f"equal up to {accuracy.rest}"
    else:
        step = _within(draft, accuracy.tolerance, decide)
        said = f"differing by at most {accuracy.tolerance}"
        is_cut = step.verdict is Verdict.REFUTED and accuracy.cut
        if is_cut and _within(draft, accuracy.cut, decide).verdict is Verdict.PROVED:
            return draft.step(Decision(Verdict.UNREAD, "D404", {"readings": "digits that are rounded or cut off"}))
    return replace(
        step,
        left=Formula(draft.left.text),
        right=Formula(draft.right.text),
        relation=draft.relation.symbol,
        suggestion=None,
        read_as=(*step.read_as, rf"\approx: {said}"),
    )


def _within(draft: Draft, tolerance: str, decide: Decide) -> Step:
    left = _around(r"\left| ", draft.left, rf" - \left( {draft.right.text} \right) \right|")
    return _claimed(draft, left, r"\le", _behind(draft.right.cut(0, 0), tolerance), decide)


def _claimed(draft: Draft, left: Fragment, relation: str, right: Fragment, decide: Decide) -> Step:
    reader = ChainReader(draft.ground.context, exact=True)
    claim = replace(draft, left=left, right=right, relation=replace(draft.relation, symbol=relation))
    one, other = reader.read([left, right])
    return decide(claim, one, other, reader)


def _behind(fragment: Fragment, text: str) -> Fragment:
    """A fragment with text behind it that stands where the fragment ends."""
    return _around("", fragment, text)


def _around(before: str, fragment: Fragment, behind: str) -> Fragment:
    first, last = fragment.span.start, max(fragment.span.end - 1, fragment.span.start)
    offsets = [first] * len(before) + list(fragment.offsets) + [last] * len(behind)
    return Fragment(before + fragment.text + behind, tuple(offsets), fragment.anchor)
