import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derivcheck.baseline import BaselineError, read_baseline
from derivcheck.check import check_text
from derivcheck.cli import main
from derivcheck.results import File, Step

LET = "Let $x \\in \\mathbb{R}$.\n\n"
SLIP = "$$ x + x = 3x $$\n"
CHAIN = r"""$$
\begin{aligned}
x + x &= 3x FIRST
\\ &= 2x SECOND
\end{aligned}
$$
"""


def steps(text: str, form: str = "markdown") -> list[Step]:
    """All steps of a text."""
    return [step for derivation in check_text(text, form).derivations for step in derivation.steps]


def codes(file: File) -> list[str]:
    """The codes of all troubles."""
    return [trouble.code for trouble in file.troubles]


def run(*arguments: str) -> Result:
    """Run the check."""
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a wrong document in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(LET + SLIP, encoding="utf-8")
    return tmp_path


def test_a_suppression_is_about_the_next_formula() -> None:
    """The step keeps its verdict and knows the reason; the formula after it is none of its business."""
    first, second = steps(f"{LET}<!-- derivcheck: ignore[D201] known   since 1999 -->\n{SLIP}\n{SLIP}")
    assert (first.verdict, first.ignored) == ("refuted", "known since 1999")
    assert second.ignored is None


@pytest.mark.parametrize("place", ["FIRST", "SECOND"])
def test_a_comment_inside_a_formula_is_about_its_line(place: str) -> None:
    """In LaTeX and in Markdown."""
    text = CHAIN.replace(place, "% derivcheck: ignore[D201]").replace("FIRST", "").replace("SECOND", "")
    for form in ("markdown", "latex"):
        assert [step.ignored for step in steps(LET + text, form)] == (["", None] if place == "FIRST" else [None, ""])


def test_a_comment_on_its_own_line_is_about_the_next() -> None:
    """The line before it is not meant."""
    text = CHAIN.replace("FIRST", "\n% derivcheck: ignore[D201] why").replace("SECOND", "")
    assert [step.ignored for step in steps(LET + text)] == [None, "why"]


def test_in_latex_a_comment_before_a_display_is_about_all_of_it() -> None:
    """As in Markdown."""
    text = "% derivcheck: ignore[D202, D201] all\n" + CHAIN.replace("FIRST", "").replace("SECOND", "")
    assert [step.ignored for step in steps(LET + text, "latex")] == ["all", "all"]


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- derivcheck: ignore[D308] -->\n{SLIP}",
        "<!-- derivcheck: ignore[D201] -->\n$$ x + x = 2x $$",
        "<!-- derivcheck: ignore[D201] -->\nNothing follows.",
        f"<!-- derivcheck: ignore[D201] -->\n\n# Another\n\n{SLIP}",
        "$$ x + x = 2x % derivcheck: ignore[D201]\n $$",
        "<!-- derivcheck: ignore[D201] -->\n<!-- derivcheck: skip -->\n$$ x + x = 3x $$",
    ],
)
def test_what_ignores_nothing_is_reported(text: str) -> None:
    """The note stands where the suppression does; nothing is hidden by it."""
    file = check_text(LET + text)
    assert codes(file) == ["D512"]
    assert file.troubles[0].place is not None
    assert all(step.ignored is None for derivation in file.derivations for step in derivation.steps)


def test_a_suppression_is_about_no_other_chain_in_the_same_lines() -> None:
    """Two chains beside each other are two formulas, though their lines are the same."""
    rows = "\\begin{aligned}\nx + x &= 3x & y + y &= 3y \\\\\n &= 4x & &= 4y\n\\end{aligned}"
    found = steps(f"Let $x, y \\in \\mathbb{{R}}$.\n\n<!-- derivcheck: ignore[D201] why -->\n$$\n{rows}\n$$\n")
    assert [(str(step.right), step.ignored) for step in found] == [
        ("3x", "why"),
        ("4x", "why"),
        ("3y", None),
        ("4y", None),
    ]


@pytest.mark.parametrize("said", ["ignore", "ignore[]", "ignore[all]", "ignore D201", "ignore[D201", "ignore[D2O1] x"])
def test_what_is_no_suppression_is_an_error(said: str) -> None:
    """Codes have to be named."""
    assert codes(check_text(f"{LET}<!-- derivcheck: {said} -->\n{SLIP}")) == ["D505"]
    assert codes(check_text(f"{LET}$$ x + x = 3x % derivcheck: {said}\n$$")) == ["D505"]


def test_other_directives_do_not_stand_inside_a_formula() -> None:
    """They would be ignored in silence; ordinary comments are nobody's business."""
    assert codes(check_text(f"{LET}$$ x + x = 3x % derivcheck: skip\n$$")) == ["D505"]
    assert codes(check_text(f"{LET}$$ x + x = 2x % see above, 100\\% sure\n$$")) == []


def test_an_unmet_expectation_is_never_ignored() -> None:
    """A test that fails has to be seen."""
    (step,) = steps(f"{LET}<!-- derivcheck: expect proved -->\n<!-- derivcheck: ignore[D201] -->\n{SLIP}")
    assert step.unexpected
    assert step.ignored is None


def test_what_is_ignored_fails_no_run(here: Path) -> None:
    """It is shown on one line, and counted; an unneeded suppression fails a strict run."""
    (here / "a.md").write_text(f"{LET}<!-- derivcheck: ignore[D201] old -->\n{SLIP}", encoding="utf-8")
    result = run("a.md", "--strict")
    assert result.exit_code == 0
    assert "· x + x = 3x   refuted [D201], ignored: old\n" in result.stdout
    assert "1 refuted, 1 of them ignored" in result.stdout
    assert run("a.md", "--quiet").stdout == ""
    (step,) = json.loads(run("a.md", "--format", "json").stdout)["files"][0]["derivations"][0]["steps"]
    assert (step["verdict"], step["ignored"]) == ("refuted", "old")
    (here / "a.md").write_text(f"{LET}<!-- derivcheck: ignore[D308] old -->\n$$ x = x $$\n", encoding="utf-8")
    assert run("a.md").exit_code == 0
    result = run("a.md", "--strict", "--quiet")
    assert result.exit_code == 1
    assert "There is no D308 to ignore here. [D512]" in result.stdout


def test_a_baseline_knows_findings_wherever_they_have_moved(here: Path) -> None:
    """What is new is reported, however often the old one stands there; what is gone is reported too."""
    assert run("a.md", "--write-baseline", "known.json").exit_code == 0
    assert run("a.md", "--baseline", "known.json").exit_code == 0
    (here / "a.md").write_text(f"# New\n\nWords.\n\n{LET}\n" + SLIP.replace("= 3x", "=\n 3x"), encoding="utf-8")
    result = run("a.md", "--baseline", "known.json")
    assert (result.exit_code, "ignored: baseline" in result.stdout) == (0, True)
    (here / "a.md").write_text(f"{LET}\n{SLIP}\n{SLIP}", encoding="utf-8")
    assert run("a.md", "--baseline", "known.json").exit_code == 1
    (here / "a.md").write_text(f"{LET}\n$$ x = x $$", encoding="utf-8")
    result = run("a.md", "--baseline", "known.json")
    assert result.exit_code == 0
    assert "The baseline knows of x + x = 3x, which is not found any more. [D512]" in result.stdout


def test_a_baseline_may_stand_in_the_configuration(here: Path) -> None:
    """Documents are named from its folder on."""
    (here / "notes").mkdir()
    (here / "a.md").rename(here / "notes" / "a.md")
    run(".", "--write-baseline", "notes/known.json")
    assert list(read_baseline(here / "notes" / "known.json")) == ["a.md"]
    (here / "derivcheck.toml").write_text('baseline = "notes/known.json"\n', encoding="utf-8")
    assert run(".").exit_code == 0


def _known(count: str) -> str:
    """A baseline that knows of the slip this often."""
    finding = f'{{"code": "D201", "step": "x + x = 3x", "count": {count}}}'
    return f'{{"derivcheck-baseline-1": {{"a.md": [{finding}]}}}}'


def test_a_baseline_never_knows_unmet_expectations(here: Path) -> None:
    """A test that fails has to be seen, as with suppressions."""
    (here / "b.json").write_text(_known("1"), encoding="utf-8")
    (here / "a.md").write_text(f"{LET}<!-- derivcheck: expect proved -->\n{SLIP}", encoding="utf-8")
    assert "ignored" not in run("a.md", "--baseline", "b.json").stdout
    run("a.md", "--write-baseline", "c.json")
    assert read_baseline(here / "c.json") == {}


def test_a_baseline_of_files_that_cannot_be_used_says_so(here: Path) -> None:
    """The others are written; the exit code is that of a check."""
    result = run("a.md", "missing.md", "--write-baseline", "c.json")
    assert result.exit_code == 2
    assert "missing.md" in result.stderr
    assert list(read_baseline(here / "c.json")) == ["a.md"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_baseline_knows_documents_whatever_their_names(here: Path) -> None:
    """A name may be any bytes."""
    (here / os.fsdecode(b"\xff.md")).write_text(LET + SLIP, encoding="utf-8")
    assert run(".", "--write-baseline", "known.json").exit_code == 0
    assert run(".", "--baseline", "known.json").exit_code == 0


def test_what_is_no_baseline_is_an_error(here: Path) -> None:
    """The message names the file."""
    for text in (
        "",
        "[]",
        '{"derivcheck-baseline-1": 3}',
        '{"derivcheck-baseline-1": {"a": [{}]}}',
        "[" * 100_000,
        _known("Infinity"),
    ):
        (here / "b.json").write_text(text, encoding="utf-8")
        with pytest.raises(BaselineError, match=r"b\.json: This is no baseline"):
            read_baseline(here / "b.json")
    assert run("a.md", "--baseline", "missing.json").exit_code == 2
    assert run("a.md", "--write-baseline", "no/folder.json").exit_code == 2
