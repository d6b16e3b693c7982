"""What a step is decided on: the scope with its definitions unfolded, and what forbids or bounds a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial

from derivcheck.checking.charity.fixed import made_with, refuse_moving
from derivcheck.checking.outcome import Ground
from derivcheck.checking.reals import rests_on_reals
from derivcheck.checking.recurrences import without_recurrences
from derivcheck.engine.decision import Decision
from derivcheck.engine.question import Question
from derivcheck.engine.systems.base import OutOfTime, OverBudget
from derivcheck.reading.context import Context
from derivcheck.reading.notation.pieces import BRACKETS, Pieces
from derivcheck.results import Verdict
from derivcheck.terms.averages import has_averages
from derivcheck.terms.averaging import averaged, depends_on_outcome, weights
from derivcheck.terms.chance import Chance
from derivcheck.terms.definitions import Unsettled, unfold
from derivcheck.terms.dependence import unsettled, with_functions
from derivcheck.terms.entropies import Entropies, entropies_in, written_entropies
from derivcheck.terms.nodes import ZERO, Apply, Symbol, Term, free_symbols, operators
from derivcheck.terms.recurrences import WrittenOut
from derivcheck.terms.scope import Claim, Declaration, Domain, Scope
from derivcheck.terms.scripts import carried
from derivcheck.terms.sizes import INFERRED
from derivcheck.terms.stated import declarations_of
from derivcheck.terms.substitution import substitute

COUNTS = "counts"
"""Where the evidence of a step keeps the letter that says how many terms its sums have."""

SIZE_LETTERS = frozenset("nmdpkqrNMDKT")
"""Letters that name sizes where they are no declared numbers, as n in the centring matrix I − 𝟏𝟏ᵀ/n."""

COUNT_LETTERS = frozenset("nmNM")
"""Those of them that nobody takes for anything but a number of things."""

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
    written = with_functions(carried(found.terms), context.depends, context.bodies)
    chance = _chance_in(written, context)
    known = chance.settled(write)
    left, right = (averaged(term, known) for term in written)
    entropies = entropies_in((written[0], written[1]), known)
    if entropies is None and context.entropies:
        entropies = _of_tables((written[0], written[1]), context, write)
    if entropies is not None and context.speaks_of_densities:
        entropies = replace(entropies, continuous=True)
    return Settled(left, right, chance, entropies, found)


def _of_tables(sides: tuple[Term, Term], context: Context, write: Callable[[Term], Term]) -> Entropies | None:
    """The sides as statements about entropies, where these were read as sums over one table that nothing is said of."""
    tables = {write(term): names for term, names in context.entropies.items()}
    left, right = (written_entropies(side, tables) for side in sides)
    if (left, right) == sides:
        return None
    names = {name for spoken in tables.values() for name in spoken}
    return Entropies(left, right, (), any(context.outcomes[name].measured for name in names & context.outcomes.keys()))


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
        if is_drawn(c, context, chance)
    )
    return replace(scope, assumptions=(*claims, *possible))


def random_in(term: Term, context: Context) -> set[str]:
    """The random variables that a term speaks of."""
    return {symbol.name for symbol in free_symbols(unfold(term, context.bodies))} & context.chance.variables.keys()


def is_drawn(claim: Claim, context: Context, chance: Chance) -> bool:
    """Whether valuations are drawn until a claim holds: not where it speaks of all outcomes, or fixes an average."""
    bodies = context.bodies
    sides = [unfold(side, bodies) for side in (claim.left, claim.right)]
    if not chance.variables:
        return not any(map(has_averages, sides))
    if not any(random_in(side, context) for side in sides):
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


def counted(again: Decision, question: Question, ground: Ground) -> Decision | None:
    r"""The proof of a step with one range that nothing is said of, and one letter that may count it.

    In ``\frac{1}{m} \sum_i x_i`` beside no other size, m is how many terms there are: nobody means anything else.
    """
    letters = [symbol.name for symbol in question.symbols if _may_be_size(symbol, ground.context)]
    alone = len(question.sizes) == 1 and question.sizes[0].startswith(INFERRED) and letters[:1] == letters
    if again.verdict is not Verdict.PROVED or not alone or not COUNT_LETTERS.issuperset(letters[:1] or ("",)):
        return None
    return replace(again, evidence={**again.evidence, COUNTS: letters[0]})


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
    context.sizes = context.sizes.as_one(sizes, size)
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
