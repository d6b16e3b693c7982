"""derivcheck reads a derivation as people write it and says for every step: proved, refuted, unproved or unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derivcheck._version import __version__

if TYPE_CHECKING:
    from derivcheck.check import check_file, check_step, check_text
    from derivcheck.formula import Formula, NoSympyFormError
    from derivcheck.settings import Settings

__all__ = ["Formula", "NoSympyFormError", "Settings", "__version__", "check_file", "check_step", "check_text"]


def __getattr__(name: str) -> object:
    """The checker is loaded when it is first used, so that ``derivcheck --version`` stays fast."""
    if name in __all__:
        from derivcheck import check, formula

        return getattr(formula if hasattr(formula, name) else check, name)
    text = f"module 'derivcheck' has no attribute {name!r}"
    raise AttributeError(text)
