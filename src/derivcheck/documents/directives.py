"""Directives: comments in which a document speaks to derivcheck."""

from __future__ import annotations

import re

from derivcheck.documents.model import Directive, Fragment, Problem, Span, Verb
from derivcheck.results import Verdict

_HEAD = re.compile(r"\s*derivcheck\b(\s*:)?\s*", re.IGNORECASE)
_VERB = re.compile(r"[^\s:\[]*")
_NAMES = frozenset(verb.value for verb in Verb)
_VERBS = ", ".join(verb.value for verb in Verb)
_VERDICTS = frozenset(verdict.value for verdict in Verdict)
_LAYOUTS = frozenset({"numerator", "denominator"})
_WITH_MATHS = frozenset({Verb.LET, Verb.DEFINE, Verb.ASSUME})
_CODES = re.compile(r"\[[ \t]*D[0-9]{3}(?:[ \t]*,[ \t]*D[0-9]{3})*[ \t]*\]", re.IGNORECASE)
_MAX_SHOWN = 40


def is_directive(comment: str) -> bool:
    """Whether the inside of a comment speaks to derivcheck."""
    return _HEAD.match(comment) is not None


def read_directive(comment: Fragment, span: Span) -> Directive | Problem:
    """The directive in the inside of a comment that stands at ``span``."""
    head = _HEAD.match(comment.text)
    end = head.end() if head else 0
    if head is None or head[1] is None:
        return _problem(comment.text.strip(), "derivcheck: VERB", span)
    word = _VERB.match(comment.text, end)
    name = word[0] if word else ""
    if name not in _NAMES:
        return _problem(name, _VERBS, span)
    argument = _argument(comment.cut(end + len(name), len(comment.text)))
    verb = Verb(name)
    expected = _wrong_argument(verb, argument.text)
    return _problem(argument.text, expected, span) if expected else Directive(verb, argument, span)


def _argument(fragment: Fragment) -> Fragment:
    """What a directive says, without the dollars that may stand around it."""
    fragment = fragment.strip()
    text = fragment.text
    if len(text) > 1 and text[0] == text[-1] == "$" and "$" not in text[1:-1].strip("$"):
        marks = 2 if text.startswith("$$") and text.endswith("$$") and len(text) > 3 else 1
        return fragment.cut(marks, len(text) - marks).strip()
    return fragment


def _wrong_argument(verb: Verb, argument: str) -> str | None:
    """What the argument should have been, or nothing if it is right."""
    if verb in _WITH_MATHS:
        return None if argument else "a formula"
    if verb is Verb.LAYOUT:
        return None if argument in _LAYOUTS else "numerator, denominator"
    if verb is Verb.IGNORE:
        return None if _CODES.match(argument) else "ignore[CODE] and a reason, such as ignore[D201]"
    if verb is Verb.EXPECT:
        return None if _are_verdicts(argument) else ", ".join(verdict.value for verdict in Verdict)
    return f"nothing after {verb.value}" if argument else None


def _are_verdicts(argument: str) -> bool:
    return all(word.strip() in _VERDICTS for word in argument.split(","))


def _problem(found: str, expected: str, span: Span) -> Problem:
    shown = found if len(found) <= _MAX_SHOWN else found[: _MAX_SHOWN - 1] + "…"
    return Problem("D505", span, {"found": shown or "nothing", "expected": expected})
