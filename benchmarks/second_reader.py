"""Holds derivcheck's reader against latex2sympy2, and writes where they disagree to docs/second-reader.md.

    .venv/bin/python benchmarks/second_reader.py

Both read the scalar formulas of pairs.jsonl and those below; a disagreement is another value at the same numbers. Each
is judged by hand in JUDGED; a disagreement without a judgement is an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import sympy

from derivcheck import NoSympyFormError, check_step

HERE = Path(__file__).parent
SCRIPT_PYTHON = HERE.parent / ".venv-latex2sympy2" / "bin" / "python"
PAGE = HERE.parent / "docs" / "second-reader.md"
NUMBERS = (0.37, 0.81, 1.43, 0.59, 1.12, 0.23, 0.67, 1.31)
AGREED = 1e-9

FORMULAS = (
    r"\log x",
    r"\log 2x",
    r"\ln x",
    r"\sin^2 x",
    r"\sin^{-1} x",
    r"\sin x \cos y",
    r"\sin 2x",
    r"\sin x + 1",
    r"e^{-x^2/2}",
    r"\exp(x+y)",
    r"\frac{d}{dx} x^3",
    r"\frac{d}{dx}\left(x^2 + x\right)",
    r"\frac{d^2}{dx^2} x^4",
    r"\int_0^1 x^2 \, dx",
    r"\sqrt[3]{x}",
    r"\sqrt{x^2}",
    r"|x - y|",
    r"x^{2y}",
    r"\frac{x}{y} z",
    r"x / y z",
    r"2 \cdot 3^2",
    r"-x^2",
    r"\binom{5}{2}",
    r"5!",
    r"\max(x, y)",
    r"\tanh x",
    r"\operatorname{sign}(x)",
    r"\sum_{k=1}^{4} k x",
    r"\prod_{k=1}^{3} (x + k)",
    r"\lim_{t \to 0} \frac{\sin t}{t}",
    r"x_1 x_2",
    r"\alpha \beta",
    r"\pi x",
    r"x'",
    r"\hat{x} y",
)

JUDGED = (
    (r"\log", r"derivcheck is right: among readers of derivations `\log` is natural, and the report says so"),
    (r"\sigma(z)", "derivcheck is right: the prose defines σ, which latex2sympy2 does not read"),
)
"""Whose reading is right, and why, for the formulas that hold a piece of LaTeX."""


class Other:
    """latex2sympy2, in its own environment; an error is followed by a new process, since it spoils what comes after."""

    process: subprocess.Popen[str] | None = None

    def value(self, formula: str, at: dict[str, float]) -> dict[str, object]:
        """What it reads, and the value."""
        if self.process is None:
            self.process = subprocess.Popen(
                [str(SCRIPT_PYTHON), str(HERE / "latex2sympy2_worker.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        requests, replies = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        requests.write(json.dumps({"formula": formula, "at": at}) + "\n")
        requests.flush()
        reply = cast("dict[str, object]", json.loads(replies.readline()))
        if "failed" in reply:
            self.close()
        return reply

    def close(self) -> None:
        """Ends the process."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def formulas() -> Iterator[tuple[str, str]]:
    """Formulas with the prose that belongs to them."""
    yield from ((formula, "") for formula in FORMULAS)
    for line in (HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["topic"] not in ("matrix", "probability"):
            yield from ((side, record["prose"]) for side in record["steps"])


def own(formula: str, prose: str) -> sympy.Expr | None:
    """What derivcheck reads."""
    try:
        return check_step(formula, formula, scope=prose).left.to_sympy()
    except NoSympyFormError:
        return None


def plain(name: str) -> str:
    """The letters and digits of a name."""
    return "".join(character for character in name if character.isalnum())


def main() -> None:
    """Compares, writes the page, and fails where a disagreement is not judged."""
    other, counts, rows, open_ones = Other(), {"agree": 0, "disagree": 0, "one reads": 0}, [], []
    for formula, prose in {formula: (formula, prose) for formula, prose in formulas()}.values():
        expression = own(formula, prose)
        if expression is None:
            continue
        symbols = sorted(expression.free_symbols, key=str)
        at = dict(zip((plain(str(symbol)) for symbol in symbols), NUMBERS, strict=False))
        number = expression.doit().subs(dict(zip(symbols, NUMBERS, strict=False))).evalf()
        try:
            here = complex(number)
        except TypeError:  # unknown functions and the like, whose values nobody can compare
            print("not compared:", formula, expression, file=sys.stderr)
            continue
        reply = other.value(formula, at)
        read = cast("list[str]", reply["read"])[0]
        if "value" in reply and abs(complex(*cast("list[float]", reply["value"])) - here) < AGREED:
            counts["agree"] += 1
            continue
        if not read:
            counts["one reads"] += 1
            continue
        counts["disagree"] += 1
        judgement = next((said for piece, said in JUDGED if piece in formula), "")
        if not judgement:
            open_ones.append((formula, str(expression), read))
        rows.append(f"| `{formula}` | `{expression}` | `{read}` | {judgement} |")
    other.close()
    head = (HERE / "second_reader.md").read_text(encoding="utf-8")
    summary = ", ".join(f"{count} {name}" for name, count in counts.items())
    PAGE.write_text(head.replace("SUMMARY", summary).replace("ROWS", "\n".join(rows)), encoding="utf-8")
    for each in open_ones:
        print(*each, sep="   ")
    sys.exit(1 if open_ones else 0)


if __name__ == "__main__":
    main()
