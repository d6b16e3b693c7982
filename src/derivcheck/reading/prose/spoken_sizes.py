r"""Sizes that words give: "an $n \times d$ matrix $X$", "$X$ has full column rank, with $n \ge d$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from derivcheck.documents import Fragment, Relation, Statement
from derivcheck.reading.chance.random_variables import declare_random
from derivcheck.reading.context import Context
from derivcheck.reading.errors import Unread
from derivcheck.reading.prose.declarations import declare_members
from derivcheck.reading.prose.lists import comma_parts
from derivcheck.terms.nodes import Symbol
from derivcheck.terms.scope import Claim, Declaration, Domain, Trait

ADJECTIVES = r"(?:[\w-]+,?\s+){0,4}?"
NOUN = r"(?:matri(?:x|ces)|vectors?|(?:covariance|correlation) structures?|coefficients)"
ARRAY_OF_SIZE = (
    re.compile(rf"«(?P<size>\d+)»[\s-]*{ADJECTIVES}{NOUN}\s*«(?P<names>\d+)»", re.IGNORECASE),
    re.compile(
        rf"«(?P<names>\d+)»\s*,?\s*(?:be|is|are|denotes?|being)\s+(?:an?|the|two|some)?\s*{ADJECTIVES}«(?P<size>\d+)»"
        rf"(?:[\s-]*{ADJECTIVES}{NOUN}\b(?!\s*«)|\s*(?=[,.;:)]|$|\b(?:and|with|of|having|where|while|so)\b))",
        re.IGNORECASE,
    ),
)
SIZE = re.compile(r"\s*(?P<rows>[A-Za-z0-9_{}]+)\s*\\times\s*(?P<columns>[A-Za-z0-9_{}]+)\s*")


def sized(pattern: str, formulas: Sequence[Fragment]) -> Iterator[tuple[int, int, bool]]:
    """The formulas of a sentence that words call arrays of a size, each with the size, and whether as random."""
    for phrase in ARRAY_OF_SIZE:
        for match in phrase.finditer(pattern):
            if SIZE.fullmatch(formulas[int(match["size"])].text):
                yield int(match["names"]), int(match["size"]), "random" in match.group().lower()


def is_column(size: Fragment) -> bool:
    """Whether a size such as n × 1 is that of a vector."""
    found = SIZE.fullmatch(size.text)
    return found is not None and found["columns"] == "1"


def declare_sized(pattern: str, formulas: Sequence[Fragment], position: int, context: Context) -> None:
    """A phrase such as "an n × d matrix X" or "p × 1 coefficients b" declares what it names."""
    for names, size, is_random in sized(pattern, formulas):
        if max(names, size) != position:
            continue
        text = formulas[size].text.strip()
        text = text.partition(r"\times")[0].strip() if is_column(formulas[size]) else text
        space = Fragment.plain(rf"\mathbb{{R}}^{{{text}}}", formulas[size].span.start)
        for name in comma_parts(formulas[names]):
            if context.declared(name.text) is None:
                relation = Relation(r"\in", Fragment.plain(r"\in", formulas[names].span.start))
                with suppress(Unread):
                    for member in declare_members(Statement((name, space), (relation,)), context):
                        if is_random and is_column(formulas[size]):
                            declare_random(context, member)


def settle_sizes(context: Context) -> None:
    """A matrix of full column rank has at least as many rows as columns: n and d, where n ≥ d is all that is said."""
    for trait, tall in ((Trait.FULL_COLUMN_RANK, True), (Trait.FULL_ROW_RANK, False)):
        for name in context.guessed & context.symbols.keys():
            declaration = context.symbols[name]
            shape = context.sizes.resolve(declaration.symbol.shape)
            if trait not in declaration.traits or not context.sizes.inferred(shape[:1]) or len(shape) != 2:
                continue
            if context.sizes.inferred(shape[1:]) and shape[0] != shape[1]:
                orders = {_order(claim) for claim in context.assumptions} - {None}
                if len(orders) == 1:
                    larger, smaller = orders.pop() or ("", "")
                    rows, columns = (larger, smaller) if tall else (smaller, larger)
                    context.sizes.unify(shape, (_size(rows, context), _size(columns, context)))


def _order(claim: Claim) -> tuple[str, str] | None:
    """The larger and the smaller one of two plain symbols that are compared."""
    left, right = claim.left, claim.right
    if not (isinstance(left, Symbol) and isinstance(right, Symbol)) or left.shape or right.shape:
        return None
    if claim.relation in (r"\ge", ">"):
        return left.name, right.name
    return (right.name, left.name) if claim.relation in (r"\le", "<") else None


def _size(name: str, context: Context) -> Symbol:
    """A letter as a size, which is a natural number."""
    known = context.symbols.get(name)
    if known is None or known.domain is Domain.REAL:
        context.symbols[name] = Declaration(Symbol(name), Domain.NATURAL)
    return Symbol(name)
