import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from derivcheck.cache import store as stores
from derivcheck.cache.store import NAME, Store

KEYS = [bytes([number]) * 32 for number in range(9)]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A new store."""
    return Store(tmp_path / "deep" / "folder")


def test_what_is_kept_is_found_by_another_run(store: Store) -> None:
    """The findings outlive the store that kept them; a later word replaces an earlier one."""
    store.keep(KEYS[0], b"first")
    store.keep(KEYS[1], b"old")
    store.keep(KEYS[1], b"new")
    store.close()
    assert Store(store.path.parent).find(KEYS) == {KEYS[0]: b"first", KEYS[1]: b"new"}


def test_nothing_is_found_where_nothing_was_kept(store: Store) -> None:
    """Looking makes no file."""
    assert store.find(KEYS) == {}
    assert not store.path.exists()


def test_many_keys_are_looked_up(store: Store) -> None:
    """More keys than one statement takes."""
    keys = [number.to_bytes(32, "big") for number in range(1200)]
    store.keep(keys[1100], b"x")
    assert store.find(keys) == {keys[1100]: b"x"}


@pytest.mark.parametrize(
    "noise", [b"no database at all, but longer than its header" * 50, b"SQLite format 3\0" + b"\1" * 5000]
)
def test_a_broken_file_is_put_aside(store: Store, noise: bytes) -> None:
    """The run goes on with a new file, and the old one can be looked at."""
    store.path.parent.mkdir(parents=True)
    store.path.write_bytes(noise)
    assert store.find(KEYS) == {}
    store.keep(KEYS[0], b"found")
    store.close()
    assert store.put_aside is not None
    assert store.put_aside.read_bytes() == noise
    assert Store(store.path.parent).find(KEYS) == {KEYS[0]: b"found"}


def test_pages_that_were_overwritten_are_no_findings(store: Store) -> None:
    """A file that is damaged in the middle gives nothing wrong, and can be used again."""
    for key in KEYS:
        store.keep(key, os.urandom(3000))
    store.close()
    before = Store(store.path.parent).find(KEYS)
    damaged = bytearray(store.path.read_bytes())
    for place in range(5000, len(damaged), 97):
        damaged[place] ^= 0xFF
    store.path.write_bytes(damaged)
    again = Store(store.path.parent)
    assert again.find(KEYS).items() <= before.items()
    again.keep(KEYS[0], b"x")
    again.close()
    assert Store(store.path.parent).find(KEYS[:1]) == {KEYS[0]: b"x"}


def test_findings_under_a_wrong_key_are_not_found(store: Store) -> None:
    """The seal belongs to key and data."""
    store.keep(KEYS[0], b"x")
    store.close()
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE findings SET key = ?", (KEYS[1],))
    connection.close()
    assert store.find(KEYS) == {}


def test_several_runs_write_at_once(store: Store) -> None:
    """None of them loses what it keeps."""
    store.keep(b"first", b"")
    store.close()

    def work(number: int) -> None:
        own = Store(store.path.parent)
        for count in range(20):
            own.keep(b"%d %d" % (number, count), b"data")
        own.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    keys = [b"%d %d" % (number, count) for number in range(4) for count in range(20)]
    assert len(store.find(keys)) == len(keys)


def test_a_file_that_another_run_holds_is_left_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the run goes on without keeping anything; the file is not put aside."""
    store.keep(KEYS[0], b"x")
    store.close()
    monkeypatch.setattr(stores, "PATIENCE", 0.05)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.keep(KEYS[1], b"y")
    store.close()
    other.close()
    assert store.put_aside is None
    assert Store(store.path.parent).find(KEYS) == {KEYS[0]: b"x"}


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    """Where a file stands in the way, nothing is kept."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = Store(tmp_path / "file")
    store.keep(KEYS[0], b"x")
    store.clear()
    store.close()
    assert store.find(KEYS) == {}


def test_what_was_unused_for_longest_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The size stays below the largest; what was used today stays."""
    store = Store(tmp_path, largest=4000)
    monkeypatch.setattr(stores, "_today", lambda: 1)
    for key in KEYS[:4]:
        store.keep(key, bytes(900))
    store.close()
    monkeypatch.setattr(stores, "_today", lambda: 2)
    assert len(store.find(KEYS[:1])) == 1
    store.keep(KEYS[4], bytes(900))
    store.close()
    assert set(store.find(KEYS)) == {KEYS[0], KEYS[3], KEYS[4]}


def test_everything_can_be_forgotten(store: Store) -> None:
    """Clearing leaves an empty store."""
    store.keep(KEYS[0], b"x")
    store.clear()
    assert store.find(KEYS) == {}
    assert store.path.name == NAME
