"""What a verdict rests on, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from derivcheck.report.lines import plural
from derivcheck.report.values import inline
from derivcheck.results import Step, Verdict

Formula = Callable[[str], str]
_EXACT = "none"
_EXPONENT = re.compile(r"\^(-?\d+)")


def describe(step: Step, formula: Formula) -> str:
    """The strategy and its figures, or nothing where the counterexample says it all."""
    if step.verdict is Verdict.REFUTED:
        return witnesses(step)
    figures = "; ".join(part for name, value in step.evidence.items() if (part := _figure(name, value, step, formula)))
    strategy = (step.strategy or "").replace("-", " ")
    return ": ".join(part for part in (strategy and f"By {strategy}", figures) if part)


def _figure(name: str, value: object, step: Step, formula: Formula) -> str:
    if name == "points":
        return plural(int(str(value)), "random point") if value and step.evidence.get("error") != _EXACT else ""
    if name == "sizes":
        return _sizes(value, formula)
    if name == "error":
        words, _, bound = str(value).rpartition(" ")
        return _exactly(step) if value == _EXACT else f"error {words} {formula(_braced(bound))}"
    if name == "witness":
        return witnesses(step)
    if name == "exact":
        return "expanded exactly" if value else ""
    if name == "inexact":
        return f"not expanded exactly: {value}"
    if name == "counts":
        return f"with {formula(str(value))} terms in each sum of which no end is said"
    if name == "valuations":
        return f"no difference at {plural(int(str(value)), 'valuation')}"
    return f"{name} {inline(value)}"


def _exactly(step: Step) -> str:
    return "" if step.evidence.get("exact") else "both sides have the same normal form"


def witnesses(step: Step) -> str:
    """What witnesses say of the verdict: "SymPy agrees"."""
    said = step.evidence.get("witness")
    found = said.get("sympy") if isinstance(said, Mapping) else None
    return "" if found is None else f"SymPy {'has no answer' if found == 'no answer' else found}"


def _braced(power: str) -> str:
    """2^-100 as LaTeX, which needs braces."""
    return _EXPONENT.sub(r"^{\1}", power)


def _sizes(value: object, formula: Formula) -> str:
    """The sizes that were tried: "d = 5, n = 6 and d = 6, n = 7"; inferred sizes have no name."""
    plans = [plan for plan in value if isinstance(plan, Mapping)] if isinstance(value, (list, tuple)) else []
    texts = {_plan(plan, formula): None for plan in plans}
    return " and ".join(text for text in texts if text)


def _plan(plan: Mapping[str, object], formula: Formula) -> str:
    named = [f"{formula(name)} = {size}" for name, size in plan.items() if not name.startswith("?")]
    return ", ".join(named)
