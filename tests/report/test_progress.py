import io
import sys
import time

import pytest

from derivcheck.report import progress as module
from derivcheck.report.progress import progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It always is one."""
        return True


def test_quick_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done within a second leaves the terminal alone."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(2) as advance:
        advance()
    assert stream.getvalue() == ""


def test_slow_work_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the bar appears, with what was done before it."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    with progress(2) as advance:
        advance()
        deadline = time.monotonic() + 10
        while "Checking" not in stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        advance()
    assert "Checking" in stream.getvalue()


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal nothing is printed however long it takes."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with progress(1) as advance:
        time.sleep(0.05)
        advance()
    assert stream.getvalue() == ""
