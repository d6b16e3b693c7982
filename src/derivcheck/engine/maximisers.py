"""Where an objective is largest: whether two objectives agree on that, and whether a value is the only such place.

All that is decided here is decided by questions of the ordinary kind, which the kernel alone can prove.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product as product_of

from derivcheck.engine.algebra.sums import mentions, product, reciprocal, total
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.ordering import Ordering
from derivcheck.engine.question import Question
from derivcheck.engine.refuting.refuter import search
from derivcheck.results import Verdict
from derivcheck.terms.gradients import without_derivatives
from derivcheck.terms.nodes import ONE, ZERO, Apply, Derivative, Number, Reduce, Shape, Symbol, Term, number, walk
from derivcheck.terms.scope import Claim, Declaration, Domain, Trait
from derivcheck.terms.substitution import substitute

HALF = Number(Fraction(1, 2))
OPEN = Decision(Verdict.UNPROVED, "D302", {"what": "a rule that tells where these objectives are largest"})
NEARER = (Fraction(1, 4), Fraction(1, 32))
ALIKE, NOT_ALIKE = "D107", "D213"


@dataclass(frozen=True, slots=True)
class Objective:
    """What is largest, for a sense of 1, or smallest, for -1, as the variables vary."""

    term: Term
    sense: int

    @property
    def upward(self) -> Term:
        """What is largest there."""
        return self.term if self.sense == 1 else _times(-1, self.term)


def ordered_alike(one: Objective, other: Objective, twins: Mapping[str, Term], ask: Question) -> Decision:
    """Whether two objectives are largest at the same places: their cores differ by a positive factor and a constant.

    ``twins`` are second values of the variables; ``ask`` gives the scope and the seed.
    """
    ordering = Ordering(tuple(twins), Bounds(ask.scope))
    first = ordering.core(one.term, largest=one.sense == 1)
    second = ordering.core(other.term, largest=other.sense == 1)
    if not (ordering.varies(first.term) and ordering.varies(second.term)):
        return OPEN
    wanted = one.sense * first.sign * other.sense * second.sign
    for pair in product_of(ordering.forms(first.term), ordering.forms(second.term)):
        for scale in ordering.scales(*pair):
            sign = ordering.sign(scale)
            decision = _proportional(pair, scale, ordering, twins, ask) if sign else OPEN
            if decision.verdict is Verdict.PROVED:
                return decision if sign == wanted else _reversed(one, twins, ask)
    return OPEN


def _proportional(
    pair: tuple[Term, Term], scale: Term, ordering: Ordering, twins: Mapping[str, Term], ask: Question
) -> Decision:
    """Whether the changes of two terms are the same but for a factor: summand by summand, or as they are."""
    first, second = pair
    change = replace(ask, left=_change(first, twins), right=product([scale, _change(second, twins)]))
    parts = ordering.matched(first, second)
    if parts is None:
        return _decided(change)
    findings = search(change)
    decision = OPEN
    for one, other in parts if findings.refuting is None and not findings.unsupported else ():
        decision = _decided(replace(ask, left=one, right=product([scale, other])))
        if decision.verdict is not Verdict.PROVED:
            break
    return decision


def _decided(question: Question) -> Decision:
    """A decision that says what it was about."""
    decision = decide(question, quick=True)
    code = {Verdict.PROVED: ALIKE, Verdict.REFUTED: NOT_ALIKE}.get(decision.verdict, decision.code)
    return replace(decision, code=code, about=question)


def _reversed(one: Objective, twins: Mapping[str, Term], ask: Question) -> Decision:
    """The largest and the smallest values of an objective that is not constant are at different places."""
    decision = _decided(replace(ask, left=one.term, right=substitute(one.term, twins)))
    return decision if decision.verdict is Verdict.REFUTED else OPEN


def _change(term: Term, twins: Mapping[str, Term]) -> Term:
    return total([term, _times(-1, substitute(term, twins))])


def told_apart(one: Objective, other: Objective, variable: Symbol, ask: Question) -> Decision:
    """Whether the one place where a quadratic objective is largest is shown to be none of the other's.

    Where the variable is an array it is taken to have one entry.
    """
    for first, second in ((one, other), (other, one)):
        posed, (one_of, other_of), number_of = _single((first, second), variable, ask)
        parts = _at_vertex(one_of, number_of, posed)
        if parts is None or _decided(parts[1]).verdict is not Verdict.PROVED:
            continue
        found = surpassed(other_of, number_of, parts[0], replace(posed, scope=parts[1].scope))
        if found.verdict is Verdict.REFUTED:
            return found
    return OPEN


def _at_vertex(objective: Objective, variable: Symbol, ask: Question) -> tuple[Term, Question] | None:
    """A place and the question whether the objective, where it bends down, is largest there alone."""
    if not is_everywhere(variable, ask) or variable.shape:
        return None
    place, bend = vertex(objective.upward, variable)
    question, *_ = _quadratic(objective, variable, place, ask)
    bent = Claim(bend, "<", ZERO)
    return place, replace(question, scope=replace(ask.scope, assumptions=(*ask.scope.assumptions, bent)))


def surpassed(objective: Objective, variable: Symbol, place: Term, ask: Question) -> Decision:
    """Whether the objective is somewhere larger than at a place; nothing is proved here.

    Any other place will do: one drawn at random, one on the way to it, or the vertex of a parabola.
    """
    relation = r"\ge" if objective.sense == 1 else r"\le"
    best = substitute(objective.term, {variable.name: place})
    rivals = [variable, *(_towards(variable, place, part) for part in NEARER if _is_inside(variable, place, ask))]
    posed = [
        replace(ask, left=best, relation=relation, right=substitute(objective.term, {variable.name: rival}))
        for rival in rivals
    ]
    value = Objective(best, objective.sense)
    asked, (single, value), number_of = _single((objective, value), variable, ask)
    if not number_of.shape and is_everywhere(number_of, asked):
        top, _ = vertex(single.term, number_of)
        at_top = substitute(single.term, {number_of.name: top})
        posed.append(replace(asked, left=value.term, relation=relation, right=at_top))
    return next((_decided(question) for question in posed if search(question).refuting is not None), OPEN)


def _towards(variable: Symbol, place: Term, part: Fraction) -> Term:
    """A place on the way from one to another."""
    shape = variable.shape
    pieces = [(Number(part), variable), (Number(1 - part), place)]
    return Apply("add", tuple(Apply("multiply", piece, shape) for piece in pieces), shape)


def is_only_extremiser(objective: Objective, variable: Symbol, place: Term, ask: Question) -> Decision:
    """Whether the objective is smaller everywhere but at a place, which is in the domain of the variable."""
    if not _is_inside(variable, place, ask):
        return OPEN
    core = Ordering((variable.name,), Bounds(ask.scope)).core(objective.term, largest=objective.sense == 1)
    forms = (objective, Objective(core.term, objective.sense * core.sign))
    for form, way in product_of(dict.fromkeys(forms), (_quadratic, _concave, _unimodal)):
        decision = OPEN
        for part in way(form, variable, place, ask):
            decision = _decided(part)
            if decision.verdict is not Verdict.PROVED:
                break
        if decision.verdict is Verdict.PROVED:
            return decision
    return OPEN


def _is_inside(variable: Symbol, place: Term, ask: Question) -> bool:
    """Whether a place is surely a value that the variable may have, and so is all that lies between two such."""
    declaration = ask.scope.declarations.get(variable.name) or Declaration(variable)
    if _is_bound(variable, ask) or not (is_everywhere(variable, ask) or _is_interval(declaration)):
        return False
    return all(_decided(part).verdict is Verdict.PROVED for part in _membership(declaration, place, ask))


def _is_interval(declaration: Declaration) -> bool:
    """Whether the values that a number may have are an interval, of which only the ends are to be checked."""
    signs = {Trait.POSITIVE, Trait.NONNEGATIVE, Trait.NEGATIVE}
    is_number = declaration.domain is Domain.REAL and not declaration.symbol.shape
    return is_number and not declaration.normalised and declaration.traits <= signs


def _membership(declaration: Declaration, place: Term, ask: Question) -> Iterator[Question]:
    """What has to hold for a place to lie inside the interval that the variable varies in."""
    lows = [ZERO] if Trait.POSITIVE in declaration.traits or Trait.NONNEGATIVE in declaration.traits else []
    lows += [] if declaration.lower is None else [Number(declaration.lower)]
    highs = [ZERO] if Trait.NEGATIVE in declaration.traits else []
    highs += [] if declaration.upper is None else [Number(declaration.upper)]
    yield from (replace(ask, left=place, relation=">", right=low) for low in lows)
    yield from (replace(ask, left=place, relation="<", right=high) for high in highs)


def is_everywhere(variable: Symbol, ask: Question) -> bool:
    """Whether the variable may have every value."""
    declaration = ask.scope.declarations.get(variable.name) or Declaration(variable)
    bounded = declaration.lower is not None or declaration.upper is not None or declaration.normalised
    plain = declaration.domain is Domain.REAL and not declaration.traits and not bounded
    return plain and not _is_bound(variable, ask)


def _is_bound(variable: Symbol, ask: Question) -> bool:
    """Whether an assumption speaks of the variable."""
    claims = ask.scope.assumptions
    return any(mentions(side, variable.name) for claim in claims for side in (claim.left, claim.right))


def _quadratic(objective: Objective, variable: Symbol, place: Term, ask: Question) -> list[Question]:
    """f(v + h) - f(v) is the second difference (f(h) + f(-h))/2 - f(0) of a quadratic f, and that is below 0."""
    shape, f = variable.shape, objective.upward
    names = {symbol.name for part in walk(f) if isinstance(symbol := part, Symbol)}
    if variable.name in {s.name for s in walk(place) if isinstance(s, Symbol)} or variable.name not in names:
        return []

    def at(argument: Term) -> Term:
        return substitute(f, {variable.name: argument})

    zero = Apply("constant", (ZERO,), shape) if shape else ZERO
    opposite = Apply("multiply", (number(-1), variable), shape)
    moved = Apply("add", (place, variable), shape)
    difference = total([product([HALF, total([at(variable), at(opposite)])]), _times(-1, at(zero))])
    gain = total([at(moved), _times(-1, at(place))])
    free = replace(ask.scope, declarations={**ask.scope.declarations, variable.name: Declaration(variable)})
    away = Claim(Apply("dot", (variable, variable)), ">", ZERO) if shape else Claim(variable, r"\ne", ZERO)
    known = replace(free, assumptions=(*free.assumptions, away, *_definite(place, variable, Bounds(ask.scope))))
    return [
        replace(ask, left=gain, relation="=", right=difference, scope=free),
        replace(ask, left=difference, relation="<", right=ZERO, scope=known),
    ]


def _definite(place: Term, variable: Symbol, bounds: Bounds) -> Iterator[Claim]:
    """A positive semidefinite matrix that is inverted is positive definite."""
    for part in walk(place):
        if isinstance(part, Apply) and part.operator == "inverse" and part.shape == variable.shape * 2:
            inner = part.arguments[0]
            row = Apply("transpose", (variable,), (ONE, *variable.shape))
            image = Apply("matmul", (inner, variable), variable.shape)
            form = Apply("matmul", (row, image))
            if bounds.is_semidefinite(inner):
                yield Claim(form, ">", ZERO)


def _concave(objective: Objective, variable: Symbol, place: Term, ask: Question) -> list[Question]:
    """The derivative is 0 at the place, and falls everywhere."""
    if variable.shape or not _is_smooth(objective.term, variable, Bounds(ask.scope)):
        return []
    slope = without_derivatives(Derivative(variable, objective.upward, variable))
    bend = without_derivatives(Derivative(variable, slope, variable))
    return [
        replace(ask, left=substitute(slope, {variable.name: place}), relation="=", right=ZERO),
        replace(ask, left=bend, relation="<", right=ZERO),
    ]


def _unimodal(objective: Objective, variable: Symbol, place: Term, ask: Question) -> list[Question]:
    """The objective rises before the place, and falls behind it."""
    if variable.shape or not _is_smooth(objective.term, variable, Bounds(ask.scope)):
        return []
    slope = without_derivatives(Derivative(variable, objective.upward, variable))
    way = total([variable, _times(-1, place)])
    scope = replace(ask.scope, assumptions=(*ask.scope.assumptions, Claim(variable, r"\ne", place)))
    return [replace(ask, left=product([way, slope]), relation="<", right=ZERO, scope=scope)]


def _is_smooth(term: Term, variable: Symbol, bounds: Bounds) -> bool:
    """Whether a term is defined on an interval, and smooth there: a logarithm is one of a linear or a positive term."""
    for part in walk(term):
        if not mentions(part, variable.name) or part == variable:
            continue
        match part:
            case Apply("add" | "multiply" | "exp"):
                continue
            case Apply("power", (base, Number(value=exponent))):
                if (exponent > 0 and exponent.denominator == 1) or bounds.positive(base):
                    continue
            case Apply("log", (inner,)):
                if bounds.positive(inner) or _is_linear(inner, variable):
                    continue
            case Reduce("sum"):
                continue
        return False
    return True


def _is_linear(term: Term, variable: Symbol) -> bool:
    slope = without_derivatives(Derivative(variable, term, variable))
    return not mentions(slope, variable.name)


def vertex(term: Term, variable: Symbol) -> tuple[Term, Term]:
    """Where a quadratic has its vertex, -b/(2a) from its values at -1, 0 and 1, and 2a."""

    def at(value: int) -> Term:
        return substitute(term, {variable.name: number(value)})

    slope = product([HALF, total([at(1), _times(-1, at(-1))])])
    bend = total([at(1), at(-1), _times(-2, at(0))])
    return product([number(-1), slope, reciprocal(bend)]), bend


def _single(
    objectives: tuple[Objective, Objective], variable: Symbol, ask: Question
) -> tuple[Question, tuple[Objective, Objective], Symbol]:
    """The same with a variable that has one entry in place of an array."""
    if len(variable.shape) != 1 or not isinstance(variable.shape[0], Symbol):
        return ask, objectives, variable
    size = {variable.shape[0].name: ONE}
    entry = Symbol(variable.name)
    whole: dict[str, Term] = {variable.name: Apply("constant", (entry,), (ONE,))}

    def narrowed(objective: Objective) -> Objective:
        return replace(objective, term=substitute(substitute(objective.term, whole), size))

    declarations = {
        name: replace(d, symbol=Symbol(d.symbol.name, _sized(d.symbol.shape, size)))
        for name, d in ask.scope.declarations.items()
    }
    known = declarations.get(variable.name)
    declarations[variable.name] = Declaration(entry) if known is None else replace(known, symbol=entry)
    one, other = objectives
    return replace(ask, scope=replace(ask.scope, declarations=declarations)), (narrowed(one), narrowed(other)), entry


def _sized(shape: Shape, size: Mapping[str, Term]) -> Shape:
    return tuple(substitute(part, size) for part in shape)


def _times(factor: int, term: Term) -> Term:
    return product([number(factor), term])
