r"""Definitions with what they hold for behind them: ``J(w) = \|y - Xw\|^2 + \lambda \|w\|^2`` "for λ > 0".

Such words say where the parameters lie, and the definition lasts. What limits an argument, or makes a case of a
parameter ("if", "when", ≠), gives it to that display alone; so does a second display that has its own limits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from derivcheck.checking.charity.atoms import atoms
from derivcheck.documents import Chain, Formula, Fragment, Item, ParagraphEnd, Statement, Words, cut_statements
from derivcheck.reading.context import Context
from derivcheck.reading.prose.anew import forget_function
from derivcheck.reading.prose.definitions import head_names
from derivcheck.reading.prose.leading import define_new

FOR = re.compile(r"[\s,]*for\b")
SIGNS = frozenset({"<", ">", r"\le", r"\ge", r"\in"})
RANGES = re.compile(
    r"\b0\s*(?:<|\\l(?:e|eq|t)(?![a-z]))|\\in\s*\\math(?:bb|bf|rm)\s*\{?\s*[RCNZ]|[<>]\s*0\b|\\g(?:e|eq|t)\s*0\b"
    r"|\\in\s*[(\[]\s*0\s*,"
)
"""Where parameters lie as a rule, unlike the one side of a number that tells cases apart."""


def keep(chain: Chain, behind: Sequence[Item], limits: Sequence[Fragment], contexts: Sequence[Context]) -> set[str]:
    """Defines in every context what a display defines that only its parameters limit; the names that are defined.

    Limits stand ``behind`` it in words, or beside it as conditions.
    """
    statement = chain.statements[0]
    first = next((item for item in behind if not isinstance(item, ParagraphEnd)), None)
    is_said = isinstance(first, Words) and FOR.match(first.text) is not None
    if limits and not is_said:
        return set()
    limits = [*limits, *chain.conditions]
    if not all(map(_is_range, limits)):
        return set()
    arguments = atoms(statement.sides[0].text)
    if any(atoms(limit.text) & arguments for limit in limits):
        return set()
    given = Statement(statement.sides[:2], statement.relations[:1])
    return set(head_names(given, contexts[0])) if define_new(given, contexts) else set()


def limits_in(leading: Sequence[Item], taken: Sequence[Fragment]) -> bool:
    """Whether words before a display limit it, by more than what belongs to the display ahead of it."""
    formulas = [item.fragment for item in leading if isinstance(item, Formula) and item.fragment not in taken]
    return any(SIGNS.intersection(statement.symbols) for each in formulas for statement in cut_statements(each))


def _is_range(limit: Fragment) -> bool:
    symbols = [symbol for statement in cut_statements(limit) for symbol in statement.symbols]
    return SIGNS.issuperset(symbols) and bool(RANGES.search(limit.text))


def forget_limited(chain: Chain, names: set[str], contexts: Sequence[Context]) -> None:
    """Forgets the limited definitions of what a display with limits of its own speaks of: it is another case."""
    for name in names.intersection(head_names(chain.statements[0], contexts[0])):
        names.discard(name)
        for context in contexts:
            said = chain.statements[0].sides[0].text
            context.assign(name, said)
            forget_function(name, said, context)
