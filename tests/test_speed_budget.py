import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"flint", "rich", "sympy", "markdown_it", "numpy"}
PROBE = """
import json, sys
from derivcheck.cli import main
try:
    main.main(args=json.loads(sys.argv[1]), prog_name="derivcheck")
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


def _imported(*arguments: str) -> set[str]:
    """The packages that a command has imported when it ends."""
    command = [sys.executable, "-c", PROBE, json.dumps(arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return set(json.loads(ended.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain", "D201"], ["library", "--list"]])
def test_a_command_that_checks_nothing_imports_nothing_heavy(arguments: list[str]) -> None:
    """A hook starts the command for each commit, so that a tenth of a second counts."""
    assert _imported(*arguments) & HEAVY == set()


def test_checking_a_file_imports_what_reads_and_decides_only(tmp_path: Path) -> None:
    """SymPy alone takes longer to import than a hundred steps to check; rich is for terminals."""
    path = tmp_path / "document.md"
    path.write_text("# T\n\nLet $x > 0$.\n\n$$ \\log(x^2) = 2\\log x $$\n\n$$ x^2 = x $$\n", encoding="utf-8")
    imported = _imported("check", str(path))
    assert "derivcheck" in imported
    assert imported & HEAVY <= {"flint", "markdown_it"}


def test_a_latex_file_needs_no_markdown(tmp_path: Path) -> None:
    """The reader of Markdown is imported for Markdown alone."""
    path = tmp_path / "document.tex"
    path.write_text("\\[ (x+1)^2 = x^2 + 2x + 1 \\]\n", encoding="utf-8")
    assert _imported("check", str(path)) & HEAVY <= {"flint"}


def test_the_library_needs_no_sympy() -> None:
    """Whatever is bundled is decided by the fast strategies."""
    imported = _imported("library")
    assert "derivcheck" in imported
    assert imported & {"sympy", "numpy"} == set()
