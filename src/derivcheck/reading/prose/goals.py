"""What a text only aims at: the statement of a theorem is the goal of its proof, and becomes a fact behind it.

What the theorem gives ("Let $S = x^2$", "where $S := …$") is known inside its proof. What it states about a name of
which nothing is known is neither a definition nor a fact in there. A theorem without a proof is taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from derivcheck.documents import Derivation, Display, Formula, Item, ParagraphEnd, Words, cut_statements
from derivcheck.reading.prose.hedges import CONCLUDES, DONE, INTRODUCES, OTHER_PART, PROOF, THEOREM

SQUARES = re.compile(r"\s*\\(?:qed|square|blacksquare|Box)\s*")
GOES_ON = re.compile(r"\s*[a-z,;]")
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Goals:
    """The places among the items of one derivation where something is only a goal, and where goals are reached."""

    stated: frozenset[int] = frozenset()
    reached: frozenset[int] = frozenset()

    def without(self, items: Sequence[Item], start: int = 0) -> list[Item]:
        """The items, the first of them at ``start``, without the formulas in prose that are goals."""
        return [
            item for place, item in enumerate(items, start) if not (isinstance(item, Formula) and place in self.stated)
        ]


def goals_of(derivations: Sequence[Derivation]) -> list[Goals]:
    """The goals in each of a document's derivations; its proof may be the first of the derivations inside it."""
    first_inside: dict[int, Derivation] = {}
    for derivation in derivations:
        if derivation.parent is not None:
            first_inside.setdefault(derivation.parent, derivation)
    return [_goals(derivation, first_inside.get(position)) for position, derivation in enumerate(derivations)]


def _goals(derivation: Derivation, inside: Derivation | None) -> Goals:
    proved = inside is not None and bool(PROOF.search(inside.title))
    walk = _Walk(stating=bool(THEOREM.match(derivation.title)))
    for place, item in enumerate(derivation.items):
        walk.step(place, item)
    return Goals(frozenset(walk.stated | (walk.waiting if proved else set())), frozenset(walk.reached))


class _Walk:
    """Goes over the items of a derivation; ``waiting`` is what a theorem states of which no proof was met yet."""

    def __init__(self, *, stating: bool) -> None:
        self.stating = stating
        self.stated: set[int] = set()
        self.waiting: set[int] = set()
        self.reached: set[int] = set()
        self.lead = ""
        self.fresh = True

    def step(self, place: int, item: Item) -> None:
        """One more item."""
        if isinstance(item, Words):
            self._words(place, item.text)
        elif isinstance(item, ParagraphEnd):
            self.fresh = True
        elif isinstance(item, (Formula, Display)):
            if isinstance(item, Formula) and SQUARES.fullmatch(item.fragment.text):
                self.reached.add(place)
            elif self.stating and states(self.lead) and (isinstance(item, Display) or _is_equation(item)):
                self.waiting.add(place)
            self.fresh = isinstance(item, Display)

    def _words(self, place: int, text: str) -> None:
        # A sentence goes on behind a formula, and there no theorem begins.
        spoken = text.strip() if self.fresh else f"… {text.strip()}"
        if DONE.search(text):
            self.reached.add(place)
        begins, ends = THEOREM.search(spoken), PROOF.search(spoken)
        if self.stating and ends and not (begins and begins.start() < ends.start()):
            self.stated |= self.waiting
        if begins or ends or OTHER_PART.search(spoken):
            self.waiting = set()
            self.stating = begins is not None and (ends is None or ends.start() < begins.start())
        goes_on = not self.fresh or GOES_ON.match(text)
        self.lead, self.fresh = SENTENCE_END.split(f"{self.lead if goes_on else ''} {text}")[-1], False


def states(lead: str) -> bool:
    """Whether a formula behind these words of a theorem belongs to what it states, and not to what it gives."""
    given = max(INTRODUCES.finditer(lead), key=re.Match.start, default=None)
    concluded = max((match.start() for match in CONCLUDES.finditer(lead)), default=-1)
    supposed = given is not None and given.group().lower() in ("if", "for")
    return given is None or concluded > given.start() or (supposed and lead.rstrip().endswith(","))


def _is_equation(formula: Formula) -> bool:
    statements = cut_statements(formula.fragment)
    return any(relation.symbol == "=" for statement in statements for relation in statement.relations)
