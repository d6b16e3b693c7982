"""What a step is decided on: the scope with its definitions unfolded, and what forbids or bounds a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial

from derivcheck.checking.charity.fixed import made_with, refuse_moving
from derivcheck.checking.outcome import Ground
from derivcheck.checking.reals import rests_on_reals
from derivcheck.checking.recurrences import without_recurrences
from derivcheck.engine.calculus.integrals import integrated_to_infinity
from derivcheck.engine.decide import is_proved
from derivcheck.engine.decision import Decision
from derivcheck.engine.members import missed
from derivcheck.engine.question import Question
from derivcheck.engine.systems.base import OutOfTime, OverBudget
from derivcheck.reading.chance.continuous import is_logit
from derivcheck.reading.chance.density_facts import is_unmet
from derivcheck.reading.chance.members import is_of_members
from derivcheck.reading.chance.random_moments import UNREAD_LAW
from derivcheck.reading.context import Context
from derivcheck.reading.names import MEMBER_NAME
from derivcheck.reading.notation.pieces import BRACKETS, Pieces
from derivcheck.reading.prose.stated_probabilities import OF_STATED
from derivcheck.results import Verdict
from derivcheck.terms.averages import has_averages
from derivcheck.terms.averaging import averaged, depends_on_outcome, weights
from derivcheck.terms.chance import Chance
from derivcheck.terms.definitions import Unsettled, unfold
from derivcheck.terms.dependence import unsettled, with_functions
from derivcheck.terms.entropies import Entropies, entropies_in
from derivcheck.terms.nodes import ZERO, Apply, Call, Derivative, Symbol, Term, free_symbols, operators, walk
from derivcheck.terms.recurrences import WrittenOut
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope
from derivcheck.terms.scripts import carried
from derivcheck.terms.sizes import INFERRED
from derivcheck.terms.stated import declarations_of
from derivcheck.terms.substitution import substitute

HELD_BACK = "held_back"
"""Where the evidence of a step keeps what forbids to refute it, though values were found at which it fails."""

STRICT = frozenset({"<", ">", r"\ne"})

OF_VARIABLE = re.compile(r"[fFpP]_\{(.+)\}")
"""The density or distribution function of a variable."""

SIZE_LETTERS = frozenset("nmdpkqrNMDKT")
"""Letters that name sizes where they are no declared numbers, as n in the centring matrix I − 𝟏𝟏ᵀ/n."""


MOVING_LETTERS = frozenset({"u", "v", "y", "z", r"\phi", r"\psi", r"\varphi"})
"""Letters by which functions go: beside dv/dx, a u of which nothing is said may move with x as well."""


class Moving(Unsettled):
    """A name of which nothing says whether it moves with the variable of a derivative."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.reason = f"`{name}`, which may be a function of what others beside it are functions of"


@dataclass(frozen=True, slots=True)
class Settled:
    """The sides of a step with definitions unfolded and averages written out, and what is random in it."""

    left: Term
    right: Term
    chance: Chance
    entropies: Entropies | None = None
    written: WrittenOut | None = None


def settled_sides(terms: tuple[Term, Term], context: Context) -> Settled:
    """Both sides of a step; where it speaks of no average, random variables are numbers like any others."""
    write = writer(context)
    found = without_recurrences([write(term) for term in terms], context, write)
    if context.depends:
        doubtful = unsettled(found.terms, context.depends, MOVING_LETTERS & context.guessed)
        if doubtful is not None:
            raise Moving(doubtful)
    written = with_functions(carried(found.terms), context.depends)
    chance = _chance_in(written, context)
    known = chance.settled(write)
    left, right = (averaged(term, known) for term in written)
    return Settled(left, right, chance, entropies_in((written[0], written[1]), known), found)


def _chance_in(written: Iterable[Term], context: Context) -> Chance:
    written = list(written)
    if not any(map(has_averages, written)):
        return Chance()
    return context.settled_chance().about({s.name for term in written for s in free_symbols(term)})


def writer(context: Context) -> Callable[[Term], Term]:
    """Unfolds definitions, and puts in what is known of inferred sizes."""
    data = cache(partial(made_with, context))
    bodies, sizes = context.bodies, context.sizes

    def write(term: Term) -> Term:
        if not context.moves:
            refuse_moving(term, data, bodies)
        unfolded = unfold(term, bodies)
        names = sizes.known.keys() & {symbol.name for symbol in free_symbols(unfolded)} if sizes.known else ()
        return substitute(unfolded, {name: sizes.find(sizes.known[name]) for name in names}) if names else unfolded

    return write


def scope_of(context: Context, chance: Chance | None = None, written: WrittenOut | None = None) -> Scope:
    """The scope with the definitions in its assumptions unfolded, for a step in which ``chance`` is random.

    ``written`` are the new names of the step and its assumptions with them, where members of families were written out.
    """
    scope = context.scope()
    if written is not None and written.assumptions is not None:
        declarations = {**scope.declarations, **written.declarations}
        scope = replace(scope, declarations=declarations, assumptions=written.assumptions)
    if chance is not None and chance.variables:
        # A step has the outcomes of its own events alone.
        declarations = {**scope.declarations, **chance.declarations(scope.declarations)}
        scope = replace(scope, declarations=declarations)
    chance = context.settled_chance() if chance is None and scope.assumptions else chance or Chance()
    known = tuple((weights(chance) or {}).values())
    if known:
        scope = replace(scope, declarations={**scope.declarations, **declarations_of(known)})
    possible = tuple(Claim(w, r"\ge", ZERO) for w in known if isinstance(w, Apply) and w.operator != "index")
    if not scope.assumptions:
        return replace(scope, assumptions=possible)
    claims = tuple(
        replace(c, left=settled(c.left, context, chance), right=settled(c.right, context, chance))
        for c in scope.assumptions
        if _is_drawn(c, context, chance)
    )
    return replace(scope, assumptions=(*claims, *possible))


def _doubt_of_chance(terms: Iterable[Term], question: Question, context: Context) -> str:
    """What forbids to refute a step about random variables: any of them may be less free than its table is."""
    terms = list(terms)
    names = {name for term in terms for name in _random_in(term, context)}
    noticed = sorted(name for name in names if context.chance.variables[name].noticed)
    if noticed:
        return f"`{noticed[0]}`, a random variable of which nothing is said"
    chance = context.settled_chance()
    if names and any(not (_is_drawn(c, context, chance) or _says_nothing(c, context)) for c in context.assumptions):
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
        or symbol.name in context.chance.variables
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


def _random_in(term: Term, context: Context) -> set[str]:
    """The random variables that a term speaks of."""
    return {symbol.name for symbol in free_symbols(unfold(term, context.bodies))} & context.chance.variables.keys()


def _is_drawn(claim: Claim, context: Context, chance: Chance) -> bool:
    """Whether valuations are drawn until a claim holds: not where it speaks of all outcomes, or fixes an average."""
    bodies = context.bodies
    sides = [unfold(side, bodies) for side in (claim.left, claim.right)]
    if not chance.variables:
        return not any(map(has_averages, sides))
    if not any(_random_in(side, context) for side in sides):
        return True
    return claim.relation != "=" and not any(depends_on_outcome(side, chance) for side in sides)


def settled(term: Term, context: Context, chance: Chance | None = None) -> Term:
    """``term`` with all definitions unfolded, averages written out, and what is known of inferred sizes put in.

    ``chance`` is what is random in the step that it belongs to.
    """
    write = writer(context)
    written = write(term)
    chance = _chance_in((written,), context) if chance is None else chance
    return averaged(written, chance.settled(write))


def beside(left: Term, term: Term, context: Context) -> Term:
    """``term`` settled as the right side of a step is, where members of families are written out as on the left."""
    together = context.recurrences or "index" in operators(left)
    return settled_sides((left, term), context).right if together else settled(term, context)


def identified(decision: Decision, question: Question, ground: Ground) -> list[Ground]:
    """The ground with all sizes made one of them each time, if a refutation needs them apart and some were inferred.

    A matrix of which nothing was said may well have the size of the identity beside it.
    """
    point, guessed = decision.point, ground.context.guessed
    if decision.verdict is not Verdict.REFUTED or point is None:
        return []
    if not any(name.startswith(INFERRED) for name in question.sizes) and not any(
        symbol.shape and symbol.name in guessed for symbol in question.symbols
    ):
        return []
    letters = [symbol.name for symbol in question.symbols if _may_be_size(symbol, ground.context)]
    sizes = list(dict.fromkeys((*question.sizes, *letters)))
    values = {str(point.sizes.get(name, point.values.get(name))) for name in sizes}
    if len(values) < 2:
        return []
    named = [name for name in sizes if not name.startswith(INFERRED)]
    return [_with_one_size(ground, sizes, name) for name in named or sizes[:1]]


def _may_be_size(symbol: Symbol, context: Context) -> bool:
    known = context.symbols.get(symbol.name)
    natural = known is not None and known.domain is Domain.NATURAL
    return symbol.name in SIZE_LETTERS and not symbol.shape and (natural or symbol.name in context.guessed)


def sized(again: Decision) -> Decision:
    """The answer where a refutation needs inferred sizes to differ."""
    readings = f"refuted where sizes that nothing is said of differ; {again.verdict.value} where they are the same"
    return Decision(Verdict.UNPROVED, "D309", {"readings": readings})


def one_size(ground: Ground, question: Question) -> Ground:
    """The ground with all sizes of a question made one."""
    named = [name for name in question.sizes if not name.startswith(INFERRED)]
    return _with_one_size(ground, list(question.sizes), (named or list(question.sizes))[0])


def _with_one_size(ground: Ground, sizes: list[str], size: str) -> Ground:
    context = ground.context.copy()
    known = {**context.sizes.known, **{name: Symbol(size) for name in sizes if name != size}}
    context.sizes = replace(context.sizes, known=known)
    if size in context.guessed:
        context.symbols[size] = Declaration(Symbol(size), Domain.NATURAL)
    return replace(ground, context=context, advised=False, shown=False)


def guarded(check: Callable[[], Decision], ground: Ground) -> Decision:
    """A decision, or the answer that it would take more work or time than it may."""
    try:
        return check()
    except OutOfTime:
        return Decision(Verdict.UNPROVED, "D307", {"seconds": f"{ground.clock.seconds:g}"})
    except OverBudget:
        return Decision(Verdict.UNPROVED, "D302", {"what": "more evaluations than the budget"})


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
    if ground.context.arithmetic:
        return f'other arithmetic than that of the reals, as "{ground.context.arithmetic}" says,'
    if ground.unclear:
        return "a condition that was not understood"
    return ""


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


def depends(pieces: Iterable[str]) -> Decision:
    """The answer where it matters what a piece means that was not understood."""
    return Decision(Verdict.UNPROVED, "D323", {"piece": min(pieces).strip(BRACKETS)})


def whatever_they_mean(
    decision: Decision,
    found: frozenset[str],
    pieces: Pieces,
    question: Question,
    is_proved_of_all_kinds: Callable[[set[str]], bool],
) -> Decision:
    """The decision on a step with pieces that were not understood: they must not matter, whatever they mean."""
    if not found:
        return decision
    doubtful = found & pieces.doubtful
    # A number of which nobody knows which one may be no real number.
    unreal = doubtful | (found & pieces.unreal)
    if decision.verdict is not Verdict.PROVED or (unreal and rests_on_reals(question, unreal)):
        return depends(found)
    return decision if not doubtful or is_proved_of_all_kinds(set(doubtful)) else depends(found)
