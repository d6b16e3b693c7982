"""The words that stand in displays, and what they do to the formulas around them."""

from __future__ import annotations

import re
from enum import Enum, auto

TEXT_COMMANDS = frozenset(
    {
        r"\text",
        r"\textrm",
        r"\textit",
        r"\textbf",
        r"\textnormal",
        r"\textsf",
        r"\texttt",
        r"\textsc",
        r"\textup",
        r"\mbox",
        r"\hbox",
        r"\intertext",
        r"\shortintertext",
    }
)


class Role(Enum):
    """What words between formulas do."""

    IMPLIES = auto()
    EQUIVALENT = auto()
    SEPARATES = auto()
    BREAKS = auto()
    CONDITION = auto()
    THEN = auto()
    JOINS = auto()
    STATES = auto()
    OTHER = auto()


_PHRASES: dict[str, Role] = {
    **dict.fromkeys(
        (
            "so",
            "and so",
            "hence",
            "thus",
            "therefore",
            "implies",
            "which implies",
            "implies that",
            "it follows that",
            "so that",
            "consequently",
            "gives",
            "which gives",
            "yields",
            "which yields",
        ),
        Role.IMPLIES,
    ),
    **dict.fromkeys(
        ("if and only if", "iff", "equivalently", "or equivalently", "is equivalent to", "exactly if", "exactly when"),
        Role.EQUIVALENT,
    ),
    **dict.fromkeys(("and", "and also", "also", "as well as", "while", "whereas", "resp"), Role.SEPARATES),
    **dict.fromkeys(("or", "or else", "xor", "not", "and not", "either", "both", "nor", "but not"), Role.JOINS),
    **dict.fromkeys(("and hence", "and thus", "and therefore", "i.e", "that is", "e.g", "but"), Role.BREAKS),
    "then": Role.THEN,
}
_TRUE = frozenset(
    (
        "all",
        "true",
        "always true",
        "any",
        "all reals",
        "all real numbers",
        "any real number",
        "all real",
        "arbitrary",
        "is arbitrary",
        "all values",
        "is any real number",
        "always",
        "tautology",
        "every real number",
        "true for all",
    )
)
_FALSE = re.compile(
    r"(?:there (?:is|are) )?(?:no|none|false|never|impossible|(?:a )?contradiction|absurd|always false|empty)"
    r"(?: (?:real|such|further|possible|other))?(?: (?:solutions?|roots?|values?|x|numbers?))?(?: exists?)?"
    r"(?: (?:in|over|among|within)(?: (?:the )?(?:reals?|real numbers))?)?"
)
_CONDITION_WORDS = frozenset(
    """
    if for where when with given provided whenever unless subject s.t such assuming since because on in at over under as
    otherwise almost a.s w.p i.i.d iid let suppose assume where, wherein until by using via from due again independently
    recall note evaluated w.r.t wrt uniformly as up
    """.split()
)
_OPENING_CONDITIONS = frozenset("if when whenever unless for given let suppose assume assuming provided".split())
_WRAPPED = re.compile(r"\\(?:text\w*|mbox|hbox|emph|mathrm|shortintertext|intertext)\s*\{([^{}]*)\}")
_SPACING = re.compile(r"\\(?:quad|qquad|hspace\{[^{}]*\})(?![A-Za-z])|(?<!\\)\\[,;:! ]|(?<!\\)&|[~$]")
_SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """Words as a person reads them: without the commands around them."""
    return _SPACES.sub(" ", _SPACING.sub(" ", _WRAPPED.sub(r"\1", text))).strip()


def role(text: str) -> Role:
    """What the words of a display do to the formulas before and after them."""
    words = plain(text).lower().strip(" .,;:()[]")
    phrase = _PHRASES.get(words)
    if phrase is not None:
        return phrase
    if states(text) is not None:
        return Role.STATES
    first = words.split(" ", 1)[0].rstrip(",.:")
    return Role.CONDITION if first in _CONDITION_WORDS else Role.OTHER


def states(text: str) -> bool | None:
    """Whether words are a statement by themselves: "no solution" is false, "all real numbers" is true."""
    words = plain(text).lower().strip(" .,;:()[]!")
    if words in _TRUE:
        return True
    return False if _FALSE.fullmatch(words) else None


def restricts(text: str) -> bool:
    """Whether these words restrict a formula whatever follows: ``if H`` does, ``for any constant C`` does not."""
    return opens_condition(text) and not plain(text).lower().startswith("for")


def opens_condition(text: str) -> bool:
    """Whether a formula that begins with these words is an assumption up to the next comma."""
    return plain(text).lower().strip(" ,:").split(" ", 1)[0] in _OPENING_CONDITIONS


def leads_to_condition(text: str) -> bool:
    """Whether the formula behind these words is a condition: ``for``, ``since now``, ``which holds if``."""
    return role(text) is Role.CONDITION or ends_with_condition(text)


def ends_with_condition(text: str) -> bool:
    """Whether the last of these words is one that a formula has to follow on, such as ``if``."""
    return plain(text).lower().strip(" .,;:()[]").rsplit(" ", 1)[-1] in _CONDITION_WORDS


def reason(text: str) -> str | None:
    """The reason that an author gave, without the punctuation and brackets around it."""
    words = plain(text).strip(" ,;:")
    words = words[:-1] if words.endswith(").") else words
    if words.startswith("(") and words.endswith(")") and words.count("(") == 1:
        words = words[1:-1].strip()
    return (words if words.endswith("\\right.") else words.removesuffix(".").strip()) or None
