r"""Decides ``A \succeq B``: the quadratic forms of the sides compare, whatever vector they are taken of."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from derivcheck.checking.doubts import clear
from derivcheck.checking.ground import guarded, scope_of, settled
from derivcheck.checking.outcome import Draft, Focus, Ground
from derivcheck.engine.decide import decide
from derivcheck.engine.decision import Decision
from derivcheck.engine.domains.bounds import Bounds
from derivcheck.engine.question import Question
from derivcheck.reading.sides import ChainReader
from derivcheck.results import Step, Verdict
from derivcheck.terms.apart import apart
from derivcheck.terms.nodes import ONE, ZERO, Apply, Symbol, Term
from derivcheck.terms.scope import Claim, Declaration

ORDERS = {r"\succeq": r"\ge", r"\succ": ">", r"\preceq": r"\le", r"\prec": "<"}
STRICT = frozenset({r"\succ", r"\prec"})
VECTORS = ("v", "u", "x", "z", "h")


def definite(draft: Draft, terms: tuple[Term, Term], reader: ChainReader) -> Step:
    """The step between two square matrices: vᵀAv ≥ vᵀBv for every v, without equality for v ≠ 0 where it is strict."""
    symbol = draft.relation.symbol
    shape = terms[0].shape
    if len(shape) != 2 or shape[0] != shape[1]:
        return draft.step(Decision(Verdict.UNREAD, "D406", {"notation": symbol}), Focus.on(draft.relation.fragment))
    context = draft.ground.context.copy()
    name = next((letter for letter in VECTORS if letter not in context.symbols | context.definitions), "v′")
    vector = Symbol(name, shape[:1])
    context.declare(Declaration(vector, source=f"any vector {name}"))
    if symbol in STRICT:
        context.assumptions.append(Claim(Apply("dot", (vector, vector)), ">", ZERO, rf"{name} \ne 0"))
    ground = replace(draft.ground, context=context)
    scope = scope_of(context)
    left, right = (apart(_form(settled(term, context), vector), Bounds(scope).positive) for term in terms)
    question = Question(left, ORDERS[symbol], right, scope, ground.seed, ground.deadline)
    decision = clear(guarded(partial(decide, question), ground), question, ground, terms)
    if decision.verdict is Verdict.PROVED and not _is_symmetric(terms, ground):
        decision = Decision(Verdict.UNPROVED, "D304", {"what": "an order of matrices that may not be symmetric"})
    reader.elaborator.note(symbol, f"the order of the quadratic forms, here of a vector {name}")
    return replace(draft, ground=ground).finished(question, decision, reader)


def _is_symmetric(terms: tuple[Term, Term], ground: Ground) -> bool:
    """Whether both sides are surely symmetric, as matrices that are ordered are."""
    scope = scope_of(ground.context)
    sides = [settled(term, ground.context) for term in terms]
    flipped = [Apply("transpose", (side,), side.shape) for side in sides]
    pairs = zip(sides, flipped, strict=True)
    questions = [Question(side, "=", other, scope, ground.seed, ground.deadline) for side, other in pairs]
    return all(guarded(partial(decide, q, quick=True), ground).verdict is Verdict.PROVED for q in questions)


def _form(matrix: Term, vector: Symbol) -> Term:
    row = Apply("transpose", (vector,), (ONE, *vector.shape))
    return Apply("matmul", (Apply("matmul", (row, matrix), (ONE, *vector.shape)), vector))
