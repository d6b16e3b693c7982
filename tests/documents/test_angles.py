r"""Where ``<`` and ``>`` are brackets."""

import pytest

from derivcheck.documents import Fragment
from derivcheck.documents.angles import with_angles

CASES = [
    (r"<x, y>", r"\langle x, y\rangle "),
    (r"2<x, y> + 1", r"2\langle x, y\rangle  + 1"),
    (r"= <f(a), g>^2", r"= \langle f(a), g\rangle ^2"),
    (r"a < b, c > d", None),
    (r"0 < x, y > 0", None),
    (r"a < b", None),
    (r"<x, (y>", None),
    (r"x < \min(a, b) > 0", None),
    (r"<x \in A, y>", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_angles(text: str, expected: str | None) -> None:
    """Signs of order around two things are brackets where no order can be meant; each keeps its place."""
    found = with_angles(Fragment.plain(text))
    assert found.text == (text if expected is None else expected)
    assert len(found.offsets) == len(found.text)
