"""The folders tell the story of a document, and none knows what comes after it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "src" / "derivcheck"
RESULTS = {"results", "_version", "formula", "settings", "sources"}
KNOWN: dict[str, set[str]] = {
    "documents": set(),
    "terms": set(),
    "reading": {"documents", "terms"},
    "engine": {"terms"},
    "remedies": {"documents", "reading", "terms", "engine"},
    "checking": {"documents", "reading", "terms", "engine", "remedies", "report"},
    "report": set(),
    "cache": {"report"},
}


def imported(path: Path) -> Iterator[str]:
    """The folders, and modules beside them, that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("derivcheck."):
            yield node.module.split(".")[1]


@pytest.mark.parametrize("folder", KNOWN)
def test_a_folder_imports_only_what_comes_before_it(folder: str) -> None:
    """Whoever reads a folder need not know what is made of it later."""
    files = list((SOURCES / folder).rglob("*.py"))
    assert files
    found = {(path.name, name) for path in files for name in imported(path)}
    assert {(file, name) for file, name in found if name not in KNOWN[folder] | RESULTS | {folder}} == set()
