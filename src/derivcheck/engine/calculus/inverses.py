"""Functions and their inverses: g(g⁻¹(y)) is y, g⁻¹(g(x)) is x, and the slope of g⁻¹ at y is 1/g'(g⁻¹(y)).

Nothing else is known of a function that has an inverse. What stands for y where g⁻¹(y) does is best the value of g at
some place: then no inverse is left, and values of g alone decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from derivcheck.engine.question import Question
from derivcheck.terms.gradients import without_derivatives
from derivcheck.terms.latex import to_latex
from derivcheck.terms.nodes import Apply, Call, Number, Symbol, Term, number, rebuild, walk
from derivcheck.terms.scope import Declaration
from derivcheck.terms.shorthand import logit, power, times, under_logistic
from derivcheck.terms.substitution import substitute


def without_inverses(question: Question) -> Question:
    """The question in which functions and their inverses have met; none is left behind where g is known to be monotone.

    Whatever is said of a y beyond that it is a number keeps it as it is.
    """
    pairs = _pairs(question)
    if not pairs:
        return question
    left, right = (_undone(without_derivatives(side), pairs) for side in (question.left, question.right))
    question = replace(question, left=left, right=right)
    places = {place.name: (h, place) for side in (left, right) for h, place in _places(side, pairs, question)}
    if not places:
        return question
    declarations = {name: known for name, known in question.scope.declarations.items() if name not in places}
    values: dict[str, Term] = {}
    for name, (inverse, place) in places.items():
        symbol = Symbol(to_latex(Call(inverse, (place,), (0,))))
        declarations[symbol.name] = Declaration(symbol)
        values[name] = Call(pairs[inverse], (symbol,), (0,))
    left, right = (_undone(substitute(side, values), pairs) for side in (left, right))
    return replace(question, left=left, right=right, scope=replace(question.scope, declarations=declarations))


def has_inverses(question: Question) -> bool:
    """Whether values of functions know nothing of their inverses, or may be those of a function that has none."""
    inverses = question.scope.inverses
    calls = _calls(question)
    unsure = {name for name in inverses if not _is_monotone(name, question)}
    return not calls.isdisjoint(unsure | {inverses[name] for name in unsure}) or bool(
        _pairs(without_inverses(question))
    )


def _pairs(question: Question) -> dict[str, str]:
    """The functions that a question speaks of together with their inverses, by the names of these."""
    if not question.scope.inverses:
        return {}
    calls = _calls(question)
    return {inverse: name for name, inverse in question.scope.inverses.items() if {name, inverse} <= calls}


def _calls(question: Question) -> set[str]:
    return {part.function for side in (question.left, question.right) for part in walk(side) if isinstance(part, Call)}


def _places(side: Term, pairs: Mapping[str, str], question: Question) -> list[tuple[str, Symbol]]:
    """The names that an inverse of a monotone function is taken at and of which nothing is said."""
    said = {name for claim in question.assumptions for name in claim.names}
    known = question.scope.declarations
    return [
        (part.function, place)
        for part in walk(side)
        if isinstance(part, Call) and part.function in pairs and _is_monotone(pairs[part.function], question)
        if isinstance(place := part.arguments[0], Symbol) and place.name not in said
        if known.get(place.name) == Declaration(place)
    ]


def _is_monotone(name: str, question: Question) -> bool:
    return not question.scope.positive_functions.isdisjoint((f"{name}'", f"-{name}'"))


def _undone(term: Term, pairs: Mapping[str, str]) -> Term:
    """The term with functions and their inverses taken away, and the slopes of inverses written out."""
    if isinstance(term, (Number, Symbol)):
        return term
    term = rebuild(term, lambda part: _undone(part, pairs))
    match term:
        case Call(function=outer, arguments=(Call(function=inner, arguments=(place,), orders=(0,)),), orders=(0,)) if (
            pairs.get(outer) == inner or pairs.get(inner) == outer
        ):
            return place
        case Apply(operator="log", arguments=(Apply(operator="multiply", arguments=(probability, _)) as odds,)):
            # log(p/(1 - p)) of p = σ(z) is z.
            found = under_logistic(probability)
            return found if found is not None and Apply("log", (odds,)) == logit(probability) else term
        case Call(function=inverse, arguments=(place,), orders=(1 | 2 as order,)) if inverse in pairs:
            at = (_undone(Call(inverse, (place,), (0,)), pairs),)
            slope = Call(pairs[inverse], at, (1,))
            if order == 1:
                return power(slope, -1)
            return times(number(-1), Call(pairs[inverse], at, (2,)), power(slope, -3))
    return term
