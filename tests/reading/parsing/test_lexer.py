from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.reading.errors import Unread
from derivcheck.reading.parsing.lexer import Kind, tokenise

BOUNDED = settings(max_examples=300, derandomize=True, deadline=None, database=None)


def texts(latex: str) -> list[str]:
    """The tokens without the end."""
    return [token.text for token in tokenise(latex)][:-1]


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x_{ij}^2", ["x", "_", "{", "i", "j", "}", "^", "2"]),
        (r"\alpha x", [r"\alpha", "x"]),
        ("3.25x", ["3.25", "x"]),
        (r"\left( x \right)", ["(", "x", ")"]),
        (r"a \, b \quad c", ["a", "b", "c"]),
        (r"\dfrac{1}{2}", [r"\frac", "{", "1", "}", "{", "2", "}"]),
        ("a − b · c", ["a", "-", "b", r"\cdot", "c"]),
        (r"\boldsymbol{w}", [r"\mathbf", "{", "w", "}"]),
        ("x % a remark\n + y", ["x", "+", "y"]),
    ],
)
def test_latex_is_cut_into_tokens(latex: str, expected: list[str]) -> None:
    """Spaces, sizes of brackets and remarks fall away; synonyms become one."""
    assert texts(latex) == expected


def test_words_become_one_token() -> None:
    """What stands in a text command is kept together."""
    tokens = tokenise(r"\operatorname{soft max} + x")
    assert (tokens[0].kind, tokens[0].text) == (Kind.TEXT, "soft max")


@pytest.mark.parametrize("latex", ["{x", "x}", r"\text{", "{{}"])
def test_braces_must_match(latex: str) -> None:
    """The complaint names the brace and its place."""
    with pytest.raises(Unread) as caught:
        tokenise(latex)
    assert caught.value.code == "D403"
    assert latex[caught.value.start] in "{}"


@pytest.mark.parametrize("latex", ["{" * 300 + "}" * 300, "x " * 30_000])
def test_size_and_depth_are_bounded(latex: str) -> None:
    """Too deep or too long is said, not suffered."""
    with pytest.raises(Unread) as caught:
        tokenise(latex)
    assert caught.value.code == "D407"


@BOUNDED
@given(st.text(max_size=40))
def test_tokens_know_their_places(latex: str) -> None:
    """Whatever the text, tokens stand in order, inside it, and end with an END; or the text is refused."""
    try:
        tokens = tokenise(latex)
    except Unread:
        return
    assert tokens[-1].kind is Kind.END
    ends = [0, *(token.end for token in tokens)]
    assert all(end <= token.start <= token.end <= len(latex) for end, token in zip(ends, tokens, strict=False))
