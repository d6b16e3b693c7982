"""Equations and inequalities that a scope states: assumptions, orders, ranges of indices."""

from __future__ import annotations

from collections.abc import Sequence

from derivcheck.documents import Fragment, Statement, cut_statement
from derivcheck.reading import syntax as s
from derivcheck.reading.context import Context
from derivcheck.reading.elaborator import Clash, Elaborator
from derivcheck.reading.errors import Unread
from derivcheck.reading.names import FLIPPED
from derivcheck.reading.notation.limits import infinite_sign
from derivcheck.reading.notation.places import place_term
from derivcheck.reading.parsing.canonical import canonical
from derivcheck.reading.parsing.parser import parse, parse_relation
from derivcheck.reading.prose.conditional_independence import says_independence
from derivcheck.reading.prose.declarations import INDEX_LETTERS, declare_members
from derivcheck.reading.prose.lists import (
    comma_parts,
    size_term,
)
from derivcheck.reading.prose.ordered import declare_family
from derivcheck.reading.prose.properties import bound, give_traits, renew_between, state_property
from derivcheck.reading.prose.renewals import drop_opposite
from derivcheck.terms import build
from derivcheck.terms.nodes import ZERO, Apply, Symbol
from derivcheck.terms.scope import Claim, Declaration, Definition, Domain, Trait

COUNTING = frozenset({"s", "t"})
"""Letters that count the steps of a family over time, whose members all lie where one of them is said to."""


def declare_relation(statement: Statement, context: Context) -> list[str]:
    """A bound, a property written as an equation, or else an assumption."""
    if says_independence(statement, context):
        return []
    elaborator = Elaborator(context)
    listed = comma_parts(statement.sides[0])
    if len(listed) > 1 and len(statement.relations) == 1 and "dots" not in statement.sides[0].text:
        return [
            name
            for part in listed
            for name in declare_relation(Statement((part, statement.sides[1]), statement.relations), context)
        ]
    between = comma_parts(statement.sides[1]) if len(statement.relations) == 2 else ()
    if len(between) > 1 and "dots" not in statement.sides[1].text:
        low, _, high = statement.sides
        parts = [Statement((low, part, high), statement.relations) for part in between]
        return [name for part in parts for name in declare_relation(part, context)]
    if any("dots" in side.text for side in statement.sides):
        return declare_family(statement, context)
    nodes = [parse_relation(side.text, context.is_called) for side in statement.sides]
    index = _index_range(nodes, statement, context)
    if index is not None:
        return [index]
    members = _as_membership(statement, nodes, context)
    if members is not None:
        return declare_members(members, context)
    if len(nodes) == 3:
        renew_between(nodes, [relation.symbol for relation in statement.relations], context)
    names: list[str] = []
    for position, relation in enumerate(statement.relations):
        if _is_finite(nodes[position], relation.symbol, nodes[position + 1], elaborator):
            continue
        said = f"{statement.sides[position].text} {relation.symbol} {statement.sides[position + 1].text}"
        pair = s.Relational(nodes[position], relation.symbol, nodes[position + 1])
        names += _declare_pair(elaborator, pair, said, context)
    return names


def _as_membership(statement: Statement, nodes: Sequence[s.Node], context: Context) -> Statement | None:
    r"""``0 < \beta_t < 1``, of a family of which nothing is said, as the set that each member lies in."""
    symbols = statement.symbols
    places = [k for k, node in enumerate(nodes) if _is_new_member(node, context)]
    if len(places) != 1 or not all(isinstance(n, s.Num) for k, n in enumerate(nodes) if k != places[0]):
        return None
    (place,) = places
    bounds = {k: symbols[min(k, place)] for k in (place - 1, place + 1) if 0 <= k < len(nodes)}
    upward = {sign: sign in ("<", r"\le") for sign in bounds.values()}
    if not all(sign in ("<", r"\le", ">", r"\ge") for sign in bounds.values()) or len(nodes) != len(bounds) + 1:
        return None
    low = next((k for k, sign in bounds.items() if upward[sign] == (k < place)), None)
    high = next((k for k in bounds if k != low), None)
    opens = "(" if low is None or bounds[low] in ("<", ">") else "["
    closes = ")" if high is None or bounds[high] in ("<", ">") else "]"
    start = r"-\infty" if low is None else statement.sides[low].text
    end = r"\infty" if high is None else statement.sides[high].text
    return cut_statement(Fragment.plain(rf"{statement.sides[place].text} \in {opens}{start}, {end}{closes}"))


def _is_new_member(node: s.Node, context: Context) -> bool:
    """Whether a node is the member at a letter of a family of which nothing is said."""
    if not (isinstance(node, s.Sub) and isinstance(node.base, s.Name) and len(node.indices) == 1):
        return False
    index = node.indices[0]
    name = canonical(node) or ""
    known = context.is_told(node.base.name) or context.is_told(name) or node.base.name in context.typing.names
    return isinstance(index, s.Name) and index.name in COUNTING and not known


def _is_finite(left: s.Node, relation: str, right: s.Node, e: Elaborator) -> bool:
    r"""Whether ``-\infty < x`` or ``x < \infty`` stands here: every number is finite, and what is averaged exists."""
    upward = {"<": 1, ">": -1}.get(relation)
    return upward is not None and (infinite_sign(right, e) == upward or infinite_sign(left, e) == -upward)


def _index_range(nodes: list[s.Node], statement: Statement, context: Context) -> str | None:
    r"""``1 \le i \le n`` declares an index."""
    relations = statement.symbols
    if relations != [r"\le", r"\le"] or not (isinstance(nodes[0], s.Num) and nodes[0].value == 1):
        return None
    name = canonical(nodes[1])
    size = canonical(nodes[2])
    if name is None or size is None or name in context.symbols:
        return None
    upper = size_term(statement.sides[2].text, context)
    context.declare(Declaration(Symbol(name), Domain.INDEX, size=upper, source=f"1 \\le {name} \\le {size}"))
    return name


def is_about_indices(statement: Statement, context: Context) -> bool:
    """Whether a relation compares two letters that can only be indices."""
    try:
        return all(_is_index(parse(side.text), context) for side in statement.sides)
    except Unread:
        return False


def _is_index(node: s.Node, context: Context) -> bool:
    if not isinstance(node, s.Name) or node.name not in INDEX_LETTERS or node.name in context.definitions:
        return False
    declared = context.symbols.get(node.name)
    return declared is None or declared.domain is Domain.INDEX


def _declare_order(e: Elaborator, left: s.Node, relation: str, right: s.Node, context: Context) -> list[str]:
    """A ⪰ B for symmetric matrices: A is B and a positive semidefinite matrix."""
    name = canonical(left)
    known = context.symbols.get(name or "")
    lower = e.term(right)
    symmetric = isinstance(lower, Symbol) and _is_symmetric(context.symbols.get(lower.name))
    if name is None or not _is_symmetric(known) or not symmetric or known is None or known.symbol.shape != lower.shape:
        raise Unread("D406", {"notation": relation}, left.start, right.end)
    definite = Trait.POSITIVE_DEFINITE if relation == r"\succ" else Trait.POSITIVE_SEMIDEFINITE
    gap = Symbol(f"{name} - {canonical(right)}", lower.shape)
    context.declare(Declaration(gap, traits=frozenset({definite, Trait.SYMMETRIC}), source=f"{name} {relation}"))
    context.define(
        Definition(name, (), Apply("add", (lower, gap), lower.shape), f"{name} {relation} {canonical(right)}")
    )
    return []


def _is_symmetric(declaration: Declaration | None) -> bool:
    return declaration is not None and Trait.SYMMETRIC in declaration.traits


def _declare_pair(e: Elaborator, pair: s.Relational, said: str, context: Context) -> list[str]:
    """What one relation says; ``said`` is how the author writes it, for the report."""
    left, relation, right = pair.left, pair.relation, pair.right
    if relation in (r"\succ", r"\succeq"):
        trait = Trait.POSITIVE_DEFINITE if relation == r"\succ" else Trait.POSITIVE_SEMIDEFINITE
        if not _is_zero(right):
            return _declare_order(e, left, relation, right, context)
        return give_traits(left, context, trait, Trait.SYMMETRIC)
    if relation in ("=", r"\ne", "<", ">", r"\le", r"\ge") and _is_index(left, context) and _is_index(right, context):
        first, second = place_term(e, left), place_term(e, right)
        context.assumptions.append(Claim(first, relation, second, said))
        return []
    names = [name for part in _listed(left) for name in bound(part, relation, right, context)]
    if names:
        return names
    names = bound(right, FLIPPED.get(relation, relation), left, context)
    if names or (relation == "=" and state_property(left, right, context)):
        return names
    try:
        first, second = e.term(left), e.term(right)
        if ZERO in (first, second):
            first, second = build.with_shape(first, second.shape), build.with_shape(second, first.shape)
        claim = Claim(first, relation, second, said)
    except Clash as clash:
        raise Unread(
            "D410", {"operation": "an assumption", "found": "", "expected": ""}, clash.start, clash.end
        ) from clash
    if relation in ("=", r"\ne", "<", ">", r"\le", r"\ge") and not _is_built_in(claim, context):
        drop_opposite(claim, context)
        context.assumptions.append(claim)
    return []


def _is_built_in(claim: Claim, context: Context) -> bool:
    """Whether every valuation meets a claim already: tables of densities are positive."""
    entry = claim.left
    if (
        claim.relation not in (">", r"\ge")
        or claim.right != ZERO
        or not (isinstance(entry, Apply) and entry.operator == "index")
    ):
        return False
    array = entry.arguments[0]
    declaration = context.symbols.get(array.name) if isinstance(array, Symbol) else None
    return declaration is not None and Trait.POSITIVE in declaration.traits


def _listed(node: s.Node) -> tuple[s.Node, ...]:
    return node.elements if isinstance(node, s.Group) and len(node.elements) > 1 else (node,)


def _is_zero(node: s.Node) -> bool:
    return isinstance(node, s.Num) and node.value == 0
