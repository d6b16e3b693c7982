"""What a repository says of itself: ``derivcheck.toml``, or ``[tool.derivcheck]`` in ``pyproject.toml``.

The nearest such file, from a document's folder upwards, speaks for the document. What is not understood in it is an
error with its place, for a setting that is ignored in silence would leave its author believing that it works.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from derivcheck.report.words import message
from derivcheck.settings import LAYOUTS, LOGARITHMS, WITNESSES, MacroSetting
from derivcheck.sources import Source, read_source

OWN = "derivcheck.toml"
SHARED = "pyproject.toml"
_TABLE = "tool.derivcheck"
_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_MACRO_NAME = re.compile(r"\\?([A-Za-z@]+|[^A-Za-z\s])")
_MOST_PARAMETERS = 9
_PARAMETER = re.compile(r"#([1-9])")
_SIMILAR = 0.6

Table = Mapping[str, Any]


class ConfigurationError(Exception):
    """A configuration that cannot be used; its text is the message, with the place."""


class _WrongError(ValueError):
    """A value that is none of what its setting takes; the text says what it takes."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one file says: settings for all documents below its folder, and for those that match patterns."""

    folder: Path = field(default_factory=Path)
    told: Table = field(default_factory=dict)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    files: tuple[tuple[tuple[str, ...], Table], ...] = ()

    def told_of(self, path: str) -> Table:
        """The settings for one document: those for all, then those of every pattern that it matches."""
        told = dict(self.told)
        for patterns, more in self.files:
            if self._matches(path, patterns):
                told |= more
        return told

    def takes(self, path: str) -> bool:
        """Whether a document that was found in a folder is meant."""
        return (not self.include or self._matches(path, self.include)) and not self.leaves_out(path)

    def leaves_out(self, path: str) -> bool:
        """Whether a document is excluded."""
        return self._matches(path, self.exclude)

    def _matches(self, path: str, patterns: tuple[str, ...]) -> bool:
        if not patterns:
            return False
        from pathspec import GitIgnoreSpec  # most repositories have no patterns

        try:
            inside = Path(path).resolve().relative_to(self.folder.resolve())
        except ValueError:
            return False
        return GitIgnoreSpec.from_lines(patterns).match_file(inside.as_posix())


NOTHING = Configuration()


class Configurations:
    """The configurations of the documents of a run, each file read once; ``chosen`` stands in the place of all."""

    def __init__(self, chosen: str | None = None) -> None:
        self._known: dict[Path, Configuration] = {}
        self._chosen = None if chosen is None else read(Path(chosen))

    def of(self, path: str) -> Configuration:
        """What is said of a document, or of standard input in the current folder."""
        return self._chosen or self._of_folder(Path(path).resolve().parent)

    def _of_folder(self, folder: Path) -> Configuration:
        known = self._known.get(folder)
        if known is None:
            known = _in_folder(folder) or (NOTHING if folder == folder.parent else self._of_folder(folder.parent))
            self._known[folder] = known
        return known


def _in_folder(folder: Path) -> Configuration | None:
    own, shared = folder / OWN, folder / SHARED
    if own.is_file():
        return read(own)
    # Most such files say nothing of derivcheck, and are not ours to complain about.
    if shared.is_file() and "derivcheck" in _text(shared):
        tools = _parsed(shared).get("tool", {})
        if isinstance(tools, dict) and "derivcheck" in tools:
            return read(shared)
    return None


def read(path: Path) -> Configuration:
    """The configuration in a file; raises ConfigurationError where something in it is not understood."""
    table, name = _parsed(path), ""
    if path.name == SHARED:
        tools, name = table.get("tool", {}), _TABLE
        table = tools.get("derivcheck", {}) if isinstance(tools, dict) else {}
    reader = _Reader(path, name)
    return reader.configuration(table)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: {message('D511', {'reason': str(error)})}") from None


def _parsed(path: Path) -> Table:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        where = f":{place[1]}:{place[2]}" if place and place[1] else ""
        reason = _TOML_PLACE.sub("", str(error))
        raise ConfigurationError(f"{path}{where}: {message('D511', {'reason': reason})} [D511]") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        raise ConfigurationError(f"{path}: {message('D511', {'reason': str(error)})} [D511]") from None


class _Reader:
    """Reads the tables of one file."""

    def __init__(self, path: Path, table: str) -> None:
        self.path = path
        self.table = table
        self.readers: Mapping[str, Callable[[Any], Any]] = {
            "exact": _boolean,
            "layout": _one_of(LAYOUTS),
            "log": _one_of(LOGARITHMS),
            "macros": _macros,
            "prelude": self._prelude,
            "scope": _string,
            "seed": _integer,
            "strict": _boolean,
            "timeout": _seconds,
            "witness": _one_of(WITNESSES),
        }

    def configuration(self, table: Table) -> Configuration:
        """Everything that the file says."""
        if not isinstance(table, dict):
            raise self._error("tool", "derivcheck", 0, {"key": "derivcheck", "expected": "a table of settings"})
        own = {"include": _patterns, "exclude": _patterns, "files": _tables, "baseline": _string}
        told = self._read(table, self.table, {**self.readers, **own})
        files = []
        for number, more in enumerate(told.pop("files", ())):
            name = ".".join(part for part in (self.table, "files") if part)
            found = self._read(more, name, {**self.readers, "paths": _patterns}, number)
            if "paths" not in found:
                raise self._error(self.table, "files", 0, {"key": "files", "expected": "`paths` in each of its tables"})
            files.append((found.pop("paths"), found))
        include, exclude, baseline = told.pop("include", ()), told.pop("exclude", ()), told.pop("baseline", None)
        baseline = None if baseline is None else str(self.path.parent / baseline)
        return Configuration(self.path.parent, told, include, exclude, baseline, tuple(files))

    def _read(self, table: Table, name: str, readers: Mapping[str, Callable[[Any], Any]], number: int = 0) -> Any:
        found = {}
        for key, value in table.items():
            if key not in readers:
                similar = get_close_matches(key.lower().replace("_", "-"), readers, n=1, cutoff=_SIMILAR)
                raise self._error(name, key, number, {"name": key, "similar": similar[0] if similar else ""})
            try:
                found[key] = readers[key](value)
            except _WrongError as wrong:
                raise self._error(name, key, number, {"key": key, "expected": str(wrong)}) from None
        return found

    def _error(self, table: str, key: str, number: int, facts: dict[str, str]) -> ConfigurationError:
        line, column = _place(_text(self.path), table, key, number)
        return ConfigurationError(f"{self.path}:{line}:{column}: {message('D511', facts)} [D511]")

    def _prelude(self, value: Any) -> tuple[Source, ...]:
        """The documents whose declarations and macros every document sees."""
        found = []
        for name in (value,) if isinstance(value, str) else _strings(value):
            source = read_source(str(self.path.parent / name))
            if not isinstance(source, Source):
                raise _WrongError(f"a document, or several; {name}: {source.troubles[0].message.rstrip('.')}")
            found.append(source)
        return tuple(found)


def _place(text: str, table: str, key: str, number: int) -> tuple[int, int]:
    """Where a key stands: in the table of this name, or the ``number``-th of them; else where the file begins."""
    written = re.compile(rf"\s*(?=[\"']?{re.escape(key)}[\"']?\s*[=.])")
    header = re.compile(rf"\s*\[\s*{re.escape(f'{table}.{key}'.lstrip('.'))}[\].]")
    current, seen = "", dict[str, int]()
    for count, line in enumerate(text.split("\n"), 1):
        opened = _HEADER.match(line)
        if opened is not None:
            current = re.sub(r"[\s\"']", "", opened[1])
            seen[current] = seen.get(current, -1) + 1
        found = header.match(line) or (written.match(line) if current == table and not opened else None)
        if found is not None and seen.get(table, 0) in (number, -1):
            return count, len(line) - len(line.lstrip()) + 1
    return 1, 1


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _WrongError("a text")
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _WrongError("a list of texts")
    return tuple(value)


def _patterns(value: Any) -> tuple[str, ...]:
    from pathspec import GitIgnoreSpec

    patterns = _strings(value)
    try:
        GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise _WrongError(f"patterns as in .gitignore; {error}") from None
    return patterns


def _tables(value: Any) -> tuple[Table, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _WrongError("tables, each under a [[…files]] of its own")
    return tuple(value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _WrongError("true or false")
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _WrongError("a whole number")
    return value


def _seconds(value: Any) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value < float("inf"):
        raise _WrongError("a number of seconds above 0")
    return float(value)


def _one_of(choices: Iterable[str]) -> Callable[[Any], str]:
    names = tuple(choices)

    def read_choice(value: Any) -> str:
        if value not in names:
            raise _WrongError(" or ".join(f'"{name}"' for name in names))
        return str(value)

    return read_choice


def _macros(value: Any) -> tuple[MacroSetting, ...]:
    """Macros as MathJax takes them: a text, or [text, number of arguments], or [text, number, default of the first]."""
    if not isinstance(value, dict):
        raise _WrongError("a table of macros")
    return tuple(_macro(name, given) for name, given in value.items())


def _macro(name: str, given: Any) -> MacroSetting:
    parts = given if isinstance(given, list) else [given]
    body, count, default = (*parts, *(0, None)[len(parts) - 1 :]) if 1 <= len(parts) <= 3 else (None, 0, None)
    named = _MACRO_NAME.fullmatch(name)
    counts = isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MOST_PARAMETERS
    if named is None or not isinstance(body, str) or not counts or not isinstance(default, (str, type(None))):
        raise _WrongError(f'for each macro a text, or a list such as ["\\\\lVert #1 \\\\rVert", 1]; look at {name}')
    # Who names no number of arguments means those that are used.
    return MacroSetting(f"\\{named[1]}", count or int(max(_PARAMETER.findall(body), default="0")), default, body)
