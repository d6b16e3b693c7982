"""Displays cut into chains, and inline formulas into statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from derivcheck.documents.columns import streams
from derivcheck.documents.cutting import Cutter
from derivcheck.documents.drafts import finish
from derivcheck.documents.lexemes import Lexemes, environment_name
from derivcheck.documents.model import Chain, Display, Formula, Fragment, Item, Problem, Statement
from derivcheck.documents.segments import segment
from derivcheck.documents.sides import trim
from derivcheck.documents.tokens import Kind, Token, body_of, tokenize

_EQUATIONS = frozenset(
    {"equation", "displaymath", "math", "gather", "gathered", "multline", "split", "subequations", "dmath"}
)
_ALIGNED = frozenset({"align", "aligned", "alignat", "alignedat", "flalign", "xalignat"})
_COLUMNS = frozenset({"eqnarray", "IEEEeqnarray", "array"})
_OPENED = _EQUATIONS | _ALIGNED | _COLUMNS - {"array"}
_BOXES = frozenset({r"\boxed", r"\fbox", r"\bbox"})
_MAX_WRAPPINGS = 10


def cut_display(fragment: Fragment) -> tuple[Chain, ...]:
    """The chains of a displayed formula, in the order in which they begin."""
    return cut_with_problems(fragment)[0]


def cut_with_problems(fragment: Fragment) -> tuple[tuple[Chain, ...], tuple[Problem, ...]]:
    """The chains of a displayed formula, and the braces and environments in it that nothing closes."""
    body, cells, lexemes, tokens = _open_up(fragment)
    chains: list[Chain] = []
    for stream in streams(body.text, tokens, cells):
        for draft in Cutter(body, segment(stream)).run():
            chains.extend(chain for chain in finish(body, draft, inline=False) if chain.has_steps)
    chains.sort(key=lambda chain: chain.fragment.span.start)
    return tuple(chains), tuple(_problems(body, lexemes))


# Each sentence is read for many things, and its formulas are cut for each.
@lru_cache(maxsize=4096)
def cut_statements(fragment: Fragment) -> tuple[Statement, ...]:
    """The statements of an inline formula; several where commas or ``and`` part them, none where words do more."""
    tokens, _ = tokenize(fragment.text)
    statements: list[Statement] = []
    for draft in Cutter(fragment, segment(tokens), inline=True).run():
        for chain in finish(fragment, draft, inline=True):
            if chain.connectives or chain.conditions:
                return ()
            statements.extend(chain.statements)
    return tuple(statements)


def cut_statement(fragment: Fragment) -> Statement | None:
    """An inline formula cut at its relations, or nothing if it is several statements, none, or an implication."""
    statements = cut_statements(fragment)
    return statements[0] if len(statements) == 1 else None


def statements_in(items: Iterable[Item]) -> Iterator[Statement]:
    """The statements of the formulas and the displays of a text, in their order."""
    for item in items:
        if isinstance(item, Formula):
            yield from cut_statements(item.fragment)
        elif isinstance(item, Display):
            yield from (statement for chain in item.chains for statement in chain.statements)


def _problems(fragment: Fragment, lexemes: Lexemes) -> Iterator[Problem]:
    """The first brace or environment that nothing closes; most others are unclosed because they stand inside it."""
    for index in lexemes.unclosed[:1]:
        text = lexemes.texts[index]
        yield Problem(
            "D501",
            fragment.locate(lexemes.starts[index], lexemes.end(index)),
            {"what": environment_name(text) or text},
        )


def _open_up(fragment: Fragment) -> tuple[Fragment, int, Lexemes, list[Token]]:
    """The formula inside the environments, braces and boxes that are the whole display, and a column's cells."""
    cells = 0
    tokens, lexemes = tokenize(fragment.text)
    for _ in range(_MAX_WRAPPINGS):
        inner = _whole(fragment, tokens)
        if inner is None:
            break
        name = inner.value.rstrip("*")
        cells = 2 if name in _ALIGNED else 3 if name in _COLUMNS else 0
        fragment = fragment.cut(*body_of(fragment.text, inner))
        tokens, lexemes = tokenize(fragment.text)
    return fragment, cells, lexemes, tokens


def _whole(fragment: Fragment, tokens: list[Token]) -> Token | None:
    kept = trim(tokens)
    if len(kept) == 2 and kept[0].value in _BOXES and kept[1].kind is Kind.GROUP:
        return kept[1]
    if len(kept) != 1:
        return None
    only = kept[0]
    if only.kind is Kind.GROUP:
        return only
    if only.kind is not Kind.ENVIRONMENT:
        return None
    name = only.value.rstrip("*")
    if name in _OPENED or (name == "array" and _is_aligning(fragment.cut(*body_of(fragment.text, only)).text)):
        return only
    return None


def _is_aligning(body: str) -> bool:
    r"""Whether an array is an alignment (``a &=& b \\ &=& c``) and no matrix."""
    tokens, _ = tokenize(body)
    before = Kind.ROW
    for token in tokens:
        if token.kind is Kind.RELATION and before is Kind.CELL:
            return True
        if token.kind not in (Kind.SPACE, Kind.DROPPED):
            before = token.kind
    return False
