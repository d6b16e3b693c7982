"""Did you mean: a small edit of the right side that is proved."""

from __future__ import annotations

from fractions import Fraction

from derivcheck.documents import Fragment
from derivcheck.engine.decide import is_proved
from derivcheck.engine.systems.base import OverBudget
from derivcheck.reading import syntax as s
from derivcheck.reading.edits import Edit, Material, Site, edits
from derivcheck.remedies.likeness import alike
from derivcheck.remedies.refuted import Refuted
from derivcheck.remedies.screen import Screen
from derivcheck.terms.nodes import Symbol, walk
from derivcheck.terms.scope import Domain

MOST_EDITS = 128
"""How many edits are weighed; of those that were right, nearly all are among the first hundred."""

MOST_FOR_KNOWN = 40
"""The same where the author expects the refutation: three in four are found."""

MOST_PROOFS = 2
"""How many of those that agree with the left side are put to the provers."""

LONGEST = 600
"""The longest right side, in characters, that edits are tried on."""


def suggestion(refuted: Refuted) -> str | None:
    """The LaTeX of a right side, an edit of the author's, that the ordinary ladder proves; None where none is found."""
    left, right = refuted.left.node, refuted.right.node
    if refuted.question.relation != "=":  # many edits make an inequality true, and none of them is what was meant
        return None
    if left is None or right is None or len(refuted.right.fragment.text) > LONGEST:
        return None
    if left == s.Num(Fraction(0)):  # a condition, which many edits make true for all values
        return None
    found = _distinct(refuted, left, right)
    if refuted.admits is not None:
        found = [edit for edit in found if refuted.admits(edit.latex.strip())]
    screen = Screen(refuted)
    if not found or not screen.ready():
        return None
    proofs = 0
    for edit in found:
        if screen.exhausted or proofs == MOST_PROOFS:
            return None
        tree = edit.tree
        if not screen.passes(tree) or alike(tree, left):
            continue
        proofs += 1
        latex = edit.latex.strip()
        if _is_proved(refuted, latex):
            return latex
    return None


def _distinct(refuted: Refuted, left: s.Node, right: s.Node) -> list[Edit]:
    """The likeliest edits, each text once."""
    sizes = tuple(name for name in _size_names(refuted) if not name.startswith("?"))
    arrays = any(isinstance(part, Symbol) and part.shape for part in _parts(refuted))
    first = Site(refuted.left.fragment.text, left, left)
    material = Material(first, Site(refuted.right.fragment.text, right, right), sizes, arrays)
    limit = MOST_FOR_KNOWN if refuted.known else MOST_EDITS
    found: dict[str, Edit] = {}
    for edit in edits(material):
        found.setdefault(edit.latex, edit)
        if len(found) == limit:
            break
    return list(found.values())


def _parts(refuted: Refuted) -> list[object]:
    return [part for side in (refuted.question.left, refuted.question.right) for part in walk(side)]


def _size_names(refuted: Refuted) -> list[str]:
    """The sizes that the step knows of, as names."""
    declared = refuted.question.declarations
    natural = [name for name, known in declared.items() if known.domain is Domain.NATURAL]
    return list(dict.fromkeys((*refuted.question.sizes, *natural)))


def _is_proved(refuted: Refuted, latex: str) -> bool:
    """Whether the edited side, read from its LaTeX, is proved to equal the left side.

    Much rests on it where the author expects no refutation: it may tell a slip from what a text leaves unsaid.
    """
    question = refuted.posed(Fragment.plain(latex), refuted.fresh_context())
    if question is None:
        return False
    try:
        return is_proved(question, quick=refuted.known)
    except OverBudget:
        return False
