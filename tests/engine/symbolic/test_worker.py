import subprocess
import sys
from pathlib import Path

NEEDS_SYMPY = r"""Let $x > 0$.

$$ \int x \cos x \, dx = x \sin x + \cos x $$

$$ \arcsin x + \arccos x = \frac{\pi}{2} $$
"""


def test_processes_that_asked_sympy_come_to_an_end(tmp_path: Path) -> None:
    """A run over several files at once, each of which needs SymPy, ends: no process waits for SymPy's for ever."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(NEEDS_SYMPY, encoding="utf-8")
    command = [sys.executable, "-m", "derivcheck", "check", "--jobs", "2", "--witness", "sympy", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
