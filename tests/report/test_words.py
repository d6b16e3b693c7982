from pathlib import Path
from string import Formatter

import pytest

from derivcheck.report.words import EXPLANATIONS, WORDS, hint, message, title

HEADINGS = ["## What it means", "## Why it matters", "## Example", "## What to do"]


@pytest.mark.parametrize("code", WORDS)
def test_every_message_is_one_sentence_without_facts(code: str) -> None:
    """A message never fails for facts that are missing."""
    text = message(code, {})
    assert text.endswith(".")
    assert "{" not in text


@pytest.mark.parametrize("code", WORDS)
def test_every_message_says_all_its_facts(code: str) -> None:
    """Each fact that a sentence names appears in the message."""
    names = {name for sentence in WORDS[code].sentences for _, name, _, _ in Formatter().parse(sentence) if name}
    text = message(code, {name: f"<{name}>" for name in names})
    assert all(f"<{name}>" in text for name in names)


def test_facts_are_said() -> None:
    """The facts stand in the sentence as they are."""
    facts = {"piece": "X w", "found": "(n,)", "expected": "(d,)"}
    assert message("D202", facts) == "Found in `X w`: (n,). Needed: (d,)."


def test_a_sentence_is_said_only_if_its_facts_are_known() -> None:
    """An optional fact adds its sentence; an empty one does not."""
    facts = {"piece": "X", "found": "(n,)", "expected": "(d,)", "hint": "transpose it"}
    assert message("D202", facts).endswith("Needed: (d,). What would conform: transpose it.")
    assert message("D202", {**facts, "hint": ""}).endswith("Needed: (d,).")


def test_the_numbers_of_inferred_sizes_are_not_said() -> None:
    """?3 is a name of the engine's own."""
    facts = {"piece": "a", "found": "a vector of ?3", "expected": "a scalar"}
    assert message("D306", facts) == "Found in `a`: a vector of ?, to judge by its use. Needed: a scalar."


def test_braces_in_facts_are_no_placeholders() -> None:
    """LaTeX in a fact is text, braces included."""
    assert r"\frac{a}{b}" in message("D405", {"symbol": r"\frac{a}{b}"})


def test_a_message_is_one_line() -> None:
    """A line break in a fact does not break the message."""
    assert message("D402", {"command": "\\foo\n  {x}"}) == "The command \\foo {x} is not known."


def test_an_unknown_code_is_shown_as_it_is() -> None:
    """A code without words still gives a message."""
    assert message("D999", {}) == "Code D999."
    assert title("D999") == "D999"
    assert hint("D999") is None


@pytest.mark.parametrize("code", WORDS)
def test_every_code_is_explained_under_the_same_headings(code: str) -> None:
    """An explanation starts with code and title, and has the four headings in order."""
    lines = EXPLANATIONS[code].splitlines()
    assert lines[0] == f"# {code}: {title(code)}"
    assert [line for line in lines if line.startswith("## ")] == HEADINGS


def test_the_explanations_are_those_of_the_known_codes() -> None:
    """The mapping lists each code once and refuses others."""
    assert list(EXPLANATIONS) == list(WORDS)
    assert len(EXPLANATIONS) == len(WORDS)
    assert "D999" not in EXPLANATIONS
    assert "../D101" not in EXPLANATIONS


def test_the_page_on_messages_lists_every_code() -> None:
    """The table of the documentation is that of the program."""
    page = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")
    listed = [line for line in page.splitlines() if line.startswith("| D")]
    assert listed == [f"| {code} | {title(code)} |" for code in WORDS]
