r"""Displays that bring in random variables or data: ``y_i \sim \mathcal{N}(\mu, \sigma^2), \; i = 1, \ldots, n``.

What stands beside such a law or list is no case in which it holds, but part of it: it lasts as long.
"""

from __future__ import annotations

from derivcheck.documents import Chain, Statement, cut_statements
from derivcheck.reading.context import Context
from derivcheck.reading.prose.listings import declare_listing
from derivcheck.reading.prose.random_names import state_distribution


def brings_in(chain: Chain, context: Context) -> bool:
    """Whether a display is a law or a list of data, with nothing but laws and lists beside it."""
    if chain.connectives or len(chain.statements) != 1:
        return False
    beside = [found for condition in chain.conditions for found in cut_statements(condition) or (None,)]
    return all(each is not None and _is_introduction(each, context) for each in (*chain.statements, *beside))


def bring_in(chain: Chain, context: Context) -> None:
    """Takes note of what stands beside the law or the list."""
    beside = [found for condition in chain.conditions for found in cut_statements(condition)]
    for statement in sorted(beside, key=_is_law):
        if _is_law(statement):
            state_distribution(statement, context)
        else:
            declare_listing(statement, context)


def _is_law(statement: Statement) -> bool:
    return statement.symbols == [r"\sim"]


def _is_introduction(statement: Statement, context: Context) -> bool:
    return _is_law(statement) or bool(declare_listing(statement, context.copy()))
