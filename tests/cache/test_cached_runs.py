import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derivcheck import check
from derivcheck.cache.store import NAME
from derivcheck.checking import walk
from derivcheck.checking.agreement import check_apart
from derivcheck.checking.outcome import Ground
from derivcheck.cli import main
from derivcheck.documents import Chain
from derivcheck.results import File, Step
from derivcheck.settings import Settings
from derivcheck.sources import Source

NOTES = {
    "a.md": "# A\n\nLet $x \\in \\mathbb{R}$.\n\n$$ (x + 1)^2 = x^2 + 2x + 1 $$\n\n$$ \\sqrt{x^2} = x $$\n",
    "b.tex": "Let $x > 0$. \\[ \\log x^2 = 2 \\log x \\] \\[ x + x = \\frobnicate{x} \\]\n",
    "c.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": "$$ 2 + 2 = 5 $$"}]}),
}
ENGINE = ("flint", "numpy", "sympy", "derivcheck.engine", "derivcheck.reading", "derivcheck.check")


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with three documents in it."""
    monkeypatch.chdir(tmp_path)
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents that were checked, in this process."""
    seen: list[str] = []
    real: Callable[[Source, Settings], File] = check.check_source

    def watched(source: Source, settings: Settings) -> File:
        seen.append(source.path)
        return real(source, settings)

    monkeypatch.setattr(check, "check_source", watched)
    return seen


def run(*arguments: str) -> Result:
    """Run the check."""
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize("options", [["--format", "json"], ["--verbose"], ["--quiet", "--strict"]])
def test_a_second_run_prints_the_same_and_checks_nothing(checked: list[str], options: list[str]) -> None:
    """Warm and cold output are the same to the last byte, times included."""
    cold = run(".", *options)
    assert checked == ["a.md", "b.tex", "c.ipynb"]
    warm = run(".", *options)
    assert len(checked) == 3
    assert (warm.stdout, warm.stderr, warm.exit_code) == (cold.stdout, cold.stderr, cold.exit_code)


@pytest.mark.usefixtures("notes")
def test_what_is_said_does_not_depend_on_the_cache() -> None:
    """Without it the report is the same."""
    assert run(".", "--no-cache").stdout == run(".").stdout == run(".").stdout


def test_only_what_has_changed_is_checked_again(notes: Path, checked: list[str]) -> None:
    """A document is known by its text, not by its name; settings count."""
    run(".")
    (notes / "b.tex").rename(notes / "d.tex")
    (notes / "a.md").write_text("$$ 1 + 1 = 2 $$\n", encoding="utf-8")
    checked.clear()
    assert "d.tex" in run(".").stdout
    assert checked == ["a.md"]
    run("a.md", "--timeout", "3")
    assert checked == ["a.md", "a.md"]


def test_without_the_cache_nothing_is_read_or_kept(notes: Path, cache_folder: Path, checked: list[str]) -> None:
    """--no-cache leaves the folder alone."""
    assert notes.is_dir()
    run("a.md", "--no-cache")
    assert list(cache_folder.iterdir()) == []
    run("a.md")
    run("a.md", "--no-cache")
    assert len(checked) == 3


@pytest.mark.usefixtures("notes")
def test_what_is_known_can_be_forgotten(checked: list[str]) -> None:
    """--clear-cache checks everything again."""
    run("a.md")
    run("a.md", "--clear-cache")
    run("a.md")
    assert len(checked) == 2


@pytest.mark.usefixtures("notes")
def test_what_rests_on_the_clock_is_not_kept(checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that was out of time gets another chance in the next run."""
    real = check_apart

    def hurried(chain: Chain, ground: Ground) -> list[Step]:
        assert ground.deadline.anew(0).left() < 0
        return real(chain, ground)

    monkeypatch.setattr(walk, "check_apart", hurried)
    run("a.md")
    run("a.md")
    assert len(checked) == 2


@pytest.mark.usefixtures("notes")
def test_a_fault_is_not_kept(checked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours may not come again."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(walk, "check_apart", fail)
    assert run("a.md").exit_code == 1
    run("a.md")
    assert len(checked) == 2


@pytest.mark.usefixtures("notes")
def test_a_broken_cache_is_put_aside_with_a_word(cache_folder: Path) -> None:
    """The report is the same, and says so on the error stream."""
    good = run("a.md")
    (cache_folder / NAME).write_bytes(b"nonsense" * 1000)
    result = run("a.md")
    assert (result.exit_code, result.stdout) == (good.exit_code, good.stdout)
    assert "The cache was broken; it was put aside" in result.stderr
    assert run("a.md").stderr == ""


@pytest.mark.usefixtures("notes")
def test_a_warm_run_imports_no_engine() -> None:
    """What was found before is only read and shown."""
    script = f"""
import sys
from derivcheck.cli import main
try:
    main(["check", "a.md", "b.tex"])
finally:
    print([name for name in {ENGINE} if name in sys.modules], file=sys.stderr)
"""
    cold, warm = (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False) for _ in range(2)
    )
    assert "derivcheck.check" in cold.stderr
    assert (warm.returncode, warm.stdout, warm.stderr) == (cold.returncode, cold.stdout, "[]\n")
