"""The conditions that an author's words state about a formula, with the formulas inside the words."""

from __future__ import annotations

from collections.abc import Iterator

from derivcheck.documents.model import Fragment
from derivcheck.documents.segments import Element, Segment, is_condition, segment
from derivcheck.documents.sides import trim
from derivcheck.documents.tokens import Kind, Token, tokenize
from derivcheck.documents.words import leads_to_condition


def formulas_in(fragment: Fragment, token: Token) -> Iterator[list[Token]]:
    r"""Formulas in dollars inside the words: ``\text{for $x > 0$}``."""
    start = token.start
    while (opening := fragment.text.find("$", start, token.end)) >= 0:
        closing = fragment.text.find("$", opening + 1, token.end)
        if closing < 0:
            return
        yield [Token(Kind.ATOM, opening + 1, closing, "")]
        start = closing + 1


def conditions_in(fragment: Fragment, remark: Token) -> Iterator[list[Token]]:
    r"""The formulas under which a remark says that something holds, as in ``\text{since } x > 0``."""
    words: Token | None = None
    run: list[Element] = []
    for element in [*_elements(fragment, remark.start, remark.end), Token(Kind.TEXT, 0, 0, "")]:
        if isinstance(element, Segment) or element.kind not in (Kind.TEXT, Kind.WIDE):
            run.append(element)
            continue
        yield from _condition(fragment, words, run)
        run = []
        if element.kind is Kind.TEXT:
            words = element
            if leads_to_condition(element.value):
                yield from formulas_in(fragment, element)


def _elements(fragment: Fragment, start: int, end: int) -> list[Element]:
    """What a remark consists of, without brackets around all of it."""
    tokens = [t._replace(start=t.start + start, end=t.end + start) for t in tokenize(fragment.text[start:end])[0]]
    kept = trim(tokens)
    if len(kept) == 1 and kept[0].value == "(" and kept[0].end - kept[0].start < end - start + 1:
        start, end = kept[0].start + 1, kept[0].end - 1
        tokens = [t._replace(start=t.start + start, end=t.end + start) for t in tokenize(fragment.text[start:end])[0]]
    return segment(tokens)


def _condition(fragment: Fragment, words: Token | None, run: list[Element]) -> Iterator[list[Token]]:
    """The formulas between two words, if they restrict what is claimed."""
    first = next((element for element in run if isinstance(element, Segment)), None)
    if first is None:
        return
    led = words is not None and leads_to_condition(words.value) and first.relation is not None
    if led or is_condition(fragment, first, run[run.index(first) + 1 :]):
        yield [token for element in run for token in (element.tokens if isinstance(element, Segment) else (element,))]
