"""What numerical stability means: a naive and a shifted form of one function, in float32, in float64, and exactly.

The forms are read from LaTeX and evaluated by the one evaluator, in floats and in balls; both forms of a pair are equal
(the library proves it), but not to a computer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import flint
import numpy as np

from derivcheck.engine.evaluation.display import show_number
from derivcheck.engine.evaluation.entries import Entries, Value
from derivcheck.engine.evaluation.evaluator import Evaluator
from derivcheck.engine.systems.balls import Balls
from derivcheck.engine.systems.base import Element, System
from derivcheck.engine.systems.floats import Floats
from derivcheck.engine.systems.unknowns import Polynomials
from derivcheck.terms.nodes import Term

CLOSE = {np.float32: 1e-4, np.float64: 1e-10}


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a function of a vector x."""

    name: str
    latex: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A form at one input: its exact value, what floats make of it, and the judgement in words."""

    name: str
    latex: str
    input: str
    exact: str
    float32: str
    float64: str
    verdict: str


FORMS = (
    Form("softmax, naive", r"\frac{e^{x_1}}{\sum_{j=1}^{n} e^{x_j}}"),
    Form("softmax, shifted", r"\frac{e^{x_1 - \max_j x_j}}{\sum_{j=1}^{n} e^{x_j - \max_j x_j}}"),
    Form("log-sum-exp, naive", r"\log \sum_{j=1}^{n} e^{x_j}"),
    Form("log-sum-exp, shifted", r"\max_j x_j + \log \sum_{j=1}^{n} e^{x_j - \max_j x_j}"),
    Form("log-softmax, naive", r"\log \frac{e^{x_1}}{\sum_{j=1}^{n} e^{x_j}}"),
    Form("log-softmax, shifted", r"x_1 - \max_j x_j - \log \sum_{j=1}^{n} e^{x_j - \max_j x_j}"),
)
INPUTS = ((1, 2, 3), (100, 99, 98), (1000, 999, 998), (-1000, -1001, -1002))

Read = Callable[[str], Term]


def compare_forms(read: Read) -> Iterator[Comparison]:
    """Every form at every input; ``read`` turns LaTeX with a vector x of length n into a term."""
    for form in FORMS:
        term = read(form.latex)
        for entries in INPUTS:
            yield _compared(form, term, entries)


def _compared(form: Form, term: Term, entries: tuple[int, ...]) -> Comparison:
    with flint.ctx.workprec(400):
        exact = _value(term, Balls(Polynomials("")), [flint.arb(entry) for entry in entries])
        shown = show_number(exact)
        reference = float(exact)
    floats = {kind: _value(term, Floats(kind), [kind(entry) for entry in entries]) for kind in CLOSE}
    verdicts = {kind: _judge(float(value), reference, CLOSE[kind]) for kind, value in floats.items()}
    texts = {kind: f"{float(value):.6g}" for kind, value in floats.items()}
    words = (
        "both right"
        if set(verdicts.values()) == {""}
        else ", ".join(f"{kind.__name__} {word}" for kind, word in verdicts.items() if word)
    )
    return Comparison(form.name, form.latex, str(entries), shown, texts[np.float32], texts[np.float64], words)


def _value(term: Term, system: System, entries: list[Element]) -> Element:
    vector: Value = Entries((len(entries),), entries)
    with np.errstate(all="ignore"):
        return Evaluator(system, {"x": vector, "n": len(entries)}).value(term)


def _judge(value: float, exact: float, tolerance: float) -> str:
    """What went wrong, or the empty string."""
    if np.isnan(value):
        return "is not a number"
    if np.isinf(value):
        return "overflows"
    if abs(value - exact) <= tolerance * max(1.0, abs(exact)):
        return ""
    return "underflows" if value == 0 else "loses its digits"
