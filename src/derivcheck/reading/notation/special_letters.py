r"""Letters for special functions: beside Γ, ``\psi(x)`` is its logarithmic slope, ``\mathrm{B}(a, b)`` Euler's beta.

They are that unless the text says otherwise, and said under "read as".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from derivcheck.documents import Display, Formula, Item
from derivcheck.reading.context import Context
from derivcheck.terms.nodes import Term
from derivcheck.terms.shorthand import digamma, gamma, over, plus, times

SPEAKS = re.compile(
    r"\\Gamma\s*(?:\\left\s*)?[(\[]|\\(?:mathrm|operatorname|text)\s*\{\s*(?:Bet|Beta|Dir|Dirichlet|Gam|Gamma)\s*\}"
)
"""What stands in texts that use these letters."""

READ_AS = {r"\psi": "the digamma function", "B": "the beta function"}


def notice_special(items: Iterable[Item], context: Context) -> None:
    """Looks ahead for formulas with Γ or distributions that are made of it."""
    if not context.speaks_of_gamma:
        texts = (item.fragment.text for item in items if isinstance(item, (Display, Formula)))
        context.speaks_of_gamma = any(SPEAKS.search(text) for text in texts)


def value(name: str, arguments: tuple[Term, ...]) -> Term:
    """The special function that goes by a letter, at its arguments."""
    if name == r"\psi":
        return digamma(arguments[0])
    return over(times(*map(gamma, arguments)), gamma(plus(*arguments)))
