from dataclasses import replace

from derivcheck.formula import Formula
from derivcheck.report.terminal import Look, render, trouble_text
from derivcheck.results import Counterexample, File, Place, Report, Step, Table, Trouble
from tests.report import samples

FULL = r"""
notes/sigmoid.md
  Gradient of the sigmoid (2 proved, 1 refuted, 1 unread)
    ✓ dσ/dx = d/dx (1 + e⁻ˣ)⁻¹
    ✓       = e⁻ˣ/(1 + e⁻ˣ)²   (chain rule)   for x ≠ 1
    ✗       = σ(x)(1 + σ(x))
        notes/sigmoid.md:9:6: The two sides differ
          9 |   &= \sigma(x)(1 + \sigma(x)) \\
            |      ^^^^^^^^^^^^^^^^^^^^^^^^
        Counterexample:
          n = 2, d = 1
          x = 0
          w = (1, -1/2)
          X = ( 1, 2)
              (-3, 4)
          x  p(x)
          1   1/4
          2   3/4
          left side  = 1/4
          right side = 3/4
        Assumed: x > 0; A = Aᵀ
        Read as: log: natural logarithm
        Did you mean: σ(x)(1 - σ(x))
        Hint: Put the values in by hand; the part that surprises you is where the slip is.
        D201: derivcheck explain D201
    ‽       = frobnicate x
        notes/sigmoid.md:10:6: Unknown command
          10 |   &= \frobnicate{x}
             |      ^^^^^^^^^^^
        The command \frobnicate is not known.
        Hint: Define it with \newcommand in the document, or write it with known commands.
        D402: derivcheck explain D402
  Slip: the sign of the inner derivative (1 refuted)
    ✓ dσ/dx = -σ(x)(1 - σ(x))   refuted, as expected, at x = 0: 1/4 on the left, -1/4 on the right

5 steps in 1 file: 2 proved, 2 refuted (1 as expected), 1 unread
"""

QUIET = r"""
notes/sigmoid.md
  Gradient of the sigmoid (2 proved, 1 refuted, 1 unread)
    ✗ e⁻ˣ/(1 + e⁻ˣ)² = σ(x)(1 + σ(x))
        notes/sigmoid.md:9:6: The two sides differ
          9 |   &= \sigma(x)(1 + \sigma(x)) \\
            |      ^^^^^^^^^^^^^^^^^^^^^^^^
        Counterexample:
          n = 2, d = 1
          x = 0
          w = (1, -1/2)
          X = ( 1, 2)
              (-3, 4)
          x  p(x)
          1   1/4
          2   3/4
          left side  = 1/4
          right side = 3/4
        Assumed: x > 0; A = Aᵀ
        Read as: log: natural logarithm
        Did you mean: σ(x)(1 - σ(x))
        Hint: Put the values in by hand; the part that surprises you is where the slip is.
        D201: derivcheck explain D201

5 steps in 1 file: 2 proved, 2 refuted (1 as expected), 1 unread
"""

NOTES = r"""
notes.md
  notes.md:3:5: note: The declaration x was not understood and is ignored. [D510]
    3 | Let $x \in \mathbb{R}$ and $\sigma(x) := \frac{1}{1 + e^{-x}}$.
      |     ^^^^^^^^^^^^^^^^^
  notes.md: error: The display is not closed. [D501]
  Notes (1 proved, 1 unproved, 1 skipped)
    ? ∑ₖ₌₁ⁿ k ≤ n²
        notes.md:3:4: It held at all 40 points where it was tried, but no rule proves it. [D308]
    · x ≈ 1
    ✗ x + x = 2x
        notes.md:17:22: Expectation not met
          17 | $$ \frac{d\sigma}{dx} = -\sigma(x)(1 - \sigma(x)) $$
             |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        Expected refuted, but it is proved.
        Both sides are equal wherever both are defined.
        D101: derivcheck explain D101

3 steps in 1 file: 1 proved, 1 unproved, 1 skipped, 1 not as expected
"""

VERBOSE = r"""
notes.md
  Notes (2 proved, 1 unproved)
    ✓ dσ/dx = d/dx (1 + e⁻ˣ)⁻¹
        This only unfolds a definition. [D102]
        By definition
    ✓       = e⁻ˣ/(1 + e⁻ˣ)²   (chain rule)   for x ≠ 1
        Both sides are equal wherever both are defined. [D101]
        By random interpretation: 3 random points; d = 5 and d = 6; error below 2⁻¹⁰⁰; no difference at 4 valuations
    ? ∑ₖ₌₁ⁿ k ≤ n²
        notes.md:3:4: It held at all 40 points where it was tried, but no rule proves it. [D308]
        40 random points

3 steps in 1 file: 2 proved, 1 unproved
"""

ASCII = r"""
notes.md
  Notes (2 proved, 1 refuted)
    ok \frac{d\sigma}{dx} = \frac{d}{dx} (1 + e^{-x})^{-1}
    ok                    = \frac{e^{-x}}{(1 + e^{-x})^2}   (chain rule)   for x \ne 1
    x                     = \sigma(x)(1 + \sigma(x))
        notes.md:9:6: The two sides differ
          9 |   &= \sigma(x)(1 + \sigma(x)) \\
            |      ^^^^^^^^^^^^^^^^^^^^^^^^
        Counterexample:
          n = 2, d = 1
          x = 0
          \mathbf{w} = (1, -1/2)
          X = ( 1, 2)
              (-3, 4)
          x  p(x)
          1   1/4
          2   3/4
          left side  = 1/4
          right side = 3/4
        Assumed: x > 0; A = A^\top
        Read as: \log: natural logarithm
        Did you mean: \sigma(x)(1 - \sigma(x))
        Hint: Put the values in by hand; the part that surprises you is where the slip is.
        D201: derivcheck explain D201

3 steps in 1 file: 2 proved, 1 refuted
"""


def _text(report: Report, look: Look) -> str:
    return "\n" + "".join(f"{line.text}\n" for line in render(report, look))


def test_a_report_shows_every_step_and_all_about_what_is_wrong() -> None:
    """The whole report: proved steps on a line, refuted and unread ones with source, values and advice."""
    assert _text(samples.REPORT, Look()) == FULL


def test_quiet_shows_only_what_is_wrong() -> None:
    """Proved, unread and expected steps are left out."""
    assert _text(samples.REPORT, Look(quiet=True)) == QUIET


def test_quiet_says_nothing_if_nothing_is_wrong() -> None:
    """A good document gives no output."""
    assert _text(samples.report(samples.PROVED, samples.EXPECTED, samples.UNREAD), Look(quiet=True)) == "\n"


def test_quiet_and_strict_shows_what_strict_fails_on() -> None:
    """With both, an open step is wrong as well."""
    assert "D308" in _text(samples.report(samples.PROVED, samples.UNPROVED), Look(quiet=True, strict=True))


def test_notes_open_steps_and_unmet_expectations_are_shown() -> None:
    """Troubles come first, an open step has its reason, an unmet expectation says what was expected."""
    troubles = (
        Trouble("D510", "The declaration `x` was not understood and is ignored.", Place(3, 5, 3, 22)),
        Trouble("D501", "The display is not closed.", None, "error"),
    )
    report = samples.report(samples.UNPROVED, samples.SKIPPED, samples.UNEXPECTED, troubles=troubles)
    assert _text(report, Look()) == NOTES


def test_verbose_shows_the_evidence() -> None:
    """Strategy, its parameters and what was read by convention stand under each step."""
    steps = (samples.DEFINED, samples.PROVED, replace(samples.UNPROVED, evidence={"points": 40}))
    assert _text(samples.report(*steps), Look(verbose=True)) == VERBOSE


def test_a_stream_without_unicode_shows_latex() -> None:
    """Marks are ASCII and formulas stay as they were written."""
    text = _text(samples.report(samples.DEFINED, samples.PROVED, samples.REFUTED), Look(unicode=False))
    assert text == ASCII
    assert text.isascii()


def test_a_report_without_steps_says_so() -> None:
    """A document without derivations is no failure, but it is said."""
    assert _text(samples.report(), Look()) == "\nNo steps to check.\n"


def test_a_report_without_files_is_empty() -> None:
    """Where no file could be found, the error alone is said."""
    assert _text(Report(()), Look()) == "\n"


def test_a_chain_is_set_under_its_relation_until_its_left_side_is_new() -> None:
    """A step that does not continue the last one shows its own left side."""
    first = replace(samples.PROVED, left=Formula("a"), right=Formula("b"), reason=None, conditions=())
    lines = _text(
        samples.report(
            first,
            replace(first, left=Formula("b"), right=Formula("c")),
            replace(first, left=Formula("x"), right=Formula("y")),
        ),
        Look(),
    )
    assert "    ✓ a = b\n    ✓   = c\n    ✓ x = y\n" in lines


def test_conditions_in_words_keep_their_spaces() -> None:
    """A condition may be a formula or a phrase."""
    step = replace(samples.PROVED, conditions=(r"x \ne 1", "A is invertible", r"\lambda is positive"), reason=None)
    assert "for x ≠ 1, A is invertible, λ is positive" in _text(samples.report(step), Look())


def test_a_long_counterexample_stands_below_an_expected_refutation() -> None:
    """It is whole, and does not make the step's own line long."""
    values = {f"x_{{{number}}}": "123456789" for number in range(20)}
    step = replace(samples.EXPECTED, counterexample=Counterexample({}, values, "1", "2"))
    lines = _text(samples.report(step), Look()).splitlines()
    number = next(number for number, line in enumerate(lines) if "as expected" in line)
    assert lines[number].endswith("refuted, as expected")
    assert lines[number + 1].startswith("        at x₀ = 123456789, x₁ = ")
    assert lines[number + 1].endswith("x₁₉ = 123456789: 1 on the left, 2 on the right")


def test_the_table_of_a_density_stands_below_an_expected_refutation() -> None:
    """A density is no short line."""
    table: Table = {"columns": ["x", "p(x)"], "rows": [["1", "1/4"], ["2", "3/4"]]}
    step = replace(samples.EXPECTED, counterexample=Counterexample({"|x|": 2, "x": 1}, {"p(x)": table}, "1", "2"))
    shown = """refuted, as expected
        x = 1
        x  p(x)
        1   1/4
        2   3/4
        left side  = 1
        right side = 2
"""
    assert shown in _text(samples.report(step), Look())


def test_the_message_of_an_expected_refutation_without_counterexample_is_shown() -> None:
    """A clash of shapes has no values, but a reason."""
    step = replace(samples.EXPECTED, code="D202", message="Found in `X X^\\top`: n × n.", counterexample=None)
    assert "refuted, as expected: Found in XXᵀ: n × n.\n" in _text(samples.report(step), Look())


def test_every_display_starts_with_its_left_side() -> None:
    """A chain whose left side happens to be the last right side is not set as if it went on."""
    text = "$$ a = b $$\n$$ b = c \\\\[2pt]\n= d $$\n"
    first = replace(
        samples.PROVED, left=Formula("a"), right=Formula("b"), place=Place(1, 6, 1, 9), reason=None, conditions=()
    )
    second = replace(first, left=Formula("b"), right=Formula("c"), place=Place(2, 6, 2, 9))
    third = replace(first, left=Formula("c"), right=Formula("d"), place=Place(3, 1, 3, 4))
    file = replace(samples.report(first, second, third).files[0], text=text)
    assert "    ✓ a = b\n    ✓ b = c\n    ✓   = d\n" in _text(Report((file,)), Look())


def test_several_files_are_summed_up_in_a_table() -> None:
    """A line for each file, a column for each verdict that was given."""
    file = samples.report(samples.PROVED, samples.PROVED, samples.UNPROVED).files[0]
    report = Report((file, replace(samples.report(samples.PROVED).files[0], path="other.md")))
    assert """
File      proved  unproved
notes.md       2         1
other.md       1

4 steps in 2 files: 3 proved, 1 unproved
""" in _text(report, Look())


def test_a_place_outside_the_text_shows_no_source() -> None:
    """A wrong line number does not break the report."""
    step = replace(samples.REFUTED, focus=Place(999, 1, 999, 2))
    assert "notes.md:999:1: The two sides differ" in _text(samples.report(step), Look())


def test_a_long_source_line_is_shown_around_the_place() -> None:
    """The caret stands under the part in question although the line is cut."""
    source = "a" * 300 + "WRONG" + "b" * 300
    step = replace(samples.REFUTED, focus=Place(1, 301, 1, 306))
    file = samples.report(step).files[0]
    lines = _text(Report((File(file.path, file.derivations, (), source),)), Look()).splitlines()
    shown = next(number for number, line in enumerate(lines) if "WRONG" in line)
    assert len(lines[shown]) < 110
    assert lines[shown].index("WRONG") == lines[shown + 1].index("^^^^^")
    assert "…" in lines[shown]


def test_a_tab_and_a_wide_character_keep_the_caret_in_place() -> None:
    """Carets are set in columns of the terminal, not in code points."""
    step = replace(samples.REFUTED, focus=Place(1, 4, 1, 5))
    file = samples.report(step).files[0]
    lines = _text(Report((File(file.path, file.derivations, (), "\t数 x = 1"),)), Look()).splitlines()
    assert "          1 |  数 x = 1" in lines
    assert "            |     ^" in lines


def test_a_place_over_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    """Only the first line is shown."""
    step: Step = replace(samples.REFUTED, focus=Place(9, 6, 10, 3))
    assert "            |      " + "^" * 27 + "\n" in _text(samples.report(step), Look())


def test_a_trouble_on_the_error_stream_names_its_place() -> None:
    """path:line:column, or the message alone where it names its path."""
    assert trouble_text(Trouble("D507", "a.md: missing", None, "error")) == "a.md: missing [D507]"
    trouble = Trouble("D505", "Not understood.", Place(3, 4, 3, 9))
    assert trouble_text(trouble, "a.md") == "a.md:3:4: note: Not understood. [D505]"


def test_verbose_offers_what_would_be_right_for_an_expected_refutation_too() -> None:
    """Who plants a slip knows of it; who asks for everything gets it."""
    step = replace(samples.EXPECTED, suggestion="x^2", counterexample=None)
    assert "Did you mean: x²" in _text(samples.report(step), Look(verbose=True))
    assert "Did you mean" not in _text(samples.report(step), Look())


def test_a_missing_assumption_is_shown_below_the_counterexample() -> None:
    """What the step lacks is said where one looks for what is wrong with it."""
    step = replace(samples.REFUTED, evidence={"holds_if": [r"x \ge 0", r"y \ge 0"]})
    lines = _text(samples.report(step), Look()).splitlines()
    at = next(k for k, line in enumerate(lines) if "Did you mean" in line)
    assert lines[at + 1] == "        Holds if: x ≥ 0 and y ≥ 0"
