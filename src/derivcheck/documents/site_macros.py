r"""Macros that a site gives to MathJax or KaTeX: ``macros: {R: "\\mathbb{R}", norm: ["\\|#1\\|", 1]}``.

They stand in a script of the document itself, or in a file of its site, which a configuration can name as a prelude:
JavaScript, the settings of Sphinx (Python), or YAML, where each may have a line of its own. What is commented out is
not meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from derivcheck.documents.model import Macro

_STRING = r"[rR]?(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
_OPENING = re.compile(r"\bmacros[\"']?\s*:(?:\s*\{|[ \t]*(?:#[^\n]*)?\n(?=[ \t]+[\w\"'#]))", re.IGNORECASE)
_NAME = r"(?P<quote>[\"']?)(?:\\{1,2})?(?P<name>[A-Za-z@]+)(?P=quote)"
_LIST = rf"\[\s*(?P<first>{_STRING})\s*(?:,\s*(?P<count>[0-9])\s*(?:,\s*(?P<default>{_STRING})\s*)?)?\]"
_SPACE = r"(?:[\s,]|//[^\n]*\n|#[^\n]*\n)*"
_ENTRY = re.compile(rf"{_SPACE}{_NAME}\s*:\s*(?:(?P<body>{_STRING})|{_LIST})(?=\s*(?:[,}}]|//|#))")
_PLAIN = r"(?P<plain>[^\s\"'\[{#][^\n#]*(?:#[1-9][^\n#]*)*?)"
_LINE = re.compile(
    r"(?:[ \t]*(?:#[^\n]*)?\n)*"
    rf"(?P<indent>[ \t]+){_NAME}[ \t]*:[ \t]+(?:(?P<body>{_STRING})|{_LIST}|{_PLAIN})[ \t]*(?:[ \t]#[^\n]*)?(?:\n|$)"
)
_ESCAPED = re.compile(r"\\([^A-Za-z])")
_PARAMETER = re.compile(r"#([1-9])")
_COMMENTED = re.compile(r"[ \t]*(?://|#)")
_COMMENTS = (("/*", "*/"), ("<!--", "-->"))


def site_macros(text: str) -> dict[str, Macro]:
    """The macros of every such table in a text; a table is read up to what is not understood in it."""
    found: dict[str, Macro] = {}
    for opening in _OPENING.finditer(text):
        if not _is_commented(text, opening.start()):
            for entry in _entries(text, opening):
                found[f"\\{entry['name']}"] = _macro(entry)
    return found


def _is_commented(text: str, position: int) -> bool:
    """Whether a place stands in a comment."""
    line = _COMMENTED.match(text, text.rfind("\n", 0, position) + 1)
    return line is not None or any(
        text.rfind(begin, 0, position) > text.rfind(end, 0, position) for begin, end in _COMMENTS
    )


def _entries(text: str, opening: re.Match[str]) -> Iterator[re.Match[str]]:
    """The entries of a table: in braces, or each on a line that is indented like the first."""
    braced = opening[0].endswith("{")
    pattern = _ENTRY if braced else _LINE
    entry = pattern.match(text, opening.end())
    indent = None if braced or entry is None else entry["indent"]
    while entry is not None and (braced or entry["indent"] == indent):
        yield entry
        entry = pattern.match(text, entry.end())


def _macro(entry: re.Match[str]) -> Macro:
    plain = entry.groupdict().get("plain")
    body = plain.strip() if plain else _plain(entry["body"] or entry["first"])
    # KaTeX counts the arguments itself.
    count = int(entry["count"] or max(_PARAMETER.findall(body), default="0"))
    return Macro(count, _plain(entry["default"]) if entry["default"] else None, body)


def _plain(string: str) -> str:
    r"""What a string stands for: a backslash before a letter is one of TeX, for ``'\mathbb'`` is a string of YAML."""
    if string[0] in "rR":
        return string[2:-1]
    return _ESCAPED.sub(r"\1", string[1:-1])
