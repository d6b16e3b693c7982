from pathlib import Path

import pytest

from derivcheck.paths import find


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with documents at several places."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "b.md", "a.tex", "c.txt", "d.ipynb", ".hidden.md", "deep/er/e.qmd", "deep/F.MARKDOWN",
        ".git/g.md", ".venv/h.md", "node_modules/i.md", "build/j.md", "deep/node_modules/k.md",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_folder_gives_its_documents() -> None:
    """Markdown and LaTeX files count, hidden folders and those of other people's files do not."""
    assert find(["."]) == (["a.tex", "b.md", "d.ipynb", "deep/F.MARKDOWN", "deep/er/e.qmd"], [])


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_named_is_taken_whatever_its_name() -> None:
    """Who names a file means it."""
    assert find(["c.txt", "d.ipynb", ".git/g.md"]) == (["c.txt", "d.ipynb", ".git/g.md"], [])


@pytest.mark.usefixtures("folder")
def test_a_hidden_folder_that_is_named_is_searched() -> None:
    """Only folders within a folder are left out."""
    assert find([".git"]) == ([".git/g.md"], [])


@pytest.mark.usefixtures("folder")
def test_each_file_is_taken_once() -> None:
    """A file that is named twice, or lies in a folder that is named too, is checked once."""
    assert find(["b.md", "./b.md", "."])[0] == ["b.md", "a.tex", "d.ipynb", "deep/F.MARKDOWN", "deep/er/e.qmd"]


def test_a_loop_of_links_ends(folder: Path) -> None:
    """Links to folders are not followed."""
    (folder / "deep" / "loop").symlink_to(folder)
    assert find(["deep"])[0] == ["deep/F.MARKDOWN", "deep/er/e.qmd"]


def test_what_is_missing_or_empty_is_an_error(folder: Path) -> None:
    """Both make the command fail, and the message starts with the path."""
    (folder / "empty").mkdir()
    files, troubles = find(["nope", "empty", "b.md"])
    assert files == ["b.md"]
    assert [(trouble.code, trouble.severity, trouble.message.split(":")[0]) for trouble in troubles] == [
        ("D507", "error", "nope"),
        ("D506", "error", "empty"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_dash_is_standard_input() -> None:
    """It is passed on as it is, once."""
    assert find(["-", "-"]) == (["-"], [])
