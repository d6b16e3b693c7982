"""What findings depend on: the text, the settings, and everything that decides.

The version of derivcheck alone would not tell a working copy from the one before, so its files are looked at: their
names, sizes and times, not what is in them. The libraries that decide are looked at in the same way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from derivcheck._version import __version__
from derivcheck.settings import Settings
from derivcheck.sources import Source

_DECIDING = ("flint", "markdown_it", "mpmath", "sympy")
_IDLE = frozenset({"jobs"})
"""Settings that change nothing in what is found."""


def key_of(source: Source, settings: Settings, engine: bytes) -> bytes:
    """The name under which the findings in a source are kept."""
    told = {name: value for name, value in asdict(settings).items() if name not in _IDLE}
    asked = json.dumps([source.form, source.cells, source.inputs, told], sort_keys=True)
    digest = blake2b(engine, digest_size=32)
    digest.update(asked.encode())
    digest.update(b"\0")
    digest.update(source.text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def engine_stamp() -> bytes:
    """What tells one build of everything that decides from another."""
    digest = blake2b(f"{__version__}\n{sys.version}".encode(), digest_size=32)
    for line in _stamps():
        digest.update(f"\n{line}".encode("utf-8", "surrogateescape"))
    return digest.digest()


def _stamps() -> Iterator[str]:
    yield from sorted(_files(str(Path(__file__).parents[1])))
    for name in _DECIDING:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            yield _stamp(spec.origin, Path(spec.origin).stat())


def _files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in ("__pycache__", "library"):
                    yield from _files(entry.path)
            elif entry.is_file():
                yield _stamp(entry.path, entry.stat())


def _stamp(path: str, found: os.stat_result) -> str:
    return f"{path} {found.st_size} {found.st_mtime_ns}"
