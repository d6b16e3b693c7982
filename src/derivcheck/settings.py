"""What a check is told; light, so that a run that needs no check imports nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from derivcheck.sources import Source

LAYOUTS = ("numerator", "denominator")
LOGARITHMS = ("natural", "binary", "decimal")
WITNESSES = ("sympy",)


class MacroSetting(NamedTuple):
    """A macro that documents may use; ``default`` is what its first argument is where none is given."""

    name: str
    parameters: int
    default: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How to check: without a seed each step has its own; without a number of jobs, files and processors give it.

    ``advice`` says whether refuted steps are offered what may help, ``slips`` whether those that their author expects
    to be refuted are, too.
    ``witness`` names a second opinion on every verdict, of which there is one: "sympy". With ``exact``, what was
    proved at random points is expanded exactly as well, as far as that is possible.

    Before its first line a document sees what the documents of ``prelude`` and the prose ``scope`` declare and define,
    ``macros``, the ``layout`` of derivatives, and the base of logarithms that are written without one (``log``).
    """

    seed: int | None = None
    timeout: float = 5.0
    jobs: int | None = None
    advice: bool = True
    slips: bool = True
    witness: str | None = None
    exact: bool = False
    layout: str = LAYOUTS[0]
    log: str = LOGARITHMS[0]
    macros: tuple[MacroSetting, ...] = ()
    prelude: tuple[Source, ...] = ()
    scope: str = ""


DEFAULT = Settings()
