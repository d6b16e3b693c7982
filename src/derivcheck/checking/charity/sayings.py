"""What the formulas of a document say, and of which symbols: what may bind one that a counterexample sets free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from derivcheck.checking.charity.atoms import atoms, base
from derivcheck.checking.charity.slips import Case
from derivcheck.documents import Document, Formula, Fragment, Words, cut_statements, place
from derivcheck.reading import syntax as s
from derivcheck.reading.chance.continuous import DENSITIES, DISTRIBUTIONS
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.prose.definitions import head_of
from derivcheck.results import Place, Step, Verdict

RELATED = re.compile(r"=|<|>|\\(?:sim|in|leq?|geq?|neq?|propto|equiv|ll|gg|rightarrow|to)(?![A-Za-z])|∼|≤|≥|∈")
OF_DENSITY = re.compile(r"(?<![A-Za-z\\])(?P<density>[pqP])\s*\([^()]*\)")
"""A density, of which a formula says something; it says nothing of the places at which the density is taken."""
NUMBER = re.compile(r"\s*-?\d+(?:\.\d+)?\s*")
TO_ZERO = re.compile(r"=\s*0(?![\d.])|(?<![\d.])0\s*=")
OF_DISTRIBUTIONS = DENSITIES | DISTRIBUTIONS | {"P"}
OF_MODELS = re.compile(r"\b(?:model\w*|fit\w*|regress\w*)\b[^.]*$", re.IGNORECASE)
"""Words before an equation that data are to meet, so that it binds its parameters as well."""
FOLLOWS = r"\sim"
NAMED_LAW = re.compile(
    r"\s*(?:\\(?:ln|log)\s*)?(?:\\(?:mathcal|mathrm|operatorname|text|textrm)\s*\{?[A-Za-z -]+\}?|[A-Z][A-Za-z]*)"
    r"\s*(?:\\left\s*)?[(\[](?:[^A-Z\\]|\\[a-z,;: ])*"
)
"""A distribution of a number: of a matrix among its parameters it says more, as that a covariance is symmetric."""
FREE_OF_CLAIMS = frozenset({r"\approx", r"\leftarrow", r"\gets", r"\to", r"\mapsto"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A formula of the document: the symbols in it, and whether it may bind them.

    ``about`` are the symbols that it says something of. An identity binds none, a definition only what it defines.
    Words between which a name is set equal to something may make a definition of it: that is what it then ``gives``.
    """

    place: Place
    atoms: frozenset[str]
    about: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    case: Case | None = None
    derivation: int = 0
    gives: str | None = None
    follows: frozenset[str] = frozenset()
    """The variables that it says to follow a named law."""
    vanishes: bool = False
    """Whether it sets something to 0."""

    def bound_beside(self, spoken: frozenset[str]) -> frozenset[str]:
        """What it may bind in a formula that speaks of these: a law ties nothing where its variable is not met."""
        return self.about if not self.follows or self.follows & spoken else self.about & self.follows


def of_chains(cases: Iterable[Case]) -> Iterator[Saying]:
    """What the steps of a document say."""
    for case in cases:
        for step in case.steps:
            left, right = atoms(step.left), atoms(step.right)
            about = _bound_by(step, left, right)
            follows = _following(f"{step.left} {step.relation} {step.right}")
            vanishes = "0" in (step.left.strip(), step.right.strip())
            yield Saying(
                step.place,
                left | right,
                about,
                _heads(step),
                case,
                case.derivation,
                follows=follows,
                vanishes=vanishes,
            )


def _bound_by(step: Step, left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    if step.verdict is Verdict.PROVED or step.relation in FREE_OF_CLAIMS:
        return frozenset()
    if step.verdict is Verdict.DEFINED and step.code == "D110":
        defined = head(step.left)
        return frozenset() if defined is None else frozenset({defined})
    if step.verdict is Verdict.REFUTED and (step.suggestion or not _is_condition(step)):
        return frozenset()
    return left | right


def _is_condition(step: Step) -> bool:
    """Whether an equation looks like one that says what something is: a name or a number stands alone on a side."""
    return bool(_heads(step)) or any(map(NUMBER.fullmatch, (step.left, step.right)))


def _heads(step: Step) -> frozenset[str]:
    """The base letters of names that stand alone on a side."""
    return frozenset(name for side in (step.left, step.right) if (name := head(side)))


@lru_cache(maxsize=10_000)
def head(side: str) -> str | None:
    r"""The base letter of a side that is a name with scripts, its power or transpose, or a function at something."""
    if len(side) > 80:
        return None
    try:
        node = head_of(side, Context())
    except Unread:
        return None
    if isinstance(node, s.Call):
        if not all(isinstance(argument, (s.Name, s.Sub, s.Num)) for argument in node.arguments):
            return None
        node = node.function
    while isinstance(node, (s.Sub, s.Sup, s.Mark, s.Primes)):
        node = node.base
    if not isinstance(node, s.Name):
        return None
    return base(node.name)


def of_prose(document: Document, starts: list[int]) -> Iterator[Saying]:
    """What the formulas in the prose of a document say."""
    for position, derivation in enumerate(document.derivations):
        before = ""
        for item in derivation.items:
            if isinstance(item, Words):
                before = item.text
            if isinstance(item, Formula):
                found = atoms(item.fragment.text)
                said = OF_DENSITY.sub(r"\g<density>", item.fragment.text)
                about = (_given(item.fragment) or atoms(said)) if RELATED.search(said) else frozenset()
                where = place(starts, item.fragment.span)
                gives = None if OF_MODELS.search(before) else _given_a_value(item.fragment)
                follows = _following(item.fragment.text)
                vanishes = TO_ZERO.search(item.fragment.text) is not None
                yield Saying(where, found, about, derivation=position, gives=gives, follows=follows, vanishes=vanishes)


def _following(text: str) -> frozenset[str]:
    """The variables of a formula that is a named law."""
    variable, sign, law = text.partition(FOLLOWS)
    return atoms(variable) if sign and NAMED_LAW.fullmatch(law) else frozenset()


def _given(formula: Fragment) -> frozenset[str]:
    """The function that an inline formula gives its value at names, as in `f(x) = …`: it binds nothing else."""
    defined = _given_a_value(formula) if "(" in formula.text.partition("=")[0] else None
    return frozenset() if defined is None or defined in OF_DISTRIBUTIONS else frozenset({defined})


def _given_a_value(formula: Fragment) -> str | None:
    """The base letter of what a formula that is one equation has alone on its left."""
    statement = next(iter(cut_statements(formula)), None)
    relations = [] if statement is None else statement.symbols
    return head(statement.sides[0].text) if statement is not None and relations in (["="], [":="]) else None
