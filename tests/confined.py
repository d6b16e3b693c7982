"""Runs the command line in forks of one process, each with limits on processor time and memory.

A limit is no clock: what is cut off is work, so that a busy machine fails no test. One process imports everything once,
and a case then costs only its own work.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 6  # an idle machine needs less than 2
MEGABYTES = 1000
EVERYTHING = (
    "derivcheck.check derivcheck.run derivcheck.report.terminal derivcheck.report.json markdown_it flint".split()
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the command said, and how it ended; a negative code is the signal that ended it."""

    code: int
    output: str
    error: str

    @property
    def crashed(self) -> bool:
        """Whether it ended in any way but by its own decision."""
        return self.code not in (0, 1, 2) or "Traceback" in self.error


class Confinement:
    """The process that forks; ``folder`` is where inputs and outputs lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def close(self) -> None:
        """Ends the process."""
        self.process.communicate()

    def run(self, arguments: Sequence[str], given: bytes = b"", seconds: int = SECONDS) -> Outcome:
        """Runs ``derivcheck`` with these arguments and this standard input."""
        streams = [str(self.folder / name) for name in ("stdin", "stdout", "stderr")]
        Path(streams[0]).write_bytes(given)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(
            json.dumps({"arguments": list(arguments), "streams": streams, "seconds": seconds}) + "\n"
        )
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        output, error = (Path(path).read_text(encoding="utf-8", errors="replace") for path in streams[1:])
        return Outcome(code, output, error)


def serve() -> None:
    """Answers each request on standard input with the exit code of a fork."""
    for module in EVERYTHING:
        __import__(module)
    for request in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(**json.loads(request))
        _, status, _ = os.wait4(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


def _become(arguments: list[str], streams: list[str], seconds: int) -> None:
    """The command itself, which ends the process."""
    from derivcheck.cli import main

    for descriptor, path in enumerate(streams):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC if descriptor else os.O_RDONLY
        os.dup2(os.open(path, flags), descriptor)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1_000_000, MEGABYTES * 1_000_000))
    main.main(args=arguments, prog_name="derivcheck")


if __name__ == "__main__":
    serve()
