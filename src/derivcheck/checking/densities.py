"""Whether the densities that a text gives by formulas are densities at all."""

from __future__ import annotations

from functools import partial

from derivcheck.checking.ground import guarded, settled_sides
from derivcheck.checking.outcome import Ground
from derivcheck.checking.questions import posed
from derivcheck.engine.decide import decide
from derivcheck.results import Verdict
from derivcheck.terms.families import BY_FORMULA
from derivcheck.terms.nodes import ONE


def unnormalised(names: set[str], ground: Ground) -> str | None:
    """The first of some variables whose density, as a formula gives it, does not integrate to 1."""
    variables = ground.context.chance.variables
    for name in sorted(names & variables.keys()):
        law = variables[name].distribution
        if law is None or law.family != BY_FORMULA:
            continue
        whole = posed(settled_sides((law.parameters[0], ONE), ground.context), "=", ground)
        if guarded(partial(decide, whole, shown=False), ground).verdict is Verdict.REFUTED:
            return name
    return None
