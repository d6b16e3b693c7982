"""Where the bundled derivations are, and which of them a name means."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path


class UnknownDerivationError(LookupError):
    """No bundled derivation or topic has this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.similar = get_close_matches(name, [*known, *(entry.rpartition("/")[2] for entry in known)], n=3)
        super().__init__(name)


def library_folder() -> Path:
    """The folder of the bundled derivations: in the package where it is installed, beside ``src`` in a checkout."""
    package = Path(__file__).parent
    installed = package / "library"
    return installed if installed.is_dir() else package.parents[1] / "derivations"


def names() -> list[str]:
    """The names of all bundled derivations, such as ``regression/ols``, in order."""
    folder = library_folder()
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.md"))


def resolve(wanted: Sequence[str]) -> list[str]:
    """The bundled derivations that the names mean: full names, last parts or topics; all of them for no name."""
    known = names()
    found: dict[str, None] = {}
    for name in wanted:
        plain = name.strip("/").removesuffix(".md")
        matches = [entry for entry in known if plain == entry or entry.startswith(f"{plain}/")]
        matches = matches or [entry for entry in known if entry.rpartition("/")[2] == plain]
        if not matches:
            raise UnknownDerivationError(name, known)
        found |= dict.fromkeys(matches)
    return list(found) if wanted else known


def file_of(name: str) -> Path:
    """The file of a bundled derivation."""
    return library_folder() / f"{name}.md"


def title_of(name: str) -> str:
    """The first heading of a bundled derivation."""
    with file_of(name).open(encoding="utf-8") as lines:
        heading = next((line for line in lines if line.startswith("#")), name)
    return heading.strip("# \n")


def short_path(name: str) -> str:
    """The file's path for messages: from the current folder on if it is in it."""
    path, here = file_of(name), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
