"""What a check is told; light, so that a run that needs no check imports nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How to check: without a seed each step has its own; without a number of jobs, files and processors give it.

    ``advice`` says whether refuted steps are offered what may help, ``slips`` whether those that their author expects
    to be refuted are, too.
    ``witness`` names a second opinion on every verdict, of which there is one: "sympy". With ``exact``, what was
    proved at random points is expanded exactly as well, as far as that is possible.
    """

    seed: int | None = None
    timeout: float = 5.0
    jobs: int | None = None
    advice: bool = True
    slips: bool = True
    witness: str | None = None
    exact: bool = False


DEFAULT = Settings()
