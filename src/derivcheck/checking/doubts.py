"""What forbids to refute a step, though values were found at which it fails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from derivcheck.checking.ground import is_drawn, random_in, settled
from derivcheck.checking.outcome import Ground
from derivcheck.engine.calculus.integrals import integrated_to_infinity
from derivcheck.engine.calculus.inverses import has_inverses
from derivcheck.engine.decide import is_proved
from derivcheck.engine.decision import Decision
from derivcheck.engine.members import missed
from derivcheck.engine.question import Question
from derivcheck.reading.chance.continuous import is_logit
from derivcheck.reading.chance.density_facts import is_unmet
from derivcheck.reading.chance.members import is_of_members
from derivcheck.reading.chance.random_moments import UNREAD_LAW
from derivcheck.reading.context import Context
from derivcheck.reading.names import MEMBER_NAME
from derivcheck.reading.notation.inverses import inverse_of
from derivcheck.reading.prose.stated_probabilities import OF_STATED
from derivcheck.results import Verdict
from derivcheck.terms.averages import has_averages
from derivcheck.terms.averaging import weights
from derivcheck.terms.chance import Chance
from derivcheck.terms.nodes import Apply, Call, Derivative, Reduce, Symbol, Term, free_symbols, walk
from derivcheck.terms.scope import Claim, Domain

HELD_BACK = "held_back"
"""Where the evidence of a step keeps what forbids to refute it, though values were found at which it fails."""

STRICT = frozenset({"<", ">", r"\ne"})

OF_VARIABLE = re.compile(r"[fFpP]_\{(.+)\}")
"""The density or distribution function of a variable."""


def clear(
    decision: Decision, question: Question, ground: Ground, terms: Iterable[Term] = (), *, strict: bool = False
) -> Decision:
    """No refutation where the scope says something of a symbol, or of the chain, that was not understood.

    ``terms`` are the sides before anything in them was written out. Nothing strict is proved of densities, nor what
    may rest on a strict inequality: of statements, anything (``strict``).
    """
    sides = (question.left, question.right)
    calls = {part.function for side in sides for part in walk(side) if isinstance(part, Call)}
    if decision.verdict is Verdict.PROVED and (strict or question.relation in STRICT) and any(map(is_logit, calls)):
        return Decision(Verdict.UNPROVED, "D304", {"what": "a strict inequality of densities, which may vanish"})
    entropies = question.entropies
    if entropies is not None and entropies.continuous and question.relation != "=" and not entropies.is_balanced():
        return Decision(Verdict.UNPROVED, "D304", {"what": "entropies of densities, which may be negative"})
    if decision.verdict is not Verdict.REFUTED:
        return decision
    if question.relation != "=" and any(map(is_of_members, calls)):
        return Decision(Verdict.UNPROVED, "D304", {"what": "an inequality of probabilities, which are at most 1"})
    doubt = _doubt_of_values(decision, question, ground, calls)
    if doubt:
        return Decision(Verdict.UNPROVED, "D304", {"what": doubt})
    doubt = "" if ground.bold else _doubt(decision, question, ground, terms, calls)
    return Decision(Verdict.UNPROVED, "D304", {"what": doubt}, evidence={HELD_BACK: doubt}) if doubt else decision


def _doubt_of_values(decision: Decision, question: Question, ground: Ground, calls: set[str]) -> str:
    """What forbids to trust the values at which a step fails, since they are not those of all that is known."""
    bent = calls & ground.context.bending.keys()
    signs = {sign.strip("-'") for sign in ground.context.positive_functions}
    if bent and (
        decision.code in ("D204", "D205") or bent & signs or integrated_to_infinity(question.left, question.right)
    ):
        return "a function that bends one way, and more that is said of it"
    defined = {inverse_of(name) for name, _ in ground.context.functions}
    if has_inverses(question) or calls & defined:
        return "a function and its inverse"
    if any(map(is_logit, calls)) and any(symbol.name.startswith("w:") for symbol in question.symbols):
        # Cells of any weight know nothing of the function whose integral is 1.
        return "a density that is integrated as a function and by cells"
    return ""


def _doubt(decision: Decision, question: Question, ground: Ground, terms: Iterable[Term], calls: set[str]) -> str:
    """What a text says that forbids a refutation, if anything does."""
    family = missed(question, decision.point)
    if family is not None:
        return f"an assumption about all members of `{family}`"
    doubt = _doubt_of_names(question, calls, ground.context)
    if doubt:
        return doubt
    if _given_by_formula((question.left, question.right), ground.context):
        return "a density that a formula gives"
    if any(_has_sample(symbol.name) for symbol in question.symbols if ground.context.is_density_table(symbol.name)):
        return "a density at the members of a sample"
    densities = {
        symbol.name.partition("(")[0] for symbol in question.symbols if ground.context.is_density_table(symbol.name)
    }
    vague = ground.context.chance.vague or ground.context.structure_is_open
    if densities and (vague or any(is_unmet(ground.context, name) for name in densities)):
        return "independence that was not understood"
    doubt = _doubt_of_chance(terms, question, ground.context) if ground.context.chance.variables else ""
    if doubt:
        return doubt
    doubt = _doubt_of_functions(terms, calls, ground.context)
    if doubt:
        return doubt
    return _doubt_of_text(question, ground)


def _doubt_of_text(question: Question, ground: Ground) -> str:
    """What a text says of sums, of all arithmetic, or of when a step holds."""
    context = ground.context
    parts = (part for side in (question.left, question.right) for part in walk(side))
    if context.totals and (question.operators & {"dot", "matmul"} or any(isinstance(part, Reduce) for part in parts)):
        return f'something of which "{context.totals}" is said'
    if context.arithmetic:
        return f'other arithmetic than that of the reals, as "{context.arithmetic}" says,'
    return "a condition that was not understood" if ground.unclear else ""


def _doubt_of_functions(terms: Iterable[Term], calls: set[str], context: Context) -> str:
    """What is not said of a function, or of a name that only other formulas make one by differentiating it."""
    here = {p.body.name for t in terms for p in walk(t) if isinstance(p, Derivative) and isinstance(p.body, Symbol)}
    moved = sorted(calls & context.depends.keys() - here)
    if moved:
        return f"`{moved[0]}`, which moves where another formula differentiates it"
    told = {name for name in calls if context.is_told(name) or context.declared(name)}
    unexplained = sorted(calls - context.explained_functions() - told)
    # Its definition may stand where it was not found.
    return f"`{unexplained[0]}`, a function that nothing is said of" if unexplained else ""


def _doubt_of_names(question: Question, calls: set[str], context: Context) -> str:
    """What is said of a name and was not understood, or is meant by everyone."""
    random = context.following | context.chance.variables.keys()
    of_variables = [name for name in sorted(calls) if (own := OF_VARIABLE.fullmatch(name)) and own[1] in random]
    if of_variables:
        return f"`{of_variables[0]}`, which belongs to a variable of which a distribution is said"
    for table in (s.name for s in question.symbols if context.is_density_table(s.name)):
        name, _, arguments = table.partition("(")
        moved = [v for v in re.split(r"[,|)]", arguments) if any(v == known for known, _ in context.functions)]
        if moved:
            return f"a density of `{moved[0]}`, which is said to be a function"
        if name.islower() and name.upper() in context.laws:
            return f"`{name}`, which may be the density of `{name.upper()}`"
        if name in context.named_densities:
            return f'`{name}`, of which "{context.named_densities[name]}" is said'
    for name in [s.name for s in question.symbols] + sorted(calls):
        if name in context.unclear:
            return f'`{name}`, of which "{context.unclear[name]}" is said'
        if name in context.bases and question.relation != "=":
            return f"`{name}`, a base of logarithms, which is hardly less than 1"
    return ""


def _has_sample(table: str) -> bool:
    """Whether a table of a density has an x beside an x_i, as if both were variables of their own."""
    names = set(table.partition("(")[2].removesuffix(")").split(","))
    return any(MEMBER_NAME.search(name) and MEMBER_NAME.sub("", name) in names for name in names)


def _doubt_of_chance(terms: Iterable[Term], question: Question, context: Context) -> str:
    """What forbids to refute a step about random variables: any of them may be less free than its table is."""
    terms = list(terms)
    names = {name for term in terms for name in random_in(term, context)}
    noticed = sorted(name for name in names if context.chance.variables[name].noticed)
    if noticed:
        return f"`{noticed[0]}`, a random variable of which nothing is said"
    chance = context.settled_chance()
    if names and any(not (is_drawn(c, context, chance) or _says_nothing(c, context)) for c in context.assumptions):
        return "an assumption about random variables"
    if names and any(context.is_density_table(symbol.name) for symbol in question.symbols):
        return "a density, which may be that of a random variable"
    unclear = sorted(names & context.unclear.keys())
    if unclear:
        return f'`{unclear[0]}`, of which "{context.unclear[unclear[0]]}" is said'
    if names and weights(chance.about(names)) is None:
        return OF_STATED
    if any(map(has_averages, terms)) and context.chance.may_be_independent(names):
        return "independence that was not understood"
    if any(
        context.symbols[name].domain in (Domain.INTEGER, Domain.NATURAL) for name in names if name in context.symbols
    ):
        return "a random integer"
    if names:
        return "" if context.chance.doubt == UNREAD_LAW and all(map(_is_of_values, terms)) else context.chance.doubt
    calls = (part for side in (question.left, question.right) for part in walk(side) if isinstance(part, Call))
    return context.chance.spread if any(is_logit(part.function) for part in calls) else ""


def speaks_of_chance(question: Question, context: Context) -> bool:
    """Whether anything random or any density is left in a question, so that it matters how a chain averages.

    An integral of x² over an interval is a number, whatever variable was averaged a line above.
    """
    sides = (question.left, question.right)
    made_up = any(is_logit(part.function) for side in sides for part in walk(side) if isinstance(part, Call))
    return made_up or any(
        symbol.name.startswith(("w:", "|"))
        or symbol.name.partition("(")[0] in context.chance.variables
        or context.is_density_table(symbol.name)
        for symbol in question.symbols
    )


def _is_of_values(term: Term) -> bool:
    """Whether a side says what it does of each value that variables may take, and is no name that it may explain."""
    name = term.arguments[0] if isinstance(term, Apply) and term.operator == "index" else term
    moves = any(isinstance(part, Derivative) for part in walk(term))
    return not (isinstance(name, Symbol) or moves or has_averages(term))


def _says_nothing(claim: Claim, context: Context) -> bool:
    """Whether an assumption is an identity, as where a product of vectors is written out."""
    sides = [settled(side, context, Chance()) for side in (claim.left, claim.right)]
    question = Question(sides[0], claim.relation, sides[1], replace(context.scope(), assumptions=()), "assumption")
    return not any(map(has_averages, (claim.left, claim.right))) and is_proved(question)


def _given_by_formula(terms: Iterable[Term], context: Context) -> bool:
    """Whether one side speaks of densities and the other is a formula without them: it says what the density is."""
    names = [{s.name for s in free_symbols(term)} for term in terms]
    left, right = ({n.partition("(")[0] for n in side if context.is_density_table(n)} for side in names)
    # P(X = x) and p(x) may be the same; p and q are not.
    return all(names) and bool(left | right) and not left & right and (not (left and right) or "P" in left | right)
