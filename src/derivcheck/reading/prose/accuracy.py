r"""How exact an approximation is said to be: "to first order in $x$", "up to $O(x^2)$", "to three decimals"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from derivcheck.documents import Formula, Fragment, Item, Words
from derivcheck.reading.names import LETTER
from derivcheck.reading.prose.hedges import REJECTS

COUNTS = {"zeroth": 0, "first": 1, "linear": 1, "second": 2, "quadratic": 2, "third": 3, "fourth": 4, "fifth": 5}
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
ORDER = re.compile(rf"\b(?:to|up to)\s+(?:the\s+)?({'|'.join(COUNTS)})[-\s]+order\s+in\s*$", re.IGNORECASE)
UP_TO = re.compile(r"\bup to(?:\s+(?:terms|an error|errors)(?:\s+of)?(?:\s+order)?)?\s*$", re.IGNORECASE)
WITHIN = re.compile(r"\b(?:to\s+)?within\s*$|\bup to an error of(?: at most)?\s*$", re.IGNORECASE)
DECIMALS = re.compile(
    rf"\bto\s+(\d|{'|'.join(NUMBERS)})\s+(?:decimals?|decimal\s+(?:places?|digits?))\b", re.IGNORECASE
)
ORDER_TERM = re.compile(r"\s*(?:O|o|\\mathcal\{O\}|\\mathcal O)\s*(?:\\left)?\(")
POWER = re.compile(r"\s*(?:\d+\s*\\(?:cdot|times)\s*)?10\s*\^\s*\{?\s*-\s*\d+\s*\}?\s*|\s*0?\.\d+\s*")
NAME = re.compile(LETTER + r"(?:_(?:\w|\{\w+\}))?")
MOST_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What is left open: ``rest`` is an order of magnitude to be added, or ``tolerance`` the largest error.

    Digits are rounded; those that are only cut off have an error up to ``cut``.
    """

    rest: str = ""
    tolerance: str = ""
    cut: str = ""


def accuracy(items: Sequence[Item]) -> Accuracy | None:
    """What the words that lead to a display say, if nothing in their sentence takes it back."""
    found: Accuracy | None = None
    before = sentence = ""
    for item in items:
        if isinstance(item, Words):
            sentence = re.split(r"[.?!]\s", sentence + item.text)[-1]
            before = item.text
            decimals = DECIMALS.search(item.text)
            if decimals:
                found = _decimals(decimals[1])
        elif isinstance(item, Formula):
            found = _of_formula(before, item.fragment) or found
            before = ""
    return None if REJECTS.search(sentence) else found


def _decimals(count: str) -> Accuracy | None:
    places = NUMBERS.get(count.lower()) or int(count)
    if places > MOST_DECIMALS:
        return None
    return Accuracy(tolerance=rf"\frac{{1}}{{2}} \cdot 10^{{-{places}}}", cut=f"10^{{-{places}}}")


def _of_formula(before: str, formula: Fragment) -> Accuracy | None:
    order = ORDER.search(before)
    text = formula.text.strip()
    if order and NAME.fullmatch(text):
        return Accuracy(rest=rf"O({text}^{{{COUNTS[order[1].lower()] + 1}}})")
    if UP_TO.search(before) and ORDER_TERM.match(text):
        return Accuracy(rest=text)
    if WITHIN.search(before) and POWER.fullmatch(text):
        return Accuracy(tolerance=text)
    return None
