"""The output formats, and how a report reaches its stream."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

from derivcheck.report.lines import can_show_unicode, safe, write
from derivcheck.report.presented import presented
from derivcheck.report.terminal import Look, render, trouble_text
from derivcheck.results import Report, Trouble

Renderer = Callable[[Report, TextIO, Look], None]


def _text(report: Report, stream: TextIO, look: Look) -> None:
    _complain(report.troubles)
    write(render(report, look), stream)


def _json(report: Report, stream: TextIO, look: Look) -> None:
    from derivcheck.report.json import render as render_json

    # The object has no place for troubles: its form is fixed.
    complain(report)
    stream.write(render_json(report, ascii_only=not look.unicode))


def complain(report: Report) -> None:
    """Says on the error stream what is wrong with files and paths."""
    for file in report.files:
        _complain(file.troubles, file.path)
    _complain(report.troubles)


def _complain(troubles: Iterable[Trouble], path: str | None = None) -> None:
    sys.stderr.writelines(f"{safe(trouble_text(trouble, path))}\n" for trouble in troubles)


RENDERERS: Mapping[str, Renderer] = {"text": _text, "json": _json}


def emit(report: Report, form: str, output: str | None, look: Look) -> None:
    """Write the report to the file ``output``, or to standard output; raises OSError if the file cannot be written."""
    report = presented(report)
    if output is not None:
        with Path(output).open("w", encoding="utf-8", errors="replace") as stream:
            RENDERERS[form](report, stream, look)
        return
    with_standard_output(lambda stream, unicode: RENDERERS[form](report, stream, look.showing(unicode=unicode)))


def with_standard_output(work: Callable[[TextIO, bool], None]) -> None:
    """Let ``work`` print; whoever reads may stop reading, and no character is too strange for the encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        work(sys.stdout, can_show_unicode(sys.stdout))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends; that must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
