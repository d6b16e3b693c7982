r"""Reads statements: equations and inequalities, joined by "and" and "or", sets of solutions, "no solution", ``\pm``.

"or" binds weaker than "and", a comma is "and"; between values of one unknown (``x = 2, x = -2`` or ``x = 2, -2``) it is
"or". A statement with ± on one side stands for both signs, joined by "or"; with ± on both sides of its relations the
upper signs belong together, and so do the lower ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from derivcheck.documents import Fragment
from derivcheck.documents.drafts import demote
from derivcheck.documents.sides import assemble, is_lone, trim
from derivcheck.documents.tokens import Kind, Token, body_of, tokenize
from derivcheck.documents.words import plain, states
from derivcheck.reading.errors import Unread
from derivcheck.reading.notation.signs import SIGN, with_sign, without_numbers
from derivcheck.terms.scope import Claim
from derivcheck.terms.statements import FALSE, TRUE, Every, Some, Statement

COMPARISONS = frozenset({"=", r"\ne", "<", ">", r"\le", r"\ge"})
MEMBERSHIP = frozenset({r"\in", r"\notin"})
OR, AND, EITHER = frozenset({"or", "or else"}), frozenset({"and", "and also", "also"}), frozenset({"either", "both"})
ROWS = frozenset({"cases", "aligned", "align", "array", "gathered", "split", "matrix", "rcases", "dcases", "alignedat"})
INTERVAL = re.compile(r"\s*(?:\\left\s*)?([(\[\]])(.*?)(?:\\right\s*)?([)\]\[])\s*", re.DOTALL)
BRACES = re.compile(r"\s*(?:\\left\s*)?(?:\\\{|\\lbrace)(.*?)(?:\\right\s*)?(?:\\\}|\\rbrace|\.)\s*", re.DOTALL)
REALS = re.compile(r"\\mathbb\s*\{?\s*R\s*\}?|\\R|\\Reals|ℝ")
EMPTY = re.compile(r"\\emptyset|\\varnothing|∅|\\\{\s*\\\}")
INFINITY = re.compile(r"[+-]?\s*(?:\\infty|∞)")

Compare = Callable[[Fragment, str, Fragment], Claim]
"""Makes a claim of two sides and their relation."""


class NotAStatement(Exception):  # noqa: N818 - a finding about the document, not an error
    """A piece that is no statement; which, and why."""

    def __init__(self, fragment: Fragment, unread: Unread) -> None:
        super().__init__(unread.code)
        self.fragment = fragment
        self.unread = unread


class StatementReader:
    """Cuts a statement at its words, relations and signs; ``notes`` collects what was read by convention.

    ``enumerates``: the statement lists values of one unknown, so that "and" between them is "or".
    """

    def __init__(self, compare: Compare, *, enumerates: bool = False) -> None:
        self.compare = compare
        self.enumerates = enumerates
        self.notes: dict[str, str] = {}

    def read(self, fragment: Fragment) -> Statement:
        """The statement that ``fragment`` stands for."""
        alternatives = list(_parted(fragment, _is_or))
        if len(alternatives) < 2:
            return self._conjunction(fragment)
        parts: list[Statement] = []
        before: Fragment | None = None
        for piece in alternatives:
            whole = _continued(piece, before)
            parts.append(self._conjunction(whole))
            before = whole
        return Some(tuple(parts))

    def _conjunction(self, fragment: Fragment) -> Statement:
        """Pieces joined by "and" or commas; commas between values of one unknown are "or"."""
        pieces = list(_parted(fragment, _is_and))
        if not pieces:
            raise NotAStatement(fragment, _unexpected("nothing", fragment))
        whole: list[Fragment] = []
        for piece in pieces:
            whole.append(_continued(piece, whole[-1] if whole else None))
        is_said = any(_is_word(token, AND) for token in _tokens(fragment))
        if len(whole) > 1 and _are_values(whole) and (self.enumerates or not is_said):
            self.notes.setdefault(fragment.text, 'the comma between values of one unknown as "or"')
            return Some(tuple(map(self._piece, whole)))
        parts = tuple(map(self._piece, whole))
        return parts[0] if len(parts) == 1 else Every(parts)

    def _piece(self, fragment: Fragment) -> Statement:
        """A piece without words: a truth value, something in brackets, rows of a system, or sides and relations."""
        tokens = _tokens(fragment)
        if not any(token.kind is Kind.RELATION for token in tokens):
            return self._unrelated(fragment, tokens)
        symbols = {token.value for token in tokens if token.kind is Kind.RELATION}
        if SIGN.search(fragment.text) is not None and symbols.isdisjoint(MEMBERSHIP):
            return self._signed(fragment, symbols)
        sides, relations = _related(fragment, tokens)
        parts = [self._pair(sides[k], relations[k], sides[k + 1], fragment) for k in range(len(relations))]
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _signed(self, fragment: Fragment, symbols: set[str]) -> Statement:
        fragment = without_numbers(fragment)
        upper, lower = (self._piece(with_sign(fragment, upper=flag)) for flag in (True, False))
        sides, _ = _related(fragment, _tokens(fragment))
        is_parallel = SIGN.search(sides[0].text) is not None and any(SIGN.search(side.text) for side in sides[1:])
        if is_parallel or symbols == {r"\ne"}:
            return Every((upper, lower))
        if symbols != {"="}:
            raise NotAStatement(
                fragment, Unread("D406", {"notation": r"\pm beside an inequality"}, 0, len(fragment.text))
            )
        return Some((upper, lower))

    def _unrelated(self, fragment: Fragment, tokens: Sequence[Token]) -> Statement:
        said = _truth_value(tokens, fragment)
        if said is not None:
            return TRUE if said else FALSE
        kept = trim(tokens)
        if len(kept) == 1 and kept[0].kind is Kind.ENVIRONMENT and kept[0].value.rstrip("*") in ROWS:
            return self._rows(fragment.cut(*body_of(fragment.text, kept[0])))
        if kept and kept[-1].kind is Kind.GROUP and (len(kept) == 1 or [t.value for t in kept[:-1]] == [r"\boxed"]):
            return self.read(fragment.cut(kept[-1].start + 1, kept[-1].end - 1))
        inside = _inside(fragment)
        if inside is not None:
            return self.read(inside)
        raise NotAStatement(fragment, _unexpected("no relation", fragment))

    def _rows(self, body: Fragment) -> Statement:
        rows: list[list[Token]] = [[]]
        for token in tokenize(body.text)[0]:
            if token.kind is Kind.ROW:
                rows.append([])
            else:
                rows[-1].append(token)
        pieces = [assemble(body, row) for row in rows if trim(row)]
        return Every(tuple(map(self.read, pieces)))

    def _pair(self, left: Fragment, relation: Token, right: Fragment, whole: Fragment) -> Statement:
        if relation.value in MEMBERSHIP:
            return self._member(left, right, whole, negated=relation.value == r"\notin")
        if relation.value not in COMPARISONS:
            unread = Unread("D406", {"notation": relation.value}, relation.start, relation.end)
            raise NotAStatement(whole, unread)
        pairs = _tuples(left, right)
        if pairs is not None and relation.value == "=":
            return Every(tuple(self.compare(one, "=", other) for one, other in pairs))
        return self.compare(left, relation.value, right)

    # Sets ------------------------------------------------------------------------------------------------------------

    def _member(self, element: Fragment, members: Fragment, whole: Fragment, *, negated: bool = False) -> Statement:
        r"""``x \in`` a union of intervals and finite sets, perhaps without some."""
        text = members.text.strip()
        if REALS.fullmatch(text):
            return FALSE if negated else TRUE
        if EMPTY.fullmatch(text):
            return TRUE if negated else FALSE
        without = list(_parted(members, lambda token: token.value in (r"\setminus", r"\backslash")))
        if len(without) == 2:
            first = self._member(element, without[0], whole, negated=negated)
            second = self._member(element, without[1], whole, negated=not negated)
            return Some((first, second)) if negated else Every((first, second))
        union = list(_parted(members, lambda token: token.value in (r"\cup", "∪")))
        if len(union) > 1:
            parts = tuple(self._member(element, part, whole, negated=negated) for part in union)
            return Every(parts) if negated else Some(parts)
        return self._simple_member(element, members, whole, negated=negated)

    def _simple_member(self, element: Fragment, members: Fragment, whole: Fragment, *, negated: bool) -> Statement:
        listed = BRACES.fullmatch(members.text)
        if listed is not None:
            values = list(_parted(members.cut(*listed.span(1)), _is_comma))
            parts = tuple(self._value(element, value, negated=negated) for value in values)
            return Every(parts) if negated else Some(parts)
        interval = INTERVAL.fullmatch(members.text)
        ends = list(_parted(members.cut(*interval.span(2)), _is_comma)) if interval is not None else []
        if interval is None or len(ends) != 2:
            raise NotAStatement(whole, Unread("D406", {"notation": members.text}, 0, len(whole.text)))
        lower = ("<" if interval[1] == "[" else r"\le") if negated else (r"\ge" if interval[1] == "[" else ">")
        upper = (">" if interval[3] == "]" else r"\ge") if negated else (r"\le" if interval[3] == "]" else "<")
        parts = tuple(
            self.compare(element, relation, end)
            for relation, end in ((lower, ends[0]), (upper, ends[1]))
            if not INFINITY.fullmatch(end.text.strip())
        )
        return Some(parts) if negated else Every(parts)

    def _value(self, element: Fragment, value: Fragment, *, negated: bool) -> Statement:
        relation = r"\ne" if negated else "="
        if SIGN.search(value.text):
            both = tuple(self._value(element, with_sign(value, upper=flag), negated=negated) for flag in (True, False))
            return Every(both) if negated else Some(both)
        pairs = _tuples(element, value)
        if pairs is not None:
            parts = tuple(self.compare(one, relation, other) for one, other in pairs)
            return Some(parts) if negated else Every(parts)
        return self.compare(element, relation, value)


def is_compound(fragment: Fragment) -> bool:
    """Whether a statement is more than sides joined by equality signs."""
    tokens = _tokens(fragment)
    symbols = {token.value for token in tokens if token.kind is Kind.RELATION}
    return symbols != {"="} or len(list(_parted(fragment, lambda token: _is_or(token) or _is_and(token)))) > 1


def lone_start(fragment: Fragment) -> str | None:
    """The first side, if it is a single symbol."""
    sides, _ = _related(fragment, _tokens(fragment))
    return sides[0].text if is_lone(sides[0]) else None


def speaks_of(fragment: Fragment, name: str) -> bool:
    """Whether a symbol stands in a formula."""
    return re.search(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z_'])", fragment.text) is not None


def _tokens(fragment: Fragment) -> list[Token]:
    return demote(tokenize(fragment.text)[0], inline=False)


def _is_or(token: Token) -> bool:
    return token.value in (r"\lor", r"\vee", "∨") or _is_word(token, OR)


def _is_and(token: Token) -> bool:
    if token.kind in (Kind.WIDE, Kind.ROW) or token.value in (r"\land", r"\wedge", "∧") or _is_word(token, AND):
        return True
    return token.kind is Kind.PUNCTUATION


def _is_comma(token: Token) -> bool:
    return token.kind is Kind.PUNCTUATION


def _is_word(token: Token, wanted: frozenset[str]) -> bool:
    return token.kind is Kind.TEXT and plain(token.value).lower().strip(" .,;:()[]") in wanted


def _parted(fragment: Fragment, is_mark: Callable[[Token], bool]) -> Iterator[Fragment]:
    """The pieces between marks at the top level, without the words that only announce them."""
    piece: list[Token] = []
    for token in _tokens(fragment):
        if is_mark(token):
            if trim(piece):
                yield assemble(fragment, piece)
            piece = []
        elif not _is_word(token, EITHER):
            piece.append(token)
    if trim(piece):
        yield assemble(fragment, piece)


def _related(fragment: Fragment, tokens: Sequence[Token]) -> tuple[list[Fragment], list[Token]]:
    sides: list[list[Token]] = [[]]
    relations: list[Token] = []
    for token in tokens:
        if token.kind is Kind.RELATION:
            relations.append(token)
            sides.append([])
        else:
            sides[-1].append(token)
    pieces = [assemble(fragment, side) for side in sides]
    for piece, relation in zip(pieces, [*relations[:1], *relations], strict=False):
        if not piece.text:
            raise NotAStatement(fragment, Unread("D401", _facts("nothing"), relation.start, relation.end))
    return pieces, relations


def _continued(piece: Fragment, before: Fragment | None) -> Fragment:
    """A piece without a relation takes the left side of the one before it, as in ``x = 1 or 2``."""
    tokens = _tokens(piece)
    if before is None or any(token.kind is Kind.RELATION for token in tokens) or _stands_alone(tokens, piece):
        return piece
    place = next((token for token in _tokens(before) if token.kind is Kind.RELATION), None)
    if place is None or place.value not in ("=", r"\ne"):
        return piece
    head = before.cut(0, place.end)
    return Fragment(f"{head.text} {piece.text}", (*head.offsets, piece.place_of(0), *piece.offsets), piece.anchor)


def _stands_alone(tokens: Sequence[Token], fragment: Fragment) -> bool:
    """Whether a piece without a relation of its own is a statement: a truth value, rows, or one in brackets."""
    kept = trim(tokens)
    if _truth_value(tokens, fragment) is not None or (len(kept) == 1 and kept[0].kind is Kind.ENVIRONMENT):
        return True
    inside = _inside(fragment)
    return inside is not None and any(token.kind is Kind.RELATION for token in _tokens(inside))


def _are_values(pieces: Sequence[Fragment]) -> bool:
    """Whether all pieces say ``x = …`` of one lone x."""
    heads = set()
    for piece in pieces:
        tokens = _tokens(piece)
        relations = [token for token in tokens if token.kind is Kind.RELATION]
        if len(relations) != 1 or relations[0].value != "=":
            return False
        head = piece.cut(0, relations[0].start).strip()
        if not is_lone(head) and not _is_bracketed(head):
            return False
        heads.add(head.text)
    return len(heads) == 1


def _is_bracketed(fragment: Fragment) -> bool:
    kept = trim(_tokens(fragment))
    return len(kept) == 1 and kept[0].value == "("


def _inside(fragment: Fragment) -> Fragment | None:
    r"""What stands in the one pair of brackets that is the whole formula; ``\left\{ … \right.`` too."""
    if not _is_bracketed(fragment):
        return None
    braces = BRACES.fullmatch(fragment.text)
    if braces is not None:
        return fragment.cut(*braces.span(1)).strip()
    found = INTERVAL.fullmatch(fragment.text)
    return fragment.cut(*found.span(2)).strip() if found is not None else None


def _tuples(left: Fragment, right: Fragment) -> list[tuple[Fragment, Fragment]] | None:
    """The entries of ``(x, y)`` and ``(1, 2)`` side by side."""
    inside = [_inside(side) for side in (left, right)]
    if inside[0] is None or inside[1] is None:
        return None
    first, second = (list(_parted(side, _is_comma)) for side in inside if side is not None)
    return list(zip(first, second, strict=True)) if len(first) == len(second) > 1 else None


def _truth_value(tokens: Sequence[Token], fragment: Fragment) -> bool | None:
    kept = trim(tokens)
    if not kept:
        return None
    if len(kept) == 1 and (EMPTY.fullmatch(fragment.text.strip()) or kept[0].value == r"\bot"):
        return False
    for token in kept:
        if token.kind is Kind.TEXT:
            said = states(token.value)
            if said is not None:
                return said
    return None


def _facts(found: str) -> dict[str, str]:
    return {"found": found, "expected": "an equation or another statement on each side of the connective"}


def _unexpected(found: str, fragment: Fragment) -> Unread:
    return Unread("D401", _facts(found), 0, len(fragment.text))
