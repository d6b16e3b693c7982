"""How the time of a check grows with the number of steps: a document of 10, 100, … steps, and one chain as long.

At the end, what the twelve steps of backpropagation through three layers take.

Every step is another one, so that nothing is remembered from the one before.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from derivcheck.check import Settings, check_text

BACKPROPAGATION = Path(__file__).parents[1] / "tests" / "derivations" / "three-layers.md"
LENGTHS = (10, 100, 1_000, 10_000)
SCOPE = r"Let $x \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$ and $t \in \mathbb{R}$."
KINDS = (
    r"(t + {k})^2 = t^2 + {d} t + {s}",
    r"\nabla_x ({k} x^\top A x) = {k} (A + A^\top) x",
    r"\frac{{d}}{{dt}} e^{{{k} t}} = {k} e^{{{k} t}}",
    r"\sum_{{i=1}}^n {k} x_i = {k} \mathbf{{1}}^\top x",
)


def document(length: int) -> str:
    """A document with as many displays of one step each."""
    formulas = (KINDS[k % len(KINDS)].format(k=k + 2, d=2 * (k + 2), s=(k + 2) ** 2) for k in range(length))
    return "\n\n".join(["# Steps", SCOPE, *(f"$$ {formula} $$" for formula in formulas)])


def chain(length: int) -> str:
    """A document with one display of as many steps."""
    rows = (rf"&= (t + {k})^2 - {2 * k} t - {k * k}" for k in range(1, length + 1))
    return "\n\n".join(["# Chain", SCOPE, "$$\n\\begin{aligned}\nt^2 " + " \\\\\n".join(rows) + "\n\\end{aligned}\n$$"])


def milliseconds(text: str, length: int) -> float:
    """The time for one step."""
    start = time.perf_counter()
    steps = [
        step for derivation in check_text(text, settings=Settings(jobs=1)).derivations for step in derivation.steps
    ]
    took = time.perf_counter() - start
    if len(steps) != length or any(step.verdict != "proved" for step in steps):
        sys.exit(f"not all of {length} steps were proved")
    return took * 1000 / length


def main() -> None:
    """Prints a table."""
    milliseconds(document(len(KINDS)), len(KINDS))
    print(f"{'steps':>8}  {'in displays':>14}  {'in one chain':>14}")
    for length in LENGTHS:
        times = (milliseconds(write(length), length) for write in (document, chain))
        print(f"{length:>8,}  " + "  ".join(f"{each:>7.2f} ms each" for each in times))
    layers = BACKPROPAGATION.read_text(encoding="utf-8")
    print(f"three layers of backpropagation: {12 * milliseconds(layers, 12):.0f} ms for 12 steps")


if __name__ == "__main__":
    main()
