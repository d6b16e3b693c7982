import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from derivcheck.check import check_file
from derivcheck.cli import main
from derivcheck.inputs import inputs_of

STEP = "\\[ \\sq{x} = x \\cdot x \\]\n"


@pytest.fixture
def thesis(tmp_path: Path) -> Path:
    """A root with a file of macros, a package and a chapter."""
    (tmp_path / "chapters").mkdir()
    files = {
        "macros.tex": "% \\newcommand{\\sq}[1]{wrong}\n\\newcommand{\\sq}[1]{\\power{#1}}\n$$ 1 = 2 $$\n",
        "own.sty": "\\RequirePackage{amsmath}\n\\def\\power#1{#1^2}\n",
        "main.tex": "\\documentclass{book}\n\\usepackage{amsmath,own}\n\\input{macros}\n"
        "\\begin{document}\n\\include{chapters/one}\n" + STEP + "\\end{document}\n",
        "chapters/one.tex": "% !TEX root = ../main.tex\n" + STEP,
        "chapters/two.tex": "\\documentclass[../main]{subfiles}\n\\begin{document}\n" + STEP + "\\end{document}\n",
        "alone.tex": STEP,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def verdicts(path: Path) -> list[str]:
    """The verdicts on all steps of a file."""
    return [step.verdict for derivation in check_file(path).derivations for step in derivation.steps]


@pytest.mark.parametrize("name", ["main.tex", "chapters/one.tex", "chapters/two.tex"])
def test_the_macros_of_other_files_are_known(thesis: Path, name: str) -> None:
    """Of files that are input, of packages beside the root, and of the root itself; their formulas are not checked."""
    assert verdicts(thesis / name) == ["proved"]


def test_without_them_the_step_is_unread(thesis: Path) -> None:
    """A document that names no other file sees none."""
    assert verdicts(thesis / "alone.tex") == ["unread"]


def test_files_that_name_each_other_are_read_once(thesis: Path) -> None:
    """No circle, and no file that is not there, does any harm."""
    (thesis / "macros.tex").write_text("\\input{main}\\input{missing}\\input{macros}\\input{.}", encoding="utf-8")
    (thesis / "own.sty").write_bytes(b"\xff")
    text = (thesis / "main.tex").read_text(encoding="utf-8")
    assert len(inputs_of(str(thesis / "main.tex"), text)) == 2


def test_pipes_and_long_names_are_left_alone(thesis: Path) -> None:
    """Only ordinary files are read."""
    os.mkfifo(thesis / "pipe.tex")
    assert inputs_of(str(thesis / "x.tex"), f"\\input{{pipe}}\\input{{{'x' * 400}}}\\input{{/dev/zero}}") == ()


def test_a_change_in_another_file_counts(thesis: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept is not taken for what the macros would give now."""
    monkeypatch.chdir(thesis)
    first = CliRunner().invoke(main, ["check", "main.tex"])
    (thesis / "own.sty").write_text("\\def\\power#1{#1^3}\n", encoding="utf-8")
    second = CliRunner().invoke(main, ["check", "main.tex"])
    assert (first.exit_code, second.exit_code) == (0, 1)
