"""Prose as a person reads it: without the markup around the words."""

from __future__ import annotations

import re

_LINK_TARGET = re.compile(r"\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\]\[[^\[\]\n]*\]")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|<[A-Za-z]>|</[A-Za-z]>")
_LINE_MARK = re.compile(r"^[ \t>]*(?:(?:[-*+]|#{1,6})[ \t]+)?", re.MULTILINE)
_EMPHASIS = re.compile(r"\*+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])|~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LATEX_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)


def clean_markdown(text: str) -> str:
    """The words of Markdown prose."""
    if not text.strip():
        return ""
    text = _LINE_MARK.sub("", text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "]" in text:
        text = _LINK_TARGET.sub("", text).replace("[", "")
    text = _EMPHASIS.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return " ".join(text.split())


def clean_latex(text: str) -> str:
    """The words of LaTeX prose, its commands dropped and their arguments kept."""
    if "\\" in text:
        text = text.replace(r"\%", "%").replace(r"\&", "&").replace(r"\_", "_").replace(r"\$", "$")
        text = _LATEX_COMMAND.sub(" ", text)
    text = text.replace("{", "").replace("}", "").replace("~", " ").replace("``", '"').replace("''", '"')
    return " ".join(text.split())
