import json
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from derivcheck.cli import main
from derivcheck.formula import Formula
from derivcheck.report.words import WORDS
from derivcheck.results import Derivation, File, Step
from derivcheck.settings import Settings
from derivcheck.sources import LARGEST_FILE, Source
from tests.report import samples

HEAVY = ("flint", "rich", "sympy", "markdown_it", "numpy", "concurrent.futures")


class StandIn(ModuleType):
    """An engine that refutes documents with the word "wrong" in them and proves all others."""

    def __init__(self) -> None:
        super().__init__("derivcheck.check")
        self.seen: list[tuple[object, ...]] = []

    def check_source(self, source: Source, settings: Settings) -> File:
        """The result for a document."""
        self.seen.append((source.path, source.form, settings))
        text = source.text
        step = samples.REFUTED if "wrong" in text else samples.UNPROVED if "open" in text else samples.PROVED
        return File(source.path, (Derivation("Notes", 1, (step,)),), (), text)

    def check_step(self, left: str, right: str, relation: str, scope: str, settings: Settings) -> Step:
        """The result for a step."""
        self.seen.append((scope, settings))
        return replace(samples.PROVED, left=Formula(left), right=Formula(right), relation=relation, reason=None)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """The stand-in in the place of the engine."""
    stand_in = StandIn()
    monkeypatch.setitem(sys.modules, "derivcheck.check", stand_in)
    return stand_in


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a good, a wrong and an open document in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("good", "wrong", "open"):
        (tmp_path / f"{name}.md").write_text(f"{name}\n", encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, list(arguments), input=stdin)


@pytest.mark.usefixtures("engine", "notes")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.md"], 0),
        (["open.md"], 0),
        (["open.md", "--strict"], 1),
        (["wrong.md"], 1),
        (["good.md", "wrong.md"], 1),
        (["."], 1),
        (["missing.md"], 2),
        (["missing.md", "wrong.md"], 2),
        ([], 2),
        (["good.md", "--format", "sarif"], 2),
        (["good.md", "--jobs", "0"], 2),
        (["good.md", "--timeout", "0"], 2),
        (["good.md", "--no-cache", "--seed", "7", "--timeout", "2.5"], 0),
    ],
)
def test_check_ends_with_the_exit_code_of_its_report(arguments: list[str], code: int) -> None:
    """0 if all is well, 1 if something is wrong, 2 if the command or a path cannot be used."""
    assert run("check", *arguments).exit_code == code


@pytest.mark.usefixtures("engine", "notes")
def test_all_other_files_are_checked_when_one_is_missing() -> None:
    """The missing file is named on the error stream, the other one is reported."""
    result = run("check", "missing.md", "good.md")
    assert result.stderr == "missing.md: There is no such file or folder. [D507]\n"
    assert "1 step in 1 file: 1 proved" in result.stdout


@pytest.mark.usefixtures("engine", "notes")
def test_a_missing_file_alone_gives_nothing_but_its_message() -> None:
    """Standard output stays empty."""
    assert run("check", "missing.md").stdout == ""


@pytest.mark.usefixtures("engine")
def test_a_folder_without_documents_is_an_error(notes: Path) -> None:
    """A check that checks nothing must not look like success."""
    (notes / "empty").mkdir()
    result = run("check", "empty")
    assert result.exit_code == 2
    assert result.stderr.startswith("empty: There are no .md")


@pytest.mark.usefixtures("engine")
def test_a_binary_file_gives_2_and_the_others_are_checked(notes: Path) -> None:
    """The trouble stands in the report."""
    (notes / "a.md").write_bytes(b"\0\1")
    result = run("check", "a.md", "good.md")
    assert result.exit_code == 2
    assert "a.md: error: The file could not be read as UTF-8 text: it holds zero bytes. [D503]" in result.stdout
    assert "1 proved" in result.stdout


def test_the_options_reach_the_engine(engine: StandIn, notes: Path) -> None:
    """Seed, time limit and number of jobs are passed on."""
    assert notes.is_dir()
    run("check", "good.md", "--seed", "7", "--timeout", "2.5", "--jobs", "3")
    assert engine.seen == [("good.md", "markdown", Settings(7, 2.5, 3, slips=False))]


def test_a_dash_is_standard_input(engine: StandIn) -> None:
    """Standard input is a document of the format that is named."""
    assert run("check", "-", stdin=b"good").exit_code == 0
    assert run("check", "-", "--stdin-format", "latex", stdin="wrong ∑".encode()).exit_code == 1
    assert [seen[:2] for seen in engine.seen] == [("-", "markdown"), ("-", "latex")]


@pytest.mark.usefixtures("engine")
def test_standard_input_that_is_no_text_gives_2() -> None:
    """Bytes that are no UTF-8 are named as such."""
    result = run("check", "-", stdin=b"\xff\xfe")
    assert result.exit_code == 2
    assert "D503" in result.stdout


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("data", "code"), [(b"x \0 y", "D503"), (b"a" * (LARGEST_FILE + 1), "D504")])
def test_standard_input_has_the_limits_of_a_file(data: bytes, code: str) -> None:
    """Zero bytes and more than ten megabytes are refused."""
    result = run("check", "-", stdin=data)
    assert result.exit_code == 2
    assert code in result.stdout


@pytest.mark.usefixtures("engine")
def test_a_device_is_read_to_the_limit_and_no_further() -> None:
    """What never ends is named as too large."""
    result = run("check", "/dev/zero")
    assert result.exit_code == 2
    assert "D504" in result.stdout


@pytest.mark.usefixtures("engine", "notes")
def test_a_time_limit_that_is_no_number_is_refused() -> None:
    """A limit of nan would never be reached."""
    assert run("check", "good.md", "--timeout", "nan").exit_code == 2


@pytest.mark.usefixtures("engine", "notes")
def test_json_is_one_object_and_troubles_go_to_the_error_stream() -> None:
    """Standard output can be parsed whatever happens."""
    result = run("check", "wrong.md", "missing.md", "--format", "json")
    assert json.loads(result.stdout)["summary"]["refuted"] == 1
    assert result.stderr == "missing.md: There is no such file or folder. [D507]\n"


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_report_can_go_to_a_file(notes: Path, form: str) -> None:
    """With --output nothing is printed, and the file holds the report."""
    result = run("check", "wrong.md", "--format", form, "--output", "report.out")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "refuted" in (notes / "report.out").read_text(encoding="utf-8")


@pytest.mark.usefixtures("engine", "notes")
def test_an_output_that_cannot_be_written_gives_2() -> None:
    """The message names the file and the reason."""
    result = run("check", "good.md", "--output", "missing/report.txt")
    assert result.exit_code == 2
    assert result.stderr == "Error: missing/report.txt: No such file or directory\n"


@pytest.mark.usefixtures("engine", "notes")
def test_quiet_prints_nothing_for_a_good_document() -> None:
    """Silence is the answer to a good document."""
    assert run("check", "-q", "good.md").output == ""


def test_step_checks_one_step(engine: StandIn) -> None:
    """Both sides, the relation and the scope are those of the command."""
    result = run("step", "x^2", "0", "--relation", r"\ge", "--scope", "$x > 0$", "--format", "json")
    assert result.exit_code == 0
    step = json.loads(result.stdout)["files"][0]["derivations"][0]["steps"][0]
    assert (step["left"], step["relation"], step["right"]) == ("x^2", r"\ge", "0")
    assert engine.seen == [("$x > 0$", Settings())]


@pytest.mark.parametrize("arguments", [["-x", "-2x"], ["-x", "-2x", "--seed", "-3"], ["--", "-x", "-2x"]])
def test_a_formula_may_start_with_a_minus(arguments: list[str]) -> None:
    """What is neither an option nor its value is a formula."""
    result = run("step", *arguments)
    assert result.exit_code == 1
    assert "-x = -2x" in result.output


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of a good and a wrong derivation."""
    for name in ("topic/good", "topic/wrong"):
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# The {name} one\n", encoding="utf-8")
    monkeypatch.setattr("derivcheck.library.library_folder", lambda: tmp_path)
    return tmp_path


@pytest.mark.usefixtures("engine", "bundled")
def test_library_checks_all_or_those_that_are_named() -> None:
    """Without names all bundled derivations are checked."""
    assert "2 steps in 2 files" in run("library").stdout
    assert run("library").exit_code == 1
    assert run("library", "good", "--strict").exit_code == 0


@pytest.mark.usefixtures("bundled")
def test_library_lists_and_shows() -> None:
    """Both leave the engine alone."""
    assert run("library", "--list").stdout == "topic/good: The topic/good one\ntopic/wrong: The topic/wrong one\n"
    assert run("library", "--show", "good").stdout == "# The topic/good one\n"


@pytest.mark.usefixtures("bundled")
@pytest.mark.parametrize("arguments", [["god"], ["--show", "god"], ["--list", "god"]])
def test_library_refuses_an_unknown_name(arguments: list[str]) -> None:
    """The message says what may have been meant."""
    result = run("library", *arguments)
    assert result.exit_code == 2
    assert "There is no bundled derivation 'god'. Did you mean good?" in result.stderr


def test_an_empty_library_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that checks nothing must not look like success."""
    monkeypatch.setattr("derivcheck.library.library_folder", lambda: tmp_path)
    assert run("library").exit_code == 2


def test_explain_prints_the_explanation_of_a_code() -> None:
    """The code may be written in small letters."""
    assert run("explain", "d201").stdout.startswith("# D201: The two sides differ\n")


def test_explain_without_a_code_lists_all() -> None:
    """One line for each message."""
    assert [line.split()[0] for line in run("explain").stdout.splitlines()] == list(WORDS)


@pytest.mark.parametrize("code", ["D999", "", "../D101", "nonsense"])
def test_explain_refuses_an_unknown_code(code: str) -> None:
    """The message says where the known ones are."""
    result = run("explain", code)
    assert result.exit_code == 2
    assert result.stderr == f"Error: There is no message {code!r}. List them with: derivcheck explain\n"


def test_read_prints_the_lines_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader says of a formula is printed as it is."""
    monkeypatch.setattr("derivcheck.description.describe", lambda latex, scope: [latex, scope])
    assert run("read", "x^2", "--scope", "$x > 0$").stdout == "x^2\n$x > 0$\n"


def test_stability_prints_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas that differ in floating point stand in a table."""
    comparison = SimpleNamespace(
        name="softmax",
        latex=r"\frac{e^x}{2}",
        input="x = 1000",
        exact="1",
        float32="nan",
        float64="nan",
        verdict="overflow",
    )
    monkeypatch.setitem(sys.modules, "derivcheck.stability", SimpleNamespace(run=lambda: [comparison]))
    assert run("stability").stdout.splitlines() == [
        "Name     Formula  Input     Exact  float32  float64  Verdict",
        "softmax  eˣ/2     x = 1000      1  nan      nan      overflow",
    ]


def test_the_version_is_printed_without_heavy_imports() -> None:
    """A cold start imports none of the heavy libraries."""
    script = f"""
import sys
from derivcheck.cli import main
try:
    main(["--version"])
finally:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "derivcheck 0.1.0\n[]\n"


@pytest.mark.skipif(find_spec("derivcheck.check") is None, reason="needs the engine")
def test_several_jobs_give_the_same_report_as_one(notes: Path) -> None:
    """The order of the files stays, whatever finishes first."""
    for number in range(3):
        text = f"Let $x \\in \\mathbb{{R}}$.\n\n$$ x + x = {number} x $$\n"
        (notes / f"{number}.md").write_text(text, encoding="utf-8")
    one, two = (run("check", "0.md", "1.md", "2.md", "--seed", "1", "--jobs", jobs) for jobs in "12")
    assert (one.exit_code, two.exit_code) == (1, 1)
    assert one.stdout == two.stdout


def test_the_module_can_be_run() -> None:
    """``python -m derivcheck`` is the same command."""
    done = subprocess.run([sys.executable, "-m", "derivcheck", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: derivcheck ")


def test_a_reader_that_stops_reading_is_no_error() -> None:
    """A broken pipe is silent."""
    script = f"{sys.executable} -m derivcheck explain | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_encoding_without_mathematics_is_no_error() -> None:
    """Where the characters cannot be shown, something else is."""
    done = subprocess.run(
        [sys.executable, "-m", "derivcheck", "explain", "D308"],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.stderr == b""
    assert done.stdout.isascii()


def test_a_formula_is_shown_as_two_readers_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --compare the other reading stands beside our own; where it is not installed, it says how to get it."""
    other = ModuleType("latex2sympy2")
    vars(other)["latex2sympy"] = lambda latex: f"other {latex}"
    monkeypatch.setitem(sys.modules, "latex2sympy2", other)
    shown = run("read", "--compare", r"\log x").stdout
    assert "derivcheck: log(x)" in shown
    assert r"latex2sympy2: other \log x" in shown
    monkeypatch.setitem(sys.modules, "latex2sympy2", None)
    assert "not installed" in run("read", "--compare", r"\log x").stdout
