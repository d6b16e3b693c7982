r"""Decides ``a \approx b`` where the text says how exact it is meant: an order of magnitude, or a largest error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derivcheck.documents import Fragment
from derivcheck.formula import Formula
from derivcheck.outcome import Draft
from derivcheck.reading.accuracy import Accuracy
from derivcheck.reading.sides import ChainReader, Side
from derivcheck.results import Step

Decide = Callable[[Draft, Side, Side, ChainReader], Step]


def approximate(draft: Draft, accuracy: Accuracy, decide: Decide) -> Step:
    """The step as the exact claim that it makes: an equation up to an order, or a bound of the difference."""
    left, right, symbol = draft.left, _behind(draft.right, f" + {accuracy.rest}"), "="
    said = f"equal up to {accuracy.rest}"
    if accuracy.tolerance:
        left = _around(r"\left| ", draft.left, rf" - \left( {draft.right.text} \right) \right|")
        right, symbol = _behind(draft.right.cut(0, 0), accuracy.tolerance), r"\le"
        said = f"differing by at most {accuracy.tolerance}"
    reader = ChainReader(draft.ground.context)
    claim = replace(draft, left=left, right=right, relation=replace(draft.relation, symbol=symbol))
    one, other = reader.read([left, right])
    step = decide(claim, one, other, reader)
    return replace(
        step,
        left=Formula(draft.left.text),
        right=Formula(draft.right.text),
        relation=draft.relation.symbol,
        suggestion=None,
        read_as=(*step.read_as, rf"\approx: {said}"),
    )


def _behind(fragment: Fragment, text: str) -> Fragment:
    """A fragment with text behind it that stands where the fragment ends."""
    return _around("", fragment, text)


def _around(before: str, fragment: Fragment, behind: str) -> Fragment:
    first, last = fragment.span.start, max(fragment.span.end - 1, fragment.span.start)
    offsets = [first] * len(before) + list(fragment.offsets) + [last] * len(behind)
    return Fragment(before + fragment.text + behind, offsets, fragment.anchor)
