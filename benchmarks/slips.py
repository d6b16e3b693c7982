"""Puts plausible slips into the proved steps of documents, and counts what derivcheck says of them.

    slips.py [--each N] [--seed S] [--show] PATH…

A slip is an edit of the right side of a step that was proved, as an author's pen makes it: a sign, a number, an
exponent, a factor, a transpose, an index, numerator and denominator, two arguments, a function. Every copy of a
document has a slip in every other line at most. An edit may happen to keep the value, as Cov(Y, X) does; what was
proved is listed, so that one can look. A slip after which the step was *lost* changed how the display is cut.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from derivcheck.check import check_text
from derivcheck.results import Step, Verdict
from derivcheck.settings import Settings
from derivcheck.sources import FORMATS

QUICK = Settings(advice=False, timeout=3.0)
PAIR = r"\{((?:[^{}]|\{[^{}]*\})*)\}"


@dataclass(frozen=True, slots=True)
class Slip:
    """A kind of slip: what it looks for, and what it makes of that."""

    name: str
    pattern: re.Pattern[str]
    change: Callable[[re.Match[str]], str]


def _next(match: re.Match[str]) -> str:
    return str(int(match[0]) + 1)


SLIPS = (
    Slip("sign", re.compile(r"(?<=\s)\+(?=\s)"), lambda _: "-"),
    Slip("sign", re.compile(r"(?<=[\w})]\s)-(?=\s)"), lambda _: "+"),
    Slip("sign", re.compile(r"^-"), lambda _: ""),
    Slip("number", re.compile(r"(?<![\w^_{.])\d+(?![\d.])(?!\})"), _next),
    Slip("exponent", re.compile(r"\^2"), lambda _: "^3"),
    Slip("exponent", re.compile(r"\^2"), lambda _: ""),
    Slip("exponent", re.compile(r"\^\{-1\}"), lambda _: ""),
    Slip("transpose", re.compile(r"\^\\top|\^T\b|\^\{\\top\}|\^\\mathrm\{T\}"), lambda _: ""),
    Slip("factor", re.compile(r"^(?=[^=]*$)"), lambda _: "2 "),
    Slip("fraction", re.compile(rf"\\frac{PAIR}{PAIR}"), lambda m: rf"\frac{{{m[2]}}}{{{m[1]}}}"),
    Slip("index", re.compile(r"_i\b"), lambda _: "_j"),
    Slip("index", re.compile(r"_1\b"), lambda _: "_2"),
    Slip("function", re.compile(r"\\sin\b"), lambda _: r"\cos"),
    Slip("function", re.compile(r"\\log\b"), lambda _: r"\exp"),
    # A covariance is symmetric.
    Slip("argument", re.compile(r"(?<!Cov\})\((\w), (\w)\)"), lambda m: f"({m[2]}, {m[1]})"),
)


def slips(text: str) -> Iterator[tuple[str, str]]:
    """All slips in a formula, with their kinds."""
    for slip in SLIPS:
        for match in slip.pattern.finditer(text):
            if slip.name == "factor" and re.match(r"[-\d]|.*(?<![\^_{])[+-](?![^{]*\})", text):
                continue
            changed = f"{text[: match.start()]}{slip.change(match)}{text[match.end() :]}"
            if changed.strip() and changed != text:
                yield slip.name, changed


@dataclass(frozen=True, slots=True)
class Put:
    """A slip that was put into a document."""

    kind: str
    line: int
    right: str
    wrong: str


def copies(text: str, steps: list[Step], each: int, chance: random.Random) -> Iterator[tuple[str, list[Put]]]:
    """Copies of a document with a slip in each of its chains, at most ``each`` slips in one step."""
    lines = text.split("\n")
    waiting: dict[int, list[tuple[Step, str, str]]] = collections.defaultdict(list)
    for step in steps:
        if step.verdict is not Verdict.PROVED or step.relation != "=" or step.place.line != step.place.end_line:
            continue
        found = list(dict.fromkeys(slips(step.right)))
        chance.shuffle(found)
        for kind, wrong in found[:each]:
            if lines[step.place.line - 1].count(step.right) == 1:
                waiting[step.place.line].append((step, kind, wrong))
    while any(waiting.values()):
        changed, put, blocked = list(lines), [], -1
        for line in sorted(waiting):
            # The side with a slip is the left one of the next step: that is not looked at, and lines in a row are.
            if line - blocked < 2 or not waiting[line]:
                continue
            step, kind, wrong = waiting[line].pop()
            changed[line - 1] = lines[line - 1].replace(step.right, wrong)
            put.append(Put(kind, line, step.right, wrong))
            blocked = line
        yield "\n".join(changed), put


def tried(path: Path, each: int, seed: int) -> Iterator[tuple[Put, Step | None]]:
    """The slips put into a document, with the steps that have them."""
    text = path.read_text()
    form = FORMATS.get(path.suffix, "markdown")
    whole = check_text(text, form, str(path), QUICK)
    steps = [step for derivation in whole.derivations for step in derivation.steps]
    for copy, put in copies(text, steps, each, random.Random(seed)):
        found = check_text(copy, form, str(path), QUICK)
        seen: dict[tuple[int, str], Step] = {}
        for step in (step for derivation in found.derivations for step in derivation.steps):
            seen.setdefault((step.place.line, str(step.right).strip()), step)
        for one in put:
            yield one, seen.get((one.line, one.wrong.strip()))


def main() -> None:
    """Prints a line for each slip that was proved, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    files = [f for path in options.paths for f in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    counts: collections.Counter[tuple[str, str]] = collections.Counter()
    for path in files:
        for put, step in tried(path, options.each, options.seed):
            verdict = "lost" if step is None else step.verdict.value
            counts[put.kind, verdict] += 1
            if verdict == "proved" or (options.show and verdict != "refuted"):
                said = "" if step is None else step.code
                print(f"{verdict} {said} {path}:{put.line} {put.kind}: {put.wrong}    (right: {put.right})", flush=True)
    verdicts: collections.Counter[str] = collections.Counter()
    for (kind, verdict), number in sorted(counts.items()):
        verdicts[verdict] += number
        print(f"{kind:10} {verdict:9} {number}")
    total = sum(verdicts.values()) or 1
    print(", ".join(f"{verdict} {number} ({100 * number / total:.1f} %)" for verdict, number in verdicts.most_common()))
    sys.exit(1 if verdicts["proved"] else 0)


if __name__ == "__main__":
    main()
