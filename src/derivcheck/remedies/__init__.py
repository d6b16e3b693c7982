"""What a refuted step offers to its reader: a right side that would be right, an assumption under which it holds.

Both are found by trying, within counted budgets, and offered only where the ordinary way from LaTeX to a verdict proves
them.
"""

from derivcheck.remedies.assumptions import holds_if
from derivcheck.remedies.did_you_mean import suggestion
from derivcheck.remedies.refuted import Refuted

__all__ = ["Refuted", "holds_if", "suggestion"]
