r"""Formulas for densities that introduce a name, held against the laws that the text has stated of the variables.

"Let $X \sim \mathrm{Exp}(\lambda)$, with density" determines what follows: ``f(x) = \lambda e^{\lambda x}`` is no
definition but a slip. A density is known by the variable below its letter, as f_X is, by being the p of the one
argument of which a law is stated, or by the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import guarded
from derivcheck.checking.outcome import Draft, Ground
from derivcheck.checking.questions import question_of
from derivcheck.documents import Chain, Fragment, Item
from derivcheck.engine.decide import decide
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.resolution import base_name
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse
from derivcheck.reading.prose.leading import spoken
from derivcheck.reading.prose.sentences import last_sentence
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict
from derivcheck.terms.build import ShapeError
from derivcheck.terms.chance import Chance
from derivcheck.terms.definitions import Unsettled
from derivcheck.terms.families import Distribution
from derivcheck.terms.nodes import INFINITY, Derivative, Number, Symbol, Term
from derivcheck.terms.scope import Claim, Declaration, Domain

_DENSITY = r"(?:densit(?:y|ies)|mass functions?|\bp\.?[dm]\.?f\b)"
_DISTRIBUTION = r"(?:distribution functions?|\bc\.?d\.?f\b)"
DENSITY = re.compile(rf"{_DENSITY}(?:\s+functions?)?(?:\s+of\s+(?P<of>\$[^$]*\$))?[^.;]*$", re.IGNORECASE)
DISTRIBUTION = re.compile(rf"{_DISTRIBUTION}(?:\s+of\s+(?P<of>\$[^$]*\$))?[^.;]*$", re.IGNORECASE)
OTHER = re.compile(
    r"\b(?:joint|posterior|conditional|prior|marginal|likelihood|transformed|approximat\w+|propos\w+|instead|new|not"
    r"|sums?|products?|ratios?|max\w*|min\w*|squares?|roots?|order|averages?|targets?|samples?|samplers?|want|consider"
    r"|such|residuals?|observations?|data|noise|another|different|other|complementary|tail|survival)\b"
    r"|\$(?![^$]*\\sim)[^$]*(?:=|\\mid)[^$]*\$",
    re.IGNORECASE,
)
"""Words and signs before a density that may be none of the law."""
COUNTERS = frozenset("kmnjr")
DENSITIES = frozenset({"p", "f", r"\rho", "P"})


def against_laws(chain: Chain, steps: list[Step], leading: Sequence[Item], ground: Ground) -> list[Step]:
    """The steps, the first of them refuted where it defines a density that a stated law says to be another one."""
    statement, context = chain.statements[0], ground.context
    laws = {name: v for name, v in context.chance.variables.items() if v.distribution is not None}
    if not laws or chain.connectives or not steps or steps[0].verdict is not Verdict.DEFINED:
        return steps
    if statement.relations[0].symbol not in ("=", ":="):
        return steps
    try:
        head = parse(statement.sides[0].text, lambda _: True)
    except Unread:
        return steps
    said = last_sentence(spoken(leading))
    if not isinstance(head, s.Call) or len(head.arguments) != 1 or not isinstance(head.arguments[0], s.Name):
        return steps
    variable = _variable(head, said, frozenset(laws))
    law = laws[variable].distribution if variable else None
    if law is None:
        return steps
    draft = Draft(statement.sides[0], statement.relations[0], statement.sides[1], ground)
    cumulative = DENSITY.search(said) is None and (base_name(head.function) == "F" or DISTRIBUTION.search(said))
    wrong = _against(draft, law, head.arguments[0].name, cumulative=bool(cumulative))
    return steps if wrong is None else [wrong, *steps[1:]]


def _variable(head: s.Call, said: str, known: frozenset[str]) -> str | None:
    """The variable of which the head is the density or the distribution function."""
    function = head.function
    letter, point = base_name(function), canonical(head.arguments[0]) or ""
    if isinstance(function, s.Sub) and len(function.indices) == 1 and letter in DENSITIES | {"F"}:
        below = canonical(function.indices[0])
        return below if below in known else None
    if not isinstance(function, s.Name):
        return None
    found = DENSITY.search(said) or DISTRIBUTION.search(said)
    if letter == "p" and found is None and not OTHER.search(said):
        # Beside a law of X, p(x) is its density, as everywhere.
        return next((name for name in (point, point.upper()) if name in known), None)
    if found is None or OTHER.search(said):
        return None
    of = found["of"]
    names = {of.strip("$ ")} if of else {point, point.upper()}
    named = sorted(known & names)
    if named or of:
        return named[0] if named else None
    # The values of a count may go by any letter.
    return next(iter(known)) if len(known) == 1 and point in COUNTERS else None


def _against(draft: Draft, law: Distribution, name: str, *, cumulative: bool) -> Step | None:
    """The refuted step where a formula is not the density, or not an antiderivative of it, within the support."""
    context = draft.ground.context.copy()
    context.chance = Chance()
    x = Symbol(name)
    _place(x, law, context)
    reader = ChainReader(context)
    (right,) = reader.read([Fragment.plain(draft.right.text)])
    if right.term is None or right.pieces or right.term.shape:
        return None
    density = law.row.density(x, law.parameters)
    if cumulative and law.row.discrete:
        return None
    terms: tuple[Term, Term] = (density, Derivative(x, right.term, x) if cumulative else right.term)
    ground = replace(draft.ground, context=context)
    try:
        question = question_of(terms, "=", ground)
    except (ShapeError, Unsettled):
        return None
    decision = clear(guarded(partial(decide, question), ground), question, ground, terms)
    return draft.finished(question, decision, reader) if decision.verdict is Verdict.REFUTED else None


def _place(x: Symbol, law: Distribution, context: Context) -> None:
    """Declares a point of the support."""
    lower, upper = law.row.support(law.parameters)
    context.outcomes.pop(x.name, None)
    context.definitions.pop(x.name, None)
    context.guessed.discard(x.name)
    domain = Domain.INTEGER if law.row.discrete else Domain.REAL
    below = lower.value - int(law.row.discrete) if isinstance(lower, Number) else None
    above = upper.value + int(law.row.discrete) if isinstance(upper, Number) else None
    context.symbols[x.name] = Declaration(x, domain, lower=below, upper=above, source="a value of the variable")
    less, more = (r"\le", r"\ge") if law.row.discrete else ("<", ">")
    for end, relation in ((lower, more), (upper, less)):
        if end is not None and not isinstance(end, Number) and end != INFINITY:
            context.assumptions.append(Claim(x, relation, end))
