"""Displays cut into chains, and inline formulas into statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derivcheck.documents.cutting import Cutter
from derivcheck.documents.drafts import finish
from derivcheck.documents.lexemes import Lexemes, environment_name
from derivcheck.documents.model import Chain, Fragment, Problem, Statement
from derivcheck.documents.segments import segment
from derivcheck.documents.sides import trim
from derivcheck.documents.tokens import Kind, Token, body_of, tokenize

_EQUATIONS = frozenset(
    {"equation", "displaymath", "math", "gather", "gathered", "multline", "split", "subequations", "dmath"}
)
_ALIGNED = frozenset({"align", "aligned", "alignat", "alignedat", "flalign", "xalignat"})
_COLUMNS = frozenset({"eqnarray", "IEEEeqnarray", "eqnarray*"})
_OPENED = _EQUATIONS | _ALIGNED | _COLUMNS
_BOXES = frozenset({r"\boxed", r"\fbox", r"\bbox"})
_MAX_WRAPPINGS = 10


def cut_display(fragment: Fragment) -> tuple[Chain, ...]:
    """The chains of a displayed formula, in the order in which they begin."""
    return cut_with_problems(fragment)[0]


def cut_with_problems(fragment: Fragment) -> tuple[tuple[Chain, ...], tuple[Problem, ...]]:
    """The chains of a displayed formula, and the braces and environments in it that nothing closes."""
    body, aligned, lexemes, tokens = _open_up(fragment)
    chains: list[Chain] = []
    for stream in _streams(tokens, aligned=aligned):
        for draft in Cutter(body, segment(stream)).run():
            chains.extend(chain for chain in finish(body, draft, inline=False) if _claims(chain))
    chains.sort(key=lambda chain: chain.fragment.span.start)
    return tuple(chains), tuple(_problems(body, lexemes))


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


def _claims(chain: Chain) -> bool:
    return bool(chain.connectives) or any(statement.relations for statement in chain.statements)


def _problems(fragment: Fragment, lexemes: Lexemes) -> Iterator[Problem]:
    for index in lexemes.unclosed:
        text = lexemes.texts[index]
        yield Problem(
            "D501",
            fragment.locate(lexemes.starts[index], lexemes.end(index)),
            {"what": environment_name(text) or text},
        )


def _open_up(fragment: Fragment) -> tuple[Fragment, bool, Lexemes, list[Token]]:
    """The formula inside the environments, braces and boxes that are the whole display."""
    aligned = False
    tokens, lexemes = tokenize(fragment.text)
    for _ in range(_MAX_WRAPPINGS):
        inner = _whole(fragment, tokens)
        if inner is None:
            break
        aligned = inner.value.rstrip("*") in _ALIGNED
        fragment = fragment.cut(*body_of(fragment.text, inner))
        tokens, lexemes = tokenize(fragment.text)
    return fragment, aligned, lexemes, tokens


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


def _streams(tokens: Sequence[Token], *, aligned: bool) -> list[list[Token]]:
    """The columns of equations in an alignment, each with its rows one after another; else all tokens in one stream."""
    streams: list[list[Token]] = [[]]
    for row in _rows(tokens):
        cells = _cells(row) if aligned else [row]
        for stream in streams:
            if stream:
                stream.append(_row_mark(row))
        _deal(cells, streams)
    return streams


def _row_mark(row: Sequence[Token]) -> Token:
    """A row end that knows whether the row after it begins with an empty cell."""
    first = next((token for token in row if token.kind not in (Kind.SPACE, Kind.DROPPED)), None)
    place = row[0].start if row else 0
    return Token(Kind.ROW, place, place, "cell" if first is not None and first.kind is Kind.CELL else "")


def _rows(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    row: list[Token] = []
    for token in tokens:
        if token.kind is Kind.ROW:
            yield row
            row = []
        else:
            row.append(token)
    yield row


def _cells(row: Sequence[Token]) -> list[list[Token]]:
    """The pairs of cells of one row, the mark inside a pair kept."""
    pairs: list[list[Token]] = [[]]
    marks = 0
    for token in row:
        if token.kind is Kind.CELL:
            marks += 1
            if marks % 2 == 0:
                pairs.append([token])
                continue
        pairs[-1].append(token)
    return pairs


def _deal(pairs: Sequence[list[Token]], streams: list[list[Token]]) -> None:
    """Give each pair of cells to its column; a pair that continues or explains goes to the column on its left."""
    column = 0
    streams[0].extend(pairs[0])
    for pair in pairs[1:]:
        significant = trim(pair)
        if not significant:
            continue
        own = column + 1 < len(streams)
        new = significant[0].kind not in (Kind.RELATION, Kind.OPERATOR, Kind.TEXT, Kind.CONNECTIVE) and any(
            token.kind is Kind.RELATION for token in significant
        )
        if significant[0].kind is not Kind.TEXT and (own or new):
            column += 1
            if not own:
                streams.append([])
            streams[column].extend(pair)
        else:
            streams[column].append(Token(Kind.WIDE, pair[0].start, pair[0].start, ""))
            streams[column].extend(pair)
