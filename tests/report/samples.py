"""Results made by hand, with one step of every kind."""

from derivcheck.formula import Formula
from derivcheck.results import Counterexample, Derivation, File, Place, Report, Step, Trouble, Verdict

TEXT = r"""# Gradient of the sigmoid

Let $x \in \mathbb{R}$ and $\sigma(x) := \frac{1}{1 + e^{-x}}$.

$$
\begin{aligned}
\frac{d\sigma}{dx} &= \frac{d}{dx} (1 + e^{-x})^{-1} \\
  &= \frac{e^{-x}}{(1 + e^{-x})^2} && \text{chain rule} \\
  &= \sigma(x)(1 + \sigma(x)) \\
  &= \frobnicate{x}
\end{aligned}
$$

## Slip: the sign of the inner derivative

<!-- derivcheck: expect refuted -->
$$ \frac{d\sigma}{dx} = -\sigma(x)(1 - \sigma(x)) $$
"""

DERIVATIVE = Formula(r"\frac{d\sigma}{dx}")
DIFFERENCE = Formula(r"\frac{d}{dx} (1 + e^{-x})^{-1}")
QUOTIENT = Formula(r"\frac{e^{-x}}{(1 + e^{-x})^2}")
PRODUCT = Formula(r"\sigma(x)(1 + \sigma(x))")

DEFINED = Step(
    Place(7, 20, 7, 53),
    DERIVATIVE,
    "=",
    DIFFERENCE,
    Verdict.PROVED,
    "D102",
    "This only unfolds a definition.",
    strategy="definition",
    seconds=0.00011149,
)
PROVED = Step(
    Place(8, 4, 8, 35),
    DIFFERENCE,
    "=",
    QUOTIENT,
    Verdict.PROVED,
    "D101",
    "Both sides are equal wherever both are defined.",
    reason="chain rule",
    strategy="random-interpretation",
    evidence={
        "points": 3,
        "sizes": [{"d": 5}, {"d": 6}],
        "error": "below 2^-100",
        "valuations": 4,
    },
    conditions=(r"x \ne 1",),
    seconds=0.0012,
)
REFUTED = Step(
    Place(9, 4, 9, 30),
    QUOTIENT,
    "=",
    PRODUCT,
    Verdict.REFUTED,
    "D201",
    "At the counterexample the left side is 1/4 and the right side is 3/4.",
    focus=Place(9, 6, 9, 30),
    assumptions=("x > 0", r"A = A^\top"),
    read_as=(r"\log: natural logarithm",),
    counterexample=Counterexample(
        {"n": 2, "d": 1},
        {
            "x": "0",
            r"\mathbf{w}": ["1", "-1/2"],
            "X": [["1", "2"], ["-3", "4"]],
            "p": {"columns": ["x", "p(x)"], "rows": [["1", "1/4"], ["2", "3/4"]]},
        },
        "1/4",
        "3/4",
    ),
    suggestion=r"\sigma(x)(1 - \sigma(x))",
    seconds=0.1,
)
UNREAD = Step(
    Place(10, 4, 10, 22),
    PRODUCT,
    "=",
    Formula(r"\frobnicate{x}"),
    Verdict.UNREAD,
    "D402",
    r"The command `\frobnicate` is not known.",
    focus=Place(10, 6, 10, 17),
)
EXPECTED = Step(
    Place(17, 22, 17, 50),
    DERIVATIVE,
    "=",
    Formula(r"-\sigma(x)(1 - \sigma(x))"),
    Verdict.REFUTED,
    "D201",
    "At the counterexample the left side is 1/4 and the right side is -1/4.",
    expected="refuted",
    counterexample=Counterexample({}, {"x": "0"}, "1/4", "-1/4"),
)
UNEXPECTED = Step(
    Place(17, 22, 17, 50),
    Formula("x + x"),
    "=",
    Formula("2x"),
    Verdict.PROVED,
    "D101",
    "Both sides are equal wherever both are defined.",
    expected="refuted",
    unexpected=True,
)
UNPROVED = Step(
    Place(3, 4, 3, 12),
    Formula(r"\sum_{k=1}^{n} k"),
    r"\le",
    Formula("n^2"),
    Verdict.UNPROVED,
    "D308",
    "It held at all 40 points where it was tried, but no rule proves it.",
)
SKIPPED = Step(
    Place(3, 4, 3, 12),
    Formula("x"),
    r"\approx",
    Formula("1"),
    Verdict.SKIPPED,
    "D120",
    r"`\approx` makes no claim that could be checked.",
)

SIGMOID = File(
    "notes/sigmoid.md",
    (
        Derivation("Gradient of the sigmoid", 1, (DEFINED, PROVED, REFUTED, UNREAD)),
        Derivation("Slip: the sign of the inner derivative", 14, (EXPECTED,)),
    ),
    (),
    TEXT,
)
REPORT = Report((SIGMOID,))


def report(*steps: Step, troubles: tuple[Trouble, ...] = ()) -> Report:
    """A report on one file with one derivation of these steps."""
    return Report((File("notes.md", (Derivation("Notes", 1, steps),) if steps else (), troubles, TEXT),))
