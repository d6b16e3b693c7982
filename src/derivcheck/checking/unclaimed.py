"""Steps of which nothing is to be decided: definitions, labels, and relations that claim nothing exact."""

from __future__ import annotations

import re
from contextlib import suppress

from derivcheck.checking.outcome import Draft, Focus, Ground
from derivcheck.documents import Fragment, Relation, Statement
from derivcheck.engine.decision import Decision
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.pieces import FORGIVEN
from derivcheck.reading.prose.announced_laws import settle_announced
from derivcheck.reading.prose.conditional_independence import says_independence
from derivcheck.reading.prose.definitions import define, head_names
from derivcheck.reading.prose.listings import declare_listing
from derivcheck.reading.prose.random_names import state_distribution
from derivcheck.reading.prose.recurrences import declare_next
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict

NO_CLAIM = frozenset(
    r"""\approx \sim \to \leftarrow \gets \mapsto \simeq \cong \doteq \ll \gg \lesssim \gtrsim \asymp
    \in \ni \notin \subset \subseteq \supset \supseteq""".split()
)
"""What joins other things than quantities, or joins them by no exact relation."""

LABEL = re.compile(
    r"\s*(?:(?P<name>(?:\\[A-Za-z]+\s*\{\w\}|\\?[A-Za-z]+)\s*_\s*(?:\{[^{}]*\}|\w))\s*(?::|\\colon)(?!=)"
    r"|(?P<letter>[A-Za-z]|\\mathcal\{\w\})\s*(?::|\\colon)\s*\\(?:[;,:! ]|q?quad\b))"
)
r"""What names a hypothesis or a model, as in ``H_0: \mu = 0`` or ``m: \; y = X\beta + \varepsilon``."""

LAW = r"\sim"
DEFINING = frozenset({":=", "=:"})


def may_define(relation: Relation) -> bool:
    """Whether an equation may give the name on its left a meaning."""
    return relation.symbol == "=" and not relation.is_wanted


def is_without_claim(relation: Relation) -> bool:
    r"""Whether a relation joins no quantities, or joins them by no exact one, as ``\overset{d}{=}`` does."""
    return relation.symbol in NO_CLAIM or relation.symbol.startswith(r"\overset")


def labelled(statement: Statement, ground: Ground) -> list[Step] | None:
    """The steps of a chain that its label makes a hypothesis or a model."""
    label = LABEL.match(statement.sides[0].text)
    is_law = statement.symbols == [r"\sim"]
    if label and not (label["letter"] and is_law) and ":" not in "".join(side.text for side in statement.sides[1:]):
        said = Decision(Verdict.DEFINED, "D110", {"name": label["name"] or label["letter"]})
        pairs = zip(statement.sides, statement.relations, statement.sides[1:], strict=False)
        return [Draft(left, relation, right, ground).step(said) for left, relation, right in pairs]
    return None


def defined_side(statement: Statement, position: int, reader: ChainReader) -> Fragment:
    """What a chain defines: of a function, the first side that speaks of its arguments, as ``‖y - Xb‖²`` of b."""
    left, first, *later = statement.sides[position:]
    relations = statement.relations[position + 1 :]
    names = reader.arguments(left)
    for side, relation in zip(later, relations, strict=True):
        if not names or all(reader.mentions(first, name) for name in names) or relation.symbol != "=":
            break
        if all(reader.mentions(side, name) for name in names):
            return side
    return first


def defined(draft: Draft, right: Fragment) -> Step:
    """A definition by the right side; what one stands for that is not understood is not known from here on."""
    left, relation = draft.left, draft.relation
    given, context = Statement((left, right), (relation,)), draft.ground.context
    if declare_listing(given, context) or (relation.symbol == "=" and declare_next(given, context)):
        return draft.step(Decision(Verdict.DEFINED, "D110", {"name": left.text}))
    try:
        if not (relation.symbol == ":=" and says_independence(given, context)):
            define(given, context, backwards=relation.symbol == "=:")
    except Unread as unread:
        focus = right if unread.start or unread.end < len(right.text) else left
        names = head_names(given, context)
        if not names or unread.code not in FORGIVEN:
            return draft.unread(unread, focus)
        context.not_understood.update(dict.fromkeys(names, right.text))
        return draft.step(
            Decision(Verdict.DEFINED, "D112", {"name": left.text}), Focus(focus, unread.start, unread.end)
        )
    return draft.step(Decision(Verdict.DEFINED, "D110", {"name": left.text}))


def function_between(statement: Statement, reader: ChainReader, ground: Ground) -> Step | None:
    """The step of ``Y = g(X) = …`` that says what g is, which has to be known before what Y is."""
    relations = statement.relations[:2]
    if len(relations) < 2 or not all(map(may_define, relations)):
        return None
    first, middle, last = statement.sides[:3]
    names = reader.arguments(middle)
    if len(names) != 1 or not reader.is_name(first) or not reader.mentions(last, names[0]):
        return None
    if not (reader.is_inverse_or_new(middle) and reader.introduces(middle, last)):
        return None
    return defined(Draft(middle, relations[1], last, ground), last)


def without_claim(draft: Draft) -> Step:
    """A step that is skipped; a law that it states is noted, and what is no known relation is unread."""
    symbol = draft.relation.symbol
    if symbol == LAW:
        with suppress(Unread):
            # What the law of a variable is may be said in words that are still to come.
            names = state_distribution(Statement((draft.left, draft.right), (draft.relation,)), draft.ground.context)
            settle_announced(names, draft.ground.context)
    if is_without_claim(draft.relation) or draft.relation.is_wanted:
        written = draft.relation.fragment.text if draft.relation.is_wanted else symbol
        return draft.step(Decision(Verdict.SKIPPED, "D120", {"relation": written}))
    decision = Decision(Verdict.UNREAD, "D406", {"notation": symbol})
    return draft.step(decision, Focus.on(draft.relation.fragment))
