"""Every Markdown derivation is a test: its chains carry the verdicts that are expected of them."""

from pathlib import Path

import pytest

from derivcheck.check import Settings, check_file
from derivcheck.results import File, Step, Verdict

ROOT = Path(__file__).parents[1]
SPECIFICATIONS = sorted((ROOT / "tests" / "derivations").rglob("*.md"))
LIBRARY = sorted((ROOT / "derivations").rglob("*.md"))
PATIENT = Settings(timeout=60.0)
"""Verdicts do not hang on how busy the machine is."""

CLASHES = frozenset({"D202", "D203", "D207"})
SETTLED = frozenset({Verdict.PROVED, Verdict.DEFINED, Verdict.SKIPPED})


def _name(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix()


def _steps(file: File) -> list[Step]:
    return [step for derivation in file.derivations for step in derivation.steps]


def _shown(path: Path, steps: list[Step]) -> str:
    return "\n".join(
        f"{path}:{step.place.line}: {step.left} {step.relation} {step.right}: {step.verdict}: {step.message}"
        for step in steps
    )


@pytest.mark.parametrize("path", [*SPECIFICATIONS, *LIBRARY], ids=_name)
def test_every_expectation_is_met_and_nothing_else_is_refuted(path: Path) -> None:
    """Each step gets the verdict that its document expects; a step without an expectation is not refuted."""
    file = check_file(path, settings=PATIENT)
    assert not file.troubles, [trouble.message for trouble in file.troubles]
    steps = _steps(file)
    assert steps
    wrong = [step for step in steps if step.unexpected or (step.verdict is Verdict.REFUTED and step.expected is None)]
    assert not wrong, _shown(path, wrong)


@pytest.mark.parametrize("path", LIBRARY, ids=_name)
def test_every_step_of_the_library_is_proved_or_as_expected(path: Path) -> None:
    """The bundled derivations hold no gap: what is not proved defines a name or is a slip that is refuted."""
    steps = _steps(check_file(path, settings=PATIENT))
    open_steps = [step for step in steps if step.verdict not in SETTLED and step.expected is None]
    assert not open_steps, _shown(path, open_steps)


@pytest.mark.parametrize("path", LIBRARY, ids=_name)
def test_every_derivation_of_the_library_shows_slips(path: Path) -> None:
    """Each bundled derivation closes with two or more slips, each with a counterexample or shapes that clash."""
    slips = [step for step in _steps(check_file(path, settings=PATIENT)) if step.verdict is Verdict.REFUTED]
    assert len(slips) > 1
    assert all(slip.counterexample is not None or slip.code in CLASHES for slip in slips), _shown(path, slips)
