import re
from pathlib import Path

import pytest

from derivcheck.check import Settings, check_text

PATIENT = Settings(timeout=60.0)
PAGE = Path(__file__).parents[2] / "docs" / "limits.md"
SECTION = re.compile(r"^## (.*?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = {heading: text for heading, text in SECTION.findall(PAGE.read_text(encoding="utf-8")) if "```" in text}


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_limit_is_as_the_page_says(heading: str) -> None:
    """The example gets the verdict and the code that stand in bold before it."""
    said = re.search(r"\*\*(\w+),\s(D\d{3})\*\*", SECTIONS[heading])
    example = re.search(r"```markdown\n(.*?)```", SECTIONS[heading], re.DOTALL)
    assert said is not None
    assert example is not None
    steps = [step for derivation in check_text(example[1], settings=PATIENT).derivations for step in derivation.steps]
    assert [(step.verdict, step.code) for step in steps] == [(said[1].lower(), said[2])]


def test_the_page_has_examples() -> None:
    """No section is lost by a slip of its form."""
    assert len(SECTIONS) >= 14
