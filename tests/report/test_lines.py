import io

import pytest

from derivcheck.report.lines import Line, Style, can_show_unicode, cells, line, write


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It always is one."""
        return True


def _printed(lines: list[Line], width: int) -> list[str]:
    stream = Terminal()
    write(lines, stream, width)
    return stream.getvalue().splitlines()


def test_a_pipe_gets_plain_lines_of_any_length() -> None:
    """Without a terminal nothing is wrapped and nothing is coloured."""
    stream = io.StringIO()
    write([line(("x" * 200, Style.BAD), indent=2)], stream)
    assert stream.getvalue() == "  " + "x" * 200 + "\n"


def test_a_terminal_gets_wrapped_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long line goes on below its own start."""
    monkeypatch.setenv("NO_COLOR", "1")
    text = "one two three four five six seven eight nine ten"
    assert _printed([line(text, indent=4, hang=8)], 32) == [
        "    one two three four",
        "        five six seven eight",
        "        nine ten",
    ]


def test_a_source_line_is_cut_and_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Carets stay under the source line that they belong to."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert len(_printed([line("x" * 80, rigid=True)], 40)) == 1


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles become escape sequences, unless NO_COLOR asks for none."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[32m" in _printed([line(("ok", Style.GOOD))], 40)[0]
    monkeypatch.setenv("NO_COLOR", "1")
    assert _printed([line(("ok", Style.GOOD))], 40) == ["ok"]


def test_a_document_cannot_control_the_terminal() -> None:
    """Escape characters and changes of writing direction are replaced."""
    stream = io.StringIO()
    write([line("a\x1b[2Jb\x07\u202ec\r")], stream)
    assert stream.getvalue() == "a�[2Jb��c�\n"


def test_an_encoding_without_mathematics_is_noticed() -> None:
    """Only streams that can encode the signs get them."""
    assert can_show_unicode(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert not can_show_unicode(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert not can_show_unicode(io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))


def test_cells_count_what_a_terminal_shows() -> None:
    """Combining accents take no column, wide characters two."""
    assert (cells("x\u0304"), cells("数"), cells("abc")) == (1, 2, 3)
