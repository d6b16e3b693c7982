"""The ranges of sums: where an index starts and ends, and what that says of the letters in its bounds."""

from __future__ import annotations

from derivcheck.reading import syntax as s
from derivcheck.reading.elaborator import Elaborator
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.terms.nodes import Symbol, Term, free_symbols, number
from derivcheck.terms.scope import Claim, Declaration, Domain

ORDER_RELATIONS = frozenset({"<", ">", r"\le", r"\ge"})


def endless(conditions: list[s.Relational], name: str) -> Term | None:
    r"""The start of an index that only has one, as in ``\sum_{k \ge 0}``."""
    if len(conditions) != 1 or canonical(conditions[0].left) != name or conditions[0].relation not in (r"\ge", ">"):
        return None
    start = conditions[0].right
    if not isinstance(start, s.Num) or start.value.denominator != 1:
        return None
    return number(start.value + (conditions[0].relation == ">"))


def counted(e: Elaborator, *limits: Term) -> None:
    """Undeclared letters that bound a sum are natural numbers."""
    for symbol in frozenset().union(*map(free_symbols, limits)):
        known = e.context.symbols.get(symbol.name)
        if known == Declaration(symbol) and not symbol.shape:
            e.context.symbols[symbol.name] = Declaration(symbol, Domain.NATURAL)
            e.context.counted.add(symbol.name)
            if e.read_as.get(symbol.name) == "a real number":
                e.read_as[symbol.name] = "a natural number"


def ordered(e: Elaborator, lower: Term, upper: Term) -> None:
    """A sum from m to n is written where m is at most n, unless both were declared and this was not said."""
    if not (isinstance(lower, Symbol) and isinstance(upper, Symbol)) or lower.name in e.bound or upper.name in e.bound:
        return
    if not {lower.name, upper.name} & e.context.counted:
        return
    related = {
        frozenset((claim.left, claim.right)) for claim in e.context.assumptions if claim.relation in ORDER_RELATIONS
    }
    if frozenset((lower, upper)) not in related and lower != upper:
        e.context.assumptions.append(Claim(lower, r"\le", upper))
        e.note(rf"\sum_{{{lower.name}}}^{{{upper.name}}}", f"{lower.name} is at most {upper.name}")
