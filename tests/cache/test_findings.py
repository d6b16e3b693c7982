from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from derivcheck.cache.findings import MisshapenError, decode, encode
from derivcheck.check import check_text
from derivcheck.formula import Formula
from derivcheck.report.json import render
from derivcheck.report.lines import Line
from derivcheck.report.terminal import Look
from derivcheck.report.terminal import render as render_text
from derivcheck.results import Counterexample, Derivation, File, Place, Report, Step, Trouble, Verdict
from tests.report import samples

LIBRARY = Path(__file__).parents[2] / "derivations"

words = st.text(max_size=12)
numbers = st.integers(1, 10**6)
places = st.builds(Place, numbers, numbers, numbers, numbers, st.none() | numbers, st.integers(0, 99))
scalars = words | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False)
data = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3))
values = st.recursive(words, lambda inner: st.lists(inner, max_size=3))
points = st.builds(Counterexample, st.dictionaries(words, numbers), st.dictionaries(words, values), values, values)
texts = st.lists(words, max_size=3).map(tuple)
steps = st.builds(
    Step,
    places,
    words.map(Formula),
    words,
    words.map(Formula),
    st.sampled_from(Verdict),
    words,
    words,
    st.none() | words,
    st.none() | words,
    st.booleans(),
    st.none() | places,
    st.none() | words,
    st.dictionaries(words, data, max_size=3),
    texts,
    texts,
    texts,
    st.none() | points,
    st.none() | words,
    st.floats(0, 100),
)
troubles = st.builds(Trouble, words, words, st.none() | places, st.sampled_from(["error", "note"]))
derivations = st.builds(Derivation, words, numbers, st.lists(steps, max_size=2).map(tuple))
files = st.builds(
    File,
    words,
    st.lists(derivations, max_size=2).map(tuple),
    st.lists(troubles, max_size=2).map(tuple),
    words,
    st.booleans(),
)


def _again(file: File) -> File:
    return decode(encode(file), file.path, file.text)


def _texts(file: File) -> list[Line]:
    return [*render_text(Report((file,)), Look(verbose=True)), *render_text(Report((file,)), Look(unicode=False))]


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine changes nothing
@given(files)
def test_findings_come_back_as_they_were(file: File) -> None:
    """Whatever a result is made of, the data hold all of it."""
    assert _again(file) == file


@pytest.mark.parametrize("name", ["calculus/curvature", "probability/bayes-rule", "linear-algebra/small-inverses"])
def test_both_reports_of_kept_findings_are_those_of_fresh_ones(name: str) -> None:
    """Evidence, counterexamples and places are shown as before, to the last character."""
    fresh = check_text((LIBRARY / f"{name}.md").read_text(encoding="utf-8"), path=name)
    kept = _again(fresh)
    assert render(Report((kept,))) == render(Report((fresh,)))
    assert _texts(kept) == _texts(fresh)


def test_what_only_python_knows_becomes_its_text() -> None:
    """A fraction in the evidence is kept as the reports show it."""
    step = replace(samples.PROVED, evidence={"bound": Fraction(1, 3), "wide": float("inf"), "sizes": ({"n": 2},)})
    file = File("a.md", (Derivation("A", 1, (step,)),))
    assert _again(file).derivations[0].steps[0].evidence == {"bound": "1/3", "wide": "inf", "sizes": [{"n": 2}]}
    assert render(Report((_again(file),))) == render(Report((file,)))


@pytest.mark.parametrize("cut", [0, 1, 10, -1])
def test_what_are_no_findings_is_refused(cut: int) -> None:
    """Data that were cut off give one error, whatever is left of them."""
    whole = encode(samples.SIGMOID)
    with pytest.raises(MisshapenError):
        decode(whole[:cut], "a.md", "")


@given(st.binary(max_size=50))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    """Noise is no findings."""
    with pytest.raises(MisshapenError):
        decode(noise, "a.md", "")
