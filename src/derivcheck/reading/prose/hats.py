r"""Hats of operators: in ``\hat{H} \psi`` the hat is that of an operator where the section is about quantum mechanics.

The same hat is that of an estimate elsewhere. A formula that has a name with a hat and what it stands beside in both
orders, as ``\hat{x} \hat{p} - \hat{p} \hat{x}``, is about an operator as well: of numbers nobody would write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from derivcheck.documents import Display, Formula, Item, Words
from derivcheck.reading.context import Context

QUANTUM = re.compile(
    r"\b(?:hamiltonians?|schr(?:ö|oe|\\\"o)dinger|wave ?functions?|quantum|eigenstates?|hilbert spaces?|commutators?"
    r"|ladder operators?|commutation relations?)\b",
    re.IGNORECASE,
)
_HAT = re.compile(r"\\(?:wide)?hat\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+|[A-Za-z](?![A-Za-z])))")
_NAME = re.compile(r"\\hat\{\\?[A-Za-z]+\}|\\[A-Za-z]+|[A-Za-z]")


def notice_operators(items: Iterable[Item], context: Context) -> None:
    """Notices the names with hats that are operators, unless the text says what they are."""
    items = list(items)
    texts = [
        item.fragment.text for item in items if isinstance(item, (Display, Formula)) and "hat" in item.fragment.text
    ]
    if not texts:
        return
    is_quantum = any(QUANTUM.search(item.text) for item in items if isinstance(item, Words))
    for text in texts:
        hats = {f"\\hat{{{match[1] or match[2]}}}" for match in _HAT.finditer(text)}
        acting = hats if is_quantum else hats & _in_both_orders(text)
        context.operators.update(name for name in acting if not context.is_told(name))


def _in_both_orders(text: str) -> set[str]:
    """The names that stand right before and right behind the same other one."""
    plain = _HAT.sub(lambda match: f"\\hat{{{match[1] or match[2]}}}", text)
    names = list(_NAME.finditer(plain))
    pairs = {(one[0], other[0]) for one, other in pairwise(names) if not plain[one.end() : other.start()].strip()}
    return {one for one, other in pairs if one != other and (other, one) in pairs}
