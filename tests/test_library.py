from pathlib import Path

import pytest

from derivcheck import library


@pytest.fixture(autouse=True)
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of three derivations in two topics."""
    for name in ("regression/ols", "regression/ridge", "probability/elbo"):
        path = tmp_path / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<!-- note -->\n\n# On {name}\n\n## More\n", encoding="utf-8")
    monkeypatch.setattr(library, "library_folder", lambda: tmp_path)
    return tmp_path


def test_all_names_are_listed_in_order() -> None:
    """A name is the path without its suffix."""
    assert library.names() == ["probability/elbo", "regression/ols", "regression/ridge"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([], ["probability/elbo", "regression/ols", "regression/ridge"]),
        (["regression"], ["regression/ols", "regression/ridge"]),
        (["regression/"], ["regression/ols", "regression/ridge"]),
        (["elbo"], ["probability/elbo"]),
        (["probability/elbo.md", "elbo"], ["probability/elbo"]),
    ],
)
def test_a_name_may_be_short_or_a_topic(wanted: list[str], found: list[str]) -> None:
    """Full names, last parts and topics are understood, each derivation once."""
    assert library.resolve(wanted) == found


def test_an_unknown_name_is_refused_with_similar_ones() -> None:
    """The error knows what may have been meant."""
    with pytest.raises(library.UnknownDerivationError) as caught:
        library.resolve(["rigde"])
    assert caught.value.similar == ["ridge"]


def test_the_title_is_the_first_heading() -> None:
    """Comments before it do not count."""
    assert library.title_of("regression/ols") == "On regression/ols"


def test_the_path_is_short_inside_the_current_folder(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages name the path from the current folder on where that is possible."""
    monkeypatch.chdir(bundled)
    assert library.short_path("regression/ols") == "regression/ols.md"
    monkeypatch.chdir(bundled / "regression")
    assert library.short_path("probability/elbo") == str(bundled / "probability" / "elbo.md")


def test_the_folder_is_found_in_a_checkout_and_in_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed package has the derivations in it, a checkout beside its source."""
    monkeypatch.undo()
    package = tmp_path / "src" / "derivcheck"
    package.mkdir(parents=True)
    monkeypatch.setattr(library, "__file__", str(package / "library.py"))
    assert library.library_folder() == tmp_path / "derivations"
    (package / "library").mkdir()
    assert library.library_folder() == package / "library"
