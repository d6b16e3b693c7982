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


def test_a_document_uses_the_macros_of_its_own_script() -> None:
    """They hold from the first line on; its own definitions come first."""
    text = f"$$ \\half + \\half = 1 $$\n\n$$ \\sq{{x}}{{1}} = x^2 + 1 $$\n{PAGE}"
    (derivation,) = check_text(text).derivations
    assert [step.verdict for step in derivation.steps] == ["proved", "proved"]


@pytest.mark.parametrize("piece", ["macros:{", " ", "macros: {a:", "//\n", '"'])
def test_long_texts_take_time_by_their_length(piece: str) -> None:
    """No repetition makes reading slow."""
    assert site_macros("macros: {" + piece * (60_000 // len(piece))) == {}
