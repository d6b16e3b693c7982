r"""Macros that a web page gives to MathJax or KaTeX: ``macros: {R: "\\mathbb{R}", norm: ["\\|#1\\|", 1]}``.

They stand in a script of the document itself, or in a file of its site, which a configuration can name as a prelude.
"""

from __future__ import annotations

import re

from derivcheck.documents.model import Macro

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_OPENING = re.compile(r"\bmacros[\"']?\s*:\s*\{", re.IGNORECASE)
_ENTRY = re.compile(
    r"(?:[\s,]|//[^\n]*\n)*"
    r"(?P<quote>[\"']?)(?:\\{1,2})?(?P<name>[A-Za-z@]+)(?P=quote)\s*:\s*"
    rf"(?:(?P<body>{_STRING})"
    rf"|\[\s*(?P<first>{_STRING})\s*(?:,\s*(?P<count>[0-9])\s*(?:,\s*(?P<default>{_STRING})\s*)?)?\])"
)
_ESCAPED = re.compile(r"\\(.)")
_PARAMETER = re.compile(r"#([1-9])")


def site_macros(text: str) -> dict[str, Macro]:
    """The macros of every such table in a text; a table is read up to what is not understood in it."""
    found: dict[str, Macro] = {}
    for opening in _OPENING.finditer(text):
        position = opening.end()
        while (entry := _ENTRY.match(text, position)) is not None:
            body = _plain(entry["body"] or entry["first"])
            # KaTeX counts the arguments itself.
            count = int(entry["count"] or max(_PARAMETER.findall(body), default="0"))
            default = _plain(entry["default"]) if entry["default"] else None
            found[f"\\{entry['name']}"] = Macro(count, default, body)
            position = entry.end()
    return found


def _plain(string: str) -> str:
    """What a string of JavaScript stands for."""
    return _ESCAPED.sub(r"\1", string[1:-1])
