import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from derivcheck.check import check_text
from derivcheck.sources import LARGEST_FILE
from tests.bad_formulas import DEEP, NUMBERS, SIZES, Case
from tests.confined import SECONDS, Confinement, Outcome

POSITION = re.compile(r":\d+:\d+: ")
STEP = "# T\n\nLet $x \\in \\mathbb{R}$.\n\n$$ (x+1)^2 = x^2 + 2x + 1 $$\n"
DOUBLED = "".join(f"Let $a_{{{k + 1}}} := a_{{{k}}} + a_{{{k}}}$.\n" for k in range(60))
COMPOSED = "Let $f_0(x) := x$.\n" + "".join(
    f"Let $f_{{{k + 1}}}(x) := f_{{{k}}}(f_{{{k}}}(x) + 1)$.\n" for k in range(40)
)
DECLARED = "".join(f"Let $a_{{{k}}} > 0$.\n" for k in range(1_000))
DEFINED = "".join(f"Let $f_{{{k}}}(x) := x + {k}$.\n" for k in range(1_000))
NOTEBOOK = '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["$$ \\ud800 = x $$"]}], "nbformat": 4}'


@pytest.fixture(scope="module")
def confinement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Confinement]:
    """Where the command line is run with limits on time and memory."""
    confined = Confinement(tmp_path_factory.mktemp("confined"))
    yield confined
    confined.close()


@pytest.fixture
def document(confinement: Confinement) -> Iterator[Path]:
    """A Markdown file that is gone after the test."""
    path = confinement.folder / "document.md"
    yield path
    path.unlink(missing_ok=True)


def _verdicts(confinement: Confinement, path: Path, seconds: int = SECONDS) -> list[dict[str, Any]]:
    """The steps of a file as the JSON report has them."""
    outcome = confinement.run(["check", str(path), "--format", "json"], seconds=seconds)
    assert not outcome.crashed, outcome
    return [
        step for file in json.loads(outcome.output)["files"] for part in file["derivations"] for step in part["steps"]
    ]


# A longer display is reported as too long and not cut into steps.
LONGEST_DISPLAY = 90_000


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_too_deeply_is_unread(name: str, confinement: Confinement, document: Path) -> None:
    """The depth is counted, whatever it is that nests, and the message says where it is too much."""
    document.write_text(f"# T\n\n$$ {DEEP[name]} $$\n", encoding="utf-8")
    outcome = confinement.run(["check", str(document)])
    assert not outcome.crashed, outcome
    assert outcome.code == 0
    too_long = len(DEEP[name]) > LONGEST_DISPLAY and "D50" in outcome.output
    assert too_long or "1 step in 1 file: 1 unread" in outcome.output
    assert POSITION.search(outcome.output)
    assert len(outcome.output) < 3 * len(DEEP[name]) + 2_000


@pytest.mark.parametrize(("formula", "prose", "right"), (NUMBERS | SIZES).values(), ids=(NUMBERS | SIZES).keys())
def test_absurd_numbers_and_sizes_are_answered(
    formula: str, prose: str, right: frozenset[str], confinement: Confinement, document: Path
) -> None:
    """The answer is right as far as it goes, within two seconds and a gigabyte."""
    document.write_text(f"# T\n\n{prose}\n\n$$ {formula} $$\n", encoding="utf-8")
    steps = _verdicts(confinement, document)
    assert [step["verdict"] for step in steps if step["verdict"] not in right] == []
    assert steps or len(formula) > LONGEST_DISPLAY


def test_the_cases_are_tables_of_three() -> None:
    """Formula, prose and verdicts, so that no case is skipped by a slip of the table."""
    cases: list[Case] = [*NUMBERS.values(), *SIZES.values()]
    assert all(" = " in formula and right for formula, _, right in cases)


@pytest.mark.parametrize(
    ("name", "data", "code", "exit_code"),
    [
        ("binary.md", bytes(range(256)) * 100, "D503", 2),
        ("latin1.md", b"# T\n\n$$ x = \xe9 $$\n", "D503", 2),
        ("utf16.md", STEP.encode("utf-16"), "D503", 2),
        ("surrogate.md", "$$ \ud800 = x $$".encode("utf-8", "surrogatepass"), "D503", 2),
        ("zero.md", b"$$ x \0 = x $$", "D503", 2),
        ("large.md", b"a" * (LARGEST_FILE + 1), "D504", 2),
        ("broken.ipynb", b"{", "D508", 2),
        ("list.ipynb", b"[1, 2]", "D508", 2),
        ("deep.ipynb", b"[" * 100_000, "D508", 2),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    name: str, data: bytes, code: str, exit_code: int, confinement: Confinement
) -> None:
    """The message has the path and a code, and no traceback comes before it."""
    path = confinement.folder / name
    path.write_bytes(data)
    outcome = confinement.run(["check", str(path)])
    assert not outcome.crashed, outcome
    assert outcome.code == exit_code
    assert re.search(rf"{re.escape(str(path))}: .*\[{code}\]", outcome.output + outcome.error)


def test_a_notebook_with_half_a_character_is_read(confinement: Confinement) -> None:
    """JSON can spell what no text may hold."""
    path = confinement.folder / "surrogate.ipynb"
    path.write_text(NOTEBOOK, encoding="utf-8")
    outcome = confinement.run(["check", str(path)])
    assert not outcome.crashed, outcome
    assert "1 step in 1 file: 1 unread" in outcome.output


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"$$ x \0 = x $$", "D503"),
        (b"\xff\xfe", "D503"),
        (b"a" * (LARGEST_FILE + 1), "D504"),
    ],
)
def test_standard_input_has_the_limits_of_a_file(data: bytes, code: str, confinement: Confinement) -> None:
    """What a file may not hold, standard input may not either."""
    outcome = confinement.run(["check", "-"], data)
    assert not outcome.crashed, outcome
    assert outcome.code == 2
    assert f"[{code}]" in outcome.output + outcome.error


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nowhere/to/be/found.md", "D507"),
        ("", "D507"),
        ("x" * 5_000, "D507"),
        ("empty folder", "D506"),
        ("/dev/zero", "D504"),
    ],
)
def test_a_path_without_documents_is_named(path: str, code: str, confinement: Confinement) -> None:
    """What is missing, empty or endless ends the command with exit code 2."""
    folder = confinement.folder / "empty folder"
    folder.mkdir(exist_ok=True)
    outcome = confinement.run(["check", str(folder) if path == folder.name else path])
    assert not outcome.crashed, outcome
    assert outcome.code == 2
    assert f"[{code}]" in outcome.output + outcome.error


@pytest.mark.parametrize(
    "text",
    [
        "", "\ufeff", "\n" * 1_000, "---\ntitle: $x = y$\n---\n", "---\ntitle: $x = y$\n", "+++\na = 1\n+++\n",
        "$" * 50_001, "[" * 50_000, "*" * 100_000, ">" * 50_000, "`a" * 50_000, "\\" * 100_000, "<!-- " * 50_000,
        "".join(f"{'  ' * depth}- a\n" for depth in range(500)), "# T\n\n" * 10_000, "$ " * 50_000,
        "\\begin{align}\n" * 10_000,
    ],
    ids=lambda text: ascii(text[:10]),
)  # fmt: skip
def test_a_text_without_mathematics_is_skipped(text: str, confinement: Confinement, document: Path) -> None:
    """Nothing to check is no error, however odd the text."""
    document.write_text(text, encoding="utf-8")
    outcome = confinement.run(["check", str(document)])
    assert not outcome.crashed, outcome
    assert outcome.code == 0
    assert "No steps to check." in outcome.output


@pytest.mark.parametrize(
    ("name", "text", "code", "exit_code"),
    [
        ("a.md", "$$\n\\begin{aligned} x &= x\n$$\n", "D501", 0),
        ("b.md", "$$ x = x\n\ntext\n", "D501", 0),
        ("c.tex", "\\begin{align} x &= x\n", "D501", 0),
        ("d.md", "<!-- derivcheck: frobnicate -->\n\n$$ x = x $$\n", "D505", 2),
        ("e.tex", "% derivcheck: frobnicate\n\\[ x = x \\]\n", "D505", 2),
        ("f.md", "<!-- derivcheck: expect truth -->\n\n$$ x = x $$\n", "D505", 2),
        ("g.md", "<!-- derivcheck: layout sideways -->\n\n$$ x = x $$\n", "D505", 2),
        ("h.md", "<!-- derivcheck: expect refuted -->\n", "D509", 1),
        ("i.md", "<!-- derivcheck: let \\frac{ -->\n\n$$ 1 = 1 $$\n", "D510", 0),
        ("j.md", "$$ \\newcommand{\\a}{\\a} \\a = x $$\n", "D502", 0),
        ("k.md", "$$ \\newcommand{\\a}{\\b}\\newcommand{\\b}{x\\a} \\a = x $$\n", "D502", 0),
        ("l.tex", "\\newcommand{\\a}[1]{\\a{#1#1}}\n\\[ \\a{x} = x \\]\n", "D502", 0),
        ("m.tex", "\\newcommand{\\a}{" + "x + " * 5_000 + "x}\n\\[ " + "\\a + " * 2_000 + "\\a = x \\]\n", "D502", 0),
        ("n.md", "$$ \\newcommand{\\a}[2]{#1#2} x = \\a{x} $$\n", "D4", 0),
        ("o.md", "$$ = x $$\n", "D401", 0),
        ("p.md", "$$ x = $$\n", "D401", 0),
        ("q.md", "$$ x \x01 = x $$\n", "D401", 0),
        ("r.md", "$$ ½ = 0.5 $$\n", "D401", 0),
    ],
)
def test_a_broken_place_is_pointed_at(
    name: str, text: str, code: str, exit_code: int, confinement: Confinement
) -> None:
    """The message has path, line and column, and the rest of the file is read all the same."""
    path = confinement.folder / name
    path.write_text(text, encoding="utf-8")
    outcome = confinement.run(["check", str(path)])
    assert not outcome.crashed, outcome
    assert outcome.code == exit_code
    assert re.search(rf"{re.escape(str(path))}:\d+:\d+: ", outcome.output)
    assert code in outcome.output


def test_a_macro_that_expands_exponentially_is_cut_off(confinement: Confinement, document: Path) -> None:
    """2^25 copies are counted, not made."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    macros = (rf"\newcommand{{\{a}x}}{{\{b}x\{b}x}}" for a, b in pairwise(letters))
    document.write_text("$$ " + "".join(macros) + "\\newcommand{\\zx}{1} \\ax = 1 $$\n", encoding="utf-8")
    outcome = confinement.run(["check", str(document)])
    assert not outcome.crashed, outcome
    assert "D502" in outcome.output


@pytest.mark.parametrize(
    ("prose", "formula", "right"),
    [
        ("Let $a := b + 1$. Let $b := c + 1$. Let $c := a + 1$.", "a = b + 2", {"unproved", "unread"}),
        ("Let $f(x) := g(x) + 1$. Let $g(x) := f(x) + 1$.", "f(x) = g(x) + 2", {"unproved", "unread"}),
        ("Let $f(x) := f(x) + 1$.", "f(x) = x", {"unproved", "unread"}),
        ("Let $f(n) := n f(n-1)$.", "f(5) = 120", {"unproved", "unread"}),
        (DOUBLED, "a_{60} = 2^{60} a_0", {"proved", "unproved", "unread"}),
        (COMPOSED, "f_{40}(x) = x", {"refuted", "unproved", "unread"}),
    ],
    ids=["circle", "circle of functions", "itself", "recursion", "doubled 60 times", "composed 40 times"],
)  # fmt: skip
def test_definitions_without_end_are_cut_off(
    prose: str, formula: str, right: set[str], confinement: Confinement, document: Path
) -> None:
    """A definition that leads back to itself, or grows beyond measure, is never unfolded to the end."""
    document.write_text(f"# T\n\n{prose}\n\n$$ {formula} $$\n", encoding="utf-8")
    assert {step["verdict"] for step in _verdicts(confinement, document)} <= right


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (("word " * 20_000 + "\n\n$$ 1 + 1 = 2 $$\n\n") * 50, 50),
        ("word " * 1_000_000, 0),
        ("word\n" * 1_000_000, 0),
        ("word\n\n" * 500_000, 0),
        ("# T\n\nLet $x > 0$.\n\n" + "$$ (x+1)^2 = x^2 + 2x + 1 $$\n\n" * 1_000, 1_000),
        ("# T\n\nLet $x > 0$.\n\n$$ " + " = ".join(["x"] * 1_001) + " $$\n", 1_000),
        ("# T\n\nLet $x > 0$.\n\n$$\n\\begin{aligned} x " + "&= x \\\\\n" * 1_000 + "\\end{aligned}\n$$\n", 1_000),
        ("# T\n\nLet $x, y > 0$.\n\n$$ " + r" \iff ".join(["x = y"] * 201) + " $$\n", 200),
        ("# T\n\n" + "And $x$ is $y$ and so on.\n\n" * 5_000, 0),
        (f"# T\n\n{DECLARED}\n$$ a_{{1}} + a_{{1}} = 2a_{{1}} $$\n", 1),
        (f"# T\n\n{DEFINED}\n$$ f_{{1}}(x) = x + 1 $$\n", 1),
        ("".join(f"{'#' * (k % 6 + 1)} T\n\nLet $x_{{{k}}} > 0$.\n\n" for k in range(1_000)) + "$$ 1 = 1 $$\n", 1),
        ("$$ " + "x + " * 20_000 + "x = 20001x $$\n", 1),
    ],
    ids=[
        "few formulas", "one paragraph", "one long paragraph", "paragraphs", "many formulas", "a long chain",
        "many rows", "many equivalences", "formulas in the prose", "declarations", "definitions", "scopes",
        "a long line",
    ],
)  # fmt: skip
def test_a_large_file_takes_time_in_proportion(text: str, steps: int, confinement: Confinement, document: Path) -> None:
    """Five megabytes of prose, or a thousand steps, take seconds; something quadratic would take minutes."""
    document.write_text(text, encoding="utf-8")
    found = _verdicts(confinement, document, seconds=20)
    assert len(found) == steps
    assert "refuted" not in {step["verdict"] for step in found}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_change_nothing(end: str, mark: str, confinement: Confinement, document: Path) -> None:
    """Line ends of other systems and a byte order mark give the same steps at the same places."""
    text = STEP + "\n$$\n\\begin{aligned}\n(x+1)^2 &= x^2 + 2x \\\\\n&= x(x + 2)\n\\end{aligned}\n$$\n"
    seen = []
    for each in (text, mark + text.replace("\n", end)):
        document.write_bytes(each.encode())
        steps = _verdicts(confinement, document)
        seen.append([(step["verdict"], step["line"], step["column"], step["end_column"]) for step in steps])
    assert seen[0] == seen[1]
    assert [verdict for verdict, *_ in seen[0]] == ["proved", "refuted", "proved"]


def test_columns_count_code_points_in_text_from_right_to_left(confinement: Confinement, document: Path) -> None:
    """Hebrew and Arabic prose is stepped over, and the column is that of the code point."""
    prose = "\u05d9\u05d4\u05d9 $x \\in \\mathbb{R}$ \u0627\u0644\u0646\u0635"
    document.write_text(
        f"# \u05db\u05d5\u05ea\u05e8\u05ea\n\n{prose}: $x + x = 2x$ \u05d5\u05d2\u05dd\n\n$$ x + x = 2x $$\n",
        encoding="utf-8",
    )
    steps = _verdicts(confinement, document)
    last = steps[-1]
    assert (last["verdict"], last["line"], last["column"]) == ("proved", 5, 10)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("piece", ["\udcff", "\x1b[31m", "\u202e"])
def test_odd_characters_in_an_argument_are_no_crash(piece: str, form: str, confinement: Confinement) -> None:
    """A byte that is no text, a control or a direction mark is unread, and never printed as it is."""
    outcome = confinement.run(["step", f"x + {piece}", "x", "--format", form])
    assert not outcome.crashed, outcome
    assert outcome.code == 0
    assert "unread" in outcome.output
    assert piece not in outcome.output or form == "json"


@pytest.mark.parametrize("piece", ["\ud800", "\x00", "\ufffe", "\x85", "\u2028"])
def test_odd_characters_in_a_text_are_no_crash(piece: str) -> None:
    """A lone surrogate, as JSON can hold it, is an unread piece of the formula and nothing worse."""
    text = json.loads(json.dumps(f"# T {piece}\n\n$$ x + {piece} = x $$\n"))
    file = check_text(text)
    assert {step.verdict.value for derivation in file.derivations for step in derivation.steps} <= {"unread"}


@pytest.mark.parametrize(
    ("formula", "right"),
    [
        ("x² = x^2", "refuted"),
        ("x^{²} = x", "proved"),
        ("x − x = 0", "refuted"),
        ("x\u200b + x = x", "proved"),
        ("𝑥 = x + 1", "proved"),
    ],
)
def test_look_alikes_never_give_a_wrong_verdict(
    formula: str, right: str, confinement: Confinement, document: Path
) -> None:
    """A raised two is no number of its own, and an odd minus is a minus or unread."""
    document.write_text(f"# T\n\nLet $x \\in \\mathbb{{R}}$.\n\n$$ {formula} $$\n", encoding="utf-8")
    assert right not in {step["verdict"] for step in _verdicts(confinement, document)}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["step", "", ""], 0),
        (["step", "x", "x", "--relation", ""], 0),
        (["step", "x", "x", "--relation", r"\frobnicate"], 0),
        (["step", "x = y", "x"], 0),
        (["step", "x", "x", "--scope", "$$ x"], 0),
        (["step", "x", "x", "--seed", "9" * 100], 0),
        (["step", "x", "x", "--timeout", "nan"], 2),
        (["step", "x", "x", "--timeout", "0"], 2),
        (["step", "x", "x", "--output", "/nowhere/at/all"], 2),
        (["step", "x"], 2),
        (["check"], 2),
        (["check", "--format", "frob", "x.md"], 2),
        (["explain", "D999"], 2),
        (["library", "nothing-like-it"], 2),
        (["read", r"\frac{"], 0),
        (["read", ""], 0),
        (["frobnicate"], 2),
    ],
)
def test_odd_arguments_are_answered(arguments: list[str], code: int, confinement: Confinement) -> None:
    """A command that cannot be carried out says so with exit code 2."""
    outcome: Outcome = confinement.run(arguments)
    assert not outcome.crashed, outcome
    assert outcome.code == code


def test_a_fault_in_one_step_chain_or_file_keeps_no_other_from_being_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said under a code of its own, never with a traceback."""

    def fault(*_: object, **__: object) -> None:
        raise TypeError

    for place in ("steps.decide", "steps.is_extremal", "walk.recalled"):
        with monkeypatch.context() as patched:
            patched.setattr(f"derivcheck.checking.{place}", fault)
            steps = [step for derivation in check_text(STEP + STEP).derivations for step in derivation.steps]
            assert [(step.verdict, step.code) for step in steps] == [("unproved", "D903")] * 2
    with monkeypatch.context() as patched:
        patched.setattr("derivcheck.checking.desk.read_prose", fault)
        assert [trouble.code for trouble in check_text(STEP).troubles] == ["D903"]
    assert check_text(STEP).derivations[0].steps[0].verdict == "proved"


def test_a_model_whose_noise_the_text_names_later_is_no_fault() -> None:
    """A name that is waited for is waited for by the trial of a definition, too: what held there holds after it."""
    text = (
        "## Model\n\nLet\n\n$$y = X \\beta + \\varepsilon, \\; \\varepsilon \\sim \\mathcal{N}(0, \\sigma^2 V)$$\n\n"
        "be a model with $n \\times p$ matrix $X$, $n \\times n$ matrix $V$ and $p \\times 1$ vector $\\beta$.\n\n"
        "$$(a + b)^2 = a^2 + 2 a b + b^2$$\n"
    )
    file = check_text(text)
    assert not file.troubles
    assert file.derivations[0].steps[-1].verdict == "proved"
