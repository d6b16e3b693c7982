r"""LaTeX documents: sections, theorems and proofs, and the mathematics in them.

A theorem-like environment is a derivation of its own; the text behind it goes on in a new part of the section, whose
scope is inside the part before. A proof is inside the theorem that it follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping

from derivcheck.documents.building import Builder
from derivcheck.documents.directives import is_directive
from derivcheck.documents.macros import DEFINITION, NO_MACROS, closing_brace
from derivcheck.documents.model import Document, Fragment, Macro, Problem, Span
from derivcheck.documents.places import line_starts
from derivcheck.documents.prose import clean_latex
from derivcheck.documents.spans import DISPLAY_ENVIRONMENTS, Searches

_UNITS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_THEOREM_LEVEL = 9
_MAX_NESTED = 50
_MAX_ARGUMENT = 10_000
_NEARBY = 200
_MAX_PLAIN = 5
_THEOREMS = """
    theorem lemma proposition corollary definition example proof remark exercise derivation claim fact conjecture
    assumption axiom notation problem solution
"""
_PROOFS = frozenset({"proof", "solution", "derivation"})
_HIDDEN = frozenset(
    """
    verbatim verbatim* Verbatim lstlisting minted comment filecontents filecontents* tikzpicture thebibliography
    """.split()
)
_MARK = re.compile(
    r"(?P<comment>%[^\n]*)"
    r"|(?P<verb>\\(?:verb|lstinline)\*?(?P<bar>[^A-Za-z0-9\s*{])[^\n]{0,300}?(?P=bar)"
    r"|\\iffalse(?![A-Za-z]).{0,100000}?\\(?:fi|else)(?![A-Za-z]))"
    r"|(?P<begin>\\begin[ \t]*\{(?P<opened>[^{}\n]{1,40})\})"
    r"|(?P<end>\\end[ \t]*\{(?P<closed>[^{}\n]{1,40})\})"
    r"|(?P<theorem>\\newtheorem\*?[ \t]*\{(?P<name>[^{}]{1,40})\}(?:\[[^\[\]]*\])?[ \t]*\{(?P<shown>[^{}]{0,80})\})"
    rf"|(?P<definition>{DEFINITION.pattern})"
    r"|(?P<section>\\(?P<unit>part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?(?=[ \t\r\n]*[\[{]))"
    r"|(?P<title>\\title(?=[ \t]*\{))"
    r"|(?P<dropped>\\(?:label|(?:eq|page|auto|c|C|name)?ref|cite[a-z]*|includegraphics|bibliography(?:style)?|usepackage"
    r"|documentclass|input|include|[hv]space|url|pagestyle|thispagestyle|newenvironment|setlength|hypersetup)\*?"
    r"(?![A-Za-z]))"
    r"|(?P<item>\\item(?![A-Za-z]))"
    r"|(?P<bracket>\\[(\[])"
    r"|(?P<command>\\[A-Za-z@]+)"
    r"|(?P<escape>(?:\\\\)+|\\.)"
    r"|(?P<dollars>\$\$|\$)"
    r"|(?P<blank>\n[ \t\r]*\n(?:[^\\%$]*\n[ \t\r]*\n)?)",
    re.DOTALL,
)
_BLANK = re.compile(r"\n(?:[ \t\r]*\n)+")
_ARGUMENTS = re.compile(r"[ \t]*\[[^\[\]]{0,500}\]")
_OPTIONAL = re.compile(r"[ \t\r\n]*\[([^\[\]]{0,500})\]")
_LATE_DOCUMENT = re.compile(r"^[^%\n]*\\begin[ \t]*\{document\}", re.MULTILINE)
_DISPLAY_NAME = re.compile(rf"(?:{DISPLAY_ENVIRONMENTS}|math)\*?")
_SHORTHAND = re.compile(r"\s*\\(begin|end)\s*\{([^{}]*)\}\s*")


def read_latex(text: str, macros: Mapping[str, Macro] = NO_MACROS) -> Document:
    """Cut a LaTeX document into derivations."""
    return _Reader(text, macros).run()


class _Reader:
    """Walks over the marks of a document from its first to its last."""

    def __init__(self, text: str, macros: Mapping[str, Macro]) -> None:
        self.text = text
        self.searches = Searches(text)
        self.builder = Builder(text, macros=macros)
        self.lines = line_starts(text)
        self.position = 0
        self.body = self._body_start()
        self.first_unit = min((_UNITS.index(u) for u in _UNITS[:2] if f"\\{u}{{" in text), default=2)
        self.theorems = {name: name.capitalize() for name in _THEOREMS.split()}
        self.theorem_stack: list[tuple[str, int]] = []
        self.end_shorthands: dict[str, list[str]] = {}
        self.last_theorem: int | None = None
        self.unclosed = 0
        self.handlers: dict[str, Callable[[re.Match[str]], int]] = {
            "comment": self._comment,
            "begin": self._begin,
            "end": self._end,
            "theorem": self._new_theorem,
            "definition": self._definition,
            "section": self._section,
            "title": self._title,
            "dropped": self._dropped,
            "item": self._item,
            "blank": self._blank,
            "verb": self._verbatim,
            "bracket": self._bracket,
            "command": self._command,
            "dollars": self._dollars,
        }

    def _body_start(self) -> int:
        match = _LATE_DOCUMENT.search(self.text)
        return match.end() if match else 0

    def run(self) -> Document:
        """The whole document."""
        place = 0
        while place >= 0 and (match := _MARK.search(self.text, place)) is not None:
            handler = self.handlers.get(match.lastgroup or "")
            place = handler(match) if handler is not None else match.end()
        if place >= 0:
            self._words(len(self.text))
        return self.builder.finish()

    def _resume(self, place: int) -> int:
        """Go on at ``place`` with fresh prose."""
        self.position = place
        return place

    def _words(self, end: int) -> None:
        """Hand over the prose up to ``end``; the preamble has none."""
        start = max(self.position, self.body)
        if start < end:
            self.builder.words(clean_latex(self.text[start:end]), start, end)
        self.position = max(self.position, end)

    def _comment(self, match: re.Match[str]) -> int:
        self._words(match.start())
        inside = Fragment.plain(match[0][1:], match.start() + 1)
        if is_directive(inside.text):
            self.builder.comment(inside, Span(*match.span()))
        return self._resume(match.end())

    def _item(self, match: re.Match[str]) -> int:
        self._end_paragraph(match.start())
        return self._resume(match.end())

    def _verbatim(self, match: re.Match[str]) -> int:
        self._words(match.start())
        return self._resume(match.end())

    def _end_paragraph(self, end: int) -> None:
        self._words(end)
        self.builder.end_paragraph(end)

    def _blank(self, match: re.Match[str]) -> int:
        """A blank line, with the paragraphs behind it that are plain prose; of many, those in the middle become one."""
        blanks = [blank.span() for blank in _BLANK.finditer(self.text, *match.span())]
        for start, end in blanks if len(blanks) < _MAX_PLAIN else (*blanks[:2], *blanks[-2:]):
            self._end_paragraph(start)
            self._resume(end)
        return self._resume(max(match.end() - 1, match.start() + 1))

    def _begin(self, match: re.Match[str]) -> int:
        name = match["opened"].strip()
        if name in _HIDDEN:
            return self._hidden(match, name)
        if _DISPLAY_NAME.fullmatch(name):
            return self._environment(match, name)
        self._words(match.start())
        self.builder.end_paragraph(match.start())
        nested = len(self.theorem_stack) >= _MAX_NESTED
        if name.rstrip("*") in self.theorems and match.start() >= self.body and not nested:
            return self._open_theorem(match, name.rstrip("*"))
        end = self._after_optional(match.end())
        if name.startswith(("tabular", "array", "minipage", "longtable", "multicols")):
            end = self._after_group(end)
        return self._resume(end)

    def _hidden(self, match: re.Match[str], name: str) -> int:
        self._words(match.start())
        closing = f"\\end{{{name}}}"
        place = self.searches.find(closing, match.end())
        if place < 0:
            return self._broken(match, name)
        self.builder.end_paragraph(match.start())
        return self._resume(place + len(closing))

    def _environment(self, match: re.Match[str], name: str) -> int:
        closed = self.searches.environment_ends.get(match.start())
        if closed is None or closed[0] > self.searches.next_prose(match.start()):
            return self._broken(match, name)
        return self._maths(match.start(), closed[1], (match.start(), closed[1]), display=name != "math")

    def _maths(self, start: int, end: int, inner: tuple[int, int], *, display: bool) -> int:
        """Hand over a formula."""
        self._words(start)
        if start >= self.body:
            fragment = Fragment.plain(self.text[inner[0] : inner[1]], inner[0])
            if display:
                self.builder.display(fragment)
            else:
                self.builder.formula(fragment)
        return self._resume(end)

    def _broken(self, match: re.Match[str], what: str) -> int:
        """Something that nothing closes: say so, and go on after the next blank line."""
        self._words(match.start())
        if match.start() < self.body:
            return self._resume(match.end())
        self.builder.problems.append(Problem("D501", Span(*match.span()), {"what": what}))
        return self._resume(self.searches.paragraph_end(match.end()))

    def _open_theorem(self, match: re.Match[str], name: str) -> int:
        named = _OPTIONAL.match(self.text, match.end())
        title = self.theorems[name] + (f" ({clean_latex(named[1])})" if named else "")
        holder = self.builder.current()
        self.theorem_stack.append((name, holder))
        parent = self.last_theorem if name in _PROOFS else None
        index = self.builder.open(title, self._line(match.start()), _THEOREM_LEVEL, parent)
        if name not in _PROOFS:
            self.last_theorem = index
        return self._resume(named.end() if named else match.end())

    def _end(self, match: re.Match[str]) -> int:
        self._words(match.start())
        self.builder.end_paragraph(match.start())
        name = match["closed"].strip().rstrip("*")
        if name == "document":
            return -1
        if any(opened == name for opened, _ in self.theorem_stack):
            holder = 0
            while self.theorem_stack:
                opened, holder = self.theorem_stack.pop()
                if opened == name:
                    break
            self.builder.reopen(holder, self._line(match.end()))
        return self._resume(match.end())

    def _new_theorem(self, match: re.Match[str]) -> int:
        self._words(match.start())
        self.theorems[match["name"].strip()] = match["shown"].strip() or match["name"].strip()
        return self._resume(self._after_optional(match.end()))

    def _definition(self, match: re.Match[str]) -> int:
        definition = self.builder.macros.read(self.text, match.start())
        if definition is None:
            return match.end()
        shorthand = _SHORTHAND.fullmatch(definition.macro.body) if definition.macro is not None else None
        if shorthand is not None and shorthand[1] == "end":
            names = self.end_shorthands.setdefault(shorthand[2], [])
            if definition.name not in names and len(names) < _MAX_NESTED:
                names.append(definition.name)
        self._words(match.start())
        return self._resume(definition.end)

    def _section(self, match: re.Match[str]) -> int:
        self._words(match.start())
        self.builder.end_paragraph(match.start())
        opening = self._skip_spaces(self._after_optional(match.end()))
        closing = self._closing_brace(opening)
        if closing < 0:
            return self._resume(match.end())
        title = " ".join(self.text[opening + 1 : closing].split())
        self.theorem_stack, self.last_theorem = [], None
        level = max(1, _UNITS.index(match["unit"]) - self.first_unit + 1)
        self.builder.open(title, self._line(match.start()), level)
        return self._resume(closing + 1)

    def _title(self, match: re.Match[str]) -> int:
        self._words(match.start())
        opening = self._skip_spaces(match.end())
        closing = self._closing_brace(opening)
        if closing < 0:
            return self._resume(match.end())
        if not self.builder.derivations[0].title:
            self.builder.derivations[0].title = clean_latex(self.text[opening + 1 : closing])
        return self._resume(closing + 1)

    def _dropped(self, match: re.Match[str]) -> int:
        self._words(match.start())
        end = self._after_group(self._after_optional(match.end()))
        if match[0].startswith(r"\newenvironment"):
            end = self._after_group(self._after_group(self._after_optional(end)))
        return self._resume(end)

    def _command(self, match: re.Match[str]) -> int:
        r"""Any other command; a macro that stands for ``\begin{align}`` and the like opens a display."""
        macro = self.builder.macros.known.get(match[0])
        shorthand = _SHORTHAND.fullmatch(macro.body) if macro is not None and not macro.parameters else None
        if shorthand is None or shorthand[1] != "begin" or not _DISPLAY_NAME.fullmatch(shorthand[2]):
            return match.end()
        ends = [f"\\end{{{shorthand[2]}}}", *self.end_shorthands.get(shorthand[2], [])]
        places = [(place, end) for end in ends if (place := self.searches.find(end, match.end())) >= 0]
        place, end = min(places, default=(-1, ""))
        if place < 0 or place > self.searches.next_prose(match.end()):
            return self._broken(match, shorthand[2])
        stop = place + len(end)
        return self._maths(match.start(), stop, (match.start(), stop), display=True)

    def _bracket(self, match: re.Match[str]) -> int:
        display = match[0] == r"\["
        place = self.searches.find_unescaped(r"\]" if display else r"\)", match.end())
        limit = self.searches.next_prose(match.end()) if display else self.searches.paragraph_end(match.end())
        if not 0 <= place <= limit:
            return self._broken(match, match[0])
        return self._maths(match.start(), place + 2, (match.end(), place), display=display)

    def _dollars(self, match: re.Match[str]) -> int:
        if match[0] == "$$":
            place = self.searches.find_unescaped("$$", match.end())
            closed = 0 <= place <= self.searches.next_prose(match.end())
        else:
            place = self.searches.closing_dollar(match.end())
            closed = place >= 0
        if not closed:
            return self._broken(match, match[0])
        end = place + len(match[0])
        return self._maths(match.start(), end, (match.end(), place), display=match[0] == "$$")

    def _line(self, place: int) -> int:
        return bisect_right(self.lines, place)

    def _skip_spaces(self, place: int) -> int:
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        return place

    def _after_optional(self, place: int) -> int:
        match = _ARGUMENTS.match(self.text, place)
        return match.end() if match else place

    def _closing_brace(self, opening: int) -> int:
        """The brace that closes the one at ``opening``, or -1; where many stay open, it is sought nearby only."""
        if not self.text.startswith("{", opening):
            return -1
        closing = closing_brace(self.text, opening, _MAX_ARGUMENT if self.unclosed < _MAX_NESTED else _NEARBY)
        self.unclosed += closing < 0
        return closing

    def _after_group(self, place: int) -> int:
        opening = self._skip_spaces(place)
        closing = self._closing_brace(opening)
        return closing + 1 if closing >= 0 else place
