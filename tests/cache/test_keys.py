from dataclasses import replace

import pytest

from derivcheck.cache import keys
from derivcheck.cache.keys import engine_stamp, key_of
from derivcheck.settings import MacroSetting, Settings
from derivcheck.sources import Source

SOURCE = Source("a.md", "$$ x = x $$")
SETTINGS = Settings()


def test_the_path_and_the_number_of_jobs_change_nothing() -> None:
    """Findings belong to a text, wherever it stands."""
    key = key_of(SOURCE, SETTINGS, b"")
    assert key_of(replace(SOURCE, path="b.md"), replace(SETTINGS, jobs=3), b"") == key


@pytest.mark.parametrize(
    ("source", "settings", "engine"),
    [
        (replace(SOURCE, text="$$ x = y $$"), SETTINGS, b""),
        (replace(SOURCE, form="latex"), SETTINGS, b""),
        (replace(SOURCE, cells=((1, 1),)), SETTINGS, b""),
        (replace(SOURCE, inputs=("\\def\\x{1}",)), SETTINGS, b""),
        (SOURCE, replace(SETTINGS, seed=1), b""),
        (SOURCE, replace(SETTINGS, layout="denominator"), b""),
        (SOURCE, replace(SETTINGS, log="binary"), b""),
        (SOURCE, replace(SETTINGS, scope="Let $x > 0$."), b""),
        (SOURCE, replace(SETTINGS, prelude=(Source("p.md", "Let $x > 0$."),)), b""),
        (SOURCE, replace(SETTINGS, macros=(MacroSetting("\\x", 0, None, "x"),)), b""),
        (SOURCE, replace(SETTINGS, timeout=1.0), b""),
        (SOURCE, replace(SETTINGS, slips=False), b""),
        (SOURCE, replace(SETTINGS, exact=True), b""),
        (SOURCE, replace(SETTINGS, witness="sympy"), b""),
        (SOURCE, SETTINGS, b"other"),
    ],
)
def test_everything_else_changes_the_key(source: Source, settings: Settings, engine: bytes) -> None:
    """What the findings depend on is in the key."""
    assert key_of(source, settings, engine) != key_of(SOURCE, SETTINGS, b"")


def test_another_version_has_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stamp is that of the version, and of the files of the program."""
    stamp = engine_stamp()
    assert engine_stamp() == stamp
    monkeypatch.setattr(keys, "__version__", "0.0")
    assert engine_stamp() != stamp
    monkeypatch.undo()
    monkeypatch.setattr(keys, "_stamps", lambda: iter(["an edited file"]))
    assert engine_stamp() != stamp
