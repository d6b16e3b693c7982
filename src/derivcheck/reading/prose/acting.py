r"""Names of operators that are known by how they are written: they act on what stands behind them.

The hat of ``\hat{H} \psi`` is that of an operator where the section is about quantum mechanics, and that of an estimate
elsewhere. A formula that has a name with a hat, or a capital, right before and right behind the same letter, as
``\hat{x} \hat{p} - \hat{p} \hat{x}`` or ``D u = u D``, is about an operator as well: of numbers nobody would write it.
And so is what a formula calls a derivative of nothing, as ``D = d/dx``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from derivcheck.documents import Display, Formula, Fragment, Item, Words, statements_in
from derivcheck.reading.context import Context
from derivcheck.reading.kinds.names import is_capital
from derivcheck.reading.names import GREEK
from derivcheck.reading.parsing.canonical import with_braces
from derivcheck.reading.prose.definitions import head_names

QUANTUM = re.compile(
    r"\b(?:hamiltonians?|schr(?:ö|oe|\\\"o)dinger|wave ?functions?|quantum|eigenstates?|hilbert spaces?|commutators?"
    r"|ladder operators?|commutation relations?)\b",
    re.IGNORECASE,
)
_HAT = re.compile(r"\\(?:wide)?hat\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+|[A-Za-z](?![A-Za-z])))")
_NAME = re.compile(r"\\hat\{\\?[A-Za-z]+\}|\\[A-Za-z]+|[^\W\d_]")
_MEMBER = re.compile(r"(?<![A-Za-z\\])[A-Z]_(?:\{\w+\}|\w)(?![\^'])")
_TRANSPOSED = re.compile(r"(\\[A-Za-z]+|[A-Za-z])\s*\^\s*\{?\s*(?:\\top|\\intercal|\\mathsf|\\mathrm|T(?![a-z])|-1)")
_NOTHING = (
    r"(?:\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\{d\})(?:\^\{?\d\}?)?\s*\}\s*\{[^{}]*\}|\bd/d[a-z]"
    r"|\\partial_(?:\w|\\[a-z]+|\{[^{}]*\})|\\nabla(?:\^\{?2\}?)?)\s*(?:$|(?=[-+)\]}.,;&]|\\\\|\\right))"
)
_OF_NOTHING = re.compile(_NOTHING, re.MULTILINE)
"""A derivative with nothing behind it."""


_FUNCTIONAL = re.compile(
    r"(?<![A-Za-z\\_^{])(?P<name>\\mathcal\{[A-Z]\}|\\math(?:rm|sf|bb|scr)\{[A-Z]\}|[A-Z])\s*(?:\\left\s*|\\[bB]igl?\s*)?"
    r"(?:\[(?P<inside>[^()\[\]{}=,|]*)|\\\{[^()\[\]{}=,|\\]*)(?:\\right\s*|\\[bB]igr?\s*)?(?:\]|\\\})"
)
_UPRIGHT = re.compile(r"\\math(?:rm|sf)\{([A-Z])\}")
_BARE_NUMBER = re.compile(r"(?:^|[-+])\s*\d")
_NO_FUNCTIONALS = frozenset("EPHI") | {rf"\mathbb{{{letter}}}" for letter in "EPHV"} | {r"\mathrm{E}"}
"""Letters before brackets that are known by themselves."""


def notice_operators(items: Iterable[Item], context: Context) -> None:
    """Notices the names that are written as operators are, unless the text says what they are."""
    items = list(items)
    formulas = [item for item in items if isinstance(item, (Display, Formula))]
    texts = [item.fragment.text for item in formulas]
    hatted = [text for text in texts if "hat" in text]
    is_quantum = hatted and any(QUANTUM.search(item.text) for item in items if isinstance(item, Words))
    acting = {name for text in hatted for name in _hats(text)} if is_quantum else set[str]()
    acting.update(name for text in texts for name in _in_both_orders(text))
    acting.update(name for text in texts if "[" in text or r"\{" in text for name in _functionals(text))
    derived = (item for item in formulas if _OF_NOTHING.search(item.fragment.text))
    acting.update(name for item in derived for name in _derived(item, context))
    context.operators.update(name for name in acting if not context.is_told(name))


def _functionals(text: str) -> set[str]:
    """The capitals right before square or curly brackets that hold no others, and no number that 1 - x begins with."""
    return {
        _UPRIGHT.sub(r"\1", found["name"])
        for found in _FUNCTIONAL.finditer(text)
        if found["name"] not in _NO_FUNCTIONALS and not _BARE_NUMBER.search(found["inside"] or "")
    }


def _hats(text: str) -> set[str]:
    return {_plain(match) for match in _HAT.finditer(text)}


def _plain(match: re.Match[str]) -> str:
    return f"\\hat{{{match[1] or match[2]}}}"


def _in_both_orders(text: str) -> set[str]:
    """The names with hats, and the capitals, that stand right before and right behind the same small letter."""
    plain = _HAT.sub(_plain, text)
    names = list(_NAME.finditer(plain))
    pairs = {(one[0], other[0]) for one, other in pairwise(names) if not plain[one.end() : other.start()].strip()}
    both = ((one, other) for one, other in pairs if one != other and (other, one) in pairs)
    members = [(one.group(), other.group()) for one, other in pairwise(_MEMBER.finditer(text)) if _is_next(one, other)]
    acting = {name for one, other in members if one != other and (other, one) in members for name in (one, other)}
    # What is transposed is a matrix.
    matrices = set(_TRANSPOSED.findall(plain))
    return {with_braces(name) for name in acting} | {
        one
        for one, other in both
        if (_is_hatted(one) and _is_letter(other)) or (_is_before_small(one, other) and one not in matrices)
    }


def _is_next(one: re.Match[str], other: re.Match[str]) -> bool:
    return not one.string[one.end() : other.start()].strip()


def _is_hatted(name: str) -> bool:
    return name.startswith(r"\hat{")


def _is_letter(name: str) -> bool:
    """Whether a name is a letter, with or without a hat: no sign, and no differential."""
    return name != "d" and (len(name) == 1 or name in GREEK or _is_hatted(name))


def _is_before_small(name: str, other: str) -> bool:
    return _is_letter(name) and _is_letter(other) and is_capital(name) and not is_capital(other)


def _derived(item: Display | Formula, context: Context) -> Iterator[str]:
    """What equations call a derivative of nothing."""
    for statement in statements_in([item]):
        if statement.relations and statement.relations[0].symbol in ("=", ":=") and _acts(statement.sides[1]):
            yield from head_names(statement, context)


def _acts(side: Fragment) -> bool:
    return _OF_NOTHING.search(side.text) is not None
