r"""Mathematics is found in Markdown where a reader sees it, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivcheck.documents import (
    Display,
    Document,
    Formula,
    ParagraphEnd,
    Problem,
    Span,
    Words,
    line_starts,
    place,
    read_document,
)
from derivcheck.results import Place
from tests.documents.sample import codes, displays, formulas, fragments, items

SILENT = [
    "It costs $5 and $6.",
    "From $20,000 to $30,000 a year",
    r"It costs \$5 and \$6, or \$x\$.",
    "`$x = y$`",
    "``a ` $x$ ``",
    "```\n$x = y$\n```",
    "~~~ python\n$$ x = y $$\n~~~",
    "- item\n\n  ```\n  $x$\n  ```",
    "Text.\n\n    $x = y$\n",
    "<!-- $x = y$ -->",
    "<pre>$x$</pre>",
    "<script>\n$x$\n\n$y$\n</script>",
    "<code>$x$</code>",
    "---\ntitle: $x$\n---\nText.",
    "A dollar $ alone",
    "a $ x $ b",
    "a $x\n\ny$ b",
    r"\alpha = \beta",
    r"\begin{itemize} x = y \end{itemize}",
    "$PATH and $HOME",
    "```\nunclosed fence\n\n$x$",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_mathematics(text: str) -> None:
    """Code, comments, prices and escaped dollars hold no mathematics, and are no problem."""
    assert formulas(text) == []
    assert displays(text) == []
    assert codes(text) == []


INLINE = [
    ("Let $x > 0$.", ["x > 0"]),
    ("$a$, $b$ and $c$", ["a", "b", "c"]),
    ("It costs $5, but $x$ is free.", ["x"]),
    (r"\(x\) and \\(y\\)", ["x", "y"]),
    ("$`x`$", ["x"]),
    (r"$a \$ b$", [r"a \$ b"]),
    (r"$\text{if $x$ holds}$", [r"\text{if $x$ holds}"]),
    (r"broken { $x$ and $\frac{a$ and $y$", ["x", r"\frac{a", "y"]),
    ("$x\ny$", ["x\ny"]),
    ("| $a|b$ | c |\n|---|---|\n| $|x|$ | $y$ |", ["a|b", "|x|", "y"]),
    ("> Let $x$\n> be.", ["x"]),
    ("<div>\nLet $x$ be\n</div>", ["x"]),
    ("1. $x$\n2. $y$", ["x", "y"]),
    ("*$x$* **$y$** [$z$](http://a.b/$c$)", ["x", "y", "z", "c"]),
    ("Then $$p$$ and $$q = 1$$ hold.", ["p", "q = 1"]),
]


@pytest.mark.parametrize(("text", "expected"), INLINE)
def test_inline(text: str, expected: list[str]) -> None:
    """Inline formulas are found in prose, lists, quotes, tables and HTML."""
    assert formulas(text) == expected
    assert displays(text) == []


DISPLAYED = [
    ("$$ x = y $$", ["x = y"]),
    ("Then $$x = y$$ holds.", ["x = y"]),
    ("Text\n$$\nx\n= y\n$$\nmore", ["x\n= y"]),
    ("$$\nx\n- y\n---\n+ z\n$$", ["x\n- y\n---\n+ z"]),
    ("- item\n\n  $$\n  x = y\n  $$\n", ["x = y"]),
    ("> $$\n> x\n> = y\n> $$\n", ["x\n= y"]),
    (r"\[ x \] and \\[ y \\]", ["x", "y"]),
    ("```math\nx = y\n```", ["x = y"]),
    (r"\begin{align*} x &= y \end{align*}", [r"\begin{align*} x &= y \end{align*}"]),
    (r"$\begin{aligned} x \end{aligned}$", [r"\begin{aligned} x \end{aligned}"]),
    ("$$\n\\begin{align}\n\na &= b\n\n\\end{align}\n$$", ["\\begin{align}\n\na &= b\n\n\\end{align}"]),
    ("$$ a = b % $$ c\n$$", ["a = b"]),
    (r"$$ a = \text{$b$} $$", [r"a = \text{$b$}"]),
    ("Title\n\n$$\nx\n$$\n---\n", ["x"]),
]


@pytest.mark.parametrize(("text", "expected"), DISPLAYED)
def test_display(text: str, expected: list[str]) -> None:
    """Displays are found in all their notations, and their lines never look like lists or headings."""
    assert displays(text) == expected


def outline(text: str) -> list[tuple[str, int, int, int | None]]:
    """Title, line, level and parent of every derivation."""
    return [(d.title, d.line, d.level, d.parent) for d in read_document(text).derivations]


def test_headings_open_derivations() -> None:
    """A heading's parent is the nearest earlier one with a smaller level."""
    text = "# A\n\n## B $x^2$ ##\n\nC\n===\n\n### D\n\n## E\n\n**No heading**\n"
    assert outline(text) == [
        ("A", 1, 1, None),
        ("B $x^2$", 3, 2, 0),
        ("C", 5, 1, None),
        ("D", 8, 3, 2),
        ("E", 10, 2, 2),
    ]


def test_text_before_the_first_heading() -> None:
    """It is a derivation of level 0, the parent of all others, if it has mathematics."""
    assert outline("Let $x$.\n\n# A\n\n# B\n") == [("", 1, 0, None), ("A", 3, 1, 0), ("B", 5, 1, 0)]
    assert outline("Hello.\n\n# A\n\n## B") == [("A", 3, 1, None), ("B", 5, 2, 0)]


def test_front_matter() -> None:
    """Its title names the text before the first heading."""
    assert outline('---\ntitle: "My title"\n---\n\n$x$\n\n# A\n') == [("My title", 1, 0, None), ("A", 7, 1, 0)]


def test_items_in_order() -> None:
    """Words, formulas, displays and the ends of paragraphs come in the order of the file."""
    (derivation,) = read_document("Let **$x$** be [here](http://x.y) *real*.\n\n$$ x = x $$\nand\n").derivations
    shown = [item.text if isinstance(item, Words) else type(item) for item in derivation.items]
    assert shown == ["Let", Formula, "be here real.", ParagraphEnd, Display, "and", ParagraphEnd]


def test_cells_and_list_items_end_sentences() -> None:
    """No sentence runs over a table cell or a list item."""
    (derivation,) = read_document("| a | $x$ |\n|---|---|\n\n- b\n- c").derivations
    shown = [item.text if isinstance(item, Words) else type(item) for item in derivation.items]
    assert shown == ["a", ParagraphEnd, Formula, ParagraphEnd, "b", ParagraphEnd, "c", ParagraphEnd]


def test_places() -> None:
    """Lines and columns count from 1, columns in code points, whatever the line ends are."""
    text = "# Ä\r\n\r\nLet 𝛼 $x$ be\r\n"
    (formula,) = (item.fragment for item in items(read_document(text)) if isinstance(item, Formula))
    assert place(line_starts(text), formula.span) == Place(3, 8, 3, 9)
    assert place(text, Span(0, 0)) == Place(1, 1, 1, 1)
    assert place("a\nb", Span(0, 3)) == Place(1, 1, 2, 2)


UNCLOSED = [
    ("$$\na = b\n\nSome text follows $x$.\n\n$$ c = d $$", "$$", Span(0, 2), ["x"], ["c = d"]),
    ("$$\na = b\n\n$$ c = d $$", "$$", Span(0, 2), [], ["c = d"]),
    ("Text\n\n\\begin{align}\na\n\nThe text $x$.", "align", Span(6, 19), ["x"], []),
    ("\\[ a = b\n\nThe text $x$.", r"\[", Span(0, 2), ["x"], []),
    ("$$ a = b", "$$", Span(0, 2), [], []),
]


@pytest.mark.parametrize(("text", "what", "span", "inline", "displayed"), UNCLOSED)
def test_unclosed(text: str, what: str, span: Span, inline: list[str], displayed: list[str]) -> None:
    """A display that nothing closes is a problem at its opening; reading goes on after the next blank line."""
    assert read_document(text).problems == (Problem("D501", span, {"what": what}),)
    assert formulas(text) == inline
    assert displays(text) == displayed


def test_unclosed_inside_a_display() -> None:
    """A brace or environment inside a display that nothing closes is a problem of that display."""
    assert codes(r"$$ \frac{a}{b = c $$") == ["D501"]
    assert codes(r"$$ a = \begin{pmatrix} b $$") == ["D501"]


ALPHABET = st.sampled_from(
    [
        *"$\\{}()[]&%=+-*_^|<>#`~.,:;!\n\r \t\0ab0π",
        *(
            "$$",
            "\\(",
            "\\]",
            "\\\\",
            "\n\n",
            "> ",
            "- ",
            "```",
            "<!--",
            "-->",
            "# ",
            "| a |\n|---|\n",
            "derivcheck: let ",
        ),
        *r"\begin{align} \end{align} \begin{cases} \end{cases} \left( \right) \text{if".split(),
        *r"\implies \text{and} \quad".split(),
        *r"\overset{ \in \le \section{ \item \begin{proof} \end{proof} \verb| \label{".split(),
        *r"\tag{ \not \mathrel \dots \to".split(),
    ]
)
MACROS = st.sampled_from(["\\newcommand{\\x}", "\\def\\x#1", "\\x", "\\let\\x", "\\DeclareMathOperator", "#1", "[1]"])
TEXTS = st.lists(ALPHABET, max_size=60).map("".join)
TEXTS_WITH_MACROS = st.lists(ALPHABET | MACROS, max_size=60).map("".join)


def check_offsets(document: Document) -> None:
    """Every fragment's characters stand in the text at its offsets (a space may part two pieces)."""
    for fragment in fragments(document):
        assert len(fragment.text) == len(fragment.offsets)
        for character, offset in zip(fragment.text, fragment.offsets, strict=True):
            assert character in (document.text[offset], " ")


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["markdown", "latex"]))
def test_any_text_is_read(text: str, kind: str) -> None:
    """No text crashes the reader, and without macros every fragment equals the text at its offsets."""
    document = read_document(text, kind)
    check_offsets(document)
    for index, derivation in enumerate(document.derivations):
        assert derivation.parent is None or 0 <= derivation.parent < index


@settings(max_examples=300, deadline=None)
@given(TEXTS_WITH_MACROS, st.sampled_from(["markdown", "latex"]))
def test_any_text_with_macros_is_read(text: str, kind: str) -> None:
    """No macro definition crashes the reader, and every character has a place in the file."""
    for fragment in fragments(read_document(text, kind)):
        assert len(fragment.text) == len(fragment.offsets)
        assert all(0 <= offset < len(text) for offset in fragment.offsets)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_read(text: str) -> None:
    """Nor do characters from all of Unicode."""
    check_offsets(read_document(text))
    check_offsets(read_document(text, "latex"))


NESTED = ["{", "\\left(", "\\begin{cases}", "(", "\\frac{", "\\begin{aligned}", "\\text{", "$", "> ", "- ", "\\x{", "["]


@pytest.mark.parametrize("opening", NESTED)
@pytest.mark.parametrize("kind", ["markdown", "latex"])
def test_deep_nesting(opening: str, kind: str) -> None:
    """Ten thousand nested brackets, closed or not, are read without recursion."""
    closing = {"{": "}", "\\left(": "\\right)", "\\begin{cases}": "\\end{cases}", "(": ")", "[": "]"}.get(opening, "}")
    for text in (opening * 10_000, opening * 10_000 + closing * 10_000):
        for whole in (text, f"$${text} = b$$", f"\\newcommand{{\\x}}[1]{{#1}}\n\n$${text} = b$$"):
            assert read_document(whole, kind).text == whole


REPEATED = [
    ("Let $x \\in R$ be so. ", Formula, 1),
    ("$$ a = b $$\n\n", Display, 1),
    ("\\begin{align} a &= b \\end{align}\n\n", Display, 1),
    ("Some words in a $line$.\n\n", Words, 2),
]


@pytest.mark.parametrize(("piece", "kind", "times"), REPEATED)
def test_many_items(piece: str, kind: type, times: int) -> None:
    """Twenty thousand repetitions are all found (a pass that is not linear would not come back)."""
    text = "$y$\n\n" + piece * 20_000
    found = sum(isinstance(item, kind) for item in items(read_document(text)))
    assert found >= 20_000 * times


MANY_PARAGRAPHS = ["Some words.\n\n", "- Some words.\n", "> Some words.\n", "| a | b |\n"]


@pytest.mark.parametrize("piece", MANY_PARAGRAPHS)
@pytest.mark.parametrize("kind", ["markdown", "latex"])
def test_many_paragraphs_without_formulas_are_few_items(piece: str, kind: str) -> None:
    """No sentence runs over a paragraph, so those between others without formulas are one item."""
    text = "See $x$ first.\n\n" + piece * 10_000 + "\n\nThen $y$.\n"
    found = list(items(read_document(text, kind)))
    assert len(found) < 20
    assert [item.fragment.text for item in found if isinstance(item, Formula)] == ["x", "y"]


def test_plain_paragraphs_around_formulas_stay_apart() -> None:
    """The paragraphs next to a formula are items of their own, whatever is plain beside them."""
    paragraphs = ["First.", "Second.", "Third.", "Fourth.", "Fifth."]
    text = "$$ a = b $$\n\n" + "\n\n".join(paragraphs) + "\n\n$$ c = d $$\n"
    for kind in ("markdown", "latex"):
        words = [item.text for item in items(read_document(text, kind)) if isinstance(item, Words)]
        assert words == ["First.", "Second. Third. Fourth.", "Fifth."]


BLOCKS = [
    ("# A\ntext $x$\n# B\n- item\n## C\n", ["A", "B", "C"]),
    ("- item\n\n    # no heading\n\n# A\n", ["A"]),
    ("<!--\n\n# hidden\n\n-->\n\n# A\n", ["A"]),
    ("```\n\n# hidden\n\n```\n\n# A\n", ["A"]),
    ("text\n\n    # hidden\n\n# A\n", ["A"]),
    ("$$\nx\n\n= y\n---\n$$\n\n# A\n", ["A"]),
    ("A\n===\n\nplain\n\nB\n---\n", ["A", "B"]),
    ("#hashtag\n\n# A\r\n\r\n1. item\r\n2. item\r\n# B\r\n", ["A", "B"]),
    ("a | b\n---|---\n# A\n", ["A"]),
]


@pytest.mark.parametrize(("text", "titles"), BLOCKS)
def test_headings_are_what_readers_see(text: str, titles: list[str]) -> None:
    """A heading inside code, a comment, a list item or a formula is none."""
    assert [d.title for d in read_document(text).derivations if d.title] == titles


def test_too_long_a_formula_is_a_problem() -> None:
    """A formula of more than 100,000 characters is named and left alone; the rest of the file is read."""
    for opening, closing in (("$$", "$$"), ("$", "$")):
        document = read_document(f"{opening}{'x + ' * 30_000}x = y{closing}\n\n$$ a = b $$\n")
        assert [problem.code for problem in document.problems] == ["D504"]
        assert [len(item.chains) for item in items(document) if isinstance(item, Display)][-1] == 1


def test_one_problem_for_all_that_one_brace_leaves_open() -> None:
    """What stands inside an unclosed brace is not named once more."""
    assert codes("$$ " + "{" * 1_000 + " = x $$") == ["D501"]


def test_unclosed_directive() -> None:
    """A directive that nothing closes is a problem, and the text behind it is read."""
    text = "<!-- derivcheck: let $x > 0$\n\n$$ x = x $$\n"
    assert codes(text) == ["D501"]
    assert displays(text) == ["x = x"]


UNFINISHED = [
    "$$ a\n\n",
    "\\[ a = \n\n",
    "$",
    "`",
    "<!-- ",
    "\\begin{align}\n",
    "${",
    "\\( ",
    "<code> ",
    "$a ",
    "\\newcommand{\\x}{",
]


@pytest.mark.parametrize("piece", UNFINISHED)
@pytest.mark.parametrize("kind", ["markdown", "latex"])
def test_many_unfinished_openings(piece: str, kind: str) -> None:
    """Openings that nothing closes do not make every later one search the whole file."""
    text = piece * (200_000 // len(piece))
    assert read_document(text, kind).text == text


LONG = ["a = b, ", "a &= b \\\\ ", "&", "\\quad ", "\\text{for } x > 0 ", "x + ", "( ", "\\implies a ", "a, "]


@pytest.mark.parametrize("piece", LONG)
def test_long_display(piece: str) -> None:
    """A display of 100,000 characters is cut in one pass."""
    text = "$$" + piece * (100_000 // len(piece)) + "$$"
    assert len(displays(text)) == 1


OPTIONS = {
    "a label": "```{math}\n:label: bayes\na = b\n```\n",
    "several options": "```{math}\n:label: bayes\n:nowrap: true\n\na = b\n```\n",
    "a block of options": "```{math}\n---\nlabel: bayes\n---\na = b\n```\n",
    "none": "```{math}\na = b\n```\n",
}


@pytest.mark.parametrize("text", OPTIONS.values(), ids=OPTIONS)
def test_options_of_a_directive_are_no_part_of_its_formula(text: str) -> None:
    """Labels and the like stand in the lines before the formula."""
    assert displays(text) == ["a = b"]
