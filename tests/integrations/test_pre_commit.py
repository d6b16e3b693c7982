import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HOOKS = Path(__file__).parents[2] / ".pre-commit-hooks.yaml"
RIGHT = "Let $x \\in \\mathbb{R}$.\n\n$$ (x + 1)^2 = x^2 + 2x + 1 $$\n"
SLIP = "Let $x \\in \\mathbb{R}$.\n\n$$ (x + 1)^2 = x^2 + x + 1 $$\n"

pytestmark = [
    pytest.mark.skipif(find_spec("derivcheck.check") is None, reason="needs the engine"),
    pytest.mark.skipif(shutil.which("git") is None, reason="needs git"),
]


def _field(name: str) -> str:
    found = re.search(rf"^\s*(?:- )?{name}: (.*)$", HOOKS.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The variables under which git and the hook run: this Python's commands first, nobody's settings."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    identity = {f"GIT_{who}_{what}": "test@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    home = {"HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "GIT_CONFIG_NOSYSTEM": "1"}
    return {"PATH": path, **identity, **home}


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A new repository."""
    folder = tmp_path / "repository"
    folder.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=folder, env=environment, check=True)
    return folder


def _install_by_hand(repository: Path) -> None:
    """A git hook that does what pre-commit does: run the entry on the staged files that match."""
    pattern = _field("files").replace("\\.", "[.]")
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    listed = f"git diff --cached --name-only --diff-filter=d | grep -E {shlex.quote(pattern)}"
    hook.write_text(f"#!/bin/sh\nfiles=$({listed}) || exit 0\nexec {_field('entry')} $files\n", encoding="utf-8")
    hook.chmod(0o755)


def _install_pre_commit(repository: Path, environment: dict[str, str]) -> None:
    """pre-commit itself, with our hook as it stands; the command is already installed, so that no network is needed."""
    hook = HOOKS.read_text(encoding="utf-8").replace("language: python", "language: system")
    indented = "".join(f"      {line}\n" for line in hook.splitlines())
    settings = f"repos:\n  - repo: local\n    hooks:\n{indented}"
    (repository / ".pre-commit-config.yaml").write_text(settings, encoding="utf-8")
    subprocess.run(["git", "add", ".pre-commit-config.yaml"], cwd=repository, env=environment, check=True)
    command = [sys.executable, "-m", "pre_commit", "install"]
    subprocess.run(command, cwd=repository, env=environment, check=True, capture_output=True)


def _commit(repository: Path, environment: dict[str, str], name: str, text: str) -> subprocess.CompletedProcess[str]:
    (repository / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "add", name], cwd=repository, env=environment, check=True)
    return subprocess.run(
        ["git", "commit", "-m", "Notes"], cwd=repository, env=environment, check=False, capture_output=True, text=True
    )


@pytest.fixture(params=["by hand", "pre-commit"])
def hooked(request: pytest.FixtureRequest, repository: Path, environment: dict[str, str]) -> Path:
    """The repository with the hook in it."""
    if request.param == "by hand":
        _install_by_hand(repository)
        return repository
    if find_spec("pre_commit") is None:
        pytest.skip("needs pre-commit")
    _install_pre_commit(repository, environment)
    return repository


@pytest.mark.parametrize("name", ["notes.md", "notes.tex", "notes.qmd"])
def test_a_correct_document_can_be_committed(hooked: Path, environment: dict[str, str], name: str) -> None:
    """A derivation without a slip passes the hook."""
    done = _commit(hooked, environment, name, RIGHT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_slip_stops_the_commit(hooked: Path, environment: dict[str, str]) -> None:
    """A wrong step is shown with its place, and nothing is committed."""
    done = _commit(hooked, environment, "notes.md", SLIP)
    assert done.returncode != 0
    assert "notes.md:3:" in done.stdout + done.stderr
    log = subprocess.run(["git", "log"], cwd=hooked, env=environment, check=False, capture_output=True)
    assert log.returncode != 0


def test_other_files_are_not_checked(hooked: Path, environment: dict[str, str]) -> None:
    """A slip in a file that is no document stops nothing."""
    done = _commit(hooked, environment, "notes.txt", SLIP)
    assert done.returncode == 0, done.stdout + done.stderr
