"""Which steps are slips: but a small edit away from an identity, which needs nothing that a document leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from derivcheck.checking.charity.atoms import atoms
from derivcheck.checking.doubts import HELD_BACK
from derivcheck.checking.outcome import Admits, Ground
from derivcheck.checking.steps import check_chain
from derivcheck.documents import Chain, Statement
from derivcheck.reading.context import Context
from derivcheck.results import Step, Verdict
from derivcheck.terms.scope import Claim

SUBSCRIPT = re.compile(r"_\s*(?:[A-Za-z]|\{[A-Za-z,\s]*\})")
"""Indices below a name."""

BOUND = re.compile(r"\\(?:sum|prod)(?:\\limits)?\s*_\s*\{?\s*([A-Za-z])")
"""The index of a sum or product."""


@dataclass(frozen=True, slots=True)
class Case:
    """A chain with the verdicts on its steps, what it was decided on, and in which derivation it stands.

    ``claims`` if it stands in a theorem that claims it.
    """

    chain: Chain
    steps: tuple[Step, ...]
    ground: Ground
    derivation: int = 0
    claims: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is one statement, with a step for each of its relations."""
        return not self.chain.connectives and len(self.chain.statements[0].relations) == len(self.steps)

    def now(self, changed: Mapping[int, Step]) -> list[Step]:
        """Its steps, with those in the place of others that are ``changed``, by the identity of the others."""
        return [changed.get(id(step), step) for step in self.steps]


def is_refuted(step: Step) -> bool:
    """Whether a step is refuted without its author expecting it."""
    return step.verdict is Verdict.REFUTED and step.expected != Verdict.REFUTED.value


def is_slip(case: Case, position: int, said: frozenset[str]) -> bool:
    """Whether a step is a slip in an identity: an edit of it is proved, or the sides around its odd one are equal.

    Of the symbols in ``said`` something is said elsewhere.
    """
    step = case.steps[position]
    if is_mended(step):
        # Where earlier lines were put in, what they say stands in the place of the names that are lost.
        return "uses" in step.evidence or not lost(step) & said
    if not case.is_plain:
        return False
    if not case.ground.advised and is_mended(again := _again(case, position, position + 1)):
        return not lost(again) & said
    return any(_skips(case, first) for first in (position - 1, position) if 0 <= first < len(case.steps) - 1)


def is_mended(step: Step) -> bool:
    """Whether an edit makes a step true, and no assumption does that the document may have made without our notice.

    An edit that brings in all of the left side is none: what is 0 is 0 times anything.
    """
    return step.suggestion is not None and "holds_if" not in step.evidence and step.left not in step.suggestion


def lost(step: Step) -> frozenset[str]:
    """The symbols that an edit leaves no place for: it may be that they are what stands there instead, or 1, or 0.

    An index that stands on one side alone stands for nothing: what holds for one place and for all is said of each.
    """
    gone = atoms(step.right) - atoms(step.suggestion or "")
    beside = atoms(SUBSCRIPT.sub("", step.right)) | (atoms(step.left) - set(BOUND.findall(step.left)))
    return frozenset(name for name in gone if name in beside or len(name) > 1)


def keeps_all(step: Step) -> bool:
    """Whether an edit makes a step true and has a place for all symbols of its right side."""
    return is_mended(step) and not lost(step)


def _skips(case: Case, first: int) -> bool:
    """Whether two steps in a row leave out one odd side between two that are equal; one of them may be left open."""
    pair = case.steps[first : first + 2]
    wrong = (Verdict.REFUTED, Verdict.UNPROVED)
    if not all(step.verdict in wrong and step.relation == "=" for step in pair):
        return False
    sides = case.chain.statements[0].sides
    if sides[first].text == sides[first + 2].text:
        return False
    return _again(case, first, first + 2, advised=False).verdict is Verdict.PROVED


def _again(case: Case, first: int, last: int, admits: Admits | None = None, *, advised: bool = True) -> Step:
    """The step between two sides of a chain, decided by itself."""
    statement = case.chain.statements[0]
    pair = Statement((statement.sides[first], statement.sides[last]), statement.relations[first : first + 1])
    ground = replace(case.ground, context=case.ground.context.copy(), witness=False).offering(admits, advised=advised)
    return check_chain(Chain((pair,), (), case.chain.fragment), ground)[0]


def mended(step: Step, ask: Callable[[Admits | None], Step], is_slip: Callable[[Step], bool]) -> Step | None:
    """The refuted step with the likeliest edit that makes it true, if that is a slip; None where it is none.

    ``ask`` decides the step with all advice, or with edits alone that are admitted. Few steps are slips: whether any
    edit that would be one is proved is seen first.
    """
    bare = replace(step, evidence={})
    if ask(lambda edit: is_slip(replace(bare, suggestion=edit))).suggestion is None:
        return None
    found = ask(None)
    return found if is_refuted(found) and is_slip(found) else None


PIECES, CLASH = "D323", frozenset({"D306"})
"""What is said where a piece of a step is not understood, and where shapes that were inferred do not conform."""

OPEN = frozenset({"D303", "D304", "D305", *CLASH, PIECES})
"""What is said of a step that cannot be tried, or not be refuted, under what the scope says."""


def may_be_slip(step: Step) -> bool:
    """Whether a step left open may be a slip for all that was found."""
    return step.verdict is Verdict.UNPROVED and step.code in OPEN and step.relation == "="


def hidden_slip(case: Case, position: int) -> Step | None:
    """A step left open, if it is refuted without what a text says of more than its names, and is but a slip.

    An equation that ties them to other names binds them only if something else is said of those; a variable of which
    nothing is said but that it is random has any distribution; and words that were not understood may say anything.
    What an edit makes an identity needs none of that.
    """
    step = case.steps[position]
    if not (case.is_plain and may_be_slip(step)) or step.expected is not None:
        return None
    context = _freed(case.ground.context, step.left.names | step.right.names)
    doubted = HELD_BACK in step.evidence or step.code == PIECES
    if "independen" in str(step.evidence.get(HELD_BACK, "")):
        return None
    if context is None and not doubted and step.code not in CLASH:
        return None
    freed = replace(case, ground=replace(case.ground, context=context or case.ground.context.copy(), bold=True))

    def is_one(found: Step) -> bool:
        if not keeps_all(found) or (doubted and not _is_of_the_pen(found)):
            return False
        return step.code not in CLASH or _turns(found)

    found = mended(step, partial(_again, freed, position, position + 1), is_one)
    if found is None:
        return None
    return replace(found, place=step.place, reason=step.reason, seconds=step.seconds + found.seconds)


_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S")
_TRANSPOSED = frozenset({"^", "{", "}", "(", ")", r"\left", r"\right", r"\top", r"\intercal", r"\mathrm", "T"})
_TRANSPOSE = re.compile(r"\^\s*\{?\s*(?:\\(?:top|intercal|math[a-z]+\s*\{?\s*T)|T)(?![A-Za-z])")
_ZERO = re.compile(r"(?<![\d.])0(?![\d.])")
_NUMBER = re.compile(r"\s*[-+]?\s*\d+(?:\.\d+)?\s*[.,;]?\s*")
_PEN = re.compile(r"[-+\d]|\\cdot")
_ELEMENTARY = frozenset({r"\sin", r"\cos", r"\tan", r"\log", r"\ln", r"\exp", r"\sinh", r"\cosh", r"\tanh"})


def _is_of_the_pen(step: Step) -> bool:
    """Whether an edit changes signs, numbers and elementary functions alone.

    That two such formulas are the same would make a part of them vanish, which its author would not have written down;
    that others are may be what the text says: independence makes factors of a density equal, an average of 0 drops it.
    So may a symmetry, which sets two sides equal that are written alike. A factor that becomes 0 makes anything true
    where the left side is 0, as the slope of what only seems to be a constant is. A number in the place of another one
    is wrong whatever a text says.
    """
    if _NUMBER.fullmatch(step.right) and _NUMBER.fullmatch(step.suggestion or ""):
        return True
    zeros = [len(_ZERO.findall(text)) for text in (step.right, step.suggestion or "")]
    texts = [step.left, step.right, step.suggestion or ""]
    if atoms(texts[1]) - atoms(texts[2]) and not lost(step):
        # An index that was on one side alone is in no place now.
        texts = [SUBSCRIPT.sub("", text) for text in texts]
    left, right, edited = map(_unmarked, texts)
    return right == edited != left and zeros[1] <= zeros[0]


def _turns(step: Step) -> bool:
    """Whether an edit only transposes, or changes the order: one that makes a number of a matrix tells of its kind.

    Who writes no transpose at all may have numbers in mind, whatever other formulas make of their letters.
    """
    sides = (step.right, step.suggestion or "")
    if _TRANSPOSE.search(sides[1]) and not _TRANSPOSE.search(f"{step.left} {sides[0]}"):
        return False
    written, edited = (sorted(t for t in _TOKEN.findall(text) if t not in _TRANSPOSED) for text in sides)
    return written == edited


def _unmarked(text: str) -> list[str]:
    """The signs of a formula but for what a slip of the pen changes."""
    tokens = (token for token in _TOKEN.findall(text) if not _PEN.fullmatch(token))
    return [r"\log" if token in _ELEMENTARY else token for token in tokens]


def _freed(outer: Context, names: frozenset[str]) -> Context | None:
    """The context without equations that tie the names to others; None where nothing is freed."""
    context = outer.copy()
    context.assumptions = [claim for claim in outer.assumptions if not _is_tie(claim, names)]
    known = outer.chance.variables
    if len(context.assumptions) == len(outer.assumptions) and not any(v.noticed for v in known.values()):
        return None
    said = {name: replace(variable, noticed=False) for name, variable in known.items()}
    context.chance = replace(context.chance, variables=said)
    return context


def _is_tie(claim: Claim, names: frozenset[str]) -> bool:
    return claim.relation == "=" and not claim.names <= names
