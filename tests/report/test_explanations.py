import re
from importlib.util import find_spec

import pytest

from derivcheck.report.words import EXPLANATIONS
from derivcheck.results import File

EXAMPLES = {
    code: found[1]
    for code, text in EXPLANATIONS.items()
    if (found := re.search(r"```markdown\n(.*?)```", text, re.DOTALL))
}


def _codes(file: File) -> set[str]:
    steps = {step.code for derivation in file.derivations for step in derivation.steps}
    unmet = {"D509" for derivation in file.derivations for step in derivation.steps if step.unexpected}
    return steps | unmet | {trouble.code for trouble in file.troubles}


@pytest.mark.skipif(find_spec("derivcheck.check") is None, reason="needs the engine")
@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_of_a_message_gives_that_message(code: str) -> None:
    """Checking the Markdown under "Example" gives a result with the code that it explains."""
    from derivcheck.check import check_text

    assert code in _codes(check_text(EXAMPLES[code]))
