r"""reStructuredText documents: sections, paragraphs, ``.. math::`` and ``:math:``.

docutils knows the line of a block, and of nothing inside it, so that places would have to be found again; what matters
here is little: what is a title, what is code, and where the mathematics is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from derivcheck.documents.building import Builder
from derivcheck.documents.directives import is_directive
from derivcheck.documents.macros import NO_MACROS
from derivcheck.documents.model import Document, Fragment, Macro, Span
from derivcheck.documents.places import line_starts

_EXPLICIT = re.compile(r"[ \t]*\.\.(?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"([A-Za-z][\w:+.-]*?)::(?:[ \t]+|$)")
_OPTION = re.compile(r"[ \t]*:([\w-]+):(?:[ \t]|$)")
_TARGET = re.compile(r"_|\||\[[^\]]*\][ \t]")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*$")
_TABLE_RULE = re.compile(r"[ \t]*[-=+|][-=+| \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|(?:\d+|[A-Za-z]|#)[.)]|\((?:\d+|[A-Za-z])\))[ \t]+")
_INLINE = re.compile(
    r"(?P<literal>``.+?``)"
    r"|:math:`(?P<maths>(?:\\.|[^`\\])+)`"
    r"|`(?P<late>(?:\\.|[^`\\])+)`:math:",
    re.DOTALL,
)
_ROLE = re.compile(r"(?::[\w:+.-]{1,40}:)?`([^`]*)`_{0,2}")
_MARKS = re.compile(r"\*+|\|")
_ENVIRONMENT = re.compile(r"\\(begin|end)[ \t]*\{")
_HIDDEN = frozenset(
    """
    code code-block sourcecode literalinclude parsed-literal raw image figure toctree doctest testcode testoutput
    testsetup testcleanup ipython jupyter-execute plot graphviz digraph productionlist highlight include csv-table
    autosummary index meta bibliography tikz
    """.split()
)

_MAX_NESTED = 50


def read_rst(text: str, macros: Mapping[str, Macro] = NO_MACROS) -> Document:
    """Cut a reStructuredText document into derivations."""
    return _Reader(text, macros).run()


class _Reader:
    """Walks over the lines of a document from its first to its last; ``depth`` says inside how many directives."""

    def __init__(self, text: str, macros: Mapping[str, Macro]) -> None:
        self.text = text
        self.builder = Builder(text, macros=macros)
        self.starts = [*line_starts(text), len(text) + 1]
        self.count = len(self.starts) - 1
        self.styles: list[str] = []
        self.depth = 0

    def run(self) -> Document:
        """The whole document."""
        self._body(0, self.count)
        return self.builder.finish()

    def _line(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1] - 1]

    def _is_blank(self, number: int) -> bool:
        return not self._line(number).strip()

    def _indent(self, number: int) -> int:
        line = self._line(number)
        return len(line) - len(line.lstrip(" \t"))

    def _body(self, first: int, last: int) -> None:
        """Take the lines from ``first`` to before ``last``."""
        number = first
        while number < last:
            if self._is_blank(number):
                number += 1
            elif _EXPLICIT.match(self._line(number)):
                number = self._explicit(number, last)
            else:
                number = self._titled(number, last) or self._paragraph(number, last)

    def _block_end(self, number: int, last: int, indent: int) -> int:
        """Where the lines end that stand further in than ``indent``."""
        end = number
        while number < last and (self._is_blank(number) or self._indent(number) > indent):
            number += 1
            if not self._is_blank(number - 1):
                end = number
        return end

    def _titled(self, number: int, last: int) -> int:
        """Take a title with the rule under it, and perhaps one above; 0 where there is none."""
        line = self._line(number)
        rule = _RULE.match(line)
        if rule is not None:
            if (
                number + 2 < last
                and not self._is_blank(number + 1)
                and self._line(number + 2).rstrip() == line.rstrip()
            ):
                return self._open(number + 1, rule[1] * 2, number + 3)
            # A rule alone parts paragraphs.
            return number + 1
        under = _RULE.match(self._line(number + 1)) if number + 1 < last else None
        if under is None or line[0] in " \t" or len(under[0].rstrip()) < min(len(line.rstrip()), 4):
            return 0
        return self._open(number, under[1], number + 2)

    def _open(self, number: int, style: str, end: int) -> int:
        """Begin a section; what its title is set with says how deep it is."""
        if style not in self.styles:
            self.styles.append(style)
        title = _clean(_INLINE.sub(lambda found: found["maths"] or found["late"] or found[0], self._line(number)))
        self.builder.open(title, number + 1, self.styles.index(style) + 1)
        return end

    def _paragraph(self, number: int, last: int) -> int:
        """Take the lines up to a blank one, or the next item of a list; a literal block behind them is left alone."""
        first, indent = number, self._indent(number)
        if self._line(number).lstrip().startswith(">>>"):
            return self._until_blank(number, last)
        number += 1
        while number < last and not self._is_blank(number) and not _ITEM.match(self._line(number)):
            number += 1
        item = _ITEM.match(self._line(first))
        self._prose(self.starts[first] + (item.end() if item else 0), self.starts[number] - 1)
        if self._line(number - 1).rstrip().endswith("::"):
            return self._block_end(number, last, indent)
        return number

    def _until_blank(self, number: int, last: int) -> int:
        while number < last and not self._is_blank(number):
            number += 1
        return number

    def _prose(self, start: int, end: int) -> None:
        """Hand over a paragraph: its words and inline formulas."""
        position = start
        for match in _INLINE.finditer(self.text, start, end):
            self._words(position, match.start())
            position = match.end()
            for name in ("maths", "late"):
                if match[name] is not None:
                    self.builder.formula(Fragment.plain(match[name], match.start(name)))
        self._words(position, end)
        self.builder.end_paragraph(end)

    def _words(self, start: int, end: int) -> None:
        if start < end:
            lines = self.text[start:end].split("\n")
            self.builder.words(
                _clean("\n".join(line for line in lines if not line or not _TABLE_RULE.match(line))), start, end
            )

    def _explicit(self, number: int, last: int) -> int:
        """Take what begins with two dots: a directive, a target, or a comment, which may speak to derivcheck."""
        line, indent = self._line(number), self._indent(number)
        opening = _EXPLICIT.match(line)
        rest = opening.end() if opening else 0
        end = max(number + 1, self._block_end(number + 1, last, indent))
        directive = _DIRECTIVE.match(line, rest)
        if directive is None:
            if not _TARGET.match(line, rest) and is_directive(line[rest:]):
                start = self.starts[number]
                inside = Fragment.plain(line[rest:], start + rest)
                self.builder.comment(inside, Span(start + indent, start + len(line)))
            return end
        content = number + 1
        options: set[str] = set()
        while content < end and (option := _OPTION.match(self._line(content))):
            options.add(option[1])
            content += 1
        argument = (self.starts[number] + directive.end(), self.starts[number + 1] - 1)
        if directive[1] == "math":
            self._maths(argument, content, end, whole="nowrap" in options)
        elif directive[1] not in _HIDDEN and self.depth < _MAX_NESTED:
            self._prose(*argument)
            self.depth += 1
            self._body(content, end)
            self.depth -= 1
        return end

    def _maths(self, argument: tuple[int, int], first: int, last: int, *, whole: bool) -> None:
        """Hand over displays: paragraphs of ``.. math::`` are formulas of their own, outside environments."""
        if self.text[slice(*argument)].strip():
            # An argument goes on in the lines below it.
            pieces = [(argument[0], self.starts[last] - 1)]
        elif whole:
            pieces = [(self.starts[first], self.starts[last] - 1)]
        else:
            pieces = list(self._pieces(first, last))
        for start, end in pieces:
            self.builder.display(Fragment.plain(self.text[start:end], start))
            self.builder.end_paragraph(end)

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        start, depth = first, 0
        for number in range(first, last):
            depth += sum(1 if mark[1] == "begin" else -1 for mark in _ENVIRONMENT.finditer(self._line(number)))
            if self._is_blank(number) and depth <= 0:
                if start < number:
                    yield self.starts[start], self.starts[number] - 1
                start, depth = number + 1, 0
        if start < last:
            yield self.starts[start], self.starts[last] - 1


def _clean(text: str) -> str:
    """Prose without its marks: emphasis, roles, links and line breaks."""
    text = _ROLE.sub(lambda found: found[1].partition("<")[0], text)
    return " ".join(_MARKS.sub(" ", text).replace("\\ ", "").replace("::", ":").split())
