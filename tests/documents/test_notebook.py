"""Notebooks: which text is read, and how places in it are named."""

import json
from pathlib import Path

import pytest

from derivcheck.check import check_file
from derivcheck.documents import read_notebook
from derivcheck.report.json import step_object
from derivcheck.results import Verdict

CELLS = [
    {"cell_type": "code", "source": ["x = 1\n", "'$$ 1 = 2 $$'"]},
    {"cell_type": "markdown", "source": ["# Squares\n", "\n", "Let $x \\in \\mathbb{R}$."]},
    {"cell_type": "markdown", "source": "Then\n\n$$ (x+1)^2 = x^2 + 2x $$"},
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook with a declaration in one cell and a step in the next."""
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": CELLS, "nbformat": 4}), encoding="utf-8")
    return path


def test_markdown_cells_are_one_text() -> None:
    """Code is left out; every cell knows its number and where it begins."""
    found = read_notebook(json.dumps({"cells": CELLS}))
    assert found is not None
    assert found.cells == ((2, 1), (3, 5))
    assert "1 = 2" not in found.text


def test_older_notebooks_have_worksheets() -> None:
    """Before version 4 the cells stand in worksheets."""
    found = read_notebook(json.dumps({"worksheets": [{"cells": CELLS}]}))
    assert found is not None
    assert found.cells == ((2, 1), (3, 5))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 3}', "null"])
def test_what_is_no_notebook(text: str) -> None:
    """Anything else gives nothing, and no exception."""
    assert read_notebook(text) is None


def test_odd_cells_are_left_out() -> None:
    """Cells without a type or a source are no Markdown."""
    found = read_notebook('{"cells": [1, null, {}, {"cell_type": "markdown", "source": [1]}]}')
    assert found is not None
    assert not found.cells


def test_a_scope_runs_through_the_cells(notebook: Path) -> None:
    """A declaration holds in the cells behind it; places are named by cell and line."""
    (derivation,) = check_file(notebook).derivations
    (step,) = derivation.steps
    assert step.verdict is Verdict.REFUTED
    assert str(step.place) == "cell 3:3:12"
    shown = step_object(step)
    assert (shown["cell"], shown["line"]) == (3, 3)
