r"""How a text sets an equation: "setting the derivative to zero", ``= 0``, and the marks of what solves it."""

from __future__ import annotations

import re

from derivcheck.documents import Statement
from derivcheck.reading.context import Context
from derivcheck.reading.names import LETTER
from derivcheck.reading.prose.definitions import mentions_itself

SETS = re.compile(
    r"\b(?:set|sets|setting|put|puts|putting|equat\w+|requir\w+|solv\w+|must (?:be|equal|vanish)"
    r"|equal(?:s|ing)? (?:to )?zero|vanish\w*|first[- -]order|stationar\w+|optimality|normal equations?"
    r"|critical points?|(?:calculate|compute|determine|find|for) (?:the |all )?(?:roots?|zeros?|zeroes))\b[^.]*$",
    re.IGNORECASE,
)
ZERO = re.compile(r"\s*(?:0|\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*0\s*\}|0))\s*")
SOLUTION = re.compile(
    r"\\(?:wide)?(?:hat|tilde)\s*(?:\{\s*(?P<under>\\?[A-Za-z]+)\s*\}"
    rf"|(?P<base>{LETTER}))"
    r"(?:\s*_\s*\{\s*\\(?:text|mathrm)\s*\{[A-Za-z]+\}\s*\})?"
    r"|(?P<star>\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\[A-Za-z]+|(?<![A-Za-z\\])[A-Za-z])"
    r"\s*\^\s*(?:\*|\\ast(?![A-Za-z])|\\star(?![A-Za-z])|\{\s*(?:\*|\\ast|\\star)\s*\})"
)
"""What stands for the solution of a condition on what is below the accent, or before the star."""

DERIVATIVE = re.compile(
    r"\s*(?:\\nabla|\\partial|\\d?frac\s*\{\s*(?:\\partial|\\delta|d|\\mathrm\s*\{?\s*d)(?![a-z])"
    r"|(?:\\(?:ell|mathcal\s*\{\s*\w\s*\})|\w)\s*'|\\dot\b)"
)
SETS_NEXT = re.compile(
    r"\b(?:set|sets|setting|put|putting|solve|solving|requir\w+)(?:\s+(?:the|that|equation|for))*\s*$", re.IGNORECASE
)
HIGHER = re.compile(r"''|^\s*(?:\\nabla|\\d?frac\s*\{\s*(?:\\partial|\\mathrm\s*\{?\s*d\}?|d))\s*\^")
SETS_THAT = re.compile(
    r"\b(?:set|sets|setting|put|puts|putting|equat\w+)\s+"
    r"(?:(?P<one>this|it|that|the (?:first |above )?(?:derivative|gradient|score(?: function)?|expression))"
    r"|both|all|these|them|the (?:partial |first |two )*(?:derivatives|gradients))\b"
    r"(?:(?!\bnot\b|\brespect\b)[^.$])*?(?:\bzero\b|\b(?:to|equal)\s+\$(?P<value>[^$=<>]*)\$)",
    re.IGNORECASE,
)
"""How words set what stands above to a value: one derivative, or the last of them."""
NAMED_BEFORE = re.compile(r"\$[^$.]*\$[^.$]*\bwe\b[^.$]*\bit\b[^.$]*$")
"""Words of which "it" is about a formula in the same sentence."""

SCRIPT = re.compile(r"_\s*(?:\{[^{}]*\}|\\?[A-Za-z]+|\w)")

OBEYS = re.compile(
    r"\b(?:satisf\w+|obeys?|obeying|fulfil\w*|solv(?:es?|ing)|solutions? (?:of|to)|assum\w+|suppos\w+"
    r"|fixed points?|steady state|equilibrium)\b[^.;:]*$",
    re.IGNORECASE,
)
"""How words make an equation a condition on the name on its left, and no update of it."""
UPDATES = re.compile(r"\b(?:updat\w+|iterat\w+|replac\w+|assign\w*|set|sets|setting|becomes?)\b", re.IGNORECASE)


def is_condition_on_itself(statement: Statement, clause: str, context: Context) -> bool:
    """Whether an equation with a name on both sides says what that solves: ``v = a v + q`` defines nothing."""
    is_equation = statement.symbols == ["="]
    is_said = OBEYS.search(clause) is not None and UPDATES.search(clause) is None
    return is_equation and is_said and mentions_itself(statement, context)
