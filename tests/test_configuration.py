import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derivcheck.check import check_step, check_text
from derivcheck.cli import main
from derivcheck.configuration import ConfigurationError, Configurations, read
from derivcheck.settings import MacroSetting, Settings
from derivcheck.sources import Source

TRUE = "Let $x \\in \\mathbb{R}$.\n\n$$ x + x = 2x $$\n"
OPEN = "Let $x, y, z \\in \\mathbb{R}$.\n\n$$ x^2 + y^2 + z^2 \\ge \\sin(x) - 4 + \\arctan(y z) $$\n"
WRONG = "Let $x \\in \\mathbb{R}$.\n\n$$ x + x = 3x $$\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    """Write a file, and the folders that it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    """Run the check."""
    return CliRunner().invoke(main, ["check", *arguments])


def checked(*arguments: str) -> list[str]:
    """The paths of the documents that are checked."""
    return [file["path"] for file in json.loads(run(*arguments, "--format", "json").stdout)["files"]]


def test_without_a_file_nothing_is_configured(here: Path) -> None:
    """A file of another tool that does not name derivcheck says nothing, even if it is broken."""
    write(here / "pyproject.toml", "[tool.other\nx = ")
    assert Configurations().of(str(here / "a.md")).told == {}


@pytest.mark.parametrize("name", ["derivcheck.toml", "pyproject.toml"])
def test_the_nearest_file_speaks(here: Path, name: str) -> None:
    """It is looked for from the document's folder upwards; an outer one is not looked at any more."""
    write(here / name, ("[tool.derivcheck]\n" if name.startswith("py") else "") + "timeout = 3\nexact = true\n")
    write(here / "inner" / "derivcheck.toml", "timeout = 4\n")
    known = Configurations()
    assert known.of("deep/er/a.md").told == {"timeout": 3.0, "exact": True}
    assert known.of("inner/deeper/a.md").told == {"timeout": 4.0}


def test_every_setting_is_read(here: Path) -> None:
    """All settings that the documentation lists, with what they become."""
    write(here / "prelude.md", "Let $a > 0$.\n")
    text = """
include = ["*.md"]
exclude = ["drafts/"]
exact = true
layout = "denominator"
prelude = "prelude.md"
scope = "Let $n \\\\in \\\\mathbb{N}$."
seed = 7
strict = true
timeout = 2
witness = "sympy"

[macros]
R = "\\\\mathbb{R}"
'\\norm' = ['\\lVert #1 \\rVert', 1]
pair = ["(#1, #2)", 2, "a"]

[[files]]
paths = ["old/"]
strict = false
"""
    found = read(write(here / "derivcheck.toml", text))
    assert (found.include, found.exclude, found.files) == (("*.md",), ("drafts/",), ((("old/",), {"strict": False}),))
    assert found.told == {
        "exact": True,
        "layout": "denominator",
        "prelude": (Source(str(here / "prelude.md"), "Let $a > 0$.\n"),),
        "scope": r"Let $n \in \mathbb{N}$.",
        "seed": 7,
        "strict": True,
        "timeout": 2.0,
        "witness": "sympy",
        "macros": (
            MacroSetting(r"\R", 0, None, r"\mathbb{R}"),
            MacroSetting(r"\norm", 1, None, r"\lVert #1 \rVert"),
            MacroSetting(r"\pair", 2, "a", "(#1, #2)"),
        ),
    }
    page = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in (*found.told, "include", "exclude"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("timout = 3", ":1:1: There is no setting `timout`. Did you mean `timeout`? [D511]"),
        ("seed = 1\n  nonsense = 3", ":2:3: There is no setting `nonsense`. [D511]"),
        (
            "\n[[files]]\npaths = []\n[[files]]\npath = []",
            ":5:1: There is no setting `path`. Did you mean `paths`? [D511]",
        ),
        ("[[files]]\nseed = 1", ":1:1: `files` takes `paths` in each of its tables. [D511]"),
        ("[macro]\nR = 1", ":1:1: There is no setting `macro`. Did you mean `macros`? [D511]"),
        ('timeout = "3"', ":1:1: `timeout` takes a number of seconds above 0. [D511]"),
        ("timeout = nan", ":1:1: `timeout` takes a number of seconds above 0. [D511]"),
        ("seed = true", ":1:1: `seed` takes a whole number. [D511]"),
        ("exact = 1", ":1:1: `exact` takes true or false. [D511]"),
        ("scope = 1", ":1:1: `scope` takes a text. [D511]"),
        ("exclude = 'a'", ":1:1: `exclude` takes a list of texts. [D511]"),
        ("include = ['a', '!']", ":1:1: `include` takes patterns as in .gitignore; Invalid git pattern: '!'. [D511]"),
        ("layout = 'n'", ':1:1: `layout` takes "numerator" or "denominator". [D511]'),
        ("files = 3", ":1:1: `files` takes tables, each under a [[…files]] of its own. [D511]"),
        ("prelude = 'no.md'", "`prelude` takes a document, or several; no.md: There is no such file or folder. [D511]"),
        ("seed = 1\nstrict = *\n", ":2:10: The file could not be read: Invalid value. [D511]"),
        ("a = [1", "The file could not be read: Unclosed array. [D511]"),
        ("[macros]\nR = []", ":1:1: `macros` takes for each macro a text, or a list such as"),
        ("macros = {'a b' = 'c'}", "look at a b. [D511]"),
        ("macros = {R = ['c', 10]}", "look at R. [D511]"),
        ("macros = {R = ['c', 1, 2]}", "look at R. [D511]"),
        ("macros = {R = ['c', true]}", "look at R. [D511]"),
        ("prelude = '\\u0000'", "There is no such file or folder"),
        (f"seed = 1{'0' * 5000}", "The file could not be read: "),
        (f"x = {'[' * 3000}", "The file could not be read: "),
    ],
)
def test_what_is_not_understood_is_an_error_with_its_place(here: Path, text: str, message: str) -> None:
    """The run ends with exit code 2, and says where to look and what may have been meant."""
    write(here / "a.md", TRUE)
    write(here / "derivcheck.toml", text)
    result = run("a.md")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


def test_a_shared_file_is_named_with_the_place_of_its_table(here: Path) -> None:
    """Keys of the same name in other tables are not meant."""
    path = write(here / "pyproject.toml", "[tool.other]\nlayot = 1\n\n[tool.derivcheck]\nlayot = 1\n")
    with pytest.raises(ConfigurationError, match=r"pyproject\.toml:5:1: There is no setting `layot`"):
        read(path)


@pytest.mark.parametrize("text", ["tool.derivcheck = 5", "[tool]\nderivcheck = []", "[[tool.derivcheck]]\nseed = 1"])
def test_settings_are_a_table(here: Path, text: str) -> None:
    """Anything else under that name is an error, and no traceback."""
    with pytest.raises(ConfigurationError, match="`derivcheck` takes a table of settings"):
        read(write(here / "pyproject.toml", text))


def test_a_shared_file_without_tools_says_nothing(here: Path) -> None:
    """Also where it is named."""
    assert read(write(here / "pyproject.toml", "tool = 5 # derivcheck")).told == {}


@pytest.mark.parametrize("data", [b"\xff", b"a = '\x00'"])
def test_a_file_that_is_no_text_is_an_error(here: Path, data: bytes) -> None:
    """Nothing in it raises anything else."""
    (here / "derivcheck.toml").write_bytes(data)
    with pytest.raises(ConfigurationError, match="could not be read"):
        read(here / "derivcheck.toml")


def test_patterns_choose_the_documents_of_folders(here: Path) -> None:
    """They are those of .gitignore, from the configuration's folder; a file that is named is taken all the same."""
    for name in ("a.md", "b.tex", "drafts/c.md", "notes/d.md", "notes/e.md"):
        write(here / name, TRUE)
    write(here / "derivcheck.toml", "include = ['*.md']\nexclude = ['drafts/', '/notes/e.md']\n")
    assert checked(".") == ["a.md", "notes/d.md"]
    assert checked("drafts/c.md", "b.tex") == ["drafts/c.md", "b.tex"]
    assert checked("drafts/c.md", "a.md", "--force-exclude") == ["a.md"]
    assert run("drafts/c.md", "--force-exclude").exit_code == 0


def test_strictness_is_that_of_each_document(here: Path) -> None:
    """An open step fails only where claims have to be proved, and is shown there even where only faults are."""
    write(here / "a.md", OPEN)
    write(here / "thesis" / "a.md", OPEN)
    write(here / "derivcheck.toml", "[[files]]\npaths = ['thesis/']\nstrict = true\n")
    assert run("a.md").exit_code == 0
    result = run("a.md", "thesis/a.md", "--quiet")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line.endswith(".md")] == ["thesis/a.md"]
    assert run("a.md", "--strict").exit_code == 1


def test_the_command_line_comes_first(here: Path) -> None:
    """An option that is given takes the place of the setting; a file that is named, of all others."""
    write(here / "a.md", TRUE)
    write(here / "derivcheck.toml", "seed = 1\n")
    write(here / "other" / "mine.toml", "strickt = true\n")
    assert run("a.md", "--seed", "2").exit_code == 0
    assert "other/mine.toml:1:1: There is no setting `strickt`" in run("a.md", "--config", "other/mine.toml").stderr
    assert run("a.md", "--config", "missing.toml").exit_code == 2


def test_a_prelude_is_seen_by_every_document(here: Path) -> None:
    """Its macros, declarations and definitions, inline and displayed, hold from the first line on."""
    write(here / "macros.sty", "\\newcommand{\\sq}[1]{#1^2}\n")
    write(here / "prelude.md", "Let $a > 0$.\n\n$$ h(x) := \\sq{x} $$\n")
    write(here / "notes" / "a.md", "$$ \\sqrt{\\sq{a}} = a $$\n\n# Inner\n\n$$ h(3) = 9 $$\n\n$$ h(a) = a $$\n")
    write(here / "derivcheck.toml", "prelude = ['macros.sty', 'prelude.md']\n")
    result = run("notes/a.md")
    assert "3 steps in 1 file: 2 proved, 1 refuted" in result.stdout
    write(here / "prelude.md", "Let $a > 0$.\n\n$$ h(x) := x $$\n")
    assert "3 steps in 1 file: 2 proved, 1 refuted" in run("notes/a.md").stdout
    assert "✓ h(a) = a" in run("notes/a.md").stdout


def test_settings_of_the_prelude_reach_a_single_step() -> None:
    """What the configuration says can be said from Python as well."""
    told = Settings(macros=(MacroSetting(r"\half", 1, None, r"\frac{#1}{2}"),), scope="Let $u > 0$.")
    assert check_step(r"\sqrt{u^2}", "u", settings=told).verdict == "proved"
    assert check_step(r"\sqrt{u^2}", "u").verdict == "refuted"
    (derivation,) = check_text(r"$$ \half{u} + \half{u} = u $$", settings=told).derivations
    assert derivation.steps[0].verdict == "proved"


def test_the_layout_is_that_of_the_configuration() -> None:
    """A document may still say otherwise for itself."""
    declared = "Let $A \\in \\mathbb{R}^{n \\times m}$ and $x \\in \\mathbb{R}^m$.\n\n"
    step = "$$ \\frac{\\partial A x}{\\partial x} = A $$\n"

    def verdict(layout: str, directive: str = "") -> str:
        (derivation,) = check_text(declared + directive + step, settings=Settings(layout=layout)).derivations
        return derivation.steps[0].verdict

    assert verdict("numerator") == "proved"
    assert verdict("denominator") == "refuted"
    assert verdict("denominator", "<!-- derivcheck: layout numerator -->\n") == "proved"


def test_the_base_of_logarithms_is_that_of_the_configuration() -> None:
    """A sentence of a document comes before it."""

    def verdict(log: str, prose: str = "") -> str:
        (derivation,) = check_text(f"{prose}$$ \\log 8 = 3 $$\n", settings=Settings(log=log)).derivations
        return derivation.steps[0].verdict

    assert verdict("binary") == "proved"
    assert verdict("natural") == "refuted"
    assert verdict("decimal") == "refuted"
    assert verdict("binary", "All logarithms are natural.\n\n") == "refuted"
    assert verdict("natural", "All logarithms are to base two.\n\n") == "proved"
