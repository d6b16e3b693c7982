"""Holds derivcheck against the script that anyone would write: latex2sympy2, then ``simplify(left - right) == 0``.

    .venv/bin/python benchmarks/compare.py [PAIRS]

Both are asked the same scalar equations in the same run: those of pairs.jsonl, and those of PAIRS, or of the file that
the environment variable DERIVCHECK_PAIRS names. A record has ``prose``, ``steps`` (two sides), ``relations``, ``truth``
and ``topic``.
"""

from __future__ import annotations

import json
import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from derivcheck.check import Settings, check_step

HERE = Path(__file__).parent
SCRIPT_PYTHON = HERE.parent / ".venv-latex2sympy2" / "bin" / "python"
DERIVCHECK = Path(sys.executable).parent / "derivcheck"
# The script says only whether sides are equal, so derivcheck is not asked for more.
DECIDING = Settings(advice=False)
LONGEST = 20.0  # seconds that the script may take for a step
GOAL = 50
NOT_SCALAR = frozenset({"matrix", "probability"})

# What the script turns into something else without a word, and what a reader takes it for.
MISREAD = (
    (r"\log x", "the natural logarithm of x"),
    (r"\log\frac{x}{y}", "the natural logarithm of x/y"),
    (r"\sigma'(x)", "the derivative of σ at x"),
    (r"f''(x)", "the second derivative of f at x"),
    (r"\hat{y}'", "the derivative of ŷ"),
    (r"f(x+1)", "the value of f at x + 1"),
    (r"f^{-1}(x)", "the value of the inverse of f at x"),
    (r"A^T", "the transpose of A"),
    (r"(AB)^T", "the transpose of AB"),
    (r"\mathbf{w}^T\mathbf{x}", "the inner product of two vectors"),
    (r"(X^TX)^{-1}X^Ty", "the least squares solution"),
    (r"AB - BA", "a commutator, not 0"),
    (r"x^{(i)}", "the i-th example x"),
    (r"\nabla f", "the gradient of f"),
    (r"\text{softmax}(x)_i", "the i-th entry of softmax(x)"),
    (r"y_i \log p_i", "y times the natural logarithm of p"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides, the prose before them, and whether they are equal."""

    prose: str
    left: str
    right: str
    true: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of the two said of a pair: equal, not equal, or nothing; and how long it took."""

    seconds: float
    read: bool
    equal: bool | None = None


class Script:
    """The script, in the environment of its own."""

    def __init__(self) -> None:
        self.process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        command = [str(SCRIPT_PYTHON), str(HERE / "latex2sympy2_worker.py")]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.process = process
        self._ask(["(x+1)^2", "x^2+2x+1"], 60.0)  # what the first step alone has to pay is left out, for both
        return process

    def _ask(self, formulas: Sequence[str], longest: float) -> dict[str, Any] | None:
        requests, replies = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        requests.write(json.dumps(formulas) + "\n")
        requests.flush()
        if not select.select([replies], [], [], longest)[0]:
            return None
        return cast("dict[str, Any]", json.loads(replies.readline()))

    def ask(self, *formulas: str) -> dict[str, Any]:
        """The reply; an error is followed by a new process, since it spoils the formulas after it."""
        reply = self._ask(formulas, LONGEST)
        if reply is None or "unread" in reply or "failed" in reply:
            self.close()
            self.process = self._started()
        return reply or {"read": [], "seconds": LONGEST}

    def close(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.communicate()


def pairs_of(path: Path) -> list[Pair]:
    """The scalar equations with one step of a file."""
    records = [json.loads(each) for each in path.read_text(encoding="utf-8").splitlines() if each.strip()]
    return [
        Pair(record["prose"], record["steps"][0], record["steps"][1], record["truth"] == ["true"])
        for record in records
        if record["relations"] == ["="] and record["topic"] not in NOT_SCALAR
    ]


def by_script(script: Script, pair: Pair) -> Answer:
    """What the script says; it has no use for the prose."""
    reply = script.ask(pair.left, pair.right)
    return Answer(reply["seconds"], "read" in reply, reply.get("equal"))


def by_derivcheck(pair: Pair) -> Answer:
    """What derivcheck says, with the prose read anew for each pair."""
    began = time.perf_counter()
    step = check_step(pair.left, pair.right, "=", pair.prose, DECIDING)
    seconds = time.perf_counter() - began
    return Answer(seconds, step.verdict != "unread", {"proved": True, "refuted": False}.get(step.verdict))


def show_table(title: str, pairs: Sequence[Pair], answers: dict[str, list[Answer]]) -> None:
    """Time and verdicts of both, side by side, and the ratio of their times."""
    print(f"\n{title}: {len(pairs)} steps, {sum(pair.true for pair in pairs)} of them true")
    print(f"  {'':12} {'median':>10} {'mean':>10} {'longest':>10}   read  right  wrong  undecided")
    figures = {}
    for name, given in answers.items():
        times = [each.seconds * 1000 for each in given]
        figures[name] = statistics.median(times), statistics.fmean(times)
        judged = [each.equal == pair.true for each, pair in zip(given, pairs, strict=True) if each.equal is not None]
        undecided = sum(each.equal is None and each.read for each in given)
        columns = f"{figures[name][0]:7.2f} ms {figures[name][1]:7.2f} ms {max(times):7.1f} ms"
        counts = f"{sum(each.read for each in given):6} {sum(judged):6} {len(judged) - sum(judged):6} {undecided:10}"
        print(f"  {name:12} {columns} {counts}")
    (median, mean), (slow_median, slow_mean) = figures["derivcheck"], figures["script"]
    print(f"  derivcheck is {slow_median / median:.0f} times faster by the median (goal: {GOAL}), ", end="")
    print(f"{slow_mean / mean:.0f} times by the mean.")


def show_differences(pairs: Sequence[Pair], answers: dict[str, list[Answer]]) -> None:
    """Every step that one of the two decided wrongly."""
    for name, given in answers.items():
        for pair, each in zip(pairs, given, strict=True):
            if each.equal is not None and each.equal != pair.true:
                print(f"  {name} says {'equal' if each.equal else 'not equal'}: {pair.left} = {pair.right}")


def show_misread(script: Script) -> None:
    """What the script reads as something else without a word."""
    print("\nMisread by the script in silence (LaTeX, what it became, what it says)")
    for formula, meaning in MISREAD:
        reply = script.ask(formula)
        became = ", ".join(reply.get("read", ["(an error)"]))
        print(f"  {formula:26} {became:26} {meaning}")


def wall(command: Iterable[str], compiled: str) -> float:
    """The best of three runs, in seconds of wall time; a first run writes the bytecode that an installation has."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    times = []
    for _ in range(4):
        began = time.perf_counter()
        subprocess.run(list(command), env=environment, capture_output=True, check=False)
        times.append(time.perf_counter() - began)
    return min(times[1:])


def show_starts() -> None:
    """How long the commands take from a cold start."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "document.md"
        document.write_text("# T\n\nLet $x > 0$.\n\n$$ \\log(x^2) = 2\\log x $$\n", encoding="utf-8")
        commands = {
            "derivcheck --version": [str(DERIVCHECK), "--version"],
            "derivcheck check FILE (one step)": [str(DERIVCHECK), "check", "--no-cache", str(document)],
            "derivcheck library": [str(DERIVCHECK), "library"],
            "script: its imports alone": [str(SCRIPT_PYTHON), "-c", "import latex2sympy2"],
        }
        print("\nFrom a cold start (wall time, best of three, bytecode written before)")
        for name, command in commands.items():
            print(f"  {name:34} {wall(command, folder):6.2f} s")


def main() -> None:
    """Prints all tables."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DERIVCHECK_PAIRS")
    sources = [HERE / "pairs.jsonl", *([Path(given)] if given else [])]
    if not SCRIPT_PYTHON.exists():
        sys.exit(f"{SCRIPT_PYTHON} is missing; run: make bench")
    print(
        "Time per step: both sides read and decided, once each, without the search for what was meant.\n"
        "Imports and a first step are left out for both."
    )
    script = Script()
    check_step("(x+1)^2", "x^2+2x+1")
    for source in sources:
        pairs = pairs_of(source)
        answers = {
            "derivcheck": [by_derivcheck(pair) for pair in pairs],
            "script": [by_script(script, pair) for pair in pairs],
        }
        show_table("/".join(source.parts[-2:]), pairs, answers)
        show_differences(pairs, answers)
    show_misread(script)
    script.close()
    show_starts()


if __name__ == "__main__":
    main()
