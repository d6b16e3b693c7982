r"""Sides that are written up to a constant: ``… + \text{const}``, or ``… + C`` with a C of which nothing is said."""

from __future__ import annotations

import re

from derivcheck.documents import Fragment
from derivcheck.documents.sides import join
from derivcheck.reading.context import Context

_WORD = r"\(?\s*(?:additive\s+)?const(?:ant|\.)?s?\s*\)?"
_TEXT = rf"\\(?:text|textrm|textit|mathrm|mathit|operatorname|mathsf|mbox|rm)\s*\{{\s*(?:\\rm\s*)?{_WORD}\s*\.?\s*\}}"
_END = r"(?P<end>(?:\s|[.,;\])]|\\right|\\\}|\\,|\\big\w*|\\Big\w*)*)$"
SPOKEN = re.compile(rf"[+-]\s*(?:{_TEXT}|(?<![A-Za-z])const(?![A-Za-z])){_END}")
LETTER = re.compile(rf"\+\s*(?P<name>[Cc](?:\s*_\s*(?:\d|\{{\s*\d+\s*\}}))?|C'+){_END}")
STAND_IN = r"+ c_{\text{const}}"


def without_constant(fragment: Fragment, context: Context, *, letters: bool = True) -> Fragment | None:
    """A side without the constant that it ends in, which may be a letter; None where it ends in none."""
    found = SPOKEN.search(fragment.text) or (_letter(fragment, context) if letters else None)
    if found is None:
        return None
    end = fragment.cut(found.start("end"), len(fragment.text))
    return join([fragment.cut(0, found.start()), end]).strip()


def with_stand_in(fragment: Fragment) -> Fragment:
    """A side in which a constant that is spoken of has a name."""
    found = SPOKEN.search(fragment.text)
    if found is None:
        return fragment
    name = Fragment(STAND_IN, (fragment.place_of(found.start()),) * len(STAND_IN))
    return join([fragment.cut(0, found.start()), name, fragment.cut(found.start("end"), len(fragment.text))])


def _letter(fragment: Fragment, context: Context) -> re.Match[str] | None:
    found = LETTER.search(fragment.text)
    if found is None:
        return None
    name = re.sub(r"_\{?(\d+)\}?", r"_{\1}", re.sub(r"\s", "", found["name"]))
    known = context.declared(name) is not None and not context.is_guess(name)
    taken = known or name in context.definitions or name in context.not_understood
    elsewhere = re.search(rf"(?<![A-Za-z\\]){re.escape(found['name'])}(?![A-Za-z])", fragment.text[: found.start()])
    return None if taken or elsewhere else found
