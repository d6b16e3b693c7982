import pytest

from derivcheck.check import check_text
from derivcheck.documents.model import Macro
from derivcheck.documents.site_macros import site_macros

PAGE = r"""
<script>
MathJax = { tex: { inlineMath: [['$', '$']],
  macros: {
    // numbers
    RR: "\\mathbb{R}",
    norm: ["\\lVert #1 \\rVert", 1],
    'pair': ['(#1, #2)', 2, "a\"b"],
  } } };
katex.render({ "macros": {"\\sq": "#1^2 + #2", "\\half": '\\frac12'} });
</script>
"""


def test_tables_of_both_programs_are_read() -> None:
    """Names with and without a backslash, strings in both quotes, arguments counted by the author or by us."""
    assert site_macros(PAGE) == {
        r"\RR": Macro(0, None, r"\mathbb{R}"),
        r"\norm": Macro(1, None, r"\lVert #1 \rVert"),
        r"\pair": Macro(2, 'a"b', "(#1, #2)"),
        r"\sq": Macro(2, None, "#1^2 + #2"),
        r"\half": Macro(0, None, r"\frac12"),
    }


@pytest.mark.parametrize(
    "text", ["", "macros: {", "macros: {R", "macros: {R: f(x)}", "macros: {R: []}", "macros:{'R\": ''}"]
)
def test_what_is_no_table_gives_no_macros(text: str) -> None:
    """A table is read up to what is not understood."""
    assert site_macros(text) == {}


BOOK = r"""
mathjax3_config:
  tex:
    macros:
      # numbers
      R: "\\mathbb{R}"
      "N": '\mathbb{N}'  # in YAML a backslash is one

      norm: ["\\lVert #1 \\rVert", 1]
      sq: #1^2
      half: \frac{1}{2}
      both: #1 + #2 # and a word on it
    packages: {'[+]': ['color']}
"""


def test_a_table_may_have_a_line_for_each_macro() -> None:
    """As in the settings of a book, which are YAML; it ends where the lines stand further out."""
    assert site_macros(BOOK.replace("sq: #1^2", "sq: (#1)^2").replace("both: #1", "both: (#1)")) == {
        r"\R": Macro(0, None, r"\mathbb{R}"),
        r"\N": Macro(0, None, r"\mathbb{N}"),
        r"\norm": Macro(1, None, r"\lVert #1 \rVert"),
        r"\sq": Macro(1, None, "(#1)^2"),
        r"\half": Macro(0, None, r"\frac{1}{2}"),
        r"\both": Macro(2, None, "(#1) + #2"),
    }


def test_raw_strings_of_python_are_read() -> None:
    """As in the settings of Sphinx."""
    page = r"""mathjax3_config = {"tex": {"macros": {"R": r"\mathbb{R}", "norm": [r"\|#1\|", 1]}}}"""
    assert site_macros(page) == {r"\R": Macro(0, None, r"\mathbb{R}"), r"\norm": Macro(1, None, r"\|#1\|")}


def test_half_of_a_sum_of_strings_is_no_macro() -> None:
    """What follows would be another formula."""
    assert site_macros(r"""macros: {half: "\\frac{1}" + "{2}", R: "\\mathbb{R}"}""") == {}


@pytest.mark.parametrize(("begin", "end"), [("// ", ""), ("# ", ""), ("/* ", " */"), ("<!-- ", " -->")])
def test_what_is_commented_out_gives_no_macros(begin: str, end: str) -> None:
    """An older meaning may stand there."""
    new = r"""macros: {E: "\\mathbb{E}"}"""
    assert site_macros(f"""{begin}macros: {{E: "e"}}{end}\n{new}\n""") == {r"\E": Macro(0, None, r"\mathbb{E}")}
    assert site_macros(f"""{new}\n{begin}macros: {{E: "e"}}{end}\n""") == {r"\E": Macro(0, None, r"\mathbb{E}")}


def test_a_document_uses_the_macros_of_its_own_script() -> None:
    """They hold from the first line on; its own definitions come first."""
    text = f"$$ \\half + \\half = 1 $$\n\n$$ \\sq{{x}}{{1}} = x^2 + 1 $$\n{PAGE}"
    (derivation,) = check_text(text).derivations
    assert [step.verdict for step in derivation.steps] == ["proved", "proved"]


@pytest.mark.parametrize(
    "piece", ["macros:{", " ", "macros: {a:", "//\n", '"', "macros:\n ", "/* macros:{", "# \n", " a: b #"]
)
def test_long_texts_take_time_by_their_length(piece: str) -> None:
    """No repetition makes reading slow."""
    assert site_macros("macros: {" + piece * (60_000 // len(piece))) == {}
