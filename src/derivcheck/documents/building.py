"""Puts what a reader finds in order: items into derivations, formulas with their macros expanded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from derivcheck.documents.chains import cut_with_problems
from derivcheck.documents.directives import is_directive, read_directive
from derivcheck.documents.macros import NO_MACROS, Macros
from derivcheck.documents.model import (
    Chain,
    Derivation,
    Directive,
    Display,
    Document,
    Formula,
    Fragment,
    Item,
    Macro,
    ParagraphEnd,
    Problem,
    Span,
    Verb,
    Words,
)
from derivcheck.documents.spellings import Spellings

MAX_LENGTH = 100_000
LONGEST_WORDS = 10_000
"""Characters of words without a formula or the end of a paragraph among them; every rule of the prose reads them."""
_WITH_MATHS = (Formula, Display, Directive)
_EXPANDED = frozenset({Verb.LET, Verb.DEFINE, Verb.ASSUME})


@dataclass(slots=True)
class _Open:
    """A derivation that is being filled; ``vanishing`` ones are dropped if no mathematics comes."""

    title: str
    line: int
    level: int
    parent: int | None
    vanishing: bool = False
    items: list[Item] = field(default_factory=list)

    def has_maths(self) -> bool:
        """Whether anything but prose is in it."""
        return any(isinstance(item, _WITH_MATHS) for item in self.items)

    def closed(self, *, shift: int) -> Derivation:
        """The finished derivation; ``shift`` is 1 if the first one is dropped."""
        parent = None if self.parent is None or self.parent < shift else self.parent - shift
        return Derivation(self.title, self.line, self.level, parent, tuple(self.items))


class Builder:
    """Collects a document from its first line to its last."""

    def __init__(self, text: str, title: str = "", macros: Mapping[str, Macro] = NO_MACROS) -> None:
        self.text = text
        self.macros = Macros(dict(macros))
        self.spellings = Spellings.of(text)
        self.problems: list[Problem] = []
        self.derivations = [_Open(title, 1, 0, None, vanishing=True)]
        self.scopes: list[tuple[int, int]] = [(0, 0)]

    def open(self, title: str, line: int, level: int, parent: int | None = None) -> int:
        """Start a derivation; unless told, its scope is inside the nearest earlier one with a smaller level."""
        self._drop_vanishing()
        while self.scopes[-1][0] >= level:
            self.scopes.pop()
        self.derivations.append(_Open(title, line, level, self.scopes[-1][1] if parent is None else parent))
        self.scopes.append((level, len(self.derivations) - 1))
        return len(self.derivations) - 1

    def reopen(self, index: int, line: int) -> int:
        """Go on with an earlier derivation behind an inner one: a new part with its title, level and scope."""
        self._drop_vanishing()
        earlier = self.derivations[index]
        while self.scopes[-1][0] > earlier.level or (self.scopes[-1][0] == earlier.level and earlier.level > 0):
            self.scopes.pop()
        self.derivations.append(_Open(earlier.title, line, earlier.level, index, vanishing=True))
        if earlier.level == 0:
            self.scopes = []
        self.scopes.append((earlier.level, len(self.derivations) - 1))
        return len(self.derivations) - 1

    def current(self) -> int:
        """The derivation that is open, and that stays."""
        self._drop_vanishing()
        return self.scopes[-1][1]

    def _drop_vanishing(self) -> None:
        last = self.derivations[-1]
        if last.vanishing and len(self.derivations) > 1 and not last.has_maths():
            index = len(self.derivations) - 1
            self.derivations.pop()
            if self.scopes[-1][1] == index:
                self.scopes[-1] = (last.level, last.parent or 0)

    def add(self, item: Item) -> None:
        """Add an item to the derivation that is open."""
        self.derivations[-1].items.append(item)

    def words(self, text: str, start: int, end: int) -> None:
        """Add prose, if there is any; of a run too long for any paragraph, what stands near its two ends."""
        if len(text) > LONGEST_WORDS:
            text = f"{text[: LONGEST_WORDS // 2]} {text[-LONGEST_WORDS // 2 :]}"
        if text:
            self.add(Words(text, Span(start, end)))

    def end_paragraph(self, offset: int) -> None:
        """End a paragraph, unless nothing stands in it."""
        items = self.derivations[-1].items
        if items and not isinstance(items[-1], ParagraphEnd):
            items.append(ParagraphEnd(offset))

    def formula(self, fragment: Fragment) -> None:
        """Add an inline formula."""
        if self._is_too_long(fragment):
            return
        expanded, problems = self.macros.expand(split_comments(fragment)[0])
        self.problems.extend(problems)
        expanded = self.spellings.usual(expanded.strip())
        if expanded.text:
            self.add(Formula(expanded))

    def display(self, fragment: Fragment) -> None:
        """Add a displayed formula, cut into its chains."""
        if self._is_too_long(fragment):
            self.add(Display(fragment, ()))
            return
        kept, comments = split_comments(fragment)
        expanded, problems = self.macros.expand(kept)
        expanded = self.spellings.usual(expanded.strip())
        ignores = tuple(self._ignores(comments))
        if not expanded.text:
            self.problems.extend(problems)
            return
        chains, more = cut_with_problems(expanded)
        self.add(Display(expanded, self._continued(chains), problems + more, ignores))

    def _continued(self, chains: tuple[Chain, ...]) -> tuple[Chain, ...]:
        """Chains of which the first goes on with the display before, where it begins with a relation."""
        before = next((item for item in reversed(self.derivations[-1].items) if isinstance(item, Display)), None)
        if not (chains and before and before.chains and before.chains[-1].statements and chains[0].statements):
            return chains
        first, last = chains[0].statements[0], before.chains[-1].statements[-1]
        if first.sides[0].text.strip() or not first.relations:
            return chains
        whole = replace(first, sides=(last.sides[-1], *first.sides[1:]))
        return (replace(chains[0], statements=(whole, *chains[0].statements[1:])), *chains[1:])

    def _ignores(self, comments: Iterable[Fragment]) -> Iterator[Directive]:
        """The suppressions in the comments of a formula; other directives stand before one."""
        for comment in comments:
            if is_directive(comment.text):
                read = read_directive(comment, comment.span)
                if isinstance(read, Directive) and read.verb is Verb.IGNORE:
                    yield read
                elif isinstance(read, Directive):
                    facts = {"found": read.verb.value, "expected": "ignore, the only verb inside a formula,"}
                    self.problems.append(Problem("D505", comment.span, facts))
                else:
                    self.problems.append(read)

    def _is_too_long(self, fragment: Fragment) -> bool:
        """Whether a formula is longer than any that a person wrote; it is then a problem."""
        if len(fragment.text) <= MAX_LENGTH:
            return False
        facts = {"size": f"a formula of {len(fragment.text)} characters", "limit": f"{MAX_LENGTH} characters"}
        self.problems.append(Problem("D504", fragment.span, facts))
        return True

    def comment(self, inside: Fragment, span: Span) -> None:
        """Add a directive, or the problem with it."""
        read = read_directive(inside, span)
        if isinstance(read, Problem):
            self.problems.append(read)
            return
        if read.verb in _EXPANDED:
            argument, problems = self.macros.expand(read.argument)
            self.problems.extend(problems)
            read = replace(read, argument=argument)
        self.add(read)

    def finish(self) -> Document:
        """The document, without the part before the first title if no mathematics stands there."""
        self._drop_vanishing()
        problems = tuple(sorted(self.problems, key=lambda problem: problem.span.start))
        shift = 0 if self.derivations[0].has_maths() else 1
        derivations = tuple(derivation.closed(shift=shift) for derivation in self.derivations[shift:])
        return Document(self.text, derivations, problems, self.macros.known)


def split_comments(fragment: Fragment) -> tuple[Fragment, list[Fragment]]:
    r"""The formula without its ``%`` comments, and what they say; ``\%`` is a percent sign."""
    text = fragment.text
    if "%" not in text:
        return fragment, []
    kept: list[Fragment] = []
    comments: list[Fragment] = []
    position = place = 0
    while (place := text.find("%", place)) >= 0:
        backslashes = place - len(text[position:place].rstrip("\\")) - position
        if backslashes % 2:
            place += 1
            continue
        kept.append(fragment.cut(position, place))
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        comments.append(fragment.cut(place + 1, end))
        position = place = end
    kept.append(fragment.cut(position, len(text)))
    offsets = tuple(offset for piece in kept for offset in piece.offsets)
    return Fragment("".join(piece.text for piece in kept), offsets), comments
