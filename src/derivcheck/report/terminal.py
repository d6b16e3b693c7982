"""The report that people read: what was found for every step, and for what is wrong all that helps to see why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from derivcheck.report import evidence, summary, values, words
from derivcheck.report.chains import continues
from derivcheck.report.excerpt import excerpt
from derivcheck.report.lines import Line, Style, cells, line, plural
from derivcheck.report.readable import readable
from derivcheck.report.table import table
from derivcheck.results import (
    Counterexample,
    Derivation,
    File,
    Place,
    Report,
    Step,
    Trouble,
    Verdict,
)

_MARKS = {
    Verdict.PROVED: ("✓", "ok", Style.GOOD),
    Verdict.REFUTED: ("✗", "x ", Style.BAD),
    Verdict.UNPROVED: ("?", "? ", Style.OPEN),
    Verdict.UNREAD: ("‽", "! ", Style.OPEN),
    Verdict.DEFINED: ("·", "- ", Style.FAINT),
    Verdict.SKIPPED: ("·", "- ", Style.FAINT),
}
_WORD = re.compile(r"(?<![\\\w{])[A-Za-z]{3,}")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?")
_TEXT = re.compile(r"\\text\{([^{}]*)\}")
_QUOTED = re.compile(r"`([^`]+)`|\$([^$]+)\$")
# The counterexample, which is shown below it, says what the message of this code says.
_SIDES_DIFFER = "D201"
# A continued step is set under its relation only where the left side leaves room for it.
_INFERRED = ", by its use"
_WIDEST_LEFT = 30
# A counterexample that was expected stands behind its step only where the line stays this short.
_WIDEST_LINE = 110
_STEP_INDENT = 4
_BLOCK_INDENT = 8


@dataclass(frozen=True, slots=True)
class Look:
    """How much is shown, and with which characters."""

    unicode: bool = True
    verbose: bool = False
    quiet: bool = False
    strict: bool = False

    def showing(self, *, unicode: bool) -> Look:
        """The same look for a stream that can, or cannot, show all characters."""
        return replace(self, unicode=unicode)

    def formula(self, latex: str) -> str:
        """LaTeX as this stream can show it."""
        return readable(latex) if self.unicode else " ".join(latex.split())

    def prose(self, text: str) -> str:
        """Text in which formulas stand between backquotes or dollars, or a formula alone."""
        if _QUOTED.search(text):
            return self.quoted(text)
        formulas, *rest = _TEXT.split(text)
        if rest:
            # Words in a formula stand between formulas.
            pairs = zip(rest[::2], rest[1::2], strict=True)
            pieces = [
                self.formula(formulas),
                *(piece for words, latex in pairs for piece in (words, self.formula(latex))),
            ]
            return "".join(pieces)
        if not _WORD.search(text):
            return self.formula(text)
        return " ".join(self.formula(part) if "\\" in part else part for part in text.split())

    def quoted(self, text: str) -> str:
        """Text in which only what stands between backquotes or dollars is a formula; a command alone stays as it is."""

        def shown(quoted: re.Match[str]) -> str:
            latex = quoted[1] or quoted[2]
            said = self.formula(latex)
            # A command that is no letter, and a brace, are spoken of as they are typed.
            return latex if not said.strip() or (_COMMAND.fullmatch(latex) and len(said) > 1) else said

        return _QUOTED.sub(shown, text)

    def entry(self, text: str) -> str:
        """An assumption, or what something is read as: "formula: words"."""
        formula, colon, rest = text.partition(": ")
        return f"{self.formula(formula)}: {rest}" if colon and not _WORD.search(formula) else self.prose(text)

    def name(self, text: str) -> str:
        """A symbol, or words that stand in the place of one ("weights of z")."""
        return (
            self.prose(text) if " of " in text else self.formula(text.replace("|", r" \mid ") if "(" in text else text)
        )

    def mark(self, step: Step) -> tuple[str, Style]:
        """The sign before a step."""
        if step.unexpected:
            return ("✗" if self.unicode else "x "), Style.BAD
        if step.ignored is not None:
            return _MARKS[Verdict.SKIPPED][0 if self.unicode else 1], Style.FAINT
        verdict = Verdict.PROVED if step.verdict is Verdict.REFUTED and summary.as_expected(step) else step.verdict
        pretty, plain, style = _MARKS[verdict]
        return (pretty if self.unicode else plain), style


def render(report: Report, look: Look) -> Iterator[Line]:
    """All lines of the report."""
    for file in report.files:
        found = list(_file(file, look))
        if found:
            yield line((file.path, Style.STRONG))
            yield from found
            yield line()
    if not look.quiet:
        yield from _overview(report)
    if report.files and (not look.quiet or summary.exit_code(report, strict=look.strict)):
        yield _summary(report)
        yield from _answers(report)


def _file(file: File, look: Look) -> Iterator[Line]:
    for trouble in file.troubles:
        if not look.quiet or trouble.severity == "error" or _fails(trouble, strict=look.strict or file.strict):
            yield from _trouble(trouble, file, look)
    for derivation in file.derivations:
        shown = [s for s in derivation.steps if not look.quiet or summary.fails(s, strict=look.strict or file.strict)]
        if shown:
            yield _heading(derivation, look)
            if look.verbose:
                yield from _inferred(derivation, look)
            yield from _steps(shown, file, look)


def _fails(trouble: Trouble, *, strict: bool) -> bool:
    return trouble.code == summary.UNMET_EXPECTATION or (strict and trouble.code == summary.UNUSED_SUPPRESSION)


def _inferred(derivation: Derivation, look: Look) -> Iterator[Line]:
    """What the names of a derivation were taken for that are not declared in it."""
    found = dict.fromkeys(entry for step in derivation.steps for entry in step.read_as if entry.endswith(_INFERRED))
    if found:
        yield line(
            ("Inferred: " + "; ".join(look.entry(entry.removesuffix(_INFERRED)) for entry in found), Style.FAINT),
            indent=_STEP_INDENT,
            hang=_BLOCK_INDENT,
        )


def _heading(derivation: Derivation, look: Look) -> Line:
    tally = ", ".join(
        f"{count} {verdict}"
        for verdict in Verdict
        if (count := sum(step.verdict is verdict for step in derivation.steps))
    )
    title = look.quoted(derivation.title) or "Without a title"
    return line((title, Style.STRONG), (f" ({tally})", Style.FAINT), indent=2)


def _steps(steps: list[Step], file: File, look: Look) -> Iterator[Line]:
    previous: Step | None = None
    lines = file.text.split("\n")
    column = 2
    for step in steps:
        continued = previous is not None and continues(previous, step, lines)
        left = look.formula(step.left)
        if not continued:
            column = cells(left) + 1 if cells(left) <= _WIDEST_LEFT else 2
        yield from _step(step, " " * column if continued else f"{left} ", look)
        yield from _details(step, file, look)
        previous = step


def _step(step: Step, left: str, look: Look) -> Iterator[Line]:
    mark, style = look.mark(step)
    formula = f" {left}{look.formula(step.relation)} {look.formula(step.right)}"
    remarks = [*_remarks(step, look)]
    below: list[str] = []
    if step.ignored is not None:
        remarks.append(
            f"{step.verdict} [{step.code}], ignored" + (f": {look.quoted(step.ignored)}" if step.ignored else "")
        )
    if step.expected and summary.as_expected(step) and step.verdict is not Verdict.PROVED:
        remarks.append(f"{step.verdict}, as expected")
        below = _below(step, look)
    if len(below) == 1 and sum(cells(text) + 3 for text in (formula, *remarks, *below)) <= _WIDEST_LINE:
        remarks[-1] += f"{_joint(step)} {below.pop()}"
    faint = [("   " + "   ".join(remarks), Style.FAINT)] if remarks else []
    yield line((mark, style), formula, *faint, indent=_STEP_INDENT, hang=_BLOCK_INDENT)
    for text in below:
        yield line((text, Style.FAINT), indent=_BLOCK_INDENT)


def _remarks(step: Step, look: Look) -> Iterator[str]:
    if step.reason:
        yield f"({look.prose(step.reason)})"
    if step.conditions:
        yield "for " + ", ".join(look.prose(condition) for condition in step.conditions)


def _joint(step: Step) -> str:
    return ":" if step.counterexample is None else ","


def _below(step: Step, look: Look) -> list[str]:
    """Why a step is refuted that was expected to be: one line, or several where it takes a table."""
    if step.verdict is not Verdict.REFUTED:
        return []
    if step.counterexample is None:
        return [look.quoted(step.message)]
    short = values.phrase(step.counterexample, look.name)
    return list(values.block(step.counterexample, look.name)) if short is None else [short]


def _details(step: Step, file: File, look: Look) -> Iterator[Line]:
    """What stands under a step: everything where it is wrong or unread, one sentence where it is open."""
    if step.ignored is not None and not look.verbose:
        return
    if summary.is_wrong(step) or (step.verdict is Verdict.UNREAD and not summary.as_expected(step)):
        yield from _block(step, file, look)
    elif step.verdict is Verdict.UNPROVED and not summary.as_expected(step):
        place = (_place(file.path, step.focus or step.place), Style.PLACE)
        yield line(place, f": {look.quoted(step.message)} ", (f"[{step.code}]", Style.FAINT), indent=_BLOCK_INDENT)
    elif look.verbose:
        yield line((f"{look.quoted(step.message)} [{step.code}]", Style.FAINT), indent=_BLOCK_INDENT)
        yield from _remedies(step, look)
    if look.verbose:
        yield from _evidence(step, look)


def _block(step: Step, file: File, look: Look) -> Iterator[Line]:
    place = step.focus or step.place
    title = words.title(summary.UNMET_EXPECTATION if step.unexpected else step.code)
    yield line((_place(file.path, place), Style.PLACE), ": ", (title, Style.STRONG), indent=_BLOCK_INDENT)
    yield from excerpt(file.text, place, indent=_BLOCK_INDENT + 2)
    if step.unexpected and step.expected:
        yield line((f"Expected {step.expected}, but it is {step.verdict}.", Style.BAD), indent=_BLOCK_INDENT)
    if step.counterexample is None or step.code != _SIDES_DIFFER:
        yield line(look.quoted(step.message), indent=_BLOCK_INDENT)
    if step.counterexample is not None:
        yield from _counterexample(step.counterexample, look)
    yield from _context(step, look)
    yield from _remedies(step, look)
    advice = words.hint(step.code)
    if advice:
        yield line(f"Hint: {advice}", indent=_BLOCK_INDENT)
    yield line((f"{step.code}: derivcheck explain {step.code}", Style.FAINT), indent=_BLOCK_INDENT)


def _remedies(step: Step, look: Look) -> Iterator[Line]:
    """What would make a refuted step right."""
    if step.suggestion:
        yield line("Did you mean: ", look.formula(step.suggestion), indent=_BLOCK_INDENT)
    assumed = step.evidence.get("holds_if")
    if isinstance(assumed, list):
        conditions = " and ".join(look.formula(str(latex)) for latex in assumed)
        yield line(f"Holds if: {conditions}", indent=_BLOCK_INDENT)


def _counterexample(counterexample: Counterexample, look: Look) -> Iterator[Line]:
    yield line("Counterexample:", indent=_BLOCK_INDENT)
    for text in values.block(counterexample, look.name):
        yield line(text, indent=_BLOCK_INDENT + 2)


def _context(step: Step, look: Look) -> Iterator[Line]:
    for label, entries in (("Assumed", step.assumptions), ("Read as", step.read_as)):
        if entries:
            yield line(f"{label}: " + "; ".join(look.entry(entry) for entry in entries), indent=_BLOCK_INDENT)


def _evidence(step: Step, look: Look) -> Iterator[Line]:
    text = evidence.describe(step, look.formula)
    if text:
        yield line((text, Style.FAINT), indent=_BLOCK_INDENT)
    if step.verdict is Verdict.PROVED:
        yield from _context(step, look)


def _trouble(trouble: Trouble, file: File, look: Look) -> Iterator[Line]:
    style = Style.BAD if trouble.severity == "error" else Style.OPEN
    place = file.path if trouble.place is None else _place(file.path, trouble.place)
    yield line(
        (place, Style.PLACE),
        ": ",
        (trouble.severity, style),
        f": {look.quoted(trouble.message)} ",
        (f"[{trouble.code}]", Style.FAINT),
        indent=2,
    )
    if trouble.place is not None:
        yield from excerpt(file.text, trouble.place, indent=4)


def trouble_text(trouble: Trouble, path: str | None = None) -> str:
    """A trouble on one line, for the error stream."""
    if path is None:  # a message that belongs to no file names its path itself
        return f"{trouble.message} [{trouble.code}]"
    place = path if trouble.place is None else _place(path, trouble.place)
    return f"{place}: {trouble.severity}: {trouble.message} [{trouble.code}]"


def _place(path: str, place: Place) -> str:
    return f"{path}:{place}"


def _overview(report: Report) -> Iterator[Line]:
    """A table of the files and how often each verdict was given in them."""
    verdicts = [verdict for verdict in Verdict if any(step.verdict is verdict for step in summary.steps(report))]
    if len(report.files) < 2 or not verdicts:
        return
    files = [(file.path, [step.verdict for step in summary.steps_of_file(file)]) for file in report.files]
    rows = [(path, *(str(found.count(verdict) or "") for verdict in verdicts)) for path, found in files]
    yield from table(("File", *verdicts), rows)
    yield line()


def _answers(report: Report) -> Iterator[Line]:
    found = summary.answers(report)
    if found:
        yield line(("SymPy: ", Style.STRONG), ", ".join(f"{count} {name}" for name, count in found.items()))


def _summary(report: Report) -> Line:
    found = summary.counts(report)
    total = sum(found[verdict] for verdict in Verdict)
    if not total:
        return line("No steps to check.")
    as_expected = sum(step.verdict is Verdict.REFUTED and summary.as_expected(step) for step in summary.steps(report))
    parts: list[str] = []
    for verdict in Verdict:
        if found[verdict]:
            remark = f" ({as_expected} as expected)" if verdict is Verdict.REFUTED and as_expected else ""
            parts.append(f"{found[verdict]} {verdict}{remark}")
    ignored = sum(step.ignored is not None for step in summary.steps(report))
    if ignored:
        parts.append(f"{ignored} of them ignored")
    if found["unexpected"]:
        parts.append(f"{found['unexpected']} not as expected")
    start = f"{plural(total, 'step')} in {plural(len(report.files), 'file')}: "
    return line((start, Style.STRONG), ", ".join(parts))
