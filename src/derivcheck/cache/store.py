"""Where findings are kept: one SQLite file in the user's cache folder, which several runs may use at once.

Nothing depends on it: where it cannot be used, a run is only slower. A file that is broken is put aside, and a new one
is begun. It stays below a size; what has not been used for longest goes first.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

NAME = "findings-1.sqlite3"
"""The number is that of the form of what is kept: another form never meets this one."""

FOLDER_VARIABLE = "DERIVCHECK_CACHE_DIR"
LARGEST = 64_000_000
PATIENCE = 2.0
"""Seconds to wait for another run that is writing."""

_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_DAY = 86_400
_AT_ONCE = 500
_TABLE = "CREATE TABLE IF NOT EXISTS findings (key BLOB PRIMARY KEY, data BLOB NOT NULL, seal BLOB, used INTEGER)"
_SIZE = "SELECT coalesce(sum(length(data)), 0) FROM findings"
_LONGEST_UNUSED = """
    DELETE FROM findings WHERE key IN (
        SELECT key FROM (SELECT key, sum(length(data)) OVER (ORDER BY used DESC, rowid DESC) AS until FROM findings)
        WHERE until > ?)
"""


def default_folder() -> Path:
    """The folder that the user's system has for such files, or that the environment names."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("derivcheck", appauthor=False)


class Store:
    """Findings by their keys. No method ever fails: what cannot be read is not there, what cannot be kept is not kept.

    The connection is opened when it is needed: processes that are forked before anything is kept inherit none.
    """

    def __init__(self, folder: Path, largest: int = LARGEST) -> None:
        self.path = folder / NAME
        self.largest = largest
        self.put_aside: Path | None = None
        self._connection: sqlite3.Connection | None = None
        self._given_up = False

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Those of the findings that are kept."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, bytes] = {}

        def look(connection: sqlite3.Connection) -> None:
            for first in range(0, len(wanted), _AT_ONCE):
                some = wanted[first : first + _AT_ONCE]
                those = f"key IN ({','.join('?' * len(some))})"
                rows = connection.execute(f"SELECT key, data, seal FROM findings WHERE {those}", some)  # noqa: S608 - only marks
                found.update((key, data) for key, data, seal in rows if seal == _seal(key, data))
                unused = f"UPDATE findings SET used = ? WHERE used < ? AND {those}"  # noqa: S608 - only marks
                connection.execute(unused, (_today(), _today(), *some))

        if self.path.is_file():
            self._attempt(look)
            self._disconnect()
        return found

    def keep(self, key: bytes, data: bytes) -> None:
        """Keeps findings under a key."""
        self._attempt(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?)", (key, data, _seal(key, data), _today())
            )
        )

    def clear(self) -> None:
        """Forgets everything."""
        if self.path.is_file():
            self._attempt(lambda connection: connection.execute("DELETE FROM findings"))

    def close(self) -> None:
        """Ends the work; where something was kept, what has become too much is dropped."""
        if self._connection is not None:
            self._attempt(self._shrink)
        self._disconnect()

    def _shrink(self, connection: sqlite3.Connection) -> None:
        if connection.execute(_SIZE).fetchone()[0] > self.largest:
            connection.execute(_LONGEST_UNUSED, (self.largest * 3 // 4,))

    def _attempt(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Does some work; once more where the file was broken, and no more where it cannot be used."""
        for _ in range(2):
            if self._given_up:
                return
            try:
                work(self._connected())
            except sqlite3.Error as error:
                self._disconnect()
                if (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF not in _BROKEN or not self._replace():
                    self._given_up = True
            except OSError:
                self._given_up = True
            else:
                return

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Without a transaction of Python's own, every statement is kept as soon as it is done.
            connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            self._connection = connection
            # With a log beside the file, runs that read do not wait for one that writes.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLE)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _replace(self) -> bool:
        """Puts a broken file aside, and says whether it is out of the way."""
        aside = self.path.with_suffix(".broken")
        try:
            self.path.replace(aside)
        except OSError:
            return False
        self.put_aside = aside
        for suffix in ("-wal", "-shm"):
            with suppress(OSError):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        return True


def _seal(key: bytes, data: bytes) -> bytes:
    """What shows that neither the key nor the data were damaged."""
    return blake2b(data, key=key, digest_size=16).digest()


def _today() -> int:
    return int(time.time()) // _DAY
